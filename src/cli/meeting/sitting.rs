//! Half-days that keep a roll of their own.

use super::{Next, Told, change, day, word};
use crate::cli::app::{App, Writing};
use crate::error::Result;
use crate::model::code::Code;
use crate::model::meeting::word::Half;
use crate::store::meeting::SittingDraft;
use crate::text;
use chrono::NaiveDate;
use clap::Args;

#[derive(Debug, Args)]
#[command(after_help = "yishi meeting sitting HY2026001 --on 2026-01-05 --half am --title 开幕会")]
pub struct Sitting {
    /// Number or title
    #[arg(value_name = "MEETING")]
    meeting: String,
    /// The day
    #[arg(long, value_name = "DAY", value_parser = day)]
    on: NaiveDate,
    /// 上午 or 下午 (am, pm)
    #[arg(long, value_parser = word::<Half>)]
    half: Half,
    /// What takes place
    #[arg(long)]
    title: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

pub(super) fn sitting(app: &mut App, args: &Sitting) -> Result<u8> {
    let draft = SittingDraft {
        on: args.on,
        half: args.half,
        title: args.title.clone(),
    };
    let next = Next::new(app);
    change(app, &args.meeting, &args.writing, |tx, held| {
        let id = tx.add_sitting(held.id, &draft)?;
        let roll = tx.read().roll(held.id)?;
        let ord = roll
            .sittings
            .iter()
            .find(|s| s.id == id)
            .map_or(1, |s| s.ord);
        let (no, on, zh, en) = (&held.no, draft.on, draft.half.zh(), draft.half.en());
        let said = text!(
            "{no} 增加第 {ord} 场：{on} {zh}",
            "{no}: added sitting {ord}, {on} {en}"
        );
        Ok(Told::new(said, next.rest_of(no, ord)))
    })
}
