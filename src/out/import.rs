//! What became of an import, on screen.

use super::{Cell, Column, Format, Grid, Printer};
use crate::error::Result;
use crate::lang::{Text, so_many};
use crate::model::code::{Code, Ledger};
use crate::model::import::{NewWord, Report};
use crate::model::near;
use crate::model::row::Fault;
use crate::text;
use serde_json::{Value, json};

/// So many words that may be slips are told one by one.
const SLIPS: usize = 10;

/// Everything that an import has to say.
pub struct End {
    /// Sheet by sheet, every fault.
    pub report: Report,
    /// Faults of files and sheets as a whole: file, sheet, fault.
    pub sheet_faults: Vec<(String, String, Fault)>,
    /// Sheets left alone: file, sheet, why.
    pub passed: Vec<(String, String, Text)>,
    /// What was passed over or mended.
    pub notes: Vec<Text>,
    /// The journal entry.
    pub batch: Option<i64>,
    /// Whether the batch was taken.
    pub stands: bool,
    /// Whether it was only tried.
    pub dry_run: bool,
    /// Whether it waits for words to be approved.
    pub words_wanted: bool,
}

impl End {
    /// 1 where anything was refused or waits for an answer.
    pub fn exit_code(&self) -> u8 {
        u8::from(self.report.refused() > 0 || !self.sheet_faults.is_empty() || self.words_wanted)
    }

    fn json(&self) -> Value {
        let files: Vec<Value> = self
            .report
            .sheets
            .iter()
            .map(|s| {
                json!({
                    "file": s.file, "sheet": s.sheet, "ledger": s.ledger, "header_row": s.header_row, "rows": s.rows, "added": s.added,
                    "changed": s.changed, "same": s.same, "refused": s.refused, "ambiguous": s.ambiguous,
                })
            })
            .collect();
        let one = |file: &str, sheet: &str, f: &Fault| {
            json!({
                "file": file, "sheet": sheet, "line": f.line, "column": f.column, "value": f.value, "code": f.code,
                "reason": f.reason.zh, "fix": f.fix.zh, "reason_en": f.reason.en, "fix_en": f.fix.en,
            })
        };
        let mut errors: Vec<Value> = self
            .sheet_faults
            .iter()
            .map(|(file, sheet, f)| one(file, sheet, f))
            .collect();
        errors.extend(self.report.faults.iter().map(|(at, f)| {
            let s = &self.report.sheets[*at];
            one(&s.file, &s.sheet, f)
        }));
        let words: Vec<Value> = self
            .report
            .new_words
            .iter()
            .map(|w| json!({ "dict": w.dict.map_or("unit", Code::code), "name": w.name, "near": w.near, "place": w.place }))
            .collect();
        json!({
            "files": files, "errors": errors, "batch": self.batch.filter(|_| !self.dry_run), "new_words": words,
            "notes": self.notes.iter().map(|n| &n.zh).collect::<Vec<_>>(), "dry_run": self.dry_run, "written": self.stands && !self.dry_run,
        })
    }
}

fn sheets(end: &End) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("file", "文件", "file").wide(),
        Column::text("sheet", "工作表", "sheet").spare(3),
        Column::text("ledger", "台账", "ledger"),
        Column::number("header_row", "表头行", "header").spare(4),
        Column::number("rows", "行数", "rows"),
        Column::number("added", "新增", "added"),
        Column::number("changed", "更改", "changed"),
        Column::number("same", "相同", "same"),
        Column::number("refused", "拒收", "refused"),
        Column::number("ambiguous", "同名不明", "ambiguous").spare(2),
    ]);
    let count = |n: u64| Cell::Int(i64::try_from(n).unwrap_or(i64::MAX));
    for s in &end.report.sheets {
        grid.row(vec![
            Cell::from(&s.file),
            Cell::from(&s.sheet),
            Ledger::parse(s.ledger).map_or(Cell::from(s.ledger), Cell::code),
            Cell::from(s.header_row),
            count(s.rows),
            count(s.added),
            count(s.changed),
            count(s.same),
            count(s.refused),
            count(s.ambiguous),
        ]);
    }
    grid
}

fn faults(end: &End) -> Grid {
    let several = end.report.sheets.len() + end.sheet_faults.len() > 1;
    let mut columns = Vec::new();
    if several {
        columns.push(Column::text("file", "文件", "file"));
    }
    columns.extend([
        Column::number("line", "行", "line"),
        Column::text("column", "列", "column"),
        Column::text("value", "内容", "value"),
        Column::text("reason", "为什么", "reason"),
        Column::text("fix", "怎么办", "fix"),
    ]);
    let mut grid = Grid::new(columns);
    let mut add = |file: &str, f: &Fault| {
        let mut row = Vec::new();
        if several {
            row.push(Cell::from(file));
        }
        row.push(if f.line == 0 {
            Cell::Empty
        } else {
            Cell::from(f.line)
        });
        row.extend([
            Cell::from(&f.column),
            Cell::from(&f.value),
            Cell::from(f.reason.clone()),
            Cell::from(f.fix.clone()),
        ]);
        grid.row(row);
    };
    for (file, sheet, fault) in &end.sheet_faults {
        match sheet.as_str() {
            "" => add(file, fault),
            sheet => add(&format!("{file} [{sheet}]"), fault),
        }
    }
    for (at, fault) in &end.report.faults {
        add(&end.report.sheets[*at].file, fault);
    }
    let n = end.sheet_faults.len() + end.report.faults.len();
    grid.note(text!(
        "共 {n} 处错误",
        "{many}",
        many = so_many(&n, "fault", "faults")
    ));
    grid
}

/// The words that the dictionaries lack, by dictionary.
pub fn new_words(report: &Report) -> Grid {
    let mut grid = Grid::new(vec![
        Column::text("dict", "词典", "dictionary"),
        Column::text("name", "新词", "new word"),
        Column::text("near", "是不是", "a slip of?"),
        Column::text("place", "首次出现", "first met").spare(1),
    ])
    .caption(text!(
        "台账里有这些新词，词典里还没有：",
        "The ledgers have words that the dictionaries do not have yet:"
    ));
    for w in &report.new_words {
        let dict = w
            .dict
            .map_or_else(|| Cell::from(text!("承办单位", "unit")), Cell::code);
        grid.row(vec![
            dict,
            Cell::from(&w.name),
            Cell::List(w.near.clone()),
            Cell::from(&w.place),
        ]);
    }
    grid
}

/// Words that an import added although they are like others: of those known before, or one letter from
/// another of the same batch. Who said `--yes` to all of them has not looked at each.
fn doubtful(report: &Report) -> Vec<Text> {
    let is_new = |word: &NewWord, name: &str| {
        let mut all = report.new_words.iter();
        all.any(|w| w.dict == word.dict && w.name == name)
    };
    let one = |word: &NewWord| {
        let like = |near: &&String| !is_new(word, near) || near::is_slip(&word.name, near);
        let near: Vec<&String> = word.near.iter().filter(like).collect();
        if near.is_empty() {
            return None;
        }
        let (name, place) = (&word.name, &word.place);
        let dict = word.dict.map_or_else(
            || text!("承办单位", "unit"),
            |dict| text!("{zh}", "{en}", zh = dict.zh(), en = dict.en()),
        );
        let (dict, dict_en) = (dict.zh, dict.en);
        let Text { zh, en } = Text::listed(&near);
        Some(text!(
            "新增{dict}“{name}”与“{zh}”相近（{place}），是不是写错了？",
            "the new {dict_en} `{name}` is like `{en}` ({place}): is it a slip?"
        ))
    };
    report.new_words.iter().filter_map(one).collect()
}

/// Names what was added and may be a slip, and how it is taken back.
fn warn_of_slips(printer: &mut Printer, end: &End) -> Result<()> {
    let doubtful = doubtful(&end.report);
    if doubtful.is_empty() || !end.stands || end.dry_run {
        return Ok(());
    }
    let rest = doubtful.len().saturating_sub(SLIPS);
    for one in doubtful.iter().take(SLIPS) {
        printer.warn(one)?;
    }
    if rest > 0 {
        printer.warn(&text!(
            "另有 {rest} 个相近的新词",
            "{rest} more are like others"
        ))?;
    }
    let undo = end
        .batch
        .map_or_else(String::new, |batch| format!(" {batch}"));
    printer.remark(&text!(
        "写错的：yishi undo{undo} 撤销这一批，改正后再导入；没有写错的不必理会",
        "where it is: take the batch back with yishi undo{undo}, mend it and import again; else leave it"
    ))
}

/// Tells how an import ended.
///
/// # Errors
/// The machine's, where nothing can be printed.
pub fn tell(printer: &mut Printer, end: &End) -> Result<()> {
    if printer.format() == Format::Json {
        return printer.json(&end.json());
    }
    for (file, sheet, why) in &end.passed {
        let (zh, en) = (&why.zh, &why.en);
        printer.remark(&text!("{file} [{sheet}]：{zh}", "{file} [{sheet}]: {en}"))?;
    }
    for note in &end.notes {
        printer.remark(note)?;
    }
    // With -q an import that was taken as it is says nothing.
    let told = end.exit_code() != 0 || end.dry_run || !printer.is_terse();
    if told && !end.report.sheets.is_empty() {
        printer.grid(&sheets(end))?;
    }
    if !end.sheet_faults.is_empty() || !end.report.faults.is_empty() {
        printer.grid(&faults(end))?;
    }
    if let Some(sentence) = following(&end.report) {
        printer.warn(&sentence)?;
    }
    if !end.report.new_words.is_empty() && (end.words_wanted || end.dry_run) {
        printer.grid(&new_words(&end.report))?;
    }
    verdict(printer, end)?;
    warn_of_slips(printer, end)
}

/// How many rows only name people of a refused roster, by file where there are several.
fn following(report: &Report) -> Option<Text> {
    let sheets = report.sheets.iter().filter(|s| s.follow_on > 0);
    let each: Vec<String> = sheets
        .map(|s| format!("{} {}", s.file, s.follow_on))
        .collect();
    let follow: u64 = report.sheets.iter().map(|s| s.follow_on).sum();
    let of = match each.len() {
        0 => return None,
        1 => Text::default(),
        _ => {
            let Text { zh, en } = Text::listed(&each);
            text!("（{zh}）", " ({en})")
        }
    };
    let (zh, en) = (of.zh, of.en);
    Some(text!(
        "另有 {follow} 行{zh}指向名册中被拒的委员，名册改好后再导入",
        "{many}{en}: their members' own rows were refused; import again once the roster is mended",
        many = so_many(&follow, "more row waits", "more rows wait")
    ))
}

fn verdict(printer: &mut Printer, end: &End) -> Result<()> {
    let sum = |pick: fn(&crate::model::import::SheetReport) -> u64| {
        end.report.sheets.iter().map(pick).sum::<u64>()
    };
    let (added, changed, same, refused) = (
        sum(|s| s.added),
        sum(|s| s.changed),
        sum(|s| s.same),
        sum(|s| s.refused),
    );
    if !end.stands {
        printer.say(&text!(
            "整批没有写入，数据文件和原来一样。",
            "Nothing was written; the file is as it was."
        ))?;
        if end.words_wanted {
            printer.say(&text!(
                "确认新词无误后，加 --yes 再导入一次。",
                "If the new words are right, import again with --yes."
            ))?;
        }
        if refused > 0 || !end.sheet_faults.is_empty() {
            printer.say(&text!(
                "改好后重新导入；--rejects 错误.xlsx 导出被拒的行，--keep-going 先收下正确的行。",
                "Mend them and import again; --rejects FILE.xlsx writes the refused rows, --keep-going takes the good ones."
            ))?;
        }
        return Ok(());
    }
    let counts = text!(
        "新增 {added}，更改 {changed}，相同 {same}，拒收 {refused}",
        "{added} added, {changed} changed, {same} same, {refused} refused"
    );
    let (zh, en) = (&counts.zh, &counts.en);
    match (end.dry_run, end.batch) {
        (true, _) => printer.say(&text!(
            "试运行，没有写入：{zh}。",
            "Dry run, nothing written: {en}."
        )),
        (false, Some(batch)) => {
            printer.say(&text!(
                "已导入：{zh}（日志第 {batch} 条，yishi undo {batch} 可整批撤销）。",
                "Imported: {en} (entry {batch}; yishi undo {batch} takes the batch back)."
            ))?;
            let rules = printer.lang().pick("办法.toml", "RULES.toml");
            printer.next(&[
                format!("yishi score rules new -o {rules}"),
                "yishi member list".into(),
            ])
        }
        (false, None) => printer.say(&text!(
            "与文件里的完全一样，没有变化：{zh}。",
            "All stood already, nothing changed: {en}."
        )),
    }
}
