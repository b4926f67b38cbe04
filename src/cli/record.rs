//! `record`: duty acts that have no ledger of their own.

mod confirm;

use super::app::{App, Writing, usage};
use super::quoted;
use super::typed::{filled, when};
use crate::error::Result;
use crate::lang::Text;
use crate::model::filter;
use crate::model::record::{Draft, Record, quantity};
use crate::model::score::rules::Whose;
use crate::model::when::When;
use crate::out::record as view;
use crate::store::record::no_such;
use crate::store::{Read, Tx};
use crate::text;
use clap::{Args, Subcommand};
use num_rational::Ratio;

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum Verb {
    /// List duty acts
    List(List),
    /// Show one act
    Show(Show),
    /// Add an act
    Add(Add),
    /// Change an act
    Edit(Edit),
    /// Cancel an act that was entered by mistake
    Remove(Remove),
    /// Confirm acts that someone else recorded
    Confirm(confirm::Confirm),
}

#[derive(Debug, Args)]
#[command(after_help = "yishi record list kind=公益活动 on=2026
yishi record list name=王伟 level=省
yishi record list state=cancelled")]
pub struct List {
    /// Terms such as kind=公益活动 name=王伟 on>=2026-03, or words to search for
    #[arg(value_name = "TERM")]
    terms: Vec<String>,
    /// The same, as one argument
    #[arg(long = "where", value_name = "TERMS")]
    r#where: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Show {
    /// The act's id in the list
    #[arg(value_name = "ID")]
    record: i64,
}

fn counted(word: &str) -> Result<Ratio<i64>> {
    quantity(word).ok_or_else(|| {
        usage(text!("「{word}」不是数量", "“{word}” is no quantity"))
            .hint(text!("写成 1、0.5 或 1/3", "write 1, 0.5 or 1/3"))
    })
}

#[derive(Debug, Args)]
pub struct Details {
    /// What it was
    #[arg(long)]
    title: Option<String>,
    /// Level
    #[arg(long, value_name = "WORD")]
    level: Option<String>,
    /// How many (add: else 1)
    #[arg(long, value_name = "NUMBER", value_parser = counted, allow_hyphen_values = true)]
    quantity: Option<Ratio<i64>>,
    /// Note
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Who organised it, and so recorded it: a committee, a unit, a person
    #[arg(long, value_name = "NAME")]
    organizer: Option<String>,
    /// Why points are given by hand
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// What proves it
    #[arg(long, value_name = "TEXT")]
    evidence: Option<String>,
    /// Who approved points given by hand
    #[arg(long, value_name = "NAME")]
    approver: Option<String>,
}

/// Whose act it is.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub struct Whom {
    /// A member: number or name
    #[arg(long)]
    member: Option<String>,
    /// A group, committee, sector, township or unit by its name, such as 城关镇 or 专委会:提案委
    #[arg(long, value_name = "NAME")]
    body: Option<String>,
}

impl Whom {
    /// The row and what kind of row, where one is named.
    fn found(&self, read: Read<'_>) -> Result<(Option<i64>, Whose)> {
        if let Some(body) = &self.body {
            let who = read.find_body(body)?;
            return Ok((Some(who.id), who.whose));
        }
        let member = self.member.as_deref();
        let member = member.map(|m| read.find_member(m)).transpose()?;
        Ok((member, Whose::Member))
    }
}

#[derive(Debug, Args)]
#[command(
    after_help = "yishi record add --member 王伟 --kind 公益活动 --on 2026-03-05 --title 义诊 --level 县
yishi record add --body 城关镇 --kind 协商活动 --on 2026-03-05 --title 老旧小区改造协商"
)]
pub struct Add {
    #[command(flatten)]
    whom: Whom,
    /// Kind
    #[arg(long, value_name = "WORD")]
    kind: String,
    /// When
    #[arg(long, value_name = "DAY", value_parser = when)]
    on: When,
    #[command(flatten)]
    details: Details,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Edit {
    /// The act's id in the list
    #[arg(value_name = "ID")]
    record: i64,
    #[command(flatten)]
    whom: Whom,
    /// Kind
    #[arg(long, value_name = "WORD", value_parser = filled)]
    kind: Option<String>,
    /// When
    #[arg(long, value_name = "DAY", value_parser = when)]
    on: Option<When>,
    #[command(flatten)]
    details: Details,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Remove {
    /// The act's id in the list
    #[arg(value_name = "ID")]
    record: i64,
    /// Why
    #[arg(long, value_parser = filled)]
    reason: String,
    #[command(flatten)]
    writing: Writing,
}

pub fn run(app: &mut App, verb: Verb) -> Result<u8> {
    match verb {
        Verb::List(args) => list(app, &args),
        Verb::Show(args) => show(app, &args),
        Verb::Add(args) => add(app, &args),
        Verb::Edit(args) => edit(app, &args),
        Verb::Remove(args) => remove(app, &args),
        Verb::Confirm(args) => confirm::run(app, &args),
    }
}

fn list(app: &mut App, args: &List) -> Result<u8> {
    let store = app.open()?;
    let typed: Vec<&String> = args.terms.iter().chain(&args.r#where).collect();
    let records = store.read().records(&filter::parse(&typed))?;
    if app.printer.format() == crate::out::Format::Json {
        let all = records.iter().map(view::brief_json).collect();
        app.printer.json(&all)?;
    } else {
        app.printer.grid(&view::list(&records, &typed))?;
    }
    Ok(0)
}

fn show(app: &mut App, args: &Show) -> Result<u8> {
    let store = app.open()?;
    let id = args.record;
    let record = store.read().record(id)?.ok_or_else(|| no_such(id))?;
    let hands = store.read().record_hands(&[id])?.remove(&id);
    let hands = hands.unwrap_or_default();
    app.printer
        .page(&view::page(&record, &hands), || view::json(&record, &hands))?;
    Ok(0)
}

impl Details {
    fn draft(&self) -> Draft {
        Draft {
            title: self.title.clone(),
            level: self.level.clone(),
            quantity: self.quantity,
            note: self.note.clone(),
            organizer: self.organizer.clone(),
            reason: self.reason.clone(),
            evidence: self.evidence.clone(),
            approver: self.approver.clone(),
            ..Draft::default()
        }
    }
}

/// What became of a record that was written.
struct Written {
    record: Record,
    /// An earlier record of the same act.
    same: Option<i64>,
    /// Whether a confirmation was taken back.
    unconfirmed: bool,
}

fn add(app: &mut App, args: &Add) -> Result<u8> {
    let work = |tx: &mut Tx<'_>| {
        let (member, whose) = args.whom.found(tx.read())?;
        let draft = Draft {
            member,
            whose,
            kind: Some(args.kind.clone()),
            on: Some(args.on),
            ..args.details.draft()
        };
        let title = draft.title.as_deref().unwrap_or_default();
        let same = match member {
            Some(row) => {
                tx.read()
                    .find_record_key((whose, row), args.kind.trim(), args.on, title)?
            }
            None => None,
        };
        let id = tx.add_record(&draft, (None, None))?;
        Ok(Written {
            record: tx.standing_record(id)?,
            same,
            unconfirmed: false,
        })
    };
    write(app, &args.writing, work, |zh, en| {
        text!("新增履职记录 {zh}", "added {en}")
    })
}

fn edit(app: &mut App, args: &Edit) -> Result<u8> {
    let work = |tx: &mut Tx<'_>| {
        let (member, whose) = args.whom.found(tx.read())?;
        let draft = Draft {
            member,
            whose,
            kind: args.kind.clone(),
            on: args.on,
            ..args.details.draft()
        };
        let before = tx.standing_record(args.record)?;
        tx.edit_record(args.record, &draft, (None, None))?;
        let record = tx.standing_record(args.record)?;
        Ok(Written {
            same: None,
            unconfirmed: before.confirmed.is_some() && record.confirmed.is_none(),
            record,
        })
    };
    write(app, &args.writing, work, |zh, en| {
        text!("更改履职记录 {zh}", "changed {en}")
    })
}

/// Writes one record and tells it, with what may be amiss.
fn write(
    app: &mut App,
    writing: &Writing,
    work: impl FnOnce(&mut Tx<'_>) -> Result<Written>,
    said: impl Fn(&str, &str) -> Text,
) -> Result<u8> {
    let said = |w: &Written| {
        let what = view::called(&w.record);
        said(&what.zh, &what.en)
    };
    let mut store = app.open()?;
    let outcome = store.write(&app.command(writing), work, said)?;
    let written = &outcome.value;
    let mut next = follow_up(&written.record);
    if written.unconfirmed {
        next.insert(0, format!("yishi record confirm {}", written.record.id));
    }
    app.told(writing, &outcome, &said(written), &next)?;
    if outcome.entry.is_some() {
        for doubt in doubts(app, written) {
            app.printer.warn(&doubt)?;
        }
    }
    Ok(0)
}

/// What may be amiss with a record as it was written.
fn doubts(app: &App, written: &Written) -> Vec<Text> {
    let Written {
        record,
        same,
        unconfirmed,
    } = written;
    let (id, on, today) = (record.id, record.on, app.today);
    let mut doubts = Vec::new();
    if let Some(same) = same {
        doubts.push(text!(
            "与履职记录 {same} 是同一人、同一类别、同一天、同一事项；录重了的，取消这一条：yishi record remove {id} --reason 重复录入",
            "the same person, kind, day and title as record {same}; if it is the same act, cancel this one: yishi record remove {id} --reason twice"
        ));
    }
    if on.first_day() > today {
        doubts.push(text!(
            "日期 {on} 还没有到（今天 {today}）；写错了的，改正：yishi record edit {id} --on 日期",
            "{on} is yet to come (today is {today}); if it is wrong: yishi record edit {id} --on DAY"
        ));
    }
    if *unconfirmed {
        doubts.push(text!(
            "原来的确认作废，须由别人重新确认",
            "the confirmation is taken back: someone else has to confirm it again"
        ));
    }
    doubts
}

/// What usually follows.
fn follow_up(r: &Record) -> Vec<String> {
    let name = quoted(r.who.word());
    let next = match r.who.whose {
        Whose::Member => format!("yishi member show {name}"),
        Whose::Unit => format!("yishi unit show {name}"),
        _ => format!(
            "yishi record list {}",
            quoted(&format!("body={}", r.who.name))
        ),
    };
    vec![format!("yishi record show {}", r.id), next]
}

fn remove(app: &mut App, args: &Remove) -> Result<u8> {
    let reason = &args.reason;
    let work = |tx: &mut Tx<'_>| {
        let record = tx.standing_record(args.record)?;
        tx.cancel_record(record.id, reason)?;
        Ok(record)
    };
    let said = |r: &Record| {
        let what = view::called(r);
        let (zh, en) = (&what.zh, &what.en);
        text!("取消履职记录 {zh}：{reason}", "cancelled {en}: {reason}")
    };
    let next = |_: &App, r: &Record| {
        let whose = match &r.who.no {
            Some(no) if r.who.whose == Whose::Member => format!("member={no}"),
            _ => format!("body={}", r.who.name),
        };
        vec![format!("yishi record list {}", quoted(&whose))]
    };
    app.change(&args.writing, work, said, next)
}
