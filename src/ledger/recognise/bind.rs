//! The columns of a row, each bound to the field that it fills in one ledger.

use super::grid;
use super::header::{is_quiet, is_running, key, level, meanings, nearest};
use super::{Bound, Recognised, Sample, Told};
use crate::ledger::field::Field;
use crate::ledger::layout::{Column, Layout, Need};
use crate::ledger::mapping::Mapping;
use crate::ledger::mend::bare;
use crate::model::code::Ledger;

/// Binds each header to the first of its fields that is free.
pub(super) fn bind(
    layout: &'static Layout,
    line: u32,
    headers: &[String],
    sample: &Sample,
    told: Told<'_>,
) -> Recognised {
    let mut found = Recognised {
        ledger: layout.ledger,
        header_row: line,
        columns: Vec::new(),
        ignored: Vec::new(),
        unused: Vec::new(),
        headers: headers.to_vec(),
        worth: 0,
        score: 0,
        twice: Vec::new(),
        missing: Vec::new(),
        lost: Vec::new(),
    };
    let keys: Vec<String> = headers.iter().map(|header| key(header)).collect();
    let sorted = found.sort(layout, &keys, told.map);
    let mut known = sorted.known;
    // Headers with one meaning take their field before those with several, and these before
    // headers that yield.
    known.sort_by_key(|(at, columns)| (yields(layout, &keys[*at]), columns.len() > 1));
    for (at, columns) in known {
        found.take(layout, at, &columns, &keys[at], told.map);
    }
    let mut strange = sorted.strange;
    found.marked(sorted.marks, told.map);
    if layout.ledger == Ledger::Attendance && !found.holds(Field::Presence) {
        let (marks, rest) = grid::marks(&found, sample, strange, told.ledger);
        found.marked(marks, told.map);
        strange = rest;
    }
    let shown = |at: usize| headers[at].trim().to_owned();
    found.ignored.extend(strange.into_iter().map(shown));
    found.unused.sort_by_key(|(at, _)| *at);
    found.columns.sort_by_key(|bound| bound.at);
    found.weigh(layout);
    found
}

fn yields(layout: &Layout, key: &str) -> bool {
    layout.yielding.iter().any(|header| bare(header) == key)
}

/// The places of a row's headers, by what is known of them.
#[derive(Default)]
struct Sorted {
    known: Vec<(usize, Vec<&'static Column>)>,
    /// Meetings of a grid, as the mapping file says.
    marks: Vec<usize>,
    strange: Vec<usize>,
}

impl Recognised {
    fn sort(&mut self, layout: &'static Layout, keys: &[String], map: Option<&Mapping>) -> Sorted {
        let mut sorted = Sorted::default();
        for (at, key) in keys.iter().enumerate() {
            let mapped = map.and_then(|map| map.columns.get(key)).copied();
            let ignored = key.is_empty() || map.is_some_and(|map| map.ignore.contains(key));
            if mapped == Some(Field::Mark) && layout.ledger == Ledger::Attendance {
                sorted.marks.push(at);
            } else if let Some(column) = mapped.and_then(|field| layout.column(field)) {
                sorted.known.push((at, vec![column]));
            } else if !ignored {
                let columns = meanings(layout, key);
                if !columns.is_empty() {
                    sorted.known.push((at, columns));
                } else if is_quiet(layout, key) {
                    self.unused.push((at, self.headers[at].trim().to_owned()));
                } else if !is_running(key) {
                    sorted.strange.push(at);
                }
            }
        }
        sorted
    }

    fn holds(&self, field: Field) -> bool {
        self.columns.iter().any(|bound| bound.field == field)
    }

    fn take(
        &mut self,
        layout: &Layout,
        at: usize,
        columns: &[&'static Column],
        key: &str,
        map: Option<&Mapping>,
    ) {
        let held = |field: Field| self.columns.iter().find(|bound| bound.field == field);
        let free = columns
            .iter()
            .find(|column| column.need == Need::List || held(column.field).is_none());
        let field = free.unwrap_or(&columns[0]).field;
        let header = self.headers[at].trim().to_owned();
        let other = held(field).map(|other| other.header.clone());
        match other.filter(|_| free.is_none()) {
            Some(_) if yields(layout, key) => self.unused.push((at, header)),
            Some(other) => self.twice.push((header, other)),
            None => self.columns.push(Bound {
                at,
                field,
                header,
                level: level(field, key),
                values: values(map, field),
            }),
        }
    }

    /// Binds the columns of a grid.
    fn marked(&mut self, places: Vec<usize>, map: Option<&Mapping>) {
        for at in places {
            self.columns.push(Bound {
                at,
                field: Field::Mark,
                header: self.headers[at].trim().to_owned(),
                level: String::new(),
                values: values(map, Field::Presence),
            });
        }
    }

    fn weigh(&mut self, layout: &'static Layout) {
        let marks = self.holds(Field::Mark);
        let held = |field: Field| self.holds(field) || (field == Field::Presence && marks);
        let weights = layout
            .columns
            .iter()
            .filter(|c| held(c.field))
            .map(|c| i32::from(c.weight));
        let few = self.columns.len() < 2;
        let mut worth = if few { 0 } else { weights.sum::<i32>() };
        let missing: Vec<&'static Column> = layout
            .columns
            .iter()
            .filter(|c| c.need == Need::Must && !held(c.field))
            .collect();
        worth -= 3 * i32::try_from(missing.len()).unwrap_or(0);
        if !layout.telling.iter().any(|field| held(*field)) {
            worth -= 4;
        }
        self.missing = missing;
        self.worth = worth;
        self.score = worth - 2 * i32::try_from(self.ignored.len()).unwrap_or(0);
        self.lost = self
            .ignored
            .iter()
            .filter_map(|header| {
                Some((
                    header.clone(),
                    nearest(layout, &key(header), &self.columns)?,
                ))
            })
            .collect();
    }
}

fn values(map: Option<&Mapping>, field: Field) -> std::collections::BTreeMap<String, String> {
    map.and_then(|map| map.values.get(&field))
        .cloned()
        .unwrap_or_default()
}
