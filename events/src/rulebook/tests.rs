//! The deadline rules as an inspector would check them.

use chrono::NaiveDate;
use cqrs_es::{DomainEvent as _, test::TestFramework};
use serde_json::json;

use super::{
    DueDate, DueError, Duty, Responsible, Rule, RulePack, Rulebook, RulebookCommand, RulebookEvent,
    RulebookRefusal, TermUnit, decide, due_date, rule_pack, rule_packs,
};
use crate::{
    calendar::{Calendar, CalendarGap, official_calendars},
    values::{Issuer, Paper, PaperNumber, TextError},
};

type Rulebooks = TestFramework<Rulebook>;

const QD_842: &str = "TN-842-2023";
const ND_27: &str = "ND27-2026";

/// Reads `05/4/2023`, the way the papers write a day.
#[track_caller]
fn day(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%d/%m/%Y").unwrap()
}

fn paper(number: &str) -> Paper {
    Paper {
        number: PaperNumber::parse(number).unwrap(),
        dated_on: day("01/9/2026"),
        issuer: Issuer::parse("UBND tỉnh Tây Ninh").unwrap(),
    }
}

fn check_within(n: u32) -> Rule {
    Rule {
        duty: Duty::Check,
        n,
        unit: TermUnit::WorkingDays,
        legal_basis: "QĐ 99/QĐ-UBND Điều 3".to_owned(),
        starts: "Ngày người kê khai gửi dữ liệu".to_owned(),
        who: Responsible::ManagingUnit,
    }
}

fn adopted(pack: RulePack) -> RulebookEvent {
    let RulePack { pack, in_force_from, basis, rules } = pack;
    RulebookEvent::RulePackAdopted { pack, in_force_from, rules, basis }
}

fn adopt(pack: &str, rules: Vec<Rule>) -> RulebookCommand {
    RulebookCommand::AdoptPack {
        pack: pack.to_owned(),
        in_force_from: day("01/10/2026"),
        rules,
        basis: paper("99/QĐ-UBND"),
    }
}

fn amend(pack: &str, rule: Rule, from: &str) -> RulebookCommand {
    RulebookCommand::AmendRule {
        pack: pack.to_owned(),
        rule,
        in_force_from: day(from),
        basis: paper("99/QĐ-UBND"),
    }
}

fn amended(pack: &str, rule: Rule, from: &str) -> RulebookEvent {
    RulebookEvent::RuleAmended {
        pack: pack.to_owned(),
        rule,
        in_force_from: day(from),
        basis: paper("99/QĐ-UBND"),
    }
}

fn folded(events: &[RulebookEvent]) -> Rulebook {
    let mut rulebook = Rulebook::default();
    for event in events {
        rulebook.evolve(event);
    }
    rulebook
}

fn both_packs() -> Vec<RulebookEvent> {
    rule_packs().into_iter().map(adopted).collect()
}

fn official_calendar() -> Calendar {
    let mut calendar = Calendar::default();
    for event in official_calendars() {
        calendar.evolve(&event);
    }
    calendar
}

#[test]
fn decision_842_gives_five_days_and_ten_for_the_take_over() {
    let pack = rule_pack(QD_842).unwrap();
    assert_eq!(pack.in_force_from, day("05/4/2023"));
    let terms: Vec<_> = pack.rules.iter().map(|rule| (rule.duty, rule.n, rule.who)).collect();
    assert_eq!(
        terms,
        [
            (Duty::IssueAccount, 5, Responsible::ManagingUnit),
            (Duty::FirstEntry, 5, Responsible::Person),
            (Duty::DeclareChange, 5, Responsible::Person),
            (Duty::Check, 5, Responsible::ManagingUnit),
            (Duty::TakeOver, 10, Responsible::ReceivingUnit),
            (Duty::RecordEnding, 5, Responsible::ManagingUnit),
            (Duty::Amend, 5, Responsible::Person),
        ]
    );
    assert!(pack.rules.iter().all(|rule| rule.unit == TermUnit::WorkingDays));
    for rule in &pack.rules {
        let says_policy = rule.legal_basis.contains("không phải quy định pháp luật");
        assert_eq!(says_policy, rule.duty == Duty::Amend, "{}", rule.duty);
    }
}

#[test]
fn decree_27_shortens_the_account_and_the_first_entry_only() {
    let pack = rule_pack(ND_27).unwrap();
    assert_eq!(pack.in_force_from, day("01/7/2026"));
    let terms: Vec<_> = pack.rules.iter().map(|rule| (rule.duty, rule.n, rule.unit)).collect();
    assert_eq!(
        terms,
        [(Duty::IssueAccount, 3, TermUnit::Days), (Duty::FirstEntry, 3, TermUnit::WorkingDays),]
    );
    assert_eq!(rule_pack("ND99-2099"), None);
}

#[test]
fn the_shipped_packs_pass_our_own_decisions_unchanged() {
    let mut rulebook = Rulebook::default();
    for pack in rule_packs() {
        let event = adopted(pack.clone());
        assert_eq!(decide(&rulebook, pack.into()), Ok(vec![event.clone()]));
        rulebook.evolve(&event);
    }
    for pack in rule_packs() {
        assert_eq!(decide(&rulebook, pack.into()), Ok(vec![]), "sent again, it is no new fact");
    }
}

#[test]
fn the_rule_in_force_on_a_day_is_the_latest_pack_that_has_one() {
    let rulebook = folded(&both_packs());
    for (duty, on, expected) in [
        (Duty::IssueAccount, "04/4/2023", None),
        (Duty::IssueAccount, "05/4/2023", Some((5, QD_842))),
        (Duty::IssueAccount, "30/6/2026", Some((5, QD_842))),
        (Duty::IssueAccount, "01/7/2026", Some((3, ND_27))),
        (Duty::FirstEntry, "01/7/2026", Some((3, ND_27))),
        (Duty::DeclareChange, "01/7/2026", Some((5, QD_842))),
        (Duty::TakeOver, "01/7/2026", Some((10, QD_842))),
        (Duty::Amend, "01/7/2026", Some((5, QD_842))),
    ] {
        let found = rulebook.in_force(duty, day(on)).map(|(rule, pack)| (rule.n, pack));
        assert_eq!(found, expected, "{duty} on {on}");
    }
    assert_eq!(rulebook.version(), 2);
}

#[test]
fn a_pack_adopted_late_does_not_overrule_one_in_force_since_a_later_day() {
    let mut facts = both_packs();
    facts.reverse();
    let rulebook = folded(&facts);
    let (rule, pack) = rulebook.in_force(Duty::FirstEntry, day("01/7/2026")).unwrap();
    assert_eq!((rule.n, pack), (3, ND_27));
}

#[test]
fn an_amended_rule_holds_from_its_day_on_and_within_its_pack() {
    let mut facts = both_packs();
    facts.push(amended(QD_842, check_within(3), "01/10/2026"));
    facts.push(amended(QD_842, check_within(4), "01/9/2026"));
    let first_entry = Rule { duty: Duty::FirstEntry, ..check_within(9) };
    facts.push(amended(QD_842, first_entry, "01/9/2026"));
    let rulebook = folded(&facts);
    for (duty, on, expected) in [
        (Duty::Check, "31/8/2026", (5, QD_842)),
        (Duty::Check, "01/9/2026", (4, QD_842)),
        (Duty::Check, "01/10/2026", (3, QD_842)),
        (Duty::FirstEntry, "01/10/2026", (3, ND_27)),
    ] {
        let (rule, pack) = rulebook.in_force(duty, day(on)).unwrap();
        assert_eq!((rule.n, pack), expected, "{duty} on {on}");
    }
}

#[test]
fn a_due_date_follows_the_rule_in_force_when_the_term_started() {
    let (rulebook, calendar) = (folded(&both_packs()), official_calendar());
    for (duty, started_on, due_on, pack) in [
        (Duty::IssueAccount, "05/4/2023", "12/4/2023", QD_842),
        (Duty::IssueAccount, "30/6/2026", "07/7/2026", QD_842),
        (Duty::IssueAccount, "01/7/2026", "06/7/2026", ND_27), // third day: Saturday 04/7
        (Duty::FirstEntry, "30/6/2026", "07/7/2026", QD_842),
        (Duty::FirstEntry, "01/7/2026", "06/7/2026", ND_27),
        (Duty::FirstEntry, "20/8/2026", "24/8/2026", ND_27), // Saturday 22/8 is worked
        (Duty::DeclareChange, "20/8/2026", "26/8/2026", QD_842),
        (Duty::Check, "20/11/2026", "30/11/2026", QD_842),
        (Duty::TakeOver, "20/4/2026", "07/5/2026", QD_842),
        (Duty::RecordEnding, "12/02/2026", "26/02/2026", QD_842),
        (Duty::Amend, "02/02/2027", "16/02/2027", QD_842),
    ] {
        let due = due_date(&rulebook, &calendar, duty, day(started_on)).unwrap();
        assert_eq!((due.due_on, due.pack.as_str()), (day(due_on), pack), "{duty} {started_on}");
    }
}

#[test]
fn a_due_date_keeps_what_it_was_computed_with() {
    let (rulebook, calendar) = (folded(&both_packs()), official_calendar());
    assert_eq!(
        due_date(&rulebook, &calendar, Duty::TakeOver, day("20/4/2026")),
        Ok(DueDate {
            duty: Duty::TakeOver,
            who: Responsible::ReceivingUnit,
            started_on: day("20/4/2026"),
            due_on: day("07/5/2026"),
            n: 10,
            unit: TermUnit::WorkingDays,
            pack: QD_842.to_owned(),
            rulebook_version: 2,
            calendar_version: official_calendars().len() as u64,
        })
    );
}

#[test]
fn without_a_rule_or_a_calendar_there_is_no_due_date() {
    let (rulebook, calendar) = (folded(&both_packs()), official_calendar());
    let early = day("04/4/2023");
    let no_rule = DueError::NoRule(Duty::Check, early);
    assert_eq!(no_rule.to_string(), "no rule for check is in force on 2023-04-04");
    assert_eq!(no_rule.code(), "no_rule");
    assert_eq!(due_date(&rulebook, &calendar, Duty::Check, early), Err(no_rule));
    let gap = DueError::Calendar(CalendarGap { year: 2028 });
    assert_eq!(gap.code(), "calendar_gap");
    assert_eq!(due_date(&rulebook, &calendar, Duty::Check, day("27/12/2027")), Err(gap));
}

#[test]
fn a_rule_is_amended_from_a_day_on() {
    Rulebooks::with(())
        .given(both_packs())
        .when(amend(QD_842, check_within(3), "01/10/2026"))
        .then_expect_events(vec![amended(QD_842, check_within(3), "01/10/2026")]);
}

#[test]
fn the_same_amendment_twice_is_one_fact() {
    let mut facts = both_packs();
    facts.push(amended(QD_842, check_within(3), "01/10/2026"));
    Rulebooks::with(())
        .given(facts)
        .when(amend(QD_842, check_within(3), "01/10/2026"))
        .then_expect_events(vec![]);
}

#[test]
fn a_pack_cannot_be_adopted_again_with_other_rules() {
    Rulebooks::with(())
        .given(both_packs())
        .when(adopt(QD_842, vec![check_within(3)]))
        .then_expect_error(RulebookRefusal::PackAlreadyAdopted { pack: QD_842.to_owned() });
}

#[test]
fn a_rule_that_makes_no_sense_is_refused() {
    let rulebook = folded(&both_packs());
    let blank = Rule { legal_basis: " ".to_owned(), ..check_within(3) };
    for (command, refusal, code) in [
        (adopt("tn 842", vec![check_within(3)]), RulebookRefusal::BadPackCode, "bad_pack_code"),
        (adopt("", vec![check_within(3)]), RulebookRefusal::BadPackCode, "bad_pack_code"),
        (adopt("TN-99-2026", vec![]), RulebookRefusal::NoRules, "no_rules"),
        (
            adopt("TN-99-2026", vec![check_within(3), check_within(4)]),
            RulebookRefusal::DutyListedTwice { duty: Duty::Check },
            "duty_listed_twice",
        ),
        (
            adopt("TN-99-2026", vec![check_within(0)]),
            RulebookRefusal::TermOutOfRange { n: 0 },
            "term_out_of_range",
        ),
        (
            amend(QD_842, check_within(367), "01/10/2026"),
            RulebookRefusal::TermOutOfRange { n: 367 },
            "term_out_of_range",
        ),
        (
            amend(QD_842, blank, "01/10/2026"),
            RulebookRefusal::BadText { duty: Duty::Check, source: TextError::Blank },
            "required",
        ),
        (
            amend("TN-99-2026", check_within(3), "01/10/2026"),
            RulebookRefusal::PackNotAdopted { pack: "TN-99-2026".to_owned() },
            "pack_not_adopted",
        ),
        (
            amend(ND_27, check_within(3), "30/6/2026"),
            RulebookRefusal::BeforePackInForce {
                pack: ND_27.to_owned(),
                in_force_from: day("01/7/2026"),
            },
            "before_pack_in_force",
        ),
    ] {
        assert_eq!(refusal.code(), code);
        assert_eq!(decide(&rulebook, command), Err(refusal));
    }
}

#[test]
fn every_duty_reads_back_from_its_stored_name() {
    for duty in Duty::ALL {
        assert_eq!(Duty::parse(duty.as_str()), Some(duty));
        assert_eq!(serde_json::to_value(duty).unwrap(), json!(duty.as_str()));
    }
    for who in [Responsible::Person, Responsible::ManagingUnit, Responsible::ReceivingUnit] {
        assert_eq!(serde_json::to_value(who).unwrap(), json!(who.as_str()));
    }
    for unit in [TermUnit::WorkingDays, TermUnit::Days] {
        assert_eq!(serde_json::to_value(unit).unwrap(), json!(unit.as_str()));
    }
    assert_eq!(Duty::parse("Check"), None);
}

#[test]
fn the_stored_names_and_shapes_are_a_contract() {
    let rule = json!({
        "duty": "check", "n": 3, "unit": "working_days", "who": "managing_unit",
        "legal_basis": "QĐ 99/QĐ-UBND Điều 3", "starts": "Ngày người kê khai gửi dữ liệu",
    });
    let basis = json!({
        "number": "99/QĐ-UBND", "dated_on": "2026-09-01", "issuer": "UBND tỉnh Tây Ninh",
    });
    let pack = RulebookEvent::RulePackAdopted {
        pack: "TN-99-2026".to_owned(),
        in_force_from: day("01/10/2026"),
        rules: vec![check_within(3)],
        basis: paper("99/QĐ-UBND"),
    };
    for (event, stored) in [
        (
            pack,
            json!({"RulePackAdopted": {
                "pack": "TN-99-2026", "in_force_from": "2026-10-01", "rules": [rule],
                "basis": basis,
            }}),
        ),
        (
            amended(QD_842, check_within(3), "01/10/2026"),
            json!({"RuleAmended": {
                "pack": "TN-842-2023", "rule": rule, "in_force_from": "2026-10-01",
                "basis": basis,
            }}),
        ),
    ] {
        assert_eq!(serde_json::to_value(&event).unwrap(), stored);
        assert_eq!(stored.as_object().unwrap().keys().next().unwrap(), event.name());
        assert_eq!(serde_json::from_value::<RulebookEvent>(stored).unwrap(), event);
        assert_eq!((event.event_type(), event.event_version()), (event.name().into(), "1".into()));
        assert_eq!(event.effective_on(), Some(day("01/10/2026")));
        assert_eq!(event.paper(), Some(&paper("99/QĐ-UBND")));
    }
}

#[test]
fn a_rulebook_is_the_same_after_it_was_written_down_and_read_back() {
    let mut facts = both_packs();
    facts.push(amended(QD_842, check_within(3), "01/10/2026"));
    let rulebook = folded(&facts);
    let text = serde_json::to_string(&rulebook).unwrap();
    assert_eq!(serde_json::from_str::<Rulebook>(&text).unwrap(), rulebook);
}

#[test]
fn the_rules_of_a_duty_follow_one_another_without_a_gap() {
    let mut facts = both_packs();
    facts.push(amended(QD_842, check_within(3), "01/10/2026"));
    let rulebook = folded(&facts);
    let told = |duty| -> Vec<_> {
        let held = rulebook.over_time(duty).into_iter();
        held.map(|held| (held.pack, held.rule.n, held.from, held.until)).collect()
    };
    assert_eq!(
        told(Duty::IssueAccount),
        [(QD_842, 5, day("05/4/2023"), Some(day("30/6/2026"))), (ND_27, 3, day("01/7/2026"), None),]
    );
    assert_eq!(
        told(Duty::Check),
        [
            (QD_842, 5, day("05/4/2023"), Some(day("30/9/2026"))),
            (QD_842, 3, day("01/10/2026"), None),
        ]
    );
    assert_eq!(told(Duty::TakeOver), [(QD_842, 10, day("05/4/2023"), None)]);
    for duty in Duty::ALL {
        for held in rulebook.over_time(duty) {
            for on in [Some(held.from), held.until].into_iter().flatten() {
                assert_eq!(
                    rulebook.in_force(duty, on),
                    Some((held.rule, held.pack)),
                    "{duty} {on}"
                );
            }
        }
    }
    assert_eq!(Rulebook::default().over_time(Duty::Check), []);
}
