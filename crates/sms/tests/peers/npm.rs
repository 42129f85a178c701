//! The npm package `smpp` as the carrier: the words of texts, their receipts, answers, and what it refuses.

use domain::FailureReason;
use sms::{
    SendError,
    smpp::{Event, Outcome},
};

use crate::world::{Client, Peer};

#[tokio::test]
async fn an_independent_carrier() {
    let (mut peer, port) = Peer::npm().await;
    let wrong = Client::new(port, "wrong");
    assert_eq!(wrong.send("Hi").await, Err(SendError::Misconfigured));
    wrong.end().await;
    assert_eq!(peer.line().await, "bind narwhal wrong 52");

    let mut client = Client::new(port, "secret");
    let long = "Grüße, [1] €! ".repeat(30);
    let bodies = ["Hi", "Grüße, [1] €", "Привет 😀", &long, &"😀".repeat(80)];
    for (number, body) in (1..).zip(bodies) {
        let reference = client.send(body).await.expect("it is taken");
        if number == 1 {
            assert_eq!(peer.line().await, "bind narwhal secret 52");
        }
        assert_eq!(
            peer.line().await,
            format!("text 3/0 12345 1/1 12114367789 000000010000000R {}", quoted(body))
        );
        let Event::Receipt(receipt) = client.told().await else { panic!("no receipt") };
        assert!(receipt.references().contains(&reference), "receipt {number}");
        assert_eq!(
            receipt.outcome,
            if number % 2 == 0 { Outcome::Delivered } else { Outcome::Undeliverable }
        );
        assert_eq!(peer.line().await, "answered 0");
    }

    assert_eq!(client.send("refuse").await, Err(SendError::Refused(FailureReason::NumberUnreachable)));
    assert_eq!(client.send("say").await, Ok("said".to_owned()));
    for expected in ["STOP", "Привет", &"long and ".repeat(30)] {
        let Event::Inbound(text) = client.told().await else { panic!("no text") };
        assert_eq!(
            (text.from.as_str(), text.to.as_str(), text.body.as_str()),
            ("12114367789", "12345", expected)
        );
    }
    client.end().await;
    loop {
        match peer.line().await.as_str() {
            "answered 0" => {}
            last => return assert_eq!(last, "unbind"),
        }
    }
}

/// A JSON string, of what these texts have in them.
fn quoted(body: &str) -> String {
    format!("\"{body}\"")
}
