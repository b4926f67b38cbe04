//! Where the facts of an explanation stand, in words.

use crate::lang::Text;
use crate::model::code::{Code, Presence, ProposalState, SpeechForm};
use crate::model::fact::FactKind;
use crate::model::record::Vouched;
use crate::model::score::FactTrail;
use crate::out::Cell;
use crate::out::record::vouched;
use crate::text;
use std::collections::HashMap;

/// Where a fact stands, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Where {
    /// The number of the thing.
    pub reference: String,
    /// Whose it is, where the score is of several people.
    pub who: Option<String>,
    /// What it is: title and state.
    pub what: Text,
    /// File, sheet and line.
    pub source: Option<String>,
    /// The file alone, with its sheet …
    pub file: Option<String>,
    /// … and the line that the spreadsheet shows.
    pub line: Option<i64>,
    /// Who stands for it, and on what grounds, where that is on record.
    pub vouched: Option<Vouched>,
}

/// The facts of an explanation by ledger and row.
pub type Places = HashMap<(FactKind, i64), Where>;

/// Puts a fact's place in words.
pub fn place(
    what: FactKind,
    reference: &str,
    title: &str,
    state: &str,
    source: Option<String>,
) -> Where {
    let (zh, en) = match what {
        FactKind::Attendance => labels::<Presence>(state),
        FactKind::Speech => labels::<SpeechForm>(state),
        FactKind::Proposal | FactKind::Handling => labels::<ProposalState>(state),
        _ => (state.to_owned(), state.to_owned()),
    };
    let what = match (zh.is_empty(), what) {
        (true, _) => Text::same(title),
        (false, FactKind::Speech) => text!("{title}（{zh}发言）", "{title} ({en} speech)"),
        (false, _) => text!("{title}（{zh}）", "{title} ({en})"),
    };
    Where {
        reference: reference.to_owned(),
        who: None,
        what,
        source,
        file: None,
        line: None,
        vouched: None,
    }
}

fn labels<C: Code>(code: &str) -> (String, String) {
    C::parse(code).map_or((code.to_owned(), code.to_owned()), |c| {
        (c.zh().to_owned(), c.en().to_owned())
    })
}

/// What is said of a fact: how it was counted, and who stands for it.
pub(super) fn note(fact: &FactTrail, place: Option<&Where>) -> Cell {
    let vouched = place.and_then(|p| p.vouched.as_ref()).map(vouched);
    match (fact.note.clone(), vouched) {
        (Some(note), Some(vouched)) => {
            let (zh, en) = (&note.zh, &note.en);
            let (by, by_en) = (&vouched.zh, &vouched.en);
            Cell::from(text!("{zh}；{by}", "{en}; {by_en}"))
        }
        (note, vouched) => note.or(vouched).map_or(Cell::Empty, Cell::from),
    }
}

/// A fact's place in words, with whose it is where that is not plain.
pub(super) fn fact_words(place: &Where) -> Text {
    let (no, zh, en) = (&place.reference, &place.what.zh, &place.what.en);
    match &place.who {
        Some(who) => text!("· {who}　{no} {zh}", "· {who}: {no} {en}"),
        None => text!("· {no} {zh}", "· {no} {en}"),
    }
}
