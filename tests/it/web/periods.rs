//! Who sees how much of a dossier that went from unit to unit: the unit it left sees it as it stood
//! when it went, on every page and at every address of the interface, and nothing of what came later.

use axum::http::StatusCode;
use hoso::app::Command;
use hoso_events::{
    dossier::{DossierCommand, InventoryLine, NewEntry, TransferStep},
    entry::Value,
    ids::{SubmissionId, TransferId},
    values::PaperTitle,
};

use super::{
    access_table::routes,
    fixture::{
        Got, HEAD, HUONG, INSPECTOR, OFFICER, STRANGER, Service, day, dossier, page_as, paper,
        province, question, submission, uuid,
    },
    pages::is_sound,
    scans, transfers,
};

/// What was recorded after the dossier went.
const LATER_PHONE: &str = "0999111222";
const LATER: SubmissionId = SubmissionId::from_uuid(uuid::Uuid::from_u128(0x5F));

/// Takes a step of the transfer of Hường.
async fn takes(service: &Service, who: u128, step: TransferStep) {
    let command = DossierCommand::Transfer { transfer: TransferId::from_uuid(uuid(HUONG)), step };
    let actor = service.actor(who).await;
    service.by(&actor, Command::Dossier(dossier(HUONG), command)).await;
}

/// Hường's dossier goes from the school to the department, and is worked on there.
async fn gone() -> Service {
    let service = province().await;
    scans::hands_in(&service, OFFICER, HUONG, scans::a_scan().0).await;
    transfers::is_ordered(&service, HUONG).await;
    let title = PaperTitle::parse("Sơ yếu lý lịch").unwrap();
    let inventory = vec![InventoryLine { title, pages: 12.try_into().unwrap() }];
    takes(&service, OFFICER, TransferStep::Release { inventory, released_on: day("2026-03-03") })
        .await;
    takes(&service, STRANGER, TransferStep::ReceivePaper { received_on: day("2026-03-03") }).await;
    takes(&service, STRANGER, TransferStep::Accept { accepted_on: day("2026-03-03") }).await;
    service.clock.set("2026-03-10T02:00:00Z".parse().unwrap());
    let person = service.actor(HUONG + 0x100).await;
    let slot = "phone_mobile".parse().unwrap();
    let entry = NewEntry { slot, value: Some(Value::Single(LATER_PHONE.to_owned())) };
    let declared = DossierCommand::DeclareChange {
        submission: LATER,
        entries: vec![entry],
        happened_on: day("2026-03-09"),
        received_on: None,
        paper: paper("99/ĐN", "2026-03-09"),
    };
    service.by(&person, Command::Dossier(dossier(HUONG), declared)).await;
    service
}

/// An address with everything in it that names something.
fn filled(route: &str, n: u128) -> String {
    let pieces = [
        ("{dossier}", uuid(n).to_string()),
        ("{duty}", "issue_account".to_owned()),
        ("{subject}", "-".to_owned()),
        ("{file}", scans::a_scan().1),
        ("{submission}", submission(HUONG).to_string()),
        ("{section}", "family".to_owned()),
        ("{table}", "family".to_owned()),
        ("{row}", uuid(1).to_string()),
        ("{other}", uuid(1).to_string()),
    ];
    let path = pieces.iter().fold(route.to_owned(), |path, (name, text)| path.replace(name, text));
    assert!(!path.contains('{'), "say here what stands for the pieces of {route}");
    path
}

/// What the old unit still sees.
const STILL_SEEN: [&str; 8] = [
    "/ho-so/{dossier}",
    "/ho-so/{dossier}/dien-bien",
    "/ho-so/{dossier}/dien-bien/in",
    "/ho-so/{dossier}/giay-to",
    "/ho-so/{dossier}/giay-to/{file}",
    "/api/v1/dossiers/{dossier}",
    "/api/v1/dossiers/{dossier}/replay",
    "/api/v1/dossiers/{dossier}/timeline",
];

/// An answer of either side of the service.
async fn got(service: &Service, who: u128, token: &str, path: &str) -> Got {
    match path.starts_with("/api/") {
        true => question(&service.closed(), token, path).await,
        false => page_as(&service.demo(), who, "vi", path).await,
    }
}

#[tokio::test]
async fn the_old_unit_sees_its_own_time_at_every_address_and_nothing_later() {
    let service = gone().await;
    let token = service.token(OFFICER).await;
    let mut seen = vec![];
    for (route, method) in routes() {
        if method != "GET" || !route.contains("{dossier}") {
            continue;
        }
        let (there, none) = (filled(&route, HUONG), filled(&route, 0xDEAD));
        let found = got(&service, OFFICER, &token, &there).await;
        assert!(!found.text.contains(LATER_PHONE), "{route} tells what came later");
        if STILL_SEEN.contains(&route.as_str()) {
            assert_eq!(found.status, StatusCode::OK, "{route}: {}", found.text);
            seen.push(route);
        } else {
            let unknown = got(&service, OFFICER, &token, &none).await;
            assert_eq!(found.status, StatusCode::NOT_FOUND, "{route}");
            assert_eq!(found.status, unknown.status, "{route}");
        }
    }
    seen.sort();
    let mut all = STILL_SEEN.map(str::to_owned);
    all.sort();
    assert_eq!(seen, all);
    // The unit that has it now sees all of it.
    let now = page_as(&service.demo(), STRANGER, "vi", &filled(STILL_SEEN[0], HUONG)).await;
    assert!(now.text.contains("0999 111 222") || now.text.contains(LATER_PHONE), "{}", now.text);
    assert!(!now.text.contains("Đơn vị chỉ xem phần hồ sơ"));
}

#[tokio::test]
async fn a_banner_says_until_when_and_the_pages_are_sound() {
    let service = gone().await;
    for who in [OFFICER, HEAD] {
        for route in &STILL_SEEN[..4] {
            let path = filled(route, HUONG);
            let page = page_as(&service.demo(), who, "vi", &path).await;
            is_sound(&page, "vi", &path);
            let told =
                "Đơn vị chỉ xem phần hồ sơ đến ngày 03/03/2026, khi hồ sơ còn do đơn vị quản lý";
            assert!(page.text.contains(told), "{route}: {}", page.text);
            assert!(!page.text.contains("name=\"tep\""), "{route}: nothing is handed in");
        }
    }
    // Whoever reads at both units sees all of it.
    let all = page_as(&service.demo(), INSPECTOR, "vi", &filled(STILL_SEEN[0], HUONG)).await;
    assert!(!all.text.contains("Đơn vị chỉ xem phần hồ sơ"));
}

#[tokio::test]
async fn a_later_moment_answers_like_an_id_that_is_not_there() {
    let service = gone().await;
    let token = service.token(OFFICER).await;
    let router = service.closed();
    let path = |n: u128, asked: &str| format!("/api/v1/dossiers/{}?{asked}", uuid(n));
    for asked in ["known_at=2026-03-10", "known_at=2026-03-09T00:00:00Z", "true_on=2026-03-04"] {
        let later = question(&router, &token, &path(HUONG, asked)).await;
        let none = question(&router, &token, &path(0xDEAD, asked)).await;
        assert_eq!(later.problem(), none.problem(), "{asked}");
    }
    for asked in ["known_at=2026-03-03", "known_at=2026-02-01T00:00:00Z", "true_on=2026-03-03", ""]
    {
        let within = question(&router, &token, &path(HUONG, asked)).await;
        assert_eq!(within.status, StatusCode::OK, "{asked}: {}", within.text);
        assert_eq!(within.json()["seen_until"].as_str().map(|at| &at[..10]), Some("2026-03-03"));
    }
    for asked in ["ngay=04/03/2026", "biet=10/03/2026"] {
        let page = format!("/ho-so/{}?{asked}", uuid(HUONG));
        let later = page_as(&service.demo(), OFFICER, "vi", &page).await;
        assert_eq!(later.status, StatusCode::NOT_FOUND, "{asked}");
    }
}

#[tokio::test]
async fn lists_searches_single_facts_and_files_show_the_old_unit_nothing_later() {
    let service = gone().await;
    let token = service.token(OFFICER).await;
    let demo = service.demo();
    let number = format!("0721850{HUONG:05}");
    for path in ["/ho-so", "/ho-so?q=huong", &format!("/ho-so?q={number}"), "/viec"] {
        let list = page_as(&demo, OFFICER, "vi", path).await;
        assert_eq!(list.status, StatusCode::OK, "{path}");
        assert!(!list.text.contains(&uuid(HUONG).to_string()), "{path}");
    }
    let people = question(&service.closed(), &token, "/api/v1/people").await;
    assert!(!people.text.contains(&uuid(HUONG).to_string()));
    let facts = service.app.store().stream(&dossier(HUONG).to_string(), 0).await.unwrap();
    let accepted = facts.iter().find(|it| it.fact.event_type() == "TransferAccepted").unwrap();
    let accepted = accepted.provenance.position;
    for fact in &facts {
        let position = fact.provenance.position;
        let shown = page_as(&demo, OFFICER, "vi", &format!("/su-kien/{position}")).await;
        let expected = if position <= accepted { StatusCode::OK } else { StatusCode::NOT_FOUND };
        assert_eq!(shown.status, expected, "{}", fact.fact.event_type());
    }
    // What was handed in later is not there, although it is of a dossier they see a part of.
    let mut later = image::GrayImage::new(30, 30);
    later.put_pixel(1, 1, image::Luma([200]));
    let mut bytes = std::io::Cursor::new(vec![]);
    image::DynamicImage::ImageLuma8(later).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    scans::hands_in(&service, STRANGER, HUONG, bytes.into_inner()).await;
    let all: Vec<(String, String)> = scans::scans(&service, HUONG).await;
    let [(_, first), (_, second)] = &all[..] else { panic!("{all:?}") };
    for (who, hash, expected) in [
        (OFFICER, first, StatusCode::OK),
        (OFFICER, second, StatusCode::NOT_FOUND),
        (STRANGER, second, StatusCode::OK),
    ] {
        let (status, _, _) = scans::brought(&service, who, HUONG, hash).await;
        assert_eq!(status, expected);
    }
    // The log as the old unit follows it holds the same.
    let feed = question(&service.closed(), &token, "/api/v1/events?limit=200").await;
    assert!(feed.text.contains("TransferAccepted"), "{}", feed.text);
    assert!(!feed.text.contains(&LATER.to_string()));
}

#[tokio::test]
async fn a_dossier_one_may_not_read_answers_byte_for_byte_like_none() {
    let service = province().await;
    transfers::is_ordered(&service, HUONG).await;
    let token = service.token(STRANGER).await;
    for (route, method) in routes() {
        if method != "GET" || !route.contains("{dossier}") {
            continue;
        }
        let (there, none) = (filled(&route, HUONG), filled(&route, 0xDEAD));
        let found = got(&service, STRANGER, &token, &there).await;
        let unknown = got(&service, STRANGER, &token, &none).await;
        assert_eq!(found.status, StatusCode::NOT_FOUND, "{route}");
        let plain = |got: &Got| {
            let text = got.text.replace(&uuid(HUONG).to_string(), "…");
            let text = text.replace(&uuid(0xDEAD).to_string(), "…");
            // Each request has an id of its own.
            let json = serde_json::from_str::<serde_json::Value>(&text);
            json.map_or(text.clone(), |mut json| {
                for own in ["instance", "request_id"] {
                    json.as_object_mut().map(|it| it.remove(own));
                }
                json.to_string()
            })
        };
        assert_eq!(plain(&found), plain(&unknown), "{route}");
    }
}
