//! Facts pooled by body: what the members of a duty group, a special committee or a sector did,
//! their scores, and what is on record of the body itself.

use super::Read;
use super::fact::blank;
use crate::error::{Error, Result};
use crate::model::code::{Code, Dict};
use crate::model::fact::{Fact, FactKind, Post, Subject, Symbols};
use crate::model::near::nearest;
use crate::model::score::Score;
use crate::model::score::rules::Whose;
use crate::model::when::When;
use crate::text;
use chrono::NaiveDate;
use num_rational::Ratio;
use std::cmp::Reverse;
use std::collections::HashMap;

const BELONGS: &str = "SELECT a.member_id, w.name, a.since, a.until FROM affiliation a JOIN word w ON w.id = a.word_id
 WHERE w.dict = :dict ORDER BY a.member_id, a.ord";

/// serves: acts that several members recorded; their first row stands for the act. Without a title
/// only one row of a spreadsheet tells that it is one act.
const SAME_ACTS: &str = "SELECT id, first FROM (SELECT id, min(id) OVER (PARTITION BY kind_id, happened_on, title,
  iif(title = '', coalesce(source_id || ':' || line, 'id ' || id), '')) AS first FROM record WHERE cancelled IS NULL) WHERE first <> id";

/// The scores of members, by which their bodies are scored.
#[derive(Debug, Clone)]
pub struct MemberScores {
    /// Total and grade of those who are ranked, by number.
    by_no: HashMap<String, (Ratio<i64>, Option<String>)>,
    /// The day on which they stand: the last one of the year of duty, and for who left before the
    /// last one in office.
    on: NaiveDate,
}

impl MemberScores {
    /// Those of a run who are ranked; `None` where a total does not fit.
    pub fn of(scores: &[Score], on: NaiveDate) -> Option<MemberScores> {
        let ranked = scores.iter().filter(|s| s.rank.is_some());
        let one = |s: &Score| {
            let total = Ratio::new_raw(
                i64::try_from(*s.total.numer()).ok()?,
                i64::try_from(*s.total.denom()).ok()?,
            );
            Some((s.no.clone(), (total, s.grade.clone())))
        };
        Some(MemberScores {
            by_no: ranked.map(one).collect::<Option<_>>()?,
            on,
        })
    }

    /// The score of a member as a fact; place and number are those among the body's.
    fn fact(&self, subject: &Subject, symbols: &mut Symbols) -> Option<Fact> {
        let (total, grade) = self.by_no.get(&subject.no)?;
        let on = subject.stands_on(self.on);
        let mut fact = blank(FactKind::Score, subject.id, When::from(on));
        fact.quantity = *total;
        fact.level = symbols.intern(grade.as_deref().unwrap_or_default());
        Some(fact)
    }
}

/// A body and the acts of its members, each once.
#[derive(Debug, Clone)]
pub struct Pooled {
    /// The body: its number is its name.
    pub subject: Subject,
    /// What its members did while they belonged to it. An act of several of them counts once, for
    /// the foremost of them: one proposal, and records of one kind, day and title.
    pub facts: Vec<Fact>,
}

impl Read<'_> {
    /// The bodies that a rule set scores, by name, each with the facts of its members, their scores
    /// where those count, and its own; empty where it scores members.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn pooled(
        &self,
        whose: Whose,
        scores: Option<&MemberScores>,
        symbols: &mut Symbols,
    ) -> Result<Vec<Pooled>> {
        if whose == Whose::Member {
            return Ok(Vec::new());
        }
        let mut pool = Pool {
            acts: self.same_acts()?,
            ..Pool::default()
        };
        if whose.has_members() {
            self.pool_members(whose, scores, symbols, &mut pool)?;
        }
        self.own_facts(whose, symbols, |name, fact| pool.own(name, fact))?;
        Ok(pool.bodies(symbols))
    }

    /// Of records that tell of one act the row that stands for it.
    fn same_acts(&self) -> Result<HashMap<i64, i64>> {
        let mut statement = self.conn.prepare(SAME_ACTS)?;
        let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn pool_members(
        &self,
        whose: Whose,
        scores: Option<&MemberScores>,
        symbols: &mut Symbols,
        pool: &mut Pool,
    ) -> Result<()> {
        let dict = whose.dict().filter(|d| *d != Dict::Sector);
        let belongs = dict.map(|d| self.belongs(d, symbols)).transpose()?;
        let mut members: Vec<(Subject, Vec<Fact>)> = Vec::new();
        self.facts(symbols, |subject, facts| {
            members.push((subject.clone(), facts.to_vec()));
            Ok(())
        })?;
        for (subject, facts) in &members {
            let score = scores.and_then(|s| s.fact(subject, symbols));
            let sector = [Post {
                name: subject.sector,
                since: None,
                until: None,
            }];
            let spans = match &belongs {
                Some(all) => all.get(&subject.id).map_or(&[][..], Vec::as_slice),
                None if subject.sectors.is_empty() => &sector,
                None => &subject.sectors,
            };
            for span in spans {
                pool.add(symbols.word(span.name), span, facts, score);
            }
        }
        Ok(())
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
    pub fn body(
        &self,
        whose: Whose,
        name: &str,
        scores: Option<&MemberScores>,
        symbols: &mut Symbols,
    ) -> Result<Pooled> {
        let bodies = self.pooled(whose, scores, symbols)?;
        let meant = self.body_named(whose, name.trim())?.map(|w| w.name);
        let name = meant.as_deref().unwrap_or(name);
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

/// Facts of each body by ledger and row, or the row that stands for what several did together.
#[derive(Default)]
struct Pool {
    acts: HashMap<i64, i64>,
    names: Vec<String>,
    facts: HashMap<String, HashMap<(FactKind, i64), Fact>>,
}

impl Pool {
    fn own(&mut self, name: &str, fact: Option<Fact>) {
        if !self.facts.contains_key(name) {
            self.names.push(name.to_owned());
        }
        let pooled = self.facts.entry(name.to_owned()).or_default();
        if let Some(fact) = fact {
            put(pooled, &self.acts, fact);
        }
    }

    fn add(&mut self, name: &str, span: &Post, facts: &[Fact], score: Option<Fact>) {
        if name.is_empty() {
            return;
        }
        if !self.facts.contains_key(name) {
            self.names.push(name.to_owned());
        }
        let pooled = self.facts.entry(name.to_owned()).or_default();
        let belonged = |f: &&Fact| span.span().holds(f.on);
        let facts = facts.iter().filter(belonged);
        for fact in facts.chain(score.as_ref().filter(belonged)) {
            put(pooled, &self.acts, *fact);
        }
    }

    fn bodies(mut self, symbols: &mut Symbols) -> Vec<Pooled> {
        self.names.sort();
        let mut bodies = Vec::new();
        for (id, name) in (1..).zip(&self.names) {
            let facts = self.facts.remove(name).unwrap_or_default();
            let mut facts: Vec<Fact> = facts.into_values().collect();
            facts.sort_by_key(|f| (f.what, f.row));
            let scores = || facts.iter().filter(|f| f.what == FactKind::Score);
            let of = u16::try_from(scores().count()).unwrap_or(u16::MAX);
            let scored = facts.iter_mut().filter(|f| f.what == FactKind::Score);
            for (place, fact) in (1..=of).zip(scored) {
                (fact.place, fact.of) = (place, of);
            }
            bodies.push(Pooled {
                subject: Subject {
                    id,
                    no: name.clone(),
                    name: name.clone(),
                    sector: symbols.intern(name),
                    sectors: Vec::new(),
                    posts: Vec::new(),
                    tenure: Vec::new(),
                },
                facts,
            });
        }
        bodies
    }
}

/// Adds a fact of a body. What several did together counts once: for the foremost of them, and of
/// records with the largest quantity.
fn put(pooled: &mut HashMap<(FactKind, i64), Fact>, acts: &HashMap<i64, i64>, fact: Fact) {
    let of_record = fact.what == FactKind::Record;
    let act = acts.get(&fact.row).filter(|_| of_record);
    let kept = pooled
        .entry((fact.what, *act.unwrap_or(&fact.row)))
        .or_insert(fact);
    let foremost = |f: &Fact| (f.place, Reverse(f.quantity), f.row);
    if foremost(&fact) < foremost(kept) {
        *kept = fact;
    }
}
