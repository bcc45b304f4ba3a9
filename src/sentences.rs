//! Every sentence a person can meet, in Vietnamese and English: the one place for words.
//!
//! `src/sentences/{vi,en}/*.ftl` hold them; a key that is missing in a language fails a test.

use std::{borrow::Cow, collections::HashMap, sync::Arc};

use chrono::NaiveDate;
use fluent_templates::{LanguageIdentifier, Loader as _, fluent_bundle::FluentValue, langid};
pub use hoso_events::catalogue::Lang;
use hoso_events::{
    elsewhere::{Meant, UnitElsewhere, UnitsElsewhere},
    ids::UnitId,
    unit::{Now, UnitTree},
    values::UnitName,
};

use crate::app::Refusal;

fluent_templates::static_loader! {
    static SENTENCES = {
        locales: "./src/sentences",
        fallback_language: "vi",
        // Sentences go to terminals and logs too: no invisible isolation marks around words.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// The languages, with the names of their folders.
pub const LANGUAGES: [(Lang, LanguageIdentifier); 2] =
    [(Lang::Vi, langid!("vi")), (Lang::En, langid!("en"))];

fn language(lang: Lang) -> LanguageIdentifier {
    match lang {
        Lang::Vi => langid!("vi"),
        Lang::En => langid!("en"),
    }
}

/// The sentence under a key; the key itself when there is none, so that nothing is silently blank.
pub fn say(lang: Lang, key: &str) -> String {
    SENTENCES.try_lookup(&language(lang), key).unwrap_or_else(|| key.to_owned())
}

/// The sentence under a key with words put in.
pub fn say_with(lang: Lang, key: &str, words: &[(&'static str, String)]) -> String {
    let words: HashMap<Cow<'static, str>, FluentValue<'_>> = words
        .iter()
        .map(|(name, word)| (Cow::Borrowed(*name), FluentValue::from(word.as_str())))
        .collect();
    SENTENCES.try_lookup_with_args(&language(lang), key, &words).unwrap_or_else(|| key.to_owned())
}

/// Whether there is a sentence under a key in this language itself.
pub fn knows(lang: Lang, key: &str) -> bool {
    let no_words: Option<&HashMap<&str, FluentValue<'_>>> = None;
    match SENTENCES.lookup_single_language(&language(lang), key, no_words) {
        Ok(_) => true,
        // One that needs words put in is there, though it cannot be told without them. The kinds
        // of this error have no public name; a test of the sentences holds its text.
        Err(error) => error.to_string().starts_with("Fluent errors"),
    }
}

/// The key of a code's sentence: codes are written with `_`, keys with `-`.
pub fn key_of_code(code: &str) -> String {
    format!("code-{}", code.replace('_', "-"))
}

/// The units by the names they had on a day, or have now.
#[derive(Debug, Clone, Copy)]
pub struct UnitNames<'a> {
    units: &'a UnitTree,
    /// The day told of, and today; none where only what is now is told.
    then: Option<(NaiveDate, NaiveDate)>,
    /// The units of other logs that came with the dossier that is told of.
    elsewhere: Option<&'a UnitsElsewhere>,
    /// The log that said what is told, where that is another one.
    said_in: Option<&'a str>,
}

/// What a reference to a unit says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldUnit {
    /// The name of its time, with what it is called or has become since.
    pub name: String,
    /// Whether it is a unit of where the dossier came from.
    pub elsewhere: bool,
    /// Whether it is the name of a unit here, in a fact of another log that did not name its own.
    pub unconfirmed: bool,
    /// What the same id means where the dossier came from, when that is another unit.
    pub clash: Option<String>,
}

impl<'a> UnitNames<'a> {
    /// As they are called now.
    pub fn now(units: &'a UnitTree) -> Self {
        Self { units, then: None, elsewhere: None, said_in: None }
    }

    /// As they were called on a day, with what they are today where that differs.
    pub fn on(units: &'a UnitTree, day: NaiveDate, today: NaiveDate) -> Self {
        Self { then: Some((day, today)), ..Self::now(units) }
    }

    /// With the units that came with a dossier, of which something is told that `said_in` recorded
    /// first: another log, or none where it was recorded here.
    pub fn with(self, elsewhere: &'a UnitsElsewhere, said_in: Option<&'a str>) -> Self {
        Self { elsewhere: Some(elsewhere), said_in, ..self }
    }

    /// What a reference to a unit says; none where the text is no unit that anybody named.
    pub fn told(&self, lang: Lang, reference: &str) -> Option<String> {
        let told = self.named(lang, reference)?;
        let name = ("name", told.name.clone());
        Some(match told.clash {
            Some(theirs) => say_with(lang, "page-unit-clash", &[name, ("theirs", theirs)]),
            None if told.elsewhere => say_with(lang, "page-unit-elsewhere", &[name]),
            None if told.unconfirmed => say_with(lang, "page-unit-unconfirmed", &[name]),
            None => told.name,
        })
    }

    /// The same without words around the name.
    pub fn named(&self, lang: Lang, reference: &str) -> Option<ToldUnit> {
        let id = UnitId::parse(reference).ok()?;
        let day = self.then.map_or(NaiveDate::MAX, |(day, _today)| day);
        let meant = self.elsewhere.map_or(Meant::Ours, |elsewhere| {
            elsewhere.meant(self.units.get(id), id, self.said_in, day)
        });
        let there = |unit: &UnitElsewhere| self.there(lang, unit, day);
        let name = match meant {
            Meant::Theirs(unit) => there(unit)?,
            Meant::Ours | Meant::Either(_) | Meant::Unconfirmed => self.here(lang, id)?,
        };
        let clash = match meant {
            Meant::Either(unit) => there(unit),
            Meant::Ours | Meant::Theirs(_) | Meant::Unconfirmed => None,
        };
        Some(ToldUnit {
            name,
            elsewhere: matches!(meant, Meant::Theirs(_)),
            unconfirmed: meant == Meant::Unconfirmed,
            clash,
        })
    }

    fn here(&self, lang: Lang, id: UnitId) -> Option<String> {
        let Some((day, today)) = self.then else {
            return Some(self.units.get(id)?.name.to_string());
        };
        let called = self.units.called(id, day, today)?;
        Some(otherwise(lang, called.then, called.now))
    }

    fn there(&self, lang: Lang, unit: &UnitElsewhere, day: NaiveDate) -> Option<String> {
        let called = self.elsewhere?.called(unit, day)?;
        let now = if self.then.is_some() { called.now } else { Now::Same };
        Some(otherwise(lang, called.then, now))
    }
}

/// A name, and what it is now where that differs.
fn otherwise(lang: Lang, then: &UnitName, now: Now<'_>) -> String {
    let then = ("then", then.to_string());
    match now {
        Now::Same => then.1,
        Now::Renamed(name) => {
            say_with(lang, "page-unit-otherwise", &[then, ("now", name.to_string())])
        }
        Now::Became(names) => {
            let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
            say_with(lang, "page-unit-otherwise", &[then, ("now", names.join(", "))])
        }
        Now::Gone => say_with(lang, "page-unit-no-more", &[then]),
    }
}

impl<'a> From<&'a UnitTree> for UnitNames<'a> {
    fn from(units: &'a UnitTree) -> Self {
        Self::now(units)
    }
}

impl<'a> From<&'a Arc<UnitTree>> for UnitNames<'a> {
    fn from(units: &'a Arc<UnitTree>) -> Self {
        Self::now(units)
    }
}

/// What a refusal says.
pub fn refusal(lang: Lang, refusal: &Refusal) -> String {
    say_with(lang, &key_of_code(refusal.code), &refusal.words)
}
