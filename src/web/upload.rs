//! A form with a file: what was typed, and the bytes, read with a bound on size and on time.

use std::time::Duration;

use axum::{
    extract::{FromRequest, Multipart, Request, multipart::Field},
    http::StatusCode,
};
use tokio::{sync::Semaphore, time::timeout};

use super::{
    Site,
    forms::{self, Typed},
    obstacle::Obstacle,
};
use crate::files::intake::FILE_BYTES_MAX;

/// The most bytes a form with a file may carry. More than a file may have: one that is too large
/// is read to its end, so that the browser hears why it was not taken.
pub const UPLOAD_BYTES_MAX: usize = 64 * 1_024 * 1_024;
/// The longest one upload may take.
pub const UPLOAD_MAX: Duration = Duration::from_secs(300);
/// The longest a sender may be silent.
const SILENCE_MAX: Duration = Duration::from_secs(20);
/// How many uploads are read at a time; one more is told to try again.
const UPLOADS_AT_ONCE: usize = 16;
/// The most that is typed into one field.
const TEXT_BYTES_MAX: usize = 4_096;
/// The most fields of a form with a file.
const FIELDS_MAX: usize = 20;

static UPLOADS: Semaphore = Semaphore::const_new(UPLOADS_AT_ONCE);

/// A form with a file.
pub struct Upload {
    pub typed: Typed,
    /// What the file is called where it comes from.
    pub file_name: String,
    /// The bytes of the file; empty when none was chosen.
    pub file: Vec<u8>,
    /// Whether more came than a file may have.
    pub too_large: bool,
}

impl FromRequest<Site> for Upload {
    type Rejection = Obstacle;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Obstacle> {
        let _place = UPLOADS.try_acquire().map_err(|_full| Obstacle::busy())?;
        let malformed = |status| match status {
            StatusCode::PAYLOAD_TOO_LARGE => Obstacle::new(status, "body_too_large"),
            _ => Obstacle::new(StatusCode::BAD_REQUEST, "request_malformed"),
        };
        let headers = request.headers().clone();
        let mut form = Multipart::from_request(request, site)
            .await
            .map_err(|_no_form| malformed(StatusCode::BAD_REQUEST))?;
        let (mut pairs, mut file, mut too_large) = (vec![], vec![], false);
        let mut file_name = String::new();
        for _field in 0..FIELDS_MAX {
            let next = in_time(form.next_field()).await?;
            let Some(field) = next.map_err(|wrong| malformed(wrong.status()))? else {
                let typed = Typed::of(pairs);
                forms::is_own(site, &headers, typed.text(forms::TOKEN)).await?;
                return Ok(Self { typed, file_name, file, too_large });
            };
            let name = field.name().unwrap_or_default().to_owned();
            if let Some(called) = field.file_name().map(str::to_owned) {
                let (bytes, more) = read(field, FILE_BYTES_MAX, malformed).await?;
                too_large |= more;
                // Of several places to choose a file at, the one that was used.
                if !bytes.is_empty() {
                    (file, file_name) = (bytes, called);
                }
            } else {
                let (bytes, more) = read(field, TEXT_BYTES_MAX, malformed).await?;
                let text = String::from_utf8(bytes).ok().filter(|_text| !more);
                pairs.push((name, text.ok_or_else(|| malformed(StatusCode::BAD_REQUEST))?));
            }
        }
        Err(malformed(StatusCode::BAD_REQUEST))
    }
}

/// The bytes of a field up to a bound, and whether there were more.
async fn read(
    mut field: Field<'_>,
    bytes_max: usize,
    malformed: impl Fn(StatusCode) -> Obstacle,
) -> Result<(Vec<u8>, bool), Obstacle> {
    let (mut bytes, mut more) = (vec![], false);
    while let Some(piece) =
        in_time(field.chunk()).await?.map_err(|wrong| malformed(wrong.status()))?
    {
        more |= bytes.len() + piece.len() > bytes_max;
        if more {
            bytes = vec![];
        } else {
            bytes.extend_from_slice(&piece);
        }
    }
    Ok((bytes, more))
}

/// Waits for the sender, not for ever.
async fn in_time<T>(next: impl Future<Output = T>) -> Result<T, Obstacle> {
    let silent = |_late| Obstacle::new(StatusCode::REQUEST_TIMEOUT, "request_too_slow");
    timeout(SILENCE_MAX, next).await.map_err(silent)
}
