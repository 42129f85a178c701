//! What a form with a password goes through: busy, refused, slowed down.

use leptos::{html::Input, prelude::*, task::spawn_local};

use crate::{UiError, browser::pause, components::wait_words};

/// Where a form stands.
#[derive(Clone, Copy)]
pub(super) struct Progress {
    /// Whether an answer is awaited.
    pub(super) busy: RwSignal<bool>,
    /// What went wrong; empty when nothing did.
    pub(super) error: RwSignal<String>,
    /// How many seconds until the next try.
    wait: RwSignal<u32>,
    /// For those who listen to the page.
    status: RwSignal<&'static str>,
}

impl Progress {
    pub(super) fn new() -> Self {
        Self {
            busy: RwSignal::new(false),
            error: RwSignal::new(String::new()),
            wait: RwSignal::new(0),
            status: RwSignal::new(""),
        }
    }

    /// Whether the form cannot be sent now.
    fn is_blocked(self) -> bool {
        self.busy.get() || self.wait.get() > 0
    }

    /// Takes the form into work, unless it is in work already or has to wait.
    pub(super) fn begin(self, status: &'static str) -> bool {
        if self.busy.get_untracked() || self.wait.get_untracked() > 0 {
            return false;
        }
        self.error.set(String::new());
        self.status.set(status);
        self.busy.set(true);
        true
    }

    /// Gives the form back with a sentence.
    pub(super) fn refuse(self, sentence: impl Into<String>) {
        self.busy.set(false);
        self.status.set("");
        self.error.set(sentence.into());
    }

    /// Gives the form back because of an error.
    pub(super) fn fail(self, error: &UiError) {
        self.refuse(error.sentence());
        if let UiError::SlowDown { seconds } = error {
            self.count_down(*seconds);
        }
    }

    /// Gives the form back when all went well.
    pub(super) fn finish(self) {
        self.busy.set(false);
        self.status.set("");
    }

    fn count_down(self, seconds: u32) {
        self.wait.set(seconds);
        spawn_local(async move {
            for left in (0..seconds).rev() {
                pause(1_000).await;
                self.wait.set(left);
            }
            self.status.set("You can try again now.");
        });
    }
}

/// A form's button and what listeners hear of it.
#[component]
pub(super) fn SubmitButton(
    /// Where the form stands.
    progress: Progress,
    /// What the button says.
    words: &'static str,
    /// What it says while an answer is awaited.
    busy_words: &'static str,
    /// Whether it is as wide as the form.
    #[prop(optional)]
    wide: bool,
) -> impl IntoView {
    let label = move || match progress.wait.get() {
        _ if progress.busy.get() => busy_words.to_owned(),
        0 => words.to_owned(),
        seconds => wait_words(seconds.into()),
    };
    view! {
        <p class="actions">
            <button
                class="primary"
                class:wide=wide
                class:busy=move || progress.busy.get()
                aria-disabled=move || progress.is_blocked().then_some("true")
            >
                {label}
            </button>
        </p>
        <p class="visually-hidden" role="status">
            {said(progress.status)}
        </p>
    }
}

/// A field's error, always there so that it is announced when it gets words.
#[component]
pub(super) fn FieldError(
    /// The paragraph's id, for `aria-describedby`.
    #[prop(into)]
    id: String,
    /// The words.
    error: RwSignal<String>,
) -> impl IntoView {
    view! {
        <p class="error" id=id role="alert">
            {said(error)}
        </p>
    }
}

/// Words once there are any: an element without them is empty, and the stylesheet takes it out.
pub(super) fn said<T>(words: RwSignal<T>) -> impl Fn() -> Option<T> + Copy + Send + Sync + 'static
where
    T: AsRef<str> + Clone + Send + Sync + 'static,
{
    move || Some(words.get()).filter(|words| !words.as_ref().is_empty())
}

/// `aria-invalid` while there is an error.
pub(super) fn invalid(
    error: RwSignal<String>,
) -> impl Fn() -> Option<&'static str> + Copy + Send + Sync + 'static {
    move || error.with(|words| !words.is_empty()).then_some("true")
}

/// What stands in an input.
pub(super) fn value(node: NodeRef<Input>) -> String {
    node.get_untracked().map(|input| input.value()).unwrap_or_default()
}

/// Empties an input.
pub(super) fn clear(node: NodeRef<Input>) {
    if let Some(input) = node.get_untracked() {
        input.set_value("");
    }
}

/// Moves the focus to an input.
pub(super) fn focus(node: NodeRef<Input>) {
    if let Some(input) = node.get_untracked() {
        // Fails only for an element that has left the page.
        let _ = input.focus();
    }
}
