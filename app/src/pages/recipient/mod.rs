//! The recipient's pages: the way in by a link or by a number, the message, the list, and the pages with one thing to say.

mod account;
mod calm;
mod claim;
mod forgotten;
mod form;
mod inbox;
mod inbox_sign_in;
mod live;
mod message;
mod not_for_me;
mod openings;
mod passcode;
mod password;
mod phrase;
mod plain;
mod recovery;
mod shared;
mod unlock;

use words::Words;

pub(crate) use account::AccountPage;
pub(crate) use calm::{CalmPage, Calmness};
pub(crate) use claim::ClaimPage;
pub(crate) use forgotten::{ClosedPage, Forgotten, ForgottenPage};
pub(crate) use form::KEPT_UNDER;
pub(crate) use inbox::{InboxLine, InboxPage};
pub(crate) use inbox_sign_in::InboxSignInPage;
pub(crate) use live::wait;
pub(crate) use message::{MessagePage, MessageView};
pub(crate) use not_for_me::NotForMePage;
pub(crate) use openings::{Opening, OpeningsPage, RemovePage};
pub(crate) use passcode::{LockedPage, PasscodeElsewherePage, PasscodePage, SealedPage};
pub(crate) use plain::{
    Asked, Faults, PlainAccountPage, PlainCodePage, PlainForbiddenPage, PlainInboxPage, PlainLinkPage,
    PlainRecoverPage,
};
pub(crate) use recovery::RecoverPage;
pub(crate) use shared::HiddenPage;
pub(crate) use unlock::UnlockPage;

use domain::RECIPIENT_PASSWORD_MIN;

/// The fewest characters of a password, as words have numbers.
pub(crate) fn least() -> String {
    RECIPIENT_PASSWORD_MIN.to_string()
}

pub(crate) fn subject_or_stand_in(words: Words, subject: String) -> String {
    if subject.trim().is_empty() { words.no_subject().to_owned() } else { subject }
}
