//! The plain way: ordinary forms, for browsers that run no script or no WebAssembly. Here a password's field has a name,
//! and is posted; the page says so before anything is typed.

mod account;
mod field;
mod inbox;
mod link;
mod recover;

use leptos::prelude::*;
use words::Words;

use crate::components::{Calm, RecipientFrame};
pub(crate) use account::PlainAccountPage;
pub(crate) use inbox::PlainInboxPage;
pub(crate) use link::{Asked, PlainLinkPage};
pub(crate) use recover::{PlainCodePage, PlainRecoverPage};

/// What is wrong with each field; it is said beside it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Faults {
    pub(crate) phone: Option<String>,
    pub(crate) passcode: Option<String>,
    pub(crate) code: Option<String>,
    /// The password until now.
    pub(crate) current: Option<String>,
    /// The password, or the one that was chosen.
    pub(crate) password: Option<String>,
    /// The password, where a recovery code is made.
    pub(crate) own: Option<String>,
    /// What is wrong, and with no field.
    pub(crate) form: Option<String>,
}

/// What stands around a plain form.
#[component]
fn PlainFrame(
    /// The language's words.
    words: Words,
    /// The organisation, as recipients know it.
    organisation: String,
    /// What the page is about.
    heading: String,
    /// What to do.
    lead: &'static str,
    /// The usual page.
    usual: String,
    /// Whether somebody is signed in.
    #[prop(optional)]
    signed_in: bool,
    /// What is wrong, and with no field.
    fault: Option<String>,
    children: Children,
) -> impl IntoView {
    let warning = words.plain_warning(&organisation);
    let fault = fault.map(|said| {
        view! {
            <div class="banner bad" role="alert">
                <p>{said}</p>
            </div>
        }
    });
    view! {
        <RecipientFrame words organisation signed_in>
            <div class="sheet stack">
                <h1>{heading}</h1>
                <p class="lead">{lead}</p>
                <div class="banner warn">
                    <p>{warning}</p>
                    <p>
                        <a href=usual>{words.plain_back()}</a>
                    </p>
                </div>
                {fault}
                {children()}
            </div>
        </RecipientFrame>
    }
}

/// A plain form's button.
#[component]
fn Submit(
    /// What it says.
    words: &'static str,
) -> impl IntoView {
    view! {
        <p class="actions">
            <button class="primary wide">{words}</button>
        </p>
    }
}

/// Where the operator does not let passwords pass through the server.
#[component]
pub(crate) fn PlainForbiddenPage(
    /// The language's words.
    words: Words,
    /// The organisation, as recipients know it.
    organisation: String,
) -> impl IntoView {
    let lead = words.plain_forbidden(&organisation);
    view! {
        <RecipientFrame words organisation>
            <Calm title=words.plain_forbidden_title() lead=lead />
        </RecipientFrame>
    }
}
