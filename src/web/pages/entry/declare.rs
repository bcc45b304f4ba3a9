//! Declaring a change, an old fact that was never recorded, or an error: what it says now, since
//! when, on which paper. One form, three addresses, three commands.

use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use hoso_events::{
    dossier::{DossierCommand, NewEntry},
    entry::Slot,
    ids::DossierId,
    values::{Issuer, Paper, PaperNumber, Reason, TextError},
};
use maud::{Markup, html};

use super::{
    Desk, answers,
    declaration::{self, ABOUT, Manner, PLACES_MAX},
    receipt_path, tasks_path,
};
use crate::{
    app::{Command, CommandError, Refusal},
    web::{
        forms::{self, Control, Errors, Field, Typed},
        layout::{Page, Step, render},
        obstacle::Obstacle,
        slots,
        visit::{Asks, Place, Visitor},
    },
};

const SINCE: &str = "tu_ngay";
const RECEIVED: &str = "nhan_ngay";
const PAPER_NUMBER: &str = "giay.so";
const PAPER_DAY: &str = "giay.ngay_ky";
const PAPER_ISSUER: &str = "giay.co_quan";
const REASON: &str = "ly_do";

type Query = Asks<Vec<(String, String)>>;

/// `/ho-so/{dossier}/thay-doi`.
pub async fn change(visitor: Visitor, Place(id): Place<DossierId>, query: Query) -> Shown {
    show(&visitor, id, Manner::Change, query).await
}

/// `/ho-so/{dossier}/khai-bo-sung`.
pub async fn late(visitor: Visitor, Place(id): Place<DossierId>, query: Query) -> Shown {
    show(&visitor, id, Manner::Late, query).await
}

/// `/ho-so/{dossier}/bao-sai`.
pub async fn correction(visitor: Visitor, Place(id): Place<DossierId>, query: Query) -> Shown {
    show(&visitor, id, Manner::Correction, query).await
}

type Shown = Result<Markup, Obstacle>;

async fn show(visitor: &Visitor, id: DossierId, manner: Manner, query: Query) -> Shown {
    let desk = Desk::open(visitor, id).await?;
    let Asks(query) = query;
    let places = declaration::places(&visitor.view, &query);
    let chose = query.iter().any(|(name, _)| name == "chon");
    let typed = first_typed(&desk, &places);
    let shown = Statement { desk: &desk, manner, places };
    Ok(shown.page(&typed, &Errors::default(), chose))
}

/// What stands in the form at first: what the record says now.
fn first_typed(desk: &Desk<'_>, places: &[Slot]) -> Typed {
    let asking = desk.asking(true);
    let pairs = places.iter().flat_map(|slot| slots::shown(asking, slot, desk.entering.said(slot)));
    Typed::of(pairs.collect())
}

pub async fn send_change(visitor: Visitor, Place(id): Place<DossierId>, typed: Typed) -> Sent {
    send(&visitor, id, Manner::Change, typed).await
}

pub async fn send_late(visitor: Visitor, Place(id): Place<DossierId>, typed: Typed) -> Sent {
    send(&visitor, id, Manner::Late, typed).await
}

pub async fn send_correction(visitor: Visitor, Place(id): Place<DossierId>, typed: Typed) -> Sent {
    send(&visitor, id, Manner::Correction, typed).await
}

type Sent = Result<Response, Obstacle>;

async fn send(visitor: &Visitor, id: DossierId, manner: Manner, typed: Typed) -> Sent {
    let desk = Desk::open(visitor, id).await?;
    let clock = visitor.view.site.app().store().clock();
    let new_row = || hoso_events::ids::RowId::from_uuid(clock.new_id());
    let about = typed.all(ABOUT).filter_map(|text| declaration::place(text, new_row));
    let places: Vec<Slot> = about.take(PLACES_MAX).collect();
    let statement = Statement { desk: &desk, manner, places };
    let mut errors = Errors::default();
    let submission = answers::new_submission(visitor, &typed);
    let Some(command) = statement.command(&typed, submission, &mut errors) else {
        return Ok(forms::again(statement.page(&typed, &errors, false)));
    };
    match visitor.send(Command::Dossier(id, command), &typed).await {
        Ok(_done) => Ok(Redirect::to(&receipt_path(id, submission)).into_response()),
        Err(CommandError::Refused(refusal)) => {
            statement.tell(&refusal, &typed, &mut errors);
            Ok(forms::again(statement.page(&typed, &errors, false)))
        }
        Err(other) => Err(other.into()),
    }
}

/// A declaration being made.
struct Statement<'a> {
    desk: &'a Desk<'a>,
    manner: Manner,
    places: Vec<Slot>,
}

impl Statement<'_> {
    /// The command the form asks for; nothing when something in it is wrong.
    fn command(
        &self,
        typed: &Typed,
        submission: hoso_events::ids::SubmissionId,
        errors: &mut Errors,
    ) -> Option<DossierCommand> {
        let entries = self.entries(typed, errors);
        let command = match self.manner {
            Manner::Change => {
                let happened_on = self.day(typed, SINCE, errors);
                let received_on = self.maybe_day(typed, RECEIVED, errors);
                let paper = self.paper(typed, errors);
                DossierCommand::DeclareChange {
                    submission,
                    entries,
                    happened_on: happened_on?,
                    received_on,
                    paper: paper?,
                }
            }
            Manner::Late => {
                let happened_on = self.day(typed, SINCE, errors);
                let paper = self.paper(typed, errors);
                let reason = self.reason(typed, errors);
                DossierCommand::DeclareLateEntry {
                    submission,
                    entries,
                    happened_on: happened_on?,
                    paper: paper?,
                    reason: reason?,
                }
            }
            Manner::Correction => {
                let names = [PAPER_NUMBER, PAPER_ISSUER];
                let days = slots::day_text(typed, PAPER_DAY);
                let blank = names.iter().all(|name| typed.text(name).is_empty())
                    && days.is_ok_and(|day| day.is_empty());
                let paper = if blank { Some(None) } else { self.paper(typed, errors).map(Some) };
                let reason = self.reason(typed, errors);
                let submission = Some(submission);
                DossierCommand::CorrectError { submission, entries, paper: paper?, reason: reason? }
            }
        };
        errors.is_empty().then_some(command)
    }

    fn entries(&self, typed: &Typed, errors: &mut Errors) -> Vec<NewEntry> {
        let asking = self.desk.asking(true);
        let mut entries = vec![];
        for slot in &self.places {
            let stands = self.desk.entering.said(slot);
            entries.extend(slots::read(asking, slot, stands, typed, errors));
        }
        entries
    }

    fn label(&self, key: &str) -> String {
        self.desk.view.words.say(key)
    }

    fn wrong(&self, errors: &mut Errors, name: &str, code: &'static str) {
        let words = self.desk.view.words;
        let told = words.obstacle(&Refusal::plain(code));
        errors.at(name, slots::named(words, &self.label(self.key_of(name)), &told));
    }

    /// What a field of the form is called.
    fn key_of(&self, name: &str) -> &'static str {
        match (name, self.manner) {
            (SINCE, Manner::Late) => "page-entry-since-late",
            (SINCE, _) => "page-entry-since",
            (RECEIVED, _) => "page-entry-received",
            (PAPER_NUMBER, _) => "page-entry-paper-number",
            (PAPER_DAY, _) => "page-entry-paper-day",
            (PAPER_ISSUER, _) => "page-entry-paper-issuer",
            (_, Manner::Late) => "page-entry-reason-late",
            _ => "page-entry-reason-error",
        }
    }

    fn day(&self, typed: &Typed, name: &str, errors: &mut Errors) -> Option<NaiveDate> {
        let before = errors.of(name).is_some();
        let day = self.maybe_day(typed, name, errors);
        if day.is_none() && !before && errors.of(name).is_none() {
            self.wrong(errors, name, "required");
        }
        day
    }

    fn maybe_day(&self, typed: &Typed, name: &str, errors: &mut Errors) -> Option<NaiveDate> {
        let text = match slots::day_text(typed, name) {
            Ok(text) if text.is_empty() => return None,
            Ok(text) => text,
            Err(_parts) => {
                self.wrong(errors, name, "date_missing_part");
                return None;
            }
        };
        slots::whole_day(&text).map_err(|code| self.wrong(errors, name, code)).ok()
    }

    fn paper(&self, typed: &Typed, errors: &mut Errors) -> Option<Paper> {
        let number = self.text(PaperNumber::parse(typed.text(PAPER_NUMBER)), PAPER_NUMBER, errors);
        let dated_on = self.day(typed, PAPER_DAY, errors);
        let issuer = self.text(Issuer::parse(typed.text(PAPER_ISSUER)), PAPER_ISSUER, errors);
        Some(Paper { number: number?, dated_on: dated_on?, issuer: issuer? })
    }

    fn reason(&self, typed: &Typed, errors: &mut Errors) -> Option<Reason> {
        self.text(Reason::parse(typed.text(REASON)), REASON, errors)
    }

    fn text<T>(&self, read: Result<T, TextError>, name: &str, errors: &mut Errors) -> Option<T> {
        match read {
            Ok(text) => Some(text),
            Err(error) => {
                let label = self.label(self.key_of(name));
                errors.at(name, slots::text_wrong(self.desk.view.words, &label, &error));
                None
            }
        }
    }

    /// A refusal of the whole, at the field it means.
    fn tell(&self, refusal: &Refusal, typed: &Typed, errors: &mut Errors) {
        let mut unheard = Errors::default();
        match (refusal.code, &refusal.slot) {
            ("date_future", None) => {
                let on = |name| self.maybe_day(typed, name, &mut Errors::default());
                let told = refusal.words.iter().find(|(name, _)| *name == "day");
                let received = self.maybe_day(typed, RECEIVED, &mut unheard);
                let meant = told.map(|(_, day)| day.as_str());
                let is_received = received.map(|on| on.to_string()).as_deref() == meant
                    && on(SINCE).map(|on| on.to_string()).as_deref() != meant;
                self.wrong(errors, if is_received { RECEIVED } else { SINCE }, "date_future");
            }
            ("paper_date_future", _) => self.wrong(errors, PAPER_DAY, "paper_date_future"),
            _ => self.desk.tell(refusal, &self.places, errors),
        }
    }

    fn page(&self, typed: &Typed, errors: &Errors, chose: bool) -> Markup {
        let desk = self.desk;
        let words = desk.view.words;
        let title = words.say(self.manner.title());
        let body = html! {
            (errors.summary(words))
            h1 { (title) }
            (desk.for_whom())
            p class="lead" { (words.say(self.manner.lead())) }
            @if desk.entering.is_first() {
                div class="note" {
                    p {
                        (words.say("page-entry-change-not-yet")) " "
                        a href=(tasks_path(desk.id)) { (words.say("page-entry-tasks-title")) }
                    }
                }
            } @else if self.places.is_empty() {
                (declaration::choice(desk, self.manner, chose))
            } @else {
                (self.form(typed, errors))
                (declaration::other_ways(desk, self.manner))
            }
        };
        let mut back = desk.back(false);
        if !self.places.is_empty() {
            let step = Step::new(self.manner.path(desk.id), words.say("page-entry-choose-title"));
            back.push(step);
        }
        render(desk.view, Page { title: errors.title(words, &title), back, body })
    }

    fn form(&self, typed: &Typed, errors: &Errors) -> Markup {
        let desk = self.desk;
        let words = desk.view.words;
        let body = html! {
            @for slot in &self.places { (self.one(slot, typed, errors)) }
            @if self.manner != Manner::Correction { (self.since(typed, errors)) }
            (self.paper_fields(typed, errors))
            @if self.manner != Manner::Change {
                (self.field(REASON, Some("page-entry-reason-hint"), typed, errors).lines(Reason::CHARS_MAX))
            }
            p class="hint" { (words.say("page-entry-submit-then")) }
            p class="acts" { button type="submit" { (words.say("page-entry-declare-send")) } }
        };
        forms::post(desk.view, &self.manner.path(desk.id), "form", body)
    }

    /// One place: what it says now and what it is to say.
    fn one(&self, slot: &Slot, typed: &Typed, errors: &Errors) -> Markup {
        let desk = self.desk;
        let words = desk.view.words;
        let label = words.field(slot.field.as_str());
        let is_there = desk.entering.said(slot).is_some();
        html! {
            input type="hidden" name=(ABOUT) value=(slot);
            @if declaration::is_busy(desk, slot) {
                p class="note" {
                    (slots::named(words, &label, &words.obstacle(&Refusal::plain("field_under_check"))))
                }
            }
            @if slot.row.is_some() {
                div class="row-form" {
                    h2 {
                        (words.with(if is_there { "page-entry-row-change-title" } else { "page-entry-row-new-title" },
                            &[("table", label)]))
                    }
                    (slots::controls(desk.asking(true), slot, typed, errors))
                    @if is_there && self.manner != Manner::Late {
                        @let name = slots::gone_name(slot);
                        (Field {
                            name: &name, label: words.say("page-slot-row-gone"), hint: None,
                            value: typed.text(&name), error: None,
                        }.tick())
                    }
                }
            } @else {
                (slots::controls(desk.asking(false), slot, typed, errors))
            }
        }
    }

    fn since(&self, typed: &Typed, errors: &Errors) -> Markup {
        let words = self.desk.view.words;
        html! {
            (slots::day(words, &self.field(SINCE, Some("page-entry-since-hint"), typed, errors), typed))
            @if self.manner == Manner::Change {
                (slots::day(words, &self.field(RECEIVED, Some("page-entry-received-hint"), typed, errors), typed))
            }
        }
    }

    fn paper_fields(&self, typed: &Typed, errors: &Errors) -> Markup {
        let words = self.desk.view.words;
        let lead = match self.manner {
            Manner::Correction => "page-entry-paper-if-any",
            Manner::Change | Manner::Late => "page-entry-paper-lead",
        };
        let line = |chars_max| Control { chars_max: Some(chars_max), ..Control::default() };
        html! {
            div {
                h2 { (words.say("page-entry-paper-title")) }
                p class="hint" { (words.say(lead)) }
            }
            (self.field(PAPER_NUMBER, Some("page-entry-paper-number-hint"), typed, errors)
                .line(line(PaperNumber::CHARS_MAX)))
            (slots::day(words, &self.field(PAPER_DAY, None, typed, errors), typed))
            (self.field(PAPER_ISSUER, Some("page-entry-paper-issuer-hint"), typed, errors)
                .line(line(Issuer::CHARS_MAX)))
        }
    }

    fn field<'f>(
        &self,
        name: &'f str,
        hint: Option<&str>,
        typed: &'f Typed,
        errors: &'f Errors,
    ) -> Field<'f> {
        Field {
            name,
            label: self.label(self.key_of(name)),
            hint: hint.map(|key| self.label(key)),
            value: typed.text(name),
            error: errors.of(name),
        }
    }
}
