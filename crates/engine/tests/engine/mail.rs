//! Mail: from the raw bytes to the recipient's page, and back to the sender's mailbox.

use std::time::Duration;

use engine::{
    EngineError, LinkState, MailError, MailRecipient, MailSender, MailSubmission, Notify, OpenMessage,
    Session,
};
use relay::Relay;
use sms::Simulator;

use crate::common::{HERE, Instance, RECIPIENT_PASSWORD};

const PHONE: &str = "+12114367789";
const OTHER: &str = "+12114367790";
const FROM: &str = "ana@example.org";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// An instance, its sender's session, and the sender's mail program.
async fn with_mail(instance: &Instance) -> (Session, MailSender) {
    let session = instance.sender().await;
    let made = instance.engine.add_app_password(&session, "Thunderbird").await.unwrap();
    let sender = instance.engine.sign_in_by_mail(FROM, &made.password, HERE).await.unwrap();
    (session, sender)
}

fn to(phone: &str) -> MailRecipient {
    let number = phone.trim_start_matches('+');
    MailRecipient {
        phone: phone.parse().unwrap(),
        notify: Notify::default(),
        original: Some(format!("{number}@secure.text")),
    }
}

fn mail(head: &str, body: &str, recipients: Vec<MailRecipient>) -> MailSubmission {
    let raw = format!("From: Ana <{FROM}>\r\n{head}\r\n\r\n{body}\r\n");
    MailSubmission { raw: raw.into_bytes(), recipients, envelope_id: Some("env-7".to_owned()) }
}

async fn submit(instance: &Instance, sender: &MailSender, mail: MailSubmission) -> bool {
    instance.engine.submit_mail(sender, mail).await.unwrap().fresh
}

async fn read(instance: &Instance, phone: &str) -> (Session, seal::Locator, OpenMessage) {
    let locator = instance.link(phone).await;
    let (_, session) = instance.claim(&locator, RECIPIENT_PASSWORD).await.unwrap();
    match instance.engine.link(&locator, Some(&session)).await.unwrap() {
        LinkState::Open(message) => (session, locator, *message),
        _ => panic!("the message is not open"),
    }
}

/// The reports that went out, as text.
async fn reports(instance: &Instance) -> Vec<String> {
    while instance.engine.dispatch_reports().await.unwrap() > 0 {}
    let Relay::Memory(list) = &instance.relay else { panic!("another relay") };
    let sent = list.lock().unwrap();
    assert!(sent.iter().all(|outgoing| outgoing.to.as_str() == FROM));
    sent.iter().map(|outgoing| String::from_utf8(outgoing.mail.clone()).unwrap()).collect()
}

#[tokio::test]
async fn a_mail_is_read_in_the_browser_with_its_attachment_byte_for_byte() {
    for instance in Instance::each().await {
        let (session, sender) = with_mail(&instance).await;
        let file: Vec<u8> =
            (0..700_000_u32).map(|at| at.wrapping_mul(2_654_435_761).to_be_bytes()[0]).collect();
        let encoded = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, &file);
        let lines: Vec<_> =
            encoded.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
        let body = format!(
            "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nYour r\u{e9}sults.\r\n--b\r\n\
             Content-Type: application/pdf; name=r.pdf\r\nContent-Disposition: attachment; filename=r.pdf\r\n\
             Content-Transfer-Encoding: base64\r\n\r\n{}\r\n--b--",
            lines.join("\r\n")
        );
        let head = "Subject: [expires 2d] Results\r\nMessage-ID: <1@a>\r\nMIME-Version: 1.0\r\n\
                    Content-Type: multipart/mixed; boundary=b";
        assert!(submit(&instance, &sender, mail(head, &body, vec![to(PHONE)])).await);

        let (recipient, locator, message) = read(&instance, PHONE).await;
        assert_eq!((message.subject.as_str(), message.body.trim()), ("Results", "Your r\u{e9}sults."));
        assert_eq!(message.expires_at, instance.clock.now() + 2 * DAY);
        let [info] = message.attachments.as_slice() else { panic!("{:?}", message.attachments) };
        assert_eq!((info.name.as_str(), info.media_type.as_str()), ("r.pdf", "application/pdf"));
        let open = instance.engine.attachment(&locator, &recipient, 0).await.unwrap();
        let mut bytes = Vec::new();
        for number in 0..u32::try_from(open.chunks()).unwrap() {
            bytes.extend_from_slice(&instance.engine.read_chunk(&open, number).await.unwrap());
        }
        assert!(bytes == file, "{} of {} bytes", bytes.len(), file.len());
        assert!(matches!(
            instance.engine.attachment(&locator, &recipient, 1).await,
            Err(EngineError::NotFound)
        ));
        assert!(matches!(
            instance.engine.attachment(&locator, &session, 0).await,
            Err(EngineError::NotFound)
        ));

        instance.clock.advance(3 * DAY);
        instance.engine.retain().await.unwrap();
        let gone = instance.engine.attachment(&locator, &recipient, 0).await;
        assert!(matches!(gone, Err(EngineError::NotFound)));
        assert!(instance.engine.read_chunk(&open, 0).await.is_err(), "the bytes are erased too");
    }
}

#[tokio::test]
async fn a_mail_that_comes_again_is_sent_once() {
    for instance in Instance::each().await {
        let (_, sender) = with_mail(&instance).await;
        let head = "Subject: Hi\r\nMessage-ID: <2@a>";
        let again = |recipients| mail(head, "Hello", recipients);
        let (one, two) = tokio::join!(
            submit(&instance, &sender, again(vec![to(PHONE), to(PHONE)])),
            submit(&instance, &sender, again(vec![to(PHONE)])),
        );
        assert!(one != two, "one of the two is the repetition");
        assert!(submit(&instance, &sender, again(vec![to(PHONE), to(OTHER)])).await, "the other one is new");
        assert!(!submit(&instance, &sender, again(vec![to(OTHER)])).await);
        let (session, ..) = read(&instance, PHONE).await;
        assert_eq!(instance.engine.inbox(&session, 9, None).await.unwrap().len(), 1);
        instance.clock.advance(DAY + Duration::from_secs(1));
        instance.engine.retain().await.unwrap();
        assert!(submit(&instance, &sender, again(vec![to(PHONE)])).await, "a day later it is another mail");
        let unnamed = || mail("Subject: Hi", "Hello", vec![to(PHONE)]);
        assert!(submit(&instance, &sender, unnamed()).await && submit(&instance, &sender, unnamed()).await);
    }
}

#[tokio::test]
async fn nobody_writes_in_another_name() {
    let instance = Instance::new().await;
    let (_, sender) = with_mail(&instance).await;
    for head in ["From: eve@example.org", "From: Ana <ana@example.org>, eve@example.org", "Subject: nobody"] {
        let raw = format!("{head}\r\n\r\nHello\r\n").into_bytes();
        let submission = MailSubmission { raw, recipients: vec![to(PHONE)], envelope_id: None };
        let refused = instance.engine.submit_mail(&sender, submission).await;
        assert!(matches!(refused, Err(MailError::NotYours | MailError::Refused(_))), "{head}");
    }
    assert_eq!(instance.engine.stats().await.unwrap().queued, 0);
}

#[tokio::test]
async fn a_reminder_goes_out_unless_the_message_was_opened() {
    for instance in Instance::each().await {
        let (_, sender) = with_mail(&instance).await;
        submit(&instance, &sender, mail("X-Narwhal-Remind: 1d", "Hello", vec![to(PHONE), to(OTHER)])).await;
        let (session, _, message) = read(&instance, PHONE).await;
        instance.engine.mark_opened(&session, message.delivery).await.unwrap();
        instance.link(OTHER).await;
        instance.clock.advance(DAY);
        instance.link(OTHER).await;
        let texts = async |phone: &str| {
            instance.engine.simulator_texts(Some(&phone.parse().unwrap())).await.unwrap().len()
        };
        assert_eq!((texts(PHONE).await, texts(OTHER).await), (1, 2));
    }
}

#[tokio::test]
async fn word_goes_back_when_it_was_asked_for() {
    for instance in Instance::each().await {
        let (_, sender) = with_mail(&instance).await;
        let secret = "the biopsy is clear";
        let with_notify =
            |phone, success, failure| MailRecipient { notify: Notify { success, failure }, ..to(phone) };
        let head = "Message-ID: <3@a>\r\nDisposition-Notification-To: ana@example.org";
        let recipients = vec![with_notify(PHONE, true, true), with_notify(OTHER, false, false)];
        submit(&instance, &sender, mail(head, secret, recipients)).await;
        let (session, _, message) = read(&instance, PHONE).await;
        let told = reports(&instance).await;
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains("Action: delivered") || told[0].contains("Action: relayed"), "{}", told[0]);
        assert!(told[0].contains("Original-Envelope-Id: env-7") && told[0].contains("<3@a>"), "{}", told[0]);
        instance.engine.mark_opened(&session, message.delivery).await.unwrap();
        instance.engine.mark_opened(&session, message.delivery).await.unwrap();
        let told = reports(&instance).await;
        assert_eq!(told.len(), 2);
        assert!(told[1].contains("displayed"), "{}", told[1]);
        // Neither who has read it nor who was not to be reported on expires with a word.
        instance.clock.advance(31 * DAY);
        instance.engine.retain().await.unwrap();
        let told = reports(&instance).await;
        assert_eq!(told.len(), 2);
        assert!(told.iter().all(|mail| !mail.contains(secret)));
    }
}

#[tokio::test]
async fn failure_and_expiry_are_told_without_being_asked() {
    for instance in Instance::each().await {
        let (_, sender) = with_mail(&instance).await;
        submit(
            &instance,
            &sender,
            mail("Message-ID: <4@a>", "Hello", vec![to(PHONE), to(Simulator::UNREACHABLE_NUMBER)]),
        )
        .await;
        while instance.engine.dispatch().await.unwrap() > 0 {}
        let told = reports(&instance).await;
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains("Action: failed") && told[0].contains("15005550009"), "{}", told[0]);
        instance.clock.advance(31 * DAY);
        instance.engine.retain().await.unwrap();
        let told = reports(&instance).await;
        assert_eq!(told.len(), 2, "the one that failed does not expire too");
        assert!(told[1].contains("2114367789"), "{}", told[1]);
    }
}
