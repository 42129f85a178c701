//! The line of those whose passwords are stretched here: what they take of the memory is bounded, and so is the wait.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use domain::KdfParams;
use seal::{PasswordError, PasswordKeys, Salt};
use store::StoreError;
use tokio::sync::Semaphore;

use super::Typed;
use crate::{ClientAddress, EngineError, Invalid, throttle::network};

/// The memory that stretching takes at once. A password that is stretched with more than this is stretched alone.
const MEMORY_MIB: u32 = 64;
/// How many may be in the line, those being served included.
const PLACES: usize = 16;
/// How many of them may come from one address: many people can share one, and one must not fill the line.
const PLACES_PER_ADDRESS: usize = 8;

/// Who is in it, by the network of their address.
type Standing = Mutex<HashMap<Vec<u8>, usize>>;

/// The line.
pub(crate) struct Line {
    memory: Arc<Semaphore>,
    standing: Arc<Standing>,
}

/// A place in it, given up when dropped.
pub(super) struct Place {
    memory: Arc<Semaphore>,
    standing: Arc<Standing>,
    network: Vec<u8>,
}

impl Line {
    pub(crate) fn new() -> Self {
        Self { memory: Arc::new(Semaphore::new(permits(MEMORY_MIB))), standing: Arc::default() }
    }

    /// A place at its end.
    ///
    /// # Errors
    /// [`EngineError::Busy`] when there is none.
    pub(super) fn enter(&self, from: ClientAddress) -> Result<Place, EngineError> {
        let network = network(from.0);
        let mut standing = self.standing.lock().unwrap_or_else(PoisonError::into_inner);
        let from_there = standing.get(&network).copied().unwrap_or_default();
        if standing.values().sum::<usize>() >= PLACES || from_there >= PLACES_PER_ADDRESS {
            return Err(EngineError::Busy);
        }
        standing.insert(network.clone(), from_there + 1);
        drop(standing);
        Ok(Place { memory: Arc::clone(&self.memory), standing: Arc::clone(&self.standing), network })
    }
}

impl Place {
    /// A password's keys.
    ///
    /// # Errors
    /// [`Invalid::PasswordTooLong`].
    pub(super) async fn stretch(
        &self,
        password: &Typed,
        salt: Salt,
        cost: KdfParams,
    ) -> Result<PasswordKeys, EngineError> {
        let composed = password.composed();
        self.wait_for(cost, move || seal::derive(composed.expose(), &salt, cost)).await
    }

    /// Does something that takes this much memory, when there is room for it.
    pub(super) async fn wait_for<T: Send + 'static>(
        &self,
        cost: KdfParams,
        stretch: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
    ) -> Result<T, EngineError> {
        let broken = |what: &str| EngineError::from(StoreError::Other(what.into()));
        let share = (cost.memory_kib / 1024).clamp(1, MEMORY_MIB);
        let share = Arc::clone(&self.memory).acquire_many_owned(share).await;
        let share = share.map_err(|_| broken("the line is closed"))?;
        let working = tokio::task::spawn_blocking(move || {
            // Whoever goes away meanwhile ends their request, and not this: the room is taken until it is done.
            let _share = share;
            stretch()
        });
        match working.await.map_err(|_| broken("stretching panicked"))? {
            Ok(keys) => Ok(keys),
            Err(PasswordError::TooLong) => Err(Invalid::PasswordTooLong.into()),
            Err(PasswordError::Memory) => Err(EngineError::Busy),
            Err(PasswordError::Cost) => Err(Invalid::Malformed.into()),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut standing = self.standing.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = standing.get_mut(&self.network) {
            *count -= 1;
            if *count == 0 {
                standing.remove(&self.network);
            }
        }
    }
}

fn permits(mib: u32) -> usize {
    usize::try_from(mib).unwrap_or(Semaphore::MAX_PERMITS)
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    fn from(last: u8) -> ClientAddress {
        ClientAddress(Ipv4Addr::new(192, 0, 2, last).into())
    }

    #[test]
    fn one_address_does_not_fill_the_line_and_places_come_back() {
        let line = Line::new();
        let first: Vec<_> = (0..PLACES_PER_ADDRESS).map(|_| line.enter(from(1)).unwrap()).collect();
        assert!(matches!(line.enter(from(1)), Err(EngineError::Busy)));
        let second: Vec<_> = (0..PLACES - PLACES_PER_ADDRESS).map(|_| line.enter(from(2)).unwrap()).collect();
        assert!(matches!(line.enter(from(3)), Err(EngineError::Busy)), "it is full");
        drop(first);
        assert!(line.enter(from(1)).is_ok() && line.enter(from(3)).is_ok());
        drop(second);
        assert!(line.standing.lock().unwrap().is_empty(), "nobody is remembered");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn the_room_stays_taken_when_somebody_goes_away() {
        let line = Line::new();
        let (place, cost) = (line.enter(from(1)).unwrap(), KdfParams::INITIAL);
        let (begin, begun) = tokio::sync::oneshot::channel();
        let (finish, finished) = std::sync::mpsc::channel::<()>();
        let waiting = tokio::spawn(async move {
            let work = place.wait_for(cost, move || {
                begin.send(()).unwrap();
                finished.recv().unwrap();
                Ok(())
            });
            work.await
        });
        begun.await.unwrap();
        waiting.abort();
        assert!(waiting.await.is_err());
        assert_eq!(line.memory.available_permits(), 32);
        finish.send(()).unwrap();
        assert!(line.memory.acquire_many(MEMORY_MIB).await.is_ok());
    }
}
