//! A real Chromium without a window, spoken to over its debugging pipe: no driver, no JavaScript
//! of ours in the page.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    time::Duration,
};

use serde_json::{Value as Json, json};
use tempfile::TempDir;

/// The longest any single answer may take.
const ANSWER_MAX: Duration = Duration::from_secs(20);

/// The tallest picture the browser draws, in pixels.
const DRAWN_MAX: f64 = 16_000.0;

/// The most controls the tabulator goes through to find one.
const TAB_STOPS_MAX: usize = 400;

/// Chromium speaks on descriptors 3 and 4; the shell puts our pipes there.
const ON_PIPES: &str = r#"exec "$@" 3<&0 4>&1 </dev/null >/dev/null 2>/dev/null"#;

/// A running browser with one page.
pub struct Chromium {
    process: Child,
    to: ChildStdin,
    from: Receiver<Json>,
    last_id: u64,
    session: Option<String>,
    /// What happened that nobody has looked at yet.
    pub events: Vec<Json>,
    _profile: TempDir,
}

/// One request a page made.
#[derive(Debug)]
pub struct Asked {
    pub url: String,
    /// What came over the wire for it, headers included.
    pub bytes: u64,
}

/// What a page came to.
#[derive(Debug)]
pub struct Seen {
    pub html: String,
    /// How wide the page is laid out; more than the window means that it scrolls sideways.
    pub width: f64,
    pub requests: Vec<Asked>,
    /// What the browser complained of: a blocked style, a file that is not there.
    pub complaints: Vec<String>,
    pub picture: Vec<u8>,
}

/// Where Chromium is; says so, loudly, when it is nowhere.
pub fn installed() -> Option<PathBuf> {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    let places = |folder: PathBuf| names.map(|name| folder.join(name));
    let found = std::env::split_paths(&folders).flat_map(places).find(|path| path.is_file());
    if found.is_none() {
        let required = std::env::var("HOSO_TEST_REQUIRE").unwrap_or_default();
        assert!(!required.contains("chromium"), "Chromium is required and not installed");
        // Past the test harness, which keeps what a passing test prints to itself.
        let _unheard = std::io::stderr().write_all(
            b"\n*** Chromium is not installed: SKIPPING how the pages look in a browser ***\n",
        );
    }
    found
}

impl Chromium {
    /// Starts the browser with nothing remembered, and opens a page that runs no script.
    pub fn start(program: PathBuf) -> Self {
        let profile = tempfile::tempdir().expect("a folder for the profile");
        let mut command = Command::new("sh");
        command.args(["-c", ON_PIPES, "sh"]).arg(program);
        command.args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]);
        command.args(["--disable-background-networking", "--remote-debugging-pipe"]);
        command.args(["--hide-scrollbars", "--force-color-profile=srgb"]);
        command
            .arg("--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE 127.0.0.2");
        command.arg(format!("--user-data-dir={}", profile.path().display()));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().expect("Chromium starts");
        let to = process.stdin.take().expect("a way in");
        let out = process.stdout.take().expect("a way out");
        let (tell, from) = channel();
        std::thread::spawn(move || {
            for message in BufReader::new(out).split(0).map_while(Result::ok) {
                let message = serde_json::from_slice(&message).expect("Chromium speaks JSON");
                if tell.send(message).is_err() {
                    return;
                }
            }
        });
        let events = vec![];
        let mut chromium =
            Self { process, to, from, last_id: 0, session: None, events, _profile: profile };
        let page = chromium.ask("Target.createTarget", json!({"url": "about:blank"}));
        let session = chromium
            .ask("Target.attachToTarget", json!({"targetId": page["targetId"], "flatten": true}));
        chromium.session = session["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page", "Network", "Log", "Runtime"] {
            chromium.ask(&format!("{domain}.enable"), json!({}));
        }
        chromium.ask("Network.setCacheDisabled", json!({"cacheDisabled": true}));
        chromium.ask("Emulation.setScriptExecutionDisabled", json!({"value": true}));
        // A page that still glides would carry what is clicked away from under the click.
        let still = json!([{"name": "prefers-reduced-motion", "value": "reduce"}]);
        chromium.ask("Emulation.setEmulatedMedia", json!({"features": still}));
        chromium
    }

    /// Whether pages run their scripts from now on.
    pub fn scripts(&mut self, run: bool) {
        self.ask("Emulation.setScriptExecutionDisabled", json!({"value": !run}));
        // As if a person looked at the window: otherwise nothing in it takes the focus.
        self.ask("Emulation.setFocusEmulationEnabled", json!({"enabled": true}));
    }

    /// What an expression of ours comes to in the page; it looks, and does nothing.
    pub fn look(&mut self, expression: &str) -> Json {
        let asked = json!({"expression": expression, "returnByValue": true});
        let answer = self.ask("Runtime.evaluate", asked);
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {answer}");
        answer["result"]["value"].clone()
    }

    /// Presses a key and lets it go.
    pub fn press(&mut self, key: &str) {
        self.press_with(key, 0);
    }

    /// Presses a key while others are held: 1 is Alt, 2 is Ctrl.
    pub fn press_with(&mut self, key: &str, held: u8) {
        let letter = key.chars().next().unwrap_or_default();
        let (code, number, text) = match key {
            "Enter" => ("Enter".to_owned(), 13, "\r".to_owned()),
            "Tab" => ("Tab".to_owned(), 9, String::new()),
            "Space" => ("Space".to_owned(), 32, " ".to_owned()),
            "ArrowUp" => (key.to_owned(), 38, String::new()),
            "ArrowDown" => (key.to_owned(), 40, String::new()),
            _ if letter.is_ascii_digit() => (format!("Digit{key}"), u32::from(letter), key.into()),
            _ => {
                let upper = letter.to_ascii_uppercase();
                (format!("Key{upper}"), u32::from(upper), key.to_owned())
            }
        };
        let named = if key == "Space" { " " } else { key };
        let mut down = json!({"type": "keyDown", "key": named, "code": code, "modifiers": held,
                              "windowsVirtualKeyCode": number});
        if held == 0 && !text.is_empty() {
            down["text"] = json!(text);
        } else {
            down["type"] = json!("rawKeyDown");
        }
        self.ask("Input.dispatchKeyEvent", down);
        let up = json!({"type": "keyUp", "key": named, "code": code, "modifiers": held,
                        "windowsVirtualKeyCode": number});
        self.ask("Input.dispatchKeyEvent", up);
    }

    /// Goes from control to control with the tabulator until one fits.
    pub fn tab_to(&mut self, selector: &str) {
        for _stop in 0..TAB_STOPS_MAX {
            self.press("Tab");
            let fits = format!("document.activeElement.matches({})", json!(selector));
            if self.look(&fits) == json!(true) {
                return;
            }
        }
        panic!("the tabulator never comes to {selector}");
    }

    /// Does what leads to another page, and waits for it.
    pub fn leads_on(&mut self, act: impl FnOnce(&mut Self)) -> String {
        self.events.clear();
        act(self);
        self.loaded();
        self.look("location.pathname + location.search").as_str().unwrap_or_default().to_owned()
    }

    pub(super) fn loaded(&mut self) {
        while !self.events.iter().any(|event| event["method"] == "Page.loadEventFired") {
            let event = self.hear();
            self.events.push(event);
        }
    }

    /// Clicks the first element that fits, where it is seen.
    pub fn click(&mut self, selector: &str) {
        let place = format!(
            "(() => {{ const it = document.querySelector({}); it.scrollIntoView({{block: 'center', \
             behavior: 'instant'}}); const box = it.getBoundingClientRect(); \
             return [box.x + box.width / 2, box.y + box.height / 2]; }})()",
            json!(selector)
        );
        let place = self.look(&place);
        self.click_at(&place);
    }

    /// Clicks a place in the window.
    pub fn click_at(&mut self, place: &Json) {
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({"type": kind, "x": place[0], "y": place[1], "button": "left",
                               "clickCount": 1});
            self.ask("Input.dispatchMouseEvent", event);
        }
    }

    /// Lets what is downloaded go into a folder.
    pub fn downloads_to(&mut self, folder: &Path) {
        let to = folder.to_str().expect("a path of ours");
        let allowed = json!({"behavior": "allow", "downloadPath": to});
        self.ask("Page.setDownloadBehavior", allowed);
    }

    /// Sends a cookie with every request to this address.
    pub fn cookie(&mut self, address: &str, name: &str, value: &str) {
        let cookie = json!({"url": address, "name": name, "value": value});
        let set = self.ask("Network.setCookie", cookie);
        assert_eq!(set["success"], true, "the cookie is taken");
    }

    /// How large the window is.
    pub fn window(&mut self, width: u32, height: u32) {
        let size =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.ask("Emulation.setDeviceMetricsOverride", size);
    }

    /// Opens an address and looks at it: the whole page, or what the window shows.
    pub fn open(&mut self, url: &str, whole: bool) -> Seen {
        let seen = self.visit(url);
        Seen { picture: self.picture(whole), ..seen }
    }

    /// Opens an address and takes no picture.
    pub fn visit(&mut self, url: &str) -> Seen {
        self.events.clear();
        let answer = self.ask("Page.navigate", json!({"url": url}));
        assert!(answer["errorText"].is_null(), "{url}: {answer}");
        self.loaded();
        let document = self.ask("DOM.getDocument", json!({"depth": 0}));
        let node = json!({"nodeId": document["root"]["nodeId"]});
        let html = self.ask("DOM.getOuterHTML", node);
        let layout = self.ask("Page.getLayoutMetrics", json!({}));
        Seen {
            html: html["outerHTML"].as_str().expect("a document").to_owned(),
            width: layout["cssContentSize"]["width"].as_f64().expect("a width"),
            requests: self.requests(),
            complaints: self.complaints(),
            picture: vec![],
        }
    }

    /// The page as it looks now: all of it, as far as the browser draws, or what the window shows.
    pub fn picture(&mut self, whole: bool) -> Vec<u8> {
        let mut shot = json!({"format": "png", "captureBeyondViewport": whole});
        if whole {
            let size = self.ask("Page.getLayoutMetrics", json!({}))["cssContentSize"].clone();
            let height = size["height"].as_f64().unwrap_or_default().min(DRAWN_MAX);
            shot["clip"] =
                json!({"x": 0, "y": 0, "width": size["width"], "height": height, "scale": 1});
        }
        let picture = self.ask("Page.captureScreenshot", shot);
        decoded(picture["data"].as_str().expect("a picture"))
    }

    /// Opens what a reader would open with one activation.
    pub fn unfold(&mut self, selector: &str) {
        let document = self.ask("DOM.getDocument", json!({"depth": 0}));
        let root = &document["root"]["nodeId"];
        let found = self.ask("DOM.querySelector", json!({"nodeId": root, "selector": selector}));
        let open = json!({"nodeId": found["nodeId"], "name": "open", "value": ""});
        self.ask("DOM.setAttributeValue", open);
    }

    fn requests(&self) -> Vec<Asked> {
        let named = |name: &'static str| {
            self.events.iter().filter(move |event| event["method"] == name).map(|e| &e["params"])
        };
        let bytes = |id: &Json| {
            let ended = named("Network.loadingFinished").find(|ended| ended["requestId"] == *id);
            ended.and_then(|ended| ended["encodedDataLength"].as_f64()).unwrap_or_default() as u64
        };
        named("Network.requestWillBeSent")
            .map(|sent| Asked {
                url: sent["request"]["url"].as_str().unwrap_or_default().to_owned(),
                bytes: bytes(&sent["requestId"]),
            })
            .collect()
    }

    fn complaints(&self) -> Vec<String> {
        let told = |event: &Json| match event["method"].as_str() {
            Some("Log.entryAdded") => Some(event["params"]["entry"]["text"].to_string()),
            Some("Runtime.exceptionThrown") => {
                Some(event["params"]["exceptionDetails"].to_string())
            }
            Some("Runtime.consoleAPICalled") if event["params"]["type"] == "error" => {
                Some(event["params"]["args"].to_string())
            }
            _ => None,
        };
        self.events.iter().filter_map(told).collect()
    }

    /// Asks the browser for something and waits for the answer.
    pub fn ask(&mut self, method: &str, params: Json) -> Json {
        self.last_id += 1;
        let mut message = json!({"id": self.last_id, "method": method, "params": params});
        if let Some(session) = &self.session {
            message["sessionId"] = json!(session);
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        self.to.write_all(&bytes).expect("Chromium listens");
        loop {
            let heard = self.hear();
            if heard["id"] == self.last_id {
                assert!(heard["error"].is_null(), "{method}: {}", heard["error"]);
                return heard["result"].clone();
            }
            self.events.push(heard);
        }
    }

    pub fn hear(&self) -> Json {
        self.from.recv_timeout(ANSWER_MAX).expect("Chromium answers")
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let _gone_already = self.process.kill();
        let _gone_already = self.process.wait();
    }
}

/// Bytes written in base 64.
fn decoded(text: &str) -> Vec<u8> {
    let digit = |byte: u8| match byte {
        b'A'..=b'Z' => u32::from(byte - b'A'),
        b'a'..=b'z' => u32::from(byte - b'a') + 26,
        b'0'..=b'9' => u32::from(byte - b'0') + 52,
        b'+' => 62,
        _ => 63,
    };
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    for four in text.trim_end_matches('=').as_bytes().chunks(4) {
        let all = four.iter().fold(0, |all, byte| all << 6 | digit(*byte));
        let all = all << (6 * (4 - four.len()));
        bytes.extend_from_slice(&all.to_be_bytes()[1..four.len()]);
    }
    bytes
}
