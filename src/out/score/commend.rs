//! Commendation lists: the names, and beside each the numbers that decide.

use crate::lang::{Lang, Text, so_many};
use crate::model::code::Code;
use crate::model::commend::{Commendation, List};
use crate::model::unit::stats::Rate;
use crate::out::{Cell, Column, Grid, Page};
use crate::text;
use serde_json::{Map, Value, json};

/// A number that decides, with its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    key: &'static str,
    label: Text,
    value: Cell,
}

impl Figure {
    /// A value with its key for programs and its name for people.
    pub fn new(key: &'static str, label: Text, value: impl Into<Cell>) -> Figure {
        Figure {
            key,
            label,
            value: value.into(),
        }
    }

    /// A rate with what it was counted from.
    pub fn rate(key: &'static str, label: Text, rate: Rate) -> Figure {
        let value = Cell::Percent {
            num: rate.count,
            den: rate.of,
        };
        Figure { key, label, value }
    }
}

/// Who stands on a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The number, where there is one.
    pub no: String,
    /// The name or title.
    pub name: String,
    /// The numbers that decide, the first one first.
    pub figures: Vec<Figure>,
}

/// A list, or why there is none.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    list: Commendation,
    rows: Option<List<Standing>>,
    note: Text,
}

impl Sheet {
    /// A list; `by` says by what it is ordered.
    pub fn of(list: Commendation, rows: List<Standing>, by: Text) -> Sheet {
        Sheet {
            list,
            rows: Some(rows),
            note: by,
        }
    }

    /// No list, and why.
    pub fn missing(list: Commendation, why: Text) -> Sheet {
        Sheet {
            list,
            rows: None,
            note: why,
        }
    }

    /// Why there is no list, in a sentence of its own.
    pub fn lacking(&self) -> Option<Text> {
        let (zh, en) = (self.list.zh(), self.list.en());
        let (why, why_en) = (&self.note.zh, &self.note.en);
        let said = || text!("{zh}：{why}", "{en}: {why_en}");
        self.rows.is_none().then(said)
    }

    /// How many tie for the last places, where they are more than the places.
    fn contested(&self) -> Option<Text> {
        let list = self.rows.as_ref()?;
        let tied = list.rows.iter().filter(|r| r.contested).count();
        let (places, first) = (list.places, list.rows.iter().find(|r| r.contested)?.rank);
        Some(text!(
            "名额 {places}，并列第 {first} 的有 {tied} 个，由会议决定",
            "{many}, and {tied} tie at {first}: a meeting has to decide",
            many = so_many(&places, "place", "places")
        ))
    }
}

fn told(figures: &[Figure]) -> Text {
    let side = |lang: Lang, mark: &str, comma: &str| {
        let each = figures.iter().filter(|f| f.value != Cell::Empty);
        let each = each.map(|f| match &f.value {
            Cell::Bool(true) => f.label.pick(lang).to_owned(),
            value => [f.label.pick(lang), mark, &value.shown(lang)].concat(),
        });
        each.collect::<Vec<_>>().join(comma)
    };
    Text {
        zh: side(Lang::Zh, " ", "；"),
        en: side(Lang::En, " ", "; "),
    }
}

/// All lists as a page.
pub fn page(year: i32, sheets: &[Sheet]) -> Page {
    let mut page = Page::new(text!(
        "{year} 年度表扬名单（供研究）",
        "Commendations of {year}, as the figures give them"
    ));
    for sheet in sheets {
        let (zh, en) = (sheet.list.zh(), sheet.list.en());
        let heading = text!("{zh}", "{en}");
        let Some(list) = &sheet.rows else {
            page.lines(heading, vec![sheet.note.clone()]);
            continue;
        };
        let mut grid = Grid::new(vec![
            Column::number("rank", "次序", "place"),
            Column::text("no", "编号", "no.").spare(1),
            Column::text("name", "名称", "name").wide(),
            Column::text("figures", "依据", "figures"),
        ]);
        for row in &list.rows {
            grid.row(vec![
                Cell::from(row.rank),
                number(&row.what),
                Cell::from(&row.what.name),
                Cell::from(told(&row.what.figures)),
            ]);
        }
        let (shown, of) = (list.rows.len(), list.of);
        grid.note(text!("{of} 个中取 {shown} 个", "{shown} of {of}"));
        grid.note(sheet.note.clone());
        if let Some(contested) = sheet.contested() {
            grid.note(contested);
        }
        page.grid(heading, grid);
    }
    page
}

/// The number, unless it is the name again.
fn number(standing: &Standing) -> Cell {
    if standing.no == standing.name || standing.no.is_empty() {
        Cell::Empty
    } else {
        Cell::from(&standing.no)
    }
}

/// All lists as rows of one table.
pub fn rows(sheets: &[Sheet]) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("list", "名单", "list"),
        Column::number("rank", "次序", "place"),
        Column::text("no", "编号", "no."),
        Column::text("name", "名称", "name"),
        Column::text("figures", "依据", "figures"),
        Column::text("contested", "并列待定", "contested"),
    ])
    .vacant(text!("没有可列的名单", "there is nothing to list"));
    for sheet in sheets {
        for row in sheet.rows.iter().flat_map(|l| &l.rows) {
            grid.row(vec![
                Cell::code(sheet.list),
                Cell::from(row.rank),
                number(&row.what),
                Cell::from(&row.what.name),
                Cell::from(told(&row.what.figures)),
                Cell::from(row.contested),
            ]);
        }
    }
    grid
}

/// All lists as an array.
pub fn json(sheets: &[Sheet], lang: Lang) -> Value {
    let row = |r: &crate::model::commend::Row<Standing>| {
        let figures = r.what.figures.iter();
        let figures: Map<String, Value> = figures
            .map(|f| (f.key.to_owned(), f.value.json(lang)))
            .collect();
        json!({ "rank": r.rank, "no": r.what.no, "name": r.what.name, "figures": figures, "contested": r.contested })
    };
    let one = |s: &Sheet| {
        let rows: Option<Vec<Value>> = s.rows.as_ref().map(|l| l.rows.iter().map(row).collect());
        json!({
            "list": s.list.code(), "places": s.rows.as_ref().map(|l| l.places), "of": s.rows.as_ref().map(|l| l.of),
            "note": s.note.pick(lang), "contested": s.contested().map(|t| t.pick(lang).to_owned()), "rows": rows,
        })
    };
    sheets.iter().map(one).collect()
}
