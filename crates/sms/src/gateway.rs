use std::fmt;

use domain::{FailureReason, NoticeId, PhoneNumber};

use crate::Simulator;

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
}

/// The gateway did not take the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// It may work later.
    #[error("the gateway cannot be reached")]
    Unreachable,
    /// It will not work later either.
    #[error("the gateway refused: {}", .0.code())]
    Refused(FailureReason),
}

/// A way to send SMS.
#[derive(Clone)]
pub enum Gateway {
    /// The built-in phone, for trying Narwhal out and for tests.
    Simulator(Simulator),
}

impl Gateway {
    /// The name under which attempts are recorded.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Simulator(_) => "simulator",
        }
    }

    /// Hands a text over.
    ///
    /// # Errors
    /// When the gateway did not take it; the error says whether to try again.
    pub async fn send(&self, text: &Text) -> Result<Accepted, SendError> {
        match self {
            Self::Simulator(simulator) => simulator.send(text).await,
        }
    }
}
