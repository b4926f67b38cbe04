//! `due`: the deadline calculator. It needs no file; where there is one, its years and its
//! profile count.

use super::app::{App, usage};
use super::typed::{code, day};
use crate::error::{Error, Result};
use crate::model::calendar::Calendar;
use crate::model::deadline::{
    self, Case, Extension, Facts, LastDay, Length, Pause, Refusal, Rule, Span, Step, Unit, count,
};
use crate::out::due as view;
use crate::store::profile::default_profile;
use crate::text;
use chrono::NaiveDate;
use clap::{ArgGroup, Args};

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("length").required(true).args(["plus", "before", "term"]))]
pub struct Due {
    /// The day of the event: 2026-02-06, or today
    #[arg(value_name = "DATE", value_parser = from)]
    date: From,
    /// So long after it: 15wd, 10d, 2w, 3m, 1y, or 15个工作日
    #[arg(long, value_name = "LENGTH", value_parser = length)]
    plus: Option<Length>,
    /// So long before it, as notices of meetings are reckoned
    #[arg(long, value_name = "LENGTH", value_parser = length)]
    before: Option<Length>,
    /// The office's own term for a step, such as reply_main
    #[arg(long, value_name = "STEP", value_parser = code::<Step>)]
    term: Option<Step>,
    /// What the proposal is, such as recess or party
    #[arg(long = "for", value_name = "CASE", value_parser = code::<Case>, requires = "term")]
    cases: Vec<Case>,
    /// Time granted on top
    #[arg(long, value_name = "LENGTH", value_parser = length)]
    extend: Vec<Length>,
    /// Days that do not count, from and to: 2026-03-01..2026-03-10
    #[arg(long, value_name = "DAYS", value_parser = pause)]
    pause: Vec<Pause>,
    /// What becomes of a last day that is a day off: move (on; back with --before) or stay
    #[arg(long, value_name = "MOVE", value_parser = code::<LastDay>, conflicts_with = "term")]
    last_day: Option<LastDay>,
    /// List each day, counted or skipped, and why
    #[arg(long)]
    explain: bool,
}

/// The day from which is counted.
#[derive(Debug, Clone, Copy)]
enum From {
    Today,
    Day(NaiveDate),
}

fn from(word: &str) -> Result<From> {
    match word.trim() {
        "today" | "今天" | "今日" => Ok(From::Today),
        word => day(word).map(From::Day),
    }
}

fn length(word: &str) -> Result<Length> {
    Length::parse(word).ok_or_else(|| {
        usage(text!("「{word}」不是期限的长度", "“{word}” is no length")).hint(text!(
            "写作 15wd（工作日）、10d（日）、2w（周）、3m（月），或 15个工作日、3个月",
            "write 15wd (working days), 10d (days), 2w (weeks), 3m (months)"
        ))
    })
}

fn pause(word: &str) -> Result<Pause> {
    let ends = ["..", "至", "~", "～"]
        .iter()
        .find_map(|sign| word.split_once(sign));
    let (from, to) = ends.ok_or_else(|| {
        usage(text!("「{word}」没有起止", "“{word}” has no two ends")).hint(text!(
            "写作 2026-03-01..2026-03-10",
            "write 2026-03-01..2026-03-10"
        ))
    })?;
    let (from, to) = (day(from)?, day(to)?);
    if to < from {
        let backwards = Refusal::Backwards { from, to };
        return Err(usage(backwards.text()).hint(backwards.hint()));
    }
    Ok(Pause {
        from,
        to,
        reason: String::new(),
    })
}

pub fn run(app: &mut App, args: &Due) -> Result<u8> {
    let base = match args.date {
        From::Today => app.today,
        From::Day(day) => day,
    };
    let due = match args.term {
        Some(step) => by_profile(app, args, step, base)?,
        None => by_length(app, args, base)?,
    };
    let page = if args.explain {
        view::explained(&due)
    } else {
        view::page(&due)
    };
    let lang = app.printer.lang();
    app.printer.page(&page, || view::json(&due, lang))?;
    Ok(0)
}

fn by_length(app: &mut App, args: &Due, base: NaiveDate) -> Result<deadline::Due> {
    let span = match (args.plus, args.before) {
        (Some(length), _) => Span::After(length),
        (None, Some(length)) => Span::Before(length),
        (None, None) => return Err(usage(text!("没有写长度", "no length was given"))),
    };
    let rule = Rule {
        span,
        last_day: args.last_day.unwrap_or(LastDay::Moves),
    };
    let calendar = calendar(app)?;
    count(base, rule, &args.extend, &args.pause, &calendar).map_err(|refusal| {
        let counts_all = refusal.code() == "calendar_missing" && args.counts_every_day();
        let error = Error::from(refusal);
        if counts_all {
            return error.hint(text!(
                "不管最后一日是不是休息日，只要日期：--last-day stay",
                "for the plain day, whether worked or not: --last-day stay"
            ));
        }
        error
    })
}

impl Due {
    /// Whether only the last day needs a calendar.
    fn counts_every_day(&self) -> bool {
        let lengths = self.plus.iter().chain(&self.before).chain(&self.extend);
        lengths.into_iter().all(|l| l.unit != Unit::WorkingDay)
    }
}

/// The term of the profile that applies on the day of the event.
fn by_profile(app: &mut App, args: &Due, step: Step, base: NaiveDate) -> Result<deadline::Due> {
    let calendar = calendar(app)?;
    let profile = if app.path().exists() {
        app.open()?.read().profile_on(base)?
    } else {
        default_profile()?
    };
    // The calculator reckons what would be: who grants it later explains it.
    let lang = app.printer.lang();
    let reason = || lang.pick("试算", "a trial").to_owned();
    let extend = |length: &Length| Extension {
        length: *length,
        reason: reason(),
    };
    let pause = |pause: &Pause| Pause {
        reason: reason(),
        ..pause.clone()
    };
    let facts = Facts {
        cases: args.cases.clone(),
        extensions: args.extend.iter().map(extend).collect(),
        pauses: args.pause.iter().map(pause).collect(),
    };
    Ok(deadline::due(&profile, step, base, &facts, &calendar)?)
}

/// The office's years where there is a file, else those in the program.
pub fn calendar(app: &mut App) -> Result<Calendar> {
    if app.path().exists() {
        app.open()?.read().calendar()
    } else {
        Ok(Calendar::built_in())
    }
}
