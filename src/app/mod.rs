//! The only place where a command runs: access check, load, decide, append, answer.

pub mod access;
pub mod accounts;
pub mod actor;
pub mod bootstrap;
mod cache;
pub mod cases;
pub mod checkpoints;
pub mod command;
pub mod duplicates;
pub mod endings;
pub mod entry;
mod execute;
pub mod export;
pub mod feed;
pub mod health;
pub mod import;
pub mod mass_moves;
pub mod package;
pub mod quota;
pub mod reads;
pub mod reference;
pub mod refusal;
pub mod replay;
pub mod retirement;
pub mod scans;
pub mod secondments;
pub mod sight;
pub mod sign_in;
pub mod taking_in;
pub mod transfers;
pub mod units;
pub mod units_elsewhere;
pub mod visit;

use std::{num::NonZeroUsize, sync::Arc};

use hoso_events::{
    account::Account, calendar::Calendar, dossier::Dossier, rulebook::Rulebook, unit::UnitTree,
};

use crate::{files::Files, seal::key::PublicKey, sign_on::SignOn, store::Store};
use cache::StateCache;

pub use access::{Act, Target, may};
pub use actor::Actor;
pub use command::{Command, Done, Request};
pub use refusal::{CommandError, Refusal};
pub use visit::{Opened, Visit};

/// How many dossiers' states are kept between commands.
const DOSSIERS_KEPT_MAX: NonZeroUsize = NonZeroUsize::new(16_384).expect("not zero");
/// How many accounts' states are kept between commands.
const ACCOUNTS_KEPT_MAX: NonZeroUsize = NonZeroUsize::new(4_096).expect("not zero");
/// There is one stream each of units, calendars and rules.
const ONE: NonZeroUsize = NonZeroUsize::MIN;

/// The program's heart: everything that can be asked goes through it.
pub struct App {
    store: Arc<Store>,
    dossiers: StateCache<Dossier>,
    accounts: StateCache<Account>,
    units: StateCache<UnitTree>,
    calendars: StateCache<Calendar>,
    rulebooks: StateCache<Rulebook>,
    passwords: sign_in::password::Passwords,
    quotas: quota::Quotas,
    files: Files,
    sign_on: Option<SignOn>,
    keeper: Option<checkpoints::Keeper>,
    /// The keys of those whose packages are taken in.
    senders: Vec<PublicKey>,
}

impl App {
    /// The app over an open log.
    pub fn new(store: Arc<Store>) -> Self {
        Self {
            store,
            dossiers: StateCache::new(DOSSIERS_KEPT_MAX),
            accounts: StateCache::new(ACCOUNTS_KEPT_MAX),
            units: StateCache::new(ONE),
            calendars: StateCache::new(ONE),
            rulebooks: StateCache::new(ONE),
            passwords: sign_in::password::Passwords::default(),
            quotas: quota::Quotas::default(),
            files: Files::nowhere(),
            sign_on: None,
            keeper: None,
            senders: vec![],
        }
    }

    /// The log underneath.
    pub fn store(&self) -> &Arc<Store> {
        &self.store
    }
}
