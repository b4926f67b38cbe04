//! Leave: asked for, granted, refused.

use super::{Next, Told, change, day};
use crate::cli::app::{App, Writing};
use crate::cli::people::{Person, about, called, found, named};
use crate::error::Result;
use crate::lang::Text;
use crate::model::code::LeaveState;
use crate::model::meeting::Meeting;
use crate::model::meeting::roll::{Ask, Leave as Request};
use crate::model::when::When;
use crate::store::Tx;
use crate::text;
use chrono::NaiveDate;
use clap::Args;

#[derive(Debug, Args)]
#[command(
    after_help = "yishi meeting leave HY2026003 张三 --kind 出差 --reason 到省里开会\n\
yishi meeting leave HY2026003 张三 --grant 王主席\n\
yishi meeting leave HY2026003 李四 --kind 生病 --grant 王主席 --on 2026-04-07"
)]
pub struct Leave {
    /// Number or title
    #[arg(value_name = "MEETING")]
    meeting: String,
    /// Members: numbers, names, other names; - reads them from standard input, one a line
    #[arg(value_name = "MEMBER", required = true)]
    members: Vec<String>,
    /// Kind of leave, such as 出差, 出国, 生病 (yishi word list leave_kind)
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
    let next = Next::new(app);
    change(app, &args.meeting, &args.writing, |tx, held| {
        let people = found(tx.read(), &words)?;
        let before = tx.read().roll(held.id)?;
        for person in &people {
            let line = before.lines.iter().find(|l| l.member == person.id);
            let asked = line.and_then(|l| l.leave.as_ref());
            enter(tx, held, args, person, asked, today).map_err(|e| about(e, &people, person))?;
        }
        let said = told_leave(held, args, &people);
        let next = match people.first() {
            Some(first) if !args.decides() => next.decide(&held.no, &first.no),
            _ => next.of(&tx.read().roll(held.id)?, today),
        };
        Ok(Told::new(said, next))
    })
}

impl Leave {
    fn asks(&self) -> bool {
        self.kind.is_some() || self.reason.is_some() || self.asked.is_some()
    }

    fn decides(&self) -> bool {
        self.grant.is_some() || self.refuse.is_some()
    }

    /// The request as it stands with what is said now; a refused one is asked for anew.
    fn ask(&self, asked: Option<&Request>, today: NaiveDate) -> Ask {
        let old = asked.filter(|l| l.state == LeaveState::Asked);
        let on = old.and_then(|l| l.asked_on).and_then(When::day);
        let latest = self.on.unwrap_or(today).min(today);
        Ask {
            kind: self.kind.clone().or(old.and_then(|l| l.kind.clone())),
            reason: self.reason.clone().or(old.and_then(|l| l.reason.clone())),
            asked_on: self.asked.or(on).unwrap_or(latest),
        }
    }
}

/// Enters one person's request, the decision on it, or both.
fn enter(
    tx: &mut Tx<'_>,
    held: &Meeting,
    args: &Leave,
    person: &Person,
    asked: Option<&Request>,
    today: NaiveDate,
) -> Result<()> {
    if args.asks() || !args.decides() {
        tx.ask_leave(held.id, person.id, &args.ask(asked, today))?;
    }
    let on = args.on.unwrap_or(today);
    if let Some(by) = &args.grant {
        tx.grant_leave(held.id, person.id, by, on)?;
    }
    if let Some(by) = &args.refuse {
        tx.refuse_leave(held.id, person.id, by, on)?;
    }
    Ok(())
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
