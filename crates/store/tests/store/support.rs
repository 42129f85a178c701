//! Rows to begin with.

use domain::{DeliveryId, KeyId, MessageId, NoticeId, PersonId, Role, UnixMillis};
use store::{
    Conn, Store, StoreError,
    accounts::{self, Account},
    deliveries::{self, NewDelivery},
    messages::{self, NewMessage},
    notices::{self, NewNotice, NoticeKind},
    recipients::{self, NewRecipient},
    sealed_keys::{self, SealedKey},
};

/// An id that differs by its last two bytes.
macro_rules! numbered {
    ($($name:ident: $type:ident, $prefix:literal;)+) => { $(
        pub(crate) fn $name(number: u16) -> $type {
            let mut bytes = [$prefix; 16];
            bytes[14..].copy_from_slice(&number.to_be_bytes());
            $type::from_bytes(bytes)
        }
    )+ };
}

numbered! {
    person: PersonId, 1;
    message: MessageId, 2;
    delivery: DeliveryId, 3;
    notice: NoticeId, 4;
    key: KeyId, 5;
}

pub(crate) fn hash(number: u16) -> [u8; 32] {
    let mut bytes = [9; 32];
    bytes[30..].copy_from_slice(&number.to_be_bytes());
    bytes
}

pub(crate) fn at(millis: i64) -> UnixMillis {
    UnixMillis::new(1_700_000_000_000 + millis)
}

/// Runs a write whose errors are the store's.
macro_rules! write {
    ($store:expr, |$conn:ident| $body:expr) => {
        $store.write(move |$conn| Box::pin(async move { $body })).await
    };
}
pub(crate) use write;

pub(crate) fn account(number: u16) -> Account {
    Account {
        id: person(number),
        email: format!("sender{number}@example.org").parse().unwrap(),
        name: format!("Sender {number}"),
        role: Role::Sender,
        created_at: at(0),
        disabled_at: None,
    }
}

pub(crate) fn recipient(number: u16) -> NewRecipient {
    NewRecipient {
        id: person(number),
        phone_index: hash(number),
        last_four_index: hash(number % 100 + 5000),
        phone_sealed: format!("sealed {number}").into(),
        created_at: at(0),
    }
}

pub(crate) fn new_message(number: u16, account: u16) -> NewMessage {
    NewMessage {
        id: message(number),
        account_id: person(account),
        fingerprint: hash(number),
        subject: b"subject".to_vec(),
        body: b"body".to_vec(),
        html: None,
        manifest: None,
        word_back: 0,
        mail_return: None,
        priority: 1,
        language: None,
        phrase: None,
        created_at: at(number.into()),
        not_before: at(number.into()),
        expires_at: at(i64::from(number) + 1_000_000),
    }
}

pub(crate) fn new_delivery(number: u16, of: u16, from: u16, to: u16) -> NewDelivery {
    NewDelivery {
        id: delivery(number),
        message_id: message(of),
        account_id: person(from),
        recipient_id: person(to),
        locator_hash: hash(number),
        queued_at: at(0),
    }
}

pub(crate) fn new_notice(number: u16, of: u16, due: i64) -> NewNotice {
    NewNotice {
        id: notice(number),
        delivery_id: delivery(of),
        kind: NoticeKind::First,
        priority: 1,
        turn: at(due),
        due_at: at(due),
        give_up_at: at(due + 1000),
        created_at: at(0),
        lease: None,
    }
}

pub(crate) fn sealed_key(of: u16, to: u16, by: u16) -> SealedKey {
    SealedKey {
        message_id: message(of),
        person_id: person(to),
        key_id: key(by),
        sealed: b"sealed key".to_vec(),
    }
}

/// Account 1 and recipients 11 to 13.
pub(crate) async fn people(store: &Store) {
    let done: Result<_, StoreError> = write!(store, |conn| {
        accounts::insert(conn, &account(1)).await?;
        recipients::upsert_many(conn, &[11, 12, 13].map(recipient)).await.map(drop)
    });
    done.unwrap();
}

/// One message from account 1, whose deliveries and notices are numbered like their recipients plus `100 * number`.
pub(crate) async fn submit(conn: &mut Conn, number: u16, to: &[u16]) -> Result<(), StoreError> {
    messages::insert_many(conn, &[new_message(number, 1)]).await?;
    let own = |to: &u16| 100 * number + to;
    let deliveries: Vec<_> = to.iter().map(|to| new_delivery(own(to), number, 1, *to)).collect();
    deliveries::insert_many(conn, &deliveries).await?;
    let mut keys: Vec<_> = to.iter().map(|to| sealed_key(number, *to, 7)).collect();
    keys.push(sealed_key(number, 1, 1));
    sealed_keys::insert_many(conn, &keys).await?;
    let notices: Vec<_> = to.iter().map(|to| new_notice(own(to), own(to), number.into())).collect();
    notices::insert_many(conn, &notices).await
}
