//! Papers of a dossier and the files that show them: handing one in, what there is, and bringing
//! one. A file is only ever reached through a dossier it was handed in with.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use hoso_events::{
    entry::Value,
    fact::Fact,
    ids::{DossierId, UnitId},
    values::{FileHash, Paper},
};

use super::{
    Act, Actor, App, CommandError, Refusal, Target, may,
    reads::{AsOf, FieldView, Origin},
};
use crate::{
    files::{
        Files, FilesError,
        intake::{self, FileKind, NotTaken},
    },
    store::scans::{self, ScanRow},
};

/// The field that holds the portrait.
pub const PORTRAIT: &str = "portrait";
/// The section it stands in.
pub const PORTRAIT_SECTION: &str = "documents";

/// A paper, the facts that rest on it, and the files that show it.
#[derive(Debug, Clone)]
pub struct PaperView {
    pub paper: Paper,
    /// The facts that rest on it, oldest first.
    pub ground_of: Vec<Origin>,
    /// Its files in the order they came, each with who handed it in.
    pub scans: Vec<(ScanRow, Origin)>,
}

impl PaperView {
    /// The place in the log of the first fact that named it: means the same paper whatever is
    /// recorded since.
    pub fn named_at(&self) -> u64 {
        let scanned = self.scans.iter().map(|(_, origin)| origin);
        let named = self.ground_of.iter().chain(scanned);
        named.map(|origin| origin.position).min().unwrap_or_default()
    }
}

/// The papers of a dossier and the portrait.
#[derive(Debug, Clone)]
pub struct Papers {
    /// Newest first.
    pub papers: Vec<PaperView>,
    /// The portrait as it was said last, with its file where there is one.
    pub portrait: Option<(FieldView, Option<ScanRow>)>,
}

impl Papers {
    /// A file of this dossier by its name.
    pub fn scan(&self, hash: &FileHash) -> Option<&ScanRow> {
        let of_papers = self.papers.iter().flat_map(|paper| &paper.scans).map(|(scan, _)| scan);
        let portrait = self.portrait.iter().filter_map(|(_, scan)| scan.as_ref());
        of_papers.chain(portrait).find(|scan| scan.hash == *hash)
    }
}

/// What orders papers: newest first, then by number and issuer.
type Order = (std::cmp::Reverse<NaiveDate>, String, String);

impl App {
    /// The app with a place for files.
    pub fn with_files(self, files: Files) -> Self {
        Self { files, ..self }
    }

    /// Whether the actor may hand in for a dossier; otherwise it is as if it were not there.
    pub async fn may_hand_in(&self, actor: &Actor, id: DossierId) -> Result<(), CommandError> {
        let (person, _ground) = self.readable(actor, id).await?;
        let unit = UnitId::parse(&person.unit_id).map_err(|_not_an_id| CommandError::Denied)?;
        let own = actor.is_person_of(id);
        let target = if own { Target::OwnDossier(unit) } else { Target::Unit(unit) };
        let world = self.store().world().await?;
        let allowed = may(actor, Act::EnterRecord, target, &world.units);
        allowed.map(|_ground| ()).map_err(|_denied| CommandError::Denied)
    }

    /// Takes a file in for a dossier: looked through, drawn anew, kept once. What it shows is said
    /// by the command that names it.
    pub async fn take_file(
        &self,
        actor: &Actor,
        id: DossierId,
        bytes: Vec<u8>,
    ) -> Result<FileHash, CommandError> {
        self.may_hand_in(actor, id).await?;
        let taken = intake::take_in(bytes).await?;
        let taken = taken.map_err(|why| CommandError::Refused(Refusal::plain(why.code())))?;
        let length = i64::try_from(taken.bytes.len()).unwrap_or(i64::MAX);
        let hash = self.files.keep(taken.bytes).await?;
        let row = ScanRow {
            dossier_id: id.to_string(),
            hash: hash.clone(),
            kind: taken.kind.as_str().to_owned(),
            bytes: length,
            size: taken.size.map(|(width, height)| (i64::from(width), i64::from(height))),
            account_id: actor.account.id.to_string(),
            uploaded_at: self.store().now(),
            elsewhere: 0,
        };
        scans::note(self.store(), &row).await?;
        Ok(hash)
    }

    /// The papers of a dossier, with their files.
    pub async fn papers(&self, actor: &Actor, id: DossierId) -> Result<Papers, CommandError> {
        let seen = self.seen(actor, id, AsOf::default()).await?;
        let rows = scans::of_dossier(self.store(), &id.to_string()).await?;
        let row = |hash: &FileHash| rows.iter().find(|row| row.hash == *hash).cloned();
        let mut papers: BTreeMap<Order, PaperView> = BTreeMap::new();
        for recorded in seen.of(self.store().stream(&id.to_string(), 0).await?) {
            let Some(paper) = recorded.fact.paper() else { continue };
            let order = (
                std::cmp::Reverse(paper.dated_on),
                paper.number.to_string(),
                paper.issuer.to_string(),
            );
            let view = papers.entry(order).or_insert_with(|| PaperView {
                paper: paper.clone(),
                ground_of: vec![],
                scans: vec![],
            });
            let origin = Origin::of(&recorded);
            match &recorded.fact {
                Fact::Dossier(event) if event.scan().is_some() => {
                    let scan = event.scan().and_then(&row);
                    view.scans.extend(scan.map(|scan| (scan, origin)));
                }
                _ => view.ground_of.push(origin),
            }
        }
        let fields = self.record(actor, id, AsOf::default()).await?;
        let portrait = fields.into_iter().find(|field| field.slot.field.as_str() == PORTRAIT);
        let portrait = portrait.map(|field| {
            let hash = match &field.said {
                Some(Value::Single(text)) => FileHash::parse(text).ok(),
                _ => None,
            };
            let scan = hash.and_then(|hash| row(&hash));
            (field, scan)
        });
        Ok(Papers { papers: papers.into_values().collect(), portrait })
    }

    /// A file that was handed in with a dossier, for whoever may read it.
    pub async fn scan(
        &self,
        actor: &Actor,
        id: DossierId,
        hash: &FileHash,
    ) -> Result<(FileKind, Vec<u8>), CommandError> {
        let seen = self.seen(actor, id, AsOf::default()).await?;
        let rows = scans::of_dossier(self.store(), &id.to_string()).await?;
        let row = rows.iter().find(|row| row.hash == *hash).ok_or(CommandError::Denied)?;
        if seen.until.is_some() && self.papers(actor, id).await?.scan(hash).is_none() {
            return Err(CommandError::Denied);
        }
        let kind = FileKind::parse(&row.kind).ok_or(CommandError::Denied)?;
        Ok((kind, self.files.bring(hash).await?))
    }
}

impl From<FilesError> for CommandError {
    fn from(error: FilesError) -> Self {
        let refusal = match error {
            FilesError::Nowhere => Refusal::plain("files_nowhere"),
            FilesError::TooLarge => Refusal::plain(NotTaken::Size.code()),
            FilesError::Full => Refusal::plain("files_full"),
            FilesError::OutOfReach(_) => Refusal::plain("files_out_of_reach"),
            FilesError::Refused(_) => Refusal::plain("files_refused"),
            FilesError::NotThere | FilesError::Damaged | FilesError::Io(_) => {
                Refusal::plain("file_lost")
            }
        };
        if !matches!(error, FilesError::Nowhere | FilesError::TooLarge) {
            let cause = error.cause();
            tracing::error!(%error, cause, "a file is not usable: {cause}");
        }
        Self::Refused(refusal)
    }
}
