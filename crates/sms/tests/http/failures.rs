//! Connections that fail, and which of them leave it open whether a text was taken.

use sms::SendError;

use crate::server::{Act, Server, all, text};

async fn all_say(url: &str, error: SendError) {
    for gateway in all(url) {
        assert_eq!(gateway.send(&text()).await, Err(error), "{}", gateway.name());
    }
}

#[tokio::test]
async fn nobody_listens() {
    // A port that was free a moment ago.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    all_say(&url, SendError::Unreachable).await;
}

#[tokio::test]
async fn a_connection_that_ends_after_the_request_leaves_it_open() {
    all_say(&Server::start(Act::Close).await.url, SendError::Unclear).await;
}

#[tokio::test]
async fn half_an_answer_leaves_it_open() {
    all_say(&Server::start(Act::Half).await.url, SendError::Unclear).await;
}

#[tokio::test]
async fn what_is_no_tls_was_not_sent() {
    let server = Server::start(Act::Silence).await;
    // A server that takes connections and speaks no TLS: nothing of the request is written before the handshake.
    let secure = server.url.replace("http://", "https://");
    let gateway = all(&secure).remove(0);
    tokio::time::pause();
    assert_eq!(gateway.send(&text()).await, Err(SendError::Unreachable));
}

#[tokio::test]
async fn silence_leaves_it_open_and_does_not_last() {
    let server = Server::start(Act::Silence).await;
    for gateway in all(&server.url) {
        let sent = tokio::spawn(async move { gateway.send(&text()).await });
        // The request has to arrive before time is made to pass.
        while server.asked().is_empty() {
            tokio::task::yield_now().await;
        }
        tokio::time::pause();
        assert_eq!(sent.await.unwrap(), Err(SendError::Unclear));
        tokio::time::resume();
    }
}
