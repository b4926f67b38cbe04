//! What follows from scores and facts, with the history that leads to it, and what was decided.

use super::Where;
use super::ruling::{dealt, ruling_json};
use crate::lang::{Lang, Text, so_many};
use crate::model::code::{Code, codes};
use crate::model::fact::{FactKind, shown};
use crate::model::score::consequence::{
    Basis, Condition, Consequence, Evidence, FactRef, Finding, Gap, Ground, Hit, Outcome, Ruling,
    Runs, Taken, Verdict, Year,
};
use crate::model::score::gate::{Limit, Over};
use crate::model::score::period;
use crate::model::score::points::decimal_text;
use crate::model::score::rules::Whose;
use crate::out::member::filter_note;
use crate::out::paper::measure::words;
use crate::out::{Cell, Column, Grid, Tone, points, points_json};
use crate::text;
use serde_json::{Value, json};

codes! {
    /// How a consequence stands to a member or body, for the office.
    Stance {
        Proposed "proposed" "拟处理" "proposed",
        Departed "departed" "已离任" "left office",
        Deceased "deceased" "已去世" "died",
        Lighter "lighter" "按较重的处理" "a heavier one is proposed",
        Imposed "imposed" "已处理" "imposed",
        Waived "waived" "免予处理" "waived",
        Settled "settled" "此前已处理" "dealt with before",
        Lifted "lifted" "已撤销" "lifted",
        Changed "ground_changed" "依据已变" "ground changed",
        Pending "pending" "届末判定" "when the term ends",
        Open "open" "资料不全" "not known",
    }
}

impl Stance {
    /// From how it is judged, whether it is the one to propose, what was decided, whether a
    /// decision on another year or clause dealt with it, and whether the member is gone.
    pub fn of(
        verdict: Verdict,
        proposed: bool,
        (ruling, settled): (Option<&Ruling>, Option<&Ruling>),
        gone: Option<Stance>,
    ) -> Stance {
        if ruling.is_some_and(|r| r.lifted.is_some()) {
            return Stance::Lifted;
        }
        if let (None, Some(gone)) = (ruling, gone) {
            return gone;
        }
        match (ruling.map(|r| r.outcome), verdict) {
            (Some(Outcome::Imposed), _) => Stance::Imposed,
            (Some(Outcome::Waived), _) => Stance::Waived,
            (None, Verdict::Open) => Stance::Open,
            (None, Verdict::Pending) => Stance::Pending,
            (None, Verdict::Applies) if proposed && settled.is_some() => Stance::Settled,
            (None, Verdict::Applies) if proposed => Stance::Proposed,
            (None, Verdict::Applies) => Stance::Lighter,
        }
    }
}

/// One consequence of one member or body.
#[derive(Debug, Clone)]
pub struct Row<'a> {
    /// The member's number; a body's name.
    pub no: &'a str,
    /// The name.
    pub name: &'a str,
    /// The year of duty.
    pub year: i32,
    /// The clause.
    pub consequence: &'a Consequence,
    /// How it was judged.
    pub finding: &'a Finding,
    /// How it stands.
    pub stance: Stance,
    /// What was decided on it.
    pub ruling: Option<&'a Ruling>,
    /// The decision on another year or clause that dealt with it.
    pub settled: Option<&'a Ruling>,
    /// Measures taken before, but that of this ruling.
    pub before: Vec<&'a Taken>,
    /// The facts of the evidence, in its order.
    pub facts: Vec<(FactRef, Where)>,
}

/// A step of the history: when, what, on what it rests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Year or day.
    pub on: String,
    /// What.
    pub what: Text,
    /// On what it rests.
    pub source: Option<Text>,
}

/// What leads to a consequence, in the order of time.
pub fn history(row: &Row<'_>, basis: impl Fn(i32) -> Option<Text>) -> Vec<Step> {
    let mut steps = Vec::new();
    let conditions = row.consequence.conditions.iter();
    for (condition, evidence) in conditions.zip(&row.finding.evidence) {
        // Points say it all where points are what counts.
        let by_points = matches!(condition.ground, Ground::Below(_));
        let counted = evidence.years.iter().filter(|h| h.counts);
        steps.extend(counted.map(|hit| {
            let unmet: &[String] = if by_points { &[] } else { &hit.figure.unmet };
            year_step(hit, unmet, basis(hit.year))
        }));
    }
    let article = row.consequence.article.as_str();
    for (fact, place) in &row.facts {
        let (no, zh, en) = (&place.reference, &place.what.zh, &place.what.en);
        steps.push(Step {
            on: shown(fact.on).unwrap_or_default(),
            what: match &place.who {
                Some(who) => text!("{who} {no} {zh}", "{who} {no} {en}"),
                None => text!("{no} {zh}", "{no} {en}"),
            },
            source: Some(clause_or_ledger(article, fact.what)),
        });
    }
    let falling = row.consequence.conditions.iter().zip(&row.finding.evidence);
    let falls = |c: &Condition| !c.rises() || c.runs == Runs::Yearly;
    for (condition, evidence) in falling.filter(|(c, _)| falls(c)) {
        let of_year = (condition.over == Over::Year).then(|| row.year.to_string());
        steps.push(Step {
            on: of_year.unwrap_or_default(),
            what: counted(condition, evidence),
            source: (!article.is_empty()).then(|| Text::same(article)),
        });
    }
    steps
}

/// On what a fact of the history rests: the article that it falls under, else the ledger that has
/// it. The line of a spreadsheet means nothing to who gets a letter.
fn clause_or_ledger(article: &str, what: FactKind) -> Text {
    if !article.is_empty() {
        return Text::same(article);
    }
    let (_, zh, en) = super::fact_label(what);
    text!("“{zh}”台账", "ledger “{en}”")
}

fn year_step(hit: &Hit, unmet: &[String], source: Option<Text>) -> Step {
    let total = points(hit.figure.total);
    let grade = hit.figure.grade.clone().unwrap_or_default();
    let mut what = if unmet.is_empty() {
        text!(
            "{total} 分 {grade}",
            "{many} {grade}",
            many = so_many(&total, "point", "points")
        )
    } else {
        let Text { zh, en } = Text::listed(unmet);
        text!(
            "{total} 分 {grade}，未达：{zh}",
            "{many} {grade}, not met: {en}",
            many = so_many(&total, "point", "points")
        )
    };
    what.zh = what.zh.trim_end().to_owned();
    what.en = what.en.trim_end().to_owned();
    Step {
        on: hit.year.to_string(),
        what,
        source,
    }
}

/// How many there are, year by year where there are several, and where the limit lies.
fn counted(condition: &Condition, evidence: &Evidence) -> Text {
    let have = decimal_text(evidence.have);
    if let (Some(_), Limit::AtLeast(all)) = (condition.every(), evidence.limit) {
        let all = decimal_text(all);
        let which = period::told(&evidence.periods).unwrap_or_default();
        let (zh, en) = (which.zh, which.en);
        return text!(
            "应达到 {all} 期，实际达到 {have} 期（{zh}）",
            "{have} of {all} spans meet it ({en})"
        );
    }
    let (zh, en): (Vec<String>, Vec<String>) = evidence
        .by_year
        .iter()
        .filter(|(year, _)| evidence.gaps.iter().all(|(gap, _)| *gap != Some(*year)))
        .map(|(year, n)| {
            let n = decimal_text(*n);
            (format!("{year} 年 {n}"), format!("{n} in {year}"))
        })
        .unzip();
    let (zh, en) = (zh.join("、"), en.join(", "));
    // A gate asks for what is not there; what a consequence names has come about.
    let (limit, limit_en) = match condition.limit {
        Limit::AtLeast(n) if evidence.have < n && condition.runs != Runs::Yearly => {
            let n = decimal_text(n);
            (format!("应不少于 {n}"), format!("at least {n} wanted"))
        }
        Limit::AtLeast(n) => {
            let n = decimal_text(n);
            (format!("达到 {n} 即是"), format!("from {n} on"))
        }
        Limit::AtMost(n) => {
            let n = decimal_text(n);
            (format!("不超过 {n}"), format!("at most {n}"))
        }
    };
    match (condition.runs, zh.is_empty()) {
        (Runs::Yearly, _) => text!("{zh}（每年{limit}）", "{en} (each year, {limit_en})"),
        (_, true) => text!("实有 {have}（{limit}）", "{have} ({limit_en})"),
        (_, false) => text!("实有 {have}：{zh}（{limit}）", "{have}: {en} ({limit_en})"),
    }
}

/// On what the figures of a year rest.
pub fn basis(year: &Year) -> Option<Text> {
    match &year.basis {
        Basis::Published { edition, on, .. } => Some(text!(
            "{on} 公布第 {edition} 版",
            "edition {edition} published on {on}"
        )),
        Basis::Reckoned { title } => Some(text!(
            "按现有台账和《{title}》计算，未公布",
            "reckoned today under “{title}”, not published"
        )),
        Basis::Missing(_) => None,
    }
}

/// What is not known, and what helps: each thing once, with its years.
pub fn gaps(all: &[(Option<i32>, Gap)]) -> Vec<Text> {
    let mut grouped: Vec<(&Gap, Vec<i32>)> = Vec::new();
    for (year, gap) in all {
        match grouped.iter_mut().find(|(g, _)| *g == gap) {
            Some((_, years)) => years.extend(year),
            None => grouped.push((gap, year.iter().copied().collect())),
        }
    }
    grouped
        .iter()
        .map(|(gap, years)| said(gap, years))
        .collect()
}

/// Years as ranges: 2022—2024、2026.
fn ranges(years: &[i32]) -> Text {
    let mut years = years.to_vec();
    years.sort_unstable();
    years.dedup();
    let spans = years.chunk_by(|a, b| a + 1 == *b);
    let spans: Vec<String> = spans
        .map(|s| match (s.first(), s.last()) {
            (Some(a), Some(b)) if a != b => format!("{a}—{b}"),
            (first, _) => first.map_or(String::new(), i32::to_string),
        })
        .collect();
    Text::listed(&spans)
}

fn said(gap: &Gap, years: &[i32]) -> Text {
    let Text { zh: y, en: y_en } = ranges(years);
    let first = years.iter().min().copied().unwrap_or_default();
    match gap {
        Gap::NoRules => text!(
            "{y} 年没有采用考核办法（yishi score adopt 办法.toml --year {first}）",
            "{y_en}: no rules are adopted (yishi score adopt FILE.toml --year {first})"
        ),
        Gap::NotInForce => text!("{y} 年考核办法不适用", "{y_en}: the rules do not apply"),
        Gap::NoMemberRules => text!(
            "{y} 年没有采用考核委员的办法，委员得分算不出",
            "{y_en}: no rules are adopted for members, whose scores count"
        ),
        Gap::NoWeight => text!(
            "{y} 年的权重办法没有写",
            "{y_en}: the rules do not say their weight"
        ),
        Gap::BadRules => text!(
            "{y} 年采用的办法读不懂",
            "{y_en}: the rules adopted cannot be read"
        ),
        Gap::NoRecords => text!("{y} 年没有任何履职记录", "{y_en}: the ledgers have nothing"),
        Gap::NoFacts(what) => {
            let (_, zh, en) = super::fact_label(*what);
            text!("{y} 年没有登记{zh}", "{y_en}: the ledgers have no {en}")
        }
        Gap::NoGrade(names) => text!(
            "{y} 年的办法没有等次“{names}”",
            "{y_en}: the rules have no grade `{names}`"
        ),
        Gap::NoGate(titles) => text!(
            "{y} 年的办法没有条件“{titles}”",
            "{y_en}: the rules have no gate `{titles}`"
        ),
        Gap::NotServed => text!(
            "{y} 年不在任，是否按全届计算由机关决定",
            "{y_en}: not in office; whether the whole term counts is for the office to say"
        ),
        Gap::Unrecorded => text!(
            "{y} 年有未登记的，不能断定是否连续",
            "{y_en}: not all is recorded, so that nobody knows whether they follow each other"
        ),
        Gap::NoTerm => text!(
            "不知道本届从哪年起（yishi config session 十届五次）",
            "when the term began is not known (yishi config session 10-5)"
        ),
    }
}

/// What a list says around its rows.
#[derive(Debug, Clone)]
pub struct Around<'a> {
    /// Whose scores.
    pub whose: Whose,
    /// The year of duty.
    pub year: i32,
    /// The title of the rules.
    pub rules: &'a str,
    /// The years with figures.
    pub years: &'a [Year],
    /// What is not known.
    pub gaps: &'a [(Option<i32>, Gap)],
    /// How many findings are left out: those that wait for the end of the term, those not known.
    pub left_out: (usize, usize),
    /// Decisions of the year whose ground the ledgers no longer give.
    pub changed: &'a [&'a Ruling],
    /// The filter as typed.
    pub typed: &'a [&'a String],
}

/// The list.
pub fn list(rows: &[Row<'_>], around: &Around<'_>) -> Grid {
    let (year, title) = (around.year, around.rules);
    let (zh, en) = (around.whose.zh(), around.whose.en());
    let mut columns = match around.whose {
        Whose::Member => vec![
            Column::text("no", "委员编号", "no.").spare(1),
            Column::text("name", "姓名", "name"),
        ],
        _ => vec![Column::text("name", zh, en)],
    };
    columns.extend([
        Column::text("then", "处理", "measure"),
        Column::text("title", "事由", "clause"),
        Column::text("history", "经过", "history").wide(),
        Column::text("stance", "办理", "state"),
        Column::text("before", "此前", "before").spare(2),
    ]);
    let mut grid = Grid::new(columns)
        .caption(text!(
            "{year} 年度考核的后果　《{title}》",
            "What follows from {year} under “{title}”"
        ))
        .vacant(match around.typed {
            [] => text!(
                "没有{zh}符合办法规定的处理条件",
                "nothing follows for any {en}"
            ),
            _ => text!(
                "筛选范围内没有{zh}符合办法规定的处理条件",
                "nothing follows for any {en} that fits the filter"
            ),
        });
    for row in rows {
        grid.row(cells(row, around));
    }
    for ruling in around.changed {
        grid.row(changed_cells(ruling, around.whose));
    }
    grid.note(filter_note(
        rows.len() + around.changed.len(),
        &text!("项", "consequences"),
        around.typed,
    ));
    for note in notes(around) {
        grid.note(note);
    }
    grid
}

fn cells(row: &Row<'_>, around: &Around<'_>) -> Vec<Cell> {
    let of = |year: i32| around.years.iter().find(|y| y.year == year).and_then(basis);
    let lines = history(row, of);
    let said = |lang: Lang| {
        let lines = lines.iter().map(|s| {
            let what = s.what.pick(lang);
            format!("{} {what}", s.on).trim().to_owned()
        });
        let unknown = row.finding.evidence.iter().flat_map(|e| e.gaps.clone());
        let unknown: Vec<_> = match row.finding.verdict {
            Verdict::Open => unknown.collect(),
            Verdict::Applies | Verdict::Pending => Vec::new(),
        };
        let gaps = gaps(&unknown).into_iter().map(|t| t.pick(lang).to_owned());
        let separator = if lang == Lang::Zh { "；" } else { "; " };
        lines.chain(gaps).collect::<Vec<_>>().join(separator)
    };
    let article = &row.consequence.article;
    let title = if article.is_empty() {
        row.consequence.title.clone()
    } else {
        format!("{}（{article}）", row.consequence.title)
    };
    let stance = match (row.ruling, row.stance) {
        (
            Some(Ruling {
                lifted: Some(lift), ..
            }),
            _,
        ) => {
            let (on, by) = (lift.on, &lift.decided_by);
            Cell::from(text!("{on} {by}撤销", "lifted by {by} on {on}")).tone(Tone::Faint)
        }
        (Some(ruling), stance) => {
            let (on, by, zh, en) = (
                ruling.decided_on,
                &ruling.decided_by,
                stance.zh(),
                stance.en(),
            );
            Cell::from(text!("{on} {by}{zh}", "{en} by {by} on {on}"))
        }
        (None, Stance::Settled) => {
            let told = row.settled.map(|r| dealt(r, row.year));
            Cell::from(told.unwrap_or_default()).tone(Tone::Faint)
        }
        (None, stance @ Stance::Proposed) => Cell::code(stance).tone(Tone::Warn),
        (None, stance) => Cell::code(stance).tone(Tone::Faint),
    };
    let before = row
        .before
        .iter()
        .map(|t| format!("{} {}", t.on, t.kind.zh()));
    let mut line = match around.whose {
        Whose::Member => vec![Cell::from(row.no)],
        _ => Vec::new(),
    };
    line.extend([
        Cell::from(row.name),
        Cell::from(words(row.consequence)),
        Cell::from(title),
        Cell::from(Text {
            zh: said(Lang::Zh),
            en: said(Lang::En),
        }),
        stance,
        Cell::List(before.collect()),
    ]);
    line
}

/// A decision whose ground the ledgers no longer give.
fn changed_cells(r: &Ruling, whose: Whose) -> Vec<Cell> {
    let (on, by, zh, en) = (r.decided_on, &r.decided_by, r.outcome.zh(), r.outcome.en());
    let title = if r.article.is_empty() {
        r.clause.clone()
    } else {
        format!("{}（{}）", r.clause, r.article)
    };
    let reason = &r.reason;
    let mut line = match whose {
        Whose::Member => vec![Cell::from(r.who.no.clone())],
        _ => Vec::new(),
    };
    line.extend([
        Cell::from(&r.who.name),
        Cell::from(&r.words),
        Cell::from(title),
        Cell::from(text!("原依据：{reason}", "decided on: {reason}")),
        Cell::from(text!(
            "{on} {by}{zh}，依据已变",
            "{en} by {by} on {on}, ground changed"
        ))
        .tone(Tone::Warn),
        Cell::List(Vec::new()),
    ]);
    line
}

/// On what the list rests, and what it does not know.
pub fn notes(around: &Around<'_>) -> Vec<Text> {
    let mut notes = Vec::new();
    for year in around.years {
        if let Some(Text { zh, en }) = basis(year) {
            let y = year.year;
            notes.push(text!("{y} 年度：{zh}", "{y}: {en}"));
        }
    }
    if !around.gaps.is_empty() {
        let gaps = gaps(around.gaps);
        let (zh, en): (Vec<&str>, Vec<&str>) =
            gaps.iter().map(|t| (t.zh.as_str(), t.en.as_str())).unzip();
        let (zh, en) = (zh.join("；"), en.join("; "));
        notes.push(text!(
            "资料不全，没有当作零：{zh}",
            "not known, and not taken as nothing: {en}"
        ));
    }
    notes.extend(super::ruling::note(around.changed.len()));
    let (pending, open) = around.left_out;
    if pending + open > 0 {
        notes.push(text!(
            "未列：届末判定 {pending} 项，资料不全 {open} 项；--open 一并列出",
            "left out: {pending} that the end of the term decides, {open} not known; --open lists them"
        ));
    }
    notes
}

/// The list as an array.
pub fn list_json(rows: &[Row<'_>], around: &Around<'_>, lang: Lang) -> Value {
    let changed = around.changed.iter().map(|r| changed_json(r));
    let rows = rows.iter().map(|row| row_json(row, around.years, lang));
    rows.chain(changed).collect()
}

fn changed_json(r: &Ruling) -> Value {
    json!({
        "no": r.who.word(), "name": r.who.name, "clause": r.clause, "article": r.article, "then": r.words,
        "measure": r.measure.code(), "ladder": Value::Null, "stance": Stance::Changed.code(),
        "conditions": [], "facts": [], "ruling": ruling_json(r), "settled_by": Value::Null, "before": [],
    })
}

fn row_json(row: &Row<'_>, years: &[Year], lang: Lang) -> Value {
    let c = row.consequence;
    let condition = |e: &Evidence| {
        let (limit, n) = match e.limit {
            Limit::AtLeast(n) => ("at_least", n),
            Limit::AtMost(n) => ("at_most", n),
        };
        let gaps = e
            .gaps
            .iter()
            .map(|(y, g)| json!({ "year": y, "why": said(g, y.as_slice()).pick(lang) }));
        let by_year = e.by_year.iter();
        let by_year = by_year.map(|(y, n)| json!({ "year": y, "have": points_json(*n) }));
        json!({ "have": points_json(e.have), "by_year": by_year.collect::<Value>(), "limit": limit, "need": points_json(n), "gaps": gaps.collect::<Value>(),
            "years": e.years.iter().map(|h| hit_json(h, years)).collect::<Value>() })
    };
    let fact = |(f, place): &(FactRef, Where)| json!({ "ref": place.reference, "on": shown(f.on), "what": place.what.pick(lang), "source": place.source });
    json!({
        "no": row.no, "name": row.name, "clause": c.title, "article": c.article, "then": words(c),
        "measure": c.measure.code(), "ladder": c.ladder, "stance": row.stance.code(),
        "conditions": row.finding.evidence.iter().map(condition).collect::<Value>(),
        "facts": row.facts.iter().map(fact).collect::<Value>(),
        "ruling": row.ruling.map(ruling_json),
        "settled_by": row.settled.filter(|_| row.stance == Stance::Settled).map(ruling_json),
        "before": row.before.iter().map(|t| json!({ "kind": t.kind.code(), "on": t.on, "reason": t.reason, "basis": t.basis })).collect::<Value>(),
    })
}

fn hit_json(hit: &Hit, years: &[Year]) -> Value {
    let year = years.iter().find(|y| y.year == hit.year);
    let edition = year.and_then(|y| match &y.basis {
        Basis::Published { edition, .. } => Some(*edition),
        _ => None,
    });
    json!({ "year": hit.year, "total": points_json(hit.figure.total), "grade": hit.figure.grade, "unmet": hit.figure.unmet, "counts": hit.counts, "edition": edition })
}
