//! Sessions, throttles, audit, secrets of the instance, the simulated phone.

use store::{
    audit::{self, AuditEvent},
    instance,
    sessions::{self, Session},
    simulator::{self, SimulatorText},
    testing,
    throttles::{self, Throttle},
    waiting_keys::{self, WaitingKey},
};

use crate::support::{at, delivery, hash, key, message, notice, person, write};

fn session(number: u16, of: u16) -> Session {
    Session {
        token_hash: hash(number),
        person_id: person(of),
        wrapped_key: None,
        created_at: at(0),
        seen_at: at(number.into()),
        idle_until: at(100),
        ends_at: at(500),
        agent: "Firefox on Linux".to_owned(),
        shared: false,
    }
}

#[tokio::test]
async fn a_session_lives_while_it_is_used() {
    for store in testing::stores().await {
        write!(store, |conn| sessions::insert(conn, &session(1, 1)).await).unwrap();
        assert!(write!(store, |conn| sessions::attach(conn, &hash(1), b"wrapped").await).unwrap());
        assert!(!write!(store, |conn| sessions::attach(conn, &hash(2), b"wrapped").await).unwrap());
        assert!(write!(store, |conn| sessions::touch(conn, &hash(1), at(50), at(150)).await).unwrap());
        let mut conn = store.reader().await.unwrap();
        let found = sessions::by_hash(&mut conn, &hash(1)).await.unwrap().unwrap();
        let expected = Session {
            wrapped_key: Some(b"wrapped".to_vec()),
            seen_at: at(50),
            idle_until: at(150),
            ..session(1, 1)
        };
        assert_eq!(found, expected);
        // Not beyond its end.
        assert!(write!(store, |conn| sessions::touch(conn, &hash(1), at(450), at(550)).await).unwrap());
        assert_eq!(sessions::by_hash(&mut conn, &hash(1)).await.unwrap().unwrap().idle_until, at(500));
        assert!(write!(store, |conn| sessions::delete(conn, &hash(1)).await).unwrap());
        assert!(!write!(store, |conn| sessions::delete(conn, &hash(1)).await).unwrap());
        assert_eq!(sessions::by_hash(&mut conn, &hash(1)).await.unwrap(), None);
    }
}

#[tokio::test]
async fn sessions_of_a_person() {
    for store in testing::stores().await {
        write!(store, |conn| {
            for number in 1..=4 {
                sessions::insert(conn, &session(number, 1)).await?;
            }
            let long = Session { idle_until: at(9000), ..session(5, 2) };
            sessions::insert(conn, &long).await
        })
        .unwrap();
        let mut conn = store.reader().await.unwrap();
        let all = sessions::of_person(&mut conn, person(1)).await.unwrap();
        assert_eq!(all.iter().map(|session| session.token_hash).collect::<Vec<_>>(), [4, 3, 2, 1].map(hash));
        assert_eq!(
            write!(store, |conn| sessions::delete_of_person(conn, person(1), Some(&hash(2))).await),
            Ok(3)
        );
        assert_eq!(write!(store, |conn| sessions::delete_of_person(conn, person(1), None).await), Ok(1));

        assert_eq!(write!(store, |conn| sessions::delete_ended(conn, at(499), 9).await), Ok(0));
        assert_eq!(write!(store, |conn| sessions::delete_ended(conn, at(500), 0).await), Ok(0));
        assert_eq!(write!(store, |conn| sessions::delete_ended(conn, at(500), 9).await), Ok(1));
    }
}

#[tokio::test]
async fn throttles_are_put_cleared_and_pruned() {
    let throttle = |failures| Throttle {
        subject: hash(1),
        failures,
        blocked_until: at(9),
        updated_at: at(failures.into()),
    };
    for store in testing::stores().await {
        write!(store, |conn| {
            throttles::put(conn, &throttle(1)).await?;
            throttles::put(conn, &throttle(2)).await?;
            throttles::put(conn, &Throttle { subject: hash(2), ..throttle(7) }).await
        })
        .unwrap();
        let mut conn = store.reader().await.unwrap();
        assert_eq!(throttles::get(&mut conn, &hash(1)).await.unwrap(), Some(throttle(2)));
        assert_eq!(write!(store, |conn| throttles::prune(conn, at(7)).await), Ok(1));
        assert_eq!(throttles::get(&mut conn, &hash(1)).await.unwrap(), None);
        write!(store, |conn| throttles::clear(conn, &hash(2)).await).unwrap();
        assert_eq!(throttles::get(&mut conn, &hash(2)).await.unwrap(), None);
    }
}

#[tokio::test]
async fn events_come_back_in_their_order() {
    let event = |action: &'static str, millis| AuditEvent {
        at: at(millis),
        actor_kind: "sender".into(),
        actor_id: Some(person(1)),
        action: action.into(),
        message_id: Some(message(1)),
        delivery_id: (millis > 1).then(|| delivery(1)),
        person_id: None,
        detail: (millis > 2).then(|| "timeout".into()),
    };
    for store in testing::stores().await {
        let events = [event("submitted", 1), event("sent", 2), event("read", 2), event("failed", 3)];
        write!(store, |conn| {
            let other = AuditEvent { message_id: None, ..event("signed-in", 0) };
            audit::insert_many(conn, &[event("failed", 3), event("submitted", 1), other]).await?;
            audit::insert_many(conn, &[event("sent", 2), event("read", 2)]).await
        })
        .unwrap();
        let mut conn = store.reader().await.unwrap();
        assert_eq!(audit::of_message(&mut conn, message(1)).await.unwrap(), events);
    }
}

#[tokio::test]
async fn secrets_are_made_once() {
    for store in testing::stores().await {
        write!(store, |conn| {
            instance::put_if_absent(conn, "pepper", b"first").await?;
            instance::put_if_absent(conn, "pepper", b"second").await
        })
        .unwrap();
        let mut conn = store.reader().await.unwrap();
        assert_eq!(instance::get(&mut conn, "pepper").await.unwrap(), Some(b"first".to_vec()));
        assert_eq!(instance::get(&mut conn, "salt").await.unwrap(), None);
    }
}

#[tokio::test]
async fn the_newest_waiting_key_is_used() {
    let waiting = |number: u16| WaitingKey {
        key_id: key(number),
        public_key: vec![1],
        wrapped: vec![2],
        created_at: at(number.into()),
    };
    for store in testing::stores().await {
        let mut conn = store.reader().await.unwrap();
        assert_eq!(waiting_keys::newest(&mut conn).await.unwrap(), None);
        write!(store, |conn| {
            waiting_keys::insert(conn, &waiting(2)).await?;
            waiting_keys::insert(conn, &waiting(1)).await
        })
        .unwrap();
        assert_eq!(waiting_keys::newest(&mut conn).await.unwrap(), Some(waiting(2)));
        assert_eq!(waiting_keys::by_id(&mut conn, key(1)).await.unwrap(), Some(waiting(1)));
        assert_eq!(waiting_keys::by_id(&mut conn, key(3)).await.unwrap(), None);
    }
}

#[tokio::test]
async fn the_simulated_phone_keeps_a_text_once() {
    for store in testing::stores().await {
        write!(store, |conn| {
            let text = |(number, to)| SimulatorText {
                id: notice(number),
                to_index: hash(to),
                sealed: b"sealed".to_vec(),
                at: at(number.into()),
            };
            simulator::append(conn, &[(1, 1), (2, 2), (3, 1), (1, 1)].map(text)).await
        })
        .unwrap();
        let mut conn = store.reader().await.unwrap();
        let ids =
            |texts: Vec<simulator::SimulatorText>| texts.into_iter().map(|text| text.id).collect::<Vec<_>>();
        assert_eq!(ids(simulator::all(&mut conn, 9).await.unwrap()), [3, 2, 1].map(notice));
        assert_eq!(ids(simulator::by_index(&mut conn, &hash(1), 9).await.unwrap()), [3, 1].map(notice));
        assert_eq!(ids(simulator::by_index(&mut conn, &hash(1), 1).await.unwrap()), [3].map(notice));
    }
}
