//! Two rankings side by side: two rule sets, two years, two days, or published figures and
//! today's. Who moves how many ranks, who crosses a grade, and which item moves them most.

use super::points::{Points, hundredths, sum};
use super::ranking::Score;
use super::{Rules, TOTAL};
use crate::model::code::{Code, codes};
use num_traits::{CheckedDiv, CheckedSub};
use std::collections::{BTreeMap, HashMap};

/// One of the two rankings, with the rules it was made by.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// The rules.
    pub rules: &'a Rules,
    /// The scores, best first.
    pub scores: &'a [Score],
}

/// Where one stands in a ranking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stand {
    /// The rank; `None` for who is not ranked.
    pub rank: Option<u32>,
    /// Exact points.
    pub total: Points,
    /// The grade.
    pub grade: Option<String>,
}

/// What moved a score most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// The code of the part, or [`TOTAL`].
    pub part: String,
    /// The heading of the part; empty for the whole.
    pub title: String,
    /// The item of the part that moved most, where items are known on both sides.
    pub item: Option<String>,
    /// By how many points the item moved, and no more than its part where a cap or floor took some
    /// of it; the part's own where no item is named.
    pub points: Points,
    /// By how many points the part moved.
    pub part_points: Points,
}

/// One member or body in both rankings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Number.
    pub no: String,
    /// Name.
    pub name: String,
    /// In the first ranking, if there.
    pub old: Option<Stand>,
    /// In the second, if there.
    pub new: Option<Stand>,
    /// What moved the points most; `None` where no points moved.
    pub cause: Option<Cause>,
}

impl Change {
    /// Whether rank, points or grade differ, or one side lacks it.
    pub fn differs(&self) -> bool {
        self.old != self.new
    }

    /// Whether the figures that are the member's own differ: points or grade, not the rank alone.
    pub fn is_own(&self) -> bool {
        let own = |s: &Option<Stand>| s.as_ref().map(|s| (s.total, s.grade.clone()));
        own(&self.old) != own(&self.new)
    }

    fn in_both(&self) -> bool {
        self.old.is_some() && self.new.is_some()
    }

    /// Whether there is a rank on one side only.
    fn half_ranked(&self) -> bool {
        let ranked = |s: &Option<Stand>| s.as_ref().is_some_and(|s| s.rank.is_some());
        ranked(&self.old) != ranked(&self.new)
    }

    /// How many ranks up (positive) or down.
    pub fn ranks(&self) -> Option<i64> {
        let rank = |s: &Option<Stand>| s.as_ref().and_then(|s| s.rank).map(i64::from);
        Some(rank(&self.old)? - rank(&self.new)?)
    }

    /// By how many points the total moved.
    pub fn points(&self) -> Option<Points> {
        let total = |s: &Option<Stand>| s.as_ref().map(|s| s.total);
        Some(less(total(&self.new)?, total(&self.old)?))
    }

    /// The grades on both sides, where both sides have the one and they differ.
    pub fn crosses(&self) -> Option<(Option<&str>, Option<&str>)> {
        let (old, new) = (self.old.as_ref()?, self.new.as_ref()?);
        (old.grade != new.grade).then_some((old.grade.as_deref(), new.grade.as_deref()))
    }
}

/// The difference; where it has no exact value, that of the hundredths.
fn less(a: Points, b: Points) -> Points {
    a.checked_sub(&b)
        .unwrap_or_else(|| Points::new(hundredths(a) - hundredths(b), 100))
}

fn stand(score: &Score) -> Stand {
    Stand {
        rank: score.rank,
        total: score.total,
        grade: score.grade.clone(),
    }
}

/// Everyone of either ranking: in the order of the second, then who is only in the first.
pub fn compare(old: Side<'_>, new: Side<'_>) -> Vec<Change> {
    let before: HashMap<&str, &Score> = old.scores.iter().map(|s| (s.no.as_str(), s)).collect();
    let after: HashMap<&str, &Score> = new.scores.iter().map(|s| (s.no.as_str(), s)).collect();
    let change = |was: Option<&Score>, is: Option<&Score>| {
        let one = is.or(was)?;
        let both = was.zip(is);
        Some(Change {
            no: one.no.clone(),
            name: one.name.clone(),
            old: was.map(stand),
            new: is.map(stand),
            cause: both.and_then(|(was, is)| cause((old.rules, was), (new.rules, is))),
        })
    };
    let stay = new.scores.iter();
    let stay = stay.filter_map(|s| change(before.get(s.no.as_str()).copied(), Some(s)));
    let gone = old.scores.iter();
    let gone = gone.filter(|s| !after.contains_key(s.no.as_str()));
    stay.chain(gone.filter_map(|s| change(Some(s), None)))
        .collect()
}

/// Those that differ, who moves the most ranks first.
pub fn moved(changes: &[Change]) -> Vec<&Change> {
    let mut moved: Vec<&Change> = changes.iter().filter(|c| c.differs()).collect();
    moved.sort_by_key(|c| std::cmp::Reverse(c.ranks().map_or(i64::MAX, i64::abs)));
    moved
}

/// The item that moved most the way the total went, over all parts.
fn cause((old, was): (&Rules, &Score), (new, is): (&Rules, &Score)) -> Option<Cause> {
    let nothing = Points::from_integer(0);
    let mut parts: Vec<(&str, Points)> = Vec::new();
    for (code, points) in &is.parts {
        parts.push((code, *points));
    }
    for (code, points) in &was.parts {
        match parts.iter_mut().find(|(c, _)| c == code) {
            Some((_, shift)) => *shift = less(*shift, *points),
            None => parts.push((code, less(nothing, *points))),
        }
    }
    let mut shifts = Vec::new();
    for (code, points) in parts {
        let items = item_shifts((old, was), (new, is), code);
        let sum = items
            .iter()
            .fold(nothing, |all, (_, p)| less(all, less(nothing, *p)));
        if sum == points {
            let own = items.into_iter();
            shifts.extend(own.map(|(item, shift)| ((code, points, Some(item)), shift)));
            continue;
        }
        // A cap or floor took some of it: no item counts for more than its part moved.
        let item = largest(items, |p| (*p > nothing) == (points > nothing));
        let small = |p: Points| if size(p) > size(points) { points } else { p };
        shifts.push(match item {
            Some((item, shift)) => ((code, points, Some(item)), small(shift)),
            None => ((code, points, None), points),
        });
    }
    let whole = less(is.total, was.total);
    let along = |p: &Points| whole == nothing || (*p > nothing) == (whole > nothing);
    let ((code, part_points, item), points) = largest(shifts, along)?;
    let title = new.part_title(code).or_else(|| old.part_title(code));
    Some(Cause {
        part: code.to_owned(),
        title: title.unwrap_or_default().to_owned(),
        item: item.map(str::to_owned),
        points,
        part_points,
    })
}

fn size(points: Points) -> i128 {
    hundredths(points).abs()
}

/// The first of those that moved most of those that fit; `None` where nothing moved.
fn largest<W: Copy>(
    shifts: Vec<(W, Points)>,
    fits: impl Fn(&Points) -> bool,
) -> Option<(W, Points)> {
    let mut best: Option<(W, Points)> = None;
    for (title, points) in shifts {
        let moved = *points.numer() != 0 && fits(&points);
        if moved && best.is_none_or(|(_, most)| size(points) > size(most)) {
            best = Some((title, points));
        }
    }
    best
}

/// By how much each item of a part moved, items being the same where their headings are.
fn item_shifts<'r>(
    (old, was): (&'r Rules, &Score),
    (new, is): (&'r Rules, &Score),
    code: &str,
) -> Vec<(&'r str, Points)> {
    if was.items.is_empty() || is.items.is_empty() || code == TOTAL {
        return Vec::new();
    }
    let mut shifts: Vec<(&str, Points)> = Vec::new();
    for (rules, score, is_new) in [(new, is, true), (old, was, false)] {
        for ((part, item), points) in rules.items().zip(&score.items) {
            if rules.outer_code(part) != code {
                continue;
            }
            let zero = Points::from_integer(0);
            let at = shifts.iter().position(|(t, _)| *t == item.title);
            let at = at.unwrap_or_else(|| {
                shifts.push((&item.title, zero));
                shifts.len() - 1
            });
            let shift = if is_new { *points } else { less(zero, *points) };
            shifts[at].1 = less(shifts[at].1, less(zero, shift));
        }
    }
    shifts
}

/// One item that moved scores most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The heading of its part; empty for the whole.
    pub title: String,
    /// The item, where items are known.
    pub item: Option<String>,
    /// How many it gave more points.
    pub up: usize,
    /// How many it gave fewer.
    pub down: usize,
}

/// Which items moved how many most, the one that moved most members first.
pub fn causes(changes: &[Change]) -> Vec<Moved> {
    let mut all: Vec<Moved> = Vec::new();
    for cause in changes.iter().filter_map(|c| c.cause.as_ref()) {
        let same = |m: &Moved| m.title == cause.title && m.item == cause.item;
        let at = all.iter().position(same).unwrap_or_else(|| {
            all.push(Moved {
                title: cause.title.clone(),
                item: cause.item.clone(),
                up: 0,
                down: 0,
            });
            all.len() - 1
        });
        if cause.points > Points::from_integer(0) {
            all[at].up += 1;
        } else {
            all[at].down += 1;
        }
    }
    all.sort_by_key(|m| std::cmp::Reverse(m.up + m.down));
    all
}

/// How many move, and how.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// In both rankings or in one.
    pub all: usize,
    /// Nothing differs.
    pub same: usize,
    /// Up by a rank or more.
    pub up: usize,
    /// Down by a rank or more.
    pub down: usize,
    /// The rank stays, or there is none, and points or grade differ.
    pub kept: usize,
    /// A rank on one side only: not ranked before, or no more.
    pub ranking: usize,
    /// Only in the second.
    pub come: usize,
    /// Only in the first.
    pub gone: usize,
    /// Old grade, new grade, who: in the order of the changes.
    pub crossings: Vec<(Option<String>, Option<String>, Vec<String>)>,
}

/// Counts the changes.
pub fn summary(changes: &[Change]) -> Summary {
    let count = |fits: fn(&Change) -> bool| changes.iter().filter(|c| fits(c)).count();
    let mut crossings: Vec<(Option<String>, Option<String>, Vec<String>)> = Vec::new();
    for change in changes {
        let Some((old, new)) = change.crosses() else {
            continue;
        };
        let known = crossings.iter_mut();
        let mut known = known.filter(|(o, n, _)| o.as_deref() == old && n.as_deref() == new);
        if let Some((_, _, who)) = known.next() {
            who.push(change.name.clone());
        } else {
            let who = vec![change.name.clone()];
            crossings.push((old.map(str::to_owned), new.map(str::to_owned), who));
        }
    }
    Summary {
        all: changes.len(),
        same: count(|c| !c.differs()),
        up: count(|c| c.ranks().is_some_and(|r| r > 0)),
        down: count(|c| c.ranks().is_some_and(|r| r < 0)),
        kept: count(|c| {
            c.in_both() && c.differs() && c.ranks().is_none_or(|r| r == 0) && !c.half_ranked()
        }),
        ranking: count(|c| c.in_both() && c.half_ranked()),
        come: count(|c| c.old.is_none()),
        gone: count(|c| c.new.is_none()),
        crossings,
    }
}

/// How the scores of one body's members lie in both rankings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spread {
    /// The body; empty for members of none.
    pub body: String,
    /// How many of its members are ranked in the second ranking.
    pub members: usize,
    /// Their average in the first; `None` where nobody is ranked.
    pub old: Option<Points>,
    /// Their average in the second.
    pub new: Option<Points>,
    /// The lowest in the second.
    pub least: Option<Points>,
    /// The highest in the second.
    pub most: Option<Points>,
}

/// The averages of each body, the best first. `bodies` names those of a member's number; a member
/// of several counts in each.
pub fn spread(changes: &[Change], bodies: &BTreeMap<String, Vec<String>>) -> Vec<Spread> {
    let ranked = |s: &Option<Stand>| s.as_ref().filter(|s| s.rank.is_some()).map(|s| s.total);
    let mut lists: BTreeMap<&str, (Vec<Points>, Vec<Points>)> = BTreeMap::new();
    for change in changes {
        let named = bodies.get(&change.no).filter(|b| !b.is_empty());
        let named = named.map_or(vec![""], |b| b.iter().map(String::as_str).collect());
        for body in named {
            let (old, new) = lists.entry(body).or_default();
            old.extend(ranked(&change.old));
            new.extend(ranked(&change.new));
        }
    }
    let mut spreads: Vec<Spread> = lists
        .into_iter()
        .map(|(body, (old, new))| Spread {
            body: body.to_owned(),
            members: new.len(),
            old: mean(&old),
            new: mean(&new),
            least: new.iter().min().copied(),
            most: new.iter().max().copied(),
        })
        .collect();
    spreads.sort_by_key(|s| std::cmp::Reverse(s.new));
    spreads
}

/// The average; of the hundredths where the exact sum does not fit.
pub(super) fn mean(points: &[Points]) -> Option<Points> {
    let n = i128::try_from(points.len()).ok().filter(|n| *n > 0)?;
    let exact = sum(points.iter().copied());
    let exact = exact.and_then(|all| all.checked_div(&Points::from_integer(n)));
    let rounded = || Points::new(points.iter().map(|p| hundredths(*p)).sum(), 100 * n);
    Some(exact.unwrap_or_else(rounded))
}

codes! {
    /// By which bodies scores are spread.
    Body {
        Sector "sector" "界别" "sector",
        Committee "committee" "专委会" "committee",
        Group "group" "履职小组" "group",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = r#"
title = "旧办法"
[[grade]]
name = "合格"
at_least = 60
[[grade]]
name = "不合格"
[[part]]
code = "meetings"
title = "会议"
[[part.item]]
title = "出席"
fact = "attendance"
points = 1
[[part.item]]
title = "发言"
fact = "speech"
points = 1
"#;

    fn rules() -> Rules {
        Rules::parse(OLD, None).unwrap()
    }

    fn score(no: &str, rank: Option<u32>, items: [i128; 2], grade: &str) -> Score {
        let items = items.map(Points::from_integer);
        let total = items[0] + items[1];
        Score {
            no: no.into(),
            name: format!("委员{no}"),
            rank,
            in_office: true,
            total,
            grade: Some(grade.into()),
            band: None,
            unmet: Vec::new(),
            parts: vec![("meetings".into(), total)],
            closed: Vec::new(),
            items: items.to_vec(),
        }
    }

    fn both() -> (Vec<Score>, Vec<Score>) {
        let old = vec![
            score("1", Some(1), [50, 20], "合格"),
            score("2", Some(2), [50, 12], "合格"),
            score("3", Some(3), [50, 0], "不合格"),
            score("4", None, [0, 0], "不合格"),
        ];
        let new = vec![
            score("3", Some(1), [50, 30], "合格"),
            score("1", Some(2), [50, 20], "合格"),
            score("2", Some(3), [40, 14], "不合格"),
            score("5", Some(4), [1, 0], "不合格"),
        ];
        (old, new)
    }

    #[test]
    fn who_moves_how_far_and_by_which_item() {
        let (rules, (old, new)) = (rules(), both());
        let side = |scores| Side {
            rules: &rules,
            scores,
        };
        let changes = compare(side(&old), side(&new));
        let nos: Vec<&str> = changes.iter().map(|c| c.no.as_str()).collect();
        assert_eq!(nos, ["3", "1", "2", "5", "4"]);
        assert_eq!(changes[0].ranks(), Some(2));
        assert_eq!(changes[0].points(), Some(Points::from_integer(30)));
        let cause = changes[0].cause.clone().unwrap();
        assert_eq!(
            (cause.part.as_str(), cause.title.as_str()),
            ("meetings", "会议")
        );
        assert_eq!(cause.item.as_deref(), Some("发言"));
        // Two items went opposite ways: the one that went with the total is told, by its own points.
        let cause = changes[2].cause.clone().unwrap();
        assert_eq!(
            (cause.item.as_deref(), cause.points),
            (Some("出席"), Points::from_integer(-10))
        );
        assert!(changes[1].cause.is_none() && changes[1].differs());
    }

    #[test]
    fn what_is_counted_adds_up_to_everybody() {
        let (rules, (old, mut new)) = (rules(), both());
        new.push(score("6", None, [1, 0], "不合格"));
        new[1].total += Points::from_integer(1);
        let side = |scores| Side {
            rules: &rules,
            scores,
        };
        let s = summary(&compare(side(&old), side(&new)));
        assert_eq!(
            s.all,
            s.same + s.up + s.down + s.kept + s.ranking + s.come + s.gone
        );
    }

    #[test]
    fn grades_are_crossed_by_who_is_in_both() {
        let (rules, (old, new)) = (rules(), both());
        let side = |scores| Side {
            rules: &rules,
            scores,
        };
        let told = summary(&compare(side(&old), side(&new)));
        assert_eq!((told.all, told.same, told.up, told.down), (5, 0, 1, 2));
        assert_eq!((told.come, told.gone), (1, 1));
        let crossed: Vec<&[String]> = told.crossings.iter().map(|c| c.2.as_slice()).collect();
        assert_eq!(crossed, [["委员3"], ["委员2"]]);
    }

    #[test]
    fn a_ranking_against_itself_differs_in_nothing() {
        let (rules, (old, _)) = (rules(), both());
        let side = Side {
            rules: &rules,
            scores: &old,
        };
        let changes = compare(side, side);
        assert!(moved(&changes).is_empty());
        assert!(changes.iter().all(|c| c.cause.is_none()));
    }

    #[test]
    fn a_body_has_the_average_of_its_ranked_members() {
        let (rules, (old, new)) = (rules(), both());
        let side = |scores| Side {
            rules: &rules,
            scores,
        };
        let changes = compare(side(&old), side(&new));
        let of = |no: &str, bodies: &[&str]| {
            (
                no.to_owned(),
                bodies.iter().map(|b| (*b).to_owned()).collect(),
            )
        };
        let bodies = BTreeMap::from([of("1", &["甲"]), of("2", &["甲", "乙"]), of("4", &["乙"])]);
        let spreads = spread(&changes, &bodies);
        let lines: Vec<(&str, usize, Option<Points>)> = spreads
            .iter()
            .map(|s| (s.body.as_str(), s.members, s.new))
            .collect();
        let p = |n, d| Some(Points::new(n, d));
        assert_eq!(
            lines,
            [("甲", 2, p(62, 1)), ("乙", 1, p(54, 1)), ("", 2, p(81, 2))]
        );
        assert_eq!(spreads[1].old, p(62, 1));
    }
}
