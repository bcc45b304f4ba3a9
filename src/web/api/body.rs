//! Reading a body: every way it can be wrong has its own code, and nothing of the parser's English
//! reaches the sender. What people type is read leniently, by one door a kind.

use axum::{
    body::to_bytes,
    extract::{FromRequest, Request},
    http::{HeaderMap, StatusCode, header},
};
use chrono::NaiveDate;
use hoso_events::{
    catalogue::{PartialDate, PartialDateError, Precision},
    ids::UnitId,
    unit::UnitTree,
    values::{Issuer, Paper, PaperNumber, TextError},
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_path_to_error::Segment;
use tower_http::timeout::TimeoutError;
use utoipa::ToSchema;

use super::sound;
use crate::web::{BODY_BYTES_MAX, Site, obstacle::Obstacle};

/// A JSON body.
pub struct Said<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Site> for Said<T> {
    type Rejection = Obstacle;

    async fn from_request(request: Request, _site: &Site) -> Result<Self, Obstacle> {
        let (parts, body) = request.into_parts();
        let bytes = to_bytes(body, BODY_BYTES_MAX).await.map_err(|error| why_cut(&error))?;
        // A command without members may come without a body.
        let bytes: &[u8] = if bytes.is_empty() { b"{}" } else { json(&parts.headers, &bytes)? };
        read(bytes).map(Self)
    }
}

/// Why a body did not come whole.
fn why_cut(error: &(dyn std::error::Error + 'static)) -> Obstacle {
    let causes = std::iter::successors(Some(error), |error| error.source());
    for cause in causes {
        if cause.is::<TimeoutError>() {
            return Obstacle::new(StatusCode::REQUEST_TIMEOUT, "body_too_slow");
        }
        if cause.is::<hyper::Error>() {
            // Nobody hears it: the sender is gone.
            return Obstacle::new(StatusCode::BAD_REQUEST, "request_malformed");
        }
    }
    Obstacle::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large")
}

fn json<'a>(headers: &HeaderMap, bytes: &'a [u8]) -> Result<&'a [u8], Obstacle> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let kind = kind.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    if kind.eq_ignore_ascii_case("application/json") {
        Ok(bytes)
    } else {
        Err(Obstacle::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "content_type_wrong"))
    }
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Obstacle> {
    let bad = |code| Obstacle::new(StatusCode::BAD_REQUEST, code);
    let text = std::str::from_utf8(bytes).map_err(|_not_text| bad("utf8_invalid"))?;
    sound::check(text)?;
    let mut parser = serde_json::Deserializer::from_str(text);
    let said = serde_path_to_error::deserialize(&mut parser).map_err(|error| {
        let pointer = pointer(error.path());
        match error.inner().classify() {
            serde_json::error::Category::Data => {
                Obstacle::value(shape_code(&error.inner().to_string()), pointer)
            }
            _ => bad("json_malformed"),
        }
    })?;
    parser.end().map_err(|_more_follows| bad("json_malformed"))?;
    Ok(said)
}

/// The code of a body that is JSON but of another shape, by how serde begins its message.
fn shape_code(message: &str) -> &'static str {
    for (beginning, code) in [
        ("unknown field", "member_unknown"),
        ("missing field", "member_missing"),
        ("duplicate field", "member_twice"),
        ("unknown variant", "member_choice_unknown"),
    ] {
        if message.starts_with(beginning) {
            return code;
        }
    }
    "member_type_wrong"
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } => pointer.push_str(&format!("/{}", in_pointer(key))),
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    pointer
}

/// The name of a member as one piece of a JSON pointer.
pub fn in_pointer(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// A paper as typed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TypedPaper {
    #[schema(example = "842/QĐ-UBND")]
    number: String,
    /// A whole day: `2023-04-05` or `5/4/2023`.
    #[schema(example = "2023-04-05")]
    dated_on: String,
    #[schema(example = "UBND tỉnh Tây Ninh")]
    issuer: String,
}

impl TypedPaper {
    pub fn read(&self, at: &str) -> Result<Paper, Obstacle> {
        let text = |part: &str| {
            let pointer = format!("{at}/{part}");
            move |error: TextError| Obstacle::text(&error, pointer)
        };
        let (number, dated_on, issuer) = (
            PaperNumber::parse(&self.number).map_err(text("number")),
            day(&self.dated_on, &format!("{at}/dated_on")),
            Issuer::parse(&self.issuer).map_err(text("issuer")),
        )
            .together()?;
        Ok(Paper { number, dated_on, issuer })
    }
}

/// Values that are read together: what is wrong with any of them is told at once.
pub trait Together {
    /// All of them, when none is wrong.
    type All;

    fn together(self) -> Result<Self::All, Obstacle>;
}

macro_rules! together {
    ($($name:ident $value:ident),+) => {
        impl<$($name),+> Together for ($(Result<$name, Obstacle>,)+) {
            type All = ($($name,)+);

            #[expect(non_snake_case, reason = "one name for a type and the value of it")]
            fn together(self) -> Result<Self::All, Obstacle> {
                let ($($name,)+) = self;
                let mut wrong: Option<Obstacle> = None;
                $(let $value = $name.map_err(|told| add(&mut wrong, told)).ok();)+
                match (wrong, $($value),+) {
                    (None, $(Some($value)),+) => Ok(($($value,)+)),
                    (Some(wrong), ..) => Err(wrong),
                    (None, ..) => unreachable!("a value that is not there left its obstacle"),
                }
            }
        }
    };
}

together!(A a, B b);
together!(A a, B b, C c);
together!(A a, B b, C c, D d);
together!(A a, B b, C c, D d, E e);
together!(A a, B b, C c, D d, E e, F f);

/// Every value of a list, or everything that is wrong with any of them.
pub fn each<T>(values: impl Iterator<Item = Result<T, Obstacle>>) -> Result<Vec<T>, Obstacle> {
    let (mut all, mut wrong) = (vec![], None);
    for value in values {
        match value {
            Ok(value) => all.push(value),
            Err(told) => add(&mut wrong, told),
        }
    }
    wrong.map_or(Ok(all), Err)
}

fn add(wrong: &mut Option<Obstacle>, told: Obstacle) {
    *wrong = Some(match wrong.take() {
        Some(first) => first.and(told),
        None => told,
    });
}

/// A whole day as typed: `2023-04-05`, `5/4/2023`.
pub fn day(typed: &str, at: &str) -> Result<NaiveDate, Obstacle> {
    match PartialDate::parse(typed.trim()) {
        Ok(date) if date.precision() == Precision::Day => Ok(date.earliest()),
        Ok(_part) => Err(Obstacle::value("date_missing_part", at)),
        Err(PartialDateError::Unreal) => Err(Obstacle::value("date_unreal", at)),
        Err(_unread) => Err(Obstacle::value("date_unreadable", at)),
    }
}

/// The same, where it may be left out.
pub fn maybe_day(typed: Option<&str>, at: &str) -> Result<Option<NaiveDate>, Obstacle> {
    typed.map(|typed| day(typed, at)).transpose()
}

/// Any value with one door.
pub fn text<T>(parsed: Result<T, TextError>, at: &str) -> Result<T, Obstacle> {
    parsed.map_err(|error| Obstacle::text(&error, at))
}

/// A unit by its code.
pub fn unit(units: &UnitTree, code: &str, at: &str) -> Result<UnitId, Obstacle> {
    let found = units.by_code(code.trim()).map(|unit| unit.id);
    found.ok_or_else(|| Obstacle::value("unit_unknown", at))
}
