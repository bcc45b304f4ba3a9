//! The end of someone's service and their return through the pages, by forms alone; and what anyone
//! else sees of it.

use axum::http::StatusCode;

use super::{
    filled::Filled,
    fixture::{
        Got, HEAD, HUONG, INSPECTOR, NAM, OFFICER, STRANGER, Service, page_as, province, uuid,
    },
    pages::is_sound,
};

fn at(n: u128) -> String {
    format!("/ho-so/{}", uuid(n))
}

fn end(n: u128) -> String {
    format!("{}/thoi-cong-tac", at(n))
}

fn mend(n: u128) -> String {
    format!("{}/ghi-lai", end(n))
}

async fn sees(service: &Service, who: u128, path: &str) -> Got {
    page_as(&service.demo(), who, "vi", path).await
}

async fn sends(service: &Service, who: u128, page: &str, typed: &[(&str, &str)]) -> Got {
    let got = sees(service, who, page).await;
    assert_eq!(got.status, StatusCode::OK, "{}", got.text);
    let action = page.split('?').next().unwrap_or(page);
    let method = "method=\"post\"";
    assert!(got.text.contains(method), "{}", got.text);
    let mut form = Filled::of(&got, action);
    for (name, text) in typed {
        form = form.with(name, text);
    }
    form.send(&service.demo(), who, "vi").await
}

const PAPER: [(&str, &str); 3] =
    [("so_vb", "88/QĐ-UBND"), ("ngay_vb", "2/3/2026"), ("noi_ban_hanh", "UBND xã Đức Hòa")];

fn retirement(ended_on: &'static str) -> Vec<(&'static str, &'static str)> {
    let mut typed = PAPER.to_vec();
    typed.extend([
        ("tuoi_nghi_huu", "dung_tuoi"),
        ("ngay_thoi", ended_on),
        ("ngay_nhan_ho_so", "2/3/2026"),
        ("da_so", "1"),
    ]);
    typed
}

async fn retires(service: &Service, n: u128, ended_on: &'static str) {
    let page = format!("{}?loai=retired", end(n));
    let done = sends(service, OFFICER, &page, &retirement(ended_on)).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    assert!(done.header("location").starts_with(&at(n)));
    let there = sees(service, OFFICER, done.header("location")).await;
    is_sound(&there, "vi", done.header("location"));
}

#[tokio::test]
async fn service_ends_by_a_form_whose_kind_is_chosen_first() {
    let service = province().await;
    let dossier = sees(&service, OFFICER, &at(HUONG)).await;
    assert!(dossier.text.contains(&format!("href=\"{}\"", end(HUONG))), "the dossier leads there");
    let kinds = sees(&service, OFFICER, &end(HUONG)).await;
    is_sound(&kinds, "vi", &end(HUONG));
    for (kind, own) in [
        ("retired", "tuoi_nghi_huu"),
        ("left_province", "noi_den"),
        ("left_scope", "noi_den"),
        ("resigned", "ngay_don"),
        ("dismissed", "so_kl"),
        ("term_ended", "nhiem_ky"),
        ("redundant", "can_cu"),
        ("died", "giay_to"),
    ] {
        assert!(kinds.text.contains(&format!("value=\"{kind}\"")), "{kind}");
        for lang in ["vi", "en"] {
            let path = format!("{}?loai={kind}", end(HUONG));
            let form = page_as(&service.demo(), OFFICER, lang, &path).await;
            is_sound(&form, lang, &path);
            assert!(form.text.contains(&format!("name=\"{own}\"")), "{kind} asks for {own}");
        }
    }
    let form = sees(&service, OFFICER, &format!("{}?loai=retired", end(HUONG))).await;
    assert!(form.text.contains("Tài khoản của người này đóng lại"), "what ends with it is said");
    retires(&service, HUONG, "2/3/2026").await;
    let dossier = sees(&service, OFFICER, &at(HUONG)).await;
    assert!(dossier.text.contains("Đã nghỉ hưu") && dossier.text.contains("88/QĐ-UBND"));
    assert!(dossier.text.contains("Cập nhật việc nghỉ hưu"), "the duty and its verdict");
    for gone in ["/dieu-chuyen\"", "/quyet-dinh\"", "/thay-doi"] {
        assert!(!dossier.text.contains(&format!("{}{gone}", at(HUONG))), "{gone}");
    }
    assert!(dossier.text.contains("/dinh-chinh"), "a correction on a paper stays");
    let replay = sees(&service, OFFICER, &format!("{}/dien-bien/in", at(HUONG))).await;
    assert_eq!(replay.status, StatusCode::OK);
    assert!(replay.text.contains("Nghỉ hưu từ ngày 02/03/2026"), "{}", replay.text);
    let people = sees(&service, OFFICER, "/ho-so?tim=huong").await;
    assert!(people.text.contains("Đã nghỉ hưu"), "found, and marked");
}

#[tokio::test]
async fn what_is_wrong_with_an_ending_is_said_at_its_field_and_what_was_typed_stays() {
    let service = province().await;
    let with = |changed: (&'static str, &'static str)| {
        let mut typed = retirement("2/3/2026");
        typed.retain(|(name, _)| *name != changed.0);
        typed.push(changed);
        typed
    };
    for (changed, told) in [
        (("tuoi_nghi_huu", ""), "Tuổi nghỉ hưu theo quyết định"),
        (("so_vb", ""), "Số"),
        (("ngay_thoi", "31/2/2026"), "Ngày thôi công tác"),
        (("ngay_thoi", "1/3/2020"), "sớm hơn ngày hồ sơ được xác nhận"),
        (("ngay_nhan_ho_so", "1/3/2026"), "sớm hơn ngày ký văn bản"),
        (("da_so", ""), "So với hồ sơ giấy rồi đánh dấu"),
    ] {
        let page = format!("{}?loai=retired", end(HUONG));
        let got = sends(&service, OFFICER, &page, &with(changed)).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{changed:?}");
        is_sound(&got, "vi", told);
        assert!(got.text.contains("class=\"wrongs\"") && got.text.contains(told), "{changed:?}");
        assert!(got.text.contains("UBND xã Đức Hòa"), "what was typed stays");
    }
}

#[tokio::test]
async fn a_wrong_ending_is_put_right_or_taken_back_on_one_page() {
    let service = province().await;
    retires(&service, HUONG, "2/3/2026").await;
    let again = sees(&service, OFFICER, &end(HUONG)).await;
    assert!(again.text.contains("Đã ghi: Nghỉ hưu"), "told that it is recorded already");
    let page = sees(&service, OFFICER, &mend(HUONG)).await;
    is_sound(&page, "vi", &mend(HUONG));
    assert!(page.text.contains("88/QĐ-UBND"), "filled in as recorded");
    let page = format!("{}?loai=died", mend(HUONG));
    let mut typed = PAPER.to_vec();
    typed.extend([
        ("giay_to", "trich_luc"),
        ("ngay_thoi", "1/3/2026"),
        ("ngay_nhan_ho_so", "2/3/2026"),
        ("viec", "sua"),
    ]);
    let nothing = sends(&service, OFFICER, &page, &typed).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY, "a reason is asked for");
    typed.push(("ly_do_sua", "Ghi nhầm hình thức"));
    let done = sends(&service, OFFICER, &page, &typed).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let dossier = sees(&service, OFFICER, &at(HUONG)).await;
    assert!(dossier.text.contains("Đã từ trần") && !dossier.text.contains("Đã nghỉ hưu,"));
    let typed = [("viec", "khong-co"), ("ly_do_khong_co", "Ghi nhầm người")];
    let done = sends(&service, OFFICER, &mend(HUONG), &typed).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let dossier = sees(&service, OFFICER, &at(HUONG)).await;
    assert!(!dossier.text.contains("id=\"thoi-cong-tac\""), "no banner any more");
    assert!(dossier.text.contains("ghi rằng không có việc thôi công tác"), "and it stays told");
    let own = sees(&service, HUONG + 0x100, &at(HUONG)).await;
    assert_eq!(own.status, StatusCode::OK, "the person comes in again");
}

#[tokio::test]
async fn an_ending_to_come_is_seen_by_everyone_and_can_be_called_off() {
    let service = province().await;
    retires(&service, HUONG, "1/6/2026").await;
    for who in [OFFICER, HEAD, INSPECTOR, HUONG + 0x100] {
        let dossier = sees(&service, who, &at(HUONG)).await;
        assert!(dossier.text.contains("Sắp thôi công tác: Nghỉ hưu"), "{who:x}");
    }
    let list = sees(&service, OFFICER, "/thoi-cong-tac").await;
    is_sound(&list, "vi", "/thoi-cong-tac");
    assert!(list.text.contains("sap-thoi") && list.text.contains("01/06/2026"));
    let typed = [("viec", "khong-co"), ("ly_do_khong_co", "Quyết định bị thu hồi")];
    let done = sends(&service, OFFICER, &mend(HUONG), &typed).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let list = sees(&service, OFFICER, "/thoi-cong-tac").await;
    assert!(!list.text.contains("sap-thoi"));
}

#[tokio::test]
async fn who_left_comes_back_by_the_number_on_the_paper_dossier() {
    let service = province().await;
    retires(&service, HUONG, "2/3/2026").await;
    for kind in ["", "retired"] {
        let list = sees(&service, OFFICER, &format!("/thoi-cong-tac?loai={kind}")).await;
        assert!(list.text.contains(&at(HUONG)), "{kind}");
    }
    let others = sees(&service, OFFICER, "/thoi-cong-tac?loai=died").await;
    assert!(!others.text.contains(&at(HUONG)));
    let elsewhere = sees(&service, STRANGER, "/thoi-cong-tac").await;
    assert!(!elsewhere.text.contains(&at(HUONG)), "each sees their own units");
    let number = hoso_number(&service).await;
    let form = |number: &str| {
        let mut typed: Vec<(String, String)> = PAPER.map(|(n, t)| (n.into(), t.into())).into();
        typed.push(("so_dinh_danh".into(), number.into()));
        typed.push(("ngay_tro_lai".into(), "3/3/2026".into()));
        typed
    };
    let brings = async |who: u128, number: &str| {
        let typed = form(number);
        let typed: Vec<_> = typed.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
        sends(&service, who, "/ho-so/tro-lai", &typed).await
    };
    let nobody = brings(STRANGER, "072185999999").await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    is_sound(&nobody, "vi", "/ho-so/tro-lai");
    assert!(nobody.text.contains("Không có ai đã thôi công tác mang số định danh này"));
    let done = brings(STRANGER, &number).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let here = sees(&service, STRANGER, done.header("location")).await;
    assert_eq!(here.status, StatusCode::OK, "the unit that takes her in reads it");
    assert!(here.text.contains("trở lại công tác theo văn bản số 88/QĐ-UBND"));
    let there = sees(&service, OFFICER, &at(HUONG)).await;
    assert_eq!(there.status, StatusCode::OK);
    assert!(there.text.contains("Đơn vị chỉ xem phần hồ sơ đến"), "{}", there.text);
}

/// The personal id number of Hường, as the record has it.
async fn hoso_number(service: &Service) -> String {
    use hoso_events::{entry::Value, fact::Fact};
    let facts = service.app.store().stream(&uuid(HUONG).to_string(), 0).await.unwrap();
    let mut number = String::new();
    for fact in facts {
        let Fact::Dossier(event) = &fact.fact else { continue };
        if let hoso_events::dossier::DossierEvent::DossierOpened { personal_id_no, .. } = event {
            number.clone_from(personal_id_no);
        }
        for entry in event.entries() {
            if entry.slot.field.as_str() == "personal_id_no" {
                number = entry.value.as_ref().and_then(Value::as_single).unwrap().to_owned();
            }
        }
    }
    number
}

#[tokio::test]
async fn nobody_but_the_officer_of_the_unit_records_an_ending() {
    let service = province().await;
    for who in [HEAD, INSPECTOR, STRANGER, HUONG + 0x100] {
        for path in [end(HUONG), mend(HUONG)] {
            let got = sees(&service, who, &path).await;
            assert_eq!(got.status, StatusCode::NOT_FOUND, "{who:x} {path}");
        }
    }
    let page = sees(&service, OFFICER, &format!("{}?loai=retired", end(NAM))).await;
    let form = Filled::of(&page, &end(NAM));
    let denied = form.send(&service.demo(), HEAD, "vi").await;
    assert_eq!(denied.status, StatusCode::NOT_FOUND);
    let none = sees(&service, OFFICER, &mend(NAM)).await;
    assert_eq!(
        none.status,
        StatusCode::SEE_OTHER,
        "nothing to put right: to the form of an ending"
    );
    assert_eq!(none.header("location"), end(NAM));
}
