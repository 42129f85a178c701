//! The way into this instance's own outbox.
//!
//! A notice that is due when it is written is written with this instance's lease on it, and handed to the outbox when the
//! transaction has been committed: nobody has to look for it in the database. There is room for a few hundred; when that
//! is taken, notices are written without a lease and found as those of other instances are. Should the process die, the
//! leases run out.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use domain::UnixMillis;
use tokio::sync::{Notify as Bell, OwnedSemaphorePermit, Semaphore};

use super::{Due, LEASE};

/// How many notices wait in memory: what a slow gateway takes well within a lease.
const ROOM: usize = 256;

/// Where notices are handed to the outbox.
pub(crate) struct Door {
    /// Whether an outbox works behind it.
    open: AtomicBool,
    /// Whether the database has notices that nobody leased.
    queued: AtomicBool,
    waiting: Mutex<VecDeque<Due>>,
    room: Arc<Semaphore>,
    bell: Bell,
}

/// Room for notices that are about to be written. What is not used is given back.
pub(crate) struct Place(OwnedSemaphorePermit);

impl Door {
    pub(crate) fn new() -> Self {
        Self {
            open: AtomicBool::new(false),
            queued: AtomicBool::new(false),
            waiting: Mutex::default(),
            room: Arc::new(Semaphore::new(ROOM)),
            bell: Bell::new(),
        }
    }

    /// Room for `count` notices; `None` when there is not that much, or no outbox.
    pub(crate) fn reserve(&self, count: usize) -> Option<Place> {
        let count = u32::try_from(count).ok().filter(|_| self.open.load(Ordering::Acquire))?;
        Arc::clone(&self.room).try_acquire_many_owned(count).ok().map(Place)
    }

    /// Hands in notices that were written, and leased, with a place for them.
    pub(crate) fn hand_in(&self, mut place: Place, notices: Vec<Due>) {
        if notices.is_empty() {
            return;
        }
        if let Some(used) = place.0.split(notices.len()) {
            used.forget();
        }
        self.lock().extend(notices);
        self.bell.notify_one();
    }

    /// Tells that notices were written without a lease.
    pub(crate) fn look(&self) {
        self.queued.store(true, Ordering::Release);
        self.bell.notify_one();
    }

    /// Lets notices in, or no more of them.
    pub(super) fn set_open(&self, open: bool) {
        self.open.store(open, Ordering::Release);
    }

    /// Whether [`Self::look`] was called since the last time.
    pub(super) fn should_look(&self) -> bool {
        self.queued.swap(false, Ordering::AcqRel)
    }

    /// Up to `most` notices, the oldest first. One whose lease is half over is left for whoever leases it next: a
    /// gateway may need the rest of the time.
    pub(super) fn take(&self, most: usize, now: UnixMillis) -> Vec<Due> {
        let mut waiting = self.lock();
        let count = waiting.len().min(most);
        let mut taken: Vec<_> = waiting.drain(..count).collect();
        self.room.add_permits(count);
        taken.retain(|due| due.leased_until.since(now) >= LEASE / 2);
        taken
    }

    /// Waits until there is something to do, or for `longest`.
    pub(super) async fn rung(&self, longest: Duration) {
        // That it took too long is an answer too.
        tokio::time::timeout(longest, self.bell.notified()).await.unwrap_or_default();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, VecDeque<Due>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use domain::{DeliveryId, MessageId, NoticeId};
    use store::notices::NoticeKind;

    use super::*;

    const NOW: UnixMillis = UnixMillis::new(1_790_000_000_000);

    fn due(number: u8) -> Due {
        Due {
            id: NoticeId::from_bytes([number; 16]),
            kind: NoticeKind::First,
            attempts: 0,
            give_up_at: NOW + LEASE,
            leased_until: NOW + LEASE,
            delivery_id: DeliveryId::from_bytes([number; 16]),
            message_id: MessageId::from_bytes([number; 16]),
            word_back: 0,
            to: "+12114367789".parse().unwrap(),
        }
    }

    #[test]
    fn a_closed_door_has_no_room() {
        let door = Door::new();
        assert!(door.reserve(1).is_none());
        door.set_open(true);
        assert!(door.reserve(1).is_some());
    }

    #[test]
    fn room_is_used_once_and_given_back() {
        let door = Door::new();
        door.set_open(true);
        let place = door.reserve(ROOM).unwrap();
        assert!(door.reserve(1).is_none());
        door.hand_in(place, vec![due(1), due(2)]);
        let rest = door.reserve(ROOM - 2).unwrap();
        assert!(door.reserve(1).is_none());
        drop(rest);
        assert_eq!(door.take(1, NOW).len(), 1);
        assert_eq!(door.take(9, NOW).len(), 1);
        assert!(door.reserve(ROOM).is_some());
    }

    #[test]
    fn a_notice_that_waited_too_long_is_left_to_others() {
        let door = Door::new();
        door.set_open(true);
        door.hand_in(door.reserve(2).unwrap(), vec![due(1), due(2)]);
        assert_eq!(door.take(1, NOW + LEASE / 2).len(), 1);
        assert!(door.take(1, NOW + LEASE / 2 + Duration::from_millis(1)).is_empty());
        assert!(door.reserve(ROOM).is_some());
    }

    #[tokio::test]
    async fn the_bell_rings_for_both() {
        let door = Door::new();
        door.set_open(true);
        door.look();
        door.rung(Duration::MAX).await;
        assert!(door.should_look() && !door.should_look());
        door.hand_in(door.reserve(1).unwrap(), vec![due(1)]);
        door.rung(Duration::MAX).await;
        door.rung(Duration::ZERO).await;
    }
}
