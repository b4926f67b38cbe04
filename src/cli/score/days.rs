//! The days that count: where there are none, and why.

use super::adopt::{around, not_in_force};
use super::{Basis, Chosen, quoted};
use crate::cli::app::App;
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::score::{Rules, Window};
use crate::store::Read;
use crate::text;
use chrono::NaiveDate;

/// The days of a year that count, up to a day where one is asked for.
///
/// # Errors
/// `rules_not_in_force` where the rules do not apply in the year, `not_begun` where the days that
/// count begin after the day asked for.
pub(super) fn counted(rules: &Rules, year: i32, as_of: Option<NaiveDate>) -> Result<Window> {
    let window = rules.days_of(year);
    let window = window.ok_or_else(|| not_in_force(rules, year))?;
    let Some(day) = as_of else {
        return Ok(window);
    };
    window.within(None, Some(day)).ok_or_else(|| {
        let from = window.from;
        Error::refused(
            "not_begun",
            text!(
                "{year} 年度考核期间自 {from} 起，{day} 尚未开始",
                "the days that count for {year} begin on {from}, after {day}"
            ),
        )
        .hint(text!(
            "--as-of 写 {from} 以后的日子，或换一个 --year",
            "give a later day to --as-of, or take another --year"
        ))
    })
}

/// Says so where the days that count have not begun yet: everybody has what nothing done gives.
pub(super) fn remark(app: &mut App, chosen: &Chosen) -> Result<()> {
    let (year, from, today) = (chosen.year, chosen.window.from, app.today);
    if today >= from {
        return Ok(());
    }
    app.printer.remark(&text!(
        "注意：{year} 年度考核期间自 {from} 起，今天（{today}）尚未开始",
        "warning: the days that count for {year} begin on {from}, after today ({today})"
    ))
}

/// Warns of days around the rules that no rules count, or that those of two years count. Where it
/// is a file with its own first day, the rules until then are to be joined to it.
pub(super) fn bare(app: &mut App, read: Read<'_>, chosen: &Chosen, basis: &Basis) -> Result<()> {
    let rules = chosen.engine.rules();
    let lapses = around(read, chosen.year, rules)?;
    for lapse in &lapses {
        let Text { zh, en } = match &basis.rules {
            Some(_) if lapse.code == "days_without_rules" => lapse.message.clone(),
            _ => lapse.told(),
        };
        app.printer.remark(&text!("注意：{zh}", "warning: {en}"))?;
    }
    let gap = lapses.iter().any(|l| l.code == "days_without_rules");
    if let Some(file) = basis.rules.as_ref().filter(|_| gap) {
        let file = quoted(file);
        app.printer.remark(&text!(
            "年中修订的，先与原办法合成一份再算：yishi score rules merge 原办法.toml {file} -o 全年.toml",
            "join rules amended in the middle of a year to the earlier ones first: yishi score rules merge OLD.toml {file} -o YEAR.toml"
        ))?;
    }
    Ok(())
}

/// That two runs do not count the same stretch of their years.
pub(super) fn unequal(old: &Chosen, new: &Chosen) -> Option<Text> {
    let cut = |c: &Chosen| {
        let season = c.engine.rules().season.of(c.year)?;
        let begins = (c.window.from - season.from).num_days();
        Some((begins, (season.to - c.window.to).num_days()))
    };
    let ([old_from, old_to], [from, to]) = (
        [old.window.from, old.window.to],
        [new.window.from, new.window.to],
    );
    (cut(old) != cut(new)).then(|| {
        text!(
            "注意：两边的计分期间不等长：原 {old_from} 至 {old_to}，新 {from} 至 {to}",
            "warning: the two sides count different stretches: old {old_from} to {old_to}, new {from} to {to}"
        )
    })
}
