//! Every SQL statement of the program, read from its sources, makes sense to both databases.

use std::{fs, path::Path};

use hoso::store::{
    models::{Models, TABLES},
    writer,
};
use hoso_projections::database::Dialect;
use sqlx::postgres::PgTypeInfo;

use crate::support::{Place, on_both, world};

on_both![every_statement_in_the_sources_prepares, every_generated_statement_prepares];

/// A statement as the sources write it: where, and its text for each database.
struct Written {
    file: String,
    sqlite: &'static str,
    postgres: &'static str,
}

/// The string literals of a call's arguments, up to its closing parenthesis.
fn literals(source: &str) -> Vec<String> {
    let (mut found, mut rest) = (vec![], source);
    loop {
        let next = rest.find(['"', ')', 'r', '/']).unwrap_or(rest.len());
        rest = &rest[next..];
        if let Some(comment) = rest.strip_prefix("//") {
            rest = &comment[comment.find('\n').unwrap_or(comment.len())..];
        } else if let Some(text) = rest.strip_prefix('"') {
            let mut end = 0;
            while !text[end..].starts_with('"') {
                end += if text[end..].starts_with('\\') { 2 } else { 1 };
                while !text.is_char_boundary(end) {
                    end += 1;
                }
            }
            found.push(text[..end].replace("\\\"", "\""));
            rest = &text[end + 1..];
        } else if rest.starts_with(')') || rest.is_empty() {
            return found;
        } else {
            rest = &rest[1..];
        }
    }
}

fn written_in(folder: &Path, found: &mut Vec<Written>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            written_in(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = fs::read_to_string(&path).unwrap();
            for (call, arguments) in [("Statement::same(", 1), ("Statement::each(", 2)] {
                for (at, _) in source.match_indices(call) {
                    let texts = literals(&source[at + call.len()..]);
                    let file = path.display().to_string();
                    assert_eq!(texts.len(), arguments, "{file}: a statement is plain text");
                    let leaked = texts.into_iter().map(|text| &*text.leak()).collect::<Vec<_>>();
                    let (sqlite, postgres) = (leaked[0], leaked[arguments - 1]);
                    found.push(Written { file, sqlite, postgres });
                }
            }
        }
    }
}

async fn every_statement_in_the_sources_prepares(place: Place) {
    let world = world(place).await;
    let mut behind = world.place.behind().await;
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut written = vec![];
    written_in(&root.join("src"), &mut written);
    written_in(&root.join("projections/src"), &mut written);
    assert!(written.len() > 35, "only {} statements were found", written.len());
    for Written { file, sqlite, postgres } in written {
        let sql = if world.place.is_sqlite() { sqlite } else { postgres };
        if let Err(error) = behind.prepares(sql, &[]).await {
            panic!("{file}: {error}\n{sql}");
        }
    }
}

async fn every_generated_statement_prepares(place: Place) {
    let world = world(place).await;
    let mut behind = world.place.behind().await;
    let dialect = if world.place.is_sqlite() { Dialect::Sqlite } else { Dialect::Postgres };
    let rebuilding = Models::new("", vec![]).statements();
    let written = rebuilding.into_iter().chain(writer::statements()).map(|it| (it, &[][..]));
    // Nothing in a scan says of what type the key is that it starts after.
    let text = [PgTypeInfo::with_name("text")];
    let scans = TABLES.iter().map(|table| (table.statement("", |sql| sql.scan()), &text[..]));
    for (statement, types) in written.chain(scans) {
        let sql = statement.text(dialect);
        if let Err(error) = behind.prepares(sql, types).await {
            panic!("{error}\n{sql}");
        }
    }
}
