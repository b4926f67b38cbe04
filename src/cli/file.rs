//! `init`, `config`, `check`: the file itself.

use super::app::{App, Writing, usage};
use crate::error::{Error, Result};
use crate::model::session::Session;
use crate::out::{Cell, Column, Format, Grid};
use crate::store::Store;
use crate::text;
use chrono::Datelike;
use clap::Args;
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

#[derive(Debug, Args)]
pub struct Init {
    /// Name of the office
    #[arg(long, value_parser = super::typed::filled)]
    office: Option<String>,
    /// Level: 县, 市, 省, 全国
    #[arg(long)]
    level: Option<String>,
    /// Term and session, such as 十届五次
    #[arg(long)]
    session: Option<String>,
    /// Year
    #[arg(long)]
    year: Option<i32>,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Config {
    /// The setting to show or change
    key: Option<String>,
    /// Its new value
    value: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Check {
    /// Compare with a head noted earlier (yishi log --head): is that entry still in the chain?
    #[arg(long, value_name = "HEAD")]
    against: Option<String>,
}

/// What a new office is called and where it stands.
pub struct Office {
    /// Name.
    pub name: String,
    /// Level.
    pub level: String,
    /// 届次.
    pub session: String,
    /// Year.
    pub year: i32,
    /// Language.
    pub lang: &'static str,
}

/// Fills a new file: settings and dictionaries.
pub fn found(store: &mut Store, command: &crate::store::Command, office: &Office) -> Result<()> {
    let name = office.name.clone();
    let work = |tx: &mut crate::store::Tx<'_>| {
        let year = office.year.to_string();
        let values = [&office.name, &office.level, &office.session, &year];
        for ((key, ..), value) in SETTINGS.iter().zip(values) {
            tx.set_setting(key, value)?;
        }
        tx.set_setting("lang", office.lang)?;
        tx.fill_dictionaries()
    };
    store
        .write(command, work, |()| text!("新建：{name}", "created: {name}"))
        .map(|_| ())
}

fn asked(
    app: &mut App,
    given: Option<String>,
    question: crate::lang::Text,
    default: &str,
) -> Result<String> {
    if let Some(given) = given {
        return Ok(given);
    }
    let (zh, en) = (question.zh, question.en);
    let answer = app
        .printer
        .ask(&text!("{zh}［{default}］：", "{en} [{default}]:"))?;
    Ok(answer
        .filter(|a| !a.is_empty())
        .unwrap_or_else(|| default.to_owned()))
}

pub fn init(app: &mut App, args: &Init) -> Result<u8> {
    let path = app.path();
    let shown = path.display().to_string();
    if path.exists() {
        return Err(Error::machine(
            "file_exists",
            text!(
                "{shown} 已经存在，未作改动",
                "{shown} exists already; it was left untouched"
            ),
        )
        .hint(text!(
            "换一个文件名（--db），或直接使用它",
            "choose another name with --db, or use the file as it is"
        )));
    }
    let this_year = args.year.unwrap_or_else(|| app.today.year());
    let name = asked(
        app,
        args.office.clone(),
        text!("单位名称", "name of the office"),
        "政协办公室",
    )?;
    let level = asked(
        app,
        args.level.clone(),
        text!("级别（县/市/省/全国）", "level (县/市/省/全国)"),
        "县",
    )?;
    if !["县", "市", "省", "全国"].contains(&level.as_str()) {
        return Err(usage(text!(
            "级别应是 县、市、省、全国 之一，不是「{level}」",
            "the level is 县, 市, 省 or 全国, not “{level}”"
        )));
    }
    let session = asked(
        app,
        args.session.clone(),
        text!("届次", "term and session"),
        "一届一次",
    )?;
    let session = Session::parse(&session)
        .ok_or_else(|| {
            usage(text!(
                "届次写作「十届五次」，不是「{session}」",
                "write the session as 十届五次, not “{session}”"
            ))
        })?
        .to_string();
    let year = asked(
        app,
        args.year.map(|y| y.to_string()),
        text!("年度", "year"),
        &this_year.to_string(),
    )?;
    let year: i32 = year
        .parse()
        .ok()
        .filter(|y| (1949..2200).contains(y))
        .ok_or_else(|| {
            usage(text!(
                "年度应是四位数字，不是「{year}」",
                "the year is a number of four digits, not “{year}”"
            ))
        })?;
    let lang = app.printer.lang().code();
    let said = text!(
        "已新建 {shown}：{name}，{session}，{year} 年",
        "created {shown}: {name}, {session}, {year}"
    );
    if args.writing.dry_run {
        let (zh, en) = (&said.zh, &said.en);
        let said = text!("试运行，没有写入：{zh}", "dry run, nothing written: {en}");
        app.printer
            .done(&said, || json!({ "created": false, "dry_run": true }))?;
        return Ok(0);
    }
    let mut store = Store::create(&path, App::wait())?;
    found(
        &mut store,
        &app.command(&args.writing),
        &Office {
            name,
            level,
            session,
            year,
            lang,
        },
    )?;
    app.printer
        .done(&said, || json!({ "created": true, "file": shown }))?;
    app.printer.next(&[
        "yishi import 委员名册.xlsx".into(),
        "yishi member list".into(),
        "yishi --help".into(),
    ])?;
    Ok(0)
}

pub fn config(app: &mut App, args: &Config) -> Result<u8> {
    let mut store = app.open()?;
    let known = |key: &str| SETTINGS.iter().find(|(k, ..)| *k == key).copied();
    let Some(key) = &args.key else {
        let mut grid = Grid::new(vec![
            Column::text("key", "项", "key"),
            Column::text("value", "值", "value"),
            Column::text("meaning", "含义", "meaning"),
        ]);
        for (key, zh, en) in SETTINGS {
            grid.row(vec![
                Cell::from(*key),
                Cell::from(store.read().setting(key)?),
                Cell::from(text!("{zh}", "{en}")),
            ]);
        }
        let path = store.path().display().to_string();
        grid.note(text!("数据文件：{path}", "file: {path}"));
        app.printer.grid(&grid)?;
        return Ok(0);
    };
    let Some((key, zh, en)) = known(key) else {
        let all = SETTINGS
            .iter()
            .map(|(k, ..)| *k)
            .collect::<Vec<_>>()
            .join(" ");
        return Err(
            usage(text!("没有「{key}」这一项", "there is no setting “{key}”"))
                .hint(text!("可用：{all}", "settings: {all}")),
        );
    };
    let Some(value) = &args.value else {
        let value = store.read().setting(key)?.unwrap_or_default();
        app.printer.done(
            &crate::lang::Text::same(value.clone()),
            || json!({ key: value }),
        )?;
        return Ok(0);
    };
    let value = sound(key, value)?;
    let said = text!("{zh}改为「{value}」", "{en} is now “{value}”");
    let outcome = store.write(
        &app.command(&args.writing),
        |tx| tx.set_setting(key, &value),
        |_| said.clone(),
    )?;
    app.told(&args.writing, &outcome, &said, &[])
}

/// The value as it is stored, where it can be.
fn sound(key: &str, value: &str) -> Result<String> {
    let good = match key {
        "year" => value
            .parse::<i32>()
            .ok()
            .filter(|y| (1949..2200).contains(y))
            .map(|y| y.to_string()),
        "session" => Session::parse(value).map(|s| s.to_string()),
        "lang" => ["zh", "en"].contains(&value).then(|| value.to_owned()),
        "level" => ["县", "市", "省", "全国"]
            .contains(&value)
            .then(|| value.to_owned()),
        _ => (!value.trim().is_empty()).then(|| value.trim().to_owned()),
    };
    good.ok_or_else(|| {
        usage(text!(
            "{key} 不能是「{value}」",
            "{key} cannot be “{value}”"
        ))
    })
}

pub fn check(app: &mut App, args: &Check) -> Result<u8> {
    let store = app.open()?;
    let read = store.read();
    let mut found = read.check_file()?;
    let chain = read.check_chain()?;
    let whole = chain.is_empty();
    found.extend(chain);
    if let Some(head) = &args.against {
        found.extend(read.check_against(head)?);
    }
    if whole {
        found.extend(read.check_rows()?);
    }
    found.extend(read.check_sketches()?);
    found.extend(read.check_ledgers(app.today)?);
    let mut grid = Grid::new(vec![
        Column::text("check", "检查", "check"),
        Column::text("ref", "对象", "thing"),
        Column::text("problem", "问题", "problem"),
        Column::text("fix", "怎么办", "fix"),
    ]);
    for f in &found {
        grid.row(vec![
            Cell::from(f.check),
            Cell::from(&f.thing),
            Cell::from(f.problem.clone()),
            Cell::from(f.fix.clone()),
        ]);
    }
    if found.is_empty() && app.printer.format() != Format::Json {
        let head = crate::out::log::grouped(&read.head()?.unwrap_or_default());
        app.printer.say(&text!(
            "数据文件完好，日志完整，各行与日志一致。日志校验码：\n{head}",
            "the file is sound, the journal whole, every row as the journal says. Head:\n{head}"
        ))?;
        return Ok(0);
    }
    app.printer.grid(&grid)?;
    Ok(u8::from(!found.is_empty()))
}

/// Writes a file whole: beside first, then renamed, so that no half-written file is ever seen.
pub fn write_whole(path: &std::path::Path, bytes: &[u8]) -> Result<()> {
    let shown = path.display();
    if path.exists() {
        return Err(Error::refused(
            "file_exists",
            text!(
                "{shown} 已经存在，没有覆盖",
                "{shown} exists; it was not written over"
            ),
        )
        .hint(text!("换一个文件名", "choose another name")));
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = std::path::PathBuf::from(beside);
    let written = std::fs::write(&beside, bytes).and_then(|()| std::fs::rename(&beside, path));
    written.map_err(|e| {
        let _ = std::fs::remove_file(&beside);
        Error::machine(
            "cannot_write",
            text!("无法写出 {shown}", "cannot write {shown}"),
        )
        .because(e)
        .hint(text!(
            "检查文件夹是否存在、是否可写、磁盘是否已满",
            "check that the folder exists, can be written and has room"
        ))
    })
}
