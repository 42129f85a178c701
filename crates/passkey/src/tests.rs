use crate::{NotOffered, Refused, RelyingParty};

fn id(url: &str) -> Result<String, NotOffered> {
    RelyingParty::new(url).map(|party| party.id().to_owned())
}

#[test]
fn passkeys_are_for_names_and_for_secured_pages() {
    assert_eq!(id("https://secure.example.org").unwrap(), "secure.example.org");
    assert_eq!(id("https://secure.example.org:8443").unwrap(), "secure.example.org");
    assert_eq!(id("http://localhost:3000").unwrap(), "localhost");
    assert_eq!(id("http://clinic.localhost").unwrap(), "clinic.localhost");
    assert_eq!(id("http://127.0.0.1:3000"), Err(NotOffered::Address));
    assert_eq!(id("https://[::1]:3000"), Err(NotOffered::Address));
    assert_eq!(id("https://[2001:db8::1]"), Err(NotOffered::Address));
    assert_eq!(id("http://secure.example.org"), Err(NotOffered::Insecure));
    assert_eq!(id("http://localhost.example.org"), Err(NotOffered::Insecure));
}

#[test]
fn a_challenge_is_found_in_what_the_browser_says() {
    let said = |challenge: &str| {
        format!(r#"{{"type":"webauthn.get","challenge":"{challenge}","origin":"https://a.org"}}"#)
    };
    let ours = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE";
    assert_eq!(RelyingParty::challenge_in(said(ours).as_bytes()), Ok([1; 32]));
    for other in ["", "AQ", "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB", "!", &format!("{ours}=")] {
        assert_eq!(RelyingParty::challenge_in(said(other).as_bytes()), Err(Refused::Malformed), "{other}");
    }
    assert_eq!(RelyingParty::challenge_in(b"nothing"), Err(Refused::Malformed));
}
