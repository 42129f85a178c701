//! Who a request comes from. Forwarding headers count only when a trusted proxy sent them: anybody can write them.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
};

use axum::{
    extract::{ConnectInfo, Request, State},
    middleware::Next,
    response::Response,
};
use engine::ClientAddress;
use http::HeaderMap;

use super::{Site, forwarded};

/// What is known about the other side of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Client {
    pub(crate) address: IpAddr,
    pub(crate) scheme: Scheme,
    /// Whether a trusted proxy passed the request on, and so has already chosen it by its host name.
    pub(crate) through_proxy: bool,
}

/// How the browser's connection is secured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    Https,
    Http,
    /// Something in between speaks for the browser, and did not say.
    Unknown,
}

/// Makes [`Client`] and [`ClientAddress`] extensions of the request.
pub(crate) async fn identify(
    State(site): State<Arc<Site>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    mut request: Request,
    next: Next,
) -> Response {
    let client = Client::new(peer.ip().to_canonical(), request.headers(), &site);
    request.extensions_mut().insert(client);
    request.extensions_mut().insert(ClientAddress(client.address));
    next.run(request).await
}

impl Client {
    fn new(peer: IpAddr, headers: &HeaderMap, site: &Site) -> Self {
        if !site.proxies.contains(peer) {
            return Self {
                address: direct_address(peer, headers),
                scheme: site.direct_scheme(),
                through_proxy: false,
            };
        }
        let said = forwarded::read(headers, site.proxies.header);
        let scheme = match said.proto.as_deref() {
            Some("https") => Scheme::Https,
            Some("http") => Scheme::Http,
            _ => Scheme::Unknown,
        };
        Self { address: right_most_untrusted(peer, &said.hops, site), scheme, through_proxy: true }
    }
}

/// The peer. Where the peer is this machine, but passes on somebody else's request, the address is unspecified: a
/// forgotten `trusted_proxies` must not make the whole world look local.
fn direct_address(peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    if peer.is_loopback() && forwarded::is_present(headers) { Ipv4Addr::UNSPECIFIED.into() } else { peer }
}

/// Goes back from the peer while the hops are trusted proxies. What a hop beyond them says is anybody's word.
fn right_most_untrusted(peer: IpAddr, hops: &[Option<IpAddr>], site: &Site) -> IpAddr {
    let mut nearest = peer;
    for hop in hops.iter().rev() {
        let Some(address) = hop else { break };
        nearest = *address;
        if !site.proxies.contains(nearest) {
            break;
        }
    }
    nearest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        config::{ForwardedHeader, PublicUrl, TrustedProxies},
        web::tests::headers,
    };

    fn site(header: ForwardedHeader) -> Site {
        let networks = vec!["10.0.0.0/8".parse().unwrap(), "::1/128".parse().unwrap()];
        Site { proxies: TrustedProxies { networks, header }, ..Site::plain(PublicUrl::new(true, "a.org")) }
    }

    fn client(peer: &str, pairs: &[(&'static str, &str)], header: ForwardedHeader) -> (String, Scheme) {
        let client = Client::new(peer.parse().unwrap(), &headers(pairs), &site(header));
        (client.address.to_string(), client.scheme)
    }

    #[test]
    fn a_stranger_is_not_believed() {
        let forged = [
            ("x-forwarded-for", "192.0.2.1"),
            ("x-forwarded-proto", "https"),
            ("forwarded", "for=192.0.2.2"),
        ];
        let seen = client("203.0.113.9", &forged, ForwardedHeader::XForwardedFor);
        assert_eq!(seen, ("203.0.113.9".into(), Scheme::Unknown));
    }

    #[test]
    fn a_trusted_proxy_is() {
        let said =
            [("x-forwarded-for", "198.51.100.66, 192.0.2.1, 10.1.1.1"), ("x-forwarded-proto", "https")];
        let seen = client("10.0.0.1", &said, ForwardedHeader::XForwardedFor);
        assert_eq!(seen, ("192.0.2.1".into(), Scheme::Https));
    }

    #[test]
    fn only_the_configured_header_is_read() {
        let said = [("x-forwarded-for", "192.0.2.1"), ("forwarded", "for=\"[2001:db8::5]:99\";proto=http")];
        assert_eq!(
            client("::1", &said, ForwardedHeader::XForwardedFor),
            ("192.0.2.1".into(), Scheme::Unknown)
        );
        assert_eq!(client("::1", &said, ForwardedHeader::Forwarded), ("2001:db8::5".into(), Scheme::Http));
    }

    #[test]
    fn an_unreadable_hop_ends_the_chain() {
        let said = [("x-forwarded-for", "192.0.2.1, unknown, 10.1.1.1")];
        assert_eq!(client("10.0.0.1", &said, ForwardedHeader::XForwardedFor).0, "10.1.1.1");
        assert_eq!(client("10.0.0.1", &[], ForwardedHeader::XForwardedFor).0, "10.0.0.1");
    }

    #[test]
    fn a_forgotten_proxy_makes_nobody_local() {
        let said = [("x-forwarded-for", "127.0.0.1")];
        assert_eq!(client("127.0.0.1", &said, ForwardedHeader::XForwardedFor).0, "0.0.0.0");
        assert_eq!(client("127.0.0.1", &[], ForwardedHeader::XForwardedFor).0, "127.0.0.1");
    }
}
