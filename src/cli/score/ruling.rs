//! `score impose`, `score waive`, `score rulings`: what the office decides on a consequence.

use super::consequence::{Before, history, places, rows_of};
use super::explain::of_a_body;
use super::history::{Judgement, judged};
use super::publish::not_ahead;
use super::{Basis, ground, named, subject, year};
use crate::cli::app::{App, Writing};
use crate::cli::quoted;
use crate::cli::typed::{code, day, filled};
use crate::error::{Error, Result};
use crate::lang::{Lang, Text};
use crate::model::code::Code;
use crate::model::score::consequence::{Consequence, Measure, Outcome, Ruling, Verdict};
use crate::model::score::rules::Whose;
use crate::out::Format;
use crate::out::paper::measure::words;
use crate::out::score::consequence::{Row, Stance};
use crate::out::score::ruling as view;
use crate::store::Tx;
use crate::store::ruling::decided_already;
use crate::text;
use chrono::NaiveDate;
use clap::Args;

#[derive(Debug, Args)]
pub struct Case {
    /// Number, name, other name or pinyin initials; of a body its name
    #[arg(value_name = "MEMBER")]
    member: String,
    /// Whose scores, of the rules adopted: member, group, township, unit … (else the members')
    #[arg(long, value_parser = code::<Whose>)]
    subject: Option<Whose>,
    /// The year (else the office's)
    #[arg(long)]
    year: Option<i32>,
    /// Only what happened up to this day, as for a half-year
    #[arg(long, value_name = "DAY", value_parser = day)]
    as_of: Option<NaiveDate>,
    /// Which clause or measure, where several are proposed or a lighter one is meant
    #[arg(long = "for", value_name = "CLAUSE", value_parser = filled)]
    clause: Option<String>,
    /// Who decided: 主席会议, 常委会
    #[arg(long, value_name = "BODY", value_parser = filled)]
    decided_by: String,
    /// When (else today)
    #[arg(long, value_name = "DAY", value_parser = day)]
    on: Option<NaiveDate>,
    /// Number of the document
    #[arg(long, value_name = "NO", value_parser = filled)]
    document: Option<String>,
}

#[derive(Debug, Args)]
pub struct Impose {
    #[command(flatten)]
    case: Case,
    /// On what basis (else the body and the document)
    #[arg(long, value_name = "TEXT", value_parser = filled)]
    legal_basis: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Waive {
    #[command(flatten)]
    case: Case,
    /// Why
    #[arg(long, value_name = "REASON", value_parser = filled)]
    reason: String,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Rulings {
    /// Only of this year
    #[arg(long)]
    year: Option<i32>,
}

pub fn impose(app: &mut App, args: &Impose) -> Result<u8> {
    let today = app.today;
    let on = args.case.on.unwrap_or(today);
    let lang = app.printer.lang();
    let folder = lang.pick("处理函", "letters");
    let mut whose = String::new();
    let work = |tx: &mut Tx<'_>| {
        let (mut ruling, who) =
            decided(tx, &args.case, (Outcome::Imposed, None), (on, today, lang))?;
        whose = who;
        let document = ruling.document.as_deref().unwrap_or_default();
        let basis = match (&args.legal_basis, ruling.who.whose) {
            (None, _) => format!("{} {document}", ruling.decided_by),
            (Some(basis), Whose::Member) => basis.clone(),
            // There is no event of a membership to keep it.
            (Some(basis), _) => {
                let told = text!("（依据：{basis}）", " (basis: {basis})");
                ruling.reason.push_str(told.pick(lang));
                basis.clone()
            }
        };
        tx.rule(&ruling, Some(basis.trim()))?;
        Ok(ruling)
    };
    let code = app.change(&args.writing, work, said, |_, r| {
        let (no, year, of) = (quoted(r.who.word()), r.year, named(r.who.whose));
        let shown = match r.who.whose {
            Whose::Member => format!("yishi member show {no}"),
            _ => format!("yishi score rulings --year {year}"),
        };
        vec![
            format!("yishi score consequences {no} --year {year}{of} -o {folder}"),
            shown,
        ]
    })?;
    warn_of_body(app, &args.case, &whose)?;
    Ok(code)
}

/// Warns where the rules name another body than the one that decided.
fn warn_of_body(app: &mut App, args: &Case, who: &str) -> Result<()> {
    let by = args.decided_by.as_str();
    // 市政协 or a convener carries out what some body of the office decides.
    let decides = who.ends_with('会') || who.ends_with("会议");
    if !decides || by.contains(who) || who.contains(by) {
        return Ok(());
    }
    app.printer.warn(&text!(
        "办法写明由{who}处理，录入的决定机关是{by}；录错了用 yishi undo 撤回再录",
        "the rules give this to {who}, and {by} is entered; take it back with yishi undo where that is wrong"
    ))
}

pub fn waive(app: &mut App, args: &Waive) -> Result<u8> {
    let today = app.today;
    let on = args.case.on.unwrap_or(today);
    let lang = app.printer.lang();
    let mut whose = String::new();
    let work = |tx: &mut Tx<'_>| {
        let outcome = (Outcome::Waived, Some(args.reason.as_str()));
        let (ruling, who) = decided(tx, &args.case, outcome, (on, today, lang))?;
        whose = who;
        tx.rule(&ruling, None)?;
        Ok(ruling)
    };
    let code = app.change(&args.writing, work, said, |_, r| {
        vec![format!("yishi score rulings --year {}", r.year)]
    })?;
    warn_of_body(app, &args.case, &whose)?;
    Ok(code)
}

fn said(r: &Ruling) -> Text {
    let (name, year, clause, by, on) =
        (&r.who.name, r.year, &r.clause, &r.decided_by, r.decided_on);
    let (words, measure) = (&r.words, r.measure.en());
    match r.outcome {
        Outcome::Imposed => text!(
            "{by}于 {on} 决定：{name} {year} 年度“{clause}”，{words}",
            "{by} decided on {on}: {measure} of {name} for `{clause}` in {year}"
        ),
        Outcome::Waived => text!(
            "{by}于 {on} 决定：{name} {year} 年度“{clause}”，免予处理（{words}）",
            "{by} decided on {on}: no {measure} of {name} for `{clause}` in {year}"
        ),
    }
}

/// The decision on what a member or body meets, and whom the rules name for it; `why` in place of
/// the history that leads to it.
fn decided(
    tx: &Tx<'_>,
    args: &Case,
    (outcome, why): (Outcome, Option<&str>),
    (on, today, lang): (NaiveDate, NaiveDate, Lang),
) -> Result<(Ruling, String)> {
    let read = tx.read();
    not_ahead(on, today, text!("决定日期", "the day of the decision"))?;
    // Trials of other rules decide nothing: only what is adopted or published does.
    let mut basis = Basis {
        year: args.year,
        subject: args.subject,
        rules: None,
        as_of: args.as_of,
    };
    let whose = subject(read, year(read, args.year)?, args.subject)?;
    let command = match outcome {
        Outcome::Imposed => "yishi score impose",
        Outcome::Waived => "yishi score waive",
    };
    let who = read
        .find_subject(whose, &args.member)
        .map_err(|e| of_a_body(e, read, &basis, (command, &args.member)))?;
    basis.subject = Some(whose);
    let mut judgement = judged(read, &basis, today)?;
    judgement.people.retain(|p| match whose {
        Whose::Member => p.subject.id == who.id,
        _ => p.subject.name == who.name,
    });
    let before = Before::read(read, on)?;
    let places = places(read, &judgement.facts())?;
    let person = judgement.people.first();
    let gone = before.gone.get(&who.id).copied();
    if let (Outcome::Imposed, Whose::Member, Some(gone)) = (outcome, whose, gone) {
        return Err(no_more(&args.member, gone));
    }
    let rows = person.map_or_else(Vec::new, |p| rows_of(p, &judgement, &before, &places));
    let earlier = before.rulings.iter().filter(|r| {
        (r.year, r.who.whose, r.who.id) == (judgement.year, whose, who.id) && r.lifted.is_none()
    });
    let row = meant(&rows, args, &judgement, earlier.collect())?;
    in_order(row, &judgement, on)?;
    let c = row.consequence;
    let because = because(row, &judgement);
    let ruling = Ruling {
        who,
        year: judgement.year,
        clause: c.title.clone(),
        article: c.article.clone(),
        outcome,
        measure: c.measure,
        words: words(c),
        decided_by: args.decided_by.clone(),
        decided_on: on,
        document: args.document.clone(),
        reason: why.map_or_else(|| because.pick(lang).to_owned(), str::to_owned),
        id: 0,
        lifted: None,
    };
    Ok((ruling, c.who.clone()))
}

/// The clause and the history that leads to it.
fn because(row: &Row<'_>, judgement: &Judgement) -> Text {
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for step in history(row, judgement) {
        let year = if step.on.len() == 4 { "年度" } else { "" };
        zh.push(
            format!("{}{year} {}", step.on, step.what.zh)
                .trim()
                .to_owned(),
        );
        en.push(format!("{} {}", step.on, step.what.en).trim().to_owned());
    }
    let (rules, article) = (&judgement.rules, &row.consequence.article);
    let gap = if article.is_empty() { "" } else { " " };
    let (clause, zh, en) = (&row.consequence.title, zh.join("；"), en.join("; "));
    text!(
        "《{rules}》{article}“{clause}”：{zh}",
        "“{rules}”{gap}{article} `{clause}`: {en}"
    )
}

/// Refuses a decision from before the year, or before the last fact that leads to it.
fn in_order(row: &Row<'_>, judgement: &Judgement, on: NaiveDate) -> Result<()> {
    let (year, of) = (judgement.year, named(judgement.whose));
    let hint = text!(
        "核对 --on 和 --year；看经过：yishi score consequences --year {year}{of}",
        "check --on and --year; see what leads to it: yishi score consequences --year {year}{of}"
    );
    let first = judgement.window.from;
    if on < first {
        let message = text!(
            "决定日期 {on} 早于 {year} 年度的第一日 {first}",
            "the decision ({on}) is dated before the first day of {year} ({first})"
        );
        return Err(Error::refused("day_out_of_order", message).hint(hint));
    }
    let facts = row.finding.evidence.iter().flat_map(|e| &e.facts);
    let last = facts.map(|f| f.on).max_by_key(|day| day.first_day());
    match last.filter(|last| on < last.first_day()) {
        None => Ok(()),
        Some(last) => {
            let message = text!(
                "决定日期 {on} 早于事由里最后一件事的日期 {last}",
                "the decision ({on}) is dated before the last fact that leads to it ({last})"
            );
            Err(Error::refused("day_out_of_order", message).hint(hint))
        }
    }
}

/// Whether a word is the heading, the article, the measure or the regulation's words of a clause.
fn is_named(c: &Consequence, word: &str) -> bool {
    names(
        (&c.title, &c.article),
        c.measure,
        &[&c.then, &words(c)],
        word,
    )
}

/// Whether a word names a clause: its heading, its article or the paragraph's article, its measure
/// or the regulation's words for it.
pub(super) fn names(
    (title, article): (&str, &str),
    measure: Measure,
    said: &[&str],
    word: &str,
) -> bool {
    let bare = |word: &str| word.split_whitespace().collect::<String>();
    let (word, article) = (bare(word), bare(article));
    // 第十六条 is also what 第十六条第二款 is in.
    let within = word.ends_with(['条', '款']) && article.starts_with(&word);
    let known = bare(title) == word || said.iter().any(|w| bare(w) == word);
    known
        || (article == word && !word.is_empty())
        || within
        || measure.zh() == word
        || measure.code() == word
}

/// The consequence that is meant: the one named, else the only one that is proposed.
fn meant<'r, 'a>(
    rows: &'r [Row<'a>],
    args: &Case,
    judgement: &Judgement,
    earlier: Vec<&Ruling>,
) -> Result<&'r Row<'a>> {
    let clause = args.clause.as_deref();
    let named = |r: &&Row<'_>| clause.is_none_or(|word| is_named(r.consequence, word));
    let applies = rows
        .iter()
        .filter(|r| r.finding.verdict == Verdict::Applies);
    let fitting: Vec<&Row<'_>> = applies.filter(named).collect();
    let open: Vec<&Row<'_>> = fitting
        .iter()
        .copied()
        .filter(|r| r.ruling.is_none_or(|own| own.lifted.is_some()) && r.settled.is_none())
        .collect();
    let proposed = open.iter().filter(|r| r.stance == Stance::Proposed);
    let candidates: Vec<&Row<'_>> = match &args.clause {
        Some(_) => open.clone(),
        None => proposed.copied().collect(),
    };
    let decided = fitting
        .iter()
        .find_map(|r| r.ruling.filter(|own| own.lifted.is_none()));
    let decided = decided.or_else(|| fitting.iter().find_map(|r| r.settled));
    // Its ground may have fallen away.
    let decided = decided.or_else(|| {
        let fits = |r: &&Ruling| {
            let said = [r.words.as_str()];
            clause.is_none_or(|word| names((&r.clause, &r.article), r.measure, &said, word))
        };
        earlier.into_iter().find(fits)
    });
    match (candidates.as_slice(), decided) {
        ([one], _) => Ok(one),
        ([], Some(ruling)) => Err(decided_already(ruling)),
        ([], None) => Err(not_met(rows, args, judgement)),
        (several, _) => Err(which(several)),
    }
}

/// Nothing is imposed on who died or left office.
fn no_more(member: &str, gone: Stance) -> Error {
    let (zh, en, who) = (gone.zh(), gone.en(), quoted(member));
    Error::refused(
        "not_in_office",
        text!(
            "{member} {zh}，不再作处理",
            "{member} is no more in office ({en}): nothing is imposed"
        ),
    )
    .hint(text!(
        "看经过：yishi member show {who}",
        "see what happened: yishi member show {who}"
    ))
}

fn not_met(rows: &[Row<'_>], args: &Case, judgement: &Judgement) -> Error {
    let (year, of) = (judgement.year, named(judgement.whose));
    let (member, clause) = (&args.member, args.clause.as_deref());
    // Of a clause that is asked for, only that one is told of.
    let asked = |r: &&Row<'_>| clause.is_none_or(|word| is_named(r.consequence, word));
    if let Some(word) = clause.filter(|w| !judgement.all.iter().any(|c| is_named(c, w))) {
        return no_clause(word, judgement);
    }
    let unsettled = rows
        .iter()
        .filter(asked)
        .find(|r| r.finding.verdict != Verdict::Applies);
    let error = match unsettled {
        Some(row) => {
            let (title, zh, en) = (&row.consequence.title, row.stance.zh(), row.stance.en());
            Error::refused(
                "not_settled",
                text!(
                    "{member} {year} 年度“{title}”还不能认定：{zh}",
                    "`{title}` of {member} for {year} is not settled: {en}"
                ),
            )
        }
        None => Error::refused(
            "not_met",
            match clause {
                None => text!(
                    "{member} {year} 年度不符合办法规定的处理条件",
                    "nothing of the kind follows for {member} in {year}"
                ),
                Some(clause) => text!(
                    "{member} {year} 年度不符合“{clause}”的处理条件",
                    "`{clause}` does not follow for {member} in {year}"
                ),
            },
        ),
    };
    let error = error.hint(text!(
        "看谁符合哪一条：yishi score consequences --year {year}{of} --open",
        "see who meets what: yishi score consequences --year {year}{of} --open"
    ));
    match judgement.whose {
        Whose::Member => error.hint(text!(
            "不是考核引起的，直接登记：yishi member status",
            "what does not come from scores is recorded with yishi member status"
        )),
        _ => error,
    }
}

/// The rules have no clause of that name.
fn no_clause(word: &str, judgement: &Judgement) -> Error {
    let rules = &judgement.rules;
    let titles: Vec<String> = judgement.all.iter().map(|c| quoted(&c.title)).collect();
    let Text { zh, en } = Text::listed(&titles);
    Error::refused(
        "unknown_clause",
        text!(
            "《{rules}》没有叫“{word}”的处理条款",
            "“{rules}” has no consequence `{word}`"
        ),
    )
    .hint(text!(
        "--for 写事由、条款号或处理方式；事由有：{zh}",
        "--for takes the heading, the article or the measure; the headings are: {en}"
    ))
}

fn which(several: &[&Row<'_>]) -> Error {
    let n = several.len();
    let error = Error::refused(
        "which_clause",
        text!(
            "符合 {n} 条，没有说明决定的是哪一条",
            "{n} clauses are met; it does not say which"
        ),
    );
    several.iter().fold(error, |error, row| {
        let (title, then) = (&row.consequence.title, words(row.consequence));
        let title = quoted(title);
        error.hint(text!("{then}：--for {title}", "{then}: --for {title}"))
    })
}

pub fn list(app: &mut App, args: &Rulings) -> Result<u8> {
    let store = app.open()?;
    let today = app.today;
    let (all, changed) = store.at_once(|read| {
        let all = read.rulings(args.year)?;
        let changed = ground::changed(read, all.iter(), today)?;
        Ok((all, changed))
    })?;
    if app.printer.format() == Format::Json {
        app.printer.json(&view::rulings_json(&all, &changed))?;
    } else {
        app.printer.grid(&view::rulings(&all, &changed))?;
    }
    Ok(0)
}
