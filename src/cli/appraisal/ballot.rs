//! `appraisal ballot`: the count of ballots, typed or from a spreadsheet.

use super::choose::chosen;
use super::{in_its_time, tally};
use crate::cli::app::{App, Writing, usage};
use crate::cli::import::inputs;
use crate::cli::quoted;
use crate::cli::typed::when;
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::ledger::{Input, read_ballots};
use crate::model::appraisal::book::{Appraisal, Appraised, Tally};
use crate::model::appraisal::{Ballot, Scheme, Void};
use crate::model::when::When;
use crate::out::appraisal as view;
use crate::store::{Read, Tx};
use crate::text;
use clap::Args;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

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

/// A number of sheets or people.
fn sheets(word: &str) -> Result<u64> {
    let plain = word.trim().trim_end_matches(['票', '张', '人']).trim();
    plain.parse().map_err(|_| {
        usage(text!("「{word}」不是票数", "“{word}” is no count")).hint(text!(
            "写不小于 0 的整数，如 50",
            "write a whole number from 0 on, such as 50"
        ))
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
    #[arg(long, value_name = "N", value_parser = sheets, allow_negative_numbers = true)]
    pub(super) entitled: Option<u64>,
    /// Sheets handed out
    #[arg(long, value_name = "N", value_parser = sheets, allow_negative_numbers = true)]
    pub(super) issued: Option<u64>,
    /// Sheets that came back
    #[arg(long, value_name = "N", value_parser = sheets, allow_negative_numbers = true)]
    pub(super) returned: Option<u64>,
    /// Valid sheets
    #[arg(long, value_name = "N", value_parser = sheets, allow_negative_numbers = true)]
    pub(super) valid: Option<u64>,
}

/// What stands of someone's ballots. A void vote is voted again: only how many were entitled
/// stays, until it is said anew.
#[derive(Debug, Clone, Default)]
pub struct Stands {
    ballot: Option<Ballot>,
    entitled: Option<u64>,
    is_again: bool,
}

impl Stands {
    pub fn of(scheme: &Scheme, one: &Appraised) -> Stands {
        let ballot = one.ballot();
        let is_again = voted_again(scheme, one).is_some();
        Stands {
            ballot: ballot.filter(|_| !is_again).cloned(),
            entitled: ballot.and_then(|b| b.entitled),
            is_again,
        }
    }
}

/// The void vote that stands, where there is one.
fn voted_again<'a>(scheme: &Scheme, one: &'a Appraised) -> Option<&'a Tally> {
    let last = one.counts.last();
    last.filter(|l| scheme.void(&l.ballot).is_some())
}

impl Sheets {
    /// The numbers of a ballot, as said, else as they stand; or which of them are missing.
    pub fn over(&self, stands: &Stands) -> Result<Ballot, Vec<&'static str>> {
        let before = stands.ballot.as_ref();
        let issued = self.issued.or(before.map(|b| b.issued));
        let returned = self.returned.or(before.map(|b| b.returned));
        let valid = self.valid.or(before.map(|b| b.valid));
        let (Some(issued), Some(returned), Some(valid)) = (issued, returned, valid) else {
            let all = [("issued", issued), ("returned", returned), ("valid", valid)];
            let missing = all.iter().filter(|(_, n)| n.is_none());
            return Err(missing.map(|(option, _)| *option).collect());
        };
        Ok(Ballot {
            entitled: self.entitled.or(stands.entitled),
            issued,
            returned,
            valid,
            votes: before.map(|b| b.votes.clone()).unwrap_or_default(),
        })
    }
}

fn missing(options: &[&str], stands: &Stands) -> Error {
    let options: Vec<String> = options.iter().map(|o| format!("--{o}")).collect();
    let Text { zh, en } = Text::listed(&options);
    let error = usage(text!("缺少 {zh}", "missing: {en}"));
    error.hint(if stands.is_again {
        text!(
            "上一次投票作废，重投的票数和得票都要写全：--issued 发出 --returned 收回 --valid 有效 --vote 选项=票数",
            "the last vote is void: give all of the new one, --issued N --returned N --valid N --vote OPTION=N"
        )
    } else {
        text!(
            "票数要写全：--issued 发出 --returned 收回 --valid 有效",
            "give all three: --issued N --returned N --valid N"
        )
    })
}

/// What was counted: the appraisal, and whose ballots.
struct Done {
    appraisal: Appraisal,
    names: Vec<String>,
    void: Vec<(String, Void)>,
}

pub fn run(app: &mut App, args: &BallotArgs) -> Result<u8> {
    let file = args.file.as_ref().map(|path| one_file(path)).transpose()?;
    if args.subject.is_none() && args.group.is_none() && file.is_none() {
        return Err(
            usage(text!("没有说明是谁的票", "it is not said whose ballots")).hint(text!(
                "写对象，或 --group 组名，或 --file 计票表",
                "name the subject, or give --group, or --file"
            )),
        );
    }
    let today = app.today;
    let (mut void, mut stands) = (Vec::new(), None);
    let work = |tx: &mut Tx<'_>| {
        let appraisal = tx.read().find_appraisal(&args.appraisal)?;
        let counted = match &file {
            Some(file) => {
                let read = read_ballots(file, &appraisal.scheme)?;
                tally::counted(tx.read(), &appraisal, read, &args.sheets)?
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
            let scheme = &done.appraisal.scheme;
            let void = voted_again(scheme, one);
            // The same numbers once more are the void vote itself, not another one.
            let same = one.ballot() == Some(&scheme.filled(ballot.clone()));
            let stood = one.held_on.filter(|_| void.is_none() || same);
            let on = args.on.or(stood).unwrap_or(When::from(today));
            in_its_time(&done.appraisal, on, today)?;
            after_the_void(one, void, on)?;
            tx.count_ballot(scheme, one, &ballot, on)?;
            done.names.push(one.who.name.clone());
            let name = one.who.name.clone();
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
    if !void.is_empty() {
        app.printer.remark(&text!(
            "作废的留存备查，重投后再录；是录错的，用 yishi undo 撤销",
            "void votes stay on record: enter the new one when it was held; where it was mistyped, yishi undo takes it back"
        ))?;
    }
    if let Some(stands) = &stands {
        app.printer.remark(stands)?;
    }
    Ok(code)
}

/// The file of tallies.
fn one_file(path: &Path) -> Result<Input> {
    let mut inputs = inputs(&[path.to_owned()])?;
    if let (Some(input), true) = (inputs.pop(), inputs.is_empty()) {
        return Ok(input);
    }
    let shown = path.display();
    Err(usage(text!(
        "{shown} 是文件夹，里面不是只有一张表",
        "{shown} is a folder with no table or several"
    ))
    .hint(text!(
        "写一个文件：--file 计票.xlsx",
        "name one file: --file TALLY.xlsx"
    )))
}

/// A vote that is held again is not held before the void one.
fn after_the_void(one: &Appraised, void: Option<&Tally>, on: When) -> Result<()> {
    let Some(before) = void.filter(|v| on.last_day() < v.held_on.first_day()) else {
        return Ok(());
    };
    let (name, void) = (&one.who.name, before.held_on);
    Err(Error::refused(
        "day_out_of_order",
        text!(
            "{name}：重新投票的日期 {on} 早于作废的那次 {void}",
            "{name}: the vote is held again on {on}, before the void one ({void})"
        ),
    )
    .hint(text!("核对 --on", "check --on")))
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
        let stands = Stands::of(&a.scheme, &a.subjects[at]);
        let mut ballot = args
            .sheets
            .over(&stands)
            .map_err(|options| missing(&options, &stands))?;
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
