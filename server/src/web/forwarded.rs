//! Reading `Forwarded` (RFC 7239) and `X-Forwarded-For` with `X-Forwarded-Proto`.

use std::net::{IpAddr, SocketAddr};

use http::{HeaderMap, header::FORWARDED};

use crate::config::ForwardedHeader;

const FOR: &str = "x-forwarded-for";
const PROTO: &str = "x-forwarded-proto";
/// Other headers by which a request shows that it was passed on.
const SIGNS: [&str; 4] = ["x-real-ip", "x-forwarded-host", PROTO, "via"];

/// What a proxy said.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// The addresses that the request passed, the client's first; `None` for one that is hidden or unreadable.
    pub(super) hops: Vec<Option<IpAddr>>,
    /// The scheme that the last proxy was spoken to with, in lower case.
    pub(super) proto: Option<String>,
}

/// Reads the one header that the configuration names.
pub(super) fn read(headers: &HeaderMap, header: ForwardedHeader) -> Said {
    match header {
        ForwardedHeader::XForwardedFor => Said {
            hops: elements(headers, FOR).map(|hop| address(&hop)).collect(),
            proto: elements(headers, PROTO).last().map(|proto| proto.to_ascii_lowercase()),
        },
        ForwardedHeader::Forwarded => read_standard(headers),
    }
}

/// Whether a request shows that it was passed on.
pub(super) fn is_present(headers: &HeaderMap) -> bool {
    headers.contains_key(FORWARDED)
        || headers.contains_key(FOR)
        || SIGNS.iter().any(|sign| headers.contains_key(*sign))
}

fn read_standard(headers: &HeaderMap) -> Said {
    let mut said = Said::default();
    for element in elements(headers, FORWARDED.as_str()) {
        said.hops.push(parameter(&element, "for").and_then(address));
        said.proto = parameter(&element, "proto").map(str::to_ascii_lowercase);
    }
    said
}

/// The comma-separated elements of all lines of a header. An unreadable line counts as one unreadable element.
///
/// A comma within quotes does not occur: neither addresses nor schemes have one.
fn elements<'a>(headers: &'a HeaderMap, name: &'a str) -> impl Iterator<Item = String> + 'a {
    let lines = headers.get_all(name).iter().map(|line| line.to_str().unwrap_or_default());
    lines.flat_map(|line| line.split(',').map(|element| element.trim().to_owned()))
}

fn parameter<'a>(element: &'a str, name: &str) -> Option<&'a str> {
    let pairs = element.split(';').filter_map(|pair| pair.split_once('='));
    let mut found = pairs.filter(|(key, _)| key.trim().eq_ignore_ascii_case(name));
    found.next().map(|(_, value)| value.trim().trim_matches('"'))
}

/// An address, perhaps in brackets, perhaps with a port.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    let address =
        bare.parse::<IpAddr>().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|socket| socket.ip()));
    address.map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::tests::headers;

    #[test]
    fn addresses() {
        for (text, expected) in [
            ("192.0.2.1", Some("192.0.2.1")),
            ("192.0.2.1:80", Some("192.0.2.1")),
            ("[2001:db8::1]", Some("2001:db8::1")),
            ("[2001:db8::1]:80", Some("2001:db8::1")),
            ("2001:db8::1", Some("2001:db8::1")),
            ("::ffff:192.0.2.1", Some("192.0.2.1")),
            ("_hidden", None),
            ("unknown", None),
            ("", None),
        ] {
            assert_eq!(address(text), expected.map(|expected| expected.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn lines_are_joined() {
        let said = read(
            &headers(&[
                ("forwarded", "for=192.0.2.1;proto=http, For=\"[::1]:5\""),
                ("forwarded", "proto=HTTPS;for=_x"),
            ]),
            ForwardedHeader::Forwarded,
        );
        assert_eq!(said.hops, [Some([192, 0, 2, 1].into()), Some("::1".parse().unwrap()), None]);
        assert_eq!(said.proto.as_deref(), Some("https"));
    }
}
