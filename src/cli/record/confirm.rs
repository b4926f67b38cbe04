//! `record confirm`: the second step of 谁组织谁记录.

use crate::cli::app::{App, Writing, usage};
use crate::cli::quoted;
use crate::cli::typed::{day, filled};
use crate::error::{Error, Result};
use crate::lang::{Text, so_many};
use crate::model::filter;
use crate::model::record::{Confirmation, Record};
use crate::model::score::rules::Whose;
use crate::model::when::When;
use crate::out::record as view;
use crate::store::Tx;
use crate::text;
use chrono::NaiveDate;
use clap::Args;

#[derive(Debug, Args)]
pub struct Confirm {
    /// The acts' ids in the list
    #[arg(value_name = "ID")]
    records: Vec<i64>,
    /// All acts not confirmed yet that fit these terms, such as 'organizer=提案委 on=2026'
    #[arg(long = "where", value_name = "TERMS")]
    r#where: Vec<String>,
    /// Who confirms (else who does this)
    #[arg(long, value_name = "NAME", value_parser = filled)]
    confirmer: Option<String>,
    /// When (else today)
    #[arg(long, value_name = "DAY", value_parser = day)]
    on: Option<NaiveDate>,
    /// Take the confirmation back instead
    #[arg(long, conflicts_with_all = ["confirmer", "on"])]
    withdraw: bool,
    #[command(flatten)]
    writing: Writing,
}

pub fn run(app: &mut App, args: &Confirm) -> Result<u8> {
    if args.records.is_empty() && args.r#where.is_empty() {
        return Err(usage(text!(
            "没有说明确认哪几条",
            "it does not say which acts"
        ))
        .hint(text!(
            "写序号，或用 --where 写条件；yishi record list confirmed=no 列出未确认的",
            "name ids, or terms after --where; yishi record list confirmed=no lists what is not confirmed"
        )));
    }
    let confirmer = args.confirmer.clone();
    let confirmation = Confirmation {
        by: confirmer.unwrap_or_else(|| app.command(&args.writing).by),
        on: When::from(args.on.unwrap_or(app.today)),
    };
    let work = |tx: &mut Tx<'_>| {
        let meant = meant(tx, args)?;
        if args.withdraw {
            for record in &meant {
                tx.withdraw_confirmation(record)?;
            }
        } else {
            tx.confirm_records(&meant, &confirmation)?;
        }
        Ok(meant)
    };
    let by = &confirmation.by;
    app.change(
        &args.writing,
        work,
        |meant| said(meant, (!args.withdraw).then_some(by.as_str())),
        |_, meant| match meant.as_slice() {
            [one] => {
                let show = format!("yishi record show {}", one.id);
                let no = one.who.no.as_ref();
                let no = no.filter(|_| one.who.whose == Whose::Member);
                let explain = no.map(|no| format!("yishi score explain {}", quoted(no)));
                [show].into_iter().chain(explain).collect()
            }
            _ => vec!["yishi record list confirmed=no".to_owned()],
        },
    )
}

/// What was done, and by whom it was confirmed; `None` where confirmations were taken back.
fn said(meant: &[Record], by: Option<&str>) -> Text {
    let n = meant.len();
    let which = if let [one] = meant {
        view::called(one)
    } else {
        text!("{n} 条", "{many}", many = so_many(&n, "act", "acts"))
    };
    let (zh, en) = (which.zh, which.en);
    match by {
        Some(by) => text!("{by}确认履职记录 {zh}", "{by} confirmed {en}"),
        None => text!(
            "收回履职记录 {zh} 的确认",
            "took back the confirmation of {en}"
        ),
    }
}

/// The acts that were named, each once, and those that fit the terms and are not in that state yet.
fn meant(tx: &Tx<'_>, args: &Confirm) -> Result<Vec<Record>> {
    let mut meant: Vec<Record> = Vec::new();
    for id in &args.records {
        if meant.iter().all(|r| r.id != *id) {
            meant.push(tx.standing_record(*id)?);
        }
    }
    if args.r#where.is_empty() {
        return Ok(meant);
    }
    let typed: Vec<&String> = args.r#where.iter().collect();
    let fitting = tx.read().records(&filter::parse(&typed))?;
    let open = |r: &Record| r.cancelled.is_none() && r.confirmed.is_some() == args.withdraw;
    for record in fitting.into_iter().filter(open) {
        if meant.iter().all(|r| r.id != record.id) {
            meant.push(record);
        }
    }
    if meant.is_empty() {
        return Err(Error::refused(
            "nothing_to_confirm",
            text!(
                "没有符合条件而尚未办理的履职记录",
                "no act that fits is left to be done"
            ),
        )
        .hint(text!(
            "看有哪些：yishi record list confirmed=no",
            "see what there is: yishi record list confirmed=no"
        )));
    }
    Ok(meant)
}
