//! How wide each column of a table becomes, and which are left out where there is no room.

/// Blanks between two columns.
pub(super) const GAP: usize = 2;

/// What a column asks for, in terminal columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Need {
    /// The width at which nothing folds.
    pub whole: usize,
    /// The width of the widest thing in it that must not fold (numbers).
    pub firm: usize,
    /// 0: always shown; else the highest is left out first.
    pub spare: u8,
    /// The width that text keeps while other columns can be left out.
    pub easy: usize,
}

/// A layout that fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan {
    /// The columns shown (by place), each with its width.
    pub shown: Vec<(usize, usize)>,
    /// The columns left out (by place).
    pub left_out: Vec<usize>,
}

/// Text columns keep this width (a name, a date, a phone stay whole) while others can give.
pub(super) const EASY: usize = 12;
/// The least that text columns are folded to: three Chinese characters.
const TIGHT: usize = 6;

/// Lays columns out in `room`: first folding, then leaving out spare columns, then folding
/// tightly. `None` where even that does not fit, so that records must be listed one by one.
pub(super) fn plan(needs: &[Need], room: usize) -> Option<Plan> {
    let mut shown: Vec<usize> = (0..needs.len()).collect();
    let mut left_out = Vec::new();
    loop {
        let columns: Vec<Need> = shown.iter().map(|&i| needs[i]).collect();
        let spare = last_spare(&columns);
        let easy = |need: &Need| need.easy;
        let tight = |_: &Need| TIGHT;
        let fits = widths(&columns, room, easy);
        let squeezed = || widths(&columns, room, tight).filter(|_| spare.is_none());
        if let Some(widths) = fits.or_else(squeezed) {
            left_out.sort_unstable();
            return Some(Plan {
                shown: shown.into_iter().zip(widths).collect(),
                left_out,
            });
        }
        left_out.push(shown.remove(spare?));
    }
}

/// The place of the column that is left out next: of the highest order the last.
fn last_spare(columns: &[Need]) -> Option<usize> {
    let highest = columns
        .iter()
        .map(|need| need.spare)
        .max()
        .filter(|&spare| spare > 0)?;
    columns.iter().rposition(|need| need.spare == highest)
}

/// The widths at which the columns fill no more than `room`, the widest giving first.
fn widths(columns: &[Need], room: usize, floor: impl Fn(&Need) -> usize) -> Option<Vec<usize>> {
    let room = room.checked_sub(GAP * columns.len().saturating_sub(1))?;
    let least: Vec<usize> = columns
        .iter()
        .map(|need| need.whole.min(floor(need)).max(need.firm))
        .collect();
    let at = |cap: usize| -> Vec<usize> {
        columns
            .iter()
            .zip(&least)
            .map(|(need, &least)| need.whole.min(cap).max(least))
            .collect()
    };
    if least.iter().sum::<usize>() > room {
        return None;
    }
    let mut cap = room;
    while at(cap).iter().sum::<usize>() > room {
        cap -= 1;
    }
    let mut widths = at(cap);
    let mut left = room - widths.iter().sum::<usize>();
    for (width, need) in widths.iter_mut().zip(columns) {
        if left > 0 && *width < need.whole {
            *width += 1;
            left -= 1;
        }
    }
    Some(widths)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn need(whole: usize, firm: usize, spare: u8) -> Need {
        Need {
            whole,
            firm,
            spare,
            easy: EASY,
        }
    }

    #[test]
    fn what_fits_is_not_folded() {
        let plan = plan(&[need(10, 0, 0), need(20, 0, 3)], 32).unwrap();
        assert_eq!(
            plan,
            Plan {
                shown: vec![(0, 10), (1, 20)],
                left_out: vec![]
            }
        );
    }

    #[test]
    fn the_widest_gives_first_and_numbers_never() {
        let plan = plan(&[need(8, 0, 0), need(60, 0, 0), need(30, 30, 0)], 80).unwrap();
        assert_eq!(plan.shown, [(0, 8), (1, 38), (2, 30)]);
    }

    #[test]
    fn a_title_keeps_its_room_before_spare_columns_do() {
        let title = Need {
            easy: 40,
            ..need(60, 0, 0)
        };
        let all = plan(&[title, need(20, 0, 1), need(20, 0, 2)], 60).unwrap();
        assert_eq!(all.left_out, [2]);
        assert_eq!(all.shown, [(0, 40), (1, 18)]);
        let alone = plan(&[title, need(20, 0, 0)], 30).unwrap();
        assert!(alone.left_out.is_empty());
    }

    #[test]
    fn spare_columns_go_before_the_rest_is_squeezed() {
        let needs = [
            need(20, 0, 0),
            need(20, 0, 1),
            need(20, 0, 2),
            need(20, 0, 2),
        ];
        assert_eq!(plan(&needs, 50).unwrap().left_out, [3]);
        assert_eq!(plan(&needs, 20).unwrap().left_out, [1, 2, 3]);
        assert_eq!(
            plan(&[need(20, 0, 0), need(20, 0, 0)], 14).unwrap().shown,
            [(0, 6), (1, 6)]
        );
        assert_eq!(plan(&[need(20, 0, 0), need(20, 15, 0)], 20), None);
    }
}
