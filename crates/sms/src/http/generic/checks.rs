//! What must hold of a gateway's description before anything is sent.

use http::{HeaderName, HeaderValue, Method, header};
use serde_json::Value;
use url::Url;

use super::{
    super::{
        Secret, SettingsError,
        settings::{Plain, secure},
    },
    Generic, GenericBody, Place, Template,
    template::Placeholder,
};

/// The headers that describe the request itself.
const OURS: [HeaderName; 5] = [
    header::HOST,
    header::CONTENT_LENGTH,
    header::CONTENT_TYPE,
    header::CONNECTION,
    header::TRANSFER_ENCODING,
];

pub(super) fn method(name: &str) -> Result<Method, SettingsError> {
    match name.to_ascii_uppercase().as_str() {
        "GET" => Ok(Method::GET),
        "POST" => Ok(Method::POST),
        "PUT" => Ok(Method::PUT),
        _ => Err(SettingsError::Method),
    }
}

pub(super) fn headers(written: &[(String, Secret)]) -> Result<Vec<(HeaderName, Template)>, SettingsError> {
    written.iter().map(|(name, value)| header(name, value)).collect()
}

fn header(name: &str, value: &Secret) -> Result<(HeaderName, Template), SettingsError> {
    let wrong = || SettingsError::Header { name: name.to_owned() };
    let parsed: HeaderName = name.parse().map_err(|_| wrong())?;
    let value = Template::parse("headers", value.expose())?;
    if value.has(Placeholder::Text) {
        return Err(SettingsError::PlaceholderPlace { setting: "headers", name: "text" });
    }
    let sample = value.sample(Place::Header, None);
    if OURS.contains(&parsed) || !sample.is_ascii() || HeaderValue::from_str(&sample).is_err() {
        return Err(wrong());
    }
    Ok((parsed, value))
}

pub(super) fn body(body: &GenericBody) -> Result<Option<(Place, &'static str, Template)>, SettingsError> {
    let (place, kind, written) = match body {
        GenericBody::None => return Ok(None),
        GenericBody::Json(written) => (Place::Json, "application/json", written),
        GenericBody::Form(written) => (Place::Percent, "application/x-www-form-urlencoded", written),
    };
    Ok(Some((place, kind, Template::parse("body", written.expose())?)))
}

impl Generic {
    pub(super) fn check_url(&self) -> Result<(), SettingsError> {
        let (setting, example) = ("url", "https://gateway.example.org/send?to={to}&text={text}");
        if let Some(first) = self.url.placeholders().next() {
            let before = self.url.before(None);
            let host = before.split_once("://").map_or("", |(_, host)| host);
            if !host.contains(['/', '?']) {
                return Err(SettingsError::PlaceholderPlace { setting, name: first.name() });
            }
        }
        if self.url.has(Placeholder::Text) && !self.url.before(Some(Placeholder::Text)).contains('?') {
            return Err(SettingsError::PlaceholderPlace { setting, name: "text" });
        }
        let sample = self.url.sample(Place::Percent, self.from.as_ref());
        let url = Url::parse(&sample).map_err(|_| SettingsError::Url { setting, example })?;
        if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
            let example = "https://gateway.example.org/send, with the password in a header (Authorization)";
            return Err(SettingsError::Url { setting, example });
        }
        sample.parse::<http::Uri>().map_err(|_| SettingsError::Url { setting, example })?;
        secure(setting, &url, Plain::OwnNetwork)
    }

    pub(super) fn check_body(&self) -> Result<(), SettingsError> {
        match &self.body {
            Some(_) if self.method == Method::GET => Err(SettingsError::BodyOfGet),
            Some((Place::Json, _, body)) => {
                let sample = body.sample(Place::Json, self.from.as_ref());
                serde_json::from_str::<Value>(&sample).map(|_| ()).map_err(|_| SettingsError::Json)
            }
            _ => Ok(()),
        }
    }

    pub(super) fn check_placeholders(&self) -> Result<(), SettingsError> {
        let anywhere = |placeholder| self.templates().any(|template| template.has(placeholder));
        if !anywhere(Placeholder::Text) {
            return Err(SettingsError::PlaceholderMissing { name: "text", what: "what to send" });
        }
        if !anywhere(Placeholder::To) && !anywhere(Placeholder::Digits) {
            return Err(SettingsError::PlaceholderMissing { name: "to", what: "whom to send it to" });
        }
        if anywhere(Placeholder::From) && self.from.is_none() {
            return Err(SettingsError::FromMissing);
        }
        Ok(())
    }
}
