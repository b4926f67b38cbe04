//! Reading records, and which one a spreadsheet's row means.

use crate::error::{Error, Result};
use crate::model::code::Dict;
use crate::model::filter::Term;
use crate::model::record::{Confirmation, Record, Vouched, quantity};
use crate::model::score::rules::Whose;
use crate::model::when::When;
use crate::store::Read;
use crate::store::columns::Columns;
use crate::store::filter::{Field, Kind, clause};
use crate::store::who::who;
use crate::text;
use num_rational::Ratio;
use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Params, Row, named_params, params_from_iter};

const SELECT: &str = "SELECT r.id, b.dict, coalesce(r.member_id, r.body_id, r.unit_id), coalesce(m.no, u.no), coalesce(m.name, b.name, u.name), r.unit_id,
 k.name AS kind, r.happened_on, r.title, l.name AS level, r.quantity, r.note, f.file, f.sheet, r.line, r.organizer, r.reason, r.evidence, r.approver, r.confirmed_by, r.confirmed_on, r.cancelled
 FROM record r LEFT JOIN member m ON m.id = r.member_id LEFT JOIN word b ON b.id = r.body_id LEFT JOIN unit u ON u.id = r.unit_id
 JOIN word k ON k.id = r.kind_id LEFT JOIN word l ON l.id = r.level_id
 LEFT JOIN word s ON s.id = m.sector_id LEFT JOIN source f ON f.id = r.source_id";
const ORDER: &str = " ORDER BY r.happened_on, r.id";
const ALL: &str = " WHERE 1";
const STANDING: &str = " WHERE r.cancelled IS NULL";
const ONE: &str = " WHERE r.id = ?1";
const OF_MEMBER: &str = " WHERE r.cancelled IS NULL AND r.member_id = ?1";
const KEY_OF_MEMBER: &str = "SELECT id FROM record WHERE member_id = :whose AND kind_id = :kind AND happened_on = :on AND title = :title AND cancelled IS NULL ORDER BY id LIMIT 1";
const KEY_OF_BODY: &str = "SELECT id FROM record WHERE body_id = :whose AND kind_id = :kind AND happened_on = :on AND title = :title AND cancelled IS NULL ORDER BY id LIMIT 1";
const KEY_OF_UNIT: &str = "SELECT id FROM record WHERE unit_id = :whose AND kind_id = :kind AND happened_on = :on AND title = :title AND cancelled IS NULL ORDER BY id LIMIT 1";
const WORDS: &str = "r.title LIKE {} ESCAPE '\\' OR coalesce(m.name, b.name, u.name) LIKE {} ESCAPE '\\' OR m.no LIKE {} ESCAPE '\\'";

/// What lists of records can be cut by.
pub const FIELDS: &[Field] = &[
    Field::plain(&["member", "委员编号"], Kind::Text, "m.no"),
    Field::plain(
        &["name", "姓名"],
        Kind::Text,
        "coalesce(m.name, b.name, u.name)",
    ),
    Field::plain(&["sector", "界别"], Kind::Text, "s.name"),
    Field::plain(&["kind", "类别"], Kind::Text, "k.name"),
    Field::plain(&["on", "日期"], Kind::Day, "r.happened_on"),
    Field::plain(&["title", "事项"], Kind::Text, "r.title"),
    Field::plain(&["level", "级别"], Kind::Text, "l.name"),
    Field::plain(&["note", "备注"], Kind::Text, "r.note"),
    Field::plain(&["organizer", "组织单位"], Kind::Text, "r.organizer"),
    Field::plain(&["reason", "理由"], Kind::Text, "r.reason"),
    Field::plain(&["approver", "审批人"], Kind::Text, "r.approver"),
    Field::plain(&["confirmer", "确认人"], Kind::Text, "r.confirmed_by"),
    Field::plain(&["confirmed_on", "确认日期"], Kind::Day, "r.confirmed_on"),
    Field::plain(
        &["confirmed", "已确认"],
        Kind::Holds,
        "(r.confirmed_on IS NOT NULL)",
    ),
    Field::plain(
        &["state", "状态"],
        Kind::Words(&[
            ("standing", "有效", "standing"),
            ("cancelled", "已取消", "cancelled"),
        ]),
        "iif(r.cancelled IS NULL, 'standing', 'cancelled')",
    ),
    Field::plain(&["body", "组织"], Kind::Text, "coalesce(b.name, u.name)"),
];

impl Read<'_> {
    /// The records that fit all terms, by day; cancelled ones only where a term asks for a state.
    ///
    /// # Errors
    /// `unknown_field`, `bad_value`; the database's own failures.
    pub fn records(&self, terms: &[Term]) -> Result<Vec<Record>> {
        let clause = clause(terms, FIELDS, WORDS)?;
        let from = if terms.iter().any(asks_state) {
            ALL
        } else {
            STANDING
        };
        let sql = [from, &clause.sql].concat();
        self.records_where(&sql, params_from_iter(clause.values))
    }

    /// The records of a member, by day.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn records_of(&self, member: i64) -> Result<Vec<Record>> {
        self.records_where(OF_MEMBER, [member])
    }

    /// One record, cancelled or not.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn record(&self, id: i64) -> Result<Option<Record>> {
        Ok(self.records_where(ONE, [id])?.pop())
    }

    fn records_where(self, sql: &str, values: impl Params) -> Result<Vec<Record>> {
        let mut statement = self.conn.prepare_cached(&[SELECT, sql, ORDER].concat())?;
        let records = statement.query_map(values, base)?;
        Ok(records.collect::<rusqlite::Result<_>>()?)
    }

    /// The record that a row of a ledger means: of its member or body, kind, day and title. None
    /// where the row is new, or its kind not in the dictionary.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn find_record_key(
        &self,
        (whose, row): (Whose, i64),
        kind: &str,
        on: When,
        title: &str,
    ) -> Result<Option<i64>> {
        let Some(kind) = self.word(Dict::RecordKind, kind)? else {
            return Ok(None);
        };
        let key = match whose {
            Whose::Member => KEY_OF_MEMBER,
            Whose::Unit => KEY_OF_UNIT,
            _ => KEY_OF_BODY,
        };
        let mut statement = self.conn.prepare_cached(key)?;
        Ok(statement
            .query_row(
                named_params! { ":whose": row, ":kind": kind, ":on": on.to_string(), ":title": title.trim() },
                |r| r.get(0),
            )
            .optional()?)
    }
}

fn base(r: &Row<'_>) -> rusqlite::Result<Record> {
    let mut c = Columns::of(r);
    Ok(Record {
        id: c.take()?,
        who: who(&mut c)?,
        kind: c.take()?,
        on: c.when()?,
        title: c.take()?,
        level: c.take()?,
        quantity: many(&c.take::<String>()?)?,
        note: c.take()?,
        source: c.place()?,
        organizer: c.take()?,
        reason: c.take()?,
        evidence: c.take()?,
        approver: c.take()?,
        confirmed: confirmation(&mut c)?,
        cancelled: c.take()?,
    })
}

/// Who stands for a record: reason, evidence, approver, organiser, who imported it, confirmation.
pub(in crate::store) fn vouched(c: &mut Columns<'_, '_>) -> rusqlite::Result<Vouched> {
    Ok(Vouched {
        reason: c.take()?,
        evidence: c.take()?,
        approver: c.take()?,
        organizer: c.take()?,
        entered_by: c.take()?,
        changed_by: None,
        confirmed: confirmation(c)?,
    })
}

fn confirmation(c: &mut Columns<'_, '_>) -> rusqlite::Result<Option<Confirmation>> {
    let (by, on): (Option<String>, Option<When>) = (c.take()?, c.maybe_when()?);
    Ok(by.zip(on).map(|(by, on)| Confirmation { by, on }))
}

/// A stored quantity that cannot be read is damage, never a guess.
fn many(text: &str) -> rusqlite::Result<Ratio<i64>> {
    quantity(text).ok_or_else(|| {
        let cause = format!("quantity {text}");
        rusqlite::Error::FromSqlConversionFailure(10, Type::Text, cause.into())
    })
}

/// Whether a term asks for the state of records.
fn asks_state(term: &Term) -> bool {
    let names = ["state", "状态"];
    matches!(term, Term::Field { field, .. } if names.iter().any(|n| n.eq_ignore_ascii_case(field)))
}

/// A record that the ledger does not have.
pub fn no_such(id: i64) -> Error {
    Error::refused(
        "not_found",
        text!("没有履职记录 {id}", "there is no record {id}"),
    )
    .hint(text!(
        "用 yishi record list 查看各条的序号",
        "yishi record list shows the id of each"
    ))
}
