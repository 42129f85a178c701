//! What settings are made of: times, proxies, the database's URL. A parser's error says what is wrong; the caller adds
//! which key, and what to write.

use std::{fmt, net::IpAddr, path::PathBuf, time::Duration};

use domain::Country;
use engine::FactorPolicy;
use ipnet::IpNet;
use seal::PublicKey;
use sms::hours::QuietHours;
use zeroize::Zeroizing;

/// The latest reminder.
const REMIND_MOST: Duration = Duration::from_secs(60 * 24 * 60 * 60);

/// Where the database is. Never printed: it may hold a password.
#[derive(Clone)]
pub(crate) struct DatabaseUrl(Zeroizing<String>);

/// Where the master key comes from.
#[derive(Clone)]
pub(crate) enum MasterKeySource {
    File(PathBuf),
    Text(Zeroizing<String>),
    Command(String),
}

/// How connections are secured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Tls {
    Off,
    Files { certificate: PathBuf, key: PathBuf },
    SelfSigned,
}

/// Whose word about a client's address and scheme is taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct TrustedProxies {
    pub(crate) networks: Vec<IpNet>,
    pub(crate) header: ForwardedHeader,
}

/// The header that the trusted proxy writes. Only this one is read: a proxy passes the other one on as the client sent
/// it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum ForwardedHeader {
    /// `X-Forwarded-For` and `X-Forwarded-Proto`.
    #[default]
    XForwardedFor,
    /// `Forwarded` (RFC 7239).
    Forwarded,
}

impl DatabaseUrl {
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let known = ["sqlite:", "postgres://", "postgresql://"];
        if !known.iter().any(|scheme| text.starts_with(scheme)) {
            return Err("it begins neither with sqlite: nor with postgres://".into());
        }
        let url = Self(text.to_owned().into());
        match url.sqlite_path() {
            Some(path) if path.as_os_str().is_empty() => Err("there is no path after sqlite:".into()),
            Some(_) if text.contains('?') => Err("parameters after ? are not understood".into()),
            _ => Ok(url),
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The database's file, when it is SQLite's.
    pub(crate) fn sqlite_path(&self) -> Option<PathBuf> {
        let rest = self.0.strip_prefix("sqlite:")?;
        let path = rest.strip_prefix("//").unwrap_or(rest);
        Some(PathBuf::from(path))
    }
}

impl fmt::Display for MasterKeySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Text(_) => f.write_str("the environment"),
            Self::Command(_) => f.write_str("a command"),
        }
    }
}

impl TrustedProxies {
    /// Whether a peer is one of them.
    pub(crate) fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.networks.iter().any(|network| network.contains(&address))
    }
}

pub(super) fn networks(text: &str) -> Result<Vec<IpNet>, String> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| network(part).ok_or_else(|| format!("{part:?} is no address or network"))).collect()
}

fn network(text: &str) -> Option<IpNet> {
    let address = text.parse::<IpAddr>().ok().map(|address| IpNet::from(address.to_canonical()));
    address.or_else(|| text.parse().ok())
}

pub(super) fn forwarded_header(text: &str) -> Result<ForwardedHeader, String> {
    match text.to_ascii_lowercase().as_str() {
        "x-forwarded-for" => Ok(ForwardedHeader::XForwardedFor),
        "forwarded" => Ok(ForwardedHeader::Forwarded),
        _ => Err(format!("{text:?} is not one of the two")),
    }
}

/// `off`, or from when to when.
pub(super) fn quiet_hours(text: &str) -> Result<Option<QuietHours>, String> {
    if text.eq_ignore_ascii_case("off") {
        return Ok(None);
    }
    QuietHours::parse(text).map(Some).map_err(|error| error.to_string())
}

/// `off`, or one or two times, the shorter first.
pub(super) fn reminders(text: &str) -> Result<Vec<Duration>, String> {
    if text.eq_ignore_ascii_case("off") {
        return Ok(Vec::new());
    }
    let times: Vec<_> =
        text.split(',').map(|part| duration(part.trim(), REMIND_MOST)).collect::<Result<_, _>>()?;
    match times.as_slice() {
        [_] => Ok(times),
        [first, second] if first < second => Ok(times),
        [_, _] => Err("the second time is not after the first".into()),
        _ => Err("nobody is reminded more than twice".into()),
    }
}

pub(super) fn truth(text: &str) -> Result<bool, String> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" | "on" => Ok(true),
        "false" | "0" | "no" | "off" => Ok(false),
        _ => Err(format!("{text:?} is neither true nor false")),
    }
}

/// How long something waits: not at all, or up to two weeks.
pub(super) fn wait(text: &str) -> Result<Duration, String> {
    let longest = Duration::from_secs(14 * 24 * 60 * 60);
    if text.trim() == "0" { Ok(Duration::ZERO) } else { duration(text.trim(), longest) }
}

/// Whether something that is offered is required.
pub(super) fn required(text: &str) -> Result<bool, String> {
    match text.trim().to_ascii_lowercase().as_str() {
        "required" => Ok(true),
        "offered" => Ok(false),
        _ => Err(format!("{text:?} is neither")),
    }
}

pub(super) fn allowed(text: &str) -> Result<bool, String> {
    match text.trim().to_ascii_lowercase().as_str() {
        "allowed" => Ok(true),
        "forbidden" => Ok(false),
        _ => Err(format!("{text:?} is neither")),
    }
}

/// The public half of an archive key.
pub(super) fn archive_key(text: &str) -> Result<PublicKey, String> {
    seal::parse_archive_public(text).map_err(|error| error.to_string())
}

/// Which accounts must have a second factor.
pub(super) fn factor_policy(text: &str) -> Result<FactorPolicy, String> {
    match text.trim().to_ascii_lowercase().as_str() {
        "optional" => Ok(FactorPolicy::Optional),
        "admins" => Ok(FactorPolicy::Admins),
        "required" => Ok(FactorPolicy::Required),
        _ => Err(format!("{text:?} is none of them")),
    }
}

pub(super) fn duration(text: &str, longest: Duration) -> Result<Duration, String> {
    let duration =
        humantime::parse_duration(text).map_err(|error| format!("{text:?} is no time: {error}"))?;
    if (Duration::from_secs(60)..=longest).contains(&duration) {
        Ok(duration)
    } else {
        Err(format!("{text} is too short or too long"))
    }
}

pub(super) fn mail_domain(text: &str) -> Result<String, String> {
    let lower = text.trim_end_matches('.').to_ascii_lowercase();
    let label = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if lower.len() < 254 && lower.split('.').all(label) {
        Ok(lower)
    } else {
        Err(format!("{text:?} is no domain"))
    }
}

pub(super) fn organisation(text: &str) -> Result<String, String> {
    let fits = !text.is_empty() && text.chars().count() <= 80 && !text.chars().any(char::is_control);
    if fits { Ok(text.to_owned()) } else { Err("it has to have 1 to 80 characters on one line".into()) }
}

pub(super) fn country(text: &str) -> Result<Country, String> {
    text.parse().map_err(|_| format!("{text:?} is no country"))
}

pub(super) fn path(text: &str) -> Result<PathBuf, String> {
    if text.is_empty() { Err("it is empty".into()) } else { Ok(PathBuf::from(text)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_of_second_factors_is_one_of_three() {
        assert_eq!(factor_policy("Required"), Ok(FactorPolicy::Required));
        assert_eq!(factor_policy("admins"), Ok(FactorPolicy::Admins));
        assert!(factor_policy("sometimes").is_err_and(|error| error.contains("sometimes")));
    }

    #[test]
    fn database_urls() {
        let path = |text| DatabaseUrl::parse(text).unwrap().sqlite_path();
        assert_eq!(path("sqlite:./data/narwhal.db"), Some("./data/narwhal.db".into()));
        assert_eq!(path("sqlite:///var/lib/narwhal.db"), Some("/var/lib/narwhal.db".into()));
        assert_eq!(path("postgres://narwhal@localhost/narwhal"), None);
        for text in ["mysql://x", "sqlite:", "sqlite:a?mode=rwc", "narwhal.db"] {
            assert!(DatabaseUrl::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn proxies() {
        let proxies =
            TrustedProxies { networks: networks("127.0.0.1, 10.0.0.0/8,::1").unwrap(), ..Default::default() };
        for (address, trusted) in [
            ("127.0.0.1", true),
            ("::ffff:10.2.3.4", true),
            ("::1", true),
            ("127.0.0.2", false),
            ("::2", false),
        ] {
            assert_eq!(proxies.contains(address.parse().unwrap()), trusted, "{address}");
        }
        assert_eq!(networks("10.0.0.0/33").unwrap_err(), "\"10.0.0.0/33\" is no address or network");
    }

    #[test]
    fn small_values() {
        let day = Duration::from_secs(86_400);
        assert_eq!(duration("15m", day), Ok(Duration::from_secs(900)));
        assert!(
            duration("15", day).is_err() && duration("1s", day).is_err() && duration("25h", day).is_err()
        );
        assert_eq!(mail_domain("Secure.Text."), Ok("secure.text".into()));
        assert!(mail_domain("a..b").is_err() && mail_domain("a@b").is_err());
        assert_eq!(truth("TRUE"), Ok(true));
        assert!(truth("maybe").is_err());
        assert_eq!((required("Required"), required("offered")), (Ok(true), Ok(false)));
        assert!(required("perhaps").is_err());
        assert_eq!((wait("0"), wait("24h")), (Ok(Duration::ZERO), Ok(Duration::from_secs(86_400))));
        assert!(wait("15d").is_err());
        assert!(organisation("a\nb").is_err() && organisation("Clinic").is_ok());
        assert_eq!(forwarded_header("Forwarded"), Ok(ForwardedHeader::Forwarded));
    }
}
