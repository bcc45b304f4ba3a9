//! Saving a form of the record: what changed becomes one fact; what is only kept while one types
//! stays beside the log. The same for the fields of a section and for one row.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, FixedOffset, Utc};
use hoso_events::{
    catalogue::Section,
    dossier::{DossierCommand, NewEntry},
    entry::Slot,
};
use maud::{Markup, html};
use sha2::{Digest as _, Sha256};

use super::Desk;
use crate::{
    app::{Command, CommandError, Refusal},
    store::integrity::hex,
    web::{
        forms::{self, Errors, Typed},
        obstacle::Obstacle,
        slots,
        visit::Visitor,
    },
};

/// Which of a form's buttons was pressed.
pub const DOING: &str = "viec";
/// What the record held in the form's places when the form was made.
const SEEN: &str = "da_thay";
/// The most characters of a form that are kept while it is typed.
const KEPT_CHARS_MAX: usize = 100_000;

/// A form over places of one section.
pub struct SectionForm<'a> {
    pub desk: &'a Desk<'a>,
    pub section: &'static Section,
    /// What its draft is kept under; begins with the section.
    pub key: String,
    pub action: String,
    /// The places that can be typed now.
    pub slots: Vec<Slot>,
}

/// What a form shows: what was typed and not saved, or else what the record holds.
pub struct Filled {
    pub typed: Typed,
    /// When what is shown was kept; nothing for what the record holds.
    pub kept_at: Option<DateTime<Utc>>,
}

/// What came of a form.
pub enum Taken {
    Saved,
    /// Answered already: kept, or dropped.
    Answered(Response),
    Wrong(Errors),
}

impl SectionForm<'_> {
    /// What stands in the form at first.
    pub fn filled(&self) -> Filled {
        let draft = self.desk.entering.unsaved.iter().find(|draft| draft.form == self.key);
        let read = draft.and_then(|draft| {
            let pairs = serde_json::from_str::<Vec<(String, String)>>(&draft.typed).ok()?;
            Some((pairs, draft.kept_at))
        });
        match read {
            Some((pairs, kept_at)) => Filled { typed: Typed::of(pairs), kept_at: Some(kept_at) },
            None => Filled { typed: self.stored(), kept_at: None },
        }
    }

    fn stored(&self) -> Typed {
        let asking = self.desk.asking(true);
        let pairs = self
            .slots
            .iter()
            .flat_map(|slot| slots::shown(asking, slot, self.desk.entering.said(slot)));
        Typed::of(pairs.collect())
    }

    /// The whole form; `buttons` follow its fields.
    pub fn markup(&self, filled: &Filled, errors: &Errors, buttons: Markup) -> Markup {
        let desk = self.desk;
        let words = desk.view.words;
        // A draft that was typed over an older record says what it was typed over.
        let seen = match (filled.kept_at, filled.typed.text(SEEN)) {
            (Some(_), seen) if !seen.is_empty() => seen.to_owned(),
            _ => self.seen(),
        };
        let asking = desk.asking(desk.entering.is_first());
        let body = html! {
            input type="hidden" name=(SEEN) value=(seen);
            @if let Some(kept_at) = filled.kept_at {
                div class="note" {
                    p { (words.with("page-entry-draft-shown", &[("at", words.instant(kept_at))])) }
                }
            }
            @for slot in &self.slots {
                @if let Some(objection) = desk.entering.fields.get(slot).and_then(|f| f.objection.as_ref()) {
                    p class="beside late" {
                        span aria-hidden="true" { "▲ " }
                        (words.say("page-objection")) " “" (objection) "”"
                    }
                }
                (slots::controls(asking, slot, &filled.typed, errors))
            }
            p class="quiet kept" role="status" data-kept { }
            p class="acts" { (buttons) }
            p class="acts" {
                button type="submit" class="second" name=(DOING) value="nhap" {
                    (words.say("page-entry-keep"))
                }
                @if filled.kept_at.is_some() {
                    button type="submit" class="second" name=(DOING) value="bo-nhap" {
                        (words.say("page-entry-drop"))
                    }
                }
            }
        };
        html! {
            div data-autosave { (forms::post(desk.view, &self.action, "form", body)) }
        }
    }

    /// What the record holds in the form's places, as one short text to compare.
    fn seen(&self) -> String {
        let mut hash = Sha256::new();
        for slot in &self.slots {
            let said_by = self.desk.entering.fields.get(slot).and_then(|f| f.said_by.as_ref());
            let position = said_by.map_or(0, |origin| origin.position);
            hash.update(format!("{slot} {position};"));
        }
        hex(&hash.finalize()[..8])
    }

    /// Does what the pressed button says.
    pub async fn take(&self, visitor: &Visitor, typed: &Typed) -> Result<Taken, Obstacle> {
        let app = visitor.view.site.app();
        let (actor, id) = (&visitor.actor, self.desk.id);
        match typed.text(DOING) {
            "tu-luu" => Ok(Taken::Answered(self.kept_while_typing(visitor, typed).await?)),
            "nhap" => {
                self.keep(visitor, typed).await?;
                let to = format!("{}?da=nhap", super::tasks_path(id));
                Ok(Taken::Answered(axum::response::Redirect::to(&to).into_response()))
            }
            "bo-nhap" => {
                app.drop_draft(actor, id, &self.key).await?;
                let joint = if self.action.contains('?') { '&' } else { '?' };
                let to = format!("{}{joint}da=bo-nhap", self.action);
                Ok(Taken::Answered(axum::response::Redirect::to(&to).into_response()))
            }
            _ => {
                let mut errors = Errors::default();
                let entries = self.read(typed, &mut errors);
                // Told before all else: sent again, the form goes over what was recorded meanwhile.
                let says_something = !errors.is_empty() || !entries.is_empty();
                if says_something && typed.text(SEEN) != self.seen() {
                    errors.whole(self.changed_meanwhile());
                }
                if !errors.is_empty() {
                    return Ok(Taken::Wrong(errors));
                }
                self.send(visitor, entries, typed).await
            }
        }
    }

    /// Sends entries of this section, and drops what was kept of the form once they are recorded.
    pub async fn send(
        &self,
        visitor: &Visitor,
        entries: Vec<NewEntry>,
        typed: &Typed,
    ) -> Result<Taken, Obstacle> {
        let id = self.desk.id;
        if !entries.is_empty() {
            let section = self.section.code.clone();
            let command = DossierCommand::EnterSection { section, entries };
            match visitor.send(Command::Dossier(id, command), typed).await {
                Ok(_done) => {}
                Err(CommandError::Refused(refusal)) => {
                    let mut errors = Errors::default();
                    self.desk.tell(&refusal, &self.slots, &mut errors);
                    return Ok(Taken::Wrong(errors));
                }
                Err(other) => return Err(other.into()),
            }
        }
        visitor.view.site.app().drop_draft(&visitor.actor, id, &self.key).await?;
        Ok(Taken::Saved)
    }

    fn read(&self, typed: &Typed, errors: &mut Errors) -> Vec<NewEntry> {
        let asking = self.desk.asking(true);
        let said = |slot: &Slot| self.desk.entering.said(slot);
        let read = |slot: &Slot| slots::read(asking, slot, said(slot), typed, errors);
        // What stands by now, as after the same form a moment ago, needs no saving.
        let is_new = |entry: &NewEntry| entry.value.as_ref() != said(&entry.slot);
        self.slots.iter().filter_map(read).filter(is_new).collect()
    }

    /// Somebody else recorded something in these places since the form was made.
    fn changed_meanwhile(&self) -> String {
        let words = self.desk.view.words;
        let said = self.slots.iter().filter_map(|slot| self.desk.entering.fields.get(slot));
        let last = said.filter_map(|f| f.said_by.as_ref()).max_by_key(|origin| origin.position);
        match last {
            Some(origin) => {
                let who = words.who(&origin.actor, origin.unit.as_deref());
                let at = words.instant(origin.recorded_at);
                words.with("page-entry-changed-meanwhile", &[("who", who), ("at", at)])
            }
            None => words.obstacle(&Refusal::plain("stale")),
        }
    }

    /// The form again, after something in it was wrong; sent again it goes over what was shown.
    pub fn again(&self, typed: Typed) -> Filled {
        let names = self.names();
        let pairs = typed.pairs().iter().filter(|(name, _text)| names.contains(name)).cloned();
        Filled { typed: Typed::of(pairs.collect()), kept_at: None }
    }

    fn names(&self) -> Vec<String> {
        let words = self.desk.view.words;
        self.slots.iter().flat_map(|slot| slots::names(words, slot)).collect()
    }

    async fn keep(&self, visitor: &Visitor, typed: &Typed) -> Result<DateTime<Utc>, Obstacle> {
        let names = self.names();
        let known = |(name, _text): &&(String, String)| name == SEEN || names.contains(name);
        let pairs: Vec<_> = typed.pairs().iter().filter(known).collect();
        let text = serde_json::to_string(&pairs).expect("texts are plain data");
        if text.chars().count() > KEPT_CHARS_MAX {
            return Err(Obstacle::new(axum::http::StatusCode::PAYLOAD_TOO_LARGE, "body_too_large"));
        }
        let app = visitor.view.site.app();
        Ok(app.keep_draft(&visitor.actor, self.desk.id, &self.key, &text).await?)
    }

    /// The answer to a form that was sent while one types: the words to show.
    async fn kept_while_typing(
        &self,
        visitor: &Visitor,
        typed: &Typed,
    ) -> Result<Response, Obstacle> {
        let mut errors = Errors::default();
        let says_nothing = self.read(typed, &mut errors).is_empty() && errors.is_empty();
        let told = if says_nothing {
            // Also what was still on its way while the same was saved: it is no draft any more.
            let app = visitor.view.site.app();
            app.drop_draft(&visitor.actor, self.desk.id, &self.key).await?;
            String::new()
        } else {
            let kept_at = self.keep(visitor, typed).await?;
            self.desk.view.words.with("page-entry-kept", &[("at", clock(kept_at))])
        };
        Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], told).into_response())
    }
}

/// The time of day in Việt Nam.
fn clock(at: DateTime<Utc>) -> String {
    let offset = FixedOffset::east_opt(7 * 3600).expect("seven hours are an offset");
    at.with_timezone(&offset).format("%H:%M").to_string()
}
