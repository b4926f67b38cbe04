//! Giving the proposals of a session their numbers, and publishing them: from then on none is
//! given anew.

use crate::error::{Error, Result};
use crate::lang::{Text, so_many};
use crate::model::code::{Code, ProposalState};
use crate::model::proposal::number::spellings;
use crate::model::proposal::numbering::{
    Candidate, NumberOrder, NumberSeries, Plan, Stage, Wish, plan,
};
use crate::model::proposal::{Proposal, is_verdict};
use crate::model::session::Session;
use crate::store::columns::Columns;
use crate::store::table::{NUMBERING, PROPOSAL};
use crate::store::value::{code, maybe, text};
use crate::store::{Read, Tx};
use crate::text;
use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, named_params};

/// Cancelled proposals too: their numbers are in the way until they are given anew.
const CANDIDATES: &str =
    "SELECT p.id, CASE :series WHEN 'no' THEN p.no WHEN 'serial' THEN p.serial ELSE p.letter_no END,
 p.state, p.cancelled IS NOT NULL, c.ord, c.name, p.submitted_on, p.serial
 FROM proposal p LEFT JOIN word c ON c.id = p.category_id WHERE p.session = :session ORDER BY p.id";
const PUBLISHED: &str =
    "SELECT published_on FROM numbering WHERE session = :session AND series = :series";

/// What a numbering did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbered {
    /// 届次.
    pub session: String,
    /// Which series.
    pub series: NumberSeries,
    /// What changed.
    pub plan: Plan,
    /// The lowest and the highest number that changed, as they are written.
    pub ends: Option<(String, String)>,
    /// When the series was published.
    pub published: Option<NaiveDate>,
}

/// What someone says of the order: what is said asks for numbers anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// Which series.
    pub series: NumberSeries,
    /// In which order.
    pub order: Option<NumberOrder>,
    /// The first number.
    pub from: Option<u64>,
    /// How many digits.
    pub width: Option<usize>,
}

impl Read<'_> {
    /// When a session's numbers of a series were published.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn numbers_published(
        &self,
        session: &str,
        series: NumberSeries,
    ) -> Result<Option<NaiveDate>> {
        let mut statement = self.conn.prepare_cached(PUBLISHED)?;
        let keys = named_params! { ":session": session, ":series": series.code() };
        let found = statement.query_row(keys, |r| Columns::of(r).day());
        Ok(found.optional()?)
    }

    /// Refuses another number in place of a published one; another spelling is no other number.
    pub(super) fn keeps_published(
        self,
        old: &Proposal,
        series: NumberSeries,
        (before, after): (Option<&str>, Option<&str>),
    ) -> Result<()> {
        let Some(stood) = before else { return Ok(()) };
        if after.is_some_and(|no| spellings(stood).iter().any(|s| s == no)) {
            return Ok(());
        }
        match self.numbers_published(&old.session, series)? {
            None => Ok(()),
            Some(on) => {
                let (zh, en, cite) = (series.zh(), series.en(), old.cite());
                let why = published(&old.session, series, on);
                let message = text!(
                    "{why_zh}，{cite} 的{zh}不能改",
                    "{why_en}; the {en} of {cite} stays",
                    why_zh = why.zh,
                    why_en = why.en
                );
                Err(Error::refused("numbers_published", message).hint(undo_hint()))
            }
        }
    }

    fn candidates(self, session: &str, series: NumberSeries) -> Result<Vec<Candidate>> {
        let mut statement = self.conn.prepare_cached(CANDIDATES)?;
        let keys = named_params! { ":session": session, ":series": series.code() };
        let rows = statement.query_map(keys, candidate)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

fn candidate(r: &Row<'_>) -> rusqlite::Result<Candidate> {
    let mut c = Columns::of(r);
    let (id, stands) = (c.take()?, c.take()?);
    let state: ProposalState = c.code()?;
    let cancelled: bool = c.take()?;
    let (ord, name): (Option<i64>, Option<String>) = (c.take()?, c.take()?);
    Ok(Candidate {
        id,
        stands,
        state: (!cancelled).then_some(state),
        category: name.map(|name| (ord.unwrap_or(i64::MAX), name)),
        submitted: c.maybe_when()?,
        serial: c.take()?,
    })
}

impl Tx<'_> {
    /// Numbers a session's proposals: all of them before publication, afterwards those that have
    /// none.
    ///
    /// # Errors
    /// `not_found` where the session has no proposals; `numbers_published` where published numbers
    /// were to be given anew; `numbers_in_use` where units have some of those that would change; the database's own failures.
    pub fn number_proposals(&mut self, session: Session, asked: Asked) -> Result<Numbered> {
        let (session, series) = (session.to_string(), asked.series);
        let all = self.read().candidates(&session, series)?;
        if all.is_empty() {
            return Err(no_proposals(&session));
        }
        let on = self.read().numbers_published(&session, series)?;
        let wish = Wish {
            series,
            order: asked.order.unwrap_or(series.usual_order()),
            from: asked.from.unwrap_or(1),
            width: asked.width,
        };
        let stage = on.map_or(Stage::Open, |_| Stage::Published);
        let plan = plan(&all, &wish, stage);
        let anew = asked.order.is_some() || asked.from.is_some();
        if let Some(on) = on.filter(|_| anew) {
            return Err(not_anew(&session, series, on));
        }
        if let Some(on) = on.filter(|_| plan.changes.is_empty()) {
            return Err(nothing_new(&session, series, on));
        }
        if on.is_none() {
            not_in_use(&session, series, &all, &plan)?;
        }
        self.put_numbers(&all, &plan, series)?;
        let given: Vec<&String> = plan
            .changes
            .iter()
            .filter_map(|(_, no)| no.as_ref())
            .collect();
        let ends = given.first().zip(given.last());
        Ok(Numbered {
            ends: ends.map(|(a, b)| ((*a).clone(), (*b).clone())),
            session,
            series,
            plan,
            published: on,
        })
    }

    /// A number that goes to another proposal is taken off first: no two have it at any time.
    fn put_numbers(&mut self, all: &[Candidate], plan: &Plan, series: NumberSeries) -> Result<()> {
        let column = match series {
            NumberSeries::No => "no",
            NumberSeries::Serial => "serial",
            NumberSeries::Letter => "letter_no",
        };
        let given: std::collections::HashSet<&str> = plan
            .changes
            .iter()
            .filter_map(|(_, no)| no.as_deref())
            .collect();
        let stood: std::collections::HashMap<i64, &str> = all
            .iter()
            .filter_map(|c| Some((c.id, c.stands.as_deref()?)))
            .collect();
        for (id, _) in &plan.changes {
            if stood.get(id).is_some_and(|no| given.contains(no)) {
                self.set(&PROPOSAL, *id, &[(column, Value::Null)])?;
            }
        }
        for (id, no) in &plan.changes {
            self.set(&PROPOSAL, *id, &[(column, maybe(no.as_deref()))])?;
        }
        Ok(())
    }

    /// Publishes a session's numbers of a series as they stand.
    ///
    /// # Errors
    /// `numbers_published` where they were already; `not_numbered` where there are none; the
    /// database's own failures.
    pub fn publish_numbers(
        &mut self,
        session: Session,
        series: NumberSeries,
        on: NaiveDate,
    ) -> Result<Numbered> {
        let session = session.to_string();
        if let Some(on) = self.read().numbers_published(&session, series)? {
            let message = published(&session, series, on);
            return Err(Error::refused("numbers_published", message).hint(undo_hint()));
        }
        let all = self.read().candidates(&session, series)?;
        let holds = |c: &&Candidate| c.state.is_some_and(|s| series.holds(s));
        let (with, without): (Vec<_>, Vec<_>) =
            all.iter().filter(holds).partition(|c| c.stands.is_some());
        if with.is_empty() {
            let (zh, en) = (series.zh(), series.en());
            let message = text!("{session}还没有{zh}", "{session} has no {en}s yet");
            let series = series.code();
            return Err(Error::refused("not_numbered", message).hint(text!(
                "先编号：yishi proposal number --session {session} --series {series}",
                "number them first: yishi proposal number --session {session} --series {series}"
            )));
        }
        self.insert(
            &NUMBERING,
            &[text(&session), code(series), text(&on.to_string())],
        )?;
        let plan = Plan {
            numbered: with.len(),
            new: without.len(),
            ..Plan::default()
        };
        Ok(Numbered {
            session,
            series,
            plan,
            ends: None,
            published: Some(on),
        })
    }
}

fn published(session: &str, series: NumberSeries, on: NaiveDate) -> Text {
    let (zh, en) = (series.zh(), series.en());
    text!(
        "{session}的{zh}已于 {on} 公布",
        "the {en}s of {session} were published on {on}"
    )
}

fn undo_hint() -> Text {
    text!(
        "公布有误：用 yishi log 找到那一次，yishi undo 撤销",
        "if that was a mistake, yishi log names the command and yishi undo takes it back"
    )
}

/// Units and proposers know a proposal by its number once it is assigned: none is given anew then.
fn not_in_use(session: &str, series: NumberSeries, all: &[Candidate], plan: &Plan) -> Result<()> {
    let assigned = |c: &&Candidate| {
        c.stands.is_some()
            && c.state
                .is_some_and(|s| s >= ProposalState::Assigned && !is_verdict(s))
    };
    let used = all.iter().filter(assigned).count();
    let stood: std::collections::HashSet<i64> = all
        .iter()
        .filter(|c| c.stands.is_some())
        .map(|c| c.id)
        .collect();
    let changed = plan
        .changes
        .iter()
        .filter(|(id, _)| stood.contains(id))
        .count();
    if used == 0 || changed == 0 {
        return Ok(());
    }
    let (zh, en, code) = (series.zh(), series.en(), series.code());
    Err(Error::refused(
        "numbers_in_use",
        text!(
            "{session} 有 {used} 件带着{zh}交办了，重编会改掉 {changed} 件原有的{zh}",
            "{many} of {session} assigned with the {en}, and {changed} of those that stand would change", many = so_many(&used, "proposal was", "proposals were")
        ),
    )
    .hint(text!(
        "刚编的号要换个编法：先 yishi undo 撤销那一次编号",
        "to number them in another way take the last numbering back first: yishi undo"
    ))
    .hint(text!(
        "原有的不动、只给没有号的接着编：先公布 yishi proposal number --session {session} --series {code} --freeze，再编一次",
        "to keep them and number the rest behind them publish first: yishi proposal number --session {session} --series {code} --freeze, then number again"
    )))
}

/// Every proposal of the session has its published number.
fn nothing_new(session: &str, series: NumberSeries, on: NaiveDate) -> Error {
    let Text { zh, en } = published(session, series, on);
    Error::refused(
        "numbers_published",
        text!(
            "{zh}，没有新的提案要编号",
            "{en}, and no new proposal waits for one"
        ),
    )
    .hint(text!(
        "用 yishi proposal list session={session} 查看",
        "yishi proposal list session={session} shows them"
    ))
    .hint(undo_hint())
}

fn not_anew(session: &str, series: NumberSeries, on: NaiveDate) -> Error {
    let Text { zh, en } = published(session, series, on);
    let series = series.code();
    Error::refused(
        "numbers_published",
        text!("{zh}，不能重编", "{en} and are not given anew"),
    )
    .hint(text!(
        "新来的仍按顺序接着编：yishi proposal number --session {session} --series {series}",
        "new ones still get the next numbers: yishi proposal number --session {session} --series {series}"
    ))
    .hint(undo_hint())
}

fn no_proposals(session: &str) -> Error {
    let message = text!("{session}没有提案", "{session} has no proposals");
    Error::refused("not_found", message).hint(text!(
        "用 yishi proposal list 查看有哪些届次",
        "yishi proposal list shows the sessions there are"
    ))
}

/// A proposal that only a filed one can become.
pub(super) fn filed(p: &Proposal) -> Result<()> {
    if p.state.is_filed() {
        return Ok(());
    }
    let (cite, state, state_en) = (p.cite(), p.state.zh(), p.state.en());
    Err(Error::refused(
        "not_filed",
        text!(
            "{cite} 是「{state}」，没有立案",
            "{cite} is {state_en}, not filed"
        ),
    )
    .hint(text!(
        "先立案：yishi proposal review {cite} --as file",
        "file it first: yishi proposal review {cite} --as file"
    )))
}

#[cfg(test)]
mod tests;
