//! A person at the keyboard: goes from control to control with the tabulator, follows and types.

use std::path::Path;

use serde_json::json;

use super::chromium::Chromium;

/// Someone at a keyboard.
pub struct Keys<'a> {
    pub chromium: &'a mut Chromium,
    pub address: &'a str,
    pub lang: &'a str,
}

impl Keys<'_> {
    pub fn opens(&mut self, path: &str) {
        self.chromium.cookie(self.address, "hoso_ngon_ngu", self.lang);
        let seen = self.chromium.open(&format!("{}{path}", self.address), false);
        assert!(seen.complaints.is_empty(), "{path}: {:?}", seen.complaints);
    }

    /// Goes to what leads on, and follows it. Tells where that is.
    pub fn follows(&mut self, selector: &str) -> String {
        self.chromium.tab_to(selector);
        self.chromium.leads_on(|chromium| chromium.press("Enter"))
    }

    pub fn writes(&mut self, name: &str, text: &str) {
        self.chromium.tab_to(&format!("[name='{name}']"));
        self.chromium.writes(text);
    }

    /// The one thing no keyboard reaches in a browser without a screen: the system's own window.
    pub fn chooses_file(&mut self, path: &Path) {
        let document = self.chromium.ask("DOM.getDocument", json!({"depth": 0}));
        let root = &document["root"]["nodeId"];
        let found = json!({"nodeId": root, "selector": "input[name=tep]"});
        let node = self.chromium.ask("DOM.querySelector", found)["nodeId"].clone();
        let files = json!({"nodeId": node, "files": [path.to_str().unwrap()]});
        self.chromium.ask("DOM.setFileInputFiles", files);
    }

    pub fn text(&mut self, selector: &str) -> String {
        let text = self
            .chromium
            .look(&format!("document.querySelector({})?.textContent", json!(selector)));
        text.as_str().unwrap_or_else(|| panic!("{selector}: {}", self.chromium.html())).to_owned()
    }

    pub fn sees(&mut self, vi: &str, en: &str) {
        self.chromium.sees(if self.lang == "vi" { vi } else { en });
    }
}
