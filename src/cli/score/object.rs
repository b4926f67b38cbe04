//! `score object`, `decide`, `objections`: objections to published scores.

use super::publish::not_ahead;
use super::{subject, year};
use crate::cli::app::{App, Writing};
use crate::cli::typed::{code, day, filled};
use crate::error::Result;
use crate::lang::Text;
use crate::model::code::Code;
use crate::model::score::publication::{Decision, Objection, option};
use crate::model::score::rules::Whose;
use crate::out::Format;
use crate::out::score::publication as view;
use crate::text;
use chrono::NaiveDate;
use clap::{ArgGroup, Args};

#[derive(Debug, Args)]
pub struct Object {
    /// Number, name, other name or pinyin initials
    #[arg(value_name = "MEMBER")]
    member: String,
    /// The year (else the office's)
    #[arg(long)]
    year: Option<i32>,
    /// Whose scores: member, group, township, unit … (else the members')
    #[arg(long, value_parser = code::<Whose>)]
    subject: Option<Whose>,
    /// What is objected to
    #[arg(long, value_name = "WORDS", value_parser = filled)]
    what: String,
    /// When it came (else today)
    #[arg(long, value_name = "DAY", value_parser = day)]
    on: Option<NaiveDate>,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("decision").required(true).args(["accept", "reject"]))]
pub struct Decide {
    /// Number of the objection
    #[arg(value_name = "NO")]
    no: i64,
    /// It is right: a corrected edition follows
    #[arg(long)]
    accept: bool,
    /// The published score stands
    #[arg(long)]
    reject: bool,
    /// Why
    #[arg(long, value_name = "REASON", value_parser = filled)]
    reason: String,
    /// When (else today)
    #[arg(long, value_name = "DAY", value_parser = day)]
    on: Option<NaiveDate>,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Objections {
    /// Only of this year
    #[arg(long)]
    year: Option<i32>,
}

pub fn object(app: &mut App, args: &Object) -> Result<u8> {
    let why = app.printer.lang().pick("理由", "WHY");
    let on = args.on.unwrap_or(app.today);
    not_ahead(
        on,
        app.today,
        text!("异议提出日期", "the day of the objection"),
    )?;
    app.change(
        &args.writing,
        |tx| {
            let year = year(tx.read(), args.year)?;
            let whose = subject(tx.read(), year, args.subject)?;
            tx.object((year, whose), &args.member, &args.what, on)
        },
        taken,
        |_, o| {
            vec![format!(
                "yishi score decide {} --accept --reason {why}",
                o.no
            )]
        },
    )
}

fn taken(o: &Objection) -> Text {
    let (no, name, year, what) = (o.no, &o.name, o.year, &o.what);
    text!(
        "第 {no} 号异议：{name} 对 {year} 年度得分，{what}",
        "objection {no} of {name} to the score of {year}: {what}"
    )
}

pub fn decide(app: &mut App, args: &Decide) -> Result<u8> {
    let why = app.printer.lang().pick("原因", "WHY");
    let on = args.on.unwrap_or(app.today);
    not_ahead(on, app.today, text!("处理日期", "the day of the decision"))?;
    let decision = if args.accept {
        Decision::Accepted
    } else {
        Decision::Rejected
    };
    app.change(
        &args.writing,
        |tx| tx.decide_objection(args.no, decision, &args.reason, on),
        |o| {
            let (no, name) = (o.no, &o.name);
            let (zh, en) = (o.state().zh(), o.state().en());
            text!(
                "第 {no} 号异议（{name}）：{zh}",
                "objection {no} ({name}): {en}"
            )
        },
        |_, o| match decision {
            Decision::Accepted if o.corrected_in.is_none() => {
                let (year, of) = (o.year, option(o.whose, o.as_of));
                vec![
                    format!("yishi score changes --year {year}{of}"),
                    format!("yishi score publish --year {year}{of} --correct --reason {why}"),
                ]
            }
            _ => Vec::new(),
        },
    )
}

pub fn list(app: &mut App, args: &Objections) -> Result<u8> {
    let store = app.open()?;
    let all = store.read().objections(args.year)?;
    if app.printer.format() == Format::Json {
        app.printer.json(&view::objections_json(&all))?;
    } else {
        app.printer.grid(&view::objections(&all))?;
    }
    Ok(0)
}
