//! Adding, changing and cancelling members.

use crate::error::{Error, Result};
use crate::model::code::Dict;
use crate::model::member::{Draft, pinyin_of};
use crate::store::Tx;
use crate::store::table::{MEMBER, MEMBER_ALIAS};
use crate::store::value::{code, maybe, number, text, when};
use crate::text;
use rusqlite::types::Value;

impl Tx<'_> {
    /// Adds a member.
    ///
    /// # Errors
    /// `number_taken`; an unknown word; the database's own failures.
    pub fn add_member(&mut self, draft: &Draft, source: (Option<i64>, Option<i64>)) -> Result<i64> {
        let no = &draft.no;
        if self.query_row("SELECT count(*) FROM member WHERE no = ?1", [no], |r| {
            r.get::<_, i64>(0)
        })? > 0
        {
            return Err(Error::refused(
                "number_taken",
                text!("委员编号 {no} 已经有了", "the member number {no} is taken"),
            )
            .hint(text!(
                "用 yishi member show {no} 查看",
                "yishi member show {no} shows who has it"
            )));
        }
        let (pinyin, initials) = pinyin_of(&draft.name);
        let sector = draft
            .sector
            .as_deref()
            .map(|s| self.read().known_word(Dict::Sector, s))
            .transpose()?;
        let id = self.insert(
            &MEMBER,
            &[
                text(no),
                text(&draft.name),
                text(&pinyin),
                text(&initials),
                draft.sex.map_or(Value::Null, code),
                when(draft.birth),
                maybe(draft.nation.as_deref()),
                number(sector.filter(|_| draft.moved.is_none())),
                maybe(draft.unit.as_deref()),
                maybe(draft.job.as_deref()),
                maybe(draft.phone.as_deref()),
                number(draft.rank),
                maybe(draft.note.as_deref()),
                Value::Null,
                number(source.0),
                number(source.1),
            ],
        )?;
        for (dict, words) in draft.lists() {
            self.belong(id, dict, words, draft.moved)?;
        }
        if let (Some(sector), Some(_)) = (&draft.sector, draft.moved) {
            self.belong(id, Dict::Sector, std::slice::from_ref(sector), draft.moved)?;
        }
        for alias in &draft.aliases {
            self.add_alias(id, alias, "alias", None)?;
        }
        self.set_tenure(id, draft.since, draft.until)?;
        Ok(id)
    }

    /// Changes what a draft says of a member and leaves the rest; tells whether anything differs.
    ///
    /// # Errors
    /// An unknown word; the database's own failures.
    pub fn edit_member(&mut self, id: i64, draft: &Draft) -> Result<bool> {
        let mut fields: Vec<(&str, Value)> = Vec::new();
        if !draft.name.is_empty() {
            let (pinyin, initials) = pinyin_of(&draft.name);
            fields.extend([
                ("name", text(&draft.name)),
                ("pinyin", text(&pinyin)),
                ("initials", text(&initials)),
            ]);
        }
        fields.extend(draft.sex.map(|s| ("sex", code(s))));
        fields.extend(draft.birth.map(|b| ("birth", when(Some(b)))));
        let texts = [
            ("nation", &draft.nation),
            ("unit", &draft.unit),
            ("job", &draft.job),
            ("phone", &draft.phone),
            ("note", &draft.note),
        ];
        fields.extend(
            texts
                .into_iter()
                .filter_map(|(name, value)| value.as_deref().map(|v| (name, maybe(Some(v))))),
        );
        fields.extend(draft.rank.map(|r| ("rank", Value::Integer(r))));
        let mut changed = self.set(&MEMBER, id, &fields)?;
        for (dict, words) in draft.lists() {
            if !words.is_empty() {
                changed |= self.belong(id, dict, words, draft.moved)?;
            }
        }
        if let Some(sector) = &draft.sector {
            changed |= self.belong(id, Dict::Sector, std::slice::from_ref(sector), draft.moved)?;
        }
        for alias in &draft.aliases {
            changed |= self.add_alias(id, alias, "alias", None)?;
        }
        if draft.since.is_some() || draft.until.is_some() {
            changed |= self.set_tenure(id, draft.since, draft.until)?;
        }
        Ok(changed)
    }

    /// Cancels a member that was entered by mistake; nothing is erased.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn cancel_member(&mut self, id: i64, reason: &str) -> Result<()> {
        self.set(&MEMBER, id, &[("cancelled", text(reason))])
            .map(|_| ())
    }

    /// Remembers another name of a member; tells whether it is new.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn add_alias(
        &mut self,
        member: i64,
        name: &str,
        kind: &str,
        note: Option<&str>,
    ) -> Result<bool> {
        let known: i64 = self.query_row(
            "SELECT count(*) FROM member_alias WHERE member_id = ?1 AND name = ?2",
            (member, name),
            |r| r.get(0),
        )?;
        if known == 0 {
            self.insert(
                &MEMBER_ALIAS,
                &[Value::Integer(member), text(name), text(kind), maybe(note)],
            )?;
        }
        Ok(known == 0)
    }
}
