//! What figures are counted from: every proposal of some sessions with who proposes it, in one
//! pass.

use crate::error::Result;
use crate::model::code::Code;
use crate::model::code::{Dict, ProposalForm};
use crate::model::proposal::figures::Counted;
use crate::model::proposal::kind::{Allegiance, ProposerKind};
use crate::store::Read;
use crate::store::columns::Columns;
use rusqlite::named_params;
use std::collections::HashMap;

const COUNTED: &str = "SELECT p.id, r.member_id, b.name, b.class, p.session, p.state, p.form, c.ord, c.name, p.submitted_on, p.key, p.excellent
 FROM proposal p LEFT JOIN word c ON c.id = p.category_id LEFT JOIN proposer r ON r.proposal_id = p.id LEFT JOIN word b ON b.id = r.body_id
 WHERE p.cancelled IS NULL AND p.session IN (SELECT value FROM json_each(:sessions)) ORDER BY p.id, r.ord";
const PARTIES: &str =
    "SELECT a.member_id, w.name FROM affiliation a JOIN word w ON w.id = a.word_id
 WHERE w.dict = :dict AND a.until IS NULL ORDER BY a.member_id, a.ord";

/// A proposal whose proposers are still being read.
struct Open {
    id: i64,
    form: ProposalForm,
    body: Option<(String, Option<String>)>,
    counted: Counted,
}

impl Open {
    fn closed(self) -> Counted {
        let body = self.body.as_ref();
        let body = body.map(|(name, class)| (name.as_str(), class.as_deref()));
        Counted {
            kind: ProposerKind::of(self.form, body),
            ..self.counted
        }
    }
}

impl Read<'_> {
    /// Every proposal of these sessions, as far as figures ask.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn counted(&self, sessions: &[String]) -> Result<Vec<Counted>> {
        let sessions = serde_json::Value::from(sessions).to_string();
        let mut statement = self.conn.prepare_cached(COUNTED)?;
        let mut rows = statement.query(named_params! { ":sessions": sessions })?;
        let (mut all, mut open) = (Vec::new(), None::<Open>);
        while let Some(r) = rows.next()? {
            let mut c = Columns::of(r);
            let id: i64 = c.take()?;
            let (member, name, class): (Option<i64>, Option<String>, Option<String>) =
                (c.take()?, c.take()?, c.take()?);
            if open.as_ref().is_none_or(|o| o.id != id) {
                all.extend(open.take().map(Open::closed));
                open = Some(begun(id, &mut c)?);
            }
            if let Some(open) = &mut open {
                open.counted.members.extend(member);
                if let (None, Some(name)) = (&open.body, name) {
                    open.body = Some((name, class));
                }
            }
        }
        all.extend(open.map(Open::closed));
        Ok(all)
    }

    /// Of which members the roster tells whether they are of the party in power.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn allegiances(&self) -> Result<HashMap<i64, Allegiance>> {
        let mut statement = self.conn.prepare_cached(PARTIES)?;
        let mut rows = statement.query(named_params! { ":dict": Dict::Party.code() })?;
        let mut words: HashMap<i64, Vec<String>> = HashMap::new();
        while let Some(r) = rows.next()? {
            words.entry(r.get(0)?).or_default().push(r.get(1)?);
        }
        let told = |(member, words): (i64, Vec<String>)| {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            (member, Allegiance::of(&words))
        };
        Ok(words.into_iter().map(told).collect())
    }
}

fn begun(id: i64, c: &mut Columns<'_, '_>) -> rusqlite::Result<Open> {
    let (session, state, form) = (c.take()?, c.code()?, c.code()?);
    let (ord, name): (Option<i64>, Option<String>) = (c.take()?, c.take()?);
    let counted = Counted {
        session,
        state,
        kind: ProposerKind::Other,
        category: name.map(|name| (ord.unwrap_or(i64::MAX), name)),
        submitted: c.maybe_when()?,
        key: c.take()?,
        excellent: c.take()?,
        members: Vec::new(),
    };
    Ok(Open {
        id,
        form,
        body: None,
        counted,
    })
}
