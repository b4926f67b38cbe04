//! The columns of a row, each bound to the field that it fills in one ledger.

use super::header::{is_quiet, key, level, meanings, nearest};
use super::{Bound, Recognised};
use crate::ledger::field::Field;
use crate::ledger::layout::{Column, Layout, Need};
use crate::ledger::mapping::Mapping;

/// Binds each header to the first of its fields that is free.
pub(super) fn bind(
    layout: &'static Layout,
    line: u32,
    headers: &[String],
    map: Option<&Mapping>,
) -> Recognised {
    let mut found = Recognised {
        ledger: layout.ledger,
        header_row: line,
        columns: Vec::new(),
        ignored: Vec::new(),
        headers: headers.to_vec(),
        worth: 0,
        score: 0,
        twice: Vec::new(),
        missing: Vec::new(),
        lost: Vec::new(),
    };
    let keys: Vec<String> = headers.iter().map(|header| key(header)).collect();
    let mut order: Vec<(usize, Vec<&'static Column>)> = Vec::new();
    for (at, key) in keys.iter().enumerate() {
        let mapped = map
            .and_then(|map| map.columns.get(key))
            .and_then(|field| layout.column(*field));
        let ignored = key.is_empty() || map.is_some_and(|map| map.ignore.contains(key));
        let columns = match mapped {
            Some(column) => vec![column],
            None if ignored => continue,
            None => meanings(layout, key),
        };
        if columns.is_empty() && !is_quiet(layout, key) {
            found.ignored.push(headers[at].trim().to_owned());
        } else if !columns.is_empty() {
            order.push((at, columns));
        }
    }
    // Headers with one meaning take their field before those with several.
    order.sort_by_key(|(_, columns)| columns.len() > 1);
    for (at, columns) in order {
        found.take(at, &columns, &keys[at], map);
    }
    found.columns.sort_by_key(|bound| bound.at);
    found.weigh(layout);
    found
}

impl Recognised {
    fn take(&mut self, at: usize, columns: &[&'static Column], key: &str, map: Option<&Mapping>) {
        let held = |field: Field| self.columns.iter().find(|bound| bound.field == field);
        let free = columns
            .iter()
            .find(|column| column.need == Need::List || held(column.field).is_none());
        let field = free.unwrap_or(&columns[0]).field;
        let values = map
            .and_then(|map| map.values.get(&field))
            .cloned()
            .unwrap_or_default();
        let header = self.headers[at].trim().to_owned();
        let bound = Bound {
            at,
            field,
            header,
            level: level(field, key),
            values,
        };
        match held(field)
            .filter(|_| free.is_none())
            .map(|other| other.header.clone())
        {
            Some(other) => self.twice.push((bound, other)),
            None => self.columns.push(bound),
        }
    }

    fn weigh(&mut self, layout: &'static Layout) {
        let held = |field: Field| self.columns.iter().any(|bound| bound.field == field);
        let weights = layout
            .columns
            .iter()
            .filter(|c| held(c.field))
            .map(|c| i32::from(c.weight));
        let few = self.columns.len() < 2;
        let mut worth = if few { 0 } else { weights.sum::<i32>() };
        self.missing = layout
            .columns
            .iter()
            .filter(|c| c.need == Need::Must && !held(c.field))
            .collect();
        worth -= 3 * i32::try_from(self.missing.len()).unwrap_or(0);
        if !layout.telling.iter().any(|field| held(*field)) {
            worth -= 4;
        }
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
