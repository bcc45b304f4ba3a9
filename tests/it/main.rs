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
mod duplicates;
mod endings;
mod failing;
mod files;
mod history;
mod killed;
mod lists;
mod log;
mod lookups;
mod mass_moves;
mod model;
mod package;
mod periods;
mod reads;
mod rebuild;
mod replay;
mod retirement;
mod schema;
mod secondments;
mod servers;
mod sources;
mod statements;
mod support;
mod taking_in;
mod tampering;
mod tidy;
mod transfers;
mod units;
mod unknown;
mod web;
mod whole_life;
mod words;
