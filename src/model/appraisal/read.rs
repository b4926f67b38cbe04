//! From the text of a scheme to [`Scheme`]: TOML with every mistake told by line and column.

use super::sense::written;
use super::{Choice, Criterion, Level, Repeat, Scheme, Tie, Turnout};
use crate::model::code::Code;
use crate::model::score::read::{Reader, Sheet, clipped};
use crate::model::score::rules::Whose;
use crate::model::score::{Mistake, Points, syntax};
use crate::text;
use num_traits::{One, Zero};
use std::collections::BTreeSet;

const KEYS: [&str; 14] = [
    "title",
    "subject",
    "groups",
    "leader",
    "repeat",
    "within",
    "quorum",
    "quorum_of",
    "void",
    "ties",
    "blank",
    "option",
    "criterion",
    "level",
];

impl Scheme {
    /// Reads a scheme.
    ///
    /// # Errors
    /// All mistakes at once, in the order of the file.
    pub fn parse(text: &str) -> Result<Scheme, Vec<Mistake>> {
        syntax::whole(text, scheme)
    }
}

fn scheme<'t>(reader: &mut Reader<'t>, file: Sheet<'t>) -> Scheme {
    reader.only_keys(file, &KEYS);
    let choices = choices(reader, file);
    let criteria = criteria(reader, file);
    let levels = levels(reader, file, &choices);
    quorum_of_what(reader, file);
    Scheme {
        title: reader.needed_text(file, "title"),
        subject: word(reader, file, "subject").unwrap_or(Whose::Unit),
        groups: reader.count(file, "groups", 1),
        leader: reader
            .texts(file, "leader")
            .into_iter()
            .map(|t| t.0)
            .collect(),
        repeat: word(reader, file, "repeat").unwrap_or(Repeat::Allow),
        within: reader.count(file, "within", 1),
        quorum: share(reader, file, "quorum"),
        quorum_of: word(reader, file, "quorum_of").unwrap_or(Turnout::Issued),
        void: reader.text(file, "void").map(|t| t.0).unwrap_or_default(),
        ties: ties(reader, file, &choices, &criteria),
        blank: blank(reader, file, &choices),
        choices,
        criteria,
        levels,
    }
}

/// Who took part is only asked for a quorum.
fn quorum_of_what<'t>(reader: &mut Reader<'t>, file: Sheet<'t>) {
    if Reader::value(file, "quorum_of").is_some() && Reader::value(file, "quorum").is_none() {
        let at = reader.place_of(file, "quorum_of");
        let fix = text!(
            "写 quorum = \"1/2\"，或删去 quorum_of",
            "write quorum = \"1/2\", or drop `quorum_of`"
        );
        let message = text!(
            "有 quorum_of，没有 quorum",
            "there is `quorum_of` and no `quorum`"
        );
        reader.wrong(at, message, fix);
    }
}

/// The option for valid sheets that mark nothing.
fn blank<'t>(reader: &mut Reader<'t>, file: Sheet<'t>, choices: &[Choice]) -> Option<usize> {
    let (name, at) = reader.text(file, "blank")?;
    let found = choices.iter().position(|c| c.name == name);
    if found.is_none() {
        let shown = clipped(&name);
        let message = text!("没有选项“{shown}”", "there is no option `{shown}`");
        let known: Vec<&str> = choices.iter().map(|c| c.name.as_str()).collect();
        reader.unknown(at, message, &name, &known);
    }
    found
}

/// A word of a closed vocabulary.
fn word<'t, C: Code>(reader: &mut Reader<'t>, sheet: Sheet<'t>, key: &str) -> Option<C> {
    let (word, at) = reader.text(sheet, key)?;
    let read = C::parse(&word);
    if read.is_none() {
        let shown = clipped(&word);
        let message = text!("{key} 不能是“{shown}”", "`{key}` cannot be `{shown}`");
        let known: Vec<&str> = C::ALL.iter().flat_map(|c| [c.zh(), c.code()]).collect();
        reader.unknown(at, message, &word, &known);
    }
    read
}

/// A share above 0 and up to 1.
fn share<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, key: &str) -> Option<Points> {
    let share = reader.number(sheet, key)?;
    if share <= Points::zero() || share > Points::one() {
        let at = reader.place_of(sheet, key);
        let message = text!(
            "{key} 应大于 0、不超过 1",
            "`{key}` is above 0 and at most 1"
        );
        reader.wrong(
            at,
            message,
            text!("如 {key} = \"1/2\"", "such as {key} = \"1/2\""),
        );
    }
    Some(share)
}

fn choices<'t>(reader: &mut Reader<'t>, file: Sheet<'t>) -> Vec<Choice> {
    let sheets = reader.sheets(file, "option");
    let mut seen = BTreeSet::new();
    let mut choices = Vec::new();
    for sheet in &sheets {
        reader.only_keys(*sheet, &["name", "points"]);
        let name = reader.needed_text(*sheet, "name");
        once(reader, *sheet, &mut seen, &name);
        let points = reader.number(*sheet, "points");
        choices.push(Choice { name, points });
    }
    if !choices.iter().any(|c| c.points.is_some()) {
        reader.wrong(
            file.at,
            text!("没有一个选项有分值", "no option has points"),
            text!(
                "写 [[option]]，name = \"满意\"，points = 100",
                "write [[option]] with name = \"满意\" and points = 100"
            ),
        );
    }
    choices
}

fn criteria<'t>(reader: &mut Reader<'t>, file: Sheet<'t>) -> Vec<Criterion> {
    let sheets = reader.sheets(file, "criterion");
    let mut seen = BTreeSet::new();
    let mut criteria = Vec::new();
    for sheet in &sheets {
        reader.only_keys(*sheet, &["name", "weight"]);
        let name = reader.needed_text(*sheet, "name");
        once(reader, *sheet, &mut seen, &name);
        let weight = reader.number(*sheet, "weight").unwrap_or(Points::one());
        if weight <= Points::zero() {
            let at = reader.place_of(*sheet, "weight");
            reader.wrong(
                at,
                text!("权重应大于 0", "a weight is above 0"),
                text!("如 weight = 40", "such as weight = 40"),
            );
        }
        criteria.push(Criterion { name, weight });
    }
    if criteria.is_empty() {
        criteria.push(Criterion {
            name: String::new(),
            weight: Points::one(),
        });
    }
    criteria
}

fn once<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, seen: &mut BTreeSet<String>, name: &str) {
    if !name.is_empty() && !seen.insert(name.to_owned()) {
        let shown = clipped(name);
        let at = reader.place_of(sheet, "name");
        reader.wrong(
            at,
            text!("“{shown}”写了两次", "`{shown}` is there twice"),
            text!("删去或改名其中一个", "drop or rename one of them"),
        );
    }
}

fn ties<'t>(
    reader: &mut Reader<'t>,
    file: Sheet<'t>,
    choices: &[Choice],
    criteria: &[Criterion],
) -> Vec<Tie> {
    let empty = Reader::value(file, "ties")
        .is_some_and(|v| matches!(v.get_ref(), toml::de::DeValue::Array(a) if a.is_empty()));
    if empty {
        return Vec::new();
    }
    let names: Vec<&str> = criteria.iter().map(|c| c.name.as_str()).collect();
    let options: Vec<&str> = choices.iter().map(|c| c.name.as_str()).collect();
    let mut ties = Vec::new();
    for (word, at) in reader.texts(file, "ties") {
        let criterion = names.iter().position(|n| *n == word).map(Tie::Criterion);
        let choice = options.iter().position(|n| *n == word).map(Tie::Choice);
        if let Some(tie) = criterion.or(choice) {
            ties.push(tie);
            continue;
        }
        let shown = clipped(&word);
        let message = text!(
            "“{shown}”不是评议内容，也不是选项",
            "`{shown}` is neither a criterion nor an option"
        );
        let known: Vec<&str> = names.iter().chain(&options).copied().collect();
        reader.unknown(at, message, &word, &known);
    }
    ties
}

fn levels<'t>(reader: &mut Reader<'t>, file: Sheet<'t>, choices: &[Choice]) -> Vec<Level> {
    let sheets = reader.sheets(file, "level");
    let mut seen = BTreeSet::new();
    let mut levels: Vec<Level> = Vec::new();
    for sheet in &sheets {
        reader.only_keys(*sheet, &["name", "at_least", "of", "share"]);
        let name = reader.needed_text(*sheet, "name");
        once(reader, *sheet, &mut seen, &name);
        let level = Level {
            at_least: reader.number(*sheet, "at_least"),
            share: level_share(reader, *sheet, choices),
            name,
        };
        let unreached = levels.iter().find(|before| before.covers(&level));
        if let Some(before) = unreached {
            let (name, before) = (&level.name, &before.name);
            reader.wrong(
                sheet.at,
                text!(
                    "“{name}”永远轮不到：够得上它的，先够得上前面的“{before}”",
                    "`{name}` is never reached: whoever reaches it reaches `{before}` before it"
                ),
                text!(
                    "等次由高到低写，没有条件的放在最后",
                    "write the levels from the highest down, the one without a condition last"
                ),
            );
        }
        beyond(reader, *sheet, &level, choices);
        levels.push(level);
    }
    levels
}

/// A level that asks for more points than the best option is worth.
fn beyond<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, level: &Level, choices: &[Choice]) {
    let best = choices.iter().filter_map(|c| c.points).max();
    if let (Some(least), Some(best)) = (level.at_least, best)
        && least > best
    {
        let at = reader.place_of(sheet, "at_least");
        let (name, best) = (&level.name, written(best));
        reader.wrong(
            at,
            text!(
                "“{name}”没有人能达到：选项最高 {best} 分",
                "nobody can reach `{name}`: the best option is worth {best}"
            ),
            text!(
                "核对 at_least 和选项的 points",
                "check `at_least` and the options' `points`"
            ),
        );
    }
}

fn level_share<'t>(
    reader: &mut Reader<'t>,
    sheet: Sheet<'t>,
    choices: &[Choice],
) -> Option<(Vec<usize>, Points)> {
    let names: Vec<&str> = choices.iter().map(|c| c.name.as_str()).collect();
    let mut of = Vec::new();
    for (word, at) in reader.texts(sheet, "of") {
        match names.iter().position(|n| *n == word) {
            Some(choice) if !of.contains(&choice) => of.push(choice),
            Some(_) => {}
            None => {
                let shown = clipped(&word);
                let message = text!("没有选项“{shown}”", "there is no option `{shown}`");
                reader.unknown(at, message, &word, &names);
            }
        }
    }
    let least = share(reader, sheet, "share");
    let named = Reader::value(sheet, "of").is_some();
    if Reader::value(sheet, "share").is_some() != named {
        reader.wrong(
            sheet.at,
            text!("of 与 share 要一起写", "`of` and `share` go together"),
            text!(
                "如 of = [\"优秀\"]，share = \"2/3\"",
                "such as of = [\"优秀\"], share = \"2/3\""
            ),
        );
    }
    least.map(|least| (of, least))
}
