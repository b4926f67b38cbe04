//! What lies on the desk today: one query for each matter.

use super::Read;
use crate::error::Result;
use crate::model::desk::{Desk, Line, Matter, Press};
use chrono::{Datelike, Days, NaiveDate};
use rusqlite::named_params;

const COUNTS: &str = "SELECT (SELECT count(*) FROM member WHERE cancelled IS NULL),
 (SELECT count(*) FROM meeting WHERE cancelled IS NULL AND substr(start_on, 1, 4) = :year),
 (SELECT count(*) FROM proposal WHERE cancelled IS NULL AND session = :session),
 (SELECT count(*) FROM opinion WHERE cancelled IS NULL AND substr(submitted_on, 1, 4) = :year)";

/// How many of each are named.
const NAMED: usize = 3;

/// Each matter: how it presses, and the names of what it concerns. `:today`, `:soon` (15 days on),
/// `:near` (14 days on), `:year` and `:session` are bound where a query names them.
const MATTERS: &[(Press, Matter, &str)] = &[
    (
        Press::Lacking,
        Matter::NoMembers,
        "SELECT '' WHERE NOT EXISTS (SELECT 1 FROM member WHERE cancelled IS NULL)",
    ),
    (
        Press::Overdue,
        Matter::ProposalOverdue,
        concat!("SELECT session || ", cited!(""), " || ' ' || title FROM proposal
         WHERE state = 'assigned' AND cancelled IS NULL AND replied_on IS NULL
         AND due < :today ORDER BY due, id"),
    ),
    (
        Press::Overdue,
        Matter::DecisionOverdue,
        "SELECT p.session || coalesce('-' || p.no, '-流水' || p.serial, '') || ' ' || p.title FROM deadline d JOIN proposal p ON p.id = d.proposal_id
         WHERE d.met_on IS NULL AND d.step = 'reassign' AND d.due_on < :today AND p.state = 'assigned' AND p.cancelled IS NULL ORDER BY d.due_on, d.id",
    ),
    (
        Press::Overdue,
        Matter::AdviceOverdue,
        "SELECT p.session || coalesce('-' || p.no, '-流水' || p.serial, '') || ' ' || p.title FROM deadline d JOIN proposal p ON p.id = d.proposal_id
         WHERE d.met_on IS NULL AND d.step = 'co_opinion' AND d.due_on < :today AND p.state = 'assigned' AND p.cancelled IS NULL ORDER BY d.due_on, d.id",
    ),
    (
        Press::Overdue,
        Matter::ContactOverdue,
        "SELECT p.session || coalesce('-' || p.no, '-流水' || p.serial, '') || ' ' || p.title FROM deadline d JOIN proposal p ON p.id = d.proposal_id
         WHERE d.met_on IS NULL AND d.step = 'first_contact' AND d.due_on < :today AND p.state = 'assigned' AND p.cancelled IS NULL ORDER BY d.due_on, d.id",
    ),
    (
        Press::Soon,
        Matter::DecisionWaiting,
        "SELECT p.session || coalesce('-' || p.no, '-流水' || p.serial, '') || ' ' || p.title FROM proposal p
         JOIN assignment a ON a.proposal_id = p.id WHERE p.state = 'assigned' AND p.cancelled IS NULL AND a.handling = 'declining'
         AND NOT EXISTS (SELECT 1 FROM deadline d WHERE d.proposal_id = p.id AND d.unit_id = a.unit_id AND d.step = 'reassign'
           AND d.met_on IS NULL AND d.due_on < :today) ORDER BY p.id",
    ),
    (
        Press::Overdue,
        Matter::PromiseOverdue,
        concat!("SELECT p.session || ", cited!("p."), " || ' ' || p.title FROM deadline d JOIN proposal p ON p.id = d.proposal_id
         WHERE d.step = 'track' AND d.met_on IS NULL AND d.due_on < :today AND p.cancelled IS NULL ORDER BY d.due_on, d.id"),
    ),
    (
        Press::Overdue,
        Matter::FeedbackOverdue,
        "SELECT o.no || ' ' || o.title FROM adoption x JOIN opinion o ON o.id = x.opinion_id
         WHERE x.due_on IS NOT NULL AND x.answered_on IS NULL AND x.due_on < :today AND o.cancelled IS NULL ORDER BY x.due_on, x.id",
    ),
    (
        Press::Soon,
        Matter::ProposalSoon,
        concat!("SELECT session || ", cited!(""), " || ' ' || title FROM proposal
         WHERE state = 'assigned' AND cancelled IS NULL AND replied_on IS NULL
         AND due BETWEEN :today AND :soon ORDER BY due, id"),
    ),
    (
        Press::Soon,
        Matter::MeetingSoon,
        "SELECT start_on || ' ' || title FROM meeting WHERE cancelled IS NULL AND start_on BETWEEN :today AND :near ORDER BY start_on, id",
    ),
    (
        Press::Lacking,
        Matter::OtherSession,
        "SELECT DISTINCT session FROM proposal WHERE cancelled IS NULL
         AND NOT EXISTS (SELECT 1 FROM proposal WHERE cancelled IS NULL AND session = :session)",
    ),
    (
        Press::Lacking,
        Matter::OtherYear,
        "SELECT year FROM (SELECT substr(start_on, 1, 4) AS year FROM meeting WHERE cancelled IS NULL
           UNION SELECT substr(submitted_on, 1, 4) FROM opinion WHERE cancelled IS NULL AND submitted_on IS NOT NULL) AS held
         WHERE NOT EXISTS (SELECT 1 FROM meeting WHERE cancelled IS NULL AND substr(start_on, 1, 4) = :year)
         AND NOT EXISTS (SELECT 1 FROM opinion WHERE cancelled IS NULL AND substr(submitted_on, 1, 4) = :year) ORDER BY year DESC",
    ),
    (
        Press::Lacking,
        Matter::ProposalWaiting,
        concat!("SELECT session || ", cited!(""), " || ' ' || title FROM proposal
         WHERE state = 'assigned' AND cancelled IS NULL AND replied_on IS NULL
         AND due IS NULL ORDER BY assigned_on, id"),
    ),
    (
        Press::Lacking,
        Matter::ProposalUnassigned,
        concat!("SELECT session || ", cited!(""), " || ' ' || title FROM proposal
         WHERE state = 'filed' AND cancelled IS NULL ORDER BY filed_on, id"),
    ),
    (
        Press::Lacking,
        Matter::RollOpen,
        "SELECT g.no || ' ' || g.title FROM meeting g WHERE g.cancelled IS NULL AND g.start_on <= :today AND substr(g.start_on, 1, 4) = :year
         AND EXISTS (SELECT 1 FROM attendance a WHERE a.meeting_id = g.id AND a.presence = 'unrecorded') ORDER BY g.start_on, g.id",
    ),
    (
        Press::Lacking,
        Matter::RollMissing,
        "SELECT g.no || ' ' || g.title FROM meeting g WHERE g.cancelled IS NULL AND g.start_on <= :today AND substr(g.start_on, 1, 4) = :year
         AND NOT EXISTS (SELECT 1 FROM attendance a WHERE a.meeting_id = g.id) ORDER BY g.start_on, g.id",
    ),
    (
        Press::Lacking,
        Matter::NoVoice,
        "SELECT m.no || ' ' || m.name FROM member m WHERE m.cancelled IS NULL
         AND NOT EXISTS (SELECT 1 FROM tenure t WHERE t.member_id = m.id AND (t.until < :today OR t.since > :today))
         AND NOT EXISTS (SELECT 1 FROM proposer r JOIN proposal p ON p.id = r.proposal_id WHERE r.member_id = m.id AND p.cancelled IS NULL
           AND substr(p.submitted_on, 1, 4) = :year)
         AND NOT EXISTS (SELECT 1 FROM author r JOIN opinion o ON o.id = r.opinion_id WHERE r.member_id = m.id AND o.cancelled IS NULL
           AND substr(o.submitted_on, 1, 4) = :year) ORDER BY m.rank IS NULL, m.rank, m.id",
    ),
    (
        Press::Lacking,
        Matter::NoCommittee,
        "SELECT m.no || ' ' || m.name FROM member m WHERE m.cancelled IS NULL
         AND NOT EXISTS (SELECT 1 FROM tenure t WHERE t.member_id = m.id AND t.until < :today)
         AND NOT EXISTS (SELECT 1 FROM affiliation a JOIN word w ON w.id = a.word_id WHERE a.member_id = m.id AND w.dict = 'committee' AND a.until IS NULL)
         ORDER BY m.rank IS NULL, m.rank, m.id",
    ),
    (
        Press::Lacking,
        Matter::NoRules,
        "SELECT :year WHERE NOT EXISTS (SELECT 1 FROM rules WHERE year = CAST(:year AS INTEGER))",
    ),
];

impl Read<'_> {
    /// The desk of a day.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn desk(&self, today: NaiveDate) -> Result<Desk> {
        let year = self.year()?.unwrap_or_else(|| today.year()).to_string();
        let session = self.setting("session")?.unwrap_or_default();
        let counts = self.conn.query_row(
            COUNTS,
            named_params! { ":year": year, ":session": session },
            |r| Ok([r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?]),
        )?;
        let after = |days| {
            today
                .checked_add_days(Days::new(days))
                .unwrap_or(today)
                .to_string()
        };
        let bound = [
            (":today", today.to_string()),
            (":soon", after(15)),
            (":near", after(14)),
            (":year", year.clone()),
            (":session", session.clone()),
        ];
        let mut lines = Vec::new();
        for (press, matter, sql) in MATTERS {
            let (count, first) = self.concerned(sql, &bound)?;
            if count > 0 {
                lines.push(Line {
                    press: *press,
                    matter: *matter,
                    count,
                    first,
                });
            }
        }
        if lines.iter().any(|l| l.matter == Matter::NoMembers) {
            lines.retain(|l| l.matter == Matter::NoMembers);
        }
        lines.sort_by_key(|l| l.press);
        let office = self.setting("office")?.unwrap_or_default();
        Ok(Desk {
            office,
            session,
            year,
            counts,
            lines,
        })
    }

    /// How many a matter concerns, and the first few by name.
    fn concerned(self, sql: &str, bound: &[(&str, String)]) -> Result<(i64, Vec<String>)> {
        let mut statement = self.conn.prepare(sql)?;
        for (name, value) in bound {
            if let Some(at) = statement.parameter_index(name)? {
                statement.raw_bind_parameter(at, value)?;
            }
        }
        let mut rows = statement.raw_query();
        let (mut count, mut first) = (0, Vec::new());
        while let Some(r) = rows.next()? {
            count += 1;
            if first.len() < NAMED {
                first.push(r.get(0)?);
            }
        }
        Ok((count, first))
    }
}
