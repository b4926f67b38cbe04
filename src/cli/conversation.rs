//! A person at a terminal, for tests of what is asked.

use super::app::{App, Global};
use crate::out::{Printer, Settings, Terminal};
use std::cell::RefCell;
use std::io::{Cursor, Write};
use std::rc::Rc;

#[derive(Clone, Default)]
struct Heard(Rc<RefCell<Vec<u8>>>);

impl Write for Heard {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What comes of asking a person who answers so, and what the person is asked.
pub(super) fn conversation<T>(
    command: &str,
    answers: &str,
    ask: impl FnOnce(&mut App) -> T,
) -> (T, String) {
    let global = Global {
        db: None,
        format: None,
        lang: None,
        today: chrono::NaiveDate::from_ymd_opt(2026, 11, 20).map(Into::into),
        color: "never".into(),
        yes: false,
        no_input: false,
        quiet: false,
    };
    let mut app = App::new(&global, command);
    let heard = Heard::default();
    app.printer = Printer::over(
        Settings::default(),
        Terminal {
            stdin: true,
            stderr: true,
            ..Terminal::NONE
        },
        Box::new(std::io::sink()),
        Box::new(heard.clone()),
        Box::new(Cursor::new(answers.to_owned())),
    );
    let came = ask(&mut app);
    let heard = String::from_utf8(heard.0.borrow().clone()).unwrap();
    (came, heard)
}
