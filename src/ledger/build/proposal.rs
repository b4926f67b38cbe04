//! Rows of the proposal ledger.

use super::Given;
use crate::ledger::cell::Cell;
use crate::ledger::clerk::Clerk;
use crate::ledger::field::Field;
use crate::ledger::mend::Rule;
use crate::ledger::parse::name::Who;
use crate::ledger::parse::{Refusal, word};
use crate::ledger::recognise::Bound;
use crate::ledger::row::ProposalRow;
use crate::ledger::title;
use crate::model::code::{Code, ProposalForm, ProposalState};
use crate::model::proposal::{Course, is_verdict};
use crate::text;

const STATES: &str = "立案、不予立案、并案、转社情民意、转意见建议、退回修改、撤案";

pub(super) fn proposal<'c>(
    clerk: &mut Clerk,
    cells: impl Iterator<Item = (&'c Bound, &'c Cell<'c>)>,
    given: &Given,
) -> ProposalRow {
    let mut row = ProposalRow {
        session: given.session.clone(),
        ..ProposalRow::default()
    };
    let mut aside = Aside::default();
    for (at, cell) in cells {
        aside.stage(at, cell);
        match at.field {
            Field::Session => row.session = session(clerk, at, cell).or(row.session.take()),
            Field::Serial => row.serial = clerk.number(at, cell),
            Field::No => row.no = clerk.number(at, cell),
            Field::Title => row.title = clerk.title(at, cell),
            Field::Form => row.form = clerk.word(at, cell, word::form, "个人、联名、集体"),
            Field::Proposers => proposers(clerk, at, cell, &mut row.proposers),
            Field::Seconders => clerk.names(at, cell, Who::Anyone, &mut aside.seconders),
            Field::Headcount => aside.headcount = clerk.count(at, cell).map(|n| (at, cell, n)),
            Field::Category => row.category = category(clerk, at, cell),
            Field::Submitted => row.submitted = clerk.date_for_plenary(at, cell),
            Field::Review | Field::State => {
                let state = clerk.word(at, cell, word::state, STATES);
                aside.states.extend(state.map(|state| (at, cell, state)));
            }
            Field::Withdrawn if clerk.yes(at, cell) == Some(true) => {
                aside.states.push((at, cell, ProposalState::Withdrawn));
            }
            Field::Filed => {
                row.filed = clerk.date(at, cell);
                aside.says_filed = row.filed.is_some() && at.header.contains("立案");
            }
            Field::Lead => clerk.list(at, cell, &mut row.leads),
            Field::Co => clerk.list(at, cell, &mut row.cos),
            Field::Split => clerk.list(at, cell, &mut row.splits),
            Field::Assigned => row.assigned = clerk.date(at, cell),
            Field::Due => row.due = clerk.date(at, cell),
            Field::Replied => row.replied = clerk.date(at, cell),
            Field::ReplyClass => row.reply_class = reply_class(clerk, at, cell),
            Field::Rating => row.rating = rating(clerk, at, cell),
            Field::Key => row.key = clerk.yes(at, cell),
            Field::Excellent => row.excellent = clerk.yes(at, cell),
            Field::Note => row.note = clerk.text(at, cell),
            Field::Body => row.body = clerk.long(at, cell),
            _ => {}
        }
    }
    aside.second(clerk, &mut row);
    aside.count(clerk, &row);
    aside.unassign(clerk, &mut row);
    aside.decide(clerk, &mut row);
    row
}

/// What a row says that has to agree with the rest of it.
#[derive(Default)]
struct Aside<'c> {
    seconders: Vec<String>,
    headcount: Option<(&'c Bound, &'c Cell<'c>, i64)>,
    states: Vec<(&'c Bound, &'c Cell<'c>, ProposalState)>,
    says_filed: bool,
    /// Whether the sheet has columns for review, filing, assignment or state, and whether the row
    /// says anything in them.
    stages: (bool, bool),
}

impl Aside<'_> {
    fn stage(&mut self, at: &Bound, cell: &Cell<'_>) {
        let stages = [Field::Review, Field::State, Field::Filed, Field::Assigned];
        if stages.contains(&at.field) {
            self.stages = (true, self.stages.1 || !cell.is_empty());
        }
    }

    /// Where the sheet tells of review, filing or assignment and the row says nothing of them, a
    /// unit alone is one that is meant to handle it: nothing was assigned yet. It is kept in words.
    fn unassign(&self, clerk: &mut Clerk, row: &mut ProposalRow) {
        let units = [&row.leads, &row.cos, &row.splits];
        let further = row.replied.is_some() || row.reply_class.is_some() || row.rating.is_some();
        let silent = self.stages == (true, false) && self.states.is_empty() && !further;
        if !silent || units.iter().all(|list| list.is_empty()) {
            return;
        }
        let names: Vec<&str> = units.into_iter().flatten().map(String::as_str).collect();
        let meant = format!("拟办单位：{}", names.join("、"));
        row.note = Some(match row.note.take() {
            Some(note) => format!("{note}；{meant}"),
            None => meant,
        });
        row.leads.clear();
        row.cos.clear();
        row.splits.clear();
        clerk.not_assigned();
    }

    /// Seconders sign after the first proposers; an individual proposal that others second is a
    /// joint one, since an individual one has no place for their names.
    fn second(&mut self, clerk: &mut Clerk, row: &mut ProposalRow) {
        self.seconders.retain(|name| !row.proposers.contains(name));
        if row.form == Some(ProposalForm::Individual) && !self.seconders.is_empty() {
            row.form = Some(ProposalForm::Joint);
            clerk.mended.count(Rule::Seconded);
        }
        row.proposers.append(&mut self.seconders);
    }

    /// The number of proposers, where the sheet has it, has to be that of the names.
    fn count(&self, clerk: &mut Clerk, row: &ProposalRow) {
        let Some((at, cell, said)) = self.headcount else {
            return;
        };
        let named = row.proposers.len();
        let collective = row.form == Some(ProposalForm::Collective);
        if collective || named == 0 || i64::try_from(named) == Ok(said) {
            return;
        }
        let refusal = Refusal::new(
            "headcount",
            text!(
                "写的是 {said} 人，姓名却有 {named} 个",
                "it says {said}, but {named} are named"
            ),
            text!(
                "写全提案者（其余的人可写在附议人列），或更正人数；不想核对就在 --map 里忽略这一列",
                "name every proposer (others under 附议人), or correct the number; a --map file can ignore the column"
            ),
        );
        clerk.refuse(at, cell, refusal);
    }

    /// What the office says of the state has to agree with itself, and with the days and words.
    fn decide(&self, clerk: &mut Clerk, row: &mut ProposalRow) {
        let reached = course(row).reached();
        let verdict = self.states.iter().map(|s| s.2).find(|s| is_verdict(*s));
        for (at, cell, state) in &self.states {
            let other = match verdict {
                Some(verdict) if verdict != *state && excludes(verdict, *state) => Some(verdict),
                // 立案 is what the review decided, however far the proposal has come since.
                _ if !is_verdict(*state) && *state != ProposalState::Filed => {
                    Some(reached).filter(|reached| state < reached)
                }
                _ if self.says_filed && excludes(*state, ProposalState::Filed) => {
                    Some(ProposalState::Filed)
                }
                _ => None,
            };
            if let Some(other) = other {
                clerk.refuse(at, cell, contradicted(other));
            }
        }
        let furthest = self.states.iter().map(|s| s.2).max();
        row.review = verdict.or(furthest);
    }
}

/// What the row itself proves.
fn course(row: &ProposalRow) -> Course {
    Course {
        submitted: row.submitted,
        filed: row.filed,
        assigned: row.assigned,
        replied: row.replied,
        handlers: row.leads.len() + row.splits.len(),
        reply_class: row.reply_class.clone(),
        rating: row.rating.clone(),
    }
}

/// Whether a verdict and another state cannot both be true: what was not filed or given back was
/// not handled. A letter may be answered, and what is withdrawn or merged may have come far.
fn excludes(verdict: ProposalState, state: ProposalState) -> bool {
    use ProposalState::{NotFiled, Returned};
    let unfiled = matches!(verdict, NotFiled | Returned);
    (unfiled && state.is_filed()) || (is_verdict(verdict) && is_verdict(state) && verdict != state)
}

fn contradicted(other: ProposalState) -> Refusal {
    let (zh, en) = (other.zh(), other.en());
    Refusal::new(
        "state_contradicted",
        text!(
            "与本行其他内容矛盾：按日期、单位和意见已是「{zh}」",
            "the rest of the row contradicts this: by its days, units and words it is {en}"
        ),
        text!(
            "更正状态，或更正日期、答复类别等内容",
            "correct the state, or the days and words that contradict it"
        ),
    )
}

fn proposers(clerk: &mut Clerk, at: &Bound, cell: &Cell<'_>, into: &mut Vec<String>) {
    if cell.is_empty() {
        let refusal = Refusal::new(
            "name_blank",
            text!("没有写提案者", "it does not say who proposes"),
            text!("补上提案者", "fill in the proposers"),
        );
        clerk.refuse(at, cell, refusal);
    }
    clerk.names(at, cell, Who::Anyone, into);
}

fn session(clerk: &mut Clerk, at: &Bound, cell: &Cell<'_>) -> Option<String> {
    let text = clerk.words(at, cell)?;
    let session = title::session(&text);
    if session.is_none() {
        let refusal = Refusal::new(
            "bad_session",
            text!("不是届次", "this is no session"),
            text!("写成 十届五次", "write 十届五次"),
        );
        clerk.refuse(at, cell, refusal);
    }
    session
}

/// 类别 may mean the reply's A, B or C in some offices: that is not guessed.
fn category(clerk: &mut Clerk, at: &Bound, cell: &Cell<'_>) -> Option<String> {
    let text = clerk.words(at, cell)?;
    if matches!(text.as_str(), "A" | "B" | "C" | "A类" | "B类" | "C类") {
        clerk.refuse(at, cell, other_meaning("reply_class", "答复类别"));
        return None;
    }
    Some(text)
}

/// 办理结果 holds the proposers' rating in some offices: that is not guessed.
fn reply_class(clerk: &mut Clerk, at: &Bound, cell: &Cell<'_>) -> Option<String> {
    let text = clerk.text(at, cell)?;
    if matches!(
        text.as_str(),
        "满意" | "基本满意" | "不满意" | "比较满意" | "很满意" | "非常满意"
    ) {
        clerk.refuse(at, cell, other_meaning("rating", "提案人意见"));
        return None;
    }
    Some(text)
}

/// 办理结果 is taken for the rating where another column is the reply's class: it must not hold one.
fn rating(clerk: &mut Clerk, at: &Bound, cell: &Cell<'_>) -> Option<String> {
    let text = clerk.text(at, cell)?;
    if matches!(text.as_str(), "A" | "B" | "C" | "A类" | "B类" | "C类") {
        clerk.refuse(at, cell, other_meaning("reply_class", "答复类别"));
        return None;
    }
    Some(text)
}

fn other_meaning(field: &str, zh: &str) -> Refusal {
    Refusal::new(
        "other_meaning",
        text!(
            "这一列填的像是{zh}",
            "this column seems to hold something else: {field}"
        ),
        text!(
            "在 --map 里写明这一列是 {field}",
            "say in a --map file that the column is {field}"
        ),
    )
}
