//! Key and excellent proposals: who leads and supervises, what was done, and the sentences after.

use super::{called, names, units};
use crate::lang::{Text, so_many};
use crate::model::code::{Code, UnitPart};
use crate::model::proposal::Proposal;
use crate::model::proposal::act::{Act, ActKind, LeaderPart, Mark, Marking, Marks};
use crate::out::{Cell, Column, Grid, Page};
use crate::text;
use serde_json::{Value, json};

/// As many numbers as a sentence lists.
const LISTED: usize = 8;

/// The page with leaders and acts, where there are any.
pub fn with_marks(mut page: Page, marks: &Marks) -> Page {
    if marks.letter_no.is_some() {
        page.field(text!("意见号", "letter number"), marks.letter_no.clone());
    }
    for (label, names) in [
        (text!("领办领导", "leaders in the lead"), &marks.leads),
        (text!("督办领导", "supervised by"), &marks.supervisors),
    ] {
        if !names.is_empty() {
            page.field(label, Cell::List(names.clone()));
        }
    }
    if !marks.acts.is_empty() {
        let heading = text!("重点、督办情况", "Marks and follow-up");
        page.grid(heading, acts_grid(&marks.acts));
    }
    page
}

fn acts_grid(acts: &[Act]) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("on", "日期", "on"),
        Column::text("kind", "类别", "kind"),
        Column::text("who", "参加人", "who"),
        Column::text("note", "说明", "note").wide(),
        Column::text("by", "经办", "by").spare(1),
    ]);
    for a in acts {
        grid.row(vec![
            Cell::from(a.on.to_string()),
            Cell::code(a.kind),
            Cell::from(a.who.clone()),
            Cell::from(a.note.clone()),
            Cell::from(&a.by),
        ]);
    }
    grid
}

/// The object with leaders and acts.
pub fn json_with_marks(mut object: Value, marks: &Marks) -> Value {
    if let Value::Object(fields) = &mut object {
        let act = |a: &Act| {
            json!({
                "on": a.on.to_string(), "kind": a.kind.code(), "who": a.who, "note": a.note, "by": a.by,
            })
        };
        let acts: Vec<Value> = marks.acts.iter().map(act).collect();
        fields.extend(
            [
                ("letter_no", json!(marks.letter_no)),
                ("lead_leaders", json!(marks.leads)),
                ("supervisors", json!(marks.supervisors)),
                ("acts", json!(acts)),
            ]
            .map(|(key, value)| (key.to_owned(), value)),
        );
    }
    object
}

/// The key proposals with their leaders and how often each was followed up.
pub fn key_list<'m>(proposals: &[Proposal], marks: impl Fn(i64) -> Option<&'m Marks>) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("session", "届次", "session").spare(3),
        Column::text("no", "案号", "no."),
        Column::text("title", "案由", "title").wide(),
        Column::text("proposers", "提案者", "proposers").spare(1),
        Column::text("lead_units", "主办单位", "lead units").spare(2),
        Column::text("state", "状态", "state"),
        Column::text("lead_leaders", "领办领导", "in the lead"),
        Column::text("supervisors", "督办领导", "supervised by"),
        Column::number("visit", "走访", "visits"),
        Column::number("talk", "座谈", "talks"),
        Column::number("progress", "调度会", "progress meetings"),
        Column::number("inspection", "联合督查", "inspections"),
    ])
    .vacant(text!(
        "没有重点提案；用 yishi proposal key 案号 确定",
        "no key proposals; yishi proposal key NUMBER chooses one"
    ));
    let none = Marks::default();
    for p in proposals {
        let m = marks(p.id).unwrap_or(&none);
        let mut row = vec![
            Cell::from(&p.session),
            Cell::from(p.no.clone()),
            Cell::from(&p.title),
            names(p),
            units(p, UnitPart::Lead),
            Cell::code(p.state),
            Cell::List(m.leads.clone()),
            Cell::List(m.supervisors.clone()),
        ];
        let count = |kind| i64::try_from(m.count(kind)).unwrap_or(i64::MAX);
        row.extend(ActKind::FOLLOW_UP.map(|kind| Cell::from(count(kind))));
        grid.row(row);
    }
    let n = proposals.len();
    grid.note(text!(
        "共 {n} 件重点提案",
        "{many}",
        many = so_many(&n, "key proposal", "key proposals")
    ));
    grid
}

/// What giving or taking back a mark did, with the leaders that were said.
pub fn marked(
    mark: Mark,
    marking: Marking,
    proposals: &[Proposal],
    leaders: &[(LeaderPart, Option<Vec<String>>)],
) -> Text {
    let mut said = done(mark.act(marking), proposals);
    for (part, names) in leaders {
        let Some(names) = names else { continue };
        let Text { zh, en } = match names.as_slice() {
            [] => text!("无", "nobody"),
            names => Text::listed(names),
        };
        said.zh.extend(["；", part.zh(), "：", &zh]);
        said.en.extend(["; ", part.en(), ": ", &en]);
    }
    said
}

/// What was done about proposals.
pub fn done(act: ActKind, proposals: &[Proposal]) -> Text {
    let (zh, en) = (act.zh(), act.en());
    if let [one] = proposals {
        let what = called(one);
        let (what, what_en) = (&what.zh, &what.en);
        return text!("{zh}：{what}", "{en}: {what_en}");
    }
    let cites: Vec<String> = proposals.iter().take(LISTED).map(Proposal::cite).collect();
    let (n, more) = (proposals.len(), proposals.len().saturating_sub(LISTED));
    let (list, list_en) = (cites.join("、"), cites.join(", "));
    if more == 0 {
        text!("{zh} {n} 件：{list}", "{en}, {n}: {list_en}")
    } else {
        text!(
            "{zh} {n} 件：{list}，另有 {more} 件",
            "{en}, {n}: {list_en} and {more} more"
        )
    }
}
