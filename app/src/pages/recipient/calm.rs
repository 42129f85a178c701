//! The recipient's pages that have one thing to say.

use leptos::prelude::*;
use words::Words;

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
    /// They have downloaded their data within the last minute.
    JustDownloaded,
    /// They have said that the message is not for them.
    NotForThem,
    /// They have removed it from their list.
    Removed,
}

/// A button below what is said.
struct Button {
    href: &'static str,
    words: &'static str,
    class: &'static str,
}

impl Calmness {
    /// What is the matter, for the heading.
    fn title(self, words: Words) -> &'static str {
        match self {
            Self::UnknownLink => words.calm_unknown_title(),
            Self::Expired => words.calm_expired_title(),
            Self::Recalled => words.calm_recalled_title(),
            Self::NotYet => words.calm_not_yet_title(),
            Self::SignedOut => words.calm_signed_out_title(),
            Self::SignedOff => words.calm_signed_off_title(),
            Self::Unavailable => words.calm_unavailable_title(),
            Self::JustDownloaded => words.calm_just_downloaded_title(),
            Self::NotForThem => words.calm_not_for_them_title(),
            Self::Removed => words.calm_removed_title(),
        }
    }

    fn lead(self, words: Words) -> &'static str {
        match self {
            Self::UnknownLink => words.calm_unknown(),
            Self::Expired => words.calm_expired(),
            Self::Recalled => words.calm_recalled(),
            Self::NotYet => words.calm_not_yet(),
            Self::SignedOut => words.calm_signed_out(),
            Self::SignedOff => words.calm_signed_off(),
            Self::Unavailable => words.calm_unavailable(),
            Self::JustDownloaded => words.calm_just_downloaded(),
            Self::NotForThem => words.calm_not_for_them(),
            Self::Removed => words.calm_removed(),
        }
    }

    fn button(self, words: Words) -> Option<Button> {
        let again = words.sign_in_again();
        match self {
            Self::SignedOut => Some(Button { href: "/inbox", words: again, class: "button" }),
            Self::SignedOff => Some(Button { href: "/inbox", words: again, class: "button primary" }),
            Self::JustDownloaded => {
                Some(Button { href: "/account", words: words.account_heading(), class: "button" })
            }
            Self::Removed => Some(Button { href: "/inbox", words: words.inbox_heading(), class: "button" }),
            // An empty address is the page's own.
            Self::Unavailable => Some(Button { href: "", words: words.try_again(), class: "button primary" }),
            _ => None,
        }
    }
}

/// A page with one thing to say to a recipient.
#[component]
pub(crate) fn CalmPage(
    /// The language's words.
    words: Words,
    /// The organisation, as recipients know it.
    organisation: String,
    /// What it says.
    what: Calmness,
) -> impl IntoView {
    let button = what.button(words).map(|Button { href, words, class }| {
        view! {
            <p>
                <a class=class href=href>
                    {words}
                </a>
            </p>
        }
    });
    view! {
        <RecipientFrame words organisation=organisation>
            <Calm title=what.title(words) lead=what.lead(words).to_owned()>
                {button}
            </Calm>
        </RecipientFrame>
    }
}
