//! What holds for every history, not only for Mai's.

use std::collections::BTreeMap;

use cqrs_es::{Aggregate, DomainEvent, test::TestFramework};
use proptest::{collection::vec, option, prelude::*, sample::select};

use super::*;

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

fn any_command() -> impl Strategy<Value = DossierCommand> {
    let entries = || vec(any_entry(), 1..3);
    let papers = || select(vec![paper(), paper_of(TOMORROW), paper()]);
    prop_oneof![
        1 => Just(open()),
        4 => vec(any_entry(), 1..2).prop_map(enter),
        3 => any_submission().prop_map(submit),
        3 => (any_submission(), entries()).prop_map(|(id, said)| declare(id, said)),
        2 => (any_submission(), entries()).prop_map(|(id, said)| add_late(id, said)),
        2 => (option::of(any_submission()), entries(), option::of(papers()))
            .prop_map(|(id, said, paper)| correct(id, said, paper)),
        2 => entries().prop_map(record),
        4 => any_submission().prop_map(check),
        2 => (any_submission(), select(FIELDS)).prop_map(|(id, field)| send_back(id, &[field])),
        2 => any_submission().prop_map(withdraw),
        1 => select(FIELDS).prop_map(find_unchanged),
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
        match (fact.submission(), fact) {
            (Some(id), DossierEvent::SubmissionWithdrawn { .. }) => {
                for entry in self.declared.remove(&id).unwrap_or_default() {
                    self.set(&entry.slot, entry.before);
                }
            }
            (Some(id), _) => drop(self.declared.insert(id, fact.entries().to_vec())),
            (None, _) => {}
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
        prop_assert_eq!(&replay(&facts), &dossier);
        let stored = serde_json::to_string(&dossier).unwrap();
        prop_assert_eq!(serde_json::from_str::<Dossier>(&stored).unwrap(), dossier);
    }

    #[test]
    fn any_facts_in_any_order_are_taken_without_argument(
        order in vec(select(after(kept(), [phone_changed(SECOND), withdrawn(SECOND)])), 0..20)
    ) {
        let dossier = replay(&order);
        prop_assert_eq!(dossier.held().is_some(), order.contains(&opened()));
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
        .then_expect_events(vec![checked(FIRST)]);
    TestFramework::<Dossier>::with(by_mai())
        .given(handed_in())
        .when(check(FIRST))
        .then_expect_error(DossierRefusal::OwnDossier);
}

#[test]
fn a_fact_is_stored_under_its_name_and_its_first_version() {
    let facts = after(
        kept(),
        [
            phone_changed(SECOND),
            returned(SECOND, &["phone_mobile"]),
            withdrawn(SECOND),
            DossierEvent::SectionFoundUnchanged { section: section("sex"), compared_with: paper() },
        ],
    );
    for fact in facts {
        let stored = serde_json::to_value(&fact).unwrap();
        let tag = stored.as_object().unwrap().keys().next().unwrap().clone();
        assert_eq!((fact.event_type(), fact.event_version()), (tag, "1".to_owned()));
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
    assert_eq!(withdrawn(SECOND).reason(), Some(&reason("khai nhầm")));
    assert_eq!(checked(SECOND).submission(), Some(SECOND));
    assert!(checked(SECOND).entries().is_empty());
}

#[test]
fn every_refusal_has_one_listed_code() {
    let id = FIRST;
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
        DossierRefusal::ObjectionOutside { slot },
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
