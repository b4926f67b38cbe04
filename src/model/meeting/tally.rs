//! Counting attendance. Not recorded is not absent; outside one's term of office is not absent;
//! each rate has its denominator, and beside it how complete the roll is.

use super::Call;
use crate::model::code::{Part, Presence};
use crate::model::member::Span;
use crate::model::when::When;

/// Whether someone was there at all, however long.
pub fn came(presence: Presence) -> bool {
    matches!(
        presence,
        Presence::Present | Presence::Late | Presence::LeftEarly | Presence::Partial
    )
}

/// An exact share. A denominator of zero means that there is nothing to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rate {
    /// How many of them.
    pub num: u32,
    /// Of how many.
    pub den: u32,
}

/// A person's line on a roll, as far as counting needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seat {
    /// What the roll says.
    pub presence: Presence,
    /// What the person does there.
    pub part: Part,
    /// Whether the person came without having been invited.
    pub walk_in: bool,
}

/// How a person counts at a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Has to be there.
    Due(Presence),
    /// On the roll without having to be there: walk-ins, observers, people out of office.
    Beside(Presence),
    /// Has nothing to do with it.
    Outside,
}

impl Standing {
    /// The one rule. Due are those in office on the meeting's first day who are on the roll, or
    /// whom a required plenary calls anyway; observers and walk-ins are not.
    pub fn of(call: Call, start: When, tenure: &[Span], seat: Option<Seat>) -> Standing {
        let in_office = tenure.is_empty() || tenure.iter().any(|s| s.holds(start));
        match (seat, call) {
            (Some(s), _) if !in_office || s.walk_in || s.part == Part::Observer => {
                Standing::Beside(s.presence)
            }
            (Some(s), _) => Standing::Due(s.presence),
            (None, Call::Everyone) if in_office => Standing::Due(Presence::Unrecorded),
            (None, _) => Standing::Outside,
        }
    }

    /// Whether the person has to be there.
    pub fn is_due(self) -> bool {
        matches!(self, Standing::Due(_))
    }
}

/// Attendance counted, of one meeting or of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// How many were due; the states below add up to it.
    pub due: u32,
    /// There from beginning to end.
    pub present: u32,
    /// 迟到.
    pub late: u32,
    /// 早退.
    pub left_early: u32,
    /// 部分出席.
    pub partial: u32,
    /// 请假.
    pub leave: u32,
    /// 缺席.
    pub absent: u32,
    /// Nothing recorded.
    pub unrecorded: u32,
    /// Came without being due: walk-ins, observers, people out of office.
    pub beside: u32,
}

impl Tally {
    /// Adds one person at one meeting.
    pub fn add(&mut self, standing: Standing) {
        match standing {
            Standing::Due(presence) => {
                self.due += 1;
                *self.state(presence) += 1;
            }
            Standing::Beside(presence) => self.beside += u32::from(came(presence)),
            Standing::Outside => {}
        }
    }

    /// Both counts together.
    #[must_use]
    pub fn plus(self, more: &Tally) -> Tally {
        Tally {
            due: self.due + more.due,
            present: self.present + more.present,
            late: self.late + more.late,
            left_early: self.left_early + more.left_early,
            partial: self.partial + more.partial,
            leave: self.leave + more.leave,
            absent: self.absent + more.absent,
            unrecorded: self.unrecorded + more.unrecorded,
            beside: self.beside + more.beside,
        }
    }

    fn state(&mut self, presence: Presence) -> &mut u32 {
        match presence {
            Presence::Present => &mut self.present,
            Presence::Late => &mut self.late,
            Presence::LeftEarly => &mut self.left_early,
            Presence::Partial => &mut self.partial,
            Presence::Leave => &mut self.leave,
            Presence::Absent => &mut self.absent,
            Presence::Unrecorded => &mut self.unrecorded,
        }
    }

    /// How many of the due have something recorded.
    pub fn recorded(&self) -> u32 {
        self.due - self.unrecorded
    }

    /// How many of the due were there, late, leaving early or in part included.
    pub fn came(&self) -> u32 {
        self.present + self.late + self.left_early + self.partial
    }

    /// Everyone who was there, due or not.
    pub fn attended(&self) -> u32 {
        self.came() + self.beside
    }

    /// Those who came among the due of whom something is recorded.
    pub fn rate(&self) -> Rate {
        Rate {
            num: self.came(),
            den: self.recorded(),
        }
    }

    /// How complete the roll is: the recorded among the due.
    pub fn completeness(&self) -> Rate {
        Rate {
            num: self.recorded(),
            den: self.due,
        }
    }
}

/// The whole meeting told from its sittings, with the half-days attended; only recorded sittings
/// count. All attended is present (or late, or left early), none is leave if every one was, else
/// absent; anything between is partial.
pub fn whole(sittings: &[Presence]) -> Option<(Presence, u16)> {
    let recorded: Vec<Presence> = sittings
        .iter()
        .copied()
        .filter(|p| *p != Presence::Unrecorded)
        .collect();
    let has = |p: Presence| recorded.contains(&p);
    let attended = recorded.iter().filter(|p| came(**p)).count();
    let presence = match attended {
        _ if recorded.is_empty() => return None,
        0 if has(Presence::Absent) => Presence::Absent,
        0 => Presence::Leave,
        n if n < recorded.len() || has(Presence::Partial) => Presence::Partial,
        _ if has(Presence::Late) => Presence::Late,
        _ if has(Presence::LeftEarly) => Presence::LeftEarly,
        _ => Presence::Present,
    };
    Some((presence, u16::try_from(attended).unwrap_or(u16::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Presence::{Absent, Late, Leave, LeftEarly, Partial, Present, Unrecorded};

    fn on(text: &str) -> When {
        When::from_iso(text).unwrap()
    }

    fn seat(presence: Presence, part: Part) -> Seat {
        Seat {
            presence,
            part,
            walk_in: false,
        }
    }

    fn since(text: &str) -> [Span; 1] {
        [Span {
            since: Some(on(text)),
            until: None,
        }]
    }

    #[test]
    fn a_required_plenary_is_due_for_those_in_office_though_the_roll_lacks_them() {
        let held = on("2026-01-05");
        let of = |call, tenure: &[Span]| Standing::of(call, held, tenure, None);
        assert_eq!(
            of(Call::Everyone, &since("2022-01-10")),
            Standing::Due(Unrecorded)
        );
        assert_eq!(of(Call::Everyone, &since("2026-01-06")), Standing::Outside);
        assert_eq!(of(Call::Listed, &since("2022-01-10")), Standing::Outside);
    }

    #[test]
    fn observers_and_people_out_of_office_are_on_the_roll_but_not_due() {
        let held = on("2026-01-05");
        let of = |tenure: &[Span], part| {
            Standing::of(Call::Listed, held, tenure, Some(seat(Absent, part)))
        };
        assert_eq!(of(&[], Part::Observer), Standing::Beside(Absent));
        assert_eq!(
            of(&since("2026-01-06"), Part::Attendee),
            Standing::Beside(Absent)
        );
        assert_eq!(of(&[], Part::Host), Standing::Due(Absent));
    }

    #[test]
    fn the_states_add_up_to_the_due_and_walk_ins_stand_beside() {
        let mut tally = Tally::default();
        for presence in [Present, Late, LeftEarly, Partial, Leave, Absent, Unrecorded] {
            tally.add(Standing::Due(presence));
        }
        tally.add(Standing::Beside(Present));
        tally.add(Standing::Beside(Absent));
        tally.add(Standing::Outside);
        assert_eq!((tally.due, tally.recorded(), tally.came()), (7, 6, 4));
        assert_eq!((tally.beside, tally.attended()), (1, 5));
        assert_eq!(tally.rate(), Rate { num: 4, den: 6 });
        assert_eq!(tally.completeness(), Rate { num: 6, den: 7 });
    }

    #[test]
    fn sittings_add_up_to_the_whole_meeting() {
        assert_eq!(whole(&[]), None);
        assert_eq!(whole(&[Unrecorded]), None);
        assert_eq!(whole(&[Present, Present]), Some((Present, 2)));
        assert_eq!(whole(&[Present, Unrecorded]), Some((Present, 1)));
        assert_eq!(whole(&[Present, Late]), Some((Late, 2)));
        assert_eq!(whole(&[Present, LeftEarly]), Some((LeftEarly, 2)));
        assert_eq!(whole(&[Present, Partial]), Some((Partial, 2)));
        assert_eq!(whole(&[Present, Absent]), Some((Partial, 1)));
        assert_eq!(whole(&[Leave, Absent]), Some((Absent, 0)));
        assert_eq!(whole(&[Leave, Leave]), Some((Leave, 0)));
    }
}
