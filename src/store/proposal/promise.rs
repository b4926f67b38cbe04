//! Reading the promises of all years: one query.

use super::field::{FIELDS, WORDS, spelled};
use super::lines::ids;
use crate::error::Result;
use crate::model::code::Dict;
use crate::model::filter::Term;
use crate::model::proposal::{Promise, Promises, cite, is_planned};
use crate::model::when::When;
use crate::store::Read;
use crate::store::columns::Columns;
use crate::store::filter::clause;
use chrono::NaiveDate;
use rusqlite::{Row, params_from_iter};

const SELECT: &str = "SELECT p.session, p.no, p.serial, p.title, p.state, k.name, u.name, d.base_on, d.due_on, d.met_on,
 (SELECT s.note FROM proposal_step s WHERE s.proposal_id = p.id AND s.step = 'fulfil' AND s.happened_on = d.met_on
  AND (s.unit_id IS NULL OR s.unit_id IS d.unit_id) ORDER BY s.id DESC LIMIT 1)
 FROM deadline d JOIN proposal p ON p.id = d.proposal_id LEFT JOIN unit u ON u.id = d.unit_id
 LEFT JOIN word c ON c.id = p.category_id LEFT JOIN word k ON k.id = p.reply_class_id LEFT JOIN word g ON g.id = p.rating_id
 WHERE d.step = 'track' AND p.cancelled IS NULL";
const OPEN: &str = " AND d.met_on IS NULL";
const KEPT: &str = " AND d.met_on IS NOT NULL";
const ORDER: &str = " ORDER BY d.met_on IS NOT NULL, d.due_on, d.id";
const DATELESS: &str = "SELECT count(*) FROM proposal p WHERE p.cancelled IS NULL AND p.state IN ('replied', 'rated', 'tracking', 'closed')
 AND p.reply_class_id IN (SELECT value FROM json_each(?1))
 AND NOT EXISTS (SELECT 1 FROM deadline d WHERE d.proposal_id = p.id AND d.step = 'track')";

impl Read<'_> {
    /// The promises that replies made, the open ones first, by their days. `today` tells which
    /// are due.
    ///
    /// # Errors
    /// `unknown_field`, `bad_value`; the database's own failures.
    pub fn promises(
        &self,
        which: Promises,
        today: NaiveDate,
        terms: &[Term],
    ) -> Result<Vec<Promise>> {
        let mut clause = clause(&spelled(*self, terms)?, FIELDS, WORDS)?;
        clause.sql.push_str(match which {
            Promises::Open | Promises::Due => OPEN,
            Promises::Kept => KEPT,
            Promises::All => "",
        });
        let sql = [SELECT, &clause.sql, ORDER].concat();
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(clause.values), promise)?;
        let mut promises: Vec<Promise> = rows.collect::<rusqlite::Result<_>>()?;
        if which == Promises::Due {
            promises.retain(|p| p.due <= today);
        }
        Ok(promises)
    }

    /// How many replies of a planned class have no promised day.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn promises_without_day(&self) -> Result<i64> {
        let classes = self.words(Dict::ReplyClass)?;
        let planned = classes.iter().filter(|w| is_planned(&w.name));
        let planned = ids(planned.map(|w| w.id));
        let mut statement = self.conn.prepare_cached(DATELESS)?;
        Ok(statement.query_row([planned], |r| r.get(0))?)
    }
}

fn promise(r: &Row<'_>) -> rusqlite::Result<Promise> {
    let mut c = Columns::of(r);
    let session: String = c.take()?;
    let (no, serial): (Option<String>, Option<String>) = (c.take()?, c.take()?);
    let title: String = c.take()?;
    Ok(Promise {
        cite: cite(&session, no.as_deref(), serial.as_deref(), &title),
        session,
        no,
        serial,
        title,
        state: c.code()?,
        class: c.take()?,
        unit: c.take()?,
        made: c.day()?,
        due: c.day()?,
        kept: c.maybe_when()?.and_then(When::day),
        note: c.take()?,
    })
}

#[cfg(test)]
mod tests {
    use crate::error::Error;
    use crate::model::code::{Dict, ProposalState, ProposalStep};
    use crate::model::filter::parse;
    use crate::model::proposal::{Draft, Promises, Proposal, Taken, Who};
    use crate::store::proposal::sample::{NOWHERE, Office, day, write};

    fn on(text: &str) -> chrono::NaiveDate {
        text.parse().unwrap()
    }

    fn office() -> (Office, i64) {
        let mut office = Office::new();
        let draft = Draft {
            session: "十届五次".into(),
            no: Some("12".into()),
            title: "关于新建小学的建议".into(),
            proposers: vec![Who::Member(office.wang)],
            review: Some(ProposalState::Filed),
            assigned: day("2026-02-06"),
            leads: vec!["县教育局".into()],
            ..Draft::default()
        };
        let id = write(&mut office.store, |tx| {
            tx.add_word(Dict::ReplyClass, "B", None)?;
            tx.add_proposal(&draft, NOWHERE)
        });
        let id = id.unwrap().value;
        (office, id)
    }

    fn take(office: &mut Office, id: i64, taken: &Taken) -> Result<Proposal, Error> {
        let done = write(&mut office.store, |tx| {
            let books = tx.read().books()?;
            tx.take_step(id, taken, &books)
        });
        done.map(|o| o.value)
    }

    fn reply(office: &Office, promise: Option<&str>) -> Taken {
        Taken {
            unit: Some(office.school),
            word: Some("B".into()),
            length: promise.map(Into::into),
            ..Taken::new(ProposalStep::Reply, on("2026-04-20"))
        }
    }

    fn count(office: &Office, which: Promises, today: &str) -> usize {
        let found = office.store.read().promises(which, on(today), &[]);
        found.unwrap().len()
    }

    #[test]
    fn a_promise_is_reported_over_years_until_it_is_kept_whatever_is_closed() {
        let (mut office, id) = office();
        let replied = reply(&office, Some("2027-12-31"));
        take(&mut office, id, &replied).unwrap();
        for step in [ProposalStep::Close, ProposalStep::Archive] {
            take(&mut office, id, &Taken::new(step, on("2026-06-01"))).unwrap();
        }
        assert_eq!(count(&office, Promises::Open, "2026-06-01"), 1);
        assert_eq!(count(&office, Promises::Due, "2027-12-30"), 0);
        assert_eq!(count(&office, Promises::Due, "2028-02-01"), 1);
        let kept = Taken {
            note: Some("9月启用".into()),
            ..Taken::new(ProposalStep::Fulfil, on("2028-02-03"))
        };
        take(&mut office, id, &kept).unwrap();
        assert_eq!(count(&office, Promises::Open, "2028-02-04"), 0);
        let all = office.store.read();
        let all = all.promises(Promises::Kept, on("2028-02-04"), &parse(&["lead=县教育局"]));
        let promise = all.unwrap().remove(0);
        assert_eq!(promise.note.as_deref(), Some("9月启用"));
        assert_eq!(promise.days_over(on("2030-01-01")), 34);
        let again = take(&mut office, id, &kept).unwrap_err();
        assert_eq!(again.code, "no_promise");
    }

    #[test]
    fn a_day_promised_anew_takes_the_place_of_the_one_that_stood() {
        let (mut office, id) = office();
        let early = reply(&office, Some("2026-04-01"));
        let error = take(&mut office, id, &early).unwrap_err();
        assert_eq!(error.code, "day_out_of_order");
        let replied = reply(&office, Some("2026-12-31"));
        take(&mut office, id, &replied).unwrap();
        for until in ["2027-06-30", "2027-12-31"] {
            let track = Taken {
                length: Some(until.into()),
                ..Taken::new(ProposalStep::Track, on("2026-12-20"))
            };
            take(&mut office, id, &track).unwrap();
        }
        let read = office.store.read();
        let found = read.promises(Promises::All, on("2027-01-01"), &[]).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].due, on("2027-12-31"));
    }

    #[test]
    fn a_planned_reply_without_a_day_is_told() {
        let (mut office, id) = office();
        let replied = reply(&office, None);
        take(&mut office, id, &replied).unwrap();
        assert_eq!(count(&office, Promises::Open, "2026-06-01"), 0);
        assert_eq!(office.store.read().promises_without_day().unwrap(), 1);
    }
}
