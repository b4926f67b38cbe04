//! Which proposal, and which proposer, a word means.

use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::code::{Code, Dict, ProposalForm};
use crate::model::near;
use crate::model::proposal::number::{Cited, PROVISIONAL, Series, cited, spellings};
use crate::model::proposal::{Proposal, Proposer, Who};
use crate::model::session::Session;
use crate::store::Read;
use crate::text;
use rusqlite::named_params;

const BY_NO: &str = "SELECT id FROM proposal WHERE session = :session AND no IN (SELECT value FROM json_each(:nos)) AND cancelled IS NULL";
const BY_SERIAL: &str = "SELECT id FROM proposal WHERE session = :session AND serial IN (SELECT value FROM json_each(:nos)) AND cancelled IS NULL";
const BY_LETTER: &str = "SELECT id FROM proposal WHERE session = :session AND letter_no IN (SELECT value FROM json_each(:nos)) AND cancelled IS NULL";
const BY_ROW: &str =
    "SELECT id FROM proposal WHERE id = :id AND session = :session AND cancelled IS NULL";
const BY_TITLE: &str = "SELECT id FROM proposal WHERE session = :session AND title IN (SELECT value FROM json_each(:nos)) AND cancelled IS NULL";
const SESSIONS: &str = "SELECT DISTINCT session FROM proposal ORDER BY session";

impl Read<'_> {
    /// Which proposal a case number (`12`, `0012`, `第12号`), a serial number (`流水7`, or a bare
    /// number that is no case number), a letter number (`意见3`), the place of one without a number
    /// (`暂编94`), `十届五次-12`, or a whole title means. A session in the word goes before
    /// `session`; without either all sessions are searched, and a place in the ledger is one of all
    /// sessions.
    ///
    /// # Errors
    /// `not_found`, or `ambiguous` with the candidates; the database's own failures.
    pub fn find_proposal(&self, word: &str, session: Option<Session>) -> Result<i64> {
        let cited = cited(word);
        let named = cited.session;
        let session = match cited.series {
            Series::Provisional => named,
            _ => named.or(session),
        };
        let sessions = match session {
            Some(one) => vec![one.to_string()],
            None => self.sessions()?,
        };
        let found = self.cited_in(&sessions, &cited, word)?;
        match found.as_slice() {
            [one] => Ok(*one),
            [] => {
                let elsewhere = self.cited_in(&self.sessions()?, &cited, word)?;
                // A whole title means one proposal, whatever the office's session is.
                let titled = self.titled(&self.sessions()?, &cited, word)?;
                if let ([one], None) = (titled.as_slice(), named) {
                    return Ok(*one);
                }
                Err(self.no_proposal(word, session, &elsewhere)?)
            }
            _ => Err(self.several_proposals(word, &found)?),
        }
    }

    /// What is cited in some sessions: by its number, else its serial number, else its title. Where
    /// a number of its own reads like a place in the ledger, both are meant.
    fn cited_in(self, sessions: &[String], cited: &Cited, word: &str) -> Result<Vec<i64>> {
        let numbers = spellings(&cited.no);
        let mut found = Vec::new();
        match cited.series {
            Series::Either => found = self.in_sessions(BY_NO, sessions, &numbers)?,
            Series::Letter => found = self.in_sessions(BY_LETTER, sessions, &numbers)?,
            Series::Provisional => {
                let written = [[PROVISIONAL, &cited.no].concat()];
                found = self.in_sessions(BY_NO, sessions, &written)?;
                found.extend(self.at_row(sessions, &cited.no)?);
                found.dedup();
            }
            Series::Serial => {}
        }
        let has_serial = matches!(cited.series, Series::Either | Series::Serial);
        if found.is_empty() && has_serial {
            found = self.in_sessions(BY_SERIAL, sessions, &numbers)?;
        }
        if found.is_empty() {
            found = self.titled(sessions, cited, word)?;
        }
        Ok(found)
    }

    /// What has the title in some sessions; `十届四次-关于优化公交线路的建议` has it behind its session.
    fn titled(self, sessions: &[String], cited: &Cited, word: &str) -> Result<Vec<i64>> {
        let titles = [word.trim().to_owned(), cited.no.clone()];
        self.in_sessions(BY_TITLE, sessions, &titles)
    }

    /// The sessions that have proposals, oldest first.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn sessions(&self) -> Result<Vec<String>> {
        let mut statement = self.conn.prepare_cached(SESSIONS)?;
        let mut sessions: Vec<String> = statement
            .query_map([], |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        sessions.sort_by_key(|s| Session::parse(s));
        Ok(sessions)
    }

    fn at_row(self, sessions: &[String], row: &str) -> Result<Vec<i64>> {
        let mut statement = self.conn.prepare_cached(BY_ROW)?;
        let mut found = Vec::new();
        let Ok(id) = row.parse::<i64>() else {
            return Ok(found);
        };
        for session in sessions {
            let mut rows = statement.query(named_params! { ":id": id, ":session": session })?;
            while let Some(r) = rows.next()? {
                found.push(r.get(0)?);
            }
        }
        Ok(found)
    }

    fn in_sessions(self, sql: &str, sessions: &[String], words: &[String]) -> Result<Vec<i64>> {
        let words = serde_json::Value::from(words).to_string();
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut found = Vec::new();
        for session in sessions {
            let mut rows = statement.query(named_params! { ":session": session, ":nos": words })?;
            while let Some(r) = rows.next()? {
                found.push(r.get(0)?);
            }
        }
        Ok(found)
    }

    /// Some of these, each with words that find it and what tells it from the others.
    fn cites(self, ids: &[i64]) -> Result<Text> {
        const FEW: usize = 8;
        let mut cites = Vec::new();
        for id in ids.iter().take(FEW) {
            if let Some(p) = self.proposal(*id)? {
                let (cite, title) = (p.cite(), &p.title);
                let (state, state_en) = (p.state.zh(), p.state.en());
                let first = p.proposers.first().map_or("", Proposer::name);
                cites.push(text!(
                    "{cite}（{title}，{first}，{state}）",
                    "{cite} ({title}, {first}, {state_en})"
                ));
            }
        }
        if let Some(more) = ids.len().checked_sub(FEW).filter(|more| *more > 0) {
            cites.push(text!("另有 {more} 件", "{more} more"));
        }
        let (zh, en): (Vec<_>, Vec<_>) = cites.into_iter().map(|c| (c.zh, c.en)).unzip();
        Ok(Text {
            zh: zh.join("、"),
            en: en.join(", "),
        })
    }

    fn no_proposal(self, word: &str, session: Option<Session>, near: &[i64]) -> Result<Error> {
        let mut error = Error::refused(
            "not_found",
            match session {
                Some(s) => text!(
                    "{s}没有提案「{word}」",
                    "there is no proposal “{word}” in {s}"
                ),
                None => text!("没有提案「{word}」", "there is no proposal “{word}”"),
            },
        );
        if !near.is_empty() {
            let Text { zh, en } = self.cites(near)?;
            error = error.hint(text!("别的届次里有：{zh}", "other sessions have: {en}"));
        }
        Ok(error.hint(text!(
            "用 yishi proposal list {word} 查找",
            "yishi proposal list {word} searches"
        )))
    }

    /// The others of its session under the same title, which a list can hardly tell from it.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn namesakes(&self, p: &Proposal) -> Result<Vec<Proposal>> {
        let titles = [p.title.clone()];
        let mut found = self.in_sessions(BY_TITLE, std::slice::from_ref(&p.session), &titles)?;
        found.retain(|id| *id != p.id);
        let read = found.into_iter().map(|id| self.proposal(id));
        let read = read.collect::<Result<Vec<_>>>()?;
        Ok(read.into_iter().flatten().collect())
    }

    pub(super) fn several_proposals(self, word: &str, ids: &[i64]) -> Result<Error> {
        let Text { zh, en } = self.cites(ids)?;
        let first = ids.first().map(|id| self.proposal(*id)).transpose()?;
        let first = first.flatten().map(|p| p.cite()).unwrap_or_default();
        Ok(Error::refused(
            "ambiguous",
            text!(
                "「{word}」不止一件：{zh}",
                "“{word}” fits more than one proposal: {en}"
            ),
        )
        .hint(text!(
            "照括号前的写法写，例如 yishi proposal show {first}",
            "write it as before the brackets, such as yishi proposal show {first}"
        )))
    }

    /// Who stands on a proposal by this word: for a collective proposal a body before a member of
    /// that name, else a member before a body.
    ///
    /// # Errors
    /// `not_found` with the nearest bodies, or `ambiguous`; the database's own failures.
    pub fn find_proposer(&self, word: &str, form: Option<ProposalForm>) -> Result<Who> {
        let word = word.trim();
        let body = self
            .word(Dict::Body, word)?
            .map(|_| Who::Body(word.to_owned()));
        if form == Some(ProposalForm::Collective)
            && let Some(body) = body
        {
            return Ok(body);
        }
        let error = match (self.find_member(word), body) {
            (Ok(id), _) => return Ok(Who::Member(id)),
            (Err(e), Some(body)) if e.code == "not_found" => return Ok(body),
            (Err(e), _) => e,
        };
        if error.code != "not_found" {
            return Err(error);
        }
        let bodies = self.word_names(Dict::Body)?;
        let near = near::nearest(word, bodies.iter().map(String::as_str), 3);
        let error = if near.is_empty() {
            error
        } else {
            let Text { zh, en } = Text::listed(&near);
            error.hint(text!("提案团体里有：{zh}", "proposing bodies: {en}"))
        };
        Err(error.hint(text!(
            "是团体就先添加：yishi word add body {word}",
            "add it if it is a body: yishi word add body {word}"
        )))
    }
}

#[cfg(test)]
mod tests;
