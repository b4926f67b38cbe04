//! clap's errors in the words of the house.

use crate::error::Error;
use crate::lang::{Lang, Text};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::error::Error as _;

/// What the command line came to when it was not a command to run.
#[derive(Debug)]
pub enum Told {
    /// Help or version: for standard output with exit code 0, for standard error with 2.
    Help {
        /// The exit code.
        exit: u8,
        /// The text without colour.
        plain: String,
        /// The text with colour.
        styled: String,
    },
    /// A wrong command line.
    Wrong(Error),
}

/// Reads a clap error: help is handed on, everything else becomes an error of the house in `lang`.
pub fn told(error: &clap::Error, lang: Lang) -> Told {
    use ErrorKind::{DisplayHelp, DisplayHelpOnMissingArgumentOrSubcommand, DisplayVersion};
    match error.kind() {
        DisplayHelp | DisplayVersion | DisplayHelpOnMissingArgumentOrSubcommand => {
            let text = error.render();
            let exit = if error.use_stderr() { 2 } else { 0 };
            Told::Help {
                exit,
                plain: text.to_string(),
                styled: text.ansi().to_string(),
            }
        }
        _ => Told::Wrong(wrong(error, lang)),
    }
}

/// The exit code and the whole text, without colour.
pub fn explain_error(error: &clap::Error, lang: Lang) -> (u8, String) {
    match told(error, lang) {
        Told::Help { exit, plain, .. } => (exit, plain),
        Told::Wrong(error) => {
            let (lead, hint) = match lang {
                Lang::Zh => ("错误：", "提示："),
                Lang::En => ("error: ", "hint: "),
            };
            let mut text = format!("{lead}{}\n", error.message.pick(lang));
            for line in &error.hints {
                text.extend([hint, line.pick(lang), "\n"]);
            }
            (error.kind.exit_code(), text)
        }
    }
}

fn wrong(error: &clap::Error, lang: Lang) -> Error {
    let (message, hints) = match lang {
        Lang::Zh => (chinese(error), chinese_hints(error)),
        Lang::En => english(error),
    };
    let start = Error::usage(code(error.kind()), Text::same(message));
    hints
        .into_iter()
        .fold(start, |error, hint| error.hint(Text::same(hint)))
}

/// The stable code of a kind for scripts.
fn code(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => "invalid_value",
        ErrorKind::UnknownArgument => "unknown_argument",
        ErrorKind::InvalidSubcommand => "unknown_command",
        ErrorKind::NoEquals => "no_equals",
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            "wrong_number_of_values"
        }
        ErrorKind::ArgumentConflict => "argument_conflict",
        ErrorKind::MissingRequiredArgument => "missing_argument",
        ErrorKind::MissingSubcommand => "missing_command",
        ErrorKind::InvalidUtf8 => "invalid_utf8",
        _ => "usage",
    }
}

/// clap's own text, its first paragraph as the message, the rest as hints.
fn english(error: &clap::Error) -> (String, Vec<String>) {
    let text = error.render().to_string();
    let mut paragraphs = text.trim().split("\n\n").map(str::to_owned);
    let first = paragraphs.next().unwrap_or_default();
    let mut message = first.strip_prefix("error: ").unwrap_or(&first).to_owned();
    if let Some(house) = house_error(error) {
        let (arg, value) = (
            word(error, ContextKind::InvalidArg),
            word(error, ContextKind::InvalidValue),
        );
        message = format!("invalid value '{value}' for '{arg}': {}", house.message.en);
    }
    let hints = paragraphs.flat_map(|p| match p.strip_prefix("  tip: ") {
        Some(tips) => tips.split("\n  tip: ").map(str::to_owned).collect(),
        None => vec![p],
    });
    let mut hints: Vec<String> = hints.collect();
    hints.extend(
        house_error(error)
            .into_iter()
            .flat_map(|e| &e.hints)
            .map(|h| h.en.clone()),
    );
    (message, hints)
}

fn chinese(error: &clap::Error) -> String {
    let arg = list(error, ContextKind::InvalidArg).join(" ");
    let value = word(error, ContextKind::InvalidValue);
    let sub = word(error, ContextKind::InvalidSubcommand);
    let number = |kind| match error.get(kind) {
        Some(ContextValue::Number(n)) => *n,
        _ => 0,
    };
    match error.kind() {
        ErrorKind::UnknownArgument => format!("没有“{arg}”这个参数"),
        ErrorKind::InvalidSubcommand => format!("没有“{sub}”这个命令"),
        ErrorKind::MissingSubcommand => format!("“{sub}”后面还要写命令"),
        ErrorKind::InvalidValue if value.is_empty() => format!("“{arg}”后面要写值"),
        ErrorKind::InvalidValue => format!("“{arg}”不能是“{value}”"),
        ErrorKind::ValueValidation => format!("“{arg}”的值“{value}”不对：{}", reason(error)),
        ErrorKind::MissingRequiredArgument => {
            format!("还缺：{}", list(error, ContextKind::InvalidArg).join("、"))
        }
        ErrorKind::ArgumentConflict => conflict(error, if arg.is_empty() { &sub } else { &arg }),
        ErrorKind::NoEquals => format!("“{arg}”要用等号写值"),
        ErrorKind::TooManyValues => format!("“{arg}”多写了“{value}”"),
        ErrorKind::TooFewValues => {
            let (min, actual) = (
                number(ContextKind::MinValues),
                number(ContextKind::ActualNumValues),
            );
            format!("“{arg}”至少要 {min} 个值，只写了 {actual} 个")
        }
        ErrorKind::WrongNumberOfValues => {
            let expected = number(ContextKind::ExpectedNumValues);
            format!(
                "“{arg}”要 {expected} 个值，写了 {} 个",
                number(ContextKind::ActualNumValues)
            )
        }
        ErrorKind::InvalidUtf8 => "命令行里有不是 UTF-8 的字".to_owned(),
        _ => english(error).0,
    }
}

fn conflict(error: &clap::Error, arg: &str) -> String {
    let prior = list(error, ContextKind::PriorArg);
    if prior.iter().any(|word| word == arg) {
        return format!("“{arg}”只能写一次");
    }
    if prior.is_empty() {
        return format!("“{arg}”不能和其他参数一起用");
    }
    format!("“{arg}”不能和“{}”一起用", prior.join("”“"))
}

fn chinese_hints(error: &clap::Error) -> Vec<String> {
    let mut hints = Vec::new();
    for kind in [
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
    ] {
        let near = list(error, kind);
        if !near.is_empty() {
            hints.push(format!("是不是“{}”？", near.join("”或“")));
        }
    }
    if let Some(ContextValue::StyledStrs(tips)) = error.get(ContextKind::Suggested) {
        hints.extend(tips.iter().filter_map(|tip| chinese_tip(&tip.to_string())));
    }
    let valid = list(error, ContextKind::ValidValue);
    if !valid.is_empty() {
        hints.push(format!("可以写：{}", valid.join("、")));
    }
    let commands = list(error, ContextKind::ValidSubcommand);
    if !commands.is_empty() {
        hints.push(format!("有这些命令：{}", commands.join("、")));
    }
    if let Some(house) = house_error(error) {
        hints.extend(house.hints.iter().map(|hint| hint.zh.clone()));
    }
    let usage = match error.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(usage)) => chinese_usage(&usage.to_string()),
        _ => String::new(),
    };
    if !usage.is_empty() {
        hints.push(usage);
    }
    hints.push("详见 --help".to_owned());
    hints
}

/// clap's usage line with the few English words of its own put into Chinese.
fn chinese_usage(usage: &str) -> String {
    let words = [
        ("Usage: ", "用法是 "),
        ("[OPTIONS]", "[选项]"),
        ("COMMAND", "命令"),
        ("\n       ", "\n      "),
    ];
    words
        .iter()
        .fold(usage.trim().to_owned(), |text, (en, zh)| {
            text.replace(en, zh)
        })
}

/// The tips that clap writes as whole sentences.
fn chinese_tip(tip: &str) -> Option<String> {
    let quoted: Vec<&str> = tip.split('\'').skip(1).step_by(2).collect();
    match quoted[..] {
        [value, typed] if tip.starts_with("to pass") => {
            Some(format!("要把“{value}”当作内容，请写“{typed}”"))
        }
        [found] if tip.ends_with("exists") => Some(format!("有“{found}”")),
        [sub, _] if tip.starts_with("subcommand") => {
            Some(format!("要用命令“{sub}”，去掉它前面的“--”"))
        }
        _ => None,
    }
}

/// The error of the house that a value parser gave.
fn house_error(error: &clap::Error) -> Option<&Error> {
    error.source()?.downcast_ref::<Error>()
}

/// Why a value was refused; the standard library's reasons in Chinese.
fn reason(error: &clap::Error) -> String {
    if let Some(house) = house_error(error) {
        return house.message.zh.clone();
    }
    let Some(source) = error.source().map(ToString::to_string) else {
        return "读不懂".to_owned();
    };
    let words = [
        ("invalid digit found in string", "不是整数"),
        ("cannot parse integer from empty string", "是空的"),
        ("number too large to fit in target type", "太大"),
        ("number too small to fit in target type", "太小"),
        ("invalid float literal", "不是数字"),
        (
            "provided string was not `true` or `false`",
            "只能是 true 或 false",
        ),
    ];
    if let Some((_, zh)) = words.iter().find(|(en, _)| *en == source) {
        return (*zh).to_owned();
    }
    match source.split_once(" is not in ") {
        Some((_, range)) => format!("不在 {range} 之内"),
        None => source,
    }
}

fn word(error: &clap::Error, kind: ContextKind) -> String {
    list(error, kind).into_iter().next().unwrap_or_default()
}

fn list(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(word)) => vec![word.clone()],
        Some(ContextValue::Strings(words)) => words.clone(),
        _ => Vec::new(),
    }
}
