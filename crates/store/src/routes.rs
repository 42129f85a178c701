//! What routes did, minute by minute, what that cost, and which of them somebody holds.

use crate::{
    Conn, StoreError,
    row::{Columns, FromRow, Maybe, One},
    statement::statements,
    value::{Bind as _, Value, args},
};
use domain::UnixMillis;

statements! {
    ADD: "INSERT INTO route_minutes (route, minute, sent, refused, unclear, errors, delivered, failed, took_ms)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (route, minute) DO UPDATE SET sent = route_minutes.sent + excluded.sent,
            refused = route_minutes.refused + excluded.refused, unclear = route_minutes.unclear + excluded.unclear,
            errors = route_minutes.errors + excluded.errors, delivered = route_minutes.delivered + excluded.delivered,
            failed = route_minutes.failed + excluded.failed, took_ms = route_minutes.took_ms + excluded.took_ms";
    SINCE: "SELECT route, minute, sent, refused, unclear, errors, delivered, failed, took_ms
        FROM route_minutes WHERE minute >= $1 ORDER BY minute, route";
    SENT_SINCE: "SELECT CAST(sum(sent) AS BIGINT) FROM route_minutes WHERE route = $1 AND minute >= $2";
    PRUNE: "DELETE FROM route_minutes WHERE minute < $1";
    ADD_COST: "INSERT INTO route_costs (route, day, currency, micros) VALUES ($1, $2, $3, $4)
        ON CONFLICT (route, day, currency) DO UPDATE SET micros = route_costs.micros + excluded.micros";
    COSTS_SINCE: "SELECT route, day, currency, micros FROM route_costs WHERE day >= $1 ORDER BY day, route, currency";
    HOLD: "INSERT INTO held_routes (route, held_at) VALUES ($1, $2) ON CONFLICT (route) DO NOTHING";
    UNHOLD: "DELETE FROM held_routes WHERE route = $1";
    HELD: "SELECT route FROM held_routes ORDER BY route";
}

/// What a route did in one minute. As a row to be added, what it did besides.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RouteMinute {
    /// The route.
    pub route: String,
    /// Minutes since 1970.
    pub minute: i64,
    /// Texts that the gateway took.
    pub sent: u32,
    /// Texts that it refused for good.
    pub refused: u32,
    /// Texts that it may have taken.
    pub unclear: u32,
    /// Other attempts that failed.
    pub errors: u32,
    /// Receipts of texts that arrived.
    pub delivered: u32,
    /// Receipts of texts that did not.
    pub failed: u32,
    /// How long the gateway took, for all attempts together, in milliseconds.
    pub took_ms: u32,
}

/// What a route cost on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteCost {
    /// The route.
    pub route: String,
    /// Days since 1970.
    pub day: i64,
    /// The currency's code (ISO 4217).
    pub currency: String,
    /// Millionths of its unit.
    pub micros: u64,
}

impl FromRow for RouteMinute {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            route: columns.one()?,
            minute: columns.one()?,
            sent: columns.one()?,
            refused: columns.one()?,
            unclear: columns.one()?,
            errors: columns.one()?,
            delivered: columns.one()?,
            failed: columns.one()?,
            took_ms: columns.one()?,
        })
    }
}

impl FromRow for RouteCost {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            route: columns.one()?,
            day: columns.one()?,
            currency: columns.one()?,
            micros: columns.one()?,
        })
    }
}

/// Adds to what routes did.
///
/// # Errors
/// The database's.
pub async fn add(conn: &mut Conn, minutes: &[RouteMinute]) -> Result<(), StoreError> {
    for row in minutes {
        let counts =
            args![row.sent, row.refused, row.unclear, row.errors, row.delivered, row.failed, row.took_ms];
        let mut values: Vec<Value<'_>> = args![row.route, row.minute].to_vec();
        values.extend_from_slice(counts);
        conn.execute(ADD, &values).await?;
    }
    Ok(())
}

/// What routes did since a minute, the oldest first.
///
/// # Errors
/// The database's.
pub async fn since(conn: &mut Conn, minute: i64) -> Result<Vec<RouteMinute>, StoreError> {
    conn.all(SINCE, args![minute]).await
}

/// How many texts a route's gateway took since a minute.
///
/// # Errors
/// The database's.
pub async fn sent_since(conn: &mut Conn, route: &str, minute: i64) -> Result<u64, StoreError> {
    Ok(conn.one::<Maybe<u64>>(SENT_SINCE, args![route, minute]).await?.0.unwrap_or_default())
}

/// Forgets what was before a minute; how many rows.
///
/// # Errors
/// The database's.
pub async fn prune(conn: &mut Conn, minute: i64) -> Result<u64, StoreError> {
    conn.execute(PRUNE, args![minute]).await
}

/// Adds to what routes cost.
///
/// # Errors
/// The database's.
pub async fn add_costs(conn: &mut Conn, costs: &[RouteCost]) -> Result<(), StoreError> {
    for RouteCost { route, day, currency, micros } in costs {
        let micros = i64::try_from(*micros).unwrap_or(i64::MAX);
        conn.execute(ADD_COST, args![route, day, currency, micros]).await?;
    }
    Ok(())
}

/// What routes cost since a day.
///
/// # Errors
/// The database's.
pub async fn costs_since(conn: &mut Conn, day: i64) -> Result<Vec<RouteCost>, StoreError> {
    conn.all(COSTS_SINCE, args![day]).await
}

/// Holds a route, or no longer; whether that is news.
///
/// # Errors
/// The database's.
pub async fn hold(conn: &mut Conn, route: &str, held: bool, at: UnixMillis) -> Result<bool, StoreError> {
    if held { conn.changes(HOLD, args![route, at]).await } else { conn.changes(UNHOLD, args![route]).await }
}

/// The routes that are held.
///
/// # Errors
/// The database's.
pub async fn held(conn: &mut Conn) -> Result<Vec<String>, StoreError> {
    let rows: Vec<One<String>> = conn.all(HELD, args![]).await?;
    Ok(rows.into_iter().map(|One(route)| route).collect())
}
