//! The interface for other systems, readable offline: a page made from the OpenAPI document itself,
//! without a script. Names and descriptions of members are the document's own; everything around
//! them is in the reader's language.

mod operations;

use std::sync::LazyLock;

use maud::{Markup, html};
use operations::OPERATIONS;
use serde_json::Value as Json;

use crate::{
    app::Refusal,
    web::{api, layout, tell::Words, visit::View},
};

/// The sections, in the order of the work.
const TAGS: &[(&str, &str)] = &[
    ("dossiers", "page-contract-tag-dossiers"),
    ("transfers", "page-contract-tag-transfers"),
    ("secondments", "page-contract-tag-secondments"),
    ("endings", "page-contract-tag-endings"),
    ("people", "page-contract-tag-people"),
    ("deadlines", "page-contract-tag-deadlines"),
    ("events", "page-contract-tag-events"),
    ("accounts", "page-contract-tag-accounts"),
    ("units", "page-contract-tag-units"),
    ("calendar", "page-contract-tag-calendar"),
    ("rules", "page-contract-tag-rules"),
];

/// The codes the interface itself gives, beside those of what is asked.
const CODES: &[&str] = &[
    "after_beyond_end",
    "body_too_large",
    "body_too_slow",
    "busy",
    "content_type_wrong",
    "cross_site",
    "date_unreadable",
    "duty_unknown",
    "headers_too_large",
    "headers_too_many",
    "idempotency_key_malformed",
    "idempotency_key_missing",
    "if_match_malformed",
    "if_match_missing",
    "json_malformed",
    "json_too_deep",
    "json_too_long",
    "key_reused",
    "last_event_id_malformed",
    "limit_out_of_range",
    "member_choice_unknown",
    "member_missing",
    "member_twice",
    "member_type_wrong",
    "member_unknown",
    "method_not_allowed",
    "not_found",
    "number_out_of_range",
    "outcome_unknown",
    "pack_unknown",
    "parameter_missing",
    "parameter_not_utf8",
    "parameter_twice",
    "parameter_unknown",
    "parameter_wrong",
    "query_malformed",
    "request_malformed",
    "request_too_slow",
    "stale",
    "storage_full",
    "surrogate_lone",
    "token_missing",
    "token_read_only",
    "token_unknown",
    "unexpected",
    "url_too_long",
    "utf8_invalid",
];

static DOCUMENT: LazyLock<Json> = LazyLock::new(|| {
    serde_json::from_str(&crate::web::openapi_json()).expect("the document is JSON")
});

/// `/api`.
pub async fn page(view: View) -> Markup {
    let words = view.words;
    let operations = operations();
    let body = html! {
        h1 { (words.say("page-contract-title")) }
        p class="lead" { (words.say("page-contract-lead")) }
        p { a href=(api::DOCUMENT_PATH) { (words.say("page-contract-document")) } }
        (habits(words))
        nav aria-label=(words.say("page-contract-list")) {
            @for (tag, key) in TAGS {
                h2 { a href=(format!("#{tag}")) { (words.say(key)) } }
                ul {
                    @for operation in operations.iter().filter(|o| o.tag() == *tag) {
                        li { a href=(format!("#{}", operation.id())) { (operation.told(words)) } }
                    }
                }
            }
            h2 { a href="#ma-loi" { (words.say("page-contract-codes")) } }
            h2 { a href="#du-lieu" { (words.say("page-contract-schemas")) } }
        }
        @for (tag, key) in TAGS {
            section aria-labelledby=(tag) {
                h2 id=(tag) { (words.say(key)) }
                @for operation in operations.iter().filter(|o| o.tag() == *tag) {
                    (operation.shown(words))
                }
            }
        }
        (codes(words))
        (schemas(words))
    };
    let title = words.say("page-contract-title");
    let body = html! { div class="contract" { (body) } };
    layout::render(&view, layout::Page { title, back: vec![], body })
}

/// What holds for every request.
fn habits(words: Words) -> Markup {
    html! {
        section aria-labelledby="quy-uoc" {
            h2 id="quy-uoc" { (words.say("page-contract-habits")) }
            ul {
                @for key in [
                    "page-contract-habit-token",
                    "page-contract-habit-key",
                    "page-contract-habit-tag",
                    "page-contract-habit-problem",
                    "page-contract-habit-position",
                    "page-contract-habit-page",
                    "page-contract-habit-feed",
                    "page-contract-habit-limits",
                ] { li { (words.say(key)) } }
            }
        }
    }
}

/// One operation of the document.
struct Operation<'a> {
    path: &'a str,
    method: &'a str,
    said: &'a Json,
}

fn operations() -> Vec<Operation<'static>> {
    let paths = DOCUMENT["paths"].as_object().into_iter().flatten();
    paths
        .flat_map(|(path, item)| {
            let methods = item.as_object().into_iter().flatten();
            methods.map(move |(method, said)| Operation { path, method, said })
        })
        .collect()
}

impl Operation<'_> {
    fn id(&self) -> &str {
        self.said["operationId"].as_str().unwrap_or_default()
    }

    fn tag(&self) -> &str {
        self.said["tags"][0].as_str().unwrap_or_default()
    }

    /// What it does, in the reader's language; in the document's where nobody wrote it down.
    fn told(&self, words: Words) -> String {
        match OPERATIONS.iter().find(|(id, _key)| *id == self.id()) {
            Some((_id, key)) => words.say(key),
            None => self.said["summary"].as_str().unwrap_or_default().to_owned(),
        }
    }

    fn shown(&self, words: Words) -> Markup {
        let heading = format!("{}-ten", self.id());
        let parameters = self.said["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
        let body = &self.said["requestBody"]["content"]["application/json"]["schema"];
        html! {
            article id=(self.id()) aria-labelledby=(heading) {
                h3 id=(heading) { (self.told(words)) }
                p { code { (self.method.to_uppercase()) " " (self.path) } }
                @if !parameters.is_empty() {
                    h4 { (words.say("page-contract-parameters")) }
                    (parameter_table(words, parameters))
                }
                @if !body.is_null() {
                    h4 { (words.say("page-contract-body")) }
                    (members(words, body))
                }
                h4 { (words.say("page-contract-answers")) }
                (answers(words, &self.said["responses"]))
                h4 { (words.say("page-contract-example")) }
                pre tabindex="0" { code { (self.example()) } }
            }
        }
    }

    /// A call one can copy.
    fn example(&self) -> String {
        let mut path = self.path.to_owned();
        let mut headers = vec!["authorization: Bearer $TOKEN".to_owned()];
        let mut query = vec![];
        for parameter in self.said["parameters"].as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().unwrap_or_default();
            match parameter["in"].as_str() {
                Some("path") => path = path.replace(&format!("{{{name}}}"), &format!("${name}")),
                Some("header") if name == "Idempotency-Key" => {
                    headers.push("idempotency-key: $(uuidgen)".to_owned());
                }
                Some("header") if name == "If-Match" => headers.push("if-match: *".to_owned()),
                Some("query") if parameter["required"] == true => {
                    query.push(format!("{name}={}", plain(&example_of(parameter))));
                }
                _ => {}
            }
        }
        let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
        let body = &self.said["requestBody"]["content"]["application/json"]["schema"];
        let mut lines = vec![format!("curl \"$HOSO{path}{query}\"")];
        lines.extend(headers.iter().map(|header| format!("  -H \"{header}\"")));
        if !body.is_null() {
            lines.push("  -H 'content-type: application/json'".to_owned());
            lines.push(format!("  -d '{:#}'", example_of(body)));
        }
        lines.join(" \\\n")
    }
}

/// A value as part of an address.
fn plain(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A value that fits a schema: its example, or the plainest one.
fn example_of(schema: &Json) -> Json {
    for known in [&schema["example"], &schema["schema"]["example"], &schema["enum"][0]] {
        if !known.is_null() {
            return known.clone();
        }
    }
    if let Some(name) = schema["$ref"].as_str() {
        return example_of(named(name));
    }
    if let Some(first) = schema["oneOf"].get(0) {
        return example_of(first);
    }
    let kind = &schema["type"];
    match kind.as_str().or(kind[0].as_str()).or(schema["schema"]["type"].as_str()) {
        Some("object") => {
            let required = schema["required"].as_array().into_iter().flatten();
            let member = |name: &Json| {
                let name = name.as_str()?;
                Some((name.to_owned(), example_of(&schema["properties"][name])))
            };
            required.filter_map(member).collect()
        }
        Some("array") => Json::Array(vec![example_of(&schema["items"])]),
        Some("integer" | "number") => Json::from(1),
        Some("boolean") => Json::from(false),
        _ => Json::from("…"),
    }
}

/// A schema of the document by its reference.
fn named(reference: &str) -> &'static Json {
    &DOCUMENT["components"]["schemas"][short(reference)]
}

fn short(reference: &str) -> &str {
    reference.rsplit('/').next().unwrap_or_default()
}

fn parameter_table(words: Words, parameters: &[Json]) -> Markup {
    html! {
        div class="scroll" { table class="rows" {
            thead { tr {
                th scope="col" { (words.say("page-contract-name")) }
                th scope="col" { (words.say("page-contract-where")) }
                th scope="col" { (words.say("page-contract-kind")) }
                th scope="col" { (words.say("page-contract-meaning")) }
            } }
            tbody {
                @for parameter in parameters {
                    tr {
                        td { code { (parameter["name"].as_str().unwrap_or_default()) } (needed(words, parameter["required"] == true)) }
                        td data-name=(words.say("page-contract-where")) { (words.say(place_key(&parameter["in"]))) }
                        td data-name=(words.say("page-contract-kind")) { (kind(words, &parameter["schema"])) }
                        td lang="en" { (parameter["description"].as_str().unwrap_or_default()) }
                    }
                }
            }
        } }
    }
}

fn place_key(place: &Json) -> &'static str {
    match place.as_str() {
        Some("path") => "page-contract-in-path",
        Some("header") => "page-contract-in-header",
        _ => "page-contract-in-query",
    }
}

fn needed(words: Words, required: bool) -> Markup {
    html! { @if required { " " small class="quiet" { (words.say("page-contract-required")) } } }
}

/// What kind of value a schema wants, with a link where it has a name.
fn kind(words: Words, schema: &Json) -> Markup {
    if let Some(name) = schema["$ref"].as_str() {
        return html! { a href=(format!("#{}", short(name))) { (short(name)) } };
    }
    if let Some(choices) = schema["enum"].as_array() {
        return html! {
            @for (place, choice) in choices.iter().enumerate() {
                @if place > 0 { ", " } code { (plain(choice)) }
            }
        };
    }
    for joined in ["oneOf", "allOf", "anyOf"] {
        if let Some(parts) = schema[joined].as_array() {
            let parts: Vec<&Json> = parts.iter().filter(|part| part["type"] != "null").collect();
            return html! {
                @for (place, part) in parts.iter().enumerate() {
                    @if place > 0 { ", " } (kind(words, part))
                }
            };
        }
    }
    let named = &schema["type"];
    let name = named.as_str().or(named[0].as_str()).unwrap_or("object");
    if name == "array" {
        return html! { (words.say("page-contract-list-of")) " " (kind(words, &schema["items"])) };
    }
    let bounds = [("minimum", "≥ "), ("maximum", "≤ ")];
    html! {
        code { (schema["format"].as_str().unwrap_or(name)) }
        @for (bound, sign) in bounds {
            @if let Some(value) = schema[bound].as_i64() { " " (sign) (value) }
        }
    }
}

/// The members of an object, those of its parts included.
fn members(words: Words, schema: &Json) -> Markup {
    if let Some(name) = schema["$ref"].as_str() {
        return html! { p { (kind(words, schema)) } (members(words, named(name))) };
    }
    let parts: Vec<&Json> = schema["allOf"].as_array().into_iter().flatten().collect();
    let required = schema["required"].as_array();
    let is_required = |name: &str| required.is_some_and(|all| all.iter().any(|one| one == name));
    let own = schema["properties"].as_object();
    html! {
        @for part in parts { (members(words, part)) }
        @if let Some(own) = own.filter(|own| !own.is_empty()) {
            div class="scroll" { table class="rows" {
                thead { tr {
                    th scope="col" { (words.say("page-contract-name")) }
                    th scope="col" { (words.say("page-contract-kind")) }
                    th scope="col" { (words.say("page-contract-meaning")) }
                } }
                tbody {
                    @for (name, member) in own {
                        tr {
                            td { code { (name) } (needed(words, is_required(name))) }
                            td data-name=(words.say("page-contract-kind")) { (kind(words, member)) }
                            td lang="en" { (meaning(member)) }
                        }
                    }
                }
            } }
        } @else if schema["allOf"].is_null() {
            p { (kind(words, schema)) }
        }
    }
}

/// What the document says of a member, or of the one kind of value it may be.
fn meaning(member: &Json) -> &str {
    let own = member["description"].as_str();
    own.or(member["oneOf"][0]["description"].as_str()).unwrap_or_default()
}

fn answers(words: Words, responses: &Json) -> Markup {
    html! {
        div class="scroll" { table class="rows" {
            thead { tr {
                th scope="col" { (words.say("page-contract-status")) }
                th scope="col" { (words.say("page-contract-kind")) }
                th scope="col" { (words.say("page-contract-meaning")) }
            } }
            tbody {
                @for (status, response) in responses.as_object().into_iter().flatten() {
                    tr {
                        td { code { (status) } }
                        td {
                            @for (_kind, content) in response["content"].as_object().into_iter().flatten() {
                                (kind(words, &content["schema"])) " "
                            }
                        }
                        td lang="en" { (response["description"].as_str().unwrap_or_default()) }
                    }
                }
            }
        } }
    }
}

fn codes(words: Words) -> Markup {
    html! {
        section aria-labelledby="ma-loi" {
            h2 id="ma-loi" { (words.say("page-contract-codes")) }
            p { (words.say("page-contract-codes-lead")) }
            dl class="facts" {
                @for code in CODES {
                    dt { code { (code) } }
                    dd { (words.obstacle(&Refusal::plain(code))) }
                }
            }
        }
    }
}

fn schemas(words: Words) -> Markup {
    let all = DOCUMENT["components"]["schemas"].as_object().into_iter().flatten();
    html! {
        section aria-labelledby="du-lieu" {
            h2 id="du-lieu" { (words.say("page-contract-schemas")) }
            @for (name, schema) in all {
                article id=(name) {
                    h3 { (name) }
                    @if let Some(said) = schema["description"].as_str() { p lang="en" { (said) } }
                    (members(words, schema))
                }
            }
        }
    }
}
