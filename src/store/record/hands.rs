//! Whose hands records went through: who entered, changed and cancelled each, by the journal.

use crate::error::Result;
use crate::model::record::{Hand, Hands};
use crate::store::Read;
use crate::store::codec::{Change, Op};
use crate::store::table::RECORD;
use rusqlite::named_params;
use std::collections::HashMap;

/// serves: who imported a row, and when.
const IMPORTED: &str =
    "SELECT r.id, trim(j.by), substr(j.at, 1, 10) FROM record r JOIN source f ON f.id = r.source_id
 JOIN journal j ON j.seq = f.entry WHERE r.id IN (SELECT value FROM json_each(:ids))";

/// What makes another act of a record where it changes, or another ground of its points: not its
/// note, its place in a spreadsheet, or whether it is confirmed.
const ACT: [&str; 11] = [
    "member_id",
    "body_id",
    "unit_id",
    "kind_id",
    "happened_on",
    "title",
    "level_id",
    "quantity",
    "organizer",
    "reason",
    "evidence",
];

impl Read<'_> {
    /// Whose hands records went through, those that were typed; imports say so by their source.
    ///
    /// # Errors
    /// Damaged bytes; the database's own failures.
    pub(in crate::store) fn typed_hands(&self) -> Result<HashMap<i64, Hands>> {
        let mut all: HashMap<i64, Hands> = HashMap::new();
        self.typed(&RECORD, |change, hand| {
            let hands = all.entry(change.id).or_default();
            note(hands, &change, hand);
        })?;
        Ok(all)
    }

    /// Whose hands some records went through.
    ///
    /// # Errors
    /// Damaged bytes; the database's own failures.
    pub fn record_hands(&self, records: &[i64]) -> Result<HashMap<i64, Hands>> {
        let mut all = self.typed_hands()?;
        all.retain(|id, _| records.contains(id));
        let ids = serde_json::Value::from(records).to_string();
        let mut statement = self.conn.prepare_cached(IMPORTED)?;
        let mut rows = statement.query(named_params! { ":ids": ids })?;
        while let Some(r) = rows.next()? {
            let (by, on) = (r.get(1)?, r.get(2)?);
            let hands = all.entry(r.get(0)?).or_default();
            hands.entered.get_or_insert(Hand { by, on });
        }
        Ok(all)
    }
}

fn note(hands: &mut Hands, change: &Change, hand: &Hand) {
    let Op::Update(fields) = &change.op else {
        if matches!(change.op, Op::Insert(_)) {
            hands.entered = Some(hand.clone());
        }
        return;
    };
    let names = fields.iter().filter_map(|(at, _, new)| {
        let column = RECORD.columns.get(*at)?;
        Some((column.name, new))
    });
    for (name, new) in names {
        if name == "cancelled" {
            let cancelled = *new != rusqlite::types::Value::Null;
            hands.cancelled = cancelled.then(|| hand.clone());
        } else if ACT.contains(&name) {
            hands.changed = Some(hand.clone());
        }
    }
}
