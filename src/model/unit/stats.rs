//! How units handle what they were given: how much, how soon, with what result. Every rate keeps
//! what it was counted from.

use crate::model::calendar::Calendar;
use crate::model::code::{ProposalState, UnitPart};
use crate::model::proposal::{Handling, handling_in};
use crate::model::when::When;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A rate from fewer than this says little.
pub const SMALL: u64 = 5;

/// One part of one proposal that a unit was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The row of the unit ledger.
    pub unit: i64,
    /// The row of the assignment.
    pub assignment: i64,
    /// The row of the proposal.
    pub proposal: i64,
    /// 重点提案.
    pub key: bool,
    /// 优秀提案.
    pub excellent: bool,
    /// Lead, co-handling or split.
    pub part: UnitPart,
    /// Where the proposal stands.
    pub state: ProposalState,
    /// How the unit stands with it, where steps tell.
    pub handling: Option<Handling>,
    /// Whether the unit ever said that it is not its own.
    pub declined: bool,
    /// When the unit was given it.
    pub assigned: Option<When>,
    /// 立案日期, else 提交日期: what is known where the day of assignment is not.
    pub earlier: Option<When>,
    /// 届次.
    pub session: String,
    /// The last day of the reply that it owes now, or gave last.
    pub due: Option<When>,
    /// Its replies, one for each time of handling.
    pub replies: Vec<Reply>,
    /// 答复类别.
    pub class: Option<String>,
    /// 提案人意见.
    pub rating: Option<String>,
    /// What proposers said of its last reply, point by point of the office's form.
    pub points: Vec<(String, String)>,
}

impl Line {
    /// How the unit stands with it: what steps tell, else what the state does.
    pub fn stands(&self) -> Handling {
        self.handling
            .unwrap_or_else(|| handling_in(self.state, self.part))
    }

    /// What the ledger tells of a reply that no step does: when it came.
    pub fn told_by_ledger(&mut self, on: Option<When>) {
        let answered = self.stands() == Handling::Answered;
        match self.replies.last_mut() {
            Some(last) if last.present => last.due = last.due.or(self.due),
            _ if answered => self.replies.extend(on.map(|on| Reply {
                from: self.assigned,
                due: self.due,
                on,
                present: true,
            })),
            _ => {}
        }
    }

    /// The replies that stand: one that was taken back by a correction does not.
    fn given(&self) -> &[Reply] {
        match self.replies.split_last() {
            Some((last, earlier)) if last.present && self.stands() != Handling::Answered => earlier,
            _ => &self.replies,
        }
    }
}

/// One reply, with the time of handling that it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reply {
    /// When the unit was given it, or was to handle it again.
    pub from: Option<When>,
    /// The last day of the reply.
    pub due: Option<When>,
    /// When it replied.
    pub on: When,
    /// Whether it was not handled again since.
    pub present: bool,
}

/// How many of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rate {
    /// How many are.
    pub count: u64,
    /// Of how many.
    pub of: u64,
}

impl Rate {
    fn add(&mut self, is: bool) {
        self.count += u64::from(is);
        self.of += 1;
    }

    /// Whether it is counted from too few to say much.
    pub fn is_small(self) -> bool {
        self.of < SMALL
    }
}

/// What one unit, or all together, did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stats {
    /// 主办, 会办, 分办, in this order; what was moved to another unit is nobody's load.
    pub parts: [u64; 3],
    /// Leading or handling a part, without a reply.
    pub open: u64,
    /// Leading or handling a part, with a reply.
    pub replied: u64,
    /// In time among those whose reply came or was due; where a day is not known whole, it is in
    /// neither.
    pub on_time: Rate,
    /// Working days from assignment to reply: their sum, and of how many replies.
    pub days: Rate,
    /// Said not to be its own, among all that it was given.
    pub declined: Rate,
    /// Classes of its replies.
    pub classes: BTreeMap<String, u64>,
    /// What proposers say of its replies.
    pub ratings: BTreeMap<String, u64>,
    /// The same by point of the office's form for feedback.
    pub points: BTreeMap<String, BTreeMap<String, u64>>,
}

impl Stats {
    /// How much it has.
    pub fn load(&self) -> u64 {
        self.parts.iter().sum()
    }

    fn add(&mut self, line: &Line, worked: Option<&Worked>, today: NaiveDate) {
        self.declined.add(line.declined);
        for reply in line.given() {
            self.add_reply(reply, worked);
        }
        let stands = line.stands();
        if stands == Handling::Moved {
            return;
        }
        let part = match line.part {
            UnitPart::Lead => 0,
            UnitPart::Co => 1,
            UnitPart::Split => 2,
        };
        self.parts[part] += 1;
        if line.part == UnitPart::Co {
            return;
        }
        if stands == Handling::Answered {
            self.add_words(line);
        } else {
            self.open += 1;
            if line.due.is_some_and(|due| due.last_day() < today) {
                self.on_time.add(false);
            }
        }
    }

    fn add_reply(&mut self, reply: &Reply, worked: Option<&Worked>) {
        let on = reply.on;
        if let Some(due) = reply.due {
            if on.last_day() <= due.last_day() {
                self.on_time.add(true);
            } else if on.first_day() > due.last_day() {
                self.on_time.add(false);
            }
        }
        let days = span(reply)
            .zip(worked)
            .and_then(|((from, to), worked)| worked.count(from, to));
        if let Some(days) = days {
            self.days.count += days;
            self.days.of += 1;
        }
    }

    fn add_words(&mut self, line: &Line) {
        self.replied += 1;
        for (words, word) in [
            (&mut self.classes, &line.class),
            (&mut self.ratings, &line.rating),
        ] {
            if let Some(word) = word {
                *words.entry(word.clone()).or_default() += 1;
            }
        }
        for (point, answer) in &line.points {
            let answers = self.points.entry(point.clone()).or_default();
            *answers.entry(answer.clone()).or_default() += 1;
        }
    }
}

/// What the lines add up to, by unit and all together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// By the row of the unit ledger.
    pub units: BTreeMap<i64, Stats>,
    /// All lines together: a proposal that two units handle counts for both.
    pub all: Stats,
    /// Years whose working days are not known: replies that touch them are in no average.
    pub missing: Vec<i32>,
}

/// Adds the lines up, as of a day.
pub fn tally(lines: &[Line], calendar: &Calendar, today: NaiveDate) -> Tally {
    let spans = lines.iter().flat_map(Line::given).filter_map(span);
    let first = spans.clone().map(|(a, _)| a).min();
    let last = spans.map(|(_, b)| b).max();
    let worked = first
        .zip(last)
        .map(|(a, b)| Worked::between(calendar, a, b));
    let mut told = Tally::default();
    for line in lines {
        let worked = worked.as_ref();
        told.all.add(line, worked, today);
        told.units
            .entry(line.unit)
            .or_default()
            .add(line, worked, today);
    }
    told.missing = worked.map(|w| w.missing).unwrap_or_default();
    told
}

/// The days of assignment and reply, where both are known whole and in order.
fn span(reply: &Reply) -> Option<(NaiveDate, NaiveDate)> {
    let (from, to) = (reply.from?.day()?, reply.on.day()?);
    (from <= to).then_some((from, to))
}

/// Working days counted once for all spans between two days.
struct Worked {
    first: NaiveDate,
    /// For each day from `first`: how many working days lie in `first..=day`.
    upto: Vec<u64>,
    missing: Vec<i32>,
}

impl Worked {
    fn between(calendar: &Calendar, first: NaiveDate, last: NaiveDate) -> Worked {
        let (mut upto, mut missing, mut count) = (Vec::new(), Vec::new(), 0);
        for day in first.iter_days().take_while(|d| *d <= last) {
            match calendar.standing(day) {
                Ok(standing) => count += u64::from(standing.is_working()),
                Err(year) if missing.last() != Some(&year.0) => missing.push(year.0),
                Err(_) => {}
            }
            upto.push(count);
        }
        Worked {
            first,
            upto,
            missing,
        }
    }

    /// The working days after `from` up to `to`; `None` where a year between is not known.
    fn count(&self, from: NaiveDate, to: NaiveDate) -> Option<u64> {
        use chrono::Datelike;
        let unknown = |y: &i32| (from.year()..=to.year()).contains(y);
        if self.missing.iter().any(unknown) {
            return None;
        }
        let at = |day: NaiveDate| usize::try_from((day - self.first).num_days()).ok();
        let (a, b) = (self.upto.get(at(from)?)?, self.upto.get(at(to)?)?);
        Some(b - a)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(part: UnitPart, state: ProposalState) -> Line {
        Line {
            unit: 1,
            assignment: 1,
            proposal: 1,
            key: false,
            excellent: false,
            part,
            state,
            handling: None,
            declined: false,
            assigned: When::from_iso("2026-02-06"),
            earlier: None,
            session: String::new(),
            due: When::from_iso("2026-05-06"),
            replies: Vec::new(),
            class: None,
            rating: None,
            points: Vec::new(),
        }
    }

    fn reply(from: &str, on: &str) -> Reply {
        Reply {
            from: When::from_iso(from),
            due: When::from_iso("2026-05-06"),
            on: When::from_iso(on).unwrap(),
            present: true,
        }
    }

    fn replied(on: &str) -> Line {
        Line {
            replies: vec![reply("2026-02-06", on)],
            class: Some("A".into()),
            ..line(UnitPart::Lead, ProposalState::Replied)
        }
    }

    fn told(lines: &[Line]) -> Tally {
        let today = "2026-06-01".parse().unwrap();
        tally(lines, &Calendar::built_in(), today)
    }

    fn rate(count: u64, of: u64) -> Rate {
        Rate { count, of }
    }

    #[test]
    fn in_time_is_counted_among_replies_and_what_is_overdue() {
        let lines = [
            replied("2026-05-06"),
            replied("2026-05-07"),
            line(UnitPart::Split, ProposalState::Assigned),
            line(UnitPart::Co, ProposalState::Assigned),
        ];
        let all = told(&lines).all;
        assert_eq!(all.parts, [2, 1, 1]);
        assert_eq!((all.open, all.replied), (1, 2));
        assert_eq!(all.on_time, rate(1, 3));
        assert!(all.on_time.is_small());
        assert_eq!(all.classes["A"], 2);
    }

    #[test]
    fn a_day_known_to_the_month_proves_nothing_where_the_due_day_lies_in_it() {
        let lines = [replied("2026-05"), replied("2026-04"), replied("2026-06")];
        assert_eq!(told(&lines).all.on_time, rate(1, 2));
    }

    #[test]
    fn working_days_run_from_the_day_after_assignment_to_the_reply() {
        // 9 to 13 February, and 14 February, worked in exchange for the Spring Festival of 2026.
        assert_eq!(told(&[replied("2026-02-14")]).all.days, rate(6, 1));
        assert_eq!(told(&[replied("2026-02-06")]).all.days, rate(0, 1));
        assert_eq!(told(&[replied("2026-02")]).all.days, rate(0, 0));
    }

    #[test]
    fn a_year_without_a_notice_is_in_no_average_and_is_told() {
        let mut late = replied("2031-02-14");
        late.replies = vec![reply("2031-02-06", "2031-02-14")];
        let tally = told(&[late, replied("2026-02-09")]);
        assert_eq!(tally.all.days, rate(1, 1));
        assert!(tally.missing.contains(&2031));
    }

    #[test]
    fn a_reply_keeps_its_own_days_however_often_it_is_handled_again() {
        let mut again = replied("2026-02-09");
        again.replies[0].present = false;
        again.handling = Some(Handling::Received);
        again.due = When::from_iso("2026-05-20");
        let open = told(&[again.clone()]).all;
        assert_eq!((open.open, open.replied), (1, 0));
        assert_eq!((open.on_time, open.days), (rate(1, 2), rate(1, 1)));
        again.handling = Some(Handling::Answered);
        again.replies.push(Reply {
            due: again.due,
            ..reply("2026-04-27", "2026-04-29")
        });
        let both = told(&[again]).all;
        assert_eq!((both.open, both.replied), (0, 1));
        assert_eq!((both.on_time, both.days), (rate(2, 2), rate(3, 2)));
    }

    #[test]
    fn a_reply_that_was_taken_back_counts_no_more() {
        let mut back = replied("2026-02-09");
        back.handling = Some(Handling::Received);
        assert_eq!(told(&[back]).all.on_time, rate(0, 1));
    }

    #[test]
    fn what_was_moved_is_no_load_but_counts_as_declined() {
        let mut moved = line(UnitPart::Lead, ProposalState::Assigned);
        moved.handling = Some(Handling::Moved);
        moved.declined = true;
        let mut kept = line(UnitPart::Lead, ProposalState::Assigned);
        kept.unit = 2;
        let tally = told(&[moved, kept]);
        assert_eq!(tally.units[&1].load(), 0);
        assert_eq!(tally.units[&1].declined, rate(1, 1));
        assert_eq!(tally.all.declined, rate(1, 2));
        assert_eq!(tally.all.open, 1);
    }
}
