//! Every setting there is: its name and what may be written.

/// One setting. In `narwhal.toml` it has this name; in the environment `NARWHAL_` and the name in capitals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    /// What to write, for error messages.
    pub(crate) expects: &'static str,
    /// Whether its value is secret, and so is never repeated in a message.
    pub(crate) secret: bool,
}

macro_rules! keys {
    ($($constant:ident = $name:literal, $expects:literal $(, $secret:ident)?;)*) => {
        $(pub(crate) const $constant: Key =
            Key { name: $name, expects: $expects, secret: keys!(@secret $($secret)?) };)*
        /// All of them.
        pub(crate) const ALL: &[Key] = &[$($constant),*];
    };
    (@secret secret) => { true };
    (@secret) => { false };
}

keys! {
    DATA_DIR = "data_dir", "the path of a folder, such as ./data";
    HTTP_ADDR = "http_addr", "an address and a port, such as 127.0.0.1:3000 or [::]:443";
    METRICS_ADDR = "metrics_addr", "an address and a port, such as 127.0.0.1:9090";
    PUBLIC_URL = "public_url", "what browsers open, scheme and host only, such as https://secure.example.org";
    SITE_ROOT = "site_root", "the path of the folder with the browser's files, such as /usr/share/narwhal/site";
    DATABASE_URL = "database_url", "sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE", secret;
    DATABASE_URL_FILE = "database_url_file", "the path of a file that holds the database's URL";
    MASTER_KEY = "master_key", "the text of a master key file: narwhal-master-key 1 KEY", secret;
    MASTER_KEY_FILE = "master_key_file", "the path of the master key's file";
    MASTER_KEY_COMMAND = "master_key_command", "a command that prints the text of a master key file";
    ORGANISATION = "organisation", "the name that recipients know you by";
    MAIL_DOMAIN = "mail_domain", "a domain name, such as secure.text";
    DEFAULT_COUNTRY = "default_country", "a two-letter country code, such as US";
    SHARED_IDLE = "shared_idle", "a time from 1m to 24h, such as 5m: session_idle on phones that are shared with others";
    SESSION_IDLE = "session_idle", "a time from 1m to 24h, such as 15m";
    SESSION_ABSOLUTE = "session_absolute", "a time from 1m to 30days, such as 12h";
    TLS_CERT_FILE = "tls_cert_file", "the path of a PEM file with the certificate and its chain";
    TLS_KEY_FILE = "tls_key_file", "the path of a PEM file with the certificate's private key";
    TLS_SELF_SIGNED = "tls_self_signed", "true or false";
    SMTP_ADDR = "smtp_addr", "a loopback address and a port, such as 127.0.0.1:2525, for mail without TLS";
    SMTP_STARTTLS_ADDR = "smtp_starttls_addr", "an address and a port, such as 0.0.0.0:587";
    SMTP_TLS_ADDR = "smtp_tls_addr", "an address and a port, such as 0.0.0.0:465";
    SMTP_HOST = "smtp_host", "the name by which mail programs reach this server, such as mail.example.org";
    SMTP_CERT_FILE = "smtp_cert_file", "the path of a PEM file with the certificate for mail, where it is another one";
    SMTP_KEY_FILE = "smtp_key_file", "the path of a PEM file with that certificate's private key";
    SMTP_SELF_SIGNED = "smtp_self_signed", "true or false";
    RELAY_URL = "relay_url", "smtps://USER:PASSWORD@HOST:465 or smtp://USER:PASSWORD@HOST:587?tls=required", secret;
    RELAY_URL_FILE = "relay_url_file", "the path of a file that holds the relay's URL";
    TRUSTED_PROXIES = "trusted_proxies", "addresses or networks with commas between them, such as 127.0.0.1, 10.0.0.0/8";
    FORWARDED_HEADER = "forwarded_header", "x-forwarded-for or forwarded: the one that your proxy sets";
    SIMULATOR_ALLOW_REMOTE = "simulator_allow_remote", "true or false";
    QUIET_HOURS = "quiet_hours", "from when to when nobody is reminded, such as 21:00-08:00, or off";
    QUIET_FIRST_NOTICES = "quiet_first_notices", "true or false: whether first notices keep the quiet hours too";
    REMIND_AFTER = "remind_after", "one or two times with a comma between them, such as 1day, 3days, or off";
    PASSCODE = "passcode", "offered or required: whether a message to a number that nobody has claimed must wait behind a passcode";
    PLAIN_FORM = "plain_form", "allowed or forbidden: whether recipients whose browsers run no script or no WebAssembly may send their password through this server";
    RESET_WAIT = "reset_wait", "how long after a sender agreed a forgotten password can be replaced, such as 24h, up to 14 days; 0 for at once";
    SECOND_FACTOR = "second_factor", "optional, admins or required: which accounts must have an authenticator app beside their password";
    RESET_VALID = "reset_valid", "how long from then on it can be replaced, from 1h to 30d, such as 7d";
    SIM_SWAP = "sim_swap", "camara, twilio or off: who is asked whether a number's SIM was changed before it can be claimed";
    SIM_SWAP_URL = "sim_swap_url", "the address before /sim-swap/v2/check, such as https://api.example.net";
    SIM_SWAP_TOKEN_URL = "sim_swap_token_url", "the address that gives tokens, such as https://api.example.net/oauth2/token";
    SIM_SWAP_ID = "sim_swap_id", "the client's id, or Twilio's account SID";
    SIM_SWAP_SECRET = "sim_swap_secret", "the client's secret, or Twilio's auth token", secret;
    SIM_SWAP_SECRET_FILE = "sim_swap_secret_file", "the path of a file that holds it";
    SIM_SWAP_HOURS = "sim_swap_hours", "how recent a change has to be for a text to be held, in hours from 1 to 2400";
    SIM_SWAP_UNANSWERED = "sim_swap_unanswered", "allow or hold: what happens to a text when nobody says";
    ARCHIVE_KEY = "archive_key", "the public archive key, KEY-ID:KEY, as `narwhal archive new` prints it";
    LOG = "log", "a level such as info or debug, or levels by part such as info,engine=debug";
}

/// The settings of one certificate.
pub(crate) struct TlsKeys {
    pub(crate) certificate: Key,
    pub(crate) key: Key,
    pub(crate) self_signed: Key,
}

/// The pages' certificate.
pub(crate) const WEB_TLS: TlsKeys =
    TlsKeys { certificate: TLS_CERT_FILE, key: TLS_KEY_FILE, self_signed: TLS_SELF_SIGNED };
/// The certificate for mail.
pub(crate) const MAIL_TLS: TlsKeys =
    TlsKeys { certificate: SMTP_CERT_FILE, key: SMTP_KEY_FILE, self_signed: SMTP_SELF_SIGNED };

impl Key {
    /// The name of its environment variable.
    pub(crate) fn variable(self) -> String {
        format!("{PREFIX}{}", self.name.to_ascii_uppercase())
    }

    /// The key of this name.
    pub(crate) fn find(name: &str) -> Option<Self> {
        ALL.iter().copied().find(|key| key.name == name)
    }

    /// The known key that a misspelt name most resembles.
    pub(crate) fn nearest(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let scored = ALL.iter().map(|key| (strsim::jaro_winkler(&name, key.name), *key));
        scored.filter(|(score, _)| *score > 0.8).max_by(|(a, _), (b, _)| a.total_cmp(b)).map(|(_, key)| key)
    }
}

/// What the names of environment variables begin with.
pub(crate) const PREFIX: &str = "NARWHAL_";

/// Variables that belong to scripts and tests, not to the service.
pub(crate) fn is_for_scripts(variable: &str) -> bool {
    let parts = ["TEST_", "BENCH_", "E2E_", "PG_", "RUSTUP_"];
    let name = variable.strip_prefix(PREFIX).unwrap_or_default();
    name == "CACHE" || parts.iter().any(|part| name.starts_with(part))
}

/// All settings with what may be written, for the command line's help.
pub(crate) fn help() -> String {
    let head = "Settings, as in narwhal.toml (http_addr = \"127.0.0.1:3000\") or the environment:";
    let rows = ALL.iter().map(|key| format!("  {}\n      {}", key.variable(), key.expects));
    let gateways = [String::new(), super::gateways::help()];
    std::iter::once(head.to_owned()).chain(rows).chain(gateways).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_variables() {
        assert_eq!(DATA_DIR.variable(), "NARWHAL_DATA_DIR");
        assert_eq!(Key::find("data_dir"), Some(DATA_DIR));
        assert_eq!(Key::find("DATA_DIR"), None);
    }

    #[test]
    fn a_misspelt_name_finds_its_key() {
        for (typed, meant) in [
            ("data_dri", DATA_DIR),
            ("DATABASE", DATABASE_URL),
            ("httpaddr", HTTP_ADDR),
            ("organization", ORGANISATION),
            ("trusted_proxy", TRUSTED_PROXIES),
        ] {
            assert_eq!(Key::nearest(typed), Some(meant), "{typed}");
        }
        assert_eq!(Key::nearest("zzz"), None);
    }

    #[test]
    fn scripts_have_their_own() {
        assert!(is_for_scripts("NARWHAL_CACHE") && is_for_scripts("NARWHAL_TEST_POSTGRES"));
        assert!(!is_for_scripts("NARWHAL_CACHES"));
    }
}
