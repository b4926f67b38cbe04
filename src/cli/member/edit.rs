//! `member edit`: corrects what is on record of members, and moves them to another sector,
//! committee or group from a day on.

use super::details::Details;
use super::{Ends, look, opened};
use crate::cli::app::{App, Writing, usage};
use crate::cli::people::{Person, about, called, found, named, nobody};
use crate::cli::typed::{Said, day, name, or_nothing, when};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::code::{Code, Dict};
use crate::model::filter;
use crate::model::member::{Blank, Draft, Member};
use crate::model::when::When;
use crate::store::{Read, Tx};
use crate::text;
use chrono::{Datelike, NaiveDate};
use clap::Args;

#[derive(Debug, Args)]
pub struct Edit {
    /// Numbers or names
    #[arg(value_name = "MEMBER", required_unless_present = "where")]
    members: Vec<String>,
    /// The members that fit, such as group=第一组
    #[arg(long = "where", value_name = "TERMS")]
    r#where: Vec<String>,
    /// New name
    #[arg(long, value_parser = name)]
    name: Option<String>,
    #[command(flatten)]
    details: Details,
    /// With sector, committee, group, party, post or tag the day from which it holds, the old one ending the day before; else the first day in office
    #[arg(long, value_name = "DAY", value_parser = or_nothing(when))]
    since: Option<Said<When>>,
    /// Last day in office
    #[arg(long, value_name = "DAY", value_parser = or_nothing(when))]
    until: Option<Said<When>>,
    #[command(flatten)]
    writing: Writing,
}

/// What an edit did.
struct Done {
    said: Text,
    no: String,
    /// Years whose scores are published and may come out otherwise now.
    published: Vec<i32>,
}

/// What is to be written of each member.
struct Change {
    draft: Draft,
    emptied: Vec<Blank>,
}

pub(super) fn run(app: &mut App, args: Edit) -> Result<u8> {
    let words = named(&args.members)?;
    let belongs = args.details.belongs();
    let (moved, ends) = split(&args, belongs, app.today)?;
    let mut emptied = args.details.emptied();
    let alike = args.name.is_some() || args.details.is_personal();
    emptied.extend(opened(ends));
    let name = args.name.as_deref().unwrap_or_default();
    let mut draft = args.details.draft("", name, ends);
    draft.moved = moved;
    let change = Change { draft, emptied };
    let work = |tx: &mut Tx<'_>| {
        let people = meant(tx.read(), &words, &args.r#where)?;
        if people.len() > 1 && alike {
            return Err(personal(&people));
        }
        let mut done = write(tx, &people, &change)?;
        if belongs {
            let years = tx.read().years_published()?.into_iter();
            let reaches = |year: &i32| moved.is_none_or(|on| on.year() <= *year);
            done.published = years.filter(reaches).collect();
        }
        Ok(done)
    };
    let mut store = app.open()?;
    let outcome = store.write(&app.command(&args.writing), work, |d: &Done| d.said.clone())?;
    let done = &outcome.value;
    let code = app.told(&args.writing, &outcome, &done.said, &[look(&done.no)])?;
    if let (Some(_), [first, ..]) = (&outcome.entry, done.published.as_slice()) {
        app.printer.warn(&reach(moved, *first, &done.published))?;
    }
    Ok(code)
}

/// The day of a move, and the ends of the term of office: `--since` is the one or the other.
fn split(args: &Edit, belongs: bool, today: NaiveDate) -> Result<(Option<NaiveDate>, Ends)> {
    let Some(since) = args.since.filter(|_| belongs) else {
        return Ok((None, [args.since, args.until]));
    };
    let Said::Is(since) = since else {
        return Err(both());
    };
    if args.until.is_some() {
        return Err(both());
    }
    let on = day(&since.to_string())?;
    if on > today {
        return Err(Error::refused(
            "day_in_future",
            text!(
                "{on} 还没有到，今天是 {today}",
                "{on} has not come: today is {today}"
            ),
        )
        .hint(text!(
            "到那天再登记；核对 --since",
            "record the move on that day; check --since"
        )));
    }
    Ok((Some(on), [None, None]))
}

fn both() -> Error {
    usage(text!(
        "与界别、专委会、小组等同写时，--since 是调整的日期，不能为空，也不能与 --until 同写",
        "beside a sector, committee, group and the like --since is the day of the move: it may not be empty or stand with --until"
    ))
    .hint(text!(
        "任期另写：yishi member tenure 委员 --since 日期 --until 日期",
        "the term of office is set apart: yishi member tenure MEMBER --since DAY --until DAY"
    ))
}

/// Those who are named, and those who fit.
fn meant(read: Read<'_>, words: &[String], terms: &[String]) -> Result<Vec<Person>> {
    let mut people = match words {
        [] => Vec::new(),
        words => found(read, words)?,
    };
    if !terms.is_empty() {
        for m in read.members(&filter::parse(terms))? {
            if people.iter().all(|p| p.id != m.id) {
                people.push(Person {
                    id: m.id,
                    no: m.no,
                    name: m.name,
                });
            }
        }
    }
    if people.is_empty() {
        return Err(nobody());
    }
    Ok(people)
}

fn personal(people: &[Person]) -> Error {
    let n = people.len();
    usage(text!(
        "姓名、出生年月、手机、排序号因人而异，不能给 {n} 人写成一样",
        "name, birth, telephone and place in the list differ from person to person: they are not written alike for {n}"
    ))
    .hint(text!("一次写一人", "write them one at a time"))
}

/// Writes the change for each and says what it came to.
fn write(tx: &mut Tx<'_>, people: &[Person], change: &Change) -> Result<Done> {
    let moved = change.draft.moved;
    let Text { zh, en } = called(people);
    let mut said = text!("更改委员 {zh}", "changed member {en}");
    let mut no = String::new();
    for person in people {
        let before = tx.read().member(person.id)?.unwrap_or_default();
        tx.empty_member(person.id, &change.emptied, moved)
            .and_then(|_| tx.edit_member(person.id, &change.draft))
            .map_err(|e| about(e, people, person))?;
        if let (Some(on), [_]) = (moved, people) {
            let after = tx.read().member(person.id)?.unwrap_or_default();
            said = told(&before, &after, on);
        }
        no.clone_from(&before.no);
    }
    if let (Some(on), [_, _, ..]) = (moved, people) {
        let Text { zh, en } = called(people);
        said = text!("自 {on} 起调整所属：{zh}", "moved from {on} on: {en}");
    }
    Ok(Done {
        said,
        no,
        published: Vec::new(),
    })
}

/// What a move of one member changed.
fn told(before: &Member, after: &Member, on: NaiveDate) -> Text {
    let dicts = [
        Dict::Sector,
        Dict::Committee,
        Dict::Group,
        Dict::Party,
        Dict::Post,
        Dict::Tag,
    ];
    let now = |m: &Member, dict: Dict| match dict {
        Dict::Sector => m.sector.clone().unwrap_or_default(),
        dict => m.words(dict).join("、"),
    };
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for dict in dicts {
        let (old, new) = (now(before, dict), now(after, dict));
        if old == new {
            continue;
        }
        let or_none = |word: &str, none: &str| match word {
            "" => none.to_owned(),
            word => format!("「{word}」"),
        };
        let (was, is) = (or_none(&old, "无"), or_none(&new, "无"));
        zh.push(format!("{}{was}改为{is}", dict.zh()));
        let (was, is) = (or_none(&old, "none"), or_none(&new, "none"));
        en.push(format!("{} {was} to {is}", dict.en()));
    }
    let (no, name) = (&after.no, &after.name);
    let (zh, en) = (zh.join("，"), en.join(", "));
    text!(
        "{no} {name} 自 {on} 起：{zh}",
        "{no} {name} from {on} on: {en}"
    )
}

/// What was published may come out otherwise after this.
fn reach(moved: Option<NaiveDate>, first: i32, years: &[i32]) -> Text {
    let years: Vec<String> = years.iter().map(i32::to_string).collect();
    let (zh, en) = (years.join("、"), years.join(", "));
    match moved {
        None => text!(
            "没有写 --since，是更正登记，以前年度也按更正后的算，{zh} 年度的得分已经公布；看影响：yishi score changes --year {first}；是调整的，先 yishi undo，再写明 --since 日期",
            "without --since the record is corrected for earlier years too, and the scores of {en} are published; see what differs: yishi score changes --year {first}; for a move take it back (yishi undo) and give --since DAY"
        ),
        Some(on) => text!(
            "{on} 起的调整影响已经公布的 {zh} 年度得分；看影响：yishi score changes --year {first}",
            "a move from {on} reaches the published scores of {en}; see what differs: yishi score changes --year {first}"
        ),
    }
}
