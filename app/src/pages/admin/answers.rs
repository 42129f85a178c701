//! What phones have answered, and who wants no texts.

use domain::{PhoneNumber, UnixMillis};
use leptos::prelude::*;

use super::{AdminFrame, AdminPage};
use crate::components::When;

/// What the page shows.
#[derive(Debug, Clone)]
pub(crate) struct AnswersView {
    /// Answers that somebody has to read.
    pub(crate) answers: Vec<Answer>,
    /// Who wants no texts, the newest first.
    pub(crate) opt_outs: Vec<OptOutRow>,
    /// What has just been done.
    pub(crate) done: Option<&'static str>,
}

/// An answer.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    /// What to call it in a form.
    pub(crate) id: String,
    /// Whose.
    pub(crate) phone: PhoneNumber,
    /// What it says.
    pub(crate) words: String,
    /// When it came.
    pub(crate) at: UnixMillis,
}

/// An opt-out.
#[derive(Debug, Clone)]
pub(crate) struct OptOutRow {
    /// What to call it in a form: the number, and whose texts.
    pub(crate) names: (String, String),
    /// Whose phone.
    pub(crate) phone: PhoneNumber,
    /// How it is known.
    pub(crate) source: &'static str,
    /// Since when.
    pub(crate) at: UnixMillis,
    /// Whether it can be lifted here.
    pub(crate) can_lift: bool,
}

/// The page.
#[component]
pub(crate) fn AnswersPage(
    /// What it shows.
    view: AnswersView,
) -> impl IntoView {
    let AnswersView { answers, opt_outs, done } = view;
    let answers = if answers.is_empty() {
        view! { <p class="soft">"No answer waits to be read."</p> }.into_any()
    } else {
        let rows: Vec<_> = answers.into_iter().map(|answer| view! { <OneAnswer answer=answer /> }).collect();
        view! { <ul class="list">{rows}</ul> }.into_any()
    };
    let opt_outs = if opt_outs.is_empty() {
        view! { <p class="soft">"Everybody gets texts."</p> }.into_any()
    } else {
        let rows: Vec<_> = opt_outs.into_iter().map(|row| view! { <OneOptOut row=row /> }).collect();
        view! { <ul class="list">{rows}</ul> }.into_any()
    };
    view! {
        <AdminFrame page=AdminPage::Answers title="Answers and opt-outs" done=done>
            <div class="columns">
                <section class="sheet stack" aria-labelledby="answers">
                    <h2 id="answers">"Answers to read"</h2>
                    <p class="soft">
                        "STOP, START and HELP are obeyed at once. These may say that somebody wants no more texts, in words of their own: please decide. Other answers are not kept."
                    </p>
                    {answers}
                </section>
                <section class="sheet stack" aria-labelledby="opt-outs">
                    <h2 id="opt-outs">"Who wants no texts"</h2>
                    <p class="soft">"Whoever has texted STOP gets texts again after texting START."</p>
                    {opt_outs}
                </section>
            </div>
        </AdminFrame>
    }
}

#[component]
fn OneAnswer(answer: Answer) -> impl IntoView {
    let Answer { id, phone, words, at } = answer;
    let number = phone.readable();
    view! {
        <li class="stack">
            <p>
                <strong>{number.clone()}</strong>
                " "
                <span class="soft"><When at=at /></span>
            </p>
            <blockquote class="said">{words}</blockquote>
            <form method="post" action="/admin/answers/decide" class="row">
                <input type="hidden" name="id" value=id />
                <button name="decision" value="opt-out" aria-label=format!("{number} wants no texts")>
                    "They want no texts"
                </button>
                " "
                <button name="decision" value="leave" aria-label=format!("{number} asks for nothing")>
                    "It asks for nothing"
                </button>
            </form>
        </li>
    }
}

#[component]
fn OneOptOut(row: OptOutRow) -> impl IntoView {
    let OptOutRow { names, phone, source, at, can_lift } = row;
    let number = phone.readable();
    let lift = can_lift.then(|| {
        view! {
            <form method="post" action="/admin/opt-outs/lift">
                <input type="hidden" name="phone" value=names.0 />
                <input type="hidden" name="account" value=names.1 />
                <button aria-label=format!("{number} wants texts again")>"They want texts again"</button>
            </form>
        }
    });
    view! {
        <li class="row apart">
            <p>
                <strong>{number.clone()}</strong>
                <br />
                <span class="soft">{source} ", " <When at=at /></span>
            </p>
            " "
            {lift}
        </li>
    }
}
