//! What holds whatever a clerk does: the journal says the whole truth, every step can be taken
//! back, and an import gives the same office from the same ledgers.

use crate::office::{Office, command, ledgers, rows};
use chrono::NaiveDate;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::{Config, RngSeed};
use rusqlite::types::Value;
use yishi::error::{Error, Kind};
use yishi::model::code::{Dict, Duty, Part, Presence, SpeechForm, StatusKind};
use yishi::model::meeting::roll::{Ask, Mark};
use yishi::model::proposal::Who;
use yishi::model::when::When;
use yishi::model::{meeting, member, opinion, proposal, record, unit};
use yishi::store::undo::Which;
use yishi::store::{Store, Tx};
use yishi::text;

/// One command of a clerk who makes mistakes: people, meetings and proposals that are not there,
/// terms that end before they begin, words that nobody knows.
#[derive(Debug, Clone)]
enum Act {
    AddMember(u8, &'static str, Option<&'static str>, Option<When>),
    Rename(u8, &'static str),
    Sector(u8, &'static str),
    Move(u8, &'static str, Vec<&'static str>, NaiveDate),
    Parties(u8, Vec<&'static str>),
    Post(u8, &'static str, Option<When>, Option<When>),
    Tenure(u8, Option<When>, Option<When>),
    Status(u8, StatusKind, NaiveDate),
    Alias(u8, &'static str),
    Cancel(u8),
    AddWord(&'static str),
    AddMeeting(&'static str, When, Duty),
    Invite(u8, Vec<u8>),
    Attend(u8, u8, Presence),
    AttendRest(u8),
    Speak(u8, u8, SpeechForm),
    AskLeave(u8, u8),
    CancelMeeting(u8),
    Propose(u8, Vec<u8>),
    EditProposal(u8, Vec<u8>, bool),
    CancelProposal(u8),
    AddUnit(&'static str),
    Report(u8),
    Record(u8, When),
    Undo,
    UndoOne(i64),
    Redo,
}

const NAMES: [&str; 5] = ["赵一", "钱二", "孙三", "赵一", "欧阳海"];
const SECTORS: [&str; 3] = ["教育界", "工商联", "不存在界"];
const WORDS: [&str; 3] = ["新界别", "教育界", "又一界"];
/// No place in a spreadsheet.
const PLACE: (Option<i64>, Option<i64>) = (None, None);

fn days() -> impl Strategy<Value = NaiveDate> {
    (2022i32..2027, 1u32..13, 1u32..29)
        .prop_map(|(y, m, d)| NaiveDate::from_ymd_opt(y, m, d).unwrap())
}

/// A day, a month or a year.
fn whens() -> impl Strategy<Value = When> {
    days().prop_flat_map(|day| {
        let text = day.to_string();
        select(vec![4usize, 7, 10]).prop_map(move |n| When::from_iso(&text[..n]).unwrap())
    })
}

fn acts() -> impl Strategy<Value = Act> {
    let who = || 0u8..5;
    let few = || subsequence(vec![0u8, 1, 2, 3, 4], 1..4);
    let maybe = || proptest::option::of(days().prop_map(When::from));
    let people = prop_oneof![
        6 => (who(), select(&NAMES[..]), proptest::option::of(select(&SECTORS[..])), maybe())
            .prop_map(|(n, name, sector, since)| Act::AddMember(n, name, sector, since)),
        2 => (who(), select(&NAMES[..])).prop_map(|(n, name)| Act::Rename(n, name)),
        2 => (who(), select(&SECTORS[..])).prop_map(|(n, s)| Act::Sector(n, s)),
        2 => (who(), select(&SECTORS[..]), subsequence(vec!["中共党员", "民盟盟员", "群众"], 0..3), days())
            .prop_map(|(n, sector, parties, on)| Act::Move(n, sector, parties, on)),
        2 => (who(), subsequence(vec!["中共党员", "民盟盟员", "群众"], 1..3))
            .prop_map(|(n, parties)| Act::Parties(n, parties)),
        2 => (who(), select(vec!["常委", "副主席", "没有的职务"]), maybe(), maybe())
            .prop_map(|(n, post, since, until)| Act::Post(n, post, since, until.filter(|_| since.is_none()))),
        2 => (who(), maybe(), maybe()).prop_map(|(n, s, u)| Act::Tenure(n, s, u)),
        2 => (who(), select(vec![StatusKind::Resigned, StatusKind::Reminded, StatusKind::Reappointed]), days())
            .prop_map(|(n, kind, on)| Act::Status(n, kind, on)),
        1 => (who(), select(&NAMES[..])).prop_map(|(n, name)| Act::Alias(n, name)),
        1 => who().prop_map(Act::Cancel),
        1 => select(&WORDS[..]).prop_map(Act::AddWord),
    ];
    let meetings = prop_oneof![
        3 => (select(vec!["全体会议", "常委会会议", "调研", "没有的会"]), whens(), select(vec![Duty::Required, Duty::SignUp]))
            .prop_map(|(kind, start, duty)| Act::AddMeeting(kind, start, duty)),
        3 => (0u8..3, few()).prop_map(|(m, who)| Act::Invite(m, who)),
        4 => (0u8..3, who(), select(vec![Presence::Present, Presence::Absent, Presence::Leave, Presence::Unrecorded]))
            .prop_map(|(m, n, presence)| Act::Attend(m, n, presence)),
        1 => (0u8..3).prop_map(Act::AttendRest),
        1 => (0u8..3, who(), select(vec![SpeechForm::Oral, SpeechForm::Written]))
            .prop_map(|(m, n, form)| Act::Speak(m, n, form)),
        1 => (0u8..3, who()).prop_map(|(m, n)| Act::AskLeave(m, n)),
        1 => (0u8..3).prop_map(Act::CancelMeeting),
    ];
    let others = prop_oneof![
        3 => (0u8..4, few()).prop_map(|(n, who)| Act::Propose(n, who)),
        2 => (0u8..4, few(), any::<bool>()).prop_map(|(n, who, key)| Act::EditProposal(n, who, key)),
        1 => (0u8..4).prop_map(Act::CancelProposal),
        1 => select(vec!["县教育局", "县交通运输局"]).prop_map(Act::AddUnit),
        1 => who().prop_map(Act::Report),
        1 => (who(), whens()).prop_map(|(n, on)| Act::Record(n, on)),
    ];
    prop_oneof![
        5 => people,
        4 => meetings,
        3 => others,
        2 => Just(Act::Undo),
        1 => (2i64..20).prop_map(Act::UndoOne),
        2 => Just(Act::Redo),
    ]
}

fn person(tx: &Tx<'_>, n: u8) -> Result<i64, Error> {
    tx.read().find_member(&format!("3000{n}"))
}

fn persons(tx: &Tx<'_>, many: &[u8]) -> Result<Vec<i64>, Error> {
    many.iter().map(|n| person(tx, *n)).collect()
}

fn held(tx: &Tx<'_>, n: u8) -> Result<i64, Error> {
    tx.read().find_meeting(&format!("HY202600{}", n + 1))
}

fn proposed(tx: &Tx<'_>, n: u8) -> Result<i64, Error> {
    tx.read().find_proposal(&format!("十届五次-流水{n}"), None)
}

fn last_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
}

fn of_member(tx: &mut Tx<'_>, act: &Act) -> Result<(), Error> {
    let edit = |tx: &mut Tx<'_>, n: u8, draft: &member::Draft| {
        let id = person(tx, n)?;
        tx.edit_member(id, draft).map(|_| ())
    };
    match act {
        Act::AddMember(n, name, sector, since) => {
            let draft = member::Draft {
                no: format!("3000{n}"),
                name: (*name).into(),
                sector: sector.map(Into::into),
                since: *since,
                ..member::Draft::default()
            };
            tx.add_member(&draft, (None, None)).map(|_| ())
        }
        Act::Rename(n, name) => edit(
            tx,
            *n,
            &member::Draft {
                name: (*name).into(),
                ..member::Draft::default()
            },
        ),
        Act::Sector(n, sector) => edit(
            tx,
            *n,
            &member::Draft {
                sector: Some((*sector).into()),
                ..member::Draft::default()
            },
        ),
        Act::Move(n, sector, parties, on) => edit(
            tx,
            *n,
            &member::Draft {
                sector: Some((*sector).into()),
                parties: parties.iter().map(|p| (*p).to_owned()).collect(),
                moved: Some(*on),
                ..member::Draft::default()
            },
        ),
        Act::Parties(n, parties) => {
            let words: Vec<String> = parties.iter().map(|p| (*p).to_owned()).collect();
            let id = person(tx, *n)?;
            tx.belong(id, Dict::Party, &words, None).map(|_| ())
        }
        Act::Post(n, post, since, until) => {
            let id = person(tx, *n)?;
            tx.affiliate(id, Dict::Post, post, *since, *until)
                .map(|_| ())
        }
        Act::Tenure(n, since, until) => {
            let id = person(tx, *n)?;
            tx.set_tenure(id, *since, *until).map(|_| ())
        }
        Act::Status(n, kind, on) => {
            let id = person(tx, *n)?;
            tx.add_status(id, *kind, *on, "原因", None).map(|_| ())
        }
        Act::Alias(n, name) => {
            let id = person(tx, *n)?;
            tx.add_alias(id, name, "alias", None).map(|_| ())
        }
        Act::Cancel(n) => {
            let id = person(tx, *n)?;
            tx.cancel_member(id, "录错了")
        }
        _ => of_meeting(tx, act),
    }
}

fn of_meeting(tx: &mut Tx<'_>, act: &Act) -> Result<(), Error> {
    match act {
        Act::AddMeeting(kind, start, duty) => {
            let draft = meeting::Draft {
                no: Some(tx.read().next_meeting_no(2026)?),
                title: Some(format!("{kind} {start}")),
                kind: Some((*kind).into()),
                start: Some(*start),
                duty: Some(*duty),
                ..meeting::Draft::default()
            };
            tx.add_meeting(&draft, (None, None)).map(|_| ())
        }
        Act::Invite(m, who) => {
            let (id, who) = (held(tx, *m)?, persons(tx, who)?);
            tx.invite(id, &who, Part::Attendee).map(|_| ())
        }
        Act::Attend(m, n, presence) => {
            let (id, who) = (held(tx, *m)?, person(tx, *n)?);
            tx.attend(id, who, &Mark::new(*presence), last_day())
                .map(|_| ())
        }
        Act::AttendRest(m) => {
            let id = held(tx, *m)?;
            tx.attend_rest(id, Presence::Present, last_day())
                .map(|_| ())
        }
        Act::Speak(m, n, form) => {
            let (id, who) = (held(tx, *m)?, person(tx, *n)?);
            tx.add_speech(id, who, *form, Some("发言")).map(|_| ())
        }
        Act::AskLeave(m, n) => {
            let (id, who) = (held(tx, *m)?, person(tx, *n)?);
            let ask = Ask {
                kind: None,
                reason: Some("出差".into()),
                asked_on: last_day(),
            };
            tx.ask_leave(id, who, &ask).map(|_| ())
        }
        Act::CancelMeeting(m) => {
            let id = held(tx, *m)?;
            tx.cancel_meeting(id, "不开了")
        }
        _ => of_others(tx, act),
    }
}

fn of_others(tx: &mut Tx<'_>, act: &Act) -> Result<(), Error> {
    let who = |tx: &Tx<'_>, many: &[u8]| -> Result<Vec<Who>, Error> {
        Ok(persons(tx, many)?.into_iter().map(Who::Member).collect())
    };
    match act {
        Act::AddWord(word) => match tx.read().word(Dict::Sector, word)? {
            Some(_) => Ok(()),
            None => tx.add_word(Dict::Sector, word, None).map(|_| ()),
        },
        Act::Propose(n, many) => {
            let draft = proposal::Draft {
                session: "十届五次".into(),
                serial: Some(n.to_string()),
                title: format!("关于第 {n} 件事的建议"),
                proposers: who(tx, many)?,
                ..proposal::Draft::default()
            };
            tx.add_proposal(&draft, PLACE).map(|_| ())
        }
        Act::EditProposal(n, many, key) => {
            let draft = proposal::Draft {
                proposers: who(tx, many)?,
                key: Some(*key),
                ..proposal::Draft::default()
            };
            let id = proposed(tx, *n)?;
            tx.edit_proposal(id, &draft, PLACE).map(|_| ())
        }
        Act::CancelProposal(n) => {
            let id = proposed(tx, *n)?;
            tx.cancel_proposal(id, "撤回")
        }
        Act::AddUnit(name) => {
            let draft = unit::Draft {
                name: (*name).into(),
                ..unit::Draft::default()
            };
            tx.add_unit(&draft, PLACE).map(|_| ())
        }
        Act::Report(n) => {
            let draft = opinion::Draft {
                title: "关于一件事的反映".into(),
                authors: persons(tx, &[*n])?,
                submitted: Some(When::from(last_day())),
                ..opinion::Draft::default()
            };
            tx.add_opinion(&draft, PLACE).map(|_| ())
        }
        Act::Record(n, on) => {
            let draft = record::Draft {
                member: Some(person(tx, *n)?),
                kind: Some("走访".into()),
                on: Some(*on),
                title: Some("走访群众".into()),
                ..record::Draft::default()
            };
            tx.add_record(&draft, PLACE).map(|_| ())
        }
        other => unreachable!("{other:?} is no work inside a transaction"),
    }
}

fn run(store: &mut Store, act: &Act) -> Result<(), Error> {
    let command = command("yishi");
    match act {
        Act::Undo => store.undo(&command, Which::Last).map(|_| ()),
        Act::UndoOne(seq) => store.undo(&command, Which::Seq(*seq)).map(|_| ()),
        Act::Redo => store.redo(&command, Which::Last).map(|_| ()),
        act => {
            let told = |(): &()| text!("一条命令", "a command");
            store
                .write(&command, |tx| of_member(tx, act), told)
                .map(|_| ())
        }
    }
}

/// Every journaled row as it stands, by way of a transaction that changes nothing.
fn standing_rows(store: &mut Store) -> Vec<(&'static str, Vec<Vec<Value>>)> {
    let look = |tx: &mut Tx<'_>| Ok(rows(tx));
    let told = |_: &_| text!("看", "look");
    store.write(&command("look"), look, told).unwrap().value
}

fn office() -> Store {
    let mut store = Store::in_memory().unwrap();
    let fill = |tx: &mut Tx<'_>| tx.fill_dictionaries();
    let told = |(): &()| text!("新建", "created");
    store.write(&command("yishi init"), fill, told).unwrap();
    store
}

fn sound(store: &Store) {
    assert_eq!(store.read().check_file().unwrap(), []);
    assert_eq!(store.read().check_chain().unwrap(), []);
    assert_eq!(store.read().check_rows().unwrap(), []);
}

/// The same cases every time, so that a failure is never a matter of luck; with `PROPTEST_CASES`
/// set, so many new ones.
fn config(cases: u32) -> Config {
    let search = std::env::var_os("PROPTEST_CASES").is_some();
    let usual = Config::default();
    Config {
        cases: if search { usual.cases } else { cases },
        rng_seed: if search {
            usual.rng_seed
        } else {
            RngSeed::Fixed(20_261_120)
        },
        failure_persistence: None,
        ..usual
    }
}

proptest! {
    #![proptest_config(config(32))]

    #[test]
    fn the_journal_tells_every_row_and_everything_can_be_undone(
        acts in proptest::collection::vec(acts(), 1..60)
    ) {
        let mut store = office();
        let dictionaries = standing_rows(&mut store);
        for act in &acts {
            let entries = store.read().entries().unwrap().len();
            let before = standing_rows(&mut store);
            let done = run(&mut store, act);
            let after = store.read().entries().unwrap().len();
            match done {
                Ok(()) => prop_assert!(after <= entries + 1, "{act:?} left {} entries", after - entries),
                Err(error) => {
                    prop_assert_eq!(error.kind, Kind::Refused, "{:?}: {:?}", act, error);
                    prop_assert!(!error.message.zh.is_empty() && !error.message.en.is_empty());
                    prop_assert_eq!(after, entries);
                }
            }
            if after == entries {
                prop_assert_eq!(standing_rows(&mut store), before, "{:?} left no entry", act);
            }
        }
        sound(&store);
        let replayed = rows(&store.read().replay().unwrap());
        prop_assert_eq!(standing_rows(&mut store), replayed);
        let last = loop {
            if let Err(error) = store.undo(&command("yishi undo"), Which::Last) {
                break error;
            }
        };
        prop_assert_eq!(last.code, "nothing_to_undo");
        for (table, rows) in standing_rows(&mut store) {
            prop_assert!(rows.is_empty(), "{table} has rows after everything was undone");
        }
        store.redo(&command("yishi redo 1"), Which::Seq(1)).unwrap();
        prop_assert_eq!(standing_rows(&mut store), dictionaries);
        sound(&store);
    }
}

/// The rows without what may differ between imports: their own ids where nothing else says them,
/// and the place that they came from.
fn without_places(store: &Store) -> Vec<(&'static str, Vec<Vec<Value>>)> {
    let stands_by_id = [
        "word",
        "member",
        "meeting",
        "attendance",
        "unit",
        "proposal",
    ];
    let mut all = rows(&store.read().replay().unwrap());
    all.retain(|(name, _)| *name != "source");
    for (name, rows) in &mut all {
        let table = yishi::store::table::Table::named(name).unwrap();
        let places = ["source_id", "line"].map(|column| table.column(column));
        for row in rows.iter_mut() {
            for at in places.iter().flatten() {
                row[at + 1] = Value::Null;
            }
            if !stands_by_id.contains(name) {
                row[0] = Value::Null;
            }
        }
        rows.sort_by_key(|row| format!("{row:?}"));
    }
    all
}

/// The example's ledgers, its roll cut into parts that each have the header.
fn parts_of_the_example(office: &Office, cuts: usize) -> Vec<String> {
    let mut files = ledgers();
    let roll = std::fs::read(files.remove(0)).unwrap();
    let roll = encoding_rs::GB18030.decode(&roll).0;
    let (header, lines) = roll.split_once('\n').unwrap();
    let lines: Vec<&str> = lines.lines().collect();
    for (at, part) in lines.chunks(lines.len().div_ceil(cuts)).enumerate() {
        let name = format!("出席{at}.csv");
        office.put(&name, format!("{header}\n{}\n", part.join("\n")));
        files.push(name);
    }
    files
}

proptest! {
    #![proptest_config(config(3))]

    #[test]
    fn an_import_is_the_same_in_any_order_and_a_second_time_nothing(
        cuts in 1usize..5, order in any::<proptest::sample::Index>(), turn in any::<bool>()
    ) {
        let office = Office::new();
        let mut files = parts_of_the_example(&office, cuts);
        let middle = order.index(files.len());
        files.rotate_left(middle);
        if turn {
            files.reverse();
        }
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        let line = [&["import", "--yes"], &files[..]].concat();
        office.done(&line);
        prop_assert_eq!(
            without_places(&office.store()),
            without_places(&Office::full().store())
        );
        let before = office.bytes();
        let again = office.json(&line);
        for sheet in again["files"].as_array().unwrap() {
            prop_assert_eq!(&sheet["same"], &sheet["rows"], "{}", sheet);
        }
        prop_assert!(again["batch"].is_null());
        prop_assert!(office.bytes() == before);
    }
}

/// How clerks write a day.
const DAYS: [fn(NaiveDate) -> String; 6] = [
    |d| d.format("%Y-%m-%d").to_string(),
    |d| d.format("%Y/%-m/%-d").to_string(),
    |d| d.format("%Y.%-m.%-d").to_string(),
    |d| d.format("%Y年%-m月%-d日").to_string(),
    |d| d.format("%Y%m%d").to_string(),
    |d| d.format("%Y年%m月%d日").to_string(),
];

/// How spreadsheets write a text file.
const ENCODINGS: [fn(&str) -> Vec<u8>; 5] = [
    |t| t.as_bytes().to_vec(),
    |t| [b"\xef\xbb\xbf", t.as_bytes()].concat(),
    |t| encoding_rs::GB18030.encode(t).0.into_owned(),
    |t| {
        let units = std::iter::once(0xfeff).chain(t.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect()
    },
    |t| {
        let units = std::iter::once(0xfeff).chain(t.encode_utf16());
        units.flat_map(u16::to_be_bytes).collect()
    },
];

proptest! {
    #![proptest_config(config(24))]

    #[test]
    fn a_roster_reads_the_same_however_it_was_saved(
        people in proptest::collection::vec(("[赵钱孙李周吴郑王㛃䶮][一-龥]{1,2}", days(), "1[3-9][0-9]{9}"), 1..8),
        write_day in select(DAYS.to_vec()),
        encode in select(ENCODINGS.to_vec()),
        separator in select(vec![',', ';', '\t']),
        end in select(vec!["\n", "\r\n"]),
        titled in any::<bool>(),
    ) {
        let mut lines = Vec::new();
        if titled {
            lines.push(["青禾县政协委员名册", "", "", ""].join(&separator.to_string()));
        }
        lines.push(["委员编号", "姓名", "任职日期", "手机"].join(&separator.to_string()));
        for (at, (name, day, phone)) in people.iter().enumerate() {
            let no = format!("{:05}", at + 1);
            lines.push([&no, name, &write_day(*day), phone].map(String::as_str).join(&separator.to_string()));
        }
        let text = lines.join(end) + end;
        let office = Office::new();
        office.put("名册.csv", encode(&text));
        let report = office.json(&["import", "名册.csv"]);
        prop_assert_eq!(report["files"][0]["added"].as_u64(), Some(people.len() as u64));
        let list = office.json(&["member", "list", "--reveal"]);
        let list = list.as_array().unwrap();
        for (at, (name, day, phone)) in people.iter().enumerate() {
            let no = format!("{:05}", at + 1);
            let one = list.iter().find(|m| m["no"] == no.as_str()).unwrap();
            prop_assert_eq!(&one["name"], name.as_str());
            prop_assert_eq!(one["since"].as_str().unwrap(), day.to_string());
            prop_assert_eq!(&one["phone"], phone.as_str());
        }
        prop_assert_eq!(office.json(&["import", "名册.csv"])["files"][0]["same"].as_u64(), Some(people.len() as u64));
    }
}
