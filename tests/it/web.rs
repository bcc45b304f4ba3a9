//! The service from outside: its contract, its pages, its headers.

mod contract;
mod declaring;
mod document;
mod entry;
mod fixture;
mod guest;
mod pages;
mod saving;
mod sign_in;
mod socket;
mod words;
