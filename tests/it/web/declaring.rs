//! What is said of a record after it was handed in: taken back, changed, added to, corrected; each
//! on a page of its own, each with a receipt.

use axum::{Router, http::StatusCode};
use hoso::app::reads::AsOf;

use super::{
    entry::{account, everyone, fill, form_of, goes_to, own, post},
    fixture::{Got, HOA, HUONG, NAM, dossier, page_as, province, submission},
};

#[tokio::test]
async fn what_waits_is_taken_back_with_a_reason() {
    let service = everyone().await;
    let router = service.demo();
    let who = account(HOA);
    let page = page_as(&router, who, "vi", &own(HOA, "/muc/contact")).await;
    assert!(
        page.text.contains("đang chờ đối chiếu nên chưa sửa được")
            && !page.text.contains("<form method=\"post\"")
    );
    let path = own(HOA, &format!("/bien-nhan/{}/rut-lai", submission(HOA)));
    let got = fill(&router, who, &path, &[]).await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(got.text.contains("href=\"#o-ly-do\">Lý do: Mục này còn trống."), "{}", got.text);
    let got = fill(&router, who, &path, &[("ly_do", "Ghi nhầm ngày cấp thẻ")]).await;
    goes_to(&got, "/viec-cua-toi?da=rut-lai");
    let receipt = own(HOA, &format!("/bien-nhan/{}", submission(HOA)));
    assert!(page_as(&router, who, "vi", &receipt).await.text.contains("Đã được rút lại lúc"));
    assert!(
        page_as(&router, who, "vi", &own(HOA, "/muc/contact"))
            .await
            .text
            .contains("<form method=\"post\"")
    );
}

/// What a declaration says besides its values.
const PAPER: &[(&str, &str)] = &[
    ("giay.so", "12/GXN"),
    ("giay.ngay_ky.ngay", "1"),
    ("giay.ngay_ky.thang", "3"),
    ("giay.ngay_ky.nam", "2026"),
    ("giay.co_quan", "Công an xã Đức Hòa"),
];
const SINCE: &[(&str, &str)] =
    &[("tu_ngay.ngay", "28"), ("tu_ngay.thang", "2"), ("tu_ngay.nam", "2026")];

#[tokio::test]
async fn a_change_an_old_fact_and_an_error_are_three_ways_to_one_receipt() {
    let service = province().await;
    let router = service.demo();
    let who = account(HUONG);
    let phone = [("phone_mobile", "0900000001")];
    let typed = [&phone[..], PAPER, SINCE].concat();
    let got = send(&router, who, "thay-doi", "?viec=lien-lac", &typed).await;
    let receipt = goes_to(&got, &own(HUONG, "/bien-nhan/")).to_owned();
    let page = page_as(&router, who, "vi", &receipt).await;
    for words in ["Khai thay đổi", "số 12/GXN ngày 01/03/2026", "Số điện thoại di động"]
    {
        assert!(page.text.contains(words), "{words}");
    }
    // An old fact: a new row, with its reason.
    let page = page_as(&router, who, "vi", &own(HUONG, "/khai-bo-sung?muc=rewards")).await;
    let row = form_of(&page.text).into_iter().find(|(name, _)| name == "muc").expect("a row").1;
    let (year, form) = (format!("{row}.year"), format!("{row}.form"));
    let reward = [
        (year.as_str(), "2015"),
        (form.as_str(), "advanced_worker"),
        ("ly_do", "Nay mới tìm thấy"),
    ];
    let typed = [&reward[..], PAPER, SINCE].concat();
    let mut pairs = form_of(&page.text);
    pairs.retain(|(name, _)| !typed.iter().any(|(known, _)| name == known));
    pairs.extend(typed.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
    let got = post(&router, who, &own(HUONG, "/khai-bo-sung"), &pairs).await;
    let receipt = goes_to(&got, &own(HUONG, "/bien-nhan/")).to_owned();
    assert!(page_as(&router, who, "vi", &receipt).await.text.contains("Khai bổ sung việc cũ"));
    // An error needs a reason and no paper.
    let typed = [("birth_place", "Phường Tân An, tỉnh Tây Ninh"), ("ly_do", "Gõ nhầm")];
    let got = send(&router, who, "bao-sai", "?muc=birth_place", &typed).await;
    let receipt = goes_to(&got, &own(HUONG, "/bien-nhan/")).to_owned();
    assert!(page_as(&router, who, "vi", &receipt).await.text.contains("Đề nghị đính chính"));
    // A row of the record is taken out.
    let actor = service.actor(who).await;
    let record = service.app.record(&actor, dossier(HUONG), AsOf::default()).await.unwrap();
    let row = record.iter().find(|field| field.slot.to_string().starts_with("family/")).unwrap();
    let (muc, gone) = (format!("?muc={}", row.slot), format!("bo.{}", row.slot));
    let typed = [&[(gone.as_str(), "1")][..], PAPER, SINCE].concat();
    goes_to(&send(&router, who, "thay-doi", &muc, &typed).await, &own(HUONG, "/bien-nhan/"));
}

/// Fills in a declaration's form and sends it to its address.
async fn send(router: &Router, who: u128, way: &str, query: &str, typed: &[(&str, &str)]) -> Got {
    let path = own(HUONG, &format!("/{way}"));
    let page = page_as(router, who, "vi", &format!("{path}{query}")).await;
    assert_eq!(page.status, StatusCode::OK);
    let mut pairs = form_of(&page.text);
    pairs.retain(|(name, _)| !typed.iter().any(|(known, _)| name == known));
    pairs.extend(typed.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
    post(router, who, &path, &pairs).await
}

#[tokio::test]
async fn a_declaration_that_is_wrong_says_where() {
    let service = province().await;
    let router = service.demo();
    let who = account(HUONG);
    let phone = [("phone_mobile", "0900000001")];
    let future = [("tu_ngay.ngay", "4"), ("tu_ngay.thang", "3"), ("tu_ngay.nam", "2026")];
    let signed =
        [("giay.ngay_ky.ngay", "9"), ("giay.ngay_ky.thang", "3"), ("giay.ngay_ky.nam", "2026")];
    let cases = [
        ([&phone[..], PAPER].concat(), "tu-ngay", "Có hiệu lực từ ngày: Mục này còn trống."),
        ([&phone[..], SINCE].concat(), "giay-so", "Số, ký hiệu: Mục này còn trống."),
        ([&phone[..], PAPER, &future].concat(), "tu-ngay", "Ngày này chưa tới."),
        (
            [&phone[..], &PAPER[..1], &PAPER[4..], SINCE, &signed].concat(),
            "giay-ngay-ky",
            "Ngày ký văn bản chưa tới.",
        ),
        ([&[("phone_mobile", "12")][..], PAPER, SINCE].concat(), "phone-mobile", "10 chữ số"),
    ];
    for (typed, at, told) in cases {
        let got = send(&router, who, "thay-doi", "?viec=lien-lac", &typed).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{told}: {}", got.text);
        assert!(got.text.contains(&format!("href=\"#o-{at}\"")), "{at}: {}", got.text);
        assert!(got.text.contains(told), "{told}");
    }
    // Nothing new is said.
    let got = send(&router, who, "thay-doi", "?viec=lien-lac", &[PAPER, SINCE].concat()).await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    // What waits already says so before one types.
    let page = page_as(&router, who, "vi", &own(HUONG, "/thay-doi?viec=cho-o")).await;
    assert!(page.text.contains("Nơi ở hiện nay: "), "{}", page.text);
    // While the first record is entered there is nothing to declare.
    let page = page_as(&router, account(NAM), "vi", &own(NAM, "/thay-doi?viec=cho-o")).await;
    assert!(
        page.text.contains("chưa cần báo thay đổi") && !page.text.contains("<form method=\"post\"")
    );
}
