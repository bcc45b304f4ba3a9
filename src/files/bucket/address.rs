//! Where a bucket is, as an operator says it, and what a file in it is called.

use std::net::IpAddr;

use hoso_events::values::FileHash;
use reqwest::Url;

/// What the name of a bucket begins with, so that it is told from a folder.
const SCHEME: &str = "s3://";
/// The most characters of what stands before the names of files.
const PREFIX_CHARS_MAX: usize = 200;
/// The most characters of a region's name.
const REGION_CHARS_MAX: usize = 64;

/// Why an address is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    #[error("not a bucket such as s3://scans/hoso")]
    Bucket,
    #[error("not an endpoint such as https://s3.example.vn")]
    Endpoint,
    #[error("not a region such as us-east-1")]
    Region,
}

/// How the name of the bucket is put into an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `https://s3.example.vn/scans/…`: what stores of one's own understand.
    Path,
    /// `https://scans.s3.example.vn/…`: what the large providers ask for.
    Host,
}

/// A bucket, and what stands before the names of files in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Ends with a slash.
    base: Url,
    region: String,
}

impl Address {
    /// Reads `s3://bucket/prefix` and the endpoint of the store. What is sent there is personal
    /// data: without TLS only to this machine.
    pub fn parse(
        bucket: &str,
        endpoint: &str,
        region: &str,
        style: Style,
    ) -> Result<Self, AddressError> {
        let named = bucket.strip_prefix(SCHEME).ok_or(AddressError::Bucket)?;
        let (bucket, prefix) = named.split_once('/').unwrap_or((named, ""));
        let prefix = prefix.trim_end_matches('/');
        if !is_bucket(bucket) || !is_prefix(prefix) {
            return Err(AddressError::Bucket);
        }
        let mut base = read_endpoint(endpoint).ok_or(AddressError::Endpoint)?;
        if style == Style::Host {
            let host = base.host_str().filter(|host| ip_of(host).is_none());
            let host = host.map(|host| format!("{bucket}.{host}")).ok_or(AddressError::Endpoint)?;
            base.set_host(Some(&host)).map_err(|_no_host| AddressError::Bucket)?;
        }
        let of_bucket = if style == Style::Path { bucket } else { "" };
        let path: String = [of_bucket, prefix]
            .iter()
            .filter(|part| !part.is_empty())
            .map(|part| format!("/{part}"))
            .collect();
        base.set_path(&format!("{path}/"));
        let is_of_region = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
        if !(1..=REGION_CHARS_MAX).contains(&region.len()) || !region.chars().all(is_of_region) {
            return Err(AddressError::Region);
        }
        Ok(Self { base, region: region.to_owned() })
    }

    /// The address of a file: `ab/abcd…` as in a folder.
    pub fn of(&self, hash: &FileHash) -> Url {
        let mut url = self.base.clone();
        let name = hash.as_str();
        url.set_path(&format!("{}{}/{name}", self.base.path(), &name[..2]));
        url
    }

    pub fn region(&self) -> &str {
        &self.region
    }

    /// As an operator may be shown it.
    pub fn as_str(&self) -> &str {
        self.base.as_str()
    }
}

fn is_bucket(text: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    (3..=63).contains(&text.len())
        && text.chars().all(|c| is_letter(c) || ".-".contains(c))
        && text.starts_with(is_letter)
        && text.ends_with(is_letter)
        && !text.contains("..")
}

/// Only what needs no escaping, so that no two programs sign it differently.
fn is_prefix(text: &str) -> bool {
    let is_part = |part: &str| {
        !matches!(part, "" | "." | "..")
            && part.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
    };
    text.len() <= PREFIX_CHARS_MAX && (text.is_empty() || text.split('/').all(is_part))
}

fn read_endpoint(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let host = url.host_str()?;
    let is_here = host == "localhost"
        || host.ends_with(".localhost")
        || ip_of(host).is_some_and(|ip| ip.is_loopback());
    let may = url.scheme() == "https" || (url.scheme() == "http" && is_here);
    let bare = url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    (may && bare).then_some(url)
}

fn ip_of(host: &str) -> Option<IpAddr> {
    host.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: &str = "ab00000000000000000000000000000000000000000000000000000000000001";

    #[track_caller]
    fn address(bucket: &str, endpoint: &str, style: Style) -> String {
        let address = Address::parse(bucket, endpoint, "us-east-1", style).unwrap();
        address.of(&FileHash::parse(NAME).unwrap()).to_string()
    }

    #[test]
    fn the_bucket_stands_in_the_path_or_before_the_host() {
        let (here, there) = ("http://127.0.0.1:9000", "https://s3.example.vn");
        for (bucket, endpoint, style, expected) in [
            ("s3://scans", here, Style::Path, "http://127.0.0.1:9000/scans/ab/"),
            ("s3://scans/", there, Style::Path, "https://s3.example.vn/scans/ab/"),
            ("s3://scans/hoso/1", there, Style::Path, "https://s3.example.vn/scans/hoso/1/ab/"),
            ("s3://scans/hoso/", there, Style::Host, "https://scans.s3.example.vn/hoso/ab/"),
            ("s3://scans", "https://s3.vn:8443/", Style::Host, "https://scans.s3.vn:8443/ab/"),
        ] {
            assert_eq!(address(bucket, endpoint, style), format!("{expected}{NAME}"));
        }
    }

    #[test]
    fn what_is_no_bucket_or_no_endpoint_is_not_taken() {
        let there = "https://s3.example.vn";
        let parse = |bucket: &str, endpoint: &str, region: &str, style| {
            Address::parse(bucket, endpoint, region, style).unwrap_err()
        };
        for bucket in ["scans", "s3://", "s3://ab", "s3://Scans", "s3://-scans", "s3://a..b"] {
            assert_eq!(parse(bucket, there, "x", Style::Path), AddressError::Bucket, "{bucket}");
        }
        for prefix in ["../other", "a//b", "a b", "a?b", "đ", "%61"] {
            let bucket = format!("s3://scans/{prefix}");
            assert_eq!(parse(&bucket, there, "x", Style::Path), AddressError::Bucket, "{bucket}");
        }
        for endpoint in [
            "",
            "s3.example.vn",
            "http://s3.example.vn",
            "http://192.168.1.9:9000",
            "ftp://127.0.0.1",
            "https://anna:secret@s3.example.vn",
            "https://s3.example.vn/path",
            "https://s3.example.vn/?x=1",
            "https://s3.example.vn/#x",
        ] {
            let found = parse("s3://scans", endpoint, "x", Style::Path);
            assert_eq!(found, AddressError::Endpoint, "{endpoint}");
        }
        // An address of numbers has no names under it.
        for endpoint in ["https://10.0.0.5", "https://[fd00::5]"] {
            let found = parse("s3://scans", endpoint, "x", Style::Host);
            assert_eq!(found, AddressError::Endpoint, "{endpoint}");
        }
        for region in ["", "a b", "x/../y"] {
            assert_eq!(parse("s3://scans", there, region, Style::Path), AddressError::Region);
        }
    }
}
