//! What gateways and their routes are meant to be.

use std::{fmt::Display, num::NonZeroU16, str::FromStr};

use sms::{
    http::Provider,
    routes::{Prefix, RouteName, RouteSettings},
    smpp::{Account, Address},
};

use super::{
    gateways::{Gateways, Kind, Written},
    http_gateways,
    layers::ConfigError,
    values,
};

/// The route that there is when nothing is configured.
const SIMULATOR: &str = "simulator";
const AT_ONCE_MOST: u16 = 256;
const WINDOW_MOST: usize = 1_000;

/// A gateway, and how it is used.
#[derive(Clone)]
pub(crate) struct GatewayConfig {
    pub(crate) route: RouteSettings,
    pub(crate) kind: GatewayKind,
}

/// What carries the texts.
#[derive(Clone)]
pub(crate) enum GatewayKind {
    Simulator,
    Smpp(SmppConfig),
    Http(Provider),
}

/// A carrier that is reached over SMPP.
#[derive(Clone)]
pub(crate) struct SmppConfig {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) tls: bool,
    pub(crate) account: Account,
    pub(crate) source: Address,
    pub(crate) window: Option<usize>,
}

/// All gateways; the simulator when there is none.
pub(super) fn understand(gateways: &Gateways) -> Result<Vec<GatewayConfig>, ConfigError> {
    let all: Vec<_> =
        gateways.iter().map(|(name, written)| gateway(name, written)).collect::<Result<_, _>>()?;
    if !all.is_empty() {
        return Ok(all);
    }
    let name = SIMULATOR.parse().expect("it has small letters only");
    Ok(vec![GatewayConfig { route: RouteSettings::new(name), kind: GatewayKind::Simulator }])
}

fn gateway(name: &str, written: &Written) -> Result<GatewayConfig, ConfigError> {
    let kind = written.kind(name)?;
    let own_name: RouteName = name.parse().map_err(|error: sms::routes::RouteNameError| {
        ConfigError::Gateway { gateway: name.to_owned(), problem: error.to_string() }
    })?;
    let mut usual = RouteSettings::new(own_name);
    let understood = match kind.name {
        "smpp" => GatewayKind::Smpp(smpp(name, written, kind)?),
        _ => match http_gateways::understand(name, written, kind)? {
            Some(provider) => GatewayKind::Http(provider),
            None => GatewayKind::Simulator,
        },
    };
    if let GatewayKind::Smpp(SmppConfig { window: Some(window), .. }) = &understood {
        // The carrier's window is what bounds them.
        let window = u16::try_from(*window).unwrap_or(AT_ONCE_MOST).min(AT_ONCE_MOST);
        usual.at_once = usual.at_once.max(NonZeroU16::new(window).unwrap_or(usual.at_once));
    }
    Ok(GatewayConfig { route: route(usual, written, kind)?, kind: understood })
}

fn route(usual: RouteSettings, written: &Written, kind: Kind) -> Result<RouteSettings, ConfigError> {
    Ok(RouteSettings {
        prefixes: written.parse(kind, "prefixes", prefixes)?.unwrap_or_default(),
        preference: written
            .parse(kind, "preference", |text| at_most(text, 1_000))?
            .unwrap_or(usual.preference),
        per_second: written.parse(kind, "per_second", parsed)?,
        per_day: written.parse(kind, "per_day", parsed)?,
        at_once: written
            .parse(kind, "at_once", |text| {
                let number: NonZeroU16 = parsed(text)?;
                if number.get() <= AT_ONCE_MOST { Ok(number) } else { Err(format!("{number} is too many")) }
            })?
            .unwrap_or(usual.at_once),
        ..usual
    })
}

fn smpp(name: &str, written: &Written, kind: Kind) -> Result<SmppConfig, ConfigError> {
    let text = |text: &str| Ok(text.to_owned());
    let system_id = written.require(name, kind, "system_id", text)?;
    let password =
        written.require(name, kind, "password", |text| Ok(zeroize::Zeroizing::new(text.to_owned())))?;
    let system_type = written.parse(kind, "system_type", text)?.unwrap_or_default();
    let account = Account::new(&system_id, &password, &system_type)
        .map_err(|error| ConfigError::Gateway { gateway: name.to_owned(), problem: error.to_string() })?;
    Ok(SmppConfig {
        host: written.require(name, kind, "host", host)?,
        port: written.require(name, kind, "port", parsed::<NonZeroU16>)?.get(),
        tls: written.parse(kind, "tls", values::truth)?.unwrap_or(false),
        account,
        source: written.require(name, kind, "from", parsed)?,
        window: written.parse(kind, "window", |text| match parsed::<usize>(text)? {
            0 => Err("it is too small".into()),
            window if window <= WINDOW_MOST => Ok(window),
            window => Err(format!("{window} is too many")),
        })?,
    })
}

fn prefixes(text: &str) -> Result<Vec<Prefix>, String> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| part.parse::<Prefix>().map_err(|error| format!("{part:?}: {error}"))).collect()
}

fn host(text: &str) -> Result<String, String> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-.:".contains(c);
    if !text.is_empty() && text.chars().all(allowed) {
        Ok(text.to_owned())
    } else {
        Err("it is no host".into())
    }
}

fn at_most(text: &str, most: u16) -> Result<u16, String> {
    let number: u16 = parsed(text)?;
    if number <= most { Ok(number) } else { Err(format!("{number} is more than {most}")) }
}

/// A value that says itself what is wrong with it.
fn parsed<T: FromStr<Err: Display>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|error: T::Err| format!("{text:?}: {error}"))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::config::layers::Layers;

    fn read(toml: &str, pairs: &[(&str, &str)]) -> Result<Vec<GatewayConfig>, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("narwhal.toml");
        fs::write(&path, toml).unwrap();
        let variables = pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned().into()));
        let layers = Layers::read(Some(&path), variables.collect()).map_err(|error| error.to_string())?;
        understand(layers.gateways())
            .map_err(|error| error.to_string().replace(&path.display().to_string(), "narwhal.toml"))
    }

    const CARRIER: &str = "[gateways.carrier]\nkind = 'smpp'\nhost = 'smpp.example.net'\nport = 2775\n\
        system_id = 'narwhal'\npassword = 'secret'\nfrom = '+12025550123'\n";

    #[test]
    fn nothing_is_the_simulator() {
        let all = read("", &[]).unwrap();
        assert_eq!((all.len(), all[0].route.name.as_str()), (1, "simulator"));
    }

    #[test]
    fn a_file_and_the_environment_together() {
        let toml = format!(
            "{CARRIER}prefixes = ['+1', '+44']\nper_second = 20\npreference = 1\n[gateways.try]\nkind = 'simulator'\n"
        );
        let secret = tempfile::NamedTempFile::new().unwrap();
        fs::write(secret.path(), "other\n").unwrap();
        let pairs = [
            ("NARWHAL_GATEWAY_CARRIER_PASSWORD_FILE", secret.path().to_str().unwrap()),
            ("NARWHAL_GATEWAY_CARRIER_PER_DAY", "5000"),
            ("NARWHAL_GATEWAY_TRY_AT_ONCE", "64"),
        ];
        let all = read(&toml, &pairs).unwrap();
        let names: Vec<_> = all.iter().map(|gateway| gateway.route.name.as_str()).collect();
        assert_eq!(names, ["carrier", "try"]);
        let carrier = &all[0].route;
        assert_eq!((carrier.prefixes.len(), carrier.preference), (2, 1));
        assert_eq!(carrier.per_second.unwrap().get(), 20);
        assert_eq!((carrier.per_day.unwrap().get(), all[1].route.at_once.get()), (5_000, 64));
        assert!(matches!(all[0].kind, GatewayKind::Smpp(_)));
    }

    #[test]
    fn what_is_wrong_is_said_with_what_to_write() {
        for (toml, says) in [
            ("[gateways.a]\nhost = 'x'", "gateway a: it has no kind. Write simulator, twilio,"),
            (
                "[gateways.a]\nkind = 'pigeon'",
                "gateways.a.kind in narwhal.toml: this is no kind of gateway. Write simulator, twilio,",
            ),
            (
                "[gateways.a]\nkind = 'smpp'\nsystemid = 'x'",
                "gateway a: gateways.a.systemid in narwhal.toml: a smpp gateway has no setting systemid. Did you mean system_id?",
            ),
            (
                "[gateways.a]\nkind = 'smpp'",
                "gateway a: system_id is missing. Write 1 to 15 characters, as the carrier gave it.",
            ),
            (
                "[gateways.a]\nkind = 'smpp'\nsystem_id = 'n'",
                "gateway a: password or password_file is missing. Write at most 8 characters, as the carrier gave it.",
            ),
            (
                "[gateways.A_b]\nkind = 'simulator'",
                "gateway A_b: a gateway's name begins with a small letter",
            ),
            (
                "[gateways.a]\nkind = 'simulator'\nprefixes = '1'",
                "\"1\": a prefix is what international numbers",
            ),
            ("[gateways.a]\nkind = 'simulator'\nat_once = 0", "at_once in narwhal.toml: \"0\": "),
            ("[gateways]\na = 'x'", "gateway a: write its settings below [gateways.a]"),
        ] {
            let error = read(toml, &[]).err().unwrap();
            assert!(error.contains(says), "{toml}\n{error}");
        }
    }

    #[test]
    fn every_kind_can_be_written() {
        let sid = "0123456789abcdef0123456789abcdef";
        let twilio = format!("kind = 'twilio'\naccount_sid = 'AC{sid}'\nauth_token = 't'\n");
        let http = "kind = 'http'\nurl = 'https://a.org/send'\nheaders = \"X-A: 1\\nX-B: {id}\"\n\
            body = '{\"to\": \"{to}\", \"t\": \"{text}\"}'\nid_at = '/id'\nwebhook_token = '0123456789abcdef'\n\
            receipt_id_at = '/id'\nreceipt_state_at = '/s'\ndelivered = 'ok, done'";
        for (toml, kind) in [
            (format!("{twilio}from = '+12025550123'"), "twilio"),
            (format!("{twilio}messaging_service_sid = 'MG{sid}'"), "twilio"),
            ("kind = 'telnyx'\napi_key = 'k'\nfrom = '+12025550123'".into(), "telnyx"),
            (
                "kind = 'vonage'\napi_key = 'k'\napi_secret = 's'\nfrom = 'Narwhal'\nsignature_secret = 'x'"
                    .into(),
                "vonage",
            ),
            (
                "kind = 'phone'\nurl = 'http://192.168.1.20:8080'\nuser = 'sms'\npassword = 'p'\nsim = 2"
                    .into(),
                "phone",
            ),
            (http.into(), "http"),
        ] {
            let all = read(&format!("[gateways.a]\n{toml}\n"), &[]).unwrap();
            let GatewayKind::Http(provider) = &all[0].kind else { panic!("{kind}") };
            assert_eq!(provider.name(), kind);
        }
    }

    #[test]
    fn what_a_provider_needs_is_said() {
        for (toml, says) in [
            ("kind = 'twilio'\nauth_token = 't'\nfrom = '+12025550123'", "account_sid is missing"),
            (
                "kind = 'twilio'\naccount_sid = 'AC1'\nauth_token = 't'\nfrom = '+12025550123'",
                "account_sid is AC and 32",
            ),
            ("kind = 'twilio'\naccount_sid = 'AC1'\nauth_token = 't'", "write from or messaging_service_sid"),
            ("kind = 'phone'\nurl = 'http://a.org'\nuser = 'u'\npassword = 'p'", "must begin with https://"),
            ("kind = 'http'\nurl = 'https://a.org'\nbody = '{}'", "{text}"),
            ("kind = 'vonage'\napi_key = 'k'\napi_secret = 's'\nfrom = '1'", "from is a number with +"),
        ] {
            let error = read(&format!("[gateways.a]\n{toml}\n"), &[]).err().unwrap();
            assert!(error.contains(says), "{toml}\n{error}");
        }
    }

    #[test]
    fn a_wrong_secret_is_not_repeated() {
        let error = read(&CARRIER.replace("'secret'", "'a-secret-too-long'"), &[]).err().unwrap();
        assert_eq!(error, "gateway carrier: the SMPP password has at most 8 ASCII characters");
        let error = read(&format!("{CARRIER}password_file = 'x'"), &[]).err().unwrap();
        assert!(error.contains("are both given") && !error.contains("secret"), "{error}");
    }
}
