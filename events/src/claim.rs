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
    /// The account of a dossier's person: one each.
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
    /// The stream lets the value go.
    Release { kind: ClaimKind, held: String },
}

/// The values a fact takes and lets go, in order.
pub fn claims_of(fact: &Fact) -> Vec<Claim> {
    match fact {
        Fact::Dossier(DossierEvent::DossierOpened { personal_id_no, .. }) => {
            vec![Claim::Take { kind: ClaimKind::PersonalId, held: personal_id_no.clone() }]
        }
        Fact::Dossier(DossierEvent::SubmissionWithdrawn { restored, .. }) => personal_ids(restored),
        Fact::Dossier(event) => personal_ids(event.entries()),
        Fact::Account(AccountEvent::AccountIssued {
            holder: Holder::Official { dossier }, ..
        }) => {
            vec![Claim::Take { kind: ClaimKind::AccountOfDossier, held: dossier.to_string() }]
        }
        Fact::Account(_) | Fact::Unit(_) | Fact::Calendar(_) | Fact::Rulebook(_) => vec![],
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
