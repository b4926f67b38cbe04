use super::*;
use crate::error::Error;
use crate::lang::Lang;
use crate::out::{Answers, Format, Printer, Settings, Terminal};
use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

/// A stream that a test can read afterwards, or one that fails.
#[derive(Clone, Default)]
struct Pipe {
    seen: Rc<RefCell<Vec<u8>>>,
    broken: Option<io::ErrorKind>,
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.broken {
            Some(kind) => Err(kind.into()),
            None => self.seen.borrow_mut().write(bytes),
        }
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Pipe {
    fn text(&self) -> String {
        String::from_utf8(self.seen.borrow().clone()).unwrap()
    }
}

fn printer(
    settings: Settings,
    terminal: Terminal,
    out: &Pipe,
    typed: &'static str,
) -> (Printer, Pipe) {
    let err = Pipe::default();
    let (out, errors) = (Box::new(out.clone()), Box::new(err.clone()));
    (
        Printer::over(settings, terminal, out, errors, Box::new(typed.as_bytes())),
        err,
    )
}

fn error() -> Error {
    Error::refused("not_found", text!("没有第 9 号提案", "no proposal 9")).hint(text!(
        "用 yishi proposal list 查看",
        "see yishi proposal list"
    ))
}

#[test]
fn results_and_remarks_keep_to_their_streams() {
    let out = Pipe::default();
    let (mut printer, err) = printer(Settings::default(), Terminal::NONE, &out, "");
    printer.say(&text!("已登记 1 人", "1 recorded")).unwrap();
    printer.next(&["yishi score run".to_owned()]).unwrap();
    assert_eq!(printer.fail(&error()), 1);
    assert_eq!(out.text(), "已登记 1 人\n");
    assert_eq!(
        err.text(),
        "下一步：yishi score run\n错误：没有第 9 号提案\n提示：用 yishi proposal list 查看\n"
    );
}

#[test]
fn for_programs_an_error_is_one_json_line() {
    let settings = Settings {
        format: Format::Json,
        lang: Lang::En,
        ..Settings::default()
    };
    let out = Pipe::default();
    let (mut printer, err) = printer(settings, Terminal::NONE, &out, "");
    printer.next(&["yishi".to_owned()]).unwrap();
    printer
        .done(&text!("好", "ok"), || serde_json::json!({"changed": 1}))
        .unwrap();
    printer.fail(&error());
    assert_eq!(out.text(), "{\n  \"changed\": 1\n}\n");
    assert_eq!(
        err.text(),
        "{\"error\":{\"code\":\"not_found\",\"message\":\"no proposal 9\",\"hint\":\"see yishi proposal list\"}}\n"
    );
}

#[test]
fn a_reader_who_has_gone_is_a_quiet_success_and_a_full_disk_is_not() {
    let gone = Pipe {
        broken: Some(io::ErrorKind::BrokenPipe),
        ..Pipe::default()
    };
    let (mut quiet, _) = printer(Settings::default(), Terminal::NONE, &gone, "");
    quiet.grid(&sample()).unwrap();
    quiet.grid(&sample()).unwrap();
    quiet.finish().unwrap();
    let full = Pipe {
        broken: Some(io::ErrorKind::StorageFull),
        ..Pipe::default()
    };
    let (mut loud, _) = printer(Settings::default(), Terminal::NONE, &full, "");
    assert_eq!(loud.grid(&sample()).unwrap_err().code, "output_failed");
    let held_back = Box::new(io::BufWriter::new(full));
    let (err, input) = (Box::new(Pipe::default()), Box::new(io::empty()));
    let mut late = Printer::over(Settings::default(), Terminal::NONE, held_back, err, input);
    late.grid(&sample()).unwrap();
    late.remark(&text!("好", "ok")).unwrap();
    assert_eq!(late.finish().unwrap_err().code, "output_failed");
}

#[test]
fn a_question_is_asked_only_where_somebody_can_answer() {
    let question = text!("继续吗", "go on");
    let here = Terminal {
        stdin: true,
        stderr: true,
        ..Terminal::NONE
    };
    let asked = |answers, terminal, typed| {
        let settings = Settings {
            answers,
            ..Settings::default()
        };
        let (mut printer, err) = printer(settings, terminal, &Pipe::default(), typed);
        (printer.confirm(&question).unwrap(), err.text())
    };
    assert_eq!(
        asked(Answers::Ask, here, "是\n"),
        (true, "继续吗（y/N） ".to_owned())
    );
    assert!(!asked(Answers::Ask, here, "\n").0);
    assert_eq!(
        asked(Answers::Ask, Terminal::NONE, "y\n"),
        (false, String::new())
    );
    assert_eq!(asked(Answers::Never, here, "y\n"), (false, String::new()));
    assert_eq!(
        asked(Answers::Yes, Terminal::NONE, ""),
        (true, String::new())
    );
}

#[test]
fn quiet_leaves_results_and_errors() {
    let out = Pipe::default();
    let settings = Settings {
        quiet: true,
        format: Format::Plain,
        ..Settings::default()
    };
    let (mut printer, err) = printer(settings, Terminal::NONE, &out, "");
    printer.say(&text!("好", "ok")).unwrap();
    printer.remark(&text!("好", "ok")).unwrap();
    printer.grid(&sample()).unwrap();
    printer.fail(&error());
    assert_eq!(out.text().lines().count(), 2);
    assert!(err.text().starts_with("错误："));
}
