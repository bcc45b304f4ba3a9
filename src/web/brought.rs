//! The units of other logs that a page was given to tell its dossiers by: brought once a request,
//! and nothing that is told before stands in the way of what is brought after.

use std::{
    collections::BTreeSet,
    sync::{Arc, OnceLock},
};

use hoso_events::{elsewhere::UnitsElsewhere, ids::DossierId};

/// What was brought, for every clone of the view of one request.
#[derive(Debug, Clone, Default)]
pub struct Brought(Arc<OnceLock<(BTreeSet<DossierId>, Arc<UnitsElsewhere>)>>);

impl Brought {
    /// Whether the units of these dossiers are there. A page that shows itself again brought them.
    pub fn has(&self, dossiers: &[DossierId]) -> bool {
        let brought = self.0.get();
        brought.is_some_and(|(ids, _units)| dossiers.iter().all(|id| ids.contains(id)))
    }

    /// Keeps the units that came with some dossiers. False where those of others were brought
    /// before: these would then be told by their ids.
    #[must_use]
    pub fn keeps(&self, dossiers: &[DossierId], units: Arc<UnitsElsewhere>) -> bool {
        self.has(dossiers) || self.0.set((dossiers.iter().copied().collect(), units)).is_ok()
    }

    /// The units; none as long as none were brought.
    pub fn units(&self) -> &UnitsElsewhere {
        static NONE: UnitsElsewhere = UnitsElsewhere::NONE;
        self.0.get().map_or(&NONE, |(_ids, units)| units)
    }
}

#[cfg(test)]
mod tests {
    use hoso_events::elsewhere::{ToldIn, UnitElsewhere};
    use serde_json::json;
    use uuid::Uuid;

    use super::*;

    fn came() -> Arc<UnitsElsewhere> {
        let unit: UnitElsewhere = serde_json::from_value(json!({
            "origin": "hoso/a", "id": "0198c0de-0000-7000-8000-000000000001", "code": "H53.80",
            "kind": "department", "told_on": "2026-11-27",
            "names": [{"from": "2020-01-01", "name": "Sở Kế hoạch"}],
        }))
        .unwrap();
        let package = ToldIn { by: "hoso/a".to_owned(), here: true, units: vec![unit] };
        Arc::new(UnitsElsewhere::told(None, [package]))
    }

    #[test]
    fn what_is_told_before_does_not_silence_what_is_brought_after() {
        let (brought, one) = (Brought::default(), DossierId::from_uuid(Uuid::from_u128(1)));
        assert!(brought.units().is_empty());
        let clone = brought.clone();
        assert!(brought.keeps(&[one], came()));
        assert_eq!((brought.units(), clone.units()), (&*came(), &*came()));
    }

    #[test]
    fn units_of_other_dossiers_are_not_left_out_in_silence() {
        let [one, other] = [1, 2].map(|n| DossierId::from_uuid(Uuid::from_u128(n)));
        let brought = Brought::default();
        assert!(!brought.has(&[one]));
        assert!(brought.keeps(&[one, other], came()));
        assert!(brought.has(&[other]) && brought.keeps(&[other, one], Arc::default()));
        assert_eq!(brought.units(), &*came(), "brought once");
        let alone = Brought::default();
        assert!(alone.keeps(&[one], Arc::default()));
        assert!(!alone.keeps(&[one, other], came()));
    }
}
