//! What is done about a proposal beside the steps of its life: it is chosen as key 重点 or
//! excellent 优秀, leaders take it in hand 领办 and supervise it 督办, and they visit, talk, meet on
//! its progress and inspect.

use crate::model::code::{Code, codes};
use crate::model::when::When;

codes! {
    /// A mark that a proposal is given.
    Mark {
        Key "key" "重点提案" "key proposal",
        Excellent "excellent" "优秀提案" "excellent proposal",
    }
}

codes! {
    /// What was done.
    ActKind {
        Key "key" "列为重点" "chosen as key",
        Unkey "unkey" "不再列为重点" "no more key",
        Excellent "excellent" "评为优秀" "chosen as excellent",
        Unexcellent "unexcellent" "取消优秀" "no more excellent",
        Visit "visit" "走访" "visit",
        Talk "talk" "座谈" "talk",
        Progress "progress" "调度会" "progress meeting",
        Inspection "inspection" "联合督查" "joint inspection",
    }
}

codes! {
    /// What a leader does about a proposal.
    LeaderPart {
        Lead "lead" "领办" "in the lead",
        Supervise "supervise" "督办" "supervised by",
    }
}

impl ActKind {
    /// The acts by which a proposal is followed up; the others are how marks came and went.
    pub const FOLLOW_UP: [ActKind; 4] = [
        ActKind::Visit,
        ActKind::Talk,
        ActKind::Progress,
        ActKind::Inspection,
    ];
}

/// What becomes of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marking {
    /// It is given.
    Given,
    /// It is taken back.
    Taken,
}

impl Mark {
    /// The act by which the mark comes or goes.
    pub fn act(self, marking: Marking) -> ActKind {
        match (self, marking) {
            (Mark::Key, Marking::Given) => ActKind::Key,
            (Mark::Key, Marking::Taken) => ActKind::Unkey,
            (Mark::Excellent, Marking::Given) => ActKind::Excellent,
            (Mark::Excellent, Marking::Taken) => ActKind::Unexcellent,
        }
    }
}

/// One act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// When.
    pub on: When,
    /// What.
    pub kind: ActKind,
    /// Who took part, as the office writes it.
    pub who: Option<String>,
    /// Reason, document number, what came of it.
    pub note: Option<String>,
    /// Who entered it.
    pub by: String,
}

/// What marks one proposal beside its own row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// 意见号.
    pub letter_no: Option<String>,
    /// 领办领导, in order.
    pub leads: Vec<String>,
    /// 督办领导, in order.
    pub supervisors: Vec<String>,
    /// The acts, by day.
    pub acts: Vec<Act>,
}

impl Marks {
    /// How many acts of a kind there are.
    pub fn count(&self, kind: ActKind) -> usize {
        self.acts.iter().filter(|a| a.kind == kind).count()
    }
}
