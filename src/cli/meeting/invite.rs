//! Who is put on the roll, and who is taken off it.

use super::{Next, Told, change, word};
use crate::cli::app::{App, Writing};
use crate::cli::people::{Person, about, called, found, named};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::code::Part;
use crate::model::filter;
use crate::model::meeting::Meeting;
use crate::store::Read;
use crate::text;
use clap::Args;

#[derive(Debug, Args)]
#[command(after_help = "yishi meeting invite HY2026003 张三 李四\n\
yishi meeting invite HY2026003 --where sector=教育界\n\
yishi meeting invite HY2026003 王五 --as observer\n\
yishi meeting invite HY2026003 - < names.txt   # one a line")]
pub struct Invite {
    /// Number or title
    #[arg(value_name = "MEETING")]
    meeting: String,
    /// Members: numbers, names, other names; - reads them from standard input, one a line
    #[arg(value_name = "MEMBER", required_unless_present = "where")]
    members: Vec<String>,
    /// The members that fit, such as sector=教育界; who is not in office then is left out
    #[arg(long = "where", value_name = "TERMS")]
    r#where: Vec<String>,
    /// What they do there: 出席, 主持, 召集, 列席, 主讲
    #[arg(long = "as", value_name = "PART", value_parser = word::<Part>)]
    part: Option<Part>,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Uninvite {
    /// Number or title
    #[arg(value_name = "MEETING")]
    meeting: String,
    /// Members: numbers, names, other names; - reads them from standard input, one a line
    #[arg(value_name = "MEMBER", required = true)]
    members: Vec<String>,
    #[command(flatten)]
    writing: Writing,
}

pub(super) fn invite(app: &mut App, args: &Invite) -> Result<u8> {
    let words = named(&args.members)?;
    let today = app.today;
    let next = Next::new(app);
    change(app, &args.meeting, &args.writing, |tx, held| {
        let mut people = match words.as_slice() {
            [] => Vec::new(),
            words => found(tx.read(), words)?,
        };
        let outside = fitting(tx.read(), held, args, &mut people)?;
        if people.is_empty() {
            return Err(nobody_fits(outside));
        }
        let ids: Vec<i64> = people.iter().map(|p| p.id).collect();
        let done = tx.invite(held.id, &ids, args.part.unwrap_or(Part::Attendee))?;
        let (no, already, who) = (&held.no, done.already, called(&people));
        let (zh, en) = (who.zh, who.en);
        let mut said = text!("{no} 的名单加入：{zh}", "{no}: invited {en}");
        if already > 0 {
            said = text!(
                "{no} 的名单加入：{zh}（其中 {already} 人原已在名单上）",
                "{no}: invited {en} ({already} were on the roll already)"
            );
        }
        let next = next.of(&tx.read().roll(held.id)?, today);
        Ok(Told {
            warning: (outside > 0).then(|| left_out(outside)),
            ..Told::new(said, next)
        })
    })
}

fn left_out(n: usize) -> Text {
    text!(
        "另有 {n} 人符合条件，但会议时不在任，没有加入",
        "{n} more fit but are not in office then and were left out"
    )
}

fn nobody_fits(outside: usize) -> Error {
    let message = match outside {
        0 => text!("没有符合条件的委员", "no member fits"),
        n => text!(
            "符合条件的 {n} 人在会议时都不在任",
            "none of the {n} who fit are in office then"
        ),
    };
    Error::refused("nobody", message).hint(text!(
        "用 yishi member list 试一试筛选条件",
        "yishi member list tries a filter"
    ))
}

/// Adds whom the filter means; tells how many of them are not in office at the meeting.
fn fitting(
    read: Read<'_>,
    held: &Meeting,
    args: &Invite,
    people: &mut Vec<Person>,
) -> Result<usize> {
    if args.r#where.is_empty() {
        return Ok(0);
    }
    let mut outside = 0;
    for m in read.members(&filter::parse(&args.r#where))? {
        if !held.admits(&m.tenure) {
            outside += 1;
        } else if people.iter().all(|p| p.id != m.id) {
            people.push(Person {
                id: m.id,
                no: m.no,
                name: m.name,
            });
        }
    }
    Ok(outside)
}

pub(super) fn uninvite(app: &mut App, args: &Uninvite) -> Result<u8> {
    let words = named(&args.members)?;
    change(app, &args.meeting, &args.writing, |tx, held| {
        let people = found(tx.read(), &words)?;
        for person in &people {
            tx.uninvite(held.id, person.id)
                .map_err(|e| about(e, &people, person))?;
        }
        let (no, who) = (&held.no, called(&people));
        let (zh, en) = (who.zh, who.en);
        let said = text!(
            "从 {no} 的名单移出：{zh}",
            "taken off the roll of {no}: {en}"
        );
        Ok(Told::shown(said, no))
    })
}
