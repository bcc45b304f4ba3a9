//! The doctor's questions in the order it asks them, and its words for what was found; where good
//! turns to bad stands in `app::health`.

use hoso_projections::{database::Database, engine::World};

use super::Line;
use crate::{
    app::health::{Said, Sign, Signs, State, Word},
    cli::{
        Context,
        exit::CliError,
        place::shown,
        scans::{self, Shelf},
        voice::{Voice, shown_instant},
    },
    files::FilesError,
    sign_on::SignOn,
    store::{Location, Purpose, Store, StoreError, open, read},
};

/// Every question, answered.
pub async fn all(
    scans: &scans::Ask,
    sign_on: Result<Option<SignOn>, CliError>,
    context: &Context,
) -> Vec<Line> {
    let mut found = Signs::default();
    let location = context.place.location();
    found.add("program", State::Ok, env!("CARGO_PKG_VERSION"));
    found.clock(context.clock.now());
    let opened = open::open(&location, Purpose::Read).await;
    if let Some(opened) = found.answered("database", opened) {
        found.add("database", State::Ok, shown(&location));
        found.settings(&opened.db).await;
        if found.tables(&opened.db).await {
            found.log(&opened.db, context.clock.now()).await;
            reference(&mut found, &opened.db, context).await;
            if let Some(said) = found.answered("people", about(&location, context).await) {
                found.people(said);
            }
        }
    }
    if let Location::File(path) = &location {
        found.disk(path);
    }
    let mut lines: Vec<Line> = found.0.into_iter().map(|sign| line(&context.voice, sign)).collect();
    lines.push(files(scans, context).await);
    lines.extend(other_service(sign_on, context).await);
    lines
}

/// Calendars and rules, folded from the facts themselves.
async fn reference(found: &mut Signs, db: &Database, context: &Context) {
    let mut world = World::default();
    let folded = read::catch_up(db, &mut world, &mut 0).await;
    if found.answered("calendars", folded).is_some() {
        found.reference(&world, context.clock.today());
    }
}

async fn about(location: &Location, context: &Context) -> Result<Option<String>, StoreError> {
    let store = Store::open(location, Purpose::Read, context.clock.clone()).await?;
    store.about("invented").await
}

fn line(voice: &Voice, sign: Sign) -> Line {
    let Sign { check, state, said } = sign;
    let said = match said {
        Said::Plain(word) => told(voice, word),
        Said::Sentence("invented", _none) => voice.say("cli-invented"),
        Said::Sentence(code, words) => {
            let words = words.into_iter().map(|(name, word)| (name, told(voice, word)));
            voice.say_with(&format!("cli-doctor-{code}"), words.collect())
        }
        Said::Unanswered(error) => CliError::from(error).sentence(voice.lang),
    };
    Line { check, state, said }
}

fn told(voice: &Voice, word: Word) -> String {
    match word {
        Word::Text(text) => text,
        Word::Number(n) => n.to_string(),
        Word::Instant(at) => shown_instant(at),
        Word::Bytes(bytes) => voice.decimal(bytes as f64 / 1e9),
    }
}

/// A bucket is tried out as the service will use it; a folder is made when it is first needed.
async fn files(scans: &scans::Ask, context: &Context) -> Line {
    let voice = &context.voice;
    let (state, said) = match scans.place(&context.place) {
        Err(error) => (State::Fail, error.sentence(voice.lang)),
        Ok(shelf @ Shelf::Folder(_)) => (State::Ok, shelf.shown()),
        Ok(shelf) => try_out(shelf, voice).await,
    };
    Line { check: "files", state, said }
}

async fn try_out(shelf: Shelf, voice: &Voice) -> (State, String) {
    let place = shelf.shown();
    let files = match shelf.open() {
        Ok(files) => files,
        Err(error) => return (State::Fail, error.sentence(voice.lang)),
    };
    let (key, why) = match files.try_out().await {
        Ok(()) => return (State::Ok, place),
        Err(FilesError::Refused(answer)) => ("cli-doctor-files-refused", answer.to_string()),
        Err(error) => ("cli-doctor-files-unusable", error.cause()),
    };
    (State::Fail, voice.say_with(key, vec![("place", place), ("why", why)]))
}

/// The service that vouches for people, where one is named: without it people still have their
/// passwords.
async fn other_service(
    sign_on: Result<Option<SignOn>, CliError>,
    context: &Context,
) -> Option<Line> {
    let voice = &context.voice;
    let (state, said) = match sign_on {
        Err(error) => (State::Fail, error.sentence(voice.lang)),
        Ok(sign_on) => {
            let sign_on = sign_on?;
            let words = vec![("name", sign_on.name().to_owned())];
            match sign_on.reach(context.clock.now()).await {
                Ok(()) => (State::Ok, voice.say_with("cli-doctor-sign-on", words)),
                Err(_told_in_the_log) => {
                    (State::Warn, voice.say_with("cli-sign-on-unreachable", words))
                }
            }
        }
    };
    Some(Line { check: "sign_on", state, said })
}
