//! Whether an installation is well: what is asked, where each answer turns from good to bad, and what
//! was found. The command line and the administrator's page say it in their own words.

use std::{path::Path, time::Duration};

use chrono::{DateTime, Datelike as _, NaiveDate, TimeDelta, Utc};
use hoso_events::{calendar::Calendar, rulebook::Duty};
use hoso_projections::{
    database::{Database, Dialect},
    engine::World,
};

use super::{Actor, App, CommandError};
use crate::{
    files::FilesError,
    store::{
        Store, StoreError, checkpoints,
        health::{self, missing_read_models, schema_version, schema_version_known},
        models::TABLES,
        read,
    },
};

/// From this month on, next year's calendar should be there.
const NEXT_YEAR_FROM_MONTH: u32 = 10;
/// The log's last instant may be ahead of the clock by this much, no more.
const AHEAD_MAX: TimeDelta = TimeDelta::minutes(1);
/// The longest facts may stand unsigned before that is a warning.
const UNSIGNED_MAX: TimeDelta = TimeDelta::minutes(15);
/// Before this year the clock is surely wrong.
const YEAR_MIN: i32 = 2026;
/// Free space that is too little, and that is little.
const FREE_BYTES_FAIL: u64 = 256 << 20;
const FREE_BYTES_WARN: u64 = 2 << 30;
/// How long a page waits for the store of scans.
const SHELF_WAIT_MAX: Duration = Duration::from_secs(5);

/// How a question was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    Ok,
    Warn,
    Fail,
}

impl State {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Fail => "fail",
        }
    }
}

/// A word of an answer, before it is put into a language.
#[derive(Debug, Clone, PartialEq)]
pub enum Word {
    Text(String),
    Number(u64),
    Instant(DateTime<Utc>),
    Bytes(u64),
}

/// An answer, before it is put into a language.
#[derive(Debug)]
pub enum Said {
    /// As it stands: a version, a number.
    Plain(Word),
    /// A sentence by its code, with the words put in.
    Sentence(&'static str, Vec<(&'static str, Word)>),
    /// The question could not be asked.
    Unanswered(StoreError),
}

/// One question with its answer.
#[derive(Debug)]
pub struct Sign {
    /// The stable code of the question.
    pub check: &'static str,
    pub state: State,
    pub said: Said,
}

/// What was found, in the order it was asked. A question that cannot be asked is itself a sign, so
/// that one broken thing never hides the rest.
#[derive(Debug, Default)]
pub struct Signs(pub Vec<Sign>);

impl Signs {
    /// Adds an answer that needs no sentence.
    pub fn add(&mut self, check: &'static str, state: State, said: impl Into<String>) {
        self.put(check, state, Said::Plain(Word::Text(said.into())));
    }

    fn put(&mut self, check: &'static str, state: State, said: Said) {
        self.0.push(Sign { check, state, said });
    }

    fn count(&mut self, check: &'static str, n: u64) {
        self.put(check, State::Ok, Said::Plain(Word::Number(n)));
    }

    fn say(
        &mut self,
        check: &'static str,
        state: State,
        code: &'static str,
        words: Vec<(&'static str, Word)>,
    ) {
        self.put(check, state, Said::Sentence(code, words));
    }

    /// The answer, or a failing line that says why there is none.
    pub fn answered<T>(&mut self, check: &'static str, answer: Result<T, StoreError>) -> Option<T> {
        match answer {
            Ok(answer) => Some(answer),
            Err(error) => {
                self.put(check, State::Fail, Said::Unanswered(error));
                None
            }
        }
    }

    /// The machine's clock.
    pub fn clock(&mut self, now: DateTime<Utc>) {
        let state = if now.year() < YEAR_MIN { State::Fail } else { State::Ok };
        self.put("clock", state, Said::Plain(Word::Instant(now)));
    }

    /// What the database is, and whether what it has answered is written for good.
    pub async fn settings(&mut self, db: &Database) {
        let Some(found) = self.answered("version", health::settings(db).await) else { return };
        let (kind, journal, synchronous) = match db.dialect() {
            Dialect::Sqlite => ("SQLite", ("journal_mode", "wal"), "synchronous"),
            Dialect::Postgres => ("PostgreSQL", ("fsync", "on"), "synchronous_commit"),
        };
        self.add("version", State::Ok, format!("{kind} {}", found.version));
        let state = if found.journal == journal.1 { State::Ok } else { State::Fail };
        self.add(journal.0, state, found.journal);
        let state = match found.synchronous.as_str() {
            "full" | "extra" | "on" | "remote_write" | "remote_apply" => State::Ok,
            _ => State::Fail,
        };
        self.add(synchronous, state, found.synchronous);
    }

    /// Whether the tables are there, in the version this program works with.
    pub async fn tables(&mut self, db: &Database) -> bool {
        let Some(found) = self.answered("schema", schema_version(db).await) else { return false };
        let known = schema_version_known(db.dialect());
        let number = |n: i64| Word::Text(n.to_string());
        let words = vec![("found", number(found.unwrap_or(0))), ("known", number(known))];
        let state = if found == Some(known) { State::Ok } else { State::Fail };
        let code = match found {
            None => "schema-none",
            Some(found) if found < known => "schema-old",
            Some(found) if found > known => "schema-new",
            Some(_) => "schema",
        };
        self.say("schema", state, code, words);
        if found.is_none() {
            return false;
        }
        let missing = missing_read_models(db).await;
        let Some(missing) = self.answered("read_models", missing) else { return false };
        match missing.is_empty() {
            true => {
                let count = vec![("count", Word::Text(TABLES.len().to_string()))];
                self.say("read_models", State::Ok, "models", count);
            }
            false => {
                let words = vec![("names", Word::Text(missing.join(", ")))];
                self.say("read_models", State::Fail, "models-missing", words);
            }
        }
        state == State::Ok
    }

    /// Where the log ends, and whether the clock has gone back since.
    pub async fn log(&mut self, db: &Database, now: DateTime<Utc>) {
        let Some(head) = self.answered("facts", read::head(db).await) else { return };
        self.count("facts", head.position);
        if let Some(at) = head.recorded_at {
            let (state, code) = match at > now + AHEAD_MAX {
                true => (State::Fail, "last-ahead"),
                false => (State::Ok, "last"),
            };
            self.say("last_recorded", state, code, vec![("instant", Word::Instant(at))]);
            self.signed(db, head.position, at, now).await;
        }
    }

    /// Whether someone outside could tell that the log was cut off: it was signed not long ago.
    async fn signed(&mut self, db: &Database, end: u64, last: DateTime<Utc>, now: DateTime<Utc>) {
        let newest = checkpoints::newest(db, 1).await;
        let Some(newest) = self.answered("checkpoint", newest) else { return };
        let size = newest.first().map_or(0, |kept| kept.size);
        let unsigned = end.saturating_sub(size);
        let state = match unsigned > 0 && now - last > UNSIGNED_MAX {
            true => State::Warn,
            false => State::Ok,
        };
        match newest.first().and_then(|kept| kept.made_at.parse().ok()) {
            Some(at) if state == State::Ok => {
                let words = vec![("instant", Word::Instant(at)), ("size", Word::Number(size))];
                self.say("checkpoint", state, "checkpoint", words);
            }
            _ => {
                let words = vec![("unsigned", Word::Number(unsigned))];
                self.say("checkpoint", state, "checkpoint-behind", words);
            }
        }
    }

    /// Calendars, rules and units.
    pub fn reference(&mut self, world: &World, today: NaiveDate) {
        let years: Vec<String> = world.calendar.years().map(|year| year.to_string()).collect();
        let years = years.join(", ");
        match missing_year(&world.calendar, today) {
            None => self.add("calendars", State::Ok, years),
            Some(year) => {
                let state = if year == today.year() { State::Fail } else { State::Warn };
                let words =
                    vec![("years", Word::Text(years)), ("year", Word::Text(year.to_string()))];
                self.say("calendars", state, "calendar-missing", words);
            }
        }
        let packs = packs_in_force(world, today);
        match packs.is_empty() {
            true => self.say("rules", State::Fail, "rules-none", vec![]),
            false => self.add("rules", State::Ok, packs.join(", ")),
        }
        self.count("units", world.units.len() as u64);
    }

    /// Whether the people are real.
    pub fn people(&mut self, invented: Option<String>) {
        match invented {
            None => self.say("people", State::Ok, "real", vec![]),
            Some(_said) => self.say("people", State::Warn, "invented", vec![]),
        }
    }

    /// How much room is left where a file of the data folder lies.
    pub fn disk(&mut self, file: &Path) {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        // A folder that is not there yet lies where the nearest one above it does.
        let there = folder
            .unwrap_or(Path::new("."))
            .ancestors()
            .map(|folder| if folder.as_os_str().is_empty() { Path::new(".") } else { folder })
            .find(|folder| folder.exists());
        let Some(Ok(stat)) = there.map(rustix::fs::statvfs) else { return };
        let free = stat.f_bavail.saturating_mul(stat.f_frsize);
        self.say("disk", state_of_free(free), "disk", vec![("free", Word::Bytes(free))]);
    }

    /// Whether the service takes what is to be recorded.
    pub fn writer(&mut self, store: &Store) {
        let pulse = store.pulse();
        match store.takes_commits() {
            true => self.say("writer", State::Ok, "writer-works", vec![]),
            false => self.say("writer", State::Fail, "writer-stopped", vec![]),
        }
        match store.is_busy() {
            true => self.say("queue", State::Fail, "queue-full", vec![]),
            false => self.count("queue", pulse.waiting()),
        }
        match pulse.is_full() {
            true => self.say("storage", State::Fail, "storage-full", vec![]),
            false => self.say("storage", State::Ok, "storage-works", vec![]),
        }
    }
}

fn state_of_free(free: u64) -> State {
    match free {
        free if free < FREE_BYTES_FAIL => State::Fail,
        free if free < FREE_BYTES_WARN => State::Warn,
        _ => State::Ok,
    }
}

/// The year whose calendar should be known on a day and is not.
pub fn missing_year(calendar: &Calendar, today: NaiveDate) -> Option<i32> {
    let (this, next) = (today.year(), today.year() + 1);
    if !calendar.knows_year(this) {
        return Some(this);
    }
    (today.month() >= NEXT_YEAR_FROM_MONTH && !calendar.knows_year(next)).then_some(next)
}

/// The packs whose rules hold on a day, by code.
pub fn packs_in_force(world: &World, today: NaiveDate) -> Vec<&str> {
    let rules = Duty::ALL.into_iter().filter_map(|duty| world.rulebook.in_force(duty, today));
    let mut packs: Vec<&str> = rules.map(|(_rule, pack)| pack).collect();
    packs.sort_unstable();
    packs.dedup();
    packs
}

impl App {
    /// How the running service is doing, for whoever administers it.
    pub async fn health(&self, actor: &Actor) -> Result<Vec<Sign>, CommandError> {
        self.administers(actor).await?;
        let (store, db) = (self.store(), self.store().db());
        let now = store.now();
        let mut found = Signs::default();
        found.writer(store);
        found.reference(&store.world().await?, store.clock().today());
        let file = health::file(db).await;
        let file = found.answered("disk", file).flatten();
        let beside = || self.files.folder().map(Path::to_owned);
        if let Some(path) = file.or_else(beside) {
            found.disk(&path);
        }
        found.clock(now);
        found.log(db, now).await;
        if let Some(size) = found.answered("size", health::size(db).await) {
            found.put("size", State::Ok, Said::Plain(Word::Bytes(size)));
        }
        found.settings(db).await;
        found.tables(db).await;
        self.shelf(&mut found).await;
        if let Some(said) = found.answered("people", store.about("invented").await) {
            found.people(said);
        }
        found.add("program", State::Ok, env!("CARGO_PKG_VERSION"));
        Ok(found.0)
    }

    /// Where scans are kept. A bucket is tried, because it may be gone though we are well.
    async fn shelf(&self, found: &mut Signs) {
        if self.files.folder().is_some() {
            return found.say("files", State::Ok, "files-kept", vec![]);
        }
        let tried = tokio::time::timeout(SHELF_WAIT_MAX, self.files.try_out()).await;
        match tried {
            Ok(Ok(())) => found.say("files", State::Ok, "files-in-bucket", vec![]),
            Ok(Err(FilesError::Nowhere)) => {
                found.say("files", State::Warn, "files-nowhere", vec![]);
            }
            Ok(Err(_)) | Err(_) => found.say("files", State::Fail, "files-unusable", vec![]),
        }
    }
}

#[cfg(test)]
mod tests {
    use hoso_events::calendar::official_calendars;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_calendar_is_missed_when_its_year_is_there_or_close() {
        let mut calendar = Calendar::default();
        official_calendars().iter().for_each(|fact| calendar.evolve(fact));
        for (today, missed) in [
            ("2022-06-01", Some(2022)),
            ("2026-12-31", None),
            ("2027-09-30", None),
            ("2027-10-01", Some(2028)),
            ("2028-01-01", Some(2028)),
        ] {
            assert_eq!(missing_year(&calendar, day(today)), missed, "{today}");
        }
    }

    #[test]
    fn little_room_is_a_warning_and_too_little_a_failure() {
        for (free, state) in [
            (FREE_BYTES_WARN, State::Ok),
            (FREE_BYTES_WARN - 1, State::Warn),
            (FREE_BYTES_FAIL, State::Warn),
            (FREE_BYTES_FAIL - 1, State::Fail),
        ] {
            assert_eq!(state_of_free(free), state, "{free}");
        }
    }

    #[test]
    fn a_question_without_an_answer_is_a_finding() {
        let mut found = Signs::default();
        let answer: Result<(), StoreError> = Err(StoreError::Full);
        assert_eq!(found.answered("facts", answer), None);
        assert!(matches!(
            found.0[..],
            [Sign { check: "facts", state: State::Fail, said: Said::Unanswered(_) }]
        ));
    }
}
