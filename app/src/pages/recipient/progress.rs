//! What a form with a password goes through: busy, refused, slowed down.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};

use crate::{
    UiError,
    browser::{now, pause},
};

/// Where a form stands.
#[derive(Clone, Copy)]
pub(super) struct Progress {
    busy: RwSignal<bool>,
    error: RwSignal<Option<String>>,
    /// Whether the error is about what was typed.
    wrong: RwSignal<bool>,
    /// How many seconds until the next try.
    wait: RwSignal<u64>,
    /// For those who listen to the page.
    status: RwSignal<Option<&'static str>>,
}

impl Progress {
    pub(super) fn new() -> Self {
        Self {
            busy: RwSignal::new(false),
            error: RwSignal::new(None),
            wrong: RwSignal::new(false),
            wait: RwSignal::new(0),
            status: RwSignal::new(None),
        }
    }

    /// Whether an answer is awaited.
    pub(super) fn is_busy(self) -> bool {
        self.busy.get()
    }

    /// Whether the form cannot be sent now.
    pub(super) fn is_blocked(self) -> bool {
        self.busy.get() || self.wait.get() > 0
    }

    /// What went wrong.
    pub(super) fn error(self) -> Option<String> {
        self.error.get()
    }

    /// `aria-invalid` for what was typed.
    pub(super) fn invalid(self) -> Option<&'static str> {
        self.wrong.get().then_some("true")
    }

    /// What to tell listeners.
    pub(super) fn status(self) -> Option<&'static str> {
        self.status.get()
    }

    /// What the button says.
    pub(super) fn label(self, words: &'static str, busy_words: &'static str) -> String {
        match self.wait.get() {
            _ if self.busy.get() => busy_words.to_owned(),
            0 => words.to_owned(),
            seconds => wait_words(seconds),
        }
    }

    /// Takes the form into work.
    pub(super) fn begin(self, status: &'static str) {
        self.forgive();
        self.status.set(Some(status));
        self.busy.set(true);
    }

    /// Takes back what was said to be wrong.
    pub(super) fn forgive(self) {
        self.error.set(None);
        self.wrong.set(false);
    }

    /// Gives the form back because of what was typed.
    pub(super) fn refuse(self, sentence: impl Into<String>) {
        self.give_back(sentence.into(), true);
    }

    /// Gives the form back because of an error.
    pub(super) fn fail(self, error: &UiError) {
        self.give_back(error.sentence(), matches!(error, UiError::Invalid { .. }));
        if let UiError::SlowDown { seconds } = error {
            self.count_down(Duration::from_secs((*seconds).into()));
        }
    }

    fn give_back(self, sentence: String, wrong: bool) {
        self.busy.set(false);
        self.status.set(None);
        self.error.set(Some(sentence));
        self.wrong.set(wrong);
    }

    /// Goes by the clock: a phone stops a page's timers while it sleeps.
    fn count_down(self, wait: Duration) {
        let end = now() + wait;
        self.wait.set(wait.as_secs());
        spawn_local(async move {
            while self.wait.get_untracked() > 0 {
                pause(1_000).await;
                self.wait.set(whole_seconds(end.since(now())));
            }
            self.forgive();
            self.status.set(Some("You can try again now."));
        });
    }
}

/// Rounded up, so that the wait is over when it says so.
const fn whole_seconds(left: Duration) -> u64 {
    if left.subsec_nanos() == 0 { left.as_secs() } else { left.as_secs() + 1 }
}

/// What the button says while it counts.
fn wait_words(seconds: u64) -> String {
    match seconds {
        0..90 => format!("Try again in {seconds} s"),
        _ => format!("Try again in {} min", seconds.div_ceil(60)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_in_words() {
        assert_eq!(wait_words(30), "Try again in 30 s");
        assert_eq!(wait_words(89), "Try again in 89 s");
        assert_eq!(wait_words(90), "Try again in 2 min");
        assert_eq!(wait_words(900), "Try again in 15 min");
    }

    #[test]
    fn the_wait_ends_no_sooner_than_it_says() {
        assert_eq!(whole_seconds(Duration::from_millis(1)), 1);
        assert_eq!(whole_seconds(Duration::from_secs(30)), 30);
        assert_eq!(whole_seconds(Duration::from_millis(29_001)), 30);
        assert_eq!(whole_seconds(Duration::ZERO), 0);
    }
}
