use std::sync::Arc;

use domain::FailureReason;
use futures::future::BoxFuture;

use crate::{Accepted, FindError, SendError, Text};

/// Where the simulator's texts arrive: a phone that somebody can look at.
pub trait TextSink: Send + Sync {
    /// Keeps a text; the same id twice is kept once.
    ///
    /// # Errors
    /// When it could not be kept.
    fn receive<'a>(&'a self, text: &'a Text) -> BoxFuture<'a, Result<(), SinkError>>;
}

/// The text could not be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the simulated phone is away")]
pub struct SinkError;

/// A gateway without a carrier: texts go to a [`TextSink`], and are delivered at once.
///
/// Three numbers, of an area code that belongs to no place, play what goes wrong with real ones.
#[derive(Clone)]
pub struct Simulator {
    sink: Arc<dyn TextSink>,
}

impl Simulator {
    /// A number that the gateway refuses.
    pub const REFUSED: &'static str = "+15005550001";
    /// A number for which the gateway cannot be reached.
    pub const UNREACHABLE_GATEWAY: &'static str = "+15005550003";
    /// A number that cannot receive texts.
    pub const UNREACHABLE_NUMBER: &'static str = "+15005550009";

    /// A simulator whose texts arrive in `sink`.
    #[must_use]
    pub fn new(sink: Arc<dyn TextSink>) -> Self {
        Self { sink }
    }

    /// It never leaves anybody in doubt.
    pub(crate) const fn find(&self, _text: &Text) -> Result<Option<Accepted>, FindError> {
        Err(FindError::CannotAsk)
    }

    pub(crate) async fn send(&self, text: &Text) -> Result<Accepted, SendError> {
        match text.to.as_str() {
            Self::REFUSED => Err(SendError::Refused(FailureReason::GatewayRefused)),
            Self::UNREACHABLE_NUMBER => Err(SendError::Refused(FailureReason::NumberUnreachable)),
            Self::UNREACHABLE_GATEWAY => Err(SendError::Unreachable),
            _ => {
                self.sink.receive(text).await.map_err(|SinkError| SendError::Unreachable)?;
                Ok(Accepted { reference: text.id.to_string(), delivered: true, price: None })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use domain::{NoticeId, PhoneNumber};

    use super::*;
    use crate::Gateway;

    #[derive(Default)]
    struct Memory(Mutex<Vec<Text>>);

    impl TextSink for Memory {
        fn receive<'a>(&'a self, text: &'a Text) -> BoxFuture<'a, Result<(), SinkError>> {
            self.0.lock().unwrap().push(text.clone());
            Box::pin(async { Ok(()) })
        }
    }

    fn text(to: &str) -> Text {
        let to = to.parse::<PhoneNumber>().unwrap();
        Text { id: NoticeId::from_bytes([1; 16]), to, body: "a secret link".into() }
    }

    #[tokio::test]
    async fn texts_arrive() {
        let phone = Arc::new(Memory::default());
        let gateway = Gateway::Simulator(Simulator::new(phone.clone()));
        assert!(gateway.send(&text("+12114367789")).await.unwrap().delivered);
        assert_eq!(phone.0.lock().unwrap().len(), 1);
    }

    #[tokio::test]
    async fn magic_numbers_fail() {
        let gateway = Gateway::Simulator(Simulator::new(Arc::new(Memory::default())));
        for (number, error) in [
            (Simulator::REFUSED, SendError::Refused(FailureReason::GatewayRefused)),
            (Simulator::UNREACHABLE_NUMBER, SendError::Refused(FailureReason::NumberUnreachable)),
            (Simulator::UNREACHABLE_GATEWAY, SendError::Unreachable),
        ] {
            assert_eq!(gateway.send(&text(number)).await, Err(error));
        }
    }

    #[test]
    fn texts_do_not_print() {
        let shown = format!("{:?}", text("+12114367789"));
        assert!(!shown.contains("211") && !shown.contains("secret"));
    }
}
