//! Every word the service says is in both languages.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

/// The files that hold the sentences of pages: one a topic, all but those of codes and of the
/// command line.
fn topics(lang: &str) -> Vec<String> {
    let folder = format!("{}/src/sentences/{lang}", env!("CARGO_MANIFEST_DIR"));
    let mut topics: Vec<String> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .filter(|topic| topic != "codes" && topic != "cli")
        .collect();
    topics.sort();
    topics
}

/// The keys of the sentences of pages in one language, with the words each needs.
fn page_keys(lang: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut all = BTreeMap::new();
    for topic in topics(lang) {
        for (key, words) in keys(lang, &topic) {
            assert_eq!(all.insert(key.clone(), words), None, "{key} stands in two files");
        }
    }
    all
}

/// The keys of one language's file, with the words each needs.
fn keys(lang: &str, file: &str) -> BTreeMap<String, BTreeSet<String>> {
    let path = format!("{}/src/sentences/{lang}/{file}.ftl", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("a sentence file");
    let mut keys = BTreeMap::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some((key, sentence)) = line.split_once(" = ") {
            let words = sentence.split("{ $").skip(1).filter_map(|rest| rest.split(' ').next());
            let known = keys.insert(key.to_owned(), words.map(str::to_owned).collect());
            assert!(known.is_none(), "{key} stands twice in {lang}/{file}.ftl");
        }
    }
    keys
}

fn sources(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            found.push(std::fs::read_to_string(&path).expect("a file"));
        }
    }
}

fn said_in_code() -> BTreeSet<String> {
    let mut files = vec![];
    for folder in ["src/web", "src/package"] {
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut files);
    }
    // What a unit is called is said in one place for pages, packages and the command line.
    files.push(include_str!("../../../src/sentences.rs").to_owned());
    let is_key = |text: &&str| {
        ["page-", "duty-", "role-", "source-"].iter().any(|start| text.starts_with(start))
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !text.ends_with('-')
    };
    files.iter().flat_map(|file| file.split('"')).filter(is_key).map(str::to_owned).collect()
}

#[test]
fn both_languages_say_the_same_things_with_the_same_words() {
    assert_eq!(topics("vi"), topics("en"));
    assert_eq!(page_keys("vi"), page_keys("en"));
}

#[test]
fn every_sentence_the_pages_use_is_there_and_every_one_there_is_used() {
    let said = said_in_code();
    let mut known: BTreeSet<String> = page_keys("vi").into_keys().collect();
    let unused: Vec<&String> = known
        .iter()
        // Looked up by the code of the obstacle; `problems` holds those to the code.
        .filter(|key| !key.starts_with("page-problem-") && !said.contains(*key))
        .collect();
    assert!(unused.is_empty(), "not used: {unused:?}");
    known.extend(keys("vi", "codes").into_keys());
    let missing: Vec<&String> = said.iter().filter(|key| !known.contains(*key)).collect();
    assert!(missing.is_empty(), "not there: {missing:?}");
}

#[test]
fn every_obstacle_of_the_service_has_a_sentence() {
    let mut files = vec![];
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web"), &mut files);
    let text = files.join("\n");
    let known = page_keys("vi");
    for key in known.keys().filter_map(|key| key.strip_prefix("page-problem-")) {
        let code = format!("\"{}\"", key.replace('-', "_"));
        assert!(key == "other" || text.contains(&code), "no obstacle has the code {code}");
    }
    let codes = keys("vi", "codes");
    for beginning in ["Obstacle::new(", "Obstacle::value(", "bad("] {
        for rest in text.split(beginning).skip(1) {
            let argument = rest.split(')').next().unwrap_or_default();
            let Some(code) = argument.split('"').nth(1).filter(|code| !code.starts_with('/'))
            else {
                continue;
            };
            let tail = code.replace('_', "-");
            let told = known.contains_key(&format!("page-problem-{tail}"))
                || codes.contains_key(&format!("code-{tail}"));
            assert!(told, "{code} has no sentence");
        }
    }
}
