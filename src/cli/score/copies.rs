//! `score copies`: lists of results for other departments and the members' units, each with just
//! the people and the columns that it should see.

use super::changes::{days_told, stood};
use super::publish::rules_of;
use super::{Basis, chosen, tallied, warn_of};
use crate::cli::app::{App, usage};
use crate::cli::copies::{lists, no_list};
use crate::cli::file::replace_whole;
use crate::cli::paper::{file_name, folder_of, may_write};
use crate::error::{Error, Kind, Result};
use crate::lang::{Lang, Text, so_many};
use crate::ledger::list::{Item, List as Sheet, workbook};
use crate::model::code::{Code, Dict};
use crate::model::filter;
use crate::model::member::Member;
use crate::model::paper::long_day;
use crate::model::score::consequence::Ruling;
use crate::model::score::copies::{Column, Each, List, own_unit};
use crate::model::score::rules::Whose;
use crate::model::score::{Score, Strange};
use crate::model::when::When;
use crate::out::{Cell, Column as Col, Format, Grid, Look, points};
use crate::store::Read;
use crate::text;
use chrono::NaiveDate;
use clap::Args;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct Copies {
    /// For whom: 组织部, 统战部, 单位, or as the office's lists have it; without it they are listed
    #[arg(long = "for", value_name = "WHOM")]
    to: Option<String>,
    #[command(flatten)]
    basis: Basis,
    /// The file, or the folder where there are several; - with --csv for standard output
    #[arg(short, long, value_name = "OUT.xlsx|FOLDER")]
    output: Option<PathBuf>,
    /// As CSV instead of XLSX
    #[arg(long)]
    csv: bool,
}

/// The figures that copies rest on.
struct Figures {
    year: i32,
    /// The last day that counts, on which members are looked at.
    closes: NaiveDate,
    rules: String,
    scores: Vec<Score>,
    rulings: Vec<Ruling>,
    /// As published, or not.
    basis: Text,
    /// The office, and the day in words.
    signed: [String; 2],
    strange: Vec<Strange>,
}

/// One file: for whom it is, where that is told, and what it says.
struct Copy {
    name: String,
    people: usize,
    sheet: Sheet,
}

pub fn run(app: &mut App, args: &Copies) -> Result<u8> {
    let store = app.open()?;
    if let Some(body) = args.basis.subject.filter(|w| *w != Whose::Member) {
        return Err(of_members_only(body));
    }
    let all = lists(store.read())?;
    let Some(word) = &args.to else {
        return told(app, store.read(), args, &all);
    };
    let list = all.iter().find(|l| l.is_for(word));
    let list = list.ok_or_else(|| no_list(word, &all))?;
    let today = app.today;
    let (figures, members, units) = store.at_once(|read| {
        let units: Vec<String> = read.units(&[])?.into_iter().map(|u| u.name).collect();
        let figures = figures(read, &args.basis, today)?;
        let members = whom(read, list, figures.closes)?;
        Ok((figures, members, units))
    })?;
    warn_of(app, &figures.strange)?;
    let (copies, homeless) = copies(list, &figures, &members, &units);
    if homeless > 0 {
        app.printer.warn(&text!(
            "{homeless} 名委员没有登记单位，没有写进任何一份",
            "{many} no unit on record and no file",
            many = so_many(&homeless, "member has", "members have")
        ))?;
    }
    let basis = &figures.basis;
    let (zh, en) = (&basis.zh, &basis.en);
    app.printer.remark(&text!("依据：{zh}", "figures: {en}"))?;
    if args.output.as_ref().is_some_and(|p| p.as_os_str() == "-") {
        return to_stdout(app, args, list, &copies);
    }
    let paths = paths(args, list, &figures, &copies);
    may_write(app, &paths)?;
    for (path, copy) in paths.iter().zip(&copies) {
        folder_of(path)?;
        let csv = is_csv(path);
        let bytes = if csv {
            csv_of(list, copy)
        } else {
            workbook(&copy.sheet)?
        };
        replace_whole(path, &bytes)?;
    }
    written(app, list, &paths, &copies)
}

/// What the lists say is of members: there are none of bodies.
fn of_members_only(body: Whose) -> Error {
    let (zh, en, code) = (body.zh(), body.en(), body.code());
    usage(text!(
        "抄送名单只列委员，没有{zh}的名单",
        "these lists are of members: there is none of a {en}"
    ))
    .hint(text!(
        "{zh}的得分：yishi score run --subject {zh}；已公布的：yishi score published --subject {zh}",
        "scores of a {en}: yishi score run --subject {code}; as published: yishi score published --subject {code}"
    ))
}

/// The one list on standard output, which takes CSV only.
fn to_stdout(app: &mut App, args: &Copies, list: &List, copies: &[Copy]) -> Result<u8> {
    if !args.csv {
        return Err(usage(text!(
            "工作簿不能写到屏幕",
            "a workbook does not go to standard output"
        ))
        .hint(text!("加上 --csv，或写文件名", "add --csv, or name a file")));
    }
    match copies {
        [] => {}
        [one] => app.printer.raw(&csv_of(list, one))?,
        several => {
            let n = several.len();
            return Err(usage(text!(
                "有 {n} 份名单，不能都写到屏幕",
                "there are {n} lists: they do not all go to standard output"
            ))
            .hint(text!("写文件夹：-o 文件夹", "name a folder: -o FOLDER")));
        }
    }
    Ok(0)
}

/// The figures of a year: as published where they are, else as the ledgers give them.
fn figures(read: Read<'_>, basis: &Basis, today: NaiveDate) -> Result<Figures> {
    let year = super::year(read, basis.year)?;
    let office = read.setting("office")?.unwrap_or_default();
    let signed = [office, long_day(When::from(today))];
    let rulings = read.rulings(Some(year))?;
    let held = read.published_as_of(year, Whose::Member, basis.as_of)?;
    if let Some(held) = held.filter(|_| basis.rules.is_none()) {
        let (scores, _) = stood(read, &held)?;
        let rules = rules_of(&held)?;
        let (Text { zh, en }, on) = (held.called(), held.published_on);
        return Ok(Figures {
            year,
            closes: days_told(&held, &rules).to,
            rules: rules.title,
            scores,
            rulings,
            basis: text!(
                "{year} 年度 {on} 公布{zh}",
                "{en} of {year}, published on {on}"
            ),
            signed,
            strange: Vec::new(),
        });
    }
    let mut chosen = chosen(read, basis, today)?;
    let scores = tallied(read, &mut chosen)?;
    Ok(Figures {
        year,
        closes: chosen.window.to,
        rules: chosen.engine.rules().title.clone(),
        scores,
        rulings,
        basis: text!(
            "{year} 年度按现有台账计算，尚未公布",
            "{year} as the ledgers give it today, not published"
        ),
        signed,
        strange: chosen.strange,
    })
}

/// The members that a list is about: who fits any of its filters on a day.
fn whom(read: Read<'_>, list: &List, on: NaiveDate) -> Result<Vec<Member>> {
    if list.whom.is_empty() {
        return read.members_on(&[], on);
    }
    let mut members: Vec<Member> = Vec::new();
    for terms in &list.whom {
        for member in read.members_on(&filter::parse(&[terms]), on)? {
            if members.iter().all(|m| m.id != member.id) {
                members.push(member);
            }
        }
    }
    Ok(members)
}

/// The files of a list, and how many members are left out for want of a unit.
fn copies(
    list: &List,
    figures: &Figures,
    members: &[Member],
    units: &[String],
) -> (Vec<Copy>, usize) {
    let mut by_file: BTreeMap<String, Vec<Vec<Item>>> = BTreeMap::new();
    let mut homeless = 0;
    let scores = figures.scores.iter().filter(|s| s.in_office);
    let place = |s: &&Score| members.iter().position(|m| m.no == s.no);
    let mut people: Vec<(usize, &Score)> = scores.filter_map(|s| Some((place(&s)?, s))).collect();
    // The order of a list must not tell what its columns do not.
    let tells = |c: &Column| matches!(c, Column::Rank | Column::Total);
    if !list.columns.iter().any(tells) {
        people.sort_by_key(|(place, _)| *place);
    }
    for (place, score) in people {
        let Some(member) = members.get(place) else {
            continue;
        };
        let name = match list.each {
            Each::Together => String::new(),
            Each::Unit => own_unit(member.unit.as_deref().unwrap_or_default(), units).to_owned(),
        };
        if list.each == Each::Unit && name.is_empty() {
            homeless += 1;
            continue;
        }
        let row = list
            .columns
            .iter()
            .map(|c| item(*c, member, score, figures));
        by_file.entry(name).or_default().push(row.collect());
    }
    let copies = by_file.into_iter().map(|(name, rows)| Copy {
        people: rows.len(),
        sheet: Sheet {
            title: titled(list, figures, &name),
            note: format!("《{}》　{}", figures.rules, figures.basis.zh),
            signed: figures.signed.clone(),
            headers: list.columns.iter().map(|c| c.zh().to_owned()).collect(),
            rows,
        },
        name,
    });
    (copies.collect(), homeless)
}

fn titled(list: &List, figures: &Figures, unit: &str) -> String {
    let (year, title) = (figures.year, &list.title);
    if unit.is_empty() {
        format!("{year}年度{title}")
    } else {
        format!("{year}年度{title}（{unit}）")
    }
}

fn item(column: Column, m: &Member, s: &Score, figures: &Figures) -> Item {
    let word = |word: &Option<String>| word.clone().unwrap_or_default();
    let words = |dict| m.words(dict).join("、");
    let imposed = |r: &&Ruling| (r.who.whose, r.who.id) == (Whose::Member, m.id) && r.stands();
    Item::Text(match column {
        Column::No => m.no.clone(),
        Column::Name => m.name.clone(),
        Column::Sex => m.sex.map_or("", Code::zh).to_owned(),
        Column::Nation => word(&m.nation),
        Column::Party => words(Dict::Party),
        Column::Sector => word(&m.sector),
        Column::Committee => words(Dict::Committee),
        Column::Group => words(Dict::Group),
        Column::Post => words(Dict::Post),
        Column::Unit => word(&m.unit),
        Column::Job => word(&m.job),
        Column::Rank => match s.rank {
            Some(rank) => return Item::Count(rank),
            None => String::new(),
        },
        Column::Total => match points(s.total).parse() {
            Ok(number) => return Item::Number(number),
            Err(_) => points(s.total),
        },
        Column::Grade => word(&s.grade),
        Column::Unmet => s.unmet.join("、"),
        Column::Measure => {
            let all = figures.rulings.iter().filter(imposed);
            all.map(|r| r.words.clone()).collect::<Vec<_>>().join("、")
        }
    })
}

fn is_csv(path: &Path) -> bool {
    path.extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("csv"))
}

/// The file of each copy.
fn paths(args: &Copies, list: &List, figures: &Figures, copies: &[Copy]) -> Vec<PathBuf> {
    let ending = if args.csv { "csv" } else { "xlsx" };
    let (year, to) = (figures.year, &list.to);
    let named = |copy: &Copy| {
        let stem = match list.each {
            Each::Together => format!("{year}年度-{to}"),
            Each::Unit => format!("{year}年度-{}", copy.name),
        };
        format!("{}.{ending}", file_name(&stem))
    };
    let folder = match (&args.output, list.each) {
        (Some(file), Each::Together) if file.extension().is_some() && !file.is_dir() => {
            return vec![file.clone(); copies.len()];
        }
        (Some(folder), _) => folder.clone(),
        (None, Each::Together) => PathBuf::new(),
        (None, Each::Unit) => PathBuf::from(file_name(&format!("{year}年度-{to}"))),
    };
    let mut paths: Vec<PathBuf> = Vec::new();
    for copy in copies {
        let path = folder.join(named(copy));
        let taken = paths.iter().filter(|p| **p == path).count();
        paths.push(if taken == 0 {
            path
        } else {
            path.with_extension(format!("{}.{ending}", taken + 1))
        });
    }
    paths
}

/// A copy as CSV: headers and rows, and nothing else.
fn csv_of(list: &List, copy: &Copy) -> Vec<u8> {
    let columns: Vec<Col> = list
        .columns
        .iter()
        .map(|c| Col::text(c.code(), c.zh(), c.en()))
        .collect();
    let mut grid = Grid::new(columns);
    for row in &copy.sheet.rows {
        let cells = row.iter().map(|item| match item {
            Item::Text(text) => Cell::from(text),
            Item::Number(number) => Cell::from(number.to_string()),
            Item::Count(number) => Cell::from(*number),
        });
        grid.row(cells.collect::<Vec<_>>());
    }
    grid.render(Look::new(Format::Csv, Lang::Zh)).into_bytes()
}

fn written(app: &mut App, list: &List, paths: &[PathBuf], copies: &[Copy]) -> Result<u8> {
    let to = &list.to;
    let mut grid = Grid::new(vec![
        Col::text("file", "文件", "file"),
        Col::number("people", "人数", "people"),
    ])
    .vacant(text!(
        "给{to}的名单上没有人，没有写文件",
        "nobody is on the list for {to}: no file was written"
    ));
    for (path, copy) in paths.iter().zip(copies) {
        grid.row([
            Cell::from(path.display().to_string()),
            Cell::from(copy.people),
        ]);
    }
    let n = copies.len();
    grid.note(text!("给{to}：{n} 份", "for {to}: {n}"));
    app.printer.grid(&grid)?;
    Ok(0)
}

/// Which lists there are, about how many members each is, and what it says.
fn told(app: &mut App, read: Read<'_>, args: &Copies, all: &[List]) -> Result<u8> {
    let figures = match figures(read, &args.basis, app.today) {
        Ok(figures) => Some(figures),
        Err(error) if error.kind == Kind::Machine => return Err(error),
        // Without rules there are no lists yet, but what they will say can be told.
        Err(_) => None,
    };
    let units: Vec<String> = read.units(&[])?.into_iter().map(|u| u.name).collect();
    let mut grid = Grid::new(vec![
        Col::text("to", "抄送", "for"),
        Col::text("title", "标题", "title"),
        Col::text("whom", "哪些委员", "about whom"),
        Col::number("people", "人数", "people"),
        Col::text("columns", "栏目", "columns"),
    ]);
    for list in all {
        let columns = list.columns.iter().map(|c| c.zh().to_owned());
        let each = match list.each {
            Each::Unit => text!("各单位自己的人", "each unit's own people"),
            Each::Together if list.whom.is_empty() => text!("全体", "everybody"),
            Each::Together => Text::same(list.whom.join("；")),
        };
        grid.row([
            Cell::from(&list.to),
            Cell::from(&list.title),
            Cell::from(each),
            match &figures {
                Some(figures) => {
                    let members = whom(read, list, figures.closes)?;
                    let (copies, _) = copies(list, figures, &members, &units);
                    Cell::from(copies.iter().map(|c| c.people).sum::<usize>())
                }
                None => Cell::Empty,
            },
            Cell::List(columns.collect()),
        ]);
    }
    grid.note(match &figures {
        Some(figures) => {
            let (zh, en) = (&figures.basis.zh, &figures.basis.en);
            text!(
                "人数是本年度在任的，依据：{zh}",
                "people: those in office in the year; {en}"
            )
        }
        None => text!(
            "本年度没有可用的得分，人数未计",
            "there are no scores of the year: nobody is counted"
        ),
    });
    app.printer.grid(&grid)?;
    let next: Vec<String> = all
        .iter()
        .map(|l| format!("yishi score copies --for {}", l.to))
        .collect();
    app.printer.next(&next)?;
    Ok(0)
}
