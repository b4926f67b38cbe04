//! Questions to the person at the terminal.

/// Who answers questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Answers {
    /// The person, where there is one at a terminal; else the answer is no.
    #[default]
    Ask,
    /// Every question is answered yes (`--yes`).
    Yes,
    /// Nobody is asked (`--no-input`): the answer is no.
    Never,
}

/// Whether an answer means yes.
pub(super) fn means_yes(answer: &str) -> bool {
    matches!(
        answer.trim().to_lowercase().as_str(),
        "y" | "yes" | "是" | "好" | "对" | "是的" | "确认" | "ｙ"
    )
}
