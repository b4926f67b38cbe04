//! Appraisals as programs read them.

use super::edition::edition_json;
use super::{reason, void};
use crate::model::appraisal::Count;
use crate::model::appraisal::book::{Appraisal, Standing};
use crate::model::code::Code;
use crate::out::figure::{points_json, share_json};
use serde_json::{Value, json};

fn standing_json(a: &Appraisal, s: &Standing<'_>) -> Value {
    let one = s.one;
    let figures = s.figures();
    let named = |values: Vec<(&str, Value)>| -> Value {
        let pairs = values.into_iter().map(|(k, v)| (k.to_owned(), v));
        Value::Object(pairs.collect())
    };
    let criteria = figures.filter(|_| a.scheme.has_criteria()).map(|f| {
        let names = a.scheme.criteria.iter().map(|c| c.name.as_str());
        named(
            names
                .zip(f.criteria.iter().map(|p| points_json(*p)))
                .collect(),
        )
    });
    let shares = figures.map(|f| {
        let names = a.scheme.choices.iter().map(|c| c.name.as_str());
        let rates = f.shares.iter().map(|p| share_json(*p));
        named(names.zip(rates).collect())
    });
    let void = match &s.count {
        Some(Count::Void(v)) => Some(void(&one.who.name, v).zh),
        _ => None,
    };
    let ballot = one.ballot();
    let voted_again: Vec<Value> = one
        .voted_again()
        .map(|t| {
            let b = &t.ballot;
            json!({
                "round": t.round, "held_on": t.held_on.to_string(), "entitled": b.entitled, "issued": b.issued,
                "returned": b.returned, "valid": b.valid, "votes": json!(b.votes),
                "void": a.scheme.void(b).map(|v| reason(&v).zh),
            })
        })
        .collect();
    json!({
        "no": one.who.no, "name": one.who.name, "rank": s.placed.map(|p| p.rank),
        "points": figures.map(|f| points_json(f.points)), "level": figures.and_then(|f| f.level.clone()),
        "tied": s.placed.is_some_and(|p| p.tied),
        "decided_by": s.placed.and_then(|p| p.decided).map(|t| a.scheme.tie_name(&a.scheme.ties[t])),
        "stage": s.stage.code(), "void": void, "group": one.group,
        "form": one.form.map(Code::code), "held_on": one.held_on.map(|d| d.to_string()), "paper": one.paper,
        "round": one.counts.last().map(|t| t.round),
        "entitled": ballot.and_then(|b| b.entitled),
        "issued": ballot.map(|b| b.issued), "returned": ballot.map(|b| b.returned),
        "valid": ballot.map(|b| b.valid), "votes": ballot.map(|b| json!(b.votes)),
        "criteria": criteria, "shares": shares, "note": one.note, "voted_again": voted_again,
    })
}

/// The ranking as an array.
pub fn ranking_json(a: &Appraisal) -> Value {
    a.ranking().iter().map(|s| standing_json(a, s)).collect()
}

/// Who is open, as an array.
pub fn open_json(a: &Appraisal) -> Value {
    let ranking = a.ranking();
    let open = ranking.iter().filter(|s| !s.stage.is_complete());
    open.map(|s| standing_json(a, s)).collect()
}

/// One appraisal as an object.
pub fn json(a: &Appraisal) -> Value {
    let groups: Vec<Value> = a
        .groups
        .iter()
        .map(|g| json!({ "name": g.name, "leader": g.leader.as_ref().map(|l| json!({ "no": l.no, "name": l.name })) }))
        .collect();
    let editions: Vec<Value> = a.editions.iter().map(edition_json).collect();
    json!({
        "no": a.no, "year": a.year, "kind": a.kind, "title": a.title, "scheme": a.scheme.title,
        "subject": a.scheme.subject.code(), "note": a.note, "groups": groups,
        "subjects": ranking_json(a), "editions": editions, "differs": a.differs(),
    })
}
