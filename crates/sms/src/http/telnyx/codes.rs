//! Telnyx's error codes, in answers and receipts.

use domain::FailureReason;

use crate::SendError;

/// What a code in an answer means; `None` when the status says as much.
pub(super) fn refusal(code: u32) -> Option<SendError> {
    Some(match code {
        40300 => SendError::OptedOut,
        // Rates, and full queues.
        10011 | 40011 | 40016 | 40018 | 40318 => SendError::Throttled { retry_after: None },
        // Credentials, an account without money, senders and profiles that are not ours or not enabled.
        10009 | 10010 | 20100 | 40010 | 40013 | 40305..=40308 | 40311..=40315 | 40321 | 40329 | 40330 => {
            SendError::Misconfigured
        }
        _ => SendError::Refused(known_reason(code)?),
    })
}

/// Why a text did not arrive.
pub(super) fn reason(code: Option<u32>) -> FailureReason {
    code.and_then(known_reason).unwrap_or(FailureReason::NumberUnreachable)
}

fn known_reason(code: u32) -> Option<FailureReason> {
    Some(match code {
        40001 => FailureReason::Landline,
        10002 | 10016 | 40012 | 40310 => FailureReason::NumberUnknown,
        40002..=40004 | 40015 | 40017 | 40322 => FailureReason::Blocked,
        40005 | 40006 | 40014 => FailureReason::SwitchedOff,
        40008 => FailureReason::NumberUnreachable,
        40300 => FailureReason::OptedOut,
        40331 | 40309 => FailureReason::NoRoute,
        40009 | 40010 | 40301 | 40302 | 40316 => FailureReason::GatewayRefused,
        _ => return None,
    })
}
