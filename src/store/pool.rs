//! Facts pooled by body: what the members of a duty group, a special committee or a sector did.

use super::Read;
use crate::error::{Error, Result};
use crate::model::code::{Code, Dict};
use crate::model::fact::{Fact, FactKind, Post, Subject, Symbols};
use crate::model::near::nearest;
use crate::model::score::rules::Whose;
use crate::model::when::When;
use crate::text;
use std::collections::HashMap;

const BELONGS: &str = "SELECT a.member_id, w.name, a.since, a.until FROM affiliation a JOIN word w ON w.id = a.word_id
 WHERE w.dict = :dict ORDER BY a.member_id, a.ord";

/// A body and the acts of its members, each once.
#[derive(Debug, Clone)]
pub struct Pooled {
    /// The body: its number is its name.
    pub subject: Subject,
    /// What its members did while they belonged to it. An act of several of them counts once, for
    /// the foremost of them.
    pub facts: Vec<Fact>,
}

impl Read<'_> {
    /// The bodies that a rule set scores, by name, each with the facts of its members; empty where
    /// it scores members.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn pooled(&self, whose: Whose, symbols: &mut Symbols) -> Result<Vec<Pooled>> {
        let dict = match whose {
            Whose::Member => return Ok(Vec::new()),
            Whose::Group => Some(Dict::Group),
            Whose::Committee => Some(Dict::Committee),
            Whose::Sector => None,
        };
        let belongs = dict.map(|d| self.belongs(d, symbols)).transpose()?;
        let mut members: Vec<(Subject, Vec<Fact>)> = Vec::new();
        self.facts(symbols, |subject, facts| {
            members.push((subject.clone(), facts.to_vec()));
            Ok(())
        })?;
        let mut pool = Pool::default();
        for (subject, facts) in &members {
            let sector = [Post {
                name: subject.sector,
                since: None,
                until: None,
            }];
            let spans = match &belongs {
                Some(all) => all.get(&subject.id).map_or(&[][..], Vec::as_slice),
                None => &sector,
            };
            for span in spans {
                pool.add(symbols.word(span.name), span, facts);
            }
        }
        Ok(pool.bodies(symbols))
    }

    /// The bodies of one dictionary that each member belongs to, in the order of record.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn belongs(&self, dict: Dict, symbols: &mut Symbols) -> Result<HashMap<i64, Vec<Post>>> {
        let mut statement = self.conn.prepare(BELONGS)?;
        let mut rows = statement.query(rusqlite::named_params! { ":dict": dict.code() })?;
        let mut belongs: HashMap<i64, Vec<Post>> = HashMap::new();
        while let Some(row) = rows.next()? {
            let day = |at: usize| -> rusqlite::Result<Option<When>> {
                Ok(row.get_ref(at)?.as_str_or_null()?.and_then(When::from_iso))
            };
            belongs.entry(row.get(0)?).or_default().push(Post {
                name: symbols.intern(row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?),
                since: day(2)?,
                until: day(3)?,
            });
        }
        Ok(belongs)
    }

    /// The body of that name among those that a rule set scores.
    ///
    /// # Errors
    /// `not_found` with the nearest ones; the database's own failures.
    pub fn body(&self, whose: Whose, name: &str, symbols: &mut Symbols) -> Result<Pooled> {
        let bodies = self.pooled(whose, symbols)?;
        if let Some(found) = bodies.iter().find(|b| b.subject.name == name.trim()) {
            return Ok(found.clone());
        }
        let names = bodies.iter().map(|b| b.subject.name.as_str());
        let near = nearest(name, names.clone(), 3);
        let shown = if near.is_empty() {
            names.collect()
        } else {
            near
        };
        let shown = shown.join("、");
        let message = text!("没有“{name}”可以考核", "there is no `{name}` to score");
        let error = Error::refused("not_found", message);
        Err(if shown.is_empty() {
            error
        } else {
            error.hint(text!("现有：{shown}", "there are: {shown}"))
        })
    }
}

/// Facts of each body by ledger and row.
#[derive(Default)]
struct Pool {
    names: Vec<String>,
    facts: HashMap<String, HashMap<(FactKind, i64), Fact>>,
}

impl Pool {
    fn add(&mut self, name: &str, span: &Post, facts: &[Fact]) {
        if name.is_empty() {
            return;
        }
        if !self.facts.contains_key(name) {
            self.names.push(name.to_owned());
        }
        let pooled = self.facts.entry(name.to_owned()).or_default();
        let belonged = |f: &&Fact| {
            span.since.is_none_or(|s| s.first_day() <= f.on.last_day())
                && span.until.is_none_or(|u| f.on.first_day() <= u.last_day())
        };
        for fact in facts.iter().filter(belonged) {
            let kept = pooled.entry((fact.what, fact.row)).or_insert(*fact);
            if fact.place < kept.place {
                *kept = *fact;
            }
        }
    }

    fn bodies(mut self, symbols: &mut Symbols) -> Vec<Pooled> {
        self.names.sort();
        let mut bodies = Vec::new();
        for (id, name) in (1..).zip(&self.names) {
            let facts = self.facts.remove(name).unwrap_or_default();
            let mut facts: Vec<Fact> = facts.into_values().collect();
            facts.sort_by_key(|f| (f.what, f.row));
            bodies.push(Pooled {
                subject: Subject {
                    id,
                    no: name.clone(),
                    name: name.clone(),
                    sector: symbols.intern(name),
                    posts: Vec::new(),
                    tenure: Vec::new(),
                },
                facts,
            });
        }
        bodies
    }
}
