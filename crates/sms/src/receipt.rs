//! What gateways tell afterwards: what became of a text, what phones answer, and who wants no texts.

use std::fmt;

use domain::{FailureReason, NoticeId, PhoneNumber};

/// Something that a gateway tells. The same may come more than once, and in any order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// What became of a text.
    Receipt(Receipt),
    /// A text from somebody's phone.
    Inbound(Inbound),
    /// The provider itself no longer sends to a number, since its owner said so there; or does again.
    OptOut {
        /// Whose number.
        phone: PhoneNumber,
        /// Whether they want none; `false` when they want texts again.
        out: bool,
    },
}

/// What became of a text that a gateway took. `Debug` does not show which text it was.
#[derive(Clone, PartialEq, Eq)]
pub struct Receipt {
    /// What the gateway may have called the text when it took it, the likeliest first.
    pub references: Vec<String>,
    /// The id that the text was sent with, where the gateway repeats it.
    pub id: Option<NoticeId>,
    /// What became of it.
    pub outcome: Outcome,
    /// What it cost, where the gateway says so.
    pub price: Option<Price>,
}

/// What became of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is on its way.
    Sent,
    /// The handset has it.
    Delivered,
    /// It will not arrive.
    Undeliverable(FailureReason),
}

/// What a text cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price {
    /// Millionths of the currency's unit.
    pub micros: u64,
    /// The currency (ISO 4217), in capitals.
    pub currency: [u8; 3],
}

/// A text from somebody's phone. `Debug` shows neither numbers nor words.
#[derive(Clone, PartialEq, Eq)]
pub struct Inbound {
    /// The gateway's own id for it, by which a repeated one is known.
    pub id: Option<String>,
    /// The phone's number as the gateway writes it, with or without `+`.
    pub from: String,
    /// The number or short code that it was sent to.
    pub to: String,
    /// The words.
    pub body: String,
}

impl Price {
    /// A price from a decimal number such as `0.0075`; its sign is left out, since some providers count money spent
    /// as negative. `None` when it is no number, or the currency is none.
    #[must_use]
    pub fn parse(amount: &str, currency: &str) -> Option<Self> {
        let currency: [u8; 3] = currency.trim().as_bytes().try_into().ok()?;
        if !currency.iter().all(u8::is_ascii_alphabetic) {
            return None;
        }
        let amount = amount.trim().trim_start_matches('-');
        let (whole, fraction) = amount.split_once('.').unwrap_or((amount, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(fraction) {
            return None;
        }
        let fraction = format!("{fraction:0<6}");
        let fraction: u64 = fraction.get(..6)?.parse().ok()?;
        let micros = whole.parse::<u64>().ok()?.checked_mul(1_000_000)?.checked_add(fraction)?;
        Some(Self { micros, currency: currency.map(|letter| letter.to_ascii_uppercase()) })
    }
}

impl fmt::Debug for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receipt").field("outcome", &self.outcome).finish_non_exhaustive()
    }
}

impl fmt::Debug for Inbound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Inbound(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices() {
        let price =
            |micros, currency: &str| Price { micros, currency: currency.as_bytes().try_into().unwrap() };
        assert_eq!(Price::parse("-0.00750", "usd"), Some(price(7_500, "USD")));
        assert_eq!(Price::parse("1", "EUR"), Some(price(1_000_000, "EUR")));
        assert_eq!(Price::parse("0.03330001", "EUR"), Some(price(33_300, "EUR")));
        for (amount, currency) in [("", "USD"), ("1,5", "USD"), ("1.x", "USD"), ("1", "US"), ("1", "U$D")] {
            assert_eq!(Price::parse(amount, currency), None, "{amount} {currency}");
        }
        assert_eq!(Price::parse("99999999999999999999", "USD"), None);
    }

    #[test]
    fn nobody_reads_whose_it_was() {
        let inbound = Inbound { id: None, from: "12114367789".into(), to: "1".into(), body: "STOP".into() };
        assert_eq!(format!("{inbound:?}"), "Inbound(..)");
    }
}
