//! Packages at the command line: made beside a log, checked with nothing but the file and a key.

use std::fs;

use super::{Place, SAMPLE};

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
