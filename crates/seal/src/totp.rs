//! One-time codes by time (RFC 6238), as authenticator apps show them: six digits, another six every 30 seconds.

use std::fmt;

use domain::UnixMillis;
use hmac::{Hmac, KeyInit, Mac};
use rand_core::CryptoRng;
use sha1::Sha1;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::KeyError;

/// Bytes of a secret: 160 bits, as RFC 4226 recommends (4, R6).
const SECRET: usize = 20;
/// How long a code stands, in milliseconds.
const STEP_MILLIS: i64 = 30_000;
/// A code is below this: it has six digits.
const MODULUS: u32 = 1_000_000;
const DIGITS: usize = 6;
/// How many steps a phone's clock may be off, each way (RFC 6238, 5.2).
const OFF: i64 = 1;
/// RFC 4648, 6.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/// Characters of a secret in Base32.
const LETTERS: usize = SECRET * 8 / 5;

/// What an authenticator app and the server share. HMAC-SHA-1 is what every app knows; nothing known of SHA-1 touches it
/// there (RFC 6238, 1.2).
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct TotpSecret([u8; SECRET]);

/// Six digits, as somebody typed them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TotpCode(u32);

/// Why a text is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("A code has six digits")]
pub struct TotpCodeError;

impl TotpSecret {
    /// A new one.
    #[must_use]
    pub fn generate(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        let mut secret = Self([0; SECRET]);
        rng.fill_bytes(&mut secret.0);
        secret
    }

    /// The one made of these 20 bytes.
    ///
    /// # Errors
    /// When the slice has another length.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, KeyError> {
        bytes.try_into().map(Self).map_err(|_| KeyError::Length)
    }

    /// The 20 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; SECRET] {
        &self.0
    }

    /// The code of a time step: how many times 30 seconds since 1970.
    #[must_use]
    pub fn code(&self, step: i64) -> TotpCode {
        TotpCode(self.hotp(step.unsigned_abs()))
    }

    /// The newest step whose code this is, among the present one and its neighbours. Takes the same time for every code.
    #[must_use]
    pub fn step_of(&self, code: TotpCode, now: UnixMillis) -> Option<i64> {
        let present = Self::step_at(now);
        let steps = present.saturating_sub(OFF)..=present.saturating_add(OFF);
        steps.fold(None, |found, step| {
            let same: bool = subtle::ConstantTimeEq::ct_eq(&self.code(step).0, &code.0).into();
            if same { Some(step) } else { found }
        })
    }

    /// The time step of a moment.
    #[must_use]
    pub const fn step_at(now: UnixMillis) -> i64 {
        now.get().div_euclid(STEP_MILLIS)
    }

    /// The secret to be typed into an app: Base32 in groups of four.
    #[must_use]
    pub fn expose(&self) -> Zeroizing<String> {
        let letters = self.letters();
        let mut text = Zeroizing::new(String::with_capacity(LETTERS + LETTERS / 4));
        for (at, letter) in letters.chars().enumerate() {
            if at > 0 && at % 4 == 0 {
                text.push(' ');
            }
            text.push(letter);
        }
        text
    }

    /// The address that apps read from a QR code, in the form that all of them know: SHA-1, six digits and 30 seconds are
    /// what it means without saying so.
    #[must_use]
    pub fn uri(&self, issuer: &str, account: &str) -> Zeroizing<String> {
        let (issuer, account) = (escaped(issuer), escaped(account));
        let secret = self.letters();
        Zeroizing::new(format!("otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}", *secret))
    }

    /// RFC 4226, 5.3.
    fn hotp(&self, counter: u64) -> u32 {
        let mut mac = Hmac::<Sha1>::new_from_slice(&self.0).expect("HMAC takes keys of every length");
        mac.update(&counter.to_be_bytes());
        let tag: [u8; 20] = mac.finalize().into_bytes().into();
        let offset = usize::from(tag[19] & 0x0f);
        let four = tag[offset..].first_chunk().expect("the offset is at most 15, of 20 bytes");
        (u32::from_be_bytes(*four) & 0x7fff_ffff) % MODULUS
    }

    /// Base32 without padding: 160 bits need none.
    fn letters(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(LETTERS));
        for five in self.0.chunks(5) {
            let bits = five.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
            for at in (0..8).rev() {
                let index = usize::try_from(bits >> (at * 5) & 31).expect("it is below 32");
                text.push(char::from(BASE32[index]));
            }
        }
        text
    }
}

impl TotpCode {
    /// Reads one as people type it: spaces do not matter.
    ///
    /// # Errors
    /// When it is not six digits.
    pub fn parse(text: &str) -> Result<Self, TotpCodeError> {
        let digits: Zeroizing<String> = Zeroizing::new(text.chars().filter(|c| *c != ' ').collect());
        let is_code = digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit());
        digits.parse().ok().filter(|_| is_code).map(Self).ok_or(TotpCodeError)
    }

    /// The six digits.
    #[must_use]
    pub fn expose(self) -> String {
        format!("{:06}", self.0)
    }
}

/// Text for an address; a colon would end the issuer, however it is written.
fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let written = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.replace(':', " ").trim().bytes().map(written).collect()
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret(..)")
    }
}

impl fmt::Debug for TotpCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpCode(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: TotpSecret = TotpSecret(*b"12345678901234567890");

    #[test]
    fn a_clock_may_be_one_step_off() {
        let now = UnixMillis::new(1_790_000_000_000);
        let present = TotpSecret::step_at(now);
        assert_eq!(present, 59_666_666);
        for step in present - 3..=present + 3 {
            let expected = Some(step).filter(|step| (present - 1..=present + 1).contains(step));
            assert_eq!(SECRET.step_of(SECRET.code(step), now), expected);
        }
    }

    #[test]
    fn codes_are_six_digits() {
        assert_eq!(TotpCode::parse(" 081 804 ").unwrap(), TotpCode(81_804));
        assert_eq!(TotpCode(81_804).expose(), "081804");
        for text in ["", "12345", "1234567", "12345a", "+12345", "１２３４５６"] {
            assert_eq!(TotpCode::parse(text), Err(TotpCodeError), "{text}");
        }
    }

    #[test]
    fn apps_can_read_the_address() {
        assert_eq!(
            *SECRET.uri("Praxis: Müller & Co", "ana+x@example.org"),
            "otpauth://totp/Praxis%20%20M%C3%BCller%20%26%20Co:ana%2Bx%40example.org\
             ?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Praxis%20%20M%C3%BCller%20%26%20Co"
        );
        assert_eq!(*SECRET.expose(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }

    #[test]
    fn nothing_is_printed() {
        assert_eq!(format!("{SECRET:?} {:?}", TotpCode(123_456)), "TotpSecret(..) TotpCode(..)");
    }
}
