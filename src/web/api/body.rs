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
use utoipa::ToSchema;

use crate::web::{BODY_BYTES_MAX, Site, obstacle::Obstacle};

/// A JSON body.
pub struct Said<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Site> for Said<T> {
    type Rejection = Obstacle;

    async fn from_request(request: Request, _site: &Site) -> Result<Self, Obstacle> {
        let (parts, body) = request.into_parts();
        let bytes = to_bytes(body, BODY_BYTES_MAX).await.map_err(|_cut_or_too_large| {
            Obstacle::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large")
        })?;
        // A command without members may come without a body.
        let bytes: &[u8] = if bytes.is_empty() { b"{}" } else { json(&parts.headers, &bytes)? };
        read(bytes).map(Self)
    }
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
            Segment::Map { key } => {
                pointer.push_str(&format!("/{}", key.replace('~', "~0").replace('/', "~1")));
            }
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    pointer
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
        Ok(Paper {
            number: PaperNumber::parse(&self.number).map_err(text("number"))?,
            dated_on: day(&self.dated_on, &format!("{at}/dated_on"))?,
            issuer: Issuer::parse(&self.issuer).map_err(text("issuer"))?,
        })
    }
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
