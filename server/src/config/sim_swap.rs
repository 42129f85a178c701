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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Option<SimSwapConfig>, String> {
        let named =
            |(name, text): &(&str, &str)| (format!("NARWHAL_SIM_SWAP{name}"), (*text).to_owned().into());
        let layers = Layers::read(None, pairs.iter().map(named).collect());
        layers.and_then(|layers| understand(&layers)).map_err(|error| error.to_string())
    }

    const OPERATOR: [(&str, &str); 5] = [
        ("", "camara"),
        ("_URL", "https://api.example.net"),
        ("_TOKEN_URL", "https://api.example.net/oauth2/token"),
        ("_ID", "narwhal"),
        ("_SECRET", "s3cret"),
    ];

    #[test]
    fn nobody_is_asked_unless_it_is_set() {
        assert!(read(&[]).unwrap().is_none());
        assert!(read(&[("", "off")]).unwrap().is_none());
    }

    #[test]
    fn an_operator_and_what_follows() {
        let config = read(&OPERATOR).unwrap().unwrap();
        assert!(matches!(config.provider, SimSwapProvider::Camara(_)));
        assert_eq!((config.hours, config.hold_unanswered), (72, false));
        let strict = [&OPERATOR[..], &[("_HOURS", " 24 "), ("_UNANSWERED", "Hold")]].concat();
        let config = read(&strict).unwrap().unwrap();
        assert_eq!((config.hours, config.hold_unanswered), (24, true));
    }

    #[test]
    fn a_secret_can_stand_in_a_file() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "t0ken\n").unwrap();
        let path = file.path().to_str().unwrap();
        let config = read(&[("", "twilio"), ("_ID", "AC1"), ("_SECRET_FILE", path)]).unwrap().unwrap();
        assert!(matches!(config.provider, SimSwapProvider::Twilio(_)));
    }

    #[test]
    fn what_is_wrong_is_said_with_what_to_write() {
        for (pairs, says) in [
            (vec![("", "pigeon")], "\"pigeon\" is none of these"),
            (vec![("", "camara")], "camara needs sim_swap_url, sim_swap_token_url, sim_swap_id"),
            (vec![("", "twilio")], "twilio needs sim_swap_id, the account's SID"),
            (vec![("", "twilio"), ("_ID", "AC1")], "sim_swap_secret is missing"),
            (vec![("", "twilio"), ("_ID", "AC1"), ("_SECRET", "a"), ("_SECRET_FILE", "b")], "SECRET_FILE"),
            ([&OPERATOR[..], &[("_HOURS", "0")]].concat(), "\"0\" is not from 1 to 2400"),
            ([&OPERATOR[..], &[("_HOURS", "2401")]].concat(), "\"2401\" is not from 1 to 2400"),
            ([&OPERATOR[..], &[("_UNANSWERED", "perhaps")]].concat(), "\"perhaps\" is neither"),
            (
                [&OPERATOR[..2], &[("_TOKEN_URL", "http://api.example.net/t")], &OPERATOR[3..]].concat(),
                "https",
            ),
        ] {
            let error = read(&pairs).err().unwrap();
            assert!(error.contains(says) && !error.contains("s3cret"), "{pairs:?}\n{error}");
        }
    }
}
