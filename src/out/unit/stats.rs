//! Units' statistics: every rate with what it was counted from, and a mark where that is little.

use crate::lang::{Lang, Text};
use crate::model::unit::stats::{Rate, SMALL, Stats, Tally};
use crate::out::{Cell, Column, Grid, points, points_json, rate_json};
use crate::text;
use num_rational::Ratio;
use serde_json::{Value, json};

/// A unit with its figures.
#[derive(Debug)]
pub struct Row<'t> {
    /// 单位编码.
    pub no: Option<&'t str>,
    /// 单位名称.
    pub name: &'t str,
    /// What it did.
    pub stats: &'t Stats,
}

/// What stands behind a figure from little.
const MARK: &str = "*";

fn int(n: u64) -> Cell {
    Cell::from(i64::try_from(n).unwrap_or(i64::MAX))
}

/// A rate with its count, and the mark where it says little; nothing where there is no base.
fn rate(r: Rate) -> Cell {
    let said = |lang| crate::out::percent(r.count, r.of, lang);
    let share = Cell::Percent {
        num: r.count,
        den: r.of,
    };
    match (r.of, r.is_small()) {
        (0, _) => Cell::Empty,
        (_, false) => share,
        (_, true) => Cell::Both(Text {
            zh: said(Lang::Zh) + MARK,
            en: said(Lang::En) + MARK,
        }),
    }
}

fn mean(days: Rate) -> Ratio<i128> {
    Ratio::new(i128::from(days.count), i128::from(days.of.max(1)))
}

fn average(days: Rate) -> Cell {
    if days.of == 0 {
        return Cell::Empty;
    }
    let (mean, of) = (points(mean(days)), days.of);
    let mark = if days.is_small() { MARK } else { "" };
    Cell::Both(text!("{mean}（{of}件）{mark}", "{mean} ({of}){mark}"))
}

fn words(words: &std::collections::BTreeMap<String, u64>) -> Cell {
    let each = words.iter().map(|(word, n)| format!("{word} {n}"));
    Cell::List(each.collect())
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("no", "单位编码", "no.").spare(4),
        Column::text("name", "单位名称", "name"),
        Column::number("lead", "主办", "lead"),
        Column::number("co", "会办", "co-handling").spare(3),
        Column::number("split", "分办", "split").spare(5),
        Column::number("open", "未答复", "open"),
        Column::number("replied", "已答复", "replied"),
        Column::number("on_time", "按期答复", "in time"),
        Column::number("average_days", "平均工作日", "working days"),
        Column::number("declined", "退办率", "declined"),
        Column::text("classes", "答复类别", "classes").spare(1),
        Column::text("ratings", "提案人意见", "ratings").spare(2),
    ]
}

fn row(no: Option<&str>, name: Cell, s: &Stats) -> Vec<Cell> {
    let [lead, co, split] = s.parts;
    vec![
        Cell::from(no.map(str::to_owned)),
        name,
        int(lead),
        int(co),
        int(split),
        int(s.open),
        int(s.replied),
        rate(s.on_time),
        average(s.days),
        rate(s.declined),
        words(&s.classes),
        words(&s.ratings),
    ]
}

/// The table: a row for each unit, and one for all together where there is more than one.
pub fn grid(period: &Text, rows: &[Row<'_>], tally: &Tally) -> Grid {
    let (zh, en) = (&period.zh, &period.en);
    let mut grid = Grid::new(columns())
        .caption(text!(
            "承办单位办理情况　{zh}",
            "Units and their replies, {en}"
        ))
        .vacant(text!(
            "这段时间没有交给承办单位的提案；换一个届次或年度：--session、--year",
            "no proposals went to units then; ask for another session or year: --session, --year"
        ));
    for r in rows {
        grid.row(row(r.no, Cell::from(r.name), r.stats));
    }
    if !rows.is_empty() {
        if rows.len() > 1 {
            let all = Cell::from(text!("合计", "all units"));
            grid.row(row(None, all, &tally.all));
        }
        for note in notes(rows, tally) {
            grid.note(note);
        }
    }
    grid
}

fn notes(rows: &[Row<'_>], tally: &Tally) -> Vec<Text> {
    let mut notes = vec![text!(
        "按期答复：答复日不晚于时限的，占已答复和已到期的（主办、分办）；平均工作日从交办到答复；退办率占全部交办件",
        "in time: replies by their due day, of those that came or were due (lead and split); working days from assignment to reply; declined of all that was given"
    )];
    let small = |s: &Stats| {
        let marked = |r: Rate| r.of > 0 && r.is_small();
        marked(s.on_time) || marked(s.days) || marked(s.declined)
    };
    if (rows.len() > 1 && small(&tally.all)) || rows.iter().any(|r| small(r.stats)) {
        notes.push(text!(
            "{MARK} 基数不足 {SMALL} 件，比例只供参考",
            "{MARK} counted from fewer than {SMALL}: of little weight"
        ));
    }
    let shown = match rows {
        [one] => one.stats,
        _ => &tally.all,
    };
    for (point, answers) in &shown.points {
        let each: Vec<String> = answers.iter().map(|(a, n)| format!("{a} {n}")).collect();
        let Text { zh, en } = Text::listed(&each);
        notes.push(text!(
            "反馈表「{point}」：{zh}",
            "feedback on “{point}”: {en}"
        ));
    }
    if !tally.missing.is_empty() {
        let years: Vec<String> = tally.missing.iter().map(ToString::to_string).collect();
        let Text { zh, en } = Text::listed(&years);
        notes.push(text!(
            "没有 {zh} 年的放假安排，涉及的答复未计入平均工作日；用 yishi config calendar list 查看",
            "the working days of {en} are not known; replies that touch them are in no average"
        ));
    }
    notes
}

/// The same as an object: `units`, each with its figures, and `overall`.
pub fn json(session: Option<&str>, year: Option<i32>, rows: &[Row<'_>], tally: &Tally) -> Value {
    let unit = |r: &Row<'_>| {
        let mut object = json!({ "no": r.no, "name": r.name });
        if let (Value::Object(fields), Value::Object(stats)) = (&mut object, stats_json(r.stats)) {
            fields.extend(stats);
        }
        object
    };
    json!({
        "session": session,
        "year": year,
        "units": rows.iter().map(unit).collect::<Vec<_>>(),
        "overall": stats_json(&tally.all),
        "years_without_calendar": tally.missing,
    })
}

fn stats_json(s: &Stats) -> Value {
    let rate = |r: Rate| json!({ "count": r.count, "of": r.of, "rate": rate_json(r.count, r.of), "small": r.is_small() });
    let days = s.days;
    let average = (days.of > 0).then(|| points_json(mean(days)));
    json!({
        "lead": s.parts[0], "co": s.parts[1], "split": s.parts[2], "load": s.load(),
        "open": s.open, "replied": s.replied,
        "on_time": rate(s.on_time),
        "average_days": { "days": average, "of": days.of, "small": days.is_small() },
        "declined": rate(s.declined),
        "classes": s.classes, "ratings": s.ratings, "points": s.points,
    })
}
