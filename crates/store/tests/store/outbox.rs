//! Leases.

use std::collections::HashSet;

use domain::NoticeId;
use store::{
    Store, StoreError,
    notices::{self, LeasedNotice, NewNotice, NoticeKind, NoticeLease, NoticeList, OutboxStats, Retry},
    testing,
};

use crate::support::{at, delivery, hash, message, new_notice, notice, people, person, submit, write};

const OWNER: [u8; 16] = [1; 16];
const OTHER: [u8; 16] = [2; 16];

fn until(owner: [u8; 16], end: i64) -> NoticeLease {
    NoticeLease { owner, until: at(end) }
}

async fn lease(store: &Store, owner: [u8; 16], now: i64, limit: u32) -> Vec<NoticeId> {
    let leased =
        write!(store, |conn| notices::lease(conn, until(owner, now + 60), at(now), limit).await).unwrap();
    leased.into_iter().map(|notice| notice.id).collect()
}

async fn next_due(store: &Store) -> Option<i64> {
    let mut conn = store.reader().await.unwrap();
    notices::next_due(&mut conn).await.unwrap().map(|due| due.get() - at(0).get())
}

#[tokio::test]
async fn a_leased_notice_says_all_that_its_text_needs() {
    for store in testing::stores().await {
        people(&store).await;
        write!(store, |conn| submit(conn, 5, &[11]).await).unwrap();
        assert_eq!(lease(&store, OWNER, 4, 9).await, []);
        let leased = write!(store, |conn| notices::lease(conn, until(OWNER, 65), at(5), 9).await).unwrap();
        let expected = LeasedNotice {
            id: notice(511),
            kind: NoticeKind::First,
            priority: 1,
            turn: at(5),
            attempts: 0,
            unclear: 0,
            checked: false,
            last_route: None,
            only_route: None,
            leased_until: at(65),
            give_up_at: at(1005),
            delivery_id: delivery(511),
            message_id: message(5),
            account_id: person(1),
            recipient_id: person(11),
            phone_index: hash(11),
            phone_sealed: b"sealed 11".to_vec(),
            word_back: 0,
            language: None,
            phrase: None,
            claimed: false,
        };
        assert_eq!(leased, [expected]);
    }
}

#[tokio::test]
async fn a_notice_can_be_written_with_a_lease() {
    for store in testing::stores().await {
        people(&store).await;
        write!(store, |conn| {
            submit(conn, 50, &[11]).await?;
            submit(conn, 5, &[11]).await?;
            let leased = NewNotice { lease: Some(until(OWNER, 65)), ..new_notice(900, 511, 5) };
            notices::insert_many(conn, &[leased]).await
        })
        .unwrap();
        assert_eq!(lease(&store, OTHER, 49, 9).await, [notice(511)]);
        let settle = async |owner| {
            write!(store, |conn| {
                notices::settle_sent(conn, &[(notice(900), Some("a1"))], &owner, "simulator", at(7)).await
            })
            .unwrap()
        };
        assert_eq!(settle(OTHER).await, []);
        assert_eq!(settle(OWNER).await, [notice(900)]);
    }
}

#[tokio::test]
async fn a_lease_that_ends_is_taken_over() {
    for store in testing::stores().await {
        people(&store).await;
        write!(store, |conn| submit(conn, 5, &[11]).await).unwrap();
        assert_eq!(next_due(&store).await, Some(5));
        assert_eq!(lease(&store, OWNER, 10, 9).await, [notice(511)]);
        assert_eq!(next_due(&store).await, Some(70));
        assert_eq!(lease(&store, OTHER, 69, 9).await, []);
        assert_eq!(lease(&store, OTHER, 70, 9).await, [notice(511)]);
        let settle = async |owner| {
            write!(store, |conn| {
                notices::settle_sent(conn, &[(notice(511), Some("a1"))], &owner, "simulator", at(71)).await
            })
            .unwrap()
        };
        assert_eq!(settle(OWNER).await, []);
        assert_eq!(settle(OTHER).await, [notice(511)]);
        assert_eq!(settle(OTHER).await, []);
        assert_eq!(next_due(&store).await, None);
        assert_eq!(lease(&store, OWNER, 9999, 9).await, []);
    }
}

#[tokio::test]
async fn a_notice_is_tried_again_and_given_up() {
    for store in testing::stores().await {
        people(&store).await;
        write!(store, |conn| {
            submit(conn, 5, &[11, 12]).await?;
            notices::insert_many(conn, &[new_notice(900, 512, 3)]).await
        })
        .unwrap();
        // The oldest first.
        assert_eq!(lease(&store, OWNER, 10, 2).await, [notice(900), notice(511)]);
        let retry = Retry { at: at(500), error: "timeout", route: Some("twilio"), unclear: 1 };
        let retried = write!(store, |conn| notices::retry(conn, notice(900), &OWNER, retry).await);
        assert_eq!(retried, Ok(true));
        let failed =
            write!(store, |conn| notices::settle_failed(conn, notice(511), &OWNER, "refused", None, at(11))
                .await);
        assert_eq!(failed, Ok(true));
        assert_eq!(lease(&store, OTHER, 499, 9).await, [notice(512)]);
        let leased = write!(store, |conn| notices::lease(conn, until(OTHER, 560), at(500), 9).await).unwrap();
        assert_eq!(
            leased
                .iter()
                .map(|notice| (notice.id, notice.attempts, notice.unclear, notice.last_route.as_deref()))
                .collect::<Vec<_>>(),
            [(notice(900), 1, 1, Some("twilio"))]
        );
    }
}

#[tokio::test]
async fn leases_are_given_back() {
    for store in testing::stores().await {
        people(&store).await;
        write!(store, |conn| submit(conn, 5, &[11, 12, 13]).await).unwrap();
        assert_eq!(lease(&store, OWNER, 10, 2).await.len(), 2);
        assert_eq!(lease(&store, OTHER, 10, 2).await.len(), 1);
        let mut conn = store.reader().await.unwrap();
        assert_eq!(
            notices::stats(&mut conn).await.unwrap(),
            OutboxStats { queued: 3, urgent: 0, oldest_due: Some(at(5)), planned: 0, held: 0 }
        );
        assert_eq!(write!(store, |conn| notices::release(conn, &OWNER).await), Ok(2));
        assert_eq!(write!(store, |conn| notices::release(conn, &OWNER).await), Ok(0));
        assert_eq!(lease(&store, OWNER, 10, 9).await.len(), 2);
        assert_eq!(write!(store, |conn| notices::release_all(conn).await), Ok(3));
        assert_eq!(lease(&store, OTHER, 10, 9).await.len(), 3);
        // Taken back by the sender, also while leased.
        assert_eq!(write!(store, |conn| notices::cancel_queued_of(conn, message(5), at(11)).await), Ok(3));
        let settled =
            write!(store, |conn| notices::settle_failed(conn, notice(511), &OTHER, "x", None, at(11)).await);
        assert_eq!(settled, Ok(false));
        assert_eq!(
            notices::stats(&mut conn).await.unwrap(),
            OutboxStats { queued: 0, urgent: 0, oldest_due: None, planned: 0, held: 0 }
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_owners_never_get_the_same_notice() {
    for store in testing::stores().await {
        people(&store).await;
        for number in 1..=60 {
            write!(store, |conn| submit(conn, number, &[11, 12, 13]).await).unwrap();
        }
        let workers = (0..8).map(|worker| {
            let store = Store::clone(&store);
            tokio::spawn(async move {
                let mut all = Vec::new();
                loop {
                    let leased = lease(&store, [worker; 16], 100, 7).await;
                    if leased.is_empty() {
                        return all;
                    }
                    all.extend(leased);
                }
            })
        });
        let leased: Vec<_> =
            futures::future::join_all(workers).await.into_iter().flat_map(Result::unwrap).collect();
        let different: HashSet<_> = leased.iter().collect();
        assert_eq!((leased.len(), different.len()), (180, 180), "{:?}", *store);
    }
}

/// SQLite checks it for both: what a submission writes is the same code, and PostgreSQL is spared the work.
#[tokio::test]
async fn a_notice_needs_its_delivery() {
    for store in testing::stores().await.iter().filter(|store| store.is_sqlite()) {
        let orphan = write!(store, |conn| notices::insert_many(conn, &[new_notice(1, 1, 1)]).await);
        assert!(matches!(orphan, Err(StoreError::Other(_))), "{orphan:?}");
    }
}

#[tokio::test]
async fn the_urgent_go_first_and_then_those_whose_turn_it_is() {
    for store in testing::stores().await {
        people(&store).await;
        write!(store, |conn| {
            submit(conn, 5, &[11]).await?;
            let waiting = [(900, 1, 30), (901, 0, 40), (902, 1, 20), (903, 2, 1)];
            let waiting = waiting.map(|(number, priority, turn)| NewNotice {
                priority,
                turn: at(turn),
                ..new_notice(number, 511, 0)
            });
            notices::insert_many(conn, &waiting).await
        })
        .unwrap();
        assert_eq!(lease(&store, OWNER, 4, 3).await, [901, 902, 900].map(notice));
        // What is due later is planned until then.
        let mut conn = store.reader().await.unwrap();
        let stats = notices::stats(&mut conn).await.unwrap();
        assert_eq!((stats.queued, stats.urgent, stats.planned), (4, 1, 1));
        assert_eq!(lease(&store, OWNER, 5, 3).await, [511, 903].map(notice));
        let back = [(notice(511), at(9)), (notice(903), at(8)), (notice(77), at(1))];
        let back = write!(store, |conn| notices::put_back(conn, &back, &OWNER).await).unwrap();
        assert_eq!(back.len(), 2);
        assert_eq!(next_due(&store).await, Some(8));
        assert_eq!(lease(&store, OTHER, 8, 3).await, [notice(903)]);
    }
}

#[tokio::test]
async fn what_was_settled_is_found_and_can_go_again() {
    for store in testing::stores().await {
        people(&store).await;
        write!(store, |conn| submit(conn, 5, &[11, 12, 13]).await).unwrap();
        assert_eq!(lease(&store, OWNER, 10, 3).await.len(), 3);
        write!(store, |conn| {
            notices::settle_sent(conn, &[(notice(511), Some("r1"))], &OWNER, "twilio", at(11)).await?;
            assert!(notices::settle_unknown(conn, notice(512), &OWNER, "twilio", at(11)).await?);
            assert!(notices::hold(conn, notice(513), &OWNER, "sim-changed").await?);
            Ok::<_, StoreError>(())
        })
        .unwrap();
        let mut conn = store.reader().await.unwrap();
        let found = notices::by_reference(&mut conn, "twilio", "r1").await.unwrap().unwrap();
        assert_eq!((found.id, found.delivery_id, found.state.as_str()), (notice(511), delivery(511), "sent"));
        assert_eq!(notices::by_reference(&mut conn, "smpp", "r1").await.unwrap(), None);
        let listed = async |conn: &mut store::Conn, list| notices::list(conn, list, 9).await.unwrap();
        let troubled = listed(&mut conn, NoticeList::Troubled).await;
        assert_eq!((troubled.len(), troubled[0].id), (1, notice(512)));
        assert_eq!(listed(&mut conn, NoticeList::Held).await[0].last_error.as_deref(), Some("sim-changed"));
        let again = write!(store, |conn| notices::again(conn, notice(512), at(20), at(99)).await);
        assert_eq!(again, Ok(true));
        let again = write!(store, |conn| notices::again(conn, notice(511), at(20), at(99)).await);
        assert_eq!(again, Ok(false));
        assert_eq!(write!(store, |conn| notices::release_held(conn, delivery(513), at(21)).await), Ok(1));
        assert_eq!(lease(&store, OTHER, 21, 9).await.len(), 2);
    }
}
