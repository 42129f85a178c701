//! Mail: its certificate, and the relay that carries the reports.

use super::Finding;
use crate::{
    config::{Config, PublicUrl, Tls},
    tls::{self, Protocol},
};

const MAIL: &str = "mail";
const RELAY: &str = "relay";

pub(super) async fn examine(config: &Config) -> Vec<Finding> {
    let url = config.public_url(config.http_addr);
    vec![ports(config, &url), relay(config).await]
}

fn ports(config: &Config, url: &PublicUrl) -> Finding {
    let smtp = &config.smtp;
    if !smtp.wants_tls() {
        return match smtp.plain {
            Some(address) => {
                Finding::ok(MAIL, format_args!("taken without TLS at {address}, from this machine only"))
            }
            None => {
                Finding::ok(MAIL, "off: set NARWHAL_SMTP_TLS_ADDR to let senders use their mail programs")
            }
        };
    }
    let used = if smtp.certificate == Tls::Off { &config.tls } else { &smtp.certificate };
    if *used == Tls::SelfSigned {
        // It may not have been made yet, and this changes nothing.
        return Finding::warn(MAIL, "self-signed: mail programs will warn. Set NARWHAL_SMTP_CERT_FILE.");
    }
    match tls::mail_pair(config, url) {
        Err(error) => Finding::fail(MAIL, error),
        Ok(None) => Finding::fail(
            MAIL,
            "TLS needs a certificate: set NARWHAL_SMTP_CERT_FILE and NARWHAL_SMTP_KEY_FILE",
        ),
        Ok(Some(pair)) => match pair.load(Protocol::Smtp) {
            Ok(_) => Finding::ok(MAIL, pair.certificate.display()),
            Err(error) => Finding::fail(MAIL, error),
        },
    }
}

async fn relay(config: &Config) -> Finding {
    if !config.relay.is_on() {
        return Finding::ok(RELAY, "none: senders see failures in their pages only");
    }
    match config.relay.check().await {
        Ok(()) => Finding::ok(RELAY, "it answers, and accepts the user name and password if there are any"),
        Err(error) => Finding::fail(RELAY, format_args!("{error}. Check NARWHAL_RELAY_URL.")),
    }
}
