//! A comparison, or what each weight does, as an HTML document with plots or as a workbook.

use super::{Names, changes, clause, effects, page, spread};
use crate::error::Result;
use crate::lang::{Lang, Text};
use crate::model::score::compare::{Change, Spread, Stand, Summary, causes};
use crate::model::score::rules::Grade;
use crate::model::score::sensitivity::Effect;
use crate::model::score::spread::Group;
use crate::out::book::Book;
use crate::out::chart::{self, Figure, Move, Strip};
use crate::out::html::{self, Html, Level};
use crate::out::score::dossier::float;
use crate::out::{Cell, Column, Grid};
use crate::text;

/// How many are named in a plot.
const NAMED: usize = 14;

/// The scores of one kind of body in both rankings.
#[derive(Debug)]
pub struct Bodies {
    /// The kind of body.
    pub body: Text,
    /// The averages.
    pub spreads: Vec<Spread>,
    /// The scores of each in the first ranking.
    pub old: Vec<Group>,
    /// In the second.
    pub new: Vec<Group>,
}

/// All of a comparison.
#[derive(Debug)]
pub struct Report<'r> {
    /// The two rankings.
    pub names: &'r Names,
    /// How many move.
    pub summary: &'r Summary,
    /// Everyone.
    pub changes: &'r [Change],
    /// The grades of the first rules and of the second, best first.
    pub grades: [&'r [Grade]; 2],
    /// Those that are told, who moves most first.
    pub moved: &'r [&'r Change],
    /// By sector, committee, group.
    pub bodies: &'r [Bodies],
}

impl Report<'_> {
    /// The document.
    pub fn web(&self, lang: Lang) -> String {
        let mut told = page(self.names, self.summary, &[], None);
        told.sections.retain(|s| s.heading.zh != "变化");
        let mut html = Html::document(told.title.pick(lang), lang);
        html.open("main", &[]);
        html::page(&mut html, &told, Level::One, lang);
        self.crossing(&mut html, lang);
        section(&mut html, &text!("名次变化", "Ranks"), lang, |html| {
            self.ranks(html, lang);
            html::grid(html, &changes(self.moved, self.names), lang);
        });
        section(
            &mut html,
            &text!("因哪一项而变", "By which item"),
            lang,
            |html| {
                html::grid(html, &by_cause(self.changes), lang);
            },
        );
        for bodies in self.bodies {
            let (zh, en) = (&bodies.body.zh, &bodies.body.en);
            section(&mut html, &text!("按{zh}", "By {en}"), lang, |html| {
                strips(html, bodies, lang);
            });
        }
        html.finish()
    }

    /// The workbook.
    ///
    /// # Errors
    /// `unwritten`.
    pub fn book(&self, lang: Lang) -> Result<Book> {
        let mut book = Book::new(lang);
        let told = page(self.names, self.summary, &[], None);
        let title = told.title.pick(lang).to_owned();
        let name = |zh, en| lang.pick(zh, en);
        let columns = vec![
            Column::text("what", "项目", "what"),
            Column::text("value", "内容", "value"),
        ];
        let id = book.sheet(name("概况", "summary"), &title, columns)?;
        for (name, value) in told.fields {
            book.row(id, &[Cell::from(name), value])?;
        }
        book.grid(
            name("变化", "changes"),
            &title,
            &changes(self.moved, self.names),
        )?;
        book.grid(name("等次", "grades"), &title, &self.matrix())?;
        book.grid(name("原因", "causes"), &title, &by_cause(self.changes))?;
        for bodies in self.bodies {
            let grid = spread(&bodies.body, &bodies.spreads);
            book.grid(bodies.body.pick(lang), &title, &grid)?;
        }
        Ok(book)
    }

    /// How many of each old grade have each new one.
    fn matrix(&self) -> Grid {
        let names = self.grades.map(|side| {
            let names = side.iter().map(|g| g.name.as_str());
            names.collect::<Vec<_>>()
        });
        matrix(self.changes, &names)
    }

    fn crossing(&self, html: &mut Html, lang: Lang) {
        let table = self.matrix();
        if table.rows.is_empty() {
            return;
        }
        section(
            html,
            &text!("等次对照", "Grades crossed"),
            lang,
            |html| {
                html::grid(html, &table, lang);
            },
        );
    }

    fn ranks(&self, html: &mut Html, lang: Lang) {
        let moves: Vec<Move<'_>> = self.moved.iter().filter_map(|c| ranks(c)).collect();
        let stay = self
            .changes
            .iter()
            .filter(|c| !c.differs())
            .filter_map(ranks);
        let all: Vec<Move<'_>> = moves.iter().copied().chain(stay).collect();
        if all.is_empty() {
            return;
        }
        let table = Grid::new(Vec::new());
        let (up, down) = (self.summary.up, self.summary.down);
        let said = text!(
            "{up} 人上升，{down} 人下降；数字见下表",
            "{up} go up, {down} go down; the figures are below"
        );
        let figure = Figure {
            caption: text!(
                "名次散点：在虚线上的没有变，虚线上方的上升",
                "Ranks: on the line nothing changed, above it is better"
            ),
            said: said.clone(),
            table: &table,
        };
        let (old, new) = (
            lang.pick("原名次", "old rank"),
            lang.pick("新名次", "new rank"),
        );
        chart::scatter(html, &figure, &all, NAMED, (old, new), lang);
        let first = &moves[..moves.len().min(NAMED)];
        let figure = Figure {
            caption: text!("变动最大的几位", "Who moves most"),
            said,
            table: &table,
        };
        chart::slope(html, &figure, first, (old, new), lang);
    }
}

fn ranks(change: &Change) -> Option<Move<'_>> {
    let rank = |s: &Option<Stand>| s.as_ref().and_then(|s| s.rank).map(f64::from);
    Some((rank(&change.old)?, rank(&change.new)?, change.name.as_str()))
}

fn section(html: &mut Html, name: &Text, lang: Lang, fill: impl FnOnce(&mut Html)) {
    html.open("section", &[]);
    html::heading(html, Level::Two, name, lang);
    fill(html);
    html.close();
}

/// How many of each old grade have each new one, in the order of the regulations; who has no grade
/// comes last.
fn matrix(changes: &[Change], order: &[Vec<&str>; 2]) -> Grid {
    let grade = |s: &Option<Stand>| {
        s.as_ref()
            .and_then(|s| s.grade.clone())
            .unwrap_or_else(|| "—".into())
    };
    let mut grades: [Vec<String>; 2] = Default::default();
    let both: Vec<[String; 2]> = changes
        .iter()
        .map(|c| [grade(&c.old), grade(&c.new)])
        .collect();
    for pair in &both {
        for (side, name) in grades.iter_mut().zip(pair) {
            if !side.contains(name) {
                side.push(name.clone());
            }
        }
    }
    for (side, order) in grades.iter_mut().zip(order) {
        // Those that the regulation does not name stay behind the others as they come.
        side.sort_by_key(|name| order.iter().position(|g| g == name).unwrap_or(order.len()));
    }
    let mut columns = vec![Column::text("old", "原等次＼新等次", "old \\ new grade")];
    columns.extend(grades[1].iter().map(|g| Column::number("grade", g, g)));
    let mut grid = Grid::new(columns);
    for old in &grades[0] {
        let mut cells = vec![Cell::from(old)];
        for new in &grades[1] {
            let n = both.iter().filter(|[o, n]| o == old && n == new).count();
            cells.push(if n == 0 { Cell::Empty } else { Cell::from(n) });
        }
        grid.row(cells);
    }
    grid
}

/// Which item moved how many.
fn by_cause(changes: &[Change]) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("item", "条款", "clause"),
        Column::number("members", "主要因此而变", "mostly by it"),
        Column::number("up", "得分增加", "more points"),
        Column::number("down", "得分减少", "fewer points"),
    ])
    .vacant(text!("没有得分变化", "no points moved"));
    for one in causes(changes) {
        let (part, item) = (&one.title, &one.item);
        let name = match item {
            Some(item) if item != part => text!("{part}·{item}", "{part}: {item}"),
            _ if part.is_empty() => text!("总分调整", "bounds of the whole"),
            _ => Text::same(part),
        };
        grid.row(vec![
            Cell::from(name),
            Cell::from(one.up + one.down),
            Cell::from(one.up),
            Cell::from(one.down),
        ]);
    }
    grid
}

/// The scores of each body before and after, one under the other.
fn strips(html: &mut Html, bodies: &Bodies, lang: Lang) {
    let mut rows = Vec::new();
    for new in &bodies.new {
        let old = bodies.old.iter().find(|o| o.body == new.body);
        let name = if new.body.is_empty() {
            lang.pick("（未填）", "(none)")
        } else {
            &new.body
        };
        for (group, when) in [
            (old, lang.pick("原", "old")),
            (Some(new), lang.pick("新", "new")),
        ] {
            let Some(group) = group else { continue };
            rows.push(Strip {
                name: format!("{name} {when}"),
                values: group.values.iter().copied().map(float).collect(),
                quartiles: group.quartiles().map(|q| q.map(float)),
            });
        }
    }
    let table = spread(&bodies.body, &bodies.spreads);
    let (zh, en) = (&bodies.body.zh, &bodies.body.en);
    let figure = Figure {
        caption: text!("各{zh}得分，原与新", "Scores by {en}, old and new"),
        said: text!(
            "各{zh}原来和现在的得分，每点一人，竖线为中位数；数字见下表",
            "old and new scores by {en}: a dot for each, a line at the median; the figures are below"
        ),
        table: &table,
    };
    chart::strips(html, &figure, &rows, lang);
}

/// What each weight does, as a document.
pub fn effects_web(title: &str, year: i32, all: &[Effect], lang: Lang) -> String {
    let table = effects(title, year, all);
    let name = table.caption.clone().unwrap_or_default();
    let mut html = Html::document(name.pick(lang), lang);
    html.open("main", &[]);
    html::heading(&mut html, Level::One, &name, lang);
    #[allow(clippy::cast_precision_loss)] // a picture, not a figure
    let rows: Vec<(String, f64, f64)> = all
        .iter()
        .map(|e| {
            (
                clause(e).pick(lang).to_owned(),
                e.more.ranks as f64,
                e.less.ranks as f64,
            )
        })
        .collect();
    let figure = Figure {
        caption: text!("名次共变动多少", "How many ranks move in all"),
        said: text!(
            "每项分值增减一成后，全体名次变动之和；数字见下表",
            "the sum of all moves when an item is worth a tenth more or less; the figures are below"
        ),
        table: &Grid {
            caption: None,
            ..table
        },
    };
    let keys = (
        lang.pick("增加一成", "a tenth more"),
        lang.pick("减少一成", "a tenth less"),
    );
    chart::pairs(&mut html, &figure, &rows, keys, lang);
    html.finish()
}

/// The same as a workbook.
///
/// # Errors
/// `unwritten`.
pub fn effects_book(title: &str, year: i32, all: &[Effect], lang: Lang) -> Result<Book> {
    let mut book = Book::new(lang);
    let table = effects(title, year, all);
    let name = table.caption.clone().unwrap_or_default();
    book.grid(lang.pick("敏感度", "sensitivity"), name.pick(lang), &table)?;
    Ok(book)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::score::Points;

    #[test]
    fn grades_stand_in_the_order_of_the_regulation() {
        let stand = |grade: Option<&str>| {
            Some(Stand {
                rank: None,
                total: Points::from_integer(1),
                grade: grade.map(str::to_owned),
            })
        };
        let change = |old, new| Change {
            no: String::new(),
            name: String::new(),
            old: stand(old),
            new: stand(new),
            cause: None,
        };
        let changes = [
            change(Some("不称职"), Some("称职")),
            change(None, Some("不称职")),
            change(Some("优秀"), Some("优秀")),
        ];
        let order = vec!["优秀", "称职", "不称职"];
        let grid = matrix(&changes, &[order.clone(), order]);
        let heads: Vec<&str> = grid.columns.iter().map(|c| c.title.zh.as_str()).collect();
        assert_eq!(heads, ["原等次＼新等次", "优秀", "称职", "不称职"]);
        let olds: Vec<&Cell> = grid.rows.iter().map(|r| &r[0]).collect();
        assert_eq!(
            olds,
            [&Cell::from("优秀"), &Cell::from("不称职"), &Cell::from("—")]
        );
    }
}
