//! Accounts, recipients, credentials.

use domain::KdfParams;
use store::{
    StoreError, accounts,
    credentials::{self, Credential},
    recipients::{self, KnownRecipient, NewRecipient},
    testing,
};

use crate::support::{account, at, hash, key, people, person, recipient, write};

fn credential(number: u16) -> Credential {
    Credential {
        person_id: person(number),
        key_id: key(number),
        public_key: vec![1; 1217],
        salt: vec![2; 16],
        kdf: KdfParams::INITIAL,
        verifier: vec![3; 33],
        wrapped_key: vec![4; 100],
        created_at: at(1),
        changed_at: at(2),
    }
}

#[tokio::test]
async fn accounts_are_found_listed_and_disabled() {
    for store in testing::stores().await {
        let ana = account(1);
        write!(store, |conn| {
            accounts::insert(conn, &account(2)).await?;
            accounts::insert(conn, &account(1)).await
        })
        .unwrap();
        let taken = accounts::Account { id: person(3), ..account(1) };
        let again =
            write!(store, |conn| accounts::insert(conn, &accounts::Account { id: person(3), ..account(1) })
                .await);
        assert_eq!(again, Err(StoreError::Conflict));

        let mut conn = store.reader().await.unwrap();
        assert_eq!(accounts::by_email(&mut conn, "sender1@example.org").await.unwrap(), Some(ana.clone()));
        assert_eq!(accounts::by_id(&mut conn, taken.id).await.unwrap(), None);
        assert_eq!(accounts::list(&mut conn).await.unwrap(), [ana, account(2)]);
        assert_eq!(accounts::count(&mut conn).await.unwrap(), 2);

        assert!(write!(store, |conn| accounts::disable(conn, person(1), at(5)).await).unwrap());
        assert!(!write!(store, |conn| accounts::disable(conn, person(1), at(6)).await).unwrap());
        let disabled = accounts::by_id(&mut conn, person(1)).await.unwrap().unwrap();
        assert_eq!(disabled.disabled_at, Some(at(5)));
    }
}

#[tokio::test]
async fn a_number_is_one_person() {
    for store in testing::stores().await {
        people(&store).await;
        let known = write!(store, |conn| {
            let again = NewRecipient { id: person(99), ..recipient(11) };
            recipients::upsert_many(conn, &[recipient(14), again, recipient(14)]).await
        });
        assert_eq!(known, Ok([(hash(11), person(11)), (hash(14), person(14))].into()));
        let mut conn = store.reader().await.unwrap();
        let found = recipients::by_phone_index(&mut conn, &hash(11)).await.unwrap().unwrap();
        assert_eq!((found.id, found.phone_sealed.as_slice()), (person(11), b"sealed 11".as_slice()));
        assert_eq!(recipients::by_id(&mut conn, person(11)).await.unwrap(), Some(found));
        assert_eq!(recipients::by_id(&mut conn, person(99)).await.unwrap(), None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_one_person_also_for_many_at_once() {
    for store in testing::stores().await {
        let upserts = (0..40).map(|number| {
            let store = &store;
            async move {
                write!(store, |conn| {
                    let new = |of: u16| NewRecipient { id: person(100 * number + of), ..recipient(700 + of) };
                    // Not in one order: two that wait for each other would fail.
                    let order = if number % 2 == 0 { [1, 2, 3] } else { [3, 2, 1] };
                    recipients::upsert_many(conn, &order.map(new)).await
                })
                .unwrap()
            }
        });
        let mut ids = futures::future::join_all(upserts).await;
        ids.dedup();
        assert_eq!((ids.len(), ids[0].len()), (1, 3));
    }
}

#[tokio::test]
async fn what_a_sender_needs_to_know_of_numbers() {
    for store in testing::stores().await {
        people(&store).await;
        write!(store, |conn| credentials::insert(conn, &credential(12)).await).unwrap();
        let mut conn = store.reader().await.unwrap();
        let of_11 = KnownRecipient { phone_index: hash(11), person_id: person(11), key: None };
        let of_12 = KnownRecipient {
            key: Some((key(12), vec![1; 1217])),
            phone_index: hash(12),
            person_id: person(12),
        };

        assert_eq!(recipients::by_phone_indexes(&mut conn, &[]).await.unwrap(), []);
        assert_eq!(
            recipients::by_phone_indexes(&mut conn, &[hash(11)]).await.unwrap(),
            *std::slice::from_ref(&of_11)
        );
        let many: Vec<_> = (11..=12).chain(800..840).map(hash).rev().collect();
        let mut known = recipients::by_phone_indexes(&mut conn, &many).await.unwrap();
        known.sort_by_key(|known| known.person_id);
        assert_eq!(known, [of_11, of_12]);
    }
}

#[tokio::test]
async fn a_person_has_one_credential() {
    for store in testing::stores().await {
        write!(store, |conn| credentials::insert(conn, &credential(1)).await).unwrap();
        let again = write!(store, |conn| credentials::insert(conn, &credential(1)).await);
        assert_eq!(again, Err(StoreError::Conflict));
        let mut conn = store.reader().await.unwrap();
        assert_eq!(credentials::by_person(&mut conn, person(1)).await.unwrap(), Some(credential(1)));
        assert_eq!(credentials::by_person(&mut conn, person(2)).await.unwrap(), None);

        let changed = || Credential { verifier: vec![8; 33], changed_at: at(9), ..credential(1) };
        write!(store, |conn| credentials::replace(conn, &changed()).await).unwrap();
        assert_eq!(credentials::by_person(&mut conn, person(1)).await.unwrap(), Some(changed()));
    }
}

#[test]
fn rows_do_not_print() {
    assert_eq!(format!("{:?} {:?}", credential(1), account(1)), "Credential(..) Account(..)");
}
