//! A sender's second factor: an authenticator app, and recovery codes for when it is lost.

mod change;
mod code;
mod codes;
mod set_up;

use domain::UnixMillis;
use leptos::prelude::*;

use change::{RemoveApp, RenewCodes};
pub(super) use code::{CodeField, CodeKind, fail};
use set_up::SetUpApp;

use crate::components::{SenderFrame, SenderPage, When, WhenStyle};

/// What the page shows.
#[derive(Debug, Clone)]
pub(crate) struct FactorState {
    /// The address that they sign in with.
    pub(crate) email: String,
    /// Since when there is an app.
    pub(crate) since: Option<UnixMillis>,
    /// How many recovery codes are left.
    pub(crate) codes_left: u32,
    /// Whether the account must have a second factor.
    pub(crate) demanded: bool,
    /// Whether they have just signed in with a recovery code.
    pub(crate) code_used: bool,
    /// Whether the app was just removed.
    pub(crate) removed: bool,
}

/// The page.
#[component]
pub(crate) fn FactorPage(
    /// What to show.
    state: FactorState,
) -> impl IntoView {
    let must = state.demanded && state.since.is_none();
    let page = if must { SenderPage::Outside } else { SenderPage::Settings };
    let sign_out = must.then(|| {
        view! {
            <form method="post" action="/sign-out/sender" class="actions">
                <button>"Sign out"</button>
            </form>
        }
    });
    view! {
        <SenderFrame page=page>
            <h1>"Second factor"</h1>
            <div role="status">{flash(&state)}</div>
            {match state.since {
                None => view! { <Without email=state.email must=must /> }.into_any(),
                Some(since) => {
                    view! { <With email=state.email since=since codes_left=state.codes_left /> }.into_any()
                }
            }}
            {sign_out}
        </SenderFrame>
    }
}

fn flash(state: &FactorState) -> Option<AnyView> {
    let left = match state.codes_left {
        0 => "You signed in with your last recovery code. Make new ones now.".to_owned(),
        1 => "You signed in with a recovery code. There is one more: make new ones soon.".to_owned(),
        left => format!("You signed in with a recovery code. There are {left} more."),
    };
    let (class, words) = if state.code_used && state.since.is_some() {
        ("banner", left)
    } else if state.removed && state.since.is_none() {
        ("banner good", "Your authenticator app is removed.".to_owned())
    } else {
        return None;
    };
    let banner = view! {
        <div class=class>
            <p>{words}</p>
        </div>
    };
    Some(banner.into_any())
}

#[component]
fn Without(email: String, must: bool) -> impl IntoView {
    let lead = if must {
        "Your organisation asks for a second factor. Set up an authenticator app on your phone: then you can go on."
    } else {
        "With an authenticator app on your phone, your password alone does not let anybody in."
    };
    view! {
        <section class="sheet stack" aria-labelledby="set-up">
            <h2 id="set-up">"Set up an authenticator app"</h2>
            <p>{lead}</p>
            <p class="hint">
                "Any app that shows six-digit codes does: those of Google, Microsoft or Apple, Aegis, 2FAS, or your password manager."
            </p>
            <SetUpApp email=email />
        </section>
    }
}

#[component]
fn With(email: String, since: UnixMillis, codes_left: u32) -> impl IntoView {
    let left = match codes_left {
        0 => "No recovery code is left. Without one, a lost phone locks you out.".to_owned(),
        1 => "One recovery code is left.".to_owned(),
        left => format!("{left} recovery codes are left."),
    };
    view! {
        <section class="sheet stack" aria-labelledby="app">
            <h2 id="app">"Your authenticator app"</h2>
            <p>"Set up on " <When at=since style=WhenStyle::Date /> ". Signing in asks for its code."</p>
            <details>
                <summary>"Remove it"</summary>
                <RemoveApp email=email.clone() />
            </details>
        </section>
        <section class="sheet stack" aria-labelledby="codes">
            <h2 id="codes">"Recovery codes"</h2>
            <p>{left} " Each lets you in once, when your phone is not at hand."</p>
            <details>
                <summary>"Make new ones"</summary>
                <RenewCodes email=email />
            </details>
        </section>
    }
}
