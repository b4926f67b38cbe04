//! Bytes into UTF-8: byte order marks first, then strict UTF-8, then strict GB18030. A file that
//! fits none of them is refused, with the line near which it fails.

use super::{Body, Unreadable};
use crate::error::Result;
use crate::text;
use encoding_rs::{Decoder, DecoderResult, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use std::io::Read;

const CHUNK: usize = 64 << 10;

/// What the file's bytes are written in, and how many bytes of mark to skip.
pub fn sniff(body: &Body) -> Result<&'static Encoding, Unreadable> {
    let head = body.head();
    if let Some((encoding, _)) = Encoding::for_bom(&head) {
        return Ok(encoding);
    }
    if let Some(encoding) = unmarked_utf16(&head) {
        return Ok(encoding);
    }
    if head.contains(&0) {
        return Err(binary());
    }
    if valid(body, UTF_8)? {
        return Ok(UTF_8);
    }
    // A large file's later bytes are checked as they are read.
    if matches!(body, Body::Filed(..)) || valid(body, GB18030)? {
        return Ok(GB18030);
    }
    Err(Unreadable::new(
        "unknown_encoding",
        text!(
            "文字编码既不是 UTF-8 也不是 GB18030",
            "the text is neither UTF-8 nor GB18030"
        ),
        text!(
            "另存为 CSV UTF-8 或 .xlsx",
            "save it as CSV UTF-8 or as .xlsx"
        ),
    ))
}

/// A text file as text: by its byte order mark, as UTF-8, or as GB18030, which editors in China
/// still save; without the mark.
///
/// # Errors
/// Line and column of the first bytes that are neither.
pub fn text_of(bytes: &[u8]) -> Result<String, (usize, usize)> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes)
        && let Some(text) =
            encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..])
    {
        return Ok(text.into_owned());
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(wrong) => {
            let decoded = GB18030.decode_without_bom_handling_and_without_replacement(bytes);
            decoded.map(std::borrow::Cow::into_owned).ok_or_else(|| {
                let good = &bytes[..wrong.valid_up_to()];
                let good = String::from_utf8_lossy(good);
                let last = good.rsplit('\n').next().unwrap_or("");
                (good.matches('\n').count() + 1, last.chars().count() + 1)
            })
        }
    }
}

fn binary() -> Unreadable {
    Unreadable::new(
        "not_a_table",
        text!(
            "这不是表格文件（含二进制内容）",
            "this is not a table (it holds binary data)"
        ),
        text!(
            "给 .xlsx、.xls、.ods 或 .csv 文件",
            "give an .xlsx, .xls, .ods or .csv file"
        ),
    )
}

/// UTF-16 without a mark: ASCII commas and line ends leave zeros on one side only.
fn unmarked_utf16(head: &[u8]) -> Option<&'static Encoding> {
    let zeros = |side: usize| {
        head.iter()
            .skip(side)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    match (zeros(0), zeros(1)) {
        (0, odd) if odd > 1 => Some(UTF_16LE),
        (even, 0) if even > 1 => Some(UTF_16BE),
        _ => None,
    }
}

fn valid(body: &Body, encoding: &'static Encoding) -> Result<bool, Unreadable> {
    if let (Body::Held(bytes), true) = (body, encoding == UTF_8) {
        return Ok(std::str::from_utf8(bytes).is_ok());
    }
    let mut stream =
        Utf8Stream::new(body, encoding).map_err(|e| Unreadable::damaged(&e.message.en))?;
    let mut sink = Vec::new();
    loop {
        sink.clear();
        match stream.fill(&mut sink) {
            Ok(true) => {}
            Ok(false) => return Ok(true),
            Err(Broken::Malformed) => return Ok(false),
            Err(Broken::Io(error)) => return Err(Unreadable::damaged(&error.to_string())),
        }
    }
}

/// Why a stream stops before its end.
#[derive(Debug)]
pub enum Broken {
    /// Bytes that are no text in this encoding.
    Malformed,
    /// The disk.
    Io(std::io::Error),
}

/// A stream of UTF-8 from bytes of any encoding; strict.
pub struct Utf8Stream {
    reader: Box<dyn Read>,
    decoder: Decoder,
    raw: Vec<u8>,
    out: String,
    done: bool,
}

impl Utf8Stream {
    /// Starts at the first byte; a byte order mark is left out.
    pub fn new(body: &Body, encoding: &'static Encoding) -> Result<Utf8Stream> {
        Ok(Utf8Stream {
            reader: body.reader()?,
            decoder: encoding.new_decoder_with_bom_removal(),
            raw: vec![0; CHUNK],
            out: String::with_capacity(CHUNK * 3),
            done: false,
        })
    }

    /// Appends more text to `sink`; false at the end.
    pub fn fill(&mut self, sink: &mut Vec<u8>) -> Result<bool, Broken> {
        if self.done {
            return Ok(false);
        }
        let n = self.reader.read(&mut self.raw).map_err(Broken::Io)?;
        self.done = n == 0;
        let mut rest = &self.raw[..n];
        loop {
            self.out.clear();
            let (result, read) =
                self.decoder
                    .decode_to_string_without_replacement(rest, &mut self.out, self.done);
            sink.extend_from_slice(self.out.as_bytes());
            rest = &rest[read..];
            match result {
                DecoderResult::InputEmpty => return Ok(true),
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => return Err(Broken::Malformed),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::source::Input;

    fn found(bytes: &[u8]) -> Result<&'static str, &'static str> {
        let (body, _) = Input::Bytes {
            name: "-".into(),
            bytes: bytes.to_vec(),
        }
        .load()
        .unwrap();
        sniff(&body).map(Encoding::name).map_err(|e| e.code)
    }

    #[test]
    fn each_encoding_is_found_out_from_the_bytes() {
        assert_eq!(found("姓名,性别".as_bytes()), Ok("UTF-8"));
        assert_eq!(found("\u{feff}姓名".as_bytes()), Ok("UTF-8"));
        assert_eq!(found(&GB18030.encode("姓名,性别\n㐂").0), Ok("gb18030"));
        let utf16: Vec<u8> = "\u{feff}姓名,a"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(found(&utf16), Ok("UTF-16LE"));
        let bare: Vec<u8> = "姓名,性别,电话\r\n"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        assert_eq!(found(&bare), Ok("UTF-16BE"));
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        assert_eq!(found(b"\x89PNG\0\0\x01\x02\0\0\0\0x"), Err("not_a_table"));
        assert_eq!(found(b"a,b\n\xff\xff\n"), Err("unknown_encoding"));
    }
}
