//! The driver over TLS.

use std::sync::Arc;

use rustls::{ClientConfig, RootCertStore, ServerConfig, crypto::ring, pki_types::PrivatePkcs8KeyDer};
use sms::{
    SendError,
    smpp::{Config, OverTls, Smpp},
};
use tokio_rustls::TlsAcceptor;

use crate::{
    carrier::{Carrier, Exchange, text},
    driver::taken,
    world::settings,
};

/// A server's configuration, and that of a client who trusts it.
fn tls() -> (Arc<ServerConfig>, Arc<ClientConfig>) {
    let certified = rcgen::generate_simple_self_signed(["carrier.example".to_owned()]).unwrap();
    let certificate = certified.cert.der().clone();
    let key = PrivatePkcs8KeyDer::from(certified.signing_key.serialize_der()).into();
    let server = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.clone()], key)
        .unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(certificate).unwrap();
    let client = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    (Arc::new(server), Arc::new(client))
}

#[tokio::test(start_paused = true)]
async fn over_tls() {
    let (server, trusting) = tls();
    for (name, good) in [("carrier.example", true), ("other.example", false)] {
        let (line, mut calls) = Exchange::open(64 * 1024);
        let dial = OverTls::new(line, Arc::clone(&trusting), name.try_into().unwrap());
        let (smpp, _events) = Smpp::start(Config::new(settings()), dial, || 0);
        let waiting = tokio::spawn(async move { smpp.send(&text()).await });
        let stream = TlsAcceptor::from(Arc::clone(&server)).accept(calls.recv().await.unwrap()).await;
        assert_eq!(stream.is_ok(), good);
        if let Ok(stream) = stream {
            Carrier(stream).bind().await.answer(0).await;
        }
        assert_eq!(waiting.await.unwrap(), if good { taken() } else { Err(SendError::Unreachable) });
    }
}
