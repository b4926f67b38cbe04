//! Points given by hand: whoever gives a reason also names what proves it and who approved it (E35).

use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::record::{Draft, Record};
use crate::text;

/// Refuses a reason without evidence or approver, and an approver who recorded or organised the
/// act; `stands` is the act that the draft changes.
pub(super) fn approved(draft: &Draft, stands: Option<&Record>, by: &str) -> Result<()> {
    let word = |said: &Option<String>, stood: fn(&Record) -> &Option<String>| {
        let word = said.clone().or_else(|| stood(stands?).clone());
        word.map(|w| w.trim().to_owned()).filter(|w| !w.is_empty())
    };
    if word(&draft.reason, |r| &r.reason).is_none() {
        return Ok(());
    }
    if word(&draft.evidence, |r| &r.evidence).is_none() {
        let lacks = text!(
            "写了计分的理由，没有写证明材料",
            "there is a reason for points by hand, and no evidence"
        );
        return Err(refused("no_evidence", lacks));
    }
    let Some(approver) = word(&draft.approver, |r| &r.approver) else {
        let lacks = text!(
            "写了计分的理由，没有写审批人",
            "there is a reason for points by hand, and no approver"
        );
        return Err(refused("no_approver", lacks));
    };
    let organizer = word(&draft.organizer, |r| &r.organizer);
    if approver == by.trim() || organizer.as_ref() == Some(&approver) {
        let same = text!(
            "「{approver}」记录的，不能由「{approver}」自己审批",
            "“{approver}” recorded it and cannot approve it"
        );
        return Err(refused("same_person", same));
    }
    Ok(())
}

fn refused(code: &'static str, message: Text) -> Error {
    Error::refused(code, message).hint(text!(
        "人工计分写明理由、证明材料和审批人，审批人不是记录的人：--reason 理由 --evidence 证明材料 --approver 姓名",
        "points by hand need all three, and the approver is not who records: --reason WHY --evidence WHAT --approver NAME"
    ))
}

/// Whether a draft says anything that is asked for here.
pub(super) fn says(draft: &Draft) -> bool {
    let words = [
        &draft.reason,
        &draft.evidence,
        &draft.approver,
        &draft.organizer,
    ];
    words.into_iter().any(Option::is_some)
}
