//! How the end of someone's service and their return are told.

use hoso_events::dossier::{DeathPaper, DossierEvent, EndingKind, Leaving, RetirementAge};
use hoso_projections::people::PersonRow;

use super::tell::Words;

impl Words {
    /// What a kind of ending is called.
    pub fn ending_kind(self, kind: EndingKind) -> String {
        self.say(match kind {
            EndingKind::LeftProvince => "page-ending-kind-left-province",
            EndingKind::LeftScope => "page-ending-kind-left-scope",
            EndingKind::Retired => "page-ending-kind-retired",
            EndingKind::Resigned => "page-ending-kind-resigned",
            EndingKind::Dismissed => "page-ending-kind-dismissed",
            EndingKind::TermEnded => "page-ending-kind-term-ended",
            EndingKind::Redundant => "page-ending-kind-redundant",
            EndingKind::Died => "page-ending-kind-died",
        })
    }

    /// How someone stands whose service ended so.
    pub fn ended_as(self, kind: EndingKind) -> String {
        self.say(match kind {
            EndingKind::LeftProvince => "page-ended-left-province",
            EndingKind::LeftScope => "page-ended-left-scope",
            EndingKind::Retired => "page-ended-retired",
            EndingKind::Resigned => "page-ended-resigned",
            EndingKind::Dismissed => "page-ended-dismissed",
            EndingKind::TermEnded => "page-ended-term-ended",
            EndingKind::Redundant => "page-ended-redundant",
            EndingKind::Died => "page-ended-died",
        })
    }

    /// What the paper of a kind of ending is called.
    pub fn ending_paper(self, kind: EndingKind) -> String {
        self.say(match kind {
            EndingKind::LeftProvince => "page-ending-paper-left-province",
            EndingKind::LeftScope => "page-ending-paper-left-scope",
            EndingKind::Retired => "page-ending-paper-retired",
            EndingKind::Resigned => "page-ending-paper-resigned",
            EndingKind::Dismissed => "page-ending-paper-dismissed",
            EndingKind::TermEnded => "page-ending-paper-term-ended",
            EndingKind::Redundant => "page-ending-paper-redundant",
            EndingKind::Died => "page-ending-paper-died",
        })
    }

    /// How a person stands: out of service, or in it with the situation of the dossier.
    pub fn stands(self, person: &PersonRow, next: Option<&str>) -> String {
        match person.ended.as_deref().and_then(EndingKind::parse) {
            Some(kind) => self.ended_as(kind),
            None => self.situation(&person.situation, next),
        }
    }

    /// At which age someone retired.
    pub fn retirement_age(self, age: RetirementAge) -> String {
        self.say(match age {
            RetirementAge::Statutory => "page-ending-age-statutory",
            RetirementAge::Early => "page-ending-age-early",
            RetirementAge::Prolonged => "page-ending-age-prolonged",
        })
    }

    /// What shows a death.
    pub fn death_paper(self, paper: DeathPaper) -> String {
        self.say(match paper {
            DeathPaper::Certificate => "page-ending-shown-certificate",
            DeathPaper::Notice => "page-ending-shown-notice",
        })
    }

    /// What a kind of ending says besides its paper: what it is called, and what it says.
    pub fn leaving(self, leaving: &Leaving) -> (String, String) {
        let (key, told) = match leaving {
            Leaving::LeftProvince { destination } | Leaving::LeftScope { destination } => {
                ("page-ending-destination", destination.to_string())
            }
            Leaving::Retired { age } => ("page-ending-age", self.retirement_age(*age)),
            Leaving::Resigned { asked_on } => ("page-ending-asked-on", self.day(*asked_on)),
            Leaving::Dismissed { discipline } => ("page-ending-discipline", self.paper(discipline)),
            Leaving::TermEnded { office } => ("page-ending-office", office.to_string()),
            Leaving::Redundant { policy } => ("page-ending-policy", policy.to_string()),
            Leaving::Died { shown_by } => ("page-ending-shown-by", self.death_paper(*shown_by)),
        };
        (self.say(key), told)
    }

    /// The sentence of a fact about someone's service, and what it names.
    pub(super) fn about_service(self, event: &DossierEvent) -> (&'static str, String) {
        let told = |details: &hoso_events::dossier::Ending| {
            let (kind, day) = (self.ending_kind(details.kind()), self.day(details.ended_on));
            self.with("page-ending-told", &[("kind", kind), ("day", day)])
        };
        match event {
            DossierEvent::EndingAnnounced { details, .. } => {
                ("page-fact-ending-announced", told(details))
            }
            DossierEvent::ServiceEnded { details, .. } => {
                ("page-fact-service-ended", told(details))
            }
            DossierEvent::EndingCorrected { details, .. } => {
                ("page-fact-ending-corrected", told(details))
            }
            DossierEvent::EndingReversed { .. } => ("page-fact-ending-reversed", String::new()),
            DossierEvent::ServiceResumed { decision, .. } => {
                ("page-fact-service-resumed", decision.number.to_string())
            }
            other => ("page-fact-other", other.name().to_owned()),
        }
    }
}
