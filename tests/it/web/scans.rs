//! Papers and the files that show them: handed in by a form, looked through, kept once, handed out
//! to whoever may read the dossier and to nobody else.

use axum::{
    body::to_bytes,
    http::{HeaderMap, Method, Request, StatusCode},
};
use hoso::files::{hash_of, intake};
use hoso_events::{dossier::DossierEvent, fact::Fact};
use image::{DynamicImage, GrayImage, ImageFormat};
use tower::ServiceExt as _;

use super::fixture::{
    ADMINISTRATOR, Got, HUONG, INSPECTOR, LAN, NAM, OFFICER, STRANGER, Service, ask, dossier,
    page_as, province, uuid,
};

const BOUNDARY: &str = "ranh-gioi";

/// A small page, scanned; and the name of the file that is kept of it.
pub fn a_scan() -> (Vec<u8>, String) {
    let page = GrayImage::from_fn(40, 60, |x, y| image::Luma([(x * y) as u8]));
    let mut bytes = vec![];
    let mut out = std::io::Cursor::new(&mut bytes);
    DynamicImage::ImageLuma8(page).write_to(&mut out, ImageFormat::Png).unwrap();
    let kept = intake::read(bytes.clone()).unwrap().bytes;
    (bytes, hash_of(&kept).to_string())
}

fn a_pdf() -> Vec<u8> {
    b"%PDF-1.7\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n\
      2 0 obj <</Type /Pages /Kids [] /Count 0>> endobj\nstartxref\n9\n%%EOF\n"
        .to_vec()
}

/// A form with a file, as a browser writes it.
pub fn form(fields: &[(&str, &str)], file: &[u8]) -> Vec<u8> {
    let mut body = vec![];
    for (name, text) in fields {
        body.extend(
            format!(
                "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n"
            )
            .bytes(),
        );
    }
    let head = "content-disposition: form-data; name=\"tep\"; filename=\"ảnh 1.jpg\"";
    body.extend(format!("--{BOUNDARY}\r\n{head}\r\ncontent-type: image/jpeg\r\n\r\n").bytes());
    body.extend(file);
    body.extend(format!("\r\n--{BOUNDARY}--\r\n").bytes());
    body
}

fn path(n: u128) -> String {
    format!("/ho-so/{}/giay-to", uuid(n))
}

pub const A_PAPER: [(&str, &str); 3] =
    [("so", "12/GXN"), ("ngay", "15/1/2026"), ("noi_ban_hanh", "UBND xã Đức Hòa")];

pub async fn sends(service: &Service, who: u128, n: u128, body: Vec<u8>) -> Got {
    let cookie = format!("hoso_vai={}", uuid(who));
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let headers = [("cookie", cookie.as_str()), ("content-type", kind.as_str())];
    ask(&service.demo(), Method::POST, &path(n), &headers, body).await
}

/// Hands a file in as the scan of a paper.
pub async fn hands_in(service: &Service, who: u128, n: u128, file: Vec<u8>) {
    let key = format!("{n}");
    let fields = [&[("khoa", key.as_str())][..], &A_PAPER].concat();
    let got = sends(service, who, n, form(&fields, &file)).await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
    assert_eq!(got.header("location"), format!("{}?nop=da", path(n)));
}

/// The bytes of a file, with the head of the answer.
pub async fn brought(
    service: &Service,
    who: u128,
    n: u128,
    hash: &str,
) -> (StatusCode, HeaderMap, Vec<u8>) {
    let request = Request::builder()
        .uri(format!("{}/{hash}", path(n)))
        .header("cookie", format!("hoso_vai={}", uuid(who)))
        .body(axum::body::Body::empty())
        .unwrap();
    let (parts, body) = service.demo().oneshot(request).await.unwrap().into_parts();
    let bytes = to_bytes(body, 30_000_000).await.unwrap();
    (parts.status, parts.headers, bytes.to_vec())
}

/// The scans the facts of a dossier name.
pub async fn scans(service: &Service, n: u128) -> Vec<(String, String)> {
    let facts = service.app.store().stream(&dossier(n).to_string(), 0).await.unwrap();
    let scan = |fact: Fact| match fact {
        Fact::Dossier(DossierEvent::PaperScanned { paper, scan }) => {
            Some((paper.number.to_string(), scan.to_string()))
        }
        _ => None,
    };
    facts.into_iter().filter_map(|recorded| scan(recorded.fact)).collect()
}

#[tokio::test]
async fn a_scan_is_handed_in_named_by_a_fact_and_shown_beside_its_paper() {
    let service = province().await;
    let (bytes, hash) = a_scan();
    hands_in(&service, HUONG + 0x100, HUONG, bytes.clone()).await;
    assert_eq!(scans(&service, HUONG).await, [("12/GXN".to_owned(), hash.clone())]);
    // The same form sent twice is one fact.
    hands_in(&service, HUONG + 0x100, HUONG, bytes).await;
    assert_eq!(scans(&service, HUONG).await.len(), 1);
    let router = service.demo();
    for (lang, words) in
        [("vi", "Xem bản quét (PNG, 2 KB)"), ("en", "Look at the scan (PNG, 2 KB)")]
    {
        let got = page_as(&router, OFFICER, lang, &path(HUONG)).await;
        assert_eq!(got.status, StatusCode::OK);
        assert!(got.text.contains(words), "{}", got.text);
        assert!(got.text.contains("12/GXN") && got.text.contains("UBND xã Đức Hòa"));
        // Papers other facts rest on are there too, without a scan.
        assert!(got.text.contains("112/QĐ-SNV"));
    }
    let look = format!("{}?xem={hash}&phong=2", path(HUONG));
    let got = page_as(&router, OFFICER, "vi", &look).await;
    assert!(got.text.contains(&format!("src=\"{}/{hash}\"", path(HUONG))), "{}", got.text);
    assert!(got.text.contains("class=\"zoom-2\"") && got.text.contains("Thu nhỏ"));
    let timeline = page_as(&router, OFFICER, "vi", &format!("/ho-so/{}", uuid(HUONG))).await;
    assert!(timeline.text.contains("nộp bản quét của văn bản số 12/GXN"));
}

#[tokio::test]
async fn a_paper_of_the_dossier_is_chosen_and_may_have_several_files() {
    let service = province().await;
    let page = page_as(&service.demo(), OFFICER, "vi", &path(HUONG)).await.text;
    let option =
        page.split("<option value=\"").skip(1).find(|rest| rest.contains("112/QĐ-SNV")).unwrap();
    let place = option.split('"').next().unwrap();
    for (key, file) in [("a", a_scan().0), ("b", a_pdf())] {
        let got =
            sends(&service, OFFICER, HUONG, form(&[("khoa", key), ("van_ban", place)], &file))
                .await;
        assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
    }
    let found = scans(&service, HUONG).await;
    assert!(found.len() == 2 && found.iter().all(|(paper, _)| paper == "112/QĐ-SNV"), "{found:?}");
    let look = format!("{}?xem={}", path(HUONG), found[0].1);
    let got = page_as(&service.demo(), OFFICER, "vi", &look).await;
    assert!(got.text.contains("Tệp 1 trên 2") && got.text.contains("Tệp sau"), "{}", got.text);
    let next = page_as(&service.demo(), OFFICER, "vi", &format!("{look}&trang=2")).await;
    assert!(next.text.contains("Tệp PDF (1 KB)"), "{}", next.text);
}

#[tokio::test]
async fn a_file_goes_only_to_who_may_read_the_dossier_it_was_handed_in_with() {
    let service = province().await;
    let (sent, hash) = a_scan();
    hands_in(&service, OFFICER, HUONG, sent).await;
    for (who, n, status) in [
        (OFFICER, HUONG, StatusCode::OK),
        (HUONG + 0x100, HUONG, StatusCode::OK),
        (INSPECTOR, HUONG, StatusCode::OK),
        (STRANGER, HUONG, StatusCode::NOT_FOUND),
        (ADMINISTRATOR, HUONG, StatusCode::NOT_FOUND),
        (LAN + 0x100, HUONG, StatusCode::NOT_FOUND),
        // By the name alone, through a dossier one may read, nobody reaches it.
        (OFFICER, LAN, StatusCode::NOT_FOUND),
        (LAN + 0x100, LAN, StatusCode::NOT_FOUND),
    ] {
        let (got, headers, bytes) = brought(&service, who, n, &hash).await;
        assert_eq!(got, status, "{who:x} through {n:x}");
        if status != StatusCode::OK {
            continue;
        }
        assert_eq!(hash_of(&bytes).to_string(), hash);
        let said = |name: &str| headers[name].to_str().unwrap().to_owned();
        assert_eq!(said("content-type"), "image/png");
        assert_eq!(said("content-security-policy"), "default-src 'none'; sandbox");
        assert_eq!(said("x-content-type-options"), "nosniff");
        assert_eq!(said("cache-control"), "no-store");
        assert!(said("content-disposition").starts_with("inline; filename=\"ban-quet-"));
    }
    hands_in(&service, OFFICER, NAM, a_pdf()).await;
    let pdf = hash_of(&a_pdf()).to_string();
    let (_, headers, bytes) = brought(&service, OFFICER, NAM, &pdf).await;
    assert_eq!(bytes, a_pdf());
    assert!(headers["content-disposition"].to_str().unwrap().starts_with("attachment; "));
}

#[tokio::test]
async fn only_who_may_enter_hands_in() {
    let service = province().await;
    for who in [INSPECTOR, STRANGER, ADMINISTRATOR, LAN + 0x100] {
        let got = sends(&service, who, HUONG, form(&A_PAPER, &a_scan().0)).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{who:x}");
    }
    assert_eq!(scans(&service, HUONG).await, []);
    // The inspector reads, and is offered no form.
    let got = page_as(&service.demo(), INSPECTOR, "vi", &path(HUONG)).await;
    assert_eq!(got.status, StatusCode::OK);
    assert!(!got.text.contains("type=\"file\""));
}

#[tokio::test]
async fn what_is_not_taken_is_told_at_the_field_and_nothing_is_recorded() {
    let service = province().await;
    let paper = |number: &'static str, day: &'static str, issuer: &'static str| {
        vec![("so", number), ("ngay", day), ("noi_ban_hanh", issuer)]
    };
    let good = || paper("12/GXN", "15/1/2026", "UBND xã Đức Hòa");
    let active = [a_pdf(), b"<</S /JavaScript>> startxref %%EOF".to_vec()].concat();
    for (fields, file, told, at) in [
        (good(), vec![], "Chọn tệp để tải lên.", "tep"),
        (good(), b"<html>".to_vec(), "Chỉ nhận tệp PDF, JPG hoặc PNG.", "tep"),
        (good(), b"\xFF\xD8\xFF\xE0 no".to_vec(), "Không mở được tệp.", "tep"),
        (good(), active, "phần tự chạy", "tep"),
        (good(), vec![b'x'; intake::FILE_BYTES_MAX + 1], "Tệp phải nhỏ hơn 20 MB.", "tep"),
        (paper("", "15/1/2026", "UBND"), a_scan().0, "Nhập số, ký hiệu văn bản.", "so"),
        (paper("1", "1/2026", "UBND"), a_scan().0, "Nhập ngày ký đủ ngày", "ngay"),
        (paper("1", "15/1/2026", " "), a_scan().0, "Nhập nơi ban hành", "noi-ban-hanh"),
        (paper("1", "15/1/2027", "UBND"), a_scan().0, "Ngày ký văn bản chưa tới.", "ngay"),
        (vec![("van_ban", "999")], a_scan().0, "Chọn văn bản có trong danh sách", "van-ban"),
    ] {
        let got = sends(&service, OFFICER, HUONG, form(&fields, &file)).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{told}: {}", got.text);
        assert_eq!(got.text.matches(told).count(), 2, "summary and field: {told}: {}", got.text);
        assert!(got.text.contains(&format!("href=\"#o-{at}\"")), "{at}: {}", got.text);
        // What was typed is still there.
        for (_, text) in fields.iter().filter(|(name, text)| *name != "van_ban" && text.len() > 3) {
            assert!(got.text.contains(&format!("value=\"{text}\"")), "{text}");
        }
    }
    assert_eq!(scans(&service, HUONG).await, []);
    let huge = vec![b'x'; 65 * 1_024 * 1_024];
    let got = sends(&service, OFFICER, HUONG, form(&A_PAPER, &huge)).await;
    assert_eq!(got.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn the_same_file_for_another_person_is_flagged_for_whoever_compares() {
    let service = province().await;
    for n in [HUONG, NAM, LAN] {
        hands_in(&service, n + 0x100, n, a_scan().0).await;
    }
    let got = page_as(&service.demo(), OFFICER, "vi", &path(HUONG)).await;
    assert!(got.text.contains("Tệp này cũng đã được nộp ở 2 hồ sơ khác."), "{}", got.text);
    let own = page_as(&service.demo(), HUONG + 0x100, "vi", &path(HUONG)).await;
    assert!(!own.text.contains("hồ sơ khác"));
}

#[tokio::test]
async fn the_portrait_is_uploaded_into_the_record_while_it_is_being_entered() {
    let service = province().await;
    let (bytes, hash) = a_scan();
    let fields = [("khoa", "p"), ("van_ban", "chan-dung")];
    let got = sends(&service, NAM + 0x100, NAM, form(&fields, &bytes)).await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
    let page = page_as(&service.demo(), NAM + 0x100, "vi", &path(NAM)).await;
    assert!(page.text.contains(&format!("class=\"portrait\" src=\"{}/{hash}\"", path(NAM))));
    // Of a kept record it is not offered, and refused with what to do.
    let page = page_as(&service.demo(), HUONG + 0x100, "vi", &path(HUONG)).await;
    assert!(!page.text.contains("value=\"chan-dung\"") && page.text.contains("chưa được tải lên"));
    let got = sends(&service, HUONG + 0x100, HUONG, form(&fields, &bytes)).await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
}
