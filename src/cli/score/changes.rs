//! `score changes`: what differs from the published scores and by which commands; how other runs
//! stand to what was published.

use super::compare::{Made, made};
use super::publish::{rules_of, standing};
use super::{Basis, subject, year};
use crate::cli::app::App;
use crate::cli::typed::{code, day};
use crate::error::Result;
use crate::lang::Text;
use crate::model::score::compare::{compare, moved};
use crate::model::score::publication::Publication;
use crate::model::score::rules::Whose;
use crate::model::score::since::whys;
use crate::model::score::{Explanation, Rules, Score, Window};
use crate::out::score as view;
use crate::out::score::publication::Difference;
use crate::out::{Format, points};
use crate::store::Read;
use crate::text;
use chrono::NaiveDate;
use clap::Args;
use std::collections::HashMap;

#[derive(Debug, Args)]
pub struct Changes {
    /// The year (else the office's)
    #[arg(long)]
    year: Option<i32>,
    /// Whose scores: member, group, township, unit … (else the members')
    #[arg(long, value_parser = code::<Whose>)]
    subject: Option<Whose>,
    /// Against those published up to this day, as for a half-year (else what holds for the year)
    #[arg(long, value_name = "DAY", value_parser = day)]
    as_of: Option<NaiveDate>,
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
    as_of: Option<NaiveDate>,
) -> Result<Since> {
    let whose = subject(read, year, asked)?;
    let held = standing(read, year, whose, as_of)?;
    let basis = Basis {
        as_of: held.as_of,
        subject: Some(whose),
        ..Basis::adopted(year)
    };
    let (_, new) = made(read, &basis, today)?;
    let (Text { zh, en }, on) = (held.called(), held.published_on);
    let (scores, members) = stood(read, &held)?;
    let rules = rules_of(&held)?;
    let old = Made {
        window: days_told(&held, &rules),
        rules,
        scores,
        name: text!(
            "{year} 年度公布{zh}，{on}",
            "{year} as published ({en}, {on})"
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
        let year = year(read, args.year)?;
        let since = since(read, (year, today), args.subject, args.as_of)?;
        let touched = read.touched_since(since.held.entry)?;
        Ok((since, touched))
    })?;
    let changes = compare(since.old.side(), since.new.side());
    let mut whys = whys(since.old.side(), since.new.side());
    let moved = moved(&changes).into_iter();
    let all: Vec<Difference<'_>> = moved
        .map(|change| {
            let why = whys.remove(&change.no);
            let own = why.as_ref().is_none_or(|w| w.own);
            let member = since.members.get(&change.no).copied();
            Difference {
                change,
                because: touched.because(member.filter(|_| own)),
                why,
                other_rules: since.old.rules != since.new.rules,
            }
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
    } else if app.printer.format().is_rows() {
        app.printer
            .grid(&view::publication::difference_rows(&all, &names))?;
    } else {
        let page = view::publication::differences(&since.held, &all, &names);
        app.printer.page(&page, || serde_json::Value::Null)?;
        if !all.is_empty() {
            let (year, of) = (since.held.year, since.held.option());
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
    people: usize,
}

impl Differing {
    /// How the figures stand to the published ones, as papers say it.
    pub fn stands(&self) -> Text {
        let Differing { held, people, .. } = self;
        let (Text { zh, en }, on) = (held.called(), held.published_on);
        if *people == 0 {
            return text!("与 {on} 公布的{zh}一致", "as published on {on} ({en})");
        }
        text!(
            "与 {on} 公布的{zh}有 {people} 人不同，以公布的为准",
            "{people} differ from {en} published on {on}, which holds"
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
    Ok(Some(Differing { held, people }))
}

/// Says how a run stands to what was published.
pub(super) fn remark(app: &mut App, differing: Option<&Differing>) -> Result<()> {
    let Some(Differing { held, people }) = differing else {
        return Ok(());
    };
    let (year, on, of) = (held.year, held.published_on, held.option());
    let Text { zh, en } = held.called();
    app.printer.remark(&if *people == 0 {
        text!("与 {on} 公布的{zh}一致", "as published on {on} ({en})")
    } else {
        text!(
            "注意：与 {on} 公布的{zh}有 {people} 人不同，以公布的为准；yishi score changes --year {year}{of} 看原因",
            "warning: {people} differ from {en} published on {on}, which holds; yishi score changes --year {year}{of} tells why"
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
    let (called, on) = (held.called(), held.published_on);
    let Text { zh, en } = called;
    let Some(was) = scores.iter().find(|s| s.no == now.no) else {
        return Ok(Some(text!(
            "注意：{on} 公布的{zh}里没有此人",
            "warning: {en} published on {on} does not have this one"
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
    let grade = was.grade.as_ref().map(|g| format!(" {g}"));
    let (total, grade) = (points(was.total), grade.unwrap_or_default());
    let of = held.option();
    Ok(Some(text!(
        "注意：{on} 公布的{zh}是 {total} 分{grade}，以公布的为准；yishi score changes --year {year}{of} 看原因",
        "warning: {en} published on {on} has {total}{grade}, which holds; yishi score changes --year {year}{of} tells why"
    )))
}
