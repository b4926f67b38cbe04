//! Rows of the proposal ledger.

use super::{Batch, Fate, Naming, Refused};
use crate::error::Result;
use crate::model::code::{Dict, ProposalForm};
use crate::model::proposal::{Draft, Who};
use crate::model::row::ProposalRow;
use crate::store::Tx;
use crate::store::table::PROPOSAL;
use crate::store::value::number;
use crate::text;

/// What the names of bodies end with; a person's name has no such ending and is short.
const BODIES: &[&str] = &[
    "委",
    "委会",
    "委员会",
    "会",
    "联",
    "部",
    "组",
    "界",
    "盟",
    "党",
    "社",
    "室",
    "局",
    "支部",
    "总支",
    "人士",
    "中心",
    "协",
];

impl Batch {
    pub(super) fn proposal(
        &mut self,
        tx: &mut Tx<'_>,
        row: ProposalRow,
    ) -> Result<Result<Fate, Refused>> {
        let Some(session) = row.session.clone().or_else(|| self.session.clone()) else {
            let fault = self.fault(
                "session",
                "",
                "no_session",
                text!(
                    "不知道是哪一届哪一次的提案",
                    "the session of the proposal is not known"
                ),
                text!(
                    "加 --session 十届五次 再导入",
                    "import with --session 十届五次"
                ),
            );
            return Ok(Err(vec![fault]));
        };
        let proposers = self.proposers(tx, &row)?;
        let proposers = match proposers {
            Ok(proposers) => proposers,
            Err(faults) => return Ok(Err(faults)),
        };
        for (dict, word) in [
            (Dict::Category, &row.category),
            (Dict::ReplyClass, &row.reply_class),
            (Dict::Rating, &row.rating),
        ] {
            if let Some(word) = word {
                self.word(tx, dict, word)?;
            }
        }
        for unit in row.leads.iter().chain(&row.cos).chain(&row.splits) {
            self.unit_named(tx, unit)?;
        }
        let (title, key) = (
            row.title.clone(),
            row.serial
                .clone()
                .or_else(|| row.no.clone())
                .unwrap_or_default(),
        );
        let stands = tx.read().find_proposal_key(
            &session,
            row.serial.as_deref(),
            row.no.as_deref(),
            &row.title,
        );
        let stands = match stands {
            Ok(stands) => stands,
            Err(error) => return Ok(Err(self.refusal("serial", &key, error)?)),
        };
        if let Some(fault) = self.twice(
            stands,
            if row.serial.is_some() { "serial" } else { "no" },
            &key,
        ) {
            return Ok(Err(vec![fault]));
        }
        let draft = draft(row, session, proposers);
        let written = match stands {
            Some(id) => self.amend_proposal(tx, id, &draft),
            None => self
                .source_id(tx)
                .and_then(|place| tx.add_proposal(&draft, place))
                .map(|id| (id, Fate::Added)),
        };
        match written {
            Ok((id, fate)) => {
                self.seen(id);
                Ok(Ok(fate))
            }
            Err(error) => {
                let (field, value) = match error.code {
                    "number_taken" => ("no", draft.no.clone().unwrap_or_default()),
                    "day_out_of_order" => ("submitted", String::new()),
                    "form_misfit" | "no_proposer" | "proposer_twice" | "not_in_office" => {
                        ("proposers", String::new())
                    }
                    "unit_twice" => ("lead", draft.leads.join("、")),
                    _ => ("title", title),
                };
                Ok(Err(self.refusal(field, &value, error)?))
            }
        }
    }

    fn amend_proposal(&mut self, tx: &mut Tx<'_>, id: i64, draft: &Draft) -> Result<(i64, Fate)> {
        if !tx.edit_proposal(id, draft, (None, None))? {
            return Ok((id, Fate::Same));
        }
        let (source, line) = self.source_id(tx)?;
        tx.set(
            &PROPOSAL,
            id,
            &[("source_id", number(source)), ("line", number(line))],
        )?;
        Ok((id, Fate::Changed))
    }

    /// The proposers in order: members, or bodies where the proposal is a collective one.
    fn proposers(
        &mut self,
        tx: &mut Tx<'_>,
        row: &ProposalRow,
    ) -> Result<Result<Vec<Who>, Refused>> {
        let bodies = !matches!(
            row.form,
            Some(ProposalForm::Individual | ProposalForm::Joint)
        );
        let (mut found, mut faults) = (Vec::new(), Vec::new());
        for name in &row.proposers {
            if bodies && self.is_body(tx, name, row.form)? {
                found.push(Who::Body(name.clone()));
                continue;
            }
            let naming = Naming {
                name: Some(name),
                on: row.submitted,
                ..Naming::default()
            };
            match self.person(tx.read(), naming, ("proposers", "proposers"))? {
                Ok(id) => found.push(Who::Member(id)),
                Err(more) => faults.push(more),
            }
        }
        Ok(if faults.is_empty() {
            Ok(found)
        } else {
            Err(faults.into_iter().flatten().collect())
        })
    }

    /// Whether a name is a body's: one that is known, or that nobody bears and reads like one.
    fn is_body(&mut self, tx: &mut Tx<'_>, name: &str, form: Option<ProposalForm>) -> Result<bool> {
        if tx.read().word(Dict::Body, name)?.is_some() {
            return Ok(true);
        }
        for dict in [Dict::Committee, Dict::Group, Dict::Sector] {
            if tx.read().word(dict, name)?.is_some() {
                self.word(tx, Dict::Body, name)?;
                return Ok(true);
            }
        }
        let reads_like = name.chars().count() > 2
            && BODIES.iter().any(|b| name.ends_with(b))
            && (form.is_some() || name.chars().count() > 4);
        if !reads_like
            || self
                .person(
                    tx.read(),
                    Naming {
                        name: Some(name),
                        ..Naming::default()
                    },
                    ("", ""),
                )?
                .is_ok()
        {
            return Ok(false);
        }
        self.word(tx, Dict::Body, name)?;
        Ok(true)
    }
}

fn draft(row: ProposalRow, session: String, proposers: Vec<Who>) -> Draft {
    Draft {
        session,
        serial: row.serial,
        no: row.no,
        title: row.title,
        form: row.form,
        proposers,
        category: row.category,
        review: row.review,
        submitted: row.submitted,
        filed: row.filed,
        assigned: row.assigned,
        due: row.due,
        replied: row.replied,
        leads: row.leads,
        cos: row.cos,
        splits: row.splits,
        reply_class: row.reply_class,
        rating: row.rating,
        key: row.key,
        excellent: row.excellent,
        note: row.note,
        body: row.body,
    }
}
