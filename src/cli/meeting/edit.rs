//! Meetings come, change and are cancelled.

use super::{Told, change, typed, when, word};
use crate::cli::app::{App, Writing, usage};
use crate::cli::typed::{Said, filled, or_nothing};
use crate::error::Result;
use crate::model::code::Duty;
use crate::model::meeting::{Call, Draft, Meeting, usual_half_days};
use crate::model::when::When;
use crate::store::Tx;
use crate::text;
use clap::Args;

#[derive(Debug, Args)]
pub struct Details {
    /// Last day (else the first)
    #[arg(long, value_name = "DAY", value_parser = or_nothing(when))]
    end: Option<Said<When>>,
    /// How many half-days it takes (else as its days make it)
    #[arg(long, value_name = "N", value_parser = or_nothing(halves))]
    half_days: Option<Said<u16>>,
    /// Place
    #[arg(long)]
    place: Option<String>,
    /// Who has to come: 必须参加, 报名参加, 自愿参加
    #[arg(long, value_parser = word::<Duty>)]
    duty: Option<Duty>,
    /// Note
    #[arg(long)]
    note: Option<String>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "yishi meeting add 教育工作协商座谈会 --kind 协商座谈会 --start 2026-04-09\n\
yishi meeting add 十届五次全体会议 --kind 全体会议 --start 2026-01-05 --end 2026-01-08"
)]
pub struct Add {
    /// Title
    title: String,
    /// Kind, such as 常委会会议, 协商座谈会, 视察 (yishi word list meeting_kind)
    #[arg(long)]
    kind: String,
    /// First day, or the month
    #[arg(long, value_name = "DAY", value_parser = when)]
    start: When,
    /// Number (else the next of the year)
    #[arg(long)]
    no: Option<String>,
    #[command(flatten)]
    details: Details,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Edit {
    /// Number or title
    #[arg(value_name = "MEETING")]
    meeting: String,
    /// New number
    #[arg(long, value_parser = filled)]
    no: Option<String>,
    /// New title
    #[arg(long, value_parser = filled)]
    title: Option<String>,
    /// Kind
    #[arg(long, value_parser = filled)]
    kind: Option<String>,
    /// First day, or the month
    #[arg(long, value_name = "DAY", value_parser = when)]
    start: Option<When>,
    #[command(flatten)]
    details: Details,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Remove {
    /// Number or title
    #[arg(value_name = "MEETING")]
    meeting: String,
    /// Why
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    writing: Writing,
}

fn halves(word: &str) -> Result<u16> {
    word.trim().parse().map_err(|_| {
        usage(text!(
            "「{word}」不是半天数",
            "“{word}” is no number of half-days"
        ))
    })
}

/// What an emptied last day or number of half-days comes back to: one day, and as the days make it.
fn reset(mut draft: Draft, details: &Details, held: &Meeting) -> Draft {
    let start = draft.start.unwrap_or(held.start);
    if details.end == Some(Said::Nothing) {
        draft.end = Some(start);
    }
    if details.half_days == Some(Said::Nothing) {
        let end = draft.end.unwrap_or(held.end);
        draft.half_days = Some(usual_half_days(start, end));
    }
    draft
}

fn draft(details: &Details) -> Draft {
    Draft {
        end: details.end.and_then(Said::value),
        half_days: details.half_days.and_then(Said::value),
        place: details.place.clone(),
        duty: details.duty,
        note: details.note.clone(),
        ..Draft::default()
    }
}

pub(super) fn add(app: &mut App, args: Add) -> Result<u8> {
    let mut store = app.open()?;
    let draft = Draft {
        no: args.no,
        title: Some(args.title),
        kind: Some(args.kind),
        start: Some(args.start),
        ..draft(&args.details)
    };
    let work = |tx: &mut Tx<'_>| {
        let id = tx.add_meeting(&draft, (None, None))?;
        tx.read().meeting(id)
    };
    let said = |held: &Option<Meeting>| {
        let no = held.as_ref().map_or("", |m| m.no.as_str());
        let title = held.as_ref().map_or("", |m| m.title.as_str());
        text!("新增会议活动 {no} {title}", "added meeting {no} {title}")
    };
    let outcome = store.write(&app.command(&args.writing), work, said)?;
    let next = outcome.value.as_ref().map(|m| after_add(app, m));
    let next: Vec<String> = next.into_iter().collect();
    app.told(&args.writing, &outcome, &said(&outcome.value), &next)
}

fn after_add(app: &App, held: &Meeting) -> String {
    let no = &held.no;
    if held.call() == Call::Everyone {
        return format!("yishi meeting show {no}");
    }
    let members = typed(app, "sector=界别", "sector=SECTOR");
    format!("yishi meeting invite {no} --where {members}")
}

pub(super) fn edit(app: &mut App, args: Edit) -> Result<u8> {
    let draft = Draft {
        no: args.no,
        title: args.title,
        kind: args.kind,
        start: args.start,
        ..draft(&args.details)
    };
    change(app, &args.meeting, &args.writing, |tx, held| {
        let draft = reset(draft, &args.details, held);
        tx.edit_meeting(held.id, &draft)?;
        let no = draft.no.as_deref().unwrap_or(&held.no);
        let title = draft.title.as_deref().unwrap_or(&held.title);
        let said = text!("更改会议活动 {no} {title}", "changed meeting {no} {title}");
        Ok(Told::shown(said, no))
    })
}

pub(super) fn remove(app: &mut App, args: &Remove) -> Result<u8> {
    let reason = args.reason.trim();
    change(app, &args.meeting, &args.writing, |tx, held| {
        tx.cancel_meeting(held.id, reason)?;
        let (no, title) = (&held.no, &held.title);
        let said = text!(
            "取消会议活动 {no} {title}：{reason}",
            "cancelled meeting {no} {title}: {reason}"
        );
        Ok(Told::new(said, "yishi meeting list".to_owned()))
    })
}
