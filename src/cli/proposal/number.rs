//! `proposal number`: gives a session's proposals their numbers, and publishes them.

use super::super::app::{App, Writing};
use super::super::typed::code;
use super::no_session;
use crate::error::Result;
use crate::model::proposal::numbering::{NumberOrder, NumberSeries};
use crate::model::session::Session;
use crate::out::proposal as view;
use crate::store::proposal::{Asked, Numbered};
use crate::store::{Read, Tx};
use crate::text;
use clap::Args;

#[derive(Debug, Args)]
#[command(after_help = "yishi proposal number --dry-run
yishi proposal number --session 十届五次 --order submitted
yishi proposal number --series letter
yishi proposal number --freeze")]
pub struct Number {
    /// The session (else the office's)
    #[arg(long, value_parser = session)]
    session: Option<Session>,
    /// Which numbers: no of what was filed, serial of all received, letter of what became a letter or an opinion
    #[arg(long, value_name = "SERIES", default_value = "no", hide_default_value = true, value_parser = code::<NumberSeries>)]
    series: NumberSeries,
    /// In which order: category, submitted, serial (else by category; serials by day)
    #[arg(long, value_name = "ORDER", value_parser = code::<NumberOrder>)]
    order: Option<NumberOrder>,
    /// The first number (else 1)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=999_999))]
    from: Option<u64>,
    /// How many digits, filled with zeros (else 4, or as published)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=6))]
    width: Option<u8>,
    /// Publish the numbers as they stand: none of them changes any more
    #[arg(long, conflicts_with_all = ["order", "from", "width"])]
    freeze: bool,
    #[command(flatten)]
    writing: Writing,
}

/// A session as people write it.
pub(in crate::cli) fn session(word: &str) -> Result<Session> {
    Session::parse(word).ok_or_else(|| {
        let wrong = text!("「{word}」不是届次", "“{word}” is no session");
        super::super::app::usage(wrong).hint(text!(
            "写作 十届五次 或 10-5",
            "write it as 十届五次 or 10-5"
        ))
    })
}

/// The session said, else the office's.
pub(super) fn session_or_own(read: Read<'_>, said: Option<Session>) -> Result<Session> {
    match said {
        Some(session) => Ok(session),
        None => read.session()?.ok_or_else(no_session),
    }
}

pub fn run(app: &mut App, args: &Number) -> Result<u8> {
    let today = app.today;
    let asked = Asked {
        series: args.series,
        order: args.order,
        from: args.from,
        width: args.width.map(usize::from),
    };
    let work = |tx: &mut Tx<'_>| {
        let session = session_or_own(tx.read(), args.session)?;
        if args.freeze {
            tx.publish_numbers(session, args.series, today)
        } else {
            tx.number_proposals(session, asked)
        }
    };
    let said = |done: &Numbered| {
        let (session, series) = (&done.session, done.series);
        if args.freeze {
            view::published(session, series, &done.plan)
        } else {
            view::numbered(session, series, &done.plan, done.ends.as_ref())
        }
    };
    app.change(&args.writing, work, said, |_, done| next(done))
}

fn next(done: &Numbered) -> Vec<String> {
    let session = &done.session;
    let list = format!("yishi proposal list session={session}");
    let freeze = match done.series {
        NumberSeries::No => format!("yishi proposal number --session {session} --freeze"),
        series => {
            let series = crate::model::code::Code::code(series);
            format!("yishi proposal number --session {session} --series {series} --freeze")
        }
    };
    match done.published {
        None => vec![list, freeze],
        Some(_) => vec![list],
    }
}
