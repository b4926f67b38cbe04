//! Rules amended in the middle of a year (E26): the file in force until a day and the one from then
//! on, put together in one. Items that mean the same stand once; an item that changed stands in both
//! versions, as one clause ([`super::clause`]); what only one file has is dated. Caps are the new
//! ones, for the whole year. What the year can have only once and the two files say differently
//! (window, grades, gates, starts …) is for the office to decide.

mod align;
mod differ;
mod text;

#[cfg(test)]
mod tests;

pub use differ::Dispute;

use super::mistake::Mistake;
use super::rules::{Item, Rules};
use crate::lang::{Lang, Text};
use crate::model::code::{Code, codes};
use crate::text;
use align::{Fate, align};
use chrono::NaiveDate;
use differ::Differences;
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use text::{File, PartText, Section, Table};

codes! {
    /// One of the two files.
    Edition {
        Old "old" "旧" "old",
        New "new" "新" "new",
    }
}

/// What the office decides where the two files differ: for one key, or for all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The key of a [`Dispute`]; all where it is `None`.
    pub key: Option<String>,
    /// The file whose version holds.
    pub of: Edition,
}

/// The two files as one.
#[derive(Debug, Clone)]
pub struct Merged {
    /// Its text.
    pub text: String,
    /// Its rules.
    pub rules: Rules,
    /// What was decided, clause by clause, and what the clerk should know.
    pub notes: Vec<Text>,
}

/// Why two files cannot be put together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// One of the files is in mistake.
    Mistaken(Edition, Vec<Mistake>),
    /// The two cannot follow each other on that day.
    Apart(Text),
    /// What the year can have only once, and the files say differently.
    Undecided(Vec<Dispute>),
    /// A decision about what nobody disputes.
    Idle(String, Vec<String>),
    /// What comes out contradicts itself.
    Contradicts(Vec<Mistake>),
}

/// The rules in force until the day before `from` and those in force from then on, as one file, with
/// its comments in `lang`.
///
/// # Errors
/// What [`Refusal`] says.
pub fn merge(
    (old, new): (&str, &str),
    from: NaiveDate,
    decisions: &[Decision],
    lang: Lang,
) -> Result<Merged, Refusal> {
    let read = |which, text| Rules::parse(text, None).map_err(|m| Refusal::Mistaken(which, m));
    let rules = [read(Edition::Old, old)?, read(Edition::New, new)?];
    let last = from.pred_opt().ok_or_else(no_day)?;
    follow(&rules, (last, from))?;
    let files = [text::read(old), text::read(new)];
    for (file, rules) in files.iter().zip(&rules) {
        sound(file, rules)?;
    }
    let differences = Differences::of(&rules, &files);
    differences.decided(decisions)?;
    let mut merger = Merger {
        differences: &differences,
        rules: &rules,
        files: &files,
        days: (last, from),
        notes: Vec::new(),
        clauses: names(&rules),
        rates: HashSet::new(),
    };
    let file = merger.merged(decisions);
    let notes = merger.notes;
    finish(file, notes, (&rules, &files), (last, from), lang)
}

fn no_day() -> Refusal {
    Refusal::Apart(text!("没有这样的日期", "there is no such day"))
}

/// Whether the one is in force up to the day on which the other begins.
fn follow([old, new]: &[Rules; 2], (last, from): (NaiveDate, NaiveDate)) -> Result<(), Refusal> {
    let (a, b) = (&old.title, &new.title);
    if old.subject != new.subject {
        return Err(Refusal::Apart(text!(
            "《{a}》与《{b}》考核的对象不同",
            "“{a}” and “{b}” score different subjects"
        )));
    }
    if let Some(ends) = old.until.filter(|u| *u < last) {
        return Err(Refusal::Apart(text!(
            "《{a}》止于 {ends}，到 {last} 之间没有办法",
            "“{a}” ends on {ends}: there are no rules from then to {last}"
        )));
    }
    if let Some(begins) = new.from.filter(|f| *f > from) {
        return Err(Refusal::Apart(text!(
            "《{b}》自 {begins} 起施行，不能自 {from} 起",
            "“{b}” is in force from {begins}, not from {from}"
        )));
    }
    if let Some(begins) = old.from.filter(|f| *f > last) {
        return Err(Refusal::Apart(text!(
            "《{a}》自 {begins} 起才施行，到 {last} 还没有适用过",
            "“{a}” is in force from {begins} only: up to {last} it never was"
        )));
    }
    if let Some(ends) = new.until.filter(|u| *u < from) {
        return Err(Refusal::Apart(text!(
            "《{b}》止于 {ends}，自 {from} 起已不适用",
            "“{b}” ends on {ends}: from {from} on it is over"
        )));
    }
    Ok(())
}

/// Whether parts and items stand in tables of their own, as the text has to be cut between them.
fn sound(file: &File, rules: &Rules) -> Result<(), Refusal> {
    let lengths: Vec<usize> = file.parts().map(|p| p.items.len()).collect();
    let wanted: Vec<usize> = rules.parts.iter().map(|p| p.items.len()).collect();
    if lengths == wanted && file.tables("part").next().is_none() {
        return Ok(());
    }
    let title = &rules.title;
    Err(Refusal::Apart(text!(
        "《{title}》的部分和条目要各自写成 [[part]]、[[part.item]]，才能合并",
        "the parts and items of “{title}” have to be written as [[part]] and [[part.item]] to be put together"
    )))
}

/// The names of the clauses that either file has.
fn names(rules: &[Rules; 2]) -> HashSet<String> {
    let items = rules.iter().flat_map(|r| r.items().map(|(_, i)| i));
    items.filter_map(|i| i.clause.clone()).collect()
}

/// Puts the text together.
struct Merger<'m> {
    differences: &'m Differences,
    rules: &'m [Rules; 2],
    files: &'m [File; 2],
    days: (NaiveDate, NaiveDate),
    notes: Vec<Text>,
    clauses: HashSet<String>,
    /// Rates that old items go by and that the new file does not have, or has otherwise.
    rates: HashSet<String>,
}

impl Merger<'_> {
    fn merged(&mut self, decisions: &[Decision]) -> File {
        let mut file = self.files[1].clone();
        let mut parts = self.parts();
        let takes_old = |key: &str| differ::side(decisions, key) == Some(Edition::Old);
        for dispute in &self.differences.disputes {
            if let Some((code, key)) = &dispute.part {
                let from = usize::from(!takes_old(&dispute.key));
                let theirs = self.part_of(from, code).map(|p| p.head.clone());
                if let Some(part) = parts
                    .iter_mut()
                    .find(|p| p.head.value("code").map(unquoted) == Some(code))
                {
                    part.head.take(key, &theirs.unwrap_or_default());
                }
            } else if takes_old(&dispute.key) {
                file.take(&dispute.key, &self.files[0]);
            }
        }
        let settled = self.differences.disputes.iter();
        let settled = settled.map(|d| {
            let of = differ::side(decisions, &d.key).unwrap_or(Edition::New);
            d.settled(of)
        });
        self.notes.splice(0..0, settled);
        let at = file.before_parts();
        file.sections.retain(|s| !matches!(s, Section::Part(_)));
        let at = at.min(file.sections.len());
        let mut between: Vec<Section> = self.old_rates();
        between.extend(parts.into_iter().map(Section::Part));
        file.sections.splice(at..at, between);
        let theirs: HashSet<String> = file.tables("case").map(Table::bare).collect();
        let cases = self.files[0].tables("case");
        let cases = cases.filter(|c| !theirs.contains(&c.bare())).cloned();
        file.sections.extend(cases.map(Section::Other));
        file.head.take("from", &self.files[0].head);
        file
    }

    fn part_of(&self, which: usize, code: &str) -> Option<&PartText> {
        let at = self.rules[which]
            .parts
            .iter()
            .position(|p| p.code == code)?;
        self.files[which].parts().nth(at)
    }

    /// The parts: those of the new file, and where they stood those that only the old one has.
    fn parts(&mut self) -> Vec<PartText> {
        let [old, new] = self.rules;
        let mut parts: Vec<(String, PartText)> = Vec::new();
        let texts: Vec<PartText> = self.files[1].parts().cloned().collect();
        for (part, text) in new.parts.iter().zip(texts) {
            let before = old.parts.iter().position(|p| p.code == part.code);
            let items = self.items(before, Some(&part.code));
            parts.push((part.code.clone(), PartText { items, ..text }));
        }
        let texts: Vec<PartText> = self.files[0].parts().cloned().collect();
        let mut after = 0;
        for (at, (part, text)) in old.parts.iter().zip(texts).enumerate() {
            if let Some(here) = parts.iter().position(|(code, _)| *code == part.code) {
                after = here + 1;
                continue;
            }
            let items = self.items(Some(at), None);
            if items.is_empty() && !part.items.is_empty() {
                continue;
            }
            parts.insert(after, (part.code.clone(), PartText { items, ..text }));
            after += 1;
        }
        parts.into_iter().map(|(_, part)| part).collect()
    }

    /// The items of a part in both files: the place of the old one, the code of the new one.
    fn items(&mut self, old: Option<usize>, new: Option<&str>) -> Vec<Table> {
        let at = |code: &str| self.rules[1].parts.iter().position(|p| p.code == code);
        let places = [old, new.and_then(at)];
        let items: [&[Item]; 2] = [0, 1].map(|which| {
            places[which].map_or(&[][..], |at| self.rules[which].parts[at].items.as_slice())
        });
        let mut texts: [Vec<Table>; 2] = [0, 1].map(|which| {
            let part = places[which].and_then(|at| self.files[which].parts().nth(at));
            part.map_or_else(Vec::new, |p| p.items.clone())
        });
        let (last, from) = self.days;
        let (mut made, mut names) = (Vec::new(), HashMap::new());
        let mut named = |merger: &mut Self, a: Option<usize>, b: Option<usize>| {
            let (a, b) = a.zip(b)?;
            let name = names.entry(b);
            let name = name.or_insert_with(|| merger.clause(&items[0][a], &items[1][b]));
            Some(name.clone())
        };
        let fates = align(items, self.rules, from);
        // What the new file has in several versions goes on with the name of the old clause.
        let clause = |w: usize, at: usize| items[w][at].clause.clone();
        let renamed: HashMap<String, String> = fates
            .iter()
            .filter_map(|fate| match *fate {
                Fate::Begins(b, Some(a)) => clause(1, b).zip(clause(0, a)),
                _ => None,
            })
            .collect();
        for (item, table) in items[1].iter().zip(&mut texts[1]) {
            if let Some(name) = item.clause.as_ref().and_then(|c| renamed.get(c)) {
                table.set("clause", &quoted(name));
            }
        }
        for fate in fates {
            match fate {
                Fate::Same(a, b) => {
                    let (old, new) = ((&items[0][a], &texts[0][a]), (&items[1][b], &texts[1][b]));
                    made.push(self.same(old, new));
                }
                Fate::Ends(a, b) if items[0][a].select.from.is_none_or(|f| f <= last) => {
                    let name = named(self, Some(a), b);
                    made.push(self.ends(&items[0][a], texts[0][a].clone(), name));
                }
                Fate::Begins(b, a) if items[1][b].select.until.is_none_or(|u| u >= from) => {
                    let name = named(self, a, Some(b));
                    made.push(self.begins(&items[1][b], texts[1][b].clone(), name));
                }
                Fate::Ends(..) | Fate::Begins(..) => {}
            }
        }
        made
    }

    /// An item that both files have, with the comments of both.
    fn same(&mut self, (a, theirs): (&Item, &Table), (b, ours): (&Item, &Table)) -> Table {
        let mut table = ours.clone();
        let comments = theirs.comments_beside(&ours.lead);
        table.lead.push_str(&comments);
        if a.article != b.article && !a.article.is_empty() {
            let (title, old, new) = (&b.title, &a.article, &b.article);
            self.notes.push(text!(
                "“{title}”未变，条款由{old}改为{new}",
                "`{title}` is the same, {new} instead of {old}"
            ));
        }
        table
    }

    /// An item that ends with the old rules, or whose old version does.
    fn ends(&mut self, item: &Item, mut table: Table, clause: Option<String>) -> Table {
        let (last, title) = (self.days.0, &item.title);
        if item.select.until.is_none_or(|u| u > last) {
            table.set("until", &last.to_string());
            if clause.is_none() {
                self.notes.push(text!(
                    "“{title}”止于 {last}：新办法没有这一项",
                    "`{title}` ends on {last}: the new rules do not have it"
                ));
            }
        }
        if let Some(rate) = item.rate.and_then(|at| self.rules[0].rates.get(at)) {
            let same = self.rules[1]
                .rates
                .iter()
                .any(|r| differ::same_rate(r, rate));
            if !same {
                self.rates.insert(rate.name.clone());
                let name = self.old_rate(&rate.name);
                table.set("rate", &quoted(&name));
            }
        }
        if let Some(name) = clause {
            table.set("clause", &quoted(&name));
        }
        table
    }

    fn begins(&mut self, item: &Item, mut table: Table, clause: Option<String>) -> Table {
        let (from, title) = (self.days.1, &item.title);
        if item.select.from.is_none_or(|f| f < from) {
            table.set("from", &from.to_string());
        }
        let Some(name) = clause else {
            self.notes.push(text!(
                "“{title}”自 {from} 起：旧办法没有这一项",
                "`{title}` begins on {from}: the old rules do not have it"
            ));
            return table;
        };
        table.set("clause", &quoted(&name));
        self.notes.push(text!(
            "“{title}”自 {from} 起按新条款计分；次数、封顶全年合并，按新条款",
            "`{title}` counts by the new clause from {from}; number and caps are those of the new clause for the whole year"
        ));
        table
    }

    /// The name of the clause whose versions two items are: the one that either has, else a new one.
    fn clause(&mut self, old: &Item, new: &Item) -> String {
        if let Some(name) = old.clause.as_ref().or(new.clause.as_ref()) {
            return name.clone();
        }
        let mut name = new.title.clone();
        let mut nth = 1;
        while !self.clauses.insert(name.clone()) {
            nth += 1;
            name = format!("{} {nth}", new.title);
        }
        name
    }

    /// The name of a rate of the old file beside those of the new one.
    fn old_rate(&self, name: &str) -> String {
        let taken = self.rules[1].rates.iter().any(|r| r.name == name);
        let last = self.days.0;
        if taken {
            format!("{name}（至 {last}）")
        } else {
            name.to_owned()
        }
    }

    /// The rates by which the items of the old file go.
    fn old_rates(&self) -> Vec<Section> {
        let all = self.files[0].tables("rate").zip(&self.rules[0].rates);
        let used = all.filter(|(_, r)| self.rates.contains(&r.name));
        used.map(|(table, rate)| {
            let mut table = table.clone();
            table.set("name", &quoted(&self.old_rate(&rate.name)));
            Section::Other(table)
        })
        .collect()
    }
}

fn quoted(word: &str) -> String {
    let word = word.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{word}\"")
}

fn unquoted(value: &str) -> &str {
    value
        .split('#')
        .next()
        .unwrap_or(value)
        .trim()
        .trim_matches(['"', '\''])
}

/// Reads what came out, keeps the cases that still hold, and writes down what was decided.
fn finish(
    mut file: File,
    mut notes: Vec<Text>,
    (rules, files): (&[Rules; 2], &[File; 2]),
    (last, from): (NaiveDate, NaiveDate),
    lang: Lang,
) -> Result<Merged, Refusal> {
    let made = Rules::parse(&file.write(), None).map_err(Refusal::Contradicts)?;
    let holds: Vec<bool> = made
        .cases
        .iter()
        .map(|case| case.misses(&made).is_ok_and(|misses| misses.is_empty()))
        .collect();
    let dropped = holds.iter().filter(|holds| !**holds).count();
    let mut each = holds.iter();
    file.sections.retain(|s| match s {
        Section::Other(table) if table.key == "case" => each.next().copied().unwrap_or(true),
        _ => true,
    });
    if dropped > 0 {
        notes.push(text!(
            "{dropped} 个例子按合并后的办法不再相符，未收入",
            "{dropped} cases come out otherwise under the two together and were left out"
        ));
    }
    let [old, new] = rules;
    let (a, b) = (&old.title, &new.title);
    let head = text!(
        "《{a}》至 {last}，《{b}》自 {from} 起",
        "“{a}” until {last}, “{b}” from {from}"
    );
    let mut comment = String::new();
    for line in std::iter::once(&head).chain(&notes) {
        let _ = writeln!(comment, "# {}", line.pick(lang).replace('\n', " "));
    }
    comment.push_str(&files[0].comments_beside(&files[1]));
    let text = format!("{comment}{}", file.write());
    let rules = Rules::parse(&text, None).map_err(Refusal::Contradicts)?;
    Ok(Merged { text, rules, notes })
}
