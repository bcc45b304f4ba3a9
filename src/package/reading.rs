//! Reading a package: nothing in it is believed before it fits everything else in it, from the
//! container down to each fact's proof. The first bad place is named.

use std::collections::HashSet;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use hoso_events::{
    calendar::local_date,
    elsewhere::{UNITS_MAX, UnitElsewhere},
    fact::{Fact, StreamType},
};
use serde::Deserialize;

use super::{
    CATALOGUE, FACTS, FACTS_MAX, FORMAT, FactLine, Fault, Files, MANIFEST, MANIFEST_BYTES_MAX,
    Manifest, NOTE, PAGE, SCANS, UNITS, UNITS_BYTES_MAX, VERSION, container, sha256, signed_text,
};
use crate::{
    seal::{
        checkpoint::Checkpoint,
        key::PublicKey,
        merkle::{Hash, includes},
        note::Note,
    },
    store::integrity::hex,
};

/// A package that is whole and signed.
#[derive(Debug)]
pub struct Opened<'a> {
    pub manifest: Manifest,
    pub checkpoint: Checkpoint,
    /// The key that signed it.
    pub key: PublicKey,
    /// Whether that is the key the reader brought along: otherwise nobody vouches for the sender.
    pub vouched: bool,
    pub facts: Vec<FactLine>,
    /// Scans by `hash.kind`.
    pub scans: Vec<(&'a str, &'a [u8])>,
    /// The units that the facts refer to; none in a package that was made before they went along.
    pub units: Vec<UnitElsewhere>,
    pub page: &'a [u8],
    /// The note that the sender signed.
    pub note: &'a str,
}

impl Opened<'_> {
    /// The facts of names, versions or shapes this program does not know: kept and shown as such.
    pub fn unknown(&self) -> impl Iterator<Item = &FactLine> {
        self.facts.iter().filter(|line| line.read().is_none())
    }
}

/// What every version of a manifest says.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u32,
}

/// Opens a package; `key` is the sender's, as it came by another way than the package.
pub fn open<'a>(whole: &'a [u8], key: Option<&PublicKey>) -> Result<Opened<'a>, Fault> {
    let listed = container::read(whole)?;
    let files: Files<'a> = listed.iter().copied().collect();
    let manifest_bytes = file(&files, MANIFEST)?;
    let manifest = manifest_of(manifest_bytes)?;
    let note = std::str::from_utf8(file(&files, NOTE)?).map_err(|_bytes| Fault::Signature)?;
    let signer = signer(&files, manifest_bytes, &manifest)?;
    if let Some(key) = key
        && *key != signer
    {
        return Err(Fault::OtherKey { name: signer.name().to_owned() });
    }
    files_fit(&listed, &files, &manifest)?;
    let checkpoint = checkpoint_of(&manifest, &signer)?;
    let facts = facts_of(&manifest, &checkpoint, file(&files, FACTS)?)?;
    let scans = files.iter().filter_map(|(name, bytes)| Some((name.strip_prefix(SCANS)?, *bytes)));
    let scans: Vec<_> = scans.collect();
    scans_are_there(&facts, &scans)?;
    Ok(Opened {
        scans,
        units: units_of(files.get(UNITS).copied().unwrap_or_default(), &manifest)?,
        page: file(&files, PAGE)?,
        note,
        manifest,
        checkpoint,
        key: signer,
        vouched: key.is_some(),
        facts,
    })
}

fn file<'a>(files: &Files<'a>, name: &str) -> Result<&'a [u8], Fault> {
    files.get(name).copied().ok_or_else(|| Fault::FileMissing { file: name.to_owned() })
}

fn manifest_of(bytes: &[u8]) -> Result<Manifest, Fault> {
    if bytes.len() > MANIFEST_BYTES_MAX {
        return Err(Fault::TooLarge);
    }
    // A newer version may say things that this one has no place for: that is told first.
    let head: Head = serde_json::from_slice(bytes).map_err(|_other| Fault::Manifest)?;
    if head.format != FORMAT {
        return Err(Fault::Other);
    }
    if head.version > VERSION {
        return Err(Fault::Newer { version: head.version });
    }
    serde_json::from_slice(bytes).map_err(|_other| Fault::Manifest)
}

/// The key inside, when it has signed this manifest and nothing was added to the signature.
fn signer(files: &Files<'_>, bytes: &[u8], manifest: &Manifest) -> Result<PublicKey, Fault> {
    let text = std::str::from_utf8(file(files, NOTE)?).map_err(|_bytes| Fault::Signature)?;
    let note = Note::parse(text).map_err(|_other| Fault::Signature)?;
    let key = PublicKey::parse(&manifest.key).map_err(|_other| Fault::Manifest)?;
    let fits = note.to_string() == text
        && note.signatures.len() == 1
        && note.text == signed_text(&manifest.origin, bytes)
        && key.name() == manifest.origin
        && key.to_string() == manifest.key
        && key.has_signed(&note);
    if fits { Ok(key) } else { Err(Fault::Signature) }
}

/// Every file is in the manifest, in its order, and is what was signed.
fn files_fit(
    listed: &[(&str, &[u8])],
    files: &Files<'_>,
    manifest: &Manifest,
) -> Result<(), Fault> {
    for line in &manifest.files {
        let bytes = file(files, &line.name)?;
        let named = match line.name.strip_prefix(SCANS) {
            Some(scan) => scan.split_once('.').is_some_and(|(hash, _kind)| hash == line.sha256),
            None => [FACTS, PAGE].contains(&&*line.name) || line.name.starts_with(CATALOGUE),
        };
        if !named {
            return Err(Fault::FileUnknown { file: line.name.clone() });
        }
        if bytes.len() != line.bytes || sha256(bytes) != line.sha256 {
            return Err(Fault::FileChanged { file: line.name.clone() });
        }
    }
    let order = [MANIFEST, NOTE].into_iter().chain(manifest.files.iter().map(|it| &*it.name));
    let mut order = order.map(Some).chain(std::iter::repeat(None));
    match listed.iter().find(|(name, _bytes)| order.next().flatten() != Some(*name)) {
        Some((name, _bytes)) => Err(Fault::FileUnknown { file: (*name).to_owned() }),
        None => Ok(()),
    }
}

fn checkpoint_of(manifest: &Manifest, key: &PublicKey) -> Result<Checkpoint, Fault> {
    let note = Note::parse(&manifest.checkpoint).map_err(|_other| Fault::Checkpoint)?;
    let checkpoint = Checkpoint::parse(&note.text).map_err(|_other| Fault::Checkpoint)?;
    let fits = key.has_signed(&note) && checkpoint.origin == manifest.origin;
    if fits { Ok(checkpoint) } else { Err(Fault::Checkpoint) }
}

/// The facts: all of one dossier, none missing, each proved to stand in the log.
fn facts_of(
    manifest: &Manifest,
    checkpoint: &Checkpoint,
    bytes: &[u8],
) -> Result<Vec<FactLine>, Fault> {
    let mut facts: Vec<FactLine> = vec![];
    for (number, line) in (1..).zip(bytes.split_inclusive(|byte| *byte == b'\n')) {
        if facts.len() == FACTS_MAX {
            return Err(Fault::TooLarge);
        }
        let unreadable = |_why| Fault::FactUnreadable { line: number };
        let fact: FactLine = serde_json::from_slice(line).map_err(unreadable)?;
        let position = fact.position;
        if fact.stream_id != manifest.dossier || fact.stream_type != StreamType::Dossier.as_str() {
            return Err(Fault::FactForeign { position });
        }
        let sequence = facts.len() as u64 + 1;
        if fact.sequence != sequence {
            return Err(Fault::FactMissing { sequence });
        }
        let computed = fact.computed();
        if fact.leaf != hex(&computed) {
            return Err(Fault::FactChanged { position });
        }
        let path: Option<Vec<Hash>> = fact.path.iter().map(|text| hash_of(text)).collect();
        let proved = position.checked_sub(1).zip(path).is_some_and(|(index, path)| {
            includes(&computed, index, checkpoint.size, &path, &checkpoint.root)
        });
        if !proved {
            return Err(Fault::FactProof { position });
        }
        facts.push(fact);
    }
    if facts.is_empty() || facts.len() < manifest.facts {
        return Err(Fault::FactMissing { sequence: facts.len() as u64 + 1 });
    }
    if facts.len() > manifest.facts {
        return Err(Fault::Manifest);
    }
    Ok(facts)
}

/// The units, each named once and told by the day the package was made. Whether it is every unit a
/// fact refers to is the sender's word: one that it does not know itself is not there.
fn units_of(bytes: &[u8], manifest: &Manifest) -> Result<Vec<UnitElsewhere>, Fault> {
    if bytes.is_empty() {
        return Ok(vec![]);
    }
    if bytes.len() > UNITS_BYTES_MAX {
        return Err(Fault::TooLarge);
    }
    let made_at: Option<DateTime<Utc>> = manifest.made_at.parse().ok();
    let made_on = made_at.map(local_date).ok_or(Fault::Manifest)?;
    let (mut units, mut seen) = (vec![], HashSet::new());
    for (number, line) in (1..).zip(bytes.split_inclusive(|byte| *byte == b'\n')) {
        if units.len() == UNITS_MAX {
            return Err(Fault::TooLarge);
        }
        let unreadable = Fault::UnitUnreadable { line: number };
        let unit = serde_json::from_slice::<UnitElsewhere>(line).ok();
        let unit = unit.filter(|unit| unit.is_sound(made_on)).ok_or_else(|| unreadable.clone())?;
        if !seen.insert((unit.origin.clone(), unit.id)) {
            return Err(unreadable);
        }
        units.push(unit);
    }
    Ok(units)
}

/// Every scan that a fact names lies beside it.
fn scans_are_there(facts: &[FactLine], scans: &[(&str, &[u8])]) -> Result<(), Fault> {
    let named = facts.iter().filter_map(|line| match line.read()? {
        Fact::Dossier(event) => event.scan().cloned(),
        _ => None,
    });
    for hash in named {
        let file = hash.to_string();
        if !scans.iter().any(|(name, _bytes)| name.split('.').next() == Some(file.as_str())) {
            return Err(Fault::FileMissing { file: format!("{SCANS}{file}") });
        }
    }
    Ok(())
}

fn hash_of(text: &str) -> Option<Hash> {
    STANDARD.decode(text).ok()?.try_into().ok()
}
