//! A clerk's day in a real browser: a whole submission by keyboard alone, with and without scripts;
//! the keys of the check screen; the flows counted; and every page on a phone.
//!
//! An activation is a key or a click that does something; going from control to control is none.

use serde_json::json;

use super::{
    DESK, Served,
    chromium::{self, Chromium},
    small_plan,
};
use crate::support::in_runtime;

/// Checking a whole submission that matches, from the list of work to the next one.
const CHECK_ALL_MAX: usize = 14;
/// Opening the most urgent case.
const OPEN_MAX: usize = 1;
/// Returning one field with a reason.
const RETURN_MAX: usize = 4;
/// From the province to one fact.
const DRILL_MAX: usize = 4;

/// What has the focus: the value of a button, the name of a box or a radio button.
const FOCUS: &str = "(() => { const it = document.activeElement; \
    const field = it.closest('fieldset.decide'); const part = it.closest('.part'); \
    return { kind: it.type ?? '', name: it.name ?? '', value: it.value ?? '', \
    decided: !!field?.querySelector('input[type=radio]:checked'), \
    ticked: !!part?.querySelector('.part-head input:checked') }; })()";

/// Goes through the check screen with the tabulator, decides everything and finishes. Tells how
/// many activations it took and where it led.
pub(super) fn check_all(chromium: &mut Chromium) -> (usize, String) {
    let mut activations = 0;
    for _stop in 0..400 {
        chromium.press("Tab");
        let focus = chromium.look(FOCUS);
        let name = focus["name"].as_str().unwrap_or_default();
        let undecided = focus["decided"] == false && focus["ticked"] == false;
        let section = focus["kind"] == "checkbox" && name.starts_with("phan.");
        if section || (focus["kind"] == "radio" && undecided) {
            chromium.press("Space");
            activations += 1;
        } else if focus["value"] == "hoan-tat" {
            let to = chromium.leads_on(|chromium| chromium.press("Enter"));
            return (activations + 1, to);
        }
    }
    panic!("the tabulator never comes to the end of the form");
}

#[test]
fn a_submission_is_checked_by_keyboard_alone_with_and_without_scripts() {
    let Some(program) = chromium::installed() else { return };
    in_runtime(async {
        let served = Served::start(small_plan()).await;
        let mut chromium = Chromium::start(program);
        let officer = served.member("data_officer").account.to_string();
        chromium.cookie(&served.address, "hoso_vai", &officer);
        chromium.window(DESK, 900);
        for scripts in [false, true] {
            chromium.scripts(scripts);
            let seen = chromium.open(&format!("{}/viec", served.address), false);
            assert!(seen.complaints.is_empty(), "{:?}", seen.complaints);
            let first = chromium.look(
                "[...document.querySelectorAll('td.act a')]\
                 .find(it => it.pathname.includes('/doi-chieu/'))?.pathname",
            );
            chromium.tab_to("a[href^='/doi-chieu']");
            let opened = chromium.leads_on(|chromium| chromium.press("Enter"));
            assert_eq!(json!(opened), first, "one activation to the most urgent: {OPEN_MAX}");
            let (activations, to) = check_all(&mut chromium);
            let all = OPEN_MAX + activations;
            assert!(all <= CHECK_ALL_MAX, "{all} activations, scripts {scripts}");
            assert!(to.contains("/doi-chieu/") && to.contains("vua="), "the next one: {to}");
            let told = chromium.look("document.querySelector('.flash').textContent");
            assert!(told.as_str().is_some_and(|told| told.contains("khớp, đã lưu")), "{told}");
        }
    });
}

#[test]
fn keys_decide_fields_and_never_while_one_types() {
    let Some(program) = chromium::installed() else { return };
    in_runtime(async {
        let served = Served::start(small_plan()).await;
        let mut chromium = Chromium::start(program);
        let officer = served.member("data_officer").account.to_string();
        chromium.cookie(&served.address, "hoso_vai", &officer);
        chromium.window(DESK, 900);
        chromium.scripts(true);
        chromium.open(&format!("{}/viec", served.address), false);
        chromium.tab_to("a[href^='/doi-chieu']");
        chromium.leads_on(|chromium| chromium.press("Enter"));
        let decided = |chromium: &mut Chromium| {
            chromium.look(
                "[...document.querySelectorAll('fieldset.decide')].map(it => \
                 it.querySelector('input[type=radio]:checked')?.value ?? '').slice(0, 4)",
            )
        };
        assert_eq!(decided(&mut chromium), json!(["", "", "", ""]));
        chromium.press("k");
        chromium.press("ArrowDown");
        chromium.press("ArrowUp");
        chromium.press_with("1", 1);
        assert_eq!(decided(&mut chromium), json!(["khop", "khop", "", ""]));
        chromium.press("t");
        assert_eq!(decided(&mut chromium), json!(["khop", "khop", "thieu", ""]));
        // In the list of reasons and in the box beside it, letters are letters.
        chromium.press("k");
        chromium.press("Tab");
        for letter in ["k", "s"] {
            chromium.press(letter);
        }
        assert_eq!(decided(&mut chromium), json!(["khop", "khop", "thieu", ""]));
        let typed = chromium.look("document.activeElement.value");
        assert_eq!(typed, json!("ks"));
        // Switched off, they do nothing, and that is remembered.
        chromium.click("#dung-phim");
        assert_eq!(chromium.look("document.getElementById('dung-phim').checked"), json!(false));
        chromium.click("fieldset.decide:nth-of-type(4) legend");
        chromium.press("k");
        chromium.press("s");
        assert_eq!(decided(&mut chromium), json!(["khop", "khop", "thieu", ""]));
        let here = chromium.look("location.href");
        chromium.open(here.as_str().expect("an address"), false);
        assert_eq!(chromium.look("document.getElementById('dung-phim').checked"), json!(false));
        chromium.click("#dung-phim");
        // One field goes back with a reason: open, decide, choose, finish.
        chromium.open(&format!("{}/viec", served.address), false);
        chromium.tab_to("a[href^='/doi-chieu']");
        chromium.leads_on(|chromium| chromium.press("Enter"));
        chromium.press("s");
        chromium.press("ArrowDown");
        chromium.tab_to("button[value='con-lai-khop']");
        let to = chromium.leads_on(|chromium| chromium.press("Enter"));
        assert!(to.contains("vua="), "returned in {RETURN_MAX} activations: {to}");
        let told = chromium.look("document.querySelector('.flash').textContent");
        assert!(told.as_str().is_some_and(|told| told.contains("trả lại để sửa")), "{told}");
        // Everything decided, Ctrl+Enter finishes from wherever one is.
        let fields = chromium.look("document.querySelectorAll('fieldset.decide').length");
        for _field in 0..fields.as_u64().expect("a number") {
            chromium.press("k");
        }
        let to = chromium.leads_on(|chromium| chromium.press_with("Enter", 2));
        assert!(to.contains("vua="), "{to}");
    });
}

#[test]
fn an_inspector_clicks_from_the_province_to_a_fact() {
    let Some(program) = chromium::installed() else { return };
    in_runtime(async {
        let served = Served::start(small_plan()).await;
        let mut chromium = Chromium::start(program);
        let inspector = served.member("inspector").account.to_string();
        chromium.cookie(&served.address, "hoso_vai", &inspector);
        chromium.window(DESK, 900);
        chromium.open(&format!("{}/tuan-thu", served.address), false);
        let steps = [
            "table.sums th a[href^='/tuan-thu/']",
            "table.sums th a[href^='/tuan-thu/']",
            "table.list a.why",
            "a[href^='/su-kien/']",
        ];
        assert!(steps.len() <= DRILL_MAX);
        let mut at = String::new();
        for step in steps {
            at = chromium.leads_on(|chromium| chromium.click(step));
        }
        assert!(at.starts_with("/su-kien/"), "{at}");
    });
}
