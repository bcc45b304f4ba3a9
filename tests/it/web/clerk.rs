//! What a clerk does all day: the queue, the check screen and on to the next, intake and accounts,
//! several at once; and what leads a head or an inspector from a figure to a fact.

use axum::{
    Router,
    http::{Method, StatusCode},
};
use hoso::app::{Actor, Command};
use hoso_events::{
    account::{AccountCommand, Role},
    dossier::DossierCommand,
    ids::GrantId,
};

use super::{
    fixture::{
        ADMINISTRATOR, Got, HEAD, HOA, HUONG, INSPECTOR, LAN, NAM, OFFICER, SCHOOL, STRANGER,
        Service, account, ask, day, dossier, empty, page_as, paper, province, submission, unit,
        uuid,
    },
    pages::is_sound,
};

/// A form as a browser would send it.
struct Filled {
    action: String,
    pairs: Vec<(String, String)>,
}

impl Filled {
    /// The form of a page that is sent to an address beginning with `action`, with its hidden fields.
    fn of(page: &Got, action: &str) -> Self {
        let start = format!("action=\"{action}");
        let (_before, rest) = page.text.split_once(&start).expect("the form is on the page");
        let (tail, rest) = rest.split_once('"').expect("an address");
        let body = rest.split("</form>").next().unwrap_or_default();
        let hidden = body.split("<input ").filter(|tag| tag.starts_with("type=\"hidden\""));
        let value = |tag: &str, name: &str| {
            let rest = tag.split(&format!("{name}=\"")).nth(1).unwrap_or_default();
            rest.split('"').next().unwrap_or_default().to_owned()
        };
        let pairs = hidden.map(|tag| (value(tag, "name"), value(tag, "value"))).collect();
        Self { action: format!("{action}{tail}").replace("&amp;", "&"), pairs }
    }

    fn with(mut self, name: &str, text: &str) -> Self {
        self.pairs.push((name.to_owned(), text.to_owned()));
        self
    }

    fn body(&self) -> String {
        let safe = |text: &str| -> String {
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
            let one = |byte: u8| match plain(byte) {
                true => char::from(byte).to_string(),
                false => format!("%{byte:02X}"),
            };
            text.bytes().map(one).collect()
        };
        let pair = |(name, text): &(String, String)| format!("{}={}", safe(name), safe(text));
        self.pairs.iter().map(pair).collect::<Vec<_>>().join("&")
    }

    async fn send(&self, router: &Router, n: u128, lang: &str) -> Got {
        let cookie = format!("hoso_vai={}; hoso_ngon_ngu={lang}", uuid(n));
        let form = [("cookie", &*cookie), ("content-type", "application/x-www-form-urlencoded")];
        ask(router, Method::POST, &self.action, &form, self.body()).await
    }
}

fn check(n: u128, of: u128) -> String {
    format!("/ho-so/{}/doi-chieu/{}", uuid(n), submission(of))
}

/// Hường, who teaches at the school, keeps its data too.
async fn huong_is_an_officer(service: &Service) {
    let grant = AccountCommand::GrantAccess {
        grant: GrantId::from_uuid(uuid(0x7001)),
        role: Role::DataOfficer,
        scope: unit(SCHOOL),
        from: day("2026-03-03"),
        until: None,
        request: paper("46/TTr-PNV", "2026-03-02"),
    };
    let command = Command::Account(account(HUONG + 0x100), grant);
    service.by(&Actor::service(), command).await;
}

#[tokio::test]
async fn the_queue_says_what_is_most_urgent_in_both_languages() {
    let service = province().await;
    let router = service.demo();
    for (lang, overdue, kind) in [
        ("vi", "Quá hạn", "Người có hồ sơ chưa khai lần đầu"),
        ("en", "Overdue", "First record not entered by the person"),
    ] {
        for path in ["/viec", "/viec?loai=khai", "/viec?loai=khai&don_vi=tran+phu", "/viec?loai=zz"]
        {
            let got = page_as(&router, OFFICER, lang, path).await;
            assert_eq!(got.status, StatusCode::OK, "{path}");
            is_sound(&got, lang, path);
            assert!(got.text.contains(overdue) && got.text.contains(kind), "{path}");
        }
    }
    let got = page_as(&router, OFFICER, "vi", "/viec").await;
    let places = ["Trần Văn Nam</a>", "Đặng Thị Hoà</a>", "Nguyễn Thị Hường</a>"]
        .map(|name| got.text.find(name).unwrap_or_else(|| panic!("{name} is listed")));
    assert!(places.is_sorted(), "most urgent first: {places:?}");
    let got = page_as(&router, OFFICER, "vi", "/viec?loai=lan-dau").await;
    assert!(got.text.contains("Hoà</a>") && !got.text.contains("Hường</a>"));
    let got = page_as(&router, OFFICER, "vi", "/viec?loai=thay-doi").await;
    assert!(!got.text.contains("Hoà</a>") && got.text.contains("Hường</a>"));
}

#[tokio::test]
async fn an_empty_queue_says_what_to_do() {
    let service = province().await;
    let router = service.demo();
    for (who, path, words) in [
        (STRANGER, "/viec", "Không còn việc nào đang chờ."),
        (OFFICER, "/viec?loai=ket-thuc", "Không còn việc nào trong phần bạn đang lọc."),
        (OFFICER, "/viec?don_vi=H53.50.2", "Không còn việc nào trong phần bạn đang lọc."),
    ] {
        let got = page_as(&router, who, "vi", path).await;
        assert_eq!(got.status, StatusCode::OK, "{path}");
        is_sound(&got, "vi", path);
        assert!(got.text.contains(words), "{path}");
    }
    let got = page_as(&router, STRANGER, "vi", "/doi-chieu").await;
    assert_eq!((got.status, got.header("location")), (StatusCode::SEE_OTHER, "/viec"));
    let nobody = empty().await;
    let got = page_as(&nobody.demo(), OFFICER, "vi", "/viec").await;
    assert_eq!(got.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_clerks_pages_are_not_there_for_others() {
    let service = province().await;
    let router = service.demo();
    let pages = [
        "/viec".to_owned(),
        "/doi-chieu".to_owned(),
        check(HOA, HOA),
        "/ho-so/moi".to_owned(),
        format!("/ho-so/{}/tai-khoan", uuid(NAM)),
    ];
    for who in [HEAD, INSPECTOR, ADMINISTRATOR, NAM + 0x100] {
        for path in &pages {
            let got = page_as(&router, who, "vi", path).await;
            assert_eq!(got.status, StatusCode::NOT_FOUND, "{who:x} {path}");
            is_sound(&got, "vi", path);
        }
    }
    // Another unit's officer: their own queue is theirs, the dossiers of this one are not there.
    for path in [&pages[2], &pages[4]] {
        let got = page_as(&router, STRANGER, "vi", path).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{path}");
    }
    let got = page_as(&router, OFFICER, "vi", &check(HOA, 0xDEAD)).await;
    assert_eq!(got.status, StatusCode::NOT_FOUND);
    // Nor can they send what an officer sends.
    let page = page_as(&router, OFFICER, "vi", &check(HOA, HOA)).await;
    let all = Filled::of(&page, &check(HOA, HOA)).with("viec", "con-lai-khop");
    for who in [HEAD, INSPECTOR, ADMINISTRATOR, STRANGER, NAM + 0x100] {
        let got = all.send(&router, who, "vi").await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{who:x}");
    }
    // A head reads the dossier, and finds nothing there to decide.
    let got = page_as(&router, HEAD, "vi", &format!("/ho-so/{}", uuid(HOA))).await;
    assert!(got.status == StatusCode::OK && !got.text.contains("/doi-chieu"));
}

#[tokio::test]
async fn what_matches_is_stored_in_one_act_and_the_next_case_follows() {
    let service = province().await;
    let router = service.demo();
    let first = page_as(&router, OFFICER, "vi", "/doi-chieu").await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    assert_eq!(first.header("location"), check(HOA, HOA), "the most urgent");
    for lang in ["vi", "en"] {
        let page = page_as(&router, OFFICER, lang, &check(HOA, HOA)).await;
        assert_eq!(page.status, StatusCode::OK);
        is_sound(&page, lang, "check");
        assert!(page.text.contains("/QĐ-SNV"), "the paper the dossier was confirmed by");
    }
    let page = page_as(&router, OFFICER, "vi", &check(HOA, HOA)).await;
    let form = Filled::of(&page, &check(HOA, HOA)).with("viec", "con-lai-khop");
    let got = form.send(&router, OFFICER, "vi").await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
    let next = got.header("location").to_owned();
    assert!(next.starts_with(&format!("{}?vua=", check(HUONG, 0x52))), "{next}");
    let told = page_as(&router, OFFICER, "vi", &next).await;
    is_sound(&told, "vi", &next);
    assert!(told.text.contains("Đã ghi, hồ sơ Đặng Thị Hoà"), "what was done is said");
    assert!(told.text.contains("Số 5 đường Nguyễn Huệ") && told.text.contains("12 Hùng Vương"));
    assert!(told.text.contains("07/XN-CA"), "the paper of the change");
    // What someone else recorded is not told as done, and the address claims nothing by itself.
    let position = next.split("vua=").nth(1).unwrap_or_default();
    for (who, at) in [(HEAD, position), (OFFICER, "1"), (OFFICER, "999999")] {
        let path = format!("/ho-so/{}?vua={at}", uuid(HUONG));
        let got = page_as(&router, who, "vi", &path).await;
        assert!(got.status == StatusCode::OK && !got.text.contains("Đã ghi, hồ sơ"), "{path}");
    }
    // The same form sent twice is one act.
    let again = form.send(&router, OFFICER, "vi").await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text);
    let last = Filled::of(&told, &check(HUONG, 0x52)).with("viec", "con-lai-khop");
    let got = last.send(&router, OFFICER, "vi").await;
    assert!(got.header("location").starts_with("/viec?vua="), "{}", got.header("location"));
    let got = page_as(&router, OFFICER, "vi", got.header("location")).await;
    assert!(got.text.contains("Không có hồ sơ nào chờ bạn đối chiếu"));
}

#[tokio::test]
async fn each_field_is_decided_and_each_objection_has_a_reason() {
    let service = province().await;
    let router = service.demo();
    let path = check(HUONG, 0x52);
    let slot = "current_address";
    let form = || async {
        let page = page_as(&router, OFFICER, "en", &path).await;
        Filled::of(&page, &path)
    };
    let (decision, reason) = (format!("qd.{slot}"), format!("ly_do.{slot}"));
    for (filled, words) in [
        (form().await.with("viec", "hoan-tat"), "Fields without a decision: 1"),
        (
            form().await.with("viec", "hoan-tat").with(&decision, "sai"),
            "Choose or write the reason for returning",
        ),
        (
            form().await.with("viec", "hoan-tat").with(&reason, &"x".repeat(501)),
            "longer than 500 characters",
        ),
        (
            form().await.with("viec", "hoan-tat").with(&reason, "a\u{202E}b"),
            "a character nobody can see",
        ),
    ] {
        let got = filled.send(&router, OFFICER, "en").await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        is_sound(&got, "en", &path);
        assert!(got.text.matches(words).count() >= 2, "in the summary and at the field: {words}");
        let typed = filled.pairs.iter().find(|(name, _)| *name == reason);
        assert!(typed.is_none_or(|(_, text)| got.text.contains(text.as_str())), "kept as typed");
    }
    let filled = form().await.with("viec", "hoan-tat").with(&decision, "thieu");
    let got = filled.send(&router, OFFICER, "en").await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
    // The person reads the reason in the language of the record, whatever the clerk's is.
    let own = page_as(&router, HUONG + 0x100, "vi", &format!("/ho-so/{}", uuid(HUONG))).await;
    assert!(own.text.contains("Hồ sơ giấy không có nội dung này."), "the usual sentence");
}

#[tokio::test]
async fn a_section_is_found_to_match_as_a_whole_and_an_objection_in_it_stands() {
    let service = province().await;
    let router = service.demo();
    let path = check(HOA, HOA);
    let page = page_as(&router, OFFICER, "vi", &path).await;
    let mut form = Filled::of(&page, &path)
        .with("viec", "hoan-tat")
        .with("qd.birth_date", "sai")
        .with("mau.birth_date", "go-sai")
        .with("ly_do.birth_date", "Giấy khai sinh ghi năm 1986.");
    let ticks = page.text.split("name=\"phan.").skip(1).filter_map(|rest| rest.split('"').next());
    let ticked: Vec<String> = ticks.map(str::to_owned).collect();
    assert!(ticked.len() > 3, "{ticked:?}");
    for section in ticked {
        form = form.with(&format!("phan.{section}"), "khop");
    }
    // What stands alone in its section is still to be decided.
    let got = form.send(&router, OFFICER, "vi").await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(got.text.contains("mục chưa có kết quả"));
    let rest = Filled { action: form.action.clone(), pairs: form.pairs.clone() };
    let rest = Filled {
        pairs: rest.pairs.into_iter().filter(|(name, _)| name != "viec").collect(),
        ..rest
    };
    let got = rest.with("viec", "con-lai-khop").send(&router, OFFICER, "vi").await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
    let page = page_as(&router, OFFICER, "vi", &format!("/ho-so/{}", uuid(HOA))).await;
    let reason = "Gõ sai chữ hoặc số so với hồ sơ giấy. Giấy khai sinh ghi năm 1986.";
    assert!(page.text.contains(reason), "the usual sentence and the clerk's own words");
}

#[tokio::test]
async fn whoever_was_faster_is_named_and_the_next_case_is_offered() {
    let service = province().await;
    huong_is_an_officer(&service).await;
    let router = service.demo();
    let path = check(HOA, HOA);
    let page = page_as(&router, OFFICER, "vi", &path).await;
    let form = Filled::of(&page, &path).with("viec", "con-lai-khop");
    let other = service.actor(HUONG + 0x100).await;
    let checked = DossierCommand::CheckSubmission { submission: submission(HOA) };
    service.by(&other, Command::Dossier(dossier(HOA), checked)).await;
    let got = form.send(&router, OFFICER, "vi").await;
    assert_eq!(got.status, StatusCode::CONFLICT);
    is_sound(&got, "vi", &path);
    for words in ["Nguyễn Thị Hường (Trường THCS Trần Phú) đã đối chiếu", "Sang việc kế tiếp"]
    {
        assert!(got.text.contains(words), "{words}");
    }
    let got = page_as(&router, OFFICER, "en", &path).await;
    assert_eq!(got.status, StatusCode::OK);
    is_sound(&got, "en", &path);
    assert!(got.text.contains("checked this at") && !got.text.contains("<form method=\"post\""));
}

#[tokio::test]
async fn nobody_is_led_to_their_own_dossier_nor_may_check_it() {
    let service = province().await;
    huong_is_an_officer(&service).await;
    let router = service.demo();
    let own = check(HUONG, 0x52);
    for lang in ["vi", "en"] {
        let got = page_as(&router, HUONG + 0x100, lang, &own).await;
        assert_eq!(got.status, StatusCode::FORBIDDEN);
        is_sound(&got, lang, &own);
    }
    let theirs = page_as(&router, OFFICER, "vi", &own).await;
    let form = Filled::of(&theirs, &own).with("viec", "con-lai-khop");
    let got = form.send(&router, HUONG + 0x100, "vi").await;
    assert_eq!(got.status, StatusCode::FORBIDDEN, "{}", got.text);
    assert!(got.text.contains("Hồ sơ của chính bạn"));
    let next = page_as(&router, HUONG + 0x100, "vi", "/doi-chieu").await;
    assert_eq!(next.header("location"), check(HOA, HOA));
    let page = page_as(&router, HUONG + 0x100, "vi", &check(HOA, HOA)).await;
    let form = Filled::of(&page, &check(HOA, HOA)).with("viec", "con-lai-khop");
    let got = form.send(&router, HUONG + 0x100, "vi").await;
    assert!(got.header("location").starts_with("/viec?vua="), "{}", got.header("location"));
    let list = page_as(&router, HUONG + 0x100, "vi", "/viec").await;
    assert!(list.text.contains("chuyển cho đồng nghiệp đối chiếu"));
}

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
        ("vi", "so_dinh_danh", "", "Nhập Số định danh cá nhân."),
        ("vi", "so_dinh_danh", "12345", "12 chữ số"),
        ("vi", "ho_ten", " ", "Nhập Họ và tên khai sinh."),
        ("vi", "ho_ten", "Bùi 123", "Họ tên"),
        ("vi", "don_vi", "", "Chọn cơ quan, đơn vị quản lý hồ sơ."),
        ("vi", "don_vi", "H99", "Không rõ là đơn vị nào."),
        ("vi", "ngay_xac_nhan", "3/2026", "phải là ngày có thật"),
        ("vi", "ngay_xac_nhan", "4/3/2026", "hôm nay"),
        ("en", "ngay_vb", "31/2/2026", "a real day"),
        ("en", "ngay_vb", "4/3/2026", "paper"),
        ("en", "noi_ban_hanh", "", "Enter: Issued by."),
        ("vi", "so_vb", "", "Nhập Số, ký hiệu văn bản."),
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
    let taken = format!("0721850{:05}", HUONG);
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
    let number = format!("0721850{:05}", HOA);
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

#[tokio::test]
async fn the_list_of_people_turns_round() {
    let service = province().await;
    let router = service.demo();
    let order = |text: &str| {
        ["Hoà</a>", "Hường</a>", "Lan</a>", "Nam</a>"]
            .map(|name| text.find(name).unwrap_or_else(|| panic!("{name}")))
    };
    let got = page_as(&router, OFFICER, "vi", "/ho-so").await;
    assert!(order(&got.text).is_sorted());
    let got = page_as(&router, OFFICER, "vi", "/ho-so?xep=ten-nguoc&don_vi=H53.50").await;
    is_sound(&got, "vi", "/ho-so");
    assert!(order(&got.text).iter().rev().is_sorted());
    let after = format!("/ho-so?xep=ten-nguoc&sau={}", uuid(HUONG));
    let got = page_as(&router, OFFICER, "vi", &after).await;
    assert!(got.text.contains("Hoà</a>") && !got.text.contains("Lan</a>"));
}

#[tokio::test]
async fn every_fact_has_a_page_for_whoever_may_read_what_it_belongs_to() {
    let service = province().await;
    let router = service.demo();
    let dossier_page = page_as(&router, OFFICER, "vi", &format!("/ho-so/{}", uuid(LAN))).await;
    let facts: Vec<&str> = dossier_page
        .text
        .split("href=\"/su-kien/")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert!(facts.len() >= 5, "each line leads to its fact: {facts:?}");
    for position in &facts {
        let path = format!("/su-kien/{position}");
        for (who, status) in [
            (OFFICER, StatusCode::OK),
            (HEAD, StatusCode::OK),
            (INSPECTOR, StatusCode::OK),
            (LAN + 0x100, StatusCode::OK),
            (NAM + 0x100, StatusCode::NOT_FOUND),
            (STRANGER, StatusCode::NOT_FOUND),
            (ADMINISTRATOR, StatusCode::NOT_FOUND),
        ] {
            for lang in ["vi", "en"] {
                let got = page_as(&router, who, lang, &path).await;
                assert_eq!(got.status, status, "{who:x} {path}");
                if who == OFFICER {
                    is_sound_with_data(&got, lang, &path);
                }
            }
        }
    }
    // Position 1 is a calendar: for whoever may read a board.
    for (who, status) in [
        (OFFICER, StatusCode::OK),
        (ADMINISTRATOR, StatusCode::OK),
        (NAM + 0x100, StatusCode::NOT_FOUND),
    ] {
        let got = page_as(&router, who, "vi", "/su-kien/1").await;
        assert_eq!(got.status, status, "{who:x}");
    }
    for path in ["/su-kien/0", "/su-kien/999999", "/su-kien/x"] {
        let got = page_as(&router, OFFICER, "vi", path).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{path}");
    }
}

/// A fact's page shows its stored data, which holds codes by nature; all before it is words.
fn is_sound_with_data(got: &Got, lang: &str, path: &str) {
    let words = got.text.split("<details>").next().unwrap_or_default().to_owned();
    let tail = got.text.rsplit("</details>").next().unwrap_or_default();
    let (status, headers) = (got.status, got.headers.clone());
    is_sound(&Got { status, headers, text: words + tail }, lang, path);
}

#[tokio::test]
async fn an_inspector_goes_from_the_province_to_the_fact_in_four_steps() {
    let service = province().await;
    let router = service.demo();
    let mut page = page_as(&router, INSPECTOR, "vi", "/tuan-thu").await;
    for step in ["/tuan-thu/H53.50\"", "/tuan-thu/H53.50.1\"", "/vi-sao/first_entry", "/su-kien/"] {
        let links = page.text.split("href=\"").skip(1);
        let found = links.map(|rest| rest.split('>').next().unwrap_or_default());
        let to = found.filter(|link| link.contains(step)).find_map(|link| link.split('"').next());
        let to = to.unwrap_or_else(|| panic!("no way to {step}")).to_owned();
        page = page_as(&router, INSPECTOR, "vi", &to).await;
        assert_eq!(page.status, StatusCode::OK, "{to}");
    }
    assert!(page.text.contains("tài khoản"), "the fact that started the clock");
    assert!(page.text.contains("Trần Văn Nam"));
}
