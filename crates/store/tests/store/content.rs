//! Messages, their keys and their deliveries.

use domain::{DeliveryState as State, FailureReason};
use store::{
    StoreError,
    deliveries::{self, DeliveryStatus},
    messages, sealed_keys, testing,
};

use crate::support::{
    at, delivery, hash, key, message, new_delivery, new_message, people, person, sealed_key, submit, write,
};

#[tokio::test]
async fn a_message_is_stored_once_and_erased_at_its_end() {
    for store in testing::stores().await {
        people(&store).await;
        write!(store, |conn| submit(conn, 5, &[11, 12]).await).unwrap();
        let again = write!(store, |conn| messages::insert_many(conn, &[new_message(5, 1)]).await);
        assert_eq!(again, Err(StoreError::Conflict));

        let mut conn = store.reader().await.unwrap();
        let stored = messages::by_id(&mut conn, message(5)).await.unwrap().unwrap();
        assert_eq!((stored.fingerprint, stored.body), (hash(5), Some(b"body".to_vec())));
        assert_eq!((stored.recalled_at, stored.erased_at), (None, None));
        assert_eq!(messages::by_id(&mut conn, message(6)).await.unwrap(), None);

        assert_eq!(messages::due_for_expiry(&mut conn, at(1_000_004), 9).await.unwrap(), []);
        assert_eq!(messages::due_for_expiry(&mut conn, at(1_000_005), 9).await.unwrap(), [message(5)]);

        assert!(write!(store, |conn| messages::set_recalled(conn, message(5), at(7)).await).unwrap());
        assert!(!write!(store, |conn| messages::set_recalled(conn, message(5), at(8)).await).unwrap());
        write!(store, |conn| messages::erase(conn, message(5), at(9)).await).unwrap();
        let erased = messages::by_id(&mut conn, message(5)).await.unwrap().unwrap();
        assert_eq!((erased.subject, erased.body), (None, None));
        assert_eq!((erased.recalled_at, erased.erased_at), (Some(at(7)), Some(at(9))));
        assert_eq!(sealed_keys::one(&mut conn, message(5), person(1)).await.unwrap(), None);
        assert_eq!(messages::due_for_expiry(&mut conn, at(1_000_005), 9).await.unwrap(), []);
    }
}

#[tokio::test]
async fn keys_are_sealed_again_at_claim() {
    for store in testing::stores().await {
        people(&store).await;
        write!(store, |conn| {
            submit(conn, 5, &[11, 12]).await?;
            submit(conn, 6, &[11]).await
        })
        .unwrap();
        let mut conn = store.reader().await.unwrap();
        let waiting = sealed_keys::all_sealed_to(&mut conn, person(11), key(7)).await.unwrap();
        assert_eq!(waiting, [sealed_key(5, 11, 7), sealed_key(6, 11, 7)]);

        assert!(
            write!(store, |conn| sealed_keys::update(conn, message(5), person(11), key(8), b"new").await)
                .unwrap()
        );
        assert!(
            !write!(store, |conn| sealed_keys::update(conn, message(6), person(12), key(8), b"new").await)
                .unwrap()
        );
        let waiting = sealed_keys::all_sealed_to(&mut conn, person(11), key(7)).await.unwrap();
        assert_eq!(waiting, [sealed_key(6, 11, 7)]);
        let own = sealed_keys::one(&mut conn, message(5), person(11)).await.unwrap().unwrap();
        assert_eq!((own.key_id, own.sealed.as_slice()), (key(8), b"new".as_slice()));
        let again = write!(store, |conn| sealed_keys::insert_many(conn, &[sealed_key(5, 11, 7)]).await);
        assert_eq!(again, Err(StoreError::Conflict));
    }
}

#[tokio::test]
async fn a_delivery_only_moves_forward() {
    for store in testing::stores().await {
        people(&store).await;
        write!(store, |conn| submit(conn, 5, &[11]).await).unwrap();
        let advance = async |to, millis, failure| {
            write!(store, |conn| deliveries::advance(conn, delivery(511), to, at(millis), failure).await)
                .unwrap()
        };
        assert!(!advance(State::Queued, 1, None).await);
        assert!(advance(State::Delivered, 2, None).await);
        assert!(!advance(State::Sent, 3, None).await);
        assert!(advance(State::Failed, 4, Some(FailureReason::NumberUnreachable)).await);
        let mut conn = store.reader().await.unwrap();
        let failed = deliveries::by_id(&mut conn, delivery(511)).await.unwrap().unwrap();
        assert_eq!((failed.state, failed.failure), (State::Failed, Some(FailureReason::NumberUnreachable)));
        assert_eq!((failed.sent_at, failed.delivered_at, failed.failed_at), (None, Some(at(2)), Some(at(4))));

        assert!(write!(store, |conn| deliveries::requeue(conn, delivery(511), at(5)).await).unwrap());
        assert!(!write!(store, |conn| deliveries::requeue(conn, delivery(511), at(6)).await).unwrap());
        let queued = deliveries::by_id(&mut conn, delivery(511)).await.unwrap().unwrap();
        assert_eq!((queued.state, queued.failure, queued.queued_at), (State::Queued, None, at(5)));
        assert!(advance(State::Sent, 7, None).await);
        assert!(advance(State::Opened, 8, None).await);
        assert!(!advance(State::Failed, 9, None).await);
        assert!(advance(State::Recalled, 10, None).await);
        assert!(!advance(State::Expired, 11, None).await);
        let ended = deliveries::by_locator_hash(&mut conn, &hash(511)).await.unwrap().unwrap();
        assert_eq!(
            (ended.sent_at, ended.opened_at, ended.ended_at),
            (Some(at(7)), Some(at(8)), Some(at(10)))
        );
        assert_eq!(deliveries::by_locator_hash(&mut conn, &hash(1)).await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_message_ends_for_all_its_recipients() {
    for store in testing::stores().await {
        people(&store).await;
        write!(store, |conn| {
            submit(conn, 5, &[11, 12, 13]).await?;
            deliveries::advance(conn, delivery(512), State::Opened, at(1), None).await?;
            deliveries::advance(
                conn,
                delivery(513),
                State::Failed,
                at(1),
                Some(FailureReason::GatewayRefused),
            )
            .await
        })
        .unwrap();
        let end = async || {
            write!(store, |conn| deliveries::end_all_of(conn, message(5), State::Expired, at(9)).await)
        };
        assert_eq!(end().await, Ok(2));
        assert_eq!(end().await, Ok(0));
        let mut conn = store.reader().await.unwrap();
        let all = deliveries::by_message(&mut conn, message(5)).await.unwrap();
        let states: Vec<_> = all.iter().map(|row| (row.delivery.state, row.phone_sealed.clone())).collect();
        let sealed = |number| format!("sealed {number}").into_bytes();
        assert_eq!(
            states,
            [(State::Expired, sealed(11)), (State::Expired, sealed(12)), (State::Failed, sealed(13))]
        );
    }
}

#[tokio::test]
async fn a_recipient_has_one_delivery_of_a_message() {
    for store in testing::stores().await {
        people(&store).await;
        write!(store, |conn| submit(conn, 5, &[11]).await).unwrap();
        let again = write!(store, |conn| deliveries::insert_many(conn, &[new_delivery(999, 5, 1, 11)]).await);
        assert_eq!(again, Err(StoreError::Conflict));
    }
}

#[tokio::test]
async fn a_recipient_sees_what_can_be_read() {
    for store in testing::stores().await {
        people(&store).await;
        write!(store, |conn| {
            for number in 1..=6 {
                submit(conn, number, if number == 4 { &[12] } else { &[11, 12] }).await?;
            }
            messages::erase(conn, message(2), at(8)).await?;
            deliveries::advance(conn, delivery(311), State::Recalled, at(8), None).await
        })
        .unwrap();
        let mut conn = store.reader().await.unwrap();
        // Message 6 has not begun.
        let inbox = deliveries::of_recipient(&mut conn, person(11), at(5), 9, None).await.unwrap();
        assert_eq!(
            inbox.iter().map(|row| row.delivery.message_id).collect::<Vec<_>>(),
            [message(5), message(1)]
        );
        assert_eq!(inbox[0].sealed_key, Some(sealed_key(5, 11, 7)));
        assert_eq!(
            (inbox[0].subject.as_deref(), inbox[0].delivery.account_id),
            (Some(b"subject".as_slice()), person(1))
        );
        let older =
            deliveries::of_recipient(&mut conn, person(11), at(6), 9, Some(message(5))).await.unwrap();
        assert_eq!(older.iter().map(|row| row.created_at).collect::<Vec<_>>(), [at(1)]);
        let first = deliveries::of_recipient(&mut conn, person(12), at(9), 2, None).await.unwrap();
        assert_eq!(first.iter().map(|row| row.created_at).collect::<Vec<_>>(), [at(6), at(5)]);
    }
}

#[tokio::test]
async fn live_status_is_for_the_sender() {
    for store in testing::stores().await {
        people(&store).await;
        write!(store, |conn| {
            submit(conn, 5, &[11]).await?;
            deliveries::advance(conn, delivery(511), State::Sent, at(1), None).await
        })
        .unwrap();
        let mut conn = store.reader().await.unwrap();
        let ids: Vec<_> = (0..40).map(message).collect();
        let states = deliveries::states_for(&mut conn, person(1), &ids).await.unwrap();
        let sent = DeliveryStatus {
            message_id: message(5),
            delivery_id: delivery(511),
            state: State::Sent,
            failure: None,
        };
        assert_eq!(states, [sent]);
        assert_eq!(deliveries::states_for(&mut conn, person(2), &ids).await.unwrap(), []);
    }
}
