//! Things by the ids of their rows.

/// Things by ids, pushed in the order of the ids.
pub(super) struct ById<T> {
    ids: Vec<i64>,
    things: Vec<T>,
}

impl<T> ById<T> {
    pub(super) fn new() -> ById<T> {
        ById {
            ids: Vec::new(),
            things: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, id: i64, thing: T) {
        self.ids.push(id);
        self.things.push(thing);
    }

    /// Ids without gaps before them lie where they are expected.
    #[inline]
    fn place(&self, id: i64) -> Option<usize> {
        let expected = usize::try_from(id.wrapping_sub(*self.ids.first()?)).ok();
        let there = expected.filter(|at| self.ids.get(*at) == Some(&id));
        there.or_else(|| self.ids.binary_search(&id).ok())
    }

    #[inline]
    pub(super) fn get(&self, id: i64) -> Option<&T> {
        self.things.get(self.place(id)?)
    }

    pub(super) fn get_mut(&mut self, id: i64) -> Option<&mut T> {
        let place = self.place(id)?;
        self.things.get_mut(place)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (i64, &T)> {
        self.ids.iter().copied().zip(&self.things)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_are_found_with_gaps_between_the_ids_and_without() {
        let mut things = ById::new();
        for id in [-7, 3, 4, 5, 90, i64::MAX] {
            things.push(id, id.wrapping_mul(2));
        }
        for (id, thing) in things.iter() {
            assert_eq!(things.get(id), Some(thing));
        }
        assert_eq!(things.get(6), None);
        assert_eq!(things.get(i64::MIN), None);
        assert_eq!(ById::<u8>::new().get(1), None);
    }
}
