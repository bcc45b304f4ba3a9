//! The questions the doctor asks. A question that cannot be asked is itself a line, so that one
//! broken thing never hides the rest.

use std::path::Path;

use chrono::{DateTime, Datelike as _, TimeDelta, Utc};
use hoso_events::rulebook::Duty;
use hoso_projections::{
    database::{Database, Dialect},
    engine::World,
};

use super::{Line, State};
use crate::{
    cli::{
        Context,
        exit::{CliError, Words},
        place::shown,
        voice::{Voice, shown_instant},
    },
    clock::Clock,
    sign_on::SignOn,
    store::{
        Location, Purpose, Store,
        health::{self, missing_read_models, schema_version, schema_version_known},
        models::TABLES,
        open, read,
    },
};

/// From this month on, next year's calendar should be there.
const NEXT_YEAR_FROM_MONTH: u32 = 10;
/// The log's last instant may be ahead of the clock by this much, no more.
const AHEAD_MAX: TimeDelta = TimeDelta::minutes(1);
/// Before this year the clock is surely wrong.
const YEAR_MIN: i32 = 2026;
/// Free space that is too little, and that is little.
const FREE_BYTES_FAIL: u64 = 256 << 20;
const FREE_BYTES_WARN: u64 = 2 << 30;

struct Asked<'a> {
    voice: &'a Voice,
    lines: Vec<Line>,
}

impl Asked<'_> {
    fn add(&mut self, check: &'static str, state: State, said: impl Into<String>) {
        self.lines.push(Line { check, state, said: said.into() });
    }

    fn say(&mut self, check: &'static str, state: State, key: &str, words: Words) {
        let said = self.voice.say_with(key, words);
        self.add(check, state, said);
    }

    /// The answer, or a failing line that says why there is none.
    fn answered<T>(&mut self, check: &'static str, answer: Result<T, CliError>) -> Option<T> {
        match answer {
            Ok(answer) => Some(answer),
            Err(error) => {
                self.add(check, State::Fail, error.sentence(self.voice.lang));
                None
            }
        }
    }
}

/// Every question, answered.
pub async fn all(sign_on: Result<Option<SignOn>, CliError>, context: &Context) -> Vec<Line> {
    let mut asked = Asked { voice: &context.voice, lines: vec![] };
    let location = context.place.location();
    asked.add("program", State::Ok, env!("CARGO_PKG_VERSION"));
    clock(&mut asked, &*context.clock);
    let opened = open::open(&location, Purpose::Read).await.map_err(CliError::from);
    if let Some(opened) = asked.answered("database", opened) {
        asked.add("database", State::Ok, shown(&location));
        settings(&mut asked, &opened.db).await;
        if tables(&mut asked, &opened.db).await {
            log(&mut asked, &opened.db, context.clock.now()).await;
            reference(&mut asked, &opened.db, context).await;
            about(&mut asked, &location, context).await;
        }
    }
    if let Location::File(path) = &location {
        disk(&mut asked, path);
    }
    other_service(&mut asked, sign_on, context.clock.now()).await;
    asked.lines
}

fn clock(asked: &mut Asked<'_>, clock: &dyn Clock) {
    let now = clock.now();
    let state = if now.year() < YEAR_MIN { State::Fail } else { State::Ok };
    asked.add("clock", state, shown_instant(now));
}

/// The service that vouches for people, where one is named: without it people still have their
/// passwords.
async fn other_service(
    asked: &mut Asked<'_>,
    sign_on: Result<Option<SignOn>, CliError>,
    now: DateTime<Utc>,
) {
    let Some(Some(sign_on)) = asked.answered("sign_on", sign_on) else { return };
    let words = vec![("name", sign_on.name().to_owned())];
    match sign_on.reach(now).await {
        Ok(()) => asked.say("sign_on", State::Ok, "cli-doctor-sign-on", words),
        Err(_told_in_the_log) => {
            asked.say("sign_on", State::Warn, "cli-sign-on-unreachable", words);
        }
    }
}

async fn settings(asked: &mut Asked<'_>, db: &Database) {
    let found = health::settings(db).await.map_err(CliError::from);
    let Some(found) = asked.answered("version", found) else { return };
    let (kind, journal, synchronous) = match db.dialect() {
        Dialect::Sqlite => ("SQLite", ("journal_mode", "wal"), "synchronous"),
        Dialect::Postgres => ("PostgreSQL", ("fsync", "on"), "synchronous_commit"),
    };
    asked.add("version", State::Ok, format!("{kind} {}", found.version));
    let state = if found.journal == journal.1 { State::Ok } else { State::Fail };
    asked.add(journal.0, state, found.journal);
    let state = match found.synchronous.as_str() {
        "full" | "extra" | "on" | "remote_write" | "remote_apply" => State::Ok,
        _ => State::Fail,
    };
    asked.add(synchronous, state, found.synchronous);
}

/// Whether the tables are there, in the version this program works with.
async fn tables(asked: &mut Asked<'_>, db: &Database) -> bool {
    let Some(found) = asked.answered("schema", schema_version(db).await.map_err(CliError::from))
    else {
        return false;
    };
    let known = schema_version_known(db.dialect());
    let words = vec![("found", found.unwrap_or(0).to_string()), ("known", known.to_string())];
    let state = if found == Some(known) { State::Ok } else { State::Fail };
    let key = match found {
        None => "cli-doctor-schema-none",
        Some(found) if found < known => "cli-doctor-schema-old",
        Some(found) if found > known => "cli-doctor-schema-new",
        Some(_) => "cli-doctor-schema",
    };
    asked.say("schema", state, key, words);
    if found.is_none() {
        return false;
    }
    let missing = missing_read_models(db).await.map_err(CliError::from);
    let Some(missing) = asked.answered("read_models", missing) else { return false };
    match missing.is_empty() {
        true => {
            let count = vec![("count", TABLES.len().to_string())];
            asked.say("read_models", State::Ok, "cli-doctor-models", count);
        }
        false => {
            let words = vec![("names", missing.join(", "))];
            asked.say("read_models", State::Fail, "cli-doctor-models-missing", words);
        }
    }
    state == State::Ok
}

async fn log(asked: &mut Asked<'_>, db: &Database, now: DateTime<Utc>) {
    let head = read::head(db).await.map_err(CliError::from);
    let Some(head) = asked.answered("facts", head) else { return };
    asked.add("facts", State::Ok, head.position.to_string());
    if let Some(at) = head.recorded_at {
        let (state, key) = match at > now + AHEAD_MAX {
            true => (State::Fail, "cli-doctor-last-ahead"),
            false => (State::Ok, "cli-doctor-last"),
        };
        asked.say("last_recorded", state, key, vec![("instant", shown_instant(at))]);
    }
}

/// Calendars and rules.
async fn reference(asked: &mut Asked<'_>, db: &Database, context: &Context) {
    let mut world = World::default();
    let folded = read::catch_up(db, &mut world, &mut 0).await.map_err(CliError::from);
    if asked.answered("calendars", folded).is_none() {
        return;
    }
    let today = context.clock.today();
    let years: Vec<i32> = world.calendar.years().collect();
    let text = years.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let missing = |year: i32| vec![("years", text.clone()), ("year", year.to_string())];
    let (this, next) = (today.year(), today.year() + 1);
    if !years.contains(&this) {
        asked.say("calendars", State::Fail, "cli-doctor-calendar-missing", missing(this));
    } else if !years.contains(&next) && today.month() >= NEXT_YEAR_FROM_MONTH {
        asked.say("calendars", State::Warn, "cli-doctor-calendar-missing", missing(next));
    } else {
        asked.add("calendars", State::Ok, text);
    }
    let mut packs: Vec<&str> = Duty::ALL
        .into_iter()
        .filter_map(|duty| world.rulebook.in_force(duty, today))
        .map(|(_rule, pack)| pack)
        .collect();
    packs.sort_unstable();
    packs.dedup();
    match packs.is_empty() {
        true => asked.say("rules", State::Fail, "cli-doctor-rules-none", vec![]),
        false => asked.add("rules", State::Ok, packs.join(", ")),
    }
    asked.add("units", State::Ok, world.units.iter().count().to_string());
}

async fn about(asked: &mut Asked<'_>, location: &Location, context: &Context) {
    let said = async {
        let store = Store::open(location, Purpose::Read, context.clock.clone()).await?;
        Ok(store.about("invented").await?)
    };
    match asked.answered("people", said.await) {
        None => {}
        Some(None) => asked.say("people", State::Ok, "cli-doctor-real", vec![]),
        Some(Some(_said)) => asked.say("people", State::Warn, "cli-invented", vec![]),
    }
}

fn disk(asked: &mut Asked<'_>, path: &Path) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    // A folder that is not there yet lies where the nearest one above it does.
    let there = folder
        .unwrap_or(Path::new("."))
        .ancestors()
        .map(|folder| if folder.as_os_str().is_empty() { Path::new(".") } else { folder })
        .find(|folder| folder.exists());
    let Some(Ok(stat)) = there.map(rustix::fs::statvfs) else { return };
    let free = stat.f_bavail.saturating_mul(stat.f_frsize);
    let state = match free {
        free if free < FREE_BYTES_FAIL => State::Fail,
        free if free < FREE_BYTES_WARN => State::Warn,
        _ => State::Ok,
    };
    let gigabytes = asked.voice.decimal(free as f64 / 1e9);
    asked.say("disk", state, "cli-doctor-disk", vec![("free", gigabytes)]);
}
