//! Writing units.

use crate::error::{Error, Result};
use crate::model::unit::Draft;
use crate::store::proposal::Place;
use crate::store::table::{UNIT, UNIT_ALIAS};
use crate::store::value::{maybe, number, text};
use crate::store::{Read, Tx};
use crate::text;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, named_params};

const HOLDS: &str = "SELECT id, name, cancelled FROM unit WHERE (name = :word OR short = :word OR no = :word) AND id <> :id
 UNION SELECT u.id, u.name, u.cancelled FROM unit_alias x JOIN unit u ON u.id = x.unit_id WHERE x.name = :word AND u.id <> :id LIMIT 1";
const ANCESTORS: &str = "WITH RECURSIVE up (id) AS (SELECT :start UNION SELECT u.parent_id FROM unit u JOIN up ON u.id = up.id WHERE u.parent_id IS NOT NULL)
 SELECT count(*) FROM up WHERE id = :unit";
const CHILDREN: &str = "SELECT name FROM unit WHERE parent_id = :unit AND cancelled IS NULL ORDER BY no IS NULL, no, id";
const KNOWS_ALIAS: &str = "SELECT count(*) FROM unit_alias WHERE unit_id = :unit AND name = :name";

impl Tx<'_> {
    /// Adds a unit.
    ///
    /// # Errors
    /// `no_name`, `name_taken`; `unknown_unit` for the parent; the database's own failures.
    pub fn add_unit(&mut self, draft: &Draft, place: Place) -> Result<i64> {
        let name = draft.name.trim();
        if name.is_empty() {
            return Err(
                Error::refused("no_name", text!("没有单位名称", "the unit has no name")).hint(
                    text!(
                        "写上名称：yishi unit add 名称",
                        "give one: yishi unit add NAME"
                    ),
                ),
            );
        }
        self.read().names_free(0, draft)?;
        let parent = self.read().parent_said(0, draft)?;
        let id = self.insert(
            &UNIT,
            &[
                maybe(draft.no.as_deref()),
                text(name),
                maybe(draft.short.as_deref()),
                parent.unwrap_or(Value::Null),
                maybe(draft.contact.as_deref()),
                maybe(draft.phone.as_deref()),
                Value::Null,
                number(place.0),
                number(place.1),
            ],
        )?;
        self.add_unit_aliases(id, &draft.aliases)?;
        Ok(id)
    }

    /// Changes what a draft says of a unit and leaves the rest; tells whether anything differs.
    /// The row's place in a spreadsheet is written only where something else differs.
    ///
    /// # Errors
    /// `not_found`, `name_taken`, `unit_circle`, `unknown_unit`; the database's own failures.
    pub fn edit_unit(&mut self, id: i64, draft: &Draft, place: Place) -> Result<bool> {
        if self.read().unit(id)?.is_none() {
            return Err(no_such());
        }
        self.read().names_free(id, draft)?;
        let mut fields: Vec<(&str, Value)> = Vec::new();
        let name = draft.name.trim();
        if !name.is_empty() {
            fields.push(("name", text(name)));
        }
        let texts = [
            ("no", &draft.no),
            ("short", &draft.short),
            ("contact", &draft.contact),
            ("phone", &draft.phone),
        ];
        for (column, said) in texts {
            fields.extend(said.as_deref().map(|w| (column, maybe(Some(w)))));
        }
        fields.extend(
            self.read()
                .parent_said(id, draft)?
                .map(|p| ("parent_id", p)),
        );
        let mut changed = self.set(&UNIT, id, &fields)?;
        changed |= self.add_unit_aliases(id, &draft.aliases)?;
        if changed && place.0.is_some() {
            let place = [("source_id", number(place.0)), ("line", number(place.1))];
            self.set(&UNIT, id, &place)?;
        }
        Ok(changed)
    }

    /// Gives a unit other names; tells whether any is new.
    ///
    /// # Errors
    /// `name_taken`; the database's own failures.
    pub fn add_unit_aliases(&mut self, id: i64, names: &[String]) -> Result<bool> {
        let mut changed = false;
        for name in names.iter().map(|n| n.trim()).filter(|n| !n.is_empty()) {
            self.read().name_free(id, name)?;
            let known: i64 = self
                .prepare_cached(KNOWS_ALIAS)?
                .query_row(named_params! { ":unit": id, ":name": name }, |r| r.get(0))?;
            if known == 0 {
                self.insert(&UNIT_ALIAS, &[Value::Integer(id), text(name)])?;
                changed = true;
            }
        }
        Ok(changed)
    }

    /// Takes a unit off the ledger with a reason; its row and its proposals stay.
    ///
    /// # Errors
    /// `not_found`; `unit_in_use` while it has proposals without a reply; `unit_has_children`; the
    /// database's own failures.
    pub fn cancel_unit(&mut self, id: i64, reason: &str) -> Result<()> {
        let unit = self.read().unit(id)?.ok_or_else(no_such)?;
        let (name, open) = (&unit.name, unit.load.open);
        if open > 0 {
            return Err(Error::refused(
                "unit_in_use",
                text!(
                    "「{name}」还有 {open} 件提案没有答复",
                    "“{name}” has proposals without a reply: {open}"
                ),
            )
            .hint(text!(
                "先改派：yishi proposal list unit={name} state=submitted,filed,assigned",
                "assign them elsewhere first: yishi proposal list unit={name} state=submitted,filed,assigned"
            )));
        }
        let children: Vec<String> = {
            let mut statement = self.prepare_cached(CHILDREN)?;
            let rows = statement.query_map(named_params! { ":unit": id }, |r| r.get(0))?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        if let Some(first) = children.first() {
            let (zh, en) = (children.join("、"), children.join(", "));
            return Err(Error::refused(
                "unit_has_children",
                text!(
                    "「{name}」还有下级单位：{zh}",
                    "“{name}” has units below it: {en}"
                ),
            )
            .hint(text!(
                "先改它们的上级单位：yishi unit edit {first} --parent 单位（没有上级写 ''）",
                "give them another parent first: yishi unit edit {first} --parent UNIT ('' for none)"
            )));
        }
        self.set(&UNIT, id, &[("cancelled", text(reason))])?;
        Ok(())
    }
}

impl Read<'_> {
    /// Refuses names of a draft by which another unit is known.
    fn names_free(self, id: i64, draft: &Draft) -> Result<()> {
        let names = [
            Some(draft.name.as_str()),
            draft.short.as_deref(),
            draft.no.as_deref(),
        ];
        for name in names.into_iter().flatten().map(str::trim) {
            if !name.is_empty() {
                self.name_free(id, name)?;
            }
        }
        draft.aliases.iter().try_for_each(|a| self.name_free(id, a))
    }

    fn name_free(self, id: i64, word: &str) -> Result<()> {
        let mut statement = self.conn.prepare_cached(HOLDS)?;
        let holder: Option<(String, Option<String>)> = statement
            .query_row(named_params! { ":word": word.trim(), ":id": id }, |r| {
                Ok((r.get("name")?, r.get("cancelled")?))
            })
            .optional()?;
        match holder {
            None => Ok(()),
            Some((holder, Some(reason))) => Err(Error::refused(
                "name_taken",
                text!(
                    "「{word}」是已取消的「{holder}」的名称、简称、别名或编码（{reason}）",
                    "“{word}” is a name or number of “{holder}”, which was cancelled ({reason})"
                ),
            )
            .hint(text!(
                "用 yishi log 找到取消它的操作，可以 yishi undo 撤销",
                "yishi log names the command that cancelled it, and yishi undo takes it back"
            ))),
            Some((holder, None)) => Err(Error::refused(
                "name_taken",
                text!(
                    "「{word}」已经是「{holder}」的名称、简称、别名或编码",
                    "“{word}” is a name or number of “{holder}” already"
                ),
            )
            .hint(text!(
                "用 yishi unit show {holder} 查看",
                "yishi unit show {holder} shows it"
            ))),
        }
    }

    /// The parent that a draft names, null where it takes it out, nothing where it says nothing.
    fn parent_said(self, id: i64, draft: &Draft) -> Result<Option<Value>> {
        let Some(word) = draft.parent.as_deref() else {
            return Ok(None);
        };
        if word.trim().is_empty() {
            return Ok(Some(Value::Null));
        }
        let parent = self.find_unit(word)?;
        let below: i64 = self
            .conn
            .prepare_cached(ANCESTORS)?
            .query_row(named_params! { ":start": parent, ":unit": id }, |r| {
                r.get(0)
            })?;
        if below > 0 {
            return Err(Error::refused(
                "unit_circle",
                text!(
                    "「{word}」是它自己或它的下级单位，不能作上级单位",
                    "“{word}” is the unit itself or below it, and cannot be its parent"
                ),
            )
            .hint(text!(
                "用 yishi unit show {word} 查看上下级",
                "yishi unit show {word} shows what is above it"
            )));
        }
        Ok(Some(Value::Integer(parent)))
    }
}

fn no_such() -> Error {
    Error::refused(
        "not_found",
        text!(
            "没有这个承办单位，或者它已被取消",
            "there is no such unit, or it was cancelled"
        ),
    )
    .hint(text!(
        "用 yishi unit list 查看",
        "yishi unit list shows what there is"
    ))
}
