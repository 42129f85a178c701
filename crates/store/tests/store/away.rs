//! Full disks, and databases that go away and come back.

use futures::future::join_all;
use store::{Store, StoreError, instance, testing};

async fn put(store: &Store, name: String, bytes: usize) -> Result<(), StoreError> {
    store
        .write(move |conn| {
            let name = name.clone();
            Box::pin(async move { instance::put_if_absent(conn, &name, &vec![7; bytes]).await })
        })
        .await
}

async fn has(store: &Store, name: &str) -> bool {
    instance::get(&mut store.reader().await.unwrap(), name).await.unwrap().is_some()
}

#[tokio::test]
async fn a_full_disk_is_reported_and_got_over() {
    let store = testing::sqlite().await;
    testing::limit_growth(&store, Some(20)).await.unwrap();
    // Forty pages do not fit; half a page does, also beside what does not.
    let large = join_all((0..4).map(|number| put(&store, format!("large{number}"), 160_000)));
    let (large, small) = tokio::join!(large, put(&store, "small".to_owned(), 2_000));
    assert!(large.into_iter().all(|outcome| outcome == Err(StoreError::Full)));
    assert!(StoreError::Full.is_transient());
    small.unwrap();
    assert!(has(&store, "small").await && !has(&store, "large0").await);
    store.check().await.unwrap();

    testing::limit_growth(&store, None).await.unwrap();
    put(&store, "large0".to_owned(), 160_000).await.unwrap();
    assert!(has(&store, "large0").await);
}

#[tokio::test]
async fn another_process_may_write_too() {
    let store = testing::sqlite().await;
    let other = Store::open(store.url()).await.unwrap();
    let (one, two) = tokio::join!(
        join_all((0..50).map(|number| put(&store, format!("a{number}"), 10))),
        join_all((0..50).map(|number| put(&other, format!("b{number}"), 10)))
    );
    one.into_iter().chain(two).for_each(Result::unwrap);
    assert!(has(&store, "b49").await && has(&other, "a49").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_server_is_reported_and_got_over() {
    let server = testing::postgres_server();
    let url = testing::database(&server.url("postgres")).await;
    let store = Store::open(&url).await.unwrap();
    store.migrate().await.unwrap();
    put(&store, "before".to_owned(), 10).await.unwrap();

    server.stop();
    assert_eq!(store.check().await, Err(StoreError::Unavailable));
    assert_eq!(put(&store, "during".to_owned(), 10).await, Err(StoreError::Unavailable));
    assert!(matches!(Store::open(&url).await, Err(StoreError::Unavailable)));

    server.restart();
    put(&store, "after".to_owned(), 10).await.unwrap();
    assert!(has(&store, "before").await && has(&store, "after").await);
    assert!(!has(&store, "during").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn lost_connections_are_replaced() {
    let store = testing::postgres().await;
    join_all((0..20).map(|number| put(&store, number.to_string(), 10)))
        .await
        .into_iter()
        .for_each(Result::unwrap);
    testing::disconnect_all(store.url()).await;
    // Connections used a moment ago are not asked before they are used, so one or another write may still fail.
    let outcomes = join_all((0..40).map(|number| put(&store, format!("b{number}"), 10))).await;
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(()) | Err(StoreError::Unavailable))));
    put(&store, "after".to_owned(), 10).await.unwrap();
}
