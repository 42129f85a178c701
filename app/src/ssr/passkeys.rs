//! What the pages of both kinds of people say of their passkeys.

use domain::PasskeyId;
use engine::{EngineError, Session};
use serde::Deserialize;

use super::Site;
use crate::{
    api::session::Challenge,
    components::{PasskeyRow, PasskeysView},
};

/// Which passkey to remove.
#[derive(Debug, Deserialize)]
pub(crate) struct RemovePasskey {
    pub(super) id: PasskeyId,
}

/// Somebody's passkeys; `None` where there can be none. Their device lists new ones under `person`.
pub(super) async fn view(
    site: &Site,
    session: &Session,
    person: &str,
) -> Result<Option<PasskeysView>, EngineError> {
    if !site.engine.has_passkeys() {
        return Ok(None);
    }
    let engine::Challenge { salt, kdf } = site.engine.own_challenge(session).await?;
    let row = |passkey: engine::PasskeySummary| PasskeyRow {
        id: passkey.id,
        name: passkey.name,
        created_at: passkey.created_at,
        used_at: passkey.used_at,
    };
    Ok(Some(PasskeysView {
        rows: site.engine.passkeys(session).await?.into_iter().map(row).collect(),
        // The page works without it, but for what is made with the password.
        challenge: serde_json::to_string(&Challenge { salt, kdf }).ok(),
        person: person.to_owned(),
    }))
}
