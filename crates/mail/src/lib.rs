//! What a mail says: MIME to message, and the reports that go back.
//!
//! [`read()`] turns the bytes that a mail program handed in into what the recipient is shown. Nothing of it is
//! believed: the bytes are an attacker's until the end, and what comes out is text, HTML without a way to reach out,
//! and files.
//! [`Report`] composes the mails that tell a sender what became of a message; they say nothing of its content.
//! [`Warning`] those that tell an account what happened to its sign-in.
//!
//! Nothing here does I/O, and nothing keeps anything.

mod body;
mod charset;
mod header;
mod html;
mod mail;
mod multipart;
mod name;
mod param;
mod plain;
mod read;
mod refusal;
mod report;
mod shown;
mod transfer;
mod wishes;
mod word;

pub use html::show;
pub use mail::{Attachment, Mail, Wishes};
pub use read::read;
pub use refusal::{Refusal, Wish};
pub use report::{Report, ReportKind, Warning};
