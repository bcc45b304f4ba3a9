//! Every obstacle a command can meet, in one shape: a stable code, what it points at, and the words
//! a sentence needs.

use hoso_events::{
    account::AccountRefusal, calendar::CalendarRefusal, claim::ClaimKind, dossier::DossierRefusal,
    entry::Slot, mass_move::MassMoveRefusal, rulebook::RulebookRefusal, unit::UnitRefusal,
};

use crate::store::{StoreError, access_log::NotWritten};
use std::sync::Arc;

/// How many units a sentence names.
const UNITS_NAMED_MAX: usize = 5;

/// An obstacle, told the same way by every stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Key of the sentence; the CLI's and the API's error code.
    pub code: &'static str,
    /// The field or row to point at.
    pub slot: Option<Slot>,
    /// The words the sentence needs, by name.
    pub words: Vec<(&'static str, String)>,
}

impl Refusal {
    /// A refusal without further words.
    pub fn plain(code: &'static str) -> Self {
        Self { code, slot: None, words: vec![] }
    }
}

impl From<DossierRefusal> for Refusal {
    fn from(refusal: DossierRefusal) -> Self {
        let mut words = vec![];
        match &refusal {
            DossierRefusal::Incomplete { missing } => {
                let fields: Vec<&str> = missing.iter().map(|code| code.as_str()).collect();
                words.push(("fields", fields.join(", ")));
                words.push(("count", missing.len().to_string()));
            }
            DossierRefusal::InFuture { on } => words.push(("day", on.to_string())),
            DossierRefusal::PaperDatedInFuture { dated_on } => {
                words.push(("day", dated_on.to_string()));
            }
            _ => {}
        }
        Self { code: refusal.code(), slot: refusal.slot(), words }
    }
}

impl From<UnitRefusal> for Refusal {
    fn from(refusal: UnitRefusal) -> Self {
        let mut words = vec![];
        if let UnitRefusal::UnitsBelow { below, .. } = &refusal {
            let named: Vec<&str> =
                below.iter().take(UNITS_NAMED_MAX).map(|name| name.as_str()).collect();
            words.push(("units", named.join("; ")));
            words.push(("count", below.len().to_string()));
        }
        if let UnitRefusal::AboveEnded { above, .. } = &refusal {
            words.push(("unit", above.to_string()));
        }
        if let UnitRefusal::PaperDatedInFuture { dated_on } = &refusal {
            words.push(("day", dated_on.to_string()));
        }
        Self { code: refusal.code(), slot: None, words }
    }
}

impl From<AccountRefusal> for Refusal {
    fn from(refusal: AccountRefusal) -> Self {
        Self::plain(refusal.code())
    }
}

impl From<MassMoveRefusal> for Refusal {
    fn from(refusal: MassMoveRefusal) -> Self {
        let mut words = vec![];
        if let MassMoveRefusal::PaperDatedInFuture { dated_on } = &refusal {
            words.push(("day", dated_on.to_string()));
        }
        Self { code: refusal.code(), slot: None, words }
    }
}

impl From<CalendarRefusal> for Refusal {
    fn from(refusal: CalendarRefusal) -> Self {
        Self::plain(refusal.code())
    }
}

impl From<RulebookRefusal> for Refusal {
    fn from(refusal: RulebookRefusal) -> Self {
        Self::plain(refusal.code())
    }
}

/// Why a command was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// The domain refused: the sender's to mend.
    #[error("refused: {}", .0.code)]
    Refused(Refusal),
    /// The actor may not do this. Says nothing about whether the target exists.
    #[error("not allowed")]
    Denied,
    /// The act weighs, and who asks for it has not proved themselves lately.
    #[error("who asks has to prove themselves again")]
    StepUp,
    /// Too many requests are waiting: later again.
    #[error("too many requests are waiting")]
    Busy,
    /// The answer was lost: the same request with the same key tells the outcome.
    #[error("the outcome is not known")]
    Unknown,
    /// That someone looks could not be written down, so nothing is shown.
    #[error("the reading could not be written down")]
    Unwritten(#[source] Arc<StoreError>),
    /// The operator's to mend.
    #[error(transparent)]
    Store(#[from] Arc<StoreError>),
}

impl CommandError {
    /// Every code but those of the streams' refusals and of held values, which list their own.
    pub const CODES: &[&str] = &[
        "activation_used",
        "administrator_only",
        "audit_unavailable",
        "bad_credentials",
        "busy",
        "code_wrong",
        "dossier_worked_on",
        "file_lost",
        "files_full",
        "files_nowhere",
        "files_out_of_reach",
        "files_refused",
        "key_reused",
        "list_unit_ambiguous",
        "list_unit_missing",
        "list_unit_out_of_scope",
        "list_unit_unknown",
        "manifest_changed",
        "mass_move_early",
        "mass_move_end_into",
        "mass_move_nobody",
        "mass_move_not_approved",
        "mass_move_own_plan",
        "mass_move_successor_ended",
        "mass_move_too_many",
        "mass_move_under_way",
        "mass_move_undone",
        "mass_move_unit_ended",
        "mass_move_unit_kept",
        "mass_move_units_below",
        "name_differs",
        "nobody_left",
        "not_found",
        "outcome_unknown",
        "own_access",
        "package_dossier_here",
        "package_other_unit",
        "package_overtaken",
        "password_common",
        "password_long",
        "password_short",
        "password_wrong",
        "person_unknown",
        "read_quota",
        "read_quota_day",
        "second_factor_required",
        "self_verification",
        "service_ended",
        "session_expired",
        "sign_on_declined",
        "sign_on_no_id",
        "sign_on_not_again",
        "sign_on_stale",
        "sign_on_unknown",
        "sign_on_unreachable",
        "sign_on_untrusted",
        "slow_down",
        "stale",
        "stays_by_decision",
        "step_up_required",
        "storage_full",
        "twice_on_list",
        "unexpected",
        "unit_ended",
        "unit_in_use",
    ];

    /// Whether the trouble is ours: the same asked again may be done.
    pub fn is_trouble(&self) -> bool {
        match self {
            Self::Busy | Self::Unknown | Self::Unwritten(_) | Self::Store(_) => true,
            Self::Refused(_) | Self::Denied | Self::StepUp => false,
        }
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.code,
            Self::Denied => "not_found",
            Self::StepUp => "step_up_required",
            Self::Busy => "busy",
            Self::Unknown => "outcome_unknown",
            Self::Store(error) | Self::Unwritten(error) if matches!(**error, StoreError::Full) => {
                "storage_full"
            }
            Self::Unwritten(_) => "audit_unavailable",
            Self::Store(_) => "unexpected",
        }
    }

    /// A value that another stream holds.
    pub fn taken(kind: ClaimKind) -> Self {
        Self::Refused(Refusal::plain(kind.taken_code()))
    }
}

impl From<StoreError> for CommandError {
    fn from(error: StoreError) -> Self {
        Self::Store(Arc::new(error))
    }
}

impl From<NotWritten> for CommandError {
    fn from(error: NotWritten) -> Self {
        match error {
            NotWritten::Busy => Self::Busy,
            NotWritten::Store(error) => Self::Unwritten(error),
        }
    }
}
