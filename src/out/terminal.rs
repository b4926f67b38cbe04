//! What the terminal at hand can do.

use std::io::IsTerminal as _;

/// When colour is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ColorChoice {
    /// On a terminal that can, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl ColorChoice {
    /// Every choice, in the order in which help lists them.
    pub const ALL: [ColorChoice; 3] = [ColorChoice::Auto, ColorChoice::Always, ColorChoice::Never];

    /// The word that `--color` takes.
    pub fn code(self) -> &'static str {
        match self {
            ColorChoice::Auto => "auto",
            ColorChoice::Always => "always",
            ColorChoice::Never => "never",
        }
    }

    /// Reads the word that `--color` takes.
    pub fn parse(word: &str) -> Option<ColorChoice> {
        ColorChoice::ALL
            .into_iter()
            .find(|choice| choice.code() == word)
    }
}

/// What the streams of the process are and what the environment asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // three streams and one wish, each its own
pub struct Terminal {
    /// Whether standard input is a terminal.
    pub stdin: bool,
    /// Whether standard output is a terminal.
    pub stdout: bool,
    /// Whether standard error is a terminal.
    pub stderr: bool,
    /// Whether the environment forbids colour (`NO_COLOR` not empty, `TERM=dumb`).
    pub plain: bool,
    /// Columns to lay out for.
    pub width: usize,
}

/// Columns of a terminal that does not tell its width.
const TERMINAL: usize = 80;
/// Columns where the output goes to a pipe or a file.
const PIPE: usize = 100;

impl Terminal {
    /// No terminal at all: a pipe or a file, and nobody to ask.
    pub const NONE: Terminal = Terminal {
        stdin: false,
        stdout: false,
        stderr: false,
        plain: true,
        width: PIPE,
    };

    /// The terminal of this process. `COLUMNS` decides the width where it is a number.
    pub fn here() -> Terminal {
        let stdout = std::io::stdout().is_terminal();
        let stderr = std::io::stderr().is_terminal();
        let word = |name| std::env::var(name).unwrap_or_default();
        Terminal {
            stdin: std::io::stdin().is_terminal(),
            stdout,
            stderr,
            plain: !word("NO_COLOR").is_empty() || word("TERM") == "dumb",
            // A list that goes through head or less is read on the terminal all the same.
            width: columns(&word("COLUMNS"), stdout || stderr, asked),
        }
    }

    /// Whether a stream that is (or is not) a terminal gets colour.
    pub fn color(self, choice: ColorChoice, is_terminal: bool) -> bool {
        match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => is_terminal && !self.plain,
        }
    }
}

/// The width that the terminal tells.
fn asked() -> Option<usize> {
    terminal_size::terminal_size_of(std::io::stdout())
        .or_else(|| terminal_size::terminal_size_of(std::io::stderr()))
        .map(|(width, _)| width.0.into())
}

fn columns(said: &str, is_terminal: bool, ask: impl FnOnce() -> Option<usize>) -> usize {
    match said.trim().parse() {
        Ok(columns) if columns > 0 => columns,
        _ if is_terminal => ask().filter(|&columns| columns > 0).unwrap_or(TERMINAL),
        _ => PIPE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_goes_before_the_terminal_and_a_pipe_has_a_hundred_columns() {
        assert_eq!(columns("60", true, || Some(120)), 60);
        assert_eq!(columns("x", true, || Some(120)), 120);
        assert_eq!(columns("0", true, || None), 80);
        assert_eq!(columns("", false, || Some(120)), 100);
    }

    #[test]
    fn colour_is_for_terminals_unless_said_otherwise() {
        let here = Terminal {
            plain: false,
            stdout: true,
            ..Terminal::NONE
        };
        assert!(here.color(ColorChoice::Auto, true));
        assert!(!here.color(ColorChoice::Auto, false));
        assert!(!Terminal::NONE.color(ColorChoice::Auto, true));
        assert!(Terminal::NONE.color(ColorChoice::Always, false));
    }
}
