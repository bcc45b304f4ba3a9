//! Commands on secondments, by the unit that sends, and how one stands.

use axum::response::Response;
use chrono::NaiveDate;
use hoso_events::{
    dossier::{DossierCommand, SecondmentStep},
    ids::{DossierId, SecondmentId},
    values::{Paper, Reason},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    answer::{DossierAnswers, DossierCommandHeaders, Failures, Listed, Recorded},
    body::{Said, Together as _, TypedPaper, day, text, unit},
    reader::Reader,
    records::UnitSaid,
    sender::Sender,
    transfers::{Cancel, StepSaid, of_unit, placed},
};
use crate::web::{obstacle::Obstacle, tell::Words, visit::Place};

type Answer = Result<Recorded, Obstacle>;

async fn act(
    sender: &Sender,
    id: DossierId,
    secondment: SecondmentId,
    step: SecondmentStep,
) -> Answer {
    let command = DossierCommand::Secondment { secondment, step };
    sender.send_to(id, command, &[]).await.map_err(placed)
}

/// A decision that seconds a person to another unit.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderSecondment {
    /// The code of the host unit.
    #[schema(example = "H53.01")]
    host: String,
    decision: TypedPaper,
    #[schema(example = "2026-03-02")]
    begins_on: String,
    /// The last day.
    #[schema(example = "2026-08-31")]
    ends_on: String,
}

/// Second a person to another unit for a time.
#[utoipa::path(post, path = "/dossiers/{dossier}/secondments", tag = "secondments", operation_id = "order_secondment",
    params(DossierCommandHeaders, ("dossier" = Uuid, Path)),
    request_body = OrderSecondment, responses(DossierAnswers))]
pub async fn order(
    sender: Sender,
    Place(id): Place<DossierId>,
    Said(body): Said<OrderSecondment>,
) -> Answer {
    let world = sender.site().app().store().world().await?;
    let (host, decision, begins_on, ends_on) = (
        unit(&world.units, &body.host, "/host"),
        body.decision.read("/decision"),
        day(&body.begins_on, "/begins_on"),
        day(&body.ends_on, "/ends_on"),
    )
        .together()?;
    let secondment = sender.id("secondment");
    let order = SecondmentStep::Order { host, decision, begins_on, ends_on };
    let recorded = act(&sender, id, SecondmentId::from_uuid(secondment), order).await;
    let recorded = recorded.map_err(|obstacle| of_unit(obstacle, "/host"))?;
    Ok(Recorded { secondment_id: Some(secondment), ..recorded })
}

/// A decision that moves the last day.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEnd {
    #[schema(example = "2026-12-31")]
    ends_on: String,
    decision: TypedPaper,
    reason: String,
}

impl NewEnd {
    fn read(&self) -> Result<(NaiveDate, Paper, Reason), Obstacle> {
        let (ends_on, decision, reason) = (
            day(&self.ends_on, "/ends_on"),
            self.decision.read("/decision"),
            text(Reason::parse(&self.reason), "/reason"),
        )
            .together()?;
        Ok((ends_on, decision, reason))
    }
}

/// Make a secondment longer.
#[utoipa::path(post, path = "/dossiers/{dossier}/secondments/{secondment}/prolongation",
    tag = "secondments",
    params(DossierCommandHeaders, ("dossier" = Uuid, Path), ("secondment" = Uuid, Path)),
    request_body = NewEnd, responses(DossierAnswers))]
pub async fn prolong(
    sender: Sender,
    Place((id, secondment)): Place<(DossierId, SecondmentId)>,
    Said(body): Said<NewEnd>,
) -> Answer {
    let (ends_on, decision, reason) = body.read()?;
    act(&sender, id, secondment, SecondmentStep::Prolong { ends_on, decision, reason }).await
}

/// Make a secondment shorter.
#[utoipa::path(post, path = "/dossiers/{dossier}/secondments/{secondment}/early-end",
    tag = "secondments",
    params(DossierCommandHeaders, ("dossier" = Uuid, Path), ("secondment" = Uuid, Path)),
    request_body = NewEnd, responses(DossierAnswers))]
pub async fn end_early(
    sender: Sender,
    Place((id, secondment)): Place<(DossierId, SecondmentId)>,
    Said(body): Said<NewEnd>,
) -> Answer {
    let (ends_on, decision, reason) = body.read()?;
    act(&sender, id, secondment, SecondmentStep::EndEarly { ends_on, decision, reason }).await
}

/// Cancel a secondment.
#[utoipa::path(post, path = "/dossiers/{dossier}/secondments/{secondment}/cancellation",
    tag = "secondments", operation_id = "cancel_secondment",
    params(DossierCommandHeaders, ("dossier" = Uuid, Path), ("secondment" = Uuid, Path)),
    request_body = Cancel, responses(DossierAnswers))]
pub async fn cancel(
    sender: Sender,
    Place((id, secondment)): Place<(DossierId, SecondmentId)>,
    Said(body): Said<Cancel>,
) -> Answer {
    let (reason, decision) = body.read()?;
    act(&sender, id, secondment, SecondmentStep::Cancel { reason, decision }).await
}

/// A secondment as both units see it: nothing of what the record says.
#[derive(Serialize, ToSchema)]
pub struct SecondmentSaid {
    secondment_id: Uuid,
    dossier_id: Uuid,
    full_name: String,
    /// The unit that manages the dossier.
    managing_unit: Option<UnitSaid>,
    host: Option<UnitSaid>,
    decision_number: String,
    begins_on: String,
    /// The last day.
    ends_on: String,
    /// `planned`, `running`, `over` or `cancelled`, today.
    phase: &'static str,
    steps: Vec<StepSaid>,
    /// The last place in the log this answer includes.
    log_position: u64,
}

/// How a secondment stands today.
#[utoipa::path(get, path = "/secondments/{secondment}", tag = "secondments",
    operation_id = "secondment", params(("secondment" = Uuid, Path)),
    responses(Listed<SecondmentSaid>, Failures))]
pub async fn secondment(
    reader: Reader,
    Place(id): Place<SecondmentId>,
) -> Result<Response, Obstacle> {
    let Reader { site, actor, .. } = &reader;
    let sheet = site.app().secondment(actor, id).await?;
    let world = site.app().store().world().await?;
    let row = sheet.found.row;
    Ok(reader.answer(SecondmentSaid {
        secondment_id: id.as_uuid(),
        dossier_id: sheet.dossier.as_uuid(),
        full_name: sheet.found.full_name,
        managing_unit: UnitSaid::of(&world.units, &sheet.found.managing_unit),
        host: UnitSaid::of(&world.units, &row.host_unit),
        decision_number: row.decision_number,
        begins_on: row.begins_on,
        ends_on: row.ends_on,
        phase: sheet.phase.as_str(),
        steps: StepSaid::all(&sheet.steps, Words(reader.lang)),
        log_position: reader.position,
    }))
}
