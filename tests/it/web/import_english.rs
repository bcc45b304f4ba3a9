//! Taking a list in on English pages: no Vietnamese word but what is data, no raw key; and a list that
//! names no unit asks for it once.

use axum::{Router, http::StatusCode};
use hoso::sentences::{Lang, say};

use super::{
    fixture::{Got, OFFICER, page_as, province},
    import::{bring, confirm, post, settled},
    pages::is_sound,
};

/// What the page shows of the file, of units and of people; everything else is ours.
const DATA: &[&str] = &[
    "Huỳnh Thị Châu",
    "Trần Văn Ý",
    "Số CCCD",
    "Họ và tên",
    "Ngày sinh",
    "Mã đơn vị",
    "Nhân sự",
    "Mã",
    "Sở thích",
    "Lỗi",
    "Ủy ban nhân dân xã Đức Hòa",
    "Trường THCS Trần Phú",
    "Trạm Y tế xã Đức Hòa",
    "Danh sách",
    "Danh sách 12",
    "UBND xã Đức Hòa",
    "chọn nhầm đơn vị",
];

/// The words a page shows, tag by tag.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let main = text.split("<main").nth(1).unwrap_or_default();
    let main = main.split("</main>").next().unwrap_or_default();
    main.split('<').filter_map(|piece| Some(piece.split_once('>')?.1.trim()))
}

/// Letters no English sentence has.
fn is_vietnamese(text: &str) -> bool {
    text.chars().any(|c| c.is_alphabetic() && !c.is_ascii() && c != 'đ')
}

async fn english(router: &Router, path: &str) -> Got {
    let got = page_as(router, OFFICER, "en", path).await;
    assert_english(&got, path);
    got
}

#[track_caller]
fn assert_english(got: &Got, path: &str) {
    is_sound(got, "en", path);
    for shown in words(&got.text) {
        let mut rest = shown.to_owned();
        let mut data = DATA.to_vec();
        data.sort_by_key(|text| std::cmp::Reverse(text.len()));
        for text in data {
            rest = rest.replace(text, "");
        }
        assert!(!is_vietnamese(&rest), "{path} says {shown:?}");
    }
}

const WRONG: &str = "STT;Họ và tên;Ngày sinh;Số CCCD;Mã đơn vị;Sở thích\n\
    1;Huỳnh Thị Châu;01/04/1969;080169611097;H53.50;cờ\n\
    2;Trần Văn Ý;31/02/1990;12345;H53.50;\n\
    3;Trần Văn Ý;01/02/1990;080090000001;H53.01;\n\
    4;Trần Văn Ý;01/02/1990;080090000002;H99;\n";

#[tokio::test]
async fn a_list_is_taken_in_and_undone_on_pages_in_english() {
    let service = province().await;
    let router = service.demo();
    english(&router, "/nhap").await;
    let missing = bring(&router, OFFICER, 0xE1, "H53.50", b"").await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    // Columns nobody understands, said by hand.
    let list = "Nhân sự;Mã\nHuỳnh Thị Châu;080169611097\n";
    let path = bring(&router, OFFICER, 0xE2, "H53.50", list.as_bytes()).await.location;
    settled(&router, OFFICER, &path).await;
    let page = english(&router, &path).await;
    assert!(page.text.contains("Column A: Nhân sự"), "{}", page.text);
    let said = [("cot-A", "full_name"), ("cot-B", "personal_id_no"), ("don_vi", "H53.50")];
    post(&router, OFFICER, &format!("{path}/cot"), &said).await;
    settled(&router, OFFICER, &path).await;
    let page = english(&router, &path).await;
    assert!(page.text.contains("Waits for you to confirm: 1 new dossiers"), "{}", page.text);
    // Problems, the good rows, what is left out.
    let path = bring(&router, OFFICER, 0xE3, "", WRONG.as_bytes()).await.location;
    settled(&router, OFFICER, &path).await;
    let page = english(&router, &path).await;
    assert!(page.text.contains("Cells to mend"), "{}", page.text);
    let got = sent(&router, &format!("{path}/ghi"), &confirm("tat-ca")).await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_english(&got, "everything although rows are wrong");
    let got = sent(&router, &format!("{path}/ghi"), &[("nhap", "dong-dung"), ("ngay", "x")]).await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_english(&got, "a paper without anything");
    post(&router, OFFICER, &format!("{path}/ghi"), &confirm("dong-dung")).await;
    settled(&router, OFFICER, &path).await;
    let page = english(&router, &path).await;
    assert!(page.text.contains("1 dossiers taken in"), "{}", page.text);
    english(&router, "/nhap").await;
    // Undone.
    let got = sent(&router, &format!("{path}/rut"), &[("ly_do", "")]).await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_english(&got, "undone without a reason");
    post(&router, OFFICER, &format!("{path}/rut"), &[("ly_do", "chọn nhầm đơn vị")]).await;
    settled(&router, OFFICER, &path).await;
    let page = english(&router, &path).await;
    assert!(page.text.contains("1 dossiers withdrawn"), "{}", page.text);
    // A file that is no list.
    let path = bring(&router, OFFICER, 0xE4, "H53.50", b"PK\x03\x04no").await.location;
    settled(&router, OFFICER, &path).await;
    english(&router, &path).await;
}

/// A form sent as by a browser that reads English.
async fn sent(router: &Router, path: &str, fields: &[(&str, &str)]) -> Got {
    let form = super::filled::Filled { action: path.to_owned(), pairs: vec![] };
    let form = fields.iter().fold(form, |form, (name, text)| form.with(name, text));
    form.with("khoa", path).send(router, OFFICER, "en").await
}

#[tokio::test]
async fn a_list_that_names_no_unit_asks_for_it_once_at_its_field() {
    let service = province().await;
    let router = service.demo();
    let people: String = (0..30)
        .map(|n| format!("{n};Trần Văn Ý;01/02/1990;080090{n:06}\n"))
        .chain(["31;Trần Văn Ý;31/02/1990;080090000031\n".to_owned()])
        .collect();
    let list = format!("STT;Họ và tên;Ngày sinh;Số CCCD\n{people}");
    let path = bring(&router, OFFICER, 0xE5, "", list.as_bytes()).await.location;
    let shown = settled(&router, OFFICER, &path).await;
    let asked = say(Lang::Vi, "page-import-unit-asked");
    assert!(asked.starts_with("Danh sách không ghi đơn vị: chọn đơn vị"), "{asked}");
    assert_eq!(shown.matches(&asked).count(), 2, "in the summary and at the field: {shown}");
    assert!(shown.contains("href=\"#o-don-vi\"") && shown.contains("Chờ bạn chọn đơn vị"));
    assert!(shown.contains("C32") && !shown.contains("Dòng này không ghi đơn vị"), "{shown}");
    assert!(!shown.contains(&format!("action=\"{path}/ghi\"")), "nothing to confirm yet");
    is_sound(&page_as(&router, OFFICER, "vi", &path).await, "vi", &path);
    english(&router, &path).await;
    // Confirmed all the same, nothing is taken in.
    let early = post(&router, OFFICER, &format!("{path}/ghi"), &confirm("dong-dung")).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    // Not chosen, it is asked again; chosen, the list is judged with it and its columns stay.
    post(&router, OFFICER, &format!("{path}/cot"), &[("don_vi", "")]).await;
    assert!(settled(&router, OFFICER, &path).await.contains(&asked));
    let page = page_as(&router, OFFICER, "vi", &path).await;
    let form = super::filled::Filled::of(&page, &format!("{path}/cot"));
    assert!(form.pairs.contains(&("cot-B".to_owned(), "full_name".to_owned())), "{:?}", form.pairs);
    form.with("don_vi", "H53.50").send(&router, OFFICER, "vi").await;
    let shown = settled(&router, OFFICER, &path).await;
    assert!(shown.contains("Chờ bạn xem: 1 trong 31 dòng có lỗi"), "{shown}");
}
