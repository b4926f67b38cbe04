//! Speeches, oral or written.

use super::Tx;
use crate::error::{Error, Result};
use crate::model::code::{Code, Presence, SpeechForm};
use crate::store::table::{ATTENDANCE, SPEECH};
use crate::store::value::{code, maybe};
use crate::text;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, named_params};

// A missing title equals a missing title here, as UNIQUE alone would not have it.
const SAME: &str =
    "SELECT id FROM speech WHERE attendance_id = :line AND form = :form AND title IS :title";

impl Tx<'_> {
    /// Records a speech of someone on the roll; the same one again changes nothing. An absent
    /// person has none, one on leave only a written one.
    ///
    /// # Errors
    /// `not_on_roll`, `not_there`, `cancelled_meeting`; the database's own failures.
    pub fn add_speech(
        &mut self,
        meeting: i64,
        member: i64,
        form: SpeechForm,
        title: Option<&str>,
    ) -> Result<bool> {
        let held = self.open_meeting(meeting)?;
        let line = self.line(&held, member)?;
        let away = match form {
            SpeechForm::Oral => [Presence::Absent, Presence::Leave].as_slice(),
            SpeechForm::Written => [Presence::Absent].as_slice(),
        };
        let row = self.row(&ATTENDANCE, line)?.unwrap_or_default();
        let now = ATTENDANCE.column("presence").and_then(|at| row.get(at));
        if let Some(presence) = away.iter().find(|p| now == Some(&code(**p))) {
            let person = self.known_member(member)?;
            let (no, who, name) = (&held.no, &person.no, &person.name);
            let (zh, en) = (presence.zh(), presence.en());
            let (form_zh, form_en) = (form.zh(), form.en());
            return Err(Error::refused(
                "not_there",
                text!(
                    "{name}（{who}）在 {no} 登记为「{zh}」，不能有{form_zh}发言",
                    "{name} ({who}) is recorded as “{en}” at {no} and has no {form_en} speech"
                ),
            )
            .hint(text!(
                "出席登记有误：yishi meeting attend {no} {who} --status 出席",
                "if that is wrong: yishi meeting attend {no} {who} --status present"
            )));
        }
        if self.same_speech(line, form, title)?.is_some() {
            return Ok(false);
        }
        self.insert(&SPEECH, &[Value::Integer(line), code(form), maybe(title)])?;
        Ok(true)
    }

    /// Takes a speech away that was recorded by mistake; tells whether there was one.
    ///
    /// # Errors
    /// `not_on_roll`, `cancelled_meeting`; the database's own failures.
    pub fn remove_speech(
        &mut self,
        meeting: i64,
        member: i64,
        form: SpeechForm,
        title: Option<&str>,
    ) -> Result<bool> {
        let held = self.open_meeting(meeting)?;
        let line = self.line(&held, member)?;
        let Some(id) = self.same_speech(line, form, title)? else {
            return Ok(false);
        };
        self.delete(&SPEECH, id)?;
        Ok(true)
    }

    fn same_speech(&self, line: i64, form: SpeechForm, title: Option<&str>) -> Result<Option<i64>> {
        let title = title.filter(|t| !t.is_empty());
        let keys = named_params! { ":line": line, ":form": form.code(), ":title": title };
        Ok(self
            .prepare_cached(SAME)?
            .query_row(keys, |r| r.get(0))
            .optional()?)
    }
}
