//! What a member belongs to: sector, parties, committees, groups, posts, tags, each with its days.

use super::term::in_order;
use crate::error::{Error, Result};
use crate::model::belong::{Clash, Line, Stated, Step, corrected, moved, once, stated};
use crate::model::code::{Code, Dict};
use crate::model::member::{Blank, Span};
use crate::model::when::When;
use crate::store::table::{AFFILIATION, MEMBER};
use crate::store::value::{number, when};
use crate::store::{Read, Tx};
use crate::text;
use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, named_params};

const LINES_OF: &str = "SELECT a.id, w.id, a.since, a.until FROM affiliation a JOIN word w ON w.id = a.word_id WHERE a.member_id = :member AND w.dict = :dict ORDER BY a.ord, a.id";
const SECTOR_OF: &str = "SELECT sector_id FROM member WHERE id = :member AND sector_id IS NOT NULL";
const NO_AND_WORD: &str =
    "SELECT m.no, w.name FROM member m, word w WHERE m.id = :member AND w.id = :word";

/// A line with its row; a sector without any dated line stands in the member's own row.
#[derive(Debug, Clone, Copy)]
struct Held {
    id: Option<i64>,
    line: Line,
}

/// What decides from when the words of a roster hold.
#[derive(Debug, Clone, Copy)]
pub struct Roster {
    /// The day on which the roster is taken in.
    pub today: NaiveDate,
    /// The day from which its changes hold, where one was given.
    pub since: Option<NaiveDate>,
    /// Whether this very roster was taken in before: what differs since then is later knowledge.
    pub again: bool,
}

/// What became of the words of a roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stood {
    /// They stood already.
    Same,
    /// They were entered as asked.
    Entered,
    /// They hold from the day of the roster on, since no other was given.
    FromToday,
    /// The record is ahead of the roster, and stays.
    Behind,
}

impl Read<'_> {
    /// The rows of words, each once.
    fn wanted(self, dict: Dict, words: &[String]) -> Result<Vec<i64>> {
        let words = words.iter().map(|w| self.known_word(dict, w));
        Ok(once(&words.collect::<Result<Vec<_>>>()?))
    }

    fn held(self, member: i64, dict: Dict) -> Result<Vec<Held>> {
        let mut statement = self.conn.prepare_cached(LINES_OF)?;
        let mut rows =
            statement.query(named_params! { ":member": member, ":dict": dict.code() })?;
        let mut all = Vec::new();
        while let Some(r) = rows.next()? {
            let day = |at: usize| -> rusqlite::Result<Option<When>> {
                Ok(r.get_ref(at)?.as_str_or_null()?.and_then(When::from_iso))
            };
            let span = Span {
                since: day(2)?,
                until: day(3)?,
            };
            let line = Line {
                word: r.get(1)?,
                span,
            };
            all.push(Held {
                id: Some(r.get(0)?),
                line,
            });
        }
        if dict == Dict::Sector && all.is_empty() {
            let mut statement = self.conn.prepare_cached(SECTOR_OF)?;
            let own: Option<i64> = statement
                .query_row(named_params! { ":member": member }, |r| r.get(0))
                .optional()?;
            all.extend(own.map(|word| Held {
                id: None,
                line: Line {
                    word,
                    span: Span::default(),
                },
            }));
        }
        Ok(all)
    }

    /// The line of a word that a day of it is meant for: the one that goes on, else the last.
    fn line_of(self, member: i64, dict: Dict, word: i64) -> Result<Option<(i64, Span)>> {
        let lines = self.held(member, dict)?.into_iter();
        let lines = lines.filter(|h| h.line.word == word);
        let last = lines.max_by_key(|h| h.line.span.until.map_or(NaiveDate::MAX, When::last_day));
        Ok(last.and_then(|h| Some((h.id?, h.line.span))))
    }

    fn clash(self, clash: Clash, (member, dict): (i64, Dict), held: &[Held]) -> Result<Error> {
        let (Clash::Later(at) | Clash::Undated(at)) = clash;
        let line = held[at].line;
        let values = named_params! { ":member": member, ":word": line.word };
        let (no, word): (String, String) = self
            .conn
            .query_row(NO_AND_WORD, values, |r| Ok((r.get(0)?, r.get(1)?)))?;
        let (zh, en) = (dict.zh(), dict.en());
        let day = |w: Option<When>| w.map(|w| w.to_string()).unwrap_or_default();
        let (since, until) = (day(line.span.since), day(line.span.until));
        let error = match clash {
            Clash::Later(_) => Error::refused(
                "moved_later",
                text!(
                    "{zh}「{word}」自 {since} 起，新的所属要从那以后的日子起算",
                    "{en} “{word}” began on {since}: what follows it begins later"
                ),
            )
            .hint(text!(
                "没有调整过、只是登记错了的，不写日期就是更正",
                "what was never true is corrected without a day"
            )),
            Clash::Undated(_) => Error::refused(
                "day_needed",
                text!(
                    "{zh}「{word}」已于 {until} 为止，再增加的要说明从哪天起",
                    "{en} “{word}” ended on {until}: from which day does the further one hold"
                ),
            )
            .hint(text!(
                "写明日期：yishi member edit {no} … --since 日期；名册里加一列「调整日期」",
                "give the day: yishi member edit {no} … --since DAY; on a roster a column 调整日期"
            )),
        };
        Ok(error.hint(text!(
            "看经过：yishi member show {no}",
            "see what holds since when: yishi member show {no}"
        )))
    }
}

impl Tx<'_> {
    /// Makes the words of one dictionary exactly these: from a day on, what held until then ending
    /// the day before; without a day as a correction of what has not ended. Tells whether anything
    /// differs.
    ///
    /// # Errors
    /// `moved_later`, `day_needed`; an unknown word; the database's own failures.
    pub fn belong(
        &mut self,
        member: i64,
        dict: Dict,
        words: &[String],
        on: Option<NaiveDate>,
    ) -> Result<bool> {
        let wanted = self.read().wanted(dict, words)?;
        let held = self.read().held(member, dict)?;
        let lines: Vec<Line> = held.iter().map(|h| h.line).collect();
        let steps = match on {
            Some(on) => moved(&lines, &wanted, on),
            None => corrected(&lines, &wanted),
        };
        let steps = match steps {
            Ok(steps) => steps,
            Err(clash) => return Err(self.read().clash(clash, (member, dict), &held)?),
        };
        self.take(&steps, (member, dict), &held, &wanted)
    }

    /// Compares what a roster says of one dictionary with what holds on its day, and enters what
    /// differs as a move: from the day given, else from the roster's own.
    ///
    /// # Errors
    /// `moved_later`; an unknown word; the database's own failures.
    pub fn belong_by_roster(
        &mut self,
        member: i64,
        dict: Dict,
        words: &[String],
        roster: Roster,
    ) -> Result<Stood> {
        let wanted = self.read().wanted(dict, words)?;
        let held = self.read().held(member, dict)?;
        let lines: Vec<Line> = held.iter().map(|h| h.line).collect();
        let entered = |changed| if changed { Stood::Entered } else { Stood::Same };
        // Everybody is of some sector: one without was not known, and nothing is changed.
        if lines.is_empty() && dict == Dict::Sector {
            return self.belong(member, dict, words, None).map(entered);
        }
        match (stated(&lines, &wanted, roster.today), roster.since) {
            (Stated::Same, _) if roster.again || dict == Dict::Sector => Ok(Stood::Same),
            (Stated::Same, _) => self.in_that_order(member, dict, &wanted).map(entered),
            (Stated::Behind, _) => Ok(Stood::Behind),
            (Stated::News(_), _) if roster.again => Ok(Stood::Behind),
            (Stated::News(_), Some(on)) => self.belong(member, dict, words, Some(on)).map(entered),
            (Stated::News(steps), None) => {
                self.take(&steps, (member, dict), &held, &wanted)?;
                Ok(Stood::FromToday)
            }
        }
    }

    fn take(
        &mut self,
        steps: &[Step],
        (member, dict): (i64, Dict),
        held: &[Held],
        wanted: &[i64],
    ) -> Result<bool> {
        for step in steps {
            self.step(*step, (member, dict), held, wanted)?;
        }
        let mut changed = !steps.is_empty();
        if dict == Dict::Sector {
            let now = number(wanted.first().copied());
            changed |= self.set(&MEMBER, member, &[("sector_id", now)])?;
        } else {
            changed |= self.in_that_order(member, dict, wanted)?;
        }
        Ok(changed)
    }

    fn step(
        &mut self,
        step: Step,
        (member, dict): (i64, Dict),
        held: &[Held],
        wanted: &[i64],
    ) -> Result<()> {
        let line = |word: i64, span: Span| {
            [
                Value::Integer(member),
                Value::Integer(word),
                Value::Integer(place(wanted, word).unwrap_or(1)),
                when(span.since),
                when(span.until),
            ]
        };
        match step {
            Step::End(at, day) => {
                let until = Some(When::from(day));
                match held[at] {
                    Held { id: Some(id), .. } => {
                        self.set(&AFFILIATION, id, &[("until", when(until))])?;
                    }
                    Held {
                        id: None,
                        line: own,
                    } => {
                        let span = Span { since: None, until };
                        self.insert(&AFFILIATION, &line(own.word, span))?;
                    }
                }
            }
            Step::Rename(at, word) => {
                if let Some(id) = held[at].id {
                    self.set(&AFFILIATION, id, &[("word_id", Value::Integer(word))])?;
                }
            }
            Step::Strike(at) => {
                if let Some(id) = held[at].id {
                    self.delete(&AFFILIATION, id)?;
                }
            }
            // A sector without a day stands in the member's own row alone.
            Step::Begin(_, None) if dict == Dict::Sector => {}
            Step::Begin(word, since) => {
                let since = since.map(When::from);
                let span = Span { since, until: None };
                self.insert(&AFFILIATION, &line(word, span))?;
            }
        }
        Ok(())
    }

    /// Puts the lines that have not ended in the order of the words.
    fn in_that_order(&mut self, member: i64, dict: Dict, wanted: &[i64]) -> Result<bool> {
        let mut changed = false;
        for held in self.read().held(member, dict)? {
            let place = place(wanted, held.line.word);
            if let (Some(id), Some(ord), None) = (held.id, place, held.line.span.until) {
                changed |= self.set(&AFFILIATION, id, &[("ord", Value::Integer(ord))])?;
            }
        }
        Ok(changed)
    }

    /// Gives a member a post, committee, group or tag from a day, or ends one. Who had one that
    /// ended before has it once more.
    ///
    /// # Errors
    /// `bad_term` where it would end before it begins; an unknown word; the database's own failures.
    pub fn affiliate(
        &mut self,
        member: i64,
        dict: Dict,
        word: &str,
        since: Option<When>,
        until: Option<When>,
    ) -> Result<bool> {
        let word = self.read().known_word(dict, word)?;
        let line = self.read().line_of(member, dict, word)?;
        let again = |span: &Span| match (span.until, since) {
            (Some(until), Some(since)) => until.last_day() < since.first_day(),
            _ => false,
        };
        let Some((id, span)) = line.filter(|(_, span)| !again(span)) else {
            in_order(since, until)?;
            let values = [
                Value::Integer(member),
                Value::Integer(word),
                Value::Integer(LAST),
                when(since),
                when(until),
            ];
            self.insert(&AFFILIATION, &values)?;
            return Ok(true);
        };
        in_order(since.or(span.since), until.or(span.until))?;
        let mut fields = Vec::new();
        fields.extend(since.map(|s| ("since", when(Some(s)))));
        fields.extend(until.map(|u| ("until", when(Some(u)))));
        self.set(&AFFILIATION, id, &fields)
    }

    /// Opens the ends of a post, tag, committee or group; tells whether anything differs.
    ///
    /// # Errors
    /// An unknown word; the database's own failures.
    pub fn open_affiliation(
        &mut self,
        member: i64,
        dict: Dict,
        word: &str,
        ends: &[Blank],
    ) -> Result<bool> {
        let column = |end: &Blank| match end {
            Blank::Since => Some(("since", Value::Null)),
            Blank::Until => Some(("until", Value::Null)),
            _ => None,
        };
        let fields: Vec<(&str, Value)> = ends.iter().filter_map(column).collect();
        if fields.is_empty() {
            return Ok(false);
        }
        let word = self.read().known_word(dict, word)?;
        match self.read().line_of(member, dict, word)? {
            Some((id, _)) => self.set(&AFFILIATION, id, &fields),
            None => Ok(false),
        }
    }
}

/// The place of a word among those wanted, from 1.
fn place(wanted: &[i64], word: i64) -> Option<i64> {
    let at = wanted.iter().position(|w| *w == word)?;
    i64::try_from(at + 1).ok()
}

/// The place of a line that nobody has put in order yet.
const LAST: i64 = 99;
