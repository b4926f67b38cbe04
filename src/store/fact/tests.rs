use crate::model::fact::{Fact, FactKind, Subject, Sym, Symbols, mark};
use crate::store::Store;
use std::collections::BTreeMap;
use std::time::Duration;

/// Three thousand members with gaps between their ids; lists of proposers with bodies in them;
/// proposals that were turned into opinions; a cancelled meeting.
const FILL: &str = "
CREATE TEMP TABLE n AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) SELECT i FROM n;
INSERT INTO word (id, dict, name, ord) VALUES (1, 'meeting_kind', '视察', 1), (2, 'post', '常委', 1), (3, 'committee', '提案委', 1), (4, 'record_kind', '公益', 1), (5, 'level', '市', 1);
INSERT INTO member (id, no, name, pinyin, initials, sector_id, cancelled)
 SELECT i + i / 500 * 1000, i, '王' || i, '', '', 1 + i % 2, iif(i % 97 = 0, '重复', NULL) FROM n;
INSERT INTO affiliation (member_id, word_id, ord, since) SELECT id, iif(id % 9, 3, 2), 1, '2025' FROM member;
INSERT INTO tenure (member_id, since) SELECT id, '2021-01-10' FROM member;
INSERT INTO meeting (id, no, title, kind_id, start_on, end_on, half_days, duty, cancelled)
 SELECT i * 3, i, 'x', 1, printf('2026-%02d-01', i), '2026-12-31', i, 'required', iif(i = 4, '改期', NULL) FROM n WHERE i < 6;
INSERT INTO attendance (id, member_id, meeting_id, presence, part, halves, walk_in)
 SELECT (m.id << 32) + g.id, m.id, g.id, iif((m.id + g.id) % 3, 'partial', 'leave'), 'host', iif(m.id % 2, 1, NULL), m.id % 5 = 0 FROM member m, meeting g;
INSERT INTO speech (attendance_id, form, title) SELECT id, 'oral', '第' || (id % 11) || '稿' FROM attendance WHERE id % 7 = 0;
INSERT INTO proposal (id, session, title, form, state, submitted_on, key, excellent, cancelled)
 SELECT i + i / 100, 's', '事' || i, 'joint', CASE i % 5 WHEN 0 THEN 'to_opinion' WHEN 1 THEN 'closed' ELSE 'submitted' END, '2026-03-05', i % 2, 0, iif(i % 31 = 0, '错', NULL) FROM n;
INSERT INTO proposer (proposal_id, ord, member_id, body_id)
 SELECT p.id, 2 * o.i, iif((p.id + o.i) % 4, (SELECT id FROM member WHERE no = CAST((p.id * 7 + o.i * 13) % 3000 + 1 AS TEXT)), NULL), iif((p.id + o.i) % 4, NULL, 3)
 FROM proposal p JOIN n o ON o.i <= p.id % 4 WHERE p.id % 2;
INSERT INTO proposer (proposal_id, ord, member_id) SELECT p.id, o.i, (SELECT id FROM member WHERE no = CAST((p.id * 7 + o.i * 13) % 3000 + 1 AS TEXT))
 FROM proposal p JOIN n o ON o.i <= 1 + p.id % 3 WHERE p.id % 2 = 0;
INSERT INTO opinion (id, no, title, submitted_on, proposal_id, cancelled)
 SELECT p.id, p.id, p.title, '2026-04-01', iif(p.id % 3, NULL, p.id), iif(p.id % 37 = 0, '错', NULL) FROM proposal p;
INSERT INTO author (opinion_id, member_id, ord) SELECT proposal_id, member_id, ord FROM proposer WHERE member_id IS NOT NULL;
INSERT INTO adoption (opinion_id, act, level_id, wording, who) SELECT id, iif(id % 2, 'adoption', 'instruction'), 5, '采用', id % 3 FROM opinion WHERE id % 4 < 3;
INSERT INTO adoption (opinion_id, act, level_id, wording, who, happened_on, manner) SELECT id, 'adoption', 5, '采用', '甲', iif(id % 2, '2027-02-03', NULL), iif(id % 3, 'combined', NULL) FROM opinion WHERE id % 7 = 0;
INSERT INTO record (member_id, kind_id, happened_on, title, quantity, cancelled) SELECT id, 4, '2026-05', 'x', '1.5', iif(id % 8, NULL, '错') FROM member;
INSERT INTO status_event (member_id, kind, happened_on, reason) SELECT id, 'warned', '2026-06-01', 'x' FROM member WHERE id % 10 = 0;";

fn filled(store: &Store) {
    store.conn.execute_batch(FILL).unwrap();
}

fn on_disk(folder: &tempfile::TempDir) -> Store {
    Store::create(&folder.path().join("x.db"), Duration::from_secs(1)).unwrap()
}

type Told = Vec<(Subject, Vec<Fact>)>;

/// The facts as one thread reads them.
fn told(store: &Store) -> Told {
    let mut all = Told::new();
    let each = |s: &Subject, facts: &[Fact]| {
        all.push((s.clone(), facts.to_vec()));
        Ok(())
    };
    store.read().facts(&mut Symbols::default(), each).unwrap();
    all
}

fn told_apart(store: &Store) -> (Told, usize) {
    let add = |all: &mut Told, s: &Subject, facts: &[Fact]| {
        all.push((s.clone(), facts.to_vec()));
        Ok(())
    };
    let pieces = store
        .read()
        .facts_apart(&mut Symbols::default(), Told::new, add)
        .unwrap();
    let number = pieces.len();
    (pieces.into_iter().flatten().collect(), number)
}

/// Titles of speeches are interned piece by piece: which of them are equal counts.
fn titles_apart(mut told: Told) -> Told {
    for (_, facts) in &mut told {
        let mut seen = Vec::new();
        for fact in facts.iter_mut().filter(|f| f.work != Sym::NONE) {
            let at = seen
                .iter()
                .position(|w| *w == fact.work)
                .unwrap_or(seen.len());
            seen.push(fact.work);
            fact.work = Sym(u32::try_from(at).unwrap() + 1);
        }
    }
    told
}

#[test]
fn any_number_of_threads_reads_the_same_facts() {
    let folder = tempfile::tempdir().unwrap();
    let store = on_disk(&folder);
    filled(&store);
    let (apart, pieces) = told_apart(&store);
    assert!(pieces > 1, "the members are read in pieces");
    assert_eq!(titles_apart(apart), titles_apart(told(&store)));
    assert!(store.conn.is_autocommit(), "no transaction is left behind");
}

#[test]
fn adoptions_have_their_own_day_and_manner_where_the_ledger_has_them() {
    let store = Store::in_memory().unwrap();
    filled(&store);
    let mut symbols = Symbols::default();
    let combined = symbols.intern("combined");
    let mut seen = BTreeMap::new();
    let each = |_: &Subject, facts: &[Fact]| {
        for fact in facts.iter().filter(|f| f.what == FactKind::Adoption) {
            let told = (fact.on.to_string(), fact.state == combined);
            *seen.entry(told).or_insert(0) += 1;
        }
        Ok(())
    };
    store.read().facts(&mut symbols, each).unwrap();
    let told: Vec<(&str, bool)> = seen.keys().map(|(on, c)| (on.as_str(), *c)).collect();
    let came = "2026-04-01";
    assert_eq!(
        told,
        [
            (came, false),
            (came, true),
            ("2027-02-03", false),
            ("2027-02-03", true)
        ]
    );
}

#[test]
fn a_change_that_is_being_made_is_read_by_its_own_thread_only() {
    let folder = tempfile::tempdir().unwrap();
    let store = on_disk(&folder);
    store.conn.execute_batch("BEGIN IMMEDIATE").unwrap();
    filled(&store);
    let (apart, _) = told_apart(&store);
    assert_eq!(titles_apart(apart).len(), told(&store).len());
    assert!(!store.conn.is_autocommit());
}

#[test]
fn one_members_facts_are_those_of_the_run_over_all() {
    let store = Store::in_memory().unwrap();
    filled(&store);
    let all = titles_apart(told(&store));
    for (subject, mut facts) in all.into_iter().step_by(41) {
        let symbols = &mut Symbols::default();
        let (one, own) = store.read().facts_of(subject.id, symbols).unwrap().unwrap();
        let own = titles_apart(vec![(one, own)]).remove(0);
        facts.sort_by_key(|f| (super::ledger(f.what), f.row));
        assert_eq!(own, (subject, facts));
    }
}

/// Place and number of persons by the plain definition: count them, bodies not.
const PLACES: &str = "SELECT r.member_id, r.proposal_id,
 (SELECT count(x.member_id) FROM proposer x WHERE x.proposal_id = r.proposal_id AND x.ord <= r.ord),
 (SELECT count(x.member_id) FROM proposer x WHERE x.proposal_id = r.proposal_id)
 FROM proposer r JOIN proposal p ON p.id = r.proposal_id JOIN member m ON m.id = r.member_id
 WHERE m.cancelled IS NULL AND p.cancelled IS NULL
 AND (p.state <> 'to_opinion' OR NOT EXISTS (SELECT 1 FROM opinion o WHERE o.proposal_id = p.id AND o.cancelled IS NULL))";
/// The same of opinions: place, authors, whether adopted, whether instructed, the proposal it came from.
const OPINIONS: &str = "SELECT r.member_id, o.id, r.ord, (SELECT count(*) FROM author x WHERE x.opinion_id = o.id),
 (SELECT count(*) FROM adoption d WHERE d.opinion_id = o.id AND d.act = 'adoption') > 0,
 (SELECT count(*) FROM adoption d WHERE d.opinion_id = o.id AND d.act = 'instruction') > 0,
 (SELECT min(p.id) FROM proposer x JOIN proposal p ON p.id = x.proposal_id WHERE x.member_id = r.member_id
  AND p.state = 'to_opinion' AND p.cancelled IS NULL AND p.title = o.title)
 FROM author r JOIN opinion o ON o.id = r.opinion_id JOIN member m ON m.id = r.member_id WHERE o.cancelled IS NULL AND m.cancelled IS NULL
 AND (o.proposal_id IS NULL OR NOT EXISTS (SELECT 1 FROM proposal q WHERE q.id = o.proposal_id AND q.cancelled IS NULL AND q.state <> 'to_opinion'))";

/// The facts of a kind by member and row.
fn of_kind(told: &Told, what: FactKind) -> BTreeMap<(i64, i64), Fact> {
    let all = told
        .iter()
        .flat_map(|(s, facts)| facts.iter().map(|f| (s.id, *f)));
    let kind = all.filter(|(_, f)| f.what == what);
    kind.map(|(member, f)| ((member, f.row), f)).collect()
}

#[test]
fn places_adoptions_and_origins_are_those_of_the_plain_definition() {
    let store = Store::in_memory().unwrap();
    filled(&store);
    let all = told(&store);
    let mut proposals = of_kind(&all, FactKind::Proposal);
    let mut statement = store.conn.prepare(PLACES).unwrap();
    let mut rows = statement.query([]).unwrap();
    while let Some(r) = rows.next().unwrap() {
        let fact = proposals
            .remove(&(r.get(0).unwrap(), r.get(1).unwrap()))
            .unwrap();
        assert_eq!(
            (fact.place, fact.of),
            (r.get(2).unwrap(), r.get(3).unwrap())
        );
    }
    assert!(proposals.is_empty(), "{proposals:?}");
    let mut opinions = of_kind(&all, FactKind::Opinion);
    let mut statement = store.conn.prepare(OPINIONS).unwrap();
    let mut rows = statement.query([]).unwrap();
    while let Some(r) = rows.next().unwrap() {
        let fact = opinions
            .remove(&(r.get(0).unwrap(), r.get(1).unwrap()))
            .unwrap();
        assert_eq!(
            (fact.place, fact.of),
            (r.get(2).unwrap(), r.get(3).unwrap())
        );
        let marks = [mark::ADOPTED, mark::INSTRUCTED].map(|m| fact.marks & m != 0);
        let told: [bool; 2] = [r.get(4).unwrap(), r.get(5).unwrap()];
        assert_eq!(marks, told);
        let came_from: Option<i64> = r.get(6).unwrap();
        assert_eq!(fact.occasion, came_from.map_or(fact.row, |p| -p));
    }
    assert!(opinions.is_empty(), "{opinions:?}");
}
