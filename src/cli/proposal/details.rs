//! What is said of a proposal on a command line.

use crate::cli::typed::{Said, code, emptied, is_cleared, names, or_nothing, when, yes};
use crate::model::code::{ProposalForm, ProposalState, UnitPart};
use crate::model::proposal::{Day, Draft};
use crate::model::when::When;
use clap::Args;

// What `add` and `edit` say alike; `--replied ''` and the like take a day or a word out. No docstring: clap
// would take it for the about of each command.
#[derive(Debug, Args)]
pub struct Details {
    /// Session, such as 十届五次 (add: else the office's)
    #[arg(long)]
    pub session: Option<String>,
    /// Case number
    #[arg(long)]
    no: Option<String>,
    /// Serial number of the intake
    #[arg(long, value_name = "NO")]
    serial: Option<String>,
    /// Form: individual, joint or collective (else as the proposers make it)
    #[arg(long, value_parser = code::<ProposalForm>)]
    pub form: Option<ProposalForm>,
    /// Category
    #[arg(long, value_name = "WORD")]
    category: Option<String>,
    /// Day of submission
    #[arg(long, value_name = "DAY", value_parser = or_nothing(when))]
    submitted: Option<Said<When>>,
    /// What the review decides, such as filed, merged, not_filed (else the days tell the state)
    #[arg(long, value_name = "STATE", value_parser = code::<ProposalState>)]
    review: Option<ProposalState>,
    /// Day of filing
    #[arg(long, value_name = "DAY", value_parser = or_nothing(when))]
    filed: Option<Said<When>>,
    /// Lead units
    #[arg(long, value_name = "UNIT")]
    lead: Vec<String>,
    /// Co-handling units
    #[arg(long, value_name = "UNIT")]
    co: Vec<String>,
    /// Units that each handle a part
    #[arg(long, value_name = "UNIT")]
    split: Vec<String>,
    /// Day of assignment
    #[arg(long, value_name = "DAY", value_parser = or_nothing(when))]
    assigned: Option<Said<When>>,
    /// Last day for the reply
    #[arg(long, value_name = "DAY", value_parser = or_nothing(when))]
    due: Option<Said<When>>,
    /// Day of the reply
    #[arg(long, value_name = "DAY", value_parser = or_nothing(when))]
    replied: Option<Said<When>>,
    /// Class of the reply
    #[arg(long, value_name = "WORD")]
    class: Option<String>,
    /// What the proposers say of the reply
    #[arg(long, value_name = "WORD")]
    rating: Option<String>,
    /// Key proposal: yes or no
    #[arg(long, value_name = "YES", value_parser = yes)]
    key: Option<bool>,
    /// Excellent proposal: yes or no
    #[arg(long, value_name = "YES", value_parser = yes)]
    excellent: Option<bool>,
    /// Note
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Body, or @FILE that has it (@- standard input)
    #[arg(long, value_name = "TEXT")]
    pub body: Option<String>,
}

impl Details {
    /// What is said, without the proposers, which have to be looked up first.
    pub fn draft(&self, title: &str) -> Draft {
        Draft {
            session: self.session.clone().unwrap_or_default(),
            serial: self.serial.clone(),
            no: self.no.clone(),
            title: title.to_owned(),
            form: self.form,
            proposers: Vec::new(),
            category: self.category.clone(),
            review: self.review,
            submitted: self.submitted.and_then(Said::value),
            filed: self.filed.and_then(Said::value),
            assigned: self.assigned.and_then(Said::value),
            due: self.due.and_then(Said::value),
            replied: self.replied.and_then(Said::value),
            leads: names(&self.lead),
            cos: names(&self.co),
            splits: names(&self.split),
            reply_class: self.class.clone(),
            rating: self.rating.clone(),
            key: self.key,
            excellent: self.excellent,
            note: self.note.clone(),
            body: None,
        }
    }

    /// The days that are to be emptied.
    pub fn emptied(&self) -> Vec<Day> {
        emptied(&[
            (Day::Submitted, self.submitted),
            (Day::Filed, self.filed),
            (Day::Assigned, self.assigned),
            (Day::Due, self.due),
            (Day::Replied, self.replied),
        ])
    }

    /// The parts whose units are all to go (`--lead ''`).
    pub fn cleared(&self) -> Vec<UnitPart> {
        let typed = [
            (UnitPart::Lead, &self.lead),
            (UnitPart::Co, &self.co),
            (UnitPart::Split, &self.split),
        ];
        let cleared = typed.into_iter().filter(|(_, t)| is_cleared(t));
        cleared.map(|(part, _)| part).collect()
    }
}
