//! `kill -9` in the middle of work, beside an outside record of what was acknowledged: nothing
//! acknowledged is missing, nothing is half there, and nothing is there twice after asking again.

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader, Write as _},
    process::{Command, Stdio},
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

use hoso::{
    clock::ScriptedClock,
    store::{
        Commit, Location, Purpose, Store,
        read::{self, PAGE_MAX},
        verify::verify,
    },
};

use crate::{
    failing::{assert_typed_exactly_once, type_numbers},
    rebuild::assert_rebuilt_equal,
    support::{
        Place, World, at,
        cluster::of_my_own,
        commits::{append, commit, opened, typed},
        in_runtime, on_postgres, on_sqlite, world,
        world::MORNING,
    },
};

/// What tells the child process that it is one: its round, and where the log is.
const WORK: &str = "HOSO_TEST_WRITER";
/// How many commits the child has on their way at a time.
const TASKS: u32 = 6;
/// Each commit opens this many dossiers, with two facts each.
const DOSSIERS: u32 = 3;
const FACTS: u64 = 2 * DOSSIERS as u64;

/// The `i`-th commit of a task: several streams that are there together or not at all.
fn work(round: u32, task: u32, i: u32) -> Commit {
    let first = round * 100_000 + task * 15_000 + i * DOSSIERS;
    let streams = (first..first + DOSSIERS).map(|n| append(n, 0, vec![opened(n), typed(1)]));
    commit(streams.collect(), &format!("{round}-{task}-{i}"), "work")
}

/// Not a test but the process that is killed: returns at once unless a parent asks for work.
#[test]
fn child_writer() {
    let Ok(work_here) = std::env::var(WORK) else { return };
    let (round, location) = work_here.split_once('|').unwrap();
    let (round, location) = (round.parse().unwrap(), Location::parse(location));
    in_runtime(async move {
        let clock = Arc::new(ScriptedClock::new(at(MORNING), 1_000 + u64::from(round)));
        let store = Arc::new(Store::open(&location, Purpose::Write, clock).await.unwrap());
        let tasks = (0..TASKS).map(|task| {
            let store = store.clone();
            tokio::spawn(async move {
                for i in 0..4_900 {
                    let receipt = store.append(work(round, task, i)).await.unwrap();
                    assert!(!receipt.replayed);
                    // One write, so that no line is ever half told.
                    let line = format!("\nacknowledged {task} {i}\n");
                    std::io::stdout().write_all(line.as_bytes()).unwrap();
                }
            })
        });
        for task in tasks.collect::<Vec<_>>() {
            task.await.unwrap();
        }
    });
}

/// Starts a child that writes, kills it, and answers how many commits of each task it had told of.
fn kill_a_writer(place: &Place, round: u32, after: Duration) -> BTreeMap<u32, u32> {
    let location = match &place.location {
        Location::File(path) => path.display().to_string(),
        Location::Postgres(url) => url.clone(),
    };
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "killed::child_writer", "--nocapture"])
        .env(WORK, format!("{round}|{location}"))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let told = BufReader::new(child.stdout.take().unwrap());
    let (started, has_started) = mpsc::channel();
    let reader = thread::spawn(move || {
        let mut acknowledged = BTreeMap::<u32, u32>::new();
        for line in told.lines().map_while(Result::ok) {
            if let Some(what) = line.strip_prefix("acknowledged ") {
                let _parent_knows = started.send(());
                let (task, i) = what.split_once(' ').unwrap();
                let (task, i): (u32, u32) = (task.parse().unwrap(), i.parse().unwrap());
                assert_eq!(acknowledged.entry(task).or_default(), &i, "told in order");
                acknowledged.insert(task, i + 1);
            }
        }
        acknowledged
    });
    has_started.recv_timeout(Duration::from_secs(20)).expect("the child writes");
    thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
    reader.join().unwrap()
}

/// Asserts that every commit that is there is there whole; answers how many.
async fn assert_whole(world: &World, before: u64) -> u64 {
    let mut behind = world.place.behind().await;
    let sql = "select cast(first_position as text), cast(last_position as text) from receipt
        order by receipt.first_position";
    let mut next = before + 1;
    for receipt in behind.rows(sql, sql).await {
        assert_eq!(receipt[0].parse::<u64>().unwrap(), next);
        next += FACTS;
        assert_eq!(receipt[1].parse::<u64>().unwrap(), next - 1);
    }
    assert_eq!(read::head(world.db()).await.unwrap().position, next - 1);
    let facts = behind.number("select count(*) from event").await;
    assert_eq!(u64::try_from(facts).unwrap(), next - 1);
    assert_eq!(verify(world.db(), &[], |_, _| ()).await.unwrap().broken, None);
    assert_rebuilt_equal(world).await;
    (next - 1 - before) / FACTS
}

async fn killed_again_and_again(place: Place, rounds: u32) {
    let mut world = world(place).await;
    let before = read::head(world.db()).await.unwrap().position;
    let mut random = fastrand::Rng::with_seed(9);
    let mut commits = 0;
    for round in 1..=rounds {
        let (place, clock) = (world.place, world.clock);
        drop((world.app, world.store));
        let after = Duration::from_millis(random.u64(0..150));
        let told = tokio::task::block_in_place(|| kill_a_writer(&place, round, after));
        let store = place.open(clock.clone()).await;
        let app = Arc::new(hoso::app::App::new(store.clone()));
        world = World { place, clock, store, app, ..world };
        assert_whole(&world, before).await;
        // Everything told of is asked for again, and what was on its way besides.
        for task in 0..TASKS {
            let acknowledged = told.get(&task).copied().unwrap_or_default();
            for i in 0..=acknowledged {
                let receipt = world.store.append(work(round, task, i)).await.unwrap();
                assert!(receipt.replayed || i == acknowledged, "{round}-{task}-{i} was lost");
                assert_eq!(receipt.last_position - receipt.first_position + 1, FACTS);
                commits += 1;
            }
        }
        assert_eq!(assert_whole(&world, before).await, commits, "round {round}");
    }
    assert!(commits * FACTS < PAGE_MAX.unsigned_abs() * 20, "the rounds stay small");
}

#[test]
fn nothing_acknowledged_is_lost_when_the_writer_of_a_file_is_killed() {
    on_sqlite(|place| killed_again_and_again(place, 8));
}

#[test]
fn nothing_acknowledged_is_lost_when_a_server_over_postgresql_is_killed() {
    on_postgres(|place| killed_again_and_again(place, 5));
}

#[test]
fn nothing_acknowledged_is_lost_when_postgresql_itself_dies() {
    let Some(cluster) = of_my_own() else { return };
    in_runtime(async {
        let world = world(Place::on(&cluster).await).await;
        for n in 1..=8 {
            world.opens(n).await;
        }
        let crashes = async {
            for _crash in 0..2 {
                tokio::time::sleep(Duration::from_millis(60)).await;
                tokio::task::block_in_place(|| {
                    cluster.crash();
                    cluster.start();
                });
            }
        };
        tokio::join!(type_numbers(&world), crashes);
        assert_typed_exactly_once(&world).await;
    });
}
