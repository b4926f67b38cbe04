//! The ledgers of a whole county, in the layouts that clerks keep, read from end to end.

use super::row::{AttendanceRow, Row};
use super::{Fault, Input, Opened, Options, Sheet, Summary, open};
use crate::model::code::{Ledger, Presence, ProposalForm, ProposalState, Sex, SpeechForm};
use crate::model::when::When;

fn file(name: &str) -> Input {
    Input::Path(
        [env!("CARGO_MANIFEST_DIR"), "examples", "qinghe", name]
            .iter()
            .collect(),
    )
}

fn opened(names: &[&str]) -> Opened {
    let inputs: Vec<Input> = names.iter().map(|name| file(name)).collect();
    open(&inputs, &Options::default()).unwrap()
}

fn all(sheet: &mut Sheet) -> (Vec<Row>, Vec<Fault>, Summary) {
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    let summary = sheet
        .read(&mut |_, row| {
            match row {
                Ok(row) => rows.push(row),
                Err(mut bad) => faults.append(&mut bad),
            }
            Ok(())
        })
        .unwrap();
    (rows, faults, summary)
}

#[test]
fn every_ledger_of_the_county_is_recognised_and_read_without_a_fault() {
    let mut found = opened(&[
        "委员名册.xlsx",
        "会议活动台账.xlsx",
        "出席情况.csv",
        "提案台账.xlsx",
        "社情民意.xlsx",
    ]);
    assert_eq!(found.faults, []);
    let mut counts = Vec::new();
    for sheet in &mut found.sheets {
        let (rows, faults, summary) = all(sheet);
        assert_eq!(faults, []);
        assert_eq!(sheet.ignored, Vec::<String>::new());
        assert_eq!(summary.rows as usize, rows.len());
        counts.push((sheet.ledger, sheet.header_row, rows.len()));
    }
    assert_eq!(
        counts,
        [
            (Ledger::Member, 3, 72),
            (Ledger::Meeting, 1, 23),
            (Ledger::Attendance, 1, 575),
            (Ledger::Proposal, 5, 93),
            (Ledger::Opinion, 3, 36),
        ]
    );
}

#[test]
fn a_member_is_read_with_everything_the_roster_says() {
    let mut found = opened(&["委员名册.xlsx"]);
    let (rows, _, summary) = all(&mut found.sheets[0]);
    let Row::Member(first) = &rows[0] else {
        panic!("{:?}", rows[0])
    };
    assert_eq!(
        (first.no.as_deref(), first.name.as_str()),
        (Some("10001"), "韦春青")
    );
    assert_eq!(
        (first.sex, first.birth),
        (Some(Sex::Male), When::new(1976, Some(10), None))
    );
    assert_eq!(first.parties, ["民建会员"]);
    assert_eq!(first.committees, ["教科卫体委员会"]);
    assert_eq!(first.unit.as_deref(), Some("县文化和旅游局总经理"));
    assert_eq!(first.since, When::new(2022, Some(1), Some(10)));
    let Row::Member(fourth) = &rows[3] else {
        panic!("{:?}", rows[3])
    };
    assert_eq!(fourth.name, "常青");
    let codes: Vec<_> = summary.skipped.iter().map(|(why, n)| (*why, *n)).collect();
    assert_eq!(codes, [(super::Skip::Total, 1)]);
}

#[test]
fn a_roll_in_gb18030_is_read_with_its_speeches() {
    let mut found = opened(&["出席情况.csv"]);
    let (rows, _, _) = all(&mut found.sheets[0]);
    let rolls = || {
        rows.iter().filter_map(|row| match row {
            Row::Attendance(line) => Some(line),
            _ => None,
        })
    };
    let count = |presence| {
        rolls()
            .filter(|line| line.presence == Some(presence))
            .count()
    };
    assert_eq!(
        [Presence::Present, Presence::Leave, Presence::Absent].map(count),
        [483, 58, 34]
    );
    let spoke = |form| {
        rolls()
            .filter(|line: &&AttendanceRow| line.speeches.iter().map(|s| s.form).eq([form]))
            .count()
    };
    assert_eq!(spoke(SpeechForm::Written), 9);
}

#[test]
fn proposals_take_their_session_from_the_title() {
    let mut found = opened(&["提案台账.xlsx"]);
    assert_eq!(found.sheets[0].session.as_deref(), Some("十届五次"));
    let (rows, _, _) = all(&mut found.sheets[0]);
    let Row::Proposal(third) = &rows[2] else {
        panic!("{:?}", rows[2])
    };
    assert_eq!(third.session.as_deref(), Some("十届五次"));
    assert_eq!(
        (third.serial.as_deref(), third.no.as_deref()),
        (Some("3"), Some("0003"))
    );
    assert_eq!(third.cos, ["县生态环境局", "县卫生健康局"]);
    assert_eq!(
        (third.form, third.review),
        (Some(ProposalForm::Individual), Some(ProposalState::Filed))
    );
    assert_eq!(third.reply_class.as_deref(), Some("列入计划拟解决"));
    assert_eq!(third.rating.as_deref(), Some("满意"));
}

#[test]
fn opinions_take_their_year_and_their_level_from_the_sheet() {
    let mut found = opened(&["社情民意.xlsx"]);
    let (rows, _, _) = all(&mut found.sheets[0]);
    let Row::Opinion(first) = &rows[0] else {
        panic!("{:?}", rows[0])
    };
    assert_eq!(first.submitted, When::new(2026, Some(8), None));
    let adopted = first.adoptions.iter().map(|a| (&*a.level, &*a.wording));
    assert_eq!(adopted.collect::<Vec<_>>(), [("县政协", "采用")]);
}

#[test]
fn the_planted_faults_are_found_and_no_others() {
    #[derive(serde::Deserialize)]
    struct Planted {
        line: u32,
        column: String,
    }
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/faulty/faults.json");
    let planted: Vec<Planted> =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let want: Vec<_> = planted
        .into_iter()
        .map(|fault| (fault.line, fault.column))
        .collect();
    let mut found = opened(&["../faulty/faulty.csv"]);
    let (rows, faults, summary) = all(&mut found.sheets[0]);
    assert_eq!(
        faults
            .iter()
            .map(|fault| (fault.line, fault.column.clone()))
            .collect::<Vec<_>>(),
        want
    );
    assert_eq!((faults.len(), rows.len(), summary.rows), (37, 963, 1000));
}
