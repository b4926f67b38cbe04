//! `score publish`, `published`, `changes`: figures that stand once they are published, and what
//! differs from them later.

use super::compare::{Made, made};
use super::rules::reading;
use super::{Basis, Chosen, named, subject, warn_of, year};
use crate::cli::app::{App, Writing, usage};
use crate::cli::typed::{code, day, filled};
use crate::error::{Error, Result};
use crate::lang::{Lang, Text, so_many};
use crate::model::deadline::{Due, LastDay, Length, Rule, Span, Unit, count};
use crate::model::score::compare::{compare, moved};
use crate::model::score::contest::Contest;
use crate::model::score::publication::Publication;
use crate::model::score::rules::Whose;
use crate::model::score::since::whys;
use crate::model::score::{Explanation, Rules, Score, Window};
use crate::out::score as view;
use crate::out::score::publication::Difference;
use crate::out::{Format, points};
use crate::store::publication::{Issue, not_published};
use crate::store::touched::Touched;
use crate::store::{Read, Tx};
use crate::text;
use chrono::NaiveDate;
use clap::Args;
use std::collections::HashMap;

/// How long objections are taken where it is not said.
const TERM: Length = Length {
    count: 5,
    unit: Unit::WorkingDay,
};

#[derive(Debug, Args)]
pub struct Publish {
    #[command(flatten)]
    basis: Basis,
    /// The day of publication (else today)
    #[arg(long, value_name = "DAY", value_parser = day)]
    on: Option<NaiveDate>,
    /// How long objections are taken: 5wd (unless given), 7d
    #[arg(long, value_name = "LENGTH", value_parser = length)]
    objections: Option<Length>,
    /// Publish a corrected edition; the earlier ones stay
    #[arg(long, requires = "reason")]
    correct: bool,
    /// Why it is corrected
    #[arg(long, value_name = "REASON", value_parser = filled, requires = "correct")]
    reason: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Published {
    /// The year (else the office's)
    #[arg(long)]
    year: Option<i32>,
    /// Whose scores: member, group, township, unit … (else the members')
    #[arg(long, value_parser = code::<Whose>)]
    subject: Option<Whose>,
    /// An earlier edition
    #[arg(long, value_name = "N")]
    edition: Option<i64>,
}

#[derive(Debug, Args)]
pub struct Changes {
    /// The year (else the office's)
    #[arg(long)]
    year: Option<i32>,
    /// Whose scores: member, group, township, unit … (else the members')
    #[arg(long, value_parser = code::<Whose>)]
    subject: Option<Whose>,
}

fn length(word: &str) -> Result<Length> {
    let length = Length::parse(word).filter(|l| l.count > 0);
    length.ok_or_else(|| {
        usage(text!("「{word}」不是期限的长度", "“{word}” is no length")).hint(text!(
            "写作 5wd（工作日）、7d（日）",
            "write 5wd (working days), 7d (days)"
        ))
    })
}

/// What a publication came to.
struct Done {
    chosen: Chosen,
    edition: i64,
    people: usize,
    due: Due,
}

pub fn publish(app: &mut App, args: &Publish) -> Result<u8> {
    let mut store = app.open()?;
    let on = args.on.unwrap_or(app.today);
    not_ahead(on, app.today)?;
    let said = |done: &Done| {
        let (year, n, edition, end) = (done.chosen.year, done.people, done.edition, done.due.on);
        let Text { zh, en } = done.due.start();
        text!(
            "{year} 年度履职得分已公布（第 {edition} 版，{n} 个得分）；异议至 {end} 止（{zh}）",
            "the scores of {year} are published (edition {edition}, {many}); objections until {end} ({en})",
            many = so_many(&n, "score", "scores")
        )
    };
    let lang = app.printer.lang();
    let work = |tx: &mut Tx<'_>| issue(tx, args, (on, lang));
    let outcome = store.write(&app.command(&args.writing), work, said)?;
    let done = &outcome.value;
    warn_of(app, &done.chosen.strange)?;
    if let Some(told) = still_open(&done.chosen, args.basis.as_of, on) {
        app.printer.remark(&told)?;
    }
    let (year, of) = (done.chosen.year, named(done.chosen.engine.rules().subject));
    let next = [
        format!("yishi score published --year {year}{of}"),
        format!("yishi score objections --year {year}"),
    ];
    app.told(&args.writing, &outcome, &said(done), &next)
}

/// Nothing is published on a day that has not come.
pub(in crate::cli) fn not_ahead(on: NaiveDate, today: NaiveDate) -> Result<()> {
    if on <= today {
        return Ok(());
    }
    Err(Error::refused(
        "day_in_future",
        text!(
            "公布日期 {on} 还没有到，今天是 {today}",
            "the day of publication {on} has not come: today is {today}"
        ),
    )
    .hint(text!(
        "核对 --on；当日再公布，或去掉 --on",
        "check --on; publish on that day, or leave --on out"
    )))
}

/// Warns where a year is published as a whole before it is over.
fn still_open(chosen: &Chosen, as_of: Option<NaiveDate>, on: NaiveDate) -> Option<Text> {
    let (year, end) = (chosen.year, chosen.window.to);
    (as_of.is_none() && on < end).then(|| {
        text!(
            "注意：{year} 年度到 {end} 才结束，这一版作为全年公布，此后的履职不在内；只公布到某一日的，撤销后用 --as-of",
            "warning: {year} ends on {end} only; this edition stands for the whole year without what happens until then; to publish up to a day, undo it and give --as-of"
        )
    })
}

/// Scores everyone and publishes it, in one transaction; rules from a file are adopted with it.
fn issue(tx: &mut Tx<'_>, args: &Publish, (on, lang): (NaiveDate, Lang)) -> Result<Done> {
    let (chosen, made) = made(tx.read(), &args.basis, on)?;
    let term = args.objections.unwrap_or(TERM);
    let rule = Rule {
        span: Span::After(term),
        last_day: LastDay::Moves,
    };
    let due = count(on, rule, &[], &[], &tx.read().calendar()?)?;
    let title = &made.rules.title;
    if args.basis.rules.is_some() {
        tx.adopt(chosen.year, made.rules.subject, title, &chosen.body)?;
    }
    let issue = Issue {
        year: chosen.year,
        whose: made.rules.subject,
        as_of: args.basis.as_of,
        title,
        rules: &chosen.body,
        on,
        opens: chosen.engine.window(chosen.year).map(|w| w.from),
        term,
        due: &due,
        reason: args.reason.as_deref(),
        lang,
    };
    let edition = tx.publish(&issue, &made.scores)?;
    Ok(Done {
        people: made.scores.len(),
        chosen,
        edition,
        due,
    })
}

pub fn published(app: &mut App, args: &Published) -> Result<u8> {
    let store = app.open()?;
    let (held, earlier, figures) = store.at_once(|read| {
        let year = year(read, args.year)?;
        let whose = subject(read, year, args.subject)?;
        let mut editions = read.editions(year, whose)?;
        let holds = read
            .published(year, whose)?
            .ok_or_else(|| not_published(year))?;
        let wanted = args.edition.unwrap_or(holds.edition);
        let at = editions.iter().position(|p| p.edition == wanted);
        let last = editions.last().map_or(0, |p| p.edition);
        let held = editions.remove(at.ok_or_else(|| no_edition(year, last))?);
        let figures = read.published_scores(held.id)?;
        Ok((held, editions, figures))
    })?;
    let rules = rules_of(&held)?;
    let scores: Vec<Score> = figures.into_iter().map(|p| p.score).collect();
    let mut grid = view::run(&scores, &rules, held.year, &[]);
    let contest = Contest::of_scores(&rules, &scores);
    for note in view::quota::notes(&rules, &scores, contest.as_ref()) {
        grid.note(note);
    }
    if app.printer.format().is_rows() {
        app.printer.grid(&grid)?;
        return Ok(0);
    }
    let page = view::publication::page(&held, &earlier, grid);
    app.printer
        .page(&page, || view::publication::json(&held, &earlier, &scores))?;
    let (year, of) = (held.year, named(rules.subject));
    app.printer
        .next(&[format!("yishi score changes --year {year}{of}")])?;
    Ok(0)
}

fn no_edition(year: i32, last: i64) -> Error {
    Error::refused(
        "not_found",
        text!(
            "{year} 年度只公布到第 {last} 版",
            "the last edition of {year} is {last}"
        ),
    )
    .hint(text!(
        "去掉 --edition 看现在有效的一版",
        "leave --edition out for the one that holds"
    ))
}

pub(super) fn rules_of(held: &Publication) -> Result<Rules> {
    let year = held.year;
    let name = format!("{year} {}", held.title);
    Ok(reading(&name, &held.rules, None)?.rules)
}

/// Published figures beside those of now.
pub(super) struct Since {
    pub held: Publication,
    pub old: Made,
    pub new: Made,
    /// The member of each number of now.
    members: HashMap<String, i64>,
}

/// What holds for a year, and what the same year gives now under the rules adopted for it.
pub(super) fn since(
    read: Read<'_>,
    (year, today): (i32, NaiveDate),
    asked: Option<Whose>,
) -> Result<Since> {
    let whose = subject(read, year, asked)?;
    let held = read.published(year, whose)?;
    let held = held.ok_or_else(|| not_published(year))?;
    let basis = Basis {
        as_of: held.as_of,
        subject: Some(whose),
        ..Basis::adopted(year)
    };
    let (_, new) = made(read, &basis, today)?;
    let (edition, on) = (held.edition, held.published_on);
    let (scores, members) = stood(read, &held)?;
    let rules = rules_of(&held)?;
    let old = Made {
        window: days_told(&held, &rules),
        rules,
        scores,
        name: text!(
            "{year} 年度公布第 {edition} 版，{on}",
            "{year} as published (edition {edition}, {on})"
        ),
    };
    Ok(Since {
        held,
        old,
        new,
        members,
    })
}

/// The published scores under the numbers of now, and the members behind these.
pub(super) fn stood(
    read: Read<'_>,
    held: &Publication,
) -> Result<(Vec<Score>, HashMap<String, i64>)> {
    let mut members = HashMap::new();
    let mut scores = Vec::new();
    for one in read.published_scores(held.id)? {
        members.extend(one.member.map(|id| (one.no_now.clone(), id)));
        let no = one.no_now;
        scores.push(Score { no, ..one.score });
    }
    Ok((scores, members))
}

/// The days that an edition tells of.
pub(super) fn days_told(held: &Publication, rules: &Rules) -> Window {
    let window = rules.season.of(held.year);
    let window = window.and_then(|w| w.within(rules.from, rules.until));
    let window = window.and_then(|w| w.within(None, held.as_of));
    window.unwrap_or(Window {
        from: held.published_on,
        to: held.published_on,
    })
}

pub fn changes(app: &mut App, args: &Changes) -> Result<u8> {
    let store = app.open()?;
    let today = app.today;
    let (since, touched) = store.at_once(|read| {
        let since = since(read, (year(read, args.year)?, today), args.subject)?;
        let touched = read.touched_since(since.held.entry)?;
        Ok((since, touched))
    })?;
    let changes = compare(since.old.side(), since.new.side());
    let reasons = |touched: &'_ Touched, no: &str| {
        let entries = touched.reasons(since.members.get(no).copied());
        entries.into_iter().cloned().collect::<Vec<_>>()
    };
    let moved: Vec<_> = moved(&changes)
        .into_iter()
        .map(|c| (c, reasons(&touched, &c.no)))
        .collect();
    let mut whys = whys(since.old.side(), since.new.side());
    let all: Vec<Difference<'_>> = moved
        .iter()
        .map(|(change, because)| Difference {
            change,
            because: because.iter().collect(),
            why: whys.remove(&change.no),
            other_rules: since.old.rules != since.new.rules,
        })
        .collect();
    let names = view::compare::Names {
        old: since.old.name.clone(),
        new: since.new.name.clone(),
        whose: since.new.rules.subject,
    };
    let lang = app.printer.lang();
    if app.printer.format() == Format::Json {
        app.printer
            .json(&view::publication::differences_json(&all, lang))?;
    } else {
        let page = view::publication::differences(&since.held, &all, &names);
        app.printer.page(&page, || serde_json::Value::Null)?;
        if !all.is_empty() {
            let (year, of) = (since.held.year, named(since.new.rules.subject));
            let why = lang.pick("原因", "WHY");
            app.printer.next(&[format!(
                "yishi score publish --year {year}{of} --correct --reason {why}"
            )])?;
        }
    }
    Ok(0)
}

/// How many of a run differ from what was published, where it is the published year's own run.
pub(super) struct Differing {
    held: Publication,
    whose: Whose,
    people: usize,
}

impl Differing {
    /// How the figures stand to the published ones, as papers say it.
    pub fn stands(&self) -> Text {
        let Differing { held, people, .. } = self;
        let (edition, on) = (held.edition, held.published_on);
        if *people == 0 {
            return text!(
                "与 {on} 公布的第 {edition} 版一致",
                "as published on {on} (edition {edition})"
            );
        }
        text!(
            "与 {on} 公布的第 {edition} 版有 {people} 人不同，以公布的为准",
            "{people} differ from edition {edition} published on {on}, which holds"
        )
    }
}

pub(super) fn differing(
    read: Read<'_>,
    basis: &Basis,
    (year, whose): (i32, Whose),
    scores: &[Score],
) -> Result<Option<Differing>> {
    let held = read.published_as_of(year, whose, basis.as_of)?;
    let Some(held) = held.filter(|_| basis.rules.is_none()) else {
        return Ok(None);
    };
    let (stood, _) = stood(read, &held)?;
    let old: HashMap<&str, &Score> = stood.iter().map(|s| (s.no.as_str(), s)).collect();
    let figures = |s: &Score| (s.rank, s.total, s.grade.clone());
    let same = |s: &&Score| {
        old.get(s.no.as_str())
            .is_some_and(|o| figures(o) == figures(s))
    };
    let kept = scores.iter().filter(same).count();
    let people = scores.len().max(stood.len()) - kept;
    Ok(Some(Differing {
        held,
        whose,
        people,
    }))
}

/// Says how a run stands to what was published.
pub(super) fn remark(app: &mut App, differing: Option<&Differing>) -> Result<()> {
    let Some(Differing {
        held,
        whose,
        people,
    }) = differing
    else {
        return Ok(());
    };
    let (year, edition, on) = (held.year, held.edition, held.published_on);
    let of = named(*whose);
    app.printer.remark(&if *people == 0 {
        text!(
            "与 {on} 公布的第 {edition} 版一致",
            "as published on {on} (edition {edition})"
        )
    } else {
        text!(
            "注意：与 {on} 公布的第 {edition} 版有 {people} 人不同，以公布的为准；yishi score changes --year {year}{of} 看原因",
            "warning: {people} differ from edition {edition} published on {on}, which holds; yishi score changes --year {year}{of} tells why"
        )
    })
}

/// What was published of one member, where it is not what is explained.
pub(super) fn published_of(
    read: Read<'_>,
    basis: &Basis,
    (year, whose): (i32, Whose),
    now: &Explanation,
) -> Result<Option<Text>> {
    let held = read.published_as_of(year, whose, basis.as_of)?;
    let Some(held) = held.filter(|_| basis.rules.is_none()) else {
        return Ok(None);
    };
    let (scores, _) = stood(read, &held)?;
    let (edition, on) = (held.edition, held.published_on);
    let Some(was) = scores.iter().find(|s| s.no == now.no) else {
        return Ok(Some(text!(
            "注意：{on} 公布的第 {edition} 版里没有此人",
            "warning: edition {edition} published on {on} does not have this one"
        )));
    };
    let grade = if now.tally.in_office {
        now.grade.clone()
    } else {
        None
    };
    if was.total == now.tally.total && was.grade == grade {
        return Ok(None);
    }
    let (total, grade) = (points(was.total), was.grade.clone().unwrap_or_default());
    let of = named(whose);
    Ok(Some(text!(
        "注意：{on} 公布的第 {edition} 版是 {total} 分 {grade}，以公布的为准；yishi score changes --year {year}{of} 看原因",
        "warning: edition {edition} published on {on} has {total} {grade}, which holds; yishi score changes --year {year}{of} tells why"
    )))
}
