//! A record 其他履职: any duty act that has no ledger of its own.

use super::code::WordClass;
use super::score::rules::Whose;
use super::when::When;
use super::who::Who;
use num_rational::Ratio;

/// One act as the ledger has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its row.
    pub id: i64,
    /// Whose act it is.
    pub who: Who,
    /// 类别.
    pub kind: String,
    /// 日期.
    pub on: When,
    /// 事项.
    pub title: String,
    /// 级别.
    pub level: Option<String>,
    /// 数量, exact.
    pub quantity: Ratio<i64>,
    /// 备注.
    pub note: Option<String>,
    /// File, sheet and line that the row came from.
    pub source: Option<String>,
    /// 组织单位, who also recorded it (谁组织谁记录): a committee, a unit, a person.
    pub organizer: Option<String>,
    /// 理由 of points given by hand.
    pub reason: Option<String>,
    /// 证明材料.
    pub evidence: Option<String>,
    /// 审批人 of points given by hand.
    pub approver: Option<String>,
    /// Who confirmed it, and when; `None` until then.
    pub confirmed: Option<Confirmation>,
    /// Why it was cancelled, where it was.
    pub cancelled: Option<String>,
}

/// That someone other than who recorded an act confirmed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// 确认人.
    pub by: String,
    /// 确认日期.
    pub on: When,
}

/// Who stands for an act and on what grounds: what an explanation of its points shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vouched {
    /// 理由.
    pub reason: Option<String>,
    /// 证明材料.
    pub evidence: Option<String>,
    /// 审批人.
    pub approver: Option<String>,
    /// 组织单位, who also recorded it.
    pub organizer: Option<String>,
    /// Who entered or imported it, by the journal.
    pub entered_by: Option<String>,
    /// Who changed it last, by the journal, where someone did.
    pub changed_by: Option<Hand>,
    /// Who confirmed it, and when.
    pub confirmed: Option<Confirmation>,
}

impl Vouched {
    /// Adds whose hands the act went through, where its spreadsheet does not tell.
    pub fn add(&mut self, hands: &Hands) {
        let entered = hands.entered.as_ref().map(|hand| hand.by.clone());
        self.entered_by = self.entered_by.take().or(entered);
        self.changed_by.clone_from(&hands.changed);
    }

    /// Whether anything is known besides who entered it, which is known of every act.
    pub fn says(&self) -> bool {
        let words = [
            &self.reason,
            &self.evidence,
            &self.approver,
            &self.organizer,
        ];
        words.into_iter().any(Option::is_some) || self.confirmed.is_some()
    }
}

/// What points given by hand 手工加减分 have to name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// 理由.
    Reason,
    /// 证明材料.
    Evidence,
    /// 审批人.
    Approver,
}

/// Who had a hand in an act, and when, by the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hand {
    /// Who ran the command.
    pub by: String,
    /// The day, as the journal has it.
    pub on: String,
}

/// Whose hands an act went through, by the journal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hands {
    /// Who entered or imported it.
    pub entered: Option<Hand>,
    /// Who changed the act itself or its grounds last.
    pub changed: Option<Hand>,
    /// Who cancelled it.
    pub cancelled: Option<Hand>,
}

impl Hands {
    /// Who recorded the act as it stands: neither of them approves or confirms it.
    pub fn recorders(&self) -> impl Iterator<Item = &str> {
        let hands = self.entered.iter().chain(&self.changed);
        hands.map(|hand| hand.by.as_str())
    }
}

/// Whether a text that may name several people (张三、李四) names someone; spaces inside a name and
/// what stands in brackets behind it tell nobody apart.
pub fn names(text: &str, person: &str) -> bool {
    let person = plain(person);
    let mut each = text.split(['、', '，', ',', '；', ';', '/']);
    !person.is_empty() && each.any(|name| plain(name) == person)
}

fn plain(name: &str) -> String {
    let name = name.split(['（', '(']).next().unwrap_or_default();
    name.chars().filter(|c| !c.is_whitespace()).collect()
}

/// What points by hand still lack of reason, evidence and approver, in this order; nothing where
/// the act is none: neither the class of its kind nor a reason says so.
pub fn lacking(class: Option<WordClass>, grounds: [Option<&str>; 3]) -> Vec<Ground> {
    let said = grounds.map(|g| g.is_some_and(|g| !g.trim().is_empty()));
    if !said[0] && class != Some(WordClass::ByHand) {
        return Vec::new();
    }
    let all = [Ground::Reason, Ground::Evidence, Ground::Approver];
    let lacking = all.into_iter().zip(said).filter(|(_, said)| !said);
    lacking.map(|(ground, _)| ground).collect()
}

/// What someone says of an act; `None` says nothing, `Some("")` takes a word out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// The row of the member; of a body or unit where [`Draft::whose`] says so.
    pub member: Option<i64>,
    /// Of which kind the row is: a member's unless said.
    pub whose: Whose,
    /// 类别.
    pub kind: Option<String>,
    /// 日期.
    pub on: Option<When>,
    /// 事项.
    pub title: Option<String>,
    /// 级别.
    pub level: Option<String>,
    /// 数量; a new act without one counts once.
    pub quantity: Option<Ratio<i64>>,
    /// 备注.
    pub note: Option<String>,
    /// 组织单位.
    pub organizer: Option<String>,
    /// 理由.
    pub reason: Option<String>,
    /// 证明材料.
    pub evidence: Option<String>,
    /// 审批人.
    pub approver: Option<String>,
    /// 确认人 and 确认日期.
    pub confirmed: Option<Confirmation>,
}

/// Reads an exact decimal (`3`, `0.5`) or a fraction (`1/3`).
pub fn quantity(text: &str) -> Option<Ratio<i64>> {
    let text = text.trim();
    if let Some((above, below)) = text.split_once('/') {
        let (above, below): (i64, i64) = (above.parse().ok()?, below.parse().ok()?);
        return (below > 0).then(|| Ratio::new(above, below));
    }
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    let unsigned = whole.strip_prefix('-').unwrap_or(whole);
    if unsigned.is_empty() || !digits(unsigned) || !digits(part) || text.ends_with('.') {
        return None;
    }
    let scale = 10i64.checked_pow(u32::try_from(part.len()).ok()?)?;
    let value: i64 = [whole, part].concat().parse().ok()?;
    Some(Ratio::new(value, scale))
}

/// A quantity as it is stored and shown: a decimal where one is exact, else a fraction.
pub fn quantity_text(quantity: Ratio<i64>) -> String {
    let (above, below) = (*quantity.numer(), *quantity.denom());
    let exact = (0..=18u32).find_map(|places| {
        let scale = 10i64.checked_pow(places)?;
        (scale % below == 0)
            .then(|| above.checked_mul(scale / below).map(|n| (n, places)))
            .flatten()
    });
    match exact {
        Some((n, 0)) => n.to_string(),
        Some((n, places)) => {
            let places = usize::try_from(places).unwrap_or_default();
            let digits = format!("{:0>width$}", n.unsigned_abs(), width = places + 1);
            let (whole, part) = digits.split_at(digits.len() - places);
            let sign = if n < 0 { "-" } else { "" };
            format!("{sign}{whole}.{part}")
        }
        None => format!("{above}/{below}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::code::Dict;

    #[test]
    fn a_quantity_reads_back_as_it_was_written() {
        for text in ["1", "0.5", "12.25", "-0.05", "1/3", "100", "0"] {
            let read = quantity(text).unwrap();
            assert_eq!(quantity_text(read), text);
        }
        assert_eq!(quantity("1.50"), Some(Ratio::new(3, 2)));
    }

    #[test]
    fn points_by_hand_are_known_by_their_kind_or_by_a_reason() {
        let all = vec![Ground::Reason, Ground::Evidence, Ground::Approver];
        let by_hand = Some(WordClass::ByHand);
        assert_eq!(lacking(by_hand, [None, Some(" "), None]), all);
        let act = Some(WordClass::Act);
        assert_eq!(lacking(act, [None, None, Some("张主席")]), []);
        let grounds = [Some("市委表彰"), None, None];
        assert_eq!(lacking(act, grounds), all[1..]);
        let grounds = [Some("市委表彰"), Some("文件"), Some("张主席")];
        assert_eq!(lacking(by_hand, grounds), []);
    }

    #[test]
    fn a_kind_whose_name_says_points_is_by_hand() {
        let class = |kind| WordClass::by_name(Dict::RecordKind, kind);
        for kind in ["手工加减分", "手工计分", "主席会议评分", "违纪扣分"] {
            assert_eq!(class(kind), Some(WordClass::ByHand), "{kind}");
        }
        for kind in ["公益活动", "表彰奖励", "调研报告"] {
            assert_eq!(class(kind), Some(WordClass::Act), "{kind}");
        }
    }

    #[test]
    fn a_name_is_the_same_however_it_is_spaced() {
        for text in [
            "张三",
            "张 三",
            "张\u{3000}三",
            "李四、张三",
            "张三（主任）",
        ] {
            assert!(names(text, "张三"), "{text}");
        }
        for text in ["张三丰", "李四", "", "、"] {
            assert!(!names(text, "张三"), "{text}");
        }
        assert!(!names("", " "));
    }

    #[test]
    fn what_is_no_number_is_no_quantity() {
        for text in [
            "",
            "-",
            "1.",
            ".5",
            "三",
            "1e3",
            "1/0",
            "1.2.3",
            "99999999999999999999",
        ] {
            assert_eq!(quantity(text), None, "{text}");
        }
    }
}
