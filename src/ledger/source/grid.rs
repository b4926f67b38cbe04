//! XLS and ODS sheets, which their library holds in memory as a whole.

use super::fence::fenced;
use super::text::too_wide;
use super::xlsx::locked;
use super::{Named, Source, Unreadable, Visit, WIDEST};
use crate::error::Result;
use crate::ledger::cell::Cell;
use crate::ledger::merged::Tall;
use crate::text;
use calamine::{
    CellErrorType, Data, Dimensions, ExcelDateTime, Ods, OdsError, Range, Reader, SheetVisible,
    Xls, XlsError,
};
use std::borrow::Cow;
use std::io::Cursor;
use std::rc::Rc;

/// One sheet held in memory.
pub struct GridSource {
    range: Range<Data>,
    form: &'static str,
    merged: Vec<Tall>,
}

/// Opens an XLS workbook (BIFF, also written by WPS as .et).
pub fn xls(bytes: Rc<[u8]>) -> Result<Vec<Named>, Unreadable> {
    if holds(&bytes, "EncryptedPackage") {
        return Err(locked());
    }
    if !holds(&bytes, "Workbook") && !holds(&bytes, "Book") {
        return Err(Unreadable::new(
            "not_a_table",
            text!(
                "这是旧版 Office 文档，但不是电子表格",
                "this is an old Office document, but not a spreadsheet"
            ),
            text!("把表格复制到 .xlsx 中", "copy its table into an .xlsx file"),
        ));
    }
    fenced(|| -> Result<Vec<Named>, Unreadable> {
        let mut book = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
            XlsError::Password => locked(),
            other => Unreadable::damaged(&other.to_string()),
        })?;
        collect(&mut book, "XLS", |book, sheet| {
            book.merge_cells_by_sheet_name(sheet).unwrap_or_default()
        })
    })
    .unwrap_or_else(|| Err(Unreadable::damaged("XLS")))
}

/// Opens an ODS workbook.
pub fn ods(bytes: Rc<[u8]>) -> Result<Vec<Named>, Unreadable> {
    fenced(|| -> Result<Vec<Named>, Unreadable> {
        let mut book = Ods::new(Cursor::new(bytes)).map_err(|error| match error {
            OdsError::Password => locked(),
            other => Unreadable::damaged(&other.to_string()),
        })?;
        collect(&mut book, "ODS", |_, _| Vec::new())
    })
    .unwrap_or_else(|| Err(Unreadable::damaged("ODS")))
}

fn collect<B>(
    book: &mut B,
    form: &'static str,
    merged: fn(&B, &str) -> Vec<Dimensions>,
) -> Result<Vec<Named>, Unreadable>
where
    B: Reader<Cursor<Rc<[u8]>>>,
    B::Error: std::fmt::Display,
{
    let sheets = book.sheets_metadata().to_vec();
    let mut named = Vec::with_capacity(sheets.len());
    for sheet in sheets {
        let range = book
            .worksheet_range(&sheet.name)
            .map_err(|error| Unreadable::damaged(&error.to_string()))?;
        let merged = tall(&merged(book, &sheet.name));
        named.push(Named {
            name: Some(sheet.name),
            hidden: sheet.visible != SheetVisible::Visible,
            source: Source::Grid(GridSource {
                range,
                form,
                merged,
            }),
        });
    }
    Ok(named)
}

/// Whether an old Office file's directory names a stream.
fn holds(bytes: &[u8], stream: &str) -> bool {
    let name: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|window| window == name)
}

/// Of merged cells those over several rows.
pub fn tall(merged: &[Dimensions]) -> Vec<Tall> {
    let tall = merged.iter().filter(|cell| cell.end.0 > cell.start.0);
    tall.map(|cell| Tall {
        top: cell.start.0.saturating_add(1),
        bottom: cell.end.0.saturating_add(1),
        at: usize::try_from(cell.start.1).unwrap_or(usize::MAX),
    })
    .filter(|cell| cell.at < WIDEST)
    .collect()
}

impl GridSource {
    /// The cells that are merged over several rows.
    pub fn merged(&self) -> Vec<Tall> {
        self.merged.clone()
    }

    /// `XLS` or `ODS`.
    pub fn form(&self) -> &'static str {
        self.form
    }

    /// Shows every row, blank ones as empty rows.
    pub fn each_row(&mut self, visit: &mut Visit<'_>) -> Result<()> {
        let Some((top, left)) = self.range.start() else {
            return Ok(());
        };
        let left = usize::try_from(left).unwrap_or(0);
        for blank in 0..top {
            if visit(blank + 1, &[]).is_break() {
                return Ok(());
            }
        }
        let mut cells: Vec<Cell<'_>> = Vec::new();
        for (line, row) in (top + 1..).zip(self.range.rows()) {
            cells.clear();
            if let Some(last) = row.iter().rposition(|data| *data != Data::Empty) {
                if left + last >= WIDEST {
                    return Err(too_wide(line));
                }
                cells.resize(left, Cell::Empty);
                cells.extend(row[..=last].iter().map(value));
            }
            if visit(line, &cells).is_break() {
                break;
            }
        }
        Ok(())
    }
}

fn value(data: &Data) -> Cell<'_> {
    match data {
        Data::Empty => Cell::Empty,
        Data::Int(n) => {
            #[allow(clippy::cast_precision_loss)] // as a spreadsheet itself holds it
            let number = *n as f64;
            Cell::Number(number)
        }
        Data::Float(number) => Cell::Number(*number),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            Cell::Text(Cow::Borrowed(text))
        }
        Data::Bool(truth) => Cell::Truth(*truth),
        Data::DateTime(time) => day(time),
        Data::Error(error) => Cell::Broken(word_of(error)),
    }
}

/// A cell with a date format; a bare time of day stays a number.
pub fn day(time: &ExcelDateTime) -> Cell<'static> {
    match time.as_datetime() {
        Some(day) if time.is_datetime() && time.as_f64() >= 1.0 => Cell::Day(day),
        _ => Cell::Number(time.as_f64()),
    }
}

/// What a spreadsheet shows for a failed formula.
pub fn word_of(error: &CellErrorType) -> &'static str {
    match error {
        CellErrorType::Div0 => "#DIV/0!",
        CellErrorType::NA => "#N/A",
        CellErrorType::Name => "#NAME?",
        CellErrorType::Null => "#NULL!",
        CellErrorType::Num => "#NUM!",
        CellErrorType::Ref => "#REF!",
        CellErrorType::Value => "#VALUE!",
        CellErrorType::GettingData => "#GETTING_DATA",
    }
}
