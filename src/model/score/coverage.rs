//! Which days no rules cover, and which are counted twice: between the rules adopted year by year.

use super::exclude::meetings_asked;
use super::mistake::Mistake;
use super::points::{Points, decimal_text};
use super::rules::Rules;
use super::window::Window;
use crate::lang::Text;
use crate::model::meeting::Held;
use crate::model::when::When;
use crate::text;
use chrono::NaiveDate;
use std::ops::RangeInclusive;

/// What is amiss between the rules of the years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lapse {
    /// A stable word for other programs.
    pub code: &'static str,
    /// The year in which it shows.
    pub year: i32,
    /// What is amiss.
    pub message: Text,
    /// What to do.
    pub fix: Text,
}

impl Rules {
    /// The days of the year of duty `year` on which these rules count: the season as far as they
    /// apply; `None` where they do not apply in that year at all.
    pub fn days_of(&self, year: i32) -> Option<Window> {
        self.season.of(year)?.within(self.from, self.until)
    }
}

/// What is amiss between the rules adopted for years, each given with its year in that order:
/// years of `wanted` without rules, days that no year counts, days that two years count.
pub fn lapses(adopted: &[(i32, &Rules)], wanted: RangeInclusive<i32>) -> Vec<Lapse> {
    let mut lapses = Vec::new();
    for year in wanted {
        if !adopted.iter().any(|(y, _)| *y == year) {
            lapses.push(lapse(
                "year_without_rules",
                year,
                text!(
                    "{year} 年没有采用考核办法",
                    "no rules are adopted for {year}"
                ),
                text!(
                    "yishi score adopt 办法.toml --year {year}",
                    "yishi score adopt FILE.toml --year {year}"
                ),
            ));
        }
    }
    let mut before: Option<(i32, Window)> = None;
    for (year, rules) in adopted {
        let (Some(days), Some(season)) = (rules.days_of(*year), rules.season.of(*year)) else {
            let title = &rules.title;
            lapses.push(lapse(
                "rules_not_in_force",
                *year,
                text!(
                    "{year} 年采用的《{title}》在这一年不适用（见 from、until）",
                    "“{title}”, adopted for {year}, does not apply in that year (see `from`, `until`)"
                ),
                text!("改正 from、until，或改用别的办法", "mend the dates, or adopt other rules"),
            ));
            continue;
        };
        let follows = before.filter(|(y, _)| y + 1 == *year);
        let due = follows.map_or(season.from, |(_, w)| w.to.succ_opt().unwrap_or(w.to));
        lapses.extend(between(*year, due, days.from));
        if days.to < season.to && !adopted.iter().any(|(y, _)| *y == year + 1) {
            let end = season.to.succ_opt().unwrap_or(season.to);
            let next = days.to.succ_opt().unwrap_or(days.to);
            lapses.extend(between(*year, next, end));
        }
        before = Some((*year, days));
    }
    lapses
}

/// What is amiss between the rules of a year and those adopted for the years beside it, which are
/// given in the order of years.
pub fn beside(adopted: &[(i32, &Rules)], year: i32) -> Vec<Lapse> {
    let mut all = lapses(adopted, RangeInclusive::new(1, 0));
    let next = adopted.iter().any(|(y, _)| *y == year + 1);
    all.retain(|l| l.year == year || (next && l.year == year + 1));
    all
}

/// Days from which rules were due to the day on which they begin.
fn between(year: i32, due: NaiveDate, begins: NaiveDate) -> Option<Lapse> {
    let last = |day: NaiveDate| day.pred_opt().unwrap_or(day);
    let fix = || {
        text!(
            "核对 window、from、until；考核年度改变的头一年可以另写起日：window = {{ …, {year} = {due} }}",
            "compare `window`, `from` and `until`; the first year of another window may begin on its own day: window = {{ …, {year} = {due} }}"
        )
    };
    if due < begins {
        let to = last(begins);
        return Some(lapse(
            "days_without_rules",
            year,
            text!(
                "{due} 至 {to} 不在任何一年的考核期内，这些天的履职不计分",
                "no year counts {due} to {to}: what was done then gives no points"
            ),
            fix(),
        ));
    }
    (begins < due).then(|| {
        let (to, before) = (last(due), year - 1);
        lapse(
            "days_counted_twice",
            year,
            text!(
                "{begins} 至 {to} 同时计入 {before} 年和 {year} 年",
                "{before} and {year} both count {begins} to {to}"
            ),
            fix(),
        )
    })
}

/// Gates that ask for more meetings than the ledger of the year has, whoever attended them. Where
/// the year goes on, more may come: how many it takes is told.
pub fn unheld(year: i32, rules: &Rules, held: &[Held], today: NaiveDate) -> Vec<Lapse> {
    let Some(days) = rules.days_of(year) else {
        return Vec::new();
    };
    let mut lapses = Vec::new();
    for gate in &rules.gates {
        let Some((kinds, need)) = meetings_asked(gate) else {
            continue;
        };
        let fits = |m: &&Held| {
            days.holds(m.start)
                && (kinds.only.is_empty() || kinds.only.contains(&m.kind))
                && !kinds.not.contains(&m.kind)
        };
        let starts: Vec<When> = held.iter().filter(fits).map(|m| m.start).collect();
        let spans = match gate.every {
            None => vec![(When::from(days.from), When::from(days.to))],
            Some(every) => every.within(days),
        };
        let within = |(first, last): &(When, When)| {
            let meets = |w: &&When| (first.first_day()..=last.last_day()).contains(&w.first_day());
            starts.iter().filter(meets).count()
        };
        let short = |span: &&(When, When)| {
            Points::from_integer(i128::try_from(within(span)).unwrap_or(i128::MAX)) < need
        };
        // Of a year that goes on, only what is over is short for good.
        let Some(span) = spans.iter().find(short) else {
            continue;
        };
        let (title, need, have) = (&gate.title, decimal_text(need), within(span));
        let (first, last) = (span.0.first_day(), span.1.last_day());
        let is_over = last < today;
        lapses.push(lapse(
            "gate_beyond_ledger",
            year,
            if is_over {
                text!(
                    "{year} 年条件“{title}”要出席 {need} 次，{first} 至 {last} 台账里这类会议只有 {have} 次，在任的没有人能达到",
                    "`{title}` of {year} asks for {need} meetings attended, and the ledger has {have} of the kind from {first} to {last}: nobody in office then can meet it"
                )
            } else {
                text!(
                    "{year} 年条件“{title}”要出席 {need} 次，{first} 至 {last} 台账里这类会议目前只有 {have} 次，不再开会就没有人能达到",
                    "`{title}` of {year} asks for {need} meetings attended, and the ledger has {have} of the kind from {first} to {last} so far: unless more are held nobody can meet it"
                )
            },
            text!(
                "核对 at_least 与会议活动台账（yishi meeting list）",
                "compare `at_least` with the ledger (yishi meeting list)"
            ),
        ));
    }
    lapses
}

fn lapse(code: &'static str, year: i32, message: Text, fix: Text) -> Lapse {
    Lapse {
        code,
        year,
        message,
        fix,
    }
}

impl Lapse {
    /// What, and what to do, in one sentence.
    pub fn told(&self) -> Text {
        let (zh, en) = (&self.message.zh, &self.message.en);
        let (fix, fix_en) = (&self.fix.zh, &self.fix.en);
        text!("{zh}。{fix}", "{en}. {fix_en}")
    }
}

/// A mistake of the rules adopted for a year, told with the year.
pub fn told_of(year: i32, mistake: &Mistake) -> Text {
    let Text { zh, en } = mistake.told();
    text!("{year} 年的办法{zh}", "rules of {year}, {en}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::score::tests::fixture::parsed;

    fn rules(head: &str) -> Rules {
        parsed(&format!(
            "title = \"甲\"\n{head}\n[[part]]\ncode = \"a\"\ntitle = \"t\"\n[[part.item]]\ntitle = \"i\"\nfact = \"attendance\"\npoints = 1\n"
        ))
    }

    fn said(adopted: &[(i32, &str)], wanted: RangeInclusive<i32>) -> Vec<(&'static str, String)> {
        let all: Vec<(i32, Rules)> = adopted.iter().map(|(y, h)| (*y, rules(h))).collect();
        let all: Vec<(i32, &Rules)> = all.iter().map(|(y, r)| (*y, r)).collect();
        let lapses = lapses(&all, wanted).into_iter();
        lapses.map(|l| (l.code, l.message.zh)).collect()
    }

    #[test]
    fn a_gate_that_asks_for_more_meetings_than_there_were_is_told() {
        let head = |n: u32, more: &str| {
            format!(
                "[[grade]]\nname = \"上\"\nat_least = 1\n[[grade]]\nname = \"下\"\n[[gate]]\ntitle = \"出席\"\nfact = \"attendance\"\nkind = \"常委会会议\"\nat_least = {n}\ngrade = \"下\"\n{more}"
            )
        };
        let of = |kind: &str, start: &str| Held {
            kind: kind.into(),
            start: When::from_iso(start).unwrap(),
            end: When::from_iso(start).unwrap(),
        };
        let held = [
            of("常委会会议", "2026-02-01"),
            of("常委会会议", "2026-08-01"),
            of("视察", "2026-05-01"),
            of("常委会会议", "2025-08-01"),
        ];
        let told = |n, more: &str, today: &str| {
            let found = unheld(2026, &rules(&head(n, more)), &held, today.parse().unwrap());
            found.into_iter().map(|l| l.message.zh).collect::<Vec<_>>()
        };
        assert_eq!(told(2, "", "2027-01-01"), Vec::<String>::new());
        assert_eq!(
            told(3, "", "2027-01-01"),
            [
                "2026 年条件“出席”要出席 3 次，2026-01-01 至 2026-12-31 台账里这类会议只有 2 次，在任的没有人能达到"
            ]
        );
        assert!(told(3, "", "2026-10-01")[0].contains("目前只有 2 次"));
        assert!(told(1, "every = \"half_year\"", "2026-11-01").is_empty());
        assert!(
            told(1, "every = \"quarter\"", "2026-11-01")[0].contains("2026-04-01 至 2026-06-30")
        );
    }

    #[test]
    fn years_without_rules_and_days_between_editions_are_named() {
        assert_eq!(said(&[(2025, ""), (2026, "")], 2025..=2026), []);
        assert_eq!(
            said(&[(2026, "")], 2025..=2026),
            [("year_without_rules", "2025 年没有采用考核办法".to_owned())]
        );
        let season = "window = { from = \"12-01\", to = \"11-30\" }";
        assert_eq!(
            said(&[(2025, ""), (2026, season)], 2025..=2026),
            [(
                "days_counted_twice",
                "2025-12-01 至 2025-12-31 同时计入 2025 年和 2026 年".to_owned()
            )]
        );
        assert_eq!(
            said(&[(2025, season), (2026, "")], 2025..=2026),
            [(
                "days_without_rules",
                "2025-12-01 至 2025-12-31 不在任何一年的考核期内，这些天的履职不计分".to_owned()
            )]
        );
        let turned = "window = { from = \"12-01\", to = \"11-30\", 2026 = 2026-01-01 }";
        assert_eq!(said(&[(2025, ""), (2026, turned)], 2025..=2026), []);
        let turned = "window = { from = \"01-01\", to = \"12-31\", 2026 = 2025-12-01 }";
        assert_eq!(said(&[(2025, season), (2026, turned)], 2025..=2026), []);
        assert_eq!(
            said(
                &[(2026, "from = 2026-03-01\nuntil = 2026-11-30")],
                2026..=2026
            ),
            [
                (
                    "days_without_rules",
                    "2026-01-01 至 2026-02-28 不在任何一年的考核期内，这些天的履职不计分"
                        .to_owned()
                ),
                (
                    "days_without_rules",
                    "2026-12-01 至 2026-12-31 不在任何一年的考核期内，这些天的履职不计分"
                        .to_owned()
                )
            ]
        );
        assert_eq!(
            said(&[(2026, "until = 2025-12-31")], 2026..=2026)[0].0,
            "rules_not_in_force"
        );
    }
}
