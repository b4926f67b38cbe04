//! The urging letters: what each unit owes.

use super::{Letter, office};
use crate::cli::app::App;
use crate::cli::paper::Sheet;
use crate::cli::proposal::take;
use crate::error::{Error, Result};
use crate::model::code::Code;
use crate::model::paper::{LeftOut, Overdue, Paper};
use crate::model::proposal as model;
use crate::out::paper as facts;
use crate::store::Read;
use crate::text;
use chrono::NaiveDate;

/// A letter for each unit with overdue replies or opinions, of those that were asked for.
pub(super) fn urges(read: Read<'_>, args: &Letter, today: NaiveDate) -> Result<Vec<Sheet>> {
    let mut owed = read.overdue_replies(today)?;
    if !args.is_bare() {
        let ids = take::meant(read, &args.proposals, &args.r#where)?;
        owed.retain(|o| ids.contains(&o.proposal));
    }
    if let Some(unit) = &args.unit {
        let unit = read.find_unit(unit)?;
        owed.retain(|o| o.unit == unit);
    }
    if owed.is_empty() && !(args.is_bare() && args.unit.is_none()) {
        return Err(Error::refused(
            "not_overdue",
            text!(
                "没有逾期未答复、未报会办意见的，不必催办",
                "no reply and no co-unit's opinion of these is overdue: there is nothing to urge"
            ),
        )
        .hint(text!(
            "用 yishi proposal list state=已交办 查看期限",
            "yishi proposal list state=assigned shows the due days"
        )));
    }
    let (office, session) = (
        office(read)?,
        read.session()?.map(|s| s.to_string()).unwrap_or_default(),
    );
    let of_one_unit = owed.chunk_by(|a, b| a.unit == b.unit);
    let sheet = |owed: &[Overdue]| {
        let unit = owed
            .first()
            .map(|o| o.unit_name.clone())
            .unwrap_or_default();
        Sheet {
            stem: format!("{}-{unit}", Paper::Urge.zh()),
            unit: Some(unit),
            proposals: owed.iter().map(cite).collect(),
            member: None,
            facts: facts::urge(owed, &office, &session, today),
        }
    };
    Ok(of_one_unit.map(sheet).collect())
}

/// Says what the letters leave out, where that is anything.
pub(super) fn remark(app: &mut App, left_out: LeftOut) -> Result<()> {
    let LeftOut { undated, undecided } = left_out;
    if undated > 0 {
        app.printer.warn(&text!(
            "另有 {undated} 件已交办而没有办结时限，没有计算在内；yishi proposal due --where 'state=已交办 due=' 按期限方案起算",
            "{undated} more are assigned without a due day and not counted; yishi proposal due --where 'state=assigned due=' starts their terms"
        ))?;
    }
    if undecided > 0 {
        app.printer.warn(&text!(
            "另有 {undecided} 件已逾期，承办单位申请退办还没有审批，不催办；yishi proposal list 退办待定=是 查看",
            "{undecided} more are overdue while the unit's objection waits for a decision, and not urged; yishi proposal list declining=yes shows them"
        ))?;
    }
    Ok(())
}

fn cite(o: &Overdue) -> String {
    model::cite(&o.session, o.no.as_deref(), o.serial.as_deref(), o.proposal)
}
