//! A small office for tests.

use crate::error::Error;
use crate::model::code::Dict;
use crate::model::member::Draft as MemberDraft;
use crate::model::unit::Draft as UnitDraft;
use crate::model::when::When;
use crate::store::{Command, DryRun, Outcome, Store, Tx};
use crate::text;

/// No place in a spreadsheet.
pub(in crate::store) const NOWHERE: (Option<i64>, Option<i64>) = (None, None);

/// An office with 王伟, 李娜, 张敏 (who left), the body 民盟县总支 and two units.
pub(in crate::store) struct Office {
    pub store: Store,
    pub wang: i64,
    pub li: i64,
    pub zhang: i64,
    pub school: i64,
    pub roads: i64,
}

pub(in crate::store) fn day(text: &str) -> Option<When> {
    When::from_iso(text)
}

pub(in crate::store) fn command() -> Command {
    Command {
        line: "yishi".into(),
        by: "clerk".into(),
        at: "2026-11-21T22:30:00+08:00".into(),
        dry_run: DryRun::No,
    }
}

pub(in crate::store) fn write<T>(
    store: &mut Store,
    work: impl FnOnce(&mut Tx<'_>) -> Result<T, Error>,
) -> Result<Outcome<T>, Error> {
    store.write(&command(), work, |_| text!("试", "test"))
}

fn member(no: &str, name: &str) -> MemberDraft {
    MemberDraft {
        no: no.into(),
        name: name.into(),
        sector: Some("教育界".into()),
        since: day("2022-01-01"),
        ..MemberDraft::default()
    }
}

pub(in crate::store) fn unit(name: &str, short: &str) -> UnitDraft {
    UnitDraft {
        name: name.into(),
        short: Some(short.into()),
        ..UnitDraft::default()
    }
}

impl Office {
    pub fn new() -> Office {
        let mut store = Store::in_memory().unwrap();
        let ids = write(&mut store, |tx| {
            tx.fill_dictionaries()?;
            for (dict, word) in [
                (Dict::Body, "民盟县总支"),
                (Dict::Category, "经济建设"),
                (Dict::ReplyClass, "解决或采纳"),
            ] {
                tx.add_word(dict, word, None)?;
            }
            let mut zhang = member("10003", "张敏");
            zhang.until = day("2025-06-30");
            Ok([
                tx.add_member(&member("10001", "王伟"), NOWHERE)?,
                tx.add_member(&member("10002", "李娜"), NOWHERE)?,
                tx.add_member(&zhang, NOWHERE)?,
                tx.add_unit(&unit("县教育局", "教育局"), NOWHERE)?,
                tx.add_unit(&unit("县交通运输局", "交通局"), NOWHERE)?,
            ])
        })
        .unwrap()
        .value;
        let [wang, li, zhang, school, roads] = ids;
        Office {
            store,
            wang,
            li,
            zhang,
            school,
            roads,
        }
    }
}
