//! Sealers that mails on their way at the same time share, so that a busy minute does not encapsulate for every mail.
//!
//! Nothing is kept for later: a sealer lives as long as some mail that was sealed with it is on its way, and takes new
//! mails for a second at most.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
    time::Duration,
};

use domain::{KeyId, UnixMillis};
use seal::{PublicKey, Sealer};

use crate::Entropy;

/// How long a sealer takes new mails, and how many.
const SHARED: Duration = Duration::from_secs(1);
const MOST_MAILS: u32 = 256;

/// The sealers that are in use.
#[derive(Default)]
pub(crate) struct Sealers(Mutex<HashMap<KeyId, Shared>>);

struct Shared {
    sealer: Weak<Sealer>,
    made_at: UnixMillis,
    mails: u32,
}

impl Sealers {
    /// A sealer to the key, for as long as the mail is on its way.
    pub(super) fn to(&self, key: &PublicKey, entropy: &Entropy, now: UnixMillis) -> Arc<Sealer> {
        if let Some(sealer) = self.shared(key.id(), now) {
            return sealer;
        }
        let sealer = Arc::new(Sealer::new(key, &mut entropy.rng()));
        let mut sealers = self.lock();
        sealers.retain(|_, shared| shared.sealer.strong_count() > 0);
        sealers.insert(key.id(), Shared { sealer: Arc::downgrade(&sealer), made_at: now, mails: 1 });
        sealer
    }

    fn shared(&self, key: KeyId, now: UnixMillis) -> Option<Arc<Sealer>> {
        let mut sealers = self.lock();
        let shared = sealers.get_mut(&key)?;
        let is_fresh = now.since(shared.made_at) < SHARED && shared.mails < MOST_MAILS;
        let sealer = shared.sealer.upgrade().filter(|_| is_fresh)?;
        shared.mails += 1;
        Some(sealer)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<KeyId, Shared>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use seal::PrivateKey;

    use super::*;

    #[test]
    fn it_is_shared_while_in_use_and_for_a_second() {
        let (sealers, entropy) = (Sealers::default(), Entropy::seeded(1));
        let (one, two) = (key(&entropy), key(&entropy));
        let start = UnixMillis::new(1_000);
        let first = sealers.to(&one, &entropy, start);
        assert!(Arc::ptr_eq(&first, &sealers.to(&one, &entropy, start + Duration::from_millis(999))));
        assert!(!Arc::ptr_eq(&first, &sealers.to(&two, &entropy, start)), "another key");
        let later = sealers.to(&one, &entropy, start + SHARED);
        assert!(!Arc::ptr_eq(&first, &later));
        let weak = Arc::downgrade(&later);
        drop((first, later));
        assert!(weak.upgrade().is_none(), "nothing is kept");
        sealers.to(&one, &entropy, start);
        assert_eq!(sealers.lock().len(), 1, "what is not in use is swept");
    }

    #[test]
    fn it_takes_so_many_mails() {
        let (sealers, entropy) = (Sealers::default(), Entropy::seeded(1));
        let (key, now) = (key(&entropy), UnixMillis::new(1_000));
        let first = sealers.to(&key, &entropy, now);
        for _ in 1..MOST_MAILS {
            assert!(Arc::ptr_eq(&first, &sealers.to(&key, &entropy, now)));
        }
        assert!(!Arc::ptr_eq(&first, &sealers.to(&key, &entropy, now)));
    }

    fn key(entropy: &Entropy) -> PublicKey {
        PrivateKey::generate(&mut entropy.rng()).public_key()
    }
}
