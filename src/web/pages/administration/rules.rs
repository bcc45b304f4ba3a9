//! The deadline rules, for everyone who is known: for each duty what holds today, what held before and
//! what is known to come, each with its law; and the packs they came in.

use hoso_events::rulebook::{Duty, rule_packs};
use maud::{Markup, html};

use super::{super::retirement, back, version_lines};
use crate::{
    app::reference::{PackAdopted, RuleOverTime},
    web::{
        layout::{Page, render},
        obstacle::Obstacle,
        visit::{View, Visitor},
    },
};

/// `/quan-tri/quy-tac`.
pub async fn page(visitor: Visitor) -> Result<Markup, Obstacle> {
    let view = &visitor.view;
    let words = view.words;
    let (packs, duties) = view.site.app().rules_over_time().await?;
    let title = words.say("page-admin-rules-title");
    let body = html! {
        h1 { (title) }
        p class="lead" {
            (words.with("page-admin-rules-lead", &[("day", words.day(view.today))]))
        }
        @for (duty, rules) in &duties { (of_duty(view, *duty, rules)) }
        (adopted(view, &packs))
        p { a href=(retirement::AGES) { (words.say("page-retirement-ages-title")) } }
    };
    Ok(render(view, Page { title: title.clone(), back: back(view), body }))
}

fn of_duty(view: &View, duty: Duty, rules: &[RuleOverTime]) -> Markup {
    let words = view.words;
    // What holds today first, then what is to come, then what is past.
    let mut ordered: Vec<&RuleOverTime> = rules.iter().rev().collect();
    ordered.sort_by_key(|rule| match standing(view, rule) {
        Standing::Holds => 0,
        Standing::ToCome => 1,
        Standing::Past => 2,
    });
    html! {
        section aria-labelledby=(duty.as_str()) {
            h2 id=(duty.as_str()) { (words.duty(duty)) }
            @if rules.is_empty() { p class="empty" { (words.say("page-due-no-rule")) } }
            @for rule in ordered { (of_rule(view, rule)) }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Holds,
    ToCome,
    Past,
}

fn standing(view: &View, rule: &RuleOverTime) -> Standing {
    match (rule.from <= view.today, rule.until) {
        (false, _) => Standing::ToCome,
        (true, Some(until)) if until < view.today => Standing::Past,
        (true, _) => Standing::Holds,
    }
}

fn of_rule(view: &View, over: &RuleOverTime) -> Markup {
    let words = view.words;
    let (class, key) = match standing(view, over) {
        Standing::Holds => ("chip ok", "page-admin-rule-holds"),
        Standing::ToCome => ("chip soon", "page-admin-rule-to-come"),
        Standing::Past => ("chip void", "page-admin-rule-past"),
    };
    let from = words.day(over.from);
    let force = match over.until {
        Some(until) => {
            words.with("page-admin-from-until", &[("from", from), ("until", words.day(until))])
        }
        None => words.with("page-admin-from", &[("from", from)]),
    };
    html! {
        div class="grant" {
            p { strong { (words.term(over.rule.n, over.rule.unit)) } " " span class=(class) { (words.say(key)) } }
            dl class="facts" {
                dt { (words.say("page-admin-in-force")) } dd { (force) }
                dt { (words.say("page-why-who")) } dd { (words.responsible(over.rule.who)) }
                dt { (words.say("page-why-starts")) } dd lang="vi" { (over.rule.starts) }
                dt { (words.say("page-why-basis")) } dd lang="vi" { (over.rule.legal_basis) }
                dt { (words.say("page-admin-rule-code")) } dd { code { (over.rule.duty.as_str()) } }
                dt { (words.say("page-why-pack")) }
                dd {
                    (over.pack) ", "
                    (words.with("page-admin-version-lower", &[
                        ("version", over.version.number.to_string())]))
                }
            }
            details {
                summary { (words.say("page-origin")) }
                dl class="facts" { (version_lines(view, &over.version)) }
            }
        }
    }
}

fn adopted(view: &View, packs: &[PackAdopted]) -> Markup {
    let words = view.words;
    let is_adopted = |code: &str| packs.iter().any(|pack| pack.pack == code);
    let ready: Vec<String> =
        rule_packs().into_iter().map(|pack| pack.pack).filter(|code| !is_adopted(code)).collect();
    html! {
        section aria-labelledby="bo-quy-dinh" {
            h2 id="bo-quy-dinh" { (words.say("page-admin-packs")) }
            @if packs.is_empty() { p class="empty" { (words.say("page-admin-rules-none")) } }
            @for pack in packs {
                div class="grant" {
                    p { strong { (pack.pack) } }
                    dl class="facts" {
                        dt { (words.say("page-admin-in-force")) }
                        dd { (words.with("page-admin-from", &[("from", words.day(pack.in_force_from))])) }
                        dt { (words.say("page-admin-pack-rules")) } dd { (pack.rules) }
                        (version_lines(view, &pack.version))
                    }
                }
            }
            @if view.administers() {
                p class="quiet" {
                    (words.say("page-admin-rules-change")) " "
                    @if !ready.is_empty() {
                        (words.with("page-admin-packs-ready", &[("packs", ready.join(", "))]))
                    }
                }
            }
        }
    }
}
