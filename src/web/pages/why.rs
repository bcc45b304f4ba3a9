//! "Why this date?": the rule and its law, the fact that started the clock, and every day counted
//! or skipped, so that anyone can check a due date with a finger.

use hoso_events::{
    calendar::DayLine,
    ids::{DossierId, TransferId},
    rulebook::Duty,
};
use maud::{Markup, html};

use super::{administration, transfers};
use crate::{
    app::{
        Act,
        reads::{Explanation, Origin},
    },
    web::{
        deadline,
        layout::{Page, Step, dossier_path, render},
        obstacle::Obstacle,
        told::fact_path,
        visit::{Place, View, Visitor},
    },
};

/// `/ho-so/{dossier}/vi-sao/{duty}/{subject}`, with `-` for a duty of the dossier as a whole.
pub async fn page(
    visitor: Visitor,
    Place((id, duty, subject)): Place<(DossierId, String, String)>,
) -> Result<Markup, Obstacle> {
    let Visitor { view, actor } = visitor;
    let duty = Duty::parse(&duty).ok_or_else(Obstacle::not_found)?;
    let subject = if subject == "-" { "" } else { subject.as_str() };
    let app = view.site.app();
    let title = view.words.say("page-why-title");
    if let (Duty::TakeOver, Ok(transfer)) = (duty, TransferId::parse(subject)) {
        let sheet = app.cover_sheet(&actor, transfer).await?;
        if sheet.dossier != id {
            return Err(Obstacle::not_found());
        }
        let why = app.explain_taking_over(&sheet).await?;
        let body = body(&view, &title, &Shown { why, facts_open: sheet.reads });
        let back = transfers::way_back(&view, &sheet);
        return Ok(render(&view, Page { title, back, body }));
    }
    let person = app.person(&actor, id).await?;
    let why = app.explain_duty(&actor, id, duty, subject).await?;
    let body = body(&view, &title, &Shown { why, facts_open: true });
    let people = view.may_somewhere(Act::ReadDossier);
    let people = people.then(|| Step::new("/ho-so", view.words.say("page-people-title")));
    let dossier = Step::new(dossier_path(id), person.full_name);
    let back = people.into_iter().chain([dossier]).collect();
    Ok(render(&view, Page { title, back, body }))
}

/// What is explained, and whether the reader may open the facts behind it.
struct Shown {
    why: Explanation,
    facts_open: bool,
}

fn body(view: &View, title: &str, shown: &Shown) -> Markup {
    let words = view.words;
    let why = &shown.why;
    let row = &why.obligation;
    let standing = deadline::standing(row, &view.world.calendar, view.today);
    html! {
        h1 { (title) }
        p class="lead" {
            strong { (words.duty(why.duty)) } " " (deadline::chip(words, standing)) br;
            (deadline::told(words, row, standing, &view.world.calendar, view.today))
        }
        (rule(view, why))
        (start(view, shown))
        (days(view, why))
        (end(view, shown))
        (notes(view, why))
    }
}

fn rule(view: &View, why: &Explanation) -> Markup {
    let words = view.words;
    html! {
        section aria-labelledby="quy-dinh" {
            h2 id="quy-dinh" { (words.say("page-why-rule")) }
            @match &why.rule {
                None => { p { (words.say("page-due-no-rule")) } }
                Some(rule) => {
                    dl class="facts" {
                        dt { (words.say("page-why-term")) } dd { (words.term(rule.n, rule.unit)) }
                        dt { (words.say("page-why-who")) } dd { (words.responsible(rule.who)) }
                        dt { (words.say("page-why-starts")) } dd lang="vi" { (rule.starts) }
                        dt { (words.say("page-why-basis")) } dd lang="vi" { (rule.legal_basis) }
                    }
                }
            }
        }
    }
}

fn start(view: &View, shown: &Shown) -> Markup {
    let words = view.words;
    let why = &shown.why;
    let row = &why.obligation;
    let days = (row.started_on.parse(), row.recorded_on.parse());
    let late = match days {
        (Ok(started), Ok(recorded)) if recorded > started => {
            view.world.calendar.working_days_between(started, recorded).ok()
        }
        _ => None,
    };
    html! {
        section aria-labelledby="bat-dau" {
            h2 id="bat-dau" { (words.say("page-why-start")) }
            dl class="facts" {
                dt { (words.say("page-why-started-on")) } dd { (words.stored_day(&row.started_on)) }
                @if let Some(origin) = &why.started_by { (origin_lines(view, origin, shown.facts_open)) }
                dt { (words.say("page-why-entered")) }
                dd {
                    @match late {
                        Some(n) => {
                            (words.with("page-why-entered-late", &[
                                ("day", words.stored_day(&row.recorded_on)), ("n", n.to_string())]))
                        }
                        None => {
                            (words.with("page-why-entered-same-day",
                                &[("day", words.stored_day(&row.recorded_on))]))
                        }
                    }
                }
            }
        }
    }
}

fn origin_lines(view: &View, origin: &Origin, opens: bool) -> Markup {
    let words = view.words;
    html! {
        dt { (words.say("page-recorded-by")) } dd { (words.origin(origin)) }
        @if let Some(paper) = &origin.paper {
            dt { (words.say("page-paper-label")) } dd { (words.paper(paper)) }
        }
        dt { (words.say("page-clerk-fact-label")) }
        dd {
            @let number = words.with("page-clerk-fact-number", &[("n", origin.position.to_string())]);
            @if opens { a href=(fact_path(origin.position)) { (number) } } @else { (number) }
        }
    }
}

fn days(view: &View, why: &Explanation) -> Markup {
    let words = view.words;
    html! {
        section aria-labelledby="tung-ngay" {
            h2 id="tung-ngay" { (words.say("page-why-days")) }
            @if let Some(year) = why.missing_year {
                p class="empty" { (words.with("page-due-missing-year", &[("year", year.to_string())])) }
            }
            @if !why.days.is_empty() { (days_table(view, &why.days)) }
        }
    }
}

/// A term day by day, each counted or not and why.
pub fn days_table(view: &View, days: &[DayLine]) -> Markup {
    let words = view.words;
    html! {
        table class="days" {
            thead { tr {
                th scope="col" { (words.say("page-why-day")) }
                th scope="col" class="n" { (words.say("page-why-counted")) }
                th scope="col" { (words.say("page-why-reason")) }
            } }
            tbody {
                @for (place, line) in days.iter().enumerate() {
                    (day_line(view, line, place + 1 == days.len()))
                }
            }
        }
    }
}

fn day_line(view: &View, line: &DayLine, last: bool) -> Markup {
    let words = view.words;
    html! {
        tr class=(if line.counted.is_some() { "counted" } else { "skipped" }) {
            th scope="row" { (words.weekday(line.date)) ", " (words.day(line.date)) }
            td class="n" {
                @match line.counted {
                    Some(n) => { strong { (n) } }
                    None => { span class="quiet" { (words.say("page-why-not-counted")) } }
                }
            }
            td {
                (words.day_kind(&line.why))
                @if last { ". " strong { (words.say("page-why-last-day")) } }
            }
        }
    }
}

fn end(view: &View, shown: &Shown) -> Markup {
    let words = view.words;
    let why = &shown.why;
    html! {
        @if let Some(met) = &why.met_by {
            section aria-labelledby="ket-thuc" {
                h2 id="ket-thuc" { (words.say("page-why-end")) }
                dl class="facts" {
                    dt { (words.say("page-why-ended-on")) }
                    dd { (words.stored_day(why.obligation.met_on.as_deref().unwrap_or_default())) }
                    (origin_lines(view, met, shown.facts_open))
                }
            }
        }
    }
}

fn notes(view: &View, why: &Explanation) -> Markup {
    let words = view.words;
    let row = &why.obligation;
    let day = |text: &Option<String>| words.stored_day(text.as_deref().unwrap_or_default());
    let computed = why.days.last().map(|line| line.date.to_string());
    let redated = row.notified_due_on.is_some() && row.notified_due_on != row.due_on;
    let kept = computed.is_some() && row.due_on.is_some() && computed != row.due_on;
    html! {
        section aria-labelledby="phien-ban" {
            h2 id="phien-ban" { (words.say("page-why-versions")) }
            @if redated {
                p class="note" { (words.with("page-why-redated", &[
                    ("notified", day(&row.notified_due_on)), ("due", day(&row.due_on))])) }
            }
            @if kept {
                p class="note" { (words.with("page-why-kept", &[
                    ("computed", day(&computed)), ("due", day(&row.due_on))])) }
            }
            dl class="facts" {
                @if let Some(pack) = &row.pack {
                    dt { (words.say("page-why-pack")) } dd { (pack) }
                }
                dt { (words.say("page-why-rulebook")) } dd { (row.rulebook_version) }
                dt { (words.say("page-why-calendar")) } dd { (row.calendar_version) }
            }
            p class="ways-to" {
                a href=(administration::RULES) { (words.say("page-why-all-rules")) }
                a href=(administration::CALENDAR) { (words.say("page-why-all-days")) }
            }
            p class="quiet" { (words.say("page-why-ends-at-24")) }
        }
    }
}
