//! A look at a zip's own list before anything is unpacked: a workbook whose parts claim to be
//! enormous, or to shrink a thousandfold, is refused.

use super::Unreadable;
use crate::text;

/// Parts may claim this much in all, unpacked.
const LARGEST: u64 = 2 << 30;
/// A part above this size may be this many times its packed size.
const RATIO: u64 = 300;
const SMALL: u64 = 64 << 20;

/// A size that stands in the entry's extra field.
const WIDE: u64 = 0xffff_ffff;

/// The unpacked size from an entry's zip64 field.
fn wide_size(extra: &[u8]) -> Option<u64> {
    let mut at = 0;
    loop {
        let (id, length) = (number(extra, at, 2)?, number(extra, at + 2, 2)?);
        if id == 1 {
            return number(extra, at + 4, 8);
        }
        at += 4 + index(length)?;
    }
}

struct Entry<'a> {
    name: &'a [u8],
    packed: u64,
    plain: u64,
}

fn number(bytes: &[u8], at: usize, width: usize) -> Option<u64> {
    let field = bytes.get(at..at.checked_add(width)?)?;
    Some(
        field
            .iter()
            .rev()
            .fold(0, |sum, b| (sum << 8) | u64::from(*b)),
    )
}

fn index(number: u64) -> Option<usize> {
    usize::try_from(number).ok()
}

/// Where the list starts, from the end record within the last 64 KB.
fn list(bytes: &[u8]) -> Option<usize> {
    let from = bytes.len().saturating_sub(65_557);
    let end = bytes
        .get(from..)?
        .windows(4)
        .rposition(|w| w == b"PK\x05\x06")?
        + from;
    index(number(bytes, end + 16, 4)?)
}

fn entries(bytes: &[u8]) -> impl Iterator<Item = Entry<'_>> {
    let mut at = list(bytes);
    std::iter::from_fn(move || {
        let here = at?;
        if bytes.get(here..here.checked_add(4)?)? != b"PK\x01\x02" {
            return None;
        }
        let name_length = index(number(bytes, here + 28, 2)?)?;
        let more = index(number(bytes, here + 30, 2)?)? + index(number(bytes, here + 32, 2)?)?;
        let name = bytes.get(here + 46..here + 46 + name_length)?;
        at = Some(here + 46 + name_length + more);
        let extra = bytes.get(here + 46 + name_length..at?).unwrap_or_default();
        let (packed, plain) = (number(bytes, here + 20, 4)?, number(bytes, here + 24, 4)?);
        let plain = if plain == WIDE {
            wide_size(extra).unwrap_or(plain)
        } else {
            plain
        };
        Some(Entry {
            name,
            packed,
            plain,
        })
    })
}

/// The names of the parts.
pub fn names(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    entries(bytes).map(|entry| entry.name)
}

/// Refuses what cannot be an honest workbook.
pub fn check(bytes: &[u8]) -> Result<(), Unreadable> {
    if list(bytes).is_none() {
        return Err(Unreadable::damaged("zip"));
    }
    let mut total = 0_u64;
    let mut count = 0;
    for entry in entries(bytes) {
        count += 1;
        total = total.saturating_add(entry.plain);
        let swollen = entry.plain > SMALL && entry.plain / entry.packed.max(1) > RATIO;
        if swollen || total > LARGEST {
            return Err(Unreadable::new(
                "zip_bomb",
                text!(
                    "文件解压后大得不合常理",
                    "the file unpacks to an unreasonable size"
                ),
                text!(
                    "用 WPS 或 Excel 打开，只复制数据到新文件",
                    "open it in WPS or Excel and copy only the data to a new file"
                ),
            ));
        }
    }
    if count == 0 {
        Err(Unreadable::damaged("zip"))
    } else {
        Ok(())
    }
}
