//! Scores on screen: the ranking, and the explanation that anyone can check by hand.

mod cases;
pub mod commend;
pub mod compare;
pub mod consequence;
pub mod dossier;
mod formula;
mod gate;
pub mod grounds;
pub mod guide;
pub mod next;
mod place;
pub mod publication;
pub mod quota;
mod rounding;
pub mod rules;
pub mod ruling;

pub use cases::{cases, cases_json};
pub use place::{Places, Where, place};
pub use rounding::note as rounding_note;
use rounding::{allotted, rounded};

use super::figure::{exact, points_json};
use super::member::filter_note;
use super::record::vouched_json;
use super::{Cell, Column, Grid, Page};
use crate::lang::{Lang, Text, so_many};
use crate::model::apart::{PIECE, apart};
use crate::model::code::Code;
use crate::model::fact;
use crate::model::fact::FactKind;
use crate::model::score::next::Outlook;
use crate::model::score::points::hundredths;
use crate::model::score::rules::Whose;
use crate::model::score::{
    Explanation, FactTrail, InnerTrail, Line, Mistake, PartTrail, Points, Rules, Score, TOTAL,
};
use crate::text;
use formula::formula;
use gate::{gate_json, gates, periods_json};
use place::{fact_words, note};
use serde_json::{Map, Value, json};

/// Code, Chinese and English name of a kind of fact.
fn fact_label(what: FactKind) -> (&'static str, &'static str, &'static str) {
    crate::model::score::fact_word(what)
}

/// Whom a rule set scores, as a column's heading.
fn subject_words(whose: Whose) -> (&'static str, &'static str) {
    match whose {
        Whose::Member => ("姓名", "name"),
        body => (body.zh(), body.en()),
    }
}

/// That there is nobody to score, and which command adds whom the rules score.
fn nobody(whose: Whose) -> Text {
    let (zh, en) = subject_words(whose);
    match whose {
        Whose::Member => text!(
            "还没有委员；先用 yishi import 导入名册",
            "there are no members yet; yishi import brings the roster in"
        ),
        Whose::Unit => text!(
            "还没有承办单位；先用 yishi unit add 登记",
            "there are no units yet; yishi unit add adds one"
        ),
        _ => text!(
            "还没有{zh}；先用 yishi word add {zh} 名称 登记",
            "there is no {en} yet; yishi word add {zh} NAME adds one"
        ),
    }
}

/// The ranking.
pub fn run(scores: &[Score], rules: &Rules, year: i32, typed: &[&String]) -> Grid {
    let (zh, en) = subject_words(rules.subject);
    let mut columns = vec![Column::number("rank", "名次", "rank")];
    if rules.subject == Whose::Member {
        columns.push(Column::text("no", "委员编号", "no."));
    }
    columns.push(Column::text("name", zh, en));
    let codes: Vec<&String> = scores
        .first()
        .map(|s| s.parts.iter().map(|(c, _)| c).collect())
        .unwrap_or_default();
    for code in &codes {
        let part = rules.parts.iter().find(|p| &&p.code == code);
        let title = part.map_or_else(
            || text!("总分调整", "bounds"),
            |p| Text::same(p.title.clone()),
        );
        columns.push(Column::number("part", &title.zh, &title.en).spare(1));
    }
    columns.extend([
        Column::number("total", "总分", "total"),
        Column::text("grade", "等次", "grade"),
    ]);
    let banded = rules.bands.is_some();
    if banded {
        columns.push(Column::text("band", "档次", "band"));
    }
    let gated = !rules.gates.is_empty();
    if gated {
        columns.push(Column::text("unmet", "未达条件", "not met"));
    }
    let title = &rules.title;
    let whose = if rules.subject == Whose::Member {
        "委员"
    } else {
        zh
    };
    let mut grid = Grid::new(columns)
        .caption(text!(
            "{year} 年度{whose}履职得分　《{title}》",
            "Duty scores of {year} under “{title}”"
        ))
        .vacant(nobody(rules.subject));
    let width = grid.columns.len();
    let row = |s: &Score| {
        let mut row = Vec::with_capacity(width);
        row.push(s.rank.map_or(Cell::Empty, Cell::from));
        if rules.subject == Whose::Member {
            row.push(Cell::from(&s.no));
        }
        row.push(Cell::from(&s.name));
        row.extend(part_cells(s));
        row.extend([Cell::from(s.total), grade_cell(s)]);
        if banded {
            row.push(Cell::from(s.band.clone()));
        }
        if gated {
            row.push(Cell::from(s.unmet.join("、")));
        }
        row
    };
    grid.rows = apart(scores, PIECE, row);
    let counted = match rules.subject {
        Whose::Member => text!("名委员", "members"),
        body => {
            let (zh, en) = (body.zh(), body.en());
            text!("个{zh}", "of kind {en}")
        }
    };
    grid.note(filter_note(scores.len(), &counted, typed));
    for note in unranked(scores, rules) {
        grid.note(note);
    }
    let mut uneven = scores
        .iter()
        .filter_map(|s| rounding_note(s.parts.iter().map(|(_, p)| *p), s.total));
    if let Some(note) = uneven.next() {
        grid.note(note);
    }
    grid
}

/// The points of each part; nothing for those that are for other posts.
pub(crate) fn part_cells(score: &Score) -> impl Iterator<Item = Cell> {
    score.parts.iter().map(|(code, points)| {
        let open = !score.closed.contains(code);
        Some(*points)
            .filter(|_| open)
            .map_or(Cell::Empty, Cell::from)
    })
}

/// The grade, or that who was not in office has none.
pub(crate) fn grade_cell(score: &Score) -> Cell {
    if score.in_office {
        Cell::from(score.grade.clone())
    } else {
        Cell::from(text!("不在任", "not in office"))
    }
}

/// Why some have no rank: not in office, or of a post that the rules do not rank.
fn unranked(scores: &[Score], rules: &Rules) -> Vec<Text> {
    let without = |in_office: bool| {
        let some = |s: &&Score| s.rank.is_none() && s.in_office == in_office;
        scores.iter().filter(some).count()
    };
    let (gone, posts) = (without(false), Text::listed(&rules.unranked));
    let (posts, posts_en) = (posts.zh, posts.en);
    let mut notes = Vec::new();
    if gone > 0 {
        notes.push(text!(
            "没有名次的，{gone} 名在本年度内不在任",
            "without a rank: {gone} not in office in the year"
        ));
    }
    let held = without(true);
    if held > 0 {
        notes.push(text!(
            "没有名次的，{held} 名按办法不参加排名（{posts}）",
            "without a rank: {held} of posts that the rules do not rank ({posts_en})"
        ));
    }
    notes
}

/// Mistakes or doubts of a rule file as an array.
pub fn mistakes_json(mistakes: &[Mistake], lang: Lang) -> Value {
    let one = |m: &Mistake| json!({ "line": m.line, "column": m.column, "code": m.code, "message": m.message.pick(lang), "fix": m.fix.pick(lang) });
    mistakes.iter().map(one).collect()
}

/// The ranking as an array.
pub fn run_json(scores: &[Score]) -> Value {
    let one = |s: &Score| {
        let codes = s.parts.iter().map(|(c, _)| c.clone());
        let parts: Map<String, Value> = codes
            .zip(rounded(s).into_iter().map(points_json))
            .filter(|(code, points)| code != TOTAL || points.as_f64() != Some(0.0))
            .collect();
        let mut row = json!({ "no": s.no, "name": s.name, "rank": s.rank, "total": points_json(s.total), "grade": s.grade, "parts": parts, "unmet": s.unmet, "in_office": s.in_office });
        if !s.closed.is_empty() {
            row["not_applicable"] = s.closed.clone().into();
        }
        if let Some(exact) = exact_json(s) {
            row["exact"] = exact;
        }
        if let Some(band) = &s.band {
            row["band"] = band.as_str().into();
        }
        row
    };
    Value::Array(scores.iter().map(one).collect())
}

/// The fractions of the total and of the parts that two places do not hold; `None` where there are
/// none.
fn exact_json(score: &Score) -> Option<Value> {
    let fraction = |points: Points| (100 % points.denom() != 0).then(|| points.to_string());
    let parts = score.parts.iter();
    let parts: Map<String, Value> = parts
        .filter_map(|(code, points)| Some((code.clone(), fraction(*points)?.into())))
        .collect();
    let total = fraction(score.total);
    (total.is_some() || !parts.is_empty()).then(|| json!({ "total": total, "parts": parts }))
}

/// Points with the exact fraction where two places do not hold it.
fn whole(points: Points) -> Text {
    Text {
        zh: exact(points, Lang::Zh),
        en: exact(points, Lang::En),
    }
}

/// Points with their unit: `9.38 分`, `9.38（75/8）分`.
fn scored(points: Points) -> Text {
    let Text { zh, en } = whole(points);
    let gap = if zh.ends_with('）') { "" } else { " " };
    let many = so_many(&en, "point", "points");
    text!("{zh}{gap}分", "{many}")
}

/// What is said of a score besides where its points come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// The place among all, where it was looked for.
    pub standing: Option<next::Standing>,
    /// What the next grade would take.
    pub outlook: Outlook,
    /// Whether further acts can still count.
    pub season: next::Season,
    /// What is told of facts of other years.
    pub others: Others,
}

/// What an explanation tells of facts outside the days that count, by more than a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Others {
    /// How many there are.
    #[default]
    Counted,
    /// Each of them.
    Listed,
}

impl Others {
    /// The facts of a line that are listed, and how many are only counted.
    pub(crate) fn of(self, line: &Line) -> (Vec<&FactTrail>, usize) {
        let listed = |f: &&FactTrail| self == Others::Listed || !f.far;
        let facts: Vec<&FactTrail> = line.facts.iter().filter(listed).collect();
        let left = line.facts.len() - facts.len();
        (facts, left)
    }
}

/// How many facts are not listed because they lie outside the days that count.
pub(crate) fn left_out(count: usize) -> Text {
    text!(
        "另有 {count} 条不在计分期内，未列",
        "{count} more outside the days that count, not listed"
    )
}

/// A score with where each point comes from.
pub fn explain(e: &Explanation, year: i32, places: &Places, beside: &Beside) -> Page {
    let (no, name) = (&e.no, &e.name);
    let mut page = Page::new(text!(
        "{no} {name}　{year} 年度履职得分",
        "Duty score of {no} {name} in {year}"
    ));
    if no == name {
        page = Page::new(text!(
            "{name}　{year} 年度履职得分",
            "Duty score of {name} in {year}"
        ));
    }
    let title = &e.rules;
    page.field(
        text!("考核办法", "rules"),
        Cell::from(text!("《{title}》", "{title}")),
    );
    page.field(text!("总分", "total"), Cell::from(whole(e.tally.total)));
    if e.tally.in_office {
        let grade = e.grade.clone().unwrap_or_default();
        let grade = match &e.reached {
            Some(reached) => Cell::from(quota::lowered(&grade, reached, e.dropped.as_ref())),
            None => Cell::from(e.grade.clone()),
        };
        page.field(text!("等次", "grade"), grade);
    } else {
        page.field(
            text!("等次", "grade"),
            Cell::from(text!(
                "本年度内不在任，不排名",
                "not in office in the year, not ranked"
            )),
        );
    }
    if let Some(standing) = &beside.standing {
        page.field(text!("名次", "rank"), next::rank(standing));
    }
    if let Some(aim) = next::aim(&beside.outlook) {
        page.field(text!("上一等次", "next grade"), aim);
    }
    if let Some(band) = &e.band {
        page.field(text!("档次", "band"), Cell::from(band));
    }
    page.field(text!("算式", "sum"), Cell::from(formula(e)));
    if let Some(note) = rounding_note(e.parts.iter().map(|p| p.points), e.tally.total) {
        page.field(text!("舍入", "rounding"), Cell::from(note));
    }
    if let Some(closed) = closed(e) {
        page.field(text!("不适用", "not applicable"), closed);
    }
    if !e.gates.is_empty() && e.tally.in_office {
        page.grid(text!("条件", "Conditions"), gates(&e.gates));
    }
    let spans = gate::spans(&e.gates);
    if !spans.is_empty() {
        page.lines(text!("各期情况", "Period by period"), spans);
    }
    if let Some((heading, ways)) = next::ways(&beside.outlook, beside.season) {
        page.lines(heading, ways);
    }
    for part in e.parts.iter().filter(|p| !p.closed) {
        page.grid(heading(part), lines(part, places, beside.others));
    }
    page
}

/// The parts that are for other posts.
fn closed(e: &Explanation) -> Option<Text> {
    let parts = e.parts.iter().filter(|p| p.closed);
    let titles: Vec<String> = parts.map(|p| p.title.zh.clone()).collect();
    let Text { zh, en } = Text::listed(&titles);
    (!titles.is_empty()).then(|| text!("{zh}（考核其他职务的项目）", "{en} (for other posts)"))
}

fn heading(part: &PartTrail) -> Text {
    let (zh, en) = (&part.title.zh, &part.title.en);
    let points = scored(part.points);
    let (got, got_en) = (&points.zh, &points.en);
    let max = part.max.map(|max| (scored(max).zh, whole(max).en));
    let article = if part.article.is_empty() || part.article == part.title.zh {
        String::new()
    } else {
        format!("（{}）", part.article)
    };
    match max {
        Some((max, max_en)) => text!(
            "{zh}{article}　{got}，封顶 {max}",
            "{en}{article}: {got_en}, at most {max_en}"
        ),
        None => text!("{zh}{article}　{got}", "{en}{article}: {got_en}"),
    }
}

fn lines(part: &PartTrail, places: &Places, others: Others) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("what", "条款与事实", "clause and fact"),
        Column::text("on", "日期", "on"),
        Column::number("points", "得分", "points"),
        Column::text("note", "说明", "note"),
        Column::text("source", "来源", "source"),
    ])
    .vacant(text!("没有计分的事实", "nothing counted"));
    for (at, line) in part.lines.iter().enumerate() {
        for inner in part.inner.iter().filter(|i| i.first == at && i.count > 0) {
            grid.row(vec![
                Cell::from(inner_title(inner)),
                Cell::Empty,
                Cell::Empty,
                Cell::from(inner_note(inner)),
                Cell::Empty,
            ]);
        }
        let (facts, left) = others.of(line);
        let more = (left > 0).then(|| left_out(left));
        let told = match (line.note.clone(), more) {
            (Some(Text { zh, en }), Some(more)) => {
                let (more, more_en) = (more.zh, more.en);
                Some(text!("{zh}；{more}", "{en}; {more_en}"))
            }
            (told, more) => told.or(more),
        };
        grid.lead(vec![
            Cell::from(title(line, &part.article)),
            Cell::Empty,
            Cell::from(whole(line.points)),
            told.map_or(Cell::Empty, Cell::from),
            Cell::Empty,
        ]);
        for fact in facts {
            let place = places.get(&(fact.what, fact.row));
            grid.row(vec![
                Cell::from(place.map_or_else(Text::default, fact_words)),
                Cell::from(fact::shown(fact.on)),
                Cell::from(whole(fact.points)),
                note(fact, place),
                Cell::from(place.and_then(|p| p.source.clone())),
            ]);
        }
    }
    grid
}

/// The heading of a part within another.
fn inner_title(inner: &InnerTrail) -> Text {
    let (title, article) = (&inner.title, &inner.article);
    if article.is_empty() || article == title {
        text!("〔{title}〕", "[{title}]")
    } else {
        text!("〔{title}（{article}）〕", "[{title} ({article})]")
    }
}

/// What a part within another comes to: its lines, which follow, add up to it.
fn inner_note(inner: &InnerTrail) -> Text {
    let (points, count) = (scored(inner.points), inner.count);
    let (zh, en) = (&points.zh, &points.en);
    match inner.max.map(|max| (scored(max).zh, whole(max).en)) {
        Some((max, max_en)) => text!(
            "以下 {count} 行小计 {zh}，封顶 {max}",
            "lines that follow: {count}, {en}, at most {max_en}"
        ),
        None => text!(
            "以下 {count} 行小计 {zh}",
            "lines that follow: {count}, {en}"
        ),
    }
}

/// A line's heading with its article, where that is not the part's own.
fn title(line: &Line, part_article: &str) -> Text {
    let (zh, en) = (&line.title.zh, &line.title.en);
    let article = &line.article;
    if article.is_empty() || article == part_article {
        return line.title.clone();
    }
    text!("{zh}（{article}）", "{en} ({article})")
}

fn cents(n: i128) -> Value {
    points_json(Points::new(n, 100))
}

/// The explanation as an object: facts add up to their line, lines to their part, parts to the total.
pub fn explain_json(e: &Explanation, places: &Places, beside: &Beside) -> Value {
    let standing = beside.standing.as_ref();
    let points: Vec<Points> = e.parts.iter().map(|p| p.points).collect();
    let shares = allotted(hundredths(e.tally.total), &points);
    let parts = e.parts.iter().zip(shares);
    let parts: Vec<Value> = parts
        .map(|(p, share)| part_json(p, share, places))
        .collect();
    let mut page = json!({
    "no": e.no, "name": e.name, "rules": e.rules, "total": points_json(e.tally.total), "exact": e.tally.total.to_string(),
    "grade": e.grade, "reached": e.reached, "dropped": quota::dropped_json(e.dropped.as_ref()), "rank": standing.and_then(|s| s.rank), "ranked": standing.map(|s| s.of),
    "next": next::json(&beside.outlook), "gates": e.gates.iter().map(gate_json).collect::<Vec<_>>(), "parts": parts,
    });
    if let Some(band) = &e.band {
        page["band"] = band.as_str().into();
    }
    page["in_office"] = e.tally.in_office.into();
    page
}

fn part_json(part: &PartTrail, share: i128, places: &Places) -> Value {
    let points: Vec<Points> = part.lines.iter().map(|l| l.points).collect();
    let shares = allotted(share, &points);
    let lines: Vec<Value> = part
        .lines
        .iter()
        .zip(shares)
        .map(|(line, share)| line_json(line, share, places))
        .collect();
    json!({
        "code": part.code, "title": part.title.zh, "article": part.article, "points": cents(share),
        "exact": part.points.to_string(), "max": part.max.map(points_json), "lines": lines, "applicable": !part.closed,
        "within": part.inner.iter().map(inner_json).collect::<Vec<_>>(),
    })
}

/// A part within another; its lines are those that have its code or that of a part within it.
fn inner_json(inner: &InnerTrail) -> Value {
    json!({
        "code": inner.code, "title": inner.title, "article": inner.article, "points": points_json(inner.points),
        "exact": inner.points.to_string(), "max": inner.max.map(points_json),
    })
}

fn line_json(line: &Line, share: i128, places: &Places) -> Value {
    let points: Vec<Points> = line.facts.iter().map(|f| f.points).collect();
    let one = |(f, share): (&FactTrail, i128)| {
        let place = places.get(&(f.what, f.row));
        json!({
            "ref": place.map(|p| &p.reference), "who": place.and_then(|p| p.who.as_ref()), "on": fact::shown(f.on), "what": place.map(|p| &p.what.zh), "points": cents(share),
            "exact": f.points.to_string(), "note": f.note.as_ref().map(|n| &n.zh), "source": place.and_then(|p| p.source.as_ref()),
            "vouched": place.and_then(|p| p.vouched.as_ref()).map(vouched_json),
        })
    };
    // A start, a cut or a floor has no facts.
    let shares = if points.is_empty() {
        Vec::new()
    } else {
        allotted(share, &points)
    };
    let facts: Vec<Value> = line.facts.iter().zip(shares).map(one).collect();
    json!({
        "part": line.part, "title": line.title.zh, "article": line.article, "points": cents(share), "exact": line.points.to_string(),
        "counted": line.counted, "note": line.note.as_ref().map(|n| &n.zh), "facts": facts,
        "periods": periods_json(&line.periods),
    })
}
