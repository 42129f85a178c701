//! Twilio Lookup v2, `Fields=sim_swap`.

use std::time::Duration;

use domain::{PhoneNumber, UnixMillis};
use http::Method;
use jiff::Timestamp;
use serde_json::Value;

use super::SimError;
use crate::http::{
    Client, Secret, SettingsError, request,
    settings::{self, Plain},
};

const USUAL: &str = "https://lookups.twilio.com";
/// A number for tests, in Twilio's documents.
const NOBODY: &str = "+15005550006";

/// An account at Twilio.
#[derive(Debug, Clone)]
pub struct TwilioLookup {
    account_sid: String,
    auth_token: Secret,
    base_url: String,
}

impl TwilioLookup {
    /// An account as Twilio's console shows it; `url` in place of `https://lookups.twilio.com`.
    ///
    /// # Errors
    /// When the token or the address cannot be one.
    pub fn new(account_sid: &str, auth_token: Secret, url: Option<&str>) -> Result<Self, SettingsError> {
        Ok(Self {
            account_sid: account_sid.to_owned(),
            auth_token: auth_token.checked("sim_swap_secret")?,
            base_url: settings::base_url("sim_swap_url", url.unwrap_or(USUAL), USUAL, Plain::Loopback)?,
        })
    }

    pub(super) async fn changed_within(
        &self,
        client: &Client,
        phone: &PhoneNumber,
        hours: u16,
        now: UnixMillis,
    ) -> Result<bool, SimError> {
        let json = self.look_up(client, phone.as_str(), "?Fields=sim_swap").await?;
        read(&json, hours, now)
    }

    /// Looks up a number of nobody's, and of it what costs nothing.
    pub(super) async fn check(&self, client: &Client) -> Result<(), SimError> {
        match self.look_up(client, NOBODY, "").await {
            Ok(_) | Err(SimError::Unknown) => Ok(()),
            Err(error) => Err(error),
        }
    }

    async fn look_up(&self, client: &Client, number: &str, fields: &str) -> Result<Value, SimError> {
        let digits = number.trim_start_matches('+');
        let url = format!("{}/v2/PhoneNumbers/%2B{digits}{fields}", self.base_url);
        let authorisation = request::basic(&self.account_sid, &self.auth_token);
        let request = request::authorised(Method::GET, &url, &authorisation).body(Vec::new());
        let request = request.map_err(|_| SimError::Misconfigured)?;
        let answer = client.exchange(request).await.map_err(|_| SimError::Away)?;
        match answer.status.as_u16() {
            200..=299 => answer.json().ok_or(SimError::Away),
            404 => Err(SimError::Unknown),
            400..=403 => Err(SimError::Misconfigured),
            _ => Err(SimError::Away),
        }
    }
}

/// The date counts, and where there is none, whether it was within Twilio's own period. A number whose operator does
/// not tell has an error code (60620 and others) and neither.
fn read(json: &Value, hours: u16, now: UnixMillis) -> Result<bool, SimError> {
    let last = &json["sim_swap"]["last_sim_swap"];
    if let Some(date) = last["last_sim_swap_date"].as_str() {
        let at: Timestamp = date.parse().map_err(|_| SimError::Away)?;
        let since = now.since(UnixMillis::new(at.as_millisecond()));
        return Ok(since < Duration::from_secs(u64::from(hours) * 60 * 60));
    }
    last["swapped_in_period"].as_bool().ok_or(SimError::Unknown)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_date_counts() {
        let now = UnixMillis::new("2026-11-25T12:00:00Z".parse::<Timestamp>().unwrap().as_millisecond());
        let swap = |last: Value| json!({ "sim_swap": { "last_sim_swap": last, "error_code": null } });
        let dated = |date: &str| swap(json!({ "last_sim_swap_date": date, "swapped_in_period": false }));
        assert_eq!(read(&dated("2026-11-24T13:00:00Z"), 24, now), Ok(true));
        assert_eq!(read(&dated("2026-11-24T11:00:00Z"), 24, now), Ok(false));
        assert_eq!(read(&dated("2026-11-26T11:00:00Z"), 24, now), Ok(true), "clocks differ");
        assert_eq!(read(&dated("lately"), 24, now), Err(SimError::Away));
        assert_eq!(read(&swap(json!({ "swapped_in_period": true })), 24, now), Ok(true));
        let unknown = json!({ "sim_swap": { "last_sim_swap": null, "error_code": 60620 } });
        assert_eq!(read(&unknown, 24, now), Err(SimError::Unknown));
        assert_eq!(read(&json!({}), 24, now), Err(SimError::Unknown));
    }
}
