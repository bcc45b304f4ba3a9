//! An official on a phone: saves a section, hands the record in, reports a change; without scripts
//! and with them, by keyboard alone, and with the activations counted.

use std::fs;

use hoso::{
    app::{Actor, Command, Request},
    clock::{Clock as _, SystemClock},
    demo::{CastMember, Plan},
};
use hoso_events::{
    dossier::{DossierCommand, NewEntry},
    entry::{FieldCode, Value},
    provenance::Source,
};
use hoso_projections::accounts;

use super::{
    PHONE, Served,
    chromium::{self, Chromium},
    root,
};
use crate::support::in_runtime;

/// What each flow may cost at most, in activations from the first page.
const SAVE_MAX: usize = 4;
const SUBMIT_MAX: usize = 5;
const CHANGE_MAX: usize = 6;

/// Someone with a phone in the hand.
struct Hand<'a> {
    chromium: &'a mut Chromium,
    served: &'a Served,
    activations: usize,
}

impl Hand<'_> {
    /// Opens one's first page; signing in is not counted.
    fn begins(&mut self, who: &CastMember) {
        let account = who.account.to_string();
        self.chromium.cookie(&self.served.address, "hoso_vai", &account);
        self.chromium.cookie(&self.served.address, "hoso_ngon_ngu", "vi");
        self.opens("/viec-cua-toi");
        self.activations = 0;
    }

    fn opens(&mut self, path: &str) {
        let seen = self.chromium.open(&format!("{}{path}", self.served.address), false);
        assert!(seen.complaints.is_empty(), "{path}: {:?}", seen.complaints);
        self.fits(path);
    }

    fn fits(&mut self, at: &str) {
        let width = self.chromium.width();
        assert!(width <= f64::from(PHONE), "{at} scrolls sideways: {width} px");
    }

    fn follows(&mut self, selector: &str) {
        self.activations += 1;
        self.chromium.follow(selector);
        self.fits(selector);
    }

    fn clicks(&mut self, selector: &str) {
        self.activations += 1;
        self.chromium.click(selector);
    }

    fn types(&mut self, name: &str, text: &str) {
        self.chromium.types(&format!("[name=\"{name}\"]"), text);
    }

    fn keeps_a_picture(&mut self, name: &str) {
        let pictures = root().join("target/screenshots");
        fs::create_dir_all(&pictures).unwrap();
        fs::write(pictures.join(format!("{name}-vi-{PHONE}.png")), self.chromium.picture(true))
            .unwrap();
    }
}

/// The portrait of the newcomer, which no page takes.
async fn portrait(served: &Served, who: &CastMember) {
    let app = &served.app;
    let row = accounts::by_id(app.store().db(), &who.account.to_string()).await.unwrap();
    let world = app.store().world().await.unwrap();
    let today = app.store().clock().today();
    let person = Actor::of_account(&row.unwrap(), today, &world.units).unwrap();
    let value = Some(Value::Single("a".repeat(64)));
    let entries = vec![NewEntry { slot: "portrait".parse().unwrap(), value }];
    let section = FieldCode::parse("documents").unwrap();
    let command = DossierCommand::EnterSection { section, entries };
    let asked = Request::new(Command::Dossier(who.dossier.unwrap(), command), Source::Page);
    app.execute(&person, asked).await.unwrap();
}

fn small() -> Plan {
    Plan { people: 20, units: 30, years: 1, ..Plan::standard(SystemClock.now()) }
}

#[test]
fn an_official_saves_hands_in_and_reports_with_few_activations() {
    let Some(program) = chromium::installed() else { return };
    in_runtime(async {
        for scripts in [false, true] {
            let served = Served::start(small()).await;
            let newcomer = served.member("new_official");
            portrait(&served, newcomer).await;
            let mut chromium = Chromium::start(program.clone());
            chromium.window(PHONE, 740);
            chromium.scripts(scripts);
            let mut hand = Hand { chromium: &mut chromium, served: &served, activations: 0 };
            saves_a_section(&mut hand, newcomer);
            hands_in(&mut hand, newcomer);
            reports_a_change(&mut hand, served.member("official"));
        }
    });
}

fn saves_a_section(hand: &mut Hand<'_>, who: &CastMember) {
    hand.begins(who);
    hand.keeps_a_picture("my-tasks");
    hand.follows(".now a[href$=\"/khai\"]");
    hand.follows(".tasks a[href$=\"/muc/contact\"]");
    hand.types("phone_mobile", "0900 012 345");
    hand.keeps_a_picture("section");
    hand.follows(".form button");
    hand.chromium.sees("Đã lưu vào hồ sơ.");
    assert!(hand.activations <= SAVE_MAX, "{} activations to save a section", hand.activations);
}

fn hands_in(hand: &mut Hand<'_>, who: &CastMember) {
    hand.begins(who);
    hand.follows(".now a.first");
    hand.chromium.sees("0900012345");
    hand.clicks("[name=\"cam_doan\"]");
    hand.follows(".now form button");
    hand.chromium.sees("Cơ quan phải đối chiếu xong trước 24:00");
    hand.keeps_a_picture("receipt");
    assert!(hand.activations <= SUBMIT_MAX, "{} activations to hand in", hand.activations);
}

fn reports_a_change(hand: &mut Hand<'_>, who: &CastMember) {
    hand.begins(who);
    hand.follows("a[href$=\"?viec=lien-lac\"]");
    hand.types("phone_mobile", "0900 054 321");
    let today = hand.served.app.store().clock().today();
    for name in ["tu_ngay", "giay.ngay_ky"] {
        for (part, format) in [("ngay", "%d"), ("thang", "%m"), ("nam", "%Y")] {
            hand.types(&format!("{name}.{part}"), &today.format(format).to_string());
        }
    }
    hand.types("giay.so", "12/GXN");
    hand.types("giay.co_quan", "Công an xã");
    hand.keeps_a_picture("change");
    hand.follows(".form button");
    hand.chromium.sees("Khai thay đổi");
    hand.chromium.sees(&format!("số 12/GXN ngày {}", today.format("%d/%m/%Y")));
    assert!(hand.activations <= CHANGE_MAX, "{} activations to report", hand.activations);
}

#[test]
fn what_one_types_is_kept_by_itself_and_the_keyboard_is_enough() {
    let Some(program) = chromium::installed() else { return };
    in_runtime(async {
        let served = Served::start(small()).await;
        let newcomer = served.member("new_official");
        let mut chromium = Chromium::start(program);
        chromium.window(PHONE, 740);
        chromium.scripts(true);
        let mut hand = Hand { chromium: &mut chromium, served: &served, activations: 0 };
        let contact = format!("/ho-so/{}/muc/contact", newcomer.dossier.unwrap());
        hand.begins(newcomer);
        hand.opens(&contact);
        hand.types("phone_mobile", "0900 011 1");
        hand.chromium.sees("Đã lưu nháp lúc");
        hand.opens(&contact);
        hand.chromium.sees("Đang hiện bản nháp lưu lúc");
        hand.chromium.sees("value=\"0900 011 1\"");

        // By keyboard alone, from the first page to an error, and from there to a saved section.
        hand.begins(newcomer);
        hand.chromium.tabs_to("it.matches('.now a[href$=\"/khai\"]')");
        hand.chromium.enters();
        hand.chromium.tabs_to("it.matches('.tasks a[href$=\"/muc/contact\"]')");
        hand.chromium.enters();
        hand.chromium.tabs_to("it.name === 'phone_mobile'");
        hand.chromium.writes("12");
        hand.chromium.enters();
        hand.chromium.sees("Có lỗi cần sửa");
        hand.chromium.comes_to_focus("it.id === 'co-loi'");
        hand.chromium.tabs_to("it.matches('.wrongs a')");
        hand.chromium.press("Enter");
        assert!(hand.chromium.focused("it.name === 'phone_mobile'"), "its link leads to the field");
        hand.chromium.writes("0900 011 111");
        hand.chromium.enters();
        hand.chromium.sees("Đã lưu vào hồ sơ.");
        hand.opens(&contact);
        assert!(!hand.chromium.html().contains("bản nháp lưu"), "saved, the draft is gone");
    });
}
