//! Only a member in office can act.

use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::when::When;
use crate::store::Read;
use crate::text;

/// Refuses an act of a member who was not in office at any time of its day.
pub(in crate::store) fn in_office(read: Read<'_>, member: i64, on: When) -> Result<()> {
    let Some(member) = read.member(member)? else {
        return Err(Error::refused(
            "not_found",
            text!("没有这位委员", "there is no such member"),
        )
        .hint(text!(
            "用 yishi member list 查找",
            "yishi member list searches"
        )));
    };
    if member.serves(on) {
        return Ok(());
    }
    let (no, name) = (&member.no, &member.name);
    let day = |w: Option<When>| w.map_or_else(|| "…".to_owned(), |w| w.to_string());
    let terms: Vec<String> = member
        .tenure
        .iter()
        .map(|s| format!("{}—{}", day(s.since), day(s.until)))
        .collect();
    let Text { zh, en } = Text::listed(&terms);
    Err(Error::refused(
        "not_in_office",
        text!(
            "{name}（{no}）{on} 不在任（任期 {zh}）",
            "{name} ({no}) was not in office on {on} (terms: {en})"
        ),
    )
    .hint(text!(
        "核对日期；任期有误时用 yishi member edit {no} 更正任职、离任日期",
        "check the day; where the term is wrong, correct it with yishi member edit {no}"
    )))
}
