//! Days that are still to come: offices plan ahead, and mistype years.

use super::app::App;
use crate::error::Result;
use crate::lang::so_many;
use crate::text;
use chrono::NaiveDate;

/// Warns, once for a command, of days of what was recorded that lie after today.
pub fn warn(app: &mut App, days: &[NaiveDate]) -> Result<()> {
    let today = app.today;
    let later: Vec<NaiveDate> = days.iter().copied().filter(|d| *d > today).collect();
    let Some(last) = later.iter().max() else {
        return Ok(());
    };
    app.printer.warn(&match later.len() {
        1 => text!(
            "日期晚于今天（{today}）：{last}，请核对",
            "{last} is later than today ({today}); check the day"
        ),
        n => text!(
            "{n} 处日期晚于今天（{today}），最晚 {last}，请核对",
            "{many} later than today ({today}), the last one {last}; check",
            many = so_many(&n, "day is", "days are")
        ),
    })
}
