//! A witness: what it saw of each log, in a folder, and the one address it answers at.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use tower_http::timeout::{RequestBodyDeadlineLayer, TimeoutLayer};

use crate::{
    clock::Clock,
    seal::{
        checkpoint::Checkpoint,
        key::{PrivateKey, PublicKey, Use},
        note::Note,
        witness::{Asked, Unfit, decide},
    },
};

/// The one address, as the paper has it.
pub const PATH: &str = "/add-checkpoint";
/// The most bytes of a question.
const ASKED_BYTES_MAX: usize = 64 * 1024;
/// The longest a question may take.
const ASKED_MAX: Duration = Duration::from_secs(10);

/// A witness of some logs.
pub struct Stand {
    key: PrivateKey,
    logs: Vec<PublicKey>,
    folder: PathBuf,
    clock: Arc<dyn Clock>,
    /// One question at a time: what was seen last is read, compared and replaced as one.
    one: Mutex<()>,
}

impl Stand {
    /// A witness with a key, of the logs with these keys, that remembers in a folder.
    pub fn new(
        key: PrivateKey,
        logs: Vec<PublicKey>,
        folder: PathBuf,
        clock: Arc<dyn Clock>,
    ) -> io::Result<Self> {
        fs::create_dir_all(&folder)?;
        Ok(Self { key, logs, folder, clock, one: Mutex::new(()) })
    }

    /// The key its word is checked with.
    pub fn public(&self) -> PublicKey {
        self.key.public(Use::Witness)
    }

    fn place(&self, origin: &str) -> PathBuf {
        let safe = |it: char| if it.is_ascii_alphanumeric() || it == '-' { it } else { '_' };
        self.folder.join(format!("{}.note", origin.chars().map(safe).collect::<String>()))
    }

    /// What was seen last of a log. What cannot be read is an error, never "nothing": otherwise a
    /// damaged file would let a log begin anew.
    fn seen(&self, origin: &str) -> io::Result<Option<Checkpoint>> {
        let text = match fs::read_to_string(self.place(origin)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            read => read?,
        };
        let note = Note::parse(&text).ok();
        let found = note.and_then(|note| Checkpoint::parse(&note.text).ok());
        found.map(Some).ok_or_else(|| io::ErrorKind::InvalidData.into())
    }

    fn remember(&self, origin: &str, note: &Note) -> io::Result<()> {
        let place = self.place(origin);
        let beside = place.with_extension("new");
        let mut file = File::create(&beside)?;
        file.write_all(note.to_string().as_bytes())?;
        file.sync_all()?;
        fs::rename(beside, place)?;
        File::open(&self.folder)?.sync_all()
    }

    /// Vouches for a checkpoint that follows from what was seen; remembered before it is said.
    fn vouch(&self, mut asked: Asked) -> io::Result<Result<Note, Unfit>> {
        let _one = self.one.lock().unwrap_or_else(PoisonError::into_inner);
        let origin = asked.note.text.lines().next().unwrap_or_default().to_owned();
        let key = self.logs.iter().find(|log| log.name() == origin);
        let seen = self.seen(&origin)?;
        if let Err(unfit) = decide(key, seen.as_ref(), &asked) {
            return Ok(Err(unfit));
        }
        self.remember(&origin, &asked.note)?;
        let time = u64::try_from(self.clock.now().timestamp()).unwrap_or_default();
        asked.note.signatures.clear();
        self.key.witness(&mut asked.note, time);
        Ok(Ok(asked.note))
    }

    /// The witness at its address.
    pub fn router(self) -> Router {
        Router::new()
            .route(PATH, post(add_checkpoint))
            .with_state(Arc::new(self))
            .layer(DefaultBodyLimit::max(ASKED_BYTES_MAX))
            .layer(RequestBodyDeadlineLayer::new(ASKED_MAX))
            .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, ASKED_MAX))
    }
}

/// `POST /add-checkpoint`: the line with our signature, or the status the paper gives each refusal.
async fn add_checkpoint(State(stand): State<Arc<Stand>>, body: Bytes) -> Response {
    let asked = std::str::from_utf8(&body).ok().and_then(|text| Asked::parse(text).ok());
    let Some(asked) = asked else { return StatusCode::BAD_REQUEST.into_response() };
    let vouched = tokio::task::spawn_blocking(move || stand.vouch(asked)).await;
    match vouched {
        Ok(Ok(Ok(note))) => {
            let whole = note.to_string();
            whole
                .rsplit_once("\n\n")
                .map_or_else(String::new, |(_text, line)| line.to_owned())
                .into_response()
        }
        Ok(Ok(Err(unfit))) => {
            tracing::warn!("not vouched for: {unfit}");
            match unfit {
                Unfit::UnknownLog => StatusCode::NOT_FOUND.into_response(),
                Unfit::Unsigned => StatusCode::FORBIDDEN.into_response(),
                Unfit::Backwards => StatusCode::BAD_REQUEST.into_response(),
                Unfit::Inconsistent => StatusCode::UNPROCESSABLE_ENTITY.into_response(),
                Unfit::Elsewhere { known } => {
                    let kind = HeaderValue::from_static("text/x.tlog.size");
                    let said = ([(header::CONTENT_TYPE, kind)], format!("{known}\n"));
                    (StatusCode::CONFLICT, said).into_response()
                }
            }
        }
        Ok(Err(error)) => {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "what was seen cannot be used"
            );
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
        Err(_stopped) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
