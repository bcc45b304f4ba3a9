//! The service from outside: its contract, its pages, its headers.

mod clerk;
mod contract;
mod document;
mod fixture;
mod pages;
mod socket;
mod words;
