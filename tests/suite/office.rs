//! An office in a folder of its own, and the program as a clerk runs it: nothing of the
//! surroundings reaches it, and its clock stands still.

use serde_json::Value;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;
use tempfile::TempDir;
use yishi::error::Result;
use yishi::model::member::Draft;
use yishi::store::{self, DryRun, Store};
use yishi::text;

/// The day on which every test takes place.
pub const TODAY: &str = "2026-11-20";

/// The rules by which the example's truth was reckoned.
pub const TONGCHENG: &str = "examples/rules/tongcheng-2019.toml";

/// The example's ledgers, in no order that would help.
pub const LEDGERS: [&str; 5] = [
    "examples/qinghe/出席情况.csv",
    "examples/qinghe/提案台账.xlsx",
    "examples/qinghe/社情民意.xlsx",
    "examples/qinghe/会议活动台账.xlsx",
    "examples/qinghe/委员名册.xlsx",
];

/// The root of the project.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// An example's full path.
pub fn example(path: &str) -> String {
    root().join(path).display().to_string()
}

/// The full paths of [`LEDGERS`].
pub fn ledgers() -> Vec<String> {
    LEDGERS.map(example).to_vec()
}

/// The program in a folder, with an environment that is the same everywhere.
pub fn program(dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yishi"));
    command.current_dir(dir).env_clear();
    for name in ["PATH", "SystemRoot", "LD_LIBRARY_PATH", "LLVM_PROFILE_FILE"] {
        command.envs(std::env::var_os(name).map(|value| (name, value)));
    }
    command
        .env("HOME", dir)
        .env("USER", "王芳")
        .env("COLUMNS", "80")
        .env("YISHI_TODAY", TODAY)
        .env("YISHI_LANG", "zh")
        .stdin(Stdio::null());
    command
}

/// What a run of the program left behind.
#[derive(Debug)]
pub struct Said {
    /// The exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Said {
    /// Standard output as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("no JSON ({e}): {self:#?}"))
    }

    /// The code of the error that standard error tells in the JSON format.
    #[track_caller]
    pub fn error_code(&self) -> String {
        let error: Value = serde_json::from_str(&self.err)
            .unwrap_or_else(|e| panic!("no JSON error ({e}): {self:#?}"));
        error["error"]["code"].as_str().unwrap_or_default().into()
    }
}

fn said(output: std::process::Output) -> Said {
    let text = |bytes| String::from_utf8(bytes).expect("the program says UTF-8");
    Said {
        code: output.status.code().unwrap_or(-1),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

/// A folder with one office's file in it.
pub struct Office {
    dir: TempDir,
}

impl Office {
    /// A folder without a file.
    pub fn bare() -> Office {
        let dir = tempfile::tempdir().unwrap();
        Office { dir }
    }

    /// The folder with a file of `init`.
    pub fn new() -> Office {
        static FRESH: OnceLock<Vec<u8>> = OnceLock::new();
        Office::with(FRESH.get_or_init(|| {
            let office = Office::bare();
            let options = ["--office", "青禾县政协", "--session", "十届五次"];
            office.done(&[&["init", "--year", "2026", "--no-input"], &options[..]].concat());
            office.bytes()
        }))
    }

    /// The folder with a file that has all of the example's ledgers, from one command.
    pub fn full() -> Office {
        static FULL: OnceLock<Vec<u8>> = OnceLock::new();
        Office::with(FULL.get_or_init(|| {
            let office = Office::new();
            let files = ledgers();
            let files: Vec<&str> = files.iter().map(String::as_str).collect();
            office.done(&[&["import", "--yes"], &files[..]].concat());
            office.bytes()
        }))
    }

    fn with(bytes: &[u8]) -> Office {
        let office = Office::bare();
        office.put("yishi.db", bytes);
        office
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// The office's file.
    pub fn file(&self) -> PathBuf {
        self.path("yishi.db")
    }

    /// The bytes of the office's file.
    pub fn bytes(&self) -> Vec<u8> {
        std::fs::read(self.file()).unwrap()
    }

    /// Writes a file into the folder.
    pub fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Office {
        std::fs::write(self.path(name), bytes).unwrap();
        self
    }

    /// Runs the program.
    pub fn run(&self, arguments: &[&str]) -> Said {
        said(program(self.dir()).args(arguments).output().unwrap())
    }

    /// Runs the program, which must succeed, for the bytes of its standard output.
    #[track_caller]
    pub fn run_raw(&self, arguments: &[&str]) -> Vec<u8> {
        let output = program(self.dir()).args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}");
        output.stdout
    }

    /// Runs the program with variables of the environment.
    pub fn run_with(&self, variables: &[(&str, &str)], arguments: &[&str]) -> Said {
        let mut command = program(self.dir());
        let command = command.envs(variables.iter().copied()).args(arguments);
        said(command.output().unwrap())
    }

    /// Runs the program with something on its standard input.
    pub fn run_fed(&self, input: &[u8], arguments: &[&str]) -> Said {
        let mut command = program(self.dir());
        command.args(arguments).stdin(Stdio::piped());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(input).unwrap();
        drop(stdin);
        said(child.wait_with_output().unwrap())
    }

    /// Runs the program, which must succeed.
    #[track_caller]
    pub fn done(&self, arguments: &[&str]) -> Said {
        let said = self.run(arguments);
        assert_eq!(said.code, 0, "{arguments:?}: {said:#?}");
        said
    }

    /// Runs the program for JSON, which must succeed.
    #[track_caller]
    pub fn json(&self, arguments: &[&str]) -> Value {
        self.done(&[arguments, &["--format", "json"]].concat())
            .json()
    }

    /// Runs the program for rows of values (`csv` or `plain`), which must succeed, line by line.
    #[track_caller]
    pub fn lines(&self, format: &str, arguments: &[&str]) -> Vec<String> {
        let said = self.done(&[arguments, &["--format", format]].concat());
        said.out.lines().map(str::to_owned).collect()
    }

    /// Runs the program for JSON, which must end with `code` and leave the file as it was.
    #[track_caller]
    pub fn refused(&self, code: i32, arguments: &[&str]) -> Said {
        let before = self.bytes();
        let said = self.run(&[arguments, &["--format", "json"]].concat());
        assert_eq!(said.code, code, "{arguments:?}: {said:#?}");
        assert!(self.bytes() == before, "{arguments:?} changed the file");
        said
    }

    /// The file as the library opens it.
    pub fn store(&self) -> Store {
        Store::open(&self.file(), Duration::from_secs(10)).unwrap()
    }

    /// The number of journal entries.
    pub fn entries(&self) -> usize {
        self.store().read().entries().unwrap().len()
    }

    /// The file behind the tool's back.
    pub fn sql(&self, sql: &str) -> rusqlite::Result<()> {
        rusqlite::Connection::open(self.file())?.execute_batch(sql)
    }
}

/// A command of the library.
pub fn command(line: &str) -> store::Command {
    store::Command {
        line: line.to_owned(),
        by: "王芳".to_owned(),
        at: format!("{TODAY}T12:00:00+08:00"),
        dry_run: DryRun::No,
    }
}

/// A member of a number and a name.
pub fn member(no: &str, name: &str) -> Draft {
    Draft {
        no: no.into(),
        name: name.into(),
        ..Draft::default()
    }
}

/// Adds a member through the library.
pub fn add(store: &mut Store, no: &str, name: &str) -> i64 {
    let draft = member(no, name);
    let outcome = store.write(
        &command("yishi member add"),
        |tx| tx.add_member(&draft, (None, None)),
        |_| text!("新增委员 {no} {name}", "added member {no} {name}"),
    );
    outcome.unwrap().value
}

/// Every journaled row of a file or of a replayed journal, table by table.
pub fn rows(conn: &rusqlite::Connection) -> Vec<(&'static str, Vec<Vec<rusqlite::types::Value>>)> {
    let of = |table: &store::table::Table| -> rusqlite::Result<Vec<Vec<_>>> {
        let mut statement = conn.prepare(table.scan)?;
        let width = statement.column_count();
        let rows = statement.query_map([], |r| (0..width).map(|at| r.get(at)).collect())?;
        rows.collect()
    };
    store::table::TABLES
        .iter()
        .map(|table| (table.name, of(table).unwrap()))
        .collect()
}

/// The house's error of a refused call.
#[track_caller]
pub fn refusal<T: std::fmt::Debug>(result: Result<T>) -> yishi::error::Error {
    result.expect_err("this ought to be refused")
}

/// Runs a command with both streams on one pipe, as a terminal shows them.
pub fn on_a_terminal(mut command: Command) -> (i32, String) {
    let (mut reader, writer) = std::io::pipe().unwrap();
    command.stdout(writer.try_clone().unwrap()).stderr(writer);
    let mut child = command.spawn().unwrap();
    drop(command); // closes our ends of the pipe
    let mut text = String::new();
    reader.read_to_string(&mut text).unwrap();
    (child.wait().unwrap().code().unwrap_or(-1), text)
}
