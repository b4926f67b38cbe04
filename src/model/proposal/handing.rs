//! What stands of an assignment once a unit's part went to others: somebody answers, and either one
//! unit leads or each answers a part of its own.
//!
//! Source: the rules on handling proposals know 单办, 主办 with 会办, and 分办; the leading unit alone
//! answers, and of 分办 each unit does.

use super::{Handling, Proposal};
use crate::model::code::UnitPart;

/// Why units cannot share a proposal so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misshare {
    /// Nobody would answer: only co-handling units are left.
    Nobody,
    /// A second unit would lead.
    SecondLead,
    /// A unit that answers a part of its own would stand beside one that leads.
    Mixed,
}

/// How many units lead, and how many answer a part each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Shares {
    leads: usize,
    splits: usize,
}

/// What would be wrong once the part of `from` went to these units: those that are to lead, to
/// co-handle, to handle a part each. What was wrong before, as ledgers have it, is not held against
/// the move.
pub fn misshared(p: &Proposal, from: i64, to: &[Vec<i64>; 3]) -> Option<Misshare> {
    let stands = |u: &&super::Assignment| p.handling(u) != Handling::Moved;
    let count = |part| {
        p.units
            .iter()
            .filter(stands)
            .filter(move |u| u.part == part)
    };
    let before = Shares {
        leads: count(UnitPart::Lead).count(),
        splits: count(UnitPart::Split).count(),
    };
    let stays = |part| count(part).filter(|u| u.unit != from).count();
    let after = Shares {
        leads: stays(UnitPart::Lead) + to[0].len(),
        splits: stays(UnitPart::Split) + to[2].len(),
    };
    let mixed = |s: Shares| s.leads > 0 && s.splits > 0;
    if after.leads + after.splits == 0 {
        Some(Misshare::Nobody)
    } else if after.leads > before.leads.max(1) {
        Some(Misshare::SecondLead)
    } else if mixed(after) && !mixed(before) {
        Some(Misshare::Mixed)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::Assignment;
    use super::super::trail::tests::proposal;
    use super::*;
    use UnitPart::{Co, Lead, Split};

    fn with(units: &[(i64, UnitPart)]) -> Proposal {
        let line = |(unit, part): &(i64, UnitPart)| Assignment {
            unit: *unit,
            name: unit.to_string(),
            part: *part,
            handling: Some(Handling::Waiting),
            class: None,
            rating: None,
        };
        Proposal {
            units: units.iter().map(line).collect(),
            ..proposal()
        }
    }

    fn moved(units: &[(i64, UnitPart)], from: i64, to: [&[i64]; 3]) -> Option<Misshare> {
        misshared(&with(units), from, &to.map(<[i64]>::to_vec))
    }

    #[test]
    fn a_co_handlers_part_goes_to_another_co_handler() {
        let units = [(1, Lead), (2, Co)];
        assert_eq!(moved(&units, 2, [&[], &[3], &[]]), None);
        assert_eq!(moved(&units, 2, [&[], &[3, 4], &[]]), None);
    }

    #[test]
    fn somebody_answers_whatever_is_moved() {
        let nobody = Some(Misshare::Nobody);
        let units = [(1, Lead), (2, Co)];
        assert_eq!(moved(&units, 1, [&[], &[3], &[]]), nobody);
        assert_eq!(moved(&units, 1, [&[3], &[4], &[]]), None);
        let parts = [(1, Split), (2, Split)];
        assert_eq!(moved(&parts, 1, [&[], &[3], &[]]), None);
        assert_eq!(moved(&[(1, Split)], 1, [&[], &[3], &[]]), nobody);
    }

    #[test]
    fn one_unit_leads() {
        let units = [(1, Lead), (2, Co)];
        assert_eq!(
            moved(&units, 2, [&[3], &[], &[]]),
            Some(Misshare::SecondLead)
        );
        assert_eq!(
            moved(&units, 1, [&[3, 4], &[], &[]]),
            Some(Misshare::SecondLead)
        );
        // A ledger with two that lead is not asked to mend itself by a move.
        assert_eq!(moved(&[(1, Lead), (2, Lead)], 1, [&[3], &[], &[]]), None);
    }

    #[test]
    fn none_answers_a_part_beside_one_that_leads() {
        let mixed = Some(Misshare::Mixed);
        assert_eq!(moved(&[(1, Lead), (2, Co)], 2, [&[], &[], &[3]]), mixed);
        assert_eq!(moved(&[(1, Split), (2, Split)], 1, [&[3], &[], &[]]), mixed);
        // The whole may be parted, and the last part may become the whole.
        assert_eq!(moved(&[(1, Lead)], 1, [&[], &[], &[3, 4]]), None);
        assert_eq!(moved(&[(1, Split)], 1, [&[3], &[], &[]]), None);
    }

    #[test]
    fn a_unit_that_gave_its_part_up_counts_no_more() {
        let mut p = with(&[(1, Lead), (2, Split)]);
        p.units[0].handling = Some(Handling::Moved);
        let to = [vec![3], Vec::new(), Vec::new()];
        assert_eq!(misshared(&p, 2, &to), None);
    }
}
