use std::time::Duration;

use domain::{EmailError, PhoneError};
use seal::{KeyError, OpenError};
use store::StoreError;

/// Why a use case did not happen. The texts are for the log; what people read is made by whoever shows it.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The storage failed; see [`StoreError::is_transient`].
    #[error("storage: {0}")]
    Store(#[from] StoreError),
    /// Something stored does not open: a wrong master key, or a row that was tampered with.
    #[error("stored data does not open")]
    Sealed(#[from] OpenError),
    /// A stored key is none, or not of this version.
    #[error("a stored key is malformed")]
    Key(#[from] KeyError),
    /// A caller's request cannot be understood or goes beyond a limit.
    #[error("invalid request: {0}")]
    Invalid(#[from] Invalid),
    /// There is no such thing, or not for this person.
    #[error("not found")]
    NotFound,
    /// The session has ended, or may not do this.
    #[error("not signed in")]
    SignedOut,
    /// The password (or whoever it belongs to) is not right. Says no more on purpose.
    #[error("wrong credentials")]
    WrongPassword,
    /// The password was right, and the account has a second factor that this way of signing in does not ask for.
    #[error("a second factor is needed")]
    CodeNeeded,
    /// It is not the code of the second factor, or it was used before.
    #[error("wrong code")]
    WrongCode,
    /// The account must have a second factor and has none: it can set one up, and nothing else.
    #[error("a second factor has to be set up first")]
    FactorMissing,
    /// Too many wrong passwords.
    #[error("too many tries; wait {0:?}")]
    SlowDown(Duration),
    /// The number has an owner already.
    #[error("claimed already")]
    AlreadyClaimed,
    /// It is not the passcode; so many tries are left.
    #[error("wrong passcode; {left} tries left")]
    WrongPasscode {
        /// At least one.
        left: u32,
    },
    /// There were too many wrong passcodes: the sender has to give a new one.
    #[error("sealed after wrong passcodes")]
    PasscodeSealed,
    /// A message waits behind a passcode, and nobody claims the number without it.
    #[error("a passcode is needed")]
    PasscodeNeeded,
    /// A recipient's key, or the archive key, is not the one that the message was sealed to; seal again.
    #[error("a key has changed")]
    KeysChanged,
    /// The same message id was used for something else.
    #[error("the message id is taken")]
    Conflict,
    /// The first account exists already, or the link is wrong.
    #[error("no first run")]
    NoFirstRun,
    /// So many passwords are being stretched here that there is no place in the line.
    #[error("too many at once")]
    Busy,
    /// The operator does not let passwords pass through the server.
    #[error("the plain way is forbidden")]
    PlainForbidden,
}

/// What is wrong with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Invalid {
    /// A message needs a recipient.
    #[error("no recipient")]
    NoRecipient,
    /// More than [`domain::MAX_RECIPIENTS`].
    #[error("too many recipients")]
    TooManyRecipients,
    /// A number stands twice in one message.
    #[error("a recipient twice")]
    RecipientTwice,
    /// Not between [`domain::LIFETIME_MIN`] and [`domain::LIFETIME_MAX`].
    #[error("lifetime out of bounds")]
    Lifetime,
    /// More than a year ahead.
    #[error("begins too late")]
    NotBefore,
    /// More than [`domain::MAX_BODY_BYTES`] or [`domain::MAX_SUBJECT_BYTES`].
    #[error("too large")]
    TooLarge,
    /// More than [`domain::MAX_ATTACHMENTS`] or [`domain::MAX_ATTACHMENT_BYTES`], or not all of them were uploaded.
    #[error("attachments are missing or too many")]
    Attachments,
    /// Bytes that are no key, salt or sealed data of this version.
    #[error("malformed key or seal")]
    Malformed,
    /// Neither six digits nor a recovery code.
    #[error("malformed code")]
    Code,
    /// The password is too short or too common.
    #[error("weak password")]
    WeakPassword,
    /// The password has more bytes than can be stretched.
    #[error("password too long")]
    PasswordTooLong,
    /// More than [`domain::PASSKEYS_MAX`].
    #[error("too many passkeys")]
    TooManyPasskeys,
    /// An empty or over-long name.
    #[error("name is empty or too long")]
    Name,
    /// Not a mail address.
    #[error(transparent)]
    Email(#[from] EmailError),
    /// Not a phone number.
    #[error(transparent)]
    Phone(#[from] PhoneError),
    /// An account with this address exists.
    #[error("the address is taken")]
    EmailTaken,
    /// Not at most [`domain::MAX_REMINDERS`], one after the other, each within its bounds.
    #[error("reminders out of bounds")]
    Reminders,
    /// The phrase does not fit into the texts, or not into their letters.
    #[error("the phrase would not be shown")]
    Phrase,
    /// A message to a number that nobody has claimed needs a passcode.
    #[error("a first message needs a passcode")]
    NoPasscode,
    /// It was reminded of a short while ago, or has been opened.
    #[error("cannot be reminded now")]
    CannotRemind,
    /// The account has locked this number, or too many, a short while ago.
    #[error("cannot be locked now")]
    CannotLock,
}
