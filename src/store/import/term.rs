//! A roster may not shorten a term so that what is on file falls outside it.

use super::{Batch, Fault};
use crate::error::Result;
use crate::lang::so_many;
use crate::model::member::Span;
use crate::model::row::MemberRow;
use crate::model::when::When;
use crate::store::Tx;
use crate::text;

/// What a member did, with its first and last day.
const ACTS: &str =
    "SELECT '出席 ' || g.no, 'attendance at ' || g.no, g.start_on, g.end_on FROM attendance a JOIN meeting g ON g.id = a.meeting_id
      WHERE a.member_id = ?1 AND a.presence <> 'unrecorded' AND g.cancelled IS NULL
     UNION ALL SELECT '提案《' || p.title || '》', 'proposal “' || p.title || '”', p.submitted_on, p.submitted_on FROM proposer x JOIN proposal p ON p.id = x.proposal_id
      WHERE x.member_id = ?1 AND p.submitted_on IS NOT NULL AND p.cancelled IS NULL
     UNION ALL SELECT '社情民意《' || o.title || '》', 'opinion “' || o.title || '”', o.submitted_on, o.submitted_on FROM author x JOIN opinion o ON o.id = x.opinion_id
      WHERE x.member_id = ?1 AND o.submitted_on IS NOT NULL AND o.cancelled IS NULL
     UNION ALL SELECT '履职「' || r.title || '」', 'duty act “' || r.title || '”', r.happened_on, r.happened_on FROM record r
      WHERE r.member_id = ?1 AND r.cancelled IS NULL
     ORDER BY 3, 1";

/// How many acts a fault names.
const NAMED: usize = 3;

impl Batch {
    /// Why the days of a row would put acts outside the term that lie inside it now.
    pub(super) fn term_cut(&self, tx: &Tx<'_>, id: i64, row: &MemberRow) -> Result<Option<Fault>> {
        if row.since.is_none() && row.until.is_none() {
            return Ok(None);
        }
        let Some(member) = tx.read().member(id)? else {
            return Ok(None);
        };
        let terms = after(&member.tenure, row.since, row.until);
        if member.tenure.is_empty() || terms == member.tenure {
            return Ok(None);
        }
        let (mut zh, mut en) = (Vec::new(), Vec::new());
        let mut statement = tx.prepare_cached(ACTS)?;
        let mut acts = statement.query([id])?;
        while let Some(act) = acts.next()? {
            let day =
                |at| -> Result<Option<When>> { Ok(When::from_iso(&act.get::<_, String>(at)?)) };
            let (Some(first), Some(last)) = (day(2)?, day(3)?) else {
                continue;
            };
            if holds(&member.tenure, first, last) && !holds(&terms, first, last) {
                zh.push(format!("{}（{first}）", act.get::<_, String>(0)?));
                en.push(format!("{} ({first})", act.get::<_, String>(1)?));
            }
        }
        Ok(self.cut(row, &zh, &en))
    }

    fn cut(&self, row: &MemberRow, zh: &[String], en: &[String]) -> Option<Fault> {
        let n = zh.len();
        if n == 0 {
            return None;
        }
        let (field, day) = match (row.until, row.since) {
            (Some(until), _) => ("until", until),
            (None, since) => ("since", since?),
        };
        let first = |acts: &[String], sign: &str| {
            let more = if n > NAMED { "…" } else { "" };
            let named: Vec<&str> = acts.iter().take(NAMED).map(String::as_str).collect();
            named.join(sign) + more
        };
        let (zh, en) = (first(zh, "、"), first(en, ", "));
        Some(self.fault(
            field,
            &day.to_string(),
            "term_cuts",
            text!(
                "这样改任期，已登记的 {n} 件事就不在任内了：{zh}",
                "with this term {many} on file would lie outside it: {en}",
                many = so_many(&n, "act", "acts")
            ),
            text!(
                "核对任职、离任日期；日期无误的，先更正那些记录",
                "check both days of the term; if they are right, correct those acts first"
            ),
        ))
    }
}

/// The terms once the last one has these days; a term that begins after its end is a new one.
fn after(tenure: &[Span], since: Option<When>, until: Option<When>) -> Vec<Span> {
    let mut terms = tenure.to_vec();
    let over = |last: &Span| {
        let ended = last.until.zip(since);
        since != last.since && ended.is_some_and(|(u, s)| u.last_day() < s.first_day())
    };
    match terms.last_mut().filter(|last| !over(last)) {
        Some(last) => {
            last.since = since.or(last.since);
            last.until = until.or(last.until);
        }
        None => terms.push(Span { since, until }),
    }
    terms
}

/// Whether something that lasts from one day to another touches a term.
fn holds(terms: &[Span], first: When, last: When) -> bool {
    terms.iter().any(|term| {
        term.since.is_none_or(|s| s.first_day() <= last.last_day())
            && term.until.is_none_or(|u| first.first_day() <= u.last_day())
    })
}
