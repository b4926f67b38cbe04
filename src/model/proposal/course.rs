//! How far a proposal has come, as far as its days and words tell.

use crate::model::code::{ProposalState, ProposalStep as Step};
use crate::model::when::When;

/// What is known of a proposal's course.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Course {
    /// 提交日期.
    pub submitted: Option<When>,
    /// 立案日期.
    pub filed: Option<When>,
    /// 交办日期.
    pub assigned: Option<When>,
    /// 答复日期.
    pub replied: Option<When>,
    /// How many units lead it or handle a part of it.
    pub handlers: usize,
    /// 答复类别.
    pub reply_class: Option<String>,
    /// 提案人意见.
    pub rating: Option<String>,
}

/// A step dated before one that it follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disorder {
    /// The step that comes too early.
    pub step: Step,
    /// Its day.
    pub on: When,
    /// The step that it follows.
    pub after: Step,
    /// That step's day.
    pub after_on: When,
}

impl Course {
    /// The steps whose days are known, in the order of the field.
    pub fn steps(&self) -> Vec<(Step, When)> {
        [
            (Step::Submit, self.submitted),
            (Step::File, self.filed),
            (Step::Assign, self.assigned),
            (Step::Reply, self.replied),
        ]
        .into_iter()
        .filter_map(|(step, on)| on.map(|on| (step, on)))
        .collect()
    }

    /// The first step that is dated before one that it follows. Days known only to the month or
    /// year are in disorder only where no day inside them fits.
    pub fn disorder(&self) -> Option<Disorder> {
        let steps = self.steps();
        for (at, (step, on)) in steps.iter().enumerate() {
            for (after, after_on) in &steps[..at] {
                if on.last_day() < after_on.first_day() {
                    return Some(Disorder {
                        step: *step,
                        on: *on,
                        after: *after,
                        after_on: *after_on,
                    });
                }
            }
        }
        None
    }

    /// The furthest state that the days and words prove: a rating means rated; a reply's day or
    /// class replied; an assignment's day or a handling unit assigned; a filing's day filed.
    pub fn reached(&self) -> ProposalState {
        if self.rating.is_some() {
            ProposalState::Rated
        } else if self.replied.is_some() || self.reply_class.is_some() {
            ProposalState::Replied
        } else if self.assigned.is_some() || self.handlers > 0 {
            ProposalState::Assigned
        } else if self.filed.is_some() {
            ProposalState::Filed
        } else {
            ProposalState::Submitted
        }
    }
}

/// Whether a state is a decision that the days cannot tell: merged, turned into something else,
/// returned, not filed, withdrawn.
pub fn is_verdict(state: ProposalState) -> bool {
    match state {
        ProposalState::Merged
        | ProposalState::ToOpinion
        | ProposalState::ToLetter
        | ProposalState::Returned
        | ProposalState::NotFiled
        | ProposalState::Withdrawn => true,
        ProposalState::Draft
        | ProposalState::Submitted
        | ProposalState::Registered
        | ProposalState::Filed
        | ProposalState::Assigned
        | ProposalState::Replied
        | ProposalState::Rated
        | ProposalState::Tracking
        | ProposalState::Closed
        | ProposalState::Archived => false,
    }
}

/// Where a proposal stands: `before` is how it stood and what was known then, `review` what the
/// office says now, `now` what is known now.
///
/// A verdict that is said, or that stood and is not contradicted, is the state. Otherwise it is
/// the furthest of what is said, what is proved, and what stood without proof (a ledger may call
/// a proposal closed without any day). A state that was proved goes back where the proof goes,
/// but never behind filed: what was assigned had been filed. A draft stays one until something
/// is known of its course.
pub fn state(
    before: Option<(ProposalState, &Course)>,
    review: Option<ProposalState>,
    now: &Course,
) -> ProposalState {
    let stood = before.map(|(state, _)| state);
    if let Some(verdict) = review.or(stood).filter(|s| is_verdict(*s)) {
        return verdict;
    }
    if review.or(stood) == Some(ProposalState::Draft) && now.steps().is_empty() {
        return ProposalState::Draft;
    }
    let floor = match before {
        Some((state, _)) if is_verdict(state) => ProposalState::Submitted,
        Some((state, course)) if state > course.reached() => state,
        Some((state, _)) => state.min(ProposalState::Filed),
        None => ProposalState::Submitted,
    };
    // Among states that are no verdicts, the order of the vocabulary is the order of the field.
    floor.max(review.unwrap_or(floor)).max(now.reached())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::code::Code;

    fn day(text: &str) -> Option<When> {
        When::from_iso(text)
    }

    /// Every combination of what may be known.
    fn courses() -> Vec<Course> {
        (0..64u32)
            .map(|bits| {
                let on = |bit: u32, text: &str| (bits & bit > 0).then(|| day(text)).flatten();
                let word = |bit: u32| (bits & bit > 0).then(|| "有".to_owned());
                Course {
                    submitted: day("2026-01-05"),
                    filed: on(1, "2026-01-20"),
                    assigned: on(2, "2026-02-06"),
                    replied: on(4, "2026-04-01"),
                    handlers: usize::from(bits & 8 > 0),
                    reply_class: word(16),
                    rating: word(32),
                }
            })
            .collect()
    }

    #[test]
    fn what_is_known_proves_the_furthest_step_and_no_further() {
        for c in courses() {
            let expected = if c.rating.is_some() {
                "rated"
            } else if c.replied.is_some() || c.reply_class.is_some() {
                "replied"
            } else if c.assigned.is_some() || c.handlers > 0 {
                "assigned"
            } else if c.filed.is_some() {
                "filed"
            } else {
                "submitted"
            };
            assert_eq!(state(None, None, &c).code(), expected, "{c:?}");
        }
    }

    #[test]
    fn over_all_states_reviews_and_days_the_rule_holds() {
        let said: Vec<Option<ProposalState>> = std::iter::once(None)
            .chain(ProposalState::ALL.iter().copied().map(Some))
            .collect();
        for now in courses() {
            for review in &said {
                for stood in &said {
                    let before = stood.map(|s| (s, &now));
                    let found = state(before, *review, &now);
                    let case = format!("{stood:?} {review:?} {now:?}");
                    match (stood, review) {
                        (_, Some(r)) if is_verdict(*r) => assert_eq!(found, *r, "{case}"),
                        (Some(s), None) if is_verdict(*s) => assert_eq!(found, *s, "{case}"),
                        (_, r) => {
                            assert!(!is_verdict(found), "{case}");
                            assert!(found >= now.reached(), "{case}");
                            assert!(r.is_none_or(|r| found >= r), "{case}");
                            let unproved = stood.filter(|s| !is_verdict(*s) && *s > now.reached());
                            assert!(unproved.is_none_or(|s| found >= s), "{case}");
                        }
                    }
                    let again = state(Some((found, &now)), *review, &now);
                    assert_eq!(again, found, "saying it twice changes nothing: {case}");
                }
            }
        }
    }

    #[test]
    fn a_state_goes_back_with_its_proof_but_not_behind_filed() {
        let assigned = Course {
            handlers: 1,
            ..Course::default()
        };
        let before = Some((ProposalState::Assigned, &assigned));
        assert_eq!(
            state(before, None, &Course::default()),
            ProposalState::Filed
        );
        let closed = Some((ProposalState::Closed, &assigned));
        assert_eq!(
            state(closed, None, &Course::default()),
            ProposalState::Closed
        );
    }

    #[test]
    fn a_day_before_the_step_it_follows_is_found_even_across_a_gap() {
        let course = Course {
            submitted: day("2026-02-10"),
            assigned: day("2026-02-06"),
            ..Course::default()
        };
        let found = course.disorder().unwrap();
        assert_eq!((found.step, found.after), (Step::Assign, Step::Submit));
    }

    #[test]
    fn a_month_is_in_order_where_a_day_inside_it_fits() {
        let course = Course {
            submitted: day("2026-02-10"),
            filed: day("2026-02"),
            assigned: day("2026-02"),
            ..Course::default()
        };
        assert_eq!(course.disorder(), None);
    }
}
