//! A member 委员: what the ledger knows of one person.

use super::belong;
use super::code::{Code, Dict, Sex, StatusKind};
use super::when::When;
use chrono::NaiveDate;

/// A span of days; a missing end is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// First day.
    pub since: Option<When>,
    /// Last day.
    pub until: Option<When>,
}

impl Span {
    /// Whether a day, month or year may lie inside the span.
    pub fn holds(&self, on: When) -> bool {
        self.since.is_none_or(|s| s.first_day() <= on.last_day())
            && self.until.is_none_or(|u| on.first_day() <= u.last_day())
    }
}

/// What a member belongs to: a sector, party, committee, group, post or tag, with days where known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affiliation {
    /// Which dictionary.
    pub dict: Dict,
    /// The word, as the office writes it.
    pub name: String,
    /// First day.
    pub since: Option<When>,
    /// Last day.
    pub until: Option<When>,
}

impl Affiliation {
    /// The days between which it holds.
    pub fn span(&self) -> Span {
        Span {
            since: self.since,
            until: self.until,
        }
    }
}

/// Another name of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// The name.
    pub name: String,
    /// `former`, `alias`, or `answer` to a question of an import.
    pub kind: String,
}

/// Something that happened to a membership.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusEvent {
    /// A code of [`StatusKind`].
    pub kind: String,
    /// When.
    pub on: String,
    /// Why.
    pub reason: String,
    /// On what basis.
    pub basis: Option<String>,
}

/// One member as the ledger has them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs)] // the fields are those of model::row::MemberRow
pub struct Member {
    pub id: i64,
    pub no: String,
    pub name: String,
    pub pinyin: String,
    pub sex: Option<Sex>,
    pub birth: Option<When>,
    pub nation: Option<String>,
    pub sector: Option<String>,
    pub unit: Option<String>,
    pub job: Option<String>,
    pub phone: Option<String>,
    pub rank: Option<i64>,
    pub note: Option<String>,
    pub affiliations: Vec<Affiliation>,
    pub tenure: Vec<Span>,
    pub aliases: Vec<Alias>,
    pub events: Vec<StatusEvent>,
    /// The day as of which the member was read; `None` for the record as it stands.
    pub on: Option<NaiveDate>,
    /// File, sheet and line that the row came from.
    pub source: Option<String>,
}

impl Member {
    /// The words of one dictionary that have not ended; of a member read [`Member::on`] a day
    /// those that held then.
    pub fn words(&self, dict: Dict) -> Vec<&str> {
        let holds = |a: &&Affiliation| match self.on {
            Some(on) => a.span().holds(When::from(on)),
            None => a.until.is_none(),
        };
        let lines = self.affiliations.iter().filter(|a| a.dict == dict);
        lines.filter(holds).map(|a| a.name.as_str()).collect()
    }

    /// The member as one stood on a day, or on the last day in office before it.
    #[must_use]
    pub fn as_of(mut self, day: NaiveDate) -> Member {
        self.on = Some(belong::stands_on(self.tenure.iter().copied(), day));
        if self.affiliations.iter().any(|a| a.dict == Dict::Sector) {
            let held = self.words(Dict::Sector).first().copied();
            self.sector = held.map(str::to_owned);
        }
        self
    }

    /// The lines of what a member belongs to that have a first or a last day.
    pub fn dated(&self) -> impl Iterator<Item = &Affiliation> {
        let dated = |a: &&Affiliation| a.since.is_some() || a.until.is_some();
        self.affiliations.iter().filter(dated)
    }

    /// First day of the latest term of office.
    pub fn since(&self) -> Option<When> {
        self.tenure.last().and_then(|s| s.since)
    }

    /// Last day of the latest term of office.
    pub fn until(&self) -> Option<When> {
        self.tenure.last().and_then(|s| s.until)
    }

    /// Whether the member is in office at some time of `on`; unknown days count as in office.
    pub fn serves(&self, on: When) -> bool {
        self.tenure.is_empty() || self.tenure.iter().any(|s| s.holds(on))
    }

    /// `serving`, `left` or `coming` on a day.
    pub fn status(&self, today: NaiveDate) -> Serving {
        if self.serves(When::from(today)) {
            Serving::Serving
        } else if self.since().is_some_and(|s| s.first_day() > today) {
            Serving::Coming
        } else {
            let ended = |k: StatusKind| self.events.iter().any(|e| e.kind == k.code());
            if ended(StatusKind::Dismissed) {
                Serving::Dismissed
            } else {
                Serving::Left
            }
        }
    }

    /// Whether the member is known to have died by a day.
    pub fn died(&self, today: NaiveDate) -> bool {
        let today = today.to_string();
        let died = |e: &StatusEvent| e.kind == StatusKind::Died.code() && e.on <= today;
        self.events.iter().any(died)
    }

    /// The member in the words that tell two of one name apart.
    pub fn candidate(&self) -> String {
        let mut parts = vec![self.name.clone()];
        parts.extend(self.sector.clone());
        parts.extend(self.unit.clone());
        format!("{} {}", self.no, parts.join("，"))
    }
}

/// How a membership stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Serving {
    /// In office.
    Serving,
    /// Not in office yet.
    Coming,
    /// No more in office.
    Left,
    /// Dismissed.
    Dismissed,
}

impl Serving {
    /// Stored code, Chinese, English.
    pub const fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Serving::Serving => ("serving", "在任", "serving"),
            Serving::Coming => ("coming", "未到任", "coming"),
            Serving::Left => ("left", "离任", "left"),
            Serving::Dismissed => ("dismissed", "撤销资格", "dismissed"),
        }
    }
}

/// What can be emptied of a member; the days are those of the latest term of office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // the fields are those of model::row::MemberRow
pub enum Blank {
    Sex,
    Birth,
    Rank,
    Since,
    Until,
    /// All words of a dictionary, of which a sector is the only one.
    Words(Dict),
}

/// What someone says of a member; `None` and empty lists say nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs)] // as in model::row::MemberRow
pub struct Draft {
    pub no: String,
    pub name: String,
    pub aliases: Vec<String>,
    pub sex: Option<Sex>,
    pub birth: Option<When>,
    pub nation: Option<String>,
    pub parties: Vec<String>,
    pub sector: Option<String>,
    pub committees: Vec<String>,
    pub groups: Vec<String>,
    pub posts: Vec<String>,
    pub tags: Vec<String>,
    pub unit: Option<String>,
    pub job: Option<String>,
    pub phone: Option<String>,
    pub rank: Option<i64>,
    pub since: Option<When>,
    pub until: Option<When>,
    pub note: Option<String>,
    /// From when what is said of parties, sector, committees, groups, posts and tags holds; without
    /// a day it corrects the record.
    pub moved: Option<NaiveDate>,
}

impl Draft {
    /// The lists of words with their dictionaries.
    pub fn lists(&self) -> [(Dict, &[String]); 5] {
        [
            (Dict::Party, &self.parties),
            (Dict::Committee, &self.committees),
            (Dict::Group, &self.groups),
            (Dict::Post, &self.posts),
            (Dict::Tag, &self.tags),
        ]
    }
}

/// Surnames that are not read as the character usually is.
const SURNAMES: &[(&str, &[&str])] = &[
    ("曾", &["zeng"]),
    ("单", &["shan"]),
    ("仇", &["qiu"]),
    ("解", &["xie"]),
    ("查", &["zha"]),
    ("区", &["ou"]),
    ("朴", &["piao"]),
    ("盖", &["ge"]),
    ("尉迟", &["yu", "chi"]),
    ("万俟", &["mo", "qi"]),
    ("任", &["ren"]),
    ("华", &["hua"]),
    ("乐", &["yue"]),
    ("覃", &["qin"]),
    ("缪", &["miao"]),
    ("翟", &["zhai"]),
    ("洗", &["xian"]),
    ("冼", &["xian"]),
    ("尹", &["yin"]),
    ("员", &["yun"]),
    ("折", &["she"]),
    ("召", &["shao"]),
    ("种", &["chong"]),
    ("秘", &["bi"]),
    ("逄", &["pang"]),
    ("那", &["na"]),
    ("缴", &["jiao"]),
    ("晟", &["cheng"]),
    ("宓", &["mi"]),
    ("句", &["gou"]),
    ("黑", &["he"]),
    ("长孙", &["zhang", "sun"]),
    ("澹台", &["tan", "tai"]),
    ("令狐", &["ling", "hu"]),
    ("单于", &["chan", "yu"]),
    ("纪", &["ji"]),
    ("訾", &["zi"]),
    ("哈", &["ha"]),
    ("贾", &["jia"]),
    ("车", &["che"]),
    ("石", &["shi"]),
    ("沈", &["shen"]),
    ("朱", &["zhu"]),
    ("钟", &["zhong"]),
    ("阚", &["kan"]),
    ("隗", &["wei"]),
];

/// The pinyin of a name (`zengming`) and its initials (`zm`), surnames read as surnames; a
/// character without a reading stays as it is.
pub fn pinyin_of(name: &str) -> (String, String) {
    use pinyin::ToPinyin;
    let special = SURNAMES
        .iter()
        .filter(|(s, _)| name.starts_with(s))
        .max_by_key(|(s, _)| s.len());
    let (mut whole, mut initials) = (String::new(), String::new());
    let mut add = |syllable: &str| {
        whole.push_str(syllable);
        initials.extend(syllable.chars().next());
    };
    let rest = special.map_or(name, |(surname, readings)| {
        readings.iter().for_each(|r| add(r));
        &name[surname.len()..]
    });
    for c in rest.chars().filter(|c| *c != '·') {
        match c.to_pinyin() {
            Some(p) => add(p.plain()),
            None => add(&c.to_lowercase().to_string()),
        }
    }
    (whole, initials)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_surname_is_read_as_a_surname() {
        assert_eq!(pinyin_of("曾明"), ("zengming".into(), "zm".into()));
        assert_eq!(pinyin_of("尉迟恭"), ("yuchigong".into(), "ycg".into()));
        assert_eq!(pinyin_of("单雄信").1, "sxx");
        assert_eq!(pinyin_of("买买提·艾力").1, "mmtal");
        assert_eq!(pinyin_of("𠮷田").1, "𠮷t");
    }

    #[test]
    fn a_month_touches_a_span_that_begins_inside_it() {
        let span = Span {
            since: When::new(2026, Some(3), Some(10)),
            until: None,
        };
        assert!(span.holds(When::new(2026, Some(3), None).unwrap()));
        assert!(!span.holds(When::new(2026, Some(3), Some(9)).unwrap()));
    }
}
