//! A sender's account, password and sessions.

mod change_password;

use domain::Role;
use leptos::prelude::*;

use change_password::ChangePassword;

use crate::{
    api::session::SessionKind,
    components::{Passkeys, PasskeysView, SenderFrame, SenderPage, SessionList, SessionRow},
};

/// What the page shows.
#[derive(Debug, Clone)]
pub(crate) struct SettingsView {
    /// The person's name.
    pub(crate) name: String,
    /// The address that they sign in with.
    pub(crate) email: String,
    /// What they may do.
    pub(crate) role: Role,
    /// Whether they have a second factor.
    pub(crate) has_factor: bool,
    /// Where they are signed in.
    pub(crate) sessions: Vec<SessionRow>,
    /// Their passkeys, where there can be any.
    pub(crate) passkeys: Option<PasskeysView>,
    /// What has just been done.
    pub(crate) flash: Option<String>,
}

/// The settings.
#[component]
pub(crate) fn SettingsPage(
    /// What to show.
    settings: SettingsView,
) -> impl IntoView {
    let SettingsView { name, email, role, has_factor, sessions, passkeys, flash } = settings;
    let passkeys = passkeys.map(|view| view! { <Passkeys kind=SessionKind::Sender view /> });
    let flash = flash.map(|words| {
        view! {
            <div class="banner good">
                <p>{words}</p>
            </div>
        }
    });
    view! {
        <SenderFrame page=SenderPage::Settings>
            <h1>"Settings"</h1>
            <div role="status">{flash}</div>
            <div class="columns">
                <div>
                    <Account name=name email=email.clone() role=role />
                    <section class="sheet" aria-labelledby="change">
                        <h2 id="change">"Change your password"</h2>
                        <ChangePassword email=email />
                    </section>
                    <SecondFactor has_factor=has_factor />
                    {passkeys}
                    <MailProgram />
                    {(role == Role::Admin).then(|| view! { <Instance /> })}
                </div>
                <Sessions sessions=sessions />
            </div>
        </SenderFrame>
    }
}

#[component]
fn Account(name: String, email: String, role: Role) -> impl IntoView {
    let role = match role {
        Role::Sender => "Sender",
        Role::Admin => "Administrator",
    };
    view! {
        <section class="sheet" aria-labelledby="account">
            <h2 id="account">"Your account"</h2>
            <dl class="facts">
                <dt>"Name"</dt>
                <dd>{name}</dd>
                <dt>"Email"</dt>
                <dd>{email}</dd>
                <dt>"Role"</dt>
                <dd>{role}</dd>
            </dl>
            <form method="post" action="/sign-out/sender" class="actions">
                <button>"Sign out"</button>
            </form>
        </section>
    }
}

#[component]
fn SecondFactor(has_factor: bool) -> impl IntoView {
    let state = if has_factor {
        "Signing in asks for a code of your authenticator app."
    } else {
        "Whoever learns your password can sign in as you. A code from your phone beside it stops them."
    };
    view! {
        <section class="sheet stack" aria-labelledby="factor">
            <h2 id="factor">"Second factor"</h2>
            <p>{state}</p>
            <p>
                <a class="button" href="/settings/second-factor">
                    {if has_factor { "App and recovery codes" } else { "Set up an authenticator app" }}
                </a>
            </p>
        </section>
    }
}

#[component]
fn MailProgram() -> impl IntoView {
    view! {
        <section class="sheet stack" aria-labelledby="mail">
            <h2 id="mail">"Your mail program"</h2>
            <p>"Write secure messages in Thunderbird, Outlook, Apple Mail or Gmail: the server, app passwords, and how to set it up."</p>
            <p>
                <a class="button" href="/settings/mail">
                    "Use your mail program"
                </a>
            </p>
        </section>
    }
}

#[component]
fn Instance() -> impl IntoView {
    view! {
        <section class="sheet stack" aria-labelledby="instance">
            <h2 id="instance">"The instance"</h2>
            <p>"How the text messages get out, what they say, what people answer, and who wants none."</p>
            <p class="row">
                <a class="button" href="/admin/gateways">
                    "Gateways"
                </a>
                " "
                <a class="button" href="/admin/answers">
                    "Answers"
                </a>
                " "
                <a class="button" href="/admin/words">
                    "Words"
                </a>
            </p>
        </section>
    }
}

#[component]
fn Sessions(sessions: Vec<SessionRow>) -> impl IntoView {
    let others = sessions.iter().any(|session| !session.current);
    let others = others.then(|| {
        view! {
            <form method="post" action="/settings/sessions/end-others" class="actions">
                <button class="danger">"Sign out everywhere else"</button>
            </form>
        }
    });
    view! {
        <section class="sheet" aria-labelledby="sessions">
            <h2 id="sessions">"Where you are signed in"</h2>
            <SessionList sessions=sessions end="/settings/sessions/end" />
            {others}
        </section>
    }
}
