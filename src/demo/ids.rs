//! Ids that follow from the seed and a name, so that the same plan makes the same ids everywhere.

use uuid::Uuid;

/// Names of the demo's ids stand under this one.
const NAMESPACE: Uuid = Uuid::from_u128(0x6d8f_35a1_9d0b_5c1e_8e4a_20f0_7a11_de30);

/// The ids of one demo.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ids {
    seed: u64,
}

impl Ids {
    pub(super) fn new(seed: u64) -> Self {
        Self { seed }
    }

    /// The id of something by its kind and name.
    pub(super) fn of(&self, kind: &str, name: &str) -> Uuid {
        Uuid::new_v5(&NAMESPACE, format!("{}/{kind}/{name}", self.seed).as_bytes())
    }

    /// The id of the `n`th thing of a kind that belongs to a person.
    pub(super) fn of_person(&self, kind: &str, person: u32, n: u32) -> Uuid {
        self.of(kind, &format!("{person}/{n}"))
    }
}

/// The account of someone of the cast, the same whatever the seed, so that it is found again.
pub(super) fn of_cast(role_key: &str) -> Uuid {
    Uuid::new_v5(&NAMESPACE, format!("cast/{role_key}").as_bytes())
}
