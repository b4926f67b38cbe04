//! Telephone numbers; damage by spreadsheets is refused.

use super::Refusal;
use crate::ledger::mend::{Mended, Rule, narrow_sign};
use crate::text;

/// A telephone number from text.
pub fn phone(text: &str, mended: &mut Mended) -> Result<String, Refusal> {
    let plain: String = text.chars().map(narrow_sign).collect();
    let plain = plain.trim();
    if plain.to_ascii_lowercase().contains("e+") {
        return Err(scientific());
    }
    let plain = plain.strip_suffix(".0").unwrap_or(plain);
    let digits: String = plain.chars().filter(char::is_ascii_digit).collect();
    let odd = plain
        .chars()
        .any(|c| !c.is_ascii_digit() && !matches!(c, ' ' | '-' | '(' | ')' | '+' | '—'));
    if odd {
        return Err(several_or_odd(plain));
    }
    let number = ["0086", "86"]
        .iter()
        .find_map(|code| digits.strip_prefix(code).filter(|rest| is_mobile(rest)))
        .unwrap_or(&digits);
    if is_mobile(number) {
        if number != plain {
            mended.count(Rule::Phone);
        }
        return Ok(number.to_owned());
    }
    if is_landline(number) {
        return Ok(plain.replace([' ', '(', '—'], "").replace(')', "-"));
    }
    let count = number.len();
    Err(Refusal::new(
        "bad_phone",
        text!(
            "号码有 {count} 位，不是手机号也不是座机号",
            "{count} digits make neither a mobile nor a landline number"
        ),
        text!(
            "核对号码；手机号是 1 开头的 11 位",
            "check it: a mobile number has 11 digits and starts with 1"
        ),
    ))
}

/// A telephone number from a number cell, where no digit is lost.
pub fn number(number: f64, mended: &mut Mended) -> Result<String, Refusal> {
    let digits = format!("{number:.0}");
    // A number cell may have been scientific once; eleven digits typed as text never were.
    let rounded = is_mobile(&digits) && digits.ends_with("00000000");
    if number.fract() != 0.0 || !(0.0..1e13).contains(&number) || rounded {
        return Err(scientific());
    }
    phone(&digits, mended)
}

fn is_mobile(digits: &str) -> bool {
    let mut bytes = digits.bytes();
    digits.len() == 11
        && bytes.next() == Some(b'1')
        && bytes.next().is_some_and(|b| (b'3'..=b'9').contains(&b))
}

fn is_landline(digits: &str) -> bool {
    match digits.len() {
        7 | 8 => !digits.starts_with(['0', '1']),
        10..=12 => digits.starts_with('0') && !digits.starts_with("00"),
        _ => false,
    }
}

fn scientific() -> Refusal {
    Refusal::new(
        "phone_damaged",
        text!(
            "号码被表格软件改成了科学计数，原号码已丢失",
            "the spreadsheet turned the number into scientific form; its digits are lost"
        ),
        text!(
            "把该列设为文本格式，重新填写号码",
            "make the column text and type the number again"
        ),
    )
}

fn several_or_odd(plain: &str) -> Refusal {
    if plain.contains(['/', '、', ',', ';', '\n']) {
        return Refusal::new(
            "several_phones",
            text!("一格里有几个号码", "the cell holds several numbers"),
            text!(
                "只留一个，其余写到备注",
                "keep one and put the others under 备注"
            ),
        );
    }
    Refusal::new(
        "bad_phone",
        text!(
            "号码里有不是数字的内容",
            "the number holds something that is no digit"
        ),
        text!("只写号码", "write the number only"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, &'static str> {
        phone(text, &mut Mended::default()).map_err(|r| r.code)
    }

    #[test]
    fn numbers_are_taken_as_people_write_them() {
        assert_eq!(read("13800000001").as_deref(), Ok("13800000001"));
        assert_eq!(read("13800000000").as_deref(), Ok("13800000000"));
        assert_eq!(read("138 0000-0001").as_deref(), Ok("13800000001"));
        assert_eq!(read("+86 13800000001").as_deref(), Ok("13800000001"));
        assert_eq!(read("0931-8456789").as_deref(), Ok("0931-8456789"));
        assert_eq!(read("(0931)8456789").as_deref(), Ok("0931-8456789"));
        assert_eq!(
            number(13_800_000_001.0, &mut Mended::default()).as_deref(),
            Ok("13800000001")
        );
    }

    #[test]
    fn damaged_and_short_numbers_are_refused() {
        assert_eq!(read("1.38E+10"), Err("phone_damaged"));
        assert_eq!(
            number(13_800_000_000.0, &mut Mended::default()).map_err(|r| r.code),
            Err("phone_damaged")
        );
        assert_eq!(read("1380000001"), Err("bad_phone"));
        assert_eq!(read("138****0001"), Err("bad_phone"));
        assert_eq!(read("13800000001/13900000002"), Err("several_phones"));
    }
}
