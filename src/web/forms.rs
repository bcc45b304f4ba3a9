//! What every form shares: the key that makes sending it twice one act, its fields, each with
//! label, hint and error, the summary of what is wrong, and what was typed.

use std::collections::BTreeMap;

use axum::{
    Form,
    extract::{FromRequest, Request},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use hoso_events::provenance::Source;
use maud::{Markup, html};

use super::{
    Site,
    dress::Whole,
    layout::Title,
    obstacle::Obstacle,
    tell::Words,
    visit::{View, Visitor},
};
use crate::{
    app::{Command, CommandError, Done, Request as Ask, access::weighs},
    store::sign_in::sessions::Stage,
};

/// The hidden field with the form's key: the same form sent twice is one act.
pub const KEY: &str = "khoa";
/// The hidden field with the token of the session a form belongs to.
pub const TOKEN: &str = "ma_phien";
/// The longest key that is taken.
const KEY_CHARS_MAX: usize = 100;
/// Where the summary of errors stands on a page.
const SUMMARY_ID: &str = "co-loi";

/// A form that sends one act to `action`.
pub fn post(view: &View, action: &str, class: &str, body: Markup) -> Markup {
    posting(view, action, class, None, body)
}

/// A form that sends a file with its act.
pub fn post_files(view: &View, action: &str, class: &str, body: Markup) -> Markup {
    posting(view, action, class, Some("multipart/form-data"), body)
}

fn posting(view: &View, action: &str, class: &str, manner: Option<&str>, body: Markup) -> Markup {
    let key = view.site.app().store().clock().new_id();
    html! {
        form method="post" action=(action) enctype=[manner]
            class=[(!class.is_empty()).then_some(class)] novalidate {
            input type="hidden" name=(KEY) value=(key);
            (token(view))
            (body)
        }
    }
}

/// The field that shows a form to be one of this session's own.
pub fn token(view: &View) -> Markup {
    html! {
        @if let Some(known) = &view.session {
            input type="hidden" name=(TOKEN) value=(known.session.form_token);
        }
    }
}

/// Whether a form is one of the session's it comes with. Before a session is open there is nothing
/// a foreign site could use; that a form comes from here was looked at before (`CsrfLayer`).
pub async fn is_own(site: &Site, headers: &HeaderMap, token: &str) -> Result<(), Obstacle> {
    match site.session_in(headers).await?.map(|known| known.session) {
        Some(session) if session.stage == Stage::Open && session.form_token != token => {
            Err(Obstacle::new(StatusCode::FORBIDDEN, "form_foreign"))
        }
        Some(_) | None => Ok(()),
    }
}

/// What was typed into a form, names as the form has them.
#[derive(Debug, Default)]
pub struct Typed(Vec<(String, String)>);

impl Typed {
    /// What was typed under a name, without blanks around it; empty when nothing was.
    pub fn text(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(known, _text)| known == name);
        found.map(|(_name, text)| text.trim()).unwrap_or_default()
    }

    /// Exactly what was typed under a name: for secrets, whose blanks count.
    pub fn exact(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(known, _text)| known == name);
        found.map(|(_name, text)| text.as_str()).unwrap_or_default()
    }

    /// Everything typed under one name: ticked boxes.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _text)| known == name).map(|(_name, text)| text.trim())
    }

    /// What was typed, or what stands in a form before anyone types, by name.
    pub fn of(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// Every name with what was typed under it, in the form's order.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// Whether the form has a field of this name.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _text)| known == name)
    }

    /// What was typed under names that begin with `start`, by the rest of the name.
    pub fn under(&self, start: &str) -> BTreeMap<String, String> {
        let rest = |(name, text): &(String, String)| {
            Some((name.strip_prefix(start)?.to_owned(), text.trim().to_owned()))
        };
        self.0.iter().filter_map(rest).collect()
    }

    /// The form's key, when it has one that may be one.
    pub fn key(&self) -> Option<&str> {
        let key = self.text(KEY);
        (!key.is_empty() && key.chars().count() <= KEY_CHARS_MAX).then_some(key)
    }
}

impl FromRequest<Site> for Typed {
    type Rejection = Obstacle;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Obstacle> {
        let headers = request.headers().clone();
        let read = Form::<Vec<(String, String)>>::from_request(request, site).await;
        match read {
            Ok(Form(pairs)) => {
                let typed = Self(pairs);
                is_own(site, &headers, typed.text(TOKEN)).await?;
                Ok(typed)
            }
            Err(wrong) => {
                let status = wrong.into_response().status();
                let code = match status {
                    StatusCode::PAYLOAD_TOO_LARGE => "body_too_large",
                    StatusCode::UNSUPPORTED_MEDIA_TYPE => "content_type_wrong",
                    _ => "request_malformed",
                };
                Err(Obstacle::new(status, code))
            }
        }
    }
}

impl Visitor {
    /// Whether what is about to be done, and weighs, may be: who came with a session has proved
    /// themselves lately. Otherwise they are asked to, and what they typed is kept (`step_up`).
    pub async fn weighs(&self) -> Result<(), CommandError> {
        let Some(known) = &self.view.session else { return Ok(()) };
        let app = self.view.site.app();
        if !app.is_proved(&known.session) {
            return Err(CommandError::StepUp);
        }
        app.weighed(&known.session).await?;
        self.view.site.forget(&known.session.token_hash);
        Ok(())
    }

    /// Sends the one command of a form, under the form's key.
    pub async fn send(&self, command: Command, typed: &Typed) -> Result<Done, CommandError> {
        if self.actor.reads_only.is_none() && weighs(&command) {
            self.weighs().await?;
        }
        let ask = Ask::new(command, Source::Page);
        let ask = match typed.key() {
            Some(key) => ask.with_key(key),
            None => ask,
        };
        self.view.site.app().execute(&self.actor, ask).await
    }
}

/// What is wrong with a form, in the reader's words: each at its field, or with the whole of it.
#[derive(Debug, Default, Clone)]
pub struct Errors(Vec<(Option<String>, String)>);

impl Errors {
    /// Adds what is wrong at a field.
    pub fn at(&mut self, name: impl Into<String>, told: impl Into<String>) {
        self.0.push((Some(name.into()), told.into()));
    }

    /// Adds what is wrong with the form as a whole.
    pub fn whole(&mut self, told: impl Into<String>) {
        self.0.push((None, told.into()));
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong at a field.
    pub fn of(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(at, _told)| at.as_deref() == Some(name));
        found.map(|(_at, told)| told.as_str())
    }

    /// The summary above a form: the same words as at the fields, each leading to its field. It
    /// takes the focus, so that it is the first thing heard.
    pub fn summary(&self, words: Words) -> Markup {
        html! {
            @if !self.is_empty() {
                div class="wrongs" id=(SUMMARY_ID) role="alert" tabindex="-1" autofocus {
                    h2 { (words.say("page-form-wrong-title")) }
                    ul {
                        @for (at, told) in &self.0 {
                            li {
                                @if let Some(name) = at { a href={ "#" (id(name)) } { (told) } }
                                @else { (told) }
                            }
                        }
                    }
                }
            }
        }
    }

    /// A page's title; the window's says first that there are errors when there are.
    pub fn title(&self, words: Words, name: &str) -> Title {
        let told = |name: &str| match self.is_empty() {
            true => name.to_owned(),
            false => words.with("page-form-wrong-window", &[("title", name.to_owned())]),
        };
        Title { name: name.to_owned(), window: told(name) }
    }
}

/// A page whose form was not taken: complete as it is, told with the status of a value that does
/// not fit.
pub fn again(page: Markup) -> Response {
    let mut response = (StatusCode::UNPROCESSABLE_ENTITY, page).into_response();
    response.extensions_mut().insert(Whole);
    response
}

/// The id of a field's control, by its name.
pub fn id(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    format!("o-{}", name.chars().map(plain).collect::<String>())
}

/// One field of a form.
pub struct Field<'a> {
    pub name: &'a str,
    pub label: String,
    /// What helps to fill it in, before anything is typed.
    pub hint: Option<String>,
    /// What stands in it.
    pub value: &'a str,
    pub error: Option<&'a str>,
}

/// What a control of a field says besides: attributes of the same names in HTML.
#[derive(Debug, Default, Clone, Copy)]
pub struct Control {
    /// `text` when empty.
    pub kind: &'static str,
    pub autocomplete: &'static str,
    pub inputmode: &'static str,
    pub chars_max: Option<usize>,
    /// Short fields are drawn short: about this many characters.
    pub size: Option<u8>,
    pub required: bool,
}

impl Field<'_> {
    fn told_by(&self, id: &str) -> Option<String> {
        let hint = self.hint.is_some().then(|| format!("{id}-y"));
        let error = self.error.is_some().then(|| format!("{id}-loi"));
        let told: Vec<String> = hint.into_iter().chain(error).collect();
        (!told.is_empty()).then(|| told.join(" "))
    }

    fn around(&self, control: Markup) -> Markup {
        let id = id(self.name);
        html! {
            div class=(if self.error.is_some() { "field wrong" } else { "field" }) {
                label for=(id) { (self.label) }
                @if let Some(hint) = &self.hint { span class="hint" id={ (id) "-y" } { (hint) } }
                @if let Some(error) = self.error { span class="error" id={ (id) "-loi" } { (error) } }
                (control)
            }
        }
    }

    /// One line to type in.
    pub fn line(&self, control: Control) -> Markup {
        let id = id(self.name);
        let some = |text: &'static str| (!text.is_empty()).then_some(text);
        self.around(html! {
            input id=(id) name=(self.name) type=(some(control.kind).unwrap_or("text"))
                value=[(!self.value.is_empty()).then_some(self.value)]
                autocomplete=(some(control.autocomplete).unwrap_or("off"))
                inputmode=[some(control.inputmode)] maxlength=[control.chars_max]
                size=[control.size] class=[control.size.map(|_short| "short")]
                required[control.required] spellcheck="false"
                aria-describedby=[self.told_by(&id)]
                aria-invalid=[self.error.map(|_wrong| "true")];
        })
    }

    /// A file to choose, or with `capture` a photograph to take.
    pub fn file(&self, accept: &str, capture: Option<&str>) -> Markup {
        let id = id(self.name);
        self.around(html! {
            input id=(id) name=(self.name) type="file" accept=(accept) capture=[capture]
                aria-describedby=[self.told_by(&id)]
                aria-invalid=[self.error.map(|_wrong| "true")];
        })
    }

    /// Several lines to type in.
    pub fn lines(&self, chars_max: usize) -> Markup {
        let id = id(self.name);
        self.around(html! {
            textarea id=(id) name=(self.name) rows="3" maxlength=(chars_max)
                aria-describedby=[self.told_by(&id)]
                aria-invalid=[self.error.map(|_wrong| "true")] { (self.value) }
        })
    }

    /// One of several, by code and name; the first line is for none.
    pub fn choice(&self, none: Option<&str>, options: &[(String, String)]) -> Markup {
        let id = id(self.name);
        self.around(html! {
            select id=(id) name=(self.name) aria-describedby=[self.told_by(&id)]
                aria-invalid=[self.error.map(|_wrong| "true")] {
                @if let Some(none) = none { option value="" { (none) } }
                @for (code, told) in options {
                    option value=(code) selected[code == self.value] { (told) }
                }
            }
        })
    }

    /// One of a few, all of them seen: by code, name and what it means.
    pub fn one_of(&self, options: &[(&str, String, String)]) -> Markup {
        let first = id(self.name);
        html! {
            fieldset class=(if self.error.is_some() { "field wrong" } else { "field" })
                id=(first) tabindex="-1" aria-describedby=[self.told_by(&first)] {
                legend { (self.label) }
                @if let Some(hint) = &self.hint { span class="hint" id={ (first) "-y" } { (hint) } }
                @if let Some(error) = self.error {
                    span class="error" id={ (first) "-loi" } { (error) }
                }
                @for (code, told, means) in options {
                    @let at = format!("{first}-{code}");
                    div class="pick" {
                        input id=(at) name=(self.name) type="radio" value=(code)
                            checked[*code == self.value] aria-describedby={ (at) "-y" };
                        label for=(at) { (told) }
                        span class="hint" id={ (at) "-y" } { (means) }
                    }
                }
            }
        }
    }

    /// One of a few, all in sight; each a target of its own.
    pub fn radios(&self, options: &[(String, String)]) -> Markup {
        let id = id(self.name);
        self.group(html! {
            div class="picks" {
                @for (place, (code, told)) in options.iter().enumerate() {
                    @let own = if place == 0 { id.clone() } else { format!("{id}-{place}") };
                    label class="pick" for=(own) {
                        input type="radio" id=(own) name=(self.name) value=(code)
                            checked[code == self.value];
                        " " (told)
                    }
                }
            }
        })
    }

    /// A date in three parts, of which the day, or the day and the month, may stay empty.
    pub fn day(&self, parts: [&DayPart<'_>; 3]) -> Markup {
        let id = id(self.name);
        self.group(html! {
            div class="day-parts" {
                @for (place, part) in parts.into_iter().enumerate() {
                    @let own = if place == 0 { id.clone() } else { format!("{id}-{place}") };
                    p {
                        label for=(own) { (part.label) }
                        input id=(own) name=(part.name) type="text" inputmode="numeric"
                            value=[(!part.value.is_empty()).then_some(part.value)]
                            size=(part.size) maxlength="20" class="short" autocomplete="off"
                            aria-invalid=[self.error.map(|_wrong| "true")];
                    }
                }
            }
        })
    }

    /// Several controls that answer one question.
    fn group(&self, controls: Markup) -> Markup {
        let id = id(self.name);
        html! {
            fieldset class=(if self.error.is_some() { "field wrong" } else { "field" })
                aria-describedby=[self.told_by(&id)] {
                legend { (self.label) }
                @if let Some(hint) = &self.hint { span class="hint" id={ (id) "-y" } { (hint) } }
                @if let Some(error) = self.error { span class="error" id={ (id) "-loi" } { (error) } }
                (controls)
            }
        }
    }

    /// A box to tick: what is ticked is sent as `1`.
    pub fn tick(&self) -> Markup {
        let id = id(self.name);
        html! {
            div class=(if self.error.is_some() { "field wrong" } else { "field" }) {
                @if let Some(error) = self.error { span class="error" id={ (id) "-loi" } { (error) } }
                label class="pick" for=(id) {
                    input type="checkbox" id=(id) name=(self.name) value="1"
                        checked[self.value == "1"] aria-describedby=[self.told_by(&id)]
                        aria-invalid=[self.error.map(|_wrong| "true")];
                    " " (self.label)
                }
            }
        }
    }
}

/// One part of a date: its name in the form, what it is called, what stands in it.
pub struct DayPart<'a> {
    pub name: String,
    pub label: String,
    pub value: &'a str,
    pub size: u8,
}
