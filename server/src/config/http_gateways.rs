//! Gateways that are reached over HTTP: what their settings mean.

use std::str::FromStr;

use sms::http::{
    Generic, GenericBody, GenericSettings, GenericWebhook, MessagingServiceSid, Phone, Provider, Reference,
    Secret, Sender, SettingsError, Statuses, Telnyx, Twilio, TwilioSender, Vonage,
};

use super::{
    gateways::{Kind, Written},
    layers::ConfigError,
};

/// One gateway's settings.
struct Settings<'a> {
    name: &'a str,
    written: &'a Written,
    kind: Kind,
}

/// The provider that a gateway of this kind is; `None` when it is not reached over HTTP.
pub(super) fn understand(name: &str, written: &Written, kind: Kind) -> Result<Option<Provider>, ConfigError> {
    let settings = Settings { name, written, kind };
    Ok(Some(match kind.name {
        "twilio" => Provider::Twilio(settings.twilio()?),
        "telnyx" => Provider::Telnyx(settings.telnyx()?),
        "vonage" => Provider::Vonage(settings.vonage()?),
        "phone" => Provider::Phone(settings.phone()?),
        "http" => Provider::Generic(Box::new(settings.generic()?)),
        _ => return Ok(None),
    }))
}

impl Settings<'_> {
    fn twilio(&self) -> Result<Twilio, ConfigError> {
        let sender = match (self.parsed("from")?, self.text("messaging_service_sid")?) {
            (Some(from), None) => TwilioSender::From(from),
            (None, Some(sid)) => TwilioSender::MessagingService(self.made(MessagingServiceSid::new(&sid))?),
            (None, None) => return Err(self.error("write from or messaging_service_sid")),
            (Some(_), Some(_)) => {
                return Err(self.error("from and messaging_service_sid are both given; remove one of them"));
            }
        };
        let twilio = Twilio::new(&self.required("account_sid")?, self.secret("auth_token")?, sender);
        self.at(self.made(twilio)?, Twilio::at)
    }

    fn telnyx(&self) -> Result<Telnyx, ConfigError> {
        let profile = self.text("messaging_profile_id")?;
        let telnyx = Telnyx::new(self.secret("api_key")?, self.parsed("from")?, profile.as_deref());
        let telnyx = match self.text("public_key")? {
            Some(key) => self.made(telnyx.and_then(|telnyx| telnyx.with_public_key(&key)))?,
            None => self.made(telnyx)?,
        };
        self.at(telnyx, Telnyx::at)
    }

    fn vonage(&self) -> Result<Vonage, ConfigError> {
        let from = self.parsed("from")?.ok_or_else(|| self.error("write from"))?;
        let vonage = Vonage::new(&self.required("api_key")?, self.secret("api_secret")?, from);
        let vonage = match self.maybe_secret("signature_secret")? {
            Some(secret) => self.made(vonage.and_then(|vonage| vonage.with_signature_secret(secret)))?,
            None => self.made(vonage)?,
        };
        self.at(vonage, Vonage::at)
    }

    fn phone(&self) -> Result<Phone, ConfigError> {
        let phone = Phone::new(&self.required("url")?, &self.required("user")?, self.secret("password")?);
        let mut phone = self.made(phone)?;
        if let Some(key) = self.maybe_secret("signing_key")? {
            phone = self.made(phone.with_signing_key(key))?;
        }
        let sim = self.written.parse(self.kind, "sim", |text| {
            text.parse::<u8>().map_err(|_| format!("{text:?} is no number"))
        })?;
        match sim {
            Some(number) => self.made(phone.with_sim(number)),
            None => Ok(phone),
        }
    }

    fn generic(&self) -> Result<Generic, ConfigError> {
        let mut headers = self.headers()?;
        if let Some(value) = self.maybe_secret("authorization")? {
            headers.push(("authorization".to_owned(), value));
        }
        let body = match (self.maybe_secret("body")?, self.text("content_type")?.as_deref()) {
            (None, _) => GenericBody::None,
            (Some(body), None | Some("application/json")) => GenericBody::Json(body),
            (Some(body), Some("application/x-www-form-urlencoded")) => GenericBody::Form(body),
            (Some(_), Some(_)) => {
                return Err(
                    self.error("content_type is application/json or application/x-www-form-urlencoded")
                );
            }
        };
        let reference = match self.text("id_at")?.as_deref() {
            None => Reference::Nowhere,
            Some("body") => Reference::Body,
            Some(pointer) if pointer.starts_with('/') => self.made(Reference::json(pointer))?,
            Some(header) => self.made(Reference::header(header))?,
        };
        let accepted = match self.text("accepted")? {
            Some(text) => self.made(Statuses::parse(&text))?,
            None => Statuses::default(),
        };
        let settings = GenericSettings {
            method: self.text("method")?.unwrap_or_else(|| "POST".to_owned()),
            url: self.secret("url")?,
            headers,
            body,
            from: self.parsed("from")?,
            reference,
            accepted,
        };
        let generic = self.made(Generic::new(settings))?;
        Ok(match self.webhook()? {
            Some(webhook) => generic.with_webhook(webhook),
            None => generic,
        })
    }

    /// `X-Account: 12`, one on each line.
    fn headers(&self) -> Result<Vec<(String, Secret)>, ConfigError> {
        let Some(lines) = self.text("headers")? else { return Ok(Vec::new()) };
        let lines = lines.lines().map(str::trim).filter(|line| !line.is_empty());
        lines
            .map(|line| {
                let pair = line
                    .split_once(':')
                    .map(|(name, value)| (name.trim().to_owned(), Secret::new(value.trim().to_owned())));
                pair.ok_or_else(|| self.error("a header has a name, a colon and a value"))
            })
            .collect()
    }

    fn webhook(&self) -> Result<Option<GenericWebhook>, ConfigError> {
        let Some(token) = self.maybe_secret("webhook_token")? else { return Ok(None) };
        let words = |name| -> Result<Vec<String>, ConfigError> {
            let text = self.text(name)?.unwrap_or_default();
            Ok(text.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect())
        };
        let (id, state) = (self.required("receipt_id_at")?, self.required("receipt_state_at")?);
        let words = (words("delivered")?, words("failed")?);
        let webhook = GenericWebhook::new("x-narwhal-token", token, (&id, &state), (&words.0, &words.1));
        let webhook = self.made(webhook)?;
        let inbound =
            [self.text("inbound_from_at")?, self.text("inbound_to_at")?, self.text("inbound_text_at")?];
        match inbound {
            [Some(from), Some(to), Some(text)] => {
                self.made(webhook.with_inbound(&from, &to, &text)).map(Some)
            }
            [None, None, None] => Ok(Some(webhook)),
            _ => Err(self.error("write all of inbound_from_at, inbound_to_at and inbound_text_at, or none")),
        }
    }

    /// With another address, if one is written.
    fn at<T>(&self, made: T, at: fn(T, &str) -> Result<T, SettingsError>) -> Result<T, ConfigError> {
        match self.text("base_url")? {
            Some(url) => self.made(at(made, &url)),
            None => Ok(made),
        }
    }

    fn text(&self, key: &str) -> Result<Option<String>, ConfigError> {
        self.written.parse(self.kind, key, |text| Ok(text.to_owned()))
    }

    fn required(&self, key: &str) -> Result<String, ConfigError> {
        self.written.require(self.name, self.kind, key, |text| Ok(text.to_owned()))
    }

    fn secret(&self, key: &str) -> Result<Secret, ConfigError> {
        self.written.require(self.name, self.kind, key, |text| Ok(Secret::new(text.to_owned())))
    }

    fn maybe_secret(&self, key: &str) -> Result<Option<Secret>, ConfigError> {
        self.written.parse(self.kind, key, |text| Ok(Secret::new(text.to_owned())))
    }

    fn parsed(&self, key: &str) -> Result<Option<Sender>, ConfigError> {
        self.written.parse(self.kind, key, |text| Sender::from_str(text).map_err(|error| error.to_string()))
    }

    fn made<T>(&self, made: Result<T, SettingsError>) -> Result<T, ConfigError> {
        made.map_err(|error| self.error(&error.to_string()))
    }

    fn error(&self, problem: &str) -> ConfigError {
        ConfigError::Gateway { gateway: self.name.to_owned(), problem: problem.to_owned() }
    }
}
