//! QR codes (ISO/IEC 18004) as paths of an SVG.

use std::fmt::Write as _;

use qrcode::{Color, QrCode as Encoded};

use crate::api::factor::QrCode;

/// Squares around it that stay light.
const MARGIN: usize = 4;

/// `None` for a text that is too long for one.
pub(crate) fn draw(text: &str) -> Option<QrCode> {
    let code = Encoded::new(text).ok()?;
    let (width, squares) = (code.width(), code.to_colors());
    let mut path = String::new();
    for (row, line) in squares.chunks(width).enumerate() {
        for (at, run) in runs(line) {
            // Writing to a text does not fail.
            let _ = write!(path, "M{} {}h{run}v1h-{run}z", at + MARGIN, row + MARGIN);
        }
    }
    Some(QrCode { size: u32::try_from(width + 2 * MARGIN).ok()?, path })
}

/// Where dark squares that stand side by side begin, and how many they are.
fn runs(line: &[Color]) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    line.chunk_by(|one, next| one == next).filter_map(move |run| {
        let start = at;
        at += run.len();
        (run[0] == Color::Dark).then_some((start, run.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_drawn_as_it_is() {
        let line = [Color::Dark, Color::Dark, Color::Light, Color::Dark];
        assert_eq!(runs(&line).collect::<Vec<_>>(), [(0, 2), (3, 1)]);
    }

    #[test]
    fn the_corners_are_where_readers_look_for_them() {
        let code = draw("otpauth://totp/Narwhal:ana%40example.org?secret=GEZDGNBV&issuer=Narwhal").unwrap();
        // The first row of two of the three squares that readers find a code by: seven dark ones each.
        let right = code.size - 4 - 7;
        assert!(code.path.starts_with("M4 4h7v1h-7z"), "{}", code.path);
        assert!(code.path.contains(&format!("M{right} 4h7v1h-7z")), "{}", code.path);
        assert!(draw(&"x".repeat(5_000)).is_none());
    }
}
