//! `hoso replay`: what happened to a dossier, step by step, with what the record said before and
//! after each step.

use clap::{Args, builder::PossibleValuesParser};
use hoso_events::ids::DossierId;
use serde_json::{Value as Json, json};

use super::{
    Context,
    access_log::service,
    exit::CliError,
    show::{dossier_id, shown_paper, shown_slot, shown_value},
    timeline::shown_fact,
    voice::{Voice, shown_day, shown_instant},
};
use crate::{
    app::{
        Opened,
        replay::{Change, Film, Kind, Manner, Order, Step},
    },
    sentences::UnitNames,
};

/// The most steps shown at once.
const STEPS_MAX: u64 = 1_000;

#[derive(Debug, Args)]
pub struct Ask {
    #[arg(value_name = "DOSSIER", value_parser = dossier_id)]
    dossier: DossierId,
    #[arg(long, default_value = Order::Effective.as_str(),
        value_parser = PossibleValuesParser::new(Order::ALL.map(Order::as_str)))]
    order: String,
    #[arg(long, value_parser = PossibleValuesParser::new(Kind::ALL.map(Kind::as_str)))]
    kind: Option<String>,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    step: Option<u64>,
    #[arg(long, value_name = "N", default_value_t = 1, conflicts_with = "step",
        value_parser = clap::value_parser!(u64).range(1..))]
    from: u64,
    #[arg(long, value_name = "N", default_value_t = 50, conflicts_with = "step",
        value_parser = clap::value_parser!(u64).range(1..=STEPS_MAX))]
    limit: u64,
}

impl Ask {
    /// The steps meant, and the next one there is.
    fn meant(&self, film: &Film) -> (Vec<usize>, Option<usize>) {
        let kind = self.kind.as_deref().and_then(Kind::parse);
        let of_kind = |number: &usize| kind.is_none_or(|kind| film.kinds(*number).contains(&kind));
        let number = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
        if let Some(step) = self.step.map(number) {
            let there = (1..=film.len()).contains(&step);
            return (Some(step).filter(|step| there && of_kind(step)).into_iter().collect(), None);
        }
        let mut steps = (number(self.from)..=film.len()).filter(of_kind);
        let meant = steps.by_ref().take(number(self.limit)).collect();
        (meant, steps.next())
    }
}

pub async fn run(ask: Ask, context: &Context) -> Result<(), CliError> {
    let voice = &context.voice;
    let app = context.place.read().await?;
    let service = service(context, Opened::Replay);
    let order = Order::parse(&ask.order).unwrap_or(Order::Effective);
    let film = app.replay(&service, ask.dossier, order).await?;
    let (numbers, next) = ask.meant(&film);
    let steps: Vec<Step<'_>> = numbers.iter().filter_map(|number| film.step(*number)).collect();
    let (units, today) = (app.store().world().await?.units, app.store().clock().today());
    let names = |step: &Step<'_>| UnitNames::on(&units, step.recorded.day(), today);
    voice.result(
        || {
            let told: Vec<String> = steps
                .iter()
                .map(|step| {
                    told(
                        voice,
                        &film,
                        step,
                        names(step).with(&film.elsewhere, step.recorded.said_in()),
                    )
                })
                .collect();
            let told = match told.is_empty() {
                true => voice.say("cli-replay-none"),
                false => told.join("\n"),
            };
            format!("{}\n\n{told}", head(voice, ask.dossier, &film))
        },
        || {
            json!({"dossier": ask.dossier, "full_name": film.person.full_name,
                "order": film.order.as_str(), "count": film.len(), "through": film.through,
                "next_from": next,
                "steps": steps.iter().map(document).collect::<Vec<_>>()})
        },
    )?;
    if let (Some(next), false) = (next, voice.json) {
        voice.note(&voice.say_with("cli-replay-more", vec![("from", next.to_string())]));
    }
    Ok(())
}

fn head(voice: &Voice, dossier: DossierId, film: &Film) -> String {
    voice.say_with(
        "cli-replay-head",
        vec![
            ("name", film.person.full_name.clone()),
            ("dossier", dossier.to_string()),
            ("count", film.len().to_string()),
            ("through", film.through.to_string()),
        ],
    )
}

fn told(voice: &Voice, film: &Film, step: &Step<'_>, units: UnitNames<'_>) -> String {
    let (by, fact) = (&step.recorded.provenance, &step.recorded.fact);
    let kinds = step.kinds.iter().map(|kind| voice.word("replay-kind-", kind.as_str()));
    let place = vec![
        ("n", step.number.to_string()),
        ("of", film.len().to_string()),
        ("day", shown_day(step.day)),
        ("kinds", kinds.collect::<Vec<_>>().join(", ")),
    ];
    let mut text = format!("{}\n", voice.say_with("cli-replay-step", place));
    let mut add = |what: String| text.push_str(&format!("    {what}\n"));
    let unit = by.by.acting_for.as_ref().map(|unit| format!(" ({})", unit.name));
    let who = format!("{}{}", by.by.actor.name, unit.unwrap_or_default());
    let what = shown_fact(voice, fact).trim_end_matches('.').to_owned();
    add(voice.say_with("cli-replay-fact", vec![("who", who), ("what", what)]));
    if let Some(day) = by.effective_on {
        add(voice.say_with("cli-true-from", vec![("day", shown_day(day))]));
    }
    let at = shown_instant(by.recorded_at);
    add(voice.say_with("cli-replay-recorded", vec![("at", at)]));
    if let Some(paper) = fact.paper() {
        add(shown_paper(voice, paper));
    }
    if let Some(reason) = fact.reason() {
        add(voice.say_with("cli-reason", vec![("reason", reason.to_string())]));
    }
    if let Some(managing) = step.managed_by {
        add(voice.say_with("cli-replay-unit", vec![("unit", managing.name.clone())]));
    }
    for change in &step.changes {
        add(changed(voice, change, units));
    }
    text
}

fn changed(voice: &Voice, change: &Change, units: UnitNames<'_>) -> String {
    let code = change.slot.field.as_str();
    let value = |value| shown_value(voice, code, value, units);
    let field = shown_slot(voice, &change.slot);
    let text = match change.before == change.after {
        true => {
            let manner = voice.word("page-replay-", manner_text(change.manner));
            let value = value(change.after.as_ref());
            voice.say_with(
                "cli-replay-same",
                vec![("field", field), ("value", value), ("manner", manner)],
            )
        }
        false => {
            let (before, after) = (value(change.before.as_ref()), value(change.after.as_ref()));
            voice.say_with(
                "cli-replay-change",
                vec![("field", field), ("before", before), ("after", after)],
            )
        }
    };
    let Some((before, after)) = &change.when_recorded else { return text };
    let words = vec![("before", value(before.as_ref())), ("after", value(after.as_ref()))];
    format!("{text}. {}", voice.say_with("page-replay-when-recorded", words))
}

/// What is said of a slot that keeps its value, after `page-replay-`.
fn manner_text(manner: Manner) -> &'static str {
    match manner {
        Manner::Said => "same",
        Manner::HandedIn => "handed-in",
        Manner::Checked => "checked",
        Manner::Returned => "returned",
        Manner::TakenBack => "taken-back",
    }
}

fn document(step: &Step<'_>) -> Json {
    let by = &step.recorded.provenance;
    let managing =
        step.managed_by.map(|managing| json!({"unit_id": managing.unit, "name": managing.name}));
    let changes = step.changes.iter().map(|change| {
        let known = change.when_recorded.as_ref();
        json!({"slot": change.slot, "manner": manner_text(change.manner), "before": change.before,
            "after": change.after,
            "when_recorded": known.map(|(before, after)| json!({"before": before, "after": after}))})
    });
    json!({
        "step": step.number,
        "kinds": step.kinds.iter().map(|kind| kind.as_str()).collect::<Vec<_>>(),
        "day": step.day,
        "position": by.position,
        "event": step.recorded.fact.event_type(),
        "recorded_at": by.recorded_at,
        "effective_on": by.effective_on,
        "by": by.by,
        "paper": step.recorded.fact.paper(),
        "reason": step.recorded.fact.reason(),
        "managed_by": managing,
        "changes": changes.collect::<Vec<_>>(),
    })
}
