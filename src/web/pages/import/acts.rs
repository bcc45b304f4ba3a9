//! What one does with a list: read its columns in another way, take it in, stop, go on, undo it; and
//! the copy of the file that says what is wrong.

use std::collections::BTreeMap;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use hoso_events::values::{Issuer, PaperNumber, Reason, TextError};

use super::{chosen_unit, confirm, list, list_path};
use crate::{
    app::import::{
        ListError, Watch,
        jobs::{
            CANCELLED, CANCELLING, DONE, DONE_WITH_ERRORS, FAILED, ListView, RUNNING, UNDOING,
            VALIDATING, WAITING,
        },
        report::{Ground, HowAsked},
    },
    import::{ColumnChoice, ListFile, write_copy},
    sentences::key_of_code,
    sheets::Kind,
    web::{
        forms::{self, Errors, Typed},
        obstacle::Obstacle,
        pages::{export::download, typed_day},
        visit::{Place, Visitor},
    },
};

/// What stands in the way of work on a list.
pub fn refused(error: ListError) -> Obstacle {
    match error {
        ListError::Command(error) => error.into(),
        ListError::List(error) => Obstacle::new(StatusCode::UNPROCESSABLE_ENTITY, error.code()),
    }
}

async fn of(visitor: &Visitor, id: &str) -> Result<ListView, Obstacle> {
    Ok(visitor.view.site.app().list_view(&visitor.actor, id).await?)
}

fn to(id: &str) -> Response {
    Redirect::to(&list_path(id)).into_response()
}

/// `POST /nhap/{list}/cot`: reads the list again with the columns as someone says.
pub async fn columns(
    visitor: Visitor,
    Place(id): Place<String>,
    typed: Typed,
) -> Result<Response, Obstacle> {
    let view = of(&visitor, &id).await?;
    if !matches!(view.job.state.as_str(), WAITING | FAILED) {
        return Ok(to(&id));
    }
    let mut errors = Errors::default();
    let unit = chosen_unit(&visitor.view, &typed, &mut errors);
    if !errors.is_empty() {
        return Ok(forms::again(list::whole(&visitor, &view, &typed, &errors).await?));
    }
    let choices = typed.under("cot-").into_iter().filter_map(|(letters, meaning)| {
        ColumnChoice::new(&letters, if meaning.is_empty() { "skip" } else { &meaning })
    });
    let how = HowAsked { unit, columns: choices.collect(), ..view.how.clone() };
    visitor.view.site.shared_app().turn_list(&visitor.actor, &view, VALIDATING, how).await?;
    Ok(to(&id))
}

/// `POST /nhap/{list}/ghi`: takes the list in.
pub async fn confirm(
    visitor: Visitor,
    Place(id): Place<String>,
    typed: Typed,
) -> Result<Response, Obstacle> {
    let view = of(&visitor, &id).await?;
    // Confirmed twice, the second finds it confirmed.
    if view.job.state != WAITING {
        return Ok(to(&id));
    }
    // Asked for on the page before anything else.
    if view.report.asks_unit {
        let page = list::whole(&visitor, &view, &typed, &Errors::default()).await?;
        return Ok(forms::again(page));
    }
    let mut errors = Errors::default();
    let ground = ground(&visitor, &typed, &mut errors);
    let good_rows_only = match typed.text("nhap") {
        confirm::GOOD => true,
        confirm::ALL if view.report.wrong == 0 => false,
        confirm::ALL => {
            errors.at("nhap", visitor.view.words.say("page-import-take-all-wrong"));
            false
        }
        _ => {
            errors.at("nhap", visitor.view.words.say("page-import-take-missing"));
            false
        }
    };
    if !errors.is_empty() {
        return Ok(forms::again(list::whole(&visitor, &view, &typed, &errors).await?));
    }
    let how = HowAsked { ground, good_rows_only, ..view.how.clone() };
    visitor.view.site.shared_app().turn_list(&visitor.actor, &view, RUNNING, how).await?;
    Ok(to(&id))
}

/// The paper and the day of confirmation as typed; each that does not fit is told at its field.
fn ground(visitor: &Visitor, typed: &Typed, errors: &mut Errors) -> Ground {
    let words = visitor.view.words;
    let today = visitor.view.today;
    let told = |error: &TextError| words.say(&key_of_code(error.code()));
    let number = PaperNumber::parse(typed.text("so"));
    let issuer = Issuer::parse(typed.text("noi_lap"));
    if let Err(error) = &number {
        errors.at("so", told(error));
    }
    let mut day = |name: &'static str| match typed_day(typed.text(name)) {
        Some(day) if day <= today => Some(day),
        Some(_) => {
            errors.at(name, words.say("page-import-day-future"));
            None
        }
        None => {
            errors.at(name, words.say("page-import-day-wrong"));
            None
        }
    };
    let (dated_on, confirmed_on) = (day("ngay"), day("xac_nhan"));
    if let Err(error) = &issuer {
        errors.at("noi_lap", told(error));
    }
    Ground { number: number.ok(), dated_on, issuer: issuer.ok(), confirmed_on }
}

/// `POST /nhap/{list}/dung`: stops after the rows under way.
pub async fn stop(
    visitor: Visitor,
    Place(id): Place<String>,
    _typed: Typed,
) -> Result<Response, Obstacle> {
    let view = of(&visitor, &id).await?;
    if view.job.state == RUNNING {
        let how = view.how.clone();
        visitor.view.site.shared_app().turn_list(&visitor.actor, &view, CANCELLING, how).await?;
    }
    Ok(to(&id))
}

/// `POST /nhap/{list}/tiep`: goes on with work that was stopped, or ended with its server.
pub async fn resume(
    visitor: Visitor,
    Place(id): Place<String>,
    _typed: Typed,
) -> Result<Response, Obstacle> {
    let view = of(&visitor, &id).await?;
    if view.silent || view.job.state == CANCELLED {
        let state = match view.job.state.as_str() {
            VALIDATING => VALIDATING,
            UNDOING => UNDOING,
            _ => RUNNING,
        };
        let how = view.how.clone();
        visitor.view.site.shared_app().turn_list(&visitor.actor, &view, state, how).await?;
    }
    Ok(to(&id))
}

/// `POST /nhap/{list}/rut`: undoes the list.
pub async fn undo(
    visitor: Visitor,
    Place(id): Place<String>,
    typed: Typed,
) -> Result<Response, Obstacle> {
    let view = of(&visitor, &id).await?;
    if !matches!(view.job.state.as_str(), DONE | DONE_WITH_ERRORS | CANCELLED) {
        return Ok(to(&id));
    }
    visitor.weighs().await?;
    let reason = match Reason::parse(typed.text("ly_do")) {
        Ok(reason) => reason,
        Err(error) => {
            let mut errors = Errors::default();
            let told = match error {
                TextError::Blank => visitor.view.words.say("page-import-undo-reason-missing"),
                other => visitor.view.words.say(&key_of_code(other.code())),
            };
            errors.at("ly_do", told);
            return Ok(forms::again(list::whole(&visitor, &view, &typed, &errors).await?));
        }
    };
    let how = HowAsked { reason: Some(reason.to_string()), ..view.how.clone() };
    visitor.view.site.shared_app().turn_list(&visitor.actor, &view, UNDOING, how).await?;
    Ok(to(&id))
}

/// `/nhap/{list}/loi.xlsx`: the file as it was brought, with a column that says what is wrong.
pub async fn errors(visitor: Visitor, Place(id): Place<String>) -> Result<Response, Obstacle> {
    let view = of(&visitor, &id).await?;
    let app = visitor.view.site.app();
    let asked = app.asked_list(&visitor.actor, &view).await.map_err(refused)?;
    let judged = app.judge_list(&visitor.actor, &asked, &Watch::default()).await;
    let judged = judged.map_err(refused)?;
    let mut wrong: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for (row, problem) in judged.problems() {
        let (what, fix) = list::what_and_fix(&visitor.view, problem.code);
        let place = match problem.address.as_str() {
            "" => String::new(),
            address => format!("{address}: "),
        };
        wrong.entry(row).or_default().push(format!("{place}{what} {fix}"));
    }
    let wrong: BTreeMap<u32, String> =
        wrong.into_iter().map(|(row, told)| (row, told.join("\n"))).collect();
    let heading = visitor.view.words.say("page-import-errors-heading");
    let (choices, today) = (view.how.columns.clone(), visitor.view.today);
    let written = tokio::task::spawn_blocking(move || {
        let file = ListFile::open(&asked.bytes, &choices, today).map_err(ListError::from);
        file.map(|file| write_copy(&file, &heading, &wrong))
    });
    let broken = || Obstacle::new(StatusCode::INTERNAL_SERVER_ERROR, "unexpected");
    let copy = written.await.map_err(|_gone| broken())?.map_err(refused)?;
    let copy = copy.map_err(|error| {
        tracing::error!(error = &error as &dyn std::error::Error, "a copy was not written");
        broken()
    })?;
    Ok(download(copy, "danh-sach-loi.xlsx", Kind::Xlsx))
}
