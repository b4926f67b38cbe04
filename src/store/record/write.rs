//! Writing records.

use super::by_hand;
use super::confirm::{confirmed, may_confirm};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::code::Dict;
use crate::model::record::{Draft, quantity_text};
use crate::model::score::rules::Whose;
use crate::store::proposal::{Place, in_office};
use crate::store::table::RECORD;
use crate::store::value::{maybe, number, text, when};
use crate::store::who::columns;
use crate::store::{Read, Tx};
use crate::text;
use num_rational::Ratio;
use rusqlite::types::Value;

impl Tx<'_> {
    /// Adds a record.
    ///
    /// # Errors
    /// `no_member`, `no_kind`, `no_day`, `bad_quantity`, `not_in_office`; `no_evidence`,
    /// `no_reason`, `no_approver`, `same_person` where points are given by hand; an unknown word; the database's own failures.
    pub fn add_record(&mut self, draft: &Draft, place: Place) -> Result<i64> {
        let member = draft.member.ok_or_else(|| {
            lacks(
                "no_member",
                text!("没有写是谁的", "the record does not say whose it is"),
            )
        })?;
        let kind = draft
            .kind
            .as_deref()
            .map(str::trim)
            .filter(|k| !k.is_empty());
        let kind =
            kind.ok_or_else(|| lacks("no_kind", text!("没有写类别", "the record has no kind")))?;
        let on = draft
            .on
            .ok_or_else(|| lacks("no_day", text!("没有写日期", "the record has no day")))?;
        let quantity = draft.quantity.unwrap_or(Ratio::ONE);
        counts(quantity)?;
        if draft.whose == Whose::Member {
            in_office(self.read(), member, on)?;
        }
        by_hand::approved(draft, None, self.by())?;
        if let Some(confirmed) = &draft.confirmed {
            may_confirm(draft.organizer.as_deref(), on, confirmed)?;
        }
        let kind = self.read().known_word(Dict::RecordKind, kind)?;
        let [of_member, of_body, of_unit] = columns(draft.whose, member);
        let level = self.read().level_said(draft)?.unwrap_or(Value::Null);
        self.insert(
            &RECORD,
            &[
                of_member,
                Value::Integer(kind),
                when(Some(on)),
                text(draft.title.as_deref().unwrap_or_default().trim()),
                level,
                text(&quantity_text(quantity)),
                maybe(draft.note.as_deref()),
                Value::Null,
                number(place.0),
                number(place.1),
                maybe(said(draft.organizer.as_ref())),
                maybe(said(draft.reason.as_ref())),
                maybe(said(draft.evidence.as_ref())),
                maybe(said(draft.approver.as_ref())),
                maybe(draft.confirmed.as_ref().map(|c| c.by.as_str())),
                when(draft.confirmed.as_ref().map(|c| c.on)),
                of_body,
                of_unit,
            ],
        )
    }

    /// Changes what a draft says of a record and leaves the rest; tells whether anything differs.
    /// The row's place in a spreadsheet is written only where something else differs.
    ///
    /// # Errors
    /// `not_found` and as [`Tx::add_record`].
    pub fn edit_record(&mut self, id: i64, draft: &Draft, place: Place) -> Result<bool> {
        let old = self.read().record(id)?.ok_or_else(no_such)?;
        let (whose, row) = match draft.member {
            Some(row) => (draft.whose, row),
            None => (old.who.whose, old.who.id),
        };
        let on = draft.on.unwrap_or(old.on);
        let same = (whose, row, on) == (old.who.whose, old.who.id, old.on);
        if whose == Whose::Member && !same {
            in_office(self.read(), row, on)?;
        }
        if by_hand::says(draft) {
            by_hand::approved(draft, Some(&old), self.by())?;
        }
        let [of_member, of_body, of_unit] = columns(whose, row);
        let mut fields: Vec<(&str, Value)> = vec![
            ("member_id", of_member),
            ("body_id", of_body),
            ("unit_id", of_unit),
            ("happened_on", when(Some(on))),
        ];
        if let Some(kind) = draft
            .kind
            .as_deref()
            .map(str::trim)
            .filter(|k| !k.is_empty())
        {
            let kind = self.read().known_word(Dict::RecordKind, kind)?;
            fields.push(("kind_id", Value::Integer(kind)));
        }
        if let Some(quantity) = draft.quantity {
            counts(quantity)?;
            fields.push(("quantity", text(&quantity_text(quantity))));
        }
        fields.extend(draft.title.as_deref().map(|t| ("title", text(t.trim()))));
        fields.extend(self.read().level_said(draft)?.map(|l| ("level_id", l)));
        let mut changed = self.set(&RECORD, id, &fields)?;
        // What was confirmed is another act now: it is to be confirmed again.
        if changed && old.confirmed.is_some() {
            self.set(&RECORD, id, &confirmed(None))?;
        }
        changed |= self.set(&RECORD, id, &beside(draft))?;
        if let Some(confirmation) = &draft.confirmed {
            let organizer = draft.organizer.as_deref().or(old.organizer.as_deref());
            may_confirm(organizer, on, confirmation)?;
            changed |= self.set(&RECORD, id, &confirmed(Some(confirmation)))?;
        }
        if changed && place.0.is_some() {
            let place = [("source_id", number(place.0)), ("line", number(place.1))];
            self.set(&RECORD, id, &place)?;
        }
        Ok(changed)
    }

    /// Takes a record off the ledger with a reason; its row stays.
    ///
    /// # Errors
    /// `not_found`; the database's own failures.
    pub fn cancel_record(&mut self, id: i64, reason: &str) -> Result<()> {
        if self.read().record(id)?.is_none() {
            return Err(no_such());
        }
        self.set(&RECORD, id, &[("cancelled", text(reason))])?;
        Ok(())
    }
}

/// A word that says something.
fn said(word: Option<&String>) -> Option<&str> {
    word.map(|w| w.trim()).filter(|w| !w.is_empty())
}

/// What a draft says beside the act itself: none of it takes a confirmation back.
fn beside(draft: &Draft) -> Vec<(&'static str, Value)> {
    let words = [
        ("note", &draft.note),
        ("organizer", &draft.organizer),
        ("reason", &draft.reason),
        ("evidence", &draft.evidence),
        ("approver", &draft.approver),
    ];
    let given = words.into_iter().filter(|(_, word)| word.is_some());
    given
        .map(|(name, word)| (name, maybe(said(word.as_ref()))))
        .collect()
}

impl Read<'_> {
    /// The level that a draft names, null where it takes it out, nothing where it says nothing.
    fn level_said(self, draft: &Draft) -> Result<Option<Value>> {
        match draft.level.as_deref().map(str::trim) {
            None => Ok(None),
            Some("") => Ok(Some(Value::Null)),
            Some(level) => Ok(Some(Value::Integer(self.known_word(Dict::Level, level)?))),
        }
    }
}

fn lacks(code: &'static str, message: Text) -> Error {
    Error::refused(code, message).hint(text!(
        "写全：yishi record add --member 委员 --kind 类别 --on 2026-03-05；小组、乡镇街道、单位的写 --body 名称",
        "name all three: yishi record add --member MEMBER --kind KIND --on 2026-03-05; of a group, township or unit --body NAME"
    ))
}

fn counts(quantity: Ratio<i64>) -> Result<()> {
    if quantity >= Ratio::ZERO {
        return Ok(());
    }
    let quantity = quantity_text(quantity);
    Err(Error::refused(
        "bad_quantity",
        text!("数量不能是 {quantity}", "the quantity cannot be {quantity}"),
    )
    .hint(text!(
        "扣分由考核办法规定；数量写成不小于 0 的数：--quantity 1",
        "what costs points is for the rules to say; give a quantity of 0 or more: --quantity 1"
    )))
}

fn no_such() -> Error {
    Error::refused(
        "not_found",
        text!(
            "没有这条履职记录，或者它已被取消",
            "there is no such record, or it was cancelled"
        ),
    )
    .hint(text!(
        "用 yishi record list 查看",
        "yishi record list shows what there is"
    ))
}
