//! Handing a dossier out as a sealed package: who may, what goes in, and that it was written down
//! before a byte of it leaves.

use hoso_events::{
    elsewhere::UnitsElsewhere,
    ids::{DossierId, UnitId},
    unit::UnitTree,
};
use hoso_projections::people::PersonRow;

use super::{
    Act, Actor, App, CommandError, Target,
    checkpoints::{CheckpointError, Keeper},
    may,
    units_elsewhere::Telling,
};
use crate::{
    package::{Contents, FACTS_MAX, Fact, FactLine, Fault, Sender},
    seal::merkle::Hash,
    store::{StoreError, raw, read::instant_text, scans, tree},
};

/// How the page of a package is made.
pub type Render = fn(&Contents, &UnitTree, &UnitsElsewhere) -> String;

/// Why no package was made.
#[derive(Debug, thiserror::Error)]
pub enum PackageError {
    #[error(transparent)]
    Command(#[from] CommandError),
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<StoreError> for PackageError {
    fn from(error: StoreError) -> Self {
        Self::Command(error.into())
    }
}

/// A package that was made.
#[derive(Debug, Clone)]
pub struct Packed {
    pub bytes: Vec<u8>,
    pub facts: usize,
    pub scans: usize,
    /// How many facts the signed log holds.
    pub log_size: u64,
}

impl App {
    /// The app with what signs for it.
    pub fn with_keeper(self, keeper: Keeper) -> Self {
        Self { keeper: Some(keeper), ..self }
    }

    /// What signs for this service, where something does.
    pub fn keeper(&self) -> Option<&Keeper> {
        self.keeper.as_ref()
    }

    /// Whether the actor may hand a dossier out whole: who checks it for the unit that manages it,
    /// and never its own person. Otherwise it is as if it were not there.
    pub async fn may_pack(&self, actor: &Actor, id: DossierId) -> Result<(), CommandError> {
        let (person, _ground) = self.readable(actor, id).await?;
        let unit = UnitId::parse(&person.unit_id).map_err(|_not_an_id| CommandError::Denied)?;
        let world = self.store().world().await?;
        let allowed = may(actor, Act::CheckRecord, Target::Unit(unit), &world.units);
        if allowed.is_err() || actor.is_person_of(id) {
            return Err(CommandError::Denied);
        }
        Ok(())
    }

    /// The person behind a dossier that the actor may hand out; the look is written down before
    /// this returns, refused or not.
    pub async fn to_pack(&self, actor: &Actor, id: DossierId) -> Result<PersonRow, CommandError> {
        match self.may_pack(actor, id).await {
            Ok(()) => self.person(actor, id).await,
            Err(CommandError::Denied) => {
                self.looked_into(actor, id, None).await?;
                Err(CommandError::Denied)
            }
            Err(other) => Err(other),
        }
    }

    /// Packs a dossier: every fact with its proof, every scan, signed by this service.
    pub async fn pack(
        &self,
        actor: &Actor,
        id: DossierId,
        keeper: &Keeper,
        render: Render,
    ) -> Result<Packed, PackageError> {
        let person = self.to_pack(actor, id).await?;
        let (store, stream_id) = (self.store(), id.to_string());
        let rows = raw::of_stream(store, &stream_id, FACTS_MAX).await?;
        let scans = self.packed_scans(&stream_id).await?;
        // Signed after the facts were read, so that the proofs reach all of them.
        let signed = self.checkpoint(keeper).await?;
        let tree = tree::Tree::read(store.db()).await?;
        let positions: Vec<u64> = rows.iter().map(|row| row.position).collect();
        let size = signed.checkpoint.size;
        let paths = tree.inclusions(store.db(), &positions, size).await?;
        let world = store.world().await?;
        let unit = UnitId::parse(&person.unit_id).ok().and_then(|id| world.units.get(id));
        let sender = Sender {
            code: unit.map(|unit| unit.code.to_string()).unwrap_or_default(),
            name: unit.map(|unit| unit.name.to_string()).unwrap_or_default(),
        };
        let origin = signed.checkpoint.origin.clone();
        let elsewhere = self.units_elsewhere(&[id]).await?;
        let told_on = store.clock().today();
        let telling =
            Telling { origin: &origin, units: &world.units, elsewhere: &elsewhere, told_on };
        let told = telling.referred_to(&rows);
        let clock = store.clock();
        let key = keeper.key(&origin, clock.as_ref())?;
        let contents = Contents {
            sender,
            dossier: stream_id,
            made_at: instant_text(store.now()),
            checkpoint: signed.checkpoint,
            checkpoint_note: signed.note,
            facts: rows.into_iter().zip(paths).map(|(row, path)| fact(row, path)).collect(),
            scans,
            units: told,
        };
        let units = world.units.clone();
        let (facts, scans) = (contents.facts.len(), contents.scans.len());
        // Packing takes a while where there are many scans, and nobody else waits for it.
        let sealed = tokio::task::spawn_blocking(move || {
            let page = render(&contents, &units, &elsewhere);
            contents.seal(&page, &key)
        });
        let bytes = sealed.await.map_err(|_packer_gone| CommandError::Unknown)??;
        Ok(Packed { bytes, facts, scans, log_size: size })
    }

    /// The scans of a dossier by `hash.kind`, in the order of their names.
    async fn packed_scans(&self, dossier: &str) -> Result<Vec<(String, Vec<u8>)>, PackageError> {
        let rows = scans::of_dossier(self.store(), dossier).await?;
        let (mut packed, mut whole) = (vec![], 0);
        for row in rows {
            let bytes = self.files.bring(&row.hash).await.map_err(CommandError::from)?;
            whole += bytes.len();
            if whole > crate::package::container::BYTES_MAX {
                return Err(Fault::TooLarge.into());
            }
            packed.push((format!("{}.{}", row.hash, row.kind), bytes));
        }
        packed.sort();
        Ok(packed)
    }
}

fn fact(row: raw::RawFact, path: Vec<Hash>) -> Fact {
    let line = FactLine {
        position: row.position,
        event_id: row.event_id,
        stream_type: row.stream_type,
        stream_id: row.stream_id,
        sequence: row.sequence,
        event_type: row.event_type,
        version: row.version,
        recorded_at: row.recorded_at,
        effective_on: row.effective_on,
        metadata: row.metadata,
        payload: row.payload,
        leaf: String::new(),
        path: vec![],
    };
    Fact { line, path }
}
