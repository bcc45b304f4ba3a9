//! The settings of another service that vouches for people, as `serve` and `doctor` take them:
//! all of them or none.

use std::{fs, path::PathBuf};

use clap::Args;

use super::exit::{CliError, Exit};
use crate::sign_on::{Settings, SettingsError, SignOn};

/// The most bytes of a client secret.
const SECRET_BYTES_MAX: u64 = 4_096;

#[derive(Debug, Default, Args)]
pub struct Named {
    #[arg(long, value_name = "URL", env = "HOSO_SIGN_ON_ISSUER", hide_env_values = true)]
    sign_on_issuer: Option<String>,
    #[arg(long, value_name = "ID", env = "HOSO_SIGN_ON_CLIENT", hide_env_values = true)]
    sign_on_client: Option<String>,
    #[arg(long, value_name = "PATH", env = "HOSO_SIGN_ON_SECRET_FILE", hide_env_values = true)]
    sign_on_secret_file: Option<PathBuf>,
    #[arg(long, value_name = "TEXT", env = "HOSO_SIGN_ON_NAME", hide_env_values = true)]
    sign_on_name: Option<String>,
    #[arg(long, value_name = "NAME", env = "HOSO_SIGN_ON_CLAIM", hide_env_values = true)]
    sign_on_claim: Option<String>,
    #[arg(
        long,
        value_name = "NAME",
        env = "HOSO_SIGN_ON_SCOPE",
        hide_env_values = true,
        value_delimiter = ','
    )]
    sign_on_scope: Vec<String>,
    #[arg(
        long,
        value_name = "VALUE",
        env = "HOSO_SIGN_ON_STRONG",
        hide_env_values = true,
        value_delimiter = ','
    )]
    sign_on_strong: Vec<String>,
    #[arg(
        long,
        value_name = "HOST",
        env = "HOSO_SIGN_ON_HOST",
        hide_env_values = true,
        value_delimiter = ','
    )]
    sign_on_host: Vec<String>,
    #[arg(long, value_name = "URL", env = "HOSO_PUBLIC_URL", hide_env_values = true)]
    public_url: Option<String>,
}

impl Named {
    /// The other service, when one is named; half of the settings are refused.
    pub fn sign_on(self) -> Result<Option<SignOn>, CliError> {
        let beside = self.sign_on_secret_file.is_some()
            || [&self.sign_on_scope, &self.sign_on_strong, &self.sign_on_host]
                .iter()
                .any(|list| !list.is_empty());
        let must = [
            ("--sign-on-issuer", &self.sign_on_issuer),
            ("--sign-on-client", &self.sign_on_client),
            ("--sign-on-name", &self.sign_on_name),
            ("--sign-on-claim", &self.sign_on_claim),
            ("--public-url", &self.public_url),
        ];
        // The public address says something by itself; the others do not.
        let none = must[..4].iter().all(|(_name, text)| text.is_none()) && !beside;
        if none {
            return Ok(None);
        }
        let missing: Vec<&str> =
            must.iter().filter(|(_name, text)| text.is_none()).map(|(name, _text)| *name).collect();
        let (Some(issuer), Some(client), Some(name), Some(claim), Some(public_url)) = (
            self.sign_on_issuer,
            self.sign_on_client,
            self.sign_on_name,
            self.sign_on_claim,
            self.public_url,
        ) else {
            let words = vec![("missing", missing.join(", "))];
            return Err(CliError::plain(Exit::Configuration, "sign_on_half", words));
        };
        let settings = Settings {
            secret: self.sign_on_secret_file.map(secret).transpose()?,
            name,
            claim,
            strong: self.sign_on_strong,
            scopes: self.sign_on_scope,
            hosts: self.sign_on_host,
            ..Settings::new(issuer, client, public_url)
        };
        SignOn::new(settings).map(Some).map_err(of_settings)
    }
}

fn secret(path: PathBuf) -> Result<String, CliError> {
    let unreadable = || CliError::plain(Exit::Configuration, "sign_on_secret", vec![]);
    let size = fs::metadata(&path).map_err(|_not_there| unreadable())?.len();
    if size > SECRET_BYTES_MAX {
        return Err(unreadable());
    }
    let text = fs::read_to_string(&path).map_err(|_not_a_text| unreadable())?;
    let secret = text.trim();
    if secret.is_empty() { Err(unreadable()) } else { Ok(secret.to_owned()) }
}

fn of_settings(error: SettingsError) -> CliError {
    let code = match error {
        SettingsError::Issuer => "sign_on_issuer",
        SettingsError::PublicUrl => "sign_on_public_url",
        SettingsError::Blank => "sign_on_blank",
        SettingsError::Host => "sign_on_host",
        SettingsError::Line => "sign_on_line",
    };
    CliError::plain(Exit::Configuration, code, vec![])
}
