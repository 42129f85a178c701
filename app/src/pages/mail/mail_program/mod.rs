//! How a sender uses their own mail program: the server's facts, app passwords, how-tos and a test.
//!
//! Rendered by the server alone. It has no island: a new app password is shown once, in the answer to the form.

mod how_to;
mod passwords;
mod test_send;

use domain::MessageId;
use leptos::prelude::*;

use how_to::HowTos;
pub(crate) use passwords::{AppPasswordRow, MadePassword};
use passwords::{Made, Passwords};
use test_send::TestSend;

use crate::components::{Icon, SenderFrame, SenderPage, Shape};

/// What the page shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct MailProgramView {
    /// The account's address, which is the user name too.
    pub(crate) email: String,
    /// The domain of the addresses that stand for phone numbers.
    pub(crate) domain: String,
    /// Where mail is handed in, the best way first; none while mail is off.
    pub(crate) servers: Vec<MailServer>,
    /// The app passwords, the oldest first.
    pub(crate) passwords: Vec<AppPasswordRow>,
    /// The password that was just made.
    pub(crate) made: Option<MadePassword>,
    /// What was typed as the name of an app password, and what is wrong with it.
    pub(crate) name: Refused,
    /// What was typed as the number for the test, and what is wrong with it.
    pub(crate) phone: Refused,
    /// What has just been done.
    pub(crate) flash: Option<MailFlash>,
}

/// A way to hand mail in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MailServer {
    /// Its name or address.
    pub(crate) host: String,
    /// Its port.
    pub(crate) port: u16,
    /// How the connection is secured.
    pub(crate) security: MailSecurity,
}

/// How a connection is secured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MailSecurity {
    /// TLS from the first byte on (RFC 8314, 3.3).
    Tls,
    /// TLS by the command STARTTLS (RFC 3207).
    StartTls,
    /// None: for programs on the server's own machine.
    Plain,
}

impl MailSecurity {
    const fn words(self) -> &'static str {
        match self {
            Self::Tls => "SSL/TLS",
            Self::StartTls => "STARTTLS",
            Self::Plain => "no encryption; only on the server’s own machine",
        }
    }
}

/// What stands in a field that was not accepted. Both are empty while nothing was refused.
#[derive(Debug, Clone, Default)]
pub(crate) struct Refused {
    /// What was typed.
    pub(crate) typed: String,
    /// What is wrong with it.
    pub(crate) problem: Option<String>,
}

/// What has just been done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MailFlash {
    /// An app password was revoked.
    Revoked,
    /// The test message is on its way.
    Tested(MessageId),
}

/// "Use your mail program".
#[component]
pub(crate) fn MailProgramPage(
    /// What to show.
    view: MailProgramView,
) -> impl IntoView {
    let MailProgramView { email, domain, servers, passwords, made, name, phone, flash } = view;
    let is_on = !servers.is_empty();
    let facts = match servers.first().cloned() {
        Some(best) => view! {
            <Facts email=email.clone() servers=servers />
            <HowTos email=email domain=domain server=best />
        }
        .into_any(),
        None => view! { <Off /> }.into_any(),
    };
    view! {
        <SenderFrame page=SenderPage::Settings>
            <p>
                <a class="back with-icon" href="/settings">
                    <Icon shape=Shape::Back />
                    " Settings"
                </a>
            </p>
            <h1>"Use your mail program"</h1>
            <div role="status">
                {flash.map(flash_banner)} {made.map(|made| view! { <Made made=made /> })}
            </div>
            <div class="columns">
                <div>{facts}</div>
                <div>
                    <Passwords passwords=passwords name=name can_add=is_on />
                    {is_on.then(|| view! { <TestSend phone=phone /> })}
                </div>
            </div>
        </SenderFrame>
    }
}

fn flash_banner(flash: MailFlash) -> impl IntoView {
    let words = match flash {
        MailFlash::Revoked => {
            "The app password is revoked. The mail program that used it cannot send any more."
        }
        MailFlash::Tested(_) => {
            "The test message is on its way. A text with a link will be on the phone soon."
        }
    };
    let link = match flash {
        MailFlash::Revoked => None,
        MailFlash::Tested(id) => Some(view! {
            <a class="button" href=format!("/sent/{id}")>
                "See how it is doing"
            </a>
        }),
    };
    view! {
        <div class="banner good">
            <p>{words}</p>
            {link}
        </div>
    }
}

#[component]
fn Facts(email: String, servers: Vec<MailServer>) -> impl IntoView {
    let host = servers.first().map(|server| server.host.clone());
    let port =
        |server: MailServer| view! { <dd>{format!("{} ({})", server.port, server.security.words())}</dd> };
    let ports: Vec<_> = servers.into_iter().map(port).collect();
    view! {
        <section class="sheet stack" aria-labelledby="facts">
            <h2 id="facts">"Outgoing server (SMTP)"</h2>
            <p>
                "Write secure messages where you write your mail. They leave over this server; what comes in stays where it is."
            </p>
            <dl class="facts">
                <dt>"Server"</dt>
                <dd>{host}</dd>
                <dt>"Port"</dt>
                {ports}
                <dt>"User name"</dt>
                <dd>{email}</dd>
                <dt>"Password"</dt>
                <dd>"an app password, not the one that you sign in with here"</dd>
            </dl>
        </section>
    }
}

#[component]
fn Off() -> impl IntoView {
    view! {
        <section class="sheet stack" aria-labelledby="off">
            <h2 id="off">"Mail is turned off here"</h2>
            <p>
                "Whoever runs this server has not turned on mail yet, so mail programs cannot send. Messages that you write under “New message” are not affected."
            </p>
            <p>"To turn it on, the operator sets at least one of these and starts the service again:"</p>
            <ul class="steps">
                <li>
                    <code>"NARWHAL_SMTP_TLS_ADDR"</code>
                    ", such as 0.0.0.0:465"
                </li>
                <li>
                    <code>"NARWHAL_SMTP_STARTTLS_ADDR"</code>
                    ", such as 0.0.0.0:587"
                </li>
            </ul>
            <p>
                "Both need a certificate: that of the pages, or "<code>"NARWHAL_SMTP_CERT_FILE"</code>" and "
                <code>"NARWHAL_SMTP_KEY_FILE"</code>". For mail programs on the server’s own machine there is "
                <code>"NARWHAL_SMTP_ADDR"</code>", which needs none."
            </p>
        </section>
    }
}
