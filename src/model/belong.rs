//! What a member belongs to 所属 in the course of time: sector, committees, groups and the like as
//! lines with a first and a last day, which a move ends and begins and a correction rewrites.

use super::member::Span;
use super::when::When;
use chrono::NaiveDate;

/// One line of record: a word of a dictionary, and the days between which it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// The word's row.
    pub word: i64,
    /// First and last day; a missing end is open.
    pub span: Span,
}

/// What is to be done with the lines; places are those of the lines as given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The line at a place ends with a day.
    End(usize, NaiveDate),
    /// The line at a place names this word instead.
    Rename(usize, i64),
    /// The line at a place was never true.
    Strike(usize),
    /// A new line of a word, from a day where one is known.
    Begin(i64, Option<NaiveDate>),
}

/// Why lines cannot be written as asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clash {
    /// The line at a place begins on the day or later.
    Later(usize),
    /// Lines have ended, as the one at a place: from when a further word holds has to be said.
    Undated(usize),
}

/// The steps by which exactly the words of `wanted` hold from a day on: what holds then and is not
/// wanted ends the day before, what is wanted and does not hold yet begins.
///
/// # Errors
/// [`Clash::Later`] where a line that is to end begins no earlier than the day.
pub fn moved(lines: &[Line], wanted: &[i64], on: NaiveDate) -> Result<Vec<Step>, Clash> {
    let day = When::from(on);
    let begins = |line: &Line| line.span.since.is_some_and(|s| s.first_day() >= on);
    let mut steps = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let holds = line.span.holds(day);
        if (holds && wanted.contains(&line.word)) || !(holds || begins(line)) {
            continue;
        }
        match on.pred_opt() {
            Some(before) if !begins(line) => steps.push(Step::End(at, before)),
            _ => return Err(Clash::Later(at)),
        }
    }
    let held = |word: &i64| lines.iter().any(|l| l.word == *word && l.span.holds(day));
    let new = once(wanted).into_iter().filter(|w| !held(w));
    steps.extend(new.map(|word| Step::Begin(word, Some(on))));
    Ok(steps)
}

/// The steps by which the lines that have not ended name exactly the words of `wanted`, as if they
/// had always done so: a word that was wrong gives way to one that was missing and leaves it its
/// days. What has ended stays.
///
/// # Errors
/// [`Clash::Undated`] where a further word is to hold beside lines that have ended.
pub fn corrected(lines: &[Line], wanted: &[i64]) -> Result<Vec<Step>, Clash> {
    let open = || {
        lines
            .iter()
            .enumerate()
            .filter(|(_, l)| l.span.until.is_none())
    };
    let new = once(wanted).into_iter();
    let mut new = new.filter(|w| open().all(|(_, l)| l.word != *w));
    let wrong = open().filter(|(_, l)| !wanted.contains(&l.word));
    let mut steps: Vec<Step> = wrong
        .map(|(at, _)| match new.next() {
            Some(word) => Step::Rename(at, word),
            None => Step::Strike(at),
        })
        .collect();
    let ended = lines.iter().rposition(|l| l.span.until.is_some());
    for word in new {
        match ended {
            Some(at) => return Err(Clash::Undated(at)),
            None => steps.push(Step::Begin(word, None)),
        }
    }
    Ok(steps)
}

/// What a roster that names no day says of someone on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stated {
    /// What holds on the day, or is on record to come.
    Same,
    /// A word whose line has ended already: the record is ahead of the roster.
    Behind,
    /// Something else than what holds: the steps that make it so from the day on.
    News(Vec<Step>),
}

/// What the words of a roster say beside the lines of record. Earlier days stay as they are, and so
/// do lines whose end is on record; a word that began on the very day gives way to another.
pub fn stated(lines: &[Line], wanted: &[i64], today: NaiveDate) -> Stated {
    let day = When::from(today);
    let held = |word: &i64| lines.iter().any(|l| l.word == *word && l.span.holds(day));
    let new: Vec<i64> = once(wanted).into_iter().filter(|w| !held(w)).collect();
    let gone = |l: &Line| l.span.until.is_none() && l.span.holds(day) && !wanted.contains(&l.word);
    let comes =
        |l: &Line| new.contains(&l.word) && l.span.since.is_some_and(|s| s.first_day() > today);
    if lines.iter().any(comes) || (new.is_empty() && !lines.iter().any(gone)) {
        return Stated::Same;
    }
    if lines.iter().any(|l| new.contains(&l.word)) {
        return Stated::Behind;
    }
    let mut new = new.into_iter();
    let mut steps = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, l)| gone(l)) {
        let fresh = line.span.since.is_some_and(|s| s.first_day() >= today);
        steps.push(match today.pred_opt().filter(|_| !fresh) {
            Some(before) => Step::End(at, before),
            None => new
                .next()
                .map_or(Step::End(at, today), |word| Step::Rename(at, word)),
        });
    }
    steps.extend(new.map(|word| Step::Begin(word, Some(today))));
    Stated::News(steps)
}

/// The words, each once, in their order.
pub fn once(words: &[i64]) -> Vec<i64> {
    let first = |(at, word): &(usize, &i64)| !words[..*at].contains(word);
    let words = words.iter().enumerate().filter(first);
    words.map(|(_, word)| *word).collect()
}

/// The day on which a member stands in what is asked for `on`: that day, for one who has left the
/// last one in office. This alone decides what a member belongs to in a year of duty.
pub fn stands_on(tenure: impl IntoIterator<Item = Span>, on: NaiveDate) -> NaiveDate {
    let begun = |s: &Span| s.since.is_none_or(|s| s.first_day() <= on);
    let ends = tenure.into_iter().filter(begun);
    let ends = ends.map(|s| s.until.map_or(on, |u| u.last_day().min(on)));
    ends.max().unwrap_or(on)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: &str) -> NaiveDate {
        day.parse().unwrap()
    }

    fn line(word: i64, since: &str, until: &str) -> Line {
        let [since, until] = [since, until].map(When::from_iso);
        let span = Span { since, until };
        Line { word, span }
    }

    /// The lines after the steps, by word, first and last day.
    fn after(lines: &[Line], steps: &[Step]) -> Vec<(i64, String, String)> {
        let mut all: Vec<Option<Line>> = lines.iter().copied().map(Some).collect();
        for step in steps {
            match *step {
                Step::End(at, until) => {
                    all[at].as_mut().unwrap().span.until = Some(When::from(until));
                }
                Step::Rename(at, word) => all[at].as_mut().unwrap().word = word,
                Step::Strike(at) => all[at] = None,
                Step::Begin(word, since) => {
                    let since = since.map(When::from);
                    let span = Span { since, until: None };
                    all.push(Some(Line { word, span }));
                }
            }
        }
        let shown = |w: Option<When>| w.map(|w| w.to_string()).unwrap_or_default();
        let lines = all.into_iter().flatten();
        lines
            .map(|l| (l.word, shown(l.span.since), shown(l.span.until)))
            .collect()
    }

    fn told(lines: &[(i64, &str, &str)]) -> Vec<(i64, String, String)> {
        let told = lines.iter();
        told.map(|(w, s, u)| (*w, (*s).to_owned(), (*u).to_owned()))
            .collect()
    }

    #[test]
    fn a_move_ends_the_old_the_day_before_and_begins_the_new() {
        let lines = [
            line(1, "", ""),
            line(2, "2025-01", ""),
            line(3, "", "2025-06-30"),
        ];
        let steps = moved(&lines, &[2, 4, 4], day("2026-03-01")).unwrap();
        let expected = [
            (1, "", "2026-02-28"),
            (2, "2025-01", ""),
            (3, "", "2025-06-30"),
            (4, "2026-03-01", ""),
        ];
        assert_eq!(after(&lines, &steps), told(&expected));
        assert_eq!(moved(&lines, &[1, 2], day("2026-03-01")), Ok(vec![]));
        let out = moved(&lines, &[], day("2026-03-01")).unwrap();
        assert_eq!(out.len(), 2);
    }

    #[test]
    fn a_move_never_reaches_behind_a_later_one() {
        let lines = [line(1, "", "2026-02-28"), line(2, "2026-03-01", "")];
        for on in ["2026-01-15", "2026-03-01"] {
            assert_eq!(moved(&lines, &[3], day(on)), Err(Clash::Later(1)), "{on}");
        }
        assert!(moved(&lines, &[3], day("2026-03-02")).is_ok());
        // Who comes back has a line for each time.
        let back = moved(&lines, &[1], day("2026-07-01")).unwrap();
        let expected = [
            (1, "", "2026-02-28"),
            (2, "2026-03-01", "2026-06-30"),
            (1, "2026-07-01", ""),
        ];
        assert_eq!(after(&lines, &back), told(&expected));
    }

    #[test]
    fn a_correction_keeps_the_days_and_what_has_ended() {
        let lines = [line(1, "", "2026-02-28"), line(2, "2026-03-01", "")];
        let steps = corrected(&lines, &[3]).unwrap();
        let expected = [(1, "", "2026-02-28"), (3, "2026-03-01", "")];
        assert_eq!(after(&lines, &steps), told(&expected));
        assert_eq!(corrected(&lines, &[2, 3]), Err(Clash::Undated(0)));
        let none = corrected(&lines, &[]).unwrap();
        assert_eq!(after(&lines, &none), told(&[(1, "", "2026-02-28")]));
        let plain = [line(1, "", ""), line(2, "", "")];
        let steps = corrected(&plain, &[3, 2, 4]).unwrap();
        let expected = [(3, "", ""), (2, "", ""), (4, "", "")];
        assert_eq!(after(&plain, &steps), told(&expected));
    }

    #[test]
    fn a_roster_without_a_day_moves_from_that_day_on_and_never_rewrites_the_past() {
        let today = day("2026-03-01");
        let news = |lines: &[Line], wanted: &[i64]| match stated(lines, wanted, today) {
            Stated::News(steps) => after(lines, &steps),
            other => panic!("{other:?}"),
        };
        let plain = [line(1, "", ""), line(2, "2025-01", "")];
        assert_eq!(stated(&plain, &[2, 1, 1], today), Stated::Same);
        let expected = [
            (1, "", "2026-02-28"),
            (2, "2025-01", ""),
            (3, "2026-03-01", ""),
        ];
        assert_eq!(news(&plain, &[3, 2]), told(&expected));
        let moved = [line(1, "", "2025-05-31"), line(2, "2025-06-01", "")];
        assert_eq!(stated(&moved, &[2], today), Stated::Same);
        assert_eq!(stated(&moved, &[1], today), Stated::Behind);
        let coming = [line(1, "", "2026-05-31"), line(2, "2026-06-01", "")];
        assert_eq!(stated(&coming, &[1], today), Stated::Same);
        assert_eq!(stated(&coming, &[2], today), Stated::Same);
        let fresh = [line(1, "", "2026-02-28"), line(2, "2026-03-01", "")];
        let expected = [(1, "", "2026-02-28"), (3, "2026-03-01", "")];
        assert_eq!(news(&fresh, &[3]), told(&expected));
    }

    /// Whatever stands and is wanted: afterwards the roster is no news, the days before the roster's
    /// stay as they were, and lines with an end stay whole.
    #[test]
    fn what_a_roster_said_is_no_news_the_second_time() {
        let today = day("2026-03-01");
        let ends = ["", "2025-05", "2026-02-28", "2026-03-01", "2026-07-01"];
        let all = |word: i64| {
            ends.iter()
                .flat_map(move |s| ends.map(|u| line(word, s, u)))
        };
        for (one, two) in all(1).flat_map(|one| all(2).map(move |two| (one, two))) {
            let lines = [one, two];
            for wanted in [&[1_i64][..], &[2], &[3], &[1, 2], &[1, 3], &[3, 4]] {
                let Stated::News(steps) = stated(&lines, wanted, today) else {
                    continue;
                };
                let shown = after(&lines, &steps);
                let now: Vec<Line> = shown.iter().map(|(w, s, u)| line(*w, s, u)).collect();
                assert_eq!(
                    stated(&now, wanted, today),
                    Stated::Same,
                    "{lines:?} {wanted:?}"
                );
                let before = When::from(day("2026-02-28"));
                let held = |lines: &[Line]| -> Vec<i64> {
                    let held = lines.iter().filter(|l| l.span.holds(before));
                    held.map(|l| l.word).collect()
                };
                assert_eq!(held(&lines), held(&now), "{lines:?} {wanted:?}");
                for ended in lines.iter().filter(|l| l.span.until.is_some()) {
                    assert!(now.contains(ended), "{lines:?} {wanted:?}");
                }
            }
        }
    }

    #[test]
    fn who_has_left_stands_on_the_last_day_in_office() {
        let span = |since, until| Span {
            since: When::from_iso(since),
            until: When::from_iso(until),
        };
        let on = day("2026-12-31");
        assert_eq!(stands_on([], on), on);
        assert_eq!(stands_on([span("2022-01", "")], on), on);
        assert_eq!(
            stands_on([span("2022-01", "2026-05")], on),
            day("2026-05-31")
        );
        assert_eq!(
            stands_on([span("", "2024-05-31"), span("2026-02-01", "")], on),
            on
        );
        let early = day("2025-12-31");
        assert_eq!(
            stands_on([span("", "2024-05-31"), span("2026-02-01", "")], early),
            day("2024-05-31")
        );
    }
}
