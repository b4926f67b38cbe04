//! The rule language told to whoever writes a rule set: how clauses of regulations are written, and
//! every key. The words stand in `guide.toml`; tests read each clause as a rule set, and hold the
//! keys against those that the reader takes.

use crate::lang::Text;
use crate::model::code::{Code, codes};
use serde::Deserialize;
use std::collections::HashMap;

const GUIDE: &str = include_str!("guide.toml");

codes! {
    /// Where in a file a key stands.
    Table {
        File "file" "开头" "top",
        Grade "grade" "[[grade]] 等次" "[[grade]]",
        Part "part" "[[part]] 部分" "[[part]]",
        Item "item" "[[part.item]] 得分项" "[[part.item]]",
        Rate "rate" "[[rate]] 比率" "[[rate]]",
        Gate "gate" "[[gate]] 必备条件" "[[gate]]",
        Consequence "consequence" "[[consequence]] 处理" "[[consequence]]",
        Case "case" "[[case]] 算例" "[[case]]",
        Act "act" "[[case]] 里 act 的每一件" "an act of a [[case]]",
    }
}

/// How a clause of a regulation is written.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Clause {
    zh: String,
    en: String,
    /// `file` where the lines are whole tables of a file, else they belong into a part.
    #[serde(default)]
    at: String,
    /// The lines of a rule file.
    pub write: String,
}

impl Clause {
    /// The clause in words.
    pub fn says(&self) -> Text {
        Text {
            zh: self.zh.clone(),
            en: self.en.clone(),
        }
    }

    /// Whether the lines are items, which need a part around them.
    pub fn is_of_a_part(&self) -> bool {
        self.at.is_empty() && !self.write.contains("[[part]]")
    }

    fn tells(&self, word: &str) -> bool {
        [&self.zh, &self.en, &self.write]
            .iter()
            .any(|t| t.to_lowercase().contains(word))
    }
}

/// A key of a rule file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Where it stands.
    pub table: Table,
    /// The key.
    pub key: String,
    /// What it means.
    pub means: Text,
    /// How it is written.
    pub write: String,
}

/// Clauses and keys.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Guide {
    /// How clauses are written.
    pub clauses: Vec<Clause>,
    /// Every key, in the order of a file.
    pub keys: Vec<Key>,
}

#[derive(Deserialize)]
struct Written {
    clause: Vec<Clause>,
    keys: HashMap<String, Vec<[String; 4]>>,
}

impl Guide {
    /// All of it, or what speaks of a word; empty where the built-in text is broken, which a test
    /// forbids.
    pub fn about(word: Option<&str>) -> Guide {
        let Ok(written) = toml::from_str::<Written>(GUIDE) else {
            return Guide::default();
        };
        let word = word.unwrap_or_default().trim().to_lowercase();
        let clauses = written.clause.into_iter().filter(|c| c.tells(&word));
        let keys = Table::ALL.iter().flat_map(|table| {
            let rows = written.keys.get(table.code());
            rows.into_iter().flatten().map(|row| key(*table, row))
        });
        let tells = |k: &Key| {
            let told = [&k.key, &k.means.zh, &k.means.en, &k.write];
            told.iter().any(|t| t.to_lowercase().contains(&word))
        };
        Guide {
            clauses: clauses.collect(),
            keys: keys.filter(tells).collect(),
        }
    }
}

fn key(table: Table, [key, zh, en, write]: &[String; 4]) -> Key {
    Key {
        table,
        key: key.clone(),
        means: Text {
            zh: zh.clone(),
            en: en.clone(),
        },
        write: write.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::score::consequence::{CONDITION, OWN};
    use crate::model::score::{Rules, case, item, meter, parse};

    /// What a rate, a gate and a consequence select is written as in an item.
    fn taken(table: Table) -> Vec<&'static str> {
        match table {
            Table::File => parse::FILE_KEYS.to_vec(),
            Table::Grade => parse::GRADE_KEYS.to_vec(),
            Table::Part => parse::PART_KEYS.to_vec(),
            Table::Item => item::keys(),
            Table::Rate => meter::RATE.to_vec(),
            Table::Gate => meter::GATE.to_vec(),
            Table::Consequence => [&OWN[..], &CONDITION[..]].concat(),
            Table::Case => case::KEYS.to_vec(),
            Table::Act => case::ACT.to_vec(),
        }
    }

    #[test]
    fn every_clause_is_read_without_a_mistake_or_a_doubt() {
        let guide = Guide::about(None);
        assert!(guide.clauses.len() > 20);
        for clause in &guide.clauses {
            let mut file = String::from("title = \"办法\"\n");
            let part = "[[part]]\ncode = \"main\"\ntitle = \"部分\"\n";
            if clause.is_of_a_part() {
                file += part;
            }
            file += &clause.write;
            if !file.contains("[[part]]") {
                file += part;
                file += "[[part.item]]\ntitle = \"提案\"\nfact = \"提案\"\npoints = 100\n";
            }
            let reading = Rules::read(&file, None)
                .map_err(|m| (file.clone(), m))
                .unwrap();
            assert!(
                reading.all_doubts().is_empty(),
                "{file}\n{:?}",
                reading.all_doubts()
            );
            for case in &reading.rules.cases {
                assert_eq!(case.misses(&reading.rules).unwrap(), []);
            }
        }
    }

    #[test]
    fn the_keys_are_those_that_the_reader_takes() {
        let keys = Guide::about(None).keys;
        for table in Table::ALL {
            let told = keys.iter().filter(|k| k.table == *table);
            let mut told: Vec<&str> = told.map(|k| k.key.as_str()).collect();
            let mut taken = taken(*table);
            told.sort_unstable();
            taken.sort_unstable();
            assert_eq!(told, taken, "{table:?}");
        }
    }

    #[test]
    fn a_word_cuts_it() {
        let guide = Guide::about(Some("联名"));
        assert!(!guide.clauses.is_empty() && guide.clauses.len() < 5);
        assert!(guide.keys.iter().any(|k| k.key == "share"));
        assert_eq!(Guide::about(Some("没有这个词")), Guide::default());
    }
}
