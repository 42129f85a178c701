//! Twilio's error codes, in answers and receipts.

use domain::FailureReason;

use crate::SendError;

/// What a code in an answer means; `None` when the status says as much.
pub(super) fn refusal(code: u32) -> Option<SendError> {
    Some(match code {
        21610 => SendError::OptedOut,
        // Too many requests; too many texts waiting for this sender.
        14107 | 20429 | 21611 | 30001 => SendError::Throttled { retry_after: None },
        // Wrong credentials, closed accounts, trial accounts, senders that are not ours.
        20003 | 20404 | 20008 | 21212 | 21603 | 21606 | 21608 | 21659 | 21660 | 21661 | 21703 | 21704
        | 30002 => SendError::Misconfigured,
        _ => SendError::Refused(known_reason(code)?),
    })
}

/// Why a text did not arrive.
pub(super) fn reason(code: Option<u32>) -> FailureReason {
    code.and_then(known_reason).unwrap_or(FailureReason::NumberUnreachable)
}

fn known_reason(code: u32) -> Option<FailureReason> {
    Some(match code {
        21211 | 21217 | 30005 => FailureReason::NumberUnknown,
        21614 | 21635 | 30006 => FailureReason::Landline,
        // The country is not enabled, or there is no route.
        21408 | 21215 => FailureReason::NoRoute,
        21612 | 30008 => FailureReason::NumberUnreachable,
        21610 => FailureReason::OptedOut,
        30003 | 30017 | 30036 => FailureReason::SwitchedOff,
        // By the carrier or the owner; as spam; for the link in it; as a sender that is not registered.
        30004 | 30007 | 30034 | 30110 | 30111 => FailureReason::Blocked,
        // Too long, or empty.
        21602 | 21617 | 30001 | 30002 | 30023 => FailureReason::GatewayRefused,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_in_words() {
        assert_eq!(refusal(21211), Some(SendError::Refused(FailureReason::NumberUnknown)));
        assert_eq!(refusal(21614), Some(SendError::Refused(FailureReason::Landline)));
        assert_eq!(refusal(21610), Some(SendError::OptedOut));
        assert_eq!(refusal(99999), None);
        for (code, expected) in [
            (30003, FailureReason::SwitchedOff),
            (30004, FailureReason::Blocked),
            (30005, FailureReason::NumberUnknown),
            (30006, FailureReason::Landline),
            (30007, FailureReason::Blocked),
            (31999, FailureReason::NumberUnreachable),
        ] {
            assert_eq!(reason(Some(code)), expected);
        }
    }
}
