//! Where browsers reach this instance, and what its name says.

use std::{fmt, net::IpAddr};

use http::Uri;

/// Where browsers reach this instance: scheme and authority, without a slash at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PublicUrl {
    https: bool,
    authority: String,
}

impl PublicUrl {
    pub(crate) fn new(https: bool, authority: impl fmt::Display) -> Self {
        Self { https, authority: authority.to_string() }
    }

    /// Reads scheme, host and perhaps a port; a port that the scheme implies is left out.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let uri: Uri = text.parse().map_err(|_| format!("{text:?} is no URL"))?;
        let https = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(format!("{text:?} does not begin with https:// or http://")),
        };
        let authority = uri.authority().ok_or("there is no host")?;
        if authority.as_str().contains('@') || !matches!(uri.path(), "" | "/") || uri.query().is_some() {
            return Err(format!("{text:?} has more than scheme and host"));
        }
        Ok(Self { https, authority: normal_authority(authority.as_str(), https) })
    }

    pub(crate) const fn is_https(&self) -> bool {
        self.https
    }

    /// Host and port, as in a `Host` header, in lower case.
    pub(crate) fn authority(&self) -> &str {
        &self.authority
    }

    /// The host alone; an IPv6 address without its brackets.
    pub(crate) fn host(&self) -> &str {
        host_of(&self.authority)
    }

    /// Whether only this machine can reach it.
    pub(crate) fn is_loopback(&self) -> bool {
        is_loopback_host(self.host())
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", if self.https { "https" } else { "http" }, self.authority)
    }
}

/// An authority in lower case, without the port that its scheme implies.
pub(crate) fn normal_authority(authority: &str, https: bool) -> String {
    let lower = authority.to_ascii_lowercase();
    let implied = if https { ":443" } else { ":80" };
    lower.strip_suffix(implied).map_or(lower.clone(), str::to_owned)
}

/// The host in an authority; an IPv6 address without its brackets.
pub(crate) fn host_of(authority: &str) -> &str {
    if let Some((address, _)) = authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return address;
    }
    authority.rsplit_once(':').map_or(authority, |(host, _)| host)
}

/// Whether a host is this machine's own: such names and addresses never leave it.
pub(crate) fn is_loopback_host(host: &str) -> bool {
    let name = host.trim_end_matches('.');
    name == "localhost"
        || name.ends_with(".localhost")
        || name.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_urls() {
        let parse = |text| PublicUrl::parse(text).map(|url| url.to_string());
        assert_eq!(parse("https://Secure.Example.org/").unwrap(), "https://secure.example.org");
        assert_eq!(parse("https://secure.example.org:443").unwrap(), "https://secure.example.org");
        assert_eq!(parse("http://[::1]:3000").unwrap(), "http://[::1]:3000");
        for text in
            ["", "secure.example.org", "ftp://x", "https://a/b", "https://a?b", "https://u:p@a", "https://"]
        {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn loopback() {
        for text in ["http://localhost:3000", "http://127.0.0.1", "https://[::1]:1", "http://a.localhost"] {
            assert!(PublicUrl::parse(text).unwrap().is_loopback(), "{text}");
        }
        for text in ["http://localhost.example.org", "http://192.0.2.1", "http://notlocalhost"] {
            assert!(!PublicUrl::parse(text).unwrap().is_loopback(), "{text}");
        }
    }
}
