//! A sender's list.

use domain::{DeliveryState as State, MessageId};
use store::{
    Store, accounts, deliveries,
    messages::{self, RecipientFilter, SentFilter, sent_page},
    testing,
};

use crate::support::{
    account, at, delivery, hash, message, new_message, people, person, sealed_key, submit, write,
};

/// Messages 1 to 40, the even ones to 11 and 12, the others to 13; 4 and 6 were opened by 11; one of another account.
async fn forty(store: &Store) {
    people(store).await;
    write!(store, |conn| {
        for number in 1..=40 {
            submit(conn, number, if number % 2 == 0 { &[11, 12] } else { &[13] }).await?;
        }
        for number in [411, 611] {
            deliveries::advance(conn, delivery(number), State::Opened, at(1), None).await?;
        }
        accounts::insert(conn, &account(2)).await?;
        messages::insert_many(conn, &[new_message(50, 2)]).await
    })
    .unwrap();
}

async fn list(store: &Store, filter: SentFilter) -> Vec<MessageId> {
    let mut conn = store.reader().await.unwrap();
    let page = sent_page(&mut conn, person(1), &filter).await.unwrap();
    page.into_iter().map(|row| row.id).collect()
}

#[tokio::test]
async fn pages_follow_each_other() {
    for store in testing::stores().await {
        forty(&store).await;
        let mut conn = store.reader().await.unwrap();
        let page = sent_page(&mut conn, person(1), &SentFilter { limit: 25, ..SentFilter::default() })
            .await
            .unwrap();
        assert_eq!(page.len(), 25);
        assert_eq!((page[0].id, page[24].id), (message(40), message(16)));
        assert_eq!(page[0].sealed_key, Some(sealed_key(40, 1, 1)));
        assert_eq!(page[0].subject.as_deref(), Some(b"subject".as_slice()));
        let recipients: Vec<_> = page[0].deliveries.iter().map(|delivery| delivery.recipient_id).collect();
        assert_eq!(recipients, [person(11), person(12)]);
        assert_eq!(page[1].deliveries[0].phone_sealed, b"sealed 13");
        let rest =
            list(&store, SentFilter { limit: 25, before: Some(message(16)), ..SentFilter::default() }).await;
        assert_eq!((rest.len(), rest[0], rest[14]), (15, message(15), message(1)));
    }
}

#[tokio::test]
async fn the_list_is_searched_by_state_and_recipient() {
    for store in testing::stores().await {
        forty(&store).await;
        let by = |recipient, state| SentFilter { recipient, state, before: None, limit: 3 };
        let phone = |number| Some(RecipientFilter::PhoneIndex(hash(number)));
        let last_four = |number: u16| Some(RecipientFilter::LastFourIndex(hash(5000 + number)));

        assert_eq!(list(&store, by(None, Some(State::Opened))).await, [6, 4].map(message));
        assert_eq!(list(&store, by(None, Some(State::Queued))).await, [40, 39, 38].map(message));
        assert_eq!(list(&store, by(None, Some(State::Failed))).await, []);
        assert_eq!(list(&store, by(phone(11), None)).await, [40, 38, 36].map(message));
        assert_eq!(list(&store, by(last_four(13), None)).await, [39, 37, 35].map(message));
        assert_eq!(list(&store, by(phone(11), Some(State::Opened))).await, [6, 4].map(message));
        assert_eq!(list(&store, by(phone(12), Some(State::Opened))).await, []);
        assert_eq!(list(&store, by(phone(99), None)).await, []);
        let older = SentFilter { before: Some(message(6)), ..by(phone(11), Some(State::Opened)) };
        assert_eq!(list(&store, older).await, [message(4)]);
        let older = SentFilter { before: Some(message(6)), ..by(None, Some(State::Opened)) };
        assert_eq!(list(&store, older).await, [message(4)]);
    }
}
