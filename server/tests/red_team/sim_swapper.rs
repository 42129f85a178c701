//! A SIM-swapper: from one day on they get every text to the number, reminders too, and can text back.

use bench::client::{Behind, Browser, Who, claim, claim_behind, reset, sign_in};
use seal::Locator;
use serde_json::json;

use crate::world::{SPOKEN, THEIRS, World, made_up, page, refusal, status};

const PICKED_UP: &str = "picked up before the swap";
const AFTER: &str = "sent after the swap";
const BEHIND: &str = "behind a passcode";

/// By its link alone: nothing but "there is something".
async fn tries_links(world: &World, swapper: &mut Browser, links: &[Locator]) {
    for link in links {
        for end in ["", "/forgot", "/recover", "/not-for-me", "/attachments/0"] {
            let shown = page(swapper, &format!("/m/{link}{end}")).await;
            assert!(![PICKED_UP, AFTER, BEHIND].iter().any(|body| shown.contains(body)), "{end}: {shown}");
        }
        assert_eq!(swapper.post(&format!("/m/{link}/opened")).await.unwrap().status, 401);
        let claimed = claim(&mut world.browser(), link, THEIRS, &mut world.rng()).await;
        assert_eq!(status(claimed), 409, "the number has an owner");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reads_nothing_of_a_number_that_has_an_owner() {
    let mut world = World::new().await;
    let bea = world.number();
    let before = world.send(&bea, PICKED_UP).await;
    world.claim(&before.link).await;
    let after = world.send(&bea, AFTER).await;
    let links = [before.link, after.link];
    let mut swapper = world.browser();
    tries_links(&world, &mut swapper, &links).await;

    // With a guess, by number and by link; fewer than are slowed, which `enumeration.rs` looks at.
    for who in [Who::Phone(bea.as_str().to_owned()), Who::Locator(after.link.to_string())] {
        assert_eq!(status(sign_in(&mut swapper, &who, THEIRS, &mut world.rng()).await), 401);
        let code = json!({ "who": who, "proof": made_up() });
        assert_eq!(refusal(&mut swapper, "try_recovery", &code).await, 401);
    }

    // With a session of their own, for their own number.
    let own = world.number();
    let to_them = world.send(&own, "to the swapper").await;
    claim(&mut swapper, &to_them.link, THEIRS, &mut world.rng()).await.unwrap();
    for link in links {
        let shown = page(&mut swapper, &format!("/m/{link}")).await;
        assert!(!shown.contains(PICKED_UP) && !shown.contains(AFTER), "{shown}");
        assert_eq!(swapper.post(&format!("/m/{link}/opened")).await.unwrap().status, 404);
        let file = swapper.get(&format!("/m/{link}/attachments/0")).await.unwrap();
        assert_eq!(file.status, 404);
    }
    assert!(!page(&mut swapper, "/inbox").await.contains(&before.link.to_string()));
    for sent in [before, after] {
        assert!(world.owner_reads(&sent.link).await.contains("Your results"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn gets_no_new_keys_by_forgetting_the_password() {
    let mut world = World::new().await;
    let bea = world.number();
    let before = world.send(&bea, PICKED_UP).await;
    world.claim(&before.link).await;
    let after = world.send(&bea, AFTER).await;
    let mut swapper = world.browser();
    let guess = |message, heard| {
        let stretched =
            domain::PasscodeSalt { kdf: domain::KdfParams::INITIAL, salt: domain::Blob(vec![9; 16]) };
        Behind { message, stretched, heard }
    };

    // Nobody has agreed.
    let forgot = format!("/m/{}/forgot", after.link);
    assert_eq!(swapper.post(&forgot).await.unwrap().status, 200);
    let early = reset(&mut swapper, &after.link, THEIRS, &guess(after.id, SPOKEN), &mut world.rng()).await;
    assert_eq!(status(early), 401);
    assert!(world.anas_page(after.id).await.contains("Password forgotten"), "Ana is told");

    // Ana takes them for Bea, and tells Bea a passcode. They have the texts, and not what was spoken.
    world.approve(after.id).await.unwrap();
    let elsewhere =
        reset(&mut swapper, &before.link, THEIRS, &guess(before.id, SPOKEN), &mut world.rng()).await;
    assert_eq!(status(elsewhere), 401, "another message's link makes no keys");
    for heard in ["2114367789", "letmein", "password", "Your results"] {
        let guessed =
            reset(&mut swapper, &after.link, THEIRS, &guess(after.id, heard), &mut world.rng()).await;
        assert_eq!(status(guessed), 401, "{heard}");
    }
    for heard in ["qwertyui", SPOKEN] {
        let late = reset(&mut swapper, &after.link, THEIRS, &guess(after.id, heard), &mut world.rng()).await;
        assert_eq!(status(late), 403, "five tries, and no more");
    }
    let texts = world.texts(&bea).await.concat();
    assert!(!texts.contains("velvet"), "what was spoken is in no text");
    for link in [before.link, after.link] {
        assert!(world.owner_reads(&link).await.contains("Your results"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stops_texts_by_texting_back_and_opens_nothing() {
    let mut world = World::new().await;
    let bea = world.number();
    let sent = world.send(&bea, PICKED_UP).await;
    world.claim(&sent.link).await;
    let digits = &bea.as_str()[1..];
    let mut phone = world.browser();
    for words in ["RESET", "PASSWORD", "YES", "CODE", "HELP", "STOP", "START"] {
        let typed = format!("to=%2B{digits}&words={words}");
        assert_eq!(phone.post_form("/simulator/reply", typed).await.unwrap().status, 303, "{words}");
    }
    let texts = world.texts(&bea).await;
    assert_eq!(texts.iter().filter(|text| text.contains("/m/")).count(), 1, "no other link: {texts:?}");
    assert!(world.owner_reads(&sent.link).await.contains(PICKED_UP), "and nothing has changed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn claims_no_number_for_which_something_waits_behind_a_passcode() {
    let mut world = World::new().await;
    let cal = world.number();
    let bare = world.send(&cal, "without a passcode").await;
    let (locked, behind) = world.send_behind(&cal, BEHIND, SPOKEN).await;
    let mut swapper = world.browser();
    for link in [bare.link, locked.link] {
        let claimed = claim(&mut swapper, &link, THEIRS, &mut world.rng()).await;
        assert_eq!(status(claimed), 403, "the text alone makes no keys");
        let shown = page(&mut swapper, &format!("/m/{link}")).await;
        assert!(!shown.contains(BEHIND) && !shown.contains("without a passcode"));
    }
    for heard in [cal.as_str(), "letmein", "password", "Your results"] {
        let guess = Behind { heard, ..behind.clone() };
        let claimed = claim_behind(&mut swapper, &locked.link, THEIRS, &guess, &mut world.rng()).await;
        assert_eq!(status(claimed), 401, "{heard}");
    }
    for heard in ["qwertyui", SPOKEN] {
        let guess = Behind { heard, ..behind.clone() };
        let late = claim_behind(&mut swapper, &locked.link, THEIRS, &guess, &mut world.rng()).await;
        assert_eq!(status(late), 403, "five tries, and no more");
    }
    let told = world.anas_page(locked.id).await;
    assert!(told.contains("Wrong passcode") && told.contains("Locked"), "{told}");
}
