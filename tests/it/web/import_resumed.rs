//! A server dies while it takes a list in, or its log takes no more; another over the same database
//! goes on from the page.

use std::{sync::Arc, time::Duration};

use axum::http::StatusCode;
use hoso::{
    app::{
        App,
        import::{
            Watch,
            jobs::{RUNNING, WAITING},
            report::HowAsked,
        },
    },
    clock::ScriptedClock,
    store::{Location, Purpose, Store, verify::verify},
    web::{CastMember, Site, router},
};

use super::{filled::Filled, fixture::page_as, import::settled, pages::is_sound};
use crate::{
    rebuild::assert_rebuilt_equal,
    support::{
        Place, World, on_both,
        people::{FINANCE, HANH, at},
        world,
        world::MORNING,
    },
};

on_both![
    a_list_goes_on_from_its_page_after_its_server_died,
    a_list_goes_on_from_its_page_after_its_log_took_no_more,
];

/// Enough rows that the server dies in the middle of them.
const PEOPLE: usize = 2_000;
/// How many rows the dying server has taken in at least.
const TAKEN_MIN: i64 = 60;

fn list() -> Vec<u8> {
    let mut text = String::from("Họ và tên;Số CCCD;Số điện thoại\n");
    for n in 0..PEOPLE {
        text.push_str(&format!("Lê Văn Nam;080095{n:06};09{n:08}\n"));
    }
    text.into_bytes()
}

async fn opened(location: &Location, clock: &Arc<ScriptedClock>) -> Arc<Store> {
    for _ in 0..500 {
        match Store::open(location, Purpose::Write, clock.clone()).await {
            Ok(store) => return Arc::new(store),
            // The dead server still holds the file for a moment.
            Err(_held) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
    panic!("the log does not open");
}

async fn a_list_goes_on_from_its_page_after_its_server_died(place: Place) {
    goes_on_after(place, End::Killed).await;
}

async fn a_list_goes_on_from_its_page_after_its_log_took_no_more(place: Place) {
    goes_on_after(place, End::TookNoMore).await;
}

/// What ends the work on a list before its end.
#[derive(Clone, Copy, PartialEq)]
enum End {
    Killed,
    /// The server lives, and says so of each further commit.
    TookNoMore,
}

async fn goes_on_after(place: Place, end: End) {
    let world = world(place).await;
    let World { place, store, app, officer, .. } = world;
    drop((store, app));
    let how = HowAsked { unit: Some(FINANCE), ..HowAsked::default() };
    // A server of its own, which is there no more from one instant to the next.
    let mut dying = tokio::runtime::Builder::new_multi_thread();
    let dying = dying.worker_threads(2).enable_all().build().unwrap();
    let (location, who) = (place.location.clone(), officer.clone());
    let begun = dying.spawn(async move {
        let clock = Arc::new(ScriptedClock::new(at(MORNING), 21));
        let app = Arc::new(App::new(opened(&location, &clock).await));
        let id = app.bring_list(&who, None, "ds.csv", list(), how.clone()).await.unwrap();
        loop {
            let view = app.list_view(&who, &id).await.unwrap();
            if view.job.state == WAITING {
                app.turn_list(&who, &view, RUNNING, how).await.unwrap();
                return (app, id);
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    });
    let (serving, id) = begun.await.unwrap();
    let mut behind = place.behind().await;
    let opened_now = "select count(*) from intakes";
    while behind.number(opened_now).await < TAKEN_MIN {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    if end == End::TookNoMore {
        serving.store().distrust();
        // Whoever works on the list holds the app; then nobody does.
        while Arc::strong_count(&serving) > 1 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
    drop(dying.spawn(async move { drop(serving) }).await);
    let died = tokio::task::spawn_blocking(move || dying.shutdown_timeout(Duration::from_secs(10)));
    died.await.unwrap();
    let taken = behind.number(opened_now).await;
    assert!((TAKEN_MIN..PEOPLE as i64).contains(&taken), "died in the middle: {taken}");

    // Two minutes later, another server.
    let clock = Arc::new(ScriptedClock::new(at(MORNING) + Duration::from_secs(120), 22));
    let store = opened(&place.location, &clock).await;
    let app = Arc::new(App::new(store.clone()));
    let hanh = CastMember {
        account: HANH,
        name: "Trần Thị Hạnh".to_owned(),
        role_key: "data_officer",
        unit_code: "H53.01".to_owned(),
        dossier: None,
    };
    let router = router(Site::new(app.clone(), Some(vec![hanh]), true));
    let (n, path) = (HANH.as_uuid().as_u128(), format!("/nhap/{id}"));
    let page = page_as(&router, n, "vi", &path).await;
    is_sound(&page, "vi", &path);
    for told in ["Dừng giữa chừng", "Máy chủ đã dừng", "Làm tiếp"] {
        assert!(page.text.contains(told), "{told}: {}", page.text);
    }
    assert!(page.header("refresh").is_empty(), "nobody works on it");
    let english = page_as(&router, n, "en", &path).await;
    assert!(english.text.contains("Broken off") && english.text.contains("Go on"));
    let form = Filled::of(&page, &format!("{path}/tiep"));
    let got = form.send(&router, n, "vi").await;
    assert_eq!((got.status, got.header("location")), (StatusCode::SEE_OTHER, path.as_str()));
    let shown = settled(&router, n, &path).await;
    assert!(shown.contains(&format!("Đã nhập {PEOPLE} hồ sơ")), "{shown}");

    // Nothing twice, nothing lost.
    assert_eq!(behind.number(opened_now).await, PEOPLE as i64);
    let distinct = "select count(distinct sheet_row) from intakes";
    assert_eq!(behind.number(distinct).await, PEOPLE as i64);
    let asked = hoso::app::import::AskedList {
        bytes: Arc::new(list()),
        choices: vec![],
        unit: Some(FINANCE),
        ground: hoso::app::import::ImportGround {
            paper: crate::support::paper(),
            confirmed_on: crate::support::people::day("2026-11-02"),
        },
    };
    let judged = app.judge_list(&officer, &asked, &Watch::default()).await.unwrap();
    assert_eq!((judged.new_count(), judged.already_count()), (0, PEOPLE));
    assert_eq!(verify(store.db(), &[], |_, _| ()).await.unwrap().broken, None);
    let world = World { place, clock, store, app, officer, forgetful: false };
    assert_rebuilt_equal(&world).await;
}
