//! A device that keeps passkeys, in software: what it says is what a browser would hand on. It can be told to misbehave.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{Blob, PasskeyMade, PasskeyUsed};
use engine::{NewPasskey, PasskeyChallenge};
use p256::ecdsa::{Signature, SigningKey, signature::Signer as _};
use seal::{PASSKEY_PRF_INPUT, PasskeyKey};
use sha2::{Digest as _, Sha256};

/// Present and verified, as WebAuthn's flags say it.
const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
/// A new credential follows.
const ATTESTED: u8 = 0x40;

/// A device and the browser on it.
#[derive(Clone)]
pub(crate) struct Device {
    /// The page's origin, as the browser says it.
    pub(crate) origin: &'static str,
    /// The name that the signature is for.
    pub(crate) rp_id: &'static str,
    /// Whether it asks for a finger, a face or a number.
    pub(crate) verifies: bool,
    /// How often it says that its passkeys were used; `None` when it does not count, as those whose passkeys are synced.
    pub(crate) counter: Option<u32>,
    /// Tells its passkeys from those of others.
    pub(crate) seed: u8,
    /// Whose passkey it has.
    pub(crate) user_handle: Blob,
}

impl Device {
    pub(crate) fn new(seed: u8) -> Self {
        Self {
            origin: "https://secure.example.org",
            rp_id: "secure.example.org",
            verifies: true,
            counter: None,
            seed,
            user_handle: Blob::default(),
        }
    }

    /// Makes a passkey, in the place of the one that it had.
    pub(crate) fn make(&mut self, new: &NewPasskey) -> PasskeyMade {
        self.user_handle = new.user_handle.clone();
        let mut data = self.authenticator_data(ATTESTED);
        data.extend_from_slice(&[0; 16]);
        data.extend_from_slice(&[0, 16]);
        data.extend_from_slice(&self.credential_id().0);
        data.extend_from_slice(&self.cose_key());
        let mut attestation = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        attestation.push(data.len().try_into().unwrap());
        attestation.extend_from_slice(&data);
        PasskeyMade {
            credential_id: self.credential_id(),
            client_data: Blob(self.client_data("webauthn.create", &new.challenge)),
            attestation: Blob(attestation),
        }
    }

    /// Uses its passkey.
    pub(crate) fn use_for(&mut self, asked: &PasskeyChallenge) -> PasskeyUsed {
        self.counter = self.counter.map(|count| count + 1);
        let client_data = self.client_data("webauthn.get", &asked.challenge);
        let data = self.authenticator_data(0);
        let mut signed = data.clone();
        signed.extend_from_slice(&Sha256::digest(&client_data));
        let signature: Signature = self.key().sign(&signed);
        PasskeyUsed {
            credential_id: self.credential_id(),
            client_data: Blob(client_data),
            authenticator_data: Blob(data),
            signature: Blob(signature.to_der().as_bytes().to_vec()),
            user_handle: self.user_handle.clone(),
        }
    }

    /// What its PRF gives, which its browser keeps.
    pub(crate) fn prf(&self) -> PasskeyKey {
        let mut prf = Sha256::new();
        prf.update([self.seed; 32]);
        prf.update(PASSKEY_PRF_INPUT);
        PasskeyKey::from_prf(&prf.finalize()).unwrap()
    }

    fn credential_id(&self) -> Blob {
        Blob(vec![self.seed; 16])
    }

    fn key(&self) -> SigningKey {
        SigningKey::from_slice(&[self.seed; 32]).unwrap()
    }

    fn authenticator_data(&self, flags: u8) -> Vec<u8> {
        let mut data = Sha256::digest(self.rp_id).to_vec();
        data.push(flags | PRESENT | if self.verifies { VERIFIED } else { 0 });
        data.extend_from_slice(&self.counter.unwrap_or(0).to_be_bytes());
        data
    }

    fn client_data(&self, kind: &str, challenge: &Blob) -> Vec<u8> {
        let challenge = URL_SAFE_NO_PAD.encode(&challenge.0);
        let origin = self.origin;
        format!(r#"{{"type":"{kind}","challenge":"{challenge}","origin":"{origin}","crossOrigin":false}}"#)
            .into_bytes()
    }

    /// COSE (RFC 9053, 7.1.1): EC2, ES256, P-256.
    fn cose_key(&self) -> Vec<u8> {
        let point = self.key().verifying_key().to_sec1_point(false);
        let mut key = b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20".to_vec();
        key.extend_from_slice(point.x().unwrap());
        key.extend_from_slice(b"\x22\x58\x20");
        key.extend_from_slice(point.y().unwrap());
        key
    }
}
