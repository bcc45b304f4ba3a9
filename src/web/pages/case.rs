//! The check screen: one submission held against the paper, field by field, and then straight on to
//! the next most urgent one. Whoever was faster is named; nobody checks their own.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use hoso_events::{
    dossier::DossierEvent,
    fact::Fact,
    ids::{DossierId, SubmissionId, UnitId},
};
use hoso_projections::queue::CasePlace;
use maud::{Markup, html};
use serde::Deserialize;

use super::{compare, findings};
use crate::{
    app::{Act, Command, CommandError, Refusal, cases::Submitted},
    web::{
        deadline,
        dress::Whole,
        forms::{self, Errors, Typed},
        layout::{Page, Step, dossier_path, render},
        obstacle::Obstacle,
        script,
        told::{fact_path, flash},
        units::Meant,
        visit::{Asks, Place, View, Visitor},
        worklist::{Filter, check_path, next_check, place_of, place_text},
    },
};

/// What the address says besides which submission.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    loai: String,
    don_vi: String,
    /// For the next one: the place it comes after.
    sau: String,
    /// The fact that was recorded a moment ago.
    vua: Option<u64>,
}

impl Asked {
    fn filter(&self, view: &View) -> Filter {
        let meant = Meant::read(view, Act::CheckRecord, &self.don_vi);
        Filter::read(&self.loai, meant.code())
    }
}

/// `/doi-chieu`: to the most urgent check, or the next after one that is left for later.
pub async fn next(visitor: Visitor, Asks(asked): Asks<Asked>) -> Result<Redirect, Obstacle> {
    let filter = asked.filter(&visitor.view);
    let to = onward(&visitor, &filter, place_of(&asked.sau), asked.vua).await?;
    Ok(Redirect::to(&to))
}

/// The address of the next check after a place; of the list of work when there is none.
async fn onward(
    visitor: &Visitor,
    filter: &Filter,
    after: CasePlace,
    just: Option<u64>,
) -> Result<String, Obstacle> {
    let just = just.map(|at| at.to_string()).unwrap_or_default();
    let next = next_check(visitor, filter, after).await?;
    let place = next.as_ref().and_then(|case| {
        let dossier = DossierId::parse(&case.duty.dossier_id).ok()?;
        Some(check_path(dossier, SubmissionId::parse(&case.duty.subject).ok()?))
    });
    let path = place.unwrap_or_else(|| "/viec".to_owned());
    Ok(filter.on(&path, &[("vua", &just)]))
}

/// `/ho-so/{dossier}/doi-chieu/{submission}`.
pub async fn page(
    visitor: Visitor,
    Place((id, submission)): Place<(DossierId, SubmissionId)>,
    Asks(asked): Asks<Asked>,
) -> Result<Response, Obstacle> {
    let case = visitor.view.site.app().submitted(&visitor.actor, id, submission).await?;
    visitor.view.brings_units_of(&[id]).await?;
    if visitor.actor.is_person_of(id) {
        return own(&visitor, &asked).await;
    }
    let flash = flash(&visitor, asked.vua).await;
    if case.ended.is_some() {
        return Ok(ended(&visitor, id, &asked, &case, flash).into_response());
    }
    let (typed, errors) = (Typed::default(), Errors::default());
    let page = screen(&visitor, (id, submission), &asked, &case, (&typed, &errors, flash));
    Ok(page.into_response())
}

/// `POST /ho-so/{dossier}/doi-chieu/{submission}`: one command, then the next case.
pub async fn act(
    visitor: Visitor,
    Place((id, submission)): Place<(DossierId, SubmissionId)>,
    Asks(asked): Asks<Asked>,
    typed: Typed,
) -> Result<Response, Obstacle> {
    let view = &visitor.view;
    let errors = match findings::command(view.words, submission, &typed) {
        Err(errors) => errors,
        Ok(command) => match visitor.send(Command::Dossier(id, command), &typed).await {
            Ok(done) => {
                let filter = asked.filter(view);
                let to = onward(&visitor, &filter, CasePlace::default(), done.position()).await?;
                return Ok(Redirect::to(&to).into_response());
            }
            Err(CommandError::Refused(refusal)) => match refusal.code {
                "self_verification" => return own(&visitor, &asked).await,
                "already_verified" | "already_returned" | "already_withdrawn" => {
                    return faster(&visitor, (id, submission), &asked).await;
                }
                _ => at_field(view, &refusal),
            },
            Err(other) => return Err(other.into()),
        },
    };
    let case = view.site.app().submitted(&visitor.actor, id, submission).await?;
    view.brings_units_of(&[id]).await?;
    if case.ended.is_some() {
        return faster(&visitor, (id, submission), &asked).await;
    }
    let page = screen(&visitor, (id, submission), &asked, &case, (&typed, &errors, html! {}));
    Ok(forms::again(page))
}

/// What the domain refused, at the field it points at.
fn at_field(view: &View, refusal: &Refusal) -> Errors {
    let mut errors = Errors::default();
    let told = view.words.obstacle(refusal);
    match &refusal.slot {
        Some(slot) => errors.at(findings::finding_name(&slot.to_string()), told),
        None => errors.whole(told),
    }
    errors
}

type Told<'a> = (&'a Typed, &'a Errors, Markup);

fn screen(
    visitor: &Visitor,
    (id, submission): (DossierId, SubmissionId),
    asked: &Asked,
    case: &Submitted,
    (typed, errors, flash): Told<'_>,
) -> Markup {
    let view = &visitor.view;
    let words = view.words;
    let filter = asked.filter(view);
    let place = CasePlace {
        due_on: case.check.due_on.clone().unwrap_or_default(),
        dossier_id: case.check.dossier_id.clone(),
        duty: case.check.duty.clone(),
        subject: case.check.subject.clone(),
    };
    let form = compare::Form {
        view,
        case,
        action: filter.on(&check_path(id, submission), &[]),
        later: filter.on("/doi-chieu", &[("sau", &place_text(&place))]),
        typed,
        errors,
    };
    let title = words.with("page-clerk-check-title", &[("name", case.person.full_name.clone())]);
    let body = html! {
        (flash)
        (identity(view, id, case, &title))
        (errors.summary(words))
        (compare::form(&form))
        (script::check())
    };
    render(view, Page { title: errors.title(words, &title), back: back(view, &filter), body })
}

fn back(view: &View, filter: &Filter) -> Vec<Step> {
    vec![Step::new(filter.on("/viec", &[]), view.words.say("page-clerk-work-title"))]
}

/// Who it is about, what was handed in, and until when it is to be checked.
fn identity(view: &View, id: DossierId, case: &Submitted, title: &str) -> Markup {
    let words = view.words;
    let calendar = &view.world.calendar;
    let standing = deadline::standing(&case.check, calendar, view.today);
    let unit = UnitId::parse(&case.person.unit_id).ok().and_then(|id| view.units().get(id));
    let by = &case.handed_in.provenance;
    let handed_in = [("who", by.by.actor.name.clone()), ("at", words.instant(by.recorded_at))];
    html! {
        div class="identity" {
            h1 { (title) }
            p {
                (deadline::chip(words, standing)) " "
                (deadline::told(words, &case.check, standing, calendar, view.today)) " "
                a class="why" href=(deadline::why_path(&case.check)) { (words.say("page-why-link")) }
            }
            dl {
                div { dt { (words.say("page-clerk-handed-in")) } dd { strong { (compare::kind_told(view, case)) } } }
                div { dt { (words.say("page-clerk-handed-in-by")) } dd { (words.with("page-who-and-when", &handed_in)) } }
                @if let Some(unit) = unit {
                    div { dt { (words.say("page-people-unit")) } dd { (unit.name) } }
                }
                @if let Some(birth) = &case.person.birth_date {
                    div { dt { (words.field("birth_date")) } dd { (words.stored_day(birth)) } }
                }
                @if let Some(reason) = case.handed_in.fact.reason() {
                    div { dt { (words.say("page-reason")) } dd { "“" (reason) "”" } }
                }
            }
            p { a href=(dossier_path(id)) { (words.say("page-clerk-whole-dossier")) } }
        }
    }
}

/// Someone decided first: who, when and how, and the next case.
async fn faster(
    visitor: &Visitor,
    (id, submission): (DossierId, SubmissionId),
    asked: &Asked,
) -> Result<Response, Obstacle> {
    let case = visitor.view.site.app().submitted(&visitor.actor, id, submission).await?;
    visitor.view.brings_units_of(&[id]).await?;
    let page = ended(visitor, id, asked, &case, html! {});
    Ok(told_whole(StatusCode::CONFLICT, page))
}

fn told_whole(status: StatusCode, page: Markup) -> Response {
    let mut response = (status, page).into_response();
    response.extensions_mut().insert(Whole);
    response
}

fn ended(
    visitor: &Visitor,
    id: DossierId,
    asked: &Asked,
    case: &Submitted,
    flash: Markup,
) -> Markup {
    let view = &visitor.view;
    let words = view.words;
    let filter = asked.filter(view);
    let name = case.person.full_name.clone();
    let told = case.ended.as_ref().map(|recorded| {
        let by = &recorded.provenance.by;
        let key = match &recorded.fact {
            Fact::Dossier(DossierEvent::SubmissionChecked { .. }) => "page-clerk-ended-checked",
            Fact::Dossier(DossierEvent::SubmissionReturned { .. }) => "page-clerk-ended-returned",
            _ => "page-clerk-ended-withdrawn",
        };
        let who = words.who(&by.actor.name, by.acting_for.as_ref().map(|unit| unit.name.as_str()));
        let at = words.instant(recorded.provenance.recorded_at);
        words.with(key, &[("who", who), ("at", at), ("name", name.clone())])
    });
    let at = case.ended.as_ref().map(|recorded| recorded.provenance.position);
    let title = words.with("page-clerk-ended-title", &[("name", name)]);
    let body = html! {
        (flash)
        h1 { (title) }
        @if let Some(told) = told {
            p class="lead" {
                (told) " "
                @if let Some(at) = at { a href=(fact_path(at)) { (words.say("page-clerk-see-fact")) } }
            }
        }
        p { (words.say("page-clerk-ended-nothing-sent")) }
        (ways_on(view, &filter))
        p { a href=(dossier_path(id)) { (words.say("page-clerk-whole-dossier")) } }
    };
    render(view, Page { title, back: back(view, &filter), body })
}

fn ways_on(view: &View, filter: &Filter) -> Markup {
    html! {
        p class="acts" {
            a class="button first" href=(filter.on("/doi-chieu", &[])) {
                (view.words.say("page-clerk-next"))
            }
            a class="button" href=(filter.on("/viec", &[])) {
                (view.words.say("page-clerk-back-to-work"))
            }
        }
    }
}

/// One's own dossier: refused in words, with the way to the next.
async fn own(visitor: &Visitor, asked: &Asked) -> Result<Response, Obstacle> {
    let view = &visitor.view;
    let words = view.words;
    let filter = asked.filter(view);
    let title = words.say("page-clerk-own-title");
    let body = html! {
        h1 { (title) }
        p class="lead" { (words.obstacle(&Refusal::plain("self_verification"))) }
        (ways_on(view, &filter))
    };
    let page = render(view, Page { title: title.clone(), back: back(view, &filter), body });
    Ok(told_whole(StatusCode::FORBIDDEN, page))
}
