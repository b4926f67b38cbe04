//! The one function that reads the clock. China keeps one zone without summer time.

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

/// The moment at Beijing: eight hours east, whatever zone the machine believes in.
#[allow(clippy::disallowed_methods)]
fn now() -> DateTime<FixedOffset> {
    let beijing = FixedOffset::east_opt(8 * 3600).unwrap_or_else(|| chrono::Offset::fix(&Utc));
    Utc::now().with_timezone(&beijing)
}

/// Today and the moment for the journal. A stopped clock (`--today`) stands at noon.
pub fn read(stopped: Option<NaiveDate>) -> (NaiveDate, String) {
    if let Some(day) = stopped {
        (day, format!("{day}T12:00:00+08:00"))
    } else {
        let now = now();
        (
            now.date_naive(),
            now.format("%Y-%m-%dT%H:%M:%S+08:00").to_string(),
        )
    }
}
