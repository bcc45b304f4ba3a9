//! The forms on a transfer: the one of the step that is due, and folded away what ends it or takes
//! it back. Each sends one command.

use std::num::NonZeroU16;

use axum::response::{IntoResponse, Redirect, Response};
use hoso_events::{
    dossier::{DossierCommand, InventoryLine, Stage, TransferStep},
    ids::TransferId,
    values::{PaperTitle, Reason},
};
use maud::{Markup, html};

use super::{tracker, transfer_path};
use crate::{
    app::{Command, CommandError, transfers::CoverSheet},
    web::{
        forms::{self, Errors, Field, Typed},
        obstacle::Obstacle,
        paper_fields, slots,
        tell::Words,
        visit::{Place, View, Visitor},
    },
};

/// Which step a form asks for.
const STEP: &str = "viec";
const INVENTORY: &str = "ban_ke";
const REASON: &str = "ly_do";
/// The step that ends the order itself.
const CANCEL: &str = "huy";
/// Ticked where no decision takes the order back.
const BY_MISTAKE: &str = "ghi_nham";
/// The longest inventory and list of reasons that is typed.
const LINES_CHARS_MAX: usize = 20_000;

/// The day a step was taken, by step: its name in the form and what it is called.
const RELEASED: (&str, &str) = ("ngay_ban_giao", "page-transfer-released-on");
const RECEIVED: (&str, &str) = ("ngay_nhan", "page-transfer-received-on");
const ACCEPTED: (&str, &str) = ("ngay_tiep_nhan", "page-transfer-accepted-on");

fn own<'a>(typed: &'a Typed, step: &str, none: &'a Typed) -> &'a Typed {
    if typed.text(STEP) == step { typed } else { none }
}

/// The form of the step that is due, for whoever takes it.
pub fn due_form(view: &View, sheet: &CoverSheet, typed: &Typed, errors: &Errors) -> Markup {
    match sheet.stage {
        Stage::Ordered if sheet.sends => release(view, sheet, typed, errors),
        Stage::Released | Stage::PaperInvalid if sheet.receives => {
            receive(view, sheet, typed, errors)
        }
        Stage::PaperReceived if sheet.receives => accept(view, sheet, typed, errors),
        // Their turn, and nothing to record: the paper goes there again.
        Stage::PaperInvalid if sheet.sends => html! {
            section class="to-do" aria-labelledby="buoc" {
                h2 id="buoc" { (view.words.say("page-transfer-supplement")) }
                p { (view.words.say("page-transfer-supplement-means")) }
            }
        },
        _ => html! {},
    }
}

fn form(view: &View, sheet: &CoverSheet, heading: &str, id: &str, body: Markup) -> Markup {
    html! {
        section class="to-do" aria-labelledby=(id) {
            h2 id=(id) { (view.words.say(heading)) }
            (forms::post(view, &transfer_path(sheet.id), "form", body))
        }
    }
}

fn button(words: Words, step: &str, key: &str) -> Markup {
    html! { button type="submit" name=(STEP) value=(step) { (words.say(key)) } }
}

fn day(view: &View, (name, label): (&str, &str), typed: &Typed, errors: &Errors) -> Markup {
    paper_fields::day(view.words, name, label, typed, errors)
}

fn release(view: &View, sheet: &CoverSheet, typed: &Typed, errors: &Errors) -> Markup {
    let words = view.words;
    let inventory = Field {
        name: INVENTORY,
        label: words.say("page-transfer-inventory"),
        hint: Some(words.say("page-transfer-inventory-hint")),
        value: typed.exact(INVENTORY),
        error: errors.of(INVENTORY),
    };
    form(
        view,
        sheet,
        "page-transfer-release",
        "buoc",
        html! {
            p { (words.say("page-transfer-release-means")) }
            (inventory.lines(LINES_CHARS_MAX))
            (day(view, RELEASED, typed, errors))
            p class="acts" { (button(words, "ban-giao", "page-transfer-release")) }
        },
    )
}

fn receive(view: &View, sheet: &CoverSheet, typed: &Typed, errors: &Errors) -> Markup {
    let words = view.words;
    let reasons = Field {
        name: "thieu_sot",
        label: words.say("page-transfer-reasons"),
        hint: Some(words.say("page-transfer-reasons-hint")),
        value: typed.exact("thieu_sot"),
        error: errors.of("thieu_sot"),
    };
    form(
        view,
        sheet,
        "page-transfer-receive",
        "buoc",
        html! {
            p { (words.say("page-transfer-receive-means")) }
            (day(view, RECEIVED, typed, errors))
            p class="acts" { (button(words, "nhan", "page-transfer-valid")) }
            (reasons.lines(LINES_CHARS_MAX))
            p class="acts" {
                button type="submit" name=(STEP) value="chua-du" class="second" {
                    (words.say("page-transfer-not-valid"))
                }
            }
        },
    )
}

fn accept(view: &View, sheet: &CoverSheet, typed: &Typed, errors: &Errors) -> Markup {
    let words = view.words;
    let compared = Field {
        name: "da_so",
        label: words.say("page-transfer-compared"),
        hint: None,
        value: typed.text("da_so"),
        error: errors.of("da_so"),
    };
    form(
        view,
        sheet,
        "page-transfer-accept",
        "buoc",
        html! {
            p { (words.say("page-transfer-accept-means")) }
            (compared.tick())
            (day(view, ACCEPTED, typed, errors))
            p class="acts" { (button(words, "tiep-nhan", "page-transfer-accept")) }
        },
    )
}

/// What takes the transfer back or ends it, each folded away.
pub fn other_forms(view: &View, sheet: &CoverSheet, typed: &Typed, errors: &Errors) -> Markup {
    let recalls = sheet.sends && matches!(sheet.stage, Stage::Released | Stage::PaperInvalid);
    let open = !sheet.stage.is_over();
    html! {
        @if recalls { (ending(view, sheet, ("thu-hoi", "page-transfer-recall", "page-transfer-recall-means"), typed, errors)) }
        @if open && sheet.receives { (ending(view, sheet, ("tu-choi", "page-transfer-refuse", "page-transfer-refuse-means"), typed, errors)) }
        @if open && sheet.sends { (ending(view, sheet, (CANCEL, "page-transfer-cancel", "page-transfer-cancel-means"), typed, errors)) }
    }
}

fn ending(
    view: &View,
    sheet: &CoverSheet,
    (step, key, means): (&str, &str, &str),
    typed: &Typed,
    errors: &Errors,
) -> Markup {
    let words = view.words;
    let (no_typed, no_errors) = (Typed::default(), Errors::default());
    let asked = typed.text(STEP) == step;
    let errors = if asked { errors } else { &no_errors };
    let name = format!("{REASON}_{}", step.replace('-', "_"));
    let reason = Field {
        name: &name,
        label: words.say("page-transfer-reason"),
        hint: Some(words.say(means)),
        value: own(typed, step, &no_typed).text(&name),
        error: errors.of(&name),
    };
    html! {
        details open[asked] {
            summary { (words.say(key)) }
            (forms::post(view, &transfer_path(sheet.id), "form", html! {
                (reason.lines(Reason::CHARS_MAX))
                @if step == CANCEL { (decision(words, own(typed, step, &no_typed), errors)) }
                p class="acts" {
                    button type="submit" name=(STEP) value=(step) class="second" { (words.say(key)) }
                }
            }))
        }
    }
}

/// The decision that takes an order back, or that there is none.
fn decision(words: Words, typed: &Typed, errors: &Errors) -> Markup {
    let by_mistake = Field {
        name: BY_MISTAKE,
        label: words.say("page-transfer-by-mistake"),
        hint: None,
        value: typed.text(BY_MISTAKE),
        error: errors.of(BY_MISTAKE),
    };
    html! {
        (paper_fields::fields(words, words.say("page-transfer-cancel-decision"), typed, errors))
        (by_mistake.tick())
    }
}

/// `POST /dieu-chuyen/{transfer}`.
pub async fn act(
    visitor: Visitor,
    Place(id): Place<TransferId>,
    typed: Typed,
) -> Result<Response, Obstacle> {
    let Visitor { view, actor } = &visitor;
    let sheet = view.site.app().cover_sheet(actor, id).await?;
    if !sheet.sends && !sheet.receives {
        return Err(Obstacle::not_found());
    }
    let mut errors = Errors::default();
    let step = read(view, &typed, &mut errors);
    if let Some(step) = step.filter(|_| errors.is_empty()) {
        let command = DossierCommand::Transfer { transfer: id, step };
        match visitor.send(Command::Dossier(sheet.dossier, command), &typed).await {
            Ok(_done) => {
                let to = format!("{}?da=1", transfer_path(id));
                return Ok(Redirect::to(&to).into_response());
            }
            Err(CommandError::Refused(refusal)) => {
                let told = view.words.obstacle(&refusal);
                match place(refusal.code, typed.text(STEP)) {
                    Some(name) => errors.at(name, told),
                    None => errors.whole(told),
                }
            }
            Err(other) => return Err(other.into()),
        }
    }
    Ok(forms::again(tracker::whole(view, &sheet, false, &typed, &errors)))
}

/// Where a refusal stands on the form of a step.
fn place(code: &str, step: &str) -> Option<&'static str> {
    let day = match step {
        "ban-giao" => RELEASED.0,
        "nhan" | "chua-du" => RECEIVED.0,
        "tiep-nhan" => ACCEPTED.0,
        CANCEL if code == "paper_date_future" => return Some(paper_fields::DATED),
        _ => return None,
    };
    match code {
        "date_future" | "before_previous_step" | "before_effective_day" => Some(day),
        "inventory_empty" | "inventory_too_long" => Some(INVENTORY),
        "no_reasons" | "too_many_reasons" => Some("thieu_sot"),
        _ => None,
    }
}

/// The step that was typed, or what is wrong with it, each at its field.
fn read(view: &View, typed: &Typed, errors: &mut Errors) -> Option<TransferStep> {
    let words = view.words;
    let step = typed.text(STEP);
    let day = |(name, label): (&str, &str), errors: &mut Errors| {
        paper_fields::read_day(words, name, label, typed, errors)
    };
    Some(match step {
        "ban-giao" => {
            let inventory = inventory(words, typed.exact(INVENTORY), errors);
            TransferStep::Release { inventory: inventory?, released_on: day(RELEASED, errors)? }
        }
        "nhan" => TransferStep::ReceivePaper { received_on: day(RECEIVED, errors)? },
        "chua-du" => {
            let reasons = reasons(words, typed.exact("thieu_sot"), errors);
            TransferStep::FindPaperInvalid {
                received_on: day(RECEIVED, errors)?,
                reasons: reasons?,
            }
        }
        "tiep-nhan" => {
            if typed.text("da_so") != "1" {
                errors.at("da_so", words.say("page-transfer-compared-missing"));
            }
            TransferStep::Accept { accepted_on: day(ACCEPTED, errors)? }
        }
        "tu-choi" => TransferStep::Refuse { reason: reason(words, typed, errors)? },
        "thu-hoi" => TransferStep::Recall { reason: reason(words, typed, errors)? },
        CANCEL => {
            let reason = reason(words, typed, errors);
            let decision = match typed.text(BY_MISTAKE) == "1" {
                true => None,
                false => Some(paper_fields::read(words, typed, errors)?),
            };
            TransferStep::Cancel { reason: reason?, decision }
        }
        _ => {
            errors.whole(words.say("page-transfer-no-step"));
            return None;
        }
    })
}

fn reason(words: Words, typed: &Typed, errors: &mut Errors) -> Option<Reason> {
    let name = format!("{REASON}_{}", typed.text(STEP).replace('-', "_"));
    let read = Reason::parse(typed.text(&name)).map_err(|error| {
        let label = words.say("page-transfer-reason");
        errors.at(name, slots::text_wrong(words, &label, &error));
    });
    read.ok()
}

/// One paper a line, its pages after the last semicolon.
fn inventory(words: Words, text: &str, errors: &mut Errors) -> Option<Vec<InventoryLine>> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let read = |line: &str| {
        let (title, pages) = line.rsplit_once(';')?;
        let title = PaperTitle::parse(title).ok()?;
        Some(InventoryLine { title, pages: pages.trim().parse::<NonZeroU16>().ok()? })
    };
    let mut inventory = vec![];
    for (number, line) in lines.enumerate() {
        match read(line) {
            Some(line) => inventory.push(line),
            None => {
                let n = (number + 1).to_string();
                errors.at(INVENTORY, words.with("page-transfer-inventory-wrong", &[("n", n)]));
                return None;
            }
        }
    }
    Some(inventory)
}

/// One reason a line.
fn reasons(words: Words, text: &str, errors: &mut Errors) -> Option<Vec<Reason>> {
    let mut reasons = vec![];
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match Reason::parse(line) {
            Ok(reason) => reasons.push(reason),
            Err(error) => {
                let label = words.say("page-transfer-reasons");
                errors.at("thieu_sot", slots::text_wrong(words, &label, &error));
                return None;
            }
        }
    }
    Some(reasons)
}
