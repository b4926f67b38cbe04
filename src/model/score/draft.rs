//! A first rule set from a few answers, as commented TOML in the regulation's order: what a clerk
//! goes on from with the regulation beside it.

use super::known::Known;
use super::mistake::Mistake;
use super::points::Points;
use super::rules::Rules;
use crate::lang::Lang;
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
    /// The rule set with a first case, whose outcome the rules themselves give; what it explains
    /// is in the language, the clauses are in the office's words.
    ///
    /// # Errors
    /// The mistakes of answers that contradict each other.
    pub fn toml(&self, lang: Lang) -> Result<String, Vec<Mistake>> {
        let body = [self.head(lang), self.beside(lang), self.parts(lang)].concat();
        let with = |total: &str| format!("{body}{}", self.case(total, lang));
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

    fn head(&self, lang: Lang) -> String {
        let mut text = String::new();
        let (title, issued) = (quoted(&self.title), self.issued);
        let (from, to) = (&self.window.0, &self.window.1);
        let _ = writeln!(
            text,
            "# {}\n{}\ntitle = {title}\nissued = {issued}",
            self.title,
            lang.pick(
                "# 按条文的次序逐条改写：条文有的照改，没有的删去。改好先检查，再用例子试算：\n\
                 #   yishi score rules check 本文件\n#   yishi score rules test 本文件\n\n\
                 # 办法名称、印发日期",
                "# Go through it in the order of the regulation: change what it says, drop what it does not.\n\
                 # Then check it, and try it on the case at the end:\n\
                 #   yishi score rules check THIS_FILE\n#   yishi score rules test THIS_FILE\n\n\
                 # Name of the regulation, day of issue",
            )
        );
        if (from.as_str(), to.as_str()) != ("01-01", "12-31") {
            let _ = writeln!(
                text,
                "\n# {}\nwindow = {{ from = \"{from}\", to = \"{to}\" }}",
                lang.pick("考核年度的起止日", "first and last day of a year of duty")
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
                "\n# {}\ntotal = {{ {} }}",
                lang.pick(
                    "总分：start 基础分，cap 封顶，floor 保底",
                    "the whole: `start` before anything is counted, `cap` at most, `floor` at least"
                ),
                bounds.join(", ")
            );
        }
        text
    }

    fn beside(&self, lang: Lang) -> String {
        let mut text = String::new();
        if !self.grades.is_empty() {
            text.push_str(lang.pick(
                "\n# 等次，从高到低；不写 at_least 的给其余所有人。名额另写 quota = \"20%\"\n",
                "\n# Grades, best first; one without at_least is for all others. Only so many: quota = \"20%\"\n",
            ));
        }
        for (name, least) in &self.grades {
            let _ = writeln!(text, "[[grade]]\nname = {}", quoted(name));
            if let Some(least) = least {
                let _ = writeln!(text, "at_least = {}", number(*least));
            }
            text.push('\n');
        }
        if !self.gates.is_empty() {
            text.push_str(lang.pick(
                "# 条件：达不到的，最高评为 grade 所写的等次；没有等次的写 then = \"约谈\" 之类\n",
                "# Conditions: who fails one gets `grade` at best; without grades say what follows: then = \"约谈\"\n",
            ));
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

    fn parts(&self, lang: Lang) -> String {
        let mut text = String::new();
        for (part, cap) in &self.parts {
            let (code, title) = part.words();
            let _ = writeln!(
                text,
                "# {title}\n[[part]]\ncode = \"{code}\"\ntitle = \"{title}\"\n# article = \"{}\"",
                lang.pick("第几条", "the article, such as 第三条")
            );
            if let Some(cap) = cap {
                let _ = writeln!(text, "cap = {}", number(*cap));
            }
            text.push('\n');
            text.push_str(&self.items(*part, lang));
        }
        text
    }

    fn items(&self, part: PartKind, lang: Lang) -> String {
        let selected = self.selected(part);
        match part {
            PartKind::Meetings => {
                let one = |(kind, points): &(String, Points)| {
                    let (title, kind) = (quoted(&format!("出席{kind}")), quoted(kind));
                    let points = number(*points);
                    format!(
                        "[[part.item]]\ntitle = {title}\nfact = \"出席情况\"\nkind = {kind}\n\
                         # {}points = {{ by = \"状态\", \"出席\" = 5, \"请假\" = 3, \"缺席\" = 0 }}\n\
                         points = {points}\n\n",
                        lang.pick(
                            "请假、缺席也要计分的，改写 ",
                            "where leave and absence have points too: "
                        )
                    )
                };
                self.meetings.iter().map(one).collect()
            }
            PartKind::Proposals => format!(
                "[[part.item]]\ntitle = \"提交提案\"\nfact = \"提案\"\n\
                 # {}\n\
                 # share.\"联名\" = {{ first = \"1/2\", others = \"平分\" }}\npoints = 5\n\n\
                 [[part.item]]\ntitle = \"立案\"\nfact = \"提案\"\nmark = \"立案\"\npoints = 5\n\
                 # {}\nalso = true\n\n",
                lang.pick(
                    "联名的分法：第一提案人一半，其余的人平分另一半",
                    "joint proposals: half for the first, the others share the rest"
                ),
                lang.pick(
                    "在“提交提案”之外另加",
                    "besides the points for handing it in"
                ),
            ),
            PartKind::Opinions => format!(
                "[[part.item]]\ntitle = \"反映社情民意\"\nfact = \"社情民意\"\npoints = 5\n\n\
                 [[part.item]]\ntitle = \"采用，只计最高一级\"\nfact = \"采用\"\nbest_of = \"采用\"\n\
                 # {}points = {{ by = \"级别\", \"县\" = 2, \"市\" = 5, \"省\" = 10, \"全国\" = 20 }}\npoints = 5\n\n",
                lang.pick("按级别给分：", "points by level: "),
            ),
            PartKind::Speeches => format!(
                "[[part.item]]\ntitle = \"发言\"\n{selected}\npoints = {{ by = \"状态\", \"口头\" = 5, \"书面\" = 3 }}\n\n"
            ),
            PartKind::Activities | PartKind::Records => {
                let title = if part == PartKind::Records {
                    "其他履职"
                } else {
                    "参加活动"
                };
                format!("[[part.item]]\ntitle = \"{title}\"\n{selected}\npoints = 2\n\n")
            }
        }
    }

    fn case(&self, total: &str, lang: Lang) -> String {
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
            "# {}\n\
             [[case]]\ntitle = \"各做一件\"\nact = [\n{acts}]\ntotal = {total}\n",
            lang.pick(
                "例子：一名委员做了这些，应得 total 分。照条文手算几个，改动办法后再试算就知道变了什么",
                "A case: who did these acts gets `total`. Work some by hand from the regulation; they show what a change changes",
            )
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
        let text = draft().toml(Lang::Zh).unwrap();
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
            let text = one.toml(Lang::Zh).unwrap();
            assert_eq!(Rules::read(&text, None).unwrap().all_doubts(), [], "{text}");
            assert_eq!(PartKind::named(part.words().0), Some(part));
        }
    }

    #[test]
    fn an_english_draft_explains_itself_in_english_and_gives_the_same_rules() {
        let (zh, en) = (
            draft().toml(Lang::Zh).unwrap(),
            draft().toml(Lang::En).unwrap(),
        );
        let bare = |text: &str| -> Vec<String> {
            let lines = text.lines().map(str::trim);
            let kept = lines.filter(|l| !l.is_empty() && !l.starts_with('#'));
            kept.map(str::to_owned).collect()
        };
        assert_eq!(bare(&zh), bare(&en));
        assert!(en.contains("# Grades, best first"), "{en}");
        assert!(!en.contains("逐条改写") && !en.contains("另加"), "{en}");
    }

    #[test]
    fn answers_that_contradict_each_other_are_mistakes() {
        let high = Draft {
            grades: vec![("优秀".into(), Some(p(120)))],
            ..draft()
        };
        assert_eq!(
            high.toml(Lang::Zh).unwrap_err()[0].code,
            "grade_unreachable"
        );
    }
}
