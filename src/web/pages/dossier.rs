//! One dossier: who it is and how it stands, the record with the origin of every value, at any
//! moment of both time axes, and everything that happened to it.

use chrono::{DateTime, FixedOffset, NaiveDateTime, Utc};
use hoso_events::{
    calendar::last_instant,
    ids::{DossierId, SubmissionId, UnitId},
    rulebook::Duty,
};
use hoso_projections::{obligations::ObligationRow, people::PersonRow};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    access_log, agency, duplicates, endings, moves, package, papers, record, replay, retirement,
    secondments, timeline, transfers, typed_day,
};
use crate::{
    app::{
        Act, Target,
        endings::ServiceShown,
        may,
        reads::{AsOf, FieldView, Line},
        retirement::Retirement,
        secondments::Moves,
        sight::{PeriodEnd, Seen},
    },
    web::{
        deadline,
        layout::{Page, Step, dossier_path, render},
        obstacle::Obstacle,
        told::flash,
        visit::{Asks, Place, View, Visitor},
        worklist::check_path,
    },
};

/// How many lines of the timeline one page shows.
pub const LINES_PAGE: i64 = 20;
/// Việt Nam is seven hours ahead of UTC all year round.
const LOCAL_OFFSET_SECONDS: i32 = 7 * 3600;

/// Which moment is asked for, and where the timeline begins.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub struct Moment {
    /// True in the world on this day.
    pub ngay: String,
    /// As far as was known at the end of this day, or at this minute of it.
    pub biet: String,
    /// The timeline before this place in the log.
    pub truoc: Option<i64>,
    /// The fact that was recorded a moment ago.
    pub vua: Option<u64>,
}

/// A moment that was read, and which of its two fields could not be.
pub struct Read {
    pub as_of: AsOf,
    pub day_wrong: bool,
    pub known_wrong: bool,
}

/// `10:42 05/03/2026`, `05/03/2026 10:42` or a day, which means its end.
fn typed_instant(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    if let Some(day) = typed_day(text) {
        return Some(last_instant(day));
    }
    let offset = FixedOffset::east_opt(LOCAL_OFFSET_SECONDS)?;
    ["%H:%M %d/%m/%Y", "%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
        .and_then(|local| local.and_local_timezone(offset).single())
        .map(|at| at.to_utc())
}

impl Moment {
    pub fn read(&self) -> Read {
        let (day, known) = (self.ngay.trim(), self.biet.trim());
        let true_on = typed_day(day);
        let known_at = typed_instant(known);
        Read {
            as_of: AsOf { true_on, known_at },
            day_wrong: !day.is_empty() && true_on.is_none(),
            known_wrong: !known.is_empty() && known_at.is_none(),
        }
    }

    /// The query that asks for the same moment.
    pub fn query(&self) -> String {
        use crate::web::layout::in_path;
        let mut query = String::new();
        for (name, text) in [("ngay", &self.ngay), ("biet", &self.biet)] {
            if !text.trim().is_empty() {
                query.push_str(&format!("{name}={}&", in_path(text.trim())));
            }
        }
        query
    }
}

/// `/ho-so/{dossier}`.
pub async fn page(
    visitor: Visitor,
    Place(id): Place<DossierId>,
    Asks(moment): Asks<Moment>,
) -> Result<Markup, Obstacle> {
    whole(&visitor, id, moment).await
}

/// What the page shows.
pub struct Shown {
    pub id: DossierId,
    pub person: PersonRow,
    /// Where it ends for whoever sees a part only.
    pub until: Option<PeriodEnd>,
    pub moves: Moves,
    /// What expected retirement follows from; none of someone who is not in service.
    pub retirement: Option<Retirement>,
    pub moment: Moment,
    pub read: Read,
    pub fields: Vec<FieldView>,
    pub duties: Vec<ObligationRow>,
    pub lines: Vec<Line>,
    /// Whether there are lines older than these.
    pub older: bool,
    /// Whether the reader may compare submissions with the paper here.
    pub checks: bool,
    /// The person's service, where an ending of it stands or is announced.
    pub service: Option<ServiceShown>,
}

async fn whole(visitor: &Visitor, id: DossierId, moment: Moment) -> Result<Markup, Obstacle> {
    let Visitor { view, actor } = visitor;
    let app = view.site.app();
    let read = moment.read();
    let Seen { person, until, .. } = app.seen(actor, id, read.as_of).await?;
    let fields = app.record(actor, id, read.as_of).await?;
    view.brings_units_of(&[id]).await?;
    // Of a time that is over there is the record and what happened; what is owed is the new unit's.
    let (duties, moves) = match until {
        Some(_) => (vec![], Moves::default()),
        None => (app.duties(actor, id).await?, app.moves(actor, id).await?),
    };
    let retirement = if until.is_none() { app.retirement(actor, id).await? } else { None };
    let mut lines = app.timeline(actor, id, moment.truoc, LINES_PAGE + 1).await?;
    let older = lines.len() > LINES_PAGE as usize;
    lines.truncate(LINES_PAGE as usize);
    let unit = UnitId::parse(&person.unit_id).ok();
    let checks = read.as_of.is_now()
        && until.is_none()
        && !person.is_merged()
        && !actor.is_person_of(id)
        && unit.is_some_and(|unit| {
            may(actor, Act::CheckRecord, Target::Unit(unit), view.units()).is_ok()
        });
    let flash = flash(visitor, moment.vua).await;
    let ends = |row: &ObligationRow| row.state == "open" && row.duty() == Some(Duty::RecordEnding);
    // Whoever reads only what was recorded while they managed it is told of no later ending.
    let service = match until.is_none() && (person.ended.is_some() || duties.iter().any(ends)) {
        true => Some(app.service_of_person(actor, id, person.clone()).await?),
        false => None,
    };
    let twins = duplicates::told(visitor, id, &person).await?;
    let shown = Shown {
        id,
        person,
        until,
        moves,
        moment,
        read,
        fields,
        duties,
        lines,
        older,
        checks,
        service,
        retirement,
    };
    let title = shown.person.full_name.clone();
    let people = view.may_somewhere(Act::ReadDossier);
    let back = people.then(|| Step::new("/ho-so", view.words.say("page-people-title")));
    let body = html! { (flash) (twins) (body(view, &shown)) };
    Ok(render(view, Page { title, back: back.into_iter().collect(), body }))
}

fn body(view: &View, shown: &Shown) -> Markup {
    let words = view.words;
    html! {
        (identity(view, shown))
        @if let Some(service) = &shown.service { (endings::banner(view, shown.id, service)) }
        (moves::period(view.words, shown.until))
        (moves::told(view, shown.id, &shown.person, &shown.moves))
        @if shown.until.is_none() && shown.person.ended.is_none() && !shown.person.is_merged() {
            (super::entry::way_in(view, shown.id, &shown.person.unit_id))
        }
        (ways_on(view, shown))
        @if shown.until.is_none() { (deadlines(view, shown)) }
        @if shown.read.as_of.is_now() { (record::returned(view, shown)) }
        @if shown.checks { (to_do(view, shown)) }
        section aria-labelledby="ho-so" {
            h2 id="ho-so" { (words.say("page-record-title")) }
            (moment_form(view, shown))
            (record::sections(view, shown))
        }
        (timeline::section(view, shown))
    }
}

fn identity(view: &View, shown: &Shown) -> Markup {
    let words = view.words;
    let person = &shown.person;
    let amends = |row: &&ObligationRow| row.state == "open" && row.duty == Duty::Amend.as_str();
    let amend = shown.duties.iter().find(amends).map(|row| row.duty.clone());
    let unit = UnitId::parse(&person.unit_id).ok().and_then(|id| view.units().get(id));
    let position = person.position_code.as_deref().map(|code| {
        hoso_events::catalogue::catalogue().display("position_code", None, code, words.0)
    });
    html! {
        div class="identity" {
            h1 { (person.full_name) }
            dl {
                @if let Some(unit) = unit {
                    div { dt { (words.say("page-people-unit")) } dd { (unit.name) } }
                }
                @if let Some(position) = position {
                    div { dt { (words.field("position_code")) } dd { (position) } }
                }
                @if let Some(birth) = &person.birth_date {
                    div { dt { (words.field("birth_date")) } dd { (words.stored_day(birth)) } }
                }
                div {
                    dt { (words.say("page-people-situation")) }
                    dd { strong { (words.stands(person, amend.as_deref())) } }
                }
                div {
                    dt { (words.say("page-opened-on")) }
                    dd { (words.stored_day(&person.opened_on)) }
                }
                @if let Some(retirement) = &shown.retirement {
                    div class="retirement" { (retirement::entry(words, retirement)) }
                }
            }
        }
    }
}

/// What the reader does with this dossier: what waits for a check, the account that is to be issued,
/// what only the unit enters.
fn to_do(view: &View, shown: &Shown) -> Markup {
    let words = view.words;
    let open = |duty: Duty| {
        shown.duties.iter().filter(move |row| row.state == "open" && row.duty == duty.as_str())
    };
    let checks: Vec<(String, String)> = open(Duty::Check)
        .filter_map(|row| {
            let submission = SubmissionId::parse(&row.subject).ok()?;
            let waits = |field: &&FieldView| field.submission.as_ref() == Some(&row.subject);
            let n = shown.fields.iter().filter(waits).count().to_string();
            Some((check_path(shown.id, submission), words.with("page-clerk-check-n", &[("n", n)])))
        })
        .collect();
    let account = open(Duty::IssueAccount).next().is_some();
    let serves = shown.person.ended.is_none();
    let acts: &[agency::Act] = match shown.person.situation.as_str() {
        _ if !serves => &[agency::Act::Correction],
        "first_entry" => &[agency::Act::Decision],
        "first_check" => &[agency::Act::Decision, agency::Act::Correction],
        _ => &[agency::Act::Decision, agency::Act::Correction, agency::Act::Unchanged],
    };
    html! {
        section class="to-do" aria-labelledby="viec-cua-ban" {
            h2 id="viec-cua-ban" { (words.say("page-clerk-to-do")) }
            p class="acts" {
                @for (path, told) in &checks { a class="button first" href=(path) { (told) } }
                @if account {
                    a class="button first" href={ (dossier_path(shown.id)) "/tai-khoan" } {
                        (words.say("page-clerk-act-account"))
                    }
                }
                @for act in acts {
                    a class="button" href=(act.path(shown.id)) { (words.say(act.title())) }
                }
                @if serves {
                    a class="button" href=(transfers::order_path(shown.id)) {
                        (words.say("page-transfer-order"))
                    }
                    a class="button" href=(endings::end_path(shown.id)) {
                        (words.say("page-ending-title"))
                    }
                    a class="button" href=(secondments::order_path(shown.id)) {
                        (words.say("page-secondment-order"))
                    }
                }
                a class="button" href=(duplicates::find_path(shown.id)) {
                    (words.say("page-duplicates-find"))
                }
            }
        }
    }
}

/// What else there is about this dossier.
fn ways_on(view: &View, shown: &Shown) -> Markup {
    let words = view.words;
    let own = view.actor.as_ref().is_some_and(|actor| actor.is_person_of(shown.id));
    let looks = if own { "page-reads-link-own" } else { "page-reads-link" };
    html! {
        nav class="ways-on" aria-label=(words.say("page-dossier-ways")) {
            a href=(replay::path(shown.id)) { (words.say("page-replay-title")) }
            a href=(papers::path(shown.id)) { (words.say("page-papers-title")) }
            @if shown.until.is_none() { a href=(access_log::path(shown.id)) { (words.say(looks)) } }
            @if shown.checks { a href=(package::path(shown.id)) { (words.say("page-package-link")) } }
        }
    }
}

/// Open duties first and in full; what was met is folded away.
fn deadlines(view: &View, shown: &Shown) -> Markup {
    let words = view.words;
    let (mut open, past): (Vec<_>, Vec<_>) =
        shown.duties.iter().partition(|row| row.state == "open");
    open.sort_by(|a, b| a.due_on.cmp(&b.due_on));
    html! {
        section class="deadlines" aria-labelledby="han" {
            h2 id="han" { (words.say("page-deadlines-title")) }
            @if open.is_empty() {
                p { (words.say("page-deadlines-none")) }
            } @else {
                ul class="duties" { @for row in open { li { (duty(view, row)) } } }
            }
            @if !past.is_empty() {
                details {
                    summary {
                        (words.with("page-deadlines-past", &[("n", past.len().to_string())]))
                    }
                    ul class="duties" { @for row in past { li { (duty(view, row)) } } }
                }
            }
        }
    }
}

fn duty(view: &View, row: &ObligationRow) -> Markup {
    let words = view.words;
    let calendar = &view.world.calendar;
    let standing = deadline::standing(row, calendar, view.today);
    html! {
        (deadline::chip(words, standing)) " "
        strong { (words.stored_duty(&row.duty)) } ": "
        (deadline::told(words, row, standing, calendar, view.today)) " "
        a class="why" href=(deadline::why_path(row)) { (words.say("page-why-link")) }
    }
}

fn moment_form(view: &View, shown: &Shown) -> Markup {
    let words = view.words;
    let Shown { moment, read, .. } = shown;
    let field = |name: &str, key: &str, hint: &str, value: &str, wrong: bool, error: &str| {
        let (hint_id, error_id) = (format!("{name}-ghi-chu"), format!("{name}-loi"));
        let told_by = if wrong { format!("{error_id} {hint_id}") } else { hint_id.clone() };
        html! {
            p class=[wrong.then_some("wrong")] {
                label for=(name) { (words.say(key)) }
                @if wrong { span class="error" id=(error_id) { (words.say(error)) } }
                input id=(name) name=(name) value=(value) autocomplete="off" maxlength="40"
                    aria-invalid=[wrong.then_some("true")] aria-describedby=(told_by);
                small id=(hint_id) { (words.say(hint)) }
            }
        }
    };
    let path = dossier_path(shown.id);
    html! {
        form method="get" action={ (path) "#ho-so" } class="filter moment" {
            (field("ngay", "page-moment-true-on", "page-moment-true-on-hint", &moment.ngay,
                read.day_wrong, "page-moment-day-wrong"))
            (field("biet", "page-moment-known-at", "page-moment-known-at-hint", &moment.biet,
                read.known_wrong, "page-moment-known-wrong"))
            p { button type="submit" { (words.say("page-moment-show")) } }
        }
        p class={ "moment-told" @if !read.as_of.is_now() { " past" } } {
            (told_moment(view, &read.as_of))
            @if !read.as_of.is_now() { " " a href={ (path) "#ho-so" } { (words.say("page-moment-now")) } }
        }
    }
}

/// Says which moment the record below is of.
fn told_moment(view: &View, as_of: &AsOf) -> String {
    let words = view.words;
    let day = as_of.true_on.map(|day| words.day(day)).unwrap_or_default();
    let at = as_of.known_at.map(|at| words.instant(at)).unwrap_or_default();
    let key = match (as_of.true_on, as_of.known_at) {
        (None, None) => "page-moment-told-now",
        (Some(_), None) => "page-moment-told-true-on",
        (None, Some(_)) => "page-moment-told-known-at",
        (Some(_), Some(_)) => "page-moment-told-both",
    };
    words.with(key, &[("day", day), ("at", at)])
}
