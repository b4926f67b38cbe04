//! The stream of duty acts that the score engine counts: one query for each ledger, every one in
//! the order of members, merged here. One pass, nothing for each member or each item.

mod row;

use super::Read;
use super::appraisal::{Schemes, appraisal_row};
use crate::error::Result;
use crate::model::fact::{Fact, Post, Subject, Sym, Symbols, mark};
use crate::model::session::Session;
use crate::model::when::When;
use row::{adoption, attendance, opinion, proposal, record, speech, status};
pub(super) use row::{blank, quantity as many, unreadable};
use rusqlite::{Row, Rows, Statement};
use std::collections::HashMap;

const SUBJECTS: &str = "SELECT m.id, m.no, m.name, s.name AS sector FROM member m LEFT JOIN word s ON s.id = m.sector_id
 WHERE m.cancelled IS NULL ORDER BY m.id";
const POSTS: &str = "SELECT a.member_id, w.name, a.since, a.until FROM affiliation a JOIN word w ON w.id = a.word_id
 WHERE w.dict = 'post' ORDER BY a.member_id, a.ord";
const TENURES: &str = "SELECT member_id, since, until FROM tenure ORDER BY member_id";
const MEETINGS: &str =
    "SELECT id, kind_id, start_on, half_days, duty FROM meeting WHERE cancelled IS NULL";
const ATTENDANCE: [&str; 3] = [
    "SELECT id, presence, part, halves, walk_in FROM attendance WHERE TRUE",
    " AND id BETWEEN ?1 << 32 AND (?1 << 32) + 4294967295",
    " ORDER BY id",
];
const SPEECHES: [&str; 3] = [
    "SELECT a.member_id, p.id, a.id, a.meeting_id, p.form, a.part, p.title FROM speech p JOIN attendance a ON a.id = p.attendance_id WHERE TRUE",
    " AND a.id BETWEEN ?1 << 32 AND (?1 << 32) + 4294967295",
    " ORDER BY a.member_id, p.id",
];
/// Bodies that propose are no persons: places and shares go by the persons among the proposers.
const PROPOSALS: [&str; 3] = [
    "SELECT r.member_id, p.id, p.form, p.state, p.submitted_on, p.filed_on, p.key, p.excellent,
 (SELECT count(x.member_id) FROM proposer x WHERE x.proposal_id = p.id AND x.ord <= r.ord) AS place,
 (SELECT count(x.member_id) FROM proposer x WHERE x.proposal_id = p.id) AS persons, c.name AS category, p.session
 FROM proposer r JOIN proposal p ON p.id = r.proposal_id LEFT JOIN word c ON c.id = p.category_id
 WHERE r.member_id IS NOT NULL AND p.cancelled IS NULL
 AND (p.state <> 'to_opinion' OR NOT EXISTS (SELECT 1 FROM opinion o WHERE o.proposal_id = p.id AND o.cancelled IS NULL))",
    " AND r.member_id = ?1",
    " ORDER BY r.member_id, p.id",
];
/// Of an opinion and the proposal that it is one matter with only one counts: the opinion while the
/// proposal is turned into one, else the proposal.
const OPINIONS: [&str; 3] = [
    "SELECT r.member_id, o.id, o.submitted_on, r.ord,
 (SELECT count(*) FROM author x WHERE x.opinion_id = o.id) AS persons,
 (SELECT count(*) FROM adoption d WHERE d.opinion_id = o.id AND d.act = 'adoption') AS adopted,
 (SELECT count(*) FROM adoption d WHERE d.opinion_id = o.id AND d.act = 'instruction') AS instructed,
 (SELECT min(p.id) FROM proposer x JOIN proposal p ON p.id = x.proposal_id WHERE x.member_id = r.member_id
  AND p.state = 'to_opinion' AND p.cancelled IS NULL AND p.title = o.title) AS came_from
 FROM author r JOIN opinion o ON o.id = r.opinion_id WHERE o.cancelled IS NULL
 AND (o.proposal_id IS NULL OR NOT EXISTS (SELECT 1 FROM proposal q WHERE q.id = o.proposal_id AND q.cancelled IS NULL AND q.state <> 'to_opinion'))",
    " AND r.member_id = ?1",
    " ORDER BY r.member_id, o.id",
];
const ADOPTIONS: [&str; 3] = [
    "SELECT r.member_id, d.id, o.id, o.submitted_on, r.ord,
 (SELECT count(*) FROM author x WHERE x.opinion_id = o.id) AS persons, d.act, l.name AS level,
 (SELECT min(p.id) FROM proposer x JOIN proposal p ON p.id = x.proposal_id WHERE x.member_id = r.member_id
  AND p.state = 'to_opinion' AND p.cancelled IS NULL AND p.title = o.title) AS came_from
 FROM author r JOIN opinion o ON o.id = r.opinion_id JOIN adoption d ON d.opinion_id = o.id LEFT JOIN word l ON l.id = d.level_id
 WHERE o.cancelled IS NULL",
    " AND r.member_id = ?1",
    " ORDER BY r.member_id, d.id",
];
const RECORDS: [&str; 3] = [
    "SELECT r.member_id, r.id, r.happened_on, k.name AS kind, l.name AS level, r.quantity, r.confirmed_on IS NOT NULL
 FROM record r JOIN word k ON k.id = r.kind_id LEFT JOIN word l ON l.id = r.level_id WHERE r.cancelled IS NULL AND r.member_id IS NOT NULL",
    " AND r.member_id = ?1",
    " ORDER BY r.member_id, r.id",
];
const STATUSES: [&str; 3] = [
    "SELECT member_id, id, happened_on, kind FROM status_event WHERE cancelled IS NULL",
    " AND member_id = ?1",
    " ORDER BY member_id, id",
];
const APPRAISALS: [&str; 3] = [
    "SELECT x.member_id, x.id, x.appraisal_id, k.name, x.form, x.held_on, x.entitled, x.issued, x.returned, x.valid, x.votes
 FROM appraised x JOIN appraisal a ON a.id = x.appraisal_id JOIN word k ON k.id = a.kind_id
 WHERE x.member_id IS NOT NULL AND x.held_on IS NOT NULL AND x.cancelled IS NULL AND a.cancelled IS NULL",
    " AND x.member_id = ?1",
    " ORDER BY x.member_id, x.id",
];
const WORDS: &str = "SELECT id, name FROM word";

/// A meeting, as far as its roll needs it.
struct Occasion {
    kind: Sym,
    on: When,
    halves: u16,
    marks: u16,
}

/// Everything that the facts of a run refer to, read once.
pub struct Context {
    meetings: HashMap<i64, Occasion>,
    codes: HashMap<&'static str, Sym>,
    /// The schemes of appraisals, which say what ballots come to.
    schemes: Schemes,
    /// The session of the office's year: proposals without any day belong to the year of theirs.
    now: Option<(Session, i32)>,
}

/// A day that stands in the file; unreadable ones (only outside tools write such) lie in 1900.
fn day(text: Option<&str>) -> When {
    text.and_then(When::from_iso)
        .unwrap_or(When::year_only(1900))
}

fn small(n: i64) -> u16 {
    u16::try_from(n.max(0)).unwrap_or(u16::MAX)
}

impl Read<'_> {
    /// Runs over all members in the order of their rows, each with all their facts.
    /// The slice of facts is only good for the call.
    ///
    /// # Errors
    /// What `each` gives; the database's own failures.
    pub fn facts(
        &self,
        symbols: &mut Symbols,
        mut each: impl FnMut(&Subject, &[Fact]) -> Result<()>,
    ) -> Result<()> {
        let subjects = self.subjects(symbols)?;
        let context = self.context(symbols)?;
        let mut statements = STREAMS
            .iter()
            .map(|([head, _, order], _)| Ok(self.conn.prepare(&[*head, *order].concat())?))
            .collect::<Result<Vec<Statement<'_>>>>()?;
        let mut streams = Vec::new();
        for (statement, (_, read)) in statements.iter_mut().zip(STREAMS) {
            streams.push(Stream::open(
                statement.query([])?,
                *read,
                &context,
                symbols,
            )?);
        }
        let mut facts = Vec::new();
        for subject in &subjects {
            facts.clear();
            for stream in &mut streams {
                stream.take(subject.id, &mut facts, &context, symbols)?;
            }
            each(subject, &facts)?;
        }
        Ok(())
    }

    /// The facts of one member, for an explanation.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn facts_of(
        &self,
        member: i64,
        symbols: &mut Symbols,
    ) -> Result<Option<(Subject, Vec<Fact>)>> {
        let Some(subject) = self.subjects(symbols)?.into_iter().find(|s| s.id == member) else {
            return Ok(None);
        };
        let context = self.context(symbols)?;
        let mut facts = Vec::new();
        for (sql, read) in STREAMS {
            let mut statement = self.conn.prepare_cached(&sql.concat())?;
            let mut stream = Stream::open(statement.query([member])?, *read, &context, symbols)?;
            stream.take(member, &mut facts, &context, symbols)?;
        }
        Ok(Some((subject, facts)))
    }

    fn subjects(&self, symbols: &mut Symbols) -> Result<Vec<Subject>> {
        let mut subjects = Vec::new();
        let mut place = HashMap::new();
        let mut statement = self.conn.prepare(SUBJECTS)?;
        let mut rows = statement.query([])?;
        while let Some(r) = rows.next()? {
            let id: i64 = r.get(0)?;
            place.insert(id, subjects.len());
            let sector: Option<String> = r.get(3)?;
            subjects.push(Subject {
                id,
                no: r.get(1)?,
                name: r.get(2)?,
                sector: symbols.intern(sector.as_deref().unwrap_or("")),
                posts: Vec::new(),
                tenure: Vec::new(),
            });
        }
        let date = |r: &Row<'_>, at: usize| -> Result<Option<When>> {
            Ok(r.get_ref(at)?
                .as_str_or_null()
                .map_err(rusqlite::Error::from)?
                .and_then(When::from_iso))
        };
        let mut statement = self.conn.prepare(POSTS)?;
        let mut rows = statement.query([])?;
        while let Some(r) = rows.next()? {
            if let Some(at) = place.get(&r.get(0)?) {
                let name = symbols.intern(r.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?);
                subjects[*at].posts.push(Post {
                    name,
                    since: date(r, 2)?,
                    until: date(r, 3)?,
                });
            }
        }
        let mut statement = self.conn.prepare(TENURES)?;
        let mut rows = statement.query([])?;
        while let Some(r) = rows.next()? {
            if let Some(at) = place.get(&r.get(0)?) {
                subjects[*at].tenure.push((date(r, 1)?, date(r, 2)?));
            }
        }
        Ok(subjects)
    }

    fn context(&self, symbols: &mut Symbols) -> Result<Context> {
        let mut words: HashMap<i64, Sym> = HashMap::new();
        let mut statement = self.conn.prepare(WORDS)?;
        let mut rows = statement.query([])?;
        while let Some(r) = rows.next()? {
            words.insert(
                r.get(0)?,
                symbols.intern(r.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?),
            );
        }
        let mut meetings = HashMap::new();
        let mut statement = self.conn.prepare(MEETINGS)?;
        let mut rows = statement.query([])?;
        while let Some(r) = rows.next()? {
            let duty = r.get_ref(4)?.as_str().map_err(rusqlite::Error::from)?;
            meetings.insert(
                r.get(0)?,
                Occasion {
                    kind: words.get(&r.get(1)?).copied().unwrap_or(Sym::NONE),
                    on: day(r
                        .get_ref(2)?
                        .as_str_or_null()
                        .map_err(rusqlite::Error::from)?),
                    halves: small(r.get(3)?),
                    marks: match duty {
                        "required" => mark::REQUIRED,
                        "sign_up" => mark::SIGN_UP,
                        _ => 0,
                    },
                },
            );
        }
        let mut codes = HashMap::new();
        for code in FIXED {
            codes.insert(*code, symbols.intern(code));
        }
        let now = self.session()?.zip(self.year()?);
        Ok(Context {
            meetings,
            codes,
            schemes: self.schemes()?,
            now,
        })
    }
}

/// The stable codes that the streams meet on every row, interned once.
const FIXED: &[&str] = &[
    "present",
    "late",
    "left_early",
    "partial",
    "leave",
    "absent",
    "unrecorded",
    "attendee",
    "host",
    "convenor",
    "observer",
    "keynote",
    "oral",
    "written",
    "individual",
    "joint",
    "collective",
    "draft",
    "submitted",
    "registered",
    "filed",
    "merged",
    "to_opinion",
    "to_letter",
    "returned",
    "not_filed",
    "withdrawn",
    "assigned",
    "replied",
    "rated",
    "tracking",
    "closed",
    "archived",
    "first",
    "adopted",
];

impl Context {
    /// The year of a session: sessions of one term follow each other year by year.
    fn year_of(&self, session: &str) -> When {
        let year = self
            .now
            .zip(Session::parse(session))
            .filter(|((now, _), s)| now.term == s.term);
        let year =
            year.map(|((now, year), s)| year + i32::from(s.session) - i32::from(now.session));
        year.and_then(|y| When::new(y, None, None))
            .unwrap_or(When::year_only(1900))
    }

    fn code(&self, word: &str, symbols: &mut Symbols) -> Sym {
        self.codes
            .get(word)
            .copied()
            .unwrap_or_else(|| symbols.intern(word))
    }
}

/// Reads one row: whose fact, and the fact; no fact where the row's meeting is cancelled.
type Reader = fn(&Row<'_>, &Context, &mut Symbols) -> rusqlite::Result<(i64, Option<Fact>)>;

const STREAMS: &[([&str; 3], Reader)] = &[
    (ATTENDANCE, attendance),
    (SPEECHES, speech),
    (PROPOSALS, proposal),
    (OPINIONS, opinion),
    (ADOPTIONS, adoption),
    (RECORDS, record),
    (STATUSES, status),
    (APPRAISALS, appraisal),
];

fn appraisal(
    r: &Row<'_>,
    context: &Context,
    symbols: &mut Symbols,
) -> rusqlite::Result<(i64, Option<Fact>)> {
    let fact = appraisal_row(r, &context.schemes, symbols)?;
    Ok((r.get(0)?, Some(fact)))
}

/// One ledger's rows in the order of members, one row ahead.
struct Stream<'s> {
    rows: Rows<'s>,
    read: Reader,
    ahead: Option<(i64, Option<Fact>)>,
}

impl<'s> Stream<'s> {
    fn open(
        rows: Rows<'s>,
        read: Reader,
        context: &Context,
        symbols: &mut Symbols,
    ) -> Result<Stream<'s>> {
        let mut stream = Stream {
            rows,
            read,
            ahead: None,
        };
        stream.step(context, symbols)?;
        Ok(stream)
    }

    fn step(&mut self, context: &Context, symbols: &mut Symbols) -> Result<()> {
        self.ahead = match self.rows.next()? {
            Some(row) => Some((self.read)(row, context, symbols).map_err(unreadable)?),
            None => None,
        };
        Ok(())
    }

    /// Moves the facts of one member out; rows of members before are passed over.
    fn take(
        &mut self,
        member: i64,
        facts: &mut Vec<Fact>,
        context: &Context,
        symbols: &mut Symbols,
    ) -> Result<()> {
        while let Some((whose, fact)) = self.ahead {
            if whose > member {
                break;
            }
            if whose == member {
                facts.extend(fact);
            }
            self.step(context, symbols)?;
        }
        Ok(())
    }
}
