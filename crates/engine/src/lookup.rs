//! Looking up recipients' keys, for many senders in one question.

use std::collections::HashMap;

use domain::KeyId;
use store::{Conn, StoreError, recipients};

use crate::{Engine, EngineError, desk::Work};

/// How many numbers are looked up at once: as many as one statement has room for.
const NUMBERS: usize = 64;

/// Keys as they are stored, by the index of their owner's number.
pub(crate) type Keys = HashMap<[u8; 32], (KeyId, Vec<u8>)>;

/// Numbers, by their index, whose own keys somebody wants.
pub(crate) struct Lookup(Vec<[u8; 32]>);

impl Work for Lookup {
    type Outcome = Result<Keys, StoreError>;
    type Worker = Engine;

    fn joins(&self, batch: &[Self]) -> bool {
        let numbers: usize = batch.iter().map(|other| other.0.len()).sum();
        batch.is_empty() || numbers + self.0.len() <= NUMBERS
    }

    async fn work(engine: &Engine, batch: Vec<Self>) -> Vec<Self::Outcome> {
        let mut wanted: Vec<_> = batch.iter().flat_map(|lookup| &lookup.0).copied().collect();
        wanted.sort_unstable();
        wanted.dedup();
        let found = engine
            .inner
            .store
            .read(move |conn: &mut Conn| {
                Box::pin(async move { recipients::by_phone_indexes(conn, &wanted).await })
            })
            .await;
        match found {
            Ok(rows) => {
                let own: Keys =
                    rows.into_iter().filter_map(|row| Some((row.phone_index, row.key?))).collect();
                batch.iter().map(|lookup| Ok(lookup.of(&own))).collect()
            }
            Err(error) => batch.iter().map(|_| Err(error.clone())).collect(),
        }
    }
}

impl Lookup {
    fn of(&self, keys: &Keys) -> Keys {
        self.0.iter().filter_map(|index| keys.get(index).map(|key| (*index, key.clone()))).collect()
    }
}

impl Engine {
    /// The own keys of those recipients who have some.
    pub(crate) async fn own_keys(&self, phone_indexes: &[[u8; 32]]) -> Result<Keys, EngineError> {
        let done = self.inner.lookups.hand_in(Lookup(phone_indexes.to_vec()), self.clone()).await;
        Ok(done.unwrap_or_else(|| Err(StoreError::Other("a lookup panicked".into())))?)
    }
}
