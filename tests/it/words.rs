//! Every code and every name a person can meet has a sentence in every language, and no sentence
//! is left over. The lists come from the code, and are held against the code they list.

use std::collections::{BTreeMap, BTreeSet};

use hoso::{
    app::{
        quota::{DAY, DOSSIERS_DAY_MAX, DOSSIERS_SOON_MAX, SOON},
        refusal::CommandError,
        sign_in::ACTIVATION_FOR,
    },
    files::intake::NotTaken,
    import::{CellProblem, ImportError, Mend},
    package,
    sentences::{self, LANGUAGES, key_of_code},
    store::verify::Fault,
};
use hoso_events::{
    account::{AccountRefusal, MONTHS_MAX},
    calendar::CalendarRefusal,
    catalogue::{BREACH_CODES, Lang, Problem},
    claim::ClaimKind,
    dossier::DossierRefusal,
    mass_move::MassMoveRefusal,
    rulebook::{DueError, RulebookRefusal},
    unit::UnitRefusal,
};
use hoso_projections::obligations::Verdict;

use crate::sources::{bodies, files, kebab, program, quoted, read, variants};

const VERDICTS: [Verdict; 6] = [
    Verdict::MetOnTime,
    Verdict::MetLate,
    Verdict::Due,
    Verdict::Overdue,
    Verdict::Void,
    Verdict::Unknown,
];

/// The words a refusal gives its sentence (`src/app/refusal.rs`); every other one has none.
const WORDS: &[(&str, &[&str])] = &[
    ("record_incomplete", &["count", "fields"]),
    ("paper_date_future", &["day"]),
    ("password_short", &["actual", "limit"]),
    ("password_long", &["actual", "limit"]),
    ("slow_down", &["seconds"]),
    ("package_container", &["at"]),
    ("package_newer", &["version"]),
    ("package_other_key", &["name"]),
    ("package_scan", &["file"]),
    ("package_file_missing", &["file"]),
    ("package_file_unknown", &["file"]),
    ("package_file_changed", &["file"]),
    ("package_fact_unreadable", &["line"]),
    ("package_unit_unreadable", &["line"]),
    ("package_fact_changed", &["position"]),
    ("package_fact_proof", &["position"]),
    ("package_fact_foreign", &["position"]),
    ("package_fact_future", &["position"]),
    ("package_fact_missing", &["sequence"]),
    ("above_ended", &["unit"]),
    ("mass_move_early", &["day"]),
    ("mass_move_end_into", &["unit"]),
    ("mass_move_too_many", &["max"]),
    ("mass_move_unit_ended", &["count", "units"]),
    ("unit_in_use", &["accounts", "grants", "people"]),
    ("units_below", &["count", "units"]),
];

/// Every list of codes, with the file that gives them out.
const LISTS: &[(&str, &[&str])] = &[
    ("events/src/dossier/refusal.rs", DossierRefusal::CODES),
    ("events/src/catalogue/problem.rs", Problem::CODES),
    ("events/src/account/decide.rs", AccountRefusal::CODES),
    ("events/src/unit/decide.rs", UnitRefusal::CODES),
    ("events/src/calendar/command.rs", CalendarRefusal::CODES),
    ("events/src/rulebook/command.rs", RulebookRefusal::CODES),
    ("events/src/mass_move/decide.rs", MassMoveRefusal::CODES),
    ("src/import/mod.rs", ImportError::CODES),
    ("src/import/mend.rs", Mend::CODES),
    ("src/store/verify.rs", Fault::CODES),
    ("src/files/intake.rs", NotTaken::CODES),
    ("src/package/fault.rs", package::Fault::CODES),
];

/// The names of stored things: the key's first word, the file and the enum.
const NAMES: &[(&str, &str, &str)] = &[
    ("event", "events/src/dossier/event.rs", "DossierEvent"),
    ("event", "events/src/account/event.rs", "AccountEvent"),
    ("event", "events/src/unit/event.rs", "UnitEvent"),
    ("event", "events/src/calendar/event.rs", "CalendarEvent"),
    ("event", "events/src/rulebook/event.rs", "RulebookEvent"),
    ("event", "events/src/mass_move/event.rs", "MassMoveEvent"),
    ("duty", "events/src/rulebook/event.rs", "Duty"),
    ("role", "events/src/account/event.rs", "Role"),
    ("unit-kind", "events/src/unit/event.rs", "UnitKind"),
    ("source", "events/src/provenance.rs", "Source"),
    ("opened", "src/app/visit.rs", "Opened"),
    ("outcome", "src/app/visit.rs", "Outcome"),
    ("ground", "src/app/access.rs", "Ground"),
    ("replay-kind", "src/app/replay/kind.rs", "Kind"),
];

fn listed_codes() -> BTreeSet<String> {
    let lists = LISTS.iter().map(|(_, codes)| *codes).chain([
        BREACH_CODES,
        DueError::CODES,
        CellProblem::CODES,
        CommandError::CODES,
    ]);
    let claims = [ClaimKind::PersonalId, ClaimKind::AccountOfDossier].map(ClaimKind::taken_code);
    let verdicts = VERDICTS.map(Verdict::code);
    lists.flatten().copied().chain(claims).chain(verdicts).map(str::to_owned).collect()
}

fn literals_of_code(text: &str) -> BTreeSet<String> {
    let functions = ["pub fn code(", "pub fn taken_code(", "fn code("];
    let bodies = functions.iter().flat_map(|signature| bodies(text, signature));
    bodies
        .flat_map(|body| quoted(&body).into_iter().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

/// Every literal that follows `call` somewhere in the program, with its file.
fn literals_after(call: &str, folder: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for source in program().iter().filter(|source| source.path.starts_with(folder)) {
        for (_, line) in source.code() {
            let literals = line.split(call).skip(1).filter_map(|rest| rest.split('"').next());
            found.extend(literals.map(str::to_owned));
        }
    }
    found
}

/// Every code the program gives out below its pages and its command line, which have sentences of
/// their own.
fn given_codes() -> BTreeSet<String> {
    let mut codes = literals_after("Refusal::plain(\"", "src/app/");
    for source in program() {
        if !source.path.starts_with("src/web/") && !source.path.starts_with("src/cli/") {
            codes.extend(literals_of_code(&source.text));
        }
    }
    codes
}

fn names() -> BTreeSet<String> {
    let keys = NAMES.iter().flat_map(|(first, path, name)| {
        let variants = variants(&read(path), name);
        variants.into_iter().map(move |variant| format!("{first}-{}", kebab(&variant.name)))
    });
    keys.collect()
}

/// The sentences of one language by key, with the file each stands in.
fn sentences_of(lang: &str) -> BTreeMap<String, (String, String)> {
    let mut found: BTreeMap<String, (String, String)> = BTreeMap::new();
    for file in files(&format!("src/sentences/{lang}")) {
        let mut last = None;
        for line in file.text.lines().filter(|line| !line.starts_with('#')) {
            let starts = line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-');
            match (line.split_once('='), starts) {
                (Some((key, text)), true) => {
                    let key = key.trim().to_owned();
                    let before =
                        found.insert(key.clone(), (file.path.clone(), text.trim().to_owned()));
                    assert_eq!(before, None, "{key} stands twice in {lang}");
                    last = Some(key);
                }
                _ => {
                    if let Some((_, text)) = last.as_ref().and_then(|key| found.get_mut(key)) {
                        text.push_str(line.trim());
                    }
                }
            }
        }
    }
    assert!(!found.is_empty(), "no sentences in {lang}");
    found
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    let end = |word: &str| word.find(|c: char| !(c.is_alphanumeric() || "_-".contains(c)));
    text.split('$').skip(1).map(|word| &word[..end(word).unwrap_or(word.len())]).collect()
}

#[test]
fn every_code_has_a_sentence_in_every_language() {
    let mut codes = listed_codes();
    codes.extend(given_codes());
    assert!(codes.len() > 100, "the codes were not found");
    let words = |code: &str| -> Vec<(&'static str, String)> {
        let given = WORDS.iter().find(|(known, _)| *known == code).map(|(_, words)| *words);
        given.unwrap_or_default().iter().map(|word| (*word, "7".to_owned())).collect()
    };
    let mut missing = vec![];
    for (lang, id) in LANGUAGES {
        let sentences = sentences_of(&id.to_string());
        for code in &codes {
            let key = key_of_code(code);
            let told = sentences::say_with(lang, &key, &words(code));
            if !sentences.contains_key(&key) || told == key {
                missing.push(format!("src/sentences/{id}/codes.ftl: {key}"));
            }
        }
    }
    assert!(
        missing.is_empty(),
        "write a sentence, what is wrong and what to do:\n{}",
        missing.join("\n")
    );
}

#[test]
fn every_event_duty_role_kind_and_source_has_a_name_in_every_language() {
    for (lang, id) in LANGUAGES {
        let sentences = sentences_of(&id.to_string());
        for key in names() {
            let told = sentences.contains_key(&key) && sentences::say(lang, &key) != key;
            assert!(told, "src/sentences/{id}/codes.ftl has no {key}");
        }
    }
}

#[test]
fn no_sentence_of_the_codes_is_left_over() {
    let mut known = listed_codes();
    known.extend(given_codes());
    let known: BTreeSet<String> =
        known.iter().map(|code| key_of_code(code)).chain(names()).collect();
    for (key, (file, _)) in sentences_of("vi") {
        if file.ends_with("codes.ftl") {
            assert!(
                known.contains(&key),
                "{file}: nothing has the code or name {key}; take it out"
            );
        }
    }
}

#[test]
fn every_list_of_codes_is_complete() {
    for (path, codes) in LISTS {
        let given: BTreeSet<String> = literals_of_code(&read(path));
        let listed: BTreeSet<String> = codes.iter().map(|code| (*code).to_owned()).collect();
        assert_eq!(listed, given, "CODES in {path} (left) and the codes it gives (right)");
        assert_eq!(listed.len(), codes.len(), "CODES in {path} lists a code twice");
    }
    let due = literals_of_code(&read("events/src/rulebook/due.rs"));
    let gap = literals_of_code(&read("events/src/calendar/state.rs"));
    assert_eq!(due.union(&gap).collect::<Vec<_>>(), DueError::CODES, "DueError::CODES");

    let mut command = literals_of_code(&read("src/app/refusal.rs"));
    for given in ["Refusal::plain(\"", "refused(\"", "then_some(\""] {
        command.extend(literals_after(given, "src/app/"));
    }
    assert_eq!(command.iter().collect::<Vec<_>>(), CommandError::CODES, "CommandError::CODES");

    let mut cells = literals_after("Err(\"", "src/import/");
    for source in program().iter().filter(|source| source.path.starts_with("src/import/")) {
        let problems = source.code().into_iter().filter(|(_, line)| line.contains("self.problem("));
        cells.extend(problems.flat_map(|(_, line)| quoted(line)).map(str::to_owned));
    }
    cells.retain(|code| !Problem::CODES.contains(&code.as_str()));
    assert_eq!(cells.iter().collect::<Vec<_>>(), CellProblem::CODES, "CellProblem::CODES");
}

#[test]
fn both_languages_say_the_same_things_with_the_same_words_put_in() {
    let (vi, en) = (sentences_of("vi"), sentences_of("en"));
    for (key, (file, text)) in &vi {
        let Some((_, other)) = en.get(key) else {
            panic!("{file}: {key} has no English sentence");
        };
        assert_eq!(placeholders(text), placeholders(other), "the words put into {key}");
        assert!(!text.is_empty() && !other.is_empty(), "{key} says nothing");
    }
    for (key, (file, _)) in &en {
        assert!(vi.contains_key(key), "{file}: {key} has no Vietnamese sentence");
    }
}

#[test]
fn a_sentence_asks_for_no_word_that_its_refusal_does_not_give() {
    for lang in ["vi", "en"] {
        for (key, (file, text)) in sentences_of(lang) {
            if !file.ends_with("codes.ftl") {
                continue;
            }
            let given = WORDS.iter().find(|(code, _)| key_of_code(code) == key);
            let given: BTreeSet<&str> =
                given.map(|(_, words)| *words).unwrap_or_default().iter().copied().collect();
            let asked = placeholders(&text);
            assert!(
                asked.is_subset(&given),
                "{file}: {key} asks for {asked:?}, it is given {given:?}"
            );
        }
    }
}

#[test]
fn a_sentence_says_what_is_wrong_and_what_to_do() {
    let states: Vec<String> = VERDICTS.map(|verdict| key_of_code(verdict.code())).to_vec();
    for (lang, example) in [("vi", "ví dụ"), ("en", "for example")] {
        for (key, (file, text)) in sentences_of(lang) {
            let said = text.to_lowercase();
            for empty in ["không hợp lệ", "vui lòng", "invalid", "please"] {
                assert!(
                    !said.contains(empty),
                    "{file}: {key} says “{empty}”: say what is wrong and what to do"
                );
            }
            if !file.ends_with("codes.ftl") || !key.starts_with("code-") || states.contains(&key) {
                continue;
            }
            assert!(text.ends_with('.'), "{file}: {key} is a sentence and ends with a full stop");
            let says_what_to_do = text.contains(". ") || text.contains(example);
            assert!(says_what_to_do, "{file}: {key} says what is wrong, not what to do");
        }
    }
    for (key, (_, text)) in sentences_of("vi").iter().filter(|(key, _)| key.starts_with("event-")) {
        assert!(text.starts_with("Đã "), "{key} is a fact: past tense");
    }
}

#[test]
fn a_bound_named_in_a_sentence_is_the_one_in_force() {
    let soon = format!("{DOSSIERS_SOON_MAX} hồ sơ trong {} phút", SOON.num_minutes());
    let day = format!("{DOSSIERS_DAY_MAX} hồ sơ trong {} giờ", DAY.num_hours());
    for (code, bound) in [("read_quota", soon), ("read_quota_day", day)] {
        let sentence = sentences::say(Lang::Vi, &key_of_code(code));
        assert!(sentence.contains(&bound), "{code}: {sentence}");
    }
    let months = format!("{MONTHS_MAX} tháng");
    for code in ["term_too_long", "end_required"] {
        let sentence = sentences::say(Lang::Vi, &key_of_code(code));
        assert!(sentence.contains(&months), "{code}: {sentence}");
    }
    let hours = format!("{} giờ", ACTIVATION_FOR.num_hours());
    for key in [key_of_code("activation_used"), "page-activate-lead".to_owned()] {
        let sentence = sentences::say(Lang::Vi, &key);
        assert!(sentence.contains(&hours), "{key}: {sentence}");
    }
}

#[test]
fn a_sentence_is_known_in_its_own_language_even_when_it_needs_words() {
    for (lang, _) in LANGUAGES {
        assert!(sentences::knows(lang, "code-busy"));
        assert!(sentences::knows(lang, "code-record-incomplete"), "it needs a count");
        assert!(!sentences::knows(lang, "code-of-nothing"));
    }
}
