//! Stored facts are a contract: `events/golden/<event>.<version>.json` holds the bytes of every
//! kind of fact in every version ever written. A file is added, never changed.

mod examples;

use std::{collections::BTreeSet, fs, path::Path};

use examples::{DAY, examples, opened};
use hoso_events::{
    account::{AccountEvent, Holder, Role},
    calendar::CalendarEvent,
    dossier::DossierEvent,
    fact::{Fact, ReadFactError, StreamType, UNKNOWN},
    mass_move::MassMoveEvent,
    rulebook::RulebookEvent,
    unit::{UnitEvent, UnitKind},
    upcast::newest_version,
};
use serde_json::{Value as Json, json};

/// Lists every kind of fact; one that is not listed here does not compile, and one that is listed
/// needs an example and a file.
macro_rules! every_kind {
    ($($stream:ident($event:ident): $($name:ident)+;)+) => {
        const KINDS: &[(StreamType, &str)] = &[$($((StreamType::$stream, stringify!($name))),+),+];

        fn kind_of(fact: &Fact) -> (StreamType, &'static str) {
            match fact {
                $($(Fact::$stream($event::$name { .. }) => {
                    (StreamType::$stream, stringify!($name))
                })+)+
                Fact::Unknown(_) => unreachable!("no example is unknown"),
            }
        }
    };
}

every_kind! {
    Dossier(DossierEvent):
        DossierOpened SectionEntered RecordSubmitted ChangeDeclared LateEntryDeclared
        ErrorCorrected AgencyEntryRecorded SubmissionChecked SubmissionReturned
        SubmissionWithdrawn SectionFoundUnchanged PaperScanned OpeningWithdrawn DossierTakenIn TransferOrdered DossierReleased PaperDossierReceived
        PaperDossierFoundInvalid TransferAccepted TransferRefused ReleaseRecalled TransferCancelled
        EndingAnnounced ServiceEnded EndingCorrected EndingReversed ServiceResumed
        SecondmentOrdered SecondmentProlonged SecondmentEndedEarly SecondmentCancelled
        DuplicateTakenIn FoundDuplicate DuplicateSetApart FoundSeparate FoundTwoPeople
        MovedByDecision MovedBack;
    Account(AccountEvent):
        AccountIssued AccessGranted AccessRestricted AccessExtended AccessRevoked AccountMoved
        AccountClosed AccountClosedWithService AccountReopened;
    Unit(UnitEvent):
        UnitEstablished UnitRenamed UnitMoved UnitMerged UnitSplit UnitDissolved UnitRestored;
    Calendar(CalendarEvent): CalendarPublished DayOffDecreed WorkdaySwapped;
    Rulebook(RulebookEvent): RulePackAdopted RuleAmended;
    MassMove(MassMoveEvent):
        MassMoveApproved MassMoveCompleted MassMoveUndoOrdered MassMoveUndone;
}

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/golden"))
}

/// The stored bytes of one kind of fact in one version.
#[track_caller]
fn golden(event_type: &str, version: u32) -> String {
    let path = folder().join(format!("{event_type}.{version}.json"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
    text.strip_suffix('\n').unwrap_or(&text).to_owned()
}

/// The payload without some of its members.
fn without(payload: &str, members: &[&str]) -> String {
    let mut json = serde_json::from_str::<Json>(payload).expect("golden files are JSON");
    for member in members {
        json.as_object_mut().and_then(|all| all.remove(*member)).expect("the member is there");
    }
    json.to_string()
}

#[test]
fn every_kind_of_fact_has_one_example_under_a_name_of_its_own() {
    let examples = examples().iter().map(kind_of).collect::<Vec<_>>();
    assert_eq!(examples, KINDS);
    let names = KINDS.iter().map(|(_, name)| name).collect::<BTreeSet<_>>();
    assert_eq!(names.len(), KINDS.len(), "versions are counted by name alone");
}

#[test]
fn every_version_ever_written_has_a_file_and_there_are_no_others() {
    let expected = KINDS
        .iter()
        .flat_map(|(_, name)| {
            (1..=newest_version(name)).map(move |version| format!("{name}.{version}.json"))
        })
        .collect::<BTreeSet<_>>();
    let found = fs::read_dir(folder())
        .expect("the folder is there")
        .map(|entry| entry.expect("it is readable").file_name().to_string_lossy().into_owned())
        .collect::<BTreeSet<_>>();
    assert_eq!(found, expected);
}

#[test]
fn a_fact_is_stored_in_exactly_the_bytes_of_its_newest_version() {
    for fact in examples() {
        let (stream, name) = kind_of(&fact);
        let stored = fact.to_stored();
        assert_eq!((fact.stream_type(), &*stored.event_type), (stream, name));
        assert_eq!(stored.version, newest_version(name), "{name}");
        assert_eq!(stored.payload, golden(name, stored.version), "{name}");
    }
}

#[test]
fn every_version_ever_written_still_reads_as_the_same_fact() {
    for fact in examples() {
        let (stream, name) = kind_of(&fact);
        for version in 1..=newest_version(name) {
            let read =
                Fact::from_stored(stream.as_str(), name, version, &golden(name, version)).unwrap();
            assert_eq!(read, fact, "{name} {version}");
        }
    }
}

/// Canonical: keys sorted at every depth, no spaces. JSON is read here into maps ordered by key.
#[test]
fn stored_bytes_are_canonical() {
    for (_, name) in KINDS {
        for version in 1..=newest_version(name) {
            let bytes = golden(name, version);
            let json = serde_json::from_str::<Json>(&bytes).unwrap();
            assert_eq!(bytes, canonical(&json), "{name} {version}");
        }
    }
    let unsorted = serde_json::from_str::<Json>(r#"{"b": {"d": 1, "c": [true]}, "a": "é"}"#);
    assert_eq!(canonical(&unsorted.unwrap()), r#"{"a":"é","b":{"c":[true],"d":1}}"#);
}

/// Writes JSON with sorted keys, whatever order its maps keep.
fn canonical(json: &Json) -> String {
    let list = |parts: Vec<String>| parts.join(",");
    match json {
        Json::Object(members) => {
            let mut members = members.iter().collect::<Vec<_>>();
            members.sort_by_key(|(key, _)| *key);
            let member = |(key, value): (&String, &Json)| {
                format!("{}:{}", Json::from(key.as_str()), canonical(value))
            };
            format!("{{{}}}", list(members.into_iter().map(member).collect()))
        }
        Json::Array(items) => format!("[{}]", list(items.iter().map(canonical).collect())),
        other => other.to_string(),
    }
}

#[test]
fn what_a_fact_does_not_say_is_not_stored_and_reads_back_as_unsaid() {
    for (stream, name, unsaid) in [
        ("dossier", "ChangeDeclared", &["received_on"][..]),
        ("dossier", "ErrorCorrected", &["paper", "submission"]),
        ("dossier", "SubmissionWithdrawn", &["restored"]),
        ("dossier", "OpeningWithdrawn", &["personal_id_no"]),
        ("dossier", "TransferCancelled", &["decision"]),
        ("dossier", "SecondmentCancelled", &["decision"]),
        ("dossier", "DuplicateTakenIn", &["personal_id_no"]),
        ("dossier", "FoundDuplicate", &["account", "personal_id_no"]),
        ("dossier", "DuplicateSetApart", &["personal_id_no"]),
        ("dossier", "FoundSeparate", &["account", "personal_id_no"]),
        ("dossier", "DossierTakenIn", &["waiting"]),
        ("dossier", "MovedBack", &["decision"]),
        ("dossier", "EndingReversed", &["paper"]),
        ("account", "AccessGranted", &["until"]),
        ("account", "AccessRestricted", &["until"]),
        ("account", "AccessExtended", &["until"]),
        ("account", "AccountReopened", &["decision"]),
        ("unit", "UnitEstablished", &["parent"]),
        ("unit", "UnitDissolved", &["successors"]),
        ("unit", "UnitRestored", &["decision"]),
        ("mass_move", "MassMoveUndoOrdered", &["decision"]),
    ] {
        let payload = without(&golden(name, 1), unsaid);
        let read = Fact::from_stored(stream, name, 1, &payload).unwrap();
        assert_eq!(read.to_stored().payload, payload, "{name}");
        assert!(!examples().contains(&read), "{name} says less");
    }
}

#[test]
fn what_a_fact_must_say_is_never_read_as_unsaid() {
    for fact in examples() {
        let (stream, name) = kind_of(&fact);
        let stored = fact.to_stored();
        let json = serde_json::from_str::<Json>(&stored.payload).unwrap();
        let optional = [
            "received_on",
            "paper",
            "submission",
            "restored",
            "until",
            "parent",
            "successors",
            "waiting",
        ];
        for member in json.as_object().unwrap().keys() {
            let payload = without(&stored.payload, &[member]);
            let read = Fact::from_stored(stream.as_str(), name, stored.version, &payload);
            if let Ok(read) = read {
                // A draft may have emptied the number; an opening always names one.
                let emptied = name != "DossierOpened" && member == "personal_id_no";
                let undoes = [
                    "TransferCancelled",
                    "SecondmentCancelled",
                    "MovedBack",
                    "MassMoveUndoOrdered",
                    "UnitRestored",
                ];
                let by_mistake = undoes.contains(&name) && member == "decision";
                let without_account = member == "account";
                // The account a wrong ending closed is open again without a decision.
                let as_before = (name, member.as_str()) == ("AccountReopened", "decision");
                let may_be_unsaid = emptied
                    || by_mistake
                    || without_account
                    || as_before
                    || optional.contains(&member.as_str());
                assert!(may_be_unsaid, "{name} needs {member}");
                assert_ne!(read, fact, "{name} without {member}");
            }
        }
    }
}

#[test]
fn the_words_for_holders_roles_and_kinds_of_unit_are_stored_as_they_always_were() {
    assert_eq!(json!(Holder::Staff), "staff");
    assert_eq!(
        json!([Role::DataOfficer, Role::Head, Role::Inspector, Role::Administrator]),
        json!(["data_officer", "head", "inspector", "administrator"])
    );
    assert_eq!(
        json!([
            UnitKind::Province,
            UnitKind::Department,
            UnitKind::Commune,
            UnitKind::School,
            UnitKind::HealthStation,
            UnitKind::ServiceUnit,
        ]),
        json!(["province", "department", "commune", "school", "health_station", "service_unit"])
    );
}

#[test]
fn a_version_newer_than_the_program_is_refused_and_not_guessed() {
    for (stream, name) in KINDS.iter().filter(|(stream, _)| *stream != StreamType::Dossier) {
        let newer = newest_version(name) + 1;
        let read = Fact::from_stored(stream.as_str(), name, newer, "{}");
        let Err(ReadFactError::TooNew { event_type, version }) = read else { panic!("{read:?}") };
        assert_eq!((event_type.as_str(), version), (*name, newer));
    }
}

#[test]
fn what_a_newer_program_said_of_a_dossier_is_kept_unread_to_the_byte() {
    let payload = r#"{"b":1, "a":[ ]}"#;
    let newer = KINDS.iter().filter(|(stream, _)| *stream == StreamType::Dossier);
    let newer = newer.map(|(_, name)| (*name, newest_version(name) + 1));
    for (name, version) in newer.chain([("DossierBlessed", 1), ("AccountIssued", 1)]) {
        let read = Fact::from_stored("dossier", name, version, payload).expect("it is kept");
        assert_eq!(read, Fact::unread(name, version, payload));
        assert_eq!((read.event_type(), read.kind()), (name, UNKNOWN));
        let stored = read.to_stored();
        assert_eq!((&*stored.event_type, stored.version), (name, version));
        assert_eq!(stored.payload, payload);
    }
}

#[test]
fn a_stream_the_program_does_not_know_is_refused() {
    let stored = opened().to_stored();
    let read = Fact::from_stored("horoscope", &stored.event_type, stored.version, &stored.payload);
    let Err(ReadFactError::UnknownStream(stream)) = read else { panic!("{read:?}") };
    assert_eq!(stream, "horoscope");
}

/// Reads a payload that cannot be the fact it is said to be.
#[track_caller]
fn is_unreadable(stream: &str, event_type: &str, version: u32, payload: &str) {
    let read = Fact::from_stored(stream, event_type, version, payload);
    let Err(ReadFactError::Payload { event_type: name, version: of, .. }) = read else {
        panic!("{payload}: {read:?}")
    };
    assert_eq!((name.as_str(), of), (event_type, version));
}

#[test]
fn a_broken_payload_is_refused_under_the_name_and_version_it_was_stored_with() {
    let whole = golden("DossierOpened", 2);
    let old = golden("DossierOpened", 1);
    let cut = |text: &str| text[..text.len() - 1].to_owned();
    for (version, payload) in [
        (2, cut(&whole)),
        (1, cut(&old)),
        (2, format!("{whole}}}")),
        (2, whole.replace(DAY, "31/07/2026")),
        (1, old.replace(DAY, "31/07/2026")),
        (2, old.clone()),
        (1, without(&old, &["confirmation_issuer"])),
        (2, "{}".to_owned()),
        (1, "{}".to_owned()),
        (2, "null".to_owned()),
        (1, "[]".to_owned()),
        (2, String::new()),
    ] {
        is_unreadable("dossier", "DossierOpened", version, &payload);
    }
}

#[test]
fn a_fact_is_read_only_as_one_of_its_own_stream() {
    let stored = opened().to_stored();
    for stream in StreamType::ALL.into_iter().filter(|stream| *stream != StreamType::Dossier) {
        is_unreadable(stream.as_str(), &stored.event_type, stored.version, &stored.payload);
    }
}
