//! Planning a mass move: by units, or by a list. Nothing is recorded until another has approved it.

use std::{collections::BTreeMap, sync::Arc};

use axum::response::{IntoResponse, Redirect, Response};
use hoso_events::{
    ids::{MassMoveId, UnitId},
    mass_move::GrantsThen,
    values::Reason,
};
use maud::{Markup, html};
use uuid::Uuid;

use super::{NEW, back, move_path};
use crate::{
    app::{
        Act, CommandError, Refusal,
        import::{ListError, Watch},
        mass_moves::{AskedMove, Ends, WHICH_ENDS, Whom},
    },
    import::FILE_BYTES_MAX,
    web::{
        forms::{self, Control, Errors, Field, Typed},
        layout::{Page, render},
        obstacle::Obstacle,
        paper_fields, slots,
        units::Meant,
        upload::Upload,
        visit::{View, Visitor},
    },
};

const DAY: &str = "ngay_hieu_luc";
const REASON: &str = "ly_do";
const WHOM: &str = "cach";
const BY_UNITS: &str = "don-vi";
const BY_LIST: &str = "danh-sach";
const SUCCESSORS: &str = "noi_den";
const BELOW: &str = "cap_duoi";
const END_UNITS: &str = "ket_thuc_don_vi";
const EXCEPT: &str = "ngoai_le";
const FILE: &str = "tep";
const TO: &str = "don_vi_den";
const ENDS: &str = "don_vi_ket_thuc";
const GRANTS: &str = "quyen";
const END: &str = "ket-thuc";
const FOLLOW: &str = "theo-don-vi";
/// The most characters of a field of several lines.
const LINES_CHARS_MAX: usize = 4_000;
/// What a browser offers to choose from.
const ACCEPT: &str = ".xlsx,.xls,.ods,.csv";

/// `/quan-tri/dot-chuyen-moi`.
pub async fn page(visitor: Visitor) -> Result<Markup, Obstacle> {
    may_plan(&visitor)?;
    let given = [(WHOM, BY_UNITS), (GRANTS, FOLLOW), (BELOW, "1")];
    let given = given.map(|(name, text)| (name.to_owned(), text.to_owned()));
    Ok(whole(&visitor.view, &Typed::of(given.into()), &Errors::default()))
}

fn may_plan(visitor: &Visitor) -> Result<(), Obstacle> {
    let may = visitor.view.may_somewhere(Act::KeepUnits);
    if may { Ok(()) } else { Err(Obstacle::not_found()) }
}

fn whole(view: &View, typed: &Typed, errors: &Errors) -> Markup {
    let words = view.words;
    let title = words.say("page-mass-move-plan");
    let body = html! {
        (errors.summary(words))
        h1 { (title) }
        p class="lead" { (words.say("page-mass-move-plan-lead")) }
        (forms::post_files(view, NEW, "form", fields(view, typed, errors)))
    };
    render(view, Page { title: errors.title(words, &title), back: back(view), body })
}

fn fields(view: &View, typed: &Typed, errors: &Errors) -> Markup {
    let words = view.words;
    let field = |name: &'static str, label: &str, hint: Option<&str>| Field {
        name,
        label: words.say(label),
        hint: hint.map(|hint| words.say(hint)),
        value: typed.text(name),
        error: errors.of(name),
    };
    let option = |code: &str, key: &str| (code.to_owned(), words.say(key));
    let reason = Control { chars_max: Some(Reason::CHARS_MAX), ..Control::default() };
    html! {
        (paper_fields::fields(words, words.say("page-mass-move-decision"), typed, errors))
        (paper_fields::day(words, DAY, "page-mass-move-effective-on", typed, errors))
        (field(REASON, "page-mass-move-reason", Some("page-mass-move-reason-hint")).line(reason))
        (field(WHOM, "page-mass-move-whom", None).radios(&[
            option(BY_UNITS, "page-mass-move-by-units"), option(BY_LIST, "page-mass-move-by-list")]))
        fieldset class="group" {
            legend { (words.say("page-mass-move-by-units")) }
            (field(SUCCESSORS, "page-mass-move-successors", Some("page-mass-move-successors-hint"))
                .lines(LINES_CHARS_MAX))
            (field(BELOW, "page-mass-move-below", None).tick())
            (field(END_UNITS, "page-mass-move-end-units", None).tick())
            (field(EXCEPT, "page-mass-move-except", Some("page-mass-move-except-hint"))
                .lines(LINES_CHARS_MAX))
        }
        fieldset class="group" {
            legend { (words.say("page-mass-move-by-list")) }
            (field(FILE, "page-mass-move-file", Some("page-mass-move-file-hint")).file(ACCEPT, None))
            (field(TO, "page-mass-move-to", Some("page-mass-move-to-hint")).line(Control::default()))
            (field(ENDS, "page-mass-move-ends", Some("page-mass-move-ends-hint"))
                .lines(LINES_CHARS_MAX))
        }
        (field(GRANTS, "page-mass-move-grants", Some("page-mass-move-grants-hint")).radios(&[
            option(FOLLOW, "page-mass-move-grants-follow"),
            option(END, "page-mass-move-grants-end")]))
        p class="acts" { button type="submit" { (words.say("page-mass-move-look")) } }
        p class="quiet" { (words.say("page-mass-move-nothing-yet")) }
    }
}

/// `POST /quan-tri/dot-chuyen-moi`: looks who would go where, keeps the plan and leads to its page.
pub async fn act(visitor: Visitor, uploaded: Upload) -> Result<Response, Obstacle> {
    may_plan(&visitor)?;
    let Visitor { view, actor } = &visitor;
    let Upload { typed, file: bytes, too_large, .. } = uploaded;
    let mut errors = Errors::default();
    if too_large || bytes.len() > FILE_BYTES_MAX {
        errors.at(FILE, view.words.say("page-import-file-large"));
    }
    if let Some(asked) = read(view, &typed, bytes, &mut errors)
        && errors.is_empty()
    {
        let app = view.site.app();
        let planned = Box::pin(app.plan_mass_move(actor, &asked, &Watch::default())).await;
        let kept = match planned {
            Ok(planned) => app.keep_mass_move(actor, &planned).await.map_err(ListError::from),
            Err(error) => Err(error),
        };
        match kept {
            Ok(()) => return Ok(Redirect::to(&move_path(asked.mass_move)).into_response()),
            Err(ListError::List(error)) => {
                let told = view.words.say(&crate::sentences::key_of_code(error.code()));
                errors.at(FILE, told);
            }
            Err(ListError::Command(CommandError::Refused(refusal))) => {
                let which = refusal.words.iter().find(|(word, _name)| *word == WHICH_ENDS);
                let told = view.words.obstacle(&refusal);
                let told = which.map_or(told.clone(), |(_word, name)| format!("{name}: {told}"));
                match end_field(&refusal, &typed) {
                    Some(name) => errors.at(name, told),
                    None => errors.whole(told),
                }
            }
            Err(ListError::Command(other)) => return Err(other.into()),
        }
    }
    Ok(forms::again(whole(view, &typed, &errors)))
}

/// The field in which a unit was to end that cannot.
fn end_field(refusal: &Refusal, typed: &Typed) -> Option<&'static str> {
    let about_an_end = [
        "mass_move_end_into",
        "not_before_established",
        "not_in_order",
        "root_cannot_end",
        "split_needs_two",
        "successor_within",
        "too_many_successors",
        "units_below",
    ]
    .contains(&refusal.code);
    let name = if typed.text(WHOM) == BY_UNITS { END_UNITS } else { ENDS };
    about_an_end.then_some(name)
}

fn read(view: &View, typed: &Typed, bytes: Vec<u8>, errors: &mut Errors) -> Option<AskedMove> {
    let words = view.words;
    let decision = paper_fields::read(words, typed, errors);
    let effective_on =
        paper_fields::read_day(words, DAY, "page-mass-move-effective-on", typed, errors);
    let reason = Reason::parse(typed.text(REASON)).map_err(|error| {
        let label = words.say("page-mass-move-reason");
        errors.at(REASON, slots::text_wrong(words, &label, &error));
    });
    let grants = match typed.text(GRANTS) {
        END => GrantsThen::End,
        _ => GrantsThen::Follow,
    };
    let whom = match typed.text(WHOM) {
        BY_UNITS => by_units(view, typed, errors),
        BY_LIST if bytes.is_empty() => {
            errors.at(FILE, words.say("page-import-file-missing"));
            None
        }
        BY_LIST => by_list(view, typed, bytes, errors),
        _ => {
            errors.at(WHOM, words.say("page-mass-move-whom-missing"));
            None
        }
    };
    let ends = match typed.text(WHOM) {
        BY_UNITS if typed.text(END_UNITS) == "1" => Some(Ends::Emptied),
        BY_LIST => named_ends(view, typed, errors),
        _ => Some(Ends::Nothing),
    };
    // The form's key makes the id: the same form sent again plans one mass move.
    let around = view.units().root().map_or(Uuid::nil(), |root| root.id.as_uuid());
    let id = Uuid::new_v5(&around, typed.key().unwrap_or_default().as_bytes());
    Some(AskedMove {
        mass_move: MassMoveId::from_uuid(id),
        decision: decision?,
        effective_on: effective_on?,
        reason: reason.ok()?,
        grants,
        whom: whom?,
        ends: ends?,
    })
}

/// The unit a code or a whole name means.
fn unit(view: &View, typed: &str) -> Option<UnitId> {
    Meant::read(view, Act::KeepUnits, typed).unit.map(|unit| unit.id)
}

/// The lines of a field, each cut at its sign of equality.
fn pairs<'a>(typed: &'a Typed, name: &str) -> Vec<(&'a str, Option<&'a str>)> {
    let lines = typed.text(name).lines().map(str::trim).filter(|line| !line.is_empty());
    let cut = |line: &'a str| match line.split_once('=') {
        Some((left, right)) => (left.trim(), Some(right.trim())),
        None => (line, None),
    };
    lines.map(cut).collect()
}

fn by_units(view: &View, typed: &Typed, errors: &mut Errors) -> Option<Whom> {
    let words = view.words;
    let mut successors = BTreeMap::new();
    for (left, right) in pairs(typed, SUCCESSORS) {
        match (unit(view, left), right.and_then(|right| unit(view, right))) {
            (Some(from), Some(to)) if !successors.contains_key(&from) => {
                successors.insert(from, to);
            }
            (from, to) => {
                let line = [left, right.unwrap_or_default()].join(" = ");
                let key = match from.zip(to) {
                    Some(_twice) => "page-mass-move-ends-twice",
                    None => "page-mass-move-successors-wrong",
                };
                let told = words.with(key, &[("line", line)]);
                errors.at(SUCCESSORS, told);
                return None;
            }
        }
    }
    if successors.is_empty() {
        errors.at(SUCCESSORS, words.say("page-mass-move-successors-missing"));
        return None;
    }
    let mut except = vec![];
    for (number, to) in pairs(typed, EXCEPT) {
        let number: String = number.chars().filter(|c| !c.is_whitespace()).collect();
        let to = match to {
            None => Some(None),
            Some(to) => unit(view, to).map(Some),
        };
        match to {
            Some(to) => except.push((number, to)),
            None => {
                errors.at(EXCEPT, words.say("page-mass-move-except-wrong"));
                return None;
            }
        }
    }
    Some(Whom::Units { successors, below: typed.text(BELOW) == "1", except })
}

/// The units that end with a list, each with those it goes into where they are named.
fn named_ends(view: &View, typed: &Typed, errors: &mut Errors) -> Option<Ends> {
    let mut named = BTreeMap::new();
    for (left, right) in pairs(typed, ENDS) {
        let into = right.unwrap_or_default().split(',').map(str::trim);
        let into: Option<Vec<UnitId>> =
            into.filter(|one| !one.is_empty()).map(|one| unit(view, one)).collect();
        match (unit(view, left), into) {
            (Some(ends), Some(into)) if !named.contains_key(&ends) => {
                named.insert(ends, into);
            }
            (ends, into) => {
                let line = match right {
                    Some(right) => [left, right].join(" = "),
                    None => left.to_owned(),
                };
                let key = match ends.zip(into) {
                    Some(_twice) => "page-mass-move-ends-twice",
                    None => "page-mass-move-ends-wrong",
                };
                errors.at(ENDS, view.words.with(key, &[("line", line)]));
                return None;
            }
        }
    }
    Some(if named.is_empty() { Ends::Nothing } else { Ends::Named(named) })
}

fn by_list(view: &View, typed: &Typed, bytes: Vec<u8>, errors: &mut Errors) -> Option<Whom> {
    let to = match typed.text(TO) {
        "" => None,
        code => match unit(view, code) {
            Some(unit) => Some(unit),
            None => {
                errors.at(TO, view.words.say("page-transfer-to-wrong"));
                return None;
            }
        },
    };
    Some(Whom::List { bytes: Arc::new(bytes), to })
}
