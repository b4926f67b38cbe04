//! Who a word means.

use crate::error::{Error, Result};
use crate::store::Read;
use crate::text;

const BY_NO: &str = "SELECT id FROM member WHERE no = :no AND cancelled IS NULL";
const BY_NAME: &str = "SELECT id FROM member WHERE name = :name AND cancelled IS NULL
 UNION SELECT a.member_id FROM member_alias a JOIN member m ON m.id = a.member_id WHERE a.name = :name AND m.cancelled IS NULL";
const BY_PINYIN: &str =
    "SELECT id FROM member WHERE (pinyin = :name OR initials = :name) AND cancelled IS NULL";

impl Read<'_> {
    /// Who a number, a name, another name, or the pinyin of a name means.
    ///
    /// # Errors
    /// `not_found`, or `ambiguous` with the candidates; the database's own failures.
    pub fn find_member(&self, word: &str) -> Result<i64> {
        let word = word.trim();
        let ids = |sql: &str, key: &str, value: &str| -> Result<Vec<i64>> {
            let mut statement = self.conn.prepare_cached(sql)?;
            let ids = statement
                .query_map(&[(key, &value)], |r| r.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            Ok(ids)
        };
        let mut found = ids(BY_NO, ":no", word)?;
        if found.is_empty() {
            found = ids(BY_NAME, ":name", word)?;
        }
        if found.is_empty() {
            found = ids(BY_PINYIN, ":name", &word.to_ascii_lowercase())?;
        }
        match found.as_slice() {
            [one] => Ok(*one),
            [] => Err(self.no_member(word)?),
            _ => Err(self.ambiguous(word, &found)?),
        }
    }

    fn no_member(&self, word: &str) -> Result<Error> {
        let members = self.members(&[])?;
        let near = crate::model::near::nearest(
            word,
            members
                .iter()
                .flat_map(|m| [m.name.as_str(), m.no.as_str()]),
            3,
        )
        .join("、");
        let mut error = Error::refused(
            "not_found",
            text!("没有委员「{word}」", "there is no member “{word}”"),
        );
        if !near.is_empty() {
            error = error.hint(text!("是不是：{near}", "did you mean: {near}"));
        }
        Ok(error.hint(text!(
            "用 yishi member list {word} 查找",
            "yishi member list {word} searches"
        )))
    }

    fn ambiguous(&self, word: &str, ids: &[i64]) -> Result<Error> {
        let mut who = Vec::new();
        for id in ids {
            if let Some(m) = self.member(*id)? {
                who.push(m.candidate());
            }
        }
        let who = who.join("；");
        Ok(Error::refused(
            "ambiguous",
            text!(
                "「{word}」不止一人：{who}",
                "“{word}” fits more than one member: {who}"
            ),
        )
        .hint(text!("请改用委员编号", "use the member's number")))
    }
}
