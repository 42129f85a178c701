//! What a recipient with many messages gets.

#![expect(clippy::unwrap_used, reason = "a helper of tests that panics is a failed test")]

use std::time::Duration;

use bench::{
    client::{Browser, Draft, ReceivedText, Sender, claim, now, number},
    service::Setup,
};
use engine::Entropy;
use seal::Locator;

const EMAIL: &str = "ana@example.org";
const PASSWORD: &str = "lighthouse keeper's granite stairs";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn below_a_message_stand_ten_others_and_the_way_to_all() {
    let (folder, entropy) = (tempfile::tempdir().unwrap(), Entropy::seeded(5));
    let setup = Setup::new(env!("CARGO_BIN_EXE_narwhal"), folder.path()).unwrap();
    setup.add_sender(EMAIL, PASSWORD).unwrap();
    let service = setup.start().unwrap();
    let mut sender = Sender::sign_in(service.address(), EMAIL, PASSWORD, &mut entropy.rng()).await.unwrap();
    let mut browser = Browser::new(service.address());
    let mut page = String::new();
    for (sent, others, all) in [(1, 0, false), (11, 10, false), (12, 10, true)] {
        while texts(&mut browser).await.len() < sent {
            let before = texts(&mut browser).await.len();
            let draft = Draft { subject: "Your results", body: "All is well." };
            let submission = sender.seal(&[number(0)], draft, now(), &mut entropy.rng()).await.unwrap();
            sender.submit(&submission).await.unwrap();
            arrives(&mut browser, before + 1).await;
        }
        let link = *texts(&mut browser).await.last().unwrap();
        if sent == 1 {
            claim(&mut browser, &link, "otter-in-the-blue-bay", &mut entropy.rng()).await.unwrap();
        }
        let answer = browser.get(&format!("/m/{link}")).await.unwrap();
        page = String::from_utf8_lossy(&answer.body).into_owned();
        assert_eq!(page.matches("class=\"what\"").count(), others, "{sent} sent");
        assert_eq!(page.contains("All your messages"), all, "{sent} sent");
        assert!(page.contains("All is well."));
    }
    assert!(page.contains("href=\"/inbox\""));
    assert_eq!(rows(&mut browser, "/inbox").await, (12, None));
    service.stop().unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_list_is_read_page_by_page() {
    let (folder, entropy) = (tempfile::tempdir().unwrap(), Entropy::seeded(6));
    let setup = Setup::new(env!("CARGO_BIN_EXE_narwhal"), folder.path()).unwrap();
    setup.add_sender(EMAIL, PASSWORD).unwrap();
    let service = setup.start().unwrap();
    let mut sender = Sender::sign_in(service.address(), EMAIL, PASSWORD, &mut entropy.rng()).await.unwrap();
    for _ in 0..103 {
        let draft = Draft { subject: "Your results", body: "All is well." };
        let submission = sender.seal(&[number(0)], draft, now(), &mut entropy.rng()).await.unwrap();
        sender.submit(&submission).await.unwrap();
    }
    let mut browser = Browser::new(service.address());
    arrives(&mut browser, 103).await;
    let link = *texts(&mut browser).await.last().unwrap();
    claim(&mut browser, &link, "otter-in-the-blue-bay", &mut entropy.rng()).await.unwrap();
    let (mut address, mut counts) = (Some("/inbox".to_owned()), Vec::new());
    while let Some(here) = address {
        let (count, older) = rows(&mut browser, &here).await;
        counts.push(count);
        address = older;
    }
    assert_eq!(counts, [50, 50, 3]);
    assert_eq!(rows(&mut browser, "/inbox?before=nonsense").await.0, 50);
    service.stop().unwrap();
}

/// How many messages a page of the list shows, and the address of the next page.
async fn rows(browser: &mut Browser, address: &str) -> (usize, Option<String>) {
    let body = browser.get(address).await.unwrap().body;
    let page = String::from_utf8_lossy(&body);
    let older = page.split("href=\"").find(|part| part.starts_with("/inbox?before="));
    (page.matches("class=\"what\"").count(), older.and_then(|part| part.split('"').next()).map(str::to_owned))
}

async fn arrives(browser: &mut Browser, count: usize) {
    for _ in 0..2_000 {
        if texts(browser).await.len() == count {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("a text did not arrive in 20 seconds");
}

/// The links that the phone got, newest first.
async fn texts(browser: &mut Browser) -> Vec<Locator> {
    browser.texts(&number(0)).await.unwrap().iter().filter_map(ReceivedText::locator).collect()
}
