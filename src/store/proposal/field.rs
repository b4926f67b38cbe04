//! What proposal lists can be cut by.

use crate::error::Result;
use crate::model::code::{Code, ProposalForm, ProposalState, UnitPart};
use crate::model::filter::{Compare, Term};
use crate::model::proposal::number::{bare, spellings};
use crate::model::session::Session;
use crate::store::Read;
use crate::store::filter::{Field, Kind, codes};

/// A word to search for: title, numbers, names of proposers.
pub(super) const WORDS: &str = "p.title LIKE {} ESCAPE '\\' OR p.no LIKE {} ESCAPE '\\' OR p.serial LIKE {} ESCAPE '\\'
 OR EXISTS (SELECT 1 FROM proposer r LEFT JOIN member m ON m.id = r.member_id LEFT JOIN word b ON b.id = r.body_id
 WHERE r.proposal_id = p.id AND (m.name LIKE {} ESCAPE '\\' OR b.name LIKE {} ESCAPE '\\'))";

const UNIT: &str = "EXISTS (SELECT 1 FROM assignment a JOIN unit u ON u.id = a.unit_id WHERE a.proposal_id = p.id AND ";
const LEAD: &str = "EXISTS (SELECT 1 FROM assignment a JOIN unit u ON u.id = a.unit_id WHERE a.proposal_id = p.id AND a.part = 'lead' AND ";
const CO: &str = "EXISTS (SELECT 1 FROM assignment a JOIN unit u ON u.id = a.unit_id WHERE a.proposal_id = p.id AND a.part = 'co' AND ";
const SPLIT: &str = "EXISTS (SELECT 1 FROM assignment a JOIN unit u ON u.id = a.unit_id WHERE a.proposal_id = p.id AND a.part = 'split' AND ";
const PROPOSER: &str = "EXISTS (SELECT 1 FROM proposer r LEFT JOIN member m ON m.id = r.member_id LEFT JOIN word b ON b.id = r.body_id WHERE r.proposal_id = p.id AND ";
const FIRST: &str = "EXISTS (SELECT 1 FROM proposer r LEFT JOIN member m ON m.id = r.member_id LEFT JOIN word b ON b.id = r.body_id WHERE r.proposal_id = p.id AND r.ord = 1 AND ";
const SECTOR: &str = "EXISTS (SELECT 1 FROM proposer r JOIN member m ON m.id = r.member_id JOIN word s ON s.id = m.sector_id WHERE r.proposal_id = p.id AND ";
const NAME: &str = "coalesce(m.name, b.name)";

fn form_code(word: &str) -> Option<&'static str> {
    ProposalForm::parse(word).map(Code::code)
}

fn state_code(word: &str) -> Option<&'static str> {
    ProposalState::parse(word).map(Code::code)
}

/// What still waits for something, in the words of the index that serves it.
const OPEN: &str = "(p.state = 'draft' OR p.state = 'submitted' OR p.state = 'registered' OR p.state = 'filed' OR p.state = 'returned'
 OR p.state = 'assigned' OR p.state = 'replied' OR p.state = 'rated' OR p.state = 'tracking')";

/// A unit says that it is not its own, and nobody has decided yet.
const DECLINING: &str =
    "EXISTS (SELECT 1 FROM assignment a WHERE a.proposal_id = p.id AND a.handling = 'declining')";
const DECISION: &str = "EXISTS (SELECT 1 FROM deadline d WHERE d.proposal_id = p.id AND d.met_on IS NULL AND d.step = 'reassign' AND ";
const ADVICE: &str = "EXISTS (SELECT 1 FROM deadline d WHERE d.proposal_id = p.id AND d.met_on IS NULL AND d.step = 'co_opinion' AND ";
const CONTACT: &str = "EXISTS (SELECT 1 FROM deadline d WHERE d.proposal_id = p.id AND d.met_on IS NULL AND d.step = 'first_contact' AND ";

/// What proposal lists can be cut by.
pub const FIELDS: &[Field] = &[
    Field::plain(&["session", "届次"], Kind::Text, "p.session"),
    Field::plain(&["no", "案号"], Kind::Label, "p.no"),
    Field::plain(&["serial", "流水号"], Kind::Label, "p.serial"),
    Field::plain(&["letter", "意见号"], Kind::Label, "p.letter_no"),
    Field::plain(&["title", "案由"], Kind::Text, "p.title"),
    Field::plain(
        &["kind", "form", "性质"],
        Kind::Code(form_code, codes::<ProposalForm>),
        "p.form",
    ),
    Field::plain(&["category", "分类", "提案分类"], Kind::Text, "c.name"),
    Field::plain(
        &["state", "状态"],
        Kind::Code(state_code, codes::<ProposalState>),
        "p.state",
    ),
    Field::plain(&["open", "未办结"], Kind::Holds, OPEN),
    Field::plain(&["submitted", "提交日期"], Kind::Day, "p.submitted_on"),
    Field::plain(&["filed", "立案日期"], Kind::Day, "p.filed_on"),
    Field::plain(&["assigned", "交办日期"], Kind::Day, "p.assigned_on"),
    Field::plain(&["due", "办结时限"], Kind::Day, "p.due"),
    Field::plain(&["replied", "答复日期"], Kind::Day, "p.replied_on"),
    Field::plain(&["class", "答复类别"], Kind::Text, "k.name"),
    Field::plain(&["rating", "意见", "提案人意见"], Kind::Text, "g.name"),
    Field::plain(&["key", "重点", "重点提案"], Kind::Flag, "p.key"),
    Field::plain(
        &["excellent", "优秀", "优秀提案"],
        Kind::Flag,
        "p.excellent",
    ),
    Field::plain(&["declining", "退办待定"], Kind::Holds, DECLINING),
    Field::lines(
        &["decision_due", "退办审批时限"],
        Kind::Day,
        DECISION,
        "d.due_on",
    ),
    Field::lines(&["advice_due", "会办时限"], Kind::Day, ADVICE, "d.due_on"),
    Field::lines(&["contact_due", "联系时限"], Kind::Day, CONTACT, "d.due_on"),
    Field::plain(&["note", "备注"], Kind::Text, "p.note"),
    Field::plain(&["main", "主案"], Kind::Text, "CAST(p.main_id AS TEXT)"),
    Field::lines(&["lead", "主办", "主办单位"], Kind::Text, LEAD, "u.name"),
    Field::lines(&["co", "会办", "会办单位"], Kind::Text, CO, "u.name"),
    Field::lines(&["split", "分办", "分办单位"], Kind::Text, SPLIT, "u.name"),
    Field::lines(&["unit", "单位", "承办单位"], Kind::Text, UNIT, "u.name"),
    Field::lines(
        &["proposer", "提案者", "提案人"],
        Kind::Text,
        PROPOSER,
        NAME,
    ),
    Field::lines(&["member", "委员编号"], Kind::Text, PROPOSER, "m.no"),
    Field::lines(&["first", "第一提案人"], Kind::Text, FIRST, NAME),
    Field::lines(&["sector", "界别"], Kind::Text, SECTOR, "s.name"),
];

/// The terms with sessions, numbers and units in all the spellings that mean the same.
pub(super) fn spelled(read: Read<'_>, terms: &[Term]) -> Result<Vec<Term>> {
    terms.iter().map(|term| respell(read, term)).collect()
}

fn respell(read: Read<'_>, term: &Term) -> Result<Term> {
    let Term::Field {
        field,
        compare: compare @ (Compare::Is | Compare::IsNot),
        values,
    } = term
    else {
        return Ok(term.clone());
    };
    let known = FIELDS
        .iter()
        .find(|f| f.names.iter().any(|n| n.eq_ignore_ascii_case(field)))
        .and_then(|f| f.names.first().copied())
        .unwrap_or_default();
    let mut spelled = Vec::new();
    for value in values {
        match known {
            "session" => {
                let session = Session::parse(value);
                spelled.push(session.map_or_else(|| value.clone(), |s| s.to_string()));
            }
            "no" | "serial" | "letter" => spelled.extend(spellings(&bare(value))),
            "main" => spelled.push(read.find_proposal(value, read.session()?)?.to_string()),
            "unit" => spelled.extend(unit_name(read, value)?),
            part if UnitPart::parse(part).is_some() => spelled.extend(unit_name(read, value)?),
            _ => spelled.push(value.clone()),
        }
    }
    Ok(Term::Field {
        field: field.clone(),
        compare: *compare,
        values: spelled,
    })
}

/// The full names of the units that a word may mean, else the word itself.
fn unit_name(read: Read<'_>, word: &str) -> Result<Vec<String>> {
    let names = read.unit_names(word)?;
    Ok(if names.is_empty() {
        vec![word.to_owned()]
    } else {
        names
    })
}
