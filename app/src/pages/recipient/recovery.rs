//! A recovery code: how it is made, shown, and used.

use domain::UnixMillis;
use leptos::{attr::custom::custom_attribute, prelude::*};
use words::Words;

use super::{
    form::{ErrorLine, KeptUnder, OtherWay, SubmitButton},
    least,
    password::NewPasswordField,
};
use crate::{
    api::session::Challenge,
    components::{PLACE, RecipientFrame, When, WhenStyle, around},
};

/// The part of a recipient's own page that makes a code.
#[component]
pub(super) fn MakeRecoveryCode(
    /// The language's words.
    words: Words,
    /// The organisation, as recipients know it.
    organisation: String,
    /// When the present one was made.
    since: Option<UnixMillis>,
    /// What the present password is stretched with.
    challenge: Option<String>,
    /// Whether there is a plain form.
    plain: bool,
) -> impl IntoView {
    let plain = plain.then(|| "/account/plain".to_owned());
    view! {
        <section class="sheet stack" aria-labelledby="recovery" id="recovery-code">
            <h2 id="recovery">{words.recovery_heading()}</h2>
            <p>{words.recovery_what()}</p>
            <HowOld words since />
            <div data-component="recovery_form" data-challenge=challenge>
                <form method="post" data-island="" aria-labelledby="recovery">
                    <KeptUnder words />
                    <div class="field">
                        <label for="own-password">{words.password_label()}</label>
                        <input
                            id="own-password"
                            type="password"
                            autocomplete="current-password"
                            required
                            aria-describedby="own-password-error"
                        />
                        <ErrorLine id="own-password-error" />
                    </div>
                    <SubmitButton words=words.recovery_make() busy_words=words.recovery_make_busy() />
                </form>
                <OtherWay words organisation plain />
                <CodeShown words next="/inbox" />
            </div>
        </section>
    }
}

/// Whether there is a recovery code, and since when.
#[component]
pub(super) fn HowOld(
    /// The language's words.
    words: Words,
    /// When it was made.
    since: Option<UnixMillis>,
) -> impl IntoView {
    match since {
        Some(at) => {
            let date = view! { <When words at=at style=WhenStyle::Date /> };
            view! { <p>{around(&words.recovery_since(PLACE), date)}</p> }.into_any()
        }
        None => view! { <p>{words.recovery_none()}</p> }.into_any(),
    }
}

/// Where somebody sets a new password with their code.
#[component]
pub(crate) fn RecoverPage(
    /// The language's words.
    words: Words,
    /// The organisation, as recipients know it.
    organisation: String,
    /// What the link ends in; without one, the number is asked for.
    locator: Option<String>,
    /// Whether there is a plain form.
    plain: bool,
) -> impl IntoView {
    let next = locator.as_ref().map_or_else(|| "/inbox".to_owned(), |locator| format!("/m/{locator}"));
    let usual =
        locator.as_ref().map_or_else(|| "/recover".to_owned(), |locator| format!("/m/{locator}/recover"));
    let plain = plain.then(|| format!("{usual}/plain"));
    let lost = words.recover_none(&organisation);
    let number = locator.is_none().then(|| {
        view! {
            <div class="field">
                <label for="phone">{words.phone_label()}</label>
                <input id="phone" type="tel" autocomplete="tel" required aria-describedby="code-error" />
            </div>
        }
    });
    view! {
        <RecipientFrame words organisation=organisation.clone()>
            <div class="sheet stack">
                <h1>{words.recover_heading()}</h1>
                <p class="lead">
                    {words.recover_lead()}
                </p>
                <div data-component="recover_form" data-locator=locator>
                    <form method="post" data-island="" aria-label=words.recover_form()>
                        <KeptUnder words />
                        {number}
                        <div class="field">
                            <label for="code">{words.recover_code_label()}</label>
                            <p class="hint" id="code-hint">
                                {words.recover_code_hint()}
                            </p>
                            <input
                                id="code"
                                type="text"
                                autocomplete="off"
                                autocapitalize="none"
                                {..custom_attribute("autocorrect", "off")}
                                spellcheck="false"
                                required
                                aria-describedby="code-hint code-error"
                            />
                            <ErrorLine id="code-error" />
                        </div>
                        <NewPasswordField words label=words.password_new_label() hint=words.password_hint(&least()) />
                        <SubmitButton words=words.recover_submit() busy_words=words.recover_busy() />
                    </form>
                    <OtherWay words organisation plain />
                    <CodeShown words next=next />
                </div>
                <details>
                    <summary>{words.recover_none_summary()}</summary>
                    <p>{lost}</p>
                </details>
            </div>
        </RecipientFrame>
    }
}

/// A new code, hidden until there is one. It is shown once.
#[component]
fn CodeShown(
    /// The language's words.
    words: Words,
    /// Where to go on.
    #[prop(into)]
    next: String,
) -> impl IntoView {
    view! {
        <div class="stack" data-code="" hidden>
            <h3 tabindex="-1">{words.recovery_shown_heading()}</h3>
            <p>
                <code class="secret"></code>
            </p>
            <p>{words.recovery_shown()}</p>
            <p class="row">
                <button type="button" data-do="copy">
                    {words.recovery_copy()}
                </button>
                " "
                <button type="button" data-do="print">
                    {words.recovery_print()}
                </button>
                " "
                <a class="button" data-do="save" download=words.recovery_file_name() href="#">
                    {words.recovery_save()}
                </a>
            </p>
            <p class="hint" role="status"></p>
            <p>
                <a class="button primary" href=next>
                    {words.recovery_kept()}
                </a>
            </p>
        </div>
    }
}

/// What a message's page says to somebody without a code.
#[component]
pub(super) fn RecoveryOffer(words: Words) -> impl IntoView {
    view! {
        <aside class="sheet stack" aria-labelledby="offer">
            <h2 id="offer">{words.recovery_offer_heading()}</h2>
            <p>{words.recovery_offer()}</p>
            <p>
                <a class="button" href="/account#recovery-code">
                    {words.recovery_make()}
                </a>
            </p>
        </aside>
    }
}

/// The challenge for a form, as its script reads it.
pub(super) fn as_json(challenge: &Challenge) -> Option<String> {
    serde_json::to_string(challenge).ok()
}
