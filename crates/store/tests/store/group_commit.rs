//! SQLite's writer: shared commits, and jobs that fail beside others.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use futures::future::join_all;
use store::{Store, StoreError, instance, testing};

use crate::support::write;

async fn put(store: &Store, name: String) -> Result<(), StoreError> {
    store
        .write(move |conn| {
            let name = name.clone();
            Box::pin(async move { instance::put_if_absent(conn, &name, b"x").await })
        })
        .await
}

async fn has(store: &Store, name: &str) -> bool {
    instance::get(&mut store.reader().await.unwrap(), name).await.unwrap().is_some()
}

#[tokio::test]
async fn concurrent_writes_share_commits() {
    let store = testing::sqlite().await;
    let before = store.commits();
    join_all((0..500).map(|number| put(&store, number.to_string())))
        .await
        .into_iter()
        .for_each(Result::unwrap);
    let commits = store.commits() - before;
    assert!((1..=10).contains(&commits), "{commits} commits for 500 writes");
    for number in [0, 250, 499] {
        assert!(has(&store, &number.to_string()).await);
    }
}

#[derive(Debug, PartialEq)]
enum JobError {
    Store(StoreError),
    Refused,
}

impl From<StoreError> for JobError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

#[tokio::test]
async fn a_failing_job_harms_no_other() {
    for store in testing::stores().await {
        let failing = store.write(|conn| {
            Box::pin(async move {
                instance::put_if_absent(conn, "half", b"x").await?;
                Err::<(), _>(JobError::Refused)
            })
        });
        let others = (0..50).map(|number| put(&store, number.to_string()));
        let (failed, others) = tokio::join!(failing, join_all(others));
        assert_eq!(failed, Err(JobError::Refused));
        others.into_iter().for_each(Result::unwrap);
        assert!(!has(&store, "half").await);
        assert!(has(&store, "0").await && has(&store, "49").await);
    }
}

#[tokio::test]
async fn a_job_that_fails_before_it_writes_does_not_cost_the_others_their_shared_commit() {
    let store = testing::sqlite().await;
    put(&store, "pepper".to_owned()).await.unwrap();
    let runs = Arc::new(AtomicU32::new(0));
    let before = store.commits();
    let conflicts = (0..20).map(|_| {
        let runs = Arc::clone(&runs);
        store.write(move |conn| {
            runs.fetch_add(1, Ordering::Relaxed);
            Box::pin(async move {
                instance::get(conn, "pepper").await?;
                Err::<(), _>(JobError::Refused)
            })
        })
    });
    let (conflicts, others) =
        tokio::join!(join_all(conflicts), join_all((0..20).map(|number| put(&store, number.to_string()))));
    assert!(conflicts.into_iter().all(|outcome| outcome == Err(JobError::Refused)));
    others.into_iter().for_each(Result::unwrap);
    assert_eq!(runs.load(Ordering::Relaxed), 20);
    assert!(store.commits() - before <= 2);
}

#[tokio::test]
async fn an_error_that_a_job_keeps_to_itself_still_rolls_back() {
    for store in testing::stores().await {
        let outcome = write!(store, |conn| {
            instance::put_if_absent(conn, "before", b"x").await?;
            let key = crate::support::account(1);
            store::accounts::insert(conn, &key).await?;
            store::accounts::insert(conn, &key).await.unwrap_or_default();
            Ok::<_, StoreError>(())
        });
        assert_eq!(outcome, Err(StoreError::Conflict));
        assert!(!has(&store, "before").await);
    }
}

#[tokio::test]
async fn the_writer_outlives_a_panic() {
    let store = testing::sqlite().await;
    let panicking = store.write(|conn| {
        Box::pin(async move {
            instance::put_if_absent(conn, "half", b"x").await?;
            let nothing: Option<u8> = std::env::var_os("NARWHAL_NEVER_SET").map(|_| 0);
            Ok::<_, StoreError>(nothing.expect("this panic is the test"))
        })
    });
    let (panicked, other) = tokio::join!(panicking, put(&store, "other".to_owned()));
    assert!(matches!(panicked, Err(StoreError::Other(_))));
    other.unwrap();
    assert!(!has(&store, "half").await);
}

#[tokio::test]
async fn a_write_runs_on_when_nobody_waits() {
    let store = testing::sqlite().await;
    let abandoned = put(&store, "abandoned".to_owned());
    futures::future::select(Box::pin(abandoned), Box::pin(tokio::task::yield_now())).await;
    put(&store, "next".to_owned()).await.unwrap();
    assert!(has(&store, "abandoned").await);
}

#[tokio::test]
async fn closing_finishes_what_waits() {
    for store in testing::stores().await {
        let writes = join_all((0..20).map(|number| put(&store, number.to_string())));
        let (writes, ()) = tokio::join!(writes, async {
            tokio::task::yield_now().await;
            store.close().await;
        });
        let url = store.url().to_owned();
        let again = Store::open(&url).await.unwrap();
        for (number, outcome) in writes.into_iter().enumerate() {
            assert_eq!(outcome.is_ok(), has(&again, &number.to_string()).await);
        }
        assert_eq!(put(&store, "late".to_owned()).await, Err(StoreError::Unavailable));
        assert_eq!(store.check().await, Err(StoreError::Unavailable));
    }
}
