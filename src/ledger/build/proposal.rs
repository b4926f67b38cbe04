//! Rows of the proposal ledger.

use super::Given;
use crate::ledger::cell::Cell;
use crate::ledger::clerk::Clerk;
use crate::ledger::field::Field;
use crate::ledger::parse::name::Who;
use crate::ledger::parse::{Refusal, word};
use crate::ledger::recognise::Bound;
use crate::ledger::row::ProposalRow;
use crate::ledger::title;
use crate::model::code::ProposalState;
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
    let mut seconders = Vec::new();
    for (at, cell) in cells {
        match at.field {
            Field::Session => row.session = session(clerk, at, cell).or(row.session.take()),
            Field::Serial => row.serial = clerk.number(at, cell),
            Field::No => row.no = clerk.number(at, cell),
            Field::Title => row.title = clerk.title(at, cell),
            Field::Form => row.form = clerk.word(at, cell, word::form, "个人、联名、集体"),
            Field::Proposers => proposers(clerk, at, cell, &mut row.proposers),
            Field::Seconders => clerk.names(at, cell, Who::Anyone, &mut seconders),
            Field::Category => row.category = category(clerk, at, cell),
            Field::Submitted => row.submitted = clerk.date(at, cell),
            Field::Review => row.review = clerk.word(at, cell, word::state, STATES).or(row.review),
            Field::Withdrawn => {
                let withdrawn = clerk.yes(at, cell) == Some(true);
                row.review = if withdrawn {
                    Some(ProposalState::Withdrawn)
                } else {
                    row.review
                };
            }
            Field::Filed => row.filed = clerk.date(at, cell),
            Field::Lead => clerk.list(at, cell, &mut row.leads),
            Field::Co => clerk.list(at, cell, &mut row.cos),
            Field::Split => clerk.list(at, cell, &mut row.splits),
            Field::Assigned => row.assigned = clerk.date(at, cell),
            Field::Due => row.due = clerk.date(at, cell),
            Field::Replied => row.replied = clerk.date(at, cell),
            Field::ReplyClass => row.reply_class = reply_class(clerk, at, cell),
            Field::Rating => row.rating = clerk.text(at, cell),
            Field::Key => row.key = clerk.yes(at, cell),
            Field::Excellent => row.excellent = clerk.yes(at, cell),
            Field::Note => row.note = clerk.text(at, cell),
            Field::Body => row.body = clerk.long(at, cell),
            _ => {}
        }
    }
    seconders.retain(|name| !row.proposers.contains(name));
    row.proposers.append(&mut seconders);
    row
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
