//! Facts in few words, and a score that is checked against its own explanation each time.

use crate::model::fact::{Fact, FactKind, Post, Subject, Sym, Symbols, mark};
use crate::model::score::{Explanation, Points, Rules, Tally};
use crate::model::when::When;
use num_rational::Ratio;

/// A fact with words instead of symbols.
#[derive(Debug, Clone)]
pub struct Act {
    pub what: FactKind,
    pub row: i64,
    pub occasion: Option<i64>,
    pub work: String,
    pub on: &'static str,
    pub kind: String,
    pub state: String,
    pub role: String,
    pub level: String,
    pub marks: u16,
    pub place: u16,
    pub of: u16,
    pub halves: u16,
    pub lasted: u16,
    pub quantity: Ratio<i64>,
}

pub fn act(what: FactKind, kind: &str, state: &str) -> Act {
    Act {
        what,
        row: 0,
        occasion: None,
        work: String::new(),
        on: "2026-06-18",
        kind: kind.into(),
        state: state.into(),
        role: String::new(),
        level: String::new(),
        marks: 0,
        place: 1,
        of: 1,
        halves: 0,
        lasted: 0,
        quantity: Ratio::from_integer(1),
    }
}

pub fn attends(kind: &str, state: &str) -> Act {
    act(FactKind::Attendance, kind, state)
}

pub fn speaks(kind: &str, form: &str) -> Act {
    act(FactKind::Speech, kind, form)
}

/// A filed proposal, the person at a place among so many.
pub fn proposes(form: &str, place: u16, of: u16) -> Act {
    let role = if place == 1 { "first" } else { "joint" };
    Act {
        role: role.into(),
        marks: mark::FILED,
        place,
        of,
        ..act(FactKind::Proposal, form, "assigned")
    }
}

pub fn reports() -> Act {
    Act {
        role: "first".into(),
        ..act(FactKind::Opinion, "", "submitted")
    }
}

pub fn records(kind: &str) -> Act {
    act(FactKind::Record, kind, "")
}

impl Act {
    pub fn on(mut self, on: &'static str) -> Act {
        self.on = on;
        self
    }
    pub fn at(mut self, occasion: i64) -> Act {
        self.occasion = Some(occasion);
        self
    }
    pub fn marked(mut self, marks: u16) -> Act {
        self.marks = marks;
        self
    }
    pub fn level(mut self, level: &str) -> Act {
        self.level = level.into();
        self
    }
    pub fn times(self, n: usize) -> Vec<Act> {
        vec![self; n]
    }

    /// The fact; rows and occasions number the acts where they have none.
    pub fn fact(&self, nth: usize, symbols: &mut Symbols) -> Fact {
        let own = i64::try_from(nth).unwrap() + 1000;
        Fact {
            what: self.what,
            row: if self.row == 0 { own } else { self.row },
            occasion: self.occasion.unwrap_or(own),
            work: symbols.intern(&self.work),
            on: When::from_iso(self.on).unwrap(),
            kind: symbols.intern(&self.kind),
            state: symbols.intern(&self.state),
            role: symbols.intern(&self.role),
            level: symbols.intern(&self.level),
            marks: self.marks,
            place: self.place,
            of: self.of,
            halves: self.halves,
            lasted: self.lasted,
            quantity: self.quantity,
        }
    }
}

/// A member with posts `(name, since, until)`, empty days being unknown.
pub fn member(symbols: &mut Symbols, posts: &[(&str, &str, &str)]) -> Subject {
    let posts = posts
        .iter()
        .map(|(name, since, until)| Post {
            name: symbols.intern(name),
            since: When::from_iso(since),
            until: When::from_iso(until),
        })
        .collect();
    Subject {
        id: 1,
        no: "001".into(),
        name: "王小明".into(),
        sector: Sym::NONE,
        sectors: Vec::new(),
        posts,
        tenure: Vec::new(),
    }
}

/// A score and its explanation.
#[derive(Debug)]
pub struct Scored {
    pub rules: Rules,
    pub tally: Tally,
    pub explained: Explanation,
}

impl Scored {
    pub fn part(&self, code: &str) -> Points {
        let at = self
            .rules
            .parts
            .iter()
            .position(|p| p.code == code)
            .unwrap();
        self.tally.parts[at]
    }

    /// The notes of the facts of an item, in order.
    pub fn notes(&self, title: &str) -> Vec<String> {
        let lines = self.explained.parts.iter().flat_map(|p| &p.lines);
        let facts = lines.filter(|l| l.title.zh == title).flat_map(|l| &l.facts);
        facts
            .map(|f| f.note.clone().unwrap_or_default().zh)
            .collect()
    }
}

pub fn parsed(text: &str) -> Rules {
    match Rules::parse(text, None) {
        Ok(rules) => rules,
        Err(mistakes) => panic!("{}", listed(&mistakes)),
    }
}

pub fn listed(mistakes: &[crate::model::score::Mistake]) -> String {
    let one = |m: &crate::model::score::Mistake| {
        format!("{}:{} {}（{}）", m.line, m.column, m.message.zh, m.fix.zh)
    };
    mistakes.iter().map(one).collect::<Vec<_>>().join("\n")
}

/// The score of a plain member for 2026.
pub fn score(text: &str, acts: &[Act]) -> Scored {
    score_of(text, &[], acts)
}

/// The score of a member with posts for 2026.
pub fn score_of(text: &str, posts: &[(&str, &str, &str)], acts: &[Act]) -> Scored {
    let rules = parsed(text);
    let mut symbols = Symbols::default();
    let engine = rules.compile(&mut symbols);
    let facts: Vec<Fact> = acts
        .iter()
        .enumerate()
        .map(|(i, a)| a.fact(i, &mut symbols))
        .collect();
    let subject = member(&mut symbols, posts);
    let mut run = engine.run(engine.window(2026).unwrap());
    let tally = run.tally(&subject, &facts).unwrap();
    let explained = run.explain(&subject, &facts).unwrap();
    adds_up(&explained, &tally);
    let parts: Points = engine.part_points(&tally).map(|(_, p)| p).sum();
    assert_eq!(parts, tally.total, "the parts add up to the total");
    Scored {
        rules,
        tally,
        explained,
    }
}

/// Facts add up to lines, lines to parts, parts to the total, and all of it to the tally.
pub fn adds_up(explained: &Explanation, tally: &Tally) {
    assert_eq!(
        &explained.tally, tally,
        "the explanation has the points of the tally"
    );
    for part in &explained.parts {
        for line in part.lines.iter().filter(|l| l.item.is_some()) {
            assert_eq!(
                line.facts.iter().map(|f| f.points).sum::<Points>(),
                line.points,
                "{}",
                line.title.zh
            );
        }
        assert_eq!(
            part.lines.iter().map(|l| l.points).sum::<Points>(),
            part.points,
            "{}",
            part.code
        );
    }
    assert_eq!(
        explained.parts.iter().map(|p| p.points).sum::<Points>(),
        tally.total
    );
}

pub fn p(n: i128, d: i128) -> Points {
    Points::new(n, d)
}
