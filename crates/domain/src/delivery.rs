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
    /// queued ─→ unknown ─→ sent ─→ delivered ─→ opened
    ///    └────────┴─────────┴─→ failed        any but failed ─→ expired | recalled
    /// ```
    /// A receipt may overtake its answer, and a recipient may open before the carrier's receipt: a state only ever
    /// moves to one of higher [`rank`](DeliveryState::rank).
    DeliveryState {
        /// The notice waits for a gateway.
        Queued = "queued",
        /// A gateway may have taken the notice, and did not say so.
        Unknown = "unknown",
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
            Self::Unknown => 1,
            Self::Sent => 2,
            Self::Delivered => 3,
            Self::Failed => 4,
            Self::Opened => 5,
            Self::Expired | Self::Recalled => 6,
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
        /// Nobody has the number.
        NumberUnknown = "number-unknown",
        /// The number is of a telephone without texts.
        Landline = "landline",
        /// The handset was switched off or out of reach for as long as the carrier tried.
        SwitchedOff = "switched-off",
        /// The carrier, or the handset's owner, lets no such texts through.
        Blocked = "blocked",
        /// The number's owner wants no texts.
        OptedOut = "opted-out",
        /// Whoever has the number says that the message is not for them.
        NotForMe = "not-for-me",
        /// The message ended before a gateway could take its notice.
        TooLate = "too-late",
        /// No gateway is there for numbers like this one.
        NoRoute = "no-route",
    }
);

coded!(
    /// Of what a sender is told by mail.
    ReportTopic {
        /// The notice is held: the number got a new SIM a short while ago.
        SimChanged = "sim-changed",
        /// The notice is held: nobody says whether the number got a new SIM.
        SimUnanswered = "sim-unanswered",
        /// The notice reached the phone.
        Delivered = "delivered",
        /// The recipient opened the message.
        Opened = "opened",
        /// The notice could not be sent.
        Failed = "failed",
        /// The message expired unread.
        Expired = "expired",
        /// The recipient has forgotten their password, and asks for another one.
        ResetAsked = "reset-asked",
        /// The recipient has another password, and other keys.
        ResetDone = "reset-done",
        /// The organisation opened the message with its archive key.
        ArchiveOpened = "archive-opened",
        /// The recipient has other keys, and it was not this sender who agreed to that.
        KeysChanged = "keys-changed",
        /// Another sender has locked the number until it is claimed anew.
        Locked = "locked",
    }
);

coded!(
    /// Of what an account is warned by mail.
    WarningTopic {
        /// An authenticator app was added.
        AppAdded = "app-added",
        /// The authenticator app was removed.
        AppRemoved = "app-removed",
        /// An administrator took the second factor away.
        FactorReset = "factor-reset",
        /// New recovery codes were made.
        CodesMade = "codes-made",
        /// A recovery code was used.
        CodeUsed = "code-used",
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
            Self::NumberUnknown => "Nobody has this number. Check it with the person.",
            Self::Landline => {
                "This is the number of a telephone that gets no texts. Ask the person for a mobile number."
            }
            Self::SwitchedOff => {
                "The phone was switched off or out of reach for as long as its carrier tried. Use “Remind” to try again."
            }
            Self::Blocked => {
                "The carrier or the phone blocked the text. Reach the person another way, and tell your administrator."
            }
            Self::OptedOut => {
                "This person wants no texts from here. Reach them another way; they get texts again when they text START."
            }
            Self::NotForMe => {
                "Whoever has this number says that the message is not for them. Check the number with the person."
            }
            Self::TooLate => "The message's time ran out before a text could be sent.",
            Self::NoRoute => {
                "No text-message gateway is set up for numbers of this country. Ask your administrator."
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
