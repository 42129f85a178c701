//! "Use your mail program": the page, its forms, and the files that mail programs set themselves up by.

mod autoconfig;
mod profile;
mod xml;

use std::net::SocketAddr;

use axum::{
    Form,
    extract::{Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use domain::{AppPasswordId, MessageId, PhoneNumber};
use engine::{AppPasswordSummary, EngineError, Invalid, Session};
use leptos::prelude::*;
use serde::Deserialize;

use self::profile::Profile;
use super::{
    Site,
    mail::{failed, guard, session},
    render::Page,
};
use crate::pages::mail::{
    AppPasswordRow, MadePassword, MailFlash, MailProgramPage, MailProgramView, MailSecurity, MailServer,
    Refused,
};

/// Where mail programs look for `autoconfig`, at a mail domain and at `autoconfig.` before it. The file is for
/// everybody, and may be fetched under any name.
pub const AUTOCONFIG_PATHS: [&str; 2] =
    ["/.well-known/autoconfig/mail/config-v1.1.xml", "/mail/config-v1.1.xml"];

/// Where mail programs hand mail in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailAccess {
    /// The server's name.
    pub host: String,
    /// The port where TLS begins with STARTTLS.
    pub starttls_port: Option<u16>,
    /// The port with TLS from the first byte on.
    pub tls_port: Option<u16>,
    /// Without TLS, for programs on the server's own machine.
    pub plain: Option<SocketAddr>,
}

impl MailAccess {
    /// The ways to hand mail in, the best first. The one without TLS is told only where there is no other.
    fn servers(&self) -> Vec<MailServer> {
        let server = |port, security| MailServer { host: self.host.clone(), port, security };
        let tls = self.tls_port.map(|port| server(port, MailSecurity::Tls));
        let starttls = self.starttls_port.map(|port| server(port, MailSecurity::StartTls));
        let mut servers: Vec<_> = tls.into_iter().chain(starttls).collect();
        if let (Some(at), true) = (self.plain, servers.is_empty()) {
            let (host, security) = (at.ip().to_string(), MailSecurity::Plain);
            servers.push(MailServer { host, port: at.port(), security });
        }
        servers
    }
}

/// What a form on the page has led to.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct After {
    revoked: Option<AppPasswordId>,
    tested: Option<MessageId>,
}

/// `GET /settings/mail`.
pub(crate) async fn page(
    State(site): State<Site>,
    headers: HeaderMap,
    Query(After { revoked, tested }): Query<After>,
) -> Response {
    let flash = tested.map(MailFlash::Tested).or(revoked.map(|_| MailFlash::Revoked));
    let answered = async {
        let session = session(&site, &headers).await?;
        Ok(shown(&site, StatusCode::OK, MailProgramView { flash, ..view(&site, &session).await? }))
    };
    answered.await.unwrap_or_else(|error| failed(&site, error))
}

/// The name of a new app password.
#[derive(Deserialize)]
pub(crate) struct NewPassword {
    name: String,
}

/// `POST /settings/mail/passwords`: the answer is the only page that shows the password.
pub(crate) async fn add(
    State(site): State<Site>,
    headers: HeaderMap,
    Form(NewPassword { name }): Form<NewPassword>,
) -> Response {
    let answered = async {
        let session = session(&site, &headers).await?;
        match site.engine.add_app_password(&session, &name).await {
            Ok(new) => {
                let made = MadePassword { name: name.trim().to_owned(), password: new.password.to_string() };
                let view = MailProgramView { made: Some(made), ..view(&site, &session).await? };
                Ok(shown(&site, StatusCode::OK, view))
            }
            Err(EngineError::Invalid(Invalid::Name)) => {
                let problem = Some("Please give it a name of 1 to 60 characters.".to_owned());
                let name = Refused { typed: name, problem };
                let view = MailProgramView { name, ..view(&site, &session).await? };
                Ok(shown(&site, StatusCode::UNPROCESSABLE_ENTITY, view))
            }
            Err(error) => Err(error),
        }
    };
    answered.await.unwrap_or_else(|error| failed(&site, error))
}

/// Which app password to revoke.
#[derive(Debug, Deserialize)]
pub(crate) struct Revoke {
    id: AppPasswordId,
}

/// `POST /settings/mail/passwords/revoke`.
pub(crate) async fn revoke(
    State(site): State<Site>,
    headers: HeaderMap,
    Form(Revoke { id }): Form<Revoke>,
) -> Response {
    let done = async { site.engine.revoke_app_password(&session(&site, &headers).await?, id).await };
    match done.await {
        Ok(true) => Redirect::to(&format!("/settings/mail?revoked={id}")).into_response(),
        // It was revoked before, perhaps by a second click.
        Ok(false) => Redirect::to("/settings/mail").into_response(),
        Err(error) => failed(&site, error),
    }
}

/// Where a test goes.
#[derive(Deserialize)]
pub(crate) struct Test {
    phone: String,
}

/// `POST /settings/mail/test`.
pub(crate) async fn test(
    State(site): State<Site>,
    headers: HeaderMap,
    Form(Test { phone }): Form<Test>,
) -> Response {
    let answered = async {
        let session = session(&site, &headers).await?;
        match PhoneNumber::parse(&phone, site.engine.config().default_country) {
            Ok(to) => {
                let accepted = site.engine.send_test_mail(&session, &to).await?;
                Ok(Redirect::to(&format!("/settings/mail?tested={}", accepted.id)).into_response())
            }
            Err(error) => {
                let phone = Refused { typed: phone, problem: Some(error.to_string()) };
                let view = MailProgramView { phone, ..view(&site, &session).await? };
                Ok(shown(&site, StatusCode::UNPROCESSABLE_ENTITY, view))
            }
        }
    };
    answered.await.unwrap_or_else(|error| failed(&site, error))
}

/// `GET /.well-known/autoconfig/mail/config-v1.1.xml`: from the configuration alone, whatever address is asked about.
pub(crate) async fn autoconfig(State(site): State<Site>) -> Response {
    let servers = servers(&site);
    if servers.is_empty() {
        return StatusCode::NOT_FOUND.into_response();
    }
    let file = autoconfig::file(&site.engine.config().mail_domain, &servers);
    ([(header::CONTENT_TYPE, "application/xml; charset=utf-8")], file).into_response()
}

/// `GET /settings/mail/narwhal.mobileconfig`.
pub(crate) async fn profile(State(site): State<Site>, headers: HeaderMap) -> Response {
    let made = async {
        let session = session(&site, &headers).await?;
        let account = site.engine.account(&session)?;
        let server = servers(&site).into_iter().next().ok_or(EngineError::NotFound)?;
        let (name, email) = (account.name.as_str(), account.email.as_str());
        Ok(Profile { person: session.person, name, email, server: &server }.plist())
    };
    let attachment = "attachment; filename=\"narwhal.mobileconfig\"";
    let about = [(header::CONTENT_TYPE, profile::MEDIA_TYPE), (header::CONTENT_DISPOSITION, attachment)];
    match made.await {
        Ok(plist) => (about, plist).into_response(),
        Err(error) => failed(&site, error),
    }
}

fn servers(site: &Site) -> Vec<MailServer> {
    site.mail.as_ref().map(MailAccess::servers).unwrap_or_default()
}

async fn view(site: &Site, session: &Session) -> Result<MailProgramView, EngineError> {
    let row = |password: AppPasswordSummary| AppPasswordRow {
        id: password.id.to_string(),
        name: password.name,
        created_at: password.created_at,
        last_used_at: password.last_used_at,
    };
    Ok(MailProgramView {
        email: site.engine.account(session)?.email.as_str().to_owned(),
        domain: site.engine.config().mail_domain.clone(),
        servers: servers(site),
        passwords: site.engine.app_passwords(session).await?.into_iter().map(row).collect(),
        ..MailProgramView::default()
    })
}

fn shown(site: &Site, status: StatusCode, view: MailProgramView) -> Response {
    Page::new("Use your mail program · Narwhal", "sender")
        .status(status)
        .guarded(guard(site))
        .render(site, || view! { <MailProgramPage view /> })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use hydration_context::SsrSharedContext;

    use super::*;

    fn ports(starttls: Option<u16>, tls: Option<u16>, plain: Option<&str>) -> Vec<(u16, MailSecurity)> {
        let plain = plain.map(|address| address.parse().unwrap());
        let access =
            MailAccess { host: "mail.example.org".into(), starttls_port: starttls, tls_port: tls, plain };
        access.servers().into_iter().map(|server| (server.port, server.security)).collect()
    }

    #[test]
    fn tls_first_and_plain_only_without_it() {
        use MailSecurity::{Plain, StartTls, Tls};
        let plain = Some("127.0.0.1:2525");
        assert_eq!(ports(Some(587), Some(465), plain), [(465, Tls), (587, StartTls)]);
        assert_eq!(ports(Some(587), None, plain), [(587, StartTls)]);
        assert_eq!(ports(None, None, plain), [(2525, Plain)]);
        assert_eq!(ports(None, None, None), []);
    }

    fn html(view: MailProgramView) -> String {
        let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
        owner.with(|| view! { <MailProgramPage view /> }.into_view().to_html())
    }

    fn is_on() -> MailProgramView {
        let server = MailServer { host: "mail.example.org".into(), port: 465, security: MailSecurity::Tls };
        let (email, domain) = ("ana@example.org".into(), "secure.text".into());
        MailProgramView { email, domain, servers: vec![server], ..MailProgramView::default() }
    }

    #[test]
    fn the_page_shows_a_password_only_when_it_was_just_made() {
        let made = MadePassword { name: "<My laptop>".into(), password: "0123-4567".into() };
        let page = html(MailProgramView { made: Some(made), ..is_on() });
        assert!(page.contains("0123-4567") && page.contains("&lt;My laptop&gt;"), "{page}");
        let page = html(is_on());
        assert!(!page.contains("secret") && page.contains("465 (SSL/TLS)"), "{page}");
        assert!(page.contains("2114367789@secure.text"));
    }

    #[test]
    fn while_mail_is_off_the_page_says_how_to_turn_it_on() {
        let page = html(MailProgramView { servers: Vec::new(), ..is_on() });
        assert!(page.contains("NARWHAL_SMTP_TLS_ADDR"));
        assert!(!page.contains("/settings/mail/test") && !page.contains("Make an app password"), "{page}");
    }

    #[test]
    fn a_refused_field_says_why() {
        let phone = Refused { typed: "\"12".into(), problem: Some("Too short.".into()) };
        let page = html(MailProgramView { phone, ..is_on() });
        assert!(page.contains("Too short.") && page.contains("value=\"&quot;12\""), "{page}");
        assert_eq!(page.matches("aria-invalid=\"true\"").count(), 1);
    }
}
