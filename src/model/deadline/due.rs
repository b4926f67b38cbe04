//! A due day and everything that explains it.

use super::length::{Length, Span};
use super::word::{Event, LastDay};
use crate::lang::Text;
use crate::model::calendar::{self, Standing};
use crate::text;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// Why a day counts or does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Every day counts in this term.
    EveryDay,
    /// What the calendar makes of it.
    Standing(Standing),
    /// The term was paused, for this reason.
    Paused(String),
    /// The term ends on a day off and moves on over this one.
    Moved(Standing),
    /// The term, counted back, ends on a day off and moves further back over this one.
    MovedBack(Standing),
}

impl Reason {
    /// The reason in words.
    pub fn text(&self) -> Text {
        match self {
            Reason::EveryDay => text!("逐日计算", "every day counts"),
            Reason::Standing(standing) => standing.text(),
            Reason::Paused(reason) if reason.is_empty() => text!("暂停计时", "paused"),
            Reason::Paused(reason) => text!("暂停计时：{reason}", "paused: {reason}"),
            Reason::Moved(standing) => {
                let Text { zh, en } = standing.text();
                text!("{zh}，期限顺延", "{en}; the last day moves")
            }
            Reason::MovedBack(standing) => {
                let Text { zh, en } = standing.text();
                text!("{zh}，期限提前", "{en}; the last day moves back")
            }
        }
    }
}

/// One day of a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The day.
    pub on: NaiveDate,
    /// Which counted day of the term it is, from 1; none where it does not count.
    pub place: Option<u32>,
    /// Why.
    pub reason: Reason,
}

/// A due day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The due day.
    pub on: NaiveDate,
    /// The day of the event, which does not count.
    pub base: NaiveDate,
    /// The event, where a profile names it.
    pub event: Option<Event>,
    /// What was counted.
    pub span: Span,
    /// What was added to it.
    pub extended: Vec<Length>,
    /// The term's own last day, before a day off moved it.
    pub last: NaiveDate,
    /// What becomes of a last day that is a day off.
    pub last_day: LastDay,
    /// The number of the day that the last month does not have, such as 30 for February.
    pub clamped: Option<u32>,
    /// Every day from the one next to the event to the term's last day, in the order of counting,
    /// then those over which a last day off moves. The due day itself is [`Due::on`].
    pub days: Vec<Day>,
    /// Whether a notice that is not there yet may still change a day at the turn of the year.
    pub may_change: bool,
}

impl Due {
    /// The days that count, in the order of counting.
    pub fn counted(&self) -> impl Iterator<Item = &Day> {
        self.days.iter().filter(|d| d.place.is_some())
    }

    /// The days that do not.
    pub fn skipped(&self) -> impl Iterator<Item = &Day> {
        self.days.iter().filter(|d| d.place.is_none())
    }

    /// Where the term starts and how long it is: `自交办 2026-02-06 次日起算，3 个月`.
    pub fn start(&self) -> Text {
        let base = self.base;
        let event = self.event.map_or_else(Text::default, |e| {
            use crate::model::code::Code;
            let (zh, en) = (e.zh(), e.en());
            text!("{zh}", "the {en} on ")
        });
        let (event, event_en) = (event.zh, event.en);
        let Text { zh, en } = self.span.text();
        let mut whole = match self.span {
            Span::After(_) => text!(
                "自{event} {base} 次日起算，{zh}",
                "{en} from the day after {event_en}{base}"
            ),
            Span::Before(l) if l.count == 0 => text!("{event} {base} 当天", "on {event_en}{base}"),
            Span::Before(_) => text!("{event} {base} {zh}，当天不计", "{en} {event_en}{base}"),
            Span::Fixed(..) => text!("{event} {base} 之后，{zh}", "{en}, after {event_en}{base}"),
        };
        whole.zh = whole.zh.trim_start().into();
        for length in &self.extended {
            let Text { zh, en } = length.text();
            let (before, before_en) = (whole.zh, whole.en);
            whole = text!("{before}，延长 {zh}", "{before_en}, extended by {en}");
        }
        whole
    }

    /// The whole reason in one sentence, as it is stored with the deadline.
    pub fn why(&self) -> Text {
        let mut why = self.start();
        for note in self.notes() {
            why.zh += "；";
            why.zh += &note.zh;
            why.en += "; ";
            why.en += &note.en;
        }
        why
    }

    /// What made the due day differ from plain counting, one note each.
    pub fn notes(&self) -> Vec<Text> {
        let mut notes = Vec::new();
        if let Span::Fixed(month, day) = self.span {
            let year = self.base.year();
            let gone = NaiveDate::from_ymd_opt(year, month, day).filter(|d| *d < self.base);
            if let Some(gone) = gone {
                let next = year + 1;
                notes.push(text!(
                    "{year} 年的这一天（{gone}）已过，按 {next} 年的算",
                    "that day of {year} ({gone}) was over, so it is that of {next}"
                ));
            }
        }
        if let Some(day) = self.clamped {
            let last = self.last;
            notes.push(text!(
                "当月没有 {day} 日，取月末 {last}",
                "that month has no day {day}; its last one is {last}"
            ));
        }
        notes.extend(self.left_out());
        let made_up: Vec<String> = self
            .counted()
            .filter(|d| matches!(d.reason, Reason::Standing(Standing::MakeUp(_))))
            .map(|d| d.on.to_string())
            .collect();
        if !made_up.is_empty() {
            let (zh, en) = (made_up.join("、"), made_up.join(", "));
            notes.push(text!(
                "调休上班的 {zh} 计入",
                "worked in exchange, and counted: {en}"
            ));
        }
        notes.extend(self.moved());
        if self.may_change {
            notes.push(text!(
                "元旦安排随下一年通知公布，岁末几天可能有变",
                "next year's notice may still change the last days of the year"
            ));
        }
        notes
    }

    /// The days that do not count, by reason.
    fn left_out(&self) -> Option<Text> {
        let mut reasons: BTreeMap<(String, String), u32> = BTreeMap::new();
        for day in self.skipped() {
            if !matches!(day.reason, Reason::Moved(_) | Reason::MovedBack(_)) {
                let Text { zh, en } = day.reason.text();
                *reasons.entry((zh, en)).or_default() += 1;
            }
        }
        let said: Vec<Text> = reasons
            .iter()
            .map(|((zh, en), n)| text!("{zh} {n} 天", "{en} {n}"))
            .collect();
        let zh = said
            .iter()
            .map(|t| t.zh.as_str())
            .collect::<Vec<_>>()
            .join("、");
        let en = said
            .iter()
            .map(|t| t.en.as_str())
            .collect::<Vec<_>>()
            .join(", ");
        (!said.is_empty()).then(|| text!("不计：{zh}", "not counted: {en}"))
    }

    fn moved(&self) -> Option<Text> {
        if self.on == self.last {
            return None;
        }
        let standing = self.days.iter().find_map(|d| match &d.reason {
            Reason::Moved(standing) | Reason::MovedBack(standing) => Some(standing.text()),
            _ => None,
        })?;
        let (last, on) = (self.last, self.on);
        let weekday = calendar::weekday(last);
        let (zh, en) = (standing.zh, standing.en);
        let (day, day_en) = (weekday.zh, weekday.en);
        Some(if self.on > self.last {
            text!(
                "最后一日 {last} {day}（{zh}），顺延至 {on}",
                "the last day, {day_en} {last} ({en}), moves on to {on}"
            )
        } else {
            text!(
                "最后一日 {last} {day}（{zh}），提前至 {on}",
                "the last day, {day_en} {last} ({en}), moves back to {on}"
            )
        })
    }
}
