//! A test message to a phone of one's own.

use leptos::prelude::*;

use super::Refused;

/// The form.
#[component]
pub(super) fn TestSend(phone: Refused) -> impl IntoView {
    let Refused { typed, problem } = phone;
    view! {
        <section class="sheet stack" aria-labelledby="test">
            <h2 id="test">"Send a test message"</h2>
            <p>
                "Narwhal sends a short message to this phone, as if it had come from your mail program. It goes away after a day."
            </p>
            <form method="post" action="/settings/mail/test" novalidate>
                <div class="field">
                    <label for="phone">"Your phone number"</label>
                    <input
                        id="phone"
                        name="phone"
                        type="tel"
                        autocomplete="tel"
                        required
                        value=typed
                        aria-describedby="phone-error"
                        aria-invalid=problem.as_ref().map(|_| "true")
                    />
                    <p class="error" id="phone-error" role="alert">
                        {problem}
                    </p>
                </div>
                <p class="actions">
                    <button>"Send a test"</button>
                </p>
            </form>
        </section>
    }
}
