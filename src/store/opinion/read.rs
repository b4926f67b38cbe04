//! Reading opinions, and which one a word or a spreadsheet's row means.

use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::filter::Term;
use crate::model::opinion::{Act, Opinion, Outcome};
use crate::model::when::When;
use crate::store::Read;
use crate::store::columns::Columns;
use crate::store::filter::{Field, Kind, clause};
use crate::store::proposal::{ids, person};
use crate::text;
use rusqlite::{OptionalExtension, Params, Row, named_params, params_from_iter};
use std::collections::HashMap;

const SELECT: &str = "SELECT o.id, o.no, o.title, o.submitted_on, o.note, f.file, f.sheet, o.line
 FROM opinion o LEFT JOIN source f ON f.id = o.source_id WHERE o.cancelled IS NULL";
const ORDER: &str =
    " ORDER BY o.submitted_on IS NULL, substr(o.submitted_on, 1, 4), length(o.no), o.no";
const ONE: &str = " AND o.id = ?1";
const OF_MEMBER: &str = " AND o.id IN (SELECT opinion_id FROM author WHERE member_id = ?1)";
const AUTHORS: &str = "SELECT a.opinion_id, a.member_id, m.no, m.name FROM author a JOIN member m ON m.id = a.member_id
 WHERE a.opinion_id IN (SELECT value FROM json_each(:ids)) ORDER BY a.opinion_id, a.ord";
const OUTCOMES: &str = "SELECT x.opinion_id, x.act, w.name, x.wording FROM adoption x LEFT JOIN word w ON w.id = x.level_id
 WHERE x.opinion_id IN (SELECT value FROM json_each(:ids)) ORDER BY x.opinion_id, w.ord, x.id";
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

/// What opinion lists can be cut by.
pub const FIELDS: &[Field] = &[
    Field::plain(&["no", "编号"], Kind::Text, "o.no"),
    Field::plain(&["title", "标题"], Kind::Text, "o.title"),
    Field::plain(
        &["submitted", "来稿时间", "日期"],
        Kind::Day,
        "o.submitted_on",
    ),
    Field::plain(&["adopted", "采用"], Kind::Flag, ADOPTED),
    Field::plain(&["instructed", "批示"], Kind::Flag, INSTRUCTED),
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
        Ok(self.opinions_where(ONE, [id])?.pop())
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
            if let Some(at) = at.get(&r.get(0)?) {
                let (act, level, wording): (String, _, _) = (r.get(1)?, r.get(2)?, r.get(3)?);
                let opinion = &mut opinions[*at];
                let list = if act == Act::Instruction.words().0 {
                    &mut opinion.instructions
                } else {
                    &mut opinion.adoptions
                };
                list.push(Outcome { level, wording });
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

fn base(r: &Row<'_>) -> rusqlite::Result<Opinion> {
    let mut c = Columns::of(r);
    Ok(Opinion {
        id: c.take()?,
        no: c.take()?,
        title: c.take()?,
        submitted: c.maybe_when()?,
        note: c.take()?,
        source: c.place()?,
        authors: Vec::new(),
        adoptions: Vec::new(),
        instructions: Vec::new(),
    })
}
