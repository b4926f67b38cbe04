//! The body of a proposal as it is typed: the text itself, or a file that has it.

use crate::error::{Error, Result};
use crate::text;
use std::io::Read as _;

/// What `--body` says: the text, the text of `@FILE`, or that of standard input (`@-`).
///
/// # Errors
/// `cannot_read`, `not_utf8`.
pub fn read(typed: Option<&str>) -> Result<Option<String>> {
    match typed.map(|t| (t, t.strip_prefix('@'))) {
        None => Ok(None),
        Some((_, Some("-"))) => standard_input().map(Some),
        Some((_, Some(path))) => {
            let bytes = std::fs::read(path).map_err(|e| unreadable(path, e))?;
            utf8(path, bytes).map(Some)
        }
        Some((text, None)) => Ok(Some(text.to_owned())),
    }
}

/// Everything that standard input has.
///
/// # Errors
/// `cannot_read`, `not_utf8`.
pub fn standard_input() -> Result<String> {
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .read_to_end(&mut bytes)
        .map_err(|e| unreadable("-", e))?;
    utf8("-", bytes)
}

fn utf8(path: &str, bytes: Vec<u8>) -> Result<String> {
    let text = String::from_utf8(bytes).map_err(|_| {
        Error::machine(
            "not_utf8",
            text!("{path} 不是 UTF-8 文本", "{path} is not UTF-8 text"),
        )
        .hint(text!("另存为 UTF-8 再试", "save it as UTF-8 and try again"))
    })?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

fn unreadable(path: &str, e: std::io::Error) -> Error {
    Error::machine(
        "cannot_read",
        text!("无法读取 {path}", "cannot read {path}"),
    )
    .because(e)
    .hint(text!(
        "检查文件名和权限",
        "check the file's name and its rights"
    ))
}
