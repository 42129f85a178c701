//! TLS: certificate and key from files that may change while the service runs, or self-signed for local use.

mod self_signed;

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{
        CertificateDer, PrivateKeyDer,
        pem::{self, PemObject as _},
    },
};
use tokio::sync::watch;
use zeroize::Zeroizing;

use crate::config::{Config, PublicUrl, Tls};

/// How often the files are looked at.
const LOOK_AGAIN: Duration = Duration::from_secs(2);

/// Why a certificate cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TlsError {
    #[error("cannot use {}: {error}", path.display())]
    File { path: PathBuf, error: io::Error },
    #[error("{} holds no certificate in PEM form: {error}", path.display())]
    Certificate { path: PathBuf, error: pem::Error },
    #[error("{} holds no private key in PEM form: {error}", path.display())]
    Key { path: PathBuf, error: pem::Error },
    #[error("{} and {} do not work together: {error}", pair.certificate.display(), pair.key.display())]
    Pair { pair: Pair, error: rustls::Error },
    #[error("could not make a self-signed certificate: {0}")]
    Making(#[from] rcgen::Error),
}

/// What is spoken over TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Protocol {
    Http,
    Smtp,
}

/// A certificate's file, with its chain, and its key's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) certificate: PathBuf,
    pub(crate) key: PathBuf,
}

/// The files that the configuration asks for, made if they are to be self-signed; `None` for plain HTTP.
pub(crate) fn pair(config: &Config, public_url: &PublicUrl) -> Result<Option<Pair>, TlsError> {
    pair_of(&config.tls, config, public_url)
}

/// The same for mail: its own, or else the pages'.
pub(crate) fn mail_pair(config: &Config, public_url: &PublicUrl) -> Result<Option<Pair>, TlsError> {
    let own = pair_of(&config.smtp.certificate, config, public_url)?;
    own.map_or_else(|| pair(config, public_url), |own| Ok(Some(own)))
}

fn pair_of(tls: &Tls, config: &Config, public_url: &PublicUrl) -> Result<Option<Pair>, TlsError> {
    match tls {
        Tls::Off => Ok(None),
        Tls::Files { certificate, key } => {
            Ok(Some(Pair { certificate: certificate.clone(), key: key.clone() }))
        }
        Tls::SelfSigned => self_signed::pair(&config.data_dir, public_url.host()).map(Some),
    }
}

impl Pair {
    /// Reads both files, for a protocol on top of TLS. Fails when the key is not the certificate's.
    pub(crate) fn load(&self, protocol: Protocol) -> Result<Arc<ServerConfig>, TlsError> {
        let builder = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("ring has what TLS 1.2 and 1.3 need");
        let with_pair = builder.with_no_client_auth().with_single_cert(self.chain()?, self.private_key()?);
        let mut config = with_pair.map_err(|error| TlsError::Pair { pair: self.clone(), error })?;
        if protocol == Protocol::Http {
            config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        }
        Ok(Arc::new(config))
    }

    /// The certificate and those that signed it.
    pub(crate) fn chain(&self) -> Result<Vec<CertificateDer<'static>>, TlsError> {
        let pem = read(&self.certificate)?;
        let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
        let chain =
            chain.and_then(|chain| if chain.is_empty() { Err(pem::Error::NoItemsFound) } else { Ok(chain) });
        chain.map_err(|error| TlsError::Certificate { path: self.certificate.clone(), error })
    }

    fn private_key(&self) -> Result<PrivateKeyDer<'static>, TlsError> {
        let pem = read(&self.key)?;
        PrivateKeyDer::from_pem_slice(&pem).map_err(|error| TlsError::Key { path: self.key.clone(), error })
    }

    /// What changes when a file does.
    fn stamp(&self) -> [Option<(SystemTime, u64)>; 2] {
        [&self.certificate, &self.key].map(|path| {
            let data = fs::metadata(path).ok()?;
            Some((data.modified().ok()?, data.len()))
        })
    }
}

/// Puts new files to use as they come, for connections made from then on. Files that do not work are tried again until
/// they do, while the old ones stay in use. Ends at the shutdown.
pub(crate) async fn reload_on_change(
    pair: Pair,
    protocol: Protocol,
    put_to_use: impl Fn(Arc<ServerConfig>),
    mut shutdown: watch::Receiver<bool>,
) {
    let (mut used, mut complained) = (pair.stamp(), None);
    while tokio::time::timeout(LOOK_AGAIN, shutdown.wait_for(|stop| *stop)).await.is_err() {
        let stamp = pair.stamp();
        if stamp == used {
            continue;
        }
        match pair.load(protocol) {
            Ok(new) => {
                put_to_use(new);
                used = stamp;
                tracing::info!("a new certificate is in use");
            }
            Err(error) if complained != Some(stamp) => {
                complained = Some(stamp);
                tracing::error!(%error, "the new certificate does not work; the old one stays in use");
            }
            Err(_) => {}
        }
    }
}

fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, TlsError> {
    fs::read(path).map(Zeroizing::new).map_err(|error| TlsError::File { path: path.to_owned(), error })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_has_to_fit() {
        let folder = tempfile::tempdir().unwrap();
        let one = self_signed::pair(&folder.path().join("one"), "localhost").unwrap();
        let two = self_signed::pair(&folder.path().join("two"), "localhost").unwrap();
        one.load(Protocol::Http).unwrap();
        let mixed = Pair { certificate: one.certificate.clone(), key: two.key };
        assert!(matches!(mixed.load(Protocol::Http), Err(TlsError::Pair { .. })));
        let swapped = Pair { certificate: one.key.clone(), key: one.certificate.clone() };
        assert!(matches!(swapped.load(Protocol::Http), Err(TlsError::Certificate { .. })));
        let missing = Pair { certificate: folder.path().join("none"), key: one.key };
        assert!(missing.load(Protocol::Smtp).unwrap_err().to_string().starts_with("cannot use "));
    }
}
