//! Taking dossiers in, issuing accounts to one and to many, and finding a person by number.

use axum::{Router, http::StatusCode};

use super::{
    filled::Filled,
    fixture::{
        ADMINISTRATOR, Got, HEAD, HOA, HUONG, INSPECTOR, NAM, OFFICER, STRANGER, page_as, province,
        uuid,
    },
    guest::number_of,
    pages::is_sound,
};

const NEW: [(&str, &str); 7] = [
    ("so_dinh_danh", "079 085.012-345"),
    ("ho_ten", "Bùi Thị Tuyết"),
    ("don_vi", "H53.50.2"),
    ("ngay_xac_nhan", "2/3/2026"),
    ("so_vb", "77/QĐ-SNV"),
    ("ngay_vb", "27/2/2026"),
    ("noi_ban_hanh", "Sở Nội vụ tỉnh Tây Ninh"),
];

async fn intake(router: &Router, lang: &str, change: &[(&str, &str)]) -> (Filled, Got) {
    let page = page_as(router, OFFICER, lang, "/ho-so/moi").await;
    let mut form = Filled::of(&page, "/ho-so/moi");
    for (name, text) in NEW {
        let changed = change.iter().find(|(changed, _)| *changed == name);
        form = form.with(name, changed.map_or(text, |(_, text)| *text));
    }
    let got = form.send(router, OFFICER, lang).await;
    (form, got)
}

#[tokio::test]
async fn a_confirmed_dossier_is_taken_in_and_its_account_is_issued() {
    let service = province().await;
    let router = service.demo();
    let (form, got) = intake(&router, "vi", &[]).await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
    let to = got.header("location").to_owned();
    assert!(to.contains("/tai-khoan?vua=") && !to.contains("079085012345"), "{to}");
    assert_eq!(form.send(&router, OFFICER, "vi").await.header("location"), to, "once");
    let page = page_as(&router, OFFICER, "vi", &to).await;
    is_sound(&page, "vi", &to);
    for words in ["Bùi Thị Tuyết", "09/03/2026", "Vì sao là ngày này?", "Đã ghi, hồ sơ"]
    {
        assert!(page.text.contains(words), "{words}");
    }
    let path = to.split('?').next().unwrap_or_default();
    let issue = Filled::of(&page, path);
    let got = issue.send(&router, OFFICER, "vi").await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
    assert_eq!(issue.send(&router, OFFICER, "vi").await.status, StatusCode::SEE_OTHER, "once");
    let page = page_as(&router, OFFICER, "vi", got.header("location")).await;
    is_sound(&page, "vi", "account");
    assert!(page.text.contains("Người này đã có tài khoản"));
    // Another form for the same account is told that there is one.
    let other = Filled { pairs: vec![("khoa".to_owned(), "other".to_owned())], ..issue };
    let got = other.send(&router, OFFICER, "vi").await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    is_sound(&got, "vi", path);
    let queue = page_as(&router, OFFICER, "vi", "/viec?loai=khai").await;
    assert!(queue.text.contains("Bùi Thị Tuyết"));
}

#[tokio::test]
async fn what_is_wrong_with_an_intake_is_said_at_its_field() {
    let service = province().await;
    let router = service.demo();
    for (lang, name, text, words) in [
        ("vi", "so_dinh_danh", "", "Số định danh cá nhân: Mục này còn trống."),
        ("vi", "so_dinh_danh", "12345", "12 chữ số"),
        ("vi", "ho_ten", " ", "Họ và tên khai sinh: Mục này còn trống."),
        ("vi", "ho_ten", "Bùi 123", "Họ tên"),
        ("vi", "don_vi", "", "Chọn cơ quan, đơn vị quản lý hồ sơ."),
        ("vi", "don_vi", "H99", "Không rõ là đơn vị nào."),
        ("vi", "ngay_xac_nhan", "3/2026", "Mục này cần ngày đầy đủ hơn"),
        ("vi", "ngay_xac_nhan", "4/3/2026", "hôm nay"),
        ("en", "ngay_vb", "31/2/2026", "No calendar has this date"),
        ("en", "ngay_vb", "4/3/2026", "paper"),
        ("en", "noi_ban_hanh", "", "Issued by: This item is empty."),
        ("vi", "so_vb", "", "Số, ký hiệu văn bản: Mục này còn trống."),
    ] {
        let (_form, got) = intake(&router, lang, &[(name, text)]).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}={text}: {}", got.text);
        is_sound(&got, lang, name);
        assert!(got.text.contains(words), "{name}={text} says {words}");
        let id = format!("id=\"o-{}-loi\"", name.replace('_', "-"));
        assert!(got.text.contains(&id), "{name}={text} is told at its field");
        assert!(got.text.contains("value=\"77/QĐ-SNV\"") || name == "so_vb", "typed is kept");
    }
}

#[tokio::test]
async fn a_number_that_has_a_dossier_is_told_with_what_to_do() {
    let service = province().await;
    let router = service.demo();
    let taken = number_of(HUONG);
    let (_form, got) = intake(&router, "vi", &[("so_dinh_danh", &taken)]).await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    is_sound(&got, "vi", "/ho-so/moi");
    assert!(got.text.contains("đã có ở hồ sơ của Nguyễn Thị Hường"), "who it is");
    assert!(got.text.contains(&format!("href=\"/ho-so/{}\"", uuid(HUONG))), "and the way there");
    // An officer of another unit learns nothing of whose it is.
    let page = page_as(&router, STRANGER, "vi", "/ho-so/moi").await;
    let mut form = Filled::of(&page, "/ho-so/moi");
    for (name, text) in NEW.iter().filter(|(name, _)| !["so_dinh_danh", "don_vi"].contains(name)) {
        form = form.with(name, text);
    }
    let got = form.with("so_dinh_danh", &taken).send(&router, STRANGER, "vi").await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(got.text.contains("ngoài phạm vi của bạn") && !got.text.contains("Hường"));
}

#[tokio::test]
async fn accounts_are_issued_to_many_and_each_is_answered_for() {
    let service = province().await;
    let router = service.demo();
    for (n, name) in [("1", "Lý Văn Một"), ("2", "Lý Văn Hai")] {
        let number = format!("07908501235{n}");
        let (_, got) = intake(&router, "vi", &[("so_dinh_danh", &number), ("ho_ten", name)]).await;
        assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
    }
    let page = page_as(&router, OFFICER, "vi", "/viec?loai=tai-khoan").await;
    is_sound(&page, "vi", "/viec");
    let boxes = page.text.split("name=\"chon\" value=\"").skip(1);
    let ids: Vec<String> =
        boxes.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect();
    assert_eq!(ids.len(), 2, "both wait for an account");
    let nobody = Filled::of(&page, "/ho-so/tai-khoan");
    for lang in ["vi", "en"] {
        let got = nobody.send(&router, OFFICER, lang).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
        is_sound(&got, lang, "nobody");
    }
    let mut form = Filled::of(&page, "/ho-so/tai-khoan");
    for id in ids.iter().chain([&uuid(HUONG).to_string()]) {
        form = form.with("chon", id);
    }
    for _sent in ["once", "again"] {
        let got = form.send(&router, OFFICER, "vi").await;
        assert_eq!(got.status, StatusCode::OK, "{}", got.text);
        is_sound(&got, "vi", "issued");
        assert_eq!(got.text.matches("✓ Đã cấp tài khoản").count(), 2);
        assert_eq!(got.text.matches("beside late").count(), 1, "Hường has one");
    }
    for who in [HEAD, INSPECTOR, ADMINISTRATOR] {
        let got = form.send(&router, who, "vi").await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{who:x}");
    }
    // A list to print is for whoever may read; of what they may not, nothing is on it.
    let path = format!("/ho-so/danh-sach?chon={}&chon={}&khoa=x", ids[0], uuid(NAM));
    for (who, status) in [
        (OFFICER, StatusCode::OK),
        (HEAD, StatusCode::OK),
        (STRANGER, StatusCode::UNPROCESSABLE_ENTITY),
        (ADMINISTRATOR, StatusCode::NOT_FOUND),
        (NAM + 0x100, StatusCode::NOT_FOUND),
    ] {
        let got = page_as(&router, who, "vi", &path).await;
        assert_eq!(got.status, status, "{who:x}");
        is_sound(&got, "vi", &path);
        assert_eq!(got.text.contains("Lý Văn"), status == StatusCode::OK, "{who:x}");
    }
}

#[tokio::test]
async fn a_person_is_found_by_number_without_the_number_in_an_address() {
    let service = province().await;
    let router = service.demo();
    let number = number_of(HOA);
    let search = |typed: &str| Filled {
        action: "/ho-so/tim".to_owned(),
        pairs: vec![("so_dinh_danh".to_owned(), typed.to_owned())],
    };
    for who in [OFFICER, HEAD, INSPECTOR] {
        let got = search(&number).send(&router, who, "vi").await;
        let to = format!("/ho-so/{}", uuid(HOA));
        assert_eq!((got.status, got.header("location")), (StatusCode::SEE_OTHER, to.as_str()));
    }
    for (who, typed, words) in [
        (STRANGER, number.as_str(), "không có hồ sơ nào mang số này"),
        (OFFICER, "079085099999", "không có hồ sơ nào mang số này"),
        (OFFICER, "07908", "12 chữ số"),
    ] {
        let got = search(typed).send(&router, who, "vi").await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
        is_sound(&got, "vi", "/ho-so/tim");
        assert!(got.text.contains(words), "{typed}");
    }
    for who in [ADMINISTRATOR, NAM + 0x100] {
        let got = search(&number).send(&router, who, "vi").await;
        // Whoever may read no list learns nothing here either; their own dossier is theirs.
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{who:x}");
    }
}
