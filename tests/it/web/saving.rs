//! Saving what is typed: only what changed, rows, what is kept beside the log while one types, and
//! two people at one section.

use axum::http::StatusCode;

use super::{
    entry::{ROWS, account, add_row, fill, form_of, goes_to, own, post},
    fixture::{LAN, NAM, OFFICER, page_as, province, uuid},
};

#[tokio::test]
async fn only_what_changed_is_recorded_and_the_same_form_twice_is_one_fact() {
    let service = province().await;
    let router = service.demo();
    let who = account(NAM);
    let path = own(NAM, "/muc/contact");
    let facts =
        || async { service.app.store().stream(&uuid(NAM).to_string(), 0).await.unwrap().len() };
    let before = facts().await;
    let mut pairs = form_of(&page_as(&router, who, "vi", &path).await.text);
    let phone = pairs.iter_mut().find(|(name, _)| name == "phone_mobile").expect("the field");
    phone.1 = "0912 345 678".to_owned();
    for _twice in 0..2 {
        goes_to(&post(&router, who, &path, &pairs).await, &own(NAM, ""));
        assert_eq!(facts().await, before + 1);
    }
    let last = service.app.store().stream(&uuid(NAM).to_string(), 0).await.unwrap();
    let entries = last.last().map(|fact| format!("{:?}", fact.fact)).unwrap_or_default();
    assert_eq!(entries.matches("slot: ").count(), 1, "{entries}");
    // A form nothing was typed into says nothing.
    goes_to(&fill(&router, who, &path, &[]).await, &own(NAM, ""));
    assert_eq!(facts().await, before + 1);
}

#[tokio::test]
async fn a_row_is_added_changed_and_taken_away() {
    let service = province().await;
    let router = service.demo();
    let who = account(NAM);
    let table = own(NAM, "/muc/family/family");
    let path = add_row(&router, who, &table, ROWS[0].1).await;
    let list = own(NAM, "/muc/family?phan=2");
    assert!(page_as(&router, who, "vi", &list).await.text.contains("Trần Văn Ba"));
    let row = path.rsplit('/').next().unwrap_or_default();
    let name = format!("family/{row}.full_name");
    goes_to(&fill(&router, who, &path, &[(&name, "Trần Văn Tư")]).await, &own(NAM, "/muc/family"));
    let page = page_as(&router, who, "vi", &list).await;
    assert!(page.text.contains("Trần Văn Tư") && !page.text.contains("Trần Văn Ba"));
    let got = fill(&router, who, &path, &[("viec", "xoa")]).await;
    goes_to(&got, &own(NAM, "/muc/family?phan=2&da=bo-dong"));
    assert!(!page_as(&router, who, "vi", &list).await.text.contains("Trần Văn Tư"));
    // Save and one more leads to the form of another row.
    let new = page_as(&router, who, "vi", &format!("{table}/moi")).await;
    let path = new.header("location").to_owned();
    let row = path.rsplit('/').next().unwrap_or_default();
    let typed = ROWS[1].1.iter().map(|(column, text)| (format!("family/{row}.{column}"), *text));
    let typed: Vec<(String, &str)> = typed.collect();
    let mut typed: Vec<(&str, &str)> =
        typed.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    typed.push(("viec", "them"));
    goes_to(&fill(&router, who, &path, &typed).await, &format!("{table}/moi"));
}

#[tokio::test]
async fn what_is_typed_is_kept_beside_the_log_until_it_is_saved() {
    let service = province().await;
    let router = service.demo();
    let (who, path) = (account(NAM), own(NAM, "/muc/contact"));
    let position =
        || async { service.app.store().stream(&uuid(NAM).to_string(), 0).await.unwrap().len() };
    let before = position().await;
    // While one types, even what could not be saved is kept, and the answer says when.
    let got = fill(&router, who, &path, &[("phone_mobile", "12"), ("viec", "tu-luu")]).await;
    assert_eq!(got.text, "Đã lưu nháp lúc 09:00.");
    assert_eq!(got.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(position().await, before, "a draft is no fact");
    let page = page_as(&router, who, "vi", &path).await;
    assert!(
        page.text.contains("Đang hiện bản nháp lưu lúc 09:00")
            && page.text.contains("value=\"12\"")
    );
    let list = page_as(&router, who, "vi", &own(NAM, "/khai")).await;
    assert!(list.text.contains("Còn thiếu 3 mục"), "{}", list.text);
    let answers = page_as(&router, who, "vi", &own(NAM, "/kiem-tra")).await;
    assert!(answers.text.contains("Có bản nháp chưa lưu, sẽ không được nộp"));
    // Nobody else sees it, not even the officer who may enter for the person.
    let other = page_as(&router, OFFICER, "vi", &path).await;
    assert!(!other.text.contains("value=\"12\"") && !other.text.contains("bản nháp lưu"));
    // Saved, it is gone.
    let typed = [("phone_mobile", "0912345678")];
    goes_to(&fill(&router, who, &path, &typed).await, &own(NAM, "/khai?da=luu"));
    let page = page_as(&router, who, "vi", &path).await;
    assert!(!page.text.contains("bản nháp lưu") && page.text.contains("value=\"0912345678\""));
    // Kept by its button, it can be dropped.
    let got = fill(&router, who, &path, &[("phone_mobile", "0900"), ("viec", "nhap")]).await;
    goes_to(&got, &own(NAM, "/khai?da=nhap"));
    let got = fill(&router, who, &path, &[("viec", "bo-nhap")]).await;
    goes_to(&got, &own(NAM, "/muc/contact?da=bo-nhap"));
    assert!(page_as(&router, who, "vi", &path).await.text.contains("value=\"0912345678\""));
    // What cannot be saved any more, because all was handed in, is not asked about.
    let late = own(LAN, "/muc/contact");
    fill(&router, account(LAN), &late, &[("phone_mobile", "12"), ("viec", "nhap")]).await;
    let got = fill(&router, account(LAN), &own(LAN, "/kiem-tra"), &[("cam_doan", "1")]).await;
    goes_to(&got, &own(LAN, "/bien-nhan/"));
    let list = page_as(&router, account(LAN), "vi", &own(LAN, "/khai")).await;
    assert!(!list.text.contains("Có bản nháp chưa lưu"), "{}", list.text);
    // What says nothing new is not kept.
    assert_eq!(fill(&router, who, &path, &[("viec", "tu-luu")]).await.text, "");
}

#[tokio::test]
async fn who_would_write_over_another_is_told_first() {
    let service = province().await;
    let router = service.demo();
    let path = own(NAM, "/muc/contact");
    let mut pairs = form_of(&page_as(&router, account(NAM), "vi", &path).await.text);
    goes_to(&fill(&router, OFFICER, &path, &[("phone_mobile", "0911111111")]).await, &own(NAM, ""));
    pairs.retain(|(name, _)| name != "phone_mobile");
    pairs.push(("phone_mobile".to_owned(), "0922222222".to_owned()));
    let got = post(&router, account(NAM), &path, &pairs).await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in ["Lê Văn Bình", "vừa ghi vào phần này lúc", "value=\"0922222222\""] {
        assert!(got.text.contains(words), "{words}: {}", got.text);
    }
    let again = post(&router, account(NAM), &path, &form_of(&got.text)).await;
    goes_to(&again, &own(NAM, ""));
}
