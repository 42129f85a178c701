//! Requests that are refused before any page sees them: odd methods, names that are not ours, and what other sites make
//! browsers send.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};

use super::{Client, Scheme, Site, health, hooks, problem::Problem};
use crate::config::{PublicUrl, host_of, is_loopback_host, normal_authority};

const METHODS: [Method; 7] =
    [Method::GET, Method::HEAD, Method::OPTIONS, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];
/// These change nothing, so other sites may cause them.
const SAFE: [Method; 3] = [Method::GET, Method::HEAD, Method::OPTIONS];

/// Lets a request through, or answers it with the reason why not.
pub(crate) async fn guard(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let client = request.extensions().get::<Client>().copied().expect("identified further out");
    match check(&request, client, &site) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

fn check(request: &Request, client: Client, site: &Site) -> Result<(), Problem> {
    if !METHODS.contains(request.method()) {
        return Err(Problem::new(StatusCode::METHOD_NOT_ALLOWED, "This method is not used here."));
    }
    let authority = authority(request)?;
    let path = request.uri().path();
    // What mail programs set themselves up by is for everybody, and theirs is the name that they ask for.
    let is_for_any_name = health::is_probe(path) || app::ssr::AUTOCONFIG_PATHS.contains(&path);
    if !client.through_proxy && !is_for_any_name {
        check_host(&authority, &site.public_url)?;
    }
    // What a provider posts comes from no page, carries no cookie, and has a signature of its own.
    if SAFE.contains(request.method()) || hooks::is_hook(path) {
        return Ok(());
    }
    check_origin(request.headers(), &authority, client.scheme, &site.public_url)
}

/// Which host the request is for: `:authority` in HTTP/2, `Host` in HTTP/1.
fn authority(request: &Request) -> Result<String, Problem> {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let (host, second) = (hosts.next().map(text), hosts.next());
    let target = request.uri().authority().map(http::uri::Authority::as_str);
    match (target, host, second) {
        (_, _, Some(_)) => Err(bad_host("There is more than one Host header.")),
        (Some(target), Some(host), _) if !target.eq_ignore_ascii_case(host) => {
            Err(bad_host("The request names two hosts."))
        }
        (Some(host), ..) | (None, Some(host), _) if !host.is_empty() => Ok(host.to_ascii_lowercase()),
        _ => Err(bad_host("The request does not say which host it is for.")),
    }
}

/// Only our own name, an address or a name of this machine. Otherwise a web page could point its own name at this
/// machine (DNS rebinding), and its visitors' browsers would take us for a part of that site.
fn check_host(authority: &str, public_url: &PublicUrl) -> Result<(), Problem> {
    let host = host_of(authority);
    let is_address = host.parse::<std::net::IpAddr>().is_ok();
    if is_address || is_loopback_host(host) || host.trim_end_matches('.') == public_url.host() {
        return Ok(());
    }
    let detail =
        "This service does not answer under this name. Its operator sets the name as the public URL.";
    Err(Problem::new(StatusCode::MISDIRECTED_REQUEST, detail))
}

/// A request that changes something has to come from one of our own pages, and to prove it.
///
/// `Sec-Fetch-Site` is the browser's own word, and no page can write it. Where it says `same-origin`, an `Origin` of
/// `null` is only what our referrer policy makes of a form's origin.
fn check_origin(
    headers: &HeaderMap,
    authority: &str,
    scheme: Scheme,
    ours: &PublicUrl,
) -> Result<(), Problem> {
    let site = headers.get("sec-fetch-site").map(text);
    let origin = headers.get(header::ORIGIN).map(text);
    match (site, origin) {
        (Some(site), _) if site != "same-origin" => {
            Err(cross_site("Another site caused this request. Open the page here and try again."))
        }
        (Some(_), None | Some("null")) => Ok(()),
        (_, Some(origin)) if is_ours(origin, authority, scheme, ours) => Ok(()),
        (_, Some(_)) => Err(cross_site("This request comes from a page of another site.")),
        (None, None) => Err(cross_site(
            "This request does not say which site it comes from: send Origin or Sec-Fetch-Site.",
        )),
    }
}

/// Whether an origin is that of the public URL, or is where the request itself went.
fn is_ours(origin: &str, authority: &str, scheme: Scheme, ours: &PublicUrl) -> bool {
    let Ok(origin) = PublicUrl::parse(origin) else { return false };
    let scheme_fits = match scheme {
        Scheme::Https => origin.is_https(),
        Scheme::Http => !origin.is_https(),
        Scheme::Unknown => true,
    };
    origin == *ours || (scheme_fits && origin.authority() == normal_authority(authority, origin.is_https()))
}

/// Unreadable bytes become an empty text, which equals nothing.
fn text(value: &HeaderValue) -> &str {
    value.to_str().unwrap_or_default()
}

fn bad_host(detail: &'static str) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, detail)
}

fn cross_site(detail: &'static str) -> Problem {
    Problem::new(StatusCode::FORBIDDEN, detail)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    const HTTP: Client = Client {
        address: std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST),
        scheme: Scheme::Http,
        through_proxy: false,
    };

    fn status(client: Client, public: &str, method: &str, uri: &str, headers: &[(&str, &str)]) -> u16 {
        let mut request = Request::builder().method(method).uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let site = Site::plain(PublicUrl::parse(public).unwrap());
        let checked = check(&request.body(Body::empty()).unwrap(), client, &site);
        checked.err().map_or(200, |problem| problem.status().as_u16())
    }

    fn post(headers: &[(&str, &str)]) -> u16 {
        let host = [("host", "127.0.0.1:3000")];
        status(HTTP, "http://127.0.0.1:3000", "POST", "/api/x", &[&host, headers].concat())
    }

    #[test]
    fn other_sites_cannot_post() {
        let ours = ("origin", "http://127.0.0.1:3000");
        for (expected, headers) in [
            (200, &[("sec-fetch-site", "same-origin"), ours][..]),
            (200, &[("sec-fetch-site", "same-origin")]),
            (200, &[("sec-fetch-site", "same-origin"), ("origin", "null")]),
            (200, &[ours]),
            (403, &[]),
            (403, &[("origin", "null")]),
            (403, &[("origin", "https://127.0.0.1:3000")]),
            (403, &[("origin", "http://127.0.0.1:3001")]),
            (403, &[("origin", "http://127.0.0.1")]),
            (403, &[("origin", "http://127.0.0.1:3000/x")]),
            (403, &[("origin", "http://evil.example")]),
            (403, &[("sec-fetch-site", "same-origin"), ("origin", "http://evil.example")]),
            (403, &[("sec-fetch-site", "same-site"), ours]),
            (403, &[("sec-fetch-site", "cross-site"), ours]),
            (403, &[("sec-fetch-site", "none"), ours]),
            (403, &[("sec-fetch-site", ""), ours]),
        ] {
            assert_eq!(post(headers), expected, "{headers:?}");
        }
    }

    #[test]
    fn every_unsafe_method_is_checked() {
        for (method, expected) in
            [("GET", 200), ("HEAD", 200), ("OPTIONS", 200), ("PUT", 403), ("DELETE", 403), ("PATCH", 403)]
        {
            assert_eq!(status(HTTP, "http://a.org", method, "/", &[("host", "a.org")]), expected, "{method}");
        }
        for method in ["TRACE", "CONNECT", "PROPFIND"] {
            assert_eq!(status(HTTP, "http://a.org", method, "/", &[("host", "a.org")]), 405, "{method}");
        }
    }

    #[test]
    fn a_proxy_may_change_the_host() {
        let proxied = Client { scheme: Scheme::Https, through_proxy: true, ..HTTP };
        let post = |origin| {
            status(proxied, "https://a.org", "POST", "/", &[("host", "app:3000"), ("origin", origin)])
        };
        assert_eq!(post("https://a.org"), 200);
        assert_eq!(post("https://app:3000"), 200);
        assert_eq!(post("http://app:3000"), 403);
        assert_eq!(post("https://b.org"), 403);
    }

    #[test]
    fn only_our_names() {
        let host = |host| status(HTTP, "https://a.org", "GET", "/m/x", &[("host", host)]);
        for name in ["a.org", "A.org:8080", "127.0.0.1:3000", "[::1]:3000", "localhost", "192.0.2.1"] {
            assert_eq!(host(name), 200, "{name}");
        }
        assert_eq!((host("evil.example"), host("evil.example:3000"), host("")), (421, 421, 400));
        for path in ["/healthz", "/mail/config-v1.1.xml", "/.well-known/autoconfig/mail/config-v1.1.xml"] {
            assert_eq!(status(HTTP, "https://a.org", "GET", path, &[("host", "pod")]), 200, "{path}");
        }
    }

    #[test]
    fn two_hosts_are_refused() {
        let get = |uri, headers: &[(&str, &str)]| status(HTTP, "https://a.org", "GET", uri, headers);
        assert_eq!(get("/", &[("host", "a.org"), ("host", "a.org")]), 400);
        assert_eq!(get("https://a.org/", &[("host", "b.org")]), 400);
        assert_eq!(get("https://a.org/", &[]), 200);
        assert_eq!(get("/", &[]), 400);
    }
}
