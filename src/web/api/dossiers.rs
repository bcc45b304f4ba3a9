//! Commands on dossiers.

use hoso_events::{
    catalogue::catalogue,
    dossier::{DossierCommand, Objection},
    entry::{FieldCode, Slot},
    ids::{DossierId, SubmissionId},
    values::{PersonName, Reason},
};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    answer::{Answers, CommandHeaders, DossierAnswers, DossierCommandHeaders, Recorded},
    body::{Said, Together as _, TypedPaper, day, each, maybe_day, text, unit},
    entries::{self, TypedEntry},
    sender::Sender,
};
use crate::{
    app::Command,
    web::{obstacle::Obstacle, visit::Place},
};

type Answer = Result<Recorded, Obstacle>;

/// A paper dossier confirmed by the competent authority.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenDossier {
    /// Made from the Idempotency-Key when left out.
    dossier_id: Option<Uuid>,
    /// The code of the managing unit.
    #[schema(example = "H53.01")]
    managing_unit: String,
    full_name: String,
    /// Twelve digits; spaces are allowed.
    #[schema(example = "079 085 012 345")]
    personal_id_no: String,
    confirmation: TypedPaper,
    #[schema(example = "2026-03-02")]
    confirmed_on: String,
}

/// Take a confirmed paper dossier in.
#[utoipa::path(post, path = "/dossiers", tag = "dossiers", params(CommandHeaders),
    request_body = OpenDossier, responses(Answers))]
pub async fn open(sender: Sender, Said(body): Said<OpenDossier>) -> Answer {
    let world = sender.site().app().store().world().await?;
    let personal_id = catalogue()
        .read("personal_id_no", None, &body.personal_id_no)
        .map_err(|error| Obstacle::value(error.problem.code(), "/personal_id_no"));
    let (managing_unit, full_name, personal_id_no, confirmation, confirmed_on) = (
        unit(&world.units, &body.managing_unit, "/managing_unit"),
        text(PersonName::parse(&body.full_name), "/full_name"),
        personal_id,
        body.confirmation.read("/confirmation"),
        day(&body.confirmed_on, "/confirmed_on"),
    )
        .together()?;
    let command = DossierCommand::OpenDossier {
        managing_unit,
        full_name,
        personal_id_no,
        confirmation,
        confirmed_on,
    };
    let id = body.dossier_id.unwrap_or_else(|| sender.id("dossier"));
    let sent = sender.send(Command::Dossier(DossierId::from_uuid(id), command)).await;
    let recorded = sent.map_err(|obstacle| match obstacle.refusal.code {
        "cccd_duplicate" | "cccd_format" => obstacle.at("/personal_id_no"),
        "date_future" => obstacle.at("/confirmed_on"),
        "paper_date_future" => obstacle.at("/confirmation/dated_on"),
        _ => obstacle.placed(|slot| Some(format!("/{}", slot.field))),
    })?;
    Ok(Recorded { dossier_id: Some(id), ..recorded })
}

/// Values of one section, as drafts.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnterSection {
    entries: Vec<TypedEntry>,
}

/// Type values of one section as drafts.
#[utoipa::path(post, path = "/dossiers/{dossier}/sections/{section}", tag = "dossiers",
    params(DossierCommandHeaders, ("dossier" = Uuid, Path), ("section" = String, Path)),
    request_body = EnterSection, responses(DossierAnswers))]
pub async fn enter_section(
    sender: Sender,
    Place((id, section)): Place<(DossierId, FieldCode)>,
    Said(body): Said<EnterSection>,
) -> Answer {
    let entries = entries::read(&sender, &body.entries)?;
    let command = DossierCommand::EnterSection { section, entries };
    sender.send_to(id, command, &body.entries).await
}

/// The paper a section was compared with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FindUnchanged {
    compared_with: TypedPaper,
}

/// A section was compared with the paper and there was nothing to change.
#[utoipa::path(post, path = "/dossiers/{dossier}/sections/{section}/unchanged", tag = "dossiers",
    params(DossierCommandHeaders, ("dossier" = Uuid, Path), ("section" = String, Path)),
    request_body = FindUnchanged, responses(DossierAnswers))]
pub async fn find_unchanged(
    sender: Sender,
    Place((id, section)): Place<(DossierId, FieldCode)>,
    Said(body): Said<FindUnchanged>,
) -> Answer {
    let compared_with = body.compared_with.read("/compared_with")?;
    let command = DossierCommand::FindSectionUnchanged { section, compared_with };
    sender.send_to(id, command, &[]).await
}

/// Nothing need be said.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// Hand in all drafts for checking.
#[utoipa::path(post, path = "/dossiers/{dossier}/submissions", tag = "dossiers",
    params(DossierCommandHeaders, ("dossier" = Uuid, Path)),
    request_body = Nothing, responses(DossierAnswers))]
pub async fn submit(sender: Sender, Place(id): Place<DossierId>, Said(_): Said<Nothing>) -> Answer {
    let submission = sender.id("submission");
    let command = DossierCommand::SubmitRecord { submission: SubmissionId::from_uuid(submission) };
    let recorded = sender.send_to(id, command, &[]).await?;
    Ok(Recorded { submission_id: Some(submission), ..recorded })
}

/// Everything in the submission was compared with the paper and matches.
#[utoipa::path(post, path = "/dossiers/{dossier}/submissions/{submission}/check",
    tag = "dossiers",
    params(DossierCommandHeaders, ("dossier" = Uuid, Path), ("submission" = Uuid, Path)),
    request_body = Nothing, responses(DossierAnswers))]
pub async fn check(
    sender: Sender,
    Place((id, submission)): Place<(DossierId, SubmissionId)>,
    Said(_): Said<Nothing>,
) -> Answer {
    sender.send_to(id, DossierCommand::CheckSubmission { submission }, &[]).await
}

/// What does not match.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveBack {
    objections: Vec<TypedObjection>,
}

/// What is wrong with one field.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TypedObjection {
    #[schema(example = "birth_date")]
    slot: String,
    reason: String,
}

/// Something in the submission does not match: back, with a reason per field.
#[utoipa::path(post, path = "/dossiers/{dossier}/submissions/{submission}/return",
    tag = "dossiers",
    params(DossierCommandHeaders, ("dossier" = Uuid, Path), ("submission" = Uuid, Path)),
    request_body = GiveBack, responses(DossierAnswers))]
pub async fn give_back(
    sender: Sender,
    Place((id, submission)): Place<(DossierId, SubmissionId)>,
    Said(body): Said<GiveBack>,
) -> Answer {
    let objections = each(body.objections.iter().enumerate().map(|(place, typed)| {
        let at = |member: &str| format!("/objections/{place}/{member}");
        let unknown = |_not_a_slot| Obstacle::value("field_unknown", at("slot"));
        let (slot, reason) = (
            typed.slot.trim().parse::<Slot>().map_err(unknown),
            text(Reason::parse(&typed.reason), &at("reason")),
        )
            .together()?;
        Ok(Objection { slot, reason })
    }))?;
    let command = DossierCommand::ReturnSubmission { submission, objections };
    sender.send_to(id, command, &[]).await.map_err(|obstacle| {
        obstacle.placed(|slot| {
            let said = |typed: &TypedObjection| typed.slot.trim() == slot.to_string();
            let place = body.objections.iter().position(said)?;
            Some(format!("/objections/{place}/slot"))
        })
    })
}

/// Why a submission is taken back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Withdraw {
    reason: String,
}

/// Take a submission back before it is checked.
#[utoipa::path(post, path = "/dossiers/{dossier}/submissions/{submission}/withdrawal",
    tag = "dossiers",
    params(DossierCommandHeaders, ("dossier" = Uuid, Path), ("submission" = Uuid, Path)),
    request_body = Withdraw, responses(DossierAnswers))]
pub async fn withdraw(
    sender: Sender,
    Place((id, submission)): Place<(DossierId, SubmissionId)>,
    Said(body): Said<Withdraw>,
) -> Answer {
    let reason = text(Reason::parse(&body.reason), "/reason")?;
    sender.send_to(id, DossierCommand::WithdrawSubmission { submission, reason }, &[]).await
}

/// A change in the world.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclareChange {
    entries: Vec<TypedEntry>,
    #[schema(example = "2026-03-02")]
    happened_on: String,
    /// The day the decision reached the person, when later.
    received_on: Option<String>,
    paper: TypedPaper,
}

/// The world changed.
#[utoipa::path(post, path = "/dossiers/{dossier}/changes", tag = "dossiers",
    params(DossierCommandHeaders, ("dossier" = Uuid, Path)),
    request_body = DeclareChange, responses(DossierAnswers))]
pub async fn declare_change(
    sender: Sender,
    Place(id): Place<DossierId>,
    Said(body): Said<DeclareChange>,
) -> Answer {
    let submission = sender.id("submission");
    let (entries, happened_on, received_on, paper) = (
        entries::read(&sender, &body.entries),
        day(&body.happened_on, "/happened_on"),
        maybe_day(body.received_on.as_deref(), "/received_on"),
        body.paper.read("/paper"),
    )
        .together()?;
    let command = DossierCommand::DeclareChange {
        submission: SubmissionId::from_uuid(submission),
        entries,
        happened_on,
        received_on,
        paper,
    };
    let recorded = sender.send_to(id, command, &body.entries).await?;
    Ok(Recorded { submission_id: Some(submission), ..recorded })
}

/// An old fact the record never had.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclareLateEntry {
    entries: Vec<TypedEntry>,
    #[schema(example = "2019-09-01")]
    happened_on: String,
    paper: TypedPaper,
    reason: String,
}

/// An old fact the record never had is added.
#[utoipa::path(post, path = "/dossiers/{dossier}/late-entries", tag = "dossiers",
    params(DossierCommandHeaders, ("dossier" = Uuid, Path)),
    request_body = DeclareLateEntry, responses(DossierAnswers))]
pub async fn declare_late_entry(
    sender: Sender,
    Place(id): Place<DossierId>,
    Said(body): Said<DeclareLateEntry>,
) -> Answer {
    let submission = sender.id("submission");
    let (entries, happened_on, paper, reason) = (
        entries::read(&sender, &body.entries),
        day(&body.happened_on, "/happened_on"),
        body.paper.read("/paper"),
        text(Reason::parse(&body.reason), "/reason"),
    )
        .together()?;
    let command = DossierCommand::DeclareLateEntry {
        submission: SubmissionId::from_uuid(submission),
        entries,
        happened_on,
        paper,
        reason,
    };
    let recorded = sender.send_to(id, command, &body.entries).await?;
    Ok(Recorded { submission_id: Some(submission), ..recorded })
}

/// What was never so, and what is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Correct {
    entries: Vec<TypedEntry>,
    paper: Option<TypedPaper>,
    reason: String,
    /// Whether it stands at once: an officer's correction on a paper. Otherwise it waits for the
    /// check.
    #[serde(default)]
    at_once: bool,
}

/// We were wrong.
#[utoipa::path(post, path = "/dossiers/{dossier}/corrections", tag = "dossiers",
    params(DossierCommandHeaders, ("dossier" = Uuid, Path)),
    request_body = Correct, responses(DossierAnswers))]
pub async fn correct(
    sender: Sender,
    Place(id): Place<DossierId>,
    Said(body): Said<Correct>,
) -> Answer {
    let submission = (!body.at_once).then(|| sender.id("submission"));
    let (entries, paper, reason) = (
        entries::read(&sender, &body.entries),
        body.paper.as_ref().map(|paper| paper.read("/paper")).transpose(),
        text(Reason::parse(&body.reason), "/reason"),
    )
        .together()?;
    let command = DossierCommand::CorrectError {
        submission: submission.map(SubmissionId::from_uuid),
        entries,
        paper,
        reason,
    };
    let recorded = sender.send_to(id, command, &body.entries).await?;
    Ok(Recorded { submission_id: submission, ..recorded })
}

/// What a decision says.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordAgencyEntry {
    entries: Vec<TypedEntry>,
    #[schema(example = "2026-03-01")]
    effective_on: String,
    decision: TypedPaper,
}

/// Record what only the managing unit may enter, on a decision.
#[utoipa::path(post, path = "/dossiers/{dossier}/agency-entries", tag = "dossiers",
    params(DossierCommandHeaders, ("dossier" = Uuid, Path)),
    request_body = RecordAgencyEntry, responses(DossierAnswers))]
pub async fn record_agency_entry(
    sender: Sender,
    Place(id): Place<DossierId>,
    Said(body): Said<RecordAgencyEntry>,
) -> Answer {
    let (entries, effective_on, decision) = (
        entries::read(&sender, &body.entries),
        day(&body.effective_on, "/effective_on"),
        body.decision.read("/decision"),
    )
        .together()?;
    let command = DossierCommand::RecordAgencyEntry { entries, effective_on, decision };
    sender.send_to(id, command, &body.entries).await
}
