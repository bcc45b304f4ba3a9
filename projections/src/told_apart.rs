//! Which dossiers look alike and are of two people? One row for each of the two, so that nobody is
//! asked again.

use hoso_events::{
    dossier::DossierEvent,
    fact::{Fact, Recorded},
};

use crate::{
    engine::{ReadModel, Touched, World},
    table::Key,
    table_row,
};

table_row! {
    /// A dossier, and another one that is not of the same person.
    pub struct ToldApartRow in "told_apart", key 2, prefix 2, live "true", indexes []
    {
        pub dossier_id: String,
        pub other_id: String,
        /// The fact that said so last.
        pub told_by: i64,
    }
}

/// The read model behind [`ToldApartRow`].
pub struct ToldApart;

impl ReadModel for ToldApart {
    type Row = ToldApartRow;

    fn touches(_recorded: &Recorded, _world: &World) -> Vec<Key> {
        vec![] // A row is only ever added, or told anew.
    }

    fn apply(rows: &mut Touched<ToldApartRow>, recorded: &Recorded, _world: &World) {
        let other = match &recorded.fact {
            Fact::Dossier(
                DossierEvent::FoundTwoPeople { other, .. }
                | DossierEvent::FoundSeparate { kept: other, .. }
                | DossierEvent::DuplicateSetApart { duplicate: other, .. },
            ) => other,
            _ => return,
        };
        rows.put(ToldApartRow {
            dossier_id: recorded.stream_id.clone(),
            other_id: other.to_string(),
            told_by: i64::try_from(recorded.provenance.position).unwrap_or(i64::MAX),
        });
    }
}
