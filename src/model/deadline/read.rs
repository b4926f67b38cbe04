//! From the text of a profile to [`Profile`]: TOML with every mistake told by line and column.
//!
//! ```toml
//! name = "three-month"           # stable name
//! title = "三个月答复"
//! source = "…"                   # may be left out
//! clock = "assign"               # or "receipt" 签收: what terms count from that name no event
//! last_day = "move"              # 顺延, or "stay" 不顺延
//!
//! [[term]]
//! step = "reply_main"            # or "答复": word.rs has all of them
//! for = ["recess"]               # may be left out; the first term that fits holds
//! from = "assign"                # may be left out: the clock
//! after = "3m"                   # or before = "7d", or on = "06-30"
//! last_day = "stay"              # may be left out: the profile's
//! extend = { by = "1m", at_most = "6m", late = "refuse" }   # 逾期后延期: or "warn", as without it
//! note = "…"
//! source = "…"
//!
//! [feedback]                     # what proposers say of a reply; may be left out
//! raters = "first"               # 第一提案人, or "each" 每位提案人: who has to rate it
//! source = "…"
//!
//! [[feedback.point]]             # beside the rating of the whole
//! name = "办理态度"
//! answers = ["满意", "理解", "不满意"]
//! for = ["party"]                # may be left out
//! ```

use super::count::Rule;
use super::length::{Length, Span};
use super::profile::{Extend, Profile, Term};
use super::word::{Case, Event, LastDay, Late};
use crate::model::code::Code;
use crate::model::proposal::feedback::{Form, Point, Raters};
use crate::model::score::read::{Reader, Sheet, clipped};
use crate::model::score::{Mistake, Place, syntax};
use crate::text;

const FILE_KEYS: [&str; 7] = [
    "name", "title", "source", "clock", "last_day", "term", "feedback",
];
const TERM_KEYS: [&str; 10] = [
    "step", "for", "from", "after", "before", "on", "last_day", "extend", "note", "source",
];

impl Profile {
    /// Reads a profile.
    ///
    /// # Errors
    /// All mistakes at once, in the order of the file.
    pub fn parse(text: &str) -> Result<Profile, Vec<Mistake>> {
        syntax::whole(text, profile)
    }
}

fn profile<'t>(reader: &mut Reader<'t>, file: Sheet<'t>) -> Profile {
    reader.only_keys(file, &FILE_KEYS);
    let clock: Event = word(reader, file, "clock").unwrap_or(Event::Assign);
    if !matches!(clock, Event::Assign | Event::Receipt) {
        let at = reader.place_of(file, "clock");
        reader.wrong(
            at,
            text!(
                "时钟只能从交办或签收起算",
                "the clock starts with assignment or receipt"
            ),
            text!("写 assign 或 receipt", "write assign or receipt"),
        );
    }
    let last_day = word(reader, file, "last_day").unwrap_or(LastDay::Moves);
    let name = reader.needed_text(file, "name");
    let plain = |c: char| c.is_alphanumeric() || "-_+".contains(c);
    if !name.chars().all(plain) {
        let at = reader.place_of(file, "name");
        reader.wrong(
            at,
            text!(
                "名称里只能有文字、数字、- 和 _",
                "a name has letters, digits, - and _ only"
            ),
            text!(
                "如 name = \"three-month\"",
                "such as name = \"three-month\""
            ),
        );
    }
    let sheets = reader.sheets(file, "term");
    if sheets.is_empty() {
        reader.wrong(
            file.at,
            text!("没有一项期限", "it has no term"),
            text!("用 [[term]] 写各项期限", "write the terms as [[term]]"),
        );
    }
    Profile {
        title: reader.needed_text(file, "title"),
        source: reader.text(file, "source").map(|t| t.0),
        terms: terms(reader, &sheets, clock, last_day),
        feedback: feedback(reader, file),
        name,
        clock,
    }
}

fn terms<'t>(
    reader: &mut Reader<'t>,
    sheets: &[Sheet<'t>],
    clock: Event,
    last_day: LastDay,
) -> Vec<Term> {
    let mut terms: Vec<Term> = Vec::new();
    for sheet in sheets {
        let Some(term) = term(reader, *sheet, clock, last_day) else {
            continue;
        };
        // A term after one that always holds would never be reached.
        if terms
            .iter()
            .any(|t| t.step == term.step && t.cases.is_empty())
        {
            let (zh, en) = (term.step.zh(), term.step.en());
            reader.wrong(
                sheet.at,
                text!(
                    "「{zh}」前面已有一项不限提案，这一项永远用不上",
                    "an earlier term for the {en} holds for every case; this one is never reached"
                ),
                text!(
                    "把带 for 的放在前面，或删去一项",
                    "put those with `for` first, or drop one"
                ),
            );
        }
        terms.push(term);
    }
    terms
}

fn term<'t>(
    reader: &mut Reader<'t>,
    sheet: Sheet<'t>,
    clock: Event,
    last_day: LastDay,
) -> Option<Term> {
    reader.only_keys(sheet, &TERM_KEYS);
    if Reader::value(sheet, "step").is_none() {
        reader.needed_text(sheet, "step");
    }
    let step = word(reader, sheet, "step");
    let cases = cases(reader, sheet);
    let from = word(reader, sheet, "from").unwrap_or(clock);
    let last_day = word(reader, sheet, "last_day").unwrap_or(last_day);
    let span = span(reader, sheet);
    let extend = extend(reader, sheet);
    let note = reader.text(sheet, "note").map(|t| t.0);
    let source = reader.text(sheet, "source").map(|t| t.0);
    Some(Term {
        step: step?,
        cases,
        from,
        rule: Rule {
            span: span?,
            last_day,
        },
        extend,
        note,
        source,
    })
}

fn feedback<'t>(reader: &mut Reader<'t>, file: Sheet<'t>) -> Form {
    let Some(sheet) = reader.sheet(file, "feedback") else {
        return Form::default();
    };
    reader.only_keys(sheet, &["raters", "source", "point"]);
    let mut form = Form {
        raters: word(reader, sheet, "raters").unwrap_or(Raters::First),
        points: Vec::new(),
        source: reader.text(sheet, "source").map(|t| t.0),
    };
    for inner in reader.sheets(sheet, "point") {
        let point = point(reader, inner);
        if form.points.iter().any(|p| p.name == point.name) {
            let name = clipped(&point.name);
            reader.wrong(
                inner.at,
                text!(
                    "反馈项目“{name}”写了两次",
                    "the point `{name}` stands twice"
                ),
                text!(
                    "合为一项，答案写在一起",
                    "make it one, with all its answers"
                ),
            );
        }
        form.points.push(point);
    }
    form
}

fn point<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>) -> Point {
    reader.only_keys(sheet, &["name", "answers", "for"]);
    let name = reader.needed_text(sheet, "name");
    if name.contains(['=', '；', ';']) {
        let at = reader.place_of(sheet, "name");
        reader.wrong(
            at,
            text!(
                "项目名称里不能有等号和分号",
                "a point's name has neither = nor ;"
            ),
            text!("如 name = \"办理态度\"", "such as name = \"办理态度\""),
        );
    }
    let answers = reader.texts(sheet, "answers");
    if answers.is_empty() {
        let at = reader.place_of(sheet, "answers");
        reader.wrong(
            at,
            text!("反馈项目没有可选的答案", "the point has no answers"),
            text!(
                "如 answers = [\"满意\", \"理解\", \"不满意\"]",
                "such as answers = [\"满意\", \"理解\", \"不满意\"]"
            ),
        );
    }
    Point {
        name,
        answers: answers.into_iter().map(|(word, _)| word).collect(),
        cases: cases(reader, sheet),
    }
}

fn cases<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>) -> Vec<Case> {
    reader
        .texts(sheet, "for")
        .into_iter()
        .filter_map(|(w, at)| known(reader, &w, at))
        .collect()
}

/// Exactly one of `after`, `before`, `on`.
fn span<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>) -> Option<Span> {
    let given = ["after", "before", "on"];
    let given: Vec<&str> = given
        .into_iter()
        .filter(|key| Reader::value(sheet, key).is_some())
        .collect();
    let [key] = given.as_slice() else {
        reader.wrong(
            sheet.at,
            text!(
                "期限要写、且只写 after、before、on 中的一个",
                "a term has one of after, before, on"
            ),
            text!(
                "如 after = \"3m\"、before = \"7d\"、on = \"06-30\"",
                "such as after = \"3m\", before = \"7d\", on = \"06-30\""
            ),
        );
        return None;
    };
    if *key != "on" {
        let length = length(reader, sheet, key)?;
        return Some(if *key == "after" {
            Span::After(length)
        } else {
            Span::Before(length)
        });
    }
    let (word, at) = reader.text(sheet, "on")?;
    let fixed = Span::fixed(&word);
    if fixed.is_none() {
        let word = clipped(&word);
        reader.wrong(
            at,
            text!(
                "“{word}”不是每年都有的月日",
                "`{word}` is no month and day of every year"
            ),
            text!("如 on = \"06-30\"", "such as on = \"06-30\""),
        );
    }
    fixed
}

fn length<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, key: &str) -> Option<Length> {
    let (word, at) = reader.text(sheet, key)?;
    let length = Length::parse(&word);
    if length.is_none() {
        let word = clipped(&word);
        reader.wrong(
            at,
            text!("“{word}”不是期限的长度", "`{word}` is no length"),
            text!(
                "如 \"10d\"、\"15wd\"、\"2w\"、\"3m\"，或 \"15个工作日\"、\"3个月\"",
                "such as \"10d\", \"15wd\", \"2w\", \"3m\""
            ),
        );
    }
    length
}

fn extend<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>) -> Option<Extend> {
    let inner = reader.sheet(sheet, "extend")?;
    reader.only_keys(inner, &["by", "at_most", "late"]);
    reader.needed_text(inner, "at_most");
    let by = length(reader, inner, "by");
    let late = word(reader, inner, "late").unwrap_or(Late::Warned);
    let at_most = Reader::value(inner, "at_most").and_then(|_| length(reader, inner, "at_most"))?;
    Some(Extend { by, at_most, late })
}

/// A word of a closed vocabulary, where given and known.
fn word<'t, C: Code>(reader: &mut Reader<'t>, sheet: Sheet<'t>, key: &str) -> Option<C> {
    let (word, at) = reader.text(sheet, key)?;
    known(reader, &word, at)
}

fn known<C: Code>(reader: &mut Reader<'_>, word: &str, at: Place) -> Option<C> {
    let found = C::parse(word);
    if found.is_none() {
        let words: Vec<&str> = C::ALL.iter().flat_map(|c| [c.zh(), c.code()]).collect();
        let shown = clipped(word);
        reader.unknown(
            at,
            text!("不认识“{shown}”", "unknown word `{shown}`"),
            word,
            &words,
        );
    }
    found
}
