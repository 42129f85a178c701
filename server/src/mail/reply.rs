//! What a mail program is told when something is not taken: a code for it (RFC 5321, RFC 3463), and words that its
//! owner understands in a bounce.

use domain::AddressError;
use engine::{EngineError, Invalid, MailError};
use smtp::Reply;

/// Why an address is no recipient.
pub(super) fn to_address(error: &AddressError) -> Reply {
    match error {
        AddressError::Phone(reason) => Reply::new(550, "5.1.1", reason.to_string()),
        AddressError::Domain { expected } => Reply::new(
            550,
            "5.7.1",
            format!("This server takes messages for phone numbers only. Write to NUMBER@{expected}."),
        ),
    }
}

/// Why a mail was not taken.
pub(super) fn to_mail(error: &MailError) -> Reply {
    match error {
        MailError::Refused(refusal) => {
            let code = if refusal.enhanced().starts_with("5.3.") { 552 } else { 554 };
            Reply::new(code, refusal.enhanced(), refusal.to_string())
        }
        MailError::NotYours => Reply::new(
            550,
            "5.7.1",
            "The From line of this mail is not your account's address. Choose that address as the sender.",
        ),
        MailError::Engine(error) => to_engine(error),
    }
}

/// Why a number is no recipient although it is one.
pub(super) fn wants_no_texts() -> Reply {
    Reply::new(
        550,
        "5.7.1",
        "This person wants no texts from you. Reach them another way; they get texts again after texting START.",
    )
}

pub(super) fn to_engine(error: &EngineError) -> Reply {
    match error {
        EngineError::Store(error) if error.is_transient() => {
            tracing::warn!(%error, "a mail could not be stored");
            Reply::new(
                451,
                "4.3.0",
                "The message store is away. Nothing was sent; your mail program will try again.",
            )
        }
        EngineError::SignedOut => {
            Reply::new(421, "4.7.0", "This app password is of no use any more. Sign in with a new one.")
        }
        EngineError::KeysChanged => {
            Reply::new(451, "4.3.0", "A recipient has just chosen a password. Send it again in a moment.")
        }
        EngineError::Invalid(Invalid::TooLarge | Invalid::Attachments) => Reply::new(
            552,
            "5.3.4",
            "This mail is too large: 25 MB of attachments are the limit. Send less at once.",
        ),
        EngineError::Invalid(Invalid::TooManyRecipients) => {
            Reply::new(452, "4.5.3", "Too many recipients. Send the mail in several parts.")
        }
        EngineError::Invalid(Invalid::Phrase) => Reply::new(
            554,
            "5.6.0",
            "The phrase does not fit into the text message. Use a shorter one, in letters of the text's language.",
        ),
        EngineError::Invalid(Invalid::NoPasscode) => Reply::new(
            550,
            "5.7.1",
            "A first message to this number needs a passcode. Add the header X-Narwhal-Passcode, or write it in the browser.",
        ),
        other => {
            tracing::error!(error = %other, "a mail could not be taken");
            Reply::TRY_LATER
        }
    }
}
