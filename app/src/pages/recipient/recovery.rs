//! A recovery code: how it is made, shown, and used.

use domain::UnixMillis;
use leptos::{attr::custom::custom_attribute, prelude::*};

use super::{
    RECIPIENT_PASSWORD_MIN,
    form::{ErrorLine, KeptUnder, NeedsScript, SubmitButton},
    password::NewPasswordField,
};
use crate::{
    api::session::Challenge,
    components::{RecipientFrame, When, WhenStyle},
};

/// The part of a recipient's own page that makes a code.
#[component]
pub(super) fn MakeRecoveryCode(
    /// When the present one was made.
    since: Option<UnixMillis>,
    /// What the present password is stretched with.
    challenge: Option<String>,
) -> impl IntoView {
    let state = match since {
        Some(at) => view! {
            <p>"You have one, made on " <When at=at style=WhenStyle::Date /> ". A new one takes its place."</p>
        }
        .into_any(),
        None => view! { <p>"You have none. If you forget your password, nobody can open your messages."</p> }
            .into_any(),
    };
    view! {
        <section class="sheet stack" aria-labelledby="recovery" id="recovery-code">
            <h2 id="recovery">"Recovery code"</h2>
            <p>"A recovery code opens your messages when you have forgotten your password. Keep it on paper, or in a safe place; not in your text messages."</p>
            {state}
            <div data-component="recovery_form" data-challenge=challenge>
                <form method="post" data-island="" aria-labelledby="recovery">
                    <KeptUnder />
                    <div class="field">
                        <label for="own-password">"Your password"</label>
                        <input
                            id="own-password"
                            type="password"
                            autocomplete="current-password"
                            required
                            aria-describedby="own-password-error"
                        />
                        <ErrorLine id="own-password-error" />
                    </div>
                    <SubmitButton words="Make a recovery code" busy_words="Making it…" />
                </form>
                <NeedsScript purpose="make a recovery code" />
                <CodeShown next="/inbox" words="I have kept it: to my messages" />
            </div>
        </section>
    }
}

/// Where somebody sets a new password with their code.
#[component]
pub(crate) fn RecoverPage(
    /// The organisation, as recipients know it.
    organisation: String,
    /// What the link ends in; without one, the number is asked for.
    locator: Option<String>,
) -> impl IntoView {
    let next = locator.as_ref().map_or_else(|| "/inbox".to_owned(), |locator| format!("/m/{locator}"));
    let lost = format!(
        "Then open the link in a text that {organisation} sent you, and ask for a new password there."
    );
    let number = locator.is_none().then(|| {
        view! {
            <div class="field">
                <label for="phone">"Phone number"</label>
                <input id="phone" type="tel" autocomplete="tel" required aria-describedby="code-error" />
            </div>
        }
    });
    let hint = format!("At least {RECIPIENT_PASSWORD_MIN} characters, such as four words.");
    view! {
        <RecipientFrame organisation=organisation>
            <div class="sheet stack">
                <h1>"Use your recovery code"</h1>
                <p class="lead">
                    "With the code that you kept, you choose a new password. Your messages stay as they are."
                </p>
                <div data-component="recover_form" data-locator=locator>
                    <form method="post" data-island="" aria-label="Use your recovery code">
                        <KeptUnder />
                        {number}
                        <div class="field">
                            <label for="code">"Recovery code"</label>
                            <p class="hint" id="code-hint">
                                "24 letters and digits. Dashes and capital letters do not matter."
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
                        <NewPasswordField label="New password" hint=hint />
                        <SubmitButton words="Set the new password" busy_words="Setting it…" />
                    </form>
                    <NeedsScript purpose="read your code" />
                    <CodeShown next=next words="I have kept it: to my messages" />
                </div>
                <details>
                    <summary>"I have no recovery code"</summary>
                    <p>{lost}</p>
                </details>
            </div>
        </RecipientFrame>
    }
}

/// A new code, hidden until there is one. It is shown once.
#[component]
fn CodeShown(
    /// Where to go on.
    #[prop(into)]
    next: String,
    /// The words of that link.
    words: &'static str,
) -> impl IntoView {
    view! {
        <div class="stack" data-code="" hidden>
            <h3 tabindex="-1">"Your new recovery code"</h3>
            <p>
                <code class="secret"></code>
            </p>
            <p>"It is shown only now. Write it down, print it, or save it: it can be used once, and then you get another one."</p>
            <p class="row">
                <button type="button" data-do="copy">
                    "Copy"
                </button>
                " "
                <button type="button" data-do="print">
                    "Print"
                </button>
                " "
                <a class="button" data-do="save" download="recovery-code.txt" href="#">
                    "Save as a file"
                </a>
            </p>
            <p class="hint" role="status"></p>
            <p>
                <a class="button primary" href=next>
                    {words}
                </a>
            </p>
        </div>
    }
}

/// What a message's page says to somebody without a code.
#[component]
pub(super) fn RecoveryOffer() -> impl IntoView {
    view! {
        <aside class="sheet stack" aria-labelledby="offer">
            <h2 id="offer">"If you forget your password"</h2>
            <p>"Nobody can look it up for you. With a recovery code, kept on paper, you could still open your messages."</p>
            <p>
                <a class="button" href="/account#recovery-code">
                    "Make a recovery code"
                </a>
            </p>
        </aside>
    }
}

/// The challenge for a form, as its script reads it.
pub(super) fn as_json(challenge: &Challenge) -> Option<String> {
    serde_json::to_string(challenge).ok()
}
