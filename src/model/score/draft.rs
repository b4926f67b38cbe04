//! A first rule set from a few answers, as commented TOML in the regulation's order: what a clerk
//! goes on from with the regulation beside it.

use super::known::Known;
use super::mistake::Mistake;
use super::points::Points;
use super::rules::Rules;
use chrono::NaiveDate;
use std::fmt::Write as _;

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The regulation's name.
    pub title: String,
    /// When it was issued.
    pub issued: NaiveDate,
    /// First and last day of a year of duty, as `12-01`.
    pub window: (String, String),
    /// Points before anything is counted.
    pub start: Option<Points>,
    /// Cap of the whole.
    pub cap: Option<Points>,
    /// Parts with their caps, in the regulation's order.
    pub parts: Vec<(PartKind, Option<Points>)>,
    /// Kinds of meeting with the points for one.
    pub meetings: Vec<(String, Points)>,
    /// Kinds of activity that the office has, for the part of that name.
    pub activities: Vec<String>,
    /// Grades with the points from which they are given; the last may be for all others.
    pub grades: Vec<(String, Option<Points>)>,
    /// What is needed at least, and how often.
    pub gates: Vec<(Need, Points)>,
}

/// The parts that a draft may have, one for each ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartKind {
    /// 会议.
    Meetings,
    /// 活动.
    Activities,
    /// 提案.
    Proposals,
    /// 社情民意.
    Opinions,
    /// 发言.
    Speeches,
    /// 其他履职.
    Records,
}

/// What a gate of a draft counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// Meetings of one kind.
    Meeting(String),
    /// Acts of one of the ledgers.
    Acts(PartKind),
}

impl PartKind {
    /// All, in the order in which they are offered.
    pub const ALL: [PartKind; 6] = [
        PartKind::Meetings,
        PartKind::Activities,
        PartKind::Proposals,
        PartKind::Opinions,
        PartKind::Speeches,
        PartKind::Records,
    ];

    /// Code and Chinese heading.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            PartKind::Meetings => ("meetings", "会议"),
            PartKind::Activities => ("activities", "活动"),
            PartKind::Proposals => ("proposals", "提案"),
            PartKind::Opinions => ("opinions", "社情民意"),
            PartKind::Speeches => ("speeches", "发言"),
            PartKind::Records => ("records", "其他履职"),
        }
    }

    /// The part of that name.
    pub fn named(word: &str) -> Option<PartKind> {
        let is = |p: &&PartKind| [p.words().0, p.words().1].contains(&word);
        PartKind::ALL.iter().find(is).copied()
    }

    fn fact(self) -> &'static str {
        match self {
            PartKind::Meetings | PartKind::Activities => "出席情况",
            other => other.words().1,
        }
    }
}

/// The activities among the kinds of meeting that the office has.
pub fn activities(known: Option<&Known>) -> Vec<String> {
    const USUAL: [&str; 6] = ["视察", "调研", "考察", "学习培训", "界别活动", "民主监督"];
    let has = |k: &&&str| known.is_none_or(|all| all.meeting_kinds.iter().any(|o| o == **k));
    USUAL.iter().filter(has).map(|k| (*k).to_owned()).collect()
}

/// A text as TOML takes it.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

fn number(points: Points) -> String {
    if 100 % points.denom() == 0 {
        super::points::decimal_text(points)
    } else {
        format!("\"{points}\"")
    }
}

impl Draft {
    /// The rule set with a first case, whose outcome the rules themselves give.
    ///
    /// # Errors
    /// The mistakes of answers that contradict each other.
    pub fn toml(&self) -> Result<String, Vec<Mistake>> {
        let body = [self.head(), self.beside(), self.parts()].concat();
        let with = |total: &str| format!("{body}{}", self.case(total));
        let rules = Rules::parse(&with("0"), None)?;
        let misses = rules.cases.first().map(|case| case.misses(&rules));
        let total = misses
            .and_then(Result::ok)
            .and_then(|m| m.into_iter().next());
        let total = total.map_or("0".to_owned(), |miss| miss.got);
        let total = if total.contains('/') {
            quoted(&total)
        } else {
            total
        };
        Ok(with(&total))
    }

    fn head(&self) -> String {
        let mut text = String::new();
        let (title, issued) = (quoted(&self.title), self.issued);
        let (from, to) = (&self.window.0, &self.window.1);
        let _ = writeln!(
            text,
            "# {}\n# 按条文的次序逐条改写：条文有的照改，没有的删去。改好先检查，再用例子试算：\n\
             #   yishi score rules check 本文件\n#   yishi score rules test 本文件\n\n\
             # 办法名称、印发日期\ntitle = {title}\nissued = {issued}",
            self.title
        );
        if (from.as_str(), to.as_str()) != ("01-01", "12-31") {
            let _ = writeln!(
                text,
                "\n# 考核年度的起止日\nwindow = {{ from = \"{from}\", to = \"{to}\" }}"
            );
        }
        let bounds = [("start", self.start), ("cap", self.cap)];
        let bounds: Vec<String> = bounds
            .iter()
            .filter_map(|(key, p)| p.map(|p| format!("{key} = {}", number(p))))
            .collect();
        if !bounds.is_empty() {
            let _ = writeln!(
                text,
                "\n# 总分：start 基础分，cap 封顶，floor 保底\ntotal = {{ {} }}",
                bounds.join(", ")
            );
        }
        text
    }

    fn beside(&self) -> String {
        let mut text = String::new();
        if !self.grades.is_empty() {
            text.push_str(
                "\n# 等次，从高到低；不写 at_least 的给其余所有人。名额另写 quota = \"20%\"\n",
            );
        }
        for (name, least) in &self.grades {
            let _ = writeln!(text, "[[grade]]\nname = {}", quoted(name));
            if let Some(least) = least {
                let _ = writeln!(text, "at_least = {}", number(*least));
            }
            text.push('\n');
        }
        if !self.gates.is_empty() {
            text.push_str(
                "# 条件：达不到的，最高评为 grade 所写的等次；没有等次的写 then = \"约谈\" 之类\n",
            );
        }
        let last = self
            .grades
            .last()
            .map(|g| format!("grade = {}", quoted(&g.0)));
        for (need, times) in &self.gates {
            let what = match need {
                Need::Meeting(kind) => format!("fact = \"出席情况\"\nkind = {}", quoted(kind)),
                Need::Acts(part) => self.selected(*part),
            };
            let name = match need {
                Need::Meeting(kind) => kind.as_str(),
                Need::Acts(part) => part.words().1,
            };
            let then = last.clone().unwrap_or("then = \"约谈\"".to_owned());
            let (title, times) = (
                quoted(&format!(
                    "{name}不少于 {} 次",
                    number(*times).trim_matches('"')
                )),
                number(*times),
            );
            let _ = writeln!(
                text,
                "[[gate]]\ntitle = {title}\n{what}\nat_least = {times}\n{then}\n"
            );
        }
        text
    }

    /// The facts of a part.
    fn selected(&self, part: PartKind) -> String {
        let fact = format!("fact = \"{}\"", part.fact());
        let kinds: Vec<String> = match part {
            PartKind::Meetings => self.meetings.iter().map(|m| quoted(&m.0)).collect(),
            PartKind::Activities => self.activities.iter().map(|k| quoted(k)).collect(),
            _ => Vec::new(),
        };
        if kinds.is_empty() {
            fact
        } else {
            format!("{fact}\nkind = [{}]", kinds.join(", "))
        }
    }

    fn parts(&self) -> String {
        let mut text = String::new();
        for (part, cap) in &self.parts {
            let (code, title) = part.words();
            let _ = writeln!(
                text,
                "# {title}\n[[part]]\ncode = \"{code}\"\ntitle = \"{title}\"\n# article = \"第几条\""
            );
            if let Some(cap) = cap {
                let _ = writeln!(text, "cap = {}", number(*cap));
            }
            text.push('\n');
            text.push_str(&self.items(*part));
        }
        text
    }

    fn items(&self, part: PartKind) -> String {
        let selected = self.selected(part);
        match part {
            PartKind::Meetings => {
                let one = |(kind, points): &(String, Points)| {
                    let (title, kind) = (quoted(&format!("出席{kind}")), quoted(kind));
                    let points = number(*points);
                    format!(
                        "[[part.item]]\ntitle = {title}\nfact = \"出席情况\"\nkind = {kind}\n\
                         # 请假、缺席也要计分的，改写 points = {{ by = \"状态\", \"出席\" = 5, \"请假\" = 3, \"缺席\" = 0 }}\n\
                         points = {points}\n\n"
                    )
                };
                self.meetings.iter().map(one).collect()
            }
            PartKind::Proposals => "[[part.item]]\ntitle = \"提交提案\"\nfact = \"提案\"\n\
                 # 联名的分法：第一提案人一半，其余的人平分另一半\n\
                 # share.\"联名\" = { first = \"1/2\", others = \"平分\" }\npoints = 5\n\n\
                 [[part.item]]\ntitle = \"立案\"\nfact = \"提案\"\nmark = \"立案\"\npoints = 5\n\
                 # 在“提交提案”之外另加\nalso = true\n\n"
                .to_owned(),
            PartKind::Opinions => "[[part.item]]\ntitle = \"反映社情民意\"\nfact = \"社情民意\"\npoints = 5\n\n\
                 [[part.item]]\ntitle = \"采用，只计最高一级\"\nfact = \"采用\"\nbest_of = \"采用\"\n\
                 # 按级别给分：points = { by = \"级别\", \"县\" = 2, \"市\" = 5, \"省\" = 10, \"全国\" = 20 }\npoints = 5\n\n"
                .to_owned(),
            PartKind::Speeches => format!(
                "[[part.item]]\ntitle = \"发言\"\n{selected}\npoints = {{ by = \"状态\", \"口头\" = 5, \"书面\" = 3 }}\n\n"
            ),
            PartKind::Activities | PartKind::Records => {
                let title = if part == PartKind::Records { "其他履职" } else { "参加活动" };
                format!("[[part.item]]\ntitle = \"{title}\"\n{selected}\npoints = 2\n\n")
            }
        }
    }

    fn case(&self, total: &str) -> String {
        let act = |part: &(PartKind, Option<Points>)| match part.0 {
            PartKind::Meetings => {
                let kind = &self.meetings.first()?.0;
                Some(format!(
                    "  {{ fact = \"出席情况\", kind = {} }},\n",
                    quoted(kind)
                ))
            }
            PartKind::Activities => {
                let kind = self.activities.first()?;
                Some(format!(
                    "  {{ fact = \"出席情况\", kind = {} }},\n",
                    quoted(kind)
                ))
            }
            other => Some(format!("  {{ fact = \"{}\" }},\n", other.fact())),
        };
        let acts: String = self.parts.iter().filter_map(act).collect();
        format!(
            "# 例子：一名委员做了这些，应得 total 分。照条文手算几个，改动办法后再试算就知道变了什么\n\
             [[case]]\ntitle = \"各做一件\"\nact = [\n{acts}]\ntotal = {total}\n"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(n: i128) -> Points {
        Points::from_integer(n)
    }

    fn draft() -> Draft {
        Draft {
            title: "某市\"履职\"考核办法".into(),
            issued: NaiveDate::from_ymd_opt(2026, 1, 10).unwrap(),
            window: ("12-01".into(), "11-30".into()),
            start: Some(p(10)),
            cap: Some(p(100)),
            parts: PartKind::ALL.map(|part| (part, Some(p(15)))).to_vec(),
            meetings: vec![
                ("全体会议".into(), Points::new(1, 3)),
                ("常委会会议".into(), p(5)),
            ],
            activities: activities(None),
            grades: vec![("优秀".into(), Some(p(90))), ("合格".into(), None)],
            gates: PartKind::ALL
                .map(|part| (Need::Acts(part), p(1)))
                .into_iter()
                .chain([(Need::Meeting("全体会议".into()), p(1))])
                .collect(),
        }
    }

    #[test]
    fn a_draft_of_all_parts_has_neither_mistakes_nor_doubts_and_its_case_comes_out() {
        let text = draft().toml().unwrap();
        let reading = Rules::read(&text, None).unwrap();
        assert_eq!(reading.all_doubts(), [], "{text}");
        let rules = reading.rules;
        assert_eq!(
            (rules.parts.len(), rules.gates.len(), rules.cases.len()),
            (6, 7, 1)
        );
        assert_eq!(rules.cases[0].misses(&rules).unwrap(), []);
        assert!(text.contains("total = \"103/3\""), "{text}");
        assert_eq!(rules.title, "某市\"履职\"考核办法");
    }

    #[test]
    fn each_part_alone_makes_a_rule_set() {
        for part in PartKind::ALL {
            let one = Draft {
                parts: vec![(part, None)],
                grades: Vec::new(),
                cap: None,
                gates: vec![(Need::Acts(part), p(2))],
                ..draft()
            };
            let text = one.toml().unwrap();
            assert_eq!(Rules::read(&text, None).unwrap().all_doubts(), [], "{text}");
            assert_eq!(PartKind::named(part.words().0), Some(part));
        }
    }

    #[test]
    fn answers_that_contradict_each_other_are_mistakes() {
        let high = Draft {
            grades: vec![("优秀".into(), Some(p(120)))],
            ..draft()
        };
        assert_eq!(high.toml().unwrap_err()[0].code, "grade_unreachable");
    }
}
