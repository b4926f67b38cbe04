//! `proposal due`: starts the terms of what the ledger says was assigned.

use super::super::app::{App, Writing};
use super::{stored, take, then};
use crate::error::Result;
use crate::model::proposal::Proposal;
use crate::out::proposal as view;
use crate::store::Tx;
use clap::Args;

#[derive(Debug, Args)]
#[command(after_help = "yishi proposal due 12
yishi proposal due --where 'state=assigned due=' --dry-run")]
pub struct Due {
    /// Proposals: case number, 流水7, 十届五次-12 or the whole title
    #[arg(value_name = "PROPOSAL", required_unless_present = "where")]
    proposals: Vec<String>,
    /// All proposals that fit these terms, such as 'state=assigned due='
    #[arg(long = "where", value_name = "TERMS")]
    r#where: Vec<String>,
    #[command(flatten)]
    writing: Writing,
}

pub fn run(app: &mut App, args: &Due) -> Result<u8> {
    let work = |tx: &mut Tx<'_>| {
        let ids = take::meant(tx.read(), &args.proposals, &args.r#where)?;
        let books = tx.read().books()?;
        let (mut started, mut refused) = (Vec::new(), Vec::new());
        for id in ids {
            match tx.start_terms(id, &books) {
                Ok(()) => started.push(id),
                Err(error) => refused.push(error.only_refused()?),
            }
        }
        let started = take::all_or_none(started, refused)?;
        started
            .iter()
            .map(|id| stored(tx.read(), *id))
            .collect::<Result<Vec<Proposal>>>()
    };
    let next = |app: &App, started: &Vec<Proposal>| match started.as_slice() {
        [one] => then(app, one),
        _ => Vec::new(),
    };
    app.change(&args.writing, work, |all| view::started(all), next)
}
