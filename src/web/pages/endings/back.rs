//! Bringing someone back who left: the same dossier goes on. Whoever takes them in has the paper
//! dossier and types the number on it; nothing of the record is shown before.

use axum::response::{IntoResponse, Redirect, Response};
use hoso_events::{
    dossier::{DossierCommand, ServiceStep},
    ids::{DossierId, EndingId, UnitId},
    values::Paper,
};
use maud::{Markup, html};

use super::BACK;
use crate::{
    app::{Act, Command, CommandError, Refusal},
    web::{
        forms::{self, Control, Errors, Field, Typed},
        layout::{Page, Step, dossier_path, render},
        obstacle::Obstacle,
        pages::intake,
        paper_fields, slots, units,
        visit::{View, Visitor},
    },
};

const NUMBER: &str = "so_dinh_danh";
const RESUMED: (&str, &str) = ("ngay_tro_lai", "page-back-resumed-on");

/// `/ho-so/tro-lai`.
pub async fn page(visitor: Visitor) -> Result<Markup, Obstacle> {
    let view = &visitor.view;
    if !view.may_somewhere(Act::OpenDossier) {
        return Err(Obstacle::not_found());
    }
    Ok(whole(view, &Typed::default(), &Errors::default()))
}

fn whole(view: &View, typed: &Typed, errors: &Errors) -> Markup {
    let words = view.words;
    let title = words.say("page-back-title");
    let number = Field {
        name: NUMBER,
        label: words.say("page-clerk-number"),
        hint: Some(words.say("page-clerk-number-hint")),
        value: typed.text(NUMBER),
        error: errors.of(NUMBER),
    };
    let short = Control { inputmode: "numeric", size: Some(18), ..Control::default() };
    let body = html! {
        h1 { (title) }
        p class="lead" { (words.say("page-back-lead")) }
        (errors.summary(words))
        (forms::post(view, BACK, "form", html! {
            (number.line(short))
            (units::field(view, Act::OpenDossier, words.say("page-back-unit"),
                typed.text(units::NAME), errors.of(units::NAME)))
            (paper_fields::fields(words, words.say("page-back-decision"), typed, errors))
            (paper_fields::day(words, RESUMED.0, RESUMED.1, typed, errors))
            p { (words.say("page-back-means")) }
            p class="acts" { button type="submit" { (words.say("page-back-act")) } }
        }))
    };
    let back = vec![Step::new(super::PATH, words.say("page-left-title"))];
    render(view, Page { title: errors.title(words, &title), back, body })
}

struct Asked {
    number: String,
    unit: UnitId,
    decision: Paper,
    resumed_on: chrono::NaiveDate,
}

fn read(view: &View, typed: &Typed, errors: &mut Errors) -> Option<Asked> {
    let words = view.words;
    let number = intake::digits(typed.text(NUMBER));
    if number.is_empty() {
        let told = words.obstacle(&Refusal::plain("required"));
        errors.at(NUMBER, slots::named(words, &words.say("page-clerk-number"), &told));
    }
    let unit = intake::unit(view, typed, errors);
    let decision = paper_fields::read(words, typed, errors);
    let resumed_on = paper_fields::read_day(words, RESUMED.0, RESUMED.1, typed, errors);
    let (unit, decision, resumed_on) = (unit?, decision?, resumed_on?);
    errors.is_empty().then_some(Asked { number, unit, decision, resumed_on })
}

/// `POST /ho-so/tro-lai`.
pub async fn act(visitor: Visitor, typed: Typed) -> Result<Response, Obstacle> {
    let Visitor { view, actor } = &visitor;
    if !view.may_somewhere(Act::OpenDossier) {
        return Err(Obstacle::not_found());
    }
    let mut errors = Errors::default();
    if let Some(asked) = read(view, &typed, &mut errors) {
        let found = view.site.app().to_bring_back(actor, asked.unit, &asked.number).await;
        let done = match found {
            Ok(found) => bring(&visitor, found, asked, &typed).await,
            Err(error) => Err(error),
        };
        match done {
            Ok(to) => return Ok(Redirect::to(&to).into_response()),
            Err(CommandError::Refused(refusal)) => {
                let told = view.words.obstacle(&refusal);
                match refusal.code {
                    "nobody_left" | "not_ended" | "no_return_from_death" => errors.at(NUMBER, told),
                    "date_future" | "resumed_before_end" => errors.at(RESUMED.0, told),
                    "paper_date_future" => errors.at(paper_fields::DATED, told),
                    "unit_unknown" | "unit_ended" => errors.at(units::NAME, told),
                    _ => errors.whole(told),
                }
            }
            Err(other) => return Err(other.into()),
        }
    }
    Ok(forms::again(whole(view, &typed, &errors)))
}

/// Records the return; where the dossier is to be read now.
async fn bring(
    visitor: &Visitor,
    (id, ending): (DossierId, EndingId),
    asked: Asked,
    typed: &Typed,
) -> Result<String, CommandError> {
    let Asked { number: personal_id_no, unit, decision, resumed_on } = asked;
    let step = ServiceStep::Resume { unit, personal_id_no, decision, resumed_on };
    let command = Command::Dossier(id, DossierCommand::Service { ending, step });
    let done = visitor.send(command, typed).await?;
    let just = done.began_at().map(|at| format!("?vua={at}")).unwrap_or_default();
    Ok(format!("{}{just}", dossier_path(id)))
}
