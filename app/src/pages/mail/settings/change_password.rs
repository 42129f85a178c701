//! Another password for the same key.

use leptos::{ev::SubmitEvent, html::Input, prelude::*, task::spawn_local};

use crate::{
    UiError,
    api::session::{SessionKind, Who, challenge_of},
    browser,
    pages::mail::{
        form::{FieldError, Progress, SubmitButton, clear, focus, invalid, value},
        password::{NewPassword, problem},
    },
};

/// The form: both passwords are stretched here, and the key is wrapped anew.
#[island(lazy)]
pub(crate) fn ChangePassword(email: String) -> impl IntoView {
    let form = Form::new();
    let address = email.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if form.is_right() && form.progress.begin("Changing your password. This takes a few seconds.") {
            spawn_local(form.change(address.clone()));
        }
    };
    let banner = move || {
        form.done.get().then(|| {
            view! {
                <div class="banner good">
                    <p>"Your password is changed. All other sessions were signed out."</p>
                </div>
            }
        })
    };
    view! {
        <form method="post" data-island="" novalidate aria-labelledby="change" on:submit=submit>
            <div role="status">{banner}</div>
            <input
                class="visually-hidden"
                type="text"
                autocomplete="username"
                value=email
                readonly
                tabindex="-1"
                aria-label="Email address"
            />
            <div class="field">
                <label for="current">"Password until now"</label>
                <input
                    id="current"
                    node_ref=form.current
                    type="password"
                    autocomplete="current-password"
                    required
                    aria-describedby="current-error"
                    aria-invalid=invalid(form.current_error)
                />
                <FieldError id="current-error" error=form.current_error />
            </div>
            <NewPassword
                node=form.new
                label="New password"
                hint="Your other sessions are signed out."
                error=form.new_error
            />
            <FieldError id="form-error" error=form.progress.error />
            <SubmitButton progress=form.progress words="Change password" busy_words="Changing your password…" />
        </form>
    }
}

#[derive(Clone, Copy)]
struct Form {
    current: NodeRef<Input>,
    current_error: RwSignal<String>,
    new: NodeRef<Input>,
    new_error: RwSignal<String>,
    done: RwSignal<bool>,
    progress: Progress,
}

impl Form {
    fn new() -> Self {
        Self {
            current: NodeRef::new(),
            current_error: RwSignal::new(String::new()),
            new: NodeRef::new(),
            new_error: RwSignal::new(String::new()),
            done: RwSignal::new(false),
            progress: Progress::new(),
        }
    }

    /// Says what is wrong with each field, and goes to the first that is not right.
    fn is_right(self) -> bool {
        if self.progress.busy.get_untracked() {
            return false;
        }
        let missing = value(self.current).is_empty();
        let refused = problem(&browser::normalized(&value(self.new)));
        let is_right = !missing && refused.is_none();
        if !is_right {
            focus(if missing { self.current } else { self.new });
        }
        self.done.set(false);
        self.current_error.set(if missing { "Please type your password.".to_owned() } else { String::new() });
        self.new_error.set(refused.unwrap_or_default());
        is_right
    }

    async fn stretched(self, email: String) -> Result<(), UiError> {
        let challenge = challenge_of(Who::Email(email)).await?;
        let (current, new) = (value(self.current), value(self.new));
        browser::change_password(SessionKind::Sender, challenge, &current, &new).await
    }

    async fn change(self, email: String) {
        match self.stretched(email).await {
            Ok(()) => {
                clear(self.current);
                clear(self.new);
                self.progress.finish();
                self.done.set(true);
            }
            Err(UiError::WrongPassword) => {
                self.progress.finish();
                self.current_error.set("That is not your password.".to_owned());
                focus(self.current);
            }
            Err(error) => self.progress.fail(&error),
        }
    }
}
