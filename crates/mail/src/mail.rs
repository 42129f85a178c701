//! What a mail says.

use std::{fmt, time::Duration};

use domain::{Language, Passcode, Phrase, TextWishes};

/// A mail, as its recipient is shown it. `Debug` shows no content.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// Every address in `From`, `Sender`, `Resent-From` and `Resent-Sender`, in lower case and without repetition; at
    /// least one. All of them have to be the account's.
    pub from: Vec<String>,
    /// The `Message-ID`, without its angle brackets; printable ASCII, at most 500 bytes.
    pub message_id: Option<String>,
    /// The subject: one line without wishes, at most [`domain::MAX_SUBJECT_BYTES`].
    pub subject: String,
    /// The body as plain text, its lines ended by LF; at most [`domain::MAX_BODY_BYTES`].
    pub text: String,
    /// The body as HTML that can be shown: sanitised, at most [`domain::MAX_BODY_BYTES`]. Only when the mail has HTML.
    /// An image is `src="attachment:3"`, the fourth of the attachments; [`show`](crate::show) gives it an address.
    pub html: Option<String>,
    /// What came with it, at most [`domain::MAX_ATTACHMENTS`].
    pub attachments: Vec<Attachment>,
    /// What the sender wishes to happen.
    pub wishes: Wishes,
    /// Whether the sender wants to know when the message is opened (RFC 8098).
    pub wants_receipt: bool,
}

/// A file that came with a mail, byte for byte as it was attached. `Debug` shows no content.
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name: no path, no control characters, never empty, at most [`domain::MAX_ATTACHMENT_NAME`] bytes.
    pub name: String,
    /// Its media type as the mail says: `type/subtype` in lower case, without parameters.
    pub media_type: String,
    /// Its bytes.
    pub content: Vec<u8>,
    /// Whether it is an image that the HTML shows.
    pub inline: bool,
}

/// What a sender wishes, in the subject or in headers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wishes {
    /// How long the message lives: [`domain::LIFETIME_MIN`] to [`domain::LIFETIME_MAX`].
    pub expires: Option<Duration>,
    /// How long after it was sent the recipient of an unopened message is reminded: 1 hour to 30 days, and before it
    /// expires.
    pub remind: Option<Duration>,
    /// Whether the text goes before others, and at night too.
    pub urgent: bool,
    /// In which language the text is written.
    pub language: Option<Language>,
    /// What the recipient knows the text by.
    pub phrase: Option<Phrase>,
    /// What opens the message for those who have no keys yet.
    pub passcode: Option<Passcode>,
}

impl Wishes {
    /// Those that concern the text.
    #[must_use]
    pub fn texts(self) -> TextWishes {
        let seconds = |after: Duration| u32::try_from(after.as_secs()).unwrap_or(u32::MAX);
        TextWishes {
            urgent: self.urgent,
            language: self.language,
            phrase: self.phrase,
            reminders: self.remind.map(|after| vec![seconds(after)]),
        }
    }
}

impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mail(..)")
    }
}

impl fmt::Debug for Attachment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Attachment(..)")
    }
}
