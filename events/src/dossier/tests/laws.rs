//! What holds for every history, not only for Mai's.

use std::collections::{BTreeMap, BTreeSet};

use cqrs_es::{Aggregate, DomainEvent, test::TestFramework};
use proptest::{collection::vec, option, prelude::*, sample::select};

use super::{
    super::entries::{by_every_rule, contradicts_nothing, drafts_contradict_nothing},
    *,
};

const FIELDS: &[&str] = &[
    "sex",
    "phone_mobile",
    "birth_date",
    "marital_status",
    "salary_percent",
    "full_name",
    "dossier_code",
];
const TEXTS: &[&str] =
    &["female", "male", "0912345678", "0987654321", "1985-03-12", "married", "100", "85", "Mai"];

fn any_entry() -> impl Strategy<Value = NewEntry> {
    // Usually a text that fits the field, sometimes any text, sometimes nothing.
    let fitting = select(vec![
        ("sex", "female"),
        ("phone_mobile", "0912345678"),
        ("phone_mobile", "0987654321"),
        ("birth_date", "1985-03-12"),
        ("birth_date", "1985-03-21"),
        ("salary_percent", "85"),
        ("salary_percent", "100"),
    ])
    .prop_map(|(field, text)| new(field, text));
    let any = (select(FIELDS), option::of(select(TEXTS)))
        .prop_map(|(field, text)| NewEntry { slot: slot(field), value: text.map(single) });
    prop_oneof![4 => fitting, 1 => any]
}

fn any_submission() -> impl Strategy<Value = SubmissionId> {
    (1..6_u128).prop_map(|n| SubmissionId::from_uuid(Uuid::from_u128(n)))
}

fn any_day() -> impl Strategy<Value = &'static str> {
    select(vec!["2010-05-01", "2026-07-01", "2026-07-10", "2026-07-20", TODAY, TOMORROW])
}

fn any_command() -> impl Strategy<Value = DossierCommand> {
    let entries = || vec(any_entry(), 1..3);
    let papers = || select(vec![paper(), paper_of(TOMORROW), paper()]);
    prop_oneof![
        1 => Just(open()),
        3 => (any_submission(), entries(), any_day())
            .prop_map(|(id, said, day)| on(day, declare(id, said))),
        2 => (any_submission(), entries(), any_day())
            .prop_map(|(id, said, day)| on(day, add_late(id, said))),
        2 => (entries(), any_day()).prop_map(|(said, day)| on(day, record(said))),
        4 => vec(any_entry(), 1..2).prop_map(enter),
        3 => any_submission().prop_map(submit),
        2 => (option::of(any_submission()), entries(), option::of(papers()))
            .prop_map(|(id, said, paper)| correct(id, said, paper)),
        4 => any_submission().prop_map(check),
        2 => (any_submission(), select(FIELDS)).prop_map(|(id, field)| send_back(id, &[field])),
        2 => any_submission().prop_map(withdraw),
        1 => select(FIELDS).prop_map(find_unchanged),
        1 => Just(withdraw_opening()),
    ]
}

/// Who asks for what, one after the other, from a history that is already under way.
fn any_story() -> impl Strategy<Value = (Vec<DossierEvent>, Vec<(bool, DossierCommand)>)> {
    let begin = select(vec![vec![], vec![opened()], drafted(), handed_in(), kept()]);
    (begin, vec((any::<bool>(), any_command()), 1..40))
}

fn context(actor_is_the_person: bool) -> DossierContext {
    DossierContext { actor_is_the_person, ..by_mai() }
}

/// The record as an inspector would keep it on paper, from nothing but the facts.
#[derive(Default)]
struct OnPaper {
    values: BTreeMap<Slot, Value>,
    declared: BTreeMap<SubmissionId, Vec<Entry>>,
}

impl OnPaper {
    fn note(&mut self, fact: &DossierEvent) {
        if let DossierEvent::DossierOpened { full_name, personal_id_no, .. } = fact {
            self.values.insert(slot("full_name"), single(full_name.as_str()));
            self.values.insert(slot("personal_id_no"), single(personal_id_no));
        }
        for Entry { slot, value, before } in fact.entries() {
            assert_eq!(self.values.get(slot), before.as_ref(), "`before` is what was held");
            assert_ne!(value, before, "an entry says something new");
            self.set(slot, value.clone());
        }
        match fact {
            DossierEvent::SubmissionWithdrawn { submission, restored, .. } => {
                let said = self.declared.remove(submission).unwrap_or_default();
                let turned = |Entry { slot, value, before }| (slot, before, value);
                let undone = said.into_iter().map(turned).collect::<BTreeSet<_>>();
                let restored = restored.iter().cloned();
                let again = restored.map(|Entry { slot, value, before }| (slot, value, before));
                assert_eq!(again.clone().collect::<BTreeSet<_>>(), undone, "what stands again");
                again.for_each(|(slot, value, _)| self.set(&slot, value));
            }
            fact => {
                let entries = || fact.entries().to_vec();
                self.declared.extend(fact.submission().map(|submission| (submission, entries())));
            }
        }
    }

    fn set(&mut self, slot: &Slot, value: Option<Value>) {
        self.values.remove(slot);
        self.values.extend(value.map(|value| (slot.clone(), value)));
    }
}

proptest! {
    #[test]
    fn the_record_says_what_the_facts_said_and_a_command_twice_is_one_fact(
        (begin, story) in any_story()
    ) {
        let mut facts = begin;
        let mut on_paper = OnPaper::default();
        facts.iter().for_each(|fact| on_paper.note(fact));
        let mut dossier = replay(&facts);
        for (by_mai, command) in story {
            let decided = decide(&dossier, command.clone(), &context(by_mai));
            for fact in decided.into_iter().flatten() {
                on_paper.note(&fact);
                dossier = evolve(dossier, &fact);
                facts.push(fact);
            }
            let again = decide(&dossier, command, &context(by_mai));
            prop_assert!(again.as_ref().map_or(true, Vec::is_empty), "second fact: {again:?}");
            prop_assert_eq!(
                dossier.held().map(|held| held.values().clone()).unwrap_or_default(),
                on_paper.values.clone()
            );
            no_slot_is_in_two_places(&dossier);
        }
        effective_days_never_go_back(&facts);
        prop_assert_eq!(&replay(&facts), &dossier);
        let stored = serde_json::to_string(&dossier).unwrap();
        prop_assert_eq!(serde_json::from_str::<Dossier>(&stored).unwrap(), dossier);
    }

    #[test]
    fn any_facts_in_any_order_are_taken_without_argument(
        order in vec(select(after(kept(), [phone_changed(SECOND), phone_withdrawn(SECOND)])), 0..20)
    ) {
        let dossier = replay(&order);
        prop_assert_eq!(dossier.held().is_some(), order.contains(&opened()));
    }
}

/// A dossier with any facts, and any entries someone might add, contradictory or not.
fn any_entries() -> impl Strategy<Value = Vec<Entry>> {
    let texts = select(vec![
        ("sex", "male"),
        ("sex", "female"),
        ("birth_date", "1985-03-12"),
        ("birth_date", "2020"),
        ("first_recruit_date", "1999"),
        ("party_join_date", "1990-01-01"),
        ("enlist_date", "1980"),
        ("position_date", "2031"),
        ("position_term_end", "2019"),
        ("grade_code", "01.003"),
        ("salary_table_group", "A1"),
        ("salary_step", "40"),
        ("salary_coefficient", "9.99"),
        ("beyond_scale_percent", "7"),
        ("highest_qualification", "doctorate"),
        ("phone_mobile", "0912345678"),
        ("marital_status", "married"),
        ("dossier_status", "retired"),
        ("personal_id_no", "072085012345"),
    ]);
    let single = (texts, any::<bool>()).prop_map(|((field, text), there)| Entry {
        slot: slot(field),
        value: there.then(|| single(text)),
        before: None,
    });
    let rows = select(vec![
        ("education", vec![("qualification", "master")]),
        ("family", vec![("full_name", "Lê Thị Bốn")]),
        ("work_history", vec![("from_ym", "2020-01"), ("to_ym", "2010-01")]),
        ("salary_history", vec![("group", "A1"), ("step", "40"), ("from_ym", "2015-01")]),
    ]);
    let row = (rows, 1..3_u128).prop_map(|((table, columns), id)| Entry {
        slot: row_slot(table, id),
        value: Some(row(&columns)),
        before: None,
    });
    vec(prop_oneof![4 => single, 1 => row], 0..6)
}

proptest! {
    #[test]
    fn leaving_out_what_no_rule_points_at_changes_no_judgement(
        held in vec(any_entries(), 0..4), said in any_entries()
    ) {
        let facts = held.into_iter().map(|entries| DossierEvent::SectionEntered {
            section: section("sex"),
            by: EnteredBy::Person,
            entries,
        });
        let dossier = replay(&after(vec![opened()], facts));
        let held = dossier.held().unwrap();
        let touched = said.iter().map(|entry| &entry.slot).collect();
        prop_assert_eq!(
            contradicts_nothing(held, &said, day(TODAY)),
            by_every_rule(held, &said, &touched, day(TODAY))
        );
        prop_assert_eq!(
            drafts_contradict_nothing(held, day(TODAY)),
            by_every_rule(held, &[], &held.drafts().iter().collect(), day(TODAY))
        );
    }
}

/// The days facts tell of each single field, without those taken back, never go back.
fn effective_days_never_go_back(facts: &[DossierEvent]) {
    let taken_back = |fact: &DossierEvent| {
        facts.iter().any(|later| {
            matches!(later, DossierEvent::SubmissionWithdrawn { submission, .. }
                if fact.submission() == Some(*submission))
        })
    };
    let mut days = BTreeMap::<&Slot, Vec<NaiveDate>>::new();
    for fact in facts.iter().filter(|fact| !taken_back(fact)) {
        for entry in fact.entries().iter().filter(|entry| entry.slot.row.is_none()) {
            days.entry(&entry.slot).or_default().extend(fact.effective_on());
        }
    }
    for (slot, days) in days {
        assert!(days.is_sorted(), "{slot}: {days:?}");
    }
}

/// A field is a draft, or waits in one submission, or stands: never two of them.
fn no_slot_is_in_two_places(dossier: &Dossier) {
    let Some(held) = dossier.held() else { return };
    let waiting = held.waiting().values().flat_map(|waiting| &waiting.slots);
    let mut places = waiting.chain(held.drafts()).collect::<Vec<_>>();
    let all = places.len();
    places.sort();
    places.dedup();
    assert_eq!(places.len(), all, "{held:?}");
}

#[test]
fn the_framework_gives_the_same_answers_as_the_decision() {
    assert_eq!(Dossier::TYPE, "dossier");
    TestFramework::<Dossier>::with(by_an_officer())
        .given_no_previous_events()
        .when(open())
        .then_expect_events(vec![opened()]);
    TestFramework::<Dossier>::with(by_an_officer())
        .given(handed_in())
        .when(check(FIRST))
        .then_expect_events(vec![first_record_checked()]);
    TestFramework::<Dossier>::with(by_mai())
        .given(handed_in())
        .when(check(FIRST))
        .then_expect_error(DossierRefusal::OwnDossier);
}

#[test]
fn a_fact_is_stored_under_its_name_and_its_newest_version() {
    let facts = after(
        kept(),
        [
            phone_changed(SECOND),
            returned(SECOND, "phone_mobile"),
            phone_withdrawn(SECOND),
            DossierEvent::SectionFoundUnchanged { section: section("sex"), compared_with: paper() },
            scanned(1),
        ],
    );
    for fact in facts {
        let stored = serde_json::to_value(&fact).unwrap();
        let tag = stored.as_object().unwrap().keys().next().unwrap().clone();
        let newest = if tag == "DossierOpened" { "2" } else { "1" };
        assert_eq!((fact.event_type(), fact.event_version()), (tag, newest.to_owned()));
        assert_eq!(serde_json::from_value::<DossierEvent>(stored).unwrap(), fact);
    }
}

#[test]
fn a_fact_says_its_day_its_paper_and_its_submission() {
    assert_eq!(opened().effective_on(), Some(day("2026-07-01")));
    assert_eq!(opened().paper(), Some(&paper()));
    assert_eq!(opened().submission(), None);
    assert_eq!(phone_changed(SECOND).effective_on(), Some(day("2026-07-20")));
    assert_eq!(phone_changed(SECOND).submission(), Some(SECOND));
    assert_eq!(phone_changed(SECOND).reason(), None);
    assert_eq!(phone_withdrawn(SECOND).reason(), Some(&reason("khai nhầm")));
    assert_eq!(first_record_checked().submission(), Some(FIRST));
    assert!(first_record_checked().entries().is_empty());
}

#[test]
fn every_refusal_has_one_listed_code() {
    let id = FIRST;
    let transfer = crate::ids::TransferId::from_uuid(Uuid::from_u128(1));
    let secondment = crate::ids::SecondmentId::from_uuid(Uuid::from_u128(1));
    let slot = slot("sex");
    let on = day(TODAY);
    let refusals = [
        DossierRefusal::NotOpened,
        DossierRefusal::AlreadyOpened,
        DossierRefusal::UnknownUnit,
        DossierRefusal::PersonalIdFormat,
        DossierRefusal::UnknownField(slot.clone()),
        DossierRefusal::UnknownSection(code("horoscope")),
        DossierRefusal::WrongSection { slot: slot.clone(), section: code("horoscope") },
        DossierRefusal::SaidTwice(slot.clone()),
        DossierRefusal::TooManyEntries { actual: 2, max: 1 },
        DossierRefusal::AgencyOnly(slot.clone()),
        DossierRefusal::PersonOnly(slot.clone()),
        DossierRefusal::NeedsDecision(slot.clone()),
        DossierRefusal::SystemOnly(slot.clone()),
        DossierRefusal::NothingToSubmit,
        DossierRefusal::Incomplete { missing: vec![code("sex")] },
        DossierRefusal::NotYetSubmitted,
        DossierRefusal::FirstRecordUnderCheck,
        DossierRefusal::UseDeclareChange(slot.clone()),
        DossierRefusal::UnknownSubmission(id),
        DossierRefusal::SubmissionReused(id),
        DossierRefusal::AlreadyChecked(id),
        DossierRefusal::AlreadyReturned(id),
        DossierRefusal::AlreadyWithdrawn(id),
        DossierRefusal::OwnDossier,
        DossierRefusal::FieldUnderCheck { slot: slot.clone() },
        DossierRefusal::FieldReturned { slot: slot.clone() },
        DossierRefusal::InFuture { on },
        DossierRefusal::PaperDatedInFuture { dated_on: on },
        DossierRefusal::PaperMissing,
        DossierRefusal::NoObjections,
        DossierRefusal::ObjectionOutside { slot: slot.clone() },
        DossierRefusal::OlderThanPresent { slot, since: on },
        DossierRefusal::TooManyScans { max: 1 },
        DossierRefusal::WorkedOn,
        DossierRefusal::Withdrawn,
        DossierRefusal::UnknownTransfer(transfer),
        DossierRefusal::TransferReused(transfer),
        DossierRefusal::TransferUnderWay,
        DossierRefusal::TransferToOwnUnit,
        DossierRefusal::InTransfer,
        DossierRefusal::NotReleased,
        DossierRefusal::AlreadyReleased,
        DossierRefusal::InventoryEmpty,
        DossierRefusal::InventoryTooLong { max: 1 },
        DossierRefusal::PaperNotReceived,
        DossierRefusal::PaperReceived,
        DossierRefusal::NoReasons,
        DossierRefusal::TooManyReasons { max: 1 },
        DossierRefusal::BeforePreviousStep { previous: on },
        DossierRefusal::BeforeEffectiveDay { effective_on: on },
        DossierRefusal::TransferAccepted,
        DossierRefusal::TransferRefused,
        DossierRefusal::TransferCancelled,
        DossierRefusal::TermMissing,
        DossierRefusal::TermBackwards { effective_on: on },
        DossierRefusal::UnknownSecondment(secondment),
        DossierRefusal::SecondmentReused(secondment),
        DossierRefusal::SecondmentToOwnUnit,
        DossierRefusal::SecondmentDuringTransfer,
        DossierRefusal::SecondmentBackwards { begins_on: on },
        DossierRefusal::SecondmentOverlaps { begins_on: on, ends_on: on },
        DossierRefusal::SecondmentNotLonger { ends_on: on },
        DossierRefusal::SecondmentNotShorter { ends_on: on },
        DossierRefusal::SecondmentOver { ends_on: on },
        DossierRefusal::SecondmentCancelled,
    ];
    let mut codes = refusals.iter().map(DossierRefusal::code).collect::<Vec<_>>();
    codes.sort_unstable();
    assert_eq!(codes, DossierRefusal::CODES);
    for refusal in refusals {
        let message = refusal.to_string();
        assert!(message.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit()), "{message}");
        assert!(!message.ends_with('.'), "{message}");
    }
}
