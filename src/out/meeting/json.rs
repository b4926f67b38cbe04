//! Meetings and rolls as objects.

use super::counts::roll_json;
use crate::model::code::{Code, Duty, SpeechForm};
use crate::model::meeting::Meeting;
use crate::model::meeting::roll::{Guest, Leave, Line, Roll, Sitting, Speech};
use serde_json::{Map, Value, json};

/// The stable keys of one meeting.
pub fn meeting_json(m: &Meeting) -> Map<String, Value> {
    let pairs = [
        ("no", json!(m.no)),
        ("title", json!(m.title)),
        ("kind", json!(m.kind)),
        ("start", json!(m.start.to_string())),
        ("end", json!(m.end.to_string())),
        ("half_days", json!(m.half_days)),
        ("place", json!(m.place)),
        ("required", json!(m.duty == Duty::Required)),
        ("duty", json!(m.duty.code())),
        ("class", json!(m.class.code())),
        ("note", json!(m.note)),
        ("cancelled", json!(m.cancelled)),
        ("source", json!(m.source)),
    ];
    pairs.into_iter().map(|(k, v)| (k.to_owned(), v)).collect()
}

/// A meeting with its roll as an object.
pub fn show_json(roll: &Roll) -> Value {
    let mut object = meeting_json(&roll.meeting);
    let lines: Vec<Value> = roll.lines.iter().map(line_json).collect();
    let sittings: Vec<Value> = roll.sittings.iter().map(sitting_json).collect();
    let guest = |g: &Guest| json!({ "name": g.name, "unit": g.unit, "part": g.part.code(), "note": g.note });
    let guests: Vec<Value> = roll.guests.iter().map(guest).collect();
    object.insert("roll".to_owned(), Value::Object(roll_json(&roll.tally)));
    object.insert("attendance".to_owned(), Value::Array(lines));
    object.insert("sittings".to_owned(), Value::Array(sittings));
    object.insert("guests".to_owned(), Value::Array(guests));
    Value::Object(object)
}

fn line_json(l: &Line) -> Value {
    let speech = |s: &Speech| json!({ "form": s.form.code(), "title": s.title });
    let sittings: Vec<&str> = l.sittings.iter().map(|p| p.code()).collect();
    // One word for the line: an oral speech tells more than a written one.
    let first = [SpeechForm::Oral, SpeechForm::Written]
        .into_iter()
        .find(|form| l.speeches.iter().any(|s| s.form == *form));
    json!({
        "no": l.no, "name": l.name, "status": l.presence.code(), "speech": first.map(Code::code), "sector": l.sector,
        "part": l.part.code(), "due": l.due, "on_roll": l.on_roll, "walk_in": l.walk_in, "halves": l.halves,
        "speeches": l.speeches.iter().map(speech).collect::<Vec<_>>(), "leave": l.leave.as_ref().map(leave_json),
        "sittings": sittings, "note": l.note, "source": l.source,
    })
}

fn leave_json(l: &Leave) -> Value {
    json!({
        "state": l.state.code(), "kind": l.kind, "reason": l.reason, "asked_on": l.asked_on.map(|d| d.to_string()),
        "decided_on": l.decided_on.map(|d| d.to_string()), "decided_by": l.decided_by,
    })
}

fn sitting_json(s: &Sitting) -> Value {
    let mut object = roll_json(&s.tally);
    for (key, value) in [
        ("sitting", json!(s.ord)),
        ("on", json!(s.on.to_string())),
        ("half", json!(s.half.code())),
        ("title", json!(s.title)),
    ] {
        object.insert(key.to_owned(), value);
    }
    Value::Object(object)
}
