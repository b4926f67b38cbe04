//! Spans and steps that are well formed and change nothing, or mean what nobody would write.

use super::points::Points;
use super::reach;
use super::read::{Reader, Sheet};
use super::rules::{Item, Per};
use crate::text;

const NONE: Points = Points::new_raw(0, 1);

/// A cap of spans without spans, and steps of which one excludes what the others say.
pub(super) fn spans<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, item: &Item) {
    if item.every_cap.is_some() && item.every.is_none() {
        let message = text!(
            "没有写 every，every_cap 不起作用",
            "without `every` there is nothing for `every_cap` to cap"
        );
        let fix = text!("补上 every = \"每月\"", "add every = \"month\"");
        reader.wrong(reader.place_of(sheet, "every_cap"), message, fix);
    }
    let counts = item.per == Per::Once
        || item.beyond > 0
        || item.most.is_some()
        || !item.tiers.is_empty()
        || !item.steps.is_empty()
        || item.every_cap.is_some();
    if item.every.is_some() && !counts {
        let message = text!(
            "没有按次数的限制，every 不起作用",
            "nothing limits the number: `every` changes nothing"
        );
        let fix = text!(
            "补上 most、per = \"一次\"、steps 或 every_cap",
            "add most, per = \"once\", steps or every_cap"
        );
        reader.doubt(reader.place_of(sheet, "every"), message, fix);
    }
}

/// Steps that take more than the acts can come to: nobody ever meets them.
pub(super) fn reachable<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, item: &Item) {
    // The versions of a clause are counted together.
    let high = reach::counted(item).high.filter(|_| item.clause.is_none());
    let above = |high: Points| item.steps.iter().find(|(from, _)| *from > high);
    let Some((high, (from, _))) = high.and_then(|high| Some((high, above(high)?))) else {
        return;
    };
    let message = if item.every.is_some() {
        text!(
            "每期最多只有 {high}，没有人能达到 {from} 这一档",
            "each span has at most {high}: nobody reaches the step at {from}"
        )
    } else {
        text!(
            "最多只有 {high}，没有人能达到 {from} 这一档",
            "there is at most {high}: nobody reaches the step at {from}"
        )
    };
    let fix = text!(
        "改正 steps，或改 most、per、points",
        "mend `steps`, or `most`, `per`, `points`"
    );
    reader.doubt_as(
        "step_unreachable",
        reader.place_of(sheet, "steps"),
        message,
        fix,
    );
}

/// Steps that give less to who did more.
pub(super) fn falling<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, item: &Item) {
    // Full points at nothing and less for each: what is counted is what should not be.
    if item.steps.first().is_none_or(|(from, _)| *from <= NONE) {
        return;
    }
    let fall = item
        .steps
        .windows(2)
        .find(|s| s[1].1 < s[0].1 && s[1].1 >= NONE);
    if let Some([(less, better), (more, worse)]) = fall {
        let message = text!(
            "累计到 {more} 只得 {worse} 分，比累计到 {less} 的 {better} 分少：多做反而少得",
            "{more} give {worse} points, less than the {better} of {less}: doing more gives less"
        );
        let fix = text!(
            "steps 写累计到多少一共得多少；逐次递减写 tiers",
            "`steps` say what so many give in all; less for each further one is `tiers`"
        );
        reader.doubt_as("steps_fall", reader.place_of(sheet, "steps"), message, fix);
    }
}
