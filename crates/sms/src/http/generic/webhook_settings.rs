use http::HeaderName;

use super::{
    super::{Secret, SettingsError},
    Pointer,
};

/// The fewest characters of a token that nobody guesses.
const LEAST_TOKEN: usize = 16;

/// How a gateway described by templates tells what became of a text: JSON, with a shared token in a header.
#[derive(Debug, Clone)]
pub struct GenericWebhook {
    pub(super) header: HeaderName,
    pub(super) token: Secret,
    pub(super) id: Pointer,
    pub(super) status: Pointer,
    pub(super) delivered: Vec<String>,
    pub(super) failed: Vec<String>,
    pub(super) inbound: Option<InboundAt>,
}

/// Where a text from a phone stands.
#[derive(Debug, Clone)]
pub(super) struct InboundAt {
    pub(super) from: Pointer,
    pub(super) to: Pointer,
    pub(super) text: Pointer,
}

impl GenericWebhook {
    /// A webhook of receipts. `header` has to have `token`, on its own or after `Bearer `; `id` points to the text's id (the one of the answer, or `{id}`), and
    /// `status` to a word or number that is compared with those of `delivered` and `failed`, whatever their case.
    ///
    /// # Errors
    /// The first that cannot work.
    pub fn new(
        header: &str,
        token: Secret,
        (id, status): (&str, &str),
        (delivered, failed): (&[String], &[String]),
    ) -> Result<Self, SettingsError> {
        let lower =
            |words: &[String]| -> Vec<_> { words.iter().map(|word| word.trim().to_lowercase()).collect() };
        let (delivered, failed) = (lower(delivered), lower(failed));
        let clash = delivered.iter().any(|word| failed.contains(word));
        let empty = delivered.iter().chain(&failed).any(String::is_empty);
        if delivered.is_empty() || clash || empty {
            return Err(SettingsError::Words);
        }
        let token = token.checked("token")?;
        if token.expose().len() < LEAST_TOKEN {
            return Err(SettingsError::ShortToken);
        }
        Ok(Self {
            header: header.parse().map_err(|_| SettingsError::Header { name: header.to_owned() })?,
            token,
            id: Pointer::new("id", id)?,
            status: Pointer::new("status", status)?,
            delivered,
            failed,
            inbound: None,
        })
    }

    /// With texts from phones too: where their number, ours, and the words stand. Whatever has all three is one.
    ///
    /// # Errors
    /// When one of them is no JSON pointer.
    pub fn with_inbound(mut self, from: &str, to: &str, text: &str) -> Result<Self, SettingsError> {
        let [from, to, text] = [("from", from), ("to", to), ("text", text)]
            .map(|(setting, pointer)| Pointer::new(setting, pointer));
        self.inbound = Some(InboundAt { from: from?, to: to?, text: text? });
        Ok(self)
    }
}
