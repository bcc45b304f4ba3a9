//! The service from outside: its contract, its pages, its headers.

mod contract;
mod document;
mod fixture;
mod import;
mod pages;
mod socket;
mod words;
