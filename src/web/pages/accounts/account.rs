//! One account: its holder, its ways in, its grants with the acts on each, and what happened.

use hoso_events::ids::{AccountId, DossierId};
use hoso_projections::accounts::{AccountRow, GrantLine, SUSPENDED};
use maud::{Markup, html};
use serde::Deserialize;

use super::{PATH, account_path, grant_path, history, list::grant_line, roles};
use crate::{
    app::{Act, Actor, Target, may},
    store::sign_in::{credentials::Credential, happenings::Happening},
    web::{
        forms::{self, Control, Errors, Field, Typed},
        layout::{Page, Step, dossier_path, render},
        obstacle::Obstacle,
        pages::security,
        paper_fields, units,
        visit::{Asks, Place, View, Visitor},
    },
};
use hoso_events::{account::Role, ids::UnitId, values::Reason};

/// The most lines of what happened.
const HAPPENINGS_MAX: i64 = 30;

/// What was done a moment ago.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Done {
    da: String,
}

/// Which form on the page was not taken, and what is wrong with it.
pub struct Failed<'a> {
    /// `quyen` for a new grant, `dong` for the closing.
    pub form: &'a str,
    pub typed: &'a Typed,
    pub errors: &'a Errors,
}

struct Shown<'a> {
    id: AccountId,
    row: AccountRow,
    credential: Option<Credential>,
    waits: Option<chrono::DateTime<chrono::Utc>>,
    happened: Vec<Happening>,
    decides: bool,
    failed: Option<Failed<'a>>,
}

/// Whether one decides on access where an account belongs.
pub fn decides(view: &View, actor: &Actor, row: &AccountRow) -> bool {
    let unit = UnitId::parse(&row.unit_id).ok();
    unit.is_some_and(|unit| may(actor, Act::DecideAccess, Target::Unit(unit), view.units()).is_ok())
}

/// `/tai-khoan/{account}`.
pub async fn page(
    visitor: Visitor,
    Place(id): Place<AccountId>,
    Asks(done): Asks<Done>,
) -> Result<Markup, Obstacle> {
    whole(&visitor, id, &done.da, None).await
}

/// The page, also after a form on it was not taken.
pub async fn whole(
    visitor: &Visitor,
    id: AccountId,
    done: &str,
    failed: Option<Failed<'_>>,
) -> Result<Markup, Obstacle> {
    let Visitor { view, actor } = visitor;
    let row = view.site.app().account(actor, id).await?;
    let facts = view.site.app().account_history(actor, id).await?;
    let store = view.site.app().store();
    let decides = decides(view, actor, &row) && actor.account.id != id;
    let shown = Shown {
        id,
        credential: store.credential_of(&row.account_id).await?,
        waits: store.activation_waits(&row.account_id).await?,
        happened: store.happenings(&row.account_id, HAPPENINGS_MAX).await?,
        decides,
        failed,
        row,
    };
    let words = view.words;
    let none = Errors::default();
    let errors = shown.failed.as_ref().map_or(&none, |failed| failed.errors);
    let title = shown.row.name.clone();
    let done = match done {
        "quyen" => Some("page-account-granted"),
        "sua" => Some("page-account-altered"),
        "huy" => Some("page-account-revoked"),
        "dong" => Some("page-account-closed-now"),
        "moi" => Some("page-account-issued"),
        _ => None,
    };
    let body = html! {
        @if let Some(done) = done { p class="flash" role="status" { "✓ " (words.say(done)) } }
        (errors.summary(words))
        (identity(view, actor, &shown))
        (ways_in(visitor, &shown))
        (grants(view, &shown))
        @if shown.decides && shown.row.state == "active" {
            (new_grant(visitor, &shown))
            (closing(view, &shown))
        }
        (history::section(view, &facts))
        (security::happened(words, &shown.happened))
    };
    let back = match view.may_somewhere(Act::DecideAccess) {
        true => vec![Step::new(PATH, words.say("page-accounts-title"))],
        false => vec![],
    };
    Ok(render(view, Page { title: errors.title(words, &title), back, body }))
}

fn identity(view: &View, actor: &Actor, shown: &Shown<'_>) -> Markup {
    let words = view.words;
    let unit = UnitId::parse(&shown.row.unit_id).ok().and_then(|id| view.units().get(id));
    let dossier = shown.row.dossier_id.as_deref().and_then(|id| DossierId::parse(id).ok());
    let reads = unit.is_some_and(|unit| {
        may(actor, Act::ReadDossier, Target::Unit(unit.id), view.units()).is_ok()
    });
    html! {
        div class="identity" {
            h1 { (shown.row.name) }
            dl {
                @if let Some(unit) = unit {
                    div { dt { (words.say("page-people-unit")) } dd { (unit.name) } }
                }
                div { dt { (words.say("page-account-since")) } dd { (words.stored_day(&shown.row.issued_on)) } }
                div { dt { (words.say("page-accounts-state")) } dd {
                    (words.say(state_told(&shown.row.state)))
                } }
            }
            @if let (Some(dossier), true) = (dossier, reads) {
                p { a href=(dossier_path(dossier)) { (words.say("page-account-dossier")) } }
            }
        }
    }
}

/// What the state of an account is called.
pub fn state_told(state: &str) -> &'static str {
    match state {
        "active" => "page-account-active",
        SUSPENDED => "page-account-suspended",
        _ => "page-account-closed",
    }
}

fn ways_in(visitor: &Visitor, shown: &Shown<'_>) -> Markup {
    let view = &visitor.view;
    let words = view.words;
    let own = visitor.actor.account.id == shown.id;
    let activated = shown.credential.as_ref().is_some_and(|known| known.password.is_some());
    let factor = shown.credential.as_ref().is_some_and(|known| known.factor.is_some());
    html! {
        section aria-labelledby="duong-vao" {
            h2 id="duong-vao" { (words.say("page-account-ways")) }
            dl class="facts" {
                @if let Some(known) = &shown.credential {
                    dt { (words.say("page-sign-in-login")) } dd { (known.login) }
                }
                dt { (words.say("page-sign-in-password")) } dd {
                    (words.say(if activated { "page-account-activated" } else { "page-account-not-activated" }))
                }
                dt { (words.say("page-factor-heading")) } dd {
                    (words.say(if factor { "page-account-factor-on" } else { "page-account-factor-off" }))
                }
                @if let Some(until) = shown.waits {
                    dt { (words.say("page-activate-code")) } dd {
                        (words.with("page-account-code-waits", &[("at", words.instant(until))]))
                    }
                }
            }
            @if !own && shown.row.state == "active" {
                (forms::post(view, &format!("{}/ma", account_path(&shown.id)), "form", html! {
                    @if factor {
                        (Field { name: "mat_may", label: words.say("page-account-lost-phone"), hint: None, value: "", error: None }.tick())
                    }
                    p class="acts" { button type="submit" class="second" {
                        (words.say(if activated { "page-account-code-again" } else { "page-account-code" }))
                    } }
                }))
            }
        }
    }
}

fn grants(view: &View, shown: &Shown<'_>) -> Markup {
    let words = view.words;
    let lines = shown.row.grant_lines();
    html! {
        section aria-labelledby="quyen" {
            h2 id="quyen" { (words.say("page-account-grants")) }
            @if lines.is_empty() {
                p class="empty" { (words.say("page-account-no-grants")) }
            }
            @for line in &lines { (grant(view, shown, line)) }
        }
    }
}

/// One grant; where one decides, with the way to change it.
fn grant(view: &View, shown: &Shown<'_>, line: &GrantLine) -> Markup {
    let words = view.words;
    let from = [("day", words.day(line.from))];
    html! {
        div class="grant" {
            p {
                @if line.revoked { span class="chip void" { (words.say("page-grant-revoked")) } " " }
                (grant_line(view, line))
                br; small { (words.with("page-grant-from", &from)) }
            }
            @if shown.decides && !line.revoked && shown.row.state == "active" {
                p { a class="why" href=(grant_path(&shown.id, line)) { (words.say("page-grant-alter")) } }
            }
        }
    }
}

fn new_grant(visitor: &Visitor, shown: &Shown<'_>) -> Markup {
    let view = &visitor.view;
    let words = view.words;
    let failed = shown.failed.as_ref().filter(|failed| failed.form == "quyen");
    let (no_typed, no_errors) = (Typed::default(), Errors::default());
    let (typed, errors) =
        failed.map_or((&no_typed, &no_errors), |failed| (failed.typed, failed.errors));
    html! {
        section aria-labelledby="cap-quyen" {
            h2 id="cap-quyen" { (words.say("page-grant-new")) }
            (forms::post(view, &format!("{}/quyen", account_path(&shown.id)), "form",
                grant_fields(visitor, typed, errors, "page-grant-act")))
        }
    }
}

/// The fields of a new grant, and its button.
pub fn grant_fields(visitor: &Visitor, typed: &Typed, errors: &Errors, act: &str) -> Markup {
    let view = &visitor.view;
    let words = view.words;
    let administers =
        visitor.actor.grants.iter().any(|(role, _scope)| *role == Role::Administrator);
    let role = Field {
        name: "vai_tro",
        label: words.say("page-grant-role"),
        hint: None,
        value: typed.text("vai_tro"),
        error: errors.of("vai_tro"),
    };
    let until = Field {
        name: "den_ngay",
        label: words.say("page-grant-last-day"),
        hint: Some(words.say("page-grant-new-last-day-hint")),
        value: typed.text("den_ngay"),
        error: errors.of("den_ngay"),
    };
    let label = words.say("page-grant-scope");
    html! {
        (role.choice(Some(&words.say("page-grant-role-choose")), &roles(words, administers)))
        (units::field(view, Act::DecideAccess, label, typed.text(units::NAME), errors.of(units::NAME)))
        (until.line(Control { inputmode: "numeric", size: Some(12), ..Control::default() }))
        (paper_fields::fields(words, words.say("page-grant-request"), typed, errors))
        p class="acts" { button type="submit" { (words.say(act)) } }
    }
}

fn closing(view: &View, shown: &Shown<'_>) -> Markup {
    let words = view.words;
    let failed = shown.failed.as_ref().filter(|failed| failed.form == "dong");
    let reason = Field {
        name: "ly_do",
        label: words.say("page-account-close-reason"),
        hint: Some(words.say("page-account-close-means")),
        value: failed.map(|failed| failed.typed.text("ly_do")).unwrap_or_default(),
        error: failed.and_then(|failed| failed.errors.of("ly_do")),
    };
    html! {
        section aria-labelledby="dong" {
            h2 id="dong" { (words.say("page-account-close")) }
            details open[failed.is_some()] {
                summary { (words.say("page-account-close-open")) }
                (forms::post(view, &format!("{}/dong", account_path(&shown.id)), "form", html! {
                    (reason.lines(Reason::CHARS_MAX))
                    p class="acts" { button type="submit" class="second" { (words.say("page-account-close")) } }
                }))
            }
        }
    }
}
