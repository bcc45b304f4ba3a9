//! Codes: those that activate an account, those of the second factor, and those for when the phone
//! is lost.

use sha2::{Digest as _, Sha256};
use totp_rs::{Builder, Secret};

use crate::store::sign_in::hash_of;

/// Letters and digits that are not taken for one another when read from paper (Crockford).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Eighty bits: an activation code is good for days.
const ACTIVATION_CHARS: usize = 16;
/// Sixty bits each.
const RECOVERY_CHARS: usize = 12;
/// How many recovery codes are given.
pub const RECOVERY_COUNT: usize = 10;
/// The seconds a code of the second factor is good for (RFC 6238).
const STEP_SECONDS: u64 = 30;
/// A phone's clock may be this many steps off.
const SKEW_STEPS: u16 = 1;
/// What a phone shows beside the code.
const ISSUER: &str = "hoso";

fn code(secret: &str, chars: usize) -> String {
    let bits = Sha256::digest(secret.as_bytes());
    let letters = bits.iter().take(chars).map(|byte| char::from(ALPHABET[usize::from(byte & 31)]));
    let mut code = String::new();
    for (place, letter) in letters.enumerate() {
        if place > 0 && place % 4 == 0 {
            code.push('-');
        }
        code.push(letter);
    }
    code
}

/// An activation code made from fresh random bits.
pub fn activation(secret: &str) -> String {
    code(secret, ACTIVATION_CHARS)
}

/// Recovery codes made from fresh random bits, one for each.
pub fn recovery(secrets: impl Iterator<Item = String>) -> Vec<String> {
    secrets.take(RECOVERY_COUNT).map(|secret| code(&secret, RECOVERY_CHARS)).collect()
}

/// A code as typed from paper: blanks, hyphens and small letters make no difference, and letters
/// that are not used are read as the digits they look like.
pub fn read(typed: &str) -> String {
    let letter = |c: char| match c.to_ascii_uppercase() {
        'O' => Some('0'),
        'I' | 'L' => Some('1'),
        other => other.is_ascii_alphanumeric().then_some(other),
    };
    typed.chars().filter_map(letter).take(64).collect()
}

/// What is kept of a code.
pub fn hash(typed: &str) -> String {
    hash_of(&read(typed))
}

/// A fresh secret for a second factor, in base32 as a phone takes it.
pub fn factor_secret(secret: &str) -> String {
    let bits = Sha256::digest(secret.as_bytes());
    Secret::from(bits.iter().copied().take(20).collect::<Vec<u8>>()).to_base32()
}

fn totp(base32: &str, login: &str) -> Option<totp_rs::Totp> {
    let secret = Secret::try_from_base32(base32).ok()?;
    Builder::new()
        .with_secret(secret)
        .with_skew(SKEW_STEPS)
        .with_step_duration(STEP_SECONDS)
        .with_account_name(login)
        .with_issuer(Some(ISSUER))
        .build()
        .ok()
}

/// The address a phone reads from the picture.
pub fn factor_address(base32: &str, login: &str) -> Option<String> {
    totp(base32, login)?.to_url().ok()
}

/// The time step a code belongs to, when it is one of this secret around this second.
pub fn factor_step(base32: &str, typed: &str, second: i64) -> Option<i64> {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let step = totp(base32, "x")?.check(&digits, u64::try_from(second).ok()?)?;
    i64::try_from(step).ok()
}

/// The code a phone shows at this second.
pub fn factor_code(base32: &str, second: i64) -> Option<String> {
    Some(totp(base32, "x")?.generate(u64::try_from(second).ok()?).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_as_rfc_6238_has_them() {
        // Appendix B, SHA-1, the last six of eight digits; the secret is "12345678901234567890".
        let base32 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        for (second, code) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")]
        {
            assert_eq!(factor_code(base32, second).as_deref(), Some(code));
            assert_eq!(factor_step(base32, code, second), Some(second / 30));
            assert_eq!(factor_step(base32, code, second + 30), Some(second / 30), "a slow clock");
            assert_eq!(factor_step(base32, code, second + 90), None, "too late");
        }
    }

    #[test]
    fn a_code_is_read_as_people_copy_it() {
        let made = activation("some random bits");
        assert_eq!(made.len(), ACTIVATION_CHARS + 3);
        let typed = made.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
        assert_eq!(hash(&typed), hash(&made));
        assert_ne!(hash(&activation("other bits")), hash(&made));
    }

    #[test]
    fn a_secret_is_a_hundred_and_sixty_bits_and_makes_an_address_for_phones() {
        let base32 = factor_secret("some random bits");
        assert_eq!(base32.len(), 32);
        let address = factor_address(&base32, "huongnt").unwrap();
        assert!(address.starts_with("otpauth://totp/hoso:huongnt?"), "{address}");
        assert!(address.contains(&base32));
    }
}
