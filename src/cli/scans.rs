//! Where scans are kept, as the operator says it. Keys come from the environment or a file: the
//! command line is read by everyone on the machine.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{
    exit::{CliError, Exit},
    place::Place,
};
use crate::files::{
    Files,
    bucket::{Address, AddressError, Bucket, Keys, Patience, Style},
};

const KEY_ID: &str = "AWS_ACCESS_KEY_ID";
const KEY_SECRET: &str = "AWS_SECRET_ACCESS_KEY";
const KEY_SESSION: &str = "AWS_SESSION_TOKEN";

#[derive(Debug, Args)]
#[group(skip)]
pub struct Ask {
    #[arg(long, env = "HOSO_FILES", hide_env_values = true, value_name = "PLACE")]
    files: Option<String>,
    #[arg(long, env = "HOSO_FILES_ENDPOINT", hide_env_values = true, value_name = "URL")]
    files_endpoint: Option<String>,
    #[arg(
        long,
        env = "HOSO_FILES_REGION",
        hide_env_values = true,
        default_value = "us-east-1",
        value_name = "REGION"
    )]
    files_region: String,
    #[arg(long, env = "HOSO_FILES_BY_HOST", hide_env_values = true)]
    files_by_host: bool,
    #[arg(long, env = "HOSO_FILES_KEYS", hide_env_values = true, value_name = "FILE")]
    files_keys: Option<PathBuf>,
}

/// A place for scans that was said whole.
#[derive(Debug)]
pub enum Shelf {
    Folder(PathBuf),
    Bucket(Address, Keys),
}

impl Ask {
    /// The place that was named, or the folder in the data folder.
    pub fn place(&self, place: &Place) -> Result<Shelf, CliError> {
        let named = self.files.as_deref().filter(|named| !named.is_empty());
        let endpoint = self.files_endpoint.as_deref().filter(|endpoint| !endpoint.is_empty());
        match named.filter(|named| named.contains("://")) {
            None if endpoint.is_some() => Err(wrong("files_bucket_missing")),
            None => Ok(Shelf::Folder(named.map_or_else(|| place.files(), PathBuf::from))),
            Some(bucket) => {
                let style = if self.files_by_host { Style::Host } else { Style::Path };
                let endpoint = endpoint.unwrap_or_default();
                let address = Address::parse(bucket, endpoint, &self.files_region, style);
                let address = address.map_err(|error| match error {
                    AddressError::Bucket => wrong("files_bucket"),
                    AddressError::Endpoint => wrong("files_endpoint"),
                    AddressError::Region => wrong("files_region"),
                })?;
                Ok(Shelf::Bucket(address, self.keys()?))
            }
        }
    }

    /// The keys in the file that was named, or in the environment.
    fn keys(&self) -> Result<Keys, CliError> {
        let file = self.files_keys.as_deref().map(read).transpose()?;
        let said = |name: &str| match &file {
            Some(text) => line_of(text, name).map(str::to_owned),
            None => std::env::var(name).ok(),
        };
        let id = said(KEY_ID).unwrap_or_default();
        let secret = said(KEY_SECRET).unwrap_or_default();
        let keys = Keys::parse(&id, &secret, said(KEY_SESSION).as_deref());
        keys.ok_or_else(|| wrong("files_keys"))
    }
}

impl Shelf {
    /// As an operator may be shown it: never with a key.
    pub fn shown(&self) -> String {
        match self {
            Self::Folder(path) => path.display().to_string(),
            Self::Bucket(address, _keys) => address.as_str().trim_end_matches('/').to_owned(),
        }
    }

    pub fn open(self) -> Result<Files, CliError> {
        match self {
            Self::Folder(path) => Ok(Files::in_folder(path)),
            Self::Bucket(address, keys) => {
                let bucket = Bucket::new(address, keys, Patience::default());
                let unusable = |error| {
                    tracing::error!(error = &error as &dyn std::error::Error, "no way to a bucket");
                    wrong("files_unusable")
                };
                Ok(Files::in_bucket(bucket.map_err(unusable)?))
            }
        }
    }
}

fn wrong(code: &'static str) -> CliError {
    CliError::plain(Exit::Configuration, code, vec![])
}

fn read(path: &Path) -> Result<String, CliError> {
    std::fs::read_to_string(path).map_err(|_unreadable| wrong("files_keys_unreadable"))
}

/// The value of a `NAME=value` line, as systemd and shells read such files.
fn line_of<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let value = |line: &'a str| line.trim().strip_prefix(name)?.strip_prefix('=');
    text.lines().find_map(value).map(|value| value.trim().trim_matches('"'))
}
