//! Names and addresses as they are searched for: whoever heard a name on the telephone finds it, and where it stands in
//! a list does not hang on a capital letter or an accent.

use unicode_normalization::UnicodeNormalization as _;

/// The text in lower case, letters without their accents, with single spaces between its words. What is sought is
/// folded like what is found.
///
/// Only the accents of the alphabets that have them go (U+0300 to U+036F): the vowel signs of other scripts are letters.
#[must_use]
pub fn fold(text: &str) -> String {
    let plain: String = text
        .to_lowercase()
        .nfkd()
        .filter(|c| !matches!(c, '\u{300}'..='\u{36f}') && !is_hidden(*c))
        .collect();
    let spelled = plain.chars().flat_map(|c| match spelling(c) {
        Some(letters) => letters.chars().collect(),
        // NFKD makes further capitals, such as those of mathematics.
        None => c.to_lowercase().collect::<Vec<_>>(),
    });
    let spelled: String = spelled.collect();
    spelled.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Letters that Unicode takes for whole, and people for a letter with something on it.
const fn spelling(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ı' => "i",
        _ => return None,
    })
}

/// What can't be seen, and so not be typed.
const fn is_hidden(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
        || (c.is_ascii_control() && !c.is_ascii_whitespace())
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn however_a_name_is_written() {
        for (text, folded) in [
            ("Zoë ÑANDÚ", "zoe nandu"),
            ("Zoe\u{308}", "zoe"),
            ("STRAẞE Weiß", "strasse weiss"),
            ("Łukasz Ødegård", "lukasz odegard"),
            ("İpek Işık", "ipek isik"),
            ("  Ada\u{a0}\t Sommer ", "ada sommer"),
            ("ＡＤＡ", "ada"),
            ("王小明", "王小明"),
            ("a\u{200b}da\0", "ada"),
            ("100%_'\"!", "100%_'\"!"),
            ("", ""),
        ] {
            assert_eq!(fold(text), folded, "{text:?}");
        }
    }

    #[test]
    fn vowel_signs_of_other_scripts_are_letters() {
        assert_ne!(fold("की"), fold("कु"));
    }
}
