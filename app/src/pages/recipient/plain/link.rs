//! What a link asks for.

use domain::Phrase;
use leptos::prelude::*;
use words::Words;

use super::{Faults, PlainFrame, Submit, field::Field};
use crate::pages::recipient::{
    forgotten::{Forgotten, HowItStands},
    form::KeptUnder,
    least,
    not_for_me::NotForMeLink,
    phrase::AgreedPhrase,
    shared::SharedBox,
};

/// Which form there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// A password is chosen.
    Claim {
        /// The message waits behind a passcode.
        passcode: bool,
        /// A password was forgotten, and this one takes its place.
        replaces: bool,
    },
    /// The password, and how it stands with a new one.
    Unlock(Option<Forgotten>),
    /// A passcode, from somebody who is signed in.
    Passcode,
}

impl Asked {
    /// What the form calls itself.
    const fn code(self) -> &'static str {
        match self {
            Self::Claim { .. } => "claim",
            Self::Unlock(_) => "unlock",
            Self::Passcode => "passcode",
        }
    }

    fn heading(self, words: Words, organisation: &str) -> String {
        match self {
            Self::Claim { .. } | Self::Unlock(_) => words.claim_heading(organisation),
            Self::Passcode => words.passcode_heading().to_owned(),
        }
    }

    fn lead(self, words: Words) -> &'static str {
        match self {
            Self::Claim { replaces: true, .. } => words.claim_lead_replaces(),
            Self::Claim { passcode: true, .. } => words.claim_lead_passcode(),
            Self::Claim { .. } => words.claim_lead(),
            Self::Unlock(_) => words.unlock_lead(),
            Self::Passcode => words.passcode_lead(),
        }
    }

    fn name(self, words: Words) -> &'static str {
        match self {
            Self::Claim { .. } => words.claim_form(),
            Self::Unlock(_) | Self::Passcode => words.unlock_form(),
        }
    }

    const fn wants_passcode(self) -> bool {
        matches!(self, Self::Passcode | Self::Claim { passcode: true, .. })
    }
}

/// The form behind a link.
#[component]
pub(crate) fn PlainLinkPage(
    /// The language's words.
    words: Words,
    /// The organisation, as recipients know it.
    organisation: String,
    /// What the link ends in.
    locator: String,
    /// Which form there is.
    asked: Asked,
    /// What they know the sender by.
    phrase: Option<Phrase>,
    /// What is wrong.
    faults: Faults,
) -> impl IntoView {
    let Faults { passcode, password, form: fault, .. } = faults;
    let passcode = asked.wants_passcode().then(|| {
        let hint = words.passcode_hint(&organisation);
        let label = words.passcode_label();
        view! { <Field name="passcode" kind="text" label autocomplete="off" hint fault=passcode /> }
    });
    let password = match asked {
        Asked::Claim { .. } => view! {
            <KeptUnder words />
            <Field
                name="password"
                label=words.password_choose_label()
                autocomplete="new-password"
                hint=words.password_hint_long(&least())
                fault=password
            />
        }
        .into_any(),
        Asked::Unlock(_) => view! {
            <KeptUnder words />
            <Field name="password" label=words.password_label() autocomplete="current-password" fault=password />
        }
        .into_any(),
        Asked::Passcode => ().into_any(),
    };
    // Whoever is signed in has said so before.
    let shared = (asked != Asked::Passcode).then(|| view! { <SharedBox words /> });
    let state = match asked {
        Asked::Unlock(Some(state)) => {
            let organisation = organisation.clone();
            Some(view! { <div class="banner"><HowItStands words organisation state /></div> })
        }
        _ => None,
    };
    let (heading, usual) = (asked.heading(words, &organisation), format!("/m/{locator}"));
    let questions = questions(words, asked, &organisation, &locator);
    view! {
        <PlainFrame words organisation heading lead=asked.lead(words) usual signed_in=asked == Asked::Passcode fault>
            <AgreedPhrase words phrase />
            {state}
            <form method="post" action=format!("/m/{locator}/plain") aria-label=asked.name(words)>
                <input type="hidden" name="as" value=asked.code() />
                {passcode}
                {password}
                {shared}
                <Submit words=words.claim_submit() />
            </form>
            {questions}
        </PlainFrame>
    }
}

fn questions(words: Words, asked: Asked, organisation: &str, locator: &str) -> impl IntoView + use<> {
    let forgotten = matches!(asked, Asked::Unlock(_)).then(|| {
        view! {
            <details>
                <summary>{words.forgot_summary()}</summary>
                <p>
                    <a href=format!("/m/{locator}/recover/plain")>{words.have_recovery_code()}</a>
                </p>
                <p>
                    <a href=format!("/m/{locator}/forgot")>{words.have_none_ask()}</a>
                </p>
            </details>
        }
    });
    let unexpected = match asked {
        Asked::Claim { .. } => words.claim_unexpected(organisation),
        Asked::Unlock(_) | Asked::Passcode => words.unlock_unexpected().to_owned(),
    };
    view! {
        <div>
            {forgotten}
            <details>
                <summary>{words.unexpected_summary()}</summary>
                <p>{unexpected}</p>
                <p><NotForMeLink words locator=locator.to_owned() /></p>
            </details>
        </div>
    }
}
