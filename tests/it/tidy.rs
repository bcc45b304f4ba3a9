//! What must not be in the sources: a lower layer that knows a higher one, a second place that
//! writes, asks the time or speaks SQL, work left half done. Each failure names file and line and
//! says what to do instead.

use std::collections::BTreeMap;

use crate::sources::{self, Source, program, read, rust};

/// The longest a source file may be; past it, a second topic asks for a file of its own.
const LINES_MAX: usize = 500;

/// This file holds the words it forbids.
const SELF: &str = "tests/it/tidy.rs";

/// A place where a rule is broken.
fn finding(source: &Source, line: usize, what: &str) -> String {
    format!("{}:{line}: {what}", source.path)
}

#[track_caller]
fn assert_none(findings: Vec<String>, instead: &str) {
    assert!(findings.is_empty(), "\n{}\n→ {instead}\n", findings.join("\n"));
}

/// Every line of code of these sources that holds one of these words.
fn lines_with(sources: &[Source], words: &[&str]) -> Vec<String> {
    let mut found = vec![];
    for source in sources {
        for (number, line) in source.code() {
            if let Some(word) = words.iter().find(|word| line.contains(**word)) {
                found.push(finding(source, number, &format!("`{word}` in `{}`", line.trim())));
            }
        }
    }
    found
}

fn outside(mut sources: Vec<Source>, allowed: &[&str]) -> Vec<Source> {
    sources.retain(|source| !allowed.iter().any(|place| source.path.starts_with(place)));
    sources
}

/// What each part of the program must not name, by the start of its path.
const LAYERS: &[(&str, &[&str])] = &[
    ("src/clock.rs", &["app", "store", "import", "sentences", "web", "cli", "demo"]),
    ("src/import", &["app", "store", "sentences", "web", "cli", "demo"]),
    ("src/files", &["app", "store", "import", "sentences", "web", "cli", "demo"]),
    ("src/sign_on", &["app", "store", "import", "sentences", "web", "cli", "demo"]),
    ("src/seal", &["app", "clock", "store", "import", "sentences", "web", "cli", "demo"]),
    ("src/witness", &["app", "store", "import", "sentences", "web", "cli", "demo"]),
    ("src/store", &["app", "import", "sentences", "web", "cli", "demo"]),
    ("src/package", &["app", "clock", "import", "web", "cli", "demo"]),
    ("src/app", &["sentences", "web", "cli", "demo"]),
    ("src/sentences.rs", &["store", "import", "web", "cli", "demo"]),
    ("src/demo", &["web", "cli"]),
    ("src/web", &["cli", "demo"]),
    ("src/cli", &["web"]),
];

/// Names a layer may use of one it must otherwise not know: the command line starts the service,
/// whose modules are its own.
const ALLOWED: &[(&str, &[&str])] = &[(
    "src/cli",
    &[
        "web",
        "web::serve",
        "web::Limits::default",
        "web::Options",
        "web::CastMember",
        "web::ServeError",
        "web::openapi_json",
    ],
)];

#[test]
fn a_lower_layer_never_names_a_higher_one() {
    let mut found = vec![];
    for source in program() {
        let part = LAYERS.iter().find(|(place, _)| {
            source
                .path
                .strip_prefix(place)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
                || source.path == format!("{place}.rs")
        });
        let Some((place, higher)) = part else { continue };
        for (line, path) in source.names() {
            let allowed =
                ALLOWED.iter().any(|(at, names)| at == place && names.contains(&path.as_str()));
            let first = path.split("::").next().unwrap_or_default();
            if higher.contains(&first) && !allowed {
                found.push(finding(&source, line, &format!("`{path}`")));
            }
        }
    }
    assert_none(
        found,
        "dependencies run one way: cli, web, demo -> app -> store; move the shared part down",
    );
}

#[test]
fn the_domain_and_the_read_models_know_nothing_of_the_program() {
    let domain = [
        "hoso_projections",
        "hoso::",
        "sqlx",
        "tokio",
        "axum",
        "std::fs",
        "std::net",
        "std::env",
        "std::io",
    ];
    assert_none(
        lines_with(&outside(program(), &["projections/", "src/"]), &domain),
        "events/ is pure: pass what it needs in the command, the state or the context",
    );
    let models = ["hoso::", "axum", "std::fs", "std::net", "std::env"];
    assert_none(
        lines_with(&outside(program(), &["events/", "src/"]), &models),
        "projections/ holds rows, queries and folds only; the program is in src/",
    );
    let manifests = [
        ("events/Cargo.toml", "hoso-projections"),
        ("events/Cargo.toml", "sqlx"),
        ("projections/Cargo.toml", "\nhoso ="),
    ];
    for (manifest, dependency) in manifests {
        assert!(
            !read(manifest).contains(dependency),
            "{manifest} must not depend on {}",
            dependency.trim()
        );
    }
}

#[test]
fn only_the_store_opens_a_write_transaction() {
    let words = [".begin(", "begin_with(", "begin immediate", "BEGIN IMMEDIATE", " begin("];
    assert_none(
        lines_with(&outside(program(), &["src/store/"]), &words),
        "write through `Store::append`, or add a function to src/store",
    );
}

#[test]
fn only_the_app_hands_facts_to_the_store() {
    assert_none(
        lines_with(&outside(program(), &["src/store/", "src/app/"]), &["StreamAppend", "Commit {"]),
        "send a command: `App::execute`",
    );
}

#[test]
fn only_the_clock_asks_the_time_and_makes_ids() {
    let now = ["Utc::now", "Local::now", "SystemTime::now", "new_v4", "now_v7", "Rng::new()"];
    assert_none(
        lines_with(&outside(program(), &["src/clock.rs"]), &now),
        "take the instant or the id from the `Clock` you were given",
    );
    assert_none(
        lines_with(&outside(program(), &["src/clock.rs", "src/cli"]), &["Instant::now"]),
        "only the command line measures how long something takes, for its progress line",
    );
}

#[test]
fn sql_stands_in_the_store_and_beside_the_read_models_only() {
    let sql = [
        "\"select ",
        "\"insert into",
        "\"delete from",
        "\"create table",
        "\"create index",
        "\"drop table",
        "\"alter table",
        "\"pragma ",
        "\"truncate ",
        "sqlx::query",
        "Statement::",
    ];
    assert_none(
        lines_with(&outside(program(), &["src/store/", "projections/"]), &sql),
        "put the statement beside its table: a read model's file, or src/store",
    );
}

#[test]
fn nothing_is_left_half_done_and_nothing_is_unsafe() {
    let mut sources = rust(&["events", "projections", "src", "tests", "benches"]);
    sources.retain(|source| source.path != SELF);
    let mut found = vec![];
    for source in &sources {
        for (number, line) in source.text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            let words = [
                "todo!",
                "unimplemented!",
                "dbg!(",
                "#[ignore",
                "unsafe {",
                "unsafe fn",
                "unsafe impl",
                "#[allow(",
                "#![allow(",
            ];
            if let Some(word) = words.iter().find(|word| code.contains(**word)) {
                found.push(finding(source, number + 1, &format!("`{word}`")));
            }
        }
    }
    assert_none(
        found,
        "finish it, assert what it does today, or write #[expect(lint, reason = …)]",
    );
}

#[test]
fn a_source_file_has_one_topic_and_at_most_500_lines() {
    let mut found = vec![];
    for source in rust(&["events", "projections", "src", "tests", "benches"]) {
        let lines = source.text.lines().count();
        if lines > LINES_MAX {
            found.push(finding(&source, lines, "too long"));
        }
    }
    assert_none(found, "find the second topic in it and give it a file of its own");
}

#[test]
fn no_file_is_called_after_nothing() {
    let mut found = vec![];
    for source in program() {
        if source
            .module()
            .iter()
            .any(|name| ["utils", "util", "helpers", "common", "manager", "misc"].contains(name))
        {
            found.push(finding(&source, 1, "a name without a noun"));
        }
    }
    assert_none(found, "name it after the thing it holds");
}

#[test]
fn nothing_outside_the_repository_is_mentioned() {
    let mut found = vec![];
    for source in
        sources::files("").iter().filter(|source| ![SELF, ".git"].contains(&source.path.as_str()))
    {
        for (number, line) in source.text.lines().enumerate() {
            if line.contains("../shared") || line.contains("/work/shared") {
                found.push(finding(source, number + 1, line.trim()));
            }
        }
    }
    assert_none(found, "say it here, or copy it into the repository: a clone has nothing else");
}

#[test]
fn nothing_served_comes_from_another_host() {
    let mut found = vec![];
    for source in sources::files("src/web") {
        for (number, line) in source.text.lines().enumerate() {
            for scheme in ["http://", "https://"] {
                for (at, _) in line.match_indices(scheme) {
                    let host = &line[at + scheme.len()..];
                    let ours = ["www.w3.org/", "127.0.0.1", "localhost", "[::1]", "{"];
                    if !ours.iter().any(|ours| host.starts_with(ours)) {
                        found.push(finding(&source, number + 1, line.trim()));
                    }
                }
            }
        }
    }
    assert_none(
        found,
        "serve fonts, styles and scripts ourselves; name papers, do not link to them",
    );
}

/// The tables of a migration with their columns, the types left out.
fn tables(sql: &str) -> BTreeMap<String, Vec<String>> {
    let mut found = BTreeMap::new();
    for table in sql.split("create table ").skip(1) {
        let (name, body) = table.split_once('(').expect("a table has columns");
        let body = body.split_once("\n)").expect("a table ends at the margin").0;
        let names =
            body.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("--"));
        let columns = names
            .filter_map(|line| line.split([' ', '(']).next())
            .filter(|word| !["primary", "unique", "check", "constraint"].contains(word));
        found.insert(name.trim().to_owned(), columns.map(str::to_owned).collect());
    }
    found
}

#[test]
fn both_databases_have_the_same_migrations_with_the_same_tables_and_columns() {
    let (sqlite, postgres) =
        (sources::files("migrations/sqlite"), sources::files("migrations/postgres"));
    let names = |files: &[Source]| -> Vec<String> {
        files.iter().filter_map(|file| file.path.rsplit('/').next().map(str::to_owned)).collect()
    };
    assert_eq!(
        names(&sqlite),
        names(&postgres),
        "every migration has its twin in the other folder"
    );
    assert!(!sqlite.is_empty());
    let open = read("src/store/open.rs");
    for (left, right) in sqlite.iter().zip(&postgres) {
        assert_eq!(tables(&left.text), tables(&right.text), "{} and {}", left.path, right.path);
        let name = left.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".sql");
        for dialect in ["sqlite", "postgres"] {
            let listed = open.split("migration!(").any(|call| {
                let call = call.split(')').next().unwrap_or_default();
                call.contains(&format!("\"{dialect}\"")) && call.contains(&format!("\"{name}\""))
            });
            assert!(listed, "src/store/open.rs does not list {name} for {dialect}");
        }
    }
}

#[test]
fn every_dependency_is_accounted_for_in_the_decisions() {
    let decisions: String =
        sources::files("docs/decisions").into_iter().map(|file| file.text).collect();
    let mut missing = vec![];
    for manifest in ["Cargo.toml", "events/Cargo.toml", "projections/Cargo.toml"] {
        let mut section = String::new();
        for line in read(manifest).lines() {
            if let Some(name) = line.strip_prefix('[') {
                section = name.trim_end_matches(']').to_owned();
            }
            let name = line.split([' ', '=', '.']).next().unwrap_or_default();
            let named = section.ends_with("dependencies")
                && !section.starts_with("workspace")
                && !name.is_empty()
                && !name.starts_with(['[', '#']);
            if named && !name.starts_with("hoso-") && !decisions.contains(&format!("`{name}`")) {
                missing.push(format!("{manifest}: {name}"));
            }
        }
    }
    assert_none(
        missing,
        "say in docs/decisions/0008-dependencies.md what it is for, or take it out",
    );
}

#[test]
fn every_page_and_file_the_documents_point_at_is_there() {
    let mut found = vec![];
    let documents = sources::files("").into_iter().filter(|source| source.path.ends_with(".md"));
    for source in documents {
        let folder = source.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for (number, line) in source.text.lines().enumerate() {
            for target in line.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
                let target = target.split('#').next().unwrap_or_default();
                if target.is_empty() || target.contains("://") {
                    continue;
                }
                if !sources::root().join(folder).join(target).exists() {
                    found.push(finding(&source, number + 1, target));
                }
            }
        }
    }
    assert_none(found, "mend the link, or write the page");
}

#[test]
fn every_test_the_architecture_names_is_there() {
    let mut found = vec![];
    let mut named = 0;
    for (number, line) in read("docs/ARCHITECTURE.md").lines().enumerate() {
        for test in line.split('`').filter(|word| word.contains(".rs::")) {
            let (path, name) = test.split_once("::").unwrap_or_default();
            let there =
                sources::root().join(path).is_file() && read(path).contains(&format!("fn {name}("));
            named += 1;
            if !there {
                found.push(format!("docs/ARCHITECTURE.md:{}: {test}", number + 1));
            }
        }
    }
    assert!(named > 20, "the invariants were not found");
    assert_none(found, "name the test that guards this line, or write it");
}
