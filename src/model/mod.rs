//! The rules of the field and nothing else: no SQL, no command line, no clock, no printing.

pub mod code;
pub mod fact;
pub mod score;
pub mod when;
