//! What an explanation says beside points, in both languages.

use super::amount::Factor;
use super::carry::{Carry, To};
use super::engine::Engine;
use super::gauge::Reached;
use super::holder;
use super::person::Person;
use super::plan::Row;
use super::points::{Points, decimal_text, show};
use super::rules::{Bounds, Item, Per};
use super::scale::{Lever, Scale};
use super::select::Set;
use super::trail::{Cut, Fate, Scope, Why};
use crate::lang::{Lang, Text, so_many};
use crate::model::fact::{Fact, FactKind, Sym};
use crate::text;
use num_traits::CheckedDiv;
use std::fmt::Write as _;

/// How the points of a fact that counts came about, where it is more than the plain value.
pub(super) fn counted(
    engine: &Engine,
    rates: &[Reached],
    row: &Row,
    fact: &Fact,
    value: Points,
) -> Option<Text> {
    // With a rate the value of a share is not a fraction of the whole points any more.
    let share = shared(row, fact, value).filter(|_| row.rate.is_none());
    let rate = row.rate.and_then(|r| rated(engine, rates, r));
    let measure = measured(row, &engine.seen(fact));
    let all = [
        timed(engine, fact),
        placeless(row, value),
        measure,
        guessed(engine, fact),
        share,
        rate,
    ];
    all.into_iter().flatten().reduce(|a, b| joined(&a, &b))
}

fn joined(a: &Text, b: &Text) -> Text {
    Text {
        zh: format!("{}；{}", a.zh, b.zh),
        en: format!("{}; {}", a.en, b.en),
    }
}

/// One note after the other.
pub(super) fn both(first: Option<Text>, then: Text) -> Text {
    match first {
        Some(first) => joined(&first, &then),
        None => then,
    }
}

impl Item {
    /// Its days, where it has its own.
    pub fn days(&self) -> Option<Text> {
        days(self)
    }
}

/// The days of a clause that has its own.
pub(super) fn days(item: &Item) -> Option<Text> {
    match (item.select.from, item.select.until) {
        (None, None) => None,
        (Some(from), None) => Some(text!("{from} 起", "from {from}")),
        (None, Some(until)) => Some(text!("{until} 止", "until {until}")),
        (Some(from), Some(until)) => Some(text!("{from} 至 {until}", "{from} to {until}")),
    }
}

/// What a rate comes to, and of what.
fn rated(engine: &Engine, rates: &[Reached], at: usize) -> Option<Text> {
    let name = &engine.rules.rates.get(at)?.name;
    let reached = rates.get(at)?;
    let share = decimal_text(reached.share() * Points::from_integer(100));
    let (met, due) = (bare(reached.met), bare(reached.due));
    if reached.due <= Points::from_integer(0) {
        return Some(text!(
            "乘“{name}” {share}%（没有应计的，按 {share}% 计）",
            "times `{name}` {share}% (nothing was due: taken as {share}%)"
        ));
    }
    Some(text!(
        "乘“{name}” {share}%（{met}/{due}）",
        "times `{name}` {share}% ({met}/{due})"
    ))
}

/// A number that stands in a fraction: a decimal where that is exact, else a fraction itself.
fn bare(n: Points) -> String {
    if 100 % n.denom() == 0 {
        decimal_text(n)
    } else {
        format!("({n})")
    }
}

/// That nobody wrote down to how many half-days the person came.
fn guessed(engine: &Engine, fact: &Fact) -> Option<Text> {
    engine.guesses(fact).then(|| {
        text!(
            "半天数未登记，按全程计",
            "half-days not recorded: counted as the whole meeting"
        )
    })
}

/// That what is worth nothing takes no place among those that are counted in order.
fn placeless(row: &Row, value: Points) -> Option<Text> {
    let ordered = row.beyond > 0 || !row.tiers.is_empty();
    (ordered && value == Points::from_integer(0)).then(|| {
        text!(
            "计 0 分，不占次序",
            "worth nothing: takes no place in the order"
        )
    })
}

/// That who came counts as absent, having attended too little.
fn timed(engine: &Engine, fact: &Fact) -> Option<Text> {
    if engine.seen(fact).state == fact.state {
        return None;
    }
    let (halves, lasted) = (fact.halves, fact.lasted);
    Some(text!(
        "{lasted} 个半天只出席 {halves} 个，按缺席计",
        "attended {halves} of {many}: counts as absent",
        many = so_many(&lasted, "half-day", "half-days")
    ))
}

/// How far the steps were reached with a fact.
pub(super) fn stepped(sum: Points) -> Text {
    let (zh, en) = (show(sum, Lang::Zh), show(sum, Lang::En));
    text!("累计 {zh}，按档次计", "{en} so far, by steps")
}

fn shared(row: &Row, fact: &Fact, value: Points) -> Option<Text> {
    let portion = row.portion(fact)?;
    let (top, below) = (i128::from(*portion.numer()), i128::from(*portion.denom()));
    let (place, of) = (fact.place, fact.of);
    if top == 0 {
        return Some(text!(
            "{of} 人中第 {place} 位，不计",
            "number {place} of {of}: no share"
        ));
    }
    if top == below {
        return None;
    }
    let portion = Points::new(top, below);
    let whole = value.checked_div(&portion)?;
    let (zh, en) = (show(whole, Lang::Zh), show(whole, Lang::En));
    if row.portioned_evenly(fact) {
        return Some(match fact.what {
            FactKind::Score => text!(
                "{of} 人平均，计 {zh} 分的 {portion}",
                "mean of {of}: {portion} of {en}"
            ),
            _ => text!(
                "{of} 人平分，得 {zh} 分的 {portion}",
                "split among {of}: {portion} of {en}"
            ),
        });
    }
    Some(text!(
        "{of} 人中第 {place} 位，得 {zh} 分的 {portion}",
        "number {place} of {of}: {portion} of {en}"
    ))
}

fn measured(row: &Row, fact: &Fact) -> Option<Text> {
    let (halves, quantity) = (fact.halves, fact.quantity);
    match row.per {
        Per::HalfDay => Some(match row.half_days(fact) {
            (1, true) => text!("缺 1 个半天", "1 half-day missed"),
            (missed, true) => text!(
                "缺 {missed} 个半天",
                "{many} missed",
                many = so_many(&missed, "half-day", "half-days")
            ),
            (1, false) => text!("1 个半天", "1 half-day"),
            (came, false) => text!(
                "{came} 个半天",
                "{many}",
                many = so_many(&came, "half-day", "half-days")
            ),
        }),
        Per::Quantity => Some(text!("数量 {quantity}", "quantity {quantity}")),
        Per::Time => {
            let lasted = fact.lasted;
            Some(text!(
                "{lasted} 个半天出席 {halves} 个",
                "{halves} of {many}",
                many = so_many(&lasted, "half-day", "half-days")
            ))
        }
        Per::Event | Per::Once => None,
    }
}

/// Why a fact does not count.
pub(super) fn missed(why: Why, row: i64) -> Text {
    match why {
        Why::Unconfirmed => text!(
            "未确认，不计分；确认：yishi record confirm {row}",
            "not confirmed, does not count; confirm it: yishi record confirm {row}"
        ),
        Why::Window => text!("不在计分期内", "outside the days that count"),
        Why::Tenure => text!("不在任期内", "outside the member's tenure"),
        Why::Post => text!(
            "当日不任此项所要求的职务",
            "the post was not held on that day"
        ),
        Why::Holder => text!("不适用于所任职务", "for other posts"),
        Why::Sector => text!("界别不符", "another sector"),
        Why::Unnamed => text!(
            "分值表未列此情形",
            "the table of values does not name this case"
        ),
    }
}

/// What became of a fact after it was counted.
pub(super) fn changed(engine: &Engine, fate: Fate) -> Text {
    match fate {
        Fate::Replaced(item, _) => {
            let title = engine
                .rules
                .items()
                .nth(item)
                .map_or("", |(_, i)| i.title.as_str());
            text!(
                "同一事由只计一项，已计入“{title}”",
                "one occasion counts once: see `{title}`"
            )
        }
        Fate::Beyond(first) => text!("前 {first} 件不计", "the first {first} do not count"),
        Fate::Most(1) => text!("只计一次", "counts once only"),
        Fate::Most(most) => text!("最多计 {most} 次", "at most {most} count"),
        Fate::Tier(tier) => text!("按次序乘 {tier}", "times {tier} by its order"),
    }
}

/// The heading of a line that is no item.
pub(super) fn cut_title(engine: &Engine, cut: Cut, by: Points) -> Text {
    let lowers = by < Points::from_integer(0);
    match cut {
        Cut::Start => text!("起始分", "start"),
        Cut::Scale => text!("折算", "scaled"),
        Cut::Base => text!("按档次的基础分", "what the steps begin with"),
        Cut::Every => text!("超出分期封顶", "cut at the cap of the spans"),
        Cut::Carried(from) => {
            let title = bounds_of(engine, Scope::Part(from)).1;
            text!("转入“{title}”超出封顶的分", "carried from `{title}`")
        }
        Cut::LastYear => text!("上年结转", "carried from last year"),
        Cut::Highest => text!("只取最高", "only the best counts"),
        Cut::Limit if lowers => text!("超出封顶", "cut at the cap"),
        Cut::Limit => text!("补足保底", "raised to the floor"),
    }
}

/// What a part or the whole was multiplied by, and from what that follows.
pub(super) fn scaled(engine: &Engine, person: &Person, scope: Scope) -> Text {
    let (posts, levers, scales) = match scope {
        Scope::Part(part) => (
            engine.served_as.get(part).unwrap_or(&Set::Any),
            engine.part_levers.get(part).map_or(&[][..], Vec::as_slice),
            &engine.rules.parts[part].scale,
        ),
        Scope::Total | Scope::Item(_) => (&Set::Any, &engine.levers[..], &engine.rules.scale),
    };
    let each = levers.iter().zip(scales);
    let whys: Vec<Text> = each
        .map(|(l, s)| lever(engine, (l, s), (person, posts)))
        .collect();
    let (zh, en): (Vec<&str>, Vec<&str>) =
        whys.iter().map(|t| (t.zh.as_str(), t.en.as_str())).unzip();
    let (zh, en) = (zh.join("，"), en.join(", "));
    let (factor, (_, title)) = (person.scale(levers, posts), bounds_of(engine, scope));
    if factor > Factor::new_raw(1, 1) {
        text!(
            "“{title}”乘 {factor}，放大：{zh}",
            "`{title}` times {factor}, scaled up: {en}"
        )
    } else {
        text!(
            "“{title}”乘 {factor}，折减：{zh}",
            "`{title}` times {factor}, reduced: {en}"
        )
    }
}

/// One of the factors of a scale.
fn lever(
    engine: &Engine,
    (lever, scale): (&Lever, &Scale),
    (person, posts): (&Person, &Set),
) -> Text {
    let factor = person.scale(std::slice::from_ref(lever), posts);
    let (served, days) = person.days_as(posts);
    match lever {
        Lever::By(_) => text!("系数 {factor}", "factor {factor}"),
        Lever::Post(table, _) => {
            let (whose, whose_en) = holder::whose(engine.rules.held);
            let held = person.held_of(table.iter().map(|(post, _)| *post));
            let (which, which_en) = held.map_or_else(Default::default, |(at, post)| {
                held_on(person, scale, at, post)
            });
            text!(
                "{whose}{which}的系数 {factor}",
                "{factor} for {whose_en}{which_en}"
            )
        }
        Lever::Year(..) => {
            let year = person.year();
            text!(
                "{year} 年度的权重 {factor}",
                "{factor} is the weight in {year}"
            )
        }
        Lever::Tenure | Lever::Served if matches!(posts, Set::Only(_)) => text!(
            "全年 {days} 天，任这一职务 {served} 天",
            "{days} days in the year, {served} of them in this post"
        ),
        Lever::Tenure | Lever::Served => text!(
            "全年 {days} 天，在任 {served} 天",
            "{many} in the year, {served} in office",
            many = so_many(&days, "day", "days")
        ),
    }
}

/// A post of a scale with the days on which it was held, unless that was all year.
fn held_on(person: &Person, scale: &Scale, at: usize, post: Sym) -> (String, String) {
    let name = match scale {
        Scale::Post { table, .. } => table.get(at).map_or("", |(name, _)| name),
        _ => "",
    };
    match holder::spans(person, post) {
        Some((zh, en)) if !name.is_empty() => {
            (format!("（{name}，{zh}）"), format!(" ({name}, {en})"))
        }
        _ => Default::default(),
    }
}

/// Points with their unit: `9.38 分`, `9.38（75/8）分`.
fn in_points(points: Points) -> String {
    let shown = show(points, Lang::Zh);
    let gap = if shown.ends_with('）') { "" } else { " " };
    format!("{shown}{gap}分")
}

/// Why a sum was cut or raised, and what becomes of what was cut.
pub(super) fn limited(engine: &Engine, person: &Person, scope: Scope, by: Points) -> Option<Text> {
    let note = limit_note(engine, person, scope, by)?;
    let carry = match scope {
        Scope::Part(part) => engine.rules.parts.get(part)?.carry,
        Scope::Total => engine.rules.carry,
        Scope::Item(_) => None,
    };
    let Some(carry) = carry.filter(|_| by < Points::from_integer(0)) else {
        return Some(note);
    };
    let (zh, en) = (note.zh, note.en);
    Some(match carry.to {
        To::NextYear => text!(
            "{zh}；超出的按办法结转次年",
            "{en}; what is beyond it goes into the next year"
        ),
        To::Part(to) if person.closed(to) => return Some(Text { zh, en }),
        To::Part(to) => {
            let title = bounds_of(engine, Scope::Part(to)).1;
            text!(
                "{zh}；超出的转入“{title}”",
                "{en}; what is beyond it goes into `{title}`"
            )
        }
    })
}

/// The bound that cut or raised a sum.
fn limit_note(engine: &Engine, person: &Person, scope: Scope, by: Points) -> Option<Text> {
    let (mut bounds, title) = bounds_of(engine, scope);
    let lowers = by < Points::from_integer(0);
    if let Scope::Part(part) = scope {
        bounds = engine.bounds_for(part, person);
        let cap = engine.rules.parts.get(part).and_then(|p| p.cap_of);
        if let Some(cap) = cap.filter(|_| lowers) {
            let share = decimal_text(cap.share * Points::from_integer(100));
            let of = bounds_of(engine, Scope::Part(cap.part)).1;
            return Some(text!(
                "“{title}”最高为“{of}”得分的 {share}%",
                "`{title}` gives at most {share}% of what `{of}` comes to"
            ));
        }
    }
    let bound = if lowers { bounds.cap } else { bounds.floor }?;
    let (zh, en) = (in_points(bound), show(bound, Lang::En));
    Some(if lowers {
        text!("“{title}”最高 {zh}", "`{title}` gives at most {en}")
    } else {
        text!("“{title}”最低 {zh}", "`{title}` gives at least {en}")
    })
}

/// Why a line stands there that no fact gives.
pub(super) fn cut_note(engine: &Engine, scope: Scope, cut: Cut, by: Points) -> Option<Text> {
    let title = bounds_of(engine, scope).1;
    let shown = |p: Points| (in_points(p), show(p, Lang::En));
    Some(match cut {
        Cut::Start => {
            let (zh, en) = shown(by);
            text!("“{title}”从 {zh}起", "`{title}` begins with {en}")
        }
        Cut::Highest => text!("“{title}”只取最高的一项", "`{title}` takes its best only"),
        Cut::Limit | Cut::Scale => return None,
        Cut::Carried(from) => carried(engine.rules.parts.get(from)?.carry?),
        Cut::LastYear => carried(match scope {
            Scope::Part(part) => engine.rules.parts.get(part)?.carry?,
            _ => engine.rules.carry?,
        }),
        Cut::Base => text!(
            "“{title}”一件没有时的分",
            "what `{title}` gives for nothing done"
        ),
        Cut::Every => text!("“{title}”分期封顶", "`{title}` is capped span by span"),
    })
}

/// How what is carried is reckoned.
fn carried(carry: Carry) -> Text {
    let shown = |p: Points| (show(p, Lang::Zh), show(p, Lang::En));
    let one = Points::from_integer(1);
    let (times, times_en) = shown(carry.times.unwrap_or(one));
    let mut note = match carry.to {
        To::NextYear => text!(
            "上年超出封顶的分，只结转一次",
            "beyond last year's cap; carried once only"
        ),
        To::Part(_) => text!("超出封顶的分", "beyond the cap"),
    };
    if carry.times.is_some() {
        let _ = write!(note.zh, "，乘 {times}");
        let _ = write!(note.en, ", times {times_en}");
    }
    if let Some(most) = carry.at_most {
        let (zh, en) = (in_points(most), show(most, Lang::En));
        let _ = write!(note.zh, "，最多 {zh}");
        let _ = write!(note.en, ", at most {en}");
    }
    note
}

fn bounds_of(engine: &Engine, scope: Scope) -> (Bounds, &str) {
    match scope {
        Scope::Total => (engine.rules.total, engine.rules.title.as_str()),
        Scope::Part(part) => engine
            .rules
            .parts
            .get(part)
            .map_or((Bounds::default(), ""), |p| (p.bounds, p.title.as_str())),
        Scope::Item(item) => {
            engine
                .rules
                .items()
                .nth(item)
                .map_or((Bounds::default(), ""), |(_, i)| {
                    (
                        Bounds {
                            start: None,
                            cap: i.cap,
                            floor: i.floor,
                        },
                        i.title.as_str(),
                    )
                })
        }
    }
}
