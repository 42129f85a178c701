//! A new password by a recovery code, and a new code.

use leptos::prelude::*;
use words::Words;

use super::{Faults, PlainFrame, Submit, field::Field};
use crate::{
    components::RecipientFrame,
    pages::recipient::{form::KeptUnder, least},
};

/// Where somebody sets a new password with their code.
#[component]
pub(crate) fn PlainRecoverPage(
    /// The language's words.
    words: Words,
    /// The organisation, as recipients know it.
    organisation: String,
    /// What the link ends in; without one, the number is asked for.
    locator: Option<String>,
    /// The number that was typed.
    phone: String,
    /// What is wrong.
    faults: Faults,
) -> impl IntoView {
    let usual = locator.map_or_else(|| "/recover".to_owned(), |locator| format!("/m/{locator}/recover"));
    let action = format!("{usual}/plain");
    let number = (usual == "/recover").then(|| {
        let label = words.phone_label();
        view! { <Field name="phone" kind="tel" label autocomplete="tel" value=phone fault=faults.phone /> }
    });
    let none = words.recover_none(&organisation);
    let (heading, lead) = (words.recover_heading().to_owned(), words.recover_lead());
    view! {
        <PlainFrame words organisation heading lead usual fault=faults.form>
            <form method="post" action=action aria-label=words.recover_form()>
                {number}
                <Field
                    name="code"
                    kind="text"
                    label=words.recover_code_label()
                    autocomplete="off"
                    hint=words.recover_code_hint()
                    fault=faults.code
                />
                <KeptUnder words />
                <Field
                    name="password"
                    label=words.password_new_label()
                    autocomplete="new-password"
                    hint=words.password_hint(&least())
                    fault=faults.password
                />
                <Submit words=words.recover_submit() />
            </form>
            <details>
                <summary>{words.recover_none_summary()}</summary>
                <p>{none}</p>
            </details>
        </PlainFrame>
    }
}

/// A new code. It is shown once.
#[component]
pub(crate) fn PlainCodePage(
    /// The language's words.
    words: Words,
    /// The organisation, as recipients know it.
    organisation: String,
    /// The code.
    code: String,
    /// Where to go on.
    next: String,
) -> impl IntoView {
    view! {
        <RecipientFrame words organisation signed_in=true>
            <div class="sheet stack">
                <h1>{words.recovery_shown_heading()}</h1>
                <p>
                    <code class="secret">{code}</code>
                </p>
                <p>{words.recovery_shown()}</p>
                <p>
                    <a class="button primary" href=next>
                        {words.recovery_kept()}
                    </a>
                </p>
            </div>
        </RecipientFrame>
    }
}
