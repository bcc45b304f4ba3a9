//! The service from outside: its contract, its pages, its headers.

mod answers;
mod contract;
mod document;
mod faults;
mod feed;
mod fixture;
mod log_line;
mod pages;
mod reference;
mod socket;
mod tokens;
mod words;
