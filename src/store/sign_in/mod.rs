//! How people come in: what they prove themselves with, who is signed in, and what happened to an
//! account's ways in. One file a table. Nothing of it is a fact: secrets never stand in facts, and
//! what stands here may be thrown away.

pub mod activations;
pub mod attempts;
pub mod credentials;
pub mod happenings;
pub mod sessions;
pub mod sign_ons;
pub mod waiting;

use super::integrity::hex;
use sha2::{Digest as _, Sha256};

/// What is kept of a secret that is random enough to need no salt: a token, a code.
pub fn hash_of(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}
