//! The line out: to the hosts the operator named and no others, without following redirects, for
//! so long and so much.

use std::{collections::HashSet, pin::Pin, sync::Arc};

use openidconnect::{
    AsyncHttpClient, HttpRequest, HttpResponse, http,
    url::{Origin, Url},
};
use reqwest::redirect::Policy;

use super::settings::{Settings, SettingsError};

/// The most bytes of an answer that are read.
const ANSWER_BYTES_MAX: usize = 256 * 1_024;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum LineError {
    #[error("the address is not one of the hosts that were named")]
    Host,
    #[error("the answer is longer than {ANSWER_BYTES_MAX} bytes")]
    TooLong,
    #[error("no answer came")]
    Silent(#[source] reqwest::Error),
    #[error("the question could not be put")]
    Form(#[source] http::Error),
}

/// Asks the other service.
#[derive(Clone)]
pub struct Line {
    client: reqwest::Client,
    origins: Arc<HashSet<Origin>>,
}

impl Line {
    /// A line to the issuer's host and those named beside it.
    pub fn new(settings: &Settings) -> Result<Self, SettingsError> {
        let (issuer, _public) = settings.checked()?;
        let mut origins = HashSet::from([issuer.origin()]);
        for host in &settings.hosts {
            let url = Url::parse(&format!("https://{host}/")).map_err(|_| SettingsError::Host)?;
            if url.host_str() != Some(host.as_str()) {
                return Err(SettingsError::Host);
            }
            origins.insert(url.origin());
        }
        // Nobody else chooses who does the cryptography; chosen before, it stays.
        let _chosen = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .referer(false)
            .timeout(settings.patience)
            .connect_timeout(settings.patience)
            .build()
            .map_err(|_no_client| SettingsError::Line)?;
        Ok(Self { client, origins: Arc::new(origins) })
    }

    /// Whether an address is one that may be asked, or that people may be sent to.
    pub fn leads_to(&self, url: &Url) -> bool {
        self.origins.contains(&url.origin())
    }

    /// One question, answered whole or not at all.
    pub async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, LineError> {
        let request: reqwest::Request = request.try_into().map_err(silent)?;
        if !self.leads_to(request.url()) {
            return Err(LineError::Host);
        }
        let mut response = self.client.execute(request).await.map_err(silent)?;
        let mut body = vec![];
        while let Some(piece) = response.chunk().await.map_err(silent)? {
            if body.len() + piece.len() > ANSWER_BYTES_MAX {
                return Err(LineError::TooLong);
            }
            body.extend_from_slice(&piece);
        }
        let mut answer = http::Response::builder().status(response.status());
        for (name, value) in response.headers() {
            answer = answer.header(name, value);
        }
        answer.body(body).map_err(LineError::Form)
    }
}

impl<'c> AsyncHttpClient<'c> for Line {
    type Error = LineError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, LineError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.ask(request))
    }
}

fn silent(error: reqwest::Error) -> LineError {
    LineError::Silent(error.without_url())
}
