//! Keeping a page up to date while somebody looks at it.

use domain::MessageId;
use leptos::{prelude::*, task::spawn_local, web_sys::VisibilityState};

use crate::{
    UiError,
    api::mail::{self, Status},
    browser::pause,
};

/// How often to ask.
const EVERY_MILLIS: u32 = 3_000;

/// Asks where the messages' deliveries stand, again and again while the page is visible, until the session ends.
pub(super) fn follow(messages: Vec<MessageId>, told: impl Fn(Vec<Status>) + 'static) {
    if messages.is_empty() {
        return;
    }
    spawn_local(async move {
        loop {
            pause(EVERY_MILLIS).await;
            if document().visibility_state() != VisibilityState::Visible {
                continue;
            }
            match mail::statuses(messages.clone()).await {
                Ok(statuses) => told(statuses),
                Err(UiError::SignedOut) => break,
                // The next round may get an answer.
                Err(_) => {}
            }
        }
    });
}
