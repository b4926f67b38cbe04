//! The member ledger: who they are, what they belong to, when they were in office.

use super::filter::{Clause, Field, Kind, clause};
use super::table::{AFFILIATION, MEMBER, MEMBER_ALIAS, STATUS_EVENT, TENURE};
use super::value::{code, maybe, number, text, when};
use super::{Read, Tx};
use crate::error::{Error, Result};
use crate::model::code::{Code, Dict, Sex, StatusKind};
use crate::model::filter::Term;
use crate::model::member::{Affiliation, Alias, Draft, Member, Span, StatusEvent, pinyin_of};
use crate::model::when::When;
use crate::text;
use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{Row, named_params, params_from_iter};
use std::collections::HashMap;

const SELECT: &str = "SELECT m.id, m.no, m.name, m.pinyin, m.sex, m.birth, m.nation, s.name AS sector, m.unit, m.job, m.phone, m.rank,
 m.note, m.cancelled, f.file, f.sheet, m.line FROM member m LEFT JOIN word s ON s.id = m.sector_id LEFT JOIN source f ON f.id = m.source_id
 WHERE m.cancelled IS NULL";
/// The official order rules: the list's own number, then the imported order, then pinyin.
const ORDER: &str =
    " ORDER BY m.rank IS NULL, m.rank, m.source_id IS NULL, m.source_id, m.line, m.pinyin, m.no";
const AFFILIATIONS: &str = "SELECT a.member_id, w.dict, w.name, a.since, a.until FROM affiliation a JOIN word w ON w.id = a.word_id ORDER BY a.member_id, a.ord, a.id";
const AFFILIATIONS_OF: &str = "SELECT a.member_id, w.dict, w.name, a.since, a.until FROM affiliation a JOIN word w ON w.id = a.word_id WHERE a.member_id = ?1 ORDER BY a.ord, a.id";
const TENURES: &str = "SELECT member_id, since, until FROM tenure ORDER BY member_id, since";
const TENURES_OF: &str =
    "SELECT member_id, since, until FROM tenure WHERE member_id = ?1 ORDER BY since";
const ALIASES: &str = "SELECT member_id, name, kind FROM member_alias ORDER BY member_id, id";
const ALIASES_OF: &str =
    "SELECT member_id, name, kind FROM member_alias WHERE member_id = ?1 ORDER BY id";
const EVENTS_OF: &str = "SELECT kind, happened_on, reason, basis FROM status_event WHERE member_id = ?1 AND cancelled IS NULL ORDER BY happened_on, id";
const BY_NO: &str = "SELECT id FROM member WHERE no = :no AND cancelled IS NULL";
const BY_NAME: &str = "SELECT id FROM member WHERE name = :name AND cancelled IS NULL
 UNION SELECT a.member_id FROM member_alias a JOIN member m ON m.id = a.member_id WHERE a.name = :name AND m.cancelled IS NULL";
const BY_PINYIN: &str =
    "SELECT id FROM member WHERE (pinyin = :name OR initials = :name) AND cancelled IS NULL";
const LINES_OF: &str = "SELECT a.id, w.id, w.dict FROM affiliation a JOIN word w ON w.id = a.word_id WHERE a.member_id = :member AND w.dict = :dict ORDER BY a.ord, a.id";
const WORDS: &str = "m.no LIKE {} ESCAPE '\\' OR m.name LIKE {} ESCAPE '\\' OR m.unit LIKE {} ESCAPE '\\' OR m.initials LIKE {} ESCAPE '\\' OR m.pinyin LIKE {} ESCAPE '\\'
 OR EXISTS (SELECT 1 FROM member_alias x WHERE x.member_id = m.id AND x.name LIKE {} ESCAPE '\\')";

fn sex_code(word: &str) -> Option<&'static str> {
    Sex::parse(word).map(Code::code)
}

macro_rules! belongs {
    ($dict:literal) => {
        concat!("EXISTS (SELECT 1 FROM affiliation a JOIN word w ON w.id = a.word_id WHERE a.member_id = m.id AND w.dict = '", $dict, "' AND a.until IS NULL AND ")
    };
}

/// What member lists can be cut by.
pub const FIELDS: &[Field] = &[
    Field::plain(&["no", "编号", "委员编号"], Kind::Text, "m.no"),
    Field::plain(&["name", "姓名"], Kind::Text, "m.name"),
    Field::plain(&["sex", "性别"], Kind::Code(sex_code), "m.sex"),
    Field::plain(&["birth", "出生年月"], Kind::Day, "m.birth"),
    Field::plain(&["nation", "民族"], Kind::Text, "m.nation"),
    Field::plain(&["sector", "界别"], Kind::Text, "s.name"),
    Field::lines(
        &["committee", "专委会"],
        Kind::Text,
        belongs!("committee"),
        "w.name",
    ),
    Field::lines(
        &["group", "小组", "履职小组"],
        Kind::Text,
        belongs!("group"),
        "w.name",
    ),
    Field::lines(
        &["post", "政协职务"],
        Kind::Text,
        belongs!("post"),
        "w.name",
    ),
    Field::lines(
        &["party", "党派", "政治面貌"],
        Kind::Text,
        belongs!("party"),
        "w.name",
    ),
    Field::lines(&["tag", "标签"], Kind::Text, belongs!("tag"), "w.name"),
    Field::plain(&["unit", "单位"], Kind::Text, "m.unit"),
    Field::plain(&["job", "职务"], Kind::Text, "m.job"),
    Field::plain(&["rank", "排序号"], Kind::Number, "m.rank"),
    Field::lines(
        &["since", "任职日期"],
        Kind::Day,
        "EXISTS (SELECT 1 FROM tenure t WHERE t.member_id = m.id AND ",
        "t.since",
    ),
    Field::lines(
        &["until", "离任日期"],
        Kind::Day,
        "EXISTS (SELECT 1 FROM tenure t WHERE t.member_id = m.id AND ",
        "t.until",
    ),
    super::standing::STATUS,
];

fn day(r: &Row<'_>, column: &str) -> rusqlite::Result<Option<When>> {
    let text: Option<String> = r.get(column)?;
    Ok(text.as_deref().and_then(When::from_iso))
}

fn base(r: &Row<'_>) -> rusqlite::Result<Member> {
    let sex: Option<String> = r.get("sex")?;
    let (file, sheet, line): (Option<String>, Option<String>, Option<i64>) =
        (r.get("file")?, r.get("sheet")?, r.get("line")?);
    Ok(Member {
        id: r.get("id")?,
        no: r.get("no")?,
        name: r.get("name")?,
        pinyin: r.get("pinyin")?,
        sex: sex.as_deref().and_then(Sex::parse),
        birth: day(r, "birth")?,
        nation: r.get("nation")?,
        sector: r.get("sector")?,
        unit: r.get("unit")?,
        job: r.get("job")?,
        phone: r.get("phone")?,
        rank: r.get("rank")?,
        note: r.get("note")?,
        source: super::source::place(file, sheet, line),
        ..Member::default()
    })
}

impl Read<'_> {
    /// The members that fit all terms, in the official order.
    ///
    /// # Errors
    /// `unknown_field`, `bad_value`; the database's own failures.
    pub fn members(&self, terms: &[Term]) -> Result<Vec<Member>> {
        let Clause { sql, values } = clause(terms, FIELDS, WORDS)?;
        let mut statement = self.conn.prepare(&[SELECT, &sql, ORDER].concat())?;
        let mut members = statement
            .query_map(params_from_iter(values), base)?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        match members.as_mut_slice() {
            [one] => self.fill(
                std::slice::from_mut(one),
                [AFFILIATIONS_OF, TENURES_OF, ALIASES_OF],
            )?,
            all => self.fill(all, [AFFILIATIONS, TENURES, ALIASES])?,
        }
        Ok(members)
    }

    /// One member whole, with status events.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn member(&self, id: i64) -> Result<Option<Member>> {
        let mut statement = self
            .conn
            .prepare_cached(&[SELECT, " AND m.id = ?1"].concat())?;
        let Some(mut member) = statement.query_map([id], base)?.next().transpose()? else {
            return Ok(None);
        };
        self.fill(
            std::slice::from_mut(&mut member),
            [AFFILIATIONS_OF, TENURES_OF, ALIASES_OF],
        )?;
        let mut statement = self.conn.prepare_cached(EVENTS_OF)?;
        let event = |r: &Row<'_>| {
            Ok(StatusEvent {
                kind: r.get("kind")?,
                on: r.get("happened_on")?,
                reason: r.get("reason")?,
                basis: r.get("basis")?,
            })
        };
        member.events = statement
            .query_map([id], event)?
            .collect::<rusqlite::Result<_>>()?;
        Ok(Some(member))
    }

    fn fill(
        &self,
        members: &mut [Member],
        [affiliations, tenures, aliases]: [&str; 3],
    ) -> Result<()> {
        let one: Vec<i64> = if affiliations == AFFILIATIONS_OF {
            members.iter().map(|m| m.id).collect()
        } else {
            Vec::new()
        };
        let place: HashMap<i64, usize> = members
            .iter()
            .enumerate()
            .map(|(at, m)| (m.id, at))
            .collect();
        let mut statement = self.conn.prepare_cached(affiliations)?;
        let mut rows = statement.query(params_from_iter(&one))?;
        while let Some(r) = rows.next()? {
            let Some(at) = place.get(&r.get(0)?) else {
                continue;
            };
            let dict: String = r.get(1)?;
            if let Some(dict) = Dict::parse(&dict) {
                members[*at].affiliations.push(Affiliation {
                    dict,
                    name: r.get(2)?,
                    since: day(r, "since")?,
                    until: day(r, "until")?,
                });
            }
        }
        let mut statement = self.conn.prepare_cached(tenures)?;
        let mut rows = statement.query(params_from_iter(&one))?;
        while let Some(r) = rows.next()? {
            if let Some(at) = place.get(&r.get(0)?) {
                members[*at].tenure.push(Span {
                    since: day(r, "since")?,
                    until: day(r, "until")?,
                });
            }
        }
        let mut statement = self.conn.prepare_cached(aliases)?;
        let mut rows = statement.query(params_from_iter(&one))?;
        while let Some(r) = rows.next()? {
            if let Some(at) = place.get(&r.get(0)?) {
                members[*at].aliases.push(Alias {
                    name: r.get(1)?,
                    kind: r.get(2)?,
                });
            }
        }
        Ok(())
    }

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
                number(sector),
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
            self.set_affiliations(id, dict, words)?;
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
        if let Some(sector) = &draft.sector {
            fields.push((
                "sector_id",
                Value::Integer(self.read().known_word(Dict::Sector, sector)?),
            ));
        }
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
                changed |= self.set_affiliations(id, dict, words)?;
            }
        }
        for alias in &draft.aliases {
            changed |= self.add_alias(id, alias, "alias", None)?;
        }
        if draft.since.is_some() || draft.until.is_some() {
            changed |= self.set_tenure(id, draft.since, draft.until)?;
        }
        Ok(changed)
    }

    /// Makes the words of one dictionary exactly these, keeping the lines that stay.
    ///
    /// # Errors
    /// An unknown word; the database's own failures.
    pub fn set_affiliations(&mut self, member: i64, dict: Dict, words: &[String]) -> Result<bool> {
        let wanted = words
            .iter()
            .map(|w| self.read().known_word(dict, w))
            .collect::<Result<Vec<_>>>()?;
        let now: Vec<(i64, i64)> = {
            let mut statement = self.prepare_cached(LINES_OF)?;
            let rows = statement.query_map(
                named_params! { ":member": member, ":dict": dict.code() },
                |r| Ok((r.get(0)?, r.get(1)?)),
            )?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        if now.iter().map(|(_, w)| *w).eq(wanted.iter().copied()) {
            return Ok(false);
        }
        for (id, _) in now.iter().filter(|(_, w)| !wanted.contains(w)) {
            self.delete(&AFFILIATION, *id)?;
        }
        for (ord, word) in wanted.iter().enumerate() {
            let ord = Value::Integer(i64::try_from(ord + 1).unwrap_or(i64::MAX));
            match now.iter().find(|(_, w)| w == word) {
                Some((id, _)) => {
                    self.set(&AFFILIATION, *id, &[("ord", ord)])?;
                }
                None => {
                    self.insert(
                        &AFFILIATION,
                        &[
                            Value::Integer(member),
                            Value::Integer(*word),
                            ord,
                            Value::Null,
                            Value::Null,
                        ],
                    )?;
                }
            }
        }
        Ok(true)
    }

    /// Gives a member a post, committee, group or tag from a day, or ends one.
    ///
    /// # Errors
    /// `not_found` where there is none to end; an unknown word; the database's own failures.
    pub fn affiliate(
        &mut self,
        member: i64,
        dict: Dict,
        word: &str,
        since: Option<When>,
        until: Option<When>,
    ) -> Result<bool> {
        let word_id = self.read().known_word(dict, word)?;
        let line: Option<i64> = {
            let mut statement = self.prepare_cached(LINES_OF)?;
            let rows = statement.query_map(
                named_params! { ":member": member, ":dict": dict.code() },
                |r| Ok((r.get(0)?, r.get(1)?)),
            )?;
            rows.collect::<rusqlite::Result<Vec<(i64, i64)>>>()?
                .into_iter()
                .find(|(_, w)| *w == word_id)
                .map(|(id, _)| id)
        };
        let begun = match (since, line) {
            (None, Some(id)) => {
                let begun: Option<String> =
                    self.query_row("SELECT since FROM affiliation WHERE id = ?1", [id], |r| {
                        r.get(0)
                    })?;
                begun.as_deref().and_then(When::from_iso)
            }
            _ => since,
        };
        in_order(begun, until)?;
        if let Some(id) = line {
            let mut fields = Vec::new();
            fields.extend(since.map(|s| ("since", when(Some(s)))));
            fields.extend(until.map(|u| ("until", when(Some(u)))));
            self.set(&AFFILIATION, id, &fields)
        } else {
            self.insert(
                &AFFILIATION,
                &[
                    Value::Integer(member),
                    Value::Integer(word_id),
                    Value::Integer(99),
                    when(since),
                    when(until),
                ],
            )?;
            Ok(true)
        }
    }

    /// Sets the days of the current term of office.
    ///
    /// # Errors
    /// `bad_term` where it would end before it begins; the database's own failures.
    pub fn set_tenure(
        &mut self,
        member: i64,
        since: Option<When>,
        until: Option<When>,
    ) -> Result<bool> {
        let last: Option<(i64, Option<String>, Option<String>)> = {
            let mut statement = self.prepare_cached("SELECT id, since, until FROM tenure WHERE member_id = ?1 ORDER BY since DESC LIMIT 1")?;
            let mut rows =
                statement.query_map([member], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
            rows.next().transpose()?
        };
        let begun = since.or_else(|| {
            last.as_ref()
                .and_then(|(_, s, _)| s.as_deref().and_then(When::from_iso))
        });
        in_order(begun, until)?;
        match last {
            // A new term begins where the last one has ended before it.
            Some((id, s, u))
                if !ended_before(u.as_deref(), since) || since.map(|w| w.to_string()) == s =>
            {
                let mut fields = Vec::new();
                fields.extend(since.map(|s| ("since", when(Some(s)))));
                fields.extend(until.map(|u| ("until", when(Some(u)))));
                self.set(&TENURE, id, &fields)
            }
            _ => {
                self.insert(&TENURE, &[Value::Integer(member), when(since), when(until)])?;
                Ok(true)
            }
        }
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

    /// Records what happened to a membership; events that end it end the term of office.
    ///
    /// # Errors
    /// `bad_term`; the database's own failures.
    pub fn add_status(
        &mut self,
        member: i64,
        kind: StatusKind,
        on: NaiveDate,
        reason: &str,
        basis: Option<&str>,
    ) -> Result<i64> {
        let day = When::from(on);
        match kind {
            StatusKind::Joined | StatusKind::Reappointed => {
                self.set_tenure(member, Some(day), None)?;
            }
            StatusKind::Resigned
            | StatusKind::Persuaded
            | StatusKind::Dismissed
            | StatusKind::Transferred
            | StatusKind::Died
            | StatusKind::Left => {
                self.set_tenure(member, None, Some(day))?;
            }
            StatusKind::Reminded | StatusKind::Warned => {}
        }
        self.insert(
            &STATUS_EVENT,
            &[
                Value::Integer(member),
                code(kind),
                when(Some(day)),
                text(reason),
                maybe(basis),
                Value::Null,
            ],
        )
    }
}

/// A span begins before it ends, as far as both ends are exact.
fn in_order(since: Option<When>, until: Option<When>) -> Result<()> {
    match (since, until) {
        (Some(since), Some(until)) if since.first_day() > until.last_day() => Err(Error::refused(
            "bad_term",
            text!(
                "止于 {until}，早于开始的 {since}",
                "it ends ({until}) before it begins ({since})"
            ),
        )
        .hint(text!("核对起止日期", "check both days"))),
        _ => Ok(()),
    }
}

fn ended_before(until: Option<&str>, since: Option<When>) -> bool {
    match (until.and_then(When::from_iso), since) {
        (Some(until), Some(since)) => until.last_day() < since.first_day(),
        _ => false,
    }
}
