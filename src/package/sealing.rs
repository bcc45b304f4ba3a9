//! Making a package: what goes in, in which order, and the signature over all of it.

use std::fmt::Write as _;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hoso_events::{catalogue, elsewhere::UnitElsewhere};

use super::{
    CATALOGUE, FACTS, FACTS_MAX, FORMAT, FactLine, Fault, FileLine, MANIFEST, Manifest, NOTE, PAGE,
    SCANS, Sender, UNITS, VERSION, container, sha256, signed_text, unit_line,
};
use crate::{
    seal::{
        checkpoint::Checkpoint,
        key::{PrivateKey, Use},
        merkle::Hash,
        note::Note,
    },
    store::integrity::hex,
};

/// A fact as the log holds it, with the proof that it does.
#[derive(Debug, Clone)]
pub struct Fact {
    /// All that stands in the line but the proof.
    pub line: FactLine,
    pub path: Vec<Hash>,
}

/// Everything that goes into a package.
#[derive(Debug, Clone)]
pub struct Contents {
    pub sender: Sender,
    pub dossier: String,
    pub made_at: String,
    pub checkpoint: Checkpoint,
    /// The note that vouches for the checkpoint.
    pub checkpoint_note: Note,
    /// Every fact of the dossier, in order.
    pub facts: Vec<Fact>,
    /// Scans by `hash.kind`, in the order of their names.
    pub scans: Vec<(String, Vec<u8>)>,
    /// The units that the facts refer to, by log and id, no more than a reader takes.
    pub units: Vec<UnitElsewhere>,
}

impl Contents {
    /// The facts, a line each.
    fn lines(&self) -> String {
        let mut lines = String::new();
        for fact in &self.facts {
            let path = fact.path.iter().map(|hash| STANDARD.encode(hash)).collect();
            let leaf = hex(&fact.line.computed());
            let line = FactLine { leaf, path, ..fact.line.clone() };
            let text = serde_json::to_string(&line).expect("texts and numbers are plain data");
            writeln!(lines, "{text}").expect("a string takes all that is written to it");
        }
        lines
    }

    /// Packs and signs; the page is what a person reads in a browser.
    pub fn seal(&self, page: &str, key: &PrivateKey) -> Result<Vec<u8>, Fault> {
        if self.facts.len() > FACTS_MAX {
            return Err(Fault::TooLarge);
        }
        let lines = self.lines();
        let units: String = self.units.iter().map(unit_line).collect();
        let sources: Vec<(String, &str)> =
            catalogue::sources().map(|(name, text)| (format!("{CATALOGUE}{name}"), text)).collect();
        let scans: Vec<(String, &Vec<u8>)> =
            self.scans.iter().map(|(name, bytes)| (format!("{SCANS}{name}"), bytes)).collect();
        let mut files: Vec<(&str, &[u8])> =
            vec![(PAGE, page.as_bytes()), (FACTS, lines.as_bytes())];
        files.extend(sources.iter().map(|(name, text)| (name.as_str(), text.as_bytes())));
        if !units.is_empty() {
            files.push((UNITS, units.as_bytes()));
        }
        files.extend(scans.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())));
        let line = |(name, bytes): &(&str, &[u8])| FileLine {
            name: (*name).to_owned(),
            bytes: bytes.len(),
            sha256: sha256(bytes),
        };
        let manifest = Manifest {
            format: FORMAT.to_owned(),
            version: VERSION,
            origin: self.checkpoint.origin.clone(),
            key: key.public(Use::Sign).to_string(),
            sender: self.sender.clone(),
            dossier: self.dossier.clone(),
            made_at: self.made_at.clone(),
            checkpoint: self.checkpoint_note.to_string(),
            facts: self.facts.len(),
            catalogue: catalogue::catalogue().version().to_owned(),
            files: files.iter().map(line).collect(),
        };
        let text = serde_json::to_string_pretty(&manifest).expect("a manifest is plain data");
        let manifest_bytes = format!("{text}\n").into_bytes();
        let mut note =
            Note { text: signed_text(&manifest.origin, &manifest_bytes), signatures: vec![] };
        key.sign(&mut note);
        let note = note.to_string();
        files.splice(0..0, [(MANIFEST, &manifest_bytes[..]), (NOTE, note.as_bytes())]);
        container::write(&files)
    }
}
