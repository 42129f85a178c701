//! Makes `data/common-passwords.bin` from a list of common passwords, one a line:
//! `cargo run -p seal --example common_passwords -- LIST crates/seal/data/common-passwords.bin`

#[path = "../src/strength/common.rs"]
mod common;
#[expect(dead_code, reason = "grading is of no use here")]
#[path = "../src/strength/guess.rs"]
mod guess;

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
};

/// Passwords shorter than this are refused for their length.
const LENGTH_MIN: usize = 8;
/// From this many passwords made from one short word on, the word stands for all of them.
const FAMILY_MIN: usize = 2;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(list), Some(output)) = (arguments.next(), arguments.next()) else {
        return Err("usage: common_passwords LIST OUTPUT".into());
    };
    let list = std::fs::read_to_string(list)?;
    let passwords: BTreeSet<_> =
        list.lines().map(str::to_ascii_lowercase).filter(|word| needs_listing(word)).collect();
    let words = words_for(&passwords);
    let filter = encode(&words)?;
    for word in &words {
        assert!(common::contains(&filter, word), "{word} was lost");
    }
    std::fs::write(output, filter)?;
    Ok(())
}

/// Whether a password is long enough to be allowed, and no rule refuses it already.
fn needs_listing(password: &str) -> bool {
    password.chars().count() >= LENGTH_MIN
        && guess::unforetold(password) > 4
        && !guess::is_number(password)
        && !guess::stem(password).is_some_and(guess::is_about_this_site)
}

/// The words to list: each password itself, or the word that it is made from when others are made from it too.
fn words_for(passwords: &BTreeSet<String>) -> BTreeSet<String> {
    let mut families: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for password in passwords {
        let stem = guess::stem(password).unwrap_or(password);
        families.entry(guess::with_letters(stem)).or_default().push(password);
    }
    let mut words = BTreeSet::new();
    for (stem, members) in families {
        if members.len() >= FAMILY_MIN || passwords.contains(&stem) {
            words.insert(stem);
        } else {
            words.extend(members.into_iter().cloned());
        }
    }
    words
}

fn encode(words: &BTreeSet<String>) -> Result<Vec<u8>, Box<dyn Error>> {
    let count = u32::try_from(words.len())?;
    let places: BTreeSet<u64> = words.iter().map(|word| common::position(word, count)).collect();
    let mut bits = Vec::new();
    let mut before = 0;
    for place in places {
        let difference = place - before;
        bits.extend((0..difference >> common::RICE_BITS).map(|_| true));
        bits.push(false);
        bits.extend((0..common::RICE_BITS).rev().map(|bit| difference >> bit & 1 == 1));
        before = place;
    }
    let mut filter = count.to_be_bytes().to_vec();
    filter.extend(
        bits.chunks(8)
            .map(|byte| (0..8).fold(0, |value, bit| value << 1 | u8::from(byte.get(bit) == Some(&true)))),
    );
    Ok(filter)
}
