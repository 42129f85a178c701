//! What can become of a delivery.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A code that this version does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown code")]
pub struct UnknownCode;

macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $code)] $variant,)+
        }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code that the database and the wire use.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }
        }

        impl FromStr for $name {
            type Err = UnknownCode;
            fn from_str(code: &str) -> Result<Self, UnknownCode> {
                match code { $($code => Ok(Self::$variant),)+ _ => Err(UnknownCode) }
            }
        }
    };
}

coded!(
    /// Where a delivery stands.
    ///
    /// ```text
    /// queued ─→ sent ─→ delivered ─→ opened
    ///    └──→ failed        any but failed ─→ expired | recalled
    /// ```
    /// A receipt may overtake its answer, and a recipient may open before the carrier's receipt: a state only ever
    /// moves to one of higher [`rank`](DeliveryState::rank).
    DeliveryState {
        /// The notice waits for a gateway.
        Queued = "queued",
        /// A gateway took the notice.
        Sent = "sent",
        /// The carrier says that the handset has the notice.
        Delivered = "delivered",
        /// The recipient's page showed the message.
        Opened = "opened",
        /// The notice could not be sent.
        Failed = "failed",
        /// The message's time ran out; its content is erased.
        Expired = "expired",
        /// The sender took the message back; its content is erased.
        Recalled = "recalled",
    }
);

impl DeliveryState {
    /// How far along a state is.
    #[must_use]
    pub const fn rank(self) -> u8 {
        match self {
            Self::Queued => 0,
            Self::Sent => 1,
            Self::Delivered => 2,
            Self::Failed => 3,
            Self::Opened => 4,
            Self::Expired | Self::Recalled => 5,
        }
    }

    /// Whether the delivery's content is erased and nothing more will happen.
    #[must_use]
    pub const fn is_ended(self) -> bool {
        matches!(self, Self::Expired | Self::Recalled)
    }
}

coded!(
    /// Why a notice could not be sent, in words that its sender understands.
    FailureReason {
        /// The gateway could not be reached until Narwhal gave up.
        GatewayUnreachable = "gateway-unreachable",
        /// The gateway refused the notice for good.
        GatewayRefused = "gateway-refused",
        /// The number cannot receive texts.
        NumberUnreachable = "number-unreachable",
    }
);

impl FailureReason {
    /// What happened and what to do, for the sender.
    #[must_use]
    pub const fn explanation(self) -> &'static str {
        match self {
            Self::GatewayUnreachable => {
                "The text-message gateway could not be reached in time. Use “Remind” to try again, or ask your administrator."
            }
            Self::GatewayRefused => {
                "The text-message gateway refused the notice. Ask your administrator to look at the gateway."
            }
            Self::NumberUnreachable => {
                "This number cannot receive text messages. Check it, or reach the person another way."
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_round_trip() {
        for state in DeliveryState::ALL {
            assert_eq!(state.code().parse(), Ok(*state));
            assert_eq!(serde_json::to_string(state).unwrap(), format!("\"{}\"", state.code()));
        }
        assert_eq!("lost".parse::<DeliveryState>(), Err(UnknownCode));
    }
}
