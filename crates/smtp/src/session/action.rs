//! What passes between a session and whoever runs it.

use crate::{Credentials, Envelope, Mailbox};

/// How a connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    /// Not at all, which only loopback may be: signing in is offered nevertheless.
    Plain,
    /// Not yet: nothing goes before STARTTLS (RFC 3207).
    BeforeTls,
    /// By TLS.
    Tls,
}

/// What is to be done next. Whatever asks something is to be answered before the next
/// [`Session::poll`](crate::Session::poll); otherwise it counts as failed.
#[derive(Debug)]
pub enum Action<R> {
    /// Read, and hand what came to [`Session::receive`](crate::Session::receive).
    Read,
    /// Write these octets out.
    Write(Vec<u8>),
    /// Begin TLS; then [`Session::tls_started`](crate::Session::tls_started).
    StartTls,
    /// Sign somebody in; then [`Session::signed_in`](crate::Session::signed_in).
    Authenticate(Credentials),
    /// May the account send as this? Then [`Session::sender_checked`](crate::Session::sender_checked).
    CheckSender(Mailbox),
    /// Is this a recipient? Then [`Session::recipient_checked`](crate::Session::recipient_checked).
    CheckRecipient(Mailbox),
    /// Set so many octets of memory aside; then [`Session::reserved`](crate::Session::reserved). They are held while
    /// [`Session::holds_memory`](crate::Session::holds_memory).
    Reserve(usize),
    /// Take a mail over; then [`Session::delivered`](crate::Session::delivered).
    Deliver(Envelope<R>, Vec<u8>),
    /// Close the connection: there will be nothing else.
    Close,
}

/// What a session waits for when it reads: whoever reads decides how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// A command.
    Command,
    /// A response within AUTH.
    Auth,
    /// Octets of a mail.
    Content,
}
