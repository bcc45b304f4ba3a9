//! Every page: its route, who looks at it, and how they come to it. A page without a line fails.

use std::collections::BTreeSet;

use super::world::{ANYONE, SECOND_STEP, SIGNED_IN, STRANGER, World, pages};

/// How one comes to a page.
pub enum Way {
    /// A link leads there, from the first page on; the first such page is looked at.
    Links,
    /// Nothing leads there in the world as it is, or another page of the route is meant.
    At(fn(&World) -> String),
}
use Way::{At, Links};

/// One page that is looked at.
pub struct Line {
    /// What its pictures are called.
    pub name: &'static str,
    pub route: &'static str,
    /// One of the cast by role, or whoever comes without being known.
    pub who: &'static str,
    pub way: Way,
}

const fn line(name: &'static str, route: &'static str, who: &'static str, way: Way) -> Line {
    Line { name, route, who, way }
}

const OFFICER: &str = "data_officer";
const HEAD: &str = "head";
const ADMINISTRATOR: &str = "administrator";
const OFFICIAL: &str = "official";
const NEW: &str = "new_official";

fn of_dossier(world: &World, role_key: &str, rest: &str) -> String {
    format!("/ho-so/{}{rest}", world.dossier(role_key))
}

/// All of them, in the order of the code map of pages.
pub const LINES: &[Line] = &[
    line("choose", "/", ANYONE, Links),
    line("interface", "/api", ANYONE, At(|_| "/api".into())),
    line("sign-in", "/dang-nhap", STRANGER, Links),
    line("sign-in-code", "/dang-nhap/ma", SECOND_STEP, At(|_| "/dang-nhap/ma".into())),
    line("activate", "/kich-hoat", STRANGER, Links),
    line("security", "/bao-mat", SIGNED_IN, Links),
    line("second-factor", "/bao-mat/hai-buoc", SIGNED_IN, Links),
    line("province", "/tuan-thu", "inspector", Links),
    line("board", "/tuan-thu/{unit}", HEAD, Links),
    line("board-signed-in", "/tuan-thu/{unit}", SIGNED_IN, Links),
    line("people", "/ho-so", OFFICER, Links),
    line("people-found", "/ho-so", OFFICER, At(|_| "/ho-so?tim=nguyen".into())),
    line("people-none", "/ho-so", OFFICER, At(|_| "/ho-so?tim=khongcoai".into())),
    line("bring", "/nhap", OFFICER, Links),
    line("brought", "/nhap/{list}", OFFICER, Links),
    line("dossier", "/ho-so/{dossier}", OFFICIAL, Links),
    line("dossier-new", "/ho-so/{dossier}", NEW, Links),
    line("dossier-returned", "/ho-so/{dossier}", "returned_official", Links),
    line("dossier-officer", "/ho-so/{dossier}", OFFICER, At(|it| of_dossier(it, OFFICIAL, ""))),
    line(
        "dossier-then",
        "/ho-so/{dossier}",
        OFFICER,
        At(|it| of_dossier(it, OFFICIAL, "?ngay=01/01/2020")),
    ),
    line("retirement", "/sap-nghi-huu", OFFICER, Links),
    line(
        "retirement-unknown",
        "/sap-nghi-huu",
        HEAD,
        At(|_| "/sap-nghi-huu?nhom=chua-tinh".into()),
    ),
    line("work", "/viec", OFFICER, Links),
    line("work-accounts", "/viec", OFFICER, At(|_| "/viec?loai=tai-khoan".into())),
    line("check", "/ho-so/{dossier}/doi-chieu/{submission}", OFFICER, Links),
    line(
        "check-change",
        "/ho-so/{dossier}/doi-chieu/{submission}",
        OFFICER,
        At(|_| "/doi-chieu?loai=thay-doi".into()),
    ),
    line("intake", "/ho-so/moi", OFFICER, Links),
    line(
        "selected",
        "/ho-so/danh-sach",
        OFFICER,
        At(|it| format!("/ho-so/danh-sach?chon={}", it.dossier(OFFICIAL))),
    ),
    line("issue", "/ho-so/{dossier}/tai-khoan", OFFICER, Links),
    line(
        "decision",
        "/ho-so/{dossier}/quyet-dinh",
        OFFICER,
        At(|it| of_dossier(it, OFFICIAL, "/quyet-dinh?phan=pay")),
    ),
    line(
        "correction",
        "/ho-so/{dossier}/dinh-chinh",
        OFFICER,
        At(|it| of_dossier(it, OFFICIAL, "/dinh-chinh?phan=work")),
    ),
    line(
        "unchanged",
        "/ho-so/{dossier}/khong-thay-doi",
        OFFICER,
        At(|it| of_dossier(it, OFFICIAL, "/khong-thay-doi")),
    ),
    line("fact", "/su-kien/{position}", OFFICER, Links),
    line("replay", "/ho-so/{dossier}/dien-bien", OFFICIAL, Links),
    line(
        "replay-recorded",
        "/ho-so/{dossier}/dien-bien",
        OFFICER,
        At(|it| of_dossier(it, OFFICIAL, "/dien-bien?thu_tu=ghi-nhan&buoc=9")),
    ),
    line("replay-report", "/ho-so/{dossier}/dien-bien/in", OFFICIAL, Links),
    line("looks", "/ho-so/{dossier}/ai-da-xem", OFFICIAL, Links),
    line("why", "/ho-so/{dossier}/vi-sao/{duty}/{subject}", "late_official", Links),
    line("package", "/ho-so/{dossier}/goi", OFFICER, At(|it| of_dossier(it, OFFICIAL, "/goi"))),
    line(
        "papers",
        "/ho-so/{dossier}/giay-to",
        OFFICER,
        At(|it| of_dossier(it, OFFICIAL, "/giay-to")),
    ),
    line("transfers", "/dieu-chuyen", OFFICER, Links),
    line("taking-in", "/nhan-goi", OFFICER, Links),
    line("transfer", "/dieu-chuyen/{transfer}", OFFICER, Links),
    line(
        "transfer-order",
        "/ho-so/{dossier}/dieu-chuyen",
        OFFICER,
        At(|it| of_dossier(it, OFFICIAL, "/dieu-chuyen")),
    ),
    line("left", "/thoi-cong-tac", OFFICER, Links),
    line("back", "/ho-so/tro-lai", OFFICER, Links),
    line(
        "ending",
        "/ho-so/{dossier}/thoi-cong-tac",
        OFFICER,
        At(|it| of_dossier(it, OFFICIAL, "/thoi-cong-tac?loai=dismissed")),
    ),
    line("secondments", "/biet-phai", OFFICER, Links),
    line("secondment", "/biet-phai/{secondment}", OFFICER, Links),
    line(
        "secondment-order",
        "/ho-so/{dossier}/biet-phai",
        OFFICER,
        At(|it| of_dossier(it, OFFICIAL, "/biet-phai")),
    ),
    line("duplicates", "/trung-ho-so", OFFICER, Links),
    line("duplicates-beside", "/trung-ho-so/{dossier}/{other}", OFFICER, Links),
    line(
        "duplicates-find",
        "/ho-so/{dossier}/trung-ho-so",
        OFFICER,
        At(|it| of_dossier(it, OFFICIAL, "/trung-ho-so")),
    ),
    line(
        "ending-mend",
        "/ho-so/{dossier}/thoi-cong-tac/ghi-lai",
        OFFICER,
        At(|it| of_dossier(it, "late_official", "/thoi-cong-tac/ghi-lai")),
    ),
    line(
        "dossier-ending",
        "/ho-so/{dossier}",
        OFFICER,
        At(|it| of_dossier(it, "late_official", "")),
    ),
    line("accounts", "/tai-khoan", HEAD, Links),
    line("account-new", "/tai-khoan/moi", ADMINISTRATOR, At(|_| "/tai-khoan/moi".into())),
    line("account", "/tai-khoan/{account}", HEAD, Links),
    line("grant", "/tai-khoan/{account}/quyen/{grant}", HEAD, Links),
    line("administration", "/quan-tri", ADMINISTRATOR, Links),
    line("units", "/quan-tri/don-vi", ADMINISTRATOR, Links),
    line("unit", "/quan-tri/don-vi/{unit}", ADMINISTRATOR, Links),
    line("unit-change", "/quan-tri/don-vi/{unit}/thay-doi", ADMINISTRATOR, Links),
    line(
        "unit-restore",
        "/quan-tri/don-vi/{unit}/khoi-phuc",
        ADMINISTRATOR,
        At(|it| format!("/quan-tri/don-vi/{}/khoi-phuc", it.gone)),
    ),
    line("unit-new", "/quan-tri/don-vi-moi", ADMINISTRATOR, Links),
    line("mass-moves", "/quan-tri/dot-chuyen", ADMINISTRATOR, Links),
    line("mass-move", "/quan-tri/dot-chuyen/{mass_move}", ADMINISTRATOR, Links),
    line("mass-move-new", "/quan-tri/dot-chuyen-moi", ADMINISTRATOR, Links),
    line("calendar", "/quan-tri/lich", ADMINISTRATOR, Links),
    line(
        "calendar-count",
        "/quan-tri/lich",
        OFFICER,
        At(|_| "/quan-tri/lich?tu=2026-11-20&n=5".into()),
    ),
    line("rules", "/quan-tri/quy-tac", ADMINISTRATOR, Links),
    line("retirement-ages", "/quan-tri/tuoi-nghi-huu", ADMINISTRATOR, Links),
    line("health", "/quan-tri/suc-khoe", ADMINISTRATOR, Links),
    line("my-tasks", "/viec-cua-toi", NEW, Links),
    line("my-tasks-kept", "/viec-cua-toi", OFFICIAL, Links),
    line("tasks", "/ho-so/{dossier}/khai", NEW, Links),
    line("section", "/ho-so/{dossier}/muc/{section}", NEW, Links),
    line(
        "section-family",
        "/ho-so/{dossier}/muc/{section}",
        NEW,
        At(|it| of_dossier(it, NEW, "/muc/family")),
    ),
    line(
        "row-new",
        "/ho-so/{dossier}/muc/{section}/{table}/moi",
        NEW,
        At(|it| of_dossier(it, NEW, "/muc/family/family/moi")),
    ),
    line("row", "/ho-so/{dossier}/muc/{section}/{table}/{row}", NEW, Links),
    line("answers", "/ho-so/{dossier}/kiem-tra", NEW, At(|it| of_dossier(it, NEW, "/kiem-tra"))),
    line("change", "/ho-so/{dossier}/thay-doi", OFFICIAL, Links),
    line(
        "change-contact",
        "/ho-so/{dossier}/thay-doi",
        OFFICIAL,
        At(|it| of_dossier(it, OFFICIAL, "/thay-doi?viec=lien-lac")),
    ),
    line("late", "/ho-so/{dossier}/khai-bo-sung", OFFICIAL, Links),
    line("error", "/ho-so/{dossier}/bao-sai", OFFICIAL, Links),
    line("receipt", "/ho-so/{dossier}/bien-nhan/{submission}", OFFICIAL, Links),
    line("withdraw", "/ho-so/{dossier}/bien-nhan/{submission}/rut-lai", OFFICIAL, Links),
    // What is not there has a page as well.
    line("not-there", "", OFFICER, At(|_| "/ho-so/khong-co".into())),
];

/// What is got and is no page, each with what it is instead.
pub const NO_PAGES: &[(&str, &str)] = &[
    ("/api/openapi.json", "application/json"),
    ("/app.css", "text/css"),
    ("/app.js", "text/javascript"),
    ("/check.js", "text/javascript"),
    // Where no sign-on service is named there is nothing here; with one, `browser::sign_on` looks.
    ("/dang-nhap/lien-thong/ve", "the way back from a sign-on service"),
    ("/dang-nhap/lien-thong/xong", "the way back from a sign-on service"),
    ("/doi-chieu", "leads to the next check"),
    ("/health/live", "text/plain"),
    ("/health/ready", "application/json"),
    ("/ho-so.csv", "text/csv"),
    ("/ho-so.xlsx", "application/vnd.openxmlformats"),
    ("/ho-so/{dossier}/giay-to/{file}", "a scan"),
    ("/ho-so/{dossier}/goi/bien-nhan", "a receipt"),
    ("/ho-so/{dossier}/goi/tep", "application/zip"),
    ("/icon.svg", "image/svg+xml"),
    ("/metrics", "text/plain"),
    // Where no sender is trusted no package was brought; `web::taking_in` looks at one.
    ("/nhan-goi/{package}", "the cover of a package"),
    ("/nhap/{list}/loi.xlsx", "application/vnd.openxmlformats"),
    ("/sap-nghi-huu.csv", "text/csv"),
    ("/sap-nghi-huu.xlsx", "application/vnd.openxmlformats"),
];

#[test]
fn every_page_of_the_router_has_a_line() {
    let routes: BTreeSet<String> = pages().into_iter().collect();
    let lines = LINES.iter().map(|line| line.route).filter(|route| !route.is_empty());
    let listed = lines.chain(NO_PAGES.iter().map(|(route, _instead)| *route));
    let listed: BTreeSet<String> = listed.map(str::to_owned).collect();
    let without: Vec<&String> = routes.difference(&listed).collect();
    let gone: Vec<&String> = listed.difference(&routes).collect();
    let table = "tests/it/browser/every/table.rs";
    assert!(without.is_empty(), "give each a line in LINES of {table}: {without:?}");
    assert!(gone.is_empty(), "take out of {table}, the router has them no more: {gone:?}");
    let names: BTreeSet<&str> = LINES.iter().map(|line| line.name).collect();
    assert_eq!(names.len(), LINES.len(), "each page has a name of its own");
}
