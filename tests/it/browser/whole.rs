//! The whole loop as new people of each role go through it: a list is brought and confirmed, an account
//! issued, the slip's code becomes a password and a second factor, the record is completed and
//! handed in, the officer checks it. By keyboard alone; without scripts in Vietnamese, with them in
//! English.

use std::path::Path;

use hoso::app::{Actor, sign_in::codes};
use hoso_events::{
    catalogue::{Enterer, Kind, catalogue},
    entry::FieldCode,
    ids::DossierId,
};
use hoso_projections::{accounts, people};
use image::{DynamicImage, ImageFormat, RgbImage};
use serde_json::{Value as Json, json};

use super::{
    DESK, PHONE, Served,
    chromium::{self, Chromium},
    clerk::check_all,
    keys::Keys,
    small_plan,
};
use crate::support::in_runtime;

const NAME: &str = "Huỳnh Thị Mộng Thường";
/// What the unit knows of her, as units write it down.
const LIST: &str = "\u{FEFF}DANH SÁCH CÁN BỘ;;;;;\n\
    TT;Họ và tên;Ngày sinh;Giới tính;Số CCCD;Nơi sinh\n\
    1;Huỳnh Thị Mộng Thường;05/3/1990;Nữ;080190298421;Bến Lức\n";
const PASSWORD: &str = "chiều mưa trên bến sông Vàm";

/// Answers one question of a form, as far as its kind tells how.
fn answers(keys: &mut Keys<'_>, name: &str, kind: &Kind) {
    match kind {
        Kind::Date { .. } => {
            for (part, text) in [("ngay", "1"), ("thang", "9"), ("nam", "2015")] {
                keys.writes(&format!("{name}.{part}"), text);
            }
        }
        Kind::Code { .. } => {
            let first = format!("[name='{name}']");
            let radio =
                keys.chromium.look(&format!("document.querySelector({}).type", json!(first)));
            keys.chromium.tab_to(&first);
            keys.chromium.press(if radio == "radio" { "Space" } else { "ArrowDown" });
        }
        Kind::Number { lengths, .. } => {
            let length = *lengths.first().unwrap();
            keys.writes(name, &"8".repeat(length));
        }
        Kind::Phone => keys.writes(name, "0900 012 345"),
        Kind::PersonName => keys.writes(name, "Huỳnh Văn Thành"),
        _ => keys.writes(name, "Thị trấn Bến Lức"),
    }
}

#[test]
fn a_person_comes_from_a_list_to_a_checked_record_by_keyboard_in_both_languages() {
    let Some(program) = chromium::installed() else { return };
    in_runtime(async {
        for (lang, scripts) in [("vi", false), ("en", true)] {
            let served = Served::start(small_plan()).await;
            let folder = tempfile::tempdir().unwrap();
            let (list, face) = (folder.path().join("danh sách.csv"), folder.path().join("anh.png"));
            std::fs::write(&list, LIST).unwrap();
            let picture = DynamicImage::ImageRgb8(RgbImage::new(300, 400));
            picture.save_with_format(&face, ImageFormat::Png).unwrap();

            let mut desk = Chromium::start(program.clone());
            desk.window(DESK, 900);
            desk.scripts(scripts);
            let officer = served.member("data_officer").account.to_string();
            desk.cookie(&served.address, "hoso_vai", &officer);
            let mut officer = Keys { chromium: &mut desk, address: &served.address, lang };
            let dossier = takes_in(&mut officer, &list);
            let (login, code) = issues_an_account(&mut officer, &dossier);

            let mut phone = Chromium::start(program.clone());
            phone.window(PHONE, 740);
            phone.scripts(scripts);
            let mut person = Keys { chromium: &mut phone, address: &served.address, lang };
            comes_in(&served, &mut person, &login, &code);
            completes(&served, &mut person, &dossier, &face).await;
            hands_in(&mut person);

            checks(&mut officer, &dossier);
            let row = person_row(&served, &dossier).await;
            assert_eq!(row.situation, "kept", "checked and stored");
        }
    });
}

async fn person_row(served: &Served, dossier: &str) -> people::PersonRow {
    let id = dossier.trim_start_matches("/ho-so/");
    people::by_id(served.app.store().db(), id).await.unwrap().expect("the person")
}

/// Brings the list, looks at it and confirms it. Tells where the new dossier is.
fn takes_in(officer: &mut Keys<'_>, list: &Path) -> String {
    officer.opens("/nhap");
    officer.chooses_file(list);
    officer.chromium.tab_to("select[name=don_vi]");
    officer.chromium.press("ArrowDown");
    let to = officer.follows("form[enctype] button");
    for _look in 0..100 {
        if officer.chromium.html().contains("/ghi\"") {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
        officer.opens(&to);
    }
    officer.follows("form[action$='/ghi'] button");
    for _look in 0..100 {
        officer.opens(&to);
        if officer.chromium.html().contains("/rut\"") {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    officer.sees("Đã nhập 1 hồ sơ", "1 dossier");
    officer.opens("/ho-so");
    officer.writes("tim", "huynh thi mong thuong");
    officer.chromium.leads_on(|chromium| chromium.press("Enter"));
    officer.follows("main td a[href^='/ho-so/'], main th a[href^='/ho-so/']")
}

/// Issues the account and prints the slip: the login and the code.
fn issues_an_account(officer: &mut Keys<'_>, dossier: &str) -> (String, String) {
    officer.follows(&format!("a[href='{dossier}/tai-khoan']"));
    officer.follows("form[action$='/tai-khoan'] button");
    officer.follows("a.button[href^='/tai-khoan/']");
    officer.follows("form[action$='/ma'] button[type=submit]");
    let login = officer.text(".slip dd:nth-of-type(1) code");
    (login, officer.text(".slip dd:nth-of-type(2) code"))
}

/// Turns the slip into a way in: password, then the phone.
fn comes_in(served: &Served, person: &mut Keys<'_>, login: &str, code: &str) {
    person.opens("/kich-hoat");
    person.writes("ma", code);
    person.writes("mat_khau_moi", PASSWORD);
    person.writes("mat_khau_lai", PASSWORD);
    let to = person.chromium.leads_on(|chromium| chromium.press("Enter"));
    assert_eq!(to, "/bao-mat/hai-buoc", "{}", person.chromium.html());
    let key = person.text("ol.steps code").replace(' ', "");
    let now = served.app.store().clock().now().timestamp();
    person.writes("ma", &codes::factor_code(&key, now).unwrap());
    person.chromium.leads_on(|chromium| chromium.press("Enter"));
    assert!(person.chromium.html().contains("class=\"codes\""), "the recovery codes");
    let to = person.follows("a.button[href='/']");
    assert_eq!(to, "/viec-cua-toi");
    person.sees(NAME, NAME);
    assert!(!login.is_empty());
}

/// Says what is still missing, section by section, until nothing is.
async fn completes(served: &Served, person: &mut Keys<'_>, dossier: &str, face: &Path) {
    let sections = catalogue().sections().iter();
    for section in sections {
        loop {
            let missing = missing_in(served, dossier, &section.fields).await;
            let Some(first) = missing.first() else { break };
            person.opens("/viec-cua-toi");
            person.follows(".now a[href$='/khai']");
            person.follows(&format!(".tasks a[href$='/muc/{}']", section.code));
            match catalogue().table(first.as_str()) {
                Some(table) => adds_a_row(person, table.code.as_str()),
                None if catalogue().kind(first.as_str(), None) == Ok(&Kind::File) => {
                    hands_in_a_portrait(person, face);
                }
                None => says(person, &missing),
            }
        }
    }
}

async fn missing_in(served: &Served, dossier: &str, fields: &[FieldCode]) -> Vec<FieldCode> {
    let id = dossier.trim_start_matches("/ho-so/");
    let id = DossierId::parse(id).unwrap();
    let missing = served.app.entering(&person_of(served, id).await, id).await.unwrap().missing();
    missing.into_iter().filter(|code| fields.contains(code)).collect()
}

/// The person themselves, as the service knows who has signed in.
async fn person_of(served: &Served, id: DossierId) -> Actor {
    let store = served.app.store();
    let account = accounts::of_dossier(store.db(), &id.to_string()).await.unwrap().unwrap();
    let world = store.world().await.unwrap();
    Actor::of_account(&account, store.clock().today(), &world.units).unwrap()
}

/// Goes from piece to piece of a section until one asks for something that is missing.
fn to_piece_with(person: &mut Keys<'_>, selector: &str) {
    let there = format!("!!document.querySelector({})", json!(selector));
    for _piece in 0..9 {
        if person.chromium.look(&there) == Json::Bool(true) {
            return;
        }
        person.follows(".onward a.button:last-child");
    }
    panic!("no piece of the section has {selector}");
}

fn says(person: &mut Keys<'_>, missing: &[FieldCode]) {
    let first = &missing[0];
    to_piece_with(person, &format!("[name='{first}'], [name='{first}.nam']"));
    for code in missing {
        let here = format!("!!document.querySelector(\"[name='{code}'], [name='{code}.nam']\")");
        if person.chromium.look(&here) == Json::Bool(true) {
            assert_eq!(catalogue().entered_by(code.as_str()), Some(Enterer::Person));
            answers(person, code.as_str(), catalogue().kind(code.as_str(), None).unwrap());
        }
    }
    saves(person);
}

fn saves(person: &mut Keys<'_>) {
    let to = person.follows(".form button[type=submit]");
    assert!(to.contains("da=luu"), "{to}: {}", person.chromium.html());
}

fn adds_a_row(person: &mut Keys<'_>, table: &str) {
    let add = format!("section[aria-labelledby='bang-{table}'] p.acts a");
    to_piece_with(person, &add);
    person.follows(&add);
    let of_first = format!("[name^='{table}/']");
    let name = person.chromium.look(&format!("document.querySelector({}).name", json!(of_first)));
    let name = name.as_str().unwrap();
    let slot = name.split('.').next().unwrap().to_owned();
    let table = catalogue().table(table).unwrap();
    for column in table.columns.iter().filter(|column| column.required) {
        answers(person, &format!("{slot}.{}", column.code), &column.kind);
    }
    saves(person);
}

fn hands_in_a_portrait(person: &mut Keys<'_>, face: &Path) {
    to_piece_with(person, "a[href$='/giay-to']");
    person.follows("main section a[href$='/giay-to']");
    person.chromium.tab_to("select[name=van_ban]");
    person.chromium.press("ArrowDown");
    person.chooses_file(face);
    let to = person.follows("form[enctype] button[type=submit]");
    assert!(to.ends_with("nop=da"), "{to}: {}", person.chromium.html());
}

fn hands_in(person: &mut Keys<'_>) {
    person.opens("/viec-cua-toi");
    person.follows(".now a.first");
    person.chromium.tab_to("[name=cam_doan]");
    person.chromium.press("Space");
    person.follows(".now form button");
    person.sees("Cơ quan phải đối chiếu xong trước 24:00", "24:00");
}

/// Finds the dossier again, compares everything and stores it.
fn checks(officer: &mut Keys<'_>, dossier: &str) {
    officer.opens(dossier);
    officer.follows(&format!("a.first[href^='{dossier}/doi-chieu/']"));
    let (_activations, to) = check_all(officer.chromium);
    assert!(to.contains("vua="), "{to}: {}", officer.chromium.html());
}
