//! The fields of an ending: what every kind asks, and what its own.

use hoso_events::{
    dossier::{DeathPaper, Ending, EndingKind, Leaving, RetirementAge},
    values::{Issuer, LegalBasis, OfficeTerm, Paper, PaperNumber, TextError, UnitName},
};
use maud::{Markup, html};

use crate::{
    app::Refusal,
    web::{
        forms::{Control, Errors, Field, Typed},
        paper_fields, slots,
        tell::Words,
    },
};

pub const KIND: &str = "loai";
pub const ENDED: &str = "ngay_thoi";
pub const RECEIVED: (&str, &str) = ("ngay_nhan_ho_so", "page-ending-received-on");
const DESTINATION: (&str, &str) = ("noi_den", "page-ending-destination");
const AGE: (&str, &str) = ("tuoi_nghi_huu", "page-ending-age");
const ASKED: (&str, &str) = ("ngay_don", "page-ending-asked-on");
const OFFICE: (&str, &str) = ("nhiem_ky", "page-ending-office");
const POLICY: (&str, &str) = ("can_cu", "page-ending-policy");
const SHOWN_BY: (&str, &str) = ("giay_to", "page-ending-shown-by");
/// The disciplinary decision: its number, its day and who issued it.
const DISCIPLINE: [(&str, &str); 3] = [
    ("so_kl", "page-clerk-paper-number"),
    ("ngay_kl", "page-clerk-paper-dated"),
    ("noi_kl", "page-clerk-paper-issuer"),
];

const AGES: [(&str, RetirementAge); 3] = [
    ("dung_tuoi", RetirementAge::Statutory),
    ("truoc_tuoi", RetirementAge::Early),
    ("tuoi_cao_hon", RetirementAge::Prolonged),
];
const DEATH_PAPERS: [(&str, DeathPaper); 2] =
    [("trich_luc", DeathPaper::Certificate), ("giay_bao_tu", DeathPaper::Notice)];

/// The label of the day it ended.
fn ended_label(kind: EndingKind) -> &'static str {
    if kind == EndingKind::Died { "page-ending-died-on" } else { "page-ending-ended-on" }
}

/// The choice of the kind, in an address: the form with its fields follows.
pub fn kinds(words: Words, action: &str, chosen: &str) -> Markup {
    let all = EndingKind::ALL.map(|kind| (kind.as_str().to_owned(), words.ending_kind(kind)));
    let label = words.say("page-ending-kind");
    let field = Field { name: KIND, label, hint: None, value: chosen, error: None };
    html! {
        form method="get" action=(action) class="form" {
            (field.radios(&all))
            p class="acts" { button type="submit" { (words.say("page-ending-go-on")) } }
        }
    }
}

/// The fields of one kind.
pub fn fields(words: Words, kind: EndingKind, typed: &Typed, errors: &Errors) -> Markup {
    let paper = words.ending_paper(kind);
    html! {
        input type="hidden" name=(KIND) value=(kind.as_str());
        (own(words, kind, typed, errors))
        (paper_fields::fields(words, paper, typed, errors))
        (paper_fields::day(words, ENDED, ended_label(kind), typed, errors))
        (paper_fields::day(words, RECEIVED.0, RECEIVED.1, typed, errors))
    }
}

fn field<'a>(
    words: Words,
    (name, label): (&'a str, &str),
    typed: &'a Typed,
    errors: &'a Errors,
) -> Field<'a> {
    let (label, value, error) = (words.say(label), typed.text(name), errors.of(name));
    Field { name, label, hint: None, value, error }
}

fn own(words: Words, kind: EndingKind, typed: &Typed, errors: &Errors) -> Markup {
    let of = |name| field(words, name, typed, errors);
    let text = |name, chars_max| {
        of(name).line(Control { chars_max: Some(chars_max), ..Control::default() })
    };
    match kind {
        EndingKind::LeftProvince | EndingKind::LeftScope => text(DESTINATION, UnitName::CHARS_MAX),
        EndingKind::Retired => {
            let ages = AGES.map(|(code, age)| (code.to_owned(), words.retirement_age(age)));
            of(AGE).radios(&ages)
        }
        EndingKind::Resigned => paper_fields::day(words, ASKED.0, ASKED.1, typed, errors),
        EndingKind::Dismissed => {
            let [number, dated, issuer] = DISCIPLINE;
            html! {
                fieldset class="group" {
                    legend { (words.say("page-ending-discipline")) }
                    (text(number, PaperNumber::CHARS_MAX))
                    (paper_fields::day(words, dated.0, dated.1, typed, errors))
                    (text(issuer, Issuer::CHARS_MAX))
                }
            }
        }
        EndingKind::TermEnded => text(OFFICE, OfficeTerm::CHARS_MAX),
        EndingKind::Redundant => text(POLICY, LegalBasis::CHARS_MAX),
        EndingKind::Died => {
            let papers =
                DEATH_PAPERS.map(|(code, paper)| (code.to_owned(), words.death_paper(paper)));
            of(SHOWN_BY).radios(&papers)
        }
    }
}

/// What stands in the form of an ending that is recorded.
pub fn typed_of(words: Words, ending: &Ending) -> Typed {
    let day = |on| words.day(on);
    let paper = |names: [&str; 3], paper: &Paper| {
        let texts = [paper.number.to_string(), day(paper.dated_on), paper.issuer.to_string()];
        names.map(str::to_owned).into_iter().zip(texts).collect::<Vec<_>>()
    };
    let names = [paper_fields::NUMBER, paper_fields::DATED, paper_fields::ISSUER];
    let mut pairs = paper(names, &ending.paper);
    pairs.push((ENDED.to_owned(), day(ending.ended_on)));
    pairs.push((RECEIVED.0.to_owned(), day(ending.paper_received_on)));
    let code = |found: Option<&str>| found.unwrap_or_default().to_owned();
    match &ending.leaving {
        Leaving::LeftProvince { destination } | Leaving::LeftScope { destination } => {
            pairs.push((DESTINATION.0.to_owned(), destination.to_string()));
        }
        Leaving::Retired { age } => {
            let found = AGES.iter().find(|(_code, known)| known == age);
            pairs.push((AGE.0.to_owned(), code(found.map(|(code, _age)| *code))));
        }
        Leaving::Resigned { asked_on } => pairs.push((ASKED.0.to_owned(), day(*asked_on))),
        Leaving::Dismissed { discipline } => {
            pairs.extend(paper(DISCIPLINE.map(|(name, _label)| name), discipline));
        }
        Leaving::TermEnded { office } => pairs.push((OFFICE.0.to_owned(), office.to_string())),
        Leaving::Redundant { policy } => pairs.push((POLICY.0.to_owned(), policy.to_string())),
        Leaving::Died { shown_by } => {
            let found = DEATH_PAPERS.iter().find(|(_code, known)| known == shown_by);
            pairs.push((SHOWN_BY.0.to_owned(), code(found.map(|(code, _paper)| *code))));
        }
    }
    Typed::of(pairs)
}

/// The ending that was typed, or what is wrong with it, each at its field.
pub fn read(words: Words, kind: EndingKind, typed: &Typed, errors: &mut Errors) -> Option<Ending> {
    let leaving = leaving(words, kind, typed, errors);
    let paper = paper_fields::read(words, typed, errors);
    let ended_on = paper_fields::read_day(words, ENDED, ended_label(kind), typed, errors);
    let paper_received_on = paper_fields::read_day(words, RECEIVED.0, RECEIVED.1, typed, errors);
    Some(Ending {
        leaving: leaving?,
        ended_on: ended_on?,
        paper: paper?,
        paper_received_on: paper_received_on?,
    })
}

fn text<T>(
    words: Words,
    (name, label): (&str, &str),
    parse: impl Fn(&str) -> Result<T, TextError>,
    typed: &Typed,
    errors: &mut Errors,
) -> Option<T> {
    let read = parse(typed.text(name)).map_err(|error| {
        errors.at(name, slots::text_wrong(words, &words.say(label), &error));
    });
    read.ok()
}

fn one_of<T: Copy>(
    words: Words,
    (name, label): (&str, &str),
    all: &[(&str, T)],
    typed: &Typed,
    errors: &mut Errors,
) -> Option<T> {
    let found = all.iter().find(|(code, _value)| *code == typed.text(name));
    if found.is_none() {
        let told = words.obstacle(&Refusal::plain("required"));
        errors.at(name, slots::named(words, &words.say(label), &told));
    }
    found.map(|(_code, value)| *value)
}

fn leaving(words: Words, kind: EndingKind, typed: &Typed, errors: &mut Errors) -> Option<Leaving> {
    Some(match kind {
        EndingKind::LeftProvince => {
            let destination = text(words, DESTINATION, UnitName::parse, typed, errors)?;
            Leaving::LeftProvince { destination }
        }
        EndingKind::LeftScope => {
            let destination = text(words, DESTINATION, UnitName::parse, typed, errors)?;
            Leaving::LeftScope { destination }
        }
        EndingKind::Retired => Leaving::Retired { age: one_of(words, AGE, &AGES, typed, errors)? },
        EndingKind::Resigned => {
            let asked_on = paper_fields::read_day(words, ASKED.0, ASKED.1, typed, errors)?;
            Leaving::Resigned { asked_on }
        }
        EndingKind::Dismissed => {
            let [number, dated, issuer] = DISCIPLINE;
            let number = text(words, number, PaperNumber::parse, typed, errors);
            let dated_on = paper_fields::read_day(words, dated.0, dated.1, typed, errors);
            let issuer = text(words, issuer, Issuer::parse, typed, errors);
            let discipline = Paper { number: number?, dated_on: dated_on?, issuer: issuer? };
            Leaving::Dismissed { discipline }
        }
        EndingKind::TermEnded => {
            Leaving::TermEnded { office: text(words, OFFICE, OfficeTerm::parse, typed, errors)? }
        }
        EndingKind::Redundant => {
            Leaving::Redundant { policy: text(words, POLICY, LegalBasis::parse, typed, errors)? }
        }
        EndingKind::Died => {
            let shown_by = one_of(words, SHOWN_BY, &DEATH_PAPERS, typed, errors)?;
            Leaving::Died { shown_by }
        }
    })
}

/// What was refused, at the field it is about.
pub fn at_field(words: Words, refusal: &Refusal, errors: &mut Errors) {
    let told = words.obstacle(refusal);
    let name = match refusal.code {
        "paper_date_future" | "shown_before_death" => paper_fields::DATED,
        "received_before_signed" => RECEIVED.0,
        "date_future" | "ended_before_served" | "ending_too_far_ahead" => ENDED,
        "asked_after_end" => ASKED.0,
        "discipline_after_end" => DISCIPLINE[1].0,
        _ => return errors.whole(told),
    };
    errors.at(name, told);
}
