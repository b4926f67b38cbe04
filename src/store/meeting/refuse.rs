//! What the writing side refuses in more than one place, and the look at the meeting, the member
//! and the line that comes before each write.

use super::{Tx, line_id};
use crate::error::{Error, Result};
use crate::model::code::{Code, Presence};
use crate::model::meeting::Meeting;
use crate::model::meeting::tally::came;
use crate::model::member::{Member, Span};
use crate::store::table::ATTENDANCE;
use crate::text;
use chrono::NaiveDate;

impl Tx<'_> {
    /// The meeting that is to be written to.
    ///
    /// # Errors
    /// `not_found`, `cancelled_meeting`; the database's own failures.
    pub(super) fn open_meeting(&self, id: i64) -> Result<Meeting> {
        let meeting = self
            .read()
            .meeting(id)?
            .ok_or_else(|| no_such_meeting(id))?;
        match &meeting.cancelled {
            None => Ok(meeting),
            Some(reason) => {
                let no = &meeting.no;
                Err(Error::refused(
                    "cancelled_meeting",
                    text!(
                        "会议活动 {no} 已取消（{reason}），不能再改",
                        "the meeting {no} was cancelled ({reason}) and takes no changes"
                    ),
                )
                .hint(text!(
                    "取消有误时，用 yishi log 找到那次操作再撤销",
                    "if that was a mistake, find the command with yishi log and undo it"
                )))
            }
        }
    }

    /// The member who is to be written to.
    ///
    /// # Errors
    /// `not_found`; the database's own failures.
    pub(super) fn known_member(&self, id: i64) -> Result<Member> {
        self.read().member(id)?.ok_or_else(|| no_such_member(id))
    }

    /// The member's line on the roll.
    ///
    /// # Errors
    /// `not_on_roll`; the database's own failures.
    pub(super) fn line(&self, meeting: &Meeting, member: i64) -> Result<i64> {
        let id = line_id(member, meeting.id);
        if self.row(&ATTENDANCE, id)?.is_some() {
            Ok(id)
        } else {
            Err(not_on_roll(meeting, &self.known_member(member)?))
        }
    }
}

/// A member whom the ledger does not have.
pub(super) fn no_such_member(id: i64) -> Error {
    Error::refused(
        "not_found",
        text!("没有这位委员（{id}）", "there is no such member ({id})"),
    )
    .hint(text!(
        "用 yishi member list 查找",
        "yishi member list searches"
    ))
}

/// A meeting that the ledger does not have.
pub(super) fn no_such_meeting(id: i64) -> Error {
    Error::refused(
        "not_found",
        text!(
            "没有这场会议活动（{id}）",
            "there is no such meeting ({id})"
        ),
    )
    .hint(text!(
        "用 yishi meeting list 查找",
        "yishi meeting list searches"
    ))
}

/// Someone who was never called.
pub(super) fn not_on_roll(meeting: &Meeting, member: &Member) -> Error {
    let (no, person, name) = (&meeting.no, &member.no, &member.name);
    Error::refused(
        "not_on_roll",
        text!(
            "{name}（{person}）不在 {no} 的名单上",
            "{name} ({person}) is not on the roll of {no}"
        ),
    )
    .hint(text!(
        "先加入名单：yishi meeting invite {no} {person}；临时到会的：yishi meeting attend {no} {person} --walk-in",
        "put them on it with yishi meeting invite {no} {person}; someone who just came: yishi meeting attend {no} {person} --walk-in"
    ))
}

/// People whose terms of office do not touch the meeting.
pub(super) fn outside_tenure(meeting: &Meeting, members: &[&Member]) -> Error {
    let who = members
        .iter()
        .map(|m| (format!("{} {}", m.no, m.name), terms(&m.tenure)));
    let (zh, en): (Vec<String>, Vec<String>) = who
        .map(|(who, terms)| (format!("{who}（{terms}）"), format!("{who} ({terms})")))
        .unzip();
    let (zh, en) = (zh.join("、"), en.join(", "));
    let (no, start) = (&meeting.no, meeting.start);
    let first = members.first().map_or("", |m| m.no.as_str());
    Error::refused(
        "outside_tenure",
        text!(
            "{no} 在 {start} 召开，当时不在任：{zh}",
            "{no} is held on {start}; not in office then: {en}"
        ),
    )
    .hint(text!(
        "任期有误：yishi member edit {first} --since 日期；作为来宾参加：yishi meeting guest {no} 姓名",
        "if the term is wrong: yishi member edit {first} --since DAY; if they come as a guest: yishi meeting guest {no} NAME"
    ))
}

fn terms(tenure: &[Span]) -> String {
    let end = |w: Option<crate::model::when::When>| w.map_or_else(String::new, |w| w.to_string());
    tenure
        .iter()
        .map(|s| format!("{}—{}", end(s.since), end(s.until)))
        .collect::<Vec<_>>()
        .join("，")
}

/// Refuses what can only be known once the day has come; leave is known before.
///
/// # Errors
/// `not_begun`.
pub(super) fn not_begun(
    no: &str,
    starts: NaiveDate,
    presence: Presence,
    today: NaiveDate,
) -> Result<()> {
    if today >= starts || !(came(presence) || presence == Presence::Absent) {
        return Ok(());
    }
    let (zh, en) = (presence.zh(), presence.en());
    Err(Error::refused(
        "not_begun",
        text!(
            "{no} 要到 {starts} 才开始（今天 {today}），还不能登记「{zh}」",
            "{no} does not begin before {starts} (today is {today}); “{en}” cannot be recorded yet"
        ),
    )
    .hint(text!(
        "现在可以加入名单（yishi meeting invite {no} 委员）或登记请假（yishi meeting leave {no} 委员）；日期有误：yishi meeting edit {no} --start 日期",
        "people can be invited (yishi meeting invite {no} MEMBER) or ask for leave (yishi meeting leave {no} MEMBER) now; if the day is wrong: yishi meeting edit {no} --start DAY"
    )))
}

/// A reason that is missing.
///
/// # Errors
/// `reason_needed`.
pub(super) fn reason_given(reason: &str) -> Result<&str> {
    match reason.trim() {
        "" => Err(Error::refused(
            "reason_needed",
            text!("取消要写明原因", "a cancellation needs a reason"),
        )
        .hint(text!("加上 --reason 原因", "add --reason WHY"))),
        reason => Ok(reason),
    }
}
