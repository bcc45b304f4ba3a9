//! The end of someone's service, and their return: how it ended, what each way asks, and what becomes
//! of the dossier.
//!
//! An ended dossier is read by whoever could read it before, and changed only by a correction on a
//! paper. An ending whose day is still to come is announced; it takes effect on its day. A wrong ending
//! is put right by a fact, and who comes back goes on with the same dossier.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    command::{DossierCommand as C, DossierContext},
    entries::{has_come, is_signed},
    event::DossierEvent as E,
    refusal::DossierRefusal as Refusal,
    state::Held,
};
use crate::{
    ids::{EndingId, UnitId},
    values::{LegalBasis, OfficeTerm, Paper, Reason, UnitName},
};

/// How far ahead an ending may be announced, in days: a year, and what a leap year adds.
pub const AHEAD_DAYS_MAX: i64 = 366;

/// At which age someone retired, by the decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RetirementAge {
    /// Đủ tuổi.
    Statutory,
    /// Nghỉ hưu trước tuổi.
    Early,
    /// Nghỉ hưu ở tuổi cao hơn.
    Prolonged,
}

/// What shows that someone died.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeathPaper {
    /// Trích lục khai tử.
    Certificate,
    /// Giấy báo tử.
    Notice,
}

/// How service ended, with what that way must say besides its paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Leaving {
    /// To a body outside the province.
    LeftProvince {
        destination: UnitName,
    },
    /// To a body in the province whose people are not in this database.
    LeftScope {
        destination: UnitName,
    },
    Retired {
        age: RetirementAge,
    },
    /// Thôi việc at one's own request, which is dated.
    Resigned {
        asked_on: NaiveDate,
    },
    /// Buộc thôi việc, by a disciplinary decision.
    Dismissed {
        discipline: Paper,
    },
    /// The term of an elected or appointed office ended.
    TermEnded {
        office: OfficeTerm,
    },
    /// Tinh giản biên chế, or a post that was done away with.
    Redundant {
        policy: LegalBasis,
    },
    Died {
        shown_by: DeathPaper,
    },
}

/// The ways service ends, without what each says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EndingKind {
    LeftProvince,
    LeftScope,
    Retired,
    Resigned,
    Dismissed,
    TermEnded,
    Redundant,
    Died,
}

impl EndingKind {
    /// Every kind, in the order a form offers them.
    pub const ALL: [Self; 8] = [
        Self::Retired,
        Self::LeftProvince,
        Self::LeftScope,
        Self::Resigned,
        Self::Dismissed,
        Self::TermEnded,
        Self::Redundant,
        Self::Died,
    ];

    /// The stored name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LeftProvince => "left_province",
            Self::LeftScope => "left_scope",
            Self::Retired => "retired",
            Self::Resigned => "resigned",
            Self::Dismissed => "dismissed",
            Self::TermEnded => "term_ended",
            Self::Redundant => "redundant",
            Self::Died => "died",
        }
    }

    /// Reads the stored name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// An ending as its paper tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ending {
    pub leaving: Leaving,
    /// The first day without service; of a death, the day of death.
    pub ended_on: NaiveDate,
    /// The decision, or what shows the death.
    pub paper: Paper,
    /// The day the valid paper dossier of the ending was there.
    pub paper_received_on: NaiveDate,
}

impl Ending {
    /// The way it ended.
    pub fn kind(&self) -> EndingKind {
        match self.leaving {
            Leaving::LeftProvince { .. } => EndingKind::LeftProvince,
            Leaving::LeftScope { .. } => EndingKind::LeftScope,
            Leaving::Retired { .. } => EndingKind::Retired,
            Leaving::Resigned { .. } => EndingKind::Resigned,
            Leaving::Dismissed { .. } => EndingKind::Dismissed,
            Leaving::TermEnded { .. } => EndingKind::TermEnded,
            Leaving::Redundant { .. } => EndingKind::Redundant,
            Leaving::Died { .. } => EndingKind::Died,
        }
    }

    /// The day its clock starts (F6): the valid paper is there and the ending has taken effect.
    pub fn clock_starts_on(&self) -> NaiveDate {
        self.paper_received_on.max(self.ended_on)
    }
}

/// One step about someone's service, as someone asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServiceStep {
    /// Service ends, or will end on a later day.
    End(Ending),
    /// The day of an announced ending has come.
    TakeEffect,
    /// The ending was recorded otherwise than its paper has it.
    Correct { ending: Ending, reason: Reason },
    /// There was no such ending.
    Reverse { reason: Reason, paper: Option<Paper> },
    /// The person comes back into service, on a decision. Whoever asks has the paper dossier, and
    /// says the number on it.
    Resume { unit: UnitId, personal_id_no: String, decision: Paper, resumed_on: NaiveDate },
}

impl ServiceStep {
    /// The step's name, for spans and the access log.
    pub fn name(&self) -> &'static str {
        match self {
            Self::End(_) => "EndService",
            Self::TakeEffect => "PutEndingIntoEffect",
            Self::Correct { .. } => "CorrectEnding",
            Self::Reverse { .. } => "ReverseEnding",
            Self::Resume { .. } => "ResumeService",
        }
    }
}

/// An ending that was recorded of a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    pub id: EndingId,
    pub ending: Ending,
    /// Whether it took effect; until then it is only announced.
    pub in_effect: bool,
}

/// What is known of someone's service: the ending that stands, if one does, and what was there before.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    ended: Option<Ended>,
    /// Every ending ever recorded, with the last fact of it: the same form sent again is the same fact.
    last: std::collections::BTreeMap<EndingId, E>,
    /// The day of the last return.
    resumed_on: Option<NaiveDate>,
}

impl Service {
    /// The ending that stands, announced or in effect.
    pub fn ended(&self) -> Option<&Ended> {
        self.ended.as_ref()
    }

    /// Whether there is no service any more.
    pub fn is_over(&self) -> bool {
        self.ended.as_ref().is_some_and(|ended| ended.in_effect)
    }

    /// The last ending the person came back from, while they serve since.
    pub fn resumed_from(&self) -> Option<EndingId> {
        let back = |event: &E| match event {
            E::ServiceResumed { ending, resumed_on, .. } => Some((*resumed_on, *ending)),
            _ => None,
        };
        let last = self.last.values().filter_map(back).max();
        last.filter(|_| self.ended.is_none()).map(|(_on, ending)| ending)
    }

    /// What it is after a fact.
    pub(super) fn after(mut self, event: &E) -> Self {
        let Some(id) = event.ending() else { return self };
        self.last.insert(id, event.clone());
        let stands =
            |ending: &Ending, in_effect| Some(Ended { id, ending: ending.clone(), in_effect });
        match event {
            E::EndingAnnounced { details, .. } => self.ended = stands(details, false),
            E::ServiceEnded { details, .. } => self.ended = stands(details, true),
            E::EndingCorrected { details, .. } => {
                let in_effect = self.is_over();
                self.ended = stands(details, in_effect);
            }
            E::EndingReversed { .. } => self.ended = None,
            E::ServiceResumed { resumed_on, .. } => return self.resumed(*resumed_on),
            _ => {}
        }
        self
    }

    /// In service again: come back here, or come from elsewhere, where the service had ended.
    pub(super) fn resumed(self, on: NaiveDate) -> Self {
        Self { ended: None, resumed_on: Some(on), ..self }
    }
}

/// Whether a command may still be asked of a dossier after the end of service: what was handed in is
/// checked or taken back, what was wrong is corrected on a paper, papers are scanned.
pub(super) fn outlives_service(command: &C) -> bool {
    matches!(
        command,
        C::OpenDossier { .. }
            | C::CheckSubmission { .. }
            | C::WithdrawSubmission { .. }
            | C::CorrectError { submission: None, .. }
            | C::ScanPaper { .. }
            | C::Service { .. }
    )
}

/// Decides what happens when a step about someone's service is asked for.
pub(super) fn step(
    held: &Held,
    id: EndingId,
    step: ServiceStep,
    context: &DossierContext,
) -> Result<Vec<E>, Refusal> {
    let service = held.service();
    let last = service.last.get(&id);
    let stands = service.ended().filter(|ended| ended.id == id);
    match step {
        ServiceStep::End(ending) => end(held, id, ending, context),
        ServiceStep::TakeEffect => match (stands, last) {
            (Some(ended), _) if ended.in_effect => Ok(vec![]),
            (Some(ended), _) => {
                has_come(ended.ending.ended_on, context.today)?;
                no_transfer(held)?;
                Ok(vec![E::ServiceEnded { ending: id, details: ended.ending.clone() }])
            }
            // Corrected, reversed or followed by a return since: nothing is left to take effect.
            (None, Some(_)) => Ok(vec![]),
            (None, None) => Err(Refusal::UnknownEnding(id)),
        },
        ServiceStep::Correct { ending, reason } => {
            let fact = E::EndingCorrected { ending: id, details: ending, reason };
            if last == Some(&fact) {
                return Ok(vec![]);
            }
            let ended = stands.ok_or_else(|| none_stands(id, last))?;
            let E::EndingCorrected { details, .. } = &fact else { return Ok(vec![]) };
            if *details == ended.ending {
                return Err(Refusal::EndingUnchanged);
            }
            if ended.in_effect {
                has_come(details.ended_on, context.today)?;
            }
            is_sound(held, details, context)?;
            Ok(vec![fact])
        }
        ServiceStep::Reverse { reason, paper } => {
            let fact = E::EndingReversed { ending: id, reason, paper };
            if last == Some(&fact) {
                return Ok(vec![]);
            }
            stands.ok_or_else(|| none_stands(id, last))?;
            if let E::EndingReversed { paper: Some(paper), .. } = &fact {
                is_signed(paper, context.today)?;
            }
            Ok(vec![fact])
        }
        ServiceStep::Resume { unit, personal_id_no, decision, resumed_on } => {
            let from = held.managing_unit();
            let number = held.known_as().and_then(|(_name, number)| number);
            let fact = E::ServiceResumed { ending: id, from, to: unit, decision, resumed_on };
            if number.as_deref() != Some(personal_id_no.as_str()) {
                return Err(Refusal::NotThePerson);
            }
            if last.is_some_and(|last| is_the_same_return(last, &fact)) {
                return Ok(vec![]);
            }
            let ended = stands.ok_or_else(|| none_stands(id, last))?;
            resumes(ended, &fact, context)?;
            Ok(vec![fact])
        }
    }
}

/// Whoever sends the return again may not know that the dossier is managed elsewhere since.
fn is_the_same_return(last: &E, fact: &E) -> bool {
    let told = |event: &E| match event {
        E::ServiceResumed { to, decision, resumed_on, .. } => {
            Some((*to, decision.clone(), *resumed_on))
        }
        _ => None,
    };
    told(last).is_some() && told(last) == told(fact)
}

fn none_stands(id: EndingId, last: Option<&E>) -> Refusal {
    if last.is_some() { Refusal::NotEnded } else { Refusal::UnknownEnding(id) }
}

/// One ending at a time; told twice by the same paper it is one fact.
fn end(
    held: &Held,
    id: EndingId,
    ending: Ending,
    context: &DossierContext,
) -> Result<Vec<E>, Refusal> {
    let service = held.service();
    if let Some(ended) = service.ended() {
        let same = ended.ending == ending
            || (ended.ending.kind(), ended.ending.ended_on, &ended.ending.paper)
                == (ending.kind(), ending.ended_on, &ending.paper);
        return match (same, ended.in_effect) {
            (true, _) => Ok(vec![]),
            (false, true) => Err(Refusal::ServiceEnded),
            (false, false) => Err(Refusal::EndingAnnounced { on: ended.ending.ended_on }),
        };
    }
    if service.last.contains_key(&id) {
        return Err(Refusal::EndingReused(id));
    }
    is_sound(held, &ending, context)?;
    no_transfer(held)?;
    Ok(vec![if ending.ended_on <= context.today {
        E::ServiceEnded { ending: id, details: ending }
    } else {
        E::EndingAnnounced { ending: id, details: ending }
    }])
}

/// A transfer is ended first: otherwise another unit could still be about to take the dossier over.
fn no_transfer(held: &Held) -> Result<(), Refusal> {
    if held.transfer_under_way().is_some() { Err(Refusal::EndTransferFirst) } else { Ok(()) }
}

/// What every ending asks, and its own kind besides.
fn is_sound(held: &Held, ending: &Ending, context: &DossierContext) -> Result<(), Refusal> {
    let Ending { leaving, ended_on, paper, paper_received_on } = ending;
    let today = context.today;
    is_signed(paper, today)?;
    has_come(*paper_received_on, today)?;
    if *paper_received_on < paper.dated_on {
        return Err(Refusal::ReceivedBeforeSigned { dated_on: paper.dated_on });
    }
    if (*ended_on - today).num_days() > AHEAD_DAYS_MAX {
        return Err(Refusal::EndingTooFarAhead { days: AHEAD_DAYS_MAX });
    }
    let served_since = held.service().resumed_on.or_else(|| held.confirmed_on());
    if let Some(since) = served_since.filter(|since| ended_on < since) {
        return Err(Refusal::EndedBeforeServed { since });
    }
    match leaving {
        Leaving::Died { .. } => {
            has_come(*ended_on, today)?;
            if paper.dated_on < *ended_on {
                return Err(Refusal::ShownBeforeDeath { dated_on: paper.dated_on });
            }
        }
        Leaving::Resigned { asked_on } => {
            if *asked_on > *ended_on || *asked_on > paper.dated_on {
                return Err(Refusal::AskedAfterEnd { asked_on: *asked_on });
            }
        }
        Leaving::Dismissed { discipline } => {
            is_signed(discipline, today)?;
            if discipline.dated_on > *ended_on {
                return Err(Refusal::DisciplineAfterEnd { dated_on: discipline.dated_on });
            }
        }
        Leaving::LeftProvince { .. }
        | Leaving::LeftScope { .. }
        | Leaving::Retired { .. }
        | Leaving::TermEnded { .. }
        | Leaving::Redundant { .. } => {}
    }
    Ok(())
}

/// Who died does not come back; everyone else does on a decision, not before they had left.
fn resumes(ended: &Ended, fact: &E, context: &DossierContext) -> Result<(), Refusal> {
    let E::ServiceResumed { decision, resumed_on, .. } = fact else { return Ok(()) };
    if !ended.in_effect {
        return Err(Refusal::NotEnded);
    }
    if ended.ending.kind() == EndingKind::Died {
        return Err(Refusal::NoReturnFromDeath);
    }
    if !context.unit_exists {
        return Err(Refusal::UnknownUnit);
    }
    is_signed(decision, context.today)?;
    has_come(*resumed_on, context.today)?;
    let ended_on = ended.ending.ended_on;
    if *resumed_on < ended_on {
        return Err(Refusal::ResumedBeforeEnd { ended_on });
    }
    Ok(())
}
