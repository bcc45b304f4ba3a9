//! Putting an ending right that was recorded wrongly: how or when it was, or that there was none.

use axum::response::{IntoResponse, Redirect, Response};
use hoso_events::{
    dossier::{DossierCommand, Ended, EndingKind, ServiceStep},
    ids::DossierId,
    values::Reason,
};
use maud::{Markup, html};

use super::{
    end::{Chosen, recorded_by},
    end_path, fields, mend_path,
};
use crate::{
    app::{Command, CommandError, endings::ServiceShown},
    web::{
        forms::{self, Errors, Field, Typed},
        layout::{Page, Step, dossier_path, render},
        obstacle::Obstacle,
        slots,
        tell::Words,
        visit::{Asks, Place, View, Visitor},
    },
};

/// Which of the two forms was sent.
const STEP: &str = "viec";
const CORRECT: &str = "sua";
const REVERSE: &str = "khong-co";
const REASON_CORRECT: &str = "ly_do_sua";
const REASON_REVERSE: &str = "ly_do_khong_co";

/// `/ho-so/{dossier}/thoi-cong-tac/ghi-lai`.
pub async fn page(
    visitor: Visitor,
    Place(id): Place<DossierId>,
    Asks(chosen): Asks<Chosen>,
) -> Result<Response, Obstacle> {
    let shown = recorded_by(&visitor, id).await?;
    let Some(ended) = &shown.ended else {
        return Ok(Redirect::to(&end_path(id)).into_response());
    };
    let view = &visitor.view;
    let kind = EndingKind::parse(&chosen.loai).unwrap_or(ended.ending.kind());
    let typed = fields::typed_of(view.words, &ended.ending);
    Ok(whole(view, id, &shown, ended, kind, &typed, &Errors::default()).into_response())
}

fn whole(
    view: &View,
    id: DossierId,
    shown: &ServiceShown,
    ended: &Ended,
    kind: EndingKind,
    typed: &Typed,
    errors: &Errors,
) -> Markup {
    let words = view.words;
    let title = words.say("page-ending-mend-title");
    let told = [
        ("kind", words.ending_kind(ended.ending.kind())),
        ("day", words.day(ended.ending.ended_on)),
    ];
    let reverses = typed.text(STEP) == REVERSE;
    let (no_typed, no_errors) = (Typed::default(), Errors::default());
    let own = |mine: bool| if mine { errors } else { &no_errors };
    let button = |step: &str, key: &str, class: Option<&str>| {
        html! { button type="submit" name=(STEP) value=(step) class=[class] { (words.say(key)) } }
    };
    let body = html! {
        (errors.summary(words))
        h1 { (title) }
        div class="identity" {
            p { strong { (shown.person.full_name) } }
            p { (words.with("page-ending-recorded-as", &told)) }
        }
        section aria-labelledby="sua" {
            h2 id="sua" { (words.say("page-ending-correct")) }
            p { (words.say("page-ending-correct-means")) }
            (forms::post(view, &mend_path(id), "form", html! {
                (fields::fields(words, kind, typed, own(!reverses)))
                (reason(words, REASON_CORRECT, typed, own(!reverses)))
                p class="acts" { (button(CORRECT, "page-ending-correct-act", None)) }
            }))
            details {
                summary { (words.say("page-ending-other-kind")) }
                (fields::kinds(words, &mend_path(id), kind.as_str()))
            }
        }
        details open[reverses] {
            summary { (words.say("page-ending-reverse")) }
            (forms::post(view, &mend_path(id), "form", html! {
                p { (words.say("page-ending-reverse-means")) }
                (reason(words, REASON_REVERSE, if reverses { typed } else { &no_typed }, own(reverses)))
                p class="acts" { (button(REVERSE, "page-ending-reverse-act", Some("second"))) }
            }))
        }
    };
    let back = vec![Step::new(dossier_path(id), shown.person.full_name.clone())];
    render(view, Page { title: errors.title(words, &title), back, body })
}

fn reason(words: Words, name: &str, typed: &Typed, errors: &Errors) -> Markup {
    let field = Field {
        name,
        label: words.say("page-transfer-reason"),
        hint: None,
        value: typed.text(name),
        error: errors.of(name),
    };
    field.lines(Reason::CHARS_MAX)
}

fn read_reason(words: Words, name: &str, typed: &Typed, errors: &mut Errors) -> Option<Reason> {
    let read = Reason::parse(typed.text(name)).map_err(|error| {
        let label = words.say("page-transfer-reason");
        errors.at(name, slots::text_wrong(words, &label, &error));
    });
    read.ok()
}

/// `POST /ho-so/{dossier}/thoi-cong-tac/ghi-lai`.
pub async fn act(
    visitor: Visitor,
    Place(id): Place<DossierId>,
    typed: Typed,
) -> Result<Response, Obstacle> {
    let view = &visitor.view;
    let words = view.words;
    let shown = recorded_by(&visitor, id).await?;
    let Some(ended) = &shown.ended else {
        return Ok(Redirect::to(&dossier_path(id)).into_response());
    };
    let mut errors = Errors::default();
    let kind = EndingKind::parse(typed.text(fields::KIND)).unwrap_or(ended.ending.kind());
    let step = if typed.text(STEP) == REVERSE {
        let reason = read_reason(words, REASON_REVERSE, &typed, &mut errors);
        reason.map(|reason| ServiceStep::Reverse { reason, paper: None })
    } else {
        let ending = fields::read(words, kind, &typed, &mut errors);
        let reason = read_reason(words, REASON_CORRECT, &typed, &mut errors);
        ending.zip(reason).map(|(ending, reason)| ServiceStep::Correct { ending, reason })
    };
    if let Some(step) = step {
        let command = DossierCommand::Service { ending: ended.id, step };
        match visitor.send(Command::Dossier(id, command), &typed).await {
            Ok(done) => {
                let just = done.began_at().map(|at| format!("?vua={at}")).unwrap_or_default();
                return Ok(Redirect::to(&format!("{}{just}", dossier_path(id))).into_response());
            }
            Err(CommandError::Refused(refusal)) => fields::at_field(words, &refusal, &mut errors),
            Err(other) => return Err(other.into()),
        }
    }
    let form = if typed.text(STEP) == REVERSE {
        let mut pairs = fields::typed_of(words, &ended.ending).pairs().to_vec();
        pairs.extend(typed.pairs().iter().cloned());
        Typed::of(pairs)
    } else {
        typed
    };
    Ok(forms::again(whole(view, id, &shown, ended, kind, &form, &errors)))
}
