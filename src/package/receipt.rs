//! The receipt of a package: the note its sender signed, signed by the receiver as well. Both names
//! stand under the hash of one manifest, and so of every byte of one package.

use super::{Fault, MANIFEST, NOTE, container};
use crate::seal::{
    key::{PrivateKey, PublicKey},
    note::Note,
};

/// The receipt that a receiver gives over a sender's note.
pub fn give(note: &str, key: &PrivateKey) -> Result<String, Fault> {
    let mut note = Note::parse(note).map_err(|_other| Fault::Signature)?;
    key.sign(&mut note);
    Ok(note.to_string())
}

/// Whether a text is the receipt of a package by a receiver: the sender's own note, as the package
/// has it, with the receiver's signature under it.
pub fn check(receipt: &str, whole: &[u8], receiver: &PublicKey) -> Result<(), Fault> {
    let sender = super::open(whole, None)?.key;
    let files = container::read(whole)?;
    let note = files.iter().find(|(name, _bytes)| *name == NOTE);
    let (_name, note) = note.ok_or(Fault::FileMissing { file: NOTE.to_owned() })?;
    let note = std::str::from_utf8(note).ok().and_then(|text| Note::parse(text).ok());
    let note = note.ok_or(Fault::FileChanged { file: MANIFEST.to_owned() })?;
    let receipt = Note::parse(receipt).map_err(|_other| Fault::Receipt)?;
    let whole = note.signatures.iter().all(|signature| receipt.signatures.contains(signature));
    if receipt.text != note.text || !whole {
        return Err(Fault::ReceiptOther);
    }
    // The sender has signed it too, and that says nothing of who received it.
    if receiver.has_signed(&receipt) && *receiver != sender { Ok(()) } else { Err(Fault::Receipt) }
}
