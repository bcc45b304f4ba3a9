//! What can be wrong with a package: the first bad place, by name.

/// Why a package is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("not a package")]
    Other,
    #[error("the package is larger than is read")]
    TooLarge,
    #[error("the container is not whole at byte {at}")]
    Container { at: usize },
    #[error("format version {version} is newer than this program")]
    Newer { version: u32 },
    #[error("the manifest cannot be read")]
    Manifest,
    #[error("the signature does not fit the manifest and the key inside")]
    Signature,
    #[error("signed by another key, of {name}")]
    OtherKey { name: String },
    #[error("{file} is missing")]
    FileMissing { file: String },
    #[error("{file} is not in the manifest")]
    FileUnknown { file: String },
    #[error("{file} is not what was signed")]
    FileChanged { file: String },
    #[error("the checkpoint is not signed by the sender, or is of another log")]
    Checkpoint,
    #[error("line {line} of the facts cannot be read")]
    FactUnreadable { line: usize },
    #[error("line {line} of the units cannot be read")]
    UnitUnreadable { line: usize },
    #[error("the fact at {position} is not the one that was hashed")]
    FactChanged { position: u64 },
    #[error("the proof of the fact at {position} does not lead to the checkpoint")]
    FactProof { position: u64 },
    #[error("the fact at {position} is of another dossier")]
    FactForeign { position: u64 },
    #[error("fact {sequence} of the dossier is not there")]
    FactMissing { sequence: u64 },
    #[error("the fact at {position} was recorded after now")]
    FactFuture { position: u64 },
    #[error("{file} is no scan of its kind")]
    Scan { file: String },
    #[error("the receipt is not signed by the receiver")]
    Receipt,
    #[error("the receipt is of another package")]
    ReceiptOther,
}

impl Fault {
    /// Every code; each has a sentence in every language.
    pub const CODES: &[&str] = &[
        "package_checkpoint",
        "package_container",
        "package_fact_changed",
        "package_fact_foreign",
        "package_fact_future",
        "package_fact_missing",
        "package_fact_proof",
        "package_fact_unreadable",
        "package_file_changed",
        "package_file_missing",
        "package_file_unknown",
        "package_manifest",
        "package_newer",
        "package_not_one",
        "package_other_key",
        "package_receipt",
        "package_receipt_other",
        "package_scan",
        "package_signature",
        "package_too_large",
        "package_unit_unreadable",
    ];

    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Other => "package_not_one",
            Self::TooLarge => "package_too_large",
            Self::Container { .. } => "package_container",
            Self::Newer { .. } => "package_newer",
            Self::Manifest => "package_manifest",
            Self::Signature => "package_signature",
            Self::OtherKey { .. } => "package_other_key",
            Self::FileMissing { .. } => "package_file_missing",
            Self::FileUnknown { .. } => "package_file_unknown",
            Self::FileChanged { .. } => "package_file_changed",
            Self::Checkpoint => "package_checkpoint",
            Self::FactUnreadable { .. } => "package_fact_unreadable",
            Self::UnitUnreadable { .. } => "package_unit_unreadable",
            Self::FactChanged { .. } => "package_fact_changed",
            Self::FactProof { .. } => "package_fact_proof",
            Self::FactForeign { .. } => "package_fact_foreign",
            Self::FactMissing { .. } => "package_fact_missing",
            Self::FactFuture { .. } => "package_fact_future",
            Self::Scan { .. } => "package_scan",
            Self::Receipt => "package_receipt",
            Self::ReceiptOther => "package_receipt_other",
        }
    }

    /// The words its sentence names.
    pub fn words(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Container { at } => vec![("at", at.to_string())],
            Self::Newer { version } => vec![("version", version.to_string())],
            Self::OtherKey { name } => vec![("name", name.clone())],
            Self::FileMissing { file }
            | Self::FileUnknown { file }
            | Self::FileChanged { file }
            | Self::Scan { file } => vec![("file", file.clone())],
            Self::FactUnreadable { line } | Self::UnitUnreadable { line } => {
                vec![("line", line.to_string())]
            }
            Self::FactChanged { position }
            | Self::FactProof { position }
            | Self::FactFuture { position }
            | Self::FactForeign { position } => vec![("position", position.to_string())],
            Self::FactMissing { sequence } => vec![("sequence", sequence.to_string())],
            Self::Other
            | Self::TooLarge
            | Self::Manifest
            | Self::Signature
            | Self::Checkpoint
            | Self::Receipt
            | Self::ReceiptOther => vec![],
        }
    }
}
