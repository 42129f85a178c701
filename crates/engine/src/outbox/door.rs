//! Where this instance's notices wait in memory: a queue in the order in which they go, and the way into it.
//!
//! A notice that is due when it is written is written with this instance's lease on it, and handed to the outbox when the
//! transaction has been committed: nobody has to look for it in the database. There is room for a few hundred, and no
//! sender gets all of it; when that is taken, notices are written without a lease and found as those of other instances
//! are. Should the process die, the leases run out.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use domain::{NoticeId, PersonId, UnixMillis};
use tokio::sync::{Notify as Bell, OwnedSemaphorePermit, Semaphore};

use super::Due;

/// How many notices that were handed in wait in memory, and how many of them may be one sender's.
const ROOM: usize = 512;
const SHARE: usize = 384;

/// Where notices wait, and are handed in.
pub(crate) struct Door {
    /// Whether an outbox works behind it.
    open: AtomicBool,
    /// Whether the database has notices that nobody leased.
    queued: AtomicBool,
    queue: Mutex<Queue>,
    room: Arc<Semaphore>,
    bell: Bell,
}

/// Room for notices that are about to be written. What is not used is given back.
pub(crate) struct Place(OwnedSemaphorePermit);

#[derive(Default)]
struct Queue {
    waiting: BTreeMap<(u32, UnixMillis, NoticeId), Waiting>,
    /// How many of those that were handed in are whose.
    shares: HashMap<PersonId, usize>,
}

struct Waiting {
    due: Due,
    /// Whether it was handed in, and so has a place.
    handed_in: bool,
}

impl Door {
    pub(crate) fn new() -> Self {
        Self {
            open: AtomicBool::new(false),
            queued: AtomicBool::new(false),
            queue: Mutex::default(),
            room: Arc::new(Semaphore::new(ROOM)),
            bell: Bell::new(),
        }
    }

    /// Room for notices of these senders, so many each; `None` when there is not that much, or no outbox.
    pub(crate) fn reserve(&self, wanted: &[(PersonId, usize)]) -> Option<Place> {
        if !self.open.load(Ordering::Acquire) {
            return None;
        }
        let queue = self.lock();
        let mut totals: HashMap<_, usize> = HashMap::new();
        for (sender, count) in wanted {
            *totals.entry(sender).or_default() += count;
        }
        let fits = |(sender, count): (&&PersonId, &usize)| {
            queue.shares.get(*sender).copied().unwrap_or_default() + count <= SHARE
        };
        let count = u32::try_from(totals.values().sum::<usize>()).ok()?;
        let fit = totals.iter().all(fits);
        drop(queue);
        fit.then(|| Arc::clone(&self.room).try_acquire_many_owned(count).ok().map(Place)).flatten()
    }

    /// Hands in notices that were written, and leased, with a place for them.
    pub(crate) fn hand_in(&self, mut place: Place, notices: Vec<Due>) {
        if notices.is_empty() {
            return;
        }
        if let Some(used) = place.0.split(notices.len()) {
            used.forget();
        }
        let mut queue = self.lock();
        for due in notices {
            *queue.shares.entry(due.account_id).or_default() += 1;
            self.add(&mut queue, Waiting { due, handed_in: true });
        }
        drop(queue);
        self.ring();
    }

    /// Adds notices that were leased in the database.
    pub(super) fn keep(&self, notices: Vec<Due>) {
        let mut queue = self.lock();
        notices.into_iter().for_each(|due| self.add(&mut queue, Waiting { due, handed_in: false }));
    }

    /// How many notices wait in memory.
    pub(super) fn waiting(&self) -> usize {
        self.lock().waiting.len()
    }

    /// Goes through what waits, in order: `take` says of each, and of whether it was handed in, whether it leaves.
    pub(super) fn go_through<T>(&self, mut take: impl FnMut(&Due, bool) -> Option<T>) -> Vec<(Due, T)> {
        let mut queue = self.lock();
        let waiting = queue.waiting.iter();
        let leaving: Vec<_> =
            waiting.filter_map(|(key, one)| Some((*key, take(&one.due, one.handed_in)?))).collect();
        let mut left = Vec::with_capacity(leaving.len());
        for (key, what) in leaving {
            let Some(Waiting { due, handed_in }) = queue.waiting.remove(&key) else { continue };
            if handed_in {
                self.give_back(&mut queue, due.account_id);
            }
            left.push((due, what));
        }
        left
    }

    /// Tells that notices were written without a lease, or may go now.
    pub(crate) fn look(&self) {
        self.queued.store(true, Ordering::Release);
        self.ring();
    }

    /// Tells that there may be something to do.
    pub(crate) fn ring(&self) {
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

    /// Waits until there is something to do, or for `longest`.
    pub(super) async fn rung(&self, longest: Duration) {
        // That it took too long is an answer too.
        tokio::time::timeout(longest, self.bell.notified()).await.unwrap_or_default();
    }

    /// Adds to the queue. A notice whose lease ran out here, and was leased again, takes its old place.
    fn add(&self, queue: &mut Queue, waiting: Waiting) {
        let key = (waiting.due.priority, waiting.due.turn, waiting.due.id);
        if let Some(old) = queue.waiting.insert(key, waiting)
            && old.handed_in
        {
            self.give_back(queue, old.due.account_id);
        }
    }

    fn give_back(&self, queue: &mut Queue, sender: PersonId) {
        if let Some(share) = queue.shares.get_mut(&sender) {
            *share -= 1;
            if *share == 0 {
                queue.shares.remove(&sender);
            }
        }
        self.room.add_permits(1);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use domain::{DeliveryId, MessageId};
    use store::notices::NoticeKind;

    use super::*;

    const NOW: UnixMillis = UnixMillis::new(1_790_000_000_000);

    fn sender(number: u8) -> PersonId {
        PersonId::from_bytes([number; 16])
    }

    fn due(number: u8, priority: u32) -> Due {
        Due {
            id: NoticeId::from_bytes([number; 16]),
            kind: NoticeKind::First,
            priority,
            turn: NOW,
            attempts: 0,
            unclear: 0,
            last_route: None,
            only_route: None,
            give_up_at: NOW,
            leased_until: NOW,
            delivery_id: DeliveryId::from_bytes([number; 16]),
            message_id: MessageId::from_bytes([number; 16]),
            account_id: sender(1),
            word_back: 0,
            phone_index: [number; 32],
            to: "+12114367789".parse().unwrap(),
            words: crate::notice::Words::default(),
            unchecked: false,
        }
    }

    #[test]
    fn a_closed_door_has_no_room() {
        let door = Door::new();
        assert!(door.reserve(&[(sender(1), 1)]).is_none());
        door.set_open(true);
        assert!(door.reserve(&[(sender(1), 1)]).is_some());
    }

    #[test]
    fn room_is_used_once_and_given_back() {
        let door = Door::new();
        door.set_open(true);
        let place = door.reserve(&[(sender(1), SHARE), (sender(2), ROOM - SHARE)]).unwrap();
        assert!(door.reserve(&[(sender(3), 1)]).is_none());
        door.hand_in(place, vec![due(1, 1), due(2, 1)]);
        let rest = door.reserve(&[(sender(2), SHARE), (sender(3), ROOM - SHARE - 2)]).unwrap();
        assert!(door.reserve(&[(sender(3), 1)]).is_none());
        drop(rest);
        assert_eq!(door.go_through(|due, _| (due.id.as_bytes()[0] == 2).then_some(())).len(), 1);
        assert_eq!(door.go_through(|_, _| Some(())).len(), 1);
        assert!(door.reserve(&[(sender(1), SHARE), (sender(2), ROOM - SHARE)]).is_some());
    }

    #[test]
    fn no_sender_gets_all_the_room() {
        let door = Door::new();
        door.set_open(true);
        assert!(door.reserve(&[(sender(1), SHARE), (sender(1), 1)]).is_none());
        let place = door.reserve(&[(sender(1), 2)]).unwrap();
        door.hand_in(place, vec![due(1, 1), due(2, 1)]);
        assert!(door.reserve(&[(sender(1), SHARE - 1)]).is_none());
        assert!(door.reserve(&[(sender(2), SHARE)]).is_some());
    }

    #[test]
    fn the_urgent_go_first() {
        let door = Door::new();
        door.keep(vec![due(1, 1), due(2, 2), due(3, 0), due(4, 1)]);
        let order: Vec<_> =
            door.go_through(|_, _| Some(())).iter().map(|(due, ())| due.id.as_bytes()[0]).collect();
        assert_eq!(order, [3, 1, 4, 2]);
    }

    #[tokio::test]
    async fn the_bell_rings_for_both() {
        let door = Door::new();
        door.set_open(true);
        door.look();
        door.rung(Duration::MAX).await;
        assert!(door.should_look() && !door.should_look());
        door.hand_in(door.reserve(&[(sender(1), 1)]).unwrap(), vec![due(1, 1)]);
        door.rung(Duration::MAX).await;
        door.rung(Duration::ZERO).await;
    }
}
