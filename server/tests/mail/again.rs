//! Mail programs that did not hear the answer send a mail once more.

use bench::client::number;
use store::testing;

use crate::{
    desk::{Desk, Way},
    reader::Reader,
    wire::{Wire, at, letter},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_that_comes_again_is_sent_once() {
    once(&Desk::new()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_that_comes_again_is_sent_once_on_postgres_too() {
    let database = testing::postgres().await;
    once(&Desk::with(&[("NARWHAL_DATABASE_URL", database.url())])).await;
}

async fn once(desk: &Desk) {
    let service = desk.start();
    let (first, second) = ([at(&number(1))], [at(&number(1)), at(&number(2))]);
    let mail = letter("again", "Your results", "All is well.");
    for way in [Way::Plain, Way::Plain, Way::Tls] {
        let said = Wire::signed_in(desk, way).await.mail(&first, &mail).await;
        assert_eq!(said.code(), 250, "{said:?}");
    }
    assert_eq!(desk.messages().await, (1, 1));
    // The same from three programs at once, and then to somebody else as well.
    let mut wires = Vec::new();
    for _ in 0..3 {
        wires.push(Wire::signed_in(desk, Way::Plain).await);
    }
    let copy = letter("other", "Your bill", "It is paid.");
    let [a, b, c] = wires.as_mut_slice() else { unreachable!("there are three") };
    let said = tokio::join!(a.mail(&first, &copy), b.mail(&first, &copy), c.mail(&first, &copy));
    assert_eq!([said.0.code(), said.1.code(), said.2.code()], [250; 3], "{said:?}");
    assert_eq!(a.mail(&second, &mail).await.code(), 250);
    assert_eq!(a.mail(&second, &mail).await.code(), 250);
    assert_eq!(desk.messages().await, (3, 3));

    let mut one = Reader::of(&service, number(1));
    one.wait(2).await;
    one.claim().await;
    let list = one.list().await;
    assert_eq!((list.matches("Your results").count(), list.matches("Your bill").count()), (1, 1), "{list}");
    let mut two = Reader::of(&service, number(2));
    let link = two.claim().await;
    assert!(two.page(&link).await.contains("All is well."));
    assert_eq!((one.links().await.len(), two.links().await.len()), (2, 1));
    service.stop().unwrap();
}
