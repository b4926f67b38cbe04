use super::*;
use crate::lang::Lang;
use crate::out::{Format, Look, Tone, width};
use proptest::prelude::*;

/// Text as hostile and as mixed as ledgers hold it.
const MIXED: &str = "[ -~一-龥，。；、）（“”—…·①℃𠀀-𠿿🐀-🐿👍🏽é\u{301}ａ-ｚＡ-Ｚ０-９ｱ-ﾝ\u{200d}\u{fe0f}\u{e0100}\u{1b}\u{202e}\n\t가-힣🇨🇳]{0,60}";

/// Where each column begins, told by the line of hyphens.
fn starts(rule: &str) -> Vec<usize> {
    let bytes = rule.as_bytes();
    (0..bytes.len())
        .filter(|&i| bytes[i] == b'-' && (i == 0 || bytes[i - 1] == b' '))
        .collect()
}

/// Whether a column begins at `column` of a line: a character starts there and a blank precedes.
fn begins_at(line: &str, column: usize) -> bool {
    if width(line) <= column {
        return true;
    }
    line.char_indices()
        .any(|(at, _)| width(&line[..at]) == column && (at == 0 || line[..at].ends_with(' ')))
}

proptest! {
    #[test]
    fn every_line_fits_and_every_column_begins_at_one_place(
        rows in prop::collection::vec((MIXED, MIXED, -9999i64..9999, MIXED), 1..6),
        columns in 20usize..200,
    ) {
        let mut grid = Grid::new([
            Column::text("a", "案由", "title"),
            Column::text("b", "单位", "unit").spare(1),
            Column::number("c", "数", "n"),
            Column::text("d", "备注", "note").spare(2),
        ]);
        for (a, b, c, d) in rows {
            grid.row([a.into(), b.into(), c.into(), d.into()]);
        }
        let text = grid.render(Look::new(Format::Table, Lang::Zh).wide(columns));
        let lines: Vec<&str> = text.lines().collect();
        for line in &lines {
            prop_assert!(width(line) <= columns, "{} > {columns}: {line:?}", width(line));
            prop_assert!(!line.contains('\x1b'));
        }
        let Some(rule) = lines.iter().position(|line| line.starts_with("--")) else { return Ok(()) };
        let starts = starts(lines[rule]);
        let end = lines.iter().position(|line| line.starts_with("（屏幕窄")).unwrap_or(lines.len());
        for line in &lines[..end] {
            for &start in &starts {
                prop_assert!(begins_at(line, start), "{start}: {line:?}\n{text}");
            }
        }
    }
}

#[test]
fn twenty_thousand_rows_take_no_noticeable_time() {
    let mut grid = sample();
    let row = grid.rows[0].clone();
    grid.rows = vec![row; 20_000];
    let text = grid.render(Look::new(Format::Table, Lang::Zh));
    assert_eq!(text.lines().count(), 20_005);
}

#[test]
fn colour_moves_nothing() {
    let mut grid = sample();
    for (row, tone) in grid.rows.iter_mut().zip([Tone::Bad, Tone::Good]) {
        row[1] = row[1].clone().tone(tone);
    }
    let look = Look::new(Format::Table, Lang::Zh).wide(60);
    let colored = grid.render(Look {
        color: true,
        ..look
    });
    assert!(
        colored.contains("\x1b[31m张三") || colored.contains("\x1b[38;5;1m张三"),
        "{colored:?}"
    );
    let mut bare = String::new();
    for (i, part) in colored.split('\x1b').enumerate() {
        bare.push_str(if i == 0 {
            part
        } else {
            part.split_once('m').unwrap().1
        });
    }
    let trimmed: String = bare
        .lines()
        .flat_map(|line| [line.trim_end(), "\n"])
        .collect();
    assert_eq!(trimmed, grid.render(look));
}
