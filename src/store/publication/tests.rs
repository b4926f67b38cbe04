use super::*;
use crate::model::calendar::Calendar;
use crate::model::code::{Code, Dict};
use crate::model::deadline::{LastDay, Rule, Span, Unit, count};
use crate::model::score::publication::Decision;
use crate::model::score::rules::Whose;
use crate::store::proposal::sample::{Office, write};
use crate::store::undo::Which;

fn on(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn due() -> Due {
    let span = Span::After(Length::new(5, Unit::WorkingDay));
    let last_day = LastDay::Moves;
    count(
        on("2026-11-20"),
        Rule { span, last_day },
        &[],
        &[],
        &Calendar::built_in(),
    )
    .unwrap()
}

fn issue<'a>(due: &'a Due, reason: Option<&'a str>) -> Issue<'a> {
    Issue {
        whose: Whose::Member,
        year: 2026,
        as_of: None,
        title: "办法",
        rules: "title = \"办法\"",
        on: on("2026-11-20"),
        opens: Some(on("2026-01-01")),
        term: Length::new(5, Unit::WorkingDay),
        due,
        reason,
    }
}

fn score(no: &str, rank: u32, total: Points) -> Score {
    Score {
        no: no.into(),
        name: format!("委员{no}"),
        rank: Some(rank),
        in_office: true,
        total,
        grade: Some("合格".into()),
        band: None,
        unmet: vec!["三个一".into()],
        parts: vec![("meetings".into(), total)],
        closed: Vec::new(),
        items: Vec::new(),
    }
}

/// The numbers of 王伟 and 李娜.
fn numbers(office: &Office) -> [String; 2] {
    let no = |id| office.store.read().member(id).unwrap().unwrap().no;
    [no(office.wang), no(office.li)]
}

fn scores(office: &Office, first: Points) -> Vec<Score> {
    let [wang, li] = numbers(office);
    vec![score(&wang, 1, first), score(&li, 2, Points::new(1, 3))]
}

fn published() -> Office {
    let mut office = Office::new();
    let (due, scores) = (due(), scores(&office, Points::new(25, 8)));
    write(&mut office.store, |tx| {
        tx.publish(&issue(&due, None), &scores, &[])
    })
    .unwrap();
    office
}

#[test]
fn an_edition_keeps_every_figure_exactly_and_the_head_of_the_journal() {
    let office = published();
    let read = office.store.read();
    let held = read.published(2026, Whose::Member).unwrap().unwrap();
    assert_eq!((held.edition, held.closes_on), (1, on("2026-11-27")));
    let figures: Vec<Score> = read
        .published_scores(held.id)
        .unwrap()
        .into_iter()
        .map(|p| p.score)
        .collect();
    assert_eq!(figures, scores(&office, Points::new(25, 8)));
    let before = read.entry(held.entry - 1).unwrap().unwrap();
    assert_eq!(held.head, crate::model::journal::hex(&before.hash));
    assert!(read.published(2025, Whose::Member).unwrap().is_none());
}

#[test]
fn a_year_is_published_once_and_corrected_only_where_something_differs() {
    let mut office = published();
    let due = due();
    let same = scores(&office, Points::new(25, 8));
    let other = scores(&office, Points::new(26, 8));
    let mut code = |reason, scores: &[Score]| {
        let done = write(&mut office.store, |tx| {
            tx.publish(&issue(&due, reason), scores, &[])
        });
        done.map(|d| d.value).map_err(|e| e.code)
    };
    assert_eq!(code(None, &other), Err("published_already"));
    assert_eq!(code(Some("漏计"), &same), Err("nothing_to_correct"));
    assert_eq!(code(Some("漏计"), &other), Ok(2));
    let editions = office.store.read().editions(2026, Whose::Member).unwrap();
    let told: Vec<_> = editions
        .iter()
        .map(|e| (e.edition, e.reason.as_deref()))
        .collect();
    assert_eq!(told, [(1, None), (2, Some("漏计"))]);
    let first = office
        .store
        .read()
        .published_scores(editions[0].id)
        .unwrap();
    assert_eq!(first[0].score.total, Points::new(25, 8));
}

#[test]
fn a_half_year_corrected_later_leaves_the_whole_year_as_published() {
    let mut office = Office::new();
    let due = due();
    let (first, other) = (
        scores(&office, Points::new(25, 8)),
        scores(&office, Points::new(26, 8)),
    );
    let half = Some(on("2026-06-30"));
    let mut put = |as_of, reason, scores: &[Score]| {
        let done = write(&mut office.store, |tx| {
            tx.publish(
                &Issue {
                    as_of,
                    ..issue(&due, reason)
                },
                scores,
                &[],
            )
        });
        done.map(|d| d.value).map_err(|e| e.code)
    };
    assert_eq!(put(half, None, &first), Ok(1));
    assert_eq!(put(None, Some("漏计"), &other), Err("not_published"));
    assert_eq!(put(None, None, &first), Ok(1));
    assert_eq!(put(half, None, &other), Err("published_already"));
    assert_eq!(put(half, Some("漏计"), &first), Err("nothing_to_correct"));
    assert_eq!(put(half, Some("漏计"), &other), Ok(2));
    let read = office.store.read();
    let held = read.published(2026, Whose::Member).unwrap().unwrap();
    assert_eq!((held.edition, held.as_of), (1, None));
    let of_half = read.published_as_of(2026, Whose::Member, half).unwrap();
    assert_eq!(of_half.unwrap().edition, 2);
}

#[test]
fn an_objection_is_corrected_only_with_the_figures_of_who_raised_it() {
    let mut office = published();
    let [wang, li] = numbers(&office);
    let (day, due, key) = (on("2026-11-20"), due(), (2026, Whose::Member));
    for who in [&wang, &li] {
        let raised = write(&mut office.store, |tx| tx.object(key, who, "漏计", day));
        let no = raised.unwrap().value.no;
        write(&mut office.store, |tx| {
            tx.decide_objection(no, Decision::Accepted, "属实", day)
        })
        .unwrap();
    }
    let states = |office: &Office| {
        let all = office.store.read().objections(None).unwrap().into_iter();
        all.map(|o| o.state().code()).collect::<Vec<_>>()
    };
    let correct = |office: &mut Office, scores: &[Score]| {
        write(&mut office.store, |tx| {
            tx.publish(&issue(&due, Some("漏计")), scores, &[])
        })
        .unwrap();
    };
    let mut other = scores(&office, Points::new(26, 8));
    correct(&mut office, &other);
    assert_eq!(states(&office), ["corrected", "waiting"]);
    other[1].total = Points::new(2, 3);
    correct(&mut office, &other);
    assert_eq!(states(&office), ["corrected", "corrected"]);
}

#[test]
fn what_was_corrected_before_it_was_decided_is_corrected() {
    let mut office = published();
    let [wang, _] = numbers(&office);
    let (day, due, key) = (on("2026-11-20"), due(), (2026, Whose::Member));
    write(&mut office.store, |tx| tx.object(key, &wang, "漏计", day)).unwrap();
    let other = scores(&office, Points::new(26, 8));
    write(&mut office.store, |tx| {
        tx.publish(&issue(&due, Some("漏计")), &other, &[])
    })
    .unwrap();
    let decided = write(&mut office.store, |tx| {
        tx.decide_objection(1, Decision::Accepted, "属实", day)
    });
    assert_eq!(decided.unwrap().value.corrected_in, Some(2));
}

#[test]
fn what_was_undone_is_never_named_as_standing_in_the_way() {
    let mut office = published();
    let [wang, _] = numbers(&office);
    let (day, key) = (on("2026-11-27"), (2026, Whose::Member));
    let taken = write(&mut office.store, |tx| tx.object(key, &wang, "漏计", day)).unwrap();
    let (no, seq) = (taken.value.no, taken.entry.unwrap().seq);
    let twice = write(&mut office.store, |tx| tx.object(key, &wang, "漏计", day));
    assert_eq!(twice.unwrap_err().code, "objected_already");
    let decided = write(&mut office.store, |tx| {
        tx.decide_objection(no, Decision::Accepted, "属实", day)
    });
    let decided = decided.unwrap().entry.unwrap().seq;
    let (due, other) = (due(), scores(&office, Points::new(26, 8)));
    write(&mut office.store, |tx| {
        tx.publish(&issue(&due, Some("漏计")), &other, &[])
    })
    .unwrap();
    let command = crate::store::Command {
        line: "yishi undo".into(),
        by: "clerk".into(),
        at: "2026-11-28T09:00:00+08:00".into(),
        dry_run: crate::store::DryRun::No,
    };
    office.store.undo(&command, Which::Last).unwrap();
    let refused = office.store.undo(&command, Which::Seq(seq)).unwrap_err();
    assert_eq!(refused.code, "in_the_way");
    assert!(
        refused.hints[0]
            .zh
            .contains(&format!("yishi undo {decided}"))
    );
    office.store.undo(&command, Which::Seq(decided)).unwrap();
    office.store.undo(&command, Which::Seq(seq)).unwrap();
}

#[test]
fn an_accepted_objection_waits_for_the_corrected_edition() {
    let mut office = published();
    let [wang, _] = numbers(&office);
    let day = on("2026-11-27");
    let taken = write(&mut office.store, |tx| {
        tx.object((2026, Whose::Member), &wang, "漏计一次", day)
    })
    .unwrap();
    assert_eq!(taken.value.no, 1);
    let late = write(&mut office.store, |tx| {
        tx.object((2026, Whose::Member), &wang, "又一条", on("2026-11-28"))
    });
    assert_eq!(late.unwrap_err().code, "too_late");
    let decide = |office: &mut Office, decision| {
        let done = write(&mut office.store, |tx| {
            tx.decide_objection(1, decision, "属实", day)
        });
        done.map(|d| d.value.state().code()).map_err(|e| e.code)
    };
    assert_eq!(decide(&mut office, Decision::Accepted), Ok("waiting"));
    assert_eq!(
        decide(&mut office, Decision::Rejected),
        Err("decided_already")
    );
    let (due, other) = (due(), scores(&office, Points::new(26, 8)));
    write(&mut office.store, |tx| {
        tx.publish(&issue(&due, Some("属实")), &other, &[])
    })
    .unwrap();
    let objections = office.store.read().objections(Some(2026)).unwrap();
    assert_eq!(objections[0].corrected_in, Some(2));
    let command = crate::store::Command {
        line: "yishi undo".into(),
        by: "clerk".into(),
        at: "2026-11-28T09:00:00+08:00".into(),
        dry_run: crate::store::DryRun::No,
    };
    office.store.undo(&command, Which::Last).unwrap();
    let objections = office.store.read().objections(None).unwrap();
    assert_eq!(objections[0].state().code(), "waiting");
}

#[test]
fn the_journal_tells_which_commands_touched_whose_facts() {
    let mut office = published();
    let entry = office
        .store
        .read()
        .published(2026, Whose::Member)
        .unwrap()
        .unwrap()
        .entry;
    let wang = office.wang;
    let draft = crate::model::member::Draft {
        job: Some("主任".into()),
        ..Default::default()
    };
    write(&mut office.store, |tx| tx.edit_member(wang, &draft)).unwrap();
    let sector = crate::model::member::Draft {
        sector: Some("经济界".into()),
        ..Default::default()
    };
    write(&mut office.store, |tx| tx.edit_member(wang, &sector)).unwrap();
    write(&mut office.store, |tx| {
        tx.add_word(Dict::Category, "新分类", None)
    })
    .unwrap();
    let touched = office.store.read().touched_since(entry).unwrap();
    let seqs = |member| {
        touched
            .reasons(Some(member))
            .iter()
            .map(|e| e.seq)
            .collect::<Vec<_>>()
    };
    assert_eq!(seqs(wang), [entry + 2]);
    assert_eq!(seqs(office.li), Vec::<i64>::new());
    // What hangs on others, as a quota does, is named and not denied.
    let because = |member| {
        let entries = touched.because(member).into_iter();
        entries.map(|e| e.seq).collect::<Vec<_>>()
    };
    assert_eq!(because(Some(wang)), [entry + 2]);
    assert_eq!(because(Some(office.li)), [entry + 2]);
    assert_eq!(because(None), [entry + 2]);
}

#[test]
fn no_edition_is_dated_before_the_year_or_the_one_that_it_corrects() {
    let mut office = Office::new();
    let due = due();
    let first = scores(&office, Points::new(25, 8));
    let second = scores(&office, Points::new(3, 1));
    let mut publish = |day: &str, reason, scores: &[Score]| {
        let issue = Issue {
            on: on(day),
            ..issue(&due, reason)
        };
        let edition = write(&mut office.store, |tx| tx.publish(&issue, scores, &[]));
        edition.map(|o| o.value).map_err(|e| e.code)
    };
    assert_eq!(publish("2025-12-31", None, &first), Err("day_out_of_order"));
    assert_eq!(publish("2026-11-20", None, &first), Ok(1));
    let correct = Some("复核");
    assert_eq!(
        publish("2026-11-19", correct, &second),
        Err("day_out_of_order")
    );
    assert_eq!(publish("2026-11-20", correct, &second), Ok(2));
}
