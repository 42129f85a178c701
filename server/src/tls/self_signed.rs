//! A self-signed certificate for local use, kept so that a browser has to be told only once.

use std::{
    fs,
    io::{self, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
};

use rustls::{client::verify_server_name, pki_types::ServerName, server::ParsedCertificate};

use super::{Pair, Protocol, TlsError};
use crate::master_key::make_private_folder;

const LOCAL_NAMES: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

/// The kept pair, or a new one when there is none that works for `host`.
pub(super) fn pair(data_dir: &Path, host: &str) -> Result<Pair, TlsError> {
    let pair =
        Pair { certificate: data_dir.join("self-signed.crt.pem"), key: data_dir.join("self-signed.key.pem") };
    if pair.load(Protocol::Http).is_err() || !is_for(&pair, host) {
        make_private_folder(data_dir).map_err(|error| TlsError::File { path: data_dir.to_owned(), error })?;
        make(&pair, host)?;
    }
    Ok(pair)
}

fn is_for(pair: &Pair, host: &str) -> bool {
    let Ok(chain) = pair.chain() else { return false };
    let Ok(name) = ServerName::try_from(host) else { return false };
    let certificate = chain.first().and_then(|certificate| ParsedCertificate::try_from(certificate).ok());
    certificate.is_some_and(|certificate| verify_server_name(&certificate, &name).is_ok())
}

fn make(pair: &Pair, host: &str) -> Result<(), TlsError> {
    let mut names: Vec<String> = LOCAL_NAMES.map(str::to_owned).to_vec();
    if !names.iter().any(|name| name == host) {
        names.push(host.to_owned());
    }
    let made = rcgen::generate_simple_self_signed(names)?;
    write(&pair.key, &made.signing_key.serialize_pem(), 0o600)?;
    write(&pair.certificate, &made.cert.pem(), 0o644)
}

/// Replaces the file, so that the mode is right from the first byte.
fn write(path: &Path, text: &str, mode: u32) -> Result<(), TlsError> {
    let replace = || {
        match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(mode).open(path)?;
        file.write_all(text.as_bytes())
    };
    replace().map_err(|error| TlsError::File { path: path.to_owned(), error })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn it_is_kept_while_it_fits() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data");
        let first = fs::read(&pair(&path, "localhost").unwrap().key).unwrap();
        for local in LOCAL_NAMES {
            assert_eq!(fs::read(&pair(&path, local).unwrap().key).unwrap(), first, "{local}");
        }
        let other = pair(&path, "narwhal.example").unwrap();
        assert_ne!(fs::read(&other.key).unwrap(), first);
        assert!(
            is_for(&other, "narwhal.example") && is_for(&other, "127.0.0.1") && !is_for(&other, "example")
        );
        assert_eq!(fs::metadata(&other.key).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
