//! The instance's own secrets, stored wrapped under the master key.

use domain::{KeyId, UnixMillis};
use seal::{
    FakeSaltKey, IndexKey, LocatorKey, MasterKeyRing, OpenError, Pepper, PrivateKey, PublicKey, Purpose,
};
use store::{Conn, Store, instance, waiting_keys};

use crate::{EngineError, Entropy};

pub(crate) struct Secrets {
    pub(crate) locator: LocatorKey,
    pub(crate) index: IndexKey,
    pub(crate) pepper: Pepper,
    pub(crate) fake_salt: FakeSaltKey,
    pub(crate) waiting: WaitingKey,
}

/// The key that guards messages whose recipient has none yet.
pub(crate) struct WaitingKey {
    pub(crate) id: KeyId,
    pub(crate) public: PublicKey,
    pub(crate) private: PrivateKey,
}

impl Secrets {
    /// Reads the secrets, making those that do not exist yet. Safe when several instances start at once: the first
    /// value that was stored is the one that all of them read.
    pub(crate) async fn load(
        store: &Store,
        ring: &MasterKeyRing,
        entropy: &Entropy,
        now: UnixMillis,
    ) -> Result<Self, EngineError> {
        Ok(Self {
            locator: LocatorKey::from_slice(&secret(store, ring, entropy, "locator-key").await?)?,
            index: index_key(store, ring, entropy).await?,
            pepper: Pepper::from_slice(&secret(store, ring, entropy, "pepper").await?)?,
            fake_salt: FakeSaltKey::from_slice(&secret(store, ring, entropy, "fake-salt-key").await?)?,
            waiting: waiting_key(store, ring, entropy, now).await?,
        })
    }
}

/// The key under which phone numbers are indexed.
pub(crate) async fn index_key(
    store: &Store,
    ring: &MasterKeyRing,
    entropy: &Entropy,
) -> Result<IndexKey, EngineError> {
    Ok(IndexKey::from_slice(&secret(store, ring, entropy, "index-key").await?)?)
}

async fn secret(
    store: &Store,
    ring: &MasterKeyRing,
    entropy: &Entropy,
    name: &'static str,
) -> Result<zeroize::Zeroizing<Vec<u8>>, EngineError> {
    let fresh = {
        let mut rng = entropy.rng();
        ring.wrap(Purpose::InstanceSecret, name.as_bytes(), Pepper::generate(&mut rng).as_bytes(), &mut rng)
    };
    let wrapped = store
        .write(move |conn: &mut Conn| {
            let fresh = fresh.clone();
            Box::pin(async move {
                instance::put_if_absent(conn, name, &fresh).await?;
                instance::get(conn, name).await?.ok_or(EngineError::NotFound)
            })
        })
        .await?;
    Ok(ring.unwrap(Purpose::InstanceSecret, name.as_bytes(), &wrapped)?)
}

async fn waiting_key(
    store: &Store,
    ring: &MasterKeyRing,
    entropy: &Entropy,
    now: UnixMillis,
) -> Result<WaitingKey, EngineError> {
    let fresh = fresh_waiting_key(ring, entropy, now);
    let stored = store
        .write(move |conn: &mut Conn| {
            let fresh = fresh.clone();
            Box::pin(async move {
                if let Some(key) = waiting_keys::newest(conn).await? {
                    return Ok::<_, EngineError>(key);
                }
                waiting_keys::insert(conn, &fresh).await?;
                Ok(waiting_keys::newest(conn).await?.unwrap_or(fresh))
            })
        })
        .await?;
    let bytes = ring.unwrap(Purpose::WaitingKey, stored.key_id.as_bytes(), &stored.wrapped)?;
    let private = PrivateKey::from_bytes(&bytes).map_err(|_| OpenError)?;
    Ok(WaitingKey { id: stored.key_id, public: private.public_key(), private })
}

fn fresh_waiting_key(ring: &MasterKeyRing, entropy: &Entropy, now: UnixMillis) -> waiting_keys::WaitingKey {
    let mut rng = entropy.rng();
    let private = PrivateKey::generate(&mut rng);
    let public = private.public_key();
    let key_id = public.id();
    waiting_keys::WaitingKey {
        key_id,
        public_key: public.to_bytes(),
        wrapped: ring.wrap(Purpose::WaitingKey, key_id.as_bytes(), &private.to_bytes(), &mut rng),
        created_at: now,
    }
}
