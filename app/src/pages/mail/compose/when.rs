//! The later time at which a message goes out, in the sender's own time zone.

use std::time::Duration;

use domain::UnixMillis;
use js_sys::{Array, Date, Intl::DateTimeFormat, Object, Reflect};
use wasm_bindgen::JsValue;

/// Reads what stands in a `datetime-local` input: `2025-11-26T08:00`, without a zone, which JavaScript takes for local.
pub(super) fn read(text: &str, now: UnixMillis) -> Result<UnixMillis, &'static str> {
    let at = Date::new(&JsValue::from_str(text)).get_time();
    in_future(at, now)
}

/// Checks a number of milliseconds since the epoch; NaN where there is no time.
fn in_future(millis: f64, now: UnixMillis) -> Result<UnixMillis, &'static str> {
    let seconds = Duration::try_from_secs_f64(millis / 1_000.0).map_err(|_| "Choose a day and a time.")?;
    let at = UnixMillis::new(0) + seconds;
    if at > now { Ok(at) } else { Err("Choose a time that is still to come.") }
}

/// The browser's time zone, such as `Europe/Paris`.
pub(super) fn zone() -> String {
    let options = DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    let zone = Reflect::get(&options, &JsValue::from_str("timeZone")).ok().and_then(|zone| zone.as_string());
    zone.unwrap_or_else(|| "as this device has it".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_times_to_come() {
        let now = UnixMillis::new(1_000_000);
        assert_eq!(in_future(1_060_000.0, now), Ok(UnixMillis::new(1_060_000)));
        assert_eq!(in_future(1_000_000.0, now), Err("Choose a time that is still to come."));
        assert_eq!(in_future(f64::NAN, now), Err("Choose a day and a time."));
    }
}
