//! CAMARA sim-swap v2, `check`, with OAuth 2.0 client credentials (RFC 6749, 4.4).

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use domain::{PhoneNumber, UnixMillis};
use http::{Method, Request, header};
use serde_json::json;

use super::{RENEW_BEFORE, SimError};
use crate::http::{
    Answer, Client, Secret, SettingsError, request,
    settings::{self, Plain},
};

/// The life of a token whose answer does not say.
const USUAL_LIFE: u64 = 300;
const SCOPE: &str = "sim-swap:check";

/// An operator, or an aggregator of operators. Clones share the token.
#[derive(Debug, Clone)]
pub struct Camara {
    base_url: String,
    token_url: String,
    client_id: String,
    client_secret: Secret,
    token: Arc<Mutex<Option<Token>>>,
}

#[derive(Debug, Clone)]
struct Token {
    secret: Secret,
    until: UnixMillis,
}

impl Camara {
    /// With the address before `/sim-swap/v2/check`, the address of tokens, and what the operator knows us by.
    ///
    /// # Errors
    /// When an address is none that a secret can be sent to.
    pub fn new(
        base_url: &str,
        token_url: &str,
        client_id: &str,
        client_secret: Secret,
    ) -> Result<Self, SettingsError> {
        Ok(Self {
            base_url: settings::base_url(
                "sim_swap_url",
                base_url,
                "https://api.example.net",
                Plain::Loopback,
            )?,
            token_url: settings::base_url(
                "sim_swap_token_url",
                token_url,
                "https://api.example.net/oauth2/token",
                Plain::Loopback,
            )?,
            client_id: client_id.to_owned(),
            client_secret: client_secret.checked("sim_swap_secret")?,
            token: Arc::default(),
        })
    }

    pub(super) async fn changed_within(
        &self,
        client: &Client,
        phone: &PhoneNumber,
        hours: u16,
        now: UnixMillis,
    ) -> Result<bool, SimError> {
        let (token, is_old) = match self.known_token(now) {
            Some(token) => (token, true),
            None => (self.new_token(client, now).await?, false),
        };
        let answer = self.check(client, &token, phone, hours).await?;
        // Tokens can be taken back before their time.
        let answer = if answer.status.as_u16() == 401 && is_old {
            let token = self.new_token(client, now).await?;
            self.check(client, &token, phone, hours).await?
        } else {
            answer
        };
        read(&answer)
    }

    fn known_token(&self, now: UnixMillis) -> Option<Secret> {
        let token = self.token.lock().unwrap_or_else(PoisonError::into_inner);
        token.as_ref().filter(|token| token.until > now).map(|token| token.secret.clone())
    }

    pub(super) async fn new_token(&self, client: &Client, now: UnixMillis) -> Result<Secret, SimError> {
        let authorisation = request::basic(&self.client_id, &self.client_secret);
        let builder = request::authorised(Method::POST, &self.token_url, &authorisation)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let body = format!("grant_type=client_credentials&scope={}", SCOPE.replace(':', "%3A"));
        let answer = exchange(client, builder.body(body.into_bytes())).await?;
        match answer.status.as_u16() {
            200..=299 => {}
            400..=403 => return Err(SimError::Misconfigured),
            _ => return Err(SimError::Away),
        }
        let json = answer.json().ok_or(SimError::Away)?;
        let token = json["access_token"].as_str().filter(|token| !token.is_empty()).ok_or(SimError::Away)?;
        let life = Duration::from_secs(json["expires_in"].as_u64().unwrap_or(USUAL_LIFE).min(86_400));
        let secret = Secret::new(token.to_owned());
        let kept = Token { secret: secret.clone(), until: now + life.saturating_sub(RENEW_BEFORE) };
        *self.token.lock().unwrap_or_else(PoisonError::into_inner) = Some(kept);
        Ok(secret)
    }

    async fn check(
        &self,
        client: &Client,
        token: &Secret,
        phone: &PhoneNumber,
        hours: u16,
    ) -> Result<Answer, SimError> {
        let url = format!("{}/sim-swap/v2/check", self.base_url);
        let authorisation = zeroize::Zeroizing::new(format!("Bearer {}", token.expose()));
        let builder = request::authorised(Method::POST, &url, &authorisation)
            .header(header::CONTENT_TYPE, "application/json");
        let body = json!({ "phoneNumber": phone.as_str(), "maxAge": hours }).to_string();
        exchange(client, builder.body(body.into_bytes())).await
    }
}

fn read(answer: &Answer) -> Result<bool, SimError> {
    match answer.status.as_u16() {
        200..=299 => answer.json().and_then(|json| json["swapped"].as_bool()).ok_or(SimError::Away),
        // IDENTIFIER_NOT_FOUND, SERVICE_NOT_APPLICABLE.
        404 | 422 => Err(SimError::Unknown),
        400..=403 => Err(SimError::Misconfigured),
        _ => Err(SimError::Away),
    }
}

async fn exchange(
    client: &Client,
    request: Result<Request<Vec<u8>>, http::Error>,
) -> Result<Answer, SimError> {
    let request = request.map_err(|_| SimError::Misconfigured)?;
    client.exchange(request).await.map_err(|_| SimError::Away)
}
