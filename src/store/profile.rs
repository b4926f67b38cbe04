//! The deadline profiles that the office works by, each from a day on.

use super::table::PROFILE;
use super::value::text;
use super::{Read, Tx};
use crate::error::{Error, Result};
use crate::model::deadline::Profile;
use crate::text;
use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row};

const HELD: &str = "SELECT since, name, body FROM profile ORDER BY since IS NOT NULL, since";
const ON: &str = "SELECT body FROM profile WHERE since IS NULL OR since <= ?1
 ORDER BY since IS NOT NULL DESC, since DESC LIMIT 1";
const NAMED: &str =
    "SELECT body FROM profile WHERE name = ?1 ORDER BY since IS NOT NULL DESC, since DESC LIMIT 1";
const SINCE: &str = "SELECT id FROM profile WHERE since IS ?1";

/// A profile with the day from which it applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The first day; none: from the beginning.
    pub since: Option<NaiveDate>,
    /// The profile.
    pub profile: Profile,
}

impl Read<'_> {
    /// The profiles in the order of the days from which they apply.
    ///
    /// # Errors
    /// `bad_profile` where a stored text cannot be read; the database's own failures.
    pub fn profiles(&self) -> Result<Vec<Held>> {
        let mut statement = self.conn.prepare_cached(HELD)?;
        let read = |r: &Row<'_>| Ok((r.get(0)?, r.get(1)?, r.get(2)?));
        let rows: Vec<(Option<String>, String, String)> = statement
            .query_map([], read)?
            .collect::<rusqlite::Result<_>>()?;
        rows.into_iter()
            .map(|(since, name, body)| {
                Ok(Held {
                    since: since.and_then(|s| s.parse().ok()),
                    profile: parsed(&name, &body)?,
                })
            })
            .collect()
    }

    /// The profile that applies to a term whose event is on a day; a file that has none works by
    /// the program's first one.
    ///
    /// # Errors
    /// `bad_profile`; the database's own failures.
    pub fn profile_on(&self, day: NaiveDate) -> Result<Profile> {
        parsed(&day.to_string(), &self.profile_text_on(day)?)
    }

    /// The same as its text.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn profile_text_on(&self, day: NaiveDate) -> Result<String> {
        let held: Option<String> = self
            .conn
            .prepare_cached(ON)?
            .query_row([day.to_string()], |r| r.get(0))
            .optional()?;
        match held {
            Some(body) => Ok(body),
            None => profile_text(Profile::built_in_names().next().unwrap_or_default()),
        }
    }

    /// The text of a profile: the office's own of that name, else the program's.
    ///
    /// # Errors
    /// `not_found` with the names that there are; the database's own failures.
    pub fn profile_text(&self, name: &str) -> Result<String> {
        let own: Option<String> = self
            .conn
            .prepare_cached(NAMED)?
            .query_row([name], |r| r.get(0))
            .optional()?;
        match own {
            Some(body) => Ok(body),
            None => profile_text(name),
        }
    }
}

/// The text of a profile in the program.
///
/// # Errors
/// `not_found` with the names that there are.
pub fn profile_text(name: &str) -> Result<String> {
    Profile::built_in(name).map(str::to_owned).ok_or_else(|| {
        let names: Vec<&str> = Profile::built_in_names().collect();
        let (zh, en) = (names.join("、"), names.join(", "));
        Error::refused(
            "not_found",
            text!("没有期限方案「{name}」", "there is no profile “{name}”"),
        )
        .hint(text!(
            "可用：{zh}；自己的方案用 yishi config profile import 方案.toml",
            "there are: {en}; your own comes with yishi config profile import FILE.toml"
        ))
    })
}

/// The profile of an office that chose none.
///
/// # Errors
/// `not_found` and `bad_profile`, which a test rules out.
pub fn default_profile() -> Result<Profile> {
    let name = Profile::built_in_names().next().unwrap_or_default();
    parsed(name, &profile_text(name)?)
}

fn parsed(name: &str, body: &str) -> Result<Profile> {
    Profile::parse(body).map_err(|mistakes| {
        let line = mistakes.first().map_or(0, |m| m.line);
        Error::refused(
            "bad_profile",
            text!(
                "数据文件里的期限方案「{name}」读不通（第 {line} 行）",
                "the profile “{name}” in the file cannot be read (line {line})"
            ),
        )
        .hint(text!(
            "重新导入：yishi config profile import 方案.toml",
            "import it again: yishi config profile import FILE.toml"
        ))
    })
}

impl Tx<'_> {
    /// Works by a profile from a day on (from the beginning where none is given), in place of the
    /// one that began on that day; tells whether anything differs.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn adopt_profile(
        &mut self,
        since: Option<NaiveDate>,
        profile: &Profile,
        body: &str,
    ) -> Result<bool> {
        let since = since.map(|d| d.to_string());
        let id: Option<i64> = self.query_row(SINCE, [&since], |r| r.get(0)).optional()?;
        let since = since.map_or(Value::Null, Value::Text);
        let (name, title) = (text(&profile.name), text(&profile.title));
        if let Some(id) = id {
            let fields = [("name", name), ("title", title), ("body", text(body))];
            self.set(&PROFILE, id, &fields)
        } else {
            self.insert(&PROFILE, &[since, name, title, text(body)])?;
            Ok(true)
        }
    }
}
