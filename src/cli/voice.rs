//! How answers reach people and programs: results on standard output, talk on standard error.

use std::io::{self, Write as _};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::{Value as Json, json};

use super::exit::{CliError, Words};
use crate::sentences::{Lang, say, say_with};

/// The language and the form of an answer.
#[derive(Debug, Clone, Copy)]
pub struct Voice {
    pub lang: Lang,
    /// One JSON document instead of text for people.
    pub json: bool,
}

impl Voice {
    /// The sentence under a key.
    pub fn say(&self, key: &str) -> String {
        say(self.lang, key)
    }

    /// The sentence under a key with words put in.
    pub fn say_with(&self, key: &str, words: Words) -> String {
        say_with(self.lang, key, &words)
    }

    /// The word for a stored code, such as `cli-state-` and `met_late`.
    pub fn word(&self, prefix: &str, code: &str) -> String {
        self.say(&format!("{prefix}{}", code.replace('_', "-")))
    }

    /// A number with one digit behind the comma, as the language writes it.
    pub fn decimal(&self, number: f64) -> String {
        let text = format!("{number:.1}");
        if self.lang == Lang::Vi { text.replace('.', ",") } else { text }
    }

    /// Gives the result: text for people, or the one JSON document.
    pub fn result(
        &self,
        text: impl FnOnce() -> String,
        json: impl FnOnce() -> Json,
    ) -> Result<(), CliError> {
        let mut answer = if self.json { format!("{:#}", json()) } else { text() };
        if !answer.is_empty() && !answer.ends_with('\n') {
            answer.push('\n');
        }
        let mut out = io::stdout().lock();
        match out.write_all(answer.as_bytes()).and_then(|()| out.flush()) {
            // The reader has seen enough: `hoso units | head`.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            written => written.map_err(CliError::Output),
        }
    }

    /// Says something beside the result. Nobody waits for it, so it may be lost.
    pub fn note(&self, text: &str) {
        let _lost = writeln!(io::stderr().lock(), "{text}");
    }

    /// Tells a failure.
    pub fn tell(&self, error: &CliError) {
        if matches!(error, CliError::Told(_)) {
            return;
        }
        self.tell_failure(error.code(), &error.sentence(self.lang), error.exit().code());
        for cause in error.causes() {
            self.note(&format!("  {} {cause}", self.say("cli-cause")));
        }
    }

    /// Tells a failure by code and sentence, as JSON on standard output too when that was asked.
    pub fn tell_failure(&self, code: &str, message: &str, exit: u8) {
        self.note(&format!("hoso: {message}"));
        if self.json {
            let document = json!({"error": {"code": code, "message": message, "exit": exit}});
            let _lost = writeln!(io::stdout().lock(), "{document:#}");
        }
    }
}

/// A day as people read it.
pub fn shown_day(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

/// A stored day as people read it; a partial one or none as it is.
pub fn shown_stored_day(day: Option<&str>) -> String {
    let day = day.unwrap_or_default();
    day.parse().map_or_else(|_partial| day.to_owned(), shown_day)
}

/// An instant as people in Việt Nam read it.
pub fn shown_instant(at: DateTime<Utc>) -> String {
    (at.naive_utc() + TimeDelta::hours(7)).format("%d/%m/%Y %H:%M").to_string()
}

/// Columns of text, each as wide as its widest cell.
pub struct Columns {
    rows: Vec<Vec<String>>,
}

impl Columns {
    /// A table with these headings.
    pub fn new(headings: Vec<String>) -> Self {
        Self { rows: vec![headings] }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }
}

impl std::fmt::Display for Columns {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let count = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..count).map(width).collect();
        for row in &self.rows {
            let mut line = String::new();
            for (cell, width) in row.iter().zip(&widths) {
                // What is stored holds no control characters; a terminal is never sent one.
                let cell: String =
                    cell.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
                line.push_str(&format!("{cell:<width$}  "));
            }
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell_and_lines_end_without_spaces() {
        let mut table = Columns::new(vec!["Mã".to_owned(), "Tên".to_owned()]);
        table.row(vec!["H53.01".to_owned(), "Sở Tài chính".to_owned()]);
        table.row(vec!["Đ".to_owned(), String::new()]);
        assert_eq!(table.to_string(), "Mã      Tên\nH53.01  Sở Tài chính\nĐ\n");
    }

    #[test]
    fn an_instant_is_shown_by_the_clock_of_viet_nam() {
        let at = "2026-11-20T17:30:00Z".parse().unwrap();
        assert_eq!(shown_instant(at), "21/11/2026 00:30");
        assert_eq!(shown_stored_day(Some("2026-11-30")), "30/11/2026");
        assert_eq!(shown_stored_day(Some("1998-09")), "1998-09");
    }
}
