//! `score rules new`: a first rule set from questions.

use super::answers::{
    days, gates_of, grades_of, highest, maybe, meetings_of, parts_of, points, usual_gates,
    usual_grades, usual_meetings,
};
use super::{office, quoted};
use crate::cli::app::{App, usage};
use crate::cli::file::replace_whole;
use crate::cli::typed::{day, filled};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::score::draft::{Draft, PartKind, activities, quoted as toml_text};
use crate::model::score::example::example;
use crate::model::score::{Known, Points, Rules};
use crate::store::Read;
use crate::text;
use clap::Args;
use serde_json::json;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct New {
    /// Where to write it; - for standard output
    #[arg(short, long, value_name = "OUT.toml", default_value = "考核办法.toml")]
    output: PathBuf,
    /// Start from a published set instead: see score rules list --examples
    #[arg(long, value_name = "NAME", conflicts_with_all = ["issued", "window", "start", "cap", "part", "meeting", "grade", "gate"])]
    from: Option<String>,
    /// The regulation's name
    #[arg(long)]
    title: Option<String>,
    /// When it was issued
    #[arg(long, value_name = "DAY")]
    issued: Option<String>,
    /// First and last day of a year of duty: 12-01..11-30
    #[arg(long, value_name = "FROM..TO")]
    window: Option<String>,
    /// Points before anything is counted
    #[arg(long, value_name = "POINTS")]
    start: Option<String>,
    /// The most that the whole may give
    #[arg(long, value_name = "POINTS")]
    cap: Option<String>,
    /// A part with its cap: 会议=50 (several)
    #[arg(long, value_name = "PART=CAP")]
    part: Vec<String>,
    /// A kind of meeting with the points for one: 全体会议=10 (several)
    #[arg(long, value_name = "KIND=POINTS")]
    meeting: Vec<String>,
    /// A grade with the points it takes: 优秀=90 (several)
    #[arg(long, value_name = "GRADE=POINTS")]
    grade: Vec<String>,
    /// What is needed at least: 全体会议=1, 提案=1 (several)
    #[arg(long, value_name = "WHAT=TIMES")]
    gate: Vec<String>,
    /// Write over the file that is there
    #[arg(long)]
    force: bool,
}

pub fn run(app: &mut App, args: &New) -> Result<u8> {
    if args.output.exists() && !args.force {
        return Err(exists(&args.output));
    }
    let body = match &args.from {
        Some(name) => started(name, args.title.as_deref())?,
        None => drafted(app, args)?,
    };
    if args.output.as_os_str() == "-" {
        app.printer.raw(body.as_bytes())?;
        return Ok(0);
    }
    replace_whole(&args.output, body.as_bytes())?;
    let file = args.output.display().to_string();
    let said = text!("考核办法写到 {file}", "wrote the rules to {file}");
    let shown = quoted(&args.output);
    app.printer.done(&said, || json!({ "file": file }))?;
    app.printer.next(&[
        format!("yishi score rules check {shown}"),
        format!("yishi score rules test {shown}"),
        format!("yishi score run --rules {shown}"),
    ])?;
    Ok(0)
}

pub(super) fn exists(path: &Path) -> Error {
    let shown = path.display();
    Error::refused(
        "file_exists",
        text!(
            "{shown} 已经存在，没有覆盖",
            "{shown} exists; nothing was written over"
        ),
    )
    .hint(text!(
        "要覆盖就加 --force，或用 -o 写到别处",
        "--force writes over it, -o writes elsewhere"
    ))
}

/// A published set, under another title where one is given.
fn started(name: &str, title: Option<&str>) -> Result<String> {
    let body = example(name).ok_or_else(|| super::no_example(name))?;
    let Some(title) = title else {
        return Ok(body.to_owned());
    };
    let named = |line: &str| {
        if line.starts_with("title = ") {
            format!("title = {}\n", toml_text(title))
        } else {
            format!("{line}\n")
        }
    };
    let (head, rest) = body.split_once("\n[[").unwrap_or((body, ""));
    let head: String = head.lines().map(named).collect();
    Ok(format!("{head}\n[[{rest}"))
}

fn drafted(app: &mut App, args: &New) -> Result<String> {
    let store = office(app)?;
    let known = store.as_ref().map(|s| s.read().known()).transpose()?;
    let draft = asked(app, args, known.as_ref())?;
    let name = args.output.display().to_string();
    let lang = app.printer.lang();
    let body = draft.toml(lang).map_err(|m| super::wrong(&m, &name))?;
    let made = Rules::read(&body, known.as_ref()).map_err(|m| super::wrong(&m, &name))?;
    if let Some(store) = &store {
        warn_of_neighbours(app, store.read(), &made.rules)?;
    }
    Ok(body)
}

/// Warns where the year of duty leaves days out, or counts them twice, beside the rules adopted for
/// the office's year or the one before.
fn warn_of_neighbours(app: &mut App, read: Read<'_>, made: &Rules) -> Result<()> {
    let Some(year) = read.year()? else {
        return Ok(());
    };
    let follows = read.adopted(year, made.subject)?.is_some();
    let year = if follows { year + 1 } else { year };
    for lapse in super::beside(read, (year, made))? {
        app.printer.warn(&lapse.told())?;
    }
    Ok(())
}

/// The answers, by options or by the person at the terminal.
fn asked(app: &mut App, args: &New, known: Option<&Known>) -> Result<Draft> {
    let today = app.today.to_string();
    let title = text!("办法名称", "name of the regulation");
    let title = ask(
        app,
        args.title.as_deref(),
        title,
        "政协委员履职考核办法",
        &filled,
    )?;
    let question = text!("印发日期", "day of issue");
    let issued = ask(app, args.issued.as_deref(), question, &today, &day)?;
    let question = text!(
        "考核年度（起止月日）",
        "first and last day of a year of duty"
    );
    let window = ask(app, args.window.as_deref(), question, "01-01..12-31", &days)?;
    let question = text!(
        "基础分（一件没做时的分）",
        "points before anything is counted"
    );
    let start = ask(app, args.start.as_deref(), question, "0", &points)?;
    let question = text!("总分封顶（不封顶就回车）", "cap of the whole, if any");
    let cap = ask(app, args.cap.as_deref(), question, "", &maybe)?;
    let all = PartKind::ALL.map(|p| p.words().1).join("、");
    let question = text!(
        "分哪几部分、各封顶多少分（可选：{all}）",
        "parts with their caps (of {all})"
    );
    let parts = joined(&args.part);
    let parts = ask(
        app,
        parts.as_deref(),
        question,
        "会议=50，提案=25，社情民意=15，其他履职=10",
        &parts_of,
    )?;
    let meetings = asked_meetings(app, args, known, &parts)?;
    let most = highest(&parts, start, cap);
    let question = text!(
        "等次和起点分，从高到低",
        "grades with the points they take, best first"
    );
    let grades = joined(&args.grade);
    let usual = usual_grades(most);
    let read = |text: &str| grades_of(text, most);
    let grades = ask(app, grades.as_deref(), question, &usual, &read)?;
    let question = text!(
        "必须做到的、至少几次（没有就写 无）",
        "what is needed at least, and how often (none for nothing)"
    );
    let gates = joined(&args.gate);
    let read = |text: &str| gates_of(text, known);
    let usual = usual_gates(known);
    let gates = ask(app, gates.as_deref(), question, &usual, &read)?;
    let taken = |kind: &String| meetings.iter().any(|(m, _): &(String, Points)| m == kind);
    let mut activities = activities(known);
    activities.retain(|kind| !taken(kind));
    Ok(Draft {
        title,
        issued,
        window,
        start: Some(start).filter(|s| *s != Points::from_integer(0)),
        cap,
        parts,
        meetings,
        activities,
        grades,
        gates,
    })
}

/// The kinds of meeting that count, where there is a part for them.
fn asked_meetings(
    app: &mut App,
    args: &New,
    known: Option<&Known>,
    parts: &[(PartKind, Option<Points>)],
) -> Result<Vec<(String, Points)>> {
    if parts.iter().all(|(p, _)| *p != PartKind::Meetings) {
        return Ok(Vec::new());
    }
    let kinds = known.map_or(String::new(), |k| k.meeting_kinds.join("、"));
    let question = if kinds.is_empty() {
        text!(
            "哪些会议计分、一次几分",
            "kinds of meeting with the points for one"
        )
    } else {
        text!(
            "哪些会议计分、一次几分（本机关有：{kinds}）",
            "kinds of meeting with the points for one (there are {kinds})"
        )
    };
    let usual = usual_meetings(known);
    let typed = joined(&args.meeting);
    let read = |text: &str| meetings_of(text, known);
    ask(app, typed.as_deref(), question, &usual, &read)
}

fn joined(given: &[String]) -> Option<String> {
    (!given.is_empty()).then(|| given.join("，"))
}

/// What was given, else what the person answers: a wrong answer is told and asked again. Where
/// nobody can be asked it is the default.
fn ask<T>(
    app: &mut App,
    given: Option<&str>,
    question: Text,
    default: &str,
    read: &dyn Fn(&str) -> Result<T>,
) -> Result<T> {
    if let Some(given) = given {
        return read(given);
    }
    let (zh, en) = (question.zh, question.en);
    let question = if default.is_empty() {
        text!("{zh}：", "{en}:")
    } else {
        text!("{zh}［{default}］：", "{en} [{default}]:")
    };
    while app.printer.can_ask() {
        let answer = app.printer.ask(&question)?.ok_or_else(gave_up)?;
        let answer = if answer.is_empty() { default } else { &answer };
        match read(answer) {
            Ok(value) => return Ok(value),
            Err(wrong) => {
                app.printer.warn(&wrong.message)?;
                for hint in &wrong.hints {
                    app.printer.remark(hint)?;
                }
            }
        }
    }
    read(default)
}

fn gave_up() -> Error {
    usage(text!(
        "没有答完，没有写出文件",
        "the questions were not answered; no file was written"
    ))
    .hint(text!(
        "也可以写成选项：yishi score rules new --title 名称 --part 会议=50 --no-input",
        "or give options: yishi score rules new --title NAME --part 会议=50 --no-input"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::conversation::conversation as talk;
    use crate::lang::Lang;

    /// A draft without options before a person who answers so, and what the person is asked.
    fn conversation(answers: &str) -> (Result<Draft>, String) {
        let args = New {
            output: PathBuf::from("办法.toml"),
            from: None,
            title: None,
            issued: None,
            window: None,
            start: None,
            cap: None,
            part: Vec::new(),
            meeting: Vec::new(),
            grade: Vec::new(),
            gate: Vec::new(),
            force: false,
        };
        talk("yishi score rules new", answers, |app| {
            asked(app, &args, None)
        })
    }

    #[test]
    fn a_wrong_answer_is_told_and_asked_again() {
        let (draft, heard) = conversation(
            "新办法\n2026-13-01\n2026-01-10\n全年\n12-01..11-30\n十\n10\n\n活动=20，好人\n会议=50，提案=30\n全体会议\n全体会议=20\n优秀=95\n优秀=80，合格=60，其余\n无\n",
        );
        let draft = draft.unwrap();
        assert_eq!(draft.title, "新办法");
        assert_eq!(draft.window.0, "12-01");
        assert_eq!(
            (draft.parts.len(), draft.grades.len(), draft.gates.len()),
            (2, 3, 0)
        );
        assert_eq!(heard.matches("分哪几部分").count(), 2, "{heard}");
        assert!(
            heard.contains("“优秀”要 95 分，而最多只能得 90 分"),
            "{heard}"
        );
        let text = draft.toml(Lang::Zh).unwrap();
        assert!(
            Rules::read(&text, None).unwrap().all_doubts().is_empty(),
            "{text}"
        );
    }

    #[test]
    fn nothing_answered_takes_what_stands_in_brackets_and_who_leaves_makes_nothing() {
        let draft = conversation(&"\n".repeat(9)).0.unwrap();
        assert_eq!(draft.parts.len(), 4);
        assert!(draft.toml(Lang::Zh).is_ok());
        let left = conversation("新办法\n").0.unwrap_err();
        assert_eq!(left.kind.exit_code(), 2);
    }

    #[test]
    fn a_published_set_may_be_started_under_another_title() {
        let body = started("tongcheng-2019", Some("新办法")).unwrap();
        assert_eq!(Rules::parse(&body, None).unwrap().title, "新办法");
        let cases = |text: &str| Rules::parse(text, None).unwrap().cases.len();
        assert_eq!(cases(&body), cases(example("tongcheng-2019").unwrap()));
        assert!(started("tongchen", None).is_err());
    }
}
