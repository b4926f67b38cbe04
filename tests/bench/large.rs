//! 200,000 members with 50 duty acts each: one run of the Tongcheng rules over them, against the
//! same by hand, DuckDB, and a bare scan; its memory; one member explained; the curve up to there.
//! The files are made by `office.sql` and kept in the target folder for the next time.

use super::{RULES, init, line, medians, sqlite, yishi};
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

const MEMBERS: usize = 200_000;
const TIMES: usize = 3;
const OFFICE: &str = include_str!("office.sql");
const SCAN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bench/scan.sql");
const SCORE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bench/score.sql");
const DUCK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bench/duck.py");
const SCHEMA: &str = include_str!("../../src/store/schema/0001_office.sql");
const RUN: [&str; 6] = ["score", "run", "--rules", RULES, "--format", "csv"];
const TABLES: [&str; 11] = [
    "member",
    "affiliation",
    "word",
    "meeting",
    "attendance",
    "speech",
    "proposal",
    "proposer",
    "opinion",
    "author",
    "adoption",
];
/// The rows of one member, as a person would look them up.
const ROWS: &str =
    "SELECT * FROM attendance WHERE id BETWEEN 77777 << 32 AND (77777 << 32) + 4294967295;
SELECT s.* FROM speech s WHERE s.attendance_id BETWEEN 77777 << 32 AND (77777 << 32) + 4294967295;
SELECT p.* FROM proposer r JOIN proposal p ON p.id = r.proposal_id WHERE r.member_id = 77777;
SELECT o.* FROM author r JOIN opinion o ON o.id = r.opinion_id WHERE r.member_id = 77777;
SELECT d.* FROM author r JOIN adoption d ON d.opinion_id = r.opinion_id WHERE r.member_id = 77777;
SELECT * FROM record WHERE member_id = 77777;";

/// Where what takes long to make is kept between runs.
fn kept() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
}

/// The office of so many members, made where it is not there yet or no longer fits.
fn office(members: usize) -> PathBuf {
    let mut hasher = DefaultHasher::new();
    (SCHEMA, OFFICE).hash(&mut hasher);
    let name = format!("office-{members}-{:016x}.db", hasher.finish());
    let db = kept().join(&name);
    if !db.exists() {
        let made = init(&kept(), &format!("{name}.part"));
        let sql = OFFICE.trim_start_matches(|c| c != '\n');
        sqlite(&made, &[&sql.replace("MEMBERS", &members.to_string())]);
        std::fs::rename(&made, &db).expect("the file can be renamed");
    }
    db
}

/// The most memory that a run held, in megabytes; 0 where the system does not tell.
fn memory(db: &Path) -> u64 {
    let program = super::YISHI.get().expect("the program is in place");
    let mut child = Command::new(program)
        .arg("--db")
        .arg(db)
        .args(RUN)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    while child
        .try_wait()
        .expect("the program can be awaited")
        .is_none()
    {
        let told = std::fs::read_to_string(&status).unwrap_or_default();
        let peak = told.lines().find_map(|l| l.strip_prefix("VmHWM:"));
        let kilobytes = peak.and_then(|p| p.split_whitespace().next()?.parse().ok());
        most = most.max(kilobytes.unwrap_or(0));
        std::thread::sleep(Duration::from_millis(5));
    }
    most / 1024
}

/// DuckDB on the same rows as CSV; `None` where `DUCKDB_PYTHON` names no Python that has it.
fn duck(db: &Path) -> Option<Duration> {
    let python = std::env::var_os("DUCKDB_PYTHON")?;
    let folder = db.with_extension("csv");
    if !folder.exists() {
        std::fs::create_dir_all(&folder).expect("a folder for the tables");
        for table in TABLES {
            let once = format!(
                ".once '{}'",
                folder.join(table).with_extension("csv").display()
            );
            let all = format!("SELECT * FROM {table}");
            sqlite(
                db,
                &[
                    "-cmd",
                    ".mode csv",
                    "-cmd",
                    ".headers on",
                    "-cmd",
                    &once,
                    &all,
                ],
            );
        }
    }
    let mut command = Command::new(python);
    command.arg(DUCK).arg(&folder).arg(SCORE);
    let output = command.output().expect("the Python starts");
    let seconds = String::from_utf8_lossy(&output.stdout).trim().parse();
    Some(Duration::from_secs_f64(seconds.expect("seconds")))
}

pub fn ten_million(_: &Path) {
    let db = office(MEMBERS);
    let script = |file: &str| format!(".read '{file}'");
    let (score, scan) = (script(SCORE), script(SCAN));
    sqlite(&db, &[&scan]); // Into the page cache.
    let by_hand = medians(TIMES, || yishi(&db, &RUN), || sqlite(&db, &[&score]));
    line(
        "`score run`, 200,000 members, 10,000,000 facts; against SQL by hand",
        by_hand,
        0.4,
    );
    let bare = medians(TIMES, || yishi(&db, &RUN), || sqlite(&db, &[&scan]));
    line(
        "the same; against a bare scan of the facts by one thread",
        bare,
        1.0,
    );
    if duck(&db).is_some() {
        let theirs = || duck(&db).expect("it was there before");
        let measured = medians(TIMES, || yishi(&db, &RUN), theirs);
        line(
            "the same; against DuckDB over CSV, both on two cores",
            measured,
            1.0,
        );
    }
    let explain = ["score", "explain", "87777", "--rules", RULES];
    let one = medians(21, || yishi(&db, &explain), || sqlite(&db, &[ROWS]));
    line(
        "`score explain` of one of them; against the shell's look at the rows",
        one,
        3.0,
    );
    for members in [200, 2_000, 20_000, MEMBERS] {
        let db = office(members);
        yishi(&db, &RUN);
        let mut times: Vec<Duration> = (0..5).map(|_| yishi(&db, &RUN)).collect();
        times.sort();
        let (took, megabytes) = (times[times.len() / 2], memory(&db));
        let each = took.as_secs_f64() * 1e6 / members as f64;
        println!(
            "| (the curve: {members} members {:.0} ms, {each:.1} µs each, {megabytes} MB) | | | | | |",
            took.as_secs_f64() * 1e3
        );
    }
}
