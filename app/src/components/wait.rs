//! How long somebody has to wait.

/// What a form's button says while it counts.
pub(crate) fn wait_words(seconds: u64) -> String {
    match seconds {
        0..90 => format!("Try again in {seconds} s"),
        _ => format!("Try again in {} min", seconds.div_ceil(60)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_in_words() {
        assert_eq!(wait_words(30), "Try again in 30 s");
        assert_eq!(wait_words(89), "Try again in 89 s");
        assert_eq!(wait_words(90), "Try again in 2 min");
        assert_eq!(wait_words(900), "Try again in 15 min");
    }
}
