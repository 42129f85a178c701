//! Why a mail is not taken.

use std::fmt;

/// Why a mail is not taken. `Display` is one line of ASCII, at most 400 bytes, for the sender: what is wrong and what
/// to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No `From`, or one without an address.
    #[error("This mail does not say who it is from. Send it with your account's address as the sender.")]
    NoFrom,
    /// More than one `From` or `Sender` header, which mail programs would show differently.
    #[error("This mail names its sender twice. Send it with one From line, with your account's address.")]
    TwoFroms,
    /// More header lines than any mail program writes.
    #[error("This mail's headers are too long. Send it as a new mail instead of forwarding it again.")]
    Headers,
    /// More parts, or more of them within one another, than any mail program makes.
    #[error(
        "This mail is built of too many parts. Write its content into a new mail, or put it into one attached file."
    )]
    Parts,
    /// More than fits.
    #[error("This mail is too large. Send less at once, or long text as an attached file.")]
    Size,
    /// More attachments than a message can have.
    #[error(
        "This mail has more than {max} attachments. Put the files into one archive, or send several mails."
    )]
    Attachments {
        /// How many there may be.
        max: usize,
    },
    /// A fragment of a mail that was split on its way (RFC 2046, 5.2.2).
    #[error(
        "This mail is a fragment of a larger one. Turn off the splitting of large mails in your mail program."
    )]
    Fragment,
    /// A header that begins with `X-Narwhal-`, and is none that Narwhal knows.
    #[error(
        "There is no header {name}. Remove it, or use X-Narwhal-Expires: 3d, X-Narwhal-Remind: 1d, X-Narwhal-Urgent: yes, X-Narwhal-Language: es, X-Narwhal-Phrase: blue heron or X-Narwhal-Passcode."
    )]
    UnknownHeader {
        /// Its name, shortened and in ASCII.
        name: String,
    },
    /// A wish that cannot be understood.
    #[error("I do not understand the wish \"{text}\". Write {}, or remove it.", .wish.example())]
    Wish {
        /// Which one.
        wish: Wish,
        /// What was written, shortened and in ASCII.
        text: String,
    },
    /// A wish for a time outside of what can be had.
    #[error("The wish \"{text}\" is out of range: {}. Write {}, for example.", .wish.range(), .wish.example())]
    Range {
        /// Which one.
        wish: Wish,
        /// What was written, shortened and in ASCII.
        text: String,
    },
    /// The same wish with two values.
    #[error(
        "This mail says twice, and differently, {}. Say it once: {}.", .wish.what(), .wish.example()
    )]
    Twice {
        /// Which one.
        wish: Wish,
    },
    /// A passcode that is none. It is not repeated: refusals are logged by mail programs.
    #[error(
        "The passcode cannot be used. Write X-Narwhal-Passcode: and 6 to 128 letters or digits, such as four words."
    )]
    Passcode,
    /// A reminder that would come when the message is gone.
    #[error(
        "The reminder would come when the message has expired. Choose a shorter time to remind, or a longer life."
    )]
    RemindAfterExpiry,
}

/// What a sender can wish for in a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wish {
    /// When the message is erased.
    Expires,
    /// When the recipient is reminded of an unopened message.
    Remind,
    /// That the text goes before others.
    Urgent,
    /// In which language the text is written.
    Language,
    /// What the recipient knows the text by.
    Phrase,
    /// What opens the message for those who have no keys yet.
    Passcode,
}

impl Refusal {
    /// The enhanced status code (RFC 3463) that goes with the refusal.
    #[must_use]
    pub const fn enhanced(&self) -> &'static str {
        match self {
            Self::NoFrom | Self::TwoFroms => "5.7.1",
            Self::Headers | Self::Parts | Self::Size | Self::Attachments { .. } => "5.3.4",
            Self::Fragment => "5.6.1",
            Self::UnknownHeader { .. }
            | Self::Wish { .. }
            | Self::Range { .. }
            | Self::Twice { .. }
            | Self::Passcode
            | Self::RemindAfterExpiry => "5.6.0",
        }
    }
}

impl Wish {
    const fn example(self) -> &'static str {
        match self {
            Self::Expires => "[expires 3d] in the subject, with h for hours, d for days or w for weeks",
            Self::Remind => {
                "[remind 1d] in the subject, with m for minutes, h for hours, d for days or w for weeks"
            }
            Self::Urgent => "[urgent] in the subject, or X-Narwhal-Urgent: yes",
            Self::Language => "[language es] in the subject; known are en, es, fr, pt, de, zh and ar",
            Self::Phrase => {
                "[phrase: blue heron] in the subject, with 2 to 24 letters, digits, spaces or hyphens"
            }
            Self::Passcode => "X-Narwhal-Passcode: and 6 to 128 letters or digits",
        }
    }

    const fn range(self) -> &'static str {
        match self {
            Self::Expires => "a message lives from 1 hour to 366 days",
            Self::Remind => "a reminder comes after 1 hour to 30 days",
            // These have no range.
            Self::Urgent | Self::Language | Self::Phrase | Self::Passcode => "it is not known",
        }
    }

    const fn what(self) -> &'static str {
        match self {
            Self::Expires => "when it expires",
            Self::Remind => "when to remind",
            Self::Urgent => "whether it is urgent",
            Self::Language => "which language is used",
            Self::Phrase => "what its phrase is",
            Self::Passcode => "what its passcode is",
        }
    }
}

impl fmt::Display for Wish {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Expires => "expires",
            Self::Remind => "remind",
            Self::Urgent => "urgent",
            Self::Language => "language",
            Self::Phrase => "phrase",
            Self::Passcode => "passcode",
        })
    }
}
