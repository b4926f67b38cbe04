//! `score consequences`: who meets what the rules sanction, and the letters about it.

use super::history::{Judged, Judgement, judged};
use super::{Basis, ground, warn_of};
use crate::cli::app::App;
use crate::cli::paper::{self, Count, Form, Sheet, To};
use crate::cli::quoted;
use crate::cli::typed::code;
use crate::error::Result;
use crate::lang::{Lang, Text};
use crate::model::code::Code;
use crate::model::filter;
use crate::model::member::{Member, Serving};
use crate::model::paper::Paper;
use crate::model::score::consequence::{
    FactRef, Finding, Measure, Ruling, Taken, Verdict, proposed,
};
use crate::model::score::rules::Whose;
use crate::out::Format;
use crate::out::paper::measure::{Addressee, Case, facts};
use crate::out::score as view;
use crate::out::score::Where;
use crate::out::score::consequence::{Around, Row, Stance};
use crate::store::Read;
use crate::text;
use chrono::NaiveDate;
use clap::Args;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Consequences {
    /// Only members that fit: sector=教育界, or words; only bodies with these words in their names
    #[arg(value_name = "TERM")]
    terms: Vec<String>,
    /// The same, as one argument
    #[arg(long = "where", value_name = "TERMS")]
    r#where: Vec<String>,
    #[command(flatten)]
    basis: Basis,
    /// Only this measure: 提醒函, 约谈, 通报批评, 警告, 劝辞, 撤销资格, 其他处理
    #[arg(long, value_name = "WORD", value_parser = code::<Measure>)]
    measure: Option<Measure>,
    /// With those that only the end of the term decides, or that are not known
    #[arg(long)]
    open: bool,
    /// Draft the letters of what is proposed and of what was imposed into this folder
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,
    /// The letters as plain text, on standard output unless -o says otherwise
    #[arg(long)]
    text: bool,
}

/// What the office did before.
pub(super) struct Before {
    pub rulings: Vec<Ruling>,
    pub taken: Vec<Taken>,
    /// Who died or is no more in office.
    pub gone: HashMap<i64, Stance>,
}

impl Before {
    pub fn read(read: Read<'_>, today: NaiveDate) -> Result<Before> {
        Ok(Before {
            gone: gone(read, today)?,
            rulings: read.rulings(None)?,
            taken: read.measures_taken()?,
        })
    }
}

/// Who died by a day, or is no more in office on it.
pub(super) fn gone(read: Read<'_>, today: NaiveDate) -> Result<HashMap<i64, Stance>> {
    let mut members = read.members(&[])?;
    read.add_dismissals(&mut members)?;
    let gone = |m: &Member| match m.status(today) {
        _ if m.died(today) => Some(Stance::Deceased),
        Serving::Left | Serving::Dismissed => Some(Stance::Departed),
        Serving::Serving | Serving::Coming => None,
    };
    Ok(members
        .iter()
        .filter_map(|m| Some((m.id, gone(m)?)))
        .collect())
}

/// The places of the facts of a judgement.
pub(super) type Places = HashMap<(crate::model::fact::FactKind, i64), Where>;

pub(super) fn places(read: Read<'_>, facts: &[FactRef]) -> Result<Places> {
    let found = read.places(facts.iter().map(|f| (f.what, f.row)))?;
    let shown = found.into_iter().map(|((what, row), place)| {
        let (no, title, state) = (&place.reference, &place.title, &place.state);
        let mut shown = view::place(what, no, title, state, place.source);
        shown.who = place.who;
        ((what, row), shown)
    });
    Ok(shown.collect())
}

/// The consequences of one member or body, in the order of the rules.
pub(super) fn rows_of<'a>(
    person: &'a Judged,
    judgement: &'a Judgement,
    before: &'a Before,
    places: &Places,
) -> Vec<Row<'a>> {
    let (whose, subject) = (judgement.whose, &person.subject);
    let at = (judgement.year, judgement.season);
    let mine = || before.rulings.iter().filter(|r| r.is_of(whose, subject));
    let settled = |f: &Finding| mine().rev().find(|r| r.settles(&judgement.all, f, at));
    let heaviest = proposed(&judgement.all, &person.findings, |_| false);
    let unsettled = proposed(&judgement.all, &person.findings, |f| settled(f).is_some());
    let gone = before.gone.get(&subject.id).copied();
    let row = |(at, finding): (usize, &'a Finding)| {
        let consequence = &judgement.all[finding.consequence];
        let own = |r: &&Ruling| r.year == judgement.year && r.clause == consequence.title;
        let standing = mine().filter(own).find(|r| r.lifted.is_none());
        let ruling = standing.or_else(|| mine().rfind(own));
        let settled = settled(finding);
        let of = if settled.is_some() {
            &heaviest
        } else {
            &unsettled
        };
        let is_of =
            |r: &Ruling, t: &Taken| r.decided_on.to_string() == t.on && r.reason == t.reason;
        let later = |t: &Taken| {
            let all = before.rulings.iter();
            let mut rulings = all.filter(|r| r.is_of(whose, subject));
            ruling.is_some_and(|own| is_of(own, t) || t.on > own.decided_on.to_string())
                || rulings.any(|r| r.year > judgement.year && is_of(r, t))
        };
        let facts = finding.evidence.iter().flat_map(|e| &e.facts);
        let place = |f: &FactRef| {
            let mut place = places.get(&(f.what, f.row))?.clone();
            let told = |who: &String| whose != Whose::Member && *who != subject.name;
            place.who = place.who.filter(told);
            Some((*f, place))
        };
        Row {
            no: &person.subject.no,
            name: &person.subject.name,
            year: judgement.year,
            consequence,
            finding,
            stance: Stance::of(
                finding.verdict,
                of.contains(&at),
                (ruling, settled),
                gone.filter(|_| whose == Whose::Member),
            ),
            ruling,
            settled,
            before: before
                .taken
                .iter()
                .filter(|t| t.is_of(whose, subject) && !later(t))
                .collect(),
            facts: facts.filter_map(place).collect(),
        }
    };
    person.findings.iter().enumerate().map(row).collect()
}

pub fn run(app: &mut App, args: &Consequences) -> Result<u8> {
    let store = app.open()?;
    let typed: Vec<&String> = args.terms.iter().chain(&args.r#where).collect();
    let (mut judgement, before, places, (members, changed)) = store.at_once(|read| {
        let judgement = judged(read, &args.basis, app.today)?;
        let members = read.members_on(&filter::parse(&typed), judgement.window.to)?;
        let places = places(read, &judgement.facts())?;
        let before = Before::read(read, app.today)?;
        let changed = changed(read, &args.basis, (&judgement, &before), app.today)?;
        Ok((judgement, before, places, (members, changed)))
    })?;
    let mut lost: Vec<&Ruling> = before.rulings.iter().collect();
    lost.retain(|r| changed.contains(&r.id));
    lost.retain(|r| args.measure.is_none_or(|m| m == r.measure));
    if judgement.whose == Whose::Member {
        let kept: HashSet<i64> = members.iter().map(|m| m.id).collect();
        judgement.people.retain(|p| kept.contains(&p.subject.id));
        lost.retain(|r| kept.contains(&r.who.id));
    } else {
        let fits = |name: &str| typed.iter().all(|t| name.contains(t.as_str()));
        judgement.people.retain(|p| fits(&p.subject.name));
        lost.retain(|r| fits(&r.who.name));
    }
    warn_of(app, &judgement.strange)?;
    let people = judgement.people.iter();
    let mut rows: Vec<Row<'_>> = people
        .flat_map(|p| rows_of(p, &judgement, &before, &places))
        .filter(|r| args.measure.is_none_or(|m| m == r.consequence.measure))
        .collect();
    if args.output.is_some() || args.text {
        return letters(app, args, &store, &judgement, &rows, &members);
    }
    let left = |verdict| rows.iter().filter(|r| r.finding.verdict == verdict).count();
    let left_out = (left(Verdict::Pending), left(Verdict::Open));
    if !args.open {
        rows.retain(|r| r.finding.verdict == Verdict::Applies || r.ruling.is_some());
    }
    let around = Around {
        whose: judgement.whose,
        year: judgement.year,
        rules: &judgement.rules,
        years: &judgement.history.years,
        gaps: &judgement.gaps,
        left_out: if args.open { (0, 0) } else { left_out },
        changed: &lost,
        typed: &typed,
    };
    if app.printer.format() == Format::Json {
        let lang = app.printer.lang();
        let json = view::consequence::list_json(&rows, &around, lang);
        app.printer.json(&json)?;
    } else {
        app.printer.grid(&view::consequence::list(&rows, &around))?;
    }
    if app.printer.format() != Format::Table {
        for note in view::consequence::notes(&around) {
            app.printer.remark(&note)?;
        }
    }
    let lang = app.printer.lang();
    let next = next(&rows, &args.basis, judgement.year, lang);
    app.printer.next(&next)?;
    Ok(0)
}

/// The decisions of the year that is judged whose ground the ledgers no longer give; of trials,
/// and of a part of the year, none.
fn changed(
    read: Read<'_>,
    basis: &Basis,
    (judgement, before): (&Judgement, &Before),
    today: NaiveDate,
) -> Result<BTreeSet<i64>> {
    if basis.rules.is_some() || basis.as_of.is_some() {
        return Ok(BTreeSet::new());
    }
    let of_year = |r: &&Ruling| (r.year, r.who.whose) == (judgement.year, judgement.whose);
    ground::changed(read, before.rulings.iter().filter(of_year), today)
}

fn next(rows: &[Row<'_>], basis: &Basis, year: i32, lang: Lang) -> Vec<String> {
    let Some(first) = rows.iter().find(|r| r.stance == Stance::Proposed) else {
        return Vec::new();
    };
    let (no, options) = (quoted(first.no), basis.options(year));
    let mut next = vec![
        format!("yishi score explain {no} {options}"),
        format!(
            "yishi score consequences {options} -o {}",
            lang.pick("处理函", "letters")
        ),
    ];
    let of_one = rows
        .iter()
        .filter(|r| r.no == first.no && r.stance == Stance::Proposed);
    let clause = if of_one.count() > 1 {
        format!(" --for {}", quoted(&first.consequence.title))
    } else {
        String::new()
    };
    let body = Some(first.consequence.who.as_str())
        .filter(|who| who.ends_with('会') || who.ends_with("会议"));
    let body = quoted(body.unwrap_or("主席会议"));
    next.push(match &basis.rules {
        None => format!("yishi score impose {no} {options}{clause} --decided-by {body}"),
        Some(file) => format!("yishi score adopt {} --year {year}", super::quoted(file)),
    });
    next
}

/// The history that leads to a consequence.
pub(super) fn history(row: &Row<'_>, judgement: &Judgement) -> Vec<view::consequence::Step> {
    let basis = |year| judgement.of(year).and_then(view::consequence::basis);
    view::consequence::history(row, basis)
}

/// The paper of a measure: of bodies there is one for all.
fn paper_of(whose: Whose, measure: Measure) -> Paper {
    match measure {
        _ if whose != Whose::Member => Paper::Notice,
        Measure::Reminder => Paper::Reminder,
        Measure::Talk => Paper::Talk,
        _ => Paper::Measure,
    }
}

/// To whom the letter of a row goes.
fn addressee<'a>(row: &Row<'a>, whose: Whose, members: &'a [Member]) -> Option<Addressee<'a>> {
    match whose {
        Whose::Member => {
            let member = members.iter().find(|m| m.no == row.no);
            member.map(Addressee::Member)
        }
        _ => Some(Addressee::Body(whose, row.name)),
    }
}

fn letters(
    app: &mut App,
    args: &Consequences,
    store: &crate::store::Store,
    judgement: &Judgement,
    rows: &[Row<'_>],
    members: &[crate::model::member::Member],
) -> Result<u8> {
    let read = store.read();
    let office = read.setting("office")?.unwrap_or_default();
    let session = read.session()?.map(|s| s.to_string()).unwrap_or_default();
    let dead = gone(read, app.today)?;
    let dead = |r: &Row<'_>| {
        let member = members.iter().find(|m| m.no == r.no);
        member.is_some_and(|m| dead.get(&m.id) == Some(&Stance::Deceased))
    };
    let sent = |r: &&Row<'_>| matches!(r.stance, Stance::Proposed | Stance::Imposed) && !dead(r);
    if let Some(told) = unsent(rows) {
        app.printer.remark(&told)?;
    }
    let mut by_paper: Vec<(Paper, Vec<Sheet>)> = Vec::new();
    for row in rows.iter().filter(sent) {
        let whose = judgement.whose;
        let Some(to) = addressee(row, whose, members) else {
            continue;
        };
        let history = view::grounds::grounds(row, |year| judgement.of(year));
        let figure = judgement.of(judgement.year);
        let figure = figure.and_then(|y| y.figures.get(row.no));
        let case = Case {
            to,
            year: judgement.year,
            rules: &judgement.rules,
            consequence: row.consequence,
            history: &history,
            figure: figure.map(|f| (f.total, f.grade.as_deref())),
            ruling: row.ruling,
        };
        let paper = paper_of(whose, row.consequence.measure);
        let of_body = whose != Whose::Member;
        let sheet = Sheet {
            stem: match to {
                Addressee::Member(m) => format!("{}-{}-{}", paper.zh(), m.no, m.name),
                Addressee::Body(_, name) => format!("{}-{name}", paper.zh()),
            },
            unit: of_body.then(|| row.name.to_owned()),
            proposals: Vec::new(),
            member: (!of_body).then(|| (row.no.to_owned(), row.name.to_owned())),
            facts: facts(&case, (&office, &session), app.today),
        };
        match by_paper.iter_mut().find(|(p, _)| *p == paper) {
            Some((_, sheets)) => sheets.push(sheet),
            None => by_paper.push((paper, vec![sheet])),
        }
    }
    if by_paper.is_empty() {
        let year = judgement.year;
        app.printer.remark(&none(year))?;
        return Ok(0);
    }
    let to = To {
        output: args.output.as_deref(),
        form: if args.text { Form::Text } else { Form::Docx },
        count: Count::Folder,
    };
    for (paper, sheets) in &by_paper {
        let template = paper::template(store.read(), *paper)?;
        paper::issue(app, &template, *paper, sheets, &to)?;
    }
    Ok(0)
}

/// To whom no letter goes, being gone.
fn unsent(rows: &[Row<'_>]) -> Option<Text> {
    let named = |stance: Stance| {
        let mut names: Vec<String> = Vec::new();
        for row in rows.iter().filter(|r| r.stance == stance) {
            let name = format!("{} {}", row.no, row.name);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    };
    let sides = [Stance::Departed, Stance::Deceased].map(|s| (s, named(s)));
    let told: Vec<Text> = sides
        .iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(stance, names)| {
            let (zh, en, names) = (stance.zh(), stance.en(), Text::listed(names));
            let (list, list_en) = (names.zh, names.en);
            text!("{zh}：{list}", "{en}: {list_en}")
        })
        .collect();
    let side = |pick: fn(&Text) -> &str, comma: &str| {
        told.iter().map(pick).collect::<Vec<_>>().join(comma)
    };
    let (zh, en) = (side(|t| &t.zh, "；"), side(|t| &t.en, "; "));
    (!told.is_empty()).then(|| text!("不发函：{zh}", "no letter goes to: {en}"))
}

fn none(year: i32) -> Text {
    text!(
        "{year} 年度没有要发的函",
        "there is no letter to send for {year}"
    )
}
