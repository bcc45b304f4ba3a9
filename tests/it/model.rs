//! The log against the plainest model of it: a list. Whatever is asked in whatever order, each
//! answer is the one the list gives.

use std::collections::BTreeMap;

use hoso::store::{AppendError, Commit, Enqueued};
use proptest::{
    collection::vec,
    prelude::{Strategy, any},
    strategy::ValueTree as _,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

use crate::{
    log::{assert_dense, outcome},
    rebuild::assert_rebuilt_equal,
    support::{
        Place, World,
        commits::{append, commit, opened, typed},
        dossier, on_both, world,
    },
};

on_both![every_answer_is_the_one_a_plain_list_gives];

/// One thing asked of the log.
#[derive(Debug, Clone)]
enum Ask {
    /// Facts for one or two of four dossiers, by someone who saw `off` facts too few or too many.
    Append { streams: Vec<(u32, i64)>, facts: usize, key: u8, asked: u8 },
    /// Take a dossier in under one of three personal id numbers.
    Open { stream: u32, id: u32, key: u8 },
    /// Wait for all answers so far.
    Wait,
}

fn any_ask() -> impl Strategy<Value = Ask> {
    let off = proptest::prop_oneof![8 => 0..=0_i64, 1 => -1..=1_i64];
    let append = (vec((0..4_u32, off), 1..=2), 1..4_usize, any::<u8>(), 0..3_u8);
    let append = append.prop_map(|(mut streams, facts, key, asked)| {
        streams.dedup_by_key(|(stream, _)| *stream);
        Ask::Append { streams, facts, key: key % 24, asked: asked / 2 }
    });
    let open = (0..4_u32, 0..3_u32, any::<u8>());
    let open = open.prop_map(|(stream, id, key)| Ask::Open { stream, id, key: key % 24 });
    proptest::prop_oneof![6 => append, 3 => open, 1 => proptest::strategy::Just(Ask::Wait)]
}

/// The log as a list, and what follows from it.
#[derive(Default)]
struct Model {
    /// How many facts each dossier has.
    ends: BTreeMap<u32, u64>,
    /// What each key asked for.
    receipts: BTreeMap<u8, String>,
    /// Who holds each personal id number.
    held: BTreeMap<u32, u32>,
    facts: u64,
}

impl Model {
    /// What the log is asked, and what it should answer.
    fn ask(&mut self, case: u32, ask: &Ask) -> Option<(Commit, &'static str)> {
        let name = |stream: u32| case * 10 + stream;
        let (key, asked, wanted) = match ask {
            Ask::Wait => return None,
            Ask::Append { streams, facts, key, asked } => {
                let wanted = streams.iter().map(|(stream, off)| (*stream, *off, *facts, None));
                (*key, format!("append {asked}"), wanted.collect::<Vec<_>>())
            }
            Ask::Open { stream, id, key } => {
                (*key, format!("open {stream} {id}"), vec![(*stream, 0, 1, Some(*id))])
            }
        };
        let seen = |stream: u32, off: i64| {
            self.ends.get(&stream).copied().unwrap_or_default().saturating_add_signed(off)
        };
        let streams = wanted.iter().map(|(stream, off, facts, id)| {
            let facts = match id {
                Some(id) => vec![opened(name(*id))],
                None => (0..*facts).map(typed).collect(),
            };
            append(name(*stream), seen(*stream, *off), facts)
        });
        let commit = commit(streams.collect(), &format!("{case}-{key}"), &asked);
        let clash = wanted.iter().any(|(stream, off, ..)| seen(*stream, *off) != seen(*stream, 0));
        let taken = |(stream, _, _, id): &(u32, i64, usize, Option<u32>)| {
            id.and_then(|id| self.held.get(&id)).is_some_and(|holder| holder != stream)
        };
        let answer = match self.receipts.get(&key) {
            Some(known) if *known == asked => "replayed",
            Some(_) => "key reused",
            None if clash => "conflict",
            None if wanted.iter().any(taken) => "taken",
            None => {
                for (stream, _, facts, id) in wanted {
                    *self.ends.entry(stream).or_default() += facts as u64;
                    self.facts += facts as u64;
                    if let Some(id) = id {
                        self.held.insert(id, stream);
                    }
                }
                self.receipts.insert(key, asked);
                "recorded"
            }
        };
        Some((commit, answer))
    }
}

async fn run(world: &World, case: u32, asks: &[Ask]) -> Result<(), String> {
    let mut model = Model::default();
    let mut waiting: Vec<(&Ask, Enqueued, &str)> = vec![];
    for ask in asks.iter().chain([&Ask::Wait]) {
        if let Some((commit, expected)) = model.ask(case, ask) {
            let enqueued = world.store.enqueue(commit).map_err(|error| error.to_string())?;
            waiting.push((ask, enqueued, expected));
            continue;
        }
        for (ask, enqueued, expected) in waiting.drain(..) {
            let answer = enqueued.receipt().await;
            if let Err(AppendError::Store(error)) = &answer {
                return Err(format!("{ask:?}: {error:?}"));
            }
            let answer = outcome(answer);
            if answer != expected {
                return Err(format!("{ask:?} is {answer}, and should be {expected}"));
            }
        }
    }
    for (stream, end) in &model.ends {
        let id = dossier(case * 10 + stream).to_string();
        let facts = world.store.stream(&id, 0).await.map_err(|error| error.to_string())?;
        if facts.len() as u64 != *end {
            return Err(format!("dossier {stream} has {} facts, not {end}", facts.len()));
        }
    }
    Ok(())
}

async fn every_answer_is_the_one_a_plain_list_gives(place: Place) {
    let world = world(place).await;
    // Always the same cases: a failure today is a failure tomorrow.
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), random);
    let strategy = vec(any_ask(), 1..60);
    let mut case = 0;
    for _ in 0..40 {
        case += 1;
        let mut asks = strategy.new_tree(&mut runner).expect("asks are made up");
        let Err(mut wrong) = run(&world, case, &asks.current()).await else { continue };
        let mut smallest = asks.current();
        while asks.simplify() {
            case += 1;
            match run(&world, case, &asks.current()).await {
                Err(still) => (wrong, smallest) = (still, asks.current()),
                Ok(()) => {
                    if !asks.complicate() {
                        break;
                    }
                }
            }
        }
        panic!("{wrong}\nafter {smallest:#?}");
    }
    assert_dense(&world).await;
    assert_rebuilt_equal(&world).await;
}
