//! `score rules new`: a first rule set from questions.

use super::{office, quoted};
use crate::cli::app::{App, usage};
use crate::cli::file::replace_whole;
use crate::cli::typed::{day, filled};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::near::nearest;
use crate::model::score::draft::{Draft, Need, PartKind, activities, quoted as toml_text};
use crate::model::score::example::example;
use crate::model::score::points::{decimal_text, parse};
use crate::model::score::{Known, Points, Rules};
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

fn exists(path: &Path) -> Error {
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
    let known = store.map(|s| s.read().known()).transpose()?;
    let draft = asked(app, args, known.as_ref())?;
    let name = args.output.display().to_string();
    let body = draft.toml().map_err(|m| super::wrong(&m, &name))?;
    Rules::read(&body, known.as_ref()).map_err(|m| super::wrong(&m, &name))?;
    Ok(body)
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
    let has = |part| parts.iter().any(|(p, _)| *p == part);
    let mut meetings = Vec::new();
    if has(PartKind::Meetings) {
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
        meetings = ask(app, typed.as_deref(), question, &usual, &read)?;
    }
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

/// `甲=1，乙=2`, each pair with what stands behind the sign, if anything.
fn pairs(text: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    let each = text.split([',', '，', '、', ';', '；']).map(str::trim);
    each.filter(|one| !one.is_empty()).map(|one| {
        let (name, value) = one
            .split_once(['=', '＝'])
            .map_or((one, None), |(n, v)| (n, Some(v)));
        (name.trim(), value.map(str::trim))
    })
}

fn points(text: &str) -> Result<Points> {
    let number = parse(text).ok().filter(|p| *p >= Points::from_integer(0));
    number.ok_or_else(|| {
        usage(text!("“{text}”不是分数", "`{text}` are no points"))
            .hint(text!("如 10、2.5、1/3", "such as 10, 2.5 or 1/3"))
    })
}

fn maybe(text: &str) -> Result<Option<Points>> {
    if text.is_empty() || text == "无" || text == "none" {
        return Ok(None);
    }
    let cap = points(text)?;
    if cap == Points::from_integer(0) {
        return Err(usage(text!("封顶分应大于 0", "a cap is above 0")));
    }
    Ok(Some(cap))
}

fn days(text: &str) -> Result<(String, String)> {
    let wrong = || {
        usage(text!("“{text}”不是起止月日", "`{text}` are no two days"))
            .hint(text!("如 12-01..11-30", "such as 12-01..11-30"))
    };
    let mut ends = text.split("..").flat_map(|t| t.split(['至', '~', '～']));
    let one = |word: Option<&str>| {
        let (month, day) = word?.trim().split_once('-')?;
        let (month, day) = (month.parse().ok()?, day.parse().ok()?);
        chrono::NaiveDate::from_ymd_opt(2000, month, day)?;
        Some(format!("{month:02}-{day:02}"))
    };
    let (from, to) = (one(ends.next()), one(ends.next()));
    match (from, to, ends.next()) {
        (Some(from), Some(to), None) => Ok((from, to)),
        _ => Err(wrong()),
    }
}

fn parts_of(text: &str) -> Result<Vec<(PartKind, Option<Points>)>> {
    let mut parts: Vec<(PartKind, Option<Points>)> = Vec::new();
    for (name, cap) in pairs(text) {
        let part = PartKind::named(name).ok_or_else(|| {
            let all = PartKind::ALL.map(|p| p.words().1).join("、");
            usage(text!("没有“{name}”这一部分", "there is no part `{name}`")).hint(text!(
                "可选：{all}；别的部分以后在文件里加",
                "there are: {all}; others are added in the file"
            ))
        })?;
        if parts.iter().any(|(p, _)| *p == part) {
            return Err(usage(text!(
                "“{name}”写了两次",
                "`{name}` is written twice"
            )));
        }
        parts.push((part, cap.map_or(Ok(None), maybe)?));
    }
    if parts.is_empty() {
        return Err(usage(text!("至少要有一部分", "there is at least one part")));
    }
    Ok(parts)
}

/// A kind of meeting, if the office has it.
fn meeting_kind(name: &str, known: Option<&Known>) -> Result<String> {
    let Some(known) = known.filter(|k| !k.meeting_kinds.is_empty()) else {
        return Ok(name.to_owned());
    };
    let kinds = known.meeting_kinds.iter().map(String::as_str);
    if kinds.clone().any(|k| k == name) {
        return Ok(name.to_owned());
    }
    let near = nearest(name, kinds.clone(), 1);
    let shown = near
        .first()
        .map_or(kinds.collect::<Vec<_>>().join("、"), |n| (*n).to_owned());
    let wrong = usage(text!(
        "本机关的会议类型里没有“{name}”",
        "the office has no kind of meeting `{name}`"
    ));
    Err(wrong.hint(text!("可用：{shown}", "there are: {shown}")))
}

fn meetings_of(text: &str, known: Option<&Known>) -> Result<Vec<(String, Points)>> {
    let mut meetings: Vec<(String, Points)> = Vec::new();
    for (name, worth) in pairs(text) {
        let worth = worth.ok_or_else(|| {
            usage(text!("“{name}”没有写分值", "`{name}` has no points"))
                .hint(text!("如 {name}=5", "such as {name}=5"))
        })?;
        let kind = meeting_kind(name, known)?;
        if meetings.iter().any(|(k, _)| *k == kind) {
            return Err(usage(text!(
                "“{name}”写了两次",
                "`{name}` is written twice"
            )));
        }
        meetings.push((kind, points(worth)?));
    }
    if meetings.is_empty() {
        return Err(usage(text!(
            "至少要有一种会议",
            "there is at least one kind of meeting"
        )));
    }
    Ok(meetings)
}

fn usual_meetings(known: Option<&Known>) -> String {
    let usual = [("全体会议", 10), ("常委会会议", 5), ("专委会会议", 3)];
    let has = |kind: &str| known.is_none_or(|k| k.meeting_kinds.iter().any(|m| m == kind));
    let mut all: Vec<String> = usual
        .iter()
        .filter(|(kind, _)| has(kind))
        .map(|(kind, points)| format!("{kind}={points}"))
        .collect();
    if let (true, Some(first)) = (all.is_empty(), known.and_then(|k| k.meeting_kinds.first())) {
        all.push(format!("{first}=5"));
    }
    if all.is_empty() {
        all.push("全体会议=10".to_owned());
    }
    all.join("，")
}

/// The most that the answers so far allow; `None` where nothing limits it.
fn highest(
    parts: &[(PartKind, Option<Points>)],
    start: Points,
    cap: Option<Points>,
) -> Option<Points> {
    let sum: Option<Points> = parts.iter().map(|(_, cap)| *cap).sum();
    match (sum.map(|s| s + start), cap) {
        (Some(sum), Some(cap)) => Some(sum.min(cap)),
        (sum, cap) => sum.or(cap),
    }
}

fn usual_grades(most: Option<Points>) -> String {
    let most = most.unwrap_or(Points::from_integer(100));
    let of = |share: i128| decimal_text((most * Points::new(share, 100)).floor());
    format!("优秀={}，合格={}，不合格", of(85), of(60))
}

fn grades_of(text: &str, most: Option<Points>) -> Result<Vec<(String, Option<Points>)>> {
    let mut grades: Vec<(String, Option<Points>)> = Vec::new();
    for (name, least) in pairs(text) {
        let least = least.map(points).transpose()?;
        if let (Some(least), Some(most)) = (least, most)
            && least > most
        {
            let (least, most) = (decimal_text(least), decimal_text(most));
            return Err(usage(text!(
                "“{name}”要 {least} 分，而最多只能得 {most} 分",
                "`{name}` takes {least} points, and at most {most} can be had"
            )));
        }
        let falls = grades
            .last()
            .is_none_or(|(_, before)| match (before, least) {
                (Some(before), Some(least)) => *before > least,
                (Some(_), None) => true,
                (None, _) => false,
            });
        if !falls || grades.iter().any(|(n, _)| n == name) {
            return Err(usage(text!(
                "等次要从高到低，不写分的只能在最后，名称不能重复",
                "grades go from the best down, one without points comes last, names differ"
            ))
            .hint(text!(
                "如 优秀=90，合格=60，不合格",
                "such as 优秀=90，合格=60，不合格"
            )));
        }
        grades.push((name.to_owned(), least));
    }
    Ok(grades)
}

fn usual_gates(known: Option<&Known>) -> String {
    let plenary = meeting_kind("全体会议", known).is_ok();
    let first = if plenary { "全体会议=1，" } else { "" };
    format!("{first}提案=1")
}

fn gates_of(text: &str, known: Option<&Known>) -> Result<Vec<(Need, Points)>> {
    if text == "无" || text == "none" {
        return Ok(Vec::new());
    }
    let gate = |(name, times): (&str, Option<&str>)| {
        let times = points(times.unwrap_or("1"))?;
        let need = match PartKind::named(name) {
            Some(part) => Need::Acts(part),
            None => Need::Meeting(meeting_kind(name, known)?),
        };
        Ok((need, times))
    };
    pairs(text).map(gate).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_as_clerks_write_them() {
        assert_eq!(
            days("12-1至11-30").unwrap(),
            ("12-01".to_owned(), "11-30".to_owned())
        );
        assert!(days("12-01").is_err() && days("13-01..11-30").is_err());
        let parts = parts_of("会议＝50；提案").unwrap();
        assert_eq!(parts[1], (PartKind::Proposals, None));
        assert!(parts_of("会议=50，会议=20").is_err() && parts_of("").is_err());
        assert!(parts_of("好人好事=5").is_err() && parts_of("会议=很多").is_err());
    }

    #[test]
    fn wrong_grades_and_kinds_are_refused() {
        let most = Some(Points::from_integer(100));
        assert_eq!(grades_of("优秀=90,合格", most).unwrap().len(), 2);
        for wrong in [
            "优秀=101",
            "合格=60，优秀=90",
            "合格，优秀=90",
            "优秀=90，优秀=80",
        ] {
            assert!(grades_of(wrong, most).is_err(), "{wrong}");
        }
        let known = Known {
            meeting_kinds: vec!["全体会议".into()],
            ..Known::default()
        };
        let wrong = meetings_of("全休会议=5", Some(&known)).unwrap_err();
        assert_eq!(wrong.hints[0].zh, "可用：全体会议");
        assert!(meetings_of("全体会议", None).is_err());
        assert_eq!(gates_of("无", None).unwrap(), []);
        assert_eq!(
            gates_of("提案=2", None).unwrap()[0].0,
            Need::Acts(PartKind::Proposals)
        );
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
