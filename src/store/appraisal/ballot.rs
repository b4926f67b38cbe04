//! Counts of ballots: each is a row of its own, and what no count can be is refused.

use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::appraisal::book::{Appraised, Tally};
use crate::model::appraisal::{Ballot, Scheme, Wrong};
use crate::model::when::When;
use crate::store::Tx;
use crate::store::table::{APPRAISAL_BALLOT, APPRAISED};
use crate::store::value::{number, text, when};
use crate::text;
use rusqlite::types::Value;

impl Tx<'_> {
    /// Writes a count of someone's ballots down; it stands in place of an earlier one, which
    /// stays. After a void vote it is the first count of the next round. Tells whether it differs
    /// from what stood.
    ///
    /// # Errors
    /// `bad_ballot`; the database's own failures.
    pub fn count_ballot(
        &mut self,
        scheme: &Scheme,
        one: &Appraised,
        ballot: &Ballot,
        held_on: When,
    ) -> Result<bool> {
        let ballot = scheme.filled(ballot.clone());
        right(scheme, &one.who.name, &ballot)?;
        let last = one.counts.last();
        if last.is_some_and(|l| l.ballot == ballot && l.held_on == held_on) {
            return Ok(false);
        }
        let votes = serde_json::to_string(&ballot.votes).unwrap_or_else(|_| "{}".to_owned());
        let row = [
            Value::Integer(one.id),
            number(last.map(|l| l.id)),
            Value::Integer(last.map_or(1, |l| next_round(scheme, l))),
            when(Some(held_on)),
            ballot.entitled.map_or(Value::Null, many),
            many(ballot.issued),
            many(ballot.returned),
            many(ballot.valid),
            text(&votes),
        ];
        self.insert(&APPRAISAL_BALLOT, &row)?;
        self.set(&APPRAISED, one.id, &[("held_on", when(Some(held_on)))])?;
        Ok(true)
    }
}

/// The round of the count after another.
fn next_round(scheme: &Scheme, last: &Tally) -> i64 {
    let again = scheme.void(&last.ballot).is_some();
    last.round + i64::from(again)
}

fn many(n: u64) -> Value {
    Value::Integer(i64::try_from(n).unwrap_or(i64::MAX))
}

/// The votes on a criterion as they are typed.
fn votes_of(ballot: &Ballot, criterion: &str) -> Text {
    let votes = ballot.votes.get(criterion).into_iter().flatten();
    let votes: Vec<String> = votes.map(|(choice, n)| format!("{choice}={n}")).collect();
    Text::listed(&votes)
}

/// Refuses what no count can be.
pub(super) fn right(scheme: &Scheme, name: &str, ballot: &Ballot) -> Result<()> {
    let Some(wrong) = scheme.wrong(ballot) else {
        return Ok(());
    };
    let message = scheme.slip(name, ballot, &wrong);
    let choices: Vec<&str> = scheme.choices.iter().map(|c| c.name.as_str()).collect();
    let criteria: Vec<&str> = scheme.criteria.iter().map(|c| c.name.as_str()).collect();
    let (choices, criteria) = (Text::listed(&choices), Text::listed(&criteria));
    let hint = match &wrong {
        Wrong::Valid => text!("核对 --valid 和 --returned", "check --valid and --returned"),
        Wrong::Issued(_) => text!(
            "核对 --entitled 和 --issued",
            "check --entitled and --issued"
        ),
        Wrong::Criterion(_) if scheme.has_criteria() => {
            let (zh, en) = (&criteria.zh, &criteria.en);
            text!(
                "用 --criterion 写明评议内容，办法有：{zh}",
                "name it with --criterion; the scheme has: {en}"
            )
        }
        Wrong::Criterion(_) => text!("去掉 --criterion", "leave --criterion out"),
        Wrong::Choice(_) => {
            let (zh, en) = (&choices.zh, &choices.en);
            text!("办法有：{zh}", "the scheme has: {en}")
        }
        Wrong::Votes(criterion, sum) => {
            let Text { zh, en } = votes_of(ballot, criterion);
            let error = Error::refused("bad_ballot", message).hint(text!(
                "没有写的选项保持原来的得票；现有：{zh}。把变动的选项都写上，或改 --valid",
                "options not named keep their votes, so there are: {en}; name all that change, or change --valid"
            ));
            return Err(match (*sum < ballot.valid).then(|| scheme.unmarked()) {
                Some(cure) => error.hint(cure),
                None => error,
            });
        }
        Wrong::Entitled => text!("补上 --entitled 人数", "add --entitled NUMBER"),
    };
    Err(Error::refused("bad_ballot", message).hint(hint))
}
