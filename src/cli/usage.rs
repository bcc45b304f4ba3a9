//! What is said when the command line itself is wrong, in the reader's language.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::{exit::Exit, transfer::INVENTORY_LINE, voice::Voice};
use crate::sentences::Lang;

/// The language and form asked for, before the command line is known to be right.
pub fn voice_of(arguments: &[OsString]) -> Voice {
    let texts: Vec<&str> = arguments.iter().filter_map(|argument| argument.to_str()).collect();
    let after = texts.iter().position(|text| *text == "--lang").and_then(|at| texts.get(at + 1));
    let joined = texts.iter().find_map(|text| text.strip_prefix("--lang="));
    let from_environment = std::env::var("HOSO_LANG").ok();
    let lang = joined.or(after.copied()).or(from_environment.as_deref());
    Voice {
        lang: if lang == Some("en") { Lang::En } else { Lang::Vi },
        json: texts.contains(&"--json"),
    }
}

/// Shows the help that was asked for, or says what is wrong with the command line.
pub fn tell(voice: &Voice, error: &clap::Error) -> Exit {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let _lost = error.print();
            Exit::Done
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _lost = error.print();
            Exit::Usage
        }
        _ => {
            let mut message = sentence(voice, error);
            if let Some(near) = nearest(error) {
                message.push(' ');
                message.push_str(&voice.say_with("cli-usage-nearest", vec![("near", near)]));
            }
            voice.tell_failure("usage", &message, Exit::Usage.code());
            voice.note(&voice.say("cli-usage-help"));
            Exit::Usage
        }
    }
}

fn sentence(voice: &Voice, error: &clap::Error) -> String {
    let word = |kind| text(error.get(kind)).unwrap_or_default();
    let argument = || ("argument", word(ContextKind::InvalidArg));
    let value = || ("value", word(ContextKind::InvalidValue));
    match error.kind() {
        ErrorKind::UnknownArgument => {
            voice.say_with("cli-usage-unknown-argument", vec![argument()])
        }
        ErrorKind::InvalidSubcommand => {
            let command = ("command", word(ContextKind::InvalidSubcommand));
            voice.say_with("cli-usage-unknown-command", vec![command])
        }
        ErrorKind::MissingRequiredArgument => voice.say_with("cli-usage-missing", vec![argument()]),
        ErrorKind::MissingSubcommand => voice.say("cli-usage-no-command"),
        ErrorKind::InvalidValue if word(ContextKind::InvalidValue).is_empty() => {
            voice.say_with("cli-usage-no-value", vec![argument()])
        }
        ErrorKind::InvalidValue => {
            let valid = ("valid", word(ContextKind::ValidValue));
            voice.say_with("cli-usage-value-not-listed", vec![argument(), value(), valid])
        }
        ErrorKind::ValueValidation if word(ContextKind::InvalidArg).contains(INVENTORY_LINE) => {
            voice.say_with("cli-usage-value-inventory", vec![argument(), value()])
        }
        ErrorKind::ValueValidation => voice.say_with("cli-usage-value", vec![argument(), value()]),
        ErrorKind::ArgumentConflict => {
            let other = ("other", word(ContextKind::PriorArg));
            voice.say_with("cli-usage-conflict", vec![argument(), other])
        }
        // The rest are rare, and the parser's own words say more than ours could.
        _ => {
            let text = error.render().to_string();
            let line = text.lines().next().unwrap_or_default();
            line.trim_start_matches("error: ").to_owned()
        }
    }
}

fn nearest(error: &clap::Error) -> Option<String> {
    [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
        .into_iter()
        .find_map(|kind| text(error.get(kind)))
}

fn text(value: Option<&ContextValue>) -> Option<String> {
    match value? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => Some(texts.join(", ")),
        ContextValue::StyledStr(text) => Some(text.to_string()),
        ContextValue::StyledStrs(texts) => {
            Some(texts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
        }
        ContextValue::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
