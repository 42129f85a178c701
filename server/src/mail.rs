//! Mail submission: listeners, and what the protocol asks the engine.
//!
//! Who could abuse this: the world, when the ports are open. So nobody gets further than the sign-in without an app
//! password; no address outside the mail domain is taken, so this is never a relay; and a sender writes in their own
//! name only, in the envelope and in the mail.

mod reply;

use std::{io, net::IpAddr, sync::Arc, time::Duration};

use anyhow::{Context as _, bail};
use app::ssr::MailAccess;
use domain::{Email, MailAddress, PhoneNumber};
use engine::{ClientAddress, Engine, EngineError, MailRecipient, MailSender, MailSubmission, Notify};
use smtp::{AuthError, Backend, Envelope, Limits, Mailbox, Reply, Security, Server, Settings, TlsConfig};
use tokio::{net::TcpListener, sync::watch};

use crate::{
    config::{Config, PublicUrl},
    listen,
    tls::{self, Pair, Protocol},
};

/// The largest mail: the largest attachments in base64 (RFC 2045, 6.8), and some text.
const MAX_BYTES: usize = 36 * 1024 * 1024;
/// How long mails on their way may take once the service is told to stop.
const FINISH: Duration = Duration::from_secs(10);

/// The ports that mail comes in by, taken but not served yet.
pub(crate) struct MailPorts {
    plain: Option<TcpListener>,
    starttls: Option<TcpListener>,
    tls: Option<TcpListener>,
    pair: Option<(Pair, TlsConfig)>,
}

/// The running mail server.
pub(crate) struct MailServer(Option<Server<Submission>>);

/// What the protocol asks about accounts, recipients and mails.
#[derive(Clone)]
struct Submission {
    engine: Engine,
}

impl MailPorts {
    /// Takes the ports that the configuration names.
    pub(crate) async fn bind(config: &Config, public_url: &PublicUrl) -> anyhow::Result<Self> {
        let smtp = &config.smtp;
        let pair = if smtp.wants_tls() { Some(load(config, public_url)?) } else { None };
        Ok(Self {
            plain: bind(smtp.plain, "NARWHAL_SMTP_ADDR").await?,
            starttls: bind(smtp.starttls, "NARWHAL_SMTP_STARTTLS_ADDR").await?,
            tls: bind(smtp.tls, "NARWHAL_SMTP_TLS_ADDR").await?,
            pair,
        })
    }

    /// How mail programs reach them; `None` when there are none.
    pub(crate) fn access(&self, host: &str) -> io::Result<Option<MailAccess>> {
        let address = |port: &Option<TcpListener>| port.as_ref().map(TcpListener::local_addr).transpose();
        let (starttls, tls, plain) = (address(&self.starttls)?, address(&self.tls)?, address(&self.plain)?);
        let access = MailAccess {
            host: host.to_owned(),
            starttls_port: starttls.map(|address| address.port()),
            tls_port: tls.map(|address| address.port()),
            plain,
        };
        Ok([starttls, tls, plain].iter().any(Option::is_some).then_some(access))
    }

    /// Where they are, for whoever starts the service.
    pub(crate) fn addresses(&self) -> Vec<String> {
        let ports = [(&self.plain, ""), (&self.starttls, " (STARTTLS)"), (&self.tls, " (TLS)")];
        let address = |(port, how): (&Option<TcpListener>, &str)| {
            let address = port.as_ref()?.local_addr().ok()?;
            Some(format!("{address}{how}"))
        };
        ports.into_iter().filter_map(address).collect()
    }

    /// Takes mail on them.
    pub(crate) fn serve(
        self,
        engine: &Engine,
        host: &str,
        stopped: &watch::Receiver<bool>,
    ) -> anyhow::Result<MailServer> {
        if self.plain.is_none() && self.pair.is_none() {
            return Ok(MailServer(None));
        }
        let settings =
            Settings { host: host.to_owned(), max_message_bytes: MAX_BYTES, ..Settings::default() };
        let mut server = Server::new(Submission { engine: engine.clone() }, settings, Limits::default());
        if let Some(listener) = self.plain {
            server.add(listener, Security::Plain)?;
        }
        if let Some((pair, config)) = self.pair {
            if let Some(listener) = self.starttls {
                server.add(listener, Security::StartTls(config.clone()))?;
            }
            if let Some(listener) = self.tls {
                server.add(listener, Security::Tls(config.clone()))?;
            }
            let put_to_use = move |new| config.reload(new);
            tokio::spawn(tls::reload_on_change(pair, Protocol::Smtp, put_to_use, stopped.clone()));
        }
        Ok(MailServer(Some(server)))
    }
}

impl MailServer {
    /// Takes no more mail, and waits for what is on its way.
    pub(crate) async fn finish(self) {
        if let Some(server) = self.0 {
            server.shutdown(FINISH).await;
        }
    }
}

impl Backend for Submission {
    type Account = MailSender;
    type Recipient = PhoneNumber;

    async fn authenticate(
        &self,
        user: &str,
        password: &str,
        client: IpAddr,
    ) -> Result<MailSender, AuthError> {
        self.engine.sign_in_by_mail(user, password, ClientAddress(client)).await.map_err(
            |error| match error {
                EngineError::WrongPassword => AuthError::Wrong,
                EngineError::SlowDown(wait) => AuthError::SlowDown(wait),
                other => {
                    tracing::warn!(error = %other, "a mail program could not sign in");
                    AuthError::Unavailable
                }
            },
        )
    }

    fn sender(&self, account: &MailSender, from: &Mailbox) -> Result<(), Reply> {
        let address = Email::lower_case(from.as_given());
        if address == account.email().as_str() { Ok(()) } else { Err(Reply::NOT_YOUR_ADDRESS) }
    }

    async fn recipient(&self, account: &MailSender, to: &Mailbox) -> Result<PhoneNumber, Reply> {
        let config = self.engine.config();
        // An address without a domain is nobody's (RFC 5321, 2.3.5), but for `postmaster`, who has no phone here.
        let Some(domain) = to.domain() else { return Err(Reply::UNKNOWN_RECIPIENT) };
        let address = format!("{}@{domain}", to.local());
        let parsed = MailAddress::parse(&address, &config.mail_domain, config.default_country);
        let phone = parsed.map_err(|error| reply::to_address(&error))?.phone;
        match self.engine.wants_no_texts(account, &phone).await {
            Ok(false) => Ok(phone),
            Ok(true) => Err(reply::wants_no_texts()),
            Err(error) => Err(reply::to_engine(&error)),
        }
    }

    async fn deliver(
        &self,
        account: &MailSender,
        envelope: Envelope<PhoneNumber>,
        content: Vec<u8>,
    ) -> Result<String, Reply> {
        let submission = MailSubmission {
            raw: content,
            envelope_id: envelope.declared.envid,
            recipients: envelope.recipients.into_iter().map(recipient).collect(),
        };
        match self.engine.submit_mail(account, submission).await {
            Ok(accepted) => Ok(format!("Ok: queued as {}", accepted.id)),
            Err(error) => Err(reply::to_mail(&error)),
        }
    }
}

fn recipient(recipient: smtp::Recipient<PhoneNumber>) -> MailRecipient {
    let notify = match recipient.notify {
        smtp::Notify::Unsaid => Notify::default(),
        smtp::Notify::Never => Notify { success: false, failure: false },
        smtp::Notify::On { success, failure, .. } => Notify { success, failure },
    };
    let original = match recipient.orcpt {
        Some(original) => format!("{};{}", original.kind, original.address),
        None => recipient.mailbox.as_given().to_owned(),
    };
    MailRecipient { phone: recipient.value, notify, original: Some(original) }
}

async fn bind(address: Option<std::net::SocketAddr>, setting: &str) -> anyhow::Result<Option<TcpListener>> {
    match address {
        Some(address) => Ok(Some(listen::bind(address, setting).await?)),
        None => Ok(None),
    }
}

fn load(config: &Config, public_url: &PublicUrl) -> anyhow::Result<(Pair, TlsConfig)> {
    let Some(pair) = tls::mail_pair(config, public_url)? else {
        bail!(
            "mail with TLS needs a certificate: set NARWHAL_SMTP_CERT_FILE and NARWHAL_SMTP_KEY_FILE, or \
             NARWHAL_SMTP_SELF_SIGNED=true for local use"
        );
    };
    let loaded: Arc<_> = pair.load(Protocol::Smtp).context("the certificate for mail")?;
    Ok((pair, TlsConfig::new(loaded)))
}
