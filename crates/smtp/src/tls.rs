use std::{
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

use rustls::ServerConfig;

/// What TLS connections begin with. Clones share it, and it can be changed while the server runs: a renewed
/// certificate is used from the next connection on.
#[derive(Clone)]
pub struct TlsConfig(Arc<RwLock<Arc<ServerConfig>>>);

impl TlsConfig {
    /// Begins with `config`.
    #[must_use]
    pub fn new(config: impl Into<Arc<ServerConfig>>) -> Self {
        Self(Arc::new(RwLock::new(config.into())))
    }

    /// Goes on with `config`.
    pub fn reload(&self, config: impl Into<Arc<ServerConfig>>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = config.into();
    }

    pub(crate) fn current(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl fmt::Debug for TlsConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TlsConfig(..)")
    }
}

/// How a listener's connections are protected.
#[derive(Debug, Clone)]
pub enum Security {
    /// Not at all; for loopback only.
    Plain,
    /// By STARTTLS, without which nothing goes (RFC 3207): port 587.
    StartTls(TlsConfig),
    /// By TLS from the first octet on (RFC 8314): port 465.
    Tls(TlsConfig),
}

impl Security {
    /// The name in the log.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::StartTls(_) => "starttls",
            Self::Tls(_) => "tls",
        }
    }
}
