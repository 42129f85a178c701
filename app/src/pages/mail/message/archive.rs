//! Emergency access, as the sender sees it.

use domain::UnixMillis;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::components::When;

/// What the organisation can open, and has opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ArchiveView {
    /// Whether the message is sealed to the organisation's archive key too.
    pub(crate) is_kept: bool,
    /// When it was opened with that, and why.
    pub(crate) openings: Vec<(UnixMillis, Option<String>)>,
}

/// Says so, most of all when it was used.
#[component]
pub(super) fn Archive(
    /// What to say.
    view: ArchiveView,
) -> impl IntoView {
    let kept = (view.is_kept && view.openings.is_empty()).then(|| {
        view! {
            <p class="hint">
                "Your organisation keeps an archive key (emergency access), with which it can open this message. It has not."
            </p>
        }
    });
    let opened = |(at, reason): (UnixMillis, Option<String>)| {
        view! {
            <div class="banner warn">
                <p>
                    <strong>"Opened by your organisation under emergency access on " <When at=at /> "."</strong>
                    " "
                    {why(reason)}
                </p>
            </div>
        }
    };
    let openings: Vec<_> = view.openings.into_iter().map(opened).collect();
    view! {
        {kept}
        {openings}
    }
}

fn why(reason: Option<String>) -> String {
    match reason {
        Some(reason) => {
            format!(
                "The reason that was given: “{reason}”. If you doubt it, ask whoever keeps the archive key."
            )
        }
        None => "The record of the reason was changed and cannot be read. Please tell your administrator."
            .to_owned(),
    }
}
