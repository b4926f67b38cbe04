//! A rule set that counts records only once they are confirmed (E43): every selection of records
//! asks for the mark, but those that ask for its absence.

use super::consequence::Ground;
use super::gate::Counts;
use super::read::{Reader, Sheet};
use super::rules::{Rules, Select};
use crate::model::fact::{FactKind, mark};
use crate::text;

/// Lays `confirmed = true` on every selection of records.
pub(super) fn demand<'t>(reader: &mut Reader<'t>, file: Sheet<'t>, rules: &mut Rules) {
    if !rules.confirmed {
        return;
    }
    let items = rules.parts.iter_mut().flat_map(|p| &mut p.items);
    let items = items.map(|i| &mut i.select);
    let rates = rules.rates.iter_mut().map(|r| &mut r.meter.select);
    let gates = rules.gates.iter_mut().filter_map(|g| match &mut g.counts {
        Counts::Facts(meter) => Some(&mut meter.select),
        _ => None,
    });
    let conditions = rules
        .consequences
        .iter_mut()
        .flat_map(|c| &mut c.conditions);
    let conditions = conditions.filter_map(|c| match &mut c.ground {
        Ground::Facts(meter) => Some(&mut meter.select),
        _ => None,
    });
    let mut any = false;
    for select in items.chain(rates).chain(gates).chain(conditions) {
        any |= ask(select);
    }
    if !any {
        let message = text!(
            "没有一项计其他履职，confirmed 不起作用",
            "nothing counts records: `confirmed` changes nothing"
        );
        let at = reader.place_of(file, "confirmed");
        reader.doubt(at, message, text!("删去 confirmed", "drop `confirmed`"));
    }
}

/// Asks a selection of records for the mark; tells whether it takes records.
fn ask(select: &mut Select) -> bool {
    let records = select.facts.contains(&FactKind::Record);
    if records && select.marks_not & mark::CONFIRMED == 0 {
        select.marks |= mark::CONFIRMED;
    }
    records
}
