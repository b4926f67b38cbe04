//! Reading appraisals.

use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::appraisal::book::{Appraisal, Appraised, Edition, Group, Outcome, Report, Tally};
use crate::model::appraisal::draw::Candidate;
use crate::model::appraisal::{Ballot, Scheme, Votes};
use crate::model::near::nearest;
use crate::model::proposal::Person;
use crate::model::score::rules::Whose;
use crate::model::when::When;
use crate::store::Read;
use crate::store::columns::Columns;
use crate::store::who::who;
use crate::text;
use rusqlite::types::Type;
use rusqlite::{Row, named_params};
use std::collections::{BTreeSet, HashMap};

const APPRAISALS: &str = "SELECT a.id, a.no, a.year, k.name, a.title, a.rules, a.note FROM appraisal a JOIN word k ON k.id = a.kind_id
 WHERE a.cancelled IS NULL AND (:year IS NULL OR a.year = :year) ORDER BY a.year DESC, a.id";
const GROUPS: &str = "SELECT g.id, g.name, m.id, m.no, m.name FROM appraisal_group g LEFT JOIN member m ON m.id = g.leader_id
 WHERE g.appraisal_id = :appraisal ORDER BY g.id";
const SUBJECTS: &str = "SELECT x.id, b.dict, coalesce(x.member_id, x.body_id, x.unit_id), coalesce(m.no, u.no), coalesce(m.name, b.name, u.name), x.unit_id,
 g.name, x.form, x.held_on, x.paper, x.note
 FROM appraised x LEFT JOIN member m ON m.id = x.member_id LEFT JOIN word b ON b.id = x.body_id LEFT JOIN unit u ON u.id = x.unit_id
 LEFT JOIN appraisal_group g ON g.id = x.group_id WHERE x.appraisal_id = :appraisal AND x.cancelled IS NULL ORDER BY x.id";
const COUNTS: &str = "SELECT c.appraised_id, c.id, c.round, c.held_on, c.entitled, c.issued, c.returned, c.valid, c.votes
 FROM appraisal_ballot c JOIN appraised x ON x.id = c.appraised_id WHERE x.appraisal_id = :appraisal ORDER BY c.id";
const EDITIONS: &str = "SELECT id, edition, published_on, reason, rules, head, by FROM appraisal_publication WHERE appraisal_id = :appraisal ORDER BY edition";
const RESULTS: &str = "SELECT appraised_id, name, rank, points, level FROM appraisal_result WHERE publication_id = :publication ORDER BY id";
const REPORTS: &str = "SELECT a.no, a.year, k.name, a.title, x.form, x.held_on, x.paper,
 (SELECT r.level FROM appraisal_result r JOIN appraisal_publication p ON p.id = r.publication_id WHERE r.appraised_id = x.id ORDER BY p.edition DESC LIMIT 1)
 FROM appraised x JOIN appraisal a ON a.id = x.appraisal_id JOIN word k ON k.id = a.kind_id
 WHERE x.member_id = :member AND x.cancelled IS NULL AND a.cancelled IS NULL ORDER BY a.year, x.id";
/// In which years whom another appraisal of the kind was about: one that was held, or is to be
/// held in the same year.
const BEFORE: &str = "SELECT coalesce(x.member_id, x.body_id, x.unit_id), a.year FROM appraised x JOIN appraisal a ON a.id = x.appraisal_id
 WHERE x.cancelled IS NULL AND a.cancelled IS NULL AND a.kind_id = (SELECT kind_id FROM appraisal WHERE id = :appraisal) AND a.id <> :appraisal
 AND (x.held_on IS NOT NULL OR a.year = :year)
 AND CASE :whose WHEN 'member' THEN x.member_id IS NOT NULL WHEN 'unit' THEN x.unit_id IS NOT NULL ELSE x.body_id IS NOT NULL END";

impl Read<'_> {
    /// The appraisals of a year, or all, whole.
    ///
    /// # Errors
    /// `bad_scheme` where what the file holds is no scheme; the database's own failures.
    pub fn appraisals(&self, year: Option<i32>) -> Result<Vec<Appraisal>> {
        let mut statement = self.conn.prepare_cached(APPRAISALS)?;
        let rows = statement.query_map(named_params! { ":year": year }, |r| {
            let mut c = Columns::of(r);
            Ok(Head {
                id: c.take()?,
                no: c.take()?,
                year: c.take()?,
                kind: c.take()?,
                title: c.take()?,
                rules: c.take()?,
                note: c.take()?,
            })
        })?;
        let heads: Vec<Head> = rows.collect::<rusqlite::Result<_>>()?;
        heads.into_iter().map(|h| self.whole(h)).collect()
    }

    /// The appraisal of a number; without one the only one of the year.
    ///
    /// # Errors
    /// `not_found`, `ambiguous`; as [`Read::appraisals`].
    pub fn find_appraisal(&self, no: &str) -> Result<Appraisal> {
        let no = no.trim();
        let mut all = self.appraisals(None)?;
        let of_year = |a: &Appraisal| a.year.to_string() == no;
        let named = |a: &Appraisal| a.no == no || a.title == no;
        if let Some(at) = all.iter().position(named) {
            return Ok(all.swap_remove(at));
        }
        let years: Vec<usize> = (0..all.len()).filter(|i| of_year(&all[*i])).collect();
        if let [at] = years[..] {
            return Ok(all.swap_remove(at));
        }
        let names: Vec<String> = all
            .iter()
            .filter(|a| years.is_empty() || of_year(a))
            .map(|a| format!("{} {}", a.no, a.title))
            .collect();
        let error = if years.is_empty() {
            let message = text!("没有编号为“{no}”的评议", "there is no appraisal `{no}`");
            Error::refused("not_found", message)
        } else {
            let message = text!(
                "{no} 年不止一次评议",
                "there are several appraisals in {no}"
            );
            Error::refused("ambiguous", message)
        };
        let near = nearest(no, names.iter().map(String::as_str), 3);
        let shown = if near.is_empty() {
            names.iter().take(5).map(String::as_str).collect()
        } else {
            near
        };
        let shown: Vec<&str> = shown;
        let error = if shown.is_empty() {
            error
        } else {
            let Text { zh, en } = Text::listed(&shown);
            error.hint(text!("现有：{zh}", "there are: {en}"))
        };
        Err(error.hint(text!(
            "用 yishi appraisal list 查看编号",
            "yishi appraisal list shows the numbers"
        )))
    }

    /// The reports on duty of a member, given or owed.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn reports_of(&self, member: i64) -> Result<Vec<Report>> {
        let mut statement = self.conn.prepare_cached(REPORTS)?;
        let rows = statement.query_map(named_params! { ":member": member }, |r| {
            let mut c = Columns::of(r);
            Ok(Report {
                no: c.take()?,
                year: c.take()?,
                kind: c.take()?,
                title: c.take()?,
                form: c.maybe_code()?,
                held_on: c.maybe_when()?,
                paper: c.take()?,
                level: c.take()?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn whole(&self, head: Head) -> Result<Appraisal> {
        let scheme = Scheme::parse(&head.rules).map_err(|mistakes| {
            let no = &head.no;
            Error::refused(
                "bad_scheme",
                text!(
                    "评议 {no} 的办法读不懂",
                    "the scheme of appraisal {no} cannot be read"
                ),
            )
            .mistaken(&mistakes)
        })?;
        Ok(Appraisal {
            groups: self.groups_of(head.id)?,
            subjects: self.subjects_of(head.id)?,
            editions: self.editions_of(head.id)?,
            id: head.id,
            no: head.no,
            year: head.year,
            kind: head.kind,
            title: head.title,
            rules: head.rules,
            note: head.note,
            scheme,
        })
    }

    fn groups_of(&self, appraisal: i64) -> Result<Vec<Group>> {
        let mut statement = self.conn.prepare_cached(GROUPS)?;
        let rows = statement.query_map(named_params! { ":appraisal": appraisal }, |r| {
            let (id, name) = (r.get(0)?, r.get(1)?);
            let leader: (Option<i64>, Option<String>, Option<String>) =
                (r.get(2)?, r.get(3)?, r.get(4)?);
            let leader = match leader {
                (Some(id), Some(no), Some(name)) => Some(Person { id, no, name }),
                _ => None,
            };
            Ok(Group { id, name, leader })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn subjects_of(&self, appraisal: i64) -> Result<Vec<Appraised>> {
        let mut statement = self.conn.prepare_cached(SUBJECTS)?;
        let rows = statement.query_map(named_params! { ":appraisal": appraisal }, subject)?;
        let mut subjects: Vec<Appraised> = rows.collect::<rusqlite::Result<_>>()?;
        let mut counts = self.counts_of(appraisal)?;
        for one in &mut subjects {
            one.counts = counts.remove(&one.id).unwrap_or_default();
        }
        Ok(subjects)
    }

    fn counts_of(&self, appraisal: i64) -> Result<HashMap<i64, Vec<Tally>>> {
        let mut statement = self.conn.prepare_cached(COUNTS)?;
        let rows = statement.query_map(named_params! { ":appraisal": appraisal }, tally)?;
        let mut counts: HashMap<i64, Vec<Tally>> = HashMap::new();
        for row in rows {
            let (appraised, tally) = row?;
            counts.entry(appraised).or_default().push(tally);
        }
        Ok(counts)
    }

    fn editions_of(&self, appraisal: i64) -> Result<Vec<Edition>> {
        let mut statement = self.conn.prepare_cached(EDITIONS)?;
        let rows = statement.query_map(named_params! { ":appraisal": appraisal }, |r| {
            let mut c = Columns::of(r);
            let id: i64 = c.take()?;
            Ok((
                id,
                Edition {
                    edition: c.take()?,
                    published_on: c.day()?,
                    reason: c.take()?,
                    rules: c.take()?,
                    head: c.take()?,
                    by: c.take()?,
                    results: Vec::new(),
                },
            ))
        })?;
        let mut editions = Vec::new();
        for row in rows {
            let (id, mut edition) = row?;
            edition.results = self.results_of(id)?;
            editions.push(edition);
        }
        Ok(editions)
    }

    fn results_of(&self, publication: i64) -> Result<Vec<Outcome>> {
        let mut statement = self.conn.prepare_cached(RESULTS)?;
        let rows = statement.query_map(named_params! { ":publication": publication }, |r| {
            let points: Option<String> = r.get(3)?;
            let odd = || rusqlite::Error::InvalidColumnType(3, "points".into(), Type::Text);
            let points = points.map(|p| p.parse().map_err(|_| odd())).transpose()?;
            Ok(Outcome {
                appraised: r.get(0)?,
                name: r.get(1)?,
                rank: r.get(2)?,
                points,
                level: r.get(4)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// In which years each was appraised before or elsewhere, by row, in order.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn appraised_in(&self, appraisal: &Appraisal) -> Result<HashMap<i64, Vec<i32>>> {
        let mut statement = self.conn.prepare_cached(BEFORE)?;
        let whose = match appraisal.scheme.subject {
            Whose::Member => "member",
            Whose::Unit => "unit",
            _ => "body",
        };
        let key =
            named_params! { ":appraisal": appraisal.id, ":year": appraisal.year, ":whose": whose };
        let rows = statement.query_map(key, |r| Ok((r.get(0)?, r.get(1)?)))?;
        let mut years: HashMap<i64, BTreeSet<i32>> = HashMap::new();
        for row in rows {
            let (id, year) = row?;
            years.entry(id).or_default().insert(year);
        }
        let listed = years.into_iter();
        Ok(listed
            .map(|(id, y)| (id, y.into_iter().collect()))
            .collect())
    }

    /// Everyone whom an appraisal could be about and is not yet, in the order of the ledger.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn appraisable(&self, appraisal: &Appraisal) -> Result<Vec<Candidate>> {
        let mut years = self.appraised_in(appraisal)?;
        let taken = |id: i64| appraisal.subjects.iter().any(|s| s.who.id == id);
        let whose = appraisal.scheme.subject;
        let all: Vec<(i64, String)> = match (whose, whose.dict()) {
            (Whose::Member, _) => {
                let year = When::new(appraisal.year, None, None);
                let members = self.members(&[])?.into_iter();
                let members = members.filter(|m| year.is_none_or(|y| m.serves(y)));
                members.map(|m| (m.id, m.name)).collect()
            }
            (_, Some(dict)) => {
                let words = self.words(dict)?.into_iter();
                words.map(|w| (w.id, w.name)).collect()
            }
            (_, None) => {
                let units = self.units(&[])?.into_iter();
                units.map(|u| (u.id, u.name)).collect()
            }
        };
        let free = all.into_iter().filter(|(id, _)| !taken(*id));
        Ok(free
            .map(|(id, name)| Candidate {
                years: years.remove(&id).unwrap_or_default(),
                id,
                name,
            })
            .collect())
    }
}

struct Head {
    id: i64,
    no: String,
    year: i32,
    kind: String,
    title: String,
    rules: String,
    note: Option<String>,
}

fn subject(r: &Row<'_>) -> rusqlite::Result<Appraised> {
    let mut c = Columns::of(r);
    let id = c.take()?;
    Ok(Appraised {
        id,
        who: who(&mut c)?,
        group: c.take()?,
        form: c.maybe_code()?,
        held_on: c.maybe_when()?,
        paper: c.take()?,
        note: c.take()?,
        counts: Vec::new(),
    })
}

fn tally(r: &Row<'_>) -> rusqlite::Result<(i64, Tally)> {
    let mut c = Columns::of(r);
    let appraised = c.take()?;
    let (id, round, held_on) = (c.take()?, c.take()?, c.when()?);
    let many = |at: usize, n: i64| {
        u64::try_from(n).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(at, n))
    };
    let entitled: Option<i64> = c.take()?;
    let entitled = entitled.map(|n| many(4, n)).transpose()?;
    let (issued, returned) = (many(5, c.take()?)?, many(6, c.take()?)?);
    let valid = many(7, c.take()?)?;
    let text: String = c.take()?;
    let votes: Votes = serde_json::from_str(&text).map_err(|cause| {
        rusqlite::Error::FromSqlConversionFailure(8, Type::Text, Box::new(cause))
    })?;
    let ballot = Ballot {
        entitled,
        issued,
        returned,
        valid,
        votes,
    };
    let tally = Tally {
        id,
        round,
        held_on,
        ballot,
    };
    Ok((appraised, tally))
}
