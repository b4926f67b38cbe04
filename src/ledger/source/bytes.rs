//! The bytes of an input: small ones in memory, large text files read again from the disk, so that
//! memory stays flat however long a roll is.

use super::Unreadable;
use crate::error::{Error, Result};
use crate::text;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// A file above this is not held in memory if it can be read again.
const HELD: u64 = 16 << 20;
/// A workbook above this is refused.
const LARGEST_BOOK: u64 = 512 << 20;
/// A text file above this is refused.
const LARGEST_TEXT: u64 = 2 << 30;
/// What comes through a pipe is held in memory; more than this is refused.
const LARGEST_PIPE: u64 = 256 << 20;
/// How much of a file tells what it is.
const HEAD: usize = 64 << 10;

/// What the caller gives to read.
#[derive(Debug, Clone)]
pub enum Input {
    /// A file on the disk.
    Path(PathBuf),
    /// Bytes at hand, such as standard input, with the name to show.
    Bytes {
        /// The name to show.
        name: String,
        /// The bytes.
        bytes: Vec<u8>,
    },
}

impl Input {
    /// Reads what has no size and cannot be read again, such as standard input.
    ///
    /// # Errors
    /// `too_large` beyond 256 MB; the machine's own failures.
    pub fn read(name: &str, from: &mut dyn Read) -> Result<Input> {
        let bytes = held(from, name)?;
        let name = name.to_owned();
        Ok(Input::Bytes { name, bytes })
    }

    /// The name that reports show.
    pub fn name(&self) -> String {
        match self {
            Input::Path(path) => path.display().to_string(),
            Input::Bytes { name, .. } => name.clone(),
        }
    }

    /// Reads the bytes once: where they are and their SHA-256.
    pub(in crate::ledger) fn load(&self) -> Result<(Body, String)> {
        match self {
            Input::Bytes { bytes, .. } => Ok((
                Body::Held(Rc::from(bytes.as_slice())),
                hex(&Sha256::digest(bytes)),
            )),
            Input::Path(path) => load(path),
        }
    }
}

/// Where the bytes of a file are.
#[derive(Debug, Clone)]
pub(in crate::ledger) enum Body {
    /// In memory.
    Held(Rc<[u8]>),
    /// On the disk, with its beginning.
    Filed(PathBuf, Rc<[u8]>),
}

impl Body {
    /// The first bytes.
    pub fn head(&self) -> Rc<[u8]> {
        match self {
            Body::Held(bytes) => Rc::from(&bytes[..bytes.len().min(HEAD)]),
            Body::Filed(_, head) => head.clone(),
        }
    }

    /// A reader from the first byte.
    pub fn reader(&self) -> Result<Box<dyn Read>> {
        match self {
            Body::Held(bytes) => Ok(Box::new(Cursor::new(bytes.clone()))),
            Body::Filed(path, _) => match File::open(path) {
                Ok(file) => Ok(Box::new(file)),
                Err(source) => Err(unreadable(path, source)),
            },
        }
    }

    /// All bytes, in memory.
    pub(super) fn whole(&self) -> Result<Rc<[u8]>, Unreadable> {
        match self {
            Body::Held(bytes) => Ok(bytes.clone()),
            Body::Filed(path, _) => {
                let size = path.metadata().map_or(u64::MAX, |data| data.len());
                if size > LARGEST_BOOK {
                    return Err(Unreadable::new(
                        "too_large",
                        text!("工作簿超过 512 MB", "the workbook is larger than 512 MB"),
                        text!("分成几个文件，或另存为 CSV", "split it, or save it as CSV"),
                    ));
                }
                std::fs::read(path)
                    .map(Rc::from)
                    .map_err(|error| Unreadable::damaged(&error.to_string()))
            }
        }
    }
}

fn load(path: &Path) -> Result<(Body, String)> {
    let failed = |source| unreadable(path, source);
    let mut file = File::open(path).map_err(failed)?;
    let data = file.metadata().map_err(failed)?;
    let name = path.display().to_string();
    if is_device(&data) {
        return Err(no_file(&name));
    }
    if !data.is_file() || data.len() <= HELD {
        let bytes = held(&mut file, &name)?;
        let sum = hex(&Sha256::digest(&bytes));
        return Ok((Body::Held(Rc::from(bytes)), sum));
    }
    if data.len() > LARGEST_TEXT {
        return Err(too_large(&name, LARGEST_TEXT));
    }
    let (head, sum) = summed(&mut file).map_err(failed)?;
    Ok((Body::Filed(path.to_owned(), Rc::from(head)), sum))
}

/// All bytes of something whose end is not known beforehand, up to the limit.
fn held(from: &mut dyn Read, name: &str) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = from.take(LARGEST_PIPE + 1).read_to_end(&mut bytes);
    read.map_err(|source| unreadable(Path::new(name), source))?;
    if bytes.len() as u64 > LARGEST_PIPE {
        return Err(too_large(name, LARGEST_PIPE));
    }
    Ok(bytes)
}

/// Whether it is a device, which never ends or waits for someone to type.
#[cfg(unix)]
fn is_device(data: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    data.file_type().is_char_device() || data.file_type().is_block_device()
}

#[cfg(not(unix))]
fn is_device(_: &std::fs::Metadata) -> bool {
    false
}

fn no_file(name: &str) -> Error {
    Error::machine(
        "not_a_file",
        text!("{name} 是设备，不是文件", "{name} is a device and no file"),
    )
    .hint(text!(
        "给表格文件；标准输入写 -",
        "give a spreadsheet; standard input is -"
    ))
}

fn too_large(name: &str, limit: u64) -> Error {
    let mb = limit >> 20;
    Error::refused(
        "too_large",
        text!("{name} 超过 {mb} MB", "{name} is larger than {mb} MB"),
    )
    .hint(text!(
        "检查是否选对了文件；确实这么大的，分成几个文件导入",
        "check that this is the right file; if it is, split it into several"
    ))
}

/// The beginning of a file and the sum of all of it.
fn summed(file: &mut File) -> std::io::Result<(Vec<u8>, String)> {
    let mut sum = Sha256::new();
    let mut head = Vec::new();
    let mut chunk = vec![0; 1 << 18];
    loop {
        let n = file.read(&mut chunk)?;
        if n == 0 {
            break;
        }
        sum.update(&chunk[..n]);
        let room = HEAD.saturating_sub(head.len()).min(n);
        head.extend_from_slice(&chunk[..room]);
    }
    Ok((head, hex(&sum.finalize())))
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|b| [DIGITS[usize::from(b >> 4)], DIGITS[usize::from(b & 15)]])
        .map(char::from)
        .collect()
}

fn unreadable(path: &Path, source: std::io::Error) -> Error {
    let name = path.display();
    if source.kind() == std::io::ErrorKind::NotFound {
        return Error::machine("no_file", text!("没有文件 {name}", "no file {name}"))
            .because(source)
            .hint(text!(
                "检查文件名和所在文件夹；文件名有空格时要加引号",
                "check the name and the folder; a name with spaces needs quotes"
            ));
    }
    Error::machine(
        "unreadable_file",
        text!("不能读取 {name}：{source}", "cannot read {name}: {source}"),
    )
    .because(source)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_known_by_their_sum() {
        let input = Input::Bytes {
            name: "-".into(),
            bytes: b"abc".to_vec(),
        };
        let (_, sum) = input.load().unwrap();
        assert_eq!(
            sum,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_device_without_an_end_is_not_read() {
        let error = Input::Path("/dev/zero".into()).load().unwrap_err();
        assert_eq!(error.code, "not_a_file");
        let endless = Input::read("-", &mut std::io::repeat(0)).unwrap_err();
        assert_eq!(endless.code, "too_large");
    }

    #[test]
    fn a_missing_file_is_a_failure_of_the_machine() {
        let error = Input::Path("/no/such/file.xlsx".into()).load().unwrap_err();
        assert_eq!(
            (error.kind, error.code),
            (crate::error::Kind::Machine, "no_file")
        );
    }
}
