//! Mai's service at finance ends, and she comes back: what becomes of her account, her duties, the
//! lists, and who may still do what with her dossier.

use hoso::app::{Actor, Command, CommandError, Done, Refusal, Request, reads::AsOf};
use hoso_events::{
    account::{AccountCommand, Holder, Role},
    dossier::{EndingKind, ServiceStep},
    ids::GrantId,
    provenance::Source,
    rulebook::Duty,
    values::PersonName,
};
use hoso_projections::{
    accounts, endings as model,
    obligations::{self, ObligationRow},
    people, queue, search,
};
use uuid::Uuid;

use crate::{
    rebuild::assert_rebuilt_equal,
    support::{
        COMMUNE, FINANCE, Place, World, account, check, correct, day, declare, dossier,
        endings::{
            asks, death, die, ending, put_right, resume, retire, retirement, reverse, takes,
        },
        enter, new, on_both, open, paper, send_back, submission, submit,
        transfers::{self, lan},
        withdraw, world,
        world::actor,
    },
};

on_both![
    the_account_closes_with_its_grants_in_one_commit,
    five_working_days_run_from_the_valid_paper_or_the_day_it_takes_effect,
    what_was_owed_falls_away_and_what_was_handed_in_is_still_checked,
    an_ended_dossier_is_read_and_found_and_only_corrected,
    an_announced_ending_takes_effect_by_itself_once_also_after_days_of_standstill,
    an_announced_ending_waits_for_a_transfer_to_end,
    a_wrong_ending_is_taken_back_with_account_and_duties,
    an_ending_put_right_is_judged_by_the_right_day,
    who_comes_back_goes_on_with_the_same_dossier_elsewhere,
    whom_a_number_brings_back_is_told_to_those_who_may_know,
    nobody_gets_a_second_dossier_or_an_account_after_the_end,
    two_clerks_at_once_record_one_death,
    people_who_left_do_not_keep_a_unit_from_ending,
];

/// Dossier 1 is kept by finance; Thursday 12/11/2026.
async fn begin(place: Place) -> World {
    let world = world(place).await;
    world.keeps(1).await;
    world.at("2026-11-12T01:00:00Z");
    world
}

async fn duties(world: &World, n: u32) -> Vec<ObligationRow> {
    obligations::of_dossier(world.db(), &dossier(n).to_string(), 100).await.unwrap()
}

async fn duty(world: &World, n: u32, duty: Duty, subject: &str) -> ObligationRow {
    let rows = duties(world, n).await;
    let wanted = |row: &&ObligationRow| row.duty() == Some(duty) && row.subject == subject;
    rows.iter().find(wanted).unwrap_or_else(|| panic!("no {duty} in {rows:?}")).clone()
}

async fn record_ending(world: &World, n: u32) -> ObligationRow {
    duty(world, 1, Duty::RecordEnding, &ending(n).to_string()).await
}

async fn account_state(world: &World) -> (String, String, usize) {
    let row = accounts::of_dossier(world.db(), &dossier(1).to_string()).await.unwrap().unwrap();
    let grants = row.grant_lines().iter().filter(|line| !line.revoked).count();
    (row.state, row.unit_id, grants)
}

async fn ended_as(world: &World) -> Option<String> {
    people::by_id(world.db(), &dossier(1).to_string()).await.unwrap().unwrap().ended
}

/// Gives Mai a role of her own.
async fn mai_is_an_officer(world: &World) {
    let access = AccountCommand::GrantAccess {
        grant: GrantId::from_uuid(Uuid::from_u128(0xC9)),
        role: Role::DataOfficer,
        scope: FINANCE,
        from: day("2026-11-12"),
        until: None,
        request: paper(),
    };
    world.service(Command::Account(account(1), access)).await;
}

#[track_caller]
fn refused(done: Result<Done, CommandError>, code: &str) {
    assert!(
        matches!(&done, Err(CommandError::Refused(Refusal { code: found, .. })) if *found == code),
        "{code}: {done:?}"
    );
}

async fn the_account_closes_with_its_grants_in_one_commit(place: Place) {
    let world = begin(place).await;
    mai_is_an_officer(&world).await;
    let done = takes(&world, 1, ending(1), retire("2026-11-10", "2026-11-11")).await;
    let facts = world.store.stream(&account(1).to_string(), 0).await.unwrap();
    let closed = facts.last().unwrap();
    assert_eq!(closed.fact.event_type(), "AccountClosedWithService");
    let ended = world.store.stream(&dossier(1).to_string(), 0).await.unwrap().pop().unwrap();
    assert_eq!(ended.fact.event_type(), "ServiceEnded");
    assert_eq!(ended.provenance.by.correlation, closed.provenance.by.correlation);
    assert_eq!(done.position(), Some(closed.provenance.position));
    let row = accounts::by_id(world.db(), &account(1).to_string()).await.unwrap().unwrap();
    assert_eq!(row.state, "closed");
    let tree = world.store.world().await.unwrap().units;
    assert!(Actor::of_account(&row, day("2026-11-12"), &tree).is_none(), "nobody acts through it");
    let again =
        asks(&world, &world.officer, 1, ending(1), retire("2026-11-10", "2026-11-11")).await;
    assert!(matches!(again, Ok(Done::AlreadySo)), "{again:?}");
    assert_rebuilt_equal(&world).await;
}

/// 24/11/2026 is a holiday.
async fn five_working_days_run_from_the_valid_paper_or_the_day_it_takes_effect(place: Place) {
    let world = begin(place).await;
    world.at("2026-11-26T01:00:00Z");
    for (n, ended_on, received_on, started_on, due_on, verdict) in [
        (1, "2026-11-10", "2026-11-18", "2026-11-18", "2026-11-26", "met_on_time"),
        (2, "2026-11-10", "2026-11-17", "2026-11-17", "2026-11-25", "met_late"),
        (3, "2026-11-20", "2026-11-10", "2026-11-20", "2026-11-30", "met_on_time"),
    ] {
        takes(&world, 1, ending(n), retire(ended_on, received_on)).await;
        let row = record_ending(&world, n).await;
        assert_eq!((&*row.started_on, row.due_on.as_deref()), (started_on, Some(due_on)));
        assert_eq!(row.verdict(day("2026-11-26")).code(), verdict, "{n}");
        assert_eq!((row.unit_id, row.met_on.as_deref()), (FINANCE.to_string(), Some("2026-11-26")));
        takes(&world, 1, ending(n), reverse()).await;
        assert_eq!(record_ending(&world, n).await.state, "void");
    }
    assert_rebuilt_equal(&world).await;
}

async fn what_was_owed_falls_away_and_what_was_handed_in_is_still_checked(place: Place) {
    let world = begin(place).await;
    world.does(1, declare(submission(12), new("phone_mobile", "0987654321"), "2026-11-11")).await;
    world.does(1, declare(submission(13), new("current_address", "8 Lê Lợi"), "2026-11-11")).await;
    world.does(1, send_back(submission(13), "current_address")).await;
    // Dossier 2 waits for its account, dossier 3 for its first record.
    world.opens(2).await;
    world.opens(3).await;
    world.issues_account(3).await;
    for n in [1, 2, 3] {
        takes(&world, n, ending(n), retire("2026-11-10", "2026-11-11")).await;
    }
    let open = |rows: Vec<ObligationRow>| {
        let open = rows.into_iter().filter(|row| row.state == "open");
        open.map(|row| row.duty).collect::<Vec<_>>()
    };
    assert_eq!(open(duties(&world, 1).await), ["check"]);
    assert_eq!(open(duties(&world, 2).await), Vec::<String>::new());
    assert_eq!(open(duties(&world, 3).await), Vec::<String>::new());
    assert_eq!(duty(&world, 1, Duty::Amend, &submission(13).to_string()).await.state, "void");
    world.does(1, check(submission(12))).await;
    assert_eq!(open(duties(&world, 1).await), Vec::<String>::new());
    // A first record that is taken back is owed by nobody.
    world.keeps(4).await;
    world.opens(5).await;
    world.issues_account(5).await;
    world.fills(5).await;
    world.does(5, submit(submission(5))).await;
    takes(&world, 5, ending(5), die("2026-11-11")).await;
    refused(world.asks(5, send_back(submission(5), "phone_mobile")).await, "service_ended");
    world.does(5, withdraw(submission(5))).await;
    assert_eq!(open(duties(&world, 5).await), Vec::<String>::new());
    assert_rebuilt_equal(&world).await;
}

async fn an_ended_dossier_is_read_and_found_and_only_corrected(place: Place) {
    let world = begin(place).await;
    let before = world.app.record(&world.officer, dossier(1), AsOf::default()).await.unwrap();
    takes(&world, 1, ending(1), die("2026-11-11")).await;
    assert_eq!(ended_as(&world).await.as_deref(), Some(EndingKind::Died.as_str()));
    let after = world.app.record(&world.officer, dossier(1), AsOf::default()).await.unwrap();
    assert_eq!(before.len(), after.len(), "nothing is lost");
    let found = search::by_name(world.db(), "mai", "H53/", 10).await.unwrap();
    let found = found.iter().map(|row| row.ended.as_deref()).collect::<Vec<_>>();
    assert_eq!(found, [Some("died")]);
    for (who, kind, n) in [("died", "died", 1), ("all", "", 1), ("retired", "retired", 0)] {
        let of = (model::IN_EFFECT, kind);
        let left = world.app.who_left(&world.officer, of, None, 10).await.unwrap();
        assert_eq!(left.len(), n, "{who}");
    }
    let lan = lan(&world).await;
    let elsewhere = world.app.who_left(&lan, (model::IN_EFFECT, ""), None, 10).await.unwrap();
    assert_eq!(elsewhere, [], "of one's own units only");
    let denied = world.app.service_of(&lan, dossier(1)).await;
    assert!(matches!(denied, Err(CommandError::Denied)));
    let changed = declare(submission(12), new("phone_mobile", "0987654321"), "2026-11-11");
    refused(world.asks(1, changed).await, "service_ended");
    refused(world.asks(1, enter(new("phone_mobile", "0987654321"))).await, "service_ended");
    world.does(1, correct(new("full_name", "Nguyễn Thị Mai Anh"))).await;
    let row = people::by_id(world.db(), &dossier(1).to_string()).await.unwrap().unwrap();
    assert_eq!((&*row.full_name, row.ended.as_deref()), ("Nguyễn Thị Mai Anh", Some("died")));
    refused(asks(&world, &world.officer, 1, ending(2), die("2026-11-10")).await, "service_ended");
    assert_rebuilt_equal(&world).await;
}

async fn an_announced_ending_takes_effect_by_itself_once_also_after_days_of_standstill(
    place: Place,
) {
    let world = begin(place).await;
    takes(&world, 1, ending(1), retire("2026-12-01", "2026-11-11")).await;
    let queued = queue::of_unit(world.db(), &FINANCE.to_string(), "", 10).await.unwrap();
    let queued: Vec<_> = queued.iter().map(|row| (&*row.duty, &*row.due_on)).collect();
    assert_eq!(queued, [("record_ending", "2026-12-08")], "everyone sees it coming");
    let ahead = world.app.who_left(&world.officer, (model::ANNOUNCED, ""), None, 10).await.unwrap();
    assert_eq!(ahead.len(), 1);
    assert_eq!(world.app.put_endings_into_effect().await.unwrap(), 0);
    assert_eq!(
        (ended_as(&world).await, account_state(&world).await.0),
        (None, "active".to_owned())
    );
    world.does(1, declare(submission(12), new("phone_mobile", "0987654321"), "2026-11-11")).await;
    // Nothing ran for two days after its day.
    world.at("2026-12-03T01:00:00Z");
    let other = hoso::app::App::new(world.store.clone());
    let (here, there) =
        tokio::join!(world.app.put_endings_into_effect(), other.put_endings_into_effect());
    assert_eq!(here.unwrap() + there.unwrap(), 1, "two servers at once record it once");
    assert_eq!(world.app.put_endings_into_effect().await.unwrap(), 0);
    assert_eq!(ended_as(&world).await.as_deref(), Some("retired"));
    assert_eq!(account_state(&world).await.0, "closed");
    let row = record_ending(&world, 1).await;
    assert_eq!(row.verdict(day("2026-12-03")).code(), "met_on_time");
    assert_eq!((&*row.started_on, row.met_on.as_deref()), ("2026-12-01", Some("2026-12-03")));
    assert_rebuilt_equal(&world).await;
}

async fn an_announced_ending_waits_for_a_transfer_to_end(place: Place) {
    let world = begin(place).await;
    takes(&world, 1, ending(1), retire("2026-12-01", "2026-11-11")).await;
    transfers::takes(&world, &world.officer, 1, transfers::order("2026-11-12")).await;
    let second =
        asks(&world, &world.officer, 1, ending(2), retire("2026-11-10", "2026-11-11")).await;
    refused(second, "ending_announced");
    world.at("2026-12-01T01:00:00Z");
    assert_eq!(world.app.put_endings_into_effect().await.unwrap(), 0);
    let early = asks(&world, &world.officer, 1, ending(1), ServiceStep::TakeEffect).await;
    refused(early, "end_transfer_first");
    transfers::takes(&world, &world.officer, 1, transfers::cancel()).await;
    assert_eq!(world.app.put_endings_into_effect().await.unwrap(), 1);
    let called_off = asks(&world, &world.officer, 1, ending(2), reverse()).await;
    refused(called_off, "ending_unknown");
    assert_rebuilt_equal(&world).await;
}

async fn a_wrong_ending_is_taken_back_with_account_and_duties(place: Place) {
    let world = begin(place).await;
    mai_is_an_officer(&world).await;
    world.does(1, declare(submission(13), new("current_address", "8 Lê Lợi"), "2026-11-11")).await;
    world.does(1, send_back(submission(13), "current_address")).await;
    world.opens(2).await;
    for n in [1, 2] {
        takes(&world, n, ending(n), retire("2026-11-10", "2026-11-11")).await;
    }
    world.at("2026-11-25T01:00:00Z");
    for n in [1, 2] {
        takes(&world, n, ending(n), reverse()).await;
    }
    assert_eq!(ended_as(&world).await, None);
    let account = account_state(&world).await;
    assert_eq!(account, ("active".to_owned(), FINANCE.to_string(), 0), "grants need a new request");
    let mai = actor(&world.app, crate::support::account(1)).await;
    assert_eq!(mai.grants, []);
    // A whole term from the day she can enter again.
    let amend = duty(&world, 1, Duty::Amend, &submission(13).to_string()).await;
    assert_eq!((&*amend.state, &*amend.started_on), ("open", "2026-11-25"));
    assert_eq!(amend.due_on.as_deref(), Some("2026-12-02"));
    // The account that was not issued in time is still owed since then.
    let owed = duty(&world, 2, Duty::IssueAccount, "").await;
    assert_eq!((&*owed.state, &*owed.started_on), ("open", "2026-10-30"));
    assert_eq!(record_ending(&world, 1).await.state, "void");
    let left = world.app.who_left(&world.officer, (model::IN_EFFECT, ""), None, 10).await.unwrap();
    assert_eq!(left, []);
    world.does(1, declare(submission(14), new("phone_mobile", "0987654321"), "2026-11-24")).await;
    assert_rebuilt_equal(&world).await;
}

async fn an_ending_put_right_is_judged_by_the_right_day(place: Place) {
    let world = begin(place).await;
    world.at("2026-11-26T01:00:00Z");
    takes(&world, 1, ending(1), retire("2026-11-10", "2026-11-10")).await;
    assert_eq!(record_ending(&world, 1).await.verdict(day("2026-11-26")).code(), "met_late");
    world.at("2026-11-27T01:00:00Z");
    takes(&world, 1, ending(1), put_right(death("2026-11-19"))).await;
    let row = record_ending(&world, 1).await;
    assert_eq!((&*row.started_on, row.due_on.as_deref()), ("2026-11-19", Some("2026-11-27")));
    assert_eq!(row.met_on.as_deref(), Some("2026-11-26"), "recorded when it was recorded");
    assert_eq!(row.verdict(day("2026-11-27")).code(), "met_on_time");
    assert_eq!(ended_as(&world).await.as_deref(), Some("died"));
    let again = asks(&world, &world.officer, 1, ending(1), put_right(death("2026-11-19"))).await;
    assert!(matches!(again, Ok(Done::AlreadySo)), "{again:?}");
    assert_rebuilt_equal(&world).await;
}

async fn who_comes_back_goes_on_with_the_same_dossier_elsewhere(place: Place) {
    let world = begin(place).await;
    mai_is_an_officer(&world).await;
    let lan = lan(&world).await;
    takes(&world, 1, ending(1), retire("2026-11-10", "2026-11-11")).await;
    world.at("2026-11-16T01:00:00Z");
    let back = || resume(1, COMMUNE, "2026-11-16");
    let by_finance = asks(&world, &world.officer, 1, ending(1), back()).await;
    assert!(matches!(by_finance, Err(CommandError::Denied)), "the unit that takes her in asks");
    let wrong = asks(&world, &lan, 1, ending(1), resume(2, COMMUNE, "2026-11-16")).await;
    refused(wrong, "not_the_person");
    asks(&world, &lan, 1, ending(1), back()).await.unwrap();
    let again = asks(&world, &lan, 1, ending(1), back()).await;
    assert!(matches!(again, Ok(Done::AlreadySo)), "{again:?}");
    let row = people::by_id(world.db(), &dossier(1).to_string()).await.unwrap().unwrap();
    assert_eq!((row.unit_id, row.ended), (COMMUNE.to_string(), None));
    let account = account_state(&world).await;
    assert_eq!(account, ("active".to_owned(), COMMUNE.to_string(), 0));
    // The account is there at once; the clock of it says so.
    let issued = duty(&world, 1, Duty::IssueAccount, &ending(1).to_string()).await;
    assert_eq!((&*issued.state, &*issued.started_on), ("met", "2026-11-16"));
    assert_eq!(issued.unit_id, COMMUNE.to_string());
    assert_eq!(record_ending(&world, 1).await.state, "met", "it was recorded in its time");
    let reads = async |who: &Actor| {
        world.app.record(who, dossier(1), AsOf::default()).await.map(|fields| fields.len() > 10)
    };
    assert!(matches!(reads(&lan).await, Ok(true)));
    // The unit she left from sees its own time, up to where the other one took her in.
    let seen = world.app.seen(&world.officer, dossier(1), AsOf::default()).await.unwrap();
    assert!(seen.until.is_some());
    let mai = actor(&world.app, crate::support::account(1)).await;
    let declared = declare(submission(12), new("phone_mobile", "0987654321"), "2026-11-16");
    let request = Request::new(Command::Dossier(dossier(1), declared), Source::Page);
    world.app.execute(&mai, request).await.unwrap();
    let row = duty(&world, 1, Duty::Check, &submission(12).to_string()).await;
    assert_eq!(row.unit_id, COMMUNE.to_string(), "what comes next is the new unit's");
    // And she may leave again.
    asks(&world, &lan, 1, ending(2), retire("2026-11-16", "2026-11-16")).await.unwrap();
    assert_eq!(ended_as(&world).await.as_deref(), Some("retired"));
    assert_rebuilt_equal(&world).await;
}

async fn whom_a_number_brings_back_is_told_to_those_who_may_know(place: Place) {
    let world = begin(place).await;
    let lan = lan(&world).await;
    world.keeps(2).await;
    takes(&world, 1, ending(1), retire("2026-11-10", "2026-11-11")).await;
    takes(&world, 2, ending(2), die("2026-11-11")).await;
    let find = async |who: &Actor, n: u32, unit| {
        let number = crate::support::personal_id(n);
        match world.app.to_bring_back(who, unit, &number).await {
            Ok((id, ending)) => format!("{id} {ending}"),
            Err(error) => error.code().to_owned(),
        }
    };
    let mai = format!("{} {}", dossier(1), ending(1));
    assert_eq!(find(&lan, 1, COMMUNE).await, mai);
    assert_eq!(find(&lan, 1, FINANCE).await, "not_found", "for one's own unit only");
    // Who died, who serves and who is not there look the same from outside.
    world.keeps(3).await;
    for n in [2, 3, 99] {
        assert_eq!(find(&lan, n, COMMUNE).await, "nobody_left", "{n}");
    }
    let died = format!("{} {}", dossier(2), ending(2));
    assert_eq!(find(&world.officer, 2, FINANCE).await, died);
    let back = resume(2, FINANCE, "2026-11-12");
    let done = asks(&world, &world.officer, 2, ending(2), back).await;
    refused(done, "no_return_from_death");
}

async fn nobody_gets_a_second_dossier_or_an_account_after_the_end(place: Place) {
    let world = begin(place).await;
    takes(&world, 1, ending(1), retire("2026-11-10", "2026-11-11")).await;
    let second = match open(1, "Nguyễn Thị Mai", "2026-11-11") {
        hoso_events::dossier::DossierCommand::OpenDossier {
            managing_unit,
            full_name,
            confirmation,
            confirmed_on,
            ..
        } => hoso_events::dossier::DossierCommand::OpenDossier {
            managing_unit,
            full_name,
            personal_id_no: crate::support::personal_id(1),
            confirmation,
            confirmed_on,
        },
        other => other,
    };
    refused(world.asks(7, second).await, "cccd_duplicate");
    world.opens(2).await;
    takes(&world, 2, ending(2), die("2026-11-11")).await;
    let issue = AccountCommand::IssueAccount {
        holder: Holder::Official { dossier: dossier(2) },
        name: PersonName::parse("Nguyễn Thị Mai").unwrap(),
        unit: FINANCE,
        issued_on: day("2026-11-12"),
    };
    let request = Request::new(Command::Account(account(2), issue), Source::Page);
    refused(world.app.execute(&world.officer, request).await, "service_ended");
}

async fn two_clerks_at_once_record_one_death(place: Place) {
    let world = begin(place).await;
    let (one, other) = tokio::join!(
        asks(&world, &world.officer, 1, ending(1), die("2026-11-11")),
        asks(&world, &world.officer, 1, ending(2), die("2026-11-11")),
    );
    let recorded = [&one, &other].into_iter().filter(|done| match done {
        Ok(done) => done.position().is_some(),
        Err(CommandError::Busy) => false,
        Err(error) => panic!("{error:?}"),
    });
    assert_eq!(recorded.count(), 1, "{one:?} {other:?}");
    let facts = world.store.stream(&dossier(1).to_string(), 0).await.unwrap();
    let ends = facts.iter().filter(|fact| fact.fact.event_type() == "ServiceEnded");
    assert_eq!(ends.count(), 1);
    assert_rebuilt_equal(&world).await;
}

async fn people_who_left_do_not_keep_a_unit_from_ending(place: Place) {
    let world = begin(place).await;
    let counts = people::counts(world.db()).await.unwrap();
    assert_eq!(counts.get(&FINANCE.to_string()), Some(&1));
    takes(&world, 1, ending(1), retire("2026-11-10", "2026-11-11")).await;
    let counts = people::counts(world.db()).await.unwrap();
    assert_eq!(counts.get(&FINANCE.to_string()), None);
    takes(&world, 1, ending(1), put_right(retirement("2026-11-09", "2026-11-11"))).await;
    let counts = people::counts(world.db()).await.unwrap();
    assert_eq!(counts.get(&FINANCE.to_string()), None);
    takes(&world, 1, ending(1), reverse()).await;
    let counts = people::counts(world.db()).await.unwrap();
    assert_eq!(counts.get(&FINANCE.to_string()), Some(&1));
}
