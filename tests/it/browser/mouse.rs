//! A person with a mouse who reads: what is clicked and filled in is found by the words that are
//! seen, never by an address.

use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use super::{Served, chromium::Chromium, keys::Keys};

/// What leads on or does something, on the page itself and in the bar above it.
const ACTS: &str = "main a, main button";
const BAR: &str = "header nav a";
const WAY_BACK: &str = "nav.crumbs a";
/// The most options a list is gone through for one.
const OPTIONS_MAX: usize = 60;

/// Someone at one browser, acting as one person.
pub struct Mouse {
    pub chromium: Chromium,
    width: u32,
}

impl Mouse {
    /// Opens the first page of a demo and chooses whom to act as: the only address that is typed.
    pub fn sits_down(
        program: PathBuf,
        (served, role_key): (&Served, &str),
        (width, scripts): (u32, bool),
    ) -> Self {
        let mut chromium = Chromium::start(program);
        chromium.window(width, 900);
        chromium.scripts(scripts);
        chromium.visit(&served.address);
        let mut mouse = Self { chromium, width };
        mouse.follows(&format!("Vào vai {}", served.member(role_key).name));
        mouse
    }

    /// Clicks a link or a button of the page, and waits for where it leads.
    #[track_caller]
    pub fn follows(&mut self, words: &str) {
        self.leads_on(ACTS, words);
    }

    /// The same in the line of a table that begins with a name.
    #[track_caller]
    pub fn follows_beside(&mut self, name: &str, words: &str) {
        let place = self.place(
            &format!(
                "[...[...document.querySelectorAll('main tr')].find(it => \
             read(it.querySelector('th') ?? it).startsWith({}))?.querySelectorAll('a') ?? []]",
                json!(name)
            ),
            words,
        );
        assert!(place.is_array(), "{name}: not to be clicked: {words}\n{}", self.reads());
        self.chromium.leads_on(|chromium| chromium.click_at(&place));
    }

    /// The same in the bar at the top.
    #[track_caller]
    pub fn goes_to(&mut self, words: &str) {
        self.leads_on(BAR, words);
    }

    /// The same on the way back above the page.
    #[track_caller]
    pub fn goes_back_to(&mut self, words: &str) {
        self.leads_on(WAY_BACK, words);
    }

    /// Clicks what leads to no other page.
    #[track_caller]
    pub fn clicks(&mut self, words: &str) {
        self.clicks_one_of(ACTS, words);
    }

    /// Unfolds what is folded away.
    #[track_caller]
    pub fn unfolds(&mut self, words: &str) {
        self.clicks_one_of("main summary", words);
    }

    /// Ticks a box or chooses one of a few, by its label.
    #[track_caller]
    pub fn ticks(&mut self, label: &str) {
        self.clicks_one_of("main label", label);
        let ticked = "document.activeElement.checked";
        assert_eq!(self.chromium.look(ticked), json!(true), "{label}");
    }

    /// Types into the field with a label.
    #[track_caller]
    pub fn fills(&mut self, label: &str, text: &str) {
        let field = self.field(label);
        self.chromium.types(&field, text);
    }

    /// The three fields of a paper.
    #[track_caller]
    pub fn names_paper(&mut self, [number, dated_on, issuer]: [&str; 3]) {
        self.fills("Số, ký hiệu văn bản", number);
        self.fills("Ngày ký", dated_on);
        self.fills("Cơ quan ban hành", issuer);
    }

    /// Goes through a list of options with the arrow key, until one is chosen.
    #[track_caller]
    pub fn chooses(&mut self, label: &str, option: &str) {
        let field = self.field(label);
        self.chromium.types(&field, "");
        let chosen = format!("document.querySelector({}).selectedOptions[0].text", json!(field));
        for _option in 0..OPTIONS_MAX {
            if self.chromium.look(&chosen) == json!(option) {
                return;
            }
            self.chromium.press("ArrowDown");
        }
        panic!("{label}: there is no {option}: {}", self.reads());
    }

    /// Chooses a file, past the window of the system that no test reaches.
    pub fn chooses_file(&mut self, path: &Path) {
        Keys { chromium: &mut self.chromium, address: "", lang: "vi" }.chooses_file(path);
    }

    /// What the page says; what is folded away is not read.
    pub fn reads(&mut self) -> String {
        let said = self.chromium.look("document.querySelector('main').innerText");
        said.as_str().unwrap_or_default().to_owned()
    }

    #[track_caller]
    pub fn sees(&mut self, words: &str) {
        let page = self.reads();
        assert!(page.contains(words), "never seen: {words}\n{page}");
    }

    #[track_caller]
    pub fn does_not_see(&mut self, words: &str) {
        let page = self.reads();
        assert!(!page.contains(words), "seen: {words}\n{page}");
    }

    /// The one thing that is read, by its selector.
    #[track_caller]
    pub fn text(&mut self, selector: &str) -> String {
        let text = format!("document.querySelector({})?.innerText", json!(selector));
        let text = self.chromium.look(&text);
        text.as_str().unwrap_or_else(|| panic!("{selector}: {}", self.reads())).to_owned()
    }

    /// Whether there is a link or a button with exactly these words.
    pub fn may_follow(&mut self, words: &str) -> bool {
        self.place_of(ACTS, words).is_array()
    }

    /// What stands beside a term in a list of terms.
    #[track_caller]
    pub fn told(&mut self, term: &str) -> String {
        let told = format!(
            "[...document.querySelectorAll('main dt')].find(it => it.innerText.trim() === {})\
             ?.nextElementSibling.innerText.trim()",
            json!(term)
        );
        let told = self.chromium.look(&told);
        told.as_str().unwrap_or_else(|| panic!("{term}: {}", self.reads())).to_owned()
    }

    #[track_caller]
    fn leads_on(&mut self, among: &str, words: &str) {
        let place = self.found(among, words);
        self.chromium.leads_on(|chromium| chromium.click_at(&place));
        let width = self.chromium.width();
        assert!(width <= f64::from(self.width), "{words}: {width} px wide");
    }

    #[track_caller]
    fn clicks_one_of(&mut self, among: &str, words: &str) {
        let place = self.found(among, words);
        self.chromium.click_at(&place);
    }

    #[track_caller]
    fn found(&mut self, among: &str, words: &str) -> Json {
        let place = self.place_of(among, words);
        assert!(place.is_array(), "not to be clicked: {words}\n{}", self.reads());
        place
    }

    /// Where something with these words is seen, brought into the window; the first of several.
    fn place_of(&mut self, among: &str, words: &str) -> Json {
        self.place(&format!("[...document.querySelectorAll({})]", json!(among)), words)
    }

    /// The same among what a script's expression comes to.
    fn place(&mut self, among: &str, words: &str) -> Json {
        let place = format!(
            "(() => {{ \
             const read = it => it.textContent.replace(/[\\s◀▶]+/g, ' ').trim(); \
             const all = {among}.filter(it => it.checkVisibility()); \
             const it = all.find(it => read(it) === {}); \
             if (!it) return null; \
             it.scrollIntoView({{block: 'center', behavior: 'instant'}}); \
             const box = it.getClientRects()[0]; \
             return [box.x + box.width / 2, box.y + box.height / 2]; }})()",
            json!(words)
        );
        self.chromium.look(&place)
    }

    /// The field a label is for, as a selector.
    #[track_caller]
    fn field(&mut self, label: &str) -> String {
        let field = format!(
            "[...document.querySelectorAll('main label')].find(it => it.checkVisibility() \
             && it.textContent.trim() === {})?.htmlFor",
            json!(label)
        );
        let field = self.chromium.look(&field);
        let id = field.as_str().unwrap_or_else(|| panic!("no field {label}: {}", self.reads()));
        format!("[id='{id}']")
    }
}
