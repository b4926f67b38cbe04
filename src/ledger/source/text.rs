//! Delimited text, read as a stream. Lines are counted as an editor shows them, so a quoted cell
//! of three lines moves the next record's number by three.

use super::encoding::{Broken, Utf8Stream, sniff};
use super::{Body, Unreadable, Visit, WIDEST};
use crate::error::{Error, Result};
use crate::ledger::cell::Cell;
use crate::text;
use encoding_rs::Encoding;
use std::borrow::Cow;

/// A record longer than this has a quote that is never closed.
const LONGEST: usize = 1 << 20;

/// A delimited text file.
pub struct TextSource {
    body: Body,
    encoding: &'static Encoding,
    delimiter: u8,
    declared: bool,
}

/// Finds encoding and delimiter.
pub fn open(body: Body) -> Result<TextSource, Unreadable> {
    let encoding = sniff(&body)?;
    let mut head = Vec::new();
    let filled = Utf8Stream::new(&body, encoding).map(|mut stream| stream.fill(&mut head));
    if !matches!(filled, Ok(Ok(_))) {
        return Err(Unreadable::damaged(encoding.name()));
    }
    if head.trim_ascii().is_empty() {
        return Err(super::empty());
    }
    let declared = head
        .strip_prefix(b"sep=")
        .and_then(|rest| rest.first().copied());
    let delimiter = declared.unwrap_or_else(|| delimiter(&head));
    Ok(TextSource {
        body,
        encoding,
        delimiter,
        declared: declared.is_some(),
    })
}

/// The delimiter that cuts the first lines most evenly: comma unless another one clearly does.
fn delimiter(head: &[u8]) -> u8 {
    let lines: Vec<&[u8]> = head
        .split(|b| *b == b'\n')
        .filter(|l| !l.trim_ascii().is_empty())
        .take(30)
        .collect();
    let score = |d: u8| {
        let counts = lines.iter().map(|line| line.split(|b| *b == d).count() - 1);
        let mut sorted: Vec<usize> = counts.filter(|n| *n > 0).collect();
        sorted.sort_unstable();
        sorted.len() * sorted.get(sorted.len() / 2).copied().unwrap_or(0)
    };
    let best = [b',', b'\t', b';'].map(|d| (score(d), d));
    best.into_iter()
        .reduce(|a, b| if b.0 > a.0 { b } else { a })
        .map_or(b',', |b| b.1)
}

impl TextSource {
    /// Encoding and delimiter, for the summary.
    pub fn form(&self) -> String {
        let delimiter = match self.delimiter {
            b'\t' => "TSV",
            b';' => "CSV(;)",
            _ => "CSV",
        };
        format!("{delimiter} {}", self.encoding.name())
    }

    /// Shows every record; blank lines as empty rows.
    pub fn each_row(&mut self, visit: &mut Visit<'_>) -> Result<()> {
        let mut records = Records::new(Utf8Stream::new(&self.body, self.encoding)?, self.delimiter);
        let mut spare: Vec<Cell<'static>> = Vec::new();
        if self.declared {
            records.next()?;
        }
        while records.next()? {
            let mut cells = recycle(spare);
            records.cells(&mut cells)?;
            let flow = visit(records.line, &cells);
            spare = recycle(cells);
            if flow.is_break() {
                break;
            }
        }
        Ok(())
    }
}

/// The emptied vector's memory under another lifetime.
fn recycle<'b>(mut cells: Vec<Cell<'_>>) -> Vec<Cell<'b>> {
    cells.clear();
    cells.into_iter().map(|_| Cell::Empty).collect()
}

/// Records of a stream, one at a time.
struct Records {
    stream: Utf8Stream,
    delimiter: u8,
    /// Undecided text; the current record is at its start.
    buffer: Vec<u8>,
    start: usize,
    ended: bool,
    /// Unquoted content of the record, and where its cells end.
    content: Vec<u8>,
    ends: Vec<usize>,
    /// The line on which the record starts.
    line: u32,
    next_line: u32,
}

impl Records {
    fn new(stream: Utf8Stream, delimiter: u8) -> Records {
        Records {
            stream,
            delimiter,
            buffer: Vec::new(),
            start: 0,
            ended: false,
            content: Vec::new(),
            ends: Vec::new(),
            line: 0,
            next_line: 1,
        }
    }

    /// Moves to the next record; false at the end of the file.
    fn next(&mut self) -> Result<bool> {
        self.line = self.next_line;
        loop {
            if let Some((length, lines)) = self.scan() {
                self.start += length;
                self.next_line += lines;
                return Ok(true);
            }
            if self.ended {
                return self.last();
            }
            if self.buffer.len() - self.start > LONGEST {
                return Err(self.unclosed());
            }
            self.buffer.drain(..self.start);
            self.start = 0;
            match self.stream.fill(&mut self.buffer) {
                Ok(more) => self.ended = !more,
                Err(Broken::Malformed) => return Err(self.malformed()),
                Err(Broken::Io(error)) => return Err(broken_disk(error)),
            }
        }
    }

    /// What is left where the file ends without a line end.
    fn last(&mut self) -> Result<bool> {
        if self.start >= self.buffer.len() {
            return Ok(false);
        }
        self.buffer.push(b'\n');
        let Some((length, lines)) = self.scan() else {
            return Err(self.unclosed());
        };
        self.start += length;
        self.next_line += lines;
        Ok(true)
    }

    /// Cuts one record from the buffer into cells: its length and lines, or `None` where the
    /// buffer ends first.
    fn scan(&mut self) -> Option<(usize, u32)> {
        self.content.clear();
        self.ends.clear();
        let text = &self.buffer[self.start..];
        let (mut at, mut lines) = (0, 0);
        loop {
            if *text.get(at)? == b'"' {
                at = quoted(text, at + 1, &mut self.content, &mut lines)?;
            }
            let rest = &text[at..];
            let length = rest
                .iter()
                .position(|b| *b == self.delimiter || *b == b'\n' || *b == b'\r')?;
            self.content.extend_from_slice(&rest[..length]);
            self.ends.push(self.content.len());
            at += length;
            match text[at] {
                b'\n' => return Some((at + 1, lines + 1)),
                b'\r' => match text.get(at + 1) {
                    Some(b'\n') => return Some((at + 2, lines + 1)),
                    Some(_) => return Some((at + 1, lines + 1)),
                    None => return None,
                },
                _ => at += 1,
            }
        }
    }

    /// The cells of the current record.
    fn cells<'a>(&'a self, cells: &mut Vec<Cell<'a>>) -> Result<()> {
        let text = std::str::from_utf8(&self.content).map_err(|_| self.malformed())?;
        if self.ends.len() > WIDEST && text.len() > self.ends[WIDEST - 1] {
            return Err(too_wide(self.line));
        }
        let mut start = 0;
        for end in self.ends.iter().take(WIDEST) {
            let piece = text.get(start..*end).unwrap_or_default();
            cells.push(if piece.is_empty() {
                Cell::Empty
            } else {
                Cell::Text(Cow::Borrowed(piece))
            });
            start = *end;
        }
        Ok(())
    }

    fn unclosed(&self) -> Error {
        let line = self.line;
        Error::refused(
            "unclosed_quote",
            text!(
                "第 {line} 行有一个引号没有结束",
                "a quote that opens on line {line} is never closed"
            ),
        )
        .hint(text!(
            "补上引号，或另存为 .xlsx",
            "close it, or save the file as .xlsx"
        ))
    }

    fn malformed(&self) -> Error {
        let (line, name) = (self.line, "GB18030 / UTF-8");
        Error::refused(
            "unknown_encoding",
            text!(
                "第 {line} 行之后有不是 {name} 的字节",
                "bytes after line {line} are not {name}"
            ),
        )
        .hint(text!(
            "另存为 CSV UTF-8 或 .xlsx",
            "save it as CSV UTF-8 or as .xlsx"
        ))
    }
}

/// Takes a quoted cell's content from after its quote to after the closing one.
fn quoted(text: &[u8], mut at: usize, content: &mut Vec<u8>, lines: &mut u32) -> Option<usize> {
    loop {
        let length = text.get(at..)?.iter().position(|b| *b == b'"')?;
        let piece = &text[at..at + length];
        content.extend_from_slice(piece);
        *lines += u32::try_from(piece.split(|b| *b == b'\n').count() - 1).unwrap_or(0);
        at += length + 1;
        if *text.get(at)? != b'"' {
            return Some(at);
        }
        content.push(b'"');
        at += 1;
    }
}

/// A sheet with data in more columns than anyone keeps.
pub fn too_wide(line: u32) -> Error {
    Error::refused(
        "too_many_columns",
        text!(
            "第 {line} 行的内容超出 {WIDEST} 列",
            "line {line} has data beyond column {WIDEST}"
        ),
    )
    .hint(text!(
        "删去多余的列",
        "remove the columns that are not needed"
    ))
}

fn broken_disk(error: std::io::Error) -> Error {
    Error::machine(
        "unreadable_file",
        text!(
            "读取文件时出错：{error}",
            "reading the file failed: {error}"
        ),
    )
    .because(error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::source::Input;
    use proptest::prelude::*;
    use std::ops::ControlFlow;

    fn rows(text: &str) -> Result<Vec<(u32, Vec<String>)>> {
        let (body, _) = Input::Bytes {
            name: "-".into(),
            bytes: text.into(),
        }
        .load()?;
        let mut source = open(body).map_err(Unreadable::into_error)?;
        let mut rows = Vec::new();
        source.each_row(&mut |line, cells| {
            rows.push((line, cells.iter().map(Cell::shown).collect()));
            ControlFlow::Continue(())
        })?;
        Ok(rows)
    }

    fn row(line: u32, cells: &[&str]) -> (u32, Vec<String>) {
        (line, cells.iter().map(|c| (*c).to_owned()).collect())
    }

    #[test]
    fn a_record_knows_the_line_on_which_it_starts() {
        let text = "a,b\r\n\"x\ny\",\"he said \"\"hi\"\"\"\n\nc,d";
        let want = [
            row(1, &["a", "b"]),
            row(2, &["x\ny", "he said \"hi\""]),
            row(4, &[""]),
            row(5, &["c", "d"]),
        ];
        assert_eq!(rows(text).unwrap(), want);
    }

    #[test]
    fn tabs_and_semicolons_are_found_out() {
        assert_eq!(
            rows("a\tb,c\td\n1\t2\t3\n").unwrap()[1],
            row(2, &["1", "2", "3"])
        );
        assert_eq!(rows("a;b\n1,5;2\n3;4\n").unwrap()[1], row(2, &["1,5", "2"]));
        assert_eq!(rows("sep=;\na;b\n").unwrap()[0], row(2, &["a", "b"]));
    }

    #[test]
    fn a_quote_that_never_closes_is_named() {
        assert_eq!(
            rows("a,b\n\"x,y\nz,w\n").unwrap_err().code,
            "unclosed_quote"
        );
    }

    #[test]
    fn data_in_sixteen_thousand_columns_is_refused() {
        let wide = vec!["x"; 16_000].join(",");
        assert_eq!(
            rows(&format!("{wide}\n")).unwrap_err().code,
            "too_many_columns"
        );
        assert_eq!(
            rows(&format!("a,b{}\n", ",".repeat(16_000))).unwrap()[0]
                .1
                .len(),
            WIDEST
        );
    }

    proptest! {
        #[test]
        fn whatever_is_written_with_quotes_is_read_back(
            table in prop::collection::vec(prop::collection::vec("[ab,\"\n\r;\t中]{0,6}", 3), 1..6)
        ) {
            let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
            let mut text = String::from("x,x,x\n");
            for cells in &table {
                text += &cells.iter().map(quoted).collect::<Vec<_>>().join(",");
                text += "\r\n";
            }
            let text = format!("sep=,\n{text}");
            let read: Vec<Vec<String>> = rows(&text).unwrap().into_iter().skip(1).map(|row| row.1).collect();
            prop_assert_eq!(read, table);
        }
    }
}
