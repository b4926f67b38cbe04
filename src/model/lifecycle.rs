//! Lifecycles as data: aligned rows of from where, by which step, to where, with what, starting
//! what. What is not in a table is refused.

/// Where a step leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To<State> {
    /// To this state.
    State(State),
    /// Nowhere else: something is done within the state.
    Stay,
    /// To this state once nobody owes the step any more.
    Last(State),
}

/// One row of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Way<State: 'static, Step, Need: 'static, Starts> {
    /// From where.
    pub from: &'static [State],
    /// By which step.
    pub step: Step,
    /// To where.
    pub to: To<State>,
    /// With what.
    pub needs: &'static [Need],
    /// Starting what.
    pub starts: Starts,
}

/// A row in the order in which tables are written.
pub const fn way<State: Copy, Step: Copy, Need, Starts: Copy>(
    from: &'static [State],
    step: Step,
    to: To<State>,
    needs: &'static [Need],
    starts: Starts,
) -> Way<State, Step, Need, Starts> {
    Way {
        from,
        step,
        to,
        needs,
        starts,
    }
}

/// The row of a table for a step from a state.
pub fn way_of<State: Copy + PartialEq, Step: Copy + PartialEq, Need, Starts>(
    ways: &'static [Way<State, Step, Need, Starts>],
    from: State,
    step: Step,
) -> Option<&'static Way<State, Step, Need, Starts>> {
    ways.iter()
        .find(|way| way.step == step && way.from.contains(&from))
}

/// The steps that are open from a state, in the order of the table.
pub fn open_steps<State: Copy + PartialEq, Step: Copy, Need, Starts>(
    ways: &[Way<State, Step, Need, Starts>],
    from: State,
) -> Vec<Step> {
    let open = ways.iter().filter(|way| way.from.contains(&from));
    open.map(|way| way.step).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::{To, Way, open_steps};
    use crate::model::code::Code;

    /// No step leads two ways from one state.
    pub(in crate::model) fn is_plain<State: Code, Step: Code, Need, Starts>(
        ways: &[Way<State, Step, Need, Starts>],
    ) {
        for state in State::ALL {
            let steps = open_steps(ways, *state);
            for step in Step::ALL {
                let times = steps.iter().filter(|s| *s == step).count();
                assert!(times < 2, "{} from {}", step.code(), state.code());
            }
        }
    }

    /// Every state is reached from the first.
    pub(in crate::model) fn is_whole<State: Code, Step, Need, Starts>(
        ways: &[Way<State, Step, Need, Starts>],
        first: State,
    ) {
        let mut reached = vec![first];
        let mut at = 0;
        while let Some(from) = reached.get(at).copied() {
            for way in ways.iter().filter(|w| w.from.contains(&from)) {
                let to = match way.to {
                    To::State(state) | To::Last(state) => state,
                    To::Stay => from,
                };
                if !reached.contains(&to) {
                    reached.push(to);
                }
            }
            at += 1;
        }
        for state in State::ALL {
            assert!(reached.contains(state), "{} is never reached", state.code());
        }
    }

    /// The whole table, a state with its open steps on each line.
    pub(in crate::model) fn matrix<State: Code, Step: Code, Need, Starts>(
        ways: &[Way<State, Step, Need, Starts>],
    ) -> String {
        let line = |state: &State| {
            let steps: Vec<&str> = open_steps(ways, *state)
                .into_iter()
                .map(Code::code)
                .collect();
            format!("{}: {}\n", state.code(), steps.join(" "))
        };
        State::ALL.iter().map(line).collect()
    }
}
