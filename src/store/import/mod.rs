//! Typed rows of spreadsheets become rows of the file: people are found, words known, terms of
//! office kept, all faults named at once. The rows of a batch are written as they come, inside one
//! transaction that is dropped where the batch is refused; memory stays flat.

mod attendance;
mod dispute;
mod meeting;
mod meetings;
mod member;
mod other;
mod people;
mod proposal;
mod roster;
mod term;

pub use people::{Naming, People, Person, Trouble};

use super::source::Source;
use super::{Read, Tx};
use crate::error::Result;
use crate::lang::Text;
use crate::model::code::{Code, Dict, Ledger};
pub use crate::model::import::{NewWord, Report, SheetReport};
use crate::model::near;
use crate::model::row::{Fault, Row};
use crate::text;
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};

/// A sheet, as far as the import has to know it.
#[derive(Debug, Clone)]
pub struct Head {
    /// The file as named.
    pub file: String,
    /// The sheet's name, empty for text files.
    pub sheet: String,
    /// Its ledger.
    pub ledger: Ledger,
    /// The line of its header.
    pub header_row: u32,
    /// The file's SHA-256 in hex.
    pub sha256: String,
    /// The year of acts without a date.
    pub year: Option<i32>,
    /// 届次 of the sheet or the office.
    pub session: Option<String>,
}

/// How an entry fared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Added,
    Changed,
    Same,
}

/// A row that cannot be taken: the faults, or none where they only follow from another row's.
type Refused = Vec<Fault>;

/// One import, sheet after sheet, in the order of [`Ledger`].
#[derive(Default)]
pub struct Batch {
    report: Report,
    people: Option<People>,
    words: HashMap<(Dict, String), i64>,
    meetings: meetings::Meetings,
    disputes: dispute::Disputes,
    source: Option<Source>,
    year: Option<i32>,
    session: Option<String>,
    line: u32,
    header_row: u32,
    members_refused: bool,
    /// Whether this call's roster was refused as a whole.
    roster_refused: bool,
    /// Numbers and names on refused rows of this call's rosters.
    refused_people: HashSet<String>,
    units: HashSet<String>,
    /// People of refused rows' batches that were named as missing already.
    missing: HashSet<String>,
    /// The entries that rows of this call gave so far, by ledger and row, with file and line.
    rows_seen: HashMap<(Ledger, i64), String>,
    ledger: Option<Ledger>,
    /// The sources that this call has written, with the places of their sheets.
    sources: Vec<(i64, usize)>,
    /// Headers of this sheet whose fault was told.
    headers_told: HashSet<String>,
    /// The day from which a roster's changes hold, where its rows name none.
    since: Option<NaiveDate>,
    before: roster::Before,
}

impl Batch {
    /// Nothing imported yet.
    pub fn new() -> Batch {
        Batch::default()
    }

    /// What became of everything.
    pub fn into_report(self) -> Report {
        self.report
    }

    /// What became of the last sheet.
    pub fn last_sheet(&self) -> Option<&SheetReport> {
        self.report.sheets.last()
    }

    /// Notes whose rows of a roster were refused: rows of other ledgers that name them only follow.
    pub fn refuse_people(&mut self, people: impl IntoIterator<Item = String>) {
        let named = people.into_iter().filter(|name| !name.is_empty());
        self.refused_people.extend(named);
    }

    /// Notes that the roster was refused as a whole: rows that name people whom the file does not
    /// have only follow.
    pub fn refuse_roster(&mut self) {
        self.members_refused = true;
        self.roster_refused = true;
    }

    /// Takes one sheet; `read` runs over its rows.
    ///
    /// # Errors
    /// The machine's failures only; what is wrong with rows is reported.
    pub fn sheet(
        &mut self,
        tx: &mut Tx<'_>,
        head: &Head,
        read: impl FnOnce(&mut dyn FnMut(u32, Result<Row, Vec<Fault>>) -> Result<()>) -> Result<()>,
    ) -> Result<()> {
        self.source = Some(Source::new(
            &head.file,
            &head.sheet,
            head.ledger.code(),
            head.header_row,
            &head.sha256,
        ));
        self.ledger = Some(head.ledger);
        self.header_row = head.header_row;
        self.headers_told.clear();
        self.before.next_sheet();
        self.year = head.year;
        self.session.clone_from(&head.session);
        self.report.sheets.push(SheetReport {
            file: head.file.clone(),
            sheet: head.sheet.clone(),
            ledger: head.ledger.code(),
            header_row: head.header_row,
            ..SheetReport::default()
        });
        let mut rolls = attendance::Rolls::default();
        read(&mut |line, row| self.row(tx, &mut rolls, line, row))?;
        self.write_rolls(tx, &mut rolls)?;
        if head.ledger == Ledger::Member {
            self.people = None;
            self.members_refused |= self.now().refused > 0;
        }
        if head.ledger == Ledger::Meeting {
            self.meetings = meetings::Meetings::default();
        }
        Ok(())
    }

    fn now(&mut self) -> &mut SheetReport {
        let at = self.report.sheets.len().saturating_sub(1);
        &mut self.report.sheets[at]
    }

    fn row(
        &mut self,
        tx: &mut Tx<'_>,
        rolls: &mut attendance::Rolls,
        line: u32,
        row: Result<Row, Vec<Fault>>,
    ) -> Result<()> {
        self.line = line;
        self.now().rows += 1;
        let fate = match row {
            Err(faults) => Err(faults),
            Ok(Row::Attendance(row)) => match self.line_of_roll(tx.read(), &row)? {
                Ok(pending) => return self.pend(tx, rolls, pending),
                Err(faults) => Err(faults),
            },
            Ok(Row::Member(row)) => {
                let named = row.no.iter().chain([&row.name]).cloned();
                let named: Vec<String> = named.collect();
                let fate = self.member(tx, row)?;
                if fate.is_err() {
                    self.refuse_people(named);
                }
                fate
            }
            Ok(Row::Meeting(row)) => self.meeting(tx, row)?,
            Ok(Row::Proposal(row)) => self.proposal(tx, row)?,
            Ok(Row::Opinion(row)) => self.opinion(tx, row)?,
            Ok(Row::Unit(row)) => self.unit(tx, row)?,
            Ok(Row::Record(row)) => self.record(tx, row)?,
        };
        self.fare(fate);
        Ok(())
    }

    /// Counts how an entry fared.
    fn fare(&mut self, fate: Result<Fate, Refused>) {
        match fate {
            Ok(Fate::Added) => self.now().added += 1,
            Ok(Fate::Changed) => self.now().changed += 1,
            Ok(Fate::Same) => self.now().same += 1,
            Err(faults) => {
                let ambiguous = faults.iter().any(|f| f.code == "ambiguous");
                let now = self.now();
                now.refused += 1;
                now.ambiguous += u64::from(ambiguous);
                now.follow_on += u64::from(faults.is_empty());
                self.tell(faults);
            }
        }
    }

    /// Notes faults. What is wrong with a header is told once, with the header's line; the rows
    /// that it refuses are kept apart.
    fn tell(&mut self, faults: Refused) {
        let at = self.report.sheets.len().saturating_sub(1);
        for fault in faults {
            if fault.line == self.line {
                // In a grid each mark of a line meets the same trouble with its person.
                let here = self.report.faults.iter().rev();
                if !here
                    .take_while(|(sheet, told)| *sheet == at && told.line == fault.line)
                    .any(|(_, told)| *told == fault)
                {
                    self.report.faults.push((at, fault));
                }
                continue;
            }
            let row = Fault {
                line: self.line,
                ..fault.clone()
            };
            self.report.repeats.push((at, row));
            if self.headers_told.insert(fault.column.clone()) {
                self.report.faults.push((at, fault));
            }
        }
    }

    /// A fault of the row at hand; `field` is the code of the column's field.
    fn fault(
        &self,
        field: &str,
        value: &str,
        code: &'static str,
        reason: Text,
        fix: Text,
    ) -> Fault {
        Fault {
            line: self.line,
            column: field.to_owned(),
            value: value.to_owned(),
            code,
            reason,
            fix,
        }
    }

    /// What a writing method refused, as a fault of the row at hand.
    fn refusal(&self, field: &str, value: &str, error: crate::error::Error) -> Result<Refused> {
        if error.kind == crate::error::Kind::Machine {
            return Err(error);
        }
        let fix = error
            .hints
            .into_iter()
            .next()
            .unwrap_or_else(|| text!("在台账里更正这一行", "correct this row in the ledger"));
        Ok(vec![self.fault(
            field,
            value,
            error.code,
            error.message,
            fix,
        )])
    }

    fn source_id(&mut self, tx: &mut Tx<'_>) -> Result<(Option<i64>, Option<i64>)> {
        let line = i64::from(self.line);
        let id = match &mut self.source {
            Some(source) => Some(source.id(tx)?),
            None => None,
        };
        let sheet = self.report.sheets.len().saturating_sub(1);
        if id.is_some() && self.sources.last().map(|(last, _)| *last) != id {
            self.sources.extend(id.map(|id| (id, sheet)));
        }
        Ok((id, Some(line)))
    }

    /// Everyone that a row may name.
    fn people(&mut self, read: Read<'_>) -> Result<&People> {
        let people = match self.people.take() {
            Some(people) => people,
            None => People::load(read)?,
        };
        Ok(self.people.insert(people))
    }

    /// Who a row names, or why nobody; `no_field` and `name_field` are the columns' fields.
    fn person(
        &mut self,
        read: Read<'_>,
        naming: Naming<'_>,
        fields: (&str, &str),
    ) -> Result<Result<i64, Refused>> {
        let found = self.people(read)?.find(naming).map(|p| p.id);
        Ok(found.map_err(|t| {
            let (field, value) = if t.about_number {
                (fields.0, naming.no)
            } else {
                (fields.1, naming.name)
            };
            let value = value.unwrap_or_default();
            let fault = self.fault(field, value, t.code, t.reason, t.fix);
            if t.code != "unknown_member" || !self.members_refused {
                return vec![fault];
            }
            // Who stands on a refused row of the roster was named there; where a row could not
            // even be read, each missing person is named once.
            let at = self.report.sheets.len().saturating_sub(1);
            let follows = self.refused_people.contains(value);
            // Without any roster one row of each sheet says it for all.
            let told = self.roster_refused
                && self
                    .report
                    .faults
                    .iter()
                    .any(|(sheet, f)| *sheet == at && f.code == "unknown_member");
            if !follows && !told && self.missing.insert(value.to_owned()) {
                return vec![fault];
            }
            let fault = if follows { follow_on(fault) } else { fault };
            self.report.repeats.push((at, fault));
            Vec::new()
        }))
    }

    /// Who a row names, also outside their term where the row `stands` already: who has left since
    /// takes nothing back that is on file.
    fn person_on_file(
        &mut self,
        read: Read<'_>,
        naming: Naming<'_>,
        stands: impl FnOnce(i64) -> Result<bool>,
    ) -> Result<Result<i64, Refused>> {
        let found = self.person(read, naming, ("member_no", "name"))?;
        let outside = |faults: &Refused| faults.iter().any(|f| f.code == "out_of_term");
        if !found.as_ref().is_err_and(outside) {
            return Ok(found);
        }
        let ever = Naming { on: None, ..naming };
        match self.people(read)?.find(ever).map(|p| p.id) {
            Ok(id) if stands(id)? => Ok(Ok(id)),
            _ => Ok(found),
        }
    }

    /// The word of a dictionary; one that is not there yet is added and listed, to be approved.
    fn word(&mut self, tx: &mut Tx<'_>, dict: Dict, name: &str) -> Result<i64> {
        if let Some(id) = self.words.get(&(dict, name.to_owned())) {
            return Ok(*id);
        }
        let id = if let Some(id) = tx.read().word(dict, name)? {
            id
        } else {
            let known = tx.read().word_names(dict)?;
            self.note_new(Some(dict), name, known.iter().map(String::as_str));
            tx.add_word(dict, name, None)?
        };
        self.words.insert((dict, name.to_owned()), id);
        Ok(id)
    }

    fn note_new<'a>(
        &mut self,
        dict: Option<Dict>,
        name: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) {
        let near = near::nearest(name, known, 2)
            .into_iter()
            .map(str::to_owned)
            .collect();
        let line = self.line;
        let place = self
            .report
            .sheets
            .last()
            .map(|s| format!("{}:{line}", s.file))
            .unwrap_or_default();
        self.report.new_words.push(NewWord {
            dict,
            name: name.to_owned(),
            near,
            place,
        });
    }
}

/// What a row is told that names someone whose own row of the roster was refused.
fn follow_on(fault: Fault) -> Fault {
    Fault {
        reason: text!(
            "指向名册中被拒的委员",
            "it names a member whose own row was refused"
        ),
        fix: text!(
            "先改好名册里这位委员的一行，再导入",
            "mend this member's row of the roster, then import again"
        ),
        ..fault
    }
}
