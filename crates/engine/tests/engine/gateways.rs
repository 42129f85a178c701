//! What is done about gateways by hand is an administrator's.

use domain::NoticeId;
use engine::{EngineError, NoticeList, RouteName};
use sms::{Act, Gateway, Scripted};

use crate::common::Instance;

const BEA: &str = "+12114367789";

#[tokio::test]
async fn a_sender_can_do_nothing_about_gateways() {
    let gateway = Scripted::new(|_| Act::Accept);
    for instance in Instance::each_over(&Gateway::Scripted(gateway.clone())).await {
        let (engine, sender) = (&instance.engine, instance.sender().await);
        instance.send(&sender, &[BEA], "waits").await;
        let admin = instance.administrator().await;
        let waiting = engine.listed_notices(&admin, NoticeList::Waiting).await.unwrap();
        let (route, notice): (RouteName, NoticeId) = ("only".parse().unwrap(), waiting[0].id);
        let refused = [
            engine.gateways(&sender).await.map(drop),
            engine.listed_notices(&sender, NoticeList::Waiting).await.map(drop),
            engine.hold_route(&sender, &route, true).await,
            engine.try_route(&sender, &route),
            engine.retry_notice(&sender, notice).await,
            engine.reroute_notice(&sender, notice, Some(&route)).await,
        ];
        for answer in refused {
            assert!(matches!(answer, Err(EngineError::NotFound)), "{answer:?}");
        }
        let before = gateway.taken().len();
        instance.dispatch_all().await;
        assert_eq!(gateway.taken().len(), before + 1, "nothing was held");
    }
}

#[tokio::test]
async fn nothing_goes_over_a_held_route_until_it_is_let_go_on() {
    let gateway = Scripted::new(|_| Act::Accept);
    for instance in Instance::each_over(&Gateway::Scripted(gateway.clone())).await {
        let (sender, admin) = (instance.sender().await, instance.administrator().await);
        let (route, before): (RouteName, _) = ("only".parse().unwrap(), gateway.taken().len());
        instance.engine.hold_route(&admin, &route, true).await.unwrap();
        instance.send(&sender, &[BEA], "held").await;
        instance.engine.dispatch().await.unwrap();
        assert_eq!(gateway.taken().len(), before);
        instance.engine.hold_route(&admin, &route, false).await.unwrap();
        instance.clock.advance(std::time::Duration::from_secs(60 * 60));
        instance.dispatch_all().await;
        assert_eq!(gateway.taken().len(), before + 1);
        let unknown = instance.engine.hold_route(&admin, &"nowhere".parse().unwrap(), true).await;
        assert!(matches!(unknown, Err(EngineError::NotFound)));
    }
}
