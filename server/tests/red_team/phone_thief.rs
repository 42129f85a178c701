//! A phone's thief: they have its texts, and its browser with the cookies of a session that has ended.

use bench::client::{Browser, Who, sign_in};
use domain::{PhoneNumber, UnixMillis};
use serde_json::{Value, json};
use store::{Conn, Store, recipients, sessions};

use crate::insider_with_database::{master_key, phone_index};
use crate::world::{OWNERS, THEIRS, World, made_up, page, refusal, status};

const BODY: &str = "read before the theft";

/// What somebody with these cookies would try.
async fn tries(world: &World, thief: &mut Browser, link: &seal::Locator) {
    let shown = page(thief, &format!("/m/{link}")).await;
    assert!(!shown.contains(BODY) && shown.contains("unlock_form"), "{shown}");
    assert!(!page(thief, "/inbox").await.contains(&link.to_string()));
    for path in ["/account", "/account/sessions/end-all"] {
        let answer = if path == "/account" { thief.get(path).await } else { thief.post(path).await };
        let answer = answer.unwrap();
        assert!(!String::from_utf8_lossy(&answer.body).contains("data-challenge"), "{path}");
        assert!(answer.status.is_redirection(), "{path}: {}", answer.status);
    }
    for path in ["/alive", &format!("/m/{link}/opened")] {
        assert_eq!(thief.post(path).await.unwrap().status, 401, "{path}");
    }
    let kind = json!("recipient");
    let credential = bench::client::new_credential(
        THEIRS,
        &seal::Salt::generate(&mut world.rng()),
        &seal::PrivateKey::generate(&mut world.rng()),
        &mut world.rng(),
    );
    let recovery = json!({ "proof": made_up(), "wrapped_private_key": domain::Blob(vec![2; 61]) });
    let calls: [(&str, Value); 4] = [
        ("wrapped_key", json!({ "kind": kind, "current": made_up() })),
        ("attach", json!({ "kind": kind, "wrapped_private_key": domain::Blob(vec![2; 61]) })),
        ("change_password", json!({ "kind": kind, "current": made_up(), "new": credential.unwrap() })),
        ("set_recovery", json!({ "kind": kind, "current": made_up(), "new": recovery })),
    ];
    for (function, arguments) in calls {
        assert_eq!(refusal(thief, function, &arguments).await, 401, "{function}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_idle_session_opens_nothing_and_does_not_come_back() {
    let mut world = World::new().await;
    let bea = world.number();
    let sent = world.send(&bea, BODY).await;
    let mut phone = world.claim(&sent.link).await;
    let path = format!("/m/{}", sent.link);
    let answer = phone.get(&path).await.unwrap();
    assert!(String::from_utf8_lossy(&answer.body).contains(BODY), "while it lives, the message is there");
    assert_eq!(answer.headers["cache-control"], "no-store", "and the browser keeps no copy");
    let ended = expire(&world, &bea).await;
    assert_eq!(ended, 1, "Bea's one session");
    tries(&world, &mut phone.tab(world.service.address()), &sent.link).await;
    // Their guesses are slowed as anybody's; Bea comes back with her password.
    assert_eq!(
        status(
            sign_in(&mut world.browser(), &Who::Locator(sent.link.to_string()), THEIRS, &mut world.rng())
                .await
        ),
        401
    );
    assert!(world.owner_reads(&sent.link).await.contains(BODY));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_was_ended_from_elsewhere_opens_nothing() {
    let mut world = World::new().await;
    let bea = world.number();
    let sent = world.send(&bea, BODY).await;
    let phone = world.claim(&sent.link).await;
    let mut home = world.browser();
    let who = Who::Locator(sent.link.to_string());
    sign_in(&mut home, &who, OWNERS, &mut world.rng()).await.unwrap();
    assert_eq!(home.post("/account/sessions/end-all").await.unwrap().status, 303);
    tries(&world, &mut phone.tab(world.service.address()), &sent.link).await;
}

/// Lets all recipients' sessions end by being idle, as a quarter of an hour would; how many there were.
async fn expire(world: &World, bea: &PhoneNumber) -> usize {
    let url = format!("sqlite:{}", world.setup.data().join("narwhal.db").display());
    let store = Store::open(&url).await.unwrap();
    let bea = phone_index(&store, &master_key(world), bea).await;
    let ended = store
        .write(move |conn: &mut Conn| {
            Box::pin(async move {
                let person = recipients::by_phone_index(conn, &bea).await?.unwrap().id;
                let all = sessions::of_person(conn, person).await?;
                for session in &all {
                    sessions::touch(conn, &session.token_hash, session.seen_at, UnixMillis::new(1)).await?;
                }
                Ok::<_, store::StoreError>(all.len())
            })
        })
        .await
        .unwrap();
    store.close().await;
    ended
}
