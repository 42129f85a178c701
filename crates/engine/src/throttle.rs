//! Wrong passwords are slowed: for a person on one network, for a person wherever they come from, and per address.
//!
//! The first tries are free, since people mistype; then each wrong try doubles the wait. Counting and checking happen
//! in one transaction, so that a thousand tries at once count as a thousand. A live session never asks for a password,
//! so its owner is not locked out by somebody else's guessing.

use std::{net::IpAddr, time::Duration};

use domain::{PersonId, UnixMillis};
use store::{Conn, StoreError, throttles};

use crate::{EngineError, Identity, secrets::Secrets};

/// Where a request comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

/// How fast somebody may guess.
#[derive(Debug, Clone, Copy)]
struct Policy {
    free_tries: u32,
    first_wait: Duration,
    longest_wait: Duration,
    forgotten_after: Duration,
}

const PER_PERSON: Policy = Policy {
    free_tries: 5,
    first_wait: Duration::from_secs(2),
    longest_wait: Duration::from_secs(15 * 60),
    forgotten_after: Duration::from_secs(24 * 60 * 60),
};

/// Many people can share an address, and others' wrong tries are not to keep somebody out, so more is let through for an
/// address, and for a person from everywhere, before it slows down.
const WIDER: Policy = Policy { free_tries: 30, ..PER_PERSON };

/// The counters that one try is counted on.
///
/// What strangers see of them must be the same for numbers that have an owner and for those that have none. So whoever is
/// named by number is counted by that, before and after there is a password; and what a right password forgives
/// is only what was wrong on the same network, so that nobody elsewhere sees that the owner was here.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counters {
    person_here: [u8; 32],
    person: Option<[u8; 32]>,
    address: [u8; 32],
}

impl Counters {
    pub(crate) fn new(secrets: &Secrets, who: Result<PersonId, &Identity>, from: ClientAddress) -> Self {
        let (kind, name) = match who {
            Ok(person) => ("person", person.as_bytes().to_vec()),
            Err(named) => ("unknown", named.text().into_bytes()),
        };
        let network = network(from.0);
        let here = [network.as_slice(), kind.as_bytes(), &name].concat();
        Self {
            person_here: secrets.index.throttle("person-here", &here),
            person: Some(secrets.index.throttle(kind, &name)),
            address: secrets.index.throttle("address", &network),
        }
    }

    /// Those of a mail program. It is counted for its address alone, so that guessing elsewhere, which at 120 bits leads
    /// nowhere, does not keep the owner's mail program out.
    pub(crate) fn of_mail(secrets: &Secrets, user: &str, from: ClientAddress) -> Self {
        let network = network(from.0);
        let mut person = network.clone();
        person.extend_from_slice(user.trim().to_lowercase().as_bytes());
        Self {
            person_here: secrets.index.throttle("mail", &person),
            person: None,
            address: secrets.index.throttle("address", &network),
        }
    }

    /// Those of an account's second factor. They are not the password's: whoever knows no password counts nothing here. They
    /// are the same from everywhere: six digits do not bear more.
    pub(crate) fn of_factor(secrets: &Secrets, person: PersonId, from: ClientAddress) -> Self {
        Self {
            person_here: secrets.index.throttle("factor", person.as_bytes()),
            person: None,
            address: secrets.index.throttle("address", &network(from.0)),
        }
    }

    /// Those of a passkey. Nobody guesses one, so wrong passwords do not keep it out, nor does whoever knows its id and is
    /// elsewhere.
    pub(crate) fn of_passkey(secrets: &Secrets, credential_id: &[u8], from: ClientAddress) -> Self {
        let network = network(from.0);
        Self {
            person_here: secrets.index.throttle("passkey", &[network.as_slice(), credential_id].concat()),
            person: None,
            address: secrets.index.throttle("address", &network),
        }
    }

    /// Those that more is let through for.
    fn wider(&self) -> impl Iterator<Item = [u8; 32]> + use<> {
        [self.address].into_iter().chain(self.person)
    }

    /// # Errors
    /// [`EngineError::SlowDown`] while any counter says so.
    pub(crate) async fn check(&self, conn: &mut Conn, now: UnixMillis) -> Result<(), EngineError> {
        for subject in [self.person_here].into_iter().chain(self.wider()) {
            if let Some(throttle) = throttles::get(conn, &subject).await?
                && throttle.blocked_until > now
            {
                return Err(EngineError::SlowDown(throttle.blocked_until.since(now)));
            }
        }
        Ok(())
    }

    pub(crate) async fn count_failure(&self, conn: &mut Conn, now: UnixMillis) -> Result<(), StoreError> {
        self.count_try(conn, now).await?;
        self.count_wider(conn, now).await
    }

    /// Counts for the person before it is known whether the try is right; [`Self::forgive`] takes it back.
    pub(crate) async fn count_try(&self, conn: &mut Conn, now: UnixMillis) -> Result<(), StoreError> {
        count(conn, self.person_here, PER_PERSON, now).await
    }

    /// Counts a wrong try for all but that.
    pub(crate) async fn count_wider(&self, conn: &mut Conn, now: UnixMillis) -> Result<(), StoreError> {
        for subject in self.wider() {
            count(conn, subject, WIDER, now).await?;
        }
        Ok(())
    }

    /// A right password forgives the person's wrong ones on the same network; an address stays counted, or one known
    /// password would buy unlimited guesses at others.
    pub(crate) async fn forgive(&self, conn: &mut Conn) -> Result<(), StoreError> {
        throttles::clear(conn, &self.person_here).await
    }
}

async fn count(
    conn: &mut Conn,
    subject: [u8; 32],
    policy: Policy,
    now: UnixMillis,
) -> Result<(), StoreError> {
    let before = throttles::get(conn, &subject).await?;
    let failures = before
        .filter(|throttle| now.since(throttle.updated_at) < policy.forgotten_after)
        .map_or(1, |throttle| throttle.failures.saturating_add(1));
    let blocked_until = now + policy.wait_after(failures);
    throttles::put(conn, &throttles::Throttle { subject, failures, blocked_until, updated_at: now }).await
}

impl Policy {
    fn wait_after(self, failures: u32) -> Duration {
        let Some(doublings) = failures.checked_sub(self.free_tries) else { return Duration::ZERO };
        let factor = 1_u32.checked_shl(doublings).filter(|factor| *factor > 0).unwrap_or(u32::MAX);
        self.first_wait.saturating_mul(factor).min(self.longest_wait)
    }
}

/// An IPv4 address, or the /64 that one IPv6 subscriber commonly has.
pub(crate) fn network(address: IpAddr) -> Vec<u8> {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.octets().to_vec(),
        IpAddr::V6(v6) => v6.octets()[..8].to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_a_limit() {
        let waits: Vec<u64> =
            [1, 4, 5, 6, 7, 13, 14, 40, u32::MAX].map(|n| PER_PERSON.wait_after(n).as_secs()).to_vec();
        assert_eq!(waits, [0, 0, 2, 4, 8, 512, 900, 900, 900]);
    }

    #[test]
    fn neighbours_in_one_ipv6_network_count_together() {
        let network_of = |text: &str| network(text.parse().unwrap());
        assert_eq!(network_of("2001:db8::1"), network_of("2001:db8::ffff:2"));
        assert_ne!(network_of("2001:db8::1"), network_of("2001:db8:0:1::1"));
        assert_eq!(network_of("::ffff:192.0.2.1"), network_of("192.0.2.1"));
    }
}
