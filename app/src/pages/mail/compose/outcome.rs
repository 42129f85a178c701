//! What came of sending, above the form.

use domain::{MessageId, PhoneNumber};
use leptos::prelude::*;

use super::desk::Desk;
use crate::{UiError, browser::NotSent, pages::mail::form::focus};

/// What there is to say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Outcome {
    /// Nothing.
    #[default]
    None,
    /// The server is away; it is tried again and again.
    Away,
    /// The server has no room; it is tried again and again.
    Full,
    /// The sender has stopped it.
    Stopped,
    /// The session has ended.
    SignedOut,
    /// The server has refused it.
    Refused(String),
    /// It is stored.
    Sent {
        /// The message.
        id: MessageId,
        /// To how many.
        people: usize,
        /// Whether it goes out later.
        scheduled: bool,
        /// The passcodes that were chosen, as they were typed, and whose; without a number it is everybody's. Empty when
        /// nobody needs one.
        passcode: Option<Vec<(Option<PhoneNumber>, String)>>,
    },
}

impl From<&UiError> for Outcome {
    fn from(error: &UiError) -> Self {
        match error {
            UiError::NoAnswer | UiError::Unavailable => Self::Away,
            UiError::StorageFull => Self::Full,
            UiError::SignedOut => Self::SignedOut,
            error => Self::Refused(error.sentence()),
        }
    }
}

impl From<&NotSent> for Outcome {
    fn from(error: &NotSent) -> Self {
        match error {
            NotSent::Refused(error) => error.into(),
            NotSent::Unreadable(name) => Self::Refused(format!(
                "“{name}” was changed, moved or deleted after you had chosen it. Remove it here, and choose it again."
            )),
            NotSent::Stopped => Self::Stopped,
        }
    }
}

/// The page's two places for news: one that waits its turn, one that does not.
#[component]
pub(super) fn Banners(
    /// The form.
    desk: Desk,
) -> impl IntoView {
    // Whoever has just pressed a button at the end of the form would not see it.
    Effect::new(move |_| {
        if desk.outcome.get() != Outcome::None {
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    });
    view! {
        <div role="status">{move || news(desk)}</div>
        <div role="alert">{move || desk.outcome.with(trouble)}</div>
    }
}

fn news(desk: Desk) -> Option<AnyView> {
    match desk.outcome.get() {
        Outcome::Away => Some(
            view! {
                <div class="banner warn">
                    <p>
                        <strong>"Not sent yet: the server does not answer."</strong>
                        " Your draft is safe on this page. We keep trying, and it goes out only once."
                    </p>
                </div>
            }
            .into_any(),
        ),
        Outcome::Stopped => Some(
            view! {
                <div class="banner warn">
                    <p>
                        <strong>"Stopped, and not sent."</strong>
                        " Your draft is still here. Send it when you are ready."
                    </p>
                </div>
            }
            .into_any(),
        ),
        Outcome::Sent { id, people, scheduled, passcode } => {
            let (first, second) = sent_words(people, scheduled);
            let passcode = passcode.map(passcode_words);
            Some(
                view! {
                    <div class="banner good">
                        <p>
                            <strong>{first}</strong>
                            {second}
                        </p>
                        {passcode}
                        <a class="button" href=format!("/sent/{id}")>
                            "See how it is doing"
                        </a>
                        <button type="button" on:click=move |_| focus(desk.to)>
                            "Write another"
                        </button>
                    </div>
                }
                .into_any(),
            )
        }
        _ => None,
    }
}

/// What to do with the passcode now: it is nowhere else to be read again.
fn passcode_words(passcodes: Vec<(Option<PhoneNumber>, String)>) -> AnyView {
    match passcodes.as_slice() {
        [(None, passcode)] => view! {
            <p>
                "Now tell them the passcode, by voice or on paper: " <strong>{passcode.clone()}</strong>
                ". It is not shown again."
            </p>
        }
        .into_any(),
        [_, ..] => {
            let row = |(phone, passcode): (Option<PhoneNumber>, String)| {
                let phone = phone.map(|phone| phone.readable());
                view! { <li><span class="number">{phone}</span> ": " <strong>{passcode}</strong></li> }
            };
            let rows = passcodes.into_iter().map(row).collect_view();
            view! {
                <p>"Now tell each of them their passcode, by voice or on paper. They are not shown again."</p>
                <ul>{rows}</ul>
            }
            .into_any()
        }
        [] => view! { <p>"Everybody has a password already, so nobody needs the passcode."</p> }.into_any(),
    }
}

fn sent_words(people: usize, scheduled: bool) -> (String, &'static str) {
    let whom = if people == 1 { "1 person".to_owned() } else { format!("{people} people") };
    if scheduled {
        (format!("Scheduled for {whom}."), " We text them the link then.")
    } else {
        (format!("Sent to {whom}."), " We text them the link now.")
    }
}

/// What is wrong, what to do, and whether there is a button to try again.
fn trouble_words(outcome: &Outcome) -> Option<(&'static str, String, bool)> {
    Some(match outcome {
        Outcome::Full => (
            "The server cannot take messages now.",
            "It could not store yours safely. Your draft is still here; please tell your administrator. We keep trying."
                .to_owned(),
            false,
        ),
        Outcome::SignedOut => (
            "You have been signed out.",
            "Your draft is still here. Sign in again in another tab, then send it.".to_owned(),
            true,
        ),
        Outcome::Refused(sentence) => ("Not sent.", format!("{sentence} Your draft is still here."), true),
        Outcome::None | Outcome::Away | Outcome::Stopped | Outcome::Sent { .. } => return None,
    })
}

fn trouble(outcome: &Outcome) -> Option<impl IntoView + use<>> {
    let (first, second, again) = trouble_words(outcome)?;
    let sign_in = (*outcome == Outcome::SignedOut).then(|| {
        view! {
            <a class="button" href="/sign-in" target="_blank" rel="noopener">
                "Sign in"
            </a>
        }
    });
    let again = again.then(|| view! { <button form="message">"Try again"</button> });
    Some(view! {
        <div class="banner bad">
            <p>
                <strong>{first}</strong>
                " "
                {second}
            </p>
            {sign_in}
            {again}
        </div>
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sent_in_words() {
        assert_eq!(sent_words(1, false).0, "Sent to 1 person.");
        assert_eq!(sent_words(2, false).0, "Sent to 2 people.");
        assert_eq!(
            sent_words(2, true),
            ("Scheduled for 2 people.".to_owned(), " We text them the link then.")
        );
    }

    #[test]
    fn errors_become_banners() {
        assert_eq!(Outcome::from(&UiError::NoAnswer), Outcome::Away);
        assert_eq!(Outcome::from(&UiError::StorageFull), Outcome::Full);
        let refused = Outcome::from(&UiError::Invalid { sentence: "No.".to_owned() });
        assert_eq!(
            trouble_words(&refused).map(|words| words.1).as_deref(),
            Some("No. Your draft is still here.")
        );
        assert_eq!(trouble_words(&Outcome::Away), None);
        assert_eq!(Outcome::from(&NotSent::Stopped), Outcome::Stopped);
        let unreadable = Outcome::from(&NotSent::Unreadable("scan.pdf".to_owned()));
        let words = trouble_words(&unreadable).map(|words| words.1).unwrap_or_default();
        assert!(words.starts_with("“scan.pdf” was changed, moved or deleted"), "{words}");
        assert!(words.ends_with("Your draft is still here."), "{words}");
    }
}
