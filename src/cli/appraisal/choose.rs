//! Whom an appraisal is about: draw, choose, drop, group, hold.

use super::{in_its_time, some_names};
use crate::cli::app::{App, Writing, usage};
use crate::cli::quoted;
use crate::cli::typed::{code, filled, when};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::appraisal::Repeat;
use crate::model::appraisal::book::{Appraisal, Appraised};
use crate::model::appraisal::draw::{Candidate, drawn};
use crate::model::code::SpeechForm;
use crate::model::filter;
use crate::model::score::rules::Whose;
use crate::model::when::When;
use crate::model::who::Who;
use crate::out::{Format, appraisal as view};
use crate::store::appraisal::Entry;
use crate::store::{Read, Tx};
use crate::text;
use clap::Args;
use std::collections::BTreeSet;

/// How many: at least one.
fn some(word: &str) -> Result<usize> {
    let n = word.trim().parse().ok().filter(|n| *n > 0);
    n.ok_or_else(|| {
        usage(text!("「{word}」不是个数", "“{word}” is no number of them")).hint(text!(
            "写不小于 1 的整数，如 3",
            "write a whole number from 1 on, such as 3"
        ))
    })
}

#[derive(Debug, Args)]
pub struct Draw {
    /// Number of the appraisal
    #[arg(value_name = "NO")]
    appraisal: String,
    /// How many (else all)
    #[arg(long, value_name = "N", value_parser = some, allow_negative_numbers = true)]
    count: Option<usize>,
    /// Decide by lot among equals: SHA-256 of SEED:NAME, smallest first (else the ledger's order)
    #[arg(long, value_parser = filled)]
    seed: Option<String>,
    /// Choose them right away
    #[arg(long, requires = "count")]
    choose: bool,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
#[command(after_help = "yishi appraisal choose 2026-1 县教育局 县民政局 县水利局
yishi appraisal choose 2026-2 --where post=专委会主任 --form 口头")]
pub struct Choose {
    /// Number of the appraisal
    #[arg(value_name = "NO")]
    appraisal: String,
    /// Whom: numbers or names
    #[arg(value_name = "SUBJECT")]
    subjects: Vec<String>,
    /// Members or units that fit: post=专委会主任
    #[arg(long, value_name = "TERMS")]
    r#where: Vec<String>,
    /// The group that goes there
    #[arg(long, value_name = "NAME")]
    group: Option<String>,
    /// How they report: oral, written
    #[arg(long, value_parser = code::<SpeechForm>)]
    form: Option<SpeechForm>,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Drop {
    /// Number of the appraisal
    #[arg(value_name = "NO")]
    appraisal: String,
    /// Whom: number or name
    #[arg(value_name = "SUBJECT")]
    subject: String,
    /// Why
    #[arg(long, value_parser = filled)]
    reason: String,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
#[command(after_help = "yishi appraisal group 2026-1 第一组 --leader 王伟 县教育局 县民政局")]
pub struct Group {
    /// Number of the appraisal
    #[arg(value_name = "NO")]
    appraisal: String,
    /// Name of the group
    #[arg(id = "group", value_name = "GROUP", value_parser = filled)]
    name: String,
    /// Whom it goes to
    #[arg(value_name = "SUBJECT")]
    subjects: Vec<String>,
    /// Who leads it: number or name of a member
    #[arg(long, value_name = "MEMBER")]
    leader: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
#[command(
    after_help = "yishi appraisal hold 2026-2 王伟 --on 2026-12-10 --form 口头 --paper 述职报告.docx"
)]
pub struct Hold {
    /// Number of the appraisal
    #[arg(value_name = "NO")]
    appraisal: String,
    /// Whom: numbers or names
    #[arg(value_name = "SUBJECT", required = true)]
    subjects: Vec<String>,
    /// When (else today)
    #[arg(long, value_name = "DAY", value_parser = when)]
    on: Option<When>,
    /// How it was given: oral, written
    #[arg(long, value_parser = code::<SpeechForm>)]
    form: Option<SpeechForm>,
    /// The text, or where it is kept
    #[arg(long, value_name = "TEXT")]
    paper: Option<String>,
    /// Note
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// Those who may be appraised, in their turn, and how many were before and may not be again.
fn turns(read: Read<'_>, a: &Appraisal, seed: Option<&str>) -> Result<(Vec<Candidate>, usize)> {
    let all = drawn(read.appraisable(a)?, seed);
    let barred = |c: &Candidate| {
        a.scheme.repeat == Repeat::Refuse && !a.scheme.repeats(&c.years, a.year).is_empty()
    };
    let (barred, free): (Vec<_>, Vec<_>) = all.into_iter().partition(barred);
    Ok((free, barred.len()))
}

pub fn draw(app: &mut App, args: &Draw) -> Result<u8> {
    let seed = args.seed.as_deref();
    if !args.choose {
        let store = app.open()?;
        let appraisal = store.read().find_appraisal(&args.appraisal)?;
        let (mut free, barred) = turns(store.read(), &appraisal, seed)?;
        free.truncate(args.count.unwrap_or(free.len()));
        app.printer
            .grid(&view::drawn(&appraisal, &free, barred, seed))?;
        if app.printer.format() == Format::Table && !free.is_empty() {
            let no = quoted(&appraisal.no);
            let names: Vec<String> = free.iter().take(3).map(|c| quoted(&c.name)).collect();
            let names = names.join(" ");
            app.printer
                .next(&[format!("yishi appraisal choose {no} {names}")])?;
        }
        return Ok(0);
    }
    let count = args.count.unwrap_or_default();
    let work = |tx: &mut Tx<'_>| {
        let appraisal = tx.read().find_appraisal(&args.appraisal)?;
        let (free, _) = turns(tx.read(), &appraisal, seed)?;
        if free.len() < count {
            let have = free.len();
            return Err(Error::refused(
                "too_few",
                text!(
                    "只有 {have} 个可以选",
                    "there are only {have} to choose from"
                ),
            )
            .hint(if have == 0 {
                text!(
                    "都已评议过或已在名单里：yishi appraisal show {no}",
                    "all were appraised before or are chosen: yishi appraisal show {no}",
                    no = appraisal.no
                )
            } else {
                text!("减少 --count", "lower --count")
            }));
        }
        let whose = appraisal.scheme.subject;
        let mut names = Vec::new();
        for candidate in &free[..count] {
            let who = Who {
                whose,
                id: candidate.id,
                no: None,
                name: candidate.name.clone(),
            };
            tx.choose(&appraisal, &who, &Entry::default())?;
            names.push(who.name);
        }
        Ok((appraisal, names))
    };
    let lot = seed.map_or(text!("", ""), |s| {
        text!("，同等的以种子“{s}”抽签", ", by lot with the seed `{s}`")
    });
    app.change(
        &args.writing,
        work,
        |(a, names)| {
            let Text { zh, en } = some_names(names);
            let (no, lot_zh, lot_en) = (&a.no, &lot.zh, &lot.en);
            text!(
                "评议 {no} 的对象：{zh}{lot_zh}",
                "appraisal {no} is about {en}{lot_en}"
            )
        },
        |_, (a, _)| vec![format!("yishi appraisal show {}", quoted(&a.no))],
    )
}

/// Those who fit the terms, of the kind that an appraisal is about.
fn fitting(read: Read<'_>, a: &Appraisal, typed: &[String]) -> Result<Vec<Who>> {
    let whose = a.scheme.subject;
    let typed: Vec<&String> = typed.iter().collect();
    let terms = filter::parse(&typed);
    match whose {
        _ if typed.is_empty() => Ok(Vec::new()),
        Whose::Member => {
            let members = read.members(&terms)?.into_iter();
            Ok(members
                .map(|m| Who {
                    whose,
                    id: m.id,
                    no: Some(m.no),
                    name: m.name,
                })
                .collect())
        }
        Whose::Unit => {
            let units = read.units(&terms)?.into_iter();
            Ok(units
                .map(|u| Who {
                    whose,
                    id: u.id,
                    no: u.no,
                    name: u.name,
                })
                .collect())
        }
        _ => Err(usage(text!(
            "--where 只用于委员和单位；这次评议的对象写名称",
            "--where is for members and units; name those of this appraisal"
        ))),
    }
}

pub fn choose(app: &mut App, args: &Choose) -> Result<u8> {
    if args.subjects.is_empty() && args.r#where.is_empty() {
        return Err(
            usage(text!("没有说明评议谁", "it is not said whom to choose")).hint(text!(
                "写名称，或用 --where 筛选；提名用 yishi appraisal draw",
                "name them, or use --where; yishi appraisal draw proposes some"
            )),
        );
    }
    let mut warnings = Vec::new();
    let work = |tx: &mut Tx<'_>| {
        let appraisal = tx.read().find_appraisal(&args.appraisal)?;
        let mut all = fitting(tx.read(), &appraisal, &args.r#where)?;
        for word in &args.subjects {
            let whose = appraisal.scheme.subject;
            all.push(tx.read().find_subject(whose, word)?);
        }
        if all.is_empty() {
            return Err(
                Error::refused("not_found", text!("没有人符合条件", "nobody fits"))
                    .hint(text!("放宽 --where", "widen --where")),
            );
        }
        let group = args.group.as_deref();
        let entry = Entry {
            group: group
                .map(|g| tx.appraisal_group(&appraisal, g, None))
                .transpose()?,
            form: args.form,
            ..Entry::default()
        };
        for who in &all {
            let years = tx.choose(&appraisal, who, &entry)?;
            if !years.is_empty() {
                warnings.push(view::repeated(&who.name, &years));
            }
        }
        let names: Vec<String> = all.into_iter().map(|w| w.name).collect();
        Ok((appraisal, names))
    };
    let code = app.change(
        &args.writing,
        work,
        |(a, names)| {
            let (n, no) = (names.len(), &a.no);
            let Text { zh, en } = some_names(names);
            text!(
                "评议 {no} 增加 {n} 个对象：{zh}",
                "appraisal {no}: {n} chosen: {en}"
            )
        },
        |_, (a, _)| vec![format!("yishi appraisal show {}", quoted(&a.no))],
    )?;
    for warning in &warnings {
        app.printer.warn(warning)?;
    }
    Ok(code)
}

/// Whom a word means among those who were chosen.
pub(super) fn chosen<'a>(read: Read<'_>, a: &'a Appraisal, word: &str) -> Result<&'a Appraised> {
    let who = read.find_subject(a.scheme.subject, word)?;
    a.subjects
        .iter()
        .find(|s| s.who.id == who.id)
        .ok_or_else(|| {
            let (no, name) = (&a.no, &who.name);
            let there: Vec<String> = a.subjects.iter().map(|s| s.who.name.clone()).collect();
            let Text { zh, en } = some_names(&there);
            let error = Error::refused(
                "not_chosen",
                text!("{name} 不在评议 {no} 里", "{name} is not in appraisal {no}"),
            );
            let error = if there.is_empty() {
                error
            } else {
                error.hint(text!("对象有：{zh}", "it is about: {en}"))
            };
            error.hint(text!(
                "先确定对象：yishi appraisal choose {no} {name}",
                "choose it first: yishi appraisal choose {no} {name}"
            ))
        })
}

pub fn drop(app: &mut App, args: &Drop) -> Result<u8> {
    let reason = &args.reason;
    let work = |tx: &mut Tx<'_>| {
        let appraisal = tx.read().find_appraisal(&args.appraisal)?;
        let one = chosen(tx.read(), &appraisal, &args.subject)?;
        tx.drop_appraised(&appraisal, one, reason)?;
        Ok((one.who.name.clone(), appraisal.no))
    };
    app.change(
        &args.writing,
        work,
        |(name, no)| {
            text!(
                "{name} 移出评议 {no}：{reason}",
                "took {name} out of appraisal {no}: {reason}"
            )
        },
        |_, (_, no)| vec![format!("yishi appraisal show {}", quoted(no))],
    )
}

pub fn group(app: &mut App, args: &Group) -> Result<u8> {
    let work = |tx: &mut Tx<'_>| {
        let appraisal = tx.read().find_appraisal(&args.appraisal)?;
        let leader = args.leader.as_deref();
        let leader = leader.map(|l| tx.read().find_member(l)).transpose()?;
        let group = tx.appraisal_group(&appraisal, &args.name, leader)?;
        let entry = Entry {
            group: Some(group),
            ..Entry::default()
        };
        for word in &args.subjects {
            let one = chosen(tx.read(), &appraisal, word)?;
            tx.change_appraised(&appraisal, one, &entry)?;
        }
        tx.read().find_appraisal(&appraisal.no)
    };
    let name = &args.name;
    let mut twice = None;
    let code = app.change(
        &args.writing,
        work,
        |a| view::grouped(a, name),
        |_, a| {
            twice = view::leads_several(a, name);
            vec![format!("yishi appraisal show {}", quoted(&a.no))]
        },
    )?;
    if let Some(twice) = &twice {
        app.printer.warn(twice)?;
    }
    Ok(code)
}

pub fn hold(app: &mut App, args: &Hold) -> Result<u8> {
    let today = app.today;
    let work = |tx: &mut Tx<'_>| {
        let appraisal = tx.read().find_appraisal(&args.appraisal)?;
        let (mut names, mut days) = (Vec::new(), BTreeSet::new());
        for word in &args.subjects {
            let one = chosen(tx.read(), &appraisal, word)?;
            let on = args.on.or(one.held_on).unwrap_or(When::from(today));
            in_its_time(&appraisal, on, today)?;
            let entry = Entry {
                group: None,
                form: args.form,
                held_on: Some(on),
                paper: args.paper.clone(),
                note: args.note.clone(),
            };
            tx.change_appraised(&appraisal, one, &entry)?;
            days.insert(on);
            names.push(one.who.name.clone());
        }
        let days: Vec<String> = days.iter().map(ToString::to_string).collect();
        Ok((appraisal, names, Text::listed(&days)))
    };
    app.change(
        &args.writing,
        work,
        |(a, names, on)| {
            let (no, kind) = (&a.no, &a.kind);
            let Text { zh, en } = some_names(names);
            let (days_zh, days_en) = (&on.zh, &on.en);
            text!(
                "{days_zh} {kind}（{no}）：{zh}",
                "held on {days_en} (appraisal {no}): {en}"
            )
        },
        |_, (a, ..)| vec![format!("yishi appraisal show {} --open", quoted(&a.no))],
    )
}
