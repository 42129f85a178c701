//! What a browser says that it is, in a few words: what people recognise, and no more than that is kept.

/// For a header that names no browser that is known here.
const UNKNOWN: &str = "an unknown browser";

/// A mark in a `User-Agent`, and what it stands for. The first that is found counts: most browsers name others too.
const BROWSERS: [(&str, &str); 12] = [
    ("EdgiOS/", "Edge"),
    ("EdgA/", "Edge"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("DuckDuckGo/", "DuckDuckGo"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

const SYSTEMS: [(&str, &str); 7] = [
    ("Android", " on Android"),
    ("iPhone", " on iPhone"),
    ("iPad", " on iPad"),
    ("Windows", " on Windows"),
    ("Mac OS X", " on Mac"),
    ("CrOS", " on ChromeOS"),
    ("Linux", " on Linux"),
];

/// "Firefox on Android", from a `User-Agent` header. Whatever the header says, the answer is one of a few.
pub(crate) fn describe(header: &str) -> String {
    let first = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| header.contains(mark)).map(|(_, name)| *name)
    };
    let system = first(&SYSTEMS).unwrap_or_default();
    format!("{}{system}", first(&BROWSERS).unwrap_or(UNKNOWN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_recognise() {
        let header = |rest: &str| format!("Mozilla/5.0 {rest}");
        for (rest, words) in [
            (
                "(Linux; Android 13; Pixel 5) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36",
                "Chrome on Android",
            ),
            ("(Android 14; Mobile; rv:121.0) Gecko/121.0 Firefox/121.0", "Firefox on Android"),
            (
                "(Linux; Android 13; SM-G991B) AppleWebKit/537.36 SamsungBrowser/23.0 Chrome/115.0 Mobile Safari/537.36",
                "Samsung Internet on Android",
            ),
            (
                "(iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile/15E148 Safari/604.1",
                "Safari on iPhone",
            ),
            (
                "(iPhone; CPU iPhone OS 17_0 like Mac OS X) FxiOS/120.0 Mobile/15E148 Safari/605.1",
                "Firefox on iPhone",
            ),
            (
                "(Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0",
                "Edge on Windows",
            ),
            ("(X11; CrOS x86_64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36", "Chrome on ChromeOS"),
        ] {
            assert_eq!(describe(&header(rest)), words);
        }
    }

    #[test]
    fn what_nobody_knows_is_not_repeated() {
        assert_eq!(describe(""), "an unknown browser");
        assert_eq!(describe("curl/8"), "an unknown browser");
        assert_eq!(describe("<b>evil</b> (Linux)"), "an unknown browser on Linux");
    }
}
