//! Files in a bucket of a store that speaks S3's protocol: `prefix/ab/abcd…`. Two requests are
//! enough, `GET` and `PUT`; nothing is listed, nothing is deleted.
//!
//! What is there is read and compared before it counts as kept. A `HEAD` would tell what the store
//! wrote down when the file came, not what it holds; and only a `GET` tells whether it is the file
//! that is missing or the bucket.

mod address;

use std::time::Duration;

use aws_credential_types::Credentials;
use aws_sigv4::{
    http_request::{
        PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest,
        SigningInstructions, SigningSettings, UriPathNormalizationMode, sign,
    },
    sign::v4::SigningParams,
};
use hoso_events::values::FileHash;
use hyper::body::Bytes;
use reqwest::{Client, Method, Response, StatusCode, Url, redirect::Policy};
use tokio::time::{sleep, timeout};

use super::{FilesError, KEPT_BYTES_MAX, StoreAnswer};
use crate::clock::{Clock, SystemClock};
pub use address::{Address, AddressError, Style};

/// How often something is asked before the store counts as out of reach.
pub const ATTEMPTS_MAX: u32 = 3;
/// How much of an answer is read that says why something was not done.
const REASON_BYTES_MAX: usize = 4_096;
/// The longest word of a store for why.
const CODE_CHARS_MAX: usize = 64;

/// How long a store is waited for.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// For a connection.
    pub connect: Duration,
    /// For a file that is brought, all attempts together; one attempt has half of it. Shorter than
    /// a request of the service may take.
    pub bring: Duration,
    /// The same for a file that is kept.
    pub keep: Duration,
    /// Before the second attempt; before the next one four times that.
    pub pause: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(3),
            bring: Duration::from_secs(24),
            keep: Duration::from_secs(100),
            pause: Duration::from_millis(250),
        }
    }
}

/// The keys to a store. Never shown.
#[derive(Debug, Clone)]
pub struct Keys(Credentials);

impl Keys {
    /// The keys, or none where one is empty or holds what no key does.
    pub fn parse(id: &str, secret: &str, session: Option<&str>) -> Option<Self> {
        let is_key = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic());
        let session = session.filter(|text| !text.is_empty());
        let all = [Some(id), Some(secret), session];
        let session = session.map(str::to_owned);
        let keys = || Self(Credentials::new(id, secret, session, None, "hoso"));
        all.into_iter().flatten().all(is_key).then(keys)
    }
}

/// A bucket.
#[derive(Debug)]
pub struct Bucket {
    client: Client,
    address: Address,
    keys: Keys,
    patience: Patience,
}

impl Bucket {
    pub fn new(address: Address, keys: Keys, patience: Patience) -> Result<Self, FilesError> {
        // Somebody else of this process may have been first, with the same.
        let _first = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .connect_timeout(patience.connect)
            // What is signed for one address is not carried to another, nor through a stranger.
            .redirect(Policy::none())
            .no_proxy()
            .retry(reqwest::retry::never())
            .build()
            .map_err(|error| FilesError::Io(std::io::Error::other(error)))?;
        Ok(Self { client, address, keys, patience })
    }

    /// Puts a file in its place, unless it lies there whole. The store itself refuses what was
    /// damaged on the way: the name of the file is the signed hash of what is sent.
    pub async fn keep(&self, hash: &FileHash, bytes: Bytes) -> Result<(), FilesError> {
        let patience = self.patience;
        let work = async {
            let look = Ask { hash, sends: None, bytes_max: bytes.len(), wait: patience.bring / 2 };
            match self.answered(&look).await {
                Ok(there) if there == bytes => return Ok(()),
                Ok(_) | Err(FilesError::Damaged | FilesError::NotThere) => {}
                Err(error) => return Err(error),
            }
            let sends = Some(bytes);
            let put = Ask { hash, sends, bytes_max: REASON_BYTES_MAX, wait: patience.keep / 2 };
            self.answered(&put).await.map(drop)
        };
        within(patience.keep, work).await
    }

    /// The bytes under a name.
    pub async fn bring(&self, hash: &FileHash) -> Result<Vec<u8>, FilesError> {
        let wait = self.patience.bring / 2;
        let look = Ask { hash, sends: None, bytes_max: KEPT_BYTES_MAX, wait };
        within(self.patience.bring, self.answered(&look)).await
    }

    /// Asks until there is an answer, a bounded number of times. Each request may be sent twice:
    /// what lies under a name is always the same.
    async fn answered(&self, ask: &Ask<'_>) -> Result<Vec<u8>, FilesError> {
        let mut pause = self.patience.pause;
        for _attempt in 1..ATTEMPTS_MAX {
            match self.ask(ask).await {
                Err(FilesError::OutOfReach(_)) => {}
                answer => return answer,
            }
            sleep(pause).await;
            pause *= 4;
        }
        self.ask(ask).await
    }

    async fn ask(&self, ask: &Ask<'_>) -> Result<Vec<u8>, FilesError> {
        let url = self.address.of(ask.hash);
        let (method, body) = match &ask.sends {
            Some(bytes) => (Method::PUT, bytes.clone()),
            None => (Method::GET, Bytes::new()),
        };
        let signed = self.sign(&method, &url, ask)?;
        let mut request = self.client.request(method, url).timeout(ask.wait).body(body);
        for (name, value) in signed.headers() {
            request = request.header(name, value);
        }
        let answer = request.send().await.map_err(out_of_reach)?;
        match answer.status() {
            status if status.is_success() => read(answer, ask.bytes_max).await,
            status => {
                let reason = read(answer, REASON_BYTES_MAX).await.unwrap_or_default();
                Err(told(status, code_in(&reason)))
            }
        }
    }

    fn sign(
        &self,
        method: &Method,
        url: &Url,
        ask: &Ask<'_>,
    ) -> Result<SigningInstructions, FilesError> {
        let mut settings = SigningSettings::default();
        // As S3 wants it: the hash of the body is sent and signed, the path is taken as it is.
        settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
        settings.percent_encoding_mode = PercentEncodingMode::Single;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        let identity = self.keys.0.clone().into();
        let parameters = SigningParams::builder()
            .identity(&identity)
            .region(self.address.region())
            .name("s3")
            // The world's time, also where the service plays through another: the store compares.
            .time(SystemClock.now().into())
            .settings(settings)
            .build()
            .expect("every parameter was given")
            .into();
        let body = match ask.sends {
            Some(_) => SignableBody::Precomputed(ask.hash.as_str().to_owned()),
            None => SignableBody::empty(),
        };
        let unsigned = |error| FilesError::Io(std::io::Error::other(error));
        let none = std::iter::empty();
        let request =
            SignableRequest::new(method.as_str(), url.as_str(), none, body).map_err(unsigned)?;
        Ok(sign(request, &parameters).map_err(unsigned)?.into_parts().0)
    }
}

/// A request about one file.
struct Ask<'a> {
    hash: &'a FileHash,
    /// The bytes to be kept; without, what is there is asked for.
    sends: Option<Bytes>,
    /// The most the answer may hold.
    bytes_max: usize,
    /// How long one attempt may take.
    wait: Duration,
}

async fn within<T>(
    whole: Duration,
    work: impl Future<Output = Result<T, FilesError>>,
) -> Result<T, FilesError> {
    let late = |late: tokio::time::error::Elapsed| FilesError::OutOfReach(Box::new(late));
    timeout(whole, work).await.map_err(late)?
}

/// Without the address: the operator knows it, and it names a file.
fn out_of_reach(error: reqwest::Error) -> FilesError {
    FilesError::OutOfReach(Box::new(error.without_url()))
}

/// The body of an answer; more of it than there may be is not what was asked for.
async fn read(mut answer: Response, bytes_max: usize) -> Result<Vec<u8>, FilesError> {
    let mut bytes = vec![];
    while let Some(piece) = answer.chunk().await.map_err(out_of_reach)? {
        if bytes.len() + piece.len() > bytes_max {
            return Err(FilesError::Damaged);
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

/// The word of a store for why it did not do as asked.
fn code_in(reason: &[u8]) -> String {
    let reason = String::from_utf8_lossy(reason);
    let code = reason.split_once("<Code>").and_then(|(_, rest)| rest.split_once("</Code>"));
    let is_word = |text: &&str| {
        text.len() <= CODE_CHARS_MAX && text.chars().all(|c| c.is_ascii_alphanumeric())
    };
    code.map(|(code, _)| code).filter(is_word).unwrap_or_default().to_owned()
}

fn told(status: StatusCode, code: String) -> FilesError {
    let number = status.as_u16();
    match (number, code.as_str()) {
        (507, _)
        | (_, "QuotaExceeded" | "XMinioStorageFull" | "XMinioAdminBucketQuotaExceeded") => {
            FilesError::Full
        }
        (404, "NoSuchKey" | "") => FilesError::NotThere,
        (429 | 500 | 502..=504, _)
        // Damaged or cut off on the way to the store.
        | (_, "BadDigest" | "XAmzContentSHA256Mismatch" | "IncompleteBody" | "RequestTimeout") => {
            FilesError::OutOfReach(Box::new(StoreAnswer { status: number, code }))
        }
        _ => FilesError::Refused(StoreAnswer { status: number, code }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_store_answers_is_told_by_who_can_act_on_it() {
        let answer = |status: u16, code: &str| {
            let error = told(StatusCode::from_u16(status).unwrap(), code.to_owned());
            let cause = std::error::Error::source(&error).map(ToString::to_string);
            format!("{error}: {}", cause.unwrap_or_default())
        };
        for (status, code, expected) in [
            (404, "NoSuchKey", "the file is not there: "),
            (404, "", "the file is not there: "),
            (404, "NoSuchBucket", "the store of files refused: 404 NoSuchBucket"),
            (403, "AccessDenied", "the store of files refused: 403 AccessDenied"),
            (301, "PermanentRedirect", "the store of files refused: 301 PermanentRedirect"),
            (503, "SlowDown", "the store of files does not answer: 503 SlowDown"),
            (400, "BadDigest", "the store of files does not answer: 400 BadDigest"),
            (507, "XMinioStorageFull", "there is no room left for files: "),
            (403, "QuotaExceeded", "there is no room left for files: "),
        ] {
            assert_eq!(answer(status, code), expected);
        }
    }

    #[test]
    fn only_a_word_is_taken_from_what_a_store_says() {
        for (reason, expected) in [
            ("<Error><Code>AccessDenied</Code><Message>for Mai</Message></Error>", "AccessDenied"),
            ("<Error><Code>Access denied to Mai</Code></Error>", ""),
            ("<Code>never ends", ""),
            ("\u{0}", ""),
        ] {
            assert_eq!(code_in(reason.as_bytes()), expected);
        }
    }

    #[test]
    fn keys_are_never_shown() {
        let keys = Keys::parse("AKIDEXAMPLE", "wJalrXUtnFEMI", Some("session-word")).unwrap();
        let shown = format!("{keys:?}");
        assert!(!shown.contains("wJalrXUtnFEMI") && !shown.contains("session-word"), "{shown}");
        for (id, secret) in [("", "secret"), ("id", ""), ("id", "two words"), ("i\nd", "secret")] {
            assert!(Keys::parse(id, secret, None).is_none());
        }
    }
}
