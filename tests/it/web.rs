//! The service from outside: its contract, its pages, its headers.

mod agency;
mod clerk;
mod contract;
mod document;
mod facts;
mod filled;
mod fixture;
mod intake;
mod pages;
mod socket;
mod words;
