//! From the text of a rule file to [`Rules`]: the file, its grades and its parts.

use super::gate::Rate;
use super::known::{Known, Strange};
use super::lexicon::Lexicon;
use super::mistake::{Mistake, Place};
use super::read::{Reader, Sheet};
use super::rules::{Bounds, Enough, Field, Grade, Held, Item, Part, Rules, Take, Whose, Words};
use super::scale::Scale;
use super::window::Season;
use super::words::{Open, TAKES, code_of, codes, spellings};
use super::{
    band, carry, case, check, clause, confirm, consequence, item, limit, meter, quota, scale,
    sense, subject, syntax,
};
use crate::lang::Text;
use crate::model::code::Code;
use crate::model::fact::FactKind;
use crate::text;
use toml::de::{DeTable, DeValue};

pub(super) const FILE_KEYS: [&str; 18] = [
    "title",
    "issued",
    "from",
    "until",
    "window",
    "subject",
    "attended",
    "held",
    "unranked",
    "total",
    "grade",
    "bands",
    "rate",
    "gate",
    "part",
    "case",
    "consequence",
    "confirmed",
];
pub(super) const PART_KEYS: [&str; 13] = [
    "code",
    "title",
    "article",
    "cap",
    "floor",
    "start",
    "within",
    "take",
    "item",
    "holder",
    "holder_not",
    "scale",
    "carry",
];

pub(super) const GRADE_KEYS: [&str; 3] = ["name", "at_least", "quota"];

/// More grades than any regulation has.
const MOST_GRADES: usize = 100;

/// A rule set without mistakes, and what is doubtful in it.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The rules.
    pub rules: Rules,
    /// What is allowed and yet changes nothing, in the order of the file.
    pub doubts: Vec<Mistake>,
    /// Words that the office does not have, in the order of the file.
    pub strange: Vec<Strange>,
}

impl Reading {
    /// All that is doubtful, strange words among it, in the order of the file.
    pub fn all_doubts(&self) -> Vec<Mistake> {
        let strange = self.strange.iter().map(Strange::mistake);
        sorted(self.doubts.iter().cloned().chain(strange).collect())
    }
}

impl Reading {
    /// The same for people: a dictionary that would be listed at several places is listed once, after
    /// all that is doubtful.
    pub fn doubts_told(&self) -> (Vec<Mistake>, Vec<Text>) {
        let (strange, words) = Strange::once(&self.strange);
        (
            sorted(self.doubts.iter().cloned().chain(strange).collect()),
            words,
        )
    }
}

impl Rules {
    /// Reads a rule set. All mistakes come at once, in the order of the file.
    pub fn parse(text: &str, known: Option<&Known>) -> Result<Rules, Vec<Mistake>> {
        Rules::read(text, known).map(|reading| reading.rules)
    }

    /// Reads a rule set with its doubts; `known` are the words of the office's dictionaries, where
    /// the caller has them: words that are not among them are strange.
    pub fn read(text: &str, known: Option<&Known>) -> Result<Reading, Vec<Mistake>> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if let Some(mistake) = syntax::too_long(text).or_else(|| syntax::too_deep(text)) {
            return Err(vec![mistake]);
        }
        let (tree, errors) = DeTable::parse_recoverable(text);
        let mut reader = Reader::new(text);
        syntax::mistakes(&mut reader, &errors);
        syntax::too_wide(&mut reader, tree.get_ref());
        if !reader.mistakes.is_empty() {
            return Err(sorted(reader.mistakes));
        }
        let at = super::mistake::Place { line: 1, column: 1 };
        let rules = read_rules(
            &mut reader,
            Sheet {
                table: tree.get_ref(),
                at,
            },
            known,
        );
        if reader.mistakes.is_empty() {
            let doubts = sorted(reader.doubts);
            let mut strange = reader.strange;
            strange.sort_by_key(|s| s.at);
            Ok(Reading {
                rules,
                doubts,
                strange,
            })
        } else {
            Err(sorted(reader.mistakes))
        }
    }
}

fn sorted(mut mistakes: Vec<Mistake>) -> Vec<Mistake> {
    mistakes.sort_by_key(|m| (m.line, m.column));
    mistakes
}

fn read_rules<'t>(reader: &mut Reader<'t>, file: Sheet<'t>, known: Option<&Known>) -> Rules {
    reader.only_keys(file, &FILE_KEYS);
    let sheets = reader.sheets(file, "part");
    let grades = read_grades(reader, file);
    let rates = meter::rates(reader, file, known);
    let codes: Vec<String> = sheets.iter().map(|s| code_in(*s)).collect();
    let (total, scale) = read_total(reader, file, known);
    let mut rules = Rules {
        title: reader.needed_text(file, "title"),
        issued: reader.day(file, "issued"),
        from: reader.day(file, "from"),
        until: reader.day(file, "until"),
        season: read_season(reader, file),
        subject: read_subject(reader, file),
        attended: read_attended(reader, file, known),
        held: read_held(reader, file),
        bands: band::read(reader, file),
        unranked: Lexicon::new(Vec::new(), known).dictionary(reader, file, Open::Post, "unranked"),
        total,
        scale,
        carry: None,
        gates: meter::gates(reader, file, (&grades, (&rates, &codes)), known),
        parts: sheets
            .iter()
            .map(|part| read_part(reader, *part, &rates, known))
            .collect(),
        cases: Vec::new(),
        consequences: Vec::new(),
        confirmed: reader.flag(file, "confirmed"),
        grades,
        rates,
    };
    rules.consequences = consequence::read(reader, file, &rules, known);
    let named = consequence::unmet_named(&rules.consequences);
    for gate in &mut rules.gates {
        gate.counted = gate.counted && !named.contains(&gate.title);
    }
    confirm::demand(reader, file, &mut rules);
    check::days(reader, file, &rules);
    check::parts(reader, file, &sheets, &mut rules);
    limit::of_file(reader, &sheets, &mut rules.parts);
    carry::of_file(reader, file, &sheets, &mut rules);
    clause::check(reader, &rules);
    check::gates(reader, &rules.gates);
    check::bounds(reader, &sheets, &rules);
    sense::rules(reader, file, &sheets, &rules);
    subject::check(reader, &rules);
    rules.cases = case::read(reader, file, &rules, known);
    rules
}

/// The code of a part, before the part is read.
fn code_in(sheet: Sheet<'_>) -> String {
    let code = Reader::value(sheet, "code").and_then(|v| v.get_ref().as_str());
    code.map(|c| c.trim().to_owned()).unwrap_or_default()
}

fn read_season<'t>(reader: &mut Reader<'t>, file: Sheet<'t>) -> Season {
    if let Some((from, to)) = Reader::value(file, "window").and_then(|v| between(v.get_ref())) {
        let message = text!("“window”要分首尾两天写", "`window` has its two ends apart");
        let fix = text!(
            "写成 window = {{ from = \"{from}\", to = \"{to}\" }}",
            "write window = {{ from = \"{from}\", to = \"{to}\" }}"
        );
        reader.wrong(reader.place_of(file, "window"), message, fix);
        return Season::default();
    }
    let Some(sheet) = reader.sheet(file, "window") else {
        return Season::default();
    };
    let mut ends = Season::default();
    let (mut keys, mut years) = (vec!["from", "to"], Vec::new());
    for (key, at, _) in reader.entries(sheet) {
        if let Some(year) = key.parse().ok().filter(|y| (1949..=2199).contains(y)) {
            keys.push(key);
            years.push((year, at, key));
        }
    }
    reader.only_keys(sheet, &keys);
    for (key, end) in [("from", &mut ends.from), ("to", &mut ends.to)] {
        let Some((word, at)) = reader.text(sheet, key) else {
            continue;
        };
        match month_and_day(&word) {
            Some(day) => *end = day,
            None => reader.wrong(
                at,
                text!("“{key}”应为月日", "`{key}` is a month and a day"),
                text!("如 {key} = \"12-01\"", "such as {key} = \"12-01\""),
            ),
        }
    }
    read_turn(reader, sheet, &years, &mut ends);
    if let Some(((m, d), (to_m, to_d))) = ends.between() {
        let message = text!(
            "考核年度不满一年：{m:02}-{d:02} 至 {to_m:02}-{to_d:02} 不属于任何一年，这些天的履职不计分",
            "the year of duty is no whole year: {m:02}-{d:02} to {to_m:02}-{to_d:02} belong to none, and what is done then gives no points"
        );
        let fix = text!(
            "首尾相接，如 12-01 至 11-30",
            "let the last day come before the first, such as 12-01 to 11-30"
        );
        reader.doubt_as("days_without_rules", sheet.at, message, fix);
    }
    ends
}

/// The year that begins on a day of its own: `2027 = 2027-01-01`.
fn read_turn<'t>(
    reader: &mut Reader<'t>,
    sheet: Sheet<'t>,
    years: &[(i32, Place, &str)],
    season: &mut Season,
) {
    if let Some((_, at, _)) = years.get(1) {
        let message = text!(
            "只有改变考核年度的头一年另有起日，这里写了几年",
            "only the first year of another window begins on a day of its own; here are several"
        );
        reader.wrong(*at, message, text!("留下一年", "leave one of them"));
    }
    let Some((year, at, key)) = years.first().copied() else {
        return;
    };
    let (Some(first), Some(usual)) = (reader.day(sheet, key), season.of(year)) else {
        return;
    };
    let days = (usual.to - first).num_days();
    if !(0..LONGEST_YEAR).contains(&days) {
        let to = usual.to;
        let message = text!(
            "{year} 年从 {first} 到 {to}，不像一个考核年度",
            "{year} would be {first} to {to}, which is no year of duty"
        );
        let fix = text!("改正起日", "mend the day");
        reader.wrong(at, message, fix);
        return;
    }
    season.turn = Some((year, first));
}

/// No year of duty is as long as two years, the first of another window among them.
const LONGEST_YEAR: i64 = 730;

/// Two ends in one text: `12-01..11-30`, as commands take it.
fn between(value: &DeValue) -> Option<(String, String)> {
    let text = value.as_str()?;
    let (from, to) = ["..", "至", "~", "～"]
        .into_iter()
        .find_map(|sep| text.split_once(sep))?;
    let (from, to) = (from.trim(), to.trim());
    (month_and_day(from).is_some() && month_and_day(to).is_some())
        .then(|| (from.to_owned(), to.to_owned()))
}

fn month_and_day(word: &str) -> Option<(u32, u32)> {
    let (month, day) = word.split_once('-')?;
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    chrono::NaiveDate::from_ymd_opt(2000, month, day).map(|_| (month, day))
}

fn read_subject<'t>(reader: &mut Reader<'t>, file: Sheet<'t>) -> Whose {
    let Some((word, at)) = reader.text(file, "subject") else {
        return Whose::Member;
    };
    Whose::parse(&word).unwrap_or_else(|| {
        let message = text!("不能考核“{word}”", "`{word}` cannot be scored");
        reader.unknown(at, message, &word, &spellings(&codes::<Whose>()));
        Whose::Member
    })
}

/// Reads `attended = "2/3"`, or `{ share = "2/3", kind = "全体会议" }` for some kinds of meeting.
fn read_attended<'t>(
    reader: &mut Reader<'t>,
    file: Sheet<'t>,
    known: Option<&Known>,
) -> Option<Enough> {
    let value = Reader::value(file, "attended")?;
    if !matches!(value.get_ref(), DeValue::Table(_)) {
        let share = reader.share(file, "attended")?;
        let kind = Words::default();
        return Some(Enough { share, kind });
    }
    let sheet = reader.sheet_of(value)?;
    reader.only_keys(sheet, &["share", "kind", "kind_not"]);
    let lexicon = Lexicon::new(vec![FactKind::Attendance], known);
    let mut kinds = |key| lexicon.words(reader, sheet, Field::Kind, key);
    let kind = Words {
        only: kinds("kind"),
        not: kinds("kind_not"),
    };
    if Reader::value(sheet, "share").is_none() {
        reader.needed_text(sheet, "share");
    }
    let share = reader.share(sheet, "share")?;
    Some(Enough { share, kind })
}

fn read_held<'t>(reader: &mut Reader<'t>, file: Sheet<'t>) -> Held {
    let code = meter::coded(reader, file, "held", &codes::<Held>());
    code.and_then(Held::parse).unwrap_or_default()
}

fn read_total<'t>(
    reader: &mut Reader<'t>,
    file: Sheet<'t>,
    known: Option<&Known>,
) -> (Bounds, Vec<Scale>) {
    let Some(sheet) = reader.sheet(file, "total") else {
        return (Bounds::default(), Vec::new());
    };
    reader.only_keys(sheet, &["start", "cap", "floor", "scale", "carry"]);
    let bounds = read_bounds(reader, sheet);
    check::bound_order(reader, sheet, bounds);
    (bounds, scale::read(reader, sheet, known))
}

fn read_bounds<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>) -> Bounds {
    Bounds {
        start: reader.amount(sheet, "start"),
        cap: reader.amount(sheet, "cap"),
        floor: reader.amount(sheet, "floor"),
    }
}

fn read_grades<'t>(reader: &mut Reader<'t>, file: Sheet<'t>) -> Vec<Grade> {
    let mut grades: Vec<Grade> = Vec::new();
    for sheet in reader.sheets(file, "grade").into_iter().take(MOST_GRADES) {
        reader.only_keys(sheet, &GRADE_KEYS);
        let grade = Grade {
            name: reader.needed_text(sheet, "name"),
            at_least: reader.number(sheet, "at_least"),
            quotas: quota::read(reader, sheet),
            at: sheet.at,
        };
        let wrong_number = grade.at_least.is_none() && Reader::value(sheet, "at_least").is_some();
        if !wrong_number {
            check::grade(reader, &grades, &grade);
        }
        grades.push(grade);
    }
    grades.sort_by_key(|g| std::cmp::Reverse(g.at_least));
    grades
}

fn read_part<'t>(
    reader: &mut Reader<'t>,
    sheet: Sheet<'t>,
    rates: &[Rate],
    known: Option<&Known>,
) -> Part {
    reader.only_keys(sheet, &PART_KEYS);
    let items: Vec<Item> = reader
        .sheets(sheet, "item")
        .into_iter()
        .map(|s| item::read(reader, s, rates, known))
        .collect();
    let (bounds, by_post) = limit::read(reader, sheet, known);
    Part {
        code: reader.needed_text(sheet, "code"),
        title: reader.needed_text(sheet, "title"),
        article: reader
            .text(sheet, "article")
            .map(|t| t.0)
            .unwrap_or_default(),
        bounds,
        by_post,
        cap_of: None,
        within: None,
        take: read_take(reader, sheet),
        holder: meter::read_holder(reader, sheet, known),
        scale: scale::read(reader, sheet, known),
        carry: None,
        items,
        at: sheet.at,
    }
}

fn read_take<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>) -> Take {
    let Some((word, at)) = reader.text(sheet, "take") else {
        return Take::Sum;
    };
    match code_of(&word, &TAKES) {
        Some("highest") => Take::Highest,
        Some(_) => Take::Sum,
        None => {
            let message = text!(
                "不认识的合计方式“{word}”",
                "unknown way to take items `{word}`"
            );
            reader.unknown(at, message, &word, &spellings(&TAKES));
            Take::Sum
        }
    }
}
