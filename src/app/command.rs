//! What can be asked of the whole system: one command for one stream, and who asks.

use hoso_events::{
    account::AccountCommand,
    calendar::CalendarCommand,
    dossier::{DossierCommand, Pair, PairCommand},
    ids::{AccountId, DossierId},
    provenance::Source,
    rulebook::RulebookCommand,
    unit::UnitCommand,
};

/// A command for one stream.
#[derive(Debug, Clone)]
pub enum Command {
    Dossier(DossierId, DossierCommand),
    /// On two dossiers at once.
    Pair(Pair, PairCommand),
    Account(AccountId, AccountCommand),
    Unit(UnitCommand),
    Calendar(CalendarCommand),
    Rulebook(RulebookCommand),
}

impl Command {
    /// The command's name, for spans.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Dossier(_, command) => command.name(),
            Self::Pair(_, command) => command.name(),
            Self::Account(_, command) => command.name(),
            Self::Unit(command) => command.name(),
            Self::Calendar(command) => command.name(),
            Self::Rulebook(command) => command.name(),
        }
    }
}

/// How a command came in.
#[derive(Debug, Clone)]
pub struct Request {
    pub command: Command,
    pub source: Source,
    /// The sender's key for this request: the same key again is the same request.
    pub key: Option<String>,
    /// The dossier's sequence the sender saw, when they insist on it (`If-Match`).
    pub seen: Option<u64>,
}

impl Request {
    /// A request without a key.
    pub fn new(command: Command, source: Source) -> Self {
        Self { command, source, key: None, seen: None }
    }

    /// The same with the sender's key.
    pub fn with_key(self, key: impl Into<String>) -> Self {
        Self { key: Some(key.into()), ..self }
    }
}

/// What came of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// Facts were recorded, now or by an earlier request with the same key.
    Recorded { first_position: u64, last_position: u64, replayed: bool },
    /// Everything it asked for was so already.
    AlreadySo,
}

impl Done {
    /// The first position in the log, when something was recorded: what was asked for, before what
    /// follows from it in other streams.
    pub fn began_at(&self) -> Option<u64> {
        match self {
            Self::Recorded { first_position, .. } => Some(*first_position),
            Self::AlreadySo => None,
        }
    }

    /// The last position in the log, when something was recorded.
    pub fn position(&self) -> Option<u64> {
        match self {
            Self::Recorded { last_position, .. } => Some(*last_position),
            Self::AlreadySo => None,
        }
    }
}
