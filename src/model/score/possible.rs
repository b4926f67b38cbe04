//! Whether any fact at all can be what a rule asks for.

use super::read::{Reader, Sheet};
use super::rules::{Rules, Select, Words};
use crate::lang::Text;
use crate::model::code::{Code, ProposalState};
use crate::model::fact::{FactKind, mark};
use crate::text;

/// Names what contradicts itself in a selection: no fact is ever both.
pub(super) fn selection<'t>(reader: &mut Reader<'t>, sheet: Sheet<'t>, select: &Select) {
    for (words, key) in [
        (&select.kind, "kind"),
        (&select.state, "state"),
        (&select.role, "role"),
        (&select.level, "level"),
        (&select.post, "post"),
        (&select.belongs[0], "tag"),
        (&select.belongs[1], "committee"),
        (&select.belongs[2], "group"),
        (&select.sector, "sector"),
    ] {
        if let Some(word) = words.only.iter().find(|w| words.not.contains(w)) {
            let message = text!(
                "“{word}”既要又不要",
                "`{word}` is both asked for and excluded"
            );
            let at = reader.place_of(sheet, key);
            let fix = text!("删去一个", "drop one of them");
            reader.wrong_as("never_counts", at, message, fix);
        }
    }
    if select.marks & select.marks_not != 0 {
        let message = text!(
            "同一标记既要又不要",
            "a mark is both asked for and excluded"
        );
        let at = reader.place_of(sheet, "mark");
        let fix = text!("删去一个", "drop one of them");
        reader.wrong_as("never_counts", at, message, fix);
    }
    if let (Some(from), Some(until)) = (select.from, select.until)
        && from > until
    {
        let message = text!(
            "起日 {from} 晚于止日 {until}，永远不计",
            "`from` {from} comes after `until` {until}: this never counts"
        );
        let at = reader.place_of(sheet, "until");
        reader.wrong_as(
            "never_counts",
            at,
            message,
            text!("改正日期", "mend the dates"),
        );
    }
    if let Some((key, message)) = apart(select) {
        let at = reader.place_of(sheet, key);
        let fix = text!("改正状态或标记", "mend the state or the mark");
        reader.wrong_as("never_counts", at, message, fix);
    }
}

/// Whether all words that a list leaves are among `codes`.
fn within(words: &Words, codes: impl Fn(&str) -> bool) -> bool {
    !words.only.is_empty() && words.only.iter().all(|w| codes(w))
}

/// States, roles and marks that no fact has together.
pub(super) fn apart(select: &Select) -> Option<(&'static str, Text)> {
    use ProposalState::{Draft, NotFiled, Registered, Submitted};
    let [what] = select.facts[..] else {
        return None;
    };
    let wants = |bits: u16| select.marks & bits != 0;
    let (unfiled, filed) = (
        |w: &str| {
            let state = ProposalState::parse(w);
            state.is_some_and(|s| matches!(s, Draft | Submitted | Registered | NotFiled))
        },
        |w: &str| ProposalState::parse(w).is_some_and(ProposalState::is_filed),
    );
    match what {
        FactKind::Proposal
            if wants(mark::FILED | mark::KEY | mark::EXCELLENT)
                && within(&select.state, unfiled) =>
        {
            Some((
                "mark",
                text!(
                    "没有立案的提案不会有“立案”“重点提案”“优秀提案”标记，永远不计",
                    "proposals in these states are not filed, and are neither key nor excellent: this never counts"
                ),
            ))
        }
        FactKind::Proposal
            if select.marks_not & mark::FILED != 0 && within(&select.state, filed) =>
        {
            Some((
                "mark_not",
                text!(
                    "这些状态的提案都已立案，永远不计",
                    "proposals in these states are all filed: this never counts"
                ),
            ))
        }
        FactKind::Proposal
            if within(&select.kind, |w| w == "individual")
                && within(&select.role, |w| w == "joint") =>
        {
            Some((
                "role",
                text!(
                    "个人提案没有联名人，永远不计",
                    "an individual proposal has nobody who joins: this never counts"
                ),
            ))
        }
        FactKind::Opinion
            if wants(mark::ADOPTED) && within(&select.state, |w| w == "submitted") =>
        {
            Some((
                "mark",
                text!(
                    "未采用的社情民意没有“采用”标记，永远不计",
                    "an opinion that is only submitted is not adopted: this never counts"
                ),
            ))
        }
        FactKind::Attendance
            if wants(mark::WALK_IN)
                && within(&select.state, |w| {
                    ["absent", "leave", "unrecorded"].contains(&w)
                }) =>
        {
            Some((
                "mark",
                text!(
                    "临时参加的人都到了会，永远不计",
                    "who walks in is there: this never counts"
                ),
            ))
        }
        _ => None,
    }
}

/// Names clauses whose own days lie outside of those of the rules.
pub(super) fn days(reader: &mut Reader, rules: &Rules) {
    let (from, until) = (rules.from, rules.until);
    let outside = |s: &Select| {
        let late = s.from.zip(until).is_some_and(|(own, last)| own > last);
        late || s.until.zip(from).is_some_and(|(own, first)| own < first)
    };
    let items: Vec<_> = rules
        .items()
        .filter(|(_, i)| outside(&i.select))
        .map(|(_, i)| i.at)
        .collect();
    for at in items {
        let message = text!(
            "此项的起止日期在办法适用期之外，永远不计分",
            "the days of this item lie outside of those of the rules: it never counts"
        );
        let fix = text!("改正 from、until", "mend `from` and `until`");
        reader.wrong_as("never_counts", at, message, fix);
    }
}
