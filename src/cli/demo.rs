//! `demo` and the desk: what the program shows by itself.

use super::app::{App, Writing};
use super::init::{Office, found};
use super::score;
use crate::error::{Error, Result};
use crate::ledger::{self, Input, Options};
use crate::model::code::OfficeLevel;
use crate::model::score::Rules;
use crate::model::score::rules::Whose;
use crate::out::score::Others;
use crate::out::{Format, Printer, Settings, Terminal, desk as view, meeting};
use crate::store::import::{Batch, Head};
use crate::store::{Command, Store};
use crate::text;
use chrono::NaiveDate;
use clap::Args;
use serde_json::{Map, Value};
use std::cell::RefCell;
use std::io::Write;
use std::path::PathBuf;
use std::rc::Rc;

/// The ledgers of a fictional county, as clerks keep them.
const LEDGERS: &[(&str, &[u8])] = &[
    (
        "委员名册.xlsx",
        include_bytes!("../../examples/qinghe/委员名册.xlsx"),
    ),
    (
        "会议活动台账.xlsx",
        include_bytes!("../../examples/qinghe/会议活动台账.xlsx"),
    ),
    (
        "出席情况.csv",
        include_bytes!("../../examples/qinghe/出席情况.csv"),
    ),
    (
        "提案台账.xlsx",
        include_bytes!("../../examples/qinghe/提案台账.xlsx"),
    ),
    (
        "社情民意.xlsx",
        include_bytes!("../../examples/qinghe/社情民意.xlsx"),
    ),
];
const RULES: &str = include_str!("../../examples/rules/tongcheng-2019.toml");
const YEAR: i32 = 2026;
/// Whose score is explained: a share of a joint proposal, a cap, fractions.
const EXPLAINED: &str = "10042";
/// How many rows of a long table the demonstration shows.
const SHOWN: usize = 10;

#[derive(Debug, Args)]
pub struct Demo {
    /// Where the office is built (else a temporary file)
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    #[command(flatten)]
    writing: Writing,
}

/// The desk of the day.
pub fn desk(app: &mut App) -> Result<u8> {
    if !app.path().exists() {
        return welcome(app);
    }
    let store = app.open()?;
    let desk = store.read().desk(app.today)?;
    let today = app.today;
    app.printer
        .page(&view::page(&desk, today), || view::json(&desk, today))?;
    Ok(0)
}

/// What to do where there is no file yet.
fn welcome(app: &mut App) -> Result<u8> {
    app.printer.say(&text!(
        "议事：政协办公室的台账、期限和履职考核，都在一个文件里。\n这里还没有数据文件。可以：\n  yishi demo          看一个示例办公室（不改动任何东西）\n  yishi init          新建本单位的数据文件\n  yishi import 文件…  导入现有的表格\n  yishi --help        全部命令",
        "yishi keeps the ledgers, deadlines and duty scores of a CPPCC office in one file.\nThere is no file here yet. Try:\n  yishi demo          look at an example office (changes nothing)\n  yishi init          create your office's file\n  yishi import FILE…  bring your spreadsheets in\n  yishi --help        all commands"
    ))?;
    Ok(0)
}

pub fn run(app: &mut App, args: &Demo) -> Result<u8> {
    let path = args.file.clone().unwrap_or_else(spare_file);
    let mut store = Store::create(&path, App::wait())?;
    let command = app.command(&args.writing);
    let office = Office {
        name: "政协青禾县委员会".into(),
        level: OfficeLevel::County,
        session: "十届五次".into(),
        year: YEAR,
        lang: app.printer.lang(),
        profile: "three-month".into(),
    };
    found(&mut store, &command, &office)?;
    bring(&mut store, &command)?;
    let title = Rules::parse(RULES, None)
        .map(|r| r.title)
        .unwrap_or_default();
    store.write(
        &command,
        |tx| tx.adopt(YEAR, Whose::Member, &title, RULES),
        |_| text!("{YEAR} 年采用《{title}》", "adopted “{title}” for {YEAR}"),
    )?;
    drop(store);
    app.use_file(path.clone());
    let shown = path.display();
    if app.printer.format() == Format::Json {
        let whole = object(app, &shown.to_string())?;
        app.printer.json(&whole)?;
        return Ok(0);
    }
    show(app)?;
    app.printer.say(&text!(
        "\n示例办公室在 {shown}，可以随便试：",
        "\nThe example office is {shown}; try what you like:"
    ))?;
    for line in [
        format!("yishi --db {shown} member list sector=教育界"),
        format!("yishi --db {shown} score explain 曾明"),
        format!("yishi --db {shown} log"),
    ] {
        app.printer
            .say(&crate::lang::Text::same(format!("  {line}")))?;
    }
    Ok(0)
}

/// A file of our own in the folder for temporary files.
fn spare_file() -> PathBuf {
    let folder = std::env::temp_dir();
    let process = std::process::id();
    let names = (0..).map(|n| {
        if n == 0 {
            format!("yishi-demo-{process}.db")
        } else {
            format!("yishi-demo-{process}-{n}.db")
        }
    });
    names
        .map(|name| folder.join(name))
        .find(|p| !p.exists())
        .unwrap_or_else(|| folder.join("yishi-demo.db"))
}

/// Imports the ledgers inside the program, in one entry.
fn bring(store: &mut Store, command: &Command) -> Result<()> {
    let inputs: Vec<Input> = LEDGERS
        .iter()
        .map(|(name, bytes)| Input::Bytes {
            name: (*name).to_owned(),
            bytes: bytes.to_vec(),
        })
        .collect();
    let mut opened = ledger::open(
        &inputs,
        &Options {
            default_year: Some(YEAR),
            ..Options::default()
        },
    )?;
    opened.sheets.sort_by_key(|s| s.ledger);
    let work = |tx: &mut crate::store::Tx<'_>| {
        let mut batch = Batch::new();
        for sheet in &mut opened.sheets {
            let head = Head {
                file: sheet.file.clone(),
                sheet: sheet.sheet.clone().unwrap_or_default(),
                ledger: sheet.ledger,
                header_row: sheet.header_row,
                sha256: sheet.sha256.clone(),
                year: sheet.year,
                session: sheet.session.clone(),
            };
            batch.sheet(tx, &head, |each| sheet.read(each).map(|_| ()))?;
        }
        Ok(())
    };
    store
        .write(command, work, |()| {
            text!("导入示例台账", "imported the example ledgers")
        })
        .map(|_| ())
}

/// The demonstration as one object: each part as its own command prints it in JSON.
fn object(app: &mut App, file: &str) -> Result<Value> {
    let year = YEAR.to_string();
    let (from, to) = (format!("{YEAR}-01-01"), format!("{YEAR}-12-31"));
    let parts: [(&str, &[&str]); 4] = [
        ("desk", &[]),
        (
            "attendance",
            &["meeting", "table", "--from", &from, "--to", &to],
        ),
        ("scores", &["score", "run", "--year", &year]),
        (
            "explanation",
            &["score", "explain", EXPLAINED, "--year", &year],
        ),
    ];
    let mut whole = Map::from_iter([("file".to_owned(), Value::from(file))]);
    for (key, line) in parts {
        whole.insert(key.to_owned(), printed(app, line)?);
    }
    Ok(Value::Object(whole))
}

/// What a command prints in JSON.
fn printed(app: &mut App, line: &[&str]) -> Result<Value> {
    let verb = super::verb(line)?;
    let heard = Heard::default();
    let settings = Settings {
        lang: app.printer.lang(),
        format: Format::Json,
        quiet: true,
        ..Settings::default()
    };
    let (out, aside) = (Box::new(heard.clone()), Box::new(std::io::sink()));
    let ear = Printer::over(
        settings,
        Terminal::NONE,
        out,
        aside,
        Box::new(std::io::empty()),
    );
    let mouth = std::mem::replace(&mut app.printer, ear);
    let done = super::dispatch(app, verb).and_then(|_| app.printer.finish());
    app.printer = mouth;
    done?;
    let bytes = heard.0.take();
    serde_json::from_slice(&bytes).map_err(|e| {
        let told = text!("示例没有给出 JSON", "the example gave no JSON");
        Error::machine("output_failed", told).because(e)
    })
}

/// Keeps what is printed.
#[derive(Clone, Default)]
struct Heard(Rc<RefCell<Vec<u8>>>);

impl Write for Heard {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Desk, attendance, ranking, one explanation.
fn show(app: &mut App) -> Result<()> {
    desk(app)?;
    let store = app.open()?;
    let days = [(1, 1), (12, 31)]
        .map(|(month, day)| NaiveDate::from_ymd_opt(YEAR, month, day).unwrap_or(app.today));
    let lines = store.read().attendance_table(&[], days[0], days[1])?;
    let span = meeting::Span {
        from: days[0],
        to: days[1],
    };
    app.printer.say(&text!(
        "\n出席情况（前 {SHOWN} 名）",
        "\nAttendance (the first {SHOWN})"
    ))?;
    app.printer
        .grid(&meeting::attendance_table(&lines, span, &[]).first(SHOWN))?;
    let chosen = score::Basis::adopted(YEAR);
    app.printer.say(&text!(
        "\n履职得分（前 {SHOWN} 名）",
        "\nDuty scores (the first {SHOWN})"
    ))?;
    app.printer
        .grid(&score::ranking(&store, (&chosen, app.today), &[])?.first(SHOWN))?;
    app.printer.say(&text!(
        "\n一名委员的得分从哪里来",
        "\nWhere one member's points come from"
    ))?;
    score::explained(app, &store, (EXPLAINED, false, Others::Counted), &chosen)
}
