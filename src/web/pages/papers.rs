//! The papers of a dossier and the files that show them: what there is, handing one in, and one
//! file. A file is handed out only here, to whoever may read the dossier.

use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use hoso_events::{
    dossier::{DossierCommand, NewEntry},
    entry::{FieldCode, Slot, Value},
    ids::DossierId,
    values::{FileHash, Issuer, Paper, PaperNumber, TextError},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{moves, typed_day};
use crate::{
    app::{
        Act, Command, CommandError,
        reads::AsOf,
        scans::{PORTRAIT, PORTRAIT_SECTION, PaperView, Papers},
        sight::{PeriodEnd, Seen},
    },
    files::intake::FileKind,
    store::scans::ScanRow,
    web::{
        Site,
        forms::{self, Control, Errors, Field, Typed},
        layout::{Page, Step, dossier_path, render},
        obstacle::Obstacle,
        scan::{self, Glance},
        tell::Words,
        upload::Upload,
        visit::{Asks, Place, View, Visitor},
    },
};

/// What the portrait is called in the choice of papers.
const THE_PORTRAIT: &str = "chan-dung";
/// Where the scan that is looked at stands on the page.
const LOOKED_AT: &str = "ban-quet";

/// The address of the papers of a dossier.
pub fn path(id: DossierId) -> String {
    format!("{}/giay-to", dossier_path(id))
}

/// What is looked at, and what was done a moment ago.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    /// The file that is looked at.
    xem: String,
    trang: usize,
    phong: u8,
    /// `da`: a file was handed in.
    nop: String,
}

struct Shown {
    id: DossierId,
    /// Where it ends for whoever sees a part only.
    until: Option<PeriodEnd>,
    papers: Papers,
    /// Whether the reader may hand in.
    hands_in: bool,
    /// Whether the portrait is entered as a draft now.
    enters_portrait: bool,
    /// Whether the reader is told that a file lies in other dossiers too.
    compares: bool,
    asked: Asked,
    typed: Typed,
    errors: Errors,
}

/// `/ho-so/{dossier}/giay-to`.
pub async fn page(
    visitor: Visitor,
    Place(id): Place<DossierId>,
    Asks(asked): Asks<Asked>,
) -> Result<Markup, Obstacle> {
    whole(&visitor, id, asked, Typed::default(), Errors::default()).await
}

async fn whole(
    visitor: &Visitor,
    id: DossierId,
    asked: Asked,
    typed: Typed,
    errors: Errors,
) -> Result<Markup, Obstacle> {
    let Visitor { view, actor } = visitor;
    let app = view.site.app();
    let Seen { person, until, .. } = app.seen(actor, id, AsOf::default()).await?;
    let papers = app.papers(actor, id).await?;
    let hands_in = app.may_hand_in(actor, id).await.is_ok();
    let enters_portrait = person.situation == "first_entry";
    let compares = !actor.is_person_of(id) && until.is_none();
    let shown =
        Shown { id, until, papers, hands_in, enters_portrait, compares, asked, typed, errors };
    let words = view.words;
    let heading = words.say("page-papers-title");
    let people = view.may_somewhere(Act::ReadDossier);
    let people = people.then(|| Step::new("/ho-so", words.say("page-people-title")));
    let dossier = Step::new(dossier_path(id), person.full_name);
    let back = people.into_iter().chain([dossier]).collect();
    let body = body(view, &heading, &shown);
    Ok(render(view, Page { title: shown.errors.title(words, &heading), back, body }))
}

fn body(view: &View, heading: &str, shown: &Shown) -> Markup {
    let words = view.words;
    html! {
        (shown.errors.summary(words))
        h1 { (heading) }
        @if shown.asked.nop == "da" {
            p class="flash" role="status" { "✓ " (words.say("page-papers-done")) }
        }
        (moves::period(words, shown.until))
        p class="lead" { (words.say("page-papers-lead")) }
        (looked_at(words, shown))
        (portrait(words, shown))
        section aria-labelledby="van-ban" {
            h2 id="van-ban" { (words.say("page-papers-papers")) }
            @if shown.papers.papers.is_empty() {
                p class="empty" { (words.say("page-papers-none")) }
            } @else {
                ul class="papers" {
                    @for paper in &shown.papers.papers { li { (one(words, shown, paper)) } }
                }
            }
        }
        @if shown.hands_in { (form(view, shown)) }
    }
}

/// The file that is looked at, with the other files of its paper.
fn looked_at(words: Words, shown: &Shown) -> Markup {
    let Ok(hash) = FileHash::parse(&shown.asked.xem) else { return html! {} };
    let of_paper = shown.papers.papers.iter().find(|paper| holds(paper, &hash));
    let scans: Vec<&ScanRow> = match of_paper {
        Some(paper) => paper.scans.iter().map(|(scan, _)| scan).collect(),
        None => shown.papers.scan(&hash).into_iter().collect(),
    };
    let first = scans.iter().position(|scan| scan.hash == hash).unwrap_or_default() + 1;
    let trang = if shown.asked.trang == 0 { first } else { shown.asked.trang };
    let here = format!("{}?xem={hash}&", path(shown.id));
    let glance = Glance { trang, phong: shown.asked.phong };
    let name = of_paper.map(|paper| called(words, &paper.paper));
    html! {
        @if !scans.is_empty() {
            section aria-labelledby="dang-xem" {
                h2 id="dang-xem" { (name.unwrap_or_else(|| words.field(PORTRAIT))) }
                (scan::viewer(words, shown.id, &here, LOOKED_AT, &scans, glance))
            }
        }
    }
}

/// What a paper is called where it stands by itself.
fn called(words: Words, paper: &Paper) -> String {
    words.with("page-papers-one", &[("paper", words.paper(paper))])
}

fn holds(paper: &PaperView, hash: &FileHash) -> bool {
    paper.scans.iter().any(|(scan, _)| scan.hash == *hash)
}

fn portrait(words: Words, shown: &Shown) -> Markup {
    html! {
        section aria-labelledby="chan-dung" {
            h2 id="chan-dung" { (words.field(PORTRAIT)) }
            @match &shown.papers.portrait {
                Some((_, Some(scan))) => {
                    img class="portrait" src=(scan::file_path(shown.id, scan))
                        alt=(words.field(PORTRAIT)) width=[scan.size.map(|(width, _)| width)]
                        height=[scan.size.map(|(_, height)| height)];
                    (elsewhere(words, shown, scan))
                }
                Some((_, None)) => { p class="empty" { (words.say("page-papers-portrait-lost")) } }
                None => { p class="empty" { (words.say("page-papers-portrait-none")) } }
            }
        }
    }
}

fn one(words: Words, shown: &Shown, view: &PaperView) -> Markup {
    html! {
        h3 { (called(words, &view.paper)) }
        @if view.scans.is_empty() {
            p class="quiet" { (words.say("page-papers-no-scan")) }
        } @else {
            ul class="scans" {
                @for (scan, origin) in &view.scans {
                    li {
                        a href={ (path(shown.id)) "?xem=" (scan.hash) "#" (LOOKED_AT) } {
                            (words.say("page-papers-look")) " (" (scan::described(words, scan)) ")"
                        }
                        small { (words.origin(origin)) }
                        (elsewhere(words, shown, scan))
                    }
                }
            }
        }
    }
}

/// The same file in other dossiers: a paper of one person is seldom that of another.
fn elsewhere(words: Words, shown: &Shown, scan: &ScanRow) -> Markup {
    html! {
        @if shown.compares && scan.elsewhere > 0 {
            p class="note" {
                (words.with("page-papers-elsewhere", &[("n", scan.elsewhere.to_string())]))
            }
        }
    }
}

fn form(view: &View, shown: &Shown) -> Markup {
    let words = view.words;
    let mut choices: Vec<(String, String)> = vec![];
    if shown.enters_portrait {
        choices.push((THE_PORTRAIT.to_owned(), words.field(PORTRAIT)));
    }
    let named = |view: &PaperView| (view.named_at().to_string(), called(words, &view.paper));
    choices.extend(shown.papers.papers.iter().map(named));
    let field = |name: &'static str, label: &str, hint: Option<&str>| Field {
        name,
        label: words.say(label),
        hint: hint.map(|key| words.say(key)),
        value: shown.typed.text(name),
        error: shown.errors.of(name),
    };
    let file = |name: &'static str, label: &str, hint: Option<&str>, camera: bool| {
        let capture = camera.then_some("environment");
        let accept = if camera { "image/*" } else { "application/pdf,image/jpeg,image/png" };
        field(name, label, hint).file(accept, capture)
    };
    let line = Control { chars_max: Some(200), ..Control::default() };
    let short = Control { chars_max: Some(10), size: Some(12), ..Control::default() };
    let body = html! {
        (field("van_ban", "page-papers-which", Some("page-papers-which-hint"))
            .choice(Some(&words.say("page-papers-other")), &choices))
        fieldset class="field" {
            legend { (words.say("page-papers-other-legend")) }
            (field("so", "page-papers-number", Some("page-papers-number-hint")).line(line))
            (field("ngay", "page-papers-dated", Some("page-papers-dated-hint")).line(short))
            (field("noi_ban_hanh", "page-papers-issuer", None).line(line))
        }
        (file("tep", "page-papers-file", Some("page-papers-file-hint"), false))
        (file("anh", "page-papers-photo", Some("page-papers-photo-hint"), true))
        p class="acts" { button type="submit" { (words.say("page-papers-send")) } }
    };
    html! {
        section aria-labelledby="nop" {
            h2 id="nop" { (words.say("page-papers-hand-in")) }
            (forms::post_files(view, &path(shown.id), "form", body))
        }
    }
}

/// What a file shows, as it was chosen or typed.
enum Shows {
    Portrait,
    Paper(Paper),
}

/// `/ho-so/{dossier}/giay-to`: takes a file in, says by one command what it shows, and goes back.
pub async fn hand_in(
    visitor: Visitor,
    Place(id): Place<DossierId>,
    upload: Upload,
) -> Result<Response, Obstacle> {
    let Upload { typed, file, too_large, .. } = upload;
    let words = visitor.view.words;
    let app = visitor.view.site.app();
    app.may_hand_in(&visitor.actor, id).await?;
    let known = app.papers(&visitor.actor, id).await?.papers;
    let mut errors = Errors::default();
    let shows = shows(&typed, &known, words, &mut errors);
    let told = |code| words.obstacle(&crate::app::Refusal::plain(code));
    if too_large {
        errors.at("tep", told("file_size"));
    } else if file.is_empty() {
        errors.at("tep", told("file_required"));
    }
    if let (true, Some(shows)) = (errors.is_empty(), shows) {
        match send(&visitor, id, shows, file, &typed).await {
            Ok(()) => {
                let to = format!("{}?nop=da", path(id));
                return Ok(Redirect::to(&to).into_response());
            }
            Err(CommandError::Refused(refusal)) => {
                let of_file = refusal.code.starts_with("file");
                let at = match refusal.code {
                    "paper_date_future" => "ngay",
                    _ if of_file => "tep",
                    _ => "van_ban",
                };
                errors.at(at, words.obstacle(&refusal));
            }
            Err(other) => return Err(other.into()),
        }
    }
    let page = whole(&visitor, id, Asked::default(), typed, errors).await?;
    Ok(forms::again(page))
}

async fn send(
    visitor: &Visitor,
    id: DossierId,
    shows: Shows,
    file: Vec<u8>,
    typed: &Typed,
) -> Result<(), CommandError> {
    let scan = visitor.view.site.app().take_file(&visitor.actor, id, file).await?;
    let command = match shows {
        Shows::Paper(paper) => DossierCommand::ScanPaper { paper, scan },
        Shows::Portrait => {
            let code = |text| FieldCode::parse(text).expect("a code of the catalogue");
            let value = Some(Value::Single(scan.to_string()));
            let entry = NewEntry { slot: Slot::single(code(PORTRAIT)), value };
            DossierCommand::EnterSection { section: code(PORTRAIT_SECTION), entries: vec![entry] }
        }
    };
    visitor.send(Command::Dossier(id, command), typed).await.map(|_done| ())
}

/// What the file shows; what is wrong with how it was said stands at its field.
fn shows(typed: &Typed, known: &[PaperView], words: Words, errors: &mut Errors) -> Option<Shows> {
    match typed.text("van_ban") {
        THE_PORTRAIT => return Some(Shows::Portrait),
        "" => {}
        place => {
            let paper = known.iter().find(|view| view.named_at().to_string() == place);
            return match paper {
                Some(view) => Some(Shows::Paper(view.paper.clone())),
                None => {
                    errors.at("van_ban", words.say("page-papers-which-missing"));
                    None
                }
            };
        }
    }
    let said = |error: &TextError, missing: &str| match error {
        TextError::Blank => words.say(missing),
        other => words.obstacle(&crate::app::Refusal::plain(other.code())),
    };
    let number = PaperNumber::parse(typed.text("so"));
    if let Err(error) = &number {
        errors.at("so", said(error, "page-papers-number-missing"));
    }
    let dated_on = typed_day(typed.text("ngay"));
    if dated_on.is_none() {
        errors.at("ngay", words.say("page-papers-dated-wrong"));
    }
    let issuer = Issuer::parse(typed.text("noi_ban_hanh"));
    if let Err(error) = &issuer {
        errors.at("noi_ban_hanh", said(error, "page-papers-issuer-missing"));
    }
    Some(Shows::Paper(Paper { number: number.ok()?, dated_on: dated_on?, issuer: issuer.ok()? }))
}

/// `/ho-so/{dossier}/giay-to/{file}`: the bytes of one file. A picture may stand in a page of ours; a
/// PDF is handed out to be kept. Whatever it is, it runs in a sandbox and asks for nothing.
pub async fn file(
    State(site): State<Site>,
    visitor: Visitor,
    Place((id, name)): Place<(DossierId, String)>,
) -> Result<Response, Obstacle> {
    let hash = FileHash::parse(&name).map_err(|_not_a_hash| Obstacle::not_found())?;
    let (kind, bytes) = site.app().scan(&visitor.actor, id, &hash).await?;
    let manner = if kind == FileKind::Pdf { "attachment" } else { "inline" };
    let short = &hash.as_str()[..8];
    let name = format!("{manner}; filename=\"ban-quet-{short}.{}\"", kind.as_str());
    let disposition = HeaderValue::from_str(&name).map_err(|_never| Obstacle::not_found())?;
    let policy = HeaderValue::from_static("default-src 'none'; sandbox");
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind.media_type())),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CONTENT_SECURITY_POLICY, policy),
    ];
    Ok((headers, bytes).into_response())
}
