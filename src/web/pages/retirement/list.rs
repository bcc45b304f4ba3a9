//! Who comes to the age of retirement within six and within twelve months, who has come to it and is
//! still in service, and for whom no day can be named yet.

use hoso_events::{
    catalogue::catalogue,
    ids::{DossierId, UnitId},
};
use hoso_projections::births::{Nearness, Retiring};
use maud::{Markup, html};
use serde::Deserialize;

use super::{AGES, PATH, told};
use crate::{
    app::{Act, Opened, retirement::LISTED_MAX},
    web::{
        layout::{Page, dossier_path, in_path, render},
        lists,
        obstacle::Obstacle,
        pages::board,
        units::{self, Meant},
        visit::{Asks, View, Visitor},
    },
};

/// How many people one page lists.
const PAGE: usize = 30;
/// Those for whom a day is known, the nearest first.
const DATED: [Nearness; 3] = [Nearness::Past, Nearness::HalfYear, Nearness::Year];

/// What is asked for.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    /// How near; all with a day when blank.
    nhom: String,
    /// A unit, by code or name.
    don_vi: String,
    /// Which page, from 1.
    trang: Option<usize>,
}

impl Asked {
    /// What was typed for a unit.
    pub fn unit(&self) -> &str {
        self.don_vi.trim()
    }

    fn near(&self) -> Option<Nearness> {
        Nearness::ALL.into_iter().find(|near| code(*near) == self.nhom)
    }

    /// The groups that are asked for.
    pub fn groups(&self) -> Vec<Nearness> {
        self.near().map_or(DATED.to_vec(), |near| vec![near])
    }
}

/// What a group is called in an address.
fn code(near: Nearness) -> &'static str {
    match near {
        Nearness::Past => "qua-tuoi",
        Nearness::HalfYear => "6-thang",
        Nearness::Year => "12-thang",
        Nearness::Unknown => "chua-tinh",
    }
}

/// What a group is called.
pub fn group_key(near: Nearness) -> &'static str {
    match near {
        Nearness::Past => "page-retirement-group-past",
        Nearness::HalfYear => "page-retirement-group-half-year",
        Nearness::Year => "page-retirement-group-year",
        Nearness::Unknown => "page-retirement-group-unknown",
    }
}

/// How near someone of a list is.
pub fn nearness(view: &View, found: &Retiring) -> Nearness {
    let expected = found.birth.expected();
    let near = expected.map(|it| Nearness::of(it.begins_on, view.today));
    match near {
        None => Nearness::Unknown,
        Some(near) => near.unwrap_or(Nearness::Year),
    }
}

/// `/sap-nghi-huu`.
pub async fn page(visitor: Visitor, Asks(asked): Asks<Asked>) -> Result<Markup, Obstacle> {
    let Visitor { view, actor } = &visitor;
    let app = view.site.app();
    let meant = Meant::read(view, Act::ReadDossier, asked.unit());
    let unit = meant.unit.map(|unit| unit.code.as_str());
    let paths = lists::paths(&view.site, actor, Act::ReadDossier, unit).await?;
    let counts = app.retiring_counts(&paths, &Nearness::ALL).await?;
    let mut people = app.retiring(&paths, &asked.groups()).await?;
    let all = people.len();
    let pages = all.div_ceil(PAGE).max(1);
    let page = asked.trang.unwrap_or(1).clamp(1, pages);
    people = people.into_iter().skip((page - 1) * PAGE).take(PAGE).collect();
    let ids: Vec<&str> = people.iter().map(|found| found.birth.dossier_id.as_str()).collect();
    let checked = app.births_checked(&ids).await?;
    app.listed(actor, Opened::People, people.len()).await?;
    let lines = people.iter().map(|found| (found, checked.contains(&found.birth.dossier_id)));
    let shown = Shown { asked, meant, counts, lines: lines.collect(), all, page, pages };
    let title = view.words.say("page-retirement-title");
    let body = body(view, &title, &shown);
    Ok(render(view, Page { title, back: vec![], body }))
}

struct Shown<'a> {
    asked: Asked,
    meant: Meant<'a>,
    counts: Vec<(Nearness, i64)>,
    /// Each with whether sex and birth were checked.
    lines: Vec<(&'a Retiring, bool)>,
    all: usize,
    page: usize,
    pages: usize,
}

impl Shown<'_> {
    /// The address of a group, a page of it, or a file of it, in the unit that is looked at.
    fn address(&self, path: &str, near: Option<Nearness>, page: usize) -> String {
        let page = if page > 1 { page.to_string() } else { String::new() };
        let near = near.map(code).unwrap_or_default();
        let pairs = [("nhom", near), ("don_vi", self.meant.code()), ("trang", &page)];
        let said = pairs.iter().filter(|(_name, text)| !text.is_empty());
        let said: Vec<String> =
            said.map(|(name, text)| format!("{name}={}", in_path(text))).collect();
        if said.is_empty() { path.to_owned() } else { format!("{path}?{}", said.join("&")) }
    }
}

fn body(view: &View, title: &str, shown: &Shown<'_>) -> Markup {
    let words = view.words;
    html! {
        h1 { (title) }
        p class="lead" {
            (words.say("page-retirement-lead")) " "
            a href=(AGES) { (words.say("page-retirement-ages-title")) }
        }
        (groups(view, shown))
        form method="get" action=(PATH) class="filter" {
            input type="hidden" name="nhom" value=(shown.asked.near().map(code).unwrap_or_default());
            (units::filter(view, Act::ReadDossier, &shown.meant))
            @if units::seen(view, Act::ReadDossier).len() > 1 {
                p { button type="submit" class="second" { (words.say("page-clerk-filter")) } }
            }
        }
        @if shown.lines.is_empty() {
            p class="empty" { (words.say("page-retirement-none")) }
        } @else {
            (list(view, shown))
        }
    }
}

fn groups(view: &View, shown: &Shown<'_>) -> Markup {
    let words = view.words;
    let here = shown.asked.near();
    let line = |near: Option<Nearness>, key: &str, n: i64| {
        let current = (here == near).then_some("page");
        html! {
            tr {
                th scope="row" {
                    a href=(shown.address(PATH, near, 1)) aria-current=[current] { (words.say(key)) }
                }
                td class={ "n" @if n == 0 { " zero" } } data-name=(words.say("page-retirement-people")) {
                    (board::number(words.0, n))
                }
            }
        }
    };
    let dated = |(near, _n): &&(Nearness, i64)| DATED.contains(near);
    let all: i64 = shown.counts.iter().filter(dated).map(|(_near, n)| n).sum();
    html! {
        table class="sums" {
            caption class="aside" { (words.say("page-retirement-groups")) }
            thead { tr {
                th scope="col" { (words.say("page-retirement-group")) }
                th scope="col" class="n" { (words.say("page-retirement-people")) }
            } }
            tbody {
                (line(None, "page-retirement-group-all", all))
                @for (near, n) in &shown.counts { (line(Some(*near), group_key(*near), *n)) }
            }
        }
    }
}

fn list(view: &View, shown: &Shown<'_>) -> Markup {
    let words = view.words;
    let near = shown.asked.near();
    let out = |ending: &str| shown.address(&format!("{PATH}.{ending}"), near, 1);
    let cut = i64::try_from(shown.all).unwrap_or(i64::MAX) >= LISTED_MAX;
    html! {
        table class="list" {
            caption class="quiet" {
                (words.with("page-retirement-shown", &[
                    ("n", shown.lines.len().to_string()), ("all", shown.all.to_string()),
                    ("page", shown.page.to_string()), ("pages", shown.pages.to_string())]))
                @if cut { " " (words.with("page-retirement-cut", &[("n", LISTED_MAX.to_string())])) }
            }
            thead { tr {
                th scope="col" { (words.say("page-people-name")) }
                th scope="col" { (words.say("page-people-unit")) }
                th scope="col" { (words.say("page-retirement-label")) }
                th scope="col" { (words.say("page-retirement-group")) }
            } }
            tbody { @for (found, checked) in &shown.lines { (line(view, found, *checked)) } }
        }
        p class="onward" {
            @if shown.page > 1 {
                a class="button" rel="prev" href=(shown.address(PATH, near, shown.page - 1)) {
                    (words.say("page-retirement-back"))
                }
                " "
            }
            @if shown.page < shown.pages {
                a class="button" rel="next" href=(shown.address(PATH, near, shown.page + 1)) {
                    (words.say("page-people-more"))
                }
            }
        }
        p class="outs" {
            a class="button" href=(out("xlsx")) { (words.say("page-export-xlsx")) }
            a class="button" href=(out("csv")) { (words.say("page-export-csv")) }
        }
    }
}

fn line(view: &View, found: &Retiring, checked: bool) -> Markup {
    let words = view.words;
    let birth = &found.birth;
    let unit = UnitId::parse(&found.unit_id).ok().and_then(|id| view.units().get(id));
    let position = found.position_code.as_deref();
    let position = position.map(|code| catalogue().display("position_code", None, code, words.0));
    let path = DossierId::parse(&birth.dossier_id).map_or_else(|_| PATH.to_owned(), dossier_path);
    html! {
        tr {
            th scope="row" {
                a href=(path) { (found.full_name) }
                @if !birth.birth_date.is_empty() {
                    small { (words.with("page-people-born", &[("day", words.stored_day(&birth.birth_date))])) }
                }
                @if let Some(position) = position { small { (position) } }
            }
            td data-name=(words.say("page-people-unit")) { @if let Some(unit) = unit { (unit.name) } }
            td data-name=(words.say("page-retirement-label")) {
                @match birth.expected() {
                    Some(it) => {
                        strong { (words.day(it.begins_on)) }
                        small { (told::age_told(words, it.age)) " – " (told::checked_told(words, checked)) }
                    }
                    None => { (told::missing_told(words, birth)) }
                }
            }
            td data-name=(words.say("page-retirement-group")) { (chip(view, nearness(view, found))) }
        }
    }
}

fn chip(view: &View, near: Nearness) -> Markup {
    let (class, shape) = match near {
        Nearness::Past => ("chip late", "▲"),
        Nearness::HalfYear => ("chip soon", "◆"),
        Nearness::Year => ("chip ok", "●"),
        Nearness::Unknown => ("chip void", "?"),
    };
    html! {
        span class=(class) { span aria-hidden="true" { (shape) } " " (view.words.say(group_key(near))) }
    }
}

/// One line for whoever works with people's records: how many come to retirement, and the way there.
pub async fn notice(visitor: &Visitor) -> Result<Markup, Obstacle> {
    let Visitor { view, actor } = visitor;
    if !view.may_somewhere(Act::ReadDossier) {
        return Ok(html! {});
    }
    let app = view.site.app();
    let paths = app.paths(actor, Act::ReadDossier).await?;
    let counts = app.retiring_counts(&paths, &DATED).await?;
    let words = view.words;
    let n = |near: Nearness| {
        let found = counts.iter().find(|(counted, _n)| *counted == near).map_or(0, |(_near, n)| *n);
        board::number(words.0, found)
    };
    let said =
        [("past", n(Nearness::Past)), ("half", n(Nearness::HalfYear)), ("year", n(Nearness::Year))];
    let any = counts.iter().any(|(_near, n)| *n > 0);
    let key = if any { "page-retirement-notice" } else { "page-retirement-notice-none" };
    Ok(html! {
        p class="retirement-notice" {
            (words.with(key, &said)) " "
            a href=(PATH) { (words.say("page-retirement-title")) }
        }
    })
}
