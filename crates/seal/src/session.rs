//! A live session: the cookie's secret, and the key derived from it.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::KeyId;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::{
    OpenError, PrivateKey, UnwrappedKey,
    envelope::Context,
    mac::{expand, mac},
    secret::secret,
    wrap,
};

/// Characters of the cookie's value.
const COOKIE_LENGTH: usize = 43;

secret!(
    /// 256 random bits that exist only in the browser's cookie. The server stores their [hash](Self::hash) and forgets
    /// them after each request.
    pub SessionSecret,
    generate
);

secret!(
    /// 256 random bits in the cookie of a sign-in whose password was right and whose second factor is awaited. They are
    /// no session's: nothing is wrapped under them.
    pub PendingSecret,
    generate
);

secret!(
    /// Wraps the private key while the session lives.
    pub SessionKey,
    bytes
);

impl SessionSecret {
    /// The cookie's value: 43 characters of base64url.
    #[must_use]
    pub fn to_cookie(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// The secret in a cookie's value; `None` when it holds none.
    #[must_use]
    pub fn from_cookie(value: &str) -> Option<Self> {
        decode(value).map(Self)
    }

    /// What the table of sessions stores, to find the session by.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        mac(&self.0, &Context::session_hash())
    }

    /// The key that wraps the private key while this session lives.
    #[must_use]
    pub fn wrapping_key(&self) -> SessionKey {
        SessionKey(expand(&self.0, None, &Context::session_key()))
    }
}

impl PendingSecret {
    /// The cookie's value: 43 characters of base64url.
    #[must_use]
    pub fn to_cookie(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// The secret in a cookie's value; `None` when it holds none.
    #[must_use]
    pub fn from_cookie(value: &str) -> Option<Self> {
        decode(value).map(Self)
    }

    /// What the table of pending sign-ins stores, to find this one by.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        mac(&self.0, &Context::pending_hash())
    }
}

fn decode(value: &str) -> Option<[u8; 32]> {
    if value.len() != COOKIE_LENGTH {
        return None;
    }
    let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(value).ok()?);
    bytes.as_slice().try_into().ok()
}

impl SessionKey {
    /// Wraps a private key, [`WRAPPED_PRIVATE_KEY_LENGTH`](crate::WRAPPED_PRIVATE_KEY_LENGTH) bytes. `owner_key` is
    /// the id of its public half.
    #[must_use]
    pub fn wrap(
        &self,
        owner_key: KeyId,
        private_key: &PrivateKey,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Vec<u8> {
        wrap::wrap(&self.0, Context::private_key_by_session(owner_key), private_key, rng)
    }

    /// Unwraps the private half of `owner_key`.
    ///
    /// # Errors
    /// When the bytes are damaged, another owner's, or another session's.
    pub fn unwrap(&self, owner_key: KeyId, wrapped: &[u8]) -> Result<UnwrappedKey, OpenError> {
        UnwrappedKey::unwrap(&self.0, Context::private_key_by_session(owner_key), owner_key, wrapped)
    }
}
