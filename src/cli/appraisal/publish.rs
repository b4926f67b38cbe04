//! `appraisal publish`: the results, the first time and as corrected editions.

use super::scheme_text;
use crate::cli::app::{App, Writing};
use crate::cli::quoted;
use crate::cli::score::publish::not_ahead;
use crate::cli::typed::{day, filled};
use crate::error::Result;
use crate::model::score::rules::Whose;
use crate::out::appraisal as view;
use crate::store::Tx;
use crate::text;
use chrono::NaiveDate;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Publish {
    /// Number of the appraisal
    #[arg(value_name = "NO")]
    appraisal: String,
    /// The day of publication (else today)
    #[arg(long, value_name = "DAY", value_parser = day)]
    on: Option<NaiveDate>,
    /// Publish a corrected edition; the earlier ones stay
    #[arg(long, requires = "reason")]
    correct: bool,
    /// Why it is corrected
    #[arg(long, value_name = "REASON", value_parser = filled, requires = "correct")]
    reason: Option<String>,
    /// Another scheme, where the results were reckoned under a wrong one
    #[arg(long, value_name = "FILE.toml", requires = "correct")]
    rules: Option<PathBuf>,
    #[command(flatten)]
    writing: Writing,
}

pub fn run(app: &mut App, args: &Publish) -> Result<u8> {
    let on = args.on.unwrap_or(app.today);
    not_ahead(on, app.today, text!("公布日期", "the day of publication"))?;
    let rules = args.rules.as_deref().map(scheme_text).transpose()?;
    let work = |tx: &mut Tx<'_>| {
        let appraisal = tx.read().find_appraisal(&args.appraisal)?;
        tx.publish_appraisal(&appraisal, on, args.reason.as_deref(), rules.as_deref())?;
        tx.read().find_appraisal(&appraisal.no)
    };
    app.change(&args.writing, work, view::published, |_, a| {
        let (no, year) = (quoted(&a.no), a.year);
        let show = format!("yishi appraisal show {no}");
        if a.scheme.subject == Whose::Member {
            vec![show]
        } else {
            vec![show, format!("yishi score commend --year {year}")]
        }
    })
}
