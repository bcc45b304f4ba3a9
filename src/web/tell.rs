//! How things are told: days, papers, facts, in the reader's language. Every word comes from the
//! sentence files.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, Utc, Weekday};
use hoso_events::{
    account::AccountEvent,
    calendar::{DayKind, TermUnit},
    catalogue::{Kind, PartialDate, catalogue},
    dossier::{DossierEvent, EnteredBy},
    entry::{Entry, FieldCode, Slot, Value},
    fact::{Fact, Recorded},
    provenance::Source,
    rulebook::{Duty, Responsible},
    unit::UnitTree,
    values::Paper,
};

use crate::{
    app::{Refusal, reads::Origin},
    sentences::{self, Lang},
};

/// Việt Nam is seven hours ahead of UTC all year round.
const LOCAL_OFFSET_SECONDS: i32 = 7 * 3600;
/// How many fields a sentence names before it only counts them.
const NAMED_MAX: usize = 3;
/// How much of a file's hash tells it apart for a reader.
const FILE_CHARS_SHOWN: usize = 12;

/// The words of one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words(pub Lang);

impl Words {
    /// The language's code, for `lang` and cookies.
    pub fn code(self) -> &'static str {
        match self.0 {
            Lang::Vi => "vi",
            Lang::En => "en",
        }
    }

    /// The sentence under a key.
    pub fn say(self, key: &str) -> String {
        sentences::say(self.0, key)
    }

    /// The sentence under a key with words put in.
    pub fn with(self, key: &str, words: &[(&'static str, String)]) -> String {
        sentences::say_with(self.0, key, words)
    }

    /// What an obstacle says: its own sentence, or for a code without one a sentence for all.
    pub fn obstacle(self, refusal: &Refusal) -> String {
        let own = format!("page-problem-{}", refusal.code.replace('_', "-"));
        for key in [own, sentences::key_of_code(refusal.code)] {
            let told = self.with(&key, &refusal.words);
            if told != key {
                return told;
            }
        }
        self.with("page-problem-other", &[("code", refusal.code.to_owned())])
    }

    /// A day as the paper writes it: 05/03/2026.
    pub fn day(self, day: NaiveDate) -> String {
        day.format("%d/%m/%Y").to_string()
    }

    /// A stored day, whole or in part, as the paper writes it.
    pub fn stored_day(self, text: &str) -> String {
        PartialDate::parse(text).map_or_else(|_| text.to_owned(), |date| date.for_reading())
    }

    /// The day of the week.
    pub fn weekday(self, day: NaiveDate) -> String {
        self.say(match day.weekday() {
            Weekday::Mon => "page-monday",
            Weekday::Tue => "page-tuesday",
            Weekday::Wed => "page-wednesday",
            Weekday::Thu => "page-thursday",
            Weekday::Fri => "page-friday",
            Weekday::Sat => "page-saturday",
            Weekday::Sun => "page-sunday",
        })
    }

    /// An instant on the clock of Việt Nam: 10:42 05/03/2026.
    pub fn instant(self, at: DateTime<Utc>) -> String {
        match FixedOffset::east_opt(LOCAL_OFFSET_SECONDS) {
            Some(offset) => at.with_timezone(&offset).format("%H:%M %d/%m/%Y").to_string(),
            None => at.format("%H:%M %d/%m/%Y").to_string(),
        }
    }

    /// A paper by number, day and issuer.
    pub fn paper(self, paper: &Paper) -> String {
        self.with(
            "page-paper",
            &[
                ("number", paper.number.to_string()),
                ("day", self.day(paper.dated_on)),
                ("issuer", paper.issuer.to_string()),
            ],
        )
    }

    /// Who did something, and for which unit.
    pub fn who(self, name: &str, unit: Option<&str>) -> String {
        match unit {
            Some(unit) => {
                let words = [("name", name.to_owned()), ("unit", unit.to_owned())];
                self.with("page-who-for-unit", &words)
            }
            None => name.to_owned(),
        }
    }

    /// Who recorded a fact, and when.
    pub fn origin(self, origin: &Origin) -> String {
        let words = [
            ("who", self.who(&origin.actor, origin.unit.as_deref())),
            ("at", self.instant(origin.recorded_at)),
        ];
        self.with("page-who-and-when", &words)
    }

    /// What a duty is called.
    pub fn duty(self, duty: Duty) -> String {
        self.say(match duty {
            Duty::IssueAccount => "duty-issue-account",
            Duty::FirstEntry => "duty-first-entry",
            Duty::DeclareChange => "duty-declare-change",
            Duty::Check => "duty-check",
            Duty::TakeOver => "duty-take-over",
            Duty::RecordEnding => "duty-record-ending",
            Duty::Amend => "duty-amend",
        })
    }

    /// What a stored duty is called.
    pub fn stored_duty(self, duty: &str) -> String {
        Duty::parse(duty).map_or_else(|| duty.to_owned(), |duty| self.duty(duty))
    }

    /// Who has to act.
    pub fn responsible(self, who: Responsible) -> String {
        self.say(match who {
            Responsible::Person => "page-by-person",
            Responsible::ManagingUnit => "page-by-managing-unit",
            Responsible::ReceivingUnit => "page-by-receiving-unit",
        })
    }

    /// How long a term is.
    pub fn term(self, n: u32, unit: TermUnit) -> String {
        let key = match unit {
            TermUnit::WorkingDays => "page-term-working-days",
            TermUnit::Days => "page-term-days",
        };
        self.with(key, &[("n", n.to_string())])
    }

    /// Why a day counts or not.
    pub fn day_kind(self, kind: &DayKind) -> String {
        match kind {
            DayKind::StartDay => self.say("page-day-start"),
            DayKind::WorkingDay => self.say("page-day-working"),
            DayKind::WorkedSaturday { in_place_of } => {
                self.with("page-day-worked-saturday", &[("day", self.day(*in_place_of))])
            }
            DayKind::Weekend => self.say("page-day-weekend"),
            DayKind::DayOff { name } => self.with("page-day-off", &[("name", name.clone())]),
            DayKind::SwappedOff { worked } => {
                self.with("page-day-swapped", &[("day", self.day(*worked))])
            }
            DayKind::PlainDay => self.say("page-day-plain"),
        }
    }

    /// Through what a fact came in.
    pub fn source(self, source: Source) -> String {
        self.say(match source {
            Source::Page => "source-page",
            Source::Api => "source-api",
            Source::CommandLine => "source-command-line",
            Source::Import => "source-import",
            Source::Job => "source-job",
        })
    }

    /// The situation of a dossier, as the list stores it, and beside it the duty that is next.
    pub fn situation(self, situation: &str, next: Option<&str>) -> String {
        match situation {
            "first_entry" if next == Some(Duty::Amend.as_str()) => {
                self.say("page-situation-first-returned")
            }
            "first_entry" => self.say("page-situation-first-entry"),
            "first_check" => self.say("page-situation-first-check"),
            "kept" => self.say("page-situation-kept"),
            "withdrawn" => self.say("page-situation-withdrawn"),
            other => other.to_owned(),
        }
    }

    /// The name of a section.
    pub fn section(self, code: &str) -> String {
        match catalogue().section(code) {
            Some(section) if self.0 == Lang::Vi => section.label_vi.clone(),
            Some(section) => section.label_en.clone(),
            None => code.to_owned(),
        }
    }

    /// The name of a field or table.
    pub fn field(self, code: &str) -> String {
        catalogue().label(code, self.0).to_owned()
    }

    /// A value of a place as a reader sees it; a reference to a unit is told by its name.
    pub fn value(self, slot: &Slot, value: Option<&Value>, units: &UnitTree) -> String {
        match value {
            None => self.say("page-value-none"),
            Some(Value::Single(text)) => self.cell(slot.field.as_str(), None, text, units),
            Some(Value::Row(columns)) => self.row(slot.field.as_str(), columns, units),
        }
    }

    /// A row of a table in one line, its columns in the order of the catalogue.
    fn row(self, table: &str, columns: &BTreeMap<FieldCode, String>, units: &UnitTree) -> String {
        let order = catalogue().table(table).map(|table| table.columns.as_slice());
        let said = order.unwrap_or_default().iter().filter_map(|column| {
            let text = columns.get(&column.code)?;
            let label = catalogue().column_label(table, column.code.as_str(), self.0);
            Some(format!("{label}: {}", self.cell(table, Some(column.code.as_str()), text, units)))
        });
        said.collect::<Vec<_>>().join("; ")
    }

    /// One stored text of a field or column as a reader sees it.
    pub fn cell(self, field: &str, column: Option<&str>, text: &str, units: &UnitTree) -> String {
        let named = || units.get(hoso_events::ids::UnitId::parse(text).ok()?);
        if let Some(unit) = named() {
            return unit.name.to_string();
        }
        match catalogue().kind(field, column) {
            Ok(Kind::File) => {
                let begins = text.chars().take(FILE_CHARS_SHOWN).collect();
                self.with("page-value-file", &[("begins", begins)])
            }
            Ok(Kind::PersonId) => grouped(text),
            Ok(kind) if let Some(unit) = kind.unit() => {
                let number = catalogue().display(field, column, text, self.0);
                format!("{number}\u{A0}{unit}")
            }
            _ => catalogue().display(field, column, text, self.0),
        }
    }

    fn fields(self, entries: &[Entry]) -> String {
        let mut names: Vec<String> = vec![];
        for entry in entries {
            let name = self.field(entry.slot.field.as_str());
            if !names.contains(&name) {
                names.push(name);
            }
        }
        if names.len() > NAMED_MAX {
            let more = (names.len() - NAMED_MAX).to_string();
            let named = names[..NAMED_MAX].join(", ");
            return self.with("page-fields-and-more", &[("fields", named), ("more", more)]);
        }
        names.join(", ")
    }

    /// The sentence of an act on a secondment, and what it names.
    fn act_on_secondment(self, event: &DossierEvent) -> (&'static str, String) {
        match event {
            DossierEvent::SecondmentOrdered { begins_on, ends_on, .. } => {
                ("page-fact-secondment-ordered", between(self, *begins_on, *ends_on))
            }
            DossierEvent::SecondmentProlonged { ends_on, .. } => {
                ("page-fact-secondment-prolonged", self.day(*ends_on))
            }
            DossierEvent::SecondmentEndedEarly { ends_on, .. } => {
                ("page-fact-secondment-ended-early", self.day(*ends_on))
            }
            DossierEvent::SecondmentCancelled { .. } => {
                ("page-fact-secondment-cancelled", String::new())
            }
            other => ("page-fact-other", other.name().to_owned()),
        }
    }

    /// A fact of a dossier's timeline as one sentence: who, for which unit, did what.
    pub fn fact(self, recorded: &Recorded) -> String {
        let by = &recorded.provenance.by;
        let who = self.who(&by.actor.name, by.acting_for.as_ref().map(|unit| unit.name.as_str()));
        let fields = || self.fields(recorded_entries(recorded));
        let (key, what) = match &recorded.fact {
            Fact::Dossier(event) => match event {
                DossierEvent::DossierOpened { .. } => ("page-fact-dossier-opened", String::new()),
                DossierEvent::SectionEntered { section, by: EnteredBy::Person, .. } => {
                    ("page-fact-section-entered", self.section(section.as_str()))
                }
                DossierEvent::SectionEntered { section, by: EnteredBy::Agency, .. } => {
                    ("page-fact-section-entered-for", self.section(section.as_str()))
                }
                DossierEvent::RecordSubmitted { slots, .. } => {
                    ("page-fact-record-submitted", slots.len().to_string())
                }
                DossierEvent::ChangeDeclared { .. } => ("page-fact-change-declared", fields()),
                DossierEvent::LateEntryDeclared { .. } => {
                    ("page-fact-late-entry-declared", fields())
                }
                DossierEvent::ErrorCorrected { submission: Some(_), .. } => {
                    ("page-fact-correction-asked", fields())
                }
                DossierEvent::ErrorCorrected { submission: None, .. } => {
                    ("page-fact-error-corrected", fields())
                }
                DossierEvent::AgencyEntryRecorded { .. } => {
                    ("page-fact-agency-entry-recorded", fields())
                }
                DossierEvent::SubmissionChecked { slots, .. } => {
                    ("page-fact-submission-checked", slots.len().to_string())
                }
                DossierEvent::SubmissionReturned { objections, .. } => {
                    ("page-fact-submission-returned", objections.len().to_string())
                }
                DossierEvent::SubmissionWithdrawn { .. } => {
                    ("page-fact-submission-withdrawn", String::new())
                }
                DossierEvent::OpeningWithdrawn { .. } => {
                    ("page-fact-opening-withdrawn", String::new())
                }
                DossierEvent::SectionFoundUnchanged { section, .. } => {
                    ("page-fact-section-unchanged", self.section(section.as_str()))
                }
                DossierEvent::PaperScanned { paper, .. } => {
                    ("page-fact-paper-scanned", paper.number.to_string())
                }
                DossierEvent::TransferOrdered { .. }
                | DossierEvent::DossierReleased { .. }
                | DossierEvent::PaperDossierReceived { .. }
                | DossierEvent::PaperDossierFoundInvalid { .. }
                | DossierEvent::TransferAccepted { .. }
                | DossierEvent::TransferRefused { .. }
                | DossierEvent::ReleaseRecalled { .. }
                | DossierEvent::TransferCancelled { .. } => step_of_transfer(event),
                DossierEvent::SecondmentOrdered { .. }
                | DossierEvent::SecondmentProlonged { .. }
                | DossierEvent::SecondmentEndedEarly { .. }
                | DossierEvent::SecondmentCancelled { .. } => self.act_on_secondment(event),
            },
            Fact::Account(AccountEvent::AccountIssued { .. }) => {
                ("page-fact-account-issued", String::new())
            }
            other => ("page-fact-other", other.event_type().to_owned()),
        };
        self.with(key, &[("who", who), ("what", what)])
    }
}

/// The sentence of a step of a transfer, and what it names.
fn step_of_transfer(event: &DossierEvent) -> (&'static str, String) {
    match event {
        DossierEvent::TransferOrdered { decision, .. } => {
            ("page-fact-transfer-ordered", decision.number.to_string())
        }
        DossierEvent::DossierReleased { inventory, .. } => {
            ("page-fact-dossier-released", inventory.len().to_string())
        }
        DossierEvent::PaperDossierReceived { .. } => {
            ("page-fact-paper-dossier-received", String::new())
        }
        DossierEvent::PaperDossierFoundInvalid { reasons, .. } => {
            let reasons: Vec<&str> = reasons.iter().map(|reason| reason.as_str()).collect();
            ("page-fact-paper-dossier-found-invalid", reasons.join("; "))
        }
        DossierEvent::TransferAccepted { .. } => ("page-fact-transfer-accepted", String::new()),
        DossierEvent::TransferRefused { .. } => ("page-fact-transfer-refused", String::new()),
        DossierEvent::ReleaseRecalled { .. } => ("page-fact-release-recalled", String::new()),
        DossierEvent::TransferCancelled { .. } => ("page-fact-transfer-cancelled", String::new()),
        other => ("page-fact-other", other.name().to_owned()),
    }
}

/// The days of two ends.
pub fn between(words: Words, begins_on: NaiveDate, ends_on: NaiveDate) -> String {
    format!("{} – {}", words.day(begins_on), words.day(ends_on))
}

/// A long number in groups of three, as the card shows it: 079 085 012 345.
fn grouped(digits: &str) -> String {
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && place.is_multiple_of(3) {
            grouped.push('\u{A0}');
        }
        grouped.push(digit);
    }
    grouped
}

/// What a fact says of fields, before and after.
pub fn recorded_entries(recorded: &Recorded) -> &[Entry] {
    match &recorded.fact {
        Fact::Dossier(DossierEvent::SubmissionWithdrawn { restored, .. }) => restored,
        Fact::Dossier(event) => event.entries(),
        Fact::Account(_) | Fact::Unit(_) | Fact::Calendar(_) | Fact::Rulebook(_) => &[],
    }
}
