//! `score rules merge`: rules amended in the middle of a year, as one file.

use crate::cli::app::{App, usage};
use crate::cli::file::replace_whole;
use crate::cli::import::read_rules;
use crate::cli::score::{quoted, wrong};
use crate::cli::typed::{code, day};
use crate::error::{Error, Result};
use crate::lang::{Text, so_many};
use crate::model::score::Rules;
use crate::model::score::merge::{Decision, Dispute, Edition, Merged, Refusal, merge};
use crate::text;
use chrono::NaiveDate;
use clap::Args;
use serde_json::json;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Merge {
    /// The rules in force so far
    #[arg(value_name = "OLD.toml")]
    old: PathBuf,
    /// The rules in force from the day on
    #[arg(value_name = "NEW.toml")]
    new: PathBuf,
    /// The first day of the new rules (else the `from` that they have)
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: Option<NaiveDate>,
    /// Which of the two holds where the year can have only one: old or new for all, grade=old for one
    #[arg(long, value_name = "[KEY=]old|new", value_parser = decision)]
    take: Vec<Decision>,
    /// Where to write it; - for standard output
    #[arg(short, long, value_name = "OUT.toml", default_value = "-")]
    output: PathBuf,
    /// Write over the file that is there
    #[arg(long)]
    force: bool,
}

/// `new` for all, `grade=old` for one key.
pub fn decision(word: &str) -> Result<Decision> {
    let (key, of) = match word.split_once('=') {
        Some((key, of)) => (Some(key.trim().to_owned()), of),
        None => (None, word),
    };
    Ok(Decision {
        key,
        of: code::<Edition>(of.trim())?,
    })
}

pub fn run(app: &mut App, args: &Merge) -> Result<u8> {
    if args.output.exists() && !args.force {
        return Err(super::new::exists(&args.output));
    }
    let (old, new) = (read_rules(&args.old)?, read_rules(&args.new)?);
    let names = [&args.old, &args.new].map(|p| p.display().to_string());
    let begins = || Rules::parse(&new, None).ok().and_then(|r| r.from);
    let Some(from) = args.from.or_else(begins) else {
        let message = text!(
            "没有说新办法从哪一天起",
            "it is not said from which day the new rules are in force"
        );
        return Err(usage(message).hint(text!("加 --from 2026-07-01", "add --from 2026-07-01")));
    };
    let merged = merged(app, [&names[0], &names[1]], (&old, &new), from, &args.take)?;
    if args.output.as_os_str() == "-" {
        app.printer.raw(merged.text.as_bytes())?;
        return Ok(0);
    }
    replace_whole(&args.output, merged.text.as_bytes())?;
    let file = args.output.display().to_string();
    let said = text!("合并后的办法写到 {file}", "wrote the two as one to {file}");
    let lang = app.printer.lang();
    app.printer.done(&said, || {
        let notes: Vec<&str> = merged.notes.iter().map(|n| n.pick(lang)).collect();
        json!({ "file": file, "from": from.to_string(), "notes": notes })
    })?;
    let shown = quoted(&args.output);
    app.printer.next(&[
        format!("yishi score rules check {shown}"),
        format!("yishi score compare --rules {shown}"),
        format!("yishi score adopt {shown} --replace"),
    ])?;
    Ok(0)
}

/// Two rule files as one; what was decided is told.
pub fn merged(
    app: &mut App,
    names: [&str; 2],
    bodies: (&str, &str),
    from: NaiveDate,
    decisions: &[Decision],
) -> Result<Merged> {
    let lang = app.printer.lang();
    let merged = merge(bodies, from, decisions, lang).map_err(|r| refused(r, names))?;
    for note in &merged.notes {
        app.printer.remark(note)?;
    }
    Ok(merged)
}

fn refused(refusal: Refusal, [old, new]: [&str; 2]) -> Error {
    match refusal {
        Refusal::Mistaken(which, mistakes) => {
            let name = if which == Edition::Old { old } else { new };
            wrong(&mistakes, name)
        }
        Refusal::Apart(why) => Error::refused("rules_do_not_follow", why).hint(text!(
            "改正 --from，或办法中的 from、until",
            "mend --from, or `from` and `until` in the rules"
        )),
        Refusal::Undecided(open) => undecided(&open),
        Refusal::Idle(key, keys) => {
            let message = text!(
                "“{key}”没有要决定的",
                "there is nothing to decide about `{key}`"
            );
            let Text { zh, en } = Text::listed(&keys);
            let error = Error::refused("nothing_to_decide", message);
            if keys.is_empty() {
                return error.hint(text!("去掉 --take", "leave --take out"));
            }
            error.hint(text!("要决定的是：{zh}", "to be decided: {en}"))
        }
        Refusal::Contradicts(mistakes) => {
            let n = mistakes.len();
            let message = text!(
                "两份办法合并后有 {n} 处矛盾",
                "the two rule sets contradict each other in {many}",
                many = so_many(&n, "place", "places")
            );
            Error::refused("rules_contradict", message).mistaken(&mistakes)
        }
    }
}

/// What the year can have only once: both values, and how to decide.
fn undecided(open: &[Dispute]) -> Error {
    let n = open.len();
    let message = text!(
        "全年只能有一个而两份办法不同的有 {n} 处，请先决定",
        "in {many} the rules differ where the year can have only one: decide first",
        many = so_many(&n, "place", "places")
    );
    let mut error = Error::refused("undecided", message);
    for dispute in open {
        let (key, what, what_en) = (&dispute.key, &dispute.what.zh, &dispute.what.en);
        let [[a, a_en], [b, b_en]] = [&dispute.old, &dispute.new].map(|v| match v.as_str() {
            "" => ["没有写", "nothing"],
            written => [written, written],
        });
        error = error.hint(text!(
            "{what}（{key}）：旧 {a}；新 {b}",
            "{what_en} ({key}): old {a_en}; new {b_en}"
        ));
    }
    let key = open.first().map_or("grade", |d| d.key.as_str());
    error.hint(text!(
        "全部按新办法加 --take new；逐个决定写 --take {key}=old",
        "--take new takes the new ones; one by one: --take {key}=old"
    ))
}
