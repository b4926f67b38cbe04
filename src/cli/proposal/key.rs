//! `proposal key`, `excellent`, `act`: marks, leaders, and what is done to follow proposals up.

use super::super::app::{App, Writing};
use super::super::later;
use super::super::typed::{code, filled, is_cleared, names};
use super::number::{session, session_or_own};
use super::steps::Which;
use super::take::all_or_none;
use crate::error::Result;
use crate::model::code::Code;
use crate::model::filter::{Compare, Term};
use crate::model::proposal::Proposal;
use crate::model::proposal::act::{ActKind, LeaderPart, Mark, Marking};
use crate::model::proposal::figures::{Counted, KeyFigures};
use crate::model::proposal::kind::Allegiance;
use crate::model::session::Session;
use crate::out::proposal as view;
use crate::store::Tx;
use crate::store::proposal::Saying;
use crate::text;
use clap::{Args, Subcommand};

#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = "yishi proposal key 12 27 --note 主席会议第8次会议议定
yishi proposal key 12 --lead-leader 县长周明 --supervise 政协主席吴强
yishi proposal key 27 --off --reason 与12号并案办理
yishi proposal key list
yishi proposal key figures"
)]
pub struct Key {
    #[command(subcommand)]
    verb: Option<KeyVerb>,
    #[command(flatten)]
    which: Which,
    /// Leaders who take it in hand, in order, in place of those that stand
    #[arg(long, value_name = "NAME", conflicts_with = "off")]
    lead_leader: Vec<String>,
    /// Leaders who supervise it, in order, in place of those that stand
    #[arg(long, value_name = "NAME", conflicts_with = "off")]
    supervise: Vec<String>,
    #[command(flatten)]
    off: Off,
    #[command(flatten)]
    writing: Writing,
}

// How a mark is taken back. No docstring: clap would take it for the about.
#[derive(Debug, Args)]
pub struct Off {
    /// Take the mark back
    #[arg(long, requires = "reason")]
    off: bool,
    /// Why it is taken back
    #[arg(long, value_name = "WORDS", requires = "off", value_parser = filled)]
    reason: Option<String>,
}

impl Off {
    fn marking(&self) -> Marking {
        if self.off {
            Marking::Taken
        } else {
            Marking::Given
        }
    }
}

#[derive(Debug, Subcommand)]
pub enum KeyVerb {
    /// List a session's key proposals with their leaders and what was done
    List(KeyList),
    /// Who is behind the key proposals: parties, sectors, non-CPC members, session by session
    Figures(KeyShares),
}

#[derive(Debug, Args)]
pub struct KeyList {
    /// The session (else the office's)
    #[arg(long, value_parser = session)]
    session: Option<Session>,
}

#[derive(Debug, Args)]
pub struct KeyShares {
    /// Only this session (else all)
    #[arg(long, value_parser = session)]
    session: Option<Session>,
}

#[derive(Debug, Args)]
#[command(after_help = "yishi proposal excellent 12 27 --on 2026-11-20
yishi proposal excellent 27 --off --reason 重复表彰")]
pub struct Excellent {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    off: Off,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
#[command(
    after_help = "yishi proposal act 12 --kind 联合督查 --on 2026-06-18 --who 吴强,县政府督查室 --note 现场查看两所学校
yishi proposal act --where key=yes --kind 调度会"
)]
pub struct ActArgs {
    #[command(flatten)]
    which: Which,
    /// What was done: visit, talk, progress, inspection
    #[arg(long, value_name = "KIND", value_parser = follow_up)]
    kind: ActKind,
    /// Who took part
    #[arg(long, value_name = "NAME")]
    who: Vec<String>,
    #[command(flatten)]
    writing: Writing,
}

fn follow_up(word: &str) -> Result<ActKind> {
    let known = &ActKind::FOLLOW_UP;
    match code::<ActKind>(word) {
        Ok(kind) if known.contains(&kind) => Ok(kind),
        _ => {
            let zh: Vec<&str> = known.iter().map(|k| k.zh()).collect();
            let en: Vec<&str> = known.iter().map(|k| k.code()).collect();
            let (zh, en) = (zh.join("、"), en.join(", "));
            Err(super::super::app::usage(text!(
                "只能是：{zh}",
                "it is one of: {en}"
            )))
        }
    }
}

pub fn run(app: &mut App, args: &Key) -> Result<u8> {
    match &args.verb {
        Some(KeyVerb::List(args)) => return list(app, args.session),
        Some(KeyVerb::Figures(args)) => return figures(app, args.session),
        None => {}
    }
    let leaders = [
        (LeaderPart::Lead, &args.lead_leader),
        (LeaderPart::Supervise, &args.supervise),
    ];
    let leaders = leaders.map(|(part, typed)| {
        let said = !names(typed).is_empty() || is_cleared(typed);
        (part, said.then(|| names(typed)))
    });
    mark(
        app,
        Mark::Key,
        &args.which,
        &args.off,
        &args.writing,
        &leaders,
    )
}

pub fn excellent(app: &mut App, args: &Excellent) -> Result<u8> {
    let (which, off) = (&args.which, &args.off);
    mark(app, Mark::Excellent, which, off, &args.writing, &[])
}

/// Marks all of them, or none.
fn mark(
    app: &mut App,
    mark: Mark,
    which: &Which,
    off: &Off,
    writing: &Writing,
    leaders: &[(LeaderPart, Option<Vec<String>>)],
) -> Result<u8> {
    let marking = off.marking();
    let note = off.reason.as_deref().or(which.note.as_deref());
    let saying = saying(app, which, None, note);
    let each = |tx: &mut Tx<'_>, id: i64| {
        let proposal = tx.mark_proposal(id, mark, marking, saying)?;
        for (part, names) in leaders {
            if let Some(names) = names {
                tx.set_leaders(id, *part, names)?;
            }
        }
        Ok(proposal)
    };
    let said = |done: &Vec<Proposal>| {
        let mut said = view::marked(mark, marking, done, leaders);
        if let Some(note) = note {
            said.zh.extend(["，", note]);
            said.en.extend([", ", note]);
        }
        said
    };
    let code = app.change(writing, |tx| with_each(tx, which, each), said, shown)?;
    later::warn(app, &[saying.on])?;
    Ok(code)
}

pub fn act(app: &mut App, args: &ActArgs) -> Result<u8> {
    let who = names(&args.who).join("、");
    let who = Some(who.as_str()).filter(|w| !w.is_empty());
    let saying = saying(app, &args.which, who, args.which.note.as_deref());
    let each = |tx: &mut Tx<'_>, id: i64| tx.add_act(id, args.kind, saying);
    let said = |done: &Vec<Proposal>| view::done(args.kind, done);
    let work = |tx: &mut Tx<'_>| with_each(tx, &args.which, each);
    let code = app.change(&args.writing, work, said, shown)?;
    later::warn(app, &[saying.on])?;
    Ok(code)
}

fn saying<'s>(app: &App, which: &Which, who: Option<&'s str>, note: Option<&'s str>) -> Saying<'s> {
    let on = which.on.unwrap_or(app.today);
    Saying { on, who, note }
}

/// Does something with all that are meant; one refusal refuses them all.
fn with_each(
    tx: &mut Tx<'_>,
    which: &Which,
    each: impl Fn(&mut Tx<'_>, i64) -> Result<Proposal>,
) -> Result<Vec<Proposal>> {
    let (mut done, mut refused) = (Vec::new(), Vec::new());
    for id in which.ids(tx.read())? {
        match each(tx, id) {
            Ok(proposal) => done.push(proposal),
            Err(error) => refused.push(error.only_refused()?),
        }
    }
    all_or_none(done, refused)
}

fn shown(_: &App, done: &Vec<Proposal>) -> Vec<String> {
    match done.as_slice() {
        [one] => {
            let cite = super::super::quoted(&one.cite());
            vec![format!("yishi proposal show {cite}")]
        }
        _ => vec!["yishi proposal key list".to_owned()],
    }
}

fn list(app: &mut App, said: Option<Session>) -> Result<u8> {
    let store = app.open()?;
    let read = store.read();
    let session = session_or_own(read, said)?.to_string();
    let is = |field: &str, value: &str| Term::Field {
        field: field.to_owned(),
        compare: Compare::Is,
        values: vec![value.to_owned()],
    };
    let proposals = read.proposals(&[is("session", &session), is("key", "yes")])?;
    let ids: Vec<i64> = proposals.iter().map(|p| p.id).collect();
    let marks = read.marks(&ids)?;
    app.printer
        .grid(&view::key_list(&proposals, |id| marks.get(&id)))?;
    Ok(0)
}

fn figures(app: &mut App, said: Option<Session>) -> Result<u8> {
    let store = app.open()?;
    let read = store.read();
    let sessions = match said {
        Some(session) => vec![session.to_string()],
        None => read.sessions()?,
    };
    let all = read.counted(&sessions)?;
    let known = read.allegiances()?;
    let allegiance = |m: i64| known.get(&m).copied().unwrap_or(Allegiance::Unknown);
    let of = |session: &String| {
        let here = |c: &&Counted| c.session == *session;
        let told = KeyFigures::of(all.iter().filter(here), allegiance);
        (session.clone(), told)
    };
    let told: Vec<_> = sessions.iter().rev().map(of).collect();
    app.printer.grid(&view::figures::key_figures(&told))?;
    Ok(0)
}
