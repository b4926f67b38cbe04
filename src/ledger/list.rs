//! A plain list as a workbook: a title, a note, headers, rows.

use super::rejects::unwritten;
use crate::error::Result;
use rust_xlsxwriter::{Format, Workbook, XlsxError};

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// Text, written as text whatever it looks like.
    Text(String),
    /// A number.
    Number(f64),
}

/// A list.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct List {
    /// What it is.
    pub title: String,
    /// On what it rests.
    pub note: String,
    /// The headers.
    pub headers: Vec<String>,
    /// The rows, each with a value for every header.
    pub rows: Vec<Vec<Item>>,
}

/// Writes a list as a workbook of one sheet.
///
/// # Errors
/// What the writer of workbooks refuses.
pub fn workbook(list: &List) -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    fill(&mut book, list).map_err(|error| unwritten(&error))?;
    book.save_to_buffer().map_err(|error| unwritten(&error))
}

fn fill(book: &mut Workbook, list: &List) -> Result<(), XlsxError> {
    let page = book.add_worksheet();
    let (title, bold) = (
        Format::new().set_bold().set_font_size(14),
        Format::new().set_bold(),
    );
    let plain = Format::new().set_num_format("@");
    page.set_name("名单")?;
    page.write_string_with_format(0, 0, &list.title, &title)?;
    page.write_string(1, 0, &list.note)?;
    page.set_freeze_panes(3, 0)?;
    for (at, header) in (0_u16..).zip(&list.headers) {
        page.write_string_with_format(2, at, header, &bold)?;
        page.set_column_width(at, width(list, usize::from(at)))?;
    }
    for (row, items) in (3_u32..).zip(&list.rows) {
        for (at, item) in (0_u16..).zip(items) {
            match item {
                Item::Text(text) => page.write_string_with_format(row, at, text, &plain)?,
                Item::Number(number) => page.write_number(row, at, *number)?,
            };
        }
    }
    Ok(())
}

/// A column's width: two for each Chinese character of the longest value, within reason.
fn width(list: &List, at: usize) -> f64 {
    let cells =
        |text: &str| -> u32 { text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum() };
    let values = list.rows.iter().filter_map(|r| match r.get(at) {
        Some(Item::Text(text)) => Some(cells(text)),
        _ => None,
    });
    let header = list.headers.get(at).map_or(0, |h| cells(h));
    f64::from(values.fold(header, u32::max).clamp(6, 48) + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_formula_stays_a_text() {
        use calamine::{Data, Reader, Xlsx};
        let list = List {
            title: "名单".into(),
            note: "说明".into(),
            headers: vec!["姓名".into(), "总分".into()],
            rows: vec![vec![Item::Text("=1+1".into()), Item::Number(72.5)]],
        };
        let bytes = workbook(&list).unwrap();
        let mut book: Xlsx<_> =
            calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
        let page = book.worksheet_range("名单").unwrap();
        assert_eq!(page.get((3, 0)), Some(&Data::String("=1+1".into())));
        assert_eq!(page.get((3, 1)), Some(&Data::Float(72.5)));
        assert_eq!(page.get_size(), (4, 2));
    }
}
