//! An insider with an administrator's account and the command line. They may hold, lift, disable and add; they may not read.

use bench::client::{Browser, Sender, Who, reset, sign_in};
use domain::{DeliveryId, MessageId, SecretBlob};
use serde_json::json;

use crate::world::{ANA, ANAS, SPOKEN, THEIRS, World, approve, page, refusal, send_as, status};

const BODY: &str = "between Ana and Bea";
const ADMIN: &str = "root@example.org";
const ADMINS: &str = "an administrator's long password";

async fn administrator(world: &World) -> Sender {
    let words = ["user", "add", ADMIN, "--role", "admin", "--password-file", "-"];
    world.setup.run_with(&words, ADMINS).unwrap();
    Sender::sign_in(world.service.address(), ADMIN, ADMINS, &mut world.rng()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_and_functions_show_them_no_message_of_others() {
    let mut world = World::new().await;
    let bea = world.number();
    let sent = world.send(&bea, BODY).await;
    world.claim(&sent.link).await;
    let cal = world.number();
    let (locked, behind) = world.send_behind(&cal, BODY, SPOKEN).await;
    let delivery = world.ana.statuses(&[sent.id, locked.id]).await.unwrap();
    let mut admin = administrator(&world).await;

    for path in
        ["/admin", "/admin/gateways", "/admin/answers", "/admin/words", "/sent", "/inbox", "/settings"]
    {
        let shown = page(&mut admin.browser, path).await;
        for secret in [BODY, &bea.as_str()[1..], &sent.link.to_string(), &sent.id.to_string()] {
            assert!(!shown.contains(secret), "{secret} on {path}");
        }
    }
    for link in [sent.link, locked.link] {
        assert!(!page(&mut admin.browser, &format!("/m/{link}")).await.contains(BODY));
    }
    for (message, of) in [(sent.id, &delivery[0]), (locked.id, &delivery[1])] {
        for path in ["", "/attachments/0"] {
            let answer = admin.browser.get(&format!("/sent/{message}{path}")).await.unwrap();
            assert_eq!(answer.status, 404, "{path}");
        }
        assert_eq!(admin.browser.post(&format!("/sent/{message}/recall")).await.unwrap().status, 404);
        assert!(admin.statuses(&[message]).await.unwrap().is_empty());
        let given = json!({
            "message": message,
            "delivery": of.delivery,
            "behind": behind.given().unwrap(),
            "key": SecretBlob(behind.keys().unwrap().wrapping.as_bytes().to_vec()),
        });
        for function in ["approve_reset", "renew_passcode"] {
            assert_eq!(refusal(&mut admin.browser, function, &given).await, 404, "{function}");
        }
    }
    assert!(world.owner_reads(&sent.link).await.contains(BODY));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commands_let_them_into_no_account_of_others() {
    let mut world = World::new().await;
    let bea = world.number();
    let sent = world.send(&bea, BODY).await;
    world.claim(&sent.link).await;
    let mut intruder = world.browser();
    let ana = Who::Email(ANA.to_owned());
    let add = ["user", "add", ANA, "--role", "admin", "--password-file", "-"];

    // Ana's address with another password: no.
    assert!(world.setup.run_with(&add, ADMINS).is_err());
    // An app password writes in Ana's name. It opens no page.
    let app_password = world.setup.add_app_password(ANA, "not Ana's").unwrap();
    assert_eq!(status(sign_in(&mut intruder, &ana, &app_password, &mut world.rng()).await), 401);
    let listed = world.setup.run_with(&["user", "list"], "").unwrap();
    assert!(listed.contains(ANA) && !listed.contains(ANAS) && !listed.contains(BODY));
    // Nor does her address once she is disabled; and what she sent stays hers.
    world.setup.run_with(&["user", "disable", ANA], "").unwrap();
    assert!(world.setup.run_with(&add, ADMINS).is_err());
    for password in [ANAS, ADMINS] {
        assert_eq!(status(sign_in(&mut intruder, &ana, password, &mut world.rng()).await), 401);
    }
    assert!(!page(&mut world.ana.browser, &format!("/sent/{}", sent.id)).await.contains(BODY));
    assert!(world.owner_reads(&sent.link).await.contains(BODY));
}

/// With a link of their own they can ask and agree themselves: from then on the number's keys are another's, which the
/// threat model says. What was picked up before stays closed all the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn agreeing_with_themselves_they_open_nothing_from_before() {
    let mut world = World::new().await;
    let bea = world.number();
    let sent = world.send(&bea, BODY).await;
    world.claim(&sent.link).await;
    let mut admin = administrator(&world).await;
    let own = send_as(&mut admin, &bea, "from the administrator", &mut world.rng()).await;
    let mut accomplice = world.browser();
    assert_eq!(accomplice.post(&format!("/m/{}/forgot", own.link)).await.unwrap().status, 200);
    let behind = approve(&mut admin, own.id, SPOKEN).await.unwrap();
    reset(&mut accomplice, &own.link, THEIRS, &behind, &mut world.rng()).await.unwrap();

    for path in [format!("/m/{}", sent.link), "/inbox".to_owned()] {
        assert!(!page(&mut accomplice, &path).await.contains(BODY), "{path}");
    }
    let texts = world.texts(&bea).await.concat();
    assert!(texts.contains("password"), "Bea is warned: {texts}");
    let of = world.ana.statuses(&[sent.id]).await.unwrap()[0].delivery;
    assert_eq!(release_again(&mut admin.browser, sent.id, of).await, 404, "only Ana releases what Ana sent");
}

async fn release_again(browser: &mut Browser, message: MessageId, delivery: DeliveryId) -> u16 {
    let path = format!("/sent/{message}/release-again");
    browser.post_form(&path, format!("delivery={delivery}")).await.unwrap().status.as_u16()
}
