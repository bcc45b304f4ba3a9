//! Who reaches what: every route, asked by everyone of somebody's, as the running program answers.
//! The table is `docs/access.csv`; `HOSO_WRITE_DOCS=1 cargo test --test it access_table` writes it
//! anew, and its difference is what there is to review.

use std::collections::BTreeSet;

use axum::{
    Router,
    http::{Method, StatusCode},
};
use hoso::{
    sentences::{self, Lang},
    store::read,
};
use serde_json::Value as Json;

use super::{
    access_cases::{Case, HEAD_ELSEWHERE, INSPECTOR_ELSEWHERE, Positions, Sent, cases, prepared},
    fixture::*,
};
use crate::{documents::holds_what_the_code_says, sources};

/// Everyone who asks, as the columns of the table.
const EVERYONE: [(&str, Option<u128>); 10] = [
    ("nobody", None),
    // Stands for whomever the line is about.
    ("the person", Some(0)),
    ("another official", Some(LAN + 0x100)),
    ("officer there", Some(OFFICER)),
    ("officer elsewhere", Some(STRANGER)),
    ("head there", Some(HEAD)),
    ("head elsewhere", Some(HEAD_ELSEWHERE)),
    ("inspector there", Some(INSPECTOR)),
    ("inspector elsewhere", Some(INSPECTOR_ELSEWHERE)),
    ("administrator", Some(ADMINISTRATOR)),
];

/// Codes of refusals that are about who asks, not about what they ask for.
const ABOUT_WHO: [&str; 6] = [
    "own_access",
    "administrator_only",
    "self_verification",
    "agency_only",
    "person_only",
    "system_only",
];

/// Every route with its method: of the pages, of the interface, of what is beside.
pub(crate) fn routes() -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    let mut listed = 0;
    for source in sources::rust(&["src/web"]) {
        let program = source.text.split("#[cfg(test)]").next().unwrap_or_default();
        listed += program.matches(".route(").count();
        for rest in program.split(".route(").skip(1) {
            let (address, rest) = rest.split_once(',').expect("an address");
            let route = address_of(address.trim(), &source.path);
            let handlers = until_closed(rest);
            for method in ["get", "post", "put", "patch", "delete"] {
                if handles(handlers, method) {
                    found.insert((route.clone(), method.to_uppercase()));
                }
            }
        }
    }
    assert!(listed > 40, "{listed} routes of pages");
    let document: Json = serde_json::from_str(&hoso::web::openapi_json()).unwrap();
    for (route, item) in document["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            found.insert((route.clone(), method.to_uppercase()));
        }
    }
    found
}

/// What stands before the bracket that closes what was opened before.
fn until_closed(text: &str) -> &str {
    let mut depth = 1;
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' if depth == 1 => return &text[..at],
            ')' => depth -= 1,
            _ => {}
        }
    }
    text
}

/// Whether handlers, as they are written, answer a method.
fn handles(handlers: &str, method: &str) -> bool {
    let named = |c: char| c.is_alphanumeric() || c == '_';
    let called = format!("{method}(");
    handlers.match_indices(&called).any(|(at, _)| !handlers[..at].ends_with(named))
}

/// An address as the list of routes writes it: a text, or the name of a constant.
fn address_of(written: &str, file: &str) -> String {
    if let Some(text) = written.strip_prefix('"') {
        return text.trim_end_matches('"').to_owned();
    }
    let (place, name) = written.rsplit_once("::").unwrap_or(("", written));
    let folder = file.rsplit_once('/').map(|(folder, _name)| folder).unwrap_or_default();
    let file = if place.is_empty() { file.to_owned() } else { format!("{folder}/{place}.rs") };
    let folder = file.replace(".rs", "/mod.rs");
    let there = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(&file).exists();
    let text = sources::read(if there { &file } else { &folder });
    let rest = text.split(&format!("const {name}: &str = \"")).nth(1);
    let rest = rest.unwrap_or_else(|| panic!("{written} is not found in {file}"));
    rest.split('"').next().unwrap_or_default().to_owned()
}

/// The answer to one request, in a word. A form that is shown again, and a command that meets a
/// rule of the domain, came past the door.
fn told(got: &Got) -> String {
    match got.status {
        StatusCode::NOT_FOUND => "hidden".to_owned(),
        StatusCode::UNAUTHORIZED => "sign in".to_owned(),
        status if status.is_redirection() => {
            let asks = got.header("location").starts_with("/dang-nhap?");
            if asks { "sign in" } else { "allowed" }.to_owned()
        }
        status if status.is_success() => "allowed".to_owned(),
        StatusCode::UNPROCESSABLE_ENTITY | StatusCode::CONFLICT => match about_who(&got.text) {
            Some(code) => format!("refused: {code}"),
            None => "allowed".to_owned(),
        },
        status => format!("refused: {}", status.as_u16()),
    }
}

/// The code a refusal names, when it is about who asks: in a problem as such, on a page in words.
fn about_who(text: &str) -> Option<&'static str> {
    let code = code_in(text);
    ABOUT_WHO.into_iter().find(|known| match &code {
        Some(code) => code == known,
        None => text.contains(&sentences::say(Lang::Vi, &sentences::key_of_code(known))),
    })
}

/// The code of a problem.
fn code_in(text: &str) -> Option<String> {
    let problem: Json = serde_json::from_str(text).ok()?;
    problem["code"].as_str().map(str::to_owned)
}

/// Whoever asks, with their token.
struct Asking {
    router: Router,
    tokens: Vec<(u128, String)>,
}

impl Asking {
    fn of(service: &Service) -> Self {
        Self { router: service.closed(), tokens: vec![] }
    }

    async fn ask(
        &mut self,
        service: &Service,
        who: Option<u128>,
        method: &str,
        path: &str,
        sent: &Sent,
    ) -> Got {
        // Answers are compared to the byte, and name the request.
        let mut headers = vec![("x-request-id", uuid(1).to_string()), ("if-match", "*".to_owned())];
        if let Some(n) = who {
            if !self.tokens.iter().any(|(known, _token)| *known == n) {
                self.tokens.push((n, service.token(n).await));
            }
            let token = self.tokens.iter().find(|(known, _token)| *known == n);
            headers.push(("authorization", format!("Bearer {}", token.unwrap().1)));
        }
        let body = match sent {
            Sent::Nothing => String::new(),
            Sent::Command(json) => {
                headers.push(("content-type", "application/json".to_owned()));
                headers.push(("idempotency-key", format!("{who:?}{path}")));
                json.to_string()
            }
            Sent::Form => {
                headers.push(("content-type", "application/x-www-form-urlencoded".to_owned()));
                format!("khoa=k1&account={}", uuid(OFFICER))
            }
            Sent::Upload => {
                headers.push(("content-type", "multipart/form-data; boundary=b".to_owned()));
                "--b\r\ncontent-disposition: form-data; name=\"khoa\"\r\n\r\nk1\r\n--b--\r\n".into()
            }
        };
        let headers: Vec<(&str, &str)> =
            headers.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let method: Method = method.parse().expect("a method");
        ask(&self.router, method, path, &headers, body).await
    }
}

/// What everyone is told, one word a column; the last is what is told of one that is not there.
async fn line(service: &Service, asking: &mut Asking, method: &str, case: &Case) -> Vec<String> {
    let (mut line, mut not_there, mut taken) = (vec![], BTreeSet::new(), false);
    let mut said = String::new();
    for (column, who) in EVERYONE {
        let who = match (column, case.own) {
            ("the person", None) => {
                line.push("-".to_owned());
                continue;
            }
            ("the person", own) => own,
            ("another official", Some(own)) if own == LAN + 0x100 => Some(NAM + 0x100),
            _ => who,
        };
        let unknown = match case.unknown() {
            Some(path) => Some(asking.ask(service, who, method, &path, &case.sent).await),
            None => None,
        };
        let got = asking.ask(service, who, method, &case.path, &case.sent).await;
        taken |= got.status.is_success();
        let mut word = told(&got);
        if word == "allowed" {
            said.clone_from(&got.text);
        }
        if let Some(unknown) = &unknown {
            let alike = alike(&got, unknown, case);
            let of_none = match (told(unknown).as_str(), code_in(&unknown.text)) {
                ("allowed", _) if alike => "hidden".to_owned(),
                ("allowed", Some(code)) => format!("refused: {code}"),
                (word, _) => word.to_owned(),
            };
            if who.is_some() {
                not_there.insert(of_none);
            }
            match word.as_str() {
                // A list that says of a unit elsewhere that there is no such unit.
                "allowed" if alike => word = "hidden".to_owned(),
                // Whoever's it is knows that it is there: the bar leads to it.
                "hidden" if column != "the person" => {
                    let unlike = format!("{} is not {}", got.text, unknown.text);
                    assert!(alike, "{column} asks {method} {}: {unlike}", case.path)
                }
                _ => {}
            }
        }
        let shut = word == "hidden" || word.starts_with("refused");
        if shut && column != "the person" {
            assert!(!got.text.contains("Hường"), "{column} {method} {}: {}", case.path, got.text);
        }
        line.push(word);
    }
    let is_command = matches!(case.sent, Sent::Command(_));
    let shut_to_all = line.iter().all(|word| word != "allowed");
    assert!(taken || shut_to_all || !is_command, "{} is taken from nobody: {said}", case.path);
    let not_there: Vec<String> = not_there.into_iter().collect();
    line.push(if not_there.is_empty() { "-".to_owned() } else { not_there.join(" / ") });
    line
}

/// Whether an answer looks to the byte like that for what is not there, but for the address asked
/// for, which the way to the other language echoes.
fn alike(got: &Got, unknown: &Got, case: &Case) -> bool {
    let Some([there, not]) = &case.piece else { return false };
    let text = unknown.text.replace(not, there);
    let headers = |got: &Got| {
        let mut headers = got.headers.clone();
        // As long as the address is.
        headers.remove("content-length");
        headers
    };
    (got.status, headers(got), &got.text) == (unknown.status, headers(unknown), &text)
}

#[tokio::test]
async fn every_route_answers_everyone_as_the_table_of_access_says() {
    let mut lines = vec![];
    let shared = prepared().await;
    let at = Positions::of(&shared).await;
    let mut asking = Asking::of(&shared);
    for (route, method) in routes() {
        for case in cases(&method, &route, &at) {
            let answers = if method == "GET" {
                line(&shared, &mut asking, &method, &case).await
            } else {
                // Each act meets the province as it was.
                let service = prepared().await;
                line(&service, &mut Asking::of(&service), &method, &case).await
            };
            lines.push((answers, route.clone(), method.clone(), case.of));
        }
    }
    // Lines that answer alike stand together.
    lines.sort();
    let columns: Vec<&str> = EVERYONE.iter().map(|(column, _who)| *column).collect();
    let mut table = format!("method,route,of,{},not there\n", columns.join(","));
    for (answers, route, method, of) in lines {
        table.push_str(&format!("{method},{route},{of},{}\n", answers.join(",")));
    }
    holds_what_the_code_says("docs/access.csv", &table);
}

#[tokio::test]
async fn no_get_records_a_fact() {
    let service = prepared().await;
    let at = Positions::of(&service).await;
    let mut asking = Asking::of(&service);
    let head = read::head(service.app.store().db()).await.unwrap();
    for (route, _method) in routes().into_iter().filter(|(_route, method)| method == "GET") {
        for case in cases("GET", &route, &at) {
            for (_column, who) in EVERYONE {
                let who = if who == Some(0) { case.own } else { who };
                for method in ["GET", "HEAD"] {
                    asking.ask(&service, who, method, &case.path, &Sent::Nothing).await;
                }
            }
            let after = read::head(service.app.store().db()).await.unwrap();
            assert_eq!(after, head, "{}", case.path);
        }
    }
}
