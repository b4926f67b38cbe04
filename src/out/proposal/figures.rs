//! The figures of a session as its plenary hears them, beside those of the session before.

use crate::lang::Text;
use crate::model::code::Code;
use crate::model::proposal::figures::{Fate, Figures, KeyFigures, Share};
use crate::model::proposal::kind::ProposerKind;
use crate::out::{Cell, Column, Grid, Page, rate_json};
use crate::text;
use serde_json::{Value, json};

/// A session with its figures and how many members were in office while it received proposals.
#[derive(Debug, Clone)]
pub struct Told {
    /// 届次.
    pub session: String,
    /// The figures.
    pub figures: Figures,
    /// Members in office in the days of submission.
    pub members: u64,
}

impl Told {
    fn submitted(&self) -> u64 {
        self.figures.members.len() as u64
    }

    fn without(&self) -> u64 {
        self.members.saturating_sub(self.submitted())
    }
}

fn int(n: u64) -> Cell {
    Cell::from(i64::try_from(n).unwrap_or(i64::MAX))
}

fn change(now: u64, before: u64) -> Cell {
    let signed = |n| i64::try_from(n).unwrap_or(i64::MAX);
    Cell::from(signed(now) - signed(before))
}

/// The page: how the received add up, members, then tables by result, proposer and category.
pub fn page(now: &Told, before: Option<&Told>) -> Page {
    let session = &now.session;
    let f = &now.figures;
    let mut page = Page::new(text!(
        "{session}　提案审查情况",
        "The review of proposals, {session}"
    ));
    page.field(text!("收到", "received"), sum(f));
    let rate = |num, den| Cell::Percent { num, den };
    page.field(
        text!("立案率", "filed"),
        rate(f.fate(Fate::Filed), f.received),
    );
    page.field(
        text!("提交提案的委员", "members who submitted"),
        rate(now.submitted(), now.members),
    );
    page.field(
        text!("没有提案的委员", "members who did not"),
        int(now.without()),
    );
    page.field(
        text!("集体提案占立案", "collective among filed"),
        rate(f.collective().filed, f.fate(Fate::Filed)),
    );
    page.grid(text!("审查结果", "Results"), fates(now, before));
    page.grid(text!("提案者", "Who proposes"), kinds(now, before));
    page.grid(text!("分类", "Categories"), categories(now, before));
    page
}

/// 收到 12 件 = 立案 8 + 并案 1 …, without what is zero.
fn sum(f: &Figures) -> Text {
    let n = f.received;
    let parts = f.fates.iter().filter(|(_, n)| *n > 0);
    let zh: Vec<String> = parts
        .clone()
        .map(|(fate, n)| format!("{} {n}", fate.zh()))
        .collect();
    let en: Vec<String> = parts
        .map(|(fate, n)| format!("{n} {}", fate.en()))
        .collect();
    if zh.is_empty() {
        return text!("{n} 件", "{n}");
    }
    let (zh, en) = (zh.join(" + "), en.join(" + "));
    text!("{n} 件 = {zh}", "{n} = {en}")
}

fn with_before(mut columns: Vec<Column>, before: Option<&Told>) -> Vec<Column> {
    if let Some(before) = before {
        let session = &before.session;
        columns.push(Column::number("before", session, session));
        columns.push(Column::number("change", "增减", "change"));
    }
    columns
}

fn fates(now: &Told, before: Option<&Told>) -> Grid {
    let columns = vec![
        Column::text("result", "审查结果", "result"),
        Column::number("count", "件数", "count"),
        Column::number("share", "占收到", "of received"),
    ];
    let mut grid = Grid::new(with_before(columns, before));
    let mut line = |name: Cell, count: fn(&Figures, Option<Fate>) -> u64, fate: Option<Fate>| {
        let n = count(&now.figures, fate);
        let den = now.figures.received;
        let mut row = vec![name, int(n), Cell::Percent { num: n, den }];
        if let Some(before) = before {
            let stood = count(&before.figures, fate);
            row.extend([int(stood), change(n, stood)]);
        }
        grid.row(row);
    };
    let count = |f: &Figures, fate: Option<Fate>| fate.map_or(f.received, |fate| f.fate(fate));
    for fate in Fate::ALL {
        line(Cell::code(*fate), count, Some(*fate));
    }
    line(Cell::from(text!("收到", "received")), count, None);
    grid
}

/// One row of a table of shares.
fn share_row(name: Cell, now: Share, filed: u64, before: Option<Share>) -> Vec<Cell> {
    let mut row = vec![
        name,
        int(now.received),
        int(now.filed),
        Cell::Percent {
            num: now.filed,
            den: filed,
        },
    ];
    if let Some(before) = before {
        row.extend([int(before.filed), change(now.filed, before.filed)]);
    }
    row
}

fn share_columns(first: Column, before: Option<&Told>) -> Vec<Column> {
    let columns = vec![
        first,
        Column::number("received", "收到", "received"),
        Column::number("filed", "立案", "filed"),
        Column::number("share", "占立案", "of filed"),
    ];
    let mut columns = with_before(columns, before);
    if let (Some(told), Some(column)) = (before, columns.get_mut(4)) {
        let session = &told.session;
        column.title = text!("{session}立案", "filed {session}");
    }
    columns
}

fn kinds(now: &Told, before: Option<&Told>) -> Grid {
    let first = Column::text("kind", "提案者", "who");
    let mut grid = Grid::new(share_columns(first, before)).vacant(nothing());
    let filed = now.figures.fate(Fate::Filed);
    for kind in ProposerKind::ALL {
        let share = now.figures.kind(*kind);
        let stood = before.map(|b| b.figures.kind(*kind));
        if share.received > 0 || stood.is_some_and(|s| s.received > 0) {
            grid.row(share_row(Cell::code(*kind), share, filed, stood));
        }
    }
    grid
}

fn categories(now: &Told, before: Option<&Told>) -> Grid {
    let first = Column::text("category", "分类", "category");
    let mut grid = Grid::new(share_columns(first, before)).vacant(nothing());
    let filed = now.figures.fate(Fate::Filed);
    for name in names(now, before) {
        let share = now.figures.category(name);
        let stood = before.map(|b| b.figures.category(name));
        let cell = name.map_or_else(|| Cell::from(text!("（未分类）", "(none)")), Cell::from);
        grid.row(share_row(cell, share, filed, stood));
    }
    grid
}

/// The categories of a session, then those that only the session before had.
fn names<'t>(now: &'t Told, before: Option<&'t Told>) -> Vec<Option<&'t str>> {
    let all = now.figures.categories.iter();
    let all = all.chain(before.iter().flat_map(|b| &b.figures.categories));
    let mut names: Vec<Option<&str>> = Vec::new();
    for (name, _) in all {
        if !names.contains(&name.as_deref()) {
            names.push(name.as_deref());
        }
    }
    names
}

fn nothing() -> Text {
    text!("没有收到提案", "nothing was received")
}

/// The figures as an object; `before` has the same keys, or is null.
pub fn json(now: &Told, before: Option<&Told>) -> Value {
    let mut object = told_json(now);
    if let Value::Object(fields) = &mut object {
        fields.insert("before".to_owned(), json!(before.map(told_json)));
    }
    object
}

fn told_json(told: &Told) -> Value {
    let f = &told.figures;
    let (filed, collective) = (f.fate(Fate::Filed), f.collective());
    let share = |s: &Share| (s.received, s.filed, rate_json(s.filed, filed));
    let kind = |(kind, s): &(ProposerKind, Share)| {
        let (received, filed, share) = share(s);
        json!({ "kind": kind.code(), "received": received, "filed": filed, "share": share })
    };
    let category = |(name, s): &(Option<String>, Share)| {
        let (received, filed, share) = share(s);
        json!({ "category": name, "received": received, "filed": filed, "share": share })
    };
    let mut object = json!({ "session": told.session, "received": f.received });
    let rest = json!({
        "filing_rate": rate_json(filed, f.received),
        "members": {
            "in_office": told.members, "submitted": told.submitted(), "without": told.without(),
            "rate": rate_json(told.submitted(), told.members),
        },
        "collective": {
            "received": collective.received, "filed": collective.filed, "share": rate_json(collective.filed, filed),
        },
        "by_kind": f.kinds.iter().map(kind).collect::<Vec<_>>(),
        "by_category": f.categories.iter().map(category).collect::<Vec<_>>(),
    });
    if let (Value::Object(fields), Value::Object(rest)) = (&mut object, rest) {
        let fates = f.fates.iter();
        fields.extend(fates.map(|(fate, n)| (fate.code().to_owned(), json!(n))));
        fields.extend(rest);
    }
    object
}

/// Who is behind the key proposals, session by session.
pub fn key_figures(all: &[(String, KeyFigures)]) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("session", "届次", "session"),
        Column::number("filed", "立案", "filed"),
        Column::number("key", "重点", "key"),
        Column::number("key_share", "重点占立案", "key of filed"),
        Column::number("excellent", "优秀", "excellent").spare(4),
        Column::number("party", "党派", "parties").spare(5),
        Column::number("party_share", "党派占重点", "parties' share"),
        Column::number("sector", "界别", "sectors").spare(5),
        Column::number("sector_share", "界别占重点", "sectors' share"),
        Column::number("other_bodies", "其他集体", "other bodies").spare(3),
        Column::number("outside", "党外委员", "non-CPC members").spare(5),
        Column::number("outside_share", "党外委员占重点", "their share"),
        Column::number("inside", "中共党员委员", "CPC members").spare(3),
        Column::number("unknown", "政治面貌不详", "not recorded").spare(1),
    ])
    .vacant(text!("没有提案", "there are no proposals"));
    for (session, f) in all {
        let share = |num| Cell::Percent { num, den: f.key };
        let (party, sector) = (f.kind(ProposerKind::Party), f.kind(ProposerKind::Sector));
        let members = f.inside + f.outside + f.unknown;
        grid.row(vec![
            Cell::from(session),
            int(f.filed),
            int(f.key),
            Cell::Percent {
                num: f.key,
                den: f.filed,
            },
            int(f.excellent),
            int(party),
            share(party),
            int(sector),
            share(sector),
            int(f.key.saturating_sub(party + sector + members)),
            int(f.outside),
            share(f.outside),
            int(f.inside),
            int(f.unknown),
        ]);
    }
    grid.note(text!(
        "党派 + 界别 + 其他集体 + 党外委员 + 中共党员委员 + 政治面貌不详 = 重点；委员按第一提案人",
        "parties + sectors + other bodies + members outside and inside the CPC and not recorded = key; members by the first proposer"
    ));
    grid
}
