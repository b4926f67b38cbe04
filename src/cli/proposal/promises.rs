//! `proposal promises` and `proposal kept`: what replies promised, over all years.

use super::steps::Which;
use super::take::{self, Said, Unit};
use crate::cli::app::{App, Writing};
use crate::cli::quoted;
use crate::error::Result;
use crate::model::code::ProposalStep;
use crate::model::filter;
use crate::model::proposal::{self, DeadlineState};
use crate::out::Format;
use crate::out::proposal::promise as view;
use clap::Args;

#[derive(Debug, Args)]
#[command(after_help = "yishi proposal promises --due
yishi proposal promises --all lead=县教育局 --format csv")]
pub struct Promises {
    /// Terms of the proposals such as session=十届三次 lead=县教育局, or words to search for
    #[arg(value_name = "TERM")]
    terms: Vec<String>,
    /// Only those whose day has come or is over
    #[arg(long, conflicts_with_all = ["kept", "all"])]
    due: bool,
    /// Those that were kept
    #[arg(long, conflicts_with = "all")]
    kept: bool,
    /// All, kept or not
    #[arg(long)]
    all: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "yishi proposal kept 12 --note 新校区9月启用
yishi proposal kept 十届三次-7 --unit 县教育局 --on 2026-08-30")]
pub struct Kept {
    #[command(flatten)]
    which: Which,
    /// The unit (else all that promised something)
    #[arg(long)]
    unit: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

pub fn list(app: &mut App, args: &Promises) -> Result<u8> {
    let store = app.open()?;
    let which = match (args.due, args.kept, args.all) {
        (true, ..) => proposal::Promises::Due,
        (_, true, _) => proposal::Promises::Kept,
        (.., true) => proposal::Promises::All,
        _ => proposal::Promises::Open,
    };
    let typed: Vec<&String> = args.terms.iter().collect();
    let read = store.read();
    let promises = read.promises(which, app.today, &filter::parse(&typed))?;
    if app.printer.format() == Format::Json {
        let all = view::json(&promises, app.today, app.printer.lang());
        app.printer.json(&all)?;
        return Ok(0);
    }
    app.printer.grid(&view::grid(&promises, app.today))?;
    let first = promises
        .iter()
        .find(|p| p.state(app.today) == DeadlineState::Overdue);
    let next = first.map(|p| format!("yishi proposal kept {}", quoted(&p.cite)));
    app.printer.next(&Vec::from_iter(next))?;
    Ok(0)
}

pub fn kept(app: &mut App, args: &Kept) -> Result<u8> {
    let said = Said::of(ProposalStep::Fulfil).unit(Unit::All(args.unit.clone()));
    take::take(app, &args.which, &args.writing, &said)
}
