//! An opinion 社情民意信息: who sent it in, who adopted it, which leaders left an instruction.

pub mod lifecycle;

pub use lifecycle::{Manner, OpinionState, OpinionStep, Taken};

use super::proposal::{DeadlineState, Person};
use super::when::When;
use crate::lang::Text;
use crate::model::code::{Code, OfficeLevel};
use chrono::NaiveDate;

/// What became of an opinion at one level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    /// 采用.
    Adoption,
    /// 批示.
    Instruction,
}

impl Act {
    /// Stored code, Chinese, English.
    pub fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Act::Adoption => ("adoption", "采用", "adoption"),
            Act::Instruction => ("instruction", "批示", "instruction"),
        }
    }
}

/// One adoption or instruction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The level, as the office writes it; none where the ledger names none.
    pub level: Option<String>,
    /// What the ledger says.
    pub wording: String,
    /// Whether it was adopted by itself or in a digest, where known.
    pub manner: Option<Manner>,
    /// The body that adopted it, or the leader.
    pub who: Option<String>,
    /// The day, where known.
    pub on: Option<When>,
    /// By when an instruction is to be answered in writing, where a rule or the leader says.
    pub due: Option<Owed>,
    /// The day of the written feedback.
    pub answered: Option<When>,
    /// What the feedback says, or its document number.
    pub answer: Option<String>,
}

/// A day by which something is owed, and how it was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// The last day.
    pub on: NaiveDate,
    /// How it was counted.
    pub why: Text,
}

impl Outcome {
    /// How an instruction's written feedback stands on a day; none where no day was set for it.
    pub fn standing(&self, today: NaiveDate) -> Option<DeadlineState> {
        let due = self.due.as_ref()?.on;
        Some(match self.answered {
            Some(on) if on.first_day() > due => DeadlineState::Late,
            Some(_) => DeadlineState::Met,
            None if due < today => DeadlineState::Overdue,
            None => DeadlineState::Open,
        })
    }
}

/// The proposal that an opinion came from or went on as: the two are one matter, counted once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The row of the proposal.
    pub id: i64,
    /// The words by which commands find it.
    pub cite: String,
    /// Which of the two the matter is now.
    pub now: Side,
}

/// Which of two linked papers a matter is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The opinion: the proposal was turned into it.
    Opinion,
    /// The proposal: the opinion went on as one.
    Proposal,
}

/// One opinion as the ledger has it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // the fields are those of model::row::OpinionRow
pub struct Opinion {
    pub id: i64,
    pub no: String,
    pub title: String,
    pub authors: Vec<Person>,
    pub submitted: Option<When>,
    /// What the editors decided: issued or declined.
    pub stage: Option<OpinionState>,
    pub adoptions: Vec<Outcome>,
    pub instructions: Vec<Outcome>,
    pub note: Option<String>,
    /// File, sheet and line that the row came from.
    pub source: Option<String>,
    /// The proposal that it came from or went on as.
    pub link: Option<Link>,
    /// What was done with it, where one opinion is read.
    pub taken: Vec<Event>,
}

impl Opinion {
    /// Where it stands: what is recorded tells, and what went furthest goes before. Nothing else
    /// keeps a state, so an adoption that is recorded, changed or taken out is followed at once.
    pub fn state(&self) -> OpinionState {
        let went_on = |l: &Link| l.now == Side::Proposal;
        if self.link.as_ref().is_some_and(went_on) {
            OpinionState::Converted
        } else if self.instructions.iter().any(|i| i.answered.is_none()) {
            OpinionState::Instructed
        } else if !self.instructions.is_empty() {
            OpinionState::Answered
        } else if !self.adoptions.is_empty() {
            OpinionState::Adopted
        } else {
            self.stage.unwrap_or(OpinionState::Submitted)
        }
    }

    /// The next day by which written feedback is owed.
    pub fn due(&self) -> Option<NaiveDate> {
        let owed = self.instructions.iter().filter(|i| i.answered.is_none());
        owed.filter_map(|i| i.due.as_ref()).map(|d| d.on).min()
    }

    /// Its arrival and the steps taken, by day.
    pub fn history(&self) -> Vec<Event> {
        let arrival = self.submitted.map(|on| Event {
            on,
            by: None,
            step: OpinionStep::Submit,
            from: None,
            to: OpinionState::Submitted,
            note: None,
        });
        let mut told: Vec<Event> = arrival.into_iter().chain(self.taken.clone()).collect();
        // Stable: steps of one day stay in the order in which they were taken.
        told.sort_by_key(|e| e.on.first_day());
        told
    }
}

/// One step of an opinion's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When, as exact as it is known.
    pub on: When,
    /// Who entered it, where known.
    pub by: Option<String>,
    /// The step.
    pub step: OpinionStep,
    /// Where it stood before.
    pub from: Option<OpinionState>,
    /// Where it stood after.
    pub to: OpinionState,
    /// Level, who, wording, reason.
    pub note: Option<String>,
}

/// What someone says of an opinion; `None` and empty lists say nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// 编号; without one a new opinion takes the next free number of its year.
    pub no: Option<String>,
    /// 标题.
    pub title: String,
    /// The rows of the members who sent it in, the first author first.
    pub authors: Vec<i64>,
    /// 来稿时间.
    pub submitted: Option<When>,
    /// 采用情况.
    pub adoptions: Vec<Outcome>,
    /// 批示.
    pub instructions: Vec<Outcome>,
    /// 备注.
    pub note: Option<String>,
}

impl Draft {
    /// What became of it, by act.
    pub fn outcomes(&self) -> [(Act, &[Outcome]); 2] {
        [
            (Act::Adoption, &self.adoptions),
            (Act::Instruction, &self.instructions),
        ]
    }
}

/// The level that a wording names by itself (全国政协采用), where it names just one of the office's.
pub fn level_in<'l>(wording: &str, levels: &'l [String]) -> Option<&'l str> {
    match levels_in(wording, levels).as_slice() {
        [one] => Some(one),
        _ => None,
    }
}

/// Words in which a place's sign names no level, and what to read instead.
const NO_LEVELS: &[(&str, &str)] = &[
    ("自治区", "省"),
    ("直辖市", "省"),
    ("县级市", "县"),
    ("地级市", "市"),
    ("市辖区", "区"),
    ("地区行", "市"),
    ("自治州", "市"),
    ("城市", ""),
    ("市场", ""),
    ("市民", ""),
    ("社区", ""),
    ("地区", ""),
    ("区域", ""),
    ("园区", ""),
    ("校区", ""),
    ("景区", ""),
    ("山区", ""),
    ("灾区", ""),
    ("小区", ""),
    ("库区", ""),
    ("牧区", ""),
];

/// The signs by which a wording names a level, leaders' titles among them, and the level's word.
const SIGNS: &[(&str, &str)] = &[
    ("全国", "全国"),
    ("国家", "全国"),
    ("中央", "全国"),
    ("国务院", "全国"),
    ("总书记", "全国"),
    ("总理", "全国"),
    ("省", "省"),
    ("市", "市"),
    ("县", "县"),
    ("区", "县"),
    ("旗", "县"),
];

/// The office's levels that a wording names, in the office's order: 区 and 旗 are of the county's
/// level where the office has no word of its own for them.
pub fn levels_in<'l>(wording: &str, levels: &'l [String]) -> Vec<&'l str> {
    let mut rest = wording.to_owned();
    let mut named: Vec<&str> = Vec::new();
    let mut own: Vec<&String> = levels.iter().filter(|l| l.chars().count() > 1).collect();
    own.sort_by_key(|l| std::cmp::Reverse(l.len()));
    for level in own.into_iter().filter(|l| wording.contains(l.as_str())) {
        if rest.contains(level.as_str()) {
            rest = rest.replace(level.as_str(), " ");
            named.push(level);
        }
    }
    for (word, instead) in NO_LEVELS {
        rest = rest.replace(word, instead);
    }
    for (sign, level) in SIGNS.iter().filter(|(sign, _)| rest.contains(sign)) {
        let has = |word: &str| levels.iter().find(|l| l.as_str() == word);
        named.extend(has(sign).or_else(|| has(level)).map(String::as_str));
    }
    let ours = levels.iter().map(String::as_str);
    ours.filter(|level| named.contains(level)).collect()
}

/// The office's level that a word under 级别 is another name of: 省级, 区级, 国家级, 市政协.
pub fn level_called<'l>(word: &str, levels: &'l [String]) -> Option<&'l str> {
    let word = word.trim();
    let short = ["级政协", "政协", "级"]
        .iter()
        .find_map(|end| word.strip_suffix(end))
        .unwrap_or(word);
    let has = |word: &str| levels.iter().find(|l| l.as_str() == word);
    let read = || [word, short].into_iter().find_map(OfficeLevel::read);
    has(word)
        .or_else(|| has(short))
        .or_else(|| has(read()?.code()))
        .map(String::as_str)
}

/// What a cell tells of each level: one entry for each level that it names, in the cell's order;
/// the whole cell without a level where it names none. What is denied (未采用) tells nothing.
pub fn outcomes_in(wording: &str, levels: &[String]) -> Vec<(Option<String>, String)> {
    let signs = ['；', ';', '\n', '、', '，', ',', '/', '。'];
    let pieces = wording.split(signs).map(str::trim);
    let pieces: Vec<&str> = pieces.filter(|p| !p.is_empty()).collect();
    // 已报省政协，未采用: what is denied without a level of its own is what stands before it.
    let all_denied = pieces
        .iter()
        .any(|p| is_denied(p) && levels_in(p, levels).is_empty());
    let tells = |p: &&str| !is_denied(p) && (!all_denied || says_act(p));
    let said: Vec<&str> = pieces.iter().copied().filter(tells).collect();
    let mut told: Vec<(Option<String>, String)> = Vec::new();
    for piece in &said {
        for level in levels_in(piece, levels) {
            let piece = if says_act(piece) { piece } else { wording };
            match told.iter_mut().find(|(l, _)| l.as_deref() == Some(level)) {
                Some((_, words)) if words != piece => *words = format!("{words}；{piece}"),
                Some(_) => {}
                None => told.push((Some(level.to_owned()), piece.to_owned())),
            }
        }
    }
    match told.as_mut_slice() {
        [] if said.is_empty() => {}
        [] => told.push((None, wording.to_owned())),
        [(_, words)] if said.len() == pieces.len() => wording.clone_into(words),
        _ => {}
    }
    told
}

fn is_denied(piece: &str) -> bool {
    [
        "未采", "未被", "未予", "未获", "未录", "未刊", "未批", "不予", "没有", "拟报", "拟采",
        "待定", "正在",
    ]
    .iter()
    .any(|word| piece.contains(word))
}

fn says_act(piece: &str) -> bool {
    ["采用", "采纳", "录用", "批示", "刊", "编发", "转化"]
        .iter()
        .any(|word| piece.contains(word))
}

/// The number that follows `last` in a year: `2026-001`, `2026-002` …
pub fn next_number(year: i32, last: i64) -> String {
    format!("{year}-{:03}", last + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wording_names_a_level_where_it_names_just_one() {
        let levels = ["县", "市", "省", "全国"].map(str::to_owned);
        assert_eq!(level_in("省政协采用", &levels), Some("省"));
        assert_eq!(level_in("中央办公厅采用", &levels), Some("全国"));
        assert_eq!(level_in("市、省采用", &levels), None);
        assert_eq!(level_in("单篇采用", &levels), None);
    }

    fn levels() -> Vec<String> {
        ["县", "市", "省", "全国"].map(str::to_owned).to_vec()
    }

    #[test]
    fn levels_are_read_from_places_and_leaders_and_not_from_words_that_sound_like_them() {
        for (wording, level) in [
            ("区政协采用", "县"),
            ("旗政协采用", "县"),
            ("省级采用", "省"),
            ("国家级采用", "全国"),
            ("县委书记批示", "县"),
            ("区长批示", "县"),
            ("市长批示", "市"),
            ("省委书记批示", "省"),
            ("自治区政协采用", "省"),
            ("县级市政协采用", "县"),
            ("总书记批示", "全国"),
        ] {
            assert_eq!(levels_in(wording, &levels()), [level], "{wording}");
        }
        for wording in ["采用", "城市建设专报采用", "社区专报采用", "主席批示"]
        {
            assert!(levels_in(wording, &levels()).is_empty(), "{wording}");
        }
        let districts = [&levels()[..], &["区".to_owned()]].concat();
        assert_eq!(level_in("区政协采用", &districts), Some("区"));
    }

    #[test]
    fn a_cell_with_several_levels_tells_of_each() {
        let told = |wording: &str| -> Vec<(String, String)> {
            let all = outcomes_in(wording, &levels()).into_iter();
            all.map(|(l, w)| (l.unwrap_or_default(), w)).collect()
        };
        let read = |list: &[(&str, &str)]| -> Vec<(String, String)> {
            let list = list.iter();
            list.map(|(l, w)| ((*l).to_owned(), (*w).to_owned()))
                .collect()
        };
        assert_eq!(
            told("省政协采用；全国政协采用"),
            read(&[("省", "省政协采用"), ("全国", "全国政协采用")])
        );
        assert_eq!(
            told("市、省采用"),
            read(&[("市", "市、省采用"), ("省", "省采用")])
        );
        assert_eq!(
            told("省长批示、市长批示"),
            read(&[("省", "省长批示"), ("市", "市长批示")])
        );
        assert_eq!(
            told("县长批示、县委书记批示"),
            read(&[("县", "县长批示、县委书记批示")])
        );
        assert_eq!(
            told("省政协未采用，市政协采用"),
            read(&[("市", "市政协采用")])
        );
        assert_eq!(told("采用"), read(&[("", "采用")]));
        assert_eq!(told("未被省政协采用"), read(&[]));
        assert_eq!(told("已报省政协，未采用"), read(&[]));
    }

    #[test]
    fn words_for_levels_are_other_names_of_the_offices() {
        for (word, level) in [
            ("省级", "省"),
            ("市级", "市"),
            ("区级", "县"),
            ("国家级", "全国"),
            ("全国", "全国"),
            ("市政协", "市"),
        ] {
            assert_eq!(level_called(word, &levels()), Some(level), "{word}");
        }
        assert_eq!(level_called("镇级", &levels()), None);
        assert_eq!(level_called("行业", &levels()), None);
    }

    #[test]
    fn numbers_run_through_the_year() {
        assert_eq!(next_number(2026, 0), "2026-001");
        assert_eq!(next_number(2026, 999), "2026-1000");
    }
}
