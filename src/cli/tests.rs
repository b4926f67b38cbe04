//! What the program tells people to type exists, and has Chinese help.

use super::{localise, tree};
use clap::Command;
use std::path::Path;

/// The ledgers whose help and hints are checked here.
const LEDGERS: [&str; 4] = ["proposal", "opinion", "unit", "record"];

#[test]
fn the_ledgers_have_chinese_help_in_full() {
    let mine = |place: &String| LEDGERS.iter().any(|l| place.starts_with(l));
    let missing: Vec<String> = localise::missing(&tree())
        .into_iter()
        .filter(mine)
        .collect();
    assert_eq!(missing, Vec::<String>::new());
    let stale: Vec<String> = localise::stale(&tree()).into_iter().filter(mine).collect();
    assert_eq!(stale, Vec::<String>::new());
}

/// The command lines in a source text: from `yishi` to the end of what can be typed.
fn command_lines(source: &str) -> Vec<&str> {
    source
        .match_indices("yishi ")
        .map(|(at, _)| {
            let line = &source[at..];
            let end = line.find(['"', '，', '；', '\n', '（', ')', '>', ';']);
            &line[..end.unwrap_or(line.len())]
        })
        .collect()
}

/// The deepest command that a line names, and what is wrong with the line.
fn mistake(tree: &Command, line: &str) -> Option<String> {
    let mut command = tree.clone();
    command.build();
    let mut words = line.split_whitespace().skip(1).peekable();
    while let Some(sub) = words.peek().and_then(|w| command.find_subcommand(w)) {
        command = sub.clone();
        words.next();
    }
    if command.has_subcommands() {
        return Some(format!("no such command: {line}"));
    }
    let known = |flag: &str| command.get_arguments().any(|a| a.get_long() == Some(flag));
    words
        .filter_map(|w| w.strip_prefix("--"))
        .map(|w| w.split('=').next().unwrap_or(w))
        .find(|flag| !known(flag))
        .map(|flag| format!("no such option --{flag}: {line}"))
}

#[test]
fn every_command_in_a_hint_can_be_typed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let tree = tree();
    let mut checked = 0;
    for folder in LEDGERS.iter().map(|l| root.join("store").join(l)) {
        for file in std::fs::read_dir(&folder).unwrap() {
            let path = file.unwrap().path();
            if path.ends_with("tests.rs") {
                continue;
            }
            let source = std::fs::read_to_string(&path).unwrap();
            for line in command_lines(&source) {
                assert_eq!(mistake(&tree, line), None, "{}", path.display());
                checked += 1;
            }
        }
    }
    assert!(checked > 40, "{checked} lines found");
}
