//! `score lift`: a decision on a consequence is ended by another one, as after a review.

use super::explain::of_a_body;
use super::publish::not_ahead;
use super::ruling::names;
use super::{Basis, named, subject, year};
use crate::cli::app::{App, Writing};
use crate::cli::quoted;
use crate::cli::typed::{code, day, filled};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::model::score::consequence::{Lift, Ruling};
use crate::model::score::rules::Whose;
use crate::store::Tx;
use crate::text;
use chrono::NaiveDate;
use clap::Args;

#[derive(Debug, Args)]
pub struct Lifting {
    /// Number, name, other name or pinyin initials; of a body its name
    #[arg(value_name = "MEMBER")]
    member: String,
    /// Whose scores, of the rules adopted: member, group, township, unit … (else the members')
    #[arg(long, value_parser = code::<Whose>)]
    subject: Option<Whose>,
    /// The year for which it was decided (else the office's)
    #[arg(long)]
    year: Option<i32>,
    /// Which clause or measure, where several were decided
    #[arg(long = "for", value_name = "CLAUSE", value_parser = filled)]
    clause: Option<String>,
    /// Who decided to lift it: 主席会议, 常委会
    #[arg(long, value_name = "BODY", value_parser = filled)]
    decided_by: String,
    /// When (else today)
    #[arg(long, value_name = "DAY", value_parser = day)]
    on: Option<NaiveDate>,
    /// Number of the document
    #[arg(long, value_name = "NO", value_parser = filled)]
    document: Option<String>,
    /// Why
    #[arg(long, value_name = "REASON", value_parser = filled)]
    reason: String,
    #[command(flatten)]
    writing: Writing,
}

pub fn run(app: &mut App, args: &Lifting) -> Result<u8> {
    let today = app.today;
    let lift = Lift {
        decided_by: args.decided_by.clone(),
        on: args.on.unwrap_or(today),
        document: args.document.clone(),
        reason: args.reason.clone(),
    };
    let work = |tx: &mut Tx<'_>| {
        not_ahead(lift.on, today, text!("决定日期", "the day of the decision"))?;
        let ruling = meant(tx, args)?;
        tx.lift(&ruling, &lift)?;
        Ok(ruling)
    };
    let said = |r: &Ruling| said(r, &lift);
    app.change(&args.writing, work, said, |_, r| {
        vec![format!("yishi score rulings --year {}", r.year)]
    })
}

fn said(r: &Ruling, lift: &Lift) -> Text {
    let (by, on, name, year, clause) = (&lift.decided_by, lift.on, &r.who.name, r.year, &r.clause);
    let (words, first, measure) = (
        &r.words,
        r.decided_on,
        crate::model::code::Code::en(r.measure),
    );
    text!(
        "{by}于 {on} 撤销 {first} 对{name} {year} 年度“{clause}”的决定（{words}）",
        "{by} lifted on {on} what was decided on {first} of {name} for `{clause}` in {year} ({measure})"
    )
}

/// The decision that is meant: the one that stands, of those the one named.
fn meant(tx: &Tx<'_>, args: &Lifting) -> Result<Ruling> {
    let read = tx.read();
    let of = year(read, args.year)?;
    let whose = subject(read, of, args.subject)?;
    let basis = Basis {
        year: Some(of),
        subject: args.subject,
        rules: None,
        as_of: None,
    };
    let who = read
        .find_subject(whose, &args.member)
        .map_err(|e| of_a_body(e, read, &basis, ("yishi score lift", &args.member)))?;
    let mut all = read.rulings(Some(of))?;
    all.retain(|r| (r.who.whose, r.who.id) == (whose, who.id));
    all.retain(|r| {
        let clause = args.clause.as_deref();
        clause.is_none_or(|word| names((&r.clause, &r.article), r.measure, &[&r.words], word))
    });
    let standing: Vec<&Ruling> = all.iter().filter(|r| r.lifted.is_none()).collect();
    match (standing.as_slice(), all.last()) {
        ([one], _) => Ok((*one).clone()),
        // The store tells who lifted it.
        ([], Some(lifted)) => Ok(lifted.clone()),
        ([], None) => Err(none(&who.name, of, args)),
        (several, _) => Err(which(several)),
    }
}

fn none(name: &str, year: i32, args: &Lifting) -> Error {
    let of = args.clause.as_ref();
    let (zh, en) = of.map_or((String::new(), String::new()), |c| {
        (format!("“{c}”"), format!(" for `{c}`"))
    });
    Error::refused(
        "no_ruling",
        text!(
            "{name} {year} 年度没有{zh}处理决定",
            "nothing was decided of {name}{en} in {year}"
        ),
    )
    .hint(text!(
        "看已作出的决定：yishi score rulings",
        "see what was decided: yishi score rulings"
    ))
}

fn which(several: &[&Ruling]) -> Error {
    let n = several.len();
    let error = Error::refused(
        "which_clause",
        text!(
            "有 {n} 项决定，没有说明撤销的是哪一项",
            "{n} decisions stand; it does not say which"
        ),
    );
    several.iter().fold(error, |error, r| {
        let (words, title) = (&r.words, quoted(&r.clause));
        let of = named(r.who.whose);
        error.hint(text!(
            "{words}：--for {title}{of}",
            "{words}: --for {title}{of}"
        ))
    })
}
