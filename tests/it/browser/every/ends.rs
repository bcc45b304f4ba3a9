//! Every page with nothing to show and with very much: nothing scrolls sideways on a phone, no
//! sentence is missing, and a long list can be paged through to its end.

use std::collections::BTreeSet;

use hoso_events::{
    catalogue::{Enterer, Section, catalogue},
    entry::FieldCode,
};

use super::{
    super::{
        PHONE,
        chromium::{self, Chromium},
    },
    TALL, comes, long, prepared,
    table::{LINES, Line},
    ways,
    world::World,
};
use crate::{sources, support::in_runtime};

/// Pages there are even where there is nothing.
const PAGES_MIN: usize = 35;
/// The most pages of one list.
const PAGES_MAX: usize = 50;

/// The beginnings of all keys of sentences: `page`, `code`, `field` and so on.
fn beginnings() -> BTreeSet<String> {
    let sentences = sources::files("src/sentences/vi");
    let lines = sentences.iter().flat_map(|file| file.text.lines());
    let keys = lines.filter_map(|line| line.split_once(" = ")).map(|(key, _text)| key);
    keys.filter_map(|key| key.split_once('-')).map(|(first, _rest)| first.to_owned()).collect()
}

/// What a reader is shown that is no sentence: a key, or a place a word was to be put into.
fn unsaid(html: &str, beginnings: &BTreeSet<String>) -> Vec<String> {
    let mut text = html.to_owned();
    for (open, close) in [("<code", "</code>"), ("<pre", "</pre>"), ("<script", "</script>")] {
        while let Some(start) = text.find(open) {
            let end = text[start..].find(close).expect("it is closed") + start + close.len();
            text.replace_range(start..end, " ");
        }
    }
    let told = text.split("aria-label=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let mut told: String = told.map(|label| format!(" {label} ")).collect();
    told.extend(text.split('<').filter_map(|rest| rest.split_once('>')).map(|(_tag, text)| text));
    // What stands in an address or the name of a media type is no key.
    let of_key = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-/.:".contains(c);
    let keys = told.split(|c: char| !of_key(c)).filter(|word| {
        word.split_once('-')
            .is_some_and(|(first, rest)| beginnings.contains(first) && !rest.is_empty())
    });
    let places = told.contains("{$") || told.contains("{ $");
    keys.map(str::to_owned).chain(places.then(|| "{$…}".to_owned())).collect()
}

/// The form of each section a person enters.
fn every_section(world: &World) -> Vec<(&'static Line, Option<String>)> {
    let line = LINES.iter().find(|line| line.name == "section").expect("a line");
    let by_person =
        |code: &FieldCode| catalogue().entered_by(code.as_str()) == Some(Enterer::Person);
    let sections = catalogue().sections().iter().filter(|it| it.fields.iter().any(by_person));
    let path = |section: &Section| {
        format!("/ho-so/{}/muc/{}", world.dossier("new_official"), section.code)
    };
    sections.map(|section| (line, Some(path(section)))).collect()
}

async fn looked_at(name: &str, world: &World, everything: bool) {
    let program = chromium::installed();
    let address = world.serve().await;
    let mut chromium = program.map(Chromium::start);
    let (beginnings, mut faults, mut seen) = (beginnings(), vec![], 0);
    assert!(beginnings.contains("page") && beginnings.len() > 5, "{beginnings:?}");
    let mut looks = ways(world).await;
    looks.extend(every_section(world));
    for (line, path) in looks {
        let Some(path) = path else {
            if everything {
                faults.push(format!("{}: no link of {} leads there", line.name, line.who));
            }
            continue;
        };
        for lang in ["vi", "en"] {
            let at = format!("{} with {name} in {lang} ({path})", line.name);
            let got = world.page(line.who, lang, &path).await;
            // What is not there in an empty world is told as that.
            if got.status.is_redirection() || (got.status == 404 && !everything) {
                continue;
            }
            if !(got.status.is_success() || line.route.is_empty()) {
                faults.push(format!("{at}: {}", got.status));
            }
            seen += 1;
            let unsaid = unsaid(&got.text, &beginnings);
            if !unsaid.is_empty() {
                faults.push(format!("{at}: {unsaid:?}"));
            }
            let Some(chromium) = &mut chromium else { continue };
            chromium.window(PHONE, TALL);
            comes(chromium, world, &address, line, lang);
            let wide = chromium.visit(&format!("{address}{path}")).width;
            if wide > f64::from(PHONE) {
                faults.push(format!("{at}: scrolls sideways, {wide} px wide"));
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    assert!(seen >= 2 * PAGES_MIN, "only {seen} pages with {name}");
}

#[test]
fn every_page_is_whole_with_nothing_to_show() {
    in_runtime(async {
        let (_service, world) = long::nothing().await;
        looked_at("nothing", &world, false).await;
    });
}

#[test]
fn every_page_is_whole_with_very_much_to_show() {
    in_runtime(async {
        let (_service, world) = long::everything().await;
        prepared::brings(&world, &a_long_list()).await;
        looked_at("very much", &world, true).await;
        long_lists_are_paged_through(&world).await;
    });
}

fn a_long_list() -> String {
    let mut list = "STT;Họ và tên;Ngày sinh;Số CCCD;Quê quán\n".to_owned();
    for n in 0..200 {
        let name = "Công Tằng Tôn Nữ Hoàng Thị Nguyệt Quỳnh Anh Phương Thảo";
        let number = format!("0801{:08}", 69_000_000 + n);
        let born = if n % 3 == 0 { "31/02/1990" } else { "01/04/1969" };
        list += &format!("{n};{name};{born};{number};{}\n", "Xã Đức Hòa Thượng ".repeat(15));
    }
    list
}

/// Follows "next" from the first page of each list to the last.
async fn long_lists_are_paged_through(world: &World) {
    let dossier = format!("/ho-so/{}", world.dossier("official"));
    for (path, who, pages_min) in [
        ("/ho-so".to_owned(), "data_officer", 5),
        ("/viec".to_owned(), "data_officer", 4),
        (dossier, "official", 3),
    ] {
        let (mut at, mut seen) = (path.clone(), BTreeSet::new());
        loop {
            assert!(seen.insert(at.clone()) && seen.len() < PAGES_MAX, "{path} never ends: {at}");
            let got = world.page(who, "vi", &at).await;
            assert!(got.status.is_success(), "{at}: {}", got.status);
            let next = got.text.split("<a ").find(|tag| tag.contains("rel=\"next\""));
            let to = next.and_then(|tag| tag.split("href=\"").nth(1)?.split('"').next());
            let Some(to) = to else { break };
            at = to.split('#').next().unwrap_or_default().replace("&amp;", "&");
        }
        assert!(seen.len() >= pages_min, "{path} has {} pages", seen.len());
    }
}
