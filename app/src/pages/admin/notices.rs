//! Notices that somebody should look at.

use domain::{NoticeId, PhoneNumber, UnixMillis};
use leptos::prelude::*;

use crate::components::When;

/// Which notices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoticeKind {
    /// Those that wait.
    Waiting,
    /// Those that failed, or whose end nobody knows.
    Troubled,
    /// Those that wait for their senders' decision.
    Held,
}

/// A notice.
#[derive(Debug, Clone)]
pub(crate) struct NoticeRow {
    /// Which.
    pub(crate) id: NoticeId,
    /// To whom.
    pub(crate) phone: PhoneNumber,
    /// Who wrote.
    pub(crate) sender: String,
    /// What it is and how it stands: `Urgent reminder, tried 3 times over alpha`.
    pub(crate) what: String,
    /// What went wrong.
    pub(crate) problem: Option<String>,
    /// When it was due.
    pub(crate) due_at: UnixMillis,
    /// The only gateway that it may take.
    pub(crate) only_route: Option<String>,
}

impl NoticeKind {
    /// All of them, in their order on the page.
    pub(crate) const ALL: [Self; 3] = [Self::Waiting, Self::Troubled, Self::Held];

    /// Its code in an address.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Troubled => "troubled",
            Self::Held => "held",
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Waiting => "Waiting",
            Self::Troubled => "In trouble",
            Self::Held => "Held",
        }
    }

    const fn none(self) -> &'static str {
        match self {
            Self::Waiting => "Nothing waits.",
            Self::Troubled => "No text has failed.",
            Self::Held => "No text waits for its sender's decision.",
        }
    }
}

/// The list, with what can be done about each.
#[component]
pub(super) fn Notices(kind: NoticeKind, rows: Vec<NoticeRow>, gateways: Vec<String>) -> impl IntoView {
    let tabs: Vec<_> = NoticeKind::ALL
        .iter()
        .map(|other| {
            let current = (*other == kind).then_some("true");
            view! {
                <a class="button" href=format!("/admin/gateways?list={}#notices", other.code()) aria-current=current>
                    {other.words()}
                </a>
                " "
            }
        })
        .collect();
    let list = if rows.is_empty() {
        view! { <p class="soft">{kind.none()}</p> }.into_any()
    } else {
        let rows: Vec<_> = rows
            .into_iter()
            .map(|row| view! { <Notice kind=kind row=row gateways=gateways.clone() /> })
            .collect();
        view! { <ul class="list">{rows}</ul> }.into_any()
    };
    view! {
        <section class="sheet stack" id="notices" aria-labelledby="notices-title">
            <h2 id="notices-title">"Texts"</h2>
            <p class="row tabs">{tabs}</p>
            {list}
        </section>
    }
}

#[component]
fn Notice(kind: NoticeKind, row: NoticeRow, gateways: Vec<String>) -> impl IntoView {
    let NoticeRow { id, phone, sender, what, problem, due_at, only_route } = row;
    let number = phone.readable();
    let hidden = move || {
        view! {
            <input type="hidden" name="id" value=id.to_string() />
            <input type="hidden" name="list" value=kind.code() />
        }
    };
    let retry = (kind != NoticeKind::Held).then(|| {
        view! {
            <form method="post" action="/admin/notices/retry">
                {hidden()} <button aria-label=format!("Send now to {number}")>"Send now"</button>
            </form>
        }
    });
    let reroute = (kind != NoticeKind::Troubled && gateways.len() > 1).then(|| {
        let options: Vec<_> = gateways
            .into_iter()
            .map(|name| {
                let value = name.clone();
                let selected = only_route.as_deref() == Some(name.as_str());
                view! {
                    <option value=value selected=selected>
                        {name}
                    </option>
                }
            })
            .collect();
        view! {
            <form method="post" action="/admin/notices/reroute" class="row">
                {hidden()}
                <select name="route" aria-label=format!("Gateway for {number}")>
                    <option value="">"Any gateway"</option>
                    {options}
                </select>
                " "
                <button aria-label=format!("Set the gateway for {number}")>"Set"</button>
            </form>
        }
    });
    view! {
        <li class="stack">
            <p>
                <strong>{number.clone()}</strong>
                <br />
                <span class="soft">{what} ". From " {sender} ", due " <When at=due_at /></span>
                {problem.map(|words| view! { <br /> <span class="problem">{words}</span> })}
            </p>
            <div class="row">{retry} " " {reroute}</div>
        </li>
    }
}
