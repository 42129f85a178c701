//! What a carrier sends, in the words of every gateway.

use domain::FailureReason;

use super::{Event, Outcome, Receipt};

impl Event {
    /// The same in the words of every gateway. `None` for a receipt that says nothing.
    #[must_use]
    pub fn general(self) -> Option<crate::Event> {
        match self {
            Self::Receipt(receipt) => receipt.general().map(crate::Event::Receipt),
            Self::Inbound(inbound) => Some(crate::Event::Inbound(crate::Inbound {
                // SMPP has no ids for these.
                id: None,
                from: inbound.from,
                to: inbound.to,
                body: inbound.body,
            })),
        }
    }
}

impl Receipt {
    fn general(self) -> Option<crate::Receipt> {
        let outcome = match self.outcome {
            Outcome::Unknown => return None,
            Outcome::Enroute | Outcome::Accepted => crate::Outcome::Sent,
            Outcome::Delivered => crate::Outcome::Delivered,
            Outcome::Expired => crate::Outcome::Undeliverable(FailureReason::SwitchedOff),
            Outcome::Rejected => crate::Outcome::Undeliverable(FailureReason::Blocked),
            Outcome::Deleted => crate::Outcome::Undeliverable(FailureReason::NumberUnreachable),
            Outcome::Undeliverable => crate::Outcome::Undeliverable(reason(self.error.as_deref())),
        };
        Some(crate::Receipt { references: self.references(), id: None, outcome, price: None })
    }
}

/// Carriers have their own error codes; these many have in common, since they are those of the network (3GPP TS
/// 29.002, MAP errors). Any other says only that it did not arrive.
fn reason(error: Option<&str>) -> FailureReason {
    match error.and_then(|code| code.parse().ok()) {
        Some(1_u32) => FailureReason::NumberUnknown,
        Some(13 | 21) => FailureReason::Blocked,
        Some(27) => FailureReason::SwitchedOff,
        _ => FailureReason::NumberUnreachable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::smpp::Inbound;

    fn receipt(outcome: Outcome, error: &str) -> Option<crate::Receipt> {
        let receipt = Receipt { message_id: "7B".into(), outcome, error: Some(error.into()) };
        match Event::Receipt(receipt).general() {
            Some(crate::Event::Receipt(receipt)) => Some(receipt),
            None => None,
            Some(_) => panic!("it was a receipt"),
        }
    }

    #[test]
    fn receipts() {
        for (outcome, error, general) in [
            (Outcome::Enroute, "", Some(crate::Outcome::Sent)),
            (Outcome::Delivered, "000", Some(crate::Outcome::Delivered)),
            (Outcome::Unknown, "", None),
            (
                Outcome::Undeliverable,
                "001",
                Some(crate::Outcome::Undeliverable(FailureReason::NumberUnknown)),
            ),
            (Outcome::Undeliverable, "27", Some(crate::Outcome::Undeliverable(FailureReason::SwitchedOff))),
            (
                Outcome::Undeliverable,
                "x1",
                Some(crate::Outcome::Undeliverable(FailureReason::NumberUnreachable)),
            ),
            (Outcome::Rejected, "1", Some(crate::Outcome::Undeliverable(FailureReason::Blocked))),
        ] {
            assert_eq!(
                receipt(outcome, error).map(|receipt| receipt.outcome),
                general,
                "{outcome:?} {error}"
            );
        }
        let references = receipt(Outcome::Delivered, "").unwrap().references;
        assert!(references.contains(&"7B".into()) && references.contains(&"123".into()));
    }

    #[test]
    fn texts_from_phones() {
        let inbound = Inbound { from: "12114367789".into(), to: "1".into(), body: "STOP".into() };
        let Some(crate::Event::Inbound(general)) = Event::Inbound(inbound).general() else {
            panic!("a text")
        };
        assert_eq!((general.id, general.body.as_str()), (None, "STOP"));
    }
}
