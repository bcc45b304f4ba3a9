//! Every page, looked at: in both languages, on a phone and on a desk, by day and by night, with
//! the usual data, with none and with very much. axe finds nothing, nothing scrolls sideways, no
//! sentence is missing, and the first view costs little. What was seen is kept as pictures in
//! `target/screenshots`.

mod axe;
mod ends;
mod long;
mod pictures;
mod prepared;
mod table;
pub mod world;

use std::{collections::BTreeMap, fs, path::PathBuf};

use table::{LINES, Line, Way};
use world::{Reached, World};

use super::{
    BYTES_MAX, DESK, PHONE, REQUESTS_MAX, Served,
    chromium::{self, Chromium, Seen},
    root, small_plan,
};
use crate::support::in_runtime;

/// The narrowest phone there is.
const NARROW: u32 = 320;
/// How tall the window is.
const TALL: u32 = 900;

/// One way a page is looked at.
struct Sight {
    lang: &'static str,
    width: u32,
    /// Whether the reader's system is dark.
    dark: bool,
    /// Whether axe goes over it, which costs more than all the rest.
    audited: bool,
    /// Whether it is kept as a picture.
    kept: bool,
}

/// How each page is looked at. Of the eight ways four are cut: colours come from one table and do
/// not depend on width or language. axe goes over two, in which both languages, both widths and
/// both shades are; pictures are kept of what most people see.
const SIGHTS: [Sight; 4] = [
    Sight { lang: "vi", width: PHONE, dark: false, audited: true, kept: true },
    Sight { lang: "vi", width: DESK, dark: false, audited: false, kept: true },
    Sight { lang: "en", width: PHONE, dark: true, audited: false, kept: false },
    Sight { lang: "en", width: DESK, dark: true, audited: true, kept: false },
];

/// Where each line of the table leads in a world; `None` where nothing leads to it.
async fn ways(world: &World) -> Vec<(&'static Line, Option<String>)> {
    let mut reached: BTreeMap<&str, Reached> = BTreeMap::new();
    let mut found = vec![];
    for line in LINES {
        let path = match line.way {
            Way::At(at) => Some(at(world)),
            Way::Links => {
                if !reached.contains_key(line.who) {
                    reached.insert(line.who, world.follow(line.who).await);
                }
                reached[line.who].get(line.route).and_then(|met| met.first().cloned())
            }
        };
        found.push((line, path));
    }
    found
}

/// Where pictures are kept; nothing of it goes into the repository.
fn kept() -> PathBuf {
    let folder = root().join("target/screenshots");
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// What is wrong with a page as it was loaded.
fn faults(seen: &Seen, lang: &str, width: u32) -> Vec<String> {
    let mut faults = vec![];
    let mut must = |holds: bool, what: String| {
        if !holds {
            faults.push(what);
        }
    };
    let headings = seen.html.matches("<h1").count();
    must(headings == 1, format!("{headings} first headings"));
    must(seen.html.contains(&format!("<html lang=\"{lang}\"")), "another language".to_owned());
    must(seen.width <= f64::from(width), format!("scrolls sideways, {} px wide", seen.width));
    must(seen.complaints.is_empty(), format!("{:?}", seen.complaints));
    must(seen.requests.len() <= REQUESTS_MAX, format!("{:?}", seen.requests));
    let bytes: u64 = seen.requests.iter().map(|asked| asked.bytes).sum();
    must((1..=BYTES_MAX).contains(&bytes), format!("{bytes} bytes"));
    let own = seen.requests.first().and_then(|asked| asked.url.split('/').nth(2));
    let host = |url: &str| url.split('/').nth(2).map(str::to_owned);
    let elsewhere = seen.requests.iter().find(|it| host(&it.url).as_deref() != own);
    must(elsewhere.is_none(), format!("{elsewhere:?}"));
    faults
}

/// Comes to a page as who looks at it, in a language.
fn comes(chromium: &mut Chromium, world: &World, address: &str, line: &Line, lang: &str) {
    let cookies = format!("{}; hoso_ngon_ngu={lang}", world.cookies(line.who));
    chromium.comes_with(address, &cookies);
}

#[test]
fn every_page_is_looked_at() {
    let Some(program) = chromium::installed() else { return };
    in_runtime(async {
        let served = Served::start(small_plan()).await;
        let world = prepared::demo(&served).await;
        let address = world.serve().await;
        let folder = kept();
        let mut chromium = Chromium::start(program);
        chromium.scripts(true);
        let mut faults = vec![];
        for (line, path) in ways(&world).await {
            let Some(path) = path else {
                faults.push(format!("{}: no link of {} leads there", line.name, line.who));
                continue;
            };
            for sight in &SIGHTS {
                let Sight { lang, width, dark, .. } = *sight;
                let at = format!("{} in {lang} at {width} px ({path})", line.name);
                chromium.theme(dark);
                chromium.window(width, TALL);
                comes(&mut chromium, &world, &address, line, lang);
                let seen = chromium.visit(&format!("{address}{path}"));
                let mut found = self::faults(&seen, lang, width);
                // Of what is not there the browser itself says so.
                found.retain(|what| !(line.route.is_empty() && what.contains("404 (Not Found)")));
                if sight.audited {
                    found.extend(chromium.audit());
                }
                if sight.kept {
                    let picture = folder.join(format!("{}-{lang}-{width}.png", line.name));
                    fs::write(picture, chromium.picture(true)).unwrap();
                }
                if width == PHONE {
                    chromium.window(NARROW, TALL);
                    let wide = chromium.width();
                    if wide > f64::from(NARROW) {
                        found.push(format!("scrolls sideways at {NARROW} px: {wide}"));
                    }
                }
                faults.extend(found.into_iter().map(|what| format!("{at}: {what}")));
            }
        }
        assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    });
}
