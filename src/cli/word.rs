//! `word`: the open dictionaries.

use super::app::{App, Writing};
use super::typed::{code, filled};
use crate::error::Result;
use crate::model::code::{Code, Dict, WordClass};
use crate::out::{Cell, Column, Grid};
use crate::text;
use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum Verb {
    /// List the words of a dictionary, or all dictionaries
    List(List),
    /// Add a word
    Add(Add),
    /// Give a word another name
    Alias(AliasArgs),
    /// Say what a word is, in dictionaries that tell classes apart
    Class(ClassArgs),
}

#[derive(Debug, Args)]
pub struct List {
    /// The dictionary, such as sector or 界别
    #[arg(value_parser = code::<Dict>)]
    dict: Option<Dict>,
}

#[derive(Debug, Args)]
pub struct Add {
    /// The dictionary
    #[arg(value_parser = code::<Dict>)]
    dict: Dict,
    /// The word
    #[arg(value_parser = filled)]
    word: String,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct AliasArgs {
    /// The dictionary
    #[arg(value_parser = code::<Dict>)]
    dict: Dict,
    /// The word as it stands in the file
    word: String,
    /// Its other name
    alias: String,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
#[command(after_help = "yishi word class record_kind 主席会议评分 by_hand
yishi word class meeting_kind 院坝协商 meeting")]
pub struct ClassArgs {
    /// The dictionary
    #[arg(value_parser = code::<Dict>)]
    dict: Dict,
    /// The word as it stands in the file
    word: String,
    /// What it is: meeting or activity, act or by_hand
    #[arg(value_parser = code::<WordClass>)]
    class: WordClass,
    #[command(flatten)]
    writing: Writing,
}

pub fn run(app: &mut App, verb: Verb) -> Result<u8> {
    match verb {
        Verb::List(args) => list(app, &args),
        Verb::Add(args) => add(app, &args),
        Verb::Alias(args) => alias(app, &args),
        Verb::Class(args) => class(app, &args),
    }
}

fn list(app: &mut App, args: &List) -> Result<u8> {
    let store = app.open()?;
    let mut grid = Grid::new(vec![
        Column::text("dict", "词典", "dictionary"),
        Column::text("name", "词条", "word"),
        Column::text("class", "类", "class").spare(1),
        Column::number("used", "使用", "used"),
    ])
    .vacant(text!(
        "词典里还没有词；用 yishi word add 词典 词 新增，导入表格时也会列出新词",
        "the dictionary has no words yet; yishi word add DICT WORD adds one, and an import lists new ones"
    ));
    let all: Vec<Dict> = args.dict.map_or_else(|| Dict::ALL.to_vec(), |d| vec![d]);
    for dict in all {
        for word in store.read().words(dict)? {
            grid.row(vec![
                Cell::code(dict),
                Cell::from(word.name),
                word.class.map_or(Cell::Empty, Cell::code),
                Cell::from(word.used),
            ]);
        }
    }
    app.printer.grid(&grid)?;
    Ok(0)
}

fn add(app: &mut App, args: &Add) -> Result<u8> {
    let (zh, en, word) = (args.dict.zh(), args.dict.en(), &args.word);
    app.change(
        &args.writing,
        |tx| tx.add_word(args.dict, word, None),
        |_| text!("{zh}增加「{word}」", "added the {en} “{word}”"),
        |_, _| Vec::new(),
    )
}

fn alias(app: &mut App, args: &AliasArgs) -> Result<u8> {
    let (zh, word, alias) = (args.dict.zh(), &args.word, &args.alias);
    app.change(
        &args.writing,
        |tx| tx.add_word_alias(args.dict, word, alias),
        |_| {
            text!(
                "{zh}「{word}」又作「{alias}」",
                "“{word}” is also written “{alias}”"
            )
        },
        |_, _| Vec::new(),
    )
}

fn class(app: &mut App, args: &ClassArgs) -> Result<u8> {
    let (zh, word) = (args.dict.zh(), &args.word);
    let (class_zh, class_en) = (args.class.zh(), args.class.en());
    app.change(
        &args.writing,
        |tx| tx.class_word(args.dict, word, args.class),
        |_| {
            text!(
                "{zh}「{word}」按「{class_zh}」",
                "“{word}” is “{class_en}” from now on"
            )
        },
        |_, _| vec![format!("yishi word list {}", args.dict.code())],
    )
}
