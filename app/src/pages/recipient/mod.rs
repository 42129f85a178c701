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
mod passcode;
mod password;
mod phrase;
mod recovery;
mod unlock;

pub(crate) use account::AccountPage;
pub(crate) use calm::{CalmPage, Calmness};
pub(crate) use claim::ClaimPage;
pub(crate) use forgotten::{ClosedPage, Forgotten, ForgottenPage};
pub(crate) use inbox::{InboxLine, InboxPage};
pub(crate) use inbox_sign_in::InboxSignInPage;
pub(crate) use message::{MessagePage, MessageView};
pub(crate) use not_for_me::NotForMePage;
pub(crate) use passcode::{PasscodeElsewherePage, PasscodePage, SealedPage};
pub(crate) use recovery::RecoverPage;
pub(crate) use unlock::UnlockPage;

use domain::RECIPIENT_PASSWORD_MIN;

/// What stands for an empty subject.
const NO_SUBJECT: &str = "Message";

fn subject_or_stand_in(subject: String) -> String {
    if subject.trim().is_empty() { NO_SUBJECT.to_owned() } else { subject }
}
