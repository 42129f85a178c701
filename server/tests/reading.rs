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
    let list = browser.get("/inbox").await.unwrap();
    assert_eq!(String::from_utf8_lossy(&list.body).matches("class=\"what\"").count(), 12);
    service.stop().unwrap();
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
