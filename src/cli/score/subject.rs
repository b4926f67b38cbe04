//! Whose scores are meant: members, or bodies of a kind, whose rules may count the members' scores.

use super::{Basis, chosen, tallied, too_fine};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::code::Code;
use crate::model::fact::FactKind;
use crate::model::score::rules::Whose;
use crate::model::score::{Rules, TooFine, Window};
use crate::store::Read;
use crate::store::pool::MemberScores;
use crate::text;
use chrono::NaiveDate;

/// The option that names a kind of body in a command to type next; members need none.
pub(super) fn named(whose: Whose) -> String {
    match whose {
        Whose::Member => String::new(),
        body => format!(" --subject {}", body.zh()),
    }
}

/// Whose adopted or published scores are meant: as asked, else the members' where rules are
/// adopted for them, else those of the first kind of body.
pub(super) fn subject(read: Read<'_>, year: i32, asked: Option<Whose>) -> Result<Whose> {
    if let Some(asked) = asked {
        return Ok(asked);
    }
    let adopted = read.adopted_subjects(year)?;
    Ok(adopted.first().copied().unwrap_or_default())
}

pub(super) fn no_weight(name: &str, year: i32) -> Error {
    Error::refused(
        "no_weight",
        text!(
            "{name} 没有写 {year} 年的权重",
            "{name} does not say its weight in {year}"
        ),
    )
    .hint(text!(
        "在 scale 里补上这一年：{year} = \"3/100\"，或写 else",
        "add the year to `scale`: {year} = \"3/100\", or an `else`"
    ))
}

/// The scores of the members under the rules adopted for them, where the rules of a body count them.
pub(super) fn members_scored(
    read: Read<'_>,
    (basis, today): (&Basis, NaiveDate),
    rules: &Rules,
    (year, window): (i32, Window),
) -> Result<Option<MemberScores>> {
    if !rules.subject.has_members() || !rules.counts(FactKind::Score) {
        return Ok(None);
    }
    if read.adopted(year, Whose::Member)?.is_none() {
        let message = text!(
            "办法用到“委员得分”，但 {year} 年没有采用考核委员的办法",
            "the rules count the members' scores, and no rules for members are adopted for {year}"
        );
        return Err(Error::refused("no_member_rules", message).hint(text!(
            "先采用：yishi score adopt 委员办法.toml --year {year}",
            "adopt some first: yishi score adopt FILE.toml --year {year}"
        )));
    }
    let own = Basis {
        year: Some(year),
        subject: Some(Whose::Member),
        rules: None,
        as_of: basis.as_of,
    };
    let mut chosen = chosen(read, &own, today)?;
    let scores = tallied(read, &mut chosen)?;
    let scores = MemberScores::of(&scores, window.to).ok_or_else(|| too_fine(TooFine))?;
    Ok(Some(scores))
}

/// What is said where nothing is adopted for a year, or for the kind of subject asked for.
pub(super) fn none_adopted(year: i32, asked: Option<Whose>) -> Text {
    match asked {
        None => text!(
            "{year} 年还没有采用考核办法",
            "no rules are adopted for {year}"
        ),
        Some(whose) => {
            let (zh, en) = (whose.zh(), whose.en());
            text!(
                "{year} 年还没有采用考核{zh}的办法",
                "no rules for subjects of kind {en} are adopted for {year}"
            )
        }
    }
}

/// Nothing is adopted for a year, or for the kind of subject asked for.
pub(super) fn no_rules(read: Read<'_>, year: i32, asked: Option<Whose>) -> Result<Error> {
    let mut error = Error::refused("no_rules", none_adopted(year, asked));
    let all = read.all_adopted()?;
    let of = all.iter().filter(|a| asked.is_none_or(|w| w == a.1));
    let mut years: Vec<String> = of.map(|a| a.0.to_string()).collect();
    years.dedup();
    if !years.is_empty() {
        let Text { zh, en } = Text::listed(&years);
        error = error.hint(text!(
            "已采用办法的年度：{zh}；用 --year 选",
            "years with rules: {en}; choose one with --year"
        ));
    }
    // A file says itself whom it scores, and takes no --subject.
    let error = match asked {
        None | Some(Whose::Member) => error.hint(text!(
            "先存一份公开的来改：yishi score rules show tongcheng-2019 > 办法.toml",
            "keep a published one to begin with: yishi score rules show tongcheng-2019 > FILE.toml"
        )),
        Some(body) => {
            let (zh, en) = (body.zh(), body.en());
            error.hint(text!(
                "试用考核{zh}的办法：去掉 --subject，写 --rules 办法.toml（办法里有 subject = \"{zh}\"）",
                "try rules for {en}: leave --subject out and give --rules FILE.toml (with subject = \"{zh}\")"
            ))
        }
    };
    Ok(error.hint(text!(
        "正式采用：yishi score adopt 办法.toml --year {year}",
        "adopt one: yishi score adopt FILE.toml --year {year}"
    )))
}
