//! The pages under `docs/` that say what the code already says: made from it, and held against it.
//!
//! `HOSO_WRITE_DOCS=1 cargo test --test it documents` writes them anew.

use std::fmt::Write as _;

use chrono::NaiveDate;
use hoso::{
    app::{
        Act,
        access::{self, Ground, Target},
        actor::Actor,
    },
    sentences::{self, Lang},
    store::integrity::{GENESIS, LeafEntry, chain, hex},
};
use hoso_events::{
    account::Role,
    calendar::{Calendar, CalendarEvent, TermUnit, official_calendars},
    ids::{AccountId, DossierId, UnitId},
    provenance::Named,
    rulebook::{Duty, Responsible, Rulebook, RulebookEvent, due_date, rule_packs},
    unit::UnitTree,
    upcast::newest_version,
};

use crate::sources::{kebab, read, root, variants};

#[track_caller]
pub fn holds_what_the_code_says(path: &str, text: &str) {
    let text = text.trim_end().to_owned() + "\n";
    if std::env::var_os("HOSO_WRITE_DOCS").is_some() {
        std::fs::write(root().join(path), text).expect("docs/ can be written");
        return;
    }
    let differs =
        format!("{path} is out of date: HOSO_WRITE_DOCS=1 cargo test --test it documents");
    assert!(read(path) == text, "{differs}");
}

const MADE: &str =
    "<!-- Made from the code by tests/it/documents.rs: change the code, not this page. -->";

const TAKES_ALL: &str = "a string takes all that is written to it";

fn short(day: NaiveDate) -> String {
    day.format("%d/%m").to_string()
}

fn day(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

/// A text in one cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace("[`", "`").replace("`]", "`")
}

const STREAMS: [(&str, &str, &str); 6] = [
    ("dossier", "events/src/dossier/event.rs", "DossierEvent"),
    ("account", "events/src/account/event.rs", "AccountEvent"),
    ("unit", "events/src/unit/event.rs", "UnitEvent"),
    ("calendar", "events/src/calendar/event.rs", "CalendarEvent"),
    ("rulebook", "events/src/rulebook/event.rs", "RulebookEvent"),
    ("mass_move", "events/src/mass_move/event.rs", "MassMoveEvent"),
];

#[test]
fn every_event_stands_in_the_list_of_events() {
    let mut page = format!(
        "# Events\n\n{MADE}\n\nWhat can be recorded. A fact is never changed and never removed; who \
         recorded it, when and through what stands beside every one of them ([FORMATS.md](FORMATS.md)). \
         Names, versions and members are a contract: a new member is optional, or the fact gets a new \
         version and `events/src/upcast.rs` brings the old one forward.\n"
    );
    for (stream, path, name) in STREAMS {
        let text = read(path);
        let head = format!("pub enum {name} {{");
        let doc: Vec<&str> = text[..text.find(&head).expect("the enum")]
            .lines()
            .rev()
            .skip_while(|line| line.starts_with("#["))
            .take_while(|line| line.starts_with("///"))
            .map(|line| line.trim_start_matches('/').trim())
            .collect();
        let doc = doc.into_iter().rev().collect::<Vec<_>>().join(" ");
        write!(page, "\n## Stream `{stream}`\n\n{doc}\n").expect(TAKES_ALL);
        for variant in variants(&text, name) {
            let title = sentences::say(Lang::Vi, &format!("event-{}", kebab(&variant.name)));
            let version = newest_version(&variant.name);
            let (name, doc) = (&variant.name, cell(&variant.doc));
            write!(page, "\n### {name}\n\n*{title}.* Version {version}. {doc}\n\n")
                .expect(TAKES_ALL);
            page.push_str("| member | type | |\n|---|---|---|\n");
            for member in &variant.members {
                let (name, kind, doc) = (&member.name, &member.kind, cell(&member.doc));
                writeln!(page, "| `{name}` | `{kind}` | {doc} |").expect(TAKES_ALL);
            }
        }
    }
    holds_what_the_code_says("docs/EVENTS.md", &page);
}

fn official() -> Calendar {
    let mut calendar = Calendar::default();
    official_calendars().iter().for_each(|event| calendar.evolve(event));
    calendar
}

fn term(n: u32, unit: TermUnit) -> String {
    match unit {
        TermUnit::WorkingDays => format!("{n} ngày làm việc"),
        TermUnit::Days => format!("{n} ngày"),
    }
}

fn who(who: Responsible) -> &'static str {
    match who {
        Responsible::Person => "người có hồ sơ",
        Responsible::ManagingUnit => "đơn vị quản lý",
        Responsible::ReceivingUnit => "đơn vị tiếp nhận",
    }
}

#[test]
fn every_rule_and_calendar_stands_in_the_list_of_deadlines() {
    let mut page = format!(
        "# Deadlines\n\n{MADE}\n\nThe rule packs and calendars shipped with the program. A term's first day is \
         not counted, worked Saturdays are, and it ends at 24:00 (Asia/Ho_Chi_Minh) of its last day. A clock \
         stops on the day the server recorded the act. `TN-842-2023` is adopted in a new database; a later \
         pack overrules it only for the duties it names. The example is a term that starts on 20/11/2026.\n"
    );
    let clocks = read("projections/src/obligations.rs");
    let calendar = official();
    let example = NaiveDate::from_ymd_opt(2026, 11, 20).expect("a day");
    for pack in rule_packs() {
        let basis = &pack.basis;
        let (code, from) = (&pack.pack, day(pack.in_force_from));
        let (number, dated, issuer) = (&basis.number, day(basis.dated_on), &basis.issuer);
        write!(page, "\n## {code}\n\n{number}, {dated}, {issuer}; in force from {from}.\n\n")
            .expect(TAKES_ALL);
        page.push_str("| duty | code | term | starts | who | due, for example | basis |\n|---|---|---|---|---|---|---|\n");
        let mut rulebook = Rulebook::default();
        rulebook.evolve(&RulebookEvent::RulePackAdopted {
            pack: pack.pack.clone(),
            in_force_from: pack.in_force_from,
            rules: pack.rules.clone(),
            basis: pack.basis.clone(),
        });
        for rule in &pack.rules {
            let duty = rule.duty;
            let title =
                sentences::say(Lang::Vi, &format!("duty-{}", duty.as_str().replace('_', "-")));
            let started = clocks.contains(&format!("Duty::{duty:?}"));
            let note = if started { "" } else { " (no fact starts this clock yet)" };
            let due =
                due_date(&rulebook, &calendar, duty, example).expect("calendars reach that far");
            writeln!(
                page,
                "| {title}{note} | `{duty}` | {} | {} | {} | {} | {} |",
                term(rule.n, rule.unit),
                cell(&rule.starts),
                who(rule.who),
                day(due.due_on),
                cell(&rule.legal_basis),
            )
            .expect(TAKES_ALL);
        }
    }
    page.push_str(
        "\n## Calendars\n\n| | days off | worked Saturdays | basis |\n|---|---|---|---|\n",
    );
    for event in official_calendars() {
        let (what, off, worked, basis) = match event {
            CalendarEvent::CalendarPublished { year, days_off, worked_saturdays, basis } => (
                year.to_string(),
                days_off.iter().map(|off| format!("{} {}", short(off.date), off.name)).collect(),
                worked_saturdays
                    .iter()
                    .map(|day| format!("{} for {}", short(day.date), short(day.in_place_of)))
                    .collect::<Vec<_>>(),
                basis,
            ),
            CalendarEvent::DayOffDecreed { date, name, basis } => {
                ("decreed".to_owned(), vec![format!("{} {name}", day(date))], vec![], basis)
            }
            CalendarEvent::WorkdaySwapped { off, worked, basis } => {
                let worked = vec![format!("{} for {}", day(worked), day(off))];
                ("swapped".to_owned(), vec![day(off)], worked, basis)
            }
        };
        let (number, dated) = (&basis.number, day(basis.dated_on));
        let (off, worked) = (off.join("; "), worked.join("; "));
        writeln!(page, "| {what} | {off} | {worked} | {number}, {dated} |").expect(TAKES_ALL);
    }
    assert_eq!(
        Duty::ALL.len(),
        rule_packs()[0].rules.len(),
        "the default pack has a rule for every duty"
    );
    holds_what_the_code_says("docs/DEADLINES.md", &page);
}

#[test]
fn every_act_and_role_stands_in_the_table_of_access() {
    let mut page = format!(
        "# Access\n\n{MADE}\n\nWho may do what (`may` in `src/app/access.rs`, asked before every command and every \
         read of a dossier). A grant reaches a unit and everything below it, from its first to its last day; \
         an account has no rights without one. The service itself, at the command line of its machine, may do \
         everything. What someone may not see is answered as if it were not there. What every route answers to \
         whom, as the running program says it, is in [access.csv](access.csv).\n\n"
    );
    let roles = [Role::DataOfficer, Role::Head, Role::Inspector, Role::Administrator];
    page.push_str("| act | |");
    for role in roles {
        let key = serde_json::to_value(role)
            .expect("a role is a word")
            .as_str()
            .unwrap_or_default()
            .replace('_', "-");
        write!(page, " {} |", sentences::say(Lang::Vi, &format!("role-{key}"))).expect(TAKES_ALL);
    }
    page.push_str(" Người có hồ sơ |\n|---|---|---|---|---|---|---|\n");
    let (tree, unit) = (UnitTree::default(), UnitId::from_uuid(uuid::Uuid::from_u128(1)));
    let person = Actor {
        account: Named {
            id: AccountId::from_uuid(uuid::Uuid::from_u128(2)),
            name: "Mai".to_owned(),
        },
        dossier: Some(DossierId::from_uuid(uuid::Uuid::from_u128(3))),
        unit: None,
        grants: vec![],
        is_service: false,
        reads_only: None,
        visit: Default::default(),
    };
    let acts = variants(&read("src/app/access.rs"), "Act");
    assert_eq!(acts.len(), Act::ALL.len(), "Act::ALL lists every act");
    for (act, variant) in Act::ALL.into_iter().zip(acts) {
        assert_eq!(format!("{act:?}"), variant.name, "Act::ALL is in the order of the acts");
        write!(page, "| {} | {} |", variant.name, cell(&variant.doc)).expect(TAKES_ALL);
        for role in roles {
            page.push_str(if access::roles_for(act).contains(&role) { " ✓ |" } else { " |" });
        }
        let own = access::may(&person, act, Target::OwnDossier(unit), &tree) == Ok(Ground::Own);
        page.push_str(if own { " ✓ own |\n" } else { " |\n" });
    }
    holds_what_the_code_says("docs/ACCESS.md", &page);
}

#[test]
fn the_example_of_the_formats_is_what_the_program_computes() {
    let entry = LeafEntry {
        position: 1,
        event_id: "0198c0de-0000-7000-8000-000000000001",
        stream_type: "dossier",
        stream_id: "0198c0de-0000-7000-8000-000000000002",
        sequence: 1,
        event_type: "RecordSubmitted",
        version: 1,
        recorded_at: "2026-11-23T01:00:00.000000Z",
        effective_on: None,
        metadata: "{}",
        payload: "{}",
    };
    let leaf = entry.leaf();
    let dated = LeafEntry { effective_on: Some("2026-11-20"), ..entry }.leaf();
    let page = read("docs/FORMATS.md");
    for (what, hash) in [("leaf", leaf), ("chain", chain(&GENESIS, &leaf)), ("dated leaf", dated)] {
        assert!(
            page.contains(&hex(&hash)),
            "docs/FORMATS.md does not show the {what}: {}",
            hex(&hash)
        );
    }
}
