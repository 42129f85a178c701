//! Mail programs that have signed in just now. Most sign in anew for each mail, and asking the database each time would
//! cost as much as the mail itself.
//!
//! Who could abuse this: somebody whose app password was revoked. So what revokes it in this process forgets them at
//! once, and nobody is remembered for longer than a few seconds without being looked up again.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use domain::UnixMillis;

use super::MailSender;

/// How many are remembered at most.
const MOST: usize = 1024;

/// Senders, by the hash of their app password.
#[derive(Default)]
pub(crate) struct Believed(Mutex<HashMap<[u8; 32], MailSender>>);

impl Believed {
    /// The sender with this app password, if they were looked up just now.
    pub(super) fn get(&self, hash: &[u8; 32], now: UnixMillis) -> Option<MailSender> {
        self.lock().get(hash).filter(|sender| sender.is_believed(now)).cloned()
    }

    pub(super) fn put(&self, hash: [u8; 32], sender: MailSender, now: UnixMillis) {
        let mut senders = self.lock();
        if senders.len() >= MOST {
            senders.retain(|_, known| known.is_believed(now));
        }
        if senders.len() < MOST {
            senders.insert(hash, sender);
        }
    }

    /// Looks everybody up again, after somebody was shut out.
    pub(crate) fn forget_all(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<[u8; 32], MailSender>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
