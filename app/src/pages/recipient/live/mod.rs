//! What makes the recipients' forms live: each function is called with the element whose `data-component` names it.
//!
//! A phone downloads this on its first visit, perhaps over a bad line. So it works on the server's markup with the
//! browser's own interfaces; the framework, which the senders' pages use, would weigh more than the cryptography.

mod change;
mod claim;
mod dom;
mod form;
mod passcode;
mod passkey;
mod recovery;
mod said;
mod sign_in;
mod strength;

pub(crate) use said::wait;
