//! Cases worked by hand `[[case]]`: a few acts of one person and what they give. They stand in the
//! rule file beside the articles, and tell whoever changes it what has changed.

use super::consequence;
use super::engine::{Engine, TooFine};
use super::item;
use super::known::Known;
use super::lexicon::Lexicon;
use super::mistake::Place;
use super::points::{Points, decimal_text};
use super::read::{Reader, Sheet};
use super::rules::{BODIES, Field, Rules};
use super::window::Window;
use super::words::{CAME, Open, fact_word};
use crate::lang::{Text, so_many};
use crate::model::code::{Code, ProposalState};
use crate::model::fact::{Fact, FactKind, Post, Subject, Symbols, held_as, mark};
use crate::model::when::When;
use crate::text;
use chrono::Datelike;
use num_rational::Ratio;

/// One case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// What it shows.
    pub title: String,
    /// The year of duty; the first one to which the rules apply unless given.
    pub year: Option<i32>,
    /// Posts held all the time.
    pub posts: Vec<String>,
    /// Sector.
    pub sector: String,
    /// First and last day in office, where it is not all the time.
    pub tenure: (Option<When>, Option<When>),
    /// What the person did.
    pub acts: Vec<Act>,
    /// The total to come out.
    pub total: Option<Points>,
    /// Parts to come out, by code.
    pub parts: Vec<(String, Points)>,
    /// The grade to come out.
    pub grade: Option<String>,
    /// The titles of the gates that are not met, where the case says them.
    pub unmet: Option<Vec<String>>,
    /// The titles of the consequences that follow, where the case says them.
    pub consequences: Option<Vec<String>>,
    /// The year in which the term began, where the case says it.
    pub term: Option<i32>,
    /// Where it is written.
    pub at: Place,
}

/// One act, so many times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    what: FactKind,
    kind: String,
    state: String,
    role: String,
    level: String,
    marks: u16,
    on: Option<When>,
    place: u16,
    of: u16,
    halves: u16,
    lasted: u16,
    quantity: Ratio<i64>,
    occasion: Option<i64>,
    work: String,
    times: u16,
}

/// Something that came out otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// What: the total, a part, the grade, the gates.
    pub what: Text,
    /// What the case says.
    pub expected: String,
    /// What the rules give.
    pub got: String,
}

pub(super) const KEYS: [&str; 16] = [
    "title",
    "year",
    "post",
    "tag",
    "committee",
    "group",
    "sector",
    "since",
    "until",
    "act",
    "total",
    "parts",
    "grade",
    "unmet",
    "consequences",
    "term",
];
pub(super) const ACT: [&str; 15] = [
    "fact", "kind", "state", "role", "level", "mark", "on", "place", "of", "halves", "lasted",
    "quantity", "occasion", "work", "times",
];

pub(super) fn read<'t>(
    reader: &mut Reader<'t>,
    file: Sheet<'t>,
    rules: &Rules,
    known: Option<&Known>,
) -> Vec<Case> {
    let sheets = reader.sheets(file, "case");
    let read = |s| read_case(reader, s, rules, known);
    sheets.into_iter().map(read).collect()
}

fn read_case<'t>(
    reader: &mut Reader<'t>,
    sheet: Sheet<'t>,
    rules: &Rules,
    known: Option<&Known>,
) -> Case {
    reader.only_keys(sheet, &KEYS);
    let lexicon = Lexicon::new(Vec::new(), known);
    let acts = reader.sheets(sheet, "act");
    let sector = lexicon.dictionary(reader, sheet, Open::Sector, "sector");
    let when = |day: Option<chrono::NaiveDate>| day.map(When::from);
    let case = Case {
        title: reader.needed_text(sheet, "title"),
        year: reader.count(sheet, "year", 1900).map(i32::from),
        posts: read_posts(reader, sheet, &lexicon),
        sector: sector.into_iter().next().unwrap_or_default(),
        tenure: (
            when(reader.day(sheet, "since")),
            when(reader.day(sheet, "until")),
        ),
        acts: acts
            .into_iter()
            .filter_map(|s| read_act(reader, s, known))
            .collect(),
        total: reader.number(sheet, "total"),
        parts: read_parts(reader, sheet, rules),
        grade: read_grade(reader, sheet, rules),
        unmet: read_unmet(reader, sheet, rules),
        consequences: consequence::case::read(reader, sheet, rules),
        term: reader.count(sheet, "term", 1900).map(i32::from),
        at: sheet.at,
    };
    let year = case.year.or_else(|| case.year_of_acts(rules));
    if let Some(year) = year.filter(|_| case.window(rules).is_none()) {
        let message = text!(
            "办法在 {year} 年不适用，这个例子试不了",
            "the rules do not apply in {year}: this case cannot be tried"
        );
        let at = reader.place_of(sheet, "year");
        reader.wrong(at, message, text!("改正 year", "mend `year`"));
    }
    let year = case.window(rules).map(|w| w.to);
    let year = year.and_then(|to| {
        let ends = |y: &i32| rules.season.of(*y).is_some_and(|w| w.to >= to);
        [to.year(), to.year() + 1].into_iter().find(ends)
    });
    if let Some(year) = year.filter(|year| !rules.weighs(*year)) {
        let message = text!(
            "办法的 scale 没有写 {year} 年的系数，这个例子试不了",
            "the rules have no scale for {year}: this case cannot be tried"
        );
        let fix = text!(
            "补上 {year} 年的系数或 else，或改正 year",
            "add that year or `else`, or mend `year`"
        );
        reader.wrong(reader.place_of(sheet, "year"), message, fix);
    }
    let outcomes = [
        case.total.is_some(),
        !case.parts.is_empty(),
        case.grade.is_some(),
        case.unmet.is_some(),
        case.consequences.is_some(),
    ];
    if outcomes.iter().all(|said| !said) {
        let message = text!(
            "这个例子没有写应得的结果",
            "this case does not say what comes out"
        );
        let fix = text!(
            "补上 total、parts、grade、unmet 或 consequences",
            "add total, parts, grade, unmet or consequences"
        );
        reader.wrong(sheet.at, message, fix);
    }
    case
}

fn read_parts<'t>(
    reader: &mut Reader<'t>,
    sheet: Sheet<'t>,
    rules: &Rules,
) -> Vec<(String, Points)> {
    let Some(table) = reader.sheet(sheet, "parts") else {
        return Vec::new();
    };
    let codes: Vec<&str> = rules.parts.iter().map(|p| p.code.as_str()).collect();
    reader.only_keys(table, &codes);
    let entries = reader.entries(table).into_iter();
    entries
        .filter_map(|(code, _, value)| Some((code.to_owned(), reader.number_of(value)?)))
        .collect()
}

fn read_grade<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, rules: &Rules) -> Option<String> {
    let (word, at) = reader.text(sheet, "grade")?;
    let names: Vec<&str> = rules.grades.iter().map(|g| g.name.as_str()).collect();
    if !names.contains(&word.as_str()) {
        let message = text!("没有等次“{word}”", "there is no grade `{word}`");
        reader.unknown(at, message, &word, &names);
    }
    Some(word)
}

fn read_unmet<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, rules: &Rules) -> Option<Vec<String>> {
    let value = Reader::value(sheet, "unmet")?;
    if matches!(value.get_ref(), toml::de::DeValue::Array(list) if list.is_empty()) {
        return Some(Vec::new());
    }
    let titles: Vec<&str> = rules.gates.iter().map(|g| g.title.as_str()).collect();
    let mut unmet = Vec::new();
    for (word, at) in reader.texts(sheet, "unmet") {
        if !titles.contains(&word.as_str()) {
            let message = text!("没有条件“{word}”", "there is no gate `{word}`");
            reader.unknown(at, message, &word, &titles);
        }
        unmet.push(word);
    }
    Some(unmet)
}

/// Posts, tags, committees and groups of the person, as they are held.
fn read_posts<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, lexicon: &Lexicon) -> Vec<String> {
    let mut posts = lexicon.dictionary(reader, sheet, Open::Post, "post");
    for (dict, key, _) in BODIES {
        let words = lexicon.dictionary(reader, sheet, Open::of(dict), key);
        posts.extend(words.iter().map(|w| held_as(dict, w)));
    }
    posts
}

fn read_act<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, known: Option<&Known>) -> Option<Act> {
    reader.only_keys(sheet, &ACT);
    let lexicon = Lexicon::new(item::read_facts(reader, sheet), known);
    let what = *lexicon.facts.first()?;
    let mut word = |field, key| lexicon.words(reader, sheet, field, key).into_iter().next();
    let kind = word(Field::Kind, "kind");
    let (state, role) = (word(Field::State, "state"), word(Field::Role, "role"));
    let level = word(Field::Level, "level").unwrap_or_default();
    let place = reader.count(sheet, "place", 1).unwrap_or(1);
    let of = reader.count(sheet, "of", 1);
    let (lasted, halves) = (
        reader.count(sheet, "lasted", 1),
        reader.count(sheet, "halves", 0),
    );
    measures(reader, sheet, (place, of), (halves, lasted));
    measured(reader, sheet, what);
    let (of, lasted) = (of.unwrap_or(1).max(place), lasted.unwrap_or(1));
    let (kind, state, role) = usual(what, (kind, state, role), (place, of));
    let attends = what == FactKind::Attendance;
    let came = attends && CAME.contains(&state.as_str());
    Some(Act {
        what,
        marks: item::read_marks(reader, sheet, "mark") | marks(what, &state),
        on: reader.day(sheet, "on").map(When::from),
        halves: halves.unwrap_or(if came { lasted } else { 0 }),
        lasted: if attends { lasted } else { 0 },
        quantity: read_quantity(reader, sheet),
        // Below zero: acts of several ledgers that are said to be of one occasion are.
        occasion: reader.count(sheet, "occasion", 1).map(|n| -i64::from(n)),
        work: reader.text(sheet, "work").map(|t| t.0).unwrap_or_default(),
        times: reader.count(sheet, "times", 1).unwrap_or(1).min(400),
        kind,
        state,
        role,
        level,
        place,
        of,
    })
}

/// A place beyond the number of persons, half-days beyond those of the meeting.
fn measures<'t>(
    reader: &mut Reader<'t>,
    sheet: Sheet<'t>,
    (place, of): (u16, Option<u16>),
    (halves, lasted): (Option<u16>, Option<u16>),
) {
    if let Some(of) = of.filter(|of| place > *of) {
        let message = text!(
            "共 {of} 人，没有第 {place} 人",
            "there is no person {place} of {of}"
        );
        let fix = text!("改正 place 或 of", "mend `place` or `of`");
        reader.wrong(reader.place_of(sheet, "place"), message, fix);
    }
    if let Some((halves, lasted)) = halves.zip(lasted).filter(|(h, l)| h > l) {
        let message = text!(
            "会期 {lasted} 个半天，不能出席 {halves} 个半天",
            "the meeting lasted {many}: nobody attends {halves}",
            many = so_many(&lasted, "half-day", "half-days")
        );
        let fix = text!("改正 halves 或 lasted", "mend `halves` or `lasted`");
        reader.wrong(reader.place_of(sheet, "halves"), message, fix);
    }
}

/// Half-days and a quantity of what has none, which would be taken for nothing.
fn measured<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, what: FactKind) {
    let counted = matches!(
        what,
        FactKind::Record | FactKind::Appraisal | FactKind::Score
    );
    let attended = what == FactKind::Attendance;
    for (key, has) in [
        ("quantity", counted),
        ("halves", attended),
        ("lasted", attended),
    ] {
        if has || Reader::value(sheet, key).is_none() {
            continue;
        }
        let (_, zh, en) = fact_word(what);
        let message = text!("“{zh}”没有 {key}", "{en} has no `{key}`");
        let fix = match key {
            "quantity" => text!(
                "相同的几次写 times = 3；会议的半天数写 halves、lasted",
                "several alike are times = 3; half-days of a meeting are `halves` and `lasted`"
            ),
            _ => text!(
                "只有出席情况有半天数；删去此键",
                "only attendance has half-days: drop the key"
            ),
        };
        reader.wrong(reader.place_of(sheet, key), message, fix);
    }
}

fn read_quantity<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>) -> Ratio<i64> {
    let given = reader.number(sheet, "quantity");
    given
        .and_then(super::amount::factor)
        .unwrap_or(Ratio::new_raw(1, 1))
}

type Words = (Option<String>, Option<String>, Option<String>);

/// The words of an act as the ledgers have them where nothing else is said.
fn usual(
    what: FactKind,
    (kind, state, role): Words,
    (place, of): (u16, u16),
) -> (String, String, String) {
    use FactKind as F;
    let sharer = if place == 1 { "first" } else { "joint" };
    let (k, s, r) = match what {
        F::Attendance => ("", "present", "attendee"),
        F::Speech => ("", "oral", "attendee"),
        F::Proposal => (if of > 1 { "joint" } else { "individual" }, "filed", sharer),
        F::Opinion => ("", "submitted", sharer),
        F::Adoption | F::Instruction => ("", "", sharer),
        F::Handling => ("", "in_time", "lead"),
        F::Appraisal => ("", "oral", ""),
        F::Record | F::Status | F::Score => ("", "", ""),
    };
    let or = |given: Option<String>, usual: &str| given.unwrap_or_else(|| usual.to_owned());
    (or(kind, k), or(state, s), or(role, r))
}

/// The marks that follow from a state.
fn marks(what: FactKind, state: &str) -> u16 {
    match what {
        FactKind::Proposal if ProposalState::parse(state).is_some_and(ProposalState::is_filed) => {
            mark::FILED
        }
        FactKind::Opinion if state == "adopted" => mark::ADOPTED,
        _ => 0,
    }
}

impl Act {
    fn fact(&self, row: i64, window: Window, symbols: &mut Symbols) -> Fact {
        Fact {
            what: self.what,
            row,
            occasion: self.occasion.unwrap_or(row + 100_000),
            work: symbols.intern(&self.work),
            on: self.on.unwrap_or(When::from(window.from)),
            kind: symbols.intern(&self.kind),
            state: symbols.intern(&self.state),
            role: symbols.intern(&self.role),
            level: symbols.intern(&self.level),
            marks: self.marks,
            place: self.place,
            of: self.of,
            halves: self.halves,
            lasted: self.lasted,
            quantity: self.quantity,
        }
    }
}

impl Case {
    /// The year of duty that the case is worked for, and its days; `None` where the rules do not
    /// apply in that year.
    fn window(&self, rules: &Rules) -> Option<Window> {
        let of = |year: i32| rules.season.of(year)?.within(rules.from, rules.until);
        if let Some(year) = self.year {
            return of(year);
        }
        if let Some(year) = self.year_of_acts(rules) {
            return of(year);
        }
        let first = rules.from.or(rules.issued).map_or(2026, |d| d.year());
        of(first).or_else(|| of(first + 1))
    }

    /// The year of duty in which the last of the acts lies, where any has a day.
    fn year_of_acts(&self, rules: &Rules) -> Option<i32> {
        let day = self.acts.iter().filter_map(|a| a.on).max()?.first_day();
        let holds = |year: &i32| {
            let season = rules.season.of(*year);
            season.is_some_and(|w| w.from <= day && day <= w.to)
        };
        [day.year(), day.year() + 1].into_iter().find(holds)
    }

    fn subject(&self, symbols: &mut Symbols) -> Subject {
        let posts = self.posts.iter().map(|p| Post {
            name: symbols.intern(p),
            since: None,
            until: None,
        });
        let posts = posts.collect();
        Subject {
            id: 1,
            no: String::new(),
            name: self.title.clone(),
            sector: symbols.intern(&self.sector),
            sectors: Vec::new(),
            posts,
            tenure: match self.tenure {
                (None, None) => Vec::new(),
                tenure => vec![tenure],
            },
        }
    }

    /// What comes out otherwise than the case says; empty where the rules agree with it.
    pub fn misses(&self, rules: &Rules) -> Result<Vec<Miss>, TooFine> {
        let mut symbols = Symbols::default();
        let engine = rules.compile(&mut symbols);
        self.missed(&engine, &mut symbols)
    }

    fn missed(&self, engine: &Engine, symbols: &mut Symbols) -> Result<Vec<Miss>, TooFine> {
        let rules = engine.rules();
        let Some(window) = self.window(rules) else {
            return Ok(vec![Miss {
                what: text!("年度", "year"),
                expected: self.year.map_or(String::new(), |y| y.to_string()),
                got: String::new(),
            }]);
        };
        let acts = self
            .acts
            .iter()
            .flat_map(|a| std::iter::repeat_n(a, usize::from(a.times)));
        let facts: Vec<Fact> = (1..)
            .zip(acts)
            .map(|(row, act)| act.fact(row, window, symbols))
            .collect();
        let subject = self.subject(symbols);
        let tally = engine.run(window).tally(&subject, &facts)?;
        let mut misses = Vec::new();
        let mut check = |what: Text, expected: String, got: String| {
            if expected != got {
                misses.push(Miss {
                    what,
                    expected,
                    got,
                });
            }
        };
        if let Some(total) = self.total {
            check(text!("总分", "total"), exact(total), exact(tally.total));
        }
        for (code, points) in &self.parts {
            let at = rules.parts.iter().position(|p| p.code == *code);
            let got = at.and_then(|at| tally.parts.get(at)).copied();
            let title = at.map_or(code, |at| &rules.parts[at].title);
            check(
                Text::same(title),
                exact(*points),
                got.map_or(String::new(), exact),
            );
        }
        if let Some(grade) = &self.grade {
            let got = engine.graded(&tally).map(|g| g.name.clone());
            check(
                text!("等次", "grade"),
                grade.clone(),
                got.unwrap_or_default(),
            );
        }
        if let Some(unmet) = &self.unmet {
            let got: Vec<&str> = engine.unmet(&tally).map(|g| g.title.as_str()).collect();
            check(
                text!("未达条件", "gates not met"),
                unmet.join("、"),
                got.join("、"),
            );
        }
        if let Some(titles) = &self.consequences {
            let got =
                consequence::case::following(engine, self.term, window, &subject, &facts, symbols)?;
            check(
                text!("后果", "consequences"),
                titles.join("、"),
                got.join("、"),
            );
        }
        Ok(misses)
    }
}

impl Rules {
    /// Every case of the rules with what comes out otherwise.
    ///
    /// # Errors
    /// [`TooFine`] where the points of one have no exact sum.
    pub fn try_cases(&self) -> Result<Vec<(&Case, Vec<Miss>)>, TooFine> {
        let mut symbols = Symbols::default();
        let engine = self.compile(&mut symbols);
        let tried = self.cases.iter();
        tried
            .map(|case| Ok((case, case.missed(&engine, &mut symbols)?)))
            .collect()
    }
}

/// A number that two people compare: decimal where it is one, else the fraction.
fn exact(points: Points) -> String {
    if 100 % points.denom() == 0 {
        decimal_text(points)
    } else {
        points.to_string()
    }
}
