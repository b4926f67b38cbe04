//! `member dossier`: the duty dossiers 委员履职档案 of a year, as papers.

use crate::cli::app::App;
use crate::cli::paper::{self, Sheet, ToMembers};
use crate::cli::score::Figures;
use crate::error::{Error, Result};
use crate::model::appraisal::book::Report;
use crate::model::code::Code;
use crate::model::fact::{FactKind, Symbols};
use crate::model::filter;
use crate::model::member::Member;
use crate::model::paper::Paper;
use crate::model::score::Window;
use crate::model::score::rules::Whose;
use crate::model::when::When;
use crate::out::member as view;
use crate::out::paper::dossier::{Scored, facts};
use crate::store::Read;
use crate::text;
use chrono::{Datelike, NaiveDate};
use clap::Args;
use std::collections::HashSet;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Dossier {
    /// Members: number, name, other name or pinyin initials
    #[arg(value_name = "MEMBER", required_unless_present_any = ["all", "where"], conflicts_with_all = ["all", "where"])]
    members: Vec<String>,
    /// One for everybody who was in office in the year
    #[arg(long)]
    all: bool,
    /// For those who fit: sector=教育界, or words
    #[arg(long = "where", value_name = "TERMS", conflicts_with = "all")]
    r#where: Vec<String>,
    /// The year (else the office's)
    #[arg(long)]
    year: Option<i32>,
    /// Write telephone numbers in full
    #[arg(long)]
    reveal: bool,
    /// The file, or the folder where there are several; - for standard output
    #[arg(short, long, value_name = "OUT.docx|FOLDER")]
    output: Option<PathBuf>,
    /// As plain text, on standard output unless -o says otherwise
    #[arg(long)]
    text: bool,
}

/// What all dossiers of a year share.
struct Shared {
    year: i32,
    window: Window,
    figures: Option<Figures>,
    today: NaiveDate,
    office: String,
    session: String,
}

pub(super) fn run(app: &mut App, args: &Dossier) -> Result<u8> {
    let store = app.open()?;
    let today = app.today;
    let (template, sheets, told) = store.at_once(|read| {
        let template = paper::template(read, Paper::Dossier)?;
        let year = Shared::read(read, args.year, today)?;
        let members = members(read, args, &year)?;
        let sheets = members.into_iter().map(|m| year.sheet(read, m, args));
        let sheets = sheets.collect::<Result<Vec<Sheet>>>()?;
        Ok((template, sheets, year.figures.map(|f| f.told())))
    })?;
    if let Some(told) = told {
        app.printer.remark(&told)?;
    }
    let to = ToMembers {
        members: &args.members,
        output: args.output.as_deref(),
        text: args.text,
    };
    paper::issue_to_members(app, &template, Paper::Dossier, &sheets, &to)
}

impl Shared {
    fn read(read: Read<'_>, asked: Option<i32>, today: NaiveDate) -> Result<Shared> {
        let year = match asked {
            Some(year) => year,
            None => read.year()?.unwrap_or_else(|| today.year()),
        };
        let (from, to) = super::days(year)?;
        let adopted = read.adopted(year, Whose::Member)?.is_some();
        let figures = adopted
            .then(|| Figures::of_members(read, year, today))
            .transpose()?;
        let window = figures
            .as_ref()
            .map_or(Window { from, to }, Figures::window);
        Ok(Shared {
            year,
            window,
            figures,
            today,
            office: read.setting("office")?.unwrap_or_default(),
            session: read.session()?.map(|s| s.to_string()).unwrap_or_default(),
        })
    }

    fn sheet(&self, read: Read<'_>, member: Member, args: &Dossier) -> Result<Sheet> {
        let id = member.id;
        let (from, to) = (self.window.from, self.window.to);
        let counted = self.counted(read, id)?;
        let held = |what, row| counted.contains(&(what, row));
        let mut dossier = view::Dossier {
            attendance: read.attendance_of(&member, from, to.min(self.today).max(from))?,
            proposals: read.proposals_of(id)?,
            opinions: read.opinions_of(id)?,
            records: read.records_of(id)?,
            reports: self.reports(read, id)?,
            member,
            year: self.year,
            today: self.today,
            phones: view::Phones::from(args.reveal),
        };
        dossier.proposals.retain(|p| held(FactKind::Proposal, p.id));
        dossier.opinions.retain(|o| held(FactKind::Opinion, o.id));
        dossier.records.retain(|r| held(FactKind::Record, r.id));
        let of = (self.office.as_str(), self.session.as_str());
        let m = &dossier.member;
        let scored = self.figures.as_ref().map(|f| {
            let (rules, score, ranked) = f.of(&m.no);
            Scored {
                rules,
                score,
                ranked,
            }
        });
        Ok(Sheet {
            stem: format!("{}-{}-{}-{}", Paper::Dossier.zh(), self.year, m.no, m.name),
            unit: None,
            proposals: Vec::new(),
            member: Some((m.no.clone(), m.name.clone())),
            facts: facts(&dossier, of, self.window, scored),
        })
    }

    /// The reports on duty of the year: those given in its days, and those that it asks for.
    fn reports(&self, read: Read<'_>, member: i64) -> Result<Vec<Report>> {
        let mut reports = read.reports_of(member)?;
        reports.retain(|r| match r.held_on {
            Some(on) => self.window.holds(on),
            None => r.year == self.year,
        });
        Ok(reports)
    }

    /// What of a member's lies in the days of the year, as scores count it.
    fn counted(&self, read: Read<'_>, member: i64) -> Result<HashSet<(FactKind, i64)>> {
        let found = read.facts_of(member, &mut Symbols::default())?;
        let facts = found.map(|(_, facts)| facts).unwrap_or_default();
        let facts = facts.iter().filter(|f| self.window.holds(f.on));
        Ok(facts.map(|f| (f.what, f.row)).collect())
    }
}

/// Those who get a dossier, in the order of the roster.
fn members(read: Read<'_>, args: &Dossier, year: &Shared) -> Result<Vec<Member>> {
    let mut found = Vec::new();
    if args.members.is_empty() {
        let typed: Vec<&String> = args.r#where.iter().collect();
        found = read.members(&filter::parse(&typed))?;
        if args.all {
            let span = |m: &Member| {
                let (from, to) = (When::from(year.window.from), When::from(year.window.to));
                m.tenure.is_empty()
                    || m.tenure.iter().any(|s| {
                        s.since.is_none_or(|s| s.first_day() <= to.last_day())
                            && s.until.is_none_or(|u| from.first_day() <= u.last_day())
                    })
            };
            found.retain(span);
        }
    }
    let mut known = HashSet::new();
    for name in &args.members {
        let id = read.find_member(name)?;
        if known.insert(id) {
            found.extend(read.member(id)?);
        }
    }
    if found.is_empty() {
        return Err(
            Error::refused("not_found", text!("没有符合条件的委员", "no member fits")).hint(text!(
                "看都有谁：yishi member list",
                "see who there is: yishi member list"
            )),
        );
    }
    Ok(found)
}
