//! Refused rows as a workbook in their own columns, to be mended and fed again.

use super::Fault;
use super::cell::Cell;
use super::sheet::Sheet;
use crate::error::{Error, Result};
use crate::lang::Lang;
use crate::text;
use rust_xlsxwriter::{Format, FormatPattern, Workbook, Worksheet, XlsxError};
use std::collections::{BTreeMap, HashSet};
use std::ops::ControlFlow;

/// The header of the column that says why a row was refused; recognition passes over it.
pub const REASON: &str = "错误原因";

/// Writes the rows of `refused` (a sheet's place in `sheets`, and a fault of one of its lines) as
/// they stand in their files, with what is wrong in a last column. Cells are written as text, so
/// that nothing is damaged again.
pub fn rejects(sheets: &mut [Sheet], refused: &[(usize, Fault)], lang: Lang) -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    let mut names = HashSet::new();
    for (place, sheet) in sheets.iter_mut().enumerate() {
        let mut lines: BTreeMap<u32, Vec<&Fault>> = BTreeMap::new();
        let of_rows = |(at, fault): &&(usize, Fault)| *at == place && fault.line > sheet.header_row;
        for (_, fault) in refused.iter().filter(of_rows) {
            lines.entry(fault.line).or_default().push(fault);
        }
        if !lines.is_empty() {
            let page = book.add_worksheet();
            page.set_name(page_name(sheet, &mut names))
                .map_err(|error| unwritten(&error))?;
            write(page, sheet, &lines, lang)?;
        }
    }
    book.save_to_buffer().map_err(|error| unwritten(&error))
}

pub(super) fn unwritten(error: &XlsxError) -> Error {
    Error::machine(
        "unwritten",
        text!(
            "不能生成工作簿：{error}",
            "the workbook cannot be made: {error}"
        ),
    )
}

/// A name that a workbook accepts and does not have yet.
fn page_name(sheet: &Sheet, taken: &mut HashSet<String>) -> String {
    let own = sheet.sheet.clone().unwrap_or_else(|| {
        let stem = std::path::Path::new(&sheet.file).file_stem();
        stem.map_or_else(
            || "拒收".to_owned(),
            |stem| stem.to_string_lossy().into_owned(),
        )
    });
    let fit = |text: &str, limit| {
        let plain: String = text
            .chars()
            .filter(|c| !"[]:*?/\\'".contains(*c))
            .take(limit)
            .collect();
        if plain.trim().is_empty() {
            "拒收".to_owned()
        } else {
            plain
        }
    };
    let mut name = fit(&own, 31);
    let mut count = 2;
    while !taken.insert(name.to_lowercase()) {
        name = format!("{}-{count}", fit(&own, 26));
        count += 1;
    }
    name
}

/// Where the cells of a sheet stand in its page, and how they look there.
struct Plan {
    headers: Vec<String>,
    /// The places of the columns that come along: all but our own.
    kept: Vec<usize>,
    plain: Format,
    red: Format,
}

impl Plan {
    fn of(sheet: &Sheet) -> Plan {
        let headers: Vec<String> = sheet.headers.iter().map(|h| h.trim().to_owned()).collect();
        let plain = Format::new().set_num_format("@");
        Plan {
            kept: (0..headers.len())
                .filter(|at| headers[*at] != REASON)
                .collect(),
            red: plain
                .clone()
                .set_pattern(FormatPattern::Solid)
                .set_background_color(rust_xlsxwriter::Color::RGB(0x00FF_D9D9)),
            headers,
            plain,
        }
    }

    fn reason_at(&self) -> u16 {
        column_no(self.kept.len())
    }

    /// Titles above the header hold the session and the year: they come along. Gives the header's
    /// row.
    fn head(&self, page: &mut Worksheet, titles: &[String]) -> Result<u32, XlsxError> {
        let bold = Format::new().set_bold();
        let mut row = 0;
        for title in titles {
            page.write_string(row, 0, title)?;
            row += 1;
        }
        let kept = self.kept.iter().map(|at| self.headers[*at].as_str());
        for (column, header) in kept.chain([REASON]).enumerate() {
            page.write_string_with_format(row, column_no(column), header, &bold)?;
        }
        page.set_column_width(self.reason_at(), 60)?;
        Ok(row)
    }

    fn line(
        &self,
        page: &mut Worksheet,
        row: u32,
        cells: &[Cell<'_>],
        faults: &[&Fault],
        lang: Lang,
    ) -> Result<(), XlsxError> {
        for (column, at) in self.kept.iter().enumerate() {
            let header = &self.headers[*at];
            let wrong = !header.is_empty() && faults.iter().any(|fault| fault.column == *header);
            let cell = cells.get(*at).unwrap_or(&Cell::Empty);
            let format = if wrong { &self.red } else { &self.plain };
            page.write_string_with_format(row, column_no(column), shortened(cell), format)?;
        }
        let reasons: Vec<String> = faults.iter().map(|fault| told(fault, lang)).collect();
        page.write_string(row, self.reason_at(), reasons.join("；"))?;
        // Cells beyond the header stand beyond the reason, still without a header.
        for (at, cell) in cells.iter().enumerate().skip(self.headers.len()) {
            page.write_string_with_format(row, column_no(at + 1), shortened(cell), &self.red)?;
        }
        Ok(())
    }
}

fn write(
    page: &mut Worksheet,
    sheet: &mut Sheet,
    lines: &BTreeMap<u32, Vec<&Fault>>,
    lang: Lang,
) -> Result<()> {
    let plan = Plan::of(sheet);
    let head = plan.head(page, &sheet.titles);
    let mut row = head.map_err(|error| unwritten(&error))?;
    let mut written = Ok(());
    sheet.source.each_row(&mut |line, cells| {
        let Some(faults) = lines.get(&line) else {
            return ControlFlow::Continue(());
        };
        row += 1;
        written = plan.line(page, row, cells, faults, lang);
        if written.is_ok() {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    })?;
    written.map_err(|error| unwritten(&error))
}

/// What a cell of a workbook can hold.
fn shortened(cell: &Cell<'_>) -> String {
    cell.shown().chars().take(32_000).collect()
}

fn column_no(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

fn told(fault: &Fault, lang: Lang) -> String {
    let (reason, fix) = (fault.reason.pick(lang), fault.fix.pick(lang));
    if fault.column.is_empty() {
        format!("{reason}。{fix}")
    } else {
        format!("{}：{reason}。{fix}", fault.column)
    }
}
