//! The days that count: where there are none, and why.

use super::Chosen;
use super::adopt::not_in_force;
use crate::cli::app::App;
use crate::error::{Error, Result};
use crate::model::score::{Rules, Window};
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
