//! The new owner of a recycled number: an honest stranger who gets every text from now on.

use bench::client::{Browser, Who, claim, reset, sign_in};

use crate::world::{OWNERS, SPOKEN, Sent, THEIRS, World, page, status};

const EARLIER: &str = "for the number's earlier owner";
const NOW: &str = "sent after the number changed hands";

struct Recycled {
    world: World,
    earlier: Sent,
    now: Sent,
    /// The earlier owner's browser.
    old: Browser,
}

async fn recycled() -> Recycled {
    let mut world = World::new().await;
    let number = world.number();
    let earlier = world.send(&number, EARLIER).await;
    let old = world.claim(&earlier.link).await;
    let now = world.send(&number, NOW).await;
    Recycled { world, earlier, now, old }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn gets_neither_the_message_nor_the_number_by_the_link() {
    let Recycled { world, now, .. } = recycled().await;
    let mut new = world.browser();
    assert!(!page(&mut new, &format!("/m/{}", now.link)).await.contains(NOW));
    assert_eq!(status(claim(&mut new, &now.link, THEIRS, &mut world.rng()).await), 409);
    assert_eq!(new.post(&format!("/m/{}/not-for-me", now.link)).await.unwrap().status, 200);
    assert!(!page(&mut new, &format!("/m/{}", now.link)).await.contains(NOW), "saying so opens nothing");
}

/// A sender may give them keys for what comes; what was picked up before stays closed, and so does its owner's session.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_a_senders_yes_they_read_nothing_from_before() {
    let Recycled { mut world, earlier, now, mut old } = recycled().await;
    let mut new = world.browser();
    assert_eq!(new.post(&format!("/m/{}/forgot", now.link)).await.unwrap().status, 200);
    let behind = world.approve(now.id).await.unwrap();
    assert_eq!(behind.heard, SPOKEN);
    reset(&mut new, &now.link, THEIRS, &behind, &mut world.rng()).await.unwrap();
    assert!(page(&mut new, &format!("/m/{}", now.link)).await.contains(NOW), "that is what the yes was for");

    let shown = page(&mut new, &format!("/m/{}", earlier.link)).await;
    assert!(!shown.contains(EARLIER), "{shown}");
    assert!(!page(&mut new, "/inbox").await.contains(EARLIER));
    let told = world.anas_page(now.id).await;
    assert!(
        told.contains("Set with your passcode, from Chrome on Android. They have new keys."),
        "Ana sees it: {told}"
    );
    // The earlier owner's keys and session have ended with it.
    assert!(!page(&mut old, &format!("/m/{}", earlier.link)).await.contains(EARLIER));
    let who = Who::Locator(earlier.link.to_string());
    assert_eq!(status(sign_in(&mut world.browser(), &who, OWNERS, &mut world.rng()).await), 401);
}
