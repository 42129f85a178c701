//! Somebody's own password, and their recovery code.

use domain::UnixMillis;
use leptos::prelude::*;
use words::Words;

use super::{Faults, PlainFrame, Submit, field::Field};
use crate::pages::recipient::{form::KeptUnder, least, recovery::HowOld};

/// Where a recipient changes their password or makes a recovery code.
#[component]
pub(crate) fn PlainAccountPage(
    /// The language's words.
    words: Words,
    /// The organisation, as recipients know it.
    organisation: String,
    /// When their recovery code was made, if they have one.
    recovery: Option<UnixMillis>,
    /// What is wrong.
    faults: Faults,
) -> impl IntoView {
    let Faults { current, password, own, form: fault, .. } = faults;
    let (heading, usual) = (words.account_heading().to_owned(), "/account".to_owned());
    view! {
        <PlainFrame words organisation heading lead=words.change_lead() usual signed_in=true fault>
            <section class="stack" aria-labelledby="recovery">
                <h2 id="recovery">{words.recovery_heading()}</h2>
                <p>{words.recovery_what()}</p>
                <HowOld words since=recovery />
                <form method="post" action="/account/plain" aria-labelledby="recovery">
                    <input type="hidden" name="as" value="recovery" />
                    <KeptUnder words />
                    <Field name="own" label=words.password_label() autocomplete="current-password" fault=own />
                    <Submit words=words.recovery_make() />
                </form>
            </section>
            <section class="stack" aria-labelledby="change">
                <h2 id="change">{words.change_heading()}</h2>
                <form method="post" action="/account/plain" aria-labelledby="change">
                    <input type="hidden" name="as" value="password" />
                    <KeptUnder words />
                    <Field
                        name="current"
                        label=words.change_current()
                        autocomplete="current-password"
                        fault=current
                    />
                    <Field
                        name="password"
                        label=words.password_new_label()
                        autocomplete="new-password"
                        hint=words.password_hint(&least())
                        fault=password
                    />
                    <Submit words=words.change_submit() />
                </form>
            </section>
        </PlainFrame>
    }
}
