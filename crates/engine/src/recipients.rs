//! Recipients: phone numbers, stored so that a stolen database does not tell them.

use domain::{Blob, KeyForRecipient, MAX_RECIPIENTS, PersonId, PhoneNumber, UnixMillis};
use seal::Purpose;
use store::recipients::NewRecipient;

use crate::{Engine, EngineError, Invalid, Session};

impl Engine {
    /// The key to seal to for each of `phones`: the recipient's own, or the waiting key; and whether they want no texts
    /// of this session's account.
    ///
    /// # Errors
    /// [`Invalid::TooManyRecipients`], or the storage's.
    pub async fn keys_for(
        &self,
        session: &Session,
        phones: &[PhoneNumber],
    ) -> Result<Vec<KeyForRecipient>, EngineError> {
        let account = session.enabled_account()?.id;
        if phones.len() > MAX_RECIPIENTS {
            return Err(Invalid::TooManyRecipients.into());
        }
        let indexes: Vec<[u8; 32]> =
            phones.iter().map(|phone| self.inner.secrets.index.phone(phone)).collect();
        let mut claimed = self.own_keys(&indexes).await?;
        let opted_out = self.opted_out(phones, account).await?;
        let key_for = |((phone, index), opted_out): ((&PhoneNumber, &[u8; 32]), bool)| {
            let own = claimed.remove(index);
            let is_claimed = own.is_some();
            let waiting = &self.inner.secrets.waiting;
            let (key_id, public_key) = own.unwrap_or_else(|| (waiting.id, waiting.public.to_bytes()));
            KeyForRecipient {
                phone: phone.clone(),
                key_id,
                public_key: Blob(public_key),
                claimed: is_claimed,
                opted_out,
                passcode: (!is_claimed).then(|| self.passcode_salt(phone)),
            }
        };
        Ok(phones.iter().zip(&indexes).zip(opted_out).map(key_for).collect())
    }

    pub(crate) fn new_recipient(&self, phone: &PhoneNumber, now: UnixMillis) -> NewRecipient {
        let index = &self.inner.secrets.index;
        let phone_index = index.phone(phone);
        let id = self.inner.entropy.id(now, PersonId::new);
        NewRecipient {
            id,
            phone_index,
            last_four_index: index.last_four(phone.last_four()),
            phone_sealed: self.inner.ring.wrap(
                Purpose::PhoneNumber,
                id.as_bytes(),
                phone.as_str().as_bytes(),
                &mut self.inner.entropy.rng(),
            ),
            created_at: now,
        }
    }

    /// The number in a recipient's row. Its seal is bound to the person, so no row can be passed off as another's.
    pub(crate) fn phone_of(&self, person: PersonId, sealed: &[u8]) -> Result<PhoneNumber, EngineError> {
        let bytes = self.inner.ring.unwrap(Purpose::PhoneNumber, person.as_bytes(), sealed)?;
        let text = std::str::from_utf8(&bytes).map_err(|_| seal::OpenError)?;
        Ok(text.parse().map_err(Invalid::Phone)?)
    }
}
