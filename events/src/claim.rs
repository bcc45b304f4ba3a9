//! Values that exactly one stream may hold at a time. The log checks them in the transaction of the
//! facts, so two requests at once cannot both take one.

use crate::{
    account::{AccountEvent, Holder},
    dossier::DossierEvent,
    entry::{Entry, Value},
    fact::Fact,
};

/// What kind of value is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClaimKind {
    /// A personal id number: one dossier each (NĐ 27/2026 art. 16).
    PersonalId,
    /// The account of a dossier's person: one each, for good. A closed one is kept, to be opened
    /// again when the person comes back (no fact says so yet); it is never replaced by another.
    AccountOfDossier,
}

impl ClaimKind {
    /// The stored name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PersonalId => "personal_id",
            Self::AccountOfDossier => "account_of_dossier",
        }
    }

    /// The stable code of the refusal when someone else holds the value.
    pub fn taken_code(self) -> &'static str {
        match self {
            Self::PersonalId => "cccd_duplicate",
            Self::AccountOfDossier => "account_exists",
        }
    }
}

/// What a fact does to a held value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// The stream takes the value; refused while another stream holds it.
    Take { kind: ClaimKind, held: String },
    /// The stream lets the value go; one that another stream holds stays there.
    Release { kind: ClaimKind, held: String },
}

/// The values a fact of a stream takes and lets go, in order.
pub fn claims_of(stream_id: &str, fact: &Fact) -> Vec<Claim> {
    match fact {
        Fact::Dossier(DossierEvent::DossierOpened { personal_id_no, .. }) => {
            vec![Claim::Take { kind: ClaimKind::PersonalId, held: personal_id_no.clone() }]
        }
        Fact::Dossier(DossierEvent::SubmissionWithdrawn { restored, .. }) => personal_ids(restored),
        Fact::Dossier(DossierEvent::OpeningWithdrawn { personal_id_no, .. }) => {
            let number = personal_id_no.iter();
            let freed = number.map(|held| (ClaimKind::PersonalId, held.clone()));
            let freed = freed.map(|(kind, held)| Claim::Release { kind, held });
            // The account of the dossier is taken by itself: there is none, and never will be.
            let held = stream_id.to_owned();
            freed.chain([Claim::Take { kind: ClaimKind::AccountOfDossier, held }]).collect()
        }
        Fact::Dossier(
            event @ (DossierEvent::DuplicateTakenIn { .. }
            | DossierEvent::FoundDuplicate { .. }
            | DossierEvent::DuplicateSetApart { .. }
            | DossierEvent::FoundSeparate { .. }),
        ) => of_duplicates(stream_id, event),
        Fact::Dossier(event) => personal_ids(event.entries()),
        Fact::Account(AccountEvent::AccountIssued {
            holder: Holder::Official { dossier }, ..
        }) => {
            vec![Claim::Take { kind: ClaimKind::AccountOfDossier, held: dossier.to_string() }]
        }
        Fact::Account(_)
        | Fact::Unit(_)
        | Fact::Calendar(_)
        | Fact::Rulebook(_)
        | Fact::MassMove(_)
        | Fact::Unknown(_) => vec![],
    }
}

/// The number of a duplicate is the kept dossier's for as long as they are one: no third one takes
/// it. A duplicate without an account gets none meanwhile.
fn of_duplicates(stream_id: &str, event: &DossierEvent) -> Vec<Claim> {
    let number = |held: &Option<String>| held.clone().map(|held| (ClaimKind::PersonalId, held));
    let no_account = |account: &Option<_>| {
        account.is_none().then(|| (ClaimKind::AccountOfDossier, stream_id.to_owned()))
    };
    let take = |(kind, held)| Claim::Take { kind, held };
    let release = |(kind, held)| Claim::Release { kind, held };
    match event {
        DossierEvent::DuplicateTakenIn { personal_id_no, .. } => {
            number(personal_id_no).map(take).into_iter().collect()
        }
        DossierEvent::FoundDuplicate { personal_id_no, account, .. } => {
            let freed = number(personal_id_no).map(release);
            freed.into_iter().chain(no_account(account).map(take)).collect()
        }
        DossierEvent::DuplicateSetApart { personal_id_no, .. } => {
            number(personal_id_no).map(release).into_iter().collect()
        }
        DossierEvent::FoundSeparate { personal_id_no, account, .. } => {
            let taken = number(personal_id_no).map(take);
            taken.into_iter().chain(no_account(account).map(release)).collect()
        }
        _ => vec![],
    }
}

fn personal_ids(entries: &[Entry]) -> Vec<Claim> {
    let mut claims = vec![];
    for entry in entries {
        if entry.slot.row.is_some() || entry.slot.field.as_str() != "personal_id_no" {
            continue;
        }
        let kind = ClaimKind::PersonalId;
        if let Some(old) = entry.before.as_ref().and_then(Value::as_single) {
            claims.push(Claim::Release { kind, held: old.to_owned() });
        }
        if let Some(new) = entry.value.as_ref().and_then(Value::as_single) {
            claims.push(Claim::Take { kind, held: new.to_owned() });
        }
    }
    claims
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use uuid::Uuid;

    use super::*;
    use crate::{
        dossier::EnteredBy,
        entry::{FieldCode, Slot},
        ids::{DossierId, RowId, SubmissionId, UnitId},
        values::{Issuer, Paper, PaperNumber, PersonName, Reason},
    };

    const OLD: &str = "072185012345";
    const NEW: &str = "072185054321";
    const DOSSIER: &str = "00000000-0000-0000-0000-0000000000d1";
    const FIRST: SubmissionId = SubmissionId::from_uuid(Uuid::from_u128(1));

    #[track_caller]
    fn given_dossier(event: DossierEvent) -> Then {
        Then(claims_of(DOSSIER, &Fact::Dossier(event)))
    }

    struct Then(Vec<Claim>);

    impl Then {
        #[track_caller]
        fn then<const N: usize>(self, claims: [Claim; N]) {
            assert_eq!(self.0, claims);
        }
    }

    fn takes(number: &str) -> Claim {
        Claim::Take { kind: ClaimKind::PersonalId, held: number.to_owned() }
    }

    fn releases(number: &str) -> Claim {
        Claim::Release { kind: ClaimKind::PersonalId, held: number.to_owned() }
    }

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 7, 20).unwrap()
    }

    fn paper() -> Paper {
        Paper {
            number: PaperNumber::parse("15/QĐ-SGDĐT").unwrap(),
            dated_on: day(),
            issuer: Issuer::parse("Sở Giáo dục và Đào tạo").unwrap(),
        }
    }

    fn reason() -> Reason {
        Reason::parse("khai nhầm").unwrap()
    }

    fn slot(field: &str) -> Slot {
        Slot::single(FieldCode::parse(field).unwrap())
    }

    fn says(field: &str, value: Option<&str>, before: Option<&str>) -> Entry {
        let single = |text: &str| Value::Single(text.to_owned());
        Entry { slot: slot(field), value: value.map(single), before: before.map(single) }
    }

    /// Every fact that says something of fields, saying these.
    fn facts_that_say(entries: Vec<Entry>) -> [DossierEvent; 5] {
        let section = FieldCode::parse("identity").unwrap();
        [
            DossierEvent::SectionEntered {
                section,
                by: EnteredBy::Person,
                entries: entries.clone(),
            },
            DossierEvent::ChangeDeclared {
                submission: FIRST,
                entries: entries.clone(),
                happened_on: day(),
                received_on: None,
                paper: paper(),
            },
            DossierEvent::LateEntryDeclared {
                submission: FIRST,
                entries: entries.clone(),
                happened_on: day(),
                paper: paper(),
                reason: reason(),
            },
            DossierEvent::ErrorCorrected {
                submission: None,
                entries: entries.clone(),
                paper: Some(paper()),
                reason: reason(),
                settles: vec![],
            },
            DossierEvent::AgencyEntryRecorded {
                entries,
                effective_on: day(),
                decision: paper(),
                settles: vec![],
            },
        ]
    }

    #[test]
    fn an_opened_dossier_takes_the_personal_id_number() {
        given_dossier(DossierEvent::DossierOpened {
            managing_unit: UnitId::from_uuid(Uuid::from_u128(0xE1)),
            full_name: PersonName::parse("Nguyễn Thị Mai").unwrap(),
            personal_id_no: OLD.to_owned(),
            confirmation: paper(),
            confirmed_on: day(),
        })
        .then([takes(OLD)]);
    }

    #[test]
    fn a_new_number_lets_the_old_one_go_first_in_whatever_way_it_is_said() {
        let entries = vec![
            says("sex", Some("female"), None),
            says("personal_id_no", Some(NEW), Some(OLD)),
            says("phone_mobile", Some("0912345678"), None),
        ];
        for fact in facts_that_say(entries) {
            given_dossier(fact).then([releases(OLD), takes(NEW)]);
        }
    }

    #[test]
    fn a_number_that_is_emptied_is_let_go_and_one_said_anew_is_taken() {
        for fact in facts_that_say(vec![says("personal_id_no", None, Some(OLD))]) {
            given_dossier(fact).then([releases(OLD)]);
        }
        for fact in facts_that_say(vec![says("personal_id_no", Some(NEW), None)]) {
            given_dossier(fact).then([takes(NEW)]);
        }
    }

    #[test]
    fn a_withdrawn_number_is_let_go_and_the_one_before_taken_again() {
        given_dossier(DossierEvent::SubmissionWithdrawn {
            submission: FIRST,
            slots: vec![slot("personal_id_no"), slot("phone_mobile")],
            restored: vec![
                says("personal_id_no", Some(OLD), Some(NEW)),
                says("phone_mobile", None, Some("0912345678")),
            ],
            reason: reason(),
        })
        .then([releases(NEW), takes(OLD)]);
    }

    #[test]
    fn a_withdrawn_opening_frees_its_number_and_keeps_every_account_away() {
        given_dossier(DossierEvent::OpeningWithdrawn {
            full_name: PersonName::parse("Nguyễn Thị Mai").unwrap(),
            personal_id_no: Some(OLD.to_owned()),
            reason: reason(),
        })
        .then([
            releases(OLD),
            Claim::Take { kind: ClaimKind::AccountOfDossier, held: DOSSIER.to_owned() },
        ]);
    }

    #[test]
    fn a_duplicate_leaves_its_number_to_the_kept_dossier_and_takes_it_back() {
        let other = || DossierId::from_uuid(Uuid::from_u128(0xD2));
        let name = || PersonName::parse("Nguyễn Thị Mai").unwrap();
        let number = || Some(OLD.to_owned());
        let account = || (ClaimKind::AccountOfDossier, DOSSIER.to_owned());
        let (kind, held) = account();
        given_dossier(DossierEvent::DuplicateTakenIn {
            duplicate: other(),
            full_name: name(),
            personal_id_no: number(),
            paper: paper(),
            reason: reason(),
        })
        .then([takes(OLD)]);
        given_dossier(DossierEvent::FoundDuplicate {
            kept: other(),
            full_name: name(),
            personal_id_no: number(),
            account: None,
            paper: paper(),
            reason: reason(),
        })
        .then([releases(OLD), Claim::Take { kind, held }]);
        given_dossier(DossierEvent::DuplicateSetApart {
            duplicate: other(),
            full_name: name(),
            personal_id_no: number(),
            paper: paper(),
            reason: reason(),
        })
        .then([releases(OLD)]);
        let (kind, held) = account();
        given_dossier(DossierEvent::FoundSeparate {
            kept: other(),
            full_name: name(),
            personal_id_no: number(),
            account: None,
            paper: paper(),
            reason: reason(),
        })
        .then([takes(OLD), Claim::Release { kind, held }]);
    }

    #[test]
    fn drafts_taken_back_checked_or_returned_keep_their_number() {
        let slots = vec![slot("personal_id_no")];
        for fact in [
            DossierEvent::SubmissionWithdrawn {
                submission: FIRST,
                slots: slots.clone(),
                restored: vec![],
                reason: reason(),
            },
            DossierEvent::SubmissionChecked { submission: FIRST, slots: slots.clone() },
            DossierEvent::SubmissionReturned { submission: FIRST, slots, objections: vec![] },
        ] {
            given_dossier(fact).then([]);
        }
    }

    #[test]
    fn nothing_but_the_personal_id_number_is_claimed() {
        let mut in_a_row = says("personal_id_no", Some(NEW), None);
        in_a_row.slot.row = Some(RowId::from_uuid(Uuid::from_u128(1)));
        let entries = vec![says("social_insurance_no", Some("7912345678"), None), in_a_row];
        for fact in facts_that_say(entries) {
            given_dossier(fact).then([]);
        }
    }

    #[test]
    fn an_official_has_one_account_and_staff_without_a_dossier_claims_none() {
        let dossier = DossierId::from_uuid(Uuid::from_u128(0xD1));
        let issued = |holder| {
            Fact::Account(AccountEvent::AccountIssued {
                holder,
                name: PersonName::parse("Nguyễn Thị Mai").unwrap(),
                unit: UnitId::from_uuid(Uuid::from_u128(0xE1)),
                issued_on: day(),
            })
        };
        assert_eq!(
            claims_of("another stream", &issued(Holder::Official { dossier })),
            [Claim::Take {
                kind: ClaimKind::AccountOfDossier,
                held: "00000000-0000-0000-0000-0000000000d1".to_owned(),
            }]
        );
        assert_eq!(claims_of("another stream", &issued(Holder::Staff)), []);
    }

    #[test]
    fn a_closed_account_is_still_the_account_of_its_dossier() {
        let closed = AccountEvent::AccountClosed { closed_on: day(), reason: reason() };
        assert_eq!(claims_of("another stream", &Fact::Account(closed)), []);
    }
}
