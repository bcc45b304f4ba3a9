//! How a command ends: the exit codes, and every failure with its code, its sentence and its causes.

use std::{error::Error, io};

use chrono::NaiveDate;
use hoso_events::{calendar::CalendarGap, catalogue::catalogue, values::TextError};

use super::checkpoint;
use crate::{
    app::{CommandError, checkpoints::CheckpointError, export::ExportError, import::ListError},
    import::ImportError,
    package::Fault,
    sentences::{self, Lang, say, say_with},
    sheets::SheetError,
    store::StoreError,
};

/// What the process says with its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    Done,
    /// It failed, or was refused.
    Failed,
    /// The command line itself is wrong.
    Usage,
    /// `verify` found the log broken, or `rebuild` found a read model that differs.
    Broken,
    /// The log is not the one that was signed.
    Rewritten,
    /// The log ends before a checkpoint that is known.
    Shorter,
    NotFound,
    /// In use or out of reach: the same command may work later.
    Busy,
    /// The installation is wrong: an old SQLite, a network folder, tables of another version.
    Configuration,
}

impl Exit {
    /// Every code, in the order of the help.
    pub const ALL: [Self; 9] = [
        Self::Done,
        Self::Failed,
        Self::Usage,
        Self::Broken,
        Self::Rewritten,
        Self::Shorter,
        Self::NotFound,
        Self::Busy,
        Self::Configuration,
    ];

    /// The number the shell sees.
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Broken => 3,
            Self::Rewritten => 4,
            Self::Shorter => 5,
            // EX_NOINPUT of sysexits.h.
            Self::NotFound => 66,
            Self::Busy => 75,
            Self::Configuration => 78,
        }
    }
}

/// Words put into a sentence, by name.
pub type Words = Vec<(&'static str, String)>;

/// Why a command did not end well. What it says never holds personal data.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    #[error(transparent)]
    Command(#[from] CommandError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    List(#[from] ImportError),
    #[error(transparent)]
    Calendar(#[from] CalendarGap),
    #[error(transparent)]
    Sheet(#[from] SheetError),
    #[error(transparent)]
    Checkpoint(CheckpointError),
    #[error(transparent)]
    Package(#[from] Fault),
    #[error("the file could not be read")]
    File(#[source] io::Error),
    #[error("the answer could not be written")]
    Output(#[source] io::Error),
    #[error("the address could not be listened on")]
    Listen(#[source] io::Error),
    #[error("the server stopped")]
    Serve(#[source] Box<dyn Error + Send + Sync>),
    /// Anything of the command line itself; the sentence is `cli-error-` and the code.
    #[error("{code}")]
    Plain { exit: Exit, code: &'static str, words: Words },
    /// The answer itself was the bad news, and has been given.
    #[error("already told")]
    Told(Exit),
}

impl From<CheckpointError> for CliError {
    fn from(error: CheckpointError) -> Self {
        match error {
            CheckpointError::Store(error) => Self::Store(error),
            other => Self::Checkpoint(other),
        }
    }
}

impl From<ListError> for CliError {
    fn from(error: ListError) -> Self {
        match error {
            ListError::List(error) => Self::List(error),
            ListError::Command(error) => Self::Command(error),
        }
    }
}

impl From<ExportError> for CliError {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Command(error) => Self::Command(error),
            ExportError::Sheet(error) => Self::Sheet(error),
        }
    }
}

impl From<sqlx::Error> for CliError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(StoreError::from(error))
    }
}

impl CliError {
    /// A failure of the command line itself.
    pub fn plain(exit: Exit, code: &'static str, words: Words) -> Self {
        Self::Plain { exit, code, words }
    }

    /// Something that was named is not there.
    pub fn not_found(what: &'static str, name: &str) -> Self {
        Self::plain(Exit::NotFound, what, vec![("name", name.to_owned())])
    }

    /// A text on the command line that cannot be taken.
    pub fn text(argument: &'static str, error: &TextError) -> Self {
        let words = vec![("argument", argument.to_owned()), ("why", error.code().to_owned())];
        Self::plain(Exit::Usage, "bad_text", words)
    }

    /// The exit code.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Command(CommandError::Denied) => Exit::NotFound,
            Self::Command(CommandError::Busy) => Exit::Busy,
            Self::Command(CommandError::Store(error)) => exit_of_store(error),
            Self::Command(_) | Self::List(_) | Self::Calendar(_) | Self::File(_) => Exit::Failed,
            Self::Output(_) | Self::Sheet(_) | Self::Serve(_) => Exit::Failed,
            Self::Listen(error) => match error.kind() {
                io::ErrorKind::AddrInUse => Exit::Busy,
                _ => Exit::Configuration,
            },
            Self::Checkpoint(error) => checkpoint::exit_of(error),
            Self::Package(Fault::Newer { .. }) => Exit::Failed,
            Self::Package(_) => Exit::Broken,
            Self::Store(error) => exit_of_store(error),
            Self::Plain { exit, .. } | Self::Told(exit) => *exit,
        }
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Command(CommandError::Store(error)) => code_of_store(error),
            Self::Command(error) => error.code(),
            Self::Store(error) => code_of_store(error),
            Self::List(error) => error.code(),
            Self::Calendar(gap) => gap.code(),
            Self::Checkpoint(error) => checkpoint::code_of(error),
            Self::Package(fault) => fault.code(),
            Self::File(_) => "file_unreadable",
            Self::Output(_) | Self::Sheet(_) => "output_failed",
            Self::Listen(error) if error.kind() == io::ErrorKind::AddrInUse => "address_in_use",
            Self::Listen(_) => "address_unusable",
            Self::Serve(_) => "server_stopped",
            Self::Plain { code, .. } => code,
            Self::Told(_) => "told",
        }
    }

    /// What it says, and what can be done.
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::Command(CommandError::Refused(refusal)) => sentences::refusal(lang, refusal),
            Self::List(error) => {
                say_with(lang, &sentences::key_of_code(error.code()), &words_of_list(error, lang))
            }
            Self::Plain { words, code: "bad_text", .. } => {
                let mut words = words.clone();
                for (name, word) in &mut words {
                    if *name == "why" {
                        *word = say(lang, &sentences::key_of_code(word));
                    }
                }
                say_with(lang, "cli-error-bad-text", &words)
            }
            Self::Package(fault) => {
                say_with(lang, &sentences::key_of_code(fault.code()), &fault.words())
            }
            Self::Plain { code, words, .. } => own(lang, code, words),
            Self::Calendar(gap) => own(lang, self.code(), &[("year", gap.year.to_string())]),
            Self::Store(error) => own(lang, self.code(), &words_of_store(error)),
            Self::Checkpoint(error) => own(lang, self.code(), &checkpoint::words_of(error)),
            Self::Command(CommandError::Store(error)) => {
                own(lang, self.code(), &words_of_store(error))
            }
            _ => own(lang, self.code(), &[]),
        }
    }

    /// The causes underneath, for the operator, outermost first. Texts that could repeat a stored
    /// value are left out.
    pub fn causes(&self) -> Vec<String> {
        let mut causes = vec![];
        let mut next: Option<&(dyn Error + 'static)> = match self {
            Self::Command(CommandError::Store(error)) => error.source(),
            Self::Command(_) | Self::Package(_) | Self::Plain { .. } | Self::Told(_) => None,
            other => other.source(),
        };
        while let Some(cause) = next {
            let text = match cause.downcast_ref::<serde_json::Error>() {
                Some(json) => format!("JSON, line {}, column {}", json.line(), json.column()),
                None => cause.to_string(),
            };
            // Some libraries say their cause again in their own words.
            if !causes.last().is_some_and(|last: &String| last.ends_with(&text)) {
                causes.push(text);
            }
            next = cause.source();
        }
        causes
    }
}

fn own(lang: Lang, code: &str, words: &[(&'static str, String)]) -> String {
    say_with(lang, &format!("cli-error-{}", code.replace('_', "-")), words)
}

fn is_out_of_reach(error: &sqlx::Error) -> bool {
    let busy = |code: &str| matches!(code, "5" | "261" | "517" | "55P03" | "57P03" | "53300");
    match error {
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut => true,
        sqlx::Error::Database(error) => error.code().is_some_and(|code| busy(&code)),
        _ => false,
    }
}

fn code_of_store(error: &StoreError) -> &'static str {
    match error {
        StoreError::Database(sqlx::Error::Configuration(_)) => "database_address",
        StoreError::Database(error) if is_out_of_reach(error) => "database_out_of_reach",
        StoreError::Database(_) => "database_failed",
        StoreError::Rows(_) => "rows_broken",
        StoreError::Migrate(_) => "migration_failed",
        StoreError::Folder(_) => "folder_unusable",
        StoreError::NoDatabase => "no_database",
        StoreError::InUse => "in_use",
        StoreError::OldSqlite { .. } => "old_sqlite",
        StoreError::NetworkFolder { .. } => "network_folder",
        StoreError::Unreadable { .. } | StoreError::Fact { .. } => "fact_unreadable",
        StoreError::Full => "storage_full",
        StoreError::HeadMoved => "head_moved",
        StoreError::Stopped => "writer_stopped",
        StoreError::Distrusted => "log_distrusted",
    }
}

fn exit_of_store(error: &StoreError) -> Exit {
    match error {
        StoreError::NoDatabase => Exit::NotFound,
        StoreError::InUse => Exit::Busy,
        StoreError::Database(sqlx::Error::Configuration(_))
        | StoreError::Migrate(_)
        | StoreError::Folder(_)
        | StoreError::OldSqlite { .. }
        | StoreError::NetworkFolder { .. } => Exit::Configuration,
        StoreError::Database(error) if is_out_of_reach(error) => Exit::Busy,
        StoreError::Database(_)
        | StoreError::Rows(_)
        | StoreError::Unreadable { .. }
        | StoreError::Fact { .. }
        | StoreError::Full
        | StoreError::HeadMoved
        | StoreError::Stopped => Exit::Failed,
        StoreError::Distrusted => Exit::Rewritten,
    }
}

fn words_of_store(error: &StoreError) -> Words {
    match error {
        StoreError::OldSqlite { version } => vec![("version", version.clone())],
        StoreError::NetworkFolder { name } => vec![("name", (*name).to_owned())],
        StoreError::Unreadable { position, .. } | StoreError::Fact { position, .. } => {
            vec![("position", position.to_string())]
        }
        _ => vec![],
    }
}

fn words_of_list(error: &ImportError, lang: Lang) -> Words {
    match error {
        ImportError::TooLarge { what, max } => {
            vec![("what", (*what).to_owned()), ("max", max.to_string())]
        }
        ImportError::NoHeader { rows_looked_at } => vec![("rows", rows_looked_at.to_string())],
        ImportError::MissingColumn { field, header_row } => vec![
            ("field", catalogue().label(field.as_str(), lang).to_owned()),
            ("row", header_row.to_string()),
        ],
        ImportError::NoPeople { header_row } => vec![("row", header_row.to_string())],
        ImportError::LegacyFont { address } => vec![("address", address.clone())],
        ImportError::NotASpreadsheet | ImportError::PasswordProtected => vec![],
    }
}

/// Reads a day as people write it: `2026-11-20` or `20/11/2026`.
pub fn day(text: &str) -> Result<NaiveDate, String> {
    let text = text.trim();
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .or_else(|_other_form| NaiveDate::parse_from_str(text, "%d/%m/%Y"))
        .ok()
        .filter(|day| YEARS.contains(&chrono::Datelike::year(day)))
        .ok_or_else(|| "not a day such as 2026-11-20 or 20/11/2026".to_owned())
}

/// The years a day on the command line may lie in.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;
