//! A form's fields, which are secrets: no copy of them is left behind that could be avoided. What the listener and TLS
//! have in their own buffers is out of reach here.

use axum::body::Body;
use engine::Typed;
use futures::StreamExt as _;
use zeroize::{Zeroize as _, Zeroizing};

/// A form's bytes at most: a phone number, and three passwords of a kilobyte with every letter escaped.
const LONGEST: usize = 16 * 1024;

/// What was filled in.
pub(super) struct Fields(Vec<(String, Typed)>);

impl Fields {
    /// Reads `application/x-www-form-urlencoded`. `None` for what is too long or is no text.
    pub(super) async fn read(body: Body) -> Option<Self> {
        // It never grows: growing would leave a copy behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(LONGEST));
        let mut chunks = body.into_data_stream();
        while let Some(chunk) = chunks.next().await {
            let chunk = chunk.ok()?;
            let fits = bytes.len() + chunk.len() <= LONGEST;
            if fits {
                bytes.extend_from_slice(&chunk);
            }
            // Nobody else's it can be erased; where the listener still has it, it cannot.
            if let Ok(mut own) = chunk.try_into_mut() {
                own.as_mut().zeroize();
            }
            if !fits {
                return None;
            }
        }
        Self::parse(&bytes)
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let pairs = bytes.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty());
        let pair = |pair: &[u8]| {
            let at = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
            let value = pair.get(at + 1..).unwrap_or_default();
            Some((unescape(&pair[..at])?, Typed::new(unescape(value)?)))
        };
        pairs.map(pair).collect::<Option<Vec<_>>>().map(Self)
    }

    /// The field of this name; empty when there is none.
    pub(super) fn secret(&self, name: &str) -> Typed {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    }

    /// The same for what is no secret.
    pub(super) fn text(&self, name: &str) -> String {
        self.secret(name).expose().to_owned()
    }
}

/// Takes back the escapes of a form (WHATWG URL, 5.1). What is no escape stays as it is.
fn unescape(escaped: &[u8]) -> Option<String> {
    let mut bytes = Vec::with_capacity(escaped.len());
    let mut rest = escaped;
    while let [first, after @ ..] = rest {
        rest = match (first, after) {
            (b'%', [high, low, after @ ..]) if let (Some(high), Some(low)) = (hex(*high), hex(*low)) => {
                bytes.push((high << 4) | low);
                after
            }
            (b'+', after) => {
                bytes.push(b' ');
                after
            }
            (byte, after) => {
                bytes.push(*byte);
                after
            }
        };
    }
    String::from_utf8(bytes).map_err(|error| error.into_bytes().zeroize()).ok()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use axum::body::Bytes;

    use super::*;

    fn parsed(form: &str) -> Option<Fields> {
        Fields::parse(form.as_bytes())
    }

    #[test]
    fn fields_are_read_as_browsers_write_them() {
        let fields = parsed("as=unlock&password=caf%C3%A9+%26+100%25+%2B1%3D2&&empty=&bare").unwrap();
        assert_eq!(fields.text("as"), "unlock");
        assert_eq!(fields.secret("password").expose(), "café & 100% +1=2");
        assert!(fields.secret("empty").is_empty() && fields.secret("bare").is_empty());
        assert!(fields.secret("none").is_empty());
        assert_eq!(parsed("a=100%&b=%2&c=%zz").unwrap().text("c"), "%zz", "what is no escape stays");
        assert_eq!(parsed("a=1&a=2").unwrap().text("a"), "1");
        assert!(parsed("a=%ff").is_none(), "that is no text");
    }

    #[tokio::test]
    async fn what_is_too_long_is_not_read() {
        let form = |length: usize| Body::from(Bytes::from(vec![b'a'; length]));
        assert!(Fields::read(form(LONGEST)).await.is_some());
        assert!(Fields::read(form(LONGEST + 1)).await.is_none());
        let chunks = (0..20).map(|_| Ok::<_, std::io::Error>(Bytes::from(vec![b'a'; 1024])));
        assert!(Fields::read(Body::from_stream(futures::stream::iter(chunks))).await.is_none());
    }
}
