//! Files as rows of cells. What a file is, its bytes tell; its name never does.

mod bytes;
mod encoding;
mod fence;
mod grid;
mod text;
mod xlsx;
mod zip;

pub(super) use bytes::Body;
pub use bytes::Input;
pub use encoding::text_of;

use super::cell::Cell;
use super::merged::Tall;
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::text;
use std::ops::ControlFlow;

/// Whoever looks at rows: the line that the spreadsheet shows, and the cells.
pub type Visit<'v> = dyn FnMut(u32, &[Cell<'_>]) -> ControlFlow<()> + 'v;

/// Cells to the right of this column are not looked at; a file that has any is refused.
pub const WIDEST: usize = 1024;

/// One sheet of a file, ready to be read any number of times from its first row.
pub(super) enum Source {
    /// Delimited text.
    Text(text::TextSource),
    /// A sheet of an XLSX workbook, streamed.
    Xlsx(xlsx::XlsxSource),
    /// A sheet of an XLS or ODS workbook, held in memory.
    Grid(grid::GridSource),
}

impl Source {
    /// Shows every row that is not blank, and blank ones as empty rows, until `visit` breaks.
    pub fn each_row(&mut self, visit: &mut Visit<'_>) -> Result<()> {
        match self {
            Source::Text(text) => text.each_row(visit),
            Source::Xlsx(xlsx) => xlsx.each_row(visit),
            Source::Grid(grid) => grid.each_row(visit),
        }
    }

    /// The cells that are merged over several rows; ODS and text files do not tell.
    pub fn merged(&mut self) -> Vec<Tall> {
        match self {
            Source::Text(_) => Vec::new(),
            Source::Xlsx(xlsx) => xlsx.merged(),
            Source::Grid(grid) => grid.merged(),
        }
    }

    /// How the file is written, for the summary: `GB18030, 逗号`.
    pub fn form(&self) -> String {
        match self {
            Source::Text(text) => text.form(),
            Source::Xlsx(_) => "XLSX".to_owned(),
            Source::Grid(grid) => grid.form().to_owned(),
        }
    }
}

/// A sheet and its name; text files have none.
pub(super) struct Named {
    /// The sheet's name.
    pub name: Option<String>,
    /// Whether people see it.
    pub hidden: bool,
    /// Its rows.
    pub source: Source,
}

/// Why a file cannot be read at all.
#[derive(Debug)]
pub(super) struct Unreadable {
    /// A stable code.
    pub code: &'static str,
    /// Why.
    pub reason: Text,
    /// What to do.
    pub fix: Text,
}

impl Unreadable {
    fn new(code: &'static str, reason: Text, fix: Text) -> Unreadable {
        Unreadable { code, reason, fix }
    }

    fn damaged(detail: &str) -> Unreadable {
        Unreadable::new(
            "damaged_file",
            text!(
                "文件已损坏或不完整（{detail}）",
                "the file is damaged or cut short ({detail})"
            ),
            text!(
                "用 WPS 或 Excel 打开并另存为 .xlsx 后再试",
                "open it in WPS or Excel, save it as .xlsx and try again"
            ),
        )
    }

    fn into_error(self) -> Error {
        Error::refused(self.code, self.reason).hint(self.fix)
    }
}

/// Finds out what the bytes are and lists the sheets.
pub(super) fn sheets(body: Body) -> Result<Vec<Named>, Unreadable> {
    let head = body.head();
    if head.is_empty() {
        return Err(empty());
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        let bytes = body.whole()?;
        zip::check(&bytes)?;
        return if zip::names(&bytes).any(|name| name == b"mimetype") {
            grid::ods(bytes)
        } else {
            xlsx::open(bytes)
        };
    }
    if head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return grid::xls(body.whole()?);
    }
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head);
    if start.trim_ascii_start().starts_with(b"<") {
        return Err(Unreadable::new(
            "web_page",
            text!(
                "这是网页（HTML/XML），不是电子表格",
                "this is a web page (HTML or XML), not a spreadsheet"
            ),
            text!(
                "用 WPS 或 Excel 打开并另存为 .xlsx",
                "open it in WPS or Excel and save it as .xlsx"
            ),
        ));
    }
    if start.starts_with(b"%PDF") || start.starts_with(b"{\\rtf") {
        return Err(Unreadable::new(
            "not_a_table",
            text!(
                "这是文档，不是电子表格",
                "this is a document, not a spreadsheet"
            ),
            text!("把表格复制到 .xlsx 中", "copy its table into an .xlsx file"),
        ));
    }
    text::open(body).map(|source| {
        vec![Named {
            name: None,
            hidden: false,
            source: Source::Text(source),
        }]
    })
}

fn empty() -> Unreadable {
    Unreadable::new(
        "empty_file",
        text!("文件是空的", "the file is empty"),
        text!("检查是否选对了文件", "check that this is the right file"),
    )
}
