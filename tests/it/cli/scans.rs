//! Where scans are kept, as the command line is told it: half of it is refused with what is
//! missing, and the doctor tries it out.

use std::fs;

use super::{Place, Ran};
use crate::support::{
    in_runtime,
    s3::{KEY_ID, KEY_SECRET, PLACE, S3, files_under},
};

const KEYS: [(&str, &str); 2] =
    [("AWS_ACCESS_KEY_ID", KEY_ID), ("AWS_SECRET_ACCESS_KEY", KEY_SECRET)];

/// The line of the doctor about scans.
#[track_caller]
fn of_files(ran: &Ran) -> (String, String) {
    let answer = ran.json();
    let line = answer["checks"].as_array().unwrap().iter().find(|line| line["check"] == "files");
    let line = line.unwrap_or_else(|| panic!("no line in {answer}"));
    let text = |name: &str| line[name].as_str().unwrap().to_owned();
    (text("state"), text("said"))
}

#[test]
fn half_a_bucket_is_refused_with_what_is_missing() {
    let place = Place::with_units();
    let there = ["--files-endpoint", "https://s3.example.vn"];
    let scans = ["--files", "s3://scans/hoso"];
    let whole = [there, scans].concat();
    for (arguments, environment, code, says) in [
        (&there[..], &KEYS[..], "files_bucket_missing", "--files s3://"),
        (&scans, &KEYS, "files_endpoint", "--files-endpoint"),
        (
            &["--files-endpoint", "http://s3.example.vn", scans[0], scans[1]],
            &KEYS,
            "files_endpoint",
            "https://",
        ),
        (&["--files", "s3://Scans", there[0], there[1]], &KEYS, "files_bucket", "--files"),
        (&["--files", "http://scans", there[0], there[1]], &KEYS, "files_bucket", "--files"),
        (
            &[&whole[..], &["--files-region", "a b"]].concat(),
            &KEYS,
            "files_region",
            "--files-region",
        ),
        (&whole, &[], "files_keys", "AWS_ACCESS_KEY_ID"),
        (&whole, &KEYS[..1], "files_keys", "AWS_SECRET_ACCESS_KEY"),
        (
            &[&whole[..], &["--files-keys", "not-there"]].concat(),
            &KEYS,
            "files_keys_unreadable",
            "--files-keys",
        ),
    ] {
        let line = [&["serve", "--json", "--listen", "127.0.0.1:0"], arguments].concat();
        let ran = place.run_with(environment, &line).ends_with(78);
        assert_eq!(ran.json()["error"]["code"], code, "{arguments:?}");
        assert!(ran.json()["error"]["message"].as_str().unwrap().contains(says), "{}", ran.out);
        // The doctor says the same, as one line among others.
        let line = [&["doctor", "--json"], arguments].concat();
        let (state, said) = of_files(&place.run_with(environment, &line).ends_with(1));
        assert_eq!(state, "fail");
        assert!(said.contains(says), "{said}");
    }
}

#[test]
fn the_doctor_tries_the_bucket_out_and_says_what_is_wrong() {
    in_runtime(async {
        let mut store = S3::start().await;
        let place = Place::with_units();
        let endpoint = store.endpoint.clone();
        let doctor = ["doctor", "--json", "--files", PLACE, "--files-endpoint", &endpoint];
        let (state, said) = of_files(&place.run_with(&KEYS, &doctor).ends_with(0));
        assert_eq!((state.as_str(), said), ("ok", format!("{endpoint}/scans/hoso")));
        assert_eq!(files_under(&store.folder()).len(), 1);
        // By a file of keys, and all of it from the environment.
        let keys = place.folder.path().join("keys");
        let text = format!(
            "# of the store\nAWS_ACCESS_KEY_ID={KEY_ID}\nAWS_SECRET_ACCESS_KEY=\"{KEY_SECRET}\"\n"
        );
        fs::write(&keys, text).unwrap();
        let environment = [
            ("HOSO_FILES", PLACE),
            ("HOSO_FILES_ENDPOINT", &endpoint),
            ("HOSO_FILES_KEYS", keys.to_str().unwrap()),
        ];
        let ran = place.run_with(&environment, &["doctor", "--json"]).ends_with(0);
        assert_eq!(of_files(&ran).0, "ok");
        let wrong = [KEYS[0], ("AWS_SECRET_ACCESS_KEY", "not-the-secret")];
        let ran = place.run_with(&wrong, &doctor).ends_with(1);
        let (state, said) = of_files(&ran);
        assert_eq!(state, "fail");
        assert!(said.contains("403 SignatureDoesNotMatch"), "{said}");
        assert!(!ran.out.contains("not-the-secret") && !ran.err.contains("not-the-secret"));
        store.stop().await;
        let (state, said) = of_files(&place.run_with(&KEYS, &doctor).ends_with(1));
        assert_eq!(state, "fail");
        assert!(said.contains(&endpoint) && said.contains("refused"), "{said}");
    });
}

#[test]
fn a_store_is_trusted_by_the_roots_of_the_machine_and_by_nothing_else() {
    in_runtime(async {
        let store = S3::start_with_tls().await;
        let place = Place::with_units();
        let doctor = ["doctor", "--json", "--files", PLACE, "--files-endpoint", &store.endpoint];
        let ran = place.run_with(&KEYS, &doctor).ends_with(1);
        let (state, said) = of_files(&ran);
        assert_eq!(state, "fail");
        assert!(said.contains("certificate"), "{said}");
        assert_eq!(store.asked("GET"), 0);
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/tls-root.pem");
        let trusting = [KEYS[0], KEYS[1], ("SSL_CERT_FILE", root)];
        let (state, said) = of_files(&place.run_with(&trusting, &doctor).ends_with(0));
        assert_eq!(state, "ok", "{said}");
        assert_eq!(files_under(&store.folder()).len(), 1);
    });
}

#[test]
fn without_a_bucket_scans_lie_in_the_data_folder_or_another_one() {
    let place = Place::with_units();
    let ran = place.run(&["doctor", "--json"]);
    assert_eq!(of_files(&ran), ("ok".to_owned(), "data/files".to_owned()));
    let ran = place.run(&["doctor", "--json", "--files", "/srv/scans"]);
    assert_eq!(of_files(&ran), ("ok".to_owned(), "/srv/scans".to_owned()));
}
