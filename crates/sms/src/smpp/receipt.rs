use std::fmt;

use super::{encoding, pdu::Deliver};

/// The bits of esm_class that say what a deliver_sm is (SMPP 3.4, section 5.2.12).
const TYPE: u8 = 0x3c;
const RECEIPT: u8 = 0x04;
const NOTIFICATION: u8 = 0x20;
/// Longer identifiers and error codes are nobody's.
const MOST: usize = 64;

/// What became of a text, as the carrier says. `Debug` does not show which text it was.
#[derive(Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The identifier that the carrier gave the text, as the receipt has it; see [`Receipt::references`].
    pub message_id: String,
    /// What became of it.
    pub outcome: Outcome,
    /// The carrier's own error code; digits or letters.
    pub error: Option<String>,
}

/// The states of a message (SMPP 3.4, section 5.2.28).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// On its way.
    Enroute,
    /// The phone has it.
    Delivered,
    /// Its time ran out.
    Expired,
    /// Somebody deleted it.
    Deleted,
    /// It cannot be delivered.
    Undeliverable,
    /// Somebody read it on the recipient's behalf.
    Accepted,
    /// The carrier does not know.
    Unknown,
    /// The carrier did not want it.
    Rejected,
}

impl Receipt {
    /// Reads the text form (SMPP 3.4, appendix B), in the variants that carriers make of it. `None` when it names no
    /// message.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fields = before_words(text);
        let outcome = field(fields, "stat").map_or(Outcome::Unknown, Outcome::of_word);
        let error = field(fields, "err").map(str::to_owned);
        Some(Self { message_id: field(fields, "id")?.to_owned(), outcome, error })
    }

    /// The receipt in a deliver_sm, if it is one. Optional parameters count for more than the text.
    pub(super) fn of(deliver: &Deliver) -> Option<Self> {
        let id = deliver.receipted_message_id.as_deref().map(str::trim).filter(|id| is_word(id));
        let state = deliver.message_state;
        let says_so = matches!(deliver.esm_class & TYPE, RECEIPT | NOTIFICATION);
        if !says_so && (id.is_none() || state.is_none()) {
            return None;
        }
        let mut receipt = Self::parse(&encoding::decode(deliver.data_coding, &deliver.content))
            .or_else(|| Some(Self { message_id: id?.to_owned(), outcome: Outcome::Unknown, error: None }))?;
        if let Some(id) = id {
            receipt.message_id = id.to_owned();
        }
        if let Some(state) = state {
            receipt.outcome = Outcome::of_state(state);
        }
        Some(receipt)
    }

    /// What the submit_sm_resp may have called the message, the likeliest first: there are carriers that answer with
    /// a hexadecimal number and send the receipt with the decimal one, or the other way round, and some pad with zeros.
    /// Look for them in this order, and among the texts of this gateway only.
    #[must_use]
    pub fn references(&self) -> Vec<String> {
        let id = &self.message_id;
        let mut references = vec![id.clone()];
        let mut also = |reference: String| {
            if !references.contains(&reference) {
                references.push(reference);
            }
        };
        also(id.to_ascii_uppercase());
        also(id.to_ascii_lowercase());
        if let Ok(number) = id.parse::<u64>() {
            for reference in [format!("{number}"), format!("{number:x}"), format!("{number:X}")] {
                also(reference);
            }
        }
        if let Ok(number) = u64::from_str_radix(id, 16) {
            also(format!("{number}"));
        }
        references
    }
}

impl Outcome {
    /// message_state's values; 0 and what nobody defined is unknown.
    fn of_state(state: u8) -> Self {
        match state {
            1 => Self::Enroute,
            2 => Self::Delivered,
            3 => Self::Expired,
            4 => Self::Deleted,
            5 => Self::Undeliverable,
            6 => Self::Accepted,
            8 => Self::Rejected,
            _ => Self::Unknown,
        }
    }

    /// Carriers shorten the words, write them out or send the number instead.
    fn of_word(word: &str) -> Self {
        if let Ok(state) = word.parse() {
            return Self::of_state(state);
        }
        const WORDS: [(&str, Outcome); 7] = [
            ("ENRO", Outcome::Enroute),
            ("DELIV", Outcome::Delivered),
            ("EXPI", Outcome::Expired),
            ("DELE", Outcome::Deleted),
            ("UNDEL", Outcome::Undeliverable),
            ("ACCE", Outcome::Accepted),
            ("REJ", Outcome::Rejected),
        ];
        let word = word.to_ascii_uppercase();
        WORDS.iter().find(|(start, _)| word.starts_with(start)).map_or(Self::Unknown, |(_, outcome)| *outcome)
    }
}

/// The fields are in front of the message's own first words, which may look like fields.
fn before_words(text: &str) -> &str {
    let text = text.get(..text.len().min(4096)).unwrap_or(text);
    start_of(text, "text").map_or(text, |(before, _)| before)
}

/// The word after `name:`; `None` when there is none before the next field.
fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = start_of(text, name)?;
    let word = rest.trim_start().split(|c: char| c.is_whitespace() || matches!(c, ',' | ';')).next()?;
    is_word(word).then_some(word)
}

/// What is in front of `name:` and what is behind, whatever its case and the blanks around the colon. A name is at the
/// beginning or behind a blank or a comma.
fn start_of<'a>(text: &'a str, name: &str) -> Option<(&'a str, &'a str)> {
    let lower = text.to_ascii_lowercase();
    lower.match_indices(name).find_map(|(at, _)| {
        let before = &text[..at];
        let rest = text[at + name.len()..].trim_start().strip_prefix(':')?;
        let fresh =
            before.chars().next_back().is_none_or(|c| c.is_whitespace() || matches!(c, ',' | ';' | '\0'));
        fresh.then_some((before, rest))
    })
}

fn is_word(word: &str) -> bool {
    (1..=MOST).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_graphic() && byte != b':')
}

impl fmt::Debug for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receipt").field("outcome", &self.outcome).finish_non_exhaustive()
    }
}

#[cfg(test)]
#[path = "receipt_tests.rs"]
mod tests;
