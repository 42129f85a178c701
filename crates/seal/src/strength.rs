//! How good a password is, in the little code that a phone has to download for it.
//!
//! What is refused follows NIST SP 800-63B-4, 3.1.1.2: what is too short, what is tried first, what is a simple pattern
//! or about this site. No mixture of character types is asked for.

#[path = "strength/common.rs"]
mod common;
#[path = "strength/guess.rs"]
mod guess;

use zeroize::Zeroizing;

/// Words of at least eight characters that are often passwords, and shorter ones to which people append digits. Made
/// by `examples/common_passwords.rs`; see `data/README.md`.
static COMMON: &[u8] = include_bytes!("../data/common-passwords.bin");

/// How many characters that cannot be foretold a password needs at least.
const UNFORETOLD_MIN: usize = 5;
/// From this many bits on a password is fair.
const FAIR_BITS: usize = 45;
/// From this many bits on a password is strong.
const STRONG_BITS: usize = 60;

/// What to tell the person who chose a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// Fewer characters than asked for: refuse it.
    TooShort,
    /// One of those that are tried first, a simple pattern, or nothing but a date or a phone number: refuse it.
    Common,
    /// Allowed, but little stands in a guesser's way.
    Weak,
    /// Good enough.
    Fair,
    /// Very good.
    Strong,
}

impl Strength {
    /// Whether the password can be used at all.
    #[must_use]
    pub const fn is_allowed(self) -> bool {
        !matches!(self, Self::TooShort | Self::Common)
    }
}

/// Judges a password. Every character counts as one, whatever its number of bytes. One in some hundred good passwords
/// is taken for a common one: the list is stored as a filter.
#[must_use]
pub fn assess(password: &str, minimum_chars: usize) -> Strength {
    if password.chars().count() < minimum_chars {
        return Strength::TooShort;
    }
    let lower = Zeroizing::new(password.to_ascii_lowercase());
    let unforetold = guess::unforetold(&lower);
    if unforetold < UNFORETOLD_MIN || guess::is_number(&lower) || is_common(&lower) {
        return Strength::Common;
    }
    match unforetold * guess::bits_per_character(password) {
        ..FAIR_BITS => Strength::Weak,
        FAIR_BITS..STRONG_BITS => Strength::Fair,
        STRONG_BITS.. => Strength::Strong,
    }
}

/// Whether the password, or what remains of it without what people put around a word, is a word to try first.
fn is_common(lower: &str) -> bool {
    is_listed(lower)
        || guess::stem(lower).is_some_and(|stem| guess::is_about_this_site(stem) || is_listed(stem))
}

/// Whether the word is on the list, as it is or with digits for letters.
fn is_listed(word: &str) -> bool {
    common::contains(COMMON, word) || common::contains(COMMON, &guess::with_letters(word))
}

#[cfg(all(test, not(target_family = "wasm")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_refused() {
        for common in [
            "iloveyou",
            "Princess1",
            "sunshine",
            "football",
            "trustno1",
            "aaaaaaaaaaaa",
            "abcdefghij",
            "987654321",
            "qwertyuiop",
            "1qaz2wsx3edc",
            "abcabcabcabc",
            "password",
            "Password1",
            "P@ssw0rd!",
            "passw0rd2024",
            "Narwhal123",
            "narwhal-2026!",
            "securetext99",
            "2114367789",
            "+1 (211) 436-7789",
            "01.01.1990",
            "19901990",
        ] {
            assert_eq!(assess(common, 8), Strength::Common, "{common}");
            assert!(!assess(common, 8).is_allowed());
        }
        assert_eq!(assess("kV7#p", 8), Strength::TooShort);
        assert_eq!(assess("", 8), Strength::TooShort);
        assert_eq!(assess("", 0), Strength::Common);
    }

    #[test]
    fn what_is_graded() {
        assert_eq!(assess("gmtqkvzx", 8), Strength::Weak);
        assert_eq!(assess("olive lantern", 8), Strength::Fair);
        assert_eq!(assess("kV7#pQz2mX!t", 8), Strength::Strong);
        assert_eq!(assess("olive lantern walks north", 8), Strength::Strong);
        assert!(assess("纸船在河上漂得很远", 8) >= Strength::Fair);
        assert!(Strength::Fair.is_allowed());
    }

    #[test]
    fn characters_are_counted_not_bytes() {
        assert_eq!(assess("äöüßéèê", 8), Strength::TooShort);
        assert!(assess("äöüßéèêñ", 8) > Strength::TooShort);
    }

    /// Of passwords that a manager makes, hardly any may be taken for common ones.
    #[test]
    fn few_good_passwords_are_refused() {
        let mut state = 1_u64;
        let mut letter = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from(b'a' + u8::try_from((state >> 33) % 26).unwrap())
        };
        let refused =
            (0..5_000).filter(|_| !assess(&(0..14).map(|_| letter()).collect::<String>(), 8).is_allowed());
        assert!(refused.count() < 40);
    }

    proptest! {
        #[test]
        fn judging_never_panics(password in "\\PC{0,40}", minimum in 0_usize..20) {
            let strength = assess(&password, minimum);
            prop_assert_eq!(strength == Strength::TooShort, password.chars().count() < minimum);
        }

        #[test]
        fn case_does_not_hide_a_common_password(upper in proptest::collection::vec(any::<bool>(), 10)) {
            let password: String = "basketball".chars().zip(upper)
                .map(|(c, upper)| if upper { c.to_ascii_uppercase() } else { c })
                .collect();
            prop_assert_eq!(assess(&password, 8), Strength::Common);
        }
    }
}
