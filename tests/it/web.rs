//! The service from outside: its contract, its pages, its headers.

mod contract;
mod document;
mod fixture;
mod guest;
mod pages;
mod sign_in;
mod socket;
mod words;
