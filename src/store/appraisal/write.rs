//! Writing appraisals: who is chosen, the groups, what was held, the ballots.

use super::ballot::right;
use super::publish::unchanged;
use crate::error::{Error, Result};
use crate::lang::{Text, so_many};
use crate::model::appraisal::Repeat;
use crate::model::appraisal::book::{Appraisal, Appraised};
use crate::model::code::{Dict, SpeechForm};
use crate::model::when::When;
use crate::model::who::Who;
use crate::store::table::{APPRAISAL, APPRAISAL_GROUP, APPRAISED};
use crate::store::value::{code, maybe, number, text, when};
use crate::store::who::columns;
use crate::store::{Read, Tx};
use crate::text;
use rusqlite::types::Value;

const LAST: &str = "SELECT count(*) FROM appraisal WHERE year = ?1";
const TAKEN: &str = "SELECT count(*) FROM appraisal WHERE no = ?1";

/// What is said of an appraisal; `None` says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// Its number; else the year and which one it is in it.
    pub no: Option<String>,
    /// Its name.
    pub title: Option<String>,
    /// The scheme as written.
    pub rules: Option<String>,
    /// 备注; an empty one takes it out.
    pub note: Option<String>,
}

/// What is said of one whom it is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// The group's row.
    pub group: Option<i64>,
    /// Oral or written.
    pub form: Option<SpeechForm>,
    /// When it was held.
    pub held_on: Option<When>,
    /// The text of the report, or where it is kept.
    pub paper: Option<String>,
    /// 备注.
    pub note: Option<String>,
}

impl Tx<'_> {
    /// Adds an appraisal of a year and gives its number.
    ///
    /// # Errors
    /// `unknown_word`, `number_taken`; the database's own failures.
    pub fn add_appraisal(&mut self, year: i32, kind: &str, draft: &Draft) -> Result<String> {
        let kind_id = self.read().known_word(Dict::AppraisalKind, kind)?;
        let count: i64 = self.query_row(LAST, [year], |r| r.get(0))?;
        let no = draft.no.clone().unwrap_or(format!("{year}-{}", count + 1));
        let taken: i64 = self.query_row(TAKEN, [&no], |r| r.get(0))?;
        if taken > 0 {
            return Err(Error::refused(
                "number_taken",
                text!("编号 {no} 已经有了", "the number {no} is taken"),
            )
            .hint(text!("用 --no 另写一个编号", "give another one with --no")));
        }
        let title = draft.title.clone().unwrap_or(format!("{year} 年{kind}"));
        let row = [
            text(&no),
            Value::Integer(year.into()),
            Value::Integer(kind_id),
            text(&title),
            text(draft.rules.as_deref().unwrap_or_default()),
            maybe(draft.note.as_deref()),
            Value::Null,
        ];
        self.insert(&APPRAISAL, &row)?;
        Ok(no)
    }

    /// Changes what a draft says; a new scheme has to fit the ballots that were counted, and once
    /// the results are published it comes with a corrected edition.
    ///
    /// # Errors
    /// `published_already`, `bad_ballot`, `other_subject`; the database's own failures.
    pub fn edit_appraisal(&mut self, old: &Appraisal, draft: &Draft) -> Result<bool> {
        let mut fields = Vec::new();
        fields.extend(draft.title.as_deref().map(|t| ("title", text(t))));
        fields.extend(draft.note.as_deref().map(|n| ("note", maybe(Some(n)))));
        let mut changed = self.set(&APPRAISAL, old.id, &fields)?;
        if let Some(rules) = draft.rules.as_deref().filter(|r| *r != old.rules) {
            unchanged(old)?;
            changed |= self.take_scheme(old, rules)?;
        }
        Ok(changed)
    }

    /// Takes another scheme, which has to fit whom the appraisal is about and the ballots.
    pub(super) fn take_scheme(&mut self, old: &Appraisal, rules: &str) -> Result<bool> {
        let changed = self.set(&APPRAISAL, old.id, &[("rules", text(rules))])?;
        let now = self.read().find_appraisal(&old.no)?;
        let fits = now.scheme.subject == old.scheme.subject || now.subjects.is_empty();
        if !fits {
            return Err(Error::refused(
                "other_subject",
                text!(
                    "新办法评议的是另一类对象，已有的对象不合",
                    "the new scheme is about another kind of subject than those chosen"
                ),
            )
            .hint(text!(
                "另立一次评议：yishi appraisal add",
                "make another appraisal: yishi appraisal add"
            )));
        }
        for one in &now.subjects {
            if let Some(ballot) = one.ballot() {
                right(&now.scheme, &one.who.name, ballot)?;
            }
        }
        Ok(changed)
    }

    /// Takes an appraisal off the list with a reason; its rows stay.
    ///
    /// # Errors
    /// `published_already`; the database's own failures.
    pub fn cancel_appraisal(&mut self, old: &Appraisal, reason: &str) -> Result<()> {
        if let Some(held) = old.published() {
            let (no, on) = (&old.no, held.published_on);
            return Err(Error::refused(
                "published_already",
                text!(
                    "评议 {no} 的结果已于 {on} 公布，不能取消",
                    "the results of {no} were published on {on}: it cannot be cancelled"
                ),
            )
            .hint(text!(
                "确有错误的，公布更正：yishi appraisal publish {no} --correct --reason 原因",
                "where it is wrong, publish a correction: yishi appraisal publish {no} --correct --reason WHY"
            )));
        }
        self.set(&APPRAISAL, old.id, &[("cancelled", text(reason))])?;
        Ok(())
    }

    /// Chooses someone to be appraised; gives the years in which that was done before where the
    /// scheme only warns of it.
    ///
    /// # Errors
    /// `published_already`, `chosen_already`, `appraised_before`; the database's own failures.
    pub fn choose(&mut self, appraisal: &Appraisal, who: &Who, entry: &Entry) -> Result<Vec<i32>> {
        unchanged(appraisal)?;
        let (no, name) = (&appraisal.no, &who.name);
        let current = self.read().find_appraisal(no)?;
        if current.subjects.iter().any(|s| s.who.id == who.id) {
            return Err(Error::refused(
                "chosen_already",
                text!(
                    "{name} 已在评议 {no} 里",
                    "{name} is in appraisal {no} already"
                ),
            )
            .hint(text!(
                "用 yishi appraisal show {no} 查看",
                "see yishi appraisal show {no}"
            )));
        }
        let years = self.read().appraised_in(appraisal)?.remove(&who.id);
        let years = appraisal
            .scheme
            .repeats(&years.unwrap_or_default(), appraisal.year);
        if !years.is_empty() && appraisal.scheme.repeat == Repeat::Refuse {
            return Err(appraised_before(appraisal, name, &years));
        }
        let [of_member, of_body, of_unit] = columns(who.whose, who.id);
        let row = [
            Value::Integer(appraisal.id),
            of_member,
            of_body,
            of_unit,
            number(entry.group),
            entry.form.map_or(Value::Null, code),
            when(entry.held_on),
            maybe(entry.paper.as_deref()),
            maybe(entry.note.as_deref()),
            Value::Null,
        ];
        self.insert(&APPRAISED, &row)?;
        Ok(years)
    }

    /// Changes what an entry says of one who was chosen; tells whether anything differs. Of a
    /// published appraisal only papers and notes are added.
    ///
    /// # Errors
    /// `published_already`; the database's own failures.
    pub fn change_appraised(
        &mut self,
        appraisal: &Appraisal,
        one: &Appraised,
        entry: &Entry,
    ) -> Result<bool> {
        let other = |differs: bool| {
            if differs {
                unchanged(appraisal)
            } else {
                Ok(())
            }
        };
        other(entry.group.is_some())?;
        other(entry.form.is_some_and(|f| one.form != Some(f)))?;
        other(entry.held_on.is_some_and(|d| one.held_on != Some(d)))?;
        let mut fields = Vec::new();
        fields.extend(entry.group.map(|g| ("group_id", Value::Integer(g))));
        fields.extend(entry.form.map(|f| ("form", code(f))));
        fields.extend(entry.held_on.map(|d| ("held_on", when(Some(d)))));
        fields.extend(entry.paper.as_deref().map(|p| ("paper", maybe(Some(p)))));
        fields.extend(entry.note.as_deref().map(|n| ("note", maybe(Some(n)))));
        self.set(&APPRAISED, one.id, &fields)
    }

    /// Takes someone out with a reason; the row stays.
    ///
    /// # Errors
    /// `published_already`; the database's own failures.
    pub fn drop_appraised(
        &mut self,
        appraisal: &Appraisal,
        one: &Appraised,
        reason: &str,
    ) -> Result<()> {
        unchanged(appraisal)?;
        self.set(&APPRAISED, one.id, &[("cancelled", text(reason))])?;
        Ok(())
    }

    /// Makes a group or changes its leader, and gives its row.
    ///
    /// # Errors
    /// `published_already`, `not_leader`, `too_many_groups`; the database's own failures.
    pub fn appraisal_group(
        &mut self,
        appraisal: &Appraisal,
        name: &str,
        leader: Option<i64>,
    ) -> Result<i64> {
        unchanged(appraisal)?;
        if let Some(leader) = leader {
            self.read().may_lead(appraisal, leader)?;
        }
        if let Some(group) = appraisal.groups.iter().find(|g| g.name == name) {
            if leader.is_some() {
                self.set(&APPRAISAL_GROUP, group.id, &[("leader_id", number(leader))])?;
            }
            return Ok(group.id);
        }
        let most = appraisal.scheme.groups.map(usize::from);
        if most.is_some_and(|m| appraisal.groups.len() >= m) {
            let most = most.unwrap_or_default();
            let names: Vec<&str> = appraisal.groups.iter().map(|g| g.name.as_str()).collect();
            let Text { zh, en } = Text::listed(&names);
            return Err(Error::refused(
                "too_many_groups",
                text!(
                    "办法规定分 {most} 个组，已有：{zh}",
                    "the scheme has {many}, and there are: {en}",
                    many = so_many(&most, "group", "groups")
                ),
            )
            .hint(text!(
                "写已有组的名称，或改办法里的 groups",
                "name one of them, or change `groups` in the scheme"
            )));
        }
        let row = [Value::Integer(appraisal.id), text(name), number(leader)];
        self.insert(&APPRAISAL_GROUP, &row)
    }
}

impl Read<'_> {
    /// Whether a member holds one of the posts that a leader has to hold in the year.
    fn may_lead(self, appraisal: &Appraisal, leader: i64) -> Result<()> {
        let posts = &appraisal.scheme.leader;
        let Some(member) = self.member(leader)?.filter(|_| !posts.is_empty()) else {
            return Ok(());
        };
        let held = member.words(Dict::Post);
        if held.iter().any(|p| posts.iter().any(|q| q == p)) {
            return Ok(());
        }
        let (name, wanted, held) = (&member.name, Text::listed(posts), Text::listed(&held));
        let (zh, en, held_zh, held_en) = (&wanted.zh, &wanted.en, &held.zh, &held.en);
        let post = &posts[0];
        Err(Error::refused(
            "not_leader",
            text!(
                "办法规定组长由{zh}担任，{name} 的职务是：{held_zh}",
                "the scheme has groups led by a {en}; {name} holds: {held_en}"
            ),
        )
        .hint(text!(
            "看谁是：yishi member list post={post}",
            "see who is one: yishi member list post={post}"
        )))
    }
}

fn appraised_before(appraisal: &Appraisal, name: &str, years: &[i32]) -> Error {
    let (kind, no) = (&appraisal.kind, &appraisal.no);
    let years: Vec<String> = years.iter().map(ToString::to_string).collect();
    let Text { zh, en } = Text::listed(&years);
    Error::refused(
        "appraised_before",
        text!(
            "{name} 已列入 {zh} 年的{kind}，办法规定不重复",
            "{name} is in the {kind} of {en}, and the scheme allows no repeats"
        ),
    )
    .hint(text!(
        "看还没有评议过的：yishi appraisal draw {no}",
        "see who was not appraised yet: yishi appraisal draw {no}"
    ))
}
