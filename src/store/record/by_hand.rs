//! Points given by hand 手工加减分 name their reason, what proves it and who approved it (E35),
//! typed or imported alike.

use crate::error::{Error, Result};
use crate::model::record::{Draft, Ground, Record, is_by_hand, lacking};
use crate::text;

/// Refuses points by hand without reason, evidence or approver, all that lacks named at once, and
/// an approver who recorded or organised the act; `stands` is the act that the draft changes.
pub(super) fn approved(draft: &Draft, stands: Option<&Record>, by: &str) -> Result<()> {
    let word = |said: &Option<String>, stood: fn(&Record) -> &Option<String>| {
        let word = said.clone().or_else(|| stood(stands?).clone());
        word.map(|w| w.trim().to_owned()).filter(|w| !w.is_empty())
    };
    let kind = draft.kind.as_deref().or(stands.map(|r| r.kind.as_str()));
    let kind = kind.unwrap_or_default().trim();
    let reason = word(&draft.reason, |r| &r.reason);
    let evidence = word(&draft.evidence, |r| &r.evidence);
    let approver = word(&draft.approver, |r| &r.approver);
    let grounds = [&reason, &evidence, &approver].map(|g| g.as_deref());
    let lacks = lacking(kind, grounds);
    if !lacks.is_empty() {
        return Err(lacks_grounds(kind, &lacks));
    }
    let organizer = word(&draft.organizer, |r| &r.organizer);
    let same = |a: &&String| *a == by.trim() || organizer.as_ref() == Some(*a);
    if let Some(approver) = approver.as_ref().filter(|_| reason.is_some()).filter(same) {
        let same = text!(
            "「{approver}」记录的，不能由「{approver}」自己审批",
            "“{approver}” recorded it and cannot approve it"
        );
        return Err(hinted(Error::refused("same_person", same)));
    }
    Ok(())
}

/// What points by hand lack, in one sentence; the code is that of the first.
fn lacks_grounds(kind: &str, lacks: &[Ground]) -> Error {
    let words = |ground: &Ground| match ground {
        Ground::Reason => ("no_reason", "理由", "a reason"),
        Ground::Evidence => ("no_evidence", "证明材料", "evidence"),
        Ground::Approver => ("no_approver", "审批人", "an approver"),
    };
    let all: Vec<_> = lacks.iter().map(words).collect();
    let zh = all.iter().map(|w| w.1).collect::<Vec<_>>().join("、");
    let en = all.iter().map(|w| w.2).collect::<Vec<_>>().join(", ");
    let code = all.first().map_or("no_reason", |w| w.0);
    let message = if is_by_hand(kind) {
        text!(
            "「{kind}」是人工计分，没有写{zh}",
            "“{kind}” is points by hand and lacks {en}"
        )
    } else {
        text!(
            "写了理由的是人工计分，没有写{zh}",
            "with a reason it is points by hand, and lacks {en}"
        )
    };
    hinted(Error::refused(code, message))
}

fn hinted(error: Error) -> Error {
    error.hint(text!(
        "人工计分写明理由、证明材料和审批人，审批人不是记录的人：--reason 理由 --evidence 证明材料 --approver 姓名",
        "points by hand need all three, and the approver is not who records: --reason WHY --evidence WHAT --approver NAME"
    ))
}

/// Whether a draft says anything that is asked for here.
pub(super) fn says(draft: &Draft) -> bool {
    let words = [
        &draft.kind,
        &draft.reason,
        &draft.evidence,
        &draft.approver,
        &draft.organizer,
    ];
    words.into_iter().any(Option::is_some)
}
