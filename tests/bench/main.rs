//! Ratios, each against its peer in the same run: `cargo bench`. The peer is the sqlite3 shell;
//! where it is not installed the run says so and ends.
#![allow(clippy::print_stdout, clippy::cast_precision_loss)]

mod large;
mod office;
mod similar;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// The program, copied to where the measurements are made: as an installed one, it lies in the
/// page cache as it was read, not as the linker wrote it.
static YISHI: OnceLock<PathBuf> = OnceLock::new();
const RULES: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/examples/rules/tongcheng-2019.toml"
);
const SCORE_SQL: &str = include_str!("score.sql");

/// A measurement by its name.
type Bench = (&'static str, fn(&Path));

/// A run of the program on a file; panics where it fails, since a failed run has no time.
fn yishi(db: &Path, arguments: &[&str]) -> Duration {
    let mut command = Command::new(YISHI.get().expect("the program is in place"));
    command
        .arg("--db")
        .arg(db)
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    time(&mut command)
}

fn sqlite(db: &Path, commands: &[&str]) -> Duration {
    let mut command = Command::new("sqlite3");
    command
        .arg(db)
        .args(commands)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    time(&mut command)
}

fn time(command: &mut Command) -> Duration {
    let begun = Instant::now();
    let status = command.status().expect("the program starts");
    let took = begun.elapsed();
    assert!(status.success(), "{command:?}: {status}");
    took
}

/// The medians of two things measured in turns, so that both meet the same machine.
fn medians(
    times: usize,
    mut ours: impl FnMut() -> Duration,
    mut theirs: impl FnMut() -> Duration,
) -> (Duration, Duration) {
    let (mut a, mut b) = (Vec::new(), Vec::new());
    for _ in 0..times {
        a.push(ours());
        b.push(theirs());
    }
    a.sort();
    b.sort();
    (a[times / 2], b[times / 2])
}

fn line(what: &str, (ours, theirs): (Duration, Duration), goal: f64) {
    let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
    let verdict = if ratio <= goal { "met" } else { "MISSED" };
    println!(
        "| {what} | {:.2} ms | {:.2} ms | {ratio:.2} | {goal} | {verdict} |",
        ours.as_secs_f64() * 1e3,
        theirs.as_secs_f64() * 1e3
    );
}

/// An empty office in the folder.
fn init(folder: &Path, name: &str) -> PathBuf {
    let db = folder.join(name);
    let _ = std::fs::remove_file(&db);
    yishi(
        &db,
        &[
            "init",
            "--no-input",
            "--office",
            "测速",
            "--session",
            "十届五次",
            "--year",
            "2026",
        ],
    );
    db
}

fn import(db: &Path, files: &[PathBuf]) -> Duration {
    let mut arguments = vec!["import", "--yes"];
    arguments.extend(
        files
            .iter()
            .map(|f| f.to_str().expect("a path of ours is UTF-8")),
    );
    yishi(db, &arguments)
}

fn show(folder: &Path) {
    let data = folder.join("show");
    // 900 members, five years: 200 meetings, 4,500 proposals, 2,700 opinions.
    let files = office::write(
        &data,
        &office::Size {
            members: 900,
            meetings: 200,
            years: 5,
            proposals: 5,
            opinions: 3,
        },
    );
    let db = init(folder, "show.db");
    import(&db, &files.all());
    let measured = medians(
        300,
        || yishi(&db, &["member", "show", "10450"]),
        || sqlite(&db, &["SELECT count(*) FROM setting"]),
    );
    line(
        "`member show`, whole process, 900 members, 5 years",
        measured,
        1.5,
    );
}

fn million(folder: &Path) {
    let data = folder.join("million");
    let files = office::write(
        &data,
        &office::Size {
            members: 20_000,
            meetings: 50,
            years: 1,
            proposals: 0,
            opinions: 0,
        },
    );
    let measured = medians(
        3,
        || {
            let db = init(folder, "million.db");
            import(&db, &[files.members.clone(), files.meetings.clone()]);
            import(&db, std::slice::from_ref(&files.attendance))
        },
        || {
            let db = folder.join("plain.db");
            let _ = std::fs::remove_file(&db);
            sqlite(&db, &[office::PLAIN]);
            let import = format!(
                ".import --skip 1 '{}' attendance",
                files.attendance.display()
            );
            sqlite(&db, &["-cmd", ".mode csv", &import])
        },
    );
    line("import of 1,000,000 attendance rows", measured, 2.5);
    let size = |name: &str| std::fs::metadata(folder.join(name)).map_or(0, |m| m.len() / 1_000_000);
    println!(
        "| (file sizes: {} MB with the journal, {} MB plain) | | | | | |",
        size("million.db"),
        size("plain.db")
    );
}

fn score(folder: &Path) {
    let data = folder.join("score");
    let files = office::write(
        &data,
        &office::Size {
            members: 20_000,
            meetings: 45,
            years: 1,
            proposals: 3,
            opinions: 2,
        },
    );
    let db = init(folder, "score.db");
    import(&db, &files.all());
    // The shell takes an argument that begins with -- for an option.
    let sql = &SCORE_SQL[SCORE_SQL.find("PRAGMA").unwrap_or(0)..];
    let measured = medians(
        5,
        || yishi(&db, &["score", "run", "--rules", RULES, "--format", "csv"]),
        || sqlite(&db, &[sql]),
    );
    line(
        "`score run`, 20,000 members, 50 records each",
        measured,
        1.0,
    );
}

/// What 10,000 assignments come to in rows: the units, the steps, three terms each, the proposals.
const ASSIGNED: &str = "CREATE TABLE p (id INTEGER PRIMARY KEY, state TEXT NOT NULL, assigned_on TEXT, due TEXT) STRICT;
CREATE TABLE assignment (id INTEGER PRIMARY KEY, proposal_id INTEGER NOT NULL, unit_id INTEGER NOT NULL, part TEXT NOT NULL, ord INTEGER NOT NULL, handling TEXT, UNIQUE (proposal_id, part, unit_id)) STRICT;
CREATE INDEX assignment_unit ON assignment (unit_id);
CREATE TABLE step (id INTEGER PRIMARY KEY, proposal_id INTEGER NOT NULL, step TEXT NOT NULL, happened_on TEXT NOT NULL, from_state TEXT NOT NULL, to_state TEXT NOT NULL, units TEXT, by TEXT NOT NULL) STRICT;
CREATE INDEX step_proposal ON step (proposal_id);
CREATE TABLE deadline (id INTEGER PRIMARY KEY, proposal_id INTEGER NOT NULL, unit_id INTEGER, step TEXT NOT NULL, base_on TEXT NOT NULL, due_on TEXT NOT NULL, why TEXT NOT NULL, why_en TEXT NOT NULL, met_on TEXT) STRICT;
CREATE INDEX deadline_proposal ON deadline (proposal_id);
CREATE INDEX deadline_open ON deadline (due_on) WHERE met_on IS NULL;
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) INSERT INTO p SELECT i, 'filed', NULL, NULL FROM n;";

/// The same rows as bare statements, one for each row, in one transaction.
fn bare_assignments() -> String {
    use std::fmt::Write as _;
    let mut sql = String::from("BEGIN;\n");
    for p in 1..=10_000 {
        let _ = writeln!(
            sql,
            "INSERT INTO assignment (proposal_id, unit_id, part, ord, handling) VALUES ({p}, 1, 'lead', 1, 'waiting');"
        );
        let _ = writeln!(
            sql,
            "INSERT INTO step (proposal_id, step, happened_on, from_state, to_state, units, by) VALUES ({p}, 'assign', '2026-01-06', 'filed', 'assigned', 'lead 县教育局', '测速');"
        );
        for step in ["return_objection", "first_contact", "reply_main"] {
            let _ = writeln!(
                sql,
                "INSERT INTO deadline (proposal_id, unit_id, step, base_on, due_on, why, why_en) VALUES ({p}, 1, '{step}', '2026-01-06', '2026-04-07', '自交办 2026-01-06 次日起算，3 个月', '3 months from the day after the assignment on 2026-01-06');"
            );
        }
        let _ = writeln!(
            sql,
            "UPDATE p SET state = 'assigned', assigned_on = '2026-01-06', due = '2026-04-07' WHERE id = {p};"
        );
    }
    sql.push_str("COMMIT;\n");
    sql
}

fn assign(folder: &Path) {
    let files = office::write(
        &folder.join("assign"),
        &office::Size {
            members: 2_223,
            meetings: 0,
            years: 1,
            proposals: 5,
            opinions: 0,
        },
    );
    // Of the year before, so that the replies are due in a year whose days off are known.
    let ledger = std::fs::read_to_string(&files.proposals).expect("the ledger was written");
    std::fs::write(&files.proposals, ledger.replace(",2026-", ",2025-")).expect("room");
    let made = init(folder, "filed.db");
    import(&made, &[files.members.clone(), files.proposals.clone()]);
    yishi(&made, &["unit", "add", "县教育局"]);
    let script = folder.join("assign.sql");
    std::fs::write(&script, bare_assignments()).expect("room for the statements");
    let read = format!(".read '{}'", script.display());
    let (db, plain) = (folder.join("assigned.db"), folder.join("bare.db"));
    let measured = medians(
        5,
        || {
            std::fs::copy(&made, &db).expect("room for a copy");
            let day = ["--on", "2026-01-06", "--to", "县教育局", "-q"];
            let verb = ["proposal", "assign", "--where", "state=filed"];
            yishi(&db, &[&verb[..], &day[..]].concat())
        },
        || {
            let _ = std::fs::remove_file(&plain);
            sqlite(&plain, &[ASSIGNED]);
            sqlite(&plain, &[&read])
        },
    );
    line(
        "10,000 assignments in one command, with their terms",
        measured,
        3.0,
    );
}

/// 998,000 proposals of twenty years that are closed, with their proposers, units and deadlines.
const CLOSED: &str = "CREATE TEMP TABLE n AS WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 997999) SELECT i FROM n;
CREATE TEMP TABLE base AS SELECT (SELECT max(id) FROM proposal) + 1 AS p, (SELECT min(id) FROM member) AS m, (SELECT min(id) FROM unit) AS u;
INSERT INTO proposal (id, session, serial, title, form, state, submitted_on, filed_on, assigned_on, due, replied_on, key, excellent)
 SELECT p + i, substr('一二三四', i % 20 / 5 + 1, 1) || '届' || substr('一二三四五', i % 5 + 1, 1) || '次', i / 20, '关于第' || i || '号事项的建议', 'individual', 'closed',
  (2006 + i % 20) || '-01-10', (2006 + i % 20) || '-01-20', (2006 + i % 20) || '-02-10', (2006 + i % 20) || '-05-10', (2006 + i % 20) || '-04-20', 0, 0 FROM n, base;
INSERT INTO proposer (proposal_id, ord, member_id) SELECT p + i, 1, m FROM n, base;
INSERT INTO assignment (proposal_id, unit_id, part, ord, handling) SELECT p + i, u, 'lead', 1, 'answered' FROM n, base;
INSERT INTO deadline (proposal_id, unit_id, step, round, base_on, due_on, why, why_en, met_on) SELECT p + i, u, 'reply_main', 1, (2006 + i % 20) || '-02-10', (2006 + i % 20) || '-05-10', '交办后 3 个月', '3 months', (2006 + i % 20) || '-04-20' FROM n, base;";

/// The open ones of a file of twenty years, and the same list where there is nothing else.
fn open(folder: &Path) {
    let files = office::write(
        &folder.join("open"),
        &office::Size {
            members: 445,
            meetings: 0,
            years: 1,
            proposals: 5,
            opinions: 0,
        },
    );
    let few = init(folder, "open.db");
    import(&few, &[files.members.clone(), files.proposals.clone()]);
    yishi(&few, &["unit", "add", "县教育局"]);
    let many = folder.join("twenty-years.db");
    std::fs::copy(&few, &many).expect("room for a copy");
    sqlite(&many, &[CLOSED]);
    let list = ["proposal", "list", "open=yes", "--format", "csv"];
    let measured = medians(21, || yishi(&many, &list), || yishi(&few, &list));
    line(
        "the open proposals among 1,000,000; against the same list with nothing else in the file",
        measured,
        2.0,
    );
}

/// A text that is no proposal's, as a clerk types it.
const ASKED: &str = "关于老城区加装电梯收费标准的建议";
const LIKE: &str = "SELECT count(*) FROM proposal WHERE cancelled IS NULL AND (title LIKE '%加装电梯%' OR body LIKE '%加装电梯%')";

fn similar(folder: &Path) {
    let files = similar::write(&folder.join("similar"), 100_000);
    let db = init(folder, "similar.db");
    let took = import(&db, &files);
    let measured = medians(
        21,
        || yishi(&db, &["proposal", "similar", ASKED]),
        || sqlite(&db, &[LIKE]),
    );
    line(
        "`proposal similar`, a text, 100,000 proposals with bodies; against one LIKE",
        measured,
        1.0,
    );
    let cited = ["proposal", "similar", "九届五次-流水40012"];
    let measured = medians(21, || yishi(&db, &cited), || sqlite(&db, &[LIKE]));
    line(
        "`proposal similar`, a proposal with its body, the same",
        measured,
        1.0,
    );
    let size = std::fs::metadata(&db).map_or(0, |m| m.len() / 1_000_000);
    println!(
        "| (the import took {:.1} s, the file has {size} MB) | | | | | |",
        took.as_secs_f64()
    );
}

fn main() {
    if Command::new("sqlite3").arg("--version").output().is_err() {
        println!("sqlite3 is not installed (apt-get install sqlite3): nothing to measure against");
        return;
    }
    let folder = std::env::temp_dir().join(format!("yishi-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for the measurements");
    let program = YISHI.get_or_init(|| folder.join("yishi"));
    std::fs::copy(env!("CARGO_BIN_EXE_yishi"), program).expect("the program can be copied");
    println!("| what | yishi | sqlite3 shell | ratio | goal | |\n|---|---|---|---|---|---|");
    let asked: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| !a.starts_with("--"))
        .collect();
    let benches: [Bench; 7] = [
        ("show", show),
        ("million", million),
        ("score", score),
        ("similar", similar),
        ("assign", assign),
        ("open", open),
        ("ten_million", large::ten_million),
    ];
    for (name, bench) in benches {
        if asked.is_empty() || asked.iter().any(|a| a == name) {
            bench(&folder);
        }
    }
    let _ = std::fs::remove_dir_all(&folder);
}
