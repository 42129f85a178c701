//! Whose turn it is: a sender with many notices does not keep another's waiting.
//!
//! Every notice has a turn, and those of one priority go in the order of their turns. A sender's first notice has its
//! turn when it is due; each further one a while after the one before. So when a gateway is slow, somebody's single
//! notice stands in front of nearly all of a bulk that came before it, and two bulks take turns. Nothing waits for its
//! turn: when there is nothing else, a bulk goes as fast as the gateway takes it.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use domain::{PersonId, UnixMillis};

/// How far apart the turns of one sender are.
const APART: Duration = Duration::from_secs(1);
/// So many senders are remembered before those whose turns are over are forgotten.
const REMEMBERED: usize = 1_000;

/// The turns that senders have had.
#[derive(Default)]
pub(crate) struct Turns {
    next: Mutex<HashMap<PersonId, UnixMillis>>,
}

impl Turns {
    /// The turns of `count` notices that a sender hands in at `now`, in order.
    pub(crate) fn take(
        &self,
        sender: PersonId,
        count: usize,
        now: UnixMillis,
    ) -> impl Iterator<Item = UnixMillis> + use<> {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        if next.len() >= REMEMBERED && !next.contains_key(&sender) {
            next.retain(|_, turn| *turn > now);
        }
        let first = next.get(&sender).map_or(now, |turn| now.max(*turn));
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        next.insert(sender, first + APART * count);
        (0..count).map(move |place| first + APART * place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixMillis = UnixMillis::new(1_790_000_000_000);

    fn person(number: u8) -> PersonId {
        PersonId::from_bytes([number; 16])
    }

    fn turns(turns: &Turns, sender: u8, count: usize, now: UnixMillis) -> Vec<u64> {
        turns.take(person(sender), count, now).map(|turn| turn.since(NOW).as_secs()).collect()
    }

    #[test]
    fn a_bulk_stands_behind_anothers_notice() {
        let all = Turns::default();
        assert_eq!(turns(&all, 1, 3, NOW), [0, 1, 2]);
        assert_eq!(turns(&all, 1, 2, NOW), [3, 4]);
        assert_eq!(turns(&all, 2, 1, NOW), [0]);
        assert_eq!(turns(&all, 1, 1, NOW + Duration::from_secs(60)), [60]);
    }

    #[test]
    fn senders_whose_turns_are_over_are_forgotten() {
        let all = Turns::default();
        for number in 0..3_000_u16 {
            let [high, low] = number.to_be_bytes();
            let mut id = [0; 16];
            id[..2].copy_from_slice(&[high, low]);
            let now = NOW + Duration::from_secs(u64::from(number) * 10);
            assert_eq!(all.take(PersonId::from_bytes(id), 1, now).count(), 1);
        }
        assert!(all.next.lock().unwrap().len() <= REMEMBERED);
    }
}
