//! The command line: clap types the arguments, a short handler calls the store or the model, and
//! `out` says what came of it.

mod app;
mod appraisal;
mod calendar;
mod clock;
mod config;
mod copies;
mod demo;
mod due;
mod file;
mod import;
mod init;
mod later;
pub mod localise;
mod log;
mod meeting;
mod member;
mod opinion;
mod paper;
mod people;
mod profile;
mod proposal;
mod record;
mod score;
mod template;
mod typed;
mod unit;
mod word;

pub use app::App;

use crate::error::{Error, Result};
use crate::lang::Lang;
use crate::out::{Format, Printer, Settings, Terminal};
use clap::{CommandFactory, Parser, Subcommand};
use std::ffi::OsString;

/// The ledgers, deadlines and duty scores of a local CPPCC office, in one file
#[derive(Debug, Parser)]
#[command(name = "yishi", version, disable_help_subcommand = true)]
struct Cli {
    #[command(flatten)]
    global: app::Global,
    #[command(subcommand)]
    command: Option<Verb>,
}

#[derive(Debug, Subcommand)]
#[command(defer = true)]
enum Verb {
    /// Members: posts, terms of office, duty dossier
    #[command(subcommand)]
    Member(member::Verb),
    /// Meetings and activities: rolls, leave, speeches, guests
    #[command(subcommand)]
    Meeting(meeting::Verb),
    /// Proposals: proposers, units, states, replies
    #[command(subcommand)]
    Proposal(proposal::Verb),
    /// Opinions sent in: authors, adoptions, instructions
    #[command(subcommand)]
    Opinion(opinion::Verb),
    /// Units that handle proposals
    #[command(subcommand)]
    Unit(unit::Verb),
    /// Other duty acts: research, training, welfare, honours …
    #[command(subcommand)]
    Record(record::Verb),
    /// Appraisals of units and reports on duty: choose, ballots, rank, publish
    #[command(subcommand)]
    Appraisal(appraisal::Verb),
    /// Duty scores: run, explain, adopt rules, compare, publish
    #[command(subcommand)]
    Score(score::Verb),
    /// Dictionaries: sectors, committees, kinds of meeting …
    #[command(subcommand)]
    Word(word::Verb),
    /// Bring spreadsheets in: XLSX, XLS, ODS, CSV
    Import(import::Import),
    /// Reckon a deadline and show how it was counted
    Due(due::Due),
    /// Build an example office and show it at work
    Demo(demo::Demo),
    /// Create the office's file
    Init(init::Init),
    /// Show or change the office's settings
    Config(config::Config),
    /// Check the file, the journal's chain and every row
    Check(file::Check),
    /// List the commands that changed the file, or show one in full
    Log(log::Log),
    /// Take a whole command back
    Undo(log::Undo),
    /// Bring an undone command back
    Redo(log::Redo),
}

/// Runs the program and gives its exit code.
pub fn run(arguments: &[OsString]) -> u8 {
    let asked = help_asked(arguments);
    let arguments = below_zero(asked.as_deref().unwrap_or(arguments));
    let arguments = arguments.as_slice();
    let line = arguments
        .iter()
        .skip(1)
        .map(|a| quoted(&a.to_string_lossy()))
        .collect::<Vec<_>>()
        .join(" ");
    let Ok(cli) = Cli::try_parse_from(arguments) else {
        return explain(arguments);
    };
    let mut app = App::new(&cli.global, &format!("yishi {line}"));
    let done = dispatch(&mut app, cli.command).and_then(|code| app.printer.finish().map(|()| code));
    done.unwrap_or_else(|error| app.printer.fail(&error))
}

/// The command that a line of ours names.
fn verb(line: &[&str]) -> Result<Option<Verb>> {
    let words = std::iter::once("yishi").chain(line.iter().copied());
    match Cli::try_parse_from(words) {
        Ok(cli) => Ok(cli.command),
        Err(wrong) => Err(Error::usage(
            "usage",
            crate::text!("命令写错了", "a wrong command line"),
        )
        .because(wrong)),
    }
}

fn dispatch(app: &mut App, verb: Option<Verb>) -> Result<u8> {
    match verb {
        None => demo::desk(app),
        Some(Verb::Demo(args)) => demo::run(app, &args),
        Some(Verb::Member(verb)) => member::run(app, verb),
        Some(Verb::Meeting(verb)) => meeting::run(app, verb),
        Some(Verb::Proposal(verb)) => proposal::run(app, verb),
        Some(Verb::Opinion(verb)) => opinion::run(app, verb),
        Some(Verb::Unit(verb)) => unit::run(app, verb),
        Some(Verb::Record(verb)) => record::run(app, verb),
        Some(Verb::Appraisal(verb)) => appraisal::run(app, verb),
        Some(Verb::Score(verb)) => score::run(app, verb),
        Some(Verb::Word(verb)) => word::run(app, verb),
        Some(Verb::Import(args)) => import::run(app, &args),
        Some(Verb::Due(args)) => due::run(app, &args),
        Some(Verb::Init(args)) => init::init(app, &args),
        Some(Verb::Config(args)) => config::config(app, &args),
        Some(Verb::Check(args)) => file::check(app, &args),
        Some(Verb::Log(args)) => log::log(app, &args),
        Some(Verb::Undo(args)) => log::undo(app, &args),
        Some(Verb::Redo(args)) => log::redo(app, &args),
    }
}

/// `yishi help member list` asks what `yishi member list --help` asks.
fn help_asked(arguments: &[OsString]) -> Option<Vec<OsString>> {
    const WITH_VALUE: [&str; 5] = ["--db", "--format", "--lang", "--today", "--color"];
    let mut at = 1;
    while let Some(word) = arguments.get(at).and_then(|a| a.to_str()) {
        match word {
            "help" => {
                let mut line = arguments.to_vec();
                line.remove(at);
                line.push("--help".into());
                return Some(line);
            }
            option if WITH_VALUE.contains(&option) => at += 2,
            option if option.starts_with('-') => at += 1,
            _ => return None,
        }
    }
    None
}

/// A number below 0 after an option is its value, never an option itself: `--quantity -3` is
/// `--quantity=-3`, so that each option says for itself what it thinks of it.
fn below_zero(arguments: &[OsString]) -> Vec<OsString> {
    let mut joined: Vec<OsString> = Vec::with_capacity(arguments.len());
    for argument in arguments {
        let number = argument.to_str().and_then(|a| a.strip_prefix('-'));
        let number = number.filter(|n| {
            n.starts_with(|c: char| c.is_ascii_digit())
                && n.chars().all(|c| c.is_ascii_digit() || "./".contains(c))
        });
        let option = joined.last_mut().filter(|last| {
            let last = last.to_str().unwrap_or_default();
            last.len() > 2 && last.starts_with("--") && !last.contains('=')
        });
        match option.filter(|_| number.is_some()) {
            Some(option) => {
                option.push("=");
                option.push(argument);
            }
            None => joined.push(argument.clone()),
        }
    }
    joined
}

/// An argument as it may be typed again.
fn quoted(argument: &str) -> String {
    let plain = |c: char| !c.is_whitespace() && !"'\"\\$`<>|&;()*?!#".contains(c);
    if !argument.is_empty() && argument.chars().all(plain) {
        argument.to_owned()
    } else {
        format!("'{}'", argument.replace('\'', "'\\''"))
    }
}

/// Help and wrong command lines, in the language asked for: the tree is parsed once more with its
/// texts laid over, which costs nothing on the way of a right command.
fn explain(arguments: &[OsString]) -> u8 {
    let lang = asked_lang(arguments)
        .or_else(|| stored_lang(arguments))
        .unwrap_or_else(app::lang_around);
    let width = Terminal::here().width;
    let format = option_value(arguments, "--format")
        .as_deref()
        .and_then(Format::parse);
    let mut printer = Printer::new(Settings {
        lang,
        format: format.unwrap_or_default(),
        ..Settings::default()
    });
    let told = match localise::localise(tree(), lang, width).try_get_matches_from(arguments) {
        Ok(_) => return 2,
        Err(error) => localise::told(&error, lang),
    };
    match told {
        localise::Told::Help { exit, plain, .. } => {
            let _ = printer.raw(plain.as_bytes());
            let _ = printer.finish();
            exit
        }
        localise::Told::Wrong(error) => printer.fail(&error),
    }
}

/// `--lang` on a line that could not be parsed.
fn asked_lang(arguments: &[OsString]) -> Option<Lang> {
    option_value(arguments, "--lang")
        .as_deref()
        .and_then(Lang::parse)
}

/// The language of the office's file, where neither the line nor the environment names one.
fn stored_lang(arguments: &[OsString]) -> Option<Lang> {
    if app::env("YISHI_LANG").is_some() {
        return None;
    }
    let path = app::file_of(option_value(arguments, "--db").map(Into::into));
    let store = crate::store::Store::open(&path, std::time::Duration::ZERO).ok()?;
    store
        .read()
        .setting("lang")
        .ok()?
        .as_deref()
        .and_then(Lang::parse)
}

/// The value of an option on a line that could not be parsed.
fn option_value(arguments: &[OsString], option: &str) -> Option<String> {
    let words: Vec<_> = arguments.iter().map(|a| a.to_string_lossy()).collect();
    let at = words.iter().position(|w| w == option);
    let after = at.and_then(|at| words.get(at + 1)).map(ToString::to_string);
    let joined = words
        .iter()
        .find_map(|w| w.strip_prefix(option)?.strip_prefix('=').map(str::to_owned));
    after.or(joined)
}

/// The whole command tree, those parts included that a right command leaves unbuilt: for help and
/// for the test that every part of it has a Chinese text.
pub fn tree() -> clap::Command {
    let mut tree = Cli::command();
    tree.build();
    tree
}

#[cfg(test)]
mod conversation;
#[cfg(test)]
mod tests;
