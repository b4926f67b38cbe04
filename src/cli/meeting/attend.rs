//! What the roll says: who came, who was late, on leave, absent.

use super::{Next, Told, change, word};
use crate::cli::app::{App, Writing};
use crate::cli::people::{about, called, found, named};
use crate::error::Result;
use crate::lang::Text;
use crate::model::code::{Code, Part, Presence};
use crate::model::meeting::Meeting;
use crate::model::meeting::roll::{Arrival, Mark, Rest};
use crate::store::Tx;
use crate::text;
use chrono::NaiveDate;
use clap::Args;

#[derive(Debug, Args)]
#[command(
    after_help = "yishi meeting attend HY2026003 张三 李四 --status leave\n\
yishi meeting attend HY2026003 --rest --status present   # all the others came\n\
yishi meeting attend HY2026003 王五 --walk-in\n\
yishi meeting attend HY2026001 赵六 --sitting 2 --status late"
)]
pub struct Attend {
    /// Number or title
    #[arg(value_name = "MEETING")]
    meeting: String,
    /// Members: numbers, names, other names; - reads them from standard input, one a line
    #[arg(value_name = "MEMBER", required_unless_present = "rest")]
    members: Vec<String>,
    /// 出席, 迟到, 早退, 部分出席, 请假, 缺席, 未登记
    #[arg(long, value_parser = word::<Presence>, required_unless_present = "walk_in")]
    status: Option<Presence>,
    /// Everyone on the roll of whom nothing is recorded yet
    #[arg(long, conflicts_with_all = ["members", "walk_in", "halves", "part", "note"])]
    rest: bool,
    /// They came without having been invited
    #[arg(long)]
    walk_in: bool,
    /// How many half-days they were there
    #[arg(long, value_name = "N", conflicts_with = "sitting")]
    halves: Option<u16>,
    /// Only at this sitting
    #[arg(long, value_name = "N")]
    sitting: Option<u16>,
    /// What they do there: 出席, 主持, 召集, 列席, 主讲
    #[arg(long = "as", value_name = "PART", value_parser = word::<Part>)]
    part: Option<Part>,
    /// Note
    #[arg(long)]
    note: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

pub(super) fn attend(app: &mut App, args: &Attend) -> Result<u8> {
    let words = named(&args.members)?;
    let today = app.today;
    let next = Next::new(app);
    // Who just walked in was there.
    let presence = args.status.unwrap_or(Presence::Present);
    change(app, &args.meeting, &args.writing, |tx, held| {
        let place = place(held, args.sitting);
        if args.rest {
            let rest = mark_rest(tx, held, args.sitting, presence, today)?;
            let next = next.of(&tx.read().roll(held.id)?, today);
            return Ok(told_rest(held, &place, presence, &rest, next));
        }
        let people = found(tx.read(), &words)?;
        let mark = mark(args, presence);
        for person in &people {
            match args.sitting {
                Some(ord) => {
                    let sitting = tx.read().find_sitting(held, ord)?;
                    tx.attend_sitting(sitting, person.id, &mark, today)
                }
                None => tx.attend(held.id, person.id, &mark, today),
            }
            .map_err(|e| about(e, &people, person))?;
        }
        let who = called(&people);
        let (at, at_en, zh, en) = (&place.zh, &place.en, who.zh, who.en);
        let (status, status_en) = (presence.zh(), presence.en());
        let said = text!(
            "{at} 登记「{status}」：{zh}",
            "{at_en}: recorded as {status_en}: {en}"
        );
        Ok(Told::new(said, next.of(&tx.read().roll(held.id)?, today)))
    })
}

fn mark(args: &Attend, presence: Presence) -> Mark {
    Mark {
        part: args.part,
        halves: args.halves,
        note: args.note.clone(),
        arrival: if args.walk_in {
            Arrival::WalkIn
        } else {
            Arrival::Listed
        },
        ..Mark::new(presence)
    }
}

/// The meeting, or one sitting of it.
fn place(held: &Meeting, sitting: Option<u16>) -> Text {
    let no = &held.no;
    match sitting {
        Some(n) => text!("{no} 第 {n} 场", "{no} sitting {n}"),
        None => Text::same(no.as_str()),
    }
}

fn mark_rest(
    tx: &mut Tx<'_>,
    held: &Meeting,
    sitting: Option<u16>,
    presence: Presence,
    today: NaiveDate,
) -> Result<Rest> {
    match sitting {
        Some(ord) => {
            let sitting = tx.read().find_sitting(held, ord)?;
            tx.attend_sitting_rest(sitting, presence, today)
        }
        None => tx.attend_rest(held.id, presence, today),
    }
}

fn told_rest(held: &Meeting, place: &Text, presence: Presence, rest: &Rest, next: String) -> Told {
    let (at, at_en, n) = (&place.zh, &place.en, rest.marked);
    let (status, status_en) = (presence.zh(), presence.en());
    let said = text!(
        "{at} 其余 {n} 人登记「{status}」",
        "{at_en}: the remaining {n} recorded as {status_en}"
    );
    let (waiting, names) = (rest.waiting.len(), Text::listed(&rest.waiting));
    let (names, names_en) = (&names.zh, &names.en);
    let no = &held.no;
    let warning = text!(
        "{waiting} 人的请假还没有审批，没有登记：{names}。先审批：yishi meeting leave {no} 委员 --grant 审批人",
        "{waiting} asked for leave and wait for a decision, so they were left out: {names_en}. Decide first: yishi meeting leave {no} MEMBER --grant WHO"
    );
    Told {
        warning: (waiting > 0).then_some(warning),
        ..Told::new(said, next)
    }
}
