//! How the gateways do.

use domain::UnixMillis;
use leptos::prelude::*;

use super::{
    AdminFrame, AdminPage,
    chart::{Bar, Chart},
    notices::{NoticeKind, NoticeRow, Notices},
};
use crate::components::When;

/// What the page shows.
#[derive(Debug, Clone)]
pub(crate) struct GatewaysView {
    /// Notices that wait.
    pub(crate) waiting: u64,
    /// Those of them that are urgent.
    pub(crate) urgent: u64,
    /// When the one that waits longest was due.
    pub(crate) oldest: Option<UnixMillis>,
    /// Notices that are due later.
    pub(crate) planned: u64,
    /// Notices that wait for their senders' decision.
    pub(crate) held: u64,
    /// What the last day was like.
    pub(crate) bars: Vec<Bar>,
    /// The gateways, the preferred ones first.
    pub(crate) gateways: Vec<GatewayRow>,
    /// Which notices are listed.
    pub(crate) kind: NoticeKind,
    /// They.
    pub(crate) notices: Vec<NoticeRow>,
    /// What has just been done.
    pub(crate) done: Option<&'static str>,
}

/// A gateway.
#[derive(Debug, Clone)]
pub(crate) struct GatewayRow {
    /// Its name in the settings.
    pub(crate) name: String,
    /// What it is.
    pub(crate) kind: &'static str,
    /// Whether it works.
    pub(crate) state: GatewayState,
    /// Figures, each with its name.
    pub(crate) facts: Vec<(&'static str, String)>,
    /// The last error, and when it happened.
    pub(crate) last_error: Option<(UnixMillis, String)>,
}

/// Whether a gateway works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GatewayState {
    /// It does.
    Up,
    /// It took what it may take today.
    Full,
    /// It does not, and is tried at some time.
    Down {
        /// When.
        probe_at: UnixMillis,
    },
    /// It is being tried.
    Probing,
    /// Its settings are wrong.
    Misconfigured,
    /// Somebody holds it.
    Held,
}

impl GatewayState {
    /// The look of a badge: that of a delivery's state.
    const fn look(self) -> &'static str {
        match self {
            Self::Up => "delivered",
            Self::Full | Self::Probing | Self::Held => "queued",
            Self::Down { .. } | Self::Misconfigured => "failed",
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Up => "Works",
            Self::Full => "Full for today",
            Self::Down { .. } => "Does not work",
            Self::Probing => "Is being tried",
            Self::Misconfigured => "Its settings are wrong",
            Self::Held => "Held",
        }
    }

    const fn can_try(self) -> bool {
        matches!(self, Self::Down { .. } | Self::Misconfigured)
    }
}

/// The page.
#[component]
pub(crate) fn GatewaysPage(
    /// What it shows.
    view: GatewaysView,
) -> impl IntoView {
    let GatewaysView { waiting, urgent, oldest, planned, held, bars, gateways, kind, notices, done } = view;
    let names: Vec<_> = gateways.iter().map(|gateway| gateway.name.clone()).collect();
    let oldest = oldest.map(|at| view! { <dt>"Oldest, due"</dt> <dd><When at=at /></dd> });
    let cards: Vec<_> = gateways.into_iter().map(|row| view! { <Gateway row=row /> }).collect();
    view! {
        <AdminFrame page=AdminPage::Gateways title="Gateways" done=done>
            <div class="columns">
                <div>
                    <section class="sheet stack" aria-labelledby="queue">
                        <h2 id="queue">"The queue"</h2>
                        <dl class="facts">
                            <dt>"Waiting"</dt>
                            <dd>{waiting}</dd>
                            <dt>"Urgent"</dt>
                            <dd>{urgent}</dd>
                            {oldest}
                            <dt>"For later"</dt>
                            <dd>{planned}</dd>
                            <dt>"Held"</dt>
                            <dd>{held}</dd>
                        </dl>
                        <Chart bars=bars />
                    </section>
                    <Notices kind=kind rows=notices gateways=names />
                </div>
                <div>{cards}</div>
            </div>
        </AdminFrame>
    }
}

#[component]
fn Gateway(row: GatewayRow) -> impl IntoView {
    let GatewayRow { name, kind, state, facts, last_error } = row;
    let probe = match state {
        GatewayState::Down { probe_at } => {
            Some(view! { <p class="soft">"It is tried again " <When at=probe_at /> "."</p> })
        }
        _ => None,
    };
    let error = last_error.map(|(at, words)| {
        view! { <p class="soft">"Last error, " <When at=at /> ": " {words} "."</p> }
    });
    let facts: Vec<_> =
        facts.into_iter().map(|(name, figure)| view! { <dt>{name}</dt> <dd>{figure}</dd> }).collect();
    let is_held = state == GatewayState::Held;
    let words = if is_held { "Let go on" } else { "Hold" };
    let try_now = state.can_try().then(|| {
        view! {
            <form method="post" action="/admin/gateways/try">
                <input type="hidden" name="route" value=name.clone() />
                <button aria-label=format!("Try {name} now")>"Try now"</button>
            </form>
        }
    });
    let id = format!("gateway-{name}");
    let labelled_by = id.clone();
    view! {
        <section class="sheet stack" aria-labelledby=labelled_by>
            <div class="row apart">
                <h2 id=id>{name.clone()}</h2>
                <span class="badge" data-state=state.look()>
                    {state.words()}
                </span>
            </div>
            {probe}
            <dl class="facts">
                <dt>"Kind"</dt>
                <dd>{kind}</dd>
                {facts}
            </dl>
            {error}
            <div class="row">
                <form method="post" action="/admin/gateways/hold">
                    <input type="hidden" name="route" value=name.clone() />
                    <input type="hidden" name="held" value=(!is_held).to_string() />
                    <button aria-label=format!("{words}: {name}")>{words}</button>
                </form>
                " "
                {try_now}
            </div>
        </section>
    }
}
