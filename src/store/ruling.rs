//! What the office decided on consequences; a member's measure is an event of the membership in the
//! same entry, that of a body stands by itself.

use super::columns::Columns;
use super::table::{RULING, STATUS_EVENT, TENURE};
use super::value::{code, maybe, number, text};
use super::who::{columns, who};
use super::{Read, Tx};
use crate::error::{Error, Result};
use crate::model::code::{Code, StatusKind};
use crate::model::score::consequence::{Lift, Measure, Outcome, Ruling, Taken};
use crate::model::score::rules::Whose;
use crate::model::who::Who;
use crate::text;
use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, named_params, params};

const LIST: &str = "SELECT b.dict, coalesce(r.member_id, r.body_id, r.unit_id), coalesce(m.no, u.no), coalesce(m.name, b.name, u.name), r.unit_id,
 r.year, r.clause, coalesce(r.article, ''), r.outcome, r.measure, r.words, r.decided_by, r.decided_on, r.document, r.reason, r.id, r.lifted_by, r.lifted_on, r.lift_document, r.lift_reason
 FROM ruling r LEFT JOIN member m ON m.id = r.member_id LEFT JOIN word b ON b.id = r.body_id LEFT JOIN unit u ON u.id = r.unit_id
 WHERE :year IS NULL OR r.year = :year ORDER BY r.decided_on, r.id";
const TAKEN: &str = "SELECT e.member_id, m.no, m.name, e.kind, e.happened_on, e.reason, e.basis FROM status_event e JOIN member m ON m.id = e.member_id
 WHERE e.cancelled IS NULL AND e.kind IN ('reminded', 'talked', 'criticised', 'warned', 'persuaded', 'dismissed', 'sanctioned')
 ORDER BY e.member_id, e.happened_on, e.id";

const STATUS_OF: &str = "SELECT status_id FROM ruling WHERE id = ?1";
const ENDED: &str =
    "SELECT id FROM tenure WHERE member_id = ?1 AND until = ?2 ORDER BY id DESC LIMIT 1";

impl Read<'_> {
    /// What was decided on the consequences of a year, or of all, in the order of the days.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn rulings(&self, year: Option<i32>) -> Result<Vec<Ruling>> {
        let mut statement = self.conn.prepare_cached(LIST)?;
        let rows = statement.query_map(named_params! { ":year": year }, ruling)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Every measure ever taken: those against members by member and day, then those against
    /// bodies by day.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn measures_taken(&self) -> Result<Vec<Taken>> {
        let mut statement = self.conn.prepare_cached(TAKEN)?;
        let rows = statement.query_map([], taken)?;
        let mut all: Vec<Taken> = rows.collect::<rusqlite::Result<_>>()?;
        let rulings = self.rulings(None)?.into_iter();
        let of_bodies = rulings.filter(|r| r.who.whose != Whose::Member);
        all.extend(of_bodies.filter_map(|r| r.taken()));
        Ok(all)
    }
}

fn ruling(r: &Row<'_>) -> rusqlite::Result<Ruling> {
    let mut c = Columns::of(r);
    Ok(Ruling {
        who: who(&mut c)?,
        year: c.take()?,
        clause: c.take()?,
        article: c.take()?,
        outcome: c.code()?,
        measure: c.code()?,
        words: c.take()?,
        decided_by: c.take()?,
        decided_on: c.day()?,
        document: c.take()?,
        reason: c.take()?,
        id: c.take()?,
        lifted: lift(&mut c)?,
    })
}

fn lift(c: &mut Columns<'_, '_>) -> rusqlite::Result<Option<Lift>> {
    let by: Option<String> = c.take()?;
    let Some(decided_by) = by else {
        return Ok(None);
    };
    Ok(Some(Lift {
        decided_by,
        on: c.day()?,
        document: c.take()?,
        reason: c.take()?,
    }))
}

fn taken(r: &Row<'_>) -> rusqlite::Result<Taken> {
    let mut c = Columns::of(r);
    Ok(Taken {
        who: Who {
            whose: Whose::Member,
            id: c.take()?,
            no: c.take()?,
            name: c.take()?,
        },
        kind: c.code::<StatusKind>()?,
        on: c.take()?,
        reason: c.take()?,
        basis: c.take()?,
    })
}

impl Tx<'_> {
    /// Writes a decision down; a member's measure becomes an event of the membership with it, on
    /// `basis`. A decision on a body touches none of its members.
    ///
    /// # Errors
    /// `decided_already`, `bad_term`; the database's own failures.
    pub fn rule(&mut self, ruling: &Ruling, basis: Option<&str>) -> Result<()> {
        let earlier = self.read().rulings(Some(ruling.year))?;
        let whom = |r: &Ruling| (r.who.whose, r.who.id);
        let same = |r: &&Ruling| {
            whom(r) == whom(ruling) && r.clause == ruling.clause && r.lifted.is_none()
        };
        if let Some(earlier) = earlier.iter().find(same) {
            return Err(decided_already(earlier));
        }
        let (kind, on) = (ruling.measure.status(), ruling.decided_on);
        let (whose, row) = (ruling.who.whose, ruling.who.id);
        let status = match (ruling.outcome, whose) {
            (Outcome::Imposed, Whose::Member) => {
                Some(self.add_status(row, kind, on, &ruling.reason, basis)?)
            }
            _ => None,
        };
        let [of_member, of_body, of_unit] = columns(whose, row);
        self.insert(
            &RULING,
            &[
                of_member,
                Value::Integer(ruling.year.into()),
                text(&ruling.clause),
                maybe(Some(&ruling.article)),
                code(ruling.outcome),
                code(ruling.measure),
                text(&ruling.words),
                text(&ruling.decided_by),
                text(&on.to_string()),
                maybe(ruling.document.as_deref()),
                text(&ruling.reason),
                number(status),
                text(self.by()),
                of_body,
                of_unit,
                Value::Null,
                Value::Null,
                Value::Null,
                Value::Null,
            ],
        )?;
        Ok(())
    }

    /// Ends a decision by another one (撤销原处理决定): it stays on record as lifted, and the
    /// event of the membership that came with it no longer counts; a term of office that it ended
    /// goes on.
    ///
    /// # Errors
    /// `lifted_already`, `day_out_of_order`; the database's own failures.
    pub fn lift(&mut self, ruling: &Ruling, lift: &Lift) -> Result<()> {
        if let Some(earlier) = &ruling.lifted {
            return Err(lifted_already(ruling, earlier));
        }
        if lift.on < ruling.decided_on {
            return Err(before_ruling(ruling, lift.on));
        }
        self.set(
            &RULING,
            ruling.id,
            &[
                ("lifted_by", text(&lift.decided_by)),
                ("lifted_on", text(&lift.on.to_string())),
                ("lift_document", maybe(lift.document.as_deref())),
                ("lift_reason", text(&lift.reason)),
            ],
        )?;
        let status: Option<i64> = self.query_row(STATUS_OF, [ruling.id], |r| r.get(0))?;
        let Some(status) = status else {
            return Ok(());
        };
        let (by, on, reason) = (&lift.decided_by, lift.on, &lift.reason);
        let why = format!("{on} {by}：{reason}");
        self.set(&STATUS_EVENT, status, &[("cancelled", text(&why))])?;
        if matches!(ruling.measure, Measure::Persuasion | Measure::Revocation) {
            let on = ruling.decided_on.to_string();
            let ended = params![ruling.who.id, on];
            let term: Option<i64> = self.query_row(ENDED, ended, |r| r.get(0)).optional()?;
            if let Some(term) = term {
                self.set(&TENURE, term, &[("until", Value::Null)])?;
            }
        }
        Ok(())
    }
}

fn lifted_already(ruling: &Ruling, earlier: &Lift) -> Error {
    let (name, year, clause) = (&ruling.who.name, ruling.year, &ruling.clause);
    let (by, on) = (&earlier.decided_by, earlier.on);
    Error::refused(
        "lifted_already",
        text!(
            "{name} {year} 年度“{clause}”的决定已由{by}于 {on} 撤销",
            "the decision on `{clause}` of {name} for {year} was lifted by {by} on {on}"
        ),
    )
    .hint(text!(
        "看已作出的决定：yishi score rulings --year {year}",
        "see what was decided: yishi score rulings --year {year}"
    ))
}

fn before_ruling(ruling: &Ruling, on: NaiveDate) -> Error {
    let first = ruling.decided_on;
    Error::refused(
        "day_out_of_order",
        text!(
            "撤销日期 {on} 早于原决定的日期 {first}",
            "the decision was taken on {first}: it cannot be lifted on {on}"
        ),
    )
    .hint(text!("核对 --on", "check --on"))
}

/// A clause is decided once a year.
pub fn decided_already(earlier: &Ruling) -> Error {
    let (year, name, clause) = (earlier.year, &earlier.who.name, &earlier.clause);
    let (by, on) = (&earlier.decided_by, earlier.decided_on);
    let (zh, en) = (earlier.outcome.zh(), earlier.outcome.en());
    Error::refused(
        "decided_already",
        text!(
            "{name} {year} 年度“{clause}”已由{by}于 {on} 决定：{zh}",
            "`{clause}` of {name} for {year} was decided by {by} on {on}: {en}"
        ),
    )
    .hint(text!(
        "看已作出的决定：yishi score rulings --year {year}",
        "see what was decided: yishi score rulings --year {year}"
    ))
    .hint(text!(
        "刚才录错的，用 yishi undo 撤回再录；复议撤销原决定的：yishi score lift",
        "what was entered by mistake just now is taken back with yishi undo; a decision that was overturned: yishi score lift"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::proposal::sample::{Office, write};
    use crate::store::undo::Which;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn warning(office: &Office, measure: Measure) -> Ruling {
        Ruling {
            id: 0,
            who: office
                .store
                .read()
                .find_subject(Whose::Member, "王伟")
                .unwrap(),
            year: 2026,
            clause: "两次缺席全会".into(),
            article: "第十六条".into(),
            outcome: Outcome::Imposed,
            measure,
            words: "警告".into(),
            decided_by: "常委会".into(),
            decided_on: on("2026-11-20"),
            document: None,
            reason: "两次缺席".into(),
            lifted: None,
        }
    }

    fn review(day: &str) -> Lift {
        Lift {
            decided_by: "主席会议".into(),
            on: on(day),
            document: None,
            reason: "复议成立".into(),
        }
    }

    fn ruled(office: &mut Office, measure: Measure) -> Ruling {
        let ruling = warning(office, measure);
        write(&mut office.store, |tx| tx.rule(&ruling, None)).unwrap();
        office.store.read().rulings(None).unwrap().remove(0)
    }

    #[test]
    fn a_lifted_decision_stays_on_record_and_its_event_counts_no_more() {
        let mut office = Office::new();
        let ruling = ruled(&mut office, Measure::Warning);
        assert_eq!(office.store.read().measures_taken().unwrap().len(), 1);
        let lift = review("2026-11-21");
        write(&mut office.store, |tx| tx.lift(&ruling, &lift)).unwrap();
        let all = office.store.read().rulings(None).unwrap();
        assert_eq!(all[0].lifted.as_ref(), Some(&lift));
        assert_eq!(office.store.read().measures_taken().unwrap(), []);
        let again = write(&mut office.store, |tx| tx.lift(&all[0], &lift)).unwrap_err();
        assert_eq!(again.code, "lifted_already");
        // It may be decided anew, and once.
        let anew = warning(&office, Measure::Warning);
        write(&mut office.store, |tx| tx.rule(&anew, None)).unwrap();
        let twice = write(&mut office.store, |tx| tx.rule(&anew, None)).unwrap_err();
        assert_eq!(twice.code, "decided_already");
    }

    #[test]
    fn lifting_a_revocation_lets_the_term_go_on_and_undo_ends_it_again() {
        let mut office = Office::new();
        let ruling = ruled(&mut office, Measure::Revocation);
        let until = |o: &Office| o.store.read().member(o.wang).unwrap().unwrap().until();
        assert!(until(&office).is_some());
        let lift = review("2026-11-21");
        write(&mut office.store, |tx| tx.lift(&ruling, &lift)).unwrap();
        assert_eq!(until(&office), None);
        office
            .store
            .undo(&crate::store::proposal::sample::command(), Which::Last)
            .unwrap();
        assert!(until(&office).is_some());
        assert_eq!(office.store.read().rulings(None).unwrap()[0].lifted, None);
    }

    #[test]
    fn nothing_is_lifted_before_it_was_decided() {
        let mut office = Office::new();
        let ruling = ruled(&mut office, Measure::Warning);
        let early = review("2026-11-19");
        let error = write(&mut office.store, |tx| tx.lift(&ruling, &early)).unwrap_err();
        assert_eq!(error.code, "day_out_of_order");
    }
}
