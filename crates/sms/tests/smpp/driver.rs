//! The driver over streams. Time is tokio's, and passes only when nothing else happens.

use std::{sync::atomic::Ordering, time::Duration};

use sms::{
    Accepted, Gateway, SendError,
    smpp::{Config, Event},
};
use tokio::{join, time::Instant};

use crate::{
    carrier::{Client, text},
    world::{deliver, settings},
};

const ACCEPTED: u32 = 0x8000_0004;
const UNBIND: u32 = 6;
const DELIVER: u32 = 5;

pub(crate) fn taken() -> Result<Accepted, SendError> {
    Ok(Accepted { reference: "7b".into(), delivered: false, price: None })
}

#[tokio::test(start_paused = true)]
async fn a_gateway_sends() {
    let mut client = Client::new();
    let mut carrier = client.bound().await;
    let gateway = Gateway::Smpp(client.smpp.clone());
    assert_eq!(gateway.kind(), "smpp");
    let text = text();
    let (outcome, ()) = join!(gateway.send(&text), carrier.answer(0));
    assert_eq!(outcome, taken());
    let (outcome, ()) = join!(gateway.send(&text), carrier.answer(0x0a));
    assert_eq!(outcome, Err(SendError::Misconfigured));
}

#[tokio::test(start_paused = true)]
async fn texts_wait_for_the_first_bind() {
    let mut client = Client::new();
    let smpp = client.smpp.clone();
    let waiting = tokio::spawn(async move { smpp.send(&text()).await });
    client.bound().await.answer(0).await;
    assert_eq!(waiting.await.unwrap(), taken());
}

#[tokio::test(start_paused = true)]
async fn many_at_once_go_through_the_window() {
    let mut client = Client::new();
    let mut carrier = client.bound().await;
    let sent: Vec<_> = (0..50)
        .map(|_| {
            let smpp = client.smpp.clone();
            tokio::spawn(async move { smpp.send(&text()).await })
        })
        .collect();
    for _ in 0..25 {
        let (one, other) = (carrier.expect(4).await, carrier.expect(4).await);
        carrier.say(ACCEPTED, 0, other, b"7b\0").await;
        carrier.say(ACCEPTED, 0, one, b"7b\0").await;
    }
    for outcome in sent {
        assert_eq!(outcome.await.unwrap(), taken());
    }
}

#[tokio::test(start_paused = true)]
async fn a_slow_carrier_is_waited_for_and_then_not() {
    let mut client = Client::new();
    let mut carrier = client.bound().await;
    let text = text();
    let slow = async {
        let sequence = carrier.expect(4).await;
        tokio::time::sleep(Duration::from_secs(25)).await;
        carrier.say(ACCEPTED, 0, sequence, b"7b\0").await;
    };
    let (outcome, ()) = join!(client.smpp.send(&text), slow);
    assert_eq!(outcome, taken());
    let began = Instant::now();
    let swallow = async {
        carrier.expect(4).await;
        let enquired = carrier.expect(0x15).await;
        carrier.say(0x8000_0015, 0, enquired, b"").await;
    };
    let (outcome, ()) = join!(client.smpp.send(&text), swallow);
    assert_eq!(outcome, Err(SendError::Unclear));
    assert_eq!(began.elapsed().as_secs(), 30);
}

#[tokio::test(start_paused = true)]
async fn a_dropped_connection_is_made_again() {
    let mut client = Client::new();
    let mut carrier = client.bound().await;
    let text = text();
    let drop_it = async {
        carrier.expect(4).await;
        drop(carrier);
    };
    let (outcome, ()) = join!(client.smpp.send(&text), drop_it);
    assert_eq!(outcome, Err(SendError::Unclear));
    assert_eq!(client.smpp.send(&text).await, Err(SendError::Unreachable), "there is no connection");
    assert!(!client.smpp.is_bound());
    let mut carrier = client.bound().await;
    let (outcome, ()) = join!(client.smpp.send(&text), carrier.answer(0));
    assert_eq!(outcome, taken());
}

#[tokio::test(start_paused = true)]
async fn attempts_become_rarer() {
    let mut client =
        Client::with(Config::new(settings()), 1024, |exchange| exchange.refuse.store(10, Ordering::Relaxed));
    client.call().await;
    let attempts = client.line.0.attempts.lock().unwrap().clone();
    let waits: Vec<_> =
        attempts.windows(2).map(|two| (two[1] - two[0]).as_millis().div_ceil(100) * 100).collect();
    assert_eq!(waits, [500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_does_not_come_about_is_given_up() {
    let mut client =
        Client::with(Config::new(settings()), 1024, |exchange| exchange.hang.store(1, Ordering::Relaxed));
    let began = Instant::now();
    assert_eq!(client.smpp.send(&text()).await, Err(SendError::Unreachable));
    assert_eq!(began.elapsed().as_secs(), 20);
    client.bound().await;
}

#[tokio::test(start_paused = true)]
async fn a_refused_bind_is_said() {
    let mut client = Client::new();
    let smpp = client.smpp.clone();
    let waiting = tokio::spawn(async move { smpp.send(&text()).await });
    let mut carrier = client.call().await;
    let sequence = carrier.expect(9).await;
    carrier.say(0x8000_0009, 0x0e, sequence, b"").await;
    assert_eq!(waiting.await.unwrap(), Err(SendError::Misconfigured));
    assert_eq!(client.smpp.send(&text()).await, Err(SendError::Misconfigured), "until it is tried again");
    client.bound().await;
}

#[tokio::test(start_paused = true)]
async fn throttled_texts_may_be_tried_again() {
    let mut client = Client::new();
    let mut carrier = client.bound().await;
    let text = text();
    let (outcome, ()) = join!(client.smpp.send(&text), carrier.answer(0x58));
    assert_eq!(outcome, Err(SendError::Throttled { retry_after: Some(Duration::from_secs(5)) }));
    let began = Instant::now();
    let (outcome, ()) = join!(client.smpp.send(&text), carrier.answer(0));
    assert_eq!((outcome, began.elapsed().as_secs()), (taken(), 5));
}

#[tokio::test(start_paused = true)]
async fn whoever_does_not_wait_any_more_sends_nothing() {
    let mut client = Client::new();
    let mut carrier = client.bound().await;
    let text = text();
    let (outcome, ()) = join!(client.smpp.send(&text), carrier.answer(0x58));
    assert!(outcome.is_err());
    let given_up = tokio::time::timeout(Duration::from_secs(1), client.smpp.send(&text)).await;
    assert!(given_up.is_err());
    tokio::time::sleep(Duration::from_secs(40)).await;
    assert_eq!(carrier.expect(0x15).await, 3, "no text before it");
}

#[tokio::test(start_paused = true)]
async fn it_unbinds() {
    let mut client = Client::new();
    let mut carrier = client.bound().await;
    let end = async {
        let sequence = carrier.expect(UNBIND).await;
        carrier.say(0x8000_0006, 0, sequence, b"").await;
        assert!(carrier.next().await.is_none());
    };
    join!(client.smpp.shutdown(), end);
    assert_eq!(client.smpp.send(&text()).await, Err(SendError::Unreachable));
    client.smpp.shutdown().await;
}

#[tokio::test(start_paused = true)]
async fn it_stops_while_there_is_no_connection() {
    for (refuse, hang) in [(usize::MAX, 0), (0, usize::MAX)] {
        let client = Client::with(Config::new(settings()), 1024, |exchange| {
            exchange.refuse.store(refuse, Ordering::Relaxed);
            exchange.hang.store(hang, Ordering::Relaxed);
        });
        tokio::time::sleep(Duration::from_millis(100)).await;
        let began = Instant::now();
        client.smpp.shutdown().await;
        assert_eq!(began.elapsed().as_secs(), 0);
    }
}

#[tokio::test(start_paused = true)]
async fn it_unbinds_when_nobody_needs_it() {
    let mut client = Client::new();
    let mut carrier = client.bound().await;
    let other = client.smpp.clone();
    drop(client.smpp);
    drop(other);
    carrier.expect(UNBIND).await;
}

#[tokio::test(start_paused = true)]
async fn the_carrier_unbinds() {
    let mut client = Client::new();
    let mut carrier = client.bound().await;
    carrier.say(UNBIND, 0, 7, b"").await;
    assert_eq!(carrier.expect(0x8000_0006).await, 7);
    assert!(carrier.next().await.is_none());
    client.bound().await;
}

#[tokio::test(start_paused = true)]
async fn events_are_handed_on() {
    let mut client = Client::new();
    let mut carrier = client.bound().await;
    carrier.say(DELIVER, 0, 1, &deliver(4, 0, b"id:7b stat:DELIVRD", b"")).await;
    carrier.say(DELIVER, 0, 2, &deliver(0, 0, b"STOP", b"")).await;
    assert!(matches!(client.told().await, Event::Receipt(receipt) if receipt.message_id == "7b"));
    assert!(matches!(client.told().await, Event::Inbound(text) if text.body == "STOP"));
    assert_eq!((carrier.acknowledgement().await, carrier.acknowledgement().await), ((1, 0), (2, 0)));
}

/// Nothing is acknowledged before it is kept; meanwhile texts go on, and so do other events.
#[tokio::test(start_paused = true)]
async fn what_is_kept_is_acknowledged_and_the_rest_is_to_come_again() {
    let mut client = Client::new();
    let mut carrier = client.bound().await;
    for sequence in 1..=3 {
        carrier.say(DELIVER, 0, sequence, &deliver(0, 0, b"STOP", b"")).await;
    }
    let first = client.events.recv().await.unwrap();
    let second = client.events.recv().await.unwrap();
    let third = client.events.recv().await.unwrap();
    let text = text();
    let (outcome, ()) = join!(client.smpp.send(&text), carrier.answer(0));
    assert_eq!(outcome, taken(), "no acknowledgement comes before it");
    third.acknowledge();
    assert_eq!(carrier.acknowledgement().await, (3, 0));
    drop(first);
    let temporary = 0x64;
    assert_eq!(carrier.acknowledgement().await, (1, temporary));
    // Nobody is left who could keep anything.
    drop(client.events);
    carrier.say(DELIVER, 0, 4, &deliver(0, 0, b"STOP", b"")).await;
    assert_eq!(carrier.acknowledgement().await, (4, temporary));
    // What is acknowledged after the connection has gone does no harm.
    drop(carrier);
    tokio::time::sleep(Duration::from_millis(1)).await;
    second.acknowledge();
}

#[tokio::test(start_paused = true)]
async fn what_nobody_takes_is_not_acknowledged() {
    let mut client = Client::with(Config { events: 1, ..Config::new(settings()) }, 64 * 1024, |_| {});
    let mut carrier = client.bound().await;
    for sequence in 1..=2 {
        carrier.say(DELIVER, 0, sequence, &deliver(0, 0, b"STOP", b"")).await;
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    assert!(carrier.next().await.is_none(), "both will come again");
    client.bound().await;
}

#[tokio::test(start_paused = true)]
async fn a_carrier_that_does_not_read_is_left() {
    let mut client = Client::with(Config::new(settings()), 8, |_| {});
    let carrier = client.call().await;
    let began = Instant::now();
    assert_eq!(client.smpp.send(&text()).await, Err(SendError::Unreachable));
    assert_eq!(began.elapsed().as_secs(), 30);
    drop(carrier);
}
