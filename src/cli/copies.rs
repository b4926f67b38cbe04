//! `config copies`: the office's own lists of who gets which copy of the results.

use super::app::{App, Writing, usage};
use super::import::read_text;
use crate::error::{Error, Result};
use crate::lang::so_many;
use crate::model::score::Mistake;
use crate::model::score::copies::{DEFAULT, List, read};
use crate::store::Read;
use crate::text;
use clap::Args;
use std::path::PathBuf;

/// The setting that holds them.
const KEY: &str = "copies";

#[derive(Debug, Args)]
pub struct Copies {
    /// The lists as a file, to be used from now on; without one they are shown
    #[arg(value_name = "FILE.toml")]
    file: Option<PathBuf>,
    /// Use the program's lists again
    #[arg(long, conflicts_with = "file")]
    reset: bool,
    #[command(flatten)]
    writing: Writing,
}

pub fn run(app: &mut App, args: &Copies) -> Result<u8> {
    let body = match &args.file {
        Some(file) => {
            let body = read_text(file)?;
            read(&body).map_err(|m| wrong(&m, &file.display().to_string()))?;
            body
        }
        None if args.reset => String::new(),
        None => {
            let store = app.open()?;
            let body = text_of(store.read())?;
            app.printer.raw(body.as_bytes())?;
            return Ok(0);
        }
    };
    app.change(
        &args.writing,
        |tx| {
            if body.is_empty() && tx.read().setting(KEY)?.is_none() {
                return Ok(());
            }
            tx.set_setting(KEY, &body).map(|_| ())
        },
        |()| {
            if body.is_empty() {
                text!(
                    "抄送名单改回程序自带的",
                    "the program's lists are used again"
                )
            } else {
                text!("抄送名单改用本单位的", "the office's own lists are used")
            }
        },
        |_, ()| vec!["yishi score copies".to_owned()],
    )
}

fn text_of(read: Read<'_>) -> Result<String> {
    let own = read.setting(KEY)?.filter(|body| !body.is_empty());
    Ok(own.unwrap_or_else(|| DEFAULT.to_owned()))
}

/// The lists of the office, else the program's.
///
/// # Errors
/// `bad_lists`; the database's own failures.
pub fn lists(store: Read<'_>) -> Result<Vec<List>> {
    read(&text_of(store)?).map_err(|m| wrong(&m, "yishi config copies"))
}

fn wrong(mistakes: &[Mistake], name: &str) -> Error {
    let n = mistakes.len();
    Error::refused(
        "bad_lists",
        text!(
            "抄送名单 {name} 有 {n} 处错误",
            "the lists {name} have {many}",
            many = so_many(&n, "mistake", "mistakes")
        ),
    )
    .mistaken(mistakes)
}

/// A department without a list.
pub fn no_list(word: &str, lists: &[List]) -> Error {
    let known: Vec<&str> = lists.iter().map(|l| l.to.as_str()).collect();
    let known = known.join("、");
    usage(text!(
        "没有给「{word}」的名单",
        "there is no list for “{word}”"
    ))
    .hint(text!("可以写：{known}", "one of: {known}"))
    .hint(text!(
        "增加名单：yishi config copies 抄送.toml",
        "add a list: yishi config copies FILE.toml"
    ))
}
