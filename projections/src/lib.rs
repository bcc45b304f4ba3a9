//! The read models of hoso. One file, one table, one question: its row, its queries, its fold.
//!
//! `engine` says how facts become rows, `table` describes a table once, `database` makes one
//! behaviour of two databases. Nothing here asks the clock, and nothing here opens a transaction.

pub mod accounts;
pub mod births;
pub mod board;
pub mod database;
pub mod endings;
pub mod engine;
pub mod fold;
pub mod identities;
pub mod intakes;
pub mod moves;
pub mod obligations;
pub mod people;
pub mod periods;
pub mod queue;
pub mod record;
pub mod search;
pub mod secondments;
pub mod table;
pub mod timeline;
pub mod told_apart;
pub mod transfers;
pub mod units;
