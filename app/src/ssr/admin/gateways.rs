//! The gateways, and the notices that wait for them or are in trouble.

use axum::{
    Form,
    extract::{Query, State},
    http::HeaderMap,
    response::Response,
};
use domain::{FailureReason, NoticeId, UnixMillis};
use engine::{
    EngineError, Gateways, NoticeList, NoticeView, RouteCost, RouteHealth, RouteMinute, RouteName,
    RouteState, Session,
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{Shown, after, done, page};
use crate::{
    pages::admin::{Bar, GatewayRow, GatewayState, GatewaysPage, GatewaysView, NoticeKind, NoticeRow},
    ssr::{
        Site,
        mail::{failed, session},
    },
};

/// How many minutes a bar of the chart stands for, and how many bars there are.
const BAR: i64 = 15;
const BARS: i64 = 24 * 60 / BAR;
const MINUTE: i64 = 60_000;

/// `GET /admin/gateways?list=`.
pub(crate) async fn gateways(
    State(site): State<Site>,
    headers: HeaderMap,
    Query(shown): Query<Shown>,
) -> Response {
    match gateways_view(&site, &headers, &shown).await {
        Ok(view) => page(&site, "Gateways · Narwhal", || view! { <GatewaysPage view /> }),
        Err(error) => failed(&site, error),
    }
}

async fn gateways_view(site: &Site, headers: &HeaderMap, shown: &Shown) -> Result<GatewaysView, EngineError> {
    let session = session(site, headers).await?;
    let Gateways { now, stats, routes, minutes, costs } = site.engine.gateways(&session).await?;
    let kind = NoticeKind::ALL.into_iter().find(|kind| kind.code() == shown.list);
    let kind = kind.unwrap_or(NoticeKind::Waiting);
    let list = match kind {
        NoticeKind::Waiting => NoticeList::Waiting,
        NoticeKind::Troubled => NoticeList::Troubled,
        NoticeKind::Held => NoticeList::Held,
    };
    let notices = site.engine.listed_notices(&session, list).await?;
    Ok(GatewaysView {
        waiting: stats.queued,
        urgent: stats.urgent,
        oldest: stats.oldest_due,
        planned: stats.planned,
        held: stats.held,
        bars: bars(now, &minutes),
        gateways: routes.into_iter().map(|route| gateway_row(route, &costs)).collect(),
        kind,
        notices: notices.into_iter().map(notice_row).collect(),
        done: done(&shown.done),
    })
}

/// The last day in quarters of an hour, by the clock; the last one is not over.
fn bars(now: UnixMillis, minutes: &[RouteMinute]) -> Vec<Bar> {
    let last = now.get().div_euclid(MINUTE).div_euclid(BAR);
    let bar = |index: i64| {
        let within = |row: &&RouteMinute| row.minute.div_euclid(BAR) == index;
        let of = |count: fn(&RouteMinute) -> u32| -> u64 {
            minutes.iter().filter(within).map(|row| u64::from(count(row))).sum()
        };
        Bar {
            from: UnixMillis::new(index * BAR * MINUTE),
            sent: of(|row| row.sent),
            failed: of(|row| row.refused) + of(|row| row.unclear) + of(|row| row.errors),
        }
    };
    (last - BARS + 1..=last).map(bar).collect()
}

fn gateway_row(health: RouteHealth, costs: &[RouteCost]) -> GatewayRow {
    let today = match health.per_day {
        Some(most) => format!("{} of {most}", health.sent_today),
        None => health.sent_today.to_string(),
    };
    let mut facts = vec![
        ("Taken today", today),
        ("On their way", health.on_the_way.to_string()),
        ("Failing in the last minute", format!("{:.0} %", health.errors * 100.0)),
        ("Time for a text", format!("{} ms", health.took.as_millis())),
    ];
    if let Some(rate) = health.per_second {
        facts.push(("Rate at present", format!("{rate:.1} a second")));
    }
    facts.extend(cost(health.name.as_str(), costs).map(|words| ("Cost in 31 days", words)));
    GatewayRow {
        name: health.name.as_str().to_owned(),
        kind: health.kind,
        state: match health.state {
            RouteState::Up => GatewayState::Up,
            RouteState::Full => GatewayState::Full,
            RouteState::Down { probe_at, .. } => GatewayState::Down { probe_at },
            RouteState::Probing => GatewayState::Probing,
            RouteState::Misconfigured => GatewayState::Misconfigured,
            RouteState::Held => GatewayState::Held,
        },
        facts,
        last_error: health.last_error.map(|(at, error)| (at, error.to_string())),
    }
}

/// What a gateway cost, in each currency; `None` where it does not tell.
fn cost(route: &str, costs: &[RouteCost]) -> Option<String> {
    let mut sums: Vec<(&str, u64)> = Vec::new();
    for cost in costs.iter().filter(|cost| cost.route == route) {
        match sums.iter_mut().find(|(currency, _)| *currency == cost.currency) {
            Some((_, sum)) => *sum += cost.micros,
            None => sums.push((&cost.currency, cost.micros)),
        }
    }
    let words = |(currency, micros): &(&str, u64)| {
        let hundredths = micros.div_ceil(10_000);
        format!("{}.{:02} {currency}", hundredths / 100, hundredths % 100)
    };
    (!sums.is_empty()).then(|| sums.iter().map(words).collect::<Vec<_>>().join(", "))
}

fn notice_row(notice: NoticeView) -> NoticeRow {
    let kind = match (notice.is_urgent, notice.is_reminder) {
        (false, false) => "First text",
        (false, true) => "Reminder",
        (true, false) => "Urgent first text",
        (true, true) => "Urgent reminder",
    };
    let tried = match notice.attempts {
        0 => "not tried yet".to_owned(),
        1 => "tried once".to_owned(),
        count => format!("tried {count} times"),
    };
    let over = notice.last_route.map(|route| format!(" over {route}")).unwrap_or_default();
    let problem = notice.last_error.map(|code| match (notice.state.as_str(), code.parse()) {
        ("unknown", _) => "Nobody knows whether the gateway took it".to_owned(),
        (_, Ok(reason)) => FailureReason::explanation(reason).to_owned(),
        (_, Err(_)) => code.replace('-', " "),
    });
    NoticeRow {
        id: notice.id,
        phone: notice.phone,
        sender: notice.sender,
        what: format!("{kind}, {tried}{over}"),
        problem,
        due_at: notice.due_at,
        only_route: notice.only_route,
    }
}

/// Which gateway.
#[derive(Debug, Deserialize)]
pub(crate) struct Which {
    route: String,
    #[serde(default)]
    held: bool,
}

/// `POST /admin/gateways/hold`.
pub(crate) async fn hold(
    State(site): State<Site>,
    headers: HeaderMap,
    Form(Which { route, held }): Form<Which>,
) -> Response {
    let changed = async {
        let session = session(&site, &headers).await?;
        site.engine.hold_route(&session, &route_name(&route)?, held).await
    };
    let done = if held { "held" } else { "released" };
    after(&site, changed.await, &format!("/admin/gateways?done={done}"))
}

/// `POST /admin/gateways/try`.
pub(crate) async fn try_now(
    State(site): State<Site>,
    headers: HeaderMap,
    Form(Which { route, .. }): Form<Which>,
) -> Response {
    let tried = async {
        let session = session(&site, &headers).await?;
        site.engine.try_route(&session, &route_name(&route)?)
    };
    after(&site, tried.await, "/admin/gateways?done=tried")
}

/// Which notice, and which gateway it may take.
#[derive(Debug, Deserialize)]
pub(crate) struct Notice {
    id: NoticeId,
    list: String,
    #[serde(default)]
    route: String,
}

impl Notice {
    fn list(&self, done: &str) -> String {
        let kind = NoticeKind::ALL.into_iter().find(|kind| kind.code() == self.list);
        format!("/admin/gateways?list={}&done={done}#notices", kind.unwrap_or(NoticeKind::Waiting).code())
    }
}

/// `POST /admin/notices/retry`.
pub(crate) async fn retry(
    State(site): State<Site>,
    headers: HeaderMap,
    Form(notice): Form<Notice>,
) -> Response {
    let retried = async {
        let session = session(&site, &headers).await?;
        site.engine.retry_notice(&session, notice.id).await
    };
    // It has gone meanwhile: the list shows that.
    let (result, done) = match retried.await {
        Err(EngineError::NotFound) => (site_admin(&site, &headers).await, "gone"),
        other => (other, "retried"),
    };
    after(&site, result, &notice.list(done))
}

/// `POST /admin/notices/reroute`.
pub(crate) async fn reroute(
    State(site): State<Site>,
    headers: HeaderMap,
    Form(notice): Form<Notice>,
) -> Response {
    let rerouted = async {
        let session = session(&site, &headers).await?;
        let route = if notice.route.is_empty() { None } else { Some(route_name(&notice.route)?) };
        site.engine.reroute_notice(&session, notice.id, route.as_ref()).await
    };
    let (result, done) = match rerouted.await {
        Err(EngineError::NotFound) => (site_admin(&site, &headers).await, "gone"),
        other => (other, "rerouted"),
    };
    after(&site, result, &notice.list(done))
}

/// Whether an administrator asks.
async fn site_admin(site: &Site, headers: &HeaderMap) -> Result<(), EngineError> {
    let session: Session = session(site, headers).await?;
    if site.engine.account(&session)?.role == domain::Role::Admin {
        Ok(())
    } else {
        Err(EngineError::NotFound)
    }
}

fn route_name(text: &str) -> Result<RouteName, EngineError> {
    text.parse().map_err(|_| EngineError::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_minute_of_the_day_is_in_its_bar() {
        let now = UnixMillis::new(1_790_000_000_000);
        let minute = now.get() / MINUTE;
        let row = |minute, sent| RouteMinute { minute, sent, errors: 1, ..RouteMinute::default() };
        let bars = bars(now, &[row(minute, 5), row(minute - 1, 2), row(minute - 24 * 60, 9)]);
        assert_eq!(bars.len(), 96);
        assert_eq!(bars.iter().map(|bar| bar.sent).sum::<u64>(), 7, "what is older is not shown");
        assert_eq!(bars.iter().map(|bar| bar.failed).sum::<u64>(), 2);
        assert!(bars.is_sorted_by(|first, second| first.from < second.from));
    }

    #[test]
    fn costs_add_up_by_currency() {
        let cost = |route: &str, currency: &str, micros| RouteCost {
            route: route.to_owned(),
            day: 1,
            currency: currency.to_owned(),
            micros,
        };
        let all = [
            cost("a", "USD", 7_900),
            cost("a", "USD", 7_900),
            cost("a", "EUR", 1_234_567),
            cost("b", "USD", 1),
        ];
        assert_eq!(super::cost("a", &all).as_deref(), Some("0.02 USD, 1.24 EUR"));
        assert_eq!(super::cost("c", &all), None);
    }
}
