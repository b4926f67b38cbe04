//! `appraisal ballot`: the count of ballots, typed or from a spreadsheet.

use super::choose::chosen;
use crate::cli::app::{App, Writing, usage};
use crate::cli::import::inputs;
use crate::cli::quoted;
use crate::cli::typed::when;
use crate::error::{Error, Result};
use crate::ledger::{BallotRow, read_ballots};
use crate::model::appraisal::book::{Appraisal, Appraised};
use crate::model::appraisal::{Ballot, Void};
use crate::model::when::When;
use crate::out::appraisal as view;
use crate::store::{Read, Tx};
use crate::text;
use clap::Args;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// One option with its votes.
type Vote = (String, u64);

fn vote(word: &str) -> Result<Vote> {
    let read = word.split_once(['=', '＝']).and_then(|(choice, n)| {
        let n = n.trim().trim_end_matches('票').trim().parse().ok()?;
        Some((choice.trim().to_owned(), n))
    });
    read.ok_or_else(|| {
        usage(text!("「{word}」不是得票", "“{word}” is no vote"))
            .hint(text!("写作 --vote 满意=40", "write --vote 满意=40"))
    })
}

#[derive(Debug, Args)]
#[command(
    after_help = "yishi appraisal ballot 2026-1 县教育局 --entitled 60 --issued 50 --returned 48 --valid 47 --vote 满意=40 --vote 基本满意=5 --vote 不满意=2
yishi appraisal ballot 2026-1 --group 第一组 --issued 50 --returned 48 --valid 47
yishi appraisal ballot 2026-1 --file 计票.xlsx"
)]
pub struct BallotArgs {
    /// Number of the appraisal
    #[arg(value_name = "NO")]
    appraisal: String,
    /// Whom: number or name
    #[arg(value_name = "SUBJECT", conflicts_with_all = ["group", "file"])]
    subject: Option<String>,
    /// All to whom a group goes: the sheets of its ballots
    #[arg(long, value_name = "NAME", conflicts_with_all = ["file", "votes"])]
    group: Option<String>,
    /// A spreadsheet of tallies, or of ballots one a row
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    #[command(flatten)]
    sheets: Sheets,
    /// Votes of an option, such as 满意=40
    #[arg(long = "vote", value_name = "OPTION=N", value_parser = vote)]
    votes: Vec<Vote>,
    /// The criterion of these votes
    #[arg(long, value_name = "NAME", requires = "votes")]
    criterion: Option<String>,
    /// When it was held (else as it stands)
    #[arg(long, value_name = "DAY", value_parser = when)]
    on: Option<When>,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Clone, Default, Args)]
pub struct Sheets {
    /// How many were entitled to take part
    #[arg(long, value_name = "N")]
    entitled: Option<u64>,
    /// Sheets handed out
    #[arg(long, value_name = "N")]
    issued: Option<u64>,
    /// Sheets that came back
    #[arg(long, value_name = "N")]
    returned: Option<u64>,
    /// Valid sheets
    #[arg(long, value_name = "N")]
    valid: Option<u64>,
}

impl Sheets {
    /// The numbers of a ballot: as said, else as they stand.
    fn over(&self, stands: Option<&Ballot>) -> Result<Ballot> {
        let number = |said: Option<u64>, stood: fn(&Ballot) -> u64, option: &str| {
            said.or(stands.map(stood)).ok_or_else(|| {
                usage(text!("缺少 {option}", "{option} is missing")).hint(text!(
                    "票数要写全：--issued 发出 --returned 收回 --valid 有效",
                    "give all three: --issued N --returned N --valid N"
                ))
            })
        };
        Ok(Ballot {
            entitled: self.entitled.or(stands.and_then(|b| b.entitled)),
            issued: number(self.issued, |b| b.issued, "--issued")?,
            returned: number(self.returned, |b| b.returned, "--returned")?,
            valid: number(self.valid, |b| b.valid, "--valid")?,
            votes: stands.map(|b| b.votes.clone()).unwrap_or_default(),
        })
    }
}

/// What was counted: the appraisal, and whose ballots.
struct Done {
    appraisal: Appraisal,
    names: Vec<String>,
    void: Vec<(String, Void)>,
}

pub fn run(app: &mut App, args: &BallotArgs) -> Result<u8> {
    let file = match &args.file {
        Some(path) => inputs(std::slice::from_ref(path))?.pop(),
        None => None,
    };
    if args.subject.is_none() && args.group.is_none() && file.is_none() {
        return Err(
            usage(text!("没有说明是谁的票", "it is not said whose ballots")).hint(text!(
                "写对象，或 --group 组名，或 --file 计票表",
                "name the subject, or give --group, or --file"
            )),
        );
    }
    let today = When::from(app.today);
    let (mut void, mut stands) = (Vec::new(), None);
    let work = |tx: &mut Tx<'_>| {
        let appraisal = tx.read().find_appraisal(&args.appraisal)?;
        let counted = match &file {
            Some(file) => {
                let rows = read_ballots(file, &appraisal.scheme)?;
                from_rows(tx.read(), &appraisal, &rows, &args.sheets)?
            }
            None => typed(tx.read(), &appraisal, args)?,
        };
        let mut done = Done {
            names: Vec::new(),
            void: Vec::new(),
            appraisal,
        };
        for (at, ballot) in counted {
            let one = &done.appraisal.subjects[at];
            let on = args.on.or(one.held_on).unwrap_or(today);
            tx.count_ballot(&done.appraisal.scheme, one, &ballot, Some(on))?;
            done.names.push(one.who.name.clone());
            let name = one.who.name.clone();
            let scheme = &done.appraisal.scheme;
            done.void.extend(scheme.void(&ballot).map(|v| (name, v)));
        }
        void.clone_from(&done.void);
        let now = tx.read().find_appraisal(&done.appraisal.no)?;
        stands = now.differs().then(|| view::differing(&now));
        Ok(done)
    };
    let code = app.change(
        &args.writing,
        work,
        |done| view::counted(&done.appraisal, &done.names),
        |_, done| {
            vec![format!(
                "yishi appraisal rank {}",
                quoted(&done.appraisal.no)
            )]
        },
    )?;
    for (name, void) in &void {
        app.printer.warn(&view::void(name, void))?;
    }
    if let Some(stands) = &stands {
        app.printer.remark(stands)?;
    }
    Ok(code)
}

/// What options say: of one with votes, or of all of a group.
fn typed(read: Read<'_>, a: &Appraisal, args: &BallotArgs) -> Result<Vec<(usize, Ballot)>> {
    let at = |one: &Appraised| a.subjects.iter().position(|s| s.id == one.id);
    let whose: Vec<usize> = match (&args.subject, &args.group) {
        (Some(word), _) => at(chosen(read, a, word)?).into_iter().collect(),
        (None, group) => {
            let of = |s: &Appraised| s.group == *group;
            (0..a.subjects.len())
                .filter(|i| of(&a.subjects[*i]))
                .collect()
        }
    };
    if whose.is_empty() {
        let no = &a.no;
        return Err(Error::refused(
            "not_found",
            text!("没有分给这个组的对象", "nobody is given to that group"),
        )
        .hint(text!(
            "看分组：yishi appraisal show {no}",
            "see the groups: yishi appraisal show {no}"
        )));
    }
    let mut counted = Vec::new();
    for at in whose {
        let mut ballot = args.sheets.over(a.subjects[at].ballot.as_ref())?;
        if !args.votes.is_empty() {
            let criterion = args.criterion.as_deref().unwrap_or_default();
            ballot.revote(&a.scheme, criterion, &named(&args.votes)?);
        }
        counted.push((at, ballot));
    }
    Ok(counted)
}

/// The votes of each option; none is named twice.
fn named(votes: &[Vote]) -> Result<BTreeMap<String, u64>> {
    let mut named = BTreeMap::new();
    for (choice, n) in votes {
        if named.insert(choice.clone(), *n).is_some() {
            return Err(usage(text!(
                "选项「{choice}」写了两次",
                "“{choice}” is named twice"
            ))
            .hint(text!(
                "每个选项只写一次 --vote",
                "give --vote once for each option"
            )));
        }
    }
    Ok(named)
}

/// What a spreadsheet says: the rows of one subject together are its count on the criteria that
/// they name, in place of an earlier one. Numbers of sheets that it does not have are those of the options.
fn from_rows(
    read: Read<'_>,
    a: &Appraisal,
    rows: &[BallotRow],
    sheets: &Sheets,
) -> Result<Vec<(usize, Ballot)>> {
    let mut of: BTreeMap<usize, Vec<&BallotRow>> = BTreeMap::new();
    for row in rows {
        let line = row.line;
        let one = whose(read, a, row).map_err(|e| at_line(e, line))?;
        let at = a.subjects.iter().position(|s| s.id == one.id);
        of.entry(at.unwrap_or_default()).or_default().push(row);
    }
    let mut counted = Vec::new();
    for (at, rows) in of {
        let first = |pick: fn(&BallotRow) -> Option<u64>| rows.iter().find_map(|r| pick(r));
        let single = rows.iter().all(|r| r.single);
        let stands = a.subjects[at].ballot.as_ref();
        let own = Sheets {
            entitled: first(|r| r.entitled).or(sheets.entitled),
            issued: first(|r| r.issued).or(sheets.issued),
            returned: first(|r| r.returned).or(sheets.returned),
            valid: first(|r| r.valid)
                .or(sheets.valid)
                .or(single.then_some(rows.len() as u64)),
        };
        let line = rows.first().map_or(0, |r| r.line);
        let mut ballot = own.over(stands).map_err(|e| at_line(e, line))?;
        for (criterion, ..) in rows.iter().flat_map(|r| &r.votes) {
            ballot.votes.remove(criterion);
        }
        for (criterion, choice, n) in rows.iter().flat_map(|r| &r.votes) {
            let votes = ballot.votes.entry(criterion.clone()).or_default();
            *votes.entry(choice.clone()).or_default() += n;
        }
        counted.push((at, ballot));
    }
    Ok(counted)
}

/// Whom a row is about: by the number where it has one, and the name has to be that one's.
fn whose<'a>(read: Read<'_>, a: &'a Appraisal, row: &BallotRow) -> Result<&'a Appraised> {
    let Some(no) = &row.no else {
        return chosen(read, a, &row.who);
    };
    let one = chosen(read, a, no)?;
    let (name, said) = (&one.who.name, &row.who);
    if said.is_empty()
        || said == name
        || read
            .find_subject(a.scheme.subject, said)
            .is_ok_and(|w| w.id == one.who.id)
    {
        return Ok(one);
    }
    Err(Error::refused(
        "no_disagrees",
        text!(
            "编号 {no} 是 {name}，表里写的是 {said}",
            "the number {no} is {name}'s, and the row says {said}"
        ),
    )
    .hint(text!(
        "核对编号和名称两栏",
        "check the columns of number and name"
    )))
}

fn at_line(mut error: Error, line: u32) -> Error {
    let (zh, en) = (&error.message.zh, &error.message.en);
    error.message = text!("第 {line} 行：{zh}", "line {line}: {en}");
    error
}
