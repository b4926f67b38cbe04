//! What an import reads: files, folders, standard input.

use crate::error::{Error, Result};
use crate::ledger::Input;
use crate::text;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

fn unreadable(path: &Path, error: std::io::Error) -> Error {
    let shown = path.display();
    let (why, why_en) = match error.kind() {
        ErrorKind::NotFound => ("：没有这个文件", ": there is no such file"),
        ErrorKind::PermissionDenied => ("：没有读取的权限", ": it may not be read"),
        ErrorKind::IsADirectory => ("：这是文件夹，不是文件", ": it is a folder"),
        _ => ("", ""),
    };
    let told = Error::machine(
        "cannot_read",
        text!("读不到文件 {shown}{why}", "cannot read {shown}{why_en}"),
    );
    // The system speaks English; what it says of the usual cases is said above.
    let told = if why.is_empty() {
        told.because(error)
    } else {
        told
    };
    told.hint(text!("检查文件名和权限", "check its name and rights"))
}

/// A text file that the command line names is at most this long.
const LONGEST_TEXT: u64 = 16 << 20;

/// Reads a small text file that the command line names.
pub fn read_text(path: &Path) -> Result<String> {
    let file = std::fs::File::open(path).map_err(|e| unreadable(path, e))?;
    let mut bytes = Vec::new();
    file.take(LONGEST_TEXT + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| unreadable(path, e))?;
    let shown = path.display();
    if bytes.len() as u64 > LONGEST_TEXT {
        return Err(Error::refused(
            "too_large",
            text!(
                "{shown} 太大，不像是办法或对照文件",
                "{shown} is too large for rules or a mapping"
            ),
        ));
    }
    crate::ledger::text_of(&bytes).map_err(|(line, column)| {
        Error::refused(
            "not_utf8",
            text!(
                "{shown} 不是文本：从第 {line} 行第 {column} 列起既不是 UTF-8 也不是 GB18030",
                "{shown} is no text: from line {line}, column {column} on it is neither UTF-8 nor GB18030"
            ),
        )
        .hint(text!(
            "在编辑器里“另存为”，编码选 UTF-8，再试一次",
            "save it again as UTF-8 in your editor (“save as”, encoding UTF-8)"
        ))
    })
}

/// Reads a rule file that the command line names, standard input for `-`.
pub fn read_rules(path: &Path) -> Result<String> {
    let shown = path.display();
    if is_spreadsheet(path) {
        return Err(Error::refused(
            "not_rules",
            text!(
                "{shown} 是表格，不是考核办法",
                "{shown} is a spreadsheet, not a rule file"
            ),
        )
        .hint(text!(
            "考核办法是 .toml 文件，样子见：yishi score rules show tongcheng-2019",
            "rules are a .toml file; see one: yishi score rules show tongcheng-2019"
        )));
    }
    if path.as_os_str() == "-" {
        let mut body = String::new();
        std::io::stdin()
            .lock()
            .take(LONGEST_TEXT)
            .read_to_string(&mut body)
            .map_err(|e| unreadable(path, e))?;
        return Ok(body);
    }
    read_text(path)
}

/// Files as named, the spreadsheets of folders in the order of their names, standard input for `-`.
pub fn inputs(files: &[PathBuf]) -> Result<Vec<Input>> {
    let mut inputs = Vec::new();
    for path in files {
        if path.as_os_str() == "-" {
            inputs.push(Input::read("-", &mut std::io::stdin().lock())?);
        } else if path.is_dir() {
            let entries = std::fs::read_dir(path).map_err(|e| unreadable(path, e))?;
            let mut inside: Vec<PathBuf> = entries
                .filter_map(|e| e.ok().map(|e| e.path()))
                .filter(|p| is_spreadsheet(p))
                .collect();
            inside.sort();
            inputs.extend(inside.into_iter().map(Input::Path));
        } else {
            inputs.push(Input::Path(path.clone()));
        }
    }
    Ok(inputs)
}

fn is_spreadsheet(path: &Path) -> bool {
    let name = path
        .file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_default();
    let known = ["xlsx", "xls", "ods", "csv", "tsv"]
        .iter()
        .any(|e| path.extension().is_some_and(|x| x.eq_ignore_ascii_case(e)));
    // Excel's lock files begin with ~$.
    known && !name.starts_with("~$") && !name.starts_with('.')
}
