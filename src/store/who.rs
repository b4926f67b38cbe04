//! Members, bodies and units under one roof: how a row refers to one of them, and who a word means.

use super::Read;
use super::columns::Columns;
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::code::{Code, Dict};
use crate::model::near::nearest;
use crate::model::score::rules::Whose;
use crate::model::who::Who;
use crate::text;
use rusqlite::types::{Type, Value};
use rusqlite::{OptionalExtension, named_params};

/// Of so many names each is told.
const FEW: usize = 12;

const NAME: &str = "SELECT name FROM word WHERE id = :id";

/// The columns `member_id`, `body_id` and `unit_id` for a row of a kind.
pub(super) fn columns(whose: Whose, id: i64) -> [Value; 3] {
    let mut columns = [Value::Null, Value::Null, Value::Null];
    let at = match whose {
        Whose::Member => 0,
        Whose::Unit => 2,
        _ => 1,
    };
    columns[at] = Value::Integer(id);
    columns
}

/// Reads the dictionary (null for members and units), the row, number, name, and the unit's row.
pub(super) fn who(c: &mut Columns<'_, '_>) -> rusqlite::Result<Who> {
    let dict: Option<Dict> = c.maybe_code()?;
    let (id, no, name) = (c.take()?, c.take()?, c.take()?);
    let unit: Option<i64> = c.take()?;
    let whose = match dict {
        Some(dict) => of_dict(dict)
            .ok_or_else(|| rusqlite::Error::InvalidColumnType(0, "dict".to_owned(), Type::Text))?,
        None if unit.is_some() => Whose::Unit,
        None => Whose::Member,
    };
    Ok(Who {
        whose,
        id,
        no,
        name,
    })
}

/// The kind of subject whose bodies a dictionary names.
pub(super) fn of_dict(dict: Dict) -> Option<Whose> {
    let all = Whose::ALL.iter().copied();
    all.into_iter().find(|w| w.dict() == Some(dict))
}

impl Read<'_> {
    /// The body or unit that a word means; `专委会:提案委` says in which dictionary to look.
    ///
    /// # Errors
    /// `not_found` with the nearest ones, `ambiguous` with the candidates; the database's own.
    pub fn find_body(&self, word: &str) -> Result<Who> {
        let word = word.trim();
        let (only, name) = match word.split_once([':', '：']) {
            Some((kind, name)) => match Whose::parse(kind) {
                Some(whose) => (Some(whose), name.trim()),
                None => (None, word),
            },
            None => (None, word),
        };
        let bodies = Whose::ALL.iter().copied().filter(|w| *w != Whose::Member);
        let wanted = bodies.filter(|w| only.is_none_or(|o| o == *w));
        let mut found = Vec::new();
        for whose in wanted.clone() {
            found.extend(self.body_named(whose, name)?);
        }
        match found.len() {
            1 => Ok(found.remove(0)),
            0 => Err(self.no_body(wanted, name)?),
            _ => {
                let all: Vec<String> = found
                    .iter()
                    .map(|w| format!("{}:{}", w.whose.zh(), w.name))
                    .collect();
                let all = all.join("、");
                Err(Error::refused(
                    "ambiguous",
                    text!(
                        "“{name}”不止一个：{all}",
                        "`{name}` is more than one: {all}"
                    ),
                )
                .hint(text!("写明是哪一类，如上所列", "say which kind, as listed")))
            }
        }
    }

    /// The body of a kind that a name means exactly.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn body_named(&self, whose: Whose, name: &str) -> Result<Option<Who>> {
        let Some(dict) = whose.dict() else {
            return match self.find_unit(name) {
                Ok(id) => Ok(self.unit(id)?.map(|u| Who {
                    whose,
                    id,
                    no: u.no,
                    name: u.name,
                })),
                Err(e) if e.kind == crate::error::Kind::Refused && e.code != "ambiguous" => {
                    Ok(None)
                }
                Err(e) => Err(e),
            };
        };
        let Some(id) = self.word(dict, name)? else {
            return Ok(None);
        };
        let mut statement = self.conn.prepare_cached(NAME)?;
        let name: Option<String> = statement
            .query_row(named_params! { ":id": id }, |r| r.get(0))
            .optional()?;
        Ok(name.map(|name| Who {
            whose,
            id,
            no: None,
            name,
        }))
    }

    /// Whom a word means among the subjects of a kind.
    ///
    /// # Errors
    /// `not_found`, `ambiguous` and their like; the database's own failures.
    pub fn find_subject(&self, whose: Whose, word: &str) -> Result<Who> {
        match whose {
            Whose::Member => {
                let id = self.find_member(word)?;
                let member = self.member(id)?;
                member
                    .map(|m| Who {
                        whose,
                        id,
                        no: Some(m.no),
                        name: m.name,
                    })
                    .ok_or_else(|| nobody(whose, word))
            }
            Whose::Unit => {
                let unit = self.unit(self.find_unit(word)?)?;
                unit.map(|u| Who {
                    whose,
                    id: u.id,
                    no: u.no,
                    name: u.name,
                })
                .ok_or_else(|| nobody(whose, word))
            }
            _ => {
                let word = word.trim();
                match self.body_named(whose, word)? {
                    Some(found) => Ok(found),
                    None => Err(self.none_like(whose, word)?),
                }
            }
        }
    }

    /// There is no body of that name; those whose names have the word in them, or are near it.
    fn none_like(&self, whose: Whose, word: &str) -> Result<Error> {
        let names = match whose.dict() {
            Some(dict) => self.word_names(dict)?,
            None => Vec::new(),
        };
        let names = || names.iter().map(String::as_str);
        let like: Vec<&str> = names().filter(|n| n.contains(word)).take(3).collect();
        let near = match like.as_slice() {
            [] => nearest(word, names(), 3),
            _ => like,
        };
        let error = nobody(whose, word).did_you_mean(&near);
        let all: Vec<&str> = names().collect();
        if near.is_empty() && (1..=FEW).contains(&all.len()) {
            let Text { zh, en } = Text::listed(&all);
            return Ok(error.hint(text!("已登记的有：{zh}", "there are: {en}")));
        }
        Ok(error)
    }

    fn no_body(&self, wanted: impl Iterator<Item = Whose>, name: &str) -> Result<Error> {
        let mut names = Vec::new();
        for whose in wanted {
            match whose.dict() {
                Some(dict) => names.extend(self.word_names(dict)?),
                None => names.extend(self.units(&[])?.into_iter().map(|u| u.name)),
            }
        }
        let near = nearest(name, names.iter().map(String::as_str), 3);
        Ok(Error::refused(
            "not_found",
            text!(
                "没有叫“{name}”的小组、专委会、界别、乡镇街道或单位",
                "there is no group, committee, sector, township or unit `{name}`"
            ),
        )
        .did_you_mean(&near)
        .hint(text!(
            "词典里添加：yishi word add township {name}；单位：yishi unit add {name}",
            "add it to a dictionary: yishi word add township {name}; a unit: yishi unit add {name}"
        )))
    }
}

/// There is no subject of that name.
pub(super) fn nobody(whose: Whose, word: &str) -> Error {
    let (zh, en) = (whose.zh(), whose.en());
    Error::refused(
        "not_found",
        text!("没有{zh}“{word}”", "there is no {en} `{word}`"),
    )
}
