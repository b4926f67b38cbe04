//! XLSX sheets, streamed: only the shared strings are held, so empty rows and columns cost nothing.

use super::fence::fenced;
use super::grid::{day, tall, word_of};
use super::text::too_wide;
use super::{Named, Source, Unreadable, Visit, WIDEST};
use crate::error::Result;
use crate::ledger::cell::Cell;
use crate::ledger::merged::Tall;
use crate::text;
use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError, XlsxFormulaMetadata};
use std::borrow::Cow;
use std::cell::RefCell;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::rc::Rc;

type Book = Xlsx<Cursor<Rc<[u8]>>>;

/// One sheet of an XLSX workbook.
pub struct XlsxSource {
    book: Rc<RefCell<Book>>,
    sheet: String,
    /// Read once: the file holds them behind all its rows.
    merged: Option<Vec<Tall>>,
}

/// Opens a workbook and lists its sheets.
pub fn open(bytes: Rc<[u8]>) -> Result<Vec<Named>, Unreadable> {
    let book = fenced(|| Book::new(Cursor::new(bytes)))
        .ok_or_else(|| Unreadable::damaged("XLSX"))?
        .map_err(|error| unreadable(&error))?;
    let sheets: Vec<_> = book
        .sheets_metadata()
        .iter()
        .filter(|s| s.typ == SheetType::WorkSheet)
        .cloned()
        .collect();
    let book = Rc::new(RefCell::new(book));
    Ok(sheets
        .into_iter()
        .map(|sheet| Named {
            name: Some(sheet.name.clone()),
            hidden: sheet.visible != SheetVisible::Visible,
            source: Source::Xlsx(XlsxSource {
                book: book.clone(),
                sheet: sheet.name,
                merged: None,
            }),
        })
        .collect())
}

fn unreadable(error: &XlsxError) -> Unreadable {
    match error {
        XlsxError::Password => locked(),
        other => Unreadable::damaged(&other.to_string()),
    }
}

/// A workbook with a password.
pub fn locked() -> Unreadable {
    Unreadable::new(
        "password",
        text!("文件有打开密码", "the file is locked with a password"),
        text!(
            "去掉密码另存后再试",
            "save it without the password and try again"
        ),
    )
}

impl XlsxSource {
    /// The cells that are merged over several rows.
    pub fn merged(&mut self) -> Vec<Tall> {
        if self.merged.is_none() {
            let found = self.book.try_borrow_mut().ok().and_then(|mut book| {
                fenced(|| {
                    book.merge_cells_by_sheet_name(&self.sheet)
                        .unwrap_or_default()
                })
            });
            self.merged = Some(tall(&found.unwrap_or_default()));
        }
        self.merged.clone().unwrap_or_default()
    }

    /// Shows every row that has cells; rows between them as empty ones.
    pub fn each_row(&mut self, visit: &mut Visit<'_>) -> Result<()> {
        let mut book = self
            .book
            .try_borrow_mut()
            .map_err(|_| Unreadable::damaged("XLSX").into_error())?;
        let sheet = &self.sheet;
        stream(&mut book, sheet, visit)
    }
}

fn stream(book: &mut Book, sheet: &str, visit: &mut Visit<'_>) -> Result<()> {
    let failed = |error: XlsxError| unreadable(&error).into_error();
    let mut reader = match book.worksheet_cells_reader(sheet) {
        Ok(reader) => reader,
        // A sheet without any sheetData element is an empty one.
        Err(XlsxError::NotAWorksheet(_)) => return Ok(()),
        Err(error) => return Err(failed(error)),
    };
    let mut cells: Vec<Cell<'_>> = Vec::new();
    let mut row = 0;
    let mut shown = 0;
    let broken = || Unreadable::damaged("XLSX").into_error();
    while let Some(cell) = fenced(|| reader.next_cell_with_formula_metadata())
        .ok_or_else(broken)?
        .map_err(failed)?
    {
        let (at, column) = cell.pos;
        if at != row {
            if show(&mut shown, row, &cells, visit).is_break() {
                return Ok(());
            }
            cells.clear();
            row = at;
        }
        let value = match (value(cell.value), cell.formula) {
            (Cell::Empty, Some(formula)) => Cell::Unvalued(Cow::Owned(words(formula))),
            (value, _) => value,
        };
        if value == Cell::Empty {
            continue;
        }
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= WIDEST {
            if value.is_empty() {
                continue;
            }
            return Err(too_wide(at + 1));
        }
        if cells.len() <= column {
            cells.resize(column + 1, Cell::Empty);
        }
        cells[column] = value;
    }
    let _ = show(&mut shown, row, &cells, visit);
    Ok(())
}

/// Shows one row, and the blank lines since the last one. `shown` counts rows already shown.
fn show(shown: &mut u32, row: u32, cells: &[Cell<'_>], visit: &mut Visit<'_>) -> ControlFlow<()> {
    if cells.iter().all(Cell::is_empty) {
        return ControlFlow::Continue(());
    }
    for blank in *shown..row {
        visit(blank + 1, &[])?;
    }
    *shown = row + 1;
    visit(row + 1, cells)
}

/// The text of a formula, as far as its own cell has it.
fn words(formula: XlsxFormulaMetadata) -> String {
    match formula {
        XlsxFormulaMetadata::Normal { formula } | XlsxFormulaMetadata::Shared { formula, .. } => {
            formula
        }
        _ => "…".to_owned(),
    }
}

fn value(data: DataRef<'_>) -> Cell<'_> {
    match data {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(n) => {
            #[allow(clippy::cast_precision_loss)] // as a spreadsheet itself holds it
            let number = n as f64;
            Cell::Number(number)
        }
        DataRef::Float(number) => Cell::Number(number),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            Cell::Text(Cow::Owned(text))
        }
        DataRef::SharedString(text) => Cell::Text(Cow::Borrowed(text)),
        DataRef::Bool(truth) => Cell::Truth(truth),
        DataRef::DateTime(time) => day(&time),
        DataRef::Error(error) => Cell::Broken(word_of(&error)),
    }
}
