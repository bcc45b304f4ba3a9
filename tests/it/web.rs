//! The service from outside: its contract, its pages, its headers.

mod contract;
mod declaring;
mod document;
mod entry;
mod fixture;
mod pages;
mod saving;
mod socket;
mod words;
