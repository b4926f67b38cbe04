//! Writing proposals: what is said is settled against what stands, then written as a whole.

use super::feedback::OfPart;
use super::refusal;
use super::settle::{PARTS, Units};
use crate::error::Result;
use crate::model::code::UnitPart;
use crate::model::proposal::{Day, Draft};
use crate::store::Tx;
use crate::store::table::PROPOSAL;
use crate::store::value::{maybe, number, text};
use rusqlite::types::Value;

/// File and line of an imported row: the rows of `source`, where known.
pub type Place = (Option<i64>, Option<i64>);

impl Tx<'_> {
    /// Adds a proposal.
    ///
    /// # Errors
    /// `bad_session`, `no_title`, `number_taken`, `form_misfit`, `no_proposer`, `proposer_twice`,
    /// `day_out_of_order`, `not_in_office`, `unit_twice`; an unknown word or unit; the database's
    /// own failures.
    pub fn add_proposal(&mut self, draft: &Draft, place: Place) -> Result<i64> {
        let units = self.read().units_said(draft)?;
        let settled = self.read().settle(None, draft, &units, &[])?;
        let mut row: Vec<Value> = self.read().columns(&settled)?.map(|(_, v)| v).to_vec();
        let body = body(draft).unwrap_or(Value::Null);
        row.extend([
            Value::Null,
            number(place.0),
            number(place.1),
            body,
            Value::Null,
            Value::Null,
        ]);
        let id = self.insert(&PROPOSAL, &row)?;
        self.put_proposers(id, &settled.proposers)?;
        self.put_parts(id, &units)?;
        Ok(id)
    }

    /// Changes what a draft says of a proposal and leaves the rest; tells whether anything
    /// differs. The row's place in a spreadsheet is written only where something else differs.
    ///
    /// # Errors
    /// As [`Tx::add_proposal`], and `not_found`.
    pub fn edit_proposal(&mut self, id: i64, draft: &Draft, place: Place) -> Result<bool> {
        let units = self.read().units_said(draft)?;
        self.amend(id, draft, &units, &[], place)
    }

    /// Takes days out; the state goes back as far as they had proved it. Tells whether anything
    /// differs.
    ///
    /// # Errors
    /// As [`Tx::edit_proposal`].
    pub fn empty_days(&mut self, id: i64, days: &[Day]) -> Result<bool> {
        let units = Units::default();
        self.amend(id, &Draft::default(), &units, days, (None, None))
    }

    /// Makes the units with one part exactly these, in this order; the state follows.
    ///
    /// # Errors
    /// As [`Tx::edit_proposal`].
    pub fn set_units(&mut self, id: i64, part: UnitPart, units: &[i64]) -> Result<bool> {
        let wanted = Units(PARTS.map(|p| (p == part).then(|| units.to_vec())));
        self.amend(id, &Draft::default(), &wanted, &[], (None, None))
    }

    /// Takes a proposal off the ledger with a reason; its row stays.
    ///
    /// # Errors
    /// `not_found`, `has_merged`; the database's own failures.
    pub fn cancel_proposal(&mut self, id: i64, reason: &str) -> Result<()> {
        let old = self.read().proposal(id)?.ok_or_else(refusal::no_such)?;
        self.read().nothing_merged_into(&old)?;
        self.set(&PROPOSAL, id, &[("cancelled", text(reason))])?;
        Ok(())
    }

    fn amend(
        &mut self,
        id: i64,
        draft: &Draft,
        units: &Units,
        emptied: &[Day],
        place: Place,
    ) -> Result<bool> {
        let old = self.read().proposal(id)?.ok_or_else(refusal::no_such)?;
        let settled = self.read().settle(Some(&old), draft, units, emptied)?;
        let columns = self.read().columns(&settled)?;
        // A word said of the whole goes before what single units' parts have.
        if draft.reply_class.is_some() && draft.reply_class != old.reply_class {
            self.clear_parts(id, OfPart::Class)?;
        }
        if draft.rating.is_some() && draft.rating != old.rating {
            self.clear_parts(id, OfPart::Rating)?;
        }
        let mut changed = self.set(&PROPOSAL, id, &columns)?;
        // The day that is given goes before those that were counted.
        if let Some(due) = draft.due.filter(|due| old.due != Some(*due)) {
            self.give_running(&old, due)?;
        } else if emptied.contains(&Day::Due) {
            self.forget_running(&old)?;
        }
        if let Some(body) = body(draft) {
            changed |= self.set(&PROPOSAL, id, &[("body", body)])?;
        }
        if !draft.proposers.is_empty() {
            changed |= self.put_proposers(id, &settled.proposers)?;
        }
        changed |= self.put_parts(id, units)?;
        if changed && place.0.is_some() {
            let place = [("source_id", number(place.0)), ("line", number(place.1))];
            self.set(&PROPOSAL, id, &place)?;
        }
        Ok(changed)
    }

    fn put_parts(&mut self, id: i64, units: &Units) -> Result<bool> {
        let mut changed = false;
        for (part, wanted) in PARTS.into_iter().zip(&units.0) {
            if let Some(wanted) = wanted {
                changed |= self.put_units(id, part, wanted)?;
            }
        }
        Ok(changed)
    }
}

/// The body that a draft says; an empty one takes it out.
fn body(draft: &Draft) -> Option<Value> {
    let said = draft.body.as_deref()?.trim();
    Some(maybe(Some(said).filter(|b| !b.is_empty())))
}
