//! The service from outside: its contract, its pages, its headers.

mod accounts;
mod agency;
mod answers;
mod clerk;
mod contract;
mod declaring;
mod document;
mod entry;
mod facts;
mod faults;
mod feed;
mod filled;
mod fixture;
mod guest;
mod import;
mod intake;
mod log_line;
mod pages;
mod reads;
mod reference;
mod saving;
mod scans;
mod sign_in;
mod socket;
mod tokens;
mod words;
