//! What someone outside can check without this program: the Merkle tree over the log's leaves
//! (RFC 6962, RFC 9162) and notes with signatures (C2SP `signed-note`, `tlog-checkpoint`,
//! `tlog-cosignature`). Mathematics and text only: no database, no files, no clock.

pub mod checkpoint;
pub mod key;
pub mod merkle;
pub mod note;
pub mod witness;

#[cfg(test)]
mod oracles;
