//! Keys that vouch for notes: Ed25519 (RFC 8032), named and told apart as C2SP `signed-note` says; a
//! witness vouches with the time it saw the note (C2SP `tlog-cosignature`, version 1).

use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ed25519_dalek::{
    Signer as _, SigningKey, VerifyingKey,
    pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _, spki::der::pem::LineEnding},
};
use sha2::{Digest as _, Sha256};

use super::note::{Note, Signature, is_name};

/// What a key's signatures say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// The note is mine.
    Sign,
    /// At this time I saw the note, and it fits all I saw before.
    Witness,
}

impl Use {
    /// The type of signature, as it goes into a key's id and text.
    fn byte(self) -> u8 {
        match self {
            Self::Sign => 0x01,
            Self::Witness => 0x04,
        }
    }
}

/// Why a text is not a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    #[error("the name of the key is empty or holds a space or a plus sign")]
    Name,
    #[error("not a public key: name+id+key")]
    Malformed,
    #[error("the key's id does not fit its name and bytes")]
    Id,
    #[error("not an Ed25519 private key in PEM (PKCS#8)")]
    Private,
}

fn key_id(name: &str, usage: Use, public: &VerifyingKey) -> [u8; 4] {
    let mut sha = Sha256::new();
    sha.update(name.as_bytes());
    sha.update([b'\n', usage.byte()]);
    sha.update(public.as_bytes());
    let hash: [u8; 32] = sha.finalize().into();
    [hash[0], hash[1], hash[2], hash[3]]
}

/// The half that everyone may have: `name+id+key`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    name: String,
    usage: Use,
    key: VerifyingKey,
}

impl PublicKey {
    /// Reads a key as it is written down and passed on.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let mut parts = text.trim().splitn(3, '+');
        let (Some(name), Some(id), Some(encoded)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(KeyError::Malformed);
        };
        if !is_name(name) {
            return Err(KeyError::Name);
        }
        let bytes = STANDARD.decode(encoded).map_err(|_not_base64| KeyError::Malformed)?;
        let (first, key) = bytes.split_first().ok_or(KeyError::Malformed)?;
        let usage = [Use::Sign, Use::Witness].into_iter().find(|usage| usage.byte() == *first);
        let key = <[u8; 32]>::try_from(key).map_err(|_other_length| KeyError::Malformed)?;
        let key = VerifyingKey::from_bytes(&key).map_err(|_no_point| KeyError::Malformed)?;
        let found = Self { name: name.to_owned(), usage: usage.ok_or(KeyError::Malformed)?, key };
        if id.eq_ignore_ascii_case(&hex(&found.id())) { Ok(found) } else { Err(KeyError::Id) }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// Four bytes by which its signatures are found.
    pub fn id(&self) -> [u8; 4] {
        key_id(&self.name, self.usage, &self.key)
    }

    /// Whether this key vouches for a note's text. One of its signatures that does not fit spoils
    /// the note: somebody made it up.
    pub fn has_signed(&self, note: &Note) -> bool {
        let mut own = self.own(note).peekable();
        own.peek().is_some() && own.all(|signature| self.fits(note, signature).is_some())
    }

    /// When this witness saw a note, in seconds since 1970, where it vouches for it.
    pub fn saw_at(&self, note: &Note) -> Option<u64> {
        let mut own = self.own(note);
        own.find_map(|signature| self.fits(note, signature)).flatten()
    }

    fn own<'a>(&'a self, note: &'a Note) -> impl Iterator<Item = &'a Signature> {
        let id = self.id();
        note.signatures.iter().filter(move |it| it.name == self.name && it.key_id == id)
    }

    /// Whether a signature fits; of a witness with the time it says.
    fn fits(&self, note: &Note, signature: &Signature) -> Option<Option<u64>> {
        let (message, bytes, time) = match self.usage {
            Use::Sign => (note.text.clone(), &signature.bytes[..], None),
            Use::Witness => {
                let (time, bytes) = signature.bytes.split_first_chunk::<8>()?;
                let time = u64::from_be_bytes(*time);
                (witnessed(&note.text, time), bytes, Some(time))
            }
        };
        let signature = ed25519_dalek::Signature::from_slice(bytes).ok()?;
        self.key.verify_strict(message.as_bytes(), &signature).ok()?;
        Some(time)
    }
}

/// What a witness signs.
fn witnessed(text: &str, time: u64) -> String {
    format!("cosignature/v1\ntime {time}\n{text}")
}

impl fmt::Display for PublicKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [&[self.usage.byte()][..], self.key.as_bytes()].concat();
        write!(out, "{}+{}+{}", self.name, hex(&self.id()), STANDARD.encode(bytes))
    }
}

/// The half that signs. What it holds is wiped from memory when it is dropped.
pub struct PrivateKey {
    name: String,
    key: SigningKey,
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("PrivateKey").field("name", &self.name).finish_non_exhaustive()
    }
}

impl PrivateKey {
    /// A key of 32 random bytes, under a name.
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, KeyError> {
        if !is_name(name) {
            return Err(KeyError::Name);
        }
        Ok(Self { name: name.to_owned(), key: SigningKey::from_bytes(seed) })
    }

    /// Reads a key in PEM (PKCS#8), such as `openssl genpkey -algorithm ed25519` writes.
    pub fn from_pem(name: &str, pem: &str) -> Result<Self, KeyError> {
        if !is_name(name) {
            return Err(KeyError::Name);
        }
        let key = SigningKey::from_pkcs8_pem(pem).map_err(|_not_one| KeyError::Private)?;
        Ok(Self { name: name.to_owned(), key })
    }

    /// The key in PEM (PKCS#8).
    pub fn to_pem(&self) -> String {
        let pem = self.key.to_pkcs8_pem(LineEnding::LF).expect("a key of 32 bytes is encoded");
        pem.to_string()
    }

    /// The other half, for one use.
    pub fn public(&self, usage: Use) -> PublicKey {
        PublicKey { name: self.name.clone(), usage, key: self.key.verifying_key() }
    }

    /// Vouches for a note's text.
    pub fn sign(&self, note: &mut Note) {
        let signature = self.key.sign(note.text.as_bytes());
        self.add(note, Use::Sign, signature.to_bytes().to_vec());
    }

    /// Vouches for having seen a note at a time, in seconds since 1970.
    pub fn witness(&self, note: &mut Note, time: u64) {
        let signature = self.key.sign(witnessed(&note.text, time).as_bytes());
        let bytes = [&time.to_be_bytes()[..], &signature.to_bytes()].concat();
        self.add(note, Use::Witness, bytes);
    }

    fn add(&self, note: &mut Note, usage: Use, bytes: Vec<u8>) {
        let key_id = self.public(usage).id();
        note.signatures.retain(|it| it.name != self.name || it.key_id != key_id);
        note.signatures.push(Signature { name: self.name.clone(), key_id, bytes });
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str, seed: u8) -> PrivateKey {
        PrivateKey::from_seed(name, &[seed; 32]).unwrap()
    }

    fn note() -> Note {
        Note { text: "hoso.example/so-cai\n7\nAAAA\n".to_owned(), signatures: vec![] }
    }

    #[test]
    fn a_note_is_vouched_for_by_the_key_that_signed_it_and_by_no_other() {
        let (ours, mut signed) = (key("hoso.example", 1), note());
        ours.sign(&mut signed);
        let public = ours.public(Use::Sign);
        assert!(public.has_signed(&signed));
        let same_name = key("hoso.example", 2).public(Use::Sign);
        let same_bytes = key("other.example", 1).public(Use::Sign);
        let other_use = ours.public(Use::Witness);
        for other in [same_name, same_bytes, other_use] {
            assert!(!other.has_signed(&signed), "{other}");
        }
        let changed = Note { text: signed.text.replace('7', "8"), ..signed.clone() };
        assert!(!public.has_signed(&changed));
        assert!(!public.has_signed(&note()), "no signature");
        let mut bent = signed.clone();
        bent.signatures[0].bytes[63] ^= 1;
        assert!(!public.has_signed(&bent));
        // A made-up signature beside the right one spoils the note.
        let both = vec![signed.signatures[0].clone(), bent.signatures[0].clone()];
        assert!(!public.has_signed(&Note { signatures: both, ..signed }));
    }

    #[test]
    fn a_witness_says_when_it_saw_a_note() {
        let (witness, mut signed) = (key("witness.example", 3), note());
        witness.witness(&mut signed, 1_790_000_000);
        let public = witness.public(Use::Witness);
        assert_eq!(public.saw_at(&signed), Some(1_790_000_000));
        assert!(public.has_signed(&signed));
        let mut earlier = signed.clone();
        earlier.signatures[0].bytes[7] ^= 1;
        assert_eq!(public.saw_at(&earlier), None, "the time is signed too");
        // Seen again, the newer time stands alone.
        witness.witness(&mut signed, 1_790_000_060);
        assert_eq!((signed.signatures.len(), public.saw_at(&signed)), (1, Some(1_790_000_060)));
    }

    #[test]
    fn keys_read_as_they_are_written() {
        let ours = key("hoso.example", 1);
        for usage in [Use::Sign, Use::Witness] {
            let public = ours.public(usage);
            assert_eq!(PublicKey::parse(&format!("{public}\n")), Ok(public));
        }
        let again = PrivateKey::from_pem("hoso.example", &ours.to_pem()).unwrap();
        assert_eq!(again.public(Use::Sign), ours.public(Use::Sign));
        assert!(!format!("{ours:?}").contains("seed") && !format!("{ours:?}").contains("key:"));
    }

    #[test]
    fn what_is_not_a_key_says_why() {
        let public = key("hoso.example", 1).public(Use::Sign).to_string();
        let (name, rest) = public.split_once('+').unwrap();
        for (text, error) in [
            ("", KeyError::Malformed),
            (name, KeyError::Malformed),
            (&*format!("+{rest}"), KeyError::Name),
            (&*format!("ho so+{rest}"), KeyError::Name),
            (&*format!("other.example+{rest}"), KeyError::Id),
            (&public[..public.len() - 4], KeyError::Malformed),
        ] {
            assert_eq!(PublicKey::parse(text).unwrap_err(), error, "{text}");
        }
        assert!(matches!(PrivateKey::from_pem("a", "no key"), Err(KeyError::Private)));
        assert!(matches!(PrivateKey::from_seed("a b", &[0; 32]), Err(KeyError::Name)));
    }
}
