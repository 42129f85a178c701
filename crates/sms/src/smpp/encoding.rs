//! What the octets of a message mean (SMPP 3.4, section 5.2.19).

use super::gsm;

/// The carrier's default alphabet: nearly always GSM, one octet for a septet.
pub(super) const GSM: u8 = 0;
/// UTF-16, big-endian. The standard says UCS-2; phones send pairs of surrogates all the same.
pub(super) const UCS2: u8 = 8;
/// ASCII.
const IA5: u8 = 1;
/// ISO 8859-1.
const LATIN1: u8 = 3;

/// The text that octets stand for.
pub(super) fn decode(data_coding: u8, octets: &[u8]) -> String {
    match data_coding {
        UCS2 => utf16(octets),
        IA5 | LATIN1 => octets.iter().map(|octet| char::from(*octet)).collect(),
        // Message classes: the GSM alphabet, UCS-2, or 8 bits of anything (3GPP TS 23.038, section 4).
        0x10..=0x1f | 0xf0..=0xff if data_coding & 0x0c == 0 => gsm::decode(octets),
        0x10..=0x1f if data_coding & 0x0c == UCS2 => utf16(octets),
        GSM => gsm::decode(octets),
        _ => octets.iter().map(|octet| char::from(*octet)).collect(),
    }
}

fn utf16(octets: &[u8]) -> String {
    let units = octets.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    char::decode_utf16(units).map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alphabets() {
        assert_eq!(decode(0, &[0x00, 0x1b, 0x65]), "@€");
        assert_eq!(decode(1, b"STOP"), "STOP");
        assert_eq!(decode(3, &[0x53, 0xe9]), "Sé");
        assert_eq!(decode(8, &[0x04, 0x34, 0xd8, 0x3d, 0xde, 0x00, 0xd8]), "д😀");
        assert_eq!(decode(8, &[0xd8, 0x3d]), "\u{fffd}");
        assert_eq!(decode(0xf1, &[0x00]), "@");
        assert_eq!(decode(0x18, &[0x00, 0x41]), "A");
        assert_eq!(decode(0x04, b"x"), "x");
    }
}
