//! The database: reachable, up to date, writable, of this master key; and the clock, which has to agree with it.

use std::{fs, time::Duration};

use domain::UnixMillis;
use engine::Clock;
use store::{Conn, Store, StoreError, accounts, instance, waiting_keys};

use super::Finding;
use crate::{
    config::{Config, MasterKeySource},
    instance::{Instance, Migration, Reach, holds_data},
};

const DATABASE: &str = "database";
const KEY: &str = "sealed data";
const CLOCK: &str = "clock";
/// When this version was made (2026-11-01): no clock that is right shows an earlier time.
const RELEASED: UnixMillis = UnixMillis::new(1_793_491_200_000);
const TOLERANCE: Duration = Duration::from_secs(5 * 60);

pub(super) async fn examine(config: &Config) -> Vec<Finding> {
    let now = Clock::system().now();
    if let Some(path) = config.database_url.sqlite_path()
        && fs::metadata(&path).is_err()
    {
        let text = format!("{} is not there yet; narwhal serve makes it", path.display());
        return vec![Finding::warn(DATABASE, text), clock(now, None)];
    }
    match Store::open(config.database_url.as_str()).await {
        Err(error) => vec![unreachable(&error), clock(now, None)],
        Ok(store) => {
            let findings = opened(config, &store, now).await;
            store.close().await;
            findings
        }
    }
}

async fn opened(config: &Config, store: &Store, now: UnixMillis) -> Vec<Finding> {
    match store.needs_migration().await {
        Err(error) => return vec![unreachable(&error), clock(now, None)],
        Ok(true) => {
            let text = "not up to date. narwhal serve does it at its start; or run: narwhal migrate";
            return vec![Finding::warn(DATABASE, text), clock(now, None)];
        }
        Ok(false) => {}
    }
    let newest = store.read(|conn: &mut Conn| Box::pin(newest_record(conn))).await.ok().flatten();
    let mut findings = vec![writable(store).await];
    findings.extend(sealed(config, store).await);
    findings.extend(super::factors::examine(store).await);
    findings.push(clock(now, newest));
    findings
}

fn unreachable(error: &StoreError) -> Finding {
    Finding::fail(DATABASE, format_args!("{error}. Check NARWHAL_DATABASE_URL, and that the database runs."))
}

/// Writes a row and takes it back.
async fn writable(store: &Store) -> Finding {
    let kind = if store.is_sqlite() { "SQLite" } else { "PostgreSQL" };
    let tried: Result<(), Tried> = store
        .write(|conn: &mut Conn| {
            Box::pin(async move {
                instance::put_if_absent(conn, "doctor", b"").await?;
                Err(Tried::Written)
            })
        })
        .await;
    match tried {
        Ok(()) | Err(Tried::Written) => {
            Finding::ok(DATABASE, format_args!("{kind}, up to date, can be written"))
        }
        Err(Tried::Failed(error)) => {
            Finding::fail(DATABASE, format_args!("{kind} cannot be written: {error}"))
        }
    }
}

/// Why the trial ended; its transaction is always rolled back.
enum Tried {
    Written,
    Failed(StoreError),
}

impl From<StoreError> for Tried {
    fn from(error: StoreError) -> Self {
        Self::Failed(error)
    }
}

/// Whether the master key opens what is there; nothing to say about a database without data.
async fn sealed(config: &Config, store: &Store) -> Option<Finding> {
    match holds_data(store).await {
        Ok(false) => return None,
        Ok(true) => {}
        Err(error) => return Some(Finding::fail(KEY, format_args!("{error:#}"))),
    }
    if let MasterKeySource::File(path) = &config.master_key
        && fs::metadata(path).is_err()
    {
        let text =
            format!("the master key {} is gone. Put it back from where you keep its copy.", path.display());
        return Some(Finding::fail(KEY, text));
    }
    let url = config.public_url(config.http_addr);
    match Instance::open(config, &url, Migration::Refuse, Reach::None).await {
        Ok(instance) => {
            instance.store.close().await;
            Some(Finding::ok(KEY, "the master key opens it"))
        }
        Err(error) => Some(Finding::fail(KEY, format_args!("{error:#}"))),
    }
}

/// When the newest account or waiting key was made.
async fn newest_record(conn: &mut Conn) -> Result<Option<UnixMillis>, StoreError> {
    let key = waiting_keys::newest(conn).await?.map(|key| key.created_at);
    Ok(accounts::list(conn).await?.into_iter().map(|account| account.created_at).chain(key).max())
}

fn clock(now: UnixMillis, newest: Option<UnixMillis>) -> Finding {
    if now < RELEASED {
        return Finding::fail(CLOCK, "it shows a time before this version was made. Set it, best by NTP.");
    }
    match newest {
        Some(newest) if newest > now + TOLERANCE => {
            let behind = newest.since(now).as_secs() / 60;
            let text = format!(
                "it is {behind} minutes behind the newest record in the database. Set it, best by NTP."
            );
            Finding::fail(CLOCK, text)
        }
        _ => Finding::ok(CLOCK, "not before this version, nor before the newest record"),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Level, *};

    #[test]
    fn a_clock_does_not_go_back() {
        let minute = Duration::from_secs(60);
        let now = RELEASED + minute;
        assert_eq!(clock(RELEASED - minute, None).level, Level::Fail);
        assert_eq!(clock(now, None).level, Level::Ok);
        assert_eq!(clock(now, Some(now + minute)).level, Level::Ok);
        assert!(clock(now, Some(now + minute * 30)).text.contains("30 minutes behind"));
    }
}
