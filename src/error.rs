//! The one error of the house: what kind it is decides the exit code, what it says comes in
//! two languages, and its hints name the commands that help.

use crate::lang::Text;
use crate::model::score::Mistake;

/// What went wrong, as far as a script needs to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The rules refuse it, or nothing of that name: exit 1.
    Refused,
    /// The command line is wrong: exit 2.
    Usage,
    /// File, lock, disk or damaged data: exit 3.
    Machine,
}

impl Kind {
    /// The process's exit code for this kind.
    pub fn exit_code(self) -> u8 {
        match self {
            Kind::Refused => 1,
            Kind::Usage => 2,
            Kind::Machine => 3,
        }
    }
}

/// An error for people and scripts.
#[derive(Debug)]
pub struct Error {
    /// The kind, which decides the exit code.
    pub kind: Kind,
    /// A stable English code for scripts, such as `not_found` or `ambiguous`.
    pub code: &'static str,
    /// What and where.
    pub message: Text,
    /// Which command or change helps.
    pub hints: Vec<Text>,
    /// The mistakes of a rule file, each with its place; empty for any other error.
    pub mistakes: Box<[Mistake]>,
    /// What lies behind a machine failure.
    pub source: Option<anyhow::Error>,
}

/// The house's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error of a kind, without hints yet.
    pub fn new(kind: Kind, code: &'static str, message: Text) -> Error {
        Error {
            kind,
            code,
            message,
            hints: Vec::new(),
            mistakes: Box::default(),
            source: None,
        }
    }

    /// Something the rules refuse or that is not there (exit 1).
    pub fn refused(code: &'static str, message: Text) -> Error {
        Error::new(Kind::Refused, code, message)
    }

    /// A wrong command line (exit 2).
    pub fn usage(code: &'static str, message: Text) -> Error {
        Error::new(Kind::Usage, code, message)
    }

    /// A failure of the machine (exit 3).
    pub fn machine(code: &'static str, message: Text) -> Error {
        Error::new(Kind::Machine, code, message)
    }

    /// The error where the rules refuse something; a failure of the machine ends what is tried
    /// with many things.
    ///
    /// # Errors
    /// The failure itself.
    pub fn only_refused(self) -> Result<Error> {
        match self.kind {
            Kind::Machine => Err(self),
            Kind::Refused | Kind::Usage => Ok(self),
        }
    }

    /// Adds what helps.
    #[must_use]
    pub fn hint(mut self, hint: Text) -> Error {
        self.hints.push(hint);
        self
    }

    /// Adds the known words that come nearest to a wrong one, where there are any.
    #[must_use]
    pub fn did_you_mean<S: AsRef<str>>(self, near: &[S]) -> Error {
        if near.is_empty() {
            return self;
        }
        let Text { zh, en } = Text::listed(near);
        self.hint(crate::text!("是不是：{zh}", "did you mean: {en}"))
    }

    /// Adds what is wrong in a rule file, place by place; each is a hint too.
    #[must_use]
    pub fn mistaken(mut self, mistakes: &[Mistake]) -> Error {
        self.hints.extend(mistakes.iter().map(Mistake::told));
        self.mistakes = mistakes.into();
        self
    }

    /// Adds what lies behind it.
    #[must_use]
    pub fn because(mut self, source: impl Into<anyhow::Error>) -> Error {
        self.source = Some(source.into());
        self
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message.zh)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(AsRef::as_ref)
    }
}
