//! HTTPS: the right certificate, also after a new one was put in its place.

use std::{fs, path::Path, sync::Arc};

use rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned,
    crypto::ring,
    pki_types::{CertificateDer, ServerName, pem::PemObject as _},
};

use crate::support::{Answer, Folder, Service, eventually, exchange};

/// A client that trusts this certificate alone.
fn trusting(certificate: &Path) -> Arc<ClientConfig> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(certificate).unwrap()).unwrap();
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let builder = builder.with_safe_default_protocol_versions().unwrap();
    Arc::new(builder.with_root_certificates(roots).with_no_client_auth())
}

/// `None` when the certificate is not trusted.
fn ask(service: &Service, client: &Arc<ClientConfig>) -> Option<Answer> {
    let mut stream = service.connect();
    let name = ServerName::try_from("localhost").unwrap();
    let mut connection = ClientConnection::new(Arc::clone(client), name).unwrap();
    connection.complete_io(&mut stream).ok()?;
    let request = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    Some(exchange(StreamOwned::new(connection, stream), request))
}

fn protocol(service: &Service, client: &Arc<ClientConfig>) -> Option<Vec<u8>> {
    let mut offering = ClientConfig::clone(client);
    offering.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let name = ServerName::try_from("localhost").unwrap();
    let mut connection = ClientConnection::new(Arc::new(offering), name).unwrap();
    connection.complete_io(&mut service.connect()).unwrap();
    connection.alpn_protocol().map(<[u8]>::to_vec)
}

fn write_pair(folder: &Folder) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    fs::write(folder.path("crt.pem"), made.cert.pem()).unwrap();
    fs::write(folder.path("key.pem"), made.signing_key.serialize_pem()).unwrap();
}

#[test]
fn self_signed_for_local_use() {
    let folder = Folder::new();
    let settings = [("NARWHAL_TLS_SELF_SIGNED", "true")];
    let service = folder.serve(&settings);
    assert!(service.greeting.contains("is running at https://127.0.0.1:"), "{}", service.greeting);
    let client = trusting(&folder.path("data/self-signed.crt.pem"));
    let answer = ask(&service, &client).unwrap();
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("strict-transport-security"), None, "localhost is not ours to pin");
    assert_eq!(protocol(&service, &client).unwrap(), b"h2");
    service.stop();
    assert!(ask(&folder.serve(&settings), &client).is_some(), "the certificate is kept");
}

#[test]
fn a_new_certificate_is_used_and_a_broken_one_is_not() {
    let folder = Folder::new();
    write_pair(&folder);
    let service = folder.serve(&[("NARWHAL_TLS_CERT_FILE", "crt.pem"), ("NARWHAL_TLS_KEY_FILE", "key.pem")]);
    let first = trusting(&folder.path("crt.pem"));
    assert!(ask(&service, &first).unwrap().header("strict-transport-security").is_some());

    fs::write(folder.path("key.pem"), "half a ke").unwrap();
    eventually(|| folder.log().contains("the old one stays in use"));
    assert!(ask(&service, &first).is_some());

    write_pair(&folder);
    let second = trusting(&folder.path("crt.pem"));
    eventually(|| ask(&service, &second).is_some());
    assert!(ask(&service, &first).is_none());
    assert_eq!(folder.log().matches("the old one stays in use").count(), 1, "{}", folder.log());
}
