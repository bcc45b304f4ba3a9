//! The service from outside: its contract, its pages, its headers.

mod access_cases;
mod access_table;
mod accounts;
mod agency;
mod clerk;
mod contract;
mod declaring;
mod document;
mod entry;
mod facts;
mod filled;
mod fixture;
mod guest;
mod intake;
mod pages;
mod reads;
mod saving;
mod scans;
mod sign_in;
mod socket;
mod words;
