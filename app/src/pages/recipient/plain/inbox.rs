//! The way in by a phone number.

use leptos::prelude::*;
use words::Words;

use super::{Faults, PlainFrame, Submit, field::Field};
use crate::pages::recipient::shared::SharedBox;

/// Where a recipient signs in to see all their messages.
#[component]
pub(crate) fn PlainInboxPage(
    /// The language's words.
    words: Words,
    /// The organisation, as recipients know it.
    organisation: String,
    /// The number that was typed.
    phone: String,
    /// What is wrong.
    faults: Faults,
) -> impl IntoView {
    let no_password = words.no_password(&organisation);
    let heading = words.inbox_sign_in_heading().to_owned();
    let lead = words.inbox_sign_in_lead();
    view! {
        <PlainFrame words organisation heading lead usual="/inbox".to_owned() fault=faults.form>
            <form method="post" action="/inbox/plain" aria-label=words.inbox_sign_in_form()>
                <Field
                    name="phone"
                    kind="tel"
                    label=words.phone_label()
                    autocomplete="username"
                    hint=words.phone_hint()
                    value=phone
                    fault=faults.phone
                />
                <Field
                    name="password"
                    label=words.password_label()
                    autocomplete="current-password"
                    fault=faults.password
                />
                <SharedBox words />
                <Submit words=words.inbox_sign_in_submit() />
            </form>
            <div>
                <details>
                    <summary>{words.no_password_summary()}</summary>
                    <p>{no_password}</p>
                </details>
                <details>
                    <summary>{words.forgot_summary()}</summary>
                    <p>
                        <a href="/recover/plain">{words.have_recovery_code()}</a>
                    </p>
                </details>
            </div>
        </PlainFrame>
    }
}
