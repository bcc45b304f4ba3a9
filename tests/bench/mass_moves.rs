//! Many people to other units by one decision, beside moving some of them one by one in the same run.

use std::{
    num::NonZeroU16,
    time::{Duration, Instant},
};

use hoso::{
    app::{
        Actor, Command, Request,
        import::Watch,
        mass_moves::{AskedMove, AskedUndo, Ends, Whom},
    },
    clock::{Clock as _, SystemClock},
    store::BATCH_COMMITS_MAX,
};
use hoso_events::{
    account::{AccountCommand, Holder},
    dossier::{DossierCommand, InventoryLine, TransferKind, TransferStep},
    ids::{AccountId, DossierId, MassMoveId, TransferId, UnitId},
    mass_move::GrantsThen,
    provenance::Source,
    values::{PaperTitle, PersonName, Reason},
};

use crate::fixture::{Fixture, UNITS, file_in, paper, province};

/// How many people go by one decision.
const PEOPLE: usize = 10_000;
/// How many of others are moved one by one beside.
const ALONE: usize = 500;
/// Declared and checked changes of each.
const CHANGES: usize = 5;

/// One transfer by its four steps, one after the other, as two officers would record it.
async fn transfer(fixture: &Fixture, dossier: DossierId, to: UnitId) {
    let today = SystemClock.today();
    let transfer = TransferId::from_uuid(SystemClock.new_id());
    let title = PaperTitle::parse("Sơ yếu lý lịch").expect("a title");
    let inventory = vec![InventoryLine { title, pages: NonZeroU16::MIN }];
    let kind = TransferKind::Reassignment;
    for step in [
        TransferStep::Order {
            to,
            kind,
            decision: paper(),
            effective_on: today,
            term_ends_on: None,
        },
        TransferStep::Release { inventory, released_on: today },
        TransferStep::ReceivePaper { received_on: today },
        TransferStep::Accept { accepted_on: today },
    ] {
        let command = Command::Dossier(dossier, DossierCommand::Transfer { transfer, step });
        let request = Request::new(command, Source::Page);
        fixture.app.execute(&fixture.officer, request).await.expect("a step is taken");
    }
}

/// Everyone has an account, which goes along.
async fn with_accounts(fixture: &Fixture) {
    let mut requests = vec![];
    for (n, dossier) in fixture.dossiers.iter().enumerate() {
        let unit = fixture.units[1 + n % (UNITS - 1)];
        let command = AccountCommand::IssueAccount {
            holder: Holder::Official { dossier: *dossier },
            name: PersonName::parse("Nguyễn Thị An").expect("a name"),
            unit,
            issued_on: SystemClock.today(),
        };
        let id = AccountId::from_uuid(SystemClock.new_id());
        requests.push((Actor::service(), Request::new(Command::Account(id, command), Source::Job)));
    }
    for answer in fixture.app.execute_in_order(requests).await {
        answer.expect("an account is issued");
    }
}

pub async fn run() {
    println!("\n## Mass moves\n");
    println!("| | people | seconds | people/s | times one by one |\n|---|--:|--:|--:|--:|");
    let folder = tempfile::tempdir().expect("a folder");
    let place = file_in(folder.path(), "moves.db");
    let fixture = province(&place, BATCH_COMMITS_MAX, PEOPLE + ALONE, CHANGES).await;
    with_accounts(&fixture).await;
    let app = &fixture.app;
    let mut alone_rate = None;
    let mut say = |what: &str, people: usize, took: Duration| {
        let rate = people as f64 / took.as_secs_f64();
        let alone: f64 = *alone_rate.get_or_insert(rate);
        println!(
            "| {what} | {people} | {:.2} | {rate:.0} | {:.1} |",
            took.as_secs_f64(),
            rate / alone
        );
    };
    let last = fixture.units[UNITS - 1];
    let begun = Instant::now();
    let alone = fixture.dossiers.iter().enumerate();
    let alone = alone.filter(|(n, _)| 1 + n % (UNITS - 1) != UNITS - 1).take(ALONE);
    for (_, dossier) in alone {
        transfer(&fixture, *dossier, last).await;
    }
    say("one by one, four steps each", ALONE, begun.elapsed());
    // Ninety-eight units go into the one that is left.
    let successors = fixture.units[1..UNITS - 1].iter().map(|unit| (*unit, last)).collect();
    let asked = AskedMove {
        mass_move: MassMoveId::from_uuid(SystemClock.new_id()),
        decision: paper(),
        effective_on: SystemClock.today(),
        reason: Reason::parse("Sắp xếp đơn vị.").expect("a reason"),
        grants: GrantsThen::End,
        ends: Ends::Emptied,
        whom: Whom::Units { successors, below: false, except: vec![] },
    };
    let (service, watch) = (Actor::service(), Watch::default());
    let begun = Instant::now();
    let planned = app.plan_mass_move(&service, &asked, &watch).await.expect("it is planned");
    let people = planned.manifest.people.len();
    say("planned", people, begun.elapsed());
    app.keep_mass_move(&service, &planned).await.expect("it is kept");
    let (id, hash, source) = (asked.mass_move, planned.manifest.hash(), Source::Page);
    app.approve_mass_move(&service, id, &hash, source).await.expect("it is approved");
    let begun = Instant::now();
    let tally = app.run_mass_move(&service, id, &hash, source, &watch).await;
    assert_eq!(tally.expect("it is carried out").done, people as u64);
    say("carried out", people, begun.elapsed());
    let reason = Reason::parse("Quyết định bị thu hồi.").expect("a reason");
    let undo = AskedUndo { mass_move: id, reason, decision: None, source };
    let begun = Instant::now();
    let tally = app.undo_mass_move(&service, &undo, &watch).await;
    assert_eq!(tally.expect("it is undone").done, people as u64);
    say("undone", people, begun.elapsed());
}
