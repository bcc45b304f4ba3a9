//! Who recorded a fact, when, for whom and through what: the same for every fact.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    carried::Received,
    dossier::DossierEvent,
    entry::FieldCode,
    fact::Fact,
    ids::{AccountId, CorrelationId, EventId, UnitId},
};

/// Through what a fact came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A page of the service.
    Page,
    /// The JSON interface.
    Api,
    /// A command on the command line.
    CommandLine,
    /// A list loaded from a file.
    Import,
    /// The service itself: bootstrapping and timed work.
    Job,
}

/// Someone or some unit by id, with the name it had when the fact was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named<Id> {
    /// The lasting id.
    pub id: Id,
    /// The name at that time; a later change of name does not touch it.
    pub name: String,
}

/// Who acts, for which unit, in one request. The part of [`Provenance`] known before the decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authorship {
    /// The account that acted.
    pub actor: Named<AccountId>,
    /// The unit they acted for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acting_for: Option<Named<UnitId>>,
    /// The person in whose place they acted (an officer typing for an official).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<Named<AccountId>>,
    /// The act all facts of this request belong to.
    pub correlation: CorrelationId,
    /// The fact that caused this one, when a job reacted to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub causation: Option<EventId>,
    /// Through what it came in.
    pub source: Source,
    /// The row of a list the values were read from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<ListRow>,
}

/// A row of a list that was taken in from a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListRow {
    /// SHA-256 of the file, in hexadecimal.
    pub file_sha256: String,
    /// The sheet of the file.
    pub sheet: String,
    /// The row as the spreadsheet numbers it.
    pub row: u32,
    /// The cell each value was read from, such as `E10`, by field.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub cells: BTreeMap<FieldCode, String>,
}

impl Authorship {
    /// The same for one fact of the act: of the list's cells, those its values were read from.
    pub fn of_fact(&self, fact: &Fact) -> Self {
        let mut by = self.clone();
        if let Some(list) = &mut by.list {
            list.cells.retain(|field, _cell| says(fact, field));
        }
        by
    }
}

/// Whether a fact says something of a field.
fn says(fact: &Fact, field: &FieldCode) -> bool {
    match fact {
        Fact::Dossier(DossierEvent::DossierOpened { .. }) => {
            ["full_name", "personal_id_no"].contains(&field.as_str())
        }
        Fact::Dossier(event) => event.entries().iter().any(|entry| entry.slot.field == *field),
        Fact::Account(_)
        | Fact::Unit(_)
        | Fact::Calendar(_)
        | Fact::Rulebook(_)
        | Fact::Unknown(_)
        | Fact::MassMove(_) => false,
    }
}

/// Everything known about the recording of one fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// Place in the whole log, from 1, without gaps.
    pub position: u64,
    /// Place in its stream, from 1, without gaps.
    pub sequence: u64,
    /// The fact's own id.
    pub event_id: EventId,
    /// When it was recorded, which never goes back along the log. Of a fact that another log recorded
    /// first, when that log did.
    pub recorded_at: DateTime<Utc>,
    /// The day it became true in the world, when the fact says one.
    pub effective_on: Option<NaiveDate>,
    /// Who acted.
    pub by: Authorship,
    /// How it came in from the log that recorded it first; none of a fact recorded here.
    pub received: Option<Box<Received>>,
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        entry::{Entry, Slot, Value},
        values::{Paper, PersonName},
    };

    /// As stored before lists had rows, and since.
    const WITHOUT: &str = r#"{"actor":{"id":"00000000-0000-0000-0000-000000000001","name":"Bình"},"correlation":"00000000-0000-0000-0000-000000000002","source":"import"}"#;
    const WITH: &str = r#"{"actor":{"id":"00000000-0000-0000-0000-000000000001","name":"Bình"},"correlation":"00000000-0000-0000-0000-000000000002","list":{"cells":{"full_name":"B10","phone_mobile":"M10"},"file_sha256":"ab","row":10,"sheet":"DS"},"source":"import"}"#;

    fn code(text: &str) -> FieldCode {
        FieldCode::parse(text).unwrap()
    }

    fn from_a_list() -> Authorship {
        let cells = [("full_name", "B10"), ("phone_mobile", "M10")];
        Authorship {
            actor: Named { id: AccountId::from_uuid(Uuid::from_u128(1)), name: "Bình".to_owned() },
            acting_for: None,
            on_behalf_of: None,
            correlation: CorrelationId::from_uuid(Uuid::from_u128(2)),
            causation: None,
            source: Source::Import,
            list: Some(ListRow {
                file_sha256: "ab".to_owned(),
                sheet: "DS".to_owned(),
                row: 10,
                cells: cells.map(|(field, cell)| (code(field), cell.to_owned())).into(),
            }),
        }
    }

    #[test]
    fn what_was_stored_with_and_without_a_list_still_reads() {
        let stored = |by: &Authorship| serde_json::to_value(by).unwrap().to_string();
        let without = Authorship { list: None, ..from_a_list() };
        for (by, text) in [(without, WITHOUT), (from_a_list(), WITH)] {
            assert_eq!(stored(&by), text);
            assert_eq!(serde_json::from_str::<Authorship>(text).unwrap(), by);
        }
    }

    #[test]
    fn a_fact_keeps_the_cells_of_its_own_values() {
        let cells = |fact: &Fact| -> Vec<String> {
            let list = from_a_list().of_fact(fact).list.unwrap();
            list.cells.into_values().collect()
        };
        let day = NaiveDate::from_ymd_opt(2026, 7, 20).unwrap();
        let opened = Fact::Dossier(DossierEvent::DossierOpened {
            managing_unit: UnitId::from_uuid(Uuid::from_u128(3)),
            full_name: PersonName::parse("Nguyễn Thị Mai").unwrap(),
            personal_id_no: "072185012345".to_owned(),
            confirmation: Paper {
                number: crate::values::PaperNumber::parse("1").unwrap(),
                dated_on: day,
                issuer: crate::values::Issuer::parse("UBND").unwrap(),
            },
            confirmed_on: day,
        });
        let entered = Fact::Dossier(DossierEvent::SectionEntered {
            section: code("identity"),
            by: crate::dossier::EnteredBy::Agency,
            entries: vec![Entry {
                slot: Slot::single(code("phone_mobile")),
                value: Some(Value::Single("0912345678".to_owned())),
                before: None,
            }],
        });
        assert_eq!((cells(&opened), cells(&entered)), (vec!["B10".into()], vec!["M10".into()]));
    }
}
