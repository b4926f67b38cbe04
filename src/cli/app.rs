//! What every handler is given: the options of the run, the printer, the clock read once.

use super::clock;
use super::typed::day;
use crate::error::{Error, Result};
use crate::lang::{Lang, Text};
use crate::out::{Answers, Cell, ColorChoice, Column, Format, Grid, Printer, Settings};
use crate::store::{Command, DryRun, Outcome, Store, Tx};
use crate::text;
use chrono::NaiveDate;
use clap::Args;
use serde_json::json;
use std::path::PathBuf;
use std::time::Duration;

/// The options that every command takes.
#[derive(Debug, Clone, Args)]
pub struct Global {
    /// The office's file (else YISHI_DB, else yishi.db here, else the user's data folder)
    #[arg(long, global = true, value_name = "FILE")]
    pub db: Option<PathBuf>,
    /// Format of results: table, json, csv, markdown, plain
    #[arg(long, global = true, value_name = "FORMAT", value_parser = ["table", "json", "csv", "markdown", "plain"])]
    pub format: Option<String>,
    /// Language: zh or en (else YISHI_LANG, else what init stored)
    #[arg(long, global = true, value_name = "LANG", value_parser = ["zh", "en"])]
    pub lang: Option<String>,
    /// Take this day for today
    #[arg(long, global = true, value_name = "DAY", env = "YISHI_TODAY", hide_env = true, value_parser = stopped)]
    pub today: Option<Stopped>,
    /// Colour: auto, always, never
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_default_value = true, value_parser = ["auto", "always", "never"])]
    pub color: String,
    /// Answer every question with yes
    #[arg(long, global = true)]
    pub yes: bool,
    /// Never ask
    #[arg(long, global = true)]
    pub no_input: bool,
    /// Say nothing but results and errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
}

// The options of every command that writes. No docstring: clap would take it for the about of each command.
#[derive(Debug, Clone, Args)]
pub struct Writing {
    /// Show what would change and drop it
    #[arg(short = 'n', long)]
    pub dry_run: bool,
    /// Who does this (else the OS user)
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
}

/// The day that is taken for today; nothing said, as an empty variable says it, is none.
#[derive(Debug, Clone, Copy)]
pub struct Stopped(Option<NaiveDate>);

impl From<NaiveDate> for Stopped {
    fn from(day: NaiveDate) -> Stopped {
        Stopped(Some(day))
    }
}

fn stopped(word: &str) -> Result<Stopped> {
    let said = Some(word).filter(|w| !w.trim().is_empty());
    said.map(day).transpose().map(Stopped)
}

/// One run of the program.
pub struct App {
    /// Says everything.
    pub printer: Printer,
    /// Today, in China.
    pub today: NaiveDate,
    at: String,
    db: Option<PathBuf>,
    lang_given: bool,
    yes: bool,
    line: String,
}

impl App {
    /// From the options; `line` is the command line as typed.
    pub fn new(global: &Global, line: &str) -> App {
        let (today, at) = clock::read(global.today.and_then(|t| t.0));
        let given = global.lang.as_deref().and_then(Lang::parse);
        let answers = match (global.yes, global.no_input) {
            (true, _) => Answers::Yes,
            (false, true) => Answers::Never,
            (false, false) => Answers::Ask,
        };
        let settings = Settings {
            lang: given.unwrap_or_else(lang_around),
            format: global
                .format
                .as_deref()
                .and_then(Format::parse)
                .unwrap_or_default(),
            color: ColorChoice::parse(&global.color).unwrap_or_default(),
            quiet: global.quiet,
            answers,
        };
        let lang_given =
            given.is_some() || env("YISHI_LANG").as_deref().and_then(Lang::parse).is_some();
        App {
            printer: Printer::new(settings),
            today,
            at,
            db: global.db.clone(),
            lang_given,
            yes: global.yes,
            line: discreet(line),
        }
    }

    /// The file of this run, whether it exists or not.
    pub fn path(&self) -> PathBuf {
        file_of(self.db.clone())
    }

    /// How long to wait for another writer.
    pub fn wait() -> Duration {
        let seconds = env("YISHI_WAIT").and_then(|s| s.parse().ok()).unwrap_or(60);
        Duration::from_secs(seconds)
    }

    /// Opens the file and takes its language where none was asked for.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open(&mut self) -> Result<Store> {
        let store = Store::open(&self.path(), App::wait())?;
        store.stand_on(self.today)?;
        if !self.lang_given
            && let Some(lang) = store
                .read()
                .setting("lang")?
                .as_deref()
                .and_then(Lang::parse)
        {
            self.printer.speak(lang);
        }
        Ok(store)
    }

    /// The file's path is this from now on (demo).
    pub fn use_file(&mut self, path: PathBuf) {
        self.db = Some(path);
    }

    /// What the journal is told of this command.
    pub fn command(&self, writing: &Writing) -> Command {
        let by = writing
            .by
            .clone()
            .filter(|b| !b.trim().is_empty())
            .or_else(person);
        Command {
            line: self.line.clone(),
            by: by.unwrap_or_else(|| "?".to_owned()),
            at: self.at.clone(),
            dry_run: if writing.dry_run {
                DryRun::Yes
            } else {
                DryRun::No
            },
        }
    }

    /// Whether the line or the environment names the language.
    pub fn is_language_given(&self) -> bool {
        self.lang_given
    }

    /// Whether every question is answered yes.
    pub fn says_yes(&self) -> bool {
        self.yes
    }

    /// Shows what a dry run would change.
    ///
    /// # Errors
    /// The machine's, where nothing can be printed.
    pub fn preview<T>(&mut self, outcome: &Outcome<T>) -> Result<()> {
        match &outcome.entry {
            Some(entry) if self.printer.format() != Format::Json => self
                .printer
                .grid(&crate::out::log::shown(&outcome.preview, entry.changes)),
            _ => Ok(()),
        }
    }

    /// Runs a change of one thing and tells it. `said` makes the sentence of what the work gives,
    /// for the journal and for people; `next` the commands that usually follow.
    ///
    /// # Errors
    /// What the work refuses; the machine's.
    pub fn change<T>(
        &mut self,
        writing: &Writing,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T>,
        said: impl Fn(&T) -> Text,
        next: impl FnOnce(&App, &T) -> Vec<String>,
    ) -> Result<u8> {
        let mut store = self.open()?;
        let outcome = store.write(&self.command(writing), work, &said)?;
        let next = next(self, &outcome.value);
        self.told(writing, &outcome, &said(&outcome.value), &next)
    }

    /// Tells what a writing command did (or would do), and what usually comes next. In CSV and
    /// plain lines it is a row: the entry, what it says, how many rows it changed; of a dry run
    /// the rows that would change.
    ///
    /// # Errors
    /// The machine's, where nothing can be printed.
    pub fn told<T>(
        &mut self,
        writing: &Writing,
        outcome: &Outcome<T>,
        sentence: &Text,
        next: &[String],
    ) -> Result<u8> {
        let dry = writing.dry_run;
        let Some(entry) = &outcome.entry else {
            let same = text!("没有变化", "nothing changed");
            let object = || json!({ "changed": false, "dry_run": dry });
            self.done(&same, object, || Grid::new(done_columns()))?;
            return Ok(0);
        };
        let (seq, changes) = (entry.seq, entry.changes);
        if dry {
            let (zh, en) = (&sentence.zh, &sentence.en);
            let would = text!("试运行，没有写入：{zh}", "dry run, nothing written: {en}");
            let said = sentence.pick(self.printer.lang()).to_owned();
            let object =
                || json!({ "changed": true, "dry_run": true, "summary": said, "changes": changes });
            if self.printer.format().is_rows() {
                self.printer.remark(&would)?;
            } else {
                self.printer.done(&would, object)?;
            }
            self.preview(outcome)?;
            return Ok(0);
        }
        let said = sentence.pick(self.printer.lang()).to_owned();
        let object = || json!({ "changed": true, "seq": seq, "summary": said, "changes": changes });
        self.done(sentence, object, || {
            let mut grid = Grid::new(done_columns());
            grid.row([Cell::from(seq), sentence.clone().into(), changes.into()]);
            grid
        })?;
        self.printer.next(next)?;
        Ok(0)
    }

    /// Says what was done: a sentence for people, an object in JSON, a row in CSV and plain lines.
    fn done(
        &mut self,
        sentence: &Text,
        object: impl FnOnce() -> serde_json::Value,
        rows: impl FnOnce() -> Grid,
    ) -> Result<()> {
        if self.printer.format().is_rows() {
            self.printer.grid(&rows().vacant(sentence.clone()))
        } else {
            self.printer.done(sentence, object)
        }
    }
}

/// What a writing command tells in CSV and plain lines.
fn done_columns() -> [Column; 3] {
    [
        Column::number("seq", "日志号", "entry"),
        Column::text("summary", "内容", "summary"),
        Column::number("changes", "行数", "rows"),
    ]
}

/// The OS user: as the login says, else as the system's list of users has the process's owner.
fn person() -> Option<String> {
    ["USER", "LOGNAME", "USERNAME"]
        .iter()
        .find_map(|n| env(n))
        .or_else(owner)
}

#[cfg(unix)]
fn owner() -> Option<String> {
    use std::os::unix::fs::MetadataExt;
    let uid = std::fs::metadata("/proc/self").ok()?.uid().to_string();
    let users = std::fs::read_to_string("/etc/passwd").ok()?;
    let mut fields = users.lines().map(|l| l.split(':').collect::<Vec<_>>());
    fields
        .find(|f| f.get(2) == Some(&uid.as_str()))
        .and_then(|f| f.first().map(|n| (*n).to_owned()))
}

#[cfg(not(unix))]
fn owner() -> Option<String> {
    None
}

/// A command line as the journal keeps it: telephone numbers are masked.
fn discreet(line: &str) -> String {
    let mut kept = String::new();
    let mut run = String::new();
    let flush = |run: &mut String, kept: &mut String| {
        let phone = run.len() == 11 && run.starts_with('1');
        kept.push_str(&if phone {
            crate::out::masked_phone(run)
        } else {
            run.clone()
        });
        run.clear();
    };
    for c in line.chars() {
        if c.is_ascii_digit() {
            run.push(c);
        } else {
            flush(&mut run, &mut kept);
            kept.push(c);
        }
    }
    flush(&mut run, &mut kept);
    kept
}

/// The office's file: as given, else by the environment, here, in the user's data folder.
pub fn file_of(given: Option<PathBuf>) -> PathBuf {
    if let Some(path) = given.or_else(|| env("YISHI_DB").map(PathBuf::from)) {
        return path;
    }
    let here = PathBuf::from("yishi.db");
    if here.exists() {
        return here;
    }
    let data = env("XDG_DATA_HOME")
        .map(PathBuf::from)
        .filter(|p| p.is_absolute());
    let data = data.or_else(|| env("HOME").map(|h| PathBuf::from(h).join(".local/share")));
    match data
        .map(|d| d.join("yishi/yishi.db"))
        .filter(|p| p.exists())
    {
        Some(path) => path,
        None => here,
    }
}

/// A variable of the environment that says something.
pub fn env(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|v| !v.is_empty())
}

/// The language that the surroundings ask for, before any file is open.
pub fn lang_around() -> Lang {
    let asked = env("YISHI_LANG").as_deref().and_then(Lang::parse);
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|n| env(n))
        .as_deref()
        .and_then(Lang::parse);
    asked.or(locale).unwrap_or_default()
}

/// A wrong use that clap cannot see.
pub fn usage(message: Text) -> Error {
    Error::usage("usage", message)
}
