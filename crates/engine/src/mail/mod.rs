//! Mail: what a sender's mail program hands in, and the mails that tell them what became of it.
//!
//! Who could abuse this: somebody without an app password gets nothing but its refusal, and is slowed as at the sign-in
//! page. Somebody with one can write as their own account only, in the envelope and in the mail. A mail program that
//! repeats itself is answered and not listened to. Reports go to the account's own address only, and say nothing of
//! the content, so that neither a forged mail nor a report can be turned on a third person.

mod believed;
mod passwords;
mod report;
mod returns;
mod sealers;
mod send;
mod sender;
mod submit;
mod test_send;
mod warning;

pub(crate) use believed::Believed;
pub use passwords::{AppPasswordSummary, NewAppPassword};
pub use returns::Notify;
pub(crate) use returns::WordBack;
pub(crate) use sealers::Sealers;
pub use sender::MailSender;
pub use submit::{MailError, MailRecipient, MailSubmission};
