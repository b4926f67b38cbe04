//! The steps of an opinion's life, for one or for many at once.

use super::{stored, then};
use crate::cli::app::{App, Writing};
use crate::cli::later;
use crate::cli::proposal::all_or_none;
use crate::cli::typed::{day, filled};
use crate::error::{Error, Result};
use crate::model::filter;
use crate::model::opinion::{Manner, Opinion, OpinionStep, Taken};
use crate::out::opinion as view;
use crate::store::{Read, Tx};
use crate::text;
use chrono::NaiveDate;
use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Record that it was edited and issued
    Issue(Plain),
    /// Record that a level adopted it
    Adopt(Adopt),
    /// Record a leader's instruction; starts the deadline of the written feedback
    Instruct(Instruct),
    /// Record the written feedback on an instruction
    Feedback(Feedback),
    /// Record that it is not used, with the reason
    Decline(Decline),
    /// Turn it into a proposal
    Convert(Convert),
}

// Which opinions, when and what else is said. No docstring: clap would take it for the about.
#[derive(Debug, Args)]
pub struct Which {
    /// Opinions: number or whole title
    #[arg(value_name = "OPINION", required_unless_present = "where")]
    opinions: Vec<String>,
    /// All opinions that fit these terms, such as 'state=submitted submitted=2026-03'
    #[arg(long = "where", value_name = "TERMS")]
    r#where: Vec<String>,
    /// The day of the step (else today)
    #[arg(long, value_name = "DAY", value_parser = day)]
    on: Option<NaiveDate>,
    /// Anything worth remembering: issue, document number
    #[arg(long, value_name = "WORDS", value_parser = filled)]
    note: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "yishi opinion issue 2026-001 --note 第3期
yishi opinion issue --where 'state=submitted submitted=2026-03' --dry-run")]
pub struct Plain {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
#[command(after_help = "yishi opinion adopt 2026-001 --level 省 --by 省政协
yishi opinion adopt 2026-001 2026-004 --level 全国 --combined --on 2026-05-20")]
pub struct Adopt {
    #[command(flatten)]
    which: Which,
    /// The level: 县, 市, 省, 全国 …
    #[arg(long, value_name = "LEVEL", value_parser = filled)]
    level: String,
    /// The body that adopts it
    #[arg(long = "by", id = "who", value_name = "BODY", value_parser = filled)]
    who: Option<String>,
    /// In a digest with others (else by itself)
    #[arg(long)]
    combined: bool,
    #[command(flatten)]
    writing: Clerk,
}

#[derive(Debug, Args)]
#[command(
    after_help = "yishi opinion instruct 2026-001 --level 市 --by 王市长 --words 请市教育局研究
yishi opinion instruct 2026-001 --level 县 --by 张书记 --words 请阅 --due 2026-04-30"
)]
pub struct Instruct {
    #[command(flatten)]
    which: Which,
    /// The level: 县, 市, 省, 全国 …
    #[arg(long, value_name = "LEVEL", value_parser = filled)]
    level: String,
    /// The leader
    #[arg(long = "by", id = "who", value_name = "LEADER", value_parser = filled)]
    who: Option<String>,
    /// What the leader wrote
    #[arg(long, value_name = "WORDS", value_parser = filled)]
    words: Option<String>,
    /// The day that the leader sets for the feedback (else the profile's term counts)
    #[arg(long, value_name = "DAY", value_parser = day)]
    due: Option<NaiveDate>,
    #[command(flatten)]
    writing: Clerk,
}

#[derive(Debug, Args)]
#[command(
    after_help = "yishi opinion feedback 2026-001 --on 2026-04-20 --words 县政协〔2026〕8号
yishi opinion feedback 2026-001 --level 市 --by 王市长"
)]
pub struct Feedback {
    #[command(flatten)]
    which: Which,
    /// Only on instructions of this level
    #[arg(long, value_name = "LEVEL", value_parser = filled)]
    level: Option<String>,
    /// Only on those of this leader
    #[arg(long = "by", id = "who", value_name = "LEADER", value_parser = filled)]
    who: Option<String>,
    /// What it says, or its document number
    #[arg(long, value_name = "WORDS", value_parser = filled)]
    words: Option<String>,
    #[command(flatten)]
    writing: Clerk,
}

#[derive(Debug, Args)]
#[command(after_help = "yishi opinion decline 2026-002 --reason 内容与往期重复")]
pub struct Decline {
    #[command(flatten)]
    which: Which,
    /// Why
    #[arg(long, value_name = "WORDS", value_parser = filled)]
    reason: String,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
#[command(after_help = "yishi opinion convert 2026-003 --to proposal")]
pub struct Convert {
    #[command(flatten)]
    which: Which,
    /// Into what: proposal
    #[arg(long = "to", value_name = "WHAT", value_parser = ["proposal", "提案"])]
    into: String,
    #[command(flatten)]
    writing: Writing,
}

// As `Writing`, where --by names a leader or a body. No docstring: clap would take it for the about.
#[derive(Debug, Clone, Args)]
pub struct Clerk {
    /// Show what would change and drop it
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// Who enters this (else the OS user)
    #[arg(long = "clerk", value_name = "NAME")]
    clerk: Option<String>,
}

impl From<&Clerk> for Writing {
    fn from(clerk: &Clerk) -> Writing {
        Writing {
            dry_run: clerk.dry_run,
            by: clerk.clerk.clone(),
        }
    }
}

pub fn run(app: &mut App, verb: &Verb) -> Result<u8> {
    let (which, writing) = match verb {
        Verb::Issue(a) => (&a.which, a.writing.clone()),
        Verb::Adopt(a) => (&a.which, Writing::from(&a.writing)),
        Verb::Instruct(a) => (&a.which, Writing::from(&a.writing)),
        Verb::Feedback(a) => (&a.which, Writing::from(&a.writing)),
        Verb::Decline(a) => (&a.which, a.writing.clone()),
        Verb::Convert(a) => (&a.which, a.writing.clone()),
    };
    let mut taken = said(verb, which.on.unwrap_or(app.today));
    let words = [taken.note.take(), which.note.clone()];
    let words: Vec<String> = words.into_iter().flatten().collect();
    taken.note = (!words.is_empty()).then(|| words.join("；"));
    take(app, which, &writing, &taken)
}

/// What a verb says, without its note.
fn said(verb: &Verb, on: NaiveDate) -> Taken {
    let of = |step| Taken::new(step, on);
    match verb {
        Verb::Issue(_) => of(OpinionStep::Issue),
        Verb::Adopt(a) => Taken {
            level: Some(a.level.clone()),
            who: a.who.clone(),
            manner: Some(if a.combined {
                Manner::Combined
            } else {
                Manner::Single
            }),
            ..of(OpinionStep::Adopt)
        },
        Verb::Instruct(a) => Taken {
            level: Some(a.level.clone()),
            who: a.who.clone(),
            words: a.words.clone(),
            due: a.due,
            ..of(OpinionStep::Instruct)
        },
        Verb::Feedback(a) => Taken {
            level: a.level.clone(),
            who: a.who.clone(),
            words: a.words.clone(),
            ..of(OpinionStep::Feedback)
        },
        Verb::Decline(a) => Taken {
            note: Some(a.reason.clone()),
            ..of(OpinionStep::Decline)
        },
        Verb::Convert(_) => of(OpinionStep::Convert),
    }
}

/// Takes one step with all of them, or with none.
fn take(app: &mut App, which: &Which, writing: &Writing, taken: &Taken) -> Result<u8> {
    let work = |tx: &mut Tx<'_>| {
        let ids = meant(tx.read(), which)?;
        let books = tx.read().books()?;
        let (mut moved, mut refused) = (Vec::new(), Vec::new());
        for id in ids {
            match tx.take_opinion_step(id, taken, &books) {
                Ok(opinion) => moved.push(opinion),
                Err(error) => refused.push(error.only_refused()?),
            }
        }
        all_or_none(moved, refused)
    };
    let next = |app: &App, moved: &Vec<Opinion>| match moved.as_slice() {
        [one] => then(app, one),
        _ => Vec::new(),
    };
    let sentence = |moved: &Vec<Opinion>| view::moved(taken, moved);
    let code = app.change(writing, work, sentence, next)?;
    later::warn(app, &[taken.on])?;
    Ok(code)
}

/// The opinions that are named and those that fit the terms, each once.
fn meant(read: Read<'_>, which: &Which) -> Result<Vec<i64>> {
    let mut ids = Vec::new();
    for word in &which.opinions {
        ids.push(stored(read, read.find_opinion(word)?)?.id);
    }
    if !which.r#where.is_empty() {
        let typed: Vec<&String> = which.r#where.iter().collect();
        let found = read.opinions(&filter::parse(&typed))?;
        if found.is_empty() {
            return Err(Error::refused(
                "not_found",
                text!("没有符合条件的社情民意", "no opinion fits these terms"),
            )
            .hint(text!(
                "用 yishi opinion list 加同样的条件查看",
                "yishi opinion list with the same terms shows what there is"
            )));
        }
        ids.extend(found.iter().map(|o| o.id));
    }
    let mut once = std::collections::HashSet::new();
    ids.retain(|id| once.insert(*id));
    Ok(ids)
}
