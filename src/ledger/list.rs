//! A plain list as a workbook: a title, a note, headers, rows.

use super::rejects::unwritten;
use crate::error::Result;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// Text, written as text whatever it looks like.
    Text(String),
    /// Points, shown with two places.
    Number(f64),
    /// A whole number.
    Count(u32),
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
    /// Who issues it, and the day in words.
    pub signed: [String; 2],
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

/// The looks of a list: a frame around every value, as in print.
struct Looks {
    title: Format,
    note: Format,
    head: Format,
    text: Format,
    points: Format,
    count: Format,
    signed: Format,
}

impl Looks {
    fn new() -> Looks {
        let font = || Format::new().set_font_name("宋体").set_font_size(11);
        let framed = || {
            font()
                .set_border(FormatBorder::Thin)
                .set_align(FormatAlign::VerticalCenter)
        };
        Looks {
            title: Format::new()
                .set_font_name("黑体")
                .set_font_size(16)
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter),
            note: font()
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter),
            head: framed()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center),
            text: framed().set_num_format("@").set_text_wrap(),
            points: framed().set_num_format("0.00"),
            count: framed().set_num_format("0"),
            signed: font().set_align(FormatAlign::Right),
        }
    }
}

fn fill(book: &mut Workbook, list: &List) -> Result<(), XlsxError> {
    let page = book.add_worksheet();
    let looks = Looks::new();
    page.set_name("名单")?;
    let last = u16::try_from(list.headers.len().max(1) - 1).unwrap_or(0);
    across(page, (0, last), &list.title, &looks.title)?;
    across(page, (1, last), &list.note, &looks.note)?;
    page.set_row_height(0, 32)?;
    page.set_row_height(1, 32)?;
    page.set_freeze_panes(3, 0)?;
    let mut wide = 0.0;
    for (at, header) in (0_u16..).zip(&list.headers) {
        page.write_string_with_format(2, at, header, &looks.head)?;
        let width = width(list, usize::from(at));
        page.set_column_width(at, width)?;
        wide += width;
    }
    let mut row = 3;
    for items in &list.rows {
        for (at, item) in (0_u16..).zip(items) {
            match item {
                Item::Text(text) => page.write_string_with_format(row, at, text, &looks.text)?,
                Item::Number(n) => page.write_number_with_format(row, at, *n, &looks.points)?,
                Item::Count(n) => page.write_number_with_format(row, at, *n, &looks.count)?,
            };
        }
        row += 1;
    }
    for (at, signed) in (row + 1..).zip(&list.signed) {
        across(page, (at, last), signed, &looks.signed)?;
    }
    print(page, wide)
}

/// How wide a page of A4 upright is, in characters.
const UPRIGHT: f64 = 90.0;

/// A4, as wide as one page, with the head on every page and page numbers.
fn print(page: &mut Worksheet, wide: f64) -> Result<(), XlsxError> {
    page.set_paper_size(9);
    if wide > UPRIGHT {
        page.set_landscape();
    }
    page.set_print_fit_to_pages(1, 0);
    page.set_margins(0.5, 0.5, 0.75, 0.6, 0.35, 0.3);
    page.set_print_center_horizontally(true);
    page.set_repeat_rows(2, 2)?;
    page.set_footer("&C第 &P 页，共 &N 页");
    Ok(())
}

/// One text over all columns.
fn across(
    page: &mut Worksheet,
    (row, last): (u32, u16),
    text: &str,
    look: &Format,
) -> Result<(), XlsxError> {
    if last == 0 {
        page.write_string_with_format(row, 0, text, look)?;
    } else {
        page.merge_range(row, 0, row, last, text, look)?;
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
            signed: ["某县政协".into(), "2026年11月20日".into()],
            rows: vec![vec![Item::Text("=1+1".into()), Item::Number(72.5)]],
        };
        let bytes = workbook(&list).unwrap();
        let mut book: Xlsx<_> =
            calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
        let page = book.worksheet_range("名单").unwrap();
        assert_eq!(page.get((3, 0)), Some(&Data::String("=1+1".into())));
        assert_eq!(page.get((3, 1)), Some(&Data::Float(72.5)));
        assert_eq!(page.get((5, 0)), Some(&Data::String("某县政协".into())));
    }
}
