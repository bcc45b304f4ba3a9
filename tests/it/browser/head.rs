//! A head of a unit decides on access on a written request, by keyboard alone: grants, looks at what
//! was granted, and revokes it; on a phone and on a desk, with and without scripts.

use hoso_events::ids::AccountId;
use hoso_projections::accounts;

use super::{
    DESK, PHONE, Served,
    chromium::{self, Chromium},
    keys::Keys,
    small_plan,
};
use crate::support::in_runtime;

/// How many grants of an account stand.
async fn standing(served: &Served, account: &AccountId) -> usize {
    let row = accounts::by_id(served.app.store().db(), &account.to_string()).await.unwrap();
    row.unwrap().grant_lines().iter().filter(|line| !line.revoked).count()
}

fn request(head: &mut Keys<'_>, number: &str) {
    head.writes("so_vb", number);
    head.writes("ngay_vb", "02/01/2026");
    head.writes("noi_ban_hanh", "Phòng Nội vụ (giả định)");
}

#[test]
fn a_head_grants_and_revokes_by_keyboard_on_a_phone_and_on_a_desk() {
    let Some(program) = chromium::installed() else { return };
    in_runtime(async {
        let served = Served::start(small_plan()).await;
        let account = served.member("head").account.to_string();
        let colleague = served.member("data_officer").account;
        for (lang, width, scripts) in [("vi", PHONE, false), ("en", DESK, true)] {
            let mut chromium = Chromium::start(program.clone());
            chromium.window(width, 800);
            chromium.scripts(scripts);
            chromium.cookie(&served.address, "hoso_vai", &account);
            let mut head = Keys { chromium: &mut chromium, address: &served.address, lang };
            let before = standing(&served, &colleague).await;
            head.opens("/");
            head.follows("nav a[href='/tai-khoan']");
            head.follows(&format!("main a[href='/tai-khoan/{colleague}']"));
            head.chromium.tab_to("[name=vai_tro]");
            head.chromium.press("ArrowDown");
            head.chromium.press("ArrowDown");
            let chosen = head.chromium.look("document.querySelector('[name=vai_tro]').value");
            assert_eq!(chosen, "head");
            head.chromium.tab_to("[name=don_vi]");
            head.chromium.press("ArrowDown");
            request(&mut head, "45/TTr-PNV");
            let to = head.follows("form[action$='/quyen'] button[type=submit]");
            assert!(to.starts_with("/tai-khoan/"), "{to}: {}", head.chromium.html());
            assert_eq!(standing(&served, &colleague).await, before + 1, "{to}");
            head.sees("45/TTr-PNV", "45/TTr-PNV");
            // The newest grant stands last.
            let last = "[...document.querySelectorAll('a[href*=\"/quyen/\"]')].at(-1).getAttribute('href')";
            let last = head.chromium.look(last).as_str().unwrap().to_owned();
            head.follows(&format!("a[href='{last}']"));
            request(&mut head, "46/TTr-PNV");
            head.follows("button[value=huy-bo]");
            assert_eq!(standing(&served, &colleague).await, before, "revoked");
        }
    });
}
