//! Who acts: an account with the grants it holds today, or the service itself.

use chrono::NaiveDate;
use hoso_events::{
    account::Role,
    ids::{AccountId, CorrelationId, DossierId, UnitId},
    provenance::{Authorship, Named, Source},
    unit::UnitTree,
};
use hoso_projections::accounts::AccountRow;

use super::visit::Visit;

/// Who sends a command or asks to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    pub account: Named<AccountId>,
    /// The actor's own dossier, when they are an official of the province.
    pub dossier: Option<DossierId>,
    /// The unit their account belongs to.
    pub unit: Option<Named<UnitId>>,
    /// What they may do today, and within which unit.
    pub grants: Vec<(Role, UnitId)>,
    /// The service itself, at the command line of its machine or doing timed work.
    pub is_service: bool,
    /// Why they may only read today, as the code of the refusal; none for those who may also act.
    pub reads_only: Option<&'static str>,
    /// How they come now: what they look at is written down with it.
    pub visit: Visit,
}

impl Actor {
    /// The service itself: whoever can run its commands on its machine.
    pub fn service() -> Self {
        Self {
            account: Named { id: AccountId::from_uuid(uuid::Uuid::nil()), name: "hoso".to_owned() },
            dossier: None,
            unit: None,
            grants: vec![],
            is_service: true,
            reads_only: None,
            visit: Visit::default(),
        }
    }

    /// The actor behind an account, with the grants that hold on `today`; none for a closed one.
    pub fn of_account(row: &AccountRow, today: NaiveDate, units: &UnitTree) -> Option<Self> {
        if row.state != "active" {
            return None;
        }
        let holds = |from: NaiveDate, until: Option<NaiveDate>| {
            from <= today && until.is_none_or(|until| today <= until)
        };
        let unit = UnitId::parse(&row.unit_id).ok()?;
        Some(Self {
            account: Named { id: AccountId::parse(&row.account_id).ok()?, name: row.name.clone() },
            dossier: row.dossier_id.as_deref().and_then(|id| DossierId::parse(id).ok()),
            unit: units.get(unit).map(|known| Named { id: unit, name: known.name.to_string() }),
            grants: row
                .grant_lines()
                .into_iter()
                .filter(|line| !line.revoked && holds(line.from, line.until))
                .map(|line| (line.role, line.scope))
                .collect(),
            is_service: false,
            reads_only: None,
            visit: Visit::default(),
        })
    }

    /// Whether this is the person the dossier is about.
    pub fn is_person_of(&self, dossier: DossierId) -> bool {
        self.dossier == Some(dossier)
    }

    /// The provenance of what they do now, for the unit they act for.
    pub fn authorship(
        &self,
        acting_for: Option<Named<UnitId>>,
        correlation: CorrelationId,
        source: Source,
    ) -> Authorship {
        Authorship {
            actor: self.account.clone(),
            acting_for: acting_for.or_else(|| self.unit.clone()),
            on_behalf_of: None,
            correlation,
            causation: None,
            source,
            list: None,
        }
    }
}
