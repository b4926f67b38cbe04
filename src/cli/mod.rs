//! Speaks clap: the command line, its help and its errors in two languages.

pub mod localise;
