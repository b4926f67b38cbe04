//! The figures of a session: what became of everything received, who proposed it, on what, and how
//! many members did. What was received is always the sum of what became of it.
//!
//! Source: the reports on the review of proposals that plenaries hear (审查情况报告), such as the
//! national one of 2025: 5890 received = 5002 filed + 262 merged + 626 turned into opinions.

use super::kind::{Allegiance, ProposerKind};
use crate::model::code::{Code, ProposalState, codes};
use crate::model::member::{Member, Span};
use crate::model::when::When;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

codes! {
    /// What became of a proposal that was received.
    Fate {
        Filed "filed" "立案" "filed",
        Merged "merged" "并案" "merged",
        Converted "converted" "转意见建议、社情民意" "turned into a letter or an opinion",
        Returned "returned" "退回修改" "returned",
        NotFiled "not_filed" "不予立案" "not filed",
        Withdrawn "withdrawn" "撤案" "withdrawn",
        UnderReview "under_review" "审查中" "under review",
    }
}

impl Fate {
    /// What became of a proposal by the state in which it stands; `None` for a draft, which was
    /// not received. Filed is filed however far it got since.
    pub fn of(state: ProposalState) -> Option<Fate> {
        use ProposalState as S;
        Some(match state {
            S::Draft => return None,
            S::Submitted | S::Registered => Fate::UnderReview,
            S::Merged => Fate::Merged,
            S::ToOpinion | S::ToLetter => Fate::Converted,
            S::Returned => Fate::Returned,
            S::NotFiled => Fate::NotFiled,
            S::Withdrawn => Fate::Withdrawn,
            S::Filed
            | S::Assigned
            | S::Replied
            | S::Rated
            | S::Tracking
            | S::Closed
            | S::Archived => Fate::Filed,
        })
    }
}

/// A proposal, as far as figures ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// 届次.
    pub session: String,
    /// Where it stands.
    pub state: ProposalState,
    /// Who proposes.
    pub kind: ProposerKind,
    /// The category's place in the dictionary, and its name.
    pub category: Option<(i64, String)>,
    /// 提交日期.
    pub submitted: Option<When>,
    /// 重点提案.
    pub key: bool,
    /// 优秀提案.
    pub excellent: bool,
    /// The members on it in order: the rows of the member ledger.
    pub members: Vec<i64>,
}

/// How many were received, and of these filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// 收到.
    pub received: u64,
    /// 立案.
    pub filed: u64,
}

impl Share {
    fn add(&mut self, fate: Fate) {
        self.received += 1;
        self.filed += u64::from(fate == Fate::Filed);
    }
}

/// The figures of one session.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figures {
    /// 收到.
    pub received: u64,
    /// What became of them, in the order of the vocabulary; zero where there is none.
    pub fates: Vec<(Fate, u64)>,
    /// By who proposes, in the order of the vocabulary.
    pub kinds: Vec<(ProposerKind, Share)>,
    /// By category in the order of the dictionary; `None` what has none.
    pub categories: Vec<(Option<String>, Share)>,
    /// The members who stand on something received.
    pub members: BTreeSet<i64>,
    /// The first and the last day of submission, as exact as they are known.
    pub span: Option<(NaiveDate, NaiveDate)>,
}

impl Figures {
    /// The figures of these proposals.
    pub fn of<'a>(all: impl IntoIterator<Item = &'a Counted>) -> Figures {
        let mut fates: BTreeMap<Fate, u64> = Fate::ALL.iter().map(|f| (*f, 0)).collect();
        let mut kinds: BTreeMap<ProposerKind, Share> = BTreeMap::new();
        let mut categories: BTreeMap<(bool, Option<(i64, String)>), Share> = BTreeMap::new();
        let mut told = Figures::default();
        for one in all {
            let Some(fate) = Fate::of(one.state) else {
                continue;
            };
            told.received += 1;
            *fates.entry(fate).or_default() += 1;
            kinds.entry(one.kind).or_default().add(fate);
            let category = (one.category.is_none(), one.category.clone());
            categories.entry(category).or_default().add(fate);
            told.members.extend(&one.members);
            if let Some(on) = one.submitted {
                told.span = Some(widened(told.span, on));
            }
        }
        told.fates = fates.into_iter().collect();
        told.kinds = kinds.into_iter().collect();
        let named = |((_, category), share): (_, Share)| {
            let category: Option<(i64, String)> = category;
            (category.map(|(_, name)| name), share)
        };
        told.categories = categories.into_iter().map(named).collect();
        told
    }

    /// How many met with a fate.
    pub fn fate(&self, fate: Fate) -> u64 {
        let found = self.fates.iter().find(|(f, _)| *f == fate);
        found.map_or(0, |(_, n)| *n)
    }

    /// How many of those who propose in a way.
    pub fn kind(&self, kind: ProposerKind) -> Share {
        let found = self.kinds.iter().find(|(k, _)| *k == kind);
        found.map_or_else(Share::default, |(_, share)| *share)
    }

    /// How many of a category.
    pub fn category(&self, name: Option<&str>) -> Share {
        let found = self.categories.iter().find(|(c, _)| c.as_deref() == name);
        found.map_or_else(Share::default, |(_, share)| *share)
    }

    /// What bodies proposed, not members.
    pub fn collective(&self) -> Share {
        let bodies = self.kinds.iter().filter(|(k, _)| k.is_collective());
        bodies.fold(Share::default(), |sum, (_, share)| Share {
            received: sum.received + share.received,
            filed: sum.filed + share.filed,
        })
    }
}

fn widened(span: Option<(NaiveDate, NaiveDate)>, on: When) -> (NaiveDate, NaiveDate) {
    let (first, last) = (on.first_day(), on.last_day());
    span.map_or((first, last), |(a, b)| (a.min(first), b.max(last)))
}

/// Who was in office at any time of a span of days; with them everybody who stands on a proposal,
/// so that a share of members is never more than all.
pub fn of_the_session(
    members: &[Member],
    (first, last): (NaiveDate, NaiveDate),
    figures: &Figures,
) -> BTreeSet<i64> {
    let meets = |s: &Span| {
        s.since.is_none_or(|d| d.first_day() <= last)
            && s.until.is_none_or(|d| first <= d.last_day())
    };
    let served = |m: &&Member| m.tenure.is_empty() || m.tenure.iter().any(meets);
    let in_office = members.iter().filter(served).map(|m| m.id);
    in_office.chain(figures.members.iter().copied()).collect()
}

/// Who is behind a session's key proposals.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeyFigures {
    /// 立案 of the session.
    pub filed: u64,
    /// Key ones among them.
    pub key: u64,
    /// Excellent ones among them.
    pub excellent: u64,
    /// Key ones by who proposes, in the order of the vocabulary.
    pub kinds: BTreeMap<ProposerKind, u64>,
    /// Key ones whose first proposer is a member of the CPC, one outside it, one of whom the
    /// roster says nothing.
    pub inside: u64,
    /// See `inside`.
    pub outside: u64,
    /// See `inside`.
    pub unknown: u64,
}

impl KeyFigures {
    /// The figures of these proposals; `allegiance` tells it of a member.
    pub fn of<'a>(
        all: impl IntoIterator<Item = &'a Counted>,
        allegiance: impl Fn(i64) -> Allegiance,
    ) -> KeyFigures {
        let mut told = KeyFigures::default();
        for one in all.into_iter().filter(|c| c.state.is_filed()) {
            told.filed += 1;
            told.excellent += u64::from(one.excellent);
            if !one.key {
                continue;
            }
            told.key += 1;
            *told.kinds.entry(one.kind).or_default() += 1;
            if one.kind.is_collective() {
                continue;
            }
            match one
                .members
                .first()
                .map_or(Allegiance::Unknown, |m| allegiance(*m))
            {
                Allegiance::Inside => told.inside += 1,
                Allegiance::Outside => told.outside += 1,
                Allegiance::Unknown => told.unknown += 1,
            }
        }
        told
    }

    /// Key ones of those who propose in a way.
    pub fn kind(&self, kind: ProposerKind) -> u64 {
        self.kinds.get(&kind).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::option;
    use proptest::prelude::*;
    use proptest::sample::select;

    fn counted() -> impl Strategy<Value = Counted> {
        let category = option::of((0i64..5).prop_map(|n| (n, format!("第{n}类"))));
        let state = select(ProposalState::ALL);
        let kind = select(ProposerKind::ALL);
        let members = vec(1i64..9, 0..4);
        (state, kind, category, members, any::<[bool; 2]>()).prop_map(
            |(state, kind, category, members, [key, excellent])| Counted {
                session: "十届五次".into(),
                state,
                kind,
                category,
                submitted: None,
                key,
                excellent,
                members,
            },
        )
    }

    proptest! {
        #[test]
        fn what_was_received_is_what_became_of_it_however_it_is_cut(all in vec(counted(), 0..60)) {
            let told = Figures::of(&all);
            let drafts = all.iter().filter(|c| c.state == ProposalState::Draft).count();
            prop_assert_eq!(told.received, (all.len() - drafts) as u64);
            prop_assert_eq!(told.fates.iter().map(|(_, n)| n).sum::<u64>(), told.received);
            for shares in [
                told.kinds.iter().map(|(_, s)| *s).collect::<Vec<_>>(),
                told.categories.iter().map(|(_, s)| *s).collect(),
            ] {
                prop_assert_eq!(shares.iter().map(|s| s.received).sum::<u64>(), told.received);
                let filed: u64 = shares.iter().map(|s| s.filed).sum();
                prop_assert_eq!(filed, told.fate(Fate::Filed));
            }
            prop_assert!(told.collective().received <= told.received);
        }

        #[test]
        fn key_ones_are_of_parties_bodies_and_members_and_of_nobody_else(all in vec(counted(), 0..60)) {
            let told = KeyFigures::of(&all, |m| match m % 3 {
                0 => Allegiance::Inside,
                1 => Allegiance::Outside,
                _ => Allegiance::Unknown,
            });
            prop_assert_eq!(told.kinds.values().sum::<u64>(), told.key);
            let bodies: u64 = told.kinds.iter().filter(|(k, _)| k.is_collective()).map(|(_, n)| n).sum();
            prop_assert_eq!(bodies + told.inside + told.outside + told.unknown, told.key);
            prop_assert!(told.key <= told.filed);
        }
    }

    #[test]
    fn what_was_filed_counts_once_however_far_it_got() {
        let mut fates = BTreeMap::new();
        for state in ProposalState::ALL {
            if let Some(fate) = Fate::of(*state) {
                *fates.entry(fate.code()).or_insert(0) += 1;
            }
            let filed = Fate::of(*state) == Some(Fate::Filed);
            assert_eq!(filed, state.is_filed(), "{state:?}");
        }
        assert_eq!(fates["filed"], 7);
        assert_eq!(fates["converted"], 2);
    }
}
