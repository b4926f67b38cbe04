//! `score letter`: the letters of result 考核结果通知书.

use super::changes::{days_told, stood};
use super::compare::made;
use super::consequence::gone;
use super::dossier::sectors;
use super::publish::rules_of;
use super::{Basis, year};
use crate::cli::app::{App, usage};
use crate::cli::paper::{self, Sheet, ToMembers};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::code::Code;
use crate::model::filter;
use crate::model::paper::Paper;
use crate::model::score::contest::Contest;
use crate::model::score::publication::Publication;
use crate::model::score::rules::Whose;
use crate::model::score::{Rules, Score, Window};
use crate::out::paper::{Outcome, result};
use crate::out::score::consequence::Stance;
use crate::store::Read;
use crate::text;
use chrono::NaiveDate;
use clap::Args;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Letter {
    /// Members: number, name, other name or pinyin initials
    #[arg(value_name = "MEMBER", required_unless_present_any = ["all", "where"], conflicts_with_all = ["all", "where"])]
    members: Vec<String>,
    /// One for everybody who was in office in the year
    #[arg(long)]
    all: bool,
    /// For those who fit: sector=教育界, or words
    #[arg(long = "where", value_name = "TERMS", conflicts_with = "all")]
    r#where: Vec<String>,
    /// Tell the rank
    #[arg(long)]
    rank: bool,
    /// The file, or the folder where there are several; - for standard output
    #[arg(short, long, value_name = "OUT.docx|FOLDER")]
    output: Option<PathBuf>,
    /// As plain text, on standard output unless -o says otherwise
    #[arg(long)]
    text: bool,
    #[command(flatten)]
    basis: Basis,
}

/// The figures that letters tell: the published ones where there are any.
pub struct Figures {
    rules: Rules,
    scores: Vec<Score>,
    contest: Option<Contest>,
    held: Option<Publication>,
    year: i32,
    window: Window,
}

pub fn run(app: &mut App, args: &Letter) -> Result<u8> {
    let store = app.open()?;
    let today = app.today;
    let (template, sheets, told, left) = store.at_once(|read| {
        let template = paper::template(read, Paper::Result)?;
        let mut figures = figures(read, &args.basis, today).map_err(with_file)?;
        figures.name(read)?;
        let wanted = wanted(read, args, &figures)?;
        let left = left_out(read, wanted.as_ref(), &mut figures, today)?;
        let sheets = sheets(read, args, (&figures, wanted.as_ref(), &left), today)?;
        let left = (args.all && !left.is_empty()).then(|| without(&left));
        Ok((template, sheets, figures.told(), left))
    })?;
    app.printer.remark(&told)?;
    if let Some(left) = left {
        app.printer.remark(&left)?;
    }
    let to = ToMembers {
        members: &args.members,
        output: args.output.as_deref(),
        text: args.text,
    };
    paper::issue_to_members(app, &template, Paper::Result, &sheets, &to)
}

fn figures(read: Read<'_>, basis: &Basis, today: NaiveDate) -> Result<Figures> {
    let year = year(read, basis.year)?;
    let whose = super::subject::subject(read, year, basis.subject)?;
    let held = read
        .published_as_of(year, whose, basis.as_of)?
        .filter(|_| basis.rules.is_none());
    let Some(held) = held else {
        let (chosen, made) = made(read, basis, today)?;
        return Ok(Figures {
            rules: made.rules,
            scores: made.scores,
            contest: chosen.contest,
            held: None,
            year,
            window: chosen.window,
        });
    };
    let rules = rules_of(&held)?;
    let window = days_told(&held, &rules);
    let scores = stood(read, &held)?.0;
    Ok(Figures {
        contest: Contest::of_scores(&rules, &scores),
        scores,
        rules,
        year,
        window,
        held: Some(held),
    })
}

/// Rules that are not adopted can be named too.
fn with_file(error: Error) -> Error {
    if error.code != "no_rules" {
        return error;
    }
    error.hint(text!(
        "按没有采用的办法出具：加 --rules 办法.toml",
        "for letters under rules that are not adopted: --rules FILE.toml"
    ))
}

impl Figures {
    /// Takes the names that the members have now: a name corrected since is right in the letter.
    fn name(&mut self, read: Read<'_>) -> Result<()> {
        if self.rules.subject != Whose::Member {
            return Ok(());
        }
        let members = read.members(&[])?.into_iter();
        let names: HashMap<String, String> = members.map(|m| (m.no, m.name)).collect();
        for score in &mut self.scores {
            if let Some(name) = names.get(&score.no) {
                score.name.clone_from(name);
            }
        }
        Ok(())
    }

    /// The figures of the members under the rules adopted for a year.
    ///
    /// # Errors
    /// `no_rules`; what the rules of the year refuse; the database's own failures.
    pub fn of_members(read: Read<'_>, year: i32, today: NaiveDate) -> Result<Figures> {
        let basis = Basis {
            year: Some(year),
            subject: Some(Whose::Member),
            ..Basis::default()
        };
        figures(read, &basis, today)
    }

    /// The days that count.
    pub fn window(&self) -> Window {
        self.window
    }

    /// The rules, the score of who has a number, and how many are ranked.
    pub fn of(&self, no: &str) -> (&Rules, Option<&Score>, usize) {
        let score = self.scores.iter().find(|s| s.no == no);
        let ranked = self.scores.iter().filter(|s| s.rank.is_some()).count();
        (&self.rules, score, ranked)
    }

    /// On which figures the papers rest.
    pub fn told(&self) -> Text {
        let year = self.year;
        match &self.held {
            Some(held) => {
                let (Text { zh, en }, on) = (held.called(), held.published_on);
                text!("按 {on} 公布的{zh}出具", "as published on {on} ({en})")
            }
            None => text!(
                "注意：{year} 年度还没有公布，按现在的数据出具；公布：yishi score publish --year {year}",
                "warning: {year} is not published; the letters tell the figures of now; publish them: yishi score publish --year {year}"
            ),
        }
    }
}

fn sheets(
    read: Read<'_>,
    args: &Letter,
    (figures, wanted, left): (&Figures, Option<&HashSet<String>>, &[Left]),
    today: NaiveDate,
) -> Result<Vec<Sheet>> {
    let (office, session) = (
        read.setting("office")?.unwrap_or_default(),
        read.session()?.map(|s| s.to_string()).unwrap_or_default(),
    );
    let sectors = sectors(read, figures.window)?;
    let ranked = figures.scores.iter().filter(|s| s.rank.is_some()).count();
    let contest = figures.contest.as_ref();
    let losses = contest.map(|c| c.losses(&figures.rules));
    let losses = losses.unwrap_or_default();
    let sheet = |score: &Score| Sheet {
        stem: if score.no == score.name {
            format!("{}-{}", Paper::Result.zh(), score.name)
        } else {
            format!("{}-{}-{}", Paper::Result.zh(), score.no, score.name)
        },
        unit: None,
        proposals: Vec::new(),
        member: Some((score.no.clone(), score.name.clone())),
        facts: result(&Outcome {
            office: &office,
            session: &session,
            today,
            year: figures.year,
            window: figures.window,
            rules: &figures.rules,
            published: figures.held.as_ref(),
            score,
            sector: sectors.get(&score.no).map(String::as_str),
            ranked: args.rank.then_some(ranked),
            dropped: losses.get(score.no.as_str()),
        }),
    };
    let fits = |s: &&Score| wanted.is_none_or(|wanted| wanted.contains(&s.no));
    let sheets: Vec<Sheet> = figures.scores.iter().filter(fits).map(sheet).collect();
    if sheets.is_empty() || args.members.len() > sheets.len() {
        return Err(nobody(figures.year, left));
    }
    Ok(sheets)
}

/// Who gets no letter, and why.
struct Left {
    name: String,
    why: Text,
    /// Whether the member was in office in the year: of the others nobody asks.
    served: bool,
}

/// Takes out of the figures who was not in office in the year and the dead, and where everybody gets
/// a letter those who left too; says who of those wanted they are.
fn left_out(
    read: Read<'_>,
    wanted: Option<&HashSet<String>>,
    figures: &mut Figures,
    today: NaiveDate,
) -> Result<Vec<Left>> {
    let mut stances: HashMap<String, Stance> = HashMap::new();
    if figures.rules.subject == Whose::Member {
        let gone = gone(read, today)?;
        let members = read.members(&[])?.into_iter();
        stances.extend(members.filter_map(|m| Some((m.no, *gone.get(&m.id)?))));
    }
    let why = |s: &Score| match stances.get(&s.no) {
        Some(Stance::Deceased) => Some(text!("已去世", "deceased")),
        _ if !s.in_office => Some(text!("本年度内不在任", "not in office in the year")),
        Some(_) if wanted.is_none() => Some(text!("已离任", "left")),
        _ => None,
    };
    let mut left = Vec::new();
    for score in &figures.scores {
        if let Some(why) = why(score)
            && wanted.is_none_or(|w| w.contains(&score.no))
        {
            left.push(Left {
                name: score.name.clone(),
                why,
                served: score.in_office,
            });
        }
    }
    figures.scores.retain(|s| why(s).is_none());
    Ok(left)
}

fn listed<'l>(left: impl Iterator<Item = &'l Left>) -> (String, String) {
    let both = left.map(|l| {
        let (name, Text { zh, en }) = (&l.name, &l.why);
        (format!("{name}（{zh}）"), format!("{name} ({en})"))
    });
    let (zh, en): (Vec<_>, Vec<_>) = both.unzip();
    (zh.join("、"), en.join(", "))
}

/// For whom no letter is written.
fn without(left: &[Left]) -> Text {
    let (zh, en) = listed(left.iter().filter(|l| l.served));
    let strangers = left.iter().filter(|l| !l.served).count();
    match (zh.is_empty(), strangers) {
        (false, 0) => text!(
            "没有出通知书：{zh}；离任的确需出，写姓名",
            "no letter for: {en}; name those who left where one is wanted"
        ),
        (false, n) => text!(
            "没有出通知书：{zh}；离任的确需出，写姓名；另有 {n} 名本年度内不在任",
            "no letter for: {en}; name those who left where one is wanted; {n} more were not in office in the year"
        ),
        (true, n) => text!(
            "没有出通知书：{n} 名本年度内不在任",
            "no letter for {n} who were not in office in the year"
        ),
    }
}

/// The numbers of those who get a letter; `None` for all in office.
fn wanted(read: Read<'_>, args: &Letter, figures: &Figures) -> Result<Option<HashSet<String>>> {
    if args.all {
        return Ok(None);
    }
    if figures.rules.subject != Whose::Member {
        if !args.r#where.is_empty() {
            return Err(usage(text!(
                "这份办法考核的不是委员，不能用 --where 选",
                "these rules do not score members: --where does not choose among them"
            ))
            .hint(text!("写名称，或用 --all", "name them, or take --all")));
        }
        return Ok(Some(args.members.iter().cloned().collect()));
    }
    let mut wanted = HashSet::new();
    for name in &args.members {
        let id = read.find_member(name)?;
        wanted.extend(read.member(id)?.map(|m| m.no));
    }
    if !args.r#where.is_empty() {
        let typed: Vec<&String> = args.r#where.iter().collect();
        let found = read.members_on(&filter::parse(&typed), figures.window.to)?;
        wanted.extend(found.into_iter().map(|m| m.no));
    }
    Ok(Some(wanted))
}

fn nobody(year: i32, left: &[Left]) -> Error {
    let error = if left.is_empty() {
        Error::refused(
            "not_found",
            text!(
                "{year} 年度的得分里没有要出通知书的人",
                "the scores of {year} have nobody of those who should get a letter"
            ),
        )
    } else {
        let (zh, en) = listed(left.iter());
        Error::refused(
            "no_letter",
            text!(
                "{year} 年度不出通知书：{zh}",
                "no letter of result of {year} for: {en}"
            ),
        )
    };
    error.hint(text!(
        "看都有谁：yishi score run --year {year}",
        "see who there is: yishi score run --year {year}"
    ))
}
