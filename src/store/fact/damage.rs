//! Days and quantities that no version of the program could have written: named with their row, never
//! guessed and never left out.

use crate::error::Error;
use crate::lang::Text;
use crate::model::fact::UNDATED;
use crate::model::record;
use crate::model::when::When;
use crate::text;
use num_rational::Ratio;
use rusqlite::Row;
use rusqlite::types::Type;

/// The things of a ledger, in Chinese and English.
type Ledger = (&'static str, &'static str);

pub(super) const MEETING: Ledger = ("会议活动", "meeting");
pub(super) const PROPOSAL: Ledger = ("提案", "proposal");
pub(super) const OPINION: Ledger = ("社情民意", "opinion");
pub(in crate::store) const RECORD: Ledger = ("其他履职", "record");
pub(super) const STATUS: Ledger = ("任职变动", "status event");
pub(in crate::store) const APPRAISAL: Ledger = ("评议对象", "subject of an appraisal");

/// What cannot be read, and in which row.
#[derive(Debug)]
struct Damaged {
    ledger: Ledger,
    row: i64,
    what: (&'static str, &'static str),
    said: String,
}

impl std::fmt::Display for Damaged {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (ledger, what) = (self.ledger.1, self.what.1);
        write!(f, "{ledger} {}: {what} {}", self.row, self.said)
    }
}

impl std::error::Error for Damaged {}

impl Damaged {
    fn told(&self) -> Text {
        let ((ledger, ledger_en), (what, what_en)) = (self.ledger, self.what);
        let (row, said) = (self.row, &self.said);
        text!(
            "{ledger}第 {row} 条的{what}“{said}”读不懂，没有计分",
            "the {what_en} `{said}` of {ledger_en} {row} cannot be read: nothing was scored"
        )
    }
}

fn failure(at: usize, damaged: Damaged) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(at, Type::Text, Box::new(damaged))
}

/// A stored quantity.
pub(in crate::store) fn quantity(row: i64, text: &str) -> rusqlite::Result<Ratio<i64>> {
    record::quantity(text).ok_or_else(|| {
        failure(
            5,
            Damaged {
                ledger: RECORD,
                row,
                what: ("数量", "quantity"),
                said: text.to_owned(),
            },
        )
    })
}

/// A stored day, [`UNDATED`] where none stands; the row's number is in another column.
pub(in crate::store) fn day(
    r: &Row<'_>,
    at: usize,
    (ledger, row): (Ledger, usize),
) -> rusqlite::Result<When> {
    let Some(text) = r.get_ref(at)?.as_str_or_null()? else {
        return Ok(UNDATED);
    };
    When::from_iso(text).map_or_else(
        || {
            let damaged = Damaged {
                ledger,
                row: r.get(row)?,
                what: ("日期", "day"),
                said: text.to_owned(),
            };
            Err(failure(at, damaged))
        },
        Ok,
    )
}

/// Names what cannot be read, where that is known.
pub(in crate::store) fn unreadable(e: rusqlite::Error) -> Error {
    let rusqlite::Error::FromSqlConversionFailure(_, _, cause) = &e else {
        return e.into();
    };
    let Some(damaged) = cause.downcast_ref::<Damaged>() else {
        return e.into();
    };
    let message = damaged.told();
    let hint = text!(
        "本程序不会写成这样：从备份恢复，或用写它的工具改正",
        "this program never writes such: restore a backup, or mend it with the tool that wrote it"
    );
    Error::machine("damaged_file", message)
        .hint(hint)
        .because(e)
}
