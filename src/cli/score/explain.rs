//! `score explain`: where each point of one comes from, and what the next grade would take.

use super::{
    Basis, Chosen, changes, chosen, days, dossier, named, tallied, too_fine, warn_of, year,
};
use crate::cli::app::App;
use crate::error::{Error, Result};
use crate::model::code::Code;
use crate::model::fact::{Fact, Subject};
use crate::model::score::Window;
use crate::model::score::next::{Ahead, Effort, Seeker};
use crate::model::score::rules::Whose;
use crate::out::score::next::{Season, Standing};
use crate::out::score::{self as view, Others};
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
    /// List the acts of other years too, which do not count
    #[arg(long)]
    other_years: bool,
    #[command(flatten)]
    basis: Basis,
}

pub(super) fn run(app: &mut App, args: &Explain) -> Result<u8> {
    let store = app.open()?;
    if let Some(path) = &args.output {
        let typed: Vec<&String> = args.r#where.iter().collect();
        let who = (&*typed, args.member.as_deref());
        return dossier::write(app, &store, (&args.basis, args.others()), who, path);
    }
    let member = args.member.as_deref().unwrap_or_default();
    explained(app, &store, (member, args.rank, args.others()), &args.basis).map_err(|e| {
        of_a_body(
            e,
            store.read(),
            &args.basis,
            ("yishi score explain", member),
        )
    })?;
    let year = year(store.read(), args.basis.year)?;
    let options = args.basis.options(year);
    app.printer.next(&[format!("yishi score run {options}")])?;
    Ok(0)
}

impl Explain {
    fn others(&self) -> Others {
        if self.other_years {
            Others::Listed
        } else {
            Others::Counted
        }
    }
}

/// Names the option that is missing where who is asked for is a body with rules of its own.
pub(super) fn of_a_body(
    error: Error,
    read: Read<'_>,
    basis: &Basis,
    (command, word): (&str, &str),
) -> Error {
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
        "“{word}”是{zh}：{command} {who} --year {year}{of}",
        "`{word}` is a {en}: {command} {who} --year {year}{of}"
    ))
}

/// In an office with more members the rank is told only when asked for: it takes a run over all.
const RANKED_AT_ONCE: u32 = 5_000;

/// What can still be done within the days that count, and whether anything can.
pub(super) fn ahead(read: Read<'_>, window: Window, today: NaiveDate) -> Result<(Ahead, Season)> {
    let season = if today > window.to {
        Season::Over(window.to)
    } else {
        Season::Open
    };
    let on = today.clamp(window.from, window.to);
    let held = read.meetings_held(window.from, window.to)?;
    Ok((Ahead::among(on, &held), season))
}

/// Prints where each point of one member comes from.
pub fn explained(
    app: &mut App,
    store: &Store,
    (member, wants_rank, others): (&str, bool, Others),
    basis: &Basis,
) -> Result<()> {
    let read = store.read();
    let mut chosen = chosen(store.read(), basis, app.today)?;
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
    days::remark(app, &chosen)?;
    let mut explanation = chosen
        .engine
        .run(chosen.window)
        .of_term(chosen.term)
        .on(chosen.day)
        .explain(&subject, &facts)
        .map_err(too_fine)?;
    let rules = chosen.engine.rules();
    let quotas = rules.has_quotas();
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
                    let contest = chosen.contest.as_ref();
                    let dropped = contest.and_then(|c| c.dropped(chosen.engine.rules(), &mine.no));
                    explanation.award(mine.grade, dropped);
                }
            }
        }
    }
    let beside = beside(read, &mut chosen, (&subject, &facts), app.today)?;
    let beside = view::Beside {
        standing,
        others,
        ..beside
    };
    let published = changes::published_of(read, basis, (chosen.year, whose), &explanation)?;
    if let Some(told) = published {
        app.printer.remark(&told)?;
    }
    let mut places = dossier::placed(&explanation, &read.places(explanation.facts())?);
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
    read: Read<'_>,
    chosen: &mut Chosen,
    (subject, facts): (&Subject, &[Fact]),
    today: NaiveDate,
) -> Result<view::Beside> {
    let (ahead, season) = ahead(read, chosen.window, today)?;
    let (engine, symbols) = (&chosen.engine, &mut chosen.symbols);
    let mut seeker = Seeker::new(engine, chosen.window, chosen.term, &ahead, symbols)
        .on(chosen.day)
        .among(chosen.contest.as_ref());
    let outlook = seeker
        .seek(subject, facts, Effort::Whole)
        .map_err(too_fine)?;
    Ok(view::Beside {
        standing: None,
        outlook,
        season,
        others: Others::default(),
    })
}
