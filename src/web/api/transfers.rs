//! Commands on transfers, each by the unit whose step it is, and how far one is.

use std::num::NonZeroU16;

use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use hoso_events::{
    dossier::{DossierCommand, InventoryLine, TransferKind, TransferStep},
    fact::Recorded as Fact,
    ids::{DossierId, TransferId},
    values::{Paper, PaperTitle, Reason},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    answer::{DossierAnswers, DossierCommandHeaders, Failures, Listed, Recorded},
    body::{Said, Together as _, TypedPaper, day, each, maybe_day, text, unit},
    reader::Reader,
    records::UnitSaid,
    sender::Sender,
};
use crate::web::{obstacle::Obstacle, tell::Words, visit::Place};

type Answer = Result<Recorded, Obstacle>;

/// Where a refusal of one of these commands, or of those on secondments, points.
pub fn placed(obstacle: Obstacle) -> Obstacle {
    let at = match obstacle.refusal.code {
        "transfer_to_own_unit" => "/to",
        "transfer_term_missing" | "transfer_term_backwards" => "/term_ends_on",
        "secondment_to_own_unit" => "/host",
        "secondment_overlaps" => "/begins_on",
        "secondment_backwards" | "secondment_not_longer" | "secondment_not_shorter" => "/ends_on",
        "inventory_empty" | "inventory_too_long" => "/inventory",
        "no_reasons" | "too_many_reasons" => "/reasons",
        "paper_date_future" => "/decision/dated_on",
        _ => return obstacle,
    };
    obstacle.at(at)
}

/// Where an order points when the unit the person goes to is no more.
pub fn of_unit(obstacle: Obstacle, at: &str) -> Obstacle {
    if obstacle.refusal.code == "unit_ended" { obstacle.at(at) } else { obstacle }
}

async fn step(sender: &Sender, id: DossierId, transfer: TransferId, step: TransferStep) -> Answer {
    let command = DossierCommand::Transfer { transfer, step };
    sender.send_to(id, command, &[]).await.map_err(placed)
}

/// A kind of transfer.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum KindTyped {
    Reassignment,
    /// For a term.
    Rotation,
    OwnRequest,
}

impl From<KindTyped> for TransferKind {
    fn from(kind: KindTyped) -> Self {
        match kind {
            KindTyped::Reassignment => Self::Reassignment,
            KindTyped::Rotation => Self::Rotation,
            KindTyped::OwnRequest => Self::OwnRequest,
        }
    }
}

/// A decision that orders a person to another unit.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderTransfer {
    /// The code of the new unit.
    #[schema(example = "H53.01")]
    to: String,
    kind: KindTyped,
    decision: TypedPaper,
    #[schema(example = "2026-03-02")]
    effective_on: String,
    /// The last day of the term; a rotation has one.
    term_ends_on: Option<String>,
}

/// Order the transfer of a dossier to another unit.
#[utoipa::path(post, path = "/dossiers/{dossier}/transfers", tag = "transfers", operation_id = "order_transfer",
    params(DossierCommandHeaders, ("dossier" = Uuid, Path)),
    request_body = OrderTransfer, responses(DossierAnswers))]
pub async fn order(
    sender: Sender,
    Place(id): Place<DossierId>,
    Said(body): Said<OrderTransfer>,
) -> Answer {
    let world = sender.site().app().store().world().await?;
    let (to, decision, effective_on, term_ends_on) = (
        unit(&world.units, &body.to, "/to"),
        body.decision.read("/decision"),
        day(&body.effective_on, "/effective_on"),
        maybe_day(body.term_ends_on.as_deref(), "/term_ends_on"),
    )
        .together()?;
    let transfer = sender.id("transfer");
    let kind = body.kind.into();
    let order = TransferStep::Order { to, kind, decision, effective_on, term_ends_on };
    let recorded = step(&sender, id, TransferId::from_uuid(transfer), order).await;
    let recorded = recorded.map_err(|obstacle| of_unit(obstacle, "/to"))?;
    Ok(Recorded { transfer_id: Some(transfer), ..recorded })
}

/// One paper of the inventory.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TypedLine {
    title: String,
    #[schema(value_type = u16, minimum = 1)]
    pages: NonZeroU16,
}

/// What is handed over.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Release {
    inventory: Vec<TypedLine>,
    #[schema(example = "2026-03-02")]
    released_on: String,
}

/// Hand the paper dossier over, and the data with it.
#[utoipa::path(post, path = "/dossiers/{dossier}/transfers/{transfer}/release", tag = "transfers",
    params(DossierCommandHeaders, ("dossier" = Uuid, Path), ("transfer" = Uuid, Path)),
    request_body = Release, responses(DossierAnswers))]
pub async fn release(
    sender: Sender,
    Place((id, transfer)): Place<(DossierId, TransferId)>,
    Said(body): Said<Release>,
) -> Answer {
    let lines = body.inventory.iter().enumerate().map(|(place, line)| {
        let title = text(PaperTitle::parse(&line.title), &format!("/inventory/{place}/title"))?;
        Ok(InventoryLine { title, pages: line.pages })
    });
    let (inventory, released_on) =
        (each(lines), day(&body.released_on, "/released_on")).together()?;
    step(&sender, id, transfer, TransferStep::Release { inventory, released_on }).await
}

/// The paper dossier that came.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceivePaper {
    #[schema(example = "2026-03-02")]
    received_on: String,
    /// Whether it is valid. Only a valid one starts the term to accept.
    valid: bool,
    /// Why it is not.
    #[serde(default)]
    reasons: Vec<String>,
}

/// Receive the paper dossier, valid or not.
#[utoipa::path(post, path = "/dossiers/{dossier}/transfers/{transfer}/receipt", tag = "transfers",
    params(DossierCommandHeaders, ("dossier" = Uuid, Path), ("transfer" = Uuid, Path)),
    request_body = ReceivePaper, responses(DossierAnswers))]
pub async fn receive_paper(
    sender: Sender,
    Place((id, transfer)): Place<(DossierId, TransferId)>,
    Said(body): Said<ReceivePaper>,
) -> Answer {
    let reasons = body.reasons.iter().enumerate();
    let reasons = reasons.map(|(place, it)| text(Reason::parse(it), &format!("/reasons/{place}")));
    let (received_on, reasons) =
        (day(&body.received_on, "/received_on"), each(reasons)).together()?;
    let received = match body.valid {
        true => TransferStep::ReceivePaper { received_on },
        false => TransferStep::FindPaperInvalid { received_on, reasons },
    };
    step(&sender, id, transfer, received).await
}

/// The day it is taken over.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Accept {
    #[schema(example = "2026-03-02")]
    accepted_on: String,
}

/// Take the dossier over.
#[utoipa::path(post, path = "/dossiers/{dossier}/transfers/{transfer}/acceptance",
    tag = "transfers",
    params(DossierCommandHeaders, ("dossier" = Uuid, Path), ("transfer" = Uuid, Path)),
    request_body = Accept, responses(DossierAnswers))]
pub async fn accept(
    sender: Sender,
    Place((id, transfer)): Place<(DossierId, TransferId)>,
    Said(body): Said<Accept>,
) -> Answer {
    let accepted_on = day(&body.accepted_on, "/accepted_on")?;
    step(&sender, id, transfer, TransferStep::Accept { accepted_on }).await
}

/// Why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Because {
    reason: String,
}

/// Do not take the dossier over: it stays where it is.
#[utoipa::path(post, path = "/dossiers/{dossier}/transfers/{transfer}/refusal", tag = "transfers",
    params(DossierCommandHeaders, ("dossier" = Uuid, Path), ("transfer" = Uuid, Path)),
    request_body = Because, responses(DossierAnswers))]
pub async fn refuse(
    sender: Sender,
    Place((id, transfer)): Place<(DossierId, TransferId)>,
    Said(body): Said<Because>,
) -> Answer {
    let reason = text(Reason::parse(&body.reason), "/reason")?;
    step(&sender, id, transfer, TransferStep::Refuse { reason }).await
}

/// Take a released dossier back, to release it again.
#[utoipa::path(post, path = "/dossiers/{dossier}/transfers/{transfer}/recall", tag = "transfers",
    params(DossierCommandHeaders, ("dossier" = Uuid, Path), ("transfer" = Uuid, Path)),
    request_body = Because, responses(DossierAnswers))]
pub async fn recall(
    sender: Sender,
    Place((id, transfer)): Place<(DossierId, TransferId)>,
    Said(body): Said<Because>,
) -> Answer {
    let reason = text(Reason::parse(&body.reason), "/reason")?;
    step(&sender, id, transfer, TransferStep::Recall { reason }).await
}

/// Why an order falls away.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Cancel {
    reason: String,
    /// The decision that takes it back; an order recorded by mistake has none.
    decision: Option<TypedPaper>,
}

impl Cancel {
    /// The reason and the decision.
    pub fn read(&self) -> Result<(Reason, Option<Paper>), Obstacle> {
        let decision = self.decision.as_ref().map(|paper| paper.read("/decision")).transpose();
        (text(Reason::parse(&self.reason), "/reason"), decision).together()
    }
}

/// Cancel a transfer: the dossier stays where it is.
#[utoipa::path(post, path = "/dossiers/{dossier}/transfers/{transfer}/cancellation",
    tag = "transfers", operation_id = "cancel_transfer",
    params(DossierCommandHeaders, ("dossier" = Uuid, Path), ("transfer" = Uuid, Path)),
    request_body = Cancel, responses(DossierAnswers))]
pub async fn cancel(
    sender: Sender,
    Place((id, transfer)): Place<(DossierId, TransferId)>,
    Said(body): Said<Cancel>,
) -> Answer {
    let (reason, decision) = body.read()?;
    step(&sender, id, transfer, TransferStep::Cancel { reason, decision }).await
}

/// One fact of a transfer or a secondment.
#[derive(Serialize, ToSchema)]
pub struct StepSaid {
    event_type: String,
    /// In one sentence, in the reader's language.
    sentence: String,
    recorded_at: DateTime<Utc>,
    effective_on: Option<NaiveDate>,
    reason: Option<String>,
}

impl StepSaid {
    /// Each of some facts.
    pub fn all(steps: &[Fact], words: Words) -> Vec<Self> {
        let said = steps.iter().map(|recorded| Self {
            event_type: recorded.fact.event_type().to_owned(),
            sentence: words.fact(recorded),
            recorded_at: recorded.provenance.recorded_at,
            effective_on: recorded.provenance.effective_on,
            reason: recorded.fact.reason().map(ToString::to_string),
        });
        said.collect()
    }
}

/// How many fields and rows one section holds.
#[derive(Serialize, ToSchema)]
pub struct SectionCount {
    section: String,
    count: usize,
}

/// One paper of the inventory.
#[derive(Serialize, ToSchema)]
pub struct LineOfInventory {
    title: String,
    pages: u16,
}

/// A transfer as both units see it: nothing of what the record says.
#[derive(Serialize, ToSchema)]
pub struct TransferSaid {
    transfer_id: Uuid,
    dossier_id: Uuid,
    full_name: String,
    /// Only its last digits for whoever may not read the dossier.
    personal_id_no: Option<String>,
    from: Option<UnitSaid>,
    to: Option<UnitSaid>,
    /// `reassignment`, `rotation` or `own_request`.
    kind: String,
    /// `ordered`, `released`, `paper_invalid`, `paper_received`, `accepted`, `refused` or
    /// `cancelled`.
    stage: &'static str,
    decision_number: String,
    effective_on: String,
    term_ends_on: Option<String>,
    released_on: Option<String>,
    received_on: Option<String>,
    accepted_on: Option<String>,
    /// The last day for the new unit to accept.
    due_on: Option<String>,
    inventory: Vec<LineOfInventory>,
    sections: Vec<SectionCount>,
    steps: Vec<StepSaid>,
    /// The last place in the log this answer includes.
    log_position: u64,
}

/// How far a transfer is.
#[utoipa::path(get, path = "/transfers/{transfer}", tag = "transfers", operation_id = "transfer",
    params(("transfer" = Uuid, Path)), responses(Listed<TransferSaid>, Failures))]
pub async fn transfer(reader: Reader, Place(id): Place<TransferId>) -> Result<Response, Obstacle> {
    let Reader { site, actor, .. } = &reader;
    let sheet = site.app().cover_sheet(actor, id).await?;
    let world = site.app().store().world().await?;
    let row = sheet.found.row;
    let lines = sheet.inventory.iter();
    let sections = sheet.sections.into_iter();
    Ok(reader.answer(TransferSaid {
        transfer_id: id.as_uuid(),
        dossier_id: sheet.dossier.as_uuid(),
        full_name: sheet.found.full_name,
        personal_id_no: sheet.personal_id_no,
        from: UnitSaid::of(&world.units, &row.from_unit),
        to: UnitSaid::of(&world.units, &row.to_unit),
        kind: row.kind,
        stage: sheet.stage.as_str(),
        decision_number: row.decision_number,
        effective_on: row.effective_on,
        term_ends_on: row.term_ends_on,
        released_on: row.released_on,
        received_on: row.received_on,
        accepted_on: row.accepted_on,
        due_on: sheet.found.due_on,
        inventory: lines
            .map(|line| LineOfInventory { title: line.title.to_string(), pages: line.pages.get() })
            .collect(),
        sections: sections.map(|(section, count)| SectionCount { section, count }).collect(),
        steps: StepSaid::all(&sheet.steps, Words(reader.lang)),
        log_position: reader.position,
    }))
}
