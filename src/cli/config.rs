//! `config`: the office's settings.

use super::app::{App, Writing, usage};
use super::typed::filled;
use super::{calendar, copies, profile, template};
use crate::error::Result;
use crate::lang::{Lang, Text};
use crate::model::code::{Code, OfficeLevel};
use crate::model::session::Session;
use crate::out::{Cell, Column, Grid};
use crate::store::Store;
use crate::text;
use clap::{Args, Subcommand};
use serde_json::json;

/// The settings that an office has, with what they mean.
const SETTINGS: &[(&str, &str, &str)] = &[
    ("office", "单位名称", "name of the office"),
    (
        "level",
        "级别（县 市 省 全国）",
        "level (county, city, province, nation)",
    ),
    ("session", "届次", "term and session"),
    ("year", "年度", "year"),
    ("lang", "语言（zh 或 en）", "language (zh or en)"),
];

#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Working days: the years that are known, and bringing one in
    #[command(subcommand)]
    Calendar(calendar::Verb),
    /// Deadlines: the profiles that the office works by
    #[command(subcommand)]
    Profile(profile::Verb),
    /// Papers: the office's own letterhead in place of the program's templates
    #[command(subcommand)]
    Template(template::Verb),
    /// Copies of the results: for whom, about whom, which columns
    Copies(copies::Copies),
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Config {
    #[command(subcommand)]
    verb: Option<Verb>,
    /// The setting to show or change
    key: Option<String>,
    /// Its new value
    value: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// Reads the level of an office.
pub fn level(word: &str) -> Result<OfficeLevel> {
    OfficeLevel::read(word).ok_or_else(|| {
        usage(text!("级别不能是「{word}」", "the level cannot be “{word}”")).hint(text!(
            "可以写：县（区、旗、县级市），市（州、盟、地区），省（自治区、直辖市），全国（国家）",
            "one of: county (district, banner), city (prefecture, league), province (region, municipality), nation"
        ))
    })
}

/// Reads a term and session, as it is stored.
pub fn session(word: &str) -> Result<String> {
    let session = Session::parse(word).map(|s| s.to_string());
    session.ok_or_else(|| {
        usage(text!(
            "届次不能是「{word}」",
            "the term and session cannot be “{word}”"
        ))
        .hint(text!(
            "写作「十届五次」或 10-5",
            "write it as 10-5 or 十届五次"
        ))
    })
}

/// Reads a year.
pub fn year(word: &str) -> Result<i32> {
    let year = word.trim().parse().ok();
    year.filter(|y| (1949..2200).contains(y)).ok_or_else(|| {
        usage(text!(
            "年度不能是「{word}」：应是 1949 到 2199 的四位数字",
            "the year cannot be “{word}”: a number of four digits from 1949 to 2199"
        ))
    })
}

/// Reads a language.
pub fn lang(word: &str) -> Result<Lang> {
    match word.trim().to_lowercase().as_str() {
        "zh" | "中文" | "汉语" | "chinese" => Ok(Lang::Zh),
        "en" | "英文" | "英语" | "english" => Ok(Lang::En),
        _ => Err(usage(text!(
            "语言不能是「{word}」",
            "the language cannot be “{word}”"
        ))
        .hint(text!("写 zh 或 en", "write zh or en"))),
    }
}

pub fn config(app: &mut App, args: &Config) -> Result<u8> {
    match &args.verb {
        Some(Verb::Calendar(verb)) => return calendar::run(app, verb),
        Some(Verb::Profile(verb)) => return profile::run(app, verb),
        Some(Verb::Template(verb)) => return template::run(app, verb),
        Some(Verb::Copies(args)) => return copies::run(app, args),
        None => {}
    }
    let store = app.open()?;
    let Some(key) = &args.key else {
        return list(app, &store);
    };
    let known = SETTINGS.iter().find(|(k, ..)| k == key);
    let (key, zh, en) = *known.ok_or_else(|| unknown(key))?;
    let Some(value) = &args.value else {
        let value = store.read().setting(key)?.unwrap_or_default();
        let said = shown(key, &value);
        app.printer.done(&said, || json!({ key: value }))?;
        return Ok(0);
    };
    drop(store);
    let value = sound(key, value)?;
    let word = shown(key, &value);
    let (new_zh, new_en) = (&word.zh, &word.en);
    app.change(
        &args.writing,
        |tx| tx.set_setting(key, &value),
        |_| text!("{zh}改为「{new_zh}」", "{en} is now “{new_en}”"),
        |_, _| Vec::new(),
    )
}

fn list(app: &mut App, store: &Store) -> Result<u8> {
    let mut grid = Grid::new(vec![
        Column::text("key", "项", "key"),
        Column::text("value", "值", "value"),
        Column::text("meaning", "含义", "meaning"),
    ]);
    for (key, zh, en) in SETTINGS {
        let value = store.read().setting(key)?;
        let value = match (value, *key) {
            (Some(value), "level") => OfficeLevel::read(&value).map(Cell::code),
            (value, _) => value.map(Cell::from),
        };
        grid.row(vec![
            Cell::from(*key),
            value.unwrap_or(Cell::Empty),
            Cell::from(text!("{zh}", "{en}")),
        ]);
    }
    let path = store.path().display().to_string();
    grid.note(text!("数据文件：{path}", "file: {path}"));
    app.printer.grid(&grid)?;
    Ok(0)
}

/// A stored value for people.
fn shown(key: &str, value: &str) -> Text {
    match OfficeLevel::read(value).filter(|_| key == "level") {
        Some(level) => {
            let (zh, en) = (level.zh(), level.en());
            text!("{zh}", "{en}")
        }
        None => Text::same(value),
    }
}

fn unknown(key: &str) -> crate::error::Error {
    let all: Vec<&str> = SETTINGS.iter().map(|(k, ..)| *k).collect();
    let all = all.join(" ");
    usage(text!("没有「{key}」这一项", "there is no setting “{key}”"))
        .hint(text!("可用：{all}", "settings: {all}"))
}

/// The value as it is stored, where it can be.
fn sound(key: &str, value: &str) -> Result<String> {
    match key {
        "year" => year(value).map(|y| y.to_string()),
        "session" => session(value),
        "lang" => lang(value).map(|l| l.code().to_owned()),
        "level" => level(value).map(|l| l.code().to_owned()),
        _ => filled(value),
    }
}
