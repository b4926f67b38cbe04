//! Reading opinions, and which one a word or a spreadsheet's row means.

use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::code::{Code, ProposalState};
use crate::model::filter::Term;
use crate::model::opinion::{Event, Link, Opinion, OpinionState, Outcome, Owed, Side};
use crate::model::proposal::cite;
use crate::model::when::When;
use crate::store::Read;
use crate::store::columns::Columns;
use crate::store::filter::{Field, Kind, clause, codes};
use crate::store::proposal::{ids, person};
use crate::text;
use rusqlite::{OptionalExtension, Params, Row, named_params, params_from_iter};
use std::collections::HashMap;

const SELECT: &str = "SELECT o.id, o.no, o.title, o.submitted_on, o.note, f.file, f.sheet, o.line, o.stage, q.id, q.state, q.session, q.no, q.serial
 FROM opinion o LEFT JOIN source f ON f.id = o.source_id LEFT JOIN proposal q ON q.id = o.proposal_id AND q.cancelled IS NULL
 WHERE o.cancelled IS NULL";
const ORDER: &str =
    " ORDER BY o.submitted_on IS NULL, substr(o.submitted_on, 1, 4), length(o.no), o.no";
const ONE: &str = " AND o.id = ?1";
const OF_MEMBER: &str = " AND o.id IN (SELECT opinion_id FROM author WHERE member_id = ?1)";
const AUTHORS: &str = "SELECT a.opinion_id, a.member_id, m.no, m.name FROM author a JOIN member m ON m.id = a.member_id
 WHERE a.opinion_id IN (SELECT value FROM json_each(:ids)) ORDER BY a.opinion_id, a.ord";
const OUTCOMES: &str = "SELECT x.opinion_id, x.act, w.name, x.wording, x.manner, x.who, x.happened_on, x.due_on, x.why, x.why_en, x.answered_on, x.answer
 FROM adoption x LEFT JOIN word w ON w.id = x.level_id
 WHERE x.opinion_id IN (SELECT value FROM json_each(:ids)) ORDER BY x.opinion_id, w.ord, x.id";
const STEPS: &str = "SELECT happened_on, by, step, from_state, to_state, note FROM opinion_step WHERE opinion_id = ?1 ORDER BY id";
const OF_PROPOSAL: &str = "SELECT no FROM opinion WHERE proposal_id = ?1 AND cancelled IS NULL";
const BY_NO: &str = "SELECT id FROM opinion WHERE no = :no AND cancelled IS NULL";
const BY_TITLE: &str = "SELECT id FROM opinion WHERE title = :title AND cancelled IS NULL";
const BY_TEXT: &str = "SELECT o.id FROM author a JOIN opinion o ON o.id = a.opinion_id
 WHERE a.member_id = :author AND a.ord = 1 AND o.title = :title AND o.submitted_on IS :on AND o.cancelled IS NULL ORDER BY o.id LIMIT 1";
const WORDS: &str = "o.no LIKE {} ESCAPE '\\' OR o.title LIKE {} ESCAPE '\\'
 OR EXISTS (SELECT 1 FROM author a JOIN member m ON m.id = a.member_id WHERE a.opinion_id = o.id AND m.name LIKE {} ESCAPE '\\')";

const AUTHOR: &str = "EXISTS (SELECT 1 FROM author a JOIN member m ON m.id = a.member_id WHERE a.opinion_id = o.id AND ";
const FIRST: &str = "EXISTS (SELECT 1 FROM author a JOIN member m ON m.id = a.member_id WHERE a.opinion_id = o.id AND a.ord = 1 AND ";
const SECTOR: &str = "EXISTS (SELECT 1 FROM author a JOIN member m ON m.id = a.member_id JOIN word s ON s.id = m.sector_id WHERE a.opinion_id = o.id AND ";
const LEVEL: &str = "EXISTS (SELECT 1 FROM adoption x JOIN word w ON w.id = x.level_id WHERE x.opinion_id = o.id AND ";
const ADOPTED: &str =
    "EXISTS (SELECT 1 FROM adoption x WHERE x.opinion_id = o.id AND x.act = 'adoption')";
const INSTRUCTED: &str =
    "EXISTS (SELECT 1 FROM adoption x WHERE x.opinion_id = o.id AND x.act = 'instruction')";
/// As `Opinion::state` tells it.
const STATE: &str = "CASE WHEN q.id IS NOT NULL AND q.state <> 'to_opinion' THEN 'converted'
 WHEN EXISTS (SELECT 1 FROM adoption x WHERE x.opinion_id = o.id AND x.act = 'instruction' AND x.answered_on IS NULL) THEN 'instructed'
 WHEN EXISTS (SELECT 1 FROM adoption x WHERE x.opinion_id = o.id AND x.act = 'instruction') THEN 'answered'
 WHEN EXISTS (SELECT 1 FROM adoption x WHERE x.opinion_id = o.id AND x.act = 'adoption') THEN 'adopted'
 ELSE ifnull(o.stage, 'submitted') END";
const DUE: &str =
    "(SELECT min(x.due_on) FROM adoption x WHERE x.opinion_id = o.id AND x.answered_on IS NULL)";

/// What opinion lists can be cut by.
pub const FIELDS: &[Field] = &[
    Field::plain(&["no", "编号"], Kind::Label, "o.no"),
    Field::plain(&["title", "标题"], Kind::Text, "o.title"),
    Field::plain(
        &["submitted", "来稿时间", "日期"],
        Kind::Day,
        "o.submitted_on",
    ),
    Field::plain(&["adopted", "采用"], Kind::Flag, ADOPTED),
    Field::plain(&["instructed", "批示"], Kind::Flag, INSTRUCTED),
    Field::plain(
        &["state", "状态"],
        Kind::Code(state_code, codes::<OpinionState>),
        STATE,
    ),
    Field::plain(&["due", "反馈时限"], Kind::Day, DUE),
    Field::plain(&["note", "备注"], Kind::Text, "o.note"),
    Field::lines(&["level", "级别"], Kind::Text, LEVEL, "w.name"),
    Field::lines(&["author", "姓名", "反映人"], Kind::Text, AUTHOR, "m.name"),
    Field::lines(&["member", "委员编号"], Kind::Text, AUTHOR, "m.no"),
    Field::lines(&["first", "第一反映人"], Kind::Text, FIRST, "m.name"),
    Field::lines(&["sector", "界别"], Kind::Text, SECTOR, "s.name"),
];

impl Read<'_> {
    /// The opinions that fit all terms, by year and number.
    ///
    /// # Errors
    /// `unknown_field`, `bad_value`; the database's own failures.
    pub fn opinions(&self, terms: &[Term]) -> Result<Vec<Opinion>> {
        let clause = clause(terms, FIELDS, WORDS)?;
        self.opinions_where(&clause.sql, params_from_iter(clause.values))
    }

    /// The opinions that a member sent in, first author or not.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn opinions_of(&self, member: i64) -> Result<Vec<Opinion>> {
        self.opinions_where(OF_MEMBER, [member])
    }

    /// One opinion, unless it was cancelled.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn opinion(&self, id: i64) -> Result<Option<Opinion>> {
        let Some(mut opinion) = self.opinions_where(ONE, [id])?.pop() else {
            return Ok(None);
        };
        let mut statement = self.conn.prepare_cached(STEPS)?;
        let rows = statement.query_map([id], event)?;
        opinion.taken = rows.collect::<rusqlite::Result<_>>()?;
        Ok(Some(opinion))
    }

    /// The number of the opinion that a proposal came from or went on as.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn opinion_of_proposal(&self, proposal: i64) -> Result<Option<String>> {
        let mut statement = self.conn.prepare_cached(OF_PROPOSAL)?;
        Ok(statement.query_row([proposal], |r| r.get(0)).optional()?)
    }

    fn opinions_where(self, sql: &str, values: impl Params) -> Result<Vec<Opinion>> {
        let mut statement = self.conn.prepare_cached(&[SELECT, sql, ORDER].concat())?;
        let mut opinions = statement
            .query_map(values, base)?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let at: HashMap<i64, usize> = opinions
            .iter()
            .enumerate()
            .map(|(at, o)| (o.id, at))
            .collect();
        let ids = ids(opinions.iter().map(|o| o.id));
        let mut statement = self.conn.prepare_cached(AUTHORS)?;
        let mut rows = statement.query(named_params! { ":ids": ids })?;
        while let Some(r) = rows.next()? {
            let mut c = Columns::of(r);
            if let Some(at) = at.get(&c.take()?) {
                opinions[*at].authors.push(person(&mut c)?);
            }
        }
        let mut statement = self.conn.prepare_cached(OUTCOMES)?;
        let mut rows = statement.query(named_params! { ":ids": ids })?;
        while let Some(r) = rows.next()? {
            let mut c = Columns::of(r);
            if let Some(at) = at.get(&c.take()?) {
                let opinion = &mut opinions[*at];
                let list = match c.take::<String>()?.as_str() {
                    "instruction" => &mut opinion.instructions,
                    _ => &mut opinion.adoptions,
                };
                list.push(outcome(&mut c)?);
            }
        }
        Ok(opinions)
    }

    /// Which opinion a number or a whole title means.
    ///
    /// # Errors
    /// `not_found`, or `ambiguous` with the candidates; the database's own failures.
    pub fn find_opinion(&self, word: &str) -> Result<i64> {
        let word = word.trim();
        if let Some(id) = self.opinion_of_number(word)? {
            return Ok(id);
        }
        let mut statement = self.conn.prepare_cached(BY_TITLE)?;
        let found: Vec<i64> = statement
            .query_map(named_params! { ":title": word }, |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        match found.as_slice() {
            [one] => Ok(*one),
            [] => Err(Error::refused(
                "not_found",
                text!("没有社情民意「{word}」", "there is no opinion “{word}”"),
            )
            .hint(text!(
                "用 yishi opinion list {word} 查找",
                "yishi opinion list {word} searches"
            ))),
            _ => {
                let mut nos = Vec::new();
                for id in found {
                    nos.extend(self.opinion(id)?.map(|o| o.no));
                }
                let Text { zh, en } = Text::listed(&nos);
                Err(Error::refused(
                    "ambiguous",
                    text!(
                        "「{word}」不止一件：{zh}",
                        "“{word}” fits more than one opinion: {en}"
                    ),
                )
                .hint(text!(
                    "请改用编号，例如 yishi opinion show 2026-001",
                    "use the number, such as yishi opinion show 2026-001"
                )))
            }
        }
    }

    fn opinion_of_number(self, no: &str) -> Result<Option<i64>> {
        let mut statement = self.conn.prepare_cached(BY_NO)?;
        Ok(statement
            .query_row(named_params! { ":no": no }, |r| r.get(0))
            .optional()?)
    }

    /// The opinion that a row of a ledger means: of its number where it has one, else of its
    /// title, first author and day. None where the row is new.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn find_opinion_key(
        &self,
        no: Option<&str>,
        title: &str,
        author: Option<i64>,
        on: Option<When>,
    ) -> Result<Option<i64>> {
        if let Some(no) = no.map(str::trim).filter(|n| !n.is_empty()) {
            return self.opinion_of_number(no);
        }
        let Some(author) = author else {
            return Ok(None);
        };
        let on = on.map(|w| w.to_string());
        let mut statement = self.conn.prepare_cached(BY_TEXT)?;
        Ok(statement
            .query_row(
                named_params! { ":author": author, ":title": title, ":on": on },
                |r| r.get(0),
            )
            .optional()?)
    }
}

fn state_code(word: &str) -> Option<&'static str> {
    OpinionState::parse(word).map(Code::code)
}

fn outcome(c: &mut Columns<'_, '_>) -> rusqlite::Result<Outcome> {
    let (level, wording, manner, who, on) = (
        c.take()?,
        c.take()?,
        c.maybe_code()?,
        c.take()?,
        c.maybe_when()?,
    );
    let (due, zh, en) = (c.maybe_when()?, c.take()?, c.take()?);
    let why: (Option<String>, Option<String>) = (zh, en);
    let why = Text {
        zh: why.0.unwrap_or_default(),
        en: why.1.unwrap_or_default(),
    };
    Ok(Outcome {
        level,
        wording,
        manner,
        who,
        on,
        due: due.and_then(When::day).map(|on| Owed { on, why }),
        answered: c.maybe_when()?,
        answer: c.take()?,
    })
}

fn event(r: &Row<'_>) -> rusqlite::Result<Event> {
    let mut c = Columns::of(r);
    Ok(Event {
        on: c.when()?,
        by: c.take()?,
        step: c.code()?,
        from: c.maybe_code()?,
        to: c.code()?,
        note: c.take()?,
    })
}

fn base(r: &Row<'_>) -> rusqlite::Result<Opinion> {
    let mut c = Columns::of(r);
    Ok(Opinion {
        id: c.take()?,
        no: c.take()?,
        title: c.take()?,
        submitted: c.maybe_when()?,
        note: c.take()?,
        source: c.place()?,
        stage: c.maybe_code()?,
        link: link(&mut c)?,
        authors: Vec::new(),
        adoptions: Vec::new(),
        instructions: Vec::new(),
        taken: Vec::new(),
    })
}

/// The proposal of the next columns, where there is one.
fn link(c: &mut Columns<'_, '_>) -> rusqlite::Result<Option<Link>> {
    let (Some(id), Some(state)) = (c.take()?, c.maybe_code::<ProposalState>()?) else {
        return Ok(None);
    };
    let session: String = c.take()?;
    let (no, serial): (Option<String>, Option<String>) = (c.take()?, c.take()?);
    Ok(Some(Link {
        id,
        cite: cite(&session, no.as_deref(), serial.as_deref(), id),
        now: match state {
            ProposalState::ToOpinion => Side::Opinion,
            _ => Side::Proposal,
        },
    }))
}
