//! What the facts of a run refer to, read once, each thing in a few machine words.

use super::super::Read;
use super::by_id::ById;
use super::damage::{MEETING, day, unreadable};
use super::opinions::Opinions;
use super::proposals::Proposals;
use crate::error::Result;
use crate::model::code::{Code, Dict, Part, Presence, SpeechForm, StatusKind};
use crate::model::fact::{Sym, Symbols, UNDATED, held_as, mark};
use crate::model::opinion::Manner;
use crate::model::session::Session;
use crate::model::when::When;
use crate::store::appraisal::Results;
use rusqlite::types::{FromSqlResult, ValueRef};
use rusqlite::{Connection, Row};
use std::collections::HashMap;

const WORDS: &str = "SELECT id, name, dict FROM word ORDER BY id";
const MEETINGS: &str = "SELECT id, kind_id, start_on, half_days, duty FROM meeting WHERE cancelled IS NULL ORDER BY id";

// serves: leaves of a roll by kind; they are few beside the rolls.
const LEAVES: Sql = [
    "SELECT attendance_id, kind_id FROM leave WHERE state = 'granted' AND kind_id IS NOT NULL",
    " AND attendance_id BETWEEN ?1 << 32 AND (?1 << 32) + 4294967295",
    "",
];

/// A statement over all, what narrows it to what one member has a part in, and its order.
pub(super) type Sql = [&'static str; 3];

/// Of whom the context is read: of all, or of one member.
#[derive(Clone, Copy)]
pub(super) struct Whom<'c> {
    pub(super) conn: &'c Connection,
    pub(super) member: Option<i64>,
}

impl Whom<'_> {
    /// Runs over the rows of a statement.
    pub(super) fn each(
        &self,
        [all, one, order]: Sql,
        mut row: impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
    ) -> Result<()> {
        let narrowed = if self.member.is_some() { one } else { "" };
        let mut statement = self.conn.prepare(&[all, narrowed, order].concat())?;
        let mut rows = statement.query(rusqlite::params_from_iter(self.member))?;
        while let Some(r) = rows.next()? {
            row(r).map_err(unreadable)?;
        }
        Ok(())
    }
}

/// A meeting, as far as its roll needs it.
pub(super) struct Occasion {
    pub(super) kind: Sym,
    pub(super) on: When,
    pub(super) halves: u16,
    pub(super) marks: u16,
}

/// What a word that a member belongs to is to those who score.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A post, tag, committee or group, under the symbol by which rules select it.
    Held(Sym),
    Sector,
    Other,
}

/// The words of a closed vocabulary by their codes.
pub(super) struct Codes(Vec<(&'static str, Sym)>);

impl Codes {
    pub(super) fn of<C: Code>(symbols: &mut Symbols) -> Codes {
        let all = C::ALL.iter().map(|c| c.code());
        Codes(all.map(|code| (code, symbols.intern(code))).collect())
    }

    /// The symbol of a code; what is none (only outside tools write such) is interned as it comes.
    #[inline]
    pub(super) fn sym(&self, word: ValueRef<'_>, symbols: &mut Symbols) -> FromSqlResult<Sym> {
        let bytes = word.as_bytes()?;
        let known = self.0.iter().find(|(code, _)| code.as_bytes() == bytes);
        match known {
            Some((_, sym)) => Ok(*sym),
            None => Ok(symbols.intern(word.as_str()?)),
        }
    }
}

/// The years of sessions, reckoned from the session of the office's year.
#[derive(Clone, Copy)]
pub(in crate::store) struct Years(Option<(Session, i32)>);

impl Years {
    /// Those of the office.
    pub(in crate::store) fn of_office(read: Read<'_>) -> Result<Years> {
        Ok(Years(read.session()?.zip(read.year()?)))
    }

    /// The year of a session: sessions of one term follow each other year by year.
    pub(in crate::store) fn of(self, session: &str) -> When {
        let year = self.0.zip(Session::parse(session));
        let year = year.filter(|((now, _), s)| now.term == s.term);
        let year =
            year.map(|((now, year), s)| year + i32::from(s.session) - i32::from(now.session));
        year.and_then(|y| When::new(y, None, None))
            .unwrap_or(UNDATED)
    }
}

/// The office's words: each with its symbol, and with what it is to those who score.
pub(super) type Words = ById<(Sym, Role)>;

/// What members hold by which rules select.
const HELD: [Dict; 4] = [Dict::Post, Dict::Tag, Dict::Committee, Dict::Group];

/// Everything that the facts of a run refer to.
pub(super) struct Context {
    /// The office's words, and what they are to those who score.
    words: Words,
    meetings: ById<Occasion>,
    /// The kind of leave of each line of a roll for which leave was granted.
    leaves: HashMap<i64, Sym>,
    pub(super) proposals: Proposals,
    pub(super) opinions: Opinions,
    pub(super) presences: Codes,
    pub(super) parts: Codes,
    pub(super) forms: Codes,
    pub(super) statuses: Codes,
    pub(super) first: Sym,
    pub(super) joint: Sym,
    pub(super) adopted: Sym,
    pub(super) submitted: Sym,
    manners: Codes,
    /// The published results of appraisals.
    pub(super) results: Results,
}

pub(super) fn small(n: i64) -> u16 {
    u16::try_from(n.max(0)).unwrap_or(u16::MAX)
}

impl Context {
    /// All that the facts of all members, or of one, refer to.
    pub(super) fn of(
        read: Read<'_>,
        member: Option<i64>,
        symbols: &mut Symbols,
    ) -> Result<Context> {
        let whom = Whom {
            conn: read.conn,
            member,
        };
        let words = words(whom, symbols)?;
        let years = Years::of_office(read)?;
        let (proposals, mut opinions) = if member.is_some() {
            let proposals = Proposals::read(whom, &words, years, symbols)?;
            (proposals, Opinions::read(whom, &words)?)
        } else {
            read.both(
                |_| Proposals::read(whom, &words, years, symbols),
                |conn| Opinions::read(Whom { conn, member }, &words),
            )?
        };
        if proposals.any_turned {
            opinions.read_origins(whom)?;
        }
        Ok(Context {
            meetings: meetings(whom, &words)?,
            leaves: leaves(whom, &words)?,
            opinions,
            proposals,
            presences: Codes::of::<Presence>(symbols),
            parts: Codes::of::<Part>(symbols),
            forms: Codes::of::<SpeechForm>(symbols),
            statuses: Codes::of::<StatusKind>(symbols),
            first: symbols.intern("first"),
            joint: symbols.intern("joint"),
            adopted: symbols.intern("adopted"),
            submitted: symbols.intern("submitted"),
            manners: Codes::of::<Manner>(symbols),
            results: read.appraisal_results()?,
            words,
        })
    }

    /// The kind of leave that was granted for a line of a roll; none where none was.
    pub(super) fn leave(&self, attendance: i64) -> Sym {
        self.leaves.get(&attendance).copied().unwrap_or(Sym::NONE)
    }

    #[inline]
    pub(super) fn meeting(&self, id: i64) -> Option<&Occasion> {
        self.meetings.get(id)
    }

    /// The symbol of one of the office's words.
    #[inline]
    pub(super) fn word(&self, id: Option<i64>) -> Sym {
        named(&self.words, id)
    }

    /// The symbol of the manner of an adoption; none where it is not known.
    pub(super) fn manner(&self, manner: Option<Manner>) -> Sym {
        let known = self.manners.0.iter();
        let mut known = known.filter(|(code, _)| manner.is_some_and(|m| m.code() == *code));
        known.next().map_or(Sym::NONE, |(_, sym)| *sym)
    }

    /// The symbol of a word that a member belongs to, and what it is.
    #[inline]
    pub(super) fn belonging(&self, id: i64) -> (Sym, Role) {
        let word = self.words.get(id).copied();
        word.unwrap_or((Sym::NONE, Role::Other))
    }
}

pub(super) fn named(words: &Words, id: Option<i64>) -> Sym {
    let word = id.and_then(|id| words.get(id));
    word.map_or(Sym::NONE, |(name, _)| *name)
}

fn words(whom: Whom<'_>, symbols: &mut Symbols) -> Result<Words> {
    let mut words = ById::new();
    let all = Whom {
        member: None,
        ..whom
    };
    all.each([WORDS, "", ""], |r| {
        let (name, dict) = (r.get_ref(1)?.as_str()?, r.get_ref(2)?.as_str()?);
        let role = match Dict::parse(dict) {
            Some(Dict::Sector) => Role::Sector,
            Some(dict) if HELD.contains(&dict) => Role::Held(symbols.intern(&held_as(dict, name))),
            _ => Role::Other,
        };
        words.push(r.get(0)?, (symbols.intern(name), role));
        Ok(())
    })?;
    Ok(words)
}

fn leaves(whom: Whom<'_>, words: &Words) -> Result<HashMap<i64, Sym>> {
    let mut leaves = HashMap::new();
    whom.each(LEAVES, |r| {
        leaves.insert(r.get(0)?, named(words, r.get(1)?));
        Ok(())
    })?;
    Ok(leaves)
}

fn meetings(whom: Whom<'_>, words: &Words) -> Result<ById<Occasion>> {
    let mut meetings = ById::new();
    let all = Whom {
        member: None,
        ..whom
    };
    all.each([MEETINGS, "", ""], |r| {
        let marks = match r.get_ref(4)?.as_str()? {
            "required" => mark::REQUIRED,
            "sign_up" => mark::SIGN_UP,
            _ => 0,
        };
        let meeting = Occasion {
            kind: named(words, r.get(1)?),
            on: day(r, 2, (MEETING, 0))?,
            halves: small(r.get(3)?),
            marks,
        };
        meetings.push(r.get(0)?, meeting);
        Ok(())
    })?;
    Ok(meetings)
}
