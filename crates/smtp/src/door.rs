//! Who may come in, and what those inside are told.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv4Addr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::{sync::watch, time::Instant};

use crate::{Limits, Reply, replies};

/// Counts the connections.
pub(crate) struct Door {
    inside: Mutex<Inside>,
    weather: watch::Sender<Weather>,
    connections: usize,
    per_address: usize,
}

/// What concerns every connection.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Weather {
    /// Three quarters of all places are taken.
    pub(crate) pressure: bool,
    /// The server stops; at this time, whatever goes on is dropped.
    pub(crate) stop: Option<Instant>,
}

#[derive(Default)]
struct Inside {
    total: usize,
    by_origin: HashMap<Origin, usize>,
}

/// What counts as one address: of IPv6, whoever has one has a whole /64.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Origin {
    V4(Ipv4Addr),
    V6([u16; 4]),
}

/// A place inside; given back when dropped.
pub(crate) struct Place {
    door: Arc<Door>,
    origin: Option<Origin>,
}

impl Origin {
    /// Loopback has none.
    fn of(client: IpAddr) -> Option<Self> {
        match client.to_canonical() {
            address if address.is_loopback() => None,
            IpAddr::V4(address) => Some(Self::V4(address)),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                Some(Self::V6([a, b, c, d]))
            }
        }
    }
}

impl Door {
    pub(crate) fn new(limits: &Limits) -> Arc<Self> {
        Arc::new(Self {
            inside: Mutex::default(),
            weather: watch::Sender::default(),
            connections: limits.connections,
            per_address: limits.connections_per_address,
        })
    }

    /// Lets a client in.
    ///
    /// # Errors
    /// The reply, when there is no place.
    pub(crate) fn admit(self: &Arc<Self>, client: IpAddr) -> Result<Place, Reply> {
        let origin = Origin::of(client);
        let mut inside = self.lock();
        if inside.total >= self.connections {
            return Err(replies::TOO_MANY_CONNECTIONS);
        }
        if let Some(origin) = origin {
            let count = inside.by_origin.entry(origin).or_default();
            if *count >= self.per_address {
                return Err(replies::TOO_MANY_FROM_YOU);
            }
            *count += 1;
        }
        inside.total += 1;
        self.tell(inside);
        Ok(Place { door: Arc::clone(self), origin })
    }

    /// How many are inside.
    pub(crate) fn count(&self) -> usize {
        self.lock().total
    }

    /// What is told from now on.
    pub(crate) fn weather(&self) -> watch::Receiver<Weather> {
        self.weather.subscribe()
    }

    /// Tells everybody that the server stops.
    pub(crate) fn stop(&self, at: Instant) {
        self.weather.send_modify(|weather| weather.stop = Some(at));
    }

    /// Tells about pressure, when that has changed. The lock is held, so that the last word is the right one.
    fn tell(&self, inside: MutexGuard<'_, Inside>) {
        let pressure = inside.total >= (self.connections * 3).div_ceil(4);
        self.weather
            .send_if_modified(|weather| std::mem::replace(&mut weather.pressure, pressure) != pressure);
    }

    fn leave(&self, origin: Option<Origin>) {
        let mut inside = self.lock();
        inside.total = inside.total.saturating_sub(1);
        if let Some(origin) = origin
            && let Some(count) = inside.by_origin.get_mut(&origin)
        {
            *count = count.saturating_sub(1);
            if *count == 0 {
                inside.by_origin.remove(&origin);
            }
        }
        self.tell(inside);
    }

    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.door.leave(self.origin);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn door(connections: usize, per_address: usize) -> Arc<Door> {
        Door::new(&Limits { connections, connections_per_address: per_address, ..Limits::default() })
    }

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn an_address_has_so_many_places() {
        let door = door(100, 2);
        let _first = door.admit(address("192.0.2.1")).unwrap();
        let second = door.admit(address("::ffff:192.0.2.1")).unwrap();
        assert_eq!(door.admit(address("192.0.2.1")).err(), Some(replies::TOO_MANY_FROM_YOU));
        assert!(door.admit(address("192.0.2.2")).is_ok());
        drop(second);
        assert!(door.admit(address("192.0.2.1")).is_ok());
    }

    #[test]
    fn a_network_of_ipv6_is_one_address() {
        let door = door(100, 1);
        let _first = door.admit(address("2001:db8::1")).unwrap();
        assert!(door.admit(address("2001:db8::2:1")).is_err());
        assert!(door.admit(address("2001:db8:0:1::1")).is_ok());
    }

    #[test]
    fn loopback_counts_in_the_total_only() {
        let door = door(3, 1);
        let inside: Vec<_> = (0..3).map(|_| door.admit(address("127.0.0.1")).unwrap()).collect();
        assert_eq!(door.admit(address("::1")).err(), Some(replies::TOO_MANY_CONNECTIONS));
        drop(inside);
        assert_eq!(door.count(), 0);
    }

    #[test]
    fn pressure_comes_and_goes() {
        let door = door(4, 4);
        let weather = door.weather();
        let mut inside = Vec::new();
        for pressure in [false, false, true, true] {
            inside.push(door.admit(address("192.0.2.1")).unwrap());
            assert_eq!(weather.borrow().pressure, pressure);
        }
        inside.truncate(2);
        assert!(!weather.borrow().pressure);
        assert_eq!(door.lock().by_origin.len(), 1);
        inside.clear();
        assert!(door.lock().by_origin.is_empty());
    }
}
