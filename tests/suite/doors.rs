//! Reads the sources and keeps the doors of the house.

use std::path::{Path, PathBuf};

fn sources(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found
}

/// Every line of code (not comment) of a source file that holds `word`, as `file:line`.
fn holding(word: &str, allowed: impl Fn(&str) -> bool) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    for path in sources(&root) {
        let name = path
            .strip_prefix(&root)
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        if allowed(&name) {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for (at, line) in text.lines().enumerate() {
            let code = line.trim_start();
            if !code.starts_with("//") && says(code, word) {
                found.push(format!("{name}:{}: {code}", at + 1));
            }
        }
    }
    found
}

/// Whether a line says the word itself, not a longer one that ends with it.
fn says(code: &str, word: &str) -> bool {
    let stands_alone = |at: usize| {
        let before = code[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric() && c != '_')
    };
    code.match_indices(word).any(|(at, _)| stands_alone(at))
}

fn none(found: &[String]) {
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn only_the_store_speaks_sql() {
    none(&holding("rusqlite", |f| f.starts_with("store/")));
}

#[test]
fn only_cli_and_main_know_the_command_line() {
    none(&holding("clap", |f| {
        f.starts_with("cli/") || f == "main.rs"
    }));
}

#[test]
fn only_out_draws_tables() {
    none(&holding("comfy_table", |f| f.starts_with("out/")));
}

#[test]
fn only_out_prints() {
    for word in ["println!", "eprintln!", "print!(", "stdout()", "stderr()"] {
        none(&holding(word, |f| f.starts_with("out/")));
    }
}

#[test]
fn only_one_function_reads_the_clock() {
    for word in [
        "Utc::now",
        "Local::now",
        "SystemTime::now",
        "CURRENT_TIMESTAMP",
        "'now'",
    ] {
        none(&holding(word, |f| f == "cli/clock.rs"));
    }
}

#[test]
fn the_model_knows_the_rules_and_nothing_else() {
    for word in [
        "crate::store",
        "crate::out",
        "crate::cli",
        "crate::ledger",
        "crate::error",
    ] {
        none(&holding(word, |f| !f.starts_with("model/")));
    }
}

#[test]
fn a_ledger_room_and_the_tables_room_know_no_store() {
    for word in ["crate::store", "crate::cli"] {
        none(&holding(word, |f| {
            !f.starts_with("ledger/") && !f.starts_with("out/")
        }));
    }
    none(&holding("crate::out", |f| !f.starts_with("ledger/")));
    none(&holding("crate::ledger", |f| !f.starts_with("out/")));
}

#[test]
fn the_store_knows_the_model_and_no_other_room() {
    for word in ["crate::out", "crate::ledger", "crate::cli"] {
        none(&holding(word, |f| !f.starts_with("store/")));
    }
}

#[test]
fn no_statement_takes_columns_that_it_does_not_name() {
    none(&holding("SELECT *", |_| false));
}
