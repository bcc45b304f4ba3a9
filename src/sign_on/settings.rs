//! What an operator says of the other service, and what is wrong with it.

use std::time::Duration;

use openidconnect::url::{Host, Url};

/// How long one question to the other service may take.
const PATIENCE: Duration = Duration::from_secs(8);
/// The longest text of a setting.
const CHARS_MAX: usize = 500;

/// The other service, as the operator names it.
#[derive(Clone)]
pub struct Settings {
    /// As the service writes itself, to the letter.
    pub issuer: String,
    pub client: String,
    /// None for a client that has none.
    pub secret: Option<String>,
    /// What people call it.
    pub name: String,
    /// The claim with the personal id number.
    pub claim: String,
    /// The words of `acr` or `amr` that mean a second factor.
    pub strong: Vec<String>,
    /// What is asked for beside `openid`.
    pub scopes: Vec<String>,
    /// Hosts beside the issuer's own that it may name for its addresses.
    pub hosts: Vec<String>,
    /// Where people reach this service.
    pub public_url: String,
    /// How long one question to it may take.
    pub patience: Duration,
}

/// What is wrong with the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    #[error("the issuer is not an https address")]
    Issuer,
    #[error("the public address is not an https address")]
    PublicUrl,
    #[error("a setting is blank or too long")]
    Blank,
    #[error("a host is not a host name")]
    Host,
    #[error("no line out can be made")]
    Line,
}

impl Settings {
    /// Settings with everything that may be left out left out.
    pub fn new(issuer: String, client: String, public_url: String) -> Self {
        Self {
            issuer,
            client,
            secret: None,
            name: String::new(),
            claim: String::new(),
            strong: vec![],
            scopes: vec![],
            hosts: vec![],
            public_url,
            patience: PATIENCE,
        }
    }

    /// The issuer and our public address, once all is found right.
    pub(super) fn checked(&self) -> Result<(Url, Url), SettingsError> {
        let texts = [&self.issuer, &self.client, &self.name, &self.claim];
        if texts.iter().any(|text| text.trim().is_empty() || text.len() > CHARS_MAX) {
            return Err(SettingsError::Blank);
        }
        if self.secret.as_ref().is_some_and(|secret| secret.is_empty()) {
            return Err(SettingsError::Blank);
        }
        let issuer = safe(&self.issuer).ok_or(SettingsError::Issuer)?;
        let public = safe(&self.public_url).ok_or(SettingsError::PublicUrl)?;
        if public.path() != "/" {
            return Err(SettingsError::PublicUrl);
        }
        Ok((issuer, public))
    }
}

/// An address nothing can be read on the way to: https, or of this machine itself. Without anything
/// but a host and a path.
fn safe(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let plain = url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    let near = match url.host()? {
        Host::Domain(name) => name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    };
    let safe = url.scheme() == "https" || (url.scheme() == "http" && near);
    (plain && safe).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_or_this_machine_is_asked() {
        for good in ["https://sso.tayninh.gov.vn", "http://127.0.0.1:8080/a", "http://localhost/"] {
            assert!(safe(good).is_some(), "{good}");
        }
        for bad in [
            "http://sso.tayninh.gov.vn",
            "http://localhost.evil.example",
            "https://anna@sso.tayninh.gov.vn",
            "https://sso.tayninh.gov.vn/?a=b",
            "ftp://127.0.0.1/",
            "sso.tayninh.gov.vn",
        ] {
            assert!(safe(bad).is_none(), "{bad}");
        }
    }
}
