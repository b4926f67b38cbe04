//! What an explanation says beside points, in both languages.

use super::engine::Engine;
use super::plan::Row;
use super::points::{Points, show};
use super::rules::{Bounds, Per};
use super::trail::{Cut, Fate, Scope, Why};
use crate::lang::{Lang, Text};
use crate::model::fact::Fact;
use crate::text;
use num_traits::CheckedDiv;

/// How the points of a fact that counts came about, where it is more than the plain value.
pub(super) fn counted(engine: &Engine, row: &Row, fact: &Fact, value: Points) -> Option<Text> {
    // With a rate the value of a share is not a fraction of the whole points any more.
    let share = shared(row, fact, value).filter(|_| row.rate.is_none());
    let rate = row.rate.and_then(|r| engine.rules.rates.get(r));
    let rate = rate.map(|r| text!("乘“{name}”", "times `{name}`", name = r.name));
    let all = [timed(engine, fact), measured(row, fact), share, rate];
    all.into_iter().flatten().reduce(|a, b| Text {
        zh: format!("{}；{}", a.zh, b.zh),
        en: format!("{}; {}", a.en, b.en),
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
        "attended {halves} of {lasted} half-days: counts as absent"
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
    Some(text!(
        "{of} 人中第 {place} 位，得 {zh} 分的 {portion}",
        "number {place} of {of}: {portion} of {en}"
    ))
}

fn measured(row: &Row, fact: &Fact) -> Option<Text> {
    let (halves, quantity) = (fact.halves, fact.quantity);
    match row.per {
        Per::HalfDay => Some(text!("{halves} 个半天", "{halves} half-days")),
        Per::Quantity => Some(text!("数量 {quantity}", "quantity {quantity}")),
        Per::Time => {
            let lasted = fact.lasted;
            Some(text!(
                "{lasted} 个半天出席 {halves} 个",
                "{halves} of {lasted} half-days"
            ))
        }
        Per::Event | Per::Once => None,
    }
}

/// Why a fact does not count.
pub(super) fn missed(why: Why) -> Text {
    match why {
        Why::Window => text!("不在计分期内", "outside the days that count"),
        Why::Tenure => text!("不在任期内", "outside the member's tenure"),
        Why::Post => text!(
            "当日不任此项所要求的职务",
            "the post was not held on that day"
        ),
        Why::Holder => text!("此部分不适用于所任职务", "the part is for other posts"),
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
pub(super) fn cut_title(cut: Cut, by: Points) -> Text {
    let lowers = by < Points::from_integer(0);
    match cut {
        Cut::Start => text!("起始分", "start"),
        Cut::Scale => text!("折算", "scaled"),
        Cut::Base => text!("按档次的基础分", "what the steps begin with"),
        Cut::Every => text!("超出分期封顶", "cut at the cap of the spans"),
        Cut::Highest => text!("只取最高", "only the best counts"),
        Cut::Limit if lowers => text!("超出封顶", "cut at the cap"),
        Cut::Limit => text!("补足保底", "raised to the floor"),
    }
}

/// Why a line stands there that no fact gives.
pub(super) fn cut_note(engine: &Engine, scope: Scope, cut: Cut, by: Points) -> Option<Text> {
    let (bounds, title) = bounds_of(engine, scope);
    let lowers = by < Points::from_integer(0);
    let shown = |p: Points| (show(p, Lang::Zh), show(p, Lang::En));
    Some(match cut {
        Cut::Start => {
            let (zh, en) = shown(by);
            text!("“{title}”从 {zh} 分起", "`{title}` begins with {en}")
        }
        Cut::Limit => {
            let (zh, en) = shown(if lowers { bounds.cap } else { bounds.floor }?);
            if lowers {
                text!("“{title}”最高 {zh} 分", "`{title}` gives at most {en}")
            } else {
                text!("“{title}”最低 {zh} 分", "`{title}` gives at least {en}")
            }
        }
        Cut::Highest => text!("“{title}”只取最高的一项", "`{title}` takes its best only"),
        Cut::Scale => text!("“{title}”按系数折算", "`{title}` is scaled"),
        Cut::Base => text!(
            "“{title}”一件没有时的分",
            "what `{title}` gives for nothing done"
        ),
        Cut::Every => text!("“{title}”分期封顶", "`{title}` is capped span by span"),
    })
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
