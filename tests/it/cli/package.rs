//! Packages at the command line: made beside a log, checked with nothing but the file and a key.

use std::{fs, sync::Arc};

use hoso::{
    app::{Actor, App, Command, Request},
    clock::SystemClock,
    store::{Location, Purpose, Store},
};
use hoso_events::{
    ids::UnitId,
    provenance::Source,
    unit::{NewUnit, UnitCommand, UnitKind},
    values::{UnitCode, UnitName},
};

use super::{Place, SAMPLE};
use crate::support::{day, paper};

impl Place {
    fn location(&self) -> Location {
        Location::File(self.database())
    }

    /// The unit with a code, by its id.
    async fn id_of(&self, code: &str) -> UnitId {
        let clock = Arc::new(SystemClock);
        let store = Store::open(&self.location(), Purpose::Read, clock).await.unwrap();
        store.world().await.unwrap().units.by_code(code).unwrap().id
    }

    /// Establishes a unit by an id that another one has elsewhere.
    async fn establishes(&self, unit: UnitId, code: &str, name: &str) {
        let parent = Some(self.id_of("H53").await);
        let clock = Arc::new(SystemClock);
        let store = Store::open(&self.location(), Purpose::Write, clock).await.unwrap();
        let new = NewUnit {
            unit,
            code: UnitCode::parse(code).unwrap(),
            name: UnitName::parse(name).unwrap(),
            kind: UnitKind::ServiceUnit,
            parent,
        };
        let (effective_on, basis) = (day("2024-01-02"), paper());
        let command = UnitCommand::EstablishUnits { units: vec![new], effective_on, basis };
        let asked = Request::new(Command::Unit(command), Source::CommandLine);
        App::new(Arc::new(store)).execute(&Actor::service(), asked).await.unwrap();
    }
}

/// A place with a dossier in it, and its id.
fn with_a_dossier() -> (Place, String) {
    let place = Place::with_units();
    let taken = place.import(SAMPLE, &["--json"]).ends_with(0).json();
    let id = taken["dossiers"][0]["dossier"].as_str().expect("a dossier").to_owned();
    (place, id)
}

#[test]
fn a_package_is_made_and_checked_elsewhere_with_the_file_and_the_key_alone() {
    let (place, id) = with_a_dossier();
    let made =
        place.run(&["package", "export", &id, "-o", "goi.zip", "--json"]).ends_with(0).json();
    let key = made["key"].as_str().unwrap().to_owned();
    assert_eq!(made["key"], place.run(&["checkpoint", "key", "--json"]).ends_with(0).json()["key"]);
    assert!(made["facts"].as_u64().unwrap() > 0);
    // It was written down, and nothing of it is a fact.
    let log = place.run(&["access-log", &id, "--json"]).ends_with(0);
    assert!(log.out.contains("\"export\""), "{}", log.out);

    // Elsewhere: no database, no folder of keys.
    let there = Place::new();
    fs::copy(place.folder.path().join("goi.zip"), there.folder.path().join("goi.zip")).unwrap();
    fs::write(there.folder.path().join("khoa.txt"), format!("{key}\n")).unwrap();
    for named in [key.as_str(), "khoa.txt"] {
        let line = ["package", "verify", "goi.zip", "--key", named, "--json"];
        let told = there.run(&line).ends_with(0).json();
        assert_eq!((&told["whole"], &told["vouched"]), (&true.into(), &true.into()));
        assert_eq!((&told["dossier"], &told["facts"]), (&id.as_str().into(), &made["facts"]));
    }
    let told = there.run(&["package", "verify", "goi.zip"]).ends_with(1);
    assert!(told.out.contains("--key"), "{}", told.out);
    assert!(!there.folder.path().join("data").exists(), "it asked for no database");

    // Another instance's key, one changed byte, another file, no key at all.
    let other = with_a_dossier().0;
    let key_there = other.run(&["checkpoint", "key", "--json"]).ends_with(0).json()["key"].clone();
    let line = ["package", "verify", "goi.zip", "--json", "--key", key_there.as_str().unwrap()];
    assert_eq!(there.run(&line).ends_with(3).json()["error"]["code"], "package_other_key");
    let mut whole = fs::read(there.folder.path().join("goi.zip")).unwrap();
    let middle = whole.len() / 2;
    whole[middle] ^= 1;
    fs::write(there.folder.path().join("sua.zip"), &whole).unwrap();
    let told = there.run(&["package", "verify", "sua.zip", "--json", "--key", &key]).ends_with(3);
    assert_eq!(told.json()["error"]["code"], "package_file_changed");
    fs::write(there.folder.path().join("khac.zip"), "another").unwrap();
    let told = there.run(&["package", "verify", "khac.zip", "--json"]).ends_with(3);
    assert_eq!(told.json()["error"]["code"], "package_not_one");
    let told = there.run(&["package", "verify", "goi.zip", "--json", "--key", "none"]).ends_with(2);
    assert_eq!(told.json()["error"]["code"], "bad_key");
}

#[test]
fn a_dossier_that_is_not_there_makes_no_package() {
    let place = Place::with_units();
    let id = "0198c0de-0000-7000-8000-000000000077";
    place.run(&["package", "export", id, "-o", "goi.zip"]).ends_with(66);
    assert!(!place.folder.path().join("goi.zip").exists());
}

#[test]
fn a_package_is_taken_in_elsewhere_and_its_receipt_comes_back() {
    let (there, id) = with_a_dossier();
    let here = Place::with_units();
    let made = there.run(&["package", "export", &id, "-o", "goi.zip", "--json"]).ends_with(0);
    let key = made.json()["key"].as_str().unwrap().to_owned();
    fs::copy(there.folder.path().join("goi.zip"), here.folder.path().join("goi.zip")).unwrap();
    let ground = ["--unit", "H53.01", "--on", "2023-02-01", "--paper-number", "15/QĐ-SNV"];
    let paper = ["--paper-date", "2023-01-20", "--paper-issuer", "Sở Nội vụ", "--json"];
    let import = |more: &[&str]| {
        let line = [&["package", "import", "goi.zip"][..], &ground, &paper, more].concat();
        here.run(&line)
    };
    // The operator says whose key is trusted: the one in the package vouches for nobody.
    import(&[]).ends_with(2);
    let own = here.run(&["checkpoint", "key", "--json"]).ends_with(0).json()["key"].clone();
    let other = import(&["--key", own.as_str().unwrap()]).ends_with(3).json();
    assert_eq!(other["error"]["code"], "package_other_key");

    let would = import(&["--key", &key, "--dry-run"]).ends_with(0).json();
    assert_eq!((&would["facts"], &would["obstacle"]), (&made.json()["facts"], &().into()));
    here.run(&["show", &id]).ends_with(66);
    let taken = import(&["--key", &key, "--receipt", "bien-nhan.txt"]).ends_with(0).json();
    assert_eq!((&taken["already"], &taken["facts"]), (&false.into(), &made.json()["facts"]));
    let again = import(&["--key", &key]).ends_with(0).json();
    assert_eq!((&again["already"], &again["facts"]), (&true.into(), &0.into()));
    here.run(&["verify"]).ends_with(0);
    here.run(&["rebuild", "--check"]).ends_with(0);

    // What happened there is told here, by whom and when it was recorded there.
    let lines = |place: &Place| -> Vec<serde_json::Value> {
        let told = place.run(&["timeline", &id, "--json"]).ends_with(0).json();
        let lines = told["lines"].as_array().expect("a timeline").clone();
        let came = lines
            .into_iter()
            .filter(|line| line["stream_type"] == "dossier" && line["event"] != "DossierTakenIn");
        came.map(|line| {
            serde_json::json!([line["event"], line["recorded_at"], line["by"], line["entries"]])
        })
        .collect()
    };
    assert_eq!(lines(&here), lines(&there));

    // The receipt goes back, and is checked against what was sent.
    let given = here.folder.path().join("bien-nhan.txt");
    here.run(&["package", "receipt", &id, "-o", "lai.txt"]).ends_with(0);
    assert_eq!(fs::read(&given).unwrap(), fs::read(here.folder.path().join("lai.txt")).unwrap());
    fs::copy(given, there.folder.path().join("bien-nhan.txt")).unwrap();
    let verify = |key: &str| {
        there.run(&[
            "package",
            "receipt-verify",
            "bien-nhan.txt",
            "goi.zip",
            "--json",
            "--key",
            key,
        ])
    };
    assert_eq!(verify(own.as_str().unwrap()).ends_with(0).json()["good"], true);
    let third = Place::with_units().run(&["checkpoint", "key", "--json"]).ends_with(0).json();
    // The sender has signed it too, and that says nothing of who received it.
    for other in [third["key"].as_str().unwrap(), &key] {
        let told = verify(other).ends_with(3).json();
        assert_eq!(told["error"]["code"], "package_receipt");
    }
}

#[tokio::test]
async fn an_id_that_is_another_unit_here_is_told_when_a_package_is_taken_in() {
    let (there, id) = with_a_dossier();
    let here = Place::with_units();
    here.establishes(there.id_of("H53.01").await, "H53.99", "Hạt Kiểm lâm").await;
    let made = there.run(&["package", "export", &id, "-o", "goi.zip", "--json"]).ends_with(0);
    let key = made.json()["key"].as_str().unwrap().to_owned();
    fs::copy(there.folder.path().join("goi.zip"), here.folder.path().join("goi.zip")).unwrap();
    let import = |more: &[&str]| {
        let ground = ["package", "import", "goi.zip", "--key", &key, "--unit", "H53.01"];
        let paper = ["--paper-number", "15/QĐ-SNV", "--paper-date", "2023-01-20"];
        let signed = ["--paper-issuer", "Sở Nội vụ", "--on", "2023-02-01"];
        here.run(&[&ground[..], &paper, &signed, more].concat()).ends_with(0)
    };
    let told = "Ủy ban nhân dân phường Đông Thành (H53.01) của nơi gửi trùng mã định danh trong sổ \
                với Hạt Kiểm lâm (H53.99) tại đây.";
    let would = import(&["--dry-run"]);
    assert!(would.out.contains(told), "{}", would.out);
    let document = import(&["--dry-run", "--json"]).json();
    assert_eq!(document["clashing_units"][0]["here"], "H53.99", "{document}");
    assert_eq!(document["unconfirmed_units"], serde_json::json!([]));
    let taken = import(&[]);
    assert!(taken.err.contains(told), "{} {}", taken.out, taken.err);
}
