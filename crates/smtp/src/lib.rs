//! Mail submission (RFC 6409): a protocol machine without I/O, and its tokio driver.
//!
//! [`Session`] is the machine: octets in, [`Action`]s out. It offers PIPELINING (RFC 2920), 8BITMIME (RFC 6152),
//! SMTPUTF8 (RFC 6531), ENHANCEDSTATUSCODES (RFC 2034), CHUNKING (RFC 3030), DSN (RFC 3461), SIZE (RFC 1870),
//! STARTTLS (RFC 3207) and AUTH (RFC 4954). [`Server`] runs one for every connection of its listeners, and asks a
//! [`Backend`] about accounts, recipients and mails.
//!
//! Mails are held in memory only. Lines end with CR LF and nothing else; whoever sends something else is told so,
//! once, and the connection is closed.

mod auth;
mod backend;
mod bdat;
mod command;
mod connection;
mod crlf;
mod data;
mod door;
mod envelope;
mod intake;
mod lines;
mod listener;
mod pace;
mod param;
mod path;
mod replies;
mod reply;
mod server;
mod session;
mod settings;
mod tls;
mod xtext;

pub use auth::{AuthError, Credentials};
pub use backend::Backend;
pub use envelope::{Body, Declared, Envelope, Notify, OriginalRecipient, Recipient, Ret};
pub use path::Mailbox;
pub use reply::Reply;
pub use server::{ListenError, Server};
pub use session::{Action, Phase, Protection, Session};
pub use settings::{Limits, Settings, Timeouts};
pub use tls::{Security, TlsConfig};
