//! The end of a unit is taken back on its page.

use axum::http::StatusCode;
use hoso::app::{Actor, Command};
use hoso_events::{
    unit::{Below, NewUnit, UnitCommand, UnitKind},
    values::{UnitCode, UnitName},
};

use super::{fixture::*, guest::*, pages::is_sound};

const STATION_PATH: &str = "/quan-tri/don-vi/H53.50.2";

/// The health station, where nobody is, was dissolved.
async fn without_the_station() -> Service {
    let service = province().await;
    let ends = UnitCommand::DissolveUnit {
        unit: unit(EMPTY),
        successors: vec![],
        below: Below::NoneLeft,
        effective_on: day("2026-02-15"),
        basis: paper("12/NQ-HĐND", "2026-02-14"),
    };
    service.by(&Actor::service(), Command::Unit(ends)).await;
    service
}

fn as_one(service: &Service, n: u128) -> Browser {
    let browser = Browser::new(service.demo());
    browser.carry(format!("hoso_vai={}", uuid(n)));
    browser
}

#[tokio::test]
async fn a_unit_that_ended_is_restored_from_its_page_with_the_reason_in_its_history() {
    let service = without_the_station().await;
    let browser = as_one(&service, ADMINISTRATOR);
    let way = format!("{STATION_PATH}/khoi-phuc");
    let page = browser.get(STATION_PATH).await;
    assert!(page.text.contains(&way), "{}", page.text);
    let form = browser.get(&way).await;
    is_sound(&form, "vi", &way);
    assert!(form.text.contains("15/02/2026"), "since when it was no more: {}", form.text);
    is_sound(&page_as(&service.demo(), ADMINISTRATOR, "en", &way).await, "en", &way);
    // Wrong input stands at its field, and what was typed is kept.
    for (fields, told) in [
        (vec![("so_vb", "13/NQ-HĐND")], "Lý do khôi phục"),
        (vec![("ly_do", "Ghi nhầm"), ("so_vb", "13/NQ-HĐND")], "Cơ quan ban hành"),
        (
            vec![
                ("ly_do", "Ghi nhầm"),
                ("so_vb", "13/NQ-HĐND"),
                ("ngay_vb", "01/01/2999"),
                ("noi_ban_hanh", "Hội đồng nhân dân tỉnh"),
            ],
            "01/01/2999",
        ),
    ] {
        let got = browser.send(&form, &way, &fields).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{told}");
        assert!(got.text.contains(told), "{told}: {}", got.text);
        assert!(got.text.contains("value=\"13/NQ-HĐND\""), "{}", got.text);
    }
    assert_eq!(to(&browser.send(&form, &way, &[("ly_do", "Ghi nhầm")]).await), STATION_PATH);
    let page = browser.get(STATION_PATH).await;
    assert!(page.text.contains("Lý do: Ghi nhầm"), "{}", page.text);
    assert!(!page.text.contains(&way), "it stands");
    // Who comes late is led to the unit, and tells nothing twice.
    assert_eq!(to(&browser.get(&way).await), STATION_PATH);
    assert_eq!(to(&browser.send(&form, &way, &[("ly_do", "Ghi nhầm")]).await), STATION_PATH);
    let facts = browser.get(STATION_PATH).await.text.matches("Ghi nhầm").count();
    assert_eq!(facts, page.text.matches("Ghi nhầm").count());
    for n in [OFFICER, HEAD, INSPECTOR] {
        let got = page_as(&service.demo(), n, "vi", &way).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{n:x}");
    }
}

#[tokio::test]
async fn units_below_that_ended_along_come_back_when_that_is_ticked() {
    const POST: &str = "H53.50.2.1";
    for ticked in [true, false] {
        let service = province().await;
        let (effective_on, basis) = (day("2026-02-01"), paper("11/NQ-HĐND", "2026-01-30"));
        let post = NewUnit {
            unit: unit(0xF0),
            code: UnitCode::parse(POST).unwrap(),
            name: UnitName::parse("Điểm trạm ấp Hai").unwrap(),
            kind: UnitKind::HealthStation,
            parent: Some(unit(EMPTY)),
        };
        let ends = UnitCommand::DissolveUnit {
            unit: unit(EMPTY),
            successors: vec![],
            below: Below::EndAlong,
            effective_on: day("2026-02-15"),
            basis: basis.clone(),
        };
        let founded = UnitCommand::EstablishUnits { units: vec![post], effective_on, basis };
        for command in [founded, ends] {
            service.by(&Actor::service(), Command::Unit(command)).await;
        }
        let browser = as_one(&service, ADMINISTRATOR);
        // Alone it would stand under a unit that is no more.
        let below = format!("/quan-tri/don-vi/{POST}/khoi-phuc");
        let form = browser.get(&below).await;
        let got = browser.send(&form, &below, &[("ly_do", "Ghi nhầm")]).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(got.text.contains("Khôi phục đơn vị cấp trên trước"), "{}", got.text);
        let way = format!("{STATION_PATH}/khoi-phuc");
        let form = browser.get(&way).await;
        assert!(form.text.contains("Điểm trạm ấp Hai"), "{}", form.text);
        let mut fields = vec![("ly_do", "Ghi nhầm")];
        fields.extend(ticked.then_some(("truc_thuoc", "1")));
        // A second click comes to the same.
        for _ in 0..2 {
            assert_eq!(to(&browser.send(&form, &way, &fields).await), STATION_PATH);
        }
        let tree = service.app.store().world().await.unwrap().units;
        let stand = ["H53.50.2", POST].map(|code| tree.by_code(code).unwrap().stands());
        assert_eq!(stand, [true, ticked]);
    }
}
