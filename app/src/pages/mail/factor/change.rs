//! Making new recovery codes, and removing the app: both take the password and a code.

use domain::SecretBlob;
use leptos::{ev::SubmitEvent, html::Input, prelude::*, task::spawn_local};

use super::{
    code::{CodeField, CodeKind, fail},
    codes::NewCodes,
};
use crate::{
    UiError,
    api::factor,
    browser,
    pages::mail::form::{FieldError, Progress, SubmitButton, focus, invalid, value},
};

/// The fields of either form.
#[derive(Clone, Copy)]
struct Fields {
    password: NodeRef<Input>,
    password_error: RwSignal<String>,
    code: NodeRef<Input>,
    progress: Progress,
}

/// A form that makes new recovery codes, and then shows them.
#[island(lazy)]
pub(crate) fn RenewCodes(
    /// The address that they sign in with.
    email: String,
) -> impl IntoView {
    let (fields, codes) = (Fields::new(), RwSignal::new(None));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if fields.is_right() && fields.progress.begin("Making new codes. This takes a few seconds.") {
            let email = email.clone();
            spawn_local(async move {
                let made = async {
                    let (password, code) = fields.proven(email).await?;
                    factor::renew_backup_codes(password, code).await
                };
                match made.await {
                    Ok(made) => codes.set(Some(made)),
                    Err(error) => fields.fail(&error),
                }
            });
        }
    };
    let submit = StoredValue::new(submit);
    move || match codes.get() {
        Some(codes) => view! { <NewCodes codes=codes /> }.into_any(),
        None => view! {
            <form
                method="post"
                data-island=""
                novalidate
                aria-label="Make new recovery codes"
                on:submit=move |event| submit.with_value(|submit| submit(event))
            >
                <p>"The codes from before are of no use then."</p>
                <Inputs fields=fields password="renew-password" code="renew-code" />
                <SubmitButton progress=fields.progress words="Make new codes" busy_words="Making them…" />
            </form>
        }
        .into_any(),
    }
}

/// A form that removes the app.
#[island(lazy)]
pub(crate) fn RemoveApp(
    /// The address that they sign in with.
    email: String,
) -> impl IntoView {
    let fields = Fields::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if fields.is_right() && fields.progress.begin("Removing the app. This takes a few seconds.") {
            let email = email.clone();
            spawn_local(async move {
                let removed = async {
                    let (password, code) = fields.proven(email).await?;
                    factor::remove_totp(password, code).await
                };
                match removed.await {
                    Ok(()) => browser::go_to("/settings/second-factor?done=removed"),
                    Err(error) => fields.fail(&error),
                }
            });
        }
    };
    view! {
        <form method="post" data-island="" novalidate aria-label="Remove the app" on:submit=submit>
            <p>"Your password alone lets somebody in then, and the recovery codes are of no use any more."</p>
            <Inputs fields=fields password="remove-password" code="remove-code" />
            <SubmitButton progress=fields.progress words="Remove the app" busy_words="Removing it…" />
        </form>
    }
}

#[component]
fn Inputs(fields: Fields, password: &'static str, code: &'static str) -> impl IntoView {
    let (password_error, code_error) = (format!("{password}-error"), format!("{code}-error"));
    view! {
        <div class="field">
            <label for=password>"Your password"</label>
            <input
                id=password
                node_ref=fields.password
                type="password"
                autocomplete="current-password"
                required
                aria-describedby=password_error.clone()
                aria-invalid=invalid(fields.password_error)
            />
            <FieldError id=password_error error=fields.password_error />
        </div>
        <CodeField node=fields.code kind=CodeKind::Either error=fields.progress.error id=code />
        <FieldError id=code_error error=fields.progress.error />
    }
}

impl Fields {
    fn new() -> Self {
        Self {
            password: NodeRef::new(),
            password_error: RwSignal::new(String::new()),
            code: NodeRef::new(),
            progress: Progress::new(),
        }
    }

    /// Says what is missing, and goes to the first field of which that is.
    fn is_right(self) -> bool {
        let (no_password, no_code) = (value(self.password).is_empty(), value(self.code).trim().is_empty());
        let say = |missing: bool, words: &str| if missing { words.to_owned() } else { String::new() };
        self.password_error.set(say(no_password, "Please type your password."));
        if no_code && !self.progress.busy.get_untracked() {
            self.progress.refuse(CodeKind::Either.missing());
        }
        if no_password || no_code {
            focus(if no_password { self.password } else { self.code });
        }
        !no_password && !no_code
    }

    /// What proves the password, and the code.
    async fn proven(self, email: String) -> Result<(SecretBlob, String), UiError> {
        let (password, code) = (value(self.password), value(self.code));
        Ok((browser::prove(email, &password).await?, code))
    }

    fn fail(self, error: &UiError) {
        if *error == UiError::WrongPassword {
            self.progress.finish();
            self.password_error.set("That is not your password.".to_owned());
            return focus(self.password);
        }
        fail(self.progress, error);
    }
}
