//! Published scores on screen: an edition, what differs from it and why, the objections.

use super::compare::{Names, change_json, changes, columns, row};
use crate::lang::{Lang, Text};
use crate::model::code::Code;
use crate::model::journal::Entry;
use crate::model::score::Score;
use crate::model::score::compare::{Change, Stand};
use crate::model::score::publication::{Objection, ObjectionState, Publication};
use crate::model::score::since::Why;
use crate::out::log::grouped;
use crate::out::{Cell, Column, Grid, Page, Tone};
use crate::text;
use serde_json::{Value, json};

/// One who differs from what was published, and the commands that may be why.
#[derive(Debug, Clone)]
pub struct Difference<'a> {
    /// What differs.
    pub change: &'a Change,
    /// The entries of the journal that touched what the score is made of.
    pub because: Vec<&'a Entry>,
    /// Why, as far as the figures tell; `None` for who is in one of the two only.
    pub why: Option<Why>,
    /// Whether the rules of now are not those that were published.
    pub other_rules: bool,
}

impl Difference<'_> {
    /// Whether it is the member's own ledgers that moved, and not others or a quota.
    fn is_own(&self) -> bool {
        self.why.as_ref().is_none_or(|why| why.own)
    }
}

/// How many of those who passed are named.
const NAMED: usize = 3;

/// An edition in full; `ranking` is its table.
pub fn page(held: &Publication, earlier: &[Publication], ranking: Grid) -> Page {
    let (year, Text { zh, en }) = (held.year, held.called());
    let mut page = Page::new(text!(
        "{year} 年度履职得分，公布{zh}",
        "Duty scores of {year} as published, {en}"
    ));
    let title = &held.title;
    page.field(text!("考核办法", "rules"), text!("《{title}》", "{title}"));
    let (on, by) = (held.published_on, &held.by);
    page.field(
        text!("公布", "published"),
        text!("{on}　{by}", "{on} by {by}"),
    );
    if let Some(day) = held.as_of {
        page.field(text!("截至", "up to"), day.to_string());
    }
    if let Some(reason) = &held.reason {
        page.field(text!("再次公布的原因", "published again because"), reason);
    }
    let (end, zh, en) = (held.closes_on, &held.why.zh, &held.why.en);
    page.field(
        text!("异议截止", "objections until"),
        text!("{end}（{zh}）", "{end} ({en})"),
    );
    let (seq, head) = (held.entry, grouped(&held.head));
    page.field(
        text!("日志", "journal"),
        text!(
            "第 {seq} 条，此前校验码 {head}",
            "entry {seq}, head before it {head}"
        ),
    );
    if !earlier.is_empty() {
        let line = |p: &Publication| {
            let (Text { zh, en }, on) = (p.called(), p.published_on);
            text!("{zh}，{on}", "{en}, {on}")
        };
        page.lines(
            text!("其他各版", "Other editions"),
            earlier.iter().map(line).collect::<Vec<_>>(),
        );
    }
    page.grid(text!("得分", "Scores"), ranking);
    page
}

/// The same as an object.
pub fn json(held: &Publication, earlier: &[Publication], scores: &[Score]) -> Value {
    let exact = |s: &Score| {
        s.parts
            .iter()
            .map(|(c, p)| (c.clone(), p.to_string().into()))
            .collect::<serde_json::Map<_, _>>()
    };
    let mut list = super::run_json(scores);
    if let Some(list) = list.as_array_mut() {
        for (one, score) in list.iter_mut().zip(scores) {
            one["exact"] = json!({ "total": score.total.to_string(), "parts": exact(score) });
        }
    }
    json!({
        "year": held.year, "edition": held.edition, "published_on": held.published_on.to_string(), "by": held.by,
        "as_of": held.as_of.map(|d| d.to_string()), "rules": held.title, "reason": held.reason,
        "closes_on": held.closes_on.to_string(), "entry": held.entry, "head": held.head,
        "earlier": earlier.iter().map(|p| json!({ "edition": p.edition, "published_on": p.published_on.to_string(), "as_of": p.as_of.map(|d| d.to_string()) })).collect::<Vec<_>>(),
        "scores": list,
    })
}

/// The entries that explain the differences, each once.
fn reasons<'a>(differences: &[Difference<'a>]) -> Vec<&'a Entry> {
    let mut all: Vec<&Entry> = differences
        .iter()
        .flat_map(|d| d.because.iter().copied())
        .collect();
    all.sort_by_key(|e| e.seq);
    all.dedup_by_key(|e| e.seq);
    all
}

/// What differs from the published figures: the table of changes, and the commands behind them.
pub fn differences(held: &Publication, all: &[Difference<'_>], names: &Names) -> Page {
    let (year, on, Text { zh, en }) = (held.year, held.published_on, held.called());
    let mut page = Page::new(text!(
        "{year} 年度：公布之后的变化",
        "{year}: what changed since publication"
    ));
    let n = all.len();
    page.field(
        text!("公布", "published"),
        text!("{zh}，{on}", "{en}, {on}"),
    );
    page.field(text!("不同", "differ"), text!("{n} 人", "{n}"));
    let moved: Vec<&Change> = all.iter().map(|d| d.change).collect();
    page.grid(text!("变化", "Changes"), changes(&moved, names));
    if all.is_empty() {
        return page;
    }
    let mut grid = Grid::new(vec![
        Column::text("name", "姓名", "name"),
        Column::text("seq", "日志号", "entries"),
    ]);
    for d in all {
        grid.row(vec![Cell::from(&d.change.name), Cell::from(because(d))]);
    }
    page.grid(text!("原因", "Why"), grid);
    let mut grid = Grid::new(vec![
        Column::number("seq", "日志号", "entry"),
        Column::text("at", "时间", "at"),
        Column::text("by", "经办", "by"),
        Column::text("summary", "内容", "summary"),
    ])
    .vacant(text!(
        "公布之后的日志里没有动过计分所读的台账",
        "the journal since shows no change of the ledgers that scores read"
    ));
    for entry in reasons(all) {
        grid.row(vec![
            Cell::from(entry.seq),
            Cell::from(entry.at.get(..16).unwrap_or(&entry.at).replace('T', " ")),
            Cell::from(&entry.by),
            Cell::from(entry.summary.clone()),
        ]);
    }
    page.grid(text!("公布之后的操作", "Commands since"), grid);
    page
}

fn because(difference: &Difference<'_>) -> Text {
    if let Some(why) = difference.why.as_ref().filter(|w| !w.own) {
        return by_others(difference.change, why);
    }
    if difference.because.is_empty() && difference.other_rules {
        return other_rules();
    }
    if difference.because.is_empty() {
        return text!(
            "公布之后的日志里没有动过计分所读的台账",
            "the journal since shows no change of the ledgers that scores read"
        );
    }
    Text::listed(&seqs(difference))
}

fn seqs(difference: &Difference<'_>) -> Vec<String> {
    let entries = difference.because.iter();
    entries.map(|e| e.seq.to_string()).collect()
}

/// What differs as one table: a row for each, with why and the entries behind it.
pub fn difference_rows(all: &[Difference<'_>], names: &Names) -> Grid {
    let mut columns = columns(names.whose);
    columns.extend([
        Column::text("why", "原因", "why"),
        Column::text("entries", "日志号", "entries"),
    ]);
    let mut grid = Grid::new(columns);
    for d in all {
        let mut cells = row(d.change, names.whose);
        cells.push(match &d.why {
            Some(why) if !why.own => Cell::from(by_others(d.change, why)),
            _ if d.other_rules => Cell::from(other_rules()),
            _ => Cell::from(text!("本人得分有变", "own figures differ")),
        });
        cells.push(Cell::from(Text::listed(&seqs(d))));
        grid.row(cells);
    }
    grid
}

fn other_rules() -> Text {
    text!("考核办法与公布时不同", "the rules are not those published")
}

/// What others did to who has the points of before.
fn by_others(change: &Change, why: &Why) -> Text {
    let grade = |s: &Option<Stand>| s.as_ref().and_then(|s| s.grade.clone()).unwrap_or_default();
    let (passed, by) = (named(&why.passed), named(&why.passed_by));
    let mut told = match (why.passed_by.is_empty(), why.passed.is_empty()) {
        (false, _) => {
            let Text { zh, en } = by;
            text!(
                "本人得分未变，被{zh}超过",
                "passed by {en}, own points the same"
            )
        }
        (true, false) => {
            let Text { zh, en } = passed;
            text!(
                "本人得分未变，{zh}退后",
                "{en} fell behind, own points the same"
            )
        }
        (true, true) => text!("本人得分未变", "own points the same"),
    };
    if why.quota {
        let (old, new) = (grade(&change.old), grade(&change.new));
        let Text { zh, en } = told;
        told = text!(
            "{zh}；等次因名额由“{old}”变为“{new}”",
            "{en}; the quota gives `{new}` in place of `{old}`"
        );
    }
    told
}

/// The first few names, and how many more.
fn named(names: &[String]) -> Text {
    let more = names.len().saturating_sub(NAMED);
    let Text { zh, en } = Text::listed(&names[..names.len() - more]);
    if more == 0 {
        return text!("{zh}", "{en}");
    }
    let all = names.len();
    text!("{zh}等 {all} 人", "{en} and {more} more")
}

/// The differences as an array.
pub fn differences_json(all: &[Difference<'_>], lang: Lang) -> Value {
    let entry = |e: &&Entry| json!({ "seq": e.seq, "at": e.at, "by": e.by, "command": e.command, "summary": e.summary.pick(lang) });
    let one = |d: &Difference<'_>| {
        let mut object = change_json(d.change);
        object["own"] = d.is_own().into();
        let why = d.why.clone().unwrap_or_default();
        object["quota"] = why.quota.into();
        object["passed_by"] = why.passed_by.into();
        object["passed"] = why.passed.into();
        object["other_rules"] = d.other_rules.into();
        object["because"] = d.because.iter().map(entry).collect();
        object
    };
    all.iter().map(one).collect()
}

/// The objections as a table.
pub fn objections(all: &[Objection]) -> Grid {
    let mut grid = Grid::new(vec![
        Column::number("no", "编号", "no."),
        Column::number("year", "年度", "year").spare(2),
        Column::number("edition", "版", "edition").spare(4),
        Column::text("as_of", "截至", "up to").spare(3),
        Column::text("member", "委员编号", "no.").spare(5),
        Column::text("name", "姓名", "name"),
        Column::text("what", "异议", "objection").wide(),
        Column::text("raised_on", "提出", "raised on"),
        Column::text("closes_on", "截止", "closes on").spare(1),
        Column::text("state", "处理", "decision"),
        Column::text("reason", "理由", "reason"),
    ])
    .vacant(text!("没有异议", "there are no objections"));
    for o in all {
        let state = Cell::code(o.state());
        grid.row(vec![
            Cell::from(o.no),
            Cell::from(o.year),
            Cell::from(o.edition),
            Cell::from(o.as_of.map(|d| d.to_string())),
            Cell::from(&o.member),
            Cell::from(&o.name),
            Cell::from(&o.what),
            Cell::from(o.raised_on.to_string()),
            Cell::from(o.closes_on.to_string()),
            match o.state() {
                ObjectionState::Open | ObjectionState::Waiting => state.tone(Tone::Warn),
                _ => state,
            },
            Cell::from(o.reason.clone()),
        ]);
    }
    grid
}

/// The objections as an array.
pub fn objections_json(all: &[Objection]) -> Value {
    let one = |o: &Objection| {
        json!({
            "no": o.no, "year": o.year, "edition": o.edition, "as_of": o.as_of.map(|d| d.to_string()), "subject": o.whose.code(), "member": o.member, "name": o.name, "what": o.what,
            "raised_on": o.raised_on.to_string(), "closes_on": o.closes_on.to_string(), "state": o.state().code(),
            "decision": o.decision.map(Code::code), "reason": o.reason, "decided_on": o.decided_on.map(|d| d.to_string()),
            "corrected_in": o.corrected_in,
        })
    };
    all.iter().map(one).collect()
}
