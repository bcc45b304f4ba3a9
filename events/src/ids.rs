//! Typed ids. An id of one kind can never be passed where another kind is meant.

/// Declares a typed id over a UUID, written as its hyphenated text everywhere.
macro_rules! typed_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
                 serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(uuid::Uuid);

        impl $name {
            /// Wraps a UUID.
            pub const fn from_uuid(id: uuid::Uuid) -> Self {
                Self(id)
            }

            /// The UUID inside.
            pub const fn as_uuid(&self) -> uuid::Uuid {
                self.0
            }

            /// Reads the hyphenated text form.
            pub fn parse(text: &str) -> Result<Self, uuid::Error> {
                uuid::Uuid::parse_str(text.trim()).map(Self)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }
    };
}

typed_id!(/// One person's record, for life, across units and re-entry.
    DossierId);
typed_id!(/// A person's way in: who acts, in every fact's provenance.
    AccountId);
typed_id!(/// An agency or unit of the province.
    UnitId);
typed_id!(/// One recorded fact (UUIDv7).
    EventId);
typed_id!(/// One set of entries handed in for checking.
    SubmissionId);
typed_id!(/// One row of a repeating table of a dossier.
    RowId);
typed_id!(/// One grant of access on one written request.
    GrantId);
typed_id!(/// One transfer of a dossier from one unit to another.
    TransferId);
typed_id!(/// One secondment of a person to another unit.
    SecondmentId);
typed_id!(/// Ties together the facts of one act, from one request to all it caused.
    CorrelationId);
