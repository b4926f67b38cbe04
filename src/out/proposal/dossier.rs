//! A member's proposals in the duty dossier.

use super::{day, units};
use crate::lang::Text;
use crate::model::code::{Code, ProposalForm, UnitPart};
use crate::model::proposal::{Proposal, Proposer};
use crate::out::{Cell, Column, Grid};
use crate::text;
use serde_json::{Value, json};

/// The proposals of a member (the row of the member ledger), with the member's place on each.
pub fn dossier_grid(proposals: &[Proposal], member: i64) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("ref", "编号", "ref"),
        Column::text("title", "案由", "title").wide(),
        Column::text("place", "提案者", "proposer"),
        Column::text("state", "状态", "state"),
        Column::text("submitted_on", "提交日期", "submitted").spare(2),
        Column::text("lead_units", "主办单位", "lead units").spare(1),
        Column::text("reply_class", "答复类别", "reply class").spare(3),
    ])
    .vacant(text!(
        "没有提案；用 yishi proposal add 新增",
        "no proposals; yishi proposal add adds one"
    ));
    for p in proposals {
        grid.row(vec![
            Cell::from(reference(p)),
            Cell::from(&p.title),
            Cell::from(place(p, member)),
            Cell::code(p.state),
            day(p.submitted),
            units(p, UnitPart::Lead),
            Cell::from(p.reply_class.clone()),
        ]);
    }
    grid
}

/// What finds it again; a title stands in a column of its own.
pub(in crate::out) fn reference(p: &Proposal) -> String {
    if p.no.is_none() && p.serial.is_none() {
        p.session.clone()
    } else {
        p.cite()
    }
}

pub(in crate::out) fn place(p: &Proposal, member: i64) -> Text {
    let is = |who: &Proposer| matches!(who, Proposer::Member(m) if m.id == member);
    let form = (p.form.zh(), p.form.en());
    match (p.form, p.proposers.iter().position(is)) {
        (ProposalForm::Individual, _) | (_, None) => {
            text!("{zh}", "{en}", zh = form.0, en = form.1)
        }
        (_, Some(0)) => text!("{zh}，第一", "{en}, first", zh = form.0, en = form.1),
        (_, Some(at)) => {
            let (at, of) = (at + 1, p.proposers.len());
            text!(
                "{zh}，第 {at}/{of}",
                "{en}, {at} of {of}",
                zh = form.0,
                en = form.1
            )
        }
    }
}

/// A proposal in the dossier's JSON.
pub fn brief_json(p: &Proposal) -> Value {
    let names: Vec<&str> = p.proposers.iter().map(Proposer::name).collect();
    json!({
        "serial": p.serial, "no": p.no, "session": p.session, "title": p.title,
        "kind": p.form.code(), "proposers": names, "state": p.state.code(),
        "submitted_on": p.submitted.map(|w| w.to_string()),
        "key": p.key, "excellent": p.excellent,
    })
}
