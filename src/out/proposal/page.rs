//! One proposal in full.

use super::{called, day, row, units};
use crate::lang::{Lang, Text, so_many};
use crate::model::code::{Code, ProposalState, ProposalStep, UnitPart};
use crate::model::deadline::Length;
use crate::model::proposal::{Answer, Deadline, DeadlineState, Event, Proposal, Proposer};
use crate::out::{Cell, Column, Grid, Page, Tone};
use crate::text;
use chrono::NaiveDate;
use serde_json::{Map, Value, json};

/// A proposal on a day: who, what, where it stands, its history and its deadlines.
pub fn page(p: &Proposal, today: NaiveDate) -> Page {
    let what = called(p);
    let (zh, en) = (&what.zh, &what.en);
    let mut page = Page::new(text!("提案　{zh}", "Proposal {en}"));
    for (name, value) in identity(p, today).into_iter().chain(handling(p)) {
        if shown(&value) {
            page.field(name, value);
        }
    }
    let (history, deadlines) = (p.history(), p.deadlines(today));
    page.grid(
        text!("办理经过", "History"),
        history_grid(&history, p.state),
    );
    if p.units.len() > 1 {
        page.grid(text!("承办情况", "Units"), super::part::grid(p, today));
    }
    if !deadlines.is_empty() {
        let grid = deadline_grid(&deadlines, today);
        page.grid(text!("期限", "Deadlines"), grid);
    }
    // One rating of the whole stands among the fields already.
    let tells = |a: &Answer| a.point.is_some() || a.round < p.round();
    if p.feedback.len() > 1 || p.feedback.iter().any(tells) {
        page.grid(
            text!("提案人反馈", "Feedback"),
            feedback_grid(&p.feedback, p.round()),
        );
    }
    page
}

/// Columns that say nothing are left out.
fn feedback_grid(answers: &[Answer], round: i64) -> Grid {
    let again = round > 1 || answers.iter().any(|a| a.round > 1);
    let by_unit = answers.iter().any(|a| a.unit.is_some());
    let mut columns = vec![
        Column::text("member", "提案人", "proposer"),
        Column::text("point", "项目", "point"),
        Column::text("answer", "意见", "answer").wide(),
    ];
    if by_unit {
        columns.insert(1, Column::text("unit", "单位", "unit"));
    }
    if again {
        columns.insert(0, Column::number("round", "轮次", "round"));
    }
    let mut grid = Grid::new(columns);
    for a in answers {
        let who = a
            .member
            .as_ref()
            .map(|(_, no, name)| format!("{no} {name}"));
        let whole = || Cell::from(text!("总体评价", "as a whole"));
        let mut row = vec![
            who.map_or_else(|| Cell::from(text!("提案单位", "the body")), Cell::from),
            a.point.as_ref().map_or_else(whole, Cell::from),
            Cell::from(&a.answer),
        ];
        if by_unit {
            row.insert(1, Cell::from(a.unit.as_ref().map(|(_, name)| name.clone())));
        }
        if again {
            row.insert(0, Cell::from(a.round));
        }
        grid.row(row);
    }
    grid
}

fn shown(value: &Cell) -> bool {
    match value {
        Cell::Empty => false,
        Cell::List(words) => !words.is_empty(),
        _ => true,
    }
}

fn identity(p: &Proposal, today: NaiveDate) -> Vec<(Text, Cell)> {
    vec![
        (text!("届次", "session"), Cell::from(&p.session)),
        (text!("案号", "number"), Cell::from(p.no.clone())),
        (text!("流水号", "serial"), Cell::from(p.serial.clone())),
        (text!("暂编号", "provisional"), Cell::from(p.provisional())),
        (text!("案由", "title"), Cell::from(&p.title)),
        (text!("性质", "kind"), Cell::code(p.form)),
        (text!("提案者", "proposers"), proposers(p, today)),
        (text!("分类", "category"), Cell::from(p.category.clone())),
        (text!("状态", "state"), Cell::code(p.state)),
    ]
}

fn handling(p: &Proposal) -> Vec<(Text, Cell)> {
    let mark = |yes: bool| if yes { Cell::from(true) } else { Cell::Empty };
    vec![
        (text!("主办单位", "lead units"), units(p, UnitPart::Lead)),
        (text!("会办单位", "co-handling"), units(p, UnitPart::Co)),
        (text!("分办单位", "split among"), units(p, UnitPart::Split)),
        (text!("办结时限", "due"), day(p.due)),
        (
            text!("答复类别", "reply class"),
            Cell::from(p.reply_class.clone()),
        ),
        (text!("提案人意见", "rating"), Cell::from(p.rating.clone())),
        (text!("重点提案", "key proposal"), mark(p.key)),
        (text!("优秀提案", "excellent"), mark(p.excellent)),
        (text!("备注", "note"), Cell::from(p.note.clone())),
        (text!("来源", "source"), Cell::from(p.source.clone())),
    ]
}

/// Names in order, members with their numbers, and who of a draft's has not signed.
fn proposers(p: &Proposal, today: NaiveDate) -> Cell {
    let draft = matches!(p.state, ProposalState::Draft | ProposalState::Returned);
    let one = |who: &Proposer| match who {
        Proposer::Member(person) => {
            let (no, name) = (&person.no, &person.name);
            match p.signing(person.id, today).filter(|_| draft) {
                Some(s) => {
                    let (zh, en) = (s.zh(), s.en());
                    text!("{no} {name}（{zh}）", "{no} {name} ({en})")
                }
                None => text!("{no} {name}", "{no} {name}"),
            }
        }
        Proposer::Body(name) => text!("{name}", "{name}"),
    };
    let all: Vec<Text> = p.proposers.iter().map(one).collect();
    let joined = |pick: fn(&Text) -> &str, gap| all.iter().map(pick).collect::<Vec<_>>().join(gap);
    Cell::Both(Text {
        zh: joined(|t| &t.zh, "、"),
        en: joined(|t| &t.en, ", "),
    })
}

/// Columns that no step fills are left out.
fn history_grid(history: &[Event], state: ProposalState) -> Grid {
    let mut columns = vec![
        Column::text("on", "日期", "on"),
        Column::text("step", "环节", "step"),
        Column::text("from", "之前", "from"),
        Column::text("to", "之后", "to"),
        Column::text("note", "说明", "note").wide(),
    ];
    let about = history.iter().any(|e| e.whose.is_some());
    let by_whom = history.iter().any(|e| e.by.is_some());
    if about {
        columns.insert(2, Column::text("whose", "单位或委员", "unit or member"));
    }
    if by_whom {
        columns.push(Column::text("by", "经办", "by").spare(1));
    }
    let vacant = match state {
        ProposalState::Draft => text!("草稿，还没有提交", "a draft, not submitted yet"),
        _ => text!(
            "台账里没有日期；用 yishi proposal edit 补上",
            "the ledger has no dates; yishi proposal edit adds them"
        ),
    };
    let mut grid = Grid::new(columns).vacant(vacant);
    for e in history {
        let mut row = vec![
            Cell::from(e.on.to_string()),
            Cell::code(e.step),
            e.from.map_or(Cell::Empty, Cell::code),
            Cell::code(e.to),
            Cell::from(noted(e)),
        ];
        if about {
            row.insert(2, Cell::from(e.whose.clone()));
        }
        if by_whom {
            row.push(Cell::from(e.by.clone()));
        }
        grid.row(row);
    }
    grid
}

fn noted(e: &Event) -> Option<Text> {
    match (e.length.as_deref().map(|l| granted(e.step, l)), &e.note) {
        (Some(length), Some(note)) => Some(Text {
            zh: format!("{}，{}", length.zh, note.zh),
            en: format!("{}, {}", length.en, note.en),
        }),
        (length, note) => length.or_else(|| note.clone()),
    }
}

/// How far a term was moved, or until when something was promised.
fn granted(step: ProposalStep, typed: &str) -> Text {
    match (step, Length::parse(typed)) {
        (ProposalStep::Extend, Some(length)) => {
            let Text { zh, en } = length.text();
            text!("延长 {zh}", "extended by {en}")
        }
        (ProposalStep::Pause, _) => text!("暂停到 {typed}", "paused until {typed}"),
        (ProposalStep::Reply | ProposalStep::Track, _) => {
            text!("承诺 {typed} 前办成", "promised by {typed}")
        }
        _ => Text::same(typed.to_owned()),
    }
}

fn deadline_grid(deadlines: &[Deadline], today: NaiveDate) -> Grid {
    let mut columns = vec![
        Column::text("step", "环节", "step"),
        Column::text("due_on", "时限", "due"),
        Column::text("state", "情况", "state"),
        Column::text("left", "剩余", "left"),
        Column::text("why", "依据", "why").wide(),
    ];
    let by_unit = deadlines.iter().any(|d| d.unit.is_some());
    if by_unit {
        columns.insert(1, Column::text("unit", "单位", "unit"));
    }
    let mut grid = Grid::new(columns);
    for d in deadlines {
        let state = Cell::code(d.state);
        let days = (d.due.last_day() - today).num_days();
        let (state, left) = match d.state {
            DeadlineState::Met => (state.tone(Tone::Good), Cell::Empty),
            DeadlineState::Lapsed => (state.tone(Tone::Faint), Cell::Empty),
            DeadlineState::Late => (state.tone(Tone::Warn), Cell::Empty),
            DeadlineState::Open => (
                state,
                Cell::from(text!(
                    "{days} 天",
                    "{many}",
                    many = so_many(&days, "day", "days")
                )),
            ),
            DeadlineState::Overdue => {
                let over = -days;
                let left = text!(
                    "超期 {over} 天",
                    "{many} over",
                    many = so_many(&over, "day", "days")
                );
                (state.tone(Tone::Bad), Cell::from(left))
            }
        };
        // What is over needs no reckoning any more; the object has it.
        let why = match d.state {
            DeadlineState::Open | DeadlineState::Overdue => Cell::from(d.why.clone()),
            _ => Cell::Empty,
        };
        let mut row = vec![
            Cell::code(d.step),
            Cell::from(d.due.to_string()),
            state,
            left,
            why,
        ];
        if by_unit {
            row.insert(1, Cell::from(d.unit.clone()));
        }
        grid.row(row);
    }
    grid
}

/// The same as an object: the keys of the list, then what only one in full has.
/// Reasons come in the language of the run.
pub fn json(p: &Proposal, today: NaiveDate, lang: Lang) -> Value {
    let columns = super::columns(super::Serial::Spare);
    let keys = columns.iter().map(|c| c.key.to_owned());
    let values = row(p, today);
    let mut object: Map<String, Value> = keys.zip(values.iter().map(|v| v.json(lang))).collect();
    let history: Vec<Value> = p.history().iter().map(event_json).collect();
    let deadlines: Vec<Value> = p
        .deadlines(today)
        .iter()
        .map(|d| deadline_json(d, lang))
        .collect();
    let feedback: Vec<Value> = p.feedback.iter().map(answer_json).collect();
    let more = [
        ("split_units", json!(p.units(UnitPart::Split))),
        ("units", super::part::json(p)),
        ("note", json!(p.note)),
        ("history", json!(history)),
        ("deadlines", json!(deadlines)),
        ("signatures", signatures(p, today)),
        ("feedback", json!(feedback)),
        ("source", json!(p.source)),
    ];
    object.extend(more.map(|(key, value)| (key.to_owned(), value)));
    Value::Object(object)
}

fn event_json(e: &Event) -> Value {
    json!({
        "on": e.on.to_string(), "by": e.by, "step": e.step.code(),
        "from": e.from.map(Code::code), "to": e.to.code(), "note": e.note.as_ref().map(|n| &n.zh),
        "whose": e.whose, "length": e.length,
    })
}

/// Who was asked for a signature, and whether it came.
fn signatures(p: &Proposal, today: NaiveDate) -> Value {
    let one = |who: &Proposer| match who {
        Proposer::Member(person) => p
            .signing(person.id, today)
            .map(|s| json!({ "member": person.no, "name": person.name, "state": s.code() })),
        Proposer::Body(_) => None,
    };
    p.proposers.iter().filter_map(one).collect()
}

fn answer_json(a: &Answer) -> Value {
    json!({
        "round": a.round, "member": a.member.as_ref().map(|(_, no, _)| no), "name": a.member.as_ref().map(|(_, _, name)| name),
        "unit": a.unit.as_ref().map(|(_, name)| name), "point": a.point, "answer": a.answer,
    })
}

fn deadline_json(d: &Deadline, lang: Lang) -> Value {
    json!({
        "step": d.step.code(), "due_on": d.due.to_string(),
        "state": d.state.code(), "why": d.why.pick(lang), "unit": d.unit,
    })
}
