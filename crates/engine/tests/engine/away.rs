//! A storage that is full or away: use cases say so, and go on when it is back.

use crate::common::Instance;
use engine::EngineError;
use store::{Store, StoreError, testing};

const BEA: &str = "+12114367789";

#[tokio::test]
async fn a_full_disk_refuses_a_submission_and_takes_it_later() {
    let database = testing::sqlite().await;
    let instance = Instance::on(Store::clone(&*database)).await;
    let sender = instance.sender().await;
    let submission = instance.seal(&sender, &[BEA], &"long ".repeat(20_000), 1).await;
    testing::limit_growth(&database, Some(5)).await.unwrap();
    let refused = instance.engine.submit(&sender, submission.clone()).await.map(drop);
    assert!(matches!(refused, Err(EngineError::Store(StoreError::Full))), "{refused:?}");
    assert!(instance.engine.statuses(&sender, vec![submission.id]).await.unwrap().is_empty());

    testing::limit_growth(&database, None).await.unwrap();
    assert!(instance.engine.submit(&sender, submission).await.unwrap().fresh);
    instance.link(BEA).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_away_keeps_what_is_due() {
    let server = testing::postgres_server();
    let url = testing::database(&server.url("postgres")).await;
    let instance = Instance::on(Store::open(&url).await.unwrap()).await;
    let sender = instance.sender().await;
    instance.send(&sender, &[BEA], "before").await;
    let late = instance.seal(&sender, &[BEA], "after", 2).await;

    server.stop();
    let away = |outcome: Result<(), EngineError>| {
        matches!(outcome, Err(EngineError::Store(StoreError::Unavailable)))
    };
    assert!(away(instance.engine.submit(&sender, late.clone()).await.map(drop)));
    assert!(away(instance.engine.dispatch().await.map(drop)));

    server.restart();
    // A connection that was used a moment ago is not asked before it is used, so the first tries may still fail.
    let mut outcome = instance.engine.submit(&sender, late.clone()).await.map(drop);
    for _ in 0..20 {
        if !away(outcome) {
            break;
        }
        outcome = instance.engine.submit(&sender, late.clone()).await.map(drop);
    }
    assert!(instance.engine.submit(&sender, late).await.is_ok_and(|accepted| !accepted.fresh), "stored once");
    instance.link(BEA).await;
    assert_eq!(instance.engine.simulator_texts(None).await.unwrap().len(), 2);
}
