//! How to set up the usual mail programs, and what to write in them.

use leptos::prelude::*;

use super::{MailSecurity, MailServer};

/// Where the Apple profile is.
const PROFILE: &str = "/settings/mail/narwhal.mobileconfig";

/// Every how-to, closed until somebody needs it.
#[component]
pub(super) fn HowTos(email: String, domain: String, server: MailServer) -> impl IntoView {
    let is_reachable = server.security != MailSecurity::Plain;
    let server = Server::from(server);
    view! {
        <section class="sheet stack" aria-labelledby="writing">
            <h2 id="writing">"What to write"</h2>
            <ul class="steps">
                <li>"To: the phone number at "{domain.clone()}", as in "<code>{format!("2114367789@{domain}")}</code></li>
                <li>
                    "When it is to be erased: "<code>"[expires 3d]"</code>" in the subject, or the header "
                    <code>"X-Narwhal-Expires: 3d"</code>
                </li>
                <li>
                    "A reminder, if it is not opened: "<code>"[remind 1d]"</code>" in the subject, or the header "
                    <code>"X-Narwhal-Remind: 1d"</code>
                </li>
                <li>
                    "Urgent, so that the text goes first and at night too: "<code>"[urgent]"</code>", or "
                    <code>"X-Narwhal-Urgent: yes"</code>
                </li>
                <li>
                    "The language of the text: "<code>"[language es]"</code>", or "<code>"X-Narwhal-Language: es"</code>
                    "; en, es, fr, pt, de, zh or ar"
                </li>
                <li>
                    "Words that you and the recipient agreed on, for the text to show: "<code>"[phrase: blue heron]"</code>
                    ", or "<code>"X-Narwhal-Phrase: blue heron"</code>
                </li>
            </ul>
            <p class="soft">"The recipient does not see these words. h stands for hours, d for days, w for weeks."</p>
        </section>
        <section class="sheet" aria-labelledby="how-to">
            <h2 id="how-to">"How to set it up"</h2>
            <Thunderbird email=email.clone() server=server.clone() />
            <Outlook email=email.clone() server=server.clone() />
            {is_reachable.then(|| view! { <Apple server=server.clone() /> })}
            {is_reachable.then(|| view! { <Gmail email=email server=server /> })}
        </section>
    }
}

/// A server in words.
#[derive(Debug, Clone)]
struct Server {
    host: String,
    port: u16,
    security: &'static str,
}

impl From<MailServer> for Server {
    fn from(server: MailServer) -> Self {
        let security = match server.security {
            MailSecurity::Tls => "SSL/TLS",
            MailSecurity::StartTls => "STARTTLS",
            MailSecurity::Plain => "None",
        };
        Self { host: server.host, port: server.port, security }
    }
}

#[component]
fn Thunderbird(email: String, server: Server) -> impl IntoView {
    let Server { host, port, security } = server;
    view! {
        <details>
            <summary>"Thunderbird"</summary>
            <p>"Narwhal only sends, so do not add an account: add an outgoing server to the one that you have."</p>
            <ol class="steps">
                <li>"Open “Account Settings”, then “Outgoing Server (SMTP)”, and choose “Add”."</li>
                <li>
                    {format!("Server name: {host}. Port: {port}. Connection security: {security}.")}
                    {format!(" Authentication: Normal password. User name: {email}.")}
                </li>
                <li>
                    "In your account’s settings open “Manage Identities” and add one with the same address and this outgoing server. Your usual identity keeps its own."
                </li>
                <li>"Write a message and choose that identity under “From”. When asked, paste your app password."</li>
            </ol>
        </details>
    }
}

#[component]
fn Outlook(email: String, server: Server) -> impl IntoView {
    let Server { host, port, security } = server;
    view! {
        <details>
            <summary>"Outlook"</summary>
            <p>"Outlook sets up outgoing servers together with an account, so this makes a second one for secure messages."</p>
            <ol class="steps">
                <li>"Choose “File”, “Account Settings”, “New”, and there the manual set-up with POP or IMAP."</li>
                <li>
                    {format!("Address: {email}. ")}
                    "Incoming server: that of your usual mail provider, since Narwhal has none."
                </li>
                <li>{format!("Outgoing server: {host}. Port: {port}. Encryption: {security}.")}</li>
                <li>
                    {format!(
                        "Under “More Settings”, “Outgoing Server”: the server requires authentication; user name {email}, and your app password.",
                    )}
                </li>
                <li>"Write a message and choose this account under “From”."</li>
            </ol>
        </details>
    }
}

#[component]
fn Apple(server: Server) -> impl IntoView {
    let Server { host, port, .. } = server;
    view! {
        <details>
            <summary>"Apple Mail on iPhone, iPad and Mac"</summary>
            <p>
                <a class="button" href=PROFILE download="narwhal.mobileconfig">
                    "Download the profile"
                </a>
            </p>
            <ol class="steps">
                <li>
                    "Open the profile. On an iPhone or iPad, go to “Settings” and tap “Profile Downloaded”; on a Mac, go to “System Settings”, “General”, “Device Management”."
                </li>
                <li>"Install it, and paste your app password when you are asked for the outgoing password."</li>
                <li>"Write a message and choose “Narwhal” under “From”. Its mailbox stays empty: Narwhal only sends."</li>
            </ol>
            <p>
                {format!(
                    "Without the profile: in the settings of your mail account add an outgoing (SMTP) server, {host}, port {port}, with SSL and a password.",
                )}
            </p>
        </details>
    }
}

#[component]
fn Gmail(email: String, server: Server) -> impl IntoView {
    let Server { host, port, security } = server;
    // Gmail's own names for the two.
    let secured = if security == "STARTTLS" { "Choose TLS." } else { "Choose SSL." };
    view! {
        <details>
            <summary>"Gmail, “Send mail as”"</summary>
            <p>
                {format!(
                    "Google’s servers hand the mail in, so {host} has to be reachable from the internet on port 465 or 587, with a certificate that is publicly trusted.",
                )}
            </p>
            <ol class="steps">
                <li>"In Gmail open “See all settings”, “Accounts and Import”, and “Add another email address”."</li>
                <li>{format!("Your name, and {email}. Leave “Treat as an alias” as it is.")}</li>
                <li>
                    {format!("SMTP server: {host}. Port: {port}. User name: {email}. Password: your app password. ")}
                    {secured}
                </li>
                <li>"Google sends a code to that address. Type it in."</li>
                <li>"Write a message and choose the address under “From”."</li>
            </ol>
        </details>
    }
}
