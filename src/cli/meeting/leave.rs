//! Leave: asked for, granted, refused.

use super::people::{Person, called, found, named};
use super::{Told, blank, change, day};
use crate::cli::app::{App, Writing};
use crate::error::Result;
use crate::lang::Text;
use crate::model::meeting::Meeting;
use crate::model::meeting::roll::Ask;
use crate::text;
use chrono::NaiveDate;
use clap::Args;

#[derive(Debug, Args)]
pub struct Leave {
    /// Number or title
    #[arg(value_name = "MEETING")]
    meeting: String,
    /// Members: numbers, names, other names; - reads them from standard input, one a line
    #[arg(value_name = "MEMBER", required = true)]
    members: Vec<String>,
    /// Kind of leave, such as 事假, 病假, 公务 (yishi word list leave_kind)
    #[arg(long)]
    kind: Option<String>,
    /// Why
    #[arg(long)]
    reason: Option<String>,
    /// When it was asked for (else today)
    #[arg(long, value_name = "DAY", value_parser = day)]
    asked: Option<NaiveDate>,
    /// Grant it; WHO decided
    #[arg(long, value_name = "WHO", conflicts_with = "refuse")]
    grant: Option<String>,
    /// Refuse it; WHO decided
    #[arg(long, value_name = "WHO")]
    refuse: Option<String>,
    /// When it was decided (else today)
    #[arg(long, value_name = "DAY", value_parser = day)]
    on: Option<NaiveDate>,
    #[command(flatten)]
    writing: Writing,
}

pub(super) fn leave(app: &mut App, args: &Leave) -> Result<u8> {
    let words = named(&args.members)?;
    let today = app.today;
    let decider = blank(app, "审批人", "WHO");
    change(app, &args.meeting, &args.writing, |tx, held| {
        let people = found(tx.read(), &words)?;
        let decided = args.grant.is_some() || args.refuse.is_some();
        let on = args.on.unwrap_or(today);
        let asks = args.kind.is_some() || args.reason.is_some() || args.asked.is_some();
        let ask = Ask {
            kind: args.kind.clone(),
            reason: args.reason.clone(),
            asked_on: args.asked.unwrap_or(today.min(on)),
        };
        for person in &people {
            if asks || !decided {
                tx.ask_leave(held.id, person.id, &ask)?;
            }
            if let Some(by) = &args.grant {
                tx.grant_leave(held.id, person.id, by, on)?;
            }
            if let Some(by) = &args.refuse {
                tx.refuse_leave(held.id, person.id, by, on)?;
            }
        }
        let said = told_leave(held, args, &people);
        let (no, first) = (&held.no, people.first().map_or("", |p| p.no.as_str()));
        if decided {
            return Ok(Told::shown(said, no));
        }
        let next = format!("yishi meeting leave {no} {first} --grant {decider}");
        Ok(Told::new(said, next))
    })
}

fn told_leave(held: &Meeting, args: &Leave, people: &[Person]) -> Text {
    let (no, who) = (&held.no, called(people));
    let (zh, en) = (who.zh, who.en);
    match (&args.grant, &args.refuse) {
        (Some(by), _) => text!(
            "{no}：{by} 同意请假：{zh}",
            "{no}: {by} granted leave to {en}"
        ),
        (_, Some(by)) => text!(
            "{no}：{by} 不同意请假：{zh}",
            "{no}: {by} refused leave to {en}"
        ),
        _ => text!("{no} 登记请假申请：{zh}", "{no}: leave asked for by {en}"),
    }
}
