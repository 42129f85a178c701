//! Emergency access: what is sealed to the organisation's archive key, and what becomes of it.

use std::time::Duration;

use domain::{ArchiveCopy, Blob, MessageId, SealedSubmission, UnixMillis};
use engine::{
    ArchiveOpened, ArchiveReason, ArchiveRefusal, ArchiveSearch, EngineError, Entropy, Invalid, LinkState,
    MailRecipient, MailSubmission, Notify, Session,
};
use relay::Relay;
use seal::{ArchiveShare, PrivateKey};
use store::{Conn, archive, audit};

use crate::common::{HERE, Instance, RECIPIENT_PASSWORD};

const BEA: &str = "+12114367789";
const CAL: &str = "+12114360002";
const FROM: &str = "ana@example.org";
const WHY: &str = "Patient in the ER, sender on leave";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn key(seed: u64) -> PrivateKey {
    PrivateKey::generate(&mut Entropy::seeded(seed).rng())
}

fn why() -> ArchiveReason {
    WHY.parse().unwrap()
}

/// The same instance, started again with another archive key or none.
async fn with(instance: Instance, archive: Option<&PrivateKey>, seed: u64) -> Instance {
    let public = archive.map(PrivateKey::public_key);
    let engine = instance.another(seed, |parts| parts.config.archive = public).await;
    Instance { engine, ..instance }
}

async fn copy_of(instance: &Instance, message: MessageId) -> Option<archive::ArchiveCopy> {
    instance.store.read(move |conn: &mut Conn| Box::pin(archive::copy(conn, message))).await.unwrap()
}

async fn actions(instance: &Instance, message: MessageId) -> Vec<(String, String)> {
    let events =
        instance.store.read(move |conn: &mut Conn| Box::pin(audit::of_message(conn, message))).await.unwrap();
    events.into_iter().map(|event| (event.actor_kind.into_owned(), event.action.into_owned())).collect()
}

async fn open(
    instance: &Instance,
    key: &PrivateKey,
    message: MessageId,
) -> Result<ArchiveOpened, ArchiveRefusal> {
    instance.engine.open_archived(key, &why(), message).await
}

/// The one message that was sent to a number.
async fn sent_to(instance: &Instance, phone: &str) -> MessageId {
    let whose = ArchiveSearch::To(phone.parse().unwrap());
    let found = instance.engine.find_archived(&whose, UnixMillis::new(0)).await.unwrap();
    assert_eq!(found.len(), 1);
    found[0].id
}

/// Hands a mail in, as a mail program does.
async fn mail(instance: &Instance, session: &Session, head: &str, body: &str, to: &str) {
    let made = instance.engine.add_app_password(session, "Thunderbird").await.unwrap();
    let sender = instance.engine.sign_in_by_mail(FROM, &made.password, HERE).await.unwrap();
    let recipients =
        vec![MailRecipient { phone: to.parse().unwrap(), notify: Notify::default(), original: None }];
    let raw = format!("From: Ana <{FROM}>\r\n{head}\r\n\r\n{body}\r\n").into_bytes();
    let mail = MailSubmission { raw, recipients, envelope_id: None };
    instance.engine.submit_mail(&sender, mail).await.unwrap();
}

#[tokio::test]
async fn without_an_archive_key_nothing_is_archived() {
    for instance in Instance::each().await {
        let sender = instance.sender().await;
        assert!(instance.engine.keys_to_seal_to(&sender, &[]).await.unwrap().archive.is_none());
        let message = instance.send(&sender, &[BEA], "not in any archive").await;
        mail(&instance, &sender, "Subject: Hi", "Hello", CAL).await;
        let mailed = sent_to(&instance, CAL).await;
        for message in [message, mailed] {
            assert!(copy_of(&instance, message).await.is_none());
        }
        // Nobody archives on their own account.
        let sealed_key = Blob(vec![2; seal::SEALED_DATA_KEY_LENGTH]);
        let mut submission = instance.seal(&sender, &[BEA], "one more", 5).await;
        submission.archive = Some(ArchiveCopy { key_id: key(1).id(), sealed_key });
        let refused = instance.engine.submit(&sender, submission).await;
        assert!(matches!(refused, Err(EngineError::KeysChanged)));
        // What was sent before there was one is not in it, also when there is one later.
        let instance = with(instance, Some(&key(1)), 9).await;
        let refused = open(&instance, &key(1), message).await;
        assert!(matches!(refused, Err(ArchiveRefusal::NotArchived)));
        assert_eq!(actions(&instance, message).await.len(), 1, "nothing was recorded");
    }
}

#[tokio::test]
async fn what_the_compose_page_seals_is_opened_with_both_halves() {
    for instance in Instance::each().await {
        let instance = with(instance, Some(&key(1)), 9).await;
        let sender = instance.sender().await;
        let message = instance.send(&sender, &[BEA, CAL], "Your results are good.").await;

        let [a, b] = ArchiveShare::halves(&key(1), &mut Entropy::seeded(3).rng());
        let joined = ArchiveShare::join(&[a.clone(), b]).unwrap();
        let opened = open(&instance, &joined, message).await.unwrap();
        assert_eq!(
            (opened.subject.as_str(), opened.body.as_str()),
            ("Your results", "Your results are good.")
        );
        assert_eq!((opened.sender.as_str(), opened.sent_at), (FROM, instance.clock.now()));
        let mut to: Vec<_> = opened.recipients.iter().map(domain::PhoneNumber::as_str).collect();
        to.sort_unstable();
        assert_eq!(to, [CAL, BEA]);
        assert!(opened.html.is_none() && opened.attachments.is_empty());

        // One half is no key, also not for whoever takes it for one.
        assert!(ArchiveShare::join(std::slice::from_ref(&a)).is_err());
        let text = a.to_text();
        let hex = text.split_ascii_whitespace().nth(3).unwrap();
        let bytes: Vec<u8> =
            (0..33).map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap()).collect();
        let half = PrivateKey::from_bytes(&bytes).unwrap();
        let refused = open(&instance, &half, message).await;
        assert!(matches!(refused, Err(ArchiveRefusal::OtherKey { needed, .. }) if needed == key(1).id()));
        let sealed = copy_of(&instance, message).await.unwrap().sealed;
        assert!(half.open_data_key(message, &sealed).is_err());
        assert!(joined.open_data_key(message, &sealed).is_ok());
    }
}

#[tokio::test]
async fn mails_are_archived_with_all_their_parts() {
    let file: Vec<u8> = (0..600_000_u32).map(|at| at.wrapping_mul(2_654_435_761).to_be_bytes()[0]).collect();
    let encoded = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, &file);
    let lines: Vec<_> =
        encoded.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
    let body = format!(
        "--b\r\nContent-Type: text/html\r\n\r\n<p>Your <b>results</b>.</p>\r\n--b\r\n\
         Content-Type: application/pdf; name=r.pdf\r\nContent-Disposition: attachment; filename=r.pdf\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{}\r\n--b--",
        lines.join("\r\n")
    );
    let head = "Subject: Results\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b";
    for instance in Instance::each().await {
        let instance = with(instance, Some(&key(1)), 9).await;
        let sender = instance.sender().await;
        mail(&instance, &sender, head, &body, BEA).await;
        let opened = open(&instance, &key(1), sent_to(&instance, BEA).await).await.unwrap();
        assert_eq!(opened.subject, "Results");
        assert!(opened.body.contains("Your results."), "{}", opened.body);
        assert!(opened.html.unwrap().contains("<b>results</b>"));
        let [attachment] = opened.attachments.as_slice() else { panic!("not one attachment") };
        assert_eq!(attachment.info.name, "r.pdf");
        let mut bytes = Vec::new();
        for number in 0..u32::try_from(attachment.chunks()).unwrap() {
            bytes.extend_from_slice(&instance.engine.read_chunk(attachment, number).await.unwrap());
        }
        assert!(bytes == file, "{} of {} bytes", bytes.len(), file.len());
    }
}

#[tokio::test]
async fn a_message_behind_a_passcode_is_archived_too() {
    for instance in Instance::each().await {
        let instance = with(instance, Some(&key(1)), 9).await;
        let sender = instance.sender().await;
        let head = "Subject: Results\r\nX-Narwhal-Passcode: olive lantern sand 7";
        mail(&instance, &sender, head, "Behind a passcode", BEA).await;
        let message = sent_to(&instance, BEA).await;
        let sent = instance.engine.sent_message(&sender, message).await.unwrap();
        assert!(sent.deliveries[0].passcode.is_some() && sent.is_archived);
        assert_eq!(open(&instance, &key(1), message).await.unwrap().body.trim(), "Behind a passcode");
        // It still waits for its recipient.
        let link = instance.link(BEA).await;
        let claimed = instance.claim(&link, RECIPIENT_PASSWORD).await;
        assert!(matches!(claimed, Err(EngineError::PasscodeNeeded)));
    }
}

#[tokio::test]
async fn a_submission_without_its_copy_is_refused_and_sealed_again() {
    for instance in Instance::each().await {
        let instance = with(instance, Some(&key(1)), 9).await;
        let sender = instance.sender().await;
        let whole = instance.seal(&sender, &[BEA], "sealed again", 5).await;
        let right = whole.archive.clone().unwrap();
        let other = ArchiveCopy { key_id: key(2).id(), ..right.clone() };
        for archive in [None, Some(other)] {
            let submission = SealedSubmission { archive, ..whole.clone() };
            let refused = instance.engine.submit(&sender, submission).await;
            assert!(matches!(refused, Err(EngineError::KeysChanged)));
        }
        let rubbish = ArchiveCopy { sealed_key: Blob(vec![2; 40]), ..right.clone() };
        let submission = SealedSubmission { archive: Some(rubbish), ..whole.clone() };
        let refused = instance.engine.submit(&sender, submission).await;
        assert!(matches!(refused, Err(EngineError::Invalid(Invalid::Malformed))));
        assert!(matches!(instance.engine.sent_message(&sender, whole.id).await, Err(EngineError::NotFound)));

        // Nothing of it was stored, so it keeps its id.
        assert!(instance.engine.submit(&sender, whole.clone()).await.unwrap().fresh);
        assert!(!instance.engine.submit(&sender, whole.clone()).await.unwrap().fresh);
        assert_eq!(copy_of(&instance, whole.id).await.unwrap().sealed, right.sealed_key.0);
        // The copy belongs to what the id stands for.
        let mut changed = whole.clone();
        changed.archive.as_mut().unwrap().sealed_key.0[700] ^= 1;
        let refused = instance.engine.submit(&sender, changed).await;
        assert!(matches!(refused, Err(EngineError::Conflict)));
        // One that was stored is acknowledged also when the archive key has changed since.
        let instance = with(instance, Some(&key(2)), 10).await;
        let again = instance.engine.submit(&sender, whole.clone()).await.unwrap();
        assert!(!again.fresh);
        assert_eq!(copy_of(&instance, whole.id).await.unwrap().key_id, key(1).id());
    }
}

#[tokio::test]
async fn an_opening_is_recorded_and_told_to_sender_and_recipient() {
    for instance in Instance::each().await {
        let instance = with(instance, Some(&key(1)), 9).await;
        let sender = instance.sender().await;
        let message = instance.send(&sender, &[BEA, CAL], "told").await;
        let link = instance.link(BEA).await;
        let (_, recipient) = instance.claim(&link, RECIPIENT_PASSWORD).await.unwrap();
        let told = async || match instance.engine.link(&link, Some(&recipient)).await.unwrap() {
            LinkState::Open(message) => message.archive,
            _ => panic!("the message is not open"),
        };
        assert_eq!(told().await, Some(vec![]));

        instance.clock.advance(DAY);
        let first = instance.clock.now();
        open(&instance, &key(1), message).await.unwrap();
        instance.clock.advance(DAY);
        open(&instance, &key(1), message).await.unwrap();
        assert_eq!(told().await, Some(vec![first, first + DAY]));

        let sent = instance.engine.sent_message(&sender, message).await.unwrap();
        let openings: Vec<_> = sent.openings.iter().map(|one| (one.at, one.reason.as_deref())).collect();
        assert_eq!(openings, [(first, Some(WHY)), (first + DAY, Some(WHY))]);
        let timeline = sent.timeline.iter().filter(|event| event.action == "archive-opened");
        assert_eq!(timeline.map(|event| event.delivery).collect::<Vec<_>>(), [None, None]);
        let done = ("operator".to_owned(), "archive-opened".to_owned());
        let recorded = actions(&instance, message).await;
        assert_eq!(recorded.iter().filter(|event| **event == done).count(), 2);

        while instance.engine.dispatch_reports().await.unwrap() > 0 {}
        let Relay::Memory(list) = &instance.relay else { panic!("another relay") };
        let sent: Vec<_> = list.lock().unwrap().clone();
        assert_eq!(sent.len(), 2, "one for each opening, and not for each recipient");
        let text = String::from_utf8(sent[0].mail.clone()).unwrap();
        assert_eq!(sent[0].to.as_str(), FROM);
        assert!(text.contains(&format!("/sent/{message}")) && !text.contains("Patient"), "{text}");
        // The reason lies there sealed.
        let rows = instance.store.read(move |conn: &mut Conn| Box::pin(archive::openings(conn, message)));
        assert!(rows.await.unwrap().iter().all(|row| !row.reason.windows(7).any(|part| part == b"Patient")));
    }
}

#[tokio::test]
async fn what_does_not_open_in_the_end_was_recorded_before() {
    for instance in Instance::each().await {
        let instance = with(instance, Some(&key(1)), 9).await;
        let sender = instance.sender().await;
        let mut submission = instance.seal(&sender, &[BEA], "a copy that opens nothing", 5).await;
        submission.archive.as_mut().unwrap().sealed_key.0[700] ^= 1;
        let message = instance.engine.submit(&sender, submission).await.unwrap().id;
        let failed = open(&instance, &key(1), message).await;
        assert!(matches!(failed, Err(ArchiveRefusal::Engine(EngineError::Sealed(_)))));
        assert_eq!(actions(&instance, message).await.last().unwrap().1, "archive-opened");
    }
}

#[tokio::test]
async fn what_is_erased_is_gone_from_the_archive() {
    for instance in Instance::each().await {
        let instance = with(instance, Some(&key(1)), 9).await;
        let sender = instance.sender().await;
        let recalled = instance.send(&sender, &[BEA], "recalled").await;
        let expired = instance.send(&sender, &[CAL], "it expires").await;
        open(&instance, &key(1), recalled).await.unwrap();
        instance.engine.recall(&sender, recalled).await.unwrap();
        instance.clock.advance(31 * DAY);
        // Its time is up before the sweep comes.
        assert!(matches!(open(&instance, &key(1), expired).await, Err(ArchiveRefusal::Erased)));
        instance.engine.retain().await.unwrap();
        for message in [recalled, expired] {
            assert!(copy_of(&instance, message).await.is_none());
            assert!(matches!(open(&instance, &key(1), message).await, Err(ArchiveRefusal::Erased)));
        }
        let sent = instance.engine.sent_message(&sender, recalled).await.unwrap();
        assert!(!sent.is_archived && sent.openings.len() == 1, "that it was opened stays");
        let unknown = open(&instance, &key(1), MessageId::from_bytes([9; 16])).await;
        assert!(matches!(unknown, Err(ArchiveRefusal::NoMessage)));
    }
}

#[tokio::test]
async fn after_a_rotation_each_message_says_which_key_opens_it() {
    for instance in Instance::each().await {
        let instance = with(instance, Some(&key(1)), 9).await;
        let sender = instance.sender().await;
        let old = instance.send(&sender, &[BEA], "sealed to the old one").await;
        instance.clock.advance(DAY);
        let noon = instance.clock.now();
        let instance = with(instance, Some(&key(2)), 10).await;
        let new = instance.send(&sender, &[BEA, CAL], "and to the new one").await;

        let whose = ArchiveSearch::Sender(FROM.parse().unwrap());
        let found = instance.engine.find_archived(&whose, UnixMillis::new(0)).await.unwrap();
        let ids: Vec<_> = found.iter().map(|one| (one.id, one.key_id.unwrap(), one.is_erased)).collect();
        assert_eq!(ids, [(old, key(1).id(), false), (new, key(2).id(), false)]);
        let since = instance.engine.find_archived(&whose, noon).await.unwrap();
        assert_eq!(since, found[1..]);
        let to = ArchiveSearch::To(BEA.parse().unwrap());
        assert_eq!(instance.engine.find_archived(&to, UnixMillis::new(0)).await.unwrap(), found);
        let nobody = ArchiveSearch::Sender("nobody@example.org".parse().unwrap());
        let none = instance.engine.find_archived(&nobody, noon).await;
        assert!(matches!(none, Err(EngineError::NotFound)));

        let refused = open(&instance, &key(2), old).await;
        let (needed, given) = (key(1).id(), key(2).id());
        assert!(
            matches!(refused, Err(ArchiveRefusal::OtherKey { needed: n, given: g }) if (n, g) == (needed, given))
        );
        assert_eq!(open(&instance, &key(1), old).await.unwrap().body, "sealed to the old one");
        assert_eq!(open(&instance, &key(2), new).await.unwrap().body, "and to the new one");
    }
}
