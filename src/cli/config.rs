//! What `config` has besides the plain settings.

use super::app::App;
use super::{calendar, profile};
use crate::error::Result;
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Working days: the years that are known, and bringing one in
    #[command(subcommand)]
    Calendar(calendar::Verb),
    /// Deadlines: the profiles that the office works by
    #[command(subcommand)]
    Profile(profile::Verb),
}

pub fn run(app: &mut App, verb: &Verb) -> Result<u8> {
    match verb {
        Verb::Calendar(verb) => calendar::run(app, verb),
        Verb::Profile(verb) => profile::run(app, verb),
    }
}
