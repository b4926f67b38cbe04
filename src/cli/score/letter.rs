//! `score letter`: the letters of result 考核结果通知书.

use super::compare::made;
use super::consequence::gone;
use super::dossier::sectors;
use super::publish::{days_told, rules_of, stood};
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
        let mut figures = figures(read, &args.basis, today)?;
        let left = left_out(read, args, &mut figures, today)?;
        let sheets = sheets(read, args, &figures, today)?;
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

impl Figures {
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
                let (edition, on) = (held.edition, held.published_on);
                text!(
                    "按 {on} 公布的第 {edition} 版出具",
                    "as published on {on} (edition {edition})"
                )
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
    figures: &Figures,
    today: NaiveDate,
) -> Result<Vec<Sheet>> {
    let wanted = wanted(read, args, figures)?;
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
    let fits = |s: &&Score| match &wanted {
        Some(wanted) => wanted.contains(&s.no),
        None => s.in_office,
    };
    let sheets: Vec<Sheet> = figures.scores.iter().filter(fits).map(sheet).collect();
    if sheets.is_empty() || args.members.len() > sheets.len() {
        return Err(nobody(figures.year));
    }
    Ok(sheets)
}

/// Takes the dead out of the figures, and where everybody gets a letter those who left too; says who.
fn left_out(
    read: Read<'_>,
    args: &Letter,
    figures: &mut Figures,
    today: NaiveDate,
) -> Result<Option<Text>> {
    if figures.rules.subject != Whose::Member {
        return Ok(None);
    }
    let gone = gone(read, today)?;
    let members = read.members(&[])?.into_iter();
    let gone: HashMap<String, Stance> = members
        .filter_map(|m| Some((m.no, *gone.get(&m.id)?)))
        .collect();
    let skipped = |s: &Score| match gone.get(&s.no) {
        Some(Stance::Deceased) => Some("已去世"),
        Some(_) if args.all => Some("已离任"),
        _ => None,
    };
    let mut names = Vec::new();
    for score in figures.scores.iter().filter(|s| s.in_office) {
        names.extend(skipped(score).map(|why| format!("{}（{why}）", score.name)));
    }
    figures.scores.retain(|s| skipped(s).is_none());
    let Text { zh, en } = Text::listed(&names);
    Ok((args.all && !names.is_empty()).then(|| {
        text!(
            "没有出通知书：{zh}；离任的确需出，写姓名",
            "no letter for: {en}; name those who left where one is wanted"
        )
    }))
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

fn nobody(year: i32) -> Error {
    Error::refused(
        "not_found",
        text!(
            "{year} 年度的得分里没有要出通知书的人",
            "the scores of {year} have nobody of those who should get a letter"
        ),
    )
    .hint(text!(
        "看都有谁：yishi score run --year {year}",
        "see who there is: yishi score run --year {year}"
    ))
}
