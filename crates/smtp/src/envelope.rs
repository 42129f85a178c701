//! The envelope: what a transaction says about a mail, apart from the mail.

use crate::Mailbox;

/// The envelope of one mail. `R` is what the backend made of each recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope<R> {
    /// Who sends it: never the null path, which no account has.
    pub from: Mailbox,
    /// What the client declared about it.
    pub declared: Declared,
    /// The recipients that were accepted, in their order; the same one may stand there twice.
    pub recipients: Vec<Recipient<R>>,
}

/// The parameters of MAIL that outlast the command.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Declared {
    /// SIZE, in octets (RFC 1870).
    pub size: Option<u64>,
    /// BODY (RFC 6152).
    pub body: Body,
    /// Whether addresses and headers may be UTF-8 (RFC 6531).
    pub smtputf8: bool,
    /// ENVID, decoded (RFC 3461): the sender's own name for this mail; printable ASCII.
    pub envid: Option<String>,
    /// RET (RFC 3461).
    pub ret: Option<Ret>,
}

/// One accepted recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient<R> {
    /// What the backend made of it.
    pub value: R,
    /// As the client wrote it.
    pub mailbox: Mailbox,
    /// Which reports are wanted (RFC 3461).
    pub notify: Notify,
    /// ORCPT (RFC 3461): whom the mail was written to in the first place.
    pub orcpt: Option<OriginalRecipient>,
}

/// Which octets the content has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Body {
    /// ASCII.
    #[default]
    SevenBit,
    /// Any, in lines.
    EightBit,
}

/// What a report returns of the mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ret {
    /// All of it.
    Full,
    /// Its header.
    Headers,
}

/// Which reports the sender wants about a recipient.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Notify {
    /// The parameter was not given: failures, and whatever the server finds worth saying.
    #[default]
    Unsaid,
    /// None.
    Never,
    /// These.
    On {
        /// When it was delivered.
        success: bool,
        /// When it was not.
        failure: bool,
        /// When it takes long.
        delay: bool,
    },
}

/// The original recipient. `Debug` shows the type only.
#[derive(Clone, PartialEq, Eq)]
pub struct OriginalRecipient {
    /// The address type, such as `rfc822`, in lower case.
    pub kind: String,
    /// The address, decoded; printable.
    pub address: String,
}

impl std::fmt::Debug for OriginalRecipient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OriginalRecipient").field("kind", &self.kind).finish_non_exhaustive()
    }
}
