//! Asking a witness, over HTTP: one question at a time, for so long and so much.

use std::time::Duration;

use reqwest::{StatusCode, Url, redirect::Policy};

use super::stand::PATH;
use crate::seal::{key::PublicKey, note::Note, witness::Asked};

/// How long a witness may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// The most bytes of an answer.
const ANSWER_BYTES_MAX: usize = 16 * 1024;

/// What a witness said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It vouches: the note, with its signature beside those that were there.
    Vouched(Note),
    /// It saw another state last, of so many facts.
    Elsewhere(u64),
    /// What it is shown does not begin with what it saw.
    Inconsistent,
}

/// Why a witness said nothing that counts.
#[derive(Debug, thiserror::Error)]
pub enum LineError {
    #[error("the address of the witness is neither https nor of this machine")]
    Address,
    #[error("the key of the witness is not one")]
    Key,
    #[error("no line out can be made")]
    Line,
    #[error("no answer came")]
    Silent(#[source] reqwest::Error),
    #[error("the witness does not know this log, or not its key: {0}")]
    Refused(StatusCode),
    #[error("the answer is not one")]
    Answer,
}

/// A witness somewhere else.
#[derive(Debug, Clone)]
pub struct Line {
    address: Url,
    key: PublicKey,
    client: reqwest::Client,
}

impl Line {
    /// A line to the witness at an address, whose word is checked with its key.
    pub fn new(address: &str, key: &str) -> Result<Self, LineError> {
        let address = Url::parse(address).map_err(|_not_one| LineError::Address)?;
        let here = ["127.0.0.1", "::1", "[::1]", "localhost"];
        let near = address.host_str().is_some_and(|host| here.contains(&host));
        if address.scheme() != "https" && !(address.scheme() == "http" && near) {
            return Err(LineError::Address);
        }
        let address = address.join(PATH).map_err(|_no_path| LineError::Address)?;
        let key = PublicKey::parse(key).map_err(|_not_a_key| LineError::Key)?;
        // Nobody else chooses who does the cryptography; chosen before, it stays.
        let _chosen = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .referer(false)
            .timeout(PATIENCE)
            .build()
            .map_err(|_no_client| LineError::Line)?;
        Ok(Self { address, key, client })
    }

    /// The name of its key.
    pub fn name(&self) -> &str {
        self.key.name()
    }

    /// Asks it to vouch.
    pub async fn ask(&self, asked: &Asked) -> Result<Answer, LineError> {
        let silent = |error: reqwest::Error| LineError::Silent(error.without_url());
        let request = self.client.post(self.address.clone()).body(asked.to_string());
        let mut response = request.send().await.map_err(silent)?;
        let status = response.status();
        let mut body = vec![];
        while let Some(piece) = response.chunk().await.map_err(silent)? {
            if body.len() + piece.len() > ANSWER_BYTES_MAX {
                return Err(LineError::Answer);
            }
            body.extend_from_slice(&piece);
        }
        let text = String::from_utf8(body).map_err(|_not_text| LineError::Answer)?;
        match status {
            StatusCode::OK => self.vouched(&asked.note, &text),
            StatusCode::CONFLICT => {
                let size = text.trim_end().parse().map_err(|_no_size| LineError::Answer)?;
                Ok(Answer::Elsewhere(size))
            }
            StatusCode::UNPROCESSABLE_ENTITY => Ok(Answer::Inconsistent),
            other => Err(LineError::Refused(other)),
        }
    }

    /// Puts the witness's line under the note, when it is a good one.
    fn vouched(&self, note: &Note, line: &str) -> Result<Answer, LineError> {
        let with = Note::parse(&format!("{}\n{line}", note.text));
        let with = with.map_err(|_no_line| LineError::Answer)?;
        if !self.key.has_signed(&with) {
            return Err(LineError::Answer);
        }
        let mut all = note.clone();
        all.signatures.retain(|it| it.name != self.key.name() || it.key_id != self.key.id());
        all.signatures.extend(with.signatures);
        Ok(Answer::Vouched(all))
    }
}
