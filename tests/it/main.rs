//! The whole program, on both databases.
