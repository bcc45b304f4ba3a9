//! Every duty's last day, to the day. Working days are counted from the day after; 24/11/2026 is a
//! holiday; 18/11/2026 is a Wednesday.

use hoso::app::Command;
use hoso_events::{
    dossier::DossierCommand,
    rulebook::{Duty, Rule, RulebookCommand, rule_pack},
};
use hoso_projections::{
    board,
    obligations::{self, ObligationRow},
    queue,
};

use crate::support::{
    FINANCE, Place, World, check, correct, day, declare, dossier, enter,
    history::{calendar_of_2028, day_off, swap},
    new, on_both, open, paper, send_back, submission, submit, withdraw, world,
};

on_both![
    an_account_is_due_five_working_days_after_the_confirmation,
    a_first_entry_is_due_five_working_days_after_the_account,
    a_record_handed_in_before_the_account_leaves_no_first_entry_to_make,
    a_check_is_due_five_working_days_after_the_handing_in,
    a_change_is_declared_in_time_or_late_by_its_own_day,
    a_late_entry_and_a_correction_start_a_check_and_judge_no_change,
    a_return_ends_the_check_and_gives_the_person_a_term_of_their_own,
    what_the_unit_puts_right_after_a_return_is_owed_by_nobody,
    a_first_record_taken_back_is_a_first_entry_not_made,
    what_was_returned_and_taken_back_after_a_second_try_is_owed_again,
    a_change_taken_back_needs_no_check,
    a_change_taken_back_was_neither_declared_in_time_nor_late,
    a_change_from_before_the_rules_was_neither_declared_in_time_nor_late,
    what_is_taken_back_is_owed_by_the_calendar_known_by_then,
    a_swap_decreed_later_moves_open_clocks_on_and_leaves_closed_ones,
    a_calendar_change_never_makes_a_term_shorter_than_was_notified,
    a_due_date_is_explained_by_the_calendar_and_the_rules_it_was_dated_with,
    a_clock_in_a_year_without_calendar_is_dated_when_the_calendar_comes,
    a_duty_met_before_its_calendar_came_is_judged_when_it_comes,
    a_rule_amended_later_reaches_no_clock_that_started_before,
    duties_are_met_on_the_day_in_viet_nam,
];

/// Wednesday 18/11/2026, eight in the morning.
const WEDNESDAY: &str = "2026-11-18T01:00:00Z";

/// When it started, when it is due, its state, and when it was met.
type Term<'a> = (&'a str, Option<&'a str>, &'a str, Option<&'a str>);

async fn row(world: &World, n: u32, duty: Duty, subject: &str) -> ObligationRow {
    let rows = obligations::of_dossier(world.db(), &dossier(n).to_string(), 100).await.unwrap();
    let wanted = |row: &ObligationRow| row.duty() == Some(duty) && row.subject == subject;
    rows.iter().find(|row| wanted(row)).unwrap_or_else(|| panic!("no {duty} in {rows:?}")).clone()
}

async fn assert_term(world: &World, duty: Duty, subject: &str, term: Term<'_>) {
    let row = row(world, 1, duty, subject).await;
    let found =
        (row.started_on.as_str(), row.due_on.as_deref(), row.state.as_str(), row.met_on.as_deref());
    assert_eq!(found, term, "{duty}");
}

async fn verdict(world: &World, duty: Duty, subject: &str, today: &str) -> &'static str {
    row(world, 1, duty, subject).await.verdict(day(today)).code()
}

/// Dossier 1 was confirmed and taken in on Wednesday.
async fn on_wednesday(place: Place) -> World {
    let world = world(place).await;
    world.at(WEDNESDAY);
    world.does(1, open(1, "Nguyễn Thị Mai", "2026-11-18")).await;
    world
}

async fn an_account_is_due_five_working_days_after_the_confirmation(place: Place) {
    let world = on_wednesday(place).await;
    let due = Some("2026-11-26");
    assert_term(&world, Duty::IssueAccount, "", ("2026-11-18", due, "open", None)).await;
    assert_eq!(verdict(&world, Duty::IssueAccount, "", "2026-11-26").await, "due");
    assert_eq!(verdict(&world, Duty::IssueAccount, "", "2026-11-27").await, "overdue");
    world.at("2026-11-27T01:00:00Z");
    world.issues_account(1).await;
    let met = Some("2026-11-27");
    assert_term(&world, Duty::IssueAccount, "", ("2026-11-18", due, "met", met)).await;
    assert_eq!(verdict(&world, Duty::IssueAccount, "", "2026-11-30").await, "met_late");
}

async fn a_first_entry_is_due_five_working_days_after_the_account(place: Place) {
    let world = on_wednesday(place).await;
    world.at("2026-11-19T01:00:00Z");
    world.issues_account(1).await;
    let due = Some("2026-11-27");
    assert_term(&world, Duty::FirstEntry, "", ("2026-11-19", due, "open", None)).await;
    world.at("2026-11-27T01:00:00Z");
    // Drafts alone do not meet it.
    world.fills(1).await;
    assert_term(&world, Duty::FirstEntry, "", ("2026-11-19", due, "open", None)).await;
    world.does(1, submit(submission(1))).await;
    assert_term(&world, Duty::FirstEntry, "", ("2026-11-19", due, "met", due)).await;
    assert_eq!(verdict(&world, Duty::FirstEntry, "", "2026-12-30").await, "met_on_time");
}

async fn a_record_handed_in_before_the_account_leaves_no_first_entry_to_make(place: Place) {
    let world = on_wednesday(place).await;
    let owed = async |world: &World| -> Vec<String> {
        let rows = obligations::of_dossier(world.db(), &dossier(1).to_string(), 100).await.unwrap();
        let open = rows.into_iter().filter(|row| row.state == "open");
        open.map(|row| row.duty).collect()
    };
    // The officer types and hands in what the paper says; the account comes the day after.
    world.fills(1).await;
    world.does(1, submit(submission(1))).await;
    world.does(1, withdraw(submission(1))).await;
    assert_eq!(owed(&world).await, ["issue_account"]);
    world.does(1, submit(submission(2))).await;
    world.at("2026-11-19T01:00:00Z");
    world.issues_account(1).await;
    assert_eq!(owed(&world).await, ["check"]);
    // Taken back, it is the person's to enter, from the day of the account on.
    world.at("2026-11-20T01:00:00Z");
    world.does(1, withdraw(submission(2))).await;
    assert_eq!(owed(&world).await, ["first_entry"]);
    let term = ("2026-11-19", Some("2026-11-27"), "open", None);
    assert_term(&world, Duty::FirstEntry, "", term).await;
}

/// Dossier 1 was handed in as submission 1 on Friday 20/11.
async fn handed_in_on_friday(place: Place) -> World {
    let world = on_wednesday(place).await;
    world.issues_account(1).await;
    world.at("2026-11-20T01:00:00Z");
    world.fills(1).await;
    world.does(1, submit(submission(1))).await;
    world
}

async fn a_check_is_due_five_working_days_after_the_handing_in(place: Place) {
    let world = handed_in_on_friday(place).await;
    let (subject, due) = (submission(1).to_string(), Some("2026-11-30"));
    assert_term(&world, Duty::Check, &subject, ("2026-11-20", due, "open", None)).await;
    world.at("2026-12-01T01:00:00Z");
    world.does(1, check(submission(1))).await;
    let met = Some("2026-12-01");
    assert_term(&world, Duty::Check, &subject, ("2026-11-20", due, "met", met)).await;
    assert_eq!(verdict(&world, Duty::Check, &subject, "2026-12-02").await, "met_late");
}

/// A field and its new value, the day it happened, the day the person heard of it; when the term
/// starts, when it ends, and how it was kept.
type Change = (&'static str, &'static str, &'static str, Option<&'static str>, [&'static str; 3]);

/// All declared on Monday 30/11.
const CHANGES: [Change; 4] = [
    ("tax_code", "8000000001", "2026-11-20", None, ["2026-11-20", "2026-11-30", "met_on_time"]),
    ("phone_mobile", "0900000003", "2026-11-19", None, ["2026-11-19", "2026-11-27", "met_late"]),
    (
        "email_private",
        "mai@example.vn",
        "2026-11-02",
        Some("2026-11-23"),
        ["2026-11-23", "2026-12-01", "met_on_time"],
    ),
    // Hearing of it earlier than it happened starts nothing.
    (
        "marital_status",
        "married",
        "2026-11-02",
        Some("2026-11-01"),
        ["2026-11-02", "2026-11-09", "met_late"],
    ),
];

async fn a_change_is_declared_in_time_or_late_by_its_own_day(place: Place) {
    let world = world(place).await;
    world.keeps(1).await;
    world.at("2026-11-30T01:00:00Z");
    for (n, (field, text, happened_on, received_on, [started, due, kept])) in (2..).zip(CHANGES) {
        let command = DossierCommand::DeclareChange {
            submission: submission(n),
            entries: vec![new(field, text)],
            happened_on: day(happened_on),
            received_on: received_on.map(day),
            paper: paper(),
        };
        world.does(1, command).await;
        let subject = submission(n).to_string();
        let term = (started, Some(due), "met", Some("2026-11-30"));
        assert_term(&world, Duty::DeclareChange, &subject, term).await;
        let found = verdict(&world, Duty::DeclareChange, &subject, "2026-12-30").await;
        assert_eq!(found, kept, "{field}");
        let term = ("2026-11-30", Some("2026-12-07"), "open", None);
        assert_term(&world, Duty::Check, &subject, term).await;
    }
}

async fn a_late_entry_and_a_correction_start_a_check_and_judge_no_change(place: Place) {
    let world = world(place).await;
    world.keeps(1).await;
    world.at("2026-11-20T01:00:00Z");
    world.does(1, crate::support::add_late(submission(2), 77)).await;
    let wrong = DossierCommand::CorrectError {
        submission: Some(submission(3)),
        entries: vec![new("birth_date", "1985-03-21")],
        paper: None,
        reason: crate::support::reason(),
    };
    world.does(1, wrong).await;
    for n in [2, 3] {
        let term = ("2026-11-20", Some("2026-11-30"), "open", None);
        assert_term(&world, Duty::Check, &submission(n).to_string(), term).await;
    }
    let rows = obligations::of_dossier(world.db(), &dossier(1).to_string(), 100).await.unwrap();
    assert!(rows.iter().all(|row| row.duty() != Some(Duty::DeclareChange)), "{rows:?}");
}

async fn a_return_ends_the_check_and_gives_the_person_a_term_of_their_own(place: Place) {
    let world = handed_in_on_friday(place).await;
    world.at("2026-11-23T01:00:00Z");
    world.does(1, send_back(submission(1), "phone_mobile")).await;
    let (first, on) = (submission(1).to_string(), Some("2026-11-23"));
    let due = Some("2026-11-30");
    assert_term(&world, Duty::Check, &first, ("2026-11-20", due, "met", on)).await;
    let due = Some("2026-12-01");
    assert_term(&world, Duty::Amend, &first, ("2026-11-23", due, "open", None)).await;
    // The first entry was made: it stays met.
    let term = ("2026-11-18", Some("2026-11-26"), "met", Some("2026-11-20"));
    assert_term(&world, Duty::FirstEntry, "", term).await;
    world.does(1, enter(new("phone_mobile", "0987654321"))).await;
    world.does(1, submit(submission(2))).await;
    assert_term(&world, Duty::Amend, &first, ("2026-11-23", due, "met", on)).await;
    let term = ("2026-11-23", Some("2026-12-01"), "open", None);
    assert_term(&world, Duty::Check, &submission(2).to_string(), term).await;
}

async fn what_the_unit_puts_right_after_a_return_is_owed_by_nobody(place: Place) {
    let world = world(place).await;
    world.keeps(1).await;
    world.at("2026-11-20T01:00:00Z");
    world.does(1, declare(submission(2), new("phone_mobile", "0900000002"), "2026-11-19")).await;
    world.does(1, send_back(submission(2), "phone_mobile")).await;
    let (second, due) = (submission(2).to_string(), Some("2026-11-30"));
    let term = ("2026-11-20", due, "open", None);
    assert_term(&world, Duty::Amend, &second, term).await;
    world.at("2026-11-23T01:00:00Z");
    world.does(1, correct(new("phone_mobile", "0900000003"))).await;
    let term = ("2026-11-20", due, "void", Some("2026-11-23"));
    assert_term(&world, Duty::Amend, &second, term).await;
    let queued = queue::of_unit(world.db(), &FINANCE.to_string(), "amend", 10).await.unwrap();
    assert_eq!(queued, []);
}

async fn a_first_record_taken_back_is_a_first_entry_not_made(place: Place) {
    let world = handed_in_on_friday(place).await;
    world.at("2026-11-23T01:00:00Z");
    world.does(1, withdraw(submission(1))).await;
    let due = Some("2026-11-26");
    assert_term(&world, Duty::FirstEntry, "", ("2026-11-18", due, "open", None)).await;
    let term = ("2026-11-20", Some("2026-11-30"), "void", Some("2026-11-23"));
    assert_term(&world, Duty::Check, &submission(1).to_string(), term).await;
    world.does(1, submit(submission(2))).await;
    let met = Some("2026-11-23");
    assert_term(&world, Duty::FirstEntry, "", ("2026-11-18", due, "met", met)).await;
}

async fn what_was_returned_and_taken_back_after_a_second_try_is_owed_again(place: Place) {
    let world = handed_in_on_friday(place).await;
    world.at("2026-11-23T01:00:00Z");
    world.does(1, send_back(submission(1), "phone_mobile")).await;
    world.does(1, enter(new("phone_mobile", "0987654321"))).await;
    world.does(1, submit(submission(2))).await;
    world.at("2026-11-25T01:00:00Z");
    world.does(1, withdraw(submission(2))).await;
    let term = ("2026-11-23", Some("2026-12-01"), "open", None);
    assert_term(&world, Duty::Amend, &submission(1).to_string(), term).await;
    // The first entry was made with the first submission, and that was never taken back.
    let term = ("2026-11-18", Some("2026-11-26"), "met", Some("2026-11-20"));
    assert_term(&world, Duty::FirstEntry, "", term).await;
}

async fn a_change_taken_back_needs_no_check(place: Place) {
    let world = world(place).await;
    world.keeps(1).await;
    world.does(1, declare(submission(2), new("tax_code", "8000000001"), "2026-11-01")).await;
    world.does(1, withdraw(submission(2))).await;
    let term = ("2026-11-02", Some("2026-11-09"), "void", Some("2026-11-02"));
    assert_term(&world, Duty::Check, &submission(2).to_string(), term).await;
    let met = row(&world, 1, Duty::FirstEntry, "").await;
    assert_eq!(met.state, "met", "only a first record taken back opens the first entry again");
}

/// How many changes the province counts as declared in time and as declared late.
async fn declared_in_the_province(world: &World) -> (i64, i64) {
    let totals = board::of_province(world.db(), day("2026-12-30")).await.unwrap();
    let of = |total: &&board::Totals| total.duty == Duty::DeclareChange.as_str();
    totals.iter().find(of).map_or((0, 0), |total| (total.met_on_time, total.met_late))
}

async fn a_change_taken_back_was_neither_declared_in_time_nor_late(place: Place) {
    let world = world(place).await;
    world.keeps(1).await;
    // A slip of the pen in the year: the change would have been declared years late.
    world.does(1, declare(submission(2), new("tax_code", "8000000001"), "2023-11-01")).await;
    assert_eq!(declared_in_the_province(&world).await, (0, 1));
    world.at("2026-11-03T01:00:00Z");
    world.does(1, withdraw(submission(2))).await;
    let subject = submission(2).to_string();
    assert_eq!(row(&world, 1, Duty::DeclareChange, &subject).await.state, "void");
    assert_eq!(declared_in_the_province(&world).await, (0, 0));
    world.does(1, declare(submission(3), new("tax_code", "8000000001"), "2026-11-01")).await;
    assert_eq!(declared_in_the_province(&world).await, (1, 0));
    // What was checked cannot be taken back: it stays counted.
    world.does(1, check(submission(3))).await;
    world.does(1, declare(submission(4), new("tax_code", "8000000002"), "2026-11-02")).await;
    world.does(1, withdraw(submission(4))).await;
    assert_eq!(declared_in_the_province(&world).await, (1, 0));
}

async fn a_change_from_before_the_rules_was_neither_declared_in_time_nor_late(place: Place) {
    let world = world(place).await;
    world.keeps(1).await;
    world.does(1, declare(submission(2), new("tax_code", "8000000001"), "2019-05-06")).await;
    let subject = submission(2).to_string();
    assert_term(
        &world,
        Duty::DeclareChange,
        &subject,
        ("2019-05-06", None, "met", Some("2026-11-02")),
    )
    .await;
    assert_eq!(verdict(&world, Duty::DeclareChange, &subject, "2026-11-03").await, "unknown");
    assert_eq!(declared_in_the_province(&world).await, (0, 0));
}

async fn what_is_taken_back_is_owed_by_the_calendar_known_by_then(place: Place) {
    let world = handed_in_on_friday(place).await;
    // A day off is decreed within the term while the first entry counts as made.
    world.service(day_off("2026-11-26")).await;
    world.does(1, withdraw(submission(1))).await;
    let term = ("2026-11-18", Some("2026-11-27"), "open", None);
    assert_term(&world, Duty::FirstEntry, "", term).await;
}

async fn a_swap_decreed_later_moves_open_clocks_on_and_leaves_closed_ones(place: Place) {
    let world = handed_in_on_friday(place).await;
    let subject = submission(1).to_string();
    let closed = row(&world, 1, Duty::FirstEntry, "").await;
    // 27/11 is given free for Saturday 05/12.
    world.service(swap("2026-11-27", "2026-12-05")).await;
    let open = row(&world, 1, Duty::Check, &subject).await;
    assert_eq!(open.due_on.as_deref(), Some("2026-12-01"));
    assert_eq!(open.notified_due_on.as_deref(), Some("2026-11-30"));
    assert_eq!(row(&world, 1, Duty::FirstEntry, "").await, closed);
    // One more day off within the term, and one beyond it.
    world.service(day_off("2026-11-26")).await;
    world.service(day_off("2026-12-30")).await;
    assert_term(&world, Duty::Check, &subject, ("2026-11-20", Some("2026-12-02"), "open", None))
        .await;
    let today = world.store.world().await.unwrap().calendar.version();
    let version = row(&world, 1, Duty::Check, &subject).await.calendar_version;
    assert_eq!(u64::try_from(version).unwrap(), today);
}

async fn a_calendar_change_never_makes_a_term_shorter_than_was_notified(place: Place) {
    let world = handed_in_on_friday(place).await;
    let subject = submission(1).to_string();
    // Saturday 21/11 is worked for a day long after: counted anew the term would end on 27/11.
    world.service(swap("2026-12-30", "2026-11-21")).await;
    assert_term(&world, Duty::Check, &subject, ("2026-11-20", Some("2026-11-30"), "open", None))
        .await;
    // A clock that starts now is counted by the calendar there is now.
    world.does(2, open(2, "Lê Văn Sáu", "2026-11-20")).await;
    let row = row(&world, 2, Duty::IssueAccount, "").await;
    assert_eq!(row.due_on.as_deref(), Some("2026-11-27"));
}

async fn a_due_date_is_explained_by_the_calendar_and_the_rules_it_was_dated_with(place: Place) {
    let world = handed_in_on_friday(place).await;
    let explained = async |duty: Duty, subject: &str| -> (String, u32) {
        let why = world.app.explain_duty(&world.officer, dossier(1), duty, subject).await.unwrap();
        let days = why.days.last().unwrap().date.to_string();
        assert_eq!(why.obligation.due_on.as_ref(), Some(&days), "{duty}");
        (days, why.rule.unwrap().n)
    };
    // The first entry was made; then 26/11 is given free, and a shorter rule is said to have been
    // in force all along.
    world.service(day_off("2026-11-26")).await;
    assert_eq!(explained(Duty::FirstEntry, "").await, ("2026-11-26".to_owned(), 5));
    let pack = rule_pack("TN-842-2023").unwrap();
    let old = pack.rules.iter().find(|rule| rule.duty == Duty::FirstEntry).unwrap();
    let rule = Rule { n: 3, ..old.clone() };
    world
        .service(Command::Rulebook(RulebookCommand::AmendRule {
            pack: pack.pack,
            rule,
            in_force_from: pack.in_force_from,
            basis: paper(),
        }))
        .await;
    assert_eq!(explained(Duty::FirstEntry, "").await, ("2026-11-26".to_owned(), 5));
    let check = explained(Duty::Check, &submission(1).to_string()).await;
    assert_eq!(check, ("2026-12-01".to_owned(), 5));
}

async fn a_clock_in_a_year_without_calendar_is_dated_when_the_calendar_comes(place: Place) {
    let world = world(place).await;
    world.at("2027-12-30T01:00:00Z");
    world.does(1, open(1, "Nguyễn Thị Mai", "2027-12-30")).await;
    let undated = row(&world, 1, Duty::IssueAccount, "").await;
    assert_eq!((undated.due_on.clone(), undated.missing_year), (None, Some(2028)));
    assert_eq!(undated.verdict(day("2028-03-01")).code(), "unknown");
    world.service(calendar_of_2028()).await;
    let dated = row(&world, 1, Duty::IssueAccount, "").await;
    assert_eq!((dated.due_on.as_deref(), dated.missing_year), (Some("2028-01-07"), None));
    assert_eq!(dated.notified_due_on.as_deref(), Some("2028-01-07"));
}

async fn a_duty_met_before_its_calendar_came_is_judged_when_it_comes(place: Place) {
    let world = world(place).await;
    world.at("2027-12-30T01:00:00Z");
    world.does(1, open(1, "Nguyễn Thị Mai", "2027-12-30")).await;
    world.does(2, open(2, "Nguyễn Thị Lan", "2027-12-30")).await;
    world.issues_account(1).await;
    world.at("2028-01-10T01:00:00Z");
    world.issues_account(2).await;
    assert_eq!(verdict(&world, Duty::IssueAccount, "", "2028-03-01").await, "unknown");
    world.service(calendar_of_2028()).await;
    assert_eq!(verdict(&world, Duty::IssueAccount, "", "2028-03-01").await, "met_on_time");
    let late = row(&world, 2, Duty::IssueAccount, "").await;
    assert_eq!(late.verdict(day("2028-03-01")).code(), "met_late");
    let totals = board::of_province(world.db(), day("2028-03-01")).await.unwrap();
    let accounts = totals.iter().find(|totals| totals.duty == "issue_account").unwrap();
    assert_eq!((accounts.met_on_time, accounts.met_late, accounts.due), (1, 1, 0));
}

async fn a_rule_amended_later_reaches_no_clock_that_started_before(place: Place) {
    let world = handed_in_on_friday(place).await;
    world.at("2026-11-23T01:00:00Z");
    let pack = rule_pack("TN-842-2023").unwrap();
    let mut rule = pack.rules.into_iter().find(|rule| rule.duty == Duty::Check).unwrap();
    rule.n = 2;
    let (in_force_from, basis) = (day("2026-11-23"), paper());
    let amend = RulebookCommand::AmendRule { pack: pack.pack, rule, in_force_from, basis };
    world.service(Command::Rulebook(amend)).await;
    let (before, after) = (submission(1).to_string(), submission(2).to_string());
    assert_term(&world, Duty::Check, &before, ("2026-11-20", Some("2026-11-30"), "open", None))
        .await;
    world.does(1, withdraw(submission(1))).await;
    world.does(1, submit(submission(2))).await;
    assert_term(&world, Duty::Check, &after, ("2026-11-23", Some("2026-11-26"), "open", None))
        .await;
}

async fn duties_are_met_on_the_day_in_viet_nam(place: Place) {
    let world = handed_in_on_friday(place).await;
    // Half past eleven in the evening of the last day in Tây Ninh; then half past midnight.
    let subject = submission(1).to_string();
    world.at("2026-11-30T16:30:00Z");
    world.does(1, check(submission(1))).await;
    let on = Some("2026-11-30");
    assert_term(&world, Duty::Check, &subject, ("2026-11-20", on, "met", on)).await;
    world.does(1, declare(submission(2), new("tax_code", "8000000001"), "2026-11-30")).await;
    world.at("2026-11-30T17:30:00Z");
    world.does(1, check(submission(2))).await;
    let term = ("2026-11-30", Some("2026-12-07"), "met", Some("2026-12-01"));
    assert_term(&world, Duty::Check, &submission(2).to_string(), term).await;
}
