//! Typed rows of spreadsheets become rows of the file: people found, words known, all faults named.

pub mod people;
