//! The ledger as it reads: the list, one meeting in full.

use crate::cli::app::App;
use crate::error::Result;
use crate::model::filter;
use crate::out::meeting as view;
use clap::Args;

#[derive(Debug, Args)]
pub struct List {
    /// Terms such as kind=视察 start=2026-03..2026-06 duty=必须参加, or words to search for
    #[arg(value_name = "TERM")]
    terms: Vec<String>,
    /// The same, as one argument
    #[arg(long = "where", value_name = "TERMS")]
    r#where: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Show {
    /// Number or title
    #[arg(value_name = "MEETING")]
    meeting: String,
}

pub(super) fn list(app: &mut App, args: &List) -> Result<u8> {
    let store = app.open()?;
    let typed: Vec<&String> = args.terms.iter().chain(&args.r#where).collect();
    let meetings = store.read().meetings(&filter::parse(&typed))?;
    app.printer.grid(&view::list(&meetings, &typed))?;
    Ok(0)
}

pub(super) fn show(app: &mut App, args: &Show) -> Result<u8> {
    let store = app.open()?;
    let read = store.read();
    let roll = read.roll(read.find_meeting(&args.meeting)?)?;
    app.printer
        .page(&view::show(&roll), || view::show_json(&roll))?;
    let held = &roll.meeting;
    if held.cancelled.is_none() && roll.tally.unrecorded > 0 && held.start.first_day() <= app.today
    {
        app.printer.next(&[rest(&held.no)])?;
    }
    Ok(0)
}

/// The command that records the rest of a roll.
pub(super) fn rest(no: &str) -> String {
    format!("yishi meeting attend {no} --rest --status 出席")
}
