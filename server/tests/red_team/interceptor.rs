//! An interceptor of the first text alone: they have one link, and nothing that comes later.

use bench::client::{Behind, claim, claim_behind};

use crate::world::{SPOKEN, THEIRS, World, page, status};

const BODY: &str = "the first message";

/// What remains possible, and is shown as what it is: faster than the owner, and without a passcode, they read what waits.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn faster_than_the_owner_they_read_and_the_sender_sees_it() {
    let mut world = World::new().await;
    let bea = world.number();
    let sent = world.send(&bea, BODY).await;
    assert!(!world.anas_page(sent.id).await.contains("Password chosen"));
    let mut interceptor = world.browser();
    claim(&mut interceptor, &sent.link, THEIRS, &mut world.rng()).await.unwrap();
    assert!(page(&mut interceptor, &format!("/m/{}", sent.link)).await.contains(BODY));

    let told = world.anas_page(sent.id).await;
    assert!(told.contains("Password chosen"), "{told}");
    assert!(
        told.contains("From Chrome on Android: the first visit of whoever has the number, by this link."),
        "{told}"
    );
    // Bea finds that somebody was here before her: she is asked for a password that she never chose.
    let claimed = claim(&mut world.browser(), &sent.link, THEIRS, &mut world.rng()).await;
    assert_eq!(status(claimed), 409);
    assert!(page(&mut world.browser(), &format!("/m/{}", sent.link)).await.contains("unlock_form"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_a_passcode_they_get_five_guesses_and_nothing() {
    let mut world = World::new().await;
    let bea = world.number();
    let (sent, behind) = world.send_behind(&bea, BODY, SPOKEN).await;
    let mut interceptor = world.browser();
    assert_eq!(status(claim(&mut interceptor, &sent.link, THEIRS, &mut world.rng()).await), 403);
    for (heard, refused) in [
        ("velvet harbor", 401),
        (bea.as_str(), 401),
        ("passcode", 401),
        ("Lakeside", 401),
        ("123456", 403),
        (SPOKEN, 403),
    ] {
        let guess = Behind { heard, ..behind.clone() };
        let claimed = claim_behind(&mut interceptor, &sent.link, THEIRS, &guess, &mut world.rng()).await;
        assert_eq!(status(claimed), refused, "{heard}");
    }
    assert!(world.anas_page(sent.id).await.contains("Wrong passcode"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_the_owner_the_link_opens_nothing_not_even_the_next_message() {
    let mut world = World::new().await;
    let bea = world.number();
    let sent = world.send(&bea, BODY).await;
    world.claim(&sent.link).await;
    let next = world.send(&bea, "the next message").await;
    let mut interceptor = world.browser();
    assert_eq!(status(claim(&mut interceptor, &sent.link, THEIRS, &mut world.rng()).await), 409);
    let shown = page(&mut interceptor, &format!("/m/{}", sent.link)).await;
    assert!(!shown.contains(BODY) && !shown.contains(&next.link.to_string()), "{shown}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_recalled_is_gone_for_them_too() {
    let mut world = World::new().await;
    let bea = world.number();
    let sent = world.send(&bea, BODY).await;
    assert_eq!(world.ana.browser.post(&format!("/sent/{}/recall", sent.id)).await.unwrap().status, 303);
    assert_eq!(status(claim(&mut world.browser(), &sent.link, THEIRS, &mut world.rng()).await), 404);
    assert_eq!(world.browser().get(&format!("/m/{}", sent.link)).await.unwrap().status, 410);
}
