//! The ledger as it reads: the list, one meeting in full.

use super::Next;
use crate::cli::app::App;
use crate::error::Result;
use crate::model::filter;
use crate::out::meeting as view;
use clap::Args;

#[derive(Debug, Args)]
#[command(after_help = "yishi meeting list kind=视察 start=2026-03..2026-06\n\
yishi meeting list 座谈会")]
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
    let next = Next::new(app).of(&roll, app.today);
    let shows = next.starts_with("yishi meeting show");
    if roll.meeting.cancelled.is_none() && !shows {
        app.printer.next(&[next])?;
    }
    Ok(0)
}
