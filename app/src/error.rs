//! What can go wrong, as far as whoever looks at a page needs to know.

use serde::{Deserialize, Serialize};
use server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use wasm_split_helpers::SplitLoaderError;

/// A closed set of errors that cross the wire. Inner causes stay in the server's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "error", rename_all = "kebab-case")]
pub enum UiError {
    /// A request that cannot be right; the sentence says what to change.
    Invalid {
        /// For the person who typed it.
        sentence: String,
    },
    /// What was typed is no phone number.
    PhoneNumber,
    /// The password (or who it belongs to) is wrong.
    WrongPassword,
    /// The password was right, and signing in needs the code of a second factor too.
    CodeNeeded,
    /// It is not the code of the second factor, or it was used before.
    WrongCode,
    /// The account has to set up a second factor before anything else.
    FactorMissing,
    /// Too many wrong passwords.
    SlowDown {
        /// How long to wait.
        seconds: u32,
    },
    /// The session has ended.
    SignedOut,
    /// No such thing, or not for this person.
    NotFound,
    /// Somebody chose a password for this number already.
    AlreadyClaimed,
    /// It is not the passcode.
    WrongPasscode {
        /// How many more tries there are.
        left: u32,
    },
    /// Too many wrong passcodes: the sender has to give a new one.
    PasscodeSealed,
    /// A message waits behind a passcode.
    PasscodeNeeded,
    /// A recipient's key, or the archive key, is not the one sealed to: fetch the keys again and seal again.
    KeysChanged,
    /// The message id belongs to another submission.
    Conflict,
    /// The first account exists, or the link is wrong.
    NoFirstRun,
    /// The database is away; nothing was lost, try again.
    Unavailable,
    /// There is no room to store anything.
    StorageFull,
    /// The server gave no answer.
    NoAnswer,
    /// Something else, which the server's log explains.
    Unexpected,
}

impl UiError {
    /// What happened and what to do, for a form's error line.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::Invalid { sentence } => return sentence.clone(),
            Self::PhoneNumber => "That is not a phone number. Check it and try again.",
            Self::WrongPassword => "That is not right. Check it and try again.",
            Self::CodeNeeded => "Signing in needs a code too. Sign in on the page for it.",
            Self::WrongCode => "That is not the code, or it was used before. Wait for the next one, and type that.",
            Self::FactorMissing => "Set up your authenticator app first. Load the page again.",
            Self::SlowDown { .. } => {
                "There were several wrong passwords in a row. Please wait a moment before the next try."
            }
            Self::SignedOut => "You have been signed out. Sign in again to go on.",
            Self::NotFound => "This is not here any more. Load the page again.",
            Self::AlreadyClaimed => {
                "A password has been chosen for these messages already. Load the page again and type it."
            }
            Self::WrongPasscode { left: 1 } => "That is not the passcode. There is one more try.",
            Self::WrongPasscode { left } => {
                return format!("That is not the passcode. There are {left} more tries.");
            }
            Self::PasscodeSealed => {
                "There were too many wrong passcodes. Ask whoever wrote to you for a new one, then load the page again."
            }
            Self::PasscodeNeeded => "This message opens with a passcode now. Load the page again.",
            Self::KeysChanged => "A key that your message is sealed to has just changed. Please send again.",
            Self::Conflict => {
                "This message was accepted before, as it was first written. Look under Sent before you send it again."
            }
            Self::NoFirstRun => "This link has been used. Sign in instead.",
            Self::Unavailable => "The server cannot store anything at the moment. Please try again in a minute.",
            Self::StorageFull => "The server has no room left. Please tell your administrator, then try again.",
            Self::NoAnswer => "The server does not answer. Check your connection, and try again.",
            Self::Unexpected => "Something went wrong on our side. Please try again in a minute.",
        }
        .to_owned()
    }

    /// Whether the same request may go through later without a change.
    #[must_use]
    pub const fn is_transient(&self) -> bool {
        matches!(self, Self::Unavailable | Self::StorageFull | Self::NoAnswer)
    }
}

/// A part of the browser's code has not come.
impl From<SplitLoaderError> for UiError {
    fn from(_: SplitLoaderError) -> Self {
        Self::NoAnswer
    }
}

impl FromServerFnError for UiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => Self::NoAnswer,
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => {
                Self::Invalid { sentence: "This page is out of date. Load it again.".to_owned() }
            }
            _ => Self::Unexpected,
        }
    }
}
