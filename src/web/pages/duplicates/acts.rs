//! What can be done with two dossiers: they are one person's, they are two people's, or they were
//! merged by mistake. Each form sends one command.

use axum::response::{IntoResponse, Redirect, Response};
use hoso_events::{
    dossier::{Pair, PairCommand},
    ids::DossierId,
    values::Reason,
};
use maud::{Markup, html};

use super::{beside, pair_path};
use crate::{
    app::{
        Command, CommandError,
        duplicates::{Beside, Standing},
    },
    web::{
        forms::{self, Errors, Field, Typed},
        layout::dossier_path,
        obstacle::Obstacle,
        pages::agency,
        paper_fields, slots,
        tell::Words,
        told::fact_path,
        visit::{Place, View, Visitor},
    },
};

/// Which act a form asks for.
const ACT: &str = "viec";
const MERGE: &str = "gop";
const SEPARATE: &str = "tach";
const TELL_APART: &str = "hai-nguoi";
/// The dossier that is kept.
const KEPT: &str = "giu";

fn reason_name(act: &str) -> String {
    format!("ly_do_{}", act.replace('-', "_"))
}

/// The forms, for how the two stand to each other.
pub fn forms(
    view: &View,
    ids: [DossierId; 2],
    pair: &Beside,
    typed: &Typed,
    errors: &Errors,
) -> Markup {
    match &pair.standing {
        Standing::Apart => html! {
            (merge(view, ids, pair, typed, errors))
            (tell_apart(view, ids, typed, errors))
        },
        Standing::Merged { .. } => separate(view, ids, typed, errors),
        Standing::Elsewhere => html! {},
    }
}

/// What was typed into the form of one act, and what is wrong with it.
struct Own<'a> {
    typed: &'a Typed,
    errors: &'a Errors,
    asked: bool,
}

impl<'a> Own<'a> {
    fn of(act: &str, all: (&'a Typed, &'a Errors), none: (&'a Typed, &'a Errors)) -> Self {
        let asked = all.0.text(ACT) == act;
        let (typed, errors) = if asked { all } else { none };
        Self { typed, errors, asked }
    }
}

fn reason(words: Words, act: &str, own: &Own<'_>) -> Markup {
    let name = reason_name(act);
    Field {
        name: &name,
        label: words.say("page-duplicates-reason"),
        hint: Some(words.say("page-duplicates-reason-hint")),
        value: own.typed.text(&name),
        error: own.errors.of(&name),
    }
    .lines(Reason::CHARS_MAX)
}

fn button(words: Words, act: &str, key: &str, class: &str) -> Markup {
    html! {
        p class="acts" {
            button type="submit" name=(ACT) value=(act) class=[(!class.is_empty()).then_some(class)] {
                (words.say(key))
            }
        }
    }
}

fn merge(
    view: &View,
    ids: [DossierId; 2],
    pair: &Beside,
    typed: &Typed,
    errors: &Errors,
) -> Markup {
    let words = view.words;
    let none = (Typed::default(), Errors::default());
    let own = Own::of(MERGE, (typed, errors), (&none.0, &none.1));
    let kept = Field {
        name: KEPT,
        label: words.say("page-duplicates-keep"),
        hint: Some(words.say("page-duplicates-keep-hint")),
        value: own.typed.text(KEPT),
        error: own.errors.of(KEPT),
    };
    let told = |place: usize| {
        let known = &pair.known_by[place];
        let number = known.personal_id_no.as_deref().map(|number| words.number(number));
        let number = number.unwrap_or_default();
        let told = format!("{} {}, {number}", beside::mark(place), known.full_name);
        (ids[place].to_string(), told)
    };
    html! {
        section class="to-do" aria-labelledby="gop" {
            h2 id="gop" { (words.say("page-duplicates-merge")) }
            p { (words.say("page-duplicates-merge-means")) }
            (forms::post(view, &pair_path(ids[0], ids[1]), "form", html! {
                (kept.radios(&[told(0), told(1)]))
                (paper_fields::fields(words, words.say("page-duplicates-paper"), own.typed, own.errors))
                (reason(words, MERGE, &own))
                (button(words, MERGE, "page-duplicates-merge", ""))
            }))
        }
    }
}

fn tell_apart(view: &View, ids: [DossierId; 2], typed: &Typed, errors: &Errors) -> Markup {
    let words = view.words;
    let none = (Typed::default(), Errors::default());
    let own = Own::of(TELL_APART, (typed, errors), (&none.0, &none.1));
    html! {
        details open[own.asked] {
            summary { (words.say("page-duplicates-two")) }
            p { (words.say("page-duplicates-two-means")) }
            (forms::post(view, &pair_path(ids[0], ids[1]), "form", html! {
                (reason(words, TELL_APART, &own))
                (button(words, TELL_APART, "page-duplicates-two", "second"))
            }))
        }
    }
}

fn separate(view: &View, ids: [DossierId; 2], typed: &Typed, errors: &Errors) -> Markup {
    let words = view.words;
    let none = (Typed::default(), Errors::default());
    let own = Own::of(SEPARATE, (typed, errors), (&none.0, &none.1));
    html! {
        details open[own.asked] {
            summary { (words.say("page-duplicates-separate")) }
            p { (words.say("page-duplicates-separate-means")) }
            (forms::post(view, &pair_path(ids[0], ids[1]), "form", html! {
                (paper_fields::fields(words, words.say("page-duplicates-paper"), own.typed, own.errors))
                (reason(words, SEPARATE, &own))
                (button(words, SEPARATE, "page-duplicates-separate", "second"))
            }))
        }
    }
}

/// What was recorded in the kept dossier since they were merged: what an officer looks at before and
/// after separating them; and where values of the closed one are entered.
pub fn since(view: &View, standing: &Standing) -> Markup {
    let words = view.words;
    let Standing::Merged { pair, since } = standing else { return html! {} };
    html! {
        section aria-labelledby="tu-khi-gop" {
            h2 id="tu-khi-gop" { (words.say("page-duplicates-since")) }
            @if since.is_empty() {
                p class="quiet" { (words.say("page-duplicates-since-none")) }
            } @else {
                p { (words.say("page-duplicates-since-means")) }
                ol class="duties" {
                    @for line in since {
                        @let by = &line.recorded.provenance;
                        li {
                            a href=(fact_path(by.position)) { (words.instant(by.recorded_at)) } " – "
                            (words.fact(&line.recorded))
                        }
                    }
                }
            }
            p { (words.say("page-duplicates-enter")) }
            p class="acts" {
                @for act in [agency::Act::Decision, agency::Act::Correction] {
                    a class="button" href=(act.path(pair.kept)) { (words.say(act.title())) }
                }
                a class="button" href=(dossier_path(pair.kept)) { (words.say("page-duplicates-open-kept")) }
            }
        }
    }
}

/// `POST /trung-ho-so/{dossier}/{other}`.
pub async fn act(
    visitor: Visitor,
    Place((one, other)): Place<(DossierId, DossierId)>,
    typed: Typed,
) -> Result<Response, Obstacle> {
    let Visitor { view, actor } = &visitor;
    let pair = view.site.app().beside(actor, one, other).await?;
    let mut errors = Errors::default();
    let asked = read(view, [one, other], &pair, &typed, &mut errors);
    if let Some((of, command)) = asked.filter(|_| errors.is_empty()) {
        match visitor.send(Command::Pair(of, command), &typed).await {
            Ok(done) => {
                let to = pair_path(of.kept, of.duplicate);
                let vua = done.position().map(|at| format!("?vua={at}")).unwrap_or_default();
                return Ok(Redirect::to(&format!("{to}{vua}")).into_response());
            }
            Err(CommandError::Refused(refusal)) => {
                let told = view.words.obstacle(&refusal);
                match refusal.code {
                    "paper_date_future" => errors.at(paper_fields::DATED, told),
                    "merge_kept_is_merged" | "merge_holds_others" => errors.at(KEPT, told),
                    _ => errors.whole(told),
                }
            }
            Err(other) => return Err(other.into()),
        }
    }
    view.brings_units_of(&[one, other]).await?;
    Ok(forms::again(beside::whole(view, [one, other], &pair, html! {}, &typed, &errors)))
}

/// The act that was asked for and on which of the two, or what is wrong with it, each at its field.
fn read(
    view: &View,
    ids: [DossierId; 2],
    pair: &Beside,
    typed: &Typed,
    errors: &mut Errors,
) -> Option<(Pair, PairCommand)> {
    let words = view.words;
    let [one, other] = ids;
    match typed.text(ACT) {
        MERGE => {
            let kept = ids.into_iter().find(|id| id.to_string() == typed.text(KEPT));
            if kept.is_none() {
                errors.at(KEPT, words.say("page-duplicates-keep-missing"));
            }
            let paper = paper_fields::read(words, typed, errors);
            let reason = read_reason(words, MERGE, typed, errors);
            let kept = kept?;
            let duplicate = if kept == one { other } else { one };
            let command = PairCommand::Merge { paper: paper?, reason: reason? };
            Some((Pair { kept, duplicate }, command))
        }
        SEPARATE => {
            let paper = paper_fields::read(words, typed, errors);
            let reason = read_reason(words, SEPARATE, typed, errors);
            // Sent again after it was done, it is about the same two.
            let of = match &pair.standing {
                Standing::Merged { pair, .. } => *pair,
                Standing::Apart | Standing::Elsewhere => Pair { kept: one, duplicate: other },
            };
            Some((of, PairCommand::Separate { paper: paper?, reason: reason? }))
        }
        TELL_APART => {
            let reason = read_reason(words, TELL_APART, typed, errors)?;
            Some((Pair { kept: one, duplicate: other }, PairCommand::TellApart { reason }))
        }
        _ => {
            errors.whole(words.say("page-duplicates-no-act"));
            None
        }
    }
}

fn read_reason(words: Words, act: &str, typed: &Typed, errors: &mut Errors) -> Option<Reason> {
    let name = reason_name(act);
    let read = Reason::parse(typed.text(&name)).map_err(|error| {
        let label = words.say("page-duplicates-reason");
        errors.at(name, slots::text_wrong(words, &label, &error));
    });
    read.ok()
}
