//! Accounts and access on pages: who sees them, each act of QĐ 842 on a written request, what is
//! wrong told at its field.

use axum::http::StatusCode;
use hoso_events::ids::AccountId;
use hoso_projections::accounts;

use super::{fixture::*, guest::*, pages::is_sound};

/// The person behind the demo's choice, with a browser of theirs.
fn as_someone(service: &Service, n: u128) -> Browser {
    let browser = Browser::new(service.demo());
    browser.carry(format!("hoso_vai={}", uuid(n)));
    browser
}

fn path(n: u128) -> String {
    format!("/tai-khoan/{}", uuid(n))
}

fn request<'a>() -> Vec<(&'a str, &'a str)> {
    vec![
        ("so_vb", "46/TTr-UBND"),
        ("ngay_vb", "02/03/2026"),
        ("noi_ban_hanh", "Ủy ban nhân dân xã Đức Hòa"),
    ]
}

async fn grants(service: &Service, account: u128) -> String {
    let id = AccountId::from_uuid(uuid(account)).to_string();
    let row = accounts::by_id(service.app.store().db(), &id).await.unwrap().unwrap();
    let told = |line: accounts::GrantLine| {
        let until = line.until.map(|until| until.to_string()).unwrap_or_default();
        format!("{:?} {} {until} {}", line.role, line.scope, line.revoked)
    };
    row.grant_lines().into_iter().map(told).collect::<Vec<_>>().join("; ")
}

#[tokio::test]
async fn only_those_who_decide_on_access_see_who_has_it_and_only_within_their_units() {
    let service = province().await;
    for (who, status, sees) in [
        (HEAD, StatusCode::OK, vec!["Lê Văn Bình"]),
        (ADMINISTRATOR, StatusCode::OK, vec!["Lê Văn Bình", "Hồ Văn Tám", "Đỗ Quang Minh"]),
        (OFFICER, StatusCode::NOT_FOUND, vec![]),
        (INSPECTOR, StatusCode::NOT_FOUND, vec![]),
    ] {
        for lang in ["vi", "en"] {
            let got = page_as(&service.demo(), who, lang, "/tai-khoan").await;
            assert_eq!(got.status, status);
            if status == StatusCode::OK {
                is_sound(&got, lang, "/tai-khoan");
            }
            for name in ["Lê Văn Bình", "Hồ Văn Tám", "Đỗ Quang Minh"] {
                assert_eq!(
                    got.text.contains(&format!(">{name}</a>")),
                    sees.contains(&name),
                    "{name}"
                );
            }
        }
    }
    let got =
        page_as(&service.demo(), ADMINISTRATOR, "vi", "/tai-khoan?tim=tam&don_vi=so+noi+vu").await;
    assert!(got.text.contains("Hồ Văn Tám</a>") && !got.text.contains("Lê Văn Bình</a>"));
    for (who, account, status) in [
        (HEAD, OFFICER, StatusCode::OK),
        (HEAD, STRANGER, StatusCode::NOT_FOUND),
        (OFFICER, HUONG + 0x100, StatusCode::OK),
        (OFFICER, HEAD, StatusCode::NOT_FOUND),
        (OFFICER, OFFICER, StatusCode::OK),
        (STRANGER, HUONG + 0x100, StatusCode::NOT_FOUND),
        (INSPECTOR, OFFICER, StatusCode::NOT_FOUND),
    ] {
        for lang in ["vi", "en"] {
            let got = page_as(&service.demo(), who, lang, &path(account)).await;
            assert_eq!(got.status, status, "{who:x} {account:x}");
            if status == StatusCode::OK {
                is_sound(&got, lang, "an account");
            }
        }
    }
}

#[tokio::test]
async fn access_is_granted_restricted_extended_and_revoked_on_written_requests() {
    let service = province().await;
    let head = as_someone(&service, HEAD);
    let account = HUONG + 0x100;
    let at = path(account);
    let act = format!("{at}/quyen");
    let page = head.get(&at).await;
    let mut fields = request();
    fields.extend([("vai_tro", "data_officer"), ("don_vi", "H53.50"), ("den_ngay", "30/06/2026")]);
    let got = head.send(&page, &act, &fields).await;
    assert_eq!(to(&got), format!("{at}?da=quyen"));
    // The same form again is the same grant.
    assert_eq!(to(&head.send(&page, &act, &fields).await), format!("{at}?da=quyen"));
    let (commune, school) = (uuid(COMMUNE), uuid(SCHOOL));
    assert_eq!(grants(&service, account).await, format!("DataOfficer {commune} 2026-06-30 false"));

    let page = head.get(&at).await;
    let grant = link_under(&page.text, &format!("{at}/quyen/"));
    for (viec, unit, until, after) in [
        ("han-che", "H53.50.1", "31/05/2026", format!("DataOfficer {school} 2026-05-31 false")),
        ("mo-rong", "H53.50", "31/12/2026", format!("DataOfficer {commune} 2026-12-31 false")),
        ("huy-bo", "", "", format!("DataOfficer {commune} 2026-12-31 true")),
    ] {
        let page = head.get(&grant).await;
        is_sound(&page, "vi", "a grant");
        let mut fields = request();
        fields.extend([("viec", viec), ("don_vi", unit), ("den_ngay", until)]);
        to(&head.send(&page, &grant, &fields).await);
        assert_eq!(grants(&service, account).await, after, "{viec}");
    }
    assert_eq!(head.get(&grant).await.status, StatusCode::NOT_FOUND, "revoked for good");
    // What was is still told.
    let page = head.get(&at).await;
    assert!(page.text.contains("Đã hủy bỏ"), "{}", page.text);
}

#[tokio::test]
async fn what_is_wrong_with_an_act_on_access_is_told_at_its_field_and_nothing_is_lost() {
    let service = province().await;
    let head = as_someone(&service, HEAD);
    let at = path(HUONG + 0x100);
    let act = format!("{at}/quyen");
    let page = head.get(&at).await;
    for (changes, told) in [
        (vec![("vai_tro", "")], "Chọn vai trò được cấp."),
        (vec![("den_ngay", "30/02/2026")], "Ngày cuối phải có đủ ngày, tháng, năm"),
        (vec![("den_ngay", "30/06/2028")], "12 tháng"),
        (vec![("vai_tro", "inspector"), ("den_ngay", "")], "12 tháng"),
        (vec![("vai_tro", "administrator")], "quản trị"),
        (vec![("so_vb", "")], "Số"),
        (vec![("ngay_vb", "04/03/2026")], "ngày"),
    ] {
        let mut fields = request();
        fields.extend([("vai_tro", "head"), ("don_vi", "H53.50.1"), ("den_ngay", "30/06/2026")]);
        for (name, text) in &changes {
            fields
                .iter_mut()
                .filter(|(known, _text)| known == name)
                .for_each(|field| field.1 = text);
        }
        let before = grants(&service, HUONG + 0x100).await;
        let got = head.send(&page, &act, &fields).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{changes:?}: {}", got.text);
        assert!(
            got.text.contains("Có lỗi cần sửa") && got.text.contains(told),
            "{told}: {}",
            got.text
        );
        assert!(got.text.contains("value=\"Ủy ban nhân dân xã Đức Hòa\""), "what was typed stays");
        is_sound(&got, "vi", "a form again");
        assert_eq!(grants(&service, HUONG + 0x100).await, before);
    }
    // Beyond one's own units nothing can be given, whatever the form says.
    let mut fields = request();
    fields.extend([("vai_tro", "head"), ("don_vi", "H53"), ("den_ngay", "30/06/2026")]);
    let before = grants(&service, HUONG + 0x100).await;
    let got = head.send(&page, &act, &fields).await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(got.text.contains("Chọn đơn vị mà quyền này có hiệu lực."), "{}", got.text);
    assert_eq!(grants(&service, HUONG + 0x100).await, before);
    // Nor for oneself.
    let got = head.get(&path(HEAD)).await;
    assert!(!got.text.contains("/quyen\""), "no form for one's own access");
}

#[tokio::test]
async fn a_new_account_comes_with_its_access_or_not_at_all_and_its_slip_opens_the_way_in() {
    let service = province().await;
    let administrator = as_someone(&service, ADMINISTRATOR);
    let page = administrator.get("/tai-khoan/moi").await;
    is_sound(&page, "vi", "/tai-khoan/moi");
    let mut fields = request();
    fields.extend([("ho_ten", "Ngô Thị Sáu"), ("vai_tro", "inspector"), ("don_vi", "H53.01")]);
    let got = administrator.send(&page, "/tai-khoan/moi", &fields).await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "an inspector's access ends");
    let list = administrator.get("/tai-khoan?tim=sau").await;
    assert!(!list.text.contains("Ngô Thị Sáu"), "no account is left behind");
    fields.push(("den_ngay", "31/12/2026"));
    let got = administrator.send(&page, "/tai-khoan/moi", &fields).await;
    let at = to(&got).trim_end_matches("?da=moi").to_owned();
    let again = administrator.send(&page, "/tai-khoan/moi", &fields).await;
    assert_eq!(to(&again), format!("{at}?da=moi"), "the same form is the same account");

    let page = administrator.get(&at).await;
    let slip = administrator.send(&page, &format!("{at}/ma"), &[]).await;
    assert_eq!(slip.status, StatusCode::OK, "{}", slip.text);
    is_sound(&slip, "vi", "a slip");
    let codes: Vec<&str> =
        slip.text.split("<code>").skip(1).map(|rest| rest.split('<').next().unwrap()).collect();
    assert_eq!(codes[0], "saunt");
    let guest = Browser::new(service.closed());
    let password = "con gà đi bộ qua sông Vàm Cỏ";
    let typed = [("ma", codes[1]), ("mat_khau_moi", password), ("mat_khau_lai", password)];
    assert_eq!(to(&guest.post("/kich-hoat", &typed).await), "/bao-mat/hai-buoc");
    // The code is shown once; that it was issued stays.
    let page = administrator.get(&at).await;
    assert!(!page.text.contains(codes[1]) && page.text.contains("Cấp mã kích hoạt"));
    assert!(page.text.contains("Vũ Thị Thảo"), "by whom");
}

#[tokio::test]
async fn a_closed_account_opens_nothing_and_stays_readable() {
    let service = province().await;
    let head = as_someone(&service, HEAD);
    let at = path(OFFICER);
    let page = head.get(&at).await;
    let act = format!("{at}/dong");
    let got = head.send(&page, &act, &[("ly_do", "  ")]).await;
    assert!(got.status == 422 && got.text.contains("Lý do đóng"), "{}", got.text);
    let got = head.send(&page, &act, &[("ly_do", "Chuyển công tác")]).await;
    assert_eq!(to(&got), format!("{at}?da=dong"));
    let page = head.get(&at).await;
    assert!(page.text.contains("Đã đóng") && !page.text.contains("/dong\""), "{}", page.text);
    let officer = page_as(&service.demo(), OFFICER, "vi", "/ho-so").await;
    assert_eq!(officer.status, StatusCode::UNAUTHORIZED);
}
