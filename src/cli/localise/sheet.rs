//! Lays out the help of one command, aligned and folded for Chinese and English alike.

use super::words::{Words, key, value_names};
use crate::lang::Lang;
use crate::out::{fold_lines, hang, in_brackets, pad, width};
use clap::{Arg, ArgAction, Command};

/// What help is written on.
pub(super) struct Paper<'a> {
    pub(super) lang: Lang,
    pub(super) width: usize,
    pub(super) words: &'a Words,
}

/// The left column is never wider than this.
const LEFT: usize = 30;

impl Paper<'_> {
    fn pick<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    fn room(&self) -> usize {
        self.width.clamp(40, 100)
    }

    fn heading(&self, title: &str) -> String {
        format!("\x1b[1m{title}{}\x1b[0m", self.pick("：", ":"))
    }

    /// Rows of two columns under a heading.
    fn block(&self, title: &str, rows: &[(String, String)]) -> String {
        let widest = rows
            .iter()
            .map(|(left, _)| width(left))
            .filter(|&w| w <= LEFT)
            .max();
        let left = widest.unwrap_or(0).min(self.room() / 2) + 4;
        let mut lines = vec![self.heading(title)];
        for (spec, help) in rows {
            let lead = pad(&format!("  {spec}"), left);
            if width(&lead) > left || width(spec) + 4 > left {
                lines.push(format!("  {spec}"));
                lines.extend(hang(&" ".repeat(left), help, self.room()));
            } else {
                lines.extend(hang(&lead, help, self.room()));
            }
        }
        lines.join("\n")
    }
}

/// The whole help of a command. `path` is what is typed to reach it.
pub(super) fn help(cmd: &Command, path: &str, globals: &[Arg], paper: &Paper<'_>) -> String {
    let mut blocks = Vec::new();
    if let Some(about) = cmd.get_long_about().or_else(|| cmd.get_about()) {
        blocks.push(fold_lines(&about.to_string(), paper.room()).join("\n"));
    }
    let usage = usage(cmd, path, paper);
    blocks.push(hang(paper.pick("用法：", "Usage: "), &usage, paper.room()).join("\n"));
    if let Some(examples) = cmd.get_after_help().or_else(|| cmd.get_after_long_help()) {
        blocks.push(self::examples(&examples.to_string(), paper));
    }
    let subs: Vec<(String, String)> = subcommands(cmd, path, paper);
    if !subs.is_empty() {
        blocks.push(paper.block(paper.pick("命令", "Commands"), &subs));
    }
    let table = key(&path.split(' ').collect::<Vec<_>>());
    let row = |arg: &Arg| (spec(arg), described(arg, &table, paper));
    let positionals: Vec<_> = shown(cmd)
        .filter(|arg| arg.is_positional())
        .map(row)
        .collect();
    if !positionals.is_empty() {
        blocks.push(paper.block(paper.pick("参数", "Arguments"), &positionals));
    }
    for (title, args) in groups(cmd, paper) {
        let rows: Vec<_> = args.into_iter().map(row).collect();
        blocks.push(paper.block(&title, &rows));
    }
    let common = globals.iter().filter(|arg| !arg.is_hide_set()).map(row);
    let common: Vec<_> = common.chain(clap_own(cmd, paper)).collect();
    blocks.push(paper.block(paper.pick("通用选项", "Common options"), &common));
    blocks.join("\n\n") + "\n"
}

fn examples(text: &str, paper: &Paper<'_>) -> String {
    let title = paper.pick("示例", "Examples");
    let body = fold_lines(text.trim_matches('\n'), paper.room() - 2);
    let lines = body
        .iter()
        .map(|line| format!("  {line}").trim_end().to_owned());
    [paper.heading(title)]
        .into_iter()
        .chain(lines)
        .collect::<Vec<_>>()
        .join("\n")
}

fn subcommands(cmd: &Command, path: &str, paper: &Paper<'_>) -> Vec<(String, String)> {
    let about = |sub: &Command| sub.get_about().map(ToString::to_string).unwrap_or_default();
    let row = |sub: &Command| {
        let aliases: Vec<&str> = sub.get_visible_aliases().collect();
        let mut text = about(sub).lines().next().unwrap_or_default().to_owned();
        if !aliases.is_empty() {
            let said = format!("{}{}", paper.pick("也可写 ", "also "), aliases.join(", "));
            text = in_brackets(&text, &said, paper.lang);
        }
        (sub.get_name().to_owned(), text)
    };
    let mut rows: Vec<_> = cmd
        .get_subcommands()
        .filter(|sub| !sub.is_hide_set() && sub.get_name() != "help")
        .map(row)
        .collect();
    // `help` is understood before clap sees the line, and only after the program's name.
    if !rows.is_empty() && !path.contains(' ') {
        let text = paper.pick("显示某个命令的帮助", "Show the help of a command");
        rows.push(("help".to_owned(), text.to_owned()));
    }
    rows
}

/// The arguments that people see, without clap's own.
fn shown(cmd: &Command) -> impl Iterator<Item = &Arg> {
    cmd.get_arguments()
        .filter(|arg| !arg.is_hide_set() && !["help", "version"].contains(&arg.get_id().as_str()))
}

/// The command's own options by heading, those without one first.
fn groups<'a>(cmd: &'a Command, paper: &Paper<'_>) -> Vec<(String, Vec<&'a Arg>)> {
    let plain = paper.pick("选项", "Options");
    let mut groups = vec![(plain.to_owned(), Vec::new())];
    for arg in shown(cmd).filter(|arg| !arg.is_positional() && !arg.is_global_set()) {
        let title = arg.get_help_heading().unwrap_or(plain).to_owned();
        match groups.iter_mut().find(|(known, _)| *known == title) {
            Some((_, args)) => args.push(arg),
            None => groups.push((title, vec![arg])),
        }
    }
    groups.retain(|(_, args)| !args.is_empty());
    groups
}

/// `-h` and `-V`, which clap adds by itself.
fn clap_own(cmd: &Command, paper: &Paper<'_>) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    if !cmd.is_disable_help_flag_set() {
        rows.push((
            "-h, --help".to_owned(),
            paper.pick("显示帮助", "Show this help").to_owned(),
        ));
    }
    if cmd.get_version().is_some() && !cmd.is_disable_version_flag_set() {
        rows.push((
            "-V, --version".to_owned(),
            paper.pick("显示版本", "Show the version").to_owned(),
        ));
    }
    rows
}

fn usage(cmd: &Command, path: &str, paper: &Paper<'_>) -> String {
    let mut parts = vec![
        path.to_owned(),
        paper.pick("[选项]", "[OPTIONS]").to_owned(),
    ];
    let (positional, options): (Vec<&Arg>, Vec<&Arg>) =
        shown(cmd).partition(|arg| arg.is_positional());
    let needed = options.into_iter().filter(|arg| arg.is_required_set());
    parts.extend(
        needed.map(|arg| format!("--{} {}", arg.get_long().unwrap_or_default(), values(arg))),
    );
    parts.extend(positional.into_iter().map(values));
    if cmd.get_subcommands().any(|sub| !sub.is_hide_set()) {
        let required = cmd.is_subcommand_required_set() || cmd.is_arg_required_else_help_set();
        let name = paper.pick("命令", "COMMAND");
        parts.push(if required {
            format!("<{name}>")
        } else {
            format!("[{name}]")
        });
    }
    parts.join(" ")
}

/// What stands in the left column: `-q, --quiet`, `    --db <FILE>`, `<NO>...`.
fn spec(arg: &Arg) -> String {
    if arg.is_positional() {
        return values(arg);
    }
    let mut spec = match (arg.get_short(), arg.get_long()) {
        (Some(short), Some(long)) => format!("-{short}, --{long}"),
        (Some(short), None) => format!("-{short}"),
        (None, long) => format!("    --{}", long.unwrap_or_default()),
    };
    if arg.get_action().takes_values() {
        spec.push_str(if arg.is_require_equals_set() {
            "="
        } else {
            " "
        });
        spec.push_str(&values(arg));
    }
    spec
}

fn values(arg: &Arg) -> String {
    let names = value_names(arg);
    let optional = match arg.get_num_args() {
        Some(range) if range.min_values() == 0 => true,
        _ => arg.is_positional() && !arg.is_required_set(),
    };
    let (open, close) = if optional { ("[", "]") } else { ("<", ">") };
    let said: Vec<String> = names
        .iter()
        .map(|name| format!("{open}{name}{close}"))
        .collect();
    let many = arg
        .get_num_args()
        .is_some_and(|range| range.max_values() > names.len());
    let appends = arg.is_positional() && matches!(arg.get_action(), ArgAction::Append);
    said.join(" ") + if many || appends { "..." } else { "" }
}

/// The help of an argument with its default, its choices and its variable.
fn described(arg: &Arg, table: &str, paper: &Paper<'_>) -> String {
    let help = arg.get_help().or_else(|| arg.get_long_help());
    let mut text = help.map(ToString::to_string).unwrap_or_default();
    let mut add = |zh: &str, en: &str, body: &str| {
        let said = format!("{}{body}", paper.pick(zh, en));
        text = in_brackets(text.trim_start(), &said, paper.lang);
    };
    let choices: Vec<String> = arg
        .get_possible_values()
        .iter()
        .filter(|value| !value.is_hide_set())
        .map(|value| choice(value, table, paper))
        .collect();
    if arg.get_action().takes_values() && !choices.is_empty() && !arg.is_hide_possible_values_set()
    {
        let told = choices.iter().any(|choice| choice.contains('：'));
        let comma = paper.pick(if told { "；" } else { "、" }, ", ");
        add("可选：", "one of: ", &choices.join(comma));
    }
    let defaults: Vec<_> = arg
        .get_default_values()
        .iter()
        .map(|v| v.to_string_lossy())
        .collect();
    if arg.get_action().takes_values() && !defaults.is_empty() && !arg.is_hide_default_value_set() {
        add("默认：", "default: ", &defaults.join(" "));
    }
    if let Some(env) = arg.get_env().filter(|_| !arg.is_hide_env_set()) {
        add("环境变量：", "environment: ", &env.to_string_lossy());
    }
    text.trim_start().to_owned()
}

fn choice(value: &clap::builder::PossibleValue, table: &str, paper: &Paper<'_>) -> String {
    let name = value.get_name();
    match (
        paper.lang,
        paper.words.choice(table, name),
        value.get_help(),
    ) {
        (Lang::Zh, Some(zh), _) => format!("{name}：{zh}"),
        (Lang::En, _, Some(en)) => format!("{name} ({en})"),
        _ => name.to_owned(),
    }
}
