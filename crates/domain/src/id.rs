//! 128-bit identifiers. Text form: 32 lower-case hexadecimal digits.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::UnixMillis;

/// Why a text is no identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an id is 32 hexadecimal digits")]
pub struct IdError;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; 16]);

        impl $name {
            /// The id made of these 16 bytes.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            /// The id found in a 16-byte column.
            ///
            /// # Errors
            /// When the slice has another length.
            pub fn from_slice(bytes: &[u8]) -> Result<Self, IdError> {
                bytes.try_into().map(Self).map_err(|_| IdError)
            }

            /// A new id in the layout of UUID version 7 (RFC 9562): 48 bits of time, so that rows written
            /// together lie together, then 74 random bits.
            #[must_use]
            pub fn new(now: UnixMillis, random: [u8; 10]) -> Self {
                Self(time_ordered(now, random))
            }

            /// The 16 bytes.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; 16] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_hex(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_hex(&self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                parse_hex(text).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
            }
        }
    };
}

id!(
    /// A message: content from one sender. Chosen by whoever seals it, because the seal is bound to it, and the key
    /// by which a repeated submission is recognised.
    MessageId
);
id!(
    /// A delivery: one message for one recipient.
    DeliveryId
);
id!(
    /// A notice: the SMS that announces a delivery.
    NoticeId
);
id!(
    /// Somebody who holds keys: an account or a recipient.
    PersonId
);
id!(
    /// An app password: what one mail program signs in with.
    AppPasswordId
);
id!(
    /// A passkey: what a device keeps for one person, behind a finger, a face or the screen's lock.
    PasskeyId
);
id!(
    /// A report: a mail that tells a sender what became of a delivery.
    ReportId
);
id!(
    /// A warning: a mail that tells an account what happened to its sign-in.
    WarningId
);
id!(
    /// A public key: the first 16 bytes of the SHA-256 of its algorithm id and bytes.
    KeyId
);

fn time_ordered(now: UnixMillis, random: [u8; 10]) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes[..6].copy_from_slice(&now.get().to_be_bytes()[2..]);
    bytes[6..].copy_from_slice(&random);
    bytes[6] = (bytes[6] & 0x0f) | 0x70;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    bytes
}

fn write_hex(bytes: &[u8; 16], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}

fn parse_hex(text: &str) -> Result<[u8; 16], IdError> {
    let digits = text.as_bytes();
    if digits.len() != 32 {
        return Err(IdError);
    }
    let mut bytes = [0; 16];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
    }
    Ok(bytes)
}

fn nibble(digit: u8) -> Result<u8, IdError> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        _ => Err(IdError),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_form_round_trips() {
        let id = MessageId::new(UnixMillis::new(1_700_000_000_000), [7; 10]);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(serde_json::from_str::<MessageId>(&serde_json::to_string(&id).unwrap()).unwrap(), id);
    }

    #[test]
    fn later_ids_sort_later() {
        let earlier = NoticeId::new(UnixMillis::new(1), [0xff; 10]);
        assert!(earlier < NoticeId::new(UnixMillis::new(2), [0; 10]));
    }

    #[test]
    fn other_text_is_refused() {
        for text in
            ["", "0", &"g".repeat(32), &"A".repeat(32), &"0".repeat(33), "é000000000000000000000000000000"]
        {
            assert_eq!(text.parse::<MessageId>(), Err(IdError), "{text}");
        }
    }
}
