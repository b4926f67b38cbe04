//! `score explain --all -o FILE`: everybody's explanation as a workbook or an HTML document.

use super::changes::differing;
use super::compare::belongs;
use super::{Basis, Chosen, ahead, chosen, scored, tallied, too_fine, warn_of};
use crate::cli::app::{App, usage};
use crate::cli::file::{beside, unwritable};
use crate::cli::paper::may_write;
use crate::error::Result;
use crate::lang::{Lang, so_many};
use crate::model::code::Code;
use crate::model::fact::{Fact, Subject};
use crate::model::filter;
use crate::model::score::compare::Body;
use crate::model::score::contest::Contest;
use crate::model::score::next::{Effort, Outlook, Seeker};
use crate::model::score::rules::Whose;
use crate::model::score::{Explanation, Rules, Run, Score, Window, spread};
use crate::out::score::dossier::{Book, Grouped, Head, One, Web};
use crate::out::score::next::{Season, Standing};
use crate::out::score::{self as view, Others};
use crate::store::place::Places;
use crate::store::{Read, Store};
use crate::text;
use chrono::NaiveDate;
use serde_json::json;
use std::collections::{HashMap, HashSet};
use std::io::{BufWriter, Write};
use std::path::Path;

/// What a document is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A workbook.
    Xlsx,
    /// An HTML document.
    Html,
}

impl Form {
    /// By the ending of the file's name.
    pub fn of(path: &Path) -> Result<Form> {
        let ending = path.extension().map(std::ffi::OsStr::to_ascii_lowercase);
        match ending.as_ref().and_then(|e| e.to_str()) {
            Some("xlsx") => Ok(Form::Xlsx),
            Some("html" | "htm" | "xhtml") => Ok(Form::Html),
            _ => {
                let shown = path.display();
                Err(usage(text!(
                    "看不出 {shown} 要写成什么",
                    "the name {shown} does not tell what to write"
                ))
                .hint(text!(
                    "文件名以 .xlsx（工作簿）或 .html（网页）结尾",
                    "let the name end in .xlsx (workbook) or .html (document)"
                )))
            }
        }
    }
}

/// Writes the explanations of those who fit, or of one.
pub(super) fn write(
    app: &mut App,
    store: &Store,
    (basis, others): (&Basis, Others),
    (typed, only): (&[&String], Option<&str>),
    path: &Path,
) -> Result<u8> {
    let form = Form::of(path)?;
    may_write(app, &[path.to_owned()])?;
    let (lang, today) = (app.printer.lang(), app.today);
    let (strange, n) = store.at_once(|read| {
        let mut chosen = chosen(read, basis, app.today)?;
        let scores = tallied(read, &mut chosen)?;
        let kept = kept(read, &mut chosen, typed, only)?;
        let told = differing(
            read,
            basis,
            (chosen.year, chosen.engine.rules().subject),
            &scores,
        )?;
        let shown: Vec<Score> = scores
            .iter()
            .filter(|s| kept.as_ref().is_none_or(|kept| kept.contains(&s.no)))
            .cloned()
            .collect();
        let rules = chosen.engine.rules().clone();
        let losses = chosen.contest.as_ref().map(|c| c.losses(&rules));
        let losses = losses.into_iter().flatten();
        let losses = losses.map(|(no, lost)| (no.to_owned(), lost)).collect();
        let head = Head {
            office: &read.setting("office")?.unwrap_or_default(),
            year: chosen.year,
            window: chosen.window,
            today,
            rules: &rules,
            body: &chosen.body.clone(),
            head: &read.head()?.unwrap_or_default(),
            published: told.map_or(text!("尚未公布", "not published"), |d| d.stands()),
            scores: &shown,
            losses: &losses,
            sectors: &sectors(read, chosen.window)?,
        };
        let each = Each::new(&scores, kept, others);
        match form {
            Form::Xlsx => workbook(read, &mut chosen, &head, &each, (path, lang))?,
            Form::Html => document(read, &mut chosen, &head, &each, (path, lang))?,
        }
        Ok((std::mem::take(&mut chosen.strange), shown.len()))
    })?;
    warn_of(app, &strange)?;
    let file = path.display();
    let said = text!(
        "已写出 {n} 份得分说明：{file}",
        "wrote {many}: {file}",
        many = so_many(&n, "explanation", "explanations")
    );
    app.printer
        .done(&said, || json!({ "file": file.to_string(), "scores": n }))?;
    Ok(0)
}

/// The numbers of those who fit; `None` for everybody.
fn kept(
    read: Read<'_>,
    chosen: &mut Chosen,
    typed: &[&String],
    only: Option<&str>,
) -> Result<Option<HashSet<String>>> {
    let whose = chosen.engine.rules().subject;
    if let Some(only) = only {
        let no = if whose == Whose::Member {
            read.member(read.find_member(only)?)?.map(|m| m.no)
        } else {
            let body = read.body(whose, only, chosen.members.as_ref(), &mut chosen.symbols)?;
            Some(body.subject.no)
        };
        return Ok(Some(no.into_iter().collect()));
    }
    if typed.is_empty() {
        return Ok(None);
    }
    if whose != Whose::Member {
        let bodies = read.pooled(whose, chosen.members.as_ref(), &mut chosen.symbols)?;
        let names = bodies.into_iter().map(|b| b.subject.no);
        let fit = names.filter(|name| typed.iter().all(|t| name.contains(t.as_str())));
        return Ok(Some(fit.collect()));
    }
    let found = read.members_on(&filter::parse(typed), chosen.window.to)?;
    Ok(Some(found.into_iter().map(|m| m.no).collect()))
}

/// The sector of each member at the end of a year of duty, by number.
pub(super) fn sectors(read: Read<'_>, window: Window) -> Result<HashMap<String, String>> {
    let members = read.members_on(&[], window.to)?.into_iter();
    Ok(members.filter_map(|m| Some((m.no, m.sector?))).collect())
}

/// How scores lie within each band and each kind of body; bodies themselves lie in none.
pub(super) fn grouped(
    read: Read<'_>,
    rules: &Rules,
    window: Window,
    scores: &[Score],
) -> Result<Vec<Grouped>> {
    let mut all = Vec::new();
    if let Some(bands) = &rules.bands {
        all.push(Grouped {
            body: text!("档次", "band"),
            groups: spread::banded(scores, bands),
        });
    }
    if rules.subject != Whose::Member {
        return Ok(all);
    }
    for body in Body::ALL {
        let groups = spread::groups(scores, &belongs(read, *body, window)?);
        if groups.iter().any(|g| !g.body.is_empty()) {
            let (zh, en) = (body.zh(), body.en());
            let body = text!("{zh}", "{en}");
            all.push(Grouped { body, groups });
        }
    }
    Ok(all)
}

/// Among more people the place of each is not looked for.
const COMPARED: usize = 5_000;

/// What is common to everybody's explanation.
struct Each<'s> {
    scores: HashMap<&'s str, &'s Score>,
    ranked: usize,
    kept: Option<HashSet<String>>,
    others: Others,
}

impl<'s> Each<'s> {
    fn new(scores: &'s [Score], kept: Option<HashSet<String>>, others: Others) -> Each<'s> {
        Each {
            scores: scores.iter().map(|s| (s.no.as_str(), s)).collect(),
            ranked: scores.iter().filter(|s| s.rank.is_some()).count(),
            kept,
            others,
        }
    }

    /// Explains one after the other.
    fn run(
        &self,
        read: Read<'_>,
        chosen: &mut Chosen,
        today: NaiveDate,
        writer: &mut Writer<'_>,
    ) -> Result<()> {
        let (ahead, season) = ahead(read, chosen.window, today)?;
        let whose = chosen.engine.rules().subject;
        let (engine, symbols) = (&chosen.engine, &mut chosen.symbols);
        let contest = chosen.contest.as_ref().filter(|c| c.people() <= COMPARED);
        let mut seeker = Seeker::new(engine, chosen.window, chosen.term, &ahead, symbols)
            .on(chosen.day)
            .among(contest);
        let mut run = engine
            .run(chosen.window)
            .of_term(chosen.term)
            .on(chosen.day);
        let mut one = |subject: &Subject, facts: &[Fact], known: Option<&Places>| {
            if self.kept.as_ref().is_some_and(|k| !k.contains(&subject.no)) {
                return Ok(());
            }
            let explanation =
                self.explained(&mut run, (subject, facts), (engine.rules(), contest))?;
            let places = match known {
                Some(places) => placed(&explanation, places),
                None => placed(&explanation, &read.places(explanation.facts())?),
            };
            let beside = self.beside(
                &mut seeker,
                (subject, facts),
                &explanation,
                (season, contest),
            )?;
            writer(&One {
                explanation: &explanation,
                places: &places,
                beside: &beside,
            })
        };
        if whose == Whose::Member {
            return read.placed(symbols, |subject, facts, places| {
                one(subject, facts, Some(places))
            });
        }
        scored(
            read,
            whose,
            chosen.members.as_ref(),
            symbols,
            |subject, facts| one(subject, facts, None),
        )
    }

    fn explained(
        &self,
        run: &mut Run<'_>,
        (subject, facts): (&Subject, &[Fact]),
        (rules, contest): (&Rules, Option<&Contest>),
    ) -> Result<Explanation> {
        let mut explanation = run.explain(subject, facts).map_err(too_fine)?;
        let score = self.scores.get(subject.no.as_str());
        if let Some(score) = score.filter(|s| s.rank.is_some()) {
            let lost = score.grade != explanation.grade;
            let contest = contest.filter(|_| lost);
            let dropped = contest.and_then(|c| c.dropped(rules, &subject.no));
            explanation.award(score.grade.clone(), dropped);
            explanation.band.clone_from(&score.band);
        }
        Ok(explanation)
    }

    fn beside(
        &self,
        seeker: &mut Seeker<'_>,
        (subject, facts): (&Subject, &[Fact]),
        explanation: &Explanation,
        (season, contest): (Season, Option<&Contest>),
    ) -> Result<view::Beside> {
        // Where the place is not looked for, nothing is said of a grade that a quota keeps.
        let outlook = match explanation.reached {
            Some(_) if contest.is_none() => Outlook::Ungraded,
            _ => seeker
                .seek(subject, facts, Effort::Brief)
                .map_err(too_fine)?,
        };
        let score = self.scores.get(subject.no.as_str());
        Ok(view::Beside {
            standing: score.map(|s| Standing {
                rank: s.rank,
                of: self.ranked,
            }),
            outlook,
            season,
            others: self.others,
        })
    }
}

/// Takes one explanation after the other.
type Writer<'w> = dyn FnMut(&One<'_>) -> Result<()> + 'w;

/// Where the facts of an explanation stand, in words.
pub(super) fn placed(explanation: &Explanation, found: &Places) -> view::Places {
    let mut places = view::Places::new();
    for (what, row) in explanation.facts() {
        let place = found.get(&(what, row)).cloned().unwrap_or_default();
        let (no, title, state) = (&place.reference, &place.title, &place.state);
        let mut shown = view::place(what, no, title, state, place.source);
        shown.who = place.who;
        (shown.file, shown.line) = (place.file, place.line);
        shown.vouched = place.vouched;
        places.insert((what, row), shown);
    }
    places
}

fn workbook(
    read: Read<'_>,
    chosen: &mut Chosen,
    head: &Head<'_>,
    each: &Each<'_>,
    (path, lang): (&Path, Lang),
) -> Result<()> {
    let grouped = grouped(read, head.rules, head.window, head.scores)?;
    beside(path, |file| {
        let mut book = Book::new(head, &grouped, lang)?;
        each.run(read, chosen, head.today, &mut |one| book.one(one))?;
        book.save(file)
    })
}

fn document(
    read: Read<'_>,
    chosen: &mut Chosen,
    head: &Head<'_>,
    each: &Each<'_>,
    (path, lang): (&Path, Lang),
) -> Result<()> {
    let grouped = grouped(read, head.rules, head.window, head.scores)?;
    beside(path, |file| {
        let mut out = BufWriter::new(file);
        let mut web = Web::new(head, &grouped, lang);
        let mut put = |text: String| {
            out.write_all(text.as_bytes())
                .map_err(|e| unwritable(path, e))
        };
        each.run(read, chosen, head.today, &mut |one| put(web.one(one)))?;
        put(web.finish())?;
        out.flush().map_err(|e| unwritable(path, e))
    })
}
