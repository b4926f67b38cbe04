//! What is said after numbers were given or published.

use crate::lang::Text;
use crate::model::code::Code;
use crate::model::proposal::numbering::{NumberSeries, Plan};
use crate::text;
use std::fmt::Write as _;

/// What a numbering did; `ends` are the first and the last number that changed.
pub fn numbered(
    session: &str,
    series: NumberSeries,
    plan: &Plan,
    ends: Option<&(String, String)>,
) -> Text {
    let (zh, en, all, new) = (series.zh(), series.en(), plan.numbered, plan.new);
    let mut said = text!(
        "{session}{zh}：有号 {all} 件，新编 {new} 件",
        "{en}s of {session}: {all} numbered, {new} of them new"
    );
    if let Some((first, last)) = ends {
        said.zh.extend(["，改动的号 ", first, "—", last]);
        said.en.extend([", changed from ", first, " to ", last]);
    }
    for (n, why) in [
        (plan.dropped, text!("不再占号", "lost theirs")),
        (
            plan.own,
            text!("号里有文字，未动", "have words in theirs and keep it"),
        ),
    ] {
        if n > 0 {
            let _ = write!(said.zh, "；{n} 件{}", why.zh);
            let _ = write!(said.en, "; {n} {}", why.en);
        }
    }
    said
}

/// What publishing did.
pub fn published(session: &str, series: NumberSeries, plan: &Plan) -> Text {
    let (zh, en, all, without) = (series.zh(), series.en(), plan.numbered, plan.new);
    let mut said = text!(
        "公布{session}的{zh} {all} 件，今后不再重编",
        "published {all} {en}s of {session}; none of them changes any more"
    );
    if without > 0 {
        let _ = write!(said.zh, "；还有 {without} 件没有编号，编号时接着往后编");
        let _ = write!(said.en, "; {without} have none and will get the next ones");
    }
    said
}
