//! A reference to a unit bears the name of its time wherever the past is told, and says what the unit
//! is called or has become today.

use axum::http::StatusCode;
use hoso::app::{Actor, Command};
use hoso_events::{
    dossier::{DossierCommand, NewEntry},
    entry::Value,
    unit::{Below, UnitCommand},
    values::UnitName,
};

use super::{fixture::*, pages::is_sound};

/// In January Hường is said to work at the health station; in February it is renamed.
async fn with_a_renamed_station() -> Service {
    let service = province().await;
    let entry = NewEntry {
        slot: "employing_unit".parse().unwrap(),
        value: Some(Value::Single(uuid(EMPTY).to_string())),
    };
    let command = DossierCommand::RecordAgencyEntry {
        entries: vec![entry],
        effective_on: day("2026-01-20"),
        decision: paper("9/QĐ-UBND", "2026-01-19"),
    };
    let officer = service.actor(OFFICER).await;
    service.by(&officer, Command::Dossier(dossier(HUONG), command)).await;
    let renamed = UnitCommand::RenameUnit {
        unit: unit(EMPTY),
        name: UnitName::parse("Trạm Y tế Đức Hòa Thượng").unwrap(),
        effective_on: day("2026-02-15"),
        basis: paper("12/NQ-HĐND", "2026-02-14"),
    };
    service.by(&Actor::service(), Command::Unit(renamed)).await;
    service
}

/// The pages that tell of the past of a dossier.
async fn pages(service: &Service) -> Vec<(String, String)> {
    let path = format!("/ho-so/{}", uuid(HUONG));
    let router = service.demo();
    let report = format!("{path}/dien-bien/in");
    let film = page_as(&router, OFFICER, "vi", &report).await;
    let place = film.text.find("Đơn vị sử dụng").expect("the report tells of the unit");
    let number = film.text[..place].rsplit("<th scope=\"row\">").next().unwrap();
    let number = number.split('<').next().unwrap();
    let step = format!("{path}/dien-bien?buoc={number}");
    let mut pages = vec![];
    for path in [path, report, step] {
        let got = page_as(&router, OFFICER, "vi", &path).await;
        assert_eq!(got.status, StatusCode::OK, "{path}");
        is_sound(&got, "vi", &path);
        pages.push((path, got.text));
    }
    pages
}

#[tokio::test]
async fn a_unit_is_told_by_the_name_it_had_and_by_the_one_it_has_now() {
    let service = with_a_renamed_station().await;
    let told = "Trạm Y tế xã Đức Hòa (nay là Trạm Y tế Đức Hòa Thượng)";
    for (path, text) in pages(&service).await {
        assert!(text.contains(told), "{path}");
    }
    // On the dossier it stands in the record and in the timeline.
    let dossier = &pages(&service).await[0].1;
    assert_eq!(dossier.matches(told).count(), 2);
}

#[tokio::test]
async fn a_unit_that_is_no_more_is_told_with_what_it_has_become() {
    let service = with_a_renamed_station().await;
    let merged = UnitCommand::MergeUnit {
        unit: unit(EMPTY),
        into: unit(SCHOOL),
        below: Below::NoneLeft,
        effective_on: day("2026-03-01"),
        basis: paper("13/NQ-HĐND", "2026-02-28"),
    };
    service.by(&Actor::service(), Command::Unit(merged)).await;
    for (path, text) in pages(&service).await {
        assert!(text.contains("Trạm Y tế xã Đức Hòa (nay là Trường THCS Trần Phú)"), "{path}");
        assert!(!text.contains("Đức Hòa Thượng"), "{path}");
    }
}
