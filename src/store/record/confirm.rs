//! 谁组织谁记录: who organised an act records it, someone else confirms it (E43).

use super::read::no_such;
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::record::{Confirmation, Record, names};
use crate::model::score::rules::Whose;
use crate::model::when::When;
use crate::store::Tx;
use crate::store::table::RECORD;
use crate::store::value::{maybe, when};
use crate::text;
use rusqlite::types::Value;

/// Why someone cannot confirm an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unfit {
    /// They organised, entered or changed it.
    Recorded(String),
    /// Who did that writes the confirmation of another down.
    Written(String),
    /// It is their own act.
    Own(String),
    /// It was not done yet.
    Early(When),
}

impl Tx<'_> {
    /// Confirms acts; neither who organised, entered or changed one nor whose it is confirms it,
    /// nor does who recorded it write the confirmation of someone else down.
    ///
    /// # Errors
    /// `confirmed_already`, `same_person`, `too_early`, with all acts that stand in the way;
    /// `cancelled_record`; damaged bytes; the database's own failures.
    pub fn confirm_records(
        &mut self,
        records: &[Record],
        confirmation: &Confirmation,
    ) -> Result<()> {
        let ids: Vec<i64> = records.iter().map(|r| r.id).collect();
        let hands = self.read().record_hands(&ids)?;
        let by = self.by().to_owned();
        let mut unfit: Vec<(i64, Unfit)> = Vec::new();
        for record in records {
            if let Some(earlier) = &record.confirmed {
                return Err(confirmed_already(record.id, earlier));
            }
            let hands = hands.get(&record.id);
            let recorders: Vec<&str> = hands.iter().flat_map(|h| h.recorders()).collect();
            let why = cannot(record, confirmation, &recorders, &by);
            unfit.extend(why.map(|why| (record.id, why)));
        }
        if let Some((_, first)) = unfit.first() {
            let same = unfit.iter().filter(|(_, why)| why == first);
            let ids: Vec<i64> = same.map(|(id, _)| *id).collect();
            return Err(refusal(&ids, first, confirmation));
        }
        for id in ids {
            self.set(&RECORD, id, &confirmed(Some(confirmation)))?;
        }
        Ok(())
    }

    /// Takes the confirmation of an act back.
    ///
    /// # Errors
    /// `not_confirmed`; the database's own failures.
    pub fn withdraw_confirmation(&mut self, record: &Record) -> Result<()> {
        if record.confirmed.is_none() {
            let id = record.id;
            return Err(Error::refused(
                "not_confirmed",
                text!("履职记录 {id} 还没有确认", "record {id} is not confirmed"),
            )
            .hint(text!(
                "确认：yishi record confirm {id}",
                "confirm it: yishi record confirm {id}"
            )));
        }
        self.set(&RECORD, record.id, &confirmed(None))?;
        Ok(())
    }

    /// A record that may still be changed.
    ///
    /// # Errors
    /// `not_found`, `cancelled_record`; damaged bytes; the database's own failures.
    pub fn standing_record(&self, id: i64) -> Result<Record> {
        let record = self.read().record(id)?.ok_or_else(|| no_such(id))?;
        let Some(reason) = &record.cancelled else {
            return Ok(record);
        };
        let hands = self.read().record_hands(&[id])?.remove(&id);
        let hand = hands.and_then(|h| h.cancelled);
        let (zh, en) = hand.map_or_else(Default::default, |h| {
            let (by, on) = (h.by, h.on);
            (format!("由{by}于 {on} "), format!(" by {by} on {on}"))
        });
        Err(Error::refused(
            "cancelled_record",
            text!(
                "履职记录 {id} 已{zh}取消：{reason}",
                "record {id} was cancelled{en}: {reason}"
            ),
        )
        .hint(text!(
            "取消有误时，用 yishi log 找到那次操作再撤销",
            "if that was a mistake, find the command with yishi log and undo it"
        )))
    }
}

/// The columns of a confirmation, or of none.
pub(super) fn confirmed(confirmation: Option<&Confirmation>) -> [(&'static str, Value); 2] {
    [
        ("confirmed_by", maybe(confirmation.map(|c| c.by.as_str()))),
        ("confirmed_on", when(confirmation.map(|c| c.on))),
    ]
}

/// Why an act cannot be confirmed so.
fn cannot(
    record: &Record,
    confirmation: &Confirmation,
    recorders: &[&str],
    by: &str,
) -> Option<Unfit> {
    let confirmer = confirmation.by.as_str();
    if let Some(same) = recorders.iter().find(|r| names(confirmer, r)) {
        return Some(Unfit::Recorded((*same).to_owned()));
    }
    let own = record.who.whose == Whose::Member && names(confirmer, &record.who.name);
    if own {
        return Some(Unfit::Own(record.who.name.clone()));
    }
    may_not(record.organizer.as_deref(), record.on, confirmation).or_else(|| {
        let same = recorders.iter().any(|r| names(r, by));
        same.then(|| Unfit::Written(by.to_owned()))
    })
}

/// Why an act cannot be confirmed so, by what a ledger alone says of it.
fn may_not(organizer: Option<&str>, on: When, confirmation: &Confirmation) -> Option<Unfit> {
    if let Some(organizer) = organizer.filter(|o| names(&confirmation.by, o)) {
        return Some(Unfit::Recorded(organizer.trim().to_owned()));
    }
    let early = confirmation.on.last_day() < on.first_day();
    early.then_some(Unfit::Early(on))
}

/// Refuses a confirmation by who recorded the act, and one from before it.
pub(super) fn may_confirm(
    organizer: Option<&str>,
    on: When,
    confirmation: &Confirmation,
) -> Result<()> {
    match may_not(organizer, on, confirmation) {
        Some(unfit) => Err(refusal(&[], &unfit, confirmation)),
        None => Ok(()),
    }
}

/// Why a confirmation is refused, with the acts that it is about where they have numbers.
fn refusal(ids: &[i64], unfit: &Unfit, confirmation: &Confirmation) -> Error {
    let Text { zh, en } = which(ids);
    let id = ids.first().map_or("序号".to_owned(), i64::to_string);
    let id_en = ids.first().map_or("ID".to_owned(), i64::to_string);
    let other = text!(
        "谁组织谁记录，另由他人确认：yishi record confirm {id} --by 姓名",
        "someone else confirms: yishi record confirm {id_en} --by NAME"
    );
    let (code, message, hint) = match unfit {
        Unfit::Recorded(by) => (
            "same_person",
            text!(
                "{zh}「{by}」记录的，不能由「{by}」自己确认",
                "{en}“{by}” recorded it and cannot confirm it"
            ),
            other,
        ),
        Unfit::Written(by) => (
            "same_person",
            text!(
                "{zh}「{by}」记录的，不能由「{by}」代别人登记确认",
                "{en}“{by}” recorded it and cannot enter the confirmation of someone else"
            ),
            other,
        ),
        Unfit::Own(name) => (
            "same_person",
            text!(
                "{zh}「{name}」本人的履职，不能由「{name}」自己确认",
                "{en}it is the act of “{name}”, who cannot confirm it"
            ),
            other,
        ),
        Unfit::Early(on) => {
            let day = confirmation.on;
            (
                "too_early",
                text!(
                    "{zh}确认日期 {day} 早于履职日期 {on}",
                    "{en}confirmed on {day}, before the act itself ({on})"
                ),
                text!(
                    "写明确认的日子：yishi record confirm {id} --on {on}；履职日期有误：yishi record edit {id} --on 日期",
                    "name the day: yishi record confirm {id_en} --on {on}; if the act's day is wrong: yishi record edit {id_en} --on DAY"
                ),
            )
        }
    };
    Error::refused(code, message).hint(hint)
}

/// Which acts a refusal is about: the first few by their numbers.
fn which(ids: &[i64]) -> Text {
    const SHOWN: usize = 8;
    if ids.is_empty() {
        return Text::default();
    }
    let shown: Vec<String> = ids.iter().take(SHOWN).map(i64::to_string).collect();
    let (zh, en, n) = (shown.join("、"), shown.join(", "), ids.len());
    if n > SHOWN {
        return text!("履职记录 {zh} 等 {n} 条：", "records {en} … ({n}): ");
    }
    text!("履职记录 {zh}：", "record {en}: ")
}

fn confirmed_already(id: i64, earlier: &Confirmation) -> Error {
    let (by, on) = (&earlier.by, earlier.on);
    Error::refused(
        "confirmed_already",
        text!(
            "履职记录 {id} 已由{by}于 {on} 确认",
            "record {id} was confirmed by {by} on {on}"
        ),
    )
    .hint(text!(
        "要收回确认：yishi record confirm {id} --withdraw",
        "take it back: yishi record confirm {id} --withdraw"
    ))
}
