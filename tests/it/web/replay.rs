//! The page that replays a dossier, and its report.

use axum::http::StatusCode;
use hoso::{
    seal::{checkpoint::Checkpoint, note::Note},
    store::read,
};

use super::fixture::{HUONG, OFFICER, page_as, province, uuid};

fn path(rest: &str) -> String {
    format!("/ho-so/{}/dien-bien{rest}", uuid(HUONG))
}

/// The number of steps a page says there are.
fn count(text: &str) -> usize {
    let of = text.split("Bước 1/").nth(1).and_then(|rest| rest.split('<').next());
    of.and_then(|of| of.parse().ok()).unwrap_or_else(|| panic!("no place in {text}"))
}

#[tokio::test]
async fn one_goes_step_by_step_to_the_end_and_back_by_links_alone() {
    let service = province().await;
    let router = service.demo();
    let first = page_as(&router, OFFICER, "vi", &path("")).await;
    assert_eq!(first.status, StatusCode::OK);
    let of = count(&first.text);
    assert!(of > 3, "{of}");
    assert!(!first.text.contains("rel=\"prev\" data-key"), "nothing is before the first step");
    for number in 2..=of {
        let link = format!("href=\"{}\"", path(&format!("?buoc={number}")));
        let here = page_as(&router, OFFICER, "vi", &path(&format!("?buoc={}", number - 1))).await;
        assert!(here.text.contains(&link), "{link} from step {}", number - 1);
        let next = page_as(&router, OFFICER, "vi", &path(&format!("?buoc={number}"))).await;
        assert!(next.text.contains(&format!("Bước {number}/{of}")));
        let back = format!("href=\"{}\"", path(&format!("?buoc={}", number - 1)));
        assert!(next.text.contains(&back), "{back} from step {number}");
    }
    let beyond = page_as(&router, OFFICER, "vi", &path("?buoc=9999")).await;
    assert!(beyond.text.contains(&format!("Bước {of}/{of}")));
    assert!(!beyond.text.contains("data-key=\"ArrowRight\""), "nothing is after the last step");
}

#[tokio::test]
async fn a_step_says_when_who_before_and_after_and_leads_to_its_fact_and_its_record() {
    let service = province().await;
    let router = service.demo();
    let got = page_as(&router, OFFICER, "vi", &path("?thu_tu=ghi-nhan")).await;
    let step = got.text.split("<article").nth(1).and_then(|rest| rest.split("</article>").next());
    let step = step.unwrap_or_else(|| panic!("no step in {}", got.text));
    for told in [
        "Lập hồ sơ",
        "mở hồ sơ từ hồ sơ giấy đã được xác nhận",
        "Có hiệu lực từ",
        "Ghi nhận lúc",
        "Căn cứ",
        "Đơn vị quản lý khi đó",
        "<del>(để trống)</del>",
        "<ins>Nguyễn Thị Hường</ins>",
        "href=\"/su-kien/",
        "?biet=",
    ] {
        assert!(step.contains(told), "{told}: {step}");
    }
    let by_effect = page_as(&router, OFFICER, "vi", &path("?buoc=2")).await;
    assert!(by_effect.text.contains("?ngay="), "{}", by_effect.text);
}

#[tokio::test]
async fn the_report_holds_every_step_and_says_who_printed_it_and_up_to_where() {
    let service = province().await;
    let router = service.demo();
    let of = count(&page_as(&router, OFFICER, "vi", &path("")).await.text);
    let got = page_as(&router, OFFICER, "vi", &path("/in?thu_tu=ghi-nhan")).await;
    assert_eq!(got.status, StatusCode::OK);
    let rows = got.text.split("<tbody>").nth(1).and_then(|rest| rest.split("</tbody>").next());
    let rows = rows.unwrap_or_default().matches("<tr>").count();
    assert_eq!(rows, of);
    let head = hoso::store::read::head(service.app.store().db()).await.unwrap().position;
    for told in [
        "Người in",
        "Lê Văn Bình",
        "Lúc ghi nhận",
        &uuid(HUONG).to_string(),
        &format!("<dd>{head}</dd>"),
    ] {
        assert!(got.text.contains(told), "{told}: {}", got.text);
    }
}

#[tokio::test]
async fn the_report_remembers_the_log_as_it_was_signed_for_it() {
    let service = province().await;
    let router = service.demo();
    let got = page_as(&router, OFFICER, "vi", &path("/in")).await;
    let printed = got.text.split("<pre>").nth(1).and_then(|rest| rest.split("</pre>").next());
    let note = Note::parse(printed.unwrap_or_default()).unwrap();
    let key = service.app.checkpoint_key(service.app.keeper().unwrap()).await.unwrap();
    assert!(key.has_signed(&note), "{note}");
    let head = read::head(service.app.store().db()).await.unwrap().position;
    assert_eq!(Checkpoint::parse(&note.text).unwrap().size, head);
}
