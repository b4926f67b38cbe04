//! A spreadsheet of ballots against an appraisal: whose each row is, and everything that is wrong
//! with it at once, by line and column.

use super::ballot::{Sheets, Stands};
use super::choose::chosen;
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::ledger::{BallotRow, Ballots, Number};
use crate::model::appraisal::book::{Appraisal, Appraised};
use crate::model::appraisal::{Ballot, Wrong};
use crate::model::score::{Mistake, Place};
use crate::store::Read;
use crate::text;
use std::collections::BTreeMap;

/// So many mistakes of a file are told one by one.
const TOLD: usize = 30;

/// A number of sheets: its heading, and where a row has it.
type Figure = (&'static str, fn(&BallotRow) -> Option<Number>);

const FIGURES: [Figure; 4] = [
    ("应到", |r| r.entitled),
    ("发出", |r| r.issued),
    ("收回", |r| r.returned),
    ("有效", |r| r.valid),
];

/// What a table says: the rows of one subject together are its count on the criteria that they
/// name, in place of an earlier one. Numbers of sheets that it does not have are those of the options.
///
/// # Errors
/// `bad_ballot` with every mistake; the database's own failures.
pub fn counted(
    read: Read<'_>,
    a: &Appraisal,
    ballots: Ballots,
    sheets: &Sheets,
) -> Result<Vec<(usize, Ballot)>> {
    let mut desk = Desk {
        a,
        mistakes: ballots.faults,
        single: ballots.single,
        marks: &ballots.marks,
    };
    let mut of: BTreeMap<usize, Vec<&BallotRow>> = BTreeMap::new();
    for row in &ballots.rows {
        match whose(read, a, row) {
            Ok(one) => {
                let at = a.subjects.iter().position(|s| s.id == one.id);
                of.entry(at.unwrap_or_default()).or_default().push(row);
            }
            Err(error) => desk.refused((row.line, row.who_at), error.only_refused()?),
        }
    }
    let counted: Vec<Option<(usize, Ballot)>> = of
        .into_iter()
        .map(|(at, rows)| desk.count(&a.subjects[at], &rows, sheets).map(|b| (at, b)))
        .collect();
    desk.end()?;
    Ok(counted.into_iter().flatten().collect())
}

/// What is found while a table is gone through.
struct Desk<'a> {
    a: &'a Appraisal,
    mistakes: Vec<Mistake>,
    single: bool,
    marks: &'a [(String, u32)],
}

impl Desk<'_> {
    fn wrong(&mut self, at: (u32, u32), message: Text, fix: Text) {
        let place = Place {
            line: at.0,
            column: at.1,
        };
        self.mistakes.push(place.mistake(message, fix));
    }

    /// A refusal of the ledgers, at its place.
    fn refused(&mut self, at: (u32, u32), error: Error) {
        let fix = error.hints.into_iter().last().unwrap_or_default();
        self.wrong(at, error.message, fix);
    }

    /// Refuses the whole table where anything is wrong with it.
    fn end(mut self) -> Result<()> {
        let n = self.mistakes.len();
        if n == 0 {
            return Ok(());
        }
        self.mistakes.sort_by_key(|m| (m.line, m.column));
        let message = text!(
            "计票表有 {n} 处错误，没有录入",
            "the table has {n} mistakes, and nothing was entered"
        );
        let error = Error::refused("bad_ballot", message);
        let error = error.mistaken(&self.mistakes[..n.min(TOLD)]);
        Err(match n.saturating_sub(TOLD) {
            0 => error,
            more => error.hint(text!("另有 {more} 处", "and {more} more")),
        })
    }

    /// The ballots of one subject, where nothing is wrong with its rows.
    fn count(&mut self, one: &Appraised, rows: &[&BallotRow], sheets: &Sheets) -> Option<Ballot> {
        let before = self.mistakes.len();
        self.once(one, rows);
        self.agree(one, rows);
        self.blanks(one, rows);
        if self.mistakes.len() > before || rows.iter().any(|r| r.is_broken) {
            return None;
        }
        let first = |pick: fn(&BallotRow) -> Option<Number>| {
            rows.iter().find_map(|r| pick(r)).map(|number| number.n)
        };
        let each = self.single.then_some(rows.len() as u64);
        let own = Sheets {
            entitled: first(|r| r.entitled).or(sheets.entitled),
            issued: first(|r| r.issued).or(sheets.issued),
            returned: first(|r| r.returned).or(sheets.returned),
            valid: first(|r| r.valid).or(sheets.valid).or(each),
        };
        let place = rows.first().map_or((1, 1), |r| (r.line, r.who_at));
        let mut ballot = match own.over(&Stands::of(&self.a.scheme, one)) {
            Ok(ballot) => ballot,
            Err(missing) => {
                for option in missing {
                    self.lacks(place, option);
                }
                return None;
            }
        };
        for (criterion, ..) in rows.iter().flat_map(|r| &r.votes) {
            ballot.votes.remove(criterion);
        }
        for (criterion, choice, n) in rows.iter().flat_map(|r| &r.votes) {
            let votes = ballot.votes.entry(criterion.clone()).or_default();
            let sum = votes.entry(choice.clone()).or_default();
            *sum = sum.saturating_add(*n);
        }
        self.possible(one, rows, ballot)
    }

    /// A tally has one row for each subject and criterion.
    fn once(&mut self, one: &Appraised, rows: &[&BallotRow]) {
        if self.single {
            return;
        }
        let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
        for row in rows {
            let criterion = row.votes.first().map_or("", |v| v.0.as_str());
            let Some(line) = seen.insert(criterion, row.line) else {
                continue;
            };
            let (name, on) = (&one.who.name, quoted(criterion));
            let (zh, en) = (&on.zh, &on.en);
            self.wrong(
                (row.line, row.who_at),
                text!(
                    "{name}{zh}在第 {line} 行已有一行",
                    "{name}{en} has a row already, line {line}"
                ),
                text!("只留一行", "keep one of them"),
            );
        }
    }

    /// The rows of a subject say the same of its sheets.
    fn agree(&mut self, one: &Appraised, rows: &[&BallotRow]) {
        let name = &one.who.name;
        for (heading, pick) in FIGURES {
            let mut said = rows.iter().filter_map(|r| Some((r.line, pick(r)?)));
            let Some((line, first)) = said.next() else {
                continue;
            };
            let (other, n) = (said.filter(|(_, number)| number.n != first.n), first.n);
            for (here, number) in other.collect::<Vec<_>>() {
                let differs = number.n;
                self.wrong(
                    (here, number.at),
                    text!(
                        "{name}的“{heading}”写的是 {differs}，第 {line} 行写的是 {n}",
                        "{name}: `{heading}` is {differs}, and {n} in line {line}"
                    ),
                    text!(
                        "同一对象的各行票数要一致",
                        "the rows of one subject have the same numbers of sheets"
                    ),
                );
            }
        }
    }

    /// Single ballots that mark nothing, where the scheme does not say what they are.
    fn blanks(&mut self, one: &Appraised, rows: &[&BallotRow]) {
        if !self.single || self.a.scheme.blank.is_some() {
            return;
        }
        let name = &one.who.name;
        for row in rows.iter().filter(|r| !r.is_broken) {
            for (criterion, at) in self.marks {
                if row.votes.iter().any(|v| v.0 == *criterion) {
                    continue;
                }
                let on = quoted(criterion);
                let (zh, en) = (&on.zh, &on.en);
                let place = Place {
                    line: row.line,
                    column: *at,
                };
                let message = text!(
                    "{name}{zh}没有划，办法没有写空白怎么算",
                    "{name}{en} is not marked, and the scheme does not say what that is"
                );
                let fix = self.a.scheme.unmarked();
                self.mistakes.push(place.mistake(message, fix));
            }
        }
    }

    /// A count that can be.
    fn possible(&mut self, one: &Appraised, rows: &[&BallotRow], ballot: Ballot) -> Option<Ballot> {
        let scheme = &self.a.scheme;
        let ballot = scheme.filled(ballot);
        let Some(wrong) = scheme.wrong(&ballot) else {
            return Some(ballot);
        };
        let on = match &wrong {
            Wrong::Criterion(criterion) | Wrong::Votes(criterion, _) => Some(criterion),
            Wrong::Valid | Wrong::Issued(_) | Wrong::Choice(_) | Wrong::Entitled => None,
        };
        let says = |r: &&&BallotRow| r.votes.iter().any(|v| Some(&v.0) == on);
        let row = rows.iter().find(says).or(rows.first())?;
        let at = match &wrong {
            Wrong::Valid | Wrong::Votes(..) => row.valid,
            Wrong::Issued(_) => row.issued,
            Wrong::Criterion(_) | Wrong::Choice(_) | Wrong::Entitled => None,
        };
        let at = at.map_or(row.who_at, |number| number.at);
        let message = scheme.slip(&one.who.name, &ballot, &wrong);
        let fix = self.cure(&wrong, ballot.valid);
        self.wrong((row.line, at), message, fix);
        None
    }

    /// What to change in the table.
    fn cure(&self, wrong: &Wrong, valid: u64) -> Text {
        let scheme = &self.a.scheme;
        match wrong {
            Wrong::Valid => text!("核对“有效”和“收回”两栏", "check the columns 有效 and 收回"),
            Wrong::Issued(_) => text!("核对“应到”和“发出”两栏", "check the columns 应到 and 发出"),
            Wrong::Criterion(_) if !scheme.has_criteria() => {
                text!("删去“评议内容”一栏", "take the column 评议内容 out")
            }
            Wrong::Criterion(_) => {
                let names: Vec<&str> = scheme.criteria.iter().map(|c| c.name.as_str()).collect();
                let Text { zh, en } = Text::listed(&names);
                text!(
                    "在“评议内容”一栏写明，办法有：{zh}",
                    "name it in the column 评议内容; the scheme has: {en}"
                )
            }
            Wrong::Choice(_) => text!("核对选项的栏目", "check the columns of options"),
            Wrong::Votes(_, sum) if *sum < valid => scheme.unmarked(),
            Wrong::Votes(..) => text!(
                "核对这一行的得票和“有效”",
                "check the votes and 有效 of this row"
            ),
            Wrong::Entitled => text!("加一栏“应到”", "add a column 应到"),
        }
    }

    fn lacks(&mut self, at: (u32, u32), option: &str) {
        let heading = match option {
            "issued" => "发出",
            "returned" => "收回",
            _ => "有效",
        };
        self.wrong(
            at,
            text!("没有写“{heading}”的票数", "`{heading}` is missing"),
            text!("加一栏“{heading}”", "add a column {heading}"),
        );
    }
}

/// A criterion after a name; nothing where there is one vote on the whole.
fn quoted(criterion: &str) -> Text {
    if criterion.is_empty() {
        return Text::default();
    }
    text!("“{criterion}”", " `{criterion}`")
}

/// Whom a row is about: by the number where it has one, and the name has to be that one's.
fn whose<'a>(read: Read<'_>, a: &'a Appraisal, row: &BallotRow) -> Result<&'a Appraised> {
    let Some(no) = &row.no else {
        return chosen(read, a, &row.who);
    };
    let one = chosen(read, a, no)?;
    let (name, said) = (&one.who.name, &row.who);
    if said.is_empty()
        || said == name
        || read
            .find_subject(a.scheme.subject, said)
            .is_ok_and(|w| w.id == one.who.id)
    {
        return Ok(one);
    }
    Err(Error::refused(
        "no_disagrees",
        text!(
            "编号 {no} 是 {name}，表里写的是 {said}",
            "the number {no} is {name}'s, and the row says {said}"
        ),
    )
    .hint(text!(
        "核对编号和名称两栏",
        "check the columns of number and name"
    )))
}
