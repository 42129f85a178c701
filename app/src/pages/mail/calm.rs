//! The sender's pages that have one thing to say.

use leptos::prelude::*;

use crate::components::{Calm, SenderFrame, SenderPage};

/// What there is to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SenderCalm {
    /// They signed out.
    SignedOut,
    /// They were signed out because nothing happened for a while.
    SignedOff,
    /// There is no such page, or it is somebody else's.
    NotFound,
    /// The database is away.
    Unavailable,
}

impl SenderCalm {
    /// What is the matter, for the heading and the window's title.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::SignedOut => "You are signed out",
            Self::SignedOff => "You have been signed out",
            Self::NotFound => "There is no such page",
            Self::Unavailable => "Narwhal is not available",
        }
    }

    const fn lead(self) -> &'static str {
        match self {
            Self::SignedOut => "Nothing is left in this browser. You can close this page.",
            Self::SignedOff => {
                "Nothing happened here for a while. So that nobody else can read your messages, they were put away."
            }
            Self::NotFound => "The link may be old, or belong to somebody else’s message.",
            Self::Unavailable => {
                "The server has a problem. What you have sent is safe, and goes out when it is back. Please try again in a few minutes."
            }
        }
    }

    /// Where the button leads, its words and its class.
    const fn button(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::SignedOut => ("/sign-in", "Sign in again", "button"),
            Self::SignedOff => ("/sign-in", "Sign in again", "button primary"),
            Self::NotFound => ("/sent", "Go to your sent messages", "button"),
            Self::Unavailable => ("", "Try again", "button primary"),
        }
    }
}

/// A page with one thing to say to a sender.
#[component]
pub(crate) fn SenderCalmPage(
    /// What it says.
    what: SenderCalm,
) -> impl IntoView {
    let (href, words, class) = what.button();
    view! {
        <SenderFrame page=SenderPage::Outside>
            <Calm title=what.title() lead=what.lead().to_owned()>
                <p>
                    <a class=class href=href>
                        {words}
                    </a>
                </p>
            </Calm>
        </SenderFrame>
    }
}
