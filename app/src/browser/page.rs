//! The browser's clock, randomness and location.

use std::time::Duration;

use domain::{Passcode, PasscodeError, UnixMillis};
use getrandom::SysRng;
use js_sys::{JsString, RegExp};
use rand_core::UnwrapErr;
use web_sys::Location;

/// The browser's generator (Web Crypto).
pub(crate) const fn rng() -> UnwrapErr<SysRng> {
    UnwrapErr(SysRng)
}

/// The browser's clock: only for ids, which sort by it.
pub(crate) fn now() -> UnixMillis {
    let millis = js_sys::Date::now();
    UnixMillis::new(0) + Duration::from_secs_f64((millis / 1_000.0).max(0.0))
}

/// The same password however it was typed: Unicode's form NFC.
pub(crate) fn normalized(password: &str) -> String {
    JsString::from(password).normalize("NFC").into()
}

/// A passcode as it is heard, like [`domain::Passcode`] makes it: the browser has the tables of letters already.
pub(crate) fn heard(passcode: &str) -> Result<String, PasscodeError> {
    let between = RegExp::new(r"[^\p{Alphabetic}\p{N}]", "gu");
    let heard = JsString::from(passcode).normalize("NFC").replace_by_pattern(&between, "").to_lower_case();
    let heard = String::from(heard);
    match heard.chars().count() {
        ..Passcode::SHORTEST => Err(PasscodeError::TooShort),
        Passcode::SHORTEST..=Passcode::LONGEST => Ok(heard),
        _ => Err(PasscodeError::TooLong),
    }
}

/// Lets the browser paint before something that keeps it busy.
pub(crate) async fn paint() {
    gloo_timers::future::TimeoutFuture::new(50).await;
}

/// Waits.
pub(crate) async fn pause(millis: u32) {
    gloo_timers::future::TimeoutFuture::new(millis).await;
}

/// Loads this page again, from the server.
pub(crate) fn reload() {
    // Fails only where a page is about to be left anyway.
    let _ = location().map(|location| location.reload());
}

/// Leaves for another page of this site; the back button does not lead here again.
pub(crate) fn go_to(path: &str) {
    let _ = location().map(|location| location.replace(path));
}

fn location() -> Option<Location> {
    web_sys::window().map(|window| window.location())
}
