//! The people one can act as in a demo.

use hoso_events::ids::{AccountId, DossierId};

/// One of the invented people a visitor of a demo may act as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CastMember {
    pub account: AccountId,
    pub name: String,
    /// One of the demo's role keys, such as `head` or `late_official`: says what they will find.
    pub role_key: &'static str,
    pub unit_code: String,
    /// Their own dossier, for an official.
    pub dossier: Option<DossierId>,
}
