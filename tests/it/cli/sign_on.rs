//! The settings of a sign-on service: all of them or none, and said when it is not there.

use std::fs;

use super::Place;

const WHOLE: [&str; 10] = [
    "--sign-on-issuer",
    // Nobody listens on a port of another's.
    "http://127.0.0.1:1",
    "--sign-on-client",
    "hoso",
    "--sign-on-name",
    "Cổng đăng nhập",
    "--sign-on-claim",
    "so_dinh_danh",
    "--public-url",
    "https://hoso.example",
];

fn with(changed: &[(&str, &str)]) -> Vec<String> {
    let mut line = vec!["serve".to_owned(), "--listen".to_owned(), "127.0.0.1:0".to_owned()];
    line.extend(WHOLE.map(str::to_owned));
    for (name, value) in changed {
        match line.iter().position(|word| word == name) {
            Some(at) if value.is_empty() => drop(line.drain(at..at + 2)),
            Some(at) => line[at + 1] = (*value).to_owned(),
            None => line.extend([(*name).to_owned(), (*value).to_owned()]),
        }
    }
    line
}

#[test]
fn half_a_sign_on_or_an_unsafe_one_is_refused_before_anything_starts() {
    let place = Place::new();
    fs::write(place.folder.path().join("empty"), " \n").unwrap();
    for (changed, told) in [
        (vec![("--sign-on-client", "")], "còn thiếu: --sign-on-client."),
        (vec![("--sign-on-issuer", ""), ("--public-url", "")], "--sign-on-issuer, --public-url."),
        (vec![("--sign-on-issuer", "http://sso.example")], "--sign-on-issuer phải là"),
        (vec![("--sign-on-issuer", "sso.example")], "--sign-on-issuer phải là"),
        (vec![("--public-url", "http://hoso.example")], "--public-url phải là"),
        (vec![("--public-url", "https://hoso.example/a")], "--public-url phải là"),
        (vec![("--sign-on-name", " ")], "để trống"),
        (vec![("--sign-on-host", "https://sso.example")], "--sign-on-host phải là"),
        (vec![("--sign-on-secret-file", "nowhere")], "tệp khóa bí mật"),
        (vec![("--sign-on-secret-file", "empty")], "tệp khóa bí mật"),
    ] {
        let line = with(&changed);
        let line: Vec<&str> = line.iter().map(String::as_str).collect();
        let ran = place.run(&line).ends_with(78);
        assert!(ran.err.contains(told), "{changed:?}: {}", ran.err);
        assert!(!place.database().exists(), "{changed:?}");
    }
    // One list alone is half of it too.
    let ran = place.run(&["serve", "--sign-on-strong", "mfa"]).ends_with(78);
    assert!(ran.err.contains("--sign-on-claim, --public-url"), "{}", ran.err);
}

#[test]
fn the_doctor_says_when_the_sign_on_cannot_be_reached() {
    let place = Place::with_units();
    let state = |more: &[&str]| {
        let mut line = vec!["doctor", "--json"];
        line.extend_from_slice(more);
        let ran = place.run(&line);
        let checks = ran.json()["checks"].clone();
        let found = checks.as_array().unwrap().iter().find(|line| line["check"] == "sign_on");
        (ran.code, found.map(|line| line["state"].as_str().unwrap().to_owned()))
    };
    let (code, nothing) = state(&[]);
    assert_eq!(nothing, None);
    // Without it people still have their passwords: a warning, no failure.
    assert_eq!(state(&WHOLE), (code, Some("warn".to_owned())));
    assert_eq!(state(&WHOLE[..4]), (1, Some("fail".to_owned())));
}
