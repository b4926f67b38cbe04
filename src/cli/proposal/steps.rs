//! The steps of a proposal's life, for one or for many at once.

use super::super::app::{App, Writing};
use super::super::typed::{day, filled};
use super::take::{Said, Unit, meant, take};
use crate::error::Result;
use crate::model::code::{Code, ProposalStep};
use crate::store::Read;
use crate::text;
use chrono::NaiveDate;
use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Ask joint signers for their signatures once more
    Ask(Ask),
    /// Record a joint signer's signature on a draft
    Sign(Sign),
    /// Submit a draft; joint signers who did not sign are dropped
    Submit(Plain),
    /// Register what was submitted
    Register(Plain),
    /// Decide what becomes of it: file, return, refuse
    Review(Review),
    /// Merge it into another one
    Merge(Merge),
    /// Turn it into an opinion or a letter
    Convert(Convert),
    /// Assign it to units; starts the deadlines
    Assign(Assign),
    /// Record that a unit received it
    Receive(OfUnit),
    /// Record that a unit says it is not its own
    Decline(Reasoned),
    /// Turn a unit's objection down
    Keep(Reasoned),
    /// Move it from one unit to another
    Reassign(Reassign),
    /// Record a unit's contact with the proposer
    Contact(Contact),
    /// Record the opinion of a co-handling unit
    Advise(OfUnit),
    /// Give a unit, or all of them, more time to reply
    Extend(Extend),
    /// Stop the clock of the reply until a day
    Pause(Pause),
    /// Let the clock run again
    Resume(Plain),
    /// Record a unit's reply with its class
    Reply(Reply),
    /// Record what the proposer says of the reply
    Rate(Rate),
    /// Have it handled again
    Redo(Redo),
    /// Follow what the reply promised, until a day
    Track(Track),
    /// Close it
    Close(Plain),
    /// Archive it
    Archive(Plain),
    /// Withdraw it at the proposer's wish
    Withdraw(WithReason),
}

// Which proposals, when and what else is said. No docstring: clap would take it for the about.
#[derive(Debug, Args)]
pub struct Which {
    /// Proposals: case number, 流水7, 暂编9, 十届五次-12 or the whole title
    #[arg(value_name = "PROPOSAL", required_unless_present = "where")]
    proposals: Vec<String>,
    /// All proposals that fit these terms, such as 'state=filed category=经济建设'
    #[arg(long = "where", value_name = "TERMS")]
    r#where: Vec<String>,
    /// The day of the step (else today)
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(super) on: Option<NaiveDate>,
    /// Anything worth remembering: document number, place, who
    #[arg(long, value_name = "WORDS", value_parser = filled)]
    pub(super) note: Option<String>,
}

#[derive(Debug, Args)]
pub struct Plain {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Sign {
    #[command(flatten)]
    which: Which,
    /// The joint signer
    #[arg(long)]
    member: String,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Ask {
    #[command(flatten)]
    which: Which,
    /// The joint signer (else all who did not sign)
    #[arg(long)]
    member: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
#[command(after_help = "yishi proposal review 流水7 --as file
yishi proposal review 流水9 --as refuse --reason 内容空泛、没有具体建议
yishi proposal review --where state=registered --as file")]
pub struct Review {
    #[command(flatten)]
    which: Which,
    /// What is decided: file, return or refuse
    #[arg(long = "as", value_name = "DECISION", value_parser = decision)]
    decision: ProposalStep,
    /// Why, where it is returned or refused; for a refusal one of the listed reasons
    #[arg(long, value_name = "WORDS", value_parser = filled)]
    reason: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Merge {
    #[command(flatten)]
    which: Which,
    /// The proposal that it becomes a part of
    #[arg(long, value_name = "PROPOSAL")]
    into: String,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Convert {
    #[command(flatten)]
    which: Which,
    /// Into what: opinion or letter
    #[arg(long = "to", value_name = "WHAT", value_parser = conversion)]
    into: ProposalStep,
    #[command(flatten)]
    writing: Writing,
}

// The units that it is given to. No docstring: clap would take it for the about.
#[derive(Debug, Args)]
pub struct Units {
    /// The unit that leads
    #[arg(long = "to", value_name = "UNIT", visible_alias = "lead")]
    pub lead: Vec<String>,
    /// Co-handling units
    #[arg(long, value_name = "UNIT")]
    pub co: Vec<String>,
    /// Units that each handle a part
    #[arg(long, value_name = "UNIT", conflicts_with = "lead")]
    pub split: Vec<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "yishi proposal assign 12 --to 县教育局 --co 县财政局
yishi proposal assign 13 --split 县教育局,县卫健局
yishi proposal assign --where 'state=filed category=教育' --to 县教育局 --dry-run")]
pub struct Assign {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    units: Units,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct OfUnit {
    #[command(flatten)]
    which: Which,
    /// The unit (else the only one that it was assigned to)
    #[arg(long)]
    unit: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Reasoned {
    #[command(flatten)]
    which: Which,
    /// The unit (else the only one that it was assigned to)
    #[arg(long)]
    unit: Option<String>,
    /// Why
    #[arg(long, value_name = "WORDS", value_parser = filled)]
    reason: String,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Reassign {
    #[command(flatten)]
    which: Which,
    /// The unit that gives it up (else the only one that it was assigned to)
    #[arg(long, value_name = "UNIT")]
    from: Option<String>,
    #[command(flatten)]
    units: Units,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Contact {
    #[command(flatten)]
    which: Which,
    /// The unit (else the only one that it was assigned to)
    #[arg(long)]
    unit: Option<String>,
    /// How: 面谈, 电话 …
    #[arg(long, value_name = "WORD", value_parser = filled)]
    means: String,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Extend {
    #[command(flatten)]
    which: Which,
    /// The unit (else all that owe a reply)
    #[arg(long)]
    unit: Option<String>,
    /// How much longer: 1m, 15wd, 10d, 2w
    #[arg(long, value_name = "LENGTH", value_parser = length)]
    plus: String,
    /// Why
    #[arg(long, value_name = "WORDS", value_parser = filled)]
    reason: String,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Pause {
    #[command(flatten)]
    which: Which,
    /// The last day that does not count
    #[arg(long, value_name = "DAY", value_parser = day)]
    until: NaiveDate,
    /// Why
    #[arg(long, value_name = "WORDS", value_parser = filled)]
    reason: String,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
#[command(after_help = "yishi proposal reply 12 --class A
yishi proposal reply 12 --unit 县教育局 --class B --note 县教提〔2026〕3号 --on 2026-04-20
yishi proposal reply 13 --class B --promise 2027-12-31")]
pub struct Reply {
    #[command(flatten)]
    which: Which,
    /// The unit (else the only one that leads or handles a part)
    #[arg(long)]
    unit: Option<String>,
    /// Class of the reply
    #[arg(long, value_name = "WORD", value_parser = filled)]
    class: String,
    /// The day by which the reply promises it, reported until it is kept
    #[arg(long, value_name = "DAY", value_parser = day)]
    promise: Option<NaiveDate>,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
#[command(after_help = "yishi proposal rate 12 --as 满意
yishi proposal rate 12 --as 基本满意 --point 办理态度=满意 --point 办理结果=理解
yishi proposal rate 13 --as 不满意 --member 张秀英 --unit 县教育局")]
pub struct Rate {
    #[command(flatten)]
    which: Which,
    /// What the proposer says: 满意, 基本满意, 不满意 …
    #[arg(long = "as", value_name = "WORD", value_parser = filled)]
    rating: String,
    /// Who says it (else the first proposer)
    #[arg(long)]
    member: Option<String>,
    /// The unit whose reply it is about, where each handles a part (else the reply as a whole)
    #[arg(long)]
    unit: Option<String>,
    /// A point of the office's form with its answer, such as 办理态度=满意
    #[arg(long, value_name = "POINT=ANSWER", value_parser = point)]
    point: Vec<(String, String)>,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct WithReason {
    #[command(flatten)]
    which: Which,
    /// Why
    #[arg(long, value_name = "WORDS", value_parser = filled)]
    reason: String,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
#[command(after_help = "yishi proposal redo 12 --reason 没有针对建议答复
yishi proposal redo 13 --unit 县卫健局 --reason 答非所问")]
pub struct Redo {
    #[command(flatten)]
    which: Which,
    /// The unit whose part goes back (else all that replied)
    #[arg(long)]
    unit: Option<String>,
    /// Why
    #[arg(long, value_name = "WORDS", value_parser = filled)]
    reason: String,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Track {
    #[command(flatten)]
    which: Which,
    /// The unit that promised (else the only one)
    #[arg(long)]
    unit: Option<String>,
    /// By which day it is promised
    #[arg(long, value_name = "DAY", value_parser = day)]
    until: Option<NaiveDate>,
    #[command(flatten)]
    writing: Writing,
}

fn one_of(word: &str, known: &[ProposalStep]) -> Result<ProposalStep> {
    let step = ProposalStep::parse(word).filter(|s| known.contains(s));
    if let Some(step) = step {
        return Ok(step);
    }
    let zh: Vec<&str> = known.iter().map(|s| s.zh()).collect();
    let en: Vec<&str> = known.iter().map(|s| s.code()).collect();
    let (zh, en) = (zh.join("、"), en.join(", "));
    Err(
        super::super::app::usage(text!("不能是「{word}」", "it cannot be “{word}”"))
            .hint(text!("只能是：{zh}", "it is one of: {en}")),
    )
}

fn decision(word: &str) -> Result<ProposalStep> {
    use ProposalStep::{File, Refuse, Return};
    one_of(word, &[File, Return, Refuse])
}

fn conversion(word: &str) -> Result<ProposalStep> {
    match word {
        "opinion" | "社情民意" => Ok(ProposalStep::ToOpinion),
        "letter" | "意见建议" | "委员来信" => Ok(ProposalStep::ToLetter),
        _ => one_of(word, &[ProposalStep::ToOpinion, ProposalStep::ToLetter]),
    }
}

/// `办理态度=满意`, also with a full-width sign.
pub(super) fn point(word: &str) -> Result<(String, String)> {
    let halves = word.split_once(['=', '＝']);
    halves
        .map(|(name, answer)| (name.trim().to_owned(), answer.trim().to_owned()))
        .filter(|(name, answer)| !name.is_empty() && !answer.is_empty())
        .ok_or_else(|| {
            super::super::app::usage(text!(
                "「{word}」不是「项目=意见」",
                "“{word}” is no POINT=ANSWER"
            ))
            .hint(text!("写作 办理态度=满意", "write it as 办理态度=满意"))
        })
}

fn length(word: &str) -> Result<String> {
    crate::model::deadline::Length::parse(word)
        .map(|_| word.to_owned())
        .ok_or_else(|| {
            super::super::app::usage(text!("「{word}」不是时长", "“{word}” is no length")).hint(
                text!("写作 1m、15wd、10d、2w", "write it as 1m, 15wd, 10d, 2w"),
            )
        })
}

impl Which {
    /// The proposals that are meant, each once.
    pub(super) fn ids(&self, read: Read<'_>) -> Result<Vec<i64>> {
        meant(read, &self.proposals, &self.r#where)
    }
}

pub fn run(app: &mut App, verb: &Verb) -> Result<u8> {
    use ProposalStep as S;
    let only = |unit: &Option<String>| Unit::Only(unit.clone());
    let (which, writing, said) = match verb {
        Verb::Ask(a) => (&a.which, &a.writing, {
            let mut said = Said::of(S::Ask);
            said.member.clone_from(&a.member);
            said
        }),
        Verb::Sign(a) => (&a.which, &a.writing, {
            let mut said = Said::of(S::Sign);
            said.member = Some(a.member.clone());
            said
        }),
        Verb::Submit(a) => (&a.which, &a.writing, Said::of(S::Submit)),
        Verb::Register(a) => (&a.which, &a.writing, Said::of(S::Register)),
        Verb::Review(a) => (&a.which, &a.writing, reviewed(a)),
        Verb::Merge(a) => (&a.which, &a.writing, {
            let mut said = Said::of(S::Merge);
            said.into = Some(a.into.clone());
            said
        }),
        Verb::Convert(a) => (&a.which, &a.writing, Said::of(a.into)),
        Verb::Assign(a) => (&a.which, &a.writing, Said::of(S::Assign).units(&a.units)),
        Verb::Receive(a) => (
            &a.which,
            &a.writing,
            Said::of(S::Receive).unit(only(&a.unit)),
        ),
        Verb::Decline(a) => (
            &a.which,
            &a.writing,
            Said::reason(S::Decline, &a.reason).unit(only(&a.unit)),
        ),
        Verb::Keep(a) => (
            &a.which,
            &a.writing,
            Said::reason(S::Keep, &a.reason).unit(only(&a.unit)),
        ),
        Verb::Reassign(a) => (
            &a.which,
            &a.writing,
            Said::of(S::Reassign).units(&a.units).unit(only(&a.from)),
        ),
        Verb::Contact(a) => (
            &a.which,
            &a.writing,
            Said::of(S::Contact).word(&a.means).unit(only(&a.unit)),
        ),
        Verb::Advise(a) => (
            &a.which,
            &a.writing,
            Said::of(S::Advise).unit(only(&a.unit)),
        ),
        Verb::Extend(a) => (&a.which, &a.writing, {
            let mut said = Said::reason(S::Extend, &a.reason).unit(Unit::All(a.unit.clone()));
            said.length = Some(a.plus.clone());
            said
        }),
        Verb::Pause(a) => (&a.which, &a.writing, {
            let mut said = Said::reason(S::Pause, &a.reason);
            said.length = Some(a.until.to_string());
            said
        }),
        Verb::Resume(a) => (&a.which, &a.writing, Said::of(S::Resume)),
        Verb::Reply(a) => (&a.which, &a.writing, {
            let mut said = Said::of(S::Reply).word(&a.class).unit(only(&a.unit));
            said.length = a.promise.map(|d| d.to_string());
            said
        }),
        Verb::Rate(a) => (&a.which, &a.writing, {
            let unit = a.unit.clone().map_or(Unit::Nobody, |u| Unit::Only(Some(u)));
            let mut said = Said::of(S::Rate).word(&a.rating).unit(unit);
            said.member.clone_from(&a.member);
            said.points.clone_from(&a.point);
            said
        }),
        Verb::Redo(a) => (
            &a.which,
            &a.writing,
            Said::reason(S::Redo, &a.reason).unit(Unit::All(a.unit.clone())),
        ),
        Verb::Track(a) => (&a.which, &a.writing, {
            let mut said = Said::of(S::Track).unit(Unit::All(a.unit.clone()));
            said.length = a.until.map(|d| d.to_string());
            said
        }),
        Verb::Close(a) => (&a.which, &a.writing, Said::of(S::Close)),
        Verb::Archive(a) => (&a.which, &a.writing, Said::of(S::Archive)),
        Verb::Withdraw(a) => (&a.which, &a.writing, Said::reason(S::Withdraw, &a.reason)),
    };
    take(app, which, writing, &said)
}

fn reviewed(args: &Review) -> Said {
    match (args.decision, &args.reason) {
        (ProposalStep::Refuse, Some(reason)) => Said::of(ProposalStep::Refuse).word(reason),
        (step, Some(reason)) => Said::reason(step, reason),
        (step, None) => Said::of(step),
    }
}
