//! Lists that come in: bringing a file, and the lists one brought.

pub mod acts;
mod confirm;
pub mod list;

use axum::response::{IntoResponse, Redirect, Response};
use hoso_events::unit::Unit;
use maud::{Markup, html};

use crate::{
    app::{
        Act,
        access::scopes,
        import::{
            jobs::ListView,
            report::{Ground, HowAsked},
        },
    },
    import::FILE_BYTES_MAX,
    web::{
        forms::{self, Control, Errors, Field, Typed},
        layout::{Page, Step, render},
        obstacle::Obstacle,
        upload::Upload,
        visit::{View, Visitor},
    },
};

/// What a browser offers to choose from.
const ACCEPT: &str = ".xlsx,.xls,.ods,.csv";
/// The field for the unit of the whole list.
const UNIT: &str = "don_vi";
/// The most units a form offers to choose from; beyond, the code is typed.
const UNITS_MAX: usize = 400;

/// The address of a list.
pub fn list_path(id: &str) -> String {
    format!("/nhap/{id}")
}

/// The way back from the page of a list.
fn back(view: &View) -> Vec<Step> {
    vec![Step::new("/nhap", view.words.say("page-import-title"))]
}

/// The units the reader may open dossiers in, each before those under it.
fn units(view: &View) -> Vec<&Unit> {
    let Some(actor) = &view.actor else { return vec![] };
    scopes(actor, Act::OpenDossier, view.units())
        .into_iter()
        .flat_map(|scope| view.units().standing_below(scope))
        .filter_map(|id| view.units().get(id))
        .collect()
}

/// The field for the unit of the whole list.
fn unit_field(view: &View, typed: &str, error: Option<&str>, none: &str) -> Markup {
    let words = view.words;
    let units = units(view);
    let field = |hint: &str| Field {
        name: UNIT,
        label: words.say("page-import-unit"),
        hint: Some(words.say(hint)),
        value: typed,
        error,
    };
    if units.len() > UNITS_MAX {
        let control = Control { chars_max: Some(30), size: Some(20), ..Control::default() };
        return field("page-import-unit-code-hint").line(control);
    }
    let options: Vec<(String, String)> = units
        .iter()
        .map(|unit| (unit.code.to_string(), format!("{} ({})", unit.name, unit.code)))
        .collect();
    field("page-import-unit-hint").choice(Some(&words.say(none)), &options)
}

/// The unit someone chose, by its code.
fn chosen_unit(
    view: &View,
    typed: &Typed,
    errors: &mut Errors,
) -> Option<hoso_events::ids::UnitId> {
    let code = typed.text(UNIT);
    if code.is_empty() {
        return None;
    }
    let unit = units(view).into_iter().find(|unit| unit.code.as_str() == code);
    if unit.is_none() {
        errors.at(UNIT, view.words.say("page-import-unit-wrong"));
    }
    unit.map(|unit| unit.id)
}

/// `/nhap`: a file to bring, and what became of those brought before.
pub async fn page(visitor: Visitor) -> Result<Markup, Obstacle> {
    whole(&visitor, &Typed::default(), &Errors::default()).await
}

async fn whole(visitor: &Visitor, typed: &Typed, errors: &Errors) -> Result<Markup, Obstacle> {
    let Visitor { view, actor } = visitor;
    if units(view).is_empty() {
        return Err(Obstacle::not_found());
    }
    let words = view.words;
    let lists = view.site.app().list_views(actor).await?;
    let title = words.say("page-import-title");
    let body = html! {
        (errors.summary(words))
        h1 { (title) }
        p class="lead" { (words.say("page-import-lead")) }
        (upload_form(view, typed, errors))
        section aria-labelledby="da-tai" {
            h2 id="da-tai" { (words.say("page-import-lists-title")) }
            @if lists.is_empty() {
                p class="empty" { (words.say("page-import-lists-none")) }
            } @else {
                (brought(view, &lists))
            }
        }
    };
    Ok(render(view, Page { title: errors.title(words, &title), back: vec![], body }))
}

fn upload_form(view: &View, typed: &Typed, errors: &Errors) -> Markup {
    let words = view.words;
    let body = html! {
        (Field {
            name: "tep",
            label: words.say("page-import-file"),
            hint: Some(words.say("page-import-file-hint")),
            value: "",
            error: errors.of("tep"),
        }.file(ACCEPT, None))
        (unit_field(view, typed.text(UNIT), errors.of(UNIT), "page-import-unit-by-row"))
        p class="acts" { button type="submit" { (words.say("page-import-bring")) } }
        p class="quiet" { (words.say("page-import-nothing-written")) }
    };
    forms::post_files(view, "/nhap", "form", body)
}

fn brought(view: &View, lists: &[ListView]) -> Markup {
    let words = view.words;
    html! {
        table class="list" {
            thead { tr {
                th scope="col" { (words.say("page-import-column-file")) }
                th scope="col" { (words.say("page-import-column-at")) }
                th scope="col" { (words.say("page-import-column-state")) }
            } }
            tbody {
                @for list in lists {
                    tr {
                        th scope="row" { a href=(list_path(&list.job.job_id)) { (list.job.file_name) } }
                        td data-name=(words.say("page-import-column-at")) {
                            @if let Ok(at) = list.job.made_at.parse() { (words.instant(at)) }
                        }
                        td data-name=(words.say("page-import-column-state")) {
                            (list::state(view, list))
                        }
                    }
                }
            }
        }
    }
}

/// `POST /nhap`: keeps the file, begins to read it, and leads to its page.
pub async fn bring(visitor: Visitor, uploaded: Upload) -> Result<Response, Obstacle> {
    let Visitor { view, actor } = &visitor;
    let Upload { typed, file_name, file: bytes, too_large } = uploaded;
    let mut errors = Errors::default();
    let unit = chosen_unit(view, &typed, &mut errors);
    if too_large || bytes.len() > FILE_BYTES_MAX {
        errors.at("tep", view.words.say("page-import-file-large"));
    } else if bytes.is_empty() {
        errors.at("tep", view.words.say("page-import-file-missing"));
    }
    if !errors.is_empty() {
        return Ok(forms::again(whole(&visitor, &typed, &errors).await?));
    }
    let how = HowAsked { unit, ground: Ground::default(), ..HowAsked::default() };
    let app = view.site.shared_app();
    let brought = app.bring_list(actor, typed.key(), &file_name, bytes, how).await;
    let id = brought.map_err(acts::refused)?;
    Ok(Redirect::to(&list_path(&id)).into_response())
}
