//! What was decided on an account, newest first, each with the written request it rests on.

use hoso_events::{
    account::AccountEvent,
    fact::{Fact, Recorded},
    ids::UnitId,
};
use maud::{Markup, html};

use super::role_told;
use crate::web::{recorded, visit::View};

/// The section of the account's page.
pub fn section(view: &View, facts: &[Recorded]) -> Markup {
    html! {
        section aria-labelledby="lich-su" {
            h2 id="lich-su" { (view.words.say("page-account-history")) }
            ol class="timeline" {
                @for fact in facts { (recorded::line(view, fact, &happened(view, fact))) }
            }
        }
    }
}

/// What happened, in a sentence; a grant with whom it concerns of the province and until when.
fn happened(view: &View, recorded: &Recorded) -> String {
    let words = view.words;
    let event = match &recorded.fact {
        Fact::Account(event) => event,
        other => return other.event_type().to_owned(),
    };
    let until = |until: Option<chrono::NaiveDate>| match until {
        Some(day) => words.with("page-grant-until", &[("day", words.day(day))]),
        None => words.say("page-grant-open"),
    };
    // A unit that is granted on is in the tree for good.
    let unit =
        |id: UnitId| view.units().get(id).map(|unit| unit.name.to_string()).unwrap_or_default();
    let what =
        |key, scope: UnitId, end| words.with(key, &[("unit", unit(scope)), ("until", until(end))]);
    match event {
        AccountEvent::AccountIssued { .. } => words.say("page-account-fact-issued"),
        AccountEvent::AccessGranted { role, scope, until: end, .. } => words.with(
            "page-account-fact-granted",
            &[("role", role_told(words, *role)), ("unit", unit(*scope)), ("until", until(*end))],
        ),
        AccountEvent::AccessRestricted { scope, until, .. } => {
            what("page-account-fact-restricted", *scope, *until)
        }
        AccountEvent::AccessExtended { scope, until, .. } => {
            what("page-account-fact-extended", *scope, *until)
        }
        AccountEvent::AccessRevoked { .. } => words.say("page-account-fact-revoked"),
        AccountEvent::AccountMoved { to, .. } => {
            words.with("page-account-fact-moved", &[("unit", unit(*to))])
        }
        AccountEvent::AccountClosed { reason, .. } => {
            words.with("page-account-fact-closed", &[("reason", reason.to_string())])
        }
        AccountEvent::AccountClosedWithService { .. } => {
            words.say("page-account-fact-closed-with-service")
        }
        AccountEvent::AccountReopened { unit: at, .. } => {
            words.with("page-account-fact-reopened", &[("unit", unit(*at))])
        }
    }
}
