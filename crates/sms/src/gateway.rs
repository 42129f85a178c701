use std::{fmt, time::Duration};

use domain::{FailureReason, NoticeId, PhoneNumber};

use crate::{Price, Simulator, http::Http, smpp::Smpp};

/// One SMS to send. `Debug` shows neither number nor words.
#[derive(Clone, PartialEq, Eq)]
pub struct Text {
    /// The notice that it carries. A repeated attempt has the same id, so that a gateway can recognise it.
    pub id: NoticeId,
    /// Who gets it.
    pub to: PhoneNumber,
    /// The words.
    pub body: String,
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Text").field("id", &self.id).finish_non_exhaustive()
    }
}

/// The gateway took the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The gateway's own id for it.
    pub reference: String,
    /// Whether the handset is known to have it already. Otherwise a receipt may follow.
    pub delivered: bool,
    /// What it cost, where the gateway says so at once.
    pub price: Option<Price>,
}

/// The gateway did not take the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// It may work later.
    #[error("the gateway cannot be reached")]
    Unreachable,
    /// The gateway may have taken it, and nobody knows.
    #[error("the gateway has not said whether it took the text")]
    Unclear,
    /// The gateway wants fewer texts.
    #[error("the gateway wants fewer texts")]
    Throttled {
        /// How long to wait, if it said so.
        retry_after: Option<Duration>,
    },
    /// The recipient wants no texts.
    #[error("the recipient has opted out")]
    OptedOut,
    /// The gateway's settings are wrong.
    #[error("the gateway's settings are wrong")]
    Misconfigured,
    /// It will not work later either.
    #[error("the gateway refused: {}", .0.code())]
    Refused(FailureReason),
}

/// It is not known whether a gateway took a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FindError {
    /// The gateway does not tell.
    #[error("this gateway cannot be asked")]
    CannotAsk,
    /// It may tell later.
    #[error("the gateway cannot be reached")]
    Unreachable,
}

impl SendError {
    /// How long the gateway asked to wait.
    #[must_use]
    pub const fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Throttled { retry_after } => *retry_after,
            _ => None,
        }
    }
}

/// A way to send SMS.
#[derive(Clone)]
pub enum Gateway {
    /// The built-in phone, for trying Narwhal out and for tests.
    Simulator(Simulator),
    /// A carrier that is reached over SMPP.
    Smpp(Smpp),
    /// A provider, a phone or anything else that is reached over HTTP.
    Http(Http),
    /// For tests: it does as it is told.
    #[cfg(feature = "testing")]
    Scripted(crate::Scripted),
}

impl Gateway {
    /// What kind of gateway it is.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Simulator(_) => "simulator",
            Self::Smpp(_) => "smpp",
            Self::Http(http) => http.name(),
            #[cfg(feature = "testing")]
            Self::Scripted(_) => "scripted",
        }
    }

    /// Hands a text over.
    ///
    /// # Errors
    /// When the gateway did not take it; the error says whether to try again.
    pub async fn send(&self, text: &Text) -> Result<Accepted, SendError> {
        match self {
            Self::Simulator(simulator) => simulator.send(text).await,
            Self::Smpp(smpp) => smpp.send(text).await,
            Self::Http(http) => http.send(text).await,
            #[cfg(feature = "testing")]
            Self::Scripted(scripted) => scripted.send(text).await,
        }
    }

    /// Asks what became of a text that the gateway may have taken. `None` when it surely has not.
    ///
    /// # Errors
    /// When it cannot be asked, or not now.
    pub async fn find(&self, text: &Text) -> Result<Option<Accepted>, FindError> {
        match self {
            Self::Simulator(simulator) => simulator.find(text),
            Self::Smpp(_) => Err(FindError::CannotAsk),
            Self::Http(http) => http.find(text).await,
            #[cfg(feature = "testing")]
            Self::Scripted(scripted) => scripted.find(text),
        }
    }

    /// Whether it can be asked what became of a text.
    #[must_use]
    pub fn can_find(&self) -> bool {
        match self {
            Self::Simulator(_) | Self::Smpp(_) => false,
            Self::Http(http) => http.can_find(),
            #[cfg(feature = "testing")]
            Self::Scripted(scripted) => scripted.can_find(),
        }
    }
}
