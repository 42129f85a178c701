//! What routes did, and receipts that came early.

use domain::FailureReason;
use store::{
    early_receipts::{self, EarlyReceipt},
    notices::{self, NoticeLease},
    routes::{self, RouteCost, RouteMinute},
    testing,
};

use crate::support::{at, notice, people, submit, write};

#[tokio::test]
async fn what_routes_did_adds_up() {
    for store in testing::stores().await {
        let minute =
            |minute, sent| RouteMinute { route: "twilio".into(), minute, sent, ..Default::default() };
        write!(store, |conn| routes::add(conn, &[minute(5, 2), minute(6, 1)]).await).unwrap();
        write!(store, |conn| routes::add(conn, &[RouteMinute { errors: 4, ..minute(6, 7) }]).await).unwrap();
        let mut conn = store.reader().await.unwrap();
        let since = routes::since(&mut conn, 6).await.unwrap();
        assert_eq!(since, [RouteMinute { errors: 4, ..minute(6, 8) }]);
        assert_eq!(routes::sent_since(&mut conn, "twilio", 5).await, Ok(10));
        assert_eq!(routes::sent_since(&mut conn, "other", 5).await, Ok(0));
        assert_eq!(write!(store, |conn| routes::prune(conn, 6).await), Ok(1));
    }
}

#[tokio::test]
async fn costs_add_up_for_each_currency() {
    for store in testing::stores().await {
        let cost = |currency: &str, micros| RouteCost {
            route: "twilio".into(),
            day: 3,
            currency: currency.into(),
            micros,
        };
        write!(store, |conn| {
            let both = [cost("USD", 7_500), cost("EUR", 1)];
            routes::add_costs(conn, &both).await
        })
        .unwrap();
        write!(store, |conn| routes::add_costs(conn, &[cost("USD", 500)]).await).unwrap();
        let mut conn = store.reader().await.unwrap();
        assert_eq!(routes::costs_since(&mut conn, 3).await.unwrap(), [cost("EUR", 1), cost("USD", 8_000)]);
    }
}

#[tokio::test]
async fn a_held_route_stays_held_until_it_is_let_go() {
    for store in testing::stores().await {
        let hold =
            async |held| write!(store, |conn| routes::hold(conn, "twilio", held, at(1)).await).unwrap();
        assert!(hold(true).await && !hold(true).await);
        let mut conn = store.reader().await.unwrap();
        assert_eq!(routes::held(&mut conn).await.unwrap(), ["twilio"]);
        assert!(hold(false).await && !hold(false).await);
        assert!(routes::held(&mut conn).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn an_early_receipt_is_found_when_its_notice_is_known() {
    for store in testing::stores().await {
        people(&store).await;
        let failure = Some(FailureReason::Landline);
        let early = move || EarlyReceipt { outcome: "failed".into(), failure, at: at(3) };
        write!(store, |conn| {
            submit(conn, 5, &[11]).await?;
            early_receipts::keep(conn, "twilio", "r1", &early()).await?;
            early_receipts::keep(conn, "twilio", "r1", &early()).await
        })
        .unwrap();
        let matched = async || {
            let mut conn = store.reader().await.unwrap();
            early_receipts::matched(&mut conn, 9).await.unwrap()
        };
        assert!(matched().await.is_empty());
        let owner = [1; 16];
        write!(store, |conn| {
            notices::lease(conn, NoticeLease { owner, until: at(60) }, at(9), 9).await?;
            notices::settle_sent(conn, &[(notice(511), Some("r1"))], &owner, "twilio", at(9)).await
        })
        .unwrap();
        assert_eq!(matched().await, [("twilio".to_owned(), "r1".to_owned())]);
        let take = async || write!(store, |conn| early_receipts::take(conn, "twilio", "r1").await).unwrap();
        assert_eq!(take().await, [early()]);
        assert!(take().await.is_empty());
    }
}
