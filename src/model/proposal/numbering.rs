//! Numbering a session's proposals: 分类排序、顺序编号. Three series, each from 1 in every session:
//! the intake serial 流水号, the case number 案号 of what was filed, and the number 意见号 of what was
//! turned into a letter or an opinion. Numbers may be given anew until they are published.

use super::number::place;
use crate::model::code::{Code, ProposalState, codes};
use crate::model::when::When;
use std::cmp::Ordering;

codes! {
    /// The series of numbers of a session.
    NumberSeries {
        No "no" "案号" "case number",
        Serial "serial" "流水号" "serial number",
        Letter "letter" "意见号" "letter number",
    }
}

codes! {
    /// In which order numbers are given.
    NumberOrder {
        Category "category" "分类" "category",
        Submitted "submitted" "提交日期" "day of submission",
        Serial "serial" "流水号" "serial number",
    }
}

impl NumberSeries {
    /// Whether a proposal in this state has a number of the series.
    pub fn holds(self, state: ProposalState) -> bool {
        match self {
            NumberSeries::No => state.is_filed(),
            NumberSeries::Serial => state != ProposalState::Draft,
            NumberSeries::Letter => {
                matches!(state, ProposalState::ToOpinion | ProposalState::ToLetter)
            }
        }
    }

    /// The order where none is said: serials by arrival, the others by category.
    pub fn usual_order(self) -> NumberOrder {
        match self {
            NumberSeries::Serial => NumberOrder::Submitted,
            NumberSeries::No | NumberSeries::Letter => NumberOrder::Category,
        }
    }
}

/// A proposal of the session, as far as numbering asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its row.
    pub id: i64,
    /// The number of the series that it has.
    pub stands: Option<String>,
    /// Where it stands; `None` where it was cancelled.
    pub state: Option<ProposalState>,
    /// The category's place in the dictionary, and its name.
    pub category: Option<(i64, String)>,
    /// 提交日期.
    pub submitted: Option<When>,
    /// 流水号.
    pub serial: Option<String>,
}

/// How numbers are to be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wish {
    /// Which series.
    pub series: NumberSeries,
    /// In which order.
    pub order: NumberOrder,
    /// The first number; after publication the next free one where that is higher.
    pub from: u64,
    /// How many digits, filled with zeros; `None` as wide as the published ones, else 4.
    pub width: Option<usize>,
}

/// Whether the numbers of a series may still be given anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Every number may change.
    Open,
    /// Only what has no number gets one.
    Published,
}

/// What numbering changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The rows that get another number, or lose theirs, in the order of the numbers.
    pub changes: Vec<(i64, Option<String>)>,
    /// How many have a number of the series then.
    pub numbered: usize,
    /// How many get one that they did not have.
    pub new: usize,
    /// How many keep a number that is no plain number, such as 闭原案001号.
    pub own: usize,
    /// How many lose a number that they have no right to: withdrawn, merged, cancelled.
    pub dropped: usize,
}

/// The digits of the usual number: 0123.
const WIDTH: usize = 4;

fn plain(no: &str) -> Option<u64> {
    let digits = !no.is_empty() && no.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| no.parse().ok()).flatten()
}

/// Who gets which number. Before publication the numbers run without a gap; afterwards what has a
/// number keeps it, and the rest follow behind the highest ever given in the session.
pub fn plan(all: &[Candidate], wish: &Wish, stage: Stage) -> Plan {
    let mut plan = Plan::default();
    let (mut takers, mut highest, mut widest) = (Vec::new(), 0, 0);
    for one in all {
        let holds = one.state.is_some_and(|s| wish.series.holds(s));
        let number = one.stands.as_deref().map(plain);
        if let (Some(Some(n)), Some(word)) = (number, &one.stands) {
            highest = highest.max(n);
            widest = widest.max(word.len());
        }
        match (holds, number, stage) {
            (true, Some(None), _) => plan.own += 1,
            (true, None, _) | (true, Some(Some(_)), Stage::Open) => takers.push(one),
            (false, Some(Some(_)), Stage::Open) => {
                plan.dropped += 1;
                plan.changes.push((one.id, None));
            }
            (true, Some(Some(_)), Stage::Published) => plan.numbered += 1,
            (false, ..) => {}
        }
    }
    takers.sort_by(|a, b| before(a, b, wish.order));
    let (first, width) = match stage {
        Stage::Open => (wish.from, wish.width.unwrap_or(WIDTH)),
        Stage::Published => {
            let as_they_are = if widest == 0 { WIDTH } else { widest };
            (
                wish.from.max(highest + 1),
                wish.width.unwrap_or(as_they_are),
            )
        }
    };
    for (no, one) in (first..).zip(takers) {
        let no = format!("{no:0>width$}");
        plan.new += usize::from(one.stands.is_none());
        if one.stands.as_ref() != Some(&no) {
            plan.changes.push((one.id, Some(no)));
        }
        plan.numbered += 1;
    }
    plan.numbered += plan.own;
    plan
}

/// What is not known comes last, and what is alike in everything stands as it was entered.
fn before(a: &Candidate, b: &Candidate, order: NumberOrder) -> Ordering {
    let category = |c: &Candidate| (c.category.is_none(), c.category.clone());
    let submitted = |c: &Candidate| {
        let day = c.submitted.map(When::first_day);
        (day.is_none(), day)
    };
    let arrival = || {
        let by_day = submitted(a).cmp(&submitted(b));
        by_day.then_with(|| serial(a).cmp(&serial(b)))
    };
    let order = match order {
        NumberOrder::Category => category(a).cmp(&category(b)).then_with(arrival),
        NumberOrder::Submitted => arrival(),
        NumberOrder::Serial => serial(a).cmp(&serial(b)),
    };
    order.then(a.id.cmp(&b.id))
}

fn serial(c: &Candidate) -> impl Ord + '_ {
    (c.serial.is_none(), c.serial.as_deref().map(place))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ProposalState::{Filed, Merged, Submitted, ToLetter, Withdrawn};

    fn one(id: i64, state: ProposalState, stands: Option<&str>) -> Candidate {
        Candidate {
            id,
            stands: stands.map(str::to_owned),
            state: Some(state),
            category: None,
            submitted: None,
            serial: None,
        }
    }

    fn of(id: i64, category: &str, ord: i64, day: &str) -> Candidate {
        Candidate {
            category: Some((ord, category.into())),
            submitted: When::from_iso(day),
            ..one(id, Filed, None)
        }
    }

    const WISH: Wish = Wish {
        series: NumberSeries::No,
        order: NumberOrder::Category,
        from: 1,
        width: None,
    };

    fn told(plan: &Plan) -> Vec<(i64, &str)> {
        let each = plan.changes.iter();
        each.map(|(id, no)| (*id, no.as_deref().unwrap_or("-")))
            .collect()
    }

    #[test]
    fn numbers_run_by_category_in_the_order_of_the_dictionary_then_by_day() {
        let all = [
            of(1, "社会建设", 4, "2026-01-03"),
            of(2, "经济建设", 1, "2026-01-05"),
            of(3, "经济建设", 1, "2026-01-04"),
            one(4, Filed, None),
            one(5, Merged, None),
            one(6, Submitted, None),
        ];
        let made = plan(&all, &WISH, Stage::Open);
        assert_eq!(
            told(&made),
            [(3, "0001"), (2, "0002"), (1, "0003"), (4, "0004")]
        );
        let by_day = Wish {
            order: NumberOrder::Submitted,
            from: 101,
            width: Some(3),
            ..WISH
        };
        let made = plan(&all, &by_day, Stage::Open);
        assert_eq!(told(&made)[..2], [(1, "101"), (3, "102")]);
    }

    #[test]
    fn before_publication_numbers_close_up_and_what_has_no_right_to_one_loses_it() {
        let mut cancelled = one(3, Filed, Some("0003"));
        cancelled.state = None;
        let all = [
            one(1, Withdrawn, Some("0001")),
            one(2, Filed, Some("0002")),
            cancelled,
            one(4, Filed, Some("闭原案001号")),
        ];
        let made = plan(&all, &WISH, Stage::Open);
        assert_eq!(told(&made), [(1, "-"), (3, "-"), (2, "0001")]);
        assert_eq!((made.own, made.dropped, made.new), (1, 2, 0));
    }

    #[test]
    fn after_publication_what_has_a_number_keeps_it_and_new_ones_follow() {
        let all = [
            one(1, Filed, Some("7")),
            one(2, Filed, None),
            one(3, Withdrawn, Some("12")),
        ];
        let made = plan(&all, &WISH, Stage::Published);
        assert_eq!(told(&made), [(2, "13")]);
        assert_eq!((made.numbered, made.new), (2, 1));
    }

    #[test]
    fn numbering_twice_changes_nothing() {
        let mut all = vec![one(1, Filed, None), one(2, Filed, Some("0009"))];
        let made = plan(&all, &WISH, Stage::Open);
        for (id, no) in made.changes {
            let row = all.iter_mut().find(|c| c.id == id);
            row.unwrap().stands = no;
        }
        assert_eq!(told(&plan(&all, &WISH, Stage::Open)), []);
    }

    #[test]
    fn each_series_has_proposals_of_its_own() {
        let all = [one(1, Filed, None), one(2, ToLetter, None)];
        let of = |series| {
            let wish = Wish { series, ..WISH };
            plan(&all, &wish, Stage::Open).changes.len()
        };
        assert_eq!(
            [NumberSeries::No, NumberSeries::Letter, NumberSeries::Serial].map(of),
            [1, 1, 2]
        );
    }
}
