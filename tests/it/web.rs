//! The service from outside: its contract, its pages, its headers.

mod contract;
mod document;
mod fixture;
mod pages;
mod reads;
mod scans;
mod socket;
mod words;
