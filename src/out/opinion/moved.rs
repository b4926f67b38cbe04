//! What is said after a step of an opinion.

use crate::lang::Text;
use crate::model::code::Code;
use crate::model::opinion::{Opinion, OpinionStep, Outcome, Taken};
use crate::text;

/// As many numbers as a sentence lists.
const LISTED: usize = 8;

/// What a step did: of one opinion with its note and the feedback that is due, of many with their
/// numbers.
pub fn moved(taken: &Taken, opinions: &[Opinion]) -> Text {
    let (zh, en) = (taken.step.zh(), taken.step.en());
    let [one] = opinions else {
        let nos: Vec<String> = opinions.iter().take(LISTED).map(|o| o.no.clone()).collect();
        let (n, more) = (opinions.len(), opinions.len().saturating_sub(LISTED));
        let (list, list_en) = (nos.join("、"), nos.join(", "));
        return if more == 0 {
            text!("{zh} {n} 件：{list}", "{en} of {n}: {list_en}")
        } else {
            text!(
                "{zh} {n} 件：{list}，另有 {more} 件",
                "{en} of {n}: {list_en} and {more} more"
            )
        };
    };
    let (no, title) = (&one.no, &one.title);
    let mut said = text!("{zh}：{no}《{title}》", "{en}: {no} “{title}”");
    if let Some(note) = one.taken.last().and_then(|e| e.note.as_ref()) {
        let Text { zh, en } = said;
        said = text!("{zh}，{note}", "{en}, {note}");
    }
    let on = Some(crate::model::when::When::from(taken.on));
    let meant = |i: &&Outcome| i.level == taken.level && i.who == taken.who && i.on == on;
    let given = one.instructions.iter().find(meant);
    if let (OpinionStep::Instruct, Some(due)) = (taken.step, given.and_then(|i| i.due.as_ref())) {
        let (on, why, why_en) = (due.on, &due.why.zh, &due.why.en);
        let Text { zh, en } = said;
        said = text!(
            "{zh}；书面反馈期限 {on}（{why}）",
            "{en}; written feedback due on {on} ({why_en})"
        );
    }
    said
}
