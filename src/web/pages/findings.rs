//! What a clerk found of each field of a submission, as the form says it, and the one command it
//! amounts to. The command follows from the form alone, so that the form sent twice is one act.

use hoso_events::{
    catalogue::catalogue,
    dossier::{DossierCommand, Objection},
    entry::Slot,
    ids::SubmissionId,
    values::Reason,
};

use crate::{
    sentences::Lang,
    web::{
        forms::{Errors, Typed},
        tell::Words,
    },
};

/// The most fields one form may decide.
const SLOTS_MAX: usize = 1_000;
/// The hidden field that names each field or row to decide.
pub const SLOT: &str = "muc";
/// The button that finishes when everything is decided.
pub const FINISH: &str = "hoan-tat";
/// The button that finds all the rest to match, and finishes.
pub const REST_MATCHES: &str = "con-lai-khop";

/// What was found of one field or row, held against the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    Matches,
    Differs,
    NotOnPaper,
}

impl Finding {
    pub const ALL: [Self; 3] = [Self::Matches, Self::Differs, Self::NotOnPaper];

    /// Its value in the form.
    pub fn code(self) -> &'static str {
        match self {
            Self::Matches => "khop",
            Self::Differs => "sai",
            Self::NotOnPaper => "thieu",
        }
    }

    fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|finding| finding.code() == code)
    }
}

/// The reasons offered to choose from, by their value in the form and the key of their sentence.
pub const CANNED: [(&str, &str); 6] = [
    ("khac-giay", "page-clerk-reason-differs"),
    ("go-sai", "page-clerk-reason-mistyped"),
    ("thieu-phan", "page-clerk-reason-part-missing"),
    ("khong-co", "page-clerk-reason-not-on-paper"),
    ("giay-mo", "page-clerk-reason-unreadable"),
    ("can-giay", "page-clerk-reason-needs-paper"),
];
/// The reason that a field missing on the paper has when none is chosen.
const NOT_ON_PAPER: &str = "khong-co";

/// The names of a field's controls.
pub fn finding_name(slot: &str) -> String {
    format!("qd.{slot}")
}

pub fn canned_name(slot: &str) -> String {
    format!("mau.{slot}")
}

pub fn reason_name(slot: &str) -> String {
    format!("ly_do.{slot}")
}

/// The name of the box that finds a whole section to match.
pub fn section_name(section: &str) -> String {
    format!("phan.{section}")
}

/// The reason a person will read. It is stored as it is read, in Vietnamese, the language of the
/// record, whatever language the clerk works in; what they typed themselves stays as they typed it.
fn reason_of(typed: &Typed, slot: &str, finding: Finding) -> String {
    let chosen = typed.text(&canned_name(slot)).to_owned();
    let own = typed.text(&reason_name(slot));
    let nothing = chosen.is_empty() && own.is_empty();
    let code = match finding {
        Finding::NotOnPaper if nothing => NOT_ON_PAPER,
        _ => &chosen,
    };
    let canned = CANNED.iter().find(|(known, _key)| *known == code);
    let canned = canned.map(|(_code, key)| Words(Lang::Vi).say(key)).unwrap_or_default();
    format!("{canned} {own}").trim().to_owned()
}

/// What was found of a field: by itself, with its whole section, or with all the rest. A reason
/// without a finding is one against it.
pub fn found(typed: &Typed, slot: &Slot) -> Option<Finding> {
    let text = slot.to_string();
    let own = Finding::parse(typed.text(&finding_name(&text)));
    let objects = || {
        let given = |name: String| !typed.text(&name).is_empty();
        (given(canned_name(&text)) || given(reason_name(&text))).then_some(Finding::Differs)
    };
    let section = catalogue().section_of(slot.field.as_str());
    let with_section = || {
        let ticked = |code: &str| !typed.text(&section_name(code)).is_empty();
        section.filter(|it| ticked(it.code.as_str())).map(|_section| Finding::Matches)
    };
    let rest = || (typed.text("viec") == REST_MATCHES).then_some(Finding::Matches);
    own.or_else(objects).or_else(with_section).or_else(rest)
}

/// The command the form asks for, or what is still to be decided or explained, each at its field.
pub fn command(
    words: Words,
    submission: SubmissionId,
    typed: &Typed,
) -> Result<DossierCommand, Errors> {
    let slots: Vec<Slot> =
        typed.all(SLOT).take(SLOTS_MAX).filter_map(|slot| slot.parse().ok()).collect();
    let (mut errors, mut objections, mut open) = (Errors::default(), vec![], vec![]);
    for slot in &slots {
        match found(typed, slot) {
            None => open.push(slot),
            Some(Finding::Matches) => {}
            Some(finding) => {
                let text = slot.to_string();
                let field = words.field(slot.field.as_str());
                match Reason::parse(&reason_of(typed, &text, finding)) {
                    Ok(reason) => objections.push(Objection { slot: slot.clone(), reason }),
                    Err(error) => {
                        let told = match error.code() {
                            "required" => "page-clerk-reason-missing",
                            "too_long" => "page-clerk-reason-too-long",
                            _ => "page-clerk-reason-invisible",
                        };
                        errors.at(reason_name(&text), words.with(told, &[("field", field)]));
                    }
                }
            }
        }
    }
    if let Some(first) = open.first() {
        let told = words.with("page-clerk-undecided", &[("n", open.len().to_string())]);
        errors.at(finding_name(&first.to_string()), told);
    }
    if slots.is_empty() {
        errors.whole(words.say("page-problem-request-malformed"));
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(match objections.is_empty() {
        true => DossierCommand::CheckSubmission { submission },
        false => DossierCommand::ReturnSubmission { submission, objections },
    })
}
