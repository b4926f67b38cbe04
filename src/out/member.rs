//! Members on screen: the roster and the one-page duty dossier.

use super::{Cell, Column, Grid, Page, masked_phone};
use crate::lang::Text;
use crate::model::code::{Code, Dict};
use crate::model::member::{Affiliation, Member, Serving};
use crate::text;
use chrono::NaiveDate;
use serde_json::{Map, Value, json};

mod dossier;

pub use dossier::Dossier;

/// How telephone numbers are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phones {
    /// `138****0001`.
    Masked,
    /// In full (`--reveal`).
    Revealed,
}

impl From<bool> for Phones {
    fn from(reveal: bool) -> Phones {
        if reveal {
            Phones::Revealed
        } else {
            Phones::Masked
        }
    }
}

impl Phones {
    pub(in crate::out) fn show(self, phone: Option<&str>) -> Option<String> {
        phone.map(|p| match self {
            Phones::Masked => masked_phone(p),
            Phones::Revealed => p.to_owned(),
        })
    }
}

fn words(member: &Member, dict: Dict) -> Cell {
    Cell::List(member.words(dict).into_iter().map(str::to_owned).collect())
}

fn serving(status: Serving) -> Cell {
    let (code, zh, en) = status.words();
    Cell::Code { code, zh, en }
}

fn day(when: Option<crate::model::when::When>) -> Cell {
    Cell::from(when.map(|w| w.to_string()))
}

/// What was asked for, for the line under a list.
pub fn filter_note(count: usize, what: &Text, typed: &[&String]) -> Text {
    let (zh, en) = (&what.zh, &what.en);
    // One meeting, two meetings.
    let en = en.strip_suffix('s').filter(|_| count == 1).unwrap_or(en);
    if typed.is_empty() {
        return text!("共 {count} {zh}", "{count} {en}");
    }
    let terms = typed
        .iter()
        .map(|t| t.as_str())
        .collect::<Vec<_>>()
        .join(" ");
    text!(
        "共 {count} {zh}（筛选：{terms}）",
        "{count} {en} (filter: {terms})"
    )
}

/// The roster.
pub fn list(members: &[Member], today: NaiveDate, phones: Phones, typed: &[&String]) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("no", "委员编号", "no."),
        Column::text("name", "姓名", "name"),
        Column::text("sector", "界别", "sector"),
        Column::text("committee", "专委会", "committee").spare(2),
        Column::text("group", "履职小组", "group").spare(3),
        Column::text("post", "政协职务", "post"),
        Column::text("party", "政治面貌", "party").spare(4),
        Column::text("unit", "单位", "unit").spare(5),
        Column::text("phone", "手机", "phone").spare(6),
        Column::text("since", "任职日期", "since").spare(7),
        Column::text("until", "离任日期", "until").spare(8),
        Column::text("status", "状态", "status"),
    ])
    .vacant(text!(
        "没有符合条件的委员；用 yishi import 导入名册，用 yishi member add 新增，或放宽筛选",
        "no member fits; yishi import brings a roster in, yishi member add adds one, or widen the filter"
    ));
    for m in members {
        grid.row(vec![
            Cell::from(&m.no),
            Cell::from(&m.name),
            Cell::from(m.sector.clone()),
            words(m, Dict::Committee),
            words(m, Dict::Group),
            words(m, Dict::Post),
            words(m, Dict::Party),
            Cell::from(m.unit.clone()),
            Cell::from(phones.show(m.phone.as_deref())),
            day(m.since()),
            day(m.until()),
            serving(m.status(today)),
        ]);
    }
    grid.note(filter_note(
        members.len(),
        &text!("名委员", "members"),
        typed,
    ));
    grid
}

/// The dossier's first part: who this is.
fn head(m: &Member, today: NaiveDate, phones: Phones) -> Page {
    let (no, name) = (&m.no, &m.name);
    let mut page = Page::new(text!(
        "委员履职档案　{no} {name}",
        "Duty dossier of {no} {name}"
    ));
    let lists = [
        (text!("政协职务", "post"), Dict::Post),
        (text!("专委会", "committee"), Dict::Committee),
        (text!("履职小组", "group"), Dict::Group),
        (text!("政治面貌", "party"), Dict::Party),
        (text!("标签", "tags"), Dict::Tag),
    ];
    page.field(text!("性别", "sex"), m.sex.map(Cell::code));
    page.field(text!("出生年月", "birth"), day(m.birth));
    page.field(text!("民族", "nation"), m.nation.clone());
    page.field(text!("界别", "sector"), m.sector.clone());
    for (label, dict) in lists {
        if !m.words(dict).is_empty() {
            page.field(label, words(m, dict));
        }
    }
    page.field(text!("单位", "unit"), m.unit.clone());
    if m.job.is_some() {
        page.field(text!("职务", "job"), m.job.clone());
    }
    page.field(text!("手机", "phone"), phones.show(m.phone.as_deref()));
    page.field(text!("任期", "term"), terms(m));
    page.field(text!("状态", "status"), serving(m.status(today)));
    if !m.aliases.is_empty() {
        page.field(
            text!("别名", "other names"),
            Cell::List(m.aliases.iter().map(|a| a.name.clone()).collect()),
        );
    }
    if let Some(source) = &m.source {
        page.field(text!("来源", "source"), source.clone());
    }
    if m.dated().next().is_some() {
        page.grid(text!("所属变动", "Memberships over time"), dated(m));
    }
    if !m.events.is_empty() {
        page.grid(text!("状态事件", "Status events"), events(m));
    }
    page
}

/// What the member belonged to between which days.
fn dated(m: &Member) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("kind", "类别", "kind"),
        Column::text("name", "名称", "name"),
        Column::text("since", "自", "since"),
        Column::text("until", "至", "until"),
    ]);
    for a in m.dated() {
        grid.row(vec![
            Cell::code(a.dict),
            Cell::from(&a.name),
            day(a.since),
            day(a.until),
        ]);
    }
    grid
}

fn terms(m: &Member) -> Cell {
    let known = m
        .tenure
        .iter()
        .filter(|s| s.since.is_some() || s.until.is_some());
    let (zh, en): (Vec<String>, Vec<String>) = known.map(term).map(|t| (t.zh, t.en)).unzip();
    if zh.is_empty() {
        return Cell::Empty;
    }
    Cell::from(Text {
        zh: zh.join("、"),
        en: en.join(", "),
    })
}

fn term(span: &crate::model::member::Span) -> Text {
    match (span.since, span.until) {
        (Some(since), Some(until)) => text!("{since} 至 {until}", "{since} to {until}"),
        (None, Some(until)) => text!("至 {until}", "to {until}"),
        (since, None) => Text::same(since.map(|w| w.to_string()).unwrap_or_default()),
    }
}

fn events(m: &Member) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("on", "日期", "on"),
        Column::text("kind", "事件", "event"),
        Column::text("reason", "原因", "reason"),
        Column::text("basis", "依据", "basis"),
    ]);
    for e in &m.events {
        let kind =
            crate::model::code::StatusKind::parse(&e.kind).map_or(Cell::from(&e.kind), Cell::code);
        grid.row(vec![
            Cell::from(&e.on),
            kind,
            Cell::from(&e.reason),
            Cell::from(e.basis.clone()),
        ]);
    }
    grid
}

/// The stable keys of one member.
pub fn member_json(m: &Member, today: NaiveDate, phones: Phones) -> Map<String, Value> {
    let list = |dict| json!(m.words(dict));
    let day = |w: Option<crate::model::when::When>| json!(w.map(|w| w.to_string()));
    let pairs = [
        ("no", json!(m.no)),
        ("name", json!(m.name)),
        ("sector", json!(m.sector)),
        ("committee", list(Dict::Committee)),
        ("group", list(Dict::Group)),
        ("post", list(Dict::Post)),
        ("party", list(Dict::Party)),
        ("unit", json!(m.unit)),
        ("phone", json!(phones.show(m.phone.as_deref()))),
        ("since", day(m.since())),
        ("until", day(m.until())),
        ("status", json!(m.status(today).words().0)),
        ("sex", json!(m.sex.map(Code::code))),
        ("birth", day(m.birth)),
        ("nation", json!(m.nation)),
        ("job", json!(m.job)),
        ("tags", list(Dict::Tag)),
        (
            "aliases",
            json!(m.aliases.iter().map(|a| &a.name).collect::<Vec<_>>()),
        ),
        ("source", json!(m.source)),
    ];
    pairs.into_iter().map(|(k, v)| (k.to_owned(), v)).collect()
}

/// The dossier's first part as an object.
fn head_json(m: &Member, today: NaiveDate, phones: Phones) -> Map<String, Value> {
    let mut object = member_json(m, today, phones);
    let events: Vec<Value> = m
        .events
        .iter()
        .map(|e| json!({ "on": e.on, "kind": e.kind, "reason": e.reason, "basis": e.basis }))
        .collect();
    object.insert("events".to_owned(), json!(events));
    let day = |w: Option<crate::model::when::When>| w.map(|w| w.to_string());
    let one = |a: &Affiliation| json!({ "kind": a.dict.code(), "name": a.name, "since": day(a.since), "until": day(a.until) });
    let dated: Vec<Value> = m.dated().map(one).collect();
    object.insert("memberships".to_owned(), json!(dated));
    object
}
