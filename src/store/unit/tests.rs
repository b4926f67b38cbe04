use crate::model::code::UnitPart;
use crate::model::filter::parse;
use crate::model::proposal::{Draft as ProposalDraft, Who};
use crate::model::unit::{Draft, Load};
use crate::store::proposal::sample::{NOWHERE, Office, unit, write};

fn assigned(office: &mut Office) -> i64 {
    let draft = ProposalDraft {
        session: "十届五次".into(),
        title: "甲".into(),
        proposers: vec![Who::Member(office.li)],
        leads: vec!["教育局".into()],
        cos: vec!["交通局".into()],
        ..ProposalDraft::default()
    };
    let added = write(&mut office.store, |tx| tx.add_proposal(&draft, NOWHERE));
    added.unwrap().value
}

#[test]
fn a_unit_is_found_by_every_name_it_has() {
    let mut office = Office::new();
    let draft = Draft {
        no: Some("07".into()),
        aliases: vec!["县教体局".into()],
        ..Draft::default()
    };
    let school = office.school;
    let edit = |o: &mut Office| write(&mut o.store, |tx| tx.edit_unit(school, &draft, NOWHERE));
    assert!(edit(&mut office).unwrap().value);
    assert!(!edit(&mut office).unwrap().value);
    let read = office.store.read();
    for word in ["07", "县教育局", "教育局", "县教体局", " 教育局 "] {
        assert_eq!(read.find_unit(word).unwrap(), school, "{word}");
    }
    let error = read.find_unit("县教育居").unwrap_err();
    assert_eq!(error.code, "unknown_unit");
    assert!(error.hints[0].zh.contains("县教育局"));
    assert_eq!(read.units(&parse(&["alias=县教体局"])).unwrap().len(), 1);
}

#[test]
fn a_name_belongs_to_one_unit() {
    let mut office = Office::new();
    let roads = office.roads;
    let taken = |o: &mut Office, d: &Draft| {
        let refused = write(&mut o.store, |tx| tx.edit_unit(roads, d, NOWHERE));
        refused.unwrap_err().code
    };
    let alias = Draft {
        aliases: vec!["教育局".into()],
        ..Draft::default()
    };
    assert_eq!(taken(&mut office, &alias), "name_taken");
    assert_eq!(
        taken(&mut office, &unit("县教育局", "交通局")),
        "name_taken"
    );
    let again = write(&mut office.store, |tx| {
        tx.add_unit(&unit("县教育局", "教育"), NOWHERE)
    });
    assert_eq!(again.unwrap_err().code, "name_taken");
}

#[test]
fn units_are_not_above_themselves() {
    let mut office = Office::new();
    let (school, roads) = (office.school, office.roads);
    let under = |name: &str| Draft {
        parent: Some(name.into()),
        ..Draft::default()
    };
    let edit = |o: &mut Office, id: i64, d: Draft| {
        write(&mut o.store, |tx| tx.edit_unit(id, &d, NOWHERE)).map(|o| o.value)
    };
    assert!(edit(&mut office, school, under("交通局")).unwrap());
    let unit = office.store.read().unit(school).unwrap().unwrap();
    assert_eq!(unit.parent.as_deref(), Some("县交通运输局"));
    for (id, name) in [(roads, "县教育局"), (roads, "交通局")] {
        let error = edit(&mut office, id, under(name)).unwrap_err();
        assert_eq!(error.code, "unit_circle");
    }
    assert!(edit(&mut office, school, under("")).unwrap());
}

#[test]
fn the_load_counts_by_part_and_what_is_open() {
    let mut office = Office::new();
    let id = assigned(&mut office);
    let load = |o: &Office, id| o.store.read().unit(id).unwrap().unwrap().load;
    let one = Load {
        lead: 1,
        open: 1,
        ..Load::default()
    };
    assert_eq!(load(&office, office.school), one);
    assert_eq!(load(&office, office.roads).co, 1);
    let school = office.school;
    let refused = write(&mut office.store, |tx| tx.cancel_unit(school, "机构改革"));
    assert_eq!(refused.unwrap_err().code, "unit_in_use");
    write(&mut office.store, |tx| {
        tx.set_units(id, UnitPart::Lead, &[])?;
        tx.cancel_unit(school, "机构改革")
    })
    .unwrap();
    assert!(office.store.read().find_unit("教育局").is_err());
}
