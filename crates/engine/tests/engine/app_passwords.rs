//! App passwords: made, listed, signed in with, revoked; and what wrong ones lead to.

use std::{net::IpAddr, time::Duration};

use domain::{Email, Role};
use engine::{
    ClientAddress, EngineError, Invalid, MailError, MailRecipient, MailSender, MailSubmission, NewAccount,
    Notify, Session,
};

use crate::common::{HERE, Instance, SENDER_PASSWORD};

const ANA: &str = "ana@example.org";
const BEA: &str = "+12114367789";
const ELSEWHERE: ClientAddress = ClientAddress(IpAddr::V4(std::net::Ipv4Addr::new(198, 51, 100, 7)));

#[tokio::test]
async fn it_is_made_listed_used_and_revoked() {
    for instance in Instance::each().await {
        let (engine, session) = (&instance.engine, instance.sender().await);
        let made = engine.add_app_password(&session, " Thunderbird ").await.unwrap();
        let listed = engine.app_passwords(&session).await.unwrap();
        assert_eq!((listed.len(), listed[0].id, listed[0].name.as_str()), (1, made.id, "Thunderbird"));
        assert_eq!(listed[0].last_used_at, None);

        instance.clock.advance(Duration::from_secs(60));
        let shouted = made.password.to_uppercase().replace('-', " ");
        for password in [made.password.as_str(), &shouted] {
            let sender = engine.sign_in_by_mail("Ana@Example.org", password, HERE).await.unwrap();
            assert_eq!(sender.email().as_str(), ANA);
        }
        let listed = engine.app_passwords(&session).await.unwrap();
        assert_eq!(listed[0].last_used_at, Some(instance.clock.now()));

        assert!(engine.revoke_app_password(&session, made.id).await.unwrap());
        assert!(!engine.revoke_app_password(&session, made.id).await.unwrap(), "only once");
        assert!(engine.app_passwords(&session).await.unwrap().is_empty());
        assert!(is_wrong(&instance, ANA, &made.password).await);
    }
}

#[tokio::test]
async fn it_belongs_to_one_account() {
    for instance in Instance::each().await {
        let (engine, session) = (&instance.engine, instance.sender().await);
        let other = other(&instance).await;
        let made = engine.add_app_password(&session, "Mail").await.unwrap();
        assert!(is_wrong(&instance, "ben@example.org", &made.password).await, "somebody else's user name");
        assert!(is_wrong(&instance, "nobody@example.org", &made.password).await);
        assert!(is_wrong(&instance, ANA, SENDER_PASSWORD).await, "the account's password is none");
        assert!(engine.app_passwords_of(&other).await.unwrap().is_empty());
        assert!(!engine.revoke_app_password_of(&other, made.id).await.unwrap(), "nobody else revokes it");
        assert!(!is_wrong(&instance, ANA, &made.password).await);
        // It is remembered now, but only for its owner's name.
        assert!(is_wrong(&instance, "ben@example.org", &made.password).await);
    }
}

#[tokio::test]
async fn a_disabled_account_sends_no_more() {
    for instance in Instance::each().await {
        let (engine, session) = (&instance.engine, instance.sender().await);
        let made = engine.add_app_password(&session, "Mail").await.unwrap();
        let sender = engine.sign_in_by_mail(ANA, &made.password, HERE).await.unwrap();
        assert!(engine.disable_account(&ANA.parse().unwrap()).await.unwrap());
        assert!(is_wrong(&instance, ANA, &made.password).await);
        instance.clock.advance(Duration::from_secs(6));
        assert!(is_signed_out(send(&instance, &sender).await));
    }
}

#[tokio::test]
async fn guessing_is_slowed_where_it_happens() {
    for instance in Instance::each().await {
        let (engine, session) = (&instance.engine, instance.sender().await);
        let made = engine.add_app_password(&session, "Mail").await.unwrap();
        for _ in 0..5 {
            assert!(is_wrong(&instance, ANA, "0000-0000-0000-0000-0000-0000").await);
        }
        let slowed = engine.sign_in_by_mail(ANA, &made.password, HERE).await;
        assert!(matches!(slowed, Err(EngineError::SlowDown(_))), "{slowed:?}");
        engine.sign_in_by_mail(ANA, &made.password, ELSEWHERE).await.unwrap();

        instance.clock.advance(Duration::from_secs(3));
        engine.sign_in_by_mail(ANA, &made.password, HERE).await.unwrap();
    }
}

#[tokio::test]
async fn who_is_signed_in_is_refused_seconds_after_it_is_revoked() {
    for instance in Instance::each().await {
        let (engine, session) = (&instance.engine, instance.sender().await);
        let made = engine.add_app_password(&session, "Mail").await.unwrap();
        let sender = engine.sign_in_by_mail(ANA, &made.password, HERE).await.unwrap();
        instance.clock.advance(Duration::from_secs(6));
        send(&instance, &sender).await.unwrap();
        assert!(engine.revoke_app_password(&session, made.id).await.unwrap());
        instance.clock.advance(Duration::from_secs(6));
        assert!(is_signed_out(send(&instance, &sender).await));
    }
}

#[tokio::test]
async fn names_are_short() {
    let instance = Instance::new().await;
    let session = instance.sender().await;
    for name in ["", "  ", "a\nb", &"n".repeat(61)] {
        let refused = instance.engine.add_app_password(&session, name).await.map(drop);
        assert!(matches!(refused, Err(EngineError::Invalid(Invalid::Name))), "{name:?}: {refused:?}");
    }
    assert!(instance.engine.add_app_password(&session, &"ü".repeat(60)).await.is_ok());
}

#[tokio::test]
async fn a_test_goes_the_way_of_a_mail() {
    for instance in Instance::each().await {
        let session: Session = instance.sender().await;
        let to = BEA.parse().unwrap();
        let first = instance.engine.send_test_mail(&session, &to).await.unwrap();
        let second = instance.engine.send_test_mail(&session, &to).await.unwrap();
        assert!(first.fresh && second.fresh && first.id != second.id, "each is a mail of its own");
        instance.link(BEA).await;
        let sent = instance.engine.sent_message(&session, first.id).await.unwrap();
        let (subject, body) = sent.texts.expect("its sender can read it");
        assert_eq!(subject, "Test message");
        assert!(body.starts_with("This is a test."), "{body}");
        assert_eq!(sent.expires_at.since(sent.sent_at), Duration::from_secs(24 * 60 * 60));
    }
}

async fn is_wrong(instance: &Instance, user: &str, password: &str) -> bool {
    match instance.engine.sign_in_by_mail(user, password, HERE).await {
        Ok(_) => false,
        Err(EngineError::WrongPassword) => true,
        Err(other) => panic!("{other}"),
    }
}

async fn send(instance: &Instance, sender: &MailSender) -> Result<(), MailError> {
    let recipient = MailRecipient { phone: BEA.parse().unwrap(), notify: Notify::default(), original: None };
    let submission = MailSubmission {
        raw: format!("From: {ANA}\r\nSubject: Hello\r\n\r\nHello\r\n").into_bytes(),
        recipients: vec![recipient],
        envelope_id: None,
    };
    instance.engine.submit_mail(sender, submission).await.map(drop)
}

fn is_signed_out(outcome: Result<(), MailError>) -> bool {
    matches!(outcome, Err(MailError::Engine(EngineError::SignedOut)))
}

async fn other(instance: &Instance) -> Email {
    let email: Email = "ben@example.org".parse().unwrap();
    let new = NewAccount { email: email.clone(), name: "Ben".into(), role: Role::Sender };
    instance.engine.add_account(new, SENDER_PASSWORD).await.unwrap();
    email
}
