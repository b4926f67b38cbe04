//! The one place that prints. Results go to standard output, all else to standard error, and a
//! reader who has gone away is a quiet success.

use super::clean::{harmless, harmless_lines};
use super::prompt::{Answers, means_yes};
use super::{ColorChoice, Format, Grid, Look, Page, Terminal, json_text};
use crate::error::{Error, Kind, Result};
use crate::lang::{Lang, Text};
use crate::text;
use serde_json::{Value, json};
use std::io::{self, BufRead, BufWriter, ErrorKind, Write};

/// What a run asks of its output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settings {
    /// The language.
    pub lang: Lang,
    /// The format of results.
    pub format: Format,
    /// When to use colour.
    pub color: ColorChoice,
    /// Say nothing but results and errors (`-q`).
    pub quiet: bool,
    /// Who answers questions.
    pub answers: Answers,
}

/// Says everything that the program says.
pub struct Printer {
    settings: Settings,
    terminal: Terminal,
    out: Box<dyn Write>,
    err: Box<dyn Write>,
    input: Box<dyn BufRead>,
    closed: bool,
    lost: Option<Error>,
}

impl Printer {
    /// Prints on the streams of this process; standard output stays locked and buffered.
    pub fn new(settings: Settings) -> Printer {
        let out = Box::new(BufWriter::with_capacity(1 << 16, io::stdout().lock()));
        let input = Box::new(io::BufReader::new(io::stdin()));
        Printer::over(
            settings,
            Terminal::here(),
            out,
            Box::new(io::stderr()),
            input,
        )
    }

    /// Prints on any streams.
    pub fn over(
        settings: Settings,
        terminal: Terminal,
        out: Box<dyn Write>,
        err: Box<dyn Write>,
        input: Box<dyn BufRead>,
    ) -> Printer {
        Printer {
            settings,
            terminal,
            out,
            err,
            input,
            closed: false,
            lost: None,
        }
    }

    /// The language of the run.
    pub fn lang(&self) -> Lang {
        self.settings.lang
    }

    /// The format of the run.
    pub fn format(&self) -> Format {
        self.settings.format
    }

    /// Changes the language, once the file has told what `init` stored.
    pub fn speak(&mut self, lang: Lang) {
        self.settings.lang = lang;
    }

    /// What the streams are.
    pub fn terminal(&self) -> Terminal {
        self.terminal
    }

    /// How results on standard output look.
    pub fn look(&self) -> Look {
        Look {
            format: self.settings.format,
            lang: self.settings.lang,
            width: self.terminal.width,
            color: self
                .terminal
                .color(self.settings.color, self.terminal.stdout),
        }
    }

    /// Whether a person can be asked.
    pub fn can_ask(&self) -> bool {
        self.settings.answers == Answers::Ask && self.terminal.stdin && self.terminal.stderr
    }

    /// Prints a list. What is said of an empty one goes to standard error where a program reads.
    pub fn grid(&mut self, grid: &Grid) -> Result<()> {
        let vacant = grid.vacant.as_ref().filter(|_| grid.rows.is_empty());
        if let (true, Some(vacant)) = (self.format().is_for_programs(), vacant) {
            self.remark(vacant)?;
        }
        let rendered = grid.render(self.look());
        self.raw(rendered.as_bytes())
    }

    /// Prints one thing; `json` gives its object for the JSON format.
    pub fn page(&mut self, page: &Page, json: impl FnOnce() -> Value) -> Result<()> {
        if self.format() == Format::Json {
            return self.json(&json());
        }
        let rendered = page.render(self.look());
        self.raw(rendered.as_bytes())
    }

    /// Prints a JSON document.
    pub fn json(&mut self, value: &Value) -> Result<()> {
        self.raw(json_text(value).as_bytes())
    }

    /// Says what a command did: the sentence, or for the JSON format its object.
    pub fn done(&mut self, sentence: &Text, json: impl FnOnce() -> Value) -> Result<()> {
        if self.format() == Format::Json {
            self.json(&json())
        } else {
            self.say(sentence)
        }
    }

    /// Says a sentence that is itself the result, on standard output; with `-q` not at all. In
    /// the JSON format it goes to standard error, so that standard output stays JSON.
    pub fn say(&mut self, sentence: &Text) -> Result<()> {
        if self.settings.quiet {
            return Ok(());
        }
        if self.format() == Format::Json {
            return self.remark(sentence);
        }
        let line = format!("{}\n", harmless_lines(sentence.pick(self.lang())));
        self.raw(line.as_bytes())
    }

    /// Whether only results and errors are asked for, by a person.
    pub fn is_terse(&self) -> bool {
        self.settings.quiet && !self.format().is_for_programs()
    }

    /// Writes bytes to standard output as they are: a letter, a CSV file, a completion script.
    pub fn raw(&mut self, bytes: &[u8]) -> Result<()> {
        if self.closed {
            return Ok(());
        }
        let written = self.out.write_all(bytes);
        self.judge(written)
    }

    /// Says something beside the result, on standard error; with `-q` not at all.
    pub fn remark(&mut self, sentence: &Text) -> Result<()> {
        if self.settings.quiet {
            return Ok(());
        }
        let line = harmless_lines(sentence.pick(self.lang())).into_owned();
        self.aside(&line);
        Ok(())
    }

    /// Warns on standard error, even with `-q`.
    pub fn warn(&mut self, sentence: &Text) -> Result<()> {
        let lead = text!("注意：", "warning: ");
        let line = self.led(&lead, "33", sentence);
        self.aside(&line);
        Ok(())
    }

    /// Names the commands that usually come next, on standard error, for people only.
    pub fn next(&mut self, commands: &[String]) -> Result<()> {
        if self.settings.quiet || self.format().is_for_programs() {
            return Ok(());
        }
        let lead = text!("下一步：", "next: ");
        for command in commands {
            let line = self.led(&lead, "2", &Text::same(harmless(command)));
            self.aside(&line);
        }
        Ok(())
    }

    /// Says what went wrong and what helps, on standard error, and gives the exit code. In the
    /// JSON format it is one JSON line, so that a program can read the whole stream.
    pub fn fail(&mut self, error: &Error) -> u8 {
        let _ = self.finish();
        if self.format() == Format::Json {
            let line = error_json(error, self.lang());
            self.aside(line.trim_end());
            return error.kind.exit_code();
        }
        let mut lines = vec![self.led(&text!("错误：", "error: "), "1;31", &error.message)];
        if let Some(source) = &error.source {
            let cause = Text::same(format!("{source:#}"));
            lines.push(self.led(&text!("原因：", "cause: "), "2", &cause));
        }
        for hint in &error.hints {
            lines.push(self.led(&text!("提示：", "hint: "), "36", hint));
        }
        for line in lines {
            self.aside(&line);
        }
        error.kind.exit_code()
    }

    /// Asks a question that is answered yes or no. `--yes` answers yes; where nobody can be
    /// asked, the answer is no.
    pub fn confirm(&mut self, question: &Text) -> Result<bool> {
        if self.settings.answers == Answers::Yes {
            return Ok(true);
        }
        let question = text!(
            "{zh}（y/N）",
            "{en} (y/N)",
            zh = question.zh,
            en = question.en
        );
        Ok(self
            .ask(&question)?
            .is_some_and(|answer| means_yes(&answer)))
    }

    /// Asks for a line; `None` where nobody can be asked or the input has ended.
    pub fn ask(&mut self, question: &Text) -> Result<Option<String>> {
        if !self.can_ask() {
            return Ok(None);
        }
        self.finish()?;
        let _ = write!(self.err, "{} ", harmless_lines(question.pick(self.lang())));
        let _ = self.err.flush();
        let mut line = String::new();
        let read = self.input.read_line(&mut line).map_err(|source| {
            Error::machine(
                "input_failed",
                text!("读不到键盘输入", "cannot read the answer"),
            )
            .because(source)
        })?;
        Ok((read > 0).then(|| line.trim().to_owned()))
    }

    /// Sends out what is still held back. To be called once at the end.
    pub fn finish(&mut self) -> Result<()> {
        if let Some(error) = self.lost.take() {
            return Err(error);
        }
        if self.closed {
            return Ok(());
        }
        let flushed = self.out.flush();
        self.judge(flushed)
    }

    fn judge(&mut self, written: io::Result<()>) -> Result<()> {
        match written {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(())
            }
            Err(error) => {
                self.closed = true;
                let message = text!("写不出结果（标准输出）", "cannot write to standard output");
                Err(Error::new(Kind::Machine, "output_failed", message).because(error))
            }
        }
    }

    /// A line on standard error, after what standard output has so far. Where standard output
    /// fails, [`Printer::finish`] tells; where standard error fails, nobody can be told.
    fn aside(&mut self, line: &str) {
        if let Err(error) = self.finish() {
            self.lost = Some(error);
        }
        let _ = writeln!(self.err, "{line}");
    }

    fn led(&self, lead: &Text, style: &str, body: &Text) -> String {
        let lang = self.lang();
        let body = harmless_lines(body.pick(lang));
        let lead = lead.pick(lang);
        if self
            .terminal
            .color(self.settings.color, self.terminal.stderr)
        {
            format!("\x1b[{style}m{lead}\x1b[0m{body}")
        } else {
            format!("{lead}{body}")
        }
    }
}

/// The error as one line of JSON.
fn error_json(error: &Error, lang: Lang) -> String {
    let hints: Vec<&str> = error.hints.iter().map(|hint| hint.pick(lang)).collect();
    let mut message = error.message.pick(lang).to_owned();
    if let Some(source) = &error.source {
        message = super::in_brackets(&message, &format!("{source:#}"), lang);
    }
    let hint = if hints.is_empty() {
        Value::Null
    } else {
        hints.join("\n").into()
    };
    let mut body = json!({"code": error.code, "message": message, "hint": hint});
    if !error.mistakes.is_empty() {
        body["mistakes"] = super::score::mistakes_json(&error.mistakes, lang);
    }
    super::data::json_line(&json!({"error": body}))
}
