//! Any gateway that takes a text in one HTTP request, described by templates.

mod checks;
mod send;
mod template;
mod webhook;
mod webhook_settings;

use http::{HeaderName, Method};
use zeroize::Zeroizing;

use super::{Secret, Sender, SettingsError};
use template::{Place, Template};
pub use webhook_settings::GenericWebhook;

/// A gateway described by templates.
///
/// In templates, `{to}` is the recipient's number with `+`, `{digits}` the same without, `{from}` the sender,
/// `{text}` the words and `{id}` the notice's id: 32 hexadecimal digits, the same when it is repeated. Each is written so that it
/// cannot leave the place where it stands.
#[derive(Debug, Clone)]
pub struct Generic {
    method: Method,
    url: Template,
    headers: Vec<(HeaderName, Template)>,
    body: Option<(Place, &'static str, Template)>,
    from: Option<Sender>,
    reference: Reference,
    accepted: Statuses,
    webhook: Option<GenericWebhook>,
}

/// A gateway's description as somebody wrote it.
#[derive(Debug, Clone)]
pub struct GenericSettings {
    /// GET, POST or PUT.
    pub method: String,
    /// A template. It may hold a password, so it is a secret.
    pub url: Secret,
    /// Names, and templates of values; without `{text}`.
    pub headers: Vec<(String, Secret)>,
    /// What is sent.
    pub body: GenericBody,
    /// Whom texts are from, for `{from}`.
    pub from: Option<Sender>,
    /// Where the answer says how the gateway calls the text.
    pub reference: Reference,
    /// Which statuses mean that the gateway took the text.
    pub accepted: Statuses,
}

/// What is sent to a gateway described by templates.
#[derive(Debug, Clone)]
pub enum GenericBody {
    /// Nothing: it all stands in the URL.
    None,
    /// A template of JSON.
    Json(Secret),
    /// A template of a form (`application/x-www-form-urlencoded`).
    Form(Secret),
}

/// Where a gateway's answer says how it calls the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reference {
    /// In its JSON.
    Json(Pointer),
    /// In a header.
    Header(HeaderName),
    /// The answer is the id and nothing else.
    Body,
    /// Nowhere. Receipts then have to repeat `{id}`.
    Nowhere,
}

/// A JSON pointer (RFC 6901) to something within a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pointer(String);

/// The statuses that mean that a gateway took a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statuses(Vec<(u16, u16)>);

impl Generic {
    /// Checks a description.
    ///
    /// # Errors
    /// The first thing in it that cannot work, with what to write instead.
    pub fn new(settings: GenericSettings) -> Result<Self, SettingsError> {
        let generic = Self {
            method: checks::method(&settings.method)?,
            url: Template::parse("url", settings.url.expose())?,
            headers: checks::headers(&settings.headers)?,
            body: checks::body(&settings.body)?,
            from: settings.from,
            reference: settings.reference,
            accepted: settings.accepted,
            webhook: None,
        };
        generic.check_url()?;
        generic.check_body()?;
        generic.check_placeholders()?;
        Ok(generic)
    }

    /// With a webhook.
    #[must_use]
    pub fn with_webhook(mut self, webhook: GenericWebhook) -> Self {
        self.webhook = Some(webhook);
        self
    }

    fn templates(&self) -> impl Iterator<Item = &Template> {
        let headers = self.headers.iter().map(|(_, template)| template);
        headers.chain([&self.url]).chain(self.body.iter().map(|(_, _, template)| template))
    }
}

impl Reference {
    /// In the answer's JSON, such as at `/messages/0/id`.
    ///
    /// # Errors
    /// When it is no JSON pointer.
    pub fn json(pointer: &str) -> Result<Self, SettingsError> {
        Pointer::new("reference", pointer).map(Self::Json)
    }

    /// In one of the answer's headers.
    ///
    /// # Errors
    /// When there can be no such header.
    pub fn header(name: &str) -> Result<Self, SettingsError> {
        let name = name.parse().map_err(|_| SettingsError::Header { name: name.to_owned() })?;
        Ok(Self::Header(name))
    }
}

impl Pointer {
    /// A pointer as `setting` has it.
    ///
    /// # Errors
    /// When it is no JSON pointer.
    pub fn new(setting: &'static str, pointer: &str) -> Result<Self, SettingsError> {
        let escapes = pointer.split('~').skip(1).all(|after| after.starts_with(['0', '1']));
        if !pointer.starts_with('/') || !escapes {
            return Err(SettingsError::Pointer { setting });
        }
        Ok(Self(pointer.to_owned()))
    }

    /// The text or the number that is there.
    pub(super) fn find(&self, document: &serde_json::Value) -> Option<Zeroizing<String>> {
        super::json::text(document, &self.0).map(Zeroizing::new)
    }
}

impl Statuses {
    /// Statuses as `200-299` or `200,202`.
    ///
    /// # Errors
    /// When one of them is none that could mean success.
    pub fn parse(text: &str) -> Result<Self, SettingsError> {
        let range = |part: &str| {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let first = first.trim().parse().ok().filter(|status| (200..300).contains(status))?;
            let last = last.trim().parse().ok().filter(|status| (first..300).contains(status))?;
            Some((first, last))
        };
        let ranges: Option<Vec<_>> = text.split(',').map(range).collect();
        ranges.map(Self).ok_or(SettingsError::Statuses)
    }

    pub(super) fn contain(&self, status: u16) -> bool {
        self.0.iter().any(|&(first, last)| (first..=last).contains(&status))
    }
}

impl Default for Statuses {
    fn default() -> Self {
        Self(vec![(200, 299)])
    }
}
