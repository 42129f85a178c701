//! Settings as written: the environment over `narwhal.toml`, not yet understood.

use std::{
    collections::BTreeMap,
    fmt, fs, io,
    path::{Path, PathBuf},
};

use zeroize::Zeroizing;

use super::{
    gateways::{self, Gateways},
    keys::{self, Key},
};

/// What is wrong with the configuration: which key, why, and what to write.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigError {
    #[error("cannot read the configuration file {}: {error}", path.display())]
    Read { path: PathBuf, error: io::Error },
    #[error("{} is not valid TOML: line {line}: {message}", path.display())]
    Syntax { path: PathBuf, line: usize, message: String },
    #[error("{given_in}: unknown setting{}", suggestion(*.nearest, given_in))]
    Unknown { given_in: Origin, nearest: Option<Key> },
    #[error("{given_in}: {problem}. Write {}.", .key.expects)]
    Value { given_in: Origin, key: Key, problem: String },
    #[error("{first} and {second} are both given, but only one can be used. Remove one of them.")]
    Both { first: Origin, second: Origin },
    #[error("{given} is given without {missing}. Give both, or neither.")]
    Incomplete { given: String, missing: String },
    #[error(
        "{given_in}: a master key does not belong into the configuration file. Put it into a file of its own and \
             name that as master_key_file, or into the environment as NARWHAL_MASTER_KEY."
    )]
    KeyInFile { given_in: Origin },
    #[error("gateway {gateway}: {problem}")]
    Gateway { gateway: String, problem: String },
    #[error("{given_in}: {problem}. Write {expects}.")]
    GatewayValue { given_in: Origin, problem: String, expects: String },
}

/// Where a setting was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    Variable(String),
    File { path: PathBuf, name: String },
}

/// A setting as written.
#[derive(Clone)]
pub(crate) struct Given {
    pub(crate) origin: Origin,
    pub(crate) text: Zeroizing<String>,
}

/// All settings as written.
#[derive(Default)]
pub(crate) struct Layers {
    settings: BTreeMap<&'static str, Given>,
    gateways: Gateways,
}

/// The environment's variables, passed in so that tests have their own.
pub(crate) type Variables = Vec<(String, Zeroizing<String>)>;

impl Layers {
    /// Reads the file, if there is one, and then the variables, which win.
    pub(crate) fn read(file: Option<&Path>, variables: Variables) -> Result<Self, ConfigError> {
        let mut layers = Self::default();
        if let Some(path) = file {
            layers.add_file(path)?;
        }
        layers.add_variables(variables)?;
        Ok(layers)
    }

    /// The value of a key as written.
    pub(crate) fn find(&self, key: Key) -> Option<&Given> {
        self.settings.get(key.name)
    }

    /// The gateways as written.
    pub(crate) fn gateways(&self) -> &Gateways {
        &self.gateways
    }

    /// The one of several keys that is given; the environment's, when file and environment differ.
    pub(crate) fn one_of(&self, keys: &[Key]) -> Result<Option<(Key, &Given)>, ConfigError> {
        let mut found: Vec<_> = keys.iter().filter_map(|key| Some((*key, self.find(*key)?))).collect();
        if found.iter().any(|(_, given)| given.origin.is_variable()) {
            found.retain(|(_, given)| given.origin.is_variable());
        }
        match found.as_slice() {
            [(_, first), (_, second), ..] => {
                Err(ConfigError::Both { first: first.origin.clone(), second: second.origin.clone() })
            }
            _ => Ok(found.pop()),
        }
    }

    /// The value of a key, understood by `parse`, whose error says what is wrong.
    pub(crate) fn parse<T>(
        &self,
        key: Key,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Result<Option<T>, ConfigError> {
        let Some(given) = self.find(key) else { return Ok(None) };
        parse(given.text.trim()).map(Some).map_err(|problem| given.error(key, problem))
    }

    fn add_file(&mut self, path: &Path) -> Result<(), ConfigError> {
        let text =
            fs::read_to_string(path).map_err(|error| ConfigError::Read { path: path.to_owned(), error })?;
        let table = text.parse::<toml::Table>().map_err(|error| syntax_error(path, &text, &error))?;
        for (name, value) in table {
            let origin = Origin::File { path: path.to_owned(), name: name.clone() };
            if let (gateways::TABLE, toml::Value::Table(tables)) = (name.as_str(), &value) {
                self.add_gateways(path, tables)?;
                continue;
            }
            let key = known(&name, &origin)?;
            if key == keys::MASTER_KEY {
                return Err(ConfigError::KeyInFile { given_in: origin });
            }
            let text = plain_text(value).ok_or_else(|| ConfigError::Value {
                given_in: origin.clone(),
                key,
                problem: "unexpected kind of value".into(),
            })?;
            self.settings.insert(key.name, Given { origin, text: text.into() });
        }
        Ok(())
    }

    /// Takes `[gateways.NAME]`.
    fn add_gateways(&mut self, path: &Path, tables: &toml::Table) -> Result<(), ConfigError> {
        for (gateway, table) in tables {
            let toml::Value::Table(table) = table else {
                return Err(ConfigError::Gateway {
                    gateway: gateway.clone(),
                    problem: format!("write its settings below [gateways.{gateway}]"),
                });
            };
            for (key, value) in table {
                let name = format!("{}.{gateway}.{key}", gateways::TABLE);
                let origin = Origin::File { path: path.to_owned(), name };
                let text = plain_text(value.clone()).ok_or_else(|| ConfigError::Gateway {
                    gateway: gateway.clone(),
                    problem: format!("{origin}: unexpected kind of value"),
                })?;
                self.gateways.add(gateway, key, Given { origin, text: text.into() });
            }
        }
        Ok(())
    }

    fn add_variables(&mut self, variables: Variables) -> Result<(), ConfigError> {
        for (variable, text) in variables {
            let Some(name) = variable.strip_prefix(keys::PREFIX) else { continue };
            // An empty variable is how many tools write one that is not set.
            if keys::is_for_scripts(&variable) || text.is_empty() {
                continue;
            }
            let origin = Origin::Variable(variable.clone());
            let lower = name.to_ascii_lowercase();
            if let Some(of_gateway) = lower.strip_prefix(gateways::VARIABLE) {
                let given = Given { origin: origin.clone(), text };
                if !self.gateways.add_variable(of_gateway, given) {
                    return Err(ConfigError::Unknown { given_in: origin, nearest: None });
                }
                continue;
            }
            let key = known(&name.to_ascii_lowercase(), &origin)?;
            self.settings.insert(key.name, Given { origin, text });
        }
        Ok(())
    }
}

impl Given {
    /// The error that this value has this problem.
    pub(crate) fn error(&self, key: Key, problem: String) -> ConfigError {
        ConfigError::Value { given_in: self.origin.clone(), key, problem }
    }
}

impl Origin {
    pub(super) fn is_variable(&self) -> bool {
        matches!(self, Self::Variable(_))
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Variable(name) => f.write_str(name),
            Self::File { path, name } => write!(f, "{} in {}", name, path.display()),
        }
    }
}

fn known(name: &str, origin: &Origin) -> Result<Key, ConfigError> {
    Key::find(name)
        .ok_or_else(|| ConfigError::Unknown { given_in: origin.clone(), nearest: Key::nearest(name) })
}

fn suggestion(nearest: Option<Key>, given_in: &Origin) -> String {
    let Some(key) = nearest else {
        return ". See: narwhal --help".into();
    };
    let name = if given_in.is_variable() { key.variable() } else { key.name.to_owned() };
    format!(". Did you mean {name}?")
}

/// Without the line itself, which may hold a secret.
fn syntax_error(path: &Path, text: &str, error: &toml::de::Error) -> ConfigError {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    ConfigError::Syntax { path: path.to_owned(), line, message: error.message().to_owned() }
}

/// A TOML value as it would be written into a variable; lists with commas.
fn plain_text(value: toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(truth) => Some(truth.to_string()),
        toml::Value::Array(items) => {
            Some(items.into_iter().map(plain_text).collect::<Option<Vec<_>>>()?.join(","))
        }
        toml::Value::Float(_) | toml::Value::Datetime(_) | toml::Value::Table(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables(pairs: &[(&str, &str)]) -> Variables {
        pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned().into())).collect()
    }

    fn read(toml: &str, pairs: &[(&str, &str)]) -> Result<Layers, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("narwhal.toml");
        fs::write(&path, toml).unwrap();
        let shown = path.display().to_string();
        Layers::read(Some(&path), variables(pairs))
            .map_err(|error| error.to_string().replace(&shown, "narwhal.toml"))
    }

    fn text(layers: &Layers, key: Key) -> Option<&str> {
        layers.find(key).map(|given| given.text.as_str())
    }

    #[test]
    fn the_environment_wins() {
        let toml =
            "mail_domain = 'a.text'\norganisation = 'Clinic'\ntrusted_proxies = ['::1', '10.0.0.0/8']\n";
        let layers =
            read(toml, &[("NARWHAL_MAIL_DOMAIN", "b.text"), ("NARWHAL_LOG", ""), ("PATH", "/bin")]).unwrap();
        assert_eq!(text(&layers, keys::MAIL_DOMAIN), Some("b.text"));
        assert_eq!(text(&layers, keys::ORGANISATION), Some("Clinic"));
        assert_eq!(text(&layers, keys::TRUSTED_PROXIES), Some("::1,10.0.0.0/8"));
        assert_eq!(text(&layers, keys::LOG), None);
    }

    #[test]
    fn an_unknown_key_is_named() {
        let error = |toml, pairs: &[(&str, &str)]| read(toml, pairs).err().unwrap();
        assert_eq!(
            error("data_dri = 'x'", &[]),
            "data_dri in narwhal.toml: unknown setting. Did you mean data_dir?"
        );
        assert_eq!(
            error("", &[("NARWHAL_HTTP_ADDRESS", "x")]),
            "NARWHAL_HTTP_ADDRESS: unknown setting. Did you mean NARWHAL_HTTP_ADDR?"
        );
        assert!(error("", &[("NARWHAL_", "x")]).starts_with("NARWHAL_: unknown setting"));
        assert!(read("", &[("NARWHAL_CACHE", "x"), ("NARWHAL_TEST_X", "x")]).is_ok());
    }

    #[test]
    fn wrong_kinds_and_syntax() {
        assert_eq!(
            read("log = 1.5", &[]).err().unwrap(),
            format!("log in narwhal.toml: unexpected kind of value. Write {}.", keys::LOG.expects)
        );
        let error = read("\ndatabase_url = postgres://a:secret@b/c", &[]).err().unwrap();
        assert!(
            error.starts_with("narwhal.toml is not valid TOML: line 2: ") && !error.contains("secret"),
            "{error}"
        );
        assert!(
            read("master_key = 'x'", &[])
                .err()
                .unwrap()
                .contains("does not belong into the configuration file")
        );
    }

    #[test]
    fn alternatives_exclude_each_other() {
        const BOTH: [Key; 2] = [keys::DATABASE_URL, keys::DATABASE_URL_FILE];
        let layers = read("database_url = 'sqlite:a'", &[("NARWHAL_DATABASE_URL_FILE", "b")]).unwrap();
        assert_eq!(layers.one_of(&BOTH).unwrap().unwrap().0, keys::DATABASE_URL_FILE);
        let layers = read("database_url = 'sqlite:a'\ndatabase_url_file = 'b'", &[]).unwrap();
        assert!(matches!(layers.one_of(&BOTH), Err(ConfigError::Both { .. })));
        assert!(read("", &[]).unwrap().one_of(&BOTH).unwrap().is_none());
    }
}
