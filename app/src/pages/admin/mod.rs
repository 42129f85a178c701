//! What an administrator looks after. These pages need no script.

mod answers;
mod chart;
mod gateways;
mod notices;
mod words;

use leptos::prelude::*;

use crate::components::{SenderFrame, SenderPage};

pub(crate) use answers::{Answer, AnswersPage, AnswersView, OptOutRow};
pub(crate) use chart::Bar;
pub(crate) use gateways::{GatewayRow, GatewayState, GatewaysPage, GatewaysView};
pub(crate) use notices::{NoticeKind, NoticeRow};
pub(crate) use words::{TextLook, TextsLook, WordsPage, WordsRow, WordsView};

/// Which of these pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AdminPage {
    Gateways,
    Answers,
    Words,
}

/// A page of the administrator's, with the way to the others and with what has just been done.
#[component]
fn AdminFrame(
    page: AdminPage,
    title: &'static str,
    done: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    let item = move |target: AdminPage, href: &'static str, words: &'static str| {
        let current = (page == target).then_some("page");
        view! {
            <a class="button" href=href aria-current=current>
                {words}
            </a>
        }
    };
    let done = done.map(|words| {
        view! {
            <div class="banner good">
                <p>{words}</p>
            </div>
        }
    });
    view! {
        <SenderFrame page=SenderPage::Admin>
            <h1>{title}</h1>
            <nav class="row tabs" aria-label="Instance">
                {item(AdminPage::Gateways, "/admin/gateways", "Gateways")} " "
                {item(AdminPage::Answers, "/admin/answers", "Answers and opt-outs")} " "
                {item(AdminPage::Words, "/admin/words", "Words")}
            </nav>
            <div role="status">{done}</div>
            {children()}
        </SenderFrame>
    }
}
