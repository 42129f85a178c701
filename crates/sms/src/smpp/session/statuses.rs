//! What a carrier's command_status means for a text.

use domain::FailureReason;

use super::Reason;
use crate::{SendError, smpp::pdu::status as is};

/// What became of a text that was answered with an error; `None` when the carrier wants fewer of them for a while.
///
/// Statuses that nobody defined count as final: a carrier means something that trying again would not change.
pub(super) const fn error(status: u32) -> Option<SendError> {
    Some(match status {
        is::THROTTLED | is::QUEUE_FULL => return None,
        is::INVALID_DESTINATION => SendError::Refused(FailureReason::NumberUnreachable),
        is::OK | is::SYSTEM_ERROR | is::SUBMIT_FAILED | is::TEMPORARY | is::INVALID_BIND_STATUS => {
            SendError::Unreachable
        }
        status if is_configuration(status) => SendError::Misconfigured,
        _ => SendError::Refused(FailureReason::GatewayRefused),
    })
}

const fn is_configuration(status: u32) -> bool {
    matches!(
        status,
        is::INVALID_SOURCE
            | is::BIND_FAILED
            | is::INVALID_PASSWORD
            | is::INVALID_SYSTEM_ID
            | is::INVALID_SERVICE_TYPE
            | is::INVALID_SOURCE_TON..=is::INVALID_DESTINATION_NPI | is::INVALID_SYSTEM_TYPE
    )
}

impl Reason {
    /// What it means for texts that were not written.
    #[must_use]
    pub const fn error(self) -> SendError {
        match self {
            Self::BindRefused(status) if is_configuration(status) => SendError::Misconfigured,
            _ => SendError::Unreachable,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whom_to_blame() {
        use SendError::{Misconfigured, Refused, Unreachable};
        for (status, expected) in [
            (0x58, None),
            (0x14, None),
            (0x0b, Some(Refused(FailureReason::NumberUnreachable))),
            (0x08, Some(Unreachable)),
            (0x45, Some(Unreachable)),
            (0x64, Some(Unreachable)),
            (0x0a, Some(Misconfigured)),
            (0x0e, Some(Misconfigured)),
            (0x50, Some(Misconfigured)),
            (0x01, Some(Refused(FailureReason::GatewayRefused))),
            (0x66, Some(Refused(FailureReason::GatewayRefused))),
            (0x400, Some(Refused(FailureReason::GatewayRefused))),
        ] {
            assert_eq!(error(status), expected, "{status:#x}");
        }
        assert_eq!(Reason::BindRefused(0x0d).error(), Misconfigured);
        assert_eq!(
            Reason::BindRefused(0x05).error(),
            Unreachable,
            "bound already: a session that has not ended yet"
        );
        assert_eq!(Reason::Lost.error(), Unreachable);
    }
}
