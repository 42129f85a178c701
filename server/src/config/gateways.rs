//! Gateways as written: `[gateways.NAME]` in `narwhal.toml`, or `NARWHAL_GATEWAY_NAME_KEY` in the environment.
//!
//! Each has a kind and that kind's own settings; a secret may also be the path of a file, as `KEY_file`. What they mean
//! is understood in [`super::routes`].

use std::{collections::BTreeMap, fs};

use zeroize::Zeroizing;

use super::layers::{ConfigError, Given, Origin};

/// The table in the file, and what variables begin with after `NARWHAL_`.
pub(super) const TABLE: &str = "gateways";
pub(super) const VARIABLE: &str = "gateway_";

/// One setting of a gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct GatewayKey {
    pub(crate) name: &'static str,
    /// What to write, for error messages.
    pub(crate) expects: &'static str,
    /// Whether it is secret: then it can also be the path of a file.
    pub(crate) secret: bool,
}

/// A kind of gateway, and its settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    pub(crate) keys: &'static [GatewayKey],
}

const fn key(name: &'static str, expects: &'static str) -> GatewayKey {
    GatewayKey { name, expects, secret: false }
}

const fn secret(name: &'static str, expects: &'static str) -> GatewayKey {
    GatewayKey { name, expects, secret: true }
}

/// What every gateway has.
pub(crate) const COMMON: &[GatewayKey] = &[
    key("kind", "simulator, twilio, telnyx, vonage, phone, http or smpp"),
    key("prefixes", "what the numbers it is for begin with, such as +1, +44; without it, it is for all"),
    key("preference", "a number from 0 to 1000; the gateway with the lowest is used first"),
    key("per_second", "how many texts it takes in a second, such as 10"),
    key("per_day", "how many texts it takes in a day (UTC), such as 20000"),
    key("at_once", "how many texts may be on their way to it at once, from 1 to 256"),
];

const FROM: GatewayKey = key("from", "the number that texts come from, such as +12025550123");
const BASE_URL: GatewayKey = key("base_url", "the address of its API, where it is not the usual one");

/// Every kind of gateway.
pub(crate) const KINDS: &[Kind] = &[
    Kind { name: "simulator", keys: &[] },
    Kind {
        name: "twilio",
        keys: &[
            key("account_sid", "the account's SID: AC and 32 letters and digits"),
            secret("auth_token", "the account's auth token"),
            FROM,
            key("messaging_service_sid", "MG and 32 letters and digits, in place of a number"),
            BASE_URL,
        ],
    },
    Kind {
        name: "telnyx",
        keys: &[
            secret("api_key", "the API key"),
            key("public_key", "the public key with which Telnyx signs webhooks, in base64"),
            FROM,
            key("messaging_profile_id", "the messaging profile's id, in place of a number"),
            BASE_URL,
        ],
    },
    Kind {
        name: "vonage",
        keys: &[
            key("api_key", "the API key"),
            secret("api_secret", "the API secret"),
            secret("signature_secret", "the secret with which Vonage signs webhooks"),
            FROM,
            BASE_URL,
        ],
    },
    Kind {
        name: "phone",
        keys: &[
            key("url", "the address of the phone or its server, such as http://192.168.1.20:8080"),
            key("user", "the user name that the app shows"),
            secret("password", "the password that the app shows"),
            secret("signing_key", "the key with which the app signs webhooks"),
            key("sim", "1, 2 or 3: which SIM card sends"),
        ],
    },
    Kind {
        name: "http",
        keys: &[
            secret(
                "url",
                "the address to ask, with {to}, {digits}, {from}, {text} and {id} where they belong",
            ),
            key("method", "POST, PUT or GET"),
            key("headers", "lines such as X-Account: 12, one for each header"),
            secret("authorization", "the value of the Authorization header"),
            key("content_type", "application/json or application/x-www-form-urlencoded"),
            secret(
                "body",
                "the request's body, with {to}, {digits}, {from}, {text} and {id} where they belong",
            ),
            key("accepted", "the statuses that say that it took the text, such as 200-299"),
            key(
                "id_at",
                "where the answer says the text's id: /data/id in its JSON, a header's name, or body",
            ),
            FROM,
            secret("webhook_token", "16 characters or more that the gateway sends as X-Narwhal-Token"),
            key("receipt_id_at", "where in a receipt the text's id stands, such as /id"),
            key("receipt_state_at", "where in a receipt its state stands, such as /status"),
            key("delivered", "the states that say that a text arrived, with commas between them"),
            key("failed", "the states that say that a text did not arrive, with commas between them"),
            key("inbound_from_at", "where in a text from a phone the phone's number stands, such as /from"),
            key("inbound_to_at", "where in it our number stands"),
            key("inbound_text_at", "where in it the words stand"),
        ],
    },
    Kind {
        name: "smpp",
        keys: &[
            key("host", "the carrier's host name or address"),
            key("port", "the carrier's port, such as 2775"),
            key("tls", "true or false"),
            key("system_id", "1 to 15 characters, as the carrier gave it"),
            secret("password", "at most 8 characters, as the carrier gave it"),
            key("system_type", "at most 12 characters, where the carrier wants it"),
            key("from", "a number with +, a short code, or a name of up to 11 letters"),
            key("window", "how many texts may wait for their answers, from 1 to 1000"),
        ],
    },
];

/// One gateway as written.
#[derive(Clone, Default)]
pub(crate) struct Written {
    given: BTreeMap<String, Given>,
}

/// All gateways as written, by name.
#[derive(Clone, Default)]
pub(crate) struct Gateways(BTreeMap<String, Written>);

impl Gateways {
    /// Takes the table of the file: `name` is the gateway's, and each value as it would stand in a variable.
    pub(super) fn add(&mut self, name: &str, key: &str, given: Given) {
        self.0.entry(name.to_owned()).or_default().given.insert(key.to_owned(), given);
    }

    /// Takes a variable, its name in small letters without `NARWHAL_GATEWAY_`; whether it can be one.
    pub(super) fn add_variable(&mut self, name: &str, given: Given) -> bool {
        // A gateway's name has no underscore; a setting's may.
        let Some((gateway, key)) = name.split_once('_') else { return false };
        if gateway.is_empty() || key.is_empty() {
            return false;
        }
        let written = self.0.entry(gateway.to_owned()).or_default();
        // A secret of the environment and a file of the other layer contradict each other no longer.
        let other = key.strip_suffix("_file").map_or_else(|| format!("{key}_file"), str::to_owned);
        if written.given.get(&other).is_some_and(|other| !other.origin.is_variable()) {
            written.given.remove(&other);
        }
        written.given.insert(key.to_owned(), given);
        true
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Written)> {
        self.0.iter().map(|(name, written)| (name.as_str(), written))
    }
}

impl Written {
    /// The gateway's kind.
    ///
    /// # Errors
    /// When it has none, or an unknown one, or settings that this kind does not have.
    pub(crate) fn kind(&self, name: &str) -> Result<Kind, ConfigError> {
        let Some(given) = self.given.get("kind") else {
            return Err(ConfigError::Gateway {
                gateway: name.to_owned(),
                problem: format!("it has no kind. Write {}.", COMMON[0].expects),
            });
        };
        let known = KINDS.iter().find(|kind| kind.name == given.text.trim());
        let kind = *known.ok_or_else(|| error(&given.origin, "this is no kind of gateway", COMMON[0]))?;
        for (key, given) in &self.given {
            if !kind.has(key) {
                let nearest =
                    kind.nearest(key).map(|near| format!(" Did you mean {near}?")).unwrap_or_default();
                return Err(ConfigError::Gateway {
                    gateway: name.to_owned(),
                    problem: format!(
                        "{}: a {} gateway has no setting {key}.{nearest}",
                        given.origin, kind.name
                    ),
                });
            }
        }
        Ok(kind)
    }

    /// A setting, understood by `parse`, whose error says what is wrong.
    ///
    /// # Errors
    /// When it makes no sense.
    pub(crate) fn parse<T>(
        &self,
        kind: Kind,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Result<Option<T>, ConfigError> {
        let Some((given, text)) = self.text(kind, name)? else { return Ok(None) };
        let key = kind.key(name).expect("the caller names a setting of this kind");
        parse(text.trim()).map(Some).map_err(|problem| error(&given.origin, &problem, key))
    }

    /// A setting that has to be there.
    ///
    /// # Errors
    /// When it is missing, or makes no sense.
    pub(crate) fn require<T>(
        &self,
        gateway: &str,
        kind: Kind,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Result<T, ConfigError> {
        self.parse(kind, name, parse)?.ok_or_else(|| {
            let key = kind.key(name).expect("the caller names a setting of this kind");
            let file = if key.secret { format!(" or {name}_file") } else { String::new() };
            ConfigError::Gateway {
                gateway: gateway.to_owned(),
                problem: format!("{name}{file} is missing. Write {}.", key.expects),
            }
        })
    }

    /// The words of a setting, or those of the file that it names.
    fn text(&self, kind: Kind, name: &str) -> Result<Option<(&Given, Zeroizing<String>)>, ConfigError> {
        let file = self.given.get(&format!("{name}_file"));
        match (self.given.get(name), file) {
            (Some(first), Some(second)) => {
                Err(ConfigError::Both { first: first.origin.clone(), second: second.origin.clone() })
            }
            (Some(given), None) => Ok(Some((given, given.text.clone()))),
            (None, Some(given)) => {
                let path = given.text.trim();
                let read = fs::read_to_string(path).map(Zeroizing::new);
                let key = kind.key(name).expect("the caller names a setting of this kind");
                let text = read.map_err(|problem| {
                    error(&given.origin, &format!("cannot read {path}: {problem}"), key)
                })?;
                Ok(Some((given, text)))
            }
            (None, None) => Ok(None),
        }
    }
}

impl Kind {
    fn all(self) -> impl Iterator<Item = GatewayKey> {
        COMMON.iter().chain(self.keys).copied()
    }

    fn key(self, name: &str) -> Option<GatewayKey> {
        self.all().find(|key| key.name == name)
    }

    /// Whether a name, as written, is one of its settings.
    fn has(self, name: &str) -> bool {
        let file = name.strip_suffix("_file").and_then(|name| self.key(name));
        self.key(name).is_some() || file.is_some_and(|key| key.secret)
    }

    fn nearest(self, name: &str) -> Option<&'static str> {
        let scored = self.all().map(|key| (strsim::jaro_winkler(name, key.name), key.name));
        scored.filter(|(score, _)| *score > 0.8).max_by(|(a, _), (b, _)| a.total_cmp(b)).map(|(_, key)| key)
    }
}

fn error(origin: &Origin, problem: &str, key: GatewayKey) -> ConfigError {
    ConfigError::GatewayValue {
        given_in: origin.clone(),
        problem: problem.to_owned(),
        expects: key.expects.to_owned(),
    }
}

/// Every kind with its settings, for the command line's help.
pub(crate) fn help() -> String {
    let mut lines = vec![
        "Gateways, each as a table [gateways.NAME] in narwhal.toml or as NARWHAL_GATEWAY_NAME_KEY in the environment. \
         Secrets also as KEY_file."
            .to_owned(),
    ];
    let rows = |keys: &[GatewayKey], lines: &mut Vec<String>| {
        lines.extend(keys.iter().map(|key| format!("  {}\n      {}", key.name, key.expects)));
    };
    rows(COMMON, &mut lines);
    for kind in KINDS.iter().filter(|kind| !kind.keys.is_empty()) {
        lines.push(format!(" kind = \"{}\"", kind.name));
        rows(kind.keys, &mut lines);
    }
    lines.join("\n")
}
