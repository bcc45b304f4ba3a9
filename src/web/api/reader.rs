//! Who asks a question, in which language, and from which end of the log the answer is given; and
//! the headers every answer to a question has.

use axum::{
    Json,
    extract::{FromRequestParts, OriginalUri, Query},
    http::{HeaderName, HeaderValue, StatusCode, Uri, header, request::Parts},
    response::{IntoResponse, Response},
};
use hoso_events::values::is_invisible;
use serde::{Serialize, de::DeserializeOwned};

use super::tag::Tag;
use crate::{
    app::Actor,
    sentences::Lang,
    store::read,
    web::{
        Site,
        layout::in_path,
        obstacle::Obstacle,
        tell::Words,
        visit::{Caller, accepted_language},
        watch::Who,
    },
};

/// The place in the log an answer includes everything up to.
pub const LOG_POSITION: HeaderName = HeaderName::from_static("log-position");
/// The most rows one answer holds.
const ROWS_MAX: i64 = 200;
/// How many it holds when nothing is asked.
const ROWS_USUAL: i64 = 50;
/// How much of the name of a parameter nobody knows is told back.
const NAME_CHARS_MAX: usize = 40;

/// One who asks a question.
pub struct Reader {
    pub site: Site,
    pub actor: Actor,
    pub lang: Lang,
    /// The end of the log when the question came: the answer includes everything up to there.
    pub position: u64,
    uri: Uri,
    /// The tags of answers the asker has.
    known: Option<HeaderValue>,
}

impl FromRequestParts<Site> for Reader {
    type Rejection = Obstacle;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Obstacle> {
        let caller = <Caller as FromRequestParts<Site>>::from_request_parts(parts, site).await?;
        let Caller { site, actor } = caller;
        Who::note(parts, actor.account.id);
        Ok(Self {
            actor,
            lang: accepted_language(&parts.headers),
            position: read::head(site.app().store().db()).await?.position,
            uri: parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |own| &own.0).clone(),
            known: parts.headers.get(header::IF_NONE_MATCH).cloned(),
            site,
        })
    }
}

impl Reader {
    /// An answer, with the headers every answer has.
    pub fn answer(&self, said: impl Serialize) -> Response {
        self.with_headers(Json(said).into_response())
    }

    /// An answer about one dossier with its tag; without a body where the asker has it.
    pub fn tagged(&self, tag: &Tag, said: impl Serialize) -> Response {
        let known = self.known.as_ref().and_then(|known| known.to_str().ok());
        let mut response = match known.is_some_and(|known| tag.is_among(known)) {
            true => StatusCode::NOT_MODIFIED.into_response(),
            false => Json(said).into_response(),
        };
        response.headers_mut().insert(header::ETAG, tag.header());
        self.with_headers(response)
    }

    /// A page of a list, and where the next one is.
    pub fn page(&self, next: Option<(&str, String)>, said: impl Serialize) -> Response {
        self.linked(next, self.answer(said))
    }

    /// The same answer, saying where the next page is.
    pub fn linked(&self, next: Option<(&str, String)>, mut response: Response) -> Response {
        if let Some((name, from)) = next {
            let link = format!("<{}>; rel=\"next\"", self.here_with(name, &from));
            if let Ok(link) = HeaderValue::from_str(&link) {
                response.headers_mut().insert(header::LINK, link);
            }
        }
        response
    }

    /// The address asked for, with another value of one parameter.
    fn here_with(&self, name: &str, value: &str) -> String {
        let query = self.uri.query().unwrap_or_default();
        let own = |pair: &&str| pair.split('=').next() != Some(name) && !pair.is_empty();
        let pair = format!("{name}={}", in_path(value));
        let pairs: Vec<&str> = query.split('&').filter(own).chain([pair.as_str()]).collect();
        format!("{}?{}", self.uri.path(), pairs.join("&"))
    }

    fn with_headers(&self, mut response: Response) -> Response {
        let headers = response.headers_mut();
        headers.insert(LOG_POSITION, self.position.into());
        headers.insert(header::VARY, HeaderValue::from_static("accept-language"));
        let language = HeaderValue::from_static(Words(self.lang).code());
        headers.insert(header::CONTENT_LANGUAGE, language);
        response
    }
}

/// How many rows are asked for.
pub fn limit(asked: Option<i64>) -> Result<i64, Obstacle> {
    let limit = asked.unwrap_or(ROWS_USUAL);
    match (1..=ROWS_MAX).contains(&limit) {
        true => Ok(limit),
        false => Err(bad("limit_out_of_range", "limit")),
    }
}

/// A parameter of the address that does not fit.
pub fn bad(code: &'static str, name: &str) -> Obstacle {
    Obstacle::new(StatusCode::BAD_REQUEST, code).at(name)
}

/// The parameters of the address; every way they can be wrong has its own code and names the
/// parameter.
pub struct Asked<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<Site> for Asked<T> {
    type Rejection = Obstacle;

    async fn from_request_parts(parts: &mut Parts, _site: &Site) -> Result<Self, Obstacle> {
        let pairs = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri);
        let Query(pairs) = pairs.map_err(|_unread| parameter_code(""))?;
        for (name, value) in &pairs {
            let place: String = name.chars().take(NAME_CHARS_MAX).collect();
            let text = || name.chars().chain(value.chars());
            if text().any(is_invisible) {
                return Err(bad("control_char", &place));
            }
            // What is not UTF-8 was replaced by this mark; nobody types it.
            if text().any(|c| c == char::REPLACEMENT_CHARACTER) {
                return Err(bad("parameter_not_utf8", &place));
            }
        }
        let read = Query::<T>::try_from_uri(&parts.uri);
        read.map(|Query(asked)| Self(asked)).map_err(|error| {
            let causes = std::iter::successors(
                Some(&error as &(dyn std::error::Error + 'static)),
                |cause| cause.source(),
            );
            let told = causes.last().map(ToString::to_string).unwrap_or_default();
            parameter_code(&told)
        })
    }
}

/// The code and the place of parameters of another shape, by how their reader begins its message:
/// `unknown field `colour``, or `limit: invalid digit` where it names the place first.
fn parameter_code(message: &str) -> Obstacle {
    let quoted = message.split('`').nth(1).unwrap_or_default();
    let named: String = quoted.chars().take(NAME_CHARS_MAX).collect();
    let said = |beginning: &str| message.contains(beginning);
    match () {
        () if said("unknown field `") => bad("parameter_unknown", &named),
        () if said("missing field `") => bad("parameter_missing", &named),
        () if said("duplicate field `") => bad("parameter_twice", &named),
        () => match message.split_once(": ") {
            Some((name, _why)) if name.chars().all(|c| c.is_ascii_lowercase() || c == '_') => {
                bad("parameter_wrong", name)
            }
            _ => Obstacle::new(StatusCode::BAD_REQUEST, "query_malformed"),
        },
    }
}
