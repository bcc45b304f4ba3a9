//! What a person does in a browser: opens, clicks, types, presses keys. Activations are counted;
//! typing is not.

use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};

use super::chromium::Chromium;

/// The longest one waits for words to appear on a page.
const WORDS_MAX: Duration = Duration::from_secs(15);
/// The most times one presses Tab to come to something.
const TABS_MAX: usize = 120;

impl Chromium {
    /// Clicks what leads to another page, and waits until that is there.
    pub fn follow(&mut self, selector: &str) {
        self.events.clear();
        self.click(selector);
        self.loaded();
    }

    /// Types into a field, in place of what stood there.
    pub fn types(&mut self, selector: &str, text: &str) {
        let node = self.node(selector);
        self.ask("DOM.focus", json!({"nodeId": node}));
        self.writes(text);
    }

    /// Types where the focus is, in place of what stood there.
    pub fn writes(&mut self, text: &str) {
        let all = json!({"type": "keyDown", "key": "a", "code": "KeyA", "modifiers": 2, "commands": ["selectAll"]});
        self.ask("Input.dispatchKeyEvent", all);
        self.ask("Input.insertText", json!({"text": text}));
    }

    /// Presses Enter where that leads to another page, and waits until it is there.
    pub fn enters(&mut self) {
        self.events.clear();
        self.press("Enter");
        self.loaded();
    }

    /// Presses Tab until the focus is on what a script's condition on `it` says.
    pub fn tabs_to(&mut self, condition: &str) {
        for _press in 0..TABS_MAX {
            self.press("Tab");
            if self.focused(condition) {
                return;
            }
        }
        panic!("Tab never comes to {condition}");
    }

    /// Whether a condition on what has the focus holds.
    pub fn focused(&mut self, condition: &str) -> bool {
        let script = format!("(it => Boolean(it && ({condition})))(document.activeElement)");
        let told = self.ask("Runtime.evaluate", json!({"expression": script}));
        told["result"]["value"] == true
    }

    /// Waits until what a script's condition on `it` says has the focus, as a script gives it.
    pub fn comes_to_focus(&mut self, condition: &str) {
        let began = Instant::now();
        while !self.focused(condition) {
            assert!(began.elapsed() < WORDS_MAX, "never in focus: {condition}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// The page as it stands now.
    pub fn html(&mut self) -> String {
        let document = self.ask("DOM.getDocument", json!({"depth": 0}));
        let html = self.ask("DOM.getOuterHTML", json!({"nodeId": document["root"]["nodeId"]}));
        html["outerHTML"].as_str().expect("a document").to_owned()
    }

    /// Waits until words stand on the page.
    pub fn sees(&mut self, words: &str) {
        let began = Instant::now();
        while !self.html().contains(words) {
            assert!(began.elapsed() < WORDS_MAX, "never seen: {words}\n{}", self.html());
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// The page's width as it is laid out.
    pub fn width(&mut self) -> f64 {
        let layout = self.ask("Page.getLayoutMetrics", json!({}));
        layout["cssContentSize"]["width"].as_f64().expect("a width")
    }

    fn node(&mut self, selector: &str) -> Json {
        let document = self.ask("DOM.getDocument", json!({"depth": 0}));
        let root = &document["root"]["nodeId"];
        let found = self.ask("DOM.querySelector", json!({"nodeId": root, "selector": selector}));
        assert!(found["nodeId"] != 0, "not on the page: {selector}\n{}", self.html());
        found["nodeId"].clone()
    }
}
