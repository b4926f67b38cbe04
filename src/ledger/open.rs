//! Opening files: every sheet of every file is recognised on its own, and everything that stands
//! in the way is told at once.

use super::build::Given;
use super::cell::Cell;
use super::clerk::Years;
use super::field::Field;
use super::heading::headings;
use super::mapping::Mapping;
use super::recognise::{Recognised, SEARCHED, Sample, Told, Unfit, known_headers, recognise};
use super::said::{conflicts, empty_sheet, no_sheet, person, titled_session, titled_year, titles};
use super::sheet::Sheet;
use super::source::{self, Input, Named, Unreadable};
use super::{Fault, title};
use crate::error::Result;
use crate::lang::Text;
use crate::model::code::Ledger;
use crate::text;
use std::ops::ControlFlow;

/// How many rows below the search are looked at for columns without a header.
const LOOKED_AT: usize = SEARCHED + 40;

/// What the caller says about all inputs.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// `--as`: the ledger.
    pub ledger: Option<Ledger>,
    /// `--header-row`: the header's line.
    pub header_row: Option<u32>,
    /// `--sheet`: only the sheet of this name.
    pub sheet: Option<String>,
    /// `--map`.
    pub map: Option<Mapping>,
    /// `--session`, as `十届五次`.
    pub session: Option<String>,
    /// `--year`: a sheet or a date of another year is refused.
    pub year: Option<i32>,
    /// The office's year, for dates without one where the sheet names none.
    pub default_year: Option<i32>,
    /// The meeting that rolls without a meeting column belong to.
    pub meeting: Option<String>,
}

/// What was found in the inputs.
#[derive(Default)]
pub struct Opened {
    /// Sheets that can be read, in the order of the inputs.
    pub sheets: Vec<Sheet>,
    /// What stands in the way of others.
    pub faults: Vec<SheetFault>,
    /// Sheets that were left alone.
    pub passed: Vec<Passed>,
}

/// A fault of a file or a sheet as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetFault {
    /// The file, as the caller named it.
    pub file: String,
    /// The sheet, where it is one's.
    pub sheet: Option<String>,
    /// The fault; line 0 where the whole file is meant.
    pub fault: Fault,
    /// The ledger, where that much is plain.
    pub ledger: Option<Ledger>,
}

/// A sheet that was left alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    /// The file.
    pub file: String,
    /// The sheet.
    pub sheet: String,
    /// Why.
    pub why: Text,
}

/// Opens every input. A file that the disk does not give is an error; a file that cannot be
/// understood is a fault beside the others'.
pub fn open(inputs: &[Input], options: &Options) -> Result<Opened> {
    let mut opened = Opened::default();
    for input in inputs {
        let file = input.name();
        let (body, sha256) = input.load()?;
        match source::sheets(body) {
            Ok(sheets) => opened.file(&file, &sha256, sheets, options),
            Err(unreadable) => opened.faults.push(SheetFault {
                file,
                sheet: None,
                fault: fault(unreadable),
                ledger: None,
            }),
        }
    }
    Ok(opened)
}

fn fault(unreadable: Unreadable) -> Fault {
    let Unreadable { code, reason, fix } = unreadable;
    Fault {
        line: 0,
        column: String::new(),
        value: String::new(),
        code,
        reason,
        fix,
    }
}

impl Opened {
    /// Whether a roster, or what may be one, was refused as a whole and none was taken.
    pub fn lacks_roster(&self) -> bool {
        let roster = |ledger: Option<Ledger>| ledger.is_none_or(|l| l == Ledger::Member);
        self.faults.iter().any(|f| roster(f.ledger))
            && self.sheets.iter().all(|s| s.ledger != Ledger::Member)
    }

    fn file(&mut self, file: &str, sha256: &str, sheets: Vec<Named>, options: &Options) {
        let before = (self.sheets.len(), self.faults.len());
        let mut asked = false;
        let mut prose = Vec::new();
        for named in sheets {
            let wanted = options
                .sheet
                .as_ref()
                .is_none_or(|name| named.name.as_ref().is_none_or(|n| n == name));
            asked |= wanted;
            if !wanted {
                continue;
            }
            if named.hidden && options.sheet.is_none() {
                let sheet = named.name.unwrap_or_default();
                self.passed.push(Passed {
                    file: file.to_owned(),
                    sheet,
                    why: text!("隐藏的工作表", "a hidden sheet"),
                });
                continue;
            }
            prose.extend(self.sheet(file, sha256, named, options));
        }
        self.explain(prose, before.0);
        if !asked {
            self.faults.push(SheetFault {
                file: file.to_owned(),
                sheet: options.sheet.clone(),
                fault: no_sheet(),
                ledger: None,
            });
        } else if (self.sheets.len(), self.faults.len()) == before {
            self.faults.push(SheetFault {
                file: file.to_owned(),
                sheet: None,
                fault: empty_sheet(),
                ledger: None,
            });
        }
    }

    /// Sheets of explanations beside ledgers are left alone and named; alone they are faults.
    fn explain(&mut self, prose: Vec<SheetFault>, before: usize) {
        if self.sheets.len() == before {
            self.faults.extend(prose);
            return;
        }
        for SheetFault { file, sheet, .. } in prose {
            self.passed.push(Passed {
                file,
                sheet: sheet.unwrap_or_default(),
                why: text!(
                    "没有表头，像是说明，没有导入；确是台账的话用 --sheet 和 --header-row 指明",
                    "no header; it seems to explain and was left out; if it is a ledger, name it with --sheet and --header-row"
                ),
            });
        }
    }

    /// Takes one sheet; an empty one leaves no trace. One that only explains something is given
    /// back: what it means depends on the sheets beside it.
    fn sheet(
        &mut self,
        file: &str,
        sha256: &str,
        mut named: Named,
        options: &Options,
    ) -> Option<SheetFault> {
        let name = named.name.clone();
        let place = |fault| SheetFault {
            file: file.to_owned(),
            sheet: name.clone(),
            fault,
            ledger: None,
        };
        let sample = match sample(&mut named) {
            Ok(sample) => sample,
            Err(error) => {
                self.faults.push(place(unread(error)));
                return None;
            }
        };
        if sample.is_empty() {
            return None;
        }
        let told = Told {
            ledger: options.ledger,
            header_row: options.header_row,
            map: options.map.as_ref(),
        };
        let insisted = told.ledger.is_some() || options.sheet.is_some();
        let found = match recognise(&sample, told) {
            Ok(found) => found,
            Err(Unfit { ledger, faults }) => {
                let placed = faults.into_iter().map(|fault| SheetFault {
                    ledger,
                    ..place(fault)
                });
                let mut faults: Vec<SheetFault> = placed.collect();
                let unknown = matches!(&faults[..], [f] if f.fault.code == "unknown_ledger");
                if unknown && !insisted && is_prose(&sample, name.as_deref()) {
                    return faults.pop();
                }
                self.faults.append(&mut faults);
                return None;
            }
        };
        let titles = titles(&sample, found.header_row, named.name.as_deref());
        let ledger = found.ledger;
        let faults = conflicts(&found, &titles, named.name.as_deref(), options);
        if faults.is_empty() {
            let sheet = assemble(file, sha256, named, found, titles, options);
            self.sheets.push(sheet);
        } else {
            self.faults
                .extend(faults.into_iter().map(|fault| SheetFault {
                    ledger: Some(ledger),
                    ..place(fault)
                }));
        }
        None
    }
}

/// What stopped the reading of a sheet, as its fault.
fn unread(error: crate::error::Error) -> Fault {
    let fix = error.hints.into_iter().next().unwrap_or_default();
    fault(Unreadable {
        code: error.code,
        reason: error.message,
        fix,
    })
}

/// The first rows of a sheet that are not blank.
fn sample(named: &mut Named) -> Result<Vec<(u32, Vec<Cell<'static>>)>> {
    let mut sample = Vec::new();
    named.source.each_row(&mut |line, cells| {
        if cells.iter().any(|cell| !cell.is_empty()) {
            let cells = cells.iter().cloned().map(Cell::into_owned);
            sample.push((line, cells.collect::<Vec<_>>()));
        }
        if sample.len() < LOOKED_AT {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    })?;
    Ok(sample)
}

/// Whether a sheet explains something: it is called so, or has nothing beside anything; and in no
/// row do two headers of any ledger stand.
fn is_prose(sample: &Sample, name: Option<&str>) -> bool {
    let called = name.is_some_and(|name| {
        [
            "说明",
            "须知",
            "注意事项",
            "封面",
            "目录",
            "填表",
            "填报",
            "README",
        ]
        .iter()
        .any(|word| name.contains(word))
    });
    let filled = |cells: &[Cell<'_>]| cells.iter().filter(|cell| !cell.is_empty()).count();
    let alone = sample.iter().all(|(_, cells)| filled(cells) <= 1);
    (called || alone) && sample.iter().all(|(_, cells)| known_headers(cells) < 2)
}

fn assemble(
    file: &str,
    sha256: &str,
    named: Named,
    found: Recognised,
    titles: Vec<(u32, String)>,
    options: &Options,
) -> Sheet {
    let year = options
        .year
        .or(titled_year(&titles).map(|(_, _, year)| year))
        .or(options.default_year);
    let told = options
        .session
        .as_deref()
        .map(|s| title::session(s).unwrap_or_else(|| s.to_owned()));
    let session = told.or(titled_session(&titles).map(|(_, _, session)| session));
    let named_inside = found
        .columns
        .iter()
        .any(|b| matches!(b.field, Field::Name | Field::MemberNo));
    let person = if named_inside {
        None
    } else {
        person(named.name.as_deref())
    };
    let headings = headings(&found.columns, year);
    Sheet {
        file: file.to_owned(),
        form: named.source.form(),
        sheet: named.name,
        sha256: sha256.to_owned(),
        ledger: found.ledger,
        header_row: found.header_row,
        columns: found.columns,
        ignored: found.ignored,
        unused: found.unused,
        headers: found.headers,
        years: Years {
            of_sheet: year,
            only: options.year,
        },
        given: Given {
            session: session.clone(),
            person,
            meeting: options.meeting.clone(),
            headings,
        },
        session,
        year,
        titles: titles
            .into_iter()
            .filter(|(line, _)| *line > 0)
            .map(|(_, text)| text)
            .collect(),
        source: named.source,
    }
}
