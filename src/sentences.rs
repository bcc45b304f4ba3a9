//! Every sentence a person can meet, in Vietnamese and English: the one place for words.
//!
//! `src/sentences/{vi,en}/*.ftl` hold them; a key that is missing in a language fails a test.

use std::{borrow::Cow, collections::HashMap, sync::Arc};

use chrono::NaiveDate;
use fluent_templates::{LanguageIdentifier, Loader as _, fluent_bundle::FluentValue, langid};
pub use hoso_events::catalogue::Lang;
use hoso_events::{
    ids::UnitId,
    unit::{Now, UnitTree},
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
}

impl<'a> UnitNames<'a> {
    /// As they are called now.
    pub fn now(units: &'a UnitTree) -> Self {
        Self { units, then: None }
    }

    /// As they were called on a day, with what they are today where that differs.
    pub fn on(units: &'a UnitTree, day: NaiveDate, today: NaiveDate) -> Self {
        Self { units, then: Some((day, today)) }
    }

    /// What a reference to a unit says; none where the text is no unit of the province.
    pub fn told(&self, lang: Lang, reference: &str) -> Option<String> {
        let id = UnitId::parse(reference).ok()?;
        let Some((day, today)) = self.then else {
            return Some(self.units.get(id)?.name.to_string());
        };
        let called = self.units.called(id, day, today)?;
        let then = ("then", called.then.to_string());
        Some(match called.now {
            Now::Same => called.then.to_string(),
            Now::Renamed(name) => {
                say_with(lang, "page-unit-otherwise", &[then, ("now", name.to_string())])
            }
            Now::Became(names) => {
                let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
                say_with(lang, "page-unit-otherwise", &[then, ("now", names.join(", "))])
            }
            Now::Gone => say_with(lang, "page-unit-no-more", &[then]),
        })
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
