//! The stream of duty acts once more, each with its place: what an explanation of everybody needs.
//! One query for each ledger, in the order of members, like the facts themselves.

use super::Read;
use super::columns::Columns;
use super::place::{Place, Places};
use super::record::vouched;
use super::source;
use crate::error::Result;
use crate::model::fact::{Fact, FactKind, Subject, Symbols};
use crate::model::record::{Hands, Vouched};
use rusqlite::{Row, Rows, Statement, named_params};
use std::collections::HashMap;

const LEDGERS: [(FactKind, &str); 8] = [
    (FactKind::Attendance, "SELECT a.member_id, a.id, g.no, g.title, a.presence, f.file, f.sheet, a.line, NULL
 FROM attendance a JOIN meeting g ON g.id = a.meeting_id LEFT JOIN source f ON f.id = a.source_id ORDER BY a.id"),
    (FactKind::Speech, "SELECT a.member_id, p.id, g.no, coalesce(p.title, g.title), p.form, f.file, f.sheet, a.line, NULL
 FROM speech p JOIN attendance a ON a.id = p.attendance_id JOIN meeting g ON g.id = a.meeting_id LEFT JOIN source f ON f.id = a.source_id
 ORDER BY a.member_id"),
    (FactKind::Proposal, concat!("SELECT r.member_id, p.id, p.session || ", numbered!("p."), ", p.title, p.state, f.file, f.sheet, p.line, NULL
 FROM proposer r JOIN proposal p ON p.id = r.proposal_id LEFT JOIN source f ON f.id = p.source_id WHERE r.member_id IS NOT NULL ORDER BY r.member_id")),
    (FactKind::Opinion, "SELECT r.member_id, o.id, o.no, o.title, '', f.file, f.sheet, o.line, NULL
 FROM author r JOIN opinion o ON o.id = r.opinion_id LEFT JOIN source f ON f.id = o.source_id WHERE r.member_id IS NOT NULL ORDER BY r.member_id"),
    (FactKind::Adoption, "SELECT r.member_id, d.id, o.no, o.title, coalesce(l.name || '：', '') || d.wording, f.file, f.sheet, o.line, d.act
 FROM author r JOIN opinion o ON o.id = r.opinion_id JOIN adoption d ON d.opinion_id = o.id LEFT JOIN word l ON l.id = d.level_id
 LEFT JOIN source f ON f.id = o.source_id WHERE r.member_id IS NOT NULL ORDER BY r.member_id"),
    (FactKind::Record, "SELECT r.member_id, r.id, k.name, r.title, coalesce(l.name, ''), f.file, f.sheet, r.line, NULL,
 r.reason, r.evidence, r.approver, r.organizer, j.by, r.confirmed_by, r.confirmed_on
 FROM record r JOIN word k ON k.id = r.kind_id LEFT JOIN word l ON l.id = r.level_id LEFT JOIN source f ON f.id = r.source_id LEFT JOIN journal j ON j.seq = f.entry
 WHERE r.member_id IS NOT NULL ORDER BY r.member_id"),
    (FactKind::Status, "SELECT s.member_id, s.id, s.kind, s.reason, coalesce(s.basis, ''), NULL, NULL, NULL, NULL FROM status_event s ORDER BY s.member_id"),
    (FactKind::Appraisal, "SELECT x.member_id, x.id, a.no, a.title, k.name, NULL, NULL, NULL, NULL FROM appraised x JOIN appraisal a ON a.id = x.appraisal_id
 JOIN word k ON k.id = a.kind_id WHERE x.member_id IS NOT NULL ORDER BY x.member_id"),
];

const MORE: &str =
    "SELECT count(*) > :most FROM (SELECT 1 FROM member WHERE cancelled IS NULL LIMIT :most + 1)";

impl Read<'_> {
    /// Whether there are more members than so many, without counting them all.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn has_more_members(&self, most: u32) -> Result<bool> {
        let mut statement = self.conn.prepare_cached(MORE)?;
        Ok(statement.query_row(named_params! { ":most": most }, |r| r.get(0))?)
    }

    /// Runs over all members in the order of their rows, each with all facts and where they stand.
    ///
    /// # Errors
    /// What `each` gives; the database's own failures.
    pub fn placed(
        &self,
        symbols: &mut Symbols,
        mut each: impl FnMut(&Subject, &[Fact], &Places) -> Result<()>,
    ) -> Result<()> {
        let mut statements = LEDGERS
            .iter()
            .map(|(what, sql)| Ok((*what, self.conn.prepare(sql)?)))
            .collect::<Result<Vec<(FactKind, Statement<'_>)>>>()?;
        let mut ledgers = Vec::new();
        for (what, statement) in &mut statements {
            ledgers.push(Ledger::open(*what, statement.query([])?)?);
        }
        let typed = self.typed_hands()?;
        let mut places = Places::new();
        self.facts(symbols, |subject, facts| {
            places.clear();
            for ledger in &mut ledgers {
                ledger.take(subject.id, &typed, &mut places)?;
            }
            each(subject, facts, &places)
        })
    }
}

/// One ledger's places in the order of members, one row ahead.
struct Ledger<'s> {
    what: FactKind,
    rows: Rows<'s>,
    ahead: Option<(i64, (FactKind, i64), Place)>,
}

impl<'s> Ledger<'s> {
    fn open(what: FactKind, rows: Rows<'s>) -> Result<Ledger<'s>> {
        let mut ledger = Ledger {
            what,
            rows,
            ahead: None,
        };
        ledger.step()?;
        Ok(ledger)
    }

    fn step(&mut self) -> Result<()> {
        self.ahead = match self.rows.next()? {
            Some(row) => Some(read(self.what, row)?),
            None => None,
        };
        Ok(())
    }

    /// The places of one member; those of members who do not count are passed over.
    fn take(
        &mut self,
        member: i64,
        typed: &HashMap<i64, Hands>,
        places: &mut Places,
    ) -> Result<()> {
        while let Some((whose, ..)) = &self.ahead
            && *whose <= member
        {
            if let Some((whose, key, mut place)) = self.ahead.take()
                && whose == member
            {
                let vouched = place.vouched.as_mut();
                if let Some((vouched, hands)) = vouched.zip(typed.get(&key.1)) {
                    vouched.add(hands);
                }
                places.insert(key, place);
            }
            self.step()?;
        }
        Ok(())
    }
}

fn read(what: FactKind, r: &Row<'_>) -> rusqlite::Result<(i64, (FactKind, i64), Place)> {
    let act: Option<String> = r.get(8)?;
    let what = match act.as_deref() {
        Some("instruction") => FactKind::Instruction,
        _ => what,
    };
    let vouched = match what {
        FactKind::Record => Some(vouched(&mut Columns::from(r, 9))?),
        _ => None,
    };
    let place = Place {
        reference: r.get(2)?,
        title: r.get(3)?,
        who: None,
        state: r.get(4)?,
        source: source::place(r.get(5)?, r.get(6)?, r.get(7)?),
        file: source::place(r.get(5)?, r.get(6)?, None),
        line: r.get(7)?,
        vouched: vouched.filter(Vouched::says),
    };
    Ok((r.get(0)?, (what, r.get(1)?), place))
}
