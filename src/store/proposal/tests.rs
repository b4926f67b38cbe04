use super::sample::{NOWHERE, Office, day, write};
use crate::error::Error;
use crate::model::code::{ProposalForm, ProposalState, UnitPart};
use crate::model::filter::parse;
use crate::model::proposal::{Draft, Proposer, Who};
use crate::model::session::Session;

impl Office {
    fn draft(&self, no: &str, title: &str) -> Draft {
        Draft {
            session: "第十届第五次会议".into(),
            no: Some(no.into()),
            title: title.into(),
            proposers: vec![Who::Member(self.wang)],
            submitted: day("2026-01-14"),
            ..Draft::default()
        }
    }

    fn add(&mut self, draft: &Draft) -> Result<i64, Error> {
        write(&mut self.store, |tx| tx.add_proposal(draft, NOWHERE)).map(|o| o.value)
    }

    fn edit(&mut self, id: i64, draft: &Draft) -> Result<bool, Error> {
        write(&mut self.store, |tx| tx.edit_proposal(id, draft, NOWHERE)).map(|o| o.value)
    }

    fn refused(&mut self, draft: &Draft) -> &'static str {
        let before = self.store.read().proposals(&[]).unwrap();
        let error = self.add(draft).unwrap_err();
        assert!(!error.hints.is_empty(), "{}", error.message.zh);
        assert_eq!(self.store.read().proposals(&[]).unwrap(), before);
        error.code
    }

    fn titles(&self, terms: &str) -> Vec<String> {
        let found = self.store.read().proposals(&parse(&[terms])).unwrap();
        found.into_iter().map(|p| p.title).collect()
    }

    fn state(&self, id: i64) -> ProposalState {
        self.store.read().proposal(id).unwrap().unwrap().state
    }
}

fn bus(office: &Office) -> Draft {
    Draft {
        serial: Some("7".into()),
        category: Some("经济建设".into()),
        review: Some(ProposalState::Filed),
        assigned: day("2026-02-06"),
        due: day("2026-05-06"),
        leads: vec!["交通局".into()],
        cos: vec!["县教育局".into()],
        proposers: vec![Who::Member(office.li), Who::Member(office.wang)],
        key: Some(true),
        ..office.draft("第0012号", "关于优化公交线路的建议")
    }
}

#[test]
fn a_proposal_reads_back_as_it_was_said() {
    let mut office = Office::new();
    let draft = bus(&office);
    let id = office.add(&draft).unwrap();
    let p = office.store.read().proposal(id).unwrap().unwrap();
    assert_eq!(p.session, "十届五次");
    assert_eq!(p.no.as_deref(), Some("0012"));
    assert_eq!(p.form, ProposalForm::Joint);
    assert_eq!(p.state, ProposalState::Assigned);
    let names: Vec<&str> = p.proposers.iter().map(Proposer::name).collect();
    assert_eq!(names, ["李娜", "王伟"]);
    assert_eq!(p.units(UnitPart::Lead), ["县交通运输局"]);
    assert_eq!(p.units(UnitPart::Co), ["县教育局"]);
    assert_eq!(p.category.as_deref(), Some("经济建设"));
    assert!(p.key && !p.excellent);
}

#[test]
fn saying_the_same_again_changes_nothing() {
    let mut office = Office::new();
    let draft = bus(&office);
    let id = office.add(&draft).unwrap();
    let outcome = write(&mut office.store, |tx| {
        tx.edit_proposal(id, &draft, (None, Some(99)))
    });
    let outcome = outcome.unwrap();
    assert!(!outcome.value);
    assert!(outcome.entry.is_none());
}

#[test]
fn the_state_follows_the_days_and_never_loses_what_the_review_said() {
    let mut office = Office::new();
    let id = office.add(&office.draft("1", "甲")).unwrap();
    assert_eq!(office.state(id), ProposalState::Submitted);
    let steps = [
        (
            Draft {
                review: Some(ProposalState::Filed),
                ..Draft::default()
            },
            ProposalState::Filed,
        ),
        (
            Draft {
                leads: vec!["教育局".into()],
                ..Draft::default()
            },
            ProposalState::Assigned,
        ),
        (
            Draft {
                replied: day("2026-04-01"),
                ..Draft::default()
            },
            ProposalState::Replied,
        ),
        (
            Draft {
                rating: Some("满意".into()),
                ..Draft::default()
            },
            ProposalState::Rated,
        ),
        (
            Draft {
                review: Some(ProposalState::Filed),
                ..Draft::default()
            },
            ProposalState::Rated,
        ),
        (
            Draft {
                rating: Some(String::new()),
                ..Draft::default()
            },
            ProposalState::Replied,
        ),
        (
            Draft {
                review: Some(ProposalState::Withdrawn),
                ..Draft::default()
            },
            ProposalState::Withdrawn,
        ),
    ];
    for (draft, expected) in steps {
        office.edit(id, &draft).unwrap();
        assert_eq!(office.state(id), expected);
    }
}

#[test]
fn taking_the_units_away_takes_the_assignment_back() {
    let mut office = Office::new();
    let draft = Draft {
        leads: vec!["县教育局".into()],
        ..office.draft("1", "甲")
    };
    let id = office.add(&draft).unwrap();
    assert_eq!(office.state(id), ProposalState::Assigned);
    let changed = write(&mut office.store, |tx| {
        tx.set_units(id, UnitPart::Lead, &[])
    });
    assert!(changed.unwrap().value);
    assert_eq!(office.state(id), ProposalState::Filed);
}

#[test]
fn only_the_lines_that_differ_are_written_again() {
    let mut office = Office::new();
    let draft = bus(&office);
    let id = office.add(&draft).unwrap();
    let (school, roads) = (office.school, office.roads);
    let outcome = write(&mut office.store, |tx| {
        tx.set_units(id, UnitPart::Co, &[])?;
        tx.set_units(id, UnitPart::Lead, &[roads, school])
    });
    assert_eq!(outcome.unwrap().entry.unwrap().touched, "assignment:1:0:1");
    let who = [Who::Member(office.li), Who::Body("民盟县总支".into())];
    let draft = Draft {
        proposers: who.to_vec(),
        ..Draft::default()
    };
    let outcome = write(&mut office.store, |tx| {
        tx.edit_proposal(id, &draft, (None, None))
    });
    let outcome = outcome.unwrap();
    assert_eq!(
        outcome.entry.unwrap().touched,
        "proposal:0:1:0 proposer:1:0:1"
    );
    let p = office.store.read().proposal(id).unwrap().unwrap();
    assert_eq!(p.form, ProposalForm::Collective);
}

#[test]
fn a_number_stands_once_in_a_session_however_it_is_written() {
    let mut office = Office::new();
    office.add(&office.draft("0012", "甲")).unwrap();
    let again = office.draft("12", "乙");
    let error = office.add(&again).unwrap_err();
    assert_eq!(error.code, "number_taken");
    assert!(error.message.zh.contains("《甲》"), "{}", error.message.zh);
    let next = Draft {
        session: "10-6".into(),
        ..again
    };
    office.add(&next).unwrap();
}

#[test]
fn what_does_not_fit_is_refused_and_nothing_changes() {
    let mut office = Office::new();
    let base = office.draft("1", "甲");
    let (wang, li) = (Who::Member(office.wang), Who::Member(office.li));
    let cases = [
        (
            "form_misfit",
            Draft {
                form: Some(ProposalForm::Joint),
                ..base.clone()
            },
        ),
        (
            "form_misfit",
            Draft {
                form: Some(ProposalForm::Individual),
                proposers: vec![wang.clone(), li],
                ..base.clone()
            },
        ),
        (
            "proposer_twice",
            Draft {
                proposers: vec![wang.clone(), wang],
                ..base.clone()
            },
        ),
        (
            "no_proposer",
            Draft {
                proposers: vec![],
                ..base.clone()
            },
        ),
        (
            "day_out_of_order",
            Draft {
                filed: day("2026-01-13"),
                ..base.clone()
            },
        ),
        (
            "day_out_of_order",
            Draft {
                replied: day("2026-01-13"),
                ..base.clone()
            },
        ),
        (
            "not_in_office",
            Draft {
                proposers: vec![Who::Member(office.zhang)],
                ..base.clone()
            },
        ),
        (
            "unknown_unit",
            Draft {
                leads: vec!["县教育居".into()],
                ..base.clone()
            },
        ),
        (
            "unit_twice",
            Draft {
                leads: vec!["教育局".into()],
                cos: vec!["县教育局".into()],
                ..base.clone()
            },
        ),
        (
            "unknown_word",
            Draft {
                category: Some("经济建没".into()),
                ..base.clone()
            },
        ),
        (
            "bad_session",
            Draft {
                session: "今年".into(),
                ..base.clone()
            },
        ),
        (
            "no_title",
            Draft {
                title: " ".into(),
                ..base
            },
        ),
    ];
    for (code, draft) in cases {
        assert_eq!(office.refused(&draft), code);
    }
}

#[test]
fn a_member_may_stand_on_a_proposal_of_the_time_in_office() {
    let mut office = Office::new();
    let draft = Draft {
        proposers: vec![Who::Member(office.zhang)],
        submitted: day("2025-06"),
        ..office.draft("1", "甲")
    };
    let id = office.add(&draft).unwrap();
    let note = Draft {
        note: Some("补".into()),
        ..Draft::default()
    };
    assert!(office.edit(id, &note).unwrap());
    let later = Draft {
        submitted: day("2026-01-10"),
        ..Draft::default()
    };
    assert_eq!(office.edit(id, &later).unwrap_err().code, "not_in_office");
}

#[test]
fn lists_are_cut_by_the_words_of_the_office() {
    let mut office = Office::new();
    let draft = bus(&office);
    office.add(&draft).unwrap();
    office
        .add(&Draft {
            form: Some(ProposalForm::Collective),
            proposers: vec![Who::Body("民盟县总支".into())],
            ..office.draft("2", "关于普惠托育的建议")
        })
        .unwrap();
    let bus = ["关于优化公交线路的建议"];
    let care = ["关于普惠托育的建议"];
    for terms in [
        "no=12",
        "案号=第12号",
        "流水号=7",
        "案号>9",
        "流水号<０１０",
        "状态=已交办",
        "state=assigned",
        "主办=交通局",
        "co=教育局",
        "unit~交通",
        "提案者=李娜",
        "first=李娜",
        "member=10002",
        "sector=教育界",
        "重点=是",
        "kind=联名",
        "assigned=2026-02",
        "due>=2026-05",
        "公交",
        "李娜",
        "0012",
        "category=经济建设",
    ] {
        assert_eq!(office.titles(terms), bus, "{terms}");
    }
    for terms in [
        "no!=12",
        "案号<=9",
        "性质=集体",
        "proposer=民盟县总支",
        "民盟",
        "unit=",
        "lead!=交通局",
        "key=否",
    ] {
        assert_eq!(office.titles(terms), care, "{terms}");
    }
    assert_eq!(office.titles("session=10-5"), [care, bus].concat());
    assert!(office.titles("first=王伟").is_empty());
    assert_eq!(
        office.store.read().proposals_of(office.wang).unwrap().len(),
        1
    );
}

#[test]
fn lists_stand_by_session_and_number() {
    let mut office = Office::new();
    for (session, no, serial) in [
        ("十一届一次", Some("1"), None),
        ("十届十次", Some("2"), None),
        ("十届二次", Some("100"), None),
        ("十届二次", Some("0020"), None),
        ("十届二次", None, Some("3")),
    ] {
        let mut draft = office.draft("", &format!("{session}{no:?}"));
        draft.session = session.into();
        draft.no = no.map(str::to_owned);
        draft.serial = serial.map(str::to_owned);
        office.add(&draft).unwrap();
    }
    let found = office.store.read().proposals(&[]).unwrap();
    let order: Vec<String> = found
        .iter()
        .map(crate::model::proposal::Proposal::cite)
        .collect();
    assert_eq!(
        order,
        [
            "十届二次-0020",
            "十届二次-100",
            "十届二次-流水3",
            "十届十次-2",
            "十一届一次-1"
        ]
    );
}

#[test]
fn a_proposal_is_found_by_number_serial_number_session_and_title() {
    let mut office = Office::new();
    let draft = bus(&office);
    let id = office.add(&draft).unwrap();
    let other = Draft {
        session: "十届四次".into(),
        ..office.draft("12", "旧案")
    };
    let old = office.add(&other).unwrap();
    let fifth = Session::parse("十届五次");
    let read = office.store.read();
    for word in [
        "12",
        "0012",
        "第12号",
        "7",
        "流水7",
        "关于优化公交线路的建议",
    ] {
        assert_eq!(read.find_proposal(word, fifth).unwrap(), id, "{word}");
    }
    assert_eq!(read.find_proposal("十届四次-12", fifth).unwrap(), old);
    let error = read.find_proposal("12", None).unwrap_err();
    assert_eq!(error.code, "ambiguous");
    assert!(
        error
            .message
            .zh
            .contains("十届四次-12（旧案，王伟，已提交）、十届五次-0012"),
        "{}",
        error.message.zh
    );
    let error = read
        .find_proposal("12", Session::parse("十届三次"))
        .unwrap_err();
    assert_eq!(error.code, "not_found");
    assert!(error.hints[0].zh.contains("十届四次-12"));
}

#[test]
fn a_proposer_is_a_member_or_a_body() {
    let office = Office::new();
    let read = office.store.read();
    assert_eq!(
        read.find_proposer("李娜", None).unwrap(),
        Who::Member(office.li)
    );
    let body = Who::Body("民盟县总支".into());
    assert_eq!(read.find_proposer("民盟县总支", None).unwrap(), body);
    let error = read
        .find_proposer("民盟县总之", Some(ProposalForm::Collective))
        .unwrap_err();
    assert_eq!(error.code, "not_found");
    assert!(error.hints.iter().any(|h| h.zh.contains("民盟县总支")));
}

#[test]
fn a_row_is_known_by_serial_number_number_or_title() {
    let mut office = Office::new();
    let mut intake = office.draft("", "甲");
    intake.no = None;
    intake.serial = Some("5".into());
    let id = office.add(&intake).unwrap();
    let other = office.add(&office.draft("9", "乙")).unwrap();
    let key = |office: &Office, serial, no, title| {
        office
            .store
            .read()
            .find_proposal_key("十届五次", serial, no, title)
    };
    assert_eq!(
        key(&office, Some("5"), Some("1"), "改过的案由").unwrap(),
        Some(id)
    );
    assert_eq!(key(&office, None, Some("0009"), "乙").unwrap(), Some(other));
    assert_eq!(
        key(&office, None, Some("1"), "甲").unwrap(),
        Some(id),
        "intake before numbering"
    );
    assert_eq!(
        key(&office, Some("6"), Some("1"), "甲").unwrap(),
        None,
        "another serial number"
    );
    assert_eq!(key(&office, None, None, "乙").unwrap(), Some(other));
    assert_eq!(
        key(&office, Some("5"), Some("9"), "甲").unwrap_err().code,
        "keys_disagree"
    );
}

#[test]
fn a_cancelled_proposal_is_off_the_ledger_but_keeps_its_number() {
    let mut office = Office::new();
    let id = office.add(&office.draft("1", "甲")).unwrap();
    write(&mut office.store, |tx| tx.cancel_proposal(id, "重复录入")).unwrap();
    assert!(office.titles("甲").is_empty());
    let error = office.add(&office.draft("1", "乙")).unwrap_err();
    assert_eq!(error.code, "number_taken");
    assert!(error.message.zh.contains("重复录入"));
    let again = write(&mut office.store, |tx| tx.cancel_proposal(id, "再取消"));
    assert_eq!(again.unwrap_err().code, "not_found");
}

#[test]
fn the_place_in_a_spreadsheet_is_written_only_with_a_change() {
    let mut office = Office::new();
    let id = office.add(&office.draft("1", "甲")).unwrap();
    let outcome = write(&mut office.store, |tx| {
        let mut sheet =
            crate::store::source::Source::new("提案.xlsx", "十届五次", "proposal", 5, "");
        let source = sheet.id(tx)?;
        let draft = Draft {
            excellent: Some(true),
            ..Draft::default()
        };
        tx.edit_proposal(id, &draft, (Some(source), Some(7)))
    });
    assert!(outcome.unwrap().value);
    let p = office.store.read().proposal(id).unwrap().unwrap();
    assert_eq!(p.source.as_deref(), Some("提案.xlsx [十届五次]:7"));
}

#[test]
fn the_journal_replays_and_takes_back_what_was_written() {
    let mut office = Office::new();
    let draft = bus(&office);
    let id = office.add(&draft).unwrap();
    let before = office.store.read().proposal(id).unwrap();
    let edit = Draft {
        proposers: vec![Who::Body("民盟县总支".into()), Who::Member(office.wang)],
        leads: vec!["教育局".into()],
        cos: vec!["交通局".into()],
        rating: Some("满意".into()),
        ..Draft::default()
    };
    assert!(office.edit(id, &edit).unwrap());
    assert_eq!(office.store.read().check_rows().unwrap(), []);
    let command = crate::store::Command {
        line: "yishi undo".into(),
        by: "clerk".into(),
        at: "2026-11-21T22:31:00+08:00".into(),
        dry_run: crate::store::DryRun::No,
    };
    office
        .store
        .undo(&command, crate::store::undo::Which::Last)
        .unwrap();
    assert_eq!(office.store.read().proposal(id).unwrap(), before);
}
