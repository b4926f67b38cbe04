//! What is wrong with a count of ballots, and what helps, in words.

use super::{Ballot, Scheme, Wrong};
use crate::lang::Text;
use crate::text;

impl Scheme {
    /// What helps where valid sheets mark nothing.
    pub fn unmarked(&self) -> Text {
        let plain = self.choices.iter().find(|c| c.points.is_none());
        match plain.map(|c| &c.name) {
            Some(name) => text!(
                "没有划的有效票，计入“{name}”；都这样算的，在办法里写 blank = \"{name}\"",
                "count valid sheets that mark nothing under `{name}`; to have that done always, write blank = \"{name}\" in the scheme"
            ),
            None => text!(
                "没有划的有效票，在办法里加一个选项：[[option]] name = \"弃权\"，并写 blank = \"弃权\"",
                "for valid sheets that mark nothing add an option to the scheme: [[option]] name = \"弃权\", and blank = \"弃权\""
            ),
        }
    }

    /// What is wrong with a count, in words.
    pub fn slip(&self, name: &str, ballot: &Ballot, wrong: &Wrong) -> Text {
        let (valid, returned, issued) = (ballot.valid, ballot.returned, ballot.issued);
        match wrong {
            Wrong::Valid => text!(
                "{name}：有效票 {valid} 多于收回的 {returned}",
                "{name}: {valid} valid sheets, and only {returned} came back"
            ),
            Wrong::Issued(entitled) => text!(
                "{name}：发出 {issued} 张票，多于应到的 {entitled} 人",
                "{name}: {issued} sheets handed out, and only {entitled} were entitled"
            ),
            Wrong::Criterion(word) if word.is_empty() => text!(
                "{name}：办法分项评议，没有写明是哪一项的得票",
                "{name}: the scheme has criteria, and it is not said on which these votes are"
            ),
            Wrong::Criterion(word) if self.has_criteria() => text!(
                "{name}：没有评议内容“{word}”",
                "{name}: there is no criterion `{word}`"
            ),
            Wrong::Criterion(word) => text!(
                "{name}：办法没有分项，不能按“{word}”计票",
                "{name}: the scheme has no criteria, and `{word}` is named"
            ),
            Wrong::Choice(word) => text!(
                "{name}：没有选项“{word}”",
                "{name}: there is no option `{word}`"
            ),
            Wrong::Votes(criterion, sum) => {
                let apart = sum.abs_diff(valid);
                let on = if criterion.is_empty() {
                    text!("", "")
                } else {
                    text!("“{criterion}”", " on `{criterion}`")
                };
                let (zh, en) = (&on.zh, &on.en);
                text!(
                    "{name}{zh}：各项得票合计 {sum}，有效票 {valid}，相差 {apart}",
                    "{name}: {sum} votes in all{en} and {valid} valid sheets, {apart} apart"
                )
            }
            Wrong::Entitled => text!(
                "{name}：办法规定了参加的比例，没有写应到人数",
                "{name}: the scheme has a quorum, and it is not said how many were entitled"
            ),
        }
    }
}
