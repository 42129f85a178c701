//! Configuration: `narwhal.toml`, overridden by `NARWHAL_…` environment variables.
//!
//! Everything is read and understood at the start; an unknown key is an error, since a misspelt safety setting that is
//! silently ignored is worse than none.

mod gateways;
mod http_gateways;
mod keys;
mod layers;
mod public_url;
mod routes;
mod sim_swap;
mod values;

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use domain::Country;
use engine::FactorPolicy;
use zeroize::Zeroizing;

pub(crate) use keys::help;
pub(crate) use layers::{ConfigError, Variables};
pub(crate) use public_url::{PublicUrl, host_of, is_loopback_host, normal_authority};
pub(crate) use routes::{GatewayConfig, GatewayKind, SmppConfig};
pub(crate) use sim_swap::{SimSwapConfig, SimSwapProvider};
pub(crate) use values::{DatabaseUrl, ForwardedHeader, MasterKeySource, Tls, TrustedProxies};

use keys::{Key, TlsKeys};
use layers::{Given, Layers};
use relay::Relay;
use seal::PublicKey;
use sms::hours::QuietHours;

/// The file that is read when none is named and it is there.
const DEFAULT_FILE: &str = "narwhal.toml";
const MAIL_DOMAIN: &str = "secure.text";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Everything an operator can set.
#[derive(Clone)]
pub(crate) struct Config {
    pub(crate) data_dir: PathBuf,
    pub(crate) http_addr: SocketAddr,
    /// Where metrics are served, if anywhere.
    pub(crate) metrics_addr: Option<SocketAddr>,
    /// `None` for the listener's own address.
    pub(crate) public_url: Option<PublicUrl>,
    /// `None` for where a build or an installation puts it.
    pub(crate) site_root: Option<PathBuf>,
    pub(crate) database_url: DatabaseUrl,
    pub(crate) master_key: MasterKeySource,
    pub(crate) organisation: Option<String>,
    pub(crate) mail_domain: String,
    pub(crate) default_country: Country,
    pub(crate) session_idle: Duration,
    pub(crate) shared_idle: Duration,
    pub(crate) session_absolute: Duration,
    pub(crate) tls: Tls,
    pub(crate) smtp: Smtp,
    /// What carries mail to senders, and its URL's secret.
    pub(crate) relay: Relay,
    pub(crate) proxies: TrustedProxies,
    pub(crate) simulator_allow_remote: bool,
    /// At least one.
    pub(crate) gateways: Vec<GatewayConfig>,
    pub(crate) quiet_hours: Option<QuietHours>,
    pub(crate) quiet_first_notices: bool,
    pub(crate) passcode_required: bool,
    pub(crate) plain_form: bool,
    /// Which accounts must have a second factor.
    pub(crate) second_factor: FactorPolicy,
    pub(crate) reset_wait: Duration,
    pub(crate) reset_valid: Duration,
    pub(crate) reminders: Vec<Duration>,
    /// What messages are sealed to for emergency access.
    pub(crate) archive_key: Option<PublicKey>,
    pub(crate) sim_swap: Option<SimSwapConfig>,
    pub(crate) log: String,
}

/// Where and how mail is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Smtp {
    /// Without TLS, on a loopback address.
    pub(crate) plain: Option<SocketAddr>,
    pub(crate) starttls: Option<SocketAddr>,
    /// With TLS from the first byte on.
    pub(crate) tls: Option<SocketAddr>,
    /// `None` for the public URL's.
    pub(crate) host: Option<String>,
    /// [`Tls::Off`] for the same certificate as the pages have.
    pub(crate) certificate: Tls,
}

impl Smtp {
    /// Whether a listener needs a certificate.
    pub(crate) fn wants_tls(&self) -> bool {
        self.starttls.is_some() || self.tls.is_some()
    }
}

impl Config {
    /// Reads the named file, or `narwhal.toml` if it is there, and the variables.
    ///
    /// # Errors
    /// When a key is unknown or a value makes no sense. The error says which and what to write.
    pub(crate) fn load(file: Option<&Path>, variables: Variables) -> Result<Self, ConfigError> {
        let default = Path::new(DEFAULT_FILE);
        let file = file.or_else(|| default.exists().then_some(default));
        Self::understand(&Layers::read(file, variables)?)
    }

    fn understand(layers: &Layers) -> Result<Self, ConfigError> {
        let data_dir = layers.parse(keys::DATA_DIR, values::path)?.unwrap_or_else(|| "data".into());
        Ok(Self {
            http_addr: layers
                .parse(keys::HTTP_ADDR, socket)?
                .unwrap_or_else(|| ([127, 0, 0, 1], 3000).into()),
            metrics_addr: layers.parse(keys::METRICS_ADDR, socket)?,
            public_url: layers.parse(keys::PUBLIC_URL, PublicUrl::parse)?,
            site_root: layers.parse(keys::SITE_ROOT, values::path)?,
            database_url: database_url(layers, &data_dir)?,
            master_key: master_key(layers, &data_dir)?,
            organisation: layers.parse(keys::ORGANISATION, values::organisation)?,
            mail_domain: layers
                .parse(keys::MAIL_DOMAIN, values::mail_domain)?
                .unwrap_or_else(|| MAIL_DOMAIN.into()),
            default_country: layers.parse(keys::DEFAULT_COUNTRY, values::country)?.unwrap_or(Country::US),
            shared_idle: time(layers, keys::SHARED_IDLE, DAY)?.unwrap_or(DAY / 288),
            session_idle: time(layers, keys::SESSION_IDLE, DAY)?.unwrap_or(DAY / 96),
            session_absolute: time(layers, keys::SESSION_ABSOLUTE, DAY * 30)?.unwrap_or(DAY / 2),
            tls: tls(layers, &keys::WEB_TLS)?,
            smtp: smtp(layers)?,
            relay: relay(layers)?,
            proxies: proxies(layers)?,
            simulator_allow_remote: layers
                .parse(keys::SIMULATOR_ALLOW_REMOTE, values::truth)?
                .unwrap_or(false),
            gateways: routes::understand(layers.gateways())?,
            quiet_hours: layers.parse(keys::QUIET_HOURS, values::quiet_hours)?.unwrap_or_else(usual_night),
            reset_wait: layers
                .parse(keys::RESET_WAIT, values::wait)?
                .unwrap_or(Duration::from_secs(24 * 60 * 60)),
            second_factor: layers.parse(keys::SECOND_FACTOR, values::factor_policy)?.unwrap_or_default(),
            reset_valid: time(layers, keys::RESET_VALID, DAY * 30)?.unwrap_or(DAY * 7),
            passcode_required: layers.parse(keys::PASSCODE, values::required)?.unwrap_or(false),
            plain_form: layers.parse(keys::PLAIN_FORM, values::allowed)?.unwrap_or(true),
            quiet_first_notices: layers.parse(keys::QUIET_FIRST_NOTICES, values::truth)?.unwrap_or(false),
            reminders: layers.parse(keys::REMIND_AFTER, values::reminders)?.unwrap_or_default(),
            archive_key: layers.parse(keys::ARCHIVE_KEY, values::archive_key)?,
            sim_swap: sim_swap::understand(layers)?,
            log: layers.parse(keys::LOG, |text| Ok(text.to_owned()))?.unwrap_or_else(|| "info".into()),
            data_dir,
        })
    }

    /// The public URL, or the address of the listener when none is set.
    pub(crate) fn public_url(&self, listener: SocketAddr) -> PublicUrl {
        self.public_url.clone().unwrap_or_else(|| PublicUrl::new(self.tls != Tls::Off, reachable(listener)))
    }
}

/// When no reminder goes out unless somebody decided otherwise.
fn usual_night() -> Option<QuietHours> {
    Some(QuietHours::parse("21:00-08:00").expect("it is a time and another"))
}

/// An address that a browser can open: for one that means "all of them", this machine's.
fn reachable(mut listener: SocketAddr) -> SocketAddr {
    if listener.ip().is_unspecified() {
        listener.set_ip(match listener {
            SocketAddr::V4(_) => std::net::Ipv4Addr::LOCALHOST.into(),
            SocketAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
        });
    }
    listener
}

fn database_url(layers: &Layers, data_dir: &Path) -> Result<DatabaseUrl, ConfigError> {
    let (key, given, text) = match layers.one_of(&[keys::DATABASE_URL, keys::DATABASE_URL_FILE])? {
        None => {
            let url = format!("sqlite:{}", data_dir.join("narwhal.db").display());
            return Ok(DatabaseUrl::parse(&url).expect("it has a scheme and a path"));
        }
        Some((key, given)) if key == keys::DATABASE_URL => (key, given, given.text.clone()),
        Some((key, given)) => (key, given, secret_file(key, given)?),
    };
    DatabaseUrl::parse(text.trim()).map_err(|problem| given.error(key, problem))
}

fn secret_file(key: Key, given: &Given) -> Result<Zeroizing<String>, ConfigError> {
    let read = fs::read_to_string(given.text.trim());
    read.map(Zeroizing::new)
        .map_err(|error| given.error(key, format!("cannot read {}: {error}", given.text.as_str())))
}

fn master_key(layers: &Layers, data_dir: &Path) -> Result<MasterKeySource, ConfigError> {
    Ok(match layers.one_of(&[keys::MASTER_KEY, keys::MASTER_KEY_FILE, keys::MASTER_KEY_COMMAND])? {
        None => MasterKeySource::File(data_dir.join("master.key")),
        Some((key, given)) if key == keys::MASTER_KEY => MasterKeySource::Text(given.text.clone()),
        Some((key, given)) if key == keys::MASTER_KEY_COMMAND => {
            MasterKeySource::Command(given.text.to_string())
        }
        Some((_, given)) => MasterKeySource::File(PathBuf::from(given.text.as_str())),
    })
}

fn tls(layers: &Layers, keys: &TlsKeys) -> Result<Tls, ConfigError> {
    let certificate = layers.parse(keys.certificate, values::path)?;
    let key = layers.parse(keys.key, values::path)?;
    let self_signed = layers.parse(keys.self_signed, values::truth)?.unwrap_or(false);
    let origin = |key| layers.find(key).map(|given| given.origin.clone());
    if self_signed && let Some(first) = origin(keys.certificate).or(origin(keys.key)) {
        let second = origin(keys.self_signed).expect("true is not the default");
        return Err(ConfigError::Both { first, second });
    }
    let incomplete = |given: Key, missing: Key| {
        let given = origin(given).map_or_else(|| given.variable(), |origin| origin.to_string());
        ConfigError::Incomplete { given, missing: missing.variable() }
    };
    match (certificate, key) {
        (None, None) => Ok(if self_signed { Tls::SelfSigned } else { Tls::Off }),
        (Some(certificate), Some(key)) => Ok(Tls::Files { certificate, key }),
        (Some(_), None) => Err(incomplete(keys.certificate, keys.key)),
        (None, Some(_)) => Err(incomplete(keys.key, keys.certificate)),
    }
}

fn smtp(layers: &Layers) -> Result<Smtp, ConfigError> {
    let plain = layers.parse(keys::SMTP_ADDR, |text| {
        let address = socket(text)?;
        let is_private = address.ip().to_canonical().is_loopback();
        if is_private { Ok(address) } else { Err(format!("{address} can be reached from other machines")) }
    })?;
    Ok(Smtp {
        plain,
        starttls: layers.parse(keys::SMTP_STARTTLS_ADDR, socket)?,
        tls: layers.parse(keys::SMTP_TLS_ADDR, socket)?,
        host: layers.parse(keys::SMTP_HOST, values::mail_domain)?,
        certificate: tls(layers, &keys::MAIL_TLS)?,
    })
}

fn relay(layers: &Layers) -> Result<Relay, ConfigError> {
    let (key, given, text) = match layers.one_of(&[keys::RELAY_URL, keys::RELAY_URL_FILE])? {
        None => return Ok(Relay::Off),
        Some((key, given)) if key == keys::RELAY_URL => (key, given, given.text.clone()),
        Some((key, given)) => (key, given, secret_file(key, given)?),
    };
    let domain = layers.parse(keys::MAIL_DOMAIN, values::mail_domain)?;
    let name = domain.as_deref().unwrap_or(MAIL_DOMAIN);
    Relay::from_url(&text, name).map_err(|error| given.error(key, error.to_string()))
}

fn proxies(layers: &Layers) -> Result<TrustedProxies, ConfigError> {
    Ok(TrustedProxies {
        networks: layers.parse(keys::TRUSTED_PROXIES, values::networks)?.unwrap_or_default(),
        header: layers.parse(keys::FORWARDED_HEADER, values::forwarded_header)?.unwrap_or_default(),
    })
}

fn time(layers: &Layers, key: Key, longest: Duration) -> Result<Option<Duration>, ConfigError> {
    layers.parse(key, |text| values::duration(text, longest))
}

fn socket(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| format!("{text:?} is no address with a port"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(pairs: &[(&str, &str)]) -> Result<Config, String> {
        let variables =
            pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned().into())).collect();
        Layers::read(None, variables)
            .and_then(|layers| Config::understand(&layers))
            .map_err(|error| error.to_string())
    }

    #[test]
    fn defaults() {
        let config = load(&[]).unwrap();
        assert_eq!(config.public_url(config.http_addr).to_string(), "http://127.0.0.1:3000");
        assert_eq!(config.database_url.as_str(), "sqlite:data/narwhal.db");
        assert_eq!(config.master_key.to_string(), "data/master.key");
        assert_eq!((config.session_idle.as_secs(), config.session_absolute.as_secs()), (900, 43_200));
        assert_eq!((config.tls, config.metrics_addr), (Tls::Off, None));
        assert_eq!(config.quiet_hours.unwrap().to_string(), "21:00-08:00");
        assert!(matches!(config.gateways[0].kind, GatewayKind::Simulator));
    }

    #[test]
    fn the_public_url_follows_the_listener() {
        let config =
            load(&[("NARWHAL_HTTP_ADDR", "0.0.0.0:8443"), ("NARWHAL_TLS_SELF_SIGNED", "true")]).unwrap();
        assert_eq!(config.public_url(config.http_addr).to_string(), "https://127.0.0.1:8443");
        let config = load(&[("NARWHAL_PUBLIC_URL", "https://a.org")]).unwrap();
        assert_eq!(config.public_url(config.http_addr).to_string(), "https://a.org");
    }

    #[test]
    fn wrong_values_say_what_to_write() {
        let error = |name, text| load(&[(name, text)]).err().unwrap();
        assert_eq!(
            error("NARWHAL_HTTP_ADDR", "3000"),
            "NARWHAL_HTTP_ADDR: \"3000\" is no address with a port. Write an address and a port, such as \
             127.0.0.1:3000 or [::]:443."
        );
        assert!(error("NARWHAL_SESSION_IDLE", "15 apples").contains("is no time"));
        assert!(error("NARWHAL_ARCHIVE_KEY", "x").contains("no public archive key"));
        assert!(!error("NARWHAL_DATABASE_URL", "mysql://u:secret@h").contains("secret"));
        assert_eq!(
            error("NARWHAL_TLS_CERT_FILE", "a.pem"),
            "NARWHAL_TLS_CERT_FILE is given without NARWHAL_TLS_KEY_FILE. Give both, or neither."
        );
    }

    #[test]
    fn secrets_come_from_files_too() {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), "postgres://narwhal@db/narwhal\n").unwrap();
        let path = file.path().to_str().unwrap();
        let config = load(&[("NARWHAL_DATABASE_URL_FILE", path)]).unwrap();
        assert_eq!(config.database_url.as_str(), "postgres://narwhal@db/narwhal");
        let both = [("NARWHAL_DATABASE_URL_FILE", path), ("NARWHAL_DATABASE_URL", "sqlite:a")];
        assert!(load(&both).err().unwrap().contains("are both given"));
    }

    #[test]
    fn one_kind_of_tls() {
        let all = [
            ("NARWHAL_TLS_CERT_FILE", "a"),
            ("NARWHAL_TLS_KEY_FILE", "b"),
            ("NARWHAL_TLS_SELF_SIGNED", "true"),
        ];
        assert!(load(&all).err().unwrap().contains("are both given"));
        assert!(matches!(load(&all[..2]).unwrap().tls, Tls::Files { .. }));
    }
}
