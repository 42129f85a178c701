//! Whom to ask whether a number's SIM was changed.

use sms::http::{
    Secret, SettingsError,
    sim_swap::{Camara, HOURS, TwilioLookup},
};

use super::{
    ConfigError, keys,
    layers::{Given, Layers},
    secret_file,
};

/// Whom to ask, and what follows from the answer.
#[derive(Clone)]
pub(crate) struct SimSwapConfig {
    pub(crate) provider: SimSwapProvider,
    pub(crate) hours: u16,
    /// Whether a notice is held when nobody says.
    pub(crate) hold_unanswered: bool,
}

/// Whom to ask.
#[derive(Clone)]
pub(crate) enum SimSwapProvider {
    Camara(Camara),
    Twilio(TwilioLookup),
}

/// What is set; `None` where nobody is asked.
pub(super) fn understand(layers: &Layers) -> Result<Option<SimSwapConfig>, ConfigError> {
    let Some(given) = layers.find(keys::SIM_SWAP) else { return Ok(None) };
    let provider = match given.text.trim().to_ascii_lowercase().as_str() {
        "off" => return Ok(None),
        "camara" => SimSwapProvider::Camara(camara(layers, given)?),
        "twilio" => SimSwapProvider::Twilio(twilio(layers, given)?),
        other => return Err(given.error(keys::SIM_SWAP, format!("{other:?} is none of these"))),
    };
    Ok(Some(SimSwapConfig {
        provider,
        hours: layers.parse(keys::SIM_SWAP_HOURS, hours)?.unwrap_or(72),
        hold_unanswered: layers.parse(keys::SIM_SWAP_UNANSWERED, hold)?.unwrap_or(false),
    }))
}

fn camara(layers: &Layers, given: &Given) -> Result<Camara, ConfigError> {
    let text = |key| Ok::<_, ConfigError>(layers.parse(key, plain)?.unwrap_or_default());
    let [url, token_url, id] =
        [text(keys::SIM_SWAP_URL)?, text(keys::SIM_SWAP_TOKEN_URL)?, text(keys::SIM_SWAP_ID)?];
    if url.is_empty() || token_url.is_empty() || id.is_empty() {
        let needs =
            "camara needs sim_swap_url, sim_swap_token_url, sim_swap_id and sim_swap_secret".to_owned();
        return Err(given.error(keys::SIM_SWAP, needs));
    }
    let made = Camara::new(&url, &token_url, &id, secret(layers, given)?);
    made.map_err(|error| wrong(given, error))
}

fn twilio(layers: &Layers, given: &Given) -> Result<TwilioLookup, ConfigError> {
    let Some(id) = layers.parse(keys::SIM_SWAP_ID, plain)? else {
        let needs =
            "twilio needs sim_swap_id, the account's SID, and sim_swap_secret, its auth token".to_owned();
        return Err(given.error(keys::SIM_SWAP, needs));
    };
    let url = layers.parse(keys::SIM_SWAP_URL, plain)?;
    let made = TwilioLookup::new(&id, secret(layers, given)?, url.as_deref());
    made.map_err(|error| wrong(given, error))
}

fn secret(layers: &Layers, given: &Given) -> Result<Secret, ConfigError> {
    let text = match layers.one_of(&[keys::SIM_SWAP_SECRET, keys::SIM_SWAP_SECRET_FILE])? {
        None => return Err(given.error(keys::SIM_SWAP, "sim_swap_secret is missing".to_owned())),
        Some((key, secret)) if key == keys::SIM_SWAP_SECRET => secret.text.clone(),
        Some((key, file)) => secret_file(key, file)?,
    };
    Ok(Secret::new(text.trim().to_owned()))
}

fn wrong(given: &Given, error: SettingsError) -> ConfigError {
    given.error(keys::SIM_SWAP, error.to_string())
}

fn plain(text: &str) -> Result<String, String> {
    Ok(text.trim().to_owned())
}

fn hours(text: &str) -> Result<u16, String> {
    let hours = text.trim().parse().ok().filter(|hours| HOURS.contains(hours));
    hours.ok_or_else(|| format!("{text:?} is not from {} to {}", HOURS.start(), HOURS.end()))
}

fn hold(text: &str) -> Result<bool, String> {
    match text.trim().to_ascii_lowercase().as_str() {
        "hold" => Ok(true),
        "allow" => Ok(false),
        _ => Err(format!("{text:?} is neither")),
    }
}
