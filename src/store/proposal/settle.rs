//! What a draft makes of a proposal, checked against what stands.

use super::refusal::{self, Holder};
use super::serving::in_office;
use crate::error::Result;
use crate::model::code::{Dict, ProposalForm, ProposalState, UnitPart};
use crate::model::proposal::number::{Series, bare, spellings};
use crate::model::proposal::numbering::NumberSeries;
use crate::model::proposal::{Course, Day, Draft, Proposal, Proposer, Who, settle_form, state};
use crate::model::session::Session;
use crate::model::when::When;
use crate::store::Read;
use crate::store::value::{code, flag, maybe, number, text, when};
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, named_params};

const HOLDS_NO: &str = "SELECT id, session, title, cancelled FROM proposal WHERE session = :session AND no IN (SELECT value FROM json_each(:nos)) AND id <> :id";
const HOLDS_SERIAL: &str = "SELECT id, session, title, cancelled FROM proposal WHERE session = :session AND serial IN (SELECT value FROM json_each(:nos)) AND id <> :id";

/// The units of each part that a proposal is to have; `None` leaves a part as it is.
#[derive(Debug, Default)]
pub(super) struct Units(pub(super) [Option<Vec<i64>>; 3]);

/// The parts, in the order of [`Units`].
pub(super) const PARTS: [UnitPart; 3] = [UnitPart::Lead, UnitPart::Co, UnitPart::Split];

/// A proposal as it will stand.
pub(super) struct Settled {
    session: String,
    serial: Option<String>,
    no: Option<String>,
    title: String,
    form: ProposalForm,
    category: Option<String>,
    state: ProposalState,
    course: Course,
    due: Option<When>,
    key: bool,
    excellent: bool,
    note: Option<String>,
    pub(super) proposers: Vec<Who>,
}

fn who(proposer: &Proposer) -> Who {
    match proposer {
        Proposer::Member(person) => Who::Member(person.id),
        Proposer::Body(name) => Who::Body(name.clone()),
    }
}

/// The proposal as it would stand without these days.
fn without(old: &Proposal, emptied: &[Day]) -> Proposal {
    let mut kept = old.clone();
    for day in emptied {
        match day {
            Day::Submitted => kept.submitted = None,
            Day::Filed => kept.filed = None,
            Day::Assigned => kept.assigned = None,
            Day::Due => kept.due = None,
            Day::Replied => kept.replied = None,
        }
    }
    kept
}

/// What is said goes before what stood; an empty word takes it out.
fn said(now: Option<&String>, before: Option<&String>) -> Option<String> {
    now.or(before)
        .map(|w| w.trim().to_owned())
        .filter(|w| !w.is_empty())
}

impl Read<'_> {
    /// The units that a draft names.
    pub(super) fn units_said(self, draft: &Draft) -> Result<Units> {
        let mut units = Units::default();
        for ((_, names), wanted) in draft.parts().into_iter().zip(&mut units.0) {
            if !names.is_empty() {
                *wanted = Some(
                    names
                        .iter()
                        .map(|n| self.find_unit(n))
                        .collect::<Result<_>>()?,
                );
            }
        }
        Ok(units)
    }

    /// What the draft makes of a proposal, checked.
    pub(super) fn settle(
        self,
        old: Option<&Proposal>,
        draft: &Draft,
        units: &Units,
        emptied: &[Day],
    ) -> Result<Settled> {
        let kept = old.map(|old| without(old, emptied));
        let session = session(old, draft)?;
        let title = Some(draft.title.trim())
            .filter(|t| !t.is_empty())
            .or(old.map(|o| o.title.as_str()))
            .ok_or_else(refusal::no_title)?;
        let stood: Vec<Who> = old.map_or_else(Vec::new, |o| o.proposers.iter().map(who).collect());
        let proposers = Some(&draft.proposers).filter(|p| !p.is_empty());
        let proposers = proposers.unwrap_or(&stood).clone();
        let form = match settle_form(draft.form, old.map(|o| o.form), &proposers) {
            Ok(form) => form,
            Err(misfit) => return Err(refusal::misfit(self, misfit, &proposers)?),
        };
        let course = course(kept.as_ref(), draft, self.handlers(old, units)?);
        refusal::in_order(&course)?;
        let known = old.map(Proposal::course);
        let before = old.zip(known.as_ref()).map(|(o, c)| (o.state, c));
        let stands = |word: fn(&Proposal) -> Option<&String>| old.and_then(word);
        let settled = Settled {
            session,
            serial: said(draft.serial.as_ref(), stands(|o| o.serial.as_ref())),
            no: said(draft.no.as_ref(), stands(|o| o.no.as_ref())).map(|n| bare(&n)),
            title: title.to_owned(),
            form,
            category: said(draft.category.as_ref(), stands(|o| o.category.as_ref())),
            state: state(before, draft.review, &course),
            due: draft.due.or(kept.and_then(|k| k.due)),
            key: draft.key.unwrap_or(old.is_some_and(|o| o.key)),
            excellent: draft.excellent.unwrap_or(old.is_some_and(|o| o.excellent)),
            note: said(draft.note.as_ref(), stands(|o| o.note.as_ref())),
            course,
            proposers,
        };
        self.numbers_free(old, &settled)?;
        if settled.proposers != stood || old.map(|o| o.submitted) != Some(settled.course.submitted)
        {
            self.proposers_in_office(&settled)?;
        }
        Ok(settled)
    }

    /// How many units will lead or handle a part, once no unit has two parts.
    fn handlers(self, old: Option<&Proposal>, units: &Units) -> Result<usize> {
        let (mut all, mut handlers): (Vec<i64>, usize) = (Vec::new(), 0);
        for (part, wanted) in PARTS.into_iter().zip(&units.0) {
            let stands = || {
                let lines = old.map(|o| o.units.as_slice()).unwrap_or_default();
                lines
                    .iter()
                    .filter(|u| u.part == part)
                    .map(|u| u.unit)
                    .collect()
            };
            let here: Vec<i64> = wanted.clone().unwrap_or_else(stands);
            handlers += if part == UnitPart::Co { 0 } else { here.len() };
            for unit in here {
                if all.contains(&unit) {
                    let name = self.unit(unit)?.map(|u| u.name).unwrap_or_default();
                    return Err(refusal::unit_twice(&name));
                }
                all.push(unit);
            }
        }
        Ok(handlers)
    }

    fn numbers_free(self, old: Option<&Proposal>, new: &Settled) -> Result<()> {
        let id = old.map_or(0, |o| o.id);
        let before = old.filter(|o| o.session == new.session);
        if let Some(old) = old {
            // A published number does not leave its session either.
            let stays = |no: Option<&String>| before.and(no).cloned();
            let (no, serial) = (stays(new.no.as_ref()), stays(new.serial.as_ref()));
            let no = (old.no.as_deref(), no.as_deref());
            self.keeps_published(old, NumberSeries::No, no)?;
            let serial = (old.serial.as_deref(), serial.as_deref());
            self.keeps_published(old, NumberSeries::Serial, serial)?;
        }
        if let Some(no) = new.no.as_ref()
            && before.and_then(|o| o.no.as_ref()) != Some(no)
            && let Some(holder) = self.holder(HOLDS_NO, &new.session, &spellings(no), id)?
        {
            return Err(refusal::number_taken(Series::Either, no, &holder));
        }
        if let Some(serial) = new.serial.as_ref()
            && before.and_then(|o| o.serial.as_ref()) != Some(serial)
        {
            let only = std::slice::from_ref(serial);
            if let Some(holder) = self.holder(HOLDS_SERIAL, &new.session, only, id)? {
                return Err(refusal::number_taken(Series::Serial, serial, &holder));
            }
        }
        Ok(())
    }

    fn holder(self, sql: &str, session: &str, nos: &[String], id: i64) -> Result<Option<Holder>> {
        let nos = serde_json::Value::from(nos).to_string();
        let holder = |r: &Row<'_>| {
            Ok(Holder {
                session: r.get("session")?,
                title: r.get("title")?,
                cancelled: r.get("cancelled")?,
            })
        };
        let mut statement = self.conn.prepare_cached(sql)?;
        let found = statement.query_row(
            named_params! { ":session": session, ":nos": nos, ":id": id },
            holder,
        );
        Ok(found.optional()?)
    }

    fn proposers_in_office(self, new: &Settled) -> Result<()> {
        let Some(on) = new.course.submitted else {
            return Ok(());
        };
        for who in &new.proposers {
            if let Who::Member(id) = who {
                in_office(self, *id, on)?;
            }
        }
        Ok(())
    }

    /// The columns of a proposal in the order of the table, up to its note.
    pub(super) fn columns(self, p: &Settled) -> Result<[(&'static str, Value); 17]> {
        let word = |dict, name: Option<&String>| -> Result<Value> {
            Ok(number(name.map(|n| self.known_word(dict, n)).transpose()?))
        };
        let c = &p.course;
        Ok([
            ("session", text(&p.session)),
            ("serial", maybe(p.serial.as_deref())),
            ("no", maybe(p.no.as_deref())),
            ("title", text(&p.title)),
            ("form", code(p.form)),
            ("category_id", word(Dict::Category, p.category.as_ref())?),
            ("state", code(p.state)),
            ("submitted_on", when(c.submitted)),
            ("filed_on", when(c.filed)),
            ("assigned_on", when(c.assigned)),
            ("due", when(p.due)),
            ("replied_on", when(c.replied)),
            (
                "reply_class_id",
                word(Dict::ReplyClass, c.reply_class.as_ref())?,
            ),
            ("rating_id", word(Dict::Rating, c.rating.as_ref())?),
            ("key", flag(p.key)),
            ("excellent", flag(p.excellent)),
            ("note", maybe(p.note.as_deref())),
        ])
    }
}

fn session(old: Option<&Proposal>, draft: &Draft) -> Result<String> {
    match (Session::parse(&draft.session), old) {
        (Some(session), _) => Ok(session.to_string()),
        (None, Some(old)) if draft.session.is_empty() => Ok(old.session.clone()),
        _ => Err(refusal::bad_session(&draft.session)),
    }
}

fn course(old: Option<&Proposal>, draft: &Draft, handlers: usize) -> Course {
    let before = old.map(Proposal::course).unwrap_or_default();
    Course {
        submitted: draft.submitted.or(before.submitted),
        filed: draft.filed.or(before.filed),
        assigned: draft.assigned.or(before.assigned),
        replied: draft.replied.or(before.replied),
        handlers,
        reply_class: said(draft.reply_class.as_ref(), before.reply_class.as_ref()),
        rating: said(draft.rating.as_ref(), before.rating.as_ref()),
    }
}
