//! The recipient's pages that have one thing to say.

use leptos::prelude::*;

use crate::components::{Calm, RecipientFrame};

/// What there is to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Calmness {
    /// The link leads nowhere.
    UnknownLink,
    /// The message's time is up.
    Expired,
    /// Its sender took it back.
    Recalled,
    /// Its time has not come.
    NotYet,
    /// They signed out.
    SignedOut,
    /// They were signed out because the page was not used for a while.
    SignedOff,
    /// Something on the server's side does not work.
    Unavailable,
    /// Too many wrong passwords, and no form to say it in.
    TooManyTries,
    /// They have said that the message is not for them.
    NotForThem,
}

/// A button below what is said.
struct Button {
    href: &'static str,
    words: &'static str,
    class: &'static str,
}

impl Calmness {
    /// What is the matter, for the heading and the window's title.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::UnknownLink => "There is no message at this link",
            Self::Expired => "This message has run out",
            Self::Recalled => "The sender took this message back",
            Self::NotYet => "This message is not ready yet",
            Self::SignedOut => "You are signed out",
            Self::SignedOff => "Closed, to keep it private",
            Self::Unavailable => "We cannot get to it just now",
            Self::TooManyTries => "Too many tries",
            Self::NotForThem => "Thank you for telling us",
        }
    }

    const fn lead(self) -> &'static str {
        match self {
            Self::UnknownLink => {
                "Part of the link may be missing. Go back to the text you received and tap the link there, or copy all of it."
            }
            Self::Expired => {
                "Its sender set a day after which it is erased, and that day has passed. If you still need it, please ask them to send it again."
            }
            Self::Recalled => {
                "It has been erased, and you have nothing to do. If you were expecting it, please ask the sender."
            }
            Self::NotYet => {
                "Its sender chose a later time. Keep the text you received, and tap its link again then."
            }
            Self::SignedOut => "Nothing is left on this device. You can close this page.",
            Self::SignedOff => {
                "You had not used the page for a while, so it signed you out. Nothing is left on this device."
            }
            Self::Unavailable => {
                "Your message is safe. Something on our side is not working, and it is not your phone. Please try again in a few minutes."
            }
            Self::TooManyTries => {
                "To protect your messages, this page is taking a short break. Please try again in 15 minutes."
            }
            Self::NotForThem => {
                "You get no more texts from this sender, and they know that the message did not reach the right person. You have nothing else to do."
            }
        }
    }

    const fn button(self) -> Option<Button> {
        match self {
            Self::SignedOut => Some(Button { href: "/inbox", words: "Sign in again", class: "button" }),
            Self::SignedOff => {
                Some(Button { href: "/inbox", words: "Sign in again", class: "button primary" })
            }
            // An empty address is the page's own.
            Self::Unavailable => Some(Button { href: "", words: "Try again", class: "button primary" }),
            _ => None,
        }
    }
}

/// A page with one thing to say to a recipient.
#[component]
pub(crate) fn CalmPage(
    /// The organisation, as recipients know it.
    organisation: String,
    /// What it says.
    what: Calmness,
) -> impl IntoView {
    let button = what.button().map(|Button { href, words, class }| {
        view! {
            <p>
                <a class=class href=href>
                    {words}
                </a>
            </p>
        }
    });
    view! {
        <RecipientFrame organisation=organisation>
            <Calm title=what.title() lead=what.lead().to_owned()>
                {button}
            </Calm>
        </RecipientFrame>
    }
}
