//! Packages that come in by the page: who sees it, the cover before anything is written, taking in,
//! and the receipt.

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use hoso::{
    app::{Actor, App, Command},
    files::{Files, hash_of},
    package::receipt,
    seal::key::PublicKey,
    store::{access_log, read},
};
use hoso_events::{
    fact::Fact,
    unit::{NewUnit, UnitCommand, UnitKind},
    values::{UnitCode, UnitName},
};

use super::fixture::{
    ADMINISTRATOR, Got, HEAD, HUONG, INSPECTOR, OFFICER, PROVINCE, Service, ask, day, page_as,
    paper, province, unit, uuid,
};
use crate::{
    support::{
        Place,
        commits::{append, commit},
        dossier,
    },
    taking_in::{
        Instance, instance,
        units::{ANNEX, ZONE, of_before, works_elsewhere},
    },
};

const BOUNDARY: &str = "ranh-gioi";

/// Another instance with one kept dossier, of which a newer version recorded something too; and the
/// package of it.
async fn sender() -> (Instance, Vec<u8>) {
    let sender = instance(Place::sqlite(), 9).await;
    sender.world.keeps(1).await;
    let held = sender.raw(dossier(1)).await.len() as u64;
    let newer = vec![append(1, held, vec![Fact::unread("OathTaken", 2, r#"{"oath":"có"}"#)])];
    sender.world.store.append(commit(newer, "newer", "newer")).await.unwrap();
    let package = sender.exports(dossier(1)).await;
    (sender, package)
}

/// The province some months later, trusting these senders.
async fn receiver(folder: &tempfile::TempDir, senders: Vec<PublicKey>) -> Service {
    let mut service = province().await;
    service.clock.set("2026-12-01T02:00:00Z".parse().unwrap());
    let keeper = service.app.keeper().unwrap().clone();
    let app = App::new(service.app.store().clone()).with_files(Files::in_folder(folder.path()));
    service.app = Arc::new(app.with_keeper(keeper).with_senders(senders));
    service
}

async fn brings(service: &Service, who: u128, file: &[u8]) -> Got {
    let mut body = format!(
        "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"tep\"; filename=\"goi.zip\"\r\n\r\n"
    )
    .into_bytes();
    body.extend(file);
    body.extend(format!("\r\n--{BOUNDARY}--\r\n").bytes());
    let cookie = format!("hoso_vai={}", uuid(who));
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let headers = [("cookie", cookie.as_str()), ("content-type", kind.as_str())];
    ask(&service.demo(), Method::POST, "/nhan-goi", &headers, body).await
}

async fn takes(service: &Service, who: u128, path: &str, form: &str) -> Got {
    let cookie = format!("hoso_vai={}", uuid(who));
    let headers =
        [("cookie", cookie.as_str()), ("content-type", "application/x-www-form-urlencoded")];
    ask(&service.demo(), Method::POST, path, &headers, form.to_owned()).await
}

async fn end(service: &Service) -> u64 {
    read::head(service.app.store().db()).await.unwrap().position
}

const FORM: &str = "don_vi=H53.50&ngay_nhan=01%2F12%2F2026&so_vb=15%2FQĐ-SNV&ngay_vb=25%2F11%2F2026&noi_ban_hanh=Sở+Nội+vụ";

#[tokio::test]
async fn a_package_is_shown_before_it_is_taken_in_and_then_its_receipt_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let (sender, package) = sender().await;
    let service = receiver(&folder, vec![sender.key().await]).await;
    let router = service.demo();
    let list = page_as(&router, OFFICER, "vi", "/dieu-chuyen").await;
    assert!(list.text.contains("href=\"/nhan-goi\""));
    let page = page_as(&router, OFFICER, "vi", "/nhan-goi").await;
    assert!(page.text.contains("Nhận gói hồ sơ") && page.text.contains(sender.key().await.name()));

    let before = end(&service).await;
    let brought = brings(&service, OFFICER, &package).await;
    assert_eq!(brought.status, StatusCode::SEE_OTHER, "{}", brought.text);
    let path = brought.header("location").to_owned();
    assert_eq!(path, format!("/nhan-goi/{}", hash_of(&package)));
    let cover = page_as(&router, OFFICER, "vi", &path).await;
    assert_eq!(cover.status, StatusCode::OK, "{}", cover.text);
    for told in [
        "Nguyễn Thị Mai",
        "Sở Tài chính (H53.01)",
        hash_of(&package).as_str(),
        "Sự kiện của phiên bản mới hơn, giữ nguyên, chưa đọc được</dt><dd>1",
    ] {
        assert!(cover.text.contains(told), "{told}: {}", cover.text);
    }
    let db = service.app.store().db();
    let looks = access_log::of_dossier(db, &dossier(1).to_string(), None, true, 1).await.unwrap();
    assert_eq!((&*looks[0].row.opened, &*looks[0].row.outcome), ("transfer", "shown"));

    // A form that fails comes back filled in.
    let wrong = takes(&service, OFFICER, &path, &FORM.replace("15%2FQĐ-SNV", "")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.text.contains("Sở Nội vụ") && wrong.text.contains("o-so-vb-loi"),
        "{}",
        wrong.text
    );
    let late = takes(&service, OFFICER, &path, &FORM.replace("01%2F12", "02%2F12")).await;
    assert!(late.text.contains("o-ngay-nhan-loi"), "{}", late.text);
    assert_eq!(end(&service).await, before, "nothing is written");

    let taken = takes(&service, OFFICER, &path, FORM).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
    let to = taken.header("location").to_owned();
    assert!(to.starts_with(&format!("/ho-so/{}/goi?vua=", dossier(1))), "{to}");
    let after = page_as(&router, OFFICER, "vi", &to).await;
    assert!(after.text.contains("Gói đã nhận") && after.text.contains("/goi/bien-nhan"));
    assert!(after.text.contains("class=\"flash\""), "{}", after.text);
    let whole = page_as(&router, OFFICER, "vi", &format!("/ho-so/{}", dossier(1))).await;
    let from = format!("Nhận từ sổ</dt><dd><code>{}", sender.key().await.name());
    assert!(whole.text.contains(&from), "{}", whole.text);
    assert!(whole.text.contains("nhận hồ sơ bằng gói niêm phong của Sở Tài chính"));
    assert!(whole.text.contains("giữ nguyên, chưa đọc được (OathTaken 2)"));
    let fact = page_as(&router, OFFICER, "vi", &format!("/su-kien/{}", before + 1)).await;
    assert!(fact.text.contains(", vị trí ") && fact.text.contains("Nhận vào đây"));
    let unread = end(&service).await - 1;
    let unread = page_as(&router, OFFICER, "en", &format!("/su-kien/{unread}")).await;
    assert!(unread.text.contains("kept as it came, not read yet") && unread.text.contains("oath"));
    let film = page_as(&router, OFFICER, "vi", &format!("/ho-so/{}/dien-bien", dossier(1))).await;
    assert_eq!(film.status, StatusCode::OK);
    assert!(film.text.contains("Nhận từ sổ"));

    let receipt_path = format!("/ho-so/{}/goi/bien-nhan", dossier(1));
    let given = page_as(&router, OFFICER, "vi", &receipt_path).await;
    assert_eq!(given.status, StatusCode::OK);
    let key = service.app.checkpoint_key(service.app.keeper().unwrap()).await.unwrap();
    assert_eq!(receipt::check(&given.text, &package, &key), Ok(()));
    let looks = access_log::of_dossier(db, &dossier(1).to_string(), None, true, 1).await.unwrap();
    assert_eq!((&*looks[0].row.opened, &*looks[0].row.outcome), ("export", "shown"));
    for who in [HEAD, INSPECTOR, ADMINISTRATOR] {
        let hidden = page_as(&router, who, "vi", &receipt_path).await;
        assert_eq!(hidden.status, StatusCode::NOT_FOUND, "{who:x}");
    }

    // Brought again, there is nothing to take in.
    let brought = brings(&service, OFFICER, &package).await;
    let cover = page_as(&router, OFFICER, "vi", brought.header("location")).await;
    assert!(cover.text.contains("Gói này đã được nhận"), "{}", cover.text);
    assert!(!cover.text.contains("name=\"so_vb\""));
}

#[tokio::test]
async fn units_of_the_sender_are_told_by_the_names_they_had_there_on_every_page() {
    let folder = tempfile::tempdir().unwrap();
    let sender = instance(Place::sqlite(), 9).await;
    sender.world.keeps(1).await;
    works_elsewhere(&sender).await;
    let package = sender.exports(dossier(1)).await;
    let service = receiver(&folder, vec![sender.key().await]).await;
    let brought = brings(&service, OFFICER, &package).await;
    let before = end(&service).await;
    let taken = takes(&service, OFFICER, brought.header("location"), FORM).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);

    let (router, whole) = (service.demo(), format!("/ho-so/{}", dossier(1)));
    let now = "(nay là Ban Quản lý các Khu công nghiệp) (đơn vị của nơi gửi)";
    let (zone, annex) =
        (format!("Ban Quản lý Khu kinh tế {now}"), format!("Chi nhánh Khu kinh tế {now}"));
    let report = format!("{whole}/dien-bien/in");
    let page = page_as(&router, OFFICER, "vi", &whole).await;
    let report = page_as(&router, OFFICER, "vi", &report).await;
    for (place, got) in [("dossier", &page), ("report", &report)] {
        assert_eq!(got.status, StatusCode::OK);
        assert!(got.text.contains(&zone) && got.text.contains(&annex), "{place}: {}", got.text);
        for id in [ZONE, ANNEX] {
            assert!(!got.text.contains(&id.to_string()), "{place}");
        }
    }
    // The facts one by one, and the film step by step.
    let last = sender.raw(dossier(1)).await.len() as u64;
    let (mut in_facts, mut in_film) = (0, 0);
    for n in 1..=last {
        let fact = page_as(&router, OFFICER, "vi", &format!("/su-kien/{}", before + n)).await;
        let step = page_as(&router, OFFICER, "vi", &format!("{whole}/dien-bien?buoc={n}")).await;
        for got in [&fact, &step] {
            assert!(!got.text.contains(&format!(">{ZONE}<")), "{}", got.text);
        }
        in_facts += usize::from(fact.text.contains(&zone));
        in_film += usize::from(step.text.contains(&zone));
    }
    assert!(in_facts > 0 && in_film > 0, "{in_facts} {in_film}");

    // A form over what came is filled in with the name, and leaves it as it is.
    let form_path = format!("{whole}/quyet-dinh");
    let form = page_as(&router, OFFICER, "vi", &format!("{form_path}?phan=work")).await;
    let named = "Ban Quản lý các Khu công nghiệp (đơn vị của nơi gửi)";
    assert!(form.text.contains(named) && !form.text.contains(&ZONE.to_string()));
    let typed = format!(
        "phan=work&so_vb=9%2FQĐ&ngay_vb=25%2F11%2F2026&noi_ban_hanh=Sở&ngay_hieu_luc=25%2F11%2F2026\
         &cu.employing_unit={named}&employing_unit={named}&main_duty=Văn+thư"
    );
    let said = takes(&service, OFFICER, &form_path, &typed).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text);
    let facts = service.app.store().stream(&dossier(1).to_string(), 0).await.unwrap();
    let Fact::Dossier(event) = &facts.last().unwrap().fact else { panic!("a fact of the dossier") };
    let slots: Vec<String> = event.entries().iter().map(|it| it.slot.to_string()).collect();
    assert_eq!(slots, ["main_duty"]);
}

#[tokio::test]
async fn ids_that_are_or_may_be_other_units_here_are_told_on_the_cover() {
    let folder = tempfile::tempdir().unwrap();
    let sender = instance(Place::sqlite(), 9).await;
    sender.world.keeps(1).await;
    works_elsewhere(&sender).await;
    let package = sender.exports(dossier(1)).await;
    let service = receiver(&folder, vec![sender.key().await]).await;
    let own = NewUnit {
        unit: ZONE,
        code: UnitCode::parse("H53.99").unwrap(),
        name: UnitName::parse("Hạt Kiểm lâm").unwrap(),
        kind: UnitKind::ServiceUnit,
        parent: Some(unit(PROVINCE)),
    };
    let (effective_on, basis) = (day("2026-01-05"), paper("01/QĐ-UBND", "2026-01-02"));
    let founded = UnitCommand::EstablishUnits { units: vec![own], effective_on, basis };
    service.by(&Actor::service(), Command::Unit(founded)).await;

    let router = service.demo();
    let brought = brings(&service, OFFICER, &package).await;
    let path = brought.header("location");
    for (lang, told) in [
        (
            "vi",
            "Ban Quản lý các Khu công nghiệp (H53.80) của nơi gửi trùng mã định danh trong sổ với \
             Hạt Kiểm lâm (H53.99) tại đây.",
        ),
        (
            "en",
            "Ban Quản lý các Khu công nghiệp (H53.80) at the sender has the id in the log that \
             Hạt Kiểm lâm (H53.99) has here.",
        ),
    ] {
        let cover = page_as(&router, OFFICER, lang, path).await;
        assert!(cover.text.contains(told), "{}", cover.text);
    }
    let cover = page_as(&router, OFFICER, "vi", path).await;
    assert!(cover.text.contains("<dt>Đơn vị khác nhau nhưng trùng mã định danh trong sổ</dt>"));
    assert!(!cover.text.contains("không nêu tên"), "{}", cover.text);

    // A package that names no unit says nothing of which is meant.
    let brought = brings(&service, OFFICER, &of_before(&sender, &package).await).await;
    let cover = page_as(&router, OFFICER, "vi", brought.header("location")).await;
    for ours in ["Hạt Kiểm lâm (H53.99)", "Sở Nội vụ (H53.01)"] {
        let told =
            format!("Gói không nêu tên đơn vị có cùng mã định danh trong sổ với {ours} tại đây.");
        assert!(cover.text.contains(&told), "{}", cover.text);
    }
    let taken = takes(&service, OFFICER, brought.header("location"), FORM).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
    let whole = page_as(&router, OFFICER, "vi", &format!("/ho-so/{}", dossier(1))).await;
    let marked = "Hạt Kiểm lâm (tên tại đây; nơi gửi không nêu tên)";
    assert!(whole.text.contains(marked), "{}", whole.text);
}

#[tokio::test]
async fn a_package_that_is_not_believed_is_told_at_the_field_and_nobody_else_sees_any() {
    let folder = tempfile::tempdir().unwrap();
    let (sender, package) = sender().await;
    let service = receiver(&folder, vec![sender.key().await]).await;
    let mut changed = package.clone();
    let middle = changed.len() / 2;
    changed[middle] ^= 1;
    for (file, told) in [
        (&changed[..], "khác với bản đã ký"),
        (b"another file", "không phải là gói hồ sơ"),
        (b"", "Chọn tệp gói"),
    ] {
        let got = brings(&service, OFFICER, file).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(got.text.contains(told) && got.text.contains("tep-loi"), "{}", got.text);
    }
    let path = format!("/nhan-goi/{}", hash_of(&package));
    let missing = page_as(&service.demo(), OFFICER, "vi", &path).await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND, "it was not brought");
    assert_eq!(brings(&service, OFFICER, &package).await.status, StatusCode::SEE_OTHER);
    for who in [HEAD, INSPECTOR, ADMINISTRATOR, HUONG + 0x100] {
        for hidden in ["/nhan-goi", &path] {
            let got = page_as(&service.demo(), who, "vi", hidden).await;
            assert_eq!(got.status, StatusCode::NOT_FOUND, "{who:x} {hidden}");
        }
        assert_eq!(brings(&service, who, &package).await.status, StatusCode::NOT_FOUND);
        assert_eq!(takes(&service, who, &path, FORM).await.status, StatusCode::NOT_FOUND);
    }

    // Another sender's, and none at all.
    let other = instance(Place::sqlite(), 11).await;
    let strict = receiver(&folder, vec![other.key().await]).await;
    let got = brings(&strict, OFFICER, &package).await;
    assert!(got.text.contains("do khóa khác ký"), "{}", got.text);
    let closed = receiver(&folder, vec![]).await;
    let page = page_as(&closed.demo(), OFFICER, "vi", "/nhan-goi").await;
    assert!(page.text.contains("chưa được khai báo khóa"), "{}", page.text);
    assert!(!page.text.contains("type=\"file\""));
}
