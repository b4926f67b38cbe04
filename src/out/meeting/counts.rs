//! Attendance counted, in words and as an object.

use crate::lang::{Lang, Text};
use crate::model::code::{Code, Presence};
use crate::model::meeting::tally::{Rate, Tally};
use crate::out::{Cell, percent, rate_json};
use crate::text;
use serde_json::{Map, Value, json};

/// A share with its denominator.
pub(super) fn share(rate: Rate) -> Cell {
    Cell::Percent {
        num: rate.num.into(),
        den: rate.den.into(),
    }
}

pub(super) fn share_text(rate: Rate) -> Text {
    let say = |lang| percent(rate.num.into(), rate.den.into(), lang);
    Text {
        zh: say(Lang::Zh),
        en: say(Lang::En),
    }
}

fn share_json(rate: Rate) -> Value {
    rate_json(rate.num.into(), rate.den.into())
}

/// Those who came, with the late, the early leavers and those who came in part told apart.
fn came(t: &Tally) -> Text {
    let apart = [
        (Presence::Late, t.late),
        (Presence::LeftEarly, t.left_early),
        (Presence::Partial, t.partial),
    ];
    let some = || apart.iter().filter(|(_, n)| *n > 0);
    let zh: Vec<String> = some().map(|(p, n)| format!("{} {n}", p.zh())).collect();
    let en: Vec<String> = some().map(|(p, n)| format!("{n} {}", p.en())).collect();
    let (n, zh, en) = (t.came(), zh.join("、"), en.join(", "));
    if zh.is_empty() {
        return text!("出席 {n}", "{n} came");
    }
    text!("出席 {n}（其中{zh}）", "{n} came ({en})")
}

/// Every state of the due; together they are the due.
pub(super) fn states(t: &Tally) -> Text {
    let came = came(t);
    let (zh, en) = (came.zh, came.en);
    let (leave, absent, unrecorded) = (t.leave, t.absent, t.unrecorded);
    text!(
        "{zh}、请假 {leave}、缺席 {absent}、未登记 {unrecorded}",
        "{en}, {leave} on leave, {absent} absent, {unrecorded} unrecorded"
    )
}

/// A member's counts as a sentence: `应到 12 次，登记 11 次；出席 9、请假 1、缺席 1、未登记 1；出席率
/// 81.8%（9/11）`. Not recorded is not absent, so the rate's denominator is what is recorded.
pub fn dossier_counts(t: &Tally) -> Text {
    let (due, recorded, beside) = (t.due, t.recorded(), t.beside);
    let mut said = match (due, recorded) {
        (0, _) => text!("没有应到的会议活动", "no meeting was due"),
        (_, 0) => text!(
            "应到 {due} 次，都还没有登记",
            "{due} due, none recorded yet"
        ),
        _ => {
            let (states, rate) = (states(t), share_text(t.rate()));
            let (zh, en, rate_zh, rate_en) = (states.zh, states.en, rate.zh, rate.en);
            text!(
                "应到 {due} 次，登记 {recorded} 次；{zh}；出席率 {rate_zh}",
                "{due} due, {recorded} recorded; {en}; rate {rate_en}"
            )
        }
    };
    if beside > 0 {
        let more = text!(
            "；另有不计应到的到会（列席、临时到会等）{beside} 次",
            "; came to {beside} more without being due (as observer, walk-in …)"
        );
        said.zh.push_str(&more.zh);
        said.en.push_str(&more.en);
    }
    said
}

/// A member's counts. `present` are all who came, `late`, `left_early` and `partial` among them,
/// so that `due` is the sum of `present`, `leave`, `absent` and `unrecorded`; rates are per cent.
pub fn counts_json(t: &Tally) -> Value {
    Value::Object(roll_json(t))
}

/// The same, to be filled in among other keys.
pub fn roll_json(t: &Tally) -> Map<String, Value> {
    let pairs = [
        ("due", json!(t.due)),
        ("recorded", json!(t.recorded())),
        ("present", json!(t.came())),
        ("leave", json!(t.leave)),
        ("absent", json!(t.absent)),
        ("unrecorded", json!(t.unrecorded)),
        ("late", json!(t.late)),
        ("left_early", json!(t.left_early)),
        ("partial", json!(t.partial)),
        ("beside", json!(t.beside)),
        ("rate", share_json(t.rate())),
        ("completeness", share_json(t.completeness())),
    ];
    pairs.into_iter().map(|(k, v)| (k.to_owned(), v)).collect()
}
