//! The command line: clap types the arguments, a short handler calls the store or the model, and
//! `out` says what came of it.

mod app;
mod clock;
mod file;
mod log;
mod member;
mod word;

pub use app::App;

use crate::error::Result;
use crate::out::Printer;
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
enum Verb {
    /// Members: posts, terms of office, duty dossier
    #[command(subcommand, defer = true)]
    Member(member::Verb),
    /// Dictionaries: sectors, committees, kinds of meeting …
    #[command(subcommand, defer = true)]
    Word(word::Verb),
    /// Create the office's file
    #[command(defer = true)]
    Init(file::Init),
    /// Show or change the office's settings
    #[command(defer = true)]
    Config(file::Config),
    /// Check the file, the journal's chain and every row
    #[command(defer = true)]
    Check(file::Check),
    /// List the commands that changed the file, or show one in full
    #[command(defer = true)]
    Log(log::Log),
    /// Take a whole command back
    #[command(defer = true)]
    Undo(log::Undo),
    /// Bring an undone command back
    #[command(defer = true)]
    Redo(log::Redo),
}

/// Runs the program and gives its exit code.
pub fn run(arguments: Vec<OsString>) -> u8 {
    let line = arguments.iter().skip(1).map(|a| quoted(&a.to_string_lossy())).collect::<Vec<_>>().join(" ");
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) => return explain(&arguments, error),
    };
    let mut app = App::new(&cli.global, format!("yishi {line}"));
    let done = dispatch(&mut app, cli.command).and_then(|code| app.printer.finish().map(|()| code));
    done.unwrap_or_else(|error| app.printer.fail(&error))
}

fn dispatch(app: &mut App, verb: Option<Verb>) -> Result<u8> {
    match verb {
        None => Ok(0),
        Some(Verb::Member(verb)) => member::run(app, verb),
        Some(Verb::Word(verb)) => word::run(app, verb),
        Some(Verb::Init(args)) => file::init(app, &args),
        Some(Verb::Config(args)) => file::config(app, &args),
        Some(Verb::Check(args)) => file::check(app, &args),
        Some(Verb::Log(args)) => log::log(app, &args),
        Some(Verb::Undo(args)) => log::undo(app, &args),
        Some(Verb::Redo(args)) => log::redo(app, &args),
    }
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

/// Help and wrong command lines, in the language asked for.
fn explain(arguments: &[OsString], error: clap::Error) -> u8 {
    let _ = (arguments, Cli::command);
    let mut printer = Printer::new(crate::out::Settings::default());
    let _ = printer.raw(error.to_string().as_bytes());
    let _ = printer.finish();
    if error.use_stderr() { 2 } else { 0 }
}
