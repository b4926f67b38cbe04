//! The rules of meetings on an office of four members.

mod attend;
mod leave;
mod ledger;
mod roll;
mod sitting;
mod stats;

use crate::error::{Error, Result};
use crate::model::code::{Duty, Part, Presence};
use crate::model::meeting::Draft;
use crate::model::meeting::roll::{Line, Mark};
use crate::model::member;
use crate::model::when::When;
use crate::store::{Command, DryRun, Store, Tx};
use crate::text;
use chrono::NaiveDate;

/// An office; two members serve since 2022, 10003 from March 2026, 10004 until the end of 2025.
pub struct Office {
    pub store: Store,
    pub wang: i64,
    pub li: i64,
    pub zhang: i64,
    pub zhao: i64,
}

pub fn when(text: &str) -> When {
    When::from_iso(text).unwrap()
}

pub fn day(text: &str) -> NaiveDate {
    when(text).day().unwrap()
}

/// A day after every meeting of the tests.
pub fn later() -> NaiveDate {
    day("2026-12-31")
}

fn command(line: &str) -> Command {
    Command {
        line: line.to_owned(),
        by: "tester".to_owned(),
        at: "2026-11-21T10:00:00+08:00".to_owned(),
        dry_run: DryRun::No,
    }
}

impl Office {
    pub fn new() -> Office {
        let mut store = Store::in_memory().unwrap();
        let people = [
            ("10001", "王一", "2022-01-10", None),
            ("10002", "李二", "2022-01-10", None),
            ("10003", "张三", "2026-03-01", None),
            ("10004", "赵四", "2022-01-10", Some("2025-12-31")),
        ];
        let work = |tx: &mut Tx<'_>| {
            tx.fill_dictionaries()?;
            people
                .iter()
                .map(|(no, name, since, until)| {
                    let draft = member::Draft {
                        no: (*no).to_owned(),
                        name: (*name).to_owned(),
                        sector: Some("教育界".to_owned()),
                        since: Some(when(since)),
                        until: until.map(when),
                        ..member::Draft::default()
                    };
                    tx.add_member(&draft, (None, None))
                })
                .collect::<Result<Vec<i64>>>()
        };
        let ids = store
            .write(&command("init"), work, |_| text!("建库", "init"))
            .unwrap()
            .value;
        Office {
            store,
            wang: ids[0],
            li: ids[1],
            zhang: ids[2],
            zhao: ids[3],
        }
    }

    /// Runs one writing command.
    pub fn run<T>(&mut self, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        let done = self
            .store
            .write(&command("test"), work, |_| text!("测试", "test"))?;
        Ok(done.value)
    }

    /// Adds a meeting of one kind.
    pub fn meeting(&mut self, kind: &str, start: &str, end: &str, duty: Duty) -> i64 {
        let draft = Draft {
            title: Some(format!("{kind}（{start}）")),
            kind: Some(kind.to_owned()),
            start: Some(when(start)),
            end: Some(when(end)),
            duty: Some(duty),
            ..Draft::default()
        };
        self.run(|tx| tx.add_meeting(&draft, (None, None))).unwrap()
    }

    /// Invites as attendees.
    pub fn invite(&mut self, meeting: i64, members: &[i64]) {
        self.run(|tx| tx.invite(meeting, members, Part::Attendee))
            .unwrap();
    }

    /// Records a presence after the meeting.
    pub fn mark(&mut self, meeting: i64, member: i64, presence: Presence) -> Result<bool> {
        self.run(|tx| tx.attend(meeting, member, &Mark::new(presence), later()))
    }

    pub fn line(&self, meeting: i64, member: i64) -> Option<Line> {
        let roll = self.store.read().roll(meeting).unwrap();
        roll.lines.into_iter().find(|l| l.member == member)
    }

    pub fn presence(&self, meeting: i64, member: i64) -> Option<Presence> {
        self.line(meeting, member).map(|l| l.presence)
    }
}

/// The refusal's code, after a look that it speaks both languages and names what helps.
pub fn refused<T: std::fmt::Debug>(result: Result<T>) -> &'static str {
    let error = result.unwrap_err();
    assert_eq!(error.kind, crate::error::Kind::Refused, "{error:?}");
    assert!(
        !error.message.en.is_empty() && !error.hints.is_empty(),
        "{error:?}"
    );
    error.code
}

/// Everything that an error says in Chinese.
pub fn said(error: &Error) -> String {
    let hints = error.hints.iter().map(|h| h.zh.as_str());
    std::iter::once(error.message.zh.as_str())
        .chain(hints)
        .collect::<Vec<_>>()
        .join("\n")
}
