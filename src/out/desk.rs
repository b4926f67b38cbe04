//! The desk of the day on screen.

use super::{Cell, Column, Grid, Page, Tone};
use crate::lang::Text;
use crate::model::desk::{Desk, Line, Matter, Press};
use crate::text;
use chrono::{Datelike, NaiveDate};
use serde_json::{Value, json};

const WEEKDAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];

fn press(press: Press) -> Cell {
    match press {
        Press::Overdue => Cell::from(text!("逾期", "overdue")).tone(Tone::Bad),
        Press::Soon => Cell::from(text!("临近", "soon")).tone(Tone::Warn),
        Press::Lacking => Cell::from(text!("待补", "lacking")),
    }
}

/// What it is, and the command that helps.
fn words(line: &Line, year: &str) -> (Text, String) {
    let n = line.count;
    match line.matter {
        Matter::ProposalOverdue => (
            text!(
                "{n} 件提案已过办结时限，还没有答复",
                "{n} proposals are past their due day without a reply"
            ),
            "yishi proposal list state=已交办".into(),
        ),
        Matter::ProposalSoon => (
            text!(
                "{n} 件提案 15 天内到期",
                "{n} proposals fall due within 15 days"
            ),
            "yishi proposal list state=已交办".into(),
        ),
        Matter::ProposalWaiting => (
            text!(
                "{n} 件提案已交办，没有写办结时限，也没有答复",
                "{n} proposals are assigned without a due day or a reply"
            ),
            "yishi proposal list state=已交办 due=".into(),
        ),
        Matter::ProposalUnassigned => (
            text!(
                "{n} 件提案已立案，还没有交办",
                "{n} filed proposals are not assigned"
            ),
            "yishi proposal list state=立案".into(),
        ),
        Matter::MeetingSoon => (
            text!("14 天内有 {n} 次会议活动", "{n} meetings within 14 days"),
            "yishi meeting list".into(),
        ),
        Matter::RollOpen => (
            text!("{n} 次会议的签到没有登记完", "{n} rolls are not complete"),
            format!("yishi meeting show {}", number(line)),
        ),
        Matter::RollMissing => (
            text!("{n} 次会议还没有名单和签到", "{n} meetings have no roll"),
            format!("yishi meeting invite {} --where post=委员", number(line)),
        ),
        Matter::NoVoice => (
            text!(
                "{n} 名委员本年还没有提案和社情民意",
                "{n} members have neither a proposal nor an opinion this year"
            ),
            format!("yishi member show {}", number(line)),
        ),
        Matter::NoCommittee => (
            text!(
                "{n} 名委员没有编入专委会",
                "{n} members are in no committee"
            ),
            "yishi member list committee=".into(),
        ),
        Matter::NoRules => (
            text!(
                "{year} 年还没有采用考核办法",
                "no scoring rules are adopted for {year}"
            ),
            format!("yishi score adopt 办法.toml --year {year}"),
        ),
        Matter::NoMembers => (
            text!("还没有委员", "there are no members yet"),
            "yishi import 委员名册.xlsx".into(),
        ),
    }
}

/// The number that the first named thing begins with.
fn number(line: &Line) -> &str {
    line.first
        .first()
        .and_then(|f| f.split(' ').next())
        .unwrap_or_default()
}

/// The desk.
pub fn page(desk: &Desk, today: NaiveDate) -> Page {
    let (office, session, year) = (&desk.office, &desk.session, &desk.year);
    let weekday = WEEKDAYS[today.weekday().num_days_from_monday() as usize % 7];
    let weekday_en = today.format("%A").to_string();
    let mut page = Page::new(text!(
        "{office}　{today} 星期{weekday}",
        "{office}, {weekday_en} {today}"
    ));
    let [members, meetings, proposals, opinions] = desk.counts;
    page.field(
        text!("本年", "this year"),
        Cell::from(text!(
            "{year} 年，{session}：委员 {members} 名，会议活动 {meetings} 次，提案 {proposals} 件，社情民意 {opinions} 件",
            "{year}, {session}: {members} members, {meetings} meetings, {proposals} proposals, {opinions} opinions"
        )),
    );
    let mut grid = Grid::new(vec![
        Column::text("press", "", ""),
        Column::text("matter", "事项", "matter"),
        Column::text("first", "如", "such as").spare(1),
        Column::text("next", "下一步", "next"),
    ])
    .vacant(text!("今天没有要办的事。", "Nothing waits today."));
    for line in &desk.lines {
        let (what, next) = words(line, year);
        let first = line
            .first
            .iter()
            .filter(|f| !f.is_empty() && line.matter != Matter::NoRules)
            .cloned()
            .collect::<Vec<_>>();
        grid.row(vec![
            press(line.press),
            Cell::from(what),
            Cell::List(first),
            Cell::from(next),
        ]);
    }
    page.grid(text!("今日要办", "Today's desk"), grid);
    page
}

/// The desk as an object.
pub fn json(desk: &Desk, today: NaiveDate) -> Value {
    let [members, meetings, proposals, opinions] = desk.counts;
    let lines: Vec<Value> = desk
        .lines
        .iter()
        .map(|l| {
            let level = match l.press {
                Press::Overdue => "overdue",
                Press::Soon => "soon",
                Press::Lacking => "lacking",
            };
            let (what, next) = words(l, &desk.year);
            json!({ "level": level, "what": what.zh, "count": l.count, "first": l.first, "next": next })
        })
        .collect();
    json!({
        "office": desk.office, "session": desk.session, "year": desk.year, "today": today.to_string(),
        "members": members, "meetings": meetings, "proposals": proposals, "opinions": opinions, "lines": lines,
    })
}
