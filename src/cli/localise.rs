//! Help and errors of the command line in two languages. clap knows only English, so the help
//! of every command is rendered here, with Chinese texts from `help.zh.toml` laid over the tree.
//! All of it runs only once help or an error is to be shown:
//!
//! ```text
//! match command().try_get_matches_from(&args) {
//!     Ok(matches) => run(matches),
//!     Err(_) => match localise(command(), lang, width).try_get_matches_from(&args) { … told(&e, lang) … },
//! }
//! ```

mod errors;
mod sheet;
mod words;

pub use errors::{Told, explain_error, told};
pub use words::{missing, stale, without_examples};

use crate::lang::Lang;
use clap::builder::Resettable;
use clap::{Arg, Command};
use words::Words;

/// The command tree with the texts of a language and help laid out for a terminal of `width`
/// columns. A command's `after_help` is taken as its examples.
pub fn localise(cmd: Command, lang: Lang, width: usize) -> Command {
    let words = match lang {
        Lang::Zh => Words::chinese(),
        Lang::En => Words::english(),
    };
    with_words(cmd, lang, width, &words)
}

fn with_words(cmd: Command, lang: Lang, width: usize, words: &Words) -> Command {
    let name = cmd.get_name().to_owned();
    let cmd = translated(cmd, &[&name], words);
    let globals = cmd
        .get_arguments()
        .filter(|arg| arg.is_global_set())
        .cloned()
        .collect::<Vec<_>>();
    laid_out(cmd, &name, &globals, &sheet::Paper { lang, width, words })
}

/// Lays the words of a language over a command and everything below it.
fn translated(mut cmd: Command, path: &[&str], words: &Words) -> Command {
    let key = words::key(path);
    let (own, long) = (words.about(&key), words.long(&key));
    if own.is_some() || long.is_some() {
        let stands = cmd.get_about().map(ToString::to_string);
        let about = own.map_or(stands.unwrap_or_default(), str::to_owned);
        let long = long.map(|long| format!("{about}\n\n{}", long.trim()));
        let long = long.unwrap_or_else(|| about.clone());
        cmd = cmd.about(about).long_about(long);
    }
    if let Some(examples) = words.examples(&key) {
        cmd = cmd
            .after_help(examples.trim_end().to_owned())
            .after_long_help(Resettable::Reset);
    }
    cmd = cmd.mut_args(|arg| translated_arg(arg, &key, words));
    cmd.mut_subcommands(|sub| {
        let name = sub.get_name().to_owned();
        let path: Vec<&str> = path.iter().copied().chain([name.as_str()]).collect();
        translated(sub, &path, words)
    })
}

fn translated_arg(arg: Arg, key: &str, words: &Words) -> Arg {
    let mut arg = arg;
    if let Some(help) = words.arg(key, &arg) {
        arg = arg.help(help.to_owned()).long_help(Resettable::Reset);
    }
    if let Some(heading) = arg.get_help_heading().and_then(|h| words.heading(key, h)) {
        let heading = heading.to_owned();
        arg = arg.help_heading(heading);
    }
    if arg.get_action().takes_values() {
        let said = words::value_names(&arg);
        let names: Vec<String> = said
            .iter()
            .map(|name| words.value(key, name).unwrap_or(name).to_owned())
            .collect();
        if names != said || arg.get_value_names().is_none() {
            arg = arg.value_names(names);
        }
    }
    arg
}

/// Gives a command and everything below it its rendered help.
fn laid_out(cmd: Command, path: &str, globals: &[Arg], paper: &sheet::Paper<'_>) -> Command {
    let help = sheet::help(&cmd, path, globals, paper);
    cmd.override_help(help).mut_subcommands(|sub| {
        let path = format!("{path} {}", sub.get_name());
        laid_out(sub, &path, globals, paper)
    })
}

#[cfg(test)]
mod tests;
