//! Passkeys in the browser (W3C, Web Authentication Level 3), through its own interfaces: objects and functions by name,
//! so that what a phone downloads at its first visit knows nothing of them.

use domain::{Blob, PasskeyMade, PasskeyUsed, SecretBlob};
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use seal::{PASSKEY_PRF_INPUT, PasskeyKey, PrivateKey};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_split_helpers::SplitLoaderError;

use super::{
    keys::{attach, proof, stretch},
    page::rng,
};
use crate::{
    UiError,
    api::{
        passkey::{self, NewPasskey},
        session::{Challenge, SessionKind},
    },
};

/// How long a browser waits for its owner, in milliseconds: as long as the server does.
const PATIENCE: f64 = 300_000.0;
/// COSE's numbers: ES256, EdDSA, RS256. Devices choose the first that they know.
const ALGORITHMS: [f64; 3] = [-7.0, -8.0, -257.0];

/// Why there is no passkey, or no use of one.
#[derive(Debug)]
pub(crate) enum NoPasskey {
    /// Somebody changed their mind, or nothing fits, or it took too long: browsers do not say which.
    Cancelled,
    /// This device has one already.
    There,
    /// The browser or the device cannot keep a key in one: it has no PRF.
    NoKey,
    /// Something else.
    Refused(UiError),
}

impl From<UiError> for NoPasskey {
    fn from(error: UiError) -> Self {
        Self::Refused(error)
    }
}

impl From<SplitLoaderError> for NoPasskey {
    fn from(error: SplitLoaderError) -> Self {
        Self::Refused(error.into())
    }
}

/// Somebody who has typed their password, and is about to show their finger.
pub(crate) struct Adding {
    kind: SessionKind,
    new: NewPasskey,
    private: PrivateKey,
}

/// Whether this browser knows passkeys at all.
pub(crate) fn knows_passkeys() -> bool {
    web_sys::window()
        .is_some_and(|window| Reflect::has(&window, &"PublicKeyCredential".into()).unwrap_or(false))
}

/// Signs in with any passkey of this site that the device has.
pub(crate) async fn sign_in_with_passkey(
    kind: SessionKind,
    locator: Option<String>,
) -> Result<(), NoPasskey> {
    let asked = passkey::ask_passkey(kind).await?;
    let options = asking(&asked.challenge.0, &asked.rp_id);
    let credential = call("get", &options).await?;
    let key = prf_of(&credential).ok_or(NoPasskey::NoKey)?;
    let response = get(&credential, "response");
    let used = PasskeyUsed {
        credential_id: bytes(&credential, "rawId"),
        client_data: bytes(&response, "clientDataJSON"),
        authenticator_data: bytes(&response, "authenticatorData"),
        signature: bytes(&response, "signature"),
        user_handle: bytes(&response, "userHandle"),
    };
    let signed_in = passkey::passkey_sign_in(kind, locator, used).await?;
    let private = key.unwrap(signed_in.key_id, &signed_in.wrapped_private_key.0);
    Ok(attach(kind, &signed_in, &private.map_err(|_| UiError::Unexpected)?).await?)
}

/// Begins to add a passkey, with the password typed once more.
pub(crate) async fn begin_passkey(
    kind: SessionKind,
    challenge: &Challenge,
    password: &str,
) -> Result<Adding, UiError> {
    let keys = stretch(password, challenge).await?;
    let new = passkey::begin_passkey(kind, proof(&keys)).await?;
    let private = keys.wrapping.unwrap(new.key_id, &new.wrapped_private_key.0);
    Ok(Adding { kind, private: private.map_err(|_| UiError::Unexpected)?, new })
}

impl Adding {
    /// Makes the passkey, and keeps the private key wrapped by it. `person` is what the device shows in its list.
    pub(crate) async fn finish(&self, person: &str, name: String) -> Result<(), NoPasskey> {
        let new = &self.new;
        let credential = call("create", &making(new, person)).await?;
        let id = bytes(&credential, "rawId");
        let key = match prf_of(&credential) {
            Some(key) => key,
            None => self.ask_again(&id, &credential).await?,
        };
        let response = get(&credential, "response");
        let made = PasskeyMade {
            credential_id: id,
            client_data: bytes(&response, "clientDataJSON"),
            attestation: bytes(&response, "attestationObject"),
        };
        let wrapped = Blob(key.wrap(new.key_id, &self.private, &mut rng()));
        match passkey::add_passkey(self.kind, made, wrapped, name).await {
            Err(UiError::Conflict) => Err(NoPasskey::There),
            done => Ok(done?),
        }
    }

    /// Many devices give the PRF's output only when a passkey is used. Those that have none leave a passkey behind that is
    /// good for nothing, which the device is told to hide.
    async fn ask_again(&self, id: &Blob, made: &JsValue) -> Result<PasskeyKey, NoPasskey> {
        let prf = get(&extensions(made), "prf");
        if get(&prf, "enabled").is_truthy() {
            let options = asking(&self.new.challenge.0, &self.new.rp_id);
            let allowed = Array::of1(&descriptor(id));
            set(&get(&options, "publicKey"), "allowCredentials", &allowed);
            if let Some(key) = prf_of(&call("get", &options).await?) {
                return Ok(key);
            }
        }
        self.hide(made);
        Err(NoPasskey::NoKey)
    }

    fn hide(&self, made: &JsValue) {
        let Some(window) = web_sys::window() else { return };
        let class = get(&window, "PublicKeyCredential");
        let Ok(signal) = get(&class, "signalUnknownCredential").dyn_into::<Function>() else { return };
        let unknown =
            object(&[("rpId", &self.new.rp_id.as_str().into()), ("credentialId", &get(made, "id"))]);
        // Where it fails, the passkey stays in the device's list, and opens nothing.
        if let Ok(promise) = signal.call1(&class, &unknown).map(JsValue::unchecked_into::<Promise>) {
            wasm_bindgen_futures::spawn_local(async move {
                let _ = JsFuture::from(promise).await;
            });
        }
    }
}

/// `navigator.credentials.create()` or `.get()`.
async fn call(name: &str, options: &JsValue) -> Result<JsValue, NoPasskey> {
    let Some(window) = web_sys::window() else { return Err(NoPasskey::NoKey) };
    let container = get(&window.navigator(), "credentials");
    let function: Function = get(&container, name).dyn_into().map_err(|_| NoPasskey::NoKey)?;
    let promise: Promise = function.call1(&container, options).map_err(why)?.unchecked_into();
    let credential = JsFuture::from(promise).await.map_err(why)?;
    if credential.is_null() { Err(NoPasskey::Cancelled) } else { Ok(credential) }
}

#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` gives")]
fn why(error: JsValue) -> NoPasskey {
    match get(&error, "name").as_string().as_deref() {
        Some("InvalidStateError") => NoPasskey::There,
        Some("NotSupportedError" | "ConstraintError" | "SecurityError") => NoPasskey::NoKey,
        _ => NoPasskey::Cancelled,
    }
}

/// Asks for any passkey of this site, with a finger, a face or the screen's lock.
fn asking(challenge: &[u8], rp_id: &str) -> JsValue {
    let public_key = object(&[
        ("challenge", &Uint8Array::from(challenge)),
        ("rpId", &rp_id.into()),
        ("userVerification", &"required".into()),
        ("timeout", &PATIENCE.into()),
        ("extensions", &with_prf()),
    ]);
    object(&[("publicKey", &public_key)])
}

/// Asks for a new passkey, which the device itself keeps and lists.
fn making(new: &NewPasskey, person: &str) -> JsValue {
    let kinds = ALGORITHMS.map(|alg| object(&[("type", &"public-key".into()), ("alg", &alg.into())]));
    let exclude: Array = new.exclude.iter().map(descriptor).collect();
    let user = object(&[
        ("id", &Uint8Array::from(new.user_handle.0.as_slice())),
        ("name", &person.into()),
        ("displayName", &person.into()),
    ]);
    let selection = object(&[
        ("residentKey", &"required".into()),
        ("requireResidentKey", &true.into()),
        ("userVerification", &"required".into()),
    ]);
    let site = object(&[("id", &new.rp_id.as_str().into()), ("name", &new.rp_id.as_str().into())]);
    let public_key = object(&[
        ("challenge", &Uint8Array::from(new.challenge.0.as_slice())),
        ("rp", &site),
        ("user", &user),
        ("pubKeyCredParams", &kinds.iter().collect::<Array>()),
        ("excludeCredentials", &exclude),
        ("authenticatorSelection", &selection),
        ("attestation", &"none".into()),
        ("timeout", &PATIENCE.into()),
        ("extensions", &with_prf()),
    ]);
    object(&[("publicKey", &public_key)])
}

fn with_prf() -> JsValue {
    let eval = object(&[("first", &Uint8Array::from(PASSKEY_PRF_INPUT))]);
    object(&[("prf", &object(&[("eval", &eval)]))])
}

fn descriptor(id: &Blob) -> JsValue {
    object(&[("type", &"public-key".into()), ("id", &Uint8Array::from(id.0.as_slice()))])
}

fn prf_of(credential: &JsValue) -> Option<PasskeyKey> {
    let first = get(&get(&get(&extensions(credential), "prf"), "results"), "first");
    if first.is_undefined() {
        return None;
    }
    // Erased when it has become a key.
    let output = SecretBlob(Uint8Array::new(&first).to_vec());
    PasskeyKey::from_prf(&output.0).ok()
}

fn extensions(credential: &JsValue) -> JsValue {
    let results = get(credential, "getClientExtensionResults").dyn_into::<Function>();
    results.ok().and_then(|function| function.call0(credential).ok()).unwrap_or(JsValue::UNDEFINED)
}

/// A property; `undefined` of what has none.
fn get(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn set(of: &JsValue, name: &str, value: &JsValue) {
    // Fails for what is no object only.
    let _ = Reflect::set(of, &name.into(), value);
}

/// A property that holds bytes; none of them when it is missing.
fn bytes(of: &JsValue, name: &str) -> Blob {
    let value = get(of, name);
    if value.is_falsy() { Blob::default() } else { Blob(Uint8Array::new(&value).to_vec()) }
}

fn object(pairs: &[(&str, &JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in pairs {
        set(&object, name, value);
    }
    object.into()
}
