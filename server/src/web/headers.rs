//! Headers on every response: what a browser may do with it, which is as little as possible.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderMap, HeaderName, HeaderValue, header};

use super::{Client, Scheme, Site};

/// The same on every response.
const ALWAYS: [(HeaderName, HeaderValue); 8] = [
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("origin-agent-cluster"), HeaderValue::from_static("?1")),
    (HeaderName::from_static("permissions-policy"), HeaderValue::from_static(NO_PERMISSIONS)),
    // Links are secrets: no search engine shall list one that somebody published.
    (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow")),
];

/// Where the response itself has said nothing else.
const DEFAULT: [(HeaderName, HeaderValue); 2] = [
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ),
    ),
];

/// Two years, for this host alone: what else its domain serves is not ours to decide.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=63072000");

/// The features that browsers know; only passkeys are used. An unknown name would be a warning in the browser's console.
const NO_PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), clipboard-write=(), \
    display-capture=(), encrypted-media=(), fullscreen=(), gamepad=(), geolocation=(), gyroscope=(), hid=(), \
    idle-detection=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), \
    publickey-credentials-get=(self), screen-wake-lock=(), serial=(), storage-access=(), sync-xhr=(), usb=(), \
    window-management=(), xr-spatial-tracking=()";

/// Adds them.
pub(crate) async fn secure(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let client = request.extensions().get::<Client>().copied().expect("identified further out");
    let mut response = next.run(request).await;
    add(response.headers_mut(), client.scheme, &site);
    response
}

pub(super) fn add(headers: &mut HeaderMap, scheme: Scheme, site: &Site) {
    for (name, value) in ALWAYS {
        headers.insert(name, value);
    }
    for (name, value) in DEFAULT {
        headers.entry(name).or_insert(value);
    }
    if site.pins_https && scheme != Scheme::Http {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HSTS);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{config::PublicUrl, web::tests::headers};

    fn site(pins_https: bool) -> Site {
        Site { pins_https, ..Site::plain(PublicUrl::new(true, "a.org")) }
    }

    fn added(before: &[(&'static str, &str)], scheme: Scheme, site: &Site) -> HeaderMap {
        let mut headers = headers(before);
        add(&mut headers, scheme, site);
        headers
    }

    #[test]
    fn what_a_response_says_itself_stays() {
        let bare = added(&[], Scheme::Http, &site(true));
        assert_eq!(bare["cache-control"], "no-store");
        assert!(bare["content-security-policy"].to_str().unwrap().starts_with("default-src 'none';"));
        let own =
            [("cache-control", "max-age=1"), ("content-security-policy", "x"), ("x-frame-options", "ALLOW")];
        let own = added(&own, Scheme::Http, &site(true));
        assert_eq!(
            (&own["cache-control"], &own["content-security-policy"]),
            (&"max-age=1".parse().unwrap(), &"x".parse().unwrap())
        );
        assert_eq!(own["x-frame-options"], "DENY");
    }

    #[test]
    fn https_is_pinned_where_it_is_in_use() {
        let pinned = |scheme, site: &Site| added(&[], scheme, site).contains_key("strict-transport-security");
        assert!(pinned(Scheme::Https, &site(true)) && pinned(Scheme::Unknown, &site(true)));
        assert!(!pinned(Scheme::Http, &site(true)) && !pinned(Scheme::Https, &site(false)));
    }
}
