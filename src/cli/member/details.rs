//! What is said of a member on a command line.

use super::Ends;
use crate::cli::typed::{Said, code, emptied, is_cleared, names, number, or_nothing, phone, when};
use crate::model::code::{Dict, Sex};
use crate::model::member::{Blank, Draft};
use crate::model::when::When;
use clap::Args;

// What `add` and `edit` say alike; `--birth ''` and the like take a value out. No docstring: clap
// would take it for the about of each command.
#[derive(Debug, Args)]
pub struct Details {
    /// Sex: 男 or 女
    #[arg(long, value_parser = or_nothing(code::<Sex>))]
    sex: Option<Said<Sex>>,
    /// Month of birth
    #[arg(long, value_name = "MONTH", value_parser = or_nothing(when))]
    birth: Option<Said<When>>,
    /// Nation
    #[arg(long)]
    nation: Option<String>,
    /// Party or two
    #[arg(long, value_delimiter = ',')]
    party: Vec<String>,
    /// Sector
    #[arg(long)]
    sector: Option<String>,
    /// Committees
    #[arg(long, value_delimiter = ',')]
    committee: Vec<String>,
    /// Duty groups
    #[arg(long, value_delimiter = ',')]
    group: Vec<String>,
    /// Posts in the committee
    #[arg(long, value_delimiter = ',')]
    post: Vec<String>,
    /// Tags
    #[arg(long, value_delimiter = ',')]
    tag: Vec<String>,
    /// Unit
    #[arg(long)]
    unit: Option<String>,
    /// Job in the unit
    #[arg(long)]
    job: Option<String>,
    /// Telephone
    #[arg(long, value_parser = or_nothing(phone))]
    phone: Option<Said<String>>,
    /// Place in the official list
    #[arg(long, value_parser = or_nothing(number))]
    rank: Option<Said<i64>>,
    /// Note
    #[arg(long)]
    note: Option<String>,
}

impl Details {
    /// What is said, with the number and name.
    pub fn draft(self, no: &str, name: &str, [since, until]: Ends) -> Draft {
        Draft {
            no: no.to_owned(),
            name: name.to_owned(),
            aliases: Vec::new(),
            sex: self.sex.and_then(Said::value),
            birth: self.birth.and_then(Said::value),
            nation: self.nation,
            parties: names(&self.party),
            sector: self.sector.filter(|s| !s.trim().is_empty()),
            committees: names(&self.committee),
            groups: names(&self.group),
            posts: names(&self.post),
            tags: names(&self.tag),
            unit: self.unit,
            job: self.job,
            phone: self.phone.map(|p| p.value().unwrap_or_default()),
            rank: self.rank.and_then(Said::value),
            since: since.and_then(Said::value),
            until: until.and_then(Said::value),
            note: self.note,
            moved: None,
        }
    }

    /// What is to be emptied; texts (`--note ''`) are emptied by the draft itself.
    pub fn emptied(&self) -> Vec<Blank> {
        let lists = [
            (Dict::Party, &self.party),
            (Dict::Committee, &self.committee),
            (Dict::Group, &self.group),
            (Dict::Post, &self.post),
            (Dict::Tag, &self.tag),
        ];
        let cleared = lists.into_iter().filter(|(_, typed)| is_cleared(typed));
        let mut fields: Vec<Blank> = cleared.map(|(dict, _)| Blank::Words(dict)).collect();
        fields.extend(emptied(&[(Blank::Sex, self.sex)]));
        fields.extend(emptied(&[(Blank::Rank, self.rank)]));
        fields.extend(emptied(&[(Blank::Birth, self.birth)]));
        let sector = self.sector.as_deref().map(str::trim);
        fields.extend((sector == Some("")).then_some(Blank::Words(Dict::Sector)));
        fields
    }

    /// Whether something is said that no two members have alike.
    pub fn is_personal(&self) -> bool {
        self.birth.is_some() || self.phone.is_some() || self.rank.is_some()
    }

    /// Whether something is said of what the member belongs to.
    pub fn belongs(&self) -> bool {
        let lists = [
            &self.party,
            &self.committee,
            &self.group,
            &self.post,
            &self.tag,
        ];
        self.sector.is_some() || lists.iter().any(|list| !list.is_empty())
    }
}
