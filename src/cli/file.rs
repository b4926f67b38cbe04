//! `check`: is the file as the journal says; and how files beside it are written.

use super::app::{App, usage};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::out::{Cell, Column, Grid};
use crate::store::check::Finding;
use crate::text;
use clap::Args;

#[derive(Debug, Args)]
pub struct Check {
    /// Compare with a head noted earlier (yishi log --head): is that entry still in the chain?
    #[arg(long, value_name = "HEAD", value_parser = head)]
    against: Option<String>,
}

/// Reads a noted head: its beginning is enough, in groups or in one piece.
fn head(word: &str) -> Result<String> {
    let noted: String = word.chars().filter(|c| !c.is_whitespace()).collect();
    let is_hash = (8..=64).contains(&noted.len()) && noted.bytes().all(|b| b.is_ascii_hexdigit());
    if is_hash {
        return Ok(noted.to_ascii_lowercase());
    }
    Err(usage(text!(
        "「{word}」不是日志校验码",
        "“{word}” is no head of the journal"
    ))
    .hint(text!(
        "校验码由 0-9 和 a-f 组成，至少写前 8 位；用 yishi log --head 看现在的",
        "a head has digits and a to f, of which at least the first 8 are given; yishi log --head shows the one of now"
    )))
}

pub fn check(app: &mut App, args: &Check) -> Result<u8> {
    let store = app.open()?;
    let read = store.read();
    let mut found = read.check_file()?;
    let chain = read.check_chain()?;
    let whole = chain.is_empty();
    found.extend(chain);
    if let Some(head) = &args.against {
        found.extend(read.check_against(head)?);
    }
    if whole {
        found.extend(read.check_rows()?);
    }
    found.extend(read.check_sketches()?);
    found.extend(read.check_ledgers(app.today)?);
    let head = crate::out::log::grouped(&read.head()?.unwrap_or_default());
    app.printer.grid(&findings(&found, &sound(&head)))?;
    Ok(u8::from(!found.is_empty()))
}

fn sound(head: &str) -> Text {
    text!(
        "数据文件完好，日志完整，各行与日志一致。日志校验码：\n{head}",
        "the file is sound, the journal whole, every row as the journal says. Head:\n{head}"
    )
}

fn findings(found: &[Finding], sound: &Text) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("check", "检查", "check"),
        Column::text("ref", "对象", "thing"),
        Column::text("problem", "问题", "problem"),
        Column::text("fix", "怎么办", "fix"),
    ])
    .vacant(sound.clone());
    for f in found {
        grid.row(vec![
            Cell::from(f.check),
            Cell::from(&f.thing),
            Cell::from(f.problem.clone()),
            Cell::from(f.fix.clone()),
        ]);
    }
    grid
}

/// Writes a file whole: beside first, then renamed, so that no half-written file is ever seen.
pub fn write_whole(path: &std::path::Path, bytes: &[u8]) -> Result<()> {
    let shown = path.display();
    if path.exists() {
        return Err(Error::refused(
            "file_exists",
            text!(
                "{shown} 已经存在，没有覆盖",
                "{shown} exists; it was not written over"
            ),
        )
        .hint(text!("换一个文件名", "choose another name")));
    }
    replace_whole(path, bytes)
}

/// The same where a file may stand there already: it stays as it was until the new one is whole.
pub fn replace_whole(path: &std::path::Path, bytes: &[u8]) -> Result<()> {
    beside(path, |file| {
        std::io::Write::write_all(file, bytes).map_err(|e| unwritable(path, e))
    })
}

/// The same for what is written piece by piece.
pub fn beside(
    path: &std::path::Path,
    write: impl FnOnce(&mut std::fs::File) -> Result<()>,
) -> Result<()> {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    let part = std::path::PathBuf::from(name);
    let mut file = std::fs::File::create(&part).map_err(|e| unwritable(path, e))?;
    let written = write(&mut file)
        .and_then(|()| std::fs::rename(&part, path).map_err(|e| unwritable(path, e)));
    if written.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    written
}

/// A file that cannot be written.
pub fn unwritable(path: &std::path::Path, cause: std::io::Error) -> Error {
    let shown = path.display();
    Error::machine(
        "cannot_write",
        text!("无法写出 {shown}", "cannot write {shown}"),
    )
    .because(cause)
    .hint(text!(
        "检查文件夹是否存在、是否可写、磁盘是否已满",
        "check that the folder exists, can be written and has room"
    ))
}
