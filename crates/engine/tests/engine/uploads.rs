//! Attachments that are uploaded ahead of their message, and whom they do not belong to.

use std::time::Duration;

use domain::{AttachmentInfo, Blob, CHUNK_BYTES, Manifest, MessageId, Role, SealedSubmission};
use engine::{EngineError, Entropy, Identity, Invalid, LinkState, NewAccount, Session};
use seal::{Chunk, DataKey, Part, PublicKey};

use crate::common::{Instance, RECIPIENT_PASSWORD, SENDER_PASSWORD};

const PHONE: &str = "+12114367789";

/// A submission with one attachment of two chunks, and the sealed chunks.
async fn sealed(instance: &Instance, sender: &Session, content: &[u8]) -> (SealedSubmission, Vec<Vec<u8>>) {
    let mut rng = Entropy::seeded(23).rng();
    let (id, key) = (MessageId::from_bytes([7; 16]), DataKey::generate(&mut rng));
    let public = |bytes: &[u8]| PublicKey::from_bytes(bytes).unwrap();
    let info = AttachmentInfo {
        name: "a.bin".into(),
        media_type: "application/octet-stream".into(),
        size: content.len().try_into().unwrap(),
        inline: false,
    };
    let mut submission = instance.seal(sender, &[PHONE], "Hello", 5).await;
    let to = instance.engine.keys_for(sender, &[PHONE.parse().unwrap()]).await.unwrap().remove(0);
    let own = instance.engine.public_key(sender).unwrap();
    submission.id = id;
    submission.subject = Blob(key.seal(id, Part::Subject, b"Hi", &mut rng));
    submission.body = Blob(key.seal(id, Part::Body, b"Hello", &mut rng));
    submission.sender_key = Blob(public(&own.0).seal_data_key(id, &key, &mut rng));
    submission.recipients[0].sealed_key = Blob(public(&to.public_key.0).seal_data_key(id, &key, &mut rng));
    let manifest = serde_json::to_vec(&Manifest(vec![info])).unwrap();
    submission.manifest = Some(Blob(key.seal(id, Part::Manifest, &manifest, &mut rng)));
    submission.attachments = vec![2];
    let chunks = (0..).zip(content.chunks(CHUNK_BYTES)).map(|(number, piece)| {
        key.seal_chunk(id, Chunk { attachment: 0, number, is_last: number == 1 }, piece, &mut rng)
    });
    let chunks = chunks.collect();
    (submission, chunks)
}

#[tokio::test]
async fn uploaded_chunks_are_read_by_the_recipient_and_belong_to_the_sender_only() {
    for instance in Instance::each().await {
        let sender = instance.sender().await;
        let eve = "eve@example.org".parse::<domain::Email>().unwrap();
        let new = NewAccount { email: eve.clone(), name: "Eve".into(), role: Role::Sender };
        instance.engine.add_account(new, SENDER_PASSWORD).await.unwrap();
        let eve = instance.sign_in(&Identity::Email(eve), SENDER_PASSWORD).await.unwrap().1;
        let content = vec![42; CHUNK_BYTES + 10];
        let (submission, chunks) = sealed(&instance, &sender, &content).await;
        let upload = async |who: &Session, number: u32, bytes: &[u8]| {
            instance.engine.upload_chunk(who, submission.id, (0, number), bytes.to_vec()).await
        };
        upload(&sender, 0, &chunks[0]).await.unwrap();
        upload(&sender, 0, &chunks[0]).await.unwrap();
        assert!(matches!(upload(&eve, 1, &chunks[1]).await, Err(EngineError::Conflict)));
        let early = instance.engine.submit(&sender, submission.clone()).await;
        assert!(matches!(early, Err(EngineError::Invalid(Invalid::Attachments))), "a chunk is missing");
        let large = vec![0; CHUNK_BYTES + 100];
        assert!(matches!(upload(&sender, 1, &large).await, Err(EngineError::Invalid(Invalid::Attachments))));
        upload(&sender, 1, &chunks[1]).await.unwrap();
        assert!(matches!(
            instance.engine.submit(&eve, submission.clone()).await,
            Err(EngineError::Invalid(_))
        ));
        assert!(instance.engine.submit(&sender, submission.clone()).await.unwrap().fresh);
        assert!(!instance.engine.submit(&sender, submission.clone()).await.unwrap().fresh);
        assert!(matches!(upload(&sender, 1, &chunks[1]).await, Err(EngineError::Conflict)), "it has come");

        instance.clock.advance(Duration::from_secs(2 * 24 * 60 * 60));
        instance.engine.retain().await.unwrap();
        let locator = instance.link(PHONE).await;
        let (_, recipient) = instance.claim(&locator, RECIPIENT_PASSWORD).await.unwrap();
        let LinkState::Open(message) = instance.engine.link(&locator, Some(&recipient)).await.unwrap() else {
            panic!("the message is not open")
        };
        assert_eq!(message.attachments.len(), 1);
        let open = instance.engine.attachment(&locator, &recipient, 0).await.unwrap();
        let mut read = instance.engine.read_chunk(&open, 0).await.unwrap().to_vec();
        read.extend_from_slice(&instance.engine.read_chunk(&open, 1).await.unwrap());
        assert!(read == content);
    }
}

#[tokio::test]
async fn the_same_chunk_twice_at_once_is_stored_once() {
    for instance in Instance::each().await {
        let sender = instance.sender().await;
        let (submission, chunks) = sealed(&instance, &sender, &vec![42; CHUNK_BYTES + 10]).await;
        for (number, chunk) in (0..).zip(chunks) {
            let upload = || instance.engine.upload_chunk(&sender, submission.id, (0, number), chunk.clone());
            let (first, second, third) = tokio::join!(upload(), upload(), upload());
            for outcome in [first, second, third] {
                outcome.unwrap();
            }
        }
        assert!(instance.engine.submit(&sender, submission).await.unwrap().fresh);
    }
}

#[tokio::test]
async fn chunks_that_no_message_can_have_are_refused() {
    for instance in Instance::each().await {
        let sender = instance.sender().await;
        let id = MessageId::from_bytes([7; 16]);
        for chunk in [(100, 0), (0, 100), (u32::MAX, u32::MAX)] {
            let refused = instance.engine.upload_chunk(&sender, id, chunk, vec![0; 100]).await;
            assert!(matches!(refused, Err(EngineError::Invalid(Invalid::Attachments))), "{chunk:?}");
        }
        instance.engine.upload_chunk(&sender, id, (99, 99), vec![0; 100]).await.unwrap();
    }
}

#[tokio::test]
async fn an_upload_whose_message_never_comes_goes_after_a_day() {
    for instance in Instance::each().await {
        let sender = instance.sender().await;
        let (submission, chunks) = sealed(&instance, &sender, &vec![42; CHUNK_BYTES + 10]).await;
        for (number, chunk) in (0..).zip(chunks) {
            instance.engine.upload_chunk(&sender, submission.id, (0, number), chunk).await.unwrap();
        }
        instance.clock.advance(Duration::from_secs(25 * 60 * 60));
        instance.engine.retain().await.unwrap();
        let sender = instance
            .sign_in(&Identity::Email("ana@example.org".parse().unwrap()), SENDER_PASSWORD)
            .await
            .unwrap()
            .1;
        let late = instance.engine.submit(&sender, submission).await;
        assert!(matches!(late, Err(EngineError::Invalid(Invalid::Attachments))));
    }
}
