//! One person found twice, through the pages: a pair is named, looked at, merged and separated by
//! forms alone; and what each reader is told.

use axum::http::StatusCode;
use hoso::app::Command;
use hoso_events::dossier::{Pair, PairCommand};

use super::{
    filled::Filled,
    fixture::{
        ADMINISTRATOR, Got, HEAD, HUONG, INSPECTOR, OFFICER, SCHOOL, STRANGER, Service, dossier,
        page_as, paper, province, reason, uuid,
    },
    pages::is_sound,
};

/// The second dossier of Hường.
const AGAIN: u128 = 0xDC;

fn pair_path() -> String {
    format!("/trung-ho-so/{}/{}", uuid(HUONG), uuid(AGAIN))
}

fn path(n: u128) -> String {
    format!("/ho-so/{}", uuid(n))
}

/// Hường was taken in again, under another number, and her record typed.
async fn begin() -> Service {
    let service = province().await;
    service.opened(AGAIN, "Nguyễn Thị Hường", "2026-03-02").await;
    service.issue(AGAIN + 0x100, "Nguyễn Thị Hường", SCHOOL, Some(dossier(AGAIN))).await;
    service.entered(AGAIN).await;
    service
}

pub async fn is_merged(service: &Service) {
    let command = PairCommand::Merge {
        paper: paper("07/BB-UBND", "2026-03-02"),
        reason: reason("một người, hai số định danh"),
    };
    let pair = Pair { kept: dossier(HUONG), duplicate: dossier(AGAIN) };
    let officer = service.actor(OFFICER).await;
    service.by(&officer, Command::Pair(pair, command)).await;
}

async fn sees(service: &Service, who: u128, path: &str) -> Got {
    page_as(&service.demo(), who, "vi", path).await
}

/// Sends one of the forms of the pair's page.
async fn presses(service: &Service, button: &str, typed: &[(&str, &str)]) -> Got {
    let page = sees(service, OFFICER, &pair_path()).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let mut form = Filled::of(&page, &pair_path());
    for (name, text) in typed {
        form = form.with(name, text);
    }
    form.with("viec", button).send(&service.demo(), OFFICER, "vi").await
}

const PAPER: [(&str, &str); 3] =
    [("so_vb", "07/BB-UBND"), ("ngay_vb", "2/3/2026"), ("noi_ban_hanh", "UBND xã Đức Hòa")];

#[tokio::test]
async fn a_pair_is_named_merged_and_separated_by_forms_alone() {
    let service = begin().await;
    let list = sees(&service, OFFICER, "/trung-ho-so").await;
    is_sound(&list, "vi", "/trung-ho-so");
    assert!(list.text.contains("Trùng họ tên và ngày sinh"), "{}", list.text);
    assert!(list.text.contains(&pair_path()), "{}", list.text);
    let people = sees(&service, OFFICER, "/ho-so").await;
    assert!(people.text.contains("/trung-ho-so"), "the list of people leads there");
    for lang in ["vi", "en"] {
        let got = page_as(&service.demo(), OFFICER, lang, &pair_path()).await;
        is_sound(&got, lang, &pair_path());
    }
    let kept = uuid(HUONG).to_string();
    let why = ("ly_do_gop", "Một người, hai số định danh");
    let done = presses(&service, "gop", &[&PAPER[..], &[("giu", &kept), why]].concat()).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let after = sees(&service, OFFICER, done.header("location")).await;
    is_sound(&after, "vi", done.header("location"));
    assert!(after.text.contains("gộp hồ sơ trùng mang tên Nguyễn Thị Hường"), "{}", after.text);
    let list = sees(&service, OFFICER, "/trung-ho-so").await;
    assert!(!list.text.contains(&pair_path()), "no longer named");

    let closed = sees(&service, OFFICER, &path(AGAIN)).await;
    is_sound(&closed, "vi", &path(AGAIN));
    assert!(closed.text.contains("Hồ sơ này đã được gộp"), "{}", closed.text);
    assert!(closed.text.contains(&format!("href=\"{}\"", path(HUONG))), "it leads on");
    for way in ["/quyet-dinh", "/thay-doi", "/khai\""] {
        assert!(!closed.text.contains(way), "nothing is recorded in it: {way}");
    }
    let goes_on = sees(&service, OFFICER, &path(HUONG)).await;
    assert!(goes_on.text.contains(&format!("href=\"{}\"", path(AGAIN))), "{}", goes_on.text);
    let replay = sees(&service, OFFICER, &format!("{}/dien-bien", path(HUONG))).await;
    assert!(replay.text.contains("Gộp, tách hồ sơ trùng"), "{}", replay.text);

    let why = ("ly_do_tach", "Hai chị em sinh đôi");
    let done = presses(&service, "tach", &[&PAPER[..], &[why]].concat()).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let again = sees(&service, OFFICER, &path(AGAIN)).await;
    assert!(!again.text.contains("Hồ sơ này đã được gộp") && again.text.contains("/quyet-dinh"));
}

#[tokio::test]
async fn what_is_missing_is_said_at_its_field_and_what_was_typed_stays() {
    let service = begin().await;
    let got = presses(&service, "gop", &[("so_vb", "07/BB-UBND")]).await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    for told in ["Chọn hồ sơ được giữ.", "07/BB-UBND"] {
        assert!(got.text.contains(told), "{told}: {}", got.text);
    }
    let got = presses(&service, "hai-nguoi", &[]).await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = presses(&service, "hai-nguoi", &[("ly_do_hai_nguoi", "Khác quê quán")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let list = sees(&service, OFFICER, "/trung-ho-so").await;
    assert!(!list.text.contains(&pair_path()), "told apart, not named again");
}

#[tokio::test]
async fn the_other_dossier_is_found_by_its_number() {
    let service = begin().await;
    let find = format!("{}/trung-ho-so", path(HUONG));
    let page = sees(&service, OFFICER, &find).await;
    is_sound(&page, "vi", &find);
    let sends = async |number: &str| {
        let form = Filled::of(&page, &find).with("so_dinh_danh", number);
        form.send(&service.demo(), OFFICER, "vi").await
    };
    let wrong = sends("12").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let none = sends("072185999999").await;
    assert_eq!(
        none.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "whether there is one elsewhere is not said"
    );
    let service_itself = hoso::app::Actor::service();
    let now = hoso::app::reads::AsOf::default();
    let record = service.app.record(&service_itself, dossier(AGAIN), now).await.unwrap();
    let field = record.iter().find(|field| field.slot.to_string() == "personal_id_no").unwrap();
    let number = field.said.as_ref().and_then(|value| value.as_single()).unwrap();
    let found = sends(number).await;
    assert_eq!(found.header("location"), pair_path());
}

#[tokio::test]
async fn nobody_else_is_told_of_a_pair_and_nobody_merges_without_both() {
    let service = begin().await;
    for who in [HEAD, INSPECTOR, ADMINISTRATOR] {
        let list = sees(&service, who, "/trung-ho-so").await;
        assert_eq!(list.status, StatusCode::NOT_FOUND);
    }
    let list = sees(&service, STRANGER, "/trung-ho-so").await;
    assert!(list.text.contains("Không có cặp hồ sơ nào nghi trùng"));
    for who in [STRANGER, HEAD, INSPECTOR, ADMINISTRATOR, HUONG + 0x100] {
        assert_eq!(sees(&service, who, &pair_path()).await.status, StatusCode::NOT_FOUND);
    }
    is_merged(&service).await;
    let own = sees(&service, HUONG + 0x100, &path(HUONG)).await;
    assert!(own.text.contains("gộp hồ sơ trùng mang tên"), "the person reads that it happened");
    let other = sees(&service, HUONG + 0x100, &path(AGAIN)).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND, "and not the record of the other one");
}
