//! Commits put into the log directly, for tests of the log itself.

use hoso::{
    app::Actor,
    store::{Commit, RequestKey, StreamAppend},
};
use hoso_events::{
    dossier::{DossierCommand, DossierEvent, EnteredBy},
    entry::{Entry, FieldCode, Value},
    fact::{Fact, StreamType},
    ids::CorrelationId,
    provenance::{Authorship, Source},
};
use uuid::Uuid;

use super::people::{self, dossier, slot};

fn by_the_service() -> Authorship {
    let correlation = CorrelationId::from_uuid(Uuid::from_u128(7));
    Actor::service().authorship(None, correlation, Source::Job)
}

/// Dossier `n` was taken in, with its personal id number.
pub fn opened(n: u32) -> Fact {
    let DossierCommand::OpenDossier {
        managing_unit,
        full_name,
        personal_id_no,
        confirmation,
        confirmed_on,
    } = people::open(n, "Nguyễn Thị Mai", "2026-10-30")
    else {
        unreachable!("opening opens");
    };
    Fact::Dossier(DossierEvent::DossierOpened {
        managing_unit,
        full_name,
        personal_id_no,
        confirmation,
        confirmed_on,
    })
}

/// A telephone number was typed.
pub fn typed(number: usize) -> Fact {
    Fact::Dossier(DossierEvent::SectionEntered {
        section: FieldCode::parse("contact").expect("a section"),
        by: EnteredBy::Agency,
        entries: vec![Entry {
            slot: slot("phone_mobile"),
            value: Some(Value::Single(format!("09{number:08}"))),
            before: None,
        }],
    })
}

/// Facts for dossier `n`, decided when it held `expected`.
pub fn append(n: u32, expected: u64, facts: Vec<Fact>) -> StreamAppend {
    let stream_id = dossier(n).to_string();
    StreamAppend { stream_type: StreamType::Dossier, stream_id, expected, facts }
}

/// What is appended together, under a request key made of `key` and asking for `asked`.
pub fn commit(streams: Vec<StreamAppend>, key: &str, asked: &str) -> Commit {
    let request = Some(RequestKey { key: key.to_owned(), asked: asked.to_owned() });
    Commit { streams, by: by_the_service(), request }
}
