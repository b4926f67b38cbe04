//! Where facts stand in the ledgers, looked up for a handful of facts at once: one statement for
//! each ledger, whatever their number.

use super::columns::Columns;
use super::record::vouched;
use super::{Read, source};
use crate::error::Result;
use crate::model::fact::FactKind;
use crate::model::record::Vouched;
use rusqlite::Row;
use std::collections::{BTreeMap, HashMap};

const OF_ATTENDANCE: &str = "SELECT a.id, g.no, g.title, a.presence, f.file, f.sheet, a.line, m.name FROM attendance a JOIN meeting g ON g.id = a.meeting_id
 JOIN member m ON m.id = a.member_id LEFT JOIN source f ON f.id = a.source_id WHERE a.id IN (SELECT value FROM json_each(?1))";
const OF_SPEECH: &str = "SELECT p.id, g.no, coalesce(p.title, g.title), p.form, f.file, f.sheet, a.line, m.name FROM speech p JOIN attendance a ON a.id = p.attendance_id
 JOIN member m ON m.id = a.member_id JOIN meeting g ON g.id = a.meeting_id LEFT JOIN source f ON f.id = a.source_id WHERE p.id IN (SELECT value FROM json_each(?1))";
const OF_PROPOSAL: &str = concat!(
    "SELECT p.id, p.session || ",
    numbered!("p."),
    ", p.title, p.state, f.file, f.sheet, p.line, NULL
 FROM proposal p LEFT JOIN source f ON f.id = p.source_id WHERE p.id IN (SELECT value FROM json_each(?1))"
);
const OF_OPINION: &str = "SELECT o.id, o.no, o.title, '', f.file, f.sheet, o.line, NULL FROM opinion o LEFT JOIN source f ON f.id = o.source_id
 WHERE o.id IN (SELECT value FROM json_each(?1))";
const OF_ADOPTION: &str = "SELECT d.id, o.no, o.title, coalesce(l.name || '：', '') || d.wording, f.file, f.sheet, o.line, NULL FROM adoption d JOIN opinion o ON o.id = d.opinion_id
 LEFT JOIN word l ON l.id = d.level_id LEFT JOIN source f ON f.id = o.source_id WHERE d.id IN (SELECT value FROM json_each(?1))";
const OF_RECORD: &str = "SELECT r.id, k.name, r.title, coalesce(l.name, ''), f.file, f.sheet, r.line, m.name,
 r.reason, r.evidence, r.approver, r.organizer, j.by, r.confirmed_by, r.confirmed_on FROM record r JOIN word k ON k.id = r.kind_id
 LEFT JOIN member m ON m.id = r.member_id LEFT JOIN word l ON l.id = r.level_id LEFT JOIN source f ON f.id = r.source_id LEFT JOIN journal j ON j.seq = f.entry
 WHERE r.id IN (SELECT value FROM json_each(?1))";
const OF_APPRAISAL: &str = "SELECT x.id, a.no, a.title, k.name, NULL, NULL, NULL, coalesce(m.name, b.name, u.name) FROM appraised x JOIN appraisal a ON a.id = x.appraisal_id
 JOIN word k ON k.id = a.kind_id LEFT JOIN member m ON m.id = x.member_id LEFT JOIN word b ON b.id = x.body_id LEFT JOIN unit u ON u.id = x.unit_id
 WHERE x.id IN (SELECT value FROM json_each(?1))";
const OF_HANDLING: &str = concat!(
    "SELECT a.id, p.session || ",
    numbered!("p."),
    ", p.title, p.state, f.file, f.sheet, p.line, NULL
 FROM assignment a JOIN proposal p ON p.id = a.proposal_id LEFT JOIN source f ON f.id = p.source_id WHERE a.id IN (SELECT value FROM json_each(?1))"
);
const OF_SCORE: &str = "SELECT id, no, name, '', NULL, NULL, NULL, NULL FROM member WHERE id IN (SELECT value FROM json_each(?1))";
const OF_STATUS: &str = "SELECT s.id, s.kind, s.reason, coalesce(s.basis, ''), NULL, NULL, NULL, m.name FROM status_event s JOIN member m ON m.id = s.member_id
 WHERE s.id IN (SELECT value FROM json_each(?1))";

/// Where a fact stands: what a clerk looks up to check a point by hand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The number of the meeting, proposal, opinion; the kind of a record.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// Whose act it is, where it is one person's: not of proposals and opinions, which are shared.
    pub who: Option<String>,
    /// Its state: a code of a closed vocabulary, or the office's own words.
    pub state: String,
    /// File, sheet and line that it came from.
    pub source: Option<String>,
    /// The file alone, with its sheet …
    pub file: Option<String>,
    /// … and the line that the spreadsheet shows.
    pub line: Option<i64>,
    /// Who stands for it, of records about which more is known than who entered them.
    pub vouched: Option<Vouched>,
}

/// The places of facts by ledger and row.
pub type Places = HashMap<(FactKind, i64), Place>;

impl Read<'_> {
    /// Where facts stand, each named by its ledger and row.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn places(&self, facts: impl IntoIterator<Item = (FactKind, i64)>) -> Result<Places> {
        let mut wanted: BTreeMap<FactKind, Vec<i64>> = BTreeMap::new();
        for (what, row) in facts {
            wanted.entry(what).or_default().push(row);
        }
        let mut places = Places::new();
        for (what, rows) in wanted {
            let ids = serde_json::Value::from(rows).to_string();
            let mut statement = self.conn.prepare_cached(sql(what))?;
            let mut rows = statement.query([ids])?;
            while let Some(r) = rows.next()? {
                places.insert((what, r.get(0)?), read(what, r)?);
            }
        }
        if places.values().any(|p| p.vouched.is_some()) {
            let hands = self.typed_hands()?;
            for ((_, row), place) in &mut places {
                let vouched = place.vouched.as_mut();
                if let Some((vouched, hands)) = vouched.zip(hands.get(row)) {
                    vouched.add(hands);
                }
            }
        }
        Ok(places)
    }
}

fn sql(what: FactKind) -> &'static str {
    match what {
        FactKind::Attendance => OF_ATTENDANCE,
        FactKind::Speech => OF_SPEECH,
        FactKind::Proposal => OF_PROPOSAL,
        FactKind::Opinion => OF_OPINION,
        FactKind::Adoption | FactKind::Instruction => OF_ADOPTION,
        FactKind::Record => OF_RECORD,
        FactKind::Status => OF_STATUS,
        FactKind::Appraisal => OF_APPRAISAL,
        FactKind::Handling => OF_HANDLING,
        FactKind::Score => OF_SCORE,
    }
}

fn read(what: FactKind, r: &Row<'_>) -> rusqlite::Result<Place> {
    let vouched = match what {
        FactKind::Record => Some(vouched(&mut Columns::from(r, 8))?),
        _ => None,
    };
    Ok(Place {
        reference: r.get(1)?,
        title: r.get(2)?,
        state: r.get(3)?,
        source: source::place(r.get(4)?, r.get(5)?, r.get(6)?),
        file: source::place(r.get(4)?, r.get(5)?, None),
        line: r.get(6)?,
        who: r.get(7)?,
        vouched: vouched.filter(Vouched::says),
    })
}
