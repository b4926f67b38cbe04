//! `score commend`: the lists by which an office commends at the end of a year, from figures.

use super::changes::{days_told, stood};
use super::publish::rules_of;
use super::{Basis, chosen, tallied, year};
use crate::cli::app::{App, usage};
use crate::cli::typed::code;
use crate::error::Result;
use crate::lang::Text;
use crate::model::code::{Code, Dict};
use crate::model::commend::{Commendation, Places, cut};
use crate::model::proposal::Proposal;
use crate::model::score::publication::Publication;
use crate::model::score::rules::Whose;
use crate::model::score::{Points, Score};
use crate::model::unit::stats::{Rate, Stats, tally};
use crate::out::Format;
use crate::out::score::commend as view;
use crate::out::score::commend::{Figure, Sheet, Standing};
use crate::store::Read;
use crate::store::unit::Period;
use crate::text;
use chrono::NaiveDate;
use clap::Args;
use std::cmp::Reverse;

#[derive(Debug, Args)]
pub struct Commend {
    /// Only these lists: 优秀委员, 先进活动组, 优秀组长, 提案办理先进单位, 优秀提案, 先进承办个人, 年度十佳
    #[arg(value_name = "LIST", value_parser = code::<Commendation>)]
    lists: Vec<Commendation>,
    /// The year (else the office's)
    #[arg(long)]
    year: Option<i32>,
    /// How many a list has, such as 优秀委员=10 or 优秀委员=15%
    #[arg(long = "top", value_name = "LIST=N", value_parser = top)]
    tops: Vec<(Commendation, Places)>,
}

fn top(word: &str) -> Result<(Commendation, Places)> {
    let (list, n) = word.split_once(['=', '＝']).unwrap_or((word, ""));
    let list = code::<Commendation>(list)?;
    let places = Places::parse(n).ok_or_else(|| {
        usage(text!("「{n}」不是名额", "“{n}” is no number of places")).hint(text!(
            "写作 --top 优秀委员=10，或 --top 优秀委员=15%",
            "write --top 优秀委员=10 or --top 优秀委员=15%"
        ))
    })?;
    Ok((list, places))
}

pub fn run(app: &mut App, args: &Commend) -> Result<u8> {
    let store = app.open()?;
    let today = app.today;
    let (year, sheets) = store.at_once(|read| {
        let year = year(read, args.year)?;
        let desk = Desk { read, year, today };
        let all = Commendation::ALL.iter().copied();
        let wanted = all.filter(|l| args.lists.is_empty() || args.lists.contains(l));
        let sheets = wanted
            .map(|list| {
                let asked = args.tops.iter().rev().find(|(l, _)| *l == list);
                desk.sheet(list, asked.map_or(list.usual(), |(_, places)| *places))
            })
            .collect::<Result<Vec<Sheet>>>()?;
        Ok((year, sheets))
    })?;
    match app.printer.format() {
        Format::Json => {
            let lang = app.printer.lang();
            app.printer.json(&view::json(&sheets, lang))?;
        }
        format if format.is_rows() => {
            app.printer.grid(&view::rows(&sheets))?;
            for missing in sheets.iter().filter_map(Sheet::lacking) {
                app.printer.remark(&missing)?;
            }
        }
        _ => {
            let page = view::page(year, &sheets);
            app.printer
                .page(&page, || view::json(&sheets, crate::lang::Lang::Zh))?;
        }
    }
    Ok(0)
}

/// What the lists are made from.
struct Desk<'c> {
    read: Read<'c>,
    year: i32,
    today: NaiveDate,
}

impl Desk<'_> {
    fn sheet(&self, list: Commendation, places: Places) -> Result<Sheet> {
        match list {
            Commendation::Member => self.scored(list, Whose::Member, places),
            Commendation::Group => self.scored(list, Whose::Group, places),
            Commendation::Leader => self.leaders(places),
            Commendation::Unit => self.units(places),
            Commendation::Proposal => self.proposals(places),
            Commendation::Handler => Ok(handlers()),
            Commendation::TopTen => self.top_ten(places),
        }
    }

    /// The scores of a kind of subject as published for the whole year, else under the rules
    /// adopted for it; `None` where there are none.
    fn scores(&self, whose: Whose) -> Result<Option<Vec<Score>>> {
        Ok(self.figures(whose)?.map(|(scores, _)| scores))
    }

    /// The same with the last day that counts.
    fn figures(&self, whose: Whose) -> Result<Option<(Vec<Score>, NaiveDate)>> {
        if let Some(held) = self.held(whose)? {
            let closes = days_told(&held, &rules_of(&held)?).to;
            return Ok(Some((stood(self.read, &held)?.0, closes)));
        }
        if self.read.adopted(self.year, whose)?.is_none() {
            return Ok(None);
        }
        let basis = Basis {
            subject: Some(whose),
            ..Basis::adopted(self.year)
        };
        let mut chosen = chosen(self.read, &basis, self.today)?;
        let closes = chosen.window.to;
        Ok(Some((tallied(self.read, &mut chosen)?, closes)))
    }

    fn held(&self, whose: Whose) -> Result<Option<Publication>> {
        self.read.published_as_of(self.year, whose, None)
    }

    fn no_rules(&self, whose: Whose) -> Text {
        let (year, zh, en) = (self.year, whose.zh(), whose.en());
        text!(
            "{year} 年没有采用考核{zh}的办法，排不出：yishi score adopt 办法.toml --year {year}",
            "no rules for subjects of kind {en} are adopted for {year}: yishi score adopt FILE.toml --year {year}"
        )
    }

    fn scored(&self, list: Commendation, whose: Whose, places: Places) -> Result<Sheet> {
        let Some(scores) = self.scores(whose)? else {
            return Ok(Sheet::missing(list, self.no_rules(whose)));
        };
        let ranked = scores.into_iter().filter(|s| s.rank.is_some());
        // Who fails a condition of the rules is not commended, however many points there are.
        let (fit, unfit): (Vec<Score>, Vec<Score>) = ranked.partition(|s| s.unmet.is_empty());
        let keyed = fit.iter().map(|s| (s.total, standing(s))).collect();
        let (year, n) = (self.year, unfit.len());
        let Text { zh, en } = match self.held(whose)? {
            Some(held) => {
                let edition = held.edition;
                text!("公布的第 {edition} 版", "as published, edition {edition}")
            }
            None => text!(
                "现有台账计算，未公布",
                "as the ledgers are now, not published"
            ),
        };
        let by = if n == 0 {
            text!(
                "按 {year} 年度考核得分（{zh}）",
                "by the scores of {year} ({en})"
            )
        } else {
            text!(
                "按 {year} 年度考核得分（{zh}）；未达条件的 {n} 个不列",
                "by the scores of {year} ({en}); {n} who fail a condition are left out"
            )
        };
        Ok(Sheet::of(list, cut(keyed, places), by))
    }

    /// Who holds a post that says so leads the group that the roster gives.
    fn leaders(&self, places: Places) -> Result<Sheet> {
        let list = Commendation::Leader;
        let leads = |post: &str| {
            (post.contains("组长") && !post.contains("副组长")) || post.contains("召集人")
        };
        let (groups, own) = (self.figures(Whose::Group)?, self.figures(Whose::Member)?);
        let members = match groups.as_ref().or(own.as_ref()) {
            Some((_, closes)) => self.read.members_on(&[], *closes)?,
            None => self.read.members(&[])?,
        };
        let leaders: Vec<_> = members
            .into_iter()
            .filter(|m| m.words(Dict::Post).into_iter().any(leads))
            .collect();
        if leaders.is_empty() {
            return Ok(Sheet::missing(
                list,
                text!(
                    "名册里没有组长（没有一个政协职务带“组长”或“召集人”），排不出：yishi member post 委员 组长",
                    "the roster has no leaders (no post says 组长 or 召集人): yishi member post MEMBER 组长"
                ),
            ));
        }
        let [groups, own] = [groups, own].map(|made| made.map(|(scores, _)| scores));
        if groups.is_none() && own.is_none() {
            return Ok(Sheet::missing(list, self.no_rules(Whose::Group)));
        }
        let mut keyed = Vec::new();
        for leader in leaders {
            let group = leader.words(Dict::Group).first().map(|g| (*g).to_owned());
            let of_group = groups
                .iter()
                .flatten()
                .find(|s| Some(&s.name) == group.as_ref());
            let of_self = own.iter().flatten().find(|s| s.no == leader.no);
            let mut figures = vec![Figure::new("group", text!("小组", "group"), group.clone())];
            figures.extend(of_group.map(|s| {
                Figure::new(
                    "group_total",
                    text!("小组得分", "the group's score"),
                    s.total,
                )
            }));
            figures.extend(
                of_self.map(|s| Figure::new("total", text!("本人得分", "own score"), s.total)),
            );
            let key = (of_group.map(|s| s.total), of_self.map(|s| s.total));
            let standing = Standing {
                no: leader.no,
                name: leader.name,
                figures,
            };
            keyed.push((key, standing));
        }
        let mut by = text!(
            "按所带小组的得分，再按本人得分",
            "by the score of their group, then their own"
        );
        if groups.is_none() {
            by = text!(
                "没有小组的考核办法，只按本人得分",
                "no rules for groups: by their own score only"
            );
        }
        Ok(Sheet::of(list, cut(keyed, places), by))
    }

    fn units(&self, places: Places) -> Result<Sheet> {
        let list = Commendation::Unit;
        if let Some(scores) = self.scores(Whose::Unit)? {
            let ranked = scores.into_iter().filter(|s| s.rank.is_some());
            let keyed = ranked.map(|s| (s.total, standing(&s))).collect();
            let by = text!("按单位的考核得分", "by the units' scores");
            return Ok(Sheet::of(list, cut(keyed, places), by));
        }
        let given = self.read.unit_lines(&Period::Year(self.year))?;
        let tally = tally(&given.lines, &self.read.calendar()?, self.today);
        let best = self.read.word_names(Dict::Rating)?.into_iter().next();
        let best = best.unwrap_or_default();
        let mut keyed = Vec::new();
        for (id, no, name) in given.units {
            let Some(stats) = tally.units.get(&id).filter(|s| s.replied > 0) else {
                continue;
            };
            let rated = satisfied(stats, &best);
            let key = (ratio(stats.on_time), ratio(rated), stats.replied);
            let standing = Standing {
                no: no.unwrap_or_default(),
                name,
                figures: vec![
                    Figure::rate("on_time", text!("按时", "in time"), stats.on_time),
                    Figure::rate("satisfied", Text::same(best.clone()), rated),
                    Figure::new(
                        "replied",
                        text!("答复件数", "replies"),
                        i64::try_from(stats.replied).unwrap_or(i64::MAX),
                    ),
                ],
            };
            keyed.push((key, standing));
        }
        if keyed.is_empty() {
            let year = self.year;
            return Ok(Sheet::missing(
                list,
                text!(
                    "{year} 年交办的提案还没有答复，排不出",
                    "no proposal assigned in {year} has a reply yet"
                ),
            ));
        }
        let by = text!(
            "按按时率、“{best}”率、答复件数；件数少的比率参考价值小",
            "by replies in time, rated “{best}”, number of replies; rates of few say little"
        );
        Ok(Sheet::of(list, cut(keyed, places), by))
    }

    fn is_of_year(&self, p: &Proposal, now: Option<&str>) -> bool {
        match p.filed.or(p.submitted) {
            Some(on) => on.year() == self.year,
            None => now == Some(p.session.as_str()),
        }
    }

    fn proposals(&self, places: Places) -> Result<Sheet> {
        let list = Commendation::Proposal;
        let session = self
            .read
            .session()?
            .filter(|_| self.read.year().ok().flatten() == Some(self.year));
        let session = session.map(|s| s.to_string());
        let all = self.read.proposals(&[])?.into_iter();
        let all: Vec<Proposal> = all
            .filter(|p| p.state.is_filed() && self.is_of_year(p, session.as_deref()))
            .collect();
        let order = |dict| self.read.word_names(dict);
        let (ratings, classes) = (order(Dict::Rating)?, order(Dict::ReplyClass)?);
        let place = |words: &[String], word: &Option<String>| {
            let at = words.iter().position(|w| Some(w) == word.as_ref());
            Reverse(at.unwrap_or(usize::MAX))
        };
        let marked = all.iter().filter(|p| p.excellent).count();
        let mut keyed = Vec::new();
        for p in all {
            if marked > 0 && !p.excellent {
                continue;
            }
            let key = (
                p.key,
                place(&ratings, &p.rating),
                place(&classes, &p.reply_class),
            );
            keyed.push((key, proposal(&p)));
        }
        if keyed.is_empty() {
            let year = self.year;
            return Ok(Sheet::missing(
                list,
                text!("{year} 年没有立案的提案", "no proposal was filed in {year}"),
            ));
        }
        if marked > 0 {
            let by = text!(
                "已评定的优秀提案 {marked} 件，全部列出",
                "the {marked} chosen as excellent already, all of them"
            );
            return Ok(Sheet::of(list, cut(keyed, Places::Count(marked)), by));
        }
        let by = text!(
            "还没有评定；候选按重点提案、提案人意见、答复类别排列（yishi proposal edit 案号 --excellent 是）",
            "none chosen yet; candidates by key proposal, rating, class of reply (yishi proposal edit NO --excellent yes)"
        );
        Ok(Sheet::of(list, cut(keyed, places), by))
    }

    /// Who came first in the appraisals of the year that were published.
    fn top_ten(&self, places: Places) -> Result<Sheet> {
        let list = Commendation::TopTen;
        let mut keyed = Vec::new();
        let mut open = Vec::new();
        for a in self.read.appraisals(Some(self.year))? {
            if a.scheme.subject == Whose::Member {
                continue;
            }
            let Some(held) = a.published() else {
                open.push(a.no.clone());
                continue;
            };
            for result in held.results.iter().filter(|r| r.rank == Some(1)) {
                let no = &a.no;
                let mut figures = vec![
                    Figure::new("appraisal", text!("评议", "appraisal"), a.title.clone()),
                    Figure::new(
                        "published_on",
                        text!("公布", "published"),
                        held.published_on.to_string(),
                    ),
                ];
                figures.extend(
                    result
                        .points
                        .map(|p| Figure::new("points", text!("得分", "points"), p)),
                );
                let standing = Standing {
                    no: no.clone(),
                    name: result.name.clone(),
                    figures,
                };
                keyed.push(((), standing));
            }
        }
        let open = open.join("、");
        if keyed.is_empty() {
            return Ok(Sheet::missing(
                list,
                if open.is_empty() {
                    text!("本年没有民主评议", "no units were appraised in the year")
                } else {
                    text!(
                        "民主评议 {open} 还没有公布：yishi appraisal publish {open}",
                        "appraisal {open} is not published: yishi appraisal publish {open}"
                    )
                },
            ));
        }
        let by = if open.is_empty() {
            text!(
                "公布的民主评议第一名列入",
                "who came first in a published appraisal"
            )
        } else {
            text!(
                "公布的民主评议第一名列入；{open} 还没有公布",
                "who came first in a published appraisal; {open} is not published yet"
            )
        };
        Ok(Sheet::of(list, cut(keyed, places), by))
    }
}

fn standing(s: &Score) -> Standing {
    let mut figures = vec![Figure::new("total", text!("总分", "total"), s.total)];
    figures.extend(
        s.rank
            .map(|r| Figure::new("score_rank", text!("考核名次", "rank by score"), r)),
    );
    figures.extend(
        s.grade
            .clone()
            .map(|g| Figure::new("grade", text!("等次", "grade"), g)),
    );
    if !s.unmet.is_empty() {
        let unmet = s.unmet.join("、");
        figures.push(Figure::new("unmet", text!("未达条件", "not met"), unmet));
    }
    Standing {
        no: s.no.clone(),
        name: s.name.clone(),
        figures,
    }
}

fn proposal(p: &Proposal) -> Standing {
    let (session, no) = (&p.session, p.no.as_deref().or(p.serial.as_deref()));
    let no = no.map_or(session.clone(), |no| format!("{session} {no}"));
    let mut figures = Vec::new();
    if p.key {
        figures.push(Figure::new("key", text!("重点提案", "key"), true));
    }
    figures.extend(
        p.rating
            .clone()
            .map(|r| Figure::new("rating", text!("提案人意见", "rating"), r)),
    );
    figures.extend(
        p.reply_class
            .clone()
            .map(|c| Figure::new("class", text!("答复类别", "class"), c)),
    );
    let on = p.replied.map(|d| d.to_string());
    figures.extend(on.map(|d| Figure::new("replied_on", text!("答复日期", "replied"), d)));
    Standing {
        no,
        name: p.title.clone(),
        figures,
    }
}

fn satisfied(stats: &Stats, best: &str) -> Rate {
    Rate {
        count: stats.ratings.get(best).copied().unwrap_or(0),
        of: stats.ratings.values().sum(),
    }
}

/// A rate to rank by; none where there is nothing to tell from.
fn ratio(rate: Rate) -> Option<Points> {
    (rate.of > 0).then(|| Points::new(i128::from(rate.count), i128::from(rate.of)))
}

/// No ledger names the people who handle proposals.
fn handlers() -> Sheet {
    Sheet::missing(
        Commendation::Handler,
        text!(
            "交办只登记单位，没有登记承办的个人，从台账得不出；由先进单位推荐，单位的联系人见 yishi unit list",
            "assignments name units and no person, so no figures tell; ask the advanced units, whose contacts yishi unit list shows"
        ),
    )
}
