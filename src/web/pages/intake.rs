//! Taking a paper dossier in that the competent authority has confirmed: who it is, where it is
//! kept, on which paper. Then the account is to be issued (F1).

use axum::response::{IntoResponse, Redirect, Response};
use hoso_events::{
    dossier::DossierCommand,
    ids::{DossierId, UnitId},
    values::PersonName,
};
use maud::{Markup, html};

use crate::{
    app::{Act, Command, CommandError, Refusal},
    web::{
        forms::{self, Control, Errors, Field, Typed},
        layout::{Page, Step, dossier_path, render},
        obstacle::Obstacle,
        paper_fields, slots,
        units::{self, Meant},
        visit::{View, Visitor},
    },
};

const DOSSIER: &str = "ho_so";
const NAME: &str = "ho_ten";
const NUMBER: &str = "so_dinh_danh";
const CONFIRMED: &str = "ngay_xac_nhan";

/// `/ho-so/moi`.
pub async fn page(visitor: Visitor) -> Result<Markup, Obstacle> {
    let view = &visitor.view;
    if !view.may_somewhere(Act::OpenDossier) {
        return Err(Obstacle::not_found());
    }
    Ok(whole(view, &Typed::default(), &Errors::default(), html! {}))
}

/// The page, with what was typed and, beside a number that is taken, what to do about it.
fn whole(view: &View, typed: &Typed, errors: &Errors, taken: Markup) -> Markup {
    let words = view.words;
    let title = words.say("page-clerk-open-title");
    let body = html! {
        h1 { (title) }
        p class="lead" { (words.say("page-clerk-open-lead")) }
        (errors.summary(words))
        (taken)
        (form(view, typed, errors))
    };
    let back = vec![Step::new("/viec", words.say("page-clerk-work-title"))];
    render(view, Page { title: errors.title(words, &title), back, body })
}

fn form(view: &View, typed: &Typed, errors: &Errors) -> Markup {
    let words = view.words;
    // The new dossier's id comes with the form: sent again, it opens the same one.
    let fresh = view.site.app().store().clock().new_id().to_string();
    let id = Some(typed.text(DOSSIER)).filter(|id| !id.is_empty()).unwrap_or(&fresh).to_owned();
    let line = |name: &'static str, label: &str, hint: Option<&str>, control: Control| {
        let hint = hint.map(|hint| words.say(hint));
        let label = words.say(label);
        Field { name, label, hint, value: typed.text(name), error: errors.of(name) }.line(control)
    };
    let number = Control { inputmode: "numeric", size: Some(18), ..Control::default() };
    let person = Control { chars_max: Some(PersonName::CHARS_MAX), ..Control::default() };
    let body = html! {
        input type="hidden" name=(DOSSIER) value=(id);
        (line(NUMBER, "page-clerk-number", Some("page-clerk-number-hint"), number))
        (line(NAME, "page-clerk-full-name", Some("page-clerk-full-name-hint"), person))
        (units::field(view, Act::OpenDossier, words.say("page-clerk-keeping-unit"),
            typed.text(units::NAME), errors.of(units::NAME)))
        (paper_fields::day(words, CONFIRMED, "page-clerk-confirmed-on", typed, errors))
        (paper_fields::fields(words, words.say("page-clerk-confirmation"), typed, errors))
        p class="acts" { button type="submit" { (words.say("page-clerk-open-act")) } }
    };
    forms::post(view, "/ho-so/moi", "form", body)
}

/// Digits as the card shows them: spaces, dots and hyphens between them say nothing.
pub fn digits(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '\u{A0}')).collect()
}

/// `POST /ho-so/moi`.
pub async fn act(visitor: Visitor, typed: Typed) -> Result<Response, Obstacle> {
    let view = &visitor.view;
    if !view.may_somewhere(Act::OpenDossier) {
        return Err(Obstacle::not_found());
    }
    let (mut errors, mut taken) = (Errors::default(), html! {});
    if let Some((id, command)) = command(view, &typed, &mut errors) {
        match visitor.send(Command::Dossier(id, command), &typed).await {
            Ok(done) => {
                let just = done.position().map(|at| format!("?vua={at}")).unwrap_or_default();
                let to = format!("{}/tai-khoan{just}", dossier_path(id));
                return Ok(Redirect::to(&to).into_response());
            }
            Err(CommandError::Refused(refusal)) => {
                if refusal.code == "cccd_duplicate" {
                    taken = already(&visitor, &digits(typed.text(NUMBER))).await?;
                }
                at_field(view, &refusal, &mut errors);
            }
            Err(other) => return Err(other.into()),
        }
    }
    Ok(forms::again(whole(view, &typed, &errors, taken)))
}

fn command(view: &View, typed: &Typed, errors: &mut Errors) -> Option<(DossierId, DossierCommand)> {
    let words = view.words;
    let id = DossierId::parse(typed.text(DOSSIER)).ok();
    if id.is_none() {
        errors.whole(words.say("page-problem-request-malformed"));
    }
    let personal_id_no = digits(typed.text(NUMBER));
    if personal_id_no.is_empty() {
        let told = words.obstacle(&Refusal::plain("required"));
        errors.at(NUMBER, slots::named(words, &words.say("page-clerk-number"), &told));
    }
    let full_name = PersonName::parse(typed.text(NAME)).map_err(|error| {
        let label = words.say("page-clerk-full-name");
        errors.at(NAME, slots::text_wrong(words, &label, &error));
    });
    let managing_unit = unit(view, typed, errors);
    let label = "page-clerk-confirmed-on";
    let confirmed_on = paper_fields::read_day(words, CONFIRMED, label, typed, errors);
    let confirmation = paper_fields::read(words, typed, errors);
    let command = DossierCommand::OpenDossier {
        managing_unit: managing_unit?,
        full_name: full_name.ok()?,
        personal_id_no,
        confirmation: confirmation?,
        confirmed_on: confirmed_on?,
    };
    errors.is_empty().then_some((id?, command))
}

/// The unit that was chosen; where there is one only, that one.
pub fn unit(view: &View, typed: &Typed, errors: &mut Errors) -> Option<UnitId> {
    let words = view.words;
    let meant = Meant::read(view, Act::OpenDossier, typed.text(units::NAME));
    let all = units::seen(view, Act::OpenDossier);
    let only = (all.len() == 1).then(|| all.first().copied()).flatten();
    match (meant.unit.or(only.filter(|_| meant.wrong.is_none())), meant.wrong) {
        (Some(unit), _) => return Some(unit.id),
        (None, Some(_)) => errors.at(units::NAME, words.say("page-clerk-unit-wrong")),
        (None, None) => errors.at(units::NAME, words.say("page-clerk-unit-missing")),
    }
    None
}

/// What the domain refused, at the field it is about.
fn at_field(view: &View, refusal: &Refusal, errors: &mut Errors) {
    let told = view.words.obstacle(refusal);
    let slot = refusal.slot.as_ref().map(|slot| slot.field.as_str());
    let name = match (refusal.code, slot) {
        ("cccd_format" | "cccd_duplicate", _) | (_, Some("personal_id_no")) => NUMBER,
        (_, Some("full_name")) => NAME,
        ("unit_unknown", _) => units::NAME,
        ("date_future", _) => CONFIRMED,
        ("paper_date_future", _) => paper_fields::DATED,
        _ => return errors.whole(told),
    };
    errors.at(name, told);
}

/// The number has a dossier: which, when the reader may know, and what to do.
async fn already(visitor: &Visitor, number: &str) -> Result<Markup, Obstacle> {
    let view = &visitor.view;
    let words = view.words;
    let holder = view.site.app().person_by_number(&visitor.actor, number).await?;
    let holder = holder.and_then(|row| Some((DossierId::parse(&row.dossier_id).ok()?, row)));
    Ok(html! {
        div class="note" {
            @match holder {
                Some((id, row)) => {
                    @let unit = UnitId::parse(&row.unit_id).ok().and_then(|id| view.units().get(id));
                    @let unit = unit.map(|unit| unit.name.to_string()).unwrap_or_default();
                    p { (words.with("page-clerk-taken-here", &[("name", row.full_name.clone()), ("unit", unit)])) }
                    p { a href=(dossier_path(id)) { (words.say("page-clerk-open-that-one")) } }
                }
                None => { p { (words.say("page-clerk-taken-elsewhere")) } }
            }
        }
    })
}
