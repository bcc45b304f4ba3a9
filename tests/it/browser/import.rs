//! The hour a clerk judges the product by: a list is brought, looked at, confirmed and undone, in a
//! real Chromium, by keyboard alone and without scripts, on a phone and on a desk.

use std::{fs, path::Path, time::Duration};

use hoso::{
    clock::{Clock as _, SystemClock},
    demo::Plan,
};
use serde_json::{Value as Json, json};

use super::{
    DESK, PHONE, Served,
    chromium::{self, Chromium},
    root,
};
use crate::support::in_runtime;

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/danh-sach-mau.xlsx");

/// As units keep lists: a title, a group, dates of every kind, and some of it wrong.
const MESSY: &str = "\u{FEFF}ỦY BAN NHÂN DÂN XÃ;;;;;\n\nDANH SÁCH CÁN BỘ;;;;;\n\
    TT;HỌ VÀ TÊN;Ngày, tháng, năm sinh;Số CCCD;Hệ số;Quê quán\n(1);(2);(3);(4);(5);(6)\n\
    I;Văn phòng;;;;\n1;HUỲNH THỊ CHÂU;01.04.1969;80169611097;4,98;Bến Lức\n\
    2;Lê Văn Nam;31/02/1995;080095298420;2,34;Cần Giuộc\n3;Trần Văn Ý;1990;12345;2,34;Tân An\n\
    4;Nguyễn Thị Hòa Bình Minh Nguyệt Hương Giang Thanh Thủy;5/1988;080188298421;abc;Đức Hòa\n\
    ;Tổng cộng: 4 người;;;;\n;Người lập biểu;;THỦ TRƯỞNG ĐƠN VỊ;;\n";

/// A clerk at the keyboard.
struct Clerk<'a> {
    chromium: &'a mut Chromium,
    address: String,
    width: u32,
    name: &'static str,
}

impl Clerk<'_> {
    fn node(&mut self, selector: &str) -> Json {
        let document = self.chromium.ask("DOM.getDocument", json!({"depth": 0}));
        let root = &document["root"]["nodeId"];
        let found = json!({"nodeId": root, "selector": selector});
        let node = self.chromium.ask("DOM.querySelector", found)["nodeId"].clone();
        assert_ne!(node, 0, "{selector} is not on the page");
        node
    }

    fn chooses_file(&mut self, path: &Path) {
        let node = self.node("input[type=file]");
        let files = json!({"nodeId": node, "files": [path.to_str().unwrap()]});
        self.chromium.ask("DOM.setFileInputFiles", files);
    }

    fn keys(&mut self, selector: &str, key: &str, code: u32, text: &str) {
        let node = self.node(selector);
        self.chromium.ask("DOM.focus", json!({"nodeId": node}));
        for kind in ["keyDown", "keyUp"] {
            let mut event = json!({"type": kind, "key": key, "code": key,
                "windowsVirtualKeyCode": code});
            if kind == "keyDown" {
                event["text"] = json!(text);
            }
            self.chromium.ask("Input.dispatchKeyEvent", event);
        }
    }

    fn types(&mut self, selector: &str, text: &str) {
        let node = self.node(selector);
        self.chromium.ask("DOM.focus", json!({"nodeId": node}));
        self.chromium.ask("Input.insertText", json!({"text": text}));
    }

    /// Presses a button and waits for the next page.
    fn presses(&mut self, selector: &str) {
        self.chromium.events.clear();
        self.keys(selector, "Enter", 13, "\r");
        let loaded = |event: &Json| event["method"] == "Page.loadEventFired";
        while !self.chromium.events.iter().any(loaded) {
            let event = self.chromium.hear();
            self.chromium.events.push(event);
        }
    }

    fn url(&mut self) -> String {
        let history = self.chromium.ask("Page.getNavigationHistory", json!({}));
        let at = history["currentIndex"].as_u64().unwrap() as usize;
        history["entries"][at]["url"].as_str().unwrap().to_owned()
    }

    /// Looks at the page once it says this, and keeps a picture of it.
    fn sees(&mut self, what: &str, moment: &str) -> String {
        let url = self.url();
        let mut last = String::new();
        for _ in 0..200 {
            let seen = self.chromium.open(&url, true);
            if seen.html.contains(what) {
                let at = format!("{}-{moment} at {}", self.name, self.width);
                assert!(seen.width <= f64::from(self.width), "{at}: {} px wide", seen.width);
                assert!(seen.complaints.is_empty(), "{at}: {:?}", seen.complaints);
                let bytes: u64 = seen.requests.iter().map(|asked| asked.bytes).sum();
                assert!(bytes <= super::BYTES_MAX, "{at}: {bytes} bytes");
                let picture = format!("import-{}-{moment}-{}.png", self.name, self.width);
                fs::write(root().join("target/screenshots").join(picture), seen.picture).unwrap();
                return seen.html;
            }
            last = seen.html;
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("{what} is not on {url}: {last}");
    }

    fn brings(&mut self, path: &Path) {
        let start = format!("{}/nhap?lang=vi", self.address);
        self.chromium.open(&start, true);
        self.sees("Tệp danh sách", "bring");
        self.chooses_file(path);
        // The unit of the demo's officer is the first of the list.
        self.keys("select[name=don_vi]", "ArrowDown", 40, "");
        self.presses("form[enctype] button");
    }
}

#[test]
fn a_clerk_takes_a_list_in_and_undoes_it_by_keyboard_without_scripts() {
    let Some(program) = chromium::installed() else { return };
    in_runtime(async {
        let standard = Plan::standard(SystemClock.now());
        let served = Served::start(Plan { people: 20, units: 30, years: 1, ..standard }).await;
        fs::create_dir_all(root().join("target/screenshots")).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let messy = folder.path().join("danh sách.csv");
        fs::write(&messy, MESSY).unwrap();
        let account = served.member("data_officer").account.to_string();
        let address = served.address.clone();
        tokio::task::spawn_blocking(move || {
            let mut chromium = Chromium::start(program);
            chromium.cookie(&address, "hoso_vai", &account);
            for width in [PHONE, DESK] {
                chromium.window(width, 900);
                let (chromium, address) = (&mut chromium, address.clone());
                let mut clerk = Clerk { chromium, address, width, name: "messy" };
                a_messy_list(&mut clerk, &messy);
                clerk.name = "sample";
                the_sample(&mut clerk);
            }
        })
        .await
        .unwrap();
    });
}

fn a_messy_list(clerk: &mut Clerk<'_>, messy: &Path) {
    clerk.brings(messy);
    let shown = clerk.sees("3 trong 4 dòng có lỗi", "wrong");
    for told in ["C8", "D9", "E10", "Quê quán"] {
        assert!(shown.contains(told), "{told} is not in {shown}");
    }
    clerk.presses("form[action$='/ghi'] button");
    assert!(clerk.chromium.picture(false).len() > 1000);
    clerk.keys("input[value=dong-dung]", " ", 32, " ");
    clerk.presses("form[action$='/ghi'] button");
    clerk.sees("Đã nhập 1 hồ sơ", "done");
    undoes(clerk, 1);
}

fn the_sample(clerk: &mut Clerk<'_>) {
    clerk.brings(Path::new(SAMPLE));
    clerk.sees("Chờ bạn xác nhận: 40 hồ sơ mới", "confirm");
    clerk.presses("form[action$='/ghi'] button");
    clerk.sees("Đã nhập 40 hồ sơ", "done");
    undoes(clerk, 40);
}

fn undoes(clerk: &mut Clerk<'_>, dossiers: u32) {
    clerk.keys("details:has(form[action$='/rut']) > summary", "Enter", 13, "\r");
    clerk.types("input[name=ly_do]", "Chọn nhầm đơn vị");
    clerk.presses("form[action$='/rut'] button");
    clerk.sees(&format!("Đã rút lại {dossiers} hồ sơ"), "undone");
}
