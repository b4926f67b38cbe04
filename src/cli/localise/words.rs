//! The Chinese words for the command tree, from `help.zh.toml`, and the examples of English help,
//! from `help.en.toml`.

use clap::{Arg, Command};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

const CHINESE: &str = include_str!("../help.zh.toml");
const ENGLISH: &str = include_str!("../help.en.toml");

/// The table whose words serve every command.
const SHARED: &str = "*";

/// What one table says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Entry {
    about: Option<String>,
    long: Option<String>,
    examples: Option<String>,
    args: BTreeMap<String, String>,
    values: BTreeMap<String, String>,
    choices: BTreeMap<String, String>,
    headings: BTreeMap<String, String>,
}

/// The words of one language, by command path.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub(super) struct Words(BTreeMap<String, Entry>);

impl Words {
    /// The Chinese words; none where the built-in file is broken, which a test forbids.
    pub(super) fn chinese() -> Words {
        Words::read(CHINESE).unwrap_or_default()
    }

    /// What English help says beyond the tree: examples and longer explanations.
    pub(super) fn english() -> Words {
        Words::read(ENGLISH).unwrap_or_default()
    }

    /// Reads a file of words.
    pub(super) fn read(toml: &str) -> Result<Words, toml::de::Error> {
        toml::from_str(toml)
    }

    fn find<'a>(
        &'a self,
        key: &str,
        field: impl Fn(&'a Entry) -> &'a BTreeMap<String, String>,
        word: &str,
    ) -> Option<&'a str> {
        [key, SHARED]
            .into_iter()
            .filter_map(|table| self.0.get(table))
            .find_map(|entry| field(entry).get(word))
            .map(String::as_str)
    }

    pub(super) fn about(&self, key: &str) -> Option<&str> {
        self.0.get(key)?.about.as_deref()
    }

    pub(super) fn long(&self, key: &str) -> Option<&str> {
        self.0.get(key)?.long.as_deref()
    }

    pub(super) fn examples(&self, key: &str) -> Option<&str> {
        self.0.get(key)?.examples.as_deref()
    }

    /// The help of an argument, by its id or its long name.
    pub(super) fn arg(&self, key: &str, arg: &Arg) -> Option<&str> {
        let id = self.find(key, |entry| &entry.args, arg.get_id().as_str());
        id.or_else(|| self.find(key, |entry| &entry.args, arg.get_long()?))
    }

    pub(super) fn value(&self, key: &str, name: &str) -> Option<&str> {
        self.find(key, |entry| &entry.values, name)
    }

    pub(super) fn choice(&self, key: &str, name: &str) -> Option<&str> {
        self.find(key, |entry| &entry.choices, name)
    }

    pub(super) fn heading(&self, key: &str, heading: &str) -> Option<&str> {
        self.find(key, |entry| &entry.headings, heading)
    }
}

/// The table of a command: its path without the program, or the program's name alone.
pub(super) fn key(path: &[&str]) -> String {
    if path.len() > 1 {
        path[1..].join(" ")
    } else {
        path.join(" ")
    }
}

/// What a value is called between the angle brackets.
pub(super) fn value_names(arg: &Arg) -> Vec<String> {
    match arg.get_value_names() {
        Some(names) => names.iter().map(|name| name.as_str().to_owned()).collect(),
        None => vec![arg.get_id().as_str().to_uppercase()],
    }
}

/// Names every command, argument, value and heading of the tree that has no Chinese words.
pub fn missing(cmd: &Command) -> Vec<String> {
    missing_from(cmd, &Words::chinese())
}

pub(super) fn missing_from(cmd: &Command, words: &Words) -> Vec<String> {
    let mut found = BTreeSet::new();
    walk(cmd, &mut vec![cmd.get_name()], &mut |cmd, key| {
        if words.about(key).is_none() {
            found.insert(key.to_owned());
        }
        if cmd.get_after_help().is_some() && words.examples(key).is_none() {
            found.insert(format!("{key}: examples"));
        }
        for arg in own_arguments(cmd) {
            if words.arg(key, arg).is_none() {
                found.insert(format!("{key}: {}", arg.get_id()));
            }
            let heading = arg
                .get_help_heading()
                .filter(|h| words.heading(key, h).is_none());
            found.extend(heading.map(|heading| format!("{key}: heading {heading}")));
            if arg.get_action().takes_values() {
                let names = value_names(arg);
                let bare = names.iter().filter(|name| words.value(key, name).is_none());
                found.extend(bare.map(|name| format!("{key}: value {name}")));
            }
        }
    });
    found.into_iter().collect()
}

/// Names every table and argument of the Chinese words that the tree does not have (any more).
pub fn stale(cmd: &Command) -> Vec<String> {
    let mut found = stale_in(cmd, &Words::chinese());
    found.extend(stale_in(cmd, &Words::english()));
    found
}

/// Names every command whose help has examples in Chinese only.
pub fn without_examples(cmd: &Command) -> Vec<String> {
    let (chinese, english) = (Words::chinese(), Words::english());
    let mut found = Vec::new();
    walk(cmd, &mut vec![cmd.get_name()], &mut |cmd, key| {
        let told = cmd.get_after_help().is_some() || english.examples(key).is_some();
        if chinese.examples(key).is_some() && !told {
            found.push(key.to_owned());
        }
    });
    found
}

pub(super) fn stale_in(cmd: &Command, words: &Words) -> Vec<String> {
    let mut tables = BTreeMap::<String, BTreeSet<String>>::new();
    walk(cmd, &mut vec![cmd.get_name()], &mut |cmd, key| {
        let ids = cmd.get_arguments().flat_map(|arg| {
            [Some(arg.get_id().as_str()), arg.get_long()]
                .into_iter()
                .flatten()
                .map(str::to_owned)
        });
        let ids: Vec<String> = ids.collect();
        tables
            .entry(SHARED.to_owned())
            .or_default()
            .extend(ids.clone());
        tables.entry(key.to_owned()).or_default().extend(ids);
    });
    let mut found = Vec::new();
    for (key, entry) in &words.0 {
        let Some(ids) = tables.get(key) else {
            found.push(key.clone());
            continue;
        };
        let gone = entry.args.keys().filter(|id| !ids.contains(*id));
        found.extend(gone.map(|id| format!("{key}: {id}")));
    }
    found
}

/// The arguments that people see, without clap's own.
fn own_arguments(cmd: &Command) -> impl Iterator<Item = &Arg> {
    cmd.get_arguments()
        .filter(|arg| !arg.is_hide_set() && !["help", "version"].contains(&arg.get_id().as_str()))
}

/// Calls `see` with every command that people see, and its table's key.
fn walk<'a>(cmd: &'a Command, path: &mut Vec<&'a str>, see: &mut impl FnMut(&'a Command, &str)) {
    see(cmd, &key(path));
    for sub in cmd.get_subcommands() {
        if !sub.is_hide_set() && sub.get_name() != "help" {
            path.push(sub.get_name());
            walk(sub, path, see);
            path.pop();
        }
    }
}
