use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, SystemTime},
};

use domain::UnixMillis;

/// Tells the time. Passed in everywhere, so that a test can let thirty days go by.
#[derive(Clone)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that stands until it is moved.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub const fn system() -> Self {
        Self::System
    }

    /// A clock that stands at `start`.
    #[must_use]
    pub fn manual(start: UnixMillis) -> Self {
        Self::Manual(Arc::new(AtomicI64::new(start.get())))
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> UnixMillis {
        match self {
            Self::System => system_now(),
            Self::Manual(millis) => UnixMillis::new(millis.load(Ordering::SeqCst)),
        }
    }

    /// Moves a manual clock forward; a system clock goes by itself.
    pub fn advance(&self, duration: Duration) {
        if let Self::Manual(millis) = self {
            let later = UnixMillis::new(millis.load(Ordering::SeqCst)) + duration;
            millis.store(later.get(), Ordering::SeqCst);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is where the time is asked for")]
fn system_now() -> UnixMillis {
    let since_epoch = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    UnixMillis::new(0) + since_epoch
}
