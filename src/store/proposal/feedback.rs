//! What proposers say of replies: written by the step `rate`, read with one proposal.

use super::refusal;
use super::term::Books;
use crate::error::Result;
use crate::model::code::{Dict, ProposalState, UnitPart};
use crate::model::deadline::Case;
use crate::model::proposal::feedback::{Answer, Form, is_rated};
use crate::model::proposal::{Proposal, Proposer, Taken};
use crate::store::columns::Columns;
use crate::store::table::{ASSIGNMENT, FEEDBACK};
use crate::store::value::{maybe, number, text};
use crate::store::{Read, Tx};
use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, named_params};

const OF: &str = "SELECT f.round, f.member_id, m.no, m.name, f.unit_id, u.name, f.point, f.answer FROM feedback f
 LEFT JOIN member m ON m.id = f.member_id LEFT JOIN unit u ON u.id = f.unit_id WHERE f.proposal_id = ?1 ORDER BY f.round, f.id";
const SAID: &str = "SELECT id FROM feedback WHERE proposal_id = :proposal AND round = :round AND ifnull(member_id, 0) = ifnull(:member, 0)
 AND ifnull(unit_id, 0) = ifnull(:unit, 0) AND ifnull(point, '') = ifnull(:point, '')";
const WEAKEST_CLASS: &str = "SELECT w.id FROM assignment a JOIN word w ON w.id = a.reply_class_id WHERE a.proposal_id = ?1 ORDER BY w.ord DESC LIMIT 1";
const WEAKEST_RATING: &str = "SELECT w.id FROM assignment a JOIN word w ON w.id = a.rating_id WHERE a.proposal_id = ?1 ORDER BY w.ord DESC LIMIT 1";
const LINES: &str = "SELECT id FROM assignment WHERE proposal_id = ?1";

/// A word that one unit's part of a proposal has, where each unit handles a part of its own: what
/// the proposal as a whole has is then the weakest of them, by the order of the dictionary.
#[derive(Clone, Copy)]
pub(super) enum OfPart {
    /// 答复类别.
    Class,
    /// 提案人意见.
    Rating,
}

impl OfPart {
    const fn column(self) -> &'static str {
        match self {
            OfPart::Class => "reply_class_id",
            OfPart::Rating => "rating_id",
        }
    }

    const fn weakest(self) -> &'static str {
        match self {
            OfPart::Class => WEAKEST_CLASS,
            OfPart::Rating => WEAKEST_RATING,
        }
    }
}

impl Read<'_> {
    /// The form for feedback of a day, and the cases that a proposal is for it.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn feedback_form(&self, p: &Proposal, on: NaiveDate) -> Result<(Form, Vec<Case>)> {
        let books = self.books()?;
        let profile = books.profile(*self, on)?;
        Ok((profile.feedback.clone(), books.cases(p)))
    }

    pub(super) fn feedback_on(self, id: i64) -> Result<Vec<Answer>> {
        let mut statement = self.conn.prepare_cached(OF)?;
        let answer = |r: &Row<'_>| {
            let mut c = Columns::of(r);
            let round = c.take()?;
            let (member, no, name): (Option<i64>, Option<String>, Option<String>) =
                (c.take()?, c.take()?, c.take()?);
            let (unit, unit_name): (Option<i64>, Option<String>) = (c.take()?, c.take()?);
            Ok(Answer {
                round,
                member: member.map(|id| (id, no.unwrap_or_default(), name.unwrap_or_default())),
                unit: unit.zip(unit_name),
                point: c.take()?,
                answer: c.take()?,
            })
        };
        let rows = statement.query_map([id], answer)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Tx<'_> {
    /// Writes what a rating says, and tells where the proposal stands then.
    pub(super) fn rate(
        &mut self,
        old: &Proposal,
        taken: &Taken,
        books: &Books,
    ) -> Result<ProposalState> {
        let form = books.profile(self.read(), taken.on)?;
        let cases = books.cases(old);
        let points: Vec<_> = form.feedback.points(&cases).collect();
        for (at, (name, answer)) in taken.points.iter().enumerate() {
            if taken.points[..at]
                .iter()
                .any(|(earlier, _)| earlier == name)
            {
                return Err(refusal::point_twice(name));
            }
            let point = points.iter().find(|p| p.name == *name);
            let point = point.ok_or_else(|| refusal::no_such_point(name, &points))?;
            if !point.answers.contains(answer) {
                return Err(refusal::no_such_answer(point, answer));
            }
        }
        let rater = rater(old, taken)?;
        if let Some(word) = &taken.word {
            self.read().known_word(Dict::Rating, word)?;
            self.put_answer(old, taken, rater, None, word)?;
        }
        for (name, answer) in &taken.points {
            self.put_answer(old, taken, rater, Some(name), answer)?;
        }
        let answers = self.read().feedback_on(old.id)?;
        Ok(if is_rated(old, &answers, form.feedback.raters) {
            ProposalState::Rated
        } else {
            old.state
        })
    }

    fn put_answer(
        &mut self,
        old: &Proposal,
        taken: &Taken,
        rater: Option<i64>,
        point: Option<&str>,
        answer: &str,
    ) -> Result<()> {
        let unit = taken.unit.and_then(|unit| old.part_of(unit));
        let round = unit.map_or_else(|| old.round(), |u| old.round_of(u));
        let keys = named_params! { ":proposal": old.id, ":round": round, ":member": rater, ":unit": taken.unit, ":point": point };
        let said: Option<i64> = self
            .prepare_cached(SAID)?
            .query_row(keys, |r| r.get(0))
            .optional()?;
        if let Some(line) = said {
            return self
                .set(&FEEDBACK, line, &[("answer", text(answer))])
                .map(|_| ());
        }
        let row = [
            Value::Integer(old.id),
            Value::Integer(round),
            number(rater),
            number(taken.unit),
            maybe(point),
            text(answer),
        ];
        self.insert(&FEEDBACK, &row).map(|_| ())
    }

    /// The word of the proposal as a whole, once one unit's part has this one.
    pub(super) fn word_of_part(
        &mut self,
        old: &Proposal,
        unit: Option<i64>,
        which: OfPart,
        word: Value,
    ) -> Result<Value> {
        let mine = |u: &&crate::model::proposal::Assignment| {
            Some(u.unit) == unit && u.part == UnitPart::Split
        };
        let Some(mine) = old.units.iter().find(mine) else {
            return Ok(word);
        };
        if let Some(line) = self.unit_line(old.id, mine.part, mine.unit)? {
            self.set(&ASSIGNMENT, line, &[(which.column(), word)])?;
        }
        let weakest: Option<i64> = self
            .prepare_cached(which.weakest())?
            .query_row([old.id], |r| r.get(0))
            .optional()?;
        Ok(number(weakest))
    }

    /// The rating of the proposal as a whole: the first proposer's, another one's until that comes.
    pub(super) fn rating_of(
        &mut self,
        old: &Proposal,
        taken: &Taken,
        word: Value,
    ) -> Result<Vec<(&'static str, Value)>> {
        let first = match old.proposers.first() {
            Some(Proposer::Member(person)) => Some(person.id),
            _ => None,
        };
        let leading = taken.member.is_none() || taken.member == first;
        if !leading && old.rating.is_some() {
            return Ok(Vec::new());
        }
        let word = self.word_of_part(old, taken.unit, OfPart::Rating, word)?;
        Ok(vec![("rating_id", word)])
    }

    /// Takes the units' own words out, where the proposal as a whole is given another one.
    pub(super) fn clear_parts(&mut self, proposal: i64, which: OfPart) -> Result<()> {
        let lines: Vec<i64> = {
            let mut statement = self.prepare_cached(LINES)?;
            let rows = statement.query_map([proposal], |r| r.get(0))?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        for line in lines {
            self.clear_part(line, which)?;
        }
        Ok(())
    }

    /// Takes one unit's own word out.
    pub(super) fn clear_part(&mut self, line: i64, which: OfPart) -> Result<()> {
        self.set(&ASSIGNMENT, line, &[(which.column(), Value::Null)])
            .map(|_| ())
    }
}

/// The member who rates: who is named, else the first proposer; none where that is a body.
fn rater(old: &Proposal, taken: &Taken) -> Result<Option<i64>> {
    let mut members = old.proposers.iter().filter_map(|who| match who {
        Proposer::Member(person) => Some(person.id),
        Proposer::Body(_) => None,
    });
    match taken.member {
        Some(id) if members.any(|m| m == id) => Ok(Some(id)),
        Some(_) => Err(refusal::not_a_signer(old)),
        None => Ok(match old.proposers.first() {
            Some(Proposer::Member(person)) => Some(person.id),
            _ => None,
        }),
    }
}
