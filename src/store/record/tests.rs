use crate::error::Error;
use crate::model::filter::parse;
use crate::model::record::{Confirmation, Draft};
use crate::model::score::rules::Whose;
use crate::store::proposal::sample::{NOWHERE, Office, command, day, write};
use crate::store::{Command, Store, Tx};
use num_rational::Ratio;

fn draft(office: &Office) -> Draft {
    Draft {
        member: Some(office.wang),
        kind: Some("公益活动".into()),
        on: day("2026-03-05"),
        title: Some("义诊".into()),
        level: Some("县".into()),
        quantity: Some(Ratio::new(5, 2)),
        note: None,
        ..Draft::default()
    }
}

fn add(office: &mut Office, draft: &Draft) -> Result<i64, Error> {
    write(&mut office.store, |tx| tx.add_record(draft, NOWHERE)).map(|o| o.value)
}

#[test]
fn a_record_reads_back_as_it_was_said() {
    let mut office = Office::new();
    let said = draft(&office);
    let id = add(&mut office, &said).unwrap();
    let r = office.store.read().record(id).unwrap().unwrap();
    assert_eq!((r.who.name.as_str(), r.kind.as_str()), ("王伟", "公益活动"));
    assert_eq!(r.quantity, Ratio::new(5, 2));
    assert_eq!(r.level.as_deref(), Some("县"));
    let again = write(&mut office.store, |tx| tx.edit_record(id, &said, NOWHERE));
    assert!(!again.unwrap().value);
    let no_level = Draft {
        level: Some(String::new()),
        ..Draft::default()
    };
    let edited = write(&mut office.store, |tx| {
        tx.edit_record(id, &no_level, NOWHERE)
    });
    assert!(edited.unwrap().value);
    let r = office.store.read().record(id).unwrap().unwrap();
    assert_eq!(r.level, None);
}

#[test]
fn a_row_is_known_by_member_kind_day_and_title() {
    let mut office = Office::new();
    let said = draft(&office);
    let id = add(&mut office, &said).unwrap();
    let read = office.store.read();
    let on = day("2026-03-05").unwrap();
    let key = |member, kind| {
        let whom = (Whose::Member, member);
        read.find_record_key(whom, kind, on, "义诊").unwrap()
    };
    assert_eq!(key(office.wang, "公益活动"), Some(id));
    assert_eq!(key(office.li, "公益活动"), None);
    assert_eq!(key(office.wang, "没有的类别"), None);
    for terms in [
        "name=王伟",
        "kind=公益活动",
        "on=2026-03",
        "level=县",
        "义诊",
        "sector=教育界",
    ] {
        assert_eq!(read.records(&parse(&[terms])).unwrap().len(), 1, "{terms}");
    }
    assert_eq!(read.records_of(office.wang).unwrap().len(), 1);
}

#[test]
fn what_does_not_fit_is_refused() {
    let mut office = Office::new();
    let base = draft(&office);
    let left = Some(office.zhang);
    for (code, draft) in [
        (
            "no_member",
            Draft {
                member: None,
                ..base.clone()
            },
        ),
        (
            "no_kind",
            Draft {
                kind: None,
                ..base.clone()
            },
        ),
        (
            "no_day",
            Draft {
                on: None,
                ..base.clone()
            },
        ),
        (
            "bad_quantity",
            Draft {
                quantity: Some(Ratio::new(-1, 1)),
                ..base.clone()
            },
        ),
        (
            "not_in_office",
            Draft {
                member: left,
                ..base.clone()
            },
        ),
        (
            "unknown_word",
            Draft {
                kind: Some("公易活动".into()),
                ..base.clone()
            },
        ),
    ] {
        let error = add(&mut office, &draft).unwrap_err();
        assert_eq!(error.code, code);
        assert!(!error.hints.is_empty());
    }
}

#[test]
fn a_cancelled_record_is_off_the_ledger() {
    let mut office = Office::new();
    let said = draft(&office);
    let id = add(&mut office, &said).unwrap();
    write(&mut office.store, |tx| tx.cancel_record(id, "误录")).unwrap();
    assert!(office.store.read().records(&[]).unwrap().is_empty());
    add(&mut office, &said).unwrap();
}

#[test]
fn who_entered_a_record_does_not_confirm_it() {
    let mut office = Office::new();
    let said = draft(&office);
    let id = add(&mut office, &said).unwrap();
    let record = office.store.read().record(id).unwrap().unwrap();
    let by = office.store.read().entries().unwrap().pop().unwrap().by;
    let mut confirm = |confirmer: &str, by: &str| {
        let confirmation = Confirmation {
            by: confirmer.to_owned(),
            on: day("2026-03-06").unwrap(),
        };
        let records = [record.clone()];
        let work = |tx: &mut Tx<'_>| tx.confirm_records(&records, &confirmation);
        let done = run_by(&mut office.store, by, work);
        done.map_err(|e| e.code)
    };
    assert_eq!(confirm(&by, &by), Err("same_person"));
    assert_eq!(confirm("李主任", &by), Err("same_person"));
    assert_eq!(confirm("王 伟", "王伟"), Err("same_person"));
    assert_eq!(confirm("李主任", "李主任"), Ok(()));
}

fn run_by<T>(
    store: &mut Store,
    by: &str,
    work: impl FnOnce(&mut Tx<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let command = Command {
        by: by.to_owned(),
        ..command()
    };
    let said = |_: &T| crate::text!("试", "test");
    store.write(&command, work, said).map(|o| o.value)
}

#[test]
fn an_edit_ends_the_approval_and_the_confirmation_of_points_by_hand() {
    let mut office = Office::new();
    let said = Draft {
        reason: Some("特别".into()),
        evidence: Some("文件".into()),
        approver: Some("张主席".into()),
        confirmed: Some(Confirmation {
            by: "李主任".into(),
            on: day("2026-03-06").unwrap(),
        }),
        ..draft(&office)
    };
    let id = add(&mut office, &said).unwrap();
    let more = |approver: Option<&str>, note: Option<&str>| Draft {
        quantity: note.is_none().then(|| Ratio::new(300, 1)),
        approver: approver.map(str::to_owned),
        note: note.map(str::to_owned),
        ..Draft::default()
    };
    let mut edit = |draft: Draft, by: &str| {
        let work = |tx: &mut Tx<'_>| tx.edit_record(id, &draft, NOWHERE);
        run_by(&mut office.store, by, work).map_err(|e| e.code)
    };
    assert_eq!(edit(more(None, Some("另议")), "赵六"), Ok(true));
    assert_eq!(edit(more(None, None), "赵六"), Err("approval_stale"));
    assert_eq!(edit(more(Some("赵六"), None), "赵六"), Err("own_approval"));
    assert_eq!(edit(more(Some("clerk"), None), "赵六"), Err("own_approval"));
    assert_eq!(edit(more(Some("王伟"), None), "赵六"), Err("own_approval"));
    assert_eq!(edit(more(Some("张主席"), None), "赵六"), Ok(true));
    let read = office.store.read();
    assert_eq!(read.record(id).unwrap().unwrap().confirmed, None);
    let hands = read.record_hands(&[id]).unwrap().remove(&id).unwrap();
    let by = |hand: Option<crate::model::record::Hand>| hand.map(|h| h.by);
    assert_eq!(by(hands.changed), Some("赵六".to_owned()));
    assert_eq!(by(hands.entered), Some("clerk".to_owned()));
}

#[test]
fn points_by_hand_need_evidence_and_someone_else_who_approved_them() {
    let mut office = Office::new();
    let plain = draft(&office);
    let id = add(&mut office, &plain).unwrap();
    let by = office.store.read().entries().unwrap().pop().unwrap().by;
    let said = |evidence: Option<&str>, approver: Option<&str>| Draft {
        reason: Some("特别".into()),
        evidence: evidence.map(str::to_owned),
        approver: approver.map(str::to_owned),
        organizer: Some("办公室".into()),
        ..plain.clone()
    };
    for (code, draft) in [
        ("no_evidence", said(None, Some("张主席"))),
        ("no_approver", said(Some("文件"), Some(" "))),
        ("own_approval", said(Some("文件"), Some(&by))),
        ("own_approval", said(Some("文件"), Some("办公室"))),
    ] {
        let edited = write(&mut office.store, |tx| tx.edit_record(id, &draft, NOWHERE));
        assert_eq!(edited.unwrap_err().code, code);
        assert_eq!(add(&mut office, &draft).unwrap_err().code, code);
    }
    add(&mut office, &said(Some("文件"), Some("张主席"))).unwrap();
}
