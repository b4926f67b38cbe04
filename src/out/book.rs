//! Workbooks that are ready to print: A4 across, the head on every page and in view, page
//! numbers, columns as wide as what stands in them. Rows are written as they come and not kept.

use super::cell::Cell;
use super::clean::harmless_lines;
use super::grid::{Column, Grid};
use super::width;
use crate::error::{Error, Result};
use crate::lang::Lang;
use crate::text;
use num_rational::Ratio;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};
use std::io::Write;

/// Rows of a sheet, the head included, before another is begun; programs hold 1,048,576.
const ROWS: u32 = 1_000_000;
/// What a cell holds at most, in characters.
const LONGEST: usize = 32_000;
/// How wide a column is at most.
const WIDEST: usize = 46;
/// The same where texts are folded sooner.
const FOLDED: usize = 20;

/// A workbook that is being written.
pub struct Book {
    pages: Workbook,
    sheets: Vec<Sheet>,
    looks: Looks,
    lang: Lang,
}

/// A sheet of the workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SheetId(usize);

struct Sheet {
    name: String,
    columns: Vec<Column>,
    title: String,
    /// The place of the worksheet that is being filled.
    at: usize,
    row: u32,
    widths: Vec<usize>,
    /// Whether columns in which nothing stands are left out, and long ones folded, so that the
    /// print stays large enough to read.
    lean: bool,
    /// Which columns have anything.
    filled: Vec<bool>,
    /// How many worksheets it takes so far.
    count: usize,
}

struct Looks {
    head: Format,
    text: Format,
    number: Format,
    points: Format,
}

impl Looks {
    fn new() -> Looks {
        let plain = || {
            Format::new()
                .set_font_name("宋体")
                .set_font_size(10)
                .set_border(FormatBorder::Hair)
                .set_align(FormatAlign::Top)
        };
        let head = plain()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::VerticalCenter)
            .set_background_color(Color::RGB(0x00E8_EEF3));
        Looks {
            head,
            text: plain().set_text_wrap(),
            number: plain().set_num_format("0"),
            points: plain().set_num_format("0.00"),
        }
    }
}

impl Book {
    /// A workbook without sheets.
    pub fn new(lang: Lang) -> Book {
        Book {
            pages: Workbook::new(),
            sheets: Vec::new(),
            looks: Looks::new(),
            lang,
        }
    }

    /// Adds a sheet with a head; `title` stands over every printed page.
    ///
    /// # Errors
    /// `unwritten`.
    pub fn sheet(&mut self, name: &str, title: &str, columns: Vec<Column>) -> Result<SheetId> {
        let widths = columns
            .iter()
            .map(|c| width(c.title.pick(self.lang)))
            .collect();
        self.sheets.push(Sheet {
            name: fit(name),
            lean: false,
            filled: vec![false; columns.len()],
            columns,
            title: title.to_owned(),
            at: 0,
            row: 0,
            widths,
            count: 0,
        });
        let id = SheetId(self.sheets.len() - 1);
        self.begin(id).map_err(|e| unwritten(&e))?;
        Ok(id)
    }

    /// Lets a sheet leave out the columns in which nothing stands, and fold long texts sooner.
    pub fn lean(&mut self, id: SheetId) {
        self.sheets[id.0].lean = true;
    }

    /// A sheet with all of a list, and its notes below.
    ///
    /// # Errors
    /// `unwritten`.
    pub fn grid(&mut self, name: &str, title: &str, grid: &Grid) -> Result<SheetId> {
        let id = self.sheet(name, title, grid.columns.clone())?;
        for row in &grid.rows {
            self.row(id, row)?;
        }
        Ok(id)
    }

    /// Adds a row.
    ///
    /// # Errors
    /// `unwritten`.
    pub fn row(&mut self, id: SheetId, cells: &[Cell]) -> Result<()> {
        if self.sheets[id.0].row >= ROWS {
            self.end(id).map_err(|e| unwritten(&e))?;
            self.begin(id).map_err(|e| unwritten(&e))?;
        }
        self.write_row(id, cells).map_err(|e| unwritten(&e))
    }

    /// Writes the workbook.
    ///
    /// # Errors
    /// `unwritten`.
    pub fn save(mut self, to: impl Write + Send) -> Result<()> {
        for at in 0..self.sheets.len() {
            self.end(SheetId(at)).map_err(|e| unwritten(&e))?;
        }
        self.pages.save_to_writer(to).map_err(|e| unwritten(&e))
    }

    fn begin(&mut self, id: SheetId) -> std::result::Result<(), XlsxError> {
        let at = self.pages.worksheets().len();
        let sheet = &mut self.sheets[id.0];
        sheet.count += 1;
        let name = match sheet.count {
            1 => sheet.name.clone(),
            n => format!("{}{n}", sheet.name),
        };
        (sheet.at, sheet.row) = (at, 1);
        let page = self.pages.add_worksheet_with_constant_memory()?;
        page.set_name(name)?;
        page.set_landscape();
        page.set_paper_size(9);
        page.set_print_fit_to_pages(1, 0);
        page.set_margins(0.5, 0.5, 0.75, 0.6, 0.35, 0.3);
        page.set_header(format!(
            "&C&\"黑体,Regular\"&12{}",
            sheet.title.replace('&', "&&")
        ));
        page.set_footer(match self.lang {
            Lang::Zh => "&C第 &P 页，共 &N 页",
            Lang::En => "&CPage &P of &N",
        });
        page.set_repeat_rows(0, 0)?;
        page.set_freeze_panes(1, 0)?;
        for (at, column) in (0_u16..).zip(&sheet.columns) {
            page.write_string_with_format(0, at, column.title.pick(self.lang), &self.looks.head)?;
        }
        Ok(())
    }

    /// Widths go by what was written.
    fn end(&mut self, id: SheetId) -> std::result::Result<(), XlsxError> {
        let sheet = &self.sheets[id.0];
        let page = self.pages.worksheet_from_index(sheet.at)?;
        let widest = if sheet.lean { FOLDED } else { WIDEST };
        for ((at, wide), filled) in (0_u16..).zip(&sheet.widths).zip(&sheet.filled) {
            let wide = u32::try_from((*wide).clamp(4, widest) + 2).unwrap_or(8);
            page.set_column_width(at, f64::from(wide))?;
            if sheet.lean && !filled {
                page.set_column_hidden(at)?;
            }
        }
        let last = u16::try_from(sheet.columns.len().max(1) - 1).unwrap_or(0);
        page.autofilter(0, 0, sheet.row - 1, last)?;
        Ok(())
    }

    fn write_row(&mut self, id: SheetId, cells: &[Cell]) -> std::result::Result<(), XlsxError> {
        let sheet = &mut self.sheets[id.0];
        let page = self.pages.worksheet_from_index(sheet.at)?;
        for (at, cell) in cells.iter().enumerate().take(sheet.columns.len()) {
            let shown = width(&cell.shown(self.lang));
            sheet.widths[at] = sheet.widths[at].max(shown);
            sheet.filled[at] |= shown > 0;
            let place = (sheet.row, u16::try_from(at).unwrap_or(u16::MAX));
            write_cell(page, place, cell, &self.looks, self.lang)?;
        }
        sheet.row += 1;
        Ok(())
    }
}

fn write_cell(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    looks: &Looks,
    lang: Lang,
) -> std::result::Result<(), XlsxError> {
    match cell {
        Cell::Empty => page.write_blank(row, column, &looks.text)?,
        Cell::Toned(_, cell) => {
            return write_cell(page, (row, column), cell, looks, lang);
        }
        #[allow(clippy::cast_precision_loss)] // counts are small
        Cell::Int(n) => page.write_number_with_format(row, column, *n as f64, &looks.number)?,
        Cell::Points(p) => page.write_number_with_format(row, column, float(*p), &looks.points)?,
        cell => {
            let shown = cell.shown(lang);
            let text: String = harmless_lines(&shown).chars().take(LONGEST).collect();
            page.write_string_with_format(row, column, text, &looks.text)?
        }
    };
    Ok(())
}

/// The nearest number that a spreadsheet has.
#[allow(clippy::cast_precision_loss)]
fn float(value: Ratio<i128>) -> f64 {
    *value.numer() as f64 / *value.denom() as f64
}

/// A name that a workbook accepts.
fn fit(name: &str) -> String {
    let odd = |c: &char| !"[]:*?/\\'".contains(*c);
    name.chars().filter(odd).take(28).collect()
}

fn unwritten(error: &XlsxError) -> Error {
    Error::machine(
        "unwritten",
        text!(
            "不能生成工作簿：{error}",
            "the workbook cannot be made: {error}"
        ),
    )
    .hint(text!(
        "检查磁盘是否已满、文件夹是否可写",
        "check that the disk has room and the folder can be written"
    ))
}
