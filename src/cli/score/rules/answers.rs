//! Answers as clerks write them: pairs of a word and a number, days, points.

use crate::cli::app::usage;
use crate::error::Result;
use crate::lang::so_many;
use crate::model::near::nearest;
use crate::model::score::draft::{Need, PartKind};
use crate::model::score::points::{decimal_text, parse};
use crate::model::score::{Known, Points};
use crate::text;

/// `甲=1，乙=2`, each pair with what stands behind the sign, if anything.
fn pairs(text: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    let each = text.split([',', '，', '、', ';', '；']).map(str::trim);
    each.filter(|one| !one.is_empty()).map(|one| {
        let (name, value) = one
            .split_once(['=', '＝'])
            .map_or((one, None), |(n, v)| (n, Some(v)));
        (name.trim(), value.map(str::trim))
    })
}

/// Points, not below nothing.
pub fn points(text: &str) -> Result<Points> {
    let number = parse(text).ok().filter(|p| *p >= Points::from_integer(0));
    number.ok_or_else(|| {
        usage(text!("“{text}”不是分数", "`{text}` are no points"))
            .hint(text!("如 10、2.5、1/3", "such as 10, 2.5 or 1/3"))
    })
}

/// A cap, or none.
pub fn maybe(text: &str) -> Result<Option<Points>> {
    if text.is_empty() || text == "无" || text == "none" {
        return Ok(None);
    }
    let cap = points(text)?;
    if cap == Points::from_integer(0) {
        return Err(usage(text!("封顶分应大于 0", "a cap is above 0")));
    }
    Ok(Some(cap))
}

/// First and last day of a year of duty.
pub fn days(text: &str) -> Result<(String, String)> {
    let wrong = || {
        usage(text!("“{text}”不是起止月日", "`{text}` are no two days"))
            .hint(text!("如 12-01..11-30", "such as 12-01..11-30"))
    };
    let mut ends = text.split("..").flat_map(|t| t.split(['至', '~', '～']));
    let one = |word: Option<&str>| {
        let (month, day) = word?.trim().split_once('-')?;
        let (month, day) = (month.parse().ok()?, day.parse().ok()?);
        chrono::NaiveDate::from_ymd_opt(2000, month, day)?;
        Some(format!("{month:02}-{day:02}"))
    };
    let (from, to) = (one(ends.next()), one(ends.next()));
    match (from, to, ends.next()) {
        (Some(from), Some(to), None) => Ok((from, to)),
        _ => Err(wrong()),
    }
}

/// Parts with their caps.
pub fn parts_of(text: &str) -> Result<Vec<(PartKind, Option<Points>)>> {
    let mut parts: Vec<(PartKind, Option<Points>)> = Vec::new();
    for (name, cap) in pairs(text) {
        let part = PartKind::named(name).ok_or_else(|| {
            let all = PartKind::ALL.map(|p| p.words().1).join("、");
            usage(text!("没有“{name}”这一部分", "there is no part `{name}`")).hint(text!(
                "可选：{all}；别的部分以后在文件里加",
                "there are: {all}; others are added in the file"
            ))
        })?;
        if parts.iter().any(|(p, _)| *p == part) {
            return Err(usage(text!(
                "“{name}”写了两次",
                "`{name}` is written twice"
            )));
        }
        parts.push((part, cap.map_or(Ok(None), maybe)?));
    }
    if parts.is_empty() {
        return Err(usage(text!("至少要有一部分", "there is at least one part")));
    }
    Ok(parts)
}

/// A kind of meeting, if the office has it.
fn meeting_kind(name: &str, known: Option<&Known>) -> Result<String> {
    let Some(known) = known.filter(|k| !k.meeting_kinds.is_empty()) else {
        return Ok(name.to_owned());
    };
    let kinds = known.meeting_kinds.iter().map(String::as_str);
    if kinds.clone().any(|k| k == name) {
        return Ok(name.to_owned());
    }
    let near = nearest(name, kinds.clone(), 1);
    let shown = near
        .first()
        .map_or(kinds.collect::<Vec<_>>().join("、"), |n| (*n).to_owned());
    let wrong = usage(text!(
        "本机关的会议类型里没有“{name}”",
        "the office has no kind of meeting `{name}`"
    ));
    Err(wrong.hint(text!("可用：{shown}", "there are: {shown}")))
}

/// Kinds of meeting with the points for one.
pub fn meetings_of(text: &str, known: Option<&Known>) -> Result<Vec<(String, Points)>> {
    let mut meetings: Vec<(String, Points)> = Vec::new();
    for (name, worth) in pairs(text) {
        let worth = worth.ok_or_else(|| {
            usage(text!("“{name}”没有写分值", "`{name}` has no points"))
                .hint(text!("如 {name}=5", "such as {name}=5"))
        })?;
        let kind = meeting_kind(name, known)?;
        if meetings.iter().any(|(k, _)| *k == kind) {
            return Err(usage(text!(
                "“{name}”写了两次",
                "`{name}` is written twice"
            )));
        }
        meetings.push((kind, points(worth)?));
    }
    if meetings.is_empty() {
        return Err(usage(text!(
            "至少要有一种会议",
            "there is at least one kind of meeting"
        )));
    }
    Ok(meetings)
}

/// The kinds of meeting that are offered.
pub fn usual_meetings(known: Option<&Known>) -> String {
    let usual = [("全体会议", 10), ("常委会会议", 5), ("专委会会议", 3)];
    let has = |kind: &str| known.is_none_or(|k| k.meeting_kinds.iter().any(|m| m == kind));
    let mut all: Vec<String> = usual
        .iter()
        .filter(|(kind, _)| has(kind))
        .map(|(kind, points)| format!("{kind}={points}"))
        .collect();
    if let (true, Some(first)) = (all.is_empty(), known.and_then(|k| k.meeting_kinds.first())) {
        all.push(format!("{first}=5"));
    }
    if all.is_empty() {
        all.push("全体会议=10".to_owned());
    }
    all.join("，")
}

/// The most that the answers so far allow; `None` where nothing limits it.
pub fn highest(
    parts: &[(PartKind, Option<Points>)],
    start: Points,
    cap: Option<Points>,
) -> Option<Points> {
    let sum: Option<Points> = parts.iter().map(|(_, cap)| *cap).sum();
    match (sum.map(|s| s + start), cap) {
        (Some(sum), Some(cap)) => Some(sum.min(cap)),
        (sum, cap) => sum.or(cap),
    }
}

/// The grades that are offered.
pub fn usual_grades(most: Option<Points>) -> String {
    let most = most.unwrap_or(Points::from_integer(100));
    let of = |share: i128| decimal_text((most * Points::new(share, 100)).floor());
    format!("优秀={}，合格={}，不合格", of(85), of(60))
}

/// Grades from the best down, within the most that can be had.
pub fn grades_of(text: &str, most: Option<Points>) -> Result<Vec<(String, Option<Points>)>> {
    let mut grades: Vec<(String, Option<Points>)> = Vec::new();
    for (name, least) in pairs(text) {
        let least = least.map(points).transpose()?;
        if let (Some(least), Some(most)) = (least, most)
            && least > most
        {
            let (least, most) = (decimal_text(least), decimal_text(most));
            return Err(usage(text!(
                "“{name}”要 {least} 分，而最多只能得 {most} 分",
                "`{name}` takes {many}, and at most {most} can be had",
                many = so_many(&least, "point", "points")
            )));
        }
        let falls = grades
            .last()
            .is_none_or(|(_, before)| match (before, least) {
                (Some(before), Some(least)) => *before > least,
                (Some(_), None) => true,
                (None, _) => false,
            });
        if !falls || grades.iter().any(|(n, _)| n == name) {
            return Err(usage(text!(
                "等次要从高到低，不写分的只能在最后，名称不能重复",
                "grades go from the best down, one without points comes last, names differ"
            ))
            .hint(text!(
                "如 优秀=90，合格=60，不合格",
                "such as 优秀=90，合格=60，不合格"
            )));
        }
        grades.push((name.to_owned(), least));
    }
    Ok(grades)
}

/// The gates that are offered.
pub fn usual_gates(known: Option<&Known>) -> String {
    let plenary = meeting_kind("全体会议", known).is_ok();
    let first = if plenary { "全体会议=1，" } else { "" };
    format!("{first}提案=1")
}

/// What is needed at least, and how often.
pub fn gates_of(text: &str, known: Option<&Known>) -> Result<Vec<(Need, Points)>> {
    if text == "无" || text == "none" {
        return Ok(Vec::new());
    }
    let gate = |(name, times): (&str, Option<&str>)| {
        let times = points(times.unwrap_or("1"))?;
        let need = match PartKind::named(name) {
            Some(part) => Need::Acts(part),
            None => Need::Meeting(meeting_kind(name, known)?),
        };
        Ok((need, times))
    };
    pairs(text).map(gate).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_as_clerks_write_them() {
        assert_eq!(
            days("12-1至11-30").unwrap(),
            ("12-01".to_owned(), "11-30".to_owned())
        );
        assert!(days("12-01").is_err() && days("13-01..11-30").is_err());
        let parts = parts_of("会议＝50；提案").unwrap();
        assert_eq!(parts[1], (PartKind::Proposals, None));
        assert!(parts_of("会议=50，会议=20").is_err() && parts_of("").is_err());
        assert!(parts_of("好人好事=5").is_err() && parts_of("会议=很多").is_err());
    }

    #[test]
    fn wrong_grades_and_kinds_are_refused() {
        let most = Some(Points::from_integer(100));
        assert_eq!(grades_of("优秀=90,合格", most).unwrap().len(), 2);
        for wrong in [
            "优秀=101",
            "合格=60，优秀=90",
            "合格，优秀=90",
            "优秀=90，优秀=80",
        ] {
            assert!(grades_of(wrong, most).is_err(), "{wrong}");
        }
        let known = Known {
            meeting_kinds: vec!["全体会议".into()],
            ..Known::default()
        };
        let wrong = meetings_of("全休会议=5", Some(&known)).unwrap_err();
        assert_eq!(wrong.hints[0].zh, "可用：全体会议");
        assert!(meetings_of("全体会议", None).is_err());
        assert_eq!(gates_of("无", None).unwrap(), []);
        assert_eq!(
            gates_of("提案=2", None).unwrap()[0].0,
            Need::Acts(PartKind::Proposals)
        );
    }
}
