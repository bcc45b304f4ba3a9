//! The whole program, on both databases.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod access;
mod administration;
mod as_of;
mod browser;
mod checkpoints;
mod cli;
mod deadlines;
mod documents;
mod drafts;
mod failing;
mod files;
mod history;
mod killed;
mod lists;
mod log;
mod lookups;
mod model;
mod package;
mod periods;
mod reads;
mod rebuild;
mod replay;
mod schema;
mod secondments;
mod servers;
mod sources;
mod statements;
mod support;
mod tampering;
mod tidy;
mod transfers;
mod units;
mod web;
mod words;
