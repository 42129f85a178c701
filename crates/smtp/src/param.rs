//! The parameters of MAIL and RCPT.

use crate::{Body, Declared, Notify, OriginalRecipient, Reply, Ret, replies, xtext};

/// RFC 3461, section 4.4 and 4.2: limits of what comes out of ENVID and ORCPT.
const MAX_ENVID: usize = 100;
const MAX_ORCPT: usize = 500;

/// Reads the parameters of MAIL.
///
/// # Errors
/// The reply, when one is unknown, given twice, or has a value that it cannot have.
pub(crate) fn of_mail(text: &str) -> Result<Declared, Reply> {
    let (mut size, mut body, mut utf8, mut envid, mut ret, mut auth) = (None, None, None, None, None, None);
    for (name, value) in pairs(text) {
        match (name.to_ascii_uppercase().as_str(), value) {
            ("SIZE", Some(value)) => once(&mut size, number(value)?)?,
            ("BODY", Some(value)) => once(&mut body, body_of(value)?)?,
            ("SMTPUTF8", None) => once(&mut utf8, ())?,
            ("ENVID", Some(value)) => once(&mut envid, envid_of(value)?)?,
            ("RET", Some(value)) => once(&mut ret, ret_of(value)?)?,
            // Whom the mail comes from originally (RFC 4954, section 5): the account that signed in says that.
            ("AUTH", Some(_)) => once(&mut auth, ())?,
            ("SIZE" | "BODY" | "SMTPUTF8" | "ENVID" | "RET" | "AUTH", _) => {
                return Err(replies::BAD_PARAMETER);
            }
            _ => return Err(replies::UNKNOWN_PARAMETER),
        }
    }
    Ok(Declared { size, body: body.unwrap_or_default(), smtputf8: utf8.is_some(), envid, ret })
}

/// Reads the parameters of RCPT.
///
/// # Errors
/// The reply, when one is unknown, given twice, or has a value that it cannot have.
pub(crate) fn of_rcpt(text: &str) -> Result<(Notify, Option<OriginalRecipient>), Reply> {
    let (mut notify, mut orcpt) = (None, None);
    for (name, value) in pairs(text) {
        match (name.to_ascii_uppercase().as_str(), value) {
            ("NOTIFY", Some(value)) => once(&mut notify, notify_of(value)?)?,
            ("ORCPT", Some(value)) => once(&mut orcpt, orcpt_of(value)?)?,
            ("NOTIFY" | "ORCPT", None) => return Err(replies::BAD_PARAMETER),
            _ => return Err(replies::UNKNOWN_PARAMETER),
        }
    }
    Ok((notify.unwrap_or_default(), orcpt))
}

fn pairs(text: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    text.split(' ')
        .filter(|part| !part.is_empty())
        .map(|part| part.split_once('=').map_or((part, None), |(name, value)| (name, Some(value))))
}

fn once<T>(slot: &mut Option<T>, value: T) -> Result<(), Reply> {
    if slot.replace(value).is_some() { Err(replies::PARAMETER_TWICE) } else { Ok(()) }
}

fn number(value: &str) -> Result<u64, Reply> {
    let digits = (1..=20).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit());
    // Twenty digits may go beyond what 64 bits hold; that is too large for any server.
    if digits { Ok(value.parse().unwrap_or(u64::MAX)) } else { Err(replies::BAD_PARAMETER) }
}

fn body_of(value: &str) -> Result<Body, Reply> {
    match value.to_ascii_uppercase().as_str() {
        "7BIT" => Ok(Body::SevenBit),
        "8BITMIME" => Ok(Body::EightBit),
        "BINARYMIME" => Err(replies::NO_BINARY),
        _ => Err(replies::BAD_PARAMETER),
    }
}

fn ret_of(value: &str) -> Result<Ret, Reply> {
    match value.to_ascii_uppercase().as_str() {
        "FULL" => Ok(Ret::Full),
        "HDRS" => Ok(Ret::Headers),
        _ => Err(replies::BAD_PARAMETER),
    }
}

fn envid_of(value: &str) -> Result<String, Reply> {
    xtext::decode(value, MAX_ENVID).ok_or(replies::BAD_PARAMETER)
}

fn notify_of(value: &str) -> Result<Notify, Reply> {
    let value = value.to_ascii_uppercase();
    if value == "NEVER" {
        return Ok(Notify::Never);
    }
    let (mut success, mut failure, mut delay) = (false, false, false);
    for word in value.split(',') {
        match word {
            "SUCCESS" => success = true,
            "FAILURE" => failure = true,
            "DELAY" => delay = true,
            _ => return Err(replies::BAD_PARAMETER),
        }
    }
    Ok(Notify::On { success, failure, delay })
}

fn orcpt_of(value: &str) -> Result<OriginalRecipient, Reply> {
    let (kind, address) = value.split_once(';').ok_or(replies::BAD_PARAMETER)?;
    if kind.is_empty() || kind.len() > 64 || !kind.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        return Err(replies::BAD_PARAMETER);
    }
    let address = xtext::decode(address, MAX_ORCPT).ok_or(replies::BAD_PARAMETER)?;
    Ok(OriginalRecipient { kind: kind.to_ascii_lowercase(), address })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_mail() {
        let declared = of_mail(" SIZE=1000 body=8bitmime SMTPUTF8 RET=HDRS ENVID=a+2Bb AUTH=<>").unwrap();
        let expected = Declared {
            size: Some(1000),
            body: Body::EightBit,
            smtputf8: true,
            envid: Some("a+b".into()),
            ret: Some(Ret::Headers),
        };
        assert_eq!(declared, expected);
        assert_eq!(of_mail("  "), Ok(Declared::default()));
    }

    #[test]
    fn all_of_rcpt() {
        let (notify, orcpt) = of_rcpt("NOTIFY=SUCCESS,delay ORCPT=RFC822;ana@example.org").unwrap();
        assert_eq!(notify, Notify::On { success: true, failure: false, delay: true });
        assert_eq!(
            orcpt.unwrap(),
            OriginalRecipient { kind: "rfc822".into(), address: "ana@example.org".into() }
        );
        assert_eq!(of_rcpt("NOTIFY=NEVER"), Ok((Notify::Never, None)));
        assert_eq!(of_rcpt(""), Ok((Notify::Unsaid, None)));
    }

    #[test]
    fn sizes_beyond_all_bounds_are_just_large() {
        assert_eq!(of_mail("SIZE=99999999999999999999").unwrap().size, Some(u64::MAX));
    }

    #[test]
    fn what_is_wrong_is_refused() {
        for (text, reply) in [
            ("FOO", replies::UNKNOWN_PARAMETER),
            ("FOO=1", replies::UNKNOWN_PARAMETER),
            ("SIZE=1 SIZE=1", replies::PARAMETER_TWICE),
            ("AUTH=<> AUTH=<>", replies::PARAMETER_TWICE),
            ("SIZE", replies::BAD_PARAMETER),
            ("SIZE=-1", replies::BAD_PARAMETER),
            ("SIZE=", replies::BAD_PARAMETER),
            ("SIZE=+1", replies::BAD_PARAMETER),
            ("BODY=9BIT", replies::BAD_PARAMETER),
            ("BODY=BINARYMIME", replies::NO_BINARY),
            ("SMTPUTF8=1", replies::BAD_PARAMETER),
            ("RET=ALL", replies::BAD_PARAMETER),
            ("ENVID=+0D+0A", replies::BAD_PARAMETER),
        ] {
            assert_eq!(of_mail(text), Err(reply), "{text}");
        }
        for (text, reply) in [
            ("SIZE=1", replies::UNKNOWN_PARAMETER),
            ("NOTIFY=NEVER,SUCCESS", replies::BAD_PARAMETER),
            ("NOTIFY=", replies::BAD_PARAMETER),
            ("NOTIFY=NEVER NOTIFY=NEVER", replies::PARAMETER_TWICE),
            ("ORCPT=ana", replies::BAD_PARAMETER),
            ("ORCPT=;ana", replies::BAD_PARAMETER),
            ("ORCPT=rfc822;+0A", replies::BAD_PARAMETER),
        ] {
            assert_eq!(of_rcpt(text), Err(reply), "{text}");
        }
    }
}
