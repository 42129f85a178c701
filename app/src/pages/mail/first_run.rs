//! The very first account.

use domain::Email;
use leptos::{ev::SubmitEvent, html::Input, prelude::*, task::spawn_local};

use super::{
    form::{FieldError, Progress, SubmitButton, focus, invalid, said, value},
    password::{NewPassword, problem},
};
use crate::{
    browser,
    components::{Calm, SenderFrame, SenderPage},
};

/// Where whoever sets up the instance makes the first account.
#[component]
pub(crate) fn FirstRunPage(
    /// The token in the link.
    token: String,
) -> impl IntoView {
    view! {
        <SenderFrame page=SenderPage::Outside>
            <h1>"Welcome. Let’s set up Narwhal."</h1>
            <FirstRun token=token />
        </SenderFrame>
    }
}

/// The page for a link that has been used.
#[component]
pub(crate) fn FirstRunUsedPage() -> impl IntoView {
    let lead = "The first account exists already. Sign in with it, or ask your administrator for an account of your own.";
    view! {
        <SenderFrame page=SenderPage::Outside>
            <Calm title="This link has been used" lead=lead.to_owned()>
                <p>
                    <a class="button primary" href="/sign-in">
                        "Sign in"
                    </a>
                </p>
            </Calm>
        </SenderFrame>
    }
}

/// The form: the key pair is made here, and the password goes nowhere.
#[island(lazy)]
pub(crate) fn FirstRun(token: String) -> impl IntoView {
    let fields = Fields::new();
    let progress = Progress::new();
    let password_error = fields.password.error;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !progress.busy.get_untracked()
            && fields.are_right()
            && progress.begin("Making your account. This takes a few seconds.")
        {
            spawn_local(make_account(token.clone(), fields, progress));
        }
    };
    view! {
        <form class="sheet" method="post" data-island="" novalidate aria-label="First account" on:submit=submit>
            <TextField
                field=fields.organisation
                id="organisation"
                label="Your organisation"
                hint="The people you write to see this name: it tells them who sent the message."
                autocomplete="organization"
            />
            <TextField field=fields.name id="name" label="Your name" autocomplete="name" />
            <TextField
                field=fields.email
                id="email"
                label="Your email address"
                hint="You sign in with it."
                autocomplete="username"
            />
            <NewPassword
                node=fields.password.node
                label="Choose a password"
                hint="It locks the key to everything you send, and nobody can reset it: keep it safe."
                error=password_error
            />
            <FieldError id="form-error" error=progress.error />
            <SubmitButton
                progress=progress
                words="Create the first account"
                busy_words="Making your account…"
                wide=true
            />
        </form>
    }
}

/// An input and what is wrong with it.
#[derive(Clone, Copy)]
struct Field {
    node: NodeRef<Input>,
    error: RwSignal<String>,
}

impl Field {
    fn new() -> Self {
        Self { node: NodeRef::new(), error: RwSignal::new(String::new()) }
    }

    fn text(self) -> String {
        value(self.node).trim().to_owned()
    }
}

#[derive(Clone, Copy)]
struct Fields {
    organisation: Field,
    name: Field,
    email: Field,
    password: Field,
}

impl Fields {
    fn new() -> Self {
        Self { organisation: Field::new(), name: Field::new(), email: Field::new(), password: Field::new() }
    }

    /// Says what is wrong with each field, and goes to the first that is not right.
    fn are_right(self) -> bool {
        let checked = [
            (self.organisation, name_problem(&self.organisation.text())),
            (self.name, name_problem(&self.name.text())),
            (self.email, email_problem(&self.email.text())),
            (self.password, problem(&browser::normalized(&value(self.password.node)))),
        ];
        let first = checked.iter().find(|(_, problem)| problem.is_some()).map(|(field, _)| field.node);
        for (field, problem) in checked {
            field.error.set(problem.unwrap_or_default());
        }
        first.map(focus).is_none()
    }
}

fn name_problem(name: &str) -> Option<String> {
    name.is_empty().then(|| "Please give a name.".to_owned())
}

fn email_problem(email: &str) -> Option<String> {
    email.parse::<Email>().is_err().then(|| "Write it like name@example.org.".to_owned())
}

async fn make_account(token: String, fields: Fields, progress: Progress) {
    let (organisation, name, email) = (fields.organisation.text(), fields.name.text(), fields.email.text());
    match browser::first_run(token, organisation, name, email, &value(fields.password.node)).await {
        Ok(()) => browser::go_to("/compose"),
        Err(error) => progress.fail(&error),
    }
}

/// A field of one line.
#[component]
fn TextField(
    field: Field,
    id: &'static str,
    label: &'static str,
    #[prop(optional)] hint: &'static str,
    autocomplete: &'static str,
) -> impl IntoView {
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described_by = if hint.is_empty() { error_id.clone() } else { format!("{hint_id} {error_id}") };
    let kind = if id == "email" { "email" } else { "text" };
    let hint = (!hint.is_empty()).then(|| {
        view! {
            <p class="hint" id=hint_id>
                {hint}
            </p>
        }
    });
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {hint}
            <input
                id=id
                node_ref=field.node
                type=kind
                autocomplete=autocomplete
                maxlength=if id == "email" { "254" } else { "80" }
                required
                aria-describedby=described_by
                aria-invalid=invalid(field.error)
            />
            <p class="error" id=error_id role="alert">
                {said(field.error)}
            </p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_field() {
        assert_eq!(name_problem("Ana"), None);
        assert_eq!(name_problem("").as_deref(), Some("Please give a name."));
        assert_eq!(email_problem("imani@lakeside.example"), None);
        assert_eq!(email_problem("imani").as_deref(), Some("Write it like name@example.org."));
    }
}
