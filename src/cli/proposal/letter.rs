//! `proposal letter` and `proposal brief`: the papers of proposals.

mod urge;

use super::{no_session, stored, take};
use crate::cli::app::{App, usage};
use crate::cli::config::session;
use crate::cli::paper::{self, Count, Form, Sheet, To, unknown};
use crate::error::{Error, Result};
use crate::model::code::{Code, Dict, ProposalState, UnitPart};
use crate::model::filter;
use crate::model::paper::{LeftOut, Paper};
use crate::model::proposal::feedback::{Point, Raters};
use crate::model::proposal::{Assignment, Handling, Proposal, Proposer};
use crate::out::paper as facts;
use crate::out::{Column, Grid};
use crate::store::Read;
use crate::text;
use chrono::NaiveDate;
use clap::Args;
use std::collections::HashMap;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(after_help = "yishi proposal letter assign 12
yishi proposal letter urge                    # one for each unit with overdue replies
yishi proposal letter reply 12 --unit 县教育局 -o 答复.docx
yishi proposal letter feedback --where 'state=replied' -o 意见表/
yishi proposal letter assign 12 --text")]
pub struct Letter {
    /// Which paper: assign, urge, reply, feedback (or 交办单, 催办函, 答复, 意见表)
    #[arg(value_parser = letter)]
    kind: Paper,
    /// Proposals: case number, 流水7, 暂编9, 十届五次-12 or the whole title
    #[arg(value_name = "PROPOSAL")]
    proposals: Vec<String>,
    /// Only for this unit; without a proposal, all that it still has to answer
    #[arg(long)]
    unit: Option<String>,
    /// All proposals that fit these terms, such as 'state=assigned category=经济建设'
    #[arg(long = "where", value_name = "TERMS")]
    r#where: Vec<String>,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Args)]
#[command(after_help = "yishi proposal brief
yishi proposal brief --session 10-5 -o 要点.docx
yishi proposal brief --text")]
pub struct Brief {
    /// Term and session (else the office's)
    #[arg(long, value_parser = session)]
    session: Option<String>,
    #[command(flatten)]
    output: Output,
}

// Where it goes. No docstring: clap would take it for the about.
#[derive(Debug, Args)]
pub struct Output {
    /// The file, or the folder where there are several; - for standard output
    #[arg(short, long, value_name = "OUT.docx|FOLDER")]
    output: Option<PathBuf>,
    /// As plain text, on standard output unless -o says otherwise
    #[arg(long)]
    text: bool,
}

impl Output {
    fn to(&self, count: Count) -> To<'_> {
        To {
            output: self.output.as_deref(),
            form: if self.text { Form::Text } else { Form::Docx },
            count,
        }
    }
}

fn letter(word: &str) -> Result<Paper> {
    const LETTERS: &[Paper] = &[Paper::Assign, Paper::Urge, Paper::Reply, Paper::Feedback];
    Paper::read(word)
        .filter(|p| LETTERS.contains(p))
        .ok_or_else(|| unknown(word, LETTERS))
}

pub fn run(app: &mut App, args: &Letter) -> Result<u8> {
    let store = app.open()?;
    let today = app.today;
    let (template, sheets, left_out) = store.at_once(|read| {
        let template = paper::template(read, args.kind)?;
        let sheets = match args.kind {
            Paper::Urge => urge::urges(read, args, today)?,
            _ => of_proposals(read, args, today)?,
        };
        let unit = args
            .unit
            .as_deref()
            .map(|u| read.find_unit(u))
            .transpose()?;
        let left_out = match args.kind {
            Paper::Urge if args.proposals.is_empty() && args.r#where.is_empty() => {
                read.left_out(today, unit)?
            }
            _ => LeftOut::default(),
        };
        Ok((template, sheets, left_out))
    })?;
    let everybody = args.kind == Paper::Urge && args.is_bare() && args.unit.is_none();
    if sheets.is_empty() && everybody {
        let none = Grid::new(vec![Column::text("file", "文件", "file")]).vacant(text!(
            "没有逾期未答复、未报会办意见的提案，不必催办",
            "no reply and no co-unit's opinion is overdue: there is nothing to urge"
        ));
        app.printer.grid(&none)?;
        urge::remark(app, left_out)?;
        return Ok(0);
    }
    let count = if everybody {
        Count::Folder
    } else {
        Count::AsFound
    };
    let code = paper::issue(app, &template, args.kind, &sheets, &args.output.to(count))?;
    urge::remark(app, left_out)?;
    Ok(code)
}

impl Letter {
    /// Whether no proposal is named.
    fn is_bare(&self) -> bool {
        self.proposals.is_empty() && self.r#where.is_empty()
    }
}

/// The papers about single proposals; replies have one for each unit that answers.
fn of_proposals(read: Read<'_>, args: &Letter, today: NaiveDate) -> Result<Vec<Sheet>> {
    let unit = args
        .unit
        .as_deref()
        .map(|u| read.find_unit(u))
        .transpose()?;
    let ids = match (args.is_bare(), unit) {
        (false, _) => take::meant(read, &args.proposals, &args.r#where)?,
        (true, Some(unit)) => of_unit(read, args.kind, unit)?,
        (true, None) => return Err(nothing_named()),
    };
    let office = office(read)?;
    let mut sheets = Vec::new();
    for id in ids {
        let p = stored(read, id)?;
        if unit.is_some_and(|unit| p.units.iter().all(|u| u.unit != unit)) {
            return Err(not_its(&p, args.unit.as_deref().unwrap_or_default()));
        }
        if args.kind == Paper::Reply {
            let merged = read.merged_into(id)?;
            sheets.extend(replies(&p, &merged, unit, &office, today));
            continue;
        }
        if args.kind == Paper::Feedback {
            let mut own = feedbacks(read, &p, &office, today)?;
            for sheet in &mut own {
                narrow(sheet, &p, unit);
            }
            sheets.extend(own);
            for merged in read.merged_into(id)? {
                let answered = answered_with(&p, merged);
                sheets.extend(feedbacks(read, &answered, &office, today)?);
            }
            continue;
        }
        let (body, merged) = (read.proposal_body(id)?, read.merged_into(id)?);
        let mut sheet = Sheet {
            stem: format!("{}-{}", args.kind.zh(), p.cite()),
            unit: Some(p.units(UnitPart::Lead).join("、")).filter(|u| !u.is_empty()),
            proposals: vec![p.cite()],
            member: None,
            facts: facts::of_proposal(&p, &merged, body.as_deref(), &office, today),
        };
        narrow(&mut sheet, &p, unit);
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// What is for one unit of several says that unit's days and words.
fn narrow(sheet: &mut Sheet, p: &Proposal, unit: Option<i64>) {
    let several = p.handlers().count() > 1;
    let Some(unit) = p.units.iter().find(|u| Some(u.unit) == unit && several) else {
        return;
    };
    facts::of_unit(&mut sheet.facts, p, unit);
    if unit.part != UnitPart::Co {
        sheet.unit = Some(unit.name.clone());
        sheet.stem = format!("{}-{}", sheet.stem, unit.name);
    }
}

/// The forms on which the units answer one proposal; one without a unit where nobody has it yet.
fn replies(
    p: &Proposal,
    merged: &[Proposal],
    only: Option<i64>,
    office: &str,
    today: NaiveDate,
) -> Vec<Sheet> {
    let answers = |u: &&Assignment| match only {
        Some(unit) => u.unit == unit,
        None => u.part != UnitPart::Co,
    };
    let sheet = |unit: Option<&Assignment>| {
        let named = [Paper::Reply.zh().to_owned(), p.cite()].into_iter();
        let named = named.chain(unit.map(|u| u.name.clone()));
        Sheet {
            stem: named.collect::<Vec<_>>().join("-"),
            unit: unit.map(|u| u.name.clone()),
            proposals: vec![p.cite()],
            member: None,
            facts: facts::of_reply(p, merged, unit, office, today),
        }
    };
    let units: Vec<&Assignment> = p.units.iter().filter(answers).collect();
    if units.is_empty() {
        return vec![sheet(None)];
    }
    units.into_iter().map(|u| sheet(Some(u))).collect()
}

/// The forms for feedback on one proposal: one, or one for each proposer where each rates.
fn feedbacks(read: Read<'_>, p: &Proposal, office: &str, today: NaiveDate) -> Result<Vec<Sheet>> {
    let (form, cases) = read.feedback_form(p, today)?;
    let points: Vec<&Point> = form.points(&cases).collect();
    let ratings = read.words(Dict::Rating)?;
    let ratings: Vec<String> = ratings.into_iter().map(|w| w.name).collect();
    let sheet = |rater: Option<&str>| {
        let named = [feedback_stem(p)]
            .into_iter()
            .chain(rater.map(str::to_owned));
        Sheet {
            stem: named.collect::<Vec<_>>().join("-"),
            unit: Some(p.units(UnitPart::Lead).join("、")).filter(|u| !u.is_empty()),
            proposals: vec![p.cite()],
            member: None,
            facts: facts::of_feedback(p, &points, &ratings, rater, office, today),
        }
    };
    let members: Vec<&str> = p
        .proposers
        .iter()
        .filter(|who| matches!(who, Proposer::Member(_)))
        .map(Proposer::name)
        .collect();
    Ok(match form.raters {
        Raters::Each if members.len() > 1 => {
            members.into_iter().map(|who| sheet(Some(who))).collect()
        }
        _ => vec![sheet(None)],
    })
}

/// A merged proposal, whose proposers are asked about the reply to the main one.
fn answered_with(main: &Proposal, merged: Proposal) -> Proposal {
    let title = format!("{}（并入 {} 办理）", merged.title, main.cite());
    Proposal {
        title,
        assigned: main.assigned,
        due: main.due,
        replied: main.replied,
        units: main.units.clone(),
        reply_class: main.reply_class.clone(),
        terms: main.terms.clone(),
        ..merged
    }
}

fn feedback_stem(p: &Proposal) -> String {
    format!("{}-{}", Paper::Feedback.zh(), p.cite())
}

/// What a unit has in hand, or for the opinion form what it has answered.
fn of_unit(read: Read<'_>, kind: Paper, unit: i64) -> Result<Vec<i64>> {
    let wanted = match kind {
        Paper::Feedback => ProposalState::Replied,
        _ => ProposalState::Assigned,
    };
    let has = |p: &Proposal| {
        let owes = |u: &Assignment| {
            let done = matches!(p.handling(u), Handling::Answered | Handling::Moved);
            u.unit == unit && (kind != Paper::Reply || (u.part != UnitPart::Co && !done))
        };
        p.state == wanted && p.units.iter().any(owes)
    };
    let all = read.proposals(&[])?;
    let found: Vec<i64> = all.iter().filter(|p| has(p)).map(|p| p.id).collect();
    if found.is_empty() {
        return Err(Error::refused(
            "not_found",
            text!(
                "这个单位没有要出这种公文的提案",
                "the unit has no proposal for such a paper"
            ),
        )
        .hint(text!(
            "写上案号：yishi proposal letter 交办单 12",
            "name a proposal: yishi proposal letter assign 12"
        )));
    }
    Ok(found)
}

fn nothing_named() -> Error {
    usage(text!("没有说明哪一件提案", "no proposal was named")).hint(text!(
        "写案号，或用 --where、--unit 选出：yishi proposal letter 交办单 12",
        "name its number, or choose with --where or --unit: yishi proposal letter assign 12"
    ))
}

fn not_its(p: &Proposal, unit: &str) -> Error {
    let cite = p.cite();
    Error::refused(
        "not_its_unit",
        text!("{cite} 没有交给 {unit}", "{cite} was not given to {unit}"),
    )
    .hint(text!(
        "用 yishi proposal show {cite} 查看",
        "yishi proposal show {cite} tells who has it"
    ))
}

pub fn brief(app: &mut App, args: &Brief) -> Result<u8> {
    let store = app.open()?;
    let today = app.today;
    let (template, sheet) = store.at_once(|read| {
        let template = paper::template(read, Paper::Brief)?;
        let session = match &args.session {
            Some(session) => session.clone(),
            None => read.session()?.ok_or_else(no_session)?.to_string(),
        };
        let terms = ["key=yes".to_owned(), format!("session={session}")];
        let typed: Vec<&String> = terms.iter().collect();
        let key = read.proposals(&filter::parse(&typed))?;
        if key.is_empty() {
            return Err(no_key(&session));
        }
        let bodies = read.key_bodies()?;
        let ids: Vec<i64> = key.iter().map(|p| p.id).collect();
        let marks = read.marks(&ids)?;
        let each = ids.iter().map(|id| Ok((*id, read.merged_into(*id)?)));
        let merged = each.collect::<Result<HashMap<_, _>>>()?;
        let sheet = Sheet {
            stem: format!("{}-{session}", Paper::Brief.zh()),
            unit: None,
            proposals: key.iter().map(Proposal::cite).collect(),
            member: None,
            facts: facts::brief(
                &key,
                &bodies,
                &marks,
                &merged,
                &office(read)?,
                &session,
                today,
            ),
        };
        Ok((template, sheet))
    })?;
    let to = args.output.to(Count::AsFound);
    paper::issue(app, &template, Paper::Brief, &[sheet], &to)
}

fn no_key(session: &str) -> Error {
    Error::refused(
        "not_found",
        text!(
            "{session} 没有重点提案",
            "there is no key proposal in {session}"
        ),
    )
    .hint(text!(
        "确定重点提案：yishi proposal edit 12 --key 是",
        "mark one: yishi proposal edit 12 --key yes"
    ))
}

pub(super) fn office(read: Read<'_>) -> Result<String> {
    Ok(read.setting("office")?.unwrap_or_default())
}
