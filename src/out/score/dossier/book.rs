//! Everybody's explanation as a workbook: 汇总, 分布, 明细, 条件, 办法.

use super::plots::{Grouped, measured, measures};
use super::{Head, One, clauses};
use crate::error::Result;
use crate::lang::{Lang, Text};
use crate::model::fact::shown;
use crate::model::record::Vouched;
use crate::model::score::period::Period;
use crate::model::score::points::decimal_text;
use crate::model::score::rules::Whose;
use crate::model::score::{Explanation, Line, PartTrail, Points, Score};
use crate::out::book::{Book, SheetId};
use crate::out::score::{Where, gates, grade_cell, left_out, part_cells, subject_words};
use crate::out::{Cell, Column, exact, points};
use crate::text;
use std::collections::HashMap;
use std::io::Write;

/// The workbook while it is written.
pub struct Dossiers {
    book: Book,
    facts: SheetId,
    gates: SheetId,
    /// Months and quarters, where the rules ask for a minimum in each.
    periods: Option<SheetId>,
    sectors: HashMap<String, String>,
}

impl Dossiers {
    /// The workbook with the ranking and the rules in it.
    ///
    /// # Errors
    /// `unwritten`.
    pub fn new(head: &Head<'_>, grouped: &[Grouped], lang: Lang) -> Result<Dossiers> {
        let mut book = Book::new(lang);
        let title = head.title().pick(lang).to_owned();
        let name = |zh, en| lang.pick(zh, en);
        ranking(&mut book, name("汇总", "ranking"), &title, head)?;
        if !grouped.is_empty() {
            spread(&mut book, name("分布", "spread"), &title, grouped)?;
        }
        let facts = book.sheet(name("明细", "facts"), &title, fact_columns())?;
        book.lean(facts);
        let gates = book.sheet(name("条件", "conditions"), &title, gate_columns())?;
        let by_period = head.rules.gates.iter().any(|g| g.every.is_some())
            || head
                .rules
                .items()
                .any(|(_, i)| i.every.is_some() && !i.steps.is_empty());
        let periods = by_period
            .then(|| book.sheet(name("各期", "periods"), &title, period_columns()))
            .transpose()?;
        rules(&mut book, name("办法", "rules"), &title, head)?;
        Ok(Dossiers {
            book,
            facts,
            gates,
            periods,
            sectors: head.sectors.clone(),
        })
    }

    /// Adds one score's facts and conditions.
    ///
    /// # Errors
    /// `unwritten`.
    pub fn one(&mut self, one: &One<'_>) -> Result<()> {
        let e = one.explanation;
        let mut left = 0;
        for part in e.parts.iter().filter(|p| !p.closed) {
            for line in &part.lines {
                left += self.line(one, part, line)?;
            }
        }
        if left > 0 {
            let mut cells = whose(e);
            cells.push(sector(&self.sectors, e));
            cells.extend([const { Cell::Empty }; 10]);
            cells.push(Cell::from(left_out(left)));
            self.book.row(self.facts, &cells)?;
        }
        if !e.tally.in_office {
            return Ok(());
        }
        for row in gates(&e.gates).rows {
            let mut cells = whose(e);
            cells.extend(row);
            self.book.row(self.gates, &cells)?;
        }
        let of_gates = e.gates.iter().map(|g| (Text::same(&g.title), &g.periods));
        let lines = e.parts.iter().flat_map(|p| &p.lines);
        let of_lines = lines.map(|l| (l.title.clone(), &l.periods));
        for (title, periods) in of_gates.chain(of_lines) {
            self.periods(e, &title, periods)?;
        }
        Ok(())
    }

    /// A row for each month or quarter.
    fn periods(&mut self, e: &Explanation, title: &Text, periods: &[Period]) -> Result<()> {
        let Some(sheet) = self.periods else {
            return Ok(());
        };
        for period in periods {
            let mut cells = whose(e);
            cells.extend([
                Cell::from(title.clone()),
                Cell::from(period.name.clone()),
                Cell::from(period.from.to_string()),
                Cell::from(period.to.to_string()),
                Cell::from(decimal_text(period.have)),
                Cell::from(decimal_text(period.need)),
                Cell::code(period.state),
            ]);
            self.book.row(sheet, &cells)?;
        }
        Ok(())
    }

    /// Writes the workbook.
    ///
    /// # Errors
    /// `unwritten`.
    pub fn save(self, to: impl Write + Send) -> Result<()> {
        self.book.save(to)
    }

    /// A row for each fact of a line; what has no facts, such as a cut, has a row of its own. Gives
    /// how many facts are only counted.
    fn line(&mut self, one: &One<'_>, part: &PartTrail, line: &Line) -> Result<usize> {
        let e = one.explanation;
        let clause = |cells: &mut Vec<Cell>| {
            cells.extend([
                Cell::from(part.title.clone()),
                Cell::from(line.title.clone()),
                Cell::from(&line.article),
            ]);
        };
        if line.facts.is_empty() {
            if *line.points.numer() == 0 {
                return Ok(0);
            }
            let mut cells = whose(e);
            cells.push(sector(&self.sectors, e));
            clause(&mut cells);
            cells.extend([const { Cell::Empty }; 5]);
            cells.extend(worth(line.points));
            cells.push(line.note.clone().map_or(Cell::Empty, Cell::from));
            self.book.row(self.facts, &cells)?;
            return Ok(0);
        }
        let (facts, left) = one.beside.others.of(line);
        for fact in facts {
            let place = one.places.get(&(fact.what, fact.row));
            let mut cells = whose(e);
            cells.push(sector(&self.sectors, e));
            clause(&mut cells);
            cells.extend([
                Cell::from(place.map(|p| p.reference.clone())),
                place.map_or(Cell::Empty, what),
                Cell::from(shown(fact.on)),
                Cell::from(place.and_then(|p| p.file.clone())),
                place.and_then(|p| p.line).map_or(Cell::Empty, Cell::from),
            ]);
            cells.extend(worth(fact.points));
            cells.push(fact.note.clone().map_or(Cell::Empty, Cell::from));
            cells.extend(grounds(place.and_then(|p| p.vouched.as_ref())));
            self.book.row(self.facts, &cells)?;
        }
        Ok(left)
    }
}

fn what(place: &Where) -> Cell {
    let (zh, en) = (&place.what.zh, &place.what.en);
    match &place.who {
        Some(who) => Cell::from(text!("{who}：{zh}", "{who}: {en}")),
        None => Cell::from(place.what.clone()),
    }
}

/// Reason, evidence, approver, organiser, who entered and changed it, who confirmed it and when.
fn grounds(vouched: Option<&Vouched>) -> Vec<Cell> {
    let Some(v) = vouched else { return Vec::new() };
    let words = [
        &v.reason,
        &v.evidence,
        &v.approver,
        &v.organizer,
        &v.entered_by,
    ];
    let mut cells: Vec<Cell> = words.map(|w| Cell::from(w.clone())).into();
    let changed = v.changed_by.as_ref();
    cells.push(Cell::from(changed.map(|h| format!("{} {}", h.by, h.on))));
    let confirmed = v.confirmed.as_ref();
    cells.push(Cell::from(confirmed.map(|c| c.by.clone())));
    cells.push(Cell::from(confirmed.map(|c| c.on.to_string())));
    cells
}

fn whose(e: &Explanation) -> Vec<Cell> {
    vec![Cell::from(&e.no), Cell::from(&e.name)]
}

fn sector(sectors: &HashMap<String, String>, e: &Explanation) -> Cell {
    Cell::from(sectors.get(&e.no).cloned())
}

/// The points, and the fraction where two places do not hold them.
fn worth(value: Points) -> [Cell; 2] {
    [Cell::from(value), fraction(value)]
}

fn fraction(value: Points) -> Cell {
    if exact(value, Lang::Zh) == points(value) {
        Cell::Empty
    } else {
        Cell::from(value.to_string())
    }
}

fn whose_columns() -> Vec<Column> {
    vec![
        Column::text("no", "委员编号", "no."),
        Column::text("name", "姓名", "name"),
    ]
}

fn fact_columns() -> Vec<Column> {
    let mut columns = whose_columns();
    columns.extend([
        Column::text("sector", "界别", "sector"),
        Column::text("part", "部分", "part"),
        Column::text("item", "条款", "clause"),
        Column::text("article", "条文", "article"),
        Column::text("ref", "编号", "ref"),
        Column::text("what", "履职事实", "fact"),
        Column::text("on", "日期", "on"),
        Column::text("file", "来源文件", "file"),
        Column::number("line", "行号", "line"),
        Column::number("points", "得分", "points"),
        Column::text("exact", "精确值", "exact"),
        Column::text("note", "说明", "note"),
        Column::text("reason", "理由", "reason"),
        Column::text("evidence", "证明材料", "evidence"),
        Column::text("approver", "审批人", "approver"),
        Column::text("organizer", "组织单位", "organizer"),
        Column::text("entered_by", "录入人", "entered by"),
        Column::text("changed_by", "改动人", "changed by"),
        Column::text("confirmed_by", "确认人", "confirmed by"),
        Column::text("confirmed_on", "确认日期", "confirmed on"),
    ]);
    columns
}

fn period_columns() -> Vec<Column> {
    let mut columns = whose_columns();
    columns.extend([
        Column::text("title", "条件或条款", "condition or clause"),
        Column::text("period", "期", "period"),
        Column::text("from", "起", "from"),
        Column::text("to", "止", "to"),
        Column::number("have", "实有", "have"),
        Column::number("need", "应有", "need"),
        Column::text("state", "结果", "result"),
    ]);
    columns
}

fn gate_columns() -> Vec<Column> {
    let mut columns = whose_columns();
    columns.extend(gates(&[]).columns);
    columns
}

fn ranking(book: &mut Book, name: &str, title: &str, head: &Head<'_>) -> Result<()> {
    let (zh, en) = subject_words(head.rules.subject);
    let codes: Vec<&String> = head
        .scores
        .first()
        .map(|s| s.parts.iter().map(|(code, _)| code).collect())
        .unwrap_or_default();
    let mut columns = vec![
        Column::number("rank", "名次", "rank"),
        Column::text("no", "委员编号", "no."),
        Column::text("name", zh, en),
    ];
    let members = head.rules.subject == Whose::Member;
    if members {
        columns.push(Column::text("sector", "界别", "sector"));
    } else {
        columns.remove(1);
    }
    for code in &codes {
        let part = head.rules.part_title(code);
        let title = part.map_or_else(|| text!("总分调整", "bounds"), Text::same);
        columns.push(Column::number("part", &title.zh, &title.en));
    }
    columns.extend([
        Column::number("total", "总分", "total"),
        Column::text("exact", "总分精确值", "exact total"),
        Column::text("grade", "等次", "grade"),
    ]);
    if head.rules.bands.is_some() {
        columns.push(Column::text("band", "档次", "band"));
    }
    columns.push(Column::text("unmet", "未达条件", "not met"));
    if head.rules.has_quotas() {
        columns.push(Column::text("lowered", "未评上的原因", "why no better"));
    }
    let id = book.sheet(name, title, columns)?;
    book.lean(id);
    for score in head.scores {
        book.row(id, &score_row(score, head, members))?;
    }
    Ok(())
}

fn score_row(score: &Score, head: &Head<'_>, members: bool) -> Vec<Cell> {
    let mut cells = vec![score.rank.map_or(Cell::Empty, Cell::from)];
    if members {
        cells.push(Cell::from(&score.no));
    }
    cells.push(Cell::from(&score.name));
    if members {
        cells.push(Cell::from(head.sectors.get(&score.no).cloned()));
    }
    cells.extend(part_cells(score));
    cells.extend(worth(score.total));
    cells.push(grade_cell(score));
    if head.rules.bands.is_some() {
        cells.push(Cell::from(score.band.clone()));
    }
    cells.push(Cell::from(score.unmet.join("、")));
    if head.rules.has_quotas() {
        cells.push(head.lowered(score));
    }
    cells
}

/// How the scores lie within each band and kind of body.
fn spread(book: &mut Book, name: &str, title: &str, grouped: &[Grouped]) -> Result<()> {
    let mut columns = vec![
        Column::text("by", "分类", "by"),
        Column::text("body", "名称", "name"),
    ];
    columns.extend(measures());
    let id = book.sheet(name, title, columns)?;
    for kind in grouped {
        for group in &kind.groups {
            let named = if group.body.is_empty() {
                Cell::from(text!("（未填）", "(none)"))
            } else {
                Cell::from(&group.body)
            };
            let mut row = vec![Cell::from(kind.body.clone()), named];
            row.extend(measured(group));
            book.row(id, &row)?;
        }
    }
    Ok(())
}

fn rules(book: &mut Book, name: &str, title: &str, head: &Head<'_>) -> Result<()> {
    let clauses = clauses(head.rules, head.year);
    let id = book.sheet(name, title, clauses.columns.clone())?;
    for (name, value) in head.fields() {
        book.row(id, &[Cell::from(name), value])?;
    }
    for row in &clauses.rows {
        book.row(id, row)?;
    }
    book.row(id, &[Cell::from(text!("办法原文", "as written"))])?;
    for line in head.body.lines() {
        book.row(id, &[Cell::Empty, Cell::from(line)])?;
    }
    Ok(())
}
