//! The npm package `smpp` as a carrier on a bad day.

use std::time::Duration;

use futures::future::join_all;
use sms::SendError;
use tokio::time::Instant;

use crate::world::{Client, Peer};

/// Too much for the carrier: said so, a pause that is kept, and then it takes texts again.
#[tokio::test]
async fn throttled() {
    let (_peer, port) = Peer::npm().await;
    let pause = Duration::from_millis(300);
    let client = Client::with(port, "secret", |settings| settings.timing.pause = pause);
    let began = Instant::now();
    assert_eq!(client.send("throttle").await, Err(SendError::Throttled { retry_after: Some(pause) }));
    assert!(client.send("Hi").await.is_ok());
    assert!(began.elapsed() >= pause, "it waits as it said");
    client.end().await;
}

/// The connection breaks before the answer: nobody knows about that text, and the next one goes over a new connection.
#[tokio::test]
async fn dropped() {
    let (mut peer, port) = Peer::npm().await;
    let client = Client::new(port, "secret");
    assert_eq!(client.send("drop").await, Err(SendError::Unclear));
    client.bound().await;
    assert!(client.send("Hi").await.is_ok());
    let binds = [peer.line().await, peer.line().await];
    assert_eq!(binds, ["bind narwhal secret 52", "bind narwhal secret 52"]);
    client.end().await;
}

/// An answer that never comes, and one that comes when nobody waits any more, are nobody else's.
#[tokio::test]
async fn swallowed_and_late() {
    let (_peer, port) = Peer::npm().await;
    let client = Client::with(port, "secret", |settings| {
        settings.timing.response = Duration::from_millis(400);
    });
    let (swallowed, late, others) = futures::join!(
        client.send("swallow"),
        client.send("late 800"),
        join_all((0..5).map(|_| client.send("echo")))
    );
    assert_eq!((swallowed, late), (Err(SendError::Unclear), Err(SendError::Unclear)));
    assert!(others.iter().all(|outcome| *outcome == Ok("echo".to_owned())), "{others:?}");
    // Until after the late answer.
    for _ in 0..6 {
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert_eq!(client.send("echo").await, Ok("echo".to_owned()));
    }
    client.end().await;
}

/// Answers in another order than the texts, each a little at a time: every text gets its own.
#[tokio::test]
async fn slow_and_out_of_order() {
    let (_peer, port) = Peer::npm().await;
    let client = Client::with(port, "secret", |settings| settings.window = 8);
    let bodies: Vec<String> = (0..40).map(|number| format!("slow {number}")).collect();
    let outcomes = join_all(bodies.iter().map(|body| client.send(body))).await;
    for (body, outcome) in bodies.iter().zip(outcomes) {
        assert_eq!(outcome.as_ref(), Ok(body));
    }
    client.end().await;
}

/// A carrier that does not read for a while gets no more than the window, and everything in the end.
#[tokio::test]
async fn deaf_for_a_while() {
    let (_peer, port) = Peer::npm().await;
    let client = Client::with(port, "secret", |settings| settings.window = 4);
    assert_eq!(client.send("deaf 500").await, Ok("deaf".to_owned()));
    let body = "a long one, ".repeat(60);
    let outcomes = join_all((0..30).map(|_| client.send(&body))).await;
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    client.end().await;
}

/// What is in flight when the carrier says goodbye: answered texts are sent, and nothing is lost in silence.
#[tokio::test]
async fn goodbye() {
    let (_peer, port) = Peer::npm().await;
    let client = Client::new(port, "secret");
    let (goodbye, other) = futures::join!(client.send("goodbye"), client.send("echo"));
    assert_eq!(goodbye, Ok("goodbye".to_owned()));
    assert!(matches!(other.as_deref(), Ok("echo") | Err(SendError::Unclear)), "{other:?}");
    client.bound().await;
    assert_eq!(client.send("echo").await, Ok("echo".to_owned()));
    client.end().await;
}
