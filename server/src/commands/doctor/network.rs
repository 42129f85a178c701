//! Addresses, certificates, the gateway.

use super::Finding;
use crate::{
    config::{Config, PublicUrl, Tls},
    tls::{Pair, Protocol},
};

const URL: &str = "public URL";
const TLS: &str = "TLS";
const GATEWAY: &str = "gateway";
const PASSKEYS: &str = "passkeys";

pub(super) fn examine(config: &Config) -> Vec<Finding> {
    let url = config.public_url(config.http_addr);
    let mut findings = vec![public_url(config, &url)];
    findings.extend(tls(config, &url));
    findings.push(passkeys(&url));
    findings.push(gateway(config, &url));
    findings
}

/// Whether phones can reach it safely, and whether it agrees with who speaks TLS.
fn public_url(config: &Config, url: &PublicUrl) -> Finding {
    if !url.is_https() && config.tls != Tls::Off {
        let advice = "but this service speaks TLS. Write https:// in NARWHAL_PUBLIC_URL.";
        return Finding::fail(URL, format_args!("{url}, {advice}"));
    }
    if !url.is_https() && !url.is_loopback() {
        let advice = "is not secured: phones would send passwords in clear. Set NARWHAL_PUBLIC_URL to an https:// URL, \
                      and NARWHAL_TLS_CERT_FILE with NARWHAL_TLS_KEY_FILE, or put a proxy in front.";
        return Finding::fail(URL, format_args!("{url} {advice}"));
    }
    if url.is_loopback() {
        return Finding::ok(URL, format_args!("{url}: for trying out; only this machine can open the links"));
    }
    if config.tls == Tls::Off && config.proxies.networks.is_empty() {
        let advice = "needs a proxy in front that speaks TLS. Set NARWHAL_TRUSTED_PROXIES to its address, or every \
                      client looks like the proxy.";
        return Finding::warn(URL, format_args!("{url} {advice}"));
    }
    Finding::ok(URL, url)
}

/// Whether people can unlock with their devices, and why not.
fn passkeys(url: &PublicUrl) -> Finding {
    match engine::passkeys_at(&url.to_string()) {
        Ok(name) => Finding::ok(
            PASSKEYS,
            format_args!("for {name}; with another name they would be of no use any more"),
        ),
        Err(error) if url.is_loopback() => {
            let advice = "To try them out, set NARWHAL_PUBLIC_URL to http://localhost with the port.";
            Finding::ok(PASSKEYS, format_args!("not offered: {error}. {advice}"))
        }
        Err(error) => Finding::warn(
            PASSKEYS,
            format_args!("not offered: {error}. Set NARWHAL_PUBLIC_URL to an https:// URL with a name."),
        ),
    }
}

fn tls(config: &Config, url: &PublicUrl) -> Option<Finding> {
    match &config.tls {
        Tls::Off if !config.http_addr.ip().is_loopback() && config.proxies.networks.is_empty() => {
            Some(Finding::warn(TLS, format_args!("off, and {} is open to the network", config.http_addr)))
        }
        Tls::Off => None,
        Tls::SelfSigned if !url.is_loopback() => Some(Finding::warn(
            TLS,
            "self-signed: phones will warn. Get a certificate, and set NARWHAL_TLS_CERT_FILE and NARWHAL_TLS_KEY_FILE.",
        )),
        Tls::SelfSigned => Some(Finding::ok(TLS, "self-signed, for local use")),
        Tls::Files { certificate, key } => {
            Some(match (Pair { certificate: certificate.clone(), key: key.clone() }).load(Protocol::Http) {
                Ok(_) => Finding::ok(TLS, certificate.display()),
                Err(error) => Finding::fail(TLS, error),
            })
        }
    }
}

fn gateway(config: &Config, url: &PublicUrl) -> Finding {
    if config.simulator_allow_remote {
        let advice = "simulator, and everybody who reaches the service can read its texts. Remove \
                      NARWHAL_SIMULATOR_ALLOW_REMOTE unless this is a demonstration.";
        return Finding::warn(GATEWAY, advice);
    }
    if url.is_loopback() {
        Finding::ok(GATEWAY, format_args!("simulator: no SMS is sent; texts appear at {url}/simulator"))
    } else {
        Finding::warn(GATEWAY, "simulator: no SMS is sent, so recipients are told nothing")
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Level, *};

    fn levels(pairs: &[(&str, &str)]) -> Vec<(&'static str, Level)> {
        let variables =
            pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned().into())).collect();
        let config = Config::load(None, variables).unwrap();
        examine(&config).into_iter().map(|finding| (finding.subject, finding.level)).collect()
    }

    #[test]
    fn defaults_are_for_trying_out() {
        assert_eq!(levels(&[]), [(URL, Level::Ok), (PASSKEYS, Level::Ok), (GATEWAY, Level::Ok)]);
    }

    #[test]
    fn the_url_has_to_be_secure_and_to_fit() {
        let url = ("NARWHAL_PUBLIC_URL", "https://a.org");
        let level = |pairs: &[(&str, &str)]| levels(pairs)[0].1;
        assert_eq!(level(&[("NARWHAL_PUBLIC_URL", "http://a.org")]), Level::Fail);
        assert_eq!(level(&[url]), Level::Warn);
        assert_eq!(level(&[url, ("NARWHAL_TRUSTED_PROXIES", "127.0.0.1")]), Level::Ok);
        let mixed = [("NARWHAL_PUBLIC_URL", "http://localhost:3000"), ("NARWHAL_TLS_SELF_SIGNED", "true")];
        assert_eq!(level(&mixed), Level::Fail);
    }

    #[test]
    fn passkeys_need_a_name() {
        let level = |url: &'static str| {
            let found = levels(&[("NARWHAL_PUBLIC_URL", url)]);
            found.into_iter().find(|(subject, _)| *subject == PASSKEYS).unwrap().1
        };
        assert_eq!(level("https://a.org"), Level::Ok);
        assert_eq!(level("https://192.0.2.1"), Level::Warn);
        assert_eq!(level("http://127.0.0.1:3000"), Level::Ok);
    }

    #[test]
    fn certificates_have_to_load() {
        let files = [("NARWHAL_TLS_CERT_FILE", "/none.pem"), ("NARWHAL_TLS_KEY_FILE", "/none.pem")];
        assert_eq!(levels(&files)[1], (TLS, Level::Fail));
        assert_eq!(levels(&[("NARWHAL_HTTP_ADDR", "0.0.0.0:80")])[1], (TLS, Level::Warn));
    }
}
