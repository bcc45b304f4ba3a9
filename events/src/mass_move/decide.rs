//! What is decided when someone asks for a step of a mass move.

use chrono::NaiveDate;

use super::{MassMove, MassMoveEvent as E, Order, Way};
use crate::values::{FileHash, Paper, Reason};

/// What someone may ask of a mass move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MassMoveCommand {
    /// Approves the manifest with this hash.
    Approve {
        order: Order,
        ways: Vec<Way>,
        accounts: u32,
        /// Whether who approves planned it too, or goes with it.
        own: bool,
    },
    /// Every line was carried out or left.
    Complete { manifest: FileHash, moved: u32, left: u32 },
    /// Orders that everyone goes back.
    OrderUndo { reason: Reason, decision: Option<Paper> },
    /// Everyone who could go back is back.
    CompleteUndo { back: u32, left: u32 },
}

/// Why a mass move stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MassMoveRefusal {
    #[error("the mass move is not approved")]
    NotApproved,
    /// What is there now is not what was approved, or seen.
    #[error("the manifest is another one than was approved")]
    ManifestChanged,
    /// One who plans does not approve: otherwise nobody else looks at who is on the list.
    #[error("who planned a mass move, or goes with it, does not approve it")]
    OwnPlan,
    #[error("nobody is to go anywhere")]
    NobodyMoves,
    #[error("the decision is dated in the future, {dated_on}")]
    PaperDatedInFuture { dated_on: NaiveDate },
    #[error("the mass move was undone")]
    Undone,
    #[error("nobody ordered the mass move to be undone")]
    UndoNotOrdered,
}

impl MassMoveRefusal {
    /// Every code, in the order of the alphabet; each has a sentence in every language.
    pub const CODES: &[&str] = &[
        "manifest_changed",
        "mass_move_nobody",
        "mass_move_not_approved",
        "mass_move_own_plan",
        "mass_move_undo_not_ordered",
        "mass_move_undone",
        "paper_date_future",
    ];

    /// The stable code, key of the sentence shown to the user.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotApproved => "mass_move_not_approved",
            Self::ManifestChanged => "manifest_changed",
            Self::OwnPlan => "mass_move_own_plan",
            Self::NobodyMoves => "mass_move_nobody",
            Self::PaperDatedInFuture { .. } => "paper_date_future",
            Self::Undone => "mass_move_undone",
            Self::UndoNotOrdered => "mass_move_undo_not_ordered",
        }
    }
}

/// Decides what happens on `today` when `command` meets a mass move. What is already so yields no
/// fact.
pub fn decide(
    mass_move: &MassMove,
    command: MassMoveCommand,
    today: NaiveDate,
) -> Result<Vec<E>, MassMoveRefusal> {
    use MassMove::{Approved, Completed, NotApproved, Undoing, Undone};
    use MassMoveCommand as Ask;
    use MassMoveRefusal as Refusal;
    match (mass_move, command) {
        (NotApproved, Ask::Approve { order, ways, accounts, own }) => {
            if own {
                return Err(Refusal::OwnPlan);
            }
            if ways.is_empty() && accounts == 0 {
                return Err(Refusal::NobodyMoves);
            }
            is_signed(&order.decision, today)?;
            let Order { manifest, decision, effective_on, reason } = order;
            Ok(vec![E::MassMoveApproved {
                manifest,
                ways,
                accounts,
                decision,
                effective_on,
                reason,
            }])
        }
        (NotApproved, _) => Err(Refusal::NotApproved),
        (known, Ask::Approve { order, .. }) => match known.order() {
            Some(approved) if *approved == order => Ok(vec![]),
            _ => Err(Refusal::ManifestChanged),
        },
        (Approved(order), Ask::Complete { manifest, moved, left }) => {
            if order.manifest != manifest {
                return Err(Refusal::ManifestChanged);
            }
            Ok(vec![E::MassMoveCompleted { moved, left }])
        }
        (Completed(_), Ask::Complete { .. }) => Ok(vec![]),
        (Undoing(_) | Undone(_), Ask::Complete { .. }) => Err(Refusal::Undone),
        (Approved(_) | Completed(_), Ask::OrderUndo { reason, decision }) => {
            if let Some(decision) = &decision {
                is_signed(decision, today)?;
            }
            Ok(vec![E::MassMoveUndoOrdered { reason, decision }])
        }
        (Undoing(_), Ask::OrderUndo { .. }) => Ok(vec![]),
        (Undone(_), Ask::OrderUndo { .. }) => Err(Refusal::Undone),
        (Approved(_) | Completed(_), Ask::CompleteUndo { .. }) => Err(Refusal::UndoNotOrdered),
        (Undoing(_), Ask::CompleteUndo { back, left }) => {
            Ok(vec![E::MassMoveUndone { back, left }])
        }
        (Undone(_), Ask::CompleteUndo { .. }) => Ok(vec![]),
    }
}

fn is_signed(paper: &Paper, today: NaiveDate) -> Result<(), MassMoveRefusal> {
    let dated_on = paper.dated_on;
    if dated_on > today {
        return Err(MassMoveRefusal::PaperDatedInFuture { dated_on });
    }
    Ok(())
}
