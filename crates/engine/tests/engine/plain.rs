//! The plain way: passwords that pass through the server make what the browser makes, and are refused where it is.

use std::{net::Ipv4Addr, time::Duration};

use domain::{MessageId, Passcode};
use engine::{
    ClientAddress, Engine, EngineError, Identity, Invalid, LinkState, PASSCODE_TRIES, Session, Typed,
};
use futures::future::join_all;
use seal::{Locator, SessionSecret};

use crate::{
    common::{HERE, Instance, RECIPIENT_PASSWORD},
    passcodes,
    resets::{self, approve, forgetful},
};

const BEA: &str = "+12114367789";
const STRANGER: &str = "+12025550123";
const NEW_PASSWORD: &str = "violet harbor tundra";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn typed(text: &str) -> Typed {
    Typed::new(text.to_owned())
}

fn heard(text: &str) -> Passcode {
    typed(text).passcode().unwrap()
}

fn by_number(number: &str) -> Identity {
    Identity::Phone(number.parse().unwrap())
}

async fn claim(
    engine: &Engine,
    link: &Locator,
    passcode: Option<&str>,
) -> Result<SessionSecret, EngineError> {
    let passcode = passcode.map(heard);
    engine.plain_claim(link, &typed(RECIPIENT_PASSWORD), passcode.as_ref(), HERE, "a test").await
}

async fn sign_in(engine: &Engine, who: &Identity, password: &str) -> Result<Session, EngineError> {
    let secret = engine.plain_sign_in(who, &typed(password), HERE, "a test").await?;
    Ok(engine.session(&secret).await.unwrap().expect("a live session"))
}

async fn body(engine: &Engine, link: &Locator, session: &Session) -> String {
    match engine.link(link, Some(session)).await.unwrap() {
        LinkState::Open(message) => message.body,
        _ => panic!("the message is not open"),
    }
}

/// How the claim of a message's number stands in its timeline.
async fn claimed(instance: &Instance, sender: &Session, message: MessageId) -> Option<String> {
    let sent = instance.engine.sent_message(sender, message).await.unwrap();
    let claimed = sent.timeline.into_iter().find(|event| event.action == "claimed");
    claimed.expect("it was claimed").detail
}

#[tokio::test]
async fn what_one_way_makes_the_other_one_opens() {
    for instance in Instance::each().await {
        let (engine, sender) = (&instance.engine, instance.sender().await);
        let first = instance.send(&sender, &[BEA], "claimed by a form").await;
        let link = instance.link(BEA).await;
        let secret = claim(engine, &link, None).await.unwrap();
        let live = engine.session(&secret).await.unwrap().expect("a live session");
        assert_eq!(body(engine, &link, &live).await, "claimed by a form");
        assert_eq!(claimed(&instance, &sender, first).await.as_deref(), Some("plain: an unknown browser"));
        let (_, usual) = instance.sign_in(&by_number(BEA), RECIPIENT_PASSWORD).await.unwrap();
        assert_eq!(body(engine, &link, &usual).await, "claimed by a form");
        assert!(matches!(claim(engine, &link, None).await, Err(EngineError::AlreadyClaimed)));

        let other = "+12114360002";
        let second = instance.send(&sender, &[other], "claimed in a browser").await;
        let link = instance.link(other).await;
        instance.claim(&link, RECIPIENT_PASSWORD).await.unwrap();
        for who in [by_number(other), Identity::Locator(link)] {
            let plain = sign_in(engine, &who, RECIPIENT_PASSWORD).await.unwrap();
            assert_eq!(body(engine, &link, &plain).await, "claimed in a browser");
        }
        assert_eq!(claimed(&instance, &sender, second).await.as_deref(), Some("an unknown browser"));
        // A password with an accent is the same however a keyboard makes it.
        let plain = sign_in(engine, &Identity::Locator(link), RECIPIENT_PASSWORD).await.unwrap();
        let new = typed("Cafe\u{301} am Fluss");
        engine.plain_change_password(&plain, &typed(RECIPIENT_PASSWORD), &new, HERE).await.unwrap();
        instance.sign_in(&by_number(other), "Caf\u{e9} am Fluss").await.unwrap();
    }
}

#[tokio::test]
async fn a_passcode_has_five_tries_both_ways_together() {
    for instance in Instance::each().await {
        let (engine, sender) = (&instance.engine, instance.sender().await);
        let message = passcodes::send(&instance, &sender, BEA, "olive lantern", 1).await;
        let link = instance.link(BEA).await;
        assert!(matches!(claim(engine, &link, None).await, Err(EngineError::PasscodeNeeded)));
        let wrong = claim(engine, &link, Some("olive lanterns")).await;
        assert!(matches!(wrong, Err(EngineError::WrongPasscode { left: 4 })));
        let usual = engine.try_passcode(&link, None, &domain::SecretBlob(vec![7; 32])).await;
        assert!(matches!(usual, Err(EngineError::WrongPasscode { left: 3 })));
        let secret = claim(engine, &link, Some(" Olive-LANTERN.")).await.unwrap();
        let live = engine.session(&secret).await.unwrap().unwrap();
        assert_eq!(body(engine, &link, &live).await, "Your results are good.");
        assert_eq!(claimed(&instance, &sender, message).await.as_deref(), Some("plain: an unknown browser"));

        // One more with a passcode of its own, for somebody who is signed in.
        let number = "+12114360002";
        passcodes::send(&instance, &sender, number, "482 913", 2).await;
        let first = instance.link(number).await;
        instance.clock.advance(Duration::from_secs(1));
        passcodes::send(&instance, &sender, number, "olive lantern", 3).await;
        let second = instance.link(number).await;
        let secret = claim(engine, &first, Some("482913")).await.unwrap();
        let live = engine.session(&secret).await.unwrap().unwrap();
        let open =
            async |passcode: &str| engine.plain_open_passcode(&second, &live, &heard(passcode), HERE).await;
        assert!(matches!(open("482913").await, Err(EngineError::WrongPasscode { left: 4 })));
        open("olive lantern").await.unwrap();
        assert_eq!(body(engine, &second, &live).await, "Your results are good.");
        assert!(matches!(open("olive lantern").await, Err(EngineError::NotFound)), "it is open already");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_passcodes_at_once_are_five() {
    for instance in Instance::each().await {
        let (engine, sender) = (&instance.engine, instance.sender().await);
        passcodes::send(&instance, &sender, BEA, "olive lantern", 1).await;
        let link = instance.link(BEA).await;
        let guess = async |at: u8| {
            let from = ClientAddress(Ipv4Addr::new(192, 0, 2, at).into());
            let (password, passcode) = (typed(RECIPIENT_PASSWORD), heard(&format!("guess {at:03}")));
            engine.plain_claim(&link, &password, Some(&passcode), from, "a test").await
        };
        let (mut wrong, mut sealed) = (0, 0);
        for guessed in join_all((0..12).map(guess)).await {
            match guessed {
                Err(EngineError::WrongPasscode { .. }) => wrong += 1,
                Err(EngineError::PasscodeSealed) => sealed += 1,
                other => panic!("{:?}", other.map(drop)),
            }
        }
        assert_eq!((wrong, sealed), (PASSCODE_TRIES - 1, 8));
        let right = claim(engine, &link, Some("olive lantern")).await;
        assert!(matches!(right, Err(EngineError::PasscodeSealed)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_first_visit_makes_the_keys() {
    for instance in Instance::each().await {
        let (engine, sender) = (&instance.engine, instance.sender().await);
        instance.send(&sender, &[BEA], "hello").await;
        let link = instance.link(BEA).await;
        let tries = join_all((0..6).map(|_| claim(engine, &link, None))).await;
        let made = tries.iter().filter(|tried| tried.is_ok()).count();
        let refused = tries.iter().filter(|tried| matches!(tried, Err(EngineError::AlreadyClaimed))).count();
        assert_eq!((made, refused), (1, 5));
        sign_in(engine, &by_number(BEA), RECIPIENT_PASSWORD).await.unwrap();
    }
}

#[tokio::test]
async fn wrong_passwords_count_together_with_the_usual_way() {
    for instance in Instance::each().await {
        let (engine, sender) = (&instance.engine, instance.sender().await);
        instance.send(&sender, &[BEA], "hello").await;
        claim(engine, &instance.link(BEA).await, None).await.unwrap();
        for who in [by_number(BEA), by_number(STRANGER)] {
            for at in 0..5 {
                let wrong = if at % 2 == 0 {
                    sign_in(engine, &who, "not this one").await.map(drop)
                } else {
                    instance.sign_in(&who, "not this one").await.map(drop)
                };
                assert!(matches!(wrong, Err(EngineError::WrongPassword)), "{at}");
            }
            for right in [
                sign_in(engine, &who, RECIPIENT_PASSWORD).await.map(drop),
                instance.sign_in(&who, RECIPIENT_PASSWORD).await.map(drop),
            ] {
                assert!(matches!(right, Err(EngineError::SlowDown(_))));
            }
        }
        instance.clock.advance(Duration::from_secs(3));
        sign_in(engine, &by_number(BEA), RECIPIENT_PASSWORD).await.unwrap();
        let nobody = sign_in(engine, &by_number(STRANGER), RECIPIENT_PASSWORD).await;
        assert!(matches!(nobody, Err(EngineError::WrongPassword)));
    }
}

#[tokio::test]
async fn the_password_is_changed_and_the_code_opens_once() {
    for instance in Instance::each().await {
        let (engine, sender) = (&instance.engine, instance.sender().await);
        instance.send(&sender, &[BEA], "hello").await;
        let link = instance.link(BEA).await;
        let secret = claim(engine, &link, None).await.unwrap();
        let live = engine.session(&secret).await.unwrap().unwrap();
        let old = engine.plain_sign_in(&by_number(BEA), &typed(RECIPIENT_PASSWORD), HERE, "x").await.unwrap();

        let (right, wrong, new) = (typed(RECIPIENT_PASSWORD), typed("not this one"), typed(NEW_PASSWORD));
        let refused = engine.plain_make_recovery(&live, &wrong, HERE).await;
        assert!(matches!(refused, Err(EngineError::WrongPassword)));
        let refused = engine.plain_change_password(&live, &wrong, &new, HERE).await;
        assert!(matches!(refused, Err(EngineError::WrongPassword)));
        let ended = engine.plain_make_recovery(&live, &right, HERE).await.unwrap();
        engine.plain_change_password(&live, &right, &new, HERE).await.unwrap();
        let code = engine.plain_make_recovery(&live, &new, HERE).await.unwrap();
        assert!(engine.session(&old).await.unwrap().is_none(), "the other sessions have ended");
        assert!(engine.session(&secret).await.unwrap().is_some());
        let stale = sign_in(engine, &by_number(BEA), RECIPIENT_PASSWORD).await;
        assert!(matches!(stale, Err(EngineError::WrongPassword)));
        instance.sign_in(&by_number(BEA), NEW_PASSWORD).await.unwrap();

        let stranger = engine.plain_recover(&by_number(STRANGER), &code, &right, HERE, "a test").await;
        assert!(matches!(stranger, Err(EngineError::WrongPassword)));
        let who = Identity::Locator(link);
        let ended = engine.plain_recover(&who, &ended, &right, HERE, "a test").await;
        assert!(matches!(ended, Err(EngineError::WrongPassword)), "a change ends the code");
        let (secret, next) = engine.plain_recover(&who, &code, &right, HERE, "a test").await.unwrap();
        let live = engine.session(&secret).await.unwrap().unwrap();
        assert_eq!(body(engine, &link, &live).await, "hello");
        let twice = engine.plain_recover(&who, &code, &right, HERE, "a test").await;
        assert!(matches!(twice, Err(EngineError::WrongPassword)));
        engine.plain_recover(&by_number(BEA), &next, &new, HERE, "a test").await.unwrap();
        instance.sign_in(&by_number(BEA), NEW_PASSWORD).await.unwrap();
    }
}

#[tokio::test]
async fn an_approved_new_password_can_be_set_by_a_form() {
    for instance in Instance::each().await {
        let world = forgetful(&instance).await;
        let (engine, (_, link)) = (&instance.engine, world.second);
        engine.ask_reset(&link).await.unwrap();
        approve(&instance, &world).await.unwrap();
        let set = async |passcode: &str| {
            let (password, passcode) = (typed(NEW_PASSWORD), heard(passcode));
            engine.plain_claim(&link, &password, Some(&passcode), HERE, "a test").await
        };
        let early = set(resets::SPOKEN).await;
        assert!(matches!(early, Err(EngineError::AlreadyClaimed)), "its time has not come");
        instance.clock.advance(DAY);
        let wrong = set("olive lantern sand 8").await;
        assert!(matches!(wrong, Err(EngineError::WrongPasscode { left: 4 })));
        let live = engine.session(&set(resets::SPOKEN).await.unwrap()).await.unwrap().unwrap();
        assert_eq!(body(engine, &link, &live).await, "the second, longer one");
        let closed = engine.link(&world.first.1, Some(&live)).await.unwrap();
        assert!(matches!(closed, LinkState::Closed), "what came before stays closed");
        instance.sign_in(&by_number(BEA), NEW_PASSWORD).await.unwrap();
    }
}

#[tokio::test]
async fn weak_passwords_are_refused_before_a_passcode_is_tried() {
    for instance in Instance::each().await {
        let (engine, sender) = (&instance.engine, instance.sender().await);
        passcodes::send(&instance, &sender, BEA, "olive lantern", 1).await;
        let link = instance.link(BEA).await;
        for weak in ["", "kV7#pQz", "password"] {
            let passcode = heard("olive lanterns");
            let refused = engine.plain_claim(&link, &typed(weak), Some(&passcode), HERE, "a test").await;
            assert!(matches!(refused, Err(EngineError::Invalid(Invalid::WeakPassword))), "{weak}");
        }
        let long = typed(&"violet harbor ".repeat(80));
        let refused = engine.plain_sign_in(&by_number(BEA), &long, HERE, "a test").await;
        assert!(matches!(refused, Err(EngineError::Invalid(Invalid::PasswordTooLong))));
        let wrong = claim(engine, &link, Some("olive lanterns")).await;
        assert!(matches!(wrong, Err(EngineError::WrongPasscode { left: 4 })), "none was counted");
    }
}

#[tokio::test]
async fn where_it_is_forbidden_nothing_goes_this_way() {
    for instance in Instance::each().await {
        let sender = instance.sender().await;
        instance.send(&sender, &[BEA], "hello").await;
        let link = instance.link(BEA).await;
        let engine = instance.another(9, |parts| parts.config.plain_form = false).await;
        let forbidden = |error: Option<EngineError>| matches!(error, Some(EngineError::PlainForbidden));
        assert!(forbidden(claim(&engine, &link, None).await.err()));
        let (_, live) = instance.claim(&link, RECIPIENT_PASSWORD).await.unwrap();
        let (right, who) = (typed(RECIPIENT_PASSWORD), by_number(BEA));
        assert!(forbidden(engine.plain_sign_in(&who, &right, HERE, "a test").await.err()));
        let code = seal::RecoveryCode::generate(&mut engine.entropy().rng());
        assert!(forbidden(engine.plain_recover(&who, &code, &right, HERE, "a test").await.err()));
        assert!(forbidden(engine.plain_make_recovery(&live, &right, HERE).await.err()));
        assert!(forbidden(engine.plain_change_password(&live, &right, &right, HERE).await.err()));
        let passcode = heard("olive lantern");
        assert!(forbidden(engine.plain_open_passcode(&link, &live, &passcode, HERE).await.err()));
    }
}
