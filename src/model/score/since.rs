//! Why a score differs from the published one, as far as the figures tell: what is the member's own,
//! what others did, what a quota moved.

use super::compare::Side;
use super::contest;
use super::ranking::Score;
use std::collections::HashMap;

/// Why one differs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Why {
    /// Whether points, conditions, or the grade that these give by themselves, differ.
    pub own: bool,
    /// Whether only a quota gives another grade.
    pub quota: bool,
    /// The names of those who went ahead.
    pub passed_by: Vec<String>,
    /// The names of those who fell behind, or are not ranked any more.
    pub passed: Vec<String>,
}

/// Why each differs, by number.
pub fn whys(old: Side<'_>, new: Side<'_>) -> HashMap<String, Why> {
    let before: HashMap<&str, &Score> = old.scores.iter().map(|s| (s.no.as_str(), s)).collect();
    let after: HashMap<&str, &Score> = new.scores.iter().map(|s| (s.no.as_str(), s)).collect();
    let differs = |(was, is): &(&Score, &Score)| {
        (was.rank, &was.grade, was.total) != (is.rank, &is.grade, is.total)
    };
    let both = new
        .scores
        .iter()
        .filter_map(|is| Some((*before.get(is.no.as_str())?, is)));
    let why = |(was, is): (&Score, &Score)| {
        let reached = reached(old, was) != reached(new, is);
        let own = reached
            || was.total != is.total
            || was.unmet != is.unmet
            || (was.rank.is_none() != is.rank.is_none());
        let mut why = Why {
            own,
            quota: !own && was.grade != is.grade,
            ..Why::default()
        };
        if !own {
            for other in old.scores.iter().filter(|o| o.no != is.no) {
                let now = after.get(other.no.as_str()).and_then(|s| s.rank);
                match (ahead(other.rank, was.rank), ahead(now, is.rank)) {
                    (true, false) => why.passed.push(other.name.clone()),
                    (false, true) => why.passed_by.push(other.name.clone()),
                    _ => {}
                }
            }
            let new_ones = new
                .scores
                .iter()
                .filter(|s| !before.contains_key(s.no.as_str()));
            let new_ones = new_ones.filter(|s| ahead(s.rank, is.rank));
            why.passed_by.extend(new_ones.map(|s| s.name.clone()));
        }
        (is.no.clone(), why)
    };
    both.filter(differs).map(why).collect()
}

/// The grade that points and gates give by themselves.
fn reached<'s>(side: Side<'s>, score: &Score) -> Option<&'s str> {
    let at = contest::reached(side.rules, score)?;
    side.rules.grades.get(at).map(|g| g.name.as_str())
}

/// Whether a rank stands before another.
fn ahead(other: Option<u32>, mine: Option<u32>) -> bool {
    other.zip(mine).is_some_and(|(other, mine)| other < mine)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::score::Points;
    use crate::model::score::Rules;
    use crate::model::score::tests::fixture::parsed;

    fn rules() -> Rules {
        parsed(
            "title = \"办法\"\n[[grade]]\nname = \"优秀\"\nat_least = 10\nquota = \"50%\"\n[[grade]]\nname = \"合格\"\n[[part]]\ncode = \"a\"\ntitle = \"甲\"\n[[part.item]]\ntitle = \"项\"\nfact = \"record\"\npoints = 1\n",
        )
    }

    fn score(no: &str, rank: u32, total: i128, grade: &str) -> Score {
        Score {
            no: no.into(),
            name: format!("委员{no}"),
            rank: Some(rank),
            in_office: true,
            total: Points::from_integer(total),
            grade: Some(grade.into()),
            band: None,
            unmet: Vec::new(),
            parts: Vec::new(),
            closed: Vec::new(),
            items: Vec::new(),
        }
    }

    #[test]
    fn who_is_passed_with_the_same_points_is_told_by_whom_and_that_the_quota_moved() {
        let rules = rules();
        let old = [
            score("1", 1, 20, "优秀"),
            score("2", 2, 15, "优秀"),
            score("3", 3, 12, "合格"),
            score("4", 4, 3, "合格"),
        ];
        let new = [
            score("3", 1, 22, "优秀"),
            score("1", 2, 20, "优秀"),
            score("2", 3, 15, "合格"),
            score("4", 4, 3, "合格"),
        ];
        let side = |scores| Side {
            rules: &rules,
            scores,
        };
        let whys = whys(side(&old), side(&new));
        assert_eq!(whys.len(), 3);
        assert!(whys["3"].own && !whys["3"].quota);
        let second = &whys["2"];
        assert_eq!(
            (second.own, second.quota, second.passed_by.as_slice()),
            (false, true, &["委员3".to_owned()][..])
        );
        assert_eq!(whys["1"].passed_by, ["委员3"]);
    }

    #[test]
    fn who_moves_up_because_another_fell_or_left_is_told_who() {
        let rules = rules();
        let old = [
            score("1", 1, 20, "优秀"),
            score("2", 2, 15, "合格"),
            score("3", 3, 12, "合格"),
        ];
        let new = [score("2", 1, 15, "优秀"), score("3", 2, 12, "合格")];
        let side = |scores| Side {
            rules: &rules,
            scores,
        };
        let whys = whys(side(&old), side(&new));
        assert_eq!(whys["2"].passed, ["委员1"]);
        assert!(whys["2"].quota && whys["3"].passed == ["委员1"]);
    }
}
