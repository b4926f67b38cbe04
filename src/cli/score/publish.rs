//! `score publish`, `published`: figures that stand once they are published.

use super::compare::made;
use super::rules::reading;
use super::{Basis, Chosen, subject, warn_of, year};
use crate::cli::app::{App, Writing, usage};
use crate::cli::typed::{code, day, filled};
use crate::error::{Error, Result};
use crate::lang::{Text, so_many};
use crate::model::deadline::{Due, LastDay, Length, Rule, Span, Unit, count};
use crate::model::score::contest::Contest;
use crate::model::score::publication::{Objection, ObjectionState, Publication, called, option};
use crate::model::score::rules::Whose;
use crate::model::score::{Rules, Score};
use crate::out::score as view;
use crate::store::publication::{AsOf, Issue, not_published};
use crate::store::{Read, Tx};
use crate::text;
use chrono::NaiveDate;
use clap::Args;

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
    /// Those published up to this day, as for a half-year (else what holds for the year)
    #[arg(long, value_name = "DAY", value_parser = day)]
    as_of: Option<NaiveDate>,
    /// An earlier edition
    #[arg(long, value_name = "N")]
    edition: Option<i64>,
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
    /// The objections that this edition does not settle.
    left: Vec<Objection>,
    corrected: Vec<Objection>,
}

pub fn publish(app: &mut App, args: &Publish) -> Result<u8> {
    let mut store = app.open()?;
    let on = args.on.unwrap_or(app.today);
    not_ahead(on, app.today, text!("公布日期", "the day of publication"))?;
    let as_of = args.basis.as_of;
    let said = |done: &Done| {
        let (year, n, end) = (done.chosen.year, done.people, done.due.on);
        let Text {
            zh: start,
            en: begun,
        } = done.due.start();
        let Text { zh, en } = called(done.edition, as_of);
        text!(
            "{year} 年度履职得分已公布：{zh}，{n} 个得分；异议至 {end} 止（{start}）",
            "the scores of {year} are published: {en}, {many}; objections until {end} ({begun})",
            many = so_many(&n, "score", "scores")
        )
    };
    let work = |tx: &mut Tx<'_>| issue(tx, args, on);
    let outcome = store.write(&app.command(&args.writing), work, said)?;
    let done = &outcome.value;
    warn_of(app, &done.chosen.strange)?;
    if let Some(told) = still_open(&done.chosen, as_of, on) {
        app.printer.remark(&told)?;
    }
    for told in settled(done) {
        app.printer.remark(&told)?;
    }
    let year = done.chosen.year;
    let of = option(done.chosen.engine.rules().subject, as_of);
    let next = [
        format!("yishi score published --year {year}{of}"),
        format!("yishi score objections --year {year}"),
    ];
    app.told(&args.writing, &outcome, &said(done), &next)
}

/// Nothing is written down as done on a day that has not come; `what` names the day.
pub(in crate::cli) fn not_ahead(on: NaiveDate, today: NaiveDate, what: Text) -> Result<()> {
    if on <= today {
        return Ok(());
    }
    let Text { zh, en } = what;
    Err(Error::refused(
        "day_in_future",
        text!(
            "{zh} {on} 还没有到，今天是 {today}",
            "{en} {on} has not come: today is {today}"
        ),
    )
    .hint(text!(
        "核对 --on；当日再登记，或去掉 --on",
        "check --on; write it down on that day, or leave --on out"
    )))
}

/// What the edition means for the objections that were taken: who is corrected, who still waits,
/// and which nobody decided.
fn settled(done: &Done) -> Vec<Text> {
    let listed = |of: &[&Objection]| {
        let one = |o: &&Objection| format!("第 {} 号（{}）", o.no, o.name);
        let en = |o: &&Objection| format!("{} ({})", o.no, o.name);
        let zh: Vec<String> = of.iter().map(one).collect();
        let en: Vec<String> = of.iter().map(en).collect();
        (zh.join("、"), en.join(", "))
    };
    let among = |state| {
        done.left
            .iter()
            .filter(|o| o.state() == state)
            .collect::<Vec<_>>()
    };
    let year = done.chosen.year;
    let mut told = Vec::new();
    if !done.corrected.is_empty() {
        let (zh, en) = listed(&done.corrected.iter().collect::<Vec<_>>());
        told.push(text!(
            "本版更正的异议：{zh}",
            "objections corrected with it: {en}"
        ));
    }
    let waiting = among(ObjectionState::Waiting);
    if !waiting.is_empty() {
        let (zh, en) = listed(&waiting);
        told.push(text!(
            "注意：已采纳的异议{zh}，本人的得分没有变，仍待更正；更正数据后再公布更正版",
            "warning: accepted, but their own figures stay as they were: {en}; correct the data and publish again"
        ));
    }
    let open = among(ObjectionState::Open);
    if !open.is_empty() {
        let (zh, en) = listed(&open);
        told.push(text!(
            "注意：异议{zh}还没有处理；查看：yishi score objections --year {year}",
            "warning: objections nobody decided yet: {en}; see yishi score objections --year {year}"
        ));
    }
    told
}

/// Warns where days are published before they are over.
fn still_open(chosen: &Chosen, as_of: Option<NaiveDate>, on: NaiveDate) -> Option<Text> {
    let (year, end) = (chosen.year, chosen.window.to);
    if let Some(day) = as_of.filter(|day| on < *day) {
        return Some(text!(
            "注意：截至的 {day} 还没有到，{on} 以后的履职不在内",
            "warning: {day} has not come; what happens after {on} is not in it"
        ));
    }
    (as_of.is_none() && on < end).then(|| {
        text!(
            "注意：{year} 年度到 {end} 才结束，这一版作为全年公布，此后的履职不在内；只公布到某一日的，撤销后用 --as-of",
            "warning: {year} ends on {end} only; this edition stands for the whole year without what happens until then; to publish up to a day, undo it and give --as-of"
        )
    })
}

/// Scores everyone and publishes it, in one transaction; rules from a file are adopted with it.
fn issue(tx: &mut Tx<'_>, args: &Publish, on: NaiveDate) -> Result<Done> {
    let (chosen, made) = made(tx.read(), &args.basis, on)?;
    let (year, whose, as_of) = (chosen.year, made.rules.subject, args.basis.as_of);
    let whole = chosen.engine.window(year);
    if let Some((day, end)) = as_of.zip(whole).filter(|(day, w)| w.to <= *day) {
        return Err(whole_year(year, day, end.to));
    }
    let term = args.objections.unwrap_or(TERM);
    let rule = Rule {
        span: Span::After(term),
        last_day: LastDay::Moves,
    };
    let due = count(on, rule, &[], &[], &tx.read().calendar()?)?;
    let title = &made.rules.title;
    let waiting = tx.read().waiting(year, whose, as_of)?;
    let earlier = earlier(
        tx.read(),
        (&args.basis, on),
        waiting.iter().map(|w| w.as_of),
    )?;
    if args.basis.rules.is_some() {
        tx.adopt(chosen.year, made.rules.subject, title, &chosen.body)?;
    }
    let issue = Issue {
        year,
        whose,
        as_of,
        title,
        rules: &chosen.body,
        on,
        opens: whole.map(|w| w.from),
        term,
        due: &due,
        reason: args.reason.as_deref(),
    };
    let before = objections(tx.read(), year, whose)?;
    let edition = tx.publish(&issue, &made.scores, &earlier)?;
    let mut left = objections(tx.read(), year, whose)?;
    left.retain(|o| as_of.is_none() || o.as_of == as_of);
    let was = |no: i64| before.iter().find(|o| o.no == no).map(Objection::state);
    let corrected = |o: &&Objection| {
        o.state() == ObjectionState::Corrected && was(o.no) == Some(ObjectionState::Waiting)
    };
    Ok(Done {
        people: made.scores.iter().filter(|s| s.in_office).count(),
        chosen,
        edition,
        due,
        corrected: left.iter().filter(corrected).cloned().collect(),
        left,
    })
}

fn objections(read: Read<'_>, year: i32, whose: Whose) -> Result<Vec<Objection>> {
    let mut all = read.objections(Some(year))?;
    all.retain(|o| o.whose == whose);
    Ok(all)
}

/// The scores of now as of each earlier day that objections wait for.
fn earlier(
    read: Read<'_>,
    (basis, today): (&Basis, NaiveDate),
    days: impl Iterator<Item = Option<NaiveDate>>,
) -> Result<Vec<AsOf>> {
    let mut days: Vec<_> = days.filter(|day| *day != basis.as_of).collect();
    days.sort_unstable();
    days.dedup();
    let one = |as_of| {
        let basis = Basis {
            as_of,
            ..basis.clone()
        };
        Ok((as_of, made(read, &basis, today)?.1.scores))
    };
    days.into_iter().map(one).collect()
}

/// What goes to the end of the year is the year, and no part of it.
fn whole_year(year: i32, day: NaiveDate, end: NaiveDate) -> Error {
    Error::refused(
        "whole_year",
        text!(
            "{year} 年度到 {end} 为止，截至 {day} 就是全年",
            "{year} ends on {end}: up to {day} is the whole year"
        ),
    )
    .hint(text!(
        "公布全年的，去掉 --as-of",
        "leave --as-of out to publish the whole year"
    ))
}

pub fn published(app: &mut App, args: &Published) -> Result<u8> {
    let store = app.open()?;
    let (held, earlier, figures) = store.at_once(|read| {
        let year = year(read, args.year)?;
        let whose = subject(read, year, args.subject)?;
        let mut editions = read.editions(year, whose)?;
        let holds = standing(read, year, whose, args.as_of)?;
        let wanted = args.edition.unwrap_or(holds.edition);
        let is_it = |p: &Publication| p.as_of == holds.as_of && p.edition == wanted;
        let at = editions.iter().position(is_it);
        let held = editions.remove(at.ok_or_else(|| no_edition(&holds))?);
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
    let (year, of) = (held.year, held.option());
    app.printer
        .next(&[format!("yishi score changes --year {year}{of}")])?;
    Ok(0)
}

/// What holds for a year, or of what was published up to a day.
pub(super) fn standing(
    read: Read<'_>,
    year: i32,
    whose: Whose,
    as_of: Option<NaiveDate>,
) -> Result<Publication> {
    let held = match as_of {
        None => read.published(year, whose)?,
        Some(_) => read.published_as_of(year, whose, as_of)?,
    };
    held.ok_or_else(|| match as_of {
        None => not_published(year),
        Some(day) => Error::refused(
            "not_published",
            text!(
                "{year} 年度没有公布过截至 {day} 的得分",
                "no scores of {year} up to {day} are published"
            ),
        )
        .hint(text!(
            "看公布过的：yishi score published --year {year}",
            "see what is: yishi score published --year {year}"
        )),
    })
}

fn no_edition(last: &Publication) -> Error {
    let (year, Text { zh, en }) = (last.year, last.called());
    Error::refused(
        "not_found",
        text!("{year} 年度只公布到{zh}", "the last of {year} is {en}"),
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
