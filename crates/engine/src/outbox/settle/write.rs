//! Writes what is settled. Somebody whose lease ran out has no say any more: another worker has the notice.

use std::collections::{BTreeMap, HashSet};

use domain::{DeliveryState, NoticeId, UnixMillis};
use store::{
    Conn, StoreError, audit, deliveries, notices,
    notices::{NoticeKind, Retry},
    reports,
};

use super::{Outcome, Settled};
use crate::outbox::Due;

pub(super) async fn all(
    conn: &mut Conn,
    settled: &[Settled],
    owner: &[u8; 16],
    now: UnixMillis,
) -> Result<(), StoreError> {
    let mut held = sent(conn, settled, owner, now).await?;
    put_back(conn, settled, owner).await?;
    for one in settled {
        if one_by_one(conn, one, owner, now).await? {
            held.insert(one.due.id);
        }
    }
    let held = settled.iter().filter(|settled| held.contains(&settled.due.id));
    let (mut events, mut reports) = (Vec::new(), Vec::new());
    for settled in held {
        events.extend_from_slice(&settled.events);
        reports.extend(settled.report.clone());
    }
    reports::insert_many(conn, &reports).await?;
    audit::insert_many(conn, &events).await
}

/// Settles those that gateways took, and moves their deliveries; which of them the owner still held.
async fn sent(
    conn: &mut Conn,
    settled: &[Settled],
    owner: &[u8; 16],
    now: UnixMillis,
) -> Result<HashSet<NoticeId>, StoreError> {
    let mut by_route: BTreeMap<&str, Vec<(NoticeId, Option<&str>)>> = BTreeMap::new();
    for Settled { due, route, outcome, .. } in settled {
        if let (Outcome::Sent { reference, delivered, .. }, Some(route)) = (outcome, route) {
            // No receipt comes for what has arrived.
            let reference = (!delivered).then_some(reference.as_str());
            by_route.entry(route.as_str()).or_default().push((due.id, reference));
        }
    }
    let mut held = HashSet::new();
    for (route, sent) in by_route {
        held.extend(notices::settle_sent(conn, &sent, owner, route, now).await?);
    }
    for state in [DeliveryState::Sent, DeliveryState::Delivered] {
        let arrived =
            settled.iter().filter(|one| one.outcome.reached() == Some(state) && held.contains(&one.due.id));
        let deliveries: Vec<_> = arrived.map(|one| one.due.delivery_id).collect();
        deliveries::advance_many(conn, &deliveries, state, now).await?;
    }
    Ok(held)
}

async fn put_back(conn: &mut Conn, settled: &[Settled], owner: &[u8; 16]) -> Result<(), StoreError> {
    let back = settled.iter().filter_map(|one| match one.outcome {
        Outcome::PutBack(at) => Some((one.due.id, at)),
        _ => None,
    });
    let back: Vec<_> = back.collect();
    notices::put_back(conn, &back, owner).await.map(drop)
}

/// Settles what is rare; whether the owner still held it.
async fn one_by_one(
    conn: &mut Conn,
    Settled { due, route, outcome, .. }: &Settled,
    owner: &[u8; 16],
    now: UnixMillis,
) -> Result<bool, StoreError> {
    let route = route.as_ref().map(|name| name.as_str());
    let (id, delivery) = (due.id, due.delivery_id);
    let held = match outcome {
        Outcome::Sent { .. } | Outcome::PutBack(_) => return Ok(false),
        Outcome::Failed(_) | Outcome::OptedOut => {
            let code = outcome.failure().map_or("", |reason| reason.code());
            notices::settle_failed(conn, id, owner, code, route, now).await?
        }
        Outcome::Retry { at, error, unclear } => {
            let retry = Retry { at: *at, error, route, unclear: *unclear };
            notices::retry(conn, id, owner, retry).await?
        }
        Outcome::Unclear { again_at } => {
            let retry = Retry { at: *again_at, error: "unclear", route, unclear: due.unclear + 1 };
            notices::retry(conn, id, owner, retry).await?
        }
        Outcome::Held(sim) => notices::hold(conn, id, owner, sim.code()).await?,
        Outcome::Unknown => {
            let route = route.or(due.last_route.as_ref().map(|name| name.as_str())).unwrap_or_default();
            notices::settle_unknown(conn, id, owner, route, now).await?
        }
    };
    if held && let Some(state) = outcome.reached() {
        if state != DeliveryState::Failed || !has_arrived(conn, due).await? {
            deliveries::advance(conn, delivery, state, now, outcome.failure()).await?;
        }
        if state == DeliveryState::Failed {
            // Where one notice does not get through, the next does not either.
            notices::cancel_queued_for(conn, delivery, now).await?;
        }
    }
    Ok(held)
}

/// Whether it is a reminder of what has arrived: that it fails does not undo that.
async fn has_arrived(conn: &mut Conn, due: &Due) -> Result<bool, StoreError> {
    if due.kind == NoticeKind::First {
        return Ok(false);
    }
    let delivery = deliveries::by_id(conn, due.delivery_id).await?;
    Ok(delivery.is_some_and(|row| matches!(row.state, DeliveryState::Sent | DeliveryState::Delivered)))
}
