//! Points given by hand 手工加减分 name their reason, what proves it and who approved it (E35),
//! typed or imported alike. Who approved them neither recorded nor earned them, and approved them
//! as they stand: what changes is approved anew.

use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::code::WordClass;
use crate::model::record::{Draft, Ground, Record, lacking, names};
use crate::model::score::rules::Whose;
use crate::store::Tx;
use crate::text;

/// An act as it is going to be.
pub(super) struct Act<'d> {
    /// Its kind, and what the dictionary says that it is.
    pub kind: &'d str,
    pub class: Option<WordClass>,
    /// Whose it is, where it is a member's.
    pub member: Option<i64>,
}

impl Tx<'_> {
    /// Refuses points by hand without reason, evidence or approver, all that lacks named at once;
    /// an approver who recorded, organised or earned them; and the old approval of what changes.
    /// `stands` is the act that the draft changes.
    pub(super) fn approved(
        &self,
        act: &Act<'_>,
        draft: &Draft,
        stands: Option<&Record>,
    ) -> Result<()> {
        let word = |said: &Option<String>, stood: fn(&Record) -> &Option<String>| {
            let word = said.clone().or_else(|| stood(stands?).clone());
            word.map(|w| w.trim().to_owned()).filter(|w| !w.is_empty())
        };
        let reason = word(&draft.reason, |r| &r.reason);
        let evidence = word(&draft.evidence, |r| &r.evidence);
        let approver = word(&draft.approver, |r| &r.approver);
        let grounds = [&reason, &evidence, &approver].map(|g| g.as_deref());
        let lacks = lacking(act.class, grounds);
        if !lacks.is_empty() {
            return Err(lacks_grounds(act, &lacks));
        }
        let (Some(approver), Some(_)) = (&approver, &reason) else {
            return Ok(());
        };
        if let (Some(old), None) = (stands, &draft.approver) {
            return Err(approved_as_it_was(old.id, approver));
        }
        let organizer = word(&draft.organizer, |r| &r.organizer);
        let mut recorders = vec![self.by().to_owned()];
        recorders.extend(organizer);
        if let Some(old) = stands {
            let hands = self.read().record_hands(&[old.id])?;
            let hands = hands.get(&old.id);
            recorders.extend(
                hands
                    .into_iter()
                    .flat_map(|h| h.recorders().map(str::to_owned)),
            );
        }
        if let Some(same) = recorders.iter().find(|r| names(approver, r)) {
            return Err(recorded_it(same));
        }
        let member = act.member.map(|m| self.read().member(m)).transpose()?;
        match member.flatten() {
            Some(member) if names(approver, &member.name) => Err(earned_it(&member.name)),
            _ => Ok(()),
        }
    }
}

/// Whose act a draft or what stands tells of, where it is a member's.
pub(super) fn member(whose: Whose, row: i64) -> Option<i64> {
    (whose == Whose::Member).then_some(row)
}

/// What points by hand lack, in one sentence; the code is that of the first.
fn lacks_grounds(act: &Act<'_>, lacks: &[Ground]) -> Error {
    let words = |ground: &Ground| match ground {
        Ground::Reason => ("no_reason", "理由", "a reason"),
        Ground::Evidence => ("no_evidence", "证明材料", "evidence"),
        Ground::Approver => ("no_approver", "审批人", "an approver"),
    };
    let all: Vec<_> = lacks.iter().map(words).collect();
    let zh = all.iter().map(|w| w.1).collect::<Vec<_>>().join("、");
    let en = all.iter().map(|w| w.2).collect::<Vec<_>>().join(", ");
    let code = all.first().map_or("no_reason", |w| w.0);
    let kind = act.kind;
    if act.class == Some(WordClass::ByHand) {
        let message = text!(
            "「{kind}」是人工计分，没有写{zh}",
            "“{kind}” is points by hand and lacks {en}"
        );
        return hinted(Error::refused(code, message)).hint(text!(
            "这个类别不是人工计分的：yishi word class record_kind {kind} act",
            "if this kind is no points by hand: yishi word class record_kind {kind} act"
        ));
    }
    let message = text!(
        "写了理由的是人工计分，没有写{zh}",
        "with a reason it is points by hand, and lacks {en}"
    );
    hinted(Error::refused(code, message))
}

fn approved_as_it_was(id: i64, approver: &str) -> Error {
    Error::refused(
        "approval_stale",
        text!(
            "履职记录 {id} 是按原来的内容由{approver}审批的，改了要重新审批",
            "{approver} approved record {id} as it was; what changes is approved anew"
        ),
    )
    .hint(text!(
        "写明这次由谁审批，审批人不是录入、改动的人：--approver 姓名",
        "say who approves it now, who is not the one who recorded or changes it: --approver NAME"
    ))
}

fn recorded_it(same: &str) -> Error {
    hinted(Error::refused(
        "own_approval",
        text!(
            "「{same}」记录的，不能由「{same}」自己审批",
            "“{same}” recorded it and cannot approve it"
        ),
    ))
}

fn earned_it(name: &str) -> Error {
    hinted(Error::refused(
        "own_approval",
        text!(
            "「{name}」的得分，不能由「{name}」自己审批",
            "“{name}” earns these points and cannot approve them"
        ),
    ))
}

fn hinted(error: Error) -> Error {
    error.hint(grounds_needed())
}

/// What points by hand need, as options of a command.
fn grounds_needed() -> Text {
    text!(
        "人工计分写明理由、证明材料和审批人，审批人不是记录的人，也不是得分的人：--reason 理由 --evidence 证明材料 --approver 姓名",
        "points by hand need all three, and the approver neither records nor earns them: --reason WHY --evidence WHAT --approver NAME"
    )
}
