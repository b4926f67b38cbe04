//! What a pass over the facts reports as it goes. The tally listens to nothing; the explanation
//! keeps it all. Both run the same pass, so that they cannot differ.

use super::amount::Factor;
use super::gauge::Reached;

/// Why a fact that an item selects does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// Outside the window.
    Window,
    /// Outside the member's tenure.
    Tenure,
    /// The post was not held on that day.
    Post,
    /// Another sector.
    Sector,
    /// The part is for other posts.
    Holder,
    /// The table of values does not name its word.
    Unnamed,
    /// Nobody has confirmed the record yet.
    Unconfirmed,
}

/// What became of a fact after it was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// Another fact of the same occasion counts instead: item and fact.
    Replaced(usize, usize),
    /// Among the first so many, which do not count.
    Beyond(u32),
    /// More than so many.
    Most(u32),
    /// Multiplied by its tier.
    Tier(Factor),
}

/// Where a cut was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    Item(usize),
    Part(usize),
    Total,
}

/// What changed a sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    /// Points given before anything is counted.
    Start,
    /// Down to the cap, or up to the floor.
    Limit,
    /// Only the best of the part counts.
    Highest,
    /// Multiplied by the scale.
    Scale,
    /// What steps give before anything is done.
    Base,
    /// Brought from beyond the cap of another part.
    Carried(usize),
    /// Left of last year.
    LastYear,
    /// Down to the cap of a month, quarter or half-year.
    Every,
}

impl Cut {
    /// Whether two cuts stand in the same place of an explanation: what is carried in from a part
    /// stands with what is left of last year.
    pub(super) fn is_like(self, other: Cut) -> bool {
        let carried = |cut| matches!(cut, Cut::Carried(_) | Cut::LastYear);
        self == other || (carried(self) && carried(other))
    }
}

/// Who listens.
pub(super) trait Trail<N> {
    /// Whether facts outside of window and tenure are of interest.
    const KEEPS: bool;
    /// What the next rate of the rules comes to.
    fn rated(&mut self, _reached: Reached) {}
    fn counted(&mut self, _item: usize, _fact: usize, _value: N) {}
    fn missed(&mut self, _item: usize, _fact: usize, _why: Why) {}
    fn changed(&mut self, _item: usize, _fact: usize, _value: N, _fate: Fate) {}
    /// The sum reached `sum` with this fact, which adds `value` by the steps.
    fn stepped(&mut self, _item: usize, _fact: usize, _value: N, _sum: N) {}
    fn cut(&mut self, _scope: Scope, _by: N, _cut: Cut) {}
}

/// Listens to nothing.
#[derive(Debug)]
pub(super) struct Deaf;

impl<N> Trail<N> for Deaf {
    const KEEPS: bool = false;
}
