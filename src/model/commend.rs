//! Commendation 表扬: who stands on which list by the figures, and who ties where a list is cut.

use super::code::{Code, codes};
use super::score::Points;

codes! {
    /// The lists that an office commends by at the end of a year.
    Commendation {
        Member "member" "优秀委员" "excellent members",
        Group "group" "先进活动组" "advanced groups",
        Leader "leader" "优秀组长" "excellent group leaders",
        Unit "unit" "提案办理先进单位" "units advanced in handling proposals",
        Proposal "proposal" "优秀提案" "excellent proposals",
        Handler "handler" "先进承办个人" "advanced handlers",
        TopTen "top_ten" "年度十佳" "top ten of the year",
    }
}

impl Commendation {
    /// How many a list has unless the office says otherwise. No regulation gives numbers: these are
    /// only where to begin.
    pub fn usual(self) -> Places {
        Places::Count(match self {
            Commendation::Group | Commendation::Leader | Commendation::Unit => 3,
            _ => 10,
        })
    }
}

/// How many a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Places {
    /// So many.
    Count(usize),
    /// A share of those ranked, rounded down, at least one.
    Share(Points),
}

impl Places {
    /// Reads `10` or `15%`.
    pub fn parse(word: &str) -> Option<Places> {
        let word = word.trim();
        match word.strip_suffix(['%', '％']) {
            Some(percent) => {
                let percent: u8 = percent.trim().parse().ok()?;
                let share = Points::new(i128::from(percent), 100);
                (1..=100).contains(&percent).then_some(Places::Share(share))
            }
            None => word.parse().ok().filter(|n| *n > 0).map(Places::Count),
        }
    }

    /// How many of so many.
    pub fn of(self, all: usize) -> usize {
        match self {
            Places::Count(n) => n,
            Places::Share(share) => {
                let all = i128::try_from(all).unwrap_or(i128::MAX);
                let places = (share * Points::from_integer(all)).to_integer();
                usize::try_from(places).unwrap_or(usize::MAX).max(1)
            }
        }
    }
}

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<T> {
    /// The rank as in competitions.
    pub rank: u32,
    /// What stands there.
    pub what: T,
    /// Whether more tie for the last places than there are: somebody has to decide.
    pub contested: bool,
}

/// A list cut after so many places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List<T> {
    /// The rows; more than there are places where equals tie at the cut.
    pub rows: Vec<Row<T>>,
    /// How many places there are.
    pub places: usize,
    /// How many were looked at.
    pub of: usize,
}

/// Ranks by a key, highest first, and cuts after so many places. Whoever equals the last place
/// stays, so that nobody is cut silently.
pub fn cut<K: Ord, T>(mut all: Vec<(K, T)>, places: Places) -> List<T> {
    let of = all.len();
    let places = places.of(of);
    all.sort_by(|a, b| b.0.cmp(&a.0));
    let inside = |at: usize| {
        at < places
            || all
                .get(places.wrapping_sub(1))
                .is_some_and(|last| all[at].0 == last.0)
    };
    let kept = (0..of).take_while(|at| inside(*at)).count();
    let ranks: Vec<u32> = (0..kept)
        .map(|at| {
            let first = (0..=at).rev().take_while(|i| all[*i].0 == all[at].0).last();
            u32::try_from(first.unwrap_or(at) + 1).unwrap_or(u32::MAX)
        })
        .collect();
    let last = ranks.last().copied().filter(|_| kept > places);
    let rows = ranks.iter().zip(all).map(|(rank, (_, what))| Row {
        rank: *rank,
        what,
        contested: last == Some(*rank),
    });
    List {
        rows: rows.collect(),
        places,
        of,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn equals_at_the_cut_all_stay_and_are_named() {
        let list = cut(
            vec![(9, "甲"), (7, "乙"), (8, "丙"), (7, "丁"), (6, "戊")],
            Places::Count(3),
        );
        let told: Vec<_> = list
            .rows
            .iter()
            .map(|r| (r.rank, r.what, r.contested))
            .collect();
        assert_eq!(
            told,
            [
                (1, "甲", false),
                (2, "丙", false),
                (3, "乙", true),
                (3, "丁", true)
            ]
        );
        let fits = cut(vec![(9, 1), (7, 2), (7, 3)], Places::Count(3));
        assert!(fits.rows.iter().all(|r| !r.contested));
        assert!(
            cut(Vec::<(u8, u8)>::new(), Places::Count(3))
                .rows
                .is_empty()
        );
    }

    #[test]
    fn places_are_a_number_or_a_share() {
        assert_eq!(Places::parse("10"), Some(Places::Count(10)));
        assert_eq!(Places::parse("15%").map(|p| p.of(47)), Some(7));
        assert_eq!(Places::parse("1%").map(|p| p.of(47)), Some(1));
        for wrong in ["0", "-1", "0%", "101%", "十", ""] {
            assert_eq!(Places::parse(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn a_list_is_never_shorter_than_its_places_and_ends_between_unequals(
            keys in proptest::collection::vec(0_u16..6, 0..20), places in 1_usize..12,
        ) {
            let all: Vec<(u16, u16)> = keys.iter().map(|k| (*k, *k)).collect();
            let list = cut(all, Places::Count(places));
            prop_assert!(list.rows.len() >= places.min(keys.len()));
            if let Some(last) = list.rows.last() {
                let out = keys.iter().filter(|k| **k > last.what).count();
                let tied = keys.iter().filter(|k| **k == last.what).count();
                prop_assert_eq!(list.rows.len(), out + tied);
                prop_assert_eq!(list.rows.iter().any(|r| r.contested), list.rows.len() > places);
            }
        }
    }
}
