//! `score compare`: two rankings side by side, which answers which weights to change.

mod report;

use super::changes::since;
use super::{Basis, Chosen, bodies, chosen, days, scored, tallied, too_fine, warn_of, year};
use crate::cli::app::{App, usage};
use crate::cli::typed::{code, day};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::code::{Code, Dict};
use crate::model::filter::Term;
use crate::model::score::compare::{self, Body, Change, Side};
use crate::model::score::rules::Whose;
use crate::model::score::sensitivity::{BATCH, Batch, Effect, Shift, add_all, factors, shifts};
use crate::model::score::{Engine, Ranking, Rules, Score, Window};
use crate::out::Format;
use crate::out::score::compare as view;
use crate::store::{Read, Store};
use crate::text;
use chrono::NaiveDate;
use clap::Args;
use std::collections::BTreeMap;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Compare {
    /// Whose scores, of the rules adopted: member, group, township, unit … (else the members')
    #[arg(long, value_parser = code::<Whose>)]
    subject: Option<Whose>,
    /// Rules of either side; one alone is compared with those adopted
    #[arg(long, value_name = "FILE.toml")]
    rules: Vec<PathBuf>,
    /// Year of either side (else the office's)
    #[arg(long)]
    year: Vec<i32>,
    /// Only what happened up to this day; one alone is compared with the whole year
    #[arg(long, value_name = "DAY", value_parser = day)]
    as_of: Vec<NaiveDate>,
    /// Bodies whose averages are told: sector, committee, group
    #[arg(long = "by", value_name = "BODY", value_parser = code::<Body>)]
    body: Option<Body>,
    /// The published figures against today's
    #[arg(long, conflicts_with_all = ["rules", "as_of"])]
    published: bool,
    /// How much the ranking hangs on each item: a tenth more and a tenth less of its points
    #[arg(long, conflicts_with_all = ["published", "all", "body"])]
    sensitivity: bool,
    /// Everyone, not only who moves
    #[arg(long)]
    all: bool,
    /// A file for all of it, with plots: .html (document) or .xlsx (workbook)
    #[arg(short, long, value_name = "OUT.html|OUT.xlsx")]
    output: Option<PathBuf>,
}

/// One side: its rules, its scores, its name.
pub(super) struct Made {
    pub rules: Rules,
    pub scores: Vec<Score>,
    pub name: Text,
    /// The days that count.
    pub window: Window,
}

impl Made {
    pub fn side(&self) -> Side<'_> {
        Side {
            rules: &self.rules,
            scores: &self.scores,
        }
    }
}

pub fn run(app: &mut App, args: &Compare) -> Result<u8> {
    let store = app.open()?;
    if args.sensitivity {
        return weights(app, args, &store);
    }
    if args.published {
        return published(app, args, &store);
    }
    let (bases, today) = (args.bases()?, app.today);
    let (old, new, bodies) = store.at_once(|read| {
        let old = made(read, &bases[0], today)?;
        let new = made(read, &bases[1], today)?;
        let bodies = args.body.unwrap_or(Body::Sector);
        let bodies = belongs(read, bodies, new.1.window)?;
        Ok((old, new, bodies))
    })?;
    for ((chosen, _), basis) in [(&old, &bases[0]), (&new, &bases[1])] {
        warn_of(app, &chosen.strange)?;
        days::bare(app, store.read(), chosen, basis)?;
    }
    if let Some(told) = days::unequal(&old.0, &new.0) {
        app.printer.remark(&told)?;
    }
    told(app, args, store.read(), (&old.1, &new.1), &bodies)
}

/// What a tenth more or less of each item's points does to the ranking of one run.
fn weights(app: &mut App, args: &Compare, store: &Store) -> Result<u8> {
    let given = [args.rules.len(), args.year.len(), args.as_of.len()];
    if given.iter().any(|n| *n > 1) {
        return Err(usage(text!(
            "--sensitivity 只看一次排名，同一选项写一次",
            "--sensitivity looks at one ranking: an option is given once"
        )));
    }
    let basis = Basis {
        year: args.year.first().copied(),
        subject: args.subject,
        rules: args.rules.first().cloned(),
        as_of: args.as_of.first().copied(),
    };
    if let Some(path) = &args.output {
        report::ready(app, path)?;
    }
    let today = app.today;
    let (chosen, effects) = store.at_once(|read| weigh(read, &basis, today))?;
    warn_of(app, &chosen.strange)?;
    days::bare(app, store.read(), &chosen, &basis)?;
    if let Some(path) = &args.output {
        let title = &chosen.engine.rules().title;
        return report::effects(app, (title, chosen.year), &effects, path);
    }
    if app.printer.format() == Format::Json {
        app.printer.json(&view::effects_json(&effects))?;
    } else {
        let title = &chosen.engine.rules().title;
        app.printer
            .grid(&view::effects(title, chosen.year, &effects))?;
    }
    Ok(0)
}

/// The run as it is and with each other weight, all in one pass over the facts.
fn weigh(read: Read<'_>, basis: &Basis, today: NaiveDate) -> Result<(Chosen, Vec<Effect>)> {
    let mut chosen = chosen(read, basis, today)?;
    let rules = chosen.engine.rules().clone();
    let items = 0..rules.items().count();
    let engines: Vec<Engine> = items
        .flat_map(|at| factors().map(|factor| rules.weighted(at, factor)))
        .map(|rules| rules.compile(&mut chosen.symbols))
        .collect();
    let bodies = bodies(read, &chosen.engine, &mut chosen.symbols)?;
    let all = std::iter::once(&chosen.engine).chain(&engines);
    let mut rankings: Vec<Ranking<'_>> = all
        .map(|engine| {
            Ranking::new(engine, chosen.window, chosen.term)
                .on(chosen.day)
                .among(&bodies)
        })
        .collect();
    let mut batch = Batch::with_capacity(BATCH);
    let whose = (rules.subject, chosen.members.as_ref());
    scored(
        read,
        whose.0,
        whose.1,
        &mut chosen.symbols,
        |subject, facts| {
            batch.push((subject.clone(), facts.to_vec()));
            if batch.len() < BATCH {
                return Ok(());
            }
            add_all(&mut rankings, &batch).map_err(too_fine)?;
            batch.clear();
            Ok(())
        },
    )?;
    add_all(&mut rankings, &batch).map_err(too_fine)?;
    let base = rankings.remove(0).settle();
    let shifts: Vec<Shift> = shifts(&rules, &base, rankings);
    let rules = &rules;
    let effects = rules.items().zip(shifts.chunks(2));
    let effects = effects.map(|((part, item), pair)| Effect {
        part: rules.parts[part].title.clone(),
        item: item.title.clone(),
        days: item.days(),
        more: pair.first().copied().unwrap_or_default(),
        less: pair.last().copied().unwrap_or_default(),
    });
    let mut effects: Vec<Effect> = effects.collect();
    effects.sort_by_key(|e| std::cmp::Reverse(e.more.ranks.max(e.less.ranks)));
    Ok((chosen, effects))
}

/// What was published against what the same year gives now.
fn published(app: &mut App, args: &Compare, store: &Store) -> Result<u8> {
    let today = app.today;
    let since = store.at_once(|read| {
        let year = year(read, args.year.first().copied())?;
        since(read, (year, today), args.subject, None)
    })?;
    let body = args.body.unwrap_or(Body::Sector);
    let bodies = belongs(store.read(), body, since.new.window)?;
    told(app, args, store.read(), (&since.old, &since.new), &bodies)
}

/// Prints the comparison.
fn told(
    app: &mut App,
    args: &Compare,
    read: Read<'_>,
    (old, new): (&Made, &Made),
    bodies: &BTreeMap<String, Vec<String>>,
) -> Result<u8> {
    let whose = new.rules.subject;
    if old.rules.subject != whose {
        return Err(Error::refused(
            "other_subject",
            text!(
                "两份办法考核的对象不同，不能对比",
                "the two rule sets score different subjects and cannot be compared"
            ),
        ));
    }
    let changes = compare::compare(old.side(), new.side());
    let moved: Vec<&Change> = if args.all {
        changes.iter().collect()
    } else {
        compare::moved(&changes)
    };
    let names = view::Names {
        old: old.name.clone(),
        new: new.name.clone(),
        whose,
    };
    if let Some(path) = &args.output {
        return report::write(app, read, (old, new), (&names, &changes, &moved), path);
    }
    match app.printer.format() {
        Format::Json => app.printer.json(&view::json(&moved))?,
        format if format.is_rows() => app.printer.grid(&view::changes(&moved, &names))?,
        _ => {
            let body = args.body.unwrap_or(Body::Sector);
            let spreads = compare::spread(&changes, bodies);
            let (zh, en) = (body.zh(), body.en());
            let by = (whose == Whose::Member).then_some((text!("{zh}", "{en}"), &*spreads));
            let summary = compare::summary(&changes);
            let page = view::page(&names, &summary, &moved, by);
            app.printer.page(&page, || view::json(&moved))?;
        }
    }
    Ok(0)
}

/// A run of one side.
pub(super) fn made(read: Read<'_>, basis: &Basis, today: NaiveDate) -> Result<(Chosen, Made)> {
    let mut chosen = chosen(read, basis, today)?;
    let scores = tallied(read, &mut chosen)?;
    let rules = chosen.engine.rules().clone();
    let (title, year) = (&rules.title, chosen.year);
    let mut name = text!("{year} 年度《{title}》", "{year} under “{title}”");
    if let Some(file) = &basis.rules {
        let (Text { zh, en }, file) = (&name, file.display());
        name = text!("{zh}（{file}）", "{en} ({file})");
    }
    let whole = chosen.engine.window(year);
    if let Some(day) = basis.as_of.filter(|d| whole.is_none_or(|w| *d < w.to)) {
        let Text { zh, en } = &name;
        name = text!("{zh}，截至 {day}", "{en}, up to {day}");
    }
    let window = chosen.window;
    Ok((
        chosen,
        Made {
            rules,
            scores,
            name,
            window,
        },
    ))
}

/// The bodies of each member by number, at the end of a year of duty.
pub(super) fn belongs(
    read: Read<'_>,
    body: Body,
    window: Window,
) -> Result<BTreeMap<String, Vec<String>>> {
    let dict = match body {
        Body::Sector => None,
        Body::Committee => Some(Dict::Committee),
        Body::Group => Some(Dict::Group),
    };
    let nothing: &[Term] = &[];
    let members = read.members_on(nothing, window.to)?.into_iter();
    Ok(members
        .map(|m| {
            let words = match dict {
                None => m.sector.iter().cloned().collect(),
                Some(dict) => m.words(dict).into_iter().map(str::to_owned).collect(),
            };
            (m.no, words)
        })
        .collect())
}

impl Compare {
    /// The two sides: what is given twice differs, what is given once is common to both. Rules or
    /// a day alone stand against what holds without them.
    fn bases(&self) -> Result<[Basis; 2]> {
        let many = [self.rules.len(), self.year.len(), self.as_of.len()];
        if many.iter().any(|n| *n > 2) {
            return Err(usage(text!(
                "只能对比两边：同一选项最多写两次",
                "there are two sides: an option is given twice at most"
            )));
        }
        let [rules, years, days] = many;
        if rules + years + days == 0 || (years == 1 && rules + days == 0) {
            return Err(usage(text!("没有说明对比什么", "it is not said what to compare")).hint(
                text!(
                    "如 --rules 新办法.toml（与采用的办法比），或 --year 2025 --year 2026，或 --as-of 2026-06-30",
                    "such as --rules NEW.toml (against those adopted), --year 2025 --year 2026, --as-of 2026-06-30"
                ),
            ));
        }
        let rules_alone = rules == 1 && years < 2 && days < 2;
        let day_alone = days == 1 && years < 2 && rules < 2 && !rules_alone;
        let side = |at: usize| Basis {
            year: nth(&self.year, at).copied(),
            subject: self.subject,
            rules: nth(&self.rules, at)
                .filter(|_| at == 1 || !rules_alone)
                .cloned(),
            as_of: nth(&self.as_of, at)
                .filter(|_| at == 0 || !day_alone)
                .copied(),
        };
        Ok([side(0), side(1)])
    }
}

/// What a side has of an option: its own, or the one of both.
fn nth<T>(given: &[T], at: usize) -> Option<&T> {
    given.get(at).or(given.first())
}
