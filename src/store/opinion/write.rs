//! Writing opinions.

use crate::error::{Error, Result};
use crate::model::code::Dict;
use crate::model::opinion::{Act, Draft, Manner, Outcome, next_number};
use crate::model::when::When;
use crate::store::proposal::{Place, in_office};
use crate::store::table::{ADOPTION, AUTHOR, OPINION};
use crate::store::value::{code, maybe, number, text, when};
use crate::store::{Read, Tx};
use crate::text;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, named_params};

const HOLDS: &str = "SELECT title, cancelled FROM opinion WHERE no = :no AND id <> :id";
/// Numbers of a year lie between `2026-` and `2026.`, the character after the dash.
const LAST: &str = "SELECT coalesce(max(CAST(substr(no, 6) AS INTEGER)), 0) FROM opinion WHERE no > :year || '-' AND no < :year || '.'";
const AUTHORS: &str =
    "SELECT id, ord, member_id FROM author WHERE opinion_id = :opinion ORDER BY ord";
/// The line that an outcome means: that of the same body or leader; where none is named, or none
/// stands for it yet, one with the same words, or one that says nothing of by whom. A leader
/// may instruct again: on another day that is another instruction.
const LINE: &str = "SELECT id FROM adoption WHERE opinion_id = :opinion AND act = :act AND level_id IS :level
 AND (who IS :who OR wording = :wording AND (who IS NULL OR :who IS NULL) OR who IS NULL AND wording = '')
 AND (:act <> 'instruction' OR :on IS NULL OR happened_on IS NULL OR happened_on = :on)
 ORDER BY happened_on IS :on DESC, who IS :who AND wording = :wording DESC, wording = :wording DESC, who IS :who DESC, id LIMIT 1";
const LINES: &str = "SELECT id, level_id FROM adoption WHERE opinion_id = :opinion AND act = :act";

impl Tx<'_> {
    /// Adds an opinion; without a number it takes the next free one of its year.
    ///
    /// # Errors
    /// `no_title`, `no_author`, `author_twice`, `no_year`, `number_taken`, `not_in_office`; an
    /// unknown word; the database's own failures.
    pub fn add_opinion(&mut self, draft: &Draft, place: Place) -> Result<i64> {
        let title = draft.title.trim();
        if title.is_empty() {
            return Err(
                Error::refused("no_title", text!("没有标题", "the opinion has no title")).hint(
                    text!(
                        "写上标题：yishi opinion add --title 标题 --author 姓名",
                        "give one: yishi opinion add --title TITLE --author NAME"
                    ),
                ),
            );
        }
        authors_fit(self.read(), &draft.authors, draft.submitted)?;
        let no = match draft.no.as_deref().map(str::trim).filter(|n| !n.is_empty()) {
            Some(no) => no.to_owned(),
            None => self.read().next_opinion_number(draft.submitted)?,
        };
        number_free(self.read(), 0, &no)?;
        let id = self.insert(
            &OPINION,
            &[
                text(&no),
                text(title),
                when(draft.submitted),
                maybe(draft.note.as_deref()),
                Value::Null,
                number(place.0),
                number(place.1),
                Value::Null,
                Value::Null,
            ],
        )?;
        self.put_authors(id, &draft.authors)?;
        self.add_outcomes(id, draft)?;
        Ok(id)
    }

    /// Changes what a draft says of an opinion and leaves the rest, adoptions at other levels
    /// too; tells whether anything differs. The row's place in a spreadsheet is written only
    /// where something else differs.
    ///
    /// # Errors
    /// `not_found` and as [`Tx::add_opinion`].
    pub fn edit_opinion(&mut self, id: i64, draft: &Draft, place: Place) -> Result<bool> {
        let old = self.read().opinion(id)?.ok_or_else(no_such)?;
        let stood: Vec<i64> = old.authors.iter().map(|a| a.id).collect();
        let authors = if draft.authors.is_empty() {
            &stood
        } else {
            &draft.authors
        };
        let submitted = draft.submitted.or(old.submitted);
        if *authors != stood || submitted != old.submitted {
            authors_fit(self.read(), authors, submitted)?;
        }
        let mut fields: Vec<(&str, Value)> = Vec::new();
        if let Some(no) = draft.no.as_deref().map(str::trim).filter(|n| !n.is_empty()) {
            number_free(self.read(), id, no)?;
            fields.push(("no", text(no)));
        }
        let title = draft.title.trim();
        if !title.is_empty() {
            fields.push(("title", text(title)));
        }
        fields.extend(draft.submitted.map(|w| ("submitted_on", when(Some(w)))));
        fields.extend(draft.note.as_deref().map(|n| ("note", maybe(Some(n)))));
        let mut changed = self.set(&OPINION, id, &fields)?;
        changed |= self.put_authors(id, authors)?;
        changed |= self.add_outcomes(id, draft)?;
        if changed && place.0.is_some() {
            let place = [("source_id", number(place.0)), ("line", number(place.1))];
            self.set(&OPINION, id, &place)?;
        }
        Ok(changed)
    }

    /// Takes out the day on which it came in; tells whether anything differs.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn empty_opinion_day(&mut self, id: i64) -> Result<bool> {
        self.set(&OPINION, id, &[("submitted_on", Value::Null)])
    }

    /// Takes an opinion off the ledger with a reason; its row stays.
    ///
    /// # Errors
    /// `not_found`; the database's own failures.
    pub fn cancel_opinion(&mut self, id: i64, reason: &str) -> Result<()> {
        if self.read().opinion(id)?.is_none() {
            return Err(no_such());
        }
        self.set(&OPINION, id, &[("cancelled", text(reason))])?;
        Ok(())
    }

    /// Records one adoption or instruction, in place of what stood at its level for the same body,
    /// or for the same leader on the day; what is not said of it stays. Tells whether anything
    /// differs.
    ///
    /// # Errors
    /// An unknown level; the database's own failures.
    pub fn adopt_opinion(&mut self, id: i64, act: Act, outcome: &Outcome) -> Result<bool> {
        let level = self.read().level(outcome)?;
        let wording = outcome.wording.trim();
        let keys = named_params! { ":opinion": id, ":act": act.words().0, ":level": level, ":who": outcome.who, ":wording": wording, ":on": outcome.on.map(|on| on.to_string()) };
        let line: Option<i64> = self
            .prepare_cached(LINE)?
            .query_row(keys, |r| r.get(0))
            .optional()?;
        let manner = outcome
            .manner
            .or_else(|| Manner::in_wording(wording))
            .filter(|_| act == Act::Adoption);
        let owed = outcome.due.as_ref();
        let said = [
            ("manner", manner.map(code)),
            ("who", outcome.who.as_deref().map(text)),
            ("happened_on", outcome.on.map(|on| when(Some(on)))),
            ("due_on", owed.map(|d| when(Some(When::from(d.on))))),
            ("why", owed.map(|d| text(&d.why.zh))),
            ("why_en", owed.map(|d| text(&d.why.en))),
            ("answered_on", outcome.answered.map(|on| when(Some(on)))),
            ("answer", outcome.answer.as_deref().map(text)),
        ];
        if let Some(line) = line {
            let mut fields = vec![("wording", text(wording))];
            fields.extend(said.into_iter().filter_map(|(name, v)| Some((name, v?))));
            return self.set(&ADOPTION, line, &fields);
        }
        let mut row = vec![
            Value::Integer(id),
            text(act.words().0),
            number(level),
            text(wording),
        ];
        row.extend(said.into_iter().map(|(_, v)| v.unwrap_or(Value::Null)));
        self.insert(&ADOPTION, &row)?;
        Ok(true)
    }

    /// Makes the adoptions or the instructions exactly these; tells whether anything differs.
    ///
    /// # Errors
    /// An unknown level; the database's own failures.
    pub fn set_outcomes(&mut self, id: i64, act: Act, outcomes: &[Outcome]) -> Result<bool> {
        let wanted = outcomes
            .iter()
            .map(|o| self.read().level(o))
            .collect::<Result<Vec<_>>>()?;
        let now: Vec<(i64, Option<i64>)> = {
            let mut statement = self.prepare_cached(LINES)?;
            let rows = statement.query_map(
                named_params! { ":opinion": id, ":act": act.words().0 },
                |r| Ok((r.get(0)?, r.get(1)?)),
            )?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        let mut changed = false;
        for (line, _) in now.iter().filter(|(_, level)| !wanted.contains(level)) {
            self.delete(&ADOPTION, *line)?;
            changed = true;
        }
        for outcome in outcomes {
            changed |= self.adopt_opinion(id, act, outcome)?;
        }
        Ok(changed)
    }

    fn add_outcomes(&mut self, id: i64, draft: &Draft) -> Result<bool> {
        let mut changed = false;
        for (act, outcomes) in draft.outcomes() {
            for outcome in outcomes {
                changed |= self.adopt_opinion(id, act, outcome)?;
            }
        }
        Ok(changed)
    }

    /// Makes the authors exactly these, in this order. Lines that stay are not written again.
    pub(super) fn put_authors(&mut self, id: i64, authors: &[i64]) -> Result<bool> {
        let wanted: Vec<(i64, i64)> = (1..).zip(authors.iter().copied()).collect();
        let now: Vec<(i64, (i64, i64))> = {
            let mut statement = self.prepare_cached(AUTHORS)?;
            let rows = statement.query_map(named_params! { ":opinion": id }, |r| {
                Ok((r.get(0)?, (r.get(1)?, r.get(2)?)))
            })?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        if now.iter().map(|(_, line)| line).eq(&wanted) {
            return Ok(false);
        }
        for (line, _) in now.iter().filter(|(_, line)| !wanted.contains(line)) {
            self.delete(&AUTHOR, *line)?;
        }
        for line @ (ord, member) in &wanted {
            if !now.iter().any(|(_, l)| l == line) {
                let row = [
                    Value::Integer(id),
                    Value::Integer(*member),
                    Value::Integer(*ord),
                ];
                self.insert(&AUTHOR, &row)?;
            }
        }
        Ok(true)
    }
}

impl Read<'_> {
    /// The next free number of a year: `2026-001`.
    ///
    /// # Errors
    /// `no_year` without a day to take the year from; the database's own failures.
    pub fn next_opinion_number(&self, on: Option<When>) -> Result<String> {
        let Some(on) = on else {
            return Err(Error::refused(
                "no_year",
                text!(
                    "没有编号，也没有来稿时间，编不出号",
                    "there is neither a number nor a day to number it by"
                ),
            )
            .hint(text!(
                "补上来稿时间或编号：--on 2026-03 或 --no 2026-001",
                "give one: --on 2026-03 or --no 2026-001"
            )));
        };
        let year = on.year();
        let mut statement = self.conn.prepare_cached(LAST)?;
        let last =
            statement.query_row(named_params! { ":year": year.to_string() }, |r| r.get(0))?;
        Ok(next_number(year, last))
    }

    fn level(self, outcome: &Outcome) -> Result<Option<i64>> {
        let level = outcome.level.as_deref().map(str::trim);
        level
            .filter(|l| !l.is_empty())
            .map(|l| self.known_word(Dict::Level, l))
            .transpose()
    }
}

fn authors_fit(read: Read<'_>, authors: &[i64], on: Option<When>) -> Result<()> {
    if authors.is_empty() {
        return Err(Error::refused(
            "no_author",
            text!("没有反映人", "the opinion has no author"),
        )
        .hint(text!(
            "写上反映人：--author 姓名",
            "name one: --author NAME"
        )));
    }
    for (at, author) in authors.iter().enumerate() {
        if authors[..at].contains(author) {
            let name = read.member(*author)?.map(|m| m.name).unwrap_or_default();
            return Err(Error::refused(
                "author_twice",
                text!(
                    "反映人「{name}」写了两次",
                    "the author “{name}” is named twice"
                ),
            )
            .hint(text!(
                "每人只写一次：--author 姓名,姓名",
                "name each author once: --author NAME,NAME"
            )));
        }
        if let Some(on) = on {
            in_office(read, *author, on)?;
        }
    }
    Ok(())
}

fn number_free(read: Read<'_>, id: i64, no: &str) -> Result<()> {
    let mut statement = read.conn.prepare_cached(HOLDS)?;
    let holder: Option<(String, Option<String>)> = statement
        .query_row(named_params! { ":no": no, ":id": id }, |r| {
            Ok((r.get("title")?, r.get("cancelled")?))
        })
        .optional()?;
    let error = match holder {
        None => return Ok(()),
        Some((title, None)) => Error::refused(
            "number_taken",
            text!(
                "编号 {no} 已经是《{title}》的",
                "the number {no} is taken by “{title}”"
            ),
        )
        .hint(text!(
            "用 yishi opinion show {no} 查看",
            "yishi opinion show {no} shows it"
        )),
        Some((title, Some(reason))) => Error::refused(
            "number_taken",
            text!(
                "编号 {no} 是已取消的《{title}》的（{reason}）",
                "the number {no} is that of “{title}”, which was cancelled ({reason})"
            ),
        )
        .hint(text!(
            "用 yishi log 找到取消它的操作，可以 yishi undo 撤销",
            "yishi log names the command that cancelled it, and yishi undo takes it back"
        )),
    };
    Err(error.hint(text!(
        "换一个编号，或者不写编号（自动编号）",
        "choose another number, or leave it out to have one given"
    )))
}

pub(super) fn no_such() -> Error {
    Error::refused(
        "not_found",
        text!(
            "没有这件社情民意，或者它已被取消",
            "there is no such opinion, or it was cancelled"
        ),
    )
    .hint(text!(
        "用 yishi opinion list 查看",
        "yishi opinion list shows what there is"
    ))
}
