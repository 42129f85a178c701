//! The simulator's phone: texts are kept sealed, so that a killed process loses none and the database tells none.

use std::sync::Arc;

use domain::{PhoneNumber, UnixMillis};
use futures::future::BoxFuture;
use seal::{IndexKey, MasterKeyRing, OpenError, Purpose};
use sms::{SinkError, Text, TextSink};
use store::{
    Conn, Store, StoreError,
    simulator::{self, SimulatorText},
};

use crate::{
    Clock, Engine, EngineError, Entropy,
    desk::{Desk, Work},
};

/// How many texts are written at once.
const BATCH: usize = 64;
/// How many texts the phone shows.
const SHOWN: u32 = 500;

/// Where the simulator's texts arrive.
pub struct Inbox {
    store: Store,
    ring: Arc<MasterKeyRing>,
    clock: Clock,
    entropy: Entropy,
    index: IndexKey,
    texts: Arc<Desk<SimulatorText>>,
}

impl Work for SimulatorText {
    type Outcome = Result<(), StoreError>;
    type Worker = Store;

    fn joins(&self, batch: &[Self]) -> bool {
        batch.len() < BATCH
    }

    async fn work(store: &Store, batch: Vec<Self>) -> Vec<Self::Outcome> {
        let count = batch.len();
        let batch: Arc<[_]> = batch.into();
        let kept = store
            .write(move |conn: &mut Conn| {
                let batch = Arc::clone(&batch);
                Box::pin(async move { simulator::append(conn, &batch).await })
            })
            .await;
        vec![kept; count]
    }
}

/// A text on the simulated phone.
#[derive(Clone)]
pub struct ReceivedText {
    /// Whose phone.
    pub to: PhoneNumber,
    /// The words, with the link.
    pub body: String,
    /// When it arrived.
    pub at: UnixMillis,
}

impl Inbox {
    /// A phone whose texts are kept in `store`.
    ///
    /// # Errors
    /// When the storage fails, or the master key does not open the instance's secrets.
    pub async fn open(
        store: Store,
        ring: Arc<MasterKeyRing>,
        clock: Clock,
        entropy: Entropy,
    ) -> Result<Self, EngineError> {
        let index = crate::secrets::index_key(&store, &ring, &entropy).await?;
        Ok(Self { store, ring, clock, entropy, index, texts: Desk::new() })
    }

    async fn keep(&self, text: &Text) -> Result<(), EngineError> {
        let at = self.clock.now();
        let id = text.id;
        let to_index = self.index.phone(&text.to);
        let plain = format!("{}\n{}", text.to.as_str(), text.body);
        let sealed =
            self.ring.wrap(Purpose::SimulatorText, id.as_bytes(), plain.as_bytes(), &mut self.entropy.rng());
        let text = SimulatorText { id, to_index, sealed, at };
        let kept = self.texts.hand_in(text, self.store.clone()).await;
        Ok(kept.unwrap_or_else(|| Err(StoreError::Other("a batch panicked".into())))?)
    }
}

impl TextSink for Inbox {
    fn receive<'a>(&'a self, text: &'a Text) -> BoxFuture<'a, Result<(), SinkError>> {
        Box::pin(async move {
            self.keep(text).await.map_err(|error| {
                tracing::warn!(%error, "the simulated phone could not keep a text");
                SinkError
            })
        })
    }
}

impl Engine {
    /// What somebody types on the simulated phone. It has no id, and is never the same one again.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn answer_from_phone(&self, route: &str, from: &str, words: String) -> Result<(), EngineError> {
        let id = self.inner.entropy.id(self.inner.clock.now(), domain::NoticeId::new).to_string();
        let inbound = sms::Inbound { id: Some(id), from: from.to_owned(), to: String::new(), body: words };
        self.receive(route, sms::Event::Inbound(inbound)).await
    }

    /// The simulated phone's texts, newest first; those to one number, or all.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn simulator_texts(&self, to: Option<&PhoneNumber>) -> Result<Vec<ReceivedText>, EngineError> {
        let index = to.map(|to| self.inner.secrets.index.phone(to));
        let rows = self
            .inner
            .store
            .read(move |conn: &mut Conn| {
                Box::pin(async move {
                    match index {
                        Some(index) => simulator::by_index(conn, &index, SHOWN).await,
                        None => simulator::all(conn, SHOWN).await,
                    }
                })
            })
            .await?;
        let mut texts = Vec::with_capacity(rows.len());
        for row in rows {
            let plain = self.inner.ring.unwrap(Purpose::SimulatorText, row.id.as_bytes(), &row.sealed)?;
            let text = std::str::from_utf8(&plain).map_err(|_| OpenError)?;
            let (number, body) = text.split_once('\n').ok_or(OpenError)?;
            let number: PhoneNumber = number.parse().map_err(|_| OpenError)?;
            texts.push(ReceivedText { to: number, body: body.to_owned(), at: row.at });
        }
        Ok(texts)
    }
}
