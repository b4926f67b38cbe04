//! Forgetting another name of a unit.

use crate::error::{Error, Result};
use crate::lang::Text;
use crate::store::Tx;
use crate::store::table::UNIT_ALIAS;
use crate::text;
use rusqlite::{OptionalExtension, named_params};

const LINE: &str = "SELECT id FROM unit_alias WHERE unit_id = :unit AND name = :name";

impl Tx<'_> {
    /// Takes another name from a unit.
    ///
    /// # Errors
    /// `not_found` with the other names that it has; the database's own failures.
    pub fn remove_unit_alias(&mut self, id: i64, name: &str) -> Result<()> {
        let keys = named_params! { ":unit": id, ":name": name.trim() };
        let line: Option<i64> = self.query_row(LINE, keys, |r| r.get(0)).optional()?;
        if let Some(line) = line {
            return self.delete(&UNIT_ALIAS, line);
        }
        let aliases = self.read().unit(id)?.map(|u| u.aliases).unwrap_or_default();
        let message = text!("「{name}」不是它的别名", "“{name}” is no other name of it");
        let Text { zh, en } = Text::listed(&aliases);
        let hint = if aliases.is_empty() {
            text!("它没有别名", "it has no other names")
        } else {
            text!("别名有：{zh}", "its other names: {en}")
        };
        Err(Error::refused("not_found", message).hint(hint))
    }
}
