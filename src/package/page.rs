//! The page in a package that a person reads in any browser: who the sender is, how to check the
//! package, and every fact of the dossier in words. Vietnamese; what it is stands in English too.
//! No script, nothing from elsewhere.

use chrono::{DateTime, FixedOffset, Utc};
use hoso_events::{
    calendar::local_date,
    carried::Told,
    catalogue::{Lang, catalogue},
    dossier::DossierEvent,
    elsewhere::UnitsElsewhere,
    entry::{Entry, Value},
    fact::Fact as Said,
    unit::UnitTree,
};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Contents, FactLine};
use crate::{
    sentences::{UnitNames, say, say_with},
    store::read::instant_text,
};

/// Việt Nam is seven hours ahead of UTC all year round.
const LOCAL_OFFSET_SECONDS: i32 = 7 * 3600;

const STYLE: &str = "
body{font:16px/1.5 'Be Vietnam Pro',system-ui,sans-serif;max-width:60rem;margin:2rem auto;
padding:0 1rem;color:#1a1a1a;background:#fff}
h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.2rem;margin-top:2rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem}dt{color:#555}dd{margin:0}
code,pre{font:.85em/1.4 ui-monospace,monospace;overflow-wrap:anywhere;white-space:pre-wrap}
summary{color:#555;font-size:.9rem;cursor:pointer}ol{padding:0;list-style:none}li.fact{border-top:1px solid #ccc;padding:.75rem 0}
li.fact p{margin:.25rem 0}.when,.small{color:#555;font-size:.9rem}
table{border-collapse:collapse;width:100%;margin:.5rem 0}
th,td{text-align:left;vertical-align:top;padding:.25rem .5rem;border-bottom:1px solid #e2e2e2}
del{color:#777}.newer{background:#fff4d6;padding:.5rem}
@media(max-width:40rem){dl{grid-template-columns:1fr}dd{margin-bottom:.5rem}}
@media print{body{margin:0;max-width:none}li.fact{break-inside:avoid}}";

fn told(key: &str) -> String {
    say(Lang::Vi, key)
}

/// The page of a package; units are named as they were called at the time of each fact.
pub fn render(contents: &Contents, units: &UnitTree, elsewhere: &UnitsElsewhere) -> String {
    let (last, count) = (&contents.checkpoint, contents.facts.len().to_string());
    let name = name_of(contents);
    let title = say_with(Lang::Vi, "page-package-doc-title", &[("name", name.clone())]);
    let page = html! {
        (DOCTYPE)
        html lang="vi" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy"
                    content="default-src 'none'; style-src 'unsafe-inline'";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { (title) }
                p { (told("page-package-doc-lead")) }
                p lang="en" class="small" { (say(Lang::En, "page-package-doc-lead")) }
                dl {
                    dt { (told("page-package-doc-sender")) }
                    dd { (contents.sender.name) " (" (contents.sender.code) ")" }
                    dt { (told("page-package-doc-made-at")) } dd { (local(&contents.made_at)) }
                    dt { (told("page-package-doc-dossier")) } dd { code { (contents.dossier) } }
                    dt { (told("page-package-doc-facts-n")) } dd { (count) }
                    dt { (told("page-package-doc-scans-n")) } dd { (contents.scans.len()) }
                    dt { (told("page-package-doc-origin")) } dd { code { (last.origin) } }
                    dt { (told("page-package-doc-log-size")) } dd { (last.size) }
                }
                h2 { (told("page-package-doc-check")) }
                p { (told("page-package-doc-check-how")) }
                pre { "hoso package verify " (told("page-package-doc-check-file")) " --key " (told("page-package-doc-check-key")) }
                p class="small" { (told("page-package-doc-check-key-from")) }
                h2 { (told("page-package-doc-facts")) }
                ol { @for fact in &contents.facts { (one(&fact.line, (units, elsewhere))) } }
            }
        }
    };
    page.into_string()
}

/// The name as it was said when the dossier was opened.
fn name_of(contents: &Contents) -> String {
    let opened = contents.facts.iter().find_map(|fact| match fact.line.read()? {
        Said::Dossier(DossierEvent::DossierOpened { full_name, .. }) => Some(full_name),
        _ => None,
    });
    opened.map_or_else(|| contents.dossier.clone(), |name| name.to_string())
}

fn local(text: &str) -> String {
    let offset = FixedOffset::east_opt(LOCAL_OFFSET_SECONDS).expect("seven hours are an offset");
    text.parse::<DateTime<Utc>>().map_or_else(
        |_other_form| text.to_owned(),
        |at| at.with_timezone(&offset).format("%H:%M %d/%m/%Y").to_string(),
    )
}

fn day(text: &str) -> String {
    let day = text.parse::<chrono::NaiveDate>();
    day.map_or_else(|_other| text.to_owned(), |day| day.format("%d/%m/%Y").to_string())
}

/// `AccountIssued` as the keys of sentences write it: `account-issued`.
fn kebab(name: &str) -> String {
    let mut written = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !written.is_empty() {
            written.push('-');
        }
        written.extend(letter.to_lowercase());
    }
    written
}

fn one(line: &FactLine, units: Units<'_>) -> Markup {
    let at = line.recorded_at.parse::<DateTime<Utc>>().ok();
    // Of a fact that came in a package itself: what the log says that recorded it first.
    let by = at.and_then(|at| Told::read(at, &line.metadata));
    let at =
        by.as_ref().map_or_else(|| line.recorded_at.clone(), |by| instant_text(by.recorded_at));
    let known = line.read();
    html! {
        li class="fact" id={ "su-kien-" (line.sequence) } {
            p class="when" {
                (line.sequence) ". " (local(&at))
                @if let Some(on) = &line.effective_on { " · " (told("page-package-doc-effective-on")) " " (day(on)) }
            }
            @match &known {
                Some(fact) => {
                    p { strong { (say(Lang::Vi, &format!("event-{}", kebab(&line.event_type)))) } }
                    @let said_in = by.as_ref().and_then(|by| Some(&*by.received.as_ref()?.origin));
                    (said(fact, names(line, units, said_in)))
                    details {
                        summary { (told("page-package-doc-verbatim")) }
                        pre { (line.payload) }
                    }
                }
                None => {
                    p class="newer" {
                        strong { (line.event_type) " " (line.version) } ": " (told("page-package-doc-newer"))
                    }
                    pre { (line.payload) }
                }
            }
            @match &by {
                Some(told_by) => p class="small" {
                    (told_by.by.actor.name)
                    @if let Some(unit) = &told_by.by.acting_for { " – " (unit.name) }
                    " · " (told("page-package-doc-position")) " " (line.position)
                    @if let Some(from) = &told_by.received {
                        " · " (told("page-package-doc-received-from")) " " code { (from.origin) }
                    }
                },
                None => pre { (line.metadata) },
            }
        }
    }
}

/// The units of the sender, and those of the logs that the dossier came through before.
type Units<'a> = (&'a UnitTree, &'a UnitsElsewhere);

/// The units by the names they had when a fact became true; what they are called now is not in the
/// package, which is read long after.
fn names<'a>(
    line: &FactLine,
    (units, elsewhere): Units<'a>,
    said_in: Option<&'a str>,
) -> UnitNames<'a> {
    let said = line.effective_on.as_deref().and_then(|day| day.parse().ok());
    let recorded = line.recorded_at.parse::<DateTime<Utc>>().ok().map(local_date);
    let names = match said.or(recorded) {
        Some(day) => UnitNames::on(units, day, day),
        None => UnitNames::now(units),
    };
    names.with(elsewhere, said_in)
}

/// What a fact said: its paper, its reason and its values, with those before.
fn said(fact: &Said, units: UnitNames<'_>) -> Markup {
    let Said::Dossier(event) = fact else { return html! {} };
    let entries = event.entries();
    html! {
        @match event {
            DossierEvent::DossierOpened { full_name, personal_id_no, .. } => p {
                (full_name) ", " (catalogue().label("personal_id_no", Lang::Vi)) " "
                (personal_id_no)
            },
            DossierEvent::SubmissionReturned { objections, .. } => ul {
                @for objection in objections {
                    li {
                        (catalogue().label(objection.slot.field.as_str(), Lang::Vi)) ": "
                        (objection.reason.as_str())
                    }
                }
            },
            _ => {},
        }
        @if let Some(paper) = fact.paper() {
            p {
                (told("page-package-doc-paper")) " " (paper.number) ", " (paper.dated_on.format("%d/%m/%Y")) ", "
                (paper.issuer)
            }
        }
        @if let Some(reason) = event.reason() { p { (told("page-package-doc-reason")) " " (reason.as_str()) } }
        @if let Some(scan) = event.scan() { p { (told("page-package-doc-scan")) " " code { (scan) } } }
        @if !entries.is_empty() {
            table {
                thead { tr { th { (told("page-package-doc-field")) } th { (told("page-package-doc-value")) } } }
                tbody { @for entry in entries { (row(entry, units)) } }
            }
        }
    }
}

fn row(entry: &Entry, units: UnitNames<'_>) -> Markup {
    let field = entry.slot.field.as_str();
    html! {
        tr {
            td { (catalogue().label(field, Lang::Vi)) }
            td {
                @if let Some(before) = &entry.before { del { (value(field, before, units)) } br; }
                @match &entry.value {
                    Some(now) => (value(field, now, units)),
                    None => (told("page-package-doc-none")),
                }
            }
        }
    }
}

fn value(field: &str, value: &Value, units: UnitNames<'_>) -> String {
    let cell = |column: Option<&str>, text: &str| {
        let unit = units.told(Lang::Vi, text);
        unit.unwrap_or_else(|| catalogue().display(field, column, text, Lang::Vi))
    };
    match value {
        Value::Single(text) => cell(None, text),
        Value::Row(columns) => {
            let said = columns.iter().map(|(column, text)| {
                let label = catalogue().column_label(field, column.as_str(), Lang::Vi);
                format!("{label}: {}", cell(Some(column.as_str()), text))
            });
            said.collect::<Vec<_>>().join("; ")
        }
    }
}
