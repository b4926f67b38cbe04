//! Who a number or a name in a ledger means. Nobody is guessed: a name that fits two people is a
//! question with its candidates, and a name that fits nobody says who is near.

use crate::error::Result;
use crate::lang::Text;
use crate::model::member::Span;
use crate::model::near;
use crate::model::when::When;
use crate::store::Read;
use crate::text;
use std::collections::HashMap;

/// One member, as far as a ledger may name them.
#[derive(Debug, Clone)]
pub struct Person {
    /// The member's row.
    pub id: i64,
    no: String,
    name: String,
    sector: Option<String>,
    unit: Option<String>,
    sex: Option<crate::model::code::Sex>,
    tenure: Vec<Span>,
}

impl Person {
    fn words(&self) -> String {
        let rest = [self.sector.as_deref(), self.unit.as_deref()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("，");
        format!("{} {}（{rest}）", self.no, self.name)
    }

    /// Whether a remark behind the name is this person's: number, sector, sex, or part of the unit.
    fn fits(&self, remark: &str) -> bool {
        let sector = self.sector.as_deref().map(|s| s.trim_end_matches('界'));
        self.no == remark
            || sector == Some(remark.trim_end_matches('界'))
            || self
                .sex
                .is_some_and(|s| crate::model::code::Code::zh(s) == remark)
            || self
                .unit
                .as_deref()
                .is_some_and(|u| remark.chars().count() > 1 && u.contains(remark))
    }

    /// Whether a sector is said and is this person's; 界 at its end does not matter.
    fn is_of(&self, sector: Option<&str>) -> bool {
        let bare = |s: &str| s.trim_end_matches('界').to_owned();
        sector.is_some() && sector.map(bare) == self.sector.as_deref().map(bare)
    }

    fn serves(&self, on: When) -> bool {
        self.tenure.is_empty() || self.tenure.iter().any(|s| s.holds(on))
    }

    fn term(&self) -> String {
        let span = |s: &Span| {
            let side = |w: Option<When>| w.map(|w| w.to_string()).unwrap_or_default();
            format!("{}—{}", side(s.since), side(s.until))
        };
        self.tenure.iter().map(span).collect::<Vec<_>>().join("，")
    }
}

/// What of a row names a person.
#[derive(Debug, Clone, Copy, Default)]
pub struct Naming<'a> {
    /// 委员编号.
    pub no: Option<&'a str>,
    /// 姓名.
    pub name: Option<&'a str>,
    /// 界别, to tell two of one name apart.
    pub sector: Option<&'a str>,
    /// The day of the act: nobody acts outside their term.
    pub on: Option<When>,
}

/// Why a row names nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// A stable code.
    pub code: &'static str,
    /// Whether the number, rather than the name, is at fault.
    pub about_number: bool,
    /// Why.
    pub reason: Text,
    /// What helps.
    pub fix: Text,
}

fn trouble(code: &'static str, about_number: bool, reason: Text, fix: Text) -> Trouble {
    Trouble {
        code,
        about_number,
        reason,
        fix,
    }
}

/// A name that several members bear.
fn several(name: &str, many: &[&Person]) -> Trouble {
    let first = many.first().map(|p| p.no.as_str()).unwrap_or_default();
    let who: Vec<String> = many.iter().map(|p| p.words()).collect();
    let who = who.join("；");
    trouble(
        "ambiguous",
        false,
        text!(
            "「{name}」不止一人：{who}",
            "“{name}” fits more than one member: {who}"
        ),
        text!(
            "在台账里写委员编号，或在姓名后注明编号、界别：{name}（{first}）",
            "write the member's number in the ledger, or mark the name with number or sector: {name}（{first}）"
        ),
    )
}

/// Everyone that a ledger may name.
#[derive(Debug, Default)]
pub struct People {
    list: Vec<Person>,
    by_no: HashMap<String, usize>,
    by_name: HashMap<String, Vec<usize>>,
    /// What an answer to a question of an import means; nobody, where several have the same.
    answers: HashMap<String, Vec<usize>>,
}

impl People {
    /// Reads all members.
    ///
    /// # Errors
    /// The database's own failures.
    pub fn load(read: Read<'_>) -> Result<People> {
        let mut people = People::default();
        for m in read.members(&[])? {
            let at = people.list.len();
            people.by_no.insert(m.no.clone(), at);
            people.by_name.entry(m.name.clone()).or_default().push(at);
            for alias in &m.aliases {
                if alias.kind == "answer" {
                    let means = people.answers.entry(alias.name.clone()).or_default();
                    means.push(at);
                } else {
                    let fits = people.by_name.entry(alias.name.clone()).or_default();
                    if !fits.contains(&at) {
                        fits.push(at);
                    }
                }
            }
            people.list.push(Person {
                id: m.id,
                no: m.no,
                name: m.name,
                sector: m.sector,
                unit: m.unit,
                sex: m.sex,
                tenure: m.tenure,
            });
        }
        Ok(people)
    }

    /// The one person that a row names, in office on the day of the act.
    ///
    /// # Errors
    /// Why the row names nobody.
    pub fn find(&self, naming: Naming<'_>) -> Result<&Person, Trouble> {
        let person = match naming.no {
            Some(no) => self.numbered(no, naming.name)?,
            None => self.named(naming)?,
        };
        match naming.on {
            Some(on) if !person.serves(on) => {
                let (who, term) = (person.words(), person.term());
                Err(trouble(
                    "out_of_term",
                    naming.no.is_some(),
                    text!(
                        "{on} 不在 {who} 的任期内（{term}）",
                        "{on} is outside the term of {who} ({term})"
                    ),
                    text!(
                        "核对是否写错了人或日期；任期有误用 yishi member tenure 更正",
                        "check the person and the day; yishi member tenure corrects a term"
                    ),
                ))
            }
            _ => Ok(person),
        }
    }

    fn numbered(&self, no: &str, name: Option<&str>) -> Result<&Person, Trouble> {
        let Some(person) = self.by_no.get(no).map(|at| &self.list[*at]) else {
            return Err(self.no_such_number(no, name));
        };
        let Some(name) = name else {
            return Ok(person);
        };
        if name == person.name || self.bearers(name).iter().any(|p| p.no == person.no) {
            return Ok(person);
        }
        let who = person.words();
        Err(trouble(
            "name_mismatch",
            false,
            text!(
                "编号 {no} 是 {who}，不是「{name}」",
                "number {no} is {who}, not “{name}”"
            ),
            text!(
                "更正编号或姓名；是曾用名的话：yishi member alias {no} {name}",
                "correct one of them; if it is a former name: yishi member alias {no} {name}"
            ),
        ))
    }

    /// A number that nobody has, with who may be meant: those of the name, or the nearest number.
    fn no_such_number(&self, no: &str, name: Option<&str>) -> Trouble {
        let named: Vec<String> = name
            .map(|name| self.bearers(name))
            .unwrap_or_default()
            .iter()
            .map(|p| p.words())
            .collect();
        let near = || {
            let near = near::nearest(no, self.by_no.keys().map(String::as_str), 1);
            let at = near.first().and_then(|n| self.by_no.get(*n));
            at.map(|at| self.list[*at].words()).unwrap_or_default()
        };
        let hint = if named.is_empty() {
            near()
        } else {
            named.join("；")
        };
        let fix = if hint.is_empty() {
            text!(
                "先导入委员名册，或更正编号",
                "import the roster first, or correct the number"
            )
        } else {
            text!("是不是：{hint}", "did you mean: {hint}")
        };
        trouble(
            "unknown_member",
            true,
            text!("没有编号为 {no} 的委员", "there is no member number {no}"),
            fix,
        )
    }

    fn named(&self, naming: Naming<'_>) -> Result<&Person, Trouble> {
        let Some(name) = naming.name else {
            return Err(trouble(
                "name_blank",
                false,
                text!("没有写是谁", "nobody is named"),
                text!("填写委员编号或姓名", "fill in the member's number or name"),
            ));
        };
        match self.answers.get(name).map(Vec::as_slice) {
            Some([at]) => return Ok(&self.list[*at]),
            Some(many @ [_, ..]) => {
                let many: Vec<&Person> = many.iter().map(|at| &self.list[*at]).collect();
                return Err(several(name, &many));
            }
            _ => {}
        }
        if let Some((bare, remark)) = name.split_once(['（', '(']) {
            return self.remarked(name, bare, remark.trim_end_matches(['）', ')']));
        }
        let bearers = self.bearers(name);
        let same = bearers.iter().copied().filter(|p| p.is_of(naming.sector));
        match (bearers.as_slice(), same.collect::<Vec<_>>().as_slice()) {
            ([one], _) | (_, [one]) => Ok(one),
            ([], _) => Err(self.nobody(name)),
            (many, _) => Err(several(name, many)),
        }
    }

    fn bearers(&self, name: &str) -> Vec<&Person> {
        let places = self
            .by_name
            .get(name)
            .map(Vec::as_slice)
            .unwrap_or_default();
        places.iter().map(|at| &self.list[*at]).collect()
    }

    /// A name with a remark: of those who bear the name, the one whom the remark fits.
    fn remarked(&self, name: &str, bare: &str, remark: &str) -> Result<&Person, Trouble> {
        let bearers = self.bearers(bare);
        let fits: Vec<&Person> = bearers.iter().copied().filter(|p| p.fits(remark)).collect();
        match (fits.as_slice(), bearers.as_slice()) {
            ([one], _) => Ok(one),
            (_, []) => Err(self.nobody(bare)),
            (_, all) => {
                let who = all.iter().map(|p| p.words()).collect::<Vec<_>>().join("；");
                let first = &all[0].no;
                Err(trouble(
                    "ambiguous",
                    false,
                    text!(
                        "「{name}」括号里的话看不出指谁：{who}",
                        "the remark in “{name}” does not tell who is meant: {who}"
                    ),
                    text!(
                        "改写委员编号，或记住这种写法：yishi member alias {first} '{name}'",
                        "write the member's number, or remember the mark: yishi member alias {first} '{name}'"
                    ),
                ))
            }
        }
    }

    fn nobody(&self, name: &str) -> Trouble {
        let near = near::nearest(name, self.by_name.keys().map(String::as_str), 3);
        let near = near
            .iter()
            .flat_map(|n| &self.by_name[*n])
            .map(|at| self.list[*at].words())
            .collect::<Vec<_>>()
            .join("；");
        let fix = if near.is_empty() {
            text!(
                "先导入委员名册，或更正姓名",
                "import the roster first, or correct the name"
            )
        } else {
            text!(
                "是不是：{near}？是曾用名或别名的话用 yishi member alias 记住",
                "did you mean: {near}? yishi member alias remembers another name"
            )
        };
        trouble(
            "unknown_member",
            false,
            text!(
                "没有叫「{name}」的委员",
                "there is no member named “{name}”"
            ),
            fix,
        )
    }
}
