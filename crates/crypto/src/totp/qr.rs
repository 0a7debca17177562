//! The QR code of an address, drawn as inline SVG.

use qrcodegen::{QrCode, QrCodeEcc};

/// Empty modules around the code (ISO/IEC 18004): without them cameras do not find it.
const QUIET_ZONE: i32 = 4;

/// The QR code as an `svg` element with one path, or `None` when the text is too long for any QR code (about
/// 2,300 bytes).
///
/// It holds no style, colour or class: whoever shows it must draw dark modules on a light ground, in dark mode,
/// too. It is hidden from screen readers, which read the link around it.
#[must_use]
pub fn qr_svg(text: &str) -> Option<String> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let side = code.size() + 2 * QUIET_ZONE;
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" \
         shape-rendering=\"crispEdges\" aria-hidden=\"true\"><path d=\"{}\"/></svg>",
        path(&code)
    ))
}

/// One rectangle for each row's run of dark modules.
fn path(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let end = (x..code.size())
                .find(|&at| !code.get_module(at, y))
                .unwrap_or(code.size());
            if end > x {
                path.push_str(&rectangle(x + QUIET_ZONE, y + QUIET_ZONE, end - x));
            }
            x = end + 1;
        }
    }
    path
}

fn rectangle(left: i32, top: i32, width: i32) -> String {
    format!("M{left} {top}h{width}v1h-{width}z")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The modules that a path fills, read back from its text.
    fn modules(svg: &str, side: i32) -> Vec<(i32, i32)> {
        let (_, rest) = svg.split_once(" d=\"").expect("a path");
        let (path, _) = rest.split_once('"').expect("its end");
        let mut filled = Vec::new();
        for rectangle in path.split_terminator('z') {
            let numbers: Vec<i32> = rectangle
                .split(|c: char| !c.is_ascii_digit())
                .filter(|number| !number.is_empty())
                .map(|number| number.parse().expect("a number"))
                .collect();
            let [left, top, width, 1, back] = numbers[..] else {
                panic!("{rectangle}")
            };
            assert!(width == back && left + width <= side - QUIET_ZONE);
            filled.extend((left..left + width).map(|x| (x, top)));
        }
        filled
    }

    #[test]
    fn the_path_fills_exactly_the_dark_modules() {
        let text = "otpauth://totp/Voltkey:ada@sonnenfeld.example?secret=JBSWY3DPEHPK3PXP";
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).expect("a short text");
        let side = code.size() + 2 * QUIET_ZONE;
        let svg = qr_svg(text).expect("a short text");
        let dark: Vec<(i32, i32)> = (0..side)
            .flat_map(|y| (0..side).map(move |x| (x, y)))
            .filter(|&(x, y)| code.get_module(x - QUIET_ZONE, y - QUIET_ZONE))
            .collect();
        assert_eq!(modules(&svg, side), dark);
        assert!(svg.contains(&format!("viewBox=\"0 0 {side} {side}\"")));
    }

    #[test]
    fn it_brings_no_looks_of_its_own() {
        let svg = qr_svg("text").expect("a short text");
        assert!(svg.starts_with("<svg ") && svg.contains("aria-hidden=\"true\""));
        for forbidden in ["style", "script", "href", "fill", "class"] {
            assert!(!svg.contains(forbidden), "{forbidden}");
        }
    }

    #[test]
    fn a_text_that_is_too_long_has_no_code() {
        assert_eq!(qr_svg(&"a".repeat(3_000)), None);
    }
}
