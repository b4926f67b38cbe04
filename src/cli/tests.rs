//! What the program tells people to type exists, and has Chinese help.

use super::{localise, tree};
use clap::Command;
use std::path::{Path, PathBuf};

#[test]
fn every_command_and_option_speaks_chinese() {
    let missing = localise::missing(&tree());
    assert_eq!(missing, Vec::<String>::new());
    let stale = localise::stale(&tree());
    assert_eq!(stale, Vec::<String>::new());
}

#[test]
fn english_help_has_examples_where_chinese_help_has() {
    let bare = localise::without_examples(&tree());
    assert_eq!(bare, Vec::<String>::new());
}

/// The command lines in a source text: from `yishi` to the end of what can be typed.
fn command_lines(source: &str) -> Vec<&str> {
    source
        .match_indices("yishi ")
        .map(|(at, _)| {
            let line = &source[at..];
            let end = line.find([
                '"', '，', '；', '\n', '（', '）', ')', '>', ';', '\\', '」', '。',
            ]);
            let line = &line[..end.unwrap_or(line.len())];
            let line = line.split("  ").next().unwrap_or(line);
            line.split(", ").next().unwrap_or(line)
        })
        // Global options first, and sentences about the program, are no command lines.
        .filter(|line| {
            !line.starts_with("yishi --")
                && !line.starts_with("yishi {")
                && !line.starts_with("yishi keeps")
        })
        .collect()
}

/// The deepest command that a line names, and what is wrong with the line.
fn mistake(tree: &Command, line: &str) -> Option<String> {
    let mut command = tree.clone();
    command.build();
    let mut words = line.split_whitespace().skip(1).peekable();
    // A sentence about the program is no command line.
    words.peek().and_then(|w| command.find_subcommand(w))?;
    while let Some(sub) = words.peek().and_then(|w| command.find_subcommand(w)) {
        command = sub.clone();
        words.next();
    }
    if command.has_subcommands() && command.get_positionals().next().is_none() {
        return Some(format!("no such command: {line}"));
    }
    let known = |flag: &str| command.get_arguments().any(|a| a.get_long() == Some(flag));
    words
        .filter_map(|w| w.strip_prefix("--"))
        .map(|w| w.split('=').next().unwrap_or(w))
        .find(|flag| !known(flag))
        .map(|flag| format!("no such option --{flag}: {line}"))
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                sources(&path)
            } else {
                vec![path]
            }
        })
        .filter(|path| path.extension().is_some_and(|e| e == "rs"))
        .collect()
}

#[test]
fn every_command_in_a_hint_can_be_typed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let tree = tree();
    let mut checked = 0;
    for path in sources(&root) {
        let name = path.to_string_lossy();
        if name.contains("tests") || name.contains("localise") || name.ends_with("sample.rs") {
            continue;
        }
        let source = std::fs::read_to_string(&path).unwrap();
        let code = |line: &&str| !line.trim_start().starts_with("//");
        let source = source.lines().filter(code).collect::<Vec<_>>().join("\n");
        for line in command_lines(&source) {
            assert_eq!(mistake(&tree, line), None, "{}", path.display());
            checked += 1;
        }
    }
    assert!(checked > 80, "{checked} lines found");
}
