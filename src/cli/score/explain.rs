//! `score explain`: where each point of one comes from, and what the next grade would take.

use super::{Basis, Chosen, chosen, dossier, named, publish, tallied, too_fine, warn_of, year};
use crate::cli::app::App;
use crate::error::{Error, Result};
use crate::model::code::Code;
use crate::model::fact::{Fact, Subject};
use crate::model::score::next::{Effort, Outlook, Seeker};
use crate::model::score::rules::Whose;
use crate::model::score::{Explanation, Window};
use crate::out::score as view;
use crate::out::score::next::{Season, Standing};
use crate::store::{Read, Store};
use crate::text;
use chrono::NaiveDate;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Explain {
    /// Number, name, other name or pinyin initials
    #[arg(value_name = "MEMBER", required_unless_present_any = ["all", "where"], conflicts_with_all = ["all", "where"])]
    member: Option<String>,
    /// Everybody's explanation, in a file
    #[arg(long, requires = "output")]
    all: bool,
    /// Of those who fit: sector=教育界, or words; in a file
    #[arg(long = "where", value_name = "TERMS", requires = "output")]
    r#where: Vec<String>,
    /// The file: .xlsx (workbook) or .html (document with plots)
    #[arg(short, long, value_name = "OUT.xlsx|OUT.html")]
    output: Option<PathBuf>,
    /// Tell the rank in a large office too, which takes a run over everybody
    #[arg(long)]
    rank: bool,
    #[command(flatten)]
    basis: Basis,
}

pub(super) fn run(app: &mut App, args: &Explain) -> Result<u8> {
    let store = app.open()?;
    if let Some(path) = &args.output {
        let typed: Vec<&String> = args.r#where.iter().collect();
        let who = (&*typed, args.member.as_deref());
        return dossier::write(app, &store, &args.basis, who, path);
    }
    let member = args.member.as_deref().unwrap_or_default();
    explained(app, &store, (member, args.rank), &args.basis)
        .map_err(|e| of_a_body(e, store.read(), &args.basis, member))?;
    let year = year(store.read(), args.basis.year)?;
    let options = args.basis.options(year);
    app.printer.next(&[format!("yishi score run {options}")])?;
    Ok(0)
}

/// Names the option that is missing where who is asked for is a body with rules of its own.
fn of_a_body(error: Error, read: Read<'_>, basis: &Basis, word: &str) -> Error {
    if error.code != "not_found" || basis.subject.is_some() || basis.rules.is_some() {
        return error;
    }
    let Ok(year) = year(read, basis.year) else {
        return error;
    };
    let bodies = read.adopted_subjects(year).unwrap_or_default().into_iter();
    let mut bodies = bodies.filter(|w| *w != Whose::Member);
    let is_body = |w: &Whose| matches!(read.body_named(*w, word.trim()), Ok(Some(_)));
    let Some(whose) = bodies.find(is_body) else {
        return error;
    };
    let (zh, en, who, of) = (
        whose.zh(),
        whose.en(),
        crate::cli::quoted(word),
        named(whose),
    );
    error.hint(text!(
        "“{word}”是{zh}：yishi score explain {who} --year {year}{of}",
        "`{word}` is a {en}: yishi score explain {who} --year {year}{of}"
    ))
}

/// In an office with more members the rank is told only when asked for: it takes a run over all.
const RANKED_AT_ONCE: u32 = 5_000;

/// The day on which further acts could be done: today, within the days that count.
pub(super) fn day_of_acts(window: Window, today: NaiveDate) -> (NaiveDate, Season) {
    let season = if today > window.to {
        Season::Over
    } else {
        Season::Open
    };
    (today.clamp(window.from, window.to), season)
}

/// Prints where each point of one member comes from.
pub fn explained(
    app: &mut App,
    store: &Store,
    (member, wants_rank): (&str, bool),
    basis: &Basis,
) -> Result<()> {
    let read = store.read();
    let mut chosen = chosen(store.read(), basis)?;
    let whose = chosen.engine.rules().subject;
    let (subject, facts) = if whose == Whose::Member {
        let id = read.find_member(member)?;
        let Some(found) = read.facts_of(id, &mut chosen.symbols)? else {
            return Ok(());
        };
        found
    } else {
        let members = chosen.members.as_ref();
        let body = read.body(whose, member, members, &mut chosen.symbols)?;
        (body.subject, body.facts)
    };
    warn_of(app, &chosen.strange)?;
    let mut explanation = chosen
        .engine
        .run(chosen.window)
        .of_term(chosen.term)
        .explain(&subject, &facts)
        .map_err(too_fine)?;
    let rules = chosen.engine.rules();
    let quotas = rules.grades.iter().any(|g| g.quota.is_some());
    // Who has a grade of which there are only so many is decided among all, as rank and band are.
    let among_all =
        wants_rank || quotas || rules.bands.is_some() || !read.has_more_members(RANKED_AT_ONCE)?;
    let mut standing = None;
    if among_all {
        let all = tallied(read, &mut chosen)?;
        let of = all.iter().filter(|s| s.rank.is_some()).count();
        if let Some(mine) = all.into_iter().find(|s| s.no == explanation.no) {
            let rank = mine.rank;
            standing = Some(Standing { rank, of });
            if !explanation.tally.unranked {
                explanation.band = mine.band;
                if quotas {
                    explanation.award(mine.grade);
                }
            }
        }
    }
    let beside = beside(&mut chosen, (&subject, &facts), &explanation, app.today)?;
    let beside = view::Beside { standing, ..beside };
    let published = publish::published_of(read, basis, (chosen.year, whose), &explanation)?;
    if let Some(told) = published {
        app.printer.remark(&told)?;
    }
    let mut places = dossier::placed(&explanation, &|what, row| read.place(what, row))?;
    if whose == Whose::Member {
        for place in places.values_mut() {
            place.who = None;
        }
    }
    app.printer.page(
        &view::explain(&explanation, chosen.year, &places, &beside),
        || view::explain_json(&explanation, &places, &beside),
    )
}

/// What the next grade would take of one.
fn beside(
    chosen: &mut Chosen,
    (subject, facts): (&Subject, &[Fact]),
    explanation: &Explanation,
    today: NaiveDate,
) -> Result<view::Beside> {
    let (on, season) = day_of_acts(chosen.window, today);
    let (engine, symbols) = (&chosen.engine, &mut chosen.symbols);
    let mut seeker = Seeker::new(engine, chosen.window, chosen.term, on, symbols);
    let outlook = match explanation.reached {
        // A quota stands before the grade, not points.
        Some(_) => Outlook::Ungraded,
        None => seeker
            .seek(subject, facts, Effort::Whole)
            .map_err(too_fine)?,
    };
    Ok(view::Beside {
        standing: None,
        outlook,
        season,
    })
}
