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

/// Numbers, title, state, class, unit; where no unit was named, the only one that handles it.
macro_rules! promised {
    ($unit:literal) => {
        concat!(
            "SELECT p.id, p.session, p.no, p.serial, p.title, p.state, k.name, ",
            $unit,
            "(SELECT max(n.name) FROM assignment a JOIN unit n ON n.id = a.unit_id WHERE a.proposal_id = p.id
 AND a.part IN ('lead', 'split') AND a.handling IS NOT 'moved' HAVING count(*) = 1)"
        )
    };
}
macro_rules! words {
    () => {
        " LEFT JOIN word c ON c.id = p.category_id LEFT JOIN word k ON k.id = p.reply_class_id LEFT JOIN word g ON g.id = p.rating_id"
    };
}

const SELECT: &str = concat!(
    promised!("coalesce(u.name, "),
    "), coalesce((SELECT max(s.happened_on) FROM proposal_step s WHERE s.proposal_id = p.id AND s.step = 'reply'
 AND s.happened_on <= d.base_on AND (d.unit_id IS NULL OR s.unit_id IS d.unit_id)), p.replied_on, d.base_on), d.due_on, d.met_on,
 (SELECT s.note FROM proposal_step s WHERE s.proposal_id = p.id AND s.step = 'fulfil' AND s.happened_on = d.met_on
  AND (s.unit_id IS NULL OR s.unit_id IS d.unit_id) ORDER BY s.id DESC LIMIT 1)
 FROM deadline d JOIN proposal p ON p.id = d.proposal_id LEFT JOIN unit u ON u.id = d.unit_id",
    words!(),
    " WHERE d.step = 'track' AND p.cancelled IS NULL"
);
const OPEN: &str = " AND d.met_on IS NULL";
const KEPT: &str = " AND d.met_on IS NOT NULL";
const ORDER: &str = " ORDER BY d.met_on IS NOT NULL, d.due_on, d.id";

const DATELESS: &str = concat!(
    promised!(""),
    ", p.replied_on, NULL, NULL, NULL FROM proposal p",
    words!(),
    " WHERE p.cancelled IS NULL AND p.state IN ('replied', 'rated', 'tracking', 'closed', 'archived')
 AND NOT EXISTS (SELECT 1 FROM deadline d WHERE d.proposal_id = p.id AND d.step = 'track')"
);
const OF_CLASS: &str =
    " AND p.reply_class_id IN (SELECT value FROM json_each(?)) ORDER BY p.replied_on, p.id";

impl Read<'_> {
    /// The promises that replies made, the open ones first, by their days; then the replies of a
    /// planned class that name no day. `today` tells which are due.
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
            promises.retain(|p| p.due.is_some_and(|due| due <= today));
        }
        if matches!(which, Promises::Open | Promises::All) {
            promises.extend(self.promises_without_day(terms)?);
        }
        Ok(promises)
    }

    /// The replies of a planned class that name no day, the earliest first, whatever became of
    /// them since.
    fn promises_without_day(self, terms: &[Term]) -> Result<Vec<Promise>> {
        let classes = self.words(Dict::ReplyClass)?;
        let planned = classes.iter().filter(|w| is_planned(&w.name));
        let planned = ids(planned.map(|w| w.id));
        let mut clause = clause(&spelled(self, terms)?, FIELDS, WORDS)?;
        clause.values.push(planned.into());
        let sql = [DATELESS, &clause.sql, OF_CLASS].concat();
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(clause.values), promise)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

fn promise(r: &Row<'_>) -> rusqlite::Result<Promise> {
    let mut c = Columns::of(r);
    let (id, session): (i64, String) = (c.take()?, c.take()?);
    let (no, serial): (Option<String>, Option<String>) = (c.take()?, c.take()?);
    let title: String = c.take()?;
    Ok(Promise {
        cite: cite(&session, no.as_deref(), serial.as_deref(), id),
        session,
        no,
        serial,
        title,
        state: c.code()?,
        class: c.take()?,
        unit: c.take()?,
        made: c.maybe_when()?.and_then(When::day),
        due: c.maybe_when()?.and_then(When::day),
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
        assert_eq!(found[0].due, Some(on("2027-12-31")));
    }

    #[test]
    fn a_planned_reply_without_a_day_is_listed_whatever_is_closed() {
        let (mut office, id) = office();
        let replied = reply(&office, None);
        take(&mut office, id, &replied).unwrap();
        for step in [ProposalStep::Close, ProposalStep::Archive] {
            let p = take(&mut office, id, &Taken::new(step, on("2026-06-01"))).unwrap();
            assert!(p.promises_no_day());
            let found = office.store.read();
            let found =
                found.promises(Promises::Open, on("2026-06-01"), &parse(&["lead=县教育局"]));
            let found = found.unwrap();
            assert_eq!(found.len(), 1);
            assert_eq!(
                (found[0].made, found[0].due),
                (Some(on("2026-04-20")), None)
            );
            assert_eq!(found[0].unit.as_deref(), Some("县教育局"));
        }
        assert_eq!(count(&office, Promises::Due, "2030-01-01"), 0);
        let track = Taken {
            length: Some("2027-06-30".into()),
            ..Taken::new(ProposalStep::Track, on("2026-07-15"))
        };
        take(&mut office, id, &track).unwrap();
        let found = office.store.read();
        let found = found
            .promises(Promises::Open, on("2026-08-01"), &[])
            .unwrap();
        assert_eq!(found.len(), 1);
        let promise = &found[0];
        assert_eq!(
            (promise.made, promise.due),
            (Some(on("2026-04-20")), Some(on("2027-06-30")))
        );
        assert_eq!(promise.unit.as_deref(), Some("县教育局"));
    }

    #[test]
    fn a_day_before_the_reply_is_refused_with_the_day_of_the_reply() {
        let (mut office, id) = office();
        let replied = reply(&office, None);
        take(&mut office, id, &replied).unwrap();
        let track = |until: &str| Taken {
            length: Some(until.into()),
            ..Taken::new(ProposalStep::Track, on("2026-07-15"))
        };
        let error = take(&mut office, id, &track("2026-04-01")).unwrap_err();
        assert!(error.message.zh.ends_with("早于答复日期 2026-04-20"));
        take(&mut office, id, &track("2026-06-30")).unwrap();
        assert_eq!(count(&office, Promises::Due, "2026-07-15"), 1);
    }
}
