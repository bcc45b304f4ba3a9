//! Old shapes of stored facts, brought forward. Stored bytes never change; reading does.

use cqrs_es::persist::{EventUpcaster, SerializedEvent};
use serde_json::{Value as Json, json};

/// The version in which this kind of fact is written today; every kind starts at 1.
pub fn newest_version(event_type: &str) -> u32 {
    match event_type {
        "DossierOpened" => 2,
        _ => 1,
    }
}

/// `DossierOpened` 1 kept the confirming paper as three members of its own; 2 keeps one paper.
struct ConfirmationAsOnePaper;

impl EventUpcaster for ConfirmationAsOnePaper {
    fn can_upcast(&self, event_type: &str, event_version: &str) -> bool {
        (event_type, event_version) == ("DossierOpened", "1")
    }

    fn upcast(&self, mut event: SerializedEvent) -> SerializedEvent {
        if let Json::Object(members) = &mut event.payload {
            let mut take = |name: &str| members.remove(name).unwrap_or(Json::Null);
            let paper = json!({
                "number": take("confirmation_number"),
                "dated_on": take("confirmation_dated_on"),
                "issuer": take("confirmation_issuer"),
            });
            members.insert("confirmation".to_owned(), paper);
        }
        event.event_version = "2".to_owned();
        event
    }
}

/// Every upcaster, oldest first: each lifts one kind of fact by one version.
const UPCASTERS: [&(dyn EventUpcaster + Sync); 1] = [&ConfirmationAsOnePaper];

/// Brings a payload written in `version` to the newest shape of its kind.
pub fn bring_forward(event_type: &str, version: u32, payload: Json) -> Json {
    let mut event = SerializedEvent {
        aggregate_id: String::new(),
        sequence: 0,
        aggregate_type: String::new(),
        event_type: event_type.to_owned(),
        event_version: version.to_string(),
        payload,
        metadata: Json::Null,
    };
    for upcaster in UPCASTERS {
        if upcaster.can_upcast(&event.event_type, &event.event_version) {
            event = upcaster.upcast(event);
        }
    }
    event.payload
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_confirming_paper_of_an_old_opening_becomes_one_paper() {
        let old = json!({
            "confirmation_number": "15/QĐ-SGDĐT",
            "confirmation_dated_on": "2026-07-01",
            "confirmation_issuer": "Sở Giáo dục và Đào tạo",
            "personal_id_no": "072185012345",
        });
        let new = json!({
            "confirmation": {
                "number": "15/QĐ-SGDĐT",
                "dated_on": "2026-07-01",
                "issuer": "Sở Giáo dục và Đào tạo",
            },
            "personal_id_no": "072185012345",
        });
        assert_eq!(bring_forward("DossierOpened", 1, old), new);
        assert_eq!(bring_forward("DossierOpened", 2, new.clone()), new);
    }

    #[test]
    fn a_payload_that_is_not_an_object_and_a_kind_never_changed_pass_as_they_are() {
        assert_eq!(bring_forward("DossierOpened", 1, json!([1])), json!([1]));
        let payload = json!({ "confirmation_number": "1" });
        assert_eq!(bring_forward("SectionEntered", 1, payload.clone()), payload);
    }

    #[test]
    fn every_upcaster_lifts_its_kind_by_one_version_up_to_the_newest() {
        for version in 1..newest_version("DossierOpened") {
            let lifts = UPCASTERS
                .iter()
                .filter(|upcaster| upcaster.can_upcast("DossierOpened", &version.to_string()));
            assert_eq!(lifts.count(), 1, "version {version}");
        }
        assert_eq!(UPCASTERS.len(), 1, "one upcaster, one version of one kind");
    }
}
