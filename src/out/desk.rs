//! The desk of the day on screen.

use super::{Cell, Column, Grid, Page, Tone};
use crate::lang::{Text, so_many};
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

/// What it is.
fn what(line: &Line, year: &str) -> Text {
    let n = line.count;
    match line.matter {
        Matter::MeetingSoon => text!(
            "14 天内有 {n} 次会议活动",
            "{many} within 14 days",
            many = so_many(&n, "meeting", "meetings")
        ),
        Matter::RollOpen => text!(
            "{n} 次会议的签到没有登记完",
            "{many} not complete",
            many = so_many(&n, "roll is", "rolls are")
        ),
        Matter::RollMissing => text!(
            "{n} 次会议还没有名单和签到",
            "{many} no roll",
            many = so_many(&n, "meeting has", "meetings have")
        ),
        Matter::NoVoice => text!(
            "{n} 名委员本年还没有提案和社情民意",
            "{many} neither a proposal nor an opinion this year",
            many = so_many(&n, "member has", "members have")
        ),
        Matter::NoCommittee => text!(
            "{n} 名委员没有编入专委会",
            "{many} in no committee",
            many = so_many(&n, "member is", "members are")
        ),
        Matter::NoRules => text!(
            "{year} 年还没有采用考核办法",
            "no scoring rules are adopted for {year}"
        ),
        Matter::NoMembers => text!("还没有委员", "there are no members yet"),
        Matter::OtherYear => text!(
            "台账里没有 {year} 年的会议和社情民意，只有别的年度的",
            "the ledgers have no meetings or opinions of {year}, only of other years"
        ),
        _ => what_of_proposals(line),
    }
}

fn what_of_proposals(line: &Line) -> Text {
    let n = line.count;
    match line.matter {
        Matter::ProposalOverdue => text!(
            "{n} 件提案已过办结时限，还没有答复",
            "{many} past the due day without a reply",
            many = so_many(&n, "proposal is", "proposals are")
        ),
        Matter::ProposalSoon => text!(
            "{n} 件提案 15 天内到期",
            "{many} due within 15 days",
            many = so_many(&n, "proposal falls", "proposals fall")
        ),
        Matter::ProposalWaiting => text!(
            "{n} 件提案已交办，没有写办结时限，也没有答复",
            "{many} assigned without a due day or a reply",
            many = so_many(&n, "proposal is", "proposals are")
        ),
        Matter::DecisionOverdue => text!(
            "{n} 件退办申请已过审批期限，还没有决定",
            "{many} past the day of the decision",
            many = so_many(&n, "objection of a unit is", "objections of units are")
        ),
        Matter::DecisionWaiting => text!(
            "{n} 件退办申请等待审批",
            "{n} objections of units wait for a decision"
        ),
        Matter::AdviceOverdue => text!(
            "{n} 份会办意见已过期限，还没有报来",
            "{many} past the day",
            many = so_many(&n, "opinion of a co-unit is", "opinions of co-units are")
        ),
        Matter::ContactOverdue => text!(
            "{n} 次与提案者的首次联系已过期限，没有登记",
            "{many} past the day and not recorded",
            many = so_many(
                &n,
                "first contact with proposers is",
                "first contacts with proposers are"
            )
        ),
        Matter::PromiseOverdue => text!(
            "{n} 项答复中的承诺已过日期，还没有兑现",
            "{many} past the day and not kept",
            many = so_many(&n, "promise of a reply is", "promises of replies are")
        ),
        Matter::FeedbackOverdue => text!(
            "{n} 件领导批示已过反馈时限，还没有书面反馈",
            "{many} past the day of the written feedback",
            many = so_many(&n, "leader's instruction is", "leaders' instructions are")
        ),
        Matter::OtherSession => text!(
            "台账里没有本届次的提案，只有别的届次的",
            "the ledger has no proposals of this session, only of others"
        ),
        _ => text!(
            "{n} 件提案已立案，还没有交办",
            "{many} not assigned",
            many = so_many(&n, "filed proposal is", "filed proposals are")
        ),
    }
}

/// The command that helps.
fn next(line: &Line, year: &str, today: NaiveDate) -> Text {
    let first = number(line);
    match line.matter {
        Matter::ProposalOverdue | Matter::ProposalSoon => text!(
            "yishi proposal list state=已交办",
            "yishi proposal list state=assigned"
        ),
        Matter::DecisionOverdue | Matter::DecisionWaiting => text!(
            "yishi proposal list 退办待定=是",
            "yishi proposal list declining=yes"
        ),
        Matter::AdviceOverdue => text!(
            "yishi proposal list '会办时限<{today}'",
            "yishi proposal list 'advice_due<{today}'"
        ),
        Matter::ContactOverdue => text!(
            "yishi proposal list '联系时限<{today}'",
            "yishi proposal list 'contact_due<{today}'"
        ),
        Matter::PromiseOverdue => Text::same("yishi proposal promises --due"),
        Matter::FeedbackOverdue => Text::same(format!("yishi opinion feedback {first}")),
        Matter::ProposalWaiting => text!(
            "yishi proposal due --where 'state=已交办 due='",
            "yishi proposal due --where 'state=assigned due='"
        ),
        Matter::ProposalUnassigned => text!(
            "yishi proposal list state=立案",
            "yishi proposal list state=filed"
        ),
        Matter::OtherSession => Text::same(format!("yishi config session {first}")),
        Matter::OtherYear => Text::same(format!("yishi config year {first}")),
        Matter::MeetingSoon => Text::same("yishi meeting list"),
        Matter::RollOpen => Text::same(format!("yishi meeting show {first}")),
        Matter::RollMissing => {
            Text::same(format!("yishi meeting invite {first} --where post=委员"))
        }
        Matter::NoVoice => Text::same(format!("yishi member show {first}")),
        Matter::NoCommittee => Text::same("yishi member list committee="),
        Matter::NoRules => text!(
            "yishi score adopt 办法.toml --year {year}",
            "yishi score adopt RULES.toml --year {year}"
        ),
        Matter::NoMembers => text!("yishi import 委员名册.xlsx", "yishi import members.xlsx"),
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
    let words = ["member", "meeting", "proposal", "opinion"];
    let each = desk.counts.iter().zip(words);
    // One meeting, two meetings.
    let each = each.map(|(n, word)| format!("{n} {word}{}", if *n == 1 { "" } else { "s" }));
    let all = each.collect::<Vec<_>>().join(", ");
    page.field(
        text!("本年", "this year"),
        Cell::from(text!(
            "{year} 年，{session}：委员 {members} 名，会议活动 {meetings} 次，提案 {proposals} 件，社情民意 {opinions} 件",
            "{year}, {session}: {all}"
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
        let first = line
            .first
            .iter()
            .filter(|f| !f.is_empty() && line.matter != Matter::NoRules)
            .cloned()
            .collect::<Vec<_>>();
        grid.row(vec![
            press(line.press),
            Cell::from(what(line, year)),
            Cell::List(first),
            Cell::from(next(line, year, today)),
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
            let (what, next) = (what(l, &desk.year).zh, next(l, &desk.year, today).zh);
            json!({ "level": level, "what": what, "count": l.count, "first": l.first, "next": next })
        })
        .collect();
    json!({
        "office": desk.office, "session": desk.session, "year": desk.year, "today": today.to_string(),
        "members": members, "meetings": meetings, "proposals": proposals, "opinions": opinions, "lines": lines,
    })
}
