use std::sync::{Arc, Mutex, PoisonError};

use chacha20::ChaCha20Rng;
use domain::UnixMillis;
use getrandom::SysRng;
use rand_core::{Rng as _, SeedableRng as _, UnwrapErr};

/// Gives out random generators. Passed in everywhere, so that a test can be repeated.
#[derive(Clone)]
pub enum Entropy {
    /// The operating system's.
    System,
    /// A reproducible one, for tests.
    Seeded(Arc<Mutex<ChaCha20Rng>>),
}

impl Entropy {
    /// The operating system's generator.
    #[must_use]
    pub const fn system() -> Self {
        Self::System
    }

    /// A generator that gives the same bytes in every run.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self::Seeded(Arc::new(Mutex::new(ChaCha20Rng::seed_from_u64(seed))))
    }

    /// A fresh generator (ChaCha20) with a seed of its own.
    #[must_use]
    pub fn rng(&self) -> ChaCha20Rng {
        match self {
            Self::System => ChaCha20Rng::from_rng(&mut UnwrapErr(SysRng)),
            Self::Seeded(source) => {
                ChaCha20Rng::from_rng(&mut *source.lock().unwrap_or_else(PoisonError::into_inner))
            }
        }
    }

    /// 128 random bits: what a page's nonce needs (W3C CSP3, 7.1).
    #[must_use]
    pub fn nonce(&self) -> [u8; 16] {
        let mut nonce = [0; 16];
        self.rng().fill_bytes(&mut nonce);
        nonce
    }

    /// A new id of any kind: `entropy.id(now, MessageId::new)`.
    pub(crate) fn id<T>(&self, now: UnixMillis, make: impl FnOnce(UnixMillis, [u8; 10]) -> T) -> T {
        let mut random = [0; 10];
        self.rng().fill_bytes(&mut random);
        make(now, random)
    }
}
