//! The outbox at work, and what becomes of a notice whose instance dies.

use std::time::Duration;

use engine::Engine;
use tokio::{sync::watch, task::JoinHandle};

use crate::common::Instance;

const BEA: &str = "+12114367789";

/// An outbox that runs, and what ends it.
fn working(engine: &Engine) -> (JoinHandle<()>, watch::Sender<bool>) {
    let (end, ended) = watch::channel(false);
    let outbox = engine.clone();
    let task = tokio::spawn(async move { outbox.run_outbox(ended).await });
    (task, end)
}

async fn texts(instance: &Instance) -> usize {
    instance.engine.simulator_texts(None).await.unwrap().len()
}

/// Waits until so many texts have arrived, and are settled.
async fn arrived(instance: &Instance, count: usize) {
    let all = async {
        while texts(instance).await < count || instance.engine.stats().await.unwrap().queued > 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), all).await.expect("the texts arrive");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_submitted_goes_out_at_once_and_once() {
    for instance in Instance::each().await {
        let sender = instance.sender().await;
        let (task, end) = working(&instance.engine);
        for round in 0..20_u16 {
            let to: Vec<_> =
                (0..20).map(|place| format!("+1211436{:04}", 1_000 + 20 * round + place)).collect();
            let to: Vec<_> = to.iter().map(String::as_str).collect();
            let submission = instance.seal(&sender, &to, "to twenty", round.into()).await;
            instance.engine.submit(&sender, submission).await.unwrap();
        }
        arrived(&instance, 400).await;
        assert_eq!(texts(&instance).await, 400);
        end.send(true).unwrap();
        task.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_of_an_instance_that_died_goes_when_its_lease_has_run_out() {
    for instance in Instance::each().await {
        let sender = instance.sender().await;
        let (task, end) = working(&instance.engine);
        instance.send(&sender, &[BEA], "the first").await;
        arrived(&instance, 1).await;
        task.abort();
        task.await.unwrap_err();

        instance.send(&sender, &[BEA], "the second").await;
        let other = instance.another(8, |_| {}).await;
        assert_eq!(other.dispatch().await.unwrap(), 0);
        instance.clock.advance(Duration::from_secs(59));
        assert_eq!(other.dispatch().await.unwrap(), 0);
        instance.clock.advance(Duration::from_secs(1));
        assert_eq!(other.dispatch().await.unwrap(), 1);
        assert_eq!(texts(&instance).await, 2);
        drop(end);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outbox_that_ends_leaves_its_notices_to_others_at_once() {
    for instance in Instance::each().await {
        let sender = instance.sender().await;
        let (task, end) = working(&instance.engine);
        end.send(true).unwrap();
        task.await.unwrap();
        instance.send(&sender, &[BEA], "after the end").await;
        assert_eq!(instance.engine.dispatch().await.unwrap(), 1);
    }
}
