//! What the settings of all providers share: how they fail, whom texts are from, and which URLs will do.

use std::{fmt, str::FromStr};

use domain::PhoneNumber;
use url::{Host, Url};

/// Why settings will not do, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// A secret is missing, or cannot be one.
    #[error(
        "{setting} is empty, or has spaces or letters beyond ASCII: write it exactly as the provider shows it"
    )]
    Secret {
        /// Which setting.
        setting: &'static str,
    },
    /// Something else is missing, or too long to be right.
    #[error("{setting} is empty, or has spaces or letters beyond ASCII: write {example}")]
    Text {
        /// Which setting.
        setting: &'static str,
        /// What belongs there.
        example: &'static str,
    },
    /// A URL that no request can go to.
    #[error("{setting} is not a URL: write it in full, such as {example}")]
    Url {
        /// Which setting.
        setting: &'static str,
        /// What belongs there.
        example: &'static str,
    },
    /// A URL over which a password would be sent in the clear.
    #[error(
        "{setting} must begin with https://; http:// is only for this machine (127.0.0.1) and, where the gateway is your own, for addresses of your own network such as 192.168.1.20"
    )]
    Insecure {
        /// Which setting.
        setting: &'static str,
    },
    /// A URL with parts that it must not have.
    #[error(
        "{setting} must have neither a name and password, nor `?`, nor `#`: write only the address, such as {example}"
    )]
    UrlParts {
        /// Which setting.
        setting: &'static str,
        /// What belongs there.
        example: &'static str,
    },
    /// Twilio's account.
    #[error("account_sid is AC and 32 hexadecimal digits: copy it from the first page of Twilio's console")]
    TwilioAccount,
    /// Twilio's messaging service.
    #[error(
        "messaging_service_sid is MG and 32 hexadecimal digits: copy it from Messaging, Services, in Twilio's console"
    )]
    TwilioService,
    /// Telnyx's profile.
    #[error(
        "messaging_profile_id is a UUID such as 40017a3b-1c2d-4e5f-8a9b-0c1d2e3f4a5b: copy it from Messaging in Telnyx's portal"
    )]
    TelnyxProfile,
    /// Telnyx without either.
    #[error("write from (the number that texts come from) or messaging_profile_id, or both")]
    TelnyxSender,
    /// Telnyx's key.
    #[error(
        "public_key is 44 characters of base64: copy it from Keys & Credentials, Public Key, in Telnyx's portal"
    )]
    TelnyxKey,
    /// The phone's SIM.
    #[error("sim_number is 1, 2 or 3: the SIM's place in the phone")]
    Sim,
    /// Whom texts are from.
    #[error(
        "from is a number with + and country code (+12125550123), a short code (3 to 8 digits), or a name of 1 to 11 ASCII letters, digits and spaces with a letter in it"
    )]
    Sender,
    /// The generic gateway's method.
    #[error("method is GET, POST or PUT")]
    Method,
    /// GET with a body.
    #[error("a GET request has no body: put the placeholders into the URL, or write method = \"POST\"")]
    BodyOfGet,
    /// A placeholder that does not exist.
    #[error(
        "{setting} has the placeholder {{{name}}}, which does not exist: there are {{to}} (with +), {{digits}} (the same without +), {{from}}, {{text}} and {{id}}"
    )]
    Placeholder {
        /// Which setting.
        setting: &'static str,
        /// What stands between the braces.
        name: String,
    },
    /// A placeholder where it can do harm.
    #[error(
        "{setting} has {{{name}}} where it must not stand: {{text}} may stand in the body, or in the URL after `?`; no placeholder may stand in the URL's host"
    )]
    PlaceholderPlace {
        /// Which setting.
        setting: &'static str,
        /// What stands between the braces.
        name: &'static str,
    },
    /// Nothing says who gets the text, or what it says.
    #[error("neither url nor body has {{{name}}}: the gateway could not know {what}")]
    PlaceholderMissing {
        /// What should stand between the braces.
        name: &'static str,
        /// What the gateway would not know.
        what: &'static str,
    },
    /// The body with sample values is not JSON.
    #[error(
        "body is not JSON when its placeholders are filled in: placeholders stand inside quotes, as in {{\"to\": \"{{to}}\"}}"
    )]
    Json,
    /// `{from}` without anything to put there.
    #[error("the placeholder {{from}} is used, and from is missing: write from")]
    FromMissing,
    /// A header's name or value.
    #[error(
        "the header {name:?} cannot be sent: a name has letters, digits and dashes; a value has no line breaks and nothing beyond ASCII; host, content-length, content-type, connection and transfer-encoding are written by Narwhal"
    )]
    Header {
        /// The name as written.
        name: String,
    },
    /// A JSON pointer.
    #[error(
        "{setting} is a JSON pointer (RFC 6901): it begins with / and names the way, such as /messages/0/id"
    )]
    Pointer {
        /// Which setting.
        setting: &'static str,
    },
    /// Which statuses mean accepted.
    #[error("accepted lists HTTP statuses between 200 and 299, such as 200-299 or 200,202")]
    Statuses,
    /// The generic webhook's token.
    #[error("the webhook's token has fewer than 16 characters: make one with `openssl rand -hex 32`")]
    ShortToken,
    /// The generic webhook's words.
    #[error(
        "write at least one of the words by which the gateway says delivered, and none of them under failed too"
    )]
    Words,
}

/// Whom texts are from: a number, a short code, or a name.
#[derive(Clone, PartialEq, Eq)]
pub struct Sender(String);

impl Sender {
    /// As it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Without a number's `+`.
    pub(super) fn without_plus(&self) -> &str {
        self.0.strip_prefix('+').unwrap_or(&self.0)
    }
}

impl FromStr for Sender {
    type Err = SettingsError;
    fn from_str(text: &str) -> Result<Self, SettingsError> {
        let sender = || Self(text.to_owned());
        if text.starts_with('+') {
            return text.parse::<PhoneNumber>().map(|_| sender()).map_err(|_| SettingsError::Sender);
        }
        if text.bytes().all(|byte| byte.is_ascii_digit()) {
            return (3..=8).contains(&text.len()).then(sender).ok_or(SettingsError::Sender);
        }
        let letters = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" &-_.".contains(&byte));
        let named = text.bytes().any(|byte| byte.is_ascii_alphabetic()) && text.trim() == text;
        (letters && named && text.len() <= 11).then(sender).ok_or(SettingsError::Sender)
    }
}

impl fmt::Debug for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sender(..)")
    }
}

/// Where `http://` is let pass.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Plain {
    /// Within this machine.
    Loopback,
    /// Within the operator's own network too.
    OwnNetwork,
}

/// The address that a provider's paths are appended to, without a slash at its end.
pub(super) fn base_url(
    setting: &'static str,
    text: &str,
    example: &'static str,
    plain: Plain,
) -> Result<String, SettingsError> {
    let url = Url::parse(text).map_err(|_| SettingsError::Url { setting, example })?;
    if !url.username().is_empty() || url.password().is_some() || url.query().or(url.fragment()).is_some() {
        return Err(SettingsError::UrlParts { setting, example });
    }
    secure(setting, &url, plain)?;
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// Whether what is sent there is read by nobody else.
pub(super) fn secure(setting: &'static str, url: &Url, plain: Plain) -> Result<(), SettingsError> {
    let near = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback() || (plain == Plain::OwnNetwork && ip.is_private()),
        Some(Host::Ipv6(ip)) => ip.is_loopback() || (plain == Plain::OwnNetwork && ip.is_unique_local()),
        None => false,
    };
    match url.scheme() {
        "https" if url.has_host() => Ok(()),
        "http" if near => Ok(()),
        _ => Err(SettingsError::Insecure { setting }),
    }
}

/// The address that a provider tells what became of a text: ours, as the world reaches it.
pub(super) fn callback_url(text: &str) -> Result<Url, SettingsError> {
    let (setting, example) = ("callback", "https://secure.example.org/hooks/sms/main");
    base_url(setting, text, example, Plain::Loopback)?
        .parse()
        .map_err(|_| SettingsError::Url { setting, example })
}

/// A word of printable ASCII.
pub(super) fn word(
    setting: &'static str,
    text: &str,
    example: &'static str,
) -> Result<String, SettingsError> {
    if text.is_empty() || text.len() > 256 || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(SettingsError::Text { setting, example });
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn senders() {
        for good in ["+12114367789", "12345", "Narwhal", "St. Mary", "A&B-C_1"] {
            assert_eq!(good.parse::<Sender>().map(|sender| sender.0), Ok(good.to_owned()));
        }
        for bad in ["", "12", "123456789", "+1", "twelve chars", " Narwhal", "Närwhal", "a\nb", "- -"] {
            assert_eq!(bad.parse::<Sender>(), Err(SettingsError::Sender), "{bad}");
        }
        assert_eq!("+12114367789".parse::<Sender>().unwrap().without_plus(), "12114367789");
    }

    #[test]
    fn passwords_do_not_go_in_the_clear() {
        let url = |text: &str, plain| base_url("base_url", text, "https://example.org", plain);
        assert_eq!(url("https://a.example/b/", Plain::Loopback).unwrap(), "https://a.example/b");
        assert_eq!(url("http://127.0.0.1:80", Plain::Loopback).unwrap(), "http://127.0.0.1");
        assert_eq!(url("http://192.168.1.2:8080/", Plain::OwnNetwork).unwrap(), "http://192.168.1.2:8080");
        let insecure = SettingsError::Insecure { setting: "base_url" };
        for (text, plain) in [
            ("http://192.168.1.2", Plain::Loopback),
            ("http://a.example", Plain::OwnNetwork),
            ("http://8.8.8.8", Plain::OwnNetwork),
            ("ftp://a.example", Plain::OwnNetwork),
            ("data:a", Plain::OwnNetwork),
        ] {
            assert_eq!(url(text, plain), Err(insecure.clone()), "{text}");
        }
        for text in ["https://a:b@c.example", "https://a.example?b", "https://a.example#b"] {
            assert!(matches!(url(text, Plain::Loopback), Err(SettingsError::UrlParts { .. })), "{text}");
        }
        assert!(matches!(url("a.example", Plain::Loopback), Err(SettingsError::Url { .. })));
    }
}
