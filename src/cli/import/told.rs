//! What is said of an import: problems cell by cell, or counts and how cells were read.

use chrono::NaiveDate;
use hoso_events::unit::Unit;
use serde_json::{Value as Json, json};

use crate::{
    app::import::{ImportGround, Imported, RowOutcome},
    cli::{
        exit::CliError,
        voice::{Columns, Voice, shown_day},
    },
    import::CellProblem,
    sentences::key_of_code,
};

/// What is said of a list that has no unit to go to.
const UNIT_ASKED: &str = "cli-error-import-unit";

/// An import and everything it is told with.
pub struct Told<'a> {
    pub imported: &'a Imported,
    /// None for a list that names the unit of every row.
    pub unit: Option<&'a Unit>,
    pub ground: &'a ImportGround,
    pub dry_run: bool,
    pub good_rows: bool,
    pub due_on: Option<NaiveDate>,
}

impl Told<'_> {
    /// Says it: the result on standard output, problems and what was mended on standard error.
    pub fn tell(&self, voice: &Voice) -> Result<(), CliError> {
        if voice.json {
            return voice.result(String::new, || self.document(voice));
        }
        self.tell_unread(voice);
        if self.imported.asks_unit {
            voice.note(&voice.say(UNIT_ASKED));
        }
        if self.imported.has_problems() {
            self.tell_problems(voice);
            if !self.good_rows || self.imported.asks_unit {
                return Ok(());
            }
        }
        voice.result(|| self.counts(voice), || Json::Null)?;
        self.tell_mended(voice);
        Ok(())
    }

    fn tell_unread(&self, voice: &Voice) {
        for (key, names) in [
            ("cli-import-columns-unread", &self.imported.head.unread_columns()),
            ("cli-import-sheets-unread", &self.imported.head.sheets_not_read),
        ] {
            if !names.is_empty() {
                voice.note(&voice.say_with(key, vec![("names", names.join(", "))]));
            }
        }
    }

    fn tell_problems(&self, voice: &Voice) {
        if self.imported.wrong_count() == 0 {
            return;
        }
        let headings = ["cell", "column", "problem", "fix"];
        let mut table = Columns::new(headings.map(|name| voice.word("cli-column-", name)).to_vec());
        for (row, problem) in self.imported.problems() {
            let (message, fix) = what_and_fix(voice, problem);
            table.row(vec![place(voice, row, problem), problem.column.clone(), message, fix]);
        }
        voice.note(table.to_string().trim_end());
        let words = vec![
            ("count", self.imported.problems().count().to_string()),
            ("wrong", self.imported.wrong_count().to_string()),
            ("rows", self.imported.rows.len().to_string()),
        ];
        let key = if self.good_rows { "cli-import-left-out" } else { "cli-import-refused" };
        voice.note(&voice.say_with(key, words));
    }

    fn counts(&self, voice: &Voice) -> String {
        let (new, already) = (self.imported.new_count(), self.imported.already_count());
        let words = || {
            vec![
                ("new", new.to_string()),
                ("already", already.to_string()),
                ("unit", self.place(voice)),
            ]
        };
        let key = match (new, self.dry_run) {
            (0, _) => "cli-import-nothing-new",
            (_, true) => "cli-import-would",
            (_, false) => "cli-import-done",
        };
        let mut text = voice.say_with(key, words());
        if let (Some(due_on), true) = (self.due_on, new > 0) {
            let words = vec![
                ("confirmed", shown_day(self.ground.confirmed_on)),
                ("due", shown_day(due_on)),
            ];
            text.push('\n');
            text.push_str(&voice.say_with("cli-import-due", words));
        }
        text
    }

    fn place(&self, voice: &Voice) -> String {
        match self.unit {
            Some(unit) => format!("{} {}", unit.code, unit.name),
            None => voice.say("cli-import-units-of-rows"),
        }
    }

    fn tell_mended(&self, voice: &Voice) {
        let mended = &self.imported.mended;
        if mended.is_empty() {
            return;
        }
        voice.note(&voice.say("cli-import-mended"));
        for (code, count) in mended {
            voice.note(&format!("  {count:>5}  {}", voice.say(&key_of_code(code))));
        }
    }

    fn document(&self, voice: &Voice) -> Json {
        let rows = self.imported.rows.len();
        let (message, fix) = halves(voice, voice.say(UNIT_ASKED));
        // Told once, at the row that would name the column.
        let whole = self.imported.asks_unit.then(|| {
            json!({"row": self.imported.head.header_row, "address": "", "column": "",
                "field": null, "code": "import_unit", "message": message, "fix": fix,
                "against": []})
        });
        let errors: Vec<Json> = whole
            .into_iter()
            .chain(self.imported.problems().map(|(row, problem)| {
                let (message, fix) = what_and_fix(voice, problem);
                json!({"row": row, "address": problem.address, "column": problem.column,
                    "field": problem.field.as_ref().map(|field| field.as_str()),
                    "code": problem.code, "message": message, "fix": fix,
                    "against": problem.against})
            }))
            .collect();
        let dossiers: Vec<Json> = self
            .imported
            .rows
            .iter()
            .filter_map(|(row, outcome)| match outcome {
                // The id of a dry run is not the one a real run will give.
                RowOutcome::New { dossier } => Some(json!({"row": row, "new": true,
                    "dossier": (!self.dry_run).then(|| dossier.to_string())})),
                RowOutcome::AlreadyThere { dossier } => {
                    Some(json!({"row": row, "new": false, "dossier": dossier}))
                }
                RowOutcome::Wrong(_) | RowOutcome::Left => None,
            })
            .collect();
        json!({
            "dry_run": self.dry_run,
            "unit": self.unit.map(|unit| json!({"unit_id": unit.id.to_string(),
                "code": unit.code.as_str(), "name": unit.name.as_str()})),
            "file_sha256": self.imported.head.file_sha256,
            "paper": self.ground.paper,
            "confirmed_on": self.ground.confirmed_on,
            "accounts_due_on": self.due_on,
            "sheet": self.imported.head.sheet,
            "rows": rows,
            "good": self.imported.good_count(),
            "new": self.imported.new_count(),
            "already": self.imported.already_count(),
            "errors": errors,
            "dossiers": dossiers,
            "mended": self.imported.mended,
            "columns": self.imported.head.columns.iter().map(|column| json!({
                "letters": column.letters, "heading": column.heading,
                "meaning": column.meaning})).collect::<Vec<_>>(),
            "columns_not_read": self.imported.head.unread_columns(),
            "sheets_not_read": self.imported.head.sheets_not_read,
            "position": self.imported.position,
        })
    }
}

fn place(voice: &Voice, row: u32, problem: &CellProblem) -> String {
    let at = if problem.address.is_empty() {
        voice.say_with("cli-import-row", vec![("row", row.to_string())])
    } else {
        problem.address.clone()
    };
    if problem.against.is_empty() { at } else { format!("{at} ({})", problem.against.join(", ")) }
}

/// The sentence of a code in its two halves: what is wrong, and what to do.
pub fn what_and_fix(voice: &Voice, problem: &CellProblem) -> (String, String) {
    halves(voice, voice.say(&key_of_code(problem.code)))
}

fn halves(voice: &Voice, sentence: String) -> (String, String) {
    match sentence.split_once(". ") {
        Some((what, fix)) => (format!("{what}."), fix.to_owned()),
        None => (sentence, voice.say("cli-import-fix")),
    }
}
