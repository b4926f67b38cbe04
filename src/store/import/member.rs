//! Rows of the roster.

use super::{Batch, Fate, Fault, Refused};
use crate::error::Result;
use crate::model::code::Dict;
use crate::model::member::Draft;
use crate::model::row::MemberRow;
use crate::model::when::When;
use crate::store::table::MEMBER;
use crate::store::value::number;
use crate::store::{Read, Tx};
use crate::text;
use rusqlite::OptionalExtension;

const BY_NO: &str = "SELECT id, name FROM member WHERE no = ?1";
const BY_NAME: &str = "SELECT id, name FROM member WHERE name = ?1 AND cancelled IS NULL";
const KNOWN_AS: &str = "SELECT count(*) FROM member_alias WHERE member_id = ?1 AND name = ?2";
const HIGHEST: &str =
    "SELECT coalesce(max(CAST(no AS INTEGER)), 0) + 1 FROM member WHERE no NOT GLOB '*[^0-9]*'";

impl Batch {
    pub(super) fn member(
        &mut self,
        tx: &mut Tx<'_>,
        row: MemberRow,
    ) -> Result<Result<Fate, Refused>> {
        self.look_before(tx)?;
        let found = match self.who_stands(tx, &row)? {
            Ok(found) => found,
            Err(refused) => return Ok(Err(refused)),
        };
        if let Some(fault) = self.twice(found, "name", &row.name) {
            return Ok(Err(vec![fault]));
        }
        if let Some(id) = found
            && let Some(fault) = self.term_cut(tx, id, &row)?
        {
            return Ok(Err(vec![fault]));
        }
        if let Some(moved) = row.moved
            && let Some(fault) = self.no_day(tx.read(), moved)?
        {
            return Ok(Err(vec![fault]));
        }
        for (dict, words) in [
            (Dict::Party, &row.parties),
            (Dict::Committee, &row.committees),
            (Dict::Group, &row.groups),
            (Dict::Post, &row.posts),
            (Dict::Tag, &row.tags),
        ] {
            for word in words {
                self.word(tx, dict, word)?;
            }
        }
        if let Some(sector) = &row.sector {
            self.word(tx, Dict::Sector, sector)?;
        }
        let (no, name) = (row.no.clone().unwrap_or_default(), row.name.clone());
        let day = |w: Option<When>| w.map(|w| w.to_string()).unwrap_or_default();
        let (until, moved) = (
            day(row.until),
            day(row.moved.or(self.since.map(When::from))),
        );
        let written = match found {
            Some(id) => self.change(tx, id, draft(row)),
            None => self.bring(tx, no, draft(row)),
        };
        match written {
            Ok(fate) => Ok(Ok(fate)),
            Err(error) if error.code == "bad_term" => {
                Ok(Err(self.refusal("until", &until, error)?))
            }
            Err(error) if ["moved_later", "day_needed"].contains(&error.code) => {
                Ok(Err(self.refusal("moved", &moved, error)?))
            }
            Err(error) => Ok(Err(self.refusal("name", &name, error)?)),
        }
    }

    /// Why a day is none from which somebody can have been moved.
    fn no_day(&self, read: Read<'_>, moved: When) -> Result<Option<Fault>> {
        let (reason, fix) = match moved.day() {
            None => (
                text!(
                    "调整日期只写到「{moved}」，没有写到日",
                    "the day of the move says no more than {moved}"
                ),
                text!("写作 2026-03-05", "write it as 2026-03-05"),
            ),
            Some(day) if day > read.today()? => (
                text!("调整日期 {moved} 还没有到", "{moved} has not come yet"),
                text!("核对日期；到那天再导入", "check it, or import on that day"),
            ),
            Some(_) => return Ok(None),
        };
        Ok(Some(self.fault(
            "moved",
            &moved.to_string(),
            "bad_move",
            reason,
            fix,
        )))
    }

    /// The member that a row of the roster is about: by number, else by a name that fits one.
    fn who_stands(&mut self, tx: &Tx<'_>, row: &MemberRow) -> Result<Result<Option<i64>, Refused>> {
        if row.name.contains('（') {
            let fault = self.fault(
                "name",
                &row.name,
                "name_characters",
                text!(
                    "名册里的姓名不带括号",
                    "a name on the roster carries no remark"
                ),
                text!(
                    "只写姓名；曾用名写到别名列，说明写到备注",
                    "write the name only; other names and remarks have columns of their own"
                ),
            );
            return Ok(Err(vec![fault]));
        }
        match &row.no {
            Some(no) => self.numbered(tx, no, &row.name),
            None => self.named(tx, row),
        }
    }

    /// The member with a number, whose name has to agree.
    fn numbered(&self, tx: &Tx<'_>, no: &str, name: &str) -> Result<Result<Option<i64>, Refused>> {
        let found: Option<(i64, String)> = tx
            .prepare_cached(BY_NO)?
            .query_row([no], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?;
        let Some((id, stands)) = found else {
            return Ok(Ok(None));
        };
        let known: i64 = tx
            .prepare_cached(KNOWN_AS)?
            .query_row((id, name), |r| r.get(0))?;
        if stands == name || known > 0 {
            return Ok(Ok(Some(id)));
        }
        let fault = self.fault(
            "name",
            name,
            "name_mismatch",
            text!(
                "编号 {no} 现在是「{stands}」，表中是「{name}」",
                "number {no} is “{stands}” now, the sheet says “{name}”"
            ),
            text!(
                "写错了请更正；改名用 yishi member edit {no} --name {name}",
                "correct it; a new name is given with yishi member edit {no} --name {name}"
            ),
        );
        Ok(Err(vec![fault]))
    }

    /// The one member of a name, where the roster has no numbers.
    fn named(&mut self, tx: &Tx<'_>, row: &MemberRow) -> Result<Result<Option<i64>, Refused>> {
        let name = &row.name;
        let ids: Vec<i64> = {
            let mut statement = tx.prepare_cached(BY_NAME)?;
            statement
                .query_map([name], |r| r.get(0))?
                .collect::<rusqlite::Result<_>>()?
        };
        match ids.as_slice() {
            [] => return Ok(Ok(None)),
            [one] => return self.same_person(tx, *one, row),
            _ => {}
        }
        let mut who = Vec::new();
        for id in &ids {
            who.extend(tx.read().member(*id)?.map(|m| m.candidate()));
        }
        let who = who.join("；");
        let fault = self.fault(
            "name",
            name,
            "ambiguous",
            text!(
                "「{name}」不止一人：{who}；表中又没有委员编号",
                "“{name}” fits more than one member: {who}; and the sheet has no numbers"
            ),
            text!(
                "在名册里加一列「委员编号」",
                "add a column 委员编号 to the roster"
            ),
        );
        Ok(Err(vec![fault]))
    }

    /// A row without a number is about the one member of its name, unless every detail that both
    /// have says otherwise: then it may be another person, and nobody is guessed.
    fn same_person(
        &mut self,
        tx: &Tx<'_>,
        id: i64,
        row: &MemberRow,
    ) -> Result<Result<Option<i64>, Refused>> {
        let Some(stands) = tx.read().member(id)? else {
            return Ok(Ok(None));
        };
        let birth = |w: Option<When>| w.map(|w| w.to_string());
        let sector = |s: &Option<String>| s.as_deref().map(|s| s.trim_end_matches('界').to_owned());
        let details = [
            (row.phone.clone(), stands.phone.clone()),
            (birth(row.birth), birth(stands.birth)),
            (sector(&row.sector), sector(&stands.sector)),
            (row.unit.clone(), stands.unit.clone()),
        ];
        let both: Vec<bool> = details
            .iter()
            .filter_map(|(a, b)| Some(a.as_ref()? == b.as_ref()?))
            .collect();
        if both.is_empty() || both.contains(&true) {
            return Ok(Ok(Some(id)));
        }
        let (name, who) = (&row.name, stands.candidate());
        let fault = self.fault(
            "name",
            name,
            "ambiguous",
            text!("已有 {who}，与这一行的界别、单位、手机都不同，看不出是不是同一人", "{who} stands already, with another sector, unit and telephone: it is not clear whether this is the same person"),
            text!("在名册里加一列「委员编号」：同一人写原编号，另一人写新编号", "add a column 委员编号: the known number for the same person, a new one for another"),
        );
        Ok(Err(vec![fault]))
    }

    fn bring(&mut self, tx: &mut Tx<'_>, no: String, mut draft: Draft) -> Result<Fate> {
        draft.no = no;
        if draft.no.is_empty() {
            // A roster without numbers: the next one free.
            draft.no = tx
                .query_row(HIGHEST, [], |r| r.get::<_, i64>(0))?
                .to_string();
        }
        let source = self.source_id(tx)?;
        let id = tx.add_member(&draft, source)?;
        self.seen(id);
        Ok(Fate::Added)
    }

    fn change(&mut self, tx: &mut Tx<'_>, id: i64, mut draft: Draft) -> Result<Fate> {
        draft.name.clear();
        self.seen(id);
        let moved = draft.moved.is_none() && self.restate(tx, id, &mut draft)?;
        if !(tx.edit_member(id, &draft)? || moved) {
            return Ok(Fate::Same);
        }
        let (source, line) = self.source_id(tx)?;
        tx.set(
            &MEMBER,
            id,
            &[("source_id", number(source)), ("line", number(line))],
        )?;
        Ok(Fate::Changed)
    }
}

fn draft(row: MemberRow) -> Draft {
    Draft {
        no: String::new(),
        name: row.name,
        aliases: row.aliases,
        sex: row.sex,
        birth: row.birth,
        nation: row.nation,
        parties: row.parties,
        sector: row.sector,
        committees: row.committees,
        groups: row.groups,
        posts: row.posts,
        tags: row.tags,
        unit: row.unit,
        job: row.job,
        phone: row.phone,
        rank: row.rank,
        since: row.since,
        until: row.until,
        note: row.note,
        moved: row.moved.and_then(When::day),
    }
}
