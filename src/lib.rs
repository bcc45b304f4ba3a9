//! The program: the log and the app over it, the pages and interfaces, the command line.

pub mod app;
pub mod cli;
pub mod clock;
pub mod demo;
pub mod files;
pub mod import;
pub mod log;
pub mod package;
pub mod seal;
pub mod sentences;
pub mod sheets;
pub mod sign_on;
pub mod store;
pub mod web;
pub mod witness;
