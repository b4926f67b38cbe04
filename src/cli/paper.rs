//! Where papers go: a file, a folder, standard output; and what is said of them.

mod said;

pub use said::{paper, proofed, unknown};
use said::{told, warned};

use super::app::{App, usage};
use super::file::replace_whole;
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::code::Code;
use crate::model::paper::{Facts, Paper};
use crate::out::paper::{Filled, Template, built_in};
use crate::store::Read;
use crate::text;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// One paper to be written.
pub struct Sheet {
    /// The name of its file without the ending.
    pub stem: String,
    /// The unit or body that it goes to, where it goes to one.
    pub unit: Option<String>,
    /// The proposals that it is about, as people cite them.
    pub proposals: Vec<String>,
    /// Number and name of the member that it goes to, where it goes to one.
    pub member: Option<(String, String)>,
    /// What is filled in.
    pub facts: Facts,
}

/// What a paper is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A Word document.
    Docx,
    /// Plain text.
    Text,
}

impl Form {
    fn ending(self) -> &'static str {
        match self {
            Form::Docx => "docx",
            Form::Text => "txt",
        }
    }

    fn bytes(self, filled: &Filled) -> &[u8] {
        match self {
            Form::Docx => &filled.docx,
            Form::Text => filled.text.as_bytes(),
        }
    }
}

/// How many papers a command makes, whatever the ledger has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// One, or as many as there are; a single one needs no folder.
    AsFound,
    /// A folder of them, even where only one is found.
    Folder,
}

/// Where papers go.
pub struct To<'a> {
    /// What was typed after `-o`.
    pub output: Option<&'a Path>,
    /// Document or text.
    pub form: Form,
    /// Whether there may be several.
    pub count: Count,
}

/// What was typed of papers that members get.
#[derive(Debug, Clone, Copy)]
pub struct ToMembers<'a> {
    /// The members who were named; none where they were chosen otherwise.
    pub members: &'a [String],
    /// What was typed after `-o`.
    pub output: Option<&'a Path>,
    /// Whether plain text was asked for.
    pub text: bool,
}

/// Writes the papers that members get: into a folder, unless one member was named.
///
/// # Errors
/// As [`issue`].
pub fn issue_to_members(
    app: &mut App,
    template: &Template,
    paper: Paper,
    sheets: &[Sheet],
    typed: &ToMembers<'_>,
) -> Result<u8> {
    let to = To {
        output: typed.output,
        form: if typed.text { Form::Text } else { Form::Docx },
        count: match typed.members {
            [_] => Count::AsFound,
            _ => Count::Folder,
        },
    };
    issue(app, template, paper, sheets, &to)
}

/// The template of a paper: the office's own, else the program's.
///
/// # Errors
/// `not_docx`; the database's own failures.
pub fn template(read: Read<'_>, paper: Paper) -> Result<Template> {
    let own = read.template(paper)?;
    Template::read(paper, own.as_deref().unwrap_or(built_in(paper)))
}

/// Writes papers and says where they are.
///
/// # Errors
/// `file_exists`; what cannot be written.
pub fn issue(
    app: &mut App,
    template: &Template,
    paper: Paper,
    sheets: &[Sheet],
    to: &To<'_>,
) -> Result<u8> {
    let filled = sheets.iter().map(|s| template.fill(&s.facts));
    let filled = filled.collect::<Result<Vec<_>>>()?;
    let to_stdout = to.output.is_some_and(|p| p.as_os_str() == "-")
        || (to.output.is_none() && to.form == Form::Text);
    if to_stdout {
        print(app, &filled, to.form)?;
        return warned(app, sheets, &filled);
    }
    let paths = paths(app, paper, sheets, to)?;
    may_write(app, &paths)?;
    let replaced = paths.iter().filter(|p| p.exists()).count();
    for (path, filled) in paths.iter().zip(&filled) {
        folder_of(path)?;
        replace_whole(path, to.form.bytes(filled))?;
    }
    told(app, paper, sheets, &paths)?;
    if replaced > 0 {
        app.printer.remark(&text!(
            "其中 {replaced} 个文件原来就有，已覆盖",
            "{replaced} of the files were there before and were written over"
        ))?;
    }
    warned(app, sheets, &filled)
}

fn print(app: &mut App, filled: &[Filled], form: Form) -> Result<()> {
    match (form, filled) {
        (Form::Text, all) => {
            for (at, one) in all.iter().enumerate() {
                // A form feed parts papers, as on a printer.
                let lead = if at > 0 { "\u{c}\n" } else { "" };
                app.printer.raw(format!("{lead}{}", one.text).as_bytes())?;
            }
            Ok(())
        }
        (Form::Docx, _) if app.printer.terminal().stdout => Err(usage(text!(
            "Word 文档不能显示在终端上",
            "a Word document cannot be shown on a terminal"
        ))
        .hint(text!(
            "用 --text 看文字，用 -o 写成文件",
            "--text shows its words, -o writes a file"
        ))),
        (Form::Docx, [one]) => app.printer.raw(&one.docx),
        (Form::Docx, several) => Err(not_one(several.len())),
    }
}

fn not_one(n: usize) -> Error {
    usage(text!(
        "有 {n} 份，一个文件放不下",
        "there are {n} of them, which one file cannot hold"
    ))
    .hint(text!(
        "-o 后面写文件夹，每份一个文件",
        "name a folder after -o: each has a file of its own"
    ))
}

/// The file of each paper.
fn paths(app: &App, paper: Paper, sheets: &[Sheet], to: &To<'_>) -> Result<Vec<PathBuf>> {
    let several = sheets.len() != 1 || to.count == Count::Folder;
    let is_folder = |p: &Path| p.is_dir() || p.as_os_str().to_string_lossy().ends_with(['/', '\\']);
    let folder = match to.output {
        None if several => PathBuf::from(format!("{}-{}", paper.zh(), app.today)),
        None => PathBuf::new(),
        Some(path)
            if several
                && path
                    .extension()
                    .is_some_and(|e| e.eq_ignore_ascii_case(to.form.ending())) =>
        {
            return Err(not_one(sheets.len()));
        }
        Some(path) if several || is_folder(path) => path.to_owned(),
        Some(path) if path.extension().is_none() => {
            return Ok(vec![path.with_extension(to.form.ending())]);
        }
        Some(path) => return Ok(vec![path.to_owned()]),
    };
    let (mut paths, mut taken) = (Vec::new(), HashSet::new());
    for sheet in sheets {
        let stem = file_name(&sheet.stem);
        let named = |n: usize| match n {
            1 => folder.join(format!("{stem}.{}", to.form.ending())),
            n => folder.join(format!("{stem}-{n}.{}", to.form.ending())),
        };
        // Names that differ in the case of letters alone are one file on many systems.
        let key = |p: &PathBuf| p.to_string_lossy().to_lowercase();
        let free = (1..=sheets.len())
            .map(named)
            .find(|p| !taken.contains(&key(p)));
        taken.extend(free.as_ref().map(key));
        paths.extend(free);
    }
    Ok(paths)
}

/// A name that every system takes for a file.
pub fn file_name(stem: &str) -> String {
    const LONGEST: usize = 60;
    let odd = |c: char| c.is_control() || "/\\:*?\"<>|".contains(c);
    let name: String = stem
        .chars()
        .map(|c| if odd(c) { '_' } else { c })
        .take(LONGEST)
        .collect();
    name.trim_matches([' ', '.']).to_owned()
}

/// Asks before files are written over; `--yes` answers.
pub fn may_write(app: &mut App, paths: &[PathBuf]) -> Result<()> {
    let there: Vec<String> = paths
        .iter()
        .filter(|p| p.exists())
        .map(|p| p.display().to_string())
        .collect();
    if there.is_empty() {
        return Ok(());
    }
    let Text { zh, en } = Text::listed(&there[..there.len().min(3)]);
    let n = there.len();
    let question = text!(
        "{zh} 等 {n} 个文件已经存在，覆盖吗？",
        "{n} files exist ({en}). Write over them?"
    );
    if app.printer.confirm(&question)? {
        return Ok(());
    }
    let error = Error::refused(
        "file_exists",
        text!(
            "{zh} 已经存在，没有覆盖（共 {n} 个）",
            "{en} exists; nothing was written over ({n} in all)"
        ),
    );
    Err(error.hint(text!(
        "要覆盖就加 --yes，或用 -o 写到别处",
        "--yes writes over it, -o writes elsewhere"
    )))
}

/// Makes the folder of a file.
///
/// # Errors
/// `cannot_write`.
pub fn folder_of(path: &Path) -> Result<()> {
    let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) else {
        return Ok(());
    };
    std::fs::create_dir_all(folder).map_err(|e| {
        let shown = folder.display();
        Error::machine(
            "cannot_write",
            text!("无法新建文件夹 {shown}", "cannot create the folder {shown}"),
        )
        .because(e)
        .hint(text!(
            "检查上级文件夹是否可写",
            "check that the folder above can be written"
        ))
    })
}
