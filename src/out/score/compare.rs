//! Two rankings side by side on screen: who moves, who crosses a grade, how bodies lie.

pub mod report;

use super::subject_words;
use crate::lang::Text;
use crate::model::score::compare::{Cause, Change, Spread, Stand, Summary};
use crate::model::score::points::decimal_text;
use crate::model::score::rules::Whose;
use crate::model::score::sensitivity::{Effect, Shift};
use crate::model::score::{Points, TOTAL};
use crate::out::{Cell, Column, Grid, Ink, Page, Tone, bar, points_json};
use crate::text;
use serde_json::{Value, json};

/// How long the longest bar is.
const BAR: usize = 20;

/// The two rankings in words.
#[derive(Debug, Clone)]
pub struct Names {
    /// The first.
    pub old: Text,
    /// The second.
    pub new: Text,
    /// Whose scores they are.
    pub whose: Whose,
}

/// The table of changes, who moves the most ranks first.
pub fn changes(moved: &[&Change], names: &Names) -> Grid {
    let grid = Grid::new(columns(names.whose));
    let mut grid = grid.vacant(text!("没有不同", "nothing differs"));
    for change in moved {
        grid.row(row(change, names.whose));
    }
    grid
}

/// The columns of the table of changes.
pub(super) fn columns(whose: Whose) -> Vec<Column> {
    let (zh, en) = subject_words(whose);
    let mut columns = Vec::new();
    if whose == Whose::Member {
        columns.push(Column::text("no", "委员编号", "no."));
    }
    columns.extend([
        Column::text("name", zh, en),
        Column::number("old_rank", "原名次", "old rank"),
        Column::number("rank", "名次", "rank"),
        Column::number("ranks", "升降", "up"),
        Column::number("old_total", "原总分", "old total").spare(2),
        Column::number("total", "总分", "total"),
        Column::number("points", "分差", "points").spare(3),
        Column::text("old_grade", "原等次", "old grade").spare(1),
        Column::text("grade", "等次", "grade"),
        Column::text("cause", "主要因", "mostly by"),
    ]);
    columns
}

/// A change as a row of these columns.
pub(super) fn row(change: &Change, whose: Whose) -> Vec<Cell> {
    let rank = |s: &Option<Stand>| {
        s.as_ref()
            .and_then(|s| s.rank)
            .map_or(Cell::Empty, Cell::from)
    };
    let total = |s: &Option<Stand>| s.as_ref().map_or(Cell::Empty, |s| Cell::from(s.total));
    let grade = |s: &Option<Stand>| Cell::from(s.as_ref().and_then(|s| s.grade.clone()));
    let mut cells = Vec::new();
    if whose == Whose::Member {
        cells.push(Cell::from(&change.no));
    }
    let new_grade = grade(&change.new);
    cells.extend([
        Cell::from(&change.name),
        rank(&change.old),
        rank(&change.new),
        change.ranks().map_or(Cell::Empty, Cell::from),
        total(&change.old),
        total(&change.new),
        change.points().map_or(Cell::Empty, Cell::from),
        grade(&change.old),
        match change.crosses() {
            Some(_) => new_grade.tone(Tone::Warn),
            None => new_grade,
        },
        match &change.cause {
            Some(one) => Cell::from(cause(one)),
            None if change.ranks().is_some_and(|r| r != 0) => {
                Cell::from(text!("他人得分变化", "the points of others"))
            }
            None => Cell::Empty,
        },
    ]);
    cells
}

/// The part, the item and by how much: `提交提案·提案立案 -15`.
fn cause(cause: &Cause) -> Text {
    let points = decimal_text(cause.points);
    let sign = if cause.points > Points::from_integer(0) {
        "+"
    } else {
        ""
    };
    let whole = text!("总分调整", "bounds of the whole");
    let part = if cause.part == TOTAL {
        whole
    } else {
        Text::same(&cause.title)
    };
    let (zh, en) = (part.zh, part.en);
    match &cause.item {
        Some(item) if *item != cause.title => {
            text!("{zh}·{item} {sign}{points}", "{en}: {item} {sign}{points}")
        }
        _ => text!("{zh} {sign}{points}", "{en} {sign}{points}"),
    }
}

/// The whole comparison for people.
pub fn page(
    names: &Names,
    summary: &Summary,
    moved: &[&Change],
    by: Option<(Text, &[Spread])>,
) -> Page {
    let mut page = Page::new(text!("两次排名对比", "Two rankings compared"));
    page.field(text!("原", "old"), names.old.clone());
    page.field(text!("新", "new"), names.new.clone());
    let Summary {
        all,
        same,
        up,
        down,
        kept,
        ranking,
        come,
        gone,
        ..
    } = *summary;
    page.field(
        text!("人数", "how many"),
        text!(
            "{all}，其中 {same} 完全不变",
            "{all}, of whom {same} stay as they are"
        ),
    );
    page.field(
        text!("名次", "ranks"),
        text!(
            "{up} 上升，{down} 下降，{kept} 名次不变而得分或等次有变",
            "{up} go up, {down} go down, {kept} keep their rank with other points or another grade"
        ),
    );
    if ranking > 0 {
        page.field(
            text!("是否排名", "ranked or not"),
            text!(
                "{ranking} 只在一边有名次",
                "{ranking} have a rank on one side only"
            ),
        );
    }
    if come + gone > 0 {
        page.field(
            text!("只在一边", "on one side only"),
            text!("新增 {come}，不再有 {gone}", "{come} come, {gone} go"),
        );
    }
    if !summary.crossings.is_empty() {
        page.lines(
            text!("等次变化", "Across a grade"),
            summary.crossings.iter().map(crossing).collect::<Vec<_>>(),
        );
    }
    page.grid(text!("变化", "Changes"), changes(moved, names));
    if let Some((body, spreads)) = by {
        let (zh, en) = (&body.zh, &body.en);
        page.grid(
            text!("各{zh}平均分", "Averages by {en}"),
            spread(&body, spreads),
        );
    }
    page
}

/// How many names a line of those who cross a grade has.
const NAMED: usize = 12;

fn crossing((old, new, who): &(Option<String>, Option<String>, Vec<String>)) -> Text {
    let n = who.len();
    let grade = |g: &Option<String>| g.clone().map_or(text!("无等次", "none"), Text::same);
    let (old, new, names) = (grade(old), grade(new), Text::listed(&who[..n.min(NAMED)]));
    let (etc, etc_en) = if n > NAMED {
        (" 等", " …")
    } else {
        ("", "")
    };
    let zh = format!("{} → {}　{n} 名：{}{etc}", old.zh, new.zh, names.zh);
    let en = format!("{} → {}: {n}, {}{etc_en}", old.en, new.en, names.en);
    text!("{zh}", "{en}")
}

fn spread(body: &Text, spreads: &[Spread]) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("body", &body.zh, &body.en),
        Column::number("members", "人数", "members"),
        Column::number("old", "原平均", "old mean"),
        Column::number("mean", "平均", "mean"),
        Column::number("least", "最低", "lowest").spare(2),
        Column::number("most", "最高", "highest").spare(1),
        Column::text("bar", "图", "plot"),
    ]);
    let top = spreads.iter().filter_map(|s| s.new).max();
    let points = |p: Option<Points>| p.map_or(Cell::Empty, Cell::from);
    for s in spreads {
        let none = text!("（未填）", "(none)");
        let name = if s.body.is_empty() {
            Cell::from(none)
        } else {
            Cell::from(&s.body)
        };
        let drawn = s.new.zip(top).map(|(p, top)| bar(p, top, BAR, Ink::Block));
        grid.row(vec![
            name,
            Cell::from(s.members),
            points(s.old),
            points(s.new),
            points(s.least),
            points(s.most),
            Cell::from(drawn),
        ]);
    }
    grid
}

/// One change as an object.
pub fn change_json(change: &Change) -> Value {
    let (old, new) = (change.old.as_ref(), change.new.as_ref());
    let total = |s: Option<&Stand>| s.map(|s| points_json(s.total));
    let cause = change.cause.as_ref();
    json!({
        "no": change.no, "name": change.name,
        "old_rank": old.and_then(|s| s.rank), "rank": new.and_then(|s| s.rank), "ranks": change.ranks(),
        "old_total": total(old), "total": total(new), "points": change.points().map(points_json),
        "old_grade": old.and_then(|s| s.grade.as_ref()), "grade": new.and_then(|s| s.grade.as_ref()),
        "crosses": change.crosses().is_some(),
        "part": cause.map(|c| &c.part), "part_title": cause.map(|c| &c.title),
        "part_points": cause.map(|c| points_json(c.part_points)), "item_points": cause.map(|c| points_json(c.points)), "item": cause.and_then(|c| c.item.as_ref()),
    })
}

/// The changes as an array.
pub fn json(moved: &[&Change]) -> Value {
    moved.iter().map(|c| change_json(c)).collect()
}

/// What each weight does to the ranking, the one that moves most first.
pub fn effects(title: &str, year: i32, all: &[Effect]) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("item", "条款", "clause"),
        Column::number("more_moved", "+10% 变名次", "+10% moved"),
        Column::number("more_ranks", "共几名", "ranks"),
        Column::number("more_crossed", "跨等次", "grades"),
        Column::number("less_moved", "-10% 变名次", "-10% moved"),
        Column::number("less_ranks", "共几名", "ranks"),
        Column::number("less_crossed", "跨等次", "grades"),
    ])
    .caption(text!(
        "{year} 年度《{title}》：每项分值增减一成，名次怎样变",
        "{year} under “{title}”: each item worth a tenth more or less"
    ))
    .vacant(text!("办法里没有计分的条款", "the rules have no items"));
    let cells = |s: Shift| [s.moved.into(), s.ranks.into(), s.crossed.into()];
    for e in all {
        let mut row = vec![Cell::from(clause(e))];
        row.extend(cells(e.more));
        row.extend(cells(e.less));
        grid.row(row);
    }
    grid
}

/// The clause with its part, and its days where it has several versions.
pub(super) fn clause(e: &Effect) -> Text {
    let (part, item) = (&e.part, &e.item);
    let name = if part == item {
        Text::same(item)
    } else {
        text!("{part}·{item}", "{part}: {item}")
    };
    match &e.days {
        None => name,
        Some(days) => {
            let (Text { zh, en }, days, days_en) = (name, &days.zh, &days.en);
            text!("{zh}（{days}）", "{en} ({days_en})")
        }
    }
}

/// The same as an array.
pub fn effects_json(all: &[Effect]) -> Value {
    let shift = |s: Shift| json!({ "moved": s.moved, "ranks": s.ranks, "crossed": s.crossed });
    let one = |e: &Effect| json!({ "part": e.part, "item": e.item, "days": e.days.as_ref().map(|d| &d.zh), "more": shift(e.more), "less": shift(e.less) });
    all.iter().map(one).collect()
}
