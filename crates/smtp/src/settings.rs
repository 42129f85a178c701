use std::time::Duration;

/// What one session goes by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The name in the greeting: the server's own, or the mail domain.
    pub host: String,
    /// The largest mail, in octets; announced with SIZE.
    pub max_message_bytes: usize,
    /// Mails up to this need no reservation of memory.
    pub unreserved_bytes: usize,
    /// How many recipients one mail may have.
    pub max_recipients: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            host: "localhost".into(),
            max_message_bytes: 25 * 1024 * 1024,
            unreserved_bytes: 64 * 1024,
            max_recipients: 100,
        }
    }
}

impl Settings {
    /// How many octets of a refused mail are read to its proper end before the connection is given up.
    pub(crate) fn discard_limit(&self) -> u64 {
        u64::try_from(self.max_message_bytes).unwrap_or(u64::MAX).saturating_add(1024 * 1024)
    }
}

/// What all connections together may take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Connections in all.
    pub connections: usize,
    /// Connections of one IPv4 address or one IPv6 /64. Loopback counts in the total only: whatever runs beside the
    /// server has that address, and web servers send many mails.
    pub connections_per_address: usize,
    /// Octets of memory for mails beyond [`Settings::unreserved_bytes`]. At least one mail of the largest size always
    /// finds room.
    pub memory_bytes: usize,
    /// How long things may take.
    pub timeouts: Timeouts,
}

/// How long things may take; RFC 5321, section 4.5.3.2, shortened where nobody has signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeouts {
    /// The TLS handshake.
    pub handshake: Duration,
    /// From the connection's first moment until somebody has signed in, handshake included.
    pub sign_in: Duration,
    /// A response within AUTH.
    pub auth: Duration,
    /// The next command.
    pub command: Duration,
    /// The next command while three quarters of all connections are in use.
    pub command_under_pressure: Duration,
    /// The first octets of a mail.
    pub first_content: Duration,
    /// The next octets of a mail; and the head start that [`Timeouts::content_bytes_per_second`] leaves.
    pub content: Duration,
    /// How fast a mail must come in the long run.
    pub content_bytes_per_second: u32,
    /// Waiting for memory.
    pub memory: Duration,
    /// Writing what is to be said.
    pub write: Duration,
    /// After the last words, waiting for the client to close.
    pub linger: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 2000,
            connections_per_address: 20,
            memory_bytes: 128 * 1024 * 1024,
            timeouts: Timeouts::default(),
        }
    }
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            handshake: Duration::from_secs(30),
            sign_in: Duration::from_secs(2 * 60),
            auth: Duration::from_secs(60),
            command: Duration::from_secs(5 * 60),
            command_under_pressure: Duration::from_secs(20),
            first_content: Duration::from_secs(2 * 60),
            content: Duration::from_secs(3 * 60),
            content_bytes_per_second: 1000,
            memory: Duration::from_secs(30),
            write: Duration::from_secs(60),
            linger: Duration::from_secs(2),
        }
    }
}
