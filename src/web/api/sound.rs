//! Whether a body is sound JSON, before anyone asks what it means: bounded in depth and number,
//! no member twice, no character that nobody can see, no number beyond all numbers. Each fault has a
//! code of its own and points at its place.

use std::{collections::BTreeSet, fmt};

use axum::http::StatusCode;
use hoso_events::values::is_invisible;
use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;

use crate::web::obstacle::Obstacle;

/// How deep lists and members may be nested.
pub const DEPTH_MAX: usize = 16;
/// How many values a body may hold, lists and objects included.
pub const VALUES_MAX: usize = 10_000;

/// Finds the first fault of a text that should be JSON.
pub fn check(text: &str) -> Result<(), Obstacle> {
    let mut found = Found::default();
    let mut parser = serde_json::Deserializer::from_str(text);
    let read = Part(&mut found).deserialize(&mut parser).and_then(|()| parser.end());
    let Err(error) = read else { return Ok(()) };
    if let Some((code, pointer)) = found.fault {
        return Err(match code {
            "json_too_deep" | "json_too_long" => bad(code).at(pointer),
            code => Obstacle::value(code, pointer),
        });
    }
    Err(bad(syntax_code(&error)))
}

fn bad(code: &'static str) -> Obstacle {
    Obstacle::new(StatusCode::BAD_REQUEST, code)
}

/// The code of a text that is not JSON, by how the parser begins its message.
fn syntax_code(error: &serde_json::Error) -> &'static str {
    if error.classify() == Category::Data {
        return "json_malformed";
    }
    let message = error.to_string();
    for (beginning, code) in [
        ("recursion limit exceeded", "json_too_deep"),
        ("number out of range", "number_out_of_range"),
        ("lone leading surrogate", "surrogate_lone"),
        ("unexpected end of hex escape", "surrogate_lone"),
        ("invalid unicode code point", "surrogate_lone"),
    ] {
        if message.starts_with(beginning) {
            return code;
        }
    }
    "json_malformed"
}

/// Where the parser is, and what it found.
#[derive(Default)]
struct Found {
    path: Vec<String>,
    values: usize,
    fault: Option<(&'static str, String)>,
}

impl Found {
    /// Notes a fault at the place the parser is.
    fn fault(&mut self, code: &'static str) {
        let piece = |piece: &String| format!("/{}", piece.replace('~', "~0").replace('/', "~1"));
        self.fault = Some((code, self.path.iter().map(piece).collect()));
    }

    fn is_readable(&mut self, text: &str) -> bool {
        // Lines and tabs are put in order by the values themselves.
        let unseen = text.chars().any(|c| is_invisible(c) && !c.is_whitespace());
        if unseen {
            self.fault("control_char");
        }
        !unseen
    }
}

/// One value.
struct Part<'a>(&'a mut Found);

/// What the parser is told when a fault was found; nobody reads it.
const STOP: &str = "stop";

impl<'de> DeserializeSeed<'de> for Part<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        self.0.values += 1;
        if self.0.path.len() > DEPTH_MAX {
            self.0.fault("json_too_deep");
            return Err(D::Error::custom(STOP));
        }
        if self.0.values > VALUES_MAX {
            self.0.fault("json_too_long");
            return Err(D::Error::custom(STOP));
        }
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Part<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        if self.0.is_readable(text) { Ok(()) } else { Err(E::custom(STOP)) }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        for place in 0_usize.. {
            self.0.path.push(place.to_string());
            if list.next_element_seed(Part(self.0))?.is_none() {
                self.0.path.pop();
                break;
            }
            self.0.path.pop();
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let mut names = BTreeSet::new();
        while let Some(name) = members.next_key::<String>()? {
            self.0.path.push(name.clone());
            if !self.0.is_readable(&name) {
                return Err(A::Error::custom(STOP));
            }
            if !names.insert(name) {
                self.0.fault("member_twice");
                return Err(A::Error::custom(STOP));
            }
            members.next_value_seed(Part(self.0))?;
            self.0.path.pop();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sound_json_passes_and_every_fault_is_found_at_its_place() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let long = format!("[{}0]", "0,".repeat(VALUES_MAX));
        let (bounded, deep, bottomless) =
            (nested(DEPTH_MAX), nested(DEPTH_MAX + 2), nested(100_000));
        for (text, expected) in [
            (r#"{"a":[{"b":"x\ny\tz"},1,-2,3.5,true,null]}"#, None),
            (bounded.as_str(), None),
            (&deep, Some((400, "json_too_deep"))),
            (&bottomless, Some((400, "json_too_deep"))),
            (&long, Some((400, "json_too_long"))),
            (r#"{"a":{"b":1,"b":2}}"#, Some((422, "member_twice"))),
            (r#"{"a":"\u0000"}"#, Some((422, "control_char"))),
            ("{\"a\u{202E}\":1}", Some((422, "control_char"))),
            (r#"{"a":1e400}"#, Some((400, "number_out_of_range"))),
            (r#"{"a":"\ud800"}"#, Some((400, "surrogate_lone"))),
            (r#"{"a":"\udc00x"}"#, Some((400, "surrogate_lone"))),
            ("{\"a\":\"\u{1}\"}", Some((400, "json_malformed"))),
            ("{} {}", Some((400, "json_malformed"))),
            ("", Some((400, "json_malformed"))),
            ("{'a':1}", Some((400, "json_malformed"))),
        ] {
            let told = check(text).err();
            let told = told.map(|told| (told.status.as_u16(), told.refusal.code));
            assert_eq!(told, expected, "{}", text.chars().take(40).collect::<String>());
        }
        let told = check(r#"{"a":[0,{"b/~":"\u202e"}]}"#).unwrap_err();
        assert_eq!(told.pointer.as_deref(), Some("/a/1/b~1~0"));
    }
}
