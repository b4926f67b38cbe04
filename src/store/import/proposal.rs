//! Rows of the proposal ledger.

use super::{Batch, Fate, Naming, Refused};
use crate::error::Result;
use crate::lang::Text;
use crate::model::code::{Code, Dict, ProposalForm, ProposalState};
use crate::model::proposal::{Draft, Proposal, Proposer, Who, is_verdict};
use crate::model::row::{Fault, ProposalRow};
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

/// The short names of parties, with which no person's name begins.
const PARTIES: &[&str] = &[
    "民革", "民盟", "民建", "民进", "农工", "致公", "九三", "台盟",
];

impl Batch {
    pub(super) fn proposal(
        &mut self,
        tx: &mut Tx<'_>,
        row: ProposalRow,
    ) -> Result<Result<Fate, Refused>> {
        let Some(session) = row.session.clone().or_else(|| self.session.clone()) else {
            return Ok(Err(vec![self.no_session()]));
        };
        let proposers = match self.proposers(tx, &row)? {
            Ok(proposers) => proposers,
            Err(faults) => return Ok(Err(faults)),
        };
        self.words_and_units(tx, &row)?;
        let stands = match self.standing(tx, &session, &row, &proposers)? {
            Ok(stands) => stands,
            Err(faults) => return Ok(Err(faults)),
        };
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
                let (field, value) = blamed(&draft, error.code);
                let fix = fix_in_sheet(&draft, error.code);
                let mut faults = self.refusal(field, &value, error)?;
                for (fault, fix) in faults.iter_mut().zip(fix) {
                    fault.fix = fix;
                }
                Ok(Err(faults))
            }
        }
    }

    fn no_session(&self) -> Fault {
        self.fault(
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
        )
    }

    /// Makes the words and units known that the row names.
    fn words_and_units(&mut self, tx: &mut Tx<'_>, row: &ProposalRow) -> Result<()> {
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
        Ok(())
    }

    /// The proposal that the row is about, where it stands already.
    fn standing(
        &mut self,
        tx: &Tx<'_>,
        session: &str,
        row: &ProposalRow,
        proposers: &[Who],
    ) -> Result<Result<Option<i64>, Refused>> {
        let (serial, no) = (row.serial.as_deref(), row.no.as_deref());
        let (field, key) = match (serial, no) {
            (Some(serial), _) => ("serial", serial),
            (None, no) => ("no", no.unwrap_or_default()),
        };
        let found = tx.read().find_proposal_key(session, serial, no, &row.title);
        let stands = match found {
            Ok(stands) => stands,
            Err(error) => return Ok(Err(self.refusal("serial", key, error)?)),
        };
        if let Some(fault) = self.twice(stands, field, key) {
            return Ok(Err(vec![fault]));
        }
        let old = match stands {
            Some(id) => tx.read().proposal(id)?,
            None => None,
        };
        let fault = old.and_then(|old| {
            self.another((field, key), row, proposers, &old)
                .or_else(|| self.behind(row, &old))
        });
        Ok(match fault {
            Some(fault) => Err(vec![fault]),
            None => Ok(stands),
        })
    }

    /// A row that has the number of a proposal, but another title and none of its proposers: it
    /// is another proposal.
    fn another(
        &self,
        (field, key): (&str, &str),
        row: &ProposalRow,
        proposers: &[Who],
        old: &Proposal,
    ) -> Option<Fault> {
        let title = row.title.trim();
        let stood = |who: &Who| {
            old.proposers.iter().any(|p| match (p, who) {
                (Proposer::Member(person), Who::Member(id)) => person.id == *id,
                (Proposer::Body(a), Who::Body(b)) => a == b,
                _ => false,
            })
        };
        if title.is_empty() || title == old.title || proposers.is_empty() {
            return None;
        }
        if proposers.iter().any(stood) {
            return None;
        }
        let (zh, en) = if field == "serial" {
            ("流水号", "serial number")
        } else {
            ("案号", "number")
        };
        let (title, cite) = (&old.title, old.cite());
        Some(self.fault(
            field,
            key,
            "number_taken",
            text!("{zh} {key} 已是《{title}》", "the {en} {key} is that of “{title}”"),
            text!(
                "核对号码；确是同一件的，先用 yishi proposal edit {cite} 改案由或提案者",
                "check the number; if it is the same, correct title or proposers first: yishi proposal edit {cite}"
            ),
        ))
    }

    /// A state that the office says and that the file has proof against: days, units and words of
    /// earlier rows show the proposal further on.
    fn behind(&self, row: &ProposalRow, old: &Proposal) -> Option<Fault> {
        let said = row.review?;
        let proved = old.course().reached();
        if is_verdict(said) || said == ProposalState::Filed || said >= proved {
            return None;
        }
        let (zh, en) = (proved.zh(), proved.en());
        Some(self.fault(
            "state",
            said.zh(),
            "state_contradicted",
            text!(
                "档案里的日期、单位和意见表明已是「{zh}」",
                "by the days, units and words on file it is {en}"
            ),
            text!(
                "更正状态；档案有误的用 yishi proposal edit 更正",
                "correct the state; what is wrong on file, yishi proposal edit corrects"
            ),
        ))
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
            if bodies && let Some(both) = self.body_and_member(tx, name, row)? {
                found.extend(both);
                continue;
            }
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

    /// A body with one of its people behind it in brackets, who stands on the roster:
    /// `民盟县委（张三）`. In `提案委员会（联合）` nobody does, and the whole is the body's name.
    fn body_and_member(
        &mut self,
        tx: &mut Tx<'_>,
        name: &str,
        row: &ProposalRow,
    ) -> Result<Option<[Who; 2]>> {
        let inside = name.strip_suffix(['）', ')']);
        let Some((body, person)) = inside.and_then(|name| name.split_once(['（', '('])) else {
            return Ok(None);
        };
        let naming = Naming {
            name: Some(person.rsplit(['：', ':']).next().unwrap_or(person)),
            on: row.submitted,
            ..Naming::default()
        };
        let Ok(member) = self.people(tx.read())?.find(naming).map(|p| p.id) else {
            return Ok(None);
        };
        Ok(self
            .is_body(tx, body, row.form)?
            .then(|| [Who::Body(body.to_owned()), Who::Member(member)]))
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
        let count = name.chars().count();
        let reads_like = count > 2
            && BODIES.iter().any(|b| name.ends_with(b))
            && (form.is_some() || count > 4 || PARTIES.iter().any(|p| name.starts_with(p)));
        let naming = Naming {
            name: Some(name),
            ..Naming::default()
        };
        if !reads_like || self.people(tx.read())?.find(naming).is_ok() {
            return Ok(false);
        }
        self.word(tx, Dict::Body, name)?;
        Ok(true)
    }
}

/// The field that an error of writing is about, and its value.
fn blamed(draft: &Draft, code: &str) -> (&'static str, String) {
    match code {
        "number_taken" => ("no", draft.no.clone().unwrap_or_default()),
        "day_out_of_order" => ("submitted", String::new()),
        "form_misfit" | "no_proposer" | "proposer_twice" | "not_in_office" => {
            ("proposers", String::new())
        }
        "unit_twice" => ("lead", draft.leads.join("、")),
        _ => ("title", draft.title.clone()),
    }
}

/// What helps in the spreadsheet where proposers and form do not fit.
fn fix_in_sheet(draft: &Draft, code: &str) -> Option<Text> {
    let body = draft.proposers.iter().any(|p| matches!(p, Who::Body(_)));
    Some(match code {
        "form_misfit" if body => text!(
            "性质改为集体，或提案者改写委员姓名",
            "make 性质 集体, or name members as proposers"
        ),
        "form_misfit" if draft.proposers.len() > 1 => text!(
            "性质改为联名，或提案者只留一位",
            "make 性质 联名, or leave one proposer"
        ),
        "form_misfit" => text!(
            "在提案者或附议人列写全联名的委员；只有一位的，性质改为个人",
            "name every signer under 提案者 or 附议人; where there is but one, make 性质 个人"
        ),
        "no_proposer" => text!("在提案者列补上提案者", "name the proposer under 提案者"),
        "proposer_twice" => text!(
            "删去重复的姓名；若是同名两人，在姓名后注明编号或界别",
            "remove one; if two people share the name, mark it with number or sector"
        ),
        _ => return None,
    })
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
