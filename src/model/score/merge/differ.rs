//! Where two rule files say of the whole year what it can have only once, and what the items mean.

use super::text::{File, Table};
use super::{Decision, Edition, Refusal};
use crate::lang::Text;
use crate::model::code::Code;
use crate::model::fact::{FactKind, mark};
use crate::model::score::gate::{Gate, Rate};
use crate::model::score::mistake::Place;
use crate::model::score::points::Points;
use crate::model::score::rules::{Bounds, Item, Part, Rules};
use crate::text;

/// What the two files say differently and the year has only once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispute {
    /// By what it is decided: `grade`, `meetings.start`.
    pub key: String,
    /// What it is.
    pub what: Text,
    /// As the old file has it; empty where it has nothing.
    pub old: String,
    /// As the new file has it.
    pub new: String,
    /// Whether it goes by the new file unless decided otherwise: a cap, which counts for the year.
    pub(super) usual: bool,
    /// Code and key, where it is a part's.
    pub(super) part: Option<(String, String)>,
}

impl Dispute {
    /// What was decided, and what the two files say.
    pub(super) fn settled(&self, of: Edition) -> Text {
        let (which, which_en, what, what_en) = (of.zh(), of.en(), &self.what.zh, &self.what.en);
        let [[a, a_en], [b, b_en]] = [&self.old, &self.new].map(|v| match v.as_str() {
            "" => ["没有写", "nothing"],
            written => [written, written],
        });
        text!(
            "{what}：全年按{which}办法（旧：{a}；新：{b}）",
            "{what_en}: that of the {which_en} rules holds for the whole year (old: {a_en}; new: {b_en})"
        )
    }
}

/// All disputes.
#[derive(Debug, Default)]
pub(super) struct Differences {
    pub(super) disputes: Vec<Dispute>,
}

/// The keys of a part, as regulations say them.
const KEYS: [(&str, &str); 9] = [
    ("start", "起始分"),
    ("cap", "封顶分"),
    ("floor", "保底分"),
    ("within", "上级部分"),
    ("take", "合计方式"),
    ("holder", "适用职务"),
    ("holder_not", "不适用职务"),
    ("scale", "折算"),
    ("carry", "结转"),
];

/// Longer values are cut where they are shown.
const SHOWN: usize = 120;

impl Differences {
    pub(super) fn of(rules: &[Rules; 2], files: &[File; 2]) -> Differences {
        let mut all = Differences::default();
        all.of_file(rules, files);
        for (at, part) in rules[0].parts.iter().enumerate() {
            let other = rules[1].parts.iter().position(|p| p.code == part.code);
            let theirs = other.map(|b| &rules[1].parts[b]);
            let mine = files[0].parts().nth(at).map(|p| &p.head);
            let head = other.and_then(|b| files[1].parts().nth(b)).map(|p| &p.head);
            match theirs {
                Some(theirs) => all.of_parts((rules, part, theirs), [mine, head]),
                None => all.alone(part, [mine, None]),
            }
        }
        for (at, part) in rules[1].parts.iter().enumerate() {
            if !rules[0].parts.iter().any(|p| p.code == part.code) {
                let head = files[1].parts().nth(at).map(|p| &p.head);
                all.alone(part, [None, head]);
            }
        }
        all
    }

    fn of_file(&mut self, [a, b]: &[Rules; 2], files: &[File; 2]) {
        let (x, y) = (without_places(a), without_places(b));
        let bare = |r: &Rules| {
            (
                Bounds {
                    cap: None,
                    ..r.total
                },
                r.scale.clone(),
            )
        };
        let carry = |r: &Rules| r.carry.map(|c| (c.to, c.times, c.at_most));
        let differs = [
            (
                "window",
                text!("考核年度", "year of duty"),
                a.season != b.season,
            ),
            (
                "attended",
                text!("视为缺席的界限", "attended"),
                a.attended != b.attended,
            ),
            (
                "unranked",
                text!("不参加排名的职务", "posts that are not ranked"),
                a.unranked != b.unranked,
            ),
            (
                "held",
                text!("全年职务怎样认定", "which posts of the year count"),
                a.held != b.held,
            ),
            (
                "confirmed",
                text!("是否须经确认", "whether records are confirmed"),
                a.confirmed != b.confirmed,
            ),
            (
                "total",
                text!("总分", "the whole"),
                bare(a) != bare(b) || carry(a) != carry(b),
            ),
            ("bands", text!("名次分档", "bands"), a.bands != b.bands),
            ("grade", text!("等次", "grades"), x.grades != y.grades),
            ("gate", text!("考核条件", "gates"), gates(a) != gates(b)),
            (
                "consequence",
                text!("结果运用", "consequences"),
                x.consequences != y.consequences,
            ),
        ];
        for (key, what, differs) in differs {
            if differs {
                let [old, new] = [0, 1].map(|w| written(files, w, key));
                self.disputes.push(Dispute {
                    key: key.to_owned(),
                    what,
                    old,
                    new,
                    usual: false,
                    part: None,
                });
            }
        }
        let disputed = self.disputes.iter().any(|d| d.key == "total");
        if !disputed && a.total.cap != b.total.cap {
            let [old, new] = [0, 1].map(|w| written(files, w, "total"));
            self.disputes.push(Dispute {
                key: "total".to_owned(),
                what: text!("总分封顶", "the cap of the whole"),
                old,
                new,
                usual: true,
                part: None,
            });
        }
    }

    /// A part that both files have.
    fn of_parts(&mut self, (rules, a, b): (&[Rules; 2], &Part, &Part), heads: [Option<&Table>; 2]) {
        let outer = |w: usize, p: &Part| p.within.map(|at| rules[w].parts[at].code.clone());
        let into = |w: usize, p: &Part| {
            use crate::model::score::To;
            let to = |to: To| match to {
                To::Part(at) => rules[w].parts[at].code.clone(),
                To::NextYear => String::new(),
            };
            p.carry.map(|c| (to(c.to), c.times, c.at_most))
        };
        let differs = [
            ("start", a.bounds.start != b.bounds.start),
            ("floor", a.bounds.floor != b.bounds.floor),
            ("within", outer(0, a) != outer(1, b)),
            ("take", a.take != b.take),
            ("holder", a.holder.only != b.holder.only),
            ("holder_not", a.holder.not != b.holder.not),
            ("scale", a.scale != b.scale),
            ("carry", into(0, a) != into(1, b)),
        ];
        for (key, differs) in differs {
            if differs {
                self.part(&b.code, &b.title, key, heads);
            }
        }
        if a.bounds.cap != b.bounds.cap {
            self.part(&b.code, &b.title, "cap", heads);
        }
    }

    /// A part that one file has: what it gives before anything is done is given for the year or not.
    fn alone(&mut self, part: &Part, heads: [Option<&Table>; 2]) {
        for (key, value) in [("start", part.bounds.start), ("floor", part.bounds.floor)] {
            if value.is_some_and(|v| v != Points::from_integer(0)) {
                self.part(&part.code, &part.title, key, heads);
            }
        }
    }

    fn part(&mut self, code: &str, title: &str, key: &str, heads: [Option<&Table>; 2]) {
        let [old, new] = heads.map(|h| {
            h.and_then(|h| h.written(key))
                .map(|t| shown(&t))
                .unwrap_or_default()
        });
        let word = KEYS.iter().find(|k| k.0 == key).map_or(key, |k| k.1);
        self.disputes.push(Dispute {
            key: format!("{code}.{key}"),
            what: text!("“{title}”的{word}", "`{key}` of “{title}”"),
            old,
            new,
            usual: key == "cap",
            part: Some((code.to_owned(), key.to_owned())),
        });
    }

    /// Whether everything is decided, and nothing else.
    pub(super) fn decided(&self, decisions: &[Decision]) -> Result<(), Refusal> {
        let keys = || self.disputes.iter().map(|d| d.key.clone());
        for key in decisions.iter().filter_map(|d| d.key.as_ref()) {
            if !keys().any(|k| k == *key) {
                return Err(Refusal::Idle(key.clone(), keys().collect()));
            }
        }
        let open = self.disputes.iter();
        let open = open.filter(|d| !d.usual && side(decisions, &d.key).is_none());
        let open: Vec<Dispute> = open.cloned().collect();
        if open.is_empty() {
            Ok(())
        } else {
            Err(Refusal::Undecided(open))
        }
    }
}

/// What is decided of a key: by its own decision, else by that for all.
pub(super) fn side(decisions: &[Decision], key: &str) -> Option<Edition> {
    let own = decisions.iter().rfind(|d| d.key.as_deref() == Some(key));
    let all = || decisions.iter().rfind(|d| d.key.is_none());
    own.or_else(all).map(|d| d.of)
}

/// What a file has under a key, without what the other has as well.
fn written(files: &[File; 2], which: usize, key: &str) -> String {
    let theirs: Vec<String> = files[1 - which].tables(key).map(Table::bare).collect();
    let tables = files[which].tables(key).map(Table::bare);
    let own = tables.filter(|t| !theirs.contains(t));
    let all: Vec<String> = files[which]
        .head
        .written(key)
        .into_iter()
        .chain(own)
        .collect();
    shown(&all.join("; "))
}

/// The grades and consequences, wherever they stand.
fn without_places(rules: &Rules) -> Rules {
    let mut rules = rules.clone();
    for grade in &mut rules.grades {
        grade.at = Place::default();
    }
    for one in &mut rules.consequences {
        one.at = Place::default();
    }
    rules
}

/// The gates, wherever they stand, each with the name of its grade.
fn gates(rules: &Rules) -> Vec<(Gate, Option<String>)> {
    let plain = |gate: &Gate| {
        let grade = gate.grade.and_then(|at| rules.grades.get(at));
        let bare = Gate {
            at: Place::default(),
            grade: None,
            ..gate.clone()
        };
        (bare, grade.map(|g| g.name.clone()))
    };
    rules.gates.iter().map(plain).collect()
}

fn shown(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= SHOWN {
        return line;
    }
    line.chars().take(SHOWN).chain(['…']).collect()
}

/// What an item means, whatever it is called and wherever it stands.
pub(super) fn sense(item: &Item, rules: &Rules) -> String {
    let rate = item.rate.and_then(|at| rules.rates.get(at));
    let rate = rate.map(|r| plain_rate(r.clone()));
    let mut plain = Item {
        title: String::new(),
        article: String::new(),
        rate: None,
        at: Place::default(),
        ..item.clone()
    };
    if rules.confirmed && plain.select.facts.contains(&FactKind::Record) {
        plain.select.marks &= !mark::CONFIRMED;
    }
    format!("{plain:?} {rate:?}")
}

fn plain_rate(rate: Rate) -> Rate {
    Rate {
        at: Place::default(),
        ..rate
    }
}

/// Whether two rates are the same under the same name.
pub(super) fn same_rate(a: &Rate, b: &Rate) -> bool {
    plain_rate(a.clone()) == plain_rate(b.clone())
}
