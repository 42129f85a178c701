//! What the service answers on the wire: headers, refusals, and whose word it takes.

use crate::support::{Answer, Folder};

fn assert_protected(answer: &Answer) {
    for (name, value) in [
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{name} in {}", answer.head);
    }
    assert!(answer.header("permissions-policy").unwrap().contains("camera=()"));
    let policy = answer.header("content-security-policy").unwrap();
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
    assert!(answer.header("cache-control").unwrap().contains("no-store"), "{}", answer.head);
}

#[test]
fn every_answer_is_protected() {
    let folder = Folder::new();
    let service = folder.serve(&[]);
    for path in ["/", "/healthz", "/readyz", "/nowhere", "/m/AAAAAAAAAAAAAAAAAAAAAA", "/api/nothing"] {
        assert_protected(&service.ask("GET", path, &[]));
    }
    assert_protected(&service.ask("POST", "/", &[]));
    assert_eq!(service.ask("GET", "/", &[]).header("strict-transport-security"), None);
}

#[test]
fn probes_answer() {
    let folder = Folder::new();
    let service = folder.serve(&[]);
    let health = service.ask("GET", "/healthz", &[("Host", "pod.cluster")]);
    assert_eq!((health.status, health.body.as_str()), (200, "ok\n"));
    assert_eq!(service.ask("GET", "/readyz", &[]).status, 200);
}

#[test]
fn other_sites_are_refused() {
    let folder = Folder::new();
    let service = folder.serve(&[]);
    let ours = format!("http://{}", service.address);
    let post = |headers: &[(&str, &str)]| service.ask("POST", "/api/nothing", headers).status;
    for headers in [
        &[][..],
        &[("Origin", "http://evil.example")],
        &[("Origin", "null")],
        &[("Origin", &ours), ("Sec-Fetch-Site", "cross-site")],
        &[("Origin", &ours), ("Sec-Fetch-Site", "same-site")],
        &[("Origin", "http://evil.example"), ("Sec-Fetch-Site", "same-origin")],
    ] {
        assert_eq!(post(headers), 403, "{headers:?}");
    }
    for headers in
        [&[("Origin", ours.as_str())][..], &[("Sec-Fetch-Site", "same-origin"), ("Origin", "null")]]
    {
        assert_ne!(post(headers), 403, "{headers:?}");
    }
    let refused = service.ask("POST", "/api/nothing", &[]);
    assert_eq!(refused.header("content-type"), Some("application/problem+json"));
    assert!(refused.body.contains("does not say which site it comes from"), "{}", refused.body);
}

#[test]
fn odd_requests_are_refused() {
    let folder = Folder::new();
    let service = folder.serve(&[]);
    for method in ["TRACE", "PROPFIND", "BREW"] {
        assert_eq!(service.ask(method, "/", &[]).status, 405, "{method}");
    }
    assert_eq!(service.ask("GET", "/", &[("Host", "rebound.example")]).status, 421);
    assert_ne!(service.ask("GET", "/", &[("Host", "localhost:3000")]).status, 421);
}

#[test]
fn forwarded_headers_need_a_trusted_proxy() {
    const SAID: [(&str, &str); 2] = [("X-Forwarded-For", "192.0.2.7"), ("X-Forwarded-Proto", "https")];
    let folder = Folder::new();
    let pinned = |answer: &Answer| answer.header("strict-transport-security").is_some();

    let service = folder.serve(&[]);
    assert!(!pinned(&service.ask("GET", "/", &SAID)), "anybody can claim https");
    assert_eq!(service.ask("GET", "/simulator", &[]).status, 200);
    let local = [("X-Forwarded-For", "127.0.0.1")];
    assert_ne!(service.ask("GET", "/simulator", &local).status, 200, "a forgotten proxy makes nobody local");
    service.stop();

    let service = folder.serve(&[("NARWHAL_TRUSTED_PROXIES", "127.0.0.0/8")]);
    assert!(pinned(&service.ask("GET", "/", &SAID)));
    assert_ne!(service.ask("GET", "/simulator", &SAID).status, 200, "the client is not local");
    assert_eq!(service.ask("GET", "/simulator", &local).status, 200);
    let forged = [("X-Forwarded-For", "127.0.0.1, 192.0.2.7")];
    assert_ne!(
        service.ask("GET", "/simulator", &forged).status,
        200,
        "only the right-most untrusted hop counts"
    );
}

#[test]
fn logs_have_no_paths() {
    let folder = Folder::new();
    let service = folder.serve(&[("NARWHAL_LOG", "trace")]);
    let locator = "Zx1Q9vL0TqS8mB7nC6dE5f";
    service.ask(
        "GET",
        &format!("/m/{locator}"),
        &[("Cookie", "__Host-narwhal=c00kie"), ("User-Agent", "ag3nt")],
    );
    service.ask("SECRETMETHOD", "/", &[]);
    service.stop();
    let log = folder.log();
    assert!(log.contains("route=\"recipient\""), "{log}");
    for secret in [locator, "c00kie", "ag3nt", "SECRETMETHOD"] {
        assert!(!log.contains(secret), "{secret} is in\n{log}");
    }
}

#[test]
fn metrics_have_a_listener_of_their_own() {
    let folder = Folder::new();
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut service = folder.serve(&[("NARWHAL_METRICS_ADDR", &port.to_string())]);
    assert_eq!(service.ask("GET", "/metrics", &[]).status, 404);
    service.address = port;
    let metrics = service.ask("GET", "/metrics", &[]);
    for name in [
        "narwhal_outbox_queued 0",
        "narwhal_outbox_oldest_seconds",
        "narwhal_build_info{",
        "narwhal_http_requests_total{",
    ] {
        assert!(metrics.body.contains(name), "{name} is not in {}", metrics.body);
    }
    assert_eq!(service.ask("GET", "/", &[]).status, 404);
}
