//! `init`: an office's new file, from options or a conversation.

use super::app::{App, Writing, usage};
use super::config;
use crate::error::{Error, Result};
use crate::lang::{Lang, Text};
use crate::model::code::{Code, OfficeLevel};
use crate::store::profile::profile_text;
use crate::store::{Command, Store, Tx};
use crate::text;
use chrono::Datelike;
use clap::Args;
use serde_json::json;

#[derive(Debug, Args)]
pub struct Init {
    /// Name of the office
    #[arg(long, value_parser = super::typed::filled)]
    office: Option<String>,
    /// Level: county (district, banner), city (prefecture), province (region), nation
    #[arg(long, value_parser = config::level)]
    level: Option<OfficeLevel>,
    /// Term and session, such as 十届五次 or 10-5
    #[arg(long, value_parser = config::session)]
    session: Option<String>,
    /// Year
    #[arg(long, value_parser = config::year)]
    year: Option<i32>,
    /// Deadline profile: three-month, fixed-date or two-plus-one (else three-month)
    #[arg(long, default_value = "three-month", hide_default_value = true)]
    profile: String,
    #[command(flatten)]
    writing: Writing,
}

/// What a new office is called and where it stands.
pub struct Office {
    /// Name.
    pub name: String,
    /// Level.
    pub level: OfficeLevel,
    /// 届次.
    pub session: String,
    /// Year.
    pub year: i32,
    /// Language.
    pub lang: Lang,
    /// Deadline profile.
    pub profile: String,
}

/// Fills a new file: settings, dictionaries and the deadline profile, which holds from the beginning.
pub fn found(store: &mut Store, command: &Command, office: &Office) -> Result<()> {
    let name = &office.name;
    let body = profile_text(&office.profile)?;
    let profile = super::profile::read(&body, &office.profile)?;
    let work = |tx: &mut Tx<'_>| {
        let year = office.year.to_string();
        tx.set_setting("office", name)?;
        tx.set_setting("level", office.level.code())?;
        tx.set_setting("session", &office.session)?;
        tx.set_setting("year", &year)?;
        tx.set_setting("lang", office.lang.code())?;
        tx.adopt_profile(None, &profile, &body)?;
        tx.fill_dictionaries()
    };
    store
        .write(command, work, |()| text!("新建：{name}", "created: {name}"))
        .map(|_| ())
}

pub fn init(app: &mut App, args: &Init) -> Result<u8> {
    let path = app.path();
    let shown = path.display().to_string();
    if path.exists() {
        return Err(exists(&shown));
    }
    let profile = super::profile::read(&profile_text(&args.profile)?, &args.profile)?.name;
    let office = Office {
        profile,
        ..asked_office(app, args)?
    };
    let (name, session, year) = (&office.name, &office.session, office.year);
    let profile = &office.profile;
    let said = text!(
        "已新建 {shown}：{name}，{session}，{year} 年；期限方案 {profile}",
        "created {shown}: {name}, {session}, {year}; deadlines by the profile {profile}"
    );
    if args.writing.dry_run {
        let (zh, en) = (&said.zh, &said.en);
        let said = text!("试运行，没有写入：{zh}", "dry run, nothing written: {en}");
        app.printer
            .done(&said, || json!({ "created": false, "dry_run": true }))?;
        return Ok(0);
    }
    let mut store = Store::create(&path, App::wait())?;
    found(&mut store, &app.command(&args.writing), &office)?;
    app.printer
        .done(&said, || json!({ "created": true, "file": shown }))?;
    let roster = text!("yishi import 委员名册.xlsx", "yishi import members.xlsx");
    app.printer.next(&[
        roster.pick(app.printer.lang()).to_owned(),
        "yishi member list".into(),
        "yishi --help".into(),
    ])?;
    Ok(0)
}

fn exists(shown: &str) -> Error {
    Error::machine(
        "file_exists",
        text!(
            "{shown} 已经存在，未作改动",
            "{shown} exists already; it was left untouched"
        ),
    )
    .hint(text!(
        "换一个文件名（--db），或直接使用它",
        "choose another name with --db, or use the file as it is"
    ))
}

/// The office as the options say, and for the rest as the person at the terminal answers.
fn asked_office(app: &mut App, args: &Init) -> Result<Office> {
    let name = asked(
        app,
        args.office.clone(),
        text!("单位名称", "name of the office"),
        "政协办公室",
        super::typed::filled,
    )?;
    let level = asked(
        app,
        args.level,
        text!(
            "级别（县、市、省、全国；区、旗、州、盟等也可以）",
            "level (county, city, province, nation)"
        ),
        app.printer.lang().pick("县", "county"),
        config::level,
    )?;
    let session = asked(
        app,
        args.session.clone(),
        text!("届次", "term and session"),
        app.printer.lang().pick("一届一次", "1-1"),
        config::session,
    )?;
    let this_year = app.today.year().to_string();
    let year = text!("年度", "year");
    let year = asked(app, args.year, year, &this_year, config::year)?;
    let lang = app.printer.lang();
    let given = app.is_language_given().then_some(lang);
    let question = text!(
        "语言（zh 中文，en 英文）",
        "language (zh Chinese, en English)"
    );
    let lang = asked(app, given, question, lang.code(), config::lang)?;
    app.printer.speak(lang);
    Ok(Office {
        name,
        level,
        session,
        year,
        lang,
        profile: args.profile.clone(),
    })
}

/// What was given, else what the person answers: a wrong answer is told and asked again. Where
/// nobody can be asked it is the default.
fn asked<T>(
    app: &mut App,
    given: Option<T>,
    question: Text,
    default: &str,
    read: fn(&str) -> Result<T>,
) -> Result<T> {
    if let Some(given) = given {
        return Ok(given);
    }
    let (zh, en) = (question.zh, question.en);
    let question = text!("{zh}［{default}］：", "{en} [{default}]:");
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
        "没有答完，没有新建文件",
        "the questions were not answered; no file was made"
    ))
    .hint(text!(
        "也可以写成选项：yishi init --office 名称 --level 县 --session 十届五次 --year 2026",
        "or give options: yishi init --office NAME --level county --session 10-5 --year 2026"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::conversation::conversation as talk;

    /// An `init` without options before a person who answers so, and what the person is asked.
    fn conversation(answers: &str) -> (Result<Office>, String) {
        let args = Init {
            office: None,
            level: None,
            session: None,
            year: None,
            profile: "three-month".into(),
            writing: Writing {
                dry_run: false,
                by: None,
            },
        };
        talk("yishi init", answers, |app| asked_office(app, &args))
    }

    #[test]
    fn a_wrong_answer_is_told_and_asked_again() {
        let (office, heard) =
            conversation("政协青禾区委员会\n乡\n区\n五次\n十届五次\n明年\n2026\n法语\nen\n");
        let office = office.unwrap();
        assert_eq!(office.level, OfficeLevel::County);
        assert_eq!((office.session.as_str(), office.year), ("十届五次", 2026));
        assert_eq!(office.lang, Lang::En);
        for wrong in ["乡", "五次", "明年", "法语"] {
            assert!(heard.contains(&format!("「{wrong}」")), "{heard}");
        }
        assert_eq!(heard.matches("级别（").count(), 2, "{heard}");
    }

    #[test]
    fn nothing_answered_takes_what_stands_in_brackets() {
        let office = conversation("\n\n\n\n\n").0.unwrap();
        assert_eq!(office.name, "政协办公室");
        assert_eq!((office.level, office.year), (OfficeLevel::County, 2026));
    }

    #[test]
    fn a_conversation_that_is_left_makes_nothing() {
        let left = conversation("政协青禾县委员会\n县\n").0.map(|o| o.name);
        assert_eq!(left.unwrap_err().kind.exit_code(), 2);
    }
}
