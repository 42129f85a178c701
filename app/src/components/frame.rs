//! What stands around every page.

use leptos::prelude::*;
use words::Words;

use super::{Languages, Mark};

/// Whether the page is shown on a phone that is shared with others; given to the view as a context.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SharedPhone(pub(crate) bool);

/// Hides the page at once: it ends the session, and leads where nothing tells of it. The page's script does so without
/// waiting; without it, it is a form.
#[component]
fn QuickHide(words: Words) -> impl IntoView {
    view! {
        <form method="post" action="/hide" data-hide>
            <button class="hide">{words.hide_button()}</button>
        </form>
    }
}

/// A recipient's page.
#[component]
pub(crate) fn RecipientFrame(
    /// The language's words.
    words: Words,
    /// The organisation, as recipients know it.
    organisation: String,
    /// Whether somebody is signed in, and can sign out.
    #[prop(optional)]
    signed_in: bool,
    children: Children,
) -> impl IntoView {
    let is_shared = use_context::<SharedPhone>().is_some_and(|SharedPhone(shared)| shared);
    let hide = (signed_in && is_shared).then(|| view! { <QuickHide words /> });
    let sign_out = signed_in.then(|| {
        view! {
            <div class="row">
                <a class="button bare" href="/account">
                    {words.your_access()}
                </a>
                <form method="post" action="/sign-out">
                    <button class="bare">{words.sign_out()}</button>
                </form>
            </div>
        }
    });
    view! {
        <a class="skip" href="#main">{words.skip_to_content()}</a>
        <header class="bar">
            <div class="bar-row">
                <span class="brand">
                    <Mark />
                    {organisation}
                </span>
                {sign_out}
            </div>
        </header>
        {hide}
        <main id="main" tabindex="-1">{children()}</main>
        <footer class="foot">
            <p>{words.footer()}</p>
            <Languages words />
        </footer>
    }
}

/// Where a sender is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SenderPage {
    /// Nowhere in the menu: signed out.
    Outside,
    /// Writing a message.
    Compose,
    /// The list of what was sent, or one of them.
    Sent,
    /// The settings.
    Settings,
    /// What an administrator looks after.
    Admin,
}

/// A sender's page.
#[component]
pub(crate) fn SenderFrame(page: SenderPage, children: Children) -> impl IntoView {
    let item = move |target: SenderPage, href: &'static str, words: &'static str| {
        let current = (page == target).then_some("page");
        view! {
            <li>
                <a href=href aria-current=current>{words}</a>
            </li>
        }
    };
    let nav = (page != SenderPage::Outside).then(|| {
        view! {
            <nav class="nav" aria-label="Main">
                <ul>
                    {item(SenderPage::Compose, "/compose", "New message")}
                    {item(SenderPage::Sent, "/sent", "Sent")}
                    {item(SenderPage::Settings, "/settings", "Settings")}
                    {(page == SenderPage::Admin).then(|| item(SenderPage::Admin, "/admin/gateways", "Instance"))}
                </ul>
            </nav>
        }
    });
    let narrow = (page == SenderPage::Outside).then_some("narrow");
    view! {
        <a class="skip" href="#main">"Skip to the content"</a>
        <header class="bar">
            <div class="bar-row">
                <a class="brand" href="/sent">
                    <Mark />
                    "Narwhal"
                </a>
                {nav}
            </div>
        </header>
        <main id="main" tabindex="-1" class=narrow>
            <p class="banner warn" data-lost="" role="alert" hidden>
                "A part of this page did not come. Check your connection, and load the page again."
            </p>
            {children()}
        </main>
    }
}

/// A page with one thing to say.
#[component]
pub(crate) fn Calm(
    /// What is the matter.
    title: &'static str,
    /// What to do.
    lead: String,
    /// A link or a button below.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="sheet stack calm">
            <Mark />
            <h1>{title}</h1>
            <p class="lead">{lead}</p>
            {children.map(|children| children())}
        </div>
    }
}
