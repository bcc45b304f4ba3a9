//! Commands on the end of someone's service and on their return, and what is recorded of it.

use axum::response::Response;
use hoso_events::{
    dossier::{DeathPaper, DossierCommand, Ended, Ending, Leaving, RetirementAge, ServiceStep},
    ids::{DossierId, EndingId},
    values::{LegalBasis, OfficeTerm, Reason, UnitName},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    answer::{
        Answers, CommandHeaders, DossierAnswers, DossierCommandHeaders, Failures, Listed, Recorded,
    },
    body::{Said, Together as _, TypedPaper, day, text, unit},
    reader::Reader,
    sender::Sender,
};
use crate::{
    app::Command,
    web::{obstacle::Obstacle, visit::Place},
};

type Answer = Result<Recorded, Obstacle>;

/// Where a refusal of one of these commands points.
fn placed(obstacle: Obstacle) -> Obstacle {
    let at = match obstacle.refusal.code {
        "paper_date_future" | "shown_before_death" => "/paper/dated_on",
        "received_before_signed" => "/paper_received_on",
        "date_future" | "ended_before_served" | "ending_too_far_ahead" => "/ended_on",
        "asked_after_end" => "/leaving/asked_on",
        "discipline_after_end" => "/leaving/discipline/dated_on",
        _ => return obstacle,
    };
    obstacle.at(at)
}

async fn step(sender: &Sender, id: DossierId, ending: EndingId, step: ServiceStep) -> Answer {
    let command = DossierCommand::Service { ending, step };
    sender.send_to(id, command, &[]).await.map_err(placed)
}

/// At which age someone retired, by the decision.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AgeTyped {
    Statutory,
    Early,
    Prolonged,
}

/// What shows that someone died.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeathPaperTyped {
    Certificate,
    Notice,
}

/// How service ended, with what that way must say.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum TypedLeaving {
    /// To a body outside the province.
    LeftProvince {
        destination: String,
    },
    /// To a body in the province whose people are not kept here.
    LeftScope {
        destination: String,
    },
    Retired {
        age: AgeTyped,
    },
    /// At one's own request.
    Resigned {
        #[schema(example = "2026-03-02")]
        asked_on: String,
    },
    /// By a disciplinary decision.
    Dismissed {
        discipline: TypedPaper,
    },
    /// Of an elected or appointed office.
    TermEnded {
        office: String,
    },
    /// By a policy, such as Nghị định 154/2025/NĐ-CP.
    Redundant {
        policy: String,
    },
    Died {
        shown_by: DeathPaperTyped,
    },
}

impl TypedLeaving {
    fn read(&self) -> Result<Leaving, Obstacle> {
        Ok(match self {
            Self::LeftProvince { destination } => Leaving::LeftProvince {
                destination: text(UnitName::parse(destination), "/leaving/destination")?,
            },
            Self::LeftScope { destination } => Leaving::LeftScope {
                destination: text(UnitName::parse(destination), "/leaving/destination")?,
            },
            Self::Retired { age } => Leaving::Retired {
                age: match age {
                    AgeTyped::Statutory => RetirementAge::Statutory,
                    AgeTyped::Early => RetirementAge::Early,
                    AgeTyped::Prolonged => RetirementAge::Prolonged,
                },
            },
            Self::Resigned { asked_on } => {
                Leaving::Resigned { asked_on: day(asked_on, "/leaving/asked_on")? }
            }
            Self::Dismissed { discipline } => {
                Leaving::Dismissed { discipline: discipline.read("/leaving/discipline")? }
            }
            Self::TermEnded { office } => {
                Leaving::TermEnded { office: text(OfficeTerm::parse(office), "/leaving/office")? }
            }
            Self::Redundant { policy } => {
                Leaving::Redundant { policy: text(LegalBasis::parse(policy), "/leaving/policy")? }
            }
            Self::Died { shown_by } => Leaving::Died {
                shown_by: match shown_by {
                    DeathPaperTyped::Certificate => DeathPaper::Certificate,
                    DeathPaperTyped::Notice => DeathPaper::Notice,
                },
            },
        })
    }
}

fn read(
    leaving: &TypedLeaving,
    ended_on: &str,
    paper: &TypedPaper,
    paper_received_on: &str,
) -> Result<Ending, Obstacle> {
    let (leaving, ended_on, paper, paper_received_on) = (
        leaving.read(),
        day(ended_on, "/ended_on"),
        paper.read("/paper"),
        day(paper_received_on, "/paper_received_on"),
    )
        .together()?;
    Ok(Ending { leaving, ended_on, paper, paper_received_on })
}

/// An ending as its paper tells it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndService {
    leaving: TypedLeaving,
    /// The first day without service; of a death, the day of death. One to come is announced, and takes
    /// effect on that day.
    #[schema(example = "2026-03-01")]
    ended_on: String,
    /// The decision, or what shows the death.
    paper: TypedPaper,
    /// The day the valid paper dossier of the ending was there.
    #[schema(example = "2026-03-02")]
    paper_received_on: String,
}

/// Record that service ended, or will: the account and its grants end with it.
#[utoipa::path(post, path = "/dossiers/{dossier}/endings", tag = "endings", operation_id = "end_service",
    params(DossierCommandHeaders, ("dossier" = Uuid, Path)),
    request_body = EndService, responses(DossierAnswers))]
pub async fn end(
    sender: Sender,
    Place(id): Place<DossierId>,
    Said(body): Said<EndService>,
) -> Answer {
    let ending = read(&body.leaving, &body.ended_on, &body.paper, &body.paper_received_on)?;
    let new = sender.id("ending");
    let recorded = step(&sender, id, EndingId::from_uuid(new), ServiceStep::End(ending)).await?;
    Ok(Recorded { ending_id: Some(new), ..recorded })
}

/// The ending as it should have been recorded, and why it was not.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectEnding {
    leaving: TypedLeaving,
    #[schema(example = "2026-03-01")]
    ended_on: String,
    paper: TypedPaper,
    #[schema(example = "2026-03-02")]
    paper_received_on: String,
    reason: String,
}

/// Put the recorded ending right.
#[utoipa::path(post, path = "/dossiers/{dossier}/endings/{ending}/correction", tag = "endings",
    operation_id = "correct_ending",
    params(DossierCommandHeaders, ("dossier" = Uuid, Path), ("ending" = Uuid, Path)),
    request_body = CorrectEnding, responses(DossierAnswers))]
pub async fn correct(
    sender: Sender,
    Place((id, which)): Place<(DossierId, EndingId)>,
    Said(body): Said<CorrectEnding>,
) -> Answer {
    let (ending, reason) = (
        read(&body.leaving, &body.ended_on, &body.paper, &body.paper_received_on),
        text(Reason::parse(&body.reason), "/reason"),
    )
        .together()?;
    step(&sender, id, which, ServiceStep::Correct { ending, reason }).await
}

/// Why there was no such ending.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReverseEnding {
    reason: String,
    /// The decision that takes it back; an ending recorded by mistake has none.
    paper: Option<TypedPaper>,
}

/// Take the recorded ending back: the account and the grants it closed are open again.
#[utoipa::path(post, path = "/dossiers/{dossier}/endings/{ending}/reversal", tag = "endings",
    operation_id = "reverse_ending",
    params(DossierCommandHeaders, ("dossier" = Uuid, Path), ("ending" = Uuid, Path)),
    request_body = ReverseEnding, responses(DossierAnswers))]
pub async fn reverse(
    sender: Sender,
    Place((id, ending)): Place<(DossierId, EndingId)>,
    Said(body): Said<ReverseEnding>,
) -> Answer {
    let paper = body.paper.as_ref().map(|paper| paper.read("/paper")).transpose();
    let (reason, paper) = (text(Reason::parse(&body.reason), "/reason"), paper).together()?;
    step(&sender, id, ending, ServiceStep::Reverse { reason, paper }).await
}

/// Who comes back, where and by which decision.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResumeService {
    /// The personal id number on the paper dossier.
    #[schema(example = "072085000001")]
    personal_id_no: String,
    /// The code of the unit that takes the person in.
    #[schema(example = "H53.50")]
    unit: String,
    decision: TypedPaper,
    #[schema(example = "2026-03-02")]
    resumed_on: String,
}

/// Bring someone who left back into service, with the same dossier.
#[utoipa::path(post, path = "/returns", tag = "endings", operation_id = "resume_service",
    params(CommandHeaders), request_body = ResumeService, responses(Answers))]
pub async fn resume(sender: Sender, Said(body): Said<ResumeService>) -> Answer {
    let app = sender.site().app();
    let world = app.store().world().await?;
    let (unit, decision, resumed_on) = (
        unit(&world.units, &body.unit, "/unit"),
        body.decision.read("/decision"),
        day(&body.resumed_on, "/resumed_on"),
    )
        .together()?;
    let number = body.personal_id_no.trim().to_owned();
    let placed = |obstacle: Obstacle| {
        let at = match obstacle.refusal.code {
            "nobody_left" | "not_ended" | "no_return_from_death" => "/personal_id_no",
            "date_future" | "resumed_before_end" => "/resumed_on",
            "paper_date_future" => "/decision/dated_on",
            "unit_ended" => "/unit",
            _ => return obstacle,
        };
        obstacle.at(at)
    };
    let found = app.to_bring_back(sender.actor(), unit, &number).await;
    let (id, ending) = found.map_err(|error| placed(error.into()))?;
    let step = ServiceStep::Resume { unit, personal_id_no: number, decision, resumed_on };
    let command = Command::Dossier(id, DossierCommand::Service { ending, step });
    let recorded = sender.send(command).await.map_err(placed)?;
    Ok(Recorded { dossier_id: Some(id.as_uuid()), ..recorded })
}

/// The ending that is recorded of a dossier.
#[derive(Serialize, ToSchema)]
pub struct EndingSaid {
    ending_id: Uuid,
    /// `left_province`, `left_scope`, `retired`, `resigned`, `dismissed`, `term_ended`, `redundant` or
    /// `died`.
    kind: &'static str,
    /// The first day without service.
    ended_on: String,
    /// Whether it took effect; until then it is announced.
    in_effect: bool,
    paper_number: String,
    paper_received_on: String,
}

/// How someone's service stands.
#[derive(Serialize, ToSchema)]
pub struct ServiceSaid {
    dossier_id: Uuid,
    /// Null while the person serves and no end is announced.
    ending: Option<EndingSaid>,
    /// The last place in the log this answer includes.
    log_position: u64,
}

/// How someone's service ended, or will.
#[utoipa::path(get, path = "/dossiers/{dossier}/ending", tag = "endings", operation_id = "ending",
    params(("dossier" = Uuid, Path)), responses(Listed<ServiceSaid>, Failures))]
pub async fn ending(reader: Reader, Place(id): Place<DossierId>) -> Result<Response, Obstacle> {
    let Reader { site, actor, .. } = &reader;
    let service = site.app().service_of(actor, id).await?;
    let said = |Ended { id, ending, in_effect }| EndingSaid {
        ending_id: id.as_uuid(),
        kind: ending.kind().as_str(),
        ended_on: ending.ended_on.to_string(),
        in_effect,
        paper_number: ending.paper.number.to_string(),
        paper_received_on: ending.paper_received_on.to_string(),
    };
    Ok(reader.answer(ServiceSaid {
        dossier_id: id.as_uuid(),
        ending: service.ended.map(said),
        log_position: reader.position,
    }))
}
