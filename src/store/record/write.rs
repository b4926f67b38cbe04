//! Writing records.

use super::by_hand::{self, Act};
use super::confirm::{confirmed, may_confirm};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::code::Dict;
use crate::model::record::{Draft, Record, quantity_text};
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
    /// `no_reason`, `no_approver`, `own_approval` where points are given by hand; `same_person`,
    /// `too_early` where it comes confirmed; an unknown word; the database's own failures.
    pub fn add_record(&mut self, draft: &Draft, place: Place) -> Result<i64> {
        let member = draft.member.ok_or_else(|| {
            lacks(
                "no_member",
                text!("没有写是谁的", "the record does not say whose it is"),
            )
        })?;
        let kind = said(draft.kind.as_ref())
            .ok_or_else(|| lacks("no_kind", text!("没有写类别", "the record has no kind")))?;
        let on = draft
            .on
            .ok_or_else(|| lacks("no_day", text!("没有写日期", "the record has no day")))?;
        let quantity = draft.quantity.unwrap_or(Ratio::ONE);
        counts(quantity)?;
        if draft.whose == Whose::Member {
            in_office(self.read(), member, on)?;
        }
        let kind_id = self.read().known_word(Dict::RecordKind, kind)?;
        let act = Act {
            kind,
            class: self.read().word_class(kind_id)?,
            member: by_hand::member(draft.whose, member),
        };
        self.approved(&act, draft, None)?;
        if let Some(confirmed) = &draft.confirmed {
            may_confirm(draft.organizer.as_deref(), on, confirmed)?;
        }
        let [of_member, of_body, of_unit] = columns(draft.whose, member);
        let level = self.read().level_said(draft)?.unwrap_or(Value::Null);
        self.insert(
            &RECORD,
            &[
                of_member,
                Value::Integer(kind_id),
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
    /// The row's place in a spreadsheet is written only where something else differs. Where the act
    /// or its grounds change, what was confirmed is confirmed again.
    ///
    /// # Errors
    /// `not_found`, `cancelled_record`, `approval_stale` where points by hand change whose approver
    /// is not named anew, and as [`Tx::add_record`].
    pub fn edit_record(&mut self, id: i64, draft: &Draft, place: Place) -> Result<bool> {
        let old = self.standing_record(id)?;
        let stood = self.row(&RECORD, id)?.unwrap_or_default();
        let differs = |fields: &[(&str, Value)]| {
            let other = |(name, value): &(&str, Value)| {
                let at = RECORD.column(name);
                at.and_then(|at| stood.get(at)) != Some(value)
            };
            fields.iter().any(other)
        };
        let mut fields = self.act_said(&old, draft)?;
        let grounds = grounds(draft);
        let changes = differs(&fields) || differs(&grounds);
        if changes {
            self.changeable(&old, draft)?;
        }
        fields.extend(grounds);
        fields.extend(
            draft
                .note
                .as_deref()
                .map(|n| ("note", maybe(Some(n.trim())))),
        );
        if changes {
            fields.extend(confirmed(None));
        }
        let again = changes || draft.confirmed != old.confirmed;
        if let Some(confirmation) = draft.confirmed.as_ref().filter(|_| again) {
            let organizer = draft.organizer.as_deref().or(old.organizer.as_deref());
            may_confirm(organizer, draft.on.unwrap_or(old.on), confirmation)?;
            fields.retain(|(name, _)| !name.starts_with("confirmed"));
            fields.extend(confirmed(Some(confirmation)));
        }
        let changed = self.set(&RECORD, id, &fields)?;
        if changed && place.0.is_some() {
            let place = [("source_id", number(place.0)), ("line", number(place.1))];
            self.set(&RECORD, id, &place)?;
        }
        Ok(changed)
    }

    /// Refuses to make another act of a record where who did it was not in office, or where points
    /// by hand lack their grounds.
    fn changeable(&self, old: &Record, draft: &Draft) -> Result<()> {
        let (whose, row) = whose_act(old, draft);
        let on = draft.on.unwrap_or(old.on);
        let same = (whose, row, on) == (old.who.whose, old.who.id, old.on);
        if whose == Whose::Member && !same {
            in_office(self.read(), row, on)?;
        }
        let kind = said(draft.kind.as_ref()).unwrap_or(&old.kind);
        let kind_id = self.read().known_word(Dict::RecordKind, kind)?;
        let act = Act {
            kind,
            class: self.read().word_class(kind_id)?,
            member: by_hand::member(whose, row),
        };
        self.approved(&act, draft, Some(old))
    }

    /// The columns of the act itself that a draft says something of.
    fn act_said(&self, old: &Record, draft: &Draft) -> Result<Vec<(&'static str, Value)>> {
        let (whose, row) = whose_act(old, draft);
        let [of_member, of_body, of_unit] = columns(whose, row);
        let mut fields: Vec<(&str, Value)> = vec![
            ("member_id", of_member),
            ("body_id", of_body),
            ("unit_id", of_unit),
            ("happened_on", when(Some(draft.on.unwrap_or(old.on)))),
        ];
        if let Some(kind) = said(draft.kind.as_ref()) {
            let kind = self.read().known_word(Dict::RecordKind, kind)?;
            fields.push(("kind_id", Value::Integer(kind)));
        }
        if let Some(quantity) = draft.quantity {
            counts(quantity)?;
            fields.push(("quantity", text(&quantity_text(quantity))));
        }
        fields.extend(draft.title.as_deref().map(|t| ("title", text(t.trim()))));
        fields.extend(self.read().level_said(draft)?.map(|l| ("level_id", l)));
        Ok(fields)
    }

    /// Takes a record off the ledger with a reason; its row stays.
    ///
    /// # Errors
    /// `not_found`, `cancelled_record`; the database's own failures.
    pub fn cancel_record(&mut self, id: i64, reason: &str) -> Result<()> {
        self.standing_record(id)?;
        self.set(&RECORD, id, &[("cancelled", text(reason))])?;
        Ok(())
    }
}

/// Whose act a record is going to be.
fn whose_act(old: &Record, draft: &Draft) -> (Whose, i64) {
    match draft.member {
        Some(row) => (draft.whose, row),
        None => (old.who.whose, old.who.id),
    }
}

/// A word that says something.
fn said(word: Option<&String>) -> Option<&str> {
    word.map(|w| w.trim()).filter(|w| !w.is_empty())
}

/// What a draft says of the grounds of an act.
fn grounds(draft: &Draft) -> Vec<(&'static str, Value)> {
    let words = [
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
        "扣分另立一个履职类别，数量写正数，在考核办法里给这一类写负的分值：yishi word add record_kind 违纪扣分",
        "give what costs points a kind of its own and a quantity above 0; the rules give that kind negative points: yishi word add record_kind 违纪扣分"
    )))
}
