//! axe-core in a page: what it finds keeps somebody out. The copy of it is checked against its page.

use serde_json::{Value as Json, json};
use sha2::{Digest as _, Sha256};

use crate::{browser::chromium::Chromium, sources};

const AXE: &str = include_str!("../../../vendor/axe-core/axe.min.js");

/// WCAG 2.2 on the levels A and AA, and what axe advises beyond.
const ASKED: &str = "{ runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', \
                     'wcag22aa', 'best-practice'] }, resultTypes: ['violations'], preload: false }";

/// Each finding in a line: the rule, where, and what is wrong there.
const TOLD: &str = "found => found.violations.map(rule => rule.id + ': ' + rule.nodes.slice(0, 5) \
                    .map(node => node.target.join(' ') + ' – ' + node.failureSummary).join('; '))";

impl Chromium {
    /// Whether the reader's system is dark.
    pub fn theme(&mut self, dark: bool) {
        let scheme = if dark { "dark" } else { "light" };
        let features = json!([
            {"name": "prefers-reduced-motion", "value": "reduce"},
            {"name": "prefers-color-scheme", "value": scheme},
        ]);
        self.ask("Emulation.setEmulatedMedia", json!({"features": features}));
    }

    /// What axe finds on the page as it is.
    pub fn audit(&mut self) -> Vec<String> {
        self.ask("Runtime.evaluate", json!({"expression": AXE}));
        let run = format!("axe.run(document, {ASKED}).then({TOLD})");
        let run = json!({"expression": run, "awaitPromise": true, "returnByValue": true});
        let answer = self.ask("Runtime.evaluate", run);
        assert!(answer["exceptionDetails"].is_null(), "axe: {answer}");
        let found = answer["result"]["value"].as_array().expect("a list").iter();
        found.map(|line| line.as_str().unwrap_or_default().to_owned()).collect()
    }

    /// Comes as somebody else: with these cookies and no others.
    pub fn comes_with(&mut self, address: &str, cookies: &str) {
        self.ask("Network.clearBrowserCookies", json!({}));
        for pair in cookies.split("; ").filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').expect("a cookie");
            self.cookie(address, name, value);
        }
    }
}

#[test]
fn axe_is_the_one_its_page_says_and_is_not_in_the_program() {
    let page = sources::read("tests/vendor/axe-core/VENDORED.md");
    let hash: String = Sha256::digest(AXE).iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(page.contains(&hash), "axe.min.js is {hash}, and its page says another");
    let version = AXE.split(" v").nth(1).and_then(|rest| rest.split_whitespace().next()).unwrap();
    assert!(page.contains(&format!("| {version} |")), "axe.min.js is {version}");
    let names = |source: &&sources::Source| source.text.contains("axe-core");
    let program = sources::files("src");
    let told: Vec<&str> = program.iter().filter(names).map(|source| &*source.path).collect();
    assert_eq!(told, Vec::<&str>::new(), "axe is for tests alone");
}

#[test]
fn axe_finds_what_is_wrong() {
    let Some(program) = crate::browser::chromium::installed() else { return };
    let mut chromium = Chromium::start(program);
    chromium.scripts(true);
    chromium.visit("data:text/html,<html lang=vi><title>x</title><main><h1>x</h1><input></main>");
    let found = chromium.audit();
    let label = |line: &String| line.starts_with("label: ");
    assert!(found.iter().any(label), "a field without a name: {}", Json::from(found.clone()));
}
