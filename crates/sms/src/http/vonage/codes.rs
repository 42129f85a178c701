//! The error codes of Vonage's Messages API, in answers and receipts.

use domain::FailureReason;
use serde_json::Value;

use super::super::json;
use crate::SendError;

/// A problem's code: its title, or what stands after `#` in its type.
pub(super) fn code(problem: &Value) -> Option<u32> {
    let in_type = || json::text(problem, "/type")?.rsplit_once('#')?.1.parse().ok();
    json::code(problem, "/title").or_else(in_type)
}

/// What a code in an answer means; `None` when the status says as much.
pub(super) fn refusal(code: u32) -> Option<SendError> {
    Some(match code {
        1000 | 1010 => SendError::Throttled { retry_after: None },
        // The account is barred, has no money, or may not send from there.
        1060 | 1070 | 1080 | 1110 | 1120 => SendError::Misconfigured,
        _ => SendError::Refused(known_reason(code)?),
    })
}

/// Why a text did not arrive.
pub(super) fn reason(code: Option<u32>) -> FailureReason {
    code.and_then(known_reason).unwrap_or(FailureReason::NumberUnreachable)
}

fn known_reason(code: u32) -> Option<FailureReason> {
    Some(match code {
        1170 | 1240 | 1320 => FailureReason::NumberUnknown,
        1050 | 1210 | 1280 => FailureReason::Blocked,
        1180 | 1220 => FailureReason::SwitchedOff,
        1190 | 1260 => FailureReason::NumberUnreachable,
        1250 | 1300 => FailureReason::NoRoute,
        _ => return None,
    })
}
