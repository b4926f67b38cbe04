//! `proposal figures`: what the plenary's report on the review of proposals tells.

use super::super::app::App;
use super::number::{session, session_or_own};
use crate::error::{Error, Result};
use crate::model::member::Member;
use crate::model::proposal::figures::{Counted, Figures as Told, of_the_session};
use crate::model::session::Session;
use crate::out::proposal::figures as view;
use crate::text;
use chrono::NaiveDate;
use clap::Args;

#[derive(Debug, Args)]
#[command(after_help = "yishi proposal figures
yishi proposal figures --session 十届四次 --format json")]
pub struct Figures {
    /// The session (else the office's)
    #[arg(long, value_parser = session)]
    session: Option<Session>,
}

pub fn run(app: &mut App, args: &Figures) -> Result<u8> {
    let store = app.open()?;
    let read = store.read();
    let session = session_or_own(read, args.session)?;
    let known = read.sessions()?;
    let name = session.to_string();
    if !known.contains(&name) {
        let (zh, en) = (known.join("、"), known.join(", "));
        let message = text!("{name}没有提案", "{name} has no proposals");
        let hint = text!("有提案的届次：{zh}", "sessions with proposals: {en}");
        return Err(Error::refused("not_found", message).hint(hint));
    }
    let before = known.iter().rfind(|s| Session::parse(s) < Some(session));
    let sessions: Vec<String> = before.into_iter().chain([&name]).cloned().collect();
    let all = read.counted(&sessions)?;
    let members = read.members(&[])?;
    let tell = |session: &String| told(session, &all, &members, app.today);
    let (now, before) = (tell(&name), before.map(tell));
    app.printer.page(&view::page(&now, before.as_ref()), || {
        view::json(&now, before.as_ref())
    })?;
    Ok(0)
}

/// Where no day of submission is known, members are those in office today.
fn told(session: &str, all: &[Counted], members: &[Member], today: NaiveDate) -> view::Told {
    let figures = Told::of(all.iter().filter(|c| c.session == session));
    let span = figures.span.unwrap_or((today, today));
    let members = of_the_session(members, span, &figures).len() as u64;
    view::Told {
        session: session.to_owned(),
        figures,
        members,
    }
}
