//! A secondment through its pages: ordered, prolonged, ended early, cancelled, by forms alone; what
//! the host unit sees of the dossier; and what both units are told of an end.

use axum::http::StatusCode;
use hoso::app::Command;
use hoso_events::{
    dossier::{DossierCommand, InventoryLine, SecondmentStep, TransferKind, TransferStep},
    ids::{SecondmentId, TransferId},
    values::PaperTitle,
};

use super::{
    filled::Filled,
    fixture::{
        Got, HOME_AFFAIRS, HUONG, OFFICER, STRANGER, Service, day, dossier, page_as, paper,
        province, unit, uuid,
    },
    pages::is_sound,
    transfers,
};

/// Seconds the person of dossier `n` to the department from tomorrow to the end of the month, as the
/// secondment of the same number.
pub async fn is_ordered(service: &Service, n: u128) {
    let step = SecondmentStep::Order {
        host: unit(HOME_AFFAIRS),
        decision: paper("320/QĐ-SNV", "2026-03-02"),
        begins_on: day("2026-03-04"),
        ends_on: day("2026-03-31"),
    };
    let secondment = SecondmentId::from_uuid(uuid(n));
    let command = DossierCommand::Secondment { secondment, step };
    let officer = service.actor(OFFICER).await;
    service.by(&officer, Command::Dossier(dossier(n), command)).await;
}

fn path() -> String {
    format!("/biet-phai/{}", uuid(HUONG))
}

fn dossier_page() -> String {
    format!("/ho-so/{}", uuid(HUONG))
}

async fn sees(service: &Service, who: u128, path: &str) -> Got {
    page_as(&service.demo(), who, "vi", path).await
}

fn at(service: &Service, instant: &str) {
    service.clock.set(instant.parse().unwrap());
}

const A_PAPER: [(&str, &str); 3] =
    [("so_vb", "41/QĐ-SNV"), ("ngay_vb", "3/3/2026"), ("noi_ban_hanh", "Sở Nội vụ")];

async fn changes(service: &Service, typed: &[(&str, &str)]) -> Got {
    let mut form = Filled::of(&sees(service, OFFICER, &path()).await, &path());
    for (name, text) in typed {
        form = form.with(name, text);
    }
    form.send(&service.demo(), OFFICER, "vi").await
}

#[tokio::test]
async fn a_secondment_goes_through_by_forms_alone() {
    let service = province().await;
    let order = format!("{}/biet-phai", dossier_page());
    let page = sees(&service, OFFICER, &dossier_page()).await;
    assert!(page.text.contains(&order), "the dossier leads there");
    let form = Filled::of(&sees(&service, OFFICER, &order).await, &order)
        .with("don_vi_nhan", "so noi vu")
        .with("so_vb", "320/QĐ-SNV")
        .with("ngay_vb", "2/3/2026")
        .with("noi_ban_hanh", "Sở Nội vụ tỉnh Tây Ninh")
        .with("tu_ngay", "4/3/2026")
        .with("den_ngay", "31/3/2026");
    let done = form.send(&service.demo(), OFFICER, "vi").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let again = form.send(&service.demo(), OFFICER, "vi").await;
    assert_eq!(again.header("location"), done.header("location"), "sent twice it is one order");
    let there = sees(&service, OFFICER, done.header("location")).await;
    is_sound(&there, "vi", done.header("location"));
    assert!(there.text.contains("Sẽ biệt phái tại Sở Nội vụ"), "{}", there.text);
    let list = sees(&service, STRANGER, "/biet-phai").await;
    is_sound(&list, "vi", "/biet-phai");
    assert!(list.text.contains("320/QĐ-SNV") && list.text.contains("04/03/2026 – 31/03/2026"));
    // The days and the unit are judged at their fields, and what was typed stays.
    let ended = transfers::an_ended_unit(&service).await;
    for (name, text, told) in [
        ("den_ngay", "3/4/2026", "Ngày cuối sớm hơn ngày bắt đầu"),
        ("don_vi_nhan", ended, "Đơn vị này đã kết thúc hoạt động"),
        ("don_vi_nhan", "H53.50.1", "Đơn vị này đang quản lý hồ sơ"),
        ("don_vi_nhan", "không có", "Chọn đơn vị nhận biệt phái"),
    ] {
        let mut form = Filled::of(&sees(&service, OFFICER, &order).await, &order);
        for (known, typed) in [
            ("don_vi_nhan", "H53.01"),
            ("so_vb", "321/QĐ-SNV"),
            ("ngay_vb", "2/3/2026"),
            ("noi_ban_hanh", "Sở Nội vụ tỉnh Tây Ninh"),
            ("tu_ngay", "4/4/2026"),
            ("den_ngay", "30/4/2026"),
        ] {
            form = form.with(known, if known == name { text } else { typed });
        }
        let got = form.send(&service.demo(), OFFICER, "vi").await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{told}");
        assert!(got.text.matches(told).count() >= 2 && got.text.contains(text), "{}", got.text);
    }
}

#[tokio::test]
async fn the_host_reads_while_it_lasts_and_both_pages_say_so() {
    let service = province().await;
    is_ordered(&service, HUONG).await;
    assert_eq!(sees(&service, STRANGER, &dossier_page()).await.status, StatusCode::NOT_FOUND);
    let tracker = sees(&service, STRANGER, &path()).await;
    assert!(!tracker.text.contains(&format!("href=\"{}\"", dossier_page())), "not yet");
    at(&service, "2026-03-04T02:00:00Z");
    let page = sees(&service, STRANGER, &dossier_page()).await;
    is_sound(&page, "vi", &dossier_page());
    assert!(page.text.contains("Sắp hết hạn biệt phái tại Sở Nội vụ"), "{}", page.text);
    for form in ["/khai", "/thay-doi", "/dinh-chinh", "/quyet-dinh", "/dieu-chuyen", "/goi"] {
        let form = format!("{}{form}", dossier_page());
        assert!(!page.text.contains(&form), "{form} is not the host's");
        assert_eq!(sees(&service, STRANGER, &form).await.status, StatusCode::NOT_FOUND, "{form}");
    }
    let replay = format!("{}/dien-bien", dossier_page());
    assert_eq!(sees(&service, STRANGER, &replay).await.status, StatusCode::OK);
    for who in [OFFICER, STRANGER] {
        let work = sees(&service, who, "/viec").await;
        is_sound(&work, "vi", "/viec");
        assert!(work.text.contains("Sắp hết hạn biệt phái"), "{}", work.text);
    }
    at(&service, "2026-04-01T02:00:00Z");
    assert_eq!(sees(&service, STRANGER, &dossier_page()).await.status, StatusCode::NOT_FOUND);
    for who in [OFFICER, STRANGER] {
        let work = sees(&service, who, "/viec").await;
        assert!(work.text.contains("Đã hết hạn biệt phái ngày 31/03/2026"), "{}", work.text);
        assert!(sees(&service, who, &path()).await.text.contains("Đã hết hạn biệt phái"));
    }
    let page = sees(&service, OFFICER, &dossier_page()).await;
    assert!(page.text.contains("Đã hết hạn biệt phái ngày 31/03/2026"));
}

#[tokio::test]
async fn it_is_prolonged_ended_early_and_cancelled_by_its_one_form() {
    let service = province().await;
    is_ordered(&service, HUONG).await;
    let host = sees(&service, STRANGER, &path()).await;
    assert!(!host.text.contains("name=\"viec\""), "the host changes nothing");
    let none = changes(&service, &[("ly_do", "Chưa xong")]).await;
    assert!(none.text.contains("Chọn kéo dài, kết thúc sớm hoặc hủy"), "{}", none.text);
    let prolong = [&A_PAPER[..], &[("viec", "keo-dai"), ("ly_do", "Chưa xong việc")]].concat();
    let short = changes(&service, &[&prolong[..], &[("ngay_cuoi", "30/3/2026")]].concat()).await;
    assert!(short.text.matches("phải sau ngày cuối đang có").count() >= 2, "{}", short.text);
    let done = changes(&service, &[&prolong[..], &[("ngay_cuoi", "30/6/2026")]].concat()).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let early = [("viec", "ket-thuc-som"), ("ly_do", "Xong việc"), ("ngay_cuoi", "15/3/2026")];
    let done = changes(&service, &[&A_PAPER[..], &early].concat()).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let page = sees(&service, OFFICER, &path()).await;
    is_sound(&page, "vi", &path());
    assert!(page.text.contains("Xong việc") && page.text.contains("04/03/2026 – 15/03/2026"));
    let cancel = [("viec", "huy"), ("ly_do", "Ghi nhầm người")];
    let asked = changes(&service, &cancel).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY, "a decision, or that there is none");
    let done = changes(&service, &[&cancel[..], &[("ghi_nham", "1")]].concat()).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let page = sees(&service, OFFICER, &path()).await;
    assert!(page.text.contains("đã hủy") && !page.text.contains("name=\"viec\""));
}

/// Hường comes to the department for a term.
async fn rotated(service: &Service, ends: &str) {
    let title = PaperTitle::parse("Sơ yếu lý lịch").unwrap();
    let inventory = vec![InventoryLine { title, pages: 12.try_into().unwrap() }];
    let on = day("2026-03-03");
    for (who, step) in [
        (
            OFFICER,
            TransferStep::Order {
                to: unit(HOME_AFFAIRS),
                kind: TransferKind::Rotation,
                decision: paper("310/QĐ-SNV", "2026-03-02"),
                effective_on: on,
                term_ends_on: Some(day(ends)),
            },
        ),
        (OFFICER, TransferStep::Release { inventory, released_on: on }),
        (STRANGER, TransferStep::ReceivePaper { received_on: on }),
        (STRANGER, TransferStep::Accept { accepted_on: on }),
    ] {
        let transfer = TransferId::from_uuid(uuid(HUONG));
        let command = DossierCommand::Transfer { transfer, step };
        let actor = service.actor(who).await;
        service.by(&actor, Command::Dossier(dossier(HUONG), command)).await;
    }
}

#[tokio::test]
async fn the_end_of_a_rotation_is_told_with_one_way_to_the_order_back() {
    let service = province().await;
    rotated(&service, "2026-03-20").await;
    let back = format!("{}/dieu-chuyen?don_vi_den=H53.50.1&amp;loai=reassignment", dossier_page());
    for (at_instant, told) in [
        ("2026-03-10T02:00:00Z", "sắp hết hạn: ngày cuối 20/03/2026"),
        ("2026-03-23T02:00:00Z", "đã hết hạn ngày 20/03/2026"),
    ] {
        at(&service, at_instant);
        for who in [OFFICER, STRANGER] {
            let work = sees(&service, who, "/viec").await;
            assert!(work.text.contains(told), "{}", work.text);
            assert_eq!(work.text.contains(&back), who == STRANGER, "whoever manages it orders");
        }
        let page = sees(&service, STRANGER, &dossier_page()).await;
        assert!(page.text.contains(told) && page.text.contains(&back), "{}", page.text);
    }
    let form = sees(&service, STRANGER, &back.replace("&amp;", "&")).await;
    is_sound(&form, "vi", &back);
    assert!(form.text.contains("value=\"H53.50.1\""), "{}", form.text);
    // Without its last day a rotation is not ordered.
    let order = format!("{}/dieu-chuyen", dossier_page());
    let asked = Filled::of(&form, &order)
        .with("don_vi_den", "H53.50.1")
        .with("loai", "rotation")
        .with("so_vb", "320/QĐ-SNV")
        .with("ngay_vb", "20/3/2026")
        .with("noi_ban_hanh", "Sở Nội vụ tỉnh Tây Ninh")
        .with("ngay_hieu_luc", "23/3/2026");
    let got = asked.send(&service.demo(), STRANGER, "vi").await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(got.text.matches("Luân chuyển có thời hạn").count() >= 2, "{}", got.text);
}

#[tokio::test]
async fn a_dossier_on_its_way_says_so_and_the_duty_leads_to_the_tracker() {
    let service = province().await;
    transfers::is_ordered(&service, HUONG).await;
    let tracker = format!("/dieu-chuyen/{}", uuid(HUONG));
    let page = sees(&service, OFFICER, &dossier_page()).await;
    assert!(page.text.contains("Đang điều chuyển.") && page.text.contains(&tracker));
    let cover = sees(&service, STRANGER, &tracker).await;
    let number = format!("0721850{HUONG:05}");
    assert!(!cover.text.contains(&number), "masked before it is accepted");
    assert!(cover.text.contains(&format!("••••••••{}", &number[8..])), "{}", cover.text);
    let title = PaperTitle::parse("Sơ yếu lý lịch").unwrap();
    let inventory = vec![InventoryLine { title, pages: 12.try_into().unwrap() }];
    let on = day("2026-03-03");
    for (who, step) in [
        (OFFICER, TransferStep::Release { inventory, released_on: on }),
        (STRANGER, TransferStep::ReceivePaper { received_on: on }),
    ] {
        let transfer = TransferId::from_uuid(uuid(HUONG));
        let command = DossierCommand::Transfer { transfer, step };
        let actor = service.actor(who).await;
        service.by(&actor, Command::Dossier(dossier(HUONG), command)).await;
    }
    let work = sees(&service, STRANGER, "/viec").await;
    assert!(work.text.contains(&format!("href=\"{tracker}\"")), "{}", work.text);
    // The order is taken back on a decision, or because it was recorded by mistake.
    let form = |page: &Got| {
        Filled::of(page, &tracker).with("viec", "huy").with("ly_do_huy", "Quyết định bị thu hồi")
    };
    let page = sees(&service, OFFICER, &tracker).await;
    let none = form(&page).send(&service.demo(), OFFICER, "vi").await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY, "a decision, or that there is none");
    let with = form(&page)
        .with("so_vb", "315/QĐ-SNV")
        .with("ngay_vb", "3/3/2026")
        .with("noi_ban_hanh", "Sở Nội vụ tỉnh Tây Ninh");
    let done = with.send(&service.demo(), OFFICER, "vi").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let facts = service.app.store().stream(&dossier(HUONG).to_string(), 0).await.unwrap();
    let paper = facts.last().unwrap().fact.paper().map(|paper| paper.number.to_string());
    assert_eq!(paper.as_deref(), Some("315/QĐ-SNV"));
}
