//! What is done with several people at once: accounts for all who wait for one, and a list to
//! print. One command a person, each answered for itself.

use hoso_events::ids::{DossierId, UnitId};
use hoso_projections::people::PersonRow;
use maud::{Markup, html};

use super::issue::issue;
use crate::{
    app::{Act, CommandError, Done, Request as Ask},
    web::{
        deadline,
        forms::{self, Errors, Typed},
        layout::{Page, Step, dossier_path, render},
        lists,
        obstacle::Obstacle,
        told::fact_path,
        visit::{View, Visitor},
    },
};
use axum::response::{IntoResponse, Response};
use hoso_events::provenance::Source;

/// The name of the boxes that are ticked.
const CHOSEN: &str = "chon";
/// The most people one act takes.
const CHOSEN_MAX: usize = 100;

/// A list whose lines can be ticked, with what can be done with the ticked ones.
pub fn form(view: &View, list: Markup) -> Markup {
    let words = view.words;
    let body = html! {
        (list)
        p class="acts" {
            @if view.may_somewhere(Act::IssueAccount) {
                button type="submit" { (words.say("page-clerk-issue-selected")) }
            }
            button type="submit" class="second" formmethod="get" formaction="/ho-so/danh-sach" {
                (words.say("page-clerk-print-selected"))
            }
        }
    };
    forms::post(view, "/ho-so/tai-khoan", "many", body)
}

/// The box of one line.
pub fn choice(view: &View, person: &PersonRow) -> Markup {
    let name = ("name", person.full_name.clone());
    html! {
        label {
            input type="checkbox" name=(CHOSEN) value=(person.dossier_id);
            span class="aside" { (view.words.with("page-clerk-select-one", &[name])) }
        }
    }
}

/// The dossiers ticked, each once.
fn chosen<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<DossierId> {
    let mut ids: Vec<DossierId> = vec![];
    for id in texts.filter_map(|text| DossierId::parse(text).ok()).take(CHOSEN_MAX) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

/// `POST /ho-so/tai-khoan`: an account for each of the ticked people. Sent again, the same form
/// tells the same.
pub async fn issue_all(visitor: Visitor, typed: Typed) -> Result<Response, Obstacle> {
    let Visitor { view, actor } = &visitor;
    if !view.may_somewhere(Act::IssueAccount) {
        return Err(Obstacle::not_found());
    }
    let ids = chosen(typed.all(CHOSEN));
    let people = view.site.app().people_among(actor, &ids).await?;
    if people.is_empty() {
        return Ok(forms::again(nobody(view)));
    }
    let mut told = vec![];
    for person in people {
        let done = one(&visitor, &person, &typed).await;
        told.push((person, done));
    }
    let words = view.words;
    let title = words.say("page-clerk-issued-title");
    let body = html! {
        h1 { (title) }
        table class="list" {
            thead { tr {
                th scope="col" { (words.say("page-people-name")) }
                th scope="col" { (words.say("page-clerk-outcome")) }
            } }
            tbody { @for (person, done) in &told { (outcome(view, person, done)) } }
        }
        p class="onward" { a class="button" href="/viec" { (words.say("page-clerk-back-to-work")) } }
    };
    let back = vec![Step::new("/viec", words.say("page-clerk-work-title"))];
    Ok(render(view, Page { title, back, body }).into_response())
}

async fn one(visitor: &Visitor, person: &PersonRow, typed: &Typed) -> Result<Done, CommandError> {
    let view = &visitor.view;
    let app = view.site.app();
    let key = typed.key().map_or_else(|| app.store().clock().new_id().to_string(), str::to_owned);
    let key = format!("{key} {}", person.dossier_id);
    let Some(command) = issue(person, &key, view.today) else { return Err(CommandError::Denied) };
    app.execute(&visitor.actor, Ask::new(command, Source::Page).with_key(key)).await
}

fn outcome(view: &View, person: &PersonRow, done: &Result<Done, CommandError>) -> Markup {
    let words = view.words;
    html! {
        tr {
            th scope="row" { (name(person)) }
            td data-name=(words.say("page-clerk-outcome")) {
                @match done {
                    Ok(done) => {
                        span class="beside ok" { "✓ " (words.say("page-clerk-issued")) }
                        @if let Some(position) = done.position() {
                            " " a href=(fact_path(position)) { (words.say("page-clerk-see-fact")) }
                        }
                    }
                    Err(CommandError::Refused(refusal)) => {
                        span class="beside late" { "▲ " (words.obstacle(refusal)) }
                    }
                    Err(other) => {
                        @let told = crate::app::Refusal::plain(other.code());
                        span class="beside late" { "▲ " (words.obstacle(&told)) }
                    }
                }
            }
        }
    }
}

fn name(person: &PersonRow) -> Markup {
    let path = DossierId::parse(&person.dossier_id).map(dossier_path);
    html! { a href=(path.unwrap_or_else(|_| "/ho-so".to_owned())) { (person.full_name) } }
}

/// Nobody was ticked: said, with the way back.
fn nobody(view: &View) -> Markup {
    let words = view.words;
    let mut errors = Errors::default();
    errors.whole(words.say("page-clerk-nobody-selected"));
    let title = words.say("page-clerk-nobody-title");
    let body = html! {
        h1 { (title) }
        (errors.summary(words))
        p class="acts" {
            a class="button" href="/viec?loai=tai-khoan" { (words.say("page-clerk-to-accounts")) }
            a class="button" href="/ho-so" { (words.say("page-people-title")) }
        }
    };
    render(view, Page { title: errors.title(words, &title), back: vec![], body })
}

/// `/ho-so/danh-sach?chon=…`: the ticked people as a list to print.
pub async fn list(visitor: Visitor) -> Result<Response, Obstacle> {
    let Visitor { view, actor } = &visitor;
    let pairs = view.here.query().unwrap_or_default().split('&');
    let ids = chosen(pairs.filter_map(|pair| pair.strip_prefix("chon=")));
    let people = view.site.app().people_among(actor, &ids).await?;
    if people.is_empty() {
        if !view.may_somewhere(Act::ReadDossier) {
            return Err(Obstacle::not_found());
        }
        return Ok(forms::again(nobody(view)));
    }
    let next = lists::next_duties(&view.site, &people).await?;
    let words = view.words;
    let title = words.say("page-clerk-list-title");
    let made = [("who", actor.account.name.clone()), ("at", words.instant(view.now))];
    let body = html! {
        h1 { (title) }
        p class="quiet" { (words.with("page-clerk-list-made", &made)) }
        table class="list" {
            thead { tr {
                th scope="col" { (words.say("page-clerk-list-number")) }
                th scope="col" { (words.say("page-people-name")) }
                th scope="col" { (words.field("birth_date")) }
                th scope="col" { (words.say("page-people-unit")) }
                th scope="col" { (words.say("page-people-situation")) }
                th scope="col" { (words.say("page-people-next")) }
            } }
            tbody {
                @for (place, (person, next)) in people.iter().zip(&next).enumerate() {
                    @let unit = UnitId::parse(&person.unit_id).ok();
                    @let unit = unit.and_then(|id| view.units().get(id));
                    tr {
                        td { (place + 1) }
                        th scope="row" { (person.full_name) }
                        td data-name=(words.field("birth_date")) {
                            @if let Some(day) = &person.birth_date { (words.stored_day(day)) }
                        }
                        td data-name=(words.say("page-people-unit")) {
                            @if let Some(unit) = unit { (unit.name) }
                        }
                        td data-name=(words.say("page-people-situation")) {
                            (words.stands(person, next.as_ref().map(|it| &*it.duty)))
                        }
                        td data-name=(words.say("page-people-next")) {
                            @if let Some(next) = next {
                                @let calendar = &view.world.calendar;
                                @let standing = deadline::standing(next, calendar, view.today);
                                (deadline::chip(words, standing)) " "
                                (words.stored_duty(&next.duty)) ", "
                                (deadline::told(words, next, standing, calendar, view.today))
                            }
                        }
                    }
                }
            }
        }
    };
    let back = vec![Step::new("/ho-so", words.say("page-people-title"))];
    Ok(render(view, Page { title, back, body }).into_response())
}
